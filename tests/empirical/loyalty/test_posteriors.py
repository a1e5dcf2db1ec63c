"""Probabilities about rates, exact against another formula, and draws against exact probabilities."""

from fractions import Fraction
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.empirical.loyalty.frontier import hypervolume
from spi.empirical.loyalty.posteriors import _area, beta_less, draw_points, probability_dominates, summarise_draws
from spi.errors import SpiError


def beta(a: int, b: int) -> Fraction:
    return Fraction(factorial(a - 1) * factorial(b - 1), factorial(a + b - 1))


def slow_less(first: tuple[int, int], second: tuple[int, int]) -> Fraction:
    """∫ f(x) Pr(second > x) dx, where Pr(second > x) = Σ_{j<c} C(c+d-1, j) x^j (1-x)^(c+d-1-j)."""
    (a, b), (c, d) = first, second
    m = c + d - 1
    return sum((comb(m, j) * beta(a + j, b + m - j) for j in range(c)), Fraction(0)) / beta(a, b)


SMALL = st.tuples(st.integers(1, 9), st.integers(1, 9))


@given(SMALL, SMALL)
def test_less_by_another_formula(first: tuple[int, int], second: tuple[int, int]) -> None:
    found = beta_less(first, second)
    assert found == slow_less(first, second) == 1 - beta_less(second, first)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((1, 1), (1, 1), "1/2"),
        ((2, 1), (1, 1), "1/3"),
        ((1, 2), (1, 1), "2/3"),
        ((11, 11), (11, 11), "1/2"),
        ((15, 7), (13, 9), "354854/1363783"),
        ((6, 16), (7, 15), "774143/1222702"),
        ((2, 2), (3, 1), "4/5"),
    ],
)
def test_less(first: tuple[int, int], second: tuple[int, int], expected: str) -> None:
    assert beta_less(first, second) == Fraction(expected)


def test_parameters_are_whole_and_positive() -> None:
    with pytest.raises(SpiError, match="from 1 on"):
        beta_less((0, 1), (1, 1))


POINTS = {"a": [(2, 20), (3, 20)], "b": [(3, 20), (3, 20)], "c": [(18, 20), (1, 20)]}


def test_draws_agree_with_exact_probabilities() -> None:
    draws = draw_points(POINTS, draws=20_000, seed=1)
    found = summarise_draws(list(POINTS), draws)
    error = 4 / (2 * 20_000**0.5)
    for i, one in enumerate(POINTS.values()):
        for j, other in enumerate(POINTS.values()):
            expected = float(probability_dominates(one, other)) if i != j else 0.0
            assert found.dominates[i][j] == pytest.approx(expected, abs=error)
    # a is dominated by b or by c; who is dominated by nobody is non-dominated
    assert all(
        max(1 - sum(column), 0) - 1e-9 <= free
        for column, free in zip(zip(*found.dominates, strict=True), found.non_dominated, strict=True)
    )
    assert found.non_dominated[2] > found.non_dominated[1]
    assert np.array_equal(draws, draw_points(POINTS, draws=20_000, seed=1))


def test_two_unknown_points() -> None:
    # four uniform numbers: the first point is below in both coordinates with 1/4, so that each is free with 3/4
    found = summarise_draws("xy", draw_points({"x": [(0, 0)] * 2, "y": [(0, 0)] * 2}, draws=20_000))
    assert found.non_dominated == pytest.approx((0.75, 0.75), abs=0.015)
    assert probability_dominates([(0, 0)] * 2, [(0, 0)] * 2) == Fraction(1, 4)


def test_paired_draws_are_looked_at_as_they_are() -> None:
    # the second point is the first one moved: dominated in every draw, although each law overlaps the other
    one = np.random.default_rng(0).random((500, 1, 2)) * 0.9
    found = summarise_draws(["near", "far"], np.concatenate([one, one + 0.05], axis=1))
    assert found.non_dominated == (1.0, 0.0) and found.dominates == ((0.0, 1.0), (0.0, 0.0))


def test_areas_are_the_exact_ones() -> None:
    random = np.random.default_rng(3)
    for _ in range(50):
        points = random.integers(0, 9, size=(5, 2)) / 8
        exact = hypervolume([[Fraction(float(x)) for x in point] for point in points], (1, 1))
        assert _area(points) == pytest.approx(float(exact))
