"""Bargaining solutions on the outcomes themselves: Nash, Kalai–Smorodinsky, egalitarian, utilitarian, with all ties."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.errors import GameError
from spi.negotiation.frontier import Frontier
from spi.negotiation.gains import Gains, rational_gains
from spi.negotiation.scenario import Payoffs, Scenario

__all__ = [
    "Solution",
    "egalitarian",
    "ideal_point",
    "kalai_smorodinsky",
    "max_welfare",
    "nash",
    "read_disagreement",
    "utilitarian",
]

NOBODY_GAINS = "no outcome gives any side more than disagreement without giving another less than that"
NOT_ALL_GAIN = "no outcome gives every side more than disagreement"


@dataclass(frozen=True, slots=True)
class Solution:
    """The points that a solution chooses; several if they tie.

    Parameters
    ----------
    name : str
    points : tuple of Payoffs
        In the order of the frontier.
    value : Fraction
        What is largest, or smallest, there: the product of gains, the least gain, …
    degenerate : str
        Why the solution's own rule says nothing here, and what was chosen instead; empty if it does.
    leximin : tuple of Payoffs
        Of an egalitarian solution, those of the points whose next smallest gains are largest too; else all of them.

    Source: ours
    """

    name: str
    points: tuple[Payoffs, ...]
    value: Fraction
    degenerate: str = ""
    leximin: tuple[Payoffs, ...] = ()

    def __post_init__(self) -> None:
        if not self.leximin:
            object.__setattr__(self, "leximin", self.points)

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def read_disagreement(negotiation: Scenario, disagreement: Sequence[Exact] | None) -> Payoffs:
    """A disagreement point: that of the scenario unless another is given.

    Source: nash-1950, Two-person bargaining
    """
    if disagreement is None:
        return negotiation.disagreement
    sides = len(negotiation.sides)
    if len(disagreement) != sides:
        raise GameError(f"{len(disagreement)} numbers as disagreement of {sides} sides; one each")
    return tuple(exact(d, place="the disagreement point") for d in disagreement)


def ideal_point(
    frontier: Frontier,
    *,
    disagreement: Sequence[Exact] | None = None,
    ideal: Literal["rational", "global"] = "rational",
) -> Payoffs:
    """The best that each side can have by itself.

    Parameters
    ----------
    frontier : Frontier
    disagreement : one exact number per side, optional
        By default that of the scenario.
    ideal : str
        `"rational"`: among the outcomes at which nobody has less than by disagreement; `"global"`: among all.

    Returns
    -------
    Payoffs
        The disagreement point if no outcome is individually rational.

    Source: kalai-smorodinsky-1975, Ideal point
    """
    d = read_disagreement(frontier.scenario, disagreement)
    levels = frontier.levels if ideal == "global" else rational_gains(frontier, d).levels
    if ideal not in ("rational", "global"):
        raise GameError(f"ideal = {ideal!r}; accepted: 'rational' or 'global'")
    return frontier.payoffs(tuple(map(max, zip(*levels, strict=True)))) if levels else d


def nash(frontier: Frontier, *, disagreement: Sequence[Exact] | None = None) -> Solution:
    """The individually rational points with the largest product of gains.

    Parameters
    ----------
    frontier : Frontier
    disagreement : one exact number per side, optional
        By default that of the scenario.

    Returns
    -------
    Solution
        If not all sides can gain at once every product is 0, and the solution is degenerate: then as many sides as
        possible gain, and for each such set of sides the product of their gains is largest.

    Examples
    --------
    >>> from spi.negotiation import scenariofile
    >>> from spi.negotiation.frontier import find_frontier
    >>> nash(find_frontier(scenariofile.load_negotiation("negotiation/flat-and-lease"))).points
    ((Fraction(2, 3), Fraction(1, 1)),)

    Source: nash-1950, Two-person bargaining
    """
    d = read_disagreement(frontier.scenario, disagreement)
    found = rational_gains(frontier, d)
    sides = len(d)
    if not any(map(any, found.gains)):
        return Solution("nash", (d,), Fraction(0), NOBODY_GAINS)
    products = list(map(math.prod, found.gains))
    if any(products):
        best = max(products)
        return _solution("nash", frontier, found, products, best, Fraction(best, found.unit**sides))
    gainers = [tuple(g > 0 for g in row) for row in found.gains]
    most = max(map(sum, gainers))
    partly = [math.prod(g for g in row if g > 0) for row in found.gains]
    best_of: dict[tuple[bool, ...], int] = {}
    for who, product in zip(gainers, partly, strict=True):
        if sum(who) == most:
            best_of[who] = max(product, best_of.get(who, 0))
    hits = [best_of.get(who) == product for who, product in zip(gainers, partly, strict=True)]
    return _solution("nash", frontier, found, hits, True, Fraction(0), f"{NOT_ALL_GAIN}; as many gain as possible")


def egalitarian(frontier: Frontier, *, disagreement: Sequence[Exact] | None = None) -> Solution:
    """The individually rational points whose smallest gain is largest; `.leximin` compares the next smallest, too.

    Parameters
    ----------
    frontier : Frontier
    disagreement : one exact number per side, optional

    Returns
    -------
    Solution
        It compares gains of different sides, and changes when one of them is measured in other units.

    Source: kalai-1977, Proportional solutions
    """
    d = read_disagreement(frontier.scenario, disagreement)
    found = rational_gains(frontier, d)
    if not any(map(any, found.gains)):
        return Solution("egalitarian", (d,), Fraction(0), NOBODY_GAINS)
    ordered = [sorted(row) for row in found.gains]
    best = max(ordered)
    finest = _solution("egalitarian", frontier, found, ordered, best, Fraction(best[0], found.unit))
    least = [row[0] for row in ordered]
    reason = "" if best[0] > 0 else NOT_ALL_GAIN
    points = _solution("egalitarian", frontier, found, least, best[0], finest.value).points
    return Solution("egalitarian", points, finest.value, reason, finest.points)


def utilitarian(frontier: Frontier, *, disagreement: Sequence[Exact] | None = None) -> Solution:
    """The individually rational points with the largest sum of payoffs; `.value` is that sum.

    Parameters
    ----------
    frontier : Frontier
    disagreement : one exact number per side, optional

    Returns
    -------
    Solution
        It changes when one side is measured in other units. `max_welfare` is about all outcomes instead.

    Source: harsanyi-1955, Sum of utilities
    """
    d = read_disagreement(frontier.scenario, disagreement)
    found = rational_gains(frontier, d)
    if not found.gains:
        return Solution("utilitarian", (d,), sum(d, Fraction(0)), NOBODY_GAINS)
    sums = list(map(sum, found.gains))
    best = max(sums)
    return _solution("utilitarian", frontier, found, sums, best, Fraction(best, found.unit) + sum(d))


def max_welfare(frontier: Frontier) -> Solution:
    """The points with the largest sum of payoffs among *all* outcomes, individually rational or not.

    Parameters
    ----------
    frontier : Frontier

    Returns
    -------
    Solution

    Source: harsanyi-1955, Sum of utilities
    """
    unit = math.lcm(*frontier.units)
    factors = [unit // own for own in frontier.units]
    sums = [sum(x * f for x, f in zip(level, factors, strict=True)) for level in frontier.levels]
    best = max(sums)
    points = tuple(frontier.payoffs(level) for level, s in zip(frontier.levels, sums, strict=True) if s == best)
    return Solution("max welfare", points, Fraction(best, unit))


def kalai_smorodinsky(
    frontier: Frontier,
    *,
    variant: Literal["maxmin", "mingap"] = "maxmin",
    disagreement: Sequence[Exact] | None = None,
    ideal: Literal["rational", "global"] = "rational",
) -> Solution:
    """The individually rational points at which the sides come equally close to what is ideal for them.

    Parameters
    ----------
    frontier : Frontier
    variant : str
        On finitely many points the ratios of gain to ideal gain are hardly ever equal. `"maxmin"`: the smallest ratio
        is largest; `"mingap"`: the largest and the smallest differ least. The two can choose different points.
    disagreement : one exact number per side, optional
    ideal : str
        As for `ideal_point`.

    Returns
    -------
    Solution
        A side that cannot gain has no ratio, and does not count; the solution says so.

    Source: kalai-smorodinsky-1975, Monotonic solution, and ours
    """
    if variant not in ("maxmin", "mingap"):
        raise GameError(f"variant = {variant!r}; accepted: 'maxmin' or 'mingap'")
    d = read_disagreement(frontier.scenario, disagreement)
    found = rational_gains(frontier, d)
    name = f"kalai-smorodinsky ({variant})"
    if not any(map(any, found.gains)):
        return Solution(name, (d,), Fraction(0), NOBODY_GAINS)
    best = ideal_point(frontier, disagreement=d, ideal=ideal)
    spans = [int((b - x) * found.unit) for b, x in zip(best, d, strict=True)]
    counted = [i for i, span in enumerate(spans) if span > 0]
    whole = math.prod(spans[i] for i in counted)
    factors = {i: whole // spans[i] for i in counted}
    ratios = [[row[i] * factors[i] for i in counted] for row in found.gains]
    scores = [min(own) if variant == "maxmin" else min(own) - max(own) for own in ratios]
    chosen = max(scores)
    silent = [frontier.scenario.names[i] for i in range(len(d)) if i not in counted]
    reason = f"{', '.join(silent)} cannot gain, and has no ratio" if silent else ""
    if not reason and max(map(min, ratios)) == 0:
        reason = NOT_ALL_GAIN
    return _solution(name, frontier, found, scores, chosen, Fraction(abs(chosen), whole), reason)


def _solution(
    name: str,
    frontier: Frontier,
    found: Gains,
    scores: Sequence[Any],
    best: Any,
    value: Fraction,
    degenerate: str = "",
) -> Solution:
    hits = [level for level, score in zip(found.levels, scores, strict=True) if score == best]
    return Solution(name, tuple(map(frontier.payoffs, hits)), value, degenerate)
