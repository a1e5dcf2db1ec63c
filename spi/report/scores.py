"""Scores of negotiations as text and as JSON: each number under the name of what was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

from spi.core.numbers import format_exact
from spi.empirical.rates import clopper_pearson_interval
from spi.negotiation.issues import count_outcomes
from spi.negotiation.play.tournaments import Match, utility_table
from spi.negotiation.scoring.aggregates import CellMean
from spi.negotiation.scoring.completion import completion_label
from spi.negotiation.scoring.honesty import FaithfulnessCounts
from spi.negotiation.scoring.lamen_compat import LamenScore
from spi.negotiation.scoring.outcomes import OutcomeScore, score_outcome
from spi.negotiation.scoring.transcript_scores import SideScore, TranscriptScore
from spi.negotiation.scoring.yardstick import Yardstick, yardstick
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Result, Transcript
from spi.report.layout import columns, labelled

__all__ = ["score_json", "score_text", "tournament_json", "tournament_text"]


def score_text(measure: Yardstick, score: TranscriptScore, repairs: Sequence[str] = ()) -> str:
    """The scores of one transcript."""
    names = measure.scenario.names
    lines = [measure.scenario.title or "negotiation without title"]
    lines += [f"repaired: {repair}" for repair in repairs]
    lines += labelled("outcomes", [f"{measure.outcomes:,}, {measure.pareto_outcomes:,} of them Pareto-optimal"])
    lines += labelled("stated", [_result_text(score.stated)])
    lines += labelled("hard", [_result_text(score.hard)])
    lines += labelled("soft", [_result_text(score.soft)])
    labels = [f"{test}: {completion_label(score.completion, test)}" for test in ("online", "offline", "complete")]
    lines += labelled("last turns", ["; ".join(labels)])
    for what, outcome in _different_outcomes(score):
        lines += ["", f"outcome ({what})", *columns(_outcome_rows(names, outcome))]
    for name, side in zip(names, score.sides, strict=True):
        lines += ["", name, *columns(_side_rows(side))]
    if score.lamen is not None:
        lines += ["", "in LAMEN's metrics (each side by its own notes)", *columns(_lamen_rows(score.lamen))]
    return "\n".join(lines)


def score_json(measure: Yardstick, score: TranscriptScore, repairs: Sequence[str] = ()) -> dict[str, Any]:
    """The same for machines; numbers are exact strings, and null is what is not defined."""
    return {
        "sides": list(measure.scenario.names),
        "repairs": list(repairs),
        "outcomes": count_outcomes(measure.scenario.issues),
        "pareto_outcomes": measure.pareto_outcomes,
        "results": {
            "stated": _scored_json(score.stated, score.outcome),
            "hard": _scored_json(score.hard, score.hard_outcome),
            "soft": _scored_json(score.soft, score.soft_outcome),
        },
        "completion": {
            "phrase": score.completion.phrase,
            "online": completion_label(score.completion, "online"),
            "offline": completion_label(score.completion, "offline"),
            "complete": completion_label(score.completion, "complete"),
        },
        "by_side": [_plain(side) for side in score.sides],
        "lamen": None if score.lamen is None else _plain(score.lamen),
    }


def tournament_text(games: Sequence[tuple[Match, Transcript]]) -> str:
    """A tournament: how its games ended, and what each agent gains, by itself and against others."""
    measures = _measures(games)
    rows = [
        [
            "agents",
            "negotiation",
            "games",
            "deals",
            "no deal",
            "invalid",
            "rate of deals",
            "Pareto-optimal",
            "mean regret",
        ]
    ]
    for (kind, pair, scenario), found in _by_pair(games).items():
        counts, scored = _counts(found), _scored(found, measures)
        rate = clopper_pearson_interval(counts[0], len(found))
        shown = f"{float(rate.low):.2f} to {float(rate.high):.2f}"
        good = f"{sum(bool(s.efficient) for s in scored)} of {counts[0]} deals"
        row = [f"{' and '.join(pair)} ({kind})", scenario, *map(str, [len(found), *counts]), shown, good]
        rows.append([*row, _number(_mean_regret(scored))])
    table = utility_table(games, measures=measures)
    lines = [f"{len(games):,} games; rates are over all of them, with guaranteed 95 % intervals", *columns(rows)]
    for name, measure in measures.items():
        lines.append(f"of the outcomes of {name}, {_number(measure.pareto_share)} are Pareto-optimal")
    head = ["", "mean", "games", "without value", "cells"]
    if table.self_play:
        own = [[agent, *_mean_cells(found)] for agent, found in table.self_play.items()]
        lines += ["", "self-play: gains as parts of the ideal gain", *columns([head, *own])]
    if table.cross_play:
        against = [[f"{a} against {b}", *_mean_cells(found)] for (a, b), found in table.cross_play.items()]
        means = [[f"{agent} against all", _number(mean)] for agent, mean in table.cross_mean.items()]
        lines += ["", "cross-play: gains as parts of the ideal gain", *columns([head, *against]), "", *columns(means)]
    return "\n".join(lines)


def tournament_json(games: Sequence[tuple[Match, Transcript]]) -> dict[str, Any]:
    """The same for machines."""
    measures = _measures(games)
    table = utility_table(games, measures=measures)
    pairs = []
    for (kind, pair, scenario), found in _by_pair(games).items():
        scored = _scored(found, measures)
        deals, none, invalid = _counts(found)
        pairs.append({
            "agents": list(pair),
            "kind": kind,
                "scenario": scenario,
            "games": len(found),
            "deals": deals,
            "no_deals": none,
            "invalid": invalid,
            "efficient": sum(bool(s.efficient) for s in scored),
            "mean_regret": _plain(_mean_regret(scored)),
        })  # fmt: skip
    return {
        "games": len(games),
        "pareto_shares": {name: format_exact(measure.pareto_share) for name, measure in measures.items()},
        "pairs": pairs,
        "self_play": [{"agent": agent, **_plain(found)} for agent, found in table.self_play.items()],
        "cross_play": [{"agent": a, "opponent": b, **_plain(found)} for (a, b), found in table.cross_play.items()],
        "cross_mean": {agent: _plain(mean) for agent, mean in table.cross_mean.items()},
    }


_Games = Sequence[tuple[Match, Transcript]]


def _measures(games: _Games) -> dict[str, Yardstick]:
    """By scenario; who begins makes no difference to theory."""
    found: dict[str, Yardstick] = {}
    for match, played in games:
        if match.scenario not in found:
            found[match.scenario] = yardstick(played.scenario)
    return found


def _scored(games: _Games, measures: dict[str, Yardstick]) -> list[OutcomeScore]:
    return [score_outcome(measures[match.scenario], played.result) for match, played in games]


def _counts(games: _Games) -> list[int]:
    return [sum(isinstance(played.result, what) for _, played in games) for what in (Deal, NoDeal, Invalid)]


def _mean_regret(scored: Sequence[OutcomeScore]) -> Fraction | None:
    known = [s.regret for s in scored if s.regret is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _by_pair(games: _Games) -> dict[tuple[str, tuple[str, ...], str], _Games]:
    """Self-play first; by negotiation, whose units differ."""
    found: dict[tuple[str, tuple[str, ...], str], list[tuple[Match, Transcript]]] = {}
    for match, played in games:
        kind = "self-play" if match.is_self_play else "cross-play"
        found.setdefault((kind, tuple(sorted(match.agents)), match.scenario), []).append((match, played))
    return dict(sorted(found.items(), key=lambda entry: (entry[0][0] != "self-play", entry[0][1:])))


def _different_outcomes(score: TranscriptScore) -> list[tuple[str, OutcomeScore]]:
    """Each result once, by all names that it has."""
    named: list[tuple[list[str], Result, OutcomeScore]] = []
    for name, result, outcome in (
        ("stated", score.stated, score.outcome),
        ("hard", score.hard, score.hard_outcome),
        ("soft", score.soft, score.soft_outcome),
    ):
        if name != "stated" and not isinstance(result, Deal):
            continue
        same = next((entry for entry in named if entry[2] == outcome and entry[1] == result), None)
        if same is None:
            named.append(([name], result, outcome))
        else:
            same[0].append(name)
    return [(", ".join(names), outcome) for names, _, outcome in named if outcome.payoffs is not None]


def _outcome_rows(names: Sequence[str], score: OutcomeScore) -> list[list[str]]:
    payoffs = "; ".join(f"{name} {_number(x)}" for name, x in zip(names, score.payoffs or (), strict=True))
    rows = [["  payoffs", payoffs], ["  gains", _numbers(score.gains or ())]]
    rows += [["  of the ideal gains", _numbers(score.normalised)], ["  shares", _numbers(score.shares or (None,))]]
    rows.append(["  individually rational", _truth(score.rational)])
    rows.append(["  Pareto-optimal", _truth(score.efficient)])
    rows.append(["  dominated by", "unknown" if score.dominating is None else f"{score.dominating:,} outcomes"])
    rows += [["  welfare regret", _number(score.regret)], ["  left to each", _numbers(score.left or ())]]
    rows += [["  Nash ratio", _number(score.nash_ratio)], ["  distance to the frontier", _number(score.to_frontier)]]
    rows += [[f"  distance to {name}", _number(x)] for name, x in score.to_solutions]
    rows.append(["  with lotteries: efficient", _truth(score.lottery_efficient)])
    rows.append(["  with lotteries: Nash ratio", _number(score.lottery_nash_ratio)])
    return rows


def _side_rows(side: SideScore) -> list[list[str]]:
    process = side.process
    rows = [["  turns", f"{process.turns} in {process.rounds} rounds"]]
    rows.append(["  its offers, to itself", _numbers(process.own) if process.own else "no complete offer"])
    rows.append(["  … and to others", _numbers(process.other) if process.other else "no complete offer"])
    rows.append(["  never asks for more again", _truth(process.monotone)])
    rows.append(["  left by its last offer", _number(process.last_gap)])
    if side.acceptance is not None:
        told = "less than no deal" if side.acceptance.below_disagreement else _number(side.acceptance.worth)
        told += ", less than its last offer" if side.acceptance.below_offer else ""
        rows.append(["  the deal is worth", told])
    rows.append(["  messages faithful to notes", _faithful(side.internal)])
    rows.append(["  … in sum over issues", _faithful(side.internal_totals)])
    rows.append(["  offers as written", ", ".join(f"{n} {kind}" for kind, n in side.legality.items() if n) or "none"])
    return rows


def _lamen_rows(score: LamenScore) -> list[list[str]]:
    return [
        ["  completed", f"hard {_truth(score.hard)}, soft {_truth(score.soft)}"],
        ["  payoffs", _numbers(score.payoffs)],
        ["  normalised", _numbers(score.normalised)],
        ["  optimal", _number(score.optimal)],
        ["  internal faithfulness", _numbers(score.internal)],
        ["  short messages, notes", f"{_numbers(score.short_messages)}; {_numbers(score.short_notes)}"],
        ["  notes that can be read", _numbers(score.readable_notes)],
    ]


def _result_text(result: Result) -> str:
    match result:
        case Deal(outcome=outcome):
            return f"deal: {', '.join(outcome)}"
        case NoDeal(reason=reason, conflict=conflict):
            return f"no deal: {reason}" + (f" (conflict: {conflict})" if conflict is not None else "")
        case Invalid(reason=reason):
            return f"invalid: {reason}"


def _scored_json(result: Result, score: OutcomeScore) -> dict[str, Any]:
    outcome = list(result.outcome) if isinstance(result, Deal) else None
    return {"outcome": outcome, **{f.name: _plain(getattr(score, f.name)) for f in fields(score)}, "reason": None
            if isinstance(result, Deal) else result.reason}  # fmt: skip


def _plain(value: Any) -> Any:
    """Scores as JSON: fractions as exact strings, records as objects."""
    if isinstance(value, Fraction):
        return format_exact(value)
    if isinstance(value, tuple):
        return [_plain(x) for x in value]
    if isinstance(value, dict):
        return {key: _plain(x) for key, x in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        found = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return found | ({"rate": _plain(value.rate)} if isinstance(value, FaithfulnessCounts) else {})
    return value


def _mean_cells(found: CellMean) -> list[str]:
    return [_number(found.mean), str(found.games), str(found.missing), str(found.cells)]


def _faithful(found: FaithfulnessCounts) -> str:
    lost = f"{found.not_comparable} not comparable, {found.missing} missing"
    return f"{found.faithful} of {found.comparable} that can be compared ({lost})"


def _number(value: Fraction | None) -> str:
    return "–" if value is None else format_exact(value)


def _numbers(values: Iterable[Fraction | None]) -> str:
    return ", ".join(map(_number, values))


def _truth(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "–"}[value]
