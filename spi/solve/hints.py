"""Bases read off a float solver and solved exactly, with the exact simplex behind: the fast way to linear programs.

Only integers decide. The float solver proposes a basis, which is a guess until it has been solved exactly and checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import lcm
from typing import Any

from spi.solve.simplex import Basis, IntegerProgram, Outcome, simplex

__all__ = ["SMALL", "at_basis", "hint", "outcomes"]

SMALL = 256
"""Up to this many coefficients the exact simplex runs alone: some 3 ms, where a hint takes 1 ms and its imports 100."""


def outcomes(program: IntegerProgram) -> Iterator[Outcome]:
    """Candidates for the solution, cheapest first; the last comes from the exact simplex and is right.

    Parameters
    ----------
    program : IntegerProgram

    Yields
    ------
    Outcome
        From the exact solution of the hinted basis (which may be wrong), then from the exact simplex. Below `SMALL`
        coefficients, or without highspy and python-flint, from the exact simplex only.

    Examples
    --------
    >>> [outcome.multipliers for outcome in outcomes(IntegerProgram([[1, 2]], [4], [False], [1, 1]))]
    [[1]]

    Source: ours
    """
    basis: Basis | None = None
    if len(program.rows) * len(program.goal) > SMALL:
        try:
            guess = hint(program)
            candidate = None if guess is None else at_basis(program, guess)
            basis = ([], []) if guess is None or candidate is None else guess
            if candidate is not None:
                yield candidate
        except ImportError:
            basis = None
    yield simplex(program, basis)


def hint(program: IntegerProgram) -> Basis | None:
    """Ask HiGHS for a basis; nothing that it says is trusted.

    Parameters
    ----------
    program : IntegerProgram
        Rescaled for the floats only: rows and columns by powers of two, to coefficients near 1.

    Returns
    -------
    Basis or None
        None if HiGHS ended without a basis.

    Raises
    ------
    ImportError
        Without highspy or numpy.

    Source: ours
    """
    import highspy
    import numpy

    m, n = len(program.rows), len(program.goal)
    table = [*program.rows, program.goal]
    wide = max((abs(a) for row in [*table, program.bounds] for a in row), default=0).bit_length()
    if wide <= 900:
        mantissa, exponent = numpy.frexp(numpy.array(table, dtype=float))
        exponent = exponent.astype(numpy.int64)
    else:
        mantissa = numpy.array([[_frexp(a)[0] for a in row] for row in table])
        exponent = numpy.array([[_frexp(a)[1] for a in row] for row in table], dtype=numpy.int64)
    present = mantissa != 0
    up, across = numpy.zeros(m + 1, dtype=numpy.int64), numpy.zeros(n, dtype=numpy.int64)
    for _ in range(3):
        size = numpy.where(present, exponent + up[:, None] + across, 0)
        up -= size.sum(axis=1) // numpy.maximum(present.sum(axis=1), 1)
        size = numpy.where(present, exponent + up[:, None] + across, 0)
        across -= size.sum(axis=0) // numpy.maximum(present.sum(axis=0), 1)
    scaled = numpy.ldexp(mantissa, numpy.clip(exponent + up[:, None] + across, -1000, 1000))
    sides = [_frexp(b) for b in program.bounds]
    level = max((e + int(up[r]) for r, (b, e) in enumerate(sides) if b), default=0)
    upper = numpy.array([_ldexp(b, e + int(up[r]) - level) for r, (b, e) in enumerate(sides)])

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n, m
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = scaled[m]
    lower = numpy.zeros(n)
    lower[sorted(program.free)] = -highspy.kHighsInf
    model.col_lower_, model.col_upper_ = lower, numpy.full(n, highspy.kHighsInf)
    model.row_lower_ = numpy.where(numpy.array(program.equal, dtype=bool), upper, -highspy.kHighsInf)
    model.row_upper_ = upper
    place_row, place_column = numpy.nonzero(scaled[:m])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(place_row, minlength=m))])
    model.a_matrix_.index_, model.a_matrix_.value_ = place_column, scaled[place_row, place_column]
    engine: Any = highspy.Highs
    solver = engine()
    for option, value in (
        ("output_flag", False),
        ("presolve", "off"),
        ("solver", "simplex"),
        ("threads", 1),
        ("simplex_iteration_limit", 10_000 + 100 * (m + n)),
        ("parallel", "off"),
        ("primal_feasibility_tolerance", 1e-10),
        ("dual_feasibility_tolerance", 1e-10),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    if solver.run() == highspy.HighsStatus.kError:  # this process may run HiGHS with another number of threads
        solver.setOptionValue("threads", 0)
        solver.run()
    basis = solver.getBasis()
    if not basis.valid:
        return None
    basic = highspy.HighsBasisStatus.kBasic
    return (
        [c for c, status in enumerate(basis.col_status) if status == basic],
        [r for r, status in enumerate(basis.row_status) if status != basic],
    )


def _frexp(number: int) -> tuple[float, int]:
    """A mantissa of magnitude in [1/2, 1] (0 for 0) and an exponent, for integers of any size."""
    length = number.bit_length()
    shift = max(length - 64, 0)
    return float(number >> shift) / 2.0 ** (length - shift), length


def _ldexp(mantissa: float, exponent: int) -> float:
    """The float, for exponents up to 1000; what is too small becomes tiny."""
    return mantissa * 2.0 ** max(exponent, -1000) if mantissa else 0.0


def at_basis(program: IntegerProgram, basis: Basis) -> Outcome | None:
    """Solve the two linear systems of a basis exactly, p-adically.

    Parameters
    ----------
    program : IntegerProgram
    basis : Basis

    Returns
    -------
    Outcome or None
        Exact, but optimal only if the basis is: the caller checks the signs. None if this is not a basis (not square,
        or singular).

    Raises
    ------
    ImportError
        Without python-flint.

    Notes
    -----
    Dixon lifting: for k basic variables about k³ operations on words, and k² on integers as long as the determinant.

    Source: ours
    """
    from flint import fmpz_mat

    columns, tight = basis
    k = len(columns)
    if k != len(tight):
        return None
    point, multipliers = [0] * len(program.goal), [0] * len(program.rows)
    if not k:
        return Outcome("optimal", point, multipliers, [], 1)
    square: Any = fmpz_mat(k, k, [program.rows[r][c] for r in tight for c in columns])
    try:
        x, below_x = square.solve(fmpz_mat(k, 1, [program.bounds[r] for r in tight])).numer_denom()
        y, below_y = square.transpose().solve(fmpz_mat(k, 1, [program.goal[c] for c in columns])).numer_denom()
    except ZeroDivisionError:
        return None
    common = lcm(int(below_x), int(below_y))
    for c, entry in zip(columns, x.entries(), strict=True):
        point[c] = int(entry) * (common // int(below_x))
    for r, entry in zip(tight, y.entries(), strict=True):
        multipliers[r] = int(entry) * (common // int(below_y))
    return Outcome("optimal", point, multipliers, [], common)
