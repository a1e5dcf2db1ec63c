"""What is believed of two response probabilities after counts were seen, and how probably a rule holds of them.

With the uniform prior, or any other whose parameters are whole numbers, a posterior density is a polynomial. So the
probability that a rate is between two straight lines in the other rate is an integral of a polynomial: a rational
number, found exactly. With other parameters, such as Jeffreys' 1/2, it is found by drawing: `posterior_draws`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any, TypeAlias

from spi.core.numbers import Exact, exact
from spi.empirical.sample_counts import read_categories, whole
from spi.errors import GameError

__all__ = [
    "Beta",
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


@dataclass(frozen=True, slots=True)
class Beta:
    """A Beta distribution of a probability.

    Parameters
    ----------
    a, b : Fraction
        Above 0; from counts, answers and other responses plus the parameters of the prior.

    Source: ours
    """

    a: Fraction
    b: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "a", exact(self.a, place="a"))
        object.__setattr__(self, "b", exact(self.b, place="b"))
        if min(self.a, self.b) <= 0:
            raise GameError(f"Beta({self.a}, {self.b}); accepted: parameters above 0")

    @property
    def mean(self) -> Fraction:
        """The expected probability."""
        return self.a / (self.a + self.b)

    @property
    def whole(self) -> bool:
        """Are both parameters whole numbers?"""
        return self.a.denominator == self.b.denominator == 1

    def __str__(self) -> str:
        return f"Beta({self.a}, {self.b})"


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
    from flint import fmpq, fmpq_poly

    for name, law in (("P", p), ("Q", q)):
        if not law.whole:
            raise GameError(
                f"{name} has the law {law}; accepted: whole parameters, or approx_probability_between, which draws"
            )
    lines = [(exact(a, place="line"), exact(b, place="line")) for a, b in (low, high)]
    ends = {Fraction(0), Fraction(1)}
    for a, b in [*lines, (lines[0][0] - lines[1][0], lines[0][1] - lines[1][1])]:
        for level in (0, 1):  # of the difference of the lines only 0 matters; one cut more does no harm
            if b != 0 and 0 < (level - a) / b < 1:
                ends.add((level - a) / b)

    def density(law: Beta) -> Any:
        a, b = int(law.a), int(law.b)
        scale = a * comb(a + b - 1, a)
        return fmpq_poly([0] * (a - 1) + [scale * (-1) ** k * comb(b - 1, k) for k in range(b)])

    first, below = density(p), density(q).integral()  # the distribution function of Q, 0 at 0

    def up_to(line: tuple[Fraction, Fraction], at: Fraction) -> Any:  # Pr(Q <= line(p)) around `at`, a polynomial in p
        value = line[0] + line[1] * at
        if value <= 0 or value >= 1:
            return fmpq_poly([int(value >= 1)])
        return below(fmpq_poly([fmpq(c.numerator, c.denominator) for c in line]))

    total = Fraction(0)
    cuts = sorted(ends)
    for start, end in pairwise(cuts):
        middle = (start + end) / 2
        if lines[0][0] + lines[0][1] * middle > lines[1][0] + lines[1][1] * middle:
            continue
        area = (first * (up_to(lines[1], middle) - up_to(lines[0], middle))).integral()
        part = area(fmpq(end.numerator, end.denominator)) - area(fmpq(start.numerator, start.denominator))
        total += Fraction(int(part.p), int(part.q))
    return total


def probability_above(p: Beta, q: Beta) -> Fraction:
    """The probability that Q > P.

    Examples
    --------
    >>> str(probability_above(Beta(2, 1), Beta(1, 1)))
    '1/3'

    Source: ours
    """
    return probability_between(p, q, (0, 1), (1, 0))


def probability_within(p: Beta, q: Beta, tolerance: Exact) -> Fraction:
    """The probability that |Q − P| ≤ ε: that two rates are equal up to a tolerance.

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
