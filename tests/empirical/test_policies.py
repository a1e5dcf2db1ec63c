"""Measured policies have the interface of written ones, and what is missing stays between bounds."""

import random
from fractions import Fraction

import pytest

from spi.analysis.concession import approx_concession_equivalence
from spi.core.threat_game import ThreatGame, possible_threat
from spi.empirical.policies import EmpiricalPolicy, RatePosterior, rate_posterior
from spi.errors import HypothesisError

F = Fraction
GAME = ThreatGame(
    (
        possible_threat("theft", "original", demand=10, harm=20, cost=8),
        possible_threat("burning", "surrogate", demand=10, harm=0, cost=8),
    )
)
POLICY = EmpiricalPolicy("toll", RatePosterior(12, 6, 2), RatePosterior(10, 10))


def test_means_and_bounds() -> None:
    # uniform prior: (12 + 1)/(18 + 2); with both missing answers refusals 13/22, concessions 15/22
    assert POLICY.ordinary.mean == F(13, 20) and POLICY.ordinary.bounds == (F(13, 22), F(15, 22))
    assert list(POLICY.ordinary.completions()) == [(13, 9), (14, 8), (15, 7)]
    assert POLICY.surrogate.mean == F(1, 2) and POLICY.surrogate.bounds == (F(1, 2), F(1, 2))


def test_three_responses_share_the_prior() -> None:
    found = rate_posterior({"concede": 3, "refuse": 1, "haggle": 2}, responses=3)
    assert found.mean == F(3 + 1, 6 + 3)
    with pytest.raises(HypothesisError, match="counts of a closed set"):
        rate_posterior({"concede": 3, "refuse": 1, "haggle": 2})
    with pytest.raises(HypothesisError, match="counts of a closed set"):
        rate_posterior({"concede": -1})


def test_the_theory_decides_about_measured_policies() -> None:
    # the gap of the expected rates is 13/20 − 1/2 = 3/20
    surrogates = {"theft": "burning"}
    assert approx_concession_equivalence(GAME, POLICY, surrogates, delta="3/20")
    assert not approx_concession_equivalence(GAME, POLICY, surrogates, delta="149/1000")


def test_drawn_policies_follow_the_posterior() -> None:
    rng = random.Random(4)
    drawn = [POLICY.draw(GAME, rng) for _ in range(2000)]
    for name, posterior in (("theft", POLICY.ordinary), ("burning", POLICY.surrogate)):
        rates = [table.rate(GAME[name]) for table in drawn]
        assert all(0 <= rate <= 1 for rate in rates)
        # a beta law with these parameters has a standard deviation below 11/100; 5 of them over √2000
        assert abs(sum(rates, F(0)) / 2000 - posterior.mean) < F(5 * 11, 100 * 44)
