"""What a wording with a table and code says, read and run from the text alone: payoffs, proposals and programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Told:
    """Players, payoffs by pairs of actions, and programs by name."""

    players: tuple[str, str]
    payoffs: dict[tuple[str, str], tuple[Fraction, Fraction]]
    programs: dict[str, tuple[Any, ...]]

    def play(self, first: str | tuple[Any, ...], second: str | tuple[Any, ...]) -> tuple[str, str]:
        """What two programs do when they meet."""
        a, b = (self.programs[own] if isinstance(own, str) else own for own in (first, second))
        return react(a, b, 0), react(b, a, 1)

    def pay(self, first: str | tuple[Any, ...], second: str | tuple[Any, ...]) -> tuple[Fraction, Fraction]:
        """What that pays."""
        return self.payoffs[self.play(first, second)]


def read_told(text: str) -> Told:
    """Read the wording `"matrix"`."""
    first, second = re.search(r"Rows: (\w+)\. Columns: (\w+)\.", text).groups()  # type: ignore[union-attr]
    _, head, _, *rows = text.split("\n\n", maxsplit=1)[0].splitlines()
    payoffs = {}
    for row in rows:
        name, *cells = map(str.strip, row.split("|"))
        for column, cell in zip(map(str.strip, head.split("|")[1:]), cells, strict=True):
            u, v = map(Fraction, cell.split(", "))
            payoffs[name, column] = u, v
    known: dict[str, Any] = {
        "always": lambda action: ("always", action),
        "conditional_demander": lambda expected, accept, insist: ("yields", expected, accept, insist),
        "hardener": lambda soft, hard: ("hardens", soft, hard),
        "renegotiator": lambda default, proposal: ("renegotiates", default, tuple(sorted(proposal.items()))),
    }
    for line in text.splitlines():
        match = re.fullmatch(r"(\w+) = (.*)", line)
        if match:
            known[match[1]] = eval(match[2], {"__builtins__": {}}, known)
    return Told((first, second), payoffs, {name: own for name, own in known.items() if isinstance(own, tuple)})


def react(own: tuple[Any, ...], other: tuple[Any, ...], seat: int) -> str:
    """What a program at a seat plays against another, as the code in the wording says."""
    if own[0] == "always":
        return str(own[1])
    if own[0] == "yields":
        return str(own[2] if other == own[1] else own[3])
    if own[0] == "hardens":
        return str(own[2] if other[0] == "renegotiates" else own[1])
    _, default, proposal = own
    if other[0] != "renegotiates":
        return react(default, other, seat)
    _, theirs, their_proposal = other
    pair = [react(default, theirs, seat), react(theirs, default, 1 - seat)]
    projected = tuple(pair if seat == 0 else reversed(pair))
    mine = dict(proposal).get(projected, projected)
    if mine == dict(their_proposal).get(projected, projected):
        return str(mine[seat])
    return projected[seat]
