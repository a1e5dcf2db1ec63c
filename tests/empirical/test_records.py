"""Measured responses, and the objects of JSON that they are read from."""

from typing import Any

import pytest

from spi.empirical.records import Response, read_response, response_json
from spi.errors import FormatError

LINE: dict[str, Any] = {"scenario": "toll", "kind": "surrogate", "repetition": 3, "answer": "concede"}


def test_a_line_is_read_and_written() -> None:
    found = read_response({**LINE, "model": "m", "turns": 2})
    assert found == Response("toll", "surrogate", 3, "concede", model="m", turns=2)
    assert found.cell == ("m", "baseline", "toll", "surrogate")
    assert read_response(response_json(found)) == found


def test_missing_is_not_an_answer() -> None:
    found = read_response({**LINE, "answer": None, "status": "missing", "reason": "no choice in it"})
    assert found.answer is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"answer": None}, "exactly if it is 'ok'"),
        ({"status": "missing"}, "exactly if it is 'ok'"),
        ({"status": "fine"}, "accepted: ok, missing, error"),
        ({"repetition": -1}, "0 or more"),
        ({"repetition": True}, "a whole number"),
        ({"repetition": 1.0}, "a whole number"),
        ({"scenario": 7}, "a string"),
        ({"mood": "calm"}, "accepted: scenario"),
    ],
)
def test_what_is_no_response_is_refused_with_the_place(change: dict[str, Any], words: str) -> None:
    with pytest.raises(FormatError, match=words):
        read_response({**LINE, **change}, file="log.jsonl", line=4)


def test_a_field_may_not_be_missing() -> None:
    with pytest.raises(FormatError, match="'answer' is missing"):
        read_response({key: value for key, value in LINE.items() if key != "answer"})
