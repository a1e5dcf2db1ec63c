"""Systems of strict and weak affine inequalities: a rational point, or multipliers that show there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from spi.core.numbers import over_common
from spi.errors import SpiError
from spi.solve.linear import weighted_sum
from spi.solve.simplex import IntegerProgram, simplex

__all__ = ["Empty", "Inside", "Row", "Test", "opposite", "passes", "solve_system", "to_row"]

Row = tuple[int, ...]
"""An affine form in m parameters: its constant, then its coefficients; integers without a common factor."""

Test = tuple[Row, bool]
"""A form and whether it has to be positive (True) or only not negative (False)."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A point that passes all tests.

    Parameters
    ----------
    point : tuple of Fraction, length m

    Source: ours
    """

    point: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """No point passes all tests.

    Parameters
    ----------
    multipliers : tuple of Fraction
        One per test, none negative. The sum of the forms, each times its multiplier, is a constant c < 0; or c = 0, and
        some form that has to be positive has a multiplier.

    Source: ours
    """

    multipliers: tuple[Fraction, ...]


def solve_system(tests: Sequence[Test], size: int) -> Inside | Empty:
    """Find a point that passes all tests, or show that there is none.

    Parameters
    ----------
    tests : sequence of Test
    size : int
        m, the number of parameters.

    Returns
    -------
    Inside or Empty
        Exact, and checked by the formulas above.

    Raises
    ------
    SpiError
        If a result fails its check: a fault in this module, and never a wrong answer.

    Notes
    -----
    One linear program: the largest s ≤ 1 with every form that has to be positive at least s, which is positive exactly
    if there is a point. Its dual solution gives the multipliers (Motzkin's transposition theorem).

    Examples
    --------
    >>> solve_system([((0, 1), True), ((-1, 1), False)], 1)  # x > 0 and x - 1 >= 0
    Inside(point=(Fraction(1, 1),))
    >>> solve_system([((0, 1), True), ((0, -1), False)], 1)  # x > 0 and -x >= 0
    Empty(multipliers=(Fraction(1, 1), Fraction(1, 1)))

    Source: ours
    """
    rows = [[-k for k in row[1:]] + [int(strict)] for row, strict in tests]
    bounds = [row[0] for row, _ in tests]
    program = IntegerProgram(
        [*rows, [0] * size + [1]], [*bounds, 1], [False] * (len(rows) + 1), [0] * size + [1], frozenset(range(size + 1))
    )
    outcome = simplex(program)
    if outcome.kind == "optimal" and outcome.point[size] > 0:
        point = tuple(Fraction(x, outcome.common) for x in outcome.point[:size])
        if all(passes(test, point) for test in tests):
            return Inside(point)
    elif outcome.kind != "unbounded":
        total = weighted_sum(zip(outcome.multipliers, [row for row, _ in tests], strict=False)) or [0] * (size + 1)
        counted = any(strict and y for y, (_, strict) in zip(outcome.multipliers, tests, strict=False))
        if min(outcome.multipliers) >= 0 and not any(total[1:]) and total[0] < counted:
            return Empty(tuple(Fraction(y, outcome.common) for y in outcome.multipliers[:-1]))
    raise SpiError("a system of inequalities was solved, but the result does not pass its check; please report it")


def passes(test: Test, point: Sequence[Fraction]) -> bool:
    """Does a point pass a test?

    Source: ours
    """
    row, strict = test
    numbers, unit = over_common(point)
    value = row[0] * unit + sum(k * x for k, x in zip(row[1:], numbers, strict=True) if k)
    return value > 0 or (value == 0 and not strict)


def opposite(test: Test) -> Test:
    """The test that exactly those points pass which do not pass this one.

    Source: ours
    """
    row, strict = test
    return tuple(-k for k in row), not strict


def to_row(numbers: Sequence[int]) -> Row:
    """Integers over their greatest common factor.

    Source: ours
    """
    factor = gcd(*numbers)
    return tuple(numbers) if factor in (0, 1) else tuple(k // factor for k in numbers)
