"""Trees through all relabellings between two games, evidence about every isomorphism: `proofs/README.md`, 3 and 9."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spi.core.game import Game, Profile, flat_indices, profiles
from spi.solve.isomorphism import Vector, normalised

__all__ = ["Candidates", "End", "TooManyNodesError", "isomorphism_tree"]


class TooManyNodesError(Exception):
    """The tree would have more nodes than were allowed."""


Candidates = Mapping[Profile, Sequence[Profile]]
"""For each outcome of the source where in the target an isomorphism can still take it, by what is assigned so far and
by normalised payoffs."""

End = Callable[[Candidates, Callable[[Profile], bool]], dict[str, Any] | None]
"""Tells how a branch ends, or None if it has to be split further; from the candidates, and a test whether all actions
of an outcome are assigned."""


def isomorphism_tree(
    source: Game, target: Game, end: End | None = None, *, budget: int | None = None
) -> dict[str, Any] | None:
    """A tree through all relabellings each of which is no isomorphism or meets an end.

    Parameters
    ----------
    source, target : Game
    end : function of the candidates, optional
        Which further ends there are. Without it, the tree shows that the games are not isomorphic.
    budget : int, optional
        Nodes at most.

    Returns
    -------
    dict or None
        None if some isomorphism meets no end.

    Raises
    ------
    TooManyNodesError

    Notes
    -----
    Nodes are as many as relabellings in the worst case, each at the cost of going through all outcomes.

    Source: ours
    """
    if source.shape != target.shape:
        return {"end": "sizes"}
    left, right = normalised(source), normalised(target)
    if Counter(left) != Counter(right):
        return {"end": "payoffs"}
    return _Tree(source, target, left, right, end, budget, [0]).node([[-1] * size for size in source.shape])


@dataclass(frozen=True, slots=True)
class _Tree:
    source: Game
    target: Game
    left: list[Vector]
    right: list[Vector]
    end: End | None
    budget: int | None
    nodes: list[int]  # how many so far

    def node(self, assigned: list[list[int]]) -> dict[str, Any] | None:
        """Branch on the first unassigned action; None if a relabelling below is an isomorphism without an end."""
        self.nodes[0] += 1
        if self.budget is not None and self.nodes[0] > self.budget:
            raise TooManyNodesError
        if self.end is not None:
            done = [
                {x for x, y in zip(o, row, strict=True) if y >= 0}
                for o, row in zip(self.source.actions, assigned, strict=True)
            ]
            found = self.end(
                self._candidates(assigned), lambda a: all(x in own for x, own in zip(a, done, strict=True))
            )
            if found is not None:
                return found
        shape = self.source.shape
        unassigned = [(i, x) for i, own in enumerate(assigned) for x, y in enumerate(own) if y < 0]
        if not unassigned:
            return None
        i, x = unassigned[0]
        children = {}
        for y in range(shape[i]):
            if y not in assigned[i]:
                below = [list(own) for own in assigned]
                below[i][x] = y
                child = self._conflict(below, i, x) or self.node(below)
                if child is None:
                    return None
                children[self.target.actions[i][y]] = child
        branch = {"player": self.source.players[i], "action": self.source.actions[i][x]}
        return {"branch": branch, "children": children}

    def _candidates(self, assigned: list[list[int]]) -> Candidates:
        """As the checker works them out."""
        images = []
        for own, source, target in zip(assigned, self.source.actions, self.target.actions, strict=True):
            free = {target[y] for y in range(len(target)) if y not in own}
            images.append({x: free if y < 0 else {target[y]} for x, y in zip(source, own, strict=True)})
        alike: dict[Vector, list[Profile]] = {}
        for b, vector in zip(profiles(self.target), self.right, strict=True):
            alike.setdefault(vector, []).append(b)
        return {
            a: [b for b in alike[vector] if all(y in own[x] for y, x, own in zip(b, a, images, strict=True))]
            for a, vector in zip(profiles(self.source), self.left, strict=True)
        }

    def _conflict(self, assigned: list[list[int]], i: int, x: int) -> dict[str, Any] | None:
        shape = self.source.shape
        everything = [list(range(size)) for size in shape]
        own = Counter(self.left[k] for k in flat_indices([*everything[:i], [x], *everything[i + 1 :]], shape))
        images = [*everything[:i], [assigned[i][x]], *everything[i + 1 :]]
        if own != Counter(self.right[k] for k in flat_indices(images, shape)):
            return {"end": "action", "player": self.source.players[i], "action": self.source.actions[i][x]}
        known = [[z for z, y in enumerate(row) if y >= 0] for row in assigned]
        known[i] = [x]
        outcomes = itertools.product(*known)
        before = flat_indices(known, shape)
        after = flat_indices([[assigned[j][z] for z in row] for j, row in enumerate(known)], shape)
        for a, k, image in zip(outcomes, before, after, strict=True):
            if self.left[k] != self.right[image]:
                return {"end": "profile", "outcome": [own[y] for own, y in zip(self.source.actions, a, strict=True)]}
        return None
