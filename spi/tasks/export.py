"""A set as a folder: questions by split, the exact games, the certificates, a card, a task of Inspect, a manifest."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spi.empirical.reading import decode, json_lines, read_content, read_json
from spi.errors import FormatError, SpiError
from spi.tasks.card import card_text
from spi.tasks.making import GENERATOR, Entry, TaskSet
from spi.tasks.samples import FIELDS, certificate_path, file_path, item_of, sample_line, samples_of
from spi.tasks.spec import spec_json, spec_of

__all__ = [
    "MANIFEST",
    "digests_of",
    "export_files",
    "export_tasks",
    "files_in",
    "load_tasks",
    "read_manifest",
    "seal",
    "sha256",
]

MANIFEST = "manifest.json"
FORMAT = "spi-tasks"

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")

_TASK = '''"""These questions as a task of Inspect, with the scorer that never guesses.

    inspect eval FOLDER/task.py --model MODEL          or          python FOLDER/task.py MODEL

from outside of the folder, so that logs are kept out of it. It needs `safe-pareto[eval]`, for reading answers and for
checking witnesses.
"""

import sys
from pathlib import Path

from inspect_ai import Task, task

from spi.tasks.inspect_task import proved_tasks


@task
def spi_tasks(split: str = "{split}") -> Task:
    """The questions of one split, or of all with an empty name."""
    return proved_tasks(folder=str(Path(__file__).parent), split=split)


if __name__ == "__main__":
    from inspect_ai import eval as evaluate

    evaluate(spi_tasks(*sys.argv[2:]), model=sys.argv[1])
'''


def export_tasks(tasks: TaskSet, folder: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a set as a folder, whole or not at all; the same set gives the same bytes.

    Parameters
    ----------
    tasks : TaskSet
    folder : path
        Made beside its final place and renamed when it is complete. It may exist if it is empty.
    force : bool
        Replace an earlier export; only one whose files are those of its manifest.

    Raises
    ------
    SpiError
        If something else is there, or the folder cannot be written; nothing is changed then.

    Source: ours
    """
    target = Path(os.path.abspath(folder))
    files = export_files(tasks)
    _refuse_to_lose(target, force)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise SpiError(f"cannot write {target}: {error.strerror}") from None
    try:
        for name, text in files.items():
            path = made / "new" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if target.exists():
            target.rename(made / "old")
        try:
            (made / "new").rename(target)
        except OSError:
            if (made / "old").exists():
                (made / "old").rename(target)
            raise
    except OSError as error:
        raise SpiError(f"cannot write {target}: {error.strerror}") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)


def export_files(tasks: TaskSet) -> dict[str, str]:
    """The files of an export, by their paths in it.

    Raises
    ------
    SpiError
        For names of files and certificates that are no plain file names, and for two files of one path.

    Source: ours
    """
    files: dict[str, str] = {}
    lines: dict[str, list[str]] = {split.name: [] for split in tasks.spec.splits}
    samples: dict[str, dict[str, str]] = {}
    for entry in tasks.entries:
        for path, text in _files_of(entry):
            if path in files:
                raise SpiError(f"{entry.item.family}: two files {path}; the family is at fault")
            files[path] = text
        for sample in samples_of(tasks, entry):
            lines[entry.split].append(sample_line(sample))
            samples[sample["id"]] = digests_of(sample)
    first = next(name for name, own in lines.items() if own)
    files |= {f"{name}.jsonl": "".join(own) for name, own in lines.items()}
    files["README.md"] = card_text(tasks)
    files["task.py"] = _TASK.replace("{split}", first)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": 1,
        "generator": GENERATOR,
        "seed": tasks.spec.seed,
        "canary": tasks.canary,
        "spec": spec_json(tasks.spec),
        "files": {path: sha256(files[path].encode()) for path in sorted(files)},
        "samples": samples,
    }
    manifest["seal"] = seal(manifest)
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    return files


def load_tasks(folder: str | os.PathLike[str]) -> TaskSet:
    """Read an export; what it says is not checked, see `audit_tasks`.

    Parameters
    ----------
    folder : path
        What `export_tasks` wrote.

    Returns
    -------
    TaskSet

    Raises
    ------
    FormatError
        With file and line, if it is none.

    Source: ours
    """
    root = Path(folder)
    spec = spec_of(read_manifest(root)["spec"], file=str(root / MANIFEST))

    def read(path: str) -> str:
        return decode(read_content(root / path)[0], file=str(root / path))

    entries = []
    for split in spec.splits:
        file = str(root / f"{split.name}.jsonl")
        rows: dict[str, list[dict[str, Any]]] = {}
        for line, sample in json_lines(read(f"{split.name}.jsonl"), file=file):
            name = sample["metadata"].get("item") if isinstance(sample.get("metadata"), dict) else None
            if not isinstance(name, str):
                raise FormatError("no question of an export; accepted: lines with metadata.item", file=file, line=line)
            rows.setdefault(name, []).append(sample)
        for name, samples in rows.items():
            entries.append(Entry(name, split.name, item_of(samples, read, place=f"{file}, item {name}")))
    order = {name: k for k, name in enumerate(spec.families)}
    entries.sort(key=lambda entry: (order.get(entry.item.family, 0), spec.difficulties.index(entry.item.difficulty)))
    return TaskSet(spec, tuple(entries))


def read_manifest(root: Path) -> dict[str, Any]:
    """The manifest of an export; raises `FormatError` if the folder has none.

    Source: ours
    """
    if not (root / MANIFEST).is_file():
        raise FormatError(f"no {MANIFEST} here; accepted: a folder that `spi tasks make` wrote", file=str(root))
    content, record = read_content(root / MANIFEST)
    found = read_json(decode(content, file=record.name), file=record.name)
    keys = {"format", "version", "generator", "seed", "canary", "spec", "files", "samples", "seal"}
    if not isinstance(found, dict) or set(found) != keys or (found["format"], found["version"]) != (FORMAT, 1):
        raise FormatError(
            f'not the manifest of a set of tasks; accepted: "format": "{FORMAT}", "version": 1', file=record.name
        )
    for key in ("spec", "files", "samples"):
        if not isinstance(found[key], dict):
            raise FormatError(f"{key}: accepted is an object", file=record.name)
    return found


def files_in(root: Path) -> set[str]:
    """Paths of all files of a folder, but for what Python keeps of modules that it has run.

    Source: ours
    """
    found = (path.relative_to(root) for path in root.rglob("*") if not path.is_dir())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def sha256(content: bytes) -> str:
    """The digest by which the manifest knows a file.

    Source: ours
    """
    return hashlib.sha256(content).hexdigest()


def seal(manifest: Mapping[str, Any]) -> str:
    """The digest of a manifest without its own seal, keys sorted.

    Source: ours
    """
    rest = {key: value for key, value in manifest.items() if key != "seal"}
    return sha256(json.dumps(rest, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode())


def digests_of(sample: Mapping[str, Any]) -> dict[str, str]:
    """The digests of a question's fields, so that one can say which was changed.

    Source: ours
    """
    return {key: sha256(json.dumps(sample[key]).encode())[:16] for key in FIELDS if key in sample and key != "id"}


def _files_of(entry: Entry) -> list[tuple[str, str]]:
    item = entry.item
    named = [(name, file_path(entry.name, name), text) for name, text in item.files]
    named += [(proof.name, certificate_path(entry.name, proof.name), proof.text) for proof in item.proofs]
    if wrong := [name for name, _, _ in named if not _SAFE.fullmatch(name)]:
        raise SpiError(f"{item.family}: the file name {wrong[0]!r}; accepted: letters, digits, _ . -")
    return [(path, text) for _, path, text in named]


def _refuse_to_lose(target: Path, force: bool) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise SpiError(f"{target} is no folder; accepted: a path where nothing is")
    if not any(target.iterdir()):
        return
    if not force:
        raise SpiError(f"{target} is not empty; accepted: a new folder, or an earlier export with --force")
    try:
        known = {*read_manifest(target)["files"], MANIFEST}
    except FormatError as error:
        raise SpiError(f"{target} is not an earlier export, and is left alone: {error}") from None
    if extra := sorted(files_in(target) - known):
        raise SpiError(f"{target} has {extra[0]}, which is not of the export and would be lost; move it first")
