"""Array kernels of `points`: what most points of a large set are dominated by is found without sorting them.

Plain Python that `compiled` hands to numba; arrays in and out, buffers passed in, nothing raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

__all__ = ["filter_2d", "filter_3d", "sweep_3d"]


def filter_2d(x: Array, y: Array, best: Array, out: Array) -> int:
    """Positions of the points that no point of a higher bucket of x dominates; how many they are.

    `best` has one entry more than there are buckets. The bucket of a point grows with x, so that a point of a higher
    bucket has a larger x: exact, whatever rounding does to the bounds of the buckets.

    Source: ours
    """
    low, high = x[0], x[0]
    for k in range(x.shape[0]):
        low = min(low, x[k])
        high = max(high, x[k])
    buckets = best.shape[0] - 1
    scale = (buckets - 1) / (float(high - low) + 1.0)
    lowest = y[0]
    for k in range(y.shape[0]):
        lowest = min(lowest, y[k])
    for b in range(buckets + 1):
        best[b] = lowest - 1
    for k in range(x.shape[0]):
        b = int(float(x[k] - low) * scale)
        best[b] = max(best[b], y[k])
    for b in range(buckets - 1, -1, -1):
        best[b] = max(best[b], best[b + 1])
    count = 0
    for k in range(x.shape[0]):
        b = int(float(x[k] - low) * scale)
        if y[k] > best[b + 1]:
            out[count] = k
            count += 1
    return count


def filter_3d(x: Array, y: Array, z: Array, pivots: Array, ranges: Array, out: Array) -> int:
    """Positions of the points that none of a few pivots dominates; how many they are.

    The pivots are the points with the largest smallest coordinate, after each coordinate is measured by its range, then
    tilted towards each coordinate in turn. `pivots` has one row for each, `ranges` is of
    floats and has two.

    Source: ours
    """
    n, m = x.shape[0], pivots.shape[0]
    lows, spans = ranges[0], ranges[1]
    for i, column in enumerate((x, y, z)):
        low, high = column[0], column[0]
        for k in range(n):
            low = min(low, column[k])
            high = max(high, column[k])
        lows[i], spans[i] = float(low), float(high - low) + 1.0
    chosen = 0
    best = -1.0
    for k in range(n):
        score = min((x[k] - lows[0]) / spans[0], (y[k] - lows[1]) / spans[1], (z[k] - lows[2]) / spans[2])
        if score > best:
            best, chosen = score, k
    pivots[0, 0], pivots[0, 1], pivots[0, 2] = x[chosen], y[chosen], z[chosen]
    count = 0
    for k in range(n):
        a, b, c = pivots[0, 0], pivots[0, 1], pivots[0, 2]
        if x[k] > a or y[k] > b or z[k] > c or (x[k] == a and y[k] == b and z[k] == c):
            out[count] = k
            count += 1
    if 2 * count > n:  # where one pivot rules out little, others hardly do more
        m = 1
    for p in range(1, m):  # among what is left, others that give up some of one coordinate
        weight = 0.5 ** ((p + 2) // 3)
        best = -1.0
        for j in range(count):
            k = out[j]
            u = (x[k] - lows[0]) / spans[0]
            v = (y[k] - lows[1]) / spans[1]
            w = (z[k] - lows[2]) / spans[2]
            if p % 3 == 0:
                u = 1 - (1 - u) * weight
            elif p % 3 == 1:
                v = 1 - (1 - v) * weight
            else:
                w = 1 - (1 - w) * weight
            score = min(u, v, w)
            if score > best:
                best, chosen = score, k
        a, b, c = x[chosen], y[chosen], z[chosen]
        pivots[p, 0], pivots[p, 1], pivots[p, 2] = a, b, c
        kept = 0
        for j in range(count):
            k = out[j]
            if x[k] > a or y[k] > b or z[k] > c or (x[k] == a and y[k] == b and z[k] == c):
                out[kept] = k
                kept += 1
        count = kept
    return count


def sweep_3d(x: Array, y: Array, z: Array, rank: Array, tree: Array, keep: Array) -> None:
    """Mark the points that are not dominated; sorted by x, y and z, all descending.

    `rank` is the position of y among the different values, the largest first, from 1; `tree` keeps for the values from
    any one on the largest z so far, in the manner of Fenwick, and is filled with less than any z.

    Source: fenwick-1994, Binary indexed trees
    """
    size = tree.shape[0] - 1
    for k in range(x.shape[0]):
        if k > 0 and x[k] == x[k - 1] and y[k] == y[k - 1] and z[k] == z[k - 1]:
            keep[k] = keep[k - 1]
            continue
        free = True
        r = rank[k]
        while r > 0:
            if tree[r] >= z[k]:
                free = False
                break
            r -= r & -r
        keep[k] = free
        r = rank[k]
        while free and r <= size:
            tree[r] = max(tree[r], z[k])
            r += r & -r
