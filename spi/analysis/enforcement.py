"""Programs that enforce a subset game: Algorithm 2, its fallback variant, and when they are a program equilibrium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal

from spi.analysis.comparison import Comparison, compare
from spi.analysis.envelope import (
    ASSUMPTIONS,
    FULL_SUPPORT,
    INDEPENDENT,
    Json,
    certificate,
    game_json,
    held,
    isomorphism_json,
    log_json,
    lottery_json,
    refuted,
)
from spi.analysis.threat_points import punishment_json
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, Probabilities, expected_payoffs, read_lottery
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import HypothesisError
from spi.solve.isomorphism_trees import isomorphism_tree
from spi.solve.reduction import Mixture
from spi.solve.threats import payoffs_against, threat_points

__all__ = ["Enforcement", "ProfitableDeviation", "enforce", "verify_program_equilibrium"]

_PRIVATE = "players draw from their mixtures privately and independently"
_BEST_REPLIES = "automorphisms of a reduced game change neither payoffs nor best replies"


@dataclass(frozen=True, slots=True)
class Enforcement:
    """One program for everybody: who meets only copies of it has her representative play Γˢ; `enforce` makes it.

    Parameters
    ----------
    game, subset_game : Game
        Γ and Γˢ.
    otherwise : "punish" or "default"
        What is done against other programs. "punish": draw from a mixture that holds the first player who submitted
        another program to her threat point (Algorithm 2). "default": have the representative play Γ.
    punishments : tuple of dict from player to Mixture
        For "punish": for each player d the mixtures of the *others* against d.

    Source: oesterheld-conitzer-2022, Proposition 18 (repaired: D8, D15)
    """

    game: Game
    subset_game: Game
    otherwise: Literal["punish", "default"]
    punishments: tuple[dict[str, Mixture], ...]

    def __str__(self) -> str:
        from spi.report.text import enforcement_text

        return enforcement_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


@dataclass(frozen=True, slots=True)
class ProfitableDeviation:
    """A player who does better by another program, which plays an action of her own choice.

    Parameters
    ----------
    enforcement : Enforcement
    player, action : str
    outcome : profile or None
        For "default": how the representatives play Γ when she gains.
    becomes : profile or None
        How they play Γˢ when she gains; None if that follows a given law.
    earns, instead_of : Fraction
        Her payoff from deviating, and from the program.

    Source: ours
    """

    enforcement: Enforcement
    player: str
    action: str
    outcome: Profile | None
    becomes: Profile | None
    earns: Fraction
    instead_of: Fraction

    @property
    def game(self) -> Game:
        """Γ."""
        return self.enforcement.game

    def __str__(self) -> str:
        from spi.report.text import deviation_text

        return deviation_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def enforce(game: Game, subset_game: Game, *, otherwise: Literal["punish", "default"] = "punish") -> Enforcement:
    """The program of Algorithm 2, or its variant that falls back on default play.

    Parameters
    ----------
    game, subset_game : Game
        Γ and Γˢ.
    otherwise : "punish" or "default"

    Returns
    -------
    Enforcement
        With three or more players a punishment is the best that was found, not necessarily the best there is.

    Raises
    ------
    HypothesisError
        If `subset_game` is not a subset game of `game`; for another word.

    Source: oesterheld-conitzer-2022, Proposition 18 (repaired: D15)
    """
    if otherwise not in ("punish", "default"):
        raise HypothesisError(f"otherwise={otherwise!r}; accepted: 'punish' and 'default'")
    compare(game, subset_game)  # refuses what is no subset game
    punishments = tuple(t.punishment for t in threat_points(game)) if otherwise == "punish" else ()
    return Enforcement(game, subset_game, otherwise, punishments)


def verify_program_equilibrium(
    enforcement: Enforcement, *, law: Probabilities | None = None
) -> Holds[Enforcement] | Fails[ProfitableDeviation]:
    """Decide whether it is a program equilibrium that everybody submits this program.

    Parameters
    ----------
    enforcement : Enforcement
    law : mapping from outcome of the reduced *subset* game to probability, optional
        How the representatives play Γˢ; for "punish" only. Default: the answer is about every way of play.

    Returns
    -------
    Holds or Fails
        With the enforcement, or with a deviation that gains for some way of play, or for the law.

    Raises
    ------
    HypothesisError
        If the law lets an eliminated action be played, or is given for "default": a deviator can have her
        representative play another game then, and nothing is known of how that goes along with the others' play.

    Notes
    -----
    Exact. "punish": a deviator earns at most what a best reply earns against the punishment, and can earn that. So it
    is an equilibrium for every way of play exactly if no outcome of the reduced Γˢ is worse for her. "default": her
    best reply to an outcome a of Γ is to be no better than what a becomes, for every a: as for large laws, so for
    those that put everything on one outcome. Isomorphisms agree on that, as they do in Lemma 4, since best replies to
    outcomes of the reduced game are in the reduced game.

    Examples
    --------
    >>> import spi
    >>> game = spi.load_game("oesterheld-conitzer-2022/demand-game")
    >>> smaller = spi.load_game("oesterheld-conitzer-2022/demand-game-spi")
    >>> punish, fall_back = spi.enforce(game, smaller), spi.enforce(game, smaller, otherwise="default")
    >>> bool(spi.verify_program_equilibrium(punish)), bool(spi.verify_program_equilibrium(fall_back))
    (True, False)

    Source: oesterheld-conitzer-2022, Theorem 1, Proposition 18 (repaired: D8, D15), and ours
    """
    comparison = compare(enforcement.game, enforcement.subset_game)
    read = None if law is None else _law(comparison, law)
    if enforcement.otherwise == "default":
        if read is not None:
            raise HypothesisError(
                "a law of play says nothing of what a deviator's representative can do along with the others' default "
                "play; accepted: no law where the fallback is default play"
            )
        deviation = next(_against_default(enforcement, comparison), None)
    else:
        deviation = next(_against_punishment(enforcement, comparison, read), None)
    written = _equilibrium_certificate(enforcement, comparison, read, deviation)
    return held(written, enforcement) if deviation is None else refuted(written, deviation)


def _law(comparison: Comparison, law: Probabilities) -> Lottery:
    after = comparison.subset_reduction.reduced
    read = read_lottery(comparison.subset_game, law)
    for b, _ in read:
        if not all(x in own for x, own in zip(b, after.actions, strict=True)):
            raise HypothesisError(
                f"the law of play gives ({', '.join(b)}) a positive probability, but an action of it is eliminated in "
                "the subset game (Assumption 1); accepted: outcomes of the reduced subset game"
            )
    return read


def _against_punishment(
    enforcement: Enforcement, comparison: Comparison, law: Lottery | None
) -> Iterator[ProfitableDeviation]:
    game = enforcement.game
    for i, (player, punishment) in enumerate(zip(game.players, enforcement.punishments, strict=True)):
        earned = payoffs_against(game, i, punishment)
        best = max(earned, key=earned.__getitem__)
        if law is not None:
            expected = expected_payoffs(game, law)[i]
            if earned[best] > expected:
                yield ProfitableDeviation(enforcement, player, best, None, None, earned[best], expected)
            continue
        for b in profiles(comparison.subset_reduction.reduced):
            if earned[best] > game[b][i]:
                yield ProfitableDeviation(enforcement, player, best, None, b, earned[best], game[b][i])


def _against_default(enforcement: Enforcement, comparison: Comparison) -> Iterator[ProfitableDeviation]:
    game = enforcement.game
    for a in profiles(comparison.reduction.reduced):
        for i, (player, own) in enumerate(zip(game.players, game.actions, strict=True)):
            for b, x in product(comparison.becomes(a), own):
                earned = game[(*a[:i], x, *a[i + 1 :])][i]
                if earned > game[b][i]:
                    yield ProfitableDeviation(enforcement, player, x, a, b, earned, game[b][i])


def _equilibrium_certificate(
    enforcement: Enforcement, c: Comparison, law: Lottery | None, deviation: ProfitableDeviation | None
) -> Certificate:
    default = enforcement.otherwise == "default"
    violation = None
    if deviation is not None:
        violation = {
            "player": deviation.player,
            "action": deviation.action,
            "outcome": None if deviation.outcome is None else list(deviation.outcome),
            "becomes": None if deviation.becomes is None else list(deviation.becomes),
        }
    unrelated = default and c.relation == "unrelated"
    assumptions = [
        ASSUMPTIONS[0],
        *ASSUMPTIONS[1:] * default,
        *[FULL_SUPPORT] * (deviation is not None and law is None),
    ]
    assumptions += ["the subset game is played by the stated law"] * (law is not None) + [_PRIVATE] * (not default)
    return certificate(
        claim={
            "kind": "program-equilibrium",
            "answer": "yes" if deviation is None else "no",
            "otherwise": enforcement.otherwise,
            "law": None if law is None else lottery_json(law),
        },
        objects={"game": game_json(enforcement.game), "subset_game": game_json(enforcement.subset_game)},
        evidence={
            "elimination": log_json(c.reduction) if default else None,
            "subset_elimination": log_json(c.subset_reduction),
            "punishments": punishments_json(enforcement),
            "isomorphism": isomorphism_json(c.isomorphism) if default and c.isomorphism is not None else None,
            "isomorphisms": isomorphism_tree(c.reduction.reduced, c.subset_reduction.reduced) if unrelated else None,
            "violation": violation,
        },
        assumptions=assumptions,
        trusts=[_BEST_REPLIES] * (default and c.relation == "isomorphic")
        + [INDEPENDENT] * (unrelated and deviation is not None),
    )


def punishments_json(enforcement: Enforcement) -> list[Json] | None:
    """The punishments of a program, against each player in turn; None for one that falls back on default play.

    Source: ours
    """
    if enforcement.otherwise == "default":
        return None
    return [
        {"player": player, "punishment": punishment_json(punishment)}
        for player, punishment in zip(enforcement.game.players, enforcement.punishments, strict=True)
    ]
