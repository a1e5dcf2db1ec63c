"""Tests of a surrogate goal: neutral to threateners, no new threats, orthogonal, with a scale of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal

from spi.analysis.envelope import Json, certificate, held, refuted
from spi.analysis.threat_certificates import BEST, RATES, pairs_json, rates_json, threat_game_json
from spi.core.concession import ConcessionPolicy, ConcessionTable, tabulate_policy
from spi.core.threat_game import Pairs, ThreatGame, read_surrogates
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import HypothesisError
from spi.solve.threat_choice import ThreatChoice, threatener_choice

__all__ = [
    "Attractiveness",
    "GoalOverlap",
    "StakesScale",
    "attractiveness",
    "overlap_of",
    "stakes_scale",
    "verify_monotone_stakes",
    "verify_no_new_threats",
    "verify_orthogonality",
    "verify_threatener_neutrality",
]


@dataclass(frozen=True, slots=True)
class Attractiveness:
    """What the threatener can expect from original threats, and from surrogate ones.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionTable
    originals, surrogates : ThreatChoice
        What is best for him among no threat and the originals, and among no threat and the surrogates.

    Source: baumann-2017, Threatener-neutrality
    """

    game: ThreatGame
    policy: ConcessionTable
    originals: ThreatChoice
    surrogates: ThreatChoice

    @property
    def change(self) -> Fraction:
        """By how much threats become more attractive when they are deflected."""
        return self.surrogates.threatener - self.originals.threatener

    @property
    def attitude(self) -> Literal["friendly", "neutral", "hostile"]:
        """To the threatener. Hostile: he would rather make an original threat, and nothing is deflected."""
        return "neutral" if self.change == 0 else "friendly" if self.change > 0 else "hostile"

    @property
    def new_threat(self) -> str | None:
        """A surrogate threat that is worth making although no original is; None if there is none."""
        if self.originals.threatener > 0 or self.surrogates.threatener == 0:
            return None
        return next(threat.name for threat in self.surrogates.best if threat is not None)

    def __str__(self) -> str:
        from spi.report.text import attractiveness_text

        return attractiveness_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


@dataclass(frozen=True, slots=True)
class GoalOverlap:
    """Acts that execute threats of both kinds at once.

    Parameters
    ----------
    game : ThreatGame
    shared : (str, str, str) or None
        An original threat, a surrogate, and an act that is part of both; None: the goals are orthogonal.

    Source: baumann-2017, Avoiding threats against the original goal
    """

    game: ThreatGame
    shared: tuple[str, str, str] | None

    def __str__(self) -> str:
        from spi.report.text import overlap_text

        return overlap_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


@dataclass(frozen=True, slots=True)
class StakesScale:
    """How the stakes of surrogates grow with those of the originals that they stand for.

    Parameters
    ----------
    game : ThreatGame
    pairs : Pairs
    violation : (str, str) or None
        Two original threats, the second with higher stakes, though its surrogate's are not higher; None: the scale is
        monotone.

    Source: baumann-2017, Avoiding threats against the original goal
    """

    game: ThreatGame
    pairs: Pairs
    violation: tuple[str, str] | None

    def __str__(self) -> str:
        from spi.report.text import stakes_text

        return stakes_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def verify_threatener_neutrality(
    game: ThreatGame, policy: ConcessionPolicy
) -> Holds[Attractiveness] | Fails[Attractiveness]:
    """Is the threatener's best surrogate threat worth to him exactly what his best original threat is worth?

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionPolicy

    Returns
    -------
    Holds or Fails
        `.result.attitude` is "neutral", or "friendly" (he gains: more extortion) or "hostile" (he loses, and has reason
        to keep to the original goal); `.result.change` by how much. To make no threat is worth 0, before and after.

    Raises
    ------
    GameError
        If the policy lacks a threat.

    Source: baumann-2017, Threatener-neutrality
    """
    found = attractiveness(game, policy)
    claim: Json = {
        "kind": "threatener-neutral",
        "answer": "yes" if found.attitude == "neutral" else "no",
        "attitude": found.attitude,
        "best": {"original": _names(found.originals), "surrogate": _names(found.surrogates)},
    }
    written = _rated(claim, found, {})
    return held(written, found) if found.attitude == "neutral" else refuted(written, found)


def verify_no_new_threats(game: ThreatGame, policy: ConcessionPolicy) -> Holds[Attractiveness] | Fails[Attractiveness]:
    """Does the surrogate goal leave unthreatened whom it was not worth threatening before?

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionPolicy

    Returns
    -------
    Holds or Fails
        Fails if no original threat is worth more than 0 to the threatener, but `.result.new_threat` is.

    Raises
    ------
    GameError
        If the policy lacks a threat.

    Source: baumann-2017, Threatener-neutrality
    """
    found = attractiveness(game, policy)
    claim = {"kind": "no-new-threats", "answer": "yes" if found.new_threat is None else "no"}
    written = _rated(claim, found, {"violation": found.new_threat})
    return held(written, found) if found.new_threat is None else refuted(written, found)


def verify_orthogonality(game: ThreatGame) -> Holds[GoalOverlap] | Fails[GoalOverlap]:
    """Are the goals orthogonal: is no act part of executing both an original and a surrogate threat?

    Parameters
    ----------
    game : ThreatGame
        Every threat with its acts.

    Returns
    -------
    Holds or Fails
        `.result.shared` names two threats and an act.

    Raises
    ------
    HypothesisError
        If a threat has no acts.

    Source: baumann-2017, Avoiding threats against the original goal
    """
    found = overlap_of(game)
    shared = None
    if found.shared is not None:
        shared = dict(zip(("original", "surrogate", "act"), found.shared, strict=True))
    claim = {"kind": "orthogonal-goals", "answer": "yes" if shared is None else "no"}
    written = certificate(claim, {"threat_game": threat_game_json(game)}, {"violation": shared})
    return held(written, found) if shared is None else refuted(written, found)


def verify_monotone_stakes(game: ThreatGame, surrogates: Mapping[str, str]) -> Holds[StakesScale] | Fails[StakesScale]:
    """Does a larger original threat always become a larger surrogate, so that who raises the stakes stays with it?

    Parameters
    ----------
    game : ThreatGame
        Every threat with its stakes.
    surrogates : mapping from original to surrogate threat

    Returns
    -------
    Holds or Fails
        Fails if some original has higher stakes than another, but its surrogate's stakes are not higher: as where the
        surrogate goal is all or nothing.

    Raises
    ------
    HypothesisError
        If a threat has no stakes.
    GameError
        If the map lacks an original threat.

    Source: baumann-2017, Avoiding threats against the original goal
    """
    found = stakes_scale(game, surrogates)
    v = found.violation
    claim = {"kind": "monotone-stakes", "answer": "no" if v else "yes"}
    objects = {"threat_game": threat_game_json(game), "surrogates": pairs_json(found.pairs)}
    written = certificate(claim, objects, {"violation": v and {"smaller": v[0], "larger": v[1]}})
    return refuted(written, found) if v else held(written, found)


def attractiveness(game: ThreatGame, policy: ConcessionPolicy) -> Attractiveness:
    """What the threatener can expect from threats of each kind; claims nothing.

    Source: baumann-2017, Threatener-neutrality
    """
    table = tabulate_policy(policy, game)
    originals = threatener_choice(game, table, among=("original",))
    return Attractiveness(game, table, originals, threatener_choice(game, table, among=("surrogate",)))


def overlap_of(game: ThreatGame) -> GoalOverlap:
    """The first act that executes threats of both kinds; claims nothing.

    Source: baumann-2017, Avoiding threats against the original goal
    """
    for threat in game.threats:
        if not threat.acts:
            raise HypothesisError(f"{threat.name!r} has no acts by which it is executed; accepted: at least one")
    both = product(game.originals, game.surrogates)
    return GoalOverlap(game, next(((t.name, s.name, x) for t, s in both for x in t.acts if x in s.acts), None))


def stakes_scale(game: ThreatGame, surrogates: Mapping[str, str]) -> StakesScale:
    """The first two originals whose surrogates are not in the order of their stakes; claims nothing.

    Source: baumann-2017, Avoiding threats against the original goal
    """
    pairs = read_surrogates(game, surrogates)
    stakes: dict[str, Fraction] = {}
    for threat in game.threats:
        if threat.stakes is None:
            raise HypothesisError(f"{threat.name!r} has no stakes; accepted: a number for every threat")
        stakes[threat.name] = threat.stakes
    scale = [(t.name, stakes[t.name], stakes[s.name]) for t, s in pairs]
    both = product(scale, scale)
    return StakesScale(game, pairs, next(((t, u) for (t, a, b), (u, c, d) in both if a < c and not b < d), None))


def _names(choice: ThreatChoice) -> list[str]:
    return [threat.name for threat in choice.best if threat is not None]


def _rated(claim: Json, found: Attractiveness, evidence: Json) -> Certificate:
    objects = {"threat_game": threat_game_json(found.game), "rates": rates_json(found.policy)}
    return certificate(claim, objects, evidence, [RATES, BEST])
