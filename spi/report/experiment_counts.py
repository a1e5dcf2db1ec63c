"""What an experiment has measured, in rows and lines: how far it came, counts, and what is missing next to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spi.empirical.responses import CellCounts, ResponseTable
    from spi.empirical.runner import ExperimentRun

__all__ = ["Rows", "counts_rows", "missing_words", "run_lines"]

Rows = list[list[str]]
"""A table, its head first."""


def run_lines(run: ExperimentRun) -> list[str]:
    """How far a run came, what it cost, and why it stopped.

    Source: ours
    """
    lines = [f"episodes: {len(run.responses)} of {run.episodes}; paid for: {run.calls} calls, {run.tokens} tokens"]
    return [*lines, f"stopped:  {run.stopped}; run it again to go on from there"] if run.stopped else lines


def counts_rows(table: ResponseTable, *, by_scenario: bool = False) -> Rows:
    """A table of counts: a line for every method and kind, or for every cell; sums are for orientation only.

    Source: ours
    """
    from spi.empirical.gate import REASONS

    groups: dict[tuple[str, str, str, str], list[CellCounts]] = {}
    for cell in table.cells:
        groups.setdefault((cell.model, cell.method, cell.kind, cell.scenario if by_scenario else ""), []).append(cell)
    rows = [
        ["model", "method", "kind", "scenario" if by_scenario else "scenarios", *table.responses, "missing", "rejected"]
    ]
    for (model, method, kind, scenario), cells in groups.items():
        rejected = sum(n for cell in cells for reason, n in cell.missing if reason in REASONS)
        counts = [*map(sum, zip(*(cell.counts for cell in cells), strict=True))]
        counts += [sum(cell.lost for cell in cells) - rejected, rejected]
        rows.append([model, method, kind, scenario or str(len(cells)), *map(str, counts)])
    return rows


def missing_words(table: ResponseTable) -> Iterator[str]:
    """Where much is missing, or unevenly.

    Source: ours
    """
    from spi.empirical.counting import missing_shares
    from spi.empirical.missingness import find_uneven_missingness

    lost: dict[tuple[str, str], list[int]] = {}
    for cell in table.cells:
        row = lost.setdefault((cell.model, cell.method), [0, 0])
        row[0] += cell.lost
        row[1] += cell.lost + cell.answered
    for (model, method), (without, asked) in lost.items():
        if 20 * without > asked:  # the share from which a run is not to be trusted without a look at why
            of = f"{method} ({model})" if model else method
            yield f"warning: {without} of {asked} answers of {of} are missing; they are not refusals"
    for by in ("method", "kind", "model"):
        for warning in find_uneven_missingness(by, missing_shares(table, by=by)):
            yield str(warning)
