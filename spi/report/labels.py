"""Labels beside the points of a picture, where they cover neither each other nor what is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Path", "Place", "pixels", "place_labels"]

Place = tuple[float, float]
Path = Sequence[Place]
"""A point, or a line through points, in pixels."""

_Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels

_DISTANCES = (7, 15, 25, 37, 50, 65, 85)  # from the point, in typographic points
_LEADER = 20  # a label that is further away gets a line to its point
_STEP = 4.0  # pixels between samples of a line
_MARK = 9.0  # half the width of a marker and of some room around it, in pixels
_EDGE = 4.0  # pixels between a label and the frame


def place_labels(ax: Axes, labels: Iterable[tuple[str, Place]], marks: Iterable[Path], centre: Place) -> None:
    """Write labels, each beside its point and away from the centre if there is room.

    Parameters
    ----------
    ax : matplotlib Axes
        With its final limits.
    labels : iterable of (text, point)
        Important ones first: these choose first. Points outside the limits get none.
    marks : iterable of Path
        What is not to be covered, if possible, in pixels.
    centre : point
        In the coordinates of the data, as the labels' points.
    """
    from matplotlib.patheffects import withStroke

    frame = ax.get_window_extent()
    bounds = (frame.x0 + _EDGE, frame.y0 + _EDGE, frame.x1 - _EDGE, frame.y1 - _EDGE)
    drawn = [sample for path in marks for sample in _samples(path, bounds)]
    middle = pixels(ax, centre)
    taken: list[_Box] = []
    style: dict[str, Any] = {"textcoords": "offset points", "fontsize": 8, "zorder": 8, "parse_math": False}
    style["path_effects"] = [withStroke(linewidth=2, foreground="white")]
    for text, point in labels:
        here = pixels(ax, point)
        if not _inside(here, (frame.x0 - 1, frame.y0 - 1, frame.x1 + 1, frame.y1 + 1)):
            continue
        probe = ax.annotate(text, point, (0, 0), **style)
        size = probe.get_window_extent()
        probe.remove()
        best: tuple[float, Place, tuple[str, str], _Box] | None = None
        for offset, alignment, box in _candidates(here, (size.width, size.height), middle, ax.figure.dpi / 72):
            covered = sum(_overlap(box, other, 2) for other in taken) + 40 * sum(_inside(p, box) for p in drawn)
            outside = max(0, bounds[0] - box[0], bounds[1] - box[1], box[2] - bounds[2], box[3] - bounds[3])
            cost = covered + 500 * outside + 2 * hypot(*offset)
            if best is None or cost < best[0]:
                best = cost, offset, alignment, box
        if best is not None:
            _, offset, (across, up), box = best
            taken.append(box)
            line = {"arrowstyle": "-", "color": "#777777", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3}
            leader: dict[str, Any] = {"arrowprops": line} if hypot(*offset) > _LEADER else {}
            ax.annotate(text, point, offset, ha=across, va=up, **style, **leader)


def _candidates(
    here: Place, size: tuple[float, float], centre: Place, scale: float
) -> Iterator[tuple[Place, tuple[str, str], _Box]]:
    """Offsets in typographic points, alignments and boxes, the nearest and those away from the centre first."""
    away = atan2(here[1] - centre[1], here[0] - centre[0]) if hypot(here[0] - centre[0], here[1] - centre[1]) > 1 else 1
    for distance in _DISTANCES:
        for turn in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8):
            across, up = cos(away + turn * pi / 8), sin(away + turn * pi / 8)
            x, y = (distance * part / max(abs(across), abs(up)) for part in (across, up))  # around a square
            side, height = _third(across), _third(up)
            left = here[0] + x * scale - size[0] * (1 - side) / 2
            low = here[1] + y * scale - size[1] * (1 - height) / 2
            alignment = ("right", "center", "left")[side + 1], ("top", "center", "bottom")[height + 1]
            yield (x, y), alignment, (left, low, left + size[0], low + size[1])


def _third(x: float) -> int:
    return (x > 0.35) - (x < -0.35)


def _samples(path: Path, frame: _Box) -> Iterator[Place]:
    """Points in pixels that stand for a line within the frame; around a single point, those of its marker."""
    if len(path) == 1:
        x, y = path[0]
        yield from ((x + dx, y + dy) for dx in (-_MARK, 0, _MARK) for dy in (-_MARK, 0, _MARK))
    for (x, y), (u, v) in pairwise(path):
        start, end = 0.0, 1.0  # of the part within the frame
        for at, by, low, high in ((x, u - x, frame[0], frame[2]), (y, v - y, frame[1], frame[3])):
            if by:
                ends = sorted(((low - at) / by, (high - at) / by))
                start, end = max(start, ends[0]), min(end, ends[1])
            elif not low <= at <= high:
                end = -1.0
        steps = int((end - start) * hypot(u - x, v - y) / _STEP) + 1
        parts = (start + (end - start) * k / steps for k in range(steps + 1)) if end >= start else ()
        yield from ((x + (u - x) * part, y + (v - y) * part) for part in parts)


def pixels(ax: Axes, point: Place) -> Place:
    """Where a point of the data is on the screen."""
    x, y = ax.transData.transform(point)
    return float(x), float(y)


def _overlap(box: _Box, other: _Box, margin: float) -> float:
    width = min(box[2], other[2]) - max(box[0], other[0]) + margin
    height = min(box[3], other[3]) - max(box[1], other[1]) + margin
    return width * height if width > 0 and height > 0 else 0.0


def _inside(point: Place, box: _Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]
