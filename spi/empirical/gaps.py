"""The squared difference of two response probabilities, estimated without bias.

The squared difference of two observed rates is too large on average: two arms that answer alike, half the time, with
20 responses each, look 0.158 apart. What follows takes the noise out exactly. The price is that an estimate may be
negative, and that it must stay so: clip after averaging, for display, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.core.numbers import Exact
from spi.empirical.definite import find_negative_direction, read_symmetric
from spi.empirical.sample_counts import read_categories, read_scenario, repeated, whole
from spi.errors import GameError, HypothesisError

__all__ = ["squared_gap", "squared_gap_categories", "squared_gap_kernel", "squared_gap_paired"]


def squared_gap(x: int, n: int, y: int, m: int) -> Fraction:
    """The unbiased estimate of (p − q)² from x of n and y of m responses.

    Pairs of different responses take the place of squares: x(x−1)/(n(n−1)) − 2xy/(nm) + y(y−1)/(m(m−1)). As (x, y) is
    complete and sufficient, no other unbiased estimate has a smaller variance anywhere.

    Parameters
    ----------
    x, n, y, m : int
        x of n responses in the first arm, y of m in the second; the arms need not be equally long.

    Returns
    -------
    Fraction
        From −1/(4(n−1)) − 1/(4(m−1)), if not more, to 1. Negative values are no error: they keep the
        mean honest.

    Raises
    ------
    HypothesisError
        With one response in an arm: p² has no unbiased estimate then.
    GameError
        For what are no counts.

    Examples
    --------
    >>> str(squared_gap(14, 20, 6, 20)), str(squared_gap(10, 20, 10, 20))
    ('131/950', '-1/38')

    Source: hoeffding-1948, Unbiased estimates of functionals, and ours
    """
    x, n, y, m = read_scenario(x, n, y, m)
    repeated(n, m)
    return Fraction(x * (x - 1), n * (n - 1)) - Fraction(2 * x * y, n * m) + Fraction(y * (y - 1), m * (m - 1))


def squared_gap_categories(first: Sequence[int], second: Sequence[int]) -> Fraction:
    """The unbiased estimate of Σ (p_k − q_k)² from counts of several answers.

    How often two responses of one arm agree, for both arms, less twice how often responses of different arms agree.

    Parameters
    ----------
    first, second : sequences of K ≥ 2 counts
        How often each answer was given in the two arms.

    Returns
    -------
    Fraction
        At most 2. With two answers it is *twice* `squared_gap`: both answers differ by p − q. Do not compare the two.

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm.
    GameError
        For what are no counts of the same answers.

    Examples
    --------
    >>> str(squared_gap_categories([12, 8], [7, 13])), str(2 * squared_gap(12, 20, 7, 20))
    ('36/475', '36/475')

    Source: gretton-et-al-2012, Unbiased estimate, and ours
    """
    size = len(tuple(first))
    return _kernel_gap(first, second, [[Fraction(int(i == j)) for j in range(size)] for i in range(size)])


def squared_gap_kernel(first: Sequence[int], second: Sequence[int], kernel: Sequence[Sequence[Exact]]) -> Fraction:
    """The unbiased estimate of (p − q)·K·(p − q), for answers that are more or less alike.

    With the identity as the kernel K all answers are equally different; a kernel that says how alike "half" and "all"
    of a demand are makes a shift between neighbours count for less than one from end to end.

    Parameters
    ----------
    first, second : sequences of K ≥ 2 counts
    kernel : K×K exact numbers
        Symmetric and positive semidefinite: otherwise the "square" of a difference could be negative.

    Returns
    -------
    Fraction

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm, or a kernel that is not positive semidefinite; the message has a
        direction in which it is negative.
    GameError
        For what are no counts of the same answers, or no symmetric matrix of that size.

    Examples
    --------
    >>> ordinal = [[2, 1, 0], [1, 2, 1], [0, 1, 2]]  # none, half, all
    >>> near, far = squared_gap_kernel([9, 1, 0], [1, 9, 0], ordinal), squared_gap_kernel([9, 0, 1], [1, 0, 9], ordinal)
    >>> str(near), str(far)
    ('31/25', '62/25')

    Source: gretton-et-al-2012, Unbiased estimate, and ours
    """
    rows = read_symmetric(kernel)
    if len(rows) != len(tuple(first)):
        raise GameError(f"a kernel of {len(rows)} rows for {len(tuple(first))} answers; accepted: one row an answer")
    direction = find_negative_direction(rows)
    if direction is not None:
        shown = ", ".join(str(v) for v in direction)
        raise HypothesisError(f"the kernel is not positive semidefinite: v·K·v < 0 for v = ({shown})")
    return _kernel_gap(first, second, rows)


def _kernel_gap(first: Sequence[int], second: Sequence[int], kernel: Sequence[Sequence[Fraction]]) -> Fraction:
    xs, ys = read_categories(first, second)
    n, m = sum(xs), sum(ys)
    repeated(n, m)
    within_first = within_second = between = Fraction(0)
    for i, row in enumerate(kernel):
        for j, alike in enumerate(row):
            if alike:
                within_first += alike * xs[i] * (xs[j] - (i == j))
                within_second += alike * ys[i] * (ys[j] - (i == j))
                between += alike * xs[i] * ys[j]
    return within_first / (n * (n - 1)) - 2 * between / (n * m) + within_second / (m * (m - 1))


def squared_gap_paired(only_first: int, only_second: int, pairs: int) -> Fraction:
    """The unbiased estimate of (p − q)² from pairs of responses with common random numbers.

    Parameters
    ----------
    only_first, only_second : int
        Pairs in which only the first, or only the second arm gave the answer.
    pairs : int
        All pairs.

    Returns
    -------
    Fraction
        ((b − c)² − (b + c)) / (n(n−1)). `squared_gap` on paired responses is off by −2·Cov/n. That the responses were
        paired has to be declared: a shared paraphrase or template makes a cluster, not a pair.

    Raises
    ------
    HypothesisError
        With fewer than two pairs.
    GameError
        For what are no counts.

    Examples
    --------
    >>> str(squared_gap_paired(8, 2, 20))
    '13/190'

    Source: ours
    """
    b, c, n = whole(only_first, "only_first"), whole(only_second, "only_second"), whole(pairs, "pairs")
    if b + c > n:
        raise GameError(f"{b} + {c} pairs that differ, of {n}; accepted: at most as many as pairs")
    repeated(n)
    return Fraction((b - c) ** 2 - (b + c), n * (n - 1))
