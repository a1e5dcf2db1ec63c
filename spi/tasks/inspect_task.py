"""An exported set as a task of Inspect; and all that Inspect finds where the package is installed.

`inspect eval spi/proved_tasks -T folder=FOLDER -T split=test --model …`, or by the file `task.py` in the export.
The entry point leads here, so that `spi/surrogate_goals` is imported, too.
"""

from __future__ import annotations

import os
from typing import Any

from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import Metric, SampleScore, Score, Scorer, Target, Value, metric, mode_score, scorer
from inspect_ai.solver import TaskState, generate

from spi.empirical.inspect_task import surrogate_goals
from spi.errors import HypothesisError
from spi.tasks.answers import READER
from spi.tasks.export import load_tasks
from spi.tasks.items import Item
from spi.tasks.samples import samples_of
from spi.tasks.scoring import score_answer

__all__ = ["proved_answers", "proved_tasks", "right", "right_pairs", "surrogate_goals", "unreadable"]

_VALUES = {"right": "C", "wrong": "I", "unreadable": "N", "not graded": "not graded"}
"""As Inspect calls them: correct, incorrect, no answer."""


@task
def proved_tasks(folder: str = ".", split: str = "", repetitions: int = 1) -> Task:
    """Put the questions of an export to a model, and score its answers.

    Parameters
    ----------
    folder : str
        Of the export.
    split : str
        Which part of it; empty: all.
    repetitions : int
        How many epochs; a question counts as what its answers are most often.

    Returns
    -------
    Task

    Raises
    ------
    FormatError
        If the folder is no export.
    HypothesisError
        If it has no such split.

    Source: ours
    """
    tasks = load_tasks(folder)
    names = [part.name for part in tasks.spec.splits]
    if split and split not in names:
        raise HypothesisError(f"split {split!r}; accepted: {', '.join(names)}, or none for all")
    samples, items = [], {}
    for entry in tasks.entries:
        if split in ("", entry.split):
            for sample in samples_of(tasks, entry):
                items[sample["id"]] = entry.item
                files = {name: os.path.join(folder, path) for name, path in sample.get("files", {}).items()}
                samples.append(Sample(**sample | ({"files": files} if files else {})))
    return Task(
        dataset=MemoryDataset(samples, name=tasks.spec.title),
        solver=generate(),
        scorer=proved_answers(items),
        epochs=Epochs(repetitions, mode_score()),
    )


def _share(scores: list[SampleScore], value: str) -> float:
    graded = [score.score.value for score in scores if score.score.value != _VALUES["not graded"]]
    return graded.count(value) / len(graded) if graded else float("nan")


@metric
def right() -> Metric:
    """The share of right answers among all that are graded; unreadable ones are not right.

    Source: ours
    """

    def share(scores: list[SampleScore]) -> Value:
        return _share(scores, "C")

    return share


@metric
def unreadable() -> Metric:
    """The share of answers that cannot be read among all that are graded.

    Source: ours
    """

    def share(scores: list[SampleScore]) -> Value:
        return _share(scores, "N")

    return share


@metric
def right_pairs() -> Metric:
    """The share of minimal pairs, by wording, of which both items are right.

    Source: ours
    """

    def share(scores: list[SampleScore]) -> Value:
        pairs: dict[tuple[str, str], list[bool]] = {}
        for score in scores:
            about: dict[str, Any] = score.sample_metadata or {}
            if about.get("pair") and score.score.value != _VALUES["not graded"]:
                pairs.setdefault((about["pair"], about["wording"]), []).append(score.score.value == "C")
        whole = [all(found) for found in pairs.values() if len(found) == 2]
        return sum(whole) / len(whole) if whole else float("nan")

    return share


@scorer(metrics=[right(), unreadable(), right_pairs()])
def proved_answers(items: dict[str, Item]) -> Scorer:
    """Score replies by what is proved; a reply is read leniently, and never guessed.

    Source: ours
    """

    async def score(state: TaskState, target: Target) -> Score:
        found = score_answer(items[str(state.sample_id)], state.output.completion)
        about = {"outcome": found.outcome, "reader": READER}
        if found.loss is not None:
            about["loss"] = str(found.loss)
        return Score(value=_VALUES[found.outcome], answer=found.read, metadata=about)

    return score
