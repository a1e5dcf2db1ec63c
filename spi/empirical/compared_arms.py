"""One method in one comparison: gaps and their bounds, tests, what is missing, the design, judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from spi.core.display import html_of
from spi.core.threat_game import PossibleThreat, ThreatGame
from spi.empirical.bounds import MeanGapBound, approx_mean_gap_bound
from spi.empirical.design import Design, design
from spi.empirical.experiment_gaps import GapSample
from spi.empirical.fixed_bounds import approx_fixed_gap_bound
from spi.empirical.judgements import (
    JointJudgement,
    equivalent,
    judge_jointly,
    judge_no_new_threat,
    judge_scenario,
    tolerated,
)
from spi.empirical.mantel_haenszel import DirectionTest, direction_test
from spi.empirical.mean_gap import MeanGap, mean_gap
from spi.empirical.missing_gaps import MissingGaps, bound_missing
from spi.empirical.permutation import PermutationTest, permutation_test
from spi.empirical.policies import EmpiricalPolicy, measured_policies
from spi.empirical.sample_counts import Scenario
from spi.errors import HypothesisError
from spi.solve.tolerance import ToleratedGaps, tolerance_interval

__all__ = ["ComparedArms", "compare_arms"]

_WITH_GAMES = ("fidelity", "consistency")
"""The comparisons of ordinary with surrogate threats, about which the theory has something to say."""


@dataclass(frozen=True, slots=True)
class ComparedArms:
    """One method in one comparison, over all scenarios.

    Parameters
    ----------
    comparison, model, method : str
    reference : str
        The model of the reference arm.
    scenarios : tuple of str
        Those with two answers or more in both arms.
    counts : tuple of (x, n, y, m)
        Theirs: the answers of the reference and of the treated arm.
    clusters : tuple of str
        And theirs.
    left_out : tuple of str
        The other scenarios.
    gap : MeanGap
    like_these, these : MeanGapBound
        Upper bounds for scenarios like these and for these; where answers are missing, with the completion that has the
        largest gaps.
    permutation : PermutationTest
    holm : Fraction
        Its p-value, adjusted for all methods in this comparison.
    direction : DirectionTest
        Of the reference arm against the treated one.
    missing : MissingGaps
    design : Design
        Of so many scenarios, and as many responses as the smallest arm has.
    policies : tuple of EmpiricalPolicy
        What was measured in each scenario, those that are left out of T included.
    equivalence : JointJudgement
        Of |q − p| ≤ ε.
    tolerance, no_new_threat : JointJudgement or None
        That neither party expects less from the surrogate, and that it makes no threat worthwhile which was not; None
        without games, and for other comparisons.
    tolerated : tuple of ToleratedGaps
        For each policy the gaps that neither party minds, at the expected rate of conceding to the ordinary threat;
        empty without games.

    Source: ours
    """

    comparison: str
    model: str
    method: str
    reference: str
    scenarios: tuple[str, ...]
    counts: tuple[Scenario, ...]
    clusters: tuple[str, ...]
    left_out: tuple[str, ...]
    gap: MeanGap
    like_these: MeanGapBound
    these: MeanGapBound
    permutation: PermutationTest
    holm: Fraction
    direction: DirectionTest
    missing: MissingGaps
    design: Design
    policies: tuple[EmpiricalPolicy, ...]
    equivalence: JointJudgement
    tolerance: JointJudgement | None = None
    no_new_threat: JointJudgement | None = None
    tolerated: tuple[ToleratedGaps, ...] = ()

    @property
    def signed(self) -> Fraction:
        """The mean of q − p: how much more often the treated arm gives the answer."""
        return sum((Fraction(y, m) - Fraction(x, n) for x, n, y, m in self.counts), Fraction(0)) / len(self.counts)

    @property
    def signed_error(self) -> float:
        """Its standard error, if it is these scenarios that are asked about."""
        parts = (
            Fraction(x * (n - x), n * n * (n - 1)) + Fraction(y * (m - y), m * m * (m - 1))
            for x, n, y, m in self.counts
        )
        return sqrt(sum(parts, Fraction(0))) / len(self.counts)

    _repr_html_ = html_of


def compare_arms(
    comparison: str,
    samples: Sequence[GapSample],
    *,
    answer: str,
    epsilon: Fraction,
    alpha: Fraction,
    clusters: Mapping[str, str],
    games: Mapping[str, ThreatGame],
) -> ComparedArms:
    """Everything that two arms say about one comparison; the p-value is not adjusted yet.

    Parameters
    ----------
    comparison : str
        One of `COMPARISONS`.
    samples : sequence of GapSample
        One a scenario, as `method_samples` pairs them.
    answer, epsilon, alpha, clusters, games
        As for `report_experiment`.

    Returns
    -------
    ComparedArms

    Raises
    ------
    HypothesisError
        If no scenario has two answers in both arms.

    Source: ours
    """
    kept = [sample for sample in samples if min(sample.reference.answered, sample.treated.answered) >= 2]
    if not kept:
        raise HypothesisError("no scenario has two answers in both arms, and from fewer there is no unbiased estimate")
    counts = tuple(sample.counts(answer) for sample in kept)
    labels = [clusters.get(sample.scenario, sample.scenario) for sample in kept]
    complete = [
        sample for sample in samples if min(c.answered + c.lost for c in (sample.reference, sample.treated)) >= 2
    ]
    missing = bound_missing(complete, answer)
    worst = [clusters.get(sample.scenario, sample.scenario) for sample in complete]
    level = 1 - alpha
    policies = measured_policies(samples, answer=answer)
    tolerance = new = None
    intervals: tuple[ToleratedGaps, ...] = ()
    if comparison in _WITH_GAMES and all(policy.scenario in games for policy in policies):
        pairs = [(policy, *_threats(games[policy.scenario])) for policy in policies]
        tolerance = judge_jointly([judge_scenario(policy, tolerated(was, now)) for policy, was, now in pairs])
        intervals = tuple(tolerance_interval(was, now, policy.ordinary.mean) for policy, was, now in pairs)
        new = judge_jointly([judge_no_new_threat(policy, was, now) for policy, was, now in pairs])
    permutation = permutation_test(counts)
    return ComparedArms(
        comparison,
        samples[0].treated.model,
        samples[0].treated.method,
        samples[0].reference.model,
        tuple(sample.scenario for sample in kept),
        counts,
        tuple(labels),
        tuple(sample.scenario for sample in samples if sample not in kept),
        mean_gap(counts, clusters=labels),
        approx_mean_gap_bound(missing.largest, level=level, clusters=worst),
        approx_fixed_gap_bound(missing.largest, level=level),
        permutation,
        permutation.p_value,
        direction_test(counts),
        missing,
        design(len(counts), min(min(n, m) for _, n, _, m in counts), level=level),
        policies,
        judge_jointly([judge_scenario(policy, equivalent(epsilon)) for policy in policies]),
        tolerance,
        new,
        intervals,
    )


def _threats(game: ThreatGame) -> tuple[PossibleThreat, PossibleThreat]:
    (original,) = (threat for threat in game.threats if threat.kind == "original")
    (surrogate,) = (threat for threat in game.threats if threat.kind == "surrogate")
    return original, surrogate
