"""Every file of the shelves is read, decided again and held against what it claims."""

import json
from functools import cache
from typing import Any

import pytest

import spi
from spi import shelves
from spi.analysis.saved import PROGRAM_KINDS
from spi.core.commitmentfile import read_commitment_file
from spi.core.gamefile import list_games, read_game_file
from spi.core.parametricfile import read_parametric_file
from spi.programs.groups import Group
from spi.programs.references import load_program_file
from spi.sources import read_citation

GAMES = spi.list_games()
COMMITMENTS = list_games(kind="commitments")
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


@pytest.mark.parametrize("name", COMMITMENTS)
def test_every_graph_of_commitments_has_decided_facts(name: str) -> None:
    file, text = shelves.find_text("games", name)
    read = read_commitment_file(text, file=file)
    graph, facts = read.graph, read.facts
    assert graph.title and graph.story and read_citation(graph.source).source == "clr-agenda-2026"
    assert set(facts) == {"risk_factors", "harmful", "cases", "clauses", "paths"}
    found = spi.survey_lock_outs(graph)
    assert {state: verdict.result.case for state, verdict in found.items()} == facts["cases"]
    assert set(facts["clauses"]) == {state for state, case in facts["cases"].items() if case != "open"}
    for state, clauses in facts["clauses"].items():
        restored = spi.decide_restoring_clause(graph, state)
        assert not isinstance(restored, spi.Unknown)
        assert [list(map(list, clause)) for clause in restored.result.clauses] == clauses
    for path in facts["paths"]:
        assert spi.decide_lock_out(graph, path["through"]).result.first() == path.get("first")
    factors = spi.find_risk_factors(graph)
    assert sorted({factor.factor for factor in factors}) == facts["risk_factors"]
    own = [factor for factor in factors if factor.factor == name.partition("/")[2]]
    assert sorted({rule for factor in own for rule in factor.rules} & set(facts["harmful"])) == facts["harmful"]


def test_every_scenario_has_a_harmless_twin() -> None:
    assert {f"lock-out/{factor}" for factor in spi.RISK_FACTORS} == set(COMMITMENTS)
    for name in COMMITMENTS:
        facts = read_commitment_file(shelves.find_text("games", name)[1]).facts
        assert sorted("first" in path for path in facts["paths"]) == [False, True]
        assert "open" in facts["cases"].values() and len(facts["harmful"]) == 1


PARAMETRIC = spi.list_games(kind="parametric")


@pytest.mark.parametrize("name", PARAMETRIC)
def test_every_game_with_parameters_has_decided_facts(name: str) -> None:
    file, text = shelves.find_text("games", name)
    read = read_parametric_file(text, file=file)
    game, facts = read.game, read.facts
    assert game.title and game.source.split(",")[0] in ("ours", name.split("/", maxsplit=1)[0])
    assert spi.read_parametric_game(spi.write_parametric_game(game)) == game == spi.load_parametric_game(name)
    found: spi.Improvement | spi.ParametricComparison
    if set(facts) == {"changes", "condition", "strict"}:
        found = spi.prove_improvement_conditions(game, [(tuple(a), tuple(b)) for a, b in facts["changes"]]).result
    else:
        assert set(facts) == {"kept", "condition", "strict"}
        verdict = spi.verify_parametric_spi(game, spi.subset_game(game, facts["kept"]))
        assert isinstance(verdict, spi.Holds)
        found = verdict.result
    for key, condition in (("condition", found.condition), ("strict", found.strict)):
        assert spi.is_equivalent(condition, spi.read_condition(facts[key]), given=game.bounds)


THREATS = spi.list_games(kind="threat")
THREAT_FACTS = {"equivalent", "spi", "strict_spi", "expected", "attitude", "new_threats", "best"}


@pytest.mark.parametrize("name", THREATS)
def test_every_threat_game_has_title_source_and_decided_facts(name: str) -> None:
    read = spi.load_threat_file(name)
    game, policy, surrogates, facts = read.game, read.policy, read.surrogates, read.facts
    assert game.title
    assert game.source.split(",")[0] in ("ours", name.split("/", maxsplit=1)[0])
    assert policy is not None and surrogates is not None
    assert THREAT_FACTS <= set(facts) <= THREAT_FACTS | {"orthogonal", "monotone"}
    assert bool(spi.verify_concession_equivalence(game, policy, surrogates)) is facts["equivalent"]
    assert bool(spi.verify_surrogate_spi(game, surrogates)) is facts["spi"]
    assert bool(spi.verify_surrogate_spi(game, surrogates, strict=True)) is facts["strict_spi"]
    assert bool(spi.verify_expected_improvement(game, policy, surrogates)) is facts["expected"]
    neutral = spi.verify_threatener_neutrality(game, policy)
    assert neutral.result.attitude == facts["attitude"]
    choices = (neutral.result.originals, neutral.result.surrogates)
    assert [[threat.name for threat in choice.best if threat is not None] for choice in choices] == facts["best"]
    assert bool(spi.verify_no_new_threats(game, policy)) is not facts["new_threats"]
    assert ("orthogonal" in facts) == all(threat.acts for threat in game.threats)
    if "orthogonal" in facts:
        assert bool(spi.verify_orthogonality(game)) is facts["orthogonal"]
    assert ("monotone" in facts) == all(threat.stakes is not None for threat in game.threats)
    if "monotone" in facts:
        assert bool(spi.verify_monotone_stakes(game, surrogates)) is facts["monotone"]


def test_threat_games_show_both_sides() -> None:
    facts = [spi.load_threat_file(name).facts for name in THREATS]
    for key in ("equivalent", "spi", "strict_spi", "expected", "new_threats", "orthogonal", "monotone"):
        assert {own[key] for own in facts if key in own} == {True, False}
    assert {own["attitude"] for own in facts} == {"friendly", "neutral", "hostile"}


@pytest.mark.parametrize("name", THREATS)
def test_round_trip_of_threat_games(name: str) -> None:
    read = spi.load_threat_file(name)
    again = spi.read_threat_file(spi.write_threat_file(read.game, read.policy, read.surrogates))
    assert (again.game, again.policy, again.surrogates) == (read.game, read.policy, read.surrogates)


PROOFS = shelves.list_shelf("proofs")


@cache
def families() -> set[Group]:
    """The code of all programs on the shelf."""
    return {family for file in spi.list_programs() for family in load_program_file(file).groups.values()}


@cache
def game_digests() -> set[str]:
    return {spi.load_game(game).digest for game in GAMES}


@cache
def digests_of_other_kinds() -> set[str]:
    digests = {spi.load_commitments(graph).problem.game.digest for graph in COMMITMENTS}
    digests |= {spi.load_threat_game(game).digest for game in THREATS}
    return digests | {spi.load_parametric_game(game).digest for game in PARAMETRIC}


@pytest.mark.parametrize("name", PROOFS)
def test_every_proof_is_accepted_and_speaks_of_games_and_programs_of_the_shelves(name: str) -> None:
    content = shelves.find_text("proofs", name)[1]
    if json.loads(content)["claim"]["kind"] in PROGRAM_KINDS:  # checked, not loaded
        receipt = spi.check(content)
        assert isinstance(receipt, spi.Receipt) and receipt.digests[0] in game_digests()
        return
    verdict = spi.load_verdict(shelves.shelf_path("proofs") / f"{name}.json")
    if isinstance(verdict.result, spi.Encounter):
        assert {program.group for program in verdict.result.programs} <= families()
    of_programs_alone = isinstance(verdict.result, spi.BoundedOutcome | spi.Halting)
    if isinstance(verdict.result, spi.Encounter):
        of_programs_alone = verdict.result.game is None
    if not of_programs_alone:
        assert verdict.result.game.digest in game_digests() | digests_of_other_kinds()
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
