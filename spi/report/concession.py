"""Plain text: threat games, concessions to surrogate threats, and what surrogates change for both parties."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from spi.core.numbers import format_exact
from spi.report.layout import columns, labelled, paragraph

if TYPE_CHECKING:
    from spi.analysis.concession import ConcessionComparison, Condition
    from spi.analysis.surrogate_spi import BranchChange, BranchComparison, ExpectedComparison
    from spi.analysis.surrogate_tests import Attractiveness, GoalOverlap, StakesScale
    from spi.core.threat_game import PossibleThreat, ThreatGame
    from spi.solve.surrogate_effects import SurrogateEffects
    from spi.solve.threat_choice import ChoiceDrift, ThreatChoice
    from spi.solve.tolerance import GapBound, ToleratedGaps

__all__ = [
    "attractiveness_text",
    "branches_text",
    "concessions_text",
    "effects_text",
    "expectations_text",
    "overlap_text",
    "stakes_text",
    "threat_game_text",
    "tolerance_text",
]

_CONDITIONS: dict[Condition, str] = {
    "concession": "conceding is worth the same to both",
    "execution": "refused, it is executed as often",
    "cheaper": "its execution costs the threatener less (b < c)",
    "harm": "its execution harms the principal no more (r ≤ h)",
}
_NUMBERS = ("loss", "gain", "harm", "cost", "execution")


def threat_game_text(game: ThreatGame) -> str:
    """A threat game as a table of its threats; sizes and acts where there are some."""
    lines = [game.title] if game.title else []
    lines += [f"({game.source})"] if game.source else []
    sizes = [key for key in ("demand", "stakes") if any(getattr(threat, key) is not None for threat in game.threats)]
    acts = ["acts"] if any(threat.acts for threat in game.threats) else []
    rows = [["threat", "against", *_NUMBERS, *sizes, *acts]]
    for threat in game.threats:
        goal = f"the {threat.kind} goal"
        numbers = [format_exact(getattr(threat, key)) for key in _NUMBERS]
        known = [_number(getattr(threat, key)) for key in sizes]
        rows.append([threat.name, goal, *numbers, *known, *([", ".join(threat.acts)] if acts else [])])
    return "\n".join([*lines, *columns(rows)])


def concessions_text(comparison: ConcessionComparison) -> str:
    """The rates of conceding to originals and surrogates, the gaps, and the conditions that surrogates meet or not."""
    from spi.analysis.concession import failed_conditions

    c = comparison
    rows = [["original threat", "conceded", "", "becomes", "conceded", "gap"]]
    for (original, surrogate), gap in zip(c.pairs, c.gaps, strict=True):
        rates = format_exact(c.policy.rate(original)), format_exact(c.policy.rate(surrogate))
        rows.append([original.name, rates[0], "->", surrogate.name, rates[1], _signed(gap)])
    asked = {
        "exact": "no gap",
        "max": f"no gap beyond {format_exact(c.delta)}",
        "rms": f"a mean square of the gaps of at most {format_exact(c.delta**2)}",
    }[c.form]
    found = {"exact": "exactly equivalent", "approximate": "approximately equivalent", "fails": "not equivalent"}
    mean = f"mean square gap {format_exact(c.mean_square)}"
    lines = [*columns(rows), ""]
    lines += labelled("concessions", [f"{found[c.degree]}; largest gap {format_exact(c.max_gap)}, {mean}"])
    lines += labelled("asked for", [asked])
    lines += labelled("counterexample", [f"the gap of {c.violation.name}"] if c.violation is not None else [])
    failed = failed_conditions(c.pairs)
    words = [f"{words}: {_holds(failed[condition])}" for condition, words in _CONDITIONS.items()]
    return "\n".join(lines + labelled("surrogates", words))


def branches_text(comparison: BranchComparison) -> str:
    """What each end of a threat becomes, in payoffs of the principal and the threatener."""
    from spi.solve.tolerance import branch_payoffs, possible_ends

    rows = [["threat", "if", "payoffs", "", "becomes", "then", "payoffs"]]
    for original, surrogate in comparison.pairs:
        for before, after in possible_ends(original, surrogate):
            old, new = _pair(branch_payoffs(original, before)), _pair(branch_payoffs(surrogate, after))
            rows.append([original.name, before, old, "->", surrogate.name, after, new])
    lines = [*columns(rows), ""]
    if comparison.violation is not None:
        return "\n".join(lines + labelled("counterexample", [_change(comparison.violation, "worse")]))
    if comparison.improvement is not None:
        return "\n".join(lines + labelled("improvement", [_change(comparison.improvement, "better")]))
    return "\n".join(lines + labelled("improvement", ["nobody is better off in any play"]))


def expectations_text(comparison: ExpectedComparison) -> str:
    """What each threat is worth in expectation, and what its surrogate is worth."""
    from spi.solve.threat_choice import threat_payoffs

    rate = comparison.policy.rate
    rows = [["original threat", "payoffs", "", "becomes", "payoffs"]]
    for original, surrogate in comparison.pairs:
        old, new = (_pair(threat_payoffs(threat, rate(threat))) for threat in (original, surrogate))
        rows.append([original.name, old, "->", surrogate.name, new])
    lines = columns(rows)
    if comparison.violation is not None:
        threat, party = comparison.violation
        words = f"the {party} expects less than from {threat}"
        more = "; he rather makes that threat, and it is not deflected" if party == "threatener" else ""
        lines += ["", *labelled("counterexample", [words + more])]
    return "\n".join(lines)


def attractiveness_text(found: Attractiveness) -> str:
    """What is best for the threatener among originals, and among surrogates."""
    lines = labelled("originals", [_choice(found.originals)])
    lines += labelled("surrogates", [_choice(found.surrogates)])
    change = f"threats become more attractive by {_signed(found.change)}: threatener-{found.attitude}"
    lines += labelled("change", ["none: threatener-neutral" if found.change == 0 else change])
    if found.new_threat is not None:
        lines += labelled("new threat", [f"{found.new_threat} is worth making, though no original threat is"])
    return "\n".join(lines)


def overlap_text(found: GoalOverlap) -> str:
    """An act that executes threats of both kinds, or that there is none."""
    if found.shared is None:
        return "no act is part of both an original and a surrogate threat"
    original, surrogate, act = found.shared
    return f"{act} is part of {original} and of {surrogate}: both goals can be threatened at once"


def stakes_text(scale: StakesScale) -> str:
    """The stakes of originals and of their surrogates, and two that are out of order."""
    rows = [["original threat", "stakes", "", "becomes", "stakes"]]
    rows += [[t.name, _number(t.stakes), "->", s.name, _number(s.stakes)] for t, s in scale.pairs]
    lines = columns(rows)
    if scale.violation is not None:
        smaller, larger = scale.violation
        words = f"{larger} is a larger threat than {smaller}, but becomes no larger surrogate"
        lines += ["", *labelled("counterexample", [words])]
    return "\n".join(lines)


def tolerance_text(tolerance: ToleratedGaps) -> str:
    """How far concessions to a surrogate may be from those to the original, and who would mind."""
    t = tolerance
    rates = "none" if t.rates is None else f"from {format_exact(t.rates[0])} to {format_exact(t.rates[1])}"
    lines = labelled("threat", [f"{t.original.name}, conceded with probability {format_exact(t.rate)}"])
    lines += labelled("becomes", [t.surrogate.name])
    lines += labelled("tolerated gap", [tolerated_gap(t)])
    lines += labelled("tolerated rate", [rates])
    lines += labelled("principal", [_bound(t.principal)])
    return "\n".join(lines + labelled("threatener", [_bound(t.threatener) + _deflection(t)]))


def tolerated_gap(tolerance: ToleratedGaps) -> str:
    """`-1/26 to 1/2`, or `none`; the ends as free numbers."""
    if tolerance.is_empty:
        return "none"
    low, high = tolerance.low, tolerance.high
    if low is None or high is None:
        return "any" if low is high else f"from {_number(low)}" if high is None else f"up to {_number(high)}"
    return f"{format_exact(low)} to {format_exact(high)}"


def effects_text(effects: SurrogateEffects) -> str:
    """What surrogates do, threat by threat; what the threatener chooses before and after, and what that is worth."""
    rows = [["original threat", "", "becomes", "gap", "tolerated gaps", "principal", "threatener", "losing plays"]]
    for pair in effects.pairs:
        gap = _signed(pair.rates[1] - pair.rates[0])
        changes = [f"{format_exact(u)} -> {format_exact(v)}" for u, v in zip(pair.before, pair.after, strict=True)]
        names = [pair.original.name, "->", pair.surrogate.name]
        rows.append([*names, gap, tolerated_gap(pair.tolerance), *changes, format_exact(pair.worse)])
    lines = ["expected payoffs, and the smallest fraction of plays in which somebody is worse off:", *columns(rows), ""]
    knife = [pair.original.name for pair in effects.pairs if _deflection(pair.tolerance)]
    if knife:
        words = "a surrogate that is conceded any less often than its original, q < p, deflects nothing"
        lines.append(paragraph(f"{words}: {', '.join(knife)}"))
    return "\n".join([*lines, *_drift(effects.drift)])


def _drift(drift: ChoiceDrift) -> list[str]:
    lines = labelled("before", [_choice(drift.before)]) + labelled("after", [_choice(drift.after)])
    demand = [] if drift.demand is None else [f"demand {_signed(drift.demand)}"]
    changes = [*demand, f"principal {_signed(drift.principal)}", f"threatener {_signed(drift.threatener)}"]
    lines += labelled("drift", [", ".join(changes)])
    if drift.tolerable_harm is not None:
        words = "the principal is no worse off than before if the harm of the executed surrogate is at most "
        lines += labelled("threshold", [words + format_exact(drift.tolerable_harm)])
    return lines


def _choice(choice: ThreatChoice) -> str:
    name = "no threat" if choice.chosen is None else choice.chosen.name
    worth = f"{format_exact(choice.threatener)} for the threatener, {format_exact(choice.principal)} for the principal"
    others = [_name(threat) for threat in choice.best if threat is not choice.chosen]
    tied = f"; as good for him: {', '.join(others)}" if others else ""
    return f"{name}, {worth}{tied}"


def _name(threat: PossibleThreat | None) -> str:
    return "no threat" if threat is None else threat.name


def _bound(bound: GapBound) -> str:
    if bound.gap is None:
        return "content with any gap" if bound.condition == "always" else "content with no gap"
    return f"content with a gap of {bound.condition} {format_exact(bound.gap)}"


def _deflection(tolerance: ToleratedGaps) -> str:
    knife = tolerance.threatener.condition == "at least" and tolerance.threatener.gap == 0
    return "; conceded any less often, q < p, the surrogate deflects nothing" if knife else ""


def _change(change: BranchChange, how: str) -> str:
    ends = f"where {change.original} is {change.branch}, {change.surrogate} is {change.becomes}"
    return f"{ends}, which is {how} for the {change.party}"


def _holds(failed: Sequence[str]) -> str:
    return "yes" if not failed else f"no, not for {', '.join(failed)}"


def _pair(payoffs: tuple[Fraction, Fraction]) -> str:
    return f"{format_exact(payoffs[0])}, {format_exact(payoffs[1])}"


def _number(number: Fraction | None) -> str:
    return "" if number is None else format_exact(number)


def _signed(number: Fraction) -> str:
    return f"+{format_exact(number)}" if number > 0 else format_exact(number)
