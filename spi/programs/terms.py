"""Programs as data: canonical trees, families and their members, equality of code.

A tree is a tuple whose first entry is the kind of node, as listed in `NODES`. Names of bound variables are gone: a
variable is counted from the inside (0 is bound last), a definition of the same file is its place in the group. So two
sources have equal trees exactly if they differ in layout, comments, docstrings, names of definitions and of bound
variables, in the order of definitions, of keyword parameters, of the pairs of a map and the members of a set, in `if`
statements instead of conditional expressions, or in that one definition is written several times.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal
from numbers import Number
from threading import RLock
from typing import Any, Literal
from weakref import WeakValueDictionary

from spi.errors import ProgramError

__all__ = [
    "ANY_NUMBER",
    "NODES",
    "Definition",
    "Family",
    "FiniteMap",
    "Group",
    "Program",
    "Term",
    "Value",
    "components",
    "finite_map",
    "group",
    "group_json",
    "groups",
    "height",
    "kinds_in",
    "member_group",
    "program",
    "references",
    "renumbered",
    "scoped_subterms",
    "subterms",
    "to_value",
    "value_json",
]

Term = tuple[Any, ...]
"""A node: its kind, then what `NODES` says."""

Value = Any
"""What a term can mean: str (a label: an action, the name of a player, a game, a selector or a rational), bool, tuple
(a profile), frozenset (of profiles), FiniteMap, or Program."""

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

ANY_NUMBER = -1
"""The number of others of a definition with *others."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One `def`: a program if it returns an action, a function if it returns something else.

    Parameters
    ----------
    kind : "program" or "function"
        A program is run at a seat, on programs; a function is applied to values.
    others : int
        Number of positional parameters; `ANY_NUMBER` for *others.
    keywords : tuple of (name, label or None)
        Ordered by name, with their defaults.
    body : Term

    Source: ours
    """

    kind: Literal["program", "function"]
    others: int
    keywords: tuple[tuple[str, str | None], ...]
    body: Term


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Group:
    """Definitions that refer to one another by their places; the first is the one that is meant.

    Only what the first reaches is in it, in the order in which it is reached: equal groups are equal code, and `group`
    makes them the same object.

    Parameters
    ----------
    definitions : tuple of Definition

    Source: ours
    """

    definitions: tuple[Definition, ...]
    _members: dict[int, Group] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:  # copies and pickles are the same object again
        return group, (self.definitions,)


MAX_HEIGHT = 130
"""Levels of a tree, at most; so many that whatever the reader reads has fewer, and that Python's stack is enough."""

_GROUPS: WeakValueDictionary[tuple[Definition, ...], Group] = WeakValueDictionary()
_LOCK = RLock()  # between looking an object up and making it


def group(definitions: Sequence[Definition], root: int = 0) -> Group:
    """The group of what a definition reaches, in its canonical form; the same object for the same code.

    Parameters
    ----------
    definitions : sequence of Definition
        Their bodies refer to places in it.
    root : int
        The place of the definition that is meant.

    Returns
    -------
    Group
        Definitions of the same code are one; they are numbered in the order in which they are reached.

    Raises
    ------
    ProgramError
        If two keys of a map turn out to be the same, being definitions of the same code; and for more than 130 levels.

    Source: ours
    """
    own = definitions[root]
    if not kinds_in(own.body) & {"build", "match", "map", "set"}:
        return _known_group((own,))
    reached = [root]
    for k in reached:  # grows on the way
        reached += [ref for ref in dict.fromkeys(references(definitions[k].body)) if ref not in reached]
    _check_heights([definitions[k] for k in reached])
    places = {old: new for new, old in enumerate(reached)}
    return groups([replace(definitions[k], body=renumbered(definitions[k].body, places)) for k in reached], [0])[0]


def groups(definitions: Sequence[Definition], roots: Sequence[int] | None = None) -> list[Group]:
    """The groups of several definitions, by default of all.

    Source: ours
    """
    _check_heights(definitions)
    codes = _codes(definitions)
    coded = {codes[k]: _coded(d, codes) for k, d in enumerate(definitions)}
    found = []
    for root in range(len(definitions)) if roots is None else roots:
        order = [codes[root]]
        for code in order:  # grows on the way
            order += [ref for ref in dict.fromkeys(references(coded[code].body)) if ref not in order]
        places = {code: place for place, code in enumerate(order)}
        found.append(_known_group(tuple(replace(coded[c], body=renumbered(coded[c].body, places)) for c in order)))
    return found


def _known_group(definitions: tuple[Definition, ...]) -> Group:
    with _LOCK:
        known = _GROUPS.get(definitions)
        if known is None:
            _check_heights(definitions)
            known = _GROUPS[definitions] = Group(definitions)
        return known


def _check_heights(definitions: Sequence[Definition]) -> None:
    levels = max(height(definition.body) for definition in definitions)
    if levels > MAX_HEIGHT:
        raise ProgramError(f"a tree of {levels} levels; accepted: at most {MAX_HEIGHT}")


def components(definitions: Sequence[Definition]) -> list[list[int]]:
    """Places of definitions that refer to one another, in turn; each list after those that it refers to.

    Source: ours
    """
    direct = [set(references(d.body)) for d in definitions]
    together: dict[frozenset[int], list[int]] = {}
    for k in range(len(definitions)):
        reached, todo = {k}, [k]
        while todo:
            fresh = direct[todo.pop()] - reached
            reached |= fresh
            todo += fresh
        together.setdefault(frozenset(reached), []).append(k)
    return [together[reached] for reached in sorted(together, key=len)]


def _codes(definitions: Sequence[Definition]) -> dict[int, Any]:
    """For each definition a hash of what it does: equal exactly if the two cannot be told apart.

    Definitions that refer to one another are told apart by what they look like to a depth that grows until that tells
    no more of them apart.
    """
    codes: dict[int, Any] = {}
    for together in components(definitions):
        labels: dict[int, Any] = dict.fromkeys(together, "")
        if len(together) == 1 and together[0] not in set(references(definitions[together[0]].body)):
            codes[together[0]] = _hash(_coded(definitions[together[0]], codes))
            continue
        while True:
            before, known = len(set(labels.values())), codes | labels
            labels = {k: _hash(_coded(definitions[k], known)) for k in together}
            if len(set(labels.values())) == before:
                break
        everything = sorted(set(labels.values()))
        codes |= {k: _hash((label, everything)) for k, label in labels.items()}
    return codes


def _hash(code: object) -> str:
    return hashlib.sha256(repr(code).encode()).hexdigest()


def _coded(definition: Definition, codes: Mapping[int, Any]) -> Definition:
    """The definition with codes in the places of definitions, and with maps and sets in order."""
    return replace(definition, body=renumbered(definition.body, codes, ordered=True))


def member_group(whole: Group, place: int) -> Group:
    """The group of a definition inside another group.

    Source: ours
    """
    if place not in whole._members:
        whole._members[place] = group(whole.definitions, place)
    return whole._members[place]


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


MAX_LABEL = 200
"""Characters of a label, at most."""

MAX_NESTED = 20
"""Maps inside maps, at most."""

ACCEPTED = (
    "labels, truth values, tuples of labels (profiles), sets of profiles, mappings of all these, programs and families"
)


@dataclass(frozen=True, slots=True)
class FiniteMap:
    """A map that lists some values and is the identity elsewhere.

    Parameters
    ----------
    pairs : tuple of (value, value)
        Ordered by the JSON text of the keys; `finite_map` makes one.

    Source: ours
    """

    pairs: tuple[tuple[Value, Value], ...]
    _listed: dict[Value, Value] = field(init=False, repr=False, compare=False)
    _nested: int = field(init=False, repr=False, compare=False)
    plain: bool = field(init=False, repr=False, compare=False)
    """No program is among its values, those of maps among them included."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_listed", dict(self.pairs))
        inside = [bound for pair in self.pairs for bound in pair if type(bound) is FiniteMap]
        object.__setattr__(self, "_nested", 1 + max((bound._nested for bound in inside), default=0))
        object.__setattr__(self, "plain", all(_is_plain(bound) for _, bound in self.pairs))
        if self._nested > MAX_NESTED:
            raise ProgramError(f"more than {MAX_NESTED} maps inside maps; accepted: at most {MAX_NESTED}")

    def __getitem__(self, key: Value) -> Value:
        return self._listed.get(key, key)

    def get(self, key: Value, otherwise: Value) -> Value:
        """What a key is sent to, or something else if it is not listed."""
        return self._listed.get(key, otherwise)


def _is_plain(bound: Value) -> bool:
    return bound.plain if type(bound) is FiniteMap else type(bound) in (str, bool, tuple, frozenset)


def finite_map(pairs: Mapping[Any, Any]) -> FiniteMap:
    """The map that sends these keys to these values and everything else to itself.

    Parameters
    ----------
    pairs : mapping
        Of values of the language, or of Python's lists, sets and dicts of them.

    Returns
    -------
    FiniteMap

    Raises
    ------
    ProgramError
        For anything else.

    Examples
    --------
    >>> finite_map({("1", "2"): ("3", "3")})["1", "1"]
    ('1', '1')

    Source: ours
    """
    read = [(to_value(key), to_value(bound)) for key, bound in pairs.items()]
    return FiniteMap(tuple(sorted(read, key=lambda pair: json.dumps(value_json(pair[0])))))


def to_value(given: Any, *, what: str = "it") -> Value:
    """A value of the language, from what Python has for it.

    Parameters
    ----------
    given : object
        A label (str), a truth value, a profile (tuple or list of labels), a set of profiles, a map (FiniteMap or
        mapping), a program, or a family without parameters.
    what : str
        What it is, for the message.

    Returns
    -------
    value
        str, bool, tuple, frozenset, FiniteMap or Program.

    Raises
    ------
    ProgramError
        For anything else.

    Source: ours
    """
    if isinstance(given, str):
        if not 1 <= len(given) <= MAX_LABEL or not given.isprintable():
            raise ProgramError(f"{what} is {given[:40]!r}; accepted: labels of 1 to {MAX_LABEL} printable characters")
        return given if type(given) is str else str.__str__(given)
    if isinstance(given, bool | FiniteMap | Program):
        return given
    if isinstance(given, Family):
        return given()
    if isinstance(given, Mapping):
        return finite_map(given)
    if isinstance(given, tuple | list):
        if not given or not all(isinstance(entry, str) for entry in given):
            raise ProgramError(f"{what} is {_short(given)}; accepted: a profile with a label for each player")
        return tuple([to_value(entry, what=f"an entry of {what}") for entry in given])
    if isinstance(given, AbstractSet):
        if not all(isinstance(member, tuple | list) for member in given):
            raise ProgramError(f"{what} is {_short(given)}; accepted: a set of profiles (tuples of labels)")
        return frozenset([to_value(member, what=f"a member of {what}") for member in given])
    hint = "; a number is a label in quotes" if isinstance(given, Number | Decimal) else ""
    raise ProgramError(
        f"{what} is {_short(given)}, of Python's type {type(given).__name__}; accepted: {ACCEPTED}{hint}"
    )


def _short(given: Any) -> str:
    try:
        text = repr(given)
    except ValueError:  # an int of more digits than Python likes to write
        return "too long to be shown"
    return text if len(text) <= 60 else f"{text[:57]}..."


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Program:
    """A member of a family, as data: the code of the family, and the values of its keyword parameters.

    `program` makes one; equal code is the same object, so that comparing programs of any size takes no time.

    Parameters
    ----------
    group : Group
    bindings : tuple of (keyword, value)
        Ordered by keyword; every keyword has a value.
    name : str
        For people; not part of the code.

    Source: ours
    """

    group: Group
    bindings: tuple[tuple[str, Value], ...]
    name: str = field(compare=False)
    _code_id: str = field(default="", init=False, repr=False)

    @property
    def definition(self) -> Definition:
        """The definition that is run."""
        return self.group.definitions[0]

    @property
    def code_id(self) -> str:
        """SHA-256 of the canonical tree with the parameters' values: what equality of code sees."""
        from spi.programs.nesting import inner_first

        for own in inner_first(self, lambda p: bool(p._code_id)):
            bindings = [[key, value_json(bound)] for key, bound in own.bindings]
            text = json.dumps([group_json(own.group), bindings])
            object.__setattr__(own, "_code_id", hashlib.sha256(text.encode()).hexdigest())
        return self._code_id

    def __repr__(self) -> str:
        return f"<Program: {self.name or self.code_id[:12]}>"

    def __str__(self) -> str:
        from spi.programs.printer import print_program

        return print_program(self)

    def __copy__(self) -> Program:  # copies and pickles are the same object again
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Program:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        from spi.programs.nesting import parts_of, rebuilt

        return rebuilt, (parts_of(self),)


def value_json(bound: Value) -> Any:
    """A value as JSON: labels are strings, truth values true and false, the rest lists that begin with their kind.

    A program is given by its `code_id`.

    Source: ours
    """
    if isinstance(bound, str | bool):
        return bound
    if isinstance(bound, tuple):
        return ["profile", *map(value_json, bound)]
    if isinstance(bound, frozenset):
        return ["set", *sorted((value_json(x) for x in bound), key=json.dumps)]
    if isinstance(bound, FiniteMap):
        return ["map", *([value_json(k), value_json(v)] for k, v in bound.pairs)]
    return ["program", bound.code_id]


def group_json(whole: Group) -> Any:
    """The canonical tree of a group as JSON: lists for tuples, numbers as strings.

    Source: ours
    """
    return [[d.kind, str(d.others), [list(k) for k in d.keywords], _listed(d.body)] for d in whole.definitions]


def _listed(term: Any) -> Any:
    if isinstance(term, tuple):
        return list(map(_listed, term))  # a comprehension would take a frame of Python's stack more
    return str(term) if type(term) is int else term


_KNOWN: WeakValueDictionary[tuple[Group, tuple[tuple[str, Value], ...]], Program] = WeakValueDictionary()


def program(family: Group, bindings: Mapping[str, Any], name: str = "") -> Program:
    """The member of a family with these parameters; the same object for the same code.

    Parameters
    ----------
    family : Group
        Its first definition is meant.
    bindings : mapping from keyword to value
        Values as `to_value` takes them. Keywords with a default may be left out.
    name : str
        For people; the first name given to a code stays.

    Returns
    -------
    Program

    Raises
    ------
    ProgramError
        For keywords that the family does not have or that have no value, and for values that are none of the language
        or not of the sort that the family needs.

    Source: ours
    """
    keywords = family.definitions[0].keywords
    known = dict(keywords)
    who = name or "the family"
    if foreign := set(bindings) - set(known):
        raise ProgramError(f"{who} has no parameter {min(foreign)!r}; accepted: {', '.join(known) or 'none'}")
    pairs = []
    for key, default in keywords:
        if key in bindings:
            pairs.append((key, to_value(bindings[key], what=f"the parameter {key!r} of {who}")))
        elif default is not None:
            pairs.append((key, default))
        else:
            raise ProgramError(f"{who} needs a value for its parameter {key!r}")
    identity = family, tuple(pairs)
    with _LOCK:
        made = _KNOWN.get(identity)
        if made is None:
            from spi.programs.sorts import misfit

            if pairs and (why := misfit(family, pairs)):
                raise ProgramError(f"{who}: {why}")
            made = _KNOWN[identity] = Program(*identity, name)
        elif name and not made.name:
            object.__setattr__(made, "name", name)
        return made


@dataclass(frozen=True, slots=True)
class Family:
    """A definition with parameters that have no value yet: called with them it gives a program.

    Parameters
    ----------
    group : Group
    name : str
        For people.

    Source: ours
    """

    group: Group
    name: str = field(default="", compare=False)

    def __call__(self, **values: Any) -> Program:
        """The member with these parameters."""
        return program(self.group, values, self.name)

    def __repr__(self) -> str:
        keywords = [k if default is None else f"{k}={default!r}" for k, default in self.group.definitions[0].keywords]
        return f"<Family: {self.name}({', '.join(keywords)})>"

    def __str__(self) -> str:
        from spi.programs.printer import print_group

        return print_group(self.group, self.name) + "\n"
