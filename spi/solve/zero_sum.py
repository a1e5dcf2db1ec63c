"""Values and optimal mixtures of finite zero-sum games, in rationals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from spi.core.display import html_of
from spi.core.numbers import over_common
from spi.errors import GameError, SpiError
from spi.solve.hints import outcomes
from spi.solve.linear import read_entry, weighted_sum
from spi.solve.simplex import IntegerProgram

__all__ = ["ZeroSumSolution", "solve_zero_sum"]


@dataclass(frozen=True, slots=True)
class ZeroSumSolution:
    """Value and a pair of optimal mixtures; each mixture is the proof that the other is optimal.

    Parameters
    ----------
    value : Fraction
    row, column : tuple of Fraction
        Probabilities, one per row and one per column.

    Source: ours
    """

    value: Fraction
    row: tuple[Fraction, ...]
    column: tuple[Fraction, ...]

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def solve_zero_sum(matrix: Sequence[Sequence[Fraction | int]]) -> ZeroSumSolution:
    """Solve a matrix game by linear programming, fast for large matrices: the row player maximises.

    Parameters
    ----------
    matrix : sequence of rows, shape (m, k), m and k at least 1
        Exact payoffs of the row player.

    Returns
    -------
    ZeroSumSolution
        Exact and checked: min over columns of row·matrix = value = max over rows of matrix·column.

    Raises
    ------
    GameError
        For an empty or ragged matrix, and for floats.
    SpiError
        If a result fails its check: a fault in this module, and never a wrong answer.

    Notes
    -----
    The payoffs are moved to [1, 2] by an exact positive affine map (near-ties in large payoffs would vanish in floats)
    and the column player's program Σ q → max, payoffs·q ≤ 1, is solved as in `solve_lp`.

    Examples
    --------
    >>> solve_zero_sum([[3, -1], [-2, 1]])
    ZeroSumSolution(value=Fraction(1, 7), row=(Fraction(3, 7), Fraction(4, 7)), column=(Fraction(2, 7), Fraction(5, 7)))

    Source: ours
    """
    m, k = len(matrix), len(matrix[0]) if matrix else 0
    if not k or any(len(row) != k for row in matrix):
        raise GameError("a matrix game needs at least one row and one column, and rows of the same length")
    game = [[read_entry(entry, f"row {r}") for entry in row] for r, row in enumerate(matrix)]
    table = [over_common(row) for row in game]
    least = min(Fraction(min(row), unit) for row, unit in table)
    width = max(Fraction(max(row), unit) for row, unit in table) - least or Fraction(1)
    rows, bounds = [], []
    for numbers, unit in table:  # (number/unit - least)/width + 1, over one denominator
        bound = unit * least.denominator * width.numerator
        factor, shift = least.denominator * width.denominator, bound - least.numerator * unit * width.denominator
        content = gcd(bound, *(number * factor + shift for number in numbers))
        rows.append([(number * factor + shift) // content for number in numbers])
        bounds.append(bound // content)
    for outcome in outcomes(IntegerProgram(rows, bounds, [False] * m, [1] * k)):
        column, weights = outcome.point, [b * y for b, y in zip(bounds, outcome.multipliers, strict=True)]
        total, weight = sum(column), sum(weights)
        if total <= 0 or weight <= 0:
            continue
        solution = ZeroSumSolution(
            (Fraction(outcome.common, total) - 1) * width + least,
            tuple(Fraction(w, weight) for w in weights),
            tuple(Fraction(q, total) for q in column),
        )
        if _saddle(table, solution):
            return solution
    raise SpiError("a matrix game was solved, but the result does not pass its check; please report this matrix")


def _saddle(table: Sequence[tuple[list[int], int]], solution: ZeroSumSolution) -> bool:
    """Do both mixtures guarantee the value? Each row of the table is (numerators, denominator)."""
    if len(solution.row) != len(table) or len(solution.column) != len(table[0][0]):
        return False
    row, below_row = over_common(solution.row)
    column, below_column = over_common(solution.column)
    if min(*row, *column) < 0 or sum(row) != below_row or sum(column) != below_column:
        return False
    top, bottom = solution.value.numerator, solution.value.denominator
    support = [(j, q) for j, q in enumerate(column) if q]
    for numbers, unit in table:
        if sum(numbers[j] * q for j, q in support) * bottom > top * unit * below_column:
            return False
    unit = lcm(*(unit for _, unit in table))
    return all(
        entry * bottom >= top * unit * below_row
        for entry in weighted_sum([(p * (unit // u), numbers) for p, (numbers, u) in zip(row, table, strict=True)])
    )
