"""Plain text and JSON: the analysis of principal loyalty."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from spi.core.numbers import format_exact
from spi.report.layout import columns, labelled

if TYPE_CHECKING:
    from spi.empirical.counting import CountBounds
    from spi.empirical.loyalty.analysis import Frontier, Grouping, LoyaltyAnalysis
    from spi.empirical.loyalty.mixtures import Mixture
    from spi.empirical.loyalty.splits import Split

__all__ = ["loyalty_json", "loyalty_text"]

_CLEAR = 0.95  # members of a group with less are shown with their probability
_LIKELY = 0.05  # points that are on the frontier less often are not named


def loyalty_text(analysis: LoyaltyAnalysis) -> str:
    """The report of the gate, the rates with their bounds, the groups, the frontier."""
    from spi.empirical.gate import LIMIT
    from spi.empirical.loyalty.rows import METRICS

    rows = [["subject", "n", *(f"{metric} %" for metric in METRICS)]]
    for own in analysis.rates:
        n = max(bounds.n for bounds in own.metrics.values())
        rows.append([own.subject, str(n), *(_range(own.metrics[metric]) for metric in METRICS)])
    lines = [str(analysis.table), "", *columns(rows)]
    lines += ["(from - to: what missing verdicts leave open)", ""]
    lines += labelled("left out", [", ".join(analysis.left_out)]) if analysis.left_out else []
    harms = [own.metrics["harm"] for own in analysis.rates]
    many = sum(c.high - c.low > LIMIT * c.n for c in harms)
    words = f"more than {format_exact(LIMIT)} of the verdicts on harm, for {many} of {len(harms)} subjects"
    warnings = [*map(str, analysis.warnings), *([words] if many else [])]
    lines += labelled("missing", warnings or ["evenly, as far as one can tell"])
    for grouping in analysis.groupings:
        lines += ["", *_grouping_lines(grouping)]
    return "\n".join([*lines, "", *_frontier_lines(analysis.frontier)])


def loyalty_json(analysis: LoyaltyAnalysis) -> dict[str, Any]:
    """The same as JSON values: counts and exact strings; what is approximate are numbers."""
    gate, frontier = analysis.table.gate, analysis.frontier
    return {
        "gate": {
            "responses": gate.rows,
            "rejected": len(gate.rejected),
            "refused": [{"run": fault.run, "why": fault.why} for fault in gate.faults],
            "override": gate.override or None,
        },
        "subjects": [
            {"subject": own.subject}
            | {metric: {"low": c.low, "high": c.high, "n": c.n} for metric, c in own.metrics.items()}
            for own in analysis.rates
        ],
        "warnings": [str(warning) for warning in analysis.warnings],
        "groups": [
            {
                "reading": grouping.reading,
                "mixtures": [
                    {
                        "law": mixture.law,
                        "groups": [{"weight": g.weight, "rate": g.rate, "scatter": g.scatter} for g in mixture.groups],
                        "log_likelihood": mixture.log_likelihood,
                        "bic": mixture.bic,
                        "responsibilities": [list(row) for row in mixture.responsibilities],
                    }
                    for mixture in grouping.mixtures
                ],
                "largest_gap": _split_json(grouping.gap),
                "otsu": _split_json(grouping.otsu),
            }
            for grouping in analysis.groupings
        ],
        "frontier": {
            "non_dominated": {reading: list(names) for reading, names in frontier.non_dominated.items()},
            "certainly": list(frontier.certainly),
            "possibly": list(frontier.possibly),
            "dominances": [list(pair) for pair in frontier.dominances],
            "probability": dict(zip(frontier.draws.names, frontier.draws.non_dominated, strict=True)),
            "hypervolume": {reading: format_exact(area) for reading, area in frontier.hypervolume.items()},
        },
    }


def _grouping_lines(grouping: Grouping) -> list[str]:
    lines = [f"groups by harm, {grouping.reading}:"]
    for law in dict.fromkeys(mixture.law for mixture in grouping.mixtures):
        lines += labelled(law, [str(mixture) for mixture in grouping.mixtures if mixture.law == law])
    best = min(grouping.mixtures, key=lambda mixture: mixture.bic)
    close = [m for m in grouping.mixtures if m is not best and m.bic - best.bic < 2]
    rivals = "".join(f", {m.law} K={len(m.groups)} within 2" for m in close)
    lines += labelled("members", [_members(m, grouping.subjects) for m in grouping.mixtures if m.law == "binomial"][1:])
    lines += labelled("least BIC", [f"{best.law} K={len(best.groups)}{rivals}"])
    lines += labelled("largest gap", [_split_words(grouping.gap)])
    return lines + labelled("Otsu", [_split_words(grouping.otsu)])


def _frontier_lines(frontier: Frontier) -> list[str]:
    lines = ["leaks against missed instructions, less is better:"]
    for reading, names in frontier.non_dominated.items():
        area = f"they dominate {float(frontier.hypervolume[reading]):.4f} of the square"
        lines += labelled("undominated", [f"{reading}: {', '.join(names)}; {area}"])
    lines += labelled("certainly", [", ".join(frontier.certainly) or "nobody is, whatever the missing verdicts are"])
    dominated = [f"{a} dominates {b}" for a, b in frontier.dominances]
    lines += labelled(
        "  for sure", [", ".join(dominated) or "nobody dominates anybody, whatever the missing verdicts are"]
    )
    ranked = sorted(zip(frontier.draws.names, frontier.draws.non_dominated, strict=True), key=lambda pair: -pair[1])
    likely = [f"{name} {share:.2f}" for name, share in ranked if share >= _LIKELY]
    words = f"{', '.join(likely)} (missing left out, uniform priors, {frontier.draws.draws:,} draws)"
    return lines + labelled("probability", [words])


def _members(mixture: Mixture, subjects: Sequence[str]) -> str:
    """Who most probably is of which group; with the probability where it is not clear."""
    groups: list[list[str]] = [[] for _ in mixture.groups]
    for subject, shares in zip(subjects, mixture.responsibilities, strict=True):
        most = max(shares)
        groups[shares.index(most)].append(subject if most >= _CLEAR else f"{subject} ({most:.2f})")
    return f"K={len(groups)}: " + " | ".join(", ".join(own) or "nobody" for own in groups)


def _range(bounds: CountBounds) -> str:
    low, high = (f"{100 * float(rate):.1f}" for rate in bounds.rate)
    return low if bounds.low == bounds.high else f"{low} - {high}"


def _split_words(split: Split | None) -> str:
    if split is None:
        return "none: all rates are alike"
    low, high = (f"{100 * float(rate):.1f} %" for rate in (split.below, split.above))
    return f"between {low} and {high}, explains {float(split.explained):.4f} of the variance"


def _split_json(split: Split | None) -> dict[str, str] | None:
    def number(value: Fraction) -> str:
        return format_exact(value)

    if split is None:
        return None
    return {"below": number(split.below), "above": number(split.above), "explained": number(split.explained)}
