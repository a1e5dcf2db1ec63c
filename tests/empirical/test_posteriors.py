"""Posterior probabilities: exact values worked out beforehand, areas by hand, and numerical integration."""

import random
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import beta

from spi.empirical.posterior_draws import approx_dirichlet_draws, approx_probability_between
from spi.empirical.posteriors import (
    Beta,
    Line,
    posterior,
    posterior_categories,
    probability_above,
    probability_between,
    probability_expectation_spi,
    probability_within,
)
from spi.errors import GameError

F = Fraction
Pair = tuple[int, int]


def law(pair: Pair) -> Beta:
    return Beta(F(pair[0]), F(pair[1]))


UNIFORM = law((1, 1))


@pytest.mark.parametrize(
    ("p", "q", "probability"),
    [  # by the finite sum of products of Beta functions, in another program, before this one was written
        ((1, 1), (1, 1), "1/2"),
        ((2, 1), (1, 1), "1/3"),
        ((1, 2), (1, 1), "2/3"),
        ((11, 11), (11, 11), "1/2"),
        ((15, 7), (13, 9), "354854/1363783"),
        ((6, 16), (7, 15), "774143/1222702"),
        ((2, 2), (3, 1), "4/5"),
    ],
)
def test_which_rate_is_larger(p: Pair, q: Pair, probability: str) -> None:
    assert probability_above(law(p), law(q)) == F(probability)
    assert probability_above(law(q), law(p)) == 1 - F(probability)


@pytest.mark.parametrize(
    ("p", "q", "k", "spi", "epsilon", "equal"),
    [
        ((1, 1), (1, 1), "1/2", "1/4", "1/10", "19/100"),
        ((2, 2), (2, 2), "1/2", "13/40", "1/5", "35373/78125"),
        ((3, 5), (4, 4), "1/4", "1814807/7028736", "1/10", "160339754132861/572000000000000"),
        (
            (13, 9),
            (13, 9),
            "1/2",
            "1840943601811073/3946883139502080",
            "1/10",
            "34834656111709425694300561069108306385805415593041/69007419800000000000000000000000000000000000000000",
        ),
        (
            (15, 7),
            (13, 9),
            "1",
            "354854/1363783",
            "1/10",
            "7460336882061047416888446301509631545862717529591/17251854950000000000000000000000000000000000000000",
        ),
        (
            (6, 16),
            (6, 16),
            "1/4",
            "13041644054629549/29814769615634432",
            "1/10",
            "16900957038461751742618663415833749596842781942087/30472026406250000000000000000000000000000000000000",
        ),
        (
            (6, 16),
            (9, 13),
            "1/4",
            "3952693952003175287/8247223964447801344",
            "3/20",
            "97584316601891655716337487082403815028424458073692916158947283/"
            "189686151182299430912000000000000000000000000000000000000000000",
        ),
    ],
)
def test_tolerated_gaps(p: Pair, q: Pair, k: str, spi: str, epsilon: str, equal: str) -> None:
    """P ≤ Q ≤ 1 − (1−k)(1−P), which is a gap of at most k·(1−P), and |Q − P| ≤ ε."""
    assert probability_expectation_spi(law(p), law(q), above=k) == F(spi)
    assert probability_within(law(p), law(q), epsilon) == F(equal)


def test_equal_counts_are_little_evidence() -> None:
    found = probability_within(posterior(12, 20), posterior(12, 20), "1/10")
    assert f"{float(found):.6f}" == "0.504796"


def test_areas_by_hand() -> None:
    """Uniform rates: areas of polygons in the unit square."""
    cases: list[tuple[Line, Line, Fraction]] = [
        ((0, 0), (1, 0), F(1)),
        ((0, 0), (0, 1), F(1, 2)),  # below the diagonal
        ((0, 0), (0, "1/2"), F(1, 4)),
        ((0, 0), (0, 3), F(5, 6)),  # a triangle 1/3 × 1 is half above: 1 − 1/6
        ((0, 0), ("1/2", -1), F(1, 8)),
        ((1, -2), (1, 0), F(3, 4)),  # above a line that leaves the square at 1/2: 1 − 1/4
        ((0, 1), (0, 0), F(0)),  # nothing is between: low > high
        (("1/2", 0), ("1/2", 1), F(3, 8)),  # under p + 1/2, above 1/2: 1/8 up to p = 1/2, then 1/4
        ((1, -1), (0, 1), F(1, 4)),  # above the antidiagonal, below the diagonal
        ((-1, 0), (2, 0), F(1)),
    ]
    for low, high, area in cases:
        assert probability_between(UNIFORM, UNIFORM, low, high) == area


def test_the_general_interval_against_numerical_integration() -> None:
    rng = random.Random(7)
    for _ in range(25):
        p, q = (law((rng.randint(1, 12), rng.randint(1, 12))) for _ in range(2))
        low, high = ((F(rng.randint(-8, 8), 8), F(rng.randint(-8, 8), 4)) for _ in range(2))
        first, second = beta(float(p.a), float(p.b)), beta(float(q.a), float(q.b))

        t = (np.arange(20_000) + 0.5) / 20_000
        ends = [second.cdf(float(a) + float(b) * t) for a, b in (low, high)]
        wanted = (first.pdf(t) * np.maximum(0, ends[1] - ends[0])).mean()
        assert float(probability_between(p, q, low, high)) == pytest.approx(wanted, abs=1e-6)


def test_expectations_with_both_ends() -> None:
    """Cheaper surrogates: −below·(1−P) ≤ Q − P; for uniform rates the triangle between two lines through (1, 1).

    They meet p = 0 at −1/2 and 1/2; above 0 the lower one is from p = 1/3 on. The area under the upper is 3/4, under
    the lower (2/3)·1/2 = 1/3.
    """
    assert probability_expectation_spi(UNIFORM, UNIFORM, below="1/2", above="1/2") == F(3, 4) - F(1, 3)


def test_posteriors_of_counts() -> None:
    assert posterior(12, 20) == law((13, 9)) and posterior(12, 20).mean == F(13, 22)
    assert posterior(0, 0, prior="1/2") == Beta(F(1, 2), F(1, 2))
    assert posterior_categories([3, 0, 5]) == (F(7, 2), F(1, 2), F(11, 2))


def test_draws_agree_with_the_exact_probability() -> None:
    found, error = approx_probability_between(law((13, 9)), law((13, 9)), ("-1/10", 1), ("1/10", 1), draws=40_000)
    assert abs(found - 0.504796) < 4 * error < 0.011
    again = approx_probability_between(law((13, 9)), law((13, 9)), ("-1/10", 1), ("1/10", 1), draws=40_000)
    assert again == (found, error)
    assert approx_probability_between(law((13, 9)), law((13, 9)), (0, 1), (1, 0), draws=40_000, seed=1)[0] != found


def test_draws_have_the_moments_of_a_dirichlet_distribution() -> None:
    """Mean a/A, variance a(A−a)/(A²(A+1)), covariance −ab/(A²(A+1))."""
    shapes = posterior_categories([3, 0, 5])
    total = sum(shapes)
    draws = approx_dirichlet_draws(shapes, 40_000, seed=2)
    assert np.allclose(draws.sum(axis=1), 1) and draws.min() >= 0
    for k, a in enumerate(shapes):
        variance = float(a * (total - a) / (total**2 * (total + 1)))
        assert abs(draws[:, k].mean() - float(a / total)) < 4 * (variance / 40_000) ** 0.5
        assert draws[:, k].var() == pytest.approx(variance, rel=0.05)
    covariance = float(-shapes[0] * shapes[2] / (total**2 * (total + 1)))
    assert np.cov(draws[:, 0], draws[:, 2])[0, 1] == pytest.approx(covariance, rel=0.05)
    assert (draws[:100] == approx_dirichlet_draws(shapes, 100, seed=2)).all()
    other = approx_dirichlet_draws(shapes, 40_000, seed=2, stream=1)
    assert abs(np.corrcoef(draws[:, 0], other[:, 0])[0, 1]) < 4 / 200


def test_what_is_refused() -> None:
    with pytest.raises(GameError, match="whole parameters, or approx_probability_between"):
        probability_above(posterior(3, 5, prior="1/2"), UNIFORM)
    with pytest.raises(GameError, match="parameters above 0"):
        Beta(F(0), F(1))
    with pytest.raises(GameError, match="at most as many"):
        posterior(3, 2)
    with pytest.raises(GameError, match="0 or more"):
        probability_within(UNIFORM, UNIFORM, "-1/10")
    with pytest.raises(GameError, match="above 0"):
        posterior_categories([1, 2], prior=0)
    with pytest.raises(GameError, match="1/10 or more"):
        approx_dirichlet_draws(["1/100", 1], 3)
