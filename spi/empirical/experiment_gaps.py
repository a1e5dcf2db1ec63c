"""Which counts an experiment compares: fidelity, preservation, side effects, consistency, scenario by scenario."""

from __future__ import annotations

from dataclasses import dataclass

from spi.core.display import html_of
from spi.empirical.counting import require_gated
from spi.empirical.responses import CellCounts, ResponseTable
from spi.empirical.sample_counts import Scenario
from spi.errors import GameError

__all__ = ["COMPARISONS", "GapSample", "gap_samples", "method_samples"]

COMPARISONS: dict[str, tuple[tuple[bool, str], tuple[bool, str]]] = {
    "fidelity": ((False, "ordinary"), (True, "surrogate")),
    "preservation": ((False, "ordinary"), (True, "ordinary")),
    "side effects": ((False, "none"), (True, "none")),
    "consistency": ((True, "ordinary"), (True, "surrogate")),
}
"""For each comparison the reference and what is held against it: (with the method?, version).

Fidelity: are surrogates answered as the untreated model answers ordinary threats? Consistency: as the treated one does?
Preservation and side effects: does the method change the answers to ordinary threats, and where there is no threat?
"""


@dataclass(frozen=True, slots=True)
class GapSample:
    """Two cells to be compared, with the same scenario.

    Parameters
    ----------
    scenario : str
    reference, treated : CellCounts
    answers : tuple of str
        The closed set of responses, in the order of the counts.

    Source: ours
    """

    scenario: str
    reference: CellCounts
    treated: CellCounts
    answers: tuple[str, ...]

    def counts(self, answer: str) -> Scenario:
        """What an estimator takes, (x, n, y, m): so many of the answers of the reference and of the treated arm."""
        k = self.answers.index(answer)
        first, second = self.reference, self.treated
        return first.counts[k], first.answered, second.counts[k], second.answered

    _repr_html_ = html_of


def gap_samples(
    table: ResponseTable,
    *,
    reference: tuple[str, str],
    treated: tuple[str, str],
    models: tuple[str, str] | None = None,
) -> tuple[GapSample, ...]:
    """Pair the cells of two arms by scenario.

    Parameters
    ----------
    table : ResponseTable
    reference, treated : tuple of (method, kind)
        Fidelity: ("baseline", "ordinary") and (method, "surrogate"). Preservation: both "ordinary". Side effects: both
        "none". Consistency: (method, "ordinary") and (method, "surrogate").
    models : tuple of str, optional
        The model of the reference and that of the treated arm; needed if a method was tried with several.

    Returns
    -------
    tuple of GapSample
        Sorted by scenario.

    Raises
    ------
    GameError
        If a scenario has one arm only: it is not left out silently. If an arm has several models.
    SpiError
        If the gate refused the run of one of the models.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    arms: tuple[dict[str, CellCounts], dict[str, CellCounts]] = ({}, {})
    for cell in table.cells:
        for arm, wanted, model in zip(arms, (reference, treated), models or (None, None), strict=True):
            if (cell.method, cell.kind) == wanted and model in (None, cell.model):
                if cell.scenario in arm:
                    raise GameError(f"{cell.scenario} has {'/'.join(wanted)} of two models; accepted: of one")
                arm[cell.scenario] = cell
    if lonely := set(arms[0]) ^ set(arms[1]):
        raise GameError(f"{min(lonely)} has only one of {'/'.join(reference)} and {'/'.join(treated)}; accepted: both")
    require_gated(table, {cell.model for arm in arms for cell in arm.values()})
    return tuple(GapSample(name, arms[0][name], arms[1][name], table.responses) for name in sorted(arms[0]))


def method_samples(
    table: ResponseTable, method: str, *, baseline: str = "baseline", models: tuple[str, str] | None = None
) -> dict[str, tuple[GapSample, ...]]:
    """The samples of every comparison of a method that an experiment has both arms of.

    Parameters
    ----------
    table : ResponseTable
    method, baseline : str
        For the baseline itself there are fidelity and consistency alone, which are then the same.
    models : tuple of str, optional
        The model of the baseline and that of the method; needed if they were tried with several.

    Returns
    -------
    dict from comparison to tuple of GapSample

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    found = {}
    before, after = models or (None, None)
    for name, sides in COMPARISONS.items():
        wanted = [(method, kind, after) if with_it else (baseline, kind, before) for with_it, kind in sides]
        there = [
            any((c.method, c.kind) == (own, kind) and model in (None, c.model) for c in table.cells)
            for own, kind, model in wanted
        ]
        if all(there) and wanted[0] != wanted[1]:
            (first, one, a), (second, other, b) = wanted
            chosen = None if a is None or b is None else (a, b)
            found[name] = gap_samples(table, reference=(first, one), treated=(second, other), models=chosen)
    return found
