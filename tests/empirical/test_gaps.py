"""Estimated squared gaps: exact values worked out beforehand, and unbiasedness by summing over all outcomes."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from spi.empirical.definite import find_negative_direction
from spi.empirical.gap_arrays import (
    approx_null_variances,
    approx_plug_in_variances,
    approx_squared_gaps,
    approx_squared_gaps_categories,
    approx_variance_estimates,
)
from spi.empirical.gap_variances import gap_variance, gap_variance_categories, gap_variance_paired
from spi.empirical.gaps import squared_gap, squared_gap_categories, squared_gap_kernel, squared_gap_paired
from spi.empirical.variance_estimates import fourth_power_gap, null_variance, plug_in_variance, variance_estimate
from spi.errors import GameError, HypothesisError
from tests.empirical.enumeration import binomial_law, dealt_law, expectation, gap_by_pairs, multinomial

F = Fraction
IDENTITY = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
ORDINAL = [[F(2), F(1), F(0)], [F(1), F(2), F(1)], [F(0), F(1), F(2)]]

# (x, n, y, m), the estimate, its estimated variance: by the formulas, in another program, before this one was written
GAPS = [
    ((0, 2, 0, 2), "0", None),
    ((1, 2, 1, 2), "-1/2", None),
    ((2, 2, 0, 2), "1", None),
    ((1, 2, 0, 2), "0", None),
    ((1, 3, 2, 3), "-1/9", None),
    ((3, 4, 1, 5), "1/5", "6/25"),
    ((5, 10, 5, 10), "-1/18", "-17/2268"),
    ((7, 10, 3, 10), "17/150", "739/22500"),
    ((10, 20, 10, 20), "-1/38", "-37/24548"),
    ((14, 20, 6, 20), "131/950", "677761/46027500"),
    ((20, 20, 0, 20), "1", "0"),
    ((19, 20, 20, 20), "0", "0"),
    ((0, 20, 1, 20), "0", "0"),
    ((12, 20, 11, 20), "-11/475", "-13079/11506875"),
    ((8, 20, 13, 30), "-826/41325", "-506655293/609668758125"),
    ((17, 25, 9, 40), "3773/19500", "783861604411/67630884750000"),
    ((3, 4, 1, 4), "1/8", "17/64"),
    ((4, 4, 4, 4), "0", "0"),
    ((2, 4, 2, 4), "-1/6", "-5/36"),
    ((1, 5, 4, 6), "2/15", "1/9"),
    # threats with and without a signed agreement, from the published tallies of a negotiation experiment
    ((7, 20, 14, 20), "189/1900", "2104571/184110000"),
    ((0, 20, 4, 20), "3/95", "364/460275"),
    ((20, 20, 7, 20), "39/95", "9646/460275"),
    ((7, 20, 20, 40), "61/14820", "163285709/138148779600"),
    ((0, 20, 2, 40), "1/780", "1/608400"),
]


@pytest.mark.parametrize(("counts", "gap", "variance"), GAPS)
def test_known_values(counts: tuple[int, int, int, int], gap: str, variance: str | None) -> None:
    x, n, y, m = counts
    assert squared_gap(*counts) == F(gap)
    assert squared_gap(y, m, x, n) == F(gap)  # arms exchanged
    assert squared_gap(n - x, n, m - y, m) == F(gap)  # answers exchanged
    found = variance_estimate(*counts)
    assert found.unbiased == (variance is not None)
    assert found.value == (F(variance) if variance else plug_in_variance(*counts))
    assert ("unbiased" in str(found)) == found.unbiased


@pytest.mark.parametrize(
    ("p", "n", "q", "m", "variance"),
    [
        ("1/2", 20, "1/2", 20, "39/30400"),
        ("1/2", 2, "1/2", 2, "3/16"),
        ("3/10", 20, "1/2", 20, "18111/3800000"),
        ("9/10", 20, "7/10", 20, "54411/19000000"),
        ("1", 5, "0", 5, "0"),
        ("1/2", 20, "1/2", 10, "203/68400"),
        ("1/5", 4, "2/5", 6, "256/9375"),
    ],
)
def test_known_variances(p: str, n: int, q: str, m: int, variance: str) -> None:
    assert gap_variance(p, n, q, m) == F(variance)


@pytest.mark.parametrize(
    ("counts", "variance"),
    [
        ((10, 20, 10, 20), "1/740"),
        ((14, 20, 12, 20), "1183/1068560"),
        ((5, 20, 5, 20), "783/1068560"),
        ((1, 2, 1, 2), "1/2"),
        ((3, 4, 1, 5), "1/27"),
        ((0, 20, 1, 20), "0"),
    ],
)
def test_known_null_variances(counts: tuple[int, int, int, int], variance: str) -> None:
    assert null_variance(*counts) == F(variance)


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        ((2, 0, 0), (0, 2, 0), "2"),
        ((1, 1, 0), (0, 1, 1), "-1/2"),
        ((10, 6, 4), (8, 8, 4), "-22/475"),
        ((5, 5, 5, 5), (5, 5, 5, 5), "-3/38"),
        ((20, 0, 0), (0, 0, 20), "2"),
        ((1, 2, 3), (3, 2, 1), "-1/45"),
        ((12, 8), (7, 13), "36/475"),
    ],
)
def test_known_values_of_several_answers(first: tuple[int, ...], second: tuple[int, ...], gap: str) -> None:
    assert squared_gap_categories(first, second) == F(gap)
    assert squared_gap_categories(second, first) == F(gap)
    assert float(approx_squared_gaps_categories(first, second)) == pytest.approx(float(F(gap)), abs=1e-14)


@pytest.mark.parametrize(
    ("b", "c", "n", "gap"),
    [(0, 0, 5, "0"), (1, 0, 2, "0"), (3, 1, 10, "0"), (5, 5, 20, "-1/38"), (8, 2, 20, "13/190"), (20, 0, 20, "1")],
)
def test_known_values_of_pairs(b: int, c: int, n: int, gap: str) -> None:
    assert squared_gap_paired(b, c, n) == squared_gap_paired(c, b, n) == F(gap)


def test_two_answers_count_twice() -> None:
    for x, n, y, m in product(range(5), (4,), range(4), (3,)):
        assert squared_gap_categories([x, n - x], [y, m - y]) == 2 * squared_gap(x, n, y, m)


def test_the_estimate_is_the_mean_over_pairs_of_responses() -> None:
    rng = random.Random(1)
    for _ in range(40):
        first = [rng.randrange(3) for _ in range(rng.randint(2, 6))]
        second = [rng.randrange(3) for _ in range(rng.randint(2, 6))]
        xs, ys = ([arm.count(k) for k in range(3)] for arm in (first, second))
        assert squared_gap_categories(xs, ys) == gap_by_pairs(first, second, IDENTITY)
        assert squared_gap_kernel(xs, ys, ORDINAL) == gap_by_pairs(first, second, ORDINAL)
        one = [[0, 0, 0], [0, 0, 0], [0, 0, 1]]  # only the last answer counts
        assert squared_gap(xs[2], len(first), ys[2], len(second)) == gap_by_pairs(first, second, one)


def test_doubling_the_data_changes_the_estimate() -> None:
    assert squared_gap(14, 20, 12, 20) != squared_gap(28, 40, 24, 40)  # less noise is taken out


# ---- all outcomes

RATES = [F(0), F(1, 7), F(1, 3), F(1, 2), F(4, 5), F(1)]


def check_by_enumeration(p: Fraction, n: int, q: Fraction, m: int) -> None:
    law, d = binomial_law(p, n, q, m), p - q
    assert sum(weight for _, weight in law) == 1
    assert expectation(law, squared_gap) == d**2
    variance = expectation(law, lambda *c: squared_gap(*c) ** 2) - d**4
    assert gap_variance(p, n, q, m) == variance
    if min(n, m) >= 4:
        assert expectation(law, fourth_power_gap) == d**4
        assert expectation(law, lambda *c: variance_estimate(*c).value) == variance
    if p == q:
        assert expectation(law, null_variance) == variance


@pytest.mark.parametrize(("n", "m"), [(2, 2), (2, 5), (4, 3), (4, 4), (5, 4)])
def test_expectations_by_enumeration(n: int, m: int) -> None:
    for p, q in product([F(0), F(1, 3), F(4, 5)], repeat=2):
        check_by_enumeration(p, n, q, m)


@pytest.mark.slow
def test_expectations_by_enumeration_on_the_whole_grid() -> None:
    combinations = list(product(RATES, range(2, 7), RATES, range(2, 7)))
    assert len(combinations) == 900
    for p, n, q, m in combinations:
        check_by_enumeration(p, n, q, m)


@pytest.mark.parametrize("counts", [(1, 2, 1, 2), (3, 4, 1, 5), (0, 3, 2, 6), (4, 4, 4, 4), (2, 7, 5, 6)])
def test_dealing_anew_has_mean_0_and_the_null_variance(counts: tuple[int, int, int, int]) -> None:
    law = dealt_law(*counts)
    assert expectation(law, squared_gap) == 0
    assert expectation(law, lambda *c: squared_gap(*c) ** 2) == null_variance(*counts) >= 0


@pytest.mark.parametrize("kernel", [None, ORDINAL])
def test_several_answers_by_enumeration(kernel: list[list[Fraction]] | None) -> None:
    p, q, n, m = [F(1, 2), F(1, 3), F(1, 6)], [F(1, 5), F(1, 5), F(3, 5)], 3, 2
    rows = kernel or IDENTITY
    d = [a - b for a, b in zip(p, q, strict=True)]
    truth = sum(d[i] * rows[i][j] * d[j] for i in range(3) for j in range(3))
    outcomes = [
        (squared_gap_kernel(x, y, rows), weight * other)
        for x, weight in multinomial(p, n)
        for y, other in multinomial(q, m)
    ]
    assert sum(weight for _, weight in outcomes) == 1
    assert sum(gap * weight for gap, weight in outcomes) == truth
    variance = sum(gap**2 * weight for gap, weight in outcomes) - truth**2
    assert gap_variance_categories(p, n, q, m, kernel=kernel) == variance


def test_the_variance_of_two_answers_is_four_times_that_of_one() -> None:
    assert gap_variance_categories(["1/3", "2/3"], 4, ["1/5", "4/5"], 5) == 4 * gap_variance("1/3", 4, "1/5", 5)


def test_pairs_by_enumeration() -> None:
    """Both answers, only the first, only the second, none; unpaired estimates are off by -2 Cov/n."""
    both, first, second, neither, n = F(1, 3), F(1, 4), F(1, 6), F(1, 4), 4
    d = first - second
    w = first + second - d**2
    law = list(multinomial([both, first, second, neither], n))
    gaps = [(squared_gap_paired(b, c, n), weight) for (_, b, c, _), weight in law]
    assert sum(gap * weight for gap, weight in gaps) == d**2
    assert sum(gap**2 * weight for gap, weight in gaps) - d**4 == gap_variance_paired(d, w, n)
    unpaired = sum(squared_gap(a + b, n, a + c, n) * weight for (a, b, c, _), weight in law)
    covariance = both - (both + first) * (both + second)
    assert covariance != 0 and unpaired == d**2 - 2 * covariance / n


# ---- arrays of floats


def test_arrays_agree_with_fractions() -> None:
    rng = random.Random(2)
    cells = []
    for _ in range(300):
        n, m = rng.randint(4, 60), rng.randint(4, 60)
        cells.append((rng.randint(0, n), n, rng.randint(0, m), m))
    columns = [list(column) for column in zip(*cells, strict=True)]
    for fast, slow in [
        (approx_squared_gaps, squared_gap),
        (approx_plug_in_variances, plug_in_variance),
        (approx_null_variances, null_variance),
        (approx_variance_estimates, lambda *c: variance_estimate(*c).value),
    ]:
        assert list(fast(*columns)) == pytest.approx([float(slow(*cell)) for cell in cells], abs=1e-12)


# ---- what is refused


def test_one_response_is_missing_and_not_0() -> None:
    for refused in (
        lambda: squared_gap(1, 1, 0, 20),
        lambda: squared_gap(1, 20, 0, 0),
        lambda: squared_gap_categories([1, 0], [2, 3]),
        lambda: squared_gap_kernel([2, 3, 0], [0, 1, 0], ORDINAL),
        lambda: squared_gap_paired(1, 0, 1),
        lambda: gap_variance("1/2", 1, "1/2", 2),
        lambda: variance_estimate(1, 1, 0, 20),
        lambda: null_variance(0, 1, 0, 2),
        lambda: fourth_power_gap(0, 3, 0, 4),
        lambda: approx_squared_gaps([3, 1], [4, 1], [1, 2], 5),
        lambda: approx_variance_estimates(1, 3, 1, 4),
    ):
        with pytest.raises(HypothesisError, match="missing"):
            refused()


def test_what_is_no_count_is_refused() -> None:
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: squared_gap(3, 2, 0, 2), "at most all of them"),
        (lambda: squared_gap(-1, 2, 0, 2), "from 0 on"),
        (lambda: squared_gap(1.0, 2, 0, 2), "from 0 on"),  # type: ignore[arg-type]
        (lambda: squared_gap(True, 2, 0, 2), "from 0 on"),
        (lambda: squared_gap_categories([1, 1], [1, 1, 1]), "the same answers"),
        (lambda: squared_gap_categories([4], [4]), "at least two"),
        (lambda: squared_gap_paired(3, 3, 5), "at most as many as pairs"),
        (lambda: approx_squared_gaps([0.5], 2, 1, 2), "no count"),
        (lambda: gap_variance("3/2", 2, 0, 2), "a probability"),
        (lambda: gap_variance_categories(["1/2", "1/3"], 2, [1, 0], 2), "sum to 5/6"),
        (lambda: squared_gap_kernel([1, 1], [1, 1], ORDINAL), "one row an answer"),
        (lambda: squared_gap_kernel([1, 1], [1, 1], [[1, 2], [3, 4]]), "symmetric"),
    ]
    for refused, words in cases:
        with pytest.raises(GameError, match=words):
            refused()


def test_a_kernel_has_to_be_positive_semidefinite() -> None:
    with pytest.raises(HypothesisError, match=r"v·K·v < 0 for v = \(-2, 1\)"):
        squared_gap_kernel([2, 1], [1, 2], [[1, 2], [2, 1]])
    assert squared_gap_kernel([2, 1], [1, 2], [[1, 1], [1, 1]]) == 0  # on the border: all answers are the same


def test_definiteness_by_definition() -> None:
    """Gram matrices are positive semidefinite; a direction that is found is checked by multiplying out."""
    rng = random.Random(3)
    sympy: Any = pytest.importorskip("sympy")
    negative = 0
    for _ in range(300):
        size = rng.randint(1, 4)
        if rng.random() < 0.5:
            rows = [[F(rng.randint(-3, 3), rng.randint(1, 3)) for _ in range(size)] for _ in range(rng.randint(1, 3))]
            gram = [[sum((r[i] * r[j] for r in rows), F(0)) for j in range(size)] for i in range(size)]
            assert find_negative_direction(gram) is None
            continue
        matrix = [[F(0)] * size for _ in range(size)]
        for i in range(size):
            for j in range(i + 1):
                matrix[i][j] = matrix[j][i] = F(rng.randint(-1, 2))
        v = find_negative_direction(matrix)
        if v is not None:
            negative += 1
            assert sum(v[i] * matrix[i][j] * v[j] for i in range(size) for j in range(size)) < 0
        else:  # all principal minors are at least 0
            for chosen in product([0, 1], repeat=size):
                kept = [i for i in range(size) if chosen[i]]
                if kept:
                    assert sympy.Matrix([[int(matrix[i][j]) for j in kept] for i in kept]).det() >= 0
    assert negative > 50
