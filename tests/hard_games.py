"""Symmetric 0-1-2 matrices that colour refinement alone cannot tell apart, and matrices with many symmetries."""

from collections.abc import Sequence
from itertools import product

Matrix = list[list[int]]


def of_graph(size: int, edges: set[tuple[int, int]]) -> Matrix:
    """1 where vertices are joined; 2 on the diagonal, which ties rows to columns."""
    return [[2 if i == j else int((i, j) in edges or (j, i) in edges) for j in range(size)] for i in range(size)]


def rook(n: int = 4) -> Matrix:
    """The rook's graph on an n × n board; for n = 4 strongly regular with parameters (16, 6, 2, 2)."""
    squares = list(product(range(n), repeat=2))
    joined = {
        (i, j) for (i, a), (j, b) in product(enumerate(squares), repeat=2) if a != b and (a[0] == b[0] or a[1] == b[1])
    }
    return of_graph(n * n, joined)


def shrikhande() -> Matrix:
    """Shrikhande's graph (1959), a Cayley graph of Z₄ × Z₄: the other one with the parameters (16, 6, 2, 2)."""
    steps = {(0, 1), (0, 3), (1, 0), (3, 0), (1, 1), (3, 3)}
    squares = list(product(range(4), repeat=2))
    joined = {
        (i, j)
        for (i, a), (j, b) in product(enumerate(squares), repeat=2)
        if ((a[0] - b[0]) % 4, (a[1] - b[1]) % 4) in steps
    }
    return of_graph(16, joined)


def paley(q: int) -> Matrix:
    """Paley's graph for a prime q = 4k + 1: differences that are squares."""
    squares = {x * x % q for x in range(1, q)}
    return of_graph(q, {(i, j) for i in range(q) for j in range(q) if (i - j) % q in squares})


def sylvester(n: int) -> Matrix:
    """Sylvester's Hadamard matrix for a power of two, with 0 for −1."""
    return [[1 - (i & j).bit_count() % 2 for j in range(n)] for i in range(n)]


def identity(n: int) -> Matrix:
    return [[int(i == j) for j in range(n)] for i in range(n)]


def circular(n: int, steps: Sequence[int]) -> list[tuple[int, int]]:
    """Edges of the circulant graph, each once."""
    return [(i, (i + step) % n) for i in range(n) for step in steps]


def cfi(n: int, edges: Sequence[tuple[int, int]], twisted: Sequence[int] = ()) -> Matrix:
    """The graph of Cai, Fürer & Immerman (1992) over a connected graph, with some edges twisted.

    For each edge two vertices, 0 and 1, where it leaves each of its ends, joined 0 to 0 and 1 to 1, crosswise if it is
    twisted; for each vertex of the base graph, middle vertices for its even sets of edges, joined to the 1 of those in
    the set and to the 0 of the others. Whether the number of twists is even or odd is all that counts.
    """
    ends: dict[tuple[int, int, int], int] = {}
    joined: set[tuple[int, int]] = set()
    for e, edge in enumerate(edges):
        for v, bit in product(edge, range(2)):
            ends[e, v, bit] = len(ends)
    for e, (v, w) in enumerate(edges):
        for bit in range(2):
            joined.add((ends[e, v, bit], ends[e, w, bit ^ int(e in twisted)]))
    size = len(ends)
    for v in range(n):
        own = [e for e, edge in enumerate(edges) if v in edge]
        for bits in product(range(2), repeat=len(own)):
            if sum(bits) % 2 == 0:
                joined |= {(size, ends[e, v, bit]) for e, bit in zip(own, bits, strict=True)}
                size += 1
    return of_graph(size, joined)


def latin_square_graph(n: int, square: Matrix) -> Matrix:
    """Cells of a Latin square, joined if they share a row, a column or a symbol: strongly regular."""
    cells = [(i, j, square[i][j]) for i in range(n) for j in range(n)]
    joined = {
        (k, m)
        for (k, a), (m, b) in product(enumerate(cells), repeat=2)
        if k != m and any(x == y for x, y in zip(a, b, strict=True))
    }
    return of_graph(n * n, joined)
