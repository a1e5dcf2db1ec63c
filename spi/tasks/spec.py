"""What a set of tasks is made of: families, how many questions, wordings, splits; a file of TOML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.core.gamefile import read_toml
from spi.core.numbers import exact, format_exact
from spi.empirical.entries import check_entry
from spi.empirical.reading import decode, read_content
from spi.errors import FormatError, GameError, SpiError
from spi.tasks.catalogue import load_task_family, task_family_names
from spi.tasks.items import WORDINGS

__all__ = ["DIFFICULTIES", "SEEDS", "Split", "TaskSpec", "load_task_spec", "read_task_spec", "spec_json"]

DIFFICULTIES = (1, 2, 3, 4, 5)

SEEDS = (0, 2**48 - 1)
"""From where items are drawn unless a split says otherwise: too many to try them all."""

_KEYS: dict[str, type] = {
    "title": str,
    "seed": int,
    "families": list,
    "count": int,
    "counts": dict,
    "difficulties": list,
    "wordings": list,
    "splits": dict,
}
_OPTIONAL = {"title", "counts", "difficulties", "wordings", "splits"}
_SPLIT: dict[str, type] = {"share": str, "difficulties": list, "seeds": list, "knobs": dict}
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a set, and what is held out for it.

    Parameters
    ----------
    name : str
    share : Fraction
        Of the questions of each family and difficulty that may be in it.
    difficulties : tuple of int
        If there are any, it has these only, and splits that name none have none of them.
    seeds : tuple of int and int, or None
        If given, it is drawn from the seeds from the first to the second, and no other split is.
    knobs : tuple of (str, (int, int))
        Items that have this knob are in the split exactly if its value lies between these two, ends included.

    Source: ours
    """

    name: str
    share: Fraction
    difficulties: tuple[int, ...] = ()
    seeds: tuple[int, int] | None = None
    knobs: tuple[tuple[str, tuple[int, int]], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """A set of tasks to be made; `load_task_spec` reads one.

    Parameters
    ----------
    title : str
    seed : int
        Everything is derived from it.
    families : tuple of str
    count : int
        Items of each family at each difficulty, all splits together. The two of a minimal pair are never parted, so
        that there can be one more in a split.
    counts : tuple of (str, int)
        Families that have another count.
    difficulties : tuple of int
    wordings : tuple of str
        Each item is asked in each of them.
    splits : tuple of Split
        Their shares sum to 1.

    Source: ours
    """

    title: str
    seed: int
    families: tuple[str, ...]
    count: int
    counts: tuple[tuple[str, int], ...] = ()
    difficulties: tuple[int, ...] = DIFFICULTIES
    wordings: tuple[str, ...] = WORDINGS
    splits: tuple[Split, ...] = (Split("test", Fraction(1)),)

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def load_task_spec(path: str | Path) -> TaskSpec:
    """Read a specification from a file of TOML, see `read_task_spec`; raises `FormatError`.

    Parameters
    ----------
    path : path

    Returns
    -------
    TaskSpec

    Source: ours
    """
    content, record = read_content(path)
    return read_task_spec(decode(content, file=record.name), file=record.name)


def read_task_spec(text: str, *, file: str = "<text>") -> TaskSpec:
    r"""Read the specification of a set of tasks.

    Parameters
    ----------
    text : str
        TOML with `seed`, `families` (a list of names, or `["all"]`) and `count`; perhaps `title`, `counts` (a table
        from family to another count), `difficulties`, `wordings`, and `splits`: a table from name to share (`"3/4"`),
        or to a table with `share` and what is held out for it: `difficulties`, `seeds = [first, last]`, or
        `knobs = { name = [least, most] }`.
    file : str
        For messages.

    Returns
    -------
    TaskSpec

    Raises
    ------
    FormatError
        Naming what is wrong and what would be accepted.

    Examples
    --------
    >>> read_task_spec("seed = 1\nfamilies = []\ncount = 2")
    Traceback (most recent call last):
    spi.errors.FormatError: <text>: families = []; accepted: one name at least, or ["all"]; spi tasks list has them

    Source: ours
    """
    return spec_of(read_toml(text, file=file), file=file)


def spec_of(data: Mapping[str, Any], *, file: str = "<text>") -> TaskSpec:
    """The specification that parsed TOML, or the JSON of `spec_json`, describes; raises `FormatError`.

    Source: ours
    """
    try:
        return _spec(data)
    except FormatError:
        raise
    except SpiError as error:
        raise FormatError(str(error), file=file) from None


def spec_json(spec: TaskSpec) -> dict[str, Any]:
    """A specification as the values that its file would have.

    Source: ours
    """
    splits: dict[str, Any] = {}
    for split in spec.splits:
        entry: dict[str, Any] = {"share": format_exact(split.share)}
        entry |= {"difficulties": list(split.difficulties)} if split.difficulties else {}
        entry |= {"seeds": list(split.seeds)} if split.seeds is not None else {}
        entry |= {"knobs": {name: list(ends) for name, ends in split.knobs}} if split.knobs else {}
        splits[split.name] = entry
    return {
        "title": spec.title,
        "seed": spec.seed,
        "families": list(spec.families),
        "count": spec.count,
        "counts": dict(spec.counts),
        "difficulties": list(spec.difficulties),
        "wordings": list(spec.wordings),
        "splits": splits,
    }


def _spec(data: Mapping[str, Any]) -> TaskSpec:
    check_entry("the file", data, _KEYS, _OPTIONAL)
    if data["seed"] < 0:
        raise GameError(f"seed = {data['seed']}; accepted: a whole number from 0 on")
    names = task_family_names() if data["families"] == ["all"] else _distinct("families", data["families"], str)
    if not names:
        raise GameError('families = []; accepted: one name at least, or ["all"]; spi tasks list has them')
    for name in names:
        load_task_family(name)
    counts = data.get("counts", {})
    if unknown := [name for name in counts if name not in names]:
        raise GameError(f"counts: no family {unknown[0]!r} in this set; accepted: {', '.join(names)}")
    for place, count in (("count", data["count"]), *((f"counts.{name}", n) for name, n in counts.items())):
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise GameError(f"{place} = {count!r}; accepted: a whole number from 1 on")
    difficulties = _difficulties("difficulties", data.get("difficulties", list(DIFFICULTIES)))
    wordings = _distinct("wordings", data.get("wordings", list(WORDINGS)), str)
    if not wordings or set(wordings) - set(WORDINGS):
        raise GameError(f"wordings = {list(wordings)}; accepted: some of {', '.join(WORDINGS)}")
    splits = tuple(_split(name, entry) for name, entry in data.get("splits", {"test": "1"}).items())
    if (total := sum((split.share for split in splits), Fraction(0))) != 1:
        raise GameError(f"the shares of the splits sum to {format_exact(total)}; accepted: 1")
    for one in splits:
        if one.difficulties and not set(one.difficulties) & set(difficulties):
            raise GameError(f"splits.{one.name}: none of its difficulties is in the set; accepted: {difficulties}")
        for other in splits:
            if one.name < other.name and one.seeds and other.seeds and _overlap(one.seeds, other.seeds):
                raise GameError(f"splits {one.name} and {other.name} share seeds; accepted: ranges that do not meet")
    if all(split.difficulties for split in splits):
        named = {difficulty for split in splits for difficulty in split.difficulties}
        if homeless := [difficulty for difficulty in difficulties if difficulty not in named]:
            raise GameError(f"difficulty {homeless[0]} is in no split; accepted: one that has it, or that names none")
    return TaskSpec(
        title=data.get("title", "Tasks about safe Pareto improvements"),
        seed=data["seed"],
        families=names,
        count=data["count"],
        counts=tuple(counts.items()),
        difficulties=difficulties,
        wordings=wordings,
        splits=splits,
    )


def _split(name: str, given: object) -> Split:
    place = f"splits.{name}"
    if not _NAME.fullmatch(name):
        raise GameError(f"{place}: accepted are names of lower-case letters, digits, - and _, beginning with a letter")
    entry: dict[str, Any] = given if isinstance(given, dict) else {"share": given}
    share = exact(entry.get("share"), place=f"{place}.share")  # refuses a float with the way out
    check_entry(place, {**entry, "share": ""}, _SPLIT, {"difficulties", "seeds", "knobs"})
    if not 0 < share <= 1:
        raise GameError(f"{place}.share = {format_exact(share)}; accepted: above 0, at most 1")
    knobs = tuple((knob, _range(f"{place}.knobs.{knob}", ends)) for knob, ends in entry.get("knobs", {}).items())
    difficulties = _difficulties(f"{place}.difficulties", entry["difficulties"]) if "difficulties" in entry else ()
    return Split(
        name, share, difficulties, _range(f"{place}.seeds", entry["seeds"]) if "seeds" in entry else None, knobs
    )


def _range(place: str, ends: object) -> tuple[int, int]:
    fine = isinstance(ends, list) and len(ends) == 2 and all(type(end) is int for end in ends)
    if not fine or not 0 <= ends[0] <= ends[1]:  # type: ignore[index]
        raise GameError(f"{place} = {ends!r}; accepted: [least, most], whole numbers from 0 on")
    return (ends[0], ends[1])  # type: ignore[index]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _difficulties(place: str, values: object) -> tuple[int, ...]:
    found = _distinct(place, values, int)
    if not found or set(found) - set(DIFFICULTIES):
        raise GameError(f"{place} = {list(found)}; accepted: some of 1 to 5")
    return found


def _distinct(place: str, values: object, kind: type) -> tuple[Any, ...]:
    words = {str: "strings", int: "whole numbers"}[kind]
    if not isinstance(values, list) or any(type(value) is not kind for value in values):
        raise GameError(f"{place} = {values!r}; accepted: a list of {words}")
    if len(set(values)) < len(values):
        raise GameError(f"{place} = {values!r}; accepted: no value twice")
    return tuple(values)
