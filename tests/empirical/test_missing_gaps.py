"""Bounds over completions, against going through all of them."""

import random
from fractions import Fraction
from itertools import product

import pytest

from spi.empirical.experiment_gaps import GapSample
from spi.empirical.gaps import squared_gap
from spi.empirical.missing_gaps import bound_missing
from spi.empirical.responses import CellCounts
from spi.errors import HypothesisError

F = Fraction


def sample(name: str, first: tuple[int, int, int], second: tuple[int, int, int]) -> GapSample:
    """Conceded, refused and missing in each arm."""
    cells = [
        CellCounts("m", "baseline", name, kind, own[:2], (("unreadable", own[2]),))
        for kind, own in (("ordinary", first), ("surrogate", second))
    ]
    return GapSample(name, cells[0], cells[1], ("concede", "refuse"))


@pytest.mark.parametrize("seed", range(20))
def test_all_completions_are_within_the_bounds_and_reach_them(seed: int) -> None:
    rng = random.Random(seed)
    arms = [[tuple(rng.randint(1, 5) for _ in range(3)) for _ in range(2)] for _ in range(3)]
    found = bound_missing([sample(str(k), *pair) for k, pair in enumerate(arms)], "concede")  # type: ignore[arg-type]
    low = high = down = up = F(0)
    for (x, r, a), (y, s, b) in arms:
        n, m = x + r + a, y + s + b
        gaps = [squared_gap(x + i, n, y + j, m) for i, j in product(range(a + 1), range(b + 1))]
        signed = [F(y + j, m) - F(x + i, n) for i, j in product(range(a + 1), range(b + 1))]
        low, high, down, up = low + min(gaps), high + max(gaps), down + min(signed), up + max(signed)
    assert found.gap == (low / 3, high / 3) and found.signed == (down / 3, up / 3)
    assert sum((squared_gap(*counts) for counts in found.largest), F(0)) == high


def test_nothing_missing_leaves_nothing_open() -> None:
    found = bound_missing([sample("toll", (3, 1, 0), (1, 4, 0))], "concede")
    # T of (3, 4, 1, 5) is 1/5; q − p = 1/5 − 3/4
    assert found.none and found.gap == (F(1, 5), F(1, 5)) and found.signed == (F(-11, 20), F(-11, 20))


def test_who_misses_more_is_told() -> None:
    # Fisher's exact test of 0 of 20 against 12 of 20, as by hand: 2·C(20,12)/C(40,12)
    found = bound_missing([sample("toll", (10, 10, 0), (8, 0, 12))], "concede")
    assert (found.reference, found.treated) == ((0, 20), (12, 20))
    assert found.p_value == F(2 * 125970, 5586853480)


def test_a_single_response_has_no_squared_gap() -> None:
    with pytest.raises(HypothesisError, match="toll: missing: an arm has fewer than two"):
        bound_missing([sample("toll", (1, 0, 0), (1, 1, 0))], "concede")
    with pytest.raises(HypothesisError, match="no scenario"):
        bound_missing([], "concede")
