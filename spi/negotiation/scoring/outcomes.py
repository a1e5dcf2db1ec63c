"""How good an outcome is, measured by theory: gains, efficiency, fairness, what was left on the table."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.display import html_of
from spi.core.pareto import strictly_improves
from spi.negotiation.lotteries import LotteryFrontier
from spi.negotiation.scenario import Payoffs
from spi.negotiation.scoring.yardstick import Yardstick
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Result

__all__ = ["OutcomeScore", "is_lottery_efficient", "score_outcome"]

OutcomeStatus = Literal["deal", "no deal", "invalid"]
"""How it ended; what is invalid has no score, and least of all the one of disagreement."""


@dataclass(frozen=True, slots=True)
class OutcomeScore:
    """What one result is worth; None stands for what is not defined, or not known.

    Parameters
    ----------
    status : "deal", "no deal" or "invalid"
    reason : str
        Why there is no deal.
    payoffs : Payoffs or None
        Those of the deal; without one, of disagreement or of the conflict that it ended in. None of what is invalid.
    gains : Payoffs or None
        What the sides have more than by disagreement.
    normalised : tuple of (Fraction or None)
        Gains as parts of the largest gain that is individually rational; None for a side that cannot gain.
    rational : bool or None
        Does nobody have less than by disagreement?
    efficient : bool or None
        Is the deal Pareto-optimal? None without a deal.
    dominating : int or None
        How many outcomes dominate the payoffs.
    regret : Fraction or None
        The largest sum of payoffs over all outcomes, less that of these.
    nash_ratio : Fraction or None
        The product of the gains over the largest one; None if somebody has less than by disagreement, or if not all
        can gain.
    shares : Payoffs or None
        Each side's part of all gains; None if they sum to 0.
    to_frontier : Fraction or None
        The least that some payoff has to change by to be at an individually rational point of the frontier.
    to_solutions : tuple of (str, Fraction)
        The same for the points that the solutions choose.
    left : Payoffs or None
        What each side could have had more without harm to any other.
    lottery_efficient : bool or None
        Does no lottery over outcomes dominate the payoffs? A question of its own: a deal can be efficient among
        outcomes and not among lotteries.
    lottery_nash_ratio : Fraction or None

    Source: ours
    """

    status: OutcomeStatus
    reason: str = ""
    payoffs: Payoffs | None = None
    gains: Payoffs | None = None
    normalised: tuple[Fraction | None, ...] = ()
    rational: bool | None = None
    efficient: bool | None = None
    dominating: int | None = None
    regret: Fraction | None = None
    nash_ratio: Fraction | None = None
    shares: Payoffs | None = None
    to_frontier: Fraction | None = None
    to_solutions: tuple[tuple[str, Fraction], ...] = ()
    left: Payoffs | None = None
    lottery_efficient: bool | None = None
    lottery_nash_ratio: Fraction | None = None

    _repr_html_ = html_of


def score_outcome(measure: Yardstick, result: Result) -> OutcomeScore:
    """Measure a result.

    Parameters
    ----------
    measure : Yardstick
    result : Deal, NoDeal or Invalid

    Returns
    -------
    OutcomeScore

    Raises
    ------
    GameError
        For a deal that is no outcome of the negotiation.

    Examples
    --------
    The middle of everything: its welfare is 1, and 5/3 was possible.

    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> from spi.negotiation.scoring.yardstick import yardstick
    >>> flat = yardstick(load_negotiation("negotiation/flat-and-lease"))
    >>> score = score_outcome(flat, Deal(("1000", "36 months")))
    >>> print(*score.payoffs, score.efficient, score.regret)
    1/2 1/2 False 2/3

    Source: ours
    """
    negotiation = measure.scenario
    match result:
        case Invalid():
            return OutcomeScore("invalid", result.reason)
        case NoDeal():
            payoffs = negotiation.disagreement if result.conflict is None else negotiation.conflict(result.conflict)
            reason = result.reason
        case Deal():
            payoffs, reason = negotiation.payoffs(result.outcome), ""
    d = negotiation.disagreement
    gains = tuple(x - y for x, y in zip(payoffs, d, strict=True))
    spans = [best - y for best, y in zip(measure.ideal, d, strict=True)]
    dominated = any(strictly_improves(p, payoffs) for p in measure.frontier.points)
    total = sum(gains, Fraction(0))
    hull = measure.hull
    return OutcomeScore(
        "deal" if isinstance(result, Deal) else "no deal",
        reason,
        payoffs,
        gains,
        tuple(g / span if span else None for g, span in zip(gains, spans, strict=True)),
        min(gains) >= 0,
        not dominated if isinstance(result, Deal) else None,
        None if measure.counts is None else sum(n for p, n in measure.counts.items() if strictly_improves(p, payoffs)),
        measure.welfare - sum(payoffs),
        _ratio(gains, measure.solutions[0].value),
        tuple(g / total for g in gains) if total else None,
        _distance(payoffs, measure.rational),
        tuple((s.name, _near(payoffs, s.points)) for s in measure.solutions),
        _left(measure.frontier.points, payoffs),
        is_lottery_efficient(hull, payoffs) if hull is not None and isinstance(result, Deal) else None,
        None if measure.lottery_product is None else _ratio(gains, measure.lottery_product),
    )


def is_lottery_efficient(hull: LotteryFrontier, payoffs: Payoffs) -> bool:
    """Does no lottery over outcomes dominate these payoffs, which some outcome or lottery has?

    Source: ours
    """
    x, y = payoffs
    vertices = hull.vertices
    if any(strictly_improves(v, payoffs) for v in vertices):
        return False
    for (a, b), (c, e) in itertools.pairwise(vertices):  # from the first side's best to its worst
        if c <= x <= a:
            height = b if a == c else b + (e - b) * (a - x) / (a - c)
            return y >= height
    return True


def _ratio(gains: Payoffs, best: Fraction) -> Fraction | None:
    return math.prod(gains) / best if min(gains) >= 0 and best > 0 else None


def _near(payoffs: Payoffs, points: Sequence[Payoffs]) -> Fraction:
    return min(max(abs(x - y) for x, y in zip(payoffs, p, strict=True)) for p in points)


def _distance(payoffs: Payoffs, points: Sequence[Payoffs]) -> Fraction | None:
    return _near(payoffs, points) if points else None


def _left(points: Sequence[Payoffs], payoffs: Payoffs) -> Payoffs:
    """What each side could have more; 0 if the payoffs are those of a disagreement that beats all of the frontier."""
    sides = range(len(payoffs))
    return tuple(
        max([Fraction(0), *(p[i] - payoffs[i] for p in points if all(p[j] >= payoffs[j] for j in sides if j != i))])
        for i in sides
    )
