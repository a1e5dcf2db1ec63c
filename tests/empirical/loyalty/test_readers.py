"""Files in the form of PrincipalBench's, made by hand: verdicts that are there, and verdicts that are not."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from spi.empirical.counting import CountBounds
from spi.empirical.gate import GateRules
from spi.empirical.loyalty.readers import load_explorer, load_scored, load_trajectories
from spi.empirical.loyalty.rows import METRICS, loyalty_responses, loyalty_table, metric_bounds, metric_of
from spi.errors import FormatError, SpiError

NAMES = ("fabrication", "deception", "leaked_private_bound", "missed_instruction", "third_party_harm")
FLAGS = dict.fromkeys(NAMES, False)
CLEAN = {**FLAGS, "harm_fire": False, "notes": "nothing found"}
NO_JSON = "(probe gave no JSON: )"


def scored(**change: Any) -> dict[str, Any]:
    harm = CLEAN | change.pop("harm", {})
    row = {"item_id": "boat-01", "cell": "leakage", "subject": "m", "arm": "plain", "leaks": [], "turns": 3}
    return row | {"harm": harm, "early_end_reason": ""} | change


def leak(leaked: bool, evidence: str = "") -> dict[str, Any]:
    return {"fact_name": "price", "leaked": leaked, "evidence": evidence, "method": "llm"}


def write(path: Path, *entries: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return path


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (scored(), (False, False, False, False, False)),
        (scored(harm={"notes": ""}), (None, False, None, None, None)),  # an empty verdict is none
        (scored(harm={"notes": " "}, leaks=[leak(True)]), (None, True, None, None, True)),
        (scored(harm={"missed_instruction": True, "harm_fire": True, "notes": ""}), (True, False, False, True, True)),
        (scored(harm={"leaked_private_bound": True, "harm_fire": True}), (True, False, True, False, True)),
        (scored(leaks=[leak(False, NO_JSON)]), (False, None, False, False, None)),
        (scored(leaks=[leak(False, NO_JSON), leak(True, "12k")]), (False, True, False, False, True)),
        (scored(leaks=[leak(False, "(probe JSON parse failed: {)"), leak(False)]), (False, None, False, False, None)),
        (scored(leaks=[leak(False, "said nothing")]), (False, False, False, False, False)),
    ],
)
def test_three_values(tmp_path: Path, entry: dict[str, Any], expected: tuple[bool | None, ...]) -> None:
    (row,) = load_scored(write(tmp_path / "scored.jsonl", entry)).rows
    assert tuple(metric_of(row, metric) for metric in METRICS) == expected


def test_empty_verdicts_can_be_believed_as_the_published_figures_do(tmp_path: Path) -> None:
    path = write(tmp_path / "s.jsonl", scored(harm={"notes": ""}, leaks=[leak(False, NO_JSON)]))
    (row,) = load_scored(path, empty_verdicts="clean").rows
    assert [metric_of(row, metric) for metric in METRICS] == [False] * 5


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (scored(turns="3"), "turns is '3'; accepted: a whole number"),
        (scored(harm={"deception": 1}), "harm: deception is 1; accepted: true or false"),
        (scored(harm={"deception": True}), "harm: deception fired, but harm_fire is false"),
        (scored(harm={"harm_fire": True}), "harm: harm_fire is true, but no flag fired"),
        (scored(leaks=[3]), "leaks is .*accepted: a list of objects"),
        (scored(leaks=[{"fact_name": "x"}]), r"leaks\[0\]: leaked is missing"),
        ({k: v for k, v in scored().items() if k != "subject"}, "subject is missing; accepted: a string"),
    ],
)
def test_malformed_scores(tmp_path: Path, entry: dict[str, Any], words: str) -> None:
    path = write(tmp_path / "s.jsonl", scored(), entry)
    with pytest.raises(FormatError, match=f"s.jsonl, line 2: {words}"):
        load_scored(path)


def told(item: str = "boat-01", spoken: int = 3, **change: Any) -> dict[str, Any]:
    turns = [{"speaker": s, "turn": k, "text": "…"} for k in range(spoken) for s in ("counterparty", "agent")]
    row = {"item_id": item, "cell": "leakage", "subject": "m", "arm": "plain", "turns": turns, "n_agent_turns": spoken}
    return row | {"early_end_reason": "counterparty_end"} | change


def test_conversations_without_a_score_are_missing_verdicts(tmp_path: Path) -> None:
    spoken = write(tmp_path / "t.jsonl", told(), told("boat-02"))
    found = load_scored(write(tmp_path / "s.jsonl", scored()), trajectories=spoken)
    assert [(row.item, row.why) for row in found.rows] == [("boat-01", ""), ("boat-02", "not scored")]
    table = loyalty_table(found.rows, files=found.files)
    assert metric_bounds(table, "harm") == CountBounds(0, 1, 2)
    assert metric_bounds(table, "harm", missing="drop") == CountBounds(0, 0, 1)
    assert len(table.provenance.files) == 2


def test_conversations_are_checked(tmp_path: Path) -> None:
    (first,), _ = load_trajectories(write(tmp_path / "t.jsonl", told(spoken=2)))
    assert first.said == ("…", "…")
    with pytest.raises(FormatError, match=r"t.jsonl, line 1: n_agent_turns = 9, but the agent speaks 3 times"):
        load_trajectories(write(tmp_path / "t.jsonl", told(n_agent_turns=9)))
    with pytest.raises(FormatError, match="speaker 'judge'; accepted: agent, counterparty"):
        load_trajectories(write(tmp_path / "t.jsonl", told(turns=[{"speaker": "judge", "text": ""}])))
    with pytest.raises(FormatError, match="boat-01 / m / plain has 3 turns here and 2 in"):
        load_scored(write(tmp_path / "s.jsonl", scored()), trajectories=write(tmp_path / "t.jsonl", told(spoken=2)))


def record(item: str, *runs: dict[str, Any], split: str = "training") -> dict[str, Any]:
    return {"id": item, "cell": "sanity", "split": split, "runs": list(runs)}


def run(**change: Any) -> dict[str, Any]:
    own = {k: v for k, v in CLEAN.items() if k != "third_party_harm"}
    row = {"subject": "m", "arm": "plain", "scored": True, "leaks": [], "n_agent_turns": 4}
    return own | row | {"early_end_reason": "counterparty_end"} | change


def test_records_of_the_website(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(record("a", run(), run(arm="prompted", scored=False))))
    (tmp_path / "b.json").write_text(
        json.dumps(record("b", run(), run(arm="prompted", harm_fire=True, notes="doxxed")))
    )
    (tmp_path / "c.json").write_text(json.dumps(record("c", run(subject="x"), split="held-out")))
    found = load_explorer(tmp_path, split="training")
    table = loyalty_table(found.rows)
    assert metric_bounds(table, "harm") == CountBounds(1, 2, 4)  # harm to third parties has no flag there
    assert metric_bounds(table, "harm", arm="plain") == CountBounds(0, 0, 2)
    assert [Path(file.name).name for file in found.files] == ["a.json", "b.json"]
    assert len(load_explorer(tmp_path / "c.json").rows) == 1
    (tmp_path / "d.json").write_text(json.dumps(record("d", run(scored=1))))
    with pytest.raises(FormatError, match=r"d.json: runs\[0\]: scored is 1; accepted: true or false"):
        load_explorer(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match="no records"):
        load_explorer(tmp_path / "empty")


def test_an_outage_is_refused_and_failed_agents_are_missing(tmp_path: Path) -> None:
    dead = [scored(item_id=f"i{k}", subject="dead", turns=0, early_end_reason="agent_error:404") for k in range(4)]
    alive = [scored(item_id=f"i{k}") for k in range(4)]
    alive[0] |= {"turns": 1, "early_end_reason": "agent_error:429"}
    rows = load_scored(write(tmp_path / "s.jsonl", *dead, *alive)).rows
    rules = GateRules(max_rejected=Fraction(1, 4))
    table = loyalty_table(rows, rules=rules)
    assert table.gate.refused == ("dead",)
    assert metric_bounds(table, "harm") == CountBounds(0, 1, 4)
    with pytest.raises(SpiError, match="the gate refused the run of dead"):
        metric_bounds(table, "harm", subjects=["dead"])
    seen = loyalty_table(rows, rules=rules, override="to show the outage")
    assert metric_bounds(seen, "harm") == CountBounds(0, 5, 8)


def test_a_single_turn_is_a_failure_unless_somebody_ended_the_conversation(tmp_path: Path) -> None:
    ended = scored(turns=1, early_end_reason="counterparty_end")
    cut = scored(turns=1, item_id="boat-02")
    first, second = load_scored(write(tmp_path / "s.jsonl", ended, cut)).rows
    assert {r.status for r in loyalty_responses([first])} == {"ok"}
    assert {r.status for r in loyalty_responses([second])} == {"error"}
