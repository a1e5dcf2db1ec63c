"""Answers as JSON documents for machines; the schema is in the README, section "For machines"."""

from __future__ import annotations

from typing import Any

from spi.analysis.comparison import Change, Comparison
from spi.analysis.finding import Reproduced
from spi.analysis.questions import Exhausted, FoundSpis
from spi.core.game import Game, profiles
from spi.core.numbers import format_exact
from spi.core.verdict import Fails, Holds, Unknown
from spi.solve.reduction import Reduction

__all__ = ["SCHEMA", "document", "error_document"]

SCHEMA = 1
"""Version of the schema; it changes when a key changes its meaning or goes."""

Json = dict[str, Any]


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


def error_document(error: Exception, message: str) -> Json:
    """A fault in the input or the call."""
    return {"schema": SCHEMA, "error": {"type": type(error).__name__, "message": message}}


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
                "spi": value.is_spi,
                "strict": value.strict,
                "derivable": value.derivable,
                "trivial": value.trivial,
                "payoff_neutral": value.payoff_neutral,
                "unilateral": list(value.unilateral),
                "violation": None if value.violation is None else _change(value.violation),
            }
        case Exhausted():
            return {
                "game": _game(value.game),
                "reduction": _result(value.reduction),
                "candidates": value.candidates,
                "nodes": value.nodes,
            }
        case FoundSpis():
            return {
                "game": _game(value.game),
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
        case list():
            return {"nodes": [_reproduced(row) for row in value if isinstance(row, Reproduced)]}
        case Game():
            return _game(value) | {"source": value.source}
    raise TypeError(f"no JSON form for {value!r}")


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


def _change(change: Change) -> Json:
    return {"outcome": list(change.outcome), "becomes": list(change.becomes), "player": change.player}
