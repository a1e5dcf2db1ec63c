"""Finite unions of rational polytopes, for any number of players."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.errors import GameError
from spi.solve import polygons
from spi.solve.linear import read_entry

__all__ = [
    "Constraint",
    "Polytope",
    "Region",
    "Shape",
    "Vector",
    "cut",
    "finite_region",
    "hull",
    "inside",
    "meet",
    "negated",
    "pieces_of",
    "read_vector",
    "union",
    "unit_vector",
]

Vector = tuple[Fraction, ...]
Constraint = tuple[Vector, Fraction]


@dataclass(frozen=True, slots=True)
class Polytope:
    """All x in the convex hull of each of `hulls` with a·x ≤ b for each of `at_most`; `hull` and `cut` make one.

    Parameters
    ----------
    hulls : tuple of tuple of points
        At least one, so that the set is bounded; a hull without points makes it empty.
    at_most : tuple of (a, b)
        a of length n.
    dimension : int
        n, the number of players.

    Source: ours
    """

    hulls: tuple[tuple[Vector, ...], ...]
    at_most: tuple[Constraint, ...]
    dimension: int

    def __post_init__(self) -> None:
        if not self.hulls:
            raise GameError("a polytope without a hull may be unbounded; accepted: at least one hull")

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Region:
    """The union of finitely many polytopes, empty without any; `union` and `finite_region` make one.

    Parameters
    ----------
    pieces : tuple of Polytope
        They may overlap, and be empty.
    dimension : int
        n, that of all pieces.

    Source: ours
    """

    pieces: tuple[Polytope, ...]
    dimension: int

    def __post_init__(self) -> None:
        for k, piece in enumerate(self.pieces):
            if piece.dimension != self.dimension:
                raise GameError(f"piece {k} has dimension {piece.dimension}; accepted: {self.dimension}")

    _repr_html_ = html_of


Shape = Polytope | Region
"""What functions of regions take: a polytope counts as the region of itself alone."""

_Same = TypeVar("_Same", Polytope, Region)


def hull(points: Iterable[Sequence[Exact]], *, dimension: int | None = None) -> Polytope:
    """The convex hull of finitely many points.

    Parameters
    ----------
    points : iterable of vectors of n exact numbers
        None for the empty set.
    dimension : int, optional
        n; needed without points.

    Returns
    -------
    Polytope
        Its points are sorted and distinct, and in one or two dimensions the vertices alone.

    Raises
    ------
    GameError
        For a float or what else is no exact number, vectors of different lengths, or none and no dimension.

    Examples
    --------
    >>> [str(point[0]) for point in hull([[3], [1], ["5/2"]]).hulls[0]]
    ['1', '3']

    Source: ours
    """
    given = list(points)
    n = _dimension(given, dimension)
    read = {read_vector(point, n, f"point {k}") for k, point in enumerate(given)}
    if n == 2:
        return Polytope((polygons.convex_hull(list(read)).vertices,), (), n)
    ordered = sorted(read)
    return Polytope((tuple(ordered if n > 2 else dict.fromkeys(ordered[:1] + ordered[-1:])),), (), n)


def cut(shape: _Same, normal: Sequence[Exact], bound: Exact, *, equal: bool = False) -> _Same:
    """What of a polytope, or of each piece of a region, lies in a half-space or hyperplane.

    Parameters
    ----------
    shape : Polytope or Region
    normal : sequence of n exact numbers
    bound : exact number
    equal : bool
        normal·x = bound instead of normal·x ≤ bound.

    Returns
    -------
    Polytope or Region
        As `shape` is.

    Raises
    ------
    GameError
        For what is no exact number, or another number of them.

    Source: ours
    """
    a, b = read_vector(normal, shape.dimension, "the normal"), read_entry(bound, "the bound")
    if isinstance(shape, Region):
        return Region(tuple(cut(piece, a, b, equal=equal) for piece in shape.pieces), shape.dimension)
    return inside(shape, [(a, b), (negated(a), -b)] if equal else [(a, b)])


def finite_region(points: Iterable[Sequence[Exact]], *, dimension: int | None = None) -> Region:
    """The region of finitely many points.

    Parameters
    ----------
    points : iterable of vectors of n exact numbers
    dimension : int, optional
        n; needed without points.

    Returns
    -------
    Region

    Raises
    ------
    GameError
        As `hull` does.

    Source: ours
    """
    given = list(points)
    n = _dimension(given, dimension)
    return union(*(hull([point], dimension=n) for point in given), dimension=n)


def union(*shapes: Shape, dimension: int | None = None) -> Region:
    """The region of all points of the shapes.

    Parameters
    ----------
    *shapes : Polytope or Region
        All of dimension n.
    dimension : int, optional
        n; needed without shapes.

    Returns
    -------
    Region
        Of their pieces, each once.

    Raises
    ------
    GameError
        For shapes of different dimensions, or none and no dimension.

    Source: ours
    """
    if dimension is None:
        if not shapes:
            raise GameError("a union of nothing has no dimension of its own; accepted: a shape, or dimension=n")
        dimension = shapes[0].dimension
    return Region(tuple(dict.fromkeys(piece for shape in shapes for piece in pieces_of(shape, dimension))), dimension)


def pieces_of(shape: Shape, dimension: int | None = None) -> tuple[Polytope, ...]:
    """The polytopes of a shape; raises `GameError` if it has another dimension than the one given.

    Source: ours
    """
    if dimension not in (None, shape.dimension):
        raise GameError(f"a shape of dimension {shape.dimension} beside one of {dimension}; accepted: the same for all")
    return shape.pieces if isinstance(shape, Region) else (shape,)


def inside(piece: Polytope, rows: Sequence[Constraint]) -> Polytope:
    """What of a polytope lies in these half-spaces.

    Source: ours
    """
    return Polytope(piece.hulls, tuple(dict.fromkeys((*piece.at_most, *rows))), piece.dimension)


def meet(a: Polytope, b: Polytope) -> Polytope:
    """The intersection of two polytopes.

    Source: ours
    """
    return inside(Polytope(tuple(dict.fromkeys(a.hulls + b.hulls)), a.at_most, a.dimension), b.at_most)


def read_vector(values: object, dimension: int, place: str) -> Vector:
    """Exact numbers, one per player; raises `GameError` for anything else.

    Source: ours
    """
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != dimension:
        raise GameError(f"{place} is {values!r}; accepted: {dimension} exact numbers, one per player")
    return tuple(read_entry(value, place) for value in values)


def unit_vector(i: int, dimension: int) -> Vector:
    """1 for player i, 0 for everybody else.

    Source: ours
    """
    return tuple(Fraction(j == i) for j in range(dimension))


def negated(vector: Vector) -> Vector:
    """Minus the vector.

    Source: ours
    """
    return tuple(-entry for entry in vector)


def _dimension(points: Sequence[object], dimension: int | None) -> int:
    if dimension is None:
        first = points[0] if points else None
        if not isinstance(first, Sequence):
            raise GameError(f"{first!r} as the first point has no dimension; accepted: a vector, or dimension=n")
        dimension = len(first)
    if dimension < 1:
        raise GameError(f"the dimension is {dimension}; accepted: at least 1, the number of players")
    return dimension
