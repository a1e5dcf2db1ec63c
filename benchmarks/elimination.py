"""How long does it take to delete strictly dominated actions, one after the other, until none is left?

    uv run python benchmarks/elimination.py

Median CPU time in milliseconds in this process, of eleven runs, or of as many as begin within four seconds. Inputs are
made outside the timer, and kernels are warm; first calls are timed apart. "Steps" is what `reduce_arrays` does but for
making its answer; "pairs" is how it begins, never looking for best replies, and "replies" looks for them at once. These
three take turns, and include the rearrangement of payoffs into rows. "numpy" compares each row with all others, "numpy,
idle" only rows that are no best reply; both drop what is dominated round by round. "Read" is one look at every payoff.
All answers are compared.
"""

import importlib
import importlib.util
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import spi
from spi.core.compiling import compiled
from spi.solve._reduction_kernels import eliminate
from spi.solve.array_reduction import PRICE, reduce_arrays, remove_dominated

Array = np.ndarray[Any, Any]

RUNS, CAP = 11, 4


def iid(n: int, seed: int = 0) -> list[Array]:
    rng = np.random.default_rng(seed)
    return [rng.integers(0, 1000, (n, n)) for _ in range(2)]


def ladder(n: int) -> list[Array]:
    i = np.arange(n)
    first = -((i[:, None] - np.minimum(i + 1, n - 1)) ** 2)
    return [first, first.T.copy()]


def shuffled(payoffs: list[Array], seed: int) -> list[Array]:
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(size) for size in payoffs[0].shape]
    return [array[np.ix_(*orders)] for array in payoffs]


def copies(n: int, core: int, seed: int) -> list[Array]:
    """A random core; every other action is one of the core minus 1 to 999."""
    rng = np.random.default_rng(seed)
    sources = [np.append(np.arange(core), rng.integers(0, core, n - core)) for _ in range(2)]
    payoffs = [rng.integers(0, 10**6, (core, core))[np.ix_(*sources)] for _ in range(2)]
    for i in range(2):
        np.moveaxis(payoffs[i], i, 0)[core:] -= rng.integers(1, 1000, n - core)[:, None]
    return shuffled(payoffs, seed)


def six() -> list[Array]:
    rng = np.random.default_rng(8)
    payoffs = [rng.integers(0, 1000, (8,) * 6) for _ in range(6)]
    for i, array in enumerate(payoffs):
        rows = np.moveaxis(array, i, 0)
        for worse, better, loss in ((5, 0, 5), (6, 1, 2), (7, 0, 1)):
            rows[worse] = rows[better] - loss
    return payoffs


CASES: dict[str, Callable[[], list[Array]]] = {
    "random 30×30": lambda: iid(30),
    "random 300×300": lambda: iid(300),
    "random 2000×2000": lambda: iid(2000),
    "ladder 30×30": lambda: ladder(30),
    "ladder 300×300": lambda: ladder(300),
    "ladder 300×300, shuffled": lambda: shuffled(ladder(300), 0),
    "ladder 2000×2000": lambda: ladder(2000),
    "ladder 2000×2000, shuffled": lambda: shuffled(ladder(2000), 0),
    "2000×2000, core of 50": lambda: copies(2000, 50, 3),
    "8 actions of 6 players": six,
}


def with_numpy(payoffs: list[Array], *, idle: bool) -> list[list[int]]:
    """Round by round: each player's rows, or those that are no best reply, against all of her rows at once."""
    alive = [np.arange(size) for size in payoffs[0].shape]
    changed = True
    while changed:
        changed = False
        for i, array in enumerate(payoffs):
            own = np.moveaxis(array[np.ix_(*alive)], i, 0).reshape(len(alive[i]), -1)
            doubtful = ~(own == own.max(axis=0)).any(axis=1) if idle else np.ones(len(own), dtype=bool)
            stay = np.ones(len(own), dtype=bool)
            for x in np.flatnonzero(doubtful):
                stay[x] = not (own > own[x]).all(axis=1).any()
            changed |= not stay.all()
            alive[i] = alive[i][stay]
    return [own.tolist() for own in alive]


def with_gambit(payoffs: list[Array]) -> Callable[[], list[list[int]]] | None:
    """Gambit's own elimination, without the time to build its game; None where it is not installed."""
    if not importlib.util.find_spec("pygambit"):
        return None
    gambit = importlib.import_module("pygambit")
    game = gambit.Game.from_arrays(*payoffs)

    def solve() -> list[list[int]]:
        before, profile = None, gambit.supports.undominated_strategies_solve(game, strict=True)
        while profile != before:
            before, profile = profile, gambit.supports.undominated_strategies_solve(profile, strict=True)
        return [[k for k, x in enumerate(player.strategies) if x in profile] for player in game.players]

    return solve


def measure(*solve: Callable[[], Any]) -> list[float]:
    """Milliseconds of calls that take turns; what is shorter than two milliseconds is done several times in a run."""
    spans: list[list[float]] = [[] for _ in solve]
    repeats = [1 for _ in solve]
    for k, call in enumerate(solve):
        call()
        begin = time.process_time()
        call()
        repeats[k] = max(1, round(2e-3 / max(time.process_time() - begin, 1e-5)))
    total = 0.0
    while len(spans[0]) < RUNS and total < CAP:
        for own, call, repeat in zip(spans, solve, repeats, strict=True):
            begin = time.process_time()
            for _ in range(repeat):
                call()
            span = time.process_time() - begin
            own.append(span / repeat)
            total += span
    return [1000 * statistics.median(own) for own in spans]


def steps(payoffs: list[Array], price: float = PRICE) -> Callable[[], list[list[int]]]:
    kernel = compiled(eliminate)
    return lambda: [own.tolist() for own in remove_dominated(payoffs, price=price, kernel=kernel)[1]]


def arrays() -> None:
    reduce_arrays(*iid(300))  # so that everything is compiled from now on
    print(
        "| game | removed | `reduce_arrays` | steps | pairs | replies | steps / better | numpy | idle | read | Gambit |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, make in CASES.items():
        payoffs = make()
        large = payoffs[0].size > 10**6
        variants = [steps(payoffs), steps(payoffs, -1.0)]
        if not (large and name.startswith("ladder")):  # minutes
            variants.append(steps(payoffs, math.inf))
        expected = [list(own) for own in reduce_arrays(*payoffs).survivors]
        assert all(variant() == expected for variant in variants)
        removed = sum(payoffs[0].shape) - sum(map(len, expected))
        (whole,) = measure(lambda payoffs=payoffs: reduce_arrays(*payoffs))  # type: ignore[misc]
        own, *others = measure(*variants)
        cells = [f"{removed:,}", f"{whole:,.2f}", f"{own:,.2f}", f"{others[1]:,.2f}" if len(others) > 1 else "–"]
        cells += [f"{others[0]:,.2f}", f"{own / min(others):.2f}"]
        peers: list[Callable[[], list[list[int]]] | None] = [
            None if large else lambda payoffs=payoffs: with_numpy(payoffs, idle=False),  # type: ignore[misc]
            None if large else lambda payoffs=payoffs: with_numpy(payoffs, idle=True),  # type: ignore[misc]
            lambda payoffs=payoffs: [[int(array.max())] for array in payoffs],  # type: ignore[misc]
            with_gambit(payoffs) if payoffs[0].size <= 1000 else None,
        ]
        for k, peer in enumerate(peers):
            if peer is None:
                cells.append("–")
                continue
            assert k == 2 or peer() == expected
            (span,) = measure(peer)
            cells.append(f"{span:,.3f}" if k == 2 else f"{span:,.2f} ({span / whole:,.0f}×)")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    if not importlib.util.find_spec("pygambit"):
        print("\nGambit (pygambit) is not installed: left out")


def of_games() -> None:
    print("\n| game as a `Game` | profiles | `Game.from_arrays` | `reduce` | `reduce_arrays` of the same arrays |")
    print("|---|---:|---:|---:|---:|")
    for name in ("random 30×30", "ladder 30×30", "random 300×300", "ladder 300×300", "8 actions of 6 players"):
        payoffs = CASES[name]()
        begin = time.process_time()
        game = spi.Game.from_arrays(*payoffs)
        built = 1000 * (time.process_time() - begin)
        span, own = measure(lambda game=game: spi.reduce(game), lambda payoffs=payoffs: reduce_arrays(*payoffs))  # type: ignore[misc]
        print(f"| {name} | {len(game.table):,} | {built:,.0f} | {span:,.1f} | {own:,.2f} |", flush=True)


def mixtures() -> None:
    print("\n| mixtures too | removed | ms |")
    print("|---|---:|---:|")
    for n in (20, 60, 150):
        payoffs = iid(n, n)
        for x in range(n // 2, n):
            three = np.random.default_rng(x).choice(n // 2, 3, replace=False)
            payoffs[0][x] = payoffs[0][three].sum(axis=0) // 3 - 1
        for name, given in {
            f"random {n}×{n}": iid(n, n),
            f"{n}×{n}, half of them below means of three": payoffs,
        }.items():
            removed = len(reduce_arrays(*given, dominance="mixed").steps)
            (span,) = measure(lambda given=given: reduce_arrays(*given, dominance="mixed"))  # type: ignore[misc]
            print(f"| {name} | {removed} | {span:,.1f} |", flush=True)


FRESH = """
import sys, time
size = int(sys.argv[1])
import numpy as np
payoffs = np.random.default_rng(0).integers(0, 1000, (2, size, size))
from spi.solve.array_reduction import reduce_arrays
begin, start = time.process_time(), time.time()
reduce_arrays(*payoffs)
print(1000 * (time.process_time() - begin), 1000 * (time.time() - start))
"""


def fresh() -> None:
    """The first call in a fresh process, which loads compiled kernels, or compiles them, or does without."""
    print("\n| first `reduce_arrays` in a fresh process | CPU ms | wall ms |")
    print("|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        cases = {
            "30×30, not compiled": (30, {}),
            "300×300, compiled before": (300, {}),
            "300×300, compiled now": (300, {"NUMBA_CACHE_DIR": folder}),
        }
        for name, (size, more) in cases.items():
            spans = []
            for _ in range(1 if more else 5):
                command = [sys.executable, "-c", FRESH, str(size)]
                done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | more)
                spans.append([float(part) for part in done.stdout.split()])
            cpu, wall = (statistics.median(column) for column in zip(*spans, strict=True))
            print(f"| {name} | {cpu:,.0f} | {wall:,.0f} |")


if __name__ == "__main__":
    arrays()
    of_games()
    mixtures()
    fresh()
