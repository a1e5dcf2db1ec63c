"""Values and optimal mixtures of finite zero-sum games, in rationals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from spi.errors import GameError

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


def solve_zero_sum(matrix: Sequence[Sequence[Fraction | int]]) -> ZeroSumSolution:
    """Solve a matrix game: the row player maximises, the column player minimises.

    Parameters
    ----------
    matrix : sequence of rows, shape (m, k), m and k at least 1
        Exact payoffs of the row player.

    Returns
    -------
    ZeroSumSolution
        Exact: min over columns of row·matrix = value = max over rows of matrix·column.

    Raises
    ------
    GameError
        For an empty or ragged matrix.

    Notes
    -----
    The primal simplex method on the column player's program, with Bland's rule, so that ties cannot make it cycle;
    integer pivoting (every entry of the tableau stays an integer over one common denominator). Exponential in the
    worst case, in practice about m pivots of m·k operations.

    Examples
    --------
    >>> solve_zero_sum([[1, -1], [-1, 1]]).row
    (Fraction(1, 2), Fraction(1, 2))

    Source: ours
    """
    m, k = len(matrix), len(matrix[0]) if matrix else 0
    if not k or any(len(row) != k for row in matrix):
        raise GameError("a matrix game needs at least one row and one column, and rows of the same length")
    unit = lcm(*(entry.denominator for row in matrix for entry in row))
    entries = [[int(entry * unit) for entry in row] for row in matrix]
    lift = 1 - min(map(min, entries))  # all entries positive, hence a positive value
    # maximise Σ q subject to (entries + lift) q ≤ 1, q ≥ 0; the value is 1 / Σ q, minus the lift. Slack columns follow.
    tableau = [[e + lift for e in row] + [int(r == s) for s in range(m)] + [1] for r, row in enumerate(entries)]
    goal = [-1] * k + [0] * (m + 1)
    basis = [k + r for r in range(m)]
    common = 1
    while True:
        entering = next((c for c in range(k + m) if goal[c] < 0), None)
        if entering is None:
            break
        leaving = -1
        for r in range(m):
            pivot = tableau[r][entering]
            if pivot <= 0:
                continue
            if leaving >= 0:
                left = tableau[r][-1] * tableau[leaving][entering]
                right = tableau[leaving][-1] * pivot
                if left > right or (left == right and basis[r] > basis[leaving]):
                    continue
            leaving = r
        # every column of a bounded program with positive entries has a positive pivot
        source, pivot = tableau[leaving], tableau[leaving][entering]
        for row in [*tableau[:leaving], *tableau[leaving + 1 :], goal]:
            factor = row[entering]
            row[:] = [(pivot * x - factor * s) // common for x, s in zip(row, source, strict=True)]
        basis[leaving] = entering
        common = pivot
    total = Fraction(goal[-1], common)
    column = [Fraction(0)] * k
    for r, variable in enumerate(basis):
        if variable < k:
            column[variable] = Fraction(tableau[r][-1], common) / total
    row_mix = [Fraction(goal[k + r], common) / total for r in range(m)]
    return ZeroSumSolution((1 / total - lift) / unit, tuple(row_mix), tuple(column))
