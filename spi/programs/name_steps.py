"""Steps of names: parameters, named values and me."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from spi.programs.frames import Builder, Code, Frame, Seated, Step, seated
from spi.programs.terms import Term
from spi.programs.values import Value

__all__ = ["NAMES", "kept"]


class _Later:
    """A named value that is worked out when it is first needed."""

    __slots__ = ("frame", "step", "value")

    def __init__(self, step: Step, frame: Frame) -> None:
        self.step: Step | None = step
        self.frame: Frame | None = frame
        self.value: Value = None

    def __call__(self) -> Value:
        if self.step is not None and self.frame is not None:
            self.value = self.step(self.frame)
            self.step = self.frame = None
        return self.value


def _other(_: Code, place: int) -> Step:
    return lambda frame: frame.arguments[place]


def _others(_: Code) -> Step:
    return lambda frame: frame.arguments


def _keyword(_: Code, name: str) -> Step:
    def step(frame: Frame) -> Value:
        value = next(bound for key, bound in frame.program.bindings if key == name)
        return seated(value, frame.seat)

    return step


def _variable(_: Code, depth: int) -> Step:
    def step(frame: Frame) -> Value:
        variables = frame.variables
        for _ in range(depth):
            variables = variables[1]
        value = variables[0]
        return value() if type(value) is _Later else value

    return step


def _me(_: Code) -> Step:
    return lambda frame: Seated(frame.program, frame.seat)


def _let(code: Code, value: Term, body: Term) -> Step:
    bound, rest = code.step(value), code.step(body)
    return lambda frame: rest(frame._replace(variables=(_Later(bound, frame), frame.variables)))


def kept(variables: Any, free: AbstractSet[int]) -> Any:
    """The variables that are free in a term, worked out; others, which it cannot see, are None.

    Source: ours
    """
    if not free:
        return None
    values = []
    for depth in range(max(free) + 1):
        value, variables = variables
        values.append((value() if type(value) is _Later else value) if depth in free else None)
    chain: Any = None
    for value in reversed(values):
        chain = (value, chain)
    return chain


NAMES: dict[str, Builder] = {
    "other": _other,
    "others": _others,
    "keyword": _keyword,
    "variable": _variable,
    "me": _me,
    "let": _let,
}
"""Builders of parameters, named values and me."""
