"""Means over scenarios: a worked example, clusters by their definition, and what is missing."""

import random
from fractions import Fraction

import pytest

from spi.empirical.gaps import squared_gap
from spi.empirical.mean_gap import mean_gap
from spi.empirical.variance_estimates import variance_estimate
from spi.errors import GameError, HypothesisError

F = Fraction
FOUR = [(14, 20, 12, 20), (5, 20, 5, 20), (18, 20, 17, 20), (9, 20, 14, 20)]


def test_the_worked_example() -> None:
    """By the formulas, in another program, before this one was written."""
    found = mean_gap(FOUR)
    assert found.gaps == (F(-13, 950), F(-3, 152), F(-17, 1900), F(73, 1900))
    assert found.mean == F(-3, 3040)
    assert found.random_variance == F(40993, 231040000)
    assert found.fixed_variance == F(1096417, 3927680000) and found.unbiased
    assert found.heterogeneity == F(-24971, 61370000)
    # what is *not* done: squares of observed differences, and clipping before the average
    assert sum((F(x, n) - F(y, m)) ** 2 for x, n, y, m in FOUR) / 4 == F(3, 160)
    assert sum(max(gap, F(0)) for gap in found.gaps) / 4 == F(73, 7600)
    assert found.shown == 0  # clipped after averaging, for display


def test_each_scenario_its_own_cluster_changes_nothing() -> None:
    assert mean_gap(FOUR, clusters="abcd") == mean_gap(FOUR)


def test_clusters_by_definition() -> None:
    """Of equal size: the variance of the mean of independent cluster means."""
    rng = random.Random(6)
    cells = [(rng.randint(0, 9), 9, rng.randint(0, 8), 8) for _ in range(12)]
    labels = [k % 4 for k in range(12)]
    found = mean_gap(cells, clusters=labels)
    means = [sum(squared_gap(*cells[k]) for k in range(12) if labels[k] == c) / 3 for c in range(4)]
    overall = sum(means) / 4
    assert found.clusters == 4 and found.mean == overall
    assert found.random_variance == sum((mean - overall) ** 2 for mean in means) / 3 / 4
    assert "in 4 clusters" in str(found)


def test_copies_in_one_cluster_are_no_new_scenarios() -> None:
    once, copied = mean_gap(FOUR), mean_gap(FOUR * 5, clusters="abcd" * 5)
    assert once.random_variance == copied.random_variance
    assert mean_gap(FOUR * 5).random_variance < copied.random_variance / 4  # type: ignore[operator]


def test_pooling_counts_would_hide_opposite_gaps() -> None:
    cells = [(18, 20, 2, 20), (2, 20, 18, 20)]
    assert mean_gap(cells).mean > F(1, 2)
    assert squared_gap(20, 40, 20, 40) < 0


def test_one_response_is_missing_with_its_reason() -> None:
    cells = [*FOUR, (1, 1, 0, 20)]
    with pytest.raises(HypothesisError, match="scenario 5: missing: an arm has 1 response,"):
        mean_gap(cells)
    found = mean_gap(cells, leave_out=True)
    assert found.mean == mean_gap(FOUR).mean and len(found.gaps) == 4
    assert [number for number, _ in found.left_out] == [5] and "1 left out" in str(found)
    with pytest.raises(HypothesisError, match="every scenario"):
        mean_gap([(1, 1, 0, 20)], leave_out=True)


def test_few_responses_say_that_the_variance_is_not_unbiased() -> None:
    found = mean_gap([(1, 3, 2, 3), *FOUR])
    assert not found.unbiased
    wanted = variance_estimate(1, 3, 2, 3).value + mean_gap(FOUR).fixed_variance * 16
    assert found.fixed_variance == wanted / 25


def test_one_cluster_has_no_spread() -> None:
    found = mean_gap(FOUR, clusters="aaaa")
    assert found.random_variance is None and "unknown if they are" in str(found)
    assert mean_gap(FOUR[:1]).heterogeneity is None


def test_labels_have_to_fit() -> None:
    with pytest.raises(GameError, match="3 labels of clusters for 4 scenarios"):
        mean_gap(FOUR, clusters="abc")
