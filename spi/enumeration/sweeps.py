"""Going through whole tables in shards: here, or by any executor; what is finished can be kept on disk.

A shard is a range of the first player's programs against everything. Results are counts and first places, and merging
them does not depend on the order in which they arrive.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, dataclass, field
from math import prod
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from spi.enumeration.blocks import FileTable, Filler, FormulaTable, Source
from spi.errors import GameError, OverBudgetError, SpiError

__all__ = ["BUDGET", "SHARD", "Part", "Task", "estimate_text", "shards_of", "sweep"]

SHARD = 1 << 24
"""Profiles of a shard, about, unless it is said otherwise: some hundredths of a second."""

BUDGET = 10**11
"""Profiles that are visited, at most, unless it is said otherwise."""

_BLOCK = 1 << 19
"""Entries that are worked out at a time, so that they stay in the processor's cache."""

_SECONDS = 1e-9
"""Seconds that a profile takes on one core, about."""

_LONG = 5_000_000_000
"""Profiles from which on progress is shown unless it is said otherwise."""

_RETRIES = 2


@dataclass(frozen=True, slots=True)
class Part:
    """What a shard comes to.

    Parameters
    ----------
    start, stop : int
        The first player's programs.
    counts : tuple of int
        What is counted; the task says what.
    firsts : tuple of int
        Where something is first, as a number in row-major order of the whole table; −1 if nowhere.
    pairs : dict from int to int
        How often each pair of outcomes occurs, if that is asked; keys as in `Relation`.

    Source: ours
    """

    start: int
    stop: int
    counts: tuple[int, ...]
    firsts: tuple[int, ...] = ()
    pairs: dict[int, int] = field(default_factory=dict)


class Task(Protocol):
    """What is done with blocks of some tables; it can be pickled.

    Source: ours
    """

    @property
    def factor(self) -> int:
        """How many times as large as others its blocks should be: a task may spend something on each block."""

    def run(self, blocks: Sequence[npt.NDArray[Any]], start: int) -> Part:
        """What blocks come to that begin with this program of the first player."""


@dataclass(frozen=True, slots=True)
class _Shard:
    """Work that can be sent away: formulas, names of files, or the rows themselves."""

    sources: tuple[Source, ...]
    task: Task
    start: int
    stop: int
    shift: int  # where the sources begin

    def __call__(self) -> Part:
        fillers = [Filler(source) for source in self.sources]
        row = max(1, prod(self.sources[0].shape[1:]))
        step = max(1, self.task.factor * _BLOCK // row)
        parts = []
        for first in range(self.start, self.stop, step):
            last = min(first + step, self.stop)
            blocks = [own.block(first - self.shift, last - self.shift) for own in fillers]
            parts.append(self.task.run(blocks, first))
        return merged(parts)


def estimate_text(profiles: int) -> str:
    """How long it takes to visit so many profiles, in words.

    Parameters
    ----------
    profiles : int

    Returns
    -------
    str

    Source: ours
    """
    seconds = profiles * _SECONDS
    amount = (
        f"{seconds:.1f} s"
        if seconds < 100
        else f"{seconds / 60:.0f} min"
        if seconds < 6000
        else f"{seconds / 3600:.0f} h"
    )
    return f"{profiles:,} profiles, about {amount} on one core"


def shards_of(shape: Sequence[int], shard: int = SHARD) -> list[tuple[int, int]]:
    """The ranges of the first player's programs into which a table is cut; they depend on nothing else.

    Source: ours
    """
    step = max(1, shard // max(1, prod(shape[1:])))
    return [(start, min(start + step, shape[0])) for start in range(0, shape[0], step)]


def sweep(
    sources: Sequence[Source],
    task: Task,
    *,
    executor: Executor | None = None,
    shard: int = SHARD,
    budget: int = BUDGET,
    progress: bool | None = None,
    folder: str | Path | None = None,
) -> Part:
    """Go through tables of one shape, and add up what a task says of their blocks.

    Parameters
    ----------
    sources : sequence of Source
    task : Task
    executor : concurrent.futures.Executor, optional
        Of threads, processes, or machines. Arrays are sent to it row by row, formulas and files by themselves.
    shard : int
        Profiles of a shard, about.
    budget : int
        Profiles that may be visited.
    progress : bool, optional
        Show a bar; default: if it takes long.
    folder : str or Path, optional
        Where finished shards are kept; what is there already is not done again.

    Returns
    -------
    Part
        Of the whole table.

    Raises
    ------
    GameError
        For tables of different shapes.
    OverBudgetError
        If there are more profiles than the budget allows.
    SpiError
        If a shard fails three times, or the executor dies: nothing is counted then.

    Source: ours
    """
    shape = tuple(sources[0].shape)
    if any(tuple(own.shape) != shape for own in sources):
        raise GameError(f"tables of shapes {sorted({tuple(own.shape) for own in sources})}; accepted: one shape")
    if prod(shape) > budget:
        raise OverBudgetError(f"{estimate_text(prod(shape))}; accepted: at most budget={budget:,}")
    if progress is None:
        progress = prod(shape) > _LONG
    ranges = shards_of(shape, shard)
    kept = _Kept(folder, sources, task, shard) if folder is not None else None
    parts = {own: part for own in ranges if (part := kept.read(own) if kept else None) is not None}
    missing = [own for own in ranges if own not in parts]
    bar = None
    if progress:
        from tqdm.auto import tqdm

        bar = tqdm(
            total=prod(shape),
            initial=sum((b - a) for a, b in parts) * prod(shape[1:]),
            unit=" profiles",
            unit_scale=True,
        )
    try:
        for own, part in _done(sources, task, missing, executor):
            parts[own] = part
            if kept:
                kept.write(part)
            if bar is not None:
                bar.update((own[1] - own[0]) * prod(shape[1:]))
    finally:
        if bar is not None:
            bar.close()
    return merged([parts[own] for own in ranges])


def merged(parts: Sequence[Part]) -> Part:
    """Several parts as one, whatever their order.

    Source: ours
    """
    counts = tuple(sum(own) for own in zip(*(part.counts for part in parts), strict=True))
    firsts = []
    for own in zip(*(part.firsts for part in parts), strict=True):
        known = [place for place in own if place >= 0]
        firsts.append(min(known) if known else -1)
    pairs: dict[int, int] = {}
    for part in parts:
        for key, count in part.pairs.items():
            pairs[key] = pairs.get(key, 0) + count
    return Part(
        min(p.start for p in parts), max(p.stop for p in parts), counts, tuple(firsts), dict(sorted(pairs.items()))
    )


def _done(
    sources: Sequence[Source], task: Task, ranges: Sequence[tuple[int, int]], executor: Executor | None
) -> Iterator[tuple[tuple[int, int], Part]]:
    """Shards as they are finished; one that fails is tried again."""
    if executor is None:
        for own in ranges:
            yield own, _shard(sources, task, own)()
        return
    waiting: dict[Future[Part], tuple[tuple[int, int], int]] = {}
    todo = [(own, 0) for own in reversed(ranges)]
    workers = getattr(executor, "_max_workers", None) or os.cpu_count() or 1
    sends_rows = not any(isinstance(source, FormulaTable | FileTable) for source in sources)
    ahead = workers if sends_rows else 2 * workers  # no more rows on their way than there are workers
    while todo or waiting:
        while todo and len(waiting) < ahead:
            own, tries = todo.pop()
            try:
                waiting[executor.submit(_run, _shard(sources, task, own))] = own, tries
            except RuntimeError as error:  # a broken pool, or one that is shut down
                raise SpiError(
                    f"the executor died: {error}; accepted: another one, and folder=… goes on from there"
                ) from error
        future = next(as_completed(waiting))
        own, tries = waiting.pop(future)
        failure = future.exception()
        if failure is None:
            yield own, future.result()
        elif isinstance(failure, SpiError):
            raise failure
        elif tries == _RETRIES:
            raise SpiError(
                f"programs {own[0]} to {own[1]} of the first player failed {tries + 1} times: {failure!r}; "
                "accepted: another executor, and folder=… goes on from the shards that are finished"
            ) from failure
        else:
            todo.append((own, tries + 1))


def _run(shard: _Shard) -> Part:
    return shard()


def _shard(sources: Sequence[Source], task: Task, own: tuple[int, int]) -> _Shard:
    if any(isinstance(source, FormulaTable | FileTable) for source in sources):
        return _Shard(tuple(sources), task, *own, 0)
    rows = tuple(source[own[0] : own[1]] for source in sources if isinstance(source, np.ndarray))
    return _Shard(rows, task, *own, own[0])


class _Kept:
    """Finished shards on disk: a folder that belongs to one question."""

    def __init__(self, folder: str | Path, sources: Sequence[Source], task: Task, shard: int) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        question, file = identity(sources, task, shard), self.folder / "question.txt"
        if file.exists() and file.read_text() != question:
            raise SpiError(f"{self.folder} keeps the shards of another question; accepted: an empty folder, or none")
        file.write_text(question)

    def read(self, own: tuple[int, int]) -> Part | None:
        """A shard that is finished."""
        try:
            data = json.loads(self.path(own).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        pairs = {int(key): count for key, count in data.pop("pairs").items()}
        return Part(data["start"], data["stop"], tuple(data["counts"]), tuple(data["firsts"]), pairs)

    def write(self, part: Part) -> None:
        """Keep a shard; a file is there as a whole or not at all."""
        path = self.path((part.start, part.stop))
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(part)))
        partial.replace(path)

    def path(self, own: tuple[int, int]) -> Path:
        """Where a shard is kept."""
        return self.folder / f"{own[0]}-{own[1]}.json"


def identity(sources: Sequence[Source], task: Task, shard: int) -> str:
    """A hash of everything that the shards of a question depend on.

    Source: ours
    """
    text = hashlib.sha256(f"{shard}".encode())
    for source in sources:
        text.update(source_digest(source).encode())
    text.update(pickle.dumps(task, protocol=4))
    return text.hexdigest()


def source_digest(source: Source) -> str:
    """A hash of a table: of its entries, or of the formulas or the file that they come from.

    Source: ours
    """
    text = hashlib.sha256(f"{tuple(source.shape)}".encode())
    if isinstance(source, FormulaTable):
        for region in source.regions:
            text.update(repr((list(map(list, region.places)), region.shapes)).encode())
            for leaf in region.leaves:
                text.update(repr((leaf.axes, leaf.codes.shape)).encode())
                for own in (*leaf.classes, leaf.codes):
                    text.update(np.ascontiguousarray(own, dtype="<i4").tobytes())
    elif isinstance(source, FileTable):
        stat = os.stat(source.path)
        text.update(f"{os.path.abspath(source.path)} {stat.st_size} {stat.st_mtime_ns}".encode())
    else:
        text.update(source.dtype.str.encode())
        for start in range(0, len(source), 1 << 12):
            text.update(np.ascontiguousarray(source[start : start + (1 << 12)]).data)
    return text.hexdigest()
