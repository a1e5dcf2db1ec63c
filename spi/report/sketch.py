"""Drawing exact points with matplotlib, remembering where something stands so that labels can keep clear of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

from spi.errors import GameError
from spi.report.labels import Path, Place, pixels, place_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

__all__ = ["Sketch", "place"]

Exactly = Sequence[Fraction]
"""A point."""

_BEND = 0.15  # of arrows, so that those along one line can be told apart
_MARGIN = 0.1  # around everything, as a share of the width and height
_SMALL = 0.25  # what is near fills less than this share of the width and of the height: zoom in
_LARGEST = 10**100  # leaves room for sums and products of floats


@dataclass
class Sketch:
    """What has been drawn, and the labels that are still to be placed.

    Parameters
    ----------
    ax : matplotlib Axes
    marks : list of lists of points
        Points and lines through points.
    near : list of points
        Those of them that are to be seen in any case.
    bent : list of (point, point)
        Arrows.
    crossed : list of points
        Where lines go from edge to edge.
    series : list of (matplotlib Line2D, points)
        Markers.
    labels : list of (text, point)
        Important ones first.
    """

    ax: Axes
    marks: list[list[Place]] = field(default_factory=list)
    near: list[Place] = field(default_factory=list)
    bent: list[tuple[Place, Place]] = field(default_factory=list)
    crossed: list[Place] = field(default_factory=list)
    series: list[tuple[Line2D, list[Place]]] = field(default_factory=list)
    labels: list[tuple[str, Place]] = field(default_factory=list)

    def region(self, corners: Sequence[Exactly], name: str, colour: str, *, near: bool = True, **style: Any) -> None:
        """A convex polygon: an area, or a line or a ring where it has only two corners or one."""
        path = self._path([*corners, corners[0]] if len(corners) > 2 else corners, near)
        around = list(zip(*path, strict=True))
        if len(corners) > 2:
            self.ax.fill(*around, label=name, edgecolor=colour, **style)
            return
        shape: dict[str, Any] = {"linewidth": 7, "alpha": 0.4, "solid_capstyle": "round"}
        if len(corners) == 1:
            shape = {"linestyle": "none", "marker": "o", "markersize": 13, "markerfacecolor": "none"}
        self.ax.plot(*around, label=name, color=colour, zorder=style["zorder"], **shape)

    def line(self, points: Sequence[Exactly], name: str, *, near: bool = True, **style: Any) -> None:
        """A line through points; a dot if they are all the same."""
        path = self._path(points, near)
        if len(set(path)) == 1:
            style |= {"marker": "o", "markersize": 4 * style["linewidth"], "linestyle": "none"}
        self.ax.plot(*zip(*path, strict=True), label=name, **style)

    def points(self, points: Iterable[Exactly], name: str, *, near: bool = True, **style: Any) -> None:
        """Markers; nothing if there are no points."""
        places = [self._path([point], near)[0] for point in points]
        style.setdefault("linestyle", "none")
        style.setdefault("zorder", 6)
        if places:
            (line,) = self.ax.plot(*zip(*places, strict=True), label=name, **style)
            self.series.append((line, places))

    def arrows(self, pairs: Sequence[tuple[Exactly, Exactly]], name: str, colour: str) -> None:
        """Bent arrows from points to points."""
        for start, end in pairs:
            a, b = place(start), place(end)
            style = {"arrowstyle": "-|>", "connectionstyle": f"arc3,rad={_BEND}", "color": colour, "linewidth": 1.4}
            self.ax.annotate("", b, a, arrowprops=style | {"shrinkA": 5, "shrinkB": 4}, zorder=5)
            self.bent.append((a, b))
            self.near += a, b
        if pairs:
            self.ax.plot([], [], label=name, color=colour, marker=">", markersize=5, linewidth=1.4)

    def cross(self, point: Exactly, name: str) -> None:
        """A cross with dashed lines from edge to edge."""
        ((x, y),) = self._path([point], True)
        self.crossed.append((x, y))
        for draw, at in ((self.ax.axvline, x), (self.ax.axhline, y)):
            draw(at, color="black", linewidth=0.8, linestyle=(0, (2, 4)), zorder=2)
        shape: dict[str, Any] = {"marker": "x", "markersize": 11, "markeredgewidth": 1.6, "linestyle": "none"}
        self.ax.plot(x, y, label=name, color="black", zorder=7, **shape)

    def label(self, text: str, point: Exactly) -> None:
        """A label to be placed by `finish`; those that come first choose first."""
        self.labels.append((text, place(point)))

    def finish(self, centre: Exactly, *, zoom: bool | None, outside: bool) -> None:
        """Set the limits, then place the legend and the labels.

        Parameters
        ----------
        centre : point
            Labels are placed away from it.
        zoom : bool or None
            Show only what is near; None: if that would be small otherwise.
        outside : bool
            The legend stands beside the axes, otherwise where there is room.
        """
        every, near = _frame(chain(self.near, *self.marks)), _frame(self.near)
        shares = [(high - low) / (b - a) if b > a else 1 for (low, high), (a, b) in zip(near, every, strict=True)]
        if zoom is None:
            zoom = all(0 < share < _SMALL for share in shares)
        limits = [_padded(ends, whole) for ends, whole in zip(near if zoom else every, every, strict=True)]
        self.ax.set_xlim(limits[0])
        self.ax.set_ylim(limits[1])
        for line, points in self.series:
            if not all(low <= x <= high for point in points for x, (low, high) in zip(point, limits, strict=True)):
                line.set_label(f"{line.get_label()} (some are outside)")
        if outside:
            from matplotlib.figure import Figure

            self.ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), fontsize=8, frameon=False, labelspacing=0.8)
            if isinstance(self.ax.figure, Figure):
                self.ax.figure.draw_without_rendering()  # the axes find their place before the labels do
        else:
            self.ax.legend(loc="best", fontsize=8)
        place_labels(self.ax, self.labels, self._on_screen(), place(centre))

    def _on_screen(self) -> Iterator[Path]:
        for path in self.marks:
            yield [pixels(self.ax, point) for point in path]
        for start, end in self.bent:
            (x, y), (u, v) = pixels(self.ax, start), pixels(self.ax, end)
            bend = (x + u) / 2 + _BEND * (v - y), (y + v) / 2 - _BEND * (u - x)  # as arc3 has it
            parts = [((1 - t) ** 2, 2 * t * (1 - t), t**2) for t in (k / 8 for k in range(9))]
            yield [(p * x + q * bend[0] + r * u, p * y + q * bend[1] + r * v) for p, q, r in parts]
        frame = self.ax.get_window_extent()
        for point in self.crossed:
            x, y = pixels(self.ax, point)
            yield [(x, frame.y0), (x, frame.y1)]
            yield [(frame.x0, y), (frame.x1, y)]

    def _path(self, points: Sequence[Exactly], near: bool) -> list[Place]:
        path = list(map(place, points))
        self.marks.append(path)
        if near:
            self.near += path
        return path


def place(point: Exactly) -> Place:
    """A point as floats; raises GameError for numbers that cannot be drawn."""
    if any(abs(u) > _LARGEST for u in point):
        raise GameError("a payoff is too large to be drawn; accepted: payoffs up to 10^100")
    x, y = point
    return float(x), float(y)


def _frame(points: Iterable[Place]) -> tuple[tuple[float, float], tuple[float, float]]:
    across, up = zip(*points, strict=True)
    return (min(across), max(across)), (min(up), max(up))


def _padded(ends: tuple[float, float], whole: tuple[float, float]) -> tuple[float, float]:
    width = ends[1] - ends[0] or whole[1] - whole[0] or max(abs(ends[0]), 1)
    return ends[0] - _MARGIN * width, ends[1] + _MARGIN * width
