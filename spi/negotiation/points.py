"""The frontier of points that are given: as many as there are, none of them a sum of anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spi.core.compiling import compiled
from spi.errors import GameError
from spi.negotiation import _kernels

if TYPE_CHECKING:
    import numpy as np

__all__ = ["pareto_positions"]

LARGE = 100_000
"""From so many points on, filtering them first is faster than sorting them all, compilation aside."""

_BUCKETS = 2048
_PIVOTS = 10


def pareto_positions(points: Any, *, large: int = LARGE) -> np.ndarray[Any, Any]:
    """Positions of the points that are not dominated: none is at least as good in every coordinate, and not the same.

    Parameters
    ----------
    points : array of int64, shape (number of points, number of coordinates)
        Of one point or more and two coordinates or more, below 2⁶² in size. Rationals: multiply each coordinate by its
        common denominator first, which changes nothing.
    large : int
        From so many points on, of two or three coordinates, most are ruled out before the rest is sorted.

    Returns
    -------
    array of int64
        Ascending; points that occur twice are there twice.

    Raises
    ------
    GameError
        For other arrays; floats are refused.

    Examples
    --------
    >>> import numpy as np
    >>> pareto_positions(np.array([[0, 3], [1, 1], [2, 1], [0, 3]])).tolist()
    [0, 2, 3]

    Source: ours
    """
    import numpy as np

    rows = np.asarray(points)
    if rows.ndim != 2 or 0 in rows.shape or rows.shape[1] < 2:
        raise GameError(f"points of shape {rows.shape}; accepted: one row per point, with two coordinates or more")
    if not np.issubdtype(rows.dtype, np.signedinteger):
        raise GameError(f"points of type {rows.dtype}; accepted: int64 (multiply rationals by a common denominator)")
    columns = list(np.ascontiguousarray(rows.T, dtype=np.int64))
    if any(max(-int(c.min()), int(c.max())) >= 2**62 for c in columns):
        raise GameError("a coordinate of 2**62 or more; accepted: smaller ones")
    n = len(rows)
    left = np.arange(n)
    if n >= large and len(columns) == 2:
        out = np.empty(n, dtype=np.int64)
        count = compiled(_kernels.filter_2d)(*columns, np.empty(_BUCKETS + 1, dtype=np.int64), out)
        left = out[:count]
    elif n >= large and len(columns) == 3:
        out = np.empty(n, dtype=np.int64)
        pivots, ranges = np.empty((_PIVOTS, 3), dtype=np.int64), np.empty((2, 3))
        count = compiled(_kernels.filter_3d)(*columns, pivots, ranges, out)
        left = out[:count]
    if len(left) < n:
        columns = [c[left] for c in columns]
    return np.sort(left[_sorted_positions(columns, large)])


def _sorted_positions(columns: list[np.ndarray[Any, Any]], large: int) -> np.ndarray[Any, Any]:
    """The same by sorting."""
    import numpy as np

    order = np.lexsort(columns[::-1])[::-1]
    ordered = [c[order] for c in columns]
    keep = np.ones(len(order), dtype=bool)
    if len(columns) == 2:
        x, y = ordered
        highest = np.maximum.accumulate(y)
        same = np.zeros(len(order), dtype=bool)  # as the first of its kind, which is the only one that can be so high
        same[1:] = (x[1:] == x[:-1]) & (y[1:] == y[:-1])
        keep[1:] = y[1:] > highest[:-1]
        first = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))
        return order[keep[first]]
    if len(columns) == 3:
        values, inverse = np.unique(ordered[1], return_inverse=True)
        rank = len(values) - inverse
        tree = np.full(len(values) + 1, int(ordered[2].min()) - 1, dtype=np.int64)
        sweep = compiled(_kernels.sweep_3d) if len(order) >= large // 20 else _kernels.sweep_3d
        x, y, z = ordered
        sweep(x, y, z, rank, tree, keep)
        return order[keep]
    table = np.stack(ordered, axis=1)
    kept: list[int] = []
    for k in range(len(table)):
        others = table[kept]
        covers = (others >= table[k]).all(axis=1)
        if not (covers & (others > table[k]).any(axis=1)).any():
            kept.append(k)
    return order[kept]
