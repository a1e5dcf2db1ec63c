"""The frontier of lotteries between outcomes, for two sides, and the bargaining solutions on it.

The hull of a sum of sets is the sum of their hulls. So the upper right edges of all issues, sorted by slope and joined,
are the frontier of lotteries, and no outcome has to be listed.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.errors import HypothesisError
from spi.negotiation.frontier import find_frontier, integer_tables
from spi.negotiation.scenario import Payoffs, Scenario
from spi.negotiation.solutions import NOBODY_GAINS, NOT_ALL_GAIN, Solution, read_disagreement

__all__ = [
    "LotteryFrontier",
    "find_lottery_frontier",
    "lottery_egalitarian",
    "lottery_ideal_point",
    "lottery_kalai_smorodinsky",
    "lottery_nash",
    "lottery_utilitarian",
    "rational_part",
]

Vertex = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LotteryFrontier:
    """The efficient expected payoffs of lotteries: a chain of edges between its vertices.

    Parameters
    ----------
    scenario : Scenario
    vertices : tuple of Payoffs
        The first side's best first; no three on a line. A single one if there is an outcome that is best for both.

    Source: nash-1950, Two-person bargaining
    """

    scenario: Scenario
    vertices: tuple[Payoffs, ...]

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def find_lottery_frontier(negotiation: Scenario) -> LotteryFrontier:
    """The frontier of lotteries between outcomes.

    Parameters
    ----------
    negotiation : Scenario
        With two sides. Who wants its points needs a device that draws, which the protocol has to have.

    Returns
    -------
    LotteryFrontier

    Raises
    ------
    HypothesisError
        Unless there are two sides.

    Notes
    -----
    Exact. Sums over issues: one sort of the options of each issue, and one of all edges by slope.

    Source: de-berg-et-al-2008, Minkowski sums
    """
    if len(negotiation.sides) != 2:
        raise HypothesisError(f"lotteries are for two sides; {len(negotiation.sides)} are given")
    units: tuple[int, ...]
    if negotiation.is_additive:
        units, tables = integer_tables(negotiation)
        chains = [_chain([(x, y) for x, y in table]) for table in tables]
        x, y = sum(chain[0][0] for chain in chains), sum(chain[0][1] for chain in chains)
        edges = [(b[0] - a[0], b[1] - a[1]) for chain in chains for a, b in itertools.pairwise(chain)]
        edges.sort(key=functools.cmp_to_key(_flatter))
        vertices = [(x, y)]
        last = (0, 0)
        for dx, dy in edges:
            x, y = x + dx, y + dy
            if last[0] * dy == last[1] * dx and len(vertices) > 1:
                vertices.pop()
            vertices.append((x, y))
            last = (dx, dy)
    else:
        frontier = find_frontier(negotiation)
        units, vertices = frontier.units, _chain([(x, y) for x, y in frontier.levels])
    return LotteryFrontier(negotiation, tuple((Fraction(a, units[0]), Fraction(b, units[1])) for a, b in vertices))


def _flatter(e: Vertex, f: Vertex) -> int:
    """Positive if the edge e gives less of the second coordinate for the same loss in the first than f."""
    return e[1] * f[0] - f[1] * e[0]


def _chain(points: Sequence[Vertex]) -> list[Vertex]:
    """The upper right chain of the hull, from the largest first coordinate to the largest second one."""
    chain: list[Vertex] = []
    for x, y in sorted(points, reverse=True):
        if chain and y <= chain[-1][1]:
            continue
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - by) > (by - ay) * (x - bx):  # the chain turns left at b
                break
            chain.pop()
        chain.append((x, y))
    return chain


def rational_part(frontier: LotteryFrontier, *, disagreement: Sequence[Exact] | None = None) -> tuple[Payoffs, ...]:
    """The part of the frontier at which nobody has less than by disagreement; its ends may lie on edges.

    Parameters
    ----------
    frontier : LotteryFrontier
    disagreement : pair of exact numbers, optional
        By default that of the scenario.

    Returns
    -------
    tuple of Payoffs
        Vertices, the first side's best first; none if no lottery is individually rational.

    Source: nash-1950, Two-person bargaining
    """
    d1, d2 = read_disagreement(frontier.scenario, disagreement)
    upper = _cut(frontier.vertices, lambda p: p[1] - d2)
    return _cut(upper[::-1], lambda p: p[0] - d1)[::-1]


def _cut(chain: Sequence[Payoffs], height: Callable[[Payoffs], Fraction]) -> tuple[Payoffs, ...]:
    """The end of a chain along which a height grows, from where it is not negative."""
    k = bisect.bisect_left(chain, Fraction(0), key=height)
    kept = list(chain[k:])
    if kept and k:
        low, high = chain[k - 1], kept[0]
        share = height(high) / (height(high) - height(low))
        if share > 0:
            kept.insert(0, _between(high, low, share))
    return tuple(kept)


def _between(a: Payoffs, b: Payoffs, share: Fraction) -> Payoffs:
    return tuple(x + share * (y - x) for x, y in zip(a, b, strict=True))


def lottery_nash(frontier: LotteryFrontier, *, disagreement: Sequence[Exact] | None = None) -> Solution:
    """The lottery with the largest product of gains: the only one, if both can gain.

    Parameters
    ----------
    frontier : LotteryFrontier
    disagreement : one exact number per side, optional
        By default that of the scenario.

    Returns
    -------
    Solution

    Source: nash-1950, Two-person bargaining
    """
    name = "nash (lotteries)"
    d1, d2 = d = read_disagreement(frontier.scenario, disagreement)
    chain = rational_part(frontier, disagreement=d)
    if not chain or chain == (d,):
        return Solution(name, (d,), Fraction(0), NOBODY_GAINS)
    best = _steepest(chain, d)
    value = (best[0] - d1) * (best[1] - d2)
    if value == 0:  # then the chain is a single point, at which one side gains
        return Solution(name, chain, value, f"{NOT_ALL_GAIN}; as many gain as possible")
    return Solution(name, (best,), value)


def _steepest(chain: Sequence[Payoffs], d: Payoffs) -> Payoffs:
    """Where the product of gains is largest: it rises along the chain, and then falls."""

    def slope(k: int, end: Payoffs) -> Fraction:  # along the edge from k to k + 1, at its end or its beginning
        a, b = chain[k], chain[k + 1]
        return (end[0] - d[0]) * (b[1] - a[1]) + (end[1] - d[1]) * (b[0] - a[0])

    k = bisect.bisect_left(range(len(chain) - 1), True, key=lambda k: slope(k, chain[k + 1]) <= 0)
    if k == len(chain) - 1:
        return chain[-1]
    a, b = chain[k], chain[k + 1]
    share = -slope(k, a) / (2 * (b[0] - a[0]) * (b[1] - a[1]))
    return _between(a, b, max(share, Fraction(0)))


def lottery_ideal_point(frontier: LotteryFrontier, *, disagreement: Sequence[Exact] | None = None) -> Payoffs:
    """The best that each side can expect from individually rational lotteries; the disagreement point without any.

    Where disagreement cuts an edge, it is better than that of the outcomes.

    Parameters
    ----------
    frontier : LotteryFrontier
    disagreement : one exact number per side, optional
        By default that of the scenario.

    Returns
    -------
    Payoffs

    Source: kalai-smorodinsky-1975, Ideal point
    """
    d = read_disagreement(frontier.scenario, disagreement)
    chain = rational_part(frontier, disagreement=d)
    return (chain[0][0], chain[-1][1]) if chain else d


def lottery_kalai_smorodinsky(frontier: LotteryFrontier, *, disagreement: Sequence[Exact] | None = None) -> Solution:
    """The lottery at which both gain the same share of what is ideal for them.

    Parameters
    ----------
    frontier : LotteryFrontier
    disagreement : one exact number per side, optional
        By default that of the scenario.

    Returns
    -------
    Solution

    Source: kalai-smorodinsky-1975, Monotonic solution
    """
    name = "kalai-smorodinsky (lotteries)"
    d = read_disagreement(frontier.scenario, disagreement)
    chain = rational_part(frontier, disagreement=d)
    if not chain or chain == (d,):
        return Solution(name, (d,), Fraction(0), NOBODY_GAINS)
    ideal = lottery_ideal_point(frontier, disagreement=d)
    spans = (ideal[0] - d[0], ideal[1] - d[1])
    if 0 in spans:
        return Solution(
            name, chain, Fraction(1), f"{frontier.scenario.names[spans.index(0)]} cannot gain, and has no ratio"
        )
    point = _on_ray(chain, d, spans)
    return Solution(name, (point,), (point[0] - d[0]) / spans[0])


def lottery_egalitarian(frontier: LotteryFrontier, *, disagreement: Sequence[Exact] | None = None) -> Solution:
    """The lottery whose smaller gain is largest: equal gains, or the end of the frontier that comes closest.

    Parameters
    ----------
    frontier : LotteryFrontier
    disagreement : one exact number per side, optional
        By default that of the scenario.

    Returns
    -------
    Solution

    Source: kalai-1977, Proportional solutions
    """
    name = "egalitarian (lotteries)"
    d = read_disagreement(frontier.scenario, disagreement)
    chain = rational_part(frontier, disagreement=d)
    if not chain or chain == (d,):
        return Solution(name, (d,), Fraction(0), NOBODY_GAINS)
    point = _on_ray(chain, d, (Fraction(1), Fraction(1)))
    value = min(x - y for x, y in zip(point, d, strict=True))
    return Solution(name, (point,), value, "" if value > 0 else NOT_ALL_GAIN)


def _on_ray(chain: Sequence[Payoffs], d: Payoffs, spans: tuple[Fraction, Fraction]) -> Payoffs:
    """Where the ray from d in the direction of `spans` meets the chain, or the end that is nearest to it."""

    def side(p: Payoffs) -> Fraction:  # positive below the ray, where the first side has more than its share
        return (p[0] - d[0]) * spans[1] - (p[1] - d[1]) * spans[0]

    k = bisect.bisect_left(range(len(chain)), True, key=lambda k: side(chain[k]) < 0)
    if k == 0:
        return chain[0]
    if k == len(chain):
        return chain[-1]
    a, b = chain[k - 1], chain[k]
    return _between(a, b, side(a) / (side(a) - side(b)))


def lottery_utilitarian(frontier: LotteryFrontier, *, disagreement: Sequence[Exact] | None = None) -> Solution:
    """The ends of the individually rational edge, or the point, with the largest sum of payoffs.

    Parameters
    ----------
    frontier : LotteryFrontier
    disagreement : one exact number per side, optional
        By default that of the scenario.

    Returns
    -------
    Solution

    Source: harsanyi-1955, Sum of utilities
    """
    d = read_disagreement(frontier.scenario, disagreement)
    chain = rational_part(frontier, disagreement=d)
    if not chain:
        return Solution("utilitarian (lotteries)", (d,), sum(d, Fraction(0)), NOBODY_GAINS)
    best = max(map(sum, chain))
    return Solution("utilitarian (lotteries)", tuple(p for p in chain if sum(p) == best), Fraction(best))
