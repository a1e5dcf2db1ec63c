"""Strict dominance by mixtures: floats propose a mixture or a belief, whole numbers decide."""

from __future__ import annotations

from bisect import insort
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from spi.solve.hints import SMALL
from spi.solve.zero_sum import solve_zero_sum

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

__all__ = ["mixed_removals"]

Weights = tuple[tuple[int, Fraction], ...]

FEW = 24
"""Columns that a program in floats begins with, and that are added at a time."""

SLACK = 1e-9
"""By how much a column has to matter to be added. Nothing is proved by it."""

UNITS = (60, 1 << 16, 1 << 40)
"""Denominators to which proposed weights are rounded, one after the other."""


def mixed_removals(payoffs: Array) -> list[tuple[int, Weights]]:
    """Rows to delete one after the other because a mixture of rows alive then is better in every column.

    Parameters
    ----------
    payoffs : array of int64 or of Python's integers, shape (actions of a player, profiles of the others)

    Returns
    -------
    list of (row, mixture)
        Exact. A mixture is a tuple of (row, positive Fraction).

    Notes
    -----
    A row is dominated by no mixture exactly if it is a best reply to some belief over columns (Pearce 1984, Lemma 3).
    The best replies to a single column need no linear program. For each other row, a program in floats proposes a
    belief and a mixture; rounded to fractions, one of them usually proves what it has to, with whole numbers. Where
    neither does, because rows tie or floats cannot tell them apart, the exact program decides, as in small matrices.

    Examples
    --------
    >>> import numpy as np
    >>> mixed_removals(np.array([[4, 0], [0, 4], [1, 1]]))
    [(2, ((0, Fraction(1, 2)), (1, Fraction(1, 2))))]

    Source: ours
    """
    import numpy as np

    idle = np.flatnonzero(~(payoffs == payoffs.max(axis=0)).any(axis=1)).tolist()
    payoffs = _from_zero(payoffs)
    floats = _floats(payoffs) if payoffs.size > SMALL else None
    others = list(range(len(payoffs)))
    removals = []
    for x in idle:
        others.remove(x)
        mixture = _by_exact_program(payoffs, x, others) if floats is None else _by_proposals(payoffs, floats, x, others)
        if mixture is None:
            insort(others, x)
        else:
            removals.append((x, mixture))
    return removals


def _by_proposals(payoffs: Array, floats: Array, x: int, others: list[int]) -> Weights | None:
    """A mixture of the other rows that dominates a row, or None: proved by what floats propose, or else exactly.

    The program in floats knows some columns only, at first those in which the row is nearly best. Its belief proves
    something about all columns; if its mixture fails in others, they are added.
    """
    import numpy as np

    row = floats[x]
    columns = np.argsort(floats.max(axis=0) - row, kind="stable")[:FEW]
    while (proposal := _propose(floats[np.array(others)[:, None], columns], row[columns])) is not None:
        belief, weights, value = proposal
        if _is_best_reply(payoffs, x, others, columns, belief):
            return None
        used = np.flatnonzero(weights)
        gains = weights[used] @ floats[[others[k] for k in used]] - row
        gains[columns] = np.inf
        fresh = np.argsort(gains, kind="stable")[:FEW]
        fresh = fresh[gains[fresh] < min(value, 0.0) - SLACK]
        if not len(fresh):
            mixture = _dominating(payoffs, x, others, weights)
            if mixture is not None:
                return mixture
            break
        columns = np.append(columns, fresh)
    return _by_exact_program(payoffs, x, others)


def _propose(rivals: Array, row: Array) -> tuple[Array, Array, float] | None:
    """A belief q and a mixture, in floats: minimise the largest (rival − row)·q; the multipliers are the mixture.

    None if the solver gives up. Nothing that it says is trusted.
    """
    import highspy
    import numpy as np

    rows, wide = rivals.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = wide + 1, rows + 1
    model.col_cost_ = np.append(np.zeros(wide), 1.0)
    model.col_lower_ = np.append(np.zeros(wide), -highspy.kHighsInf)
    model.col_upper_ = np.full(wide + 1, highspy.kHighsInf)
    model.row_lower_ = np.append(np.full(rows, -highspy.kHighsInf), 1.0)
    model.row_upper_ = np.append(np.zeros(rows), 1.0)
    table = np.ones((rows + 1, wide + 1))
    table[:rows, :wide], table[:rows, wide], table[rows, wide] = rivals - row, -1.0, 0.0
    down, across = np.nonzero(table)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.append(0, np.cumsum(np.bincount(down, minlength=rows + 1)))
    model.a_matrix_.index_, model.a_matrix_.value_ = across, table[down, across]
    engine: Any = highspy.Highs
    solver = engine()
    for option, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("parallel", "off")):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    if solver.run() == highspy.HighsStatus.kError:
        return None
    solution = solver.getSolution()
    if not (solution.value_valid and solution.dual_valid):
        return None
    belief, weights = np.array(solution.col_value), np.abs(np.array(solution.row_dual)[:-1])
    return belief[:-1], weights / max(weights.sum(), SLACK), float(belief[-1])


def _floats(payoffs: Array) -> Array:
    """Payoffs from 0 to 1, nearly."""
    top = int(payoffs.max())
    shift = max(top.bit_length() - 62, 0)
    floats: Array = (payoffs >> shift).astype(float) / max(float(top >> shift), 1.0)
    return floats


def _from_zero(payoffs: Array) -> Array:
    """Each column moved so that its least payoff is 0, which changes no comparison; in int64 if that suffices."""
    import numpy as np

    if payoffs.dtype == object or int(payoffs.max()) - int(payoffs.min()) >= 2**63:
        moved: Array = payoffs.astype(object) - payoffs.min(axis=0).astype(object)
        return moved.astype(np.int64) if moved.max() < 2**63 else moved
    least: Array = payoffs.min(axis=0)
    return payoffs - least


def _rounded(weights: Array, unit: int) -> Array | None:
    """Whole numbers with sum `unit`, in proportion to positive weights; None if there are none."""
    import numpy as np

    parts = np.where(np.isfinite(weights) & (weights > 0), weights, 0.0)
    if not parts.sum() > 0:
        return None
    parts *= unit / parts.sum()
    whole = np.floor(parts).astype(np.int64)
    missing = unit - int(whole.sum())
    if not 0 <= missing <= len(whole):
        return None
    whole[np.argsort(whole - parts, kind="stable")[:missing]] += 1
    return whole


def _product(matrix: Array, weights: Array, unit: int) -> Array:
    """The matrix times whole numbers with sum `unit`, in Python's integers where int64 does not suffice."""
    if int(matrix.max()) * unit >= 2**63:
        matrix, weights = matrix.astype(object), weights.astype(object)
    product: Array = matrix @ weights
    return product


def _is_best_reply(payoffs: Array, x: int, others: list[int], columns: Array, belief: Array) -> bool:
    """Is the row as good as the others against a belief over some columns, rounded one way or another?"""
    import numpy as np

    for unit in UNITS:
        whole = _rounded(belief, unit)
        if whole is not None:
            support = np.flatnonzero(whole)
            values = _product(payoffs[:, columns[support]], whole[support], unit)
            if (values[others] <= values[x]).all():
                return True
    return False


def _dominating(payoffs: Array, x: int, others: list[int], weights: Array) -> Weights | None:
    """The mixture, rounded one way or another, if it is better than the row in every column."""
    import numpy as np

    for unit in UNITS:
        whole = _rounded(weights, unit)
        if whole is not None:
            support = np.flatnonzero(whole)
            rows = np.array(others)[support]
            means = _product(payoffs[rows].T, whole[support], unit)
            if (means > _product(payoffs[[x]].T, np.array([unit]), unit)).all():
                return tuple((int(y), Fraction(int(w), unit)) for y, w in zip(rows, whole[support], strict=True))
    return None


def _by_exact_program(payoffs: Array, x: int, others: list[int]) -> Weights | None:
    """The best mixture against the row, by the exact program; None if it is not better in every column."""
    if not others:
        return None
    row = payoffs[x].tolist()
    solution = solve_zero_sum([[u - v for u, v in zip(payoffs[y].tolist(), row, strict=True)] for y in others])
    if solution.value <= 0:
        return None
    return tuple((y, p) for y, p in zip(others, solution.row, strict=True) if p)
