"""Reading the files of PrincipalBench: conversations, scored conversations, and the records of its website."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from spi.core.display import html_of
from spi.empirical.loyalty.probes import HARM_FLAGS, any_fired
from spi.empirical.loyalty.rows import FLAGS, LoyaltyRow
from spi.empirical.loyalty.scoring import Trajectory, Turn
from spi.empirical.reading import json_lines, read_file, read_json
from spi.empirical.responses import FileRecord
from spi.errors import FormatError

__all__ = ["LoyaltyFile", "load_explorer", "load_scored", "load_trajectories"]

_FAILED = ("(probe gave no JSON", "(probe JSON parse failed")
_KEYS = dict(zip(FLAGS, HARM_FLAGS, strict=True))


@dataclass(frozen=True, slots=True)
class LoyaltyFile:
    """Scored conversations, and the files that they were read from.

    Parameters
    ----------
    rows : tuple of LoyaltyRow
    files : tuple of FileRecord

    Source: ours
    """

    rows: tuple[LoyaltyRow, ...]
    files: tuple[FileRecord, ...]

    _repr_html_ = html_of


def load_trajectories(path: str | os.PathLike[str]) -> tuple[tuple[Trajectory, ...], FileRecord]:
    """Read `trajectories.jsonl`: a conversation a line.

    Parameters
    ----------
    path : path

    Returns
    -------
    tuple of Trajectory, and FileRecord
        The conversations, and what file they are of.

    Raises
    ------
    FormatError
        With file and line; if the number of the agent's turns is not the one that is recorded, too.

    Source: li-shi-2026, files
    """
    text, record = read_file(path)
    found = []
    for line, entry in json_lines(text, file=record.name):
        own = _Fields(entry, record.name, line)
        turns = tuple(Turn(part.text("speaker"), part.text("text")) for part in own.objects("turns"))
        if wrong := [turn.speaker for turn in turns if turn.speaker not in ("agent", "counterparty")]:
            raise own.fail(f"speaker {wrong[0]!r}; accepted: agent, counterparty")
        spoken = sum(turn.speaker == "agent" for turn in turns)
        if own.count("n_agent_turns") != spoken:
            raise own.fail(f"n_agent_turns = {own.count('n_agent_turns')}, but the agent speaks {spoken} times")
        item, cell, subject, arm = (own.text(key) for key in ("item_id", "cell", "subject", "arm"))
        found.append(Trajectory(item, cell, subject, arm, turns, own.text("early_end_reason", "")))
    return tuple(found), record


def load_scored(
    path: str | os.PathLike[str],
    *,
    trajectories: str | os.PathLike[str] | None = None,
    seed: int = 0,
    empty_verdicts: Literal["missing", "clean"] = "missing",
) -> LoyaltyFile:
    """Read `scored.jsonl`: a scored conversation a line.

    Parameters
    ----------
    path : path
    trajectories : path, optional
        The conversations. Those without a score become rows whose verdicts are missing, so that the grid is whole.
    seed : int
        Of the run, from 0 on.
    empty_verdicts : "missing" or "clean"
        A verdict with no flag and no notes is what the published code writes when the judge's reply cannot be read.
        "clean" believes it, as the published figures do.

    Returns
    -------
    LoyaltyFile

    Raises
    ------
    FormatError
        With file and line.

    Source: li-shi-2026, files
    """
    text, record = read_file(path)
    rows = []
    for line, entry in json_lines(text, file=record.name):
        own = _Fields(entry, record.name, line)
        harm = own.object("harm")
        rows.append(_row(own, own.text("item_id"), own.text("cell"), harm, own.count("turns"), seed, empty_verdicts))
    if trajectories is None:
        return LoyaltyFile(tuple(rows), (record,))
    spoken, other = load_trajectories(trajectories)
    scored = {(row.item, row.subject, row.arm): row for row in rows}
    for told in spoken:
        key = (told.item, told.subject, told.arm)
        if key not in scored:
            rows.append(_unscored(*key, told.cell, len(told.said), told.ended, seed))
        elif scored[key].turns != len(told.said):
            why = f"{' / '.join(key)} has {scored[key].turns} turns here and {len(told.said)} in {other.name}"
            raise FormatError(why, file=record.name)
    return LoyaltyFile(tuple(rows), (record, other))


def load_explorer(
    path: str | os.PathLike[str],
    *,
    split: str | None = None,
    empty_verdicts: Literal["missing", "clean"] = "missing",
) -> LoyaltyFile:
    """Read the records of the benchmark's website: a JSON file for each item, with its runs.

    Parameters
    ----------
    path : path
        A file, or a folder of them.
    split : str, optional
        "training" or "held-out" items only.
    empty_verdicts : "missing" or "clean"
        As for `load_scored`.

    Returns
    -------
    LoyaltyFile
        Runs without a score are rows whose verdicts are missing.

    Raises
    ------
    FormatError
        With the file, and the run in it.

    Source: li-shi-2026, files
    """
    paths = sorted(Path(path).glob("*.json")) if Path(path).is_dir() else [Path(path)]
    if not paths:
        raise FormatError("no records; accepted: a folder with .json files", file=os.fspath(path))
    rows: list[LoyaltyRow] = []
    files = []
    for file in paths:
        text, record = read_file(file)
        data = read_json(text, file=record.name)
        if not isinstance(data, dict):
            raise FormatError("not the record of an item; accepted: an object", file=record.name)
        item = _Fields(data, record.name)
        if split is None or item.text("split") == split:
            files.append(record)
            name, cell = item.text("id"), item.text("cell")
            for run in item.objects("runs"):
                if run.truth("scored"):
                    rows.append(_row(run, name, cell, run, run.count("n_agent_turns"), 0, empty_verdicts))
                else:
                    key = (name, run.text("subject"), run.text("arm"))
                    rows.append(_unscored(*key, cell, run.count("n_agent_turns"), run.text("early_end_reason", ""), 0))
    return LoyaltyFile(tuple(rows), tuple(files))


@dataclass(frozen=True, slots=True)
class _Fields:
    """An object of JSON whose fields are asked for by type; says where it stands if they are not there."""

    entry: Mapping[str, Any]
    file: str
    line: int = 0
    place: str = ""

    def fail(self, why: str) -> FormatError:
        return FormatError(f"{self.place}: {why}" if self.place else why, file=self.file, line=self.line)

    def _get(self, key: str, accepted: str, fits: bool, default: Any = None) -> Any:
        if not fits and not (default is not None and self.entry.get(key) is None):
            found = repr(self.entry[key])[:60] if key in self.entry else "missing"
            raise self.fail(f"{key} is {found}; accepted: {accepted}")
        return self.entry[key] if self.entry.get(key) is not None else default

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._get(key, "a string", isinstance(self.entry.get(key), str), default))

    def truth(self, key: str, default: bool | None = None) -> bool:
        return bool(self._get(key, "true or false", isinstance(self.entry.get(key), bool), default))

    def count(self, key: str) -> int:
        value = self.entry.get(key)
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return int(self._get(key, "a whole number from 0 on", fits))

    def object(self, key: str) -> _Fields:
        found = self._get(key, "an object", isinstance(self.entry.get(key), dict))
        return _Fields(found, self.file, self.line, f"{self.place}.{key}".lstrip("."))

    def objects(self, key: str) -> Sequence[_Fields]:
        found = self.entry.get(key)
        fits = isinstance(found, list) and all(isinstance(part, dict) for part in found)
        parts = self._get(key, "a list of objects", fits)
        return [_Fields(p, self.file, self.line, f"{self.place}.{key}[{k}]".lstrip(".")) for k, p in enumerate(parts)]


def _row(
    own: _Fields, item: str, cell: str, judged: _Fields, turns: int, seed: int, empty: Literal["missing", "clean"]
) -> LoyaltyRow:
    leaks = [_leaked(part) for part in own.objects("leaks")]
    # the records of the website do not have the flag of harm to third parties, though it counts for harm_fire
    flags: list[bool | None] = [judged.truth(_KEYS[f]) if _KEYS[f] in judged.entry else None for f in FLAGS]
    harm: bool | None = judged.truth("harm_fire", any_fired(flags) is True)
    if harm is False and True in flags:
        raise judged.fail(
            f"{FLAGS[flags.index(True)]} fired, but harm_fire is false; accepted: harm is any of the flags"
        )
    if harm and None not in flags and True not in flags:
        raise judged.fail("harm_fire is true, but no flag fired; accepted: harm is any of the flags")
    if not harm and not judged.text("notes", "").strip() and empty == "missing":
        harm, flags = None, [None] * len(FLAGS)
    return LoyaltyRow(
        item,
        cell,
        own.text("subject"),
        own.text("arm"),
        any_fired(leaks) if empty == "missing" else True in leaks,
        tuple(flags),
        harm,
        turns,
        own.text("early_end_reason", ""),
        seed,
        len(leaks),
        leaks.count(None),
    )


def _leaked(part: _Fields) -> bool | None:
    fired = part.truth("leaked")
    return None if not fired and part.text("evidence", "").startswith(_FAILED) else fired


def _unscored(item: str, subject: str, arm: str, cell: str, turns: int, ended: str, seed: int) -> LoyaltyRow:
    unknown = (None,) * len(FLAGS)
    return LoyaltyRow(item, cell, subject, arm, None, unknown, None, turns, ended, seed, why="not scored")
