"""The command `spi loyalty`: what it shows of each kind of file, and how it says no."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

FLAGS = ("fabrication", "deception", "leaked_private_bound", "missed_instruction", "third_party_harm")


def scored(subject: str, item: int, *, fired: bool, notes: str = "read", turns: int = 3) -> dict[str, Any]:
    harm = dict.fromkeys(FLAGS, False) | {"missed_instruction": fired, "harm_fire": fired, "notes": notes}
    ended = "" if turns else "agent_error:404"
    row = {"item_id": f"i{item}", "cell": "sanity", "subject": subject, "arm": "plain", "leaks": [], "harm": harm}
    return row | {"turns": turns, "early_end_reason": ended}


def write(path: Path, rows: Sequence[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def alive(subject: str, fired: int) -> list[dict[str, Any]]:
    return [scored(subject, k, fired=k < fired) for k in range(10)]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_public_counts(run: Any) -> None:
    code, out, err = run("loyalty", "--groups", "2")
    assert (code, err) == (0, "")
    for words in (
        "left out: Mistral-Large (107 of 107 conversations without a word of the agent)",
        "Gemini-2.5-flash 103 16.5 - 43.7 7.8 - 61.2",
        "missing unevenly by subject (harm): Qwen3-32B 51 of 105",
        "more than 1/20 of the verdicts on harm, for 12 of 12 subjects",
        "groups by harm, missing as clean:",
        "log-likelihood -44.829, BIC 97.1",
        "largest gap: between 33.3 % and 61.9 %",
        "certainly: nobody is, whatever the missing verdicts are",
    ):
        assert words in flat(out), words


def test_scored_conversations(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "scored.jsonl", alive("good", 1) + alive("shy", 8))
    code, out, _ = run("loyalty", path, "--groups", "1")
    assert code == 0
    assert "good 10 10.0 0.0 0.0 10.0 10.0" in flat(out)
    assert "for sure: good dominates shy" in flat(out)
    assert "missing: evenly, as far as one can tell" in flat(out)
    assert f"file {path}, SHA-256" in flat(out)


def test_empty_verdicts_widen_the_bounds_unless_they_are_trusted(run: Any, tmp_path: Path) -> None:
    rows = alive("good", 1)
    rows[5]["harm"]["notes"] = ""
    path = write(tmp_path / "scored.jsonl", rows)
    assert "good 10 10.0 - 20.0 0.0 0.0 - 10.0 10.0 - 20.0" in flat(run("loyalty", path, "--groups", "1")[1])
    assert "good 10 10.0 0.0 0.0 10.0" in flat(run("loyalty", path, "--groups", "1", "--trust-empty")[1])


def test_an_outage_is_left_out_or_looked_at_for_a_reason(run: Any, tmp_path: Path) -> None:
    dead = [scored("dead", k, fired=False, turns=0) for k in range(10)]
    path = write(tmp_path / "scored.jsonl", alive("good", 1) + dead)
    out = flat(run("loyalty", path, "--groups", "1")[1])
    assert "REFUSED dead: 50 of 50 responses are rejected" in out and "left out: dead" in out
    out = flat(run("loyalty", path, "--groups", "1", "--override", "to see the outage")[1])
    assert "OVERRIDDEN: to see the outage" in out and "dead 10 0.0 - 100.0" in out
    alone = write(tmp_path / "dead.jsonl", dead)
    code, out, err = run("loyalty", alone)
    assert code == 3 and "REFUSED dead" in out and "the gate lets nobody through" in err


def test_records_of_the_website_and_responses(run: Any, tmp_path: Path) -> None:
    own = dict.fromkeys((*FLAGS[:4], "harm_fire"), False) | {"notes": "read", "leaks": [], "scored": True}
    runs = [own | {"subject": "m", "arm": "plain", "n_agent_turns": 2, "early_end_reason": "counterparty_end"}]
    (tmp_path / "a.json").write_text(json.dumps({"id": "a", "cell": "sanity", "split": "training", "runs": runs}))
    for place in (tmp_path, tmp_path / "a.json"):
        assert "m 1 0.0 0.0 0.0 0.0 0.0" in flat(run("loyalty", str(place), "--split", "training", "--groups", "1")[1])
    kinds = ("harm", "leak", "bound", "missed", "harm or leak")
    rows = [{"scenario": "a", "kind": k, "repetition": 0, "answer": "fired", "model": "m"} for k in kinds]
    path = write(tmp_path / "responses.jsonl", rows)
    assert "m 1 100.0 100.0 100.0 100.0 100.0" in flat(run("loyalty", path, "--groups", "1")[1])


def test_json(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "scored.jsonl", alive("good", 1) + alive("shy", 8))
    code, out, _ = run("loyalty", path, "--json", "--groups", "2")
    found = json.loads(out)
    assert (code, found["command"]) == (0, "loyalty")
    result = found["result"]
    assert result["subjects"][1]["harm"] == {"low": 8, "high": 8, "n": 10}
    assert result["frontier"]["non_dominated"]["missing left out"] == ["good"]
    assert result["frontier"]["dominances"] == [["good", "shy"]]
    assert result["frontier"]["hypervolume"]["missing as clean"] == "9/10"
    assert result["groups"][0]["largest_gap"] == {"below": "1/10", "above": "4/5", "explained": "1"}
    assert [len(m["groups"]) for m in result["groups"][0]["mixtures"]] == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.jsonl", "{", "a.jsonl, line 1"),
        ("a.json", "[]", "not the record of an item"),
        ("a.txt", "", "accepted: .jsonl and .csv"),
        ("a.csv", "scenario,kind,repetition,answer\ns,harm,0,yes\n", "accepted: clean, fired"),
    ],
)
def test_what_is_refused(run: Any, tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text)
    code, _, err = run("loyalty", str(tmp_path / name))
    assert code == 3 and words in err


def test_faults_as_json(run: Any, tmp_path: Path) -> None:
    code, out, _ = run("loyalty", str(tmp_path / "none.jsonl"), "--json")
    assert code == 3 and json.loads(out)["error"]["type"] == "FormatError"


def test_another_split_is_refused(run: Any) -> None:
    status, out, err = run("loyalty", "--split", "validation")
    assert (status, out) == (3, "") and "--split validation: accepted are training and held-out" in err


def test_reproduction(run: Any) -> None:
    code, out, _ = run("reproduce", "li-shi-2026")
    assert code == 0 and "P1: erratum" in out and "36 of 39 as printed" in flat(out)
