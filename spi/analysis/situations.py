"""What Assumptions 1 and 2 say of a subset game everywhere in a cell of the parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from spi.core.game import Profile
from spi.solve.cells import Cell, difference
from spi.solve.parametric_isomorphism import Related, Unrelated, relate_in
from spi.solve.parametric_ratios import NotAffineError
from spi.solve.parametric_reduction import Sheet, reduce_in
from spi.solve.reduction import Elimination
from spi.solve.systems import Row, Test

__all__ = ["Situation", "gain_groups", "no_gain", "no_loss", "possible_pairs", "situation_in"]

Survivors = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Elimination in a game and a subset game, and how the reduced games are related, the same in a whole cell.

    Parameters
    ----------
    survivors, subset_survivors : tuple of tuple of str
        The actions of R and R′.
    steps, subset_steps : tuple of Elimination
    relation : Related, Unrelated or str
        A string says why it is not known. Equal games count as isomorphic: the identity is an isomorphism, which
        improves on nothing, as does every other one by Lemma 4.

    Source: oesterheld-conitzer-2022, Assumption 1, Assumption 2, Lemma 4
    """

    survivors: Survivors
    steps: tuple[Elimination, ...]
    subset_survivors: Survivors
    subset_steps: tuple[Elimination, ...]
    relation: Related | Unrelated | str


def situation_in(cell: Cell, sheet: Sheet, subset_sheet: Sheet) -> Situation:
    """Work out the situation in a cell.

    Parameters
    ----------
    cell : Cell
    sheet, subset_sheet : Sheet
        With one unit.

    Returns
    -------
    Situation

    Raises
    ------
    OpenError
        If it may differ within the cell.

    Source: ours
    """
    before, steps = reduce_in(cell, sheet)
    after, subset_steps = reduce_in(cell, subset_sheet)
    relation: Related | Unrelated | str
    try:
        relation = relate_in(cell, sheet, before, subset_sheet, after)
    except NotAffineError as error:
        relation = str(error)
    return Situation(before, steps, after, subset_steps, relation)


def possible_pairs(situation: Situation) -> Iterator[tuple[Profile, Profile]]:
    """Outcomes of R with what they can become.

    Source: oesterheld-conitzer-2022, Definition 3
    """
    relation = situation.relation
    for a in product(*situation.survivors):
        if isinstance(relation, Related):
            yield a, relation.becomes(a)
        else:
            yield from ((a, b) for b in product(*situation.subset_survivors))


def gain_groups(sheet: Sheet, situation: Situation) -> list[list[Row]]:
    """What players gain at the possible pairs, judged by the original payoffs; zeros are left out.

    Parameters
    ----------
    sheet : Sheet
    situation : Situation

    Returns
    -------
    list of list of Row
        It is an SPI exactly if no form of any group is negative, and then strict exactly if every group has a positive
        one: one group for all pairs with isomorphic games, else one for each outcome of R′.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1), and ours
    """
    related = isinstance(situation.relation, Related)
    groups: dict[Profile, list[Row]] = {}
    for a, b in possible_pairs(situation):
        group = groups.setdefault(() if related else b, [])
        for i in range(len(sheet.game.players)):
            gain = difference(sheet.row(b, i), sheet.row(a, i))
            if any(gain) and gain not in group:
                group.append(gain)
    return list(groups.values())


def no_loss(groups: list[list[Row]]) -> tuple[Test, ...]:
    """The tests that nobody loses.

    Source: ours
    """
    return tuple(dict.fromkeys((row, False) for group in groups for row in group))


def no_gain(group: list[Row]) -> tuple[Test, ...]:
    """The tests that nobody gains in a group.

    Source: ours
    """
    return tuple((tuple(-k for k in row), False) for row in group)
