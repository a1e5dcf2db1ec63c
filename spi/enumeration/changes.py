"""What a change of programs does to all profiles: for how many somebody is worse off, and which is the first."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.enumeration import _kernels
from spi.enumeration.blocks import SMALL, FormulaTable, Source
from spi.enumeration.classes import Quotient, quotient
from spi.enumeration.relations import BETTER, WORSE, RankCodes, Relation
from spi.enumeration.sweeps import BUDGET, SHARD, Part, Task, sweep
from spi.errors import GameError, OverBudgetError

__all__ = [
    "Changes",
    "check_numbers",
    "count_changes",
]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """How a relation holds between two tables of outcomes; `count_changes` makes one.

    Parameters
    ----------
    shape : tuple of n int
        Programs of each player.
    worse, better : int
        Profiles of which the relation says the one or the other.
    first_worse, first_better : tuple of n int, or None
        The first such profiles in row-major order: places in the players' spaces.
    pairs : dict from (before, after) to int
        How often each pair of outcomes occurs, if that was asked.
    visited : int
        Profiles, or profiles of classes, that were looked at.
    how : str
        Which way was taken.
    classes : Quotient or None
        Classes of programs that were counted together.

    Source: ours
    """

    shape: tuple[int, ...]
    worse: int
    better: int
    first_worse: tuple[int, ...] | None
    first_better: tuple[int, ...] | None
    pairs: dict[tuple[int, int], int] = field(repr=False)
    visited: int
    how: str
    classes: Quotient | None = field(default=None, repr=False)

    @property
    def profiles(self) -> int:
        """The number of profiles that the answer stands for."""
        return prod(self.shape)

    def __str__(self) -> str:
        where = "" if self.first_worse is None else f", first at {self.first_worse}"
        return f"{self.profiles:,} profiles: {self.worse:,} worse{where}; {self.better:,} better ({self.how})"

    _repr_html_ = html_of


def count_changes(
    before: Source,
    after: Source,
    relation: Relation | RankCodes,
    *,
    pairs: bool = False,
    classes: bool | None = None,
    executor: Executor | None = None,
    shard: int = SHARD,
    budget: int = BUDGET,
    progress: bool | None = None,
    folder: str | Path | None = None,
) -> Changes:
    """Compare two tables of outcomes of one space, profile by profile.

    Parameters
    ----------
    before, after : Source
        Numbers of outcomes; the same profile stands at the same place.
    relation : Relation or RankCodes
        Between numbers before and numbers after. Codes of ranks do for more outcomes than pairs can be written out for.
    pairs : bool
        Count how often each pair of outcomes occurs: that answers every question about outcomes at once.
    classes : bool, optional
        Count programs that do the same together. Default: of formulas, from which classes can be read off; to find them
        in given tables takes as long as counting once. `quotient` gives them for several questions.
    executor, shard, budget, progress, folder
        As for `sweep`.

    Returns
    -------
    Changes

    Raises
    ------
    GameError
        For tables of different shapes, for numbers that the relation does not know, and for pairs of too many outcomes.
    OverBudgetError
        If there are more profiles than the budget allows.

    Source: ours
    """
    shape = tuple(before.shape)
    if pairs and not isinstance(relation, Relation):
        raise GameError("pairs of outcomes are counted by a Relation; accepted: at most 4,096 outcomes, or pairs=False")
    if classes is None:
        classes = all(isinstance(own, FormulaTable) for own in (before, after))
    if classes and isinstance(relation, Relation):
        found = quotient([before, after])
        if found is not None:
            if found.tables[0].size > budget:
                raise OverBudgetError(
                    f"{found.tables[0].size:,} profiles of classes of programs; accepted: at most budget={budget:,}"
                )
            return _by_classes(shape, found, relation, pairs)
    task: Task = (
        PairCount(relation, pairs, prod(shape) > SMALL)
        if isinstance(relation, Relation)
        else CodeCount(relation, prod(shape) > SMALL)
    )
    part = sweep([before, after], task, executor=executor, shard=shard, budget=budget, progress=progress, folder=folder)
    how = f"all profiles{'' if executor is None else ', by an executor'}"
    bits = relation.bits if isinstance(relation, Relation) else 0
    counted = {(key >> bits, key & ((1 << bits) - 1)): count for key, count in part.pairs.items()}
    worse, better = (None if k < 0 else tuple(map(int, np.unravel_index(k, shape))) for k in part.firsts)
    return Changes(shape, part.counts[0], part.counts[1], worse, better, counted, prod(shape), how)


@dataclass(frozen=True, slots=True)
class PairCount:
    """Counts pairs of numbers that are in a relation.

    Parameters
    ----------
    relation : Relation
    pairs : bool
        Count every pair by itself.
    fast : bool
        Compile: the whole table is large.

    Source: ours
    """

    relation: Relation
    pairs: bool
    fast: bool

    @property
    def factor(self) -> int:
        """Many different pairs are gathered once for each block."""
        return 8 if self.pairs and self.relation.bits > 7 else 1

    def run(self, blocks: Sequence[npt.NDArray[Any]], start: int) -> Part:
        """Of two blocks."""
        old, new = (own.reshape(-1) for own in blocks)
        bits, table = self.relation.bits, self.relation.table
        offset, stop = start * prod(blocks[0].shape[1:]), start + len(blocks[0])
        shift = np.uint32(bits)

        def run(kernel: Any, *arguments: Any) -> Any:
            return (compiled(kernel) if self.fast else kernel)(*arguments)

        counted: dict[int, int] = {}
        if self.pairs and 2 * bits <= 20:
            check_numbers(blocks, bits)
            counts = np.zeros((4 if bits <= 7 else 1, len(table)), dtype=np.uint32)  # a block has fewer entries
            run(_kernels.histogram, old, new, shift, counts)
            totals = counts.sum(axis=0, dtype=np.int64) if len(counts) > 1 else counts[0]
            met = np.flatnonzero(totals)
            counted = {int(k): int(totals[k]) for k in met}
            better = int(totals[table == BETTER].sum())
            worse = int(totals[table == WORSE].sum())
        elif not self.pairs and (words := _words(blocks)) is not None:
            better, worse, seen = map(int, run(_kernels.count_byte_pairs, *words, table, np.uint64(bits)))
            if any((seen >> (8 * lane + bits)) & (0xFF >> bits) for lane in range(8)):
                check_numbers(blocks, bits)
        else:
            check_numbers(blocks, bits)
            if self.pairs:
                keys, many = np.unique((old.astype(np.uint32) << shift) | new.astype(np.uint32), return_counts=True)
                counted = {int(k): int(c) for k, c in zip(keys, many, strict=True)}
            better, worse = map(int, run(_kernels.count_pairs, old, new, table, shift))
        firsts = []
        for count, bit in ((worse, WORSE), (better, BETTER)):
            place = int(run(_kernels.find_pair, old, new, table, shift, np.uint32(bit))) if count else -1
            firsts.append(place + offset if place >= 0 else -1)
        return Part(start, stop, (worse, better), tuple(firsts), counted)


def _words(blocks: Sequence[npt.NDArray[Any]]) -> list[npt.NDArray[np.uint64]] | None:
    """Tables of bytes as words of eight, if they are that and have no remainder."""
    if any(own.dtype != np.uint8 or own.size % 8 or own.ctypes.data % 8 for own in blocks):
        return None
    return [own.reshape(-1).view(np.uint64) for own in blocks]


@dataclass(frozen=True, slots=True)
class CodeCount:
    """Counts numbers whose ranks got lower, or only rose.

    Source: ours
    """

    codes: RankCodes
    fast: bool
    factor: int = 1

    def run(self, blocks: Sequence[npt.NDArray[Any]], start: int) -> Part:
        """Of two blocks."""
        known = self.codes.codes
        for own in blocks:
            if own.dtype.kind != "u" or (own.size and int(own.max()) >= len(known)):
                raise GameError(f"numbers of outcomes of type {own.dtype}; accepted: unsigned ones below {len(known)}")
        kernel = compiled(_kernels.count_coded) if self.fast else _kernels.count_coded
        old, new = (own.reshape(-1) for own in blocks)
        worse, better, *firsts = map(int, kernel(old, new, known, known.dtype.type(self.codes.guards)))
        offset = start * prod(blocks[0].shape[1:])
        places = tuple(-1 if place < 0 else place + offset for place in firsts)
        return Part(start, start + len(blocks[0]), (worse, better), places)


def _by_classes(shape: tuple[int, ...], found: Quotient, relation: Relation, pairs: bool) -> Changes:
    """Counts of profiles of classes, each with as many profiles as it stands for."""
    old, new = found.tables
    check_numbers(found.tables, relation.bits)
    keys = (old.astype(np.int64) << relation.bits) | new
    kind = np.int64 if prod(shape) < 1 << 62 else object  # numbers of any size
    weights: Any = np.ones((1,) * len(shape), dtype=kind)
    for k, sizes in enumerate(found.sizes):
        weights = weights * sizes.astype(kind).reshape([-1 if axis == k else 1 for axis in range(len(shape))])
    met, inverse = np.unique(keys, return_inverse=True)
    totals = np.zeros(len(met), dtype=kind)
    np.add.at(totals, inverse.reshape(-1), weights.reshape(-1))
    says = relation.table[met]
    worse, better = (sum(map(int, totals[says == bit])) for bit in (WORSE, BETTER))
    firsts = []
    for bit in (WORSE, BETTER):
        cells = (relation.table[keys] == bit).reshape(-1)
        cell = int(cells.argmax()) if cells.any() else -1
        at = None if cell < 0 else np.unravel_index(cell, keys.shape)
        firsts.append(None if at is None else tuple(int(f[k]) for f, k in zip(found.firsts, at, strict=True)))
    low = (1 << relation.bits) - 1
    counted = (
        {(int(k) >> relation.bits, int(k) & low): int(c) for k, c in zip(met, totals, strict=True)} if pairs else {}
    )
    sizes_text = " × ".join(f"{n:,}" for n in keys.shape)
    how = f"{sizes_text} classes of programs that do the same"
    return Changes(shape, worse, better, firsts[0], firsts[1], counted, keys.size, how, found)


def check_numbers(blocks: Sequence[npt.NDArray[Any]], bits: int) -> None:
    """Refuse numbers of outcomes that a relation does not know.

    Raises
    ------
    GameError
        With the number.

    Source: ours
    """
    for own in blocks:
        if own.dtype.kind != "u":
            raise GameError(f"numbers of type {own.dtype}; accepted: unsigned integers")
        if own.size and bits < 8 * own.dtype.itemsize and int(own.max()) >> bits:
            raise GameError(f"an outcome of number {int(own.max())}; accepted: numbers below {1 << bits}")
