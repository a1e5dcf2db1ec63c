"""Sorts of values: do the values of a family's parameters fit?"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from spi.programs.groups import Group
from spi.programs.inference import signatures
from spi.programs.sorts import (
    LABEL,
    PROFILE,
    PROGRAM,
    SET,
    TRUTH,
    DifferentError,
    Signature,
    Sort,
    callable_sort,
    copied,
    unify,
)
from spi.programs.term_sorts import Clash
from spi.programs.values import FiniteMap, Value

__all__ = ["misfit"]

_SIGNATURES: WeakKeyDictionary[Group, Signature | None] = WeakKeyDictionary()


def misfit(family: Group, bindings: Sequence[tuple[str, Value]]) -> str:
    """Why values are not of the sorts that the parameters of a family need; empty if they are.

    Source: ours
    """
    own = _signature(family)
    if own is None:
        return ""
    own = copied(own)
    for key, bound in bindings:
        needed = str(own.keywords[key])
        try:
            found = _sort_of_value(bound)
        except DifferentError:
            return f"the parameter {key!r} is a map of things of different sorts; accepted: {needed}"
        try:
            unify(found, own.keywords[key])
        except DifferentError:
            return f"the parameter {key!r} is {found}; accepted: {needed}"
    return ""


def _sort_of_value(bound: Value) -> Sort:
    if isinstance(bound, str):
        return LABEL
    if isinstance(bound, bool):
        return TRUTH
    if isinstance(bound, tuple):
        return PROFILE
    if isinstance(bound, frozenset):
        return SET
    if isinstance(bound, FiniteMap):
        keys, values = Sort(), Sort()
        for key, value in bound.pairs:
            unify(_sort_of_value(key), keys)
            unify(_sort_of_value(value), values)
        return Sort("map", (keys, values))
    if bound.definition.kind == "program":
        return PROGRAM
    own = _signature(bound.group)
    return callable_sort(Sort() if own is None else copied(own).result)


def _signature(family: Group) -> Signature | None:
    """The sorts of a family; None for trees that were put together by hand and have none."""
    if family not in _SIGNATURES:
        try:
            _SIGNATURES[family] = signatures(family.definitions)[0]
        except Clash:
            _SIGNATURES[family] = None
    return _SIGNATURES[family]
