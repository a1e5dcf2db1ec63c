"""Which matches there are, and that their order does not matter."""

import random
from fractions import Fraction

import pytest

from spi.errors import GameError
from spi.negotiation.play.strategies import boulware, by_chance, conceder
from spi.negotiation.play.tournaments import Match, began_by, play_match, schedule, utility_table
from spi.negotiation.play.views import Negotiator
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake
from spi.negotiation.transcripts import Deal, Invalid, transcript
from tests.negotiation.play.test_match import coins

AGENTS: dict[str, Negotiator] = {"random": by_chance(), "boulware": boulware(), "conceder": conceder()}
SCENARIOS = {"coins": coins(AlternatingOffers(8)), "handshake": coins(Handshake(4))}


def test_two_matches_against_oneself_and_four_against_another() -> None:
    every = schedule(["a", "b"], ["x"])
    assert len(every) == 2 + 2 + 4 and len({match.key for match in every}) == 8
    assert sum(match.is_self_play for match in every) == 4
    assert [m for m in every if set(m.agents) == {"a", "b"}] == [
        Match("x", ("a", "b"), 0, 0), Match("x", ("a", "b"), 1, 0),
        Match("x", ("b", "a"), 0, 0), Match("x", ("b", "a"), 1, 0),
    ]  # fmt: skip
    assert len(schedule(["a", "b"], ["x", "y"], repetitions=3, self_play=False)) == 24
    assert len(schedule(["a", "b"], ["x"], cross_play=False)) == 4
    for agents, repetitions in ((["a", "a"], 1), ([], 1), ("ab", 1), (["a"], 0)):
        with pytest.raises(GameError, match="accepted"):
            schedule(agents, ["x"], repetitions=repetitions)


def test_names_in_keys_cannot_be_confused() -> None:
    assert Match("x", ("a|b", "c"), 0, 0).key != Match("x", ("a", "b|c"), 0, 0).key
    assert Match("x", ("a\\", "b"), 0, 0).key != Match("x\\", ("a", "b"), 0, 0).key


def test_results_do_not_depend_on_the_order() -> None:
    every = schedule(list(AGENTS), list(SCENARIOS))
    played = {match: play_match(match, AGENTS, SCENARIOS, seed=5) for match in every}
    shuffled = every[:]
    random.Random(0).shuffle(shuffled)
    assert {match: play_match(match, AGENTS, SCENARIOS, seed=5) for match in shuffled} == played
    assert any(play_match(match, AGENTS, SCENARIOS, seed=6) != played[match] for match in every)
    begun = [played[m].turns[0].side for m in every if m.agents == ("boulware", "conceder")]
    assert begun == [0, 1, 0, 1]


def test_tables() -> None:
    every = schedule(["boulware", "conceder"], ["coins"])
    table = utility_table([(m, play_match(m, AGENTS, SCENARIOS)) for m in every])
    against, mean = table.cross_play["boulware", "conceder"].mean, table.self_play["boulware"].mean
    other = table.cross_play["conceder", "boulware"].mean
    assert against is not None and other is not None and mean is not None
    assert against > other and against + other == 10  # all coins are handed out
    assert mean == 5  # in self-play both roles and beginnings are the agent's own: five each on average
    assert table.cross_play["boulware", "conceder"].games == 4 == table.cross_play["boulware", "conceder"].cells


def test_invalid_games_are_missing() -> None:
    match = Match("coins", ("a", "b"), 0, 0)
    negotiation = SCENARIOS["coins"]
    games = [(match, transcript(negotiation, [], Invalid("?"))), (match, transcript(negotiation, [], Deal(("4",))))]
    found = utility_table(games).cross_play["a", "b"]
    assert (found.mean, found.games, found.missing) == (Fraction(4), 1, 1)


def test_refusals() -> None:
    with pytest.raises(GameError, match="no negotiator 'b'; those of the tournament"):
        play_match(Match("coins", ("random", "b"), 0, 0), AGENTS, SCENARIOS)
    with pytest.raises(GameError, match="no negotiation 'x'"):
        play_match(Match("x", ("random", "random"), 0, 0), AGENTS, SCENARIOS)
    with pytest.raises(GameError, match="has no protocol"):
        play_match(Match("x", ("random", "random"), 0, 0), AGENTS, {"x": coins(None)})
    assert began_by(DemandGame("first"), 1) == DemandGame("first")
