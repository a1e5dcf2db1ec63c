"""The command `enumerate`: exit codes, text, JSON, certificates, and the options of long runs."""

import json
from pathlib import Path
from typing import Any

import pytest

import spi

ALL, FAMILIES = "ours/all-commitments", "ours/families-of-renegotiators"


def test_text_of_what_holds(run: Any, tmp_path: Path) -> None:
    """Of the three last answers to three, 1, 2 and 2, 1 are improved: 2 * 27 * 27 = 1,458 of 81 * 81 profiles."""
    path = tmp_path / "spi.json"
    code, out, err = run("enumerate", ALL, "--strict", "--certificate", str(path))
    assert code == 0 and out.startswith("HOLDS") and "6,561 profiles" in err
    for line in ("81 × 81 programs, 6,561 profiles", "3 × 3 classes", "worse:          0", "better:         1,458"):
        assert line in out
    receipt = spi.check(path.read_bytes())
    assert isinstance(receipt, spi.Receipt) and (receipt.kind, receipt.answer) == ("enumeration", "yes")


def test_text_of_what_fails(run: Any) -> None:
    code, out, _ = run("enumerate", FAMILIES)
    assert code == 1 and out.startswith("FAILS") and "Player 1 gets 1 instead of 3" in out


def test_json(run: Any) -> None:
    code, out, err = run("enumerate", ALL, "--json")
    document = json.loads(out)
    assert code == 0 and not err and (document["command"], document["answer"]) == ("enumerate", "holds")
    result = document["result"]
    assert (result["sizes"], result["worse"], result["better"]) == ([81, 81], 0, 1458)
    assert sum(pair["count"] for pair in result["pairs"]) == 81 * 81
    assert result["violation"] is None and result["improvement"]["player"] == "Player 1"
    code, out, _ = run("enumerate", FAMILIES, "--json")
    document = json.loads(out)
    assert code == 1 and document["answer"] == "fails" and document["trusted"] == []
    assert document["result"]["violation"]["player"] == "Player 1"
    # one and two, and renegotiators of three defaults and two proposals
    assert document["result"]["sizes"] == [8, 8]


def test_threads_and_folders_change_nothing(run: Any, tmp_path: Path) -> None:
    for name, code in ((ALL, 0), (FAMILIES, 1)):
        plain = run("enumerate", name, "--json")
        assert plain[0] == code
        code, out, _ = run("enumerate", name, "--json", "--threads", "2")
        counted = json.loads(plain[1])["result"]["counted"]
        assert code == plain[0] and out.replace(f"{counted}, by an executor", counted) == plain[1]
        again = [run("enumerate", name, "--json", "--folder", str(tmp_path / "shards")) for _ in range(2)]
        assert again == [plain, plain]


def test_too_small_a_budget_is_unknown(run: Any) -> None:
    code, out, _ = run("enumerate", FAMILIES, "--budget", "63")
    assert code == 2 and out.startswith("UNKNOWN")
    code, out, _ = run("enumerate", FAMILIES, "--budget", "63", "--json")
    assert code == 2 and json.loads(out)["answer"] == "unknown"


def test_without_a_file_the_shelf_is_listed(run: Any) -> None:
    code, out, _ = run("enumerate")
    assert code == 0 and {ALL, FAMILIES} <= set(out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("enumerate", "ours/chicken"), "load_game reads it"),
        (("enumerate", "ours/no-such-file"), "no-such-file"),
        (("enumerate", ALL, "--threads", "0"), "--threads"),
        (("enumerate", ALL, "--budget", "0"), "--budget"),
    ],
)
def test_bad_input_exits_3_and_says_what_is_accepted(run: Any, arguments: tuple[str, ...], why: str) -> None:
    code, _, err = run(*arguments)
    assert code == 3 and why in err
