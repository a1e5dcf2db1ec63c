"""Pairs of cells to be compared, by hand."""

import pytest

from spi.empirical.experiment_gaps import gap_samples, method_samples
from spi.empirical.records import Response
from spi.empirical.responses import CellCounts, ResponseTable, tabulate_counts, tabulate_responses
from spi.errors import GameError, SpiError


def log(method: str, scenario: str, kind: str, *answers: str, model: str = "m") -> list[Response]:
    return [Response(scenario, kind, n, answer, method=method, model=model) for n, answer in enumerate(answers)]


def table(*logs: list[Response]) -> ResponseTable:
    return tabulate_responses([response for own in logs for response in own], override="arms by hand, with holes")


def test_arms_are_paired_by_scenario() -> None:
    cells = table(
        log("baseline", "b", "ordinary", "concede", "refuse"),
        log("scaffold", "b", "surrogate", "concede", "concede"),
        log("scaffold", "a", "surrogate", "refuse"),
        log("baseline", "a", "ordinary", "refuse"),
        log("baseline", "a", "surrogate", "refuse"),
    )
    pairs = gap_samples(cells, reference=("baseline", "ordinary"), treated=("scaffold", "surrogate"))
    assert [pair.scenario for pair in pairs] == ["a", "b"]
    assert pairs[1].counts("concede") == (1, 2, 2, 2) and pairs[1].counts("refuse") == (1, 2, 0, 2)
    with pytest.raises(GameError, match="b has only one of baseline/surrogate and scaffold/surrogate"):
        gap_samples(cells, reference=("baseline", "surrogate"), treated=("scaffold", "surrogate"))


def test_arms_of_two_models_are_not_mixed() -> None:
    cells = table(log("baseline", "a", "none", "refuse"), log("baseline", "a", "none", "concede", model="n"))
    with pytest.raises(GameError, match="of two models"):
        gap_samples(cells, reference=("baseline", "none"), treated=("baseline", "none"))
    [pair] = gap_samples(cells, reference=("baseline", "none"), treated=("baseline", "none"), models=("m", "n"))
    assert pair.counts("concede") == (0, 1, 1, 1)


def test_what_the_gate_refused_is_not_compared() -> None:
    """A second repetition in one cell only: the grid has holes."""
    rows = [*log("baseline", "a", "ordinary", "refuse", "refuse"), *log("baseline", "a", "surrogate", "refuse")]
    arms = {"reference": ("baseline", "ordinary"), "treated": ("baseline", "surrogate")}
    with pytest.raises(SpiError, match="the gate refused the run of m: incomplete grid"):
        gap_samples(tabulate_responses(rows), **arms)
    assert gap_samples(tabulate_responses(rows, override="a pilot"), **arms)
    with pytest.raises(SpiError, match="counts were given"):
        gap_samples(tabulate_counts(tabulate_responses(rows).cells, answers=["refuse"]), **arms)


def cell(method: str, kind: str, conceded: int) -> CellCounts:
    return CellCounts("m", method, "toll", kind, (conceded,))


def test_every_comparison_has_its_arms() -> None:
    cells = [
        *(cell("baseline", kind, n) for n, kind in enumerate(("ordinary", "surrogate", "none"))),
        *(cell("scaffold", kind, n) for n, kind in enumerate(("ordinary", "surrogate", "none"), start=10)),
    ]

    def given(cells: list[CellCounts]) -> ResponseTable:
        return tabulate_counts(cells, answers=["concede"], override="by hand")

    def arms(method: str) -> dict[str, tuple[int, int]]:
        return {
            name: (sample.reference.answered, sample.treated.answered)
            for name, samples in method_samples(given(cells), method).items()
            for sample in samples
        }

    assert arms("scaffold") == {
        "fidelity": (0, 11),
        "preservation": (0, 10),
        "side effects": (2, 12),
        "consistency": (10, 11),
    }
    assert arms("baseline") == {"fidelity": (0, 1), "consistency": (0, 1)}
    assert set(method_samples(given([c for c in cells if c.kind != "none"]), "scaffold")) == {
        "fidelity",
        "preservation",
        "consistency",
    }
