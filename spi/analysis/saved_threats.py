"""Results about threats and surrogates, read back from certificates that the checker has accepted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from spi.analysis.concession import ConcessionComparison, compare_concessions
from spi.analysis.envelope import Json
from spi.analysis.surrogate_spi import BranchComparison, ExpectedComparison, compare_branches, compare_expectations
from spi.analysis.surrogate_tests import (
    Attractiveness,
    GoalOverlap,
    StakesScale,
    attractiveness,
    overlap_of,
    stakes_scale,
)
from spi.analysis.threat_certificates import read_pairs_json, read_rates_json, read_threat_game_json

__all__ = ["RESULTS"]


def _concessions(claim: Json, objects: Json) -> ConcessionComparison:
    return compare_concessions(
        read_threat_game_json(objects["threat_game"]),
        read_rates_json(objects["rates"]),
        read_pairs_json(objects["surrogates"]),
        form=claim["form"],
        delta=Fraction(claim["delta"] or 0),
    )


def _branches(claim: Json, objects: Json) -> BranchComparison:
    return compare_branches(read_threat_game_json(objects["threat_game"]), read_pairs_json(objects["surrogates"]))


def _expectations(claim: Json, objects: Json) -> ExpectedComparison:
    return compare_expectations(
        read_threat_game_json(objects["threat_game"]),
        read_rates_json(objects["rates"]),
        read_pairs_json(objects["surrogates"]),
    )


def _attractiveness(claim: Json, objects: Json) -> Attractiveness:
    return attractiveness(read_threat_game_json(objects["threat_game"]), read_rates_json(objects["rates"]))


def _overlap(claim: Json, objects: Json) -> GoalOverlap:
    return overlap_of(read_threat_game_json(objects["threat_game"]))


def _stakes(claim: Json, objects: Json) -> StakesScale:
    return stakes_scale(read_threat_game_json(objects["threat_game"]), read_pairs_json(objects["surrogates"]))


RESULTS: dict[str, Callable[[Json, Json], object]] = {
    "concession-equivalent": _concessions,
    "surrogate-spi": _branches,
    "expected-improvement": _expectations,
    "threatener-neutral": _attractiveness,
    "no-new-threats": _attractiveness,
    "orthogonal-goals": _overlap,
    "monotone-stakes": _stakes,
}
"""For each kind of claim: its result, from the claim and the objects."""
