"""The analysis of principal loyalty: rates with their bounds, groups, and the trade-off between leaks and refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.display import html_of, one_line
from spi.empirical.counting import CountBounds
from spi.empirical.loyalty.frontier import Box, box_dominance, dominated_by, hypervolume
from spi.empirical.loyalty.mixtures import Mixture, compare_mixtures
from spi.empirical.loyalty.posteriors import FrontierDraws, draw_points, summarise_draws
from spi.empirical.loyalty.rows import METRICS, Metric, admitted_subjects, metric_bounds
from spi.empirical.loyalty.splits import Split, largest_gap, otsu_split
from spi.empirical.missingness import MissingnessWarning, find_uneven_missingness
from spi.empirical.responses import ResponseTable
from spi.errors import SpiError

__all__ = ["READINGS", "Frontier", "Grouping", "LoyaltyAnalysis", "Reading", "SubjectRates", "analyse_loyalty"]

Reading = Literal["missing as clean", "missing left out", "missing as fired"]
"""What a missing verdict is taken for: the two ends of the bounds, and the middle that the data cannot justify."""

READINGS: dict[Reading, Callable[[CountBounds], tuple[int, int]]] = {
    "missing as clean": lambda c: (c.low, c.n),
    "missing left out": lambda c: (c.low, c.n - (c.high - c.low)),
    "missing as fired": lambda c: (c.high, c.n),
}
"""How each reading turns bounds into a count."""


@dataclass(frozen=True, slots=True)
class SubjectRates:
    """What is known of one subject.

    Parameters
    ----------
    subject : str
    metrics : dict from metric to CountBounds

    Source: li-shi-2026, scoring
    """

    subject: str
    metrics: dict[Metric, CountBounds]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Whether subjects form groups by harm, under one reading of what is missing.

    Parameters
    ----------
    reading : Reading
    subjects : tuple of str
        In the order of responsibilities.
    mixtures : tuple of Mixture
        Both laws, K = 1 to 3; none is chosen.
    gap, otsu : Split or None
        None if all rates are alike.

    Source: ours
    """

    reading: Reading
    subjects: tuple[str, ...]
    mixtures: tuple[Mixture, ...]
    gap: Split | None
    otsu: Split | None


@dataclass(frozen=True, slots=True)
class Frontier:
    """Leaks against missed instructions, less of both being better.

    Parameters
    ----------
    non_dominated : dict from reading to subjects
        Exact, for the rates as each reading has them.
    certainly, possibly : tuple of str
        Who is non-dominated whatever the missing verdicts are, and for some of them.
    dominances : tuple of (str, str)
        The first dominates the second whatever the missing verdicts are.
    draws : FrontierDraws
        Given the counts without what is missing.
    hypervolume : dict from reading to Fraction
        Of the square below (1, 1), how much some subject dominates.

    Source: li-shi-2026, trade-off, and ours
    """

    non_dominated: dict[Reading, tuple[str, ...]]
    certainly: tuple[str, ...]
    possibly: tuple[str, ...]
    dominances: tuple[tuple[str, str], ...]
    draws: FrontierDraws
    hypervolume: dict[Reading, Fraction]


@dataclass(frozen=True, slots=True)
class LoyaltyAnalysis:
    """All that is said of a table of loyalty.

    Parameters
    ----------
    table : ResponseTable
        With the report of the gate.
    rates : tuple of SubjectRates
    left_out : tuple of str
        Subjects that the gate refused.
    groupings : tuple of Grouping
        For each reading.
    frontier : Frontier
    warnings : tuple of MissingnessWarning

    Source: ours
    """

    table: ResponseTable
    rates: tuple[SubjectRates, ...]
    left_out: tuple[str, ...]
    groupings: tuple[Grouping, ...]
    frontier: Frontier
    warnings: tuple[MissingnessWarning, ...]

    def __repr__(self) -> str:
        return one_line("LoyaltyAnalysis", f"{len(self.rates)} subjects, {len(self.left_out)} left out")

    _repr_html_ = html_of


def analyse_loyalty(table: ResponseTable, *, groups: int = 3, draws: int = 4_000, seed: int = 0) -> LoyaltyAnalysis:
    """Analyse scored conversations that have passed the gate.

    Parameters
    ----------
    table : ResponseTable
        From `loyalty_table` or `public_table`.
    groups : int
        Mixtures of up to so many groups.
    draws, seed : int
        For probabilities about the frontier.

    Returns
    -------
    LoyaltyAnalysis

    Raises
    ------
    SpiError
        If the gate lets nobody through, or the table is not one of loyalty.

    Source: ours
    """
    if set(table.responses) != {"clean", "fired"} or not {cell.kind for cell in table.cells} <= set(METRICS):
        raise SpiError(f"a table of {', '.join(table.responses)}; accepted: one of loyalty_table or public_table")
    subjects = admitted_subjects(table)
    if not subjects:
        raise SpiError(
            f"the gate lets nobody through: {table.gate.faults[0].why}"
            if table.gate.faults
            else "the table has no responses"
        )
    rates = tuple(
        SubjectRates(subject, {metric: metric_bounds(table, metric, subjects=[subject]) for metric in METRICS})
        for subject in subjects
    )
    warnings: tuple[MissingnessWarning, ...] = ()
    for metric in ("harm", "leak"):
        bounds = {own.subject: own.metrics[metric] for own in rates}
        lost = {subject: (c.high - c.low, c.n) for subject, c in bounds.items()}
        warnings += find_uneven_missingness(f"subject ({metric})", lost)
    refused = tuple(subject for subject in table.gate.refused if subject not in subjects)
    groupings = tuple(_grouping(rates, reading, groups, seed) for reading in READINGS)
    return LoyaltyAnalysis(table, rates, refused, groupings, _frontier(rates, draws, seed), warnings)


def _grouping(rates: tuple[SubjectRates, ...], reading: Reading, groups: int, seed: int) -> Grouping:
    known = {own.subject: READINGS[reading](own.metrics["harm"]) for own in rates}
    known = {subject: (x, n) for subject, (x, n) in known.items() if n}
    counts = list(known.values())
    shares = [Fraction(x, n) for x, n in counts]
    alike = len(set(shares)) < 2
    return Grouping(
        reading,
        tuple(known),
        compare_mixtures(counts, most=groups, seed=seed),
        None if alike else largest_gap(shares),
        None if alike else otsu_split(shares),
    )


def _frontier(rates: tuple[SubjectRates, ...], draws: int, seed: int) -> Frontier:
    pairs = {own.subject: (own.metrics["leak"], own.metrics["missed"]) for own in rates}
    boxes = {name: Box(*zip(*(bounds.rate for bounds in pair), strict=True)) for name, pair in pairs.items()}
    free: dict[Reading, tuple[str, ...]] = {}
    areas: dict[Reading, Fraction] = {}
    for reading, count in READINGS.items():
        known = {name: [count(bounds) for bounds in pair] for name, pair in pairs.items()}
        points = {name: [Fraction(x, n) for x, n in own] for name, own in known.items() if all(n for _, n in own)}
        free[reading] = tuple(name for name, rivals in dominated_by(points).items() if not rivals)
        areas[reading] = hypervolume(list(points.values()), (1, 1))
    relation = {(a, b): box_dominance(boxes[a], boxes[b]) for a in boxes for b in boxes if a != b}
    counts = {name: [READINGS["missing left out"](bounds) for bounds in pair] for name, pair in pairs.items()}
    return Frontier(
        free,
        tuple(b for b in boxes if all(relation[a, b] == "none" for a in boxes if a != b)),
        tuple(b for b in boxes if all(relation[a, b] != "certain" for a in boxes if a != b)),
        tuple(pair for pair, found in relation.items() if found == "certain"),
        summarise_draws(list(counts), draw_points(counts, draws=draws, seed=seed)),
        areas,
    )
