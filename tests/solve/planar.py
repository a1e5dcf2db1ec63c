"""Regions of two players' payoffs as polygons: a second way to work them out, with vertices instead of programs."""

from spi.solve.polygons import Polygon, clip, convex_hull
from spi.solve.regions import Polytope


def shared(left: Polygon, right: Polygon) -> Polygon:
    """The points that two polygons share."""
    if right.is_empty:
        return right
    for normal, bound in right.facets:
        left = clip(left, normal, bound)
    return left


def to_polygon(polytope: Polytope) -> Polygon:
    """A polytope of dimension 2."""
    polygon, *others = map(convex_hull, polytope.hulls)
    for other in others:
        polygon = shared(polygon, other)
    for normal, bound in polytope.at_most:
        polygon = clip(polygon, normal, bound)
    return polygon
