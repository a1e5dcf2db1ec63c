"""Demands on an interval: the closed form against fine grids, and the agenda's example by hand."""

import random
from fractions import Fraction

import pytest

from spi import HypothesisError, affine_concession, affine_drift, best_demand

F = Fraction


def worth(alpha: Fraction, beta: Fraction, x: Fraction, cost: Fraction, execution: Fraction) -> Fraction:
    """What a demand of x is worth to the threatener, from the definition."""
    q = alpha - beta * x
    return q * x - (1 - q) * execution * cost


def test_the_agendas_example() -> None:
    # q(x) = 1 − x, costs 1/5 and 9/50, harm 1: x = 2/5 and 41/100; 4/25 and 0.59·0.41 − 0.41·0.18 = 0.1681; −0.64
    found = affine_drift(affine_concession(1, 1), cost="0.20", surrogate_cost="0.18", harm=1)
    assert found.demands == (F(2, 5), F(41, 100))
    assert found.rates == (F(3, 5), F(59, 100))
    assert found.threatener == (F(4, 25), F(1681, 10_000))
    assert found.principal == F(-64, 100)
    assert found.tolerable_harm == F(3981, 4100)
    assert F(97097, 100_000) < found.tolerable_harm < F(97098, 100_000)


def test_the_demand_grows_by_half_of_what_execution_becomes_cheaper_by() -> None:
    for saved in (F(1, 50), F(1, 10**2000), F(0)):
        for alpha, beta, e in ((1, 1, F(1)), (F(3, 4), F(1, 2), F(1, 3))):
            curve = affine_concession(alpha, beta)
            found = affine_drift(curve, cost="0.20", surrogate_cost=F(1, 5) - saved, harm=1, execution=e)
            assert found.demands[1] - found.demands[0] == e * saved / 2


@pytest.mark.parametrize(
    ("curve", "cost", "execution", "demand"),
    [
        ((1, 1), 0, 1, "1/2"),  # x(1 − x)
        ((1, 1), 1, 1, "0"),  # (1 − x)x − x: falls from 0 on
        ((1, 1), 3, 1, "0"),  # the free maximiser is −1
        ((1, 1), 3, 0, "1/2"),  # never executed
        ((1, 1, "3/5", "4/5"), "1/5", 1, "3/5"),  # 2/5 is below the interval
        ((1, 1, "1/10", "1/5"), "1/5", 1, "1/5"),  # and above
        ((1, 1, "1/3", "1/3"), "1/5", 1, "1/3"),
        ((1, 1), -1, 1, "1"),  # who likes executions, demands what is never conceded
        (("3/4", "1/2"), "1/2", "1/2", "5/8"),  # (3/4 − 1/4·1/2)/(2·1/2)
    ],
)
def test_demands_by_hand(curve: tuple[int, ...], cost: object, execution: object, demand: str) -> None:
    assert best_demand(affine_concession(*curve), cost=cost, execution=execution) == F(demand)  # type: ignore[arg-type]


def test_nothing_on_a_fine_grid_is_better() -> None:
    rng = random.Random(8)
    ends = 0
    for _ in range(400):
        beta = F(rng.randint(1, 6), rng.randint(1, 4))
        alpha = F(rng.randint(1, 6), 6)
        low = F(rng.randint(0, 3), 4) * alpha / beta
        high = low + F(rng.randint(0, 4), 4) * (alpha / beta - low)
        cost, e = F(rng.randint(-4, 8), 4), F(rng.randint(0, 3), 3)
        curve = affine_concession(alpha, beta, low, high)
        best = best_demand(curve, cost=cost, execution=e)
        assert low <= best <= high
        values = {x: worth(alpha, beta, x, cost, e) for x in (low + (high - low) * F(k, 60) for k in range(61))}
        value = worth(alpha, beta, best, cost, e)
        assert all(other < value for x, other in values.items() if x != best)
        ends += best in (low, high)
        saved, harm = F(rng.randint(0, 4), 40), F(rng.randint(0, 8), 4)
        found = affine_drift(curve, cost=cost, surrogate_cost=cost - saved, harm=harm, execution=e)
        assert found.demands == (best, best_demand(curve, cost=cost - saved, execution=e))
        assert found.threatener[0] == value and found.threatener[1] >= value
        q = alpha - beta * best
        assert found.principal == -q * best - (1 - q) * e * harm
        if found.tolerable_harm is None:
            assert found.rates[1] == 1 or e == 0
        else:
            after = -found.rates[1] * found.demands[1] - (1 - found.rates[1]) * e * found.tolerable_harm
            assert after == found.principal
    assert 40 < ends < 360


def test_a_probability_is_needed() -> None:
    for execution in (2, -1):
        with pytest.raises(HypothesisError, match="accepted: 0 to 1"):
            best_demand(affine_concession(1, 1), cost=1, execution=execution)
