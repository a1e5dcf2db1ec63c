"""Scores: right, wrong, unreadable, or not graded; counted by family, difficulty, wording, and by minimal pair."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Literal

from spi.core.display import html_of, one_line
from spi.core.numbers import exact
from spi.empirical.reading import json_lines, read_file
from spi.errors import FormatError, GameError
from spi.tasks.answers import read_answer
from spi.tasks.catalogue import load_task_family
from spi.tasks.export import load_tasks
from spi.tasks.items import SURPLUS, Item
from spi.tasks.making import TaskSet

__all__ = [
    "AnswerScore",
    "Outcome",
    "ScoreTable",
    "ScoredAnswer",
    "Tally",
    "load_answers",
    "score_answer",
    "score_answers",
    "surpluses",
    "tally",
    "tally_by",
    "tally_groups",
]

Outcome = Literal["right", "wrong", "unreadable", "not graded"]
"""What an answer is. Unreadable ones are not right, and are counted apart; what is not graded counts nowhere."""


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """One answer.

    Parameters
    ----------
    outcome : Outcome
    read : str or None
        The answer in canonical form, None if it cannot be read.
    loss : Fraction or None
        For a readable ranking of options with surpluses: the surplus of the best option less that of the one put first.

    Source: ours
    """

    outcome: Outcome
    read: str | None
    loss: Fraction | None = None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """An answer to a question of a set.

    Parameters
    ----------
    question : str
        The id: name of the item, a slash, wording.
    name, wording, family, split, pair : str
    difficulty : int
    control : bool
    score : AnswerScore

    Source: ours
    """

    question: str
    name: str
    wording: str
    family: str
    split: str
    pair: str
    difficulty: int
    control: bool
    score: AnswerScore


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of outcomes; groups, such as pairs, have no unreadable ones of their own.

    Parameters
    ----------
    right, wrong, unreadable : int

    Source: ours
    """

    right: int
    wrong: int
    unreadable: int

    @property
    def size(self) -> int:
        """All of them."""
        return self.right + self.wrong + self.unreadable

    @property
    def accuracy(self) -> Fraction | None:
        """The share of right ones among all; None if there are none."""
        return Fraction(self.right, self.size) if self.size else None


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """All answers with their scores.

    Parameters
    ----------
    rows : tuple of ScoredAnswer
        In the order of the set.
    missing : tuple of str
        Questions that nobody answered. They count nowhere but here: read this first.

    Source: ours
    """

    rows: tuple[ScoredAnswer, ...]
    missing: tuple[str, ...]

    def __repr__(self) -> str:
        return one_line("ScoreTable", f"{len(self.rows):,} answers, {len(self.missing):,} questions without any")

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def score_answer(item: Item, reply: str) -> AnswerScore:
    """Score one reply.

    Parameters
    ----------
    item : Item
    reply : str
        All that was said; `read_answer` finds the answer.

    Returns
    -------
    AnswerScore
        For a witness the family decides, by checking it. For a ranking with surpluses every order is right in which no
        option comes before one of larger surplus. Else the answer has to be the one that is proved.

    Source: ours
    """
    read = read_answer(item, reply)
    if not item.graded:
        return AnswerScore("not graded", read)
    if read is None:
        return AnswerScore("unreadable", None)
    if item.form == "witness" and (accepts := load_task_family(item.family).accepts) is not None:
        outcome = accepts(item, read)
        return AnswerScore(outcome, None if outcome == "unreadable" else read)
    if item.form == "ranking" and (gains := surpluses(item)):
        order = [gains[text] for text in read.split(" > ")]
        right = order == sorted(order, reverse=True)
        return AnswerScore("right" if right else "wrong", read, max(order) - order[0])
    if item.form == "witness":
        return AnswerScore("right" if read.casefold() == item.answer.casefold() else "wrong", read)
    return AnswerScore("right" if read == item.answer else "wrong", read)


def surpluses(item: Item) -> dict[str, Fraction]:
    """The surplus of each option of a ranking, from its entries `"surplus of <option>"`; empty if it has none.

    Raises
    ------
    GameError
        If some options have one and others do not.

    Source: ours
    """
    asks = dict(item.asks)
    found = {
        option.text: exact(asks[SURPLUS + option.text]) for option in item.options if SURPLUS + option.text in asks
    }
    if found and len(found) < len(item.options):
        raise GameError(
            f"{item.family}: {len(found)} of {len(item.options)} options have a surplus; accepted: all, or none"
        )
    return found


def score_answers(tasks: TaskSet | str | os.PathLike[str], answers: Mapping[str, str]) -> ScoreTable:
    """Score replies to the questions of a set.

    Parameters
    ----------
    tasks : TaskSet, or the folder of an export
    answers : mapping from id of the question to reply

    Returns
    -------
    ScoreTable

    Raises
    ------
    GameError
        For an answer to a question that is not in the set.

    Source: ours
    """
    read = tasks if isinstance(tasks, TaskSet) else load_tasks(tasks)
    left = dict(answers)
    rows, missing = [], []
    for entry in read.entries:
        item = entry.item
        for wording, _ in item.texts:
            question = f"{entry.name}/{wording}"
            if question not in left:
                missing.append(question)
                continue
            score = score_answer(item, left.pop(question))
            about = (question, entry.name, wording, item.family, entry.split, item.pair, item.difficulty, item.control)
            rows.append(ScoredAnswer(*about, score))
    if left:
        raise GameError(f"no question {min(left)!r} in this set; accepted: ids such as {(missing or ['none'])[0]!r}")
    return ScoreTable(tuple(rows), tuple(missing))


def load_answers(path: str | Path) -> dict[str, str]:
    """Replies from a file.

    Parameters
    ----------
    path : path
        JSONL, a line `{"id": …, "answer": …}` for each question; an answer of null is an empty one. Other keys are left
        alone.

    Returns
    -------
    dict from str to str
        Question to reply.

    Raises
    ------
    FormatError
        With file and line; also for a question that is answered twice.

    Source: ours
    """
    text, record = read_file(path)
    found: dict[str, str] = {}
    for line, entry in json_lines(text, file=record.name):
        question, answer = entry.get("id"), entry.get("answer", 0)
        if not isinstance(question, str) or not (answer is None or isinstance(answer, str)):
            raise FormatError('accepted: {"id": a string, "answer": a string or null}', file=record.name, line=line)
        if question in found:
            raise FormatError(f"{question} is answered twice; accepted: once", file=record.name, line=line)
        found[question] = answer or ""
    return found


def tally(rows: Iterable[ScoredAnswer]) -> Tally:
    """Count outcomes; what is not graded is left out.

    Source: ours
    """
    outcomes = [row.score.outcome for row in rows]
    return Tally(outcomes.count("right"), outcomes.count("wrong"), outcomes.count("unreadable"))


def tally_by(table: ScoreTable, key: Callable[[ScoredAnswer], Hashable]) -> dict[Hashable, Tally]:
    """Count outcomes by what a key says of a row, in the order of the set; what has nothing graded is left out.

    Examples
    --------
    >>> tally_by(ScoreTable((), ()), lambda row: row.family)
    {}

    Source: ours
    """
    groups: dict[Hashable, list[ScoredAnswer]] = {}
    for row in table.rows:
        groups.setdefault(key(row), []).append(row)
    counted = {name: tally(rows) for name, rows in groups.items()}
    return {name: counts for name, counts in counted.items() if counts.size}


def tally_groups(table: ScoreTable, by: Literal["pair", "item"]) -> Tally:
    """Count groups all of whose answers are right: minimal pairs in one wording, or items in all their wordings.

    Parameters
    ----------
    table : ScoreTable
    by : "pair" or "item"
        Groups with fewer than two graded answers are left out. A group is right, or wrong.

    Source: ours
    """
    graded = [row for row in table.rows if row.score.outcome != "not graded" and (by == "item" or row.pair)]
    key = (lambda row: (row.pair, row.wording)) if by == "pair" else (lambda row: (row.name,))
    groups = [list(rows) for _, rows in groupby(sorted(graded, key=key), key=key)]
    whole = [all(row.score.outcome == "right" for row in rows) for rows in groups if len(rows) > 1]
    return Tally(sum(whole), len(whole) - sum(whole), 0)
