"""Maps of surviving actions to actions of the whole game under which no player's payoff falls: what is searched for.

A map is a tuple of injections Φᵢ from player i's survivors into all of i's actions with u(Φ(a)) ≥ u(a) at every profile
a of survivors, and with at least one eliminated action in an image. `spi.solve.map_tree` searches for them one profile
at a time, `spi.solve.map_compiled` does the same for two players in compiled code, `spi.solve._walk_kernels` looks for
one without a plan.

The variables are the survivors of all players, numbered in player order, then action order. Part k of a search is
about the maps of which variable k is the first that goes to an eliminated action; together the parts are everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import perm, prod
from operator import ge

from spi.core.correspondence import ActionMaps
from spi.core.game import Game, flat_indices
from spi.core.numbers import to_integers
from spi.solve.isomorphism import earlier_images
from spi.solve.reduction import Elimination, dominated

__all__ = ["MapProblem", "Reference", "bits", "count_maps", "not_reached", "part_candidates", "redundant_parts"]

Positions = tuple[int, ...]
"""An action of each player, by position."""

Reference = tuple[Positions, ...]
"""One profile of survivors if a player's payoff is constant on them; else two at which it differs."""


def count_maps(game: Game, reduced: Game) -> int:
    """Number of tuples of injections from the reduced game's actions into the game's, which plain enumeration visits.

    Source: oesterheld-conitzer-2022, Proposition 10
    """
    return prod(perm(size, kept) for size, kept in zip(game.shape, reduced.shape, strict=True))


@dataclass(frozen=True, slots=True)
class MapProblem:
    """Which maps are looked for.

    Parameters
    ----------
    game, reduced : Game
        The game and what survives elimination in it.
    table : list of tuple of int
        The game's payoffs, each player's over one denominator.
    variables : tuple of (player, action), positions
        The survivors, numbered.
    strict : bool
        Leave out maps that change nobody's payoff anywhere.
    mover : int or None
        Only maps of which this player alone has to change the game: everybody else's payoffs change by a positive
        affine map, and with the mover restricted to her image, elimination leads the others to theirs.
    last : int
        The player whose survivors are assigned last: while the others' are, each of hers keeps the set of actions that
        can still be its image.

    Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
    """

    game: Game
    reduced: Game
    table: list[tuple[int, ...]]
    variables: tuple[tuple[int, int], ...]
    strict: bool
    mover: int | None
    last: int

    @classmethod
    def of(cls, game: Game, reduced: Game, *, strict: bool, mover: str | None = None) -> MapProblem:
        """The problem of a game; the last player is one with most survivors, as they cost least."""
        survivors = [[own.index(x) for x in kept] for own, kept in zip(game.actions, reduced.actions, strict=True)]
        last = max(range(len(survivors)), key=lambda i: (len(survivors[i]), i))
        variables = tuple((i, x) for i, own in enumerate(survivors) for x in own)
        place = None if mover is None else game.player_index(mover)
        return cls(game, reduced, to_integers(game.table), variables, strict, place, last)

    @property
    def survivors(self) -> list[list[int]]:
        """For each player the positions of the surviving actions."""
        return [[x for i, x in self.variables if i == j] for j in range(len(self.game.players))]

    def payoffs(self, profile: Sequence[int]) -> tuple[int, ...]:
        """The payoffs at a profile of positions."""
        return self.table[next(flat_indices([[x] for x in profile], self.game.shape))]

    def maps(self, images: Sequence[int]) -> ActionMaps:
        """The map that sends each variable to this action of its player."""
        pairs: list[list[tuple[str, str]]] = [[] for _ in self.game.players]
        for (i, x), y in zip(self.variables, images, strict=True):
            names = self.game.actions[i]
            pairs[i].append((names[x], names[y]))
        return ActionMaps(self.game.players, tuple(map(tuple, pairs)))

    def references(self) -> dict[int, Reference]:
        """For each player whose payoffs have to change by an affine map, the profiles that determine it."""
        if self.mover is None:
            return {}
        return {j: self._reference(j) for j in range(len(self.game.players)) if j != self.mover}

    def _reference(self, j: int) -> Reference:
        # Where no change of one action alters a payoff, none does at all: any two profiles are joined by such changes.
        survivors = self.survivors
        order = [self.last, *(i for i in range(len(survivors)) if i != self.last)]
        for a in product(*survivors):
            for i in order:
                for x in survivors[i]:
                    b = (*a[:i], x, *a[i + 1 :])
                    if self.payoffs(b)[j] != self.payoffs(a)[j]:
                        return (a, b)
        return (next(product(*survivors)),)

    def is_improving(self, images: Sequence[int]) -> bool:
        """Is it injective, nobody loses, an eliminated action is used, and if strict, a payoff changes?"""
        mapped: list[dict[int, int]] = [{} for _ in self.game.players]
        for (i, x), y in zip(self.variables, images, strict=True):
            mapped[i][x] = y
        survivors = self.survivors
        if any(len(set(own.values())) < len(own) for own in mapped):
            return False
        if all(set(own) == set(own.values()) for own in mapped):
            return False
        pairs = [
            (self.payoffs(a), self.payoffs([own[x] for own, x in zip(mapped, a, strict=True)]))
            for a in product(*survivors)
        ]
        if not all(all(map(ge, after, before)) for before, after in pairs):
            return False
        return not self.strict or any(before != after for before, after in pairs)


def part_candidates(problem: MapProblem, part: int) -> list[int]:
    """For each variable the actions, as bits, that it may go to in this part.

    Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
    """
    kept = [sum(1 << x for x in own) for own in problem.survivors]
    full = [(1 << size) - 1 for size in problem.game.shape]
    candidates = [kept[i] if v < part else full[i] for v, (i, _) in enumerate(problem.variables)]
    first = problem.variables[part][0]
    candidates[part] = full[first] & ~kept[first]
    return candidates


def redundant_parts(problem: MapProblem) -> dict[int, ActionMaps]:
    """Parts that an earlier one stands for, with an automorphism of the reduced game that sends the variable there.

    If σ is an automorphism that sends variable k to an earlier one, then for each map Φ of part k the map Φ∘σ⁻¹ is of
    an earlier part, builds the same subset game, and meets the same conditions, as payoffs are the same along σ.

    Source: ours
    """
    return earlier_images(problem.reduced)  # whose actions are the variables, in the same order


def not_reached(problem: MapProblem, images: Sequence[int]) -> tuple[Elimination, ...] | None:
    """The log of an elimination that does not lead the others to their images where the mover has only hers, if so.

    Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
    """
    if problem.mover is None:
        return None
    game = problem.game
    chosen: list[set[int]] = [set() for _ in game.players]
    for (i, _), y in zip(problem.variables, images, strict=True):
        chosen[i].add(y)
    alive = [list(range(size)) for size in game.shape]
    alive[problem.mover] = sorted(chosen[problem.mover])
    log = []
    others = [i for i in range(len(alive)) if i != problem.mover]
    while (step := next(dominated(problem.table, game.shape, alive, others), None)) is not None:
        i, x, y = step
        alive[i].remove(x)
        log.append(Elimination(game.players[i], game.actions[i][x], game.actions[i][y]))
    return None if all(set(own) == image for own, image in zip(alive, chosen, strict=True)) else tuple(log)


def bits(mask: int) -> Iterator[int]:
    """The positions of the ones.

    Source: ours
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
