"""Programs inside programs: gone through without recursion, as they may be nested deeper than Python's stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from spi.programs.groups import Group
from spi.programs.members import Program, finite_map, program
from spi.programs.values import FiniteMap, Value

__all__ = ["inner_first", "parts_of", "programs_in", "rebuilt"]

_Part = tuple[Group, dict[str, Any], str]
"""A group, values in which programs are numbers and maps are lists of pairs, and a name."""


def programs_in(own: Program) -> list[Program]:
    """The programs among the parameters of a program, those in maps included, but not what is inside of them.

    Source: ours
    """
    return [inner for _, bound in own.bindings for inner in _programs_in(bound)]


def _programs_in(bound: Value) -> Iterator[Program]:
    if isinstance(bound, Program):
        yield bound
    elif isinstance(bound, FiniteMap):
        for pair in bound.pairs:
            for part in pair:
                yield from _programs_in(part)


def inner_first(top: Program, is_done: Callable[[Program], bool]) -> Iterator[Program]:
    """A program and the programs among its parameters, each after those among its own.

    Parameters
    ----------
    top : Program
    is_done : predicate
        True of programs that are left out, with what is inside them; and of each that was yielded, from then on.

    Yields
    ------
    Program

    Source: ours
    """
    stack = [top]
    while stack:
        inner = [p for p in programs_in(stack[-1]) if not is_done(p)]
        if inner:
            stack += inner
        elif not is_done(own := stack.pop()):
            yield own


def parts_of(whole: Program) -> list[_Part]:
    """What a program is made of, without nesting; for pickles.

    Source: ours
    """
    place: dict[Program, int] = {}

    def flat(bound: Value) -> Any:
        if isinstance(bound, Program):
            return place[bound]
        return [(flat(key), flat(value)) for key, value in bound.pairs] if isinstance(bound, FiniteMap) else bound

    found: list[_Part] = []
    for own in inner_first(whole, place.__contains__):
        found.append((own.group, {key: flat(bound) for key, bound in own.bindings}, own.name))
        place[own] = len(place)
    return found


def rebuilt(parts: list[_Part]) -> Program:
    """The program that is made of these parts.

    Source: ours
    """
    made: list[Program] = []

    def full(bound: Any) -> Value:
        if isinstance(bound, list):
            return finite_map({full(key): full(value) for key, value in bound})
        return made[bound] if type(bound) is int else bound

    for family, bindings, name in parts:
        made.append(program(family, {key: full(bound) for key, bound in bindings.items()}, name))
    return made[-1]
