"""The colours of all pictures, and the axes they are drawn in.

Okabe & Ito's colours, which colour-blind readers tell apart; markers, hatches and line styles repeat every difference,
so that it is there in grey print too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["BLUE", "GREEN", "GREY", "ORANGE", "PURPLE", "RED", "SHADES", "axes_or_new", "shortened"]

BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#777777"

SHADES = "cividis"
"""A scale for numbers: it rises evenly in lightness, and looks the same to most colour-blind readers."""


def axes_or_new(ax: Axes | None, width: float, height: float) -> Axes:
    """The axes given, or those of a new figure of this size in inches."""
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def shortened(name: str, length: int) -> str:
    """A name, cut with an ellipsis if it is longer than this."""
    return name if len(name) <= length else name[: length - 1] + "…"
