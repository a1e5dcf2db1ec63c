"""Intervals side by side: rates with their intervals, mean squared gaps with their bounds (matplotlib)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from spi.empirical.bounds import MeanGapBound
from spi.empirical.rates import RateInterval
from spi.errors import HypothesisError
from spi.report.palette import BLUE, GREEN, axes_or_new, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_intervals"]


def draw_intervals(
    intervals: Mapping[str, RateInterval] | Mapping[str, MeanGapBound], *, unit: str = "", ax: Axes | None = None
) -> Axes:
    """Draw intervals for rates, or upper bounds on mean squared gaps, one below the other.

    Parameters
    ----------
    intervals : mapping from name to RateInterval, or from name to MeanGapBound
        All of one kind, since they share an axis.
    unit : str
        What is measured, for the axis; by default "probability" or "mean squared gap of rates".
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes
        Filled markers and solid lines: the coverage is guaranteed. Open markers and dashed lines: it is approximate. A
        bound starts at 0, and its arrow ends at the bound.

    Raises
    ------
    HypothesisError
        If there are none, or of both kinds.

    Source: ours
    """
    kinds = {type(one) for one in intervals.values()}
    if len(kinds) != 1 or not kinds <= {RateInterval, MeanGapBound}:
        found = ", ".join(sorted(kind.__name__ for kind in kinds)) or "nothing"
        raise HypothesisError(f"intervals of {found}; accepted: some RateInterval, or some MeanGapBound")
    ax = axes_or_new(ax, 7.5, 1.2 + 0.36 * len(intervals))
    kept: dict[str, Any] = {}
    every: list[RateInterval | MeanGapBound] = list(intervals.values())
    for row, one in enumerate(every):
        sure = one.guaranteed if isinstance(one, RateInterval) else one.proved
        colour, line = (BLUE, "solid") if sure else (GREEN, "dashed")
        name = f"{'guaranteed' if sure else 'approximate'}, level {float(one.level):.4g}"
        style: dict[str, Any] = {"color": colour, "linestyle": line, "markerfacecolor": colour if sure else "white"}
        style["label"] = "" if name in kept else name
        if isinstance(one, RateInterval):
            ends = [float(one.low), float(one.high)]
            ax.plot(ends, [row, row], marker="|", markersize=10, linewidth=1.6, **style)
            ax.plot(one.successes / one.size, row, "o", color=colour, markerfacecolor=style["markerfacecolor"])
        else:
            ax.plot([0, float(one.value)], [row, row], marker="<", markevery=[1], markersize=8, linewidth=1.6, **style)
        kept[name] = True
    first = kinds.pop()
    ax.set_xlabel(unit or ("probability" if first is RateInterval else "mean squared gap of rates"))
    ax.set_yticks(range(len(intervals)), [shortened(name, 40) for name in intervals], parse_math=False)
    ax.set_ylim(len(intervals) - 0.5, -0.5)
    if first is RateInterval:
        ax.set_xlim(-0.02, 1.02)
    else:
        ax.set_xlim(left=min(0.0, *(float(one.value) for one in every if isinstance(one, MeanGapBound))))
    ax.grid(axis="x", alpha=0.3)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), fontsize=8, frameon=False)
    return ax
