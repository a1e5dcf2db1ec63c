"""What experiments have measured, as text: counts, with what is missing next to what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spi.empirical.counts import CellCounts, count_responses
from spi.empirical.runner import ExperimentRun
from spi.report.layout import columns

__all__ = ["counts_text", "run_text"]


def run_text(run: ExperimentRun, *, by_scenario: bool = False) -> str:
    """A run: how far it came, what it cost, and the table of counts.

    Parameters
    ----------
    run : ExperimentRun
    by_scenario : bool
        A line for every scenario, not only for every method and kind.

    Returns
    -------
    str

    Source: ours
    """
    cells = count_responses(run.responses)
    lines = [f"episodes: {len(run.responses)} of {run.episodes}; paid for: {run.calls} calls, {run.tokens} tokens"]
    if run.stopped:
        lines.append(f"stopped:  {run.stopped}; run it again to go on from there")
    return "\n".join([*lines, *_warnings(cells), "", counts_text(cells, by_scenario=by_scenario)])


def counts_text(cells: Sequence[CellCounts], *, by_scenario: bool = False) -> str:
    """A table of counts: a line for every method and kind, or for every cell; sums are for orientation only.

    Source: ours
    """
    answers = list(dict.fromkeys(answer for cell in cells for answer in cell.answers))
    answers.sort(key=lambda answer: answer != "concede")
    rows: dict[tuple[str, ...], list[CellCounts]] = {}
    for cell in cells:
        key = (cell.model, cell.method, cell.kind)
        rows.setdefault((*key, cell.scenario) if by_scenario else (*key, ""), []).append(cell)
    table = [["model", "method", "kind", "scenario" if by_scenario else "scenarios", *answers, "missing", "errors"]]
    for (model, method, kind, scenario), found in rows.items():
        counts = [sum(cell.answers.get(answer, 0) for cell in found) for answer in answers]
        counts += [sum(cell.missing for cell in found), sum(cell.errors for cell in found)]
        table.append([model, method, kind, scenario or str(len(found)), *map(str, counts)])
    return "\n".join(columns(table))


def _warnings(cells: Sequence[CellCounts]) -> Iterator[str]:
    lost: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        row = lost.setdefault((cell.model, cell.method), [0, 0])
        row[0] += cell.missing + cell.errors
        row[1] += cell.answered + cell.missing + cell.errors
    for (model, method), (without, asked) in lost.items():
        if 20 * without > asked:  # the share from which a run is not to be trusted without a look at why
            yield f"warning:  {without} of {asked} answers of {method} ({model}) are missing; they are not refusals"
