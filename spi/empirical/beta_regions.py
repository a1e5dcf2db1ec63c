"""The exact probability that two independent rates with beta laws lie in a region with straight sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import factorial

from spi.core.numbers import Exact, exact
from spi.errors import HypothesisError

__all__ = ["Beta", "HalfPlane", "half_plane", "region_probability"]

Beta = tuple[int, int]
"""The parameters of a beta law, both positive whole numbers: those of a uniform prior and counts."""

Line = tuple[Fraction, Fraction]
"""A line q = a + b·p, as (a, b); and polynomials, by their coefficients from the constant on."""


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


def half_plane(ordinary: Exact, surrogate: Exact, least: Exact) -> HalfPlane:
    """The pairs of rates with p·ordinary + q·surrogate ≥ least; refuses floats.

    Source: ours
    """
    p, q, bound = (exact(x, place="a half-plane") for x in (ordinary, surrogate, least))
    return HalfPlane(p, q, bound)


def region_probability(ordinary: Beta, surrogate: Beta, region: Iterable[HalfPlane]) -> Fraction:
    """The probability that (p, q) is in all of these half-planes, for independent p and q.

    Parameters
    ----------
    ordinary, surrogate : tuple of two positive int
        The beta laws of p and q.
    region : iterable of HalfPlane

    Returns
    -------
    Fraction
        Exact: with whole parameters the density of p and the distribution function of q are polynomials, and between
        the corners of the region the sides are lines.

    Raises
    ------
    HypothesisError
        For parameters that are no positive whole numbers.

    Examples
    --------
    >>> above = [half_plane(-1, 1, 0)]  # q ≥ p
    >>> print(region_probability((2, 1), (1, 1), above), region_probability((2, 2), (3, 1), above))
    1/3 4/5

    Source: ours
    """
    for a, b in (ordinary, surrogate):
        if min(a, b) < 1:
            raise HypothesisError(f"a beta law with parameters {a}, {b}; accepted: positive whole numbers")
    start, end = Fraction(0), Fraction(1)
    lower: list[Line] = [(Fraction(0), Fraction(0))]
    upper: list[Line] = [(Fraction(1), Fraction(0))]
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
    density, distribution = _density(ordinary), _integral(_density(surrogate))
    total = Fraction(0)
    for left, right in pairwise(_corners([*lower, *upper], start, end)):
        middle = (left + right) / 2
        low = max(lower, key=lambda side: side[0] + side[1] * middle)
        high = min(upper, key=lambda side: side[0] + side[1] * middle)
        if low[0] + low[1] * middle < high[0] + high[1] * middle:
            inside = _minus(_composed(distribution, high), _composed(distribution, low))
            primitive = _integral(_times(density, inside))
            total += _value(primitive, right) - _value(primitive, left)
    return total


def _corners(sides: Sequence[Line], start: Fraction, end: Fraction) -> list[Fraction]:
    """Where two sides cross, in order, with both ends: between these no side overtakes another."""
    found = {start, end}
    for k, (a, b) in enumerate(sides):
        for c, d in sides[:k]:
            if b != d and start < (crossing := (c - a) / (b - d)) < end:
                found.add(crossing)
    return sorted(found)


def _density(law: Beta) -> list[Fraction]:
    """x^(a−1)·(1−x)^(b−1) over the beta function."""
    a, b = law
    unit = Fraction(factorial(a + b - 1), factorial(a - 1) * factorial(b - 1))
    signed = [(-1) ** k * Fraction(factorial(b - 1), factorial(k) * factorial(b - 1 - k)) * unit for k in range(b)]
    return [Fraction(0)] * (a - 1) + signed


def _integral(polynomial: Sequence[Fraction]) -> list[Fraction]:
    return [Fraction(0), *(c / (k + 1) for k, c in enumerate(polynomial))]


def _composed(polynomial: Sequence[Fraction], line: Line) -> list[Fraction]:
    """The polynomial at a + b·p, as one in p."""
    found: list[Fraction] = [Fraction(0)]
    for coefficient in reversed(polynomial):
        found = _times(found, line)
        found[0] += coefficient
    return found


def _times(left: Sequence[Fraction], right: Sequence[Fraction]) -> list[Fraction]:
    found = [Fraction(0)] * (len(left) + len(right) - 1)
    for j, a in enumerate(left):
        if a:
            for k, b in enumerate(right):
                found[j + k] += a * b
    return found


def _minus(left: Sequence[Fraction], right: Sequence[Fraction]) -> list[Fraction]:
    size = max(len(left), len(right))
    padded = [[*p, *[Fraction(0)] * (size - len(p))] for p in (left, right)]
    return [a - b for a, b in zip(*padded, strict=True)]


def _value(polynomial: Sequence[Fraction], x: Fraction) -> Fraction:
    found = Fraction(0)
    for coefficient in reversed(polynomial):
        found = found * x + coefficient
    return found
