"""The search for improving maps of two players in compiled code: what `map_tree` does, about fifty times as fast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spi.solve.improving_maps import MapProblem, not_reached, part_candidates
from spi.solve.map_tree import reference_text, reference_variables
from spi.solve.reduction import Elimination

__all__ = ["Arrays", "CompiledSearch", "arrays_of"]

_LARGEST = 1 << 29
"""Bytes that the table of allowed images may take."""

_RECORD = 1 << 20
"""Numbers that a record holds; what is longer is not recorded."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """A problem of two players as arrays: actions of the early player first.

    Source: ours
    """

    own: Any
    other: Any
    early: Any
    late: Any
    numbers: Any
    words: int
    allowed: Any
    bound: Any
    references: Any


def arrays_of(problem: MapProblem) -> Arrays | None:
    """The problem as arrays; None if it is not one of two players, too large, or its numbers are too long for them.

    Source: ours
    """
    if len(problem.game.players) != 2:
        return None
    import numpy as np

    first = 1 - problem.last
    sizes = problem.game.shape
    words = (sizes[problem.last] + 63) // 64
    early, late = problem.survivors[first], problem.survivors[problem.last]
    if 8 * len(early) * sizes[first] * len(late) * words > _LARGEST:
        return None
    from spi.solve._map_kernels import allowed_sets

    ranks: list[Any] = []
    for i in (first, problem.last):  # comparisons of one player's payoffs are those of their ranks
        column = [u[i] for u in problem.table]
        rank = {u: k for k, u in enumerate(sorted(set(column)))}
        matrix = np.array([rank[u] for u in column], np.int64).reshape(sizes)
        ranks.append(np.ascontiguousarray(matrix if first == 0 else matrix.T))
    bound, references = np.zeros((0, 0), np.int64), np.zeros((0, 2), np.int64)
    for j, reference in problem.references().items():
        column = [u[j] for u in problem.table]
        low = min(column)
        if max(column) - low >= 1 << 31:  # products of two differences have to fit
            return None
        matrix = np.array([u - low for u in column], np.int64).reshape(sizes)
        bound = np.ascontiguousarray(matrix if first == 0 else matrix.T)
        references = np.array([(early.index(a[first]), late.index(a[problem.last])) for a in reference], np.int64)
    numbers = [v for v, (i, _) in enumerate(problem.variables) if i == first]
    numbers += [v for v, (i, _) in enumerate(problem.variables) if i == problem.last]
    survivors = np.array(early, np.int64), np.array(late, np.int64)
    allowed = allowed_sets(*ranks, *survivors, words)
    own, other = ranks
    return Arrays(own, other, *survivors, np.array(numbers, np.int64), words, allowed, bound, references)


@dataclass(slots=True)
class CompiledSearch:
    """As `map_tree.TreeSearch`, for a problem that `arrays_of` takes.

    Parameters
    ----------
    problem, parts, limit
        As for `map_tree.TreeSearch`.
    arrays : Arrays
    recorded : bool
        Keep a record; it turns False once the record has become too long, and then none is kept.

    Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
    """

    problem: MapProblem
    arrays: Arrays
    parts: Sequence[int]
    limit: int | None = None
    recorded: bool = True
    nodes: int = field(init=False, default=0)
    done: int = field(init=False, default=0)
    traces: dict[int, list[str]] = field(init=False, default_factory=dict)
    logs: list[tuple[Elimination, ...]] = field(init=False, default_factory=list)

    def run(self) -> Iterator[list[int] | None]:
        """The images of the variables, map after map; None where the limit has been reached.

        Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
        """
        import numpy as np

        from spi.solve import _map_kernels as kernels

        a = self.arrays
        order = {int(v): k for k, v in enumerate(a.numbers)}
        record = np.zeros(_RECORD if self.recorded else 0, np.int32)
        for part in self.parts:
            candidates = part_candidates(self.problem, part)
            if not candidates[part]:  # nothing of this player is eliminated
                if self.recorded:
                    self.traces[part] = [str(part)]
                self.nodes, self.done = self.nodes + 1, self.done + 1
                continue
            out, place, before = np.zeros(len(order), np.int64), np.array([0, 1, 0, 0], np.int64), self.nodes
            arrays = self._start([candidates[v] for v in a.numbers])
            while True:
                limit = (1 << 62) if self.limit is None else max(self.limit - before, 0)
                state = kernels.search(
                    a.allowed, a.own, a.other, a.early, a.late, self.problem.strict, a.numbers,
                    a.bound, a.references, place, limit, record, out, *arrays,
                )  # fmt: skip
                self.nodes = before + int(place[kernels.NODES])
                if state == kernels.FULL:
                    self.recorded, record = False, np.zeros(0, np.int32)
                    self.traces, self.logs = {}, []
                elif state == kernels.PAUSED:
                    yield None
                elif state == kernels.NONE:
                    break
                else:
                    images = [int(out[order[v]]) for v in range(len(order))]
                    log = not_reached(self.problem, images)
                    if log is None:
                        yield images
                    elif self.recorded:
                        self.logs.append(log)
            if self.recorded:
                self.traces[part] = self._words(record[: place[kernels.TOKENS]].tolist())
            self.done += 1

    def _start(self, candidates: list[int]) -> tuple[Any, ...]:
        """The arrays with which `kernels.search` begins, from `sets` on, for candidates in the order of its numbers."""
        import numpy as np

        r, c, words = len(self.arrays.early), len(self.arrays.late), self.arrays.words
        depth, wide = r + c + 3, (self.arrays.own.shape[0] + 63) // 64
        sets, options = np.zeros((depth, c, words), np.uint64), np.zeros((depth, r, wide), np.uint64)
        for block, mask in zip([*options[0], *sets[0]], candidates, strict=True):
            for q in range(len(block)):
                block[q] = (mask >> (64 * q)) & ((1 << 64) - 1)
        used, chosen = np.zeros((depth, wide), np.uint64), np.full((depth, r), -1, np.int64)
        fixed, variable = np.zeros((depth, c), np.int8), np.zeros(depth, np.int64)
        rest, rules = np.zeros((depth, max(wide, words)), np.uint64), np.full((depth, 4), -1, np.int64)
        return sets, options, used, chosen, fixed, variable, rest, rules, np.full(c, -1, np.int64)

    def _words(self, numbers: list[int]) -> list[str]:
        """A record as the tree search writes it."""
        from spi.solve import _map_kernels as kernels

        references = reference_variables(self.problem)
        short = {kernels.NEUTRAL: "n", kernels.ELIMINATION: "e"}
        for j, reference in references.items():  # with two players there is at most one
            short[kernels.AFFINE] = reference_text(j, reference)
        found, k = [], 0
        while k < len(numbers):
            token = numbers[k]
            if token == kernels.HALL:
                size = numbers[k + 1]
                found.append(f"h{sum(1 << y for y in numbers[k + 2 : k + 2 + size]):x}")
                k += 2 + size
            else:
                found.append(short.get(token, str(token)))
                k += 1
        return found
