"""The payoffs of a negotiation between two sides as a picture: outcomes, frontiers, solutions (matplotlib)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from spi.core.numbers import format_exact
from spi.errors import HypothesisError
from spi.negotiation.frontier import find_frontier
from spi.negotiation.issues import count_outcomes
from spi.negotiation.lotteries import (
    find_lottery_frontier,
    lottery_egalitarian,
    lottery_kalai_smorodinsky,
    lottery_nash,
)
from spi.negotiation.preferences import utility_of
from spi.negotiation.scenario import Payoffs, Scenario, feasible_outcomes
from spi.negotiation.solutions import egalitarian, kalai_smorodinsky, nash
from spi.report.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, axes_or_new, shortened
from spi.report.sketch import Sketch, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_payoff_space"]

# Okabe & Ito's colours; markers repeat every difference for print
_MOST_OUTCOMES = 20_000
_MOST_POINTS = 300


def draw_payoff_space(negotiation: Scenario, *, ax: Axes | None = None) -> Axes:
    """Draw what the outcomes of a negotiation are worth to its two sides, and what the bargaining solutions choose.

    Parameters
    ----------
    negotiation : Scenario
        With two sides. Up to 20,000 outcomes are shown each as a dot; of more only the frontier.
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes
        Exact numbers are rounded to floats for drawing only.

    Raises
    ------
    HypothesisError
        Unless there are two sides.

    Source: ours
    """
    if len(negotiation.sides) != 2:
        raise HypothesisError(f"a picture has two sides; {len(negotiation.sides)} are given")
    frontier, hull = find_frontier(negotiation), find_lottery_frontier(negotiation)
    d = negotiation.disagreement
    for point in (*frontier.points, d):
        place(point)  # refuses what is too large before there is a figure
    sketch = Sketch(axes_or_new(ax, 9, 5))
    total = count_outcomes(negotiation.issues)
    if total <= _MOST_OUTCOMES:
        every = dict.fromkeys(_payoffs(negotiation, outcome) for outcome in feasible_outcomes(negotiation))
        sketch.points(every, f"outcomes ({total:,})", marker=".", color=GREY, markersize=4, zorder=2)
    sketch.line(hull.vertices, "frontier of lotteries", color="black", linewidth=1.2, zorder=3)
    if len(frontier) <= _MOST_POINTS:
        name = f"frontier of outcomes ({len(frontier):,})"
        sketch.points(frontier.points, name, marker="o", color=BLUE, markersize=4, zorder=4)
    sketch.cross(d, f"disagreement {_text(d)}")
    for conflict in negotiation.conflicts:
        sketch.points([conflict.payoffs], f"{conflict.name} {_text(conflict.payoffs)}", marker="X", color=RED)
    outcomes = (
        ("Nash", nash(frontier).points, "s", ORANGE),
        ("Kalai–Smorodinsky", kalai_smorodinsky(frontier).points, "^", GREEN),
        ("egalitarian", egalitarian(frontier).leximin, "D", PURPLE),
    )
    sizes = {"s": 13, "^": 10, "D": 6}
    for name, points, marker, colour in outcomes:
        label = f"{name} {'; '.join(map(_text, points[:2]))}{'; …' * (len(points) > 2)}"
        sketch.points(
            points, label, marker=marker, markersize=sizes[marker], color=colour, markerfacecolor="none",
            markeredgewidth=1.8, zorder=7,
        )  # fmt: skip
    lotteries = (
        ("Nash", lottery_nash(hull).points, "+", ORANGE),
        ("Kalai–Smorodinsky", lottery_kalai_smorodinsky(hull).points, "1", GREEN),
        ("egalitarian", lottery_egalitarian(hull).points, "x", PURPLE),
    )
    for name, points, marker, colour in lotteries:
        label = f"{name}, with lotteries {'; '.join(map(_text, points[:2]))}"
        sketch.points(points, label, marker=marker, markersize=11, color=colour, markeredgewidth=1.6, zorder=8)
    sketch.ax.set_xlabel(f"payoff of {shortened(negotiation.names[0], 30)}", parse_math=False)
    sketch.ax.set_ylabel(f"payoff of {shortened(negotiation.names[1], 30)}", parse_math=False)
    sketch.ax.set_title(shortened(negotiation.title, 60), parse_math=False)
    sketch.finish(d, zoom=False, outside=True)
    return sketch.ax


def _payoffs(negotiation: Scenario, outcome: tuple[str, ...]) -> Payoffs:
    return tuple(utility_of(side.utility, negotiation.issues, outcome) for side in negotiation.sides)


def _text(payoffs: Payoffs) -> str:
    return f"({', '.join(map(_short, payoffs))})"


def _short(number: Fraction) -> str:
    text = format_exact(number)
    return text if len(text) <= 10 else f"≈{float(number):.4g}"
