"""Is there an improving map? Several engines take turns, each with a few more steps than before.

1. If nothing is eliminated there is none, and if little is, the plain tree search soon knows.
2. For two players the compiled tree search goes on, in turns with a walk that has no plan but finds maps quickly where
   there are many. The tree search alone can end with "there is none", and its record is the evidence.
3. On request CP-SAT looks as well, in a process of its own, once the others have had a start. From then on they rest
   five times as long as they work, so that what they cost beside it stays below a quarter of what it costs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod

from spi.core.correspondence import ActionMaps
from spi.solve.improving_maps import MapProblem, redundant_parts
from spi.solve.map_compiled import Arrays, CompiledSearch, arrays_of
from spi.solve.map_tree import TreeSearch
from spi.solve.reduction import Elimination

__all__ = ["MapSearch", "Refutation", "all_maps"]

FIRST = 300
"""Nodes of the plain tree search before anything is compiled."""

SMALL = 100_000
"""Pairs of profiles, of survivors and of all actions, up to which the plain tree search begins."""

SLICE = 20_000
"""Nodes of the compiled tree search in its first turn; each turn is a quarter longer than the one before."""

STEPS = 5
"""Nodes that take about as long as a step of the walk."""

START = 100_000
"""Nodes and steps before CP-SAT is asked."""

REST = 5
"""How many times as long as they work the others rest once CP-SAT has begun."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """The record of a search that found no map.

    Parameters
    ----------
    last : str
        The player whose survivors were assigned last.
    parts : tuple of str or ActionMaps, or None
        For each part the search tree, or the symmetry that makes it redundant; None if nothing was written down.
    logs : tuple of tuple of Elimination
        For the assignments of all variables under which elimination does not lead to the images.
    nodes : int
        As many as the record has tokens; as many as were visited, if there is none.

    Source: ours
    """

    last: str
    parts: tuple[str | ActionMaps, ...] | None
    logs: tuple[tuple[Elimination, ...], ...]
    nodes: int


@dataclass(slots=True)
class MapSearch:
    """A search for one improving map that stops when it has spent what it was given, and can go on.

    Parameters
    ----------
    problem : MapProblem
    cp_sat : bool
        Ask CP-SAT as well; not where a single player is to change the game.

    Source: ours
    """

    problem: MapProblem
    cp_sat: bool = False
    spent: int = field(init=False, default=0)
    """Nodes and steps so far."""
    parts: tuple[int, int] = field(init=False, default=(0, 0))
    """How many parts of the tree search are finished, of how many."""
    images: list[int] | None = field(init=False, default=None)
    """Where the variables go, if a map has been found."""
    refutation: Refutation | None = field(init=False, default=None)
    """If it is known that there is none."""
    _budget: int = field(init=False, default=0, repr=False)
    _turns: Iterator[None] | None = field(init=False, default=None, repr=False)

    def advance(self, budget: int | None) -> bool:
        """Spend up to so many nodes and steps more (None: as many as it takes); is the question decided?"""
        self._budget = self.spent + budget if budget is not None else 1 << 62
        if self._turns is None:
            self._turns = self._run()
        while not self.is_decided() and self.spent < self._budget:
            next(self._turns, None)
        return self.is_decided()

    def is_decided(self) -> bool:
        """Is there a map, or is it known that there is none?"""
        return self.images is not None or self.refutation is not None

    def _run(self) -> Iterator[None]:
        count = len(self.problem.variables)
        tree = TreeSearch(self.problem, range(count))
        yield from self._tree(tree, tree.run(), {}, _first(self.problem))
        if self.is_decided():
            return
        arrays = arrays_of(self.problem)
        if arrays is not None:
            compiled = CompiledSearch(self.problem, arrays, range(count))
            runs = compiled.run()
            yield from self._tree(compiled, runs, {}, SLICE)
            if self.is_decided():
                return
        symmetries = redundant_parts(self.problem)
        left = [k for k in range(count) if k not in symmetries]
        if arrays is None:
            tree = TreeSearch(self.problem, left)
            turns = self._tree(tree, tree.run(), symmetries, None)
        else:
            if symmetries:
                compiled = CompiledSearch(self.problem, arrays, left)
                runs = compiled.run()
            turns = self._compiled(compiled, runs, symmetries, arrays)
        yield from self._with_cp_sat(turns) if self.cp_sat and self.problem.mover is None else turns

    def _tree(
        self,
        tree: TreeSearch | CompiledSearch,
        runs: Iterator[list[int] | None],
        symmetries: dict[int, ActionMaps],
        most: int | None,
    ) -> Iterator[None]:
        """Turns of a tree search, until it is decided or has visited so many nodes."""
        size = max(SLICE // STEPS, 1)
        while True:
            before = tree.nodes
            room = min(size, self._budget - self.spent)
            tree.limit = before + (room if most is None else min(room, most - before))
            found = next(runs, "none")
            self.spent += tree.nodes - before
            self.parts = (tree.done, len(tree.parts))
            if found == "none":
                self.refutation = self._refutation(tree, symmetries)
            elif found is not None:
                assert not isinstance(found, str)
                self.images = found
            if found is not None or (most is not None and tree.nodes >= most):
                return
            size += size // 4
            yield

    def _compiled(
        self,
        tree: CompiledSearch,
        runs: Iterator[list[int] | None],
        symmetries: dict[int, ActionMaps],
        arrays: Arrays,
    ) -> Iterator[None]:
        """Turns of the compiled tree search and of the walk."""
        size, seed = SLICE, 0
        for _ in self._tree(tree, runs, symmetries, None):
            yield
            steps = min(size // STEPS, self._budget - self.spent)
            if self.problem.mover is None and steps > 0:
                seed += 1
                self.images = _walk(self.problem, arrays, steps, seed)
                self.spent += steps
                if self.images is not None:
                    return
            size += size // 4
            yield

    def _with_cp_sat(self, turns: Iterator[None]) -> Iterator[None]:
        """The same turns, with CP-SAT beside them after a start."""
        from spi.solve.map_cp_sat import CpSatSearch

        beside: CpSatSearch | None = None
        try:
            while True:
                begin = time.thread_time()
                next(turns, None)
                worked = time.thread_time() - begin
                if self.is_decided():
                    return
                if beside is None and self.spent >= START:
                    beside = CpSatSearch(self.problem)
                if beside is not None and beside.wait(REST * worked):
                    if beside.images is not None:
                        self.images = beside.images
                    else:
                        self.refutation = Refutation(self.problem.game.players[self.problem.last], None, (), self.spent)
                    return
                yield
        finally:
            if beside is not None:
                beside.stop()

    def _refutation(self, tree: TreeSearch | CompiledSearch, symmetries: dict[int, ActionMaps]) -> Refutation:
        last = self.problem.game.players[self.problem.last]
        if isinstance(tree, CompiledSearch) and not tree.recorded:
            return Refutation(last, None, (), tree.nodes)
        parts = tuple(
            symmetries[k] if k in symmetries else " ".join(tree.traces[k]) for k in range(len(self.problem.variables))
        )
        return Refutation(
            last, parts, tuple(tree.logs), sum(len(part.split(" ")) for part in parts if isinstance(part, str))
        )


def all_maps(problem: MapProblem, budget: int | None) -> Iterator[ActionMaps | int]:
    """All improving maps, one after the other; in the end the number of nodes, negative if the budget ran out.

    Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
    """
    most = 1 << 62 if budget is None else budget
    parts = range(len(problem.variables))
    tree: TreeSearch | CompiledSearch = TreeSearch(problem, parts, min(_first(problem), most))
    seen: set[tuple[int, ...]] = set()
    runs = tree.run()
    while True:
        images = next(runs, [])
        if images == []:
            break
        if images is not None:
            if tuple(images) not in seen:
                seen.add(tuple(images))
                yield problem.maps(images)
        elif tree.nodes >= most:
            yield -tree.nodes
            return
        else:
            arrays = arrays_of(problem)
            if arrays is not None:
                tree = CompiledSearch(problem, arrays, parts, recorded=False)
                runs = tree.run()
            tree.limit = most
    yield tree.nodes


def _first(problem: MapProblem) -> int:
    """With how many nodes the plain tree search begins."""
    return FIRST if prod(problem.game.shape) * prod(problem.reduced.shape) <= SMALL else 0


def _walk(problem: MapProblem, arrays: Arrays, steps: int, seed: int) -> list[int] | None:
    """Some steps of the walk from a new beginning; the images, if it came to a map that counts."""
    import numpy as np

    from spi.solve._walk_kernels import walk

    columns = problem.game.shape[problem.last]
    kept_rows, kept_columns = np.zeros(arrays.own.shape[0], np.int64), np.zeros(columns, np.int64)
    kept_rows[arrays.early], kept_columns[arrays.late] = 1, 1
    out = np.zeros(len(arrays.numbers), np.int64)
    if walk(arrays.allowed, columns, kept_rows, kept_columns, steps, 10, seed, out) < 0:
        return None
    images = [0] * len(out)
    for k, v in enumerate(arrays.numbers):
        images[int(v)] = int(out[k])
    return images if problem.is_improving(images) else None
