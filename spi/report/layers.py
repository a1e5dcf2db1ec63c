"""Where the nodes of an acyclic graph stand: in layers from left to right, so that few edges cross, and none a node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from spi.report.picture import Place

__all__ = ["place_in_layers"]

_SWEEPS = 4
_LANE = 14.0  # how high a lane is in which an edge passes a layer

_Node = tuple[str, str, int] | str
"""A node, or the place in a layer where an edge passes: its ends and the layer."""


def place_in_layers(
    sizes: Mapping[str, tuple[float, float]], edges: Sequence[tuple[str, str]], *, across: float, down: float
) -> tuple[dict[str, Place], dict[tuple[str, str], tuple[Place, ...]]]:
    """Centres of nodes, and paths of edges from the right side of one node to the left side of another.

    Parameters
    ----------
    sizes : mapping from node to (width, height)
        Every node after those from which edges lead to it.
    edges : sequence of (node, node)
    across, down : float
        Room between layers, and between the nodes of a layer.

    Returns
    -------
    dict from node to Place, dict from edge to tuple of Place
        The smallest coordinates are 0. The second and the third point of a path are where it leaves a layer and enters
        the next; points may repeat. A node is in the layer after the last of those before it. Nodes of a layer are
        ordered by the mean place of their neighbours, in a few sweeps: not always the fewest crossings.

    Source: ours
    """
    layer: dict[str, int] = {}
    for name in sizes:
        layer[name] = max((layer[a] + 1 for a, b in edges if b == name), default=0)
    layers: list[list[_Node]] = [[] for _ in range(max(layer.values()) + 1)]
    for name, k in layer.items():
        layers[k].append(name)
    chains: dict[tuple[str, str], list[_Node]] = {}
    for a, b in edges:
        lanes: list[_Node] = [(a, b, k) for k in range(layer[a] + 1, layer[b])]
        for k, lane in enumerate(lanes, layer[a] + 1):
            layers[k].append(lane)
        chains[a, b] = [a, *lanes, b]
    _untangle(layers, [pair for chain in chains.values() for pair in pairwise(chain)])
    heights = [[_height(node, sizes) for node in own] for own in layers]
    tallest = max(sum(own) + down * (len(own) - 1) for own in heights)
    centres: dict[_Node, Place] = {}
    ends: list[tuple[float, float]] = []
    left = 0.0
    for own, high in zip(layers, heights, strict=True):
        width = max(sizes[node][0] for node in own if isinstance(node, str))
        top = (tallest - sum(high) - down * (len(own) - 1)) / 2
        for node, height in zip(own, high, strict=True):
            centres[node] = left + width / 2, top + height / 2
            top += height + down
        ends.append((left, left + width))
        left += width + across
    paths = {}
    for (a, b), chain in chains.items():
        (x, y), (u, v) = centres[a], centres[b]
        # straight on as far as the widest node of the layer, so that slanting parts are between layers
        path = [(x + sizes[a][0] / 2, y), (ends[layer[a]][1], y)]
        for k, lane in enumerate(chain[1:-1], layer[a] + 1):
            path += [(side, centres[lane][1]) for side in ends[k]]
        paths[a, b] = (*path, (ends[layer[b]][0], v), (u - sizes[b][0] / 2, v))
    return {name: centres[name] for name in sizes}, paths


def _untangle(layers: list[list[_Node]], links: Sequence[tuple[_Node, _Node]]) -> None:
    """Order each layer by the mean place of the neighbours before it, then after it, and so on."""
    for sweep in range(_SWEEPS):
        backwards = sweep % 2
        for before, own in pairwise(layers[::-1] if backwards else layers):
            place = {node: k / max(len(before) - 1, 1) for k, node in enumerate(before)}
            mean: dict[_Node, float] = {}
            for k, node in enumerate(own):
                near = [place[a] for link in links for a, b in [link[::-1] if backwards else link] if b == node]
                mean[node] = sum(near) / len(near) if near else k / max(len(own) - 1, 1)
            own.sort(key=mean.__getitem__)


def _height(node: _Node, sizes: Mapping[str, tuple[float, float]]) -> float:
    return sizes[node][1] if isinstance(node, str) else _LANE
