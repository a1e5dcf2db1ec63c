"""Inclusion of unions of polytopes: can several pieces together cover one?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.errors import HypothesisError
from spi.solve.polygons import convex_hull
from spi.solve.region_points import contains, find_optimum
from spi.solve.regions import Constraint, Polytope, Shape, hull, inside, meet, negated, pieces_of, unit_vector

__all__ = ["is_subset"]


def is_subset(left: Shape, right: Shape) -> bool:
    """Is every point of the left shape in the right one, where several pieces together may cover one?

    Parameters
    ----------
    left, right : Polytope or Region
        Of the same dimension n.

    Returns
    -------
    bool

    Raises
    ------
    GameError
        For shapes of different dimensions.
    HypothesisError
        In three or more dimensions, if a piece of the right side that meets a piece of the left side has a hull of
        two or more points, and none of the left piece's hulls lies in it.

    Notes
    -----
    Exact for pieces of any dimension: what is outside a half-space is strictly outside, and a set with strict
    inequalities is empty unless their least slack, maximised by a linear program, is positive. With k pieces of f
    half-spaces on the right at most (f + 1)^k linear programs per piece on the left, mostly far fewer: a right piece
    that misses what is left to cover is skipped.

    Examples
    --------
    >>> from spi.solve.regions import union
    >>> square = hull([(0, 0), (1, 0), (1, 1), (0, 1)])
    >>> halves = hull([(0, 0), (1, 0), (1, 1)]), hull([(0, 0), (0, 1), (1, 1)])
    >>> is_subset(square, union(*halves)), is_subset(square, halves[0])
    (True, False)

    Source: ours
    """
    targets = pieces_of(right, left.dimension)
    return all(_is_covered(piece, (), _half_spaces(piece, targets)) for piece in pieces_of(left))


def _half_spaces(piece: Polytope, targets: Sequence[Polytope]) -> list[list[Constraint]]:
    """For each target that meets the piece, half-spaces that cut their intersection out of the piece."""
    cover: list[list[Constraint]] = []
    for k, target in enumerate(targets):
        if find_optimum(meet(piece, target)) is None:
            continue
        rows = [row for row in target.at_most if row not in piece.at_most]
        for points in target.hulls:
            if points in piece.hulls:
                continue
            if piece.dimension == 2:
                facets = convex_hull(points).facets
                rows += [((Fraction(p), Fraction(q)), bound) for (p, q), bound in facets]
            elif piece.dimension == 1 or len(points) == 1:
                for i, column in enumerate(zip(*points, strict=True)):
                    axis = unit_vector(i, piece.dimension)
                    rows += [(axis, max(column)), (negated(axis), -min(column))]
            elif not any(all(contains(hull(points), corner) for corner in mine) for mine in piece.hulls):
                raise HypothesisError(
                    f"piece {k} of the right side has a hull that the left side does not have, in "
                    f"{piece.dimension} dimensions; accepted: at most two dimensions, or cuts of the left side's hulls"
                )
        cover.append(rows)
    return cover


def _is_covered(piece: Polytope, beyond: tuple[Constraint, ...], cover: Sequence[Sequence[Constraint]]) -> bool:
    """Do the sets of half-spaces cover all x in the piece with a·x > b for (a, b) in `beyond`?"""
    if _misses(piece, beyond):
        return True
    for k, rows in enumerate(cover):
        if _misses(inside(piece, rows), beyond):
            continue
        for a, b in rows:  # what these leave uncovered is split by the first of them that is violated
            if not _is_covered(piece, (*beyond, (a, b)), cover[k + 1 :]):
                return False
            piece = inside(piece, [(a, b)])
        return True
    return False


def _misses(piece: Polytope, beyond: tuple[Constraint, ...]) -> bool:
    optimum = find_optimum(piece, floors=beyond)
    return optimum is None or (bool(beyond) and optimum.value <= 0)
