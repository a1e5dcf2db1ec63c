"""A set of tasks from its specification: drawn, made even, proved, and split without relabelled twins."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from spi.core.display import html_of
from spi.errors import SpiError
from spi.tasks.balance import choose_evenly, is_even
from spi.tasks.catalogue import load_task_family
from spi.tasks.items import Family, Item
from spi.tasks.proving import item_faults
from spi.tasks.spec import SEEDS, Split, TaskSpec

__all__ = ["GENERATOR", "Entry", "TaskSet", "derived", "make_tasks", "quotas"]

GENERATOR = "spi-tasks 1"
"""Name and version of the way in which sets are made: raised when the same specification gives another set."""

_WIDEST = 4  # so many times the items that are wanted are drawn at most, in order to have even answers
_TRIES = 20  # draws that may fail for each item, before the set is given up


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a set.

    Parameters
    ----------
    name : str
        `family-difficulty-number`; the items of a minimal pair have one number, and the letters a and b.
    split : str
    item : Item
        With the wordings of the set only; its pair is the name without the letter.

    Source: ours
    """

    name: str
    split: str
    item: Item


@dataclass(frozen=True, slots=True)
class TaskSet:
    """Items with their names and splits, and the specification that they are made from.

    Parameters
    ----------
    spec : TaskSpec
    entries : tuple of Entry

    Source: ours
    """

    spec: TaskSpec
    entries: tuple[Entry, ...]

    @property
    def canary(self) -> str:
        """A GUID that is derived from the seed; a text that has it was perhaps in somebody's training data."""
        return str(UUID(derived(self.spec.seed, "canary")[:32], version=4))

    def __repr__(self) -> str:
        return f"<TaskSet: {len(self.entries)} items of {len(self.spec.families)} families>"

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def derived(seed: int, *about: object) -> str:
    """A hash of the seed of a set and of what it is for, in hexadecimal digits.

    Source: ours
    """
    return hashlib.sha256("\n".join(map(str, (GENERATOR, seed, *about))).encode()).hexdigest()


def make_tasks(spec: TaskSpec, *, progress: bool = False) -> TaskSet:
    """Make a set of tasks: the same specification gives the same set, byte for byte.

    No two items have one shape, so that no item is another one with new names, be it in another split. Among the items
    that are drawn, those are taken that make the answers even within a family, difficulty and split; then the places of
    the right options. What is taken is proved once more, from its certificates alone.

    Parameters
    ----------
    spec : TaskSpec
    progress : bool
        Show how far it is.

    Returns
    -------
    TaskSet

    Raises
    ------
    SpiError
        If a family has too few different items for what is asked, or makes one that is not proved.

    Source: ours
    """
    shapes: set[str] = set()
    entries: list[Entry] = []
    cells = [(name, difficulty) for name in spec.families for difficulty in spec.difficulties]
    for name, difficulty in _shown(cells, progress):
        number = 0
        for split, quota in quotas(spec, name, difficulty):
            for group in _drawn(spec, load_task_family(name), difficulty, split, quota, shapes):
                number += 1
                base = f"{name}-{difficulty}-{number:04d}"
                for item, letter in zip(group, "ab" if len(group) > 1 else ("",), strict=True):
                    shapes.add(item.shape)
                    entries.append(Entry(base + letter, split.name, _of_set(item, base, len(group) > 1, spec)))
    return TaskSet(spec, tuple(entries))


def quotas(spec: TaskSpec, family: str, difficulty: int) -> list[tuple[Split, int]]:
    """How many items of a family and a difficulty are wanted in each split: by shares, largest remainders first.

    Source: ours
    """
    named = any(difficulty in split.difficulties for split in spec.splits)
    open_to = [
        split for split in spec.splits if (difficulty in split.difficulties if named else not split.difficulties)
    ]
    count = dict(spec.counts).get(family, spec.count)
    total = sum((split.share for split in open_to), Fraction(0))
    exactly = [split.share * count / total for split in open_to]
    whole = [int(part) for part in exactly]
    by_rest = sorted(range(len(open_to)), key=lambda k: (whole[k] - exactly[k], k))
    for k in by_rest[: count - sum(whole)]:
        whole[k] += 1
    return [(split, quota) for split, quota in zip(open_to, whole, strict=True) if quota]


def _drawn(
    spec: TaskSpec, family: Family, difficulty: int, split: Split, quota: int, taken: set[str]
) -> list[tuple[Item, ...]]:
    """Items of a cell, in the order in which they were drawn; more than wanted are drawn if answers are not even."""
    pool: list[tuple[Item, ...]] = []
    shapes = set(taken)
    refused: Counter[str] = Counter()
    tried: set[int] = set()
    wanted, size = quota, 0
    for k in range(_TRIES * quota + 50):
        seed = _seed(spec, family.name, difficulty, split, k)
        if seed is None or seed in tried:
            continue
        tried.add(seed)
        group = family.generate(seed, difficulty)
        why = _unfit(group, shapes, split, spec)
        if why:
            refused[why] += 1
            continue
        shapes.update(item.shape for item in group)
        pool.append(group)
        size += len(group)
        if size >= wanted:
            chosen = choose_evenly(pool, quota)
            if is_even(chosen, pool) or wanted >= _WIDEST * quota:
                return _proved(chosen, family)
            wanted = min(wanted + max(1, quota // 2), _WIDEST * quota)
    if size >= quota:
        return _proved(choose_evenly(pool, quota), family)
    because = ", ".join(f"{n} {why}" for why, n in sorted(refused.items())) or "the range of seeds is too narrow"
    raise SpiError(
        f"{family.name}, difficulty {difficulty}, split {split.name}: only {size} of {quota} items could be drawn "
        f"({because}); accepted: a smaller count, or wider ranges"
    )


def _seed(spec: TaskSpec, family: str, difficulty: int, split: Split, k: int) -> int | None:
    """The k-th seed of a cell; None if it is held out for another split."""
    first, last = split.seeds or SEEDS
    seed = first + int(derived(spec.seed, family, difficulty, split.name, k), 16) % (last - first + 1)
    others = [other.seeds for other in spec.splits if other.name != split.name and other.seeds is not None]
    return None if any(low <= seed <= high for low, high in others) else seed


def _unfit(group: Sequence[Item], shapes: set[str], split: Split, spec: TaskSpec) -> str:
    own = [item.shape for item in group]
    if len(set(own)) < len(own):
        return "were pairs of one shape"
    if shapes.intersection(own):
        return "had the shape of another item"
    for other in spec.splits:
        for name, (low, high) in other.knobs:
            inside = [low <= value <= high for item in group for knob, value in item.knobs if knob == name]
            if inside and (not all(inside) if other.name == split.name else any(inside)):
                return f"had a {name} of another split"
    return ""


def _proved(groups: list[tuple[Item, ...]], family: Family) -> list[tuple[Item, ...]]:
    for item in (item for group in groups for item in group):
        if faults := item_faults(item, family):
            place, why = faults[0]
            raise SpiError(
                f"{family.name}, seed {item.seed}, difficulty {item.difficulty}: {place}: {why}; the family is at fault"
            )
    return groups


def _of_set(item: Item, base: str, paired: bool, spec: TaskSpec) -> Item:
    texts = dict(item.texts)
    if missing := [wording for wording in spec.wordings if wording not in texts]:
        raise SpiError(f"{item.family}: no wording {missing[0]!r}; accepted: {', '.join(texts)}")
    chosen = tuple((wording, texts[wording].rstrip()) for wording in spec.wordings)
    return replace(item, texts=chosen, pair=base if paired else "")


def _shown(cells: list[tuple[str, int]], progress: bool) -> Iterator[tuple[str, int]]:
    if not progress:
        yield from cells
        return
    from tqdm.auto import tqdm

    yield from tqdm(cells, desc="tasks", unit="cell")
