"""How objects show themselves: in one line at a prompt, and as a page in a notebook."""

from __future__ import annotations

__all__ = ["html_of", "one_line"]

_WIDTH = 100


def one_line(kind: str, text: str, *, width: int = _WIDTH) -> str:
    """`<Kind: text>`, without line breaks, cut with an ellipsis if it is wider than this.

    Parameters
    ----------
    kind, text : str
    width : int
        In characters.

    Returns
    -------
    str

    Examples
    --------
    >>> one_line("Holds", "this is so", width=15)
    '<Holds: this …>'

    Source: ours
    """
    room = width - len(kind) - 4
    text = " ".join(text.split())
    return f"<{kind}: {text if len(text) <= room else text[: room - 1] + '…'}>"


def html_of(thing: object) -> str:
    """What a notebook shows of an object: its page, its text, or a table of its parts.

    A class takes it as its `_repr_html_`.

    Parameters
    ----------
    thing : object

    Returns
    -------
    str
        HTML; everything in it is escaped.

    Source: ours
    """
    from spi.report.html import object_html

    return object_html(thing)
