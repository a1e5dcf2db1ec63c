"""What programs do when they meet, with a certificate that the checker's own interpreter accepts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from spi.analysis.envelope import Json, certificate, game_json, held
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.core.verdict import Holds
from spi.errors import HypothesisError, RefusedError
from spi.programs.encounters import Encounter, kinds_of, play_programs
from spi.programs.frames import Call, Seated
from spi.programs.groups import group_json
from spi.programs.machines import FUEL, Undefined
from spi.programs.members import Program
from spi.programs.values import FiniteMap, Value, value_json

__all__ = ["encounter_parts", "program_tree", "prove_encounter", "require_readable", "too_large"]

_UNREAD = {"delegate"}
_LARGE_WORLDS = "what modal agents play is what is true at all large worlds of finite linear frames (Gödel–Löb logic)"


def prove_encounter(
    programs: Sequence[Program],
    game: Game | None = None,
    *,
    randomness: Literal["independent"] | None = None,
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
    found, worked, assumptions, trusts = encounter_parts(encounter)
    objects = {
        "players": list(encounter.players),
        "game": None if game is None else game_json(game),
        "programs": [program_tree(p) for p in encounter.programs],
    }
    claim = {"kind": "encounter", "answer": "yes", **found}
    try:
        return held(certificate(claim, objects, worked, assumptions, trusts), encounter)
    except RefusedError as refused:
        raise too_large(refused) from None


def require_readable(programs: Sequence[Program]) -> None:
    """Raise `HypothesisError` for programs of which certificates know nothing.

    Source: ours
    """
    unread = frozenset().union(*map(kinds_of, programs)) & _UNREAD
    if unread:
        raise HypothesisError(f"certificates know nothing of {min(unread)}(…); accepted: programs without it")


def too_large(refused: RefusedError) -> Exception:
    """What to raise if the checker refuses a certificate of ours: by the rule `size` it is no fault of ours.

    Source: ours
    """
    if refused.rule != "size":
        return refused
    return HypothesisError(f"too large for a certificate: {refused.why}; accepted: less to work out")


def encounter_parts(encounter: Encounter) -> tuple[Json, Json, list[str], list[str]]:
    """What certificates say of an encounter: what is claimed, the evidence, assumptions and what is trusted.

    Raises
    ------
    HypothesisError
        If the fuel ran out, if a program may never halt, for modal agents that run in a circle, and for random programs
        with functions that run themselves.

    Source: ours
    """
    claim: Json = {"engine": "direct", "outcome": None, "diverges": False, "laws": None}
    evidence: Json = {"worlds": None, "calls": None}
    if encounter.law is not None:
        law = encounter.law
        if isinstance(law.laws, Undefined) or any(sum(own.values()) != 1 for own in law.laws):
            raise HypothesisError("a program may never halt, or its law is unknown; accepted: programs that halt")
        for call, _ in law.calls:
            if call.program.definition.kind == "function":
                raise HypothesisError(
                    f"{call.program!r} is a function that runs itself, or is nested deeply; accepted: other functions"
                )
        claim |= {"engine": "independent", "laws": [_chances(own) for own in law.laws]}
        evidence["calls"] = [{"call": _call(call, encounter.players), "law": _chances(own)} for call, own in law.calls]
        return claim, evidence, ["every simulation draws by itself"], []
    outcome = encounter.outcome
    if outcome is Undefined.UNKNOWN:
        raise HypothesisError("the fuel ran out; accepted: more fuel")
    claim["diverges"] = isinstance(outcome, Undefined)
    claim["outcome"] = None if isinstance(outcome, Undefined) else list(outcome)
    if encounter.limit is None:
        return claim, evidence, [], []
    if isinstance(outcome, Undefined):
        raise HypothesisError("a modal agent runs in a circle outside its proofs; accepted: ones that do not")
    claim["engine"], evidence["worlds"] = "modal", str(len(encounter.limit.trace) - 1)
    return claim, evidence, [], [_LARGE_WORLDS]


def program_tree(value: Value) -> Any:
    """A value with the trees of its programs in full, as `proofs/README.md` section 13 has it.

    Source: ours
    """
    if isinstance(value, Seated):
        return program_tree(value.program)
    if isinstance(value, Program):
        return ["program", group_json(value.group), [[key, program_tree(bound)] for key, bound in value.bindings]]
    if isinstance(value, FiniteMap):
        return ["map", *sorted(([program_tree(key), program_tree(bound)] for key, bound in value.pairs), key=_key_text)]
    return value_json(value)


def _key_text(pair: list[Any]) -> str:
    return json.dumps(pair[0])


def _chances(law: dict[Any, Any]) -> list[list[Any]]:
    pairs = sorted((program_tree(value), p) for value, p in law.items())
    return [[value, format_exact(p)] for value, p in pairs]


def _call(call: Call, players: Sequence[str]) -> Json:
    programs = [*call.arguments[: call.seat], call.program, *call.arguments[call.seat :]]
    return {"player": players[call.seat], "programs": [program_tree(p) for p in programs]}
