"""Tables of results: means of cells, self-play and cross-play kept apart, and how many games each number rests on.

A game between two agents is not one number of either: roles differ, and who begins matters. So games are sorted into
cells (role, who began, scenario), each cell is averaged, and then the cells are, with equal weights: that is unbiased
however many games each cell has. Playing against itself and against others are different questions, never pooled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from spi.core.display import html_of
from spi.errors import GameError

__all__ = ["CellMean", "GameValue", "PlayTable", "aggregate_play", "approx_standard_error", "mean_of_cells"]

Cell = tuple[int, int, str]
"""Role, who began, scenario."""


@dataclass(frozen=True, slots=True)
class GameValue:
    """What one metric was in one game, for each side.

    Parameters
    ----------
    agents : tuple of str
        Who was in which role.
    first : int
        The role that began.
    scenario : str
    values : tuple of (Fraction or None), one per role
        None where the metric is not defined, or the game is invalid.

    Source: ours
    """

    agents: tuple[str, ...]
    first: int
    scenario: str
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class CellMean:
    """The mean of the means of cells.

    Parameters
    ----------
    mean : Fraction or None
        None if no game has a value.
    games, missing : int
        Values that are averaged, and games without one.
    cells : int
        With a value.
    variance : Fraction or None
        Of the means of cells, with one degree of freedom less; None for fewer than two.

    Source: davidson-et-al-2024, Metrics
    """

    mean: Fraction | None
    games: int
    missing: int
    cells: int
    variance: Fraction | None


@dataclass(frozen=True, slots=True)
class PlayTable:
    """One metric of many agents.

    Parameters
    ----------
    self_play : dict from agent to CellMean
    cross_play : dict from (agent, opponent) to CellMean
        What the first gets against the second.
    cross_mean : dict from agent to (Fraction or None)
        Its mean over opponents, with equal weights; None if that of any opponent is missing.

    Source: davidson-et-al-2024, Metrics, and ours
    """

    self_play: dict[str, CellMean]
    cross_play: dict[tuple[str, str], CellMean]
    cross_mean: dict[str, Fraction | None]

    _repr_html_ = html_of


def aggregate_play(games: Iterable[GameValue]) -> PlayTable:
    """Average one metric over games between two agents.

    Parameters
    ----------
    games : iterable of GameValue
        Each with two roles.

    Returns
    -------
    PlayTable

    Raises
    ------
    GameError
        For games with other numbers of roles or values.

    Source: davidson-et-al-2024, Metrics, and ours
    """
    entries: dict[tuple[str, str], list[tuple[Cell, Fraction | None]]] = defaultdict(list)
    for game in games:
        if len(game.agents) != 2 or len(game.values) != 2 or game.first not in (0, 1):
            raise GameError(f"a game of {game.agents!r} with {len(game.values)} values; accepted: two of each")
        for role in range(2):
            pair = (game.agents[role], game.agents[1 - role])
            entries[pair].append(((role, game.first, game.scenario), game.values[role]))
    found = {pair: mean_of_cells(own) for pair, own in sorted(entries.items())}
    cross = {pair: own for pair, own in found.items() if pair[0] != pair[1]}
    means: dict[str, Fraction | None] = {}
    for agent in dict.fromkeys(pair[0] for pair in cross):
        against = [own.mean for pair, own in cross.items() if pair[0] == agent]
        known = [m for m in against if m is not None]
        means[agent] = sum(known, Fraction(0)) / len(known) if len(known) == len(against) else None
    return PlayTable({pair[0]: own for pair, own in found.items() if pair[0] == pair[1]}, cross, means)


def mean_of_cells(entries: Iterable[tuple[Cell, Fraction | None]]) -> CellMean:
    """Average within cells, then over the cells.

    Source: davidson-et-al-2024, Metrics
    """
    cells: dict[Cell, list[Fraction]] = defaultdict(list)
    missing = 0
    for cell, value in entries:
        if value is None:
            missing += 1
        else:
            cells[cell].append(value)
    means = [sum(own, Fraction(0)) / len(own) for own in cells.values()]
    if not means:
        return CellMean(None, 0, missing, 0, None)
    mean = sum(means, Fraction(0)) / len(means)
    spread = sum(((m - mean) ** 2 for m in means), Fraction(0))
    variance = spread / (len(means) - 1) if len(means) > 1 else None
    return CellMean(mean, sum(map(len, cells.values())), missing, len(means), variance)


def approx_standard_error(found: CellMean) -> float | None:
    """The standard deviation of the means of cells over the root of their number; None for fewer than two.

    Parameters
    ----------
    found : CellMean

    Returns
    -------
    float or None

    Source: davidson-et-al-2024, Metrics
    """
    return None if found.variance is None else sqrt(found.variance / found.cells)
