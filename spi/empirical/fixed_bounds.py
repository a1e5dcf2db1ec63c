"""How large can the mean squared gap of these very scenarios be, and of no others?

Then the only uncertainty is that of the responses, and ten scenarios asked often are enough. The bound is the largest
mean δ that the data do not contradict, and as in Wilson's interval the standard error is the one that δ would bring:
it is larger for larger gaps, and one from the estimate is too small exactly when the estimate is. With the weight
w = p(1−p)/n + q(1−q)/m of a scenario, and D its variance without a gap, the variance of the mean is at most
4δ·max w/S + ΣD/S².
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from spi.core.numbers import Exact
from spi.empirical.bounds import MeanGapBound
from spi.empirical.gap_variances import variance_formula
from spi.empirical.gaps import squared_gap
from spi.empirical.rates import read_level
from spi.empirical.sample_counts import read_scenarios, repeated

__all__ = ["approx_fixed_gap_bound"]


def _spread(x: int, n: int) -> Fraction:
    """p(1−p) from x of n, never 0, and unbiased where it is largest, at 1/2.

    Source: ours
    """
    return Fraction((2 * x + 1) * (2 * (n - x) + 1), 4 * (n * n + n + 1))


def approx_fixed_gap_bound(scenarios: Sequence[Sequence[int]], *, level: Exact = "0.95") -> MeanGapBound:
    """An upper bound on the mean of (p − q)² over exactly these scenarios.

    It says nothing of others: for those, `approx_mean_gap_bound`.

    Parameters
    ----------
    scenarios : sequence of (x, n, y, m)
        At least two responses in each arm; responses are independent, whatever scenarios share.
    level : exact number
        Nominal, one-sided, by a normal approximation; in simulations with 1 to 101 scenarios, 2 to 200 responses
        and gaps of none, .03, .1, .4 or .8 in all or in some, coverage was .93 or more for 0.95, and mostly above .96.

    Returns
    -------
    MeanGapBound

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm.
    GameError
        For what are no counts, or no level.

    Examples
    --------
    >>> few = [(60, 200, 50, 200), (101, 200, 110, 200), (180, 200, 174, 200)] * 3
    >>> print(approx_fixed_gap_bound(few))
    mean squared gap at most 0.00358, root 0.05983 (level 0.95, score: these scenarios only, normal approximation)

    Source: wilson-1927, Score interval, and ours
    """
    read = read_scenarios(scenarios)
    nominal = read_level(level)
    size = len(read)
    total = noise = heaviest = Fraction(0)
    for k, (x, n, y, m) in enumerate(read, start=1):
        repeated(n, m, place=f"scenario {k}")
        u, v = _spread(x, n), _spread(y, m)
        total += squared_gap(x, n, y, m)
        noise += variance_formula(Fraction(0), u, n, v, m)
        heaviest = max(heaviest, u / n + v / m)
    z = NormalDist().inv_cdf(float(nominal))
    mean, slope, constant = float(total / size), float(4 * heaviest / size), float(noise / size**2)
    # the larger root of (δ − mean)² = z²·(slope·δ + constant)
    middle = mean + z * z * slope / 2
    bound = middle + sqrt(max(0.0, middle * middle - mean * mean + z * z * constant))
    below = ("negative by chance, no evidence of a gap of 0",) if bound < 0 else ()
    return MeanGapBound(min(1.0, bound), nominal, "score", "these", size, size, proved=False, warnings=below)
