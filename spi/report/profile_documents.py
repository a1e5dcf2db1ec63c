"""What is found about profiles of programs, as JSON values; numbers are exact strings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spi.analysis.enumerations import Enumerated
from spi.analysis.envelope import lottery_json, vector_json
from spi.analysis.independence import DemandChange, Independence, OtherChoice, UndefinedChoice
from spi.analysis.participation import BetterAlternative, NoGap, Participation
from spi.analysis.transformations import ProgramChange, Transformed
from spi.core.numbers import format_exact
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.printer import print_value
from spi.transforms.transformation import Programs

__all__ = ["ProfileResult", "profile_document"]

Json = dict[str, Any]

ProfileResult = Transformed | Enumerated | Independence | Participation | NoGap | BetterAlternative


def profile_document(value: ProfileResult) -> Json:
    """One result; programs are named by their source in one line."""
    match value:
        case Transformed():
            fault = value.factor_fault
            return {
                "transformation": value.transformation.name,
                "profiles": [
                    {"programs": _row(own), "becomes": _row(image), "payoffs": vector_json(u), "after": vector_json(v)}
                    for own, image, u, v in zip(value.profiles, value.images, value.before, value.after, strict=True)
                ],
                "safe": list(value.safe),
                "violation": _change(value.violation),
                "improvement": _change(value.improvement),
                "factorised": fault is None,
            }
        case Enumerated():
            changes = value.changes
            return {
                "transformation": value.transformation.name,
                "sizes": list(changes.shape),
                "worse": changes.worse,
                "better": changes.better,
                "counted": changes.how,
                "visited": changes.visited,
                "pairs": [
                    {"before": _outcome(value, a), "after": _outcome(value, b), "count": count}
                    for (a, b), count in changes.pairs.items()
                ],
                "violation": _change(value.violation),
                "improvement": _change(value.improvement),
                "tables": list(value.tables),
            }
        case Independence():
            return {
                "programs": _row(value.strategy.programs),
                "becomes": _row(value.strategy.images),
                "fault": _fault(value.fault),
                "cells": [
                    {
                        "player": cell.player,
                        "which": cell.which,
                        "knowledge": cell.knowledge,
                        "equality": cell.equality,
                        "same": cell.same,
                    }
                    for cell in value.cells
                ],
            }
        case Participation():
            low, high, at = value.expected.lowest, value.expected.highest, value.threshold
            return {
                "player": value.player,
                "program": _line(value.program),
                "becomes": _line(value.becomes),
                "against": [
                    {"programs": _row(theirs), "earns": format_exact(new), "instead_of": format_exact(old)}
                    for theirs, new, old in zip(value.about.types, value.earns, value.instead_of, strict=True)
                ],
                "least": {"gain": format_exact(low.value), "belief": _law(low.law)},
                "largest": {"gain": format_exact(high.value), "belief": _law(high.law)},
                "threshold": None if at is None else _law(at.law),
            }
        case NoGap():
            return {
                "profiles": [_row(own) for own in value.space],
                "alternatives": [_row(own) for own in value.alternatives],
                "gap": None,
            }
        case BetterAlternative():
            gap = {
                "player": value.player,
                "payoff": format_exact(value.payoff),
                "instead_of": format_exact(value.instead_of),
            }
            return {"profiles": [_row(value.programs)], "alternatives": [_row(value.alternative)], "gap": gap}


def _line(own: Program) -> str:
    return print_value(own, levels=8)


def _row(programs: Programs) -> list[str]:
    return list(map(_line, programs))


def _law(law: Iterable[tuple[Programs, Any]]) -> list[Json]:
    return [{"programs": _row(theirs), "probability": format_exact(p)} for theirs, p in law]


def _change(change: ProgramChange | None) -> Json | None:
    if change is None:
        return None
    return {
        "programs": None if change.programs is None else _row(change.programs),
        "player": change.player,
        "payoff": format_exact(change.payoff),
        "instead_of": format_exact(change.instead_of),
    }


def _fault(fault: DemandChange | OtherChoice | UndefinedChoice | None) -> Json | None:
    match fault:
        case DemandChange():
            demands = {"demand": str(fault.demand), "instead_of": str(fault.instead_of)}
            return {"player": fault.player, "clause": "demand", **demands}
        case OtherChoice():
            chosen = {"chosen": _row(fault.chosen), "instead_of": _line(fault.program)}
            return {"player": fault.player, "clause": "choice", **chosen}
        case UndefinedChoice():
            return {"player": fault.player, "clause": "undefined"}
        case None:
            return None


def _outcome(value: Enumerated, number: int) -> Any:
    """A profile as a list, a lottery as its entries."""
    outcome = value.outcomes[number]
    assert not isinstance(outcome, Undefined)  # nothing of that kind is counted
    return list(outcome) if isinstance(outcome[0], str) else lottery_json(outcome)
