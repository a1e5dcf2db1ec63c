"""What counts as an answer, and what does not."""

import pytest

from spi.empirical.parsing import answer_line, parse_choice

CHOICES = ["concede", "refuse"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ANSWER: concede", "concede"),
        ("It is a bluff.\n\nANSWER: refuse", "refuse"),
        ("**Answer:** Concede.", "concede"),
        ("> answer = `refuse`", "refuse"),
        ("ANSWER: concede\nANSWER: Concede", "concede"),
        ("ANSWER: concede\nOn reflection:\nANSWER: refuse", None),
        ("ANSWER: concede / refuse", None),
        ("ANSWER: concede half of it", None),
        ("ANSWER:", None),
        ("I concede.", None),
        ("My answer is to concede", None),
        ("", None),
        (answer_line(CHOICES), None),
    ],
)
def test_answers(text: str, answer: str | None) -> None:
    assert parse_choice(text, CHOICES) == answer
