"""The Pareto meet minimum and projections: the theory's examples, and the definition on random games."""

import random
from fractions import Fraction

import pytest

from spi import Game, GameError, load_game, profiles
from spi.core.lottery import expected_payoffs, read_lottery
from spi.core.pareto import strictly_improves
from spi.solve.pareto_meet import efficient_outcomes, pareto_meet_minimum, projection_set, projections
from spi.solve.region_points import contains, find_point, intersection
from spi.solve.selection import SELECTORS, select_outcome
from tests.solve.planar import to_polygon
from tests.solve.test_achievable import random_game

F = Fraction
SG = load_game("digiovanni-et-al-2024/scheduling")
CH = Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "0, 0"]], actions=[["S", "D"], ["S", "D"]])
SS, SD, DS, DD = profiles(CH)
THREE = Game.from_payoffs([[["0, 0, 0", "2, 1, 1", "1, 2, 3"]]], actions=[["x"], ["y"], ["0", "1", "2"]])
WAR = Game.from_payoffs([["-50, -50", "100, 0", "0, 100"]], actions=[["x"], ["war", "mine", "yours"]])


def test_t11_scheduling_with_lotteries() -> None:
    assert pareto_meet_minimum(SG, mode="convex") == (1, 1) == pareto_meet_minimum(SG, mode="pure")
    # PMP₁(0, 0) = {(x, 1): 1 ≤ x ≤ 3}; PMP₁(1/2, 3/2) = {(x, 3/2): 1 ≤ x ≤ 5/2}
    assert to_polygon(projection_set(SG, (0, 0), 0)).vertices == ((1, 1), (3, 1))
    assert to_polygon(projection_set(SG, ("1/2", "3/2"), 0)).vertices == ((1, F(3, 2)), (F(5, 2), F(3, 2)))


def test_t20_t21_results_differ_between_the_modes() -> None:
    assert pareto_meet_minimum(CH, mode="pure") == (1, 1)
    assert projections(CH, DD, 0) == {DS} and projections(CH, DD, 1) == {SD}
    assert projections(CH, DD, CH.players[1]) == {SD}
    assert projection_set(CH, (0, 0), CH.players[1]) == projection_set(CH, (0, 0), 1)
    assert not projections(CH, DD, 0) & projections(CH, DD, 1)
    both = intersection(projection_set(CH, (0, 0), 0), projection_set(CH, (0, 0), 1))
    assert find_point(both) == (1, 1)
    fifth = read_lottery(CH, {SD: "1/5", DS: "1/5", DD: "3/5"})
    assert expected_payoffs(CH, fifth) == (1, 1)  # 4/5 + 1/5


def test_t22_three_players_can_have_no_projection() -> None:
    assert pareto_meet_minimum(THREE, mode="convex") == (1, 1, 1)
    # u₁ = u₃ = 1 forces the weights 2/5 and 1/5, hence u₂ = 4/5 < 1
    assert find_point(projection_set(THREE, (0, 0, 0), 1)) is None
    assert find_point(projection_set(THREE, (0, 0, 0), 0)) is not None


def test_t23_costly_war() -> None:
    assert pareto_meet_minimum(WAR, mode="convex") == (0, 0)


def test_modes_have_to_be_named() -> None:
    with pytest.raises(GameError, match="'pure'"):
        pareto_meet_minimum(CH, mode="mixed")  # type: ignore[arg-type]
    with pytest.raises(GameError, match="one per player"):
        projection_set(CH, (0, 0, 0), 0)


def test_two_players_always_have_projections() -> None:
    rng = random.Random(5)
    for _ in range(60):
        game = random_game(rng, (rng.randint(1, 3), rng.randint(1, 3)))
        a, b = rng.choice(list(profiles(game))), rng.choice(list(profiles(game)))
        u = tuple((x + y) / 2 for x, y in zip(game[a], game[b], strict=True))
        meet = pareto_meet_minimum(game, mode="convex")
        corner = tuple(map(max, meet, u))
        for player in (0, 1):
            region = projection_set(game, u, player)
            assert contains(region, corner)
            polygon = to_polygon(region)
            assert all(y[1 - player] == corner[1 - player] and y[player] >= corner[player] for y in polygon.vertices)


def test_projections_by_the_definition() -> None:
    rng = random.Random(6)
    for _ in range(60):
        game = random_game(rng, rng.choice([(2, 2), (3, 2), (2, 2, 2)]), 0, 2)
        efficient = [a for a in profiles(game) if not any(strictly_improves(game[b], game[a]) for b in profiles(game))]
        assert list(efficient_outcomes(game)) == efficient
        meet = [min(game[a][i] for a in efficient) for i in range(len(game.players))]
        assert list(pareto_meet_minimum(game, mode="pure")) == meet
        a = rng.choice(list(profiles(game)))
        for i in range(len(game.players)):
            due = [max(m, u) for m, u in zip(meet, game[a], strict=True)]
            expected = {
                b
                for b in profiles(game)
                if game[b][i] >= due[i] and all(game[b][j] == due[j] for j in range(len(due)) if j != i)
            }
            assert projections(game, a, i) == expected


def test_selectors() -> None:
    # 5/2 against 2: per-player scaling would turn the comparison into a tie
    game = Game.from_payoffs([["5/2, 0", "0, 2", "1, 1"]], actions=[["x"], ["l", "m", "r"]])
    left, middle, right = profiles(game)
    assert select_outcome(game, "utilitarian", [left, middle, right]) == left
    assert select_outcome(game, "leximin", [left, middle, right]) == right
    assert select_outcome(game, "lexicographic", [middle, right]) == right
    assert select_outcome(game, "utilitarian", [middle, right]) == right  # 2 and 2: the first player's payoff decides
    with pytest.raises(GameError, match="empty"):
        select_outcome(game, "leximin", [])
    with pytest.raises(GameError, match="utilitarian, leximin, lexicographic"):
        select_outcome(game, "median", [left])


def test_every_selector_is_transitive() -> None:
    # if all of S′ is at least as good as sel(S), then sel(S ∪ S′) is: all pairs of subsets of six outcomes
    rng = random.Random(7)
    for _ in range(3):
        game = random_game(rng, (2, 3), 0, 2)
        outcomes = list(profiles(game))
        sets = [[a for k, a in enumerate(outcomes) if mask >> k & 1] for mask in range(1, 64)]
        for selector in SELECTORS:
            chosen = {tuple(s): select_outcome(game, selector, s) for s in sets}
            for s in sets:
                old = game[chosen[tuple(s)]]
                above = [a for a in outcomes if all(x >= y for x, y in zip(game[a], old, strict=True))]
                for mask in range(2 ** len(above)):
                    more = {a for k, a in enumerate(above) if mask >> k & 1}
                    both = [a for a in outcomes if a in more or a in s]
                    new = game[select_outcome(game, selector, both)]
                    assert all(x >= y for x, y in zip(new, old, strict=True))
