"""Every negotiation of the shelf is decided again and held against what it claims, which is worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest

from spi.analysis.frontiers import prove_frontier
from spi.core.gamefile import list_games
from spi.core.numbers import exact
from spi.negotiation.frontier import count_pareto_outcomes, find_frontier
from spi.negotiation.issues import count_outcomes
from spi.negotiation.lotteries import (
    find_lottery_frontier,
    lottery_egalitarian,
    lottery_kalai_smorodinsky,
    lottery_nash,
)
from spi.negotiation.offers import solve_offers
from spi.negotiation.protocols import AlternatingOffers
from spi.negotiation.scenario_writing import write_negotiation
from spi.negotiation.scenariofile import load_scenario_file, read_scenario_file
from spi.negotiation.solutions import egalitarian, ideal_point, kalai_smorodinsky, max_welfare, nash

NAMES = list_games(kind="negotiation")
FACTS = {"outcomes", "pareto_outcomes", "frontier", "ideal", "nash", "kalai_smorodinsky", "egalitarian", "welfare"}
LOTTERIES = {"lottery_nash", "lottery_kalai_smorodinsky", "lottery_egalitarian"}


def payoffs(text: str) -> tuple[Fraction, ...]:
    return tuple(exact(part) for part in text.split(","))


def several(texts: list[str]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(map(payoffs, texts))


@pytest.mark.parametrize("name", NAMES)
def test_facts(name: str) -> None:
    read = load_scenario_file(name)
    game, facts = read.scenario, read.facts
    assert game.title and game.source == "ours"
    two = len(game.sides) == 2
    offers = isinstance(game.protocol, AlternatingOffers)
    assert set(facts) == FACTS | (LOTTERIES if two else set()) | ({"offers"} if offers else set())
    frontier = find_frontier(game)
    assert count_outcomes(game.issues) == facts["outcomes"]
    assert count_pareto_outcomes(frontier) == facts["pareto_outcomes"] and len(frontier) == facts["frontier"]
    assert ideal_point(frontier) == payoffs(facts["ideal"])
    found: dict[str, Any] = {
        "nash": nash(frontier).points,
        "kalai_smorodinsky": kalai_smorodinsky(frontier).points,
        "egalitarian": egalitarian(frontier).leximin,
    }
    if two:
        hull = find_lottery_frontier(game)
        found["lottery_nash"] = lottery_nash(hull).points
        found["lottery_kalai_smorodinsky"] = lottery_kalai_smorodinsky(hull).points
        found["lottery_egalitarian"] = lottery_egalitarian(hull).points
    for key, points in found.items():
        assert points == several(facts[key]), key
    assert max_welfare(frontier).value == exact(facts["welfare"])
    if offers:
        assert solve_offers(game).payoffs == payoffs(facts["offers"])
    if game.is_additive:
        assert prove_frontier(game).result.frontier.points == frontier.points


@pytest.mark.parametrize("name", NAMES)
def test_round_trip(name: str) -> None:
    game = load_scenario_file(name).scenario
    assert read_scenario_file(write_negotiation(game)).scenario == game


def test_every_type_is_there() -> None:
    kinds = {one.kind for name in NAMES for one in load_scenario_file(name).scenario.issues}
    assert kinds >= {"distributive", "compatible", "custom"} and len(NAMES) == 10
