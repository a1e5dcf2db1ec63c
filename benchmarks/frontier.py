"""How long do exact frontiers and bargaining solutions take: from preferences, and from points that are given?

    uv run python benchmarks/frontier.py

Median CPU time in milliseconds in this process, of seven runs or of as many as begin within three seconds. Inputs are
made outside the timer, and kernels are warm; the first call, which compiles or loads them, is timed apart. "sort" is
numpy's lexsort with a running maximum for two coordinates, and with a sweep for three, of all points; the answers are
compared. Where moocore or NegMAS are installed, they get the same points as floats, and are timed likewise.
"""

import importlib
import importlib.util
import random
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from spi.negotiation.frontier import find_frontier, multiplicity
from spi.negotiation.issues import count_outcomes, issue
from spi.negotiation.lotteries import (
    find_lottery_frontier,
    lottery_egalitarian,
    lottery_kalai_smorodinsky,
    lottery_nash,
)
from spi.negotiation.points import pareto_positions
from spi.negotiation.preferences import additive
from spi.negotiation.scenario import Scenario, scenario
from spi.negotiation.solutions import egalitarian, kalai_smorodinsky, nash

ROWS = 10**6


def talks(tables: list[tuple[list[Fraction], list[Fraction]]]) -> Scenario:
    issues = [issue(f"issue {k}", [str(j) for j in range(len(own))]) for k, (own, _) in enumerate(tables)]
    first, second = additive([a for a, _ in tables]), additive([b for _, b in tables])
    return scenario(issues, {"A": first, "B": second}, disagreement=[0, 0])


def integrative(k: int, m: int) -> Scenario:
    """Opposed issues of m options, of which one side cares 3j + 1, the other 5j + 2."""
    return talks(
        [
            ([Fraction((3 * j + 1) * i) for i in range(m)], [Fraction((5 * j + 2) * (m - 1 - i)) for i in range(m)])
            for j in range(k)
        ]
    )


def random_tables(k: int, m: int, seed: int) -> Scenario:
    rng = random.Random(seed)
    return talks([tuple([Fraction(rng.randint(0, 999), 1000) for _ in range(m)] for _ in range(2)) for _ in range(k)])  # type: ignore[misc]


def measure(solve: Callable[[], Any]) -> float:
    spans: list[float] = []
    while len(spans) < 7 and sum(spans) < 3:
        begin = time.process_time()
        solve()
        spans.append(time.process_time() - begin)
    return statistics.median(spans) * 1000


def from_preferences() -> None:
    print("| preferences | outcomes | frontier | ms | with solutions | with multiplicities |")
    print("|---|---:|---:|---:|---:|---:|")
    cases = {
        "random tables, 6 issues of 10": random_tables(6, 10, 1),
        "integrative, 6 issues of 10": integrative(6, 10),
        "integrative, 20 issues of 32": integrative(20, 32),
        "integrative, 30 issues of 10": integrative(30, 10),
        "random tables, 30 issues of 10": random_tables(30, 10, 2),
    }
    for name, made in cases.items():

        def solve(made: Scenario = made) -> None:
            f = find_frontier(made)
            nash(f), kalai_smorodinsky(f), egalitarian(f)

        spans = measure(lambda made=made: find_frontier(made)), measure(solve)  # type: ignore[misc]
        counted = measure(lambda made=made: multiplicity(find_frontier(made)))  # type: ignore[misc]
        size = len(find_frontier(made))
        total = f"{count_outcomes(made.issues):.1e}"
        print(f"| {name} | {total} | {size:,} | {spans[0]:.2f} | {spans[1]:.2f} | {counted:.1f} |")


def lotteries() -> None:
    made = random_tables(100, 11, 3)

    def solve() -> None:
        hull = find_lottery_frontier(made)
        lottery_nash(hull), lottery_kalai_smorodinsky(hull), lottery_egalitarian(hull)

    edges = len(find_lottery_frontier(made).vertices) - 1
    what = f"frontier of lotteries ({edges} edges) and three solutions"
    print(f"\n100 issues of 11 options: {what} in {measure(solve):.1f} ms")


def installed() -> dict[str, Callable[[Any], Any]]:
    """Peers that find non-dominated points, of those that are there."""
    found: dict[str, Callable[[Any], Any]] = {}
    if importlib.util.find_spec("moocore"):
        moocore = importlib.import_module("moocore")
        found["moocore"] = lambda points: moocore.is_nondominated(points, maximise=True, keep_weakly=True)
    if importlib.util.find_spec("negmas"):
        ops = importlib.import_module("negmas.preferences.ops")
        found["NegMAS"] = lambda points: ops.pareto_frontier_numpy(points, sort_by_welfare=False)
    return found


def from_points() -> None:
    rng = np.random.default_rng(5)
    peers = installed()
    names = "".join(f" {name} | {name} / ours |" for name in peers)
    print(f"\n| {ROWS:,} points | frontier | ms | sort | sort / ours |{names}")
    print("|---|---:|---:|---:|---:|" + "---:|---:|" * len(peers))
    for d in (2, 3):
        uniform = rng.integers(0, 2**40, (ROWS, d))
        near = rng.integers(0, 2**40, (ROWS, 1)) + rng.integers(0, 2**36, (ROWS, d))
        grid = rng.integers(0, 1000, (ROWS, d))
        line = np.arange(ROWS)
        sphere = np.abs(rng.normal(size=(ROWS, d)))
        sphere = (sphere / np.linalg.norm(sphere, axis=1)[:, None] * 2**40).astype(np.int64)
        cases = {"uniform": uniform, "correlated": near, "grid of 1000": grid, "on a sphere": sphere}
        if d == 2:
            cases["all on the frontier"] = np.stack([line, -line], axis=1)[rng.permutation(ROWS)]
        for name, points in cases.items():
            begin = time.process_time()
            found = pareto_positions(points)
            first = time.process_time() - begin
            assert (found == pareto_positions(points, large=10**9 if d == 2 else 20 * ROWS)).all()
            ours = measure(lambda points=points: pareto_positions(points))  # type: ignore[misc]
            all_sorted = measure(lambda points=points: pareto_positions(points, large=20 * ROWS))  # type: ignore[misc]
            note = f" (first call {first * 1000:,.0f})" if name == "uniform" else ""
            others, floats = "", points.astype(float)
            for peer in peers.values():
                if peer is peers.get("NegMAS") and len(found) > 1000:  # it takes a pass for each point of the frontier
                    others += " – | – |"
                    continue
                took = measure(lambda peer=peer, floats=floats: peer(floats))  # type: ignore[misc]
                others += f" {took:.0f} | {took / ours:.1f} |"
            shown = f"{ours:.1f}{note} | {all_sorted:.0f} | {all_sorted / ours:.2f}"
            print(f"| {d}-D, {name} | {len(found):,} | {shown} |{others}", flush=True)


if __name__ == "__main__":
    from_preferences()
    lotteries()
    from_points()
