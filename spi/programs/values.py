"""Values of the language: what a term can mean."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from spi.core.display import html_of
from spi.errors import ProgramError

__all__ = ["MAX_LABEL", "MAX_NESTED", "FiniteMap", "Value", "ordered_map", "value_json"]

Value = Any
"""What a term can mean: str (a label: an action, the name of a player, a game, a selector or a rational), bool, tuple
(a profile), frozenset (of profiles), FiniteMap, or Program."""

MAX_LABEL = 200
"""Characters of a label, at most."""

MAX_NESTED = 20
"""Maps inside maps, at most."""


@dataclass(frozen=True, slots=True)
class FiniteMap:
    """A map that lists some values and is the identity elsewhere.

    Parameters
    ----------
    pairs : tuple of (value, value)
        Ordered by the JSON text of the keys; `ordered_map` makes one of values, `finite_map` of what Python has.

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

    _repr_html_ = html_of


def _is_plain(bound: Value) -> bool:
    return bound.plain if type(bound) is FiniteMap else type(bound) in (str, bool, tuple, frozenset)


def ordered_map(pairs: Iterable[tuple[Value, Value]]) -> FiniteMap:
    """The map of these pairs of values, in its order.

    Source: ours
    """
    return FiniteMap(tuple(sorted(pairs, key=lambda pair: json.dumps(value_json(pair[0])))))


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
