"""What is in a picture, and whether it is within its edges."""

from typing import Any
from xml.etree import ElementTree

import spi
from spi.core.commitments import CommitmentGraph
from spi.report.picture import Arrow, Box, Note, Picture, picture_svg, text_height, text_width

SVG = "{http://www.w3.org/2000/svg}"


def freeze() -> CommitmentGraph:
    return spi.load_commitments("lock-out/value-freeze")


def read(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture_svg(picture))


def words(picture: Picture) -> list[str]:
    return [text.text or "" for text in read(picture).iter(f"{SVG}text")]


def of_kind(picture: Picture, kind: type[Any]) -> list[Any]:
    return [item for item in picture.items if isinstance(item, kind)]


def inside(picture: Picture) -> None:
    """Nothing is drawn beyond the edge."""
    width, height = picture.size
    for item in picture.items:
        if isinstance(item, Arrow):
            corners = list(item.path)
        elif isinstance(item, Box):
            (x, y), (w, h) = item.centre, item.size
            corners = [(x - w / 2, y - h / 2), (x + w / 2, y + h / 2)]
        elif isinstance(item, Note):
            w, h = text_width(item.text), text_height(item.text)
            left = item.at[0] - {"start": 0, "middle": w / 2, "end": w}[item.anchor]
            corners = [(left, item.at[1] - h / 2), (left + w, item.at[1] + h / 2)]
        else:
            corners = [(item.at[0] - 9, item.at[1] - 9), (item.at[0] + 9, item.at[1] + 9)]
        for x, y in corners:
            assert -1e-6 <= x <= width + 1e-6 and -1e-6 <= y <= height + 1e-6, item
