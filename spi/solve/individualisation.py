"""Bijections of games that preserve codes: individualisation and refinement, pruned by known symmetries.

A *path* individualises one point after the other in the source, until every point has a colour of its own; the search
goes after it in the target. When it has failed below a point it fails below all points that a known symmetry of the
target takes it to, if the symmetry fixes what has been chosen before. Algorithms of this kind are described in
McKay & Piperno (2014), "Practical graph isomorphism, II".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spi.solve.refinement import (
    Board,
    Trace,
    first_class,
    follow,
    individualised,
    listed,
    refined,
    start,
    twins,
    verify,
)

__all__ = [
    "Effort",
    "Images",
    "Level",
    "OutOfEffortError",
    "Path",
    "extension",
    "find_images",
    "new_path",
    "orbits",
    "orbits_fixing",
]

Images = list[int]
"""Of each point of the source the point of the target that it is taken to."""


class OutOfEffortError(Exception):
    """More dead ends than were allowed."""


@dataclass(slots=True)
class Effort:
    """Dead ends met so far, and how many may be; None: as many as it takes.

    On the way to each the search takes one step for each point at most.

    Source: ours
    """

    limit: int | None = None
    failures: int = 0

    def fail(self) -> None:
        """Count a dead end; raises `OutOfEffortError` beyond the limit."""
        self.failures += 1
        if self.limit is not None and self.failures > self.limit:
            raise OutOfEffortError


@dataclass(frozen=True, slots=True)
class Level:
    """Stable colours on a path, how they came about, and the class of which the first member comes next.

    Source: ours
    """

    colours: Any
    trace: Trace
    members: list[int] | None


@dataclass(frozen=True, slots=True)
class Path:
    """The first path of a game.

    Parameters
    ----------
    board : Board
    twins : list of list of int
        Classes of twins with several members. Their colours differ from the start, by position within the class: an
        isomorphism that does not keep the order of twins becomes one that does by exchanging twins.
    root : list of (ranks, trace)
        How the first colours came about: without ranks; then, if there are twins, with them.
    levels : list of Level
        As far as they have been needed.

    Source: ours
    """

    board: Board
    twins: list[list[int]]
    root: list[tuple[list[int], Trace]]
    levels: list[Level] = field(default_factory=list)

    def level(self, depth: int) -> Level:
        """The level after individualising so many points."""
        while len(self.levels) <= depth:
            self.levels.append(_below(self.board, self.levels[-1]))
        return self.levels[depth]

    def whole(self) -> list[Level]:
        """All levels down to the one at which all colours differ."""
        depth = 0
        while self.level(depth).members is not None:
            depth += 1
        return self.levels[: depth + 1]


def _below(board: Board, level: Level) -> Level:
    assert level.members is not None
    colours, trace = refined(board, individualised(board, level.colours, level.members[0]))
    return Level(colours, trace, first_class(board, colours))


def new_path(board: Board) -> Path:
    """Refine a game from the start.

    Source: ours
    """
    ranks = [0] * board.bounds[-1][1]
    colours, trace = refined(board, start(board, ranks))
    members = first_class(board, colours)
    root = [(ranks, trace)]
    found = twins(board, colours) if members is not None else []
    if found:
        ranks = _ranks(len(ranks), found)
        colours, trace = refined(board, start(board, ranks))
        members = first_class(board, colours)
        root.append((ranks, trace))
    return Path(board, found, root, [Level(colours, trace, members)])


def _ranks(size: int, found: Sequence[Sequence[int]]) -> list[int]:
    ranks = [0] * size
    for points in found:
        for rank, point in enumerate(points):
            ranks[point] = rank
    return ranks


def _enter(path: Path, board: Board) -> Any | None:
    """Refine the target from the start as the source was; None if colours differ."""
    (ranks, trace), *more = path.root
    colours = follow(board, start(board, ranks), trace)
    if colours is None or len(set(listed(board, colours))) == len(ranks):
        return colours
    own = twins(board, colours)
    if sorted(map(len, own)) != sorted(map(len, path.twins)):
        return None
    for _, trace in more:
        colours = follow(board, start(board, _ranks(len(ranks), own)), trace)
    return colours


@dataclass(slots=True)
class _Frame:
    depth: int
    colours: Any
    chosen: tuple[int, ...]  # so far, in the target
    candidates: Iterator[int]
    failed: list[int] = field(default_factory=list)
    orbits: list[int] | None = None


def extension(
    path: Path, board: Board, depth: int, colours: Any, chosen: tuple[int, ...], known: Sequence[Images], effort: Effort
) -> Images | None:
    """The first verified map below colours of the target that agree with those of the path at this depth.

    Source: ours
    """
    stack: list[_Frame] = []
    while True:
        level = path.level(depth)
        images = None
        if level.members is None:
            images = _matching(listed(board, level.colours), listed(board, colours), board)
        elif path.board is board:
            images = _guess(listed(board, level.colours), listed(board, colours), board)
        if images is not None and verify(path.board, board, images):
            return images
        if level.members is not None:
            stack.append(_Frame(depth, colours, chosen, iter(_candidates(level, colours, board))))
        elif stack:
            effort.fail()
            stack[-1].failed.append(chosen[-1])
        child = None
        while stack and child is None:
            frame = stack[-1]
            for y in frame.candidates:
                if frame.failed and _refuted(frame, y, known):
                    continue
                trace = path.level(frame.depth + 1).trace
                child = follow(board, individualised(board, frame.colours, y), trace)
                if child is not None:
                    depth, colours, chosen = frame.depth + 1, child, (*frame.chosen, y)
                    break
                effort.fail()
                frame.failed.append(y)
            else:
                stack.pop()
                if stack:
                    stack[-1].failed.append(frame.chosen[-1])
        if child is None:
            return None


def _candidates(level: Level, colours: Any, board: Board) -> list[int]:
    """Where the first member of the level's class can go."""
    assert level.members is not None
    x = level.members[0]
    low, high = next(own for own in board.bounds if own[0] <= x < own[1])
    wanted, words = level.colours[x], listed(board, colours)
    return [y for y in range(low, high) if words[y] == wanted]


def _refuted(frame: _Frame, y: int, known: Sequence[Images]) -> bool:
    """Does a known symmetry that fixes what is chosen take a point that has failed to this one?"""
    if frame.orbits is None:
        frame.orbits = orbits_fixing(frame.chosen, len(frame.colours), known)
    return any(frame.orbits[y] == frame.orbits[z] for z in frame.failed)


def orbits_fixing(points: Sequence[int], size: int, known: Sequence[Images]) -> list[int]:
    """Orbits of those known symmetries that fix some points.

    Source: ours
    """
    return orbits(size, [own for own in known if all(own[x] == x for x in points)])


def orbits(size: int, generators: Sequence[Images]) -> list[int]:
    """Of each point the least one in its orbit.

    Source: ours
    """
    above = list(range(size))

    def least(x: int) -> int:
        while above[x] != x:
            above[x] = x = above[above[x]]
        return x

    for images in generators:
        for x, y in enumerate(images):
            if x != y:
                one, two = least(x), least(y)
                above[max(one, two)] = min(one, two)
    return [least(x) for x in range(size)]


def _matching(mine: list[int], yours: list[int], board: Board) -> Images | None:
    """The map of equal colours, which all differ."""
    images: Images = []
    for low, high in board.bounds:
        place = {yours[y]: y for y in range(low, high)}
        images += [place.get(mine[x], -1) for x in range(low, high)]
    return None if -1 in images else images


def _guess(mine: list[int], yours: list[int], board: Board) -> Images | None:
    """A map to points of the same colour, in the same game, that leaves in place what has the same colour there."""
    images = list(range(len(mine)))
    for low, high in board.bounds:
        free: dict[int, list[int]] = {}
        for y in range(high - 1, low - 1, -1):
            if mine[y] != yours[y]:
                free.setdefault(yours[y], []).append(y)
        for x in range(low, high):
            if mine[x] != yours[x]:
                places = free.get(mine[x])
                if not places:
                    return None
                images[x] = places.pop()
    return images


def find_images(source: Path, target: Board, known: Sequence[Images], effort: Effort) -> Images | None:
    """The first verified map from one game to another, or None if there is none.

    Parameters
    ----------
    source : Path
    target : Board
    known : sequence of Images
        Symmetries of the target; the more, the quicker it fails.
    effort : Effort

    Raises
    ------
    OutOfEffortError

    Source: ours
    """
    colours = _enter(source, target)
    if colours is None:
        return None
    return extension(source, target, 0, colours, (), known, effort)
