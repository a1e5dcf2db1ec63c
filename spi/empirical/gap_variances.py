"""How much an estimated squared gap varies: exactly for given probabilities, and estimated from counts.

The variance has a part that is linear in the data, of order d²/n, and one that is left at d = 0, of order 1/n². So
near equality more repetitions help quickly: the standard deviation falls like 1/n there, and not like 1/√n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, perm

from spi.core.numbers import Exact, exact
from spi.empirical.counts import read_scenario, repeated
from spi.empirical.definite import read_symmetric
from spi.empirical.gaps import squared_gap
from spi.errors import GameError

__all__ = [
    "VarianceEstimate",
    "fourth_power_gap",
    "gap_variance",
    "gap_variance_categories",
    "gap_variance_paired",
    "null_variance",
    "plug_in_variance",
    "variance_estimate",
]


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


def gap_variance(p: Exact, n: int, q: Exact, m: int) -> Fraction:
    """The variance of `squared_gap` at given probabilities.

    With d = p − q, u = p(1−p), v = q(1−q): 4d²(u/n + v/m) + 2u²/(n(n−1)) + 4uv/(nm) + 2v²/(m(m−1)).

    Parameters
    ----------
    p, q : exact numbers from 0 to 1
    n, m : int
        Responses in each arm, at least 2.

    Returns
    -------
    Fraction

    Raises
    ------
    GameError
        If p or q is no probability.
    HypothesisError
        With fewer than two responses in an arm.

    Examples
    --------
    >>> str(gap_variance("1/2", 20, "1/2", 20))
    '39/30400'

    Source: hoeffding-1948, variance of a U-statistic, and ours
    """
    p, q = _probability(p, "p"), _probability(q, "q")
    repeated(n, m)
    return _formula((p - q) ** 2, p * (1 - p), n, q * (1 - q), m)


def _formula(squared: Fraction, u: Fraction, n: int, v: Fraction, m: int) -> Fraction:
    return (
        4 * squared * (u / n + v / m) + 2 * u**2 / (n * (n - 1)) + 4 * u * v / (n * m) + 2 * v**2 / (m * (m - 1))
    )


def _probability(value: Exact, place: str) -> Fraction:
    number = exact(value, place=place)
    if not 0 <= number <= 1:
        raise GameError(f"{place} = {number}; accepted: a probability, from 0 to 1")
    return number


def gap_variance_categories(
    p: Sequence[Exact],
    n: int,
    q: Sequence[Exact],
    m: int,
    *,
    kernel: Sequence[Sequence[Exact]] | None = None,
) -> Fraction:
    """The variance of `squared_gap_categories` or `squared_gap_kernel` at given probabilities.

    With d = p − q and S the covariance matrix of one response, diag(p) − p pᵀ, in each arm: 4 d·K(S_p/n + S_q/m)K·d +
    2 tr((K S_p)²)/(n(n−1)) + 4 tr(K S_p K S_q)/(nm) + 2 tr((K S_q)²)/(m(m−1)).

    Parameters
    ----------
    p, q : sequences of K exact numbers
        Probabilities of the answers, which sum to 1.
    n, m : int
        Responses in each arm, at least 2.
    kernel : K×K exact numbers, optional
        Symmetric; the identity if it is left out.

    Returns
    -------
    Fraction

    Raises
    ------
    GameError
        If p or q is no distribution, or the sizes differ.
    HypothesisError
        With fewer than two responses in an arm.

    Source: hoeffding-1948, variance of a U-statistic, and ours
    """
    first, second = _distribution(p, "p"), _distribution(q, "q")
    repeated(n, m)
    size = len(first)
    rows = read_symmetric(kernel) if kernel is not None else tuple(tuple(Fraction(int(i == j)) for j in range(size)) for i in range(size))
    if len(second) != size or len(rows) != size:
        raise GameError(f"{size} and {len(second)} answers, a kernel of {len(rows)} rows; accepted: the same number")

    def through(law: Sequence[Fraction]) -> list[list[Fraction]]:  # K S: rows of the kernel, centred and weighted
        means = [sum((row[k] * law[k] for k in range(size)), Fraction(0)) for row in rows]
        return [[law[j] * (row[j] - mean) for j in range(size)] for row, mean in zip(rows, means, strict=True)]

    def trace(a: list[list[Fraction]], b: list[list[Fraction]]) -> Fraction:
        return sum((a[i][j] * b[j][i] for i in range(size) for j in range(size)), Fraction(0))

    def spread(law: Sequence[Fraction]) -> Fraction:  # the variance of (K d) at one response
        pull = [sum((row[k] * (first[k] - second[k]) for k in range(size)), Fraction(0)) for row in rows]
        mean = sum((a * w for a, w in zip(pull, law, strict=True)), Fraction(0))
        return sum(((a - mean) ** 2 * w for a, w in zip(pull, law, strict=True)), Fraction(0))

    a, b = through(first), through(second)
    return (
        4 * (spread(first) / n + spread(second) / m)
        + 2 * trace(a, a) / (n * (n - 1))
        + 4 * trace(a, b) / (n * m)
        + 2 * trace(b, b) / (m * (m - 1))
    )


def _distribution(law: Sequence[Exact], name: str) -> tuple[Fraction, ...]:
    read = tuple(_probability(value, f"{name}, answer {k}") for k, value in enumerate(law, start=1))
    if sum(read) != 1:
        raise GameError(f"the probabilities {name} sum to {sum(read)}; accepted: 1")
    return read


def gap_variance_paired(gap: Exact, spread: Exact, pairs: int) -> Fraction:
    """The variance of `squared_gap_paired`: 4d²w/n + 2w²/(n(n−1)).

    Parameters
    ----------
    gap : exact number
        d = p − q.
    spread : exact number
        w, the variance of the difference of the two answers (1 or 0) of a pair.
    pairs : int
        n, at least 2.

    Returns
    -------
    Fraction

    Source: hoeffding-1948, variance of a U-statistic, and ours
    """
    d, w = exact(gap, place="gap"), exact(spread, place="spread")
    repeated(pairs)
    return 4 * d**2 * w / pairs + 2 * w**2 / (pairs * (pairs - 1))


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
    return _formula(max(squared_gap(x, n, y, m), Fraction(0)), p * (1 - p), n, q * (1 - q), m)


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
