"""Public goods: contributing is dominated, and everybody would be better off if enough did."""

from __future__ import annotations

from itertools import product

from spi.core.game import Game
from spi.core.numbers import Exact, exact, format_exact
from spi.errors import GameError

__all__ = ["public_goods_game"]


def public_goods_game(players: int, *, cost: Exact = 3, benefit: Exact = 2) -> Game:
    """The game in which each player may contribute to what all enjoy.

    Parameters
    ----------
    players : int
        n.
    cost : exact number
        c, what a contribution costs its giver.
    benefit : exact number
        b, what it gives to everybody, the giver included; 0 < b < c, so that giving never pays for oneself.

    Returns
    -------
    Game
        Actions C (contribute) and D; with k contributions, who contributes has k·b − c and everybody else k·b.

    Raises
    ------
    GameError
        For no players, and a benefit that is not between 0 and the cost.

    Notes
    -----
    Known: D strictly dominates C, and what is left, (D, …, D), is worth 0 to all. A map is improving exactly if it
    leads to a profile with k ≥ c/b contributions: there are Σ C(n, k) of these, and as many SPIs. All are strict but
    one, that with all contributing where n·b = c. None is unilateral, since the others go on playing D against a
    player who has to contribute, which costs her c − b.

    Examples
    --------
    >>> public_goods_game(3)["C", "C", "D"]
    (Fraction(1, 1), Fraction(1, 1), Fraction(4, 1))

    Source: ours
    """
    price, value = exact(cost, place="the cost"), exact(benefit, place="the benefit")
    if type(players) is not int or players < 1:
        raise GameError(f"players={players!r}; accepted: an int of at least 1")
    if not 0 < value < price:
        raise GameError(
            f"a benefit of {format_exact(value)} at a cost of {format_exact(price)}; accepted: a benefit between 0 and "
            "the cost, so that contributing is dominated"
        )
    rows = []
    for a in product("CD", repeat=players):
        enjoyed = a.count("C") * value
        rows.append(tuple(enjoyed - price if x == "C" else enjoyed for x in a))
    names = tuple(f"Player {i + 1}" for i in range(players))
    return Game(names, (("C", "D"),) * players, tuple(rows), f"Public goods for {players}", "ours")
