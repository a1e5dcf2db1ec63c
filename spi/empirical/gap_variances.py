"""How much an estimated squared gap varies, exactly, for given probabilities.

The variance has a part that is linear in the data, of order d²/n, and one that is left at d = 0, of order 1/n². So
near equality more repetitions help quickly: the standard deviation falls like 1/n there, and not like 1/√n.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.core.numbers import Exact, exact
from spi.empirical.definite import read_symmetric
from spi.empirical.sample_counts import repeated
from spi.errors import GameError

__all__ = ["gap_variance", "gap_variance_categories", "gap_variance_paired", "variance_formula"]


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

    Source: hoeffding-1948, Variance of a U-statistic, and ours
    """
    p, q = _probability(p, "p"), _probability(q, "q")
    repeated(n, m)
    return variance_formula((p - q) ** 2, p * (1 - p), n, q * (1 - q), m)


def variance_formula(squared: Fraction, u: Fraction, n: int, v: Fraction, m: int) -> Fraction:
    """The same from d², u = p(1−p) and v = q(1−q), which may be estimates.

    Source: hoeffding-1948, Variance of a U-statistic, and ours
    """
    return 4 * squared * (u / n + v / m) + 2 * u**2 / (n * (n - 1)) + 4 * u * v / (n * m) + 2 * v**2 / (m * (m - 1))


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

    Source: hoeffding-1948, Variance of a U-statistic, and ours
    """
    first, second = _distribution(p, "p"), _distribution(q, "q")
    repeated(n, m)
    size = len(first)
    identity = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    rows = read_symmetric(identity if kernel is None else kernel)
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

    Source: hoeffding-1948, Variance of a U-statistic, and ours
    """
    d, w = exact(gap, place="gap"), exact(spread, place="spread")
    repeated(pairs)
    return 4 * d**2 * w / pairs + 2 * w**2 / (pairs * (pairs - 1))
