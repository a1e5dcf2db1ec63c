"""Permutation tests and tests of a direction, against all deals one by one."""

import random
from fractions import Fraction
from itertools import product
from math import prod, sqrt

import numpy as np
import pytest

from spi.empirical.gaps import squared_gap
from spi.empirical.mantel_haenszel import direction_test
from spi.empirical.multiple import holm
from spi.empirical.permutation import permutation_p_value, permutation_test
from spi.errors import GameError, HypothesisError
from tests.empirical.enumeration import dealt_law

F = Fraction


@pytest.mark.parametrize(
    ("counts", "p"),
    [  # by summing hypergeometric probabilities, in another program, before this one was written
        ((14, 20, 6, 20), "42083851/1641030105"),
        ((18, 20, 9, 20), "2671/465682"),
        ((3, 4, 1, 5), "13/63"),
        ((12, 20, 11, 20), "1"),
    ],
)
def test_known_p_values(counts: tuple[int, int, int, int], p: str) -> None:
    assert permutation_p_value(*counts) == permutation_test([counts]).p_value == F(p)


def test_the_joint_distribution_is_that_of_all_deals() -> None:
    rng = random.Random(4)
    for _ in range(12):
        cells = []
        for _ in range(3):
            n, m = rng.randint(2, 5), rng.randint(2, 5)
            cells.append((rng.randint(0, n), n, rng.randint(0, m), m))
        observed = sum(squared_gap(*cell) for cell in cells)
        p_value = more = F(0)
        for outcome in product(*(dealt_law(*cell) for cell in cells)):
            weight = prod((weight for _, weight in outcome), start=F(1))
            p_value += weight * (sum(squared_gap(*cell) for cell, _ in outcome) >= observed)
            more += weight * (sum(cell[0] for cell, _ in outcome) >= sum(cell[0] for cell in cells))
        found = permutation_test(cells)
        assert found.p_value == p_value and found.draws is None and found.mean == observed / 3
        assert direction_test(cells).p_more == more


def test_an_exact_test_keeps_its_level() -> None:
    """Under equality a p-value is at most α with a probability of at most α: over all deals of two scenarios."""
    cells = [(3, 6, 2, 5), (2, 4, 3, 6)]
    laws = [dealt_law(*cell) for cell in cells]
    p_values = [(permutation_test([a, b]).p_value, u * v) for (a, u), (b, v) in product(*laws)]
    for alpha in sorted({p for p, _ in p_values}):
        assert sum(weight for p, weight in p_values if p <= alpha) == alpha


def test_many_scenarios_are_still_exact() -> None:
    rng = random.Random(5)
    cells = [(rng.randint(0, 20), 20, rng.randint(0, 20), 20) for _ in range(101)]
    same = [((x + y) // 2, n, (x + y + 1) // 2, m) for x, n, y, m in cells]
    different = permutation_test(cells)
    assert different.draws is None and different.p_value < F(1, 10**20)
    assert permutation_test(same).p_value > F(1, 2)
    assert different.standardised > 5


def test_without_the_budget_deals_are_drawn_and_it_says_so() -> None:
    cells = [(14, 20, 9, 20), (11, 20, 8, 20), (5, 20, 4, 20), (17, 20, 12, 20)]
    exact = permutation_test(cells)
    drawn = permutation_test(cells, budget=0, draws=4999, seed=3)
    assert exact.draws is None and "exact" in str(exact)
    assert drawn.draws == 4999 and "drawn" in str(drawn) and drawn.mean == exact.mean
    p = float(exact.p_value)
    assert 0 < p < 1 and abs(float(drawn.p_value) - p) < 4 * sqrt(p * (1 - p) / 5000)
    assert drawn.p_value.denominator <= 5000
    assert permutation_test(cells, budget=0, draws=4999, seed=3) == drawn
    assert permutation_test([(1, 2, 1, 2), (2, 2, 2, 2)], budget=0, draws=9).p_value == 1  # one deal, or as large


def test_gaps_of_both_signs_are_seen_by_squares_alone() -> None:
    cells = [(18, 20, 4, 20), (4, 20, 18, 20)]
    assert permutation_test(cells).p_value < F(1, 10**6)
    assert direction_test(cells).p_value == 1


def test_one_scenario_is_fishers_exact_test() -> None:
    from scipy.stats import fisher_exact

    for x, n, y, m in [(14, 20, 6, 20), (3, 4, 1, 5), (0, 7, 5, 9)]:
        found = direction_test([(x, n, y, m)])
        table = np.array([[x, n - x], [y, m - y]])
        assert float(found.p_more) == pytest.approx(fisher_exact(table, alternative="greater").pvalue)
        assert float(found.p_less) == pytest.approx(fisher_exact(table, alternative="less").pvalue)


def test_the_chi_squared_form_by_hand() -> None:
    """Excess 4 and 3.5; variances 20·20·20·20/(40²·39) and 20·20·17·23/(40²·39)."""
    found = direction_test([(14, 20, 6, 20), (12, 20, 5, 20)])
    assert found.excess == F(15, 2)
    assert found.variance == F(160000 + 156400, 62400)
    from scipy.stats import chi2

    assert found.approx_p_value == pytest.approx(float(chi2.sf(float(found.excess**2 / found.variance), 1)))
    assert direction_test([(0, 3, 0, 4)]).approx_p_value == direction_test([(0, 3, 0, 4)]).p_value == 1


def test_holm_by_hand() -> None:
    """0.01·4, 0.02·3, 0.03·2 (not below 0.06), 0.04·1 (likewise)."""
    adjusted = holm({"d": "0.04", "a": "0.01", "c": "0.03", "b": "0.02"})
    assert adjusted == {"d": F(6, 100), "a": F(4, 100), "c": F(6, 100), "b": F(6, 100)}
    assert list(adjusted) == ["d", "a", "c", "b"]
    assert holm({"x": "0.7", "y": "0.8"}) == {"x": 1, "y": 1}
    assert holm({}) == {}


def test_what_is_refused() -> None:
    with pytest.raises(HypothesisError, match="scenario 2: missing"):
        permutation_test([(1, 2, 1, 2), (1, 1, 0, 2)])
    with pytest.raises(HypothesisError, match="scenario 1: missing"):
        direction_test([(0, 0, 1, 2)])
    with pytest.raises(GameError, match="no scenario"):
        permutation_test([])
    with pytest.raises(GameError, match="scenario 1 has 3 counts"):
        direction_test([(1, 2, 3)])
    with pytest.raises(GameError, match="from 0 to 1"):
        holm({"a": 2})
