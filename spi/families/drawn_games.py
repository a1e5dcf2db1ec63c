"""Random games, and games of any size in which elimination has much to do: what elimination and search are timed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spi.core.game import Game
from spi.errors import GameError
from spi.solve.reduction import is_reduced

__all__ = ["bonus_game", "bonus_games", "dominated_copies_game", "iid_game", "ladder_game"]


def iid_game(actions: int, *, seed: int, below: int = 1000) -> Game:
    """Draw a game for two players in which all payoffs are independent and uniform.

    Parameters
    ----------
    actions : int
        n, for each player.
    seed : int
        Of numpy's `default_rng`; first the n × n payoffs of player 1 are drawn, then those of player 2.
    below : int
        Payoffs are integers from 0 to below − 1.

    Returns
    -------
    Game

    Raises
    ------
    GameError
        For no actions, and no payoffs to draw from.

    Notes
    -----
    Known by construction: nothing. The larger the game, the less often any action is dominated; and where none is,
    there is no strict SPI, because a map of all actions only permutes the payoffs (Appendix D.2).

    Examples
    --------
    >>> iid_game(3, seed=0).shape
    (3, 3)

    Source: ours
    """
    import numpy as np

    _require_positive(actions=actions, below=below)
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, below, (actions, actions)), rng.integers(0, below, (actions, actions))
    title = f"Independent payoffs, {actions} × {actions}, seed {seed}"
    return Game.from_arrays(first, second, title=title, source="ours")


def ladder_game(actions: int, *, seed: int | None = None) -> Game:
    """A game that elimination climbs one rung after the other: each player wants to be one above the other.

    Parameters
    ----------
    actions : int
        n, for each player; u₁(i, j) = −(i − min(j + 1, n − 1))² and u₂(i, j) = u₁(j, i), counted from 0.
    seed : int, optional
        Shuffle both players' actions by numpy's `default_rng`; by default they stand in order.

    Returns
    -------
    Game
        Actions are called a1 … an and b1 … bn by their rung.

    Raises
    ------
    GameError
        For no actions.

    Notes
    -----
    Known: elimination takes n − 1 rounds, in each of which both players' lowest rungs fall and nothing else, and leaves
    (an, bn), where both get 0. All other payoff vectors have a negative entry, so that there is no SPI of any kind.

    Examples
    --------
    >>> from spi.solve.reduction import reduce
    >>> reduce(ladder_game(4, seed=1)).reduced.actions
    (('a4',), ('b4',))

    Source: ours
    """
    _require_positive(actions=actions)
    orders = [list(range(actions)), list(range(actions))]
    if seed is not None:
        import numpy as np

        rng = np.random.default_rng(seed)
        orders = [rng.permutation(actions).tolist() for _ in orders]

    def wish(own: int, other: int) -> int:
        return -((own - min(other + 1, actions - 1)) ** 2)

    rows = [[(wish(i, j), wish(j, i)) for j in orders[1]] for i in orders[0]]
    names = [[f"{player}{k + 1}" for k in order] for player, order in zip("ab", orders, strict=True)]
    return Game.from_payoffs(rows, actions=names, title=f"A ladder of {actions} rungs", source="ours")


def dominated_copies_game(actions: int, core: int, *, seed: int) -> Game:
    """Draw a game of which most actions are worse copies of a few: elimination has one round, and much to remove.

    Parameters
    ----------
    actions, core : int
        n for each player, of which `core` are no copies.
    seed : int
        Of numpy's `default_rng`. Payoffs of the core are integers from 0 to 10⁶ − 1; a copy is the same as an action of
        the core that is drawn, for everybody, but its owner has 1 to 999 less. Then all are shuffled.

    Returns
    -------
    Game

    Raises
    ------
    GameError
        For an empty core, and one larger than the game.

    Notes
    -----
    Known: every copy is strictly dominated by its original, so that the game reduces to what its core reduces to, which
    is a subset of the actions called a1 … and b1 … up to the size of the core. Whether there is an SPI is not known.

    Examples
    --------
    >>> dominated_copies_game(5, 2, seed=3).shape
    (5, 5)

    Source: ours
    """
    import numpy as np

    _require_positive(core=core)
    if core > actions:
        raise GameError(f"a core of {core} among {actions} actions; accepted: at most as many")
    rng = np.random.default_rng(seed)
    tables = [rng.integers(0, 10**6, (core, core)) for _ in range(2)]
    origins = [np.concatenate([np.arange(core), rng.integers(0, core, actions - core)]) for _ in range(2)]
    losses = [np.concatenate([np.zeros(core, int), rng.integers(1, 1000, actions - core)]) for _ in range(2)]
    orders = [rng.permutation(actions) for _ in range(2)]
    first, second = (table[np.ix_(*origins)] for table in tables)
    first, second = first - losses[0][:, None], second - losses[1][None, :]
    names = [[f"{player}{k + 1}" for k in order.tolist()] for player, order in zip("ab", orders, strict=True)]
    chosen = np.ix_(*orders)
    title = f"{core} actions and {actions - core} worse copies"
    return Game.from_arrays(first[chosen], second[chosen], actions=names, title=title, source="ours")


def bonus_game(inside: int, outside: int, bonus: int, *, seed: int) -> Game:
    """Draw a game that reduces to its inner block, with dominated actions outside that others would love to meet.

    Parameters
    ----------
    inside, outside : int
        r and e, for each player.
    bonus : int
        H: what an inside action earns against an outside one is drawn from 0 to H − 1.
    seed : int
        Of numpy's `default_rng`.

    Returns
    -------
    Game
        Actions a1 … ar, then r + 1 … r + e outside; likewise for player 2.

    Raises
    ------
    GameError
        For empty blocks; and for a seed whose inner block is not reduced, so that the game reduces to less than it.
        `bonus_games` goes through the seeds that are left.

    Notes
    -----
    Drawn in this order: u₁ and u₂ of the inner block, r × r integers from 0 to 99 each; u₁ where only player 2 is
    outside, r × e integers from 0 to H − 1; u₂ where only player 1 is outside, e × r of them; for each outside action
    of player 1, then of player 2, the inside action that it is taken from. An outside action gives its owner 1 less
    than that inside action against *every* action of the other, inside or outside: this determines u₂ where only
    player 2 is outside, u₁ where only player 1 is, and both where both are.

    Known: all outside actions are strictly dominated, and the rest is reduced. Whether there is a strict SPI is not
    known: with a small bonus hardly ever, with a large one nearly always, and between them it is hard to decide.

    Examples
    --------
    >>> from spi.solve.reduction import reduce
    >>> reduce(bonus_game(3, 2, 300, seed=2)).reduced.actions
    (('a1', 'a2', 'a3'), ('b1', 'b2', 'b3'))

    Source: ours
    """
    game = _bonus_game(inside, outside, bonus, seed)
    if game is None:
        raise GameError(
            f"seed {seed} draws an inner block with dominated actions, so that the game reduces to less than it; "
            "accepted: another seed, as bonus_games finds them"
        )
    return game


def bonus_games(inside: int, outside: int, bonus: int, *, start: int = 0) -> Iterator[tuple[int, Game]]:
    """Go through the games that `bonus_game` draws, seed after seed, leaving out the seeds that it rejects.

    Parameters
    ----------
    inside, outside, bonus : int
        As for `bonus_game`.
    start : int
        The first seed to try.

    Yields
    ------
    (int, Game)
        Seed and game, without end. Small inner blocks are often rejected, large ones hardly ever.

    Raises
    ------
    GameError
        For empty blocks.

    Examples
    --------
    >>> games = bonus_games(3, 3, 200)
    >>> [next(games)[0] for _ in range(3)]
    [2, 3, 4]

    Source: ours
    """
    seed = start
    while True:
        game = _bonus_game(inside, outside, bonus, seed)
        if game is not None:
            yield seed, game
        seed += 1


def _bonus_game(inside: int, outside: int, bonus: int, seed: int) -> Game | None:
    import numpy as np

    _require_positive(inside=inside, outside=outside, bonus=bonus)
    rng = np.random.default_rng(seed)
    inner = [rng.integers(0, 100, (inside, inside)) for _ in range(2)]
    if not is_reduced(Game.from_arrays(*inner)):
        return None
    met = rng.integers(0, bonus, (inside, outside)), rng.integers(0, bonus, (outside, inside))
    taken: list[Any] = [rng.integers(0, inside, outside) for _ in range(2)]
    upper = np.hstack([inner[0], met[0]])  # u₁ of player 1's inside actions, against everything
    left = np.vstack([inner[1], met[1]])  # u₂ of player 2's inside actions, against everything
    first = np.vstack([upper, upper[taken[0]] - 1])
    second = np.hstack([left, left[:, taken[1]] - 1])
    title = f"{inside} actions inside, {outside} outside, bonus {bonus}, seed {seed}"
    return Game.from_arrays(first, second, title=title, source="ours")


def _require_positive(**sizes: int) -> None:
    for name, size in sizes.items():
        if type(size) is not int or size < 1:
            raise GameError(f"{name}={size!r}; accepted: an int of at least 1")
