"""Payoffs that depend on parameters as integers, and elimination of strictly dominated actions within a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from spi.core.game import flat_indices
from spi.core.numbers import over_common
from spi.core.parametric_game import ParametricGame
from spi.solve.cells import Cell, OpenError, difference
from spi.solve.reduction import Elimination
from spi.solve.systems import Row

__all__ = ["Sheet", "gains", "reduce_in", "sheets", "undominated"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A game with its payoffs as integer multiples of one unit, which games that are compared have in common.

    Parameters
    ----------
    game : ParametricGame
    rows : tuple of tuple of Row, shape (number of profiles, n)
        The constant and the coefficients of each payoff.

    Source: ours
    """

    game: ParametricGame
    rows: tuple[tuple[tuple[int, ...], ...], ...]

    def row(self, profile: Sequence[str], i: int) -> tuple[int, ...]:
        """Player i's payoff at a profile."""
        return self.rows[self.game.profile_index(profile)][i]


def sheets(games: Sequence[ParametricGame], parameters: Sequence[str]) -> list[Sheet]:
    """The games as sheets with one unit.

    Parameters
    ----------
    games : sequence of ParametricGame
    parameters : sequence of str
        In the order in which the coefficients are to stand.

    Returns
    -------
    list of Sheet

    Source: ours
    """
    numbers: list[Fraction] = []
    for game in games:
        for form in (form for payoffs in game.table for form in payoffs):
            known = dict(form.terms)
            numbers += [form.constant, *(known.get(name, Fraction(0)) for name in parameters)]
    integers, _ = over_common(numbers)
    width, place, found = len(parameters) + 1, 0, []
    for game in games:
        table = []
        for _ in game.table:
            table.append(tuple(tuple(integers[place + width * i :][:width]) for i in range(len(game.players))))
            place += width * len(game.players)
        found.append(Sheet(game, tuple(table)))
    return found


def gains(sheet: Sheet, alive: Sequence[Sequence[str]], i: int, new: str, old: str) -> list[Row]:
    """What player i gains by one action over another, against each alive profile of the others.

    Source: ours
    """
    index = sheet.game._index
    blocks = ([*alive[:i], [x], *alive[i + 1 :]] for x in (new, old))
    places = [[[index[j][x] for x in own] for j, own in enumerate(block)] for block in blocks]
    pairs = zip(*(flat_indices(block, sheet.game.shape) for block in places), strict=True)
    return [difference(sheet.rows[k][i], sheet.rows[m][i]) for k, m in pairs]


def reduce_in(cell: Cell, sheet: Sheet) -> tuple[tuple[tuple[str, ...], ...], tuple[Elimination, ...]]:
    """What survives elimination everywhere in a cell, and how it comes to that.

    Parameters
    ----------
    cell : Cell
    sheet : Sheet

    Returns
    -------
    survivors, steps

    Raises
    ------
    OpenError
        If the cell leaves open whether an action is dominated.

    Source: oesterheld-conitzer-2022, Assumption 1
    """
    alive = [list(own) for own in sheet.game.actions]
    steps: list[Elimination] = []
    while (step := _removable(cell, sheet, alive)) is not None:
        alive[sheet.game.players.index(step.player)].remove(step.action)
        steps.append(step)
    return tuple(map(tuple, alive)), tuple(steps)


def _removable(cell: Cell, sheet: Sheet, alive: list[list[str]]) -> Elimination | None:
    """An action that is dominated in the whole cell; cut only when there is none, by the pair that is closest to it."""
    closest: list[Row] = []
    for i, own in enumerate(alive):
        for x, y in product(own, own):
            if x == y:
                continue
            left: list[Row] | None = []
            for row in gains(sheet, alive, i, y, x):
                answer = cell.passes((row, True))
                if answer is False:
                    left = None
                    break
                if answer is None and left is not None:
                    left.append(row)
            if left == []:
                return Elimination(sheet.game.players[i], x, y)
            if left and (not closest or len(left) < len(closest)):
                closest = left
    if closest:
        raise OpenError((closest[0], True))
    return None


def undominated(cell: Cell, sheet: Sheet, alive: Sequence[Sequence[str]]) -> list[Row]:
    """For each two alive actions of a player a gain that is nowhere in the cell positive: the cell says which.

    Source: ours
    """
    found = []
    for i, own in enumerate(alive):
        for x, y in product(own, own):
            if x != y:
                rows = gains(sheet, alive, i, y, x)
                constant = [row for row in rows if not any(row[1:])]
                found.append(next(row for row in (*constant, *rows) if cell.passes((row, True)) is False))
    return found
