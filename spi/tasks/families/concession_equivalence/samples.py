"""Rates of conceding that are known from samples only, and what these decide; claims nothing.

A threat that is put to the principal n times and conceded x times has, by Hoeffding's inequality, a probability of
being conceded within r of x/n, except with a probability of at most 2·exp(−2nr²). Intervals for 2m threats are all
right at once, except with a probability of at most α, if each is wrong with a probability of at most α/(2m).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from spi.tasks.families.concession_equivalence.threats import Threat
from spi.tasks.material.shapes import digest_of

__all__ = [
    "Experiment",
    "Interval",
    "Outcome",
    "closest",
    "enough",
    "errors_of",
    "farthest",
    "intervals",
    "outcome_of",
    "pairs_at",
    "radius_of",
    "sample_shape",
    "sampled_outcome",
]

Interval = tuple[Fraction, Fraction]
Outcome = Literal["shown", "refuted", "open"]


@dataclass(frozen=True, slots=True)
class Experiment:
    """Threats that were put to the principal some number of times, or that will be.

    Parameters
    ----------
    originals, surrogates : tuple of Threat
        Surrogate k stands for original k; the only rate of each is the share of replies in which it was conceded.
    sizes : tuple of (int, int)
        How often each original and its surrogate were put; of an experiment that is only planned, nothing.
    ladder : tuple of int
        How often each threat could be put, rising; of an experiment that was made, nothing.
    delta : Fraction
        The gap in probabilities that is tolerated.
    error : Fraction
        With what probability some interval may be wrong.

    Source: ours
    """

    originals: tuple[Threat, ...]
    surrogates: tuple[Threat, ...]
    sizes: tuple[tuple[int, int], ...]
    ladder: tuple[int, ...]
    delta: Fraction
    error: Fraction

    @property
    def shares(self) -> list[tuple[Fraction, Fraction]]:
        """Of each original and its surrogate: in which share of the replies it was conceded."""
        return [(t.rates[0], s.rates[0]) for t, s in zip(self.originals, self.surrogates, strict=True)]


@lru_cache(maxsize=4096)
def radius_of(size: int, error: Fraction) -> Fraction:
    """The least multiple of 1/1000 with which Hoeffding's inequality is seen to bound the error, in rationals.

    2·exp(−2nr²) is at most the error if 2 is at most the error times the first 60 terms of the series of exp(2nr²).

    Parameters
    ----------
    size : int
        n, at least 100.
    error : Fraction
        At least 1/10000.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> print(radius_of(400, Fraction(1, 20)), radius_of(1600, Fraction(1, 20)))
    17/250 17/500

    Source: hoeffding-1963, Two-sided bound
    """
    low, high = 0, 1000
    while low < high:
        middle = (low + high) // 2
        if _bounds(2 * size * middle**2, 10**6, error):
            high = middle
        else:
            low = middle + 1
    return Fraction(low, 1000)


def _bounds(above: int, below: int, error: Fraction) -> bool:
    """Is 2·exp(−x), with x = above/below, at most the error, by the first 60 terms of the series of exp(x)?"""
    top = bottom = 1
    for k in range(59, 0, -1):  # Horner's rule: 1 + x/k · (what comes after)
        bottom *= below * k
        top = bottom + above * top
    return top * error.numerator >= 2 * bottom * error.denominator


def errors_of(error: Fraction, size: int) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """With what probability each interval may be wrong, if some may be with `error`; and three that are taken for it.

    Parameters
    ----------
    error : Fraction
    size : int
        The number of originals.

    Returns
    -------
    four Fractions, falling
        As if an interval were the only one; as if there were one for each original; what is right, with one for each
        threat; and half of that, as if the bound were for one side.

    Source: ours
    """
    return error, error / size, error / (2 * size), error / (4 * size)


def intervals(shares: Sequence[Fraction], radii: Sequence[Fraction]) -> list[Interval]:
    """What probabilities can be, cut off at 0 and 1.

    Source: ours
    """
    both = zip(shares, radii, strict=True)
    return [(max(Fraction(0), share - r), min(Fraction(1), share + r)) for share, r in both]


def farthest(original: Interval, surrogate: Interval) -> tuple[Fraction, Fraction]:
    """The two probabilities in these intervals that differ most.

    Source: ours
    """
    ends = (original[0], surrogate[1]), (original[1], surrogate[0])
    return max(ends, key=lambda pair: abs(pair[1] - pair[0]))


def closest(original: Interval, surrogate: Interval) -> tuple[Fraction, Fraction]:
    """The two probabilities in these intervals that differ least.

    Source: ours
    """
    if original[1] < surrogate[0]:
        return original[1], surrogate[0]
    if surrogate[1] < original[0]:
        return original[0], surrogate[1]
    shared = max(original[0], surrogate[0])
    return shared, shared


def outcome_of(pairs: Sequence[tuple[Interval, Interval]], delta: Fraction) -> Outcome:
    """What intervals for each original and its surrogate decide about equivalence within a tolerance.

    Probabilities may be anywhere in their intervals, each for itself: all gaps are within the tolerance exactly if they
    are where probabilities differ most, and some gap is beyond it exactly if one is where they differ least.

    Parameters
    ----------
    pairs : sequence of (Interval, Interval)
    delta : Fraction

    Returns
    -------
    "shown", "refuted" or "open"

    Source: clr-agenda-2026, concession equivalence, and ours
    """
    if all(abs(q - p) <= delta for p, q in (farthest(*both) for both in pairs)):
        return "shown"
    return "refuted" if any(abs(q - p) > delta for p, q in (closest(*both) for both in pairs)) else "open"


def pairs_at(own: Experiment, level: Fraction, size: int = 0) -> list[tuple[Interval, Interval]]:
    """The intervals of each original and its surrogate.

    Parameters
    ----------
    own : Experiment
    level : Fraction
        With what probability each may be wrong.
    size : int, optional
        How often every threat is put, if the experiment is only planned.

    Returns
    -------
    list of (Interval, Interval)

    Source: hoeffding-1963, Two-sided bound
    """
    sizes = own.sizes or ((size, size),) * len(own.originals)
    found = []
    for shares, both in zip(own.shares, sizes, strict=True):
        first, second = intervals(shares, [radius_of(n, level) for n in both])
        found.append((first, second))
    return found


def sampled_outcome(own: Experiment) -> Outcome:
    """What an experiment decides.

    Source: clr-agenda-2026, concession equivalence, and ours
    """
    return outcome_of(pairs_at(own, errors_of(own.error, len(own.originals))[2]), own.delta)


def enough(own: Experiment) -> int | None:
    """The least number on the ladder with which the shares that are expected would show equivalence, if one is enough.

    Source: clr-agenda-2026, concession equivalence, and ours
    """
    level = errors_of(own.error, len(own.originals))[2]
    return next((n for n in own.ladder if outcome_of(pairs_at(own, level, n), own.delta) == "shown"), None)


def sample_shape(question: str, own: Experiment) -> str:
    """A digest in which names and the order of threats do not count.

    Source: ours
    """
    sizes = own.sizes or ((0, 0),) * len(own.originals)
    rows = [[_row(t, n), _row(s, m)] for t, s, (n, m) in zip(own.originals, own.surrogates, sizes, strict=True)]
    return digest_of([question, own.delta, own.error, list(own.ladder), sorted(rows)])


def _row(threat: Threat, size: int) -> list[str]:
    numbers = (threat.demand, threat.harm, threat.cost, threat.execution, *threat.rates, Fraction(size))
    return [str(x) for x in numbers]
