"""How fast are whole program spaces decided, beside numpy, the time to fill the result, and the time to read it?

    uv run python benchmarks/enumeration.py

CPU time, medians of 11 (of 3 for numpy without tables, and for Python's Fraction); everything is compiled before,
inputs are built outside the timer. Walls of two threads and workers are minima. The bound in the same run: reading both
tables once as words of 64 bits, and filling an array of the result's size once.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

import spi
from spi.core.game import profiles
from spi.enumeration import _kernels
from spi.enumeration.blocks import Filler
from spi.enumeration.rates import over_common

K = 10_000
RNG = np.random.default_rng(7)


def cpu(run: Callable[[], object], times: int = 11) -> float:
    """Milliseconds."""
    run()
    rounds = []
    for _ in range(times):
        begin = time.process_time()
        run()
        rounds.append((time.process_time() - begin) * 1e3)
    return statistics.median(rounds)


def wall(run: Callable[[], object], times: int = 5) -> float:
    """Milliseconds, the least."""
    run()
    rounds = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        rounds.append((time.perf_counter() - begin) * 1e3)
    return min(rounds)


def row(what: str, took: float, beside: str = "", promised: str = "") -> None:
    print(f"| {what} | {took:.1f} | {beside} | {promised} |", flush=True)


def heading(title: str) -> None:
    print(f"\n{title} (load {os.getloadavg()[0]:.1f})\n\n| what | ms | ratio | promised |\n|---|---:|---|---|")


def read(*arrays: np.ndarray) -> None:
    for own in arrays:
        own.reshape(-1).view(np.uint64).sum()


def square_game(actions: int, top: int = 100) -> spi.Game:
    rng = random.Random(actions)
    own = [f"a{k}" for k in range(actions)]
    payoffs = [[(rng.randrange(top), rng.randrange(top)) for _ in own] for _ in own]
    return spi.Game.from_payoffs(payoffs, actions=[own, own])


def safe_map(game: spi.Game) -> np.ndarray:
    """For each outcome one that is no worse for anybody."""
    relation = spi.pareto_relation(game, tuple(profiles(game)))
    count = len(list(profiles(game)))
    rng = random.Random(1)
    return np.array([rng.choice([b for b in range(count) if relation.says(a, b) in (0, 1)]) for a in range(count)])


def counting() -> None:
    for actions in (2, 8, 31):
        game = square_game(actions)
        every = tuple(profiles(game))
        relation, codes = spi.pareto_relation(game, every), spi.rank_codes(game, every)
        dtype = np.min_scalar_type(len(every) - 1)
        before = RNG.integers(0, len(every), (K, K), dtype=dtype)
        after = safe_map(game).astype(dtype)[before]
        heading(f"Counting 10^8 profiles, {len(every)} outcomes, {dtype}")
        bound = cpu(lambda b=before, a=after: read(b, a))
        row("read both tables once", bound)
        ours = cpu(lambda b=before, a=after, r=relation: spi.count_changes(b, a, r))
        times_read = f"{bound / ours:.0%} of the read bound"
        if actions == 8:
            payoffs = np.array([game[own] for own in every], dtype=np.int64)
            verdict = relation.table.reshape(64, 64) != 0

            def naive(b: np.ndarray = before, a: np.ndarray = after, u: np.ndarray = payoffs) -> int:
                return sum(
                    np.count_nonzero((u[a[k : k + 1000]] < u[b[k : k + 1000]]).any(axis=-1)) for k in range(0, K, 1000)
                )

            def table(b: np.ndarray = before, a: np.ndarray = after, t: np.ndarray = verdict) -> int:
                return sum(np.count_nonzero(t[b[k : k + 100], a[k : k + 100]]) for k in range(0, K, 100))

            slow, numpy = cpu(naive, 3), cpu(table, 3)
            row("numpy, payoffs gathered", slow)
            row("numpy, a table of verdicts", numpy)
            beside = f"{slow / ours:.0f}× numpy, {numpy / ours:.1f}× with a table, {times_read}"
            row("`count_changes`", ours, beside, "100×, 8×, 16 %")
        else:
            row("`count_changes`", ours, times_read, "16 %")
        evidence = cpu(lambda b=before, a=after, r=relation: spi.count_changes(b, a, r, pairs=True))
        row("`count_changes` with counts of all pairs", evidence, f"{bound / evidence:.0%} of the read bound")
        seen = cpu(lambda b=before, a=after, e=every: spi.present_pairs(b, a, len(e)))
        row("`present_pairs`: every map of outcomes at once", seen, f"{bound / seen:.0%} of the read bound")
        for place in ((0, 777), (K - 1, K - 5)):
            worse = next(k for k in range(len(every)) if relation.says(int(before[place]), k) == 1 << 16)
            changed = after.copy()
            changed[place] = worse
            assert spi.count_changes(before, changed, relation).first_worse == place
            first = cpu(lambda b=before, a=changed, r=relation: spi.count_changes(b, a, r))
            row(f"one violation, at {place}", first)
        old, new = codes.codes[before], codes.codes[after]
        bound = cpu(lambda b=old, a=new: read(b, a))
        ranked = cpu(lambda b=old, a=new, c=codes: spi.count_rank_changes(b, a, c))
        row(f"`count_rank_changes`, {old.dtype}", ranked, f"{bound / ranked:.0%} of the read bound", "40 %")
        with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two:
            single = wall(lambda b=before, a=after, r=relation, e=one: spi.count_changes(b, a, r, executor=e))
            double = wall(lambda b=before, a=after, r=relation, e=two: spi.count_changes(b, a, r, executor=e))
        row("two threads, wall", double, f"{single / double:.2f}× one ({single:.1f})", "1.8×")


def three_players() -> None:
    heading("Three players, 400³, 8 outcomes")
    rng = random.Random(2)
    own = ["a", "b"]
    cube = [[[tuple(rng.randrange(100) for _ in range(3)) for _ in own] for _ in own] for _ in own]
    game = spi.Game.from_payoffs(cube, actions=[own] * 3)
    relation = spi.pareto_relation(game, tuple(profiles(game)))
    before = np.random.default_rng(2).integers(0, 8, (400,) * 3, dtype=np.uint8)
    after = safe_map(game).astype(np.uint8)[before]
    bound = cpu(lambda: read(before, after))
    ours = cpu(lambda: spi.count_changes(before, after, relation))
    row("`count_changes`", ours, f"{bound / ours:.0%} of the read bound")


def packed() -> None:
    heading("Bits: 2×2 games, 10^8 profiles in four planes")
    game = square_game(2)
    relation = spi.pareto_relation(game, tuple(profiles(game)))
    table = RNG.integers(0, 4, (K, K), dtype=np.uint8)
    other = safe_map(game).astype(np.uint8)[table]
    old, new = spi.pack_table(table), spi.pack_table(other)
    bound = cpu(lambda: read(old.high, old.low, new.high, new.low))
    truth = np.where(relation.table == 1 << 16, ~np.uint64(0), np.uint64(0))
    kernel = _kernels.compiled(_kernels.count_bits)
    worse = cpu(lambda: kernel(old.high, old.low, new.high, new.low, truth))
    row("is anybody worse off?", worse, f"{bound / worse:.0%} of the read bound")
    row("`count_bit_changes`, worse and better", cpu(lambda: spi.count_bit_changes(old, new, relation)))
    row("packing one table", cpu(lambda: spi.pack_table(table), 3))


def family(different: int) -> spi.ProgramGame:
    """100 defaults × 100 proposals: the defaults act in ten ways, the proposals differ in some ways where it counts."""
    game = square_game(12)
    rng = random.Random(1)
    actions, every = game.actions[0][:10], list(profiles(game))
    first = spi.load_program("ours/always", action=actions[0])
    defaults = list(spi.commitments([first], actions))
    used = {(a, b) for a in actions for b in actions}
    kinds = [{p: rng.choice(every) for p in every} for _ in range(different)]
    proposals: dict[Any, None] = {}
    while len(proposals) < 100:
        base = kinds[len(proposals) % different]
        proposals[spi.finite_map({p: q if p in used else rng.choice(every) for p, q in base.items()})] = None
    group = spi.renegotiator_family().group
    space = spi.family_space(group, "renegotiator", default=defaults, proposal=list(proposals))
    return spi.program_game(game, space)


def building() -> None:
    heading("Building 10^8 entries of a renegotiation family, 100 defaults × 100 proposals per player")
    games = family(100)
    result = np.empty((K, K), dtype=np.uint8)
    fill, fresh = cpu(lambda: result.fill(1)), cpu(lambda: np.full((K, K), 1, dtype=np.uint8))
    row("fill an array that is there", fill)
    row("fill a fresh array", fresh)
    plan = spi.plan_table(games)
    assert plan.source.shape == (K, K) and plan.played == 0
    built = cpu(lambda: Filler(plan.source).block(0, K))
    row("build from the plan", built, f"{built / fill:.1f}× fill, {built / fresh:.1f}× fresh", "10×")
    planned = cpu(lambda: spi.plan_table(games))
    row("evaluate the programs: `plan_table`", planned, f"{planned / fill:.1f}× fill")
    whole = cpu(lambda: spi.outcome_table(games))
    row("`outcome_table`, both", whole, f"{whole / fill:.1f}× fill, {whole / fresh:.1f}× fresh", "10×")


def quotients() -> None:
    heading("Classes: 60 behaviours among 10^4 programs per player")
    games = family(6)
    before, after = spi.plan_tables(games, [games.spaces, games.spaces])
    relation = spi.pareto_relation(games.game, after.outcomes)
    found = spi.count_changes(before.source, after.source, relation)
    assert found.classes is not None
    sizes = " × ".join(str(len(own)) for own in found.classes.firsts)
    brute = cpu(lambda: spi.count_changes(before.source, after.source, relation, classes=False), 5)
    ours = cpu(lambda: spi.count_changes(before.source, after.source, relation))
    row("every profile", brute)
    row(f"by {sizes} classes, from the parameters", ours, f"{brute / ours:.0f}× faster", "30×")
    game = square_game(8)
    relation = spi.pareto_relation(game, tuple(profiles(game)))
    table = RNG.integers(0, 64, (K, K), dtype=np.uint8)
    other = safe_map(game).astype(np.uint8)[table]
    brute = cpu(lambda: spi.count_changes(table, other, relation, classes=False))
    tried = cpu(lambda: spi.count_changes(table, other, relation, classes=True))
    row("given tables without equal rows, every profile", brute)
    row("given tables without equal rows, classes tried", tried, f"{tried / brute:.2f}×", "1.1×")
    small = RNG.integers(0, 64, (60, 60), dtype=np.uint8)
    rows, columns = RNG.integers(0, 60, K), RNG.integers(0, 60, K)
    table = np.ascontiguousarray(small[np.ix_(rows, columns)])
    other = safe_map(game).astype(np.uint8)[table]
    brute = cpu(lambda: spi.count_changes(table, other, relation, classes=False))
    ours = cpu(lambda: spi.count_changes(table, other, relation, classes=True))
    row("given tables of 60 × 60 classes, found on request", ours, f"{brute / ours:.1f}× faster than every profile")


def independence() -> None:
    heading("Independence over 10^8 entries: what would players have chosen, uint16")
    choices = [
        np.ascontiguousarray(np.broadcast_to(own, (K, K)))
        for own in (np.arange(K, dtype=np.uint16)[:, None], np.arange(K, dtype=np.uint16))
    ]
    labels = [RNG.integers(0, 500, K) for _ in range(2)]
    typed = [own.astype(np.uint16) for own in labels]

    def numpy() -> int:
        first = typed[0][choices[0]] != typed[0][:, None]
        return int(np.count_nonzero(first | (typed[1][choices[1]] != typed[1][None, :])))

    slow = cpu(numpy, 3)
    bound = cpu(lambda: read(*choices))
    row("numpy", slow)
    row("read both tables once", bound)
    ours = cpu(lambda: spi.count_dependence(choices, labels=labels))
    row("`count_dependence`, nobody would have chosen otherwise", ours, f"{slow / ours:.1f}× numpy", "15×")
    choices[0][RNG.integers(0, K, 20), :] = 1  # in 20 rows of 10^4
    ours = cpu(lambda: spi.count_dependence(choices, labels=labels))
    row("`count_dependence`, one in 500 would", ours, f"{slow / ours:.1f}× numpy")
    choices[0][:] = RNG.integers(0, K, (K, K), dtype=np.uint16)
    ours, slow = cpu(lambda: spi.count_dependence(choices, labels=labels), 3), cpu(numpy, 3)
    row("`count_dependence`, choices at random", ours, f"{slow / ours:.1f}× numpy ({slow:.0f})")


def concessions() -> None:
    heading("Concession rates, 2.5·10^7 pairs, denominators 1 to 99")
    size = 25_000_000
    bottoms = RNG.integers(1, 100, size, dtype=np.int32)
    tops = (RNG.random(size) * (bottoms + 1)).astype(np.int32)
    factors = RNG.integers(1, 4, size, dtype=np.int32)
    one, two = spi.rate_table(tops, bottoms), spi.rate_table(tops * factors, bottoms * factors)
    floats = tops / bottoms, (tops * factors) / (bottoms * factors)

    def by_floats(a: Any, c: Any, out: Any) -> int:
        count = 0
        for k in range(len(a)):
            count += abs(a[k] - c[k]) > out
        return count

    import numba

    kernel = numba.njit(by_floats)
    float_path = cpu(lambda: kernel(*floats, 1e-9))
    row("floats and a tolerance, compiled", float_path)
    assert spi.count_rate_gaps(one, two).unequal == 0
    ours = cpu(lambda: spi.count_rate_gaps(one, two))
    row("`count_rate_gaps`, " + spi.count_rate_gaps(one, two).how, ours, f"{ours / float_path:.2f}× floats", "1.2×")
    small = [spi.rate_table(tops % 50, np.full(size, 360, dtype=np.int32)) for _ in range(2)]
    common = over_common(small)
    assert common is not None
    over = _kernels.compiled(_kernels.count_unequal_over)
    ours = cpu(lambda: over(*common[0], 0))
    row("numerators over a common denominator, already there", ours, f"{ours / float_path:.2f}× floats", "1.2×")
    few = 200_000
    wide_bottoms = RNG.integers(1 << 40, 1 << 41, few, dtype=np.int64)
    wide_tops = RNG.integers(0, 1 << 40, few, dtype=np.int64)
    wide = spi.rate_table(wide_tops, wide_bottoms)
    fractions = [Fraction(int(a), int(b)) for a, b in zip(wide_tops, wide_bottoms, strict=True)]
    again = list(fractions)
    slow = cpu(lambda: sum(p != q for p, q in zip(fractions, again, strict=True)), 3)
    compared = cpu(lambda: sum(p - q > 0 for p, q in zip(fractions, again, strict=True)), 3)
    ours = cpu(lambda: spi.count_rate_gaps(wide, wide))
    beside = f"{slow / ours:.0f}× Fraction (`!=`), {compared / ours:.0f}× (differences)"
    row("2·10^5 rates of 40 bits: products of 128 bits", ours, beside, "15×")
    huge = spi.rate_table([p + Fraction(1, 3**60) for p in fractions[:20_000]])
    long = [Fraction(int(a), int(b)) for a, b in zip(huge.numerators, huge.denominators, strict=True)]
    slow = cpu(lambda: sum(p - q > 0 for p, q in zip(long, long, strict=True)), 3)
    ours = cpu(lambda: spi.count_rate_gaps(huge, huge), 3)
    row("2·10^4 rates of 130 bits: Python's integers", ours, f"{slow / ours:.1f}× Fraction (differences)", "15×")


def workers() -> None:
    heading("Two workers, wall, four shards: 2.4·10^9 profiles of formulas, 4·10^8 of files of 400 MB")
    games = family(100)
    relation_of = games.game
    many = [own for own in games.spaces[0] for _ in range(24)]
    before, after = spi.plan_tables(games, [(many, games.spaces[1]), (many, games.spaces[1])])
    relation = spi.pareto_relation(relation_of, after.outcomes)
    shard = 24 * 10**8 // 4

    def run(executor: Any) -> None:
        spi.count_changes(before.source, after.source, relation, classes=False, executor=executor, shard=shard)

    alone = wall(lambda: run(None), 3)
    row("one, formulas", alone)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        for name, executor in (("two threads", threads), ("two processes", processes)):
            both = wall(lambda e=executor: run(e), 3)
            row(f"{name}, formulas", both, f"{alone / both:.2f}×", "1.7×")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{k}.npy" for k in range(2)]
        for path in paths:
            np.save(path, Filler(before.source).block(0, 4 * K))
        old, new = map(spi.file_table, paths)

        def files(executor: Any) -> None:
            spi.count_changes(old, new, relation, executor=executor, shard=10**8)

        alone = wall(lambda: files(None), 3)
        row("one, files", alone)
        with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
            for name, executor in (("two threads", threads), ("two processes", processes)):
                both = wall(lambda e=executor: files(e), 3)
                row(f"{name}, files", both, f"{alone / both:.2f}×", "1.7×")


FIRST = """
import time, numpy as np
begin = time.perf_counter(); import numba; print("import numba", (time.perf_counter() - begin) * 1e3)
begin = time.perf_counter(); numba.njit(lambda: 1)(); print("any first function", (time.perf_counter() - begin) * 1e3)
from spi.enumeration import _kernels as k
a = np.zeros(100, np.uint8); t = np.zeros(16, np.uint32); w = np.zeros(8, np.uint64); u = np.uint32(2)
calls = {
    "count_pairs": (a, a, t, u), "find_pair": (a, a, t, u, u), "histogram": (a, a, u, np.zeros((4, 16), np.int64)),
    "count_ranks": (w, w, np.uint64(0), np.uint64(0), np.uint64(8)),
    "count_bits": (w, w, w, w, np.zeros(16, np.uint64)),
}
for name, arguments in calls.items():
    begin = time.perf_counter(); k.compiled(getattr(k, name))(*arguments)
    print(name, (time.perf_counter() - begin) * 1e3)
"""


def first_calls() -> None:
    heading("First calls in a fresh process, wall")
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NUMBA_CACHE_DIR": folder}
        found = []
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, "-c", FIRST], env=environment, capture_output=True, text=True, check=True
            )
            found.append(dict(line.rsplit(" ", 1) for line in done.stdout.splitlines()))
        for name in found[0]:
            row(f"{name}, cold", float(found[0][name]), "", "" if " " in name else "1,000")
        for name in found[1]:
            row(f"{name}, warm", float(found[1][name]), "", "" if " " in name else "50")
    code = "import sys, spi; s = spi.load_program_setting('ours/families-of-renegotiators'); "
    code += "spi.verify_by_enumeration(s.games, s.transformation); print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    print(f"\nA small space loads numba: {done.stdout.strip()}")


def main() -> None:
    print(f"numpy {np.__version__}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    chosen = sys.argv[1:]
    parts = (building, counting, quotients, packed, three_players, independence, concessions, workers, first_calls)
    for part in parts:
        if not chosen or part.__name__ in chosen:
            part()


if __name__ == "__main__":
    main()
