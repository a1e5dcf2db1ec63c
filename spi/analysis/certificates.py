"""Certificates: evidence written in the format of `proofs/README.md`, and verdicts made of what the checker accepts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from spi.analysis.comparison import Change, Comparison
from spi.checker import Receipt, check
from spi.core.game import Game, profiles
from spi.core.numbers import format_exact
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import RefusedError
from spi.solve.isomorphism import Isomorphism, refute_isomorphism
from spi.solve.reduction import Reduction

__all__ = ["Question", "accepted", "certify", "existence_certificate", "is_spi_certificate", "verdict_of"]

T = TypeVar("T")
Json = dict[str, Any]

_ASSUMPTIONS = ["oesterheld-conitzer-2022, Assumption 1", "oesterheld-conitzer-2022, Assumption 2"]
_DUPLICATES = "duplicate actions are interchangeable"
_FULL_SUPPORT = "every outcome of the reduced game can occur"
_ALL_USED = "every isomorphism is used in some model of Assumptions 1 and 2"
_INDEPENDENT = "unrelated reduced games are played independently in some model of Assumptions 1 and 2"
_LEMMA_4 = "oesterheld-conitzer-2022, Lemma 4"


@dataclass(frozen=True, slots=True)
class Question:
    """Which of the decision problems is asked.

    Parameters
    ----------
    strict : bool
    unilateral : tuple of str, or None
        None: all players may change their representatives' game; else one of these alone.
    duplicates : bool
        Duplicate actions count as interchangeable.
    printed : bool
        Definition 5 as printed, to show erratum D13.

    Source: oesterheld-conitzer-2022, Definition 5 (repaired: D13)
    """

    strict: bool
    unilateral: tuple[str, ...] | None
    duplicates: bool
    printed: bool

    def as_claim(self, answer: str) -> Json:
        """The claim of a certificate."""
        return {
            "kind": "exists-spi",
            "answer": answer,
            "strict": self.strict,
            "unilateral": None if self.unilateral is None else list(self.unilateral),
            "duplicates": self.duplicates,
            "reading": "printed" if self.printed else "repaired",
        }


def is_spi_certificate(comparison: Comparison, *, strict: bool) -> Certificate:
    """Certificate of "is this subset game a (strict) SPI?", whatever the answer.

    Parameters
    ----------
    comparison : Comparison
    strict : bool
        Whether strictness was asked for.

    Returns
    -------
    Certificate

    Source: ours
    """
    c = comparison
    before, after = c.reduction.reduced, c.subset_reduction.reduced
    yes = c.is_spi and (c.strict or not strict)
    tree, unimproved = None, None
    if c.relation == "unrelated":
        tree = refute_isomorphism(before, after)
        if c.is_spi and not c.strict:
            watched = c.support if c.support is not None else tuple(profiles(before))
            unimproved = list(next(b for b in profiles(after) if all(c.game[b] == c.game[a] for a in watched)))
    elif c.relation == "isomorphic" and c.strict and c.support is not None:
        tree = refute_isomorphism(before, after, c.support, c.game)
    trusts = []
    if c.relation == "isomorphic":
        trusts += [_LEMMA_4] * c.is_spi
        trusts += [_ALL_USED] * (not c.is_spi or (c.support is not None and not c.strict))
    elif c.relation == "unrelated":
        trusts += [_INDEPENDENT] * (not c.strict)
    given = c.strict and c.relation == "isomorphic" and c.support is None
    return _certificate(
        claim={
            "kind": "is-spi",
            "answer": "yes" if yes else "no",
            "strict": strict,
            "support": None if c.support is None else [list(a) for a in c.support],
            "relation": c.relation,
            "findings": {
                "spi": c.is_spi,
                "strict": c.strict,
                "trivial": c.trivial,
                "payoff_neutral": c.payoff_neutral,
                "unilateral": list(c.unilateral),
            },
        },
        objects={"game": _game(c.game), "subset_game": _game(c.subset_game)},
        evidence={
            "elimination": _log(c.reduction),
            "subset_elimination": _log(c.subset_reduction),
            "isomorphism": None if c.isomorphism is None else _isomorphism(c.isomorphism),
            "isomorphisms": tree,
            "violation": None if c.violation is None else _change(c.violation),
            "improvement": _improvement(c.improvement) if given else None,
            "unimproved": unimproved,
        },
        assumptions=[*_ASSUMPTIONS, *[_FULL_SUPPORT] * (c.support is None and (strict or c.strict))],
        trusts=trusts,
    )


def existence_certificate(
    question: Question, game: Game, reduction: Reduction, found: Comparison | None, refutations: Sequence[Json]
) -> Certificate:
    """Certificate of "is there an SPI?", from the one that was found or from the refutations.

    Parameters
    ----------
    question : Question
    game : Game
    reduction : Reduction
        Of the game, with duplicates merged if the question says so.
    found : Comparison or None
        Of the game with the SPI that was found; its isomorphism starts from the reduced game of `reduction`.
    refutations : sequence of dict
        If none was found, one per player of the question, in the form of `proofs/README.md`, section 5.

    Returns
    -------
    Certificate

    Source: ours
    """
    assumptions = [*_ASSUMPTIONS, *[_DUPLICATES] * question.duplicates, *[_FULL_SUPPORT] * question.strict]
    if found is None:
        proposition = "Proposition 23" if question.unilateral is None else "Proposition 25"
        trust = f"oesterheld-conitzer-2022, {proposition} (repaired: D13, D17)"
        return _certificate(
            claim=question.as_claim("no"),
            objects={"game": _game(game)},
            evidence={"elimination": _log(reduction), "refutations": list(refutations)},
            assumptions=assumptions,
            trusts=[trust + ", extended to duplicate actions" * question.duplicates],
        )
    isomorphism = found.isomorphism
    if isomorphism is None:
        raise AssertionError("an SPI that was found comes with its isomorphism")
    nontrivial = None
    if not question.printed:
        nontrivial = next(
            {"player": player, "action": y}
            for player, kept, images in zip(
                game.players, reduction.reduced.actions, isomorphism.maps.images(), strict=True
            )
            for y in images
            if y not in kept
        )
    return _certificate(
        claim=question.as_claim("yes"),
        objects={"game": _game(game), "subset_game": _game(found.subset_game)},
        evidence={
            "player": None
            if question.unilateral is None
            else next(p for p in question.unilateral if p in found.unilateral),
            "elimination": _log(reduction),
            "subset_elimination": _log(found.subset_reduction),
            "isomorphism": _isomorphism(isomorphism),
            "nontrivial": nontrivial,
            "improvement": _improvement(found.improvement) if question.strict else None,
        },
        assumptions=assumptions,
        trusts=[_LEMMA_4],
    )


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


def _certificate(claim: Json, objects: Json, evidence: Json, assumptions: list[str], trusts: list[str]) -> Certificate:
    document = {
        "format": "spi-certificate",
        "version": 1,
        "claim": claim,
        "objects": objects,
        "evidence": evidence,
        "scope": {"assumptions": assumptions, "trusts": trusts},
    }
    return Certificate(_pretty(document) + "\n")


def _pretty(value: Any, indent: int = 0, width: int = 118) -> str:
    """JSON in which whatever fits on a line stands on one, so that certificates can be read."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= width or not isinstance(value, dict | list) or not value:
        return flat
    inner = " " * (indent + 1)
    if isinstance(value, list):
        parts = [inner + _pretty(v, indent + 1) for v in value]
        return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"
    parts = [f"{inner}{json.dumps(k, ensure_ascii=False)}: " + _pretty(v, indent + 1) for k, v in value.items()]
    return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"


def _game(game: Game) -> Json:
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


def _log(reduction: Reduction) -> list[Json]:
    return [{"player": s.player, "action": s.action, "by": s.by, "rule": s.rule} for s in reduction.steps]


def _isomorphism(isomorphism: Isomorphism) -> Json:
    return {
        "map": isomorphism.maps.as_dict(),
        "scale": list(map(format_exact, isomorphism.scale)),
        "shift": list(map(format_exact, isomorphism.shift)),
    }


def _change(change: Change) -> Json:
    return {"outcome": list(change.outcome), "becomes": list(change.becomes), "player": change.player}


def _improvement(change: Change | None) -> Json | None:
    return None if change is None else {"outcome": list(change.outcome), "player": change.player}
