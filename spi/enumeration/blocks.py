"""Blocks of outcome tables: of arrays, of files that are larger than memory, and of formulas that are filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.enumeration import _kernels
from spi.enumeration.axes import Axed
from spi.enumeration.formulas import Branch, Sum, Tree
from spi.enumeration.symbols import Equal
from spi.errors import GameError

__all__ = [
    "SMALL",
    "FileTable",
    "Filler",
    "FormulaTable",
    "Region",
    "Source",
    "file_table",
    "outcomes_at",
    "place_array",
]

Ids = npt.NDArray[np.unsignedinteger[Any]]
Index = npt.NDArray[np.intp]

SMALL = 1 << 15
"""Entries below which nothing is compiled."""

_ROWS = 1 << 18
"""Entries that are worked out at a time where nothing is compiled for the formula."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A product of pieces, one for each player, and what happens in it.

    Parameters
    ----------
    places : tuple of n (range or tuple of int)
        Where its programs stand in the players' spaces, ascending.
    shapes : tuple of n tuples of int
        The lengths of each player's axes; axes are numbered through, player by player.
    result : Axed or Branch
        Numbers of outcomes: written out over classes of places, or as a formula.
    why : str
        Why its encounters were played one by one, if they were.

    Source: ours
    """

    places: tuple[range | tuple[int, ...], ...]
    shapes: tuple[tuple[int, ...], ...]
    result: Axed | Branch
    why: str = ""

    @property
    def leaves(self) -> list[Axed]:
        """Everything over axes that the result is made of."""
        return [self.result] if isinstance(self.result, Axed) else _leaves(self.result)


@dataclass(frozen=True, slots=True, eq=False)
class FormulaTable:
    """An outcome table as formulas; takes little room, also where it is sent to another machine.

    Parameters
    ----------
    shape : tuple of n int
    dtype : type of the numbers
    regions : tuple of Region
        Every profile is in exactly one.

    Source: ours
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class FileTable:
    """An outcome table in a file of numpy's `.npy` format, read block by block.

    Parameters
    ----------
    path : str
    shape : tuple of n int

    Source: ours
    """

    path: str
    shape: tuple[int, ...]

    _repr_html_ = html_of


Source = Ids | FormulaTable | FileTable


def file_table(path: str | Path) -> FileTable:
    """The outcome table in a file.

    Parameters
    ----------
    path : str or Path
        Written by `numpy.save`: unsigned integers, in C order.

    Returns
    -------
    FileTable

    Raises
    ------
    GameError
        If it holds something else.

    Source: ours
    """
    found = np.load(path, mmap_mode="r")
    if found.dtype.kind != "u" or not found.flags.c_contiguous or not found.ndim:
        raise GameError(f"{path}: {found.dtype} in {found.ndim} dimensions; accepted: unsigned integers in C order")
    return FileTable(str(path), found.shape)


class Filler:
    """Gives blocks of a table: the rows of some programs of the first player, against everything.

    Parameters
    ----------
    source : array, FormulaTable or FileTable
    fast : bool, optional
        Compile; default: if the table is large.

    Source: ours
    """

    def __init__(self, source: Source, *, fast: bool | None = None) -> None:
        self.source, self.fast = source, prod(source.shape) > SMALL if fast is None else fast
        self.array = np.load(source.path, mmap_mode="r") if isinstance(source, FileTable) else source
        self.hot: dict[int, _Hot | None] = {}

    def block(self, start: int, stop: int) -> Ids:
        """The rows from one place of the first player to another, in the shape of the table."""
        if not isinstance(self.array, FormulaTable):
            return np.ascontiguousarray(self.array[start:stop])
        table = self.array
        out = np.empty((stop - start, *table.shape[1:]), dtype=table.dtype)
        for region in table.regions:
            own = region.places[0]
            low, high = (
                np.searchsorted(place_array(own), (start, stop)) if not _whole(own, table.shape[0]) else (start, stop)
            )
            if low < high:
                self.fill(region, int(low), int(high), start, out)
        return out

    def fill(self, region: Region, low: int, high: int, start: int, out: Ids) -> None:
        """The part of a block that a region says something of: its own rows from low to high."""
        whole = all(_whole(own, n) for own, n in zip(region.places[1:], out.shape[1:], strict=True))
        if whole and high - low == len(out):
            self.work(region, low, high, out)
            return
        part = np.empty((high - low, *map(len, region.places[1:])), dtype=out.dtype)
        self.work(region, low, high, part)
        rows = place_array(region.places[0][low:high]) - start
        out[np.ix_(rows, *map(place_array, region.places[1:]))] = part

    def work(self, region: Region, low: int, high: int, out: Ids) -> None:
        """Rows of a region, into an array of their shape."""
        if self.fast:
            if id(region) not in self.hot:
                self.hot[id(region)] = _hot(region, out.dtype)
            hot = self.hot[id(region)]
            if hot is not None:
                hot.fill(low, high, out)
                return
        step = max(1, _ROWS // max(1, prod(out.shape[1:])))
        others = [np.arange(n) for n in out.shape[1:]]
        for first in range(low, high, step):
            last = min(first + step, high)
            out[first - low : last - low] = outcomes_at(region, [np.arange(first, last), *others])


def place_array(places: range | tuple[int, ...]) -> Index:
    """Places as an array.

    Source: ours
    """
    if isinstance(places, range):
        return np.arange(places.start, places.stop, places.step)
    return np.asarray(places, dtype=np.intp)


def outcomes_at(region: Region, places: Sequence[Index]) -> npt.NDArray[np.int32]:
    """Numbers of outcomes at the product of some of each player's places in a region.

    Parameters
    ----------
    region : Region
    places : sequence of n arrays of int

    Returns
    -------
    array of int, shape (len(places[0]), …)

    Source: ours
    """
    coordinates = _coordinates(region.shapes, places)
    shape = tuple(map(len, places))
    if isinstance(region.result, Axed):
        return np.broadcast_to(_at(region.result, coordinates), shape)
    return np.broadcast_to(_tree_at(region.result, coordinates), shape)


def _coordinates(shapes: Sequence[tuple[int, ...]], places: Sequence[Index]) -> list[Index]:
    """For every axis where it is, at each of its player's places, shaped for broadcasting."""
    found: list[Index] = []
    for player, (shape, own) in enumerate(zip(shapes, places, strict=True)):
        thin = tuple(-1 if k == player else 1 for k in range(len(places)))
        found += [axis.reshape(thin) for axis in np.unravel_index(own, shape)]
    return found


def _at(own: Axed, coordinates: Sequence[Index]) -> npt.NDArray[np.int32]:
    if not own.axes:
        return own.codes
    return own.codes[tuple(classes[coordinates[axis]] for axis, classes in zip(own.axes, own.classes, strict=True))]


def _tree_at(tree: Tree, coordinates: Sequence[Index]) -> npt.NDArray[np.int32]:
    if isinstance(tree, Sum):
        total = _at(tree.parts[0], coordinates)
        for part in tree.parts[1:]:
            total = total + _at(part, coordinates)
        return total
    if isinstance(tree.condition, Equal):
        test = _at(tree.condition.left, coordinates) == _at(tree.condition.right, coordinates)
    else:
        test = _at(tree.condition, coordinates) != 0
    then, otherwise = _tree_at(tree.then, coordinates), _tree_at(tree.otherwise, coordinates)
    found = np.empty(np.broadcast_shapes(test.shape, then.shape, otherwise.shape), dtype=np.int32)
    np.copyto(found, otherwise)
    np.copyto(found, then, where=test)
    return found


def _leaves(tree: Tree) -> list[Axed]:
    if isinstance(tree, Sum):
        return list(tree.parts)
    own = [tree.condition.left, tree.condition.right] if isinstance(tree.condition, Equal) else [tree.condition]
    return [*own, *_leaves(tree.then), *_leaves(tree.otherwise)]


def _whole(places: range | tuple[int, ...], size: int) -> bool:
    return isinstance(places, range) and places == range(size)


class _Hot:
    """A region of one sum, or of two sums and an equality, as the compiled kernels take it."""

    def __init__(self, region: Region, sums: Sequence[tuple[Axed | None, Axed | None]], dtype: np.dtype[Any]) -> None:
        *lead, last = region.shapes
        self.lead = tuple(length for own in lead for length in own)
        self.outer, self.inner = last[:-1], last[-1]
        self.per_row = prod(map(prod, lead[1:]))
        runs = np.unravel_index(np.arange(prod(self.outer)), self.outer) if self.outer else ()
        highest = max(int(part.codes.max(initial=0)) for pair in sums[:2] for part in pair if part)
        self.operands: list[tuple[Any, Any, Any]] = []
        for number, (scalar, vector) in enumerate(sums):
            kind = np.min_scalar_type(highest) if number < 2 and len(sums) > 1 else dtype  # compared, or added up
            for part, along in ((scalar, False), (vector, True)):
                table, start, run = _operand(part, self, runs, along)
                self.operands.append((table.astype(kind), start, run))

    def fill(self, low: int, high: int, out: Ids) -> None:
        """Rows of the region."""
        rows = np.arange(low * self.per_row, high * self.per_row)
        at = np.unravel_index(rows, self.lead) if self.lead else ()
        arguments: list[Any] = []
        for table, start, run in self.operands:
            arguments += [table, start(at, len(rows)), run]
        kernel = compiled(_kernels.fill_sum if len(self.operands) == 2 else _kernels.fill_branch)
        kernel(out.reshape(-1), len(rows), prod(self.outer), self.inner, *arguments)


def _operand(own: Axed | None, hot: _Hot, runs: Sequence[Index], vector: bool) -> tuple[Any, Any, Any]:
    """A table, where a row starts in it, and how much further a run starts."""
    count = prod(hot.outer)
    if own is None:
        zeros = np.zeros(hot.inner if vector else 1, dtype=np.int32)
        return zeros, lambda at, n: np.zeros(n, dtype=np.int64), np.zeros(count, dtype=np.int64)
    codes, axes, classes = own.codes, list(own.axes), list(own.classes)
    if vector:  # along the innermost axis every place by itself
        codes = np.take(codes, classes[-1], axis=-1)
        axes, classes = axes[:-1], classes[:-1]
    size = hot.inner if vector else 1
    strides = [size] * len(axes)
    for k in range(len(axes) - 2, -1, -1):
        strides[k] = strides[k + 1] * codes.shape[k + 1]
    first = len(hot.lead)
    run = np.zeros(count, dtype=np.int64)
    for axis, stride, known in zip(axes, strides, classes, strict=True):
        if axis >= first:
            run += known[runs[axis - first]].astype(np.int64) * stride
    own_axes = [
        (axis, stride, known) for axis, stride, known in zip(axes, strides, classes, strict=True) if axis < first
    ]

    def lead(at: Sequence[Index], n: int) -> npt.NDArray[np.int64]:
        total = np.zeros(n, dtype=np.int64)
        for axis, stride, known in own_axes:
            total += known[at[axis]].astype(np.int64) * stride
        return total

    return np.ascontiguousarray(codes).reshape(-1), lead, run


def _hot(region: Region, dtype: np.dtype[Any]) -> _Hot | None:
    """What the compiled kernel needs, or None if the formula is of another form."""
    tree, innermost = region.result, sum(map(len, region.shapes)) - 1
    if isinstance(tree, Axed):
        terms: list[tuple[Axed, ...]] = [(tree,)]
    elif isinstance(tree.condition, Equal) and isinstance(tree.then, Sum) and isinstance(tree.otherwise, Sum):
        terms = [(tree.condition.left,), (tree.condition.right,), tree.then.parts, tree.otherwise.parts]
    else:
        return None
    sums = []
    for parts in terms:
        vectors = [part for part in parts if innermost in part.axes]
        others = [part for part in parts if innermost not in part.axes]
        if len(vectors) > 1 or len(others) > 1:
            return None
        sums.append((others[0] if others else None, vectors[0] if vectors else None))
    return _Hot(region, sums, dtype)
