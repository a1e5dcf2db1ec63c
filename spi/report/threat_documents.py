"""Threat games and what is found about them as JSON values; the schema is in `JSON.md`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from spi.analysis.concession import ConcessionComparison, failed_conditions
from spi.analysis.surrogate_spi import BranchChange, BranchComparison, ExpectedComparison
from spi.analysis.surrogate_tests import Attractiveness, GoalOverlap, StakesScale
from spi.analysis.threat_certificates import pairs_json, rates_json, threat_game_json
from spi.core.numbers import format_exact
from spi.core.threat_game import ThreatGame
from spi.solve.surrogate_effects import PairEffects, SurrogateEffects
from spi.solve.threat_choice import ChoiceDrift, ThreatChoice
from spi.solve.tolerance import GapBound, ToleratedGaps

__all__ = ["ThreatResult", "threat_result"]

Json = dict[str, Any]
ThreatResult = (
    ThreatGame
    | ConcessionComparison
    | BranchComparison
    | ExpectedComparison
    | Attractiveness
    | GoalOverlap
    | StakesScale
    | SurrogateEffects
)


def threat_result(value: ThreatResult) -> Json:
    """What was found, as JSON values; numbers are exact strings."""
    match value:
        case ThreatGame():
            return {"title": value.title} | threat_game_json(value) | {"source": value.source}
        case ConcessionComparison():
            failed = failed_conditions(value.pairs)
            return {
                **_known(value),
                "form": value.form,
                "delta": format_exact(value.delta),
                "gaps": {t.name: format_exact(gap) for (t, _), gap in zip(value.pairs, value.gaps, strict=True)},
                "max_gap": format_exact(value.max_gap),
                "mean_square_gap": format_exact(value.mean_square),
                "degree": value.degree,
                "violation": None if value.violation is None else value.violation.name,
                "failed": {condition: list(names) for condition, names in failed.items()},
            }
        case BranchComparison():
            return {
                "game": _game(value.game),
                "surrogates": pairs_json(value.pairs),
                "violation": _change(value.violation),
                "improvement": _change(value.improvement),
            }
        case ExpectedComparison():
            v = value.violation
            return _known(value) | {"violation": None if v is None else {"threat": v[0], "party": v[1]}}
        case Attractiveness():
            return {
                "game": _game(value.game),
                "rates": rates_json(value.policy),
                "originals": _choice(value.originals),
                "surrogates": _choice(value.surrogates),
                "change": format_exact(value.change),
                "attitude": value.attitude,
                "new_threat": value.new_threat,
            }
        case GoalOverlap():
            keys = ("original", "surrogate", "act")
            shared = None if value.shared is None else dict(zip(keys, value.shared, strict=True))
            return {"game": _game(value.game), "violation": shared}
        case StakesScale():
            out = None if value.violation is None else dict(zip(("smaller", "larger"), value.violation, strict=True))
            return {"game": _game(value.game), "surrogates": pairs_json(value.pairs), "violation": out}
        case SurrogateEffects():
            return {"pairs": list(map(_pair, value.pairs)), "drift": _drift(value.drift)}


def _known(value: ConcessionComparison | ExpectedComparison) -> Json:
    return {
        "game": _game(value.game),
        "rates": rates_json(value.policy),
        "surrogates": pairs_json(value.pairs),
    }


def _game(game: ThreatGame) -> Json:
    return {"title": game.title} | threat_game_json(game)


def _change(change: BranchChange | None) -> Json | None:
    if change is None:
        return None
    ends = {"branch": change.branch, "becomes": change.becomes, "party": change.party}
    return {"original": change.original, "surrogate": change.surrogate} | ends


def _choice(choice: ThreatChoice) -> Json:
    return {
        "best": [None if threat is None else threat.name for threat in choice.best],
        "chosen": None if choice.chosen is None else choice.chosen.name,
        "principal": format_exact(choice.principal),
        "threatener": format_exact(choice.threatener),
    }


def _drift(drift: ChoiceDrift) -> Json:
    return {
        "before": _choice(drift.before),
        "after": _choice(drift.after),
        "demand": _number(drift.demand),
        "principal": format_exact(drift.principal),
        "threatener": format_exact(drift.threatener),
        "tolerable_harm": _number(drift.tolerable_harm),
    }


def _pair(pair: PairEffects) -> Json:
    return {
        "original": pair.original.name,
        "surrogate": pair.surrogate.name,
        "rates": list(map(format_exact, pair.rates)),
        "before": list(map(format_exact, pair.before)),
        "after": list(map(format_exact, pair.after)),
        "tolerance": _tolerance(pair.tolerance),
        "worse": format_exact(pair.worse),
    }


def _tolerance(tolerance: ToleratedGaps) -> Json:
    return {
        "low": _number(tolerance.low),
        "high": _number(tolerance.high),
        "empty": tolerance.is_empty,
        "rates": None if tolerance.rates is None else list(map(format_exact, tolerance.rates)),
        "principal": _bound(tolerance.principal),
        "threatener": _bound(tolerance.threatener),
    }


def _bound(bound: GapBound) -> Json:
    return {"condition": bound.condition, "gap": _number(bound.gap)}


def _number(number: Fraction | None) -> str | None:
    return None if number is None else format_exact(number)
