"""How long does it take to find an isomorphism of games, or to find that there is none, beside nauty and networkx?

    uv run python benchmarks/isomorphism.py

Median CPU time in milliseconds, of eleven runs or of as many as begin within two seconds, each kind in a process of
its own with 60 s by the clock; kernels are warm, and the first call, which loads them, is shown apart. Ours starts from
payoffs: arrays of integers (`find_relabelling`), or games of fractions (`find_isomorphism`). The peers start from codes
that are equal where normalised payoffs are, which are made outside the timer, and build their graphs inside it:

* cells: a vertex for each action and each profile, which is coloured by its code and joined to its actions;
* bits: a vertex for each action and each binary digit of the codes, joined where the digit is 1.

All answers are compared, and the maps verified. "–": not installed, not within the time, or not tried: more than 20,000
profiles as vertices of a dense graph, more than 2,000 for networkx, more than 100,000 as fractions.
"""

import importlib
import importlib.util
import itertools
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from spi import Game, automorphisms, canonical_form, find_isomorphism
from spi.solve.isomorphism import find_relabelling
from spi.solve.payoff_codes import array_codes
from tests.hard_games import cfi, paley, rook, shrikhande, sylvester

Payoffs = tuple[Any, Any]
Maps = tuple[list[int], list[int]]
RUNS, SPAN, CAP = 11, 2, 60


def shuffled(arrays: Payoffs, seed: int) -> Payoffs:
    rng = np.random.default_rng(seed)
    rows, columns = (rng.permutation(size) for size in arrays[0].shape)
    return 3 * arrays[0][np.ix_(rows, columns)] + 7, 5 * arrays[1][np.ix_(rows, columns)] - 2


def cubic(n: int, seed: int) -> list[tuple[int, int]]:
    """Edges of a random cubic graph; almost surely an expander."""
    rng, ends = random.Random(seed), [v for v in range(n) for _ in range(3)]
    while True:
        rng.shuffle(ends)
        edges = {(min(e), max(e)) for e in zip(ends[::2], ends[1::2], strict=True) if e[0] != e[1]}
        if len(edges) == 3 * n // 2:
            return sorted(edges)


def cases() -> Iterator[tuple[str, Payoffs, Payoffs, bool]]:
    for n in (10, 30, 100, 300, 1000):
        rng = np.random.default_rng(n)
        one = rng.integers(0, 10, (n, n)), rng.integers(0, 10, (n, n))
        yield f"0..9, {n}×{n}", one, shuffled(one, 3), True
        if n <= 100:
            other = one[0].copy(), one[1]
            other[0][0, 0] = (other[0][0, 0] + 1) % 10
            yield f"0..9, {n}×{n}, one payoff differs", one, shuffled(other, 3), False
    for name, matrix in (("Paley 41", paley(41)), ("Paley 101", paley(101)), ("Sylvester 32", sylvester(32))):
        both = np.array(matrix), np.array(matrix)
        yield name, both, shuffled(both, 3), True
    graphs = np.array(rook()), np.array(shrikhande())
    yield "4×4 rook, Shrikhande", (graphs[0], graphs[0]), shuffled((graphs[1], graphs[1]), 3), False
    for n in (10, 20):
        for twisted in ([], [0]):
            first, second = (np.array(cfi(n, cubic(n, 1), own)) for own in ([], twisted))
            name = f"Cai–Fürer–Immerman over {n} vertices{', twisted' if twisted else ''}, {len(first)}×{len(first)}"
            yield name, (first, first), shuffled((second, second), 3), not twisted


def with_nauty(one: Any, two: Any, graph: Callable[[Any, Any, int, Any], Any]) -> Maps | None:
    pynauty = importlib.import_module("pynauty")
    values = np.unique(one)
    if not np.array_equal(values, np.unique(two)):
        return None
    m, n = one.shape
    labels = [pynauty.canon_label(graph(pynauty, np.searchsorted(values, own), m + n, values)) for own in (one, two)]
    images = dict(zip(*labels, strict=True))
    maps = [images[x] for x in range(m)], [images[m + y] - m for y in range(n)]
    return maps if agree(one, two, maps) else None


def agree(one: Any, two: Any, maps: Maps) -> bool:
    return all(0 <= y < len(own) for own in maps for y in own) and bool((two[np.ix_(*maps)] == one).all())


def cells(pynauty: Any, codes: Any, size: int, values: Any) -> Any:
    m = len(codes)
    colours: list[set[int]] = [set() for _ in values]
    joined = {}
    vertex = size
    for x, row in enumerate(codes.tolist()):
        for y, code in enumerate(row):
            joined[vertex] = [x, m + y]
            colours[code].add(vertex)
            vertex += 1
    colouring = [set(range(m)), set(range(m, size)), *(own for own in colours if own)]
    return pynauty.Graph(vertex, adjacency_dict=joined, vertex_coloring=colouring)


def bits(pynauty: Any, codes: Any, size: int, values: Any) -> Any:
    m = len(codes)
    layers = max(1, (len(values) - 1).bit_length())
    joined: dict[int, list[int]] = {}
    for layer in range(layers):
        for x, row in enumerate(codes >> layer & 1):
            joined[layer * size + x] = (np.flatnonzero(row) + layer * size + m).tolist()
            if layer:
                joined[layer * size + x].append((layer - 1) * size + x)
        for y in range(m, size):
            joined[layer * size + y] = [(layer - 1) * size + y] if layer else []
    ends = [(layer * size, layer * size + m, (layer + 1) * size) for layer in range(layers)]
    colouring = [set(range(a, b)) for layer in ends for a, b in itertools.pairwise(layer)]
    return pynauty.Graph(layers * size, adjacency_dict=joined, vertex_coloring=colouring)


def with_networkx(one: Any, two: Any) -> Maps | None:
    networkx = importlib.import_module("networkx")
    graphs = []
    for codes in (one, two):
        graph = networkx.Graph()
        graph.add_nodes_from((("row", x) for x in range(codes.shape[0])), label="row")
        graph.add_nodes_from((("column", y) for y in range(codes.shape[1])), label="column")
        for (x, y), code in np.ndenumerate(codes):
            graph.add_node((x, y), label=int(code))
            graph.add_edges_from([((x, y), ("row", x)), ((x, y), ("column", y))])
        graphs.append(graph)
    images = networkx.vf2pp_isomorphism(*graphs, node_label="label")
    if images is None:
        return None
    return ([images["row", x][1] for x in range(one.shape[0])], [images["column", y][1] for y in range(one.shape[1])])


def measure(solve: Callable[[], Any], check: Callable[[Any], bool]) -> tuple[float, float] | None:
    """Median and first time in milliseconds, in a process of its own; None if it did not come to an end."""

    def run(pipe: Any) -> None:
        spans: list[float] = []
        answer: Any = None
        while len(spans) <= RUNS and sum(spans) < SPAN * 1e3:
            begin = time.process_time()
            answer = solve()
            spans.append((time.process_time() - begin) * 1e3)
        assert check(answer)
        pipe.send((statistics.median(spans[1:] or spans), spans[0]))

    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=run, args=(there,))
    child.start()
    there.close()
    try:
        result: tuple[float, float] | None = here.recv() if here.poll(CAP) else None
    except EOFError:  # out of memory, or a wrong answer, which has been printed
        result = None
    child.kill()
    child.join()
    return result


def shown(result: tuple[float, float] | None, base: float | None = None) -> str:
    if result is None:
        return "–"
    return f"{result[0]:.2f}" + (f" (×{result[0] / base:.1f})" if base else "")


def find() -> None:
    print("| games | isomorphic | arrays (first call) | games of fractions | nauty, cells | nauty, bits | networkx |")
    print("|---|---|---:|---:|---:|---:|---:|")
    nauty = importlib.util.find_spec("pynauty") is not None
    for name, one, two, same in cases():
        small = one[0].size <= 20_000
        codes = [own.values for own in map(array_codes, (one, two))]
        c, d = (np.array(own, dtype=np.int64).reshape(one[0].shape) for own in codes)

        def right(maps: Maps | None, same: bool = same, c: Any = c, d: Any = d) -> bool:
            return (maps is not None) == same and (maps is None or agree(c, d, maps))

        ours = measure(lambda one=one, two=two: find_relabelling(one, two), right)  # type: ignore[misc]
        assert ours is not None
        of_games, peers = None, []
        if one[0].size <= 100_000:
            g, h = (Game.from_arrays(*(own.tolist() for own in arrays)) for arrays in (one, two))

            def proved(found: Any, same: bool = same) -> bool:
                return (found is not None) == same

            of_games = measure(lambda g=g, h=h: find_isomorphism(g, h), proved)  # type: ignore[misc]
        for graph in (cells, bits):
            if nauty and (graph is bits or small):
                peers.append(measure(lambda c=c, d=d, graph=graph: with_nauty(c, d, graph), right))  # type: ignore[misc]
            else:
                peers.append(None)
        peers.append(measure(lambda c=c, d=d: with_networkx(c, d), right) if c.size <= 2000 else None)  # type: ignore[misc]
        row = [f"{ours[0]:.2f} ({ours[1]:.0f})", shown(of_games), *(shown(own, ours[0]) for own in peers)]
        print(f"| {name} | {'yes' if same else 'no'} | {' | '.join(row)} |", flush=True)


def group() -> None:
    print("\n| game | `automorphisms` | how many | `canonical_form` |")
    print("|---|---:|---:|---:|")
    rng = np.random.default_rng(30)
    plain = rng.integers(0, 10, (30, 30)), rng.integers(0, 10, (30, 30))
    blocks = np.kron(np.eye(6, dtype=int), rng.integers(1, 10, (5, 5)))
    games = {"0..9, 30×30": plain, "six equal blocks of 5×5 on a diagonal": (blocks, 2 * blocks)}
    for name, matrix in (("Shrikhande", shrikhande()), ("Paley 41", paley(41)), ("Paley 101", paley(101))):
        games[name] = (np.array(matrix),) * 2
    for name, arrays in games.items():
        game = Game.from_arrays(*(own.tolist() for own in arrays))
        count = sum(1 for _ in automorphisms(game))
        every = measure(lambda game=game: sum(1 for _ in automorphisms(game)), lambda n, count=count: n == count)  # type: ignore[misc]
        form = measure(lambda game=game: canonical_form(game), lambda form: form is not None)  # type: ignore[misc]
        print(f"| {name} | {shown(every)} | {count:,} | {shown(form)} |", flush=True)


if __name__ == "__main__":
    find()
    group()
