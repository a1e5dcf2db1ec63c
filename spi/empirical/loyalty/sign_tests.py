"""Paired yes-or-no outcomes: the exact sign test, and what the Wilcoxon test becomes where all differences are ±1."""

from __future__ import annotations

from fractions import Fraction
from math import comb, erfc, sqrt

from spi.errors import SpiError

__all__ = ["sign_test", "wilcoxon_of_signs"]


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
