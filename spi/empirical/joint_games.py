"""All scenarios of an experiment as one threat game, about which the theory's checks decide at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from spi.core.concession import ConcessionTable, concession_table
from spi.core.display import html_of
from spi.core.threat_game import PossibleThreat, ThreatGame
from spi.empirical.policies import EmpiricalPolicy
from spi.errors import HypothesisError

__all__ = ["JointGame", "join_scenarios"]


@dataclass(frozen=True, slots=True)
class JointGame:
    """What checks of concession policies take: a game, a policy, and which surrogate stands for which original.

    Parameters
    ----------
    game : ThreatGame
        With the threats of all scenarios, as "scenario/threat".
    policy : ConcessionTable
    surrogates : dict from original to surrogate

    Source: ours
    """

    game: ThreatGame
    policy: ConcessionTable
    surrogates: dict[str, str]

    _repr_html_ = html_of


def join_scenarios(policies: Iterable[EmpiricalPolicy], games: Mapping[str, ThreatGame]) -> JointGame:
    """Put the scenarios that policies were measured in together, with the expected rates.

    Parameters
    ----------
    policies : iterable of EmpiricalPolicy
        Of distinct scenarios.
    games : mapping from scenario to ThreatGame
        With one original threat and one surrogate each, as `triplet_game` makes them.

    Returns
    -------
    JointGame
        For `approx_concession_equivalence` with `form="rms"`, which is then about the mean over scenarios, and others.

    Raises
    ------
    HypothesisError
        For a scenario without a game, or whose game has other threats.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    threats: list[PossibleThreat] = []
    rates: dict[str, Fraction] = {}
    surrogates: dict[str, str] = {}
    for policy in policies:
        if policy.scenario not in games:
            raise HypothesisError(f"no game of {policy.scenario}; accepted: policies of {', '.join(games)}")
        own = games[policy.scenario].threats
        by_kind = {threat.kind: replace(threat, name=f"{policy.scenario}/{threat.name}") for threat in own}
        if len(own) != 2 or set(by_kind) != {"original", "surrogate"}:
            raise HypothesisError(f"{policy.scenario} has {len(own)} threats; accepted: an original and a surrogate")
        threats += by_kind.values()
        rates |= {threat.name: policy.rate(threat) for threat in by_kind.values()}
        surrogates[by_kind["original"].name] = by_kind["surrogate"].name
    return JointGame(ThreatGame(tuple(threats)), concession_table(rates), surrogates)
