"""The mean squared gap over scenarios, and how sure of it one can be: for these scenarios, or for ones like them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from spi.core.display import html_of
from spi.empirical.gaps import squared_gap
from spi.empirical.sample_counts import read_scenarios, repeated
from spi.empirical.variance_estimates import variance_estimate
from spi.errors import GameError, HypothesisError

__all__ = ["MeanGap", "cluster_numbers", "mean_gap"]


@dataclass(frozen=True, slots=True)
class MeanGap:
    """A mean of unbiased squared gaps, over scenarios of equal weight.

    Parameters
    ----------
    gaps : tuple of Fraction
        Of each scenario that counts; some are negative.
    clusters : int
        How many independent groups the scenarios form.
    random_variance : Fraction or None
        Of the mean, if the clusters are a random sample: their spread already has the noise within scenarios in it.
        None with one cluster, of which there is no spread.
    fixed_variance : Fraction
        Of the mean, if it is these scenarios and no others that are asked about.
    unbiased : bool
        Is the fixed variance unbiased? It is, with four responses or more in every arm.
    heterogeneity : Fraction or None
        Unbiased estimate of the variance of the true squared gaps between scenarios; it may be negative. None with one
        scenario.
    left_out : tuple of (number of a scenario from 1, reason)
        Which scenarios are missing, and are not in the mean.

    Source: ours
    """

    gaps: tuple[Fraction, ...]
    clusters: int
    random_variance: Fraction | None
    fixed_variance: Fraction
    unbiased: bool
    heterogeneity: Fraction | None
    left_out: tuple[tuple[int, str], ...] = ()

    @property
    def mean(self) -> Fraction:
        """Unbiased for the mean of (p − q)²."""
        return sum(self.gaps, Fraction(0)) / len(self.gaps)

    @property
    def shown(self) -> Fraction:
        """The mean, or 0 if it is negative: for display only, since this is biased."""
        return max(self.mean, Fraction(0))

    def __str__(self) -> str:
        random = f"{sqrt(self.random_variance):.4g}" if self.random_variance is not None else "unknown"
        fixed = f"{sqrt(self.fixed_variance):.4g}" if self.fixed_variance >= 0 else "unknown"
        out = f"; {len(self.left_out)} left out" if self.left_out else ""
        among = f" in {self.clusters} clusters" if self.clusters != len(self.gaps) else ""
        return (
            f"mean squared gap {float(self.mean):.4g} over {len(self.gaps)} scenarios{among}: "
            f"standard error {random} if they are a random sample, {fixed} if fixed{out}"
        )

    _repr_html_ = html_of


def cluster_numbers(clusters: Sequence[Hashable] | None, scenarios: int) -> list[int]:
    """Clusters numbered from 0 in order of appearance; each scenario is its own if none are given.

    Raises
    ------
    GameError
        If there is not one label per scenario.

    Source: ours
    """
    if clusters is None:
        return list(range(scenarios))
    if len(clusters) != scenarios:
        raise GameError(f"{len(clusters)} labels of clusters for {scenarios} scenarios; accepted: one label a scenario")
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in clusters]


def mean_gap(
    scenarios: Sequence[Sequence[int]], *, clusters: Sequence[Hashable] | None = None, leave_out: bool = False
) -> MeanGap:
    """Average the squared gaps of scenarios, each with its own counts.

    Counts are never pooled before they are compared: two scenarios with opposite gaps would cancel out. Weights are
    equal: weights by precision depend on the estimates and bias the mean.

    Parameters
    ----------
    scenarios : sequence of (x, n, y, m)
    clusters : sequence of labels, optional
        One per scenario: the template, or the author. Scenarios that share one are not independent.
    leave_out : bool
        Leave out scenarios with fewer than two responses in an arm, and list them. Otherwise they are refused: with
        another set of scenarios it is another mean.

    Returns
    -------
    MeanGap

    Raises
    ------
    HypothesisError
        For a scenario with fewer than two responses in an arm, or if none is left.
    GameError
        For what are no counts, or not one label per scenario.

    Examples
    --------
    >>> found = mean_gap([(14, 20, 12, 20), (5, 20, 5, 20), (18, 20, 17, 20), (9, 20, 14, 20)])
    >>> str(found.mean)
    '-3/3040'
    >>> print(found)
    mean squared gap -0.0009868 over 4 scenarios: standard error 0.01332 if they are a random sample, 0.01671 if fixed

    Source: ours
    """
    read = read_scenarios(scenarios)
    numbers = cluster_numbers(clusters, len(read))
    missing: list[tuple[int, str]] = []
    for k, (_, n, _, m) in enumerate(read, start=1):
        try:
            repeated(n, m, place=f"scenario {k}")
        except HypothesisError as error:
            if not leave_out:
                raise
            missing.append((k, str(error)))
    out = {k - 1 for k, _ in missing}
    kept = [k for k in range(len(read)) if k not in out]
    if not kept:
        raise HypothesisError("every scenario is missing: each has an arm with fewer than 2 responses")

    gaps = [squared_gap(*read[k]) for k in kept]
    variances = [variance_estimate(*read[k]) for k in kept]
    size = len(gaps)
    mean = sum(gaps, Fraction(0)) / size
    deviations: dict[int, Fraction] = {}  # of each cluster: its total less what it would be at the mean
    for k, gap in zip(kept, gaps, strict=True):
        deviations[numbers[k]] = deviations.get(numbers[k], Fraction(0)) + gap - mean
    count = len(deviations)
    between = sum((d**2 for d in deviations.values()), Fraction(0))
    within = sum((v.value for v in variances), Fraction(0))
    single = sum(((gap - mean) ** 2 for gap in gaps), Fraction(0))
    return MeanGap(
        tuple(gaps),
        count,
        between * count / ((count - 1) * size**2) if count > 1 else None,
        within / size**2,
        all(v.unbiased for v in variances),
        single / (size - 1) - within / size if size > 1 else None,
        tuple(missing),
    )
