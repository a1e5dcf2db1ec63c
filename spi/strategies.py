"""Hypothesis strategies for the objects of `spi`; `st.from_type(spi.Game)` works without importing this module.

They build from small integers with many ties, because ties, constant players and single actions are where claims break,
and they shrink structure first: fewer players, fewer actions, then payoffs towards 0.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

from spi.core.game import Game, subset_game


def register() -> None:
    """Make `st.from_type` know the types below; Hypothesis calls it through the entry point `hypothesis`.

    Source: ours
    """
    from hypothesis import strategies

    strategies.register_type_strategy(Game, lambda _: games())


# Hypothesis runs entry points while it is being imported, and finds this module half-way through if it was imported
# first: what it calls has to stand above this line.
from hypothesis import strategies as st  # noqa: E402

__all__ = ["exact_numbers", "games", "register", "subset_games"]


def exact_numbers(*, low: int = -3, high: int = 3, denominators: int = 1) -> st.SearchStrategy[Fraction]:
    """Rationals with numerators from `low` to `high`, over denominators from 1 to `denominators`.

    Source: ours
    """
    return st.builds(Fraction, st.integers(low, high), st.integers(1, denominators))


@st.composite
def games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 3,
    max_actions: int = 3,
    payoffs: st.SearchStrategy[Fraction] | None = None,
    dominated: bool = False,
) -> Game:
    """Finite games with exact payoffs.

    Parameters
    ----------
    min_players, max_players : int
        Bounds on the number of players.
    max_actions : int
        Bound on the number of actions of each player.
    payoffs : strategy for Fraction, optional
        Default: the integers from −3 to 3.
    dominated : bool
        Give each player one more action that one of the drawn ones strictly dominates, with payoffs to the others of
        its own: games in which something is eliminated, so that an SPI is possible.

    Returns
    -------
    strategy for Game

    Source: ours
    """
    n = draw(st.integers(min_players, max_players))
    shape = tuple(draw(st.integers(1, max_actions)) for _ in range(n))
    numbers = exact_numbers() if payoffs is None else payoffs
    full = tuple(size + 1 for size in shape) if dominated else shape
    rows = [list(draw(st.tuples(*[numbers] * n))) for _ in range(prod(full))]
    if dominated:
        _spoil(rows, shape, full)
    actions = tuple(tuple(f"{chr(ord('a') + i % 26)}{x + 1}" for x in range(size)) for i, size in enumerate(full))
    players = tuple(f"Player {i + 1}" for i in range(n))
    return Game(players, actions, tuple(map(tuple, rows)))


@st.composite
def subset_games(draw: st.DrawFn, game: Game, *, payoffs: st.SearchStrategy[Fraction] | None = None) -> Game:
    """Subset games of a game: some actions of each player, with the game's payoffs or any others.

    Parameters
    ----------
    game : Game
    payoffs : strategy for Fraction, optional
        For the representatives' payoffs where they are not the game's own.

    Returns
    -------
    strategy for Game

    Source: ours
    """
    kept = [draw(st.lists(st.sampled_from(own), min_size=1, unique=True)) for own in game.actions]
    smaller = subset_game(game, kept)
    if draw(st.booleans()):
        return smaller
    numbers = exact_numbers() if payoffs is None else payoffs
    rows = tuple(draw(st.tuples(*[numbers] * len(game.players))) for _ in smaller.table)
    return Game(game.players, smaller.actions, rows)


def _spoil(rows: list[list[Fraction]], shape: tuple[int, ...], full: tuple[int, ...]) -> None:
    """Make every player's last action worse for her than her first one, against everything."""
    strides = [prod(full[i + 1 :]) for i in range(len(full))]
    for i, size in enumerate(shape):
        for k in range(len(rows)):
            if (k // strides[i]) % full[i] == size:
                rows[k][i] = rows[k - size * strides[i]][i] - 1
