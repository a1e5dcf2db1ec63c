"""Projections among lotteries: the best ones for three players, if there are any, and how that is certified.

That others get exactly so much is not what a claim of Pareto-optimality says. But where everybody else is there twice,
once with her payoffs and once with what they are when their signs are changed, nothing is at least as good as a point
but what gives everybody else exactly as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.core.game import Game, Profile
from spi.solve.best_points import maximise
from spi.solve.feasible import feasible_set
from spi.solve.regions import cut, negated, unit_vector
from spi.tasks.material.words import vector_text

__all__ = [
    "EMPTY",
    "best_end",
    "doubled",
    "doubled_point",
    "end_text",
    "mean_payoffs",
    "projects",
    "reachable_end",
]

EMPTY = "there is none"


def doubled(game: Game, player: int) -> Game:
    """The game with a second copy of everybody but one player, who gets her payoffs with the sign changed.

    Parameters
    ----------
    game : Game
    player : int
        Of whom there is no copy.

    Returns
    -------
    Game
        The copies come last and have one action each, so that the outcomes and their order stay what they are.

    Source: ours
    """
    others = [k for k in range(len(game.players)) if k != player]
    return Game(
        (*game.players, *(f"minus {game.players[k]}" for k in others)),
        (*game.actions, *[("nothing",)] * len(others)),
        tuple(doubled_point(u, player) for u in game.table),
        title=f"{game.title}, doubled",
        source="ours",
    )


def doubled_point(payoffs: Sequence[Fraction], player: int) -> tuple[Fraction, ...]:
    """Payoffs of a game as payoffs of the doubled game.

    Source: ours
    """
    return (*payoffs, *(-u for k, u in enumerate(payoffs) if k != player))


def best_end(game: Game, player: int, due: Sequence[Fraction], *, exactly: bool = True) -> Fraction | None:
    """The most that a player gets by lotteries that give the others what is due, and her at least that.

    Parameters
    ----------
    game : Game
    player : int
    due : sequence of n Fraction
    exactly : bool
        Do the others get exactly so much? Else at least.

    Returns
    -------
    Fraction or None
        None if there is no such lottery.

    Source: digiovanni-et-al-2024, Definition 5
    """
    n, region = len(due), feasible_set(game)
    for k, d in enumerate(due):
        axis = unit_vector(k, n)
        bound = (axis, d) if exactly and k != player else (negated(axis), -d)
        region = cut(region, *bound, equal=exactly and k != player)
    best = maximise(region, unit_vector(player, n))
    return None if best is None else best[0]


def reachable_end(game: Game, player: int, due: Sequence[Fraction]) -> Fraction | None:
    """The same by outcomes alone.

    Source: digiovanni-et-al-2024, Definition 5
    """
    rows = [u for u in game.table if all(x == d for k, (x, d) in enumerate(zip(u, due, strict=True)) if k != player)]
    return max((u[player] for u in rows if u[player] >= due[player]), default=None)


def mean_payoffs(game: Game, lottery: Sequence[tuple[Profile, Fraction]]) -> tuple[Fraction, ...]:
    """Everybody's expected payoffs.

    Source: ours
    """
    n = len(game.players)
    return tuple(sum((p * game[a][k] for a, p in lottery), Fraction(0)) for k in range(n))


def projects(payoffs: Sequence[Fraction], due: Sequence[Fraction], player: int) -> bool:
    """Does everybody else get exactly what is due, and the player at least that?

    Source: digiovanni-et-al-2024, Definition 5
    """
    pairs = enumerate(zip(payoffs, due, strict=True))
    return all(x >= d if k == player else x == d for k, (x, d) in pairs)


def end_text(due: Sequence[Fraction], player: int, end: Fraction | None) -> str:
    """The best projection, or that there is none.

    Source: ours
    """
    return EMPTY if end is None else vector_text([end if k == player else d for k, d in enumerate(due)])
