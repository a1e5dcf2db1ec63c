"""Where a list of rates falls apart: the largest gap, Otsu's split, the coefficient of bimodality; all exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from spi.core.numbers import Exact, exact
from spi.errors import SpiError

__all__ = ["Split", "bimodality_coefficient", "largest_gap", "otsu_split", "rank_correlation"]


@dataclass(frozen=True, slots=True)
class Split:
    """A split of numbers in two: those up to `below`, and those from `above` on.

    Parameters
    ----------
    below, above : Fraction
    explained : Fraction
        Share of the variance that lies between the two parts.

    Source: ours
    """

    below: Fraction
    above: Fraction
    explained: Fraction


def largest_gap(numbers: Sequence[Exact]) -> Split:
    """The split at the largest gap between neighbours; the lowest one of several.

    Examples
    --------
    >>> found = largest_gap([1, 2, 6, 7])
    >>> print(found.below, found.above, found.explained)
    2 6 25/26

    Source: ours
    """
    ordered = _ordered(numbers)
    k = max(range(1, len(ordered)), key=lambda k: (ordered[k] - ordered[k - 1], -k))
    return _split(ordered, k)


def otsu_split(numbers: Sequence[Exact]) -> Split:
    """Otsu's split: the one with the largest variance between the parts; the lowest one of several.

    Examples
    --------
    >>> print(otsu_split([0, 0, 1, 10]).above)
    10

    Source: ours
    """
    ordered = _ordered(numbers)
    return max((_split(ordered, k) for k in range(1, len(ordered))), key=lambda split: split.explained)


def bimodality_coefficient(numbers: Sequence[Exact]) -> Fraction:
    """Sarle's coefficient of bimodality, with the corrections for small samples; a uniform law has 5/9.

    Parameters
    ----------
    numbers : sequence of exact numbers
        Four or more, not all alike.

    Returns
    -------
    Fraction
        Two equal heaps have a larger one than one heap; it is no test.

    Raises
    ------
    SpiError
        For fewer than four numbers, or equal ones.

    Source: ours
    """
    ordered = _ordered(numbers)
    n = len(ordered)
    if n < 4:
        raise SpiError(f"{n} numbers; accepted: 4 or more, not all alike")
    mean = _mean(ordered)
    m2, m3, m4 = (_mean([(x - mean) ** k for x in ordered]) for k in (2, 3, 4))
    skew_squared = m3**2 / m2**3 * Fraction(n * (n - 1), (n - 2) ** 2)
    excess = Fraction(n - 1, (n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    return (skew_squared + 1) / (excess + Fraction(3 * (n - 1) ** 2, (n - 2) * (n - 3)))


def rank_correlation(first: Sequence[Exact], second: Sequence[Exact]) -> float:
    """Spearman's rank correlation; ranks are exact, ties have their mean rank, only the last root is a float.

    Source: ours
    """
    a, b = (_ranks([exact(value) for value in numbers]) for numbers in (first, second))
    middle = Fraction(len(a) + 1, 2)
    above = sum((x - middle) * (y - middle) for x, y in zip(a, b, strict=True))
    below = [sum((x - middle) ** 2 for x in own) for own in (a, b)]
    if not all(below):
        raise SpiError("all numbers of a list are alike; accepted: at least two different ones")
    return float(above) / sqrt(below[0] * below[1])


def _ordered(numbers: Sequence[Exact]) -> list[Fraction]:
    ordered = sorted(map(exact, numbers))
    if len(ordered) < 2 or ordered[0] == ordered[-1]:
        raise SpiError("fewer than two different numbers; accepted: at least two")
    return ordered


def _split(ordered: Sequence[Fraction], k: int) -> Split:
    mean = _mean(ordered)
    parts = ordered[:k], ordered[k:]
    between = sum((len(part) * (_mean(part) - mean) ** 2 for part in parts), Fraction(0))
    return Split(ordered[k - 1], ordered[k], between / sum((x - mean) ** 2 for x in ordered))


def _mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _ranks(numbers: Sequence[Fraction]) -> list[Fraction]:
    return [
        Fraction(sum(other < own for other in numbers) * 2 + sum(other == own for other in numbers) + 1, 2)
        for own in numbers
    ]
