"""Plain text and JSON: what commitments leave, which exception clauses would help, and the checklist of risks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spi.core.numbers import format_exact
from spi.report.layout import labelled, outcome_text

if TYPE_CHECKING:
    from spi.analysis.lock_out import LockOut, Restoration
    from spi.analysis.risk_factors import RiskFactor
    from spi.core.beliefs import Law
    from spi.core.commitments import Commitment, CommitmentGraph, Policy
    from spi.core.game import Profile
    from spi.core.verdict import Verdict
    from spi.solve.adoption import Finding, Obstacle

__all__ = [
    "CASES",
    "LockOutSurvey",
    "commitments_text",
    "lock_out_json",
    "lock_out_text",
    "restoration_json",
    "restoration_text",
    "survey_json",
    "survey_text",
]

CASES = {
    "open": "an SPI is left",
    "implementation": "implementation lock-out",
    "incentive": "incentive lock-out",
}


@dataclass(frozen=True, slots=True)
class LockOutSurvey:
    """All that is shown of a graph: the answer in every state, the clauses where it is a yes, and the checklist."""

    graph: CommitmentGraph
    found: dict[str, LockOut]
    clauses: dict[str, Verdict[Restoration, Restoration]]
    factors: tuple[RiskFactor, ...]

    def __str__(self) -> str:
        return survey_text(self)


def commitments_text(graph: CommitmentGraph) -> str:
    """The players, what is left to them in each state, and the commitments between states."""
    lines = [graph.title] if graph.title else []
    lines += [f"({graph.source})"] * bool(graph.source)
    lines += labelled("story", [graph.story]) if graph.story else []
    for state in graph.states:
        menus = zip(graph.problem.game.players, graph.reach(state).menus, strict=True)
        lines += ["", state, *labelled("   left", [f"{player}: {'; '.join(menu)}" for player, menu in menus])]
        ways = [f"{_commitment_text(s.commitment)} → {s.after}" for s in graph.steps if s.before == state]
        lines += labelled("   then", ways)
    return "\n".join(lines)


def lock_out_text(found: LockOut) -> str:
    """What is left at the start and after each commitment, and why."""
    lines = []
    for k, finding in enumerate(found.findings):
        head = "at first" if k == 0 else f"{k}. {_commitment_text(found.commitments[k - 1])}"
        lines += [f"{head}: {CASES[finding.case]}", *labelled("   because", _reasons(finding))]
    adoption = found.findings[-1].adoption
    for player, policy, law in () if adoption is None else adoption.beliefs:
        lines += labelled("believed", [f"{player} is content with “{policy}” if she believes {_law_text(law)}"])
    return "\n".join(lines)


def restoration_text(found: Restoration) -> str:
    """The smallest clauses."""
    after = f"after {len(found.commitments)} commitment{'s' * (len(found.commitments) != 1)}"
    if not found.clauses:
        return f"{after} no exception clause would leave an SPI"
    if found.clauses == ((),):
        return f"{after} an SPI is left without any further clause"
    kept = [f"keep {_clause_text(found.commitments, clause)}" for clause in found.clauses]
    return "\n".join([f"{after} an SPI would be left if the rules had had an exception:", *labelled("smallest", kept)])


def survey_text(survey: LockOutSurvey) -> str:
    """Every state with its case, the reasons and the smallest clauses; the checklist at the end."""
    lines = [commitments_text(survey.graph), ""]
    for state, found in survey.found.items():
        finding = found.findings[-1]
        lines += [f"{state}: {CASES[finding.case]}", *labelled("   because", _reasons(finding))]
        if state in survey.clauses:
            lines += labelled("   restored by", _clauses(survey.clauses[state]))
    factors = list(map(str, survey.factors)) or ["none of the six"]
    return "\n".join([*lines, "", *labelled("risk factors", [*factors, "(a checklist, not a proof)"])])


def lock_out_json(found: LockOut) -> dict[str, Any]:
    """A `LockOut` as JSON values."""
    from spi.analysis.lock_out_certificates import commitment_json, finding_json

    return {
        "commitments": [commitment_json(commitment) for commitment in found.commitments],
        "case": found.case,
        "first": found.first(),
        "findings": [finding_json(finding) for finding in found.findings],
    }


def restoration_json(found: Restoration) -> dict[str, Any]:
    """A `Restoration` as JSON values."""
    from spi.analysis.lock_out_certificates import commitment_json, policies_json

    return {
        "commitments": [commitment_json(commitment) for commitment in found.commitments],
        "clauses": [policies_json(clause) for clause in found.clauses],
    }


def survey_json(survey: LockOutSurvey) -> dict[str, Any]:
    """A `LockOutSurvey` as JSON values; clauses are null where there is no lock-out, or the budget ran out."""
    from spi.analysis.lock_out_certificates import finding_json, policies_json
    from spi.core.verdict import Unknown

    states = []
    for state, found in survey.found.items():
        verdict = survey.clauses.get(state)
        known = verdict is not None and not isinstance(verdict, Unknown)
        clauses = [policies_json(clause) for clause in verdict.result.clauses] if known else None  # type: ignore[union-attr]
        states.append({"state": state, "finding": finding_json(found.findings[-1]), "clauses": clauses})
    factors = [
        {"factor": f.factor, "rules": list(f.rules), "policies": policies_json(f.policies)} for f in survey.factors
    ]
    return {"title": survey.graph.title, "states": states, "risk_factors": factors}


def _reasons(finding: Finding) -> list[str]:
    adoption = finding.adoption
    if adoption is None:
        return [_obstacle_text(obstacle) for obstacle in finding.obstacles]
    return [f"by “{adoption.transform}” {adoption.player} gains at {outcome_text(adoption.outcome)}, and nobody loses"]


def _obstacle_text(o: Obstacle) -> str:
    if o.because == "idle":
        return f"by “{o.transform}” nobody gains over the default"
    if o.because == "unsupported":
        return f"“{o.transform}” asks {o.player} for “{o.policy}”, which no admissible belief makes a best reply"
    at = outcome_text(o.outcome or ())
    if o.because == "worse":
        return f"by “{o.transform}” {o.player} loses at {at}"
    return f"“{o.transform}” asks {o.player} at {at} for what is out of reach"


def _commitment_text(commitment: Commitment) -> str:
    return f"{commitment.rule} ({commitment.player or 'an event'})"


def _clause_text(commitments: Sequence[Commitment], clause: Iterable[Policy]) -> str:
    """What is kept, and the rules that would have to be amended."""
    parts = []
    for kept in clause:
        rules = [f"“{commitment.rule}”" for commitment in commitments if kept in commitment.removed]
        parts.append(f"“{kept[1]}” of {kept[0]} (in {' and '.join(rules)})")
    return ", ".join(parts)


def _clauses(verdict: Verdict[Restoration, Restoration]) -> Sequence[str]:
    from spi.core.verdict import Unknown

    if isinstance(verdict, Unknown):
        return [f"unknown: {verdict.reason}"]
    found = verdict.result
    return [f"keeping {_clause_text(found.commitments, clause)}" for clause in found.clauses] or ["no exception clause"]


def _law_text(law: Law[Profile]) -> str:
    return ", ".join(f"{outcome_text(q)} with {format_exact(p)}" for q, p in law)
