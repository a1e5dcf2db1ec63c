"""Concession rates over whole tables, compared exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import lcm, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.enumeration import _kernels
from spi.enumeration.blocks import SMALL
from spi.errors import GameError

__all__ = ["RateGaps", "RateTable", "count_rate_gaps", "rate_table"]


@dataclass(frozen=True, slots=True, eq=False)
class RateTable:
    """Rates of conceding, exactly: of each policy to each threat, say.

    Parameters
    ----------
    numerators, denominators : arrays of 32 or 64 bits, or of Python's integers, of one shape
        Denominators are positive.
    high, low : (int, int)
        The largest absolute numerator and denominator, and the least numerator and denominator.
    reduced : bool
        All are known to be in lowest terms.

    Source: ours
    """

    numerators: npt.NDArray[Any]
    denominators: npt.NDArray[Any]
    high: tuple[int, int]
    low: tuple[int, int]
    reduced: bool

    @property
    def shape(self) -> tuple[int, ...]:
        """As the arrays."""
        return self.numerators.shape

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class RateGaps:
    """Where rates of original and of surrogate threats differ.

    Parameters
    ----------
    entries, unequal : int
        How many were compared, and how many differ by more than was allowed.
    first : tuple of int, or None
        The first of these in row-major order.
    how : str
        By which arithmetic; all of them are exact.

    Source: clr-agenda-2026, Appendix B.3
    """

    entries: int
    unequal: int
    first: tuple[int, ...] | None
    how: str

    _repr_html_ = html_of


def rate_table(rates: Sequence[Any] | npt.NDArray[Any], denominators: npt.NDArray[Any] | None = None) -> RateTable:
    """Rates as a table.

    Parameters
    ----------
    rates : nested sequences of exact numbers, or an array of integers
    denominators : array of positive integers, optional
        Then `rates` are the numerators.

    Returns
    -------
    RateTable
        Of 64-bit integers if they fit.

    Raises
    ------
    GameError
        For floats, other shapes, and denominators that are not positive.

    Source: ours
    """
    if denominators is not None:
        tops, bottoms = np.asarray(rates), np.asarray(denominators)
        if tops.dtype.kind not in "iuO" or bottoms.dtype.kind not in "iuO" or tops.shape != bottoms.shape:
            raise GameError(
                f"numerators {tops.dtype} {tops.shape} over {bottoms.dtype} {bottoms.shape}; accepted: integers of "
                "one shape"
            )
    else:
        given = np.asarray(rates, dtype=object)
        numbers = [exact(value) for value in given.reshape(-1)]
        tops = np.array([number.numerator for number in numbers], dtype=object).reshape(given.shape)
        bottoms = np.array([number.denominator for number in numbers], dtype=object).reshape(given.shape)
    low, high = ((int(own.min()), int(own.max())) if own.size else (1, 1) for own in (tops, bottoms))
    if high[0] <= 0:
        raise GameError("a denominator that is not positive; accepted: positive ones")
    largest, least = (max(-low[0], low[1]), high[1]), (low[0], high[0])
    return RateTable(_narrow(tops), _narrow(bottoms), largest, least, denominators is None)


def count_rate_gaps(original: RateTable, surrogate: RateTable, *, delta: Exact = 0) -> RateGaps:
    """Are concession rates to surrogate threats those to original ones, everywhere?

    Parameters
    ----------
    original, surrogate : RateTable
        Of one shape; the same place is a threat and its surrogate.
    delta : exact number
        How much they may differ: δ.

    Returns
    -------
    RateGaps

    Raises
    ------
    GameError
        For tables of different shapes, and a negative δ.

    Notes
    -----
    Numerators over one common denominator if that fits into 64 bits; else products, of 64 or of 128 bits; else
    Python's integers. A common denominator is found once and pays where tables are compared with several others.

    Source: clr-agenda-2026, Appendix B.3
    """
    if original.shape != surrogate.shape:
        raise GameError(f"tables of shapes {original.shape} and {surrogate.shape}; accepted: one shape")
    slack = exact(delta)
    if slack < 0:
        raise GameError(f"delta = {slack}; accepted: 0 or more")
    shape, size = original.shape, prod(original.shape)
    arrays = [own.reshape(-1) for own in (original.numerators, original.denominators)]
    arrays += [own.reshape(-1) for own in (surrogate.numerators, surrogate.denominators)]
    narrow = all(own.dtype != object for own in arrays)
    if not slack and original.reduced and surrogate.reduced and not narrow:
        differ = (arrays[0] != arrays[2]) | (arrays[1] != arrays[3])  # lowest terms are unique
        count = int(np.count_nonzero(differ))
        return _gaps(shape, (count, int(differ.argmax()) if count else -1), "integers of any size, in lowest terms")
    if narrow and size:
        products = original.high[0] * surrogate.high[1], surrogate.high[0] * original.high[1]
        if not slack and max(products) < 1 << 63:
            return _gaps(shape, _run(_kernels.count_unequal_ratios, size, *arrays), "products of 64 bits")
        if slack:
            common = lcm(slack.denominator, *_distinct(arrays[1]), *_distinct(arrays[3]))
            if common * max(original.high[0], surrogate.high[0], 1) * 2 < 1 << 63:
                tops = [arrays[k] * (common // arrays[k + 1]) for k in (0, 2)]
                found = _run(_kernels.count_unequal_over, size, *tops, int(slack * common))
                return _gaps(shape, found, "numerators over a common denominator")
        elif min(original.low[0], surrogate.low[0]) >= 0:
            words = [own.astype(np.uint64, copy=False) for own in arrays]
            return _gaps(shape, _run(_kernels.count_unequal_wide, size, *words), "products of 128 bits")
    unequal, first = 0, -1
    for k, (a, b, c, d) in enumerate(zip(*(own.tolist() for own in arrays), strict=True)):
        if abs(a * d - c * b) * slack.denominator > slack.numerator * b * d:
            unequal += 1
            first = k if first < 0 else first
    return _gaps(shape, (unequal, first), "integers of any size")


def over_common(tables: Sequence[RateTable]) -> tuple[list[npt.NDArray[np.int64]], int] | None:
    """Numerators of several tables over one common denominator, or None if they do not fit into 64 bits.

    Source: ours
    """
    if any(own.dtype == object for table in tables for own in (table.numerators, table.denominators)):
        return None
    common = lcm(*chain.from_iterable(_distinct(table.denominators) for table in tables))
    high = max((table.high[0] for table in tables), default=0)
    if common * max(high, 1) * 2 >= 1 << 63:
        return None
    return [table.numerators * (common // table.denominators) for table in tables], common


def _distinct(own: npt.NDArray[Any]) -> list[int]:
    """The values of an array, each once; all that matters for a common multiple."""
    top = int(own.max(initial=1))
    if top <= 1 << 22:
        seen = np.zeros(top + 1, dtype=bool)
        seen[own] = True
        return [int(k) for k in np.flatnonzero(seen)]
    return [int(k) for k in np.unique(own)]


def _narrow(own: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if own.dtype.kind == "i" or not own.size:
        return own.astype(np.int64, copy=False) if own.dtype.itemsize > 4 or not own.size else own
    low, high = int(own.min()), int(own.max())
    return own.astype(np.int64) if low >= -(1 << 63) and high < 1 << 63 else own.astype(object)


def _run(kernel: Any, size: int, *arguments: Any) -> tuple[int, int]:
    with np.errstate(over="ignore"):  # words that run over are meant, where nothing is compiled
        count, first = (compiled(kernel) if size > SMALL else kernel)(*arguments)
    return int(count), int(first)


def _gaps(shape: tuple[int, ...], found: tuple[int, int], how: str) -> RateGaps:
    count, first = found
    place = None if first < 0 else tuple(int(k) for k in np.unravel_index(first, shape))
    return RateGaps(prod(shape), count, place, how)
