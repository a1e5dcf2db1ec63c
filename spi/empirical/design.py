"""How many scenarios, and how often each? The planner of an experiment on squared gaps.

Near equality the noise of a scenario falls like 1/n, so that an error of 1/(n√S) is what a design buys: there more
repetitions are worth more than more scenarios, against the usual advice. As soon as gaps differ between scenarios that
part of the error falls with the number of scenarios alone, and the advice is right again.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.empirical.gap_variances import gap_variance
from spi.empirical.rates import read_level
from spi.errors import GameError, HypothesisError

__all__ = ["Allocation", "Design", "approx_allocation", "approx_power", "design", "repetitions_needed"]

MOST = 10**6
"""More repetitions than that are not planned for."""


@dataclass(frozen=True, slots=True)
class Design:
    """What scenarios × repetitions can show, at rates of 1/2, where the noise is largest.

    Parameters
    ----------
    scenarios, repetitions : int
        S scenarios, n responses in each of two arms.
    variance : Fraction
        Of the squared gap of one scenario, if there is no gap: exact.
    level, power : Fraction

    Source: ours
    """

    scenarios: int
    repetitions: int
    variance: Fraction
    level: Fraction
    power: Fraction

    @property
    def deviation(self) -> float:
        """The standard deviation of the squared gap of one scenario."""
        return sqrt(self.variance)

    @property
    def error(self) -> float:
        """The standard deviation of the mean."""
        return sqrt(self.variance / self.scenarios)

    @property
    def detectable(self) -> float:
        """The root mean square gap that a one-sided test at this level finds with this power."""
        return sqrt((_z(self.level) + _z(self.power)) * self.error)

    @property
    def certifiable(self) -> float:
        """The root mean square gap that is excluded with this power, if there is none: the same number.

        A normal approximation with the noise known; bounds that hold their coverage need some more.
        """
        return self.detectable

    def __str__(self) -> str:
        return (
            f"{self.scenarios} scenarios, {self.repetitions} responses per arm: finds, and if there is none excludes, "
            f"a root mean square gap of {self.detectable:.3f} (level {float(self.level):.4g}, power "
            f"{float(self.power):.4g}; rates 1/2, normal approximation)"
        )

    _repr_html_ = html_of


def _z(probability: Fraction) -> float:
    return NormalDist().inv_cdf(float(probability))


def design(scenarios: int, repetitions: int, *, level: Exact = "0.95", power: Exact = "0.8") -> Design:
    """What a design can show.

    Parameters
    ----------
    scenarios, repetitions : int
        At least 1 and 2.
    level, power : exact numbers above 1/2 and below 1
        Of a one-sided test or bound.

    Returns
    -------
    Design

    Raises
    ------
    HypothesisError
        With fewer than two repetitions.
    GameError
        Without scenarios, or for no level.

    Examples
    --------
    >>> print(design(101, 20))
    101 scenarios, 20 responses per arm: finds, and if there is none excludes, a root mean square gap of 0.094 \
(level 0.95, power 0.8; rates 1/2, normal approximation)

    Source: ours
    """
    if scenarios < 1:
        raise GameError(f"{scenarios} scenarios; accepted: one or more")
    variance = gap_variance("1/2", repetitions, "1/2", repetitions)
    return Design(scenarios, repetitions, variance, read_level(level), read_level(power))


def repetitions_needed(scenarios: int, gap: Exact, *, level: Exact = "0.95", power: Exact = "0.8") -> int:
    """The least number of responses per arm with which a root mean square gap can be certified.

    Parameters
    ----------
    scenarios : int
    gap : exact number above 0
        What is to be excluded, if there is no gap.
    level, power : exact numbers

    Returns
    -------
    int

    Raises
    ------
    HypothesisError
        If a million responses are not enough.
    GameError
        For a gap that is not positive, no scenarios, no level.

    Examples
    --------
    >>> repetitions_needed(101, "0.1"), repetitions_needed(101, "0.05")
    (18, 71)

    Source: ours
    """
    wanted = exact(gap, place="gap")
    if wanted <= 0:
        raise GameError(f"gap = {wanted}; accepted: above 0")
    low, high = 2, MOST
    if design(scenarios, high, level=level, power=power).certifiable > wanted:
        raise HypothesisError(
            f"a gap of {float(wanted)} needs more than {MOST} responses per arm; accepted: a larger gap"
        )
    while low < high:
        middle = (low + high) // 2
        if design(scenarios, middle, level=level, power=power).certifiable <= wanted:
            high = middle
        else:
            low = middle + 1
    return low


def approx_power(scenarios: int, repetitions: int, gap: Exact, *, level: Exact = "0.95") -> float:
    """How probably a one-sided test finds a gap that is the same in all scenarios, around rates of 1/2.

    Parameters
    ----------
    scenarios, repetitions : int
    gap : exact number from 0 to 1
        p − q, with p and q on both sides of 1/2.
    level : exact number

    Returns
    -------
    float
        By the normal approximation; at rates that are spread evenly it is higher: 0.26 and 0.94 for 101 scenarios of 20
        responses and gaps of 0.05 and 0.1, in simulations, where this says 0.19 and 0.81.

    Examples
    --------
    >>> [round(approx_power(101, 20, gap), 2) for gap in ("0.05", "0.1", "0.2")]
    [0.19, 0.81, 1.0]

    Source: ours
    """
    half = exact(gap, place="gap") / 2
    if not 0 <= half <= Fraction(1, 2):
        raise GameError(f"gap = {2 * half}; accepted: from 0 to 1")
    threshold = _z(read_level(level)) * design(scenarios, repetitions, level=level).error
    variance = gap_variance(Fraction(1, 2) + half, repetitions, Fraction(1, 2) - half, repetitions)
    if variance == 0:  # 1 against 0: every response is known
        return 1.0
    return NormalDist().cdf((float(4 * half**2) - threshold) / sqrt(variance / scenarios))


@dataclass(frozen=True, slots=True)
class Allocation:
    """How to spend on scenarios and repetitions.

    Parameters
    ----------
    scenarios, repetitions : int
        Repetitions per arm.
    cost : Fraction
        Of all of it.
    error : float
        The standard error of the mean squared gap.

    Source: ours
    """

    scenarios: int
    repetitions: int
    cost: Fraction
    error: float

    def __str__(self) -> str:
        return (
            f"{self.scenarios} scenarios, {self.repetitions} responses per arm: cost {float(self.cost):.6g}, "
            f"standard error {self.error:.3g}"
        )

    _repr_html_ = html_of


def approx_allocation(
    budget: Exact,
    *,
    scenario_cost: Exact,
    response_cost: Exact,
    p: Exact = "1/2",
    q: Exact = "1/2",
    between: Exact = 0,
    scenarios: int | None = None,
) -> Allocation:
    """The design with the least standard error that a budget pays for.

    Parameters
    ----------
    budget : exact number
    scenario_cost, response_cost : exact numbers
        Of one scenario, and of one response; a scenario has n responses in each of two arms.
    p, q : exact numbers
        Rates to plan for.
    between : exact number
        τ², the variance of the true squared gaps between scenarios.
    scenarios : int, optional
        The most that can be had; otherwise as many as are paid for.

    Returns
    -------
    Allocation
        The least of (τ² + variance within)/S over all whole n, S being what the budget leaves for it. Without
        variance between scenarios that is one scenario, asked very often: right if it is known that they are alike.

    Raises
    ------
    HypothesisError
        If the budget does not pay for one scenario with two responses per arm.
    GameError
        For a negative cost, responses for free, a negative variance.

    Examples
    --------
    >>> print(approx_allocation(4000, scenario_cost=10, response_cost=1))
    1 scenarios, 1995 responses per arm: cost 4000, standard error 0.000354
    >>> print(approx_allocation(4000, scenario_cost=10, response_cost=1, between="0.01"))
    125 scenarios, 11 responses per arm: cost 4000, standard error 0.0107

    Source: ours
    """
    money, fixed, each = (
        exact(budget, place="budget"),
        exact(scenario_cost, place="scenario_cost"),
        exact(response_cost, place="response_cost"),
    )
    spread = exact(between, place="between")
    if fixed < 0 or each <= 0 or spread < 0 or (scenarios is not None and scenarios < 1):
        raise GameError(
            f"costs {fixed} a scenario and {each} a response, variance {spread}, at most {scenarios} scenarios; "
            "accepted: responses that cost something, nothing negative, one scenario or more"
        )
    most = min(MOST, int((money - fixed) / (2 * each)))
    if most < 2:
        raise HypothesisError(f"a budget of {money} does not pay for one scenario with two responses per arm")
    choices = []
    n = 2
    while n <= most:
        count = int(money / (fixed + 2 * each * n))
        count = count if scenarios is None else min(count, scenarios)
        n = min(most, int((money / count - fixed) / (2 * each)))  # as many as that number of scenarios leaves money for
        choices.append(((spread + gap_variance(p, n, q, n)) / count, n, count))
        n += 1
    variance, n, count = min(choices)
    return Allocation(count, n, count * (fixed + 2 * each * n), sqrt(variance))
