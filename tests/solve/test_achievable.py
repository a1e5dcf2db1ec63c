"""Safely achievable payoffs: the paper's numbers, and two independent ways to the same set."""

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from spi import Game, GameError, HypothesisError, achievable_polygon, guaranteed_gain, load_game, profiles, reduce
from spi.core.lottery import Lottery, expected_payoffs
from spi.core.pareto import improves
from spi.solve.achievable import Bound, Reach, achievability, best_reach
from spi.solve.default_play import class_probabilities, read_law

F = Fraction
T1 = load_game("oesterheld-conitzer-2022/demand-game")
T7 = load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")
N1 = load_game("ours/theorem-15-counterexample")
MIXED = {("a", "a"): "9/64", ("a", "b"): "15/64", ("b", "a"): "15/64", ("b", "b"): "25/64"}  # 3/8, 5/8 each


def is_reach(game: Game, law: Lottery, found: Reach) -> bool:
    """By the definition: a lottery at least as good for each class, and the expectation."""
    classes = class_probabilities(game, law)
    worth = {v: expected_payoffs(game, lottery) for v, lottery in found.lotteries.items()}
    safe = worth.keys() == classes.keys() and all(improves(worth[v], v) for v in classes)
    total = [sum(p * worth[v][i] for v, p in classes.items()) for i in range(len(game.players))]
    return safe and tuple(total) == found.payoffs


def is_bound(game: Game, law: Lottery, found: Bound) -> bool:
    """By the definition: multipliers of no negative sign, and the value that they give."""

    def dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
        return sum((p * q for p, q in zip(left, right, strict=True)), F(0))

    value = F(0)
    for v, p in class_probabilities(game, law).items():
        mu = found.multipliers[v]
        steep = [w + m for w, m in zip(found.weights, mu, strict=True)]
        value += p * (max(dot(steep, row) for row in game.table) - dot(mu, v))
    return value == found.value and all(m >= 0 for mu in found.multipliers.values() for m in mu)


def test_proposition_16() -> None:
    # both outcomes are Pareto-optimal in C(Γ), so that only their mean, (2, 2), can be had
    law = read_law(T7, {("a", "b"): "1/2", ("b", "a"): "1/2"})
    assert achievable_polygon(T7, law).vertices == ((2, 2),)
    assert isinstance(achievability(T7, law, (F(2), F(2))), Reach)
    refused = achievability(T7, law, (F(3), F(3)))
    assert isinstance(refused, Bound) and is_bound(T7, law, refused) and 3 * sum(refused.weights) > refused.value
    # of the mixed equilibrium (theory: default 5/8, 5/8; best symmetric safe value 81/32)
    law = read_law(T7, MIXED)
    assert expected_payoffs(T7, law) == (F(5, 8), F(5, 8))
    for goal in ("max-min", "nash"):
        reach, bound = best_reach(T7, law, goal, (F(5, 8), F(5, 8)))
        assert reach.payoffs == (F(81, 32), F(81, 32)) and is_reach(T7, law, reach) and is_bound(T7, law, bound)
    # other ways of play do allow (3, 3)
    assert isinstance(achievability(T7, read_law(T7, {("b", "b"): 1}), (F(3), F(3))), Reach)


def test_n1_what_theorem_15_over_promises() -> None:
    # at height 3/5 the achievable set starts at 14/15 > 4/5
    law = read_law(N1, {("a", "a"): "2/3", ("a", "b"): "1/3"})
    polygon = achievable_polygon(N1, law)
    assert not polygon.contains(("4/5", "3/5")) and polygon.contains(("14/15", "3/5"))
    assert not polygon.contains((F(14, 15) - F(1, 10**9), "3/5"))
    assert isinstance(achievability(N1, law, (F(4, 5), F(3, 5))), Bound)
    # case B under the reading "project onto C(Γ)"
    game = Game.from_payoffs([["3, 4", "0, 0"], ["0, 0", "4, 3"]], actions=[["a", "b"], ["a", "b"]])
    law = read_law(game, {("a", "b"): "1/4", ("a", "a"): "1/4", ("b", "b"): "1/2"})
    assert expected_payoffs(game, law) == (F(11, 4), F(5, 2))
    assert isinstance(achievability(game, law, (F(3), F(13, 5))), Bound)


def test_n2_the_remark_after_theorem_15_is_false() -> None:
    small = reduce(T1).reduced
    for game in (T1, small):  # C of Table 1, and C of the 2×2 game
        uniform = read_law(game, dict.fromkeys(profiles(small), "1/4"))
        assert expected_payoffs(game, uniform) == (0, 0)
        assert isinstance(achievability(game, uniform, (F(0), F(2))), Bound)
        assert isinstance(achievability(game, uniform, (F(1), F(1))), Reach)
        # the mixed equilibrium of the 2×2 game: −3q + 2(1 − q) = 1 − q, so DM with q = 1/4
        quarter = {"DM": F(1, 4), "RM": F(3, 4)}
        law = read_law(game, {a: quarter[a[0]] * quarter[a[1]] for a in profiles(small)})
        assert expected_payoffs(game, law) == (F(3, 4), F(3, 4))
        assert isinstance(achievability(game, law, (F(3, 4), F(5, 4))), Bound)
        assert isinstance(achievability(game, law, (F(1), F(1))), Reach)


def test_negative_weights_are_needed() -> None:
    # y below the default in one coordinate: no w ≥ 0 separates it, w = (−1, 0) does
    game = Game.from_payoffs([["0, 0", "1, 1"]], actions=[["x"], ["l", "r"]])
    law = read_law(game, {("x", "r"): 1})
    found = achievability(game, law, (F(1, 2), F(1, 2)))
    assert isinstance(found, Bound) and min(found.weights) < 0 and is_bound(game, law, found)


def test_null_events_are_left_out() -> None:
    law = read_law(T7, {("a", "b"): 1, ("b", "a"): 0})
    assert law == ((("a", "b"), 1),)
    reach = achievability(T7, law, (F(4), F(0)))
    assert isinstance(reach, Reach) and list(reach.lotteries) == [(4, 0)]


def test_an_eliminated_action_in_the_law_is_refused() -> None:
    with pytest.raises(HypothesisError, match="Assumption 1"):
        read_law(T7, {("a", "c"): 1})
    with pytest.raises(GameError, match="sum to 2"):
        read_law(T7, {("a", "a"): 1, ("a", "b"): 1})


def test_more_than_two_players() -> None:
    game = load_game("ours/public-goods-three-players")
    law = read_law(game, dict.fromkeys(profiles(reduce(game).reduced), 1))
    with pytest.raises(HypothesisError, match="polygon for two players"):
        achievable_polygon(game, law)
    with pytest.raises(HypothesisError, match="irrational"):
        best_reach(game, law, "nash", expected_payoffs(game, law))
    reach, bound = best_reach(game, law, "max-min", expected_payoffs(game, law))
    assert is_reach(game, law, reach) and is_bound(game, law, bound)


def test_goals_that_are_none() -> None:
    law = read_law(T7, MIXED)
    for bad in ("fair", [1], [1, 2, 3], [0.5, 1]):
        with pytest.raises(GameError):
            best_reach(T7, law, bad, (F(0), F(0)))  # type: ignore[arg-type]
    with pytest.raises(HypothesisError, match="positive gains"):
        best_reach(T7, law, "nash", (F(9), F(9)))


def test_guaranteed_gain() -> None:
    # 0 as soon as an outcome that can occur is Pareto-optimal in C(Γ); otherwise the least gain of the worst outcome
    assert guaranteed_gain(T7) == 0
    assert guaranteed_gain(T7, support=[("a", "a"), ("b", "b")]) == 2  # (1, 1) to (3, 3)
    assert guaranteed_gain(load_game("oesterheld-conitzer-2022/prisoners-dilemma")) == 1  # (2, 2) to (3, 3)
    assert guaranteed_gain(load_game("ours/matching-pennies")) == 0
    with pytest.raises(GameError, match="empty"):
        guaranteed_gain(T7, support=[])


def random_game(rng: random.Random, shape: Sequence[int], low: int = -3, high: int = 3) -> Game:
    def nest(sizes: Sequence[int]) -> Any:
        if not sizes:
            return [F(rng.randint(low, high), rng.choice((1, 1, 2))) for _ in shape]
        return [nest(sizes[1:]) for _ in range(sizes[0])]

    return Game.from_payoffs(nest(shape))


def random_law(rng: random.Random, game: Game) -> Lottery:
    outcomes = list(profiles(reduce(game).reduced))
    weights = [rng.choice((0, 1, 1, 2, 3)) for _ in outcomes]
    weights[rng.randrange(len(weights))] += 1
    return read_law(game, {a: F(w, sum(weights)) for a, w in zip(outcomes, weights, strict=True)})


@pytest.mark.parametrize("seed", range(60))
def test_polygon_and_linear_program_agree(seed: int) -> None:
    rng = random.Random(seed)
    game = random_game(rng, (rng.randint(1, 3), rng.randint(1, 3)))
    law = random_law(rng, game)
    polygon = achievable_polygon(game, law)
    assert polygon.contains(expected_payoffs(game, law))
    grid = [F(k, 2) for k in range(-6, 7)]
    points = rng.sample(list(product(grid, grid)), 12) + list(polygon.vertices)
    for y in points:
        found = achievability(game, law, y)
        assert isinstance(found, Reach) == polygon.contains(y)
        if isinstance(found, Reach):
            assert found.payoffs == y and is_reach(game, law, found)
        else:
            beyond = sum(w * c for w, c in zip(found.weights, y, strict=True)) > found.value
            assert is_bound(game, law, found) and beyond


@pytest.mark.parametrize("seed", range(40))
def test_optima_are_reached_and_bounded(seed: int) -> None:
    rng = random.Random(1000 + seed)
    game = random_game(rng, rng.choice([(2, 2), (3, 2), (2, 2, 2), (2, 1, 2), (4,)]))
    law = random_law(rng, game)
    origin = tuple(F(rng.randint(-3, 1)) for _ in game.players)
    weights = tuple(F(rng.randint(-2, 2)) for _ in game.players)
    reach, bound = best_reach(game, law, weights, origin)
    assert bound.weights == weights and bound.value == sum(w * y for w, y in zip(weights, reach.payoffs, strict=True))
    assert is_reach(game, law, reach) and is_bound(game, law, bound)
    reach, bound = best_reach(game, law, "max-min", origin)
    gains = [y - o for y, o in zip(reach.payoffs, origin, strict=True)]
    assert is_reach(game, law, reach) and is_bound(game, law, bound)
    assert all(w >= 0 for w in bound.weights) and any(bound.weights)
    assert all(g == min(gains) for g, w in zip(gains, bound.weights, strict=True) if w)
    assert bound.value == sum(w * y for w, y in zip(bound.weights, reach.payoffs, strict=True))


@pytest.mark.parametrize("seed", range(30))
def test_the_nash_point_has_reciprocal_weights(seed: int) -> None:
    rng = random.Random(2000 + seed)
    game = random_game(rng, (3, 3))
    law = random_law(rng, game)
    origin = expected_payoffs(game, law)
    try:
        reach, bound = best_reach(game, law, "nash", origin)
    except HypothesisError:
        polygon = achievable_polygon(game, law)
        assert all(u == origin[0] for u, _ in polygon.vertices) or all(v == origin[1] for _, v in polygon.vertices)
        return
    gains = [y - o for y, o in zip(reach.payoffs, origin, strict=True)]
    assert min(gains) > 0 and [1 / g for g in gains] == list(bound.weights)
    assert bound.value == sum(w * y for w, y in zip(bound.weights, reach.payoffs, strict=True))
    assert is_reach(game, law, reach) and is_bound(game, law, bound)
