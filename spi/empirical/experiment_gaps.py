"""Which counts an experiment compares: fidelity, preservation, side effects, consistency, scenario by scenario."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spi.empirical.counts import CellCounts
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
    """Two cells to be compared, with the same scenario: what an estimator of squared gaps takes.

    Parameters
    ----------
    scenario : str
    reference, treated : CellCounts

    Source: ours
    """

    scenario: str
    reference: CellCounts
    treated: CellCounts


def gap_samples(
    cells: Iterable[CellCounts], *, reference: tuple[str, str], treated: tuple[str, str]
) -> tuple[GapSample, ...]:
    """Pair the cells of two arms by scenario.

    Parameters
    ----------
    cells : iterable of CellCounts
    reference, treated : tuple of (method, kind)
        Fidelity: ("baseline", "ordinary") and (method, "surrogate"). Preservation: both "ordinary". Side effects: both
        "none". Consistency: (method, "ordinary") and (method, "surrogate").

    Returns
    -------
    tuple of GapSample
        Sorted by scenario.

    Raises
    ------
    GameError
        If a scenario has one arm only: it is not left out silently.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    arms: tuple[dict[str, CellCounts], dict[str, CellCounts]] = ({}, {})
    for cell in cells:
        for arm, wanted in zip(arms, (reference, treated), strict=True):
            if (cell.method, cell.kind) == wanted:
                if cell.scenario in arm:
                    raise GameError(f"{cell.scenario} has {'/'.join(wanted)} of two models; accepted: of one")
                arm[cell.scenario] = cell
    if lonely := set(arms[0]) ^ set(arms[1]):
        raise GameError(f"{min(lonely)} has only one of {'/'.join(reference)} and {'/'.join(treated)}; accepted: both")
    return tuple(GapSample(name, arms[0][name], arms[1][name]) for name in sorted(arms[0]))


def method_samples(
    cells: Iterable[CellCounts], method: str, *, baseline: str = "baseline"
) -> dict[str, tuple[GapSample, ...]]:
    """The samples of every comparison of a method that an experiment has both arms of.

    Parameters
    ----------
    cells : iterable of CellCounts
    method, baseline : str
        For the baseline itself there are fidelity and consistency alone, which are then the same.

    Returns
    -------
    dict from comparison to tuple of GapSample

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    cells = tuple(cells)
    arms = {(cell.method, cell.kind) for cell in cells}
    found = {}
    for name, sides in COMPARISONS.items():
        reference, treated = ((method if with_it else baseline, kind) for with_it, kind in sides)
        if reference != treated and {reference, treated} <= arms:
            found[name] = gap_samples(cells, reference=reference, treated=treated)
    return found
