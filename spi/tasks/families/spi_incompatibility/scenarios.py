"""Scenarios: a story's commitment among others, and its harmless twins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from spi.core.commitments import Commitment, Policy
from spi.tasks.families.spi_incompatibility.stories import Story
from spi.tasks.material.commitment_draws import Draft, draw_draft
from spi.tasks.material.commitment_plans import Plan
from spi.tasks.material.commitment_settings import Cast, Side

__all__ = ["Scenario", "draw_scenario", "with_kept_by", "with_second_way"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A draft with its path, and the commitment in it that is asked about.

    Parameters
    ----------
    draft : Draft
    story : Story
    plan : Plan
    at : int
        The number of the commitment, from 1 on.
    target : Policy
        What it takes from the first way out.

    Source: clr-agenda-2026, Part II.2, and ours
    """

    draft: Draft
    story: Story
    plan: Plan
    at: int
    target: Policy


def draw_scenario(rng: Random, story: Story, difficulty: int, *, soft: bool, decoy: bool = False) -> Scenario:
    """The story's commitment, without exceptions, among others that do not matter or close a second way out.

    Parameters
    ----------
    rng : Random
    story : Story
    difficulty : int
        As many commitments and events; from 4 on there is a second way out.
    soft : bool
        Does it also remove what the other's support hangs on?
    decoy : bool
        Does it also remove what does not matter: part of the decoy, and a policy of no use?

    Returns
    -------
    Scenario

    Source: clr-agenda-2026, Part II.2, and ours
    """
    ways = 1 + (difficulty >= 4)
    minds = 1 + (difficulty >= 3)
    mine, theirs = story.cast.mine, story.cast.theirs
    cast = Cast(
        story.cast.setting,
        Side(mine.defaults[:minds], mine.asked[:ways], mine.luring, mine.idle),
        Side(theirs.defaults, theirs.asked[:ways], theirs.luring, theirs.idle),
    )
    draft = draw_draft(rng, difficulty, cast, incentive=True)
    names = {"one": draft.ways[0][0][0], "other": draft.ways[0][1][0]}
    target = draft.ways[0][story.theirs]
    removes = [target, *([draft.soft] if soft and draft.soft else [])]
    removes += draft.defaults[:minds] if story.defaults else []
    spare = list(draft.fillers)
    rng.shuffle(spare)
    removes += [draft.decoy[0], spare.pop()] if decoy else []
    rng.shuffle(removes)
    rule = Commitment(story.rule.format(**names), names["one"], tuple(removes))
    others = [[rng.choice(way)] for way in draft.ways[1:]]
    while len(others) < difficulty - 1:
        others.append([spare.pop()] if spare else [draft.decoy[1]])
    made = []
    for gone in others:
        who = gone[0][0]
        if rng.random() < 0.5:
            made.append(Commitment(rng.choice(story.cast.setting.events), None, tuple(gone)))
        else:
            made.append(Commitment(f"{who} {rng.choice(story.cast.setting.occasions)}", who, tuple(gone)))
    at = rng.randint(0, len(made))
    path = (*made[:at], rule, *made[at:])
    return Scenario(draft, story, replace(draft.plan, commitments=path), at + 1, target)


def with_kept_by(scenario: Scenario, kept: Sequence[Policy], *, named: Sequence[Policy], omitted: bool) -> Plan:
    """The plan in which the commitment keeps some policies: as exceptions, or by not mentioning them (`omitted`).

    What is `named` is mentioned only to be kept, which changes nothing: so an exception is no sign of harmlessness.

    Source: ours
    """
    k = scenario.at - 1
    path = scenario.plan.commitments
    removes = tuple(policy for policy in path[k].removes if not (omitted and policy in kept))
    exceptions = tuple(policy for policy in removes if policy in kept)
    rule = replace(path[k], removes=(*named, *removes), exceptions=(*named, *exceptions))
    return replace(scenario.plan, commitments=(*path[:k], rule, *path[k + 1 :]))


def with_second_way(scenario: Scenario) -> Plan:
    """The same, but what closes the second way out keeps what that asks for.

    Source: ours
    """
    second = {policy for way in scenario.draft.ways[1:] for policy in way}
    path = []
    for c in scenario.plan.commitments:
        lost = [policy for policy in c.removes if policy in second]
        if lost and c.player is None:
            path.append(replace(c, removes=tuple(p for p in c.removes if p not in second)))
        else:
            path.append(replace(c, exceptions=tuple(lost)) if lost else c)
    return replace(scenario.plan, commitments=tuple(path))
