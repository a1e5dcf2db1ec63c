"""The envelope of certificates, their common parts, and verdicts made of what the checker accepts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from spi.analysis.comparison import Change
from spi.checker import Receipt, check
from spi.core.game import Game, subset_game
from spi.core.lottery import Lottery
from spi.core.numbers import format_exact
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import HypothesisError, RefusedError
from spi.solve.isomorphism import Isomorphism
from spi.solve.reduction import Elimination, Mixture, Reduction

__all__ = [
    "ALL_USED",
    "ASSUMPTIONS",
    "FULL_SUPPORT",
    "INDEPENDENT",
    "Json",
    "accepted",
    "certificate",
    "certify",
    "change_json",
    "game_json",
    "held",
    "isomorphism_json",
    "log_json",
    "lottery_json",
    "mixture_json",
    "read_game_json",
    "read_reduction",
    "refuted",
    "steps_json",
    "vector_json",
    "verdict_of",
]

T = TypeVar("T")

_WIDTH = 118
"""Of the lines of a certificate."""

Json = dict[str, Any]

ASSUMPTIONS = ["oesterheld-conitzer-2022, Assumption 1", "oesterheld-conitzer-2022, Assumption 2"]
ALL_USED = "every isomorphism is used in some model of Assumptions 1 and 2"
INDEPENDENT = "unrelated reduced games are played independently in some model of Assumptions 1 and 2"
FULL_SUPPORT = "every outcome of the reduced game can occur"


def certify(certificate: Certificate, result: T) -> Holds[T] | Fails[T]:
    """Let the checker read a certificate, and make a verdict of what it accepts.

    Parameters
    ----------
    certificate : Certificate
    result : object
        What the verdict is to carry.

    Returns
    -------
    Holds or Fails
        By the answer of the certificate.

    Raises
    ------
    RefusedError
        With the checker's place, rule and reason.

    Source: ours
    """
    return verdict_of(accepted(certificate.text), certificate, result)


def held(written: Certificate, result: T) -> Holds[T]:
    """The verdict of a certificate whose answer is yes.

    Source: ours
    """
    verdict = certify(written, result)
    if not isinstance(verdict, Holds):
        raise AssertionError("evidence for a yes was accepted as evidence for a no")
    return verdict


def refuted(written: Certificate, result: T) -> Fails[T]:
    """The verdict of a certificate whose answer is no.

    Source: ours
    """
    verdict = certify(written, result)
    if not isinstance(verdict, Fails):
        raise AssertionError("evidence for a no was accepted as evidence for a yes")
    return verdict


def accepted(content: bytes | str, *, name: str = "<certificate>") -> Receipt:
    """The checker's receipt for the content of a certificate; raises `RefusedError` with its words if it refuses.

    Source: ours
    """
    receipt = check(content, name=name)
    if not isinstance(receipt, Receipt):
        raise RefusedError(receipt.name, receipt.place, receipt.rule, receipt.why)
    return receipt


def verdict_of(receipt: Receipt, certificate: Certificate, result: T) -> Holds[T] | Fails[T]:
    """The verdict of a certificate that the checker has accepted.

    Source: ours
    """
    kind = Holds if receipt.answer == "yes" else Fails
    return kind(
        claim=receipt.claim,
        result=result,
        certificate=certificate,
        assumptions=receipt.assumptions,
        recomputed=receipt.recomputed,
        trusted=receipt.trusted,
    )


def certificate(
    claim: Json, objects: Json, evidence: Json, assumptions: Sequence[str] = (), trusts: Sequence[str] = ()
) -> Certificate:
    """A certificate of these parts, as text that a person can read.

    Raises
    ------
    HypothesisError
        If they are nested more deeply than a certificate can be.

    Source: ours
    """
    document = {
        "format": "spi-certificate",
        "version": 1,
        "claim": claim,
        "objects": objects,
        "evidence": evidence,
        "scope": {"assumptions": list(assumptions), "trusts": list(trusts)},
    }
    try:
        return Certificate(_pretty(document) + "\n")
    except RecursionError:
        raise HypothesisError("nested too deeply for a certificate; accepted: fewer programs in one another") from None


def _pretty(value: Any, indent: int = 0) -> str:
    """JSON in which whatever fits on a line stands on one, so that certificates can be read."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= _WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner = " " * (indent + 1)
    if isinstance(value, list):
        parts = [inner + _pretty(v, indent + 1) for v in value]
        return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"
    parts = [f"{inner}{json.dumps(k, ensure_ascii=False)}: " + _pretty(v, indent + 1) for k, v in value.items()]
    return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"


def game_json(game: Game) -> Json:
    """A game, as certificates hold it.

    Source: ours
    """
    rows = iter(game.table)

    def nest(depth: int) -> list[Any]:
        if depth == len(game.players):
            return list(map(format_exact, next(rows)))
        return [nest(depth + 1) for _ in game.actions[depth]]

    return {
        "players": list(game.players),
        "actions": [list(own) for own in game.actions],
        "payoffs": nest(0),
        "digest": game.digest,
    }


def log_json(reduction: Reduction) -> list[Json]:
    """The elimination log of a reduction.

    Source: ours
    """
    return steps_json(reduction.steps)


def steps_json(steps: Iterable[Elimination]) -> list[Json]:
    """An elimination log.

    Source: ours
    """
    return [{"player": s.player, "action": s.action, "by": s.by, "rule": s.rule} for s in steps]


def isomorphism_json(isomorphism: Isomorphism) -> Json:
    """An isomorphism.

    Source: ours
    """
    return {
        "map": isomorphism.maps.as_dict(),
        "scale": list(map(format_exact, isomorphism.scale)),
        "shift": list(map(format_exact, isomorphism.shift)),
    }


def read_game_json(data: Json) -> Game:
    """A game from an accepted certificate.

    Source: ours
    """
    return Game.from_payoffs(data["payoffs"], actions=data["actions"], players=data["players"])


def read_reduction(game: Game, log: list[Json], duplicates: bool = False) -> Reduction:
    """A reduction from the log of an accepted certificate.

    Source: ours
    """
    removed = {(step["player"], step["action"]) for step in log}
    kept = {p: [x for x in own if (p, x) not in removed] for p, own in zip(game.players, game.actions, strict=True)}
    steps = tuple(Elimination(step["player"], step["action"], step["by"], step["rule"]) for step in log)
    return Reduction(game, subset_game(game, kept), steps, "pure", duplicates)


def lottery_json(lottery: Lottery) -> list[Json]:
    """A lottery, or a law.

    Source: ours
    """
    return [{"outcome": list(a), "probability": format_exact(p)} for a, p in lottery]


def mixture_json(mixture: Mixture) -> list[Json]:
    """A mixture of actions.

    Source: ours
    """
    return [{"action": x, "probability": format_exact(p)} for x, p in mixture]


def vector_json(numbers: Iterable[Fraction]) -> list[str]:
    """One number per player.

    Source: ours
    """
    return list(map(format_exact, numbers))


def change_json(change: Change) -> Json:
    """An outcome, what it becomes, and a player.

    Source: ours
    """
    return {"outcome": list(change.outcome), "becomes": list(change.becomes), "player": change.player}
