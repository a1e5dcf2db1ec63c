"""Payoffs as small whole numbers that are equal exactly where the normalised payoffs are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import Any

from spi.core.game import Game
from spi.core.numbers import over_common
from spi.errors import GameError

__all__ = ["SMALL", "Codes", "array_codes", "canonical_integers", "payoff_codes"]

SMALL = 512
"""Up to this many profiles everything is done in plain Python, on lists: 2 ms where it is slowest.

Compiled it would take a tenth of that, after half a second to load numba and the kernels.
"""

LIMIT = 1 << 62

Column = tuple[Any, Fraction, Fraction]
"""Integers (a list or an array), least payoff, unit: the payoffs are the least one plus the unit times the integers."""

_DENOMINATOR, _NUMERATOR = attrgetter("denominator"), attrgetter("numerator")


@dataclass(frozen=True, slots=True)
class Codes:
    """One whole number per profile, which stands for the payoffs of all players there.

    Parameters
    ----------
    shape : tuple of int
        Number of actions of each player.
    values : list of int or array of int64, flat, in the order of a game's table
        Below 2⁶². An array above `SMALL` profiles.
    palette : tuple
        What the codes mean. Isomorphic games have the same palette; for two games with the same palette, codes are
        equal exactly where normalised payoffs are.
    units : tuple of (Fraction, Fraction), one per player
        Least payoff, and greatest unit of which the differences are multiples; 0 for a player who is indifferent.

    Source: ours
    """

    shape: tuple[int, ...]
    values: Any
    palette: tuple[object, ...]
    units: tuple[tuple[Fraction, Fraction], ...]


def payoff_codes(game: Game) -> Codes:
    """The codes of a game.

    Source: ours
    """
    encode = canonical_integers if len(game.table) <= SMALL else _as_array
    return _combined(game.shape, [encode(column) for column in zip(*game.table, strict=True)])


def array_codes(payoffs: Sequence[Any]) -> Codes:
    """The codes of a game that is given by one array of whole numbers per player.

    Raises
    ------
    GameError
        For arrays of different shapes, of other numbers, without entries, or not one for each axis.

    Source: ours
    """
    import numpy as np

    arrays = [np.asarray(own) for own in payoffs]
    for own in arrays:
        if own.dtype.kind not in "iu":
            raise GameError(f"an array of {own.dtype}; accepted: arrays of whole numbers (for others, build a Game)")
    shapes = {own.shape for own in arrays}
    if len(shapes) != 1 or arrays[0].ndim != len(arrays) or not arrays[0].size:
        raise GameError(
            f"{len(arrays)} arrays of shapes {', '.join(str(own.shape) for own in arrays)}; accepted: one array per "
            "player, all of the same shape, with one axis per player and at least one action each"
        )
    if arrays[0].size <= SMALL:
        return _combined(arrays[0].shape, [_reduced(own.ravel().tolist(), 1) for own in arrays])
    return _combined(arrays[0].shape, [_reduced_array(own.ravel()) for own in arrays])


def canonical_integers(column: Sequence[Fraction]) -> Column:
    """One player's payoffs as whole numbers from 0, without common divisor; 0 where she is indifferent.

    Two columns give the same integers exactly if their normalised payoffs are equal: both are positive affine images
    of these integers, and of the normalised payoffs.

    Returns
    -------
    integers, least payoff, unit

    Source: ours
    """
    if set(map(_DENOMINATOR, column)) == {1}:
        return _reduced(list(map(_NUMERATOR, column)), 1)
    return _reduced(*over_common(column))


def _reduced(numbers: list[int], denominator: int) -> Column:
    low = min(numbers)
    above = [v - low for v in numbers] if low else numbers
    step = math.gcd(*above)
    integers = [v // step for v in above] if step > 1 else above
    return integers, Fraction(low, denominator), Fraction(step, denominator)


def _as_array(column: Sequence[Fraction]) -> Column:
    """As `canonical_integers`: an array of int64, or a list where that is too narrow."""
    import numpy as np

    if set(map(_DENOMINATOR, column)) == {1}:
        try:
            numbers = np.fromiter(map(_NUMERATOR, column), np.int64, len(column))
        except OverflowError:
            pass
        else:
            return _reduced_array(numbers)
    return _narrowed(canonical_integers(column))


def _reduced_array(numbers: Any) -> Column:
    """As `_reduced`: an array of int64, or a list where that is too narrow."""
    import numpy as np

    low = int(numbers.min())
    if int(numbers.max()) - low >= LIMIT:
        return _narrowed(_reduced(numbers.tolist(), 1))
    above = (numbers - numbers.min()).astype(np.int64) if numbers.dtype == np.uint64 else numbers.astype(np.int64) - low
    step = math.gcd(*above[:64].tolist())  # mostly 1 already
    if step != 1:
        step = int(np.gcd.reduce(above))
    return above // step if step > 1 else above, Fraction(low), Fraction(step)


def _narrowed(column: Column) -> Column:
    import numpy as np

    integers, low, step = column
    return np.array(integers, dtype=np.int64) if max(integers) < LIMIT else integers, low, step


def _combined(shape: tuple[int, ...], columns: Sequence[Column]) -> Codes:
    """Number vectors as digits of one number; where it would be too long, values are replaced by their ranks.

    Ranks mean the same in two games only if the same values occur: these are then part of the palette. As ranks are
    fewer than profiles, two of them always fit.
    """
    codes: Any = None
    count = 1
    palette: list[object] = []
    for column, _, _ in columns:
        wide = int(max(column) if isinstance(column, list) else column.max()) + 1
        if codes is not None and count * wide > LIMIT and count > len(codes):
            codes, seen = _ranked(codes)
            count = len(seen)
            palette.append(seen)
        if count * wide > LIMIT:
            column, seen = _ranked(column)
            wide = len(seen)
            palette.append(seen)
        palette.append(wide)
        codes = column if codes is None else _digits(codes, wide, column)
        count *= wide
    return Codes(shape, codes, tuple(palette), tuple((low, step) for _, low, step in columns))


def _digits(codes: Any, wide: int, column: Any) -> Any:
    if isinstance(codes, list):
        return [code * wide + v for code, v in zip(codes, column, strict=True)]
    return codes * wide + column


def _ranked(values: Any) -> tuple[Any, tuple[int, ...]]:
    """Ranks among the distinct values, and these, ascending."""
    listed = values if isinstance(values, list) else values.tolist()
    seen = tuple(sorted(set(listed)))
    rank = {v: k for k, v in enumerate(seen)}
    ranks = [rank[v] for v in listed]
    if len(listed) <= SMALL:
        return ranks, seen
    import numpy as np

    return np.array(ranks, dtype=np.int64), seen
