"""Negotiations as text: payoffs and frontier, what the bargaining solutions choose, and verdicts about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from spi.analysis.envelope import vector_json
from spi.analysis.frontiers import FrontierClaim
from spi.core.numbers import format_exact
from spi.negotiation.frontier import Frontier, find_frontier, multiplicity, witnesses
from spi.negotiation.issues import count_outcomes
from spi.negotiation.lotteries import (
    find_lottery_frontier,
    lottery_egalitarian,
    lottery_kalai_smorodinsky,
    lottery_nash,
    lottery_utilitarian,
)
from spi.negotiation.offers import OffersEquilibrium, solve_offers
from spi.negotiation.protocols import AlternatingOffers
from spi.negotiation.scenario import Payoffs, Scenario
from spi.negotiation.solutions import (
    Solution,
    egalitarian,
    ideal_point,
    kalai_smorodinsky,
    max_welfare,
    nash,
    utilitarian,
)
from spi.report.layout import columns, labelled

__all__ = ["frontier_claim_text", "offers_text", "solutions_of", "theory_json", "theory_text"]

MOST_POINTS = 40
"""Points of the frontier that are shown; of the others it is said how many there are."""


def payoffs_text(payoffs: Payoffs) -> str:
    """One number per side."""
    return ", ".join(map(format_exact, payoffs))


def _points(points: Sequence[Payoffs], most: int = 5) -> str:
    shown = "; ".join(map(payoffs_text, points[:most]))
    return shown + (f"; and {len(points) - most:,} more" if len(points) > most else "")


def solutions_of(negotiation: Scenario, frontier: Frontier) -> list[Solution]:
    """What the solutions choose among outcomes and, for two sides, among lotteries."""
    found = [
        nash(frontier),
        kalai_smorodinsky(frontier),
        kalai_smorodinsky(frontier, variant="mingap"),
        egalitarian(frontier),
        utilitarian(frontier),
        max_welfare(frontier),
    ]
    if len(negotiation.sides) == 2:
        hull = find_lottery_frontier(negotiation)
        found += [
            lottery_nash(hull),
            lottery_kalai_smorodinsky(hull),
            lottery_egalitarian(hull),
            lottery_utilitarian(hull),
        ]
    return found


def theory_text(negotiation: Scenario) -> str:
    """What theory says of a negotiation: its frontier, and what the bargaining solutions choose."""
    frontier = find_frontier(negotiation)
    ways = multiplicity(frontier)
    total, pareto = count_outcomes(negotiation.issues), sum(ways.values())
    lines = [negotiation.title or "negotiation without title"]
    lines += [f"({negotiation.source})"] if negotiation.source else []
    lines += labelled("sides", [", ".join(negotiation.names)])
    issues = [f"{one.name} ({len(one.options)} options, {one.kind})" for one in negotiation.issues]
    lines += labelled("issues", ["; ".join(issues)])
    lines += labelled("disagreement", [payoffs_text(negotiation.disagreement)])
    for conflict in negotiation.conflicts:
        lines += labelled("conflict", [f"{conflict.name}: {payoffs_text(conflict.payoffs)}"])
    lines += labelled("outcomes", [f"{total:,}, of which {pareto:,} are Pareto-optimal"])
    lines += labelled("ideal", [payoffs_text(ideal_point(frontier))])
    lines += ["", f"frontier ({len(frontier):,} points)"]
    rows = [
        [
            f"  {payoffs_text(frontier.payoffs(level))}",
            f"by {', '.join(outcome)}" + _more(ways[frontier.payoffs(level)]),
        ]
        for level, outcome in zip(frontier.levels, witnesses(frontier, frontier.levels[:MOST_POINTS]), strict=False)
    ]
    lines += columns(rows)
    if len(frontier) > MOST_POINTS:
        lines.append(f"  and {len(frontier) - MOST_POINTS:,} more points")
    lines += ["", "solutions"]
    found = solutions_of(negotiation, frontier)
    lines += columns([[f"  {s.name}", _points(s.points), *_remark(s)] for s in found])
    met = _offers(negotiation)
    lines += [] if met is None else ["", offers_text(met)]
    return "\n".join(lines)


def theory_json(negotiation: Scenario) -> dict[str, Any]:
    """The same for machines; numbers are exact strings."""
    frontier = find_frontier(negotiation)
    ways = multiplicity(frontier)
    points = zip(frontier.points, witnesses(frontier, frontier.levels), strict=True)
    return {
        "title": negotiation.title,
        "sides": list(negotiation.names),
        "disagreement": vector_json(negotiation.disagreement),
        "outcomes": count_outcomes(negotiation.issues),
        "pareto_outcomes": sum(ways.values()),
        "ideal": vector_json(ideal_point(frontier)),
        "frontier": [
            {"payoffs": vector_json(p), "outcome": list(outcome), "outcomes": ways[p]} for p, outcome in points
        ],
        "solutions": [
            {
                "name": s.name,
                "points": list(map(vector_json, s.points)),
                "leximin": list(map(vector_json, s.leximin)),
                "value": format_exact(s.value),
                "degenerate": s.degenerate or None,
            }
            for s in solutions_of(negotiation, frontier)
        ],
        "offers": None if (met := _offers(negotiation)) is None else vector_json(met.payoffs),
    }


def _offers(negotiation: Scenario) -> OffersEquilibrium | None:
    """The equilibrium, if the protocol is one of alternating offers between two sides."""
    if isinstance(negotiation.protocol, AlternatingOffers) and len(negotiation.sides) == 2:
        return solve_offers(negotiation)
    return None


def _more(ways: int) -> str:
    return f" and {ways - 1:,} other{'s' * (ways > 2)}" if ways > 1 else ""


def _remark(solution: Solution) -> Iterable[str]:
    if solution.degenerate:
        return [f"degenerate: {solution.degenerate}"]
    if solution.leximin != solution.points:
        return [f"leximin {_points(solution.leximin)}"]
    return [f"{len(solution.points):,} tie" if len(solution.points) > 1 else ""]


def offers_text(found: OffersEquilibrium) -> str:
    """Who proposes what in which round."""
    rows = [["round", "proposes", "accepted", "worth"]]
    for step in found.rounds:
        offer = "nothing acceptable" if step.offer is None else payoffs_text(step.offer)
        rows.append([str(step.round), found.scenario.names[step.proposer], offer, payoffs_text(step.worth)])
    told = f"who is indifferent {found.indifferent}s" + (", lotteries may be proposed" if found.lotteries else "")
    return "\n".join([f"alternating offers ({told})", *columns(rows)])


def frontier_claim_text(found: FrontierClaim) -> str:
    """Which points are missing from the frontier, or not on it."""
    lines = labelled("frontier", [f"{len(found.frontier):,} points: {_points(found.frontier.points)}"])
    if found.missing:
        lines += labelled("missing", [_points(found.missing)])
    if found.wrong:
        lines += labelled("not on it", [_points(found.wrong)])
    return "\n".join(lines)
