"""Paths of commitments: two that differ in one exception clause, locked out for the first time at two wanted places."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from spi.core.commitments import Commitment, Policy
from spi.tasks.material.commitment_draws import Draft, cases_of, commit, draw_draft, first_of
from spi.tasks.material.commitment_plans import Plan
from spi.tasks.material.commitment_settings import cast_of

__all__ = ["draw_paths"]


def draw_paths(rng: Random, difficulty: int, early: int, late: int | None) -> tuple[Draft, Plan, Plan]:
    """Two plans with `difficulty + 1` commitments; the second has one exception more.

    Redrawn until the first lock-out is after `early` commitments in the first plan, and after `late` (None: never) in
    the second; rejected are also draws that leave a player without any policy, and ones in which nobody could
    believe what is seen.

    Parameters
    ----------
    rng : Random
    difficulty : int
    early : int
        From 1 to the number of commitments.
    late : int or None
        More than `early`.

    Returns
    -------
    Draft, Plan, Plan

    Source: clr-agenda-2026, Part II.2, and ours
    """
    while True:
        incentive = difficulty >= 2 and rng.random() < 0.4
        cast = cast_of(
            rng,
            ways=1 + (rng.random() < difficulty / 4),
            minds=1 + (difficulty >= 3),
            idle=1 + (difficulty >= 4),
        )
        draft = draw_draft(rng, difficulty, cast, incentive=incentive)
        plans = _plans(draft, difficulty + 1, early, late)
        if plans is None:
            continue
        found = [cases_of(plan) for plan in plans]
        if [None if cases is None else (first_of(cases),) for cases in found] == [(early,), (late,)]:
            return (draft, *plans)


def _plans(draft: Draft, horizon: int, early: int, late: int | None) -> tuple[Plan, Plan] | None:
    rng = draft.rng
    removed: list[list[Policy]] = [[] for _ in range(horizon)]
    kept: list[list[Policy]] = [[] for _ in range(horizon)]
    last = draft.soft or rng.choice(draft.ways[0])
    removed[early - 1].append(last)
    for way in draft.ways[1:]:
        removed[rng.randrange(early)].append(rng.choice(way))
    if late is not None:
        removed[late - 1].append(rng.choice(draft.ways[0]))
    spare = [*draft.fillers, *draft.decoy, *draft.defaults[: rng.randint(0, 2)]]
    rng.shuffle(spare)
    for k in range(horizon):
        if spare and (not removed[k] or rng.random() < 0.4):
            removed[k].append(spare.pop())
        if rng.random() < 0.4:  # what is named only to be kept is a matter of wording
            named = [policy for way in draft.ways for policy in way if policy not in removed[k]]
            kept[k].append(rng.choice([*named, *draft.fillers]))
            removed[k] = [policy for policy in removed[k] if policy != kept[k][0]] or removed[k]
            kept[k] = [policy for policy in kept[k] if policy not in removed[k]]
        if not removed[k]:
            return None
    made = commit(draft, removed, kept)
    if made[early - 1].player is None:
        return None
    commitment = made[early - 1]
    excepted = replace(commitment, exceptions=(*commitment.exceptions, last))
    first = replace(draft.plan, commitments=made)
    return first, replace(draft.plan, commitments=_replaced(made, early - 1, excepted))


def _replaced(made: tuple[Commitment, ...], k: int, by: Commitment) -> tuple[Commitment, ...]:
    return (*made[:k], by, *made[k + 1 :])
