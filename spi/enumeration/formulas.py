"""Numbers of outcomes as formulas: what each player adds to them, chosen by conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from spi.enumeration.axes import Axed, compressed, spread
from spi.enumeration.symbols import Choice, Equal, Formula, UnsupportedError

__all__ = ["Branch", "Sum", "Tree", "joint_tree"]


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum of values over axes.

    Source: ours
    """

    parts: tuple[Axed, ...]

    def sums(self) -> Iterator[Sum]:
        """Itself."""
        yield self


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One of two trees, by whether two values are equal, or by truth values that are written out (1 for true).

    Source: ours
    """

    condition: Equal | Axed
    then: Tree
    otherwise: Tree

    def sums(self) -> Iterator[Sum]:
        """All sums in it."""
        yield from self.then.sums()
        yield from self.otherwise.sums()


Tree = Sum | Branch


def joint_tree(
    formulas: Sequence[Formula], contribution: Callable[[int, Axed], Axed], truth: Callable[[Axed], Axed]
) -> Tree:
    """The tree of what all players do together; players who choose by one condition choose once.

    Parameters
    ----------
    formulas : sequence of n Formula
        The action of each player.
    contribution : function from a player's index and Axed to Axed
        What an action adds to the number of the profile.
    truth : function from Axed to Axed
        Truth values as 1 and 0.

    Returns
    -------
    Tree

    Source: ours
    """
    for own in formulas:
        if isinstance(own, Choice):
            test = own.condition
            if isinstance(test, Choice):
                raise UnsupportedError("a condition that depends on another, too large to be written out")
            yes = [f.then if isinstance(f, Choice) and f.condition is test else f for f in formulas]
            no = [f.otherwise if isinstance(f, Choice) and f.condition is test else f for f in formulas]
            trees = (joint_tree(side, contribution, truth) for side in (yes, no))
            return Branch(truth(test) if isinstance(test, Axed) else test, *trees)
    parts = []
    for seat, own in enumerate(formulas):
        if not isinstance(own, Axed):
            raise UnsupportedError("an action that is a truth value")
        parts.append(contribution(seat, own))
    return Sum(tuple(_gathered(parts)))


def _gathered(parts: list[Axed]) -> list[Axed]:
    """Terms of a sum, added as far as that takes little room."""
    grid = spread(parts)
    if grid is not None:
        return [compressed(grid[0], grid[1], np.add.reduce(grid[2], dtype=np.int32))]
    return parts
