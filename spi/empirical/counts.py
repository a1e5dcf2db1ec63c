"""What was answered how often, cell by cell; nothing is added up over scenarios before it is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spi.empirical.records import Response
from spi.errors import GameError

__all__ = ["CellCounts", "count_responses"]


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
