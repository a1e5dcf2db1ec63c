"""Answers as JSON documents for machines; the schema is in `JSON.md`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from spi.analysis.achievability import Achieved, Unachievable
from spi.analysis.comparison import Comparison
from spi.analysis.enforcement import Enforcement, ProfitableDeviation
from spi.analysis.envelope import change_json, lottery_json, vector_json
from spi.analysis.execution_independence import Interference
from spi.analysis.finding import Reproduced
from spi.analysis.found_spis import FoundSpis
from spi.analysis.lock_out import LockOut, Restoration
from spi.analysis.optimality import Optimality
from spi.analysis.questions import Exhausted
from spi.analysis.threat_points import ThreatPoints
from spi.analysis.token_games import AllOptimal, TokenComparison
from spi.core.game import Game, profiles
from spi.core.lottery import expected_payoffs, payoff_classes
from spi.core.numbers import format_exact
from spi.core.token_game import TokenGame
from spi.core.verdict import Fails, Holds, Unknown
from spi.report.coordination import AchievableRegion
from spi.report.lock_out import LockOutSurvey, lock_out_json, restoration_json, survey_json
from spi.report.schema import SCHEMA
from spi.report.threat_documents import ThreatResult, threat_result
from spi.solve.feasible import Efficient, Improvable, OutOfReach
from spi.solve.reduction import Mixture, Reduction

__all__ = ["document"]

Json = dict[str, Any]

_PROFILES = {f"spi.analysis.{name}" for name in ("transformations", "enumerations", "independence", "participation")}
"""Where results about profiles of programs are."""


def document(command: str, value: object, certificate: str | None = None) -> Json:
    """What a command found, as JSON values; numbers are exact strings."""
    head: Json = {"schema": SCHEMA, "command": command}
    if isinstance(value, Unknown):
        return head | {"answer": "unknown", "question": value.question, "reason": value.reason, "spent": value.spent}
    if isinstance(value, Holds | Fails):
        return head | {
            "answer": "holds" if isinstance(value, Holds) else "fails",
            "claim": value.claim,
            "result": _result(value.result),
            "assumptions": list(value.assumptions),
            "recomputed": list(value.recomputed),
            "trusted": list(value.trusted),
            "certificate": certificate,
        }
    return head | {"result": _result(value)}


def _result(value: object) -> Json:
    match value:
        case Comparison():
            return {
                "game": _game(value.game),
                "subset_game": _game(value.subset_game),
                "relation": value.relation,
                "outcomes": [
                    {"outcome": list(a), "becomes": [list(b) for b in value.becomes(a)]}
                    for a in profiles(value.reduction.reduced)
                ],
                "certain": value.is_certain,
                "spi": value.is_spi,
                "strict": value.strict,
                "derivable": value.derivable,
                "trivial": value.trivial,
                "payoff_neutral": value.payoff_neutral,
                "unilateral": list(value.unilateral),
                "violation": None if value.violation is None else change_json(value.violation),
            }
        case Exhausted():
            return {
                "game": _game(value.game),
                "reduction": _result(value.reduction),
                "candidates": value.candidates,
                "nodes": value.nodes,
                "written": value.written,
            }
        case FoundSpis():
            return {
                "game": _game(value.game),
                "strict": value.strict,
                "complete": value.complete,
                "maps": value.maps,
                "spent": value.spent,
                "spis": [
                    {"maximal": maximal} | {k: v for k, v in _result(spi).items() if k != "game"}
                    for spi, maximal in zip(value.spis, value.maximal, strict=True)
                ],
            }
        case Reduction():
            steps = [
                {
                    "player": s.player,
                    "action": s.action,
                    "by": s.by if isinstance(s.by, str) else {action: format_exact(p) for action, p in s.by},
                    "rule": s.rule,
                }
                for s in value.steps
            ]
            return {
                "steps": steps,
                "survivors": dict(zip(value.reduced.players, map(list, value.reduced.actions), strict=True)),
                "dominance": value.dominance,
                "duplicates": value.duplicates,
            }
        case TokenGame() | TokenComparison() | AllOptimal() | Achieved() | Unachievable():
            return _coordination(value)
        case ThreatPoints() | Enforcement() | ProfitableDeviation() | Interference():
            return _enforcement(value)
        case LockOut():
            return {"game": _game(value.game)} | lock_out_json(value)
        case Restoration():
            return {"game": _game(value.game)} | restoration_json(value)
        case LockOutSurvey():
            return survey_json(value)
        case Optimality():
            return {"game": _game(value.game), "payoffs": vector_json(value.payoffs), **_optimality(value.witness)}
        case Efficient() | Improvable() | OutOfReach():
            return _optimality(value)
        case AchievableRegion():
            return {
                "game": _game(value.game),
                "law": lottery_json(value.law),
                "default": vector_json(expected_payoffs(value.game, value.law)),
                "corners": list(map(vector_json, value.polygon.vertices)),
            }
        case _ if isinstance(value, ThreatResult):
            return threat_result(value)
        case list():
            return {"nodes": [_reproduced(row) for row in value if isinstance(row, Reproduced)]}
        case Game():
            return _game(value) | {"source": value.source}
    if type(value).__module__ in _PROFILES:
        from spi.report.profile_documents import ProfileResult, profile_document  # loads the engines

        return {"game": _game(cast(Any, value).game), **profile_document(cast(ProfileResult, value))}
    raise TypeError(f"no JSON form for {value!r}")


def _coordination(value: TokenGame | TokenComparison | AllOptimal | Achieved | Unachievable) -> Json:
    game: Json = {"game": _game(value.game)}
    match value:
        case TokenGame():
            return game | _tokens(value)
        case TokenComparison():
            maps = None if value.isomorphism is None else value.isomorphism.maps
            after = list(profiles(value.token_reduction.reduced))
            return {
                **game,
                **_tokens(value.token_game),
                "relation": value.relation,
                "outcomes": [
                    {"outcome": list(a), "becomes": list(map(list, after if maps is None else [maps(a)]))}
                    for a in profiles(value.reduction.reduced)
                ],
                "support": None if value.support is None else list(map(list, value.support)),
                "spi": value.is_pc_spi,
                "strict": value.strict,
                "violation": None if value.violation is None else change_json(value.violation),
            }
        case AllOptimal():
            classes = payoff_classes(value.game, value.support)
            optimal = [
                {"outcomes": list(map(list, own)), "payoffs": vector_json(v), "weights": vector_json(value.weights[v])}
                for v, own in classes.items()
            ]
            return game | {"optimal": optimal}
        case Achieved():
            return {
                **game,
                **_play(value),
                "goal": value.goal if value.goal is None or isinstance(value.goal, str) else vector_json(value.goal),
                "origin": None if value.origin is None else vector_json(value.origin),
                **_tokens(value.token_game),
            }
        case Unachievable():
            bound = value.bound
            return {**game, **_play(value), "weights": vector_json(bound.weights), "bound": format_exact(bound.value)}


def _play(value: Achieved | Unachievable) -> Json:
    default = vector_json(expected_payoffs(value.game, value.law))
    return {"law": lottery_json(value.law), "default": default, "payoffs": vector_json(value.payoffs)}


def _tokens(token_game: TokenGame) -> Json:
    coordination = [
        {
            "outcome": list(t),
            "lottery": lottery_json(token_game.lottery(t)),
            "payoffs": vector_json(token_game.payoffs(t)),
        }
        for t in profiles(token_game.tokens)
    ]
    return {"token_game": _game(token_game.tokens), "coordination": coordination}


def _enforcement(value: ThreatPoints | Enforcement | ProfitableDeviation | Interference) -> Json:
    match value:
        case ThreatPoints():
            threats = [
                {
                    "player": t.player,
                    "lower": format_exact(t.lower),
                    "upper": format_exact(t.upper),
                    "guarantee": _mixture(t.guarantee),
                    "punishment": _punishment(t.punishment),
                }
                for t in value.threats
            ]
            return {"game": _game(value.game), "threats": threats}
        case Enforcement():
            players = value.game.players
            punishments = zip(players, map(_punishment, value.punishments), strict=False)
            return {
                "game": _game(value.game),
                "subset_game": _game(value.subset_game),
                "otherwise": value.otherwise,
                "punishments": dict(punishments) if value.punishments else None,
                "deviation": None,
                "interference": None,
            }
        case ProfitableDeviation():
            deviation = {
                "player": value.player,
                "action": value.action,
                "outcome": None if value.outcome is None else list(value.outcome),
                "becomes": None if value.becomes is None else list(value.becomes),
                "earns": format_exact(value.earns),
                "instead_of": format_exact(value.instead_of),
            }
            return _enforcement(value.enforcement) | {"deviation": deviation}
        case Interference():
            interference = {
                "dropout": value.dropout,
                "player": value.player,
                "action": value.action,
                "outcome": list(value.outcome),
            }
            return _enforcement(value.enforcement) | {"interference": interference}


def _optimality(value: Efficient | Improvable | OutOfReach) -> Json:
    case = {Efficient: "efficient", Improvable: "improvable", OutOfReach: "out-of-reach"}[type(value)]
    return {
        "case": case,
        "weights": None if isinstance(value, Improvable) else vector_json(value.weights),
        "lottery": None if isinstance(value, OutOfReach) else lottery_json(value.lottery),
        "better": vector_json(value.payoffs) if isinstance(value, Improvable) else None,
    }


def _mixture(mixture: Mixture) -> Json:
    return {action: format_exact(p) for action, p in mixture}


def _punishment(punishment: Mapping[str, Mixture]) -> Json:
    return {player: _mixture(mixture) for player, mixture in punishment.items()}


def _game(game: Game) -> Json:
    return {
        "title": game.title,
        "digest": game.digest,
        "players": list(game.players),
        "actions": [list(own) for own in game.actions],
        "payoffs": {", ".join(a): [format_exact(u) for u in game[a]] for a in profiles(game)},
    }


def _reproduced(row: Reproduced) -> Json:
    finding = row.finding
    found: Json = {"confirmed": None, "found": None, "proofs": []}
    if finding is not None:
        found = {"confirmed": finding.confirmed, "found": finding.found, "proofs": list(finding.proofs)}
    return {"node": row.node, "printed": row.printed} | found
