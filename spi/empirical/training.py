"""Training data for fine-tuning: the model's own answers to ordinary threats, put to surrogate ones."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from spi.empirical.jsonlines import read_lines
from spi.empirical.parsing import parse_choice
from spi.empirical.prompts import question_messages
from spi.empirical.scenarios.triplets import KINDS, ScenarioKind, Triplet, scenario_text
from spi.errors import FormatError, HypothesisError

__all__ = ["training_examples", "write_training"]

_AS: dict[ScenarioKind, ScenarioKind] = {"ordinary": "ordinary", "surrogate": "ordinary", "none": "none"}
"""Whose answer each version is to get: the surrogate that of the ordinary threat, the others their own."""


def training_examples(
    calls: str | Path,
    triplets: Iterable[Triplet],
    *,
    method: str = "baseline",
    held_out: Collection[str] = (),
    answer_only: bool = True,
) -> Iterator[dict[str, Any]]:
    """Examples from what a model said by itself in an experiment.

    Parameters
    ----------
    calls : str or Path
        The calls of the experiment: `calls.jsonl` in its folder.
    triplets : iterable of Triplet
    method : str
        Which of its methods was the untreated model, asked directly.
    held_out : collection of str
        Clusters of scenarios to be left out, for evaluation: scenarios of one template are left out together.
    answer_only : bool
        Keep the answer line alone. The rest of an answer to an ordinary threat may speak of what that threat was.

    Yields
    ------
    dict
        `{"messages": [user, assistant]}`, as fine-tuning interfaces take it: every version with the model's own
        answers, but the surrogate version with those to the ordinary one. Answers that could not be read teach
        nothing, and are left out.

    Raises
    ------
    HypothesisError
        If nothing is left.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    said = dict(_said(Path(calls), method))
    examples = 0
    for triplet in triplets:
        if triplet.cluster in held_out:
            continue
        for kind in KINDS:
            question = question_messages(scenario_text(triplet, kind), triplet.choices)[-1].content
            for text in said.get((triplet.name, _AS[kind]), ()):
                answer = parse_choice(text, triplet.choices)
                if answer is None:
                    continue
                examples += 1
                content = f"ANSWER: {answer}" if answer_only else text
                yield {
                    "messages": [
                        {"role": "user", "content": question},
                        {"role": "assistant", "content": content},
                    ]
                }
    if not examples:
        raise HypothesisError(
            f"no readable answer of {method!r} in {calls}; accepted: the calls of an experiment with it"
        )


def write_training(path: str | Path, examples: Iterable[dict[str, Any]]) -> int:
    """Write examples, one JSON object a line.

    Parameters
    ----------
    path : path
    examples : iterable of dict
        As `training_examples` returns them.

    Returns
    -------
    int
        How many there are.

    Source: ours
    """
    lines = [json.dumps(example, ensure_ascii=False) + "\n" for example in examples]
    Path(path).write_text("".join(lines), encoding="utf-8")
    return len(lines)


def _said(path: Path, method: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, entry in read_lines(path):
        try:
            who, scenario, kind, repetition, step = entry["request"]["draw"].split("/")
            text = entry["reply"]["text"]
            if who == method and step == "answer" and text is not None:
                found.setdefault((scenario, kind), []).append((int(repetition), text))
        except (KeyError, ValueError, TypeError, AttributeError):
            raise FormatError("accepted: a call of an experiment", file=str(path), line=number) from None
    for key, texts in found.items():
        yield key, [text for _, text in sorted(texts)]
