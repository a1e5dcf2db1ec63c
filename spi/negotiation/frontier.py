"""The Pareto frontier of a negotiation, exactly, with an outcome for each point and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from operator import mul

from spi.core.display import html_of
from spi.core.numbers import over_common
from spi.errors import GameError, HypothesisError
from spi.negotiation.issues import Outcome, count_outcomes
from spi.negotiation.layers import Level, Table, count_ways, last_layer, layers_of, prune, witness_of
from spi.negotiation.preferences import Additive, option_values, utility_of
from spi.negotiation.scenario import Payoffs, Scenario, feasible_outcomes

__all__ = ["Frontier", "count_pareto_outcomes", "find_frontier", "integer_tables", "multiplicity", "witness"]

BUDGET = 5_000_000
"""Outcomes at most that are listed, where utilities are not sums over the issues."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """The payoffs that no outcome improves on for one side without making it worse for another.

    Parameters
    ----------
    scenario : Scenario
    units : tuple of int, one per side
        Payoffs are whole multiples of 1/unit.
    levels : tuple of tuple of int, shape (number of points, number of sides)
        The points as these multiples, the first side's best first.
    tables : tuple of Table
        What each option adds, as such multiples; empty where outcomes had to be listed.
    listed : dict from Level to tuple of Outcome
        Where they had to be listed, the outcomes of each point.

    See Also
    --------
    find_frontier, witness, multiplicity

    Source: ours
    """

    scenario: Scenario
    units: tuple[int, ...]
    levels: tuple[Level, ...]
    tables: tuple[Table, ...] = field(repr=False)
    listed: dict[Level, tuple[Outcome, ...]] = field(repr=False)
    _layers: list[list[Level]] = field(init=False, repr=False, compare=False, default_factory=list)

    @property
    def layers(self) -> list[list[Level]]:
        """The frontier after each issue, computed when it is first asked for; none where outcomes had to be listed."""
        if not self._layers and self.tables:
            self._layers.extend(layers_of(self.tables))
        return self._layers

    @property
    def points(self) -> tuple[Payoffs, ...]:
        """The points, as exact payoffs."""
        return tuple(map(self.payoffs, self.levels))

    def payoffs(self, level: Level) -> Payoffs:
        """The payoffs of a level."""
        return tuple(map(Fraction, level, self.units))

    def level(self, payoffs: Sequence[Fraction | int]) -> Level:
        """The level of payoffs; raises `GameError` if they are not on the frontier."""
        scaled = list(map(mul, map(Fraction, payoffs), self.units))
        level = tuple(map(int, scaled))
        if len(level) != len(self.units) or list(level) != scaled or level not in set(self.levels):
            raise GameError(f"({', '.join(map(str, payoffs))}) is not on the frontier of {self.scenario!r}")
        return level

    def __len__(self) -> int:
        return len(self.levels)

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def find_frontier(negotiation: Scenario, *, budget: int = BUDGET) -> Frontier:
    """The Pareto frontier of all outcomes.

    Parameters
    ----------
    negotiation : Scenario
        With two sides or more.
    budget : int
        Outcomes at most that are listed, where utilities are not sums over the issues or outcomes are not all feasible.

    Returns
    -------
    Frontier
        Different payoffs once each; `multiplicity` counts the outcomes of each, `witness` gives one.

    Raises
    ------
    HypothesisError
        If there are more outcomes to list, or none is feasible.

    Notes
    -----
    Exact. Sums over issues are never listed: see `layers_of`.

    Examples
    --------
    >>> from spi.negotiation.issues import issue
    >>> from spi.negotiation.preferences import additive
    >>> from spi.negotiation.scenario import scenario
    >>> issues = [issue(name, list("abc")) for name in ("rent", "term")]
    >>> utilities = {"tenant": additive([[0, 1, 2], [0, 2, 4]]), "landlord": additive([[4, 2, 0], [2, 1, 0]])}
    >>> frontier = find_frontier(scenario(issues, utilities, disagreement=[0, 0]))
    >>> frontier.levels
    ((6, 0), (5, 2), (4, 4), (2, 5), (0, 6))
    >>> witness(frontier, (4, 4))
    ('a', 'c')

    Source: ours
    """
    if negotiation.is_additive:
        units, tables = integer_tables(negotiation)
        return Frontier(negotiation, units, tuple(last_layer(tables)), tables, {})
    total = count_outcomes(negotiation.issues)
    if total > budget:
        raise HypothesisError(
            f"{total:,} outcomes would have to be listed, since not all utilities are sums over the issues or not all "
            f"outcomes are feasible, and budget={budget:,}; accepted: a larger budget, or additive utilities"
        )
    every = list(feasible_outcomes(negotiation))
    if not every:
        raise HypothesisError("no outcome is feasible; accepted: at least one")
    columns = []
    units = ()
    for side in negotiation.sides:
        column, unit = over_common([utility_of(side.utility, negotiation.issues, a) for a in every])
        columns.append(column)
        units += (unit,)
    rows: list[Level] = list(zip(*columns, strict=True))
    levels = prune(rows)
    listed: dict[Level, list[Outcome]] = {level: [] for level in levels}
    for outcome, row in zip(every, rows, strict=True):
        if row in listed:
            listed[row].append(outcome)
    return Frontier(negotiation, units, tuple(levels), (), {level: tuple(own) for level, own in listed.items()})


def integer_tables(negotiation: Scenario) -> tuple[tuple[int, ...], tuple[Table, ...]]:
    """What each option adds for each side, as multiples of 1/unit; offsets are added to the first issue.

    Parameters
    ----------
    negotiation : Scenario
        With additive utilities.

    Returns
    -------
    units : tuple of int, one per side
    tables : tuple of Table, one per issue

    Source: ours
    """
    units = []
    columns: list[list[list[int]]] = []  # [side][issue][option]
    for side in negotiation.sides:
        assert isinstance(side.utility, Additive)
        values = option_values(side.utility)
        values[0] = [v + side.utility.offset for v in values[0]]
        flat, unit = over_common([v for own in values for v in own])
        units.append(unit)
        numbers = iter(flat)
        columns.append([[next(numbers) for _ in own] for own in values])
    tables = [tuple(zip(*(column[k] for column in columns), strict=True)) for k in range(len(negotiation.issues))]
    return tuple(units), tuple(tables)


def witness(frontier: Frontier, payoffs: Sequence[Fraction | int]) -> Outcome:
    """An outcome with these payoffs of the frontier.

    Parameters
    ----------
    frontier : Frontier
    payoffs : one exact number per side

    Returns
    -------
    Outcome

    Raises
    ------
    GameError
        If the payoffs are not on the frontier.

    Source: ours
    """
    level = frontier.level(payoffs)
    return next(iter(witnesses(frontier, [level])))


def witnesses(frontier: Frontier, levels: Sequence[Level]) -> Iterator[Outcome]:
    """An outcome for each of these levels of the frontier.

    Source: ours
    """
    if frontier.listed:
        yield from (frontier.listed[level][0] for level in levels)
        return
    find = partial(witness_of, frontier.tables, list(map(set, frontier.layers)))
    for level in levels:
        yield tuple(one.options[j] for one, j in zip(frontier.scenario.issues, find(level), strict=True))


def multiplicity(frontier: Frontier) -> dict[Payoffs, int]:
    """How many outcomes have the payoffs of each point of the frontier.

    Parameters
    ----------
    frontier : Frontier

    Returns
    -------
    dict from Payoffs to int

    Source: ours
    """
    if frontier.listed:
        return {frontier.payoffs(level): len(own) for level, own in frontier.listed.items()}
    ways = count_ways(frontier.tables, frontier.layers)
    return {frontier.payoffs(level): n for level, n in ways.items()}


def count_pareto_outcomes(frontier: Frontier) -> int:
    """How many outcomes are Pareto-optimal: what a rate of efficient agreements has to be compared with.

    Parameters
    ----------
    frontier : Frontier

    Returns
    -------
    int

    Source: ours
    """
    return sum(multiplicity(frontier).values())
