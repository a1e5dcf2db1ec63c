"""What theory says of a negotiation, computed once, to measure many outcomes of it by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from spi.core.display import html_of
from spi.core.numbers import exact
from spi.core.pareto import improves
from spi.errors import HypothesisError
from spi.negotiation.frontier import Frontier, count_pareto_outcomes, find_frontier, integer_tables
from spi.negotiation.issues import count_outcomes
from spi.negotiation.lotteries import LotteryFrontier, find_lottery_frontier, lottery_nash
from spi.negotiation.preferences import utility_of
from spi.negotiation.scenario import Payoffs, Scenario, feasible_outcomes
from spi.negotiation.solutions import (
    Solution,
    egalitarian,
    ideal_point,
    kalai_smorodinsky,
    max_welfare,
    nash,
    utilitarian,
)

__all__ = ["Yardstick", "approx_is_joint_payoff", "count_payoffs", "is_joint_payoff", "yardstick"]

BUDGET = 1_000_000
"""Different payoffs, and outcomes where they have to be listed, that are counted at most."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What outcomes of one negotiation are measured by; `yardstick` makes one.

    Parameters
    ----------
    scenario : Scenario
    frontier : Frontier
    hull : LotteryFrontier or None
        That of lotteries, of two sides.
    rational : tuple of Payoffs
        The points of the frontier at which nobody has less than by disagreement.
    ideal : Payoffs
        The best that each side can have at these.
    welfare : Fraction
        The largest sum of payoffs over *all* outcomes.
    solutions : tuple of Solution
        Nash first.
    lottery_product : Fraction or None
        The largest product of gains that lotteries give two sides.
    counts : dict from Payoffs to int, or None
        How many outcomes have which payoffs; None if there are too many to count.
    outcomes, pareto_outcomes : int
        A rate of efficient deals says something only next to their ratio.

    Source: ours
    """

    scenario: Scenario
    frontier: Frontier = field(repr=False)
    hull: LotteryFrontier | None = field(repr=False)
    rational: tuple[Payoffs, ...] = field(repr=False)
    ideal: Payoffs
    welfare: Fraction
    solutions: tuple[Solution, ...] = field(repr=False)
    lottery_product: Fraction | None
    counts: dict[Payoffs, int] | None = field(repr=False)
    outcomes: int
    pareto_outcomes: int

    @property
    def pareto_share(self) -> Fraction:
        """Which part of all outcomes is Pareto-optimal."""
        return Fraction(self.pareto_outcomes, self.outcomes)

    _repr_html_ = html_of


def yardstick(negotiation: Scenario, *, budget: int = BUDGET) -> Yardstick:
    """What theory says of a negotiation, to measure outcomes by.

    Parameters
    ----------
    negotiation : Scenario
    budget : int
        Different payoffs at most that are counted; beyond, it stays unknown how many outcomes dominate a deal.

    Returns
    -------
    Yardstick

    Examples
    --------
    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> found = yardstick(load_negotiation("negotiation/flat-and-lease"))
    >>> print(found.welfare, found.pareto_share)
    5/3 1/11

    Source: ours
    """
    frontier = find_frontier(negotiation)
    d = negotiation.disagreement
    rational = tuple(p for p in frontier.points if improves(p, d))
    try:
        counts: dict[Payoffs, int] | None = count_payoffs(negotiation, budget=budget)
    except HypothesisError:
        counts = None
    total = count_outcomes(negotiation.issues)
    if negotiation.feasible is not None:
        total = sum(1 for _ in feasible_outcomes(negotiation))
    hull = find_lottery_frontier(negotiation) if len(d) == 2 else None
    return Yardstick(
        negotiation,
        frontier,
        hull,
        rational,
        ideal_point(frontier),
        max_welfare(frontier).value,
        (
            nash(frontier),
            kalai_smorodinsky(frontier),
            kalai_smorodinsky(frontier, variant="mingap"),
            egalitarian(frontier),
            utilitarian(frontier),
        ),
        None if hull is None else lottery_nash(hull).value,
        counts,
        total,
        count_pareto_outcomes(frontier),
    )


def count_payoffs(negotiation: Scenario, *, budget: int = BUDGET) -> dict[Payoffs, int]:
    """How many outcomes have which payoffs, the dominated ones included.

    Parameters
    ----------
    negotiation : Scenario
    budget : int
        Different payoffs at most; and outcomes, where utilities are no sums over the issues.

    Returns
    -------
    dict from Payoffs to int

    Raises
    ------
    HypothesisError
        If the budget does not suffice.

    Notes
    -----
    Sums over issues are counted one issue after the other: equal partial sums are one.

    Source: ours
    """
    why = f"more than {budget:,} payoffs to count; accepted: a larger budget"
    if negotiation.is_additive:
        units, tables = integer_tables(negotiation)
        ways: Counter[tuple[int, ...]] = Counter({(0,) * len(units): 1})
        for table in tables:
            longer: Counter[tuple[int, ...]] = Counter()
            for point, n in ways.items():
                for option in table:
                    longer[tuple(map(sum, zip(point, option, strict=True)))] += n
                if len(longer) > budget:
                    raise HypothesisError(why)
            ways = longer
        return {tuple(map(Fraction, level, units)): n for level, n in ways.items()}
    if count_outcomes(negotiation.issues) > budget:
        raise HypothesisError(why)
    found: Counter[Payoffs] = Counter()
    for outcome in feasible_outcomes(negotiation):
        found[tuple(utility_of(side.utility, negotiation.issues, outcome) for side in negotiation.sides)] += 1
    return dict(found)


def is_joint_payoff(measure: Yardstick, payoffs: Payoffs) -> bool:
    """Does some outcome give all sides these payoffs at once?

    Two sides that each report their own payoff can report a pair that no outcome gives: then they do not report the
    same deal, and the pair is a fault of the record, not a result to be averaged.

    Parameters
    ----------
    measure : Yardstick
    payoffs : tuple of Fraction, one per side

    Returns
    -------
    bool

    Raises
    ------
    HypothesisError
        If there were too many payoffs to count.

    Source: ours
    """
    return payoffs in _counts(measure)


def approx_is_joint_payoff(measure: Yardstick, payoffs: Payoffs, *, tolerance: Any) -> bool:
    """Does some outcome give payoffs that differ from these by at most a tolerance for each side?

    Records round; `tolerance` says by how much, as an exact number.

    Parameters
    ----------
    measure : Yardstick
    payoffs : one exact number per side
    tolerance : exact number
        In units of payoff.

    Returns
    -------
    bool

    Source: ours
    """
    most = exact(tolerance, place="tolerance")
    return any(all(abs(x - y) <= most for x, y in zip(p, payoffs, strict=True)) for p in _counts(measure))


def _counts(measure: Yardstick) -> dict[Payoffs, int]:
    if measure.counts is None:
        raise HypothesisError("there were too many payoffs to count; accepted: a yardstick with a larger budget")
    return measure.counts
