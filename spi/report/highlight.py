"""Programs for notebooks: keywords, names, strings and comments told apart by weight, slant and colour."""

from __future__ import annotations

import re
from html import escape
from keyword import kwlist

from spi.programs.vocabulary import RESERVED

__all__ = ["COLOURS", "source_html"]

COLOURS = {"keyword": "#0078c8", "word": "#b35900", "string": "#0a8265", "comment": "#767676"}
"""Each has a contrast of about 4.5 to white and 4 to nearly black, so that one colour does for light and dark pages."""

_STYLES = {
    "keyword": f"color:{COLOURS['keyword']};font-weight:bold",
    "word": f"color:{COLOURS['word']}",
    "string": f"color:{COLOURS['string']}",
    "comment": f"color:{COLOURS['comment']};font-style:italic",
}
_MOST = 20_000  # characters
_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)"
    r"|(?P<string>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")"
    r"|(?P<name>[^\W\d]\w*)"
)


def source_html(text: str) -> str:
    """The text of a program as HTML, highlighted; cut if it is very long.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The text itself, escaped, within `<pre>`; styles stand in the elements, so that nothing else is needed.

    Examples
    --------
    >>> source_html("return 'C'").count("<span")
    2

    Source: ours
    """
    rest = f"\n… and {len(text) - _MOST:,} more characters" if len(text) > _MOST else ""
    text = text[:_MOST].rstrip("\n")
    parts = []
    end = 0
    for found in _TOKEN.finditer(text):
        parts.append(escape(text[end : found.start()]))
        parts.append(_span(_kind(found), found.group()))
        end = found.end()
    return f"<pre><code>{''.join(parts)}{escape(text[end:] + rest)}</code></pre>"


def _kind(found: re.Match[str]) -> str:
    if found.lastgroup != "name":
        return found.lastgroup or ""
    return "keyword" if found.group() in kwlist else "word" if found.group() in RESERVED else ""


def _span(kind: str, text: str) -> str:
    return f'<span style="{_STYLES[kind]}">{escape(text)}</span>' if kind else escape(text)
