"""What a program does: its tree turned into functions once, run on a machine that answers what one step cannot.

A machine decides what running another program, a proof or a chance gives; so one reading of the language serves the
engines for direct, modal and random programs.
"""

from __future__ import annotations

from functools import lru_cache

from spi.errors import ProgramError
from spi.programs.frames import Call, Code, Frame, Machine, Seated, Step
from spi.programs.groups import ANY_NUMBER, Group
from spi.programs.machine_steps import QUESTIONS
from spi.programs.name_steps import NAMES
from spi.programs.narrowing import refuse_value
from spi.programs.program_steps import PROGRAMS
from spi.programs.terms import height, kinds_in
from spi.programs.value_steps import VALUES
from spi.programs.values import Value

__all__ = ["BUILDERS", "evaluate", "frames_needed"]

BUILDERS = NAMES | VALUES | PROGRAMS | QUESTIONS
"""For each kind of node, what turns it into a step."""


def evaluate(machine: Machine, call: Call) -> Value:
    """Evaluate the body of a call; the machine answers the calls that it makes.

    Parameters
    ----------
    machine : Machine
    call : Call

    Returns
    -------
    value
        A label for a program.

    Raises
    ------
    ProgramError
        For a call with another number of arguments, and where a value is not what the language needs there.

    Source: ours
    """
    own, seat = call.program, call.seat
    definition = own.definition
    if definition.others not in (ANY_NUMBER, len(call.arguments)):
        raise ProgramError(
            f"{own!r} is for {definition.others} other {'players' if definition.others != 1 else 'player'}, and "
            f"{len(call.arguments)} are given; accepted: {definition.others} besides it"
        )
    arguments = call.arguments
    if definition.kind == "program":
        seats = [k for k in range(len(machine.players)) if k != seat]
        if len(arguments) != len(seats):
            raise ProgramError(
                f"{own!r} is run on {len(arguments)} programs in a game of {len(machine.players)} players; accepted: "
                "one for each of the others"
            )
        arguments = tuple(map(Seated, arguments, seats))
    value = _compiled(own.group)(Frame(machine, own, seat, arguments, None))
    if definition.kind == "program" and type(value) is not str:
        refuse_value(value, f"what {own!r} plays", "a label")
    return value


@lru_cache(maxsize=4096)
def _compiled(group: Group) -> Step:
    return Code(group, BUILDERS).step(group.definitions[0].body)


@lru_cache(maxsize=4096)
def frames_needed(group: Group) -> int:
    """Frames of Python's stack that the evaluation of a body takes at most, calls that it makes not counted.

    Source: ours
    """
    body = group.definitions[0].body
    return 10 + (4 if "let" in kinds_in(body) else 2) * height(body)  # a name that needs the name before it, and so on
