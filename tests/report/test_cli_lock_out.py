"""The command `spi lockout`."""

import json
from pathlib import Path
from typing import Any

import spi

FREEZE, SECOND = "lock-out/value-freeze", "lock-out/moving-second"


def test_a_whole_graph(run: Any) -> None:
    status, out, _ = run("lockout", FREEZE)
    assert status == 0
    assert (
        "frozen, and war: implementation lock-out" in out and "keeping “surrogate, without approval” of Defender" in out
    )
    assert "value-freeze: “never change values without human approval”" in out and "a checklist, not a proof" in out
    document = json.loads(run("lockout", SECOND, "--json")[1])
    states = {entry["state"]: entry for entry in document["result"]["states"]}
    assert states["B is first"]["finding"]["case"] == "incentive"
    assert states["B is first"]["clauses"] == [[{"player": "B", "policy": "swerve"}]]
    assert states["free"]["clauses"] is None
    assert [entry["factor"] for entry in document["result"]["risk_factors"]] == ["moving-second"]


def test_one_state(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "it.json"
    status, out, _ = run("lockout", SECOND, "--at", "B is first", "--certificate", str(path))
    assert status == 0 and out.startswith("HOLDS") and "incentive lock-out" in out
    assert "“renegotiation” asks A for “dare, renegotiate”" in out
    assert isinstance(spi.check(path.read_bytes()), spi.Receipt)
    status, out, _ = run("lockout", SECOND, "--at", "B is first", "--at", "both are bound", "--json")
    document = json.loads(out)
    assert status == 1 and document["answer"] == "fails" and document["result"]["first"] == 1
    assert [finding["case"] for finding in document["result"]["findings"]] == ["open", "incentive", "open"]
    assert document["result"]["commitments"][0]["rule"] == "never swerve"


def test_clauses(run: Any) -> None:
    status, out, _ = run("lockout", FREEZE, "--at", "frozen, and war", "--clause")
    assert status == 0 and "keep “surrogate, without approval” of Defender" in out
    status, out, _ = run("lockout", FREEZE, "--at", "free", "--clause")
    assert status == 0 and "without any further clause" in out
    document = json.loads(run("lockout", FREEZE, "--at", "frozen, and war", "--clause", "--json")[1])
    assert document["result"]["clauses"] == [[{"player": "Defender", "policy": "surrogate, without approval"}]]


def test_other_obstacles_and_no_clause(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("""
kind = "commitments"
players = ["A"]
policies = [["p", "q", "r"]]
payoffs = ["1", "2", "0"]
start = "s"
default = [{ policies = ["p"], probability = "1" }]
space = [["p"]]
moves = [{ rule = "a flood", removes.A = ["q"], steps = [["s", "t"]] }]
transforms = [
  { name = "down", maps.A = { p = "r" } },
  { name = "stay", maps = {} },
  { name = "up", maps.A = { p = "q" } },
]
""")
    status, out, _ = run("lockout", str(path), "--at", "t")
    assert status == 0
    assert "by “down” A loses at (p)" in out and "by “stay” nobody gains" in out and "out of reach" in out
    assert "1. a flood (an event): implementation lock-out" in out
    status, out, _ = run("lockout", str(path), "--at", "t", "--clause")
    assert status == 1 and "no exception clause would leave an SPI" in out
    assert "no exception clause" in run("lockout", str(path))[1]


def test_the_shelf_and_bad_input(run: Any) -> None:
    assert FREEZE in run("lockout")[1].splitlines()
    assert FREEZE in json.loads(run("lockout", "--json")[1])["games"]
    status, _, err = run("lockout", "ours/chicken")
    assert status == 3 and "load_game reads it" in err
    status, _, err = run("show", FREEZE)
    assert status == 3 and "load_commitments reads it" in err
    assert run("lockout", FREEZE, "--clause")[0] == 3
    status, _, err = run("lockout", FREEZE, "--at", "frozen, and war", "--at", "frozen")
    assert status == 3 and "no commitments lead from" in err


def test_exit_status_without_a_lock_out(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("""
kind = "commitments"
players = ["A"]
policies = [["p", "q"]]
payoffs = ["1", "2"]
start = "s"
default = [{ policies = ["p"], probability = "1" }]
space = [["p"]]
transforms = [{ name = "up", maps.A = { p = "q" } }]
moves = []
""")
    status, out, _ = run("lockout", str(path))
    assert status == 1 and "none of the six" in out
    assert "A is content with “q” if she believes () with 1" in run("lockout", str(path), "--at", "s")[1]
