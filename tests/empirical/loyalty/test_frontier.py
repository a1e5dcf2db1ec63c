"""Dominance, boxes, hypervolume: exact, against counting on a grid and against all places in boxes."""

import random
from fractions import Fraction
from itertools import product

import pytest

from spi.empirical.loyalty.frontier import Box, box_dominance, dominated_by, dominates, hypervolume, non_dominated
from spi.empirical.loyalty.public import load_public_counts
from spi.errors import SpiError

Pair = tuple[Fraction, Fraction]


def pair(x: int, y: int) -> Pair:
    return Fraction(x), Fraction(y)


def test_less_is_better_and_equal_is_not_better() -> None:
    assert dominates(pair(1, 2), pair(1, 3)) and not dominates(pair(1, 3), pair(1, 2))
    assert not dominates(pair(1, 2), pair(1, 2)) and not dominates(pair(0, 3), pair(1, 2))
    assert non_dominated({"a": (1, 2), "b": (1, 2), "c": (2, 2)}) == ("a", "b")
    assert non_dominated({"a": (1, 2, 3), "b": (1, 3, 2), "c": (1, 3, 3)}) == ("a", "b")
    with pytest.raises(SpiError, match="different numbers of coordinates"):
        dominated_by({"a": (1, 2), "b": (1, 2, 3)})


def test_boxes_against_all_places_in_them() -> None:
    source = random.Random(4)
    seen = set()
    for _ in range(400):
        low = [pair(source.randint(0, 3), source.randint(0, 3)) for _ in range(2)]
        high = [pair(int(x) + source.randint(0, 2), int(y) + source.randint(0, 2)) for x, y in low]
        boxes = [Box(a, b) for a, b in zip(low, high, strict=True)]
        places = [
            list(product(*(range(int(a), int(b) + 1) for a, b in zip(x.low, x.high, strict=True)))) for x in boxes
        ]
        found = [dominates(pair(*p), pair(*q)) for p in places[0] for q in places[1]]
        expected = "certain" if all(found) else "possible" if any(found) else "none"
        assert box_dominance(*boxes) == expected
        seen.add(expected)
    assert seen == {"certain", "possible", "none"}


def test_a_box_without_width_is_a_point() -> None:
    points = [pair(1, 2), pair(1, 3), pair(1, 2), pair(2, 1)]
    for p, q in product(points, repeat=2):
        assert (box_dominance(Box(p, p), Box(q, q)) == "certain") is dominates(p, q)
    with pytest.raises(SpiError, match="low ≤ high"):
        Box(pair(1, 1), pair(0, 2))


def test_hypervolume_counts_cells() -> None:
    source = random.Random(6)
    for _ in range(100):
        points = [(source.randint(0, 7), source.randint(0, 7)) for _ in range(source.randint(0, 5))]
        cells = sum(any(x <= a and y <= b for x, y in points) for a in range(6) for b in range(6))
        assert hypervolume(points, (6, 6)) == cells
    assert hypervolume([("1/3", "1/2")], (1, 1)) == Fraction(1, 3)


def test_a_dominated_point_adds_nothing() -> None:
    assert hypervolume([(1, 1)], (3, 3)) == hypervolume([(1, 1), (1, 2), (2, 2), (5, 0)], (3, 3)) == 4


def test_operating_points_of_the_website() -> None:
    counts = load_public_counts()
    points = counts.operating_points
    assert len(points) == 11
    assert non_dominated(points) == ("Llama KL i3",)
    over = dominated_by(points)
    assert "Llama KL i3" in over["Claude-Sonnet + scaffold"] and "Llama KL i3" in over["Per-token KL i1"]
    assert "Per-turn SFT i2" in over["Per-token KL i1"]
    # with all iterations of both students there is a trade-off, within one student
    assert set(non_dominated(points | counts.iterations)) == {"Llama KL i1", "Llama KL i3", "Llama KL i4"}


def test_subjects() -> None:
    valid = load_public_counts().valid()
    points = {s.name: [Fraction(s.gated.of(m), s.gated.n) for m in ("leak", "missed")] for s in valid}
    printed = {name: tuple(round(100 * float(rate), 1) for rate in points[name]) for name in non_dominated(points)}
    assert printed == {
        "DeepSeek-v3.1": (11.8, 8.8),
        "Gemini-3.1-flash-lite": (11.2, 10.3),
        "Gemini-2.5-flash": (7.8, 14.6),
        "Llama-3.1-70B": (6.6, 15.1),
        "Gemini-3-flash": (4.8, 17.3),
        "GLM-4.6": (3.9, 47.1),
        "GPT-5-mini": (1.9, 62.1),
    }
