"""Programs read back from their canonical trees as JSON: the form in which certificates hold them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, NoReturn

from spi.core.numbers import exact
from spi.errors import GameError, ProgramError
from spi.programs.groups import ANY_NUMBER, Definition, group
from spi.programs.members import Program, finite_map, program, to_value
from spi.programs.terms import Term
from spi.programs.values import Value

__all__ = ["read_tree"]

MAX_LEVELS = 400
"""Lists inside lists, at most, as in certificates."""

_NUMBER = re.compile("0|[1-9][0-9]{0,8}")


def read_tree(tree: Any) -> Program:
    """Read a program from its canonical tree as JSON; certificates write it so.

    Parameters
    ----------
    tree : list
        `["program", group, bindings]`, of lists, strings, truth values and None, as `proofs/README.md` section 13 says;
        with the terms that certificates do not have (`delegate`, `select`, `pmp`) as `NODES` lists them.

    Returns
    -------
    Program
        The very object that was written, if it is still in use; otherwise one without a name, as trees have none.

    Raises
    ------
    ProgramError
        With the place, for whatever is no tree, and for a tree that is not the canonical one of its program.

    Examples
    --------
    >>> from spi.programs.reader import read_program
    >>> read_tree(["program", [["program", "1", [], ["run", ["other", "0"], ["me"]]]], []]) is read_program(
    ...     "def mirror(them): return them(me)"
    ... )
    True

    Source: ours
    """
    try:
        read = _value(_Item(tree, "tree", 1))
    except RecursionError:
        raise ProgramError(
            "the tree is nested too deeply for what is left of Python's stack; accepted: smaller trees"
        ) from None
    if not isinstance(read, Program):
        raise ProgramError('tree: a value, but no program; accepted: ["program", group, bindings]')
    return read


class _Item(NamedTuple):
    """A part of a tree, where it stands, and how many lists it is inside of."""

    value: Any
    place: str
    level: int

    def refuse(self, why: str) -> NoReturn:
        place = self.place if len(self.place) <= 100 else f"{self.place[:50]}…{self.place[-50:]}"
        raise ProgramError(f"{place}: {why}")

    def need(self, holds: bool, accepted: str) -> None:
        if not holds:
            shown = "a list" if isinstance(self.value, list) else repr(self.value)[:60]
            self.refuse(f"{shown} stands here; accepted: {accepted}")

    def entries(self, least: int, most: int | None = None, *, accepted: str = "a list") -> list[_Item]:
        """The entries of a list: as many as that, or with None any number from the least on."""
        self.need(isinstance(self.value, list), accepted)
        if self.level > MAX_LEVELS:
            self.refuse(f"more than {MAX_LEVELS} lists inside lists; accepted: at most {MAX_LEVELS}")
        found = len(self.value)
        if found < least or (most is not None and found > most):
            self.refuse(f"a list of {found}; accepted: {accepted}")
        return [_Item(entry, f"{self.place}[{k}]", self.level + 1) for k, entry in enumerate(self.value)]

    def number(self, below: int, what: str) -> int:
        text = self.value
        fits = isinstance(text, str) and _NUMBER.fullmatch(text) is not None and int(text) < below
        self.need(
            fits, f"{what} as a string, '0' to '{below - 1}'" if below else f"{what}, of which there is none here"
        )
        return int(text)

    def label(self) -> str:
        self.need(isinstance(self.value, str), "a label")
        return str(to_value(self.value, what=self.place))

    def keyword(self) -> str:
        self.need(isinstance(self.value, str) and self.label().isidentifier(), "the name of a keyword parameter")
        return str(self.value)


# --- values


def _value(item: _Item) -> Value:
    if isinstance(item.value, bool):
        return item.value
    if isinstance(item.value, str):
        return item.label()
    word, *parts = item.entries(1, accepted="a label, a truth value, or a list that begins with its kind")
    match word.value:
        case "profile":
            return _profile(item)
        case "set":
            members = [_profile(part) for part in parts]
            _check_order(parts, parts, "the members of a set")
            return frozenset(members)
        case "map":
            pairs = [part.entries(2, 2, accepted="a pair [key, value]") for part in parts]
            listed = {_value(key): _value(bound) for key, bound in pairs}
            _check_order(parts, [key for key, _ in pairs], "the keys of a map")
            return finite_map(listed)
        case "program":
            return _program(item)
    word.need(False, "profile, set, map or program")


def _profile(item: _Item) -> tuple[str, ...]:
    word, *parts = item.entries(2, accepted='["profile", label, …]')
    word.need(word.value == "profile", "profile")
    return tuple([part.label() for part in parts])


def _program(item: _Item) -> Program:
    _, whole, bindings = item.entries(3, 3, accepted='["program", group, bindings]')
    definitions = _definitions(whole)
    family = group(definitions)
    if family.definitions != tuple(definitions):
        whole.refuse(
            "definitions that the first one does not reach, or not in the order in which it reaches them, or maps or "
            "sets in another order; accepted: the canonical tree"
        )
    keywords = definitions[0].keywords
    accepted = f"[keyword, value] for each of {', '.join(key for key, _ in keywords) or 'no keywords'}, in this order"
    pairs = [
        pair.entries(2, 2, accepted=accepted)
        for pair in bindings.entries(len(keywords), len(keywords), accepted=accepted)
    ]
    for (key, _), (name, _) in zip(keywords, pairs, strict=True):
        name.need(name.value == key, accepted)
    values = {key: _value(bound) for (key, _), (_, bound) in zip(keywords, pairs, strict=True)}
    try:
        return program(family, values)
    except ProgramError as error:
        bindings.refuse(str(error))


def _check_order(parts: Sequence[_Item], keys: Sequence[_Item], what: str) -> None:
    """Entries are ordered by the JSON text of their keys, and no two are alike."""
    texts = [json.dumps(key.value) for key in keys]
    for k, part in enumerate(parts):
        if k and texts[k] <= texts[k - 1]:
            part.refuse(f"{what} are not in order; accepted: distinct ones, ordered by their JSON text")


# --- definitions and terms


def _definitions(whole: _Item) -> list[Definition]:
    accepted = "[kind, others, keywords, body]"
    items = [
        entry.entries(4, 4, accepted=accepted) for entry in whole.entries(1, accepted=f"one or more of {accepted}")
    ]
    heads = [_head(kind, others, keywords) for kind, others, keywords, _ in items]
    return [
        Definition(own.kind, own.others, own.keywords, _Body(heads, own).term(body, 0))
        for own, (*_, body) in zip(heads, items, strict=True)
    ]


def _head(word: _Item, number: _Item, listed: _Item) -> Definition:
    """A definition whose body is still to be read."""
    word.need(word.value in ("program", "function"), "program or function")
    kind: Literal["program", "function"] = word.value
    others = (
        ANY_NUMBER if number.value == str(ANY_NUMBER) else number.number(10**9, "a number of parameters, '-1' or one")
    )
    keywords: list[tuple[str, str | None]] = []
    for entry in listed.entries(0):
        name, default = entry.entries(2, 2, accepted="[keyword, label or None]")
        if keywords and name.keyword() <= keywords[-1][0]:
            name.refuse(f"{name.value!r} comes after {keywords[-1][0]!r}; accepted: distinct keywords in order")
        keywords.append((name.keyword(), None if default.value is None else default.label()))
    return Definition(kind, others, tuple(keywords), ())


_TERMS = {"not": 1, "mine": 1, "player": 1, "proves": 1, "mix": 1, "delegate": 1, "pmp": 1, "if": 3}
_TERMS |= dict.fromkeys(("at", "same", "in", "meet", "join", "and", "or", "select"), 2)
"""Nodes that are so many terms."""

_BACK = tuple("123456789")


class _Body:
    """Reads the body of one definition; a term comes with the number of variables that are bound where it stands."""

    def __init__(self, heads: Sequence[Definition], own: Definition) -> None:
        self.heads, self.own = heads, own

    def term(self, item: _Item, bound: int) -> Term:
        word, *parts = item.entries(1, accepted="a term")
        match word.value, len(parts):
            case "me", 0:
                return ("me",)
            case "label", 1:
                return ("label", parts[0].label())
            case "truth", 1:
                parts[0].need(isinstance(parts[0].value, bool), "true or false")
                return ("truth", parts[0].value)
            case "other", 1:
                return ("other", parts[0].number(max(self.own.others, 0), "the place of a parameter"))
            case "keyword", 1:
                return ("keyword", self.keyword(parts[0], self.own))
            case "variable", 1:
                return ("variable", parts[0].number(bound, "a bound variable"))
            case "chance", 1:
                return ("chance", _probability(parts[0]))
            case ("profile" | "run", n) if n:
                return (word.value, *self.terms(parts, bound))
            case "set", _:
                return ("set", *self.terms(parts, bound))
            case "map", _:
                pairs = [part.entries(2, 2, accepted="a pair of terms") for part in parts]
                return ("map", *[tuple(self.terms(pair, bound)) for pair in pairs])
            case "let", 2:
                return ("let", self.term(parts[0], bound), self.term(parts[1], bound + 1))
            case ("first" | "all" | "any", 1):
                return (word.value, self.term(parts[0], bound + 1))
            case "build", 2:
                return ("build", *self.member(parts[0], parts[1], bound))
            case "match", 3:
                cases = [self.case(case, bound) for case in parts[1].entries(0)]
                return ("match", self.term(parts[0], bound), tuple(cases), self.term(parts[2], bound))
            case "outcome", 2 if parts[1].value == ["star", ["others"]]:
                return ("outcome", self.term(parts[0], bound), ("star", ("others",)))
            case ("outcome", n) if n > 1:
                return ("outcome", *self.terms(parts, bound))
            case "simulate", 2:
                parts[1].need(parts[1].value in _BACK, "a number of entries, '1' to '9'")
                return ("simulate", self.term(parts[0], bound), int(parts[1].value))
        if isinstance(word.value, str) and _TERMS.get(word.value) == len(parts):
            return (word.value, *self.terms(parts, bound))
        shown = word.value if isinstance(word.value, str) else "a list"
        item.refuse(
            f"{shown[:40]!r} with {len(parts)} parts is no term; accepted: those of proofs/README.md section 13"
        )

    def terms(self, items: Sequence[_Item], bound: int) -> list[Term]:
        found = []
        for item in items:  # no comprehension: one frame of Python's stack for each level
            found.append(self.term(item, bound))
        return found

    def keyword(self, item: _Item, whose: Definition) -> str:
        known = [key for key, _ in whose.keywords]
        item.need(item.value in known, f"one of {', '.join(known) or 'no keywords'}")
        return str(item.value)

    def member(self, place: _Item, listed: _Item, bound: int) -> tuple[int, tuple[tuple[str, Term], ...]]:
        """The place of a definition, and terms for its keywords."""
        at = place.number(len(self.heads), "the place of a definition")
        family, pairs = self.heads[at], list[tuple[str, Term]]()
        for entry in listed.entries(0):
            name, given = entry.entries(2, 2, accepted="[keyword, term]")
            key = self.keyword(name, family)
            if pairs and key <= pairs[-1][0]:
                name.refuse(f"{key!r} comes after {pairs[-1][0]!r}; accepted: distinct keywords in order")
            pairs.append((key, self.term(given, bound)))
        if missing := [key for key, default in family.keywords if default is None and key not in dict(pairs)]:
            listed.refuse(f"no term for the keyword {missing[0]!r}, which has no default; accepted: one")
        return at, tuple(pairs)

    def case(self, item: _Item, bound: int) -> tuple[int, tuple[str, ...], Term]:
        """The place of a definition, the keywords that get a name, and a term with so many more variables."""
        place, listed, body = item.entries(3, 3, accepted="[place, keywords, term]")
        at = place.number(len(self.heads), "the place of a definition")
        keys = [self.keyword(name, self.heads[at]) for name in listed.entries(0)]
        if keys != sorted(set(keys)):
            listed.refuse("keywords that are not in order; accepted: distinct keywords in order")
        return at, tuple(keys), self.term(body, bound + len(keys))


def _probability(item: _Item) -> str:
    text = item.label()
    try:
        fits = 0 <= exact(text) <= 1
    except GameError:
        fits = False
    item.need(fits, "a rational from 0 to 1 as a string")
    return text
