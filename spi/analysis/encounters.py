"""What programs do when they meet, with a certificate that the checker's own interpreter accepts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from spi.analysis.envelope import Json, certificate, held
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.core.verdict import Holds
from spi.errors import HypothesisError
from spi.programs.encounters import Encounter, kinds_of, play_programs
from spi.programs.frames import Call, Seated
from spi.programs.groups import group_json
from spi.programs.machines import FUEL, Undefined
from spi.programs.members import Program
from spi.programs.values import FiniteMap, Value, value_json

__all__ = ["prove_encounter"]

_UNREAD = {"delegate", "select", "pmp"}


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
    game, randomness, fuel
        As for `play_programs`.

    Returns
    -------
    Holds
        With the `Encounter`. That a program diverges is proved, too.

    Raises
    ------
    HypothesisError
        If the fuel ran out, if a program may never halt, and for programs that delegate, select or project: the
        checker knows no representatives and no payoffs.

    Examples
    --------
    >>> import spi
    >>> fair = spi.load_program("barasz-et-al-2014/fair_bot")
    >>> spi.prove_encounter([fair, fair]).result.outcome
    ('C', 'C')

    Source: ours
    """
    unread = frozenset().union(*map(kinds_of, programs)) & _UNREAD
    if unread:
        raise HypothesisError(f"certificates know nothing of {min(unread)}(…); accepted: programs without it")
    encounter = play_programs(programs, game, randomness=randomness, fuel=fuel)
    claim: Json = {
        "kind": "encounter",
        "answer": "yes",
        "engine": "direct",
        "outcome": None,
        "diverges": False,
        "laws": None,
    }
    evidence: Json = {"worlds": None, "calls": None}
    assumptions, trusts = [], []
    if encounter.law is not None:
        law = encounter.law
        if isinstance(law.laws, Undefined) or any(sum(own.values()) != 1 for own in law.laws):
            raise HypothesisError("a program may never halt, or its law is unknown; accepted: programs that halt")
        claim |= {"engine": "independent", "laws": [_chances(own) for own in law.laws]}
        evidence["calls"] = [{"call": _call(call, encounter.players), "law": _chances(own)} for call, own in law.calls]
        assumptions = ["every simulation draws by itself"]
    else:
        outcome = encounter.outcome
        if outcome is Undefined.UNKNOWN:
            raise HypothesisError(f"the fuel of {fuel:,} calls ran out; accepted: more fuel")
        claim["diverges"] = isinstance(outcome, Undefined)
        claim["outcome"] = None if isinstance(outcome, Undefined) else list(outcome)
        if encounter.limit is not None:
            if isinstance(outcome, Undefined):
                raise HypothesisError("a modal agent runs in a circle outside its proofs; accepted: ones that do not")
            claim["engine"], evidence["worlds"] = "modal", str(len(encounter.limit.trace) - 1)
            trusts = [
                "what modal agents play is what is true at all large worlds of finite linear frames (Gödel–Löb logic)"
            ]
    objects = {"players": list(encounter.players), "programs": [_tree(p) for p in encounter.programs]}
    return held(certificate(claim, objects, evidence, assumptions, trusts), encounter)


def _tree(value: Value) -> Any:
    """A value with the trees of its programs in full, as `proofs/README.md` section 13 has it."""
    if isinstance(value, Seated):
        return _tree(value.program)
    if isinstance(value, Program):
        return ["program", group_json(value.group), [[key, _tree(bound)] for key, bound in value.bindings]]
    if isinstance(value, FiniteMap):
        return ["map", *sorted(([_tree(key), _tree(bound)] for key, bound in value.pairs), key=_key_text)]
    return value_json(value)


def _key_text(pair: list[Any]) -> str:
    return json.dumps(pair[0])


def _chances(law: dict[Any, Any]) -> list[list[Any]]:
    pairs = sorted((_tree(value), p) for value, p in law.items())
    return [[value, format_exact(p)] for value, p in pairs]


def _call(call: Call, players: Sequence[str]) -> Json:
    programs = [*call.arguments[: call.seat], call.program, *call.arguments[call.seat :]]
    return {"player": players[call.seat], "programs": [_tree(p) for p in programs]}
