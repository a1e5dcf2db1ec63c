"""Is a symmetric matrix positive semidefinite? Exactly, with a direction in which it is not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.core.numbers import Exact, exact
from spi.errors import GameError

__all__ = ["find_negative_direction", "read_symmetric"]


def read_symmetric(matrix: Sequence[Sequence[Exact]]) -> tuple[tuple[Fraction, ...], ...]:
    """A square, symmetric matrix of exact numbers.

    Raises
    ------
    GameError
        Saying which entry is inexact or differs from its mirror image, or that the rows do not have equal length.

    Source: ours
    """
    rows = tuple(
        tuple(exact(entry, place=f"row {i}, column {j}") for j, entry in enumerate(row, start=1))
        for i, row in enumerate(matrix, start=1)
    )
    for i, row in enumerate(rows):
        if len(row) != len(rows):
            raise GameError(f"row {i + 1} of {len(rows)} has {len(row)} entries; accepted: a square matrix")
        for j in range(i):
            if row[j] != rows[j][i]:
                raise GameError(
                    f"row {i + 1}, column {j + 1} is {row[j]}, its mirror image {rows[j][i]}; "
                    "accepted: a symmetric matrix"
                )
    return rows


def find_negative_direction(matrix: Sequence[Sequence[Exact]]) -> tuple[Fraction, ...] | None:
    """A vector v with v·M·v < 0, or None if the symmetric matrix M is positive semidefinite.

    Symmetric elimination: subtracting multiples of a row and of the same column keeps the form. A pivot below 0 is
    such a direction. A pivot of 0 beside an entry that is not 0 gives one too; with nothing beside it, it is done.

    Parameters
    ----------
    matrix : sequence of rows of exact numbers, K×K

    Returns
    -------
    tuple of K Fractions, or None

    Raises
    ------
    GameError
        If the matrix is not square, symmetric and exact.

    Examples
    --------
    >>> find_negative_direction([[2, 1], [1, 2]]) is None
    True
    >>> [str(v) for v in find_negative_direction([[1, 2], [2, 1]])]
    ['-2', '1']

    Source: ours
    """
    left = [list(row) for row in read_symmetric(matrix)]
    size = len(left)
    direction = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]  # left = D M Dᵀ, all along
    for k in range(size):
        pivot = left[k][k]
        if pivot < 0:
            return tuple(direction[k])
        for j in range(k + 1, size):
            if left[k][j] == 0:
                continue
            if pivot == 0:  # the form is 2t·left[k][j] + left[j][j] at t·direction[k] + direction[j]: make it -1
                t = -(left[j][j] + 1) / (2 * left[k][j])
                return tuple(t * a + b for a, b in zip(direction[k], direction[j], strict=True))
            factor = left[k][j] / pivot
            direction[j] = [b - factor * a for a, b in zip(direction[k], direction[j], strict=True)]
            for i in range(k + 1, size):
                left[j][i] -= factor * left[k][i]
    return None
