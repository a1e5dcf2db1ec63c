"""Demand games of delegates: every demand can be made in a way that risks war, or in a way that does not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from spi.core.game import Game
from spi.core.numbers import Exact, exact, format_exact
from spi.errors import GameError

__all__ = ["delegated_demand_game"]


def delegated_demand_game(
    demands: Sequence[Exact] = (2, 0),
    *,
    pie: Exact = 2,
    war: Exact = -3,
    stake: Exact = 5,
    names: Sequence[str] | None = None,
    players: Sequence[str] | None = None,
) -> Game:
    """The paper's Demand Game with any number of demands, each with a peaceful copy.

    Demands x and y are compatible if x + y is at most the pie; then each gets hers and half of what is left. Others
    lead to war between those who make them with the military behind them, and to an even split between those who make
    them without. Who has the military behind her demand robs one who has not.

    Parameters
    ----------
    demands : sequence of m exact numbers
        Distinct, from 0 to the pie. The largest is compatible with the smallest and with no other, so that no demand is
        dominated; a single one is allowed.
    pie : exact number
    war : exact number
        What both get in a war; less than 0.
    stake : exact number
        What a robbery gives and takes; more than the pie, and worse for the victim than war.
    names : sequence of m str, optional
        Of the demands; by default their numbers.
    players : sequence of 2 str, optional

    Returns
    -------
    Game
        2·m actions for each player: the demands followed by M (military), then followed by L.

    Raises
    ------
    GameError
        Naming the condition that fails.

    Notes
    -----
    Known: M actions dominate L actions, and what is left is not reduced any further. Replacing M by L in every action
    is an SPI: wars become even splits, and nothing else changes; it is strict if some demands are incompatible. No map
    leads to robberies, whose victims have less than ever before. None is unilateral: a player without the military does
    not make the other give up hers. With the paper's numbers there is no other SPI; with more demands there can be.

    Examples
    --------
    >>> delegated_demand_game([8, 5, 2], pie=10, stake=11)["8M", "5M"]
    (Fraction(-3, 1), Fraction(-3, 1))

    Source: oesterheld-conitzer-2022, Table 1, and ours
    """
    menu = [exact(x, place="a demand") for x in demands]
    whole, loss, prize = exact(pie, place="the pie"), exact(war, place="the war"), exact(stake, place="the stake")
    _require_menu(menu, whole)
    if not (-prize < loss < 0 and prize > whole):
        raise GameError(
            f"a war is worth {format_exact(loss)}, a robbery {format_exact(prize)}, the pie {format_exact(whole)}; "
            "accepted: a war below 0, and a robbery that gives more than the pie and takes more than a war"
        )
    words = [format_exact(x) for x in menu] if names is None else list(names)
    if len(words) != len(menu):
        raise GameError(f"{len(words)} names for {len(menu)} demands; accepted: one each")

    def payoffs(first: tuple[str, Fraction], second: tuple[str, Fraction]) -> tuple[Fraction, Fraction]:
        (armed, x), (other_armed, y) = first, second
        if armed != other_armed:
            return (prize, -prize) if armed == "M" else (-prize, prize)
        if x + y <= whole:
            return (whole + x - y) / 2, (whole + y - x) / 2
        return (loss, loss) if armed == "M" else (whole / 2, whole / 2)

    choices = [(way, x) for way in "ML" for x in menu]
    actions = tuple(f"{word}{way}" for way in "ML" for word in words)
    parties = ("Player 1", "Player 2") if players is None else tuple(players)
    table = tuple(payoffs(*pair) for pair in product(choices, repeat=2))
    return Game(parties, (actions, actions), table, f"{len(menu)} demands, with or without the military", "ours")


def _require_menu(menu: Sequence[Fraction], pie: Fraction) -> None:
    shown = ", ".join(map(format_exact, menu))
    if not menu or len(set(menu)) < len(menu) or min(menu) < 0 or max(menu) > pie:
        raise GameError(f"demands {shown or '(none)'}; accepted: distinct numbers from 0 to {format_exact(pie)}")
    least, *others = sorted(menu)
    if others and not (others[-1] + least <= pie < others[-1] + others[0]):
        raise GameError(
            f"demands {shown} of {format_exact(pie)}; accepted: the largest fits with the smallest and with no other, "
            "so that none of them is dominated"
        )
