"""Questions as lines of JSON with the fields of Inspect's `Sample`, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from spi.errors import FormatError
from spi.tasks.asking import prompt, question_of, target
from spi.tasks.items import Item, Option, Proof
from spi.tasks.making import Entry, TaskSet

__all__ = ["FIELDS", "Question", "certificate_path", "file_path", "item_of", "sample_line", "samples_of"]

FIELDS = ("id", "input", "choices", "target", "metadata", "files")
"""The keys of a line, in this order; `choices` and `files` are left out where there are none."""

Question = dict[str, Any]

_ABOUT: dict[str, type] = {
    "item": str,
    "family": str,
    "difficulty": int,
    "seed": int,
    "split": str,
    "wording": str,
    "form": str,
    "answer": str,
    "errors": list,
    "asks": dict,
    "knobs": dict,
    "shape": str,
    "pair": str,
    "control": bool,
    "graded": bool,
    "certificates": list,
    "canary": str,
}


def certificate_path(entry: str, proof: str) -> str:
    """Where the certificate of an item is in an export.

    Source: ours
    """
    return f"certificates/{entry}/{proof}.json"


def file_path(entry: str, name: str) -> str:
    """Where a file of an item is in an export.

    Source: ours
    """
    return f"games/{entry}/{name}"


def samples_of(tasks: TaskSet, entry: Entry) -> list[Question]:
    """The questions of an item, one for each wording.

    Returns
    -------
    list of dict
        `id` is the name of the item, a slash, and the wording; `input` is all that is put to a model; `choices` repeats
        the options; `target` is the right letter, or the answer; `metadata` has the rest; `files` leads from names to
        files of the export.

    Source: ours
    """
    item = entry.item
    found = []
    for wording, _ in item.texts:
        sample: Question = {"id": f"{entry.name}/{wording}", "input": prompt(item, wording)}
        if item.options:
            sample["choices"] = [option.text for option in item.options]
        sample["target"] = target(item)
        sample["metadata"] = {
            "item": entry.name,
            "family": item.family,
            "difficulty": item.difficulty,
            "seed": item.seed,
            "split": entry.split,
            "wording": wording,
            "form": item.form,
            "answer": item.answer,
            "errors": [option.error for option in item.options],
            "asks": dict(item.asks),
            "knobs": dict(item.knobs),
            "shape": item.shape,
            "pair": item.pair,
            "control": item.control,
            "graded": item.graded,
            "certificates": [certificate_path(entry.name, proof.name) for proof in item.proofs],
            "canary": tasks.canary,
        }
        if item.files:
            sample["files"] = {name: file_path(entry.name, name) for name, _ in item.files}
        found.append(sample)
    return found


def sample_line(sample: Mapping[str, Any]) -> str:
    """A question as a line.

    Source: ours
    """
    return json.dumps(sample, ensure_ascii=False) + "\n"


def item_of(samples: list[Question], read: Callable[[str], str], *, place: str) -> Item:
    """The item that some questions, one for each wording, are about.

    Parameters
    ----------
    samples : list of dict
        Parsed lines.
    read : function (path in the export) -> text
        For certificates and files; raises `FormatError`.
    place : str
        For messages.

    Raises
    ------
    FormatError
        For what is no line of an export, and for questions that do not agree on their item.

    Source: ours
    """
    for sample in samples:
        _check_sample(sample, place)
    first = samples[0]
    about = first["metadata"]
    for sample in samples[1:]:
        for key in about:
            if key != "wording" and sample["metadata"][key] != about[key]:
                raise FormatError(f"its questions have different {key}s in their metadata; accepted: one", file=place)
        for key in ("choices", "target", "files"):
            if sample.get(key) != first.get(key):
                raise FormatError(f"its questions have different {key}; accepted: the same", file=place)
    choices = first.get("choices", [])
    if len(choices) != len(about["errors"]):
        raise FormatError(
            f"{len(choices)} choices and {len(about['errors'])} errors; accepted: equally many", file=place
        )
    prefix = f"certificates/{about['item']}/"
    item = Item(
        family=about["family"],
        seed=about["seed"],
        difficulty=about["difficulty"],
        knobs=tuple(about["knobs"].items()),
        texts=(),
        form=about["form"],
        answer=about["answer"],
        options=tuple(Option(text, error) for text, error in zip(choices, about["errors"], strict=True)),
        asks=tuple(about["asks"].items()),
        files=tuple((name, read(path)) for name, path in first.get("files", {}).items()),
        proofs=tuple(
            Proof(path.removeprefix(prefix).removesuffix(".json"), read(path)) for path in about["certificates"]
        ),
        shape=about["shape"],
        pair=about["pair"],
        control=about["control"],
        graded=about["graded"],
    )
    texts = []
    for sample in samples:
        question = question_of(sample["input"], item)
        if question is None:
            raise FormatError(
                f"the input of {sample['id']} does not end with its choices and the form of its answer", file=place
            )
        texts.append((sample["metadata"]["wording"], question))
    return replace(item, texts=tuple(texts))


def _check_sample(sample: Question, place: str) -> None:
    needed = set(FIELDS) - {"choices", "files"}
    if not needed <= set(sample) <= set(FIELDS):
        wrong = sorted(needed - set(sample)) or sorted(set(sample) - set(FIELDS))
        raise FormatError(f"the key {wrong[0]!r}; accepted: {', '.join(FIELDS)}", file=place)
    about = sample["metadata"]
    if not isinstance(about, dict) or set(about) != set(_ABOUT):
        raise FormatError(f"its metadata; accepted: an object with {', '.join(_ABOUT)}", file=place)
    for key, kind in _ABOUT.items():
        if type(about[key]) is not kind:
            raise FormatError(f"its metadata have {key} = {about[key]!r}; accepted: {kind.__name__}", file=place)
    strings = [sample["id"], sample["input"], sample["target"], *sample.get("choices", ()), *about["errors"]]
    strings += [*about["certificates"], *about["asks"].values(), *sample.get("files", {}).values()]
    if not all(isinstance(value, str) for value in strings):
        raise FormatError("a value that is no string, where one is needed", file=place)
    if about["form"] not in ("choice", "exact", "number", "ranking", "witness"):
        raise FormatError(
            f"its form is {about['form']!r}; accepted: choice, exact, number, ranking, witness", file=place
        )
    if sample["id"] != f"{about['item']}/{about['wording']}":
        raise FormatError(f"the id {sample['id']!r} is not that of its item and wording", file=place)
