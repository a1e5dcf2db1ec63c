"""The commands about profiles of programs: transform, independence, beliefs."""

import json
from pathlib import Path
from typing import Any

import pytest

import spi

SCHEDULING = "digiovanni-et-al-2024/scheduling-renegotiated"
FIFTY = "clr-agenda-2026/sixty-or-fifty-had-she-known"
PUNISHED = "digiovanni-et-al-2024/punished"


def test_transform_holds_and_fails(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "spi.json"
    code, out, _ = run("transform", SCHEDULING, "--definition", "DCM", "--certificate", str(path))
    assert code == 0 and "nobody is worse off at 6 of 6 profiles" in out
    receipt = spi.check(path.read_bytes())
    assert isinstance(receipt, spi.Receipt) and receipt.answer == "yes"
    code, out, _ = run("transform", "clr-agenda-2026/literal-pseudocode")
    assert code == 1 and "counterexample:" in out and "Player 1 gets 0 instead of 3" in out


def test_transform_asks_for_strictness_only_if_told(run: Any) -> None:
    assert run("transform", "clr-agenda-2026/even-split-of-one-logic")[0] == 0
    assert run("transform", "clr-agenda-2026/even-split-of-one-logic", "--strict")[0] == 1
    assert run("transform", "clr-agenda-2026/even-split-of-one-logic", "--definition", "DCM")[0] == 1
    assert run("transform", SCHEDULING, "--strict", "--factorised")[0] == 0


@pytest.mark.parametrize(("of", "expected"), [("participation", 0), ("foreknowledge", 1), ("absence", 1)])
def test_independence(run: Any, of: str, expected: int) -> None:
    code, out, _ = run("independence", FIFTY, "--of", of)
    assert code == expected
    assert ("nobody would have chosen otherwise" in out) == (expected == 0)
    code, out, _ = run("independence", FIFTY, "--of", of, "--by", "demand", "--json")
    document = json.loads(out)
    assert code == expected and document["answer"] == ("holds" if expected == 0 else "fails")
    assert {cell["which"] for cell in document["result"]["cells"]} == {"participation", "foreknowledge"}


def test_beliefs(run: Any, tmp_path: Path) -> None:
    code, out, _ = run("beliefs", PUNISHED)
    assert code == 1 and "threshold:" in out and "with 1/4" in out and out.count("claim:") == 2
    code, out, _ = run("beliefs", PUNISHED, "--player", "Player 2", "--json")
    document = json.loads(out)
    assert code == 0 and document["result"]["least"]["gain"] == "1" and document["result"]["threshold"] is None
    path = tmp_path / "beliefs.json"
    assert run("beliefs", PUNISHED, "--player", "Player 1", "--certificate", str(path))[0] == 1
    receipt = spi.check(path.read_bytes())
    assert isinstance(receipt, spi.Receipt) and receipt.answer == "no"


@pytest.mark.parametrize("command", ["transform", "independence", "beliefs"])
def test_without_a_file_the_shelf_is_listed(run: Any, command: str) -> None:
    code, out, _ = run(command)
    assert code == 0 and SCHEDULING in out.splitlines()
    assert json.loads(run(command, "--json")[1])["games"] == out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("transform", "ours/chicken"), "load_game reads it"),
        (("transform", SCHEDULING, "--definition", "OC"), "B1, DCM, BCPG"),
        (("independence", SCHEDULING), "no profile"),
        (("independence", FIFTY, "--of", "luck"), "participation, foreknowledge and absence"),
        (("independence", FIFTY, "--by", "luck"), "code, demand and behaviour"),
        (("beliefs", FIFTY), "no beliefs"),
        (("beliefs", PUNISHED, "--player", "Nobody"), "Player 1, Player 2"),
        (("beliefs", PUNISHED, "--json"), "with --player"),
    ],
)
def test_bad_input_exits_3_and_says_what_is_accepted(run: Any, arguments: tuple[str, ...], why: str) -> None:
    code, out, err = run(*arguments)
    assert code == 3 and why in (out if "--json" in arguments else err)
