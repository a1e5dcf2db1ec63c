"""Small spaces of programs with a change of everybody's program, for questions about safe Pareto improvements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Literal

from spi.core.game import Game, Profile
from spi.core.pareto import improves
from spi.programs.encounters import play_programs
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.tasks.families.spi_verdict.verdicts import NOT, STRICT, WEAK, verdict_word
from spi.tasks.material.named_plans import Plan, draw_plans, program_of
from spi.tasks.material.scenes import Cast, draw_cast
from spi.tasks.material.wraps import Proposal
from spi.transforms.renegotiation import renegotiate, renegotiate_literally
from spi.transforms.transformation import Transformation, factorised_map, transform_programs

__all__ = ["Kind", "Space", "draw_refuted", "draw_space", "draw_tables", "outcomes_under", "transformation_of"]

Kind = Literal["algorithm-1", "literal", "map"]
Table = list[list[int]]


@dataclass(frozen=True, slots=True)
class Space:
    """Programs of two players and what everybody's program becomes.

    Parameters
    ----------
    cast : Cast
    plans : two lists of Plan
    kind : "algorithm-1", "literal" or "map"
        Wraps of two kinds; or some programs are replaced by others of the same player.
    proposals : two maps of outcomes
        For wraps.
    maps : two dicts from Plan to Plan
        For a map.
    before, after : tuple of profiles
        The outcomes of all pairs of programs, and of what they become.

    Source: clr-agenda-2026, Appendix B.1
    """

    cast: Cast
    plans: list[list[Plan]]
    kind: Kind
    proposals: tuple[Proposal, Proposal]
    maps: tuple[dict[Plan, Plan], dict[Plan, Plan]]
    before: tuple[Profile, ...]
    after: tuple[Profile, ...]


SIZES: dict[int, tuple[tuple[int, int], tuple[int, int], int, tuple[Kind, ...]]] = {
    1: ((3, 3), (2, 2), 0, ("algorithm-1",)),
    2: ((3, 3), (2, 3), 0, ("algorithm-1", "algorithm-1", "map")),
    3: ((3, 3), (3, 3), 1, ("algorithm-1", "literal", "map")),
    4: ((3, 3), (4, 3), 2, ("algorithm-1", "literal", "map")),
    5: ((4, 3), (4, 4), 2, ("algorithm-1", "literal", "map")),
}
"""By difficulty: actions, programs, how many of them look at code, and the changes that there are."""


def draw_space(random: Random, difficulty: int) -> Space:
    """Draw programs and a change under which something happens.

    Rejected are draws in which no pair of programs reaches another outcome than before: they could only be neutral; and
    those in which a neutral change would need more than five outcomes of the same worth, which would be conspicuous.

    Source: ours
    """
    while True:
        sizes, counts, looking, kinds = SIZES[difficulty]
        cast = draw_cast(random, sizes)
        counts = counts if random.random() < 0.5 else (counts[1], counts[0])
        counts = (min(counts[0], sizes[0] + looking), min(counts[1], sizes[1] + looking))
        plans = draw_plans(random, cast.actions, counts, looking)
        kind = random.choice(kinds)
        proposals = _draw_proposals(random, cast) if kind != "map" else ({}, {})
        maps = (_draw_map(random, plans[0]), _draw_map(random, plans[1])) if kind == "map" else ({}, {})
        space = Space(cast, plans, kind, proposals, maps, (), ())
        before, after = outcomes_under(space, kind)
        every = list(product(*cast.actions))
        heads = _heads(len(every), [(every.index(a), every.index(b)) for a, b in zip(before, after, strict=True)])
        if before != after and max(map(heads.count, heads)) <= 5:
            return Space(cast, plans, kind, proposals, maps, before, after)


def _draw_proposals(random: Random, cast: Cast) -> tuple[Proposal, Proposal]:
    """Two maps of outcomes that agree on most of what they list."""
    every = list(product(*cast.actions))
    listed = random.sample(every, random.randint(3, len(every) // 2 + 1))
    first = {a: random.choice([b for b in every if b != a]) for a in listed}
    second = dict(first)
    for a in listed:
        if random.random() < 0.25:
            del second[a]
        elif random.random() < 0.2:
            second[a] = random.choice([b for b in every if b not in (a, first[a])])
    pair = (first, second) if random.random() < 0.5 else (second, first)
    return pair if random.random() < 0.6 else (first, first)


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
    wrap = renegotiate if kind == "algorithm-1" else renegotiate_literally
    return wrap(list(space.proposals))


def outcomes_under(space: Space, kind: Kind) -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
    """What all pairs of programs do, before and after.

    Source: clr-agenda-2026, Appendix B.1
    """
    f = transformation_of(space, kind)
    pairs = list(product(*([program_of(p) for p in own] for own in space.plans)))
    return tuple(map(_outcome, pairs)), tuple(_outcome(transform_programs(f, own)) for own in pairs)


def _outcome(programs: Sequence[Program]) -> Profile:
    outcome = play_programs(programs).outcome
    assert not isinstance(outcome, Undefined), "plans and their wraps halt"
    return outcome


def draw_tables(random: Random, space: Space, wanted: tuple[str, str]) -> tuple[Game, Game] | None:
    """Two games with these verdicts that differ in one payoff, or None if none was found.

    Parameters
    ----------
    random : Random
    space : Space
    wanted : two verdicts
        Different ones.

    Returns
    -------
    (Game, Game) or None

    Notes
    -----
    At first everything that becomes something else is worth the same as that, so that nobody gains or loses; then
    single payoffs are moved by a little. Other outcomes are given equal payoffs at times, too, so that equal payoffs
    do not tell the verdict.

    Source: ours
    """
    every = list(product(*space.cast.actions))
    pairs = sorted({(every.index(a), every.index(b)) for a, b in zip(space.before, space.after, strict=True)})
    table = _neutral_table(random, len(every), pairs)
    first, second = sorted(wanted, key=(WEAK, STRICT, NOT).index)
    for _ in range(random.randint(1, 3) if first == STRICT else 0):
        table = _moved(random, table, pairs, STRICT) or table
    other = _moved(random, table, pairs, second) if _word(table, pairs) == first else None
    if other is None:
        return None
    games = space.cast.game(table), space.cast.game(other)
    return games if first == wanted[0] else (games[1], games[0])


def draw_refuted(random: Random, space: Space) -> tuple[Game, int] | None:
    """A game in which exactly one pair of programs refutes the change, by at most 3, or None if none was found.

    Returns
    -------
    (Game, int) or None
        And the place of that pair among all pairs of programs.

    Source: clr-agenda-2026, Appendix B.1
    """
    every = list(product(*space.cast.actions))
    changes = [(every.index(a), every.index(b)) for a, b in zip(space.before, space.after, strict=True)]
    pairs = sorted(set(changes))
    table = _neutral_table(random, len(every), pairs)
    for _ in range(random.randint(0, 3)):
        table = _moved(random, table, pairs, STRICT) or table
    for _ in range(6):
        moved = _moved(random, table, pairs, NOT)
        if moved is not None:
            losing = [k for k, (a, b) in enumerate(changes) if not improves(moved[b], moved[a])]
            if len(losing) == 1:
                return space.cast.game(moved), losing[0]
    return None


def _neutral_table(random: Random, size: int, pairs: Sequence[tuple[int, int]]) -> Table:
    heads = _heads(size, pairs)
    drawn = [[random.randint(3, 27), random.randint(3, 27)] for _ in range(size)]
    touched = {k for pair in pairs for k in pair if pair[0] != pair[1]}
    free = [k for k in range(size) if k not in touched]
    for k in free:
        if random.random() < 0.4:
            heads[k] = heads[random.randrange(size)]
    return [list(drawn[k]) for k in heads]


def _heads(size: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """For each outcome one that stands for all those that it is linked to by what becomes what."""
    heads = list(range(size))
    for a, b in pairs:
        old, new = heads[a], heads[b]
        heads = [new if k == old else k for k in heads]
    return heads


def _moved(random: Random, table: Table, pairs: Sequence[tuple[int, int]], wanted: str) -> Table | None:
    """The table with one payoff changed by at most 3 so that the verdict is as wanted."""
    touched = sorted({k for a, b in pairs if a != b for k in (a, b)})
    moves = [(k, seat, d) for k in touched for seat in (0, 1) for d in (-3, -2, -1, 1, 2, 3)]
    for k, seat, d in random.sample(moves, len(moves)):
        moved = [list(row) for row in table]
        moved[k][seat] += d
        if moved != table and _word(moved, pairs) == wanted:
            return moved
    return None


def _word(table: Table, pairs: Sequence[tuple[int, int]]) -> str:
    return verdict_word([(table[a], table[b]) for a, b in pairs])
