"""Points of unions of polytopes: have they any, is this one of them, and which do two of them share?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.numbers import Exact
from spi.errors import SpiError
from spi.solve.linear import Infeasible, Optimal, linear_program, solve_lp
from spi.solve.regions import Polytope, Region, Shape, Vector, meet, pieces_of, read_vector

__all__ = ["Optimum", "contains", "find_optimum", "find_point", "intersection", "is_empty"]


def is_empty(shape: Shape) -> bool:
    """Has the shape no point?

    Source: ours
    """
    return find_point(shape) is None


def find_point(shape: Shape) -> Vector | None:
    """Some point of the shape, None if there is none.

    Source: ours
    """
    found = (find_optimum(piece) for piece in pieces_of(shape))
    return next((optimum.point for optimum in found if optimum is not None), None)


def contains(shape: Shape, point: Sequence[Exact]) -> bool:
    """Is the point in the shape, the boundary included? GameError unless it is n exact numbers.

    Source: ours
    """
    single = Polytope(((read_vector(point, shape.dimension, "the point"),),), (), shape.dimension)
    return any(find_optimum(meet(piece, single)) is not None for piece in pieces_of(shape))


def intersection(left: Shape, right: Shape) -> Region:
    """The region of the points that two shapes share.

    Parameters
    ----------
    left, right : Polytope or Region
        Of the same dimension, with m and k pieces.

    Returns
    -------
    Region
        Of at most m·k pieces, none of them empty.

    Raises
    ------
    GameError
        For shapes of different dimensions.

    Notes
    -----
    One linear program per pair of pieces.

    Examples
    --------
    >>> from spi.solve.regions import cut, finite_region, hull
    >>> corners = finite_region([(0, 0), (2, 0), (0, 2)])
    >>> len(intersection(corners, cut(hull([(0, 0), (2, 0), (0, 2)]), (1, 0), 1)).pieces)
    2

    Source: ours
    """
    met = [meet(a, b) for a in pieces_of(left) for b in pieces_of(right, left.dimension)]
    return Region(tuple(piece for piece in dict.fromkeys(met) if find_optimum(piece) is not None), left.dimension)


@dataclass(frozen=True, slots=True)
class Optimum:
    """What `find_optimum` finds: the value, a point with it, and the multipliers of what is the least there.

    Source: ours
    """

    value: Fraction
    point: Vector
    multipliers: tuple[Fraction, ...]


def find_optimum(polytope: Polytope, goal: Vector | None = None, least: Sequence[Vector] = ()) -> Optimum | None:
    """Maximise goal·x, or instead the least of some a·x; None for the empty polytope.

    Source: ours
    """
    # Variables are the multipliers of all hulls' points, and the level; x is Σ multiplier·point over the smallest hull.
    hulls, n = sorted(polytope.hulls, key=len), polytope.dimension
    points = [(k, point) for k, corners in enumerate(hulls) for point in corners]

    def lifted(a: Vector, level: int) -> list[Fraction | int]:
        return [*(_dot(a, point) if k == 0 else 0 for k, point in points), level]

    total: list[tuple[list[Fraction | int], int]] = [
        ([*(int(k == own) for k, _ in points), 0], 1) for own in range(len(hulls))
    ]
    same: list[tuple[list[Fraction | int], int]] = [
        ([*(v[i] if k == 0 else -v[i] if k == own else 0 for k, v in points), 0], 0)
        for own in range(1, len(hulls))
        for i in range(n)
    ]
    result = solve_lp(
        linear_program(
            lifted(goal or (Fraction(0),) * n, 1 if least else 0),
            at_most=[(lifted(a, 0), b) for a, b in polytope.at_most],
            at_least=[(lifted(a, -1), 0) for a in least],
            equal=total + same,
            free=[len(points)],
        )
    )
    if isinstance(result, Infeasible):
        return None
    if not isinstance(result, Optimal):
        raise SpiError("a polytope is bounded, but its linear program was found unbounded; please report this one")
    weights = result.x[: len(hulls[0])]
    first = len(polytope.at_most)
    return Optimum(
        result.value,
        tuple(_dot(weights, column) for column in zip(*hulls[0], strict=True)),
        result.dual[first : first + len(least)],
    )


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True) if a), Fraction(0))
