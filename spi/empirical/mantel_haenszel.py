"""Does one arm answer so more often? The test of Cochran, Mantel and Haenszel, over all scenarios together.

It adds up differences with their sign. So it sees a common direction that squared gaps need many responses for, and it
does not see gaps of both signs that cancel out: report both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist

from spi.core.display import html_of
from spi.empirical.sample_counts import read_scenarios
from spi.errors import HypothesisError

__all__ = ["DirectionTest", "direction_test"]


@dataclass(frozen=True, slots=True)
class DirectionTest:
    """A stratified test of one direction.

    Parameters
    ----------
    excess : Fraction
        How many answers more than expected the first arm has, if the arms have one law in every scenario.
    variance : Fraction
        Of the excess, given the pooled counts.
    p_more, p_less : Fraction
        Exact probabilities of so many answers of the first arm or more, and so many or fewer.
    scenarios : int

    Source: ours
    """

    excess: Fraction
    variance: Fraction
    p_more: Fraction
    p_less: Fraction
    scenarios: int

    @property
    def p_value(self) -> Fraction:
        """Two-sided and exact: twice the smaller one, at most 1."""
        return min(Fraction(1), 2 * min(self.p_more, self.p_less))

    @property
    def approx_p_value(self) -> float:
        """Two-sided, from the chi-squared distribution with one degree of freedom, without a continuity correction."""
        return 2 * NormalDist().cdf(-abs(float(self.excess)) / sqrt(self.variance)) if self.variance else 1.0

    def __str__(self) -> str:
        return (
            f"first arm {float(self.excess):+.4g} answers over {self.scenarios} scenarios: "
            f"p = {float(self.p_value):.4g} (exact, two-sided; {self.approx_p_value:.4g} by chi-squared)"
        )

    _repr_html_ = html_of


def direction_test(scenarios: Sequence[Sequence[int]]) -> DirectionTest:
    """Test whether the first arm gives an answer as often as the second, in every scenario.

    Parameters
    ----------
    scenarios : sequence of (x, n, y, m)
        With a response in each arm.

    Returns
    -------
    DirectionTest

    Raises
    ------
    HypothesisError
        For an arm without responses.
    GameError
        For what are no counts.

    Examples
    --------
    >>> print(direction_test([(14, 20, 6, 20), (12, 20, 5, 20)]))
    first arm +7.5 answers over 2 scenarios: p = 0.001584 (exact, two-sided; 0.0008663 by chi-squared)

    Source: mantel-haenszel-1959, Summary chi-squared, and ours
    """
    read = read_scenarios(scenarios)
    excess = variance = Fraction(0)
    ways = [1]
    first = 0  # the count of the first arm that ways[0] stands for
    for k, (x, n, y, m) in enumerate(read, start=1):
        if not n or not m:
            raise HypothesisError(f"scenario {k}: missing: an arm has no response; accepted: leave it out and say so")
        total, hits = n + m, x + y
        excess += x - Fraction(n * hits, total)
        variance += Fraction(n * m * hits * (total - hits), total**2 * (total - 1))
        low = max(0, hits - m)
        deals = [comb(n, j) * comb(m, hits - j) for j in range(low, min(n, hits) + 1)]
        product = [0] * (len(ways) + len(deals) - 1)
        for i, a in enumerate(ways):
            for j, b in enumerate(deals):
                product[i + j] += a * b
        ways, first = product, first + low
    seen = sum(x for x, _, _, _ in read) - first
    everything = sum(ways)
    return DirectionTest(
        excess, variance, Fraction(sum(ways[seen:]), everything), Fraction(sum(ways[: seen + 1]), everything), len(read)
    )
