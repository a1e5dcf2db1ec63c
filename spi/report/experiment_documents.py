"""The page of an experiment as JSON: exact numbers are strings, approximate ones are numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spi.core.numbers import format_exact

if TYPE_CHECKING:
    from fractions import Fraction

    from spi.empirical.bounds import MeanGapBound
    from spi.empirical.compared_arms import ComparedArms
    from spi.empirical.experiment_report import ExperimentReport
    from spi.empirical.judgements import JointJudgement
    from spi.empirical.responses import ResponseTable

__all__ = ["report_json", "table_json"]

Json = dict[str, Any]


def table_json(table: ResponseTable) -> Json:
    """Counts in the form of files of counts, with the report of the gate.

    Source: ours
    """
    gate = table.gate
    return {
        "gate": {
            "responses": gate.rows,
            "rejected": len(gate.rejected),
            "refused": [{"run": fault.run, "why": fault.why} for fault in gate.faults],
            "override": gate.override or None,
        },
        "responses": list(table.responses),
        "cells": [
            {
                "model": cell.model,
                "method": cell.method,
                "scenario": cell.scenario,
                "kind": cell.kind,
                "counts": dict(zip(table.responses, cell.counts, strict=True)),
                "missing": dict(cell.missing),
            }
            for cell in table.cells
        ],
    }


def report_json(report: ExperimentReport) -> Json:
    """Everything on the page.

    Source: ours
    """
    return {
        "title": report.title,
        "answer": report.answer,
        "epsilon": format_exact(report.epsilon),
        "alpha": format_exact(report.alpha),
        **table_json(report.table),
        "comparisons": [_arms(arms, report) for arms in report.compared],
        "not_estimated": [
            {"comparison": comparison or None, "method": method, "why": why}
            for comparison, method, why in report.unmeasured
        ],
        "capability": [
            {
                "benchmark": benchmark,
                "method": method,
                "items": delta.items,
                "before": format_exact(delta.before),
                "after": format_exact(delta.after),
                "variance": _exact(delta.variance),
                "p_value": format_exact(delta.p_value),
                "unpaired": list(delta.unpaired),
                "bounds": [format_exact(delta.low), format_exact(delta.high)],
            }
            for benchmark, method, delta in report.capability
        ],
    }


def _arms(arms: ComparedArms, report: ExperimentReport) -> Json:
    gap, missing = arms.gap, arms.missing
    return {
        "comparison": arms.comparison,
        "model": arms.model,
        "method": arms.method,
        "reference": arms.reference,
        "counts": {name: list(counts) for name, counts in zip(arms.scenarios, arms.counts, strict=True)},
        "left_out": list(arms.left_out),
        "clusters": list(arms.clusters),
        "mean_gap": format_exact(gap.mean),
        "variance_random": _exact(gap.random_variance),
        "variance_fixed": format_exact(gap.fixed_variance),
        "heterogeneity": _exact(gap.heterogeneity),
        "bound_like_these": _bound(arms.like_these),
        "bound_these": _bound(arms.these),
        "certified_like_these": arms.like_these.root <= report.epsilon,
        "certified_these": arms.these.root <= report.epsilon,
        "p_value": format_exact(arms.permutation.p_value),
        "p_value_holm": format_exact(arms.holm),
        "signed": format_exact(arms.signed),
        "signed_error": arms.signed_error,
        "p_value_direction": format_exact(arms.direction.p_value),
        "missing": {
            "reference": list(missing.reference),
            "treated": list(missing.treated),
            "p_value": format_exact(missing.p_value),
            "mean_gap": [format_exact(x) for x in missing.gap],
            "signed": [format_exact(x) for x in missing.signed],
        },
        "design": {
            "scenarios": arms.design.scenarios,
            "repetitions": arms.design.repetitions,
            "certifiable": arms.design.certifiable,
            "power": format_exact(arms.design.power),
        },
        "equivalent": _joint(arms.equivalence, report.alpha),
        "tolerance_intervals": {
            policy.scenario: {
                "rate": format_exact(gaps.rate),
                "gap": [_exact(gaps.low), _exact(gaps.high)],
                "rates": None if gaps.rates is None else [format_exact(q) for q in gaps.rates],
            }
            for policy, gaps in zip(arms.policies, arms.tolerated, strict=False)
        },
        "tolerated": None if arms.tolerance is None else _joint(arms.tolerance, report.alpha),
        "no_new_threat": None if arms.no_new_threat is None else _joint(arms.no_new_threat, report.alpha),
    }


def _bound(bound: MeanGapBound) -> Json:
    return {"value": float(bound.value), "root": bound.root, "method": bound.method, "warnings": list(bound.warnings)}


def _joint(joint: JointJudgement, alpha: Fraction) -> Json:
    return {
        "outcome": joint.outcome(alpha),
        "all_hold": [float(x) for x in joint.all_hold],
        "expected_fraction": [float(x) for x in joint.expected_fraction],
        "worst": joint.worst.scenario,
        "scenarios": {
            judged.scenario: {"outcome": judged.outcome(alpha), "probability": [float(judged.low), float(judged.high)]}
            for judged in joint.scenarios
        },
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else format_exact(value)
