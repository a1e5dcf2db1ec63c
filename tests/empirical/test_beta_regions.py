"""Probabilities of regions: known values, a grid of two-point polynomials by hand, and symmetry."""

import random
from fractions import Fraction
from math import comb

import pytest

from spi.empirical.beta_regions import Beta, HalfPlane, half_plane, region_probability
from spi.errors import HypothesisError

F = Fraction
ABOVE = [half_plane(-1, 1, 0)]
UNIFORM = (1, 1)


def upper_tail(law: Beta, x: Fraction) -> Fraction:
    """The probability that a beta variable exceeds x, as a binomial sum."""
    a, b = law
    n = a + b - 1
    return sum((comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a)), F(0))


@pytest.mark.parametrize(
    ("p", "q", "value"),
    [
        ((2, 1), (1, 1), F(1, 3)),  # 1 − E P
        ((1, 1), (2, 1), F(2, 3)),  # E Q
        ((15, 7), (13, 9), F(354854, 1363783)),
        ((6, 16), (7, 15), F(774143, 1222702)),
        ((2, 2), (3, 1), F(4, 5)),
    ],
)
def test_one_rate_above_another(p: Beta, q: Beta, value: Fraction) -> None:
    assert region_probability(p, q, ABOVE) == value


@pytest.mark.parametrize(
    ("p", "q", "k", "value"),
    [
        (UNIFORM, UNIFORM, F(1, 2), F(1, 4)),
        ((2, 2), (2, 2), F(1, 2), F(13, 40)),
        ((3, 5), (4, 4), F(1, 4), F(1814807, 7028736)),
    ],
)
def test_between_the_diagonal_and_a_line_to_the_corner(p: Beta, q: Beta, k: Fraction, value: Fraction) -> None:
    # p ≤ q ≤ 1 − (1 − k)(1 − p)
    assert region_probability(p, q, [*ABOVE, half_plane(1 - k, -1, -k)]) == value


@pytest.mark.parametrize(
    ("law", "epsilon", "value"), [(UNIFORM, F(1, 10), F(19, 100)), ((2, 2), F(1, 5), F(35373, 78125))]
)
def test_a_strip_along_the_diagonal(law: Beta, epsilon: Fraction, value: Fraction) -> None:
    strip = [half_plane(-1, 1, -epsilon), half_plane(1, -1, -epsilon)]
    assert region_probability(law, law, strip) == value


def test_areas_by_hand() -> None:
    def area(*planes: HalfPlane) -> Fraction:
        return region_probability(UNIFORM, UNIFORM, planes)

    assert area() == 1
    assert area(half_plane(1, 1, "1/2")) == F(7, 8)  # all but a corner with legs of 1/2
    assert area(half_plane(-1, -1, "-1/2")) == F(1, 8)
    assert area(half_plane(0, 1, "1/4"), half_plane(0, -1, "-3/4")) == F(1, 2)
    assert area(half_plane(1, 0, "1/3"), half_plane(-1, 0, "-2/3")) == F(1, 3)
    assert area(half_plane(1, 0, "2/3"), half_plane(-1, 0, "-1/3")) == 0
    assert area(half_plane(0, 0, 0)) == 1 and area(half_plane(0, 0, 1)) == 0
    assert area(half_plane(-2, 1, 0), half_plane(2, -4, 0)) == 0  # steeper than the one, flatter than the other
    # q ≥ 2p and q ≥ 1 − 2p: the triangle with corners (0, 1), (1/2, 1) and (1/4, 1/2)
    assert area(half_plane(-2, 1, 0), half_plane(2, 1, 1)) == F(1, 8)


@pytest.mark.parametrize("seed", range(6))
def test_a_half_plane_and_its_complement_make_one(seed: int) -> None:
    rng = random.Random(seed)
    p, q = ((rng.randint(1, 9), rng.randint(1, 9)) for _ in range(2))
    plane = half_plane(rng.randint(-5, 5), rng.choice([-3, -1, 2]), F(rng.randint(-4, 4), 3))
    rest = half_plane(-plane.ordinary, -plane.surrogate, -plane.least)
    assert region_probability(p, q, [plane]) + region_probability(p, q, [rest]) == 1
    # exchanging the two rates exchanges the coefficients
    turned = half_plane(plane.surrogate, plane.ordinary, plane.least)
    assert region_probability(p, q, [plane]) == region_probability(q, p, [turned])


@pytest.mark.parametrize("law", [(1, 1), (3, 2), (13, 9)])
def test_conditions_on_one_rate_are_binomial_sums(law: Beta) -> None:
    for x in (F(1, 7), F(1, 2), F(5, 6)):
        assert region_probability((4, 2), law, [half_plane(0, 1, x)]) == upper_tail(law, x)
        assert region_probability(law, (4, 2), [half_plane(1, 0, x)]) == upper_tail(law, x)


def test_parameters_have_to_be_whole() -> None:
    with pytest.raises(HypothesisError, match="positive whole numbers"):
        region_probability((0, 1), UNIFORM, ABOVE)
