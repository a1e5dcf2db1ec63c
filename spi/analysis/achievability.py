"""Which expected payoffs can be had safely, by token games: membership and the best by a goal, with proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spi.analysis.envelope import (
    ASSUMPTIONS,
    Json,
    certificate,
    game_json,
    held,
    log_json,
    lottery_json,
    refuted,
    vector_json,
)
from spi.analysis.token_games import COORDINATION
from spi.core.game import Game, profiles
from spi.core.lottery import Lottery, Payoffs, Probabilities, expected_payoffs, payoff_classes, read_payoffs
from spi.core.numbers import Exact
from spi.core.token_game import TokenGame, token_copy
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import GameError
from spi.solve.achievable import Bound, Goal, Reach, achievability, best_reach
from spi.solve.default_play import read_law
from spi.solve.reduction import reduce

__all__ = ["Achieved", "Unachievable", "best_achievable", "decide_achievable"]


@dataclass(frozen=True, slots=True)
class Achieved:
    """Expected payoffs that a token game achieves safely.

    Parameters
    ----------
    game : Game
    law : Lottery
        How the representatives play by default.
    payoffs : tuple of Fraction, length n
        y, the expected payoffs under `token_game`, whichever isomorphism the representatives use.
    token_game : TokenGame
        A copy of the reduced game; every payoff class of default outcomes is worth one lottery, at least as good.
    goal : "max-min" or "nash" or tuple of Fraction, or None
        By which the payoffs are best; None if only membership was asked for.
    origin : tuple of Fraction, or None
        For "max-min" and "nash": from where gains are measured.

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3)
    """

    game: Game
    law: Lottery
    payoffs: Payoffs
    token_game: TokenGame
    goal: str | Payoffs | None
    origin: Payoffs | None

    @property
    def default(self) -> Payoffs:
        """The expected payoffs of default play."""
        return expected_payoffs(self.game, self.law)

    def __str__(self) -> str:
        from spi.report.text import achieved_text

        return achieved_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


@dataclass(frozen=True, slots=True)
class Unachievable:
    """Expected payoffs that no token game achieves safely, and a hyperplane that separates them from those that are.

    Parameters
    ----------
    game : Game
    law : Lottery
    payoffs : tuple of Fraction, length n
        y.
    bound : Bound
        Whatever can be had safely has weights·z ≤ value < weights·y.

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D7, N3)
    """

    game: Game
    law: Lottery
    payoffs: Payoffs
    bound: Bound

    def __str__(self) -> str:
        from spi.report.text import unachievable_text

        return unachievable_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def decide_achievable(
    game: Game, law: Probabilities, payoffs: Sequence[Exact]
) -> Holds[Achieved] | Fails[Unachievable]:
    """Decide whether a perfect-coordination SPI has these expected payoffs.

    Parameters
    ----------
    game : Game
        Γ.
    law : mapping from outcome of the reduced game to probability
        How the representatives play Γ.
    payoffs : sequence of n exact numbers
        y.

    Returns
    -------
    Holds or Fails
        With an `Achieved`, whose token game does it, or an `Unachievable`.

    Raises
    ------
    GameError
        For what is no lottery or no payoff vector.
    HypothesisError
        If the law lets an eliminated action be played.

    Examples
    --------
    >>> import spi
    >>> game = spi.load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")
    >>> play = {("a", "b"): "1/2", ("b", "a"): "1/2"}
    >>> bool(spi.decide_achievable(game, play, [2, 2])), bool(spi.decide_achievable(game, play, [3, 3]))
    (True, False)

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3)
    """
    read, y = read_law(game, law), read_payoffs(game, payoffs)
    found = achievability(game, read, y)
    claim = {
        "kind": "achievable",
        "answer": "yes" if isinstance(found, Reach) else "no",
        "law": lottery_json(read),
        "payoffs": vector_json(y),
    }
    if isinstance(found, Bound):
        return refuted(_written(game, claim, _evidence(game, read, None, found)), Unachievable(game, read, y, found))
    return held(_written(game, claim, _evidence(game, read, found, None)), _achieved(game, read, found, None, None))


def best_achievable(
    game: Game,
    law: Probabilities,
    goal: Goal = "max-min",
    *,
    origin: Sequence[Exact] | None = None,
) -> Holds[Achieved]:
    """Find the safely achievable expected payoffs that are best by a goal, with the proof that none are better.

    Parameters
    ----------
    game : Game
        Γ.
    law : mapping from outcome of the reduced game to probability
        How the representatives play Γ.
    goal : "max-min" or "nash" or n weights
        "max-min": the largest least gain, and among those the largest sum. "nash": the largest product of gains, for
        two players. Weights, of any sign: the largest weighted sum of payoffs.
    origin : sequence of n exact numbers, optional
        From where gains are measured. Default: the expected payoffs of default play.

    Returns
    -------
    Holds
        With an `Achieved`.

    Raises
    ------
    GameError
        For what is no lottery, goal or payoff vector; for an origin where weights are the goal.
    HypothesisError
        If the law lets an eliminated action be played; for "nash" with other than two players, and where nothing
        achievable has gains for both.

    Examples
    --------
    >>> import spi
    >>> game = spi.load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")
    >>> play = {("a", "a"): "9/64", ("a", "b"): "15/64", ("b", "a"): "15/64", ("b", "b"): "25/64"}
    >>> list(map(str, spi.best_achievable(game, play, "nash").result.payoffs))
    ['81/32', '81/32']

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3), and ours
    """
    read = read_law(game, law)
    named = goal if isinstance(goal, str) else None
    if origin is not None and named is None:
        raise GameError("an origin changes nothing where weights are the goal; accepted: it for 'max-min' and 'nash'")
    start = expected_payoffs(game, read) if origin is None else read_payoffs(game, origin, "origin")
    reach, bound = best_reach(game, read, goal, start)
    aim: Json = {"kind": goal, "origin": vector_json(start)}
    if named is None:
        aim = {"kind": "weights", "weights": vector_json(bound.weights)}
    claim = {
        "kind": "best-achievable",
        "answer": "yes",
        "law": lottery_json(read),
        "payoffs": vector_json(reach.payoffs),
        "goal": aim,
    }
    achieved = _achieved(game, read, reach, named or bound.weights, start if named else None)
    return held(_written(game, claim, _evidence(game, read, reach, bound)), achieved)


def _evidence(game: Game, law: Lottery, reach: Reach | None, bound: Bound | None) -> Json:
    """Section 10 of `proofs/README.md`: how payoffs are reached, and what bounds them."""
    members = {v: list(own[0]) for v, own in payoff_classes(game, (a for a, _ in law)).items()}
    return {
        "elimination": log_json(reduce(game)),
        "lotteries": None
        if reach is None
        else [{"outcome": a, "lottery": lottery_json(reach.lotteries[v])} for v, a in members.items()],
        "weights": None if bound is None else vector_json(bound.weights),
        "multipliers": None
        if bound is None
        else [{"outcome": a, "weights": vector_json(bound.multipliers[v])} for v, a in members.items()],
    }


def _achieved(game: Game, law: Lottery, reach: Reach, goal: str | Payoffs | None, origin: Payoffs | None) -> Achieved:
    reduced = reduce(game).reduced
    lotteries = {a: reach.lotteries[game[a]] for a in profiles(reduced) if game[a] in reach.lotteries}
    return Achieved(game, law, reach.payoffs, token_copy(game, reduced, lotteries), goal, origin)


def _written(game: Game, claim: Json, evidence: Json) -> Certificate:
    return certificate(
        claim,
        {"game": game_json(game)},
        evidence,
        [*ASSUMPTIONS, "default play follows the stated law", COORDINATION],
        ["oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3)"],
    )
