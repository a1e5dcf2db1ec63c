"""What an object shows of itself, once for plain text and for notebooks: paragraphs, tables, programs and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from spi.report.highlight import source_html
from spi.report.layout import columns
from spi.report.picture import Picture, picture_svg

__all__ = [
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Aligned",
    "Code",
    "Part",
    "Sheet",
    "page_html",
    "page_text",
    "pre_html",
    "sheet",
]

MOST_ROWS = 40
"""Of a table; of the others it is said how many there are."""

MOST_COLUMNS = 20

_MOST_TEXT = 20_000  # characters of a paragraph in a notebook
_MOST_CELL = 400

# colours come from the page that the table stands in, so that it can be read in light and dark themes
_WIDE = "overflow-x:auto"
_LEFT = "text-align:left;vertical-align:top"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with names of columns; the first column names the rows.

    Parameters
    ----------
    caption : str
    head : tuple of str
    rows : tuple of tuple of str
    left_out : int
        Rows that are not shown.

    Source: ours
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """The text of a program, in the programs' language.

    Source: ours
    """

    text: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """Text with aligned columns: every letter is to be as wide as every other.

    Source: ours
    """

    text: str


Part = str | Aligned | Sheet | Code | Picture
"""A paragraph (its line breaks count), text with aligned columns, a table, a program, or a picture."""


def sheet(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, total: int | None = None, most: int = MOST_ROWS
) -> Sheet:
    """The first rows as a table.

    Parameters
    ----------
    caption : str
    head : sequence of str
    rows : iterable of sequence of str
        No more of them are computed than are shown, if `total` is given.
    total : int, optional
        How many there are.
    most : int
        How many are shown at most.

    Returns
    -------
    Sheet

    Source: ours
    """
    if total is None:
        rows = list(rows)
        total = len(rows)
    shown = tuple(tuple(row) for row in islice(rows, most))
    return Sheet(caption, tuple(head), shown, total - len(shown))


def page_text(parts: Iterable[Part]) -> str:
    """A page as plain text, without its pictures."""
    return "\n\n".join(_text(part) for part in parts if not isinstance(part, Picture))


def page_html(parts: Iterable[Part]) -> str:
    """A page as HTML for a notebook: everything is escaped, nothing is loaded, long tables are cut."""
    return "".join(_html(part) for part in parts)


def pre_html(text: str) -> str:
    """Plain text as HTML, cut if it is very long."""
    if len(text) > _MOST_TEXT:
        text = f"{text[:_MOST_TEXT]}\n… and {len(text) - _MOST_TEXT:,} more characters"
    return f"<pre>{escape(text)}</pre>"


def _text(part: str | Aligned | Sheet | Code) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Aligned | Code):
        return part.text.rstrip()
    lines = [part.caption] * bool(part.caption)
    lines += columns([[f"  {row[0]}", *row[1:]] for row in (part.head, *part.rows)])
    return "\n".join([*lines, f"  {_left_out(part)}"] if part.left_out else lines)


def _html(part: Part) -> str:
    if isinstance(part, str):
        return f'<div style="white-space:pre-wrap">{escape(part)}</div>'
    if isinstance(part, Aligned):
        return pre_html(part.text)
    if isinstance(part, Code):
        return source_html(part.text)
    if isinstance(part, Picture):
        return f'<div style="{_WIDE}">{picture_svg(part)}</div>'
    caption = f'<caption style="{_LEFT}">{escape(part.caption)}</caption>' if part.caption else ""
    names = "".join(f'<th scope="col" style="{_LEFT}">{escape(name)}</th>' for name in part.head)
    lines = [
        f'<tr><th scope="row" style="{_LEFT}">{_cell(row[0])}</th>'
        + "".join(f'<td style="{_LEFT}">{_cell(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in part.rows
    ]
    body = f"<table>{caption}<thead><tr>{names}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    rest = f"<div>{_left_out(part)}</div>" if part.left_out else ""
    return f'<div style="{_WIDE}">{body}{rest}</div>'


def _cell(text: str) -> str:
    return escape(text if len(text) <= _MOST_CELL else text[:_MOST_CELL] + "…").replace("\n", "<br>")


def _left_out(part: Sheet) -> str:
    return f"and {part.left_out:,} more row{'s' * (part.left_out > 1)}"
