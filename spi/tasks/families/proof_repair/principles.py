"""Principles that are false, and how a counterexample of somebody's own is read and run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.analysis.achievability import decide_achievable
from spi.analysis.optimality import decide_pareto_optimal
from spi.analysis.questions import verify_spi
from spi.core.game import Game, profiles
from spi.core.numbers import exact, format_exact
from spi.core.pareto import improves, strictly_improves
from spi.errors import SpiError
from spi.solve.pareto_meet import pareto_meet_minimum
from spi.solve.polygons import clip, convex_hull
from spi.solve.reduction import reduce
from spi.solve.zero_sum import solve_zero_sum

__all__ = ["PRINCIPLES", "Principle", "Table", "game_of", "is_counterexample", "read_tables", "written"]

Table = list[list[tuple[Fraction, ...]]]


@dataclass(frozen=True, slots=True)
class Principle:
    """A false principle.

    Parameters
    ----------
    claim : str
        In words.
    form : str
        What a counterexample consists of, in words; "first outcome" and "first action" are those listed first.
    refutes : function of tables -> bool
        Does this refute it? What is asked of every counterexample has been checked before.
    example : function of the first outcome's payoffs -> tables

    Source: oesterheld-conitzer-2022, section 4, and ours
    """

    claim: str
    form: str
    refutes: Callable[[Sequence[Table]], bool]
    example: Callable[[Fraction, Fraction], list[Table]]


def read_tables(text: str) -> list[Table]:
    r"""Read tables that are divided by empty lines: a row on each line, cells divided by bars, numbers by commas.

    Parameters
    ----------
    text : str
        Lines that begin with three backquotes are left out.

    Returns
    -------
    list of tables
        Each a list of rows; a row is a list of cells, a cell a tuple of Fraction.

    Raises
    ------
    GameError
        For anything that is no exact number.

    Examples
    --------
    >>> read_tables("1, 2 | 0, 0\n\n1/2 | 1/2")
    [[[(Fraction(1, 1), Fraction(2, 1)), (Fraction(0, 1), Fraction(0, 1))]], [[(Fraction(1, 2),), (Fraction(1, 2),)]]]

    Source: ours
    """
    tables: list[Table] = [[]]
    for line in text.strip().splitlines():
        if line.lstrip().startswith("```"):
            continue
        if not line.strip():
            tables.append([])
            continue
        cells = line.strip().strip("|").split("|")
        tables[-1].append([tuple(exact(number.strip()) for number in cell.split(",")) for cell in cells])
    return [table for table in tables if table]


def written(tables: Sequence[Table]) -> str:
    """The text of tables, as `read_tables` reads it.

    Source: ours
    """
    return "\n\n".join(
        "\n".join(" | ".join(", ".join(map(format_exact, cell)) for cell in row) for row in table) for table in tables
    )


def game_of(table: Table) -> Game:
    """The game of a table of payoffs.

    Source: ours
    """
    actions = [[f"row {k + 1}" for k in range(len(table))], [f"column {k + 1}" for k in range(len(table[0]))]]
    payoffs = [[", ".join(map(format_exact, cell)) for cell in row] for row in table]
    return Game.from_payoffs(payoffs, actions=actions, players=["Row", "Column"])


def _improved(game: Game) -> bool:
    u = game.table[0]
    return any(strictly_improves(v, u) for v in game.table)


def _optimality(tables: Sequence[Table]) -> bool:
    game = game_of(tables[0])
    return not _improved(game) and not decide_pareto_optimal(game, game.table[0])


def _mixed(tables: Sequence[Table]) -> bool:
    first, *others = [[cell[0] for cell in row] for row in tables[0]]
    if not others or any(all(v > w for v, w in zip(row, first, strict=True)) for row in others):
        return False
    gains = [[v - w for v, w in zip(row, first, strict=True)] for row in others]
    return solve_zero_sum(gains).value > 0


def _labels(tables: Sequence[Table]) -> bool:
    game, other = (game_of(table) for table in tables)
    verdict = verify_spi(game, other)
    return not verdict and verdict.result.relation == "isomorphic"


def _expected(tables: Sequence[Table]) -> bool:
    game = game_of(tables[0])
    y = _mean_of(tables)
    if y is None:
        return False
    played = list(profiles(reduce(game).reduced))
    mean = [sum((game[a][i] for a in played), Fraction(0)) / len(played) for i in (0, 1)]
    return improves(y, mean) and not decide_achievable(game, dict.fromkeys(played, Fraction(1, len(played))), y)


def _corner(tables: Sequence[Table]) -> bool:
    game = game_of(tables[0])
    corner, u = pareto_meet_minimum(game, mode="convex"), game.table[0]
    return not improves(u, corner) and not improves(corner, u)


def _projection(tables: Sequence[Table]) -> bool:
    """The default is each of the first two outcomes of the first line with probability 1/2."""
    game = game_of(tables[0])
    y = _mean_of(tables)
    if y is None or len(game.actions[1]) < 2:
        return False
    one, other = list(profiles(game))[:2]
    mean = [(v + w) / 2 for v, w in zip(game[one], game[other], strict=True)]
    above = convex_hull(game.table)
    for i, normal in enumerate(((-1, 0), (0, -1))):
        above = clip(above, normal, -max(game[one][i], game[other][i], y[i]))
    law = {one: Fraction(1, 2), other: Fraction(1, 2)}
    return not above.is_empty and improves(y, mean) and not decide_achievable(game, law, y)


def _triviality(tables: Sequence[Table]) -> bool:
    game, other = (game_of(table) for table in tables)
    verdict = verify_spi(game, other)
    return bool(verdict) and verdict.result.relation != "equal" and verdict.result.trivial


def _mean_of(tables: Sequence[Table]) -> list[Fraction] | None:
    """What the lottery of the second table is worth in the game of the first; None if it is none."""
    cells = [cell for row in tables[0] for cell in row]
    chances = [cell[0] for row in tables[1] for cell in row]
    if any(p < 0 for p in chances) or sum(chances) != 1:
        return None
    return [sum((p * u[i] for p, u in zip(chances, cells, strict=True)), Fraction(0)) for i in (0, 1)]


def _around(shape: Sequence[Sequence[tuple[int, int]]]) -> Callable[[Fraction, Fraction], Table]:
    """A table whose first cell is (p, q) and whose others differ from it by these numbers."""
    return lambda p, q: [[(p + x, q + y) for x, y in row] for row in shape]


_OPTIMALITY = _around([[(0, 0), (-3, 6)], [(6, -3), (-9, -9)]])
_MIXED = _around([[(0, 0), (0, 0)], [(9, 1), (-3, 0)], [(-3, 1), (9, 0)]])
_FIRST = _around([[(0, 0), (-9, -9)], [(-9, -9), (-4, -4)]])
_SECOND = _around([[(-4, -4), (-9, -9)], [(-9, -9), (0, 0)]])
_EXPECTED = _around([[(0, 0), (-1, 1)], [(1, -1), (-4, -4)]])
_CORNER = _around([[(0, 0), (1, 3)], [(5, -1), (-9, -9)]])
_PROJECTION = _around([[(0, 0), (4, 2)], [(2, 2), (0, 0)]])
_QUARTER = Fraction(1, 4)
_RAISED = _around([[(1, 0), (-8, -9)], [(-8, -9), (-3, -4)]])

_ONE_TABLE = "one table"
_WITH_LOTTERY = (
    "two tables of the same size, divided by an empty line: first the game, then the lottery, a probability a cell"
)

PRINCIPLES: Mapping[str, Principle] = {
    "pure-optimality": Principle(
        "If no outcome is at least as good for both as the first outcome and better for one of them, then no lottery "
        "over outcomes is.",
        _ONE_TABLE,
        _optimality,
        lambda p, q: [_OPTIMALITY(p, q)],
    ),
    "mixed-dominance": Principle(
        "If some mixture of the other actions of Row earns her more than her first action, whatever Column does, then "
        "a single one of them does.",
        _ONE_TABLE,
        _mixed,
        lambda p, q: [_MIXED(p, q)],
    ),
    "same-labels": Principle(
        "If strictly dominated actions are dropped (by single actions, one after the other) and two games with the "
        "same actions are then isomorphic (equal up to renaming each player's actions, and up to a positive factor "
        "and a number to be added for each player), then whoever plays the second instead of the first is, by the "
        "payoffs of the first, no worse off, if all that is known is that isomorphic games are played isomorphically.",
        "two tables of the same size, the first and the second game, divided by an empty line",
        _labels,
        lambda p, q: [_FIRST(p, q), _SECOND(p, q)],
    ),
    "expected-improvement": Principle(
        "If all outcomes of the reduced game (strictly dominated actions are dropped, by single actions, one after "
        "the other) are equally likely by default, then all payoffs of lotteries that are at least the expected "
        "default payoffs for both can be had safely: by lotteries, one for each outcome of the reduced game, each at "
        "least as good for both as that outcome, which are worth these payoffs on average.",
        _WITH_LOTTERY,
        _expected,
        lambda p, q: [_EXPECTED(p, q), [[(Fraction(0),), (Fraction(1),)], [(Fraction(0),), (Fraction(0),)]]],
    ),
    "corner": Principle(
        "If somebody gets less at the first outcome than the least that she gets at any Pareto-optimal lottery over "
        "outcomes, then the payoffs that give each player this least are at least as good for both as the first "
        "outcome.",
        _ONE_TABLE,
        _corner,
        lambda p, q: [_CORNER(p, q)],
    ),
    "projection": Principle(
        "Suppose that the first two outcomes of the first line can be played (their actions are left when strictly "
        "dominated actions are dropped, by single actions, one after the other), and that each is played by default "
        "with probability 1/2. If some lottery over outcomes is at least as good for both as each of these two and as "
        "another lottery, which is worth at least the expected default payoffs to both, then what that other lottery "
        "is worth can be had safely: by lotteries, one for each of the two outcomes, each at least as good for both as "
        "that outcome, which are worth these payoffs on average.",
        _WITH_LOTTERY,
        _projection,
        lambda p, q: [_PROJECTION(p, q), [[(_QUARTER,), (_QUARTER,)], [(2 * _QUARTER,), (0 * _QUARTER,)]]],
    ),
    "triviality": Principle(
        "If strictly dominated actions are dropped (by single actions, one after the other) and two games with the "
        "same actions are then not the same game, and if whoever plays the second instead of the first is, by the "
        "payoffs of the first, no worse off, if all that is known is that isomorphic games (equal up to renaming each "
        "player's actions, and up to a positive factor and a number to be added for each player) are played "
        "isomorphically, then somebody is left with other actions in the second than in the first.",
        "two tables of the same size, the first and the second game, divided by an empty line",
        _triviality,
        lambda p, q: [_FIRST(p, q), _RAISED(p, q)],
    ),
}
"""The principles behind the mistakes of these names."""


def is_counterexample(principle: Principle, tables: Sequence[Table]) -> bool:
    """Does this refute the principle? Tables of the wrong form do not.

    Source: ours
    """
    wanted = 1 if principle.form == _ONE_TABLE else 2
    if len(tables) != wanted or len({(len(t), *(len(row) for row in t)) for t in tables}) != 1:
        return False
    if len({len(row) for row in tables[0]}) != 1 or any(len(cell) != 2 for row in tables[0] for cell in row):
        return False
    second = 1 if principle.form == _WITH_LOTTERY else 2
    if any(len(cell) != second for table in tables[1:] for row in table for cell in row):
        return False
    try:
        return principle.refutes(tables)
    except SpiError:
        return False
