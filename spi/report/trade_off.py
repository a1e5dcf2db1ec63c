"""Trade-offs between two failures as a picture: who is dominated, and what the others leave reachable (matplotlib)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from spi.core.numbers import Exact, exact
from spi.empirical.loyalty.frontier import Box, non_dominated
from spi.errors import HypothesisError
from spi.report.palette import BLUE, GREY, axes_or_new, shortened
from spi.report.sketch import Sketch, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_trade_off"]


def draw_trade_off(
    points: Mapping[str, Sequence[Exact]],
    *,
    names: tuple[str, str],
    boxes: Mapping[str, Box] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw operating points by two rates of failure, of which less is better.

    Parameters
    ----------
    points : mapping from name to two exact numbers
    names : (str, str)
        What the two rates are, for the axes.
    boxes : mapping from name to Box, optional
        Where points may lie, missing data being what they are.
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes
        Filled points are non-dominated, and everything above the steps between them is dominated; open ones are
        dominated.

    Raises
    ------
    HypothesisError
        If there are no points, or points with other than two coordinates.

    Source: li-shi-2026, trade-off, and ours
    """
    read = {name: tuple(exact(x, place=f"the point {name}") for x in point) for name, point in points.items()}
    if not read or any(len(point) != 2 for point in read.values()):
        raise HypothesisError("a picture needs points with two coordinates; accepted: one or more of them")
    for name in boxes or {}:
        if name not in read:
            raise HypothesisError(f"a box for {name!r}, which has no point; accepted: {', '.join(read)}")
    for point in read.values():
        place(point)  # refuses what is too large before there is a figure
    best = non_dominated(read)
    sketch = Sketch(axes_or_new(ax, 7.5, 4.5))
    for k, box in enumerate((boxes or {}).values()):
        (a, c), (b, d) = box.low, box.high
        around = [(a, c), (b, c), (b, d), (a, d), (a, c)]
        name = "" if k else "what missing data leave open"
        sketch.line(around, name, color=GREY, linewidth=1.2, linestyle=":", zorder=2)
    chain = sorted({read[name] for name in best})
    steps: list[tuple[Fraction, ...]] = [chain[0]]
    for before, after in pairwise(chain):
        steps += [(after[0], before[1]), after]
    if len(steps) > 1:
        sketch.line(steps, "dominated from here on", color=BLUE, linewidth=1.2, linestyle="--", zorder=3)
    others = [point for name, point in read.items() if name not in best]
    sketch.points([read[name] for name in best], "non-dominated", marker="o", color=BLUE, markersize=8)
    sketch.points(others, "dominated", marker="s", color=GREY, markersize=7, markerfacecolor="white")
    for name in sorted(read, key=lambda one: one not in best):
        sketch.label(shortened(name, 24), read[name])
    sketch.ax.set_xlabel(f"{shortened(names[0], 50)} (less is better)", parse_math=False)
    sketch.ax.set_ylabel(f"{shortened(names[1], 50)} (less is better)", parse_math=False)
    sketch.finish(chain[0], zoom=False, outside=ax is None)
    return sketch.ax
