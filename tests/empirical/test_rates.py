"""Intervals for rates, against scipy, and their coverage by summing over all outcomes."""

from fractions import Fraction
from math import comb

import pytest
from scipy.stats import binomtest

from spi.empirical.rates import approx_wilson_interval, clopper_pearson_interval
from spi.errors import GameError, HypothesisError

F = Fraction


@pytest.mark.parametrize(("x", "n"), [(0, 20), (1, 20), (10, 20), (20, 20), (3, 7), (61, 108), (1, 1)])
@pytest.mark.parametrize("level", ["0.9", "0.95"])
def test_intervals_agree_with_scipy(x: int, n: int, level: str) -> None:
    exact, score = clopper_pearson_interval(x, n, level=level), approx_wilson_interval(x, n, level=level)
    wanted = binomtest(x, n).proportion_ci(float(F(level)), method="exact")
    for outwards in (wanted.low - exact.low, exact.high - wanted.high):  # by up to a millionth; scipy's end is a float
        assert -1e-12 < outwards < 1.1e-6
    wanted = binomtest(x, n).proportion_ci(float(F(level)), method="wilson")
    assert (score.low, score.high) == pytest.approx((wanted.low, wanted.high), abs=1e-12)
    assert "guaranteed" in str(exact) and "approximate" in str(score)


def test_the_exact_interval_covers_whatever_the_rate_is() -> None:
    n = 9
    intervals = [clopper_pearson_interval(x, n, level="0.8", denominator=1000) for x in range(n + 1)]
    score = [approx_wilson_interval(x, n, level="0.8") for x in range(n + 1)]
    missed_by_score = 0
    for k in range(201):
        p = F(k, 200)
        weights = [comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(n + 1)]
        assert sum(w for w, found in zip(weights, intervals, strict=True) if found.low <= p <= found.high) >= F(8, 10)
        covered = sum(w for w, found in zip(weights, score, strict=True) if found.low <= p <= found.high)
        missed_by_score += covered < F(8, 10)
    assert missed_by_score > 20  # the approximate one does not promise it


def test_the_ends_are_where_the_tails_are() -> None:
    found = clopper_pearson_interval(3, 8, denominator=10**4)
    for p, counts in ((found.low, range(3, 9)), (found.high, range(4))):
        assert isinstance(p, Fraction)
        inwards = F(1, 10**4) if p == found.low else -F(1, 10**4)
        tail, inside = (sum(comb(8, x) * r**x * (1 - r) ** (8 - x) for x in counts) for r in (p, p + inwards))
        assert tail <= F(1, 40) < inside


def test_what_is_refused() -> None:
    with pytest.raises(HypothesisError, match="no response"):
        clopper_pearson_interval(0, 0)
    with pytest.raises(GameError, match="at most as many"):
        approx_wilson_interval(3, 2)
    with pytest.raises(GameError, match="below 1"):
        clopper_pearson_interval(1, 2, level=1)
    with pytest.raises(GameError, match="is a float"):
        clopper_pearson_interval(1, 2, level=0.95)  # type: ignore[arg-type]
