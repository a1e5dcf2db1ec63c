"""The commands `spi tasks …`: what they print, their exit statuses, their JSON, and how they say no."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.tasks.conftest import SPEC


def test_make_verify_and_score(run: Any, tmp_path: Path, exported: Path) -> None:
    spec, out = tmp_path / "tasks.toml", tmp_path / "set"
    spec.write_text(SPEC)
    code, said, _ = run("tasks", "make", str(spec), "-o", str(out))
    assert code == 0 and said.strip() == f"{out}: 36 items (train 28, test 8), 72 questions"
    assert (out / "manifest.json").read_bytes() == (exported / "manifest.json").read_bytes()
    code, said, _ = run("tasks", "verify", str(out))
    assert code == 0 and "36 items, 32 certificates, 73 files; every label proved again" in said
    lines = [
        json.loads(line) for name in ("train", "test") for line in (out / f"{name}.jsonl").read_text().splitlines()
    ]
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(json.dumps({"id": r["id"], "answer": f"ANSWER: {r['target']}"}) + "\n" for r in lines))
    code, said, _ = run("tasks", "score", str(out), str(answers))
    assert code == 0 and "all 64 64 0 0 1" in " ".join(said.split())
    code, said, _ = run("tasks", "score", str(out), str(answers), "--json")
    document = json.loads(said)
    assert document["command"] == "tasks score" and document["result"]["all"]["accuracy"] == "1"
    code, _, err = run("tasks", "make", str(spec), "-o", str(out))
    assert code == 3 and "--force" in err
    assert run("tasks", "make", str(spec), "-o", str(out), "--force", "--json")[0] == 0


def test_a_change_is_exit_status_1(run: Any, tmp_path: Path, exported: Path) -> None:
    copied = shutil.copytree(exported, tmp_path / "set")
    (copied / "README.md").write_text("")
    code, said, _ = run("tasks", "verify", str(copied))
    assert code == 1 and "1 faults\nREADME.md: its SHA-256 is e3b0c44298fc…" in said  # the SHA-256 of nothing
    code, said, _ = run("tasks", "verify", str(copied), "--regenerate", "--json")
    faults = json.loads(said)["result"]["faults"]
    assert code == 1 and [(f["file"], f["line"]) for f in faults] == [("README.md", 0), ("README.md", 1)]


def test_report(run: Any, exported: Path) -> None:
    code, said, _ = run("tasks", "report", str(exported))
    assert code == 0 and "demo-spi: 16 items, 8 pairs, 8 controls" in said and "NOT NEAR" not in said
    code, said, _ = run("tasks", "report", str(exported), "--json", "--level", "0.99")
    found = json.loads(said)["result"]
    assert code == 0 and found["fair"] and found["level"] == "99/100"
    assert found["families"][0]["answers"] == {"no": 8, "yes": 8}


def test_list(run: Any) -> None:
    code, said, _ = run("tasks", "list")
    assert code == 0 and "demo-spi: Is there a strict safe Pareto improvement? Grows with difficulty: actions." in said
    assert "    guess: Not thinking about it." in said
    names = [family["name"] for family in json.loads(run("tasks", "list", "--json")[1])["result"]["families"]]
    assert names == sorted(names) and "demo-steps" in names


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["make", "none.toml", "-o", "x"], "cannot be read"),
        (["make", "none.toml"], "Missing option"),
        (["verify", "nowhere"], "no manifest.json here; accepted: a folder that `spi tasks make` wrote"),
        (["report", "nowhere"], "no manifest.json here; accepted: a folder that `spi tasks make` wrote"),
        (["score", "nowhere", "none.jsonl"], "none.jsonl: cannot be read"),
        (["solve"], "No such command"),
    ],
)
def test_bad_input_is_exit_status_3(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run("tasks", *arguments)
    assert code == 3 and words in err
