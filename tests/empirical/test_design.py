"""The planner, against tables worked out beforehand from the variance at rates of 1/2."""

from fractions import Fraction

import pytest

from spi.empirical.design import approx_allocation, approx_power, design, repetitions_needed
from spi.empirical.gap_variances import gap_variance
from spi.errors import GameError, HypothesisError

F = Fraction


@pytest.mark.parametrize(
    ("n", "deviation", "error", "root"),
    [
        (5, ".150", ".0149", ".193"),
        (10, ".0726", ".0072", ".134"),
        (20, ".0358", ".0036", ".094"),
        (40, ".0178", ".0018", ".066"),
        (80, ".0089", ".0009", ".047"),
    ],
)
def test_what_101_scenarios_show(n: int, deviation: str, error: str, root: str) -> None:
    """One-sided 5 %, power 0.8: the root of (1.645 + 0.842) times the standard error; to the digits of the table."""
    found = design(101, n)
    for value, wanted in [(found.deviation, deviation), (found.error, error), (found.detectable, root)]:
        assert f"{value:.{len(wanted) - 1}f}"[1:] == wanted
    assert found.certifiable == found.detectable
    assert str(found).startswith(f"101 scenarios, {n} responses per arm")


@pytest.mark.parametrize(("scenarios", "wide", "narrow"), [(10, 56, 223), (30, 33, 129), (101, 18, 71), (200, 13, 50)])
def test_repetitions_that_certify_a_gap(scenarios: int, wide: int, narrow: int) -> None:
    for gap, n in (("0.1", wide), ("0.05", narrow)):
        assert repetitions_needed(scenarios, gap) == n
        assert design(scenarios, n).certifiable <= float(F(gap)) < design(scenarios, n - 1).certifiable


@pytest.mark.parametrize(("gap", "power"), [("0.05", ".19"), ("0.1", ".81"), ("0.2", "1.0")])
def test_power_against_a_constant_shift(gap: str, power: str) -> None:
    assert float(f"{approx_power(101, 20, gap):.2f}") == float(power)


def test_power_at_the_ends() -> None:
    assert approx_power(101, 20, 0) == pytest.approx(0.05)  # the level
    assert approx_power(3, 5, 1) == 1.0


def test_allocation_by_trying_everything() -> None:
    plans: list[tuple[str, int, str, str, str]] = [
        ("0", 10, "1", "1/2", "1/2"),
        ("0.01", 10, "1", "1/2", "1/2"),
        ("0.002", 3, "1/2", "1/5", "2/5"),
    ]
    for between, fixed, each, p, q in plans:
        budget, best = 500, None
        for n in range(2, 500):
            cost = fixed + 2 * F(each) * n
            for scenarios in range(1, int(budget / cost) + 1):
                variance = (F(between) + gap_variance(p, n, q, n)) / scenarios
                best = variance if best is None else min(best, variance)
        found = approx_allocation(budget, scenario_cost=fixed, response_cost=each, p=p, q=q, between=between)
        assert best is not None and found.error == pytest.approx(float(best) ** 0.5)
        assert found.cost == found.scenarios * (fixed + 2 * F(each) * found.repetitions) <= budget


def test_near_equality_repetitions_win_and_with_variety_scenarios() -> None:
    alike = approx_allocation(4000, scenario_cost=10, response_cost=1)
    varied = approx_allocation(4000, scenario_cost=10, response_cost=1, between="0.01")
    assert alike.scenarios == 1 and varied.scenarios > 100
    few = approx_allocation(4000, scenario_cost=10, response_cost=1, between="0.01", scenarios=20)
    assert few.scenarios == 20 and few.repetitions == 95  # 4000/20 = 200 = 10 + 2·95


def test_large_budgets_are_planned_quickly() -> None:
    assert approx_allocation(10**5, scenario_cost=1, response_cost="1/100", between="0.01").cost <= 10**5


def test_what_is_refused() -> None:
    with pytest.raises(HypothesisError, match="does not pay"):
        approx_allocation(13, scenario_cost=10, response_cost=1)
    with pytest.raises(GameError, match="responses that cost something"):
        approx_allocation(13, scenario_cost=10, response_cost=0)
    with pytest.raises(HypothesisError, match="missing"):
        design(10, 1)
    with pytest.raises(GameError, match="0 scenarios"):
        design(0, 5)
    with pytest.raises(GameError, match="above 0"):
        repetitions_needed(10, 0)
    with pytest.raises(HypothesisError, match="more than 1000000"):
        repetitions_needed(1, "1/10000")
    with pytest.raises(GameError, match="from 0 to 1"):
        approx_power(10, 5, 2)
