"""Mixtures: the laws by another formula, groups that are there are found, and the public counts' figures."""

import math

import numpy as np
import pytest
from scipy import stats

from spi.empirical.loyalty import mixtures
from spi.empirical.loyalty.mixtures import Law, compare_mixtures, fit_mixture
from spi.empirical.loyalty.public import load_public_counts
from spi.errors import SpiError

VALID = load_public_counts().valid()
ALL_ROWS = [(s.core.of("harm"), s.core.n) for s in VALID]
GATED = [(s.gated.of("harm"), s.gated.n) for s in VALID]


@pytest.mark.parametrize("scatter", [0.0, 1e-6, 0.02, 0.5, 0.9])
def test_the_law_of_counts(scatter: float) -> None:
    counts = [(0, 1), (3, 7), (7, 7), (0, 20), (15, 107)]
    data = mixtures._Counts(np.array([x for x, _ in counts], float), np.array([n for _, n in counts], float))
    own, by_rate, by_scatter = mixtures._log_law(data, 0.3, scatter)
    step = 1e-7
    for slope, (rate, more) in ((by_rate, (0.3 + step, scatter)), (by_scatter, (0.3, scatter + step))):
        moved = mixtures._log_law(data, rate, more)[0]
        assert slope == pytest.approx((moved - own) / step, rel=1e-3, abs=1e-4)
    for (x, n), value in zip(counts, own, strict=True):
        if scatter == 0:
            expected = stats.binom.logpmf(x, n, 0.3)
        else:
            size = (1 - scatter) / scatter
            expected = stats.betabinom.logpmf(x, n, 0.3 * size, 0.7 * size)
        assert value == pytest.approx(float(expected), abs=1e-6)


def test_one_group_is_the_pooled_rate() -> None:
    found = fit_mixture([(1, 10), (4, 10), (7, 20)], 1)
    assert found.groups[0].rate == pytest.approx(12 / 40)
    by_hand = math.log(10 * 0.3 * 0.7**9) + math.log(210 * 0.3**4 * 0.7**6) + math.log(77520 * 0.3**7 * 0.7**13)
    assert found.log_likelihood == pytest.approx(by_hand)
    assert found.bic == pytest.approx(-2 * by_hand + math.log(3))
    assert found.responsibilities == ((1.0,),) * 3


def test_groups_that_are_there_are_found() -> None:
    random = np.random.default_rng(5)
    counts = [(int(random.binomial(200, p)), 200) for p in [0.1] * 12 + [0.6] * 6]
    ones, twos, threes = (fit_mixture(counts, k) for k in (1, 2, 3))
    assert min((ones, twos, threes), key=lambda m: m.bic) is twos
    assert [g.rate for g in twos.groups] == pytest.approx([0.1, 0.6], abs=0.03)
    assert [g.weight for g in twos.groups] == pytest.approx([2 / 3, 1 / 3], abs=1e-3)
    assert all(row[k >= 12] > 0.999 for k, row in enumerate(twos.responsibilities))


def test_more_freedom_never_fits_worse() -> None:
    random = np.random.default_rng(11)
    for _ in range(3):
        counts = [(int(random.binomial(30, random.beta(2, 3))), 30) for _ in range(8)]
        found: dict[tuple[Law, int], float] = {
            (m.law, len(m.groups)): m.log_likelihood for m in compare_mixtures(counts, most=2)
        }
        assert found["binomial", 1] <= found["binomial", 2] + 1e-6
        assert found["binomial", 1] <= found["beta-binomial", 1] + 1e-6
        assert found["binomial", 2] <= found["beta-binomial", 2] + 1e-6


def test_one_spread_out_group_prefers_scatter_to_groups() -> None:
    random = np.random.default_rng(2)
    counts = [(int(random.binomial(400, random.beta(4, 6))), 400) for _ in range(40)]
    scattered = fit_mixture(counts, 1, law="beta-binomial")
    assert scattered.bic < fit_mixture(counts, 2).bic
    assert scattered.groups[0].scatter == pytest.approx(1 / 11, abs=0.04)


@pytest.mark.parametrize(
    ("counts", "rates", "value"),
    [  # log-likelihoods to three decimals, rates to four, as stated for the public counts
        (GATED, [0.3123], -174.260),
        (GATED, [0.1585, 0.6247], -44.605),
        (GATED, [0.1585, 0.4926, 0.6689], -41.717),
        (ALL_ROWS, [0.3124], -174.263),
        (ALL_ROWS, [0.1583, 0.6220], -44.829),
        (ALL_ROWS, [0.1583, 0.4940, 0.6670], -41.933),
    ],
)
def test_public_counts_binomial(counts: list[tuple[int, int]], rates: list[float], value: float) -> None:
    found = fit_mixture(counts, len(rates))
    assert [g.rate for g in found.groups] == pytest.approx(rates, abs=5.1e-5)
    assert found.log_likelihood == pytest.approx(value, abs=5.1e-4)
    if len(rates) == 2:
        assert [g.weight for g in found.groups] == pytest.approx([0.667, 0.333], abs=5e-4)


@pytest.mark.parametrize(
    ("law", "groups", "bic"),
    [
        ("binomial", 1, 351.01),
        ("binomial", 2, 96.66),
        ("binomial", 3, 95.86),
        ("beta-binomial", 1, 109.91),
        ("beta-binomial", 2, 98.085),  # the supremum, at the binomial limit of the low group
    ],
)
def test_public_counts_bic(law: Law, groups: int, bic: float) -> None:
    assert fit_mixture(GATED, groups, law=law).bic == pytest.approx(bic, abs=5.1e-3)


def test_the_binomial_limit_is_reached() -> None:
    low, high = fit_mixture(GATED, 2, law="beta-binomial").groups
    assert low.scatter == 0 and high.scatter > 0


@pytest.mark.parametrize(
    ("counts", "groups", "words"),
    [
        ([(1, 2)], 2, "accepted: from 1 up"),
        ([(1, 2)], 0, "accepted: from 1"),
        ([(3, 2)], 1, "3 of 2"),
        ([(0, 0)], 1, "0 of 0"),
    ],
)
def test_what_cannot_be_fitted(counts: list[tuple[int, int]], groups: int, words: str) -> None:
    with pytest.raises(SpiError, match=words):
        fit_mixture(counts, groups)
