"""Certificates about subset games: the claims `is-spi` and `exists-spi` of `proofs/README.md`, sections 4 and 5."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spi.analysis.comparison import Change, Comparison
from spi.analysis.envelope import (
    ALL_USED,
    ASSUMPTIONS,
    FULL_SUPPORT,
    INDEPENDENT,
    Json,
    certificate,
    change_json,
    game_json,
    isomorphism_json,
    log_json,
    steps_json,
)
from spi.checker import Refused, check
from spi.checker.images import MAX_TOKENS
from spi.checker.reader import MAX_BYTES
from spi.core.game import Game, Profile, profiles
from spi.core.verdict import Certificate
from spi.solve.isomorphism_trees import Candidates, End, isomorphism_tree
from spi.solve.map_search import Refutation
from spi.solve.reduction import Reduction

__all__ = ["Question", "existence_certificate", "is_checkable", "is_spi_certificate", "refutation_certificate"]

_DUPLICATES = "duplicate actions are interchangeable"
_NOT_WRITTEN = "a search for maps found none, and was not written down"
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
        tree = isomorphism_tree(before, after)
        if c.is_spi and not c.strict:
            watched = c.support if c.support is not None else tuple(profiles(before))
            unimproved = list(next(b for b in profiles(after) if all(c.game[b] == c.game[a] for a in watched)))
    elif c.relation == "isomorphic" and c.strict and c.support is not None:
        tree = isomorphism_tree(before, after, _improved_end(c.game, c.support))
    trusts = []
    if c.relation == "isomorphic":
        trusts += [_LEMMA_4] * c.is_spi
        trusts += [ALL_USED] * (not c.is_spi or (c.support is not None and not c.strict))
    elif c.relation == "unrelated":
        trusts += [INDEPENDENT] * (not c.strict)
    given = c.strict and c.relation == "isomorphic" and c.support is None
    return certificate(
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
        objects={"game": game_json(c.game), "subset_game": game_json(c.subset_game)},
        evidence={
            "elimination": log_json(c.reduction),
            "subset_elimination": log_json(c.subset_reduction),
            "isomorphism": None if c.isomorphism is None else isomorphism_json(c.isomorphism),
            "isomorphisms": tree,
            "violation": None if c.violation is None else change_json(c.violation),
            "improvement": _improvement(c.improvement) if given else None,
            "unimproved": unimproved,
        },
        assumptions=[*ASSUMPTIONS, *[FULL_SUPPORT] * (c.support is None and (strict or c.strict))],
        trusts=trusts,
    )


def refutation_certificate(
    question: Question, game: Game, reduction: Reduction, refutations: Sequence[Refutation]
) -> Certificate:
    """Certificate of "there is no SPI", from the searches that found none.

    Parameters
    ----------
    question : Question
    game : Game
    reduction : Reduction
        Of the game, with duplicates merged if the question says so.
    refutations : sequence of Refutation
        One per player of the question, or one.

    Returns
    -------
    Certificate

    Source: ours
    """
    proposition = "Proposition 23" if question.unilateral is None else "Proposition 25"
    trust = f"oesterheld-conitzer-2022, {proposition} (repaired: D13, D17)"
    written = all(refutation.parts is not None for refutation in refutations)
    return certificate(
        claim=question.as_claim("no"),
        objects={"game": game_json(game)},
        evidence={
            "elimination": log_json(reduction),
            "refutations": [
                _refutation_json(player, refutation)
                for player, refutation in zip(question.unilateral or (None,), refutations, strict=True)
            ],
        },
        assumptions=_assumptions(question),
        trusts=[trust + ", extended to duplicate actions" * question.duplicates, *[_NOT_WRITTEN] * (not written)],
    )


def is_checkable(certificate: Certificate, refutations: Sequence[Refutation]) -> bool:
    """Does the checker go through all of it?

    Source: ours
    """
    parts = [part for refutation in refutations for part in refutation.parts or () if isinstance(part, str)]
    tokens = sum(part.count(" ") + 1 for part in parts)
    if tokens > MAX_TOKENS or len(certificate.text.encode()) > MAX_BYTES:
        return False
    result = check(certificate.text)
    return not (isinstance(result, Refused) and result.rule == "size")


def _refutation_json(player: str | None, refutation: Refutation) -> Json:
    parts = refutation.parts
    return {
        "player": player,
        "last": refutation.last,
        "parts": None
        if parts is None
        else [part if isinstance(part, str) else {"symmetry": part.as_dict()} for part in parts],
        "logs": [steps_json(log) for log in refutation.logs],
    }


def _assumptions(question: Question) -> list[str]:
    return [*ASSUMPTIONS, *[_DUPLICATES] * question.duplicates, *[FULL_SUPPORT] * question.strict]


def existence_certificate(question: Question, reduction: Reduction, found: Comparison) -> Certificate:
    """Certificate of "there is an SPI", from the one that was found.

    Parameters
    ----------
    question : Question
    reduction : Reduction
        Of the game, with duplicates merged if the question says so.
    found : Comparison
        Of the game with the SPI that was found; its isomorphism starts from the reduced game of `reduction`.

    Returns
    -------
    Certificate

    Source: ours
    """
    game = reduction.game
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
    return certificate(
        claim=question.as_claim("yes"),
        objects={"game": game_json(game), "subset_game": game_json(found.subset_game)},
        evidence={
            "player": None
            if question.unilateral is None
            else next(p for p in question.unilateral if p in found.unilateral),
            "elimination": log_json(reduction),
            "subset_elimination": log_json(found.subset_reduction),
            "isomorphism": isomorphism_json(isomorphism),
            "nontrivial": nontrivial,
            "improvement": _improvement(found.improvement) if question.strict else None,
        },
        assumptions=_assumptions(question),
        trusts=[_LEMMA_4],
    )


def _improved_end(game: Game, support: Sequence[Profile]) -> End:
    """Where all of a supported outcome is assigned, and its image has other payoffs."""

    def end(candidates: Candidates, assigned: Callable[[Profile], bool]) -> Json | None:
        for a in support:
            if assigned(a) and all(game[b] != game[a] for b in candidates[a]):
                return {"end": "improved", "outcome": list(a)}
        return None

    return end


def _improvement(change: Change | None) -> Json | None:
    return None if change is None else {"outcome": list(change.outcome), "player": change.player}
