"""The exact probability that two independent rates with Beta laws lie in a region with straight sides.

With the uniform prior, or any other whose parameters are whole numbers, a posterior density is a polynomial. So the
probability that one rate is between lines in the other is an integral of polynomials: a rational number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.errors import GameError

__all__ = ["Beta", "HalfPlane", "half_plane", "region_probability"]

Side = tuple[Fraction, Fraction]
"""A side q = a + b·p of a region, as (a, b)."""


@dataclass(frozen=True, slots=True)
class Beta:
    """A Beta distribution of a probability.

    Parameters
    ----------
    a, b : Fraction
        Above 0; from counts, answers and other responses plus the parameters of the prior.

    Source: ours
    """

    a: Fraction
    b: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "a", exact(self.a, place="a"))
        object.__setattr__(self, "b", exact(self.b, place="b"))
        if min(self.a, self.b) <= 0:
            raise GameError(f"Beta({self.a}, {self.b}); accepted: parameters above 0")

    @property
    def mean(self) -> Fraction:
        """The expected probability."""
        return self.a / (self.a + self.b)

    @property
    def whole(self) -> tuple[int, int]:
        """Both parameters, if they are whole numbers; raises `GameError` if they are not."""
        if not self.a.denominator == self.b.denominator == 1:
            raise GameError(f"the law {self}; accepted: whole parameters, or approx_probability_between, which draws")
        return int(self.a), int(self.b)

    def __str__(self) -> str:
        return f"Beta({self.a}, {self.b})"

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class HalfPlane:
    """The pairs of rates with p·`ordinary` + q·`surrogate` ≥ `least`.

    Parameters
    ----------
    ordinary, surrogate, least : Fraction
        The coefficient of p, that of q, and the bound.

    Source: ours
    """

    ordinary: Fraction
    surrogate: Fraction
    least: Fraction

    _repr_html_ = html_of


def half_plane(ordinary: Exact, surrogate: Exact, least: Exact) -> HalfPlane:
    """The pairs of rates with p·ordinary + q·surrogate ≥ least; refuses floats.

    Parameters
    ----------
    ordinary, surrogate, least : exact numbers
        The factors of the two rates, and the bound.

    Returns
    -------
    HalfPlane

    Source: ours
    """
    p, q, bound = (exact(x, place="a half-plane") for x in (ordinary, surrogate, least))
    return HalfPlane(p, q, bound)


def region_probability(ordinary: Beta, surrogate: Beta, region: Iterable[HalfPlane]) -> Fraction:
    """The probability that (p, q) is in all of these half-planes, for independent p and q.

    Parameters
    ----------
    ordinary, surrogate : Beta
        The laws of p and q, with whole parameters.
    region : iterable of HalfPlane

    Returns
    -------
    Fraction
        Exact: with whole parameters the density of p and the distribution function of q are polynomials, and between
        the corners of the region the sides are lines.

    Raises
    ------
    GameError
        For parameters that are no whole numbers; the message says what to do.

    Examples
    --------
    >>> above = [half_plane(-1, 1, 0)]  # q ≥ p
    >>> print(region_probability(Beta(2, 1), Beta(1, 1), above), region_probability(Beta(2, 2), Beta(3, 1), above))
    1/3 4/5

    Source: ours
    """
    from flint import fmpq, fmpq_poly

    density, distribution = _density(ordinary), _density(surrogate).integral()
    start, end = Fraction(0), Fraction(1)
    lower: list[Side] = [(Fraction(0), Fraction(0))]
    upper: list[Side] = [(Fraction(1), Fraction(0))]
    for plane in region:
        if plane.surrogate:
            side = (plane.least / plane.surrogate, -plane.ordinary / plane.surrogate)
            (lower if plane.surrogate > 0 else upper).append(side)
        elif plane.ordinary > 0:
            start = max(start, plane.least / plane.ordinary)
        elif plane.ordinary < 0:
            end = min(end, plane.least / plane.ordinary)
        elif plane.least > 0:
            return Fraction(0)
    if start >= end:
        return Fraction(0)

    def up_to(side: Side) -> Any:  # the probability that q is at most a + b·p, a polynomial in p
        return distribution(fmpq_poly([fmpq(c.numerator, c.denominator) for c in side]))

    total = Fraction(0)
    for left, right in pairwise(_corners([*lower, *upper], start, end)):
        middle = (left + right) / 2
        low = max(lower, key=lambda side: side[0] + side[1] * middle)
        high = min(upper, key=lambda side: side[0] + side[1] * middle)
        if low[0] + low[1] * middle < high[0] + high[1] * middle:
            area = (density * (up_to(high) - up_to(low))).integral()
            part = area(fmpq(right.numerator, right.denominator)) - area(fmpq(left.numerator, left.denominator))
            total += Fraction(int(part.p), int(part.q))
    return total


def _corners(sides: Sequence[Side], start: Fraction, end: Fraction) -> list[Fraction]:
    """Where two sides cross, in order, with both ends: between these no side overtakes another."""
    found = {start, end}
    for k, (a, b) in enumerate(sides):
        for c, d in sides[:k]:
            if b != d and start < (crossing := (c - a) / (b - d)) < end:
                found.add(crossing)
    return sorted(found)


def _density(law: Beta) -> Any:
    """x^(a−1)·(1−x)^(b−1) over the Beta function, as a polynomial."""
    from flint import fmpq_poly

    a, b = law.whole
    unit = a * comb(a + b - 1, a)
    return fmpq_poly([0] * (a - 1) + [unit * (-1) ** k * comb(b - 1, k) for k in range(b)])
