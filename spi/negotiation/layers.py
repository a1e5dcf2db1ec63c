"""The frontier of sums over issues, one issue after the other, without ever listing the outcomes.

What is dominated after some issues stays dominated whatever the others add, so that after each issue only the frontier
of what has been summed so far is kept: a layer. Payoffs are whole numbers here, each side's over its own unit.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

__all__ = ["Level", "Table", "count_ways", "fits_int64", "last_layer", "layers_of", "prune", "witness_of"]

Level = tuple[int, ...]
"""The payoffs of all sides, each in its unit."""

Table = Sequence[Level]
"""What the options of one issue add."""

SMALL = 2_000
"""Up to so many outcomes, Python's integers are as fast as loading and calling numpy."""


def layers_of(tables: Sequence[Table], *, small: int = SMALL) -> list[list[Level]]:
    """The frontier after each issue, the first side's best point first.

    Parameters
    ----------
    tables : sequence of Table
        One per issue; one or more.
    small : int
        Up to so many outcomes Python's integers are used in any case.

    Returns
    -------
    list of list of Level
        The last of them is the frontier of all outcomes. The answer does not depend on the way it is computed: two
        sides whose sums fit into 62 bits take arrays of machine integers, all others Python's.

    Notes
    -----
    Exact. With k issues of m options and layers of F points, k sorts of m·F sums; with whole payoffs F is at most one
    more than the smaller side's range, so the cost depends on the precision of the payoffs and hardly on the number of
    outcomes.

    Source: ours
    """
    if _is_large(tables, small):
        return list(map(_points, _machine_layers(tables)))
    layers: list[list[Level]] = []
    layer: list[Level] = [(0,) * len(tables[0][0])]
    for table in tables:
        options = prune(table)
        layer = prune(tuple(map(sum, zip(point, option, strict=True))) for point in layer for option in options)
        layers.append(layer)
    return layers


def last_layer(tables: Sequence[Table]) -> list[Level]:
    """The last of `layers_of`, which is all that most questions need.

    Source: ours
    """
    return _points(_machine_layers(tables)[-1]) if _is_large(tables, SMALL) else layers_of(tables)[-1]


def _is_large(tables: Sequence[Table], small: int) -> bool:
    outcomes = 1
    for table in tables:
        outcomes *= len(table)
    return outcomes > small and len(tables[0][0]) == 2 and fits_int64(tables)


def _points(layer: Array) -> list[Level]:
    return list(zip(*layer.tolist(), strict=True))


def fits_int64(tables: Sequence[Table]) -> bool:
    """Do all sums of options stay below 2⁶²?

    Source: ours
    """
    sides = range(len(tables[0][0]))
    return all(sum(max(abs(option[i]) for option in table) for table in tables) < 2**62 for i in sides)


def _machine_layers(tables: Sequence[Table]) -> list[Array]:
    """The same for two sides in 64 bits: arrays of two rows.

    Where both payoffs, counted from the smallest, fit into 62 bits together, they are added and sorted as one number.
    """
    import numpy as np

    arrays = [np.array(prune(table), dtype=np.int64) for table in tables]
    lows = [own.min(axis=0) for own in arrays]
    bits = [int(sum(int((own[:, i] - low[i]).max()) for own, low in zip(arrays, lows, strict=True))).bit_length()
            for i in range(2)]  # fmt: skip
    layers = []
    if sum(bits) <= 62:
        keys, base = np.zeros(1, dtype=np.int64), np.zeros((2, 1), dtype=np.int64)
        for own, low in zip(arrays, lows, strict=True):
            options = ((own[:, 0] - low[0]) << bits[1]) | (own[:, 1] - low[1])
            sums = np.sort((options[:, None] + keys[None, :]).ravel(), kind="stable")[::-1]  # runs that are merged
            second = sums & ((1 << bits[1]) - 1)
            keep = _records(second)
            keys, base = sums[keep][::-1], base + low[:, None]
            layers.append(np.stack([sums[keep] >> bits[1], second[keep]]) + base)
        return layers
    layer = np.zeros((2, 1), dtype=np.int64)
    for own in arrays:
        pairs = (own.T[:, :, None] + layer[:, None, :]).reshape(2, -1)
        pairs = pairs[:, np.lexsort((pairs[1], pairs[0]))[::-1]]
        layer = pairs[:, _records(pairs[1])]
        layers.append(layer)
    return layers


def _records(column: Array) -> Array:
    """Where a column is larger than all that comes before."""
    import numpy as np

    keep = np.ones(len(column), dtype=bool)
    keep[1:] = column[1:] > np.maximum.accumulate(column)[:-1]
    return keep


def prune(points: Iterable[Level]) -> list[Level]:
    """The different points that no other is at least as good as for all sides, the first side's best first.

    Parameters
    ----------
    points : iterable of Level

    Returns
    -------
    list of Level
        For two and three sides after one sort; for more, each point is compared with those that are kept.

    Source: ours
    """
    ordered = sorted(set(points), reverse=True)
    sides = len(ordered[0])
    if sides == 2:
        kept = ordered[:1]
        for point in ordered[1:]:
            if point[1] > kept[-1][1]:
                kept.append(point)
        return kept
    if sides == 3:
        return _sweep(ordered)
    kept = []
    for point in ordered:  # only earlier ones can dominate it
        if not any(all(a >= b for a, b in zip(other, point, strict=True)) for other in kept):
            kept.append(point)
    return kept


def _sweep(ordered: Sequence[Level]) -> list[Level]:
    """Three sides: the staircase of what the other two have had so far says what is dominated."""
    kept = []
    second: list[int] = []  # ascending …
    third: list[int] = []  # … and therefore descending
    for point in ordered:
        _, y, z = point
        k = bisect.bisect_left(second, y)
        if k < len(second) and third[k] >= z:
            continue
        kept.append(point)
        low = k
        while low > 0 and third[low - 1] <= z:
            low -= 1
        if k < len(second) and second[k] == y:
            k += 1
        second[low:k], third[low:k] = [y], [z]
    return kept


def witness_of(tables: Sequence[Table], layers: Sequence[set[Level]], point: Level) -> tuple[int, ...]:
    """Options, one per issue by position, whose sum is a point of the last layer.

    Source: ours
    """
    chosen = []
    for k in range(len(tables) - 1, -1, -1):
        for j, option in enumerate(tables[k]):
            rest = tuple(a - b for a, b in zip(point, option, strict=True))
            if rest in layers[k - 1] if k else not any(rest):
                chosen.append(j)
                point = rest
                break
        else:
            raise AssertionError(f"no outcome has the payoffs {point}")
    return tuple(reversed(chosen))


def count_ways(tables: Sequence[Table], layers: Sequence[Sequence[Level]]) -> dict[Level, int]:
    """How many outcomes have each of the payoffs of the last layer.

    All partial sums of an outcome on the frontier are on the frontiers of their issues, so nothing else has to be
    counted.

    Source: ours
    """
    ways: dict[Level, int] = {(0,) * len(tables[0][0]): 1}
    for table, layer in zip(tables, layers, strict=True):
        rests = [
            (point, [tuple(a - b for a, b in zip(point, option, strict=True)) for option in table]) for point in layer
        ]
        ways = {point: sum(ways.get(rest, 0) for rest in before) for point, before in rests}
    return ways
