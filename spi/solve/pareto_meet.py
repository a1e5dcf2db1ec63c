"""The Pareto meet minimum and projections onto it, among the outcomes alone or among all lotteries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Payoffs, read_payoffs
from spi.core.numbers import Exact, to_integers
from spi.core.pareto import strictly_improves
from spi.errors import GameError
from spi.solve.feasible import Efficient, feasible_set, feasible_vertices, pareto_optimality
from spi.solve.regions import Polytope, cut, negated, unit_vector

__all__ = ["Mode", "efficient_outcomes", "is_convex", "pareto_meet_minimum", "projection_set", "projections"]

Mode = Literal["pure", "convex"]
"""Which points are feasible: outcomes, or lotteries over them."""


def efficient_outcomes(game: Game) -> tuple[Profile, ...]:
    """Outcomes that no other outcome improves on, among the outcomes themselves (no lotteries).

    Parameters
    ----------
    game : Game

    Returns
    -------
    tuple of profiles
        In the order of the table.

    Source: digiovanni-et-al-2024, Definition 5
    """
    levels = to_integers(game.table)
    distinct = set(levels)
    efficient = {u for u in distinct if not any(strictly_improves(v, u) for v in distinct)}
    return tuple(a for a, u in zip(profiles(game), levels, strict=True) if u in efficient)


def pareto_meet_minimum(game: Game, *, mode: Mode) -> Payoffs:
    """The Pareto meet minimum (PMM): each player's least payoff at an efficient point.

    Parameters
    ----------
    game : Game
    mode : "pure" or "convex"
        Which points there are: the outcomes alone, or all lotteries over them. The answers differ.

    Returns
    -------
    tuple of Fraction, length n

    Notes
    -----
    Exact. In convex mode the efficient points are a union of faces of C(Γ), so that the least payoffs are those of
    efficient vertices: one linear program for each vertex.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> list(map(str, pareto_meet_minimum(load_game("ours/chicken"), mode="pure")))
    ['1', '1']

    Source: digiovanni-et-al-2024, Definition 5
    """
    if is_convex(mode):
        rows = [v for v in feasible_vertices(game) if isinstance(pareto_optimality(game, v), Efficient)]
    else:
        rows = [game[a] for a in efficient_outcomes(game)]
    return tuple(min(column) for column in zip(*rows, strict=True))


def projections(game: Game, outcome: Profile, player: str | int) -> frozenset[Profile]:
    """A player's Pareto-meet projections of an outcome, among outcomes: everybody else gets exactly what is due to her.

    Parameters
    ----------
    game : Game
    outcome : Profile
        a.
    player : str or int
        i: her name, or her position, from 0.

    Returns
    -------
    frozenset of profiles
        All b with uᵢ(b) ≥ max(PMMᵢ, uᵢ(a)) and uⱼ(b) = max(PMMⱼ, uⱼ(a)) for the others j. It can be empty.

    Source: digiovanni-et-al-2024, Definition 5
    """
    i = game.player_index(player)
    due = tuple(map(max, pareto_meet_minimum(game, mode="pure"), game[outcome]))
    return frozenset(
        b
        for b, row in zip(profiles(game), game.table, strict=True)
        if all(u >= d if k == i else u == d for k, (u, d) in enumerate(zip(row, due, strict=True)))
    )


def projection_set(game: Game, payoffs: Sequence[Exact], player: str | int) -> Polytope:
    """A player's Pareto-meet projections of feasible payoffs, among all lotteries.

    Parameters
    ----------
    game : Game
    payoffs : sequence of n exact numbers
        u(a), of a lottery a.
    player : str or int
        i: her name, or her position, from 0.

    Returns
    -------
    Polytope
        All feasible y with yᵢ ≥ max(PMMᵢ, uᵢ(a)) and yⱼ = max(PMMⱼ, uⱼ(a)) for the others j. For two players it has a
        point if u(a) is feasible; for more it can be empty.

    Raises
    ------
    GameError
        Unless there is one exact number per player.

    Source: digiovanni-et-al-2024, Definition 5
    """
    n, i = len(game.players), game.player_index(player)
    due = tuple(map(max, pareto_meet_minimum(game, mode="convex"), read_payoffs(game, payoffs)))
    region = feasible_set(game)
    for k, d in enumerate(due):
        axis = unit_vector(k, n)
        region = cut(region, negated(axis), -d) if k == i else cut(region, axis, d, equal=True)
    return region


def is_convex(mode: str) -> bool:
    """Do lotteries count as points, or outcomes alone? Any other mode is an error.

    Source: ours
    """
    if mode not in ("pure", "convex"):
        raise GameError(f"the mode {mode!r}; accepted: 'pure' (outcomes alone) and 'convex' (lotteries over them)")
    return mode == "convex"
