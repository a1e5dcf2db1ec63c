"""Graphs hidden in graphs: what is drawn, and the two games in which finding an SPI is finding one in the other."""

from fractions import Fraction

import pytest

import spi
from spi import GameError
from spi.families.subgraphs import GraphPair, light_subgraph_game, random_graph_pair, subgraph_game
from tests import oracle
from tests.bridge import to_oracle

LOOPS = [[1, 1], [0, 1]]


def pairs(count: int, plant: bool) -> list[GraphPair]:
    sizes = [(1, 2), (2, 2), (2, 3), (3, 3), (3, 2)]
    drawn = [(*sizes[seed % 5], seed) for seed in range(count) if not (plant and seed % 5 == 4)]
    return [random_graph_pair(n, m, "1/2", "1/3", seed=seed, plant=plant) for n, m, seed in drawn]


# ---- what is drawn


def test_the_same_seed_gives_the_same_pair_and_another_one_another() -> None:
    drawn = [random_graph_pair(6, 8, "1/2", "1/2", seed=seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_probabilities_are_those_asked_for() -> None:
    # of 50 · 49 = 2,450 possible edges, a third is 816.7; six standard deviations are 6 √(2450 · 2/9) = 140
    pair = random_graph_pair(50, 50, "1/3", 0, seed=4)
    assert abs(sum(map(sum, pair.graph)) - 2450 / 3) < 140
    assert sum(map(sum, pair.target)) == 0
    full = random_graph_pair(3, 4, 1, "1.0", seed=0)
    assert (sum(map(sum, full.graph)), sum(map(sum, full.target))) == (6, 12)
    assert all(own[i] == 0 for graph in (full.graph, full.target) for i, own in enumerate(graph))


@pytest.mark.parametrize("seed", range(10))
def test_a_planted_copy_is_where_it_is_said_to_be(seed: int) -> None:
    bare = random_graph_pair(4, 6, "1/2", "1/5", seed=seed)
    pair = random_graph_pair(4, 6, "1/2", "1/5", seed=seed, plant=True)
    assert bare.embedding is None and pair.embedding is not None
    assert len(set(pair.embedding)) == 4
    new = {(i, j) for i in range(6) for j in range(6) if pair.target[i][j] != bare.target[i][j]}
    copy = {(pair.embedding[i], pair.embedding[j]) for i in range(4) for j in range(4) if pair.graph[i][j]}
    assert pair.graph == bare.graph
    assert new <= copy <= {(i, j) for i in range(6) for j in range(6) if pair.target[i][j]}


@pytest.mark.parametrize(
    ("n", "m", "p", "plant", "said"),
    [
        (0, 2, "1/2", False, "1 or more"),
        (3, 2, "1/2", True, "at most as large"),
        (2, 2, "3/2", False, "from 0 to 1"),
        (2, 2, Fraction(1, 2**64), False, "below 2"),
    ],
)
def test_what_cannot_be_drawn(n: int, m: int, p: str | Fraction, plant: bool, said: str) -> None:
    with pytest.raises(GameError, match=said):
        random_graph_pair(n, m, p, "1/2", seed=0, plant=plant)


# ---- the lighter game


def test_an_edge_in_two_vertices_by_hand() -> None:
    # 4 for the same vertex, 2 for the edge 1 → 2, 0 for the non-edge 2 → 1; the target has both edges, and 1 more
    game = light_subgraph_game([[0, 1], [0, 0]], [[0, 1], [1, 0]])
    rows = [
        ["4, 4", "2, 2", "10, -10", "10, -10"],
        ["0, 0", "4, 4", "10, -10", "10, -10"],
        ["-2, -1", "-2, -1", "5, 5", "3, 3"],
        ["-2, -1", "-2, -1", "3, 3", "5, 5"],
    ]
    names = [["T1", "T2", "R1", "R2"], ["D1", "D2", "P1", "P2"]]
    assert game == spi.Game.from_payoffs(rows, actions=names)
    assert spi.find_spis(game).maps == 2  # an edge lies in a 2-cycle in two ways
    assert not spi.decide_spi(light_subgraph_game([[0, 1], [1, 0]], [[0, 1], [0, 0]]), strict=False)


def test_loops_are_ignored() -> None:
    assert light_subgraph_game(LOOPS, LOOPS) == light_subgraph_game([[0, 1], [0, 0]], [[0, 1], [0, 0]])
    with pytest.raises(GameError, match="adjacency"):
        light_subgraph_game([[0, 2], [0, 0]], [[0]])


@pytest.mark.parametrize("plant", [False, True])
def test_it_reduces_to_the_pattern_and_its_maps_are_the_embeddings(plant: bool) -> None:
    for pair in pairs(10, plant):
        game = light_subgraph_game(pair.graph, pair.target)
        n = len(pair.graph)
        kept = (tuple(f"T{k + 1}" for k in range(n)), tuple(f"D{k + 1}" for k in range(n)))
        assert oracle.reduce(to_oracle(game))[0] == kept  # with cross cells (−9, −9) it would not
        embeddings = oracle.embeds(pair.graph, pair.target)
        assert spi.find_spis(game).maps == embeddings == spi.find_spis(game, strict=True).maps
        assert embeddings > 0 or not plant


def test_the_planted_copy_is_an_spi() -> None:
    pair = random_graph_pair(4, 7, "1/2", "1/4", seed=5, plant=True)
    assert pair.embedding is not None
    game = light_subgraph_game(pair.graph, pair.target)
    images = [[f"{letter}{v + 1}" for v in pair.embedding] for letter in "RP"]
    pattern = light_subgraph_game(pair.graph, [[0]])  # whose first four actions are the pattern's block
    payoffs = [[pattern[f"T{i + 1}", f"D{j + 1}"] for j in range(4)] for i in range(4)]
    assert spi.verify_spi(game, spi.subset_game(game, images, payoffs), strict=True)


# ---- the paper's game, on graphs that are drawn


def test_the_papers_game_reduces_to_the_pattern_and_is_unilateral() -> None:
    for pair in pairs(3, False):
        game, n = subgraph_game(pair.graph, pair.target), len(pair.graph)
        size = 2 * n + 2
        kept = (tuple(f"T{k + 1}" for k in range(size)), tuple(f"D{k + 1}" for k in range(size)))
        assert spi.reduce(game).reduced.actions == kept
        assert bool(spi.decide_spi(game, unilateral=True)) is (oracle.embeds(pair.graph, pair.target) > 0)
