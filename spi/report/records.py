"""A page for every frozen record: a table of its parts, and a table for each part that is a list of records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from itertools import islice
from typing import Any

from spi.core.numbers import format_exact
from spi.report.layout import outcome_text
from spi.report.pages import Part, Sheet, sheet

__all__ = ["has_text", "record_page", "value_text"]

_MOST_ITEMS = 12  # of a list within a cell
_DEEPEST = 3  # records in records in records
_LONGEST = 40  # digits of an exact number
_LARGEST = 10**15


def record_page(thing: object) -> Sequence[Part] | None:
    """The parts of a record by name, or None for what is no record.

    Parameters
    ----------
    thing : object
        A dataclass; parts that are empty strings, that its `repr` leaves out, or whose names begin with an underscore
        are not shown.

    Returns
    -------
    sequence of Part, or None

    Source: ours
    """
    if not is_dataclass(thing) or isinstance(thing, type):
        return None
    shown = {part: getattr(thing, part) for part in _parts(thing)}
    lists = {part: value for part, value in shown.items() if _is_list_of_records(value)}
    rows = [
        (_words(part), value_text(value))
        for part, value in shown.items()
        if part not in lists and not (isinstance(value, str) and not value)
    ]
    name = _words(type(thing).__name__)
    return [
        *([sheet(name, ("part", "value"), rows)] if rows or not lists else [name]),
        *(_records(_words(part), value) for part, value in lists.items()),
    ]


def value_text(value: Any, *, depth: int = 0) -> str:
    """Any value on one line: numbers as in files unless long, lists cut, records by parts, large things by name.

    Parameters
    ----------
    value : object
    depth : int
        How many records it stands in.

    Returns
    -------
    str

    Examples
    --------
    >>> value_text((Fraction(1, 2), None, ("a", "b"), True))
    '1/2, none, (a, b), yes'

    Source: ours
    """
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Fraction():
            exactly = format_exact(value)
            # numbers that do not fit into a cell are fractions of huge integers; only to be looked at
            near = len(exactly) > _LONGEST and abs(value) < _LARGEST
            return f"about {float(value):.6g}" if near else exactly
        case str():
            return value
        case Enum():
            return str(value.value)
        case Mapping():
            return _joined((f"{_inner(k, depth)}: {_inner(v, depth)}" for k, v in value.items()), len(value), "; ")
        case Set():
            return _joined(sorted(_inner(item, depth) for item in value), len(value), ", ")
        case tuple() | list():
            return _joined((_inner(item, depth) for item in value), len(value), ", ")
    if getattr(value, "shape", ()) and hasattr(value, "dtype"):  # an array, without loading numpy to find out
        return f"{' × '.join(f'{size:,}' for size in value.shape)} of {value.dtype}"
    if not isinstance(value, type) and callable(value) and not is_dataclass(value):
        return getattr(value, "__name__", type(value).__name__)
    return _object(value, depth)


def has_text(thing: object) -> bool:
    """Does its class say how it is printed?"""
    return type(thing).__str__ is not object.__str__


def _inner(value: Any, depth: int) -> str:
    """A value within a list: lists in lists get brackets."""
    if isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
        return outcome_text(value)
    text = value_text(value, depth=depth + 1)
    return f"({text})" if isinstance(value, tuple | list) else text


def _joined(items: Iterable[str], count: int, between: str) -> str:
    shown = between.join(islice(items, _MOST_ITEMS))
    return f"{shown}{between}and {count - _MOST_ITEMS:,} more" if count > _MOST_ITEMS else shown or "none"


def _object(value: Any, depth: int) -> str:
    kind = type(value)
    if not is_dataclass(value):
        return _first_line(str(value))
    if not hasattr(kind.__repr__, "__wrapped__"):  # dataclasses wrap the repr that they generate; this one is by hand
        return repr(value)
    if has_text(value):
        return _first_line(str(value))
    if depth >= _DEEPEST:
        return _words(kind.__name__)
    parts = "; ".join(f"{_words(part)} {value_text(getattr(value, part), depth=depth + 1)}" for part in _parts(value))
    return f"{_words(kind.__name__)} ({parts})" if parts else _words(kind.__name__)


def _first_line(text: str) -> str:
    first, _, rest = text.partition("\n")
    return f"{first} …" if rest else first


def _is_list_of_records(value: Any) -> bool:
    """Records of one kind, none of which writes itself."""
    if not isinstance(value, tuple | list) or not value:
        return False
    kind = type(value[0])
    return (
        is_dataclass(kind)
        and not has_text(value[0])
        and hasattr(kind.__repr__, "__wrapped__")
        and all(type(item) is kind for item in value)
    )


def _records(name: str, records: Sequence[Any]) -> Sheet:
    parts = _parts(records[0])
    rows = ([str(k), *(value_text(getattr(one, part), depth=1) for part in parts)] for k, one in enumerate(records, 1))
    return sheet(name, ("", *map(_words, parts)), rows, total=len(records))


def _parts(thing: Any) -> list[str]:
    return [part.name for part in fields(thing) if part.repr and not part.name.startswith("_")]


def _words(name: str) -> str:
    """`ScenarioJudgement` and `scenario_judgement` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
