"""Iterated elimination of strictly dominated actions in games that are given as arrays, of thousands of actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any, Literal

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.core.numbers import exact, over_common
from spi.errors import GameError
from spi.solve._reduction_kernels import eliminate

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

__all__ = ["ArrayReduction", "Removal", "integer_array", "reduce_arrays", "reduced_arrays", "remove_dominated"]

BREAK_EVEN = 1 << 16
"""Payoffs of a player, over all calls, that take as long without compilation as it takes to load what is compiled."""

PROBED = 1 << 16
"""Payoffs of a player from which arranging the others' takes longer than a look at her rows alone."""

STRIP = 128
"""Profiles of the players before, of which payoffs are rearranged at a time."""

PRICE = 0.3
"""Time for finding best replies, per payoff, in comparisons of pairs that are broken off: measured."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One step, in positions counted from 0: `player` loses `action`.

    Parameters
    ----------
    player, action : int
    by : int or tuple of (action, Fraction)
        The action, alive at that moment, that dominates it or that it duplicates; for `"mixed"` the mixture.
    rule : "dominated" or "duplicate" or "mixed"

    Source: oesterheld-conitzer-2022, Assumption 1
    """

    player: int
    action: int
    by: int | tuple[tuple[int, Fraction], ...]
    rule: Literal["dominated", "duplicate", "mixed"] = "dominated"

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class ArrayReduction:
    """What is left of a game that was given as arrays, and how it came to that.

    Parameters
    ----------
    survivors : tuple of n ascending tuples of int
        For each player the positions of her actions that are left; `payoffs[numpy.ix_(*survivors)]` is what is left of
        an array.
    steps : tuple of Removal
        A log that can be replayed; its order is one of many, the survivors are not.

    Source: oesterheld-conitzer-2022, Assumption 1, Lemma 19
    """

    survivors: tuple[tuple[int, ...], ...]
    steps: tuple[Removal, ...]

    def __repr__(self) -> str:
        sizes = " × ".join(str(len(own)) for own in self.survivors)
        return f"<ArrayReduction: {sizes} actions left, {len(self.steps)} removed>"

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def reduce_arrays(
    *payoffs: object, dominance: Literal["pure", "mixed"] = "pure", duplicates: bool = False
) -> ArrayReduction:
    """Delete strictly dominated actions one after the other until none is left, in a game that is given as arrays.

    The answers are those of `reduce`, but no `Game` is built, whose fractions would take much longer than elimination:
    games of 2,000 × 2,000 actions are reduced while one waits.

    Parameters
    ----------
    *payoffs : n arrays of exact numbers, each of shape (|A1|, …, |An|)
        The k-th is the k-th player's payoff, as for `Game.from_arrays`. Arrays of integers are fastest, and may have
        any 64-bit values; nested lists, strings such as "5/2", fractions and integers of any size are read too.
    dominance : "pure" or "mixed"
        `"mixed"` also deletes what only a mixture of actions beats.
    duplicates : bool
        Also delete an action that gives every player the same payoffs as another one.

    Returns
    -------
    ArrayReduction

    Raises
    ------
    GameError
        For arrays of different shapes, empty ones, floats and truth values: says which, and what would be accepted.

    Notes
    -----
    Exact: payoffs of one player are compared with each other, and nothing else is done with them; where they do not
    fit into 64 bits, they are replaced by their ranks.

    Examples
    --------
    >>> import numpy as np
    >>> reduction = reduce_arrays(np.array([[1, 5], [0, 4]]), np.array([[2, 1], [0, 4]]))
    >>> reduction.survivors
    ((0,), (0,))
    >>> reduction.steps[0]
    Removal(player=0, action=1, by=0, rule='dominated')

    Source: oesterheld-conitzer-2022, Assumption 1, Lemma 19
    """
    if dominance not in ("pure", "mixed"):
        raise GameError(f"dominance={dominance!r}; accepted: 'pure' or 'mixed'")
    return reduced_arrays(_read_arrays(payoffs), dominance, duplicates)


def reduced_arrays(values: Sequence[Array], dominance: str, duplicates: bool) -> ArrayReduction:
    """As `reduce_arrays`, of arrays of int64, or of Python's integers where those do not suffice.

    Source: oesterheld-conitzer-2022, Assumption 1, Lemma 19
    """
    import numpy as np

    arrays = [_ranks(array) for array in values]
    alive = [np.arange(size) for size in arrays[0].shape]
    steps: list[Removal] = []

    def removed(player: int, found: Sequence[tuple[int, Any]], rule: Any) -> None:
        """Note steps of one player, given in positions among what is alive, and restrict the arrays."""
        nonlocal arrays
        names = alive[player].tolist()
        for x, by in found:
            other = names[by] if isinstance(by, int) else tuple((names[y], p) for y, p in by)
            steps.append(Removal(player, names[x], other, rule))
        if found:
            kept = np.delete(np.arange(len(names)), [x for x, _ in found])
            alive[player] = alive[player][kept]
            arrays = [array.take(kept, axis=player) for array in arrays]

    while True:
        log, kept = remove_dominated(arrays)
        places = [own.tolist() for own in alive]
        steps.extend(Removal(i, places[i][x], places[i][y]) for i, x, y in log)
        alive = [own[k] for own, k in zip(alive, kept, strict=True)]
        if dominance == "pure" and not duplicates:
            break
        arrays = [array[np.ix_(*kept)] for array in arrays]
        if duplicates:
            for i in range(len(arrays)):
                removed(i, _duplicates(arrays, i), "duplicate")
        if dominance == "pure":
            break
        from spi.solve.mixed_dominance import mixed_removals  # linear programming, which nothing else here needs

        before = len(steps)
        for i in range(len(values)):
            own = np.moveaxis(values[i][np.ix_(*alive)], i, 0)
            removed(i, mixed_removals(own.reshape(len(own), -1)), "mixed")
        if len(steps) == before:
            break
    return ArrayReduction(tuple(tuple(own.tolist()) for own in alive), tuple(steps))


def remove_dominated(
    arrays: Sequence[Array], *, price: float = PRICE, kernel: Callable[..., int] | None = None
) -> tuple[list[tuple[int, int, int]], list[Array]]:
    """Steps (player, action, a better one) of an elimination by pure actions, and the positions that are left.

    Parameters
    ----------
    arrays : n arrays of int64 of n axes, of the same shape
    price : float
        What finding all best replies costs, per payoff; see the kernel. Infinity never looks for them.
    kernel : callable, optional
        `eliminate`, compiled or not. By default it is compiled from the call on with which `BREAK_EVEN` is passed.

    Returns
    -------
    steps : list of (int, int, int)
    survivors : list of n arrays of int
        Ascending.

    Notes
    -----
    Payoffs of all players but the first have to be rearranged before they can be read row by row. If comparing pairs
    rids the first player of half of her actions, that is done only where the others are left.

    Source: ours
    """
    import numpy as np

    shape = arrays[0].shape
    kernel = kernel or _kernel(arrays[0].size)
    kept = [np.arange(size) for size in shape]
    first = np.ascontiguousarray(arrays[0]).reshape(-1)
    log = np.empty((sum(shape), 3), dtype=np.int64)
    done = 0
    if len(arrays) > 1 and arrays[0].size > PROBED and price >= 0:
        one = np.array(shape[:1])
        count = kernel(first, first[:0], one, np.array([arrays[0].size // shape[0]]), log, price, True)
        if 2 * count >= shape[0]:
            done = count
            kept[0] = np.delete(kept[0], log[:done, 1])
            arrays = [array[kept[0]] for array in arrays]
            first = arrays[0].reshape(-1)
    sizes = np.array(arrays[0].shape)
    rest = np.empty((len(arrays) - 1) * first.size, dtype=np.int64)
    for i, array in enumerate(arrays[1:], 1):
        _arrange(array, i, rest[(i - 1) * first.size : i * first.size])
    count = kernel(first, rest, sizes, first.size // sizes, log[done:], price, False)
    more = log[done : done + count]
    at_first = more[:, 0] == 0
    more[at_first, 1:] = kept[0][more[at_first, 1:]]
    steps = log[: done + count]
    left = [np.delete(np.arange(size), steps[steps[:, 0] == i, 1]) for i, size in enumerate(shape)]
    return list(map(tuple, steps.tolist())), left


_uncompiled = [0]  # payoffs in all calls so far; nothing but speed depends on it


def _kernel(size: int) -> Callable[..., int]:
    """The kernel, compiled once that pays: neither does one small game wait for numba, nor do a thousand go without."""
    _uncompiled[0] += size
    return eliminate if _uncompiled[0] < BREAK_EVEN else compiled(eliminate)


def _arrange(array: Array, player: int, out: Array) -> None:
    """Fill a flat array with a row for each action of the player."""
    rows = array.shape[player]
    before, after = prod(array.shape[:player]), prod(array.shape[player + 1 :])
    view, own = array.reshape(before, rows, after), out.reshape(rows, before, after)
    for start in range(0, before, STRIP):  # in strips, so that what is read and what is written stay in the cache
        own[:, start : start + STRIP] = view[start : start + STRIP].transpose(1, 0, 2)


def _duplicates(arrays: Sequence[Array], player: int) -> list[tuple[int, int]]:
    """Actions that give everybody the same as an earlier one, the last ones first, with the earliest like it."""
    earliest: dict[tuple[bytes, ...], int] = {}
    found = []
    for x in range(arrays[0].shape[player]):
        y = earliest.setdefault(tuple(array.take(x, axis=player).tobytes() for array in arrays), x)
        if y != x:
            found.append((x, y))
    return found[::-1]


def _ranks(array: Array) -> Array:
    """The array itself if it is of int64, else the ranks of its entries: comparisons come out alike."""
    import numpy as np

    if array.dtype == np.int64:
        return array
    return np.unique(array, return_inverse=True)[1].reshape(array.shape).astype(np.int64)


def integer_array(numbers: Sequence[Fraction], shape: tuple[int, ...]) -> Array:
    """Numbers times their common denominator, in int64 if that suffices, else Python's integers.

    Source: ours
    """
    import numpy as np

    integers, _ = over_common(numbers)
    try:
        return np.array(integers, dtype=np.int64).reshape(shape)
    except OverflowError:
        return np.array(integers, dtype=object).reshape(shape)


def _read_arrays(payoffs: Sequence[object]) -> list[Array]:
    """Arrays of int64 or of Python's integers, of one shape."""
    import numpy as np

    if not payoffs:
        raise GameError("no payoffs given; accepted: one array per player")
    read: list[Array] = []
    for k, given in enumerate(payoffs):
        place = f"payoffs of player {k + 1}"
        try:
            array = np.asarray(given)
        except ValueError:
            raise GameError(
                f"{place}: lists of different lengths; accepted: an array with one axis per player"
            ) from None
        if array.ndim != len(payoffs) or 0 in array.shape or (read and array.shape != read[0].shape):
            raise GameError(
                f"{place}: shape {array.shape}; accepted: {len(payoffs)} arrays of the same shape, one axis per player "
                "and at least one action each"
            )
        if array.dtype.kind == "f":
            raise GameError(
                f"{place}: floats ({array.dtype}), and floats are not exact; accepted: integers (of decimals with two "
                "places, numpy.rint(100 * array).astype(numpy.int64)), Fractions, or strings such as '5/2'"
            )
        if array.dtype.kind == "i" or (array.dtype.kind == "u" and int(array.max()) < 2**63):
            read.append(array.astype(np.int64, copy=False))
        elif array.dtype.kind in "uOU":
            numbers = [exact(value, place=place) for value in array.reshape(-1).tolist()]
            read.append(integer_array(numbers, array.shape))
        else:
            raise GameError(f"{place}: entries of type {array.dtype}; accepted: integers, Fractions, or strings")
    return read
