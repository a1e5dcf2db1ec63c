"""Scores: what is right, wrong, unreadable and not graded, and how it is counted."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from spi.errors import FormatError, GameError
from spi.report.tasks import score_json, score_text
from spi.tasks.items import Item
from spi.tasks.making import TaskSet
from spi.tasks.samples import samples_of
from spi.tasks.scoring import (
    AnswerScore,
    Tally,
    load_answers,
    score_answer,
    score_answers,
    tally,
    tally_by,
    tally_groups,
)
from tests.tasks.test_answers import CHOICE, NUMBER, RANKING, WITNESS


@pytest.mark.parametrize(
    ("item", "reply", "outcome"),
    [
        (CHOICE, "ANSWER: B", "right"),
        (CHOICE, "ANSWER: A", "wrong"),
        (CHOICE, "ANSWER: A and B", "unreadable"),
        (CHOICE, "I'd rather not say", "unreadable"),
        (NUMBER, "ANSWER: 2.5", "right"),
        (NUMBER, "ANSWER: 2.4999999999999999", "wrong"),
        (NUMBER, "ANSWER: roughly 2.5", "unreadable"),
        (RANKING, "ANSWER: B > C > A", "right"),
        (RANKING, "ANSWER: C > B > A", "wrong"),
        (replace(CHOICE, graded=False, answer=""), "ANSWER: B", "not graded"),
        (replace(CHOICE, graded=False, answer=""), "?", "not graded"),
    ],
)
def test_outcomes(item: Item, reply: str, outcome: str) -> None:
    assert score_answer(item, reply).outcome == outcome


def test_witnesses_are_checked_by_the_family_and_need_not_be_ours() -> None:
    # demo-steps accepts any number that is at least the answer, which is 3
    assert score_answer(WITNESS, "ANSWER: 7") == AnswerScore("right", "7")
    assert score_answer(WITNESS, "ANSWER: 2") == AnswerScore("wrong", "2")
    assert score_answer(WITNESS, "ANSWER: many") == AnswerScore("unreadable", None)
    other = replace(WITNESS, family="demo-spi", answer="None")  # it accepts nothing by itself: ours, or wrong
    assert [score_answer(other, f"ANSWER: {text}").outcome for text in ("none", "three")] == ["right", "wrong"]


def test_rankings_lose_surplus() -> None:
    gains = (("surplus of low", "-1/2"), ("surplus of high", "3"), ("surplus of middle", "3"))
    item = replace(RANKING, asks=gains)
    # high and middle tie: both orders are right; who puts low first loses 3 - (-1/2) = 7/2, who puts it second nothing
    assert score_answer(item, "ANSWER: B > C > A") == AnswerScore("right", "high > middle > low", Fraction(0))
    assert score_answer(item, "ANSWER: C > B > A") == AnswerScore("right", "middle > high > low", Fraction(0))
    assert score_answer(item, "ANSWER: A > B > C") == AnswerScore("wrong", "low > high > middle", Fraction(7, 2))
    assert score_answer(item, "ANSWER: B > A > C") == AnswerScore("wrong", "high > low > middle", Fraction(0))
    with pytest.raises(GameError, match="2 of 3 options have a surplus"):
        score_answer(replace(RANKING, asks=gains[:2]), "ANSWER: B > C > A")


@pytest.fixture(scope="module")
def replies(tasks: TaskSet) -> dict[str, str]:
    """All right but: one item wrong in one wording, one unreadable in both, and the last question is not answered."""
    found = {s["id"]: f"So it is.\nANSWER: {s['target']}" for e in tasks.entries for s in samples_of(tasks, e)}
    found["demo-spi-1-0001a/story"] = "ANSWER: " + ("A" if "ANSWER: B" in found["demo-spi-1-0001a/story"] else "B")
    for wording in ("formal", "story"):
        found[f"demo-steps-3-0001/{wording}"] = "I give up"
    del found["demo-steps-3-0008/story"]
    return found


def test_counts(tasks: TaskSet, replies: dict[str, str], exported: Path) -> None:
    table = score_answers(tasks, replies)
    assert score_answers(exported, replies) == table
    assert table.missing == ("demo-steps-3-0008/story",)
    # 16 + 16 items in two wordings, less the missing one: 63 graded; 1 wrong, 2 unreadable
    assert tally(table.rows) == Tally(60, 1, 2)
    assert tally(table.rows).accuracy == Fraction(60, 63)
    assert tally_by(table, lambda row: row.family) == {"demo-spi": Tally(31, 1, 0), "demo-steps": Tally(29, 0, 2)}
    assert tally_by(table, lambda row: row.wording) == {"formal": Tally(31, 0, 1), "story": Tally(29, 1, 1)}
    assert tally_by(table, lambda row: row.difficulty) == {1: Tally(31, 1, 0), 3: Tally(29, 0, 2)}
    assert tally_groups(table, "pair") == Tally(15, 1, 0)  # 8 pairs in two wordings
    assert tally_groups(table, "item") == Tally(29, 2, 0)  # of 32 items one has lost a wording
    assert tally([]).accuracy is None


def test_scores_as_text_and_json(tasks: TaskSet, replies: dict[str, str]) -> None:
    table = score_answers(tasks, replies)
    text = " ".join(score_text(table).split())
    for words in (
        "71 answers; 8 not graded",
        "missing: 1 questions have no answer and count nowhere (demo-steps-3-0008/story, …)",
        "all 63 60 1 2 0.952",
        "family demo-steps 31 29 0 2 0.935",
        "minimal pairs, both right 16 15 1 0 0.938",
    ):
        assert words in text, words
    found = json.loads(json.dumps(score_json(table)))
    assert found["all"] == {"right": 60, "wrong": 1, "unreadable": 2, "accuracy": "20/21"}
    assert found["by_control"]["control"]["right"] + found["by_control"]["no control"]["right"] == 60
    assert found["pairs"]["accuracy"] == "15/16" and found["mean_loss"] is None
    assert {a["outcome"] for a in found["answers"]} == {"right", "wrong", "unreadable", "not graded"}


def test_answers_to_other_questions_are_refused(tasks: TaskSet) -> None:
    with pytest.raises(
        GameError, match=r"no question 'x/formal' in this set; accepted: ids such as 'demo-spi-1-0001a/"
    ):
        score_answers(tasks, {"x/formal": "ANSWER: A"})


def test_files_of_answers(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": "a", "answer": "ANSWER: B", "model": "m"}\n\n{"id": "b", "answer": null}\n')
    assert load_answers(path) == {"a": "ANSWER: B", "b": ""}
    for text, words in (
        ('{"id": "a"}', "line 1"),
        ('{"id": "a", "answer": 3}', '"answer": a string or null'),
        ('{"id": "a", "answer": "x"}\n{"id": "a", "answer": "y"}', "line 2: a is answered twice"),
        ("[]", "not an object"),
    ):
        path.write_text(text)
        with pytest.raises(FormatError, match=words):
            load_answers(path)
