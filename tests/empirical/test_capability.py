"""Benchmark scores before and after: paired by item, absent scores as bounds."""

import random
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from spi.empirical.capability import capability_delta, load_scores
from spi.errors import FormatError, HypothesisError

F = Fraction


def test_files_are_read_exactly(tmp_path: Path) -> None:
    table, lines = tmp_path / "a.csv", tmp_path / "b.jsonl"
    table.write_text("task_id,passed,seconds\nHumanEval/0,1,2\nHumanEval/1,0.1,2\nHumanEval/2,,2\nHumanEval/3,True,1\n")
    lines.write_text('{"item": "q1", "score": 0.1}\n{"item": "q2", "score": true}\n{"item": 3, "score": null}\n')
    assert load_scores(table, item="task_id", score="passed") == {
        "HumanEval/0": F(1),
        "HumanEval/1": F(1, 10),
        "HumanEval/2": None,
        "HumanEval/3": F(1),
    }
    assert load_scores(lines) == {"q1": F(1, 10), "q2": F(1), "3": None}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "item,score\nq,1\nq,0\n", "line 3: the item 'q' again"),
        ("a.csv", "item,score\nq,2\n", "line 2: the score 2; accepted: from 0 to 1"),
        ("a.csv", "item,score\nq,good\n", "line 2.*not an exact number"),
        ("a.csv", "id,score\nq,1\n", "'item' and 'score' in every line"),
        ("a.jsonl", '{"item": "q"}\n', "line 1"),
        ("a.jsonl", "[1]\n", "line 1"),
        ("a.jsonl", "{\n", "line 1"),
        ("a.txt", "", "accepted: .csv and .jsonl"),
    ],
)
def test_faults_of_files_are_named(tmp_path: Path, name: str, content: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(FormatError, match=words):
        load_scores(path)


def test_a_paired_difference_by_hand() -> None:
    before = {"a": F(1), "b": F(1), "c": F(0), "d": F(1), "e": F(0)}
    after = {"a": F(0), "b": F(1), "c": F(1), "d": F(0), "e": F(0)}
    found = capability_delta(before, after)
    assert (found.before, found.after, found.delta) == (F(3, 5), F(2, 5), F(-1, 5))
    assert (found.better, found.worse, found.unpaired) == (1, 2, ())
    # differences -1, 0, 1, -1, 0: mean -1/5, squares about it 14/5; over n(n - 1) = 20
    assert found.variance == F(14, 100)
    assert (found.low, found.high) == (F(-1, 5), F(-1, 5))
    assert found.p_value == 1  # 2 · (1 + 3)/8


def test_mcnemar() -> None:
    # 9 fell, 1 rose: 2 · (1 + 10)/1024
    before = {str(n): F(n != 0) for n in range(10)}
    after = {str(n): F(n == 0) for n in range(10)}
    assert capability_delta(before, after).p_value == F(22, 1024)
    assert capability_delta(before, before).p_value == 1


@pytest.mark.parametrize("seed", range(5))
def test_bounds_are_those_over_all_ways_to_fill_the_gaps(seed: int) -> None:
    rng = random.Random(seed)
    items = "abcd"
    before: dict[str, Fraction | None] = {i: rng.choice([F(0), F(1, 2), F(1), None]) for i in items}
    after: dict[str, Fraction | None] = {i: rng.choice([F(0), F(1, 2), F(1), None]) for i in items[1:]}
    before["z"], after["z"] = F(1), F(1, 3)
    names = [*items, "z"]
    gaps = [(run, i) for run, scores in enumerate((before, after)) for i in names if scores.get(i) is None]
    deltas = []
    for filling in product((F(0), F(1)), repeat=len(gaps)):
        filled = dict(zip(gaps, filling, strict=True))
        scores = [{i: filled.get((run, i), s.get(i)) for i in names} for run, s in enumerate((before, after))]
        deltas.append(sum((scores[1][i] or F(0)) - (scores[0][i] or F(0)) for i in names) / F(len(names)))
    found = capability_delta(before, after)
    assert (found.low, found.high) == (min(deltas), max(deltas))
    assert set(found.unpaired) == {i for _, i in gaps}


def test_nothing_to_compare() -> None:
    with pytest.raises(HypothesisError, match="no item has a score in both"):
        capability_delta({"a": F(1)}, {"a": None, "b": F(1)})
    assert capability_delta({"a": F(1)}, {"a": F(0)}).variance is None
