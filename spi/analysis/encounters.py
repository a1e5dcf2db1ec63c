"""What programs do when they meet, with a certificate that the checker's own interpreter accepts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from spi.analysis.envelope import Json, certificate, game_json, held
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.core.verdict import Holds
from spi.errors import HypothesisError, RefusedError
from spi.programs.chances import RandomOutcome
from spi.programs.encounters import Encounter, kinds_of, play_programs
from spi.programs.interpreter import Call, Seated
from spi.programs.machines import FUEL, Undefined
from spi.programs.shared import SharedOutcome
from spi.programs.terms import FiniteMap, Program, Value, group_json, value_json

__all__ = ["DRAWS", "LARGE", "encounter_json", "program_json", "prove_encounter", "require_readable"]

DRAWS = {"independent": "every simulation draws by itself", "shared": "all programs read one random string"}
LARGE = "what modal agents play is what is true at all large worlds of finite linear frames (Gödel–Löb logic)"

_CLAIM = ("outcome", "diverges", "laws", "joint")


def prove_encounter(
    programs: Sequence[Program],
    game: Game | None = None,
    *,
    randomness: Literal["independent", "shared"] | None = None,
    fuel: int = FUEL,
) -> Holds[Encounter]:
    """What these programs do when they meet, proved: the checker evaluates their canonical trees itself.

    Parameters
    ----------
    programs : sequence of n Program
    game : Game, optional
        What is played: the certificate has its payoffs, and says what the outcome is worth.
    randomness, fuel
        As for `play_programs`.

    Returns
    -------
    Holds
        With the `Encounter`. That a program diverges is proved, too.

    Raises
    ------
    HypothesisError
        If the fuel ran out, if a program may never halt, for programs that delegate (the checker knows no
        representatives), and for what is too large for a certificate.

    Examples
    --------
    >>> import spi
    >>> fair = spi.load_program("barasz-et-al-2014/fair_bot")
    >>> spi.prove_encounter([fair, fair]).result.outcome
    ('C', 'C')

    Source: ours
    """
    require_readable(programs)
    encounter = play_programs(programs, game, randomness=randomness, fuel=fuel)
    written = encounter_json(encounter)
    engine = written.pop("engine")
    claim = {"kind": "encounter", "answer": "yes", "engine": engine} | {key: written.pop(key) for key in _CLAIM}
    objects = {
        "players": list(encounter.players),
        "game": None if game is None else game_json(game),
        "programs": [program_json(p) for p in encounter.programs],
    }
    assumptions, trusts = [DRAWS[engine]] if engine in DRAWS else [], [LARGE] * (engine == "modal")
    try:
        return held(certificate(claim, objects, written, assumptions, trusts), encounter)
    except RefusedError as refused:
        if refused.rule != "size":
            raise
        raise HypothesisError(f"too large for a certificate: {refused.why}; accepted: less to work out") from None


def encounter_json(encounter: Encounter) -> Json:
    """What an encounter comes to, by which engine, and the evidence: the fields of `proofs/README.md`, section 13.

    Parameters
    ----------
    encounter : Encounter

    Returns
    -------
    dict

    Raises
    ------
    HypothesisError
        If there is nothing to be certified: see `prove_encounter`.

    Source: ours
    """
    require_readable(encounter.programs)
    written: Json = {"engine": "direct", "outcome": None, "diverges": False, "laws": None, "joint": None}
    written |= {"worlds": None, "calls": None, "weights": None}
    if encounter.joint is not None:
        return written | _shared(encounter.joint)
    if encounter.law is not None:
        return written | _independent(encounter.law, encounter.players)
    outcome = encounter.outcome
    if outcome is Undefined.UNKNOWN:
        raise HypothesisError("the fuel ran out; accepted: more fuel=…")
    written["diverges"] = isinstance(outcome, Undefined)
    written["outcome"] = None if isinstance(outcome, Undefined) else list(outcome)
    if encounter.limit is not None:
        if isinstance(outcome, Undefined):
            raise HypothesisError("a modal agent runs in a circle outside its proofs; accepted: ones that do not")
        written |= {"engine": "modal", "worlds": str(len(encounter.limit.trace) - 1)}
    return written


def require_readable(programs: Iterable[Program]) -> None:
    """Raise `HypothesisError` unless the checker can read these programs: it knows no representatives.

    Source: ours
    """
    if any("delegate" in kinds_of(program) for program in programs):
        raise HypothesisError("certificates know nothing of delegate(…); accepted: programs without it")


def _shared(joint: SharedOutcome) -> Json:
    if isinstance(joint.law, Undefined) or joint.halts != 1:
        raise HypothesisError("a program may never halt, or the law is unknown; accepted: programs that halt")
    return {
        "engine": "shared",
        "joint": [[list(a), format_exact(p)] for a, p in sorted(joint.law.items())],
        "weights": list(map(format_exact, joint.weights)),
    }


def _independent(law: RandomOutcome, players: Sequence[str]) -> Json:
    if isinstance(law.laws, Undefined) or any(sum(own.values()) != 1 for own in law.laws):
        raise HypothesisError("a program may never halt, or its law is unknown; accepted: programs that halt")
    for call, _ in law.calls:
        if call.program.definition.kind == "function":
            raise HypothesisError(
                f"{call.program!r} is a function that runs itself, or is nested deeply; accepted: other functions"
            )
    return {
        "engine": "independent",
        "laws": [_chances(own) for own in law.laws],
        "calls": [{"call": _call(call, players), "law": _chances(own)} for call, own in law.calls],
    }


def program_json(value: Value) -> Any:
    """A program, or any value, with the trees of programs in full, as `proofs/README.md` section 13 has it.

    Source: ours
    """
    if isinstance(value, Seated):
        return program_json(value.program)
    if isinstance(value, Program):
        return ["program", group_json(value.group), [[key, program_json(bound)] for key, bound in value.bindings]]
    if isinstance(value, FiniteMap):
        pairs = ([program_json(key), program_json(bound)] for key, bound in value.pairs)
        return ["map", *sorted(pairs, key=_key_text)]
    return value_json(value)


def _key_text(pair: list[Any]) -> str:
    return json.dumps(pair[0])


def _chances(law: dict[Any, Any]) -> list[list[Any]]:
    pairs = sorted((program_json(value), p) for value, p in law.items())
    return [[value, format_exact(p)] for value, p in pairs]


def _call(call: Call, players: Sequence[str]) -> Json:
    programs = [*call.arguments[: call.seat], call.program, *call.arguments[call.seat :]]
    return {"player": players[call.seat], "programs": [program_json(p) for p in programs]}
