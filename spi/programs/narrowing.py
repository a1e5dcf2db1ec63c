"""Values narrowed to what a step needs; anything else is refused in words."""

from __future__ import annotations

from typing import Any, NoReturn

from spi.errors import ProgramError
from spi.programs.frames import Seated
from spi.programs.values import FiniteMap, Value

__all__ = ["as_label", "as_profile", "as_programs", "as_seated", "as_set", "as_truth", "refuse_value"]


def refuse_value(value: Value, what: str, accepted: str) -> NoReturn:
    """Refuse a value: what it is, and what is accepted.

    Source: ours
    """
    shown = {bool: "a truth value", str: "a label", tuple: "a profile", frozenset: "a set", FiniteMap: "a map"}
    found = shown.get(type(value), "a program or a function")
    raise ProgramError(f"{what} is {found}; accepted: {accepted}")


def as_truth(value: Value) -> bool:
    """The truth of a condition.

    Source: ours
    """
    if value is not True and value is not False:
        refuse_value(value, "a condition", "a truth value")
    return value is True


def as_label(value: Value, what: str) -> str:
    """A label, an action for one.

    Source: ours
    """
    if type(value) is not str:
        refuse_value(value, what, "a label")
    return value


def as_profile(value: Value, what: str) -> tuple[str, ...]:
    """A profile, an outcome for one.

    Source: ours
    """
    if type(value) is not tuple:
        refuse_value(value, what, "a profile")
    return value


def as_set(value: Value) -> frozenset[Value]:
    """A set of profiles, as it stands beside &, | and in.

    Source: ours
    """
    if type(value) is not frozenset:
        refuse_value(value, "what stands beside &, | and in", "a set of profiles")
    return value


def as_seated(value: Value, what: str) -> Seated:
    """What can be called, at its seat.

    Source: ours
    """
    if type(value) is not Seated:
        refuse_value(value, what, "a program or a function")
    return value


def as_programs(values: tuple[Any, ...]) -> tuple[Seated, ...]:
    """Programs, as programs are run on them.

    Source: ours
    """
    for value in values:
        if type(value) is not Seated:
            refuse_value(value, "what a program is run on", "a program")
        if value.program.definition.kind != "program":
            raise ProgramError(f"{value.program!r} is a function; accepted: a program")
    return values
