"""Trade-offs between failures: which operating points are dominated, certainly or possibly, and how much they cover.

All coordinates are rates of failure, so that less is better: the mirror image of the Pareto order on payoffs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.numbers import Exact, exact
from spi.core.pareto import strictly_improves
from spi.errors import SpiError

__all__ = ["Box", "Dominance", "box_dominance", "dominated_by", "dominates", "hypervolume", "non_dominated"]

Point = Sequence[Fraction]

Dominance = Literal["certain", "possible", "none"]
"""Whatever the missing data are; for some; for none."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where an operating point may lie, missing data being what they are.

    Parameters
    ----------
    low, high : tuple of Fraction
        A coordinate per failure; equal where nothing is missing.

    Source: ours
    """

    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if len(self.low) != len(self.high) or any(a > b for a, b in zip(self.low, self.high, strict=True)):
            raise SpiError(f"a box from {self.low} to {self.high}; accepted: low ≤ high in every coordinate")


def dominates(point: Point, other: Point) -> bool:
    """Is a point nowhere worse than another, and better somewhere? Less is better.

    Source: ours
    """
    return strictly_improves(other, point)


def non_dominated(points: Mapping[str, Sequence[Exact]]) -> tuple[str, ...]:
    """The points that no other one dominates, in the order given; equal points are all there, or none.

    Parameters
    ----------
    points : mapping from name to k exact numbers
        Less is better, in every coordinate. A point dominates another that is nowhere smaller and somewhere larger.

    Returns
    -------
    tuple of str
        Their names.

    Raises
    ------
    SpiError
        If the points have different numbers of coordinates.

    Examples
    --------
    >>> non_dominated({"a": (1, 3), "b": (2, 2), "c": (2, 3), "d": (3, 1)})
    ('a', 'b', 'd')

    Source: ours
    """
    return tuple(name for name, rivals in dominated_by(points).items() if not rivals)


def dominated_by(points: Mapping[str, Sequence[Exact]]) -> dict[str, tuple[str, ...]]:
    """For each point those that dominate it.

    Source: ours
    """
    read = {name: tuple(map(exact, point)) for name, point in points.items()}
    if len({len(point) for point in read.values()}) > 1:
        raise SpiError("points with different numbers of coordinates; accepted: the same number")
    return {name: tuple(o for o, other in read.items() if dominates(other, own)) for name, own in read.items()}


def box_dominance(box: Box, other: Box) -> Dominance:
    """Does one point dominate another wherever in their boxes they are, for some places in them, or for none?

    Parameters
    ----------
    box : Box
        Where the point is that may dominate.
    other : Box
        Where the other is.

    Returns
    -------
    "certain", "possible" or "none"

    Examples
    --------
    >>> half, third = Fraction(1, 2), Fraction(1, 3)
    >>> box_dominance(Box((third,), (half,)), Box((half,), (half,)))
    'possible'

    Source: ours
    """
    if dominates(box.high, other.low):
        return "certain"
    return "possible" if dominates(box.low, other.high) else "none"


def hypervolume(points: Sequence[Sequence[Exact]], reference: Sequence[Exact]) -> Fraction:
    """The area that is at least as bad as some point, up to a reference point; two coordinates, exact.

    Parameters
    ----------
    points : sequence of pairs
    reference : pair
        The worst that counts; points beyond it in a coordinate add nothing.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> print(hypervolume([(0, 2), (1, 1)], (3, 3)))
    5

    Source: ours
    """
    right, top = map(exact, reference)
    area, ceiling = Fraction(0), top
    for x, y in sorted(tuple(map(exact, point)) for point in points):  # from the left, each step lowers the ceiling
        if x < right and y < ceiling:
            area += (right - x) * (ceiling - y)
            ceiling = y
    return area
