"""Calls of programs and functions: who is at which seat, proofs/README.md section 13."""

from collections.abc import Sequence
from typing import Any

from spi.checker.machine import Frame, Machine, Seated, Value, kind


def typed(machine: Machine, wanted: str, value: Any) -> Any:
    """A value, which must be of this kind."""
    if kind(value) != wanted:
        machine.need(False, f"a {wanted} is needed where a {kind(value)} is found")
    return value


def partner(machine: Machine, value: Any) -> Value:
    """A program that meets others, which a function does not; without a seat."""
    found: Value = machine.seat(typed(machine, "program", value), None)
    machine.need(found.definition.kind == "program", "a program is needed where a function is found")
    return found


def start(machine: Machine, callee: Any, arguments: Sequence[Any], world: int = 0) -> Frame:
    """The call of a function; or of a program, where the arguments get the other seats in order."""
    definition = typed(machine, "program", callee).program.definition
    others = len(machine.players) - 1
    machine.spend(2 * len(arguments))
    fits = definition.others in (-1, len(arguments)) and (definition.kind == "function" or len(arguments) == others)
    machine.need(fits, "there are too many arguments, or too few")
    if definition.kind == "program":
        seats = [*range(callee.seat), *range(callee.seat + 1, others + 1)]
        arguments = [Seated(partner(machine, x), seat) for x, seat in zip(arguments, seats, strict=True)]
    return Frame(callee, tuple(arguments), world)


def meeting(machine: Machine, programs: Sequence[Value], seat: int, world: int = 0) -> Frame:
    """The call of the program at a seat when these programs meet."""
    return start(machine, Seated(programs[seat], seat), [*programs[:seat], *programs[seat + 1 :]], world)
