"""Small spaces of programs with a change of everybody's program, for questions about safe Pareto improvements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from random import Random
from typing import Literal

from spi.core.game import Game, Profile
from spi.programs.encounters import play_programs
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.tasks.families.spi_verdict.verdicts import Changes
from spi.tasks.material.named_plans import Plan, draw_plans, program_of
from spi.tasks.material.scenes import Cast, draw_cast
from spi.tasks.material.wraps import Proposal
from spi.transforms.renegotiation import renegotiate, renegotiate_literally
from spi.transforms.transformation import Transformation, factorised_map, transform_programs

__all__ = [
    "Kind",
    "Space",
    "changes_of",
    "draw_players",
    "draw_space",
    "heads_of",
    "indexed",
    "outcomes_under",
    "transformation_of",
]

Kind = Literal["algorithm-1", "literal", "map"]
Occurring = Callable[[list[tuple[Plan, ...]]], Sequence[tuple[Plan, ...]]]


@dataclass(frozen=True, slots=True)
class Space:
    """Programs of two or three players and what everybody's program becomes.

    Parameters
    ----------
    cast : Cast
    plans : n lists of Plan
    kind : "algorithm-1", "literal" or "map"
        Wraps of two kinds, the second for two players; or some programs are replaced by others of the same player.
    proposals : n maps of outcomes
        For wraps.
    maps : n dicts from Plan to Plan
        For a map.
    cases : tuple of n-tuples of Plan
        The profiles of programs that can occur.
    before, after : tuple of profiles
        Their outcomes, and those of what they become.

    Source: clr-agenda-2026, Appendix B.1
    """

    cast: Cast
    plans: list[list[Plan]]
    kind: Kind
    proposals: tuple[Proposal, ...]
    maps: tuple[dict[Plan, Plan], ...]
    cases: tuple[tuple[Plan, ...], ...]
    before: tuple[Profile, ...]
    after: tuple[Profile, ...]


Sizes = tuple[tuple[int, ...], tuple[int, ...], int, tuple[Kind, ...]]

SIZES: dict[int, Sizes] = {
    1: ((3, 3), (2, 2), 0, ("algorithm-1",)),
    2: ((3, 3), (2, 3), 0, ("algorithm-1", "algorithm-1", "map")),
    3: ((3, 3), (3, 3), 1, ("algorithm-1", "literal", "map")),
    4: ((3, 3), (4, 3), 2, ("algorithm-1", "literal", "map")),
    5: ((4, 3), (4, 4), 2, ("algorithm-1", "literal", "map")),
}
"""By difficulty: actions, programs, how many of them look at code, and the changes that there are."""

SIZES_OF_THREE: dict[int, Sizes] = {
    2: ((2, 2, 2), (1, 2, 2), 0, ("algorithm-1",)),
    3: ((2, 2, 2), (2, 2, 2), 1, ("algorithm-1", "map")),
    4: ((2, 2, 3), (3, 2, 2), 1, ("algorithm-1", "map")),
    5: ((2, 2, 3), (3, 2, 3), 2, ("algorithm-1", "map")),
}
"""The same for three players."""

THREE = {1: 0.0, 2: 0.2, 3: 0.3, 4: 0.35, 5: 0.4}
"""By difficulty: how often there are three players."""


def draw_players(random: Random, difficulty: int) -> int:
    """How many players there are.

    Source: ours
    """
    return 3 if random.random() < THREE[difficulty] else 2


def draw_space(random: Random, difficulty: int, players: int, occurring: Occurring = list) -> Space:
    """Draw programs and a change under which something happens.

    Rejected are draws in which no profile of programs reaches another outcome than before: they could only be neutral;
    and those in which a neutral change would need more than five outcomes of the same worth, which would be
    conspicuous.

    Parameters
    ----------
    random : Random
    difficulty : int
    players : int
        2 or 3; not 3 at difficulty 1.
    occurring : function
        Chooses those of all profiles of programs that can occur; default: all of them.

    Returns
    -------
    Space

    Source: ours
    """
    while True:
        sizes, counts, looking, kinds = (SIZES if players == 2 else SIZES_OF_THREE)[difficulty]
        if players > 2:
            sizes = tuple(random.sample(sizes, players))
        cast = draw_cast(random, sizes)
        counts = tuple(random.sample(counts, len(counts)))
        counts = tuple(min(own, size + looking) for own, size in zip(counts, sizes, strict=True))
        plans = draw_plans(random, cast.actions, counts, looking)
        kind = random.choice(kinds)
        empty: tuple[Proposal, ...] = ({},) * len(sizes)
        proposals = _draw_proposals(random, cast) if kind != "map" else empty
        maps = tuple(_draw_map(random, own) if kind == "map" else {} for own in plans)
        cases = tuple(occurring(list(product(*plans))))
        space = Space(cast, plans, kind, proposals, maps, cases, (), ())
        before, after = outcomes_under(space, kind)
        found = replace(space, before=before, after=after)
        heads = heads_of(prod(sizes), indexed(found))
        if before != after and max(map(heads.count, heads)) <= 5:
            return found


def _draw_proposals(random: Random, cast: Cast) -> tuple[Proposal, ...]:
    """A map of outcomes for each player; they agree on most of what they list, and often altogether."""
    every = list(product(*cast.actions))
    listed = random.sample(every, random.randint(3, len(every) // 2 + 1))
    first = {a: random.choice([b for b in every if b != a]) for a in listed}
    second = dict(first)
    for a in listed:
        if random.random() < 0.25:
            del second[a]
        elif random.random() < 0.2:
            second[a] = random.choice([b for b in every if b not in (a, first[a])])
    own = [first] * len(cast.players)
    if random.random() < 0.4:
        own[random.randrange(len(own))] = second
    return tuple(own)


def _draw_map(random: Random, plans: Sequence[Plan]) -> dict[Plan, Plan]:
    replaced = random.sample(list(plans), random.randint(0, min(2, len(plans) - 1)))
    return {own: random.choice([other for other in plans if other != own]) for own in replaced}


def transformation_of(space: Space, kind: Kind) -> Transformation:
    """The change, or what the other kind of wrap would make of it.

    Source: clr-agenda-2026, Appendix B.1
    """
    if kind == "map":
        parts = [{program_of(a): program_of(b) for a, b in own.items()} for own in space.maps]
        return factorised_map("a map of each player's programs", parts)
    if kind == "literal":
        return renegotiate_literally(list(space.proposals))
    return renegotiate(list(space.proposals), players=len(space.plans))


def outcomes_under(space: Space, kind: Kind) -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
    """What all profiles of programs that can occur do, before and after.

    Source: clr-agenda-2026, Appendix B.1
    """
    f = transformation_of(space, kind)
    cases = [tuple(map(program_of, own)) for own in space.cases]
    return tuple(map(_outcome, cases)), tuple(_outcome(transform_programs(f, own)) for own in cases)


def _outcome(programs: Sequence[Program]) -> Profile:
    outcome = play_programs(programs).outcome
    assert not isinstance(outcome, Undefined), "plans and their wraps halt"
    return outcome


def indexed(space: Space) -> list[tuple[int, int]]:
    """For each case the places, among all outcomes, of what happens before and after.

    Source: ours
    """
    every = {a: k for k, a in enumerate(product(*space.cast.actions))}
    return [(every[a], every[b]) for a, b in zip(space.before, space.after, strict=True)]


def changes_of(space: Space, game: Game) -> Changes:
    """For each case the payoffs before and after.

    Source: clr-agenda-2026, Appendix B.1
    """
    return [(game[a], game[b]) for a, b in zip(space.before, space.after, strict=True)]


def heads_of(size: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """For each outcome one that stands for all those that it is linked to by what becomes what.

    Source: ours
    """
    heads = list(range(size))
    for a, b in pairs:
        old, new = heads[a], heads[b]
        heads = [new if k == old else k for k in heads]
    return heads
