"""Which profiles, and which pairs of outcomes: answers that are tables themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.enumeration import _kernels
from spi.enumeration.blocks import SMALL, Source
from spi.enumeration.changes import check_numbers
from spi.enumeration.relations import MAX_OUTCOMES, WORSE, Relation
from spi.enumeration.sweeps import Part, sweep
from spi.errors import GameError, HypothesisError

__all__ = ["mark_changes", "present_pairs"]


def mark_changes(before: Source, after: Source, relation: Relation, *, budget: int = 10**9) -> npt.NDArray[np.bool_]:
    """For each profile: is it not worse? Where this is true is the largest space on which a change is safe.

    Parameters
    ----------
    before, after : Source
    relation : Relation
    budget : int
        Profiles at most: each takes a byte.

    Returns
    -------
    array of bool, of the shape of the tables

    Raises
    ------
    HypothesisError
        If there are more profiles than the budget allows.

    Source: clr-agenda-2026, Appendix B.1
    """
    shape = tuple(before.shape)
    if prod(shape) > budget:
        raise HypothesisError(f"a mask of {prod(shape):,} bytes; accepted: at most budget={budget:,}")
    out = np.empty(shape, dtype=bool)
    sweep([before, after], _Mark(relation, out), budget=budget, progress=False)
    return out


@dataclass(frozen=True, slots=True)
class _Mark:
    """Writes where pairs are not worse."""

    relation: Relation
    out: npt.NDArray[np.bool_]
    factor: int = 1

    def run(self, blocks: Sequence[npt.NDArray[Any]], start: int) -> Part:
        old, new = (own.reshape(-1) for own in blocks)
        check_numbers(blocks, self.relation.bits)
        target = self.out[start : start + len(blocks[0])].reshape(-1)
        kernel = compiled(_kernels.mark_pairs) if self.out.size > SMALL else _kernels.mark_pairs
        kernel(old, new, self.relation.table, np.uint32(self.relation.bits), np.uint32(WORSE), target)
        return Part(start, start + len(blocks[0]), (int(target.sum()),))


def present_pairs(before: Source, after: Source, outcomes: int) -> npt.NDArray[np.bool_]:
    """Which outcomes become which, somewhere: enough to tell of every relation between outcomes whether it ever holds.

    Parameters
    ----------
    before, after : Source
    outcomes : int
        Their number, at most 4,096.

    Returns
    -------
    array of bool, shape (outcomes, outcomes)

    Raises
    ------
    GameError
        For tables of different shapes, and for numbers that are too large.

    Source: ours
    """
    bits = max(outcomes - 1, 1).bit_length()
    if outcomes > MAX_OUTCOMES:
        raise GameError(f"{outcomes:,} outcomes; accepted: at most {MAX_OUTCOMES:,}")
    seen = np.zeros(1 << (2 * bits), dtype=np.uint8)
    sweep([before, after], _Presence(seen, bits, prod(before.shape) > SMALL), progress=False)
    return seen.reshape(1 << bits, 1 << bits)[:outcomes, :outcomes].astype(bool)


@dataclass(frozen=True, slots=True)
class _Presence:
    """Writes down which pairs occur."""

    seen: npt.NDArray[np.uint8]
    bits: int
    fast: bool
    factor: int = 1

    def run(self, blocks: Sequence[npt.NDArray[Any]], start: int) -> Part:
        check_numbers(blocks, self.bits)
        kernel = compiled(_kernels.presence) if self.fast else _kernels.presence
        old, new = (own.reshape(-1) for own in blocks)
        kernel(old, new, np.uint32(self.bits), self.seen)
        return Part(start, start + len(blocks[0]), ())
