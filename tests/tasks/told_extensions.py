"""Programs that renegotiate by sets, read and run from a wording with code; and Assumption 8 as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Profile = tuple[str, ...]
Payoffs = dict[Profile, tuple[Fraction, ...]]
Value = tuple[Any, ...]


@dataclass(frozen=True)
class ToldAudit:
    """A player at a seat with programs, those of the other that she believes possible, and payoffs."""

    seat: int
    payoffs: Payoffs
    programs: dict[str, Value]
    possible: tuple[str, ...]

    @property
    def own(self) -> list[str]:
        """Names of hers."""
        return [name for name in self.programs if re.fullmatch(r"w\d+", name)]


def read_told_audit(text: str) -> ToldAudit:
    """Read the wording `"matrix"`."""
    first, second = re.search(r"Rows: (\w+)\. Columns: (\w+)\.", text).groups()  # type: ignore[union-attr]
    _, head, _, *rows = text.split("\n\n", maxsplit=1)[0].splitlines()
    payoffs: Payoffs = {}
    for row in rows:
        name, *cells = map(str.strip, row.split("|"))
        for column, cell in zip(map(str.strip, head.split("|")[1:]), cells, strict=True):
            payoffs[name, column] = tuple(map(Fraction, cell.split(", ")))
    known: dict[str, Any] = {
        "set": frozenset,
        "always": lambda action: ("always", action),
        "conditional_demander": lambda expected, accept, insist: ("expects", expected, accept, insist),
        "set_hardener": lambda soft, hard, harder: ("hardens", soft, hard, harder),
        "conditional_set_renegotiator": lambda default, renegotiation, selector: (
            "sets",
            default,
            renegotiation,
            selector,
        ),
        "accepts": lambda outcomes: ("accepts", frozenset(outcomes)),
        "pmp_extension": lambda base, selector: ("extension", base, selector),
        "extension_response": lambda outcomes, at, instead: ("response", *map(frozenset, (outcomes, at, instead))),
        "code_response": lambda known, outcomes, otherwise: ("code", known, *map(frozenset, (outcomes, otherwise))),
    }
    for line in text.splitlines():
        match = re.fullmatch(r"(\w+) = (\w+\(.*)", line)
        if match:
            known[match[1]] = eval(match[2], {"__builtins__": {}}, known)
    (player,) = re.findall(r"(\w+) has the programs? w1", text)
    possible = tuple(q for q, p in re.findall(r"(q\d+) with probability ([0-9/]+)", text) if Fraction(p))
    programs = {name: own for name, own in known.items() if isinstance(own, tuple)}
    return ToldAudit((first, second).index(player), payoffs, programs, possible)


def told_failures(told: ToldAudit) -> set[tuple[int, str, str]]:
    """Clauses (i) and (ii), as 1 and 2, with the programs of hers and of the other's at which they fail."""
    found = set()
    for name in told.possible:
        q = told.programs[name]
        for own in told.own:
            w, bigger = told.programs[own], told.programs[f"{own}_extended"]
            assert bigger == ("sets", w[1], ("extension", w[2], w[3]), w[3])
            if q[0] != "sets":
                if react(q, w) != react(q, w[1]) or react(q, bigger) != react(q, w[1]):
                    found.add((1, own, name))
                continue
            for a in told.payoffs:
                before = announced(told.payoffs, q[2], w[2], a, 1 - told.seat)
                after = announced(told.payoffs, q[2], bigger[2], a, 1 - told.seat)
                b = settled(told.payoffs, announced(told.payoffs, w[2], q[2], a, told.seat) & before, a, w[3])
                if before - after or after - before - projections(told.payoffs, b, told.seat):
                    found.add((2, own, name))
    return found


def react(q: Value, other: Value) -> str:
    """What a program that does not renegotiate by sets plays against another."""
    if q[0] == "always":
        return str(q[1])
    if q[0] == "expects":
        return str(q[2] if other == q[1] else q[3])
    assert q[0] == "hardens"
    return str(q[1] if other[0] != "sets" else q[3] if other[2][0] == "extension" else q[2])


def announced(u: Payoffs, function: Value, theirs: Value, a: Profile, seat: int) -> frozenset[Profile]:
    """What a function accepts against another, at a default outcome."""
    if function[0] == "accepts":
        return frozenset(function[1])
    if function[0] == "response":
        return frozenset(function[3] if theirs[0] == "extension" and a in function[2] else function[1])
    if function[0] == "code":
        return frozenset(function[2] if theirs == function[1] else function[3])
    base, met = function[1], theirs[1] if theirs[0] == "extension" else theirs
    agreed = announced(u, base, met, a, seat) & announced(u, met, base, a, 1 - seat)
    return announced(u, base, theirs, a, seat) | projections(u, settled(u, agreed, a, function[2]), seat)


def settled(u: Payoffs, agreed: frozenset[Profile], a: Profile, selector: str) -> Profile:
    """What the selector takes from what both accept, or the default outcome."""

    def value(b: Profile) -> Any:
        v = u[b]
        if selector == "lexicographic":
            return v
        if selector == "leximin":
            return *sorted(v), *v
        weights = (1, 1) if selector == "utilitarian" else tuple(map(int, selector.split(", ")))
        return weights[0] * v[0] + weights[1] * v[1], *v

    return max(agreed, key=value) if agreed else a


def projections(u: Payoffs, b: Profile, seat: int) -> frozenset[Profile]:
    """Definition 5, among outcomes."""
    rows = set(u.values())
    efficient = [v for v in rows if not any(w != v and w[0] >= v[0] and w[1] >= v[1] for w in rows)]
    due = [max(min(v[k] for v in efficient), u[b][k]) for k in (0, 1)]
    return frozenset(c for c, v in u.items() if v[seat] >= due[seat] and v[1 - seat] == due[1 - seat])
