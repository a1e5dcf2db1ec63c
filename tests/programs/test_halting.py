"""Naive recursion of n players: the least solution, by iteration from 0 and by hand."""

from __future__ import annotations

import random
from fractions import Fraction
from math import prod

import pytest

from spi.errors import HypothesisError
from spi.programs.halting import Bracket, halting_brackets, halting_probability, halting_step

F = Fraction


def test_halting_probabilities() -> None:
    assert halting_probability(0, 2) == 0  # else s = ε + (1 − ε)s²: (1 − s)((1 − ε)s − ε) = 0
    assert halting_probability("1/2", 3) == 1 and halting_probability("49/100", 3) == F(49, 51)  # 2(1 − ε) ≤ 1
    assert halting_probability("2/3", 4) == 1 and halting_probability(1, 9) == 1 and halting_probability(0, 9) == 0
    with pytest.raises(HypothesisError, match="need not be rational"):
        halting_probability("1/10", 4)


@pytest.mark.parametrize("epsilon", ["-1/10", "2"])
def test_halting_needs_a_probability_and_players(epsilon: str) -> None:
    with pytest.raises(HypothesisError, match="epsilon is"):
        halting_probability(epsilon, 2)
    with pytest.raises(HypothesisError, match="epsilon is"):
        halting_brackets(["1/2", epsilon])
    for few in (0, 1):
        with pytest.raises(HypothesisError, match=f"{few} players"):
            halting_probability("1/10", few)
    with pytest.raises(HypothesisError, match="width of 0"):
        halting_brackets(["1/10"] * 4, width=0)


def known(*epsilons: str) -> list[str]:
    brackets = halting_brackets(epsilons)
    assert all(b.lower == b.upper for b in brackets)
    return [str(b.lower) for b in brackets]


def test_known_by_hand() -> None:
    assert known("1/10", "1/10", "1/10") == ["1/9"] * 3
    assert known("2/3", "2/3", "2/3", "2/3") == ["1"] * 4
    # n = 4: (1 − ε)(s² + s) = ε. With ε = 3/7, s² + s = 3/4 has the root 1/2; p = 1/16 is met by bisection
    assert known("3/7", "3/7", "3/7", "3/7") == ["1/2"] * 4
    # 1/2 = 1/10 + 9/10 · 4/9, and 2/3 = 1/2 + 1/2 · 1/3
    assert known("1/10", "1/2", "1/2") == ["1/2", "2/3", "2/3"]
    # who never stops by herself halts when both others do: 1/4 = 1/2 · 1/2, and 1/2 = 3/7 + 4/7 · 1/8
    assert known("3/7", "0", "3/7") == ["1/2", "1/4", "1/2"]
    # who always stops does not matter: the others simulate each other, and halt for certain
    assert known("1", "1/100", "0") == ["1", "1", "1"]
    assert known("0", "1/5") == ["1", "1"] and known("0", "0") == ["0", "0"]
    # two who wait for each other; the third halts only if she stops at once
    assert known("0", "1/3", "0") == ["0", "1/3", "0"]


def test_brackets_hold_the_least_root() -> None:
    other, *same = halting_brackets(["1/10"] * 4, width=F(1, 10**30))  # s² + s = 1/9, by the equation above
    assert other.lower**2 + other.lower <= F(1, 9) <= other.upper**2 + other.upper
    assert 0 < other.upper - other.lower <= F(1, 10**30) and set(same) == {other}


def test_brackets_hold_the_limit_of_the_iterates() -> None:
    """The probabilities to halt within d levels, from 0 on, grow to the least solution."""
    rng = random.Random(3)
    above = 0
    for _ in range(40):
        stops = [F(rng.randint(1, 20), rng.choice((21, 40, 97))) for _ in range(rng.randint(2, 5))]
        if rng.random() < 0.2:
            stops[0] = F(0)
        brackets = halting_brackets(stops, width=F(1, 10**6))
        levels = [F(0)] * len(stops)
        for _ in range(400):  # rounded down, which keeps them below the least solution
            levels = [F(int(s * 2**60), 2**60) for s in halting_step(stops, levels)]
        for level, bracket in zip(levels, brackets, strict=True):
            assert level <= bracket.upper and bracket.upper - bracket.lower <= F(1, 10**6)
        slow = sum(((1 - e) / (2 - e) for e in stops), start=F(0))
        if abs(slow - 1) > F(1, 20):  # where the iteration converges quickly
            assert all(b.lower - s < F(1, 10**6) for s, b in zip(levels, brackets, strict=True))
            above += slow > 1
    assert above > 5


def test_rational_probabilities_are_found() -> None:
    """Solutions drawn first, and the epsilons worked out from them."""
    rng, found = random.Random(8), 0
    for _ in range(60):
        halting = [F(rng.randint(1, 9), 10) for _ in range(rng.randint(3, 5))]
        rest = [prod((s for k, s in enumerate(halting) if k != i), start=F(1)) for i in range(len(halting))]
        stops = [(s - r) / (1 - r) for s, r in zip(halting, rest, strict=True)]
        if min(stops) > 0:
            assert halting_brackets(stops) == tuple(Bracket(s, s) for s in halting)
            found += 1
    assert found > 10


def test_a_hair_from_halting_for_certain() -> None:
    """2(1 − ε) = 1 is the border for three: below it the probability is ε/(1 − ε)."""
    near = F(1, 2) - F(1, 10**8)
    for bracket in halting_brackets([near] * 3, width=F(1, 10**9)):
        assert bracket.lower <= near / (1 - near) <= bracket.upper < 1
