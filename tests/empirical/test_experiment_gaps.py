"""Pairs of cells to be compared, by hand."""

import pytest

from spi.empirical.counts import CellCounts, count_responses
from spi.empirical.experiment_gaps import gap_samples, method_samples
from spi.empirical.records import Response
from spi.errors import GameError


def log(method: str, scenario: str, kind: str, *answers: str, model: str = "m") -> list[Response]:
    return [Response(scenario, kind, n, answer, method=method, model=model) for n, answer in enumerate(answers)]


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


def cell(method: str, kind: str, conceded: int) -> CellCounts:
    return CellCounts("m", method, "toll", kind, {"concede": conceded}, 0, 0)


def test_every_comparison_has_its_arms() -> None:
    cells = [
        *(cell("baseline", kind, n) for n, kind in enumerate(("ordinary", "surrogate", "none"))),
        *(cell("scaffold", kind, n) for n, kind in enumerate(("ordinary", "surrogate", "none"), start=10)),
    ]

    def arms(method: str) -> dict[str, tuple[int, int]]:
        return {
            name: (sample.reference.answers["concede"], sample.treated.answers["concede"])
            for name, samples in method_samples(cells, method).items()
            for sample in samples
        }

    assert arms("scaffold") == {
        "fidelity": (0, 11),
        "preservation": (0, 10),
        "side effects": (2, 12),
        "consistency": (10, 11),
    }
    assert arms("baseline") == {"fidelity": (0, 1), "consistency": (0, 1)}
    assert set(method_samples([c for c in cells if c.kind != "none"], "scaffold")) == {
        "fidelity",
        "preservation",
        "consistency",
    }
