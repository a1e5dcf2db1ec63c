"""What is found about profiles of programs as text: transformations, independence, beliefs, extensions."""

from __future__ import annotations

from typing import Any

from spi.analysis.enumerations import Enumerated
from spi.analysis.extensions import ExtensionReport, Hypothesis
from spi.analysis.independence import DemandChange, Independence, IndependenceCell, OtherChoice, UndefinedChoice
from spi.analysis.participation import BetterAlternative, NoGap, Participation
from spi.analysis.tightness import Tightness
from spi.analysis.transformations import NotFactorised, ProgramChange, Transformed
from spi.core.numbers import format_exact
from spi.programs.members import Program
from spi.programs.printer import print_value
from spi.report.layout import change_words, columns, labelled, vector_text
from spi.solve.beliefs import Extreme, GainThreshold
from spi.transforms.transformation import Programs

__all__ = ["profiles_text"]

ROWS = 12
"""Rows of a table, at most; more are counted."""


def profiles_text(result: object) -> str:
    """What was found, in words and tables."""
    match result:
        case Transformed():
            return _transformed(result)
        case Enumerated():
            return _enumerated(result)
        case Independence():
            return _independence(result)
        case Participation():
            return _participation(result)
        case NoGap():
            many = f"{len(result.alternatives)} alternatives"
            return f"{many}, none better for anybody than what {len(result.space)} profiles of programs become"
        case BetterAlternative():
            alternative, image = format_exact(result.payoff), format_exact(result.instead_of)
            better = f"{result.player} gets {alternative} by {_profile(result.alternative)}"
            return f"{better}, and {image} by what {_profile(result.programs)} becomes"
        case ExtensionReport():
            return _extension(result)
        case Tightness():
            return _tightness(result)
    raise TypeError(f"no text for {result!r}")


def _transformed(result: Transformed) -> str:
    players = result.games.game.players
    rows = [["programs", "payoffs", "", "payoffs", ""]]
    shown = list(zip(result.profiles, result.before, result.after, strict=True))
    for own, old, new in shown[:ROWS]:
        rows.append([_profile(own), vector_text(old), "->", vector_text(new), change_words(players, old, new)])
    lines = [f"transformation: {result.transformation.name}", "", *columns(rows)]
    if len(shown) > ROWS:
        lines.append(f"and {len(shown) - ROWS:,} more profiles")
    safe = sum(result.safe)
    lines += ["", f"nobody is worse off at {safe:,} of {len(shown):,} profiles"]
    if result.law is not None:
        lines.append("asked of the expectation over these profiles")
    if result.violation is not None:
        lines += labelled("counterexample", [_change(result.violation)])
    if result.factor_fault is not None:
        lines += labelled("not factorised", [_not_factorised(result.factor_fault)])
    return "\n".join(lines)


def _enumerated(result: Enumerated) -> str:
    changes = result.changes
    shape = " × ".join(f"{n:,}" for n in changes.shape)
    lines = [f"transformation: {result.transformation.name}", ""]
    lines += labelled("space", [f"{shape} programs, {changes.profiles:,} profiles"])
    lines += labelled("counted as", [changes.how])
    same = changes.profiles - changes.worse - changes.better
    lines += labelled("worse", [f"{changes.worse:,}"]) + labelled("better", [f"{changes.better:,}"])
    lines += labelled("the same", [f"{same:,}"])
    if result.violation is not None:
        lines += labelled("counterexample", [_change(result.violation)])
    if result.improvement is not None:
        lines += labelled("improvement", [_change(result.improvement)])
    return "\n".join(lines)


def _change(change: ProgramChange) -> str:
    numbers = f"{format_exact(change.payoff)} instead of {format_exact(change.instead_of)}"
    if change.programs is None:
        return f"{change.player} expects {numbers}"
    return f"at {_profile(change.programs)} {change.player} gets {numbers}"


def _not_factorised(fault: NotFactorised) -> str:
    first, second = _profile(fault.first), _profile(fault.second)
    return f"the program of {fault.player} in {first} and {second} becomes two"


def _independence(result: Independence) -> str:
    rows = [["player", "independence", "by", "the same choice?"]]
    for cell in result.cells:
        words = {True: "yes", False: "no", None: "the choice model does not say"}[cell.same]
        rows.append([cell.player, _mode(cell), cell.equality, words])
    lines = [f"transformation: {result.strategy.transformation.name}"]
    who = zip(result.games.game.players, result.strategy.programs, strict=True)
    lines += labelled("programs", [f"{player}: {_program(own)}" for player, own in who])
    lines += ["", *columns(rows), ""]
    fault = result.fault
    lines += labelled("found", ["nobody would have chosen otherwise" if fault is None else _dependence(fault)])
    return "\n".join(lines)


def _mode(cell: IndependenceCell) -> str:
    return cell.which if cell.knowledge is None else f"{cell.which} of {cell.knowledge}"


def _dependence(fault: DemandChange | OtherChoice | UndefinedChoice) -> str:
    match fault:
        case DemandChange():
            return f"{fault.player} demands {fault.demand} instead of {fault.instead_of}"
        case OtherChoice():
            others = " or ".join(map(_program, fault.chosen))
            return f"{fault.player} would have chosen {others} instead of {_program(fault.program)}"
        case UndefinedChoice():
            return f"what {fault.player} would have chosen is not defined"


def _participation(result: Participation) -> str:
    rows = [["against", "taking part", "not taking part"]]
    for theirs, new, old in list(zip(result.about.types, result.earns, result.instead_of, strict=True))[:ROWS]:
        rows.append([_profile(theirs), format_exact(new), format_exact(old)])
    lines = [f"{result.player}: {_program(result.program)}, in {result.transformation.name}", "", *columns(rows)]
    if len(result.about.types) > ROWS:
        lines.append(f"and {len(result.about.types) - ROWS:,} more")
    low, high = result.expected.lowest, result.expected.highest
    lines += ["", *labelled("least gain", [_extreme(low)])]
    if high.value != low.value:
        lines += labelled("largest gain", [_extreme(high)])
    if result.threshold is not None:
        lines += labelled("threshold", [_threshold(result.threshold)])
    return "\n".join(lines)


def _extreme(extreme: Extreme[Programs]) -> str:
    return f"{format_exact(extreme.value)} by the belief {_law(extreme.law)}"


def _threshold(threshold: GainThreshold[Programs]) -> str:
    return f"the expected gain is 0 by the belief {_law(threshold.law)}"


def _law(law: Any) -> str:
    return ", ".join(f"{_profile(theirs)} with {format_exact(p)}" for theirs, p in law)


def _extension(result: ExtensionReport) -> str:
    lines = []
    for hypothesis in result.hypotheses:
        lines += labelled("supposed", [f"{hypothesis.name}: {_holds(hypothesis)}"])
    lines += labelled("payoffs", [f"{vector_text(result.payoffs)} -> {vector_text(result.extended_payoffs)}"])
    reaches = "at least that for everybody" if result.reaches_meet else "less than that for somebody"
    lines += labelled("meet minimum", [f"{vector_text(result.meet)}: {reaches}"])
    if result.better is None:
        lines += labelled("equilibrium", ["yes, among the programs of the spaces and their extensions"])
    else:
        better = result.better
        words = f"{format_exact(better.earns)} instead of {format_exact(better.instead_of)}"
        lines += labelled("equilibrium", [f"no: {better.player} expects {words} of {_program(better.program)}"])
    return "\n".join(lines)


def _holds(hypothesis: Hypothesis) -> str:
    return "yes" if hypothesis.holds else "NO"


def _tightness(result: Tightness) -> str:
    rows = [["concession", *(f"expected by {player}" for player in result.game.players)]]
    for k, concession in enumerate(result.concessions):
        rows.append([format_exact(concession), *(format_exact(row[k]) for row in result.expected)])
    best = "is optimal for both" if result.is_optimal else "is not optimal for both"
    lines = [*columns(rows), "", f"conceding {format_exact(result.concession)} {best}"]
    lines.append(f"who does so settles on {vector_text(result.path[-1])} after {result.rounds} rounds")
    lines.append(f"Pareto meet minimum: {vector_text(result.meet)}")
    return "\n".join(lines)


def _profile(programs: Programs) -> str:
    return "(" + ", ".join(map(_program, programs)) + ")"


def _program(own: Program) -> str:
    return print_value(own, levels=2)
