"""Counts of a log, and pairs of cells to be compared."""

import pytest

from spi.empirical.counts import count_responses, gap_samples
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


def test_arms_are_paired_by_scenario() -> None:
    cells = count_responses(
        log("baseline", "b", "ordinary", "concede", "refuse")
        + log("scaffold", "b", "surrogate", "concede", "concede")
        + log("scaffold", "a", "surrogate", "refuse")
        + log("baseline", "a", "ordinary", "refuse")
        + log("baseline", "a", "surrogate", "refuse")
    )
    pairs = gap_samples(cells, reference=("baseline", "ordinary"), treated=("scaffold", "surrogate"))
    assert [pair.scenario for pair in pairs] == ["a", "b"]
    assert pairs[1].reference.answers == {"concede": 1, "refuse": 1} and pairs[1].treated.answers == {"concede": 2}
    with pytest.raises(GameError, match="b has only one of baseline/surrogate and scaffold/surrogate"):
        gap_samples(cells, reference=("baseline", "surrogate"), treated=("scaffold", "surrogate"))


def test_arms_of_two_models_are_not_mixed() -> None:
    cells = count_responses(log("baseline", "a", "none", "refuse") + log("baseline", "a", "none", "refuse", model="n"))
    with pytest.raises(GameError, match="of two models"):
        gap_samples(cells, reference=("baseline", "none"), treated=("baseline", "none"))
