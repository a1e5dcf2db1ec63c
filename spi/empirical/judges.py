"""Several judges of the same rows: how far they agree beyond chance, and where they say nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from spi.core.display import html_of
from spi.core.numbers import format_exact
from spi.empirical.missingness import MissingnessWarning, find_uneven_missingness
from spi.errors import SpiError

__all__ = ["Agreement", "JudgeRecord", "Rating", "cohen_kappa", "fleiss_kappa", "judge_agreement"]


@dataclass(frozen=True, slots=True)
class Rating:
    """What one judge said of one row.

    Parameters
    ----------
    row, judge : str
    value : str or None
        None: the judge gave no readable verdict. That is not a "no".
    subject, arm : str
        Whose row it is.

    Source: ours
    """

    row: str
    judge: str
    value: str | None
    subject: str = ""
    arm: str = ""

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class JudgeRecord:
    """How one judge used the scale.

    Parameters
    ----------
    judge : str
    prevalence : tuple of (str, Fraction)
        Share of each value among the judge's verdicts: a kappa means little where nearly all verdicts are alike.
    missing, rows : int
        Rows without a verdict, and all rows.

    Source: ours
    """

    judge: str
    prevalence: tuple[tuple[str, Fraction], ...]
    missing: int
    rows: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far judges agree, on the rows that all of them judged.

    Parameters
    ----------
    kind : "cohen" or "fleiss"
        Cohen's kappa for two judges, Fleiss' for more.
    kappa : Fraction or None
        None where it is not defined: if there are no such rows, or chance alone would agree always.
    observed, expected : Fraction
        Share of agreeing pairs of verdicts, and the share by chance; 0 if there are no rows.
    observed_bounds : pair of Fraction
        What the share of agreeing pairs would be if missing verdicts disagreed or agreed as far as they can.
    complete, rows : int
        Rows that all judged, and all rows.
    judges : tuple of JudgeRecord
    missing : dict from "subject" or "arm" to a dict from name to (missing verdicts, all verdicts)
    warnings : tuple of MissingnessWarning
        Where verdicts are missing unevenly: between judges, subjects or arms.

    Source: ours
    """

    kind: Literal["cohen", "fleiss"]
    kappa: Fraction | None
    observed: Fraction
    expected: Fraction
    observed_bounds: tuple[Fraction, Fraction]
    complete: int
    rows: int
    judges: tuple[JudgeRecord, ...]
    missing: dict[str, dict[str, tuple[int, int]]]
    warnings: tuple[MissingnessWarning, ...]

    def __str__(self) -> str:
        kappa = "not defined" if self.kappa is None else f"{format_exact(self.kappa)} ≈ {float(self.kappa):.2f}"
        name = "Cohen's" if self.kind == "cohen" else "Fleiss'"
        low, high = (f"{100 * float(share):.1f}" for share in self.observed_bounds)
        lines = [
            f"{name} kappa {kappa}, on {self.complete} of {self.rows} rows that all judged",
            f"agreeing pairs {100 * float(self.observed):.1f} %, by chance {100 * float(self.expected):.1f} %; "
            f"with missing verdicts between {low} and {high} %",
        ]
        for judge in self.judges:
            shares = ", ".join(f"{value} {100 * float(share):.1f} %" for value, share in judge.prevalence)
            lines.append(f"  {judge.judge}: {shares or 'no verdict'}; {judge.missing} of {judge.rows} missing")
        for by, groups in self.missing.items():
            if len(groups) > 1:
                words = ", ".join(f"{name} {lost} of {n}" for name, (lost, n) in groups.items())
                lines.append(f"  missing by {by}: {words}")
        return "\n".join(lines + [f"  WARNING {warning}" for warning in self.warnings])

    _repr_html_ = html_of


def judge_agreement(ratings: Iterable[Rating]) -> Agreement:
    """How far judges agree: Cohen's kappa for two, Fleiss' for more, with prevalence and missing verdicts.

    Parameters
    ----------
    ratings : iterable of Rating
        One for each row and judge; one that is not there is missing.

    Returns
    -------
    Agreement

    Raises
    ------
    SpiError
        If there are fewer than two judges, or a judge spoke twice of one row.

    Examples
    --------
    >>> said = {"a": "yyyn", "b": "yynn"}
    >>> found = judge_agreement(Rating(str(k), j, v) for j, own in said.items() for k, v in enumerate(own))
    >>> found.kappa
    Fraction(1, 2)

    Source: ours
    """
    given = list(ratings)
    judges = tuple(sorted({rating.judge for rating in given}))
    if len(judges) < 2:
        raise SpiError(f"{len(judges)} judges; accepted: two or more")
    table: dict[str, dict[str, str | None]] = defaultdict(dict)
    owners: dict[str, tuple[str, str]] = {}
    for rating in given:
        if rating.judge in table[rating.row]:
            raise SpiError(f"{rating.judge} has two verdicts on {rating.row}; accepted: one")
        if owners.setdefault(rating.row, (rating.subject, rating.arm)) != (rating.subject, rating.arm):
            raise SpiError(f"{rating.row} is of two subjects or arms; accepted: one name for one row")
        table[rating.row][rating.judge] = rating.value
    rows = {row: [own.get(judge) for judge in judges] for row, own in sorted(table.items())}
    complete = [[v for v in own if v is not None] for own in rows.values() if None not in own]
    observed, expected = _cohen_shares(complete) if len(judges) == 2 else _fleiss_shares(complete)
    lost = {judge: sum(own[k] is None for own in rows.values()) for k, judge in enumerate(judges)}
    by_judge = {judge: (n, len(rows)) for judge, n in lost.items()}
    missing = {by: _missing(rows, owners, place) for place, by in enumerate(("subject", "arm"))}
    warnings = find_uneven_missingness("judge", by_judge)
    for by, shares in missing.items():
        warnings += find_uneven_missingness(by, shares)
    return Agreement(
        "cohen" if len(judges) == 2 else "fleiss",
        _kappa(observed, expected) if complete else None,
        observed,
        expected,
        _observed_bounds(list(rows.values())),
        len(complete),
        len(rows),
        tuple(_record(judge, [own[k] for own in rows.values()]) for k, judge in enumerate(judges)),
        missing,
        warnings,
    )


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> Fraction | None:
    """Cohen's kappa of two judges: agreement beyond what their own frequencies would give; None if not defined.

    Parameters
    ----------
    first, second : sequence of m str
        Verdicts of the two judges on the same cases, in the same order.

    Returns
    -------
    Fraction or None
        At most 1; 0 is what chance gives.

    Source: ours
    """
    rows = [list(pair) for pair in zip(first, second, strict=True)]
    return _kappa(*_cohen_shares(rows)) if rows else None


def fleiss_kappa(rows: Sequence[Sequence[str]]) -> Fraction | None:
    """Fleiss' kappa of rows with the same number of verdicts each, two or more; None if not defined.

    Parameters
    ----------
    rows : sequence of m sequences of k str
        For each case its verdicts.

    Returns
    -------
    Fraction or None
        At most 1; 0 is what chance gives.

    Source: ours
    """
    if len({len(own) for own in rows}) > 1 or min(map(len, rows), default=2) < 2:
        raise SpiError(
            "rows with different numbers of verdicts, or fewer than two; accepted: the same number, 2 or more"
        )
    return _kappa(*_fleiss_shares(rows)) if rows else None


def _kappa(observed: Fraction, expected: Fraction) -> Fraction | None:
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _cohen_shares(rows: Sequence[Sequence[str]]) -> tuple[Fraction, Fraction]:
    if not rows:
        return Fraction(0), Fraction(0)
    n = len(rows)
    first, second = (Counter(own[k] for own in rows) for k in (0, 1))
    observed = Fraction(sum(own[0] == own[1] for own in rows), n)
    return observed, Fraction(sum(first[value] * second[value] for value in first), n * n)


def _fleiss_shares(rows: Sequence[Sequence[str]]) -> tuple[Fraction, Fraction]:
    if not rows:
        return Fraction(0), Fraction(0)
    n, m = len(rows), len(rows[0])
    agreeing = sum(k * (k - 1) for own in rows for k in Counter(own).values())
    totals = Counter(value for own in rows for value in own)
    return Fraction(agreeing, n * m * (m - 1)), Fraction(sum(k * k for k in totals.values()), (n * m) ** 2)


def _observed_bounds(rows: Sequence[Sequence[str | None]]) -> tuple[Fraction, Fraction]:
    """Pairs that agree for sure, and pairs that may: of a row, missing verdicts may all join its largest group."""
    low = high = pairs = 0
    for own in rows:
        groups = Counter(value for value in own if value is not None)
        lost, k = sum(value is None for value in own), len(own)
        largest = max(groups.values(), default=0)
        low += sum(n * (n - 1) // 2 for n in groups.values())
        high += sum(n * (n - 1) // 2 for n in groups.values())
        high += (largest + lost) * (largest + lost - 1) // 2 - largest * (largest - 1) // 2
        pairs += sum(1 for _ in combinations(range(k), 2))
    return (Fraction(low, pairs), Fraction(high, pairs)) if pairs else (Fraction(0), Fraction(1))


def _missing(
    rows: Mapping[str, Sequence[str | None]], owners: Mapping[str, tuple[str, str]], place: int
) -> dict[str, tuple[int, int]]:
    shares: dict[str, tuple[int, int]] = {}
    for row, own in rows.items():
        lost, n = shares.get(owners[row][place], (0, 0))
        shares[owners[row][place]] = (lost + sum(value is None for value in own), n + len(own))
    return shares


def _record(judge: str, values: Sequence[str | None]) -> JudgeRecord:
    said = Counter(value for value in values if value is not None)
    total = sum(said.values())
    prevalence = tuple((value, Fraction(n, total)) for value, n in sorted(said.items()))
    return JudgeRecord(judge, prevalence, len(values) - total, len(values))
