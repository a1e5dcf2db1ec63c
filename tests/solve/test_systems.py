"""Strict and weak inequalities against Fourier–Motzkin elimination; the multipliers by their definition."""

import random
from fractions import Fraction

import pytest

from spi.errors import SpiError
from spi.solve import systems
from spi.solve.simplex import Outcome
from spi.solve.systems import Empty, Inside, Test, opposite, passes, solve_system, to_row
from tests.fourier import can_hold


def random_tests(rng: random.Random, size: int) -> list[Test]:
    found = []
    for _ in range(rng.randint(0, 6)):
        numbers = [rng.randint(-3, 3) for _ in range(size + 1)]
        if rng.random() < 0.2:
            numbers[1:] = [0] * size
        found.append((to_row(numbers), rng.random() < 0.5))
    if rng.random() < 0.3 and found:  # an equation
        row = found[0][0]
        found += [(row, False), (tuple(-k for k in row), False)]
    return found


def test_agrees_with_elimination() -> None:
    rng = random.Random(1)
    empty = 0
    for _ in range(2000):
        size = rng.randint(0, 3)
        tests = random_tests(rng, size)
        found = solve_system(tests, size)
        assert isinstance(found, Inside) == can_hold(tests), tests
        if isinstance(found, Inside):
            assert all(
                value(test, found.point) > 0 or (not test[1] and value(test, found.point) == 0) for test in tests
            )
            assert all(passes(test, found.point) and not passes(opposite(test), found.point) for test in tests)
            continue
        empty += 1
        assert min(found.multipliers) >= 0
        sums = [sum(y * row[k] for y, (row, _) in zip(found.multipliers, tests, strict=True)) for k in range(size + 1)]
        positive = any(y and strict for y, (_, strict) in zip(found.multipliers, tests, strict=True))
        assert not any(sums[1:]) and (sums[0] < 0 or (sums[0] == 0 and positive))
    assert 300 < empty < 1700


def value(test: Test, point: tuple[Fraction, ...]) -> Fraction:
    row, _ = test
    return row[0] + sum((k * x for k, x in zip(row[1:], point, strict=True)), Fraction(0))


def test_huge_numbers() -> None:
    big = 10**60
    assert solve_system([((-1, big), True), ((1, -big), False)], 1) == Empty((Fraction(1), Fraction(1)))
    found = solve_system([((-1, big), True), ((2, -big), True)], 1)  # 1/big < x < 2/big
    assert isinstance(found, Inside) and Fraction(1, big) < found.point[0] < Fraction(2, big)


def test_a_wrong_result_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "simplex", lambda program: Outcome("optimal", [5, 1], [0, 0], [], 1))
    with pytest.raises(SpiError, match="does not pass its check"):
        solve_system([((0, -1), True)], 1)
    monkeypatch.setattr(systems, "simplex", lambda program: Outcome("infeasible", [], [1, 0], [], 1))
    with pytest.raises(SpiError, match="does not pass its check"):
        solve_system([((0, -1), True)], 1)
