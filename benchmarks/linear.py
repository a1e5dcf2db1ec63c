"""How long do exact linear programs take, beside sympy's lpmin and z3's Optimize?

    uv run python benchmarks/linear.py

Each program is made outside the timer. Median CPU time in milliseconds in this process, of five runs or of as many as
begin within two seconds; in brackets, how many times as long as `spi.solve.linear`. Each of our answers is proved by
its dual before it is returned, inside the timer; the values of the others are compared with it. "–": not tried, being
larger than 30×30, or because a smaller size took more than a second. Imports are timed apart.
"""

import random
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from spi.solve import hints
from spi.solve.linear import Optimal, linear_program, solve_lp
from spi.solve.zero_sum import solve_zero_sum

PATIENCE = 1.0
Matrix = list[list[Fraction]]


def quotients(rng: random.Random, n: int) -> Matrix:
    return [[Fraction(rng.randint(-1000, 1000), rng.randint(1, 100)) for _ in range(n)] for _ in range(n)]


def integers(rng: random.Random, n: int) -> Matrix:
    return [[Fraction(rng.randint(0, 999)) for _ in range(n)] for _ in range(n)]


def near(rng: random.Random, n: int) -> Matrix:
    return [[rng.randint(0, 3) + Fraction(rng.randint(-9, 9), 10**25) for _ in range(n)] for _ in range(n)]


def mixed(rng: random.Random, n: int) -> Matrix:
    scale = [Fraction(10) ** e for e in (-9, -3, 0, 3, 9)]
    return [[rng.randint(-99, 99) * rng.choice(scale) for _ in range(n)] for _ in range(n)]


def twins(rng: random.Random, n: int) -> Matrix:
    base = [[rng.randint(0, 9) for _ in range(n)] for _ in range(n)]
    return [[base[i // 2][j // 2] + Fraction(rng.randint(-99, 99), 10**25) for j in range(n)] for i in range(n)]


FAMILIES: dict[str, Callable[[random.Random, int], Matrix]] = {
    "denominators up to 100": quotients,
    "integers 0..999": integers,
    "near-ties of 1e-25": near,
    "scales 1e-9..1e9": mixed,
    "twin rows and columns, 1e-25 apart": twins,
}
SIZES = {"twin rows and columns, 1e-25 apart": (6, 10, 20, 30, 60)}


def with_lpmin(matrix: Matrix) -> Fraction:
    import sympy
    from sympy.solvers.simplex import lpmin

    q, v = sympy.symbols(f"q:{len(matrix[0])}"), sympy.Symbol("v")
    rows = [sum(sympy.Rational(a.numerator, a.denominator) * p for a, p in zip(r, q, strict=True)) for r in matrix]
    value, _ = lpmin(v, [p >= 0 for p in q] + [row <= v for row in rows] + [sympy.Eq(sum(q), 1)])
    return Fraction(int(value.p), int(value.q))


def with_z3(matrix: Matrix) -> Fraction:
    import z3

    q, v = z3.Reals(" ".join(f"q{j}" for j in range(len(matrix[0])))), z3.Real("v")
    engine = z3.Optimize()
    engine.add([p >= 0 for p in q])
    engine.add(z3.Sum(q) == 1)
    for row in matrix:
        engine.add(z3.Sum([z3.Q(a.numerator, a.denominator) * p for a, p in zip(row, q, strict=True)]) <= v)
    goal = engine.minimize(v)
    assert engine.check() == z3.sat
    value: Any = engine.lower(goal)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def measure(solve: Callable[[], Fraction]) -> tuple[Fraction, float]:
    spans: list[float] = []
    while len(spans) < 5 and sum(spans) < 2:
        begin = time.process_time()
        value = solve()
        spans.append(time.process_time() - begin)
    return value, statistics.median(spans)


def imported(*names: str) -> bool:
    try:
        for name in names:
            begin = time.process_time()
            __import__(name)
            print(f"import {name}: {(time.process_time() - begin) * 1e3:.0f} ms")
    except ImportError:
        return False
    return True


def games(others: dict[str, Callable[[Matrix], Fraction]]) -> None:
    print("\n| game | size | fell back | `solve_zero_sum` |" + "".join(f" {name} |" for name in others))
    print("|---|---|---|---|" + "---|" * len(others))
    exact = hints.simplex
    for family, make in FAMILIES.items():
        tired: set[str] = set()
        for n in SIZES.get(family, (6, 10, 20, 30, 150)):
            matrix = make(random.Random(f"{family} {n}"), n)
            bases: list[hints.Basis | None] = []

            def noted(
                program: hints.IntegerProgram,
                basis: hints.Basis | None = None,
                bases: list[hints.Basis | None] = bases,
            ) -> hints.Outcome:
                bases.append(basis)
                return exact(program, basis)

            hints.simplex = noted
            value, ours = measure(lambda matrix=matrix: solve_zero_sum(matrix).value)  # type: ignore[misc]
            hints.simplex = exact
            way = "yes" if any(basis is not None for basis in bases) else "simplex alone" if bases else "no"
            cells = [f"{ours * 1e3:.2f}"]
            for name, other in others.items():
                if name in tired or n > 30:
                    cells.append("–")
                    continue
                theirs, span = measure(lambda other=other, matrix=matrix: other(matrix))  # type: ignore[misc]
                note = "" if theirs == value else ", WRONG"
                cells.append(f"{span * 1e3:.1f} (×{span / ours:.1f}{note})")
                if span > PATIENCE:
                    tired.add(name)
            print(f"| {family} | {n}×{n} | {way} | " + " | ".join(cells) + " |", flush=True)


def programs() -> None:
    print("\n| linear program | size | outcome | `solve_lp` |\n|---|---|---|---|")
    for n in (10, 30, 100):
        rng = random.Random(n)
        rows = [[Fraction(rng.randint(-50, 99), rng.randint(1, 20)) for _ in range(n)] for _ in range(n)]
        goal = [Fraction(rng.randint(1, 99)) for _ in range(n)]
        above = [sum(row) + 1 for row in rows]
        kinds = {
            "optimal": linear_program(goal, at_most=[*zip(rows, above, strict=True), ([1] * n, n)]),
            "infeasible": linear_program(
                goal, at_most=zip(rows, above, strict=True), equal=[([1] * n, n)], at_least=[([2] * n, 2 * n + 1)]
            ),
            "unbounded": linear_program(goal, at_least=[([abs(a) for a in row], 1) for row in rows]),
        }
        for kind, program in kinds.items():
            begin = time.process_time()
            result = solve_lp(program)
            assert kind != "optimal" or isinstance(result, Optimal)
            span = time.process_time() - begin
            print(f"| {kind} | {n}×{n} | {type(result).__name__} | {span * 1e3:.2f} |", flush=True)


def main() -> None:
    print(f"hints above {hints.SMALL} coefficients\n")
    if not imported("numpy", "highspy", "flint"):
        print("without hints: highspy, python-flint or numpy is missing")
    others: dict[str, Callable[[Matrix], Fraction]] = {}
    if imported("sympy.solvers.simplex"):
        others["sympy lpmin"] = with_lpmin
    if imported("z3"):
        others["z3 Optimize"] = with_z3
    games(others)
    programs()


if __name__ == "__main__":
    main()
