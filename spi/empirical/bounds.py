"""How large can the mean squared gap still be? Upper bounds, which are what certifies that behaviour is preserved.

A test that does not reject shows nothing; an upper bound that is small shows that the gap is. But squared gaps are
skewed, and their mean is small exactly when its standard error is: ordinary bounds are too low, and cover 0.71 to 0.92
of the time instead of 0.95. What is done instead depends on how many independent scenarios, or clusters, there are:

* fewer than 30: the bound of `proved_bounds`, which holds for any law. No recipe can know of a rare large gap in
  scenarios that were not drawn, and with few scenarios that is what matters.
* from 30: the larger one of two bounds that allow for skewness, the bootstrap of the studentised mean and Johnson's
  t with the standard error of within-scenario noise as the least; below 100 one more scenario, as bad as the
  worst one may be, is added.

Simulated coverage at level 0.95 (6,000 draws; 499 replicates; rates uniform; n = m = 20; truth: the mean over all of
the scenarios that are drawn from):

| scenarios | truth | z | default | default, median root |
|---:|---|---:|---:|---:|
| 101 | no gap | .898 | .993 | .082 |
| 101 | all shifted by .1 | .916 | .983 | .135 |
| 101 | one in ten off by .4 | .898 | .952 | .173 |
| 30 | one in ten off by .4 | .835 | .978 | .257 |
| 10 | all shifted by .1 | .823 | 1.000 | .515 |
| 10 | one in ten off by .4 | .708 | 1.000 | .518 |

Other laws are harder from 30 on: with one in twenty off by .8 the default covers .80 at 30 scenarios, .93 at 50 and .99
at 101. If so large gaps cannot be excluded beforehand, ask for `method="any law"`. If these scenarios are
all that matters, `fixed_bounds` has a much smaller bound for few scenarios that are asked often.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal, get_args

from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.empirical.mean_gap import cluster_numbers
from spi.empirical.proved_bounds import gap_bound_any_law
from spi.empirical.rates import read_level
from spi.empirical.sample_counts import read_scenarios, repeated
from spi.errors import GameError, HypothesisError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["BoundMethod", "MeanGapBound", "approx_mean_gap_bound"]

BoundMethod = Literal["default", "any law", "studentised", "normal"]
"""By the number of scenarios; proved; the skewness-aware bounds for any number; mean and standard error alone."""

FEW = 30
"""Below, the default is the proved bound."""

MANY = 100
"""From here on no scenario is added that was not seen."""


@dataclass(frozen=True, slots=True)
class MeanGapBound:
    """An upper bound on the mean of (p − q)² over scenarios.

    Parameters
    ----------
    value : float or Fraction
        A Fraction if it is proved. It is left as it is if it is negative, which happens by chance only: to put 0 in its
        place would say that there is no gap at all.
    level : Fraction
        Nominal coverage, one-sided.
    method : "any law", "studentised", "normal" or "score"
    target : "like these", "these" or "any"
        Scenarios like these, of which these are a random sample; these and no others; or whichever is meant.
    scenarios, clusters : int
        How many there are, and in how many independent groups.
    proved : bool
        Does it cover with at least the level under any law? Otherwise it is a recipe whose coverage was simulated.
    warnings : tuple of str

    Source: ours
    """

    value: float | Fraction
    level: Fraction
    method: Literal["any law", "studentised", "normal", "score"]
    target: Literal["like these", "these", "any"]
    scenarios: int
    clusters: int
    proved: bool
    warnings: tuple[str, ...] = ()

    @property
    def root(self) -> float:
        """The bound on the root mean square of the gaps, and so on their mean size; 0 if the value is negative."""
        return sqrt(max(self.value, 0))

    def __str__(self) -> str:
        how = {
            "any": "proved, for these and for a random sample",
            "these": "these scenarios only, normal approximation",
            "like these": "these are a random sample, coverage by simulation",
        }[self.target]
        notes = "".join(f"; warning: {text}" for text in self.warnings)
        return (
            f"mean squared gap at most {float(self.value):.4g}, root {self.root:.4g} "
            f"(level {float(self.level):.4g}, {self.method}: {how}{notes})"
        )

    _repr_html_ = html_of


def approx_mean_gap_bound(
    scenarios: Sequence[Sequence[int]],
    *,
    level: Exact = "0.95",
    clusters: Sequence[Hashable] | None = None,
    method: BoundMethod = "default",
    replicates: int = 1_999,
    seed: int = 0,
    threads: int = 1,
) -> MeanGapBound:
    """An upper bound on the mean of (p − q)² over the scenarios that these were drawn from.

    Parameters
    ----------
    scenarios : sequence of (x, n, y, m)
        At least two responses in each arm.
    level : exact number
        One-sided; coverage was simulated for 0.95.
    clusters : sequence of labels, optional
        One per scenario. Clusters are resampled with all that is in them.
    method : "default", "any law", "studentised" or "normal"
    replicates, seed, threads : int
        Of the bootstrap; the result does not depend on the threads.

    Returns
    -------
    MeanGapBound

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm; with a single cluster, unless for the proved bound.
    GameError
        For what are no counts, no level or no method, not one label per scenario, and for so few replicates that none
        is in the tail.

    Examples
    --------
    >>> print(approx_mean_gap_bound([(10, 20, 9, 20)] * 10))
    mean squared gap at most 0.2413, root 0.4912 (level 0.95, any law: proved, for these and for a random sample)
    >>> found = approx_mean_gap_bound([(3, 20, 4, 20), (10, 20, 14, 20), (17, 20, 15, 20), (1, 20, 0, 20)] * 26)
    >>> found.method, found.proved, 0.05 < found.root < 0.15
    ('studentised', False, True)

    Source: hall-1988, Bootstrap of a studentised mean, and ours
    """
    read = read_scenarios(scenarios)
    for k, (_, n, _, m) in enumerate(read, start=1):
        repeated(n, m, place=f"scenario {k}")
    if method not in get_args(BoundMethod):
        raise GameError(f"method = {method!r}; accepted: {', '.join(get_args(BoundMethod))}")
    nominal = read_level(level)
    numbers = cluster_numbers(clusters, len(read))
    count = len(set(numbers))
    if method == "any law" or (method == "default" and count < FEW):
        value = gap_bound_any_law(read, level=nominal, clusters=numbers)
        return MeanGapBound(value, nominal, "any law", "any", len(read), count, proved=True)
    if count < 2:
        raise HypothesisError("missing: one cluster has no spread between clusters; accepted: method='any law'")

    sample = _sample(read, numbers)
    z = NormalDist().inv_cdf(float(nominal))
    if method == "normal":
        warning = "it is too low: coverage 0.71 to 0.92 in simulations at level 0.95"
        bound = sample.mean + z * sample.error
        return MeanGapBound(
            min(1.0, bound), nominal, "normal", "like these", len(read), count, proved=False, warnings=(warning,)
        )
    bound = max(_bootstrap_t(sample, nominal, replicates, seed, threads), _skewed_t(sample, nominal))
    if count < MANY:
        bound += max(0.0, float((sample.gaps + z * sample.noise**0.5).max())) / (count + 1)
    few = (f"{count} clusters are few: a rare large gap defeats it; see 'any law'",) if count < FEW else ()
    below = ("negative by chance, no evidence of a gap of 0",) if bound < 0 else ()
    notes = few + below
    return MeanGapBound(
        min(1.0, bound), nominal, "studentised", "like these", len(read), count, proved=False, warnings=notes
    )


@dataclass(frozen=True, slots=True)
class _Sample:
    """Gaps with the variances of their noise; by cluster, the size, and the total less what it would be at the mean."""

    gaps: Floats
    noise: Floats
    mean: float
    sizes: NDArray[np.int64]
    deviations: Floats
    error: float  # the standard error of the mean, from the spread of the clusters


def _sample(scenarios: Sequence[Sequence[int]], numbers: Sequence[int]) -> _Sample:
    import numpy as np

    from spi.empirical.gap_arrays import approx_plug_in_variances, approx_squared_gaps

    x, n, y, m = np.array(scenarios, dtype=np.float64).T
    gaps = approx_squared_gaps(x, n, y, m)
    sizes = np.bincount(numbers)
    mean = float(gaps.mean())
    deviations = np.bincount(numbers, weights=gaps) - mean * sizes
    count = len(sizes)
    error = sqrt(float((deviations**2).sum()) * count / (count - 1)) / len(gaps)
    return _Sample(gaps, approx_plug_in_variances(x, n, y, m), mean, sizes, deviations, error)


def _skewed_t(sample: _Sample, level: Fraction) -> float:
    """Student's bound, moved by the skewness of the sample; noise within scenarios is the least error there is.

    Source: johnson-1978, Modified t tests, and ours
    """
    from scipy.special import stdtrit

    count = len(sample.sizes)
    second = float((sample.deviations**2).mean())
    skewness = float((sample.deviations**3).mean()) / second**1.5 if second > 1e-24 else 0.0
    error = max(sample.error, sqrt(float(sample.noise.sum())) / len(sample.gaps))
    t = float(stdtrit(count - 1, float(level)))
    return sample.mean + error * (t + skewness * (2 * t * t + 1) / (6 * sqrt(count)))


def _bootstrap_t(sample: _Sample, level: Fraction, replicates: int, seed: int, threads: int) -> float:
    """The mean less its standard error times the lower quantile of the studentised mean under resampling.

    A resample whose clusters are all alike has no error; if its mean is too low, it counts as infinitely so.

    Source: hall-1988, Bootstrap of a studentised mean, and ours
    """
    import numpy as np

    from spi.empirical.resampling import resampled_totals

    rank = int((1 - level) * (replicates + 1))
    if rank < 1:
        raise GameError(f"{replicates} replicates for level {level}; accepted: so many that one is in the tail")
    count, total = len(sample.sizes), len(sample.gaps)
    largest = float(np.abs(sample.deviations).max())
    if largest < 1e-12:
        return sample.mean
    unit = largest / 2.0 ** ((60 - count.bit_length()) // 2)  # so that sums of squares fit into 64 bits
    whole = np.rint(sample.deviations / unit).astype(np.int64)

    def totals(values: NDArray[np.int64]) -> Any:
        return resampled_totals(values, replicates, seed=seed, threads=threads).astype(np.float64)

    shift, squares = totals(whole), totals(whole**2)
    if int(sample.sizes.max()) == 1:
        drawn, spread = float(count), squares - shift**2 / count
    else:  # scenarios per resample vary with the clusters that are in it
        drawn = totals(sample.sizes)
        moved = shift / drawn
        spread = squares - 2 * moved * totals(whole * sample.sizes) + moved**2 * totals(sample.sizes**2)
    constant = spread <= 1e-9 * squares
    with np.errstate(divide="ignore", invalid="ignore"):
        studentised = np.where(constant, np.where(shift == 0, 0.0, np.sign(shift) * np.inf), shift / np.sqrt(spread))
    quantile = float(np.sort(studentised)[rank - 1])
    return sample.mean - quantile * unit * sqrt(float((whole.astype(np.float64) ** 2).sum())) / total
