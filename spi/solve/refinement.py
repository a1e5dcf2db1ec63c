"""Colour refinement of games: two actions keep the same colour while the payoffs around them look alike.

Colours are words that are computed from codes of payoffs and from colours, by the same operations for every game, and
sums do not depend on the order of actions. So an isomorphism takes actions to actions with the same word, in every
round, whatever words collide: **different words prove that no isomorphism takes one action to the other**. Equal words
prove nothing; a collision only leaves together what could have been told apart. Therefore a search that looks at all
actions of the same colour, and verifies what it finds, misses nothing and returns nothing wrong.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spi.core.compiling import compiled
from spi.solve import _isomorphism_kernels as kernels
from spi.solve.payoff_codes import Codes

__all__ = [
    "Board",
    "Trace",
    "classes",
    "first_class",
    "follow",
    "individualised",
    "listed",
    "new_board",
    "refined",
    "start",
    "twins",
    "verify",
]

Trace = list[list[int]]
"""The sorted colours after each round: the same for isomorphic games."""

MARK = 0x2545F4914F6CDD1D
"""Tells an action that has been given a colour of its own."""


@dataclass(frozen=True, slots=True)
class Board:
    """A game's codes, prepared for refinement. Actions of all players are numbered through: these are *points*.

    Parameters
    ----------
    codes : Codes
    bounds : tuple of (int, int), one per player
        First and last point, the last exclusive.
    fast : bool
        Arrays and compiled kernels; else lists and plain Python.
    words : list of int or array, one per profile
        Scattered codes.
    sizes : tuple or array
        The shape, as kernels want it.
    left, right, sums : list of int or array
        Room to work in.

    Source: ours
    """

    codes: Codes
    bounds: tuple[tuple[int, int], ...]
    fast: bool
    words: Any
    sizes: Any
    left: Any
    right: Any
    sums: Any


def new_board(codes: Codes) -> Board:
    """Prepare the codes of a game.

    Source: ours
    """
    shape = codes.shape
    ends = [sum(shape[:i]) for i in range(len(shape) + 1)]
    room = len(codes.values) + 1
    if isinstance(codes.values, list):
        words = list(codes.values)
        kernels.mix(words)
        return Board(codes, tuple(pairwise(ends)), False, words, shape, [0] * room, [0] * room, [0] * room)
    import numpy as np

    array = codes.values.astype(np.uint64)
    compiled(kernels.mix)(array)
    left, right, sums = (np.empty(room, np.uint64) for _ in range(3))
    return Board(codes, tuple(pairwise(ends)), True, array, np.array(shape, np.int64), left, right, sums)


def start(board: Board, ranks: Sequence[int]) -> Any:
    """First colours: by the player, and by ranks of the points.

    Source: ours
    """
    size = len(ranks)
    colours = [(i * size + ranks[point]) for i, (low, high) in enumerate(board.bounds) for point in range(low, high)]
    return _mixed(board, colours)


def refined(board: Board, colours: Any) -> tuple[Any, Trace]:
    """Refine until the number of different colours grows no more.

    Returns
    -------
    colours, trace
        As they were, and empty, in case that words collided and colours have become fewer.

    Source: ours
    """
    first = colours
    trace: Trace = []
    begin = count = len(set(listed(board, colours)))
    while True:
        colours = _round(board, colours)
        key = _sorted(board, colours)
        trace.append(key)
        found = len(set(key))
        if found <= count or found == len(key):
            return (colours, trace) if found >= begin else (first, [])
        count = found


def follow(board: Board, colours: Any, trace: Trace) -> Any | None:
    """Refine as often as another game was refined; None as soon as colours differ.

    Source: ours
    """
    for key in trace:
        colours = _round(board, colours)
        if _sorted(board, colours) != key:
            return None
    return colours


def individualised(board: Board, colours: Any, point: int) -> Any:
    """Give a point a colour of its own, which depends on the one it had.

    Source: ours
    """
    present = set(listed(board, colours))
    word = int(_mixed(board, [int(colours[point]) ^ MARK])[0])
    while word in present:
        word = (word + 1) & kernels.MASK
    others = colours.copy()
    others[point] = word
    return others


def listed(board: Board, colours: Any) -> list[int]:
    """Colours as a list.

    Source: ours
    """
    words: list[int] = colours.tolist() if board.fast else colours
    return words


def classes(board: Board, colours: Any) -> list[list[int]]:
    """Points of the same player and colour, where there are several: by number, player, and colour.

    Source: ours
    """
    words = listed(board, colours)
    found: dict[tuple[int, int], list[int]] = {}
    for i, (low, high) in enumerate(board.bounds):
        for point in range(low, high):
            found.setdefault((i, words[point]), []).append(point)
    order = sorted((len(points), key) for key, points in found.items() if len(points) > 1)
    return [found[key] for _, key in order]


def first_class(board: Board, colours: Any) -> list[int] | None:
    """The first of the smallest classes, by player and colour: the same for isomorphic games.

    Source: ours
    """
    return next(iter(classes(board, colours)), None)


def verify(source: Board, target: Board, images: Sequence[int]) -> bool:
    """Does the map of points take every profile to one with the same code?

    Source: ours
    """
    within = [images[point] - low for low, high in source.bounds for point in range(low, high)]
    if not source.fast:
        return kernels.agree(source.codes.values, target.codes.values, source.sizes, within, source.left)
    import numpy as np

    maps, room = np.array(within, np.int64), source.left.view(np.int64)
    return bool(compiled(kernels.agree)(source.codes.values, target.codes.values, source.sizes, maps, room))


def twins(board: Board, colours: Any) -> list[list[int]]:
    """Points of a player with the same codes everywhere, of those of the same colour: exchanging them changes nothing.

    Source: ours
    """
    shape = board.codes.shape
    found: dict[tuple[int, object], list[int]] = {}
    for points in classes(board, colours):
        i = next(k for k, (low, high) in enumerate(board.bounds) if low <= points[0] < high)
        inner = math.prod(shape[i + 1 :])
        for point in points:
            found.setdefault((i, _slice(board, i, point - board.bounds[i][0], inner)), []).append(point)
    return [points for points in found.values() if len(points) > 1]


def _slice(board: Board, i: int, action: int, inner: int) -> object:
    values, shape = board.codes.values, board.codes.shape
    if board.fast:
        return values.reshape(-1, shape[i], inner)[:, action].tobytes()
    step = shape[i] * inner
    return tuple(v for k in range(action * inner, len(values), step) for v in values[k : k + inner])


def _round(board: Board, colours: Any) -> Any:
    fresh = colours.copy()
    add_up, mix = map(compiled, (kernels.add_up, kernels.mix)) if board.fast else (kernels.add_up, kernels.mix)
    add_up(board.words, board.sizes, colours, board.left, board.right, board.sums, fresh)
    mix(fresh)
    return fresh


def _sorted(board: Board, colours: Any) -> list[int]:
    if not board.fast:
        return sorted(colours)
    import numpy as np

    words: list[int] = np.sort(colours).tolist()
    return words


def _mixed(board: Board, numbers: list[int]) -> Any:
    kernels.mix(numbers)
    if not board.fast:
        return numbers
    import numpy as np

    return np.array(numbers, np.uint64)
