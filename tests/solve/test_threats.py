from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings

import spi
from spi import Game
from spi.strategies import games

PAPER = "oesterheld-conitzer-2022/"


def holds_both_ways(game: Game, threat: spi.Threat) -> None:
    """Guarantee and punishment do what they say, by expectations written out."""
    i = game.player_index(threat.player)
    others = [k for k in range(len(game.players)) if k != i]
    assert set(threat.punishment) == {game.players[k] for k in others}
    for mixture in (threat.guarantee, *threat.punishment.values()):
        assert sum(p for _, p in mixture) == 1
        assert min(p for _, p in mixture) > 0
    for b in product(*(game.actions[k] for k in others)):
        assert sum(p * game[(*b[:i], x, *b[i:])][i] for x, p in threat.guarantee) >= threat.lower
    for x in game.actions[i]:
        expected = Fraction(0)
        for chosen in product(*(threat.punishment[game.players[k]] for k in others)):
            b = tuple(y for y, _ in chosen)
            expected += prod(p for _, p in chosen) * game[(*b[:i], x, *b[i:])][i]
        assert expected <= threat.upper
    assert threat.lower <= threat.upper


@pytest.mark.parametrize(
    ("name", "values"),
    [  # published values; Table 4's second one mixes all four rows, Table 6's second one the dominated row R
        ("demand-game", (0, 0)),
        ("prisoners-dilemma", (2, 2)),
        ("complicated-temptation", (Fraction(7, 4), Fraction(77, 72))),
        ("temptation", (1, Fraction(8, 5))),
        ("chicken-with-dominated-option", (0, 0)),
        ("assurance-preferences", (2, 2)),
    ],
)
def test_tables_of_the_paper(name: str, values: tuple[Fraction, Fraction]) -> None:
    game = spi.load_game(PAPER + name)
    threats = spi.threat_points(game)
    assert tuple(threat.upper for threat in threats) == values
    assert all(threat.is_exact for threat in threats)
    for threat in threats:
        holds_both_ways(game, threat)


def test_dominated_actions_matter() -> None:
    game = spi.load_game(PAPER + "temptation")
    second = spi.threat_points(game)[1]
    assert second.punishment == {"Player 1": (("T", Fraction(4, 5)), ("R", Fraction(1, 5)))}
    assert spi.threat_points(spi.reduce(game).reduced)[1].upper == 2


def test_three_players_correlation_helps_the_punishers() -> None:
    # player 1 loses 1 on action 0 if the others play (0, 0), on action 1 if they play (1, 1): by half-half correlation
    # they hold her to −1/2; independently, with probabilities p and q of 0, to max(−pq, −(1−p)(1−q)) ≥ −1/4
    payoffs = [[[(-int(b == c == a), 0, 0) for c in (0, 1)] for b in (0, 1)] for a in (0, 1)]
    game = Game.from_payoffs(payoffs)
    first = spi.threat_points(game)[0]
    assert first.lower == Fraction(-1, 2)
    assert first.upper == Fraction(-1, 4)
    assert not first.is_exact
    holds_both_ways(game, first)


@given(games(max_players=3, max_actions=3))
@settings(max_examples=150)
def test_random_games(game: Game) -> None:
    for threat in spi.threat_points(game):
        holds_both_ways(game, threat)
        if len(game.players) < 3:
            assert threat.is_exact


def test_one_player_is_not_threatened() -> None:
    game = Game.from_payoffs(["3", "-1"])
    (threat,) = spi.threat_points(game)
    assert (threat.lower, threat.upper, threat.guarantee, threat.punishment) == (3, 3, (("a1", 1),), {})


def test_public_goods() -> None:
    # defecting dominates, and against two defectors it pays 0
    assert [(t.lower, t.upper) for t in spi.threat_points(spi.load_game("ours/public-goods-three-players"))] == [
        (0, 0)
    ] * 3
