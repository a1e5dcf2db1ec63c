"""Token games: are they perfect-coordination SPIs, and is there a strict one?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Literal, TypeVar

from spi.analysis.comparison import Change, read_support
from spi.analysis.envelope import (
    ALL_USED,
    ASSUMPTIONS,
    FULL_SUPPORT,
    INDEPENDENT,
    Json,
    certificate,
    certify,
    change_json,
    game_json,
    held,
    isomorphism_json,
    log_json,
    lottery_json,
    vector_json,
)
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, Payoffs, payoff_classes
from spi.core.pareto import improves
from spi.core.token_game import TokenGame, token_copy
from spi.core.verdict import Certificate, Fails, Holds, Unknown
from spi.solve.feasible import Efficient, Improvable, pareto_optimality
from spi.solve.isomorphism import Isomorphism, find_isomorphism, is_rigid, isomorphisms
from spi.solve.isomorphism_trees import Candidates, TooManyNodesError, isomorphism_tree
from spi.solve.reduction import Reduction, reduce

__all__ = ["COORDINATION", "AllOptimal", "TokenComparison", "decide_strict_pc_spi", "verify_pc_spi"]

COORDINATION = "feasible payoffs can be arranged, and arranging them changes no payoffs"
"""What perfect coordination assumes, printed with every answer."""

BUDGET = 10_000
"""Nodes of a tree through all isomorphisms that `verify_pc_spi` builds at most unless it is told otherwise."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TokenComparison:
    """A token game seen from its game, under Assumptions 1 and 2.

    Parameters
    ----------
    token_game : TokenGame
    reduction, token_reduction : Reduction
        Elimination of dominated actions in the game and in the token game, R and R′ their ends.
    relation : "isomorphic" or "unrelated"
        How R and R′ are related.
    isomorphism : Isomorphism or None
        One from R to R′; where something fails, one for which it fails. Which one is used is unknown.
    support : tuple of profiles, or None
        Outcomes of R that can occur; None: all of them.
    violation : Change or None
        An outcome of R, a token outcome that it can become, and a player for whom that is worse.
    strict : bool
        Is it a perfect-coordination SPI under which somebody gains at a supported outcome, in every model?
    unimproved : profile or None
        If unrelated and safe but not strict, a token outcome that is worth what every supported outcome is.

    Source: oesterheld-conitzer-2022, Definition 6 (repaired: D6)
    """

    token_game: TokenGame
    reduction: Reduction
    token_reduction: Reduction
    relation: Literal["isomorphic", "unrelated"]
    isomorphism: Isomorphism | None
    support: tuple[Profile, ...] | None
    violation: Change | None
    strict: bool
    unimproved: Profile | None

    @property
    def game(self) -> Game:
        """Γ."""
        return self.token_game.game

    @property
    def is_pc_spi(self) -> bool:
        """Is nobody ever worse off, in any model of the two assumptions?"""
        return self.violation is None

    @property
    def is_certain(self) -> bool:
        """Do the assumptions say what every outcome becomes? Not if R has symmetries, or R and R′ are unrelated."""
        return self.relation == "isomorphic" and is_rigid(self.reduction.reduced)

    def __str__(self) -> str:
        from spi.report.text import token_comparison_text

        return token_comparison_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


@dataclass(frozen=True, slots=True)
class AllOptimal:
    """Why there is no strict perfect-coordination SPI: whatever can occur is Pareto-optimal in C(Γ).

    Parameters
    ----------
    game : Game
    reduction : Reduction
    support : tuple of profiles
        The outcomes that can occur.
    weights : dict from payoffs to tuple of Fraction
        For each payoff class of the support, by its payoffs v, positive w with w·u(b) ≤ w·v for every outcome b.

    Source: oesterheld-conitzer-2022, Proposition 12 (repaired: D6, N3)
    """

    game: Game
    reduction: Reduction
    support: tuple[Profile, ...]
    weights: dict[Payoffs, Payoffs]

    def __str__(self) -> str:
        from spi.report.text import all_optimal_text

        return all_optimal_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def verify_pc_spi(
    token_game: TokenGame,
    *,
    strict: bool = False,
    support: Sequence[Sequence[str]] | None = None,
    budget: int = BUDGET,
) -> Holds[TokenComparison] | Fails[TokenComparison] | Unknown:
    """Decide whether a token game is a (strict) perfect-coordination SPI on its game.

    Parameters
    ----------
    token_game : TokenGame
    strict : bool
        Ask for a strict one: in every model, somebody gains with positive probability.
    support : sequence of outcomes of the reduced game, optional
        The outcomes that can occur; only strictness depends on it. Default: all of them.
    budget : int
        Nodes of a tree through all isomorphisms between the reduced games, at most.

    Returns
    -------
    Holds, Fails or Unknown
        `.result` is a `TokenComparison`. Isomorphisms agree on safety, since outcomes with equal normalised payoffs in
        the reduced game have equal payoffs; on strictness for a given support they need not (erratum D6), so that
        the answer is about all of them.

    Raises
    ------
    HypothesisError
        If the support is not made of outcomes of the reduced game.

    Notes
    -----
    Exact. Only strictness for a given support can need a look at each isomorphism.

    Examples
    --------
    >>> import spi
    >>> game = spi.load_game("oesterheld-conitzer-2022/prisoners-dilemma")
    >>> reduced = spi.reduce(game).reduced
    >>> better = spi.token_copy(game, reduced, {("Defect", "Defect"): ((("Cooperate", "Cooperate"), 1),)})
    >>> same = spi.token_copy(game, reduced)
    >>> bool(spi.verify_pc_spi(better, strict=True)), bool(spi.verify_pc_spi(same, strict=True))
    (True, False)

    Source: oesterheld-conitzer-2022, Definition 6 (repaired: D6, D16)
    """
    game = token_game.game
    reduction, token_reduction = reduce(game), reduce(token_game.tokens)
    before, after = reduction.reduced, token_reduction.reduced
    supported = None if support is None else read_support(before, support)
    watched = tuple(profiles(before)) if supported is None else supported
    worth = {b: token_game.payoffs(b) for b in profiles(after)}

    def safe(candidates: Candidates, assigned: Callable[[Profile], bool]) -> Json | None:
        fits = all(improves(worth[b], game[a]) for a, images in candidates.items() for b in images)
        return {"end": "safe"} if fits else None

    def improved(candidates: Candidates, assigned: Callable[[Profile], bool]) -> Json | None:
        for a in watched:
            if all(worth[b] != game[a] for b in candidates[a]):
                return {"end": "improved", "outcome": list(a)}
        return None

    found = find_isomorphism(before, after)
    relation: Literal["isomorphic", "unrelated"] = "unrelated" if found is None else "isomorphic"
    violation: Change | None = None
    unimproved: Profile | None = None
    trees: tuple[Json | None, Json | None] = (None, None)
    is_strict = False
    try:
        if found is None:
            trees = isomorphism_tree(before, after, budget=budget), None
            violation = next(_losses(game, worth, product(profiles(before), worth)), None)
            if violation is None:
                unimproved = next((b for b in worth if all(worth[b] == game[a] for a in watched)), None)
                is_strict = unimproved is None
        elif (tree := isomorphism_tree(before, after, safe, budget=budget)) is None:
            found, violation = _first(
                (phi, loss)
                for phi in islice(isomorphisms(before, after), budget)
                for loss in _losses(game, worth, ((a, phi.maps(a)) for a in profiles(before)))
            )
        else:
            gains = isomorphism_tree(before, after, improved, budget=budget)
            trees, is_strict = (tree, gains), gains is not None
            if gains is None:
                found = _first(
                    phi
                    for phi in islice(isomorphisms(before, after), budget)
                    if all(worth[phi.maps(a)] == game[a] for a in watched)
                )
    except TooManyNodesError:
        return Unknown(
            f"is the token game a perfect-coordination SPI on {game.title or game.digest[:12]}?",
            f"the isomorphisms between the reduced games could not be gone through in {budget:,} steps; "
            "ask again with a larger budget",
            budget,
        )
    comparison = TokenComparison(
        token_game=token_game,
        reduction=reduction,
        token_reduction=token_reduction,
        relation=relation,
        isomorphism=found,
        support=supported,
        violation=violation,
        strict=is_strict,
        unimproved=unimproved,
    )
    return certify(_is_pc_spi(comparison, strict, *trees), comparison)


def decide_strict_pc_spi(
    game: Game, *, support: Sequence[Sequence[str]] | None = None
) -> Holds[TokenGame] | Fails[AllOptimal]:
    """Decide whether a strict perfect-coordination SPI exists.

    Parameters
    ----------
    game : Game
        Γ.
    support : sequence of outcomes of the reduced game, optional
        The outcomes that can occur. Default: all of them.

    Returns
    -------
    Holds or Fails
        If it holds, `.result` is a `TokenGame`: a copy of the *reduced* game in which every payoff class that can be
        improved is, as a whole, so that it is safe whichever isomorphism the representatives use. If it fails,
        `.result` is an `AllOptimal`.

    Raises
    ------
    HypothesisError
        If the support is not made of outcomes of the reduced game.

    Notes
    -----
    Algorithm 1 with repairs: Assumption 1 is used as well, when the game is not reduced; strictness is asked for
    (without it the copy of the game itself is always an answer). One linear program for each payoff class.

    Examples
    --------
    >>> import spi
    >>> game = spi.load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")
    >>> bool(spi.decide_strict_pc_spi(game)), bool(spi.decide_strict_pc_spi(game, support=[("a", "b"), ("b", "a")]))
    (True, False)

    Source: oesterheld-conitzer-2022, Definition 7, Proposition 12 (repaired: D6, D10, N3)
    """
    reduction = reduce(game)
    reduced = reduction.reduced
    supported = None if support is None else read_support(reduced, support)
    watched = tuple(profiles(reduced)) if supported is None else supported
    answers = {v: pareto_optimality(game, v) for v in payoff_classes(game, watched)}
    if not any(isinstance(found, Improvable) for found in answers.values()):
        weights = {v: found.weights for v, found in answers.items() if isinstance(found, Efficient)}
        evidence: Json = {
            "elimination": log_json(reduction),
            "lotteries": None,
            "weights": [
                {"outcome": list(members[0]), "weights": vector_json(weights[v])}
                for v, members in payoff_classes(game, watched).items()
            ],
            "improvement": None,
        }
        verdict = certify(
            _exists_pc_spi(game, "no", supported, evidence), AllOptimal(game, reduction, watched, weights)
        )
        if not isinstance(verdict, Fails):
            raise AssertionError("weights were accepted as a token game")
        return verdict
    classes = payoff_classes(game, profiles(reduced))
    answers |= {v: pareto_optimality(game, v) for v in classes if v not in answers}
    better = {v: found for v, found in answers.items() if isinstance(found, Improvable)}
    itself: dict[Payoffs, Lottery] = {v: ((members[0], Fraction(1)),) for v, members in classes.items()}
    lotteries = itself | {v: found.lottery for v, found in better.items()}
    made = token_copy(game, reduced, {a: better[game[a]].lottery for a in profiles(reduced) if game[a] in better})
    chosen = next(v for v in answers if v in better)
    gainer = next(
        player for player, new, old in zip(game.players, better[chosen].payoffs, chosen, strict=True) if new > old
    )
    evidence = {
        "elimination": log_json(reduction),
        "lotteries": [
            {"outcome": list(members[0]), "lottery": lottery_json(lotteries[v])} for v, members in classes.items()
        ],
        "weights": None,
        "improvement": {"outcome": list(classes[chosen][0]), "player": gainer},
    }
    return held(_exists_pc_spi(game, "yes", supported, evidence), made)


def _losses(game: Game, worth: dict[Profile, Payoffs], pairs: Iterable[tuple[Profile, Profile]]) -> Iterator[Change]:
    return (
        Change(a, b, player)
        for a, b in pairs
        for player, new, old in zip(game.players, worth[b], game[a], strict=True)
        if new < old
    )


def _first(found: Iterator[T]) -> T:
    """What the tree says exists; it may lie beyond the budget all the same."""
    for value in found:
        return value
    raise TooManyNodesError


def _is_pc_spi(c: TokenComparison, strict: bool, safe: Json | None, improved: Json | None) -> Certificate:
    yes = c.is_pc_spi and (c.strict or not strict)
    trust = ALL_USED if c.relation == "isomorphic" else INDEPENDENT
    return certificate(
        claim={
            "kind": "is-pc-spi",
            "answer": "yes" if yes else "no",
            "strict": strict,
            "support": None if c.support is None else [list(a) for a in c.support],
            "relation": c.relation,
            "findings": {"spi": c.is_pc_spi, "strict": c.strict},
        },
        objects={
            "game": game_json(c.game),
            "token_game": game_json(c.token_game.tokens),
            "coordination": [
                {"outcome": list(t), "lottery": lottery_json(lottery)}
                for t, lottery in zip(profiles(c.token_game.tokens), c.token_game.coordination, strict=True)
            ],
        },
        evidence={
            "elimination": log_json(c.reduction),
            "token_elimination": log_json(c.token_reduction),
            "isomorphism": None if c.isomorphism is None else isomorphism_json(c.isomorphism),
            "isomorphisms": safe,
            "improvements": improved,
            "violation": None if c.violation is None else change_json(c.violation),
            "unimproved": None if c.unimproved is None else list(c.unimproved),
        },
        assumptions=[*ASSUMPTIONS, *[FULL_SUPPORT] * (c.support is None and (strict or c.strict)), COORDINATION],
        trusts=[] if c.strict else [trust],
    )


def _exists_pc_spi(game: Game, answer: str, support: tuple[Profile, ...] | None, evidence: Json) -> Certificate:
    return certificate(
        claim={
            "kind": "exists-pc-spi",
            "answer": answer,
            "support": None if support is None else [list(a) for a in support],
        },
        objects={"game": game_json(game)},
        evidence=evidence,
        assumptions=[*ASSUMPTIONS, *[FULL_SUPPORT] * (support is None), COORDINATION],
        trusts=["oesterheld-conitzer-2022, Proposition 12 (repaired: D6, N3)"],
    )
