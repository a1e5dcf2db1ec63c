"""An upper bound on the mean squared gap that is proved, whatever the scenarios are like.

Let T_1, …, T_S be unbiased estimates from independent scenarios, none above 1. The product of the 1 − T_s is never
negative, and its expectation is the product of the 1 − θ_s: at most (1 − θ)^S, with θ the mean of the true squared
gaps. By Markov's inequality it exceeds (1 − θ)^S/α with a probability of at most α. Read backwards:

    θ  ≤  1 − (α · (1 − T_1) ⋯ (1 − T_S))^(1/S)        with a probability of at least 1 − α.

That is all. Nothing is asked of sizes, rates or numbers, of how gaps are spread over scenarios, or of whether these
are a sample or the ones that matter. With S scenarios without any gap the bound is still 1 − α^(1/S), 0.26 for ten:
nobody who has seen ten scenarios can exclude that a quarter of all is of another kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from math import prod

from spi.core.numbers import Exact
from spi.empirical.gaps import squared_gap
from spi.empirical.mean_gap import cluster_numbers
from spi.empirical.rates import read_level
from spi.empirical.sample_counts import read_scenarios, repeated
from spi.errors import GameError

__all__ = ["bound_any_law", "gap_bound_any_law"]


def gap_bound_any_law(
    scenarios: Sequence[Sequence[int]],
    *,
    level: Exact = "0.95",
    clusters: Sequence[Hashable] | None = None,
    denominator: int = 10**6,
) -> Fraction:
    """An upper bound on the mean of (p − q)² over scenarios that covers with at least its level under any law.

    Parameters
    ----------
    scenarios : sequence of (x, n, y, m)
        At least two responses in each arm.
    level : exact number
    clusters : sequence of labels, optional
        One per scenario; only scenarios of different clusters have to be independent.
    denominator : int
        The bound, a root, is moved up to the next multiple of 1/denominator.

    Returns
    -------
    Fraction
        From 0 to 1, found and compared in integers.

    Raises
    ------
    HypothesisError
        With fewer than two responses in an arm.
    GameError
        For what are no counts, no level, or not one label per scenario.

    Examples
    --------
    >>> float(gap_bound_any_law([(10, 20, 10, 20)] * 10)), float(gap_bound_any_law([(10, 20, 10, 20)] * 100))
    (0.239363, 0.003974)

    Source: waudby-smith-ramdas-2024, Betting on bounded means, and ours
    """
    read = read_scenarios(scenarios)
    for k, (_, n, _, m) in enumerate(read, start=1):
        repeated(n, m, place=f"scenario {k}")
    return bound_any_law([squared_gap(*s) for s in read], level=level, clusters=clusters, denominator=denominator)


def bound_any_law(
    gaps: Sequence[Fraction],
    *,
    ceiling: int = 1,
    level: Exact = "0.95",
    clusters: Sequence[Hashable] | None = None,
    denominator: int = 10**6,
) -> Fraction:
    """The same for unbiased estimates of any kind that have a largest possible value.

    Clusters take the place of scenarios, each with the total of its estimates over the largest such total that there
    could be; that keeps the mean one over scenarios.

    Parameters
    ----------
    gaps : sequence of Fraction
        Unbiased estimates, such as those of `squared_gap_categories`.
    ceiling : int
        What none can exceed: 1 for one answer, 2 for several.
    level, clusters, denominator
        As for `gap_bound_any_law`.

    Returns
    -------
    Fraction
        From 0 to the ceiling.

    Raises
    ------
    GameError
        If an estimate exceeds the ceiling, for no level, or not one label per scenario.

    Source: waudby-smith-ramdas-2024, Betting on bounded means, and ours
    """
    alpha = 1 - read_level(level)
    if not gaps or max(gaps) > ceiling:
        raise GameError(
            f"{len(gaps)} estimates, up to {max(gaps, default=0)}; accepted: one or more, none above {ceiling}"
        )
    totals: dict[int, list[Fraction]] = {}
    for number, gap in zip(cluster_numbers(clusters, len(gaps)), gaps, strict=True):
        totals.setdefault(number, []).append(gap)
    count, largest = len(totals), max(len(members) for members in totals.values())
    product = alpha * prod(
        (1 - sum(members, Fraction(0)) / (ceiling * largest) for members in totals.values()), start=Fraction(1)
    )
    unit = Fraction(ceiling * largest * count, len(gaps))  # what a share of 1 in every cluster would be as a mean
    low, high = 0, denominator * ceiling
    while low < high:  # the least k such that (1 - (k/denominator)/unit)^count <= product, or the ceiling
        middle = (low + high) // 2
        rest = max(Fraction(0), 1 - Fraction(middle, denominator) / unit)
        low, high = (low, middle) if rest**count <= product else (middle + 1, high)
    return Fraction(low, denominator)
