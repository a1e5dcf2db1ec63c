"""Programs that enforce a subset game: Algorithm 2, its fallback variant, and when they are a program equilibrium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal

from spi.analysis.comparison import Comparison, compare, read_support
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
    mixture_json,
    refuted,
    vector_json,
)
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, Probabilities, expected_payoffs, read_lottery
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import HypothesisError
from spi.solve.isomorphism_trees import isomorphism_tree
from spi.solve.reduction import Mixture, reduce
from spi.solve.threats import Threat, payoffs_against, threat_points

__all__ = [
    "Enforcement",
    "Interference",
    "ProfitableDeviation",
    "ThreatPoints",
    "enforce",
    "prove_threat_points",
    "verify_execution_independence",
    "verify_program_equilibrium",
]

_PRIVATE = "players draw from their mixtures privately and independently"
_BEST_REPLIES = "automorphisms of a reduced game change neither payoffs nor best replies"


@dataclass(frozen=True, slots=True)
class ThreatPoints:
    """The threat points of all players, or intervals around them.

    Parameters
    ----------
    game : Game
    threats : tuple of Threat, length n

    Source: oesterheld-conitzer-2022, Theorem 1
    """

    game: Game
    threats: tuple[Threat, ...]

    def __str__(self) -> str:
        from spi.report.text import threats_text

        return threats_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


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


@dataclass(frozen=True, slots=True)
class Interference:
    """A player who does not do what default play would have been, because another one drops out.

    Parameters
    ----------
    enforcement : Enforcement
    dropout : str
        Who submits her default program.
    player, action : str
        Who then plays this action with positive probability.
    outcome : profile
        What default play can be; her action in it is another.

    Source: ours
    """

    enforcement: Enforcement
    dropout: str
    player: str
    action: str
    outcome: Profile

    @property
    def game(self) -> Game:
        """Γ."""
        return self.enforcement.game

    def __str__(self) -> str:
        from spi.report.text import interference_text

        return interference_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def prove_threat_points(game: Game) -> Holds[ThreatPoints]:
    """Threat points with a certificate: what a player can guarantee, and what the others can hold her to.

    Parameters
    ----------
    game : Game
        The *full* game.

    Returns
    -------
    Holds
        `.result.threats` is `threat_points(game)`: exact for two players, intervals for more.

    Source: oesterheld-conitzer-2022, Theorem 1
    """
    threats = threat_points(game)
    evidence = [
        {
            "player": threat.player,
            "guarantee": mixture_json(threat.guarantee),
            "punishment": _punishment(threat.punishment),
        }
        for threat in threats
    ]
    claim = {
        "kind": "threat-points",
        "answer": "yes",
        "intervals": [
            dict(zip(("player", "lower", "upper"), (t.player, *vector_json((t.lower, t.upper))), strict=True))
            for t in threats
        ],
    }
    written = certificate(claim, {"game": game_json(game)}, {"threats": evidence})
    return held(written, ThreatPoints(game, threats))


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


def verify_execution_independence(
    enforcement: Enforcement, *, support: Sequence[Sequence[str]] | None = None
) -> Holds[Enforcement] | Fails[Interference]:
    """Decide whether a drop-out changes nothing in what the others do: participation independence of the execution.

    Parameters
    ----------
    enforcement : Enforcement
    support : sequence of outcomes of the reduced game, optional
        How default play can end. Default: in all of them.

    Returns
    -------
    Holds or Fails
        Fails where a punishment is not what default play would have been; never for "default".

    Raises
    ------
    HypothesisError
        If the support is not made of outcomes of the reduced game.

    Examples
    --------
    >>> import spi
    >>> game = spi.load_game("oesterheld-conitzer-2022/demand-game")
    >>> enforcement = spi.enforce(game, spi.load_game("oesterheld-conitzer-2022/demand-game-spi"))
    >>> bool(spi.verify_execution_independence(enforcement))
    False
    >>> bool(spi.verify_execution_independence(enforcement, support=[("DM", "DM")]))
    True

    Source: ours
    """
    game, reduction = enforcement.game, reduce(enforcement.game)
    supported = None if support is None else read_support(reduction.reduced, support)
    watched = tuple(profiles(reduction.reduced)) if supported is None else supported
    found = next(
        (
            Interference(enforcement, dropout, player, x, a)
            for dropout, punishment in zip(game.players, enforcement.punishments, strict=False)
            for player, mixture in punishment.items()
            for x, _ in mixture
            for a in watched
            if a[game.player_index(player)] != x
        ),
        None,
    )
    claim = {
        "kind": "execution-independent",
        "answer": "yes" if found is None else "no",
        "otherwise": enforcement.otherwise,
        "support": None if supported is None else [list(a) for a in supported],
    }
    violation = None
    if found is not None:
        violation = {
            "dropout": found.dropout,
            "player": found.player,
            "action": found.action,
            "outcome": list(found.outcome),
        }
    evidence = {
        "elimination": log_json(reduction),
        "punishments": _punishments(enforcement),
        "violation": violation,
    }
    written = certificate(
        claim,
        {"game": game_json(game), "subset_game": game_json(enforcement.subset_game)},
        evidence,
        [ASSUMPTIONS[0], *[FULL_SUPPORT] * (supported is None)],
    )
    return held(written, enforcement) if found is None else refuted(written, found)


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
            "punishments": _punishments(enforcement),
            "isomorphism": isomorphism_json(c.isomorphism) if default and c.isomorphism is not None else None,
            "isomorphisms": isomorphism_tree(c.reduction.reduced, c.subset_reduction.reduced) if unrelated else None,
            "violation": violation,
        },
        assumptions=assumptions,
        trusts=[_BEST_REPLIES] * (default and c.relation == "isomorphic")
        + [INDEPENDENT] * (unrelated and deviation is not None),
    )


def _punishments(enforcement: Enforcement) -> list[Json] | None:
    if enforcement.otherwise == "default":
        return None
    return [
        {"player": player, "punishment": _punishment(punishment)}
        for player, punishment in zip(enforcement.game.players, enforcement.punishments, strict=True)
    ]


def _punishment(punishment: Mapping[str, Mixture]) -> list[Json]:
    return [{"player": player, "mixture": mixture_json(mixture)} for player, mixture in punishment.items()]
