"""Names for two players and their actions, which have numbers until then."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from spi.tasks.material.scenes import Cast, draw_cast

__all__ = ["Naming", "Outcome", "draw_naming"]

Outcome = tuple[int, int]
"""The numbers of two actions."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names for players and actions, and the orders in which actions are listed.

    Parameters
    ----------
    cast : Cast
        Of each player, the names of action 0, 1, …
    listed : pair of tuples of int

    Source: ours
    """

    cast: Cast
    listed: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def people(self) -> tuple[str, ...]:
        """The two players."""
        return self.cast.players

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """The names of action 0, 1, … of each player."""
        return self.cast.actions

    def outcome(self, own: Outcome) -> tuple[str, str]:
        """An outcome by the names of its actions."""
        return self.actions[0][own[0]], self.actions[1][own[1]]


def draw_naming(rng: Random, sizes: tuple[int, int]) -> Naming:
    """Names at random; the same for the two items of a pair.

    Source: ours
    """
    rows, columns = (tuple(rng.sample(range(size), size)) for size in sizes)
    return Naming(draw_cast(rng, sizes), (rows, columns))
