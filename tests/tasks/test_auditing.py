"""Exports: what is in them, that they are proved again, and that each kind of tampering is detected and named."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from spi.errors import FormatError, SpiError
from spi.tasks.auditing import audit_tasks
from spi.tasks.export import MANIFEST, digests_of, export_files, export_tasks, load_tasks, seal, sha256
from spi.tasks.making import TaskSet, make_tasks
from spi.tasks.spec import read_task_spec

Change = Callable[[Path], None]


@pytest.fixture
def copied(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "set"))


def rows(folder: Path, file: str = "test.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / file).read_text().splitlines()]


def edit_row(number: int, change: Callable[[dict[str, Any]], None], *, reseal: bool = False) -> Change:
    def run(folder: Path) -> None:
        found = rows(folder)
        change(found[number])
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        (folder / "test.jsonl").write_text(text)
        if reseal:
            reseal_all(folder, found)

    return run


def reseal_all(folder: Path, found: list[dict[str, Any]]) -> None:
    """What a careful forger does: the manifest agrees with what was changed."""

    def run(manifest: dict[str, Any]) -> None:
        for path in manifest["files"]:
            manifest["files"][path] = sha256((folder / path).read_bytes())
        manifest["samples"].update({row["id"]: digests_of(row) for row in found})

    edit_manifest(run, reseal=True)(folder)


def edit_manifest(change: Callable[[dict[str, Any]], None], *, reseal: bool = False) -> Change:
    def run(folder: Path) -> None:
        manifest = json.loads((folder / MANIFEST).read_text())
        change(manifest)
        if reseal:
            manifest["seal"] = seal(manifest)
        (folder / MANIFEST).write_text(json.dumps(manifest))

    return run


def edit_file(path: str, old: str, new: str) -> Change:
    def run(folder: Path) -> None:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new, 1))

    return run


def faults(folder: Path, **options: bool) -> list[str]:
    return list(map(str, audit_tasks(folder, **options).faults))


def test_an_export_is_proved_again(exported: Path, tasks: TaskSet) -> None:
    audit = audit_tasks(exported)
    assert audit and "every label proved again" in str(audit)
    assert (audit.items, audit.certificates) == (36, 32)  # 16 + 16 + 4 items; attitudes have no certificate
    assert audit.files == 32 + 36 + 2 + 3  # certificates, games, splits, and README.md, task.py, manifest.json
    assert audit_tasks(exported, regenerate=True)
    assert load_tasks(exported) == tasks


def test_files_have_the_bytes_of_the_set(exported: Path, tasks: TaskSet) -> None:
    files = export_files(tasks)
    assert {p.relative_to(exported).as_posix() for p in exported.rglob("*") if p.is_file()} == set(files)
    assert all((exported / path).read_bytes() == text.encode() for path, text in files.items())


def test_lines_have_the_fields_of_inspect(exported: Path, tasks: TaskSet) -> None:
    found = rows(exported, "train.jsonl") + rows(exported)
    assert len(found) == 36 * 2
    for row in found:
        about = row["metadata"]
        assert row["id"] == f"{about['item']}/{about['wording']}" and about["canary"] == tasks.canary
        if about["graded"] and about["form"] == "choice":
            letter = "ABCDEFG".index(row["target"])
            assert row["choices"][letter] == about["answer"] and about["errors"][letter] == ""
            assert f"\n{row['target']}) {about['answer']}\n" in row["input"]
        elif about["graded"]:
            assert row["target"] == about["answer"] and "choices" not in row
        else:
            assert row["target"] == ""
        assert all((exported / path).is_file() for path in [*about["certificates"], *row["files"].values()])


def test_the_card(exported: Path, tasks: TaskSet) -> None:
    card = (exported / "README.md").read_text()
    head = yaml.safe_load(card.split("---\n")[1])
    assert head["license"] == "mit" and head["size_categories"] == ["n<1K"]
    assert head["configs"][0]["data_files"] == [
        {"split": "train", "path": "train.jsonl"},
        {"split": "test", "path": "test.jsonl"},
    ]
    for words in (
        f"Canary: {tasks.canary}",
        "36 items about safe Pareto improvements, 72 questions",
        "| train | 28 | 3/4 |",
        "| demo-spi | 16 | 8 | 8 | actions (4 to 6) | Is there a strict safe Pareto improvement? |",
        "* demo-spi: no (8), yes (8)",
        "4 items are about matters on which theorists disagree: they are asked and never scored",
        "spi tasks verify FOLDER --regenerate",
        "## Known limits",
    ):
        assert words in card, words


def test_the_certificates_are_accepted_with_nothing_but_the_standard_library(exported: Path) -> None:
    command = [sys.executable, "-S", "-m", "spi.checker", str(exported / "certificates")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0 and "32 accepted, 0 refused" in done.stdout


def change_answer(row: dict[str, Any]) -> None:
    row["metadata"]["answer"] = "yes" if row["metadata"]["answer"] == "no" else "no"


def change_both(row: dict[str, Any]) -> None:
    """A wrong label that is consistent: answer, target and errors."""
    change_answer(row)
    right = row["choices"].index(row["metadata"]["answer"])
    row["target"] = "AB"[right]
    row["metadata"]["errors"] = ["" if k == right else "guess" for k in range(2)]


def first(folder: Path) -> str:
    return str(rows(folder)[0]["metadata"]["item"])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (edit_row(0, lambda row: row.update(input=row["input"].replace("20", "21", 1))), "{0}: input is not what"),
        (edit_row(0, lambda row: row.update(input="Hello")), "{0}: the input of demo-spi-1-0004a/formal does not end"),
        (edit_row(0, lambda row: row.update(choices=["no", "maybe"])), "{0}: choices is not what"),
        (edit_row(0, lambda row: row.update(target="Z")), "{0}: target is not what"),
        (edit_row(0, lambda row: row["metadata"].update(seed=1)), "{0}: metadata is not what"),
        (edit_row(0, lambda row: row["metadata"].update(seed=1)), "{0}: its questions have different seeds"),
        (edit_row(0, lambda row: row["metadata"].update(canary="none")), "{0}: its canary is not that of the manifest"),
        (edit_row(0, lambda row: row["metadata"].update(split="train")), "{0}: its split is 'train'"),
        (
            edit_row(0, lambda row: row.update(id="other")),
            "line 1, item demo-spi-1-0004a: the manifest has no question",
        ),
        (edit_row(0, lambda row: row.update(id="other")), "the question demo-spi-1-0004a/formal is missing"),
        (edit_row(0, lambda row: row.pop("metadata")), "test.jsonl, line 1: no question"),
        (lambda folder: (folder / "test.jsonl").write_text("{\n"), "test.jsonl, line 1: not JSON"),
        (edit_file("README.md", "Canary", "canary"), "README.md: its SHA-256 is"),
        (edit_file("task.py", "split", "part"), "task.py: its SHA-256 is"),
        (edit_manifest(lambda m: m.update(seed=12)), "manifest.json: its seal is not that of its content"),
        (edit_manifest(lambda m: m.update(seed=12)), "manifest.json: seed 12, but 11 in its specification"),
        (edit_manifest(lambda m: m.update(canary="mine")), "manifest.json: its canary is not that of its seed"),
        (edit_manifest(lambda m: m.update(generator="mine")), "manifest.json: made by mine; this is spi-tasks 1"),
        (edit_manifest(lambda m: m["files"].update({"task.py": "0"})), "task.py: its SHA-256 is"),
        (
            edit_manifest(lambda m: m["spec"].update(count=0)),
            "its specification cannot be read: manifest.json: count = 0",
        ),
        (lambda folder: (folder / "notes.txt").write_text("hello"), "notes.txt: not in the manifest"),
        (lambda folder: (folder / "train.jsonl").unlink(), "train.jsonl: missing: the manifest lists it"),
    ],
)
def test_tampering_is_named(copied: Path, change: Change, named: str) -> None:
    place = f"test.jsonl, line 1, item {first(copied)}"
    change(copied)
    found = faults(copied)
    assert any(named.format(place) in fault for fault in found), found


def test_a_changed_certificate_is_refused_by_name(copied: Path) -> None:
    name = first(copied)
    path = f"certificates/{name}/exists-spi.json"
    edit_file(path, '"answer": "', '"answer": "not ')(copied)
    found = faults(copied)
    assert any(fault.startswith(f"{path}, item {name}: its SHA-256 is") for fault in found)
    assert any(fault.startswith(f"{path}, item {name}: refused at claim.answer") for fault in found)


def test_a_certificate_of_another_game_is_named(copied: Path) -> None:
    one, two = (row["metadata"]["item"] for row in rows(copied)[:4:2])  # a minimal pair, whose answers differ
    shutil.copy(copied / f"certificates/{two}/exists-spi.json", copied / f"certificates/{one}/exists-spi.json")
    reseal_all(copied, rows(copied))
    found = faults(copied)
    assert any(f.startswith(f"test.jsonl, line 1, item {one}: the certificates prove") for f in found)
    assert any(f.startswith(f"games/{one}/game.toml, item {one}: no certificate is about this game") for f in found)


def test_a_changed_game_is_named_even_if_the_manifest_agrees(copied: Path) -> None:
    name = first(copied)
    path = f"games/{name}/game.toml"
    edit_file(path, '["36, 33"', '["36, 34"')(copied)
    reseal_all(copied, rows(copied))
    [fault] = faults(copied)
    assert fault.startswith(f"{path}, item {name}: no certificate is about this game, whose digest is ")
    edit_file(path, "payoffs", "pay")(copied)
    assert any(f.startswith(f"{path}, item {name}: ") and "pay" in f for f in faults(copied))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda row: row.update(target="AB"), "target is 'AB', and the answer"),
        (change_answer, "the only option without an error has to be it"),
        (change_both, "the certificates prove"),
        (lambda row: row.update(choices=["no", "no"]), "does not end with its choices"),
        (
            lambda row: row["metadata"]["asks"].update(strict="no"),
            "the family derives no answer from these certificates",
        ),
        (lambda row: row["metadata"].update(family="demo-steps"), "the certificates prove '"),
        (
            lambda row: row["metadata"].update(errors=["", "haste"]),
            "has the error 'haste', which is none of the family's",
        ),
        (lambda row: row["metadata"].update(family="none"), "no family of tasks 'none'"),
        (lambda row: row["metadata"].update(form="poem"), "its form is 'poem'"),
        (lambda row: row["metadata"].update(certificates=[]), "it is graded, and no certificate proves it"),
        (lambda row: row["metadata"].update(certificates=["../../x"]), "outside of the export"),
        (lambda row: row["metadata"].update(certificates=["certificates/x.json"]), "cannot be read"),
        (lambda row: row["metadata"].update(difficulty="1"), "its metadata have difficulty = '1'; accepted: int"),
        (lambda row: row["metadata"].pop("shape"), "its metadata; accepted: an object with"),
        (lambda row: row["metadata"].update(pair="other"), "2 items of the pair"),
    ],
)
def test_a_forger_with_a_new_manifest_is_found_by_the_certificates(
    copied: Path, change: Callable[[dict[str, Any]], None], named: str
) -> None:
    found = rows(copied)
    for row in found[:2]:  # both wordings of one item
        change(row)
    (copied / "test.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))
    reseal_all(copied, found)
    said = faults(copied)
    if "items of the pair" in named:
        named = "items of the pair other; accepted: two"
    assert any(named in fault for fault in said), said
    assert all("SHA-256" not in fault and "seal" not in fault for fault in said)


def test_only_regeneration_finds_a_question_that_was_changed_with_its_manifest(copied: Path) -> None:
    edit_row(0, lambda row: row.update(input=row["input"].replace("20", "21", 1)), reseal=True)(copied)
    assert faults(copied) == []
    found = faults(copied, regenerate=True)
    assert "test.jsonl, line 1: not what the specification gives" in found
    assert any(fault.startswith("manifest.json") for fault in found)


def test_regeneration_names_what_is_missing_and_what_is_more(copied: Path) -> None:
    (copied / "more.txt").write_text("")
    (copied / "README.md").unlink()
    found = faults(copied, regenerate=True)
    assert "more.txt: the specification does not give it" in found
    assert "README.md: missing: the specification gives it" in found


def test_twins_and_parted_pairs_are_named(copied: Path) -> None:
    found = rows(copied)
    for row in found[:2]:
        row["metadata"]["shape"] = found[2]["metadata"]["shape"]
    (copied / "test.jsonl").write_text("".join(json.dumps(row) + "\n" for row in found[:2] + found[4:]))
    with open(copied / "train.jsonl", "a") as file:
        file.writelines(json.dumps(row) + "\n" for row in found[2:4])
    said = faults(copied)
    assert any("it has the shape of" in fault for fault in said)
    assert any("the pair demo-spi-1-0004 is parted between splits" in fault for fault in said)


def test_a_folder_that_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no manifest\.json here"):
        audit_tasks(tmp_path)
    (tmp_path / MANIFEST).write_text("{}")
    with pytest.raises(FormatError, match="not the manifest of a set of tasks"):
        audit_tasks(tmp_path)


def test_nothing_is_overwritten_but_an_earlier_export(tasks: TaskSet, tmp_path: Path) -> None:
    small = make_tasks(read_task_spec('seed = 1\nfamilies = ["demo-steps"]\ncount = 1\ndifficulties = [1]'))
    folder = tmp_path / "new" / "set"
    export_tasks(small, folder)
    with pytest.raises(SpiError, match="is not empty; accepted: a new folder, or an earlier export with --force"):
        export_tasks(tasks, folder)
    assert audit_tasks(folder)
    export_tasks(tasks, folder, force=True)
    assert load_tasks(folder) == tasks and os.listdir(folder.parent) == ["set"]
    (folder / "mine.txt").write_text("my notes")
    with pytest.raises(SpiError, match=r"has mine\.txt, which is not of the export and would be lost"):
        export_tasks(small, folder, force=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(SpiError, match="is no folder"):
        export_tasks(small, tmp_path / "file", force=True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("")
    with pytest.raises(SpiError, match="is not an earlier export, and is left alone"):
        export_tasks(small, tmp_path / "full", force=True)
    (tmp_path / "empty").mkdir()
    export_tasks(small, tmp_path / "empty")
    assert audit_tasks(tmp_path / "empty")


def test_an_export_that_fails_leaves_nothing_behind(
    tasks: TaskSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "README.md":
            raise OSError(28, "No space left on device")
        return written(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SpiError, match="No space left on device"):
        export_tasks(tasks, tmp_path / "set")
    assert list(tmp_path.iterdir()) == []
