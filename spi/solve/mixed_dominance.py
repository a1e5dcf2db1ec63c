"""Strict dominance by mixtures: floats propose a mixture or a belief, whole numbers decide."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from spi.solve.hints import SMALL
from spi.solve.zero_sum import solve_zero_sum

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

__all__ = ["mixed_removals"]

Weights = tuple[tuple[int, Fraction], ...]

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
    if not idle:
        return []
    payoffs = _from_zero(payoffs)
    proposals = _Proposals(payoffs) if payoffs.size > SMALL else None
    alive = np.ones(len(payoffs), dtype=bool)
    removals = []
    for x in idle:
        alive[x] = False
        others = np.flatnonzero(alive)
        weights, belief = (None, None) if proposals is None else proposals.about(x)
        alive[x] = belief is not None and _is_best_reply(payoffs, x, others, belief)
        if not alive[x]:
            mixture = None if weights is None else _dominating(payoffs, x, others, weights)
            mixture = mixture or _decided(payoffs, x, others)
            if mixture:
                removals.append((x, mixture))
                if proposals is not None:
                    proposals.drop(x)
            alive[x] = not mixture
    return removals


class _Proposals:
    """A linear program in floats whose goal, and nothing else, depends on the row in question.

    Over beliefs q: minimise t − q·(row in question), where q·(any other row) ≤ t. The multipliers are the mixture.
    """

    def __init__(self, payoffs: Array) -> None:
        import highspy
        import numpy as np

        rows, wide = payoffs.shape
        top = int(payoffs.max())
        shift = max(top.bit_length() - 62, 0)
        self._floats = (payoffs >> shift).astype(float) / max(float(top >> shift), 1.0)
        self._free = highspy.kHighsInf
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = wide + 1, rows + 1
        model.col_cost_ = np.append(np.zeros(wide), 1.0)
        model.col_lower_, model.col_upper_ = np.zeros(wide + 1), np.full(wide + 1, self._free)
        model.row_lower_ = np.append(np.full(rows, -self._free), 1.0)
        model.row_upper_ = np.append(np.zeros(rows), 1.0)
        table = np.ones((rows + 1, wide + 1))
        table[:rows, :wide], table[:rows, wide], table[rows, wide] = self._floats, -1.0, 0.0
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        down, across = np.nonzero(table)
        model.a_matrix_.start_ = np.append(0, np.cumsum(np.bincount(down, minlength=rows + 1)))
        model.a_matrix_.index_, model.a_matrix_.value_ = across, table[down, across]
        engine: Any = highspy.Highs
        self._solver = engine()
        for option, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("parallel", "off")):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)
        self._columns = np.arange(wide, dtype=np.int32)

    def about(self, x: int) -> tuple[Array | None, Array | None]:
        """A mixture of the other rows and a belief, of which at most one can prove anything; floats, to be checked."""
        import numpy as np

        self._solver.changeColsCost(len(self._columns), self._columns, -self._floats[x])
        self._solver.changeRowBounds(x, -self._free, self._free)
        self._solver.run()
        solution = self._solver.getSolution()
        self._solver.changeRowBounds(x, -self._free, 0.0)
        weights, belief = np.array(solution.row_dual[:-1]), np.array(solution.col_value[:-1])
        if len(weights) != len(self._floats) or len(belief) != len(self._columns):
            return None, None
        return -weights, belief

    def drop(self, x: int) -> None:
        """Leave a row out from now on."""
        self._solver.changeRowBounds(x, -self._free, self._free)


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


def _is_best_reply(payoffs: Array, x: int, others: Array, belief: Array) -> bool:
    """Is the row as good as the others against a belief, rounded one way or another?"""
    import numpy as np

    for unit in UNITS:
        whole = _rounded(belief, unit)
        if whole is not None:
            support = np.flatnonzero(whole)
            values = _product(payoffs[:, support], whole[support], unit)
            if (values[others] <= values[x]).all():
                return True
    return False


def _dominating(payoffs: Array, x: int, others: Array, weights: Array) -> Weights | None:
    """The mixture, rounded one way or another, if it is better than the row in every column."""
    import numpy as np

    for unit in UNITS:
        whole = _rounded(weights[others], unit)
        if whole is not None:
            support = np.flatnonzero(whole)
            rows = others[support]
            gains = _product(payoffs[rows].T, whole[support], unit) > _product(payoffs[[x]].T, np.array([unit]), unit)
            if gains.all():
                return tuple((int(y), Fraction(int(w), unit)) for y, w in zip(rows, whole[support], strict=True))
    return None


def _decided(payoffs: Array, x: int, others: Array) -> Weights | None:
    """The best mixture against the row, by the exact program; None if it is not better in every column."""
    if not len(others):
        return None
    rows = payoffs.tolist()
    solution = solve_zero_sum([[u - v for u, v in zip(rows[y], rows[x], strict=True)] for y in others])
    if solution.value <= 0:
        return None
    return tuple((int(y), p) for y, p in zip(others, solution.row, strict=True) if p)
