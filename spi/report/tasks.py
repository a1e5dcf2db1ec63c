"""Scores and quality of benchmark tasks, and what an audit of them found, as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from typing import Any

from spi.core.numbers import format_exact
from spi.report.layout import columns, paragraph
from spi.tasks.auditing import Audit
from spi.tasks.baselines import Baseline
from spi.tasks.quality import FamilyQuality, QualityReport, Twins
from spi.tasks.scoring import ScoredAnswer, ScoreTable, Tally, tally, tally_by, tally_groups

__all__ = ["audit_json", "quality_json", "quality_text", "score_json", "score_text"]

Json = dict[str, Any]

_KEYS: dict[str, Callable[[ScoredAnswer], Hashable]] = {
    "family": lambda row: row.family,
    "difficulty": lambda row: row.difficulty,
    "wording": lambda row: row.wording,
    "split": lambda row: row.split,
    "control": lambda row: "control" if row.control else "no control",
}
_SHOWN = 8  # of a list, before it is cut


def score_text(table: ScoreTable) -> str:
    """Scores for people."""
    ungraded = sum(row.score.outcome == "not graded" for row in table.rows)
    lines = [f"{len(table.rows)} answers; {ungraded} not graded" if ungraded else f"{len(table.rows)} answers"]
    if table.missing:
        lines.append(
            f"missing: {len(table.missing)} questions have no answer and count nowhere ({table.missing[0]}, …)"
        )
    rows = [("", "graded", "right", "wrong", "unreadable", "right share")]
    rows.append(("all", *_tally_cells(tally(table.rows))))
    for title, key in _KEYS.items():
        found = tally_by(table, key)
        if len(found) > 1 or title == "family":
            rows += [(f"{title} {name}", *_tally_cells(counts)) for name, counts in found.items()]
    pairs, items = tally_groups(table, "pair"), tally_groups(table, "item")
    rows.append(("minimal pairs, both right", *_tally_cells(pairs)))
    rows.append(("items in all wordings", *_tally_cells(items)))
    lines += columns(rows)
    losses = [row.score.loss for row in table.rows if row.score.loss is not None]
    if losses:
        lines.append(f"rankings: mean loss of surplus {_decimal(sum(losses, Fraction(0)) / len(losses))}")
    return "\n".join(lines)


def score_json(table: ScoreTable) -> Json:
    """Scores for machines; shares are exact."""
    losses = [row.score.loss for row in table.rows if row.score.loss is not None]
    return {
        "all": _tally_json(tally(table.rows)),
        **{f"by_{t}": {str(n): _tally_json(c) for n, c in tally_by(table, key).items()} for t, key in _KEYS.items()},
        "pairs": _tally_json(tally_groups(table, "pair")),
        "items": _tally_json(tally_groups(table, "item")),
        "mean_loss": format_exact(sum(losses, Fraction(0)) / len(losses)) if losses else None,
        "missing": list(table.missing),
        "answers": [
            {
                "id": row.question,
                "outcome": row.score.outcome,
                "read": row.score.read,
                "loss": None if row.score.loss is None else format_exact(row.score.loss),
            }
            for row in table.rows
        ],
    }


def audit_json(audit: Audit) -> Json:
    """An audit for machines."""
    return {
        "folder": audit.folder,
        "items": audit.items,
        "certificates": audit.certificates,
        "files": audit.files,
        "regenerated": audit.regenerated,
        "faults": [{"file": f.file, "line": f.line, "item": f.item, "what": f.what} for f in audit.faults],
    }


def quality_text(report: QualityReport) -> str:
    """The quality of a set for people."""
    lines: list[str] = []
    for family in report.families:
        lines += [*_family_lines(family), ""]
    lines += _twins_lines("of one shape (they differ in names only)", report.same_shape)
    lines += _twins_lines("with the same games up to names and units", report.same_games)
    for twins in report.same_games:
        if len(twins.splits) > 1:
            lines.append(f"  {twins.items[0]} and others are in {' and '.join(twins.splits)}")
    level = _decimal(report.level)
    lines.append(
        paragraph(
            f"Near chance: guessing does as well; that some baseline exceeds its bound by chance happens with a "
            f"probability of at most {_decimal(1 - report.level)} for all baselines together (level {level})."
        )
    )
    if report.unexplained:
        lines.append(f"NOT NEAR CHANCE: {', '.join(report.unexplained)}")
    return "\n".join(lines)


def quality_json(report: QualityReport) -> Json:
    """The quality of a set for machines; shares are exact."""
    return {
        "fair": report.is_fair,
        "unexplained": list(report.unexplained),
        "level": format_exact(report.level),
        "same_shape": [{"items": list(t.items), "splits": list(t.splits)} for t in report.same_shape],
        "same_games": [{"items": list(t.items), "splits": list(t.splits)} for t in report.same_games],
        "families": [
            {
                "name": family.name,
                "items": family.items,
                "pairs": family.pairs,
                "controls": family.controls,
                "ungraded": family.ungraded,
                "answers": dict(family.answers),
                "places": dict(family.places),
                "difficulties": [
                    {"difficulty": d, "items": n, "mean_knob": format_exact(mean)} for d, n, mean in family.difficulties
                ],
                "known_bias": family.known_bias,
                "baselines": [_baseline_json(baseline) for baseline in family.baselines],
            }
            for family in report.families
        ],
    }


def _family_lines(family: FamilyQuality) -> Iterator[str]:
    more = [f"{n} {what}" for n, what in ((family.pairs, "pairs"), (family.controls, "controls")) if n]
    more += [f"{family.ungraded} not graded"] if family.ungraded else []
    yield f"{family.name}: {', '.join([f'{family.items} items', *more])}"
    answers = ", ".join(f"{answer} {n}" for answer, n in family.answers[:_SHOWN])
    rest = len(family.answers) - _SHOWN
    if answers:
        yield paragraph(f"  answers: {answers}" + (f", and {rest} others" if rest > 0 else ""))
    if family.places:
        yield "  right option: " + ", ".join(f"{letter} {n}" for letter, n in family.places)
    shown = ", ".join(f"{d}: {n} (knob {_decimal(mean)})" for d, n, mean in family.difficulties)
    yield paragraph(f"  difficulties: {shown}")
    rows = [("  baseline", "wording", "right", "chance", "by guessing", "")]
    for found in family.baselines:
        verdict = "near chance" if found.is_near_chance else "NOT NEAR CHANCE"
        share = f"{found.right} of {found.size}"
        bounds = f"{found.low} to {found.high}"
        rows.append((f"  {found.name}", found.wording, share, _decimal(found.chance), bounds, verdict))
    yield from columns(rows) if family.baselines else ()
    if family.known_bias:
        yield paragraph(f"  known: {family.known_bias}")


def _twins_lines(what: str, twins: tuple[Twins, ...]) -> list[str]:
    if not twins:
        return [f"no items {what}, but for pairs"]
    shown = "; ".join(", ".join(group.items[:3]) + (", …" if len(group.items) > 3 else "") for group in twins[:_SHOWN])
    return [paragraph(f"{len(twins)} groups of items {what}: {shown}" + ("; …" if len(twins) > _SHOWN else ""))]


def _baseline_json(baseline: Baseline) -> Json:
    return {
        "name": baseline.name,
        "wording": baseline.wording or None,
        "right": baseline.right,
        "size": baseline.size,
        "chance": format_exact(baseline.chance),
        "low": baseline.low,
        "high": baseline.high,
        "near_chance": baseline.is_near_chance,
    }


def _tally_cells(counts: Tally) -> tuple[str, str, str, str, str]:
    share = "-" if counts.accuracy is None else _decimal(counts.accuracy)
    return (*map(str, (counts.size, counts.right, counts.wrong, counts.unreadable)), share)  # type: ignore[return-value]


def _tally_json(counts: Tally) -> Json:
    return {
        "right": counts.right,
        "wrong": counts.wrong,
        "unreadable": counts.unreadable,
        "accuracy": None if counts.accuracy is None else format_exact(counts.accuracy),
    }


def _decimal(number: Fraction) -> str:
    return f"{float(number):.3g}"
