"""The command `spi estimate`: the page of given counts, and what it refuses."""

import json
from pathlib import Path

import pytest

from spi.report.cli import main

COUNTS = """scenario,kind,method,response,count
a,ordinary,baseline,concede,14
a,ordinary,baseline,refuse,6
a,surrogate,prompt,concede,12
a,surrogate,prompt,refuse,8
b,ordinary,baseline,concede,5
b,ordinary,baseline,refuse,15
b,surrogate,prompt,concede,5
b,surrogate,prompt,refuse,15
"""


def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["spi", "estimate", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_counts_are_analysed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, html = tmp_path / "counts.csv", tmp_path / "page.html"
    path.write_text(COUNTS)
    status, out, _ = call(monkeypatch, capsys, str(path), "--html", str(html))
    assert status == 0, _
    assert "counts.csv" in out and "OVERRIDDEN: counts were asked about as they are" in out
    # (−13/950 − 3/152)/2
    assert "-0.01671" in out and "this design can certify" in out and "<svg" in html.read_text()
    status, out, _ = call(monkeypatch, capsys, str(path), "--json", "--epsilon", "1/5")
    found = json.loads(out)["result"]
    assert found["comparisons"][0]["mean_gap"] == "-127/7600" and found["epsilon"] == "1/5"
    # what it prints as JSON is a file of counts, too
    again = tmp_path / "again.json"
    again.write_text(json.dumps({key: found[key] for key in ("responses", "cells")}))
    status, out, _ = call(monkeypatch, capsys, str(again), "--json", "--epsilon", "1/5")
    assert json.loads(out)["result"]["comparisons"] == found["comparisons"]


def test_scenarios_bring_their_games(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS.replace("\na,", "\nbakery-door,").replace("\nb,", "\nparish-hall-key,"))
    status, out, _ = call(monkeypatch, capsys, str(path), "--scenarios", "ours/notes")
    assert status == 0 and "neither party expects less" in out
    assert "neither party expects less" not in call(monkeypatch, capsys, str(path))[1]


def test_a_log_goes_through_the_gate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log.jsonl"
    rows = [
        {"scenario": "a", "kind": kind, "repetition": k, "answer": "concede", "turns": turns}
        for kind, turns in (("ordinary", 1), ("surrogate", 0))
        for k in range(4)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    status, out, _ = call(monkeypatch, capsys, str(path))
    assert status == 2 and "REFUSED (no model): 4 of 8 responses are rejected" in out and "not estimated" in out
    status, out, _ = call(monkeypatch, capsys, str(path), "--override", "to see what is missing")
    # all answers to surrogates are rejected: no gap can be estimated, and it is said
    assert status == 0 and "no scenario has two answers in both arms" in out


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        ("scenario,kind,count\na,b,1\n", (), "response"),
        ("scenario,kind,response,count\n", (), "counts.csv: no counts; accepted: those of one cell or more"),
        (COUNTS, ("--figure", "gaps.doc"), "accepted: a file .svg, .pdf or .png"),
        (COUNTS, ("--answer", "yield"), "no response 'yield'"),
        (COUNTS, ("--alpha", "0.7"), "between 0 and 1/2"),
        (COUNTS, ("--epsilon", "x"), "epsilon"),
        (COUNTS, ("--scenarios", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_is_three(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    options: tuple[str, ...],
    why: str,
) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(text)
    status, _, err = call(monkeypatch, capsys, str(path), *options)
    assert status == 3 and why in err


def test_a_file_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, capsys, str(tmp_path / "none.csv"))[0] == 3
    assert call(monkeypatch, capsys)[0] == 3
