"""Digests; and what is left of an item when the names are forgotten, so that relabelled twins are recognised."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from itertools import groupby, permutations, product
from typing import Any

from spi.core.game import Game, profiles
from spi.core.numbers import format_exact

__all__ = ["Ranks", "digest_of", "least_digest", "shape_of"]

Ranks = Callable[[int, str], int]
"""The number that an action of a player has when names are forgotten: (seat, action) -> rank."""


def shape_of(game: Game, describe: Callable[[Ranks], Any]) -> str:
    """A hash of a game and of what is asked about it that does not depend on what actions are called.

    Parameters
    ----------
    game : Game
        Payoffs count as they are, without any scaling.
    describe : function from ranks to JSON
        Everything else of the item, with ranks in the place of actions; lists whose order means nothing sorted.

    Returns
    -------
    str
        SHA-256 in hexadecimal, of the least of all ways to number the actions.

    Notes
    -----
    Actions are first put in the order of what can happen when they are played; only those that are alike by that are
    tried in every order.

    Source: ours
    """
    orders = product(*(_orders(game, seat) for seat in range(len(game.players))))
    return least_digest(_numbered(game, order, describe) for order in orders)


def _numbered(game: Game, order: tuple[tuple[str, ...], ...], describe: Callable[[Ranks], Any]) -> Any:
    places = [{action: k for k, action in enumerate(own)} for own in order]
    table = [game[a] for a in product(*order)]
    return [list(map(len, order)), table, describe(lambda seat, action: places[seat][action])]


def _orders(game: Game, seat: int) -> list[tuple[str, ...]]:
    """All orders of a player's actions that respect what each can lead to."""
    found = {x: sorted(game[a] for a in profiles(game) if a[seat] == x) for x in game.actions[seat]}
    ordered = sorted(found, key=lambda x: found[x])
    groups = [list(own) for _, own in groupby(ordered, key=lambda x: found[x])]
    return [sum(chosen, ()) for chosen in product(*(permutations(own) for own in groups))]


def digest_of(value: Any) -> str:
    """SHA-256 of a value's JSON text, fractions being written as `format_exact` does.

    Parameters
    ----------
    value : JSON with fractions

    Returns
    -------
    str
        In hexadecimal.

    Source: ours
    """
    return least_digest([value])


def least_digest(values: Iterable[Any]) -> str:
    """The digest of the value with the least JSON text: of all ways to name the same thing, one.

    Parameters
    ----------
    values : iterable
        Usually one for each permutation of names; not empty.

    Returns
    -------
    str

    Source: ours
    """
    return hashlib.sha256(min(map(_text, values)).encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, default=format_exact)
