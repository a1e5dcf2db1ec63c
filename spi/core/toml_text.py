"""What readers of game files share: TOML with faults located, the line of a key, quoting."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from spi.errors import FormatError

__all__ = ["line_of", "quote", "read_toml"]

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(text: str | bytes, file: str) -> tuple[dict[str, Any], str]:
    """Parse TOML, with line and caret where it is none.

    Parameters
    ----------
    text : str or bytes
        Bytes must be UTF-8.
    file : str
        Name for messages.

    Returns
    -------
    tuple of dict and str
        The values, and the text.

    Raises
    ------
    FormatError

    Source: ours
    """
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise FormatError(f"not UTF-8 (byte {error.start})", file=file) from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        raise _located(str(error), text, file) from None
    except RecursionError:
        raise FormatError("nested too deeply", file=file) from None


def line_of(key: str, text: str) -> int:
    """Line on which a key or a table stands, 0 if it is not found.

    Source: ours
    """
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*(\[\s*)?[\"']?{re.escape(key)}(?!\w)", line):
            return number
    return 0


def quote(text: str) -> str:
    """A TOML basic string.

    Source: ours
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() or c == " " else f"\\U{ord(c):08X}" for c in escaped) + '"'


def _located(message: str, text: str, file: str) -> FormatError:
    """Tomllib gives the position in words; the caret wants numbers."""
    match = _POSITION.search(message)
    why = "not TOML: " + _POSITION.sub("", message)
    lines = text.splitlines() or [""]
    if match is None:
        return FormatError(why, file=file)
    line, column = (int(match[1]), int(match[2])) if match[1] else (len(lines), len(lines[-1]) + 1)
    return FormatError(why, file=file, line=line, column=column, text=lines[min(line, len(lines)) - 1])
