"""Do two arms answer alike? The permutation test: deal the responses of every scenario to the arms anew.

If the arms have one law, all deals of a scenario's responses are equally probable, whatever the law is. So the
distribution of any statistic given the pooled counts is known, and the test is exact with any number of responses.
Not to reject is no evidence of equality: for that there are bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, gcd, lcm, sqrt
from typing import Any

from spi.core.display import html_of
from spi.empirical.gaps import squared_gap
from spi.empirical.sample_counts import Scenario, read_scenario, read_scenarios, repeated
from spi.empirical.variance_estimates import null_variance

__all__ = ["PermutationTest", "permutation_p_value", "permutation_test"]


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """A stratified permutation test of the mean squared gap.

    Parameters
    ----------
    mean : Fraction
        The mean of the unbiased squared gaps.
    p_value : Fraction
        The probability of so large a mean, or larger, if no scenario has a gap.
    standardised : float
        The mean over its standard deviation under permutation; 0 if that is 0. Compared with a normal distribution it
        rejects a little too often: 0.06 or 0.07 instead of 0.05.
    scenarios : int
    draws : int or None
        None: all deals were counted. Otherwise so many were drawn, and the p-value is the rank among them, which keeps
        the level exactly too.

    Source: ours
    """

    mean: Fraction
    p_value: Fraction
    standardised: float
    scenarios: int
    draws: int | None

    def __str__(self) -> str:
        how = "exact" if self.draws is None else f"from {self.draws} drawn deals"
        return (
            f"mean squared gap {float(self.mean):.4g} over {self.scenarios} scenarios: "
            f"p = {float(self.p_value):.4g} ({how}; not to reject is not to pass)"
        )

    _repr_html_ = html_of


def _deals(scenario: Scenario) -> Iterator[tuple[int, int]]:
    """Every possible count of the first arm, given the pooled counts, and the number of deals with it."""
    x, n, y, m = scenario
    hits = x + y
    for k in range(max(0, hits - m), min(n, hits) + 1):
        yield k, comb(n, k) * comb(m, hits - k)


def permutation_p_value(x: int, n: int, y: int, m: int) -> Fraction:
    """The probability of so large a squared gap in one scenario, if the arms have one law.

    Parameters
    ----------
    x, n, y, m : int
        At least two responses in each arm.

    Returns
    -------
    Fraction
        A sum of hypergeometric probabilities.

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm.
    GameError
        For what are no counts.

    Examples
    --------
    >>> str(permutation_p_value(3, 4, 1, 5))
    '13/63'

    Source: ours
    """
    scenario = read_scenario(x, n, y, m)
    x, n, y, m = scenario
    observed = squared_gap(x, n, y, m)
    as_large = sum(ways for k, ways in _deals(scenario) if squared_gap(k, n, x + y - k, m) >= observed)
    return Fraction(as_large, comb(n + m, x + y))


def permutation_test(
    scenarios: Sequence[Sequence[int]], *, budget: int = 500_000_000, draws: int = 9_999, seed: int = 0
) -> PermutationTest:
    """Test whether no scenario has a gap, by the mean of the squared gaps of all of them.

    The distribution of the sum over scenarios is the product of polynomials: each deal of one scenario is a term, its
    exponent the squared gap in whole units, its coefficient the number of deals.

    Parameters
    ----------
    scenarios : sequence of (x, n, y, m)
        At least two responses in each arm.
    budget : int
        How many bits the exact distribution may take; a hundred scenarios of 20 and 20 responses take 40 million. If
        it takes more, deals are drawn.
    draws : int
        How many, then.
    seed : int

    Returns
    -------
    PermutationTest

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm.
    GameError
        For what are no counts.

    Examples
    --------
    >>> print(permutation_test([(3, 4, 1, 5)]))
    mean squared gap 0.2 over 1 scenarios: p = 0.2063 (exact; not to reject is not to pass)

    Source: ours
    """
    read = read_scenarios(scenarios)
    for k, (_, n, _, m) in enumerate(read, start=1):
        repeated(n, m, place=f"scenario {k}")
    gaps = [squared_gap(*counts) for counts in read]
    unit = lcm(*(lcm(n * (n - 1), n * m, m * (m - 1)) for _, n, _, m in read))
    tables = []
    for x, n, y, m in read:
        ways = list(_deals((x, n, y, m)))
        tables.append([(int(unit * squared_gap(k, n, x + y - k, m)), weight) for k, weight in ways])
    observed = int(unit * sum(gaps))
    spread = sum((null_variance(*counts) for counts in read), Fraction(0))
    step = gcd(*(value - table[0][0] for table in tables for value, _ in table)) or 1
    degree = sum((max(table)[0] - min(table)[0]) // step for table in tables)
    bits = sum(comb(n + m, x + y).bit_length() for x, n, y, m in read)
    drawn = degree * bits > budget
    p_value = _drawn(tables, observed, draws, seed) if drawn else _counted(tables, observed, step)
    return PermutationTest(
        sum(gaps, Fraction(0)) / len(read),
        p_value,
        float(sum(gaps)) / sqrt(spread) if spread else 0.0,
        len(read),
        draws if drawn else None,
    )


def _counted(tables: list[list[tuple[int, int]]], observed: int, step: int) -> Fraction:
    from flint import fmpz_poly

    least = 0
    factors: list[Any] = []
    for table in tables:
        low = min(table)[0]
        least += low
        coefficients = [0] * ((max(table)[0] - low) // step + 1)
        for value, weight in table:
            coefficients[(value - low) // step] += weight
        factors.append(fmpz_poly(coefficients))
    while len(factors) > 1:  # products of similar size, so that fast multiplication pays
        factors = [a * b for a, b in zip(factors[::2], factors[1::2], strict=False)] + factors[len(factors) & ~1 :]
    weights = [int(weight) for weight in factors[0].coeffs()]
    return Fraction(sum(weights[(observed - least) // step :]), sum(weights))


def _drawn(tables: list[list[tuple[int, int]]], observed: int, draws: int, seed: int) -> Fraction:
    import numpy as np

    from spi.empirical.streams import stream_keys, stream_words

    totals: Any = np.zeros(draws, dtype=object)
    for start in range(0, draws, 1000):
        keys = stream_keys(seed, start, min(1000, draws - start))
        words = stream_words(keys, len(tables))
        for s, table in enumerate(tables):
            total, reached, ends = sum(weight for _, weight in table), 0, []
            for _, weight in table[:-1]:
                reached += weight
                ends.append((reached << 64) // total)
            chosen = np.searchsorted(np.array(ends, dtype=np.uint64), words[:, s], side="right")
            totals[start : start + 1000] += np.array([value for value, _ in table], dtype=object)[chosen]
    return Fraction(1 + int((totals >= observed).sum()), 1 + draws)
