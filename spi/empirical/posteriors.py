"""What is believed of two response probabilities after counts were seen, and how probably a rule holds of them.

With whole parameters, such as those of a uniform prior and counts, probabilities are exact: see `region_probability`,
of which those here are special cases. With others, such as Jeffreys' 1/2, they are found by drawing: `posterior_draws`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import TypeAlias

from spi.core.numbers import Exact, exact
from spi.empirical.beta_regions import Beta, half_plane, region_probability
from spi.empirical.sample_counts import read_categories, whole
from spi.errors import GameError

__all__ = [
    "Line",
    "posterior",
    "posterior_categories",
    "probability_above",
    "probability_between",
    "probability_expectation_spi",
    "probability_within",
]

Line: TypeAlias = tuple[Exact, Exact]
"""(a, b): the line a + b·p."""


def posterior(successes: int, size: int, *, prior: Exact = 1) -> Beta:
    """The posterior of a response probability.

    Parameters
    ----------
    successes, size : int
    prior : exact number above 0
        Both parameters of the prior: 1 is uniform, "1/2" Jeffreys'.

    Returns
    -------
    Beta

    Raises
    ------
    GameError
        For what are no counts, and for a prior that is not positive.

    Examples
    --------
    >>> print(posterior(12, 20), posterior(12, 20, prior="1/2"))
    Beta(13, 9) Beta(25/2, 17/2)

    Source: ours
    """
    x, n, start = whole(successes, "successes"), whole(size, "size"), exact(prior, place="prior")
    if x > n:
        raise GameError(f"{x} of {n} responses; accepted: at most as many as responses")
    return Beta(x + start, n - x + start)


def posterior_categories(counts: Sequence[int], *, prior: Exact = "1/2") -> tuple[Fraction, ...]:
    """The parameters of the Dirichlet posterior of the probabilities of several answers.

    Parameters
    ----------
    counts : sequence of K ≥ 2 counts
    prior : exact number above 0
        What is added to each: "1/2" is Jeffreys' prior.

    Returns
    -------
    tuple of K Fractions

    Source: ours
    """
    read, start = read_categories(counts, counts)[0], exact(prior, place="prior")
    if start <= 0:
        raise GameError(f"prior = {start}; accepted: above 0")
    return tuple(start + count for count in read)


def probability_between(p: Beta, q: Beta, low: Line, high: Line) -> Fraction:
    """The probability that low(P) ≤ Q ≤ high(P), for independent P and Q; exact.

    Parameters
    ----------
    p, q : Beta
        With whole parameters.
    low, high : (a, b) of exact numbers
        The lines a + b·p; where they leave [0, 1] they count as its ends, and where low > high nothing is between.

    Returns
    -------
    Fraction

    Raises
    ------
    GameError
        If a parameter is no whole number; the message says what to do.

    Examples
    --------
    >>> uniform = Beta(1, 1)
    >>> str(probability_between(uniform, uniform, ("-1/10", 1), ("1/10", 1)))  # |Q - P| <= 1/10
    '19/100'

    Source: ours
    """
    (a, b), (c, d) = ((exact(u, place="line"), exact(v, place="line")) for u, v in (low, high))
    return region_probability(p, q, [half_plane(-b, 1, a), half_plane(d, -1, -c)])


def probability_above(p: Beta, q: Beta) -> Fraction:
    """The probability that Q > P, for independent P and Q; exact.

    A sum in closed form, which is quicker than the integral of `probability_between`.

    Parameters
    ----------
    p, q : Beta
        With whole parameters.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> str(probability_above(Beta(2, 1), Beta(1, 1)))
    '1/3'

    Source: ours
    """
    (a, b), (c, d) = p.whole, q.whole
    # rates as order statistics of uniform numbers: k of the first kind come before the c-th of the second, k ≥ a
    ways = sum(comb(c - 1 + k, k) * comb(a + b + d - 2 - k, d - 1) for k in range(a, a + b))
    return Fraction(ways, comb(a + b + c + d - 2, a + b - 1))


def probability_within(p: Beta, q: Beta, tolerance: Exact) -> Fraction:
    """The probability that |Q − P| ≤ ε: that two rates are equal up to a tolerance.

    Parameters
    ----------
    p, q : Beta
        Independent posteriors of the two rates.
    tolerance : exact number
        ε, a difference of probabilities.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> found = probability_within(posterior(12, 20), posterior(12, 20), "1/10")
    >>> round(float(found), 6)  # equal counts of 20 are little evidence of equal rates
    0.504796

    Source: ours
    """
    epsilon = exact(tolerance, place="tolerance")
    if epsilon < 0:
        raise GameError(f"tolerance = {epsilon}; accepted: 0 or more")
    return probability_between(p, q, (-epsilon, 1), (epsilon, 1))


def probability_expectation_spi(p: Beta, q: Beta, *, below: Exact = 0, above: Exact) -> Fraction:
    """The probability that −below·(1−P) ≤ Q − P ≤ above·(1−P), Q being a probability.

    The gaps at which neither party expects less from a surrogate threat have this form: with loss d, gain g, harms h
    and r, costs c and b, and probability e of execution, below = e(c−b)/(g+eb) and above = e(h−r)/(d−er), if d > er.

    Parameters
    ----------
    p, q : Beta
        Of the rates of conceding to the original and to the surrogate, with whole parameters.
    below, above : exact numbers

    Returns
    -------
    Fraction

    Examples
    --------
    >>> str(probability_expectation_spi(Beta(2, 2), Beta(2, 2), above="1/2"))
    '13/40'

    Source: ours
    """
    least, most = exact(below, place="below"), exact(above, place="above")
    return probability_between(p, q, (-least, 1 + least), (most, 1 - most))
