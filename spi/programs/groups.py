"""Groups of definitions: code in its canonical form, where the same code is the same object."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any, Literal
from weakref import WeakValueDictionary

from spi.errors import ProgramError
from spi.programs.terms import Term, height, kinds_in, references, renumbered

__all__ = [
    "ANY_NUMBER",
    "Definition",
    "Group",
    "components",
    "group",
    "group_json",
    "groups",
    "member_group",
    "reachable",
]

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
    reached = [root]
    for k in reached:  # grows on the way
        reached += [ref for ref in dict.fromkeys(references(definitions[k].body)) if ref not in reached]
    _check_heights([definitions[k] for k in reached])
    if not kinds_in(own.body) & {"build", "match", "map", "set"}:
        return _known_group((own,))
    places = {old: new for new, old in enumerate(reached)}
    return _groups([replace(definitions[k], body=renumbered(definitions[k].body, places)) for k in reached], [0])[0]


def groups(definitions: Sequence[Definition], roots: Sequence[int] | None = None) -> list[Group]:
    """The groups of several definitions, by default of all.

    Source: ours
    """
    _check_heights(definitions)
    return _groups(definitions, range(len(definitions)) if roots is None else roots)


def _groups(definitions: Sequence[Definition], roots: Iterable[int]) -> list[Group]:
    codes = _codes(definitions)
    coded = {codes[k]: _coded(d, codes) for k, d in enumerate(definitions)}
    found = []
    for root in roots:
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
            known = _GROUPS[definitions] = Group(definitions)
        return known


def _check_heights(definitions: Sequence[Definition]) -> None:
    levels = max(height(definition.body) for definition in definitions)
    if levels > MAX_HEIGHT:
        raise ProgramError(f"a tree of {levels} levels; accepted: at most {MAX_HEIGHT}")


def reachable(direct: Sequence[AbstractSet[int]], place: int) -> set[int]:
    """Places that a definition refers to, by itself or by what it refers to, and its own.

    Parameters
    ----------
    direct : sequence of sets of int
        For each definition the places that it refers to by itself.
    place : int

    Returns
    -------
    set of int

    Source: ours
    """
    reached, todo = {place}, [place]
    while todo:
        fresh = direct[todo.pop()] - reached
        reached |= fresh
        todo += fresh
    return reached


def components(definitions: Sequence[Definition]) -> list[list[int]]:
    """Places of definitions that refer to one another, in turn; each list after those that it refers to.

    Source: ours
    """
    direct = [set(references(d.body)) for d in definitions]
    together: dict[frozenset[int], list[int]] = {}
    for k in range(len(definitions)):
        together.setdefault(frozenset(reachable(direct, k)), []).append(k)
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


def group_json(whole: Group) -> Any:
    """The canonical tree of a group as JSON: lists for tuples, numbers as strings.

    Source: ours
    """
    return [[d.kind, str(d.others), [list(k) for k in d.keywords], _listed(d.body)] for d in whole.definitions]


def _listed(term: Any) -> Any:
    if isinstance(term, tuple):
        return list(map(_listed, term))  # a comprehension would take a frame of Python's stack more
    return str(term) if type(term) is int else term
