"""The command `spi score`: transcripts, logs, tournaments."""

import json
from pathlib import Path
from typing import Any

import pytest

from spi.empirical.tournaments import run_tournament
from spi.negotiation.play.strategies import boulware, conceder
from spi.negotiation.scenariofile import load_negotiation

DONE = "We agree on all issues."


def write(path: Path, first: dict[str, str] | None, second: dict[str, str] | None, **more: Any) -> str:
    turns = [
        {"side": k, "round": 1, "message": DONE, "noted": noted, "offered": {}}
        for k, noted in enumerate((first, second))
    ]
    path.write_text(json.dumps({"scenario": "negotiation/flat-and-lease", "turns": turns, **more}))
    return str(path)


MIDDLE = {"rent": "1000", "lease": "36 months"}


def test_an_agreement_in_both_views(run: Any, tmp_path: Path) -> None:
    """The middle of everything: welfare 1 of 5/3, Nash product 1/4 of 2/3, and 5/6 is called optimal there."""
    path = write(tmp_path / "talk.json", MIDDLE, MIDDLE)
    status, out, _ = run("score", path)
    words = " ".join(out.split())
    assert status == 0 and "hard: deal: 1000, 36 months" in words and "121, 11 of them Pareto-optimal" in words
    assert "welfare regret 2/3" in words and "Nash ratio 3/8" in words and "optimal 5/6" in words
    assert "0 of 0 that can be compared (1 not comparable, 0 missing)" in words
    document = json.loads(run("score", path, "--json")[1])
    assert (document["schema"], document["command"]) == (1, "score")
    result = document["result"]
    assert result["results"]["hard"]["payoffs"] == ["1/2", "1/2"] and result["results"]["hard"]["efficient"] is False
    assert result["results"]["stated"]["status"] == "invalid" and result["completion"]["online"] == "full agreement"
    assert result["by_side"][0]["internal"] == {
        "faithful": 0, "unfaithful": 0, "not_comparable": 1, "missing": 0, "rate": None
    }  # fmt: skip
    assert result["lamen"]["internal"] == ["1", "1"] and result["lamen"]["optimal"] == "5/6"


def test_two_private_beliefs_are_no_result(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "talk.json", MIDDLE, MIDDLE | {"rent": "1500"})
    status, out, _ = run("score", path)
    assert status == 2 and "their notes differ on rent" in " ".join(out.split()) and "welfare" not in out
    lost = write(tmp_path / "lost.json", {"rent": "900"}, {"lease": "12 months"})
    status, out, _ = run("score", lost)
    assert status == 2 and "online: full agreement; offline: disagreeing internal states" in " ".join(out.split())


def test_a_stated_result_counts(run: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "talk.json", None, None, result={"no deal": "walked away"})
    status, out, _ = run("score", path)
    assert status == 0 and "stated: no deal: walked away" in " ".join(out.split()) and "welfare regret" in out


def test_logs_of_lamen(run: Any, tmp_path: Path) -> None:
    log = tmp_path / "run.csv"
    note = "\"{'rent': '900'}\""
    log.write_text(f"agent_id,round,note,message,issues_state\n0,0,n,hi,{note}\n1,0,n,ho,{note}\n")
    status, out, _ = run("score", str(log), "--scenario", "negotiation/flat-and-lease")
    words = " ".join(out.split())
    assert status == 0 and "repaired: rounds are counted from 0" in words
    assert "offline: aligning internal states, textual disagreement; complete: in-progress" in words
    assert run("score", str(log))[0] == 3


@pytest.fixture
def log(tmp_path: Path) -> str:
    path = tmp_path / "games.jsonl"
    coins = load_negotiation("negotiation/ten-coins")
    run_tournament({"boulware": boulware(), "conceder": conceder()}, {"coins": coins}, path)
    return str(path)


def test_tournaments(run: Any, log: str) -> None:
    """Of two proposals: one that waits asks for all; one that hurries has given up (1/2)^(1/5) = 0.87 by the second."""
    status, out, _ = run("score", log)
    words = " ".join(out.split())
    assert status == 0 and "8 games" in words and "self-play" in words and "cross-play" in words
    assert "boulware and conceder (cross-play) coins 4 4 0 0" in words
    found = json.loads(run("score", log, "--json")[1])["tournament"]
    assert [p["kind"] for p in found["pairs"]] == ["self-play", "self-play", "cross-play"]
    gains = {(c["agent"], c["opponent"]): c["mean"] for c in found["cross_play"]}
    # boulware first: 10 is asked for, 8 is offered back, and taken; boulware second: 10, 10 back, and that is taken
    assert gains == {("boulware", "conceder"): "9/10", ("conceder", "boulware"): "1/10"}
    # coins are zero-sum: all is efficient, which says nothing
    assert found["pareto_shares"] == {"coins": "1"} and found["pairs"][2]["efficient"] == 4
    assert found["pairs"][2]["mean_regret"] == "0" and "of the outcomes of coins, 1 are Pareto-optimal" in words
    assert {m["agent"] for m in found["self_play"]} == {"boulware", "conceder"}
    assert run("score", log, "--scenario", "negotiation/ten-coins")[0] == 3


def test_faults(run: Any, tmp_path: Path) -> None:
    status, _, errors = run("score", str(tmp_path / "none.json"))
    assert status == 3 and "cannot be read" in errors
    assert "accepted: a transcript, .json, or a log of LAMEN, .csv" in errors
    status, _, errors = run("score", str(tmp_path / "none.jsonl"))
    assert status == 3 and "cannot be read" in errors and "accepted: " in errors
    (tmp_path / "log.csv").write_text("")
    status, _, errors = run("score", str(tmp_path / "log.csv"))
    assert status == 3 and "accepted: with scenario= (--scenario NAME)" in errors
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"scenario": "negotiation/flat-and-lease", "turns": [{"side": 9, "round": 1}]}')
    status, _, errors = run("score", str(wrong))
    assert status == 3 and "turn 1 is of side 9" in errors
