"""The variance of an estimated squared gap, estimated from the same counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, perm

from spi.core.display import html_of
from spi.empirical.gap_variances import variance_formula
from spi.empirical.gaps import squared_gap
from spi.empirical.sample_counts import read_scenario, repeated

__all__ = ["VarianceEstimate", "fourth_power_gap", "null_variance", "plug_in_variance", "variance_estimate"]


@dataclass(frozen=True, slots=True)
class VarianceEstimate:
    """An estimated variance of one squared gap.

    Parameters
    ----------
    value : Fraction
        If unbiased it may be negative in one scenario; use it in sums.
    unbiased : bool
        False: with fewer than four responses in an arm there is no unbiased estimate, and observed rates, moved a
        little towards 1/2, were put into the formula.

    Source: ours
    """

    value: Fraction
    unbiased: bool

    def __str__(self) -> str:
        how = "unbiased" if self.unbiased else "observed rates put into the formula: an arm has fewer than 4 responses"
        return f"variance {float(self.value):.4g} ({how})"

    _repr_html_ = html_of


def fourth_power_gap(x: int, n: int, y: int, m: int) -> Fraction:
    """The unbiased estimate of (p − q)⁴: the binomial expansion, with distinct responses for powers.

    Parameters
    ----------
    x, n, y, m : int
        At least four responses in each arm.

    Returns
    -------
    Fraction

    Raises
    ------
    HypothesisError
        With fewer than four responses in an arm.

    Source: ours
    """
    x, n, y, m = read_scenario(x, n, y, m)
    repeated(n, m, least=4)
    return sum(
        (
            (-1) ** k * comb(4, k) * Fraction(perm(x, 4 - k), perm(n, 4 - k)) * Fraction(perm(y, k), perm(m, k))
            for k in range(5)
        ),
        Fraction(0),
    )


def variance_estimate(x: int, n: int, y: int, m: int) -> VarianceEstimate:
    """The variance of `squared_gap`, estimated from the same counts.

    Parameters
    ----------
    x, n, y, m : int
        At least two responses in each arm.

    Returns
    -------
    VarianceEstimate
        With four or more in each arm the square of the estimate less `fourth_power_gap`, which is unbiased; otherwise
        `plug_in_variance`, and it says so.

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm.

    Examples
    --------
    >>> str(variance_estimate(3, 4, 1, 5).value)
    '6/25'
    >>> print(variance_estimate(1, 3, 2, 3))
    variance 0.06104 (observed rates put into the formula: an arm has fewer than 4 responses)

    Source: ours
    """
    estimate = squared_gap(x, n, y, m)
    if min(n, m) < 4:
        return VarianceEstimate(plug_in_variance(x, n, y, m), unbiased=False)
    return VarianceEstimate(estimate**2 - fourth_power_gap(x, n, y, m), unbiased=True)


def plug_in_variance(x: int, n: int, y: int, m: int) -> Fraction:
    """The variance formula at observed rates: positive always, and a little too large on average.

    The rates are (x + 1/2)/(n + 1) and (y + 1/2)/(m + 1), so that 20 of 20 do not count as certain. For d² stands the
    unbiased estimate, or 0 if it is negative, since the difference of the rates would count the noise as a gap.

    Parameters
    ----------
    x, n, y, m : int
        At least two responses in each arm.

    Returns
    -------
    Fraction

    Source: ours
    """
    x, n, y, m = read_scenario(x, n, y, m)
    p, q = Fraction(2 * x + 1, 2 * n + 2), Fraction(2 * y + 1, 2 * m + 2)
    return variance_formula(max(squared_gap(x, n, y, m), Fraction(0)), p * (1 - p), n, q * (1 - q), m)


def null_variance(x: int, n: int, y: int, m: int) -> Fraction:
    """The variance of `squared_gap` if both arms have one probability, from the pooled counts.

    It is unbiased then, never negative, and exactly the variance of the estimate when the responses of the scenario
    are dealt to the arms anew, as in the permutation test.

    Parameters
    ----------
    x, n, y, m : int
        At least two responses in each arm.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> str(null_variance(10, 20, 10, 20))
    '1/740'

    Source: ours
    """
    x, n, y, m = read_scenario(x, n, y, m)
    repeated(n, m)
    total, hits = n + m, x + y
    scale = Fraction(1, n * (n - 1)) + Fraction(2, n * m) + Fraction(1, m * (m - 1))
    return 2 * scale * Fraction(perm(hits, 2) * perm(total - hits, 2), perm(total, 4))
