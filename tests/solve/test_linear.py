import builtins
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spi import GameError
from spi.errors import SpiError
from spi.solve import hints, linear, simplex, zero_sum
from spi.solve.linear import Infeasible, LinearProgram, Optimal, Unbounded, linear_program, solve_lp, verify
from spi.solve.zero_sum import solve_zero_sum

Result = Optimal | Infeasible | Unbounded
NEAR = [Fraction(k, 10**e) for k in (-1, 1) for e in (12, 18, 24, 30)]


def dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    assert len(left) == len(right)
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


def proved(p: LinearProgram, result: Result) -> None:
    """The definitions, written a second time."""
    n = range(len(p.objective))
    signed = [n for n in n if n not in p.free]
    rows = [*p.at_most, *p.at_least, *p.equal]
    kinds = ["≤"] * len(p.at_most) + ["≥"] * len(p.at_least) + ["="] * len(p.equal)

    def holds(left: Fraction, kind: str, right: Fraction) -> bool:
        return {"≤": left <= right, "≥": left >= right, "=": left == right}[kind]

    if not isinstance(result, Infeasible):
        assert len(result.x) == len(n) and all(result.x[j] >= 0 for j in signed)
        assert all(holds(dot(a, result.x), kind, b) for (a, b), kind in zip(rows, kinds, strict=True))
    if isinstance(result, Unbounded):
        assert len(result.ray) == len(n) and all(result.ray[j] >= 0 for j in signed)
        assert all(holds(dot(a, result.ray), kind, Fraction(0)) for (a, _), kind in zip(rows, kinds, strict=True))
        gain = dot(p.objective, result.ray)
        assert gain > 0 if p.maximise else gain < 0
        return
    y = result.farkas if isinstance(result, Infeasible) else result.dual
    up = 1 if isinstance(result, Infeasible) or p.maximise else -1
    assert len(y) == len(rows)
    for multiplier, kind in zip(y, kinds, strict=True):
        assert {"≤": up * multiplier >= 0, "≥": up * multiplier <= 0, "=": True}[kind]
    bound = sum((m * b for m, (_, b) in zip(y, rows, strict=True)), Fraction(0))
    cost = [Fraction(0) for _ in n] if isinstance(result, Infeasible) else p.objective
    for j in n:
        reduced = sum((m * a[j] for m, (a, _) in zip(y, rows, strict=True)), Fraction(0)) - cost[j]
        assert reduced == 0 if j in p.free else up * reduced >= 0
    if isinstance(result, Infeasible):
        assert bound < 0
    else:
        assert result.value == bound == dot(p.objective, result.x)


def fair(matrix: Sequence[Sequence[Fraction | int]], solution: Any) -> None:
    for mix in (solution.row, solution.column):
        assert sum(mix) == 1 and min(mix) >= 0
    assert max(dot([Fraction(a) for a in row], solution.column) for row in matrix) == solution.value
    columns = zip(*matrix, strict=True)
    assert min(dot([Fraction(a) for a in column], solution.row) for column in columns) == solution.value


def draw_program(rng: random.Random, entry: Callable[[], Fraction], size: int = 4) -> LinearProgram:
    """Small, with zero rows and columns, equalities stated twice, free variables, and all three outcomes."""
    n = rng.randint(1, size)
    dead = {j for j in range(n) if rng.random() < 0.1}

    def part(most: int) -> list[tuple[list[Fraction], Fraction]]:
        rows = [
            ([Fraction(0) if j in dead or rng.random() < 0.25 else entry() for j in range(n)], entry())
            for _ in range(rng.randint(0, most))
        ]
        if rows and rng.random() < 0.4:
            row, bound = rng.choice(rows)
            factor = rng.choice([1, -2, 3])
            rows.append(([factor * a for a in row], factor * bound))
        if rng.random() < 0.1:
            rows.append(([Fraction(0)] * n, rng.choice([Fraction(0), Fraction(0), entry()])))
        return rows

    return linear_program(
        [Fraction(0) if rng.random() < 0.2 else entry() for _ in range(n)],
        at_most=part(3),
        at_least=part(2),
        equal=part(2),
        maximise=rng.random() < 0.5,
        free=[j for j in range(n) if rng.random() < 0.25],
    )


def entries(rng: random.Random, family: str) -> Callable[[], Fraction]:
    return {
        "small": lambda: Fraction(rng.randint(-3, 3)),
        "ties": lambda: Fraction(rng.randint(-1, 1)),
        "quotients": lambda: Fraction(rng.randint(-20, 20), rng.randint(1, 12)),
        "near": lambda: rng.randint(-1, 2) + rng.choice([Fraction(0), *NEAR]),
        "mixed": lambda: rng.randint(-9, 9) * Fraction(10) ** rng.choice([-9, -4, 0, 4, 9, 40]),
        "huge": lambda: Fraction(rng.randint(-(10**420), 10**420), rng.randint(1, 9)),
    }[family]


FAMILIES = ["small", "ties", "quotients", "near", "mixed", "huge"]


@pytest.fixture(params=["alone", "hinted"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every test that asks for this runs with the exact simplex alone, and with a hint for every size."""
    if request.param == "hinted":
        for module in ("highspy", "flint", "numpy"):
            pytest.importorskip(module, reason="hints need highspy, python-flint and numpy")
    monkeypatch.setattr(hints, "SMALL", -1 if request.param == "hinted" else 10**9)
    return str(request.param)


# --- the three outcomes


def test_one_of_each(engine: str) -> None:
    program = linear_program([3, 5], at_most=[([1, 0], 4), ([0, 2], 12), ([3, 2], 18)])
    assert solve_lp(program) == Optimal(
        Fraction(36), (Fraction(2), Fraction(6)), (Fraction(0), Fraction(3, 2), Fraction(1))
    )
    low = linear_program([2, 3], at_least=[([1, 1], 4), ([1, 3], 6)], maximise=False)
    assert solve_lp(low) == Optimal(Fraction(9), (Fraction(3), Fraction(1)), (Fraction(3, 2), Fraction(1, 2)))
    assert isinstance(solve_lp(linear_program([0], at_most=[([1], 1)], at_least=[([1], 2)])), Infeasible)
    assert isinstance(solve_lp(linear_program([1, 0], at_most=[([1, -1], 1)])), Unbounded)
    assert isinstance(solve_lp(linear_program([1, 0], at_most=[([1, 1], 1)])), Optimal)


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        (linear_program([]), Optimal),
        (linear_program([], at_most=[([], -1)]), Infeasible),
        (linear_program([], equal=[([], 0)]), Optimal),
        (linear_program([-1]), Optimal),
        (linear_program([0]), Optimal),
        (linear_program([1]), Unbounded),
        (linear_program([-1], free=[0]), Unbounded),
        (linear_program([0], free=[0]), Optimal),
        (linear_program([-1], maximise=False), Unbounded),
        (linear_program([1], equal=[([1], -1)]), Infeasible),
        (linear_program([1], equal=[([1], -1)], free=[0]), Optimal),
        (linear_program([1], at_most=[([0], 0)]), Unbounded),
        (linear_program([1], at_most=[([0], -1)]), Infeasible),
        (linear_program([1], at_least=[([0], 1)], equal=[([0], 0)]), Infeasible),
        (linear_program([1, 1], equal=[([1, 1], 1), ([2, 2], 2), ([-1, -1], -1)]), Optimal),
        (linear_program([1, 1], equal=[([1, 1], 1), ([2, 2], 3)]), Infeasible),
        (linear_program([1, 0], equal=[([1, -1], 0)], free=[0, 1]), Unbounded),
        (linear_program([1, 1], at_most=[([1, 0], 1)], free=[0, 1]), Unbounded),
        (linear_program([1, 1], equal=[([1, 0], 1)], at_least=[([1, 0], 2)], free=[1]), Infeasible),
    ],
)
def test_edges(engine: str, program: LinearProgram, kind: type[Result]) -> None:
    result = solve_lp(program)
    proved(program, result)
    assert isinstance(result, kind)


def test_cycling_examples_terminate(engine: str) -> None:
    beale = linear_program(
        ["3/4", -150, "1/50", -6],
        at_most=[(["1/4", -60, "-1/25", 9], 0), (["1/2", -90, "-1/50", 3], 0), ([0, 0, 1, 0], 1)],
    )
    kuhn = linear_program(
        [2, 3, -1, -12], at_most=[([-2, -9, 1, 9], 0), (["1/3", 1, "-1/3", -2], 0), ([2, 3, -1, -12], 2)]
    )
    endless = linear_program([2, 3, -1, -12], at_most=[([-2, -9, 1, 9], 0), (["1/3", 1, "-1/3", -2], 0)])
    chvatal = linear_program(
        [10, -57, -9, -24],
        at_most=[(["1/2", "-11/2", "-5/2", 9], 0), (["1/2", "-3/2", "-1/2", 1], 0), ([1, 0, 0, 0], 1)],
    )
    for program, value in ((beale, Fraction(1, 20)), (kuhn, Fraction(2)), (chvatal, Fraction(1))):
        result = solve_lp(program)
        proved(program, result)
        assert isinstance(result, Optimal) and result.value == value
    result = solve_lp(endless)
    proved(endless, result)
    assert isinstance(result, Unbounded)


def test_a_bound_of_zero_beside_a_bound_out_of_the_range_of_floats() -> None:
    pytest.importorskip("highspy", reason="hints need highspy, python-flint and numpy")
    pytest.importorskip("numpy", reason="hints need highspy, python-flint and numpy")
    tiny, huge = 1, 10**420
    for rows, bounds in (([[tiny], [huge]], [0, tiny]), ([[tiny], [huge]], [huge, 0]), ([[huge], [tiny]], [0, 0])):
        hints.hint(simplex.IntegerProgram(rows, bounds, [False, False], [huge]))  # only has to end


def test_klee_minty(engine: str) -> None:
    n = 7
    program = linear_program(
        [2 ** (n - 1 - j) for j in range(n)],
        at_most=[([2 ** (i - j + 1) if j < i else int(j == i) for j in range(n)], 5 ** (i + 1)) for i in range(n)],
    )
    result = solve_lp(program)
    assert isinstance(result, Optimal) and result.value == 5**n


# --- random programs


@pytest.mark.parametrize("family", FAMILIES)
def test_random_programs_are_proved(engine: str, family: str) -> None:
    rng = random.Random(f"{family}")
    kinds = set()
    for _ in range(250):
        program = draw_program(rng, entries(rng, family))
        result = solve_lp(program)
        proved(program, result)
        kinds.add(type(result))
    assert kinds == {Optimal, Infeasible, Unbounded}


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_near_ties_and_mixed_scales(data: st.DataObject) -> None:
    near = st.builds(lambda a, e: a + e, st.integers(-1, 2), st.sampled_from([Fraction(0), *NEAR]))
    scale = st.sampled_from([Fraction(10) ** e for e in (-9, -3, 0, 5, 9, 40)])
    mixed = st.builds(lambda a, s: a * s, st.integers(-9, 9), scale)
    entry = data.draw(st.sampled_from([near, mixed, near | mixed]))
    n = data.draw(st.integers(1, 5))
    row = st.tuples(st.lists(entry, min_size=n, max_size=n), entry)
    parts = {name: data.draw(st.lists(row, max_size=3)) for name in ("at_most", "at_least", "equal")}
    program = linear_program(
        data.draw(st.lists(entry, min_size=n, max_size=n)),
        **parts,
        maximise=data.draw(st.booleans()),
        free=data.draw(st.sets(st.integers(0, n - 1))),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hints, "SMALL", 10**9)
        alone = solve_lp(program)
        patch.setattr(hints, "SMALL", -1)
        hinted = solve_lp(program)
    proved(program, alone)
    proved(program, hinted)
    assert type(alone) is type(hinted)
    if isinstance(alone, Optimal) and isinstance(hinted, Optimal):
        assert alone.value == hinted.value


def oracle(program: LinearProgram, simplex_module: Any) -> Fraction | str | None:
    """None where lpmin's point breaks the constraints that it was given (sympy 1.14 does, rarely)."""
    sympy = pytest.importorskip("sympy", reason="the oracle is sympy's lpmin")

    def rational(a: Fraction) -> Any:
        return sympy.Rational(a.numerator, a.denominator)

    def line(a: Sequence[Fraction]) -> Any:
        return sum((rational(c) * v for c, v in zip(a, x, strict=True)), sympy.Integer(0))

    x = sympy.symbols(f"x:{len(program.objective)}")  # plain ones: lpmin misreads the bounds of nonnegative symbols
    constraints = [v >= 0 for j, v in enumerate(x) if j not in program.free]
    constraints += [sympy.Le(line(a), rational(b)) for a, b in program.at_most]
    constraints += [sympy.Ge(line(a), rational(b)) for a, b in program.at_least]
    constraints += [sympy.Eq(line(a), rational(b)) for a, b in program.equal]
    if any(constraint == False for constraint in constraints):  # noqa: E712
        return "infeasible"
    constraints = [constraint for constraint in constraints if constraint != True]  # noqa: E712
    sign = -1 if program.maximise else 1
    try:
        value, point = simplex_module.lpmin(sign * line(program.objective), constraints)
    except simplex_module.InfeasibleLPError:
        return "infeasible"
    except simplex_module.UnboundedLPError:
        return "unbounded"
    if any(constraint.subs(point) != True for constraint in constraints):  # noqa: E712
        return None
    return sign * Fraction(int(value.p), int(value.q))


@cache
def judged(family: str, count: int) -> list[tuple[LinearProgram, Fraction | str | None]]:
    """Random programs and what sympy says of them, which takes a second for ten of them: asked once for all engines."""
    lp = pytest.importorskip("sympy.solvers.simplex", reason="the oracle is sympy's lpmin")
    rng = random.Random(f"oracle {family}")
    drawn = [draw_program(rng, entries(rng, family), size=3) for _ in range(count)]
    # lpmin wants an objective in which a symbol stands
    return [(program, oracle(program, lp)) for program in drawn if any(program.objective)]


@pytest.mark.parametrize("count", [20, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.parametrize("family", ["small", "ties", "quotients", "near", "mixed"])
def test_agrees_with_sympy(engine: str, family: str, count: int) -> None:
    seen, faults = set(), 0
    for program, expected in judged(family, count):
        result = solve_lp(program)
        proved(program, result)
        if expected is None:
            faults += 1
            continue
        answer = {Infeasible: "infeasible", Unbounded: "unbounded"}.get(type(result))
        assert expected == (result.value if isinstance(result, Optimal) else answer), program
        seen.add(type(result))
    assert len(seen) == 3 and faults <= 2


# --- verify has two sides


def mutants(given: Result, rng: random.Random) -> list[Result]:
    """Each differs from the result in one number or in a length."""
    step = rng.choice([Fraction(1), Fraction(-1), Fraction(1, 10**30), Fraction(-1, 10**30)])
    result: Any = given  # `replace` wants one class, not a union
    changed: list[Result] = []
    for name in ("x", "dual", "farkas", "ray"):
        vector: tuple[Fraction, ...] | None = getattr(result, name, None)
        if vector is None:
            continue
        for j in range(len(vector)):
            changed.append(replace(result, **{name: (*vector[:j], vector[j] + step, *vector[j + 1 :])}))
        changed.append(replace(result, **{name: (*vector, Fraction(0))}))
        if vector:
            changed.append(replace(result, **{name: vector[1:]}))
        changed.append(replace(result, **{name: tuple(-v for v in vector)}))
    if isinstance(result, Optimal):
        changed.append(replace(result, value=result.value + step))
    return changed


def accepted(program: LinearProgram, result: Result) -> bool:
    try:
        proved(program, result)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("family", FAMILIES)
def test_verify_refuses_exactly_the_wrong_witnesses(family: str) -> None:
    rng = random.Random(f"mutants {family}")
    refused = {Optimal: 0, Infeasible: 0, Unbounded: 0}
    for _ in range(150):
        program = draw_program(rng, entries(rng, family))
        result = solve_lp(program)
        assert verify(program, result)
        for mutant in mutants(result, rng):
            assert verify(program, mutant) == accepted(program, mutant), (program, mutant)
            refused[type(result)] += not verify(program, mutant)
    assert sum(refused.values()) >= 400 and min(refused.values()) >= 30


def test_an_unverified_result_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (linear, zero_sum):
        monkeypatch.setattr(module, "outcomes", lambda _: iter([simplex.Outcome("optimal", [1], [1], [], 1)]))
    with pytest.raises(SpiError, match="does not pass its check"):
        solve_lp(linear_program([1], at_most=[([1], 2)]))
    with pytest.raises(SpiError, match="does not pass its check"):
        solve_zero_sum([[1, 2]])


# --- hints are hints


def wrong_hints(rng: random.Random, m: int, n: int) -> list[simplex.Basis | None]:
    k = rng.randint(0, min(m, n))
    guess = (sorted(rng.sample(range(n), k)), sorted(rng.sample(range(m), k)))
    return [None, ([], []), guess, (list(range(n)), []), ([], list(range(m))), ([0] * k, guess[1])]


@pytest.mark.parametrize("family", FAMILIES)
def test_wrong_hints_change_nothing(monkeypatch: pytest.MonkeyPatch, family: str) -> None:
    pytest.importorskip("flint", reason="hinted bases are solved by python-flint")
    rng = random.Random(f"hints {family}")
    for _ in range(80):
        program = draw_program(rng, entries(rng, family))
        monkeypatch.setattr(hints, "SMALL", 10**9)
        right = solve_lp(program)
        monkeypatch.setattr(hints, "SMALL", -1)
        m = len(program.at_most) + len(program.at_least) + len(program.equal)
        for wrong in wrong_hints(rng, m, len(program.objective)):
            monkeypatch.setattr(hints, "hint", lambda _, wrong=wrong: wrong)
            result = solve_lp(program)
            proved(program, result)
            assert type(result) is type(right)
            if isinstance(result, Optimal) and isinstance(right, Optimal):
                assert result.value == right.value


@pytest.mark.parametrize("missing", ["highspy", "flint", "numpy"])
def test_without_the_fast_libraries(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    ordinary = builtins.__import__

    def refuse(name: str, *rest: Any, **options: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ImportError(name)
        return ordinary(name, *rest, **options)

    monkeypatch.setattr(hints, "SMALL", -1)
    monkeypatch.setattr(builtins, "__import__", refuse)
    assert solve_zero_sum([[1, -1], [-1, 1]]).row == (Fraction(1, 2), Fraction(1, 2))
    assert isinstance(solve_lp(linear_program([1], at_most=[([1], -1)])), Infeasible)


def test_small_programs_import_nothing_heavy() -> None:
    code = (
        "import sys; from spi.solve.linear import *; from spi.solve.zero_sum import *;"
        "solve_zero_sum([[i * j % 7 for i in range(16)] for j in range(16)]);"
        "solve_lp(linear_program([1], at_most=[([1], 1)]));"
        "print([name for name in ('highspy', 'flint', 'numpy') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_process_that_runs_highs_with_other_threads_still_gets_hints() -> None:
    for module in ("highspy", "flint", "numpy"):
        pytest.importorskip(module, reason="hints need highspy, python-flint and numpy")
    code = (
        "import highspy; h = highspy.Highs(); h.setOptionValue('output_flag', False); h.setOptionValue('threads', 2);"
        "h.addVariable(lb=0, ub=1, obj=-1); h.run();"
        "from spi.solve.hints import *; from spi.solve.simplex import *;"
        "print(hint(IntegerProgram([[1, 2]], [4], [False], [1, 1])))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == (
        "([0], [0])\n"
    )


# --- games


@pytest.mark.parametrize("family", FAMILIES)
def test_games(engine: str, family: str) -> None:
    rng = random.Random(f"games {family}")
    for _ in range(60):
        m, k = rng.randint(1, 6), rng.randint(1, 6)
        entry = entries(rng, family)
        matrix = [[entry() for _ in range(k)] for _ in range(m)]
        if rng.random() < 0.3:
            matrix[rng.randrange(m)] = [Fraction(0)] * k
        solution = solve_zero_sum(matrix)
        fair(matrix, solution)
        guarantee = linear_program(  # the row player's program: p ≥ 0, Σ p = 1, v free, v ≤ Σ p·column
            [0] * m + [1],
            at_most=[([-matrix[r][c] for r in range(m)] + [1], 0) for c in range(k)],
            equal=[([1] * m + [0], 1)],
            free=[m],
        )
        result = solve_lp(guarantee)
        assert isinstance(result, Optimal)
        assert result.value == solution.value


def duplicated(rng: random.Random, n: int) -> list[list[Fraction]]:
    """Every row and column twice, but for differences that floats cannot see."""
    base = [[rng.randint(0, 9) for _ in range(n)] for _ in range(n)]
    return [[base[i // 2][j // 2] + Fraction(rng.randint(-99, 99), 10**25) for j in range(2 * n)] for i in range(2 * n)]


def test_a_float_basis_that_fails_is_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("highspy", "flint", "numpy"):
        pytest.importorskip(module, reason="hints need highspy, python-flint and numpy")
    used = []
    exact = simplex.simplex

    def note(program: simplex.IntegerProgram, basis: simplex.Basis | None = None) -> simplex.Outcome:
        used.append(basis)
        return exact(program, basis)

    monkeypatch.setattr(hints, "simplex", note)
    matrix = duplicated(random.Random(1), 11)
    fair(matrix, solve_zero_sum(matrix))
    assert (
        len(used) == 1 and used[0] is not None and used[0][0]
    )  # the hint was wrong, and the exact method started from it


def test_large_games() -> None:
    rng = random.Random(2)
    for entry in (lambda: Fraction(rng.randint(-1000, 1000), rng.randint(1, 100)), lambda: rng.randint(0, 999)):
        pytest.importorskip("highspy", reason="too slow without a hint")
        matrix = [[entry() for _ in range(50)] for _ in range(40)]
        fair(matrix, solve_zero_sum(matrix))


# --- what is refused


def test_refusals() -> None:
    with pytest.raises(GameError, match=r"0\.5 at the objective is a float"):
        linear_program([0.5])  # type: ignore[list-item]
    with pytest.raises(GameError, match=r"at_least\[1\] has 1 coefficients; accepted: 2"):
        linear_program([1, 2], at_least=[([1, 1], 0), ([1], 0)])
    with pytest.raises(GameError, match=r"1\.5 at equal\[0\] is a float"):
        linear_program([1], equal=[([1], 1.5)])  # type: ignore[list-item]
    with pytest.raises(GameError, match="free variable 2 is none; accepted: indices from 0 to 1"):
        linear_program([1, 1], free=[2])
    shapes: list[list[list[int]]] = [[], [[]], [[1, 2], [3]]]
    for matrix in shapes:
        with pytest.raises(GameError, match="at least one row and one column"):
            solve_zero_sum(matrix)
    with pytest.raises(GameError, match="is a float"):
        solve_zero_sum([[0.5]])  # type: ignore[list-item]
