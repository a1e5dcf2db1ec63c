"""Layers of acyclic graphs: by hand, and for random ones no edge crosses a node."""

from itertools import pairwise
from random import Random

import pytest

from spi.report.layers import place_in_layers


def test_layers_by_hand() -> None:
    sizes = {"a": (10.0, 10.0), "b": (20.0, 10.0), "c": (30.0, 40.0), "d": (10.0, 10.0)}
    edges = [("a", "b"), ("a", "c"), ("b", "d"), ("a", "d")]
    places, paths = place_in_layers(sizes, edges, across=50, down=5)
    # a | b, c and a lane of height 14 | d; the second layer is 30 wide and 10 + 40 + 14 + 2·5 = 74 high
    assert [places[node][0] for node in "abcd"] == [5, 75, 75, 145]
    assert places["a"][1] == places["d"][1] == 37
    assert abs(places["b"][1] - places["c"][1]) >= 30
    assert paths["a", "c"] == ((10, 37), (10, 37), (60, places["c"][1]), (60, places["c"][1]))
    assert [x for x, _ in paths["a", "d"]] == [10, 10, 60, 90, 140, 140]
    assert place_in_layers({"x": (3.0, 4.0)}, [], across=1, down=1) == ({"x": (1.5, 2)}, {})


def test_two_edges_that_need_not_cross_do_not() -> None:
    sizes = dict.fromkeys("abcd", (10.0, 10.0))
    places, _ = place_in_layers(sizes, [("a", "d"), ("b", "c")], across=9, down=9)
    assert (places["a"][1] < places["b"][1]) == (places["d"][1] < places["c"][1])


def test_no_edge_crosses_a_node_and_no_nodes_overlap() -> None:
    rng = Random(1)
    for _ in range(60):
        names = [f"n{k}" for k in range(rng.randint(1, 9))]
        sizes = {name: (float(rng.randint(5, 60)), float(rng.randint(5, 60))) for name in names}
        edges = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if rng.random() < 0.35]
        places, paths = place_in_layers(sizes, edges, across=40, down=6)
        boxes = {
            name: (x - sizes[name][0] / 2, y - sizes[name][1] / 2, x + sizes[name][0] / 2, y + sizes[name][1] / 2)
            for name, (x, y) in places.items()
        }
        assert min(min(box[:2]) for box in boxes.values()) >= -1e-9
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                p, q = boxes[a], boxes[b]
                assert min(p[2], q[2]) <= max(p[0], q[0]) or min(p[3], q[3]) <= max(p[1], q[1])
        for edge, path in paths.items():
            assert boxes[edge[0]][2] == pytest.approx(path[0][0]) and boxes[edge[1]][0] == pytest.approx(path[-1][0])
            for (x, y), (u, v) in pairwise(path):
                assert u >= x - 1e-9  # never back
                for k in range(21):
                    at = x + (u - x) * k / 20, y + (v - y) * k / 20
                    assert not any(
                        box[0] + 1e-6 < at[0] < box[2] - 1e-6 and box[1] + 1e-6 < at[1] < box[3] - 1e-6
                        for box in boxes.values()
                    )
