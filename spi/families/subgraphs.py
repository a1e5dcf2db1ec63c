"""Games in which finding an SPI is finding one directed graph inside another, and random pairs of graphs to put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from spi.core.display import html_of
from spi.core.game import Game
from spi.core.numbers import Exact, exact
from spi.errors import GameError

__all__ = ["GraphPair", "light_subgraph_game", "random_graph_pair", "subgraph_game"]

Graph = tuple[tuple[int, ...], ...]
"""A directed graph as its adjacency matrix, entries 0 and 1; the diagonal is ignored."""

Block = list[list[tuple[Fraction, Fraction]]]


@dataclass(frozen=True, slots=True)
class GraphPair:
    """A pattern, a graph in which it may or may not be found, and where it was hidden; `random_graph_pair` makes one.

    Parameters
    ----------
    graph, target : tuple of tuple of int
        Adjacency matrices with diagonal 0.
    embedding : tuple of int, or None
        For each vertex of the pattern the vertex of the target on which a copy was planted; None if none was, which
        does not say that there is none.

    Source: oesterheld-conitzer-2022, Definition 8, and ours
    """

    graph: Graph
    target: Graph
    embedding: tuple[int, ...] | None

    _repr_html_ = html_of


def random_graph_pair(
    vertices: int, target_vertices: int, p: Exact, q: Exact, *, seed: int, plant: bool = False
) -> GraphPair:
    """Draw a pattern from G(n, p) and a target from G(m, q), with a copy of the pattern hidden in it if wished.

    Parameters
    ----------
    vertices, target_vertices : int
        n and m.
    p, q : exact numbers from 0 to 1
        The probabilities of an edge; each of the n(n − 1) and m(m − 1) possible ones is drawn by itself.
    seed : int
        Of numpy's `default_rng`; the same arguments always give the same pair.
    plant : bool
        Add to the target whatever edges a copy of the pattern needs, on vertices that are drawn. Needs n ≤ m.

    Returns
    -------
    GraphPair

    Raises
    ------
    GameError
        For no vertices, a probability outside 0 to 1, and a copy that is larger than where it is to be planted.

    Examples
    --------
    >>> random_graph_pair(2, 3, 1, 0, seed=0, plant=True).embedding is not None
    True

    Source: ours
    """
    import numpy as np

    if min(vertices, target_vertices) < 1 or (plant and vertices > target_vertices):
        raise GameError(
            f"a pattern of {vertices} vertices and a target of {target_vertices}; accepted: 1 or more, and a planted "
            "pattern at most as large as the target"
        )
    rng = np.random.default_rng(seed)
    graph, target = _random_graph(rng, vertices, p), _random_graph(rng, target_vertices, q)
    if not plant:
        return GraphPair(_frozen(graph), _frozen(target), None)
    places = [int(v) for v in rng.permutation(target_vertices)[:vertices]]
    for i, row in enumerate(graph):
        for j, edge in enumerate(row):
            target[places[i]][places[j]] |= edge
    return GraphPair(_frozen(graph), _frozen(target), tuple(places))


def _random_graph(rng: Any, n: int, p: Exact) -> list[list[int]]:
    chance = exact(p, place="the probability of an edge")
    if not 0 <= chance <= 1 or chance.denominator >= 2**63:
        raise GameError(f"an edge with probability {chance}; accepted: from 0 to 1, with a denominator below 2^63")
    drawn = rng.integers(0, chance.denominator, (n, n)).tolist()  # exact: no float is compared with p
    return [[int(i != j and drawn[i][j] < chance.numerator) for j in range(n)] for i in range(n)]


def _frozen(graph: list[list[int]]) -> Graph:
    return tuple(map(tuple, graph))


def light_subgraph_game(graph: Sequence[Sequence[int]], target: Sequence[Sequence[int]]) -> Game:
    """A smaller game than the paper's for the omnilateral half of the reduction from subgraph isomorphism.

    Both players get 4 where they name the same vertex, 2 where there is an edge from the row's to the column's, 0
    otherwise, and 1 more each in the target's block. Who leaves her pattern while the other stays loses.

    Parameters
    ----------
    graph, target : square 0/1 matrices, shapes (n, n) and (m, m)
        Adjacency; the diagonal is ignored.

    Returns
    -------
    Game
        n + m actions per player: T1 … Tn and R1 … Rm against D1 … and P1 …

    Raises
    ------
    GameError
        If a matrix is not square, empty, or has other entries than 0 and 1.

    Notes
    -----
    Known: it reduces to T × D, and the non-trivial improving maps are the embeddings of `graph` into `target`, so that
    there is an SPI exactly if one exists; every SPI is strict. A 4 can only become a 5, so that both players move to
    the same vertex; a 2 can become a 3, a 0 anything; and T × P and R × D are worse for somebody than all of T × D.
    Nothing is claimed of unilateral SPIs, for which the paper's partner and corner actions are needed.

    Examples
    --------
    >>> light_subgraph_game([[0]], [[0, 1], [0, 0]]).shape
    (3, 3)

    Source: oesterheld-conitzer-2022, Definition 8, and ours
    """
    _require_graphs(graph, target)
    base, better = (
        [[(Fraction(u + bonus),) * 2 for u in _closeness(own, i)] for i in range(len(own))]
        for own, bonus in ((graph, 0), (target, 1))
    )
    return _two_blocks(base, better, _title(graph, target), "oesterheld-conitzer-2022, Definition 8, and ours")


def _closeness(graph: Sequence[Sequence[int]], i: int) -> list[int]:
    return [4 if i == j else 2 * edge for j, edge in enumerate(graph[i])]


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
    _require_graphs(graph, target)
    if corners not in ("table", "formula"):
        raise GameError(f"corners={corners!r}; accepted: 'table' or 'formula'")
    small = Fraction(1, 4 * max(len(graph), len(target))) if epsilon is None else Fraction(epsilon)
    base, better = _block(graph, 0, small, corners), _block(target, 1, small, corners)
    return _two_blocks(base, better, _title(graph, target), "oesterheld-conitzer-2022, Table 9, Table 10")


def _require_graphs(graph: Sequence[Sequence[int]], target: Sequence[Sequence[int]]) -> None:
    for name, matrix in (("graph", graph), ("target", target)):
        if not matrix or any(len(row) != len(matrix) or not set(row) <= {0, 1} for row in matrix):
            raise GameError(
                f"{name} is not an adjacency matrix; accepted: a square list of lists of 0 and 1, not empty"
            )


def _title(graph: Sequence[Sequence[int]], target: Sequence[Sequence[int]]) -> str:
    return f"A graph of {len(graph)} vertices into one of {len(target)}"


def _two_blocks(base: Block, better: Block, title: str, source: str) -> Game:
    """T × D and R × P, with the cells of the paper's Table 10 where one player stays and the other leaves."""
    rows = [f"T{k + 1}" for k in range(len(base))] + [f"R{k + 1}" for k in range(len(better))]
    columns = [f"D{k + 1}" for k in range(len(base))] + [f"P{k + 1}" for k in range(len(better))]
    temptation, loss = (Fraction(10), Fraction(-10)), (Fraction(-2), Fraction(-1))
    payoffs = [[*row, *[temptation] * len(better)] for row in base] + [[*[loss] * len(base), *row] for row in better]
    return Game.from_payoffs(payoffs, actions=[rows, columns], title=title, source=source)


def _block(graph: Sequence[Sequence[int]], bonus: int, small: Fraction, corners: str) -> Block:
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
