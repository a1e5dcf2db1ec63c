"""Games: with many ties, with dominated actions and with twins; symmetric, zero-sum and reduced ones; subset games."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from spi.core.game import Game, subset_game

__all__ = [
    "exact_numbers",
    "games",
    "reduced_games",
    "subset_games",
    "symmetric_games",
    "zero_sum_games",
]

Rows = list[list[Fraction]]
"""Payoff vectors in the order of a game's table."""


def exact_numbers(*, low: int = -3, high: int = 3, denominators: int = 1) -> st.SearchStrategy[Fraction]:
    """Rationals with numerators from `low` to `high`, over denominators from 1 to `denominators`.

    Source: ours
    """
    if denominators == 1:
        return st.integers(low, high).map(Fraction)
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
    twins: bool = False,
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
    twins : bool
        Give each player one more action that is the same as one of the drawn ones for everybody.

    Returns
    -------
    strategy for Game

    Source: ours
    """
    n = draw(st.integers(min_players, max_players))
    shape = [draw(st.integers(1, max_actions)) for _ in range(max_players)][:n]
    numbers = exact_numbers() if payoffs is None else payoffs
    drawn = [range(size + dominated) for size in shape]  # the dominated action comes after the others
    table = dict(zip([((0,) * n, i) for i in range(n)], [draw(numbers) for _ in range(max_players)], strict=False))
    for a, i in _entries(drawn, shape):
        if (a, i) not in table and a[i] != shape[i]:
            table[a, i] = draw(numbers)
    rows = []
    for own in product(*(range(size + dominated + twins) for size in shape)):
        a = tuple(0 if x == size + dominated else x for x, size in zip(own, shape, strict=True))
        firsts = [(*a[:i], 0, *a[i + 1 :]) for i in range(n)]
        rows.append([table[a, i] if a[i] < shape[i] else table[firsts[i], i] - 1 for i in range(n)])
    return _game([size + dominated + twins for size in shape], rows)


@st.composite
def symmetric_games(
    draw: st.DrawFn,
    *,
    players: int = 2,
    max_actions: int = 3,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> Game:
    """Games that stay the same when players are exchanged.

    Parameters
    ----------
    players : int
    max_actions : int
        Bound on the number of actions, of which all have the same: 1, 2, …
    payoffs : strategy for Fraction, optional
        Default: the integers from −3 to 3.

    Returns
    -------
    strategy for Game
        What a player gets depends on her action, and on how many others take which.

    Source: ours
    """
    size = draw(st.integers(1, max_actions))
    numbers = exact_numbers() if payoffs is None else payoffs
    everything = list(product(range(size), repeat=players))
    others = sorted({tuple(sorted(rest)) for rest in product(range(size), repeat=players - 1)})
    kinds = sorted(product(range(size), others), key=lambda kind: max(kind[0], *kind[1], 0))
    known = {kind: draw(numbers) for kind in kinds}
    rows = [[known[x, tuple(sorted((*a[:i], *a[i + 1 :])))] for i, x in enumerate(a)] for a in everything]
    names = tuple(str(x + 1) for x in range(size))
    return Game(_players(players), (names,) * players, tuple(map(tuple, rows)))


@st.composite
def zero_sum_games(
    draw: st.DrawFn, *, max_actions: int = 3, payoffs: st.SearchStrategy[Fraction] | None = None
) -> Game:
    """Games for two players in which one has what the other loses.

    Parameters
    ----------
    max_actions : int
    payoffs : strategy for Fraction, optional
        Of the first player. Default: the integers from −3 to 3.

    Returns
    -------
    strategy for Game

    Source: ours
    """
    shape = tuple(draw(st.integers(1, max_actions)) for _ in range(2))
    numbers = exact_numbers() if payoffs is None else payoffs
    first = {a: draw(numbers) for a, i in _entries([range(size) for size in shape], shape) if i == 0}
    return _game(shape, [[first[a], -first[a]] for a in product(*map(range, shape))])


@st.composite
def reduced_games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 3,
    max_actions: int = 3,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> Game:
    """Games in which nothing is dominated, because every action earns its player's most against something.

    Parameters
    ----------
    min_players, max_players, max_actions, payoffs
        As for `games`.

    Returns
    -------
    strategy for Game

    Source: ours
    """
    game = draw(games(min_players=min_players, max_players=max_players, max_actions=max_actions, payoffs=payoffs))
    rows = list(map(list, game.table))
    for i, own in enumerate(game.actions):
        most = max(row[i] for row in rows)
        others = [st.sampled_from(theirs) for k, theirs in enumerate(game.actions) if k != i]
        for x in own:
            against = draw(st.tuples(*others))
            rows[game.profile_index((*against[:i], x, *against[i:]))][i] = most
    return _game(game.shape, rows)


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


def _players(n: int) -> tuple[str, ...]:
    return tuple(f"Player {i + 1}" for i in range(n))


def _game(shape: Sequence[int], rows: Rows) -> Game:
    actions = tuple(tuple(f"{chr(ord('a') + i % 26)}{x + 1}" for x in range(size)) for i, size in enumerate(shape))
    return Game(_players(len(shape)), actions, tuple(map(tuple, rows)))


def _entries(drawn: Sequence[range], shape: Sequence[int]) -> list[tuple[tuple[int, ...], int]]:
    """Profiles and players, in an order in which smaller games have the first of the entries of larger ones.

    Hypothesis makes an example smaller by changing one thing, and what is drawn after it stays as it was. So the
    payoffs among the first two actions of each player come first, of which the second is the dominated one, if there is
    one; and among these, those that concern the first players.
    """

    def place(entry: tuple[tuple[int, ...], int]) -> tuple[int, int]:
        a, i = entry
        ranks = [
            x if not x else 1 if x == size else x + (len(own) > size)
            for x, own, size in zip(a, drawn, shape, strict=True)
        ]
        return max(ranks), max(i, *(k for k, rank in enumerate(ranks) if rank), 0)

    return sorted(product(product(*drawn), range(len(drawn))), key=place)
