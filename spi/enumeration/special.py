"""Two special cases of counting changes: a table against itself, and tables of ranks instead of outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.enumeration import _kernels
from spi.enumeration.blocks import SMALL
from spi.enumeration.changes import Changes, check_numbers
from spi.enumeration.relations import BETTER, WORSE, RankCodes, Relation
from spi.errors import GameError

__all__ = ["count_mapped_changes", "count_rank_changes"]


def count_mapped_changes(table: npt.NDArray[Any], maps: Sequence[npt.NDArray[Any]], relation: Relation) -> Changes:
    """Compare a table with itself, where every player's programs are sent to programs of her own space.

    Parameters
    ----------
    table : array of unsigned integers
        Numbers of outcomes.
    maps : sequence of n arrays of int
        For each program of a player the place of the one that it is sent to.
    relation : Relation

    Returns
    -------
    Changes

    Raises
    ------
    GameError
        For maps of other lengths, places outside the space, and numbers that the relation does not know.

    Source: clr-agenda-2026, Appendix B.1
    """
    for own, n in zip(maps, table.shape, strict=True):
        if own.shape != (n,) or own.dtype.kind not in "iu" or (n and not 0 <= int(own.min()) <= int(own.max()) < n):
            raise GameError(f"a map of shape {own.shape} of {n} programs; accepted: a place below {n} for each")
    check_numbers([table], relation.bits)
    rows = np.ravel_multi_index(np.ix_(*maps[:-1]), table.shape[:-1]).reshape(-1) if len(maps) > 1 else np.zeros(1, int)
    flat = np.ascontiguousarray(table).reshape(len(rows), table.shape[-1])
    kernel = compiled(_kernels.count_mapped) if table.size > SMALL else _kernels.count_mapped
    places = []
    counts = (0, 0)
    for bit in (WORSE, BETTER):
        arguments = (flat, flat, rows, maps[-1], relation.table, np.uint32(relation.bits), np.uint32(bit))
        better, worse, first = map(int, kernel(*arguments))
        counts = worse, better
        places.append(None if first < 0 else tuple(map(int, np.unravel_index(first, table.shape))))
        if not better:
            places.append(None)
            break
    return Changes(table.shape, *counts, places[0], places[1], {}, table.size, "all profiles, by places")


def count_rank_changes(before: npt.NDArray[Any], after: npt.NDArray[Any], codes: RankCodes) -> tuple[int, int]:
    """Compare two tables of ranks, as `rank_table` makes them: the fastest way, since nothing has to be looked up.

    Parameters
    ----------
    before, after : arrays of unsigned integers
        Of one shape, and of the type of `codes`.
    codes : RankCodes
        By which both are coded.

    Returns
    -------
    worse, better : int
        As in `Changes`.

    Raises
    ------
    GameError
        For other shapes or types.

    Source: ours
    """
    dtype = codes.codes.dtype
    if before.shape != after.shape or before.dtype != dtype or after.dtype != dtype:
        raise GameError(
            f"{before.dtype} {before.shape} and {after.dtype} {after.shape}; accepted: one shape, and {dtype} as in "
            "the codes"
        )
    old, new = np.ascontiguousarray(before).reshape(-1), np.ascontiguousarray(after).reshape(-1)
    per_word, width = 8 // dtype.itemsize, 8 * dtype.itemsize
    whole = len(old) // per_word * per_word
    repeat = sum(1 << (width * k) for k in range(per_word))
    kernel = compiled(_kernels.count_ranks) if len(old) > SMALL else _kernels.count_ranks
    words = (np.uint64(codes.guards * repeat), np.uint64((1 << (width - 1)) * repeat), np.uint64(width))
    worse, changed = map(int, kernel(old[:whole].view(np.uint64), new[:whole].view(np.uint64), *words))
    guards = dtype.type(codes.guards)
    a, b = old[whole:], new[whole:]
    worse += int(np.count_nonzero((((b | guards) - a) & guards) != guards))
    changed += int(np.count_nonzero(a != b))
    return worse, changed - worse
