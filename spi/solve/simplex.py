"""The exact simplex method on integer tableaus, from the slacks or from a given basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Basis", "IntegerProgram", "Outcome", "simplex"]

Basis = tuple[Sequence[int], Sequence[int]]
"""The basic variables, and as many rows that hold with equality; the slacks of all other rows are basic too."""


@dataclass(frozen=True, slots=True)
class IntegerProgram:
    """Maximise goal·x subject to rows·x ≤ bounds (= where `equal`), and x ≥ 0 but for the variables in `free`.

    Parameters
    ----------
    rows : list of list of int, shape (m, n)
    bounds : list of int, length m
    equal : list of bool, length m
    goal : list of int, length n
    free : frozenset of int

    Source: ours
    """

    rows: list[list[int]]
    bounds: list[int]
    equal: list[bool]
    goal: list[int]
    free: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine found, as numerators over the positive integer `common`; the caller checks it.

    Parameters
    ----------
    kind : str
        "optimal" with a point and dual multipliers, "infeasible" with Farkas multipliers, "unbounded" with a point
        and a ray.
    point, ray : list of int, length n, or empty
    multipliers : list of int, length m, or empty
    common : int

    Source: ours
    """

    kind: Literal["optimal", "infeasible", "unbounded"]
    point: list[int]
    multipliers: list[int]
    ray: list[int]
    common: int


@dataclass(slots=True)
class _Tableau:
    """basic + table·nonbasic = last column, all over `common`; the row after the m-th is the goal's, with z as basic.

    Variables are numbered 0 … n-1, their rows' slacks n … n+m-1. Entries are ints, or python-flint's integers, whose
    long division is faster.
    """

    table: list[list[Any]]
    basic: list[int]
    nonbasic: list[int]
    common: Any


def simplex(program: IntegerProgram, basis: Basis | None = None) -> Outcome:
    """Solve by the simplex method on an integer tableau.

    Parameters
    ----------
    program : IntegerProgram
    basis : Basis, optional
        Where to start, in python-flint's integers; from the slacks if this is not a basis.

    Returns
    -------
    Outcome
        Exact.

    Raises
    ------
    ImportError
        With a basis, and without python-flint.

    Notes
    -----
    Free variables enter first and never leave, the slacks of equations leave first and never enter. Then the dual
    simplex method reaches feasibility, with the goal itself if it is dual feasible at the start and else with the sum
    of the nonbasic variables, and the primal method the optimum. The pivot is the steepest coefficient while the
    objective moves, and Bland's from a degenerate step until the objective moves again: no cycle is possible.
    Pivoting keeps every entry a minor of the given table, hence an integer. Exponential in the worst case, in
    practice about m + n pivots of m·n operations.

    Examples
    --------
    >>> simplex(IntegerProgram([[1, 2]], [4], [False], [1, 1])).point
    [4, 0]

    Source: ours
    """
    m, n = len(program.rows), len(program.goal)
    t = _cold(program) if basis is None else _warm(program, basis)
    fixed = {n + r for r, equation in enumerate(program.equal) if equation}
    loose = program.free | fixed
    proof = _drive(t, program.free, fixed)
    if proof is None:
        goal = t.table[m]
        steps = [j for j in range(n) if t.nonbasic[j] not in loose]
        if any(goal[j] < 0 for j in steps) or any(goal[j] and t.nonbasic[j] in program.free for j in range(n)):
            t.table.append([t.common * (v not in loose) for v in t.nonbasic] + [0])
        proof = _dual(t, loose, m)
        del t.table[m + 1 :]
    if proof is not None:
        source = t.table[proof]
        sign = -1 if source[-1] > 0 else 1
        multipliers = [0] * (n + m)
        multipliers[t.basic[proof]] = sign * t.common
        for v, entry in zip(t.nonbasic, source, strict=False):
            multipliers[v] = sign * entry
        return Outcome("infeasible", [], _plain(multipliers[n:]), [], int(t.common))
    way = _primal(t, program.free, loose, m)
    point = [0] * (n + m)
    for v, row in zip(t.basic, t.table, strict=False):
        point[v] = row[-1]
    if way is not None:
        sign = 1 if t.table[m][way] < 0 else -1
        ray = [0] * (n + m)
        ray[t.nonbasic[way]] = sign * t.common
        for v, row in zip(t.basic, t.table, strict=False):
            ray[v] = -sign * row[way]
        return Outcome("unbounded", _plain(point[:n]), [], _plain(ray[:n]), int(t.common))
    multipliers = [0] * (n + m)
    for v, entry in zip(t.nonbasic, t.table[m], strict=False):
        multipliers[v] = entry
    return Outcome("optimal", _plain(point[:n]), _plain(multipliers[n:]), [], int(t.common))


def _plain(numbers: list[Any]) -> list[int]:
    return [int(number) for number in numbers]


def _cold(program: IntegerProgram) -> _Tableau:
    """The tableau in which all slacks are basic."""
    m, n = len(program.rows), len(program.goal)
    table = [[*row, bound] for row, bound in zip(program.rows, program.bounds, strict=True)]
    return _Tableau([*table, [-c for c in program.goal] + [0]], list(range(n, n + m)), list(range(n)), 1)


def _warm(program: IntegerProgram, basis: Basis) -> _Tableau:
    """The tableau of a basis, over the determinant of its matrix; the slacks' if that is 0."""
    from flint import fmpz, fmpz_mat

    columns, tight = basis
    m, n, k = len(program.rows), len(program.goal), len(columns)
    others = sorted(set(range(n)) - set(columns))
    slack = sorted(set(range(m)) - set(tight))
    square: Any = fmpz_mat(k, len(tight), [program.rows[r][c] for c in columns for r in tight]).transpose()
    common = abs(square.det()) if k == len(tight) else 0
    if not k or not common:
        cold = _cold(program)
        return _Tableau([[fmpz(x) for x in row] for row in cold.table], cold.basic, cold.nonbasic, fmpz(1))
    given = [[program.rows[r][c] for c in others] + [int(r == s) for s in tight] + [program.bounds[r]] for r in tight]
    upper, below = square.solve(fmpz_mat(given)).numer_denom()
    upper *= common // below
    rest = [[*program.rows[r], program.bounds[r]] for r in slack] + [[-c for c in program.goal] + [0]]
    flat = fmpz_mat([[row[c] for c in others] + [0] * k + [row[n]] for row in rest])
    lower = flat * common - fmpz_mat([[row[c] for c in columns] for row in rest]) * upper
    return _Tableau(
        [*upper.tolist(), *lower.tolist()],
        [*columns, *(n + r for r in slack)],
        [*others, *(n + r for r in tight)],
        common,
    )


def _pivot(t: _Tableau, leaving: int, entering: int) -> None:
    source, common = t.table[leaving], t.common
    pivot = source[entering]
    sign = 1 if pivot > 0 else -1
    pivot, old = abs(pivot), sign * common
    for r, row in enumerate(t.table):
        if r == leaving:
            continue
        factor = sign * row[entering]
        if factor:
            row[:] = [(pivot * x - factor * s) // common for x, s in zip(row, source, strict=True)]
            row[entering] = -factor
        elif pivot != common:
            row[:] = [pivot * x // common for x in row]
    if sign < 0:
        source[:] = [-x for x in source]
    source[entering] = old
    t.common = pivot
    t.basic[leaving], t.nonbasic[entering] = t.nonbasic[entering], t.basic[leaving]


def _drive(t: _Tableau, free: frozenset[int], fixed: set[int]) -> int | None:
    """Bring free variables in and the slacks of equations out; a row that reads 0 = nonzero is returned."""
    for j in [j for j, v in enumerate(t.nonbasic) if v in free]:
        rows = [r for r, v in enumerate(t.basic) if v not in free and t.table[r][j]]
        if rows:
            _pivot(t, min(rows, key=lambda r: t.basic[r] not in fixed), j)
    for r in [r for r, v in enumerate(t.basic) if v in fixed]:
        entering = next((j for j, v in enumerate(t.nonbasic) if v not in fixed and t.table[r][j]), None)
        if entering is not None:
            _pivot(t, r, entering)
        elif t.table[r][-1]:
            return r
    return None


def _dual(t: _Tableau, loose: frozenset[int] | set[int], m: int) -> int | None:
    """Pivot to a feasible tableau, its last row staying nonnegative; a row that none can satisfy is returned."""
    stalled = False
    while True:
        negative = [r for r in range(m) if t.table[r][-1] < 0 and t.basic[r] not in loose]
        if not negative:
            return None
        steps = [j for j, v in enumerate(t.nonbasic) if v not in loose]
        for r in negative:
            row = t.table[r]
            if not any(row[j] < 0 for j in steps):
                return r
        leaving = min(negative, key=lambda r: (0 if stalled else t.table[r][-1], t.basic[r]))
        cost, row = t.table[-1], t.table[leaving]
        entering = -1
        for j in steps:
            if row[j] < 0:
                if entering >= 0:
                    left, right = cost[j] * -row[entering], cost[entering] * -row[j]
                    if left > right or (left == right and t.nonbasic[j] > t.nonbasic[entering]):
                        continue
                entering = j
        stalled = not cost[entering]
        _pivot(t, leaving, entering)


def _primal(t: _Tableau, free: frozenset[int], loose: frozenset[int] | set[int], m: int) -> int | None:
    """Pivot from a feasible tableau to an optimal one; a column that increases the goal without end is returned."""
    stalled = False
    while True:
        goal = t.table[m]
        steps = [j for j, v in enumerate(t.nonbasic) if (goal[j] < 0 and v not in loose) or (goal[j] and v in free)]
        if not steps:
            return None
        rows = [r for r in range(m) if t.basic[r] not in loose]
        for j in steps:
            if not any(t.table[r][j] > 0 for r in rows):
                return j
        entering = min(steps, key=lambda j: (0 if stalled else goal[j], t.nonbasic[j]))
        leaving = -1
        for r in rows:
            pivot = t.table[r][entering]
            if pivot > 0:
                if leaving >= 0:
                    left = t.table[r][-1] * t.table[leaving][entering]
                    right = t.table[leaving][-1] * pivot
                    if left > right or (left == right and t.basic[r] > t.basic[leaving]):
                        continue
                leaving = r
        stalled = not t.table[leaving][-1]
        _pivot(t, leaving, entering)
