"""Steps that the machine answers: proofs, chances, representatives and what depends on payoffs."""

from __future__ import annotations

from fractions import Fraction

from spi.core.numbers import exact
from spi.errors import GameError, ProgramError
from spi.programs.frames import Builder, Code, Frame, Step
from spi.programs.name_steps import kept
from spi.programs.narrowing import as_label, as_profile, as_set, refuse_value
from spi.programs.terms import Term, free_variables
from spi.programs.values import FiniteMap, Value

__all__ = ["QUESTIONS"]


def _proves(code: Code, condition: Term) -> Step:
    inner, free = code.step(condition), free_variables(condition)
    return lambda frame: frame.machine.proves(inner, frame._replace(variables=kept(frame.variables, free)))


def _chance(_: Code, text: str) -> Step:
    probability = exact(text)
    return lambda frame: frame.machine.chance(probability)


def _mix(code: Code, term: Term) -> Step:
    inner = code.step(term)

    def step(frame: Frame) -> Value:
        mapping = inner(frame)
        if not isinstance(mapping, FiniteMap):
            refuse_value(mapping, "what is mixed", "a map from actions to probabilities")
        return frame.machine.mix({as_label(action, "an action"): _probability(p) for action, p in mapping.pairs})

    return step


def _simulate(code: Code, term: Term, back: int) -> Step:
    inner, free = code.step(term), free_variables(term)

    def step(frame: Frame) -> Value:  # what is named outside is worked out there, not further down the string
        inside = frame._replace(variables=kept(frame.variables, free))
        return frame.machine.simulate(inner, inside, back)

    return step


def _delegate(code: Code, game: Term) -> Step:
    name = code.step(game)
    return lambda frame: frame.machine.delegate(as_label(name(frame), "the name of a game"), frame.seat)


def _select(code: Code, selector: Term, outcomes: Term) -> Step:
    name, inner = code.step(selector), code.step(outcomes)
    return lambda frame: frame.machine.select(as_label(name(frame), "a selector"), as_set(inner(frame)))


def _pmp(code: Code, outcome: Term) -> Step:
    inner = code.step(outcome)
    return lambda frame: frame.machine.projections(as_profile(inner(frame), "what is projected"), frame.seat)


def _probability(text: Value) -> Fraction:
    try:
        return exact(as_label(text, "a probability"))
    except GameError:
        raise ProgramError(f"{text!r} is no probability; accepted: a rational in quotes, such as '1/2'") from None


QUESTIONS: dict[str, Builder] = {
    "proves": _proves,
    "chance": _chance,
    "mix": _mix,
    "simulate": _simulate,
    "delegate": _delegate,
    "select": _select,
    "pmp": _pmp,
}
"""Builders of what the machine is asked."""
