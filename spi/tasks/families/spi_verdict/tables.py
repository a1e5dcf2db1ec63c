"""Payoffs under which a change of programs has a wanted verdict, and others that differ from them in one number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from random import Random

from spi.core.game import Game
from spi.core.pareto import improves
from spi.tasks.families.spi_verdict.spaces import Space, heads_of, indexed
from spi.tasks.families.spi_verdict.verdicts import NOT, STRICT, in_order, verdict_word

__all__ = ["NEAR", "Table", "draw_refuted", "draw_tables", "single_moves"]

Table = list[list[int]]
Pairs = Sequence[tuple[int, int]]

NEAR = {1: 0.2, 2: 0.4, 3: 0.6, 4: 0.8, 5: 0.9}
"""By difficulty: how often what is no SPI is one but for a single player's loss of 1 in a single case."""


def draw_tables(random: Random, space: Space, wanted: tuple[str, str], *, near: bool) -> tuple[Game, Game] | None:
    """Two games with these verdicts that differ in one payoff, or None if none was found.

    Parameters
    ----------
    random : Random
    space : Space
    wanted : two verdicts
        Different ones.
    near : bool
        If one of them is no SPI: exactly one player loses, in exactly one case, and loses 1.

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
    cases = indexed(space)
    table = _neutral_table(random, space, cases)
    first, second = in_order(wanted)
    for _ in range(random.randint(1, 3) if first == STRICT else 0):
        table = _moved(random, table, cases, STRICT) or table
    other = _moved(random, table, cases, second, near=near) if _word(table, cases) == first else None
    if other is None:
        return None
    games = space.cast.game(table), space.cast.game(other)
    return games if first == wanted[0] else (games[1], games[0])


def draw_refuted(random: Random, space: Space, *, near: bool) -> tuple[Game, int] | None:
    """A game in which exactly one profile of programs refutes the change, by at most 3, or None if none was found.

    Parameters
    ----------
    random : Random
    space : Space
    near : bool
        Exactly one player loses, and loses 1.

    Returns
    -------
    (Game, int) or None
        And the place of that profile among the cases.

    Source: clr-agenda-2026, Appendix B.1
    """
    cases = indexed(space)
    table = _neutral_table(random, space, cases)
    for _ in range(random.randint(0, 3)):
        table = _moved(random, table, cases, STRICT) or table
    for _ in range(6):
        moved = _moved(random, table, cases, NOT, near=near)
        if moved is not None:
            losing = [k for k, (a, b) in enumerate(cases) if not improves(moved[b], moved[a])]
            if len(losing) == 1:
                return space.cast.game(moved), losing[0]
    return None


def _neutral_table(random: Random, space: Space, cases: Pairs) -> Table:
    players, size = len(space.plans), prod(map(len, space.cast.actions))
    heads = heads_of(size, cases)
    drawn = [[random.randint(3, 27) for _ in range(players)] for _ in range(size)]
    touched = {k for pair in cases for k in pair if pair[0] != pair[1]}
    free = [k for k in range(size) if k not in touched]
    for k in free:
        if random.random() < 0.4:
            heads[k] = heads[random.randrange(size)]
    return [list(drawn[k]) for k in heads]


def _moved(random: Random, table: Table, cases: Pairs, wanted: str, *, near: bool = False) -> Table | None:
    """The table with one payoff changed by at most 3 so that the verdict is as wanted."""
    touched = sorted({k for a, b in cases if a != b for k in (a, b)})
    for moved, _, _ in single_moves(random, table, touched):
        if _word(moved, cases) == wanted and not (near and wanted == NOT and _losses(moved, cases) != [1]):
            return moved
    return None


def single_moves(random: Random, table: Table, touched: Sequence[int]) -> Iterator[tuple[Table, int, int]]:
    """All tables with one payoff changed by at most 3, in random order: with the place and the change.

    Source: ours
    """
    seats = range(len(table[0]))
    moves = [(k, seat, d) for k in touched for seat in seats for d in (-3, -2, -1, 1, 2, 3)]
    for k, seat, d in random.sample(moves, len(moves)):
        moved = [list(row) for row in table]
        moved[k][seat] += d
        yield moved, k, d


def _word(table: Table, cases: Pairs) -> str:
    return verdict_word([(table[a], table[b]) for a, b in sorted(set(cases))])


def _losses(table: Table, cases: Pairs) -> list[int]:
    """What players lose, one entry for each case and player that loses."""
    return [x - y for a, b in cases for x, y in zip(table[a], table[b], strict=True) if y < x]
