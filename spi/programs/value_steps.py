"""Steps of values: what is written out, looked up, compared and decided."""

from __future__ import annotations

from spi.programs.frames import Builder, Code, Frame, Step, bare
from spi.programs.narrowing import as_profile, as_set, as_truth, refuse_value
from spi.programs.terms import Term
from spi.programs.values import FiniteMap, Value, ordered_map

__all__ = ["VALUES"]


def _label(_: Code, text: str) -> Step:
    return lambda frame: text


def _profile(code: Code, *terms: Term) -> Step:
    steps = [code.step(term) for term in terms]

    def step(frame: Frame) -> Value:
        entries = tuple([entry(frame) for entry in steps])
        for entry in entries:
            if type(entry) is not str:
                refuse_value(entry, "an entry of a profile", "a label")
        return entries

    return step


def _map(code: Code, *pairs: tuple[Term, Term]) -> Step:
    steps = [(code.step(key), code.step(value)) for key, value in pairs]

    def step(frame: Frame) -> Value:
        found = {bare(key(frame)): value(frame) for key, value in steps}
        return ordered_map(found.items())

    return step


def _set(code: Code, *terms: Term) -> Step:
    steps = [code.step(term) for term in terms]
    return lambda frame: frozenset([as_profile(member(frame), "a member of a set") for member in steps])


def _at(code: Code, table: Term, key: Term) -> Step:
    mapping, place = code.step(table), code.step(key)

    def step(frame: Frame) -> Value:
        found, wanted = mapping(frame), place(frame)
        if type(found) is not FiniteMap:
            refuse_value(found, "what is looked up in", "a map")
        return found.get(bare(wanted), wanted)

    return step


def _same(code: Code, left: Term, right: Term) -> Step:
    first, second = code.step(left), code.step(right)
    return lambda frame: bool(bare(first(frame)) == bare(second(frame)))


def _in(code: Code, left: Term, right: Term) -> Step:
    first, second = code.step(left), code.step(right)
    return lambda frame: as_profile(first(frame), "what is looked for") in as_set(second(frame))


def _meet(code: Code, left: Term, right: Term) -> Step:
    first, second = code.step(left), code.step(right)
    return lambda frame: as_set(first(frame)) & as_set(second(frame))


def _join(code: Code, left: Term, right: Term) -> Step:
    first, second = code.step(left), code.step(right)
    return lambda frame: as_set(first(frame)) | as_set(second(frame))


def _not(code: Code, term: Term) -> Step:
    inner = code.step(term)
    return lambda frame: not as_truth(inner(frame))


def _and(code: Code, left: Term, right: Term) -> Step:
    first, second = code.step(left), code.step(right)
    return lambda frame: as_truth(first(frame)) and as_truth(second(frame))


def _or(code: Code, left: Term, right: Term) -> Step:
    first, second = code.step(left), code.step(right)
    return lambda frame: as_truth(first(frame)) or as_truth(second(frame))


def _if(code: Code, condition: Term, then: Term, otherwise: Term) -> Step:
    test, yes, no = code.step(condition), code.step(then), code.step(otherwise)
    return lambda frame: yes(frame) if as_truth(test(frame)) else no(frame)


VALUES: dict[str, Builder] = {
    "label": _label,
    "truth": _label,
    "profile": _profile,
    "map": _map,
    "set": _set,
    "at": _at,
    "same": _same,
    "in": _in,
    "meet": _meet,
    "join": _join,
    "not": _not,
    "and": _and,
    "or": _or,
    "if": _if,
}
"""Builders of what is written out, looked up, compared and decided."""
