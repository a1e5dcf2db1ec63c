"""The integrity gate: which responses may count at all, and which runs may be looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of, one_line
from spi.core.numbers import format_exact
from spi.empirical.records import Response

__all__ = ["EMPTY_JUDGE", "LIMIT", "REASONS", "GateReport", "GateRules", "Rejection", "RunFault", "run_gate"]

EMPTY_JUDGE = "empty judge"
"""The reason of a response whose judge said nothing; readers give it, and the gate knows it."""

LIMIT = Fraction(1, 20)
"""The largest share of rejected responses in a run that is looked at, unless rules say otherwise."""

REASONS = ("zero turns", "agent error", "truncated", EMPTY_JUDGE, "wrong model")
"""Why single responses are rejected."""


@dataclass(frozen=True, slots=True)
class GateRules:
    """What the gate insists on.

    Parameters
    ----------
    max_rejected : Fraction
        A run of which a larger share is rejected is refused as a whole.
    counted : frozenset of str
        Which reasons count for that share; all of `REASONS` unless there is a reason to count fewer.
    truncation_median : int or None
        A response after a single turn is a truncation where the median response to that scenario takes so many.
        None: not looked at.
    repetitions : int or None
        How often each cell is repeated; None: as often as the fullest cell of the run.
    served : frozenset of pairs of str
        Model asked for, and another name under which it may answer. Its own name always is one; and of every name, with
        or without the provider before a slash and a version after a hyphen.

    Source: ours
    """

    max_rejected: Fraction = LIMIT
    counted: frozenset[str] = frozenset(REASONS)
    truncation_median: int | None = 3
    repetitions: int | None = None
    served: frozenset[tuple[str, str]] = frozenset()

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Rejection:
    """A response that does not count, and why; it is missing then, not gone.

    Parameters
    ----------
    response : Response
    reason : str
        One of `REASONS`.

    Source: ours
    """

    response: Response
    reason: str


@dataclass(frozen=True, slots=True)
class RunFault:
    """Why a run, that is all responses of one model, is refused.

    Parameters
    ----------
    run, why : str

    Source: ours
    """

    run: str
    why: str


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate found.

    Parameters
    ----------
    rows : int
        How many responses it saw.
    runs : tuple of str
        The models asked for.
    rejected : tuple of Rejection
    faults : tuple of RunFault
    notes : tuple of str
        What it could not look at.
    override : str
        Why the refused runs are looked at nevertheless; empty if they are not.

    Source: ours
    """

    rows: int
    runs: tuple[str, ...]
    rejected: tuple[Rejection, ...]
    faults: tuple[RunFault, ...]
    notes: tuple[str, ...] = ()
    override: str = ""

    @property
    def refused(self) -> tuple[str, ...]:
        """Runs with a fault, in order."""
        return tuple(dict.fromkeys(fault.run for fault in self.faults))

    def __repr__(self) -> str:
        found = f"{len(self.rejected):,} rejected, {len(self.refused):,} of {len(self.runs):,} runs refused"
        return one_line("GateReport", f"{self.rows:,} responses, {found}")

    def __str__(self) -> str:
        lines = [f"gate: {self.rows:,} responses, {len(self.rejected):,} rejected, {_runs(self)}"]
        by_run: dict[str, Counter[str]] = defaultdict(Counter)
        for rejection in self.rejected:
            by_run[rejection.response.model][rejection.reason] += 1
        for run, reasons in by_run.items():
            lines.append(f"  {run or '(no model)'}: " + ", ".join(f"{n} {reason}" for reason, n in reasons.items()))
        for why in dict.fromkeys(fault.why for fault in self.faults):
            runs = ", ".join(fault.run or "(no model)" for fault in self.faults if fault.why == why)
            lines.append(f"  REFUSED {runs}: {why}")
        lines += [f"  note: {note}" for note in self.notes]
        lines += [f"  OVERRIDDEN: {self.override}"] if self.override else []
        return "\n".join(lines)

    _repr_html_ = html_of


def run_gate(responses: Iterable[Response], *, rules: GateRules | None = None, override: str = "") -> GateReport:
    """Look at every response, and at every run as a whole.

    Parameters
    ----------
    responses : iterable of Response
    rules : GateRules, optional
    override : str
        Why refused runs shall be looked at nevertheless; recorded and printed.

    Returns
    -------
    GateReport
        Rejected responses are named one by one. A run is refused if too large a share of it is rejected, if its grid of
        methods, scenarios and kinds has holes, or if a repetition is there twice.

    Examples
    --------
    >>> dead = [Response("toll", "ordinary", k, "refuse", model="m", served="m", turns=0) for k in range(3)]
    >>> print(run_gate(dead))
    gate: 3 responses, 3 rejected, 1 of 1 runs refused
      m: 3 zero turns
      REFUSED m: 3 of 3 responses are rejected; accepted: at most 1/20

    Source: ours
    """
    rows, rules = list(responses), rules or GateRules()
    medians = _medians(rows)
    rejected = tuple(
        Rejection(row, reason) for row in rows if (reason := _reason(row, medians[row.scenario], rules)) is not None
    )
    runs = tuple(sorted({row.model for row in rows}))
    asked = sorted({(row.scenario, row.kind) for row in rows})
    faults = [
        RunFault(run, why)
        for run in runs
        for why in _faults([row for row in rows if row.model == run], _of(rejected, run), asked, rules)
    ]
    silent = sum(not row.served for row in rows)
    notes = [f"{silent:,} responses do not say which model served them"] if silent else []
    uncounted = [reason for reason in REASONS if reason not in rules.counted]
    notes += [f"not counted as rejected: {', '.join(uncounted)}"] if uncounted else []
    return GateReport(len(rows), runs, rejected, tuple(faults), tuple(notes), override)


def _reason(row: Response, median: int, rules: GateRules) -> str | None:
    if row.turns == 0:
        return "zero turns"
    if row.status == "error":
        return "agent error"
    if rules.truncation_median is not None and row.turns == 1 and median >= rules.truncation_median:
        return "truncated"
    if row.reason == EMPTY_JUDGE or (row.answer is not None and not row.answer.strip()):
        return EMPTY_JUDGE
    names = [row.model, *(name for model, name in rules.served if model == row.model)]
    if row.served and not any(_is_served(name, row.served) for name in names):
        return "wrong model"
    return None


def _is_served(asked: str, served: str) -> bool:
    own, other = asked.rpartition("/")[2], served.rpartition("/")[2]
    return own == other or other.startswith((f"{own}-", f"{own}@", f"{own}:"))


def _medians(rows: Sequence[Response]) -> dict[str, int]:
    """The lower median of turns of each scenario, over all that was asked of it."""
    turns: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        turns[row.scenario].append(row.turns)
    return {scenario: sorted(own)[(len(own) - 1) // 2] for scenario, own in turns.items()}


def _of(rejected: Sequence[Rejection], run: str) -> list[Rejection]:
    return [rejection for rejection in rejected if rejection.response.model == run]


def _faults(
    rows: Sequence[Response], rejected: Sequence[Rejection], asked: Sequence[tuple[str, str]], rules: GateRules
) -> list[str]:
    faults = []
    bad = sum(rejection.reason in rules.counted for rejection in rejected)
    if bad > rules.max_rejected * len(rows):
        most = format_exact(rules.max_rejected)
        faults.append(f"{bad} of {len(rows)} responses are rejected; accepted: at most {most}")
    seen = Counter((row.method, row.scenario, row.kind, row.repetition) for row in rows)
    if twice := [key for key, n in seen.items() if n > 1]:
        faults.append(f"{len(twice)} duplicates, the first one of {_place(twice[0])}; accepted: each once")
    filled = Counter(key[:3] for key in seen)
    wanted = rules.repetitions or max(filled.values())
    methods = sorted({row.method for row in rows})
    holes = [(method, *key) for method in methods for key in asked if filled.get((method, *key), 0) < wanted]
    if holes:
        cell = holes[0]
        has = filled.get(cell, 0)
        faults.append(
            f"incomplete grid: {len(holes)} cells lack repetitions, the first one {' / '.join(cell)} "
            f"({has} of {wanted}); accepted: all of them, missing ones recorded as missing"
        )
    if extra := [cell for cell, n in filled.items() if n > wanted]:
        faults.append(f"{len(extra)} cells have more than {wanted} repetitions, the first one {' / '.join(extra[0])}")
    return faults


def _place(key: tuple[str, str, str, int]) -> str:
    return f"{' / '.join(key[:3])}, repetition {key[3]}"


def _runs(report: GateReport) -> str:
    return f"{len(report.refused)} of {len(report.runs)} runs refused"
