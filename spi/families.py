"""Parametrised games of the literature: the shelf holds instances, this module rebuilds them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from spi.core.game import Game
from spi.errors import GameError

__all__ = ["subgraph_game"]


def subgraph_game(
    graph: Sequence[Sequence[int]],
    target: Sequence[Sequence[int]],
    *,
    corners: Literal["table", "formula"] = "table",
    epsilon: Fraction | None = None,
) -> Game:
    """The game in which finding an SPI is finding one directed graph inside another.

    Any of the four decision problems answers yes on it exactly if there is an injective map of vertices that sends
    edges to edges (non-edges may go anywhere).

    Parameters
    ----------
    graph, target : square 0/1 matrices, shapes (n, n) and (m, m)
        Adjacency; the diagonal is ignored.
    corners : "table" or "formula"
        The paper's Table 9 and its formula disagree at the eight profiles in which exactly one player plays a corner
        action. `"table"` makes the theorem true; `"formula"` shows erratum D18: with m > n, unilateral SPIs disappear.
    epsilon : Fraction, optional
        The proof's small number, by default 1/(4·max(n, m)).

    Returns
    -------
    Game
        2(n + m) + 4 actions per player: T1 … T(2n+2) and R1 … R(2m+2) against D1 … and P1 …; reduces to T × D.

    Raises
    ------
    GameError
        If a matrix is not square, empty, or has other entries than 0 and 1.

    Source: oesterheld-conitzer-2022, Lemma 28 (repaired: D18, D21)
    """
    for name, matrix in (("graph", graph), ("target", target)):
        if not matrix or any(len(row) != len(matrix) or not set(row) <= {0, 1} for row in matrix):
            raise GameError(
                f"{name} is not an adjacency matrix; accepted: a square list of lists of 0 and 1, not empty"
            )
    if corners not in ("table", "formula"):
        raise GameError(f"corners={corners!r}; accepted: 'table' or 'formula'")
    small = Fraction(1, 4 * max(len(graph), len(target))) if epsilon is None else Fraction(epsilon)
    base, better = _block(graph, 0, small, corners), _block(target, 1, small, corners)
    rows = [f"T{k + 1}" for k in range(len(base))] + [f"R{k + 1}" for k in range(len(better))]
    columns = [f"D{k + 1}" for k in range(len(base))] + [f"P{k + 1}" for k in range(len(better))]
    temptation, loss = (Fraction(10), Fraction(-10)), (Fraction(-2), Fraction(-1))
    payoffs = [[*row, *[temptation] * len(better)] for row in base] + [[*[loss] * len(base), *row] for row in better]
    return Game.from_payoffs(
        payoffs,
        actions=[rows, columns],
        title=f"A graph of {len(graph)} vertices into one of {len(target)}",
        source="oesterheld-conitzer-2022, Table 9, Table 10",
    )


def _block(
    graph: Sequence[Sequence[int]], bonus: int, small: Fraction, corners: str
) -> list[list[tuple[Fraction, Fraction]]]:
    """One graph's block: vertices 0 … n−1, their partners n … 2n−1, two corner actions."""
    n = len(graph)
    outside = small if corners == "formula" else Fraction(0)

    def payoffs(i: int, j: int) -> tuple[Fraction | int, Fraction | int]:
        if i >= 2 * n and j >= 2 * n:
            return (6 if i == j == 2 * n else small), (6 if i == j == 2 * n + 1 else small)
        if i >= 2 * n:
            return 3 + bonus, outside
        if j >= 2 * n:
            return outside, 3
        if i < n and j < n:
            return (2, 2) if i == j else (graph[i][j], 1)
        if (i < n) != (j < n) and abs(i - j) == n:
            return 4 + bonus + (j + 1) * small, 4
        return -1, -1

    return [
        [(Fraction(u), Fraction(v)) for u, v in (payoffs(i, j) for j in range(2 * n + 2))] for i in range(2 * n + 2)
    ]
