"""The integrity gate: what it rejects row by row, and which runs it refuses; both sides of each rule."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from spi.empirical.gate import EMPTY_JUDGE, REASONS, GateRules, run_gate
from spi.empirical.records import Response


def grid(model: str = "m", *, scenarios: int = 5, repetitions: int = 20, turns: int = 1) -> list[Response]:
    return [
        Response(f"s{s}", "ordinary", k, "refuse", model=model, served=model, turns=turns)
        for s in range(scenarios)
        for k in range(repetitions)
    ]


def test_a_clean_grid_passes() -> None:
    report = run_gate(grid())
    assert (report.rows, report.rejected, report.faults, report.refused) == (100, (), (), ())
    assert str(report) == "gate: 100 responses, 0 rejected, 0 of 1 runs refused"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"turns": 0}, "zero turns"),
        ({"answer": None, "status": "error", "reason": "429"}, "agent error"),
        ({"answer": "  "}, EMPTY_JUDGE),
        ({"answer": None, "status": "missing", "reason": EMPTY_JUDGE}, EMPTY_JUDGE),
        ({"served": "other"}, "wrong model"),
        ({"served": "m2"}, "wrong model"),
        ({"served": "m-2026-01-01"}, None),
        ({"served": "provider/m"}, None),
        ({"served": ""}, None),
        ({"answer": None, "status": "missing", "reason": "no choice in it"}, None),
    ],
)
def test_single_responses(change: dict[str, Any], reason: str | None) -> None:
    rows = grid()
    rows[7] = replace(rows[7], **change)
    found = run_gate(rows).rejected
    assert [(r.response, r.reason) for r in found] == ([(rows[7], reason)] if reason else [])


def test_a_single_turn_is_suspect_only_where_others_take_more() -> None:
    long = grid(turns=4)
    long[3] = replace(long[3], turns=1)
    assert [r.reason for r in run_gate(long).rejected] == ["truncated"]
    assert run_gate(long, rules=GateRules(truncation_median=5)).rejected == ()
    assert run_gate(long, rules=GateRules(truncation_median=None)).rejected == ()
    short = grid(turns=2)
    short[3] = replace(short[3], turns=1)
    assert run_gate(short).rejected == ()


def test_the_share_of_rejected_responses_has_a_limit_that_is_still_accepted() -> None:
    rows = grid()
    five = [replace(row, turns=0) for row in rows[:5]] + rows[5:]
    six = [replace(row, turns=0) for row in rows[:6]] + rows[6:]
    assert run_gate(five).faults == ()  # 5 of 100 is 1/20
    assert [fault.why for fault in run_gate(six).faults] == ["6 of 100 responses are rejected; accepted: at most 1/20"]
    assert run_gate(six, rules=GateRules(max_rejected=Fraction(6, 100))).faults == ()


def test_reasons_can_be_left_uncounted_and_the_report_says_so() -> None:
    rows = [replace(row, answer="") for row in grid()]
    report = run_gate(rows, rules=GateRules(counted=frozenset(REASONS) - {EMPTY_JUDGE}))
    assert len(report.rejected) == 100 and report.faults == ()
    assert "not counted as rejected: empty judge" in str(report)
    assert run_gate(rows).refused == ("m",)


def test_runs_are_judged_one_by_one() -> None:
    report = run_gate(grid("a") + [replace(row, turns=0) for row in grid("b")], override="to see what it looks like")
    assert report.refused == ("b",)
    assert "b: 100 zero turns" in str(report)
    assert str(report).endswith("OVERRIDDEN: to see what it looks like")


def test_duplicates_and_holes() -> None:
    rows = grid()
    assert "1 duplicates, the first one of baseline / s0 / ordinary, repetition 0" in str(run_gate([*rows, rows[0]]))
    holes = run_gate(rows[1:]).faults
    assert [fault.why.split(";")[0] for fault in holes] == [
        "incomplete grid: 1 cells lack repetitions, the first one baseline / s0 / ordinary (19 of 20)"
    ]
    assert "5 cells lack repetitions" in str(run_gate(rows, rules=GateRules(repetitions=21)))
    assert "have more than 19" in str(run_gate(rows, rules=GateRules(repetitions=19)))


def test_a_run_has_to_answer_what_others_were_asked() -> None:
    report = run_gate(grid("a") + grid("b", scenarios=4))
    assert [(fault.run, "baseline / s4 / ordinary (0 of 20)" in fault.why) for fault in report.faults] == [("b", True)]


def test_other_names_may_be_accepted() -> None:
    rows = [replace(row, served="alias") for row in grid()]
    assert len(run_gate(rows).rejected) == 100
    assert run_gate(rows, rules=GateRules(served=frozenset({("m", "alias")}))).rejected == ()
