"""Threat games, policies and maps in certificates, and what claims about them assume."""

from __future__ import annotations

from spi.analysis.envelope import Json
from spi.core.concession import ConcessionTable, concession_table
from spi.core.numbers import format_exact
from spi.core.threat_game import Pairs, ThreatGame, possible_threat

__all__ = [
    "BEST",
    "COUPLED",
    "RATES",
    "REPLACED",
    "pairs_json",
    "rates_json",
    "read_pairs_json",
    "read_rates_json",
    "read_threat_game_json",
    "threat_game_json",
]

RATES = "the principal concedes at the stated rates"
REPLACED = "surrogate threats are made instead of the originals that they stand for"
COUPLED = (
    "a surrogate threat is conceded exactly when its original would have been; if refused, it is executed, "
    "as far as the two probabilities allow, exactly when that would have been"
)


BEST = "the threatener makes a threat that is best for him in expectation, or none if none is worth anything to him"
_NUMBERS = ("loss", "gain", "harm", "cost", "execution", "demand", "stakes")


def threat_game_json(game: ThreatGame) -> Json:
    """A threat game, as certificates hold it.

    Source: ours
    """
    threats = []
    for threat in game.threats:
        numbers = {key: getattr(threat, key) for key in _NUMBERS}
        written = {key: None if value is None else format_exact(value) for key, value in numbers.items()}
        threats.append({"name": threat.name, "kind": threat.kind} | written | {"acts": list(threat.acts)})
    return {"threats": threats, "digest": game.digest}


def read_threat_game_json(data: Json) -> ThreatGame:
    """A threat game from an accepted certificate.

    Source: ours
    """
    return ThreatGame(tuple(possible_threat(**threat) for threat in data["threats"]))


def rates_json(policy: ConcessionTable) -> list[Json]:
    """A policy, as certificates hold it.

    Source: ours
    """
    return [{"threat": name, "rate": format_exact(rate)} for name, rate in policy.rates]


def pairs_json(pairs: Pairs) -> list[Json]:
    """A map from originals to surrogates, as certificates hold it.

    Source: ours
    """
    return [{"threat": original.name, "becomes": surrogate.name} for original, surrogate in pairs]


def read_rates_json(rates: list[Json]) -> ConcessionTable:
    """A policy from an accepted certificate.

    Source: ours
    """
    return concession_table({entry["threat"]: entry["rate"] for entry in rates})


def read_pairs_json(pairs: list[Json]) -> dict[str, str]:
    """A map from originals to surrogates from an accepted certificate.

    Source: ours
    """
    return {entry["threat"]: entry["becomes"] for entry in pairs}
