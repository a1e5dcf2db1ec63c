"""All symmetries of a game, as products of few, and an order of actions that is the same for isomorphic games."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spi.core.game import flat_indices
from spi.solve.individualisation import Effort, Images, Path, extension, orbits, orbits_fixing
from spi.solve.refinement import Board, Trace, first_class, follow, individualised, listed, refined

__all__ = ["Symmetries", "canonical_order", "symmetries", "to_first"]


@dataclass(frozen=True, slots=True)
class Symmetries:
    """All bijections of a game with itself that preserve codes, as products.

    Parameters
    ----------
    generators : list of Images
        Verified; with exchanges of twins they generate all.
    transversals : list of dict from point to Images
        Every symmetry that keeps the order of twins is one product of one member of each, the first applied last.
    twins : list of list of int
        Classes of points that may be exchanged at will.

    Source: ours
    """

    generators: list[Images]
    transversals: list[dict[int, Images]]
    twins: list[list[int]]
    size: int

    def __iter__(self) -> Iterator[Images]:
        """Each once, the identity first, by the images of the points of the path."""
        steps: list[Any] = [own for own in self.transversals if len(own) > 1]
        steps += [points[k:] for points in self.twins for k in range(len(points) - 1)]
        identity = list(range(self.size))
        if not steps:
            yield identity
            return
        stack = [_products(identity, steps[0])]
        while stack:
            images = next(stack[-1], None)
            if images is None:
                stack.pop()
            elif len(stack) == len(steps):
                yield images
            else:
                stack.append(_products(images, steps[len(stack)]))


def _products(images: Images, step: dict[int, Images] | list[int]) -> Iterator[Images]:
    for y in sorted(step, key=images.__getitem__):
        if isinstance(step, dict):
            yield [images[x] for x in step[y]]
        else:
            exchanged = images.copy()
            exchanged[step[0]], exchanged[y] = images[y], images[step[0]]
            yield exchanged


def symmetries(path: Path, effort: Effort) -> Symmetries:
    """All symmetries of a game, from the bottom of its path to the top.

    Raises
    ------
    OutOfEffortError

    Source: ours
    """
    board, levels = path.board, path.whole()
    size = board.bounds[-1][1]
    generators: list[Images] = []
    transversals = []
    for depth in range(len(levels) - 2, -1, -1):
        level = levels[depth]
        assert level.members is not None
        x, chosen = level.members[0], tuple(own.members[0] for own in levels[:depth] if own.members is not None)
        alike, failed = orbits(size, generators), list[int]()
        for y in level.members[1:]:
            if alike[y] == alike[x] or any(alike[y] == alike[z] for z in failed):
                continue
            colours = follow(board, individualised(board, level.colours, y), levels[depth + 1].trace)
            images = None
            if colours is None:
                effort.fail()
            else:
                images = extension(path, board, depth + 1, colours, (*chosen, y), generators, effort)
            if images is None:
                failed.append(y)
            else:
                generators.append(_with_twins_in_order(images, path.twins))
                alike = orbits(size, generators)
        transversals.append(_transversal(x, generators, size))
    return Symmetries(generators, transversals[::-1], path.twins, size)


def _with_twins_in_order(images: Images, classes: Sequence[Sequence[int]]) -> Images:
    """The symmetry that differs from this one by exchanges of twins only; the same one, unless words have collided."""
    ordered = images.copy()
    for points in classes:
        for x, y in zip(points, sorted(images[z] for z in points), strict=True):
            ordered[x] = y
    return ordered


def _transversal(x: int, generators: Sequence[Images], size: int) -> dict[int, Images]:
    """For each point of the orbit of x a product of generators that takes x there."""
    found = {x: list(range(size))}
    queue = [x]
    for y in queue:
        for images in generators:
            z = images[y]
            if z not in found:
                found[z] = [images[w] for w in found[y]]
                queue.append(z)
    return found


def to_first(own: Symmetries) -> dict[int, Images]:
    """For each point that some symmetry takes to an earlier one, a symmetry that takes it to the first such.

    Source: ours
    """
    steps = list(own.generators)
    for points in own.twins:
        for x, y in pairwise(points):
            steps.append(list(range(own.size)))
            steps[-1][x], steps[-1][y] = y, x
    found: dict[int, Images] = {}
    for first in range(own.size):
        if first not in found:
            for y, images in _transversal(first, steps, own.size).items():
                if y != first:
                    found[y] = sorted(range(own.size), key=images.__getitem__)  # the inverse
    return found


@dataclass(slots=True)
class _Node:
    colours: Any
    chosen: tuple[int, ...]
    members: list[int]
    looked: int = 0


def canonical_order(path: Path) -> list[list[int]]:
    """An order of each player's actions that gives isomorphic games the same table of codes.

    Of the leaves of the tree those with the least traces, and of these one with the least table. Points that a
    symmetry takes to each other are looked at once. There is no limit: isomorphic games can differ in the effort, so
    that a limit would give them different answers.

    Source: ours
    """
    board, root = path.board, path.levels[0]
    if root.members is None:
        return _order(board, root.colours)
    known = symmetries(path, Effort()).generators
    size = board.bounds[-1][1]
    best: list[Trace] = []
    least: list[int] | None = None
    order: list[list[int]] = []
    stack = [_Node(root.colours, (), _representatives((), root.members, size, known))]
    while stack:
        node = stack[-1]
        if node.looked == len(node.members):
            stack.pop()
            continue
        y = node.members[node.looked]
        node.looked += 1
        depth = len(stack) - 1
        colours, trace = refined(board, individualised(board, node.colours, y))
        if depth < len(best) and trace > best[depth]:
            continue
        if depth < len(best) and trace < best[depth]:
            del best[depth:]
            least = None
        if depth == len(best):
            best.append(trace)
        members = first_class(board, colours)
        if members is not None:
            chosen = (*node.chosen, y)
            below = _representatives(chosen, members, size, known)
            stack.append(_Node(colours, chosen, below))
            continue
        new = _order(board, colours)
        table = _permuted(board, new)
        if least is None or table < least:
            least, order = table, new
    return order


def _representatives(chosen: Sequence[int], members: list[int], size: int, known: Sequence[Images]) -> list[int]:
    """One member of each orbit under the known symmetries that fix what is chosen."""
    alike = orbits_fixing(chosen, size, known)
    return list({alike[y]: y for y in reversed(members)}.values())


def _order(board: Board, colours: Any) -> list[list[int]]:
    words = listed(board, colours)
    return [[y - low for y in sorted(range(low, high), key=words.__getitem__)] for low, high in board.bounds]


def _permuted(board: Board, order: list[list[int]]) -> list[int]:
    values, shape = board.codes.values, board.codes.shape
    if not board.fast:
        return [values[k] for k in flat_indices(order, shape)]
    import numpy as np

    permuted: list[int] = values.reshape(shape)[np.ix_(*order)].ravel().tolist()
    return permuted
