"""Every file of the shelves is read, decided again and held against what it claims."""

import json
from typing import Any

import pytest

import spi
from spi import shelves
from spi.core.gamefile import read_game_file

GAMES = spi.list_games()
FACTS = {"reduced", "spi", "strict_spi", "unilateral", "strict_unilateral", "spi_of"}


def facts_of(name: str) -> tuple[spi.Game, dict[str, Any]]:
    file, text = shelves.find_text("games", name)
    read = read_game_file(text, file=file)
    return read.game, read.facts


def test_the_papers_tables_are_there() -> None:
    sources = {spi.load_game(name).source for name in GAMES}
    assert {f"oesterheld-conitzer-2022, Table {k}" for k in range(1, 9)} <= sources
    assert any("Table 9, Table 10" in source for source in sources)
    assert len(GAMES) >= 32


@pytest.mark.parametrize("name", GAMES)
def test_every_game_has_title_source_and_decided_facts(name: str) -> None:
    game, facts = facts_of(name)
    assert game.title
    assert game.source.split(",")[0] in ("ours", name.split("/", maxsplit=1)[0])
    assert set(facts) <= FACTS
    assert {"reduced", "spi", "strict_spi", "unilateral", "strict_unilateral"} <= set(facts)
    assert [list(own) for own in spi.reduce(game).reduced.actions] == facts["reduced"]
    assert bool(spi.decide_spi(game, strict=False)) is facts["spi"]
    assert bool(spi.decide_spi(game, strict=True)) is facts["strict_spi"]
    for strict, fact in ((False, "unilateral"), (True, "strict_unilateral")):
        assert [p for p in game.players if spi.decide_spi(game, strict=strict, unilateral=p)] == facts[fact]
    if "spi_of" in facts:
        assert spi.verify_spi(spi.load_game(facts["spi_of"]), game)


@pytest.mark.parametrize("name", GAMES)
def test_round_trip(name: str) -> None:
    game = spi.load_game(name)
    assert spi.read_game(spi.write_game(game)) == game


@pytest.mark.parametrize(
    ("name", "graph", "target"),
    [
        ("hardness-one-edge-into-two-cycle", [[0, 1], [0, 0]], [[0, 1], [1, 0]]),
        ("hardness-two-cycle-into-one-edge", [[0, 1], [1, 0]], [[0, 1], [0, 0]]),
        ("hardness-vertex-into-two", [[0]], [[0, 0], [0, 0]]),
    ],
)
def test_the_family_rebuilds_its_instances(name: str, graph: list[list[int]], target: list[list[int]]) -> None:
    assert spi.subgraph_game(graph, target) == spi.load_game(f"oesterheld-conitzer-2022/{name}")


@pytest.mark.parametrize("matrix", [[], [[0, 1]], [[0, 2], [0, 0]]])
def test_graphs_are_checked(matrix: list[list[int]]) -> None:
    with pytest.raises(spi.GameError, match="adjacency"):
        spi.subgraph_game(matrix, [[0]])
    with pytest.raises(spi.GameError, match="adjacency"):
        spi.subgraph_game([[0]], matrix)


PROOFS = shelves.list_shelf("proofs")


@pytest.mark.parametrize("name", PROOFS)
def test_every_proof_is_accepted_and_speaks_of_a_shelf_game(name: str) -> None:
    content = shelves.find_text("proofs", name)[1]
    digests = {spi.load_game(game).digest for game in GAMES}
    if json.loads(content)["claim"]["kind"] == "subjective-equilibrium":  # checked, not loaded
        receipt = spi.check(content)
        assert isinstance(receipt, spi.Receipt) and receipt.digests[0] in digests
        return
    verdict = spi.load_verdict(shelves.shelf_path("proofs") / f"{name}.json")
    assert verdict.result.game.digest in digests
    again = spi.load_verdict(shelves.shelf_path("proofs") / f"{name}.json")
    assert again == verdict


def test_propositions_5_to_8_are_proved() -> None:
    assert {f"oesterheld-conitzer-2022/proposition-{k}" for k in (5, 6, 7, 8)} <= set(PROOFS)
    for k in (5, 6, 7, 8):
        verdict = spi.load_verdict(shelves.shelf_path("proofs") / f"oesterheld-conitzer-2022/proposition-{k}.json")
        assert isinstance(verdict, spi.Holds)
        assert isinstance(verdict.result, spi.Comparison)
        assert verdict.result.strict
        assert ("Player 1" in verdict.result.unilateral) is (k in (7, 8))
