"""Conditions on parameters, decided exactly: simplified, combined, compared, and shown from both sides."""

from __future__ import annotations

from dataclasses import dataclass

from spi.core.conditions import ALWAYS, Atom, Condition, Point
from spi.core.display import html_of
from spi.errors import HypothesisError
from spi.solve.parameter_spaces import Space, Tests
from spi.solve.systems import opposite

__all__ = [
    "Boundary",
    "all_of",
    "any_of",
    "boundaries",
    "find_point",
    "find_points",
    "implies",
    "is_equivalent",
    "negation",
    "simplify",
]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A comparison of a condition in normal form, seen from both sides.

    Parameters
    ----------
    conjunct : int
        Position of the conjunct to which it belongs.
    atom : Atom
    holds : Point
        Where the whole conjunct holds.
    fails : Point or None
        Where the rest of the conjunct holds and this comparison does not, and neither does the condition; None if other
        conjuncts cover all such points.

    Source: ours
    """

    conjunct: int
    atom: Atom
    holds: Point
    fails: Point | None

    _repr_html_ = html_of


def simplify(condition: Condition, *, given: Condition = ALWAYS) -> Condition:
    """An equivalent condition without what is superfluous.

    Parameters
    ----------
    condition : Condition
    given : Condition, optional
        Comparisons that are known to hold; they are not repeated in the result.

    Returns
    -------
    Condition
        Every conjunct can hold, none is covered by the others, no two together are what a single one would be, and no
        comparison can be left out. `NEVER` and `ALWAYS` where they are meant.

    Notes
    -----
    Exact: linear programs over the rationals. Cost: about (atoms per conjunct) × (conjuncts)² of them.

    Examples
    --------
    >>> from spi.core.conditions import read_condition
    >>> print(simplify(read_condition("t > d and t > d - 1 or t = d")))
    t ≥ d
    >>> print(simplify(read_condition("p >= 0 and 2*p = 1"), given=read_condition("0 <= p <= 1")))
    p = 1/2

    Source: ours
    """
    space = Space.of(given, condition)
    return space.condition(space.simplified(space.conjuncts(condition)))


def all_of(*conditions: Condition, given: Condition = ALWAYS) -> Condition:
    """The condition that all of these hold, simplified.

    Parameters
    ----------
    *conditions : Condition
    given : Condition, optional
        Comparisons that are known to hold.

    Returns
    -------
    Condition

    Source: ours
    """
    space = Space.of(given, *conditions)
    found: list[Tests] = [()]
    for condition in conditions:
        parts = space.conjuncts(condition)
        found = space.simplified([(*one, *two) for one in found for two in parts])
    return space.condition(found)


def any_of(*conditions: Condition, given: Condition = ALWAYS) -> Condition:
    """The condition that some of these holds, simplified.

    Parameters
    ----------
    *conditions : Condition
    given : Condition, optional
        Comparisons that are known to hold.

    Returns
    -------
    Condition

    Source: ours
    """
    return simplify(Condition(tuple(c for condition in conditions for c in condition.conjuncts)), given=given)


def negation(condition: Condition, *, given: Condition = ALWAYS) -> Condition:
    """The condition that this one does not hold, simplified.

    Parameters
    ----------
    condition : Condition
    given : Condition, optional
        Comparisons that are known to hold.

    Returns
    -------
    Condition

    Examples
    --------
    >>> from spi.core.conditions import read_condition
    >>> print(negation(read_condition("t >= d and p = 0"), given=read_condition("p >= 0")))
    d > t or p > 0

    Source: ours
    """
    space = Space.of(given, condition)
    pieces = space.outside((), space.conjuncts(condition))
    return space.condition(space.simplified([piece for piece, _ in pieces]))


def find_point(condition: Condition, *, given: Condition = ALWAYS) -> Point | None:
    """A rational point at which the condition holds, or None if there is none.

    Parameters
    ----------
    condition : Condition
    given : Condition, optional
        Comparisons that are known to hold.

    Returns
    -------
    Point or None
        Pairs of a parameter and its value.

    Source: ours
    """
    space = Space.of(given, condition)
    points = (space.point(conjunct) for conjunct in space.conjuncts(condition))
    return next((space.named(point) for point in points if point is not None), None)


def find_points(condition: Condition, *, given: Condition = ALWAYS) -> tuple[Point | None, ...]:
    """For each conjunct a rational point at which it holds, or None.

    Parameters
    ----------
    condition : Condition
    given : Condition, optional
        Comparisons that are known to hold.

    Returns
    -------
    tuple of (Point or None)
        One per conjunct.

    Source: ours
    """
    parts = (Condition((conjunct,)) for conjunct in condition.conjuncts)
    space = Space.of(given, condition)
    points = (next(map(space.point, space.conjuncts(part)), None) for part in parts)
    return tuple(None if point is None else space.named(point) for point in points)


def implies(left: Condition, right: Condition, *, given: Condition = ALWAYS) -> bool:
    """Does the right condition hold wherever the left one does?

    Parameters
    ----------
    left, right : Condition
    given : Condition, optional
        Comparisons that are known to hold.

    Returns
    -------
    bool

    Source: ours
    """
    space = Space.of(given, left, right)
    cover = space.conjuncts(right)
    return not any(next(space.outside(part, cover), None) for part in space.conjuncts(left))


def is_equivalent(left: Condition, right: Condition, *, given: Condition = ALWAYS) -> bool:
    """Do two conditions hold at the same points?

    Parameters
    ----------
    left, right : Condition
    given : Condition, optional
        Comparisons that are known to hold.

    Returns
    -------
    bool

    Examples
    --------
    >>> from spi.core.conditions import read_condition
    >>> is_equivalent(read_condition("t > d or t < d"), read_condition("t > d or t < d or t = d"))
    False

    Source: ours
    """
    return implies(left, right, given=given) and implies(right, left, given=given)


def boundaries(condition: Condition, *, given: Condition = ALWAYS) -> tuple[Boundary, ...]:
    """For every comparison of a simplified condition a point on either side, where there is one.

    Parameters
    ----------
    condition : Condition
        As `simplify` returns it: every conjunct can hold.
    given : Condition, optional

    Returns
    -------
    tuple of Boundary
        In the order in which the comparisons stand.

    Examples
    --------
    >>> from spi.core.conditions import read_condition
    >>> (found,) = boundaries(read_condition("t >= 2"))
    >>> str(found.atom), found.holds, found.fails
    ('t ≥ 2', (('t', Fraction(2, 1)),), (('t', Fraction(1, 1)),))

    Source: ours
    """
    space = Space.of(given, condition)
    cover = space.conjuncts(condition)
    found = []
    for k, conjunct in enumerate(condition.conjuncts):
        inside = find_point(Condition((conjunct,)), given=given)
        if inside is None:
            raise HypothesisError(
                f"{Condition((conjunct,))} never holds; accepted: conditions as `simplify` returns them"
            )
        for j, own in enumerate(conjunct):
            rest = [test for i, other in enumerate(conjunct) if i != j for test in space.tests(other)]
            pieces = (
                piece
                for test in space.tests(own)
                for piece in space.outside((*rest, opposite(test)), cover)
            )  # fmt: skip
            outside = next(pieces, None)
            found.append(Boundary(k, own, inside, None if outside is None else space.named(outside[1])))
    return tuple(found)
