"""The card of a set: what is in it, how to check it, how to score, and what it does not show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from spi.tasks.catalogue import load_task_family
from spi.tasks.making import GENERATOR, TaskSet

__all__ = ["card_text"]

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))


def card_text(tasks: TaskSet) -> str:
    """The card of a set, as Markdown with a head of YAML.

    Source: ours
    """
    spec = tasks.spec
    splits = Counter(entry.split for entry in tasks.entries)
    questions = len(tasks.entries) * len(spec.wordings)
    size = next((name for most, name in _SIZES if questions < most), "100K<n<1M")
    head = [
        "---",
        f"pretty_name: {json.dumps(spec.title)}",
        "license: mit",
        "language:",
        "- en",
        "task_categories:",
        "- question-answering",
        "- multiple-choice",
        "tags:",
        *(f"- {tag}" for tag in ("game theory", "safe Pareto improvements", "proved answers")),
        "size_categories:",
        f"- {size}",
        "configs:",
        "- config_name: default",
        "  data_files:",
    ]
    head += [f"  - split: {name}\n    path: {name}.jsonl" for name in splits]
    return "\n".join([*head, "---", "", *_body(tasks, splits, questions)]) + "\n"


def _body(tasks: TaskSet, splits: Counter[str], questions: int) -> Iterable[str]:
    spec = tasks.spec
    items = [entry.item for entry in tasks.entries]
    ungraded = sum(not item.graded for item in items)
    yield f"# {spec.title}\n"
    yield (
        f"{len(items)} items about safe Pareto improvements, {questions} questions: each item is asked in "
        f"{len(spec.wordings)} wording{'s' * (len(spec.wordings) > 1)} ({', '.join(spec.wordings)}). The answers are "
        "theorems: each follows from certificates in `certificates/` that a small independent program checks.\n"
    )
    yield f"Canary: {tasks.canary}. Please leave this line in copies, and these questions out of training data.\n"
    yield "## What is in it\n"
    yield from _table(("split", "items", "share"), ((s.name, splits[s.name], s.share) for s in spec.splits))
    if any(s.difficulties or s.seeds or s.knobs for s in spec.splits):
        yield "\nHeld out:\n"
    for split in spec.splits:
        held = [f"difficulties {', '.join(map(str, split.difficulties))}"] if split.difficulties else []
        held += [f"seeds {split.seeds[0]} to {split.seeds[1]}"] if split.seeds else []
        held += [f"{name} from {low} to {high}" for name, (low, high) in split.knobs]
        if held:
            yield f"* `{split.name}` alone has {'; '.join(held)}."
    yield ""
    yield from _table(
        ("family", "items", "pairs", "controls", "grows with difficulty", "asks"),
        (_family_row(tasks, name) for name in spec.families),
    )
    yield "\nAnswers were made even within each family, difficulty and split, as far as the family has them:\n"
    for name in spec.families:
        counts = Counter(item.answer for item in items if item.family == name and item.graded)
        if not counts:
            continue
        few = ", ".join(f"{answer} ({n})" for answer, n in sorted(counts.items())) if len(counts) <= 8 else ""
        yield f"* {name}: {few or f'{len(counts)} different answers'}"
    yield _FIELDS
    if ungraded:
        yield f"{ungraded} items are about matters on which theorists disagree: they are asked and never scored.\n"
    yield _USE.replace("{generator}", GENERATOR).replace("{seed}", str(spec.seed))


def _family_row(tasks: TaskSet, name: str) -> tuple[object, ...]:
    family = load_task_family(name)
    items = [entry.item for entry in tasks.entries if entry.item.family == name]
    values = [dict(item.knobs).get(family.knob, 0) for item in items]
    knob = f"{family.knob} ({min(values)} to {max(values)})" if values else family.knob
    pairs = len({item.pair for item in items if item.pair})
    return name, len(items), pairs, sum(item.control for item in items), knob, family.title


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterable[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"


_FIELDS = """
## Fields

One question a line, with the fields of Inspect's `Sample`.

* `id`: the item, a slash, the wording. Items that end in `a` and `b` are a minimal pair: one thing differs, and the
  answer.
* `input`: all that is put to a model, options and form of the answer included. `choices` repeats the options; a harness
  that adds options by itself has to leave out what follows the question in `input`.
* `target`: the letter of the right option, letters for a ranking, or the answer. Empty where nothing is graded.
* `metadata`: `answer` in canonical form; `errors`, for each option the mistake that leads to it, empty for the right
  one; `asks`, what is asked besides what certificates say; `knobs`; `shape`, equal for items that differ in names only;
  `pair`; `control`, true where *not* using a safe Pareto improvement is right; `certificates`; `canary`.
* `files`: the exact games and programs in `games/`, for tools and for the commands of `spi`.
"""

_USE = """
## How to check it

    spi tasks verify FOLDER                       every label again, from the certificates alone
    spi tasks verify FOLDER --regenerate          and all bytes again, from the specification
    python -S -m spi.checker FOLDER/certificates  the certificates alone, with the standard library alone
    spi tasks report FOLDER                       balance, twins, and what can be had from the surface of the questions

It was made by {generator} from the seed {seed}; `manifest.json` has the specification.

## How to score

    inspect eval FOLDER/task.py --model MODEL
    spi tasks score FOLDER ANSWERS.jsonl          lines of {"id": ..., "answer": all that the model said}

A reply ends with a line `ANSWER: ...`. It is read leniently and never guessed: replies without an answer, or with two,
are *unreadable*, which is counted apart and is not right. Numbers are compared exactly: 0.5, 1/2 and 50% are one
number, 0.33 is not 1/3. A minimal pair is right if both of its items are.

## Known limits

* Whoever has this folder has the answers, and whoever has the specification has the folder: keep the seed of a set that
  shall stay hidden. The digests of the manifest show accidents and careless changes; against somebody who writes a new
  manifest only `--regenerate` helps, which trusts the generator.
* What certificates prove is proved under the assumptions that they state. That a text says what its certificate is
  about is tested for each family, and not proved.
* Items are small games. Being right about them is not the same as acting well.
"""
