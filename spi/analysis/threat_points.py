"""Threat points with certificates: what a player can guarantee, and what the others can hold her to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spi.analysis.envelope import Json, certificate, game_json, held, mixture_json, vector_json
from spi.core.game import Game
from spi.core.verdict import Holds
from spi.solve.reduction import Mixture
from spi.solve.threats import Threat, threat_points

__all__ = ["ThreatPoints", "prove_threat_points", "punishment_json"]


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
            "punishment": punishment_json(threat.punishment),
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


def punishment_json(punishment: Mapping[str, Mixture]) -> list[Json]:
    """The mixtures of the others against a player.

    Source: ours
    """
    return [{"player": player, "mixture": mixture_json(mixture)} for player, mixture in punishment.items()]
