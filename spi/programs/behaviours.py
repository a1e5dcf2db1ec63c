"""What programs do against the programs of a test space: equal behaviour, and one program of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from spi.programs.encounters import Encounter, play_programs
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.spaces import ProgramSpace, program_space

__all__ = ["behaviour_id", "distinct_behaviours"]


def behaviour_id(own: Program, space: ProgramSpace, *, seat: int = 0, **options: Any) -> str:
    """A hash of what a program does against every program of a named finite space, and what they do against it.

    Parameters
    ----------
    own : Program
        For two players.
    space : ProgramSpace
        The test space; behaviour means nothing without it.
    seat : int
        0 or 1.
    **options
        As for `play_programs`.

    Returns
    -------
    str
        Equal for two programs exactly if they and the test programs do the same in all these encounters.

    Source: ours
    """
    return hashlib.sha256("\n".join(_behaviour(own, space, seat, options)).encode()).hexdigest()


def distinct_behaviours(space: ProgramSpace, tests: ProgramSpace, *, seat: int = 0, **options: Any) -> ProgramSpace:
    """The first program of each behaviour against a test space.

    Parameters
    ----------
    space : ProgramSpace
        Programs for two players.
    tests : ProgramSpace
        What they are run against.
    seat : int
        0 or 1, that of the programs of `space`.
    **options
        As for `play_programs`.

    Returns
    -------
    ProgramSpace

    Source: ours
    """
    first: dict[tuple[str, ...], Program] = {}
    for own in space:
        first.setdefault(tuple(_behaviour(own, tests, seat, options)), own)
    return program_space(first.values())


def _behaviour(own: Program, space: ProgramSpace, seat: int, options: Mapping[str, Any]) -> list[str]:
    return [_text(play_programs((own, other) if seat == 0 else (other, own), **options)) for other in space]


def _text(encounter: Encounter) -> str:
    if encounter.joint is not None:
        law = encounter.joint.law
        if isinstance(law, Undefined):
            return law.value
        return json.dumps(sorted((list(a), str(p)) for a, p in law.items()))
    if encounter.law is not None:
        laws = encounter.law.laws
        if isinstance(laws, Undefined):
            return laws.value
        return json.dumps([sorted((action, str(p)) for action, p in law.items()) for law in laws])
    outcome = encounter.outcome
    return outcome.value if isinstance(outcome, Undefined) else json.dumps(list(outcome))
