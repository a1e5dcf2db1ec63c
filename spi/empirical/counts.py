"""What was answered how often, cell by cell; nothing is added up over scenarios before it is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spi.empirical.records import Response
from spi.errors import GameError

__all__ = ["CellCounts", "GapSample", "count_responses", "gap_samples"]


@dataclass(frozen=True, slots=True)
class CellCounts:
    """The counts of one cell: one model, method, scenario and kind.

    Parameters
    ----------
    model, method, scenario, kind : str
    answers : dict from answer to count
    missing, errors : int
        Answers that could not be read, and calls that failed. They are no answers, and not part of `answers`.

    Source: ours
    """

    model: str
    method: str
    scenario: str
    kind: str
    answers: dict[str, int]
    missing: int
    errors: int

    @property
    def answered(self) -> int:
        """How many answers there are."""
        return sum(self.answers.values())


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


def count_responses(responses: Iterable[Response]) -> tuple[CellCounts, ...]:
    """Count a log, in the order in which its cells first occur.

    Parameters
    ----------
    responses : iterable of Response

    Returns
    -------
    tuple of CellCounts

    Raises
    ------
    GameError
        If a repetition of a cell occurs twice.

    Examples
    --------
    >>> log = [Response("toll", "none", 0, "refuse"), Response("toll", "none", 1, None, "missing", "no answer line")]
    >>> [(cell.answers, cell.missing) for cell in count_responses(log)]
    [({'refuse': 1}, 1)]

    Source: ours
    """
    cells: dict[tuple[str, str, str, str], list[Response]] = {}
    seen: set[tuple[object, ...]] = set()
    for response in responses:
        key = (*response.cell, response.repetition)
        if key in seen:
            raise GameError(f"repetition {response.repetition} of {'/'.join(response.cell)} twice; accepted: once")
        seen.add(key)
        cells.setdefault(response.cell, []).append(response)
    counted = []
    for cell, found in cells.items():
        answers: dict[str, int] = {}
        for response in found:
            if response.answer is not None:
                answers[response.answer] = answers.get(response.answer, 0) + 1
        missing, errors = (sum(r.status == status for r in found) for status in ("missing", "error"))
        counted.append(CellCounts(*cell, answers, missing, errors))
    return tuple(counted)


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
