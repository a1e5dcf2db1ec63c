"""Choosing among finitely many outcomes by a rule that both players know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from spi.core.game import Game, Profile
from spi.core.lottery import Payoffs
from spi.errors import GameError

__all__ = ["SELECTORS", "select_outcome"]

SELECTORS: dict[str, Callable[[Payoffs], tuple[Fraction, ...]]] = {
    "utilitarian": lambda u: (sum(u, Fraction(0)), *u),
    "leximin": lambda u: (*sorted(u), *u),
    "lexicographic": tuple,
}
"""What each selector maximises, in lexicographic order: the sum, the sorted payoffs, or the payoffs in player order;
the first two break ties by the payoffs in player order. Each is a strict order of payoffs that grows with them."""


def select_outcome(game: Game, selector: str, outcomes: Iterable[Profile]) -> Profile:
    """The outcome that a selector chooses from a set, among those with equal payoffs the first in the game's table.

    Parameters
    ----------
    game : Game
        Payoffs of different players are compared as they are, without any scaling.
    selector : str
        One of `SELECTORS`.
    outcomes : iterable of profiles
        At least one.

    Returns
    -------
    Profile
        Pareto-optimal within the set, as every selector grows with the payoffs.

    Raises
    ------
    GameError
        For no outcome, and for another selector.

    Source: digiovanni-et-al-2024, Definition 6, and ours
    """
    if selector not in SELECTORS:
        raise GameError(f"no selector {selector!r}; accepted: {', '.join(SELECTORS)}")
    places = sorted({game.profile_index(a): a for a in outcomes}.items())
    if not places:
        raise GameError("a selector needs an outcome to choose; the set is empty")
    value = SELECTORS[selector]
    return max(places, key=lambda place: (value(game.table[place[0]]), -place[0]))[1]
