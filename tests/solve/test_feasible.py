from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi import Efficient, Game, GameError, Improvable, OutOfReach
from spi.solve.feasible import feasible_polygon, feasible_set, feasible_vertices
from spi.solve.region_points import contains
from spi.solve.regions import hull
from spi.strategies import games

PAPER = "oesterheld-conitzer-2022/"


def proved(game: Game, y: tuple[Fraction, ...], result: Efficient | Improvable | OutOfReach) -> None:
    """The witness, by the definitions."""
    if isinstance(result, OutOfReach):
        assert min(result.weights) >= 0
        bar = sum(w * u for w, u in zip(result.weights, y, strict=True))
        assert all(sum(w * u for w, u in zip(result.weights, game[a], strict=True)) < bar for a in spi.profiles(game))
        return
    assert sum(p for _, p in result.lottery) == 1
    assert min(p for _, p in result.lottery) > 0
    reached = tuple(sum(p * game[a][i] for a, p in result.lottery) for i in range(len(y)))
    if isinstance(result, Improvable):
        assert reached == result.payoffs != y
        assert all(new >= old for new, old in zip(reached, y, strict=True))
    else:
        assert reached == y
        assert min(result.weights) > 0
        bar = sum(w * u for w, u in zip(result.weights, y, strict=True))
        assert all(sum(w * u for w, u in zip(result.weights, game[a], strict=True)) <= bar for a in spi.profiles(game))


@pytest.mark.parametrize(
    ("name", "outcome", "kind"),
    [  # Table 1: (-3, -3) lies under (0, 2), (1, 1), (2, 0), which share the line u1 + u2 = 2; Table 3: 2, 2 under 3, 3
        ("demand-game", ("DM", "DM"), Improvable),
        ("demand-game", ("DM", "RM"), Efficient),
        ("demand-game", ("RM", "RM"), Efficient),
        ("prisoners-dilemma", ("Defect", "Defect"), Improvable),
        ("prisoners-dilemma", ("Cooperate", "Cooperate"), Efficient),
        # Table 7: (4, 0) and (0, 4) are optimal, with weights (3, 1) and (1, 3); (1, 1) and (-5, -5) lie under (3, 3)
        ("chicken-with-dominated-option", ("a", "b"), Efficient),
        ("chicken-with-dominated-option", ("b", "a"), Efficient),
        ("chicken-with-dominated-option", ("b", "b"), Improvable),
        ("chicken-with-dominated-option", ("a", "a"), Improvable),
    ],
)
def test_outcomes_of_the_papers_games(name: str, outcome: tuple[str, str], kind: type) -> None:
    game = spi.load_game(PAPER + name)
    result = spi.pareto_optimality(game, game[outcome])
    assert type(result) is kind
    proved(game, game[outcome], result)


def test_weights_of_table_7() -> None:
    # every supporting line of (4, 0) passes at or above (3, 3), (10, -100): 3w1 + 3w2 <= 4w1, so w1 >= 3 w2
    game = spi.load_game(PAPER + "chicken-with-dominated-option")
    result = spi.pareto_optimality(game, [4, 0])
    assert isinstance(result, Efficient)
    assert result.weights[0] >= 3 * result.weights[1]


def test_out_of_reach_is_neither_optimal_nor_an_error() -> None:
    dilemma = spi.load_game(PAPER + "prisoners-dilemma")
    result = spi.pareto_optimality(dilemma, [100, 100])
    assert isinstance(result, OutOfReach)
    proved(dilemma, (Fraction(100), Fraction(100)), result)
    below = spi.pareto_optimality(dilemma, [-100, -100])  # not feasible either, but improvable
    assert isinstance(below, Improvable)


@given(games(max_players=3), st.data())
@settings(max_examples=200)
def test_random_points(game: Game, data: st.DataObject) -> None:
    y = data.draw(st.tuples(*[st.fractions(-4, 4, max_denominator=3)] * len(game.players)))
    if data.draw(st.booleans()):
        y = game.table[data.draw(st.integers(0, len(game.table) - 1))]
    result = spi.pareto_optimality(game, y)
    proved(game, y, result)
    if isinstance(result, Improvable):
        assert isinstance(spi.pareto_optimality(game, result.payoffs), Efficient)  # as far as one can go


@pytest.mark.parametrize("payoffs", [[1], [1, 2, 3], "12", [0.5, 1], [1, None]])
def test_bad_points(payoffs: Any) -> None:
    with pytest.raises(GameError):
        spi.pareto_optimality(spi.load_game(PAPER + "temptation"), payoffs)


def test_vertices_and_facets_of_the_feasible_set() -> None:
    dilemma = spi.load_game(PAPER + "prisoners-dilemma")
    # the quadrilateral (1, 4), (2, 2), (4, 1), (3, 3): facets 2u₁ + u₂ ≥ 6, u₁ + 2u₂ ≥ 6, u₁ + 2u₂ ≤ 9, 2u₁ + u₂ ≤ 9
    polygon = feasible_polygon(dilemma)
    assert set(polygon.vertices) == set(feasible_vertices(dilemma)) == {(1, 4), (2, 2), (3, 3), (4, 1)}
    assert set(polygon.facets) == {((-2, -1), -6), ((-1, -2), -6), ((1, 2), 9), ((2, 1), 9)}
    assert spi.frontier(polygon) == ((1, 4), (3, 3), (4, 1))
    three = spi.load_game("ours/public-goods-three-players")
    with pytest.raises(spi.HypothesisError, match="two players"):
        feasible_polygon(three)


@settings(max_examples=60, deadline=None)
@given(games(max_players=3, max_actions=3))
def test_vertices_are_what_cannot_be_mixed(game: Game) -> None:
    vertices = feasible_vertices(game)
    whole = feasible_set(game)
    for y in set(game.table):
        assert contains(whole, y)
        others = [z for z in set(game.table) if z != y]
        assert (y in vertices) == (not others or not contains(hull(others), y))
        assert contains(hull(vertices), y)
