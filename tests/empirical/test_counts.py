"""Counts of a log."""

import pytest

from spi.empirical.counts import count_responses
from spi.empirical.records import Response
from spi.errors import GameError


def log(method: str, scenario: str, kind: str, *answers: str | None, model: str = "m") -> list[Response]:
    return [
        Response(scenario, kind, n, answer, "ok" if answer else "missing", method=method, model=model)
        for n, answer in enumerate(answers)
    ]


def test_missing_answers_and_errors_are_apart() -> None:
    failed = Response("toll", "none", 3, None, "error", "timeout", model="m")
    [cell] = count_responses([*log("baseline", "toll", "none", "concede", None, "concede"), failed])
    assert (cell.answers, cell.missing, cell.errors, cell.answered) == ({"concede": 2}, 1, 1, 2)


def test_a_repetition_counts_once() -> None:
    with pytest.raises(GameError, match="repetition 0 of m/baseline/toll/none twice"):
        count_responses(log("baseline", "toll", "none", "concede") * 2)
