from random import Random

import pytest

from spi.core.commitmentfile import load_commitments, read_commitment_file
from spi.core.commitmentwriting import write_commitments
from spi.core.gamefile import list_games
from tests.lock_out_oracle import random_graph


@pytest.mark.parametrize("name", list_games(kind="commitments"))
def test_what_is_written_is_read_again(name: str) -> None:
    graph = load_commitments(name)
    again = read_commitment_file(write_commitments(graph)).graph
    assert (again.problem, set(again.steps), again.start) == (graph.problem, set(graph.steps), graph.start)
    assert (again.title, again.source, again.story) == (graph.title, graph.source, graph.story)


def test_graphs_with_all_relations_and_three_players() -> None:
    rng = Random(5)
    for _ in range(30):
        graph = random_graph(rng)
        again = read_commitment_file(write_commitments(graph)).graph
        assert (again.problem, set(again.steps), again.start) == (graph.problem, set(graph.steps), graph.start)
