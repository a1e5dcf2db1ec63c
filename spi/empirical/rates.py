"""Intervals for one response probability: Clopper and Pearson's, exact, and Wilson's, approximate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.empirical.sample_counts import whole
from spi.errors import GameError, HypothesisError

__all__ = ["RateInterval", "approx_wilson_interval", "clopper_pearson_interval", "read_level"]


@dataclass(frozen=True, slots=True)
class RateInterval:
    """An interval for a response probability.

    Parameters
    ----------
    low, high : Fraction or float
        Fractions if the coverage is guaranteed, floats if it is approximate.
    level : Fraction
        Nominal coverage, both sides together.
    successes, size : int
        What was seen.
    guaranteed : bool
        Does it cover with at least the level whatever the probability is?

    Source: ours
    """

    low: Fraction | float
    high: Fraction | float
    level: Fraction
    successes: int
    size: int
    guaranteed: bool

    def __str__(self) -> str:
        how = "guaranteed" if self.guaranteed else "approximate"
        return (
            f"{self.successes} of {self.size}: from {float(self.low):.4f} to {float(self.high):.4f} "
            f"({float(self.level):.4g} coverage, {how})"
        )

    _repr_html_ = html_of


def read_level(level: Exact) -> Fraction:
    """A level of confidence, above 1/2 and below 1.

    Raises
    ------
    GameError
        For what is no such exact number.

    Source: ours
    """
    read = exact(level, place="level")
    if not Fraction(1, 2) < read < 1:
        raise GameError(f"level = {read}; accepted: above 1/2 and below 1, such as '0.95'")
    return read


def _observed(successes: object, size: object) -> tuple[int, int]:
    x, n = whole(successes, "successes"), whole(size, "size")
    if x > n:
        raise GameError(f"{x} of {n} responses; accepted: at most as many as responses")
    if n == 0:
        raise HypothesisError("missing: no response, and so nothing is known of the rate")
    return x, n


def clopper_pearson_interval(
    successes: int, size: int, *, level: Exact = "0.95", denominator: int = 10**6
) -> RateInterval:
    """The probabilities under which neither so many nor so few successes would be surprising; exact.

    Parameters
    ----------
    successes, size : int
    level : exact number
        At least this often it covers, whatever the probability is.
    denominator : int
        The ends, which are algebraic numbers, are moved outwards to the next multiple of 1/denominator.

    Returns
    -------
    RateInterval
        With rational ends: each tail is compared with (1 − level)/2 in integers.

    Raises
    ------
    HypothesisError
        Without responses.
    GameError
        For what are no counts, or no level.

    Examples
    --------
    >>> print(clopper_pearson_interval(0, 20))
    0 of 20: from 0.0000 to 0.1684 (0.95 coverage, guaranteed)

    Source: clopper-pearson-1934, Confidence limits for the binomial
    """
    x, n = _observed(successes, size)
    read = read_level(level)
    tail = (1 - read) / 2

    def surprising(numerator: int, counts: range) -> bool:  # Pr(count in counts) <= tail at numerator/denominator
        rest = denominator - numerator
        weight = sum(comb(n, k) * numerator**k * rest ** (n - k) for k in counts)
        return bool(weight * tail.denominator <= tail.numerator * denominator**n)

    low = _first(denominator, lambda k: not surprising(k, range(x, n + 1))) - 1 if x else 0
    high = _first(denominator, lambda k: surprising(k, range(x + 1))) if x < n else denominator
    return RateInterval(Fraction(low, denominator), Fraction(high, denominator), read, x, n, guaranteed=True)


def _first(end: int, found: Callable[[int], bool]) -> int:
    """The least whole number up to `end` at which a monotone test says yes, which it does at `end`."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if found(middle) else (middle + 1, high)
    return low


def approx_wilson_interval(successes: int, size: int, *, level: Exact = "0.95") -> RateInterval:
    """The probabilities that the score test does not reject; short, and about right on average.

    Parameters
    ----------
    successes, size : int
    level : exact number
        Nominal: for single probabilities the coverage is somewhat below or above.

    Returns
    -------
    RateInterval
        With ends in floats.

    Raises
    ------
    HypothesisError
        Without responses.
    GameError
        For what are no counts, or no level.

    Examples
    --------
    >>> print(approx_wilson_interval(10, 20))
    10 of 20: from 0.2993 to 0.7007 (0.95 coverage, approximate)

    Source: wilson-1927, Score interval
    """
    x, n = _observed(successes, size)
    read = read_level(level)
    z = NormalDist().inv_cdf(float((1 + read) / 2))
    middle, half = (x + z * z / 2) / (n + z * z), z * sqrt(x * (n - x) / n + z * z / 4) / (n + z * z)
    return RateInterval(max(0.0, middle - half), min(1.0, middle + half), read, x, n, guaranteed=False)
