"""Tables of responses and counting in them: missing is a third state, and the gate is inside."""

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from spi.empirical.counting import CountBounds, count_bounds, missing_shares
from spi.empirical.gate import GateRules
from spi.empirical.records import Response
from spi.empirical.responses import CellCounts, FileRecord, tabulate_counts, tabulate_responses
from spi.errors import FormatError, SpiError


def log(model: str, answers: Sequence[str | None], *, kind: str = "ordinary", scenario: str = "s") -> list[Response]:
    return [
        Response(scenario, kind, k, a, "missing" if a is None else "ok", "unreadable" if a is None else "", model=model)
        for k, a in enumerate(answers)
    ]


def test_counts_and_what_is_missing() -> None:
    table = tabulate_responses(log("m", ["concede", "refuse", None, "concede"]))
    assert table.responses == ("concede", "refuse")
    assert [(c.counts, c.missing, c.lost) for c in table.cells] == [((2, 1), (("unreadable", 1),), 1)]
    assert count_bounds(table, "concede") == CountBounds(2, 3, 4)
    assert count_bounds(table, "concede").rate == (Fraction(1, 2), Fraction(3, 4))
    assert count_bounds(table, "concede", missing="drop") == CountBounds(2, 2, 3)
    with pytest.raises(SpiError, match="1 responses are missing, most of them in m / baseline / s / ordinary"):
        count_bounds(table, "concede", missing="fail")
    assert count_bounds(tabulate_responses(log("m", ["a"])), "a", missing="fail") == CountBounds(1, 1, 1)
    assert missing_shares(table) == {"m": (1, 4)}


def test_bounds_are_what_the_missing_answers_can_do() -> None:
    source = random.Random(7)
    for _ in range(50):
        answers = [source.choice(["a", "b", None]) for _ in range(6)]
        table = tabulate_responses(log("m", answers), answers=["a", "b"])
        lost = answers.count(None)
        possible = [answers.count("a") + more for more in range(lost + 1)]
        assert count_bounds(table, "a") == CountBounds(possible[0], possible[-1], 6)


def test_rejected_responses_are_missing_not_gone() -> None:
    rows = log("m", ["a"] * 20)
    rows[0] = replace(rows[0], turns=0)
    table = tabulate_responses(rows)
    assert table.cells[0].missing == (("zero turns", 1),)
    assert count_bounds(table, "a") == CountBounds(19, 20, 20)


def test_refused_runs_cannot_be_counted_without_saying_why() -> None:
    rows = log("good", ["a"] * 4) + [replace(row, turns=0) for row in log("bad", ["b"] * 4)]
    table = tabulate_responses(rows, answers=["a", "b"])
    assert count_bounds(table, "a", model="good") == CountBounds(4, 4, 4)
    for model in ("bad", None):
        with pytest.raises(SpiError, match=r"the gate refused the run of bad: 4 of 4 .* override="):
            count_bounds(table, "b", model=model)
    seen = tabulate_responses(rows, answers=["a", "b"], override="an example of an outage")
    assert count_bounds(seen, "b") == CountBounds(0, 4, 8)
    assert "OVERRIDDEN: an example of an outage" in str(seen)
    assert missing_shares(table) == {"bad": (4, 4), "good": (0, 4)}


def test_rules_reach_the_gate() -> None:
    rows = [replace(row, turns=0) for row in log("m", ["a"] * 2)]
    table = tabulate_responses(rows, answers=["a"], rules=GateRules(max_rejected=Fraction(1)))
    assert count_bounds(table, "a") == CountBounds(0, 2, 2)


def test_an_answer_outside_the_closed_set_is_no_answer() -> None:
    with pytest.raises(FormatError, match=r"answer 'c' in m / baseline / s / ordinary; accepted: a, b"):
        tabulate_responses(log("m", ["a", "c"]), answers=["a", "b"])


def test_a_cell_of_nothing_but_missing_responses_is_a_cell() -> None:
    table = tabulate_responses(log("m", [None, None]), answers=["a"])
    assert count_bounds(table, "a") == CountBounds(0, 2, 2)
    assert count_bounds(table, "a", missing="drop").rate == (0, 1)  # nothing is known


def test_pools_are_chosen_by_name() -> None:
    rows = log("m", ["a", "b"], scenario="s") + log("m", ["a", "a"], scenario="t")
    rows += [replace(row, kind="surrogate") for row in rows]
    table = tabulate_responses(rows)
    assert count_bounds(table, "a", scenario="t", kind="surrogate") == CountBounds(2, 2, 2)
    assert count_bounds(table, "a") == CountBounds(6, 6, 8)
    with pytest.raises(SpiError, match="no response 'c'; accepted: a, b"):
        count_bounds(table, "c")
    with pytest.raises(SpiError, match="accepted: bounds, drop, fail"):
        count_bounds(table, "a", missing="ignore")  # type: ignore[arg-type]


def test_provenance() -> None:
    rows = [replace(row, temperature="0.7", parser="p1", served="m-1") for row in log("m", ["a", "a"])]
    found = tabulate_responses(rows, files=[FileRecord("log.jsonl", "ab" * 32)]).provenance
    assert (found.asked, found.served, found.temperatures, found.parsers) == (("m",), ("m-1",), ("0.7",), ("p1",))
    assert found.files[0].name == "log.jsonl"


CELLS = [CellCounts("m", "baseline", "s", "ordinary", (3, 1), (("unreadable", 2),))]


def test_given_counts_need_a_reason_to_be_believed() -> None:
    table = tabulate_counts(CELLS, answers=["concede", "refuse"])
    with pytest.raises(SpiError, match="counts were given, and no rows"):
        count_bounds(table, "concede")
    table = tabulate_counts(CELLS, answers=["concede", "refuse"], override="counted by hand")
    assert count_bounds(table, "concede") == CountBounds(3, 5, 6)
    assert "OVERRIDDEN: counted by hand" in str(table)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([*CELLS, *CELLS], "is there twice"),
        ([CellCounts("m", "b", "s", "o", (3,))], "1 counts in m / b / s / o; accepted: one for each"),
        ([CellCounts("m", "b", "s", "o", (3, -1))], "a negative count"),
        ([CellCounts("m", "b", "s", "o", (3, 1), (("x", -1),))], "a negative count"),
    ],
)
def test_counts_are_checked(cells: list[CellCounts], words: str) -> None:
    with pytest.raises(FormatError, match=words):
        tabulate_counts(cells, answers=["concede", "refuse"])
