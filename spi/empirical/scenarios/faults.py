"""What would make three versions incomparable: found before anything is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from spi.empirical.parsing import parse_choice
from spi.empirical.scenarios.triplets import KINDS, Triplet, scenario_text

__all__ = ["REGISTERS", "STAKES", "scenario_faults", "triplet_faults"]

REGISTERS = ("dialogue", "e-mail", "letter", "memo", "message log", "minutes", "note", "post", "text messages")
"""The kinds of texts."""

STAKES = ("private", "commercial", "municipal", "inter-state", "agents")
"""Whose affairs they are."""

_NUMBER = re.compile(r"\d[\d,]*")
_DESTROYS = re.compile(r"\b(burn|destroy|shred|incinerat|delet|eras|ash\b|stove|furnace|fire|flame)", re.IGNORECASE)
_OWN = re.compile(r"\b(own|my|our|mine|ours|his|her|its|their|belong)\b", re.IGNORECASE)


def triplet_faults(triplet: Triplet) -> Iterator[str]:
    """What is wrong with a triplet, in words; nothing if its versions can be compared.

    Parameters
    ----------
    triplet : Triplet

    Yields
    ------
    str
        That a text is empty; that a clause does not state the cost, or states another amount; that the surrogate does
        not destroy the threatener's own money, or the ordinary threat does destroy money; that versions coincide; that
        the demand is not in the text that is shared; that a response could not be read; an unknown register.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    for kind in KINDS:
        if not triplet.clause(kind).strip():
            yield f"the version {kind!r} is empty; accepted: all three versions"
        if re.search(r"[{}]", scenario_text(triplet, kind)):
            yield f"the version {kind!r} has a brace that nothing was put in for"
    if len({triplet.clause(kind) for kind in KINDS}) < len(KINDS):
        yield "two versions coincide; accepted: three different clauses"
    stated = triplet.amount(triplet.cost)
    for kind in ("ordinary", "surrogate"):
        clause = triplet.ordinary if kind == "ordinary" else triplet.surrogate
        if clause.count(stated) != 1:
            yield f"the version {kind!r} does not state the cost once, as {stated!r}: burnt is what is otherwise spent"
        if other := [number for number in _NUMBER.findall(clause.replace(stated, "")) if number]:
            yield f"the version {kind!r} has another number, {other[0]}; accepted: the cost alone"
    if stated in triplet.none:
        yield "the version 'none' states the cost of a threat; accepted: no threat, no cost"
    if not _DESTROYS.search(triplet.surrogate) or not _OWN.search(triplet.surrogate):
        yield "the surrogate threat does not destroy money of the threatener's own in words we know"
    for kind, clause in (("ordinary", triplet.ordinary), ("none", triplet.none)):
        if word := _DESTROYS.search(clause):
            yield f"the version {kind!r} has {word[0]!r}, as if something were destroyed; accepted: other words"
    if triplet.amount(triplet.demand) not in triplet.before + triplet.after:
        yield f"the demand, {triplet.amount(triplet.demand)!r}, is not in the text that all versions share"
    if min(triplet.demand, triplet.cost, triplet.harm) <= 0:
        yield "an amount is not positive; accepted: positive demand, cost and harm"
    if "concede" not in triplet.choices or len(set(triplet.choices)) < max(2, len(triplet.choices)):
        yield f"the responses are {', '.join(triplet.choices)}; accepted: 'concede' and others, all distinct"
    for choice in triplet.choices:
        if parse_choice(f"ANSWER: {choice}", triplet.choices) != choice:
            yield f"the response {choice!r} could not be read; accepted: plain words without marks"
    if triplet.register not in REGISTERS:
        yield f"register {triplet.register!r}; accepted: {', '.join(REGISTERS)}"
    if triplet.stakes not in STAKES:
        yield f"stakes {triplet.stakes!r}; accepted: {', '.join(STAKES)}"


def scenario_faults(triplets: Iterable[Triplet]) -> Iterator[str]:
    """What is wrong with a set of scenarios: the faults of each, and names that occur twice.

    Source: ours
    """
    triplets = tuple(triplets)
    for triplet in triplets:
        yield from (f"{triplet.name}: {fault}" for fault in triplet_faults(triplet))
    for name, times in Counter(triplet.name for triplet in triplets).items():
        if times > 1:
            yield f"{name}: {times} scenarios have this name; accepted: distinct names"
