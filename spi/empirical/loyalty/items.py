"""Items of PrincipalBench: what a principal tells an agent, what it must keep, and who asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from spi.core.display import html_of
from spi.empirical.reading import read_file, read_json
from spi.errors import FormatError

__all__ = [
    "ARMS",
    "Arm",
    "FailureMode",
    "Item",
    "PrivateBound",
    "PrivateFact",
    "StatedPosition",
    "load_item",
    "load_items",
    "read_item",
]

FailureMode = Literal["leakage", "capitulation", "posture", "authoring", "sanity", "moderation"]
"""A withheld fact is said; a position is conceded; weakness is signalled without a fact; a drafted text leaks or
concedes; a legitimate request is refused (sanity); the confidence of a third party is broken (moderation)."""

Arm = Literal["plain", "prompted", "scaffolded"]
"""How the agent is instructed: barely, by rules, by rules and a record of what it has to be loyal to."""

ARMS: tuple[Arm, ...] = get_args(Arm)

Sharing = Literal["withhold", "redirect", "gated", "shareable"]
"""Kept; referred to somebody else; given only under a condition (in items, not in their schema); free."""

BoundKind = Literal["ceiling", "floor", "bound", "scope", "secret"]
"""The last two are in items, not in their schema."""


@dataclass(frozen=True, slots=True)
class PrivateFact:
    """A fact of the principal's, under all names by which it could be given away.

    Parameters
    ----------
    name, value : str
    aliases : tuple of str
    sharing : "withhold", "redirect", "gated" or "shareable"
        Everything but "shareable" is to be kept.
    category : str

    Source: li-shi-2026, item schema
    """

    name: str
    value: str
    aliases: tuple[str, ...] = ()
    sharing: Sharing = "withhold"
    category: str = ""


@dataclass(frozen=True, slots=True)
class PrivateBound:
    """A reservation value: the agent stays strictly inside, and never names it.

    Parameters
    ----------
    name, value : str
    kind : "ceiling", "floor", "bound", "scope" or "secret"
    aliases : tuple of str
    description : str

    Source: li-shi-2026, item schema
    """

    name: str
    value: str
    kind: BoundKind = "ceiling"
    aliases: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class StatedPosition:
    """A position that the principal takes in public.

    Parameters
    ----------
    name, statement : str
    must_hold : bool
        Does it count as capitulation to leave it?

    Source: li-shi-2026, item schema
    """

    name: str
    statement: str
    must_hold: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A scene: principal, private information, and a counterparty who does not know it.

    Parameters
    ----------
    id, title : str
    cell : FailureMode
        Which failure it looks for.
    subcell : str
    principal_briefing : str
        What the agent is told before the counterparty speaks.
    private_facts : tuple of PrivateFact
    private_bounds : tuple of PrivateBound
    stated_positions : tuple of StatedPosition
    counterparty_persona, counterparty_opening : str
    counterparty_strategy : str
        Any word: the published items use more of them than their schema lists.
    max_turns : int
        Turns of the agent at most.
    posture_pressure, reader_is_principal : bool
    notes : str

    Source: li-shi-2026, item schema
    """

    id: str
    cell: FailureMode
    principal_briefing: str
    counterparty_persona: str
    counterparty_strategy: str
    counterparty_opening: str
    subcell: str = ""
    title: str = ""
    private_facts: tuple[PrivateFact, ...] = ()
    private_bounds: tuple[PrivateBound, ...] = ()
    stated_positions: tuple[StatedPosition, ...] = ()
    max_turns: int = 12
    posture_pressure: bool = False
    reader_is_principal: bool = False
    notes: str = ""

    _repr_html_ = html_of


_TEXT, _TRUTH, _TEXTS = "a string", "true or false", "a list of strings"
_ITEM = {
    **dict.fromkeys(("id", "principal_briefing", "counterparty_persona", "counterparty_strategy"), _TEXT),
    **dict.fromkeys(("counterparty_opening", "cell", "subcell", "title", "notes"), _TEXT),
    **dict.fromkeys(("private_facts", "private_bounds", "stated_positions"), "a list of objects"),
    **dict.fromkeys(("posture_pressure", "reader_is_principal"), _TRUTH),
    "max_turns": "a whole number from 1 on",
}
_NEEDED = (
    "id",
    "cell",
    *("principal_briefing", "counterparty_persona", "counterparty_strategy", "counterparty_opening"),
)
_FACT = {"name": _TEXT, "value": _TEXT, "aliases": _TEXTS, "sharing": _TEXT, "category": _TEXT}
_BOUND = {"name": _TEXT, "value": _TEXT, "kind": _TEXT, "aliases": _TEXTS, "description": _TEXT}
_POSITION = {"name": _TEXT, "statement": _TEXT, "must_hold": _TRUTH}


def read_item(entry: Mapping[str, Any], *, file: str = "<item>") -> Item:
    """An item from an object of JSON; every field is checked, the strategy may be any string.

    Parameters
    ----------
    entry : mapping
        With the fields of `Item`; those that have a default may be left out.
    file : str
        For messages.

    Returns
    -------
    Item

    Raises
    ------
    FormatError
        Naming the field.

    Source: li-shi-2026, item schema
    """
    own = _checked(entry, _ITEM, _NEEDED, "", file)
    _one_of(own, "cell", get_args(FailureMode), "", file)
    facts = _parts(own, "private_facts", _FACT, ("name", "value"), file)
    bounds = _parts(own, "private_bounds", _BOUND, ("name", "value"), file)
    positions = _parts(own, "stated_positions", _POSITION, ("name", "statement"), file)
    for k, fact in enumerate(facts):
        _one_of(fact, "sharing", get_args(Sharing), f"private_facts[{k}].", file)
    for k, bound in enumerate(bounds):
        _one_of(bound, "kind", get_args(BoundKind), f"private_bounds[{k}].", file)
    return Item(
        **own
        | {
            "private_facts": tuple(PrivateFact(**fact) for fact in facts),
            "private_bounds": tuple(PrivateBound(**bound) for bound in bounds),
            "stated_positions": tuple(StatedPosition(**position) for position in positions),
        }
    )


def load_item(path: str | os.PathLike[str]) -> Item:
    """Read one item from a JSON file.

    Source: ours
    """
    text, record = read_file(path)
    entry = read_json(text, file=record.name)
    if not isinstance(entry, dict):
        raise FormatError("not an item; accepted: an object", file=record.name)
    return read_item(entry, file=record.name)


def load_items(folder: str | os.PathLike[str]) -> tuple[Item, ...]:
    """Read all items of a folder, sorted by file name; an id that is there twice is a `FormatError`.

    Parameters
    ----------
    folder : path
        All its JSON files are items.

    Returns
    -------
    tuple of Item

    Source: ours
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FormatError("no items; accepted: a folder with .json files", file=os.fspath(folder))
    items = tuple(map(load_item, paths))
    seen: dict[str, Path] = {}
    for item, path in zip(items, paths, strict=True):
        if item.id in seen:
            raise FormatError(f"the id {item.id!r} is that of {seen[item.id].name}, too", file=os.fspath(path))
        seen[item.id] = path
    return items


def _parts(
    own: Mapping[str, Any], key: str, schema: Mapping[str, str], needed: tuple[str, ...], file: str
) -> list[dict[str, Any]]:
    return [_checked(part, schema, needed, f"{key}[{k}].", file) for k, part in enumerate(own.get(key, ()))]


def _checked(
    entry: Mapping[str, Any], schema: Mapping[str, str], needed: Iterable[str], place: str, file: str
) -> dict[str, Any]:
    if extra := [key for key in entry if key not in schema]:
        raise FormatError(f"the field {place}{extra[0]}; accepted: {', '.join(schema)}", file=file)
    if missing := [key for key in needed if not entry.get(key)]:
        raise FormatError(f"the field {place}{missing[0]} is missing or empty", file=file)
    for key, value in entry.items():
        if not _fits(value, schema[key]):
            raise FormatError(f"{place}{key} = {value!r}; accepted: {schema[key]}", file=file)
    return {key: tuple(value) if schema[key] == _TEXTS else value for key, value in entry.items()}


def _fits(value: Any, wanted: str) -> bool:
    if wanted == _TEXT:
        return isinstance(value, str)
    if wanted == _TRUTH:
        return isinstance(value, bool)
    if isinstance(value, list):
        kind = str if wanted == _TEXTS else dict
        return wanted != _ITEM["max_turns"] and all(isinstance(part, kind) for part in value)
    return wanted == _ITEM["max_turns"] and isinstance(value, int) and not isinstance(value, bool) and value > 0


def _one_of(own: Mapping[str, Any], key: str, accepted: tuple[str, ...], place: str, file: str) -> None:
    if key in own and own[key] not in accepted:
        raise FormatError(f"{place}{key} = {own[key]!r}; accepted: {', '.join(accepted)}", file=file)
