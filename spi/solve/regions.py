"""Finite unions of rational polytopes, for any number of players: optima, leximin points and inclusion, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from spi.core.numbers import Exact
from spi.errors import GameError, HypothesisError, SpiError
from spi.solve import polygons
from spi.solve.linear import Infeasible, Optimal, linear_program, read_entry, solve_lp

__all__ = [
    "Optimum",
    "Polytope",
    "Region",
    "Shape",
    "contains",
    "cut",
    "find_point",
    "finite_region",
    "hull",
    "inside",
    "intersection",
    "is_efficient_in",
    "is_empty",
    "lexicographic_maximum",
    "leximin",
    "maximise",
    "meet",
    "find_optimum",
    "pieces_of",
    "to_polygon",
    "union",
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


Shape = Polytope | Region
"""What the functions below take: a polytope counts as the region of itself alone."""

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
    read = {_vector(point, n, f"point {k}") for k, point in enumerate(given)}
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
    a, b = _vector(normal, shape.dimension, "the normal"), read_entry(bound, "the bound")
    if isinstance(shape, Region):
        return Region(tuple(cut(piece, a, b, equal=equal) for piece in shape.pieces), shape.dimension)
    return inside(shape, [(a, b), (_negative(a), -b)] if equal else [(a, b)])


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
    >>> corners = finite_region([(0, 0), (2, 0), (0, 2)])
    >>> len(intersection(corners, cut(hull([(0, 0), (2, 0), (0, 2)]), (1, 0), 1)).pieces)
    2

    Source: ours
    """
    met = [meet(a, b) for a in pieces_of(left) for b in pieces_of(right, left.dimension)]
    return Region(tuple(piece for piece in dict.fromkeys(met) if find_optimum(piece) is not None), left.dimension)


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
    single = Polytope(((_vector(point, shape.dimension, "the point"),),), (), shape.dimension)
    return any(find_optimum(meet(piece, single)) is not None for piece in pieces_of(shape))


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
    >>> maximise(union(hull([(0, 0), (1, 2)]), hull([(3, 1)])), [1, 1])
    (Fraction(4, 1), (Fraction(3, 1), Fraction(1, 1)))

    Source: ours
    """
    goal = _vector(weights, shape.dimension, "the weights")
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
    >>> [str(u) for u in lexicographic_maximum(hull([(0, 0), (2, 0), (0, 2)]), [(1, 1)])]
    ['2', '0']

    Source: ours
    """
    n = shape.dimension
    read = [_vector(goal, n, f"goal {k}") for k, goal in enumerate(goals)] + [_unit(i, n) for i in range(n)]
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


def leximin(shape: Shape, origin: Sequence[Exact] | None = None) -> Vector | None:
    """The point whose least gain is largest, and among those the second least, and so on.

    Parameters
    ----------
    shape : Polytope or Region
    origin : sequence of n exact numbers, optional
        The gains are x − origin, and may be negative; x itself without.

    Returns
    -------
    tuple of Fraction, length n, or None
        The x whose sorted gains are lexicographically largest. One convex piece has only one such point; of several
        pieces' points with equal sorted gains, the lexicographically largest. None for the empty set.

    Raises
    ------
    GameError
        For what is no exact number, or another number of them.

    Notes
    -----
    At most n linear programs per piece: each maximises the least gain of the players that are left, and settles those
    whose constraint has a nonzero dual multiplier, as they gain just that in every optimum.

    Examples
    --------
    >>> [str(u) for u in leximin(hull([(0, 0, 0), (1, 0, 0), (1, 4, 0), (1, 0, 4)]))]
    ['1', '2', '2']
    >>> [str(u) for u in leximin(finite_region([(1, 5), (2, 3), (3, 2)]))]
    ['3', '2']

    Source: ours
    """
    n = shape.dimension
    start = _vector([0] * n if origin is None else origin, n, "the origin")
    best: tuple[list[Fraction], Vector] | None = None
    for piece in pieces_of(shape):
        gains: dict[int, Fraction] = {}
        while len(gains) < n:
            left = [i for i in range(n) if i not in gains]
            optimum = find_optimum(piece, floors=[(_unit(i, n), start[i]) for i in left])
            if optimum is None:
                break
            for i, multiplier in zip(left, optimum.multipliers, strict=True):
                if multiplier:
                    gains[i] = optimum.value
                    piece = cut(piece, _unit(i, n), start[i] + optimum.value, equal=True)
        else:
            found = sorted(gains.values()), tuple(start[i] + gains[i] for i in range(n))
            best = found if best is None else max(best, found)
    return None if best is None else best[1]


def is_efficient_in(shape: Shape, point: Sequence[Exact]) -> bool:
    """Is no point of the shape at least as good for everybody and better for somebody?

    Parameters
    ----------
    shape : Polytope or Region
    point : sequence of n exact numbers

    Returns
    -------
    bool

    Raises
    ------
    GameError
        For what is no exact number, or another number of them.
    HypothesisError
        Unless the point is in the shape.

    Notes
    -----
    Two linear programs per piece.

    Examples
    --------
    >>> shape = union(hull([(0, 2), (2, 0)]), hull([(1, 2)]))
    >>> is_efficient_in(shape, (1, 2)), is_efficient_in(shape, (2, 0)), is_efficient_in(shape, (1, 1))
    (True, True, False)

    Source: ours
    """
    n = shape.dimension
    x = _vector(point, n, "the point")
    if not contains(shape, x):
        raise HypothesisError(f"the point {', '.join(map(str, x))} is not in the region; accepted: one of its points")
    above = [(_negative(_unit(i, n)), -x[i]) for i in range(n)]
    best = maximise(union(*(inside(piece, above) for piece in pieces_of(shape))), [1] * n)
    return best is None or best[0] == sum(x)


def to_polygon(polytope: Polytope) -> polygons.Polygon:
    """The polytope as a polygon, for two players.

    Parameters
    ----------
    polytope : Polytope

    Returns
    -------
    Polygon

    Raises
    ------
    HypothesisError
        Unless the dimension is 2.

    Source: ours
    """
    if polytope.dimension != 2:
        raise HypothesisError(f"the dimension is {polytope.dimension}; accepted: a polytope of dimension 2")
    polygon, *others = (polygons.convex_hull(points) for points in polytope.hulls)
    for other in others:
        polygon = polygons.intersection(polygon, other)
    for normal, bound in polytope.at_most:
        polygon = polygons.clip(polygon, normal, bound)
    return polygon


def _vector(values: object, dimension: int, place: str) -> Vector:
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != dimension:
        raise GameError(f"{place} is {values!r}; accepted: {dimension} exact numbers, one per player")
    return tuple(read_entry(value, place) for value in values)


def _dimension(points: Sequence[object], dimension: int | None) -> int:
    if dimension is None:
        first = points[0] if points else None
        if not isinstance(first, Sequence):
            raise GameError(f"{first!r} as the first point has no dimension; accepted: a vector, or dimension=n")
        dimension = len(first)
    if dimension < 1:
        raise GameError(f"the dimension is {dimension}; accepted: at least 1, the number of players")
    return dimension


def pieces_of(shape: Shape, dimension: int | None = None) -> tuple[Polytope, ...]:
    """The polytopes of a shape; raises `GameError` if it has another dimension than the one given.

    Source: ours
    """
    if dimension not in (None, shape.dimension):
        raise GameError(f"a shape of dimension {shape.dimension} beside one of {dimension}; accepted: the same for all")
    return shape.pieces if isinstance(shape, Region) else (shape,)


def _unit(i: int, dimension: int) -> Vector:
    return tuple(Fraction(j == i) for j in range(dimension))


def _negative(vector: Vector) -> Vector:
    return tuple(-entry for entry in vector)


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


@dataclass(frozen=True, slots=True)
class Optimum:
    """What `find_optimum` finds: the value, a point with it, and the multipliers of the floors.

    Source: ours
    """

    value: Fraction
    point: Vector
    multipliers: tuple[Fraction, ...]


def find_optimum(polytope: Polytope, goal: Vector | None = None, floors: Sequence[Constraint] = ()) -> Optimum | None:
    """Maximise goal·x, or with floors (a, b) instead the least a·x − b; None for the empty polytope.

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
            lifted(goal or (Fraction(0),) * n, 1 if floors else 0),
            at_most=[(lifted(a, 0), b) for a, b in polytope.at_most],
            at_least=[(lifted(a, -1), b) for a, b in floors],
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
        result.dual[first : first + len(floors)],
    )


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True) if a), Fraction(0))
