"""What the docstring of a program file states: encounters and their outcomes, which tests run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from spi.core.numbers import exact
from spi.errors import FormatError
from spi.programs.members import Program
from spi.programs.references import read_reference

__all__ = ["Fact", "read_facts"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a block `Facts:`.

    Parameters
    ----------
    programs : tuple of n Program
    game : str
        The name of a game of the shelf, or "".
    outcome : tuple of actions, or None
        None if nothing is played or the outcome is random.
    laws : tuple of dict from action to Fraction, or None
        One for each player, if the outcome is random.
    diverges : bool

    Source: ours
    """

    programs: tuple[Program, ...]
    game: str
    outcome: tuple[str, ...] | None
    laws: tuple[dict[str, Fraction], ...] | None
    diverges: bool


def read_facts(docstring: str, folder: str, *, file: str = "<text>") -> tuple[Fact, ...]:
    """Read the facts in the docstring of a program file.

    Parameters
    ----------
    docstring : str
        Facts are the indented lines after `Facts:`, `a, b -> C, D`; see `programs/README.md`.
    folder : str
        The source of programs that are named without one.
    file : str
        For messages.

    Returns
    -------
    tuple of Fact

    Raises
    ------
    FormatError
        For a line that is no fact.

    Source: ours
    """
    lines = docstring.splitlines()
    if "Facts:" not in lines:
        return ()
    block = lines[lines.index("Facts:") + 1 :]
    return tuple(_fact(line.strip(), folder, file) for line in block if line.strip())


def _fact(line: str, folder: str, file: str) -> Fact:
    left, arrow, right = line.rpartition(" -> ")
    if not arrow:
        raise FormatError(f"{line!r} is no fact; accepted: a, b -> C, D", file=file)
    who, _, game = left.partition(" in ")
    programs = tuple(read_reference(part, folder=folder, file=file) for part in _split(who))
    parts = _split(right)
    if right == "diverges":
        return Fact(programs, game.strip(), None, None, True)
    if all(part.startswith("{") for part in parts):
        laws = []
        for part in parts:
            pairs = [entry.rpartition(":") for entry in part.strip("{}").split(",")]
            laws.append({action.strip(): exact(p.strip()) for action, _, p in pairs})
        return Fact(programs, game.strip(), None, tuple(laws), False)
    return Fact(programs, game.strip(), tuple(parts), None, False)


def _split(text: str) -> list[str]:
    """At the commas outside brackets and quotes."""
    parts, depth, start = [], 0, 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[(){},]', text):
        token = found.group()
        depth += (token in "({") - (token in ")}") if len(token) == 1 else 0
        if token == "," and depth == 0:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    return [*parts, text[start:].strip()]
