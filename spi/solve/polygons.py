"""Convex polygons in the plane of two players' payoffs: hulls, sums, the efficient frontier, the Nash point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import gcd
from operator import itemgetter

from spi.core.display import html_of
from spi.core.numbers import Exact, over_common
from spi.errors import GameError, HypothesisError
from spi.solve.linear import read_entry

__all__ = [
    "Facet",
    "Point",
    "Polygon",
    "convex_hull",
    "clip",
    "weighted_sum",
    "frontier",
    "nash_point",
]

Point = tuple[Fraction, Fraction]
"""The payoffs of the first and of the second player."""

Facet = tuple[tuple[int, int], Fraction]
"""(normal, bound) with coprime integers as normal: all y with normal·y ≤ bound."""

_Triple = tuple[int, int, int]  # (x, y, w) with w > 0 is the point (x/w, y/w)


@dataclass(frozen=True, slots=True)
class Polygon:
    """A convex polygon, its interior included; `convex_hull` makes one from any points.

    Parameters
    ----------
    vertices : tuple of Point
        Counterclockwise from the lexicographically least, no three on a line: equal sets have equal vertices. None is
        the empty set, one a point, two a segment.

    Source: ours
    """

    vertices: tuple[Point, ...]

    @property
    def is_empty(self) -> bool:
        """Has it no point?"""
        return not self.vertices

    @property
    def facets(self) -> tuple[Facet, ...]:
        """Half-planes that intersect in it; four around a point or segment, HypothesisError for the empty polygon."""
        if not self.vertices:
            raise HypothesisError("the empty polygon has no facets; accepted: a polygon with at least one vertex")
        if len(self.vertices) == 1:
            (x, y) = self.vertices[0]
            return ((1, 0), x), ((0, 1), y), ((-1, 0), -x), ((0, -1), -y)
        sides = [((b[1] - a[1], a[0] - b[0]), a) for a, b in _edges(self)]
        if len(self.vertices) == 2:
            a, b = self.vertices
            sides += [((b[0] - a[0], b[1] - a[1]), b), ((a[0] - b[0], a[1] - b[1]), a)]
        return tuple(_facet(normal, point) for normal, point in sides)

    def contains(self, point: Sequence[Exact]) -> bool:
        """Is the point in it, the boundary included?"""
        read = _read_point(point, "the point")
        if len(self.vertices) < 2:
            return read in self.vertices
        here = _triple(read)
        turns = (_turn(_triple(a), _triple(b), here) for a, b in _edges(self))
        if len(self.vertices) == 2:
            return self.vertices[0] <= read <= self.vertices[1] and not any(turns)
        return all(turn >= 0 for turn in turns)

    _repr_html_ = html_of


def convex_hull(points: Iterable[Sequence[Exact]]) -> Polygon:
    """The smallest convex polygon around the points.

    Parameters
    ----------
    points : iterable of pairs of exact numbers
        k of them, in any order, with repetitions; none for the empty polygon.

    Returns
    -------
    Polygon

    Raises
    ------
    GameError
        For what is no pair of exact numbers.

    Notes
    -----
    Exact: Andrew's monotone chain, turns by integer determinants. k·log k comparisons.

    Examples
    --------
    >>> square = convex_hull([(1, 1), (0, 0), ("1/2", "1/3"), (1, 0), (0, 1), (0, 0)])
    >>> [f"{x}, {y}" for x, y in square.vertices]
    ['0, 0', '1, 0', '1, 1', '0, 1']

    Source: ours
    """
    read = [_read_point(point, f"point {k}") for k, point in enumerate(points)]
    # Floors are compared first: that is faster than Fractions, and decides unless two points nearly agree.
    read.sort(key=lambda point: ((point[0].numerator << 64) // point[0].denominator, point))
    distinct = [point for point, _ in groupby(read)]
    if len(distinct) < 2:
        return Polygon(tuple(distinct))
    triples = [_triple(point) for point in distinct]
    around = _chain(triples)[:-1] + _chain(triples[::-1])[:-1]
    return Polygon(tuple((Fraction(x, w), Fraction(y, w)) for x, y, w in around))


def clip(polygon: Polygon, normal: Sequence[Exact], bound: Exact) -> Polygon:
    """What of the polygon lies in the half-plane normal·y ≤ bound.

    Parameters
    ----------
    polygon : Polygon
    normal : pair of exact numbers
    bound : exact number

    Returns
    -------
    Polygon

    Raises
    ------
    GameError
        For what is no exact number, or no pair of them.

    Examples
    --------
    >>> triangle = clip(convex_hull([(0, 0), (2, 0), (2, 2), (0, 2)]), (1, 1), 1)
    >>> [f"{x}, {y}" for x, y in triangle.vertices]
    ['0, 0', '1, 0', '0, 1']

    Source: ours
    """
    (p, q), limit = _read_point(normal, "the normal"), read_entry(bound, "the bound")
    over = [p * x + q * y - limit for x, y in polygon.vertices]
    kept: list[Point] = []
    for k, vertex in enumerate(polygon.vertices):
        if min(over[k - 1], over[k]) < 0 < max(over[k - 1], over[k]):
            kept.append(_between(polygon.vertices[k - 1], vertex, over[k - 1] / (over[k - 1] - over[k])))
        if over[k] <= 0:
            kept.append(vertex)
    kept = list(dict.fromkeys(kept))  # a segment is cut once on the way out and once on the way back
    first = kept.index(min(kept)) if kept else 0
    return Polygon(tuple(kept[first:] + kept[:first]))


def weighted_sum(parts: Iterable[tuple[Exact, Polygon]]) -> Polygon:
    """Σ weight·P, all weighted sums with one point from each polygon P: the expected payoffs of a lottery over them.

    Parameters
    ----------
    parts : iterable of (weight, Polygon)
        k parts with m vertices together; weights ≥ 0 that may have any sum.

    Returns
    -------
    Polygon
        The point 0, 0 without parts; empty if a polygon is, even with weight 0.

    Raises
    ------
    GameError
        For a weight that is negative or no exact number.

    Notes
    -----
    Exact; m·log k comparisons of directions.

    Examples
    --------
    >>> mean = weighted_sum([("1/2", convex_hull([(0, 0), (2, 0)])), ("1/2", convex_hull([(1, 1)]))])
    >>> [f"{x}, {y}" for x, y in mean.vertices]
    ['1/2, 1/2', '3/2, 1/2']

    Source: ours
    """
    x, y, some_empty = Fraction(0), Fraction(0), False
    steps: list[tuple[tuple[bool, bool, Fraction], Fraction, Fraction]] = []
    for k, (given, polygon) in enumerate(parts):
        weight = read_entry(given, f"weight {k}")
        if weight < 0:
            raise GameError(f"weight {k} is {weight}; accepted: weights of at least 0")
        if polygon.is_empty:
            some_empty = True
            continue
        x, y = x + weight * polygon.vertices[0][0], y + weight * polygon.vertices[0][1]
        for a, b in _edges(polygon) if weight else ():
            across, up = b[0] - a[0], b[1] - a[1]
            steps.append((_direction(across, up), weight * across, weight * up))
    if some_empty:
        return Polygon(())
    vertices = [(x, y)]
    steps.sort(key=itemgetter(0))  # each polygon's edges are sorted, and Python's sort merges such runs
    for _, parallel in groupby(steps, key=itemgetter(0)):
        for _, across, up in parallel:
            x, y = x + across, y + up
        vertices.append((x, y))
    return Polygon(tuple(vertices[:-1] or vertices))  # the last step leads back to the first vertex


def frontier(polygon: Polygon) -> tuple[Point, ...]:
    """The Pareto-efficient points: a chain of vertices, from the best for the second player to the best for the first.

    Parameters
    ----------
    polygon : Polygon

    Returns
    -------
    tuple of Point
        The efficient points are the segments between neighbours, all of which fall strictly, or the one point; ()
        for the empty polygon.

    Examples
    --------
    >>> [f"{x}, {y}" for x, y in frontier(convex_hull([(0, 0), (3, 0), (3, 1), (1, 2), (0, 2)]))]
    ['1, 2', '3, 1']

    Source: ours
    """
    count = len(polygon.vertices)
    if not count:
        return ()
    best_first = max(range(count), key=lambda k: polygon.vertices[k])
    best_second = max(range(count), key=lambda k: polygon.vertices[k][::-1])
    steps = (best_second - best_first) % count
    return tuple(polygon.vertices[(best_first + k) % count] for k in range(steps, -1, -1))


def nash_point(polygon: Polygon, disagreement: Sequence[Exact]) -> Point:
    """The Nash bargaining solution: the one point that maximises the product of both players' gains.

    Parameters
    ----------
    polygon : Polygon
    disagreement : pair of exact numbers
        d; only points y ≥ d count.

    Returns
    -------
    Point
        The y that maximises (y₁ − d₁)(y₂ − d₂).

    Raises
    ------
    GameError
        For what is no pair of exact numbers.
    HypothesisError
        Unless some point gives both players more than d.

    Notes
    -----
    Exact: on an edge the product is a quadratic function with rational coefficients.

    Examples
    --------
    >>> [str(u) for u in nash_point(convex_hull([(0, 0), (4, 0), (0, 2)]), (0, 1))]
    ['1', '3/2']

    Source: ours
    """
    d1, d2 = _read_point(disagreement, "the disagreement point")
    chain = frontier(polygon)
    candidates = list(chain)
    for a, b in pairwise(chain):
        across, up = b[0] - a[0], b[1] - a[1]
        share = -((a[0] - d1) * up + (a[1] - d2) * across) / (2 * across * up)
        if 0 < share < 1:
            candidates.append(_between(a, b, share))
    # Where both gains are positive their product has a strictly concave logarithm: only one point maximises it there.
    # If there is such a point then none of the frontier lies below d, where the product would be positive, too.
    best = max(candidates, key=lambda y: (y[0] - d1) * (y[1] - d2), default=(d1, d2))
    if best[0] <= d1 or best[1] <= d2:
        raise HypothesisError(
            f"no point of the polygon is better than {d1}, {d2} for both players, and every product of gains is 0; "
            "accepted: a polygon with some point with strictly positive gains for both"
        )
    return best


def _read_point(point: object, place: str) -> Point:
    if not isinstance(point, Sequence) or isinstance(point, str) or len(point) != 2:
        raise GameError(f"{place} is {point!r}; accepted: a pair of exact numbers")
    return read_entry(point[0], place), read_entry(point[1], place)


def _triple(point: Point) -> _Triple:
    x, y = point
    return x.numerator * y.denominator, y.numerator * x.denominator, x.denominator * y.denominator


def _turn(a: _Triple, b: _Triple, c: _Triple) -> int:
    """Positive if the way from a over b to c turns left, 0 on a line."""
    first = a[0] * (b[1] * c[2] - c[1] * b[2])
    return first - a[1] * (b[0] * c[2] - c[0] * b[2]) + a[2] * (b[0] * c[1] - c[0] * b[1])


def _chain(points: list[_Triple]) -> list[_Triple]:
    """The points, sorted along a line, without those at which the chain would not turn left."""
    kept: list[_Triple] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _edges(polygon: Polygon) -> list[tuple[Point, Point]]:
    """Counterclockwise; there and back for a segment, none for a point."""
    vertices = polygon.vertices
    return list(zip(vertices, vertices[1:] + vertices[:1], strict=True)) if len(vertices) > 1 else []


def _direction(across: Fraction, up: Fraction) -> tuple[bool, bool, Fraction]:
    """Increases with the angle, counterclockwise from straight down, which comes last; equal for parallel edges."""
    vertical = not across
    return (across < 0 or (vertical and up < 0), vertical, Fraction(0) if vertical else up / across)


def _facet(normal: Point, point: Point) -> Facet:
    (p, q), _ = over_common(normal)
    p, q = p // gcd(p, q), q // gcd(p, q)
    return (p, q), p * point[0] + q * point[1]


def _between(a: Point, b: Point, share: Fraction) -> Point:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
