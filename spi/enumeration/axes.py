"""Values that depend on named axes: arrays over classes of places, so that what does not matter takes no room.

One axis stands for one parameter of one player's family. A value knows only the axes that it depends on, and along
each of them which places it tells apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.errors import ProgramError, SpiError
from spi.programs.frames import bare
from spi.programs.values import FiniteMap, Value

__all__ = ["LIMIT", "POISON", "Axed", "Pool", "combined", "compressed", "first_places", "lookup", "numbered", "spread"]

Codes = npt.NDArray[np.int32]
Classes = npt.NDArray[np.int32]

LIMIT = 1 << 22
"""Entries of an array that is worked out at once; larger ones stay formulas."""

_COMBINATIONS = 1 << 24
"""Combinations of distinct values that a function of several may have to look at, at most."""

POISON = 0
"""The code of no value: an error, or what never ends. Harmless unless it is chosen in the end."""


class Pool:
    """All values that occur, each with a code; `values` lists them by their codes, `codes` has codes by type and value.

    Source: ours
    """

    def __init__(self) -> None:
        self.values: list[Value] = [None]
        self.codes: dict[tuple[type, Value], int] = {}

    def code(self, value: Value) -> int:
        """The code of a value, of equal values the same."""
        key = type(value), value
        if key not in self.codes:
            self.codes[key] = len(self.values)
            self.values.append(value)
        return self.codes[key]

    def constant(self, value: Value) -> Axed:
        """A value that depends on nothing."""
        return Axed((), (), np.full((), self.code(value), dtype=np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Axed:
    """A value for each place on some axes.

    Parameters
    ----------
    axes : tuple of int
        Ascending numbers of axes.
    classes : tuple of arrays of int, one for each axis
        For each place on the axis its class, numbered by first occurrence.
    codes : array of int, one dimension per axis, of the numbers of classes
        Codes of values in the pool.

    Source: ours
    """

    axes: tuple[int, ...]
    classes: tuple[Classes, ...]
    codes: Codes
    _distinct: list[npt.NDArray[np.intp]] = field(default_factory=list, repr=False)

    @property
    def distinct(self) -> npt.NDArray[np.intp]:
        """The codes that occur, ascending."""
        if not self._distinct:
            seen = np.zeros(int(self.codes.max(initial=0)) + 1, dtype=bool)
            seen[self.codes] = True
            self._distinct.append(np.flatnonzero(seen))
        return self._distinct[0]


def spread(parts: Sequence[Axed]) -> tuple[tuple[int, ...], tuple[Classes, ...], list[Codes]] | None:
    """Bring values to the same axes and classes; None if that takes more room than `LIMIT`.

    Parameters
    ----------
    parts : sequence of Axed

    Returns
    -------
    axes, classes : as in Axed
    codes : list of arrays
        Of every part, all of the same shape.

    Source: ours
    """
    axes = tuple(sorted({axis for part in parts for axis in part.axes}))
    classes, firsts = [], []
    for axis in axes:
        known = [part.classes[part.axes.index(axis)] for part in parts if axis in part.axes]
        both, first = _refined(known)
        classes.append(both)
        firsts.append(first)
    if prod(map(len, firsts)) > LIMIT:
        return None
    shape = tuple(map(len, firsts))
    spread_codes = []
    for part in parts:
        if not part.axes:
            spread_codes.append(np.broadcast_to(part.codes, shape))
            continue
        index = [own[firsts[axes.index(axis)]] for axis, own in zip(part.axes, part.classes, strict=True)]
        thin = tuple(len(firsts[k]) if axis in part.axes else 1 for k, axis in enumerate(axes))
        spread_codes.append(np.broadcast_to(part.codes[np.ix_(*index)].reshape(thin), shape))
    return axes, tuple(classes), spread_codes


def combined(pool: Pool, function: Callable[..., Value], parts: Sequence[Axed]) -> Axed | None:
    """The values of a function of values; None if that takes more room than `LIMIT`.

    Parameters
    ----------
    pool : Pool
    function : function of as many values
        It raises an error where it has no value.
    parts : sequence of Axed

    Returns
    -------
    Axed or None

    Source: ours
    """
    if not parts:
        return pool.constant(function())
    if len(parts) == 1:
        return _image(pool, function, parts[0])
    grid = spread(parts)
    if grid is None:
        return None
    axes, classes, codes = grid
    distinct = [part.distinct for part in parts]
    sizes = tuple(map(len, distinct))
    if prod(sizes) > _COMBINATIONS:
        return None
    places: npt.NDArray[Any] = np.zeros(codes[0].shape, dtype=np.int32)
    for own, known, size in zip(codes, distinct, sizes, strict=True):
        local = np.zeros(int(known[-1]) + 1, dtype=np.int32)
        local[known] = np.arange(size, dtype=np.int32)
        places = places * size + local[own]
    seen = np.zeros(prod(sizes), dtype=bool)
    seen[places] = True
    table = np.zeros(len(seen), dtype=np.int32)
    met = np.flatnonzero(seen)
    columns = [known[at].tolist() for known, at in zip(distinct, np.unravel_index(met, sizes), strict=True)]
    if function is lookup:
        table[met] = _looked_up(pool, *columns)
    else:
        table[met] = [_value(pool, function, chosen) for chosen in zip(*columns, strict=True)]
    return compressed(axes, classes, table[places])


def lookup(found: Value, wanted: Value) -> Value:
    """What a map sends a value to; the most frequent function, for which `combined` has a shorter way.

    Source: ours
    """
    if type(found) is not FiniteMap:
        raise ProgramError("a map is needed to look something up")
    return found.get(bare(wanted), wanted)


def _looked_up(pool: Pool, maps: Sequence[int], keys: Sequence[int]) -> list[int]:
    """`lookup` for pairs of codes."""
    bares = {key: bare(pool.values[key]) for key in set(keys)}
    listed = {own: pool.values[own] for own in set(maps)}
    codes, found = pool.codes, []
    for own, key in zip(maps, keys, strict=True):
        table = listed[own]
        if type(table) is not FiniteMap or key == POISON:
            found.append(POISON)
            continue
        image = table.get(bares[key], None)
        known = key if image is None else codes.get((type(image), image))
        found.append(pool.code(image) if known is None else known)
    return found


def _image(pool: Pool, function: Callable[..., Value], own: Axed) -> Axed:
    """The values of a function of one value; the same object if it changes nothing."""
    table = np.zeros(int(own.distinct[-1]) + 1, dtype=np.int32)
    for code in own.distinct:
        table[code] = _value(pool, function, [int(code)])
    if all(table[code] == code for code in own.distinct):
        return own
    return compressed(own.axes, own.classes, table[own.codes])


def compressed(axes: tuple[int, ...], classes: tuple[Classes, ...], codes: Codes) -> Axed:
    """The same values on as few axes and classes as they need.

    Source: ours
    """
    kept_axes, kept_classes, place = [], [], 0
    for axis, own in zip(axes, classes, strict=True):
        merged, first = _alike(codes, place)
        if len(first) == 1:
            codes = np.take(codes, 0, axis=place)
            continue
        if len(first) < codes.shape[place]:
            codes = np.take(codes, first, axis=place)
            own = merged[own].astype(np.int32)
        kept_axes.append(axis)
        kept_classes.append(own)
        place += 1
    return Axed(tuple(kept_axes), tuple(kept_classes), np.asarray(codes, order="C"))


def _value(pool: Pool, function: Callable[..., Value], codes: Sequence[int]) -> int:
    if POISON in codes:
        return POISON
    try:
        return pool.code(function(*[pool.values[k] for k in codes]))
    except SpiError:
        return POISON  # the slow evaluation says what is wrong, if it matters


def _refined(known: Sequence[Classes]) -> tuple[Classes, npt.NDArray[np.intp]]:
    """The common refinement of partitions of an axis, numbered by first occurrence, and each class's first place."""
    if all(own is known[0] for own in known[1:]):
        return known[0], first_places(known[0])
    both = known[0].astype(np.int64)
    for own in known[1:]:
        both = both * (int(own.max(initial=0)) + 1) + own
        both = numbered(both).astype(np.int64)
    classes = both.astype(np.int32)
    return classes, first_places(classes)


def first_places(classes: Classes) -> npt.NDArray[np.intp]:
    """Where each class of a partition occurs first; classes are numbered by first occurrence.

    Source: ours
    """
    count = int(classes.max(initial=-1)) + 1
    if count == len(classes):
        return np.arange(count)
    first = np.empty(count, dtype=np.intp)
    first[classes[::-1]] = np.arange(len(classes) - 1, -1, -1)
    return first


def numbered(keys: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Equal keys by equal numbers, in the order of first occurrence.

    Source: ours
    """
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


_SAMPLE = 1024
_FEW = 1 << 10


def _alike(codes: Codes, axis: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Classes of equal slices along an axis, and the first of each: by hashing, verified; a sample often tells."""
    rows = np.moveaxis(codes, axis, 0).reshape(codes.shape[axis], -1)
    every = np.arange(len(rows))
    if len(rows) == 1:
        return every, every
    if rows.size <= _FEW:  # where a dictionary is quicker than sorting
        numbers: dict[bytes, int] = {}
        found = np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in rows])
        return (every, every) if len(numbers) == len(rows) else (found, first_places(found.astype(np.int32)))
    for part in (rows[:, :: max(1, rows.shape[1] // _SAMPLE)], rows):
        classes = numbered(_hashes(part))
        first = first_places(classes.astype(np.int32))
        if len(first) == len(rows):
            break
        if np.array_equal(rows[first][classes], rows):  # so that it does not matter how good the hash is
            return classes, first
    return every, every


def _hashes(rows: npt.NDArray[np.int32]) -> npt.NDArray[np.uint64]:
    """A hash of each row."""
    k = np.arange(1, rows.shape[1] + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    k = (k ^ (k >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) | np.uint64(1)
    mixed = rows.astype(np.uint64) + np.uint64(1)
    found: npt.NDArray[np.uint64] = (mixed * k).sum(axis=1, dtype=np.uint64)
    return found
