"""Behavioural quotients: programs that do the same against everything are counted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.enumeration._kernels import rows_alike
from spi.enumeration.axes import LIMIT, first_places, numbered
from spi.enumeration.blocks import SMALL, FormulaTable, Source, outcomes_at, place_array
from spi.errors import GameError

__all__ = ["Quotient", "program_classes", "quotient", "row_classes"]

Classes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Quotient:
    """Tables on classes of programs; `quotient` makes one.

    Parameters
    ----------
    classes : tuple of n arrays of int
        The class of each program of each player, numbered by first occurrence. Programs of a class do the same in all
        the tables, whatever the others do.
    tables : tuple of arrays of int
        Each table's numbers of outcomes for each profile of classes.

    Source: ours
    """

    classes: tuple[Classes, ...]
    tables: tuple[npt.NDArray[Any], ...]

    @property
    def sizes(self) -> tuple[npt.NDArray[np.int64], ...]:
        """The number of programs in each class."""
        return tuple(np.bincount(own).astype(np.int64) for own in self.classes)

    @property
    def firsts(self) -> tuple[npt.NDArray[np.intp], ...]:
        """The first program of each class."""
        return tuple(first_places(own) for own in self.classes)

    _repr_html_ = html_of


def quotient(tables: Sequence[Source]) -> Quotient | None:
    """Tables over one space on classes of programs, or None where that does not pay.

    Parameters
    ----------
    tables : sequence of arrays or FormulaTable
        Of one shape.

    Returns
    -------
    Quotient or None
        From formulas it costs what the formulas are large; of arrays a sample of rows tells whether it can pay, before
        all rows are compared with the first of their class.

    Raises
    ------
    GameError
        For tables of different shapes.

    Source: ours
    """
    shapes = {tuple(table.shape) for table in tables}
    if len(shapes) != 1:
        raise GameError(f"tables of shapes {sorted(shapes)}; accepted: one shape")
    (shape,) = shapes
    found: list[list[Classes]] = []
    for table in tables:
        own = program_classes(table) if isinstance(table, FormulaTable) else _array_classes(table, shape)
        if own is None:
            return None
        found.append(own)
    classes = [refined([own[i] for own in found]) for i in range(len(shape))]
    firsts = [first_places(own) for own in classes]
    if prod(map(len, firsts)) > min(LIMIT, prod(shape) // 4):
        return None
    return Quotient(tuple(classes), tuple(_at(table, firsts) for table in tables))


def program_classes(table: FormulaTable) -> list[Classes]:
    """For each player the classes of programs that the formulas of a table do not tell apart.

    Source: ours
    """
    found: list[list[Classes]] = [[] for _ in table.shape]
    for region in table.regions:
        start = 0
        for player, (shape, places) in enumerate(zip(region.shapes, region.places, strict=True)):
            own = np.zeros((1,) * len(shape), dtype=np.int64)
            for axis, length in enumerate(shape):
                along = [
                    leaf.classes[leaf.axes.index(start + axis)] for leaf in region.leaves if start + axis in leaf.axes
                ]
                classes = refined(along) if along else np.zeros(length, dtype=np.int32)
                thin = tuple(-1 if k == axis else 1 for k in range(len(shape)))
                own = own * (int(classes.max()) + 1) + classes.reshape(thin)  # in the order of first occurrence
            if len(places) == table.shape[player]:
                found[player].append(own.reshape(-1).astype(np.int32))
            else:  # programs outside the region are a class of their own here
                whole = np.zeros(table.shape[player], dtype=np.int64)
                whole[place_array(places)] = own.reshape(-1) + 1
                found[player].append(numbered(whole).astype(np.int32))
            start += len(shape)
    return [refined(own) for own in found]


def refined(known: Sequence[Classes]) -> Classes:
    """The common refinement of partitions, numbered by first occurrence.

    Source: ours
    """
    others = [own for own in known[1:] if own is not known[0] and not np.array_equal(own, known[0])]
    if not others:
        return known[0]
    both = known[0].astype(np.int64)
    for own in others:
        both = numbered(both * (int(own.max(initial=0)) + 1) + own).astype(np.int64)
    return numbered(both).astype(np.int32)


_SAMPLE = 256
_COLUMNS = 64


def row_classes(table: npt.NDArray[Any]) -> Classes | None:
    """Classes of equal rows of an array of two axes, verified; None if a sample has few equal rows.

    Parameters
    ----------
    table : array, shape (rows, columns)

    Returns
    -------
    array of int32 or None
        Of each row its class, numbered by first occurrence.

    Source: ours
    """
    columns = np.linspace(0, table.shape[1] - 1, min(_COLUMNS, table.shape[1]), dtype=np.intp)
    sample = np.linspace(0, len(table) - 1, min(_SAMPLE, len(table)), dtype=np.intp)
    if len({row.tobytes() for row in table[np.ix_(sample, columns)]}) > len(sample) // 2:
        return None
    thin = np.ascontiguousarray(table[:, columns])
    rows = thin.view(np.dtype((np.void, thin.dtype.itemsize * thin.shape[1]))).reshape(-1)
    classes = numbered(rows).astype(np.int32)
    first = first_places(classes)
    alike = compiled(rows_alike) if table.size > SMALL else rows_alike
    return classes if alike(table, first[classes]) else None


def _array_classes(table: Any, shape: tuple[int, ...]) -> list[Classes] | None:
    if len(shape) != 2 or not isinstance(table, np.ndarray):
        return None
    rows = row_classes(table)
    if rows is None:
        return None
    columns = row_classes(np.ascontiguousarray(table[first_places(rows)].T))
    return [rows, np.arange(shape[1], dtype=np.int32) if columns is None else columns]


def _at(table: Source, firsts: Sequence[npt.NDArray[np.intp]]) -> npt.NDArray[Any]:
    """The entries of a table at the product of some programs of each player."""
    if not isinstance(table, FormulaTable):
        assert isinstance(table, np.ndarray)
        return table[np.ix_(*firsts)]
    out = np.empty(tuple(map(len, firsts)), dtype=table.dtype)
    for region in table.regions:
        local, target = zip(
            *(_within(own, places) for own, places in zip(firsts, region.places, strict=True)), strict=True
        )
        if all(map(len, local)):
            out[np.ix_(*target)] = outcomes_at(region, local)
    return out


def _within(own: npt.NDArray[np.intp], places: range | tuple[int, ...]) -> tuple[Any, Any]:
    """Of some places those that are in a region: where they are in it, and which ones."""
    known = place_array(places)
    at = np.searchsorted(known, own)
    inside = (at < len(known)) & (known[np.minimum(at, len(known) - 1)] == own)
    return at[inside], np.flatnonzero(inside)
