"""Transcripts as JSON: round trips, and faults with their place."""

import json
from pathlib import Path
from typing import Any

import pytest

from spi.errors import FormatError, ShelfError
from spi.negotiation.scenario_writing import write_negotiation
from spi.negotiation.transcriptfile import load_transcript, read_transcript, transcript_json
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Turn, transcript
from tests.negotiation.scoring.talks import flat, offer

FLAT = flat()
TURNS = [Turn(0, 1, "propose", "n", "m", offer(rent=900), offer(900, 12)), Turn(1, 1, "talk", noted=())]


@pytest.mark.parametrize("result", [Deal(("900", "12 months")), NoDeal("walked away"), Invalid("two deals")])
def test_round_trip(result: Any) -> None:
    played = transcript(FLAT, TURNS, result, provenance=(("seed", "1"),))
    data = json.loads(json.dumps(transcript_json(played)))
    assert read_transcript(FLAT, data) == played
    assert data["turns"][1]["noted"] == {} and data["turns"][1]["offered"] is None


def test_short_form() -> None:
    played = read_transcript(FLAT, {"turns": [{"side": 1, "round": 1, "message": "hello"}]})
    assert played.turns == (Turn(1, 1, message="hello"),) and isinstance(played.result, Invalid)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "no object"),
        ({"turns": [3]}, "turn 1 is no object"),
        ({"turns": [{"side": 0, "round": 1, "said": "x"}]}, "turn 1 has the field 'said'"),
        ({"turns": [{"side": "0", "round": 1}]}, "turn 1: side is '0'"),
        ({"turns": [{"side": 0}]}, "turn 1: round is None"),
        ({"turns": [{"side": 7, "round": 1}]}, "turn 1 is of side 7"),
        ({"turns": [{"side": 0, "round": 1, "note": 1}]}, "turn 1: note is 1"),
        ({"turns": [{"side": 0, "round": 1, "offered": ["rent"]}]}, "turn 1: offered"),
        ({"turns": [{"side": 0, "round": 1, "offered": {"rent": "950"}}]}, "turn 1: rent has no option '950'"),
        ({"turns": [], "result": {}}, "accepted: an object with 'deal'"),
        ({"turns": [], "result": {"deal": {"rent": "900"}, "invalid": ""}}, "accepted: an object with 'deal'"),
        ({"turns": [], "result": {"deal": {"rent": "900"}}}, "does not settle term"),
        ({"turns": [], "result": {"deal": {"rent": "900", "term": "12 months", "pets": "no"}}}, "no issue"),
        ({"turns": [], "result": {"no deal": 3}}, "are strings"),
        ({"turns": [], "result": {"no deal": "", "conflict": "war"}}, "no conflict outcome 'war'"),
        ({"turns": [], "provenance": {"seed": 1}}, "an object of strings"),
    ],
)
def test_faults(data: Any, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_transcript(FLAT, data)


def test_files(tmp_path: Path) -> None:
    played = transcript(FLAT, TURNS, Deal(("900", "12 months")))
    path = tmp_path / "talk.json"
    path.write_text(json.dumps({"scenario": write_negotiation(FLAT), **transcript_json(played)}))
    assert load_transcript(path) == (played, ())
    (tmp_path / "flat.toml").write_text(write_negotiation(FLAT))
    path.write_text(json.dumps(transcript_json(played)))
    assert load_transcript(path, scenario=str(tmp_path / "flat.toml"))[0] == played
    with pytest.raises(FormatError, match="scenario is missing"):
        load_transcript(path)
    with pytest.raises(ShelfError):
        load_transcript(path, scenario="negotiation/nothing")
    path.write_text("{")
    with pytest.raises(FormatError, match="not JSON"):
        load_transcript(path)
    with pytest.raises(FormatError, match=r"cannot be read: .*; accepted: a transcript, .json"):
        load_transcript(tmp_path / "none.json")
    log = tmp_path / "run.csv"
    log.write_text("agent_id,round,note,message,issues_state\n0,0,n,hi,\"{'rent': '$900'}\"\n")
    found, repairs = load_transcript(log, scenario=str(tmp_path / "flat.toml"))
    assert found.turns[0].noted == offer(rent=900) and repairs
    with pytest.raises(FormatError, match="with scenario="):
        load_transcript(log)
