"""The scenarios as a task of Inspect.

Where the package is installed, `inspect eval spi/surrogate_goals -T method=scaffold --model …`; in a checkout, by the
path of this file. `load_inspect_log` reads what it has logged: one response an epoch, never reduced.
"""

from __future__ import annotations

from typing import Any

from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import Model, get_model
from inspect_ai.scorer import Score, Scorer, Target, mode_score, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from spi.empirical.agents.agent import Reply, Request
from spi.empirical.agents.models import chat_messages, generate_config, reply_of
from spi.empirical.methods import DetectTranslate, Direct, Method, Outcome, Prefixed, prompt_digest, respond
from spi.empirical.parsing import PARSER
from spi.empirical.scenarios.shelf import load_scenarios
from spi.empirical.scenarios.triplets import KINDS, scenario_text
from spi.errors import HypothesisError

__all__ = ["METHODS", "ask_by_method", "read_answers", "surrogate_goals"]

_SUBJECT, _DETECTOR, _TRANSLATOR = "subject", "detector", "translator"

METHODS: dict[str, Method] = {
    "baseline": Direct(_SUBJECT),
    "prompting": Prefixed(Direct(_SUBJECT)),
    "scaffold": DetectTranslate(Direct(_SUBJECT), _DETECTOR, _TRANSLATOR),
}
"""The methods by the names under which the task knows them."""


@task
def surrogate_goals(
    scenarios: str = "all", method: str = "baseline", kinds: str = "ordinary,surrogate,none", repetitions: int = 20
) -> Task:
    """Put scenarios in three versions to a model.

    Parameters
    ----------
    scenarios : str
        As for `load_scenarios`.
    method : str
        "baseline", "prompting" or "scaffold". The latter asks models in the roles "detector" and "translator", which
        are the evaluated model itself unless others are given. A fine-tuned model is another model with "baseline".
    kinds : str
        Versions, with commas.
    repetitions : int
        How many epochs.

    Returns
    -------
    Task

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    if method not in METHODS:
        raise HypothesisError(f"method {method!r}; accepted: {', '.join(METHODS)}")
    wanted = [kind.strip() for kind in kinds.split(",")]
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        raise HypothesisError(f"kind {unknown[0]!r}; accepted: {', '.join(KINDS)}")
    samples = [
        Sample(
            id=f"{triplet.name}/{kind}",
            input=scenario_text(triplet, kind),
            choices=list(triplet.choices),
            metadata={
                "scenario": triplet.name,
                "kind": kind,
                "cluster": triplet.cluster,
                "method": method,
                "parser": PARSER,
            },
        )
        for triplet in load_scenarios(scenarios)
        for kind in KINDS
        if kind in wanted
    ]
    return Task(
        dataset=MemoryDataset(samples),
        solver=ask_by_method(method),
        scorer=read_answers(),
        epochs=Epochs(repetitions, mode_score()),  # never read: repetitions are counted one by one
    )


@solver
def ask_by_method(method: str) -> Solver:
    """Put the sample to the model in the way of a method.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        choices = [choice.value for choice in state.choices]
        dialogue = respond(METHODS[method], state.input_text, choices)
        requests: list[Request] = []
        reply: Reply | None = None
        try:
            while True:
                _, request = next(dialogue) if reply is None else dialogue.send(reply)
                requests.append(request)
                output = await _model(request.model).generate(chat_messages(request), config=generate_config(request))
                state.output = output
                reply = reply_of(output)
        except StopIteration as end:
            outcome: Outcome = end.value
        state.metadata["outcome"] = {
            "answer": outcome.answer,
            "status": outcome.status,
            "reason": outcome.reason,
            "served": outcome.served,
            "steps": list(outcome.steps),
            "turns": len(requests),
            "prompt": prompt_digest(requests),
            "temperature": requests[-1].parameters.temperature,
        }
        return state

    return solve


@scorer(metrics=[])
def read_answers() -> Scorer:
    """Score a sample with the response itself, or with "missing" or "error"; there is no right and wrong.

    Source: ours
    """

    async def score(state: TaskState, target: Target) -> Score:
        outcome: dict[str, Any] = state.metadata["outcome"]
        return Score(value=outcome["answer"] or outcome["status"], answer=outcome["answer"], metadata=outcome)

    return score


def _model(name: str) -> Model:
    return get_model() if name == _SUBJECT else get_model(role=name)
