"""Games as coloured graphs, for nauty: where refinement and known symmetries do not get through in a bearable time."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from typing import Any

from spi.solve.individualisation import Images
from spi.solve.refinement import Board, listed, verify

__all__ = ["has_nauty", "nauty_images"]


def has_nauty() -> bool:
    """Is pynauty installed?

    Source: ours
    """
    return find_spec("pynauty") is not None


def nauty_images(source: Board, target: Board) -> Images | None:
    """A map between games that preserves codes, verified; None if nauty's labellings do not give one.

    A vertex for each action, coloured by player, and one for each profile, coloured by its code and joined to its
    actions; profiles with the most frequent code (the least of several) are left out, since the others determine them.

    Source: ours
    """
    pynauty: Any = import_module("pynauty")

    codes = [listed(board, board.codes.values) for board in (source, target)]
    counts = Counter(codes[0])
    if counts != Counter(codes[1]):
        return None
    common = min(counts, key=lambda code: (-counts[code], code))
    labels = [
        pynauty.canon_label(_graph(pynauty, board, own, common))
        for board, own in zip((source, target), codes, strict=True)
    ]
    images = dict(zip(*labels, strict=True))
    found = [images[point] for point in range(source.bounds[-1][1])]
    return found if verify(source, target, found) else None


def _graph(pynauty: Any, board: Board, codes: list[int], common: int) -> Any:
    size = board.bounds[-1][1]
    vertices: dict[int, set[int]] = {}
    joined: dict[int, list[int]] = {}
    profiles = product(*(range(low, high) for low, high in board.bounds))
    for code, points in zip(codes, profiles, strict=True):
        if code != common:
            vertex = size + len(joined)
            joined[vertex] = list(points)
            vertices.setdefault(code, set()).add(vertex)
    colouring = [set(range(low, high)) for low, high in board.bounds] + [vertices[code] for code in sorted(vertices)]
    return pynauty.Graph(size + len(joined), adjacency_dict=joined, vertex_coloring=colouring)
