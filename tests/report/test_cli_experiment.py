"""The command `spi experiment`: runs, goes on, counts."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from spi.report.cli_experiment import register

SPEC = """
scenarios = ["ours/notes"]
names = ["bakery-door", "parish-hall-key"]
repetitions = 2
[models.subject]
kind = "scripted"
concede = { ordinary = "1" }
detect = { surrogate = "1" }
[methods.baseline]
kind = "direct"
model = "subject"
[methods.scaffold]
kind = "scaffold"
of = "baseline"
detector = "subject"
translator = "subject"
"""


@pytest.fixture
def command() -> Any:
    app = typer.Typer(add_completion=False)
    app.callback()(lambda: None)
    register(app)

    def call(*arguments: str) -> int:
        return int(app(["experiment", *arguments], standalone_mode=False))

    return call


def test_a_run_prints_its_counts(tmp_path: Path, command: Any, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "toy.toml"
    spec.write_text(SPEC)
    assert command(str(spec)) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    # baseline: 12 calls; scaffold: 4 surrogate episodes of three calls, 8 others of two
    assert lines[0][:4] == ["episodes:", "24", "of", "24;"] and lines[0][6:8] == ["40", "calls,"]
    assert lines[2] == ["model", "method", "kind", "scenarios", "concede", "refuse", "missing", "errors"]
    rows = {(row[1], row[2]): row[3:] for row in lines[3:]}
    assert rows["baseline", "surrogate"] == ["2", "0", "4", "0", "0"]
    assert rows["scaffold", "surrogate"] == rows["scaffold", "ordinary"] == ["2", "4", "0", "0", "0"]
    assert (tmp_path / "toy" / "responses.jsonl").exists()
    assert command(str(spec), "--by-scenario") == 0
    assert "parish-hall-key" in capsys.readouterr().out


def test_a_budget_is_no_answer_and_the_run_goes_on(
    tmp_path: Path, command: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    spec, folder = tmp_path / "toy.toml", tmp_path / "run"
    spec.write_text("budget = { calls = 5 }\n" + SPEC)
    assert command(str(spec), "--folder", str(folder)) == 2
    assert "stopped:  5 calls are made" in capsys.readouterr().out
    spec.write_text(SPEC)
    assert command(str(spec), "--folder", str(folder), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["command"], found["episodes"], found["calls"], found["stopped"]) == ("experiment", 24, 40, None)
    assert sum(sum(cell["answers"].values()) for cell in found["cells"]) == 24


def test_missing_answers_are_warned_of(tmp_path: Path, command: Any, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "toy.toml"
    spec.write_text(SPEC.replace('concede = { ordinary = "1" }', 'concede = {}\nunreadable = "1"'))
    assert command(str(spec)) == 0
    assert "12 of 12 answers of baseline (subject) are missing; they are not refusals" in capsys.readouterr().out
