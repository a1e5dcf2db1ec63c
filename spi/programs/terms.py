"""Programs as data: canonical trees, what their nodes are, and ways through them.

A tree is a tuple whose first entry is the kind of node, as listed in `NODES`. Names of bound variables are gone: a
variable is counted from the inside (0 is bound last), a definition of the same file is its place in the group. So two
sources have equal trees exactly if they differ in layout, comments, docstrings, names of definitions and of bound
variables, in the order of definitions, of keyword parameters, of the pairs of a map and the members of a set, in `if`
statements instead of conditional expressions, or in that one definition is written several times.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spi.errors import ProgramError

__all__ = [
    "NODES",
    "Term",
    "free_variables",
    "height",
    "kinds_in",
    "references",
    "renumbered",
    "scoped_subterms",
    "subterms",
]

Term = tuple[Any, ...]
"""A node: its kind, then what `NODES` says."""

NODES: dict[str, str] = {
    "label": "text",
    "truth": "True or False",
    "other": "place among the parameters for the other players",
    "others": "all of them, where the definition has *others",
    "keyword": "name of a keyword parameter",
    "variable": "number, counted from the inside",
    "me": "",
    "profile": "terms",
    "map": "pairs (term, term), ordered by the text of the keys, a definition being the hash of its code",
    "set": "terms, ordered likewise",
    "at": "map, term",
    "run": "program or function, arguments",
    "build": "place of a definition in the group, pairs (keyword, term) ordered by keyword",
    "same": "two terms",
    "in": "term, set",
    "meet": "two sets",
    "join": "two sets",
    "not": "term",
    "and": "two terms",
    "or": "two terms",
    "if": "condition, term, term",
    "let": "value, term with one more variable",
    "match": "term, cases (place in the group, keywords in order, term with a variable for each), otherwise",
    "outcome": "my part, the others' parts (terms, or ('star', term of a tuple of programs))",
    "mine": "profile",
    "player": "program of another player",
    "proves": "condition",
    "chance": "text of a rational",
    "mix": "map from actions to texts of rationals",
    "simulate": "term, number of entries",
    "delegate": "name of a game",
    "first": "condition with one more variable",
    "all": "condition with one more variable",
    "any": "condition with one more variable",
    "select": "selector, set",
    "pmp": "profile",
}
"""The kinds of nodes, and what follows the kind."""


def subterms(term: Term) -> list[Term]:
    """The terms inside a term, from left to right.

    Source: ours
    """
    kind, *parts = term
    if kind == "build":
        return [bound for _, bound in parts[1]]
    if kind == "map":
        return [part for pair in parts for part in pair]
    if kind == "match":
        return [parts[0], *[body for _, _, body in parts[1]], parts[2]]
    return [part for part in parts if type(part) is tuple]


def scoped_subterms(term: Term) -> list[tuple[Term, int]]:
    """The terms inside a term, from left to right, each with the number of variables that are bound there.

    Source: ours
    """
    kind, *parts = term
    if kind == "match":
        return [(parts[0], 0), *[(body, len(keys)) for _, keys, body in parts[1]], (parts[2], 0)]
    if kind == "let":
        return [(parts[0], 0), (parts[1], 1)]
    return [(part, int(kind in ("first", "all", "any"))) for part in subterms(term)]


def free_variables(term: Term, bound: int = 0) -> set[int]:
    """Variables of a term that are bound outside it, counted from its own place.

    Source: ours
    """
    if term[0] == "variable":
        return {term[1] - bound} if term[1] >= bound else set()
    found: set[int] = set()
    for part, more in scoped_subterms(term):
        found |= free_variables(part, bound + more)
    return found


def kinds_in(term: Term) -> frozenset[str]:
    """The kinds of nodes in a term.

    Source: ours
    """
    found, stack = set(), [term]
    while stack:
        top = stack.pop()
        found.add(top[0])
        stack += subterms(top)
    return frozenset(found)


def height(term: Term) -> int:
    """The number of terms inside one another.

    Source: ours
    """
    found, stack = 0, [(term, 1)]
    while stack:
        top, level = stack.pop()
        found = max(found, level)
        stack += [(part, level + 1) for part in subterms(top)]
    return found


def references(term: Term) -> list[Any]:
    """Places of definitions that a term refers to, from left to right.

    Source: ours
    """
    found: list[Any] = []
    stack: list[Any] = [term]
    while stack:
        top = stack.pop()
        if type(top) is not tuple:  # the place of a case, before its body
            found.append(top)
        elif top[0] == "match":
            cases = [part for place, _, body in top[2] for part in (place, body)]
            stack += reversed([top[1], *cases, top[3]])
        else:
            if top[0] == "build":
                found.append(top[1])
            stack += reversed(subterms(top))
    return found


def renumbered(term: Term, places: Mapping[Any, Any], *, ordered: bool = False) -> Term:
    """A term with other places for the definitions; if it is ordered, with maps and sets in the order of their texts.

    Source: ours
    """

    def new(part: Term) -> Term:
        return renumbered(part, places, ordered=ordered)

    kind, *parts = term
    if kind == "build":
        return (kind, places[parts[0]], tuple((key, new(bound)) for key, bound in parts[1]))
    if kind == "match":
        cases = tuple((places[place], keys, new(body)) for place, keys, body in parts[1])
        return (kind, new(parts[0]), cases, new(parts[2]))
    if kind == "map":
        pairs = [(new(key), new(bound)) for key, bound in parts]
        if ordered:
            if len({key for key, _ in pairs}) < len(pairs):
                raise ProgramError("a map has one key twice: two definitions of the same code; accepted: each key once")
            pairs.sort(key=lambda pair: repr(pair[0]))
        return (kind, *pairs)
    if kind == "set" and ordered:
        return (kind, *sorted({new(part) for part in parts}, key=repr))
    return (kind, *(new(part) if isinstance(part, tuple) else part for part in parts))
