"""The words of the language, and how each is used."""

from __future__ import annotations

__all__ = ["RESERVED", "USES"]

USES = {
    "me": "me, this program",
    "set": "set(), the empty set; other sets are {E, …}",
    "outcome": "outcome(my part, the others' parts …) or outcome(my part, *others)",
    "mine": "mine(profile)",
    "player": "player(other)",
    "proves": "proves(condition)",
    "chance": 'chance("1/10")',
    "mix": 'mix({"C": "1/2", "D": "1/2"})',
    "simulate": "simulate(E, back=1)",
    "delegate": 'delegate("name of a game")',
    "first": "first(j for j in others if condition)",
    "all": "all(condition for j in others)",
    "any": "any(condition for j in others)",
    "select": "select(selector, set)",
    "pmp": "pmp(profile)",
}
"""Each word as it may stand in a program, for messages."""

RESERVED = frozenset(USES)
"""Words of the language; no names for parameters, values and definitions."""
