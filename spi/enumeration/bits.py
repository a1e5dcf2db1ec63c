"""Tables of games with two actions each, as bits: sixty-four profiles of programs in a word."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.enumeration import _kernels
from spi.enumeration.blocks import SMALL
from spi.enumeration.relations import BETTER, WORSE, Relation
from spi.errors import GameError

__all__ = ["BitTable", "count_bit_changes", "pack_table"]

Plane = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class BitTable:
    """An outcome table of a 2×2 game in two planes of bits; `pack_table` makes one of a table.

    Parameters
    ----------
    shape : tuple of n int
    high, low : arrays of uint64
        The bits of the numbers 0 to 3 in row-major order, 64 to a word, the first profile in the lowest bit; what is
        left over in the last word is zero.

    Source: ours
    """

    shape: tuple[int, ...]
    high: Plane
    low: Plane

    _repr_html_ = html_of


def pack_table(ids: npt.NDArray[Any]) -> BitTable:
    """Pack an outcome table of a 2×2 game.

    Parameters
    ----------
    ids : array of unsigned integers
        Numbers from 0 to 3.

    Returns
    -------
    BitTable

    Raises
    ------
    GameError
        For other numbers.

    Notes
    -----
    Packing takes longer than counting once: it pays for tables that are used again, and programs that give bits.

    Source: ours
    """
    if ids.dtype.kind != "u" or (ids.size and int(ids.max()) > 3):
        raise GameError("numbers of outcomes other than 0 to 3; accepted: tables of games with two actions each")
    flat = ids.reshape(-1)
    return BitTable(ids.shape, _packed(flat >> 1), _packed(flat & 1))


def count_bit_changes(before: BitTable, after: BitTable, relation: Relation) -> tuple[int, int]:
    """For how many profiles a relation between the outcomes before and after holds.

    Parameters
    ----------
    before, after : BitTable
        Of one shape.
    relation : Relation
        Between the four outcomes.

    Returns
    -------
    worse, better : int
        As in `Changes`.

    Raises
    ------
    GameError
        For tables of different shapes, and a relation between more outcomes.

    Source: ours
    """
    if before.shape != after.shape or relation.bits != 2:
        raise GameError(f"tables of shapes {before.shape} and {after.shape}; accepted: one shape, and four outcomes")
    kernel = compiled(_kernels.count_bits) if prod(before.shape) > SMALL else _kernels.count_bits
    planes = (before.high, before.low, after.high, after.low)
    spare = 64 * len(before.high) - prod(before.shape)  # bits of the last word that are no profiles: outcome 0 to 0
    found = []
    for bit in (WORSE, BETTER):
        truth = np.where(relation.table == bit, ~np.uint64(0), np.uint64(0))
        found.append(int(kernel(*planes, truth)) - (spare if relation.says(0, 0) == bit else 0))
    return found[0], found[1]


def _packed(bits: npt.NDArray[Any]) -> Plane:
    packed = np.packbits(bits, bitorder="little")
    whole = np.zeros(-(-len(bits) // 64) * 8, dtype=np.uint8)
    whole[: len(packed)] = packed
    return whole.view("<u8")
