"""Pictures as SVG and with matplotlib: the same words in both, well-formed, escaped, readable on any ground."""

import re
from collections.abc import Iterator
from typing import Any

import matplotlib
import pytest
from matplotlib import pyplot

from spi.report.palette import BLUE, GREY, RED
from spi.report.picture import Arrow, Badge, Box, Note, Picture, draw_picture, picture_svg, text_height, text_width
from tests.report.pictures import SVG, read, words

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    pyplot.close("all")


EVERYTHING = Picture(
    (100, 80),
    'a "title" & <more>',
    (
        Arrow(((0, 0), (10, 0), (10, 30)), RED, "dotted"),
        Arrow(((0, 5), (50, 5)), head=False),
        Box((50, 40), (40, 20), "<b>\n&", BLUE, "dashed", tip="<tip>"),
        Note((5, 60), "left", "start", bold=True),
        Note((95, 60), "right", "end", faded=True),
        Badge((20, 70), "1", GREY),
        Box((50, 70), (10, 10), ""),
    ),
)


def test_svg_element_by_element() -> None:
    svg = read(EVERYTHING)
    assert (svg.get("width"), svg.get("height"), svg.get("viewBox")) == ("100", "80", "0 0 100 80")
    assert svg.get("role") == "img" and svg.get("aria-label") == 'a "title" & <more>'
    assert words(EVERYTHING) == ["<b>", "&", "left", "right", "1"]
    lines = [path.get("d") for path in svg.iter(f"{SVG}path")]
    # the head is 8 long and 8 wide, the line ends where it begins
    assert lines == ["M 0 0 L 10 0 L 10 22", "M 10 30 L 6 22 L 14 22 Z", "M 0 5 L 50 5"]
    first = next(svg.iter(f"{SVG}rect"))
    assert [first.get(key) for key in ("x", "y", "width", "height")] == ["30", "30", "40", "20"]
    assert first.get("stroke") == BLUE and first.get("stroke-dasharray") == "6 4" and first.get("fill") == "none"
    assert [title.text for title in svg.iter(f"{SVG}title")] == ["<tip>"]
    sides = {text.text: text.get("text-anchor") for text in svg.iter(f"{SVG}text")}
    assert sides["left"] == "start" and sides["right"] == "end" and sides["<b>"] == "middle"


def test_a_note_can_be_bold_and_faded() -> None:
    picture = Picture((10, 10), "one", (Note((5, 5), "both", bold=True, faded=True),))
    (note,) = read(picture).iter(f"{SVG}text")
    assert note.get("font-weight") == "bold" and float(note.get("fill-opacity", "1")) < 1


def test_svg_has_the_colour_of_the_page_and_loads_nothing() -> None:
    text = picture_svg(EVERYTHING)
    assert read(EVERYTHING).get("fill") == "currentColor"
    colours = set(re.findall(r'(?:fill|stroke|color)="([^"]*)"', text))
    assert colours == {"currentColor", "none", "white", RED, BLUE, GREY}  # white stands on the badge
    assert not re.search(r"href|url\(|<script|<style|<image|<foreign| id=| on\w+=", text)


def test_matplotlib_draws_the_same() -> None:
    ax: Any = draw_picture(EVERYTHING)
    assert [text.get_text() for text in ax.texts] == ["<b>\n&", "left", "right", "1"]
    assert ax.get_ylim() == (80, 0) and ax.get_xlim() == (0, 100)  # down is down
    assert [tuple(line.get_ydata()) for line in ax.lines] == [(0, 0, 22), (5, 5)]
    assert len(ax.patches) == 4  # a head, two boxes, a disc
    _, own = pyplot.subplots()
    assert draw_picture(EVERYTHING, own) is own
    dollars = draw_picture(Picture((50, 50), "", (Note((25, 25), "$5 or $x"),)))
    dollars.figure.canvas.draw()  # no formula, so no complaint about one
    assert dollars.texts[0].get_text() == "$5 or $x"


def test_an_arrow_of_no_length_has_no_head() -> None:
    assert len(list(read(Picture((9, 9), "", (Arrow(((1, 1), (1, 1))),))).iter(f"{SVG}path"))) == 1


def test_how_wide_text_is() -> None:
    assert text_width("ab\nabcd") == text_width("abcd") == 4 * text_width("a")
    assert text_width("取") == 2 * text_width("a")
    assert text_height("a\nb") == 2 * text_height("a")
