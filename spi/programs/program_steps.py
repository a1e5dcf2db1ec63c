"""Steps that handle programs: running them, building and matching their code, going through the others."""

from __future__ import annotations

from typing import Any

from spi.errors import ProgramError
from spi.programs.frames import Builder, Call, Code, Frame, Seated, Step, bare, seated
from spi.programs.groups import member_group
from spi.programs.members import program
from spi.programs.narrowing import as_profile, as_programs, as_seated, as_truth, refuse_value
from spi.programs.terms import Term
from spi.programs.values import Value

__all__ = ["PROGRAMS"]


def _run(code: Code, callee: Term, *terms: Term) -> Step:
    head, steps = code.step(callee), [code.step(term) for term in terms]

    def step(frame: Frame) -> Value:
        own = as_seated(head(frame), "what is called")
        arguments: tuple[Any, ...] = tuple([argument(frame) for argument in steps])
        if own.program.definition.kind == "program":
            arguments = tuple([argument.program for argument in as_programs(arguments)])
        return frame.machine.call(Call(own.program, own.seat, arguments))

    return step


def _build(code: Code, place: int, pairs: tuple[tuple[str, Term], ...]) -> Step:
    family = member_group(code.group, place)
    steps = [(key, code.step(term)) for key, term in pairs]
    return lambda frame: Seated(program(family, {key: bare(step(frame)) for key, step in steps}), frame.seat)


def _match(code: Code, scrutinee: Term, cases: tuple[Any, ...], otherwise: Term) -> Step:
    seen, rest = code.step(scrutinee), code.step(otherwise)
    templates = [(member_group(code.group, place), keys, code.step(body)) for place, keys, body in cases]

    def step(frame: Frame) -> Value:
        found = as_seated(seen(frame), "what is matched")
        for family, keys, body in templates:
            if found.program.group is family:
                values, variables = dict(found.program.bindings), frame.variables
                for key in keys:
                    variables = (seated(values[key], found.seat), variables)
                return body(frame._replace(variables=variables))
        return rest(frame)

    return step


def _outcome(code: Code, mine: Term, *theirs: Term) -> Step:
    own = code.step(mine)
    starred = len(theirs) == 1 and theirs[0][0] == "star"
    steps = [code.step(theirs[0][1] if starred else term) for term in (theirs[:1] if starred else theirs)]

    def step(frame: Frame) -> Value:
        first = own(frame)
        others = steps[0](frame) if starred else tuple([part(frame) for part in steps])
        parts = [argument.program for argument in as_programs((first, *others))]
        n, seat = len(frame.machine.players), frame.seat
        if len(parts) != n:
            raise ProgramError(f"an outcome of {len(parts)} programs in a game of {n} players; accepted: one for each")
        parts = [*parts[1 : seat + 1], parts[0], *parts[seat + 1 :]]
        call = frame.machine.call
        return tuple([call(Call(p, k, (*parts[:k], *parts[k + 1 :]))) for k, p in enumerate(parts)])

    return step


def _mine(code: Code, outcome: Term) -> Step:
    inner = code.step(outcome)

    def step(frame: Frame) -> Value:
        found = as_profile(inner(frame), "what mine(…) is taken of")
        if len(found) != len(frame.machine.players):
            refuse_value(found, "what mine(…) is taken of", f"a profile of {len(frame.machine.players)} entries")
        return found[frame.seat]

    return step


def _player(code: Code, term: Term) -> Step:
    inner = code.step(term)
    return lambda frame: frame.machine.players[as_seated(inner(frame), "what player(…) is asked of").seat]


def _first(code: Code, condition: Term) -> Step:
    test = code.step(condition)

    def step(frame: Frame) -> Value:
        for other in frame.arguments:
            if as_truth(test(frame._replace(variables=(other, frame.variables)))):
                return other
        raise ProgramError(f"first(…) in {frame.program!r}: none of the others meets the condition; test any(…) before")

    return step


def _all(code: Code, condition: Term) -> Step:
    test = code.step(condition)
    return lambda frame: all(
        as_truth(test(frame._replace(variables=(other, frame.variables)))) for other in frame.arguments
    )


def _any(code: Code, condition: Term) -> Step:
    test = code.step(condition)
    return lambda frame: any(
        as_truth(test(frame._replace(variables=(other, frame.variables)))) for other in frame.arguments
    )


PROGRAMS: dict[str, Builder] = {
    "run": _run,
    "build": _build,
    "match": _match,
    "outcome": _outcome,
    "mine": _mine,
    "player": _player,
    "first": _first,
    "all": _all,
    "any": _any,
}
"""Builders of runs, members of families, matches, and what is asked of the others."""
