"""How long does the cluster bootstrap take, beside numpy in chunks?

    uv run python benchmarks/bootstrap.py

Resampled totals of the estimated squared gaps of S scenarios with n and n responses. The estimates are integers over
n²(n−1), so that both ways are exact. Rates p are Beta(2, 2), q = p + 0.1·N(0, 1), clipped; seed 11. Median CPU time
of this process, of seven runs in turns; the kernel is compiled before. The last columns: are the totals the same with
2 threads and blocks of another size, and is their spread the exact one?
"""

import statistics
import time
from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np

from spi.empirical import resampling
from spi.empirical.resampling import compiled, resampled_totals

CASES = [(100, 10, 100_000), (1000, 20, 100_000), (10_000, 20, 10_000)]
RUNS = 7


def numerators(scenarios: int, n: int) -> Any:
    """n²(n−1) times the unbiased squared gap."""
    rng = np.random.default_rng(11)
    p = rng.beta(2, 2, scenarios)
    q = np.clip(p + 0.1 * rng.standard_normal(scenarios), 0, 1)
    x, y = rng.binomial(n, p), rng.binomial(n, q)
    return n * (x * (x - 1) + y * (y - 1)) - 2 * (n - 1) * x * y


def in_chunks(values: Any, replicates: int) -> Any:
    """What one would write: 1,000 replicates at a time, or as many as make a million draws."""
    rng, size = np.random.default_rng(11), len(values)
    chunk = max(1, 1_000_000 // size)
    out = np.empty(replicates, dtype=np.int64)
    for start in range(0, replicates, chunk):
        count = min(chunk, replicates - start)
        out[start : start + count] = values[rng.integers(0, size, (count, size))].sum(axis=1)
    return out


def cpu(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1e3


def main() -> None:
    begin = time.process_time()
    compiled()(np.arange(3), np.arange(3, dtype=np.uint64), np.empty(3, dtype=np.int64))
    print(f"numba and the kernel, loaded or compiled: {(time.process_time() - begin) * 1e3:.0f} ms\n")
    print("| S | n | replicates | numpy, ms | kernel, ms | ratio | ns a draw | 1 = 2 threads | spread / exact |")
    print("|---:|---:|---:|---:|---:|---:|---:|---|---:|")
    resampling.SMALL = 0  # the kernel in every case
    for scenarios, n, replicates in CASES:
        values = numerators(scenarios, n)
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(RUNS):
            theirs.append(cpu(lambda values=values, replicates=replicates: in_chunks(values, replicates)))  # type: ignore[misc]
            ours.append(cpu(lambda values=values, replicates=replicates: resampled_totals(values, replicates, seed=11)))  # type: ignore[misc]
        one = resampled_totals(values, replicates, seed=11)
        same = bool((one == resampled_totals(values, replicates, seed=11, threads=2, block=999)).all())
        slow, fast = statistics.median(theirs), statistics.median(ours)
        print(
            f"| {scenarios:,} | {n} | {replicates:,} | {slow:.0f} | {fast:.1f} | {slow / fast:.1f} "
            f"| {fast * 1e6 / scenarios / replicates:.2f} | {'yes' if same else 'NO'} "
            f"| {one.std() / (values.std() * sqrt(scenarios)):.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
