"""Laws of which programs meet, and payoffs under which a change is safe in expectation although it is not case by case.

Where somebody loses in no case that can occur, nobody loses in expectation. So what is asked is mostly about changes
under which somebody loses in some case: whether the gains elsewhere make up for it is then the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm, prod
from random import Random

from spi.core.game import Game
from spi.tasks.families.spi_verdict.spaces import Space, changes_of, draw_space, heads_of, indexed
from spi.tasks.families.spi_verdict.tables import Table, single_moves
from spi.tasks.families.spi_verdict.verdicts import NOT, STRICT, in_order, verdict_word
from spi.tasks.material.draws import draw_law

__all__ = ["Law", "draw_expected", "draw_lawful_space", "expected_changes"]


@dataclass(frozen=True, slots=True)
class Law:
    """How probable the cases of a space are.

    Parameters
    ----------
    cases : tuple of Fraction
        One for each case of the space, positive.
    players : tuple of n tuples of Fraction, or None
        The laws of each player's programs if they are drawn independently.

    Source: clr-agenda-2026, Appendix B.1
    """

    cases: tuple[Fraction, ...]
    players: tuple[tuple[Fraction, ...], ...] | None = None


LISTED = {1: (2, 3), 2: (3, 3), 3: (3, 4), 4: (4, 5), 5: (5, 6)}
"""By difficulty: how many profiles of programs have a positive probability, where these are listed."""


def draw_lawful_space(random: Random, difficulty: int, players: int) -> tuple[Space, Law]:
    """Draw programs and a change of them, and how probable each case is.

    The programs are drawn independently of each other, or from a list of profiles with probabilities.

    Source: ours
    """
    if difficulty > 2 and random.random() < 0.4:
        space = draw_space(random, difficulty, players)
        most = 5 if players == 2 else 3
        laws = tuple(tuple(_law(random, len(own), len(own) + random.randrange(most))) for own in space.plans)
        return space, Law(tuple(prod(own, start=Fraction(1)) for own in product(*laws)), laws)
    count = random.randint(*LISTED[difficulty])
    space = draw_space(random, difficulty, players, lambda cases: random.sample(cases, min(count, len(cases))))
    size = len(space.cases)
    return space, Law(tuple(_law(random, size, size + random.randrange(1, 6))))


def _law(random: Random, size: int, denominator: int) -> list[Fraction]:
    return draw_law(random, size, denominator) if size > 1 else [Fraction(1)]


def expected_changes(space: Space, law: Law, game: Game) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Everybody's expected payoffs before and after.

    Source: clr-agenda-2026, Appendix B.1
    """
    before, after = zip(*changes_of(space, game), strict=True)
    columns = [zip(*rows, strict=True) for rows in (before, after)]
    old, new = (tuple(sum(map(Fraction.__mul__, law.cases, own), Fraction(0)) for own in side) for side in columns)
    return old, new


def draw_expected(random: Random, space: Space, law: Law, wanted: tuple[str, str]) -> tuple[Game, Game] | None:
    """Two games that differ in one payoff, with these verdicts in expectation, or None if none was found.

    Parameters
    ----------
    random : Random
    space : Space
    law : Law
    wanted : two verdicts
        If they are the same, there is one game, twice.

    Returns
    -------
    (Game, Game) or None
        In both somebody loses in some case that can occur. The loss in expectation is as small as one payoff can make
        it.

    Notes
    -----
    What a player gains in expectation is a linear function of her payoffs. They are drawn but for one, which is solved
    for, so that the gain is a wanted one. Some outcomes are worth the same as what they become.

    Source: ours
    """
    unit = lcm(*(p.denominator for p in law.cases))
    cases, size = indexed(space), prod(map(len, space.cast.actions))
    weights = [0] * size
    for (a, b), p in zip(cases, law.cases, strict=True):
        weights[b] += int(p * unit)
        weights[a] -= int(p * unit)
    first, second = in_order(wanted)
    table = _table(random, [own for own in cases if random.random() < 0.5], weights, len(space.plans), first == STRICT)
    if table is None or _word(table, weights) != first or not _loses(table, cases):
        return None
    if first == second:
        return space.cast.game(table), space.cast.game(table)
    touched = [k for k, weight in enumerate(weights) if weight]
    found: list[tuple[int, int, Table]] = []
    for moved, k, d in single_moves(random, table, touched):
        if _word(moved, weights) == second and _loses(moved, cases):
            found.append((abs(weights[k] * d) if second == NOT else 0, len(found), moved))
    if not found:
        return None
    games = space.cast.game(table), space.cast.game(min(found)[2])
    return games if first == wanted[0] else (games[1], games[0])


def _table(
    random: Random, neutral: Sequence[tuple[int, int]], weights: Sequence[int], players: int, strict: bool
) -> Table | None:
    """A table under which nobody loses in expectation, and somebody gains if that is wanted."""
    heads = heads_of(len(weights), neutral)
    total = [sum(w for w, own in zip(weights, heads, strict=True) if own == k) for k in range(len(weights))]
    pivots = [k for k, weight in enumerate(total) if weight]
    if len(pivots) < 2:
        return None
    gains = [random.choice((0, 1, 1)) * strict for _ in range(players)]
    columns = []
    for gain in gains:
        for _ in range(60):
            own = [random.randint(3, 27) for _ in weights]
            k = random.choice(pivots)
            rest = gain * random.randint(1, 2 * max(map(abs, total))) - sum(map(int.__mul__, total, own))
            own[k] += rest // total[k]
            if rest % total[k] == 0 and 0 <= own[k] <= 30:
                columns.append([own[head] for head in heads])
                break
        else:
            return None
    return [list(row) for row in zip(*columns, strict=True)]


def _word(table: Table, weights: Sequence[int]) -> str:
    gains = [sum(map(int.__mul__, weights, column)) for column in zip(*table, strict=True)]
    return verdict_word([([0] * len(gains), gains)])


def _loses(table: Table, cases: Sequence[tuple[int, int]]) -> bool:
    return verdict_word([(table[a], table[b]) for a, b in cases]) == NOT
