"""Programs named in one line, `source/name(keyword=value, …)`, and the files of the shelf that they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from spi import shelves
from spi.errors import FormatError, ShelfError
from spi.programs.members import Family, Program, finite_map, program, to_value
from spi.programs.program_text import MAX_DEPTH
from spi.programs.reader import ProgramFile, read_program_file
from spi.programs.values import Value

__all__ = ["list_programs", "load_family", "load_program", "load_program_file", "read_reference", "read_value"]

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[(){}=,:]|[^\s(){}=,:"\']+)')

_SHOWN = 300
"""Characters of a reference that a message shows."""


def load_program(name: str | Path, **bindings: Value) -> Program:
    """Load a program from the shelf or from a file of your own.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"` as listed by `list_programs()`, or a path ending in `.py`; with parameters in brackets, too,
        whose values may be programs: `'ours/always(action="C")'`; another definition of the file as `name.definition`.
    **bindings : values
        Of keyword parameters: labels, profiles (tuples), sets and mappings of them, programs.

    Returns
    -------
    Program

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        If the file is not of the language.
    ProgramError
        For parameters that it does not have, or that are missing.

    Examples
    --------
    >>> load_program("barasz-et-al-2014/fair_bot")
    <Program: fair_bot(cooperate="C", defect="D")>
    >>> load_program("ours/always", action="C") is load_program('ours/always(action="C")')
    True

    Source: ours
    """
    return _Reference(str(name), "", "<name>").alone(bindings)


def load_family(name: str | Path) -> Family:
    """Load a program of the shelf, or of a file of your own, without values for its parameters.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"`, or a path ending in `.py`.

    Returns
    -------
    Family
        Called with the parameters it gives a program.

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        If the file is not of the language.

    Examples
    --------
    >>> load_family("ours/always")(action="C") is load_program("ours/always", action="C")
    True

    Source: ours
    """
    own = str(name).rsplit("/", 1)[-1].removesuffix(".py")
    groups = load_program_file(str(name)).groups
    if own not in groups:
        raise FormatError(
            f"it defines no {own!r}, as which it is called; it defines {', '.join(groups)}", file=str(name)
        )
    return Family(groups[own], own)


def read_reference(text: str, *, folder: str = "", file: str = "<text>") -> Program:
    """Read a program named in one line.

    Parameters
    ----------
    text : str
        `source/name(keyword=value, …)`.
    folder : str
        The source of names that have none.
    file : str
        For messages.

    Returns
    -------
    Program

    Source: ours
    """
    return _Reference(text, folder, file).alone({})


def read_value(text: str, *, folder: str = "", file: str = "<text>") -> Value:
    """Read a value of the language: a label, profile, set or map in Python's notation, or a program named as above.

    Parameters
    ----------
    text : str
    folder : str
        The folder of programs that are named without one.
    file : str
        What messages call the text.

    Returns
    -------
    Value

    Source: ours
    """
    return _Reference(text, folder, file).only_value()


def list_programs() -> list[str]:
    """Names of the programs on the shelf.

    Source: ours
    """
    return shelves.list_shelf("programs")


@lru_cache(maxsize=512)
def load_program_file(name: str) -> ProgramFile:
    """All definitions of a file of the shelf, or of a path ending in `.py`.

    Source: ours
    """
    file, text = shelves.find_text("programs", name)
    return read_program_file(text, file=file)


class _Reference:
    """Reads one line from left to right."""

    def __init__(self, text: str, folder: str, file: str) -> None:
        self.text, self.folder, self.file = text, folder, file
        self.tokens: list[tuple[str, int]] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if found is None:
                self.fail(place, "no value starts here")
            self.tokens.append((found.group(1), found.start(1)))
            place = found.end()
        self.place = self.depth = 0

    def alone(self, bindings: Mapping[str, Value]) -> Program:
        """One program and nothing after it."""
        found = self.program(bindings)
        self.end()
        return found

    def only_value(self) -> Value:
        """One value and nothing after it."""
        found = self.value()
        self.end()
        return to_value(found)

    def end(self) -> None:
        if self.place < len(self.tokens):
            self.fail(self.tokens[self.place][1], "nothing is expected here any more")

    def program(self, bindings: Mapping[str, Value], *, alone: bool = True) -> Program:
        """A program; not alone, where a label could stand, which is a word in quotation marks."""
        name, at = self.take()
        if not re.fullmatch(r"[\w./+-]+", name):
            self.fail(at, "the name of a program is needed here: source/name or name")
        shelf_name = name if "/" in name or name.endswith(".py") or not self.folder else f"{self.folder}/{name}"
        own = name.rsplit("/", 1)[-1].removesuffix(".py")
        whole = shelf_name
        if "." in own:  # another definition of the file
            own = own.rpartition(".")[2]
            shelf_name = shelf_name.rpartition(".")[0]
        try:
            read = load_program_file(shelf_name)
        except ShelfError:
            if not alone and "/" not in name:
                self.fail(at, f'no program {name!r}; accepted: a label in quotation marks, "{name}", or source/name')
            load_program_file(whole)  # which is not there either, and called as it was given
            raise
        if own not in read.groups:
            self.fail(at, f"{shelf_name} defines no {own!r}; it defines {', '.join(read.groups)}")
        given = dict(bindings)
        if self.peek() == "(":
            self.take()
            for key, value in self.listed(")", self.pair):
                if key in given:
                    self.fail(at, f"{key!r} is given twice")
                given[key] = value
        return program(read.groups[own], given, own)

    def pair(self) -> tuple[str, Value]:
        key, _ = self.take()
        self.take("=")
        return key, self.value()

    def entry(self) -> tuple[Value, Value | None]:
        key = self.value()
        if self.peek() == ":":
            self.take()
            return key, self.value()
        return key, None

    def value(self) -> Value:
        token, at = self.tokens[self.place] if self.place < len(self.tokens) else ("", len(self.text))
        if token[:1] in ('"', "'"):
            self.take()
            return re.sub(r"\\(.)", r"\1", token[1:-1])
        if token in ("True", "False"):
            self.take()
            return token == "True"
        if token == "(":
            self.take()
            return tuple(self.listed(")", self.value))
        if token == "{":
            self.take()
            entries = self.listed("}", self.entry)
            if all(value is not None for _, value in entries):
                return finite_map(dict(entries))
            if any(value is not None for _, value in entries):
                self.fail(at, "a map {key: value, …} or a set {value, …} is needed here")
            return frozenset(key for key, _ in entries)
        if token == "set" and self.tokens[self.place + 1 : self.place + 3] == [("(", at + 3), (")", at + 4)]:
            self.place += 3
            return frozenset()
        return self.program({}, alone=False)

    def listed(self, closing: str, read: Callable[[], Value]) -> list[Value]:
        """Things with commas between them, a last comma allowed, up to a closing bracket."""
        found = []
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(self.tokens[self.place - 1][1], f"more than {MAX_DEPTH} levels of brackets; accepted: fewer")
        while self.peek() != closing:
            found.append(read())
            if self.peek() != closing:
                self.take(",")
        self.take(closing)
        self.depth -= 1
        return found

    def peek(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def take(self, wanted: str = "") -> tuple[str, int]:
        if self.place == len(self.tokens):
            self.fail(len(self.text), f"it ends here; {wanted or 'a value'} is needed")
        token, at = self.tokens[self.place]
        if wanted and token != wanted:
            self.fail(at, f"{wanted} is needed here")
        self.place += 1
        return token, at

    def fail(self, at: int, why: str) -> NoReturn:
        shown = self.text if len(self.text) <= _SHOWN else ""
        raise FormatError(why, file=self.file, line=1, column=at + 1, text=shown)
