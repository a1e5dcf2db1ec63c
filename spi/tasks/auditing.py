"""Is an export what it says? Every label is proved again, by certificates alone, and every change is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.empirical.reading import decode, json_lines, read_content
from spi.errors import FormatError, SpiError
from spi.tasks.asking import target
from spi.tasks.catalogue import load_task_family
from spi.tasks.export import MANIFEST, digests_of, export_files, files_in, read_manifest, seal, sha256
from spi.tasks.items import Item
from spi.tasks.making import GENERATOR, TaskSet, make_tasks
from spi.tasks.proving import item_faults
from spi.tasks.samples import certificate_path, file_path, item_of
from spi.tasks.spec import TaskSpec, spec_of

__all__ = ["Audit", "Fault", "audit_tasks"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an export.

    Parameters
    ----------
    file : str
        Its path in the export.
    line : int
        From 1 on; 0 for the file as a whole.
    item : str
        The name of an item; empty if none is concerned.
    what : str

    Source: ours
    """

    file: str
    line: int
    item: str
    what: str

    def __str__(self) -> str:
        place = self.file + (f", line {self.line}" if self.line else "") + (f", item {self.item}" if self.item else "")
        return f"{place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Audit:
    """What was gone through, and all that is wrong.

    Parameters
    ----------
    folder : str
    items, certificates, files : int
    regenerated : bool
        Was the set made again and compared?
    faults : tuple of Fault

    Source: ours
    """

    folder: str
    items: int
    certificates: int
    files: int
    regenerated: bool
    faults: tuple[Fault, ...]

    def __bool__(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        head = f"{self.folder}: {self.items} items, {self.certificates} certificates, {self.files} files"
        done = "every label proved again" + (", every byte made again" if self.regenerated else "")
        return "\n".join([f"{head}; " + (done if self else f"{len(self.faults)} faults"), *map(str, self.faults)])

    _repr_html_ = html_of


def audit_tasks(folder: str | Path, *, regenerate: bool = False, progress: bool = False) -> Audit:
    """Go through an export: manifest, files, questions, certificates, labels.

    Every certificate is given to the checker, the answer derived from it by the family and compared with the stated
    one; files of games have to be those that the certificates are about; options, targets and prompts have to agree;
    and what is in the folder has to be what the manifest lists.

    Parameters
    ----------
    folder : path
    regenerate : bool
        Make the set again from its specification, and compare all bytes.
    progress : bool
        Show how far it is.

    Returns
    -------
    Audit
        True if nothing is wrong.

    Raises
    ------
    FormatError
        If the folder is no export at all.

    Source: ours
    """
    root = Path(folder)
    manifest = read_manifest(root)
    faults = list(_manifest_faults(manifest))
    faults += _file_faults(root, manifest["files"])
    spec: TaskSpec | None = None
    try:
        spec = spec_of(manifest["spec"], file=MANIFEST)
    except SpiError as error:
        faults.append(Fault(MANIFEST, 0, "", f"its specification cannot be read: {error}"))
    if spec is not None and TaskSet(spec, ()).canary != manifest["canary"]:
        faults.append(Fault(MANIFEST, 0, "", "its canary is not that of its seed"))
    rows = list(_rows(root, manifest, faults))
    items = dict(_items(root, rows, faults, progress))
    faults += _set_faults(rows, items)
    if regenerate and spec is not None:
        faults += _regenerated(root, spec, progress)
    certificates = sum(len(item.proofs) for item in items.values())
    count = len(files_in(root))
    return Audit(str(folder), len(items), certificates, count, regenerate, tuple(dict.fromkeys(faults)))


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    line: int
    item: str
    sample: dict[str, Any]


def _manifest_faults(manifest: Mapping[str, Any]) -> Iterator[Fault]:
    if seal(manifest) != manifest["seal"]:
        yield Fault(MANIFEST, 0, "", "its seal is not that of its content: it was changed after it was written")
    if manifest["generator"] != GENERATOR:
        yield Fault(MANIFEST, 0, "", f"made by {manifest['generator']}; this is {GENERATOR}")
    if manifest["spec"].get("seed") != manifest["seed"]:
        yield Fault(
            MANIFEST, 0, "", f"seed {manifest['seed']}, but {manifest['spec'].get('seed')} in its specification"
        )


def _file_faults(root: Path, listed: Mapping[str, str]) -> Iterator[Fault]:
    present = files_in(root) - {MANIFEST}
    for path in sorted(set(listed) - present):
        yield Fault(path, 0, _item_of_path(path), "missing: the manifest lists it")
    for path in sorted(present - set(listed)):
        yield Fault(path, 0, _item_of_path(path), "not in the manifest")
    for path in sorted(present & set(listed)):
        digest = sha256((root / path).read_bytes())
        if digest != listed[path]:
            why = f"its SHA-256 is {digest[:12]}…, the manifest says {str(listed[path])[:12]}…"
            yield Fault(path, 0, _item_of_path(path), why)


def _item_of_path(path: str) -> str:
    parts = path.split("/")
    return parts[1] if len(parts) == 3 and parts[0] in ("games", "certificates") else ""


def _rows(root: Path, manifest: Mapping[str, Any], faults: list[Fault]) -> Iterator[_Row]:
    """All questions, each compared with what the manifest says of its fields."""
    seen: set[str] = set()
    for file in sorted(path.name for path in root.glob("*.jsonl")):
        try:
            text = decode(read_content(root / file)[0], file=file)
            for line, sample in json_lines(text, file=file):
                about = sample.get("metadata")
                name = about.get("item") if isinstance(about, dict) else None
                if not isinstance(name, str) or not isinstance(sample.get("id"), str):
                    faults.append(Fault(file, line, "", "no question: it has no id, or no metadata.item"))
                    continue
                identity = sample["id"]
                if identity in seen:
                    faults.append(Fault(file, line, name, f"the id {identity} is there twice"))
                seen.add(identity)
                known = manifest["samples"].get(identity)
                if not isinstance(known, dict):
                    faults.append(Fault(file, line, name, f"the manifest has no question {identity}"))
                else:
                    found = digests_of(sample)
                    for key in sorted(known.keys() | found.keys()):
                        if known.get(key) != found.get(key):
                            faults.append(Fault(file, line, name, f"{key} is not what the manifest was written for"))
                if isinstance(about, dict) and f"{about.get('split')}.jsonl" != file:
                    faults.append(Fault(file, line, name, f"its split is {about.get('split')!r}"))
                if isinstance(about, dict) and about.get("canary") != manifest["canary"]:
                    faults.append(Fault(file, line, name, "its canary is not that of the manifest"))
                yield _Row(file, line, name, sample)
        except FormatError as error:
            faults.append(Fault(file, error.line, "", error.why))
    for identity in sorted(set(manifest["samples"]) - seen):
        faults.append(Fault(MANIFEST, 0, identity.split("/")[0], f"the question {identity} is missing"))


def _items(root: Path, rows: list[_Row], faults: list[Fault], progress: bool) -> Iterator[tuple[str, Item]]:
    """All items that can be read, with what is wrong with them."""

    def read(path: str) -> str:
        if ".." in Path(path).parts or Path(path).is_absolute():
            raise FormatError("outside of the export", file=path)
        return decode(read_content(root / path)[0], file=path)

    by_name: dict[str, list[_Row]] = {}
    for row in rows:
        by_name.setdefault(row.item, []).append(row)
    for name, own in _shown(by_name, progress):
        first = own[0]
        try:
            item = item_of([row.sample for row in own], read, place=f"item {name}")
            family = load_task_family(item.family)
        except FormatError as error:
            of_it = error.file.startswith("item ")
            where = (first.file, first.line) if of_it else (error.file.removeprefix(f"{root}/"), error.line)
            faults.append(Fault(*where, name, error.why))
            continue
        except SpiError as error:
            faults.append(Fault(first.file, first.line, name, str(error)))
            continue
        yield name, item
        for row in own:
            if row.sample["target"] != _target(item):
                why = f"target is {row.sample['target']!r}, and the answer {item.answer!r} is {_target(item)!r}"
                faults.append(Fault(row.file, row.line, name, why))
        places = {proof.name: certificate_path(name, proof.name) for proof in item.proofs}
        places |= {file: file_path(name, file) for file, _ in item.files}
        for part, what in item_faults(item, family):
            place = (places[part], 0) if part in places else (first.file, first.line)
            faults.append(Fault(*place, name, what))


def _target(item: Item) -> str:
    try:
        return target(item)
    except SpiError as error:
        return f"none ({error})"


def _shown(items: dict[str, list[_Row]], progress: bool) -> Iterator[tuple[str, list[_Row]]]:
    if not progress:
        yield from items.items()
        return
    from tqdm.auto import tqdm

    yield from tqdm(items.items(), desc="labels", unit="item")


def _set_faults(rows: list[_Row], items: Mapping[str, Item]) -> Iterator[Fault]:
    """Shapes that occur twice, and pairs that are parted or whose answers do not differ."""
    place = {row.item: row for row in reversed(rows)}
    shapes: dict[str, str] = {}
    pairs: dict[str, list[str]] = {}
    for name, item in items.items():
        row = place[name]
        if other := shapes.get(item.shape):
            yield Fault(row.file, row.line, name, f"it has the shape of {other}")
        shapes[item.shape] = name
        if item.pair:
            pairs.setdefault(item.pair, []).append(name)
    for pair, names in pairs.items():
        row = place[names[0]]
        if len(names) != 2:
            yield Fault(row.file, row.line, names[0], f"{len(names)} items of the pair {pair}; accepted: two")
        elif len({place[name].file for name in names}) > 1:
            yield Fault(row.file, row.line, names[0], f"the pair {pair} is parted between splits")


def _regenerated(root: Path, spec: TaskSpec, progress: bool) -> Iterator[Fault]:
    try:
        made = export_files(make_tasks(spec, progress=progress))
    except SpiError as error:
        yield Fault(MANIFEST, 0, "", f"its specification cannot be made: {error}")
        return
    present = files_in(root)
    for path in sorted(set(made) - present):
        yield Fault(path, 0, _item_of_path(path), "missing: the specification gives it")
    for path in sorted(present - set(made)):
        yield Fault(path, 0, _item_of_path(path), "the specification does not give it")
    for path in sorted(present & set(made)):
        here, there = (root / path).read_bytes().split(b"\n"), made[path].encode().split(b"\n")
        if here != there:
            line = next(
                (k for k, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there))
            )
            yield Fault(path, line + 1, _item_of_path(path), "not what the specification gives")
