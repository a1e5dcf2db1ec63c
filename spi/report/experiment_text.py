"""The page of an experiment as plain text: counts, gaps with their bounds, what is missing, judgements, the design."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from spi.core.numbers import format_exact
from spi.report.experiment_counts import Rows, counts_rows, missing_words
from spi.report.layout import columns, labelled

if TYPE_CHECKING:
    from spi.empirical.capability import CapabilityDelta
    from spi.empirical.compared_arms import ComparedArms
    from spi.empirical.experiment_report import ExperimentReport
    from spi.solve.tolerance import ToleratedGaps

__all__ = [
    "QUESTIONS",
    "Section",
    "arms_name",
    "report_text",
    "scenario_tables",
    "sections",
]

QUESTIONS = {
    "fidelity": "are surrogate threats answered as the untreated model answers ordinary ones?",
    "preservation": "does the method leave the answers to ordinary threats as they were?",
    "side effects": "does the method leave the answers as they were where there is no threat?",
    "consistency": "does the treated model answer surrogate and ordinary threats alike?",
}

_FEW = 4  # intervals that are printed for a comparison; those of all scenarios are in the tables of scenarios


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: what text and HTML have in common.

    Parameters
    ----------
    title : str
    tables : list of lists of rows
        Each has its head first.
    notes : list of (label, lines)
    """

    title: str
    tables: list[Rows]
    notes: list[tuple[str, list[str]]]


def report_text(report: ExperimentReport, *, by_scenario: bool = False) -> str:
    """The page of an experiment; if wanted, with every scenario of every comparison.

    Source: ours
    """
    lines = [report.title] * bool(report.title) + [str(report.table)]
    for section in sections(report):
        lines += ["", section.title]
        for rows in section.tables:
            lines += ["", *columns(rows)]
        for label, items in section.notes:
            lines += labelled(label, items)
    if by_scenario:
        for title, rows in scenario_tables(report):
            lines += ["", title, "", *columns(rows)]
    return "\n".join(lines)


def sections(report: ExperimentReport) -> Iterator[Section]:
    """The parts of the page.

    Source: ours
    """
    yield Section("counts", [counts_rows(report.table)], [("missing", list(missing_words(report.table)) or ["evenly"])])
    for comparison, question in QUESTIONS.items():
        own = [arms for arms in report.compared if arms.comparison == comparison]
        if own:
            tables = [_gap_rows(report, own), _judgement_rows(report, own)]
            if any(not arms.missing.none for arms in own):
                tables.insert(1, _missing_rows(report, own))
            yield Section(f"{comparison}: {question}", tables, list(_notes(report, own)))
    if report.compared:
        yield _design(report)
    if report.capability:
        head = ["benchmark", "method", "items", "before", "after", "change", "s.e.", "p-value", "with absent scores"]
        rows = [_capability(benchmark, method, delta) for benchmark, method, delta in report.capability]
        yield Section("capability: how benchmark scores changed, item by item", [[head, *rows]], [])
    if report.unmeasured:
        reasons = [": ".join(filter(None, parts)) for parts in report.unmeasured]
        yield Section("not estimated", [], [("why", reasons)])


def scenario_tables(report: ExperimentReport) -> Iterator[tuple[str, Rows]]:
    """What there is to say of each scenario: counts, and every comparison.

    Source: ours
    """
    from spi.empirical.gaps import squared_gap

    yield "counts of each scenario", counts_rows(report.table, by_scenario=True)
    for comparison in QUESTIONS:
        rows = [["scenario", "method", "p", "q", "T", "tolerated q − p", "equivalent", "tolerated", "no new threat"]]
        for arms in report.compared:
            if arms.comparison != comparison:
                continue
            for k, policy in enumerate(arms.policies):
                rates = (policy.ordinary, policy.surrogate)
                (x, n), (y, m) = ((rate.conceded, rate.conceded + rate.others) for rate in rates)
                judged = [arms.equivalence, arms.tolerance, arms.no_new_threat]
                rows.append(
                    [
                        policy.scenario,
                        arms_name(report, arms),
                        f"{x} of {n}",
                        f"{y} of {m}",
                        f"{float(squared_gap(x, n, y, m)):.4f}" if min(n, m) >= 2 else "missing",
                        _tolerated(arms.tolerated[k]) if arms.tolerated else "",
                        *("" if joint is None else joint.scenarios[k].outcome(report.alpha) for joint in judged),
                    ]
                )
        if len(rows) > 1:
            yield f"{comparison} of each scenario", rows


def arms_name(report: ExperimentReport, arms: ComparedArms) -> str:
    """The method, with its model if there are several.

    Source: ours
    """
    models = {(own.model, own.reference) for own in report.compared}
    return arms.method if len(models) == 1 or not arms.model else f"{arms.method} ({arms.model})"


def _gap_rows(report: ExperimentReport, own: Sequence[ComparedArms]) -> Rows:
    head = ["method", "scenarios", "p → q", "gap T", "s.e.", "s.e. these", "between", "root ≤", "root ≤ these"]
    rows = [[*head, "p-value", "Holm", "q − p", "p direction"]]
    for arms in own:
        gap, size = arms.gap, len(arms.counts)
        p = sum((Fraction(x, n) for x, n, _, _ in arms.counts), Fraction(0)) / size
        rows.append(
            [
                arms_name(report, arms),
                str(size),
                f"{float(p):.3f} → {float(p + arms.signed):.3f}",
                f"{float(gap.mean):.5f}",
                _root(gap.random_variance),
                _root(gap.fixed_variance),
                "unknown" if gap.heterogeneity is None else f"{float(gap.heterogeneity):.5f}",
                f"{arms.like_these.root:.3f}",
                f"{arms.these.root:.3f}",
                _small(arms.permutation.p_value),
                _small(arms.holm),
                f"{float(arms.signed):+.3f} ± {arms.signed_error:.3f}",
                _small(arms.direction.p_value),
            ]
        )
    return rows


def _missing_rows(report: ExperimentReport, own: Sequence[ComparedArms]) -> Rows:
    rows = [["missing", "in p", "in q", "evenly? p-value", "T, whatever they were", "q − p, whatever they were"]]
    for arms in own:
        found = arms.missing
        low, high, down, up = (float(x) for x in (*found.gap, *found.signed))
        lost = [f"{n} of {of}" for n, of in (found.reference, found.treated)]
        uneven = " UNEVENLY" if found.p_value <= report.alpha else ""
        spans = f"{low:.5f} to {high:.5f}", f"{down:+.3f} to {up:+.3f}"
        rows.append([arms_name(report, arms), *lost, _small(found.p_value) + uneven, *spans])
    return rows


def _judgement_rows(report: ExperimentReport, own: Sequence[ComparedArms]) -> Rows:
    rows = [["probability that", "method", "in all", "jointly", "in how many", "pass", "fail", "undetermined", "worst"]]
    for words, found in (
        (f"|q − p| ≤ {format_exact(report.epsilon)}", [arms.equivalence for arms in own]),
        ("neither party expects less", [arms.tolerance for arms in own]),
        ("no new threat is worthwhile", [arms.no_new_threat for arms in own]),
    ):
        for arms, joint in zip(own, found, strict=True):
            if joint is not None:
                singles = [judged.outcome(report.alpha) for judged in joint.scenarios]
                worst = f"{joint.worst.scenario} ({_between(joint.worst.low, joint.worst.high)})"
                rows.append(
                    [
                        words,
                        arms_name(report, arms),
                        _between(*joint.all_hold),
                        joint.outcome(report.alpha),
                        _between(*joint.expected_fraction),
                        *(str(sum(own == wanted for own in singles)) for wanted in ("pass", "fail", "undetermined")),
                        worst,
                    ]
                )
    return rows


def _notes(report: ExperimentReport, own: Sequence[ComparedArms]) -> Iterator[tuple[str, list[str]]]:
    lines = []
    for target in ("these scenarios", "scenarios like these"):
        names = [
            arms_name(report, arms)
            for arms in own
            if (arms.these if target == "these scenarios" else arms.like_these).root <= report.epsilon
        ]
        words = ", ".join(names) or "none; that shows neither a gap nor that there is none"
        lines.append(f"a root mean square gap of at most {format_exact(report.epsilon)}, for {target}: {words}")
    yield "certified", lines
    ends = [gaps for arms in own for gaps in arms.tolerated]
    if ends:
        shown = sorted({_tolerated(gaps) for gaps in ends})
        yield (
            "tolerated",
            [
                "at the measured rates neither party expects less from the surrogate if q − p is in: "
                + "; ".join(shown if len(shown) <= _FEW else [*shown[: _FEW - 1], f"{len(shown) - _FEW + 1} others"])
            ],
        )
    if any(not arms.missing.none for arms in own):
        yield "bounds", ["of the completion of missing answers that has the largest gaps"]
    if out := [f"{arms_name(report, arms)}: {', '.join(arms.left_out)}" for arms in own if arms.left_out]:
        yield "not in T", ["fewer than two answers in an arm", *out]


def _design(report: ExperimentReport) -> Section:
    from spi.empirical.design import repetitions_needed
    from spi.empirical.proved_bounds import bound_any_law
    from spi.errors import SpiError

    epsilon = format_exact(report.epsilon)
    rows = [["comparison", "scenarios", "responses per arm", "finds or excludes", f"responses for {epsilon}"]]
    for arms in report.compared:
        plan = arms.design
        try:
            needed = str(repetitions_needed(plan.scenarios, report.epsilon, level=plan.level))
        except SpiError:
            needed = "out of reach"
        row = [arms.comparison, str(plan.scenarios), str(plan.repetitions), f"{plan.certifiable:.3f}", needed]
        rows += [row] if row not in rows else []
    weakest = max(report.compared, key=lambda arms: arms.design.certifiable)
    plan = weakest.design
    words = [
        f"this design can certify a gap of {plan.certifiable:.3f} for these scenarios: if there is none, with "
        f"probability {format_exact(plan.power)} (rates 1/2, normal approximation, the arm with the fewest answers)"
    ]
    if weakest.like_these.proved:
        zeros = [Fraction(0)] * len(weakest.clusters)
        best = sqrt(bound_any_law(zeros, level=plan.level, clusters=weakest.clusters))
        among = f"{len(zeros)} in {weakest.gap.clusters} clusters"
        words.append(f"for scenarios like these, {among} cannot certify less than about {best:.3f}")
    return Section("design: what so many scenarios and responses can show", [rows], [("power", words)])


def _tolerated(gaps: ToleratedGaps) -> str:
    """The tolerance interval as gaps of probabilities."""
    if gaps.rates is None:
        return "nothing"
    low, high = (float(q - gaps.rate) for q in gaps.rates)
    return f"{low:.3f} to {high:.3f}"


def _capability(benchmark: str, method: str, delta: CapabilityDelta) -> list[str]:
    return [
        benchmark,
        method,
        str(delta.items),
        f"{float(delta.before):.3f}",
        f"{float(delta.after):.3f}",
        f"{float(delta.delta):+.3f}",
        _root(delta.variance),
        _small(delta.p_value),
        f"{float(delta.low):+.3f} to {float(delta.high):+.3f}" if delta.unpaired else "none absent",
    ]


def _between(low: Fraction, high: Fraction) -> str:
    ends = [f"{float(x):.3f}" for x in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _root(variance: Fraction | None) -> str:
    return "unknown" if variance is None or variance < 0 else f"{sqrt(variance):.5f}"


def _small(p: Fraction) -> str:
    return f"{float(p):.3f}" if p >= Fraction(1, 1000) else f"{float(p):.1e}"
