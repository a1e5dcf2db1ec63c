"""Splits of rates, exact; figures of the 13 printed means and of the 12 valid subjects."""

import random
from fractions import Fraction
from itertools import pairwise, product

import pytest
from scipy import stats

from spi.empirical.loyalty.public import load_public_counts
from spi.empirical.loyalty.sign_tests import sign_test, signed_rank_test, wilcoxon_of_signs
from spi.empirical.loyalty.splits import bimodality_coefficient, largest_gap, otsu_split, rank_correlation
from spi.errors import SpiError

MEANS = [s.printed_seeds[0] for s in load_public_counts().subjects]


def test_printed_means() -> None:
    gap, otsu = largest_gap(MEANS), otsu_split(MEANS)
    assert (gap.below, gap.above) == (otsu.below, otsu.above) == (Fraction(39, 2), 46)
    assert round(float(otsu.explained), 4) == 0.8859
    assert round(float(bimodality_coefficient(MEANS)), 4) == 0.6125


def test_otsu_is_the_best_of_all_splits() -> None:
    source = random.Random(3)
    for _ in range(30):
        numbers = [Fraction(source.randint(0, 30), source.randint(1, 5)) for _ in range(7)]
        if len(set(numbers)) < 2:
            continue
        ordered: list[Fraction] = sorted(numbers)
        best = Fraction(0)
        mean = sum(ordered) / len(ordered)
        total = sum((x - mean) ** 2 for x in ordered)
        for k in range(1, len(ordered)):  # by what is left within the parts
            parts = ordered[:k], ordered[k:]
            within = sum(sum((x - sum(part) / len(part)) ** 2 for x in part) for part in parts)
            best = max(best, Fraction(1 - within / total))
        assert otsu_split(numbers).explained == best
        assert largest_gap(numbers).above - largest_gap(numbers).below == max(b - a for a, b in pairwise(ordered))


def test_ties_take_the_lowest() -> None:
    assert largest_gap([0, 1, 2]).below == 0


def test_bimodality_of_two_points_and_of_one_peak() -> None:
    # skewness 0, excess kurtosis -2 in the limit: (0 + 1) / (-2 + 3) = 1
    assert float(bimodality_coefficient([0] * 500 + [1] * 500)) == pytest.approx(1, abs=0.01)
    assert bimodality_coefficient([0, 5, 5, 5, 5, 5, 5, 10]) < Fraction(5, 9)


def test_rank_correlation_is_that_of_scipy() -> None:
    source = random.Random(8)
    for _ in range(20):
        a, b = ([source.randint(0, 5) for _ in range(9)] for _ in range(2))
        assert rank_correlation(a, b) == pytest.approx(float(stats.spearmanr(a, b).statistic))


def test_leaks_and_missed_instructions_of_subjects() -> None:
    valid = load_public_counts().valid()
    rates = {s.name: [Fraction(s.gated.of(m), s.gated.n) for m in ("leak", "missed")] for s in valid}
    assert round(rank_correlation(*zip(*rates.values(), strict=True)), 2) == -0.64
    selective = [rates[s.name] for s in valid if s.cluster == "selective"]
    assert round(rank_correlation(*zip(*selective, strict=True)), 2) == 0.14


@pytest.mark.parametrize("numbers", [[], [1], [2, 2, 2]])
def test_nothing_to_split(numbers: list[int]) -> None:
    for split in (largest_gap, otsu_split, bimodality_coefficient):
        with pytest.raises(SpiError, match="at least two"):
            split(numbers)
    with pytest.raises(SpiError):
        rank_correlation([1, 1], [1, 2])


def test_signs() -> None:
    assert sign_test(19, 2) == Fraction(29, 131072)  # 2 (1 + 21 + 210) / 2^21
    assert sign_test(2, 2) == 1
    for worse, better in ((19, 2), (32, 30), (5, 9)):
        signs = [1] * worse + [-1] * better
        found = stats.wilcoxon(signs, method="approx", correction=False).pvalue
        assert wilcoxon_of_signs(worse, better) == pytest.approx(float(found))
    assert round(wilcoxon_of_signs(19, 2), 6) == 0.000208
    assert round(wilcoxon_of_signs(32, 30), 3) == 0.799
    with pytest.raises(SpiError, match="at least one pair"):
        sign_test(0, 0)


def test_signed_ranks_against_all_signs() -> None:
    source = random.Random(12)
    for _ in range(25):
        given = [Fraction(source.randint(-4, 4), 3) for _ in range(7)]
        kept = [d for d in given if d]
        if not kept:
            continue
        sizes = [abs(d) for d in kept]
        ranks = [Fraction(2 * sum(b < a for b in sizes) + sizes.count(a) + 1, 2) for a in sizes]
        sums = [
            sum((r for r, s in zip(ranks, signs, strict=True) if s), Fraction(0))
            for signs in product((0, 1), repeat=len(kept))
        ]
        found, total = signed_rank_test(given), sum(ranks, Fraction(0))
        assert (found.above, found.below) == (
            sum(r for r, d in zip(ranks, kept, strict=True) if d > 0),
            total - found.above,
        )
        apart = sum(abs(2 * own - total) >= abs(found.above - found.below) for own in sums)
        assert found.p_value == Fraction(apart, len(sums))
        normal = stats.wilcoxon([float(d) for d in kept], method="approx", correction=False).pvalue
        assert found.normal == pytest.approx(float(normal))
    with pytest.raises(SpiError, match="all differences are zero"):
        signed_rank_test([Fraction(0)])


def test_the_split_of_the_clusters_item_by_item() -> None:
    counts = load_public_counts()
    found = []
    for rows, dead in ((counts.items, True), (counts.items, False), (counts.held_out_items, False)):
        for own in rows.values():
            gaps = [gap for row in own if (gap := row.gap(with_dead=dead)) is not None]
            assert len(gaps) == len(own) == (24 if rows is counts.held_out_items else 36)
            found.append(signed_rank_test(gaps))
    assert all(test.above > test.below for test in found)
    # by the normal limit; with floats that break ties they are 1.22e-6, 2.25e-7, 6.54e-7
    assert [f"{test.normal:.2e}" for test in found[:3]] == ["1.14e-06", "2.22e-07", "5.45e-07"]
    assert [f"{test.normal:.2e}" for test in found[3:6]] == ["1.10e-06", "2.27e-07", "4.89e-07"]
    assert [f"{test.normal:.2e}" for test in found[6:]] == ["1.74e-05", "1.82e-05", "1.74e-05"]
    # one of 24 items points the other way, with the smallest gap (1 of 3 against 3 of 7); in the last arm none does
    assert [test.below for test in found[6:]] == [1, 1, 0]
    assert [test.p_value for test in found[6:]] == [Fraction(4, 2**24), Fraction(4, 2**24), Fraction(2, 2**24)]
