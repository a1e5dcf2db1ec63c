"""Tables of responses: counts per cell, with what is missing as a third state, and where they come from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spi.core.display import html_of, one_line
from spi.empirical.gate import GateReport, GateRules, RunFault, run_gate
from spi.empirical.records import Response
from spi.errors import FormatError

__all__ = [
    "CellCounts",
    "FileRecord",
    "Provenance",
    "ResponseTable",
    "tabulate_counts",
    "tabulate_responses",
]
_SHOWN = 4  # files that are named when a table is printed; all of them are in its provenance


@dataclass(frozen=True, slots=True)
class CellCounts:
    """The responses to one scenario in one variant, of one model asked in one way.

    Parameters
    ----------
    model, method, scenario, kind : str
    counts : tuple of int
        In the order of the table's responses.
    missing : tuple of (str, int)
        How many are missing, by reason.

    Source: ours
    """

    model: str
    method: str
    scenario: str
    kind: str
    counts: tuple[int, ...]
    missing: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Model, method, scenario, kind."""
        return self.model, self.method, self.scenario, self.kind

    @property
    def answered(self) -> int:
        """How many answers there are."""
        return sum(self.counts)

    @property
    def lost(self) -> int:
        """How many are missing, for whatever reason."""
        return sum(n for _, n in self.missing)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was read.

    Parameters
    ----------
    name, sha256 : str

    Source: ours
    """

    name: str
    sha256: str

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table comes from; each field is sorted and has no repetitions.

    Parameters
    ----------
    files : tuple of FileRecord
    asked, served : tuple of str
        Models that were asked for, and that say they answered.
    temperatures, parsers : tuple of str

    Source: ours
    """

    files: tuple[FileRecord, ...] = ()
    asked: tuple[str, ...] = ()
    served: tuple[str, ...] = ()
    temperatures: tuple[str, ...] = ()
    parsers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseTable:
    """Counts per model, method, scenario, kind and response; made by `tabulate_responses` or `tabulate_counts`.

    Parameters
    ----------
    responses : tuple of str
        The closed set of responses, in order.
    cells : tuple of CellCounts
        Sorted; repetitions that were rejected by the gate are missing in them.
    provenance : Provenance
    gate : GateReport
        Every table carries one, and whatever estimates from a table asks it: see `require_gated`.

    Source: ours
    """

    responses: tuple[str, ...]
    cells: tuple[CellCounts, ...]
    provenance: Provenance
    gate: GateReport

    def __repr__(self) -> str:
        return one_line("ResponseTable", f"{len(self.cells):,} cells of {', '.join(self.responses)}")

    def __str__(self) -> str:
        lost = sum(cell.lost for cell in self.cells)
        total = lost + sum(cell.answered for cell in self.cells)
        head = f"{len(self.cells):,} cells, {total:,} responses ({', '.join(self.responses)}), {lost:,} missing"
        known = self.provenance.files
        files = [f"file {file.name}, SHA-256 {file.sha256}" for file in known[:_SHOWN]]
        files += [f"and {len(known) - _SHOWN} more files"] if len(known) > _SHOWN else []
        return "\n".join([head, *files, str(self.gate)])

    _repr_html_ = html_of


def tabulate_responses(
    responses: Iterable[Response],
    *,
    answers: Sequence[str] | None = None,
    rules: GateRules | None = None,
    override: str = "",
    files: Sequence[FileRecord] = (),
) -> ResponseTable:
    """Send responses through the gate, and count what comes out.

    Parameters
    ----------
    responses : iterable of Response
    answers : sequence of str, optional
        The closed set of responses; default: those that occur, sorted.
    rules : GateRules, optional
    override : str
        Why runs that the gate refuses shall be looked at nevertheless.
    files : sequence of FileRecord
        Where they were read.

    Returns
    -------
    ResponseTable

    Raises
    ------
    FormatError
        For an answer outside the closed set: it should have been recorded as missing.

    Examples
    --------
    >>> log = [Response("toll", "ordinary", k, "concede") for k in range(3)]
    >>> log += [Response("toll", "ordinary", 3, None, "missing", "unreadable")]
    >>> table = tabulate_responses(log)
    >>> table.cells[0].counts, table.cells[0].missing
    ((3,), (('unreadable', 1),))

    Source: ours
    """
    rows = list(responses)
    gate = run_gate(rows, rules=rules, override=override)
    reasons = {rejection.response: rejection.reason for rejection in gate.rejected}
    known = tuple(answers) if answers is not None else tuple(sorted(_answers(rows, reasons)))
    counts: dict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)
    lost: dict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.cell], lost[row.cell]  # a cell with nothing but missing responses is a cell
        if row in reasons or row.answer is None:
            lost[row.cell][reasons.get(row) or row.reason or row.status] += 1
        elif row.answer not in known:
            raise FormatError(f"answer {row.answer!r} in {' / '.join(row.cell)}; accepted: {', '.join(known)}")
        else:
            counts[row.cell][row.answer] += 1
    cells = tuple(
        CellCounts(*cell, tuple(counts[cell][answer] for answer in known), tuple(sorted(lost[cell].items())))
        for cell in sorted(counts)
    )
    return ResponseTable(known, cells, _provenance(rows, files), gate)


def tabulate_counts(
    cells: Iterable[CellCounts],
    *,
    answers: Sequence[str],
    override: str = "",
    files: Sequence[FileRecord] = (),
) -> ResponseTable:
    """A table of given counts, which the gate cannot look into: without an override it is refused when it is used.

    Parameters
    ----------
    cells : iterable of CellCounts
    answers : sequence of str
        The closed set of responses, in the order of the counts.
    override : str
        Why they shall be used although nobody can see the rows; recorded and printed.
    files : sequence of FileRecord

    Returns
    -------
    ResponseTable

    Raises
    ------
    FormatError
        For counts that do not fit the responses, negative ones, and cells that are there twice.

    Source: ours
    """
    rows, known = sorted(cells, key=lambda cell: cell.key), tuple(answers)
    if not rows:
        raise FormatError("no counts; accepted: of one cell or more")
    for cell, following in zip(rows, [*rows[1:], None], strict=True):
        place = " / ".join(cell.key)
        if len(cell.counts) != len(known):
            raise FormatError(f"{len(cell.counts)} counts in {place}; accepted: one for each of {', '.join(known)}")
        if min((*cell.counts, *(n for _, n in cell.missing)), default=0) < 0:
            raise FormatError(f"a negative count in {place}; accepted: 0 or more")
        if following is not None and following.key == cell.key:
            raise FormatError(f"{place} is there twice; accepted: each cell once")
    runs = tuple(sorted({cell.model for cell in rows}))
    faults = tuple(RunFault(run, "counts were given, and no rows that the gate could look at") for run in runs)
    total = sum(sum(cell.counts) + cell.lost for cell in rows)
    gate = GateReport(total, runs, (), faults, (), override)
    return ResponseTable(known, tuple(rows), Provenance(files=tuple(files), asked=_known(runs)), gate)


def _answers(rows: Iterable[Response], reasons: Mapping[Response, str]) -> set[str]:
    return {row.answer for row in rows if row.answer is not None and row not in reasons}


def _provenance(rows: Sequence[Response], files: Sequence[FileRecord]) -> Provenance:
    def of(name: str) -> tuple[str, ...]:
        return _known(getattr(row, name) for row in rows)

    return Provenance(tuple(files), of("model"), of("served"), of("temperature"), of("parser"))


def _known(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
