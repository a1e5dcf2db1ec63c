"""Maps of surviving actions to actions of the whole game under which no player's payoff falls.

The search goes through tuples of injections Φᵢ from player i's survivors into all of i's actions with
u(Φ(a)) ≥ u(a) at every profile a of survivors, and with at least one eliminated action in an image. It splits them by
the first survivor (in player order, then action order) that goes to an eliminated action, prunes domains until every
remaining target is supported at every profile (generalised arc consistency) and no target is taken twice, and branches
on the smallest domain. What it pruned and why is recorded, so that "there is none" can be replayed without searching.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import perm, prod
from operator import ge
from typing import Any

from spi.core.correspondence import ActionMaps
from spi.core.game import Game, flat_indices
from spi.core.numbers import to_integers
from spi.solve.reduction import dominated

__all__ = ["Search", "count_maps"]

Node = dict[str, Any]
"""A node of a refutation, in the form of `proofs/README.md`, section 5."""


class OutOfBudgetError(Exception):
    """The search visited as many nodes as it was allowed to."""


def count_maps(game: Game, reduced: Game) -> int:
    """Number of tuples of injections from the reduced game's actions into the game's, which plain enumeration visits.

    Source: oesterheld-conitzer-2022, Proposition 10
    """
    return prod(perm(size, kept) for size, kept in zip(game.shape, reduced.shape, strict=True))


@dataclass(slots=True)
class Search:
    """One search; iterate over `maps()`, then read `refutation` and `nodes`.

    Parameters
    ----------
    game, reduced : Game
        The game and what survives elimination in it.
    strict : bool
        Leave out maps that change nobody's payoff anywhere.
    mover : str or None
        Only maps of which this player alone has to change the game: everybody else's payoffs change by a positive
        affine map, and with the mover restricted to her image, elimination leads the others to theirs.
    budget : int or None
        Largest number of nodes; None is no limit.

    Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
    """

    game: Game
    reduced: Game
    strict: bool
    mover: str | None = None
    budget: int | None = None
    nodes: int = field(default=0, init=False)
    refutation: list[Node] = field(default_factory=list, init=False)
    """One node per variable after `maps()` has ended without yielding; of no meaning otherwise."""
    _table: list[tuple[int, ...]] = field(init=False, repr=False)
    _variables: list[tuple[int, int]] = field(init=False, repr=False)
    _cells: list[_Cell] = field(init=False, repr=False)
    _mover: int | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        game, reduced = self.game, self.reduced
        self._table = to_integers(game.table)
        self._mover = None if self.mover is None else game.player_index(self.mover)
        self._variables = [(i, game.actions[i].index(x)) for i, own in enumerate(reduced.actions) for x in own]
        position = {variable: v for v, variable in enumerate(self._variables)}
        survivors = [[x for i, x in self._variables if i == j] for j in range(len(game.players))]
        everything = [range(size) for size in game.shape]
        self._cells = []
        for k, a in zip(flat_indices(survivors, game.shape), product(*survivors), strict=True):
            floor = self._table[k]
            good: dict[tuple[int, ...], int] = {}
            better: dict[tuple[int, ...], int] = {}
            for b, payoffs in zip(product(*everything), self._table, strict=True):
                if all(map(ge, payoffs, floor)):
                    bit = 1 << b[-1]
                    good[b[:-1]] = good.get(b[:-1], 0) | bit
                    if payoffs != floor:
                        better[b[:-1]] = better.get(b[:-1], 0) | bit
            self._cells.append(
                _Cell(tuple(position[i, x] for i, x in enumerate(a)), k, list(good.items()), list(better.items()))
            )

    def maps(self) -> Iterator[ActionMaps]:
        """All maps, one after the other; raises `OutOfBudgetError` when the budget is spent.

        Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
        """
        shape = self.game.shape
        kept = [0] * len(shape)
        for i, x in self._variables:
            kept[i] |= 1 << x
        full = [(1 << size) - 1 for size in shape]
        self.refutation = []
        for v, (first, _) in enumerate(self._variables):
            domains = [kept[i] if w < v else full[i] for w, (i, _) in enumerate(self._variables)]
            domains[v] = full[first] & ~kept[first]
            self.refutation.append((yield from self._explore(domains)))

    def _explore(self, domains: list[int]) -> Generator[ActionMaps, None, Node]:
        if self.budget is not None and self.nodes >= self.budget:
            raise OutOfBudgetError
        self.nodes += 1
        steps: list[Node] = []
        empty = self._prune(domains, steps)
        if empty is not None:
            return {"remove": steps, "end": {"kind": "empty", **self._variable(empty)}}
        if self.strict and not any(cell.supported(cell.better, domains) for cell in self._cells):
            return {"remove": steps, "end": {"kind": "neutral"}}
        if (end := self._not_affine(domains)) is not None:
            return {"remove": steps, "end": end}
        open_ = [v for v, domain in enumerate(domains) if domain & (domain - 1)]
        if not open_:
            if (end := self._not_reached(domains)) is not None:
                return {"remove": steps, "end": end}
            yield self._maps(domains)
            return {"remove": steps, "end": {"kind": "map"}}
        v = min(open_, key=lambda v: domains[v].bit_count())
        children = {}
        for y in _bits(domains[v]):
            below = domains.copy()
            below[v] = 1 << y
            children[self.game.actions[self._variables[v][0]][y]] = yield from self._explore(below)
        return {"remove": steps, "branch": self._variable(v), "children": children}

    def _prune(self, domains: list[int], steps: list[Node]) -> int | None:
        """Remove targets until nothing changes; the variable whose domain is empty, if there is one."""
        for v, domain in enumerate(domains):
            if not domain:
                return v
        settled = [False] * len(domains)
        changed = True
        while changed:
            changed = False
            for v, domain in enumerate(domains):
                if settled[v] or domain & (domain - 1):
                    continue
                settled[v] = True
                for w, (i, _) in enumerate(self._variables):
                    if w != v and i == self._variables[v][0] and domains[w] & domain:
                        changed = True
                        if self._remove(domains, w, domain, "taken", steps):
                            return w
            for cell in self._cells:
                for v, support in zip(cell.variables, cell.supports(domains), strict=True):
                    if domains[v] & ~support:
                        changed = True
                        if self._remove(domains, v, domains[v] & ~support, self._profile(cell), steps):
                            return v
        return None

    def _remove(self, domains: list[int], v: int, targets: int, because: object, steps: list[Node]) -> bool:
        domains[v] &= ~targets
        names = self.game.actions[self._variables[v][0]]
        steps.extend({**self._variable(v), "target": names[y], "because": because} for y in _bits(targets))
        return not domains[v]

    def _not_affine(self, domains: list[int]) -> Node | None:
        """Settled profiles at which no positive affine map relates the payoffs of a player other than the mover."""
        if self._mover is None:
            return None
        settled = []
        for cell in self._cells:
            if all(not domains[v] & (domains[v] - 1) for v in cell.variables):
                image = next(flat_indices([[domains[v].bit_length() - 1] for v in cell.variables], self.game.shape))
                settled.append((cell, self._table[cell.index], self._table[image]))
        for j in range(len(self.game.players)):
            if j == self._mover or not settled:
                continue
            first, old, new = settled[0]
            second = None
            for cell, a, b in settled[1:]:
                rise, image_rise = a[j] - old[j], b[j] - new[j]
                if (rise > 0) != (image_rise > 0) or (rise < 0) != (image_rise < 0):
                    return {
                        "kind": "affine",
                        "player": self.game.players[j],
                        "outcomes": list(map(self._profile, (first, cell))),
                    }
                if second is None:
                    if rise:
                        second, slope, image_slope = cell, rise, image_rise
                elif rise * image_slope != image_rise * slope:
                    outcomes = list(map(self._profile, (first, second, cell)))
                    return {"kind": "affine", "player": self.game.players[j], "outcomes": outcomes}
        return None

    def _not_reached(self, domains: list[int]) -> Node | None:
        """The log of an elimination that does not lead the others to their images, where the mover has only hers."""
        if self._mover is None:
            return None
        images: list[list[int]] = [[] for _ in self.game.players]
        for (i, _), domain in zip(self._variables, domains, strict=True):
            images[i].append(domain.bit_length() - 1)
        alive = [list(range(size)) for size in self.game.shape]
        alive[self._mover] = sorted(images[self._mover])
        log = []
        others = [i for i in range(len(alive)) if i != self._mover]
        while (step := next(dominated(self._table, self.game.shape, alive, others), None)) is not None:
            i, x, y = step
            alive[i].remove(x)
            names = self.game.actions[i]
            log.append({"player": self.game.players[i], "action": names[x], "by": names[y], "rule": "dominated"})
        if all(set(own) == set(image) for own, image in zip(alive, images, strict=True)):
            return None
        return {"kind": "elimination", "log": log}

    def _variable(self, v: int) -> Node:
        i, x = self._variables[v]
        return {"player": self.game.players[i], "action": self.game.actions[i][x]}

    def _profile(self, cell: _Cell) -> list[str]:
        return [self.game.actions[i][x] for i, x in (self._variables[v] for v in cell.variables)]

    def _maps(self, domains: Sequence[int]) -> ActionMaps:
        pairs: list[list[tuple[str, str]]] = [[] for _ in self.game.players]
        for (i, x), domain in zip(self._variables, domains, strict=True):
            names = self.game.actions[i]
            pairs[i].append((names[x], names[domain.bit_length() - 1]))
        return ActionMaps(self.game.players, tuple(map(tuple, pairs)))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A profile of survivors, and the profiles of the game that are at least as good for everybody.

    `good` and `better` (not equally good) list, for the actions of all players but the last, the last player's actions
    as bits.
    """

    variables: tuple[int, ...]
    index: int
    good: list[tuple[tuple[int, ...], int]]
    better: list[tuple[tuple[int, ...], int]]

    def supports(self, domains: Sequence[int]) -> list[int]:
        """For each component the targets that occur in some good profile within the domains."""
        *heads, last = (domains[v] for v in self.variables)
        found = [0] * len(self.variables)
        for head, tails in self.good:
            if (tail := tails & last) and all(domain >> y & 1 for domain, y in zip(heads, head, strict=True)):
                for i, y in enumerate(head):
                    found[i] |= 1 << y
                found[-1] |= tail
        return found

    def supported(self, profiles: list[tuple[tuple[int, ...], int]], domains: Sequence[int]) -> bool:
        """Is one of these profiles within the domains?"""
        *heads, last = (domains[v] for v in self.variables)
        return any(
            tails & last and all(domain >> y & 1 for domain, y in zip(heads, head, strict=True))
            for head, tails in profiles
        )


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
