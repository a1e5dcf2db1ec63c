"""What the docstring of a program file states: encounters and their outcomes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from spi.core.numbers import exact
from spi.errors import FormatError
from spi.programs.members import Program
from spi.programs.references import read_reference


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a block `Facts:`: the programs, a game of the shelf or "", and what is played.

    `outcome` is None if nothing is played or the outcome is random; then `laws` has one for each player.
    """

    programs: tuple[Program, ...]
    game: str
    outcome: tuple[str, ...] | None
    laws: tuple[dict[str, Fraction], ...] | None
    diverges: bool


def read_facts(docstring: str, folder: str, *, file: str = "<text>") -> tuple[Fact, ...]:
    """The indented lines after `Facts:`, as in programs/README.md; names without a folder are in `folder`."""
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
