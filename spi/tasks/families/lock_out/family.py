"""Lock-out: after which commitment is there no way out any more, and which exception would have left one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from spi.analysis.lock_out import decide_lock_out
from spi.core.commitments import Commitment, reach_after
from spi.core.commitmentwriting import write_commitments
from spi.solve.adoption import flaw_of
from spi.tasks.families.lock_out.clauses import CLAUSE_ERRORS, clause_label, generate_clauses
from spi.tasks.families.lock_out.paths import draw_paths
from spi.tasks.items import Family, Item, Option, Proof
from spi.tasks.material.certificates import require_subject, subject_of_text
from spi.tasks.material.commitment_draws import cases_of, first_of
from spi.tasks.material.commitment_plans import Plan, graph_of, shape_of_plan, states_of
from spi.tasks.material.commitment_words import told
from spi.tasks.material.draws import stream

__all__ = ["FAMILY"]

NEVER = "after none of them"

_QUESTION = (
    "After which of the numbered commitments and events is there, for the first time, no way out? A way out that is "
    "lost for want of support counts as lost."
)

ERRORS = {
    "exceptions-overlooked": "exceptions are read as if they were not there",
    "one-lost-is-all-lost": "the loss of one safe improvement is taken for the loss of all",
    "sums": "a change that raises the sum of payoffs counts as safe, though somebody loses by it",
    "incentives-overlooked": "only what is within reach counts, not whether anybody would still choose it",
    "default-lost": "the loss of a policy that would be played by default is taken for a lock-out",
    "guess": "none of these",
}


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one exception (first lock-out), or in one payoff (smallest clause).

    Parameters
    ----------
    seed : int
    difficulty : int
        From 1 to 5; there are `difficulty + 1` commitments.

    Returns
    -------
    tuple of Item

    Source: clr-agenda-2026, Part II.2, and ours
    """
    rng = stream("lock-out", seed, difficulty)
    if rng.random() < 0.4:
        return generate_clauses(rng, seed, difficulty)
    horizon = difficulty + 1
    early, late = sorted(rng.sample(range(1, horizon + 2), 2))  # a pair of places, the last of which is "never"
    draft, *plans = draw_paths(rng, difficulty, early, late if late <= horizon else None)
    options = [_place(k) for k in range(1, horizon + 1)] + [NEVER]
    rng.shuffle(options)
    items = [_item(plan, draft.scene, options, seed, difficulty) for plan in plans]
    rng.shuffle(items)
    return tuple(items)


def _item(plan: Plan, scene: str, options: Sequence[str], seed: int, difficulty: int) -> Item:
    verdict = decide_lock_out(graph_of(plan), states_of(plan)[-1])
    answer = _place(verdict.result.first())
    errors = {text: error for error, text in mistakes(plan).items() if text != answer}
    text = verdict.certificate.text
    exceptions = sum(len(c.exceptions) for c in plan.commitments)
    return Item(
        family="lock-out",
        seed=seed,
        difficulty=difficulty,
        knobs=(("horizon", len(plan.commitments)), ("exceptions", exceptions)),
        texts=told(plan, scene, _QUESTION),
        form="choice",
        answer=answer,
        options=tuple(Option(o, "" if o == answer else errors.get(o, "guess")) for o in options),
        asks=(("question", "first"), ("subject", subject_of_text(text))),
        files=(("plan.toml", write_commitments(graph_of(plan, title="A path of commitments", story=scene))),),
        proofs=(Proof("lock-out", text),),
        shape=shape_of_plan(plan),
        pair=f"lock-out-{seed}-{difficulty}",
        control=answer == NEVER,
    )


def mistakes(plan: Plan) -> dict[str, str]:
    """Where each mistake leads; the likelier ones come last, so that they name an option that several lead to.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict from error to option

    Source: ours
    """
    problem, game = plan.problem, plan.problem.game
    left = [reach_after(game, plan.commitments[:k]).menus for k in range(len(plan.commitments) + 1)]
    asked = {t.name: {(i, x) for p, _ in problem.default for i, x in enumerate(t.maps(p))} for t in problem.transforms}
    safe = [t.name for t in problem.transforms if flaw_of(problem, t) is None]
    total = [
        t.name
        for t in problem.transforms
        if sum(q * (sum(game[t.maps(p)]) - sum(game[p])) for p, q in problem.default) > 0
    ]
    played = {(i, x) for p, _ in problem.default for i, x in enumerate(p)}

    def first_without(some: Sequence[set[tuple[int, str]]], *, all_lost: bool) -> str:
        decide = all if all_lost else any
        for k, menus in enumerate(left):
            if decide(any(x not in menus[i] for i, x in policies) for policies in some):
                return _place(k)
        return NEVER

    found = {
        "default-lost": first_without([played], all_lost=False),
        "one-lost-is-all-lost": first_without([asked[name] for name in safe], all_lost=False),
        "sums": first_without([asked[name] for name in total], all_lost=True),
        "incentives-overlooked": first_without([asked[name] for name in safe], all_lost=True),
    }
    bare = cases_of(replace(plan, commitments=tuple(_bare(c) for c in plan.commitments)))
    if bare is not None:
        found["exceptions-overlooked"] = _place(first_of(bare))
    return found


def _bare(commitment: Commitment) -> Commitment:
    return replace(commitment, exceptions=())


def _place(k: int | None) -> str:
    return NEVER if k is None else f"after number {k}"


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, by the cases that a certificate states, or by its clauses.

    Source: ours
    """
    if asks["question"] == "clause":
        return clause_label(certificates, asks)
    (certificate,) = certificates
    return _place(first_of(require_subject(certificate, "lock-out", asks["subject"])["cases"]))


FAMILY = Family(
    name="lock-out",
    title="After which commitment is there no way out any more, and which exception would have left one?",
    knob="horizon",
    errors=ERRORS | CLAUSE_ERRORS,
    generate=generate,
    label=label,
)
"""Commitments on a finite graph of policies; see `generate`."""
