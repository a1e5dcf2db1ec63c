"""The text of a program, parsed by Python's parser and never executed; what is refused is shown with a caret."""

from __future__ import annotations

import ast
import os
import re
import unicodedata  # noqa: F401 — Python's parser would import it for names beyond ASCII, from wherever it finds it
import warnings
from typing import Any, NoReturn

from spi.errors import FormatError
from spi.programs.terms import Term
from spi.programs.values import MAX_LABEL
from spi.programs.vocabulary import RESERVED

__all__ = ["MAX_DEPTH", "NO_NUMBERS", "ProgramText", "decoded"]

MAX_CHARACTERS = 100_000

MAX_DEPTH = 60
"""Levels of statements and brackets inside one another, at most."""

NO_NUMBERS = 'no numbers outside quotes; accepted: labels and rationals such as "1" and "1/10"'

_LINE_END = r"\r\n|\r|\n"

_NO_FILE = f"{os.devnull}/program"
"""To show a line with an error, Python's parser opens the file that it is told of: so none that could be there."""

_SHOWN = 300
"""Characters of a line that a message shows."""


def decoded(given: str | bytes, file: str) -> str:
    """A text that is not too long; raises `FormatError` for bytes that are no UTF-8, and for a longer one.

    Source: ours
    """
    if isinstance(given, str):
        text = given
    else:
        try:
            text = given.decode()
        except UnicodeDecodeError as error:
            line = given.count(b"\n", 0, error.start) + 1
            raise FormatError(
                f"byte {error.start + 1} of the file is not UTF-8; accepted: UTF-8 text", file=file, line=line
            ) from None
    if len(text) > MAX_CHARACTERS:
        raise FormatError(f"{len(text):,} characters; accepted: at most {MAX_CHARACTERS:,}", file=file)
    return text


class ProgramText:
    """A text as Python's parser reads it; `places` tells where each term that is read from it stands.

    Parameters
    ----------
    text : str
    file : str
        Name of the text, for messages.

    Raises
    ------
    FormatError
        For what is not in Python's syntax, or nested too deeply for its parser.

    Source: ours
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = re.split(_LINE_END, text)
        self.places: dict[int, ast.AST] = {}
        self.terms: list[Term] = []
        self.check_characters(text)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Python finds odd is said by those who read the tree
                self.tree = ast.parse(text, _NO_FILE)
        except SyntaxError as error:
            why = f"not Python's syntax: {error.msg}; accepted: programs/README.md"
            if "integer string conversion" in error.msg:
                why = NO_NUMBERS
            self.refuse(why, error.lineno or 0, error.offset or 0)
        except (RecursionError, MemoryError):
            raise FormatError(
                f"nested too deeply for Python's parser; accepted: at most {MAX_DEPTH} levels", file=file
            ) from None

    def check_characters(self, text: str) -> None:
        """What Python's parser would not take as text."""
        found = re.search("[\0\ud800-\udfff]", text)
        if found:
            before = re.split(_LINE_END, text[: found.start()])
            what = "a null byte" if found.group() == "\0" else "half of a surrogate pair"
            self.refuse(f"{what} is no character of a text; accepted: UTF-8 text", len(before), len(before[-1]) + 1)

    def term(self, node: ast.AST, kind: str, *parts: Any) -> Term:
        """A term that stands at a node; a new object each time, so that its place is known."""
        made = (kind, *parts)
        self.terms.append(made)
        self.places[id(made)] = node
        return made

    def label(self, node: ast.expr) -> str:
        """A text in quotes."""
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            self.fail(node, "a label in quotes is needed here")
        if not 1 <= len(node.value) <= MAX_LABEL or not node.value.isprintable():
            self.fail(node, f"this is no label; accepted: 1 to {MAX_LABEL} printable characters in quotes")
        return node.value

    def check_name(self, node: ast.AST, name: str) -> None:
        """A name is no word of the language."""
        if name in RESERVED:
            self.fail(node, f"{name!r} is a word of the language; accepted: another name")

    def fail(self, node: ast.AST | None, why: str) -> NoReturn:
        """Refuse, at the place of a node."""
        line, offset = getattr(node, "lineno", 0), getattr(node, "col_offset", -1)
        column = len(self.line(line).encode()[:offset].decode(errors="ignore")) + 1 if offset >= 0 else 0
        self.refuse(why, line, column)

    def refuse(self, why: str, line: int, column: int) -> NoReturn:
        """Refuse, at a line and a column; the line is shown without what a terminal would not print."""
        shown = "".join(c if c.isprintable() else " " for c in self.line(line)[:_SHOWN])
        raise FormatError(
            why, file=self.file, line=line, column=column, text=shown if column < _SHOWN else ""
        ) from None

    def line(self, line: int) -> str:
        """A line by its number, counted from 1; empty if there is none."""
        return self.lines[line - 1] if 1 <= line <= len(self.lines) else ""
