"""The best points of unions of polytopes, by sums, goals in turn or the least that somebody has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from spi.core.numbers import Exact
from spi.solve.region_points import find_optimum
from spi.solve.regions import Shape, Vector, cut, pieces_of, read_vector, unit_vector

__all__ = ["lexicographic_maximum", "leximin", "maximise"]


def maximise(shape: Shape, weights: Sequence[Exact]) -> tuple[Fraction, Vector] | None:
    """The largest weighted sum of payoffs.

    Parameters
    ----------
    shape : Polytope or Region
    weights : sequence of n exact numbers

    Returns
    -------
    (value, point) or None
        The largest weights·x, and some x that reaches it; None for the empty set.

    Raises
    ------
    GameError
        For what is no exact number, or another number of them.

    Examples
    --------
    >>> from spi.solve.regions import hull, union
    >>> maximise(union(hull([(0, 0), (1, 2)]), hull([(3, 1)])), [1, 1])
    (Fraction(4, 1), (Fraction(3, 1), Fraction(1, 1)))

    Source: ours
    """
    goal = read_vector(weights, shape.dimension, "the weights")
    found = [optimum for piece in pieces_of(shape) if (optimum := find_optimum(piece, goal)) is not None]
    best = max(found, key=lambda optimum: optimum.value, default=None)
    return None if best is None else (best.value, best.point)


def lexicographic_maximum(shape: Shape, goals: Iterable[Sequence[Exact]]) -> Vector | None:
    """The point that maximises the first goal, among those the second, and so on.

    Parameters
    ----------
    shape : Polytope or Region
    goals : iterable of sequences of n exact numbers
        k of them; goals[0]·x counts most.

    Returns
    -------
    tuple of Fraction, length n, or None
        Of several best points the lexicographically largest; None for the empty set.

    Raises
    ------
    GameError
        For what is no exact number, or another number of them.

    Notes
    -----
    k + n linear programs per piece.

    Examples
    --------
    >>> from spi.solve.regions import hull
    >>> [str(u) for u in lexicographic_maximum(hull([(0, 0), (2, 0), (0, 2)]), [(1, 1)])]
    ['2', '0']

    Source: ours
    """
    n = shape.dimension
    read = [read_vector(goal, n, f"goal {k}") for k, goal in enumerate(goals)] + [unit_vector(i, n) for i in range(n)]
    best: list[Fraction] = []
    for piece in pieces_of(shape):
        values: list[Fraction] = []
        for goal in read:
            optimum = find_optimum(piece, goal)
            if optimum is None:
                break
            values.append(optimum.value)
            piece = cut(piece, goal, optimum.value, equal=True)
        best = max(best, values)
    return tuple(best[-n:]) if best else None


def leximin(shape: Shape) -> Vector | None:
    """The point whose least entry is largest, and among those the second least, and so on.

    Parameters
    ----------
    shape : Polytope or Region

    Returns
    -------
    tuple of Fraction, length n, or None
        The x whose sorted entries are lexicographically largest. One convex piece has only one such point; of several
        pieces' points with equal sorted entries, the lexicographically largest. None for the empty set.

    Notes
    -----
    At most n linear programs per piece: each maximises the least entry of the players that are left, and settles those
    whose constraint has a nonzero dual multiplier, as they have just that in every optimum.

    Examples
    --------
    >>> from spi.solve.regions import finite_region, hull
    >>> [str(u) for u in leximin(hull([(0, 0, 0), (1, 0, 0), (1, 4, 0), (1, 0, 4)]))]
    ['1', '2', '2']
    >>> [str(u) for u in leximin(finite_region([(1, 5), (2, 3), (3, 2)]))]
    ['3', '2']

    Source: ours
    """
    n = shape.dimension
    best: tuple[list[Fraction], Vector] | None = None
    for piece in pieces_of(shape):
        settled: dict[int, Fraction] = {}
        while len(settled) < n:
            left = [i for i in range(n) if i not in settled]
            optimum = find_optimum(piece, least=[unit_vector(i, n) for i in left])
            if optimum is None:
                break
            for i, multiplier in zip(left, optimum.multipliers, strict=True):
                if multiplier:
                    settled[i] = optimum.value
                    piece = cut(piece, unit_vector(i, n), optimum.value, equal=True)
        else:
            found = sorted(settled.values()), tuple(settled[i] for i in range(n))
            best = found if best is None else max(best, found)
    return None if best is None else best[1]
