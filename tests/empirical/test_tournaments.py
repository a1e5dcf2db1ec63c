"""Tournaments that are broken off and go on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from spi.empirical.tournaments import read_tournament, run_tournament
from spi.errors import BudgetError, FormatError, HypothesisError, SpiError
from spi.negotiation.issues import issue
from spi.negotiation.play.strategies import boulware, by_chance, conceder
from spi.negotiation.play.tournaments import utility_table
from spi.negotiation.play.views import Move, Negotiator, View
from spi.negotiation.preferences import additive
from spi.negotiation.protocols import AlternatingOffers
from spi.negotiation.scenario import Scenario, scenario

COINS = scenario(
    [issue("coins", [str(k) for k in range(11)])],
    {"First": additive([list(range(11))]), "Second": additive([list(range(10, -1, -1))])},
    disagreement=[0, 0],
    protocol=AlternatingOffers(6),
)
AGENTS: dict[str, Negotiator] = {"random": by_chance(), "boulware": boulware(), "conceder": conceder()}
TALKS: Mapping[str, Scenario] = {"coins": COINS}


def test_a_tournament_and_its_log(tmp_path: Path) -> None:
    log = tmp_path / "games.jsonl"
    run = run_tournament(AGENTS, TALKS, log, seed=4)
    assert run.matches == 18 == len(run.games) and not run.stopped  # 3 times 2, and 3 pairs times 4
    assert tuple(read_tournament(log)) == run.games
    assert utility_table(run.games).self_play.keys() == AGENTS.keys()
    before = log.read_bytes()
    assert run_tournament(AGENTS, TALKS, log, seed=4) == run and log.read_bytes() == before  # nothing is played twice


def test_a_torn_line_is_played_again_and_changes_nothing(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole.jsonl", tmp_path / "torn.jsonl"
    run = run_tournament(AGENTS, TALKS, whole, seed=4)
    content = whole.read_bytes()
    for cut in (1, 10, len(content) // 2, len(content) - 1, len(content.splitlines()[0]) // 2):
        torn.write_bytes(content[:-cut])
        assert len(list(read_tournament(torn))) < 18
        assert run_tournament(AGENTS, TALKS, torn, seed=4).games == run.games
        assert torn.read_bytes() == content


def test_more_of_the_same_is_the_same_tournament(tmp_path: Path) -> None:
    log, fresh = tmp_path / "games.jsonl", tmp_path / "fresh.jsonl"
    two = {name: AGENTS[name] for name in ("random", "boulware")}
    run_tournament(two, TALKS, log, seed=4)
    grown = run_tournament(AGENTS, TALKS, log, seed=4, repetitions=2)
    at_once = run_tournament(AGENTS, TALKS, fresh, seed=4, repetitions=2)
    assert sorted(grown.games, key=lambda g: g[0].key) == sorted(at_once.games, key=lambda g: g[0].key)
    assert len(run_tournament(two, TALKS, log, seed=4).games) == 8  # of those that were asked for


@dataclass
class Paid:
    """Walks away until the money is gone."""

    left: int
    name: str = "paid"

    def decide(self, view: View) -> Move:
        if not self.left:
            raise BudgetError("the budget has 3 calls")
        self.left -= 1
        return Move("walk")


def test_a_budget_ends_a_run_and_no_match(tmp_path: Path) -> None:
    log = tmp_path / "games.jsonl"
    run = run_tournament({"paid": Paid(3)}, TALKS, log, repetitions=4)
    assert (len(run.games), run.matches, run.stopped) == (3, 8, "the budget has 3 calls")
    assert len(run_tournament({"paid": Paid(99)}, TALKS, log, repetitions=4).games) == 8


def test_other_tournaments_are_refused(tmp_path: Path) -> None:
    log = tmp_path / "games.jsonl"
    run_tournament({"random": by_chance()}, TALKS, log)
    with pytest.raises(HypothesisError, match="other seed"):
        run_tournament({"random": by_chance()}, TALKS, log, seed=1)
    other = scenario(COINS.issues, {s.name: s.utility for s in COINS.sides}, disagreement=[1, 0],
                     protocol=COINS.protocol)  # fmt: skip
    with pytest.raises(HypothesisError, match="other scenarios"):
        run_tournament({"random": by_chance()}, {"coins": other}, log)
    log.write_text('{"key": 1}\n')
    with pytest.raises(SpiError, match="no log of a tournament"):
        run_tournament({"random": by_chance()}, TALKS, log)
    with pytest.raises(FormatError, match="tournament is missing"):
        list(read_tournament(log))
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        list(read_tournament(tmp_path / "none.jsonl"))


def test_lines_with_faults_are_named(tmp_path: Path) -> None:
    log = tmp_path / "games.jsonl"
    run_tournament({"random": by_chance()}, TALKS, log)
    first, *rest = log.read_text().splitlines()
    for wrong in ({"agents": ["a"]}, {"scenario": "x"}, {"first": 2}, {"first": True}, {"repetition": "0"}):
        entry = json.loads(rest[0])
        entry["match"] |= wrong
        log.write_text("\n".join([first, json.dumps(entry), ""]))
        with pytest.raises(FormatError, match="line 2: match"):
            list(read_tournament(log))
