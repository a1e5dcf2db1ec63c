"""Best replies and equilibria over whole outcome tables, by the ranks of exact payoffs."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.core.game import Game
from spi.enumeration import _kernels
from spi.enumeration.blocks import SMALL
from spi.enumeration.changes import check_numbers
from spi.enumeration.relations import payoff_ranks
from spi.errors import HypothesisError
from spi.programs.games import OutcomeTable

__all__ = ["Equilibria", "best_reply_mask", "equilibrium_mask", "find_equilibria"]


@dataclass(frozen=True, slots=True, eq=False)
class Equilibria:
    """The profiles of programs in which nobody does better by another program of her space.

    Parameters
    ----------
    table : OutcomeTable
    mask : array of bool, of the table's shape
    count : int
    first : tuple of n int, or None
        In row-major order.

    Source: tennenholtz-2004, program equilibrium
    """

    table: OutcomeTable
    mask: npt.NDArray[np.bool_]
    count: int
    first: tuple[int, ...] | None

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def find_equilibria(table: OutcomeTable) -> Equilibria:
    """All pure equilibria of a program game, from its table.

    Parameters
    ----------
    table : OutcomeTable

    Returns
    -------
    Equilibria

    Raises
    ------
    HypothesisError
        If some profile has no payoffs.

    Source: tennenholtz-2004, program equilibrium
    """
    mask = equilibrium_mask(table.game, table)
    count = int(np.count_nonzero(mask))
    place = int(mask.reshape(-1).argmax()) if count else -1
    first = None if place < 0 else tuple(map(int, np.unravel_index(place, mask.shape)))
    return Equilibria(table, mask, count, first)


def equilibrium_mask(game: Game, table: OutcomeTable) -> npt.NDArray[np.bool_]:
    """Where everybody's program is a best reply to the others'.

    Parameters
    ----------
    game : Game
        Its payoffs count.
    table : OutcomeTable

    Returns
    -------
    array of bool, of the table's shape

    Raises
    ------
    HypothesisError
        If some profile has no payoffs.

    Source: tennenholtz-2004, program equilibrium
    """
    mask = np.ones(table.ids.shape, dtype=bool)
    for player in range(len(game.players)):
        _strike(game, table, player, mask)
    return mask


def best_reply_mask(game: Game, table: OutcomeTable, player: str | int) -> npt.NDArray[np.bool_]:
    """Where one player's program is a best reply to the others'.

    Parameters
    ----------
    game : Game
    table : OutcomeTable
    player : str or int
        Her name, or her position, from 0.

    Returns
    -------
    array of bool, of the table's shape

    Raises
    ------
    HypothesisError
        If some profile has no payoffs.

    Source: tennenholtz-2004, program equilibrium
    """
    mask = np.ones(table.ids.shape, dtype=bool)
    _strike(game, table, game.player_index(player), mask)
    return mask


def _strike(game: Game, table: OutcomeTable, player: int, mask: npt.NDArray[np.bool_]) -> None:
    ranks = payoff_ranks(game, table.outcomes)[player]
    check_numbers([table.ids], max(len(ranks) - 1, 1).bit_length())
    if (ranks < 0).any() and (ranks[table.ids] < 0).any():
        raise HypothesisError("some profile has no payoffs; accepted: programs that halt against one another")
    shape = table.ids.shape
    view = (prod(shape[:player]), shape[player], prod(shape[player + 1 :]))
    best = np.full((view[0], view[2]), -1, dtype=np.int32)
    ids: npt.NDArray[Any] = np.ascontiguousarray(table.ids).reshape(view)
    for kernel, out in ((_kernels.best_replies, (best,)), (_kernels.mark_replies, (best, mask.reshape(view)))):
        (compiled(kernel) if mask.size > SMALL else kernel)(ids, ranks, *out)
