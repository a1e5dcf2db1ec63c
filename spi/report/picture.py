"""Pictures of boxes, arrows and words, as data; as SVG for notebooks, or drawn with matplotlib.

Lengths are in pixels, from the upper left corner. What has no colour of its own has that of the page's text, so that it
can be read on light and dark pages; nothing rests on a colour alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import hypot
from typing import TYPE_CHECKING, Any, Literal

from spi.report.palette import axes_or_new

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "INK",
    "LINE",
    "Anchor",
    "Arrow",
    "Badge",
    "Box",
    "Item",
    "Note",
    "Picture",
    "Place",
    "Style",
    "draw_picture",
    "picture_svg",
    "text_height",
    "text_width",
]

Place = tuple[float, float]
"""Across and down."""

Style = Literal["solid", "dashed", "dotted"]
Anchor = Literal["start", "middle", "end"]

INK = ""
"""The colour of the page's text."""

LINE = 16
"""The height of a line of text."""

_LETTER = 7.2  # the width of a letter, on the safe side
_SIZE = 12  # of letters
_FADED = 0.6
_DASHES = {"solid": "", "dashed": "6 4", "dotted": "1.5 3.5"}
_RADIUS = 9  # of a badge
_HEAD = 8  # the length of an arrow's head
_INCH = 96


@dataclass(frozen=True, slots=True)
class Box:
    """A frame with lines of text in its middle.

    Parameters
    ----------
    centre : Place
    size : (float, float)
        Width and height.
    text : str
        Perhaps none.
    colour : str
        Of the frame.
    line : "solid", "dashed" or "dotted"
    tip : str
        Shown when the pointer rests on it.

    Source: ours
    """

    centre: Place
    size: tuple[float, float]
    text: str
    colour: str = INK
    line: Style = "solid"
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line through points, with a head at its end or without.

    Source: ours
    """

    path: tuple[Place, ...]
    colour: str = INK
    line: Style = "solid"
    head: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Text whose lines begin, have their middle, or end at a place; `at` is half-way down.

    Source: ours
    """

    at: Place
    text: str
    anchor: Anchor = "middle"
    bold: bool = False
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A number in a disc.

    Source: ours
    """

    at: Place
    text: str
    colour: str


Item = Box | Arrow | Note | Badge
"""One thing in a picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn.

    Parameters
    ----------
    size : (float, float)
    title : str
        For those who do not see it.
    items : tuple of Box, Arrow, Note and Badge
        Later ones over earlier ones.

    Source: ours
    """

    size: tuple[float, float]
    title: str
    items: tuple[Item, ...]


def text_width(text: str) -> float:
    """About how wide the widest line of a text is.

    Source: ours
    """
    wide = (sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.split("\n"))
    return _LETTER * max(wide)


def text_height(text: str) -> float:
    """How high a text is.

    Source: ours
    """
    return LINE * (text.count("\n") + 1)


def picture_svg(picture: Picture) -> str:
    """A picture as an SVG element that needs nothing else; everything is escaped.

    Parameters
    ----------
    picture : Picture

    Returns
    -------
    str

    Source: ours
    """
    width, height = map(_number, picture.size)
    head = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"'
    style = f"font:{_SIZE}px sans-serif"
    body = "".join(part for item in picture.items for part in _svg(item))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {head} aria-label="{escape(picture.title)}" style="{style}" '
        f'fill="currentColor">{body}</svg>'
    )


def draw_picture(picture: Picture, ax: Axes | None = None) -> Axes:
    """Draw a picture with matplotlib, in its own size if there are no axes yet.

    Parameters
    ----------
    picture : Picture
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes

    Source: ours
    """
    width, height = picture.size
    ax = axes_or_new(ax, width / _INCH, height / _INCH)
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_axis_off()
    for item in picture.items:
        _draw(item, ax)
    return ax


def _svg(item: Item) -> Iterator[str]:
    if isinstance(item, Badge):
        x, y = map(_number, item.at)
        yield f'<circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="{item.colour}"></circle>'
        yield from _lines(item.text, item.at, "middle", 'fill="white" font-weight="bold"')
    elif isinstance(item, Note):
        extra = " ".join(['font-weight="bold"'] * item.bold + [f'fill-opacity="{_FADED}"'] * item.faded)
        yield from _lines(item.text, item.at, item.anchor, extra)
    elif isinstance(item, Arrow):
        shape, pointed = _shape(item)
        yield f'<path d="{_path(shape)}" fill="none" {_stroke(item.colour, item.line)}></path>'
        if pointed:
            yield f'<path d="{_path(pointed)} Z" fill="{item.colour or "currentColor"}"></path>'
    else:
        (middle, centre), (width, height) = item.centre, item.size
        place = f'x="{_number(middle - width / 2)}" y="{_number(centre - height / 2)}"'
        yield f"<g><title>{escape(item.tip)}</title>" if item.tip else "<g>"
        yield f'<rect {place} width="{_number(width)}" height="{_number(height)}" rx="6" fill="none" '
        yield f'pointer-events="all" {_stroke(item.colour, item.line)}></rect>'
        yield from _lines(item.text, item.centre, "middle", "")
        yield "</g>"


def _lines(text: str, at: Place, anchor: Anchor, extra: str) -> Iterator[str]:
    lines = text.split("\n") if text else []
    for k, line in enumerate(lines):
        y = at[1] + LINE * (k - (len(lines) - 1) / 2) + 0.35 * _SIZE  # the base line of letters half-way down
        place = f'x="{_number(at[0])}" y="{_number(y)}" text-anchor="{anchor}"'
        yield f"<text {' '.join(filter(None, (place, extra)))}>{escape(line)}</text>"


def _stroke(colour: str, line: Style) -> str:
    dashes = f' stroke-dasharray="{_DASHES[line]}"' if _DASHES[line] else ""
    return f'stroke="{colour or "currentColor"}" stroke-width="1.5"{dashes}'


def _path(points: Iterable[Place]) -> str:
    return "M " + " L ".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(x: float) -> str:
    return f"{x:.1f}".removesuffix(".0")


def _shape(arrow: Arrow) -> tuple[Sequence[Place], Sequence[Place]]:
    """The line, which ends where the head begins, and the corners of the head."""
    (x, y), (u, v) = arrow.path[-2:]
    length = hypot(u - x, v - y)
    if not arrow.head or not length:
        return arrow.path, ()
    across, down = (u - x) / length, (v - y) / length
    back = u - _HEAD * across, v - _HEAD * down
    sides = [(back[0] - turn * down * _HEAD / 2, back[1] + turn * across * _HEAD / 2) for turn in (1, -1)]
    return (*arrow.path[:-1], back), ((u, v), *sides)


def _draw(item: Item, ax: Axes) -> None:
    from matplotlib.patches import Circle, FancyBboxPatch, Polygon

    style: dict[str, Any] = {"fontsize": 9, "parse_math": False, "va": "center", "linespacing": 1.3}
    if isinstance(item, Badge):
        ax.add_patch(Circle(item.at, _RADIUS, color=item.colour, zorder=3))
        ax.text(*item.at, item.text, ha="center", color="white", fontweight="bold", zorder=4, **style)
    elif isinstance(item, Note):
        side = {"start": "left", "middle": "center", "end": "right"}[item.anchor]
        weight, alpha = "bold" if item.bold else "normal", _FADED if item.faded else 1
        ax.text(*item.at, item.text, ha=side, fontweight=weight, alpha=alpha, zorder=4, **style)
    elif isinstance(item, Arrow):
        shape, pointed = _shape(item)
        line: dict[str, Any] = {"color": item.colour or "black", "linewidth": 1.2, "linestyle": item.line}
        ax.plot(*zip(*shape, strict=True), zorder=1, **line)
        if pointed:
            ax.add_patch(Polygon(pointed, color=item.colour or "black", linewidth=0, zorder=2))
    else:
        (x, y), (width, height) = item.centre, item.size
        frame: dict[str, Any] = {"edgecolor": item.colour or "black", "linestyle": item.line, "linewidth": 1.2}
        frame |= {"boxstyle": "round,pad=0,rounding_size=6", "facecolor": "white", "zorder": 2}
        ax.add_patch(FancyBboxPatch((x - width / 2, y - height / 2), width, height, **frame))
        if item.text:
            ax.text(x, y, item.text, ha="center", zorder=4, **style)
