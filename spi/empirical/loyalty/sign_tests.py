"""Paired comparisons: the sign test and Wilcoxon's signed-rank test, exact, with ties as they are in exact numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, erfc, sqrt

from spi.errors import SpiError

__all__ = ["SignedRanks", "sign_test", "signed_rank_test", "wilcoxon_of_signs"]


@dataclass(frozen=True, slots=True)
class SignedRanks:
    """Wilcoxon's signed-rank test of paired differences.

    Parameters
    ----------
    above, below : Fraction
        Sums of the ranks of positive and of negative differences; ties have their mean rank, zeros do not count.
    n : int
        Differences that are not zero.
    p_value : Fraction
        Exact and two-sided: of all ways to choose signs, those that leave the sums as far apart.
    normal : float
        The p-value of the normal limit with the correction for ties, as most programs report it.

    Source: ours
    """

    above: Fraction
    below: Fraction
    n: int
    p_value: Fraction
    normal: float


def sign_test(worse: int, better: int) -> Fraction:
    """The exact two-sided p-value that a pair that changes is as likely to be worse as to be better.

    Examples
    --------
    >>> print(sign_test(3, 0))
    1/4

    Source: ours
    """
    n = _changed(worse, better)
    tail = sum(comb(n, k) for k in range(min(worse, better) + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**n))


def signed_rank_test(differences: Sequence[Fraction]) -> SignedRanks:
    """Wilcoxon's signed-rank test of exact differences, so that ties are ties.

    Means that are computed in floats break ties at random, and change the third digit of p-values.

    Parameters
    ----------
    differences : sequence of Fraction

    Returns
    -------
    SignedRanks

    Raises
    ------
    SpiError
        If all differences are zero.

    Examples
    --------
    >>> found = signed_rank_test([Fraction(1, 3), Fraction(1, 2), Fraction(1, 2), Fraction(0), Fraction(2)])
    >>> print(found.above, found.n, found.p_value)
    10 4 1/8

    Source: ours
    """
    kept = [difference for difference in differences if difference]
    if not kept:
        raise SpiError("all differences are zero; accepted: at least one that is not")
    sizes = Counter(map(abs, kept))
    doubled: dict[Fraction, int] = {}  # twice the mean rank, a whole number
    before = 0
    for size, times in sorted(sizes.items()):
        doubled[size] = 2 * before + times + 1
        before += times
    ranks = [doubled[abs(difference)] for difference in kept]
    total, up = sum(ranks), sum(r for r, difference in zip(ranks, kept, strict=True) if difference > 0)
    ways = [1] + [0] * total  # how many choices of signs have this sum of positive ranks
    for rank in ranks:
        for reached in range(total, rank - 1, -1):
            ways[reached] += ways[reached - rank]
    low = min(up, total - up)
    p = min(Fraction(1), Fraction(2 * sum(ways[: low + 1]), 2 ** len(kept)))
    deviation = sqrt(sum(rank * rank for rank in ranks))  # that of up - (total - up), whose mean is 0
    return SignedRanks(
        Fraction(up, 2), Fraction(total - up, 2), len(kept), p, erfc(abs(2 * up - total) / deviation / sqrt(2))
    )


def wilcoxon_of_signs(worse: int, better: int) -> float:
    """The two-sided p-value of Wilcoxon's signed-rank test by its normal limit, where all differences are ±1.

    All ranks are tied then, and with the usual correction for ties the statistic is (worse - better)/√(worse + better):
    the sign test's normal limit, without continuity correction.

    Source: li-shi-2026, prompted against plain
    """
    return erfc(abs(worse - better) / sqrt(2 * _changed(worse, better)))


def _changed(worse: int, better: int) -> int:
    if worse < 0 or better < 0 or worse + better == 0:
        raise SpiError(f"{worse} worse and {better} better; accepted: 0 or more, and at least one pair that changes")
    return worse + better
