"""Safely achievable payoffs as verdicts; the numbers of the linear programs are in `tests/solve/test_achievable.py`."""

import random
from fractions import Fraction

import pytest

from spi import (
    Fails,
    GameError,
    Holds,
    HypothesisError,
    Receipt,
    achievable_polygon,
    best_achievable,
    check,
    decide_achievable,
    load_game,
    profiles,
    reduce,
    verify_pc_spi,
)
from spi.core.lottery import expected_payoffs
from tests.solve.test_achievable import MIXED, N1, T1, T7, random_game, random_law

F = Fraction


def test_proposition_16_with_certificates() -> None:
    play = {("a", "b"): "1/2", ("b", "a"): "1/2"}
    yes, no = decide_achievable(T7, play, [2, 2]), decide_achievable(T7, play, [3, 3])
    assert isinstance(yes, Holds) and isinstance(no, Fails)
    assert yes.result.default == yes.result.payoffs == (2, 2)
    assert no.result.bound.value < 3 * sum(no.result.bound.weights)
    for verdict in (yes, no):
        receipt = check(verdict.certificate.text)
        assert isinstance(receipt, Receipt) and receipt.digests == (T7.digest,)
        assert "feasible payoffs can be arranged, and arranging them changes no payoffs" in receipt.assumptions
    assert decide_achievable(T7, {("b", "b"): 1}, [3, 3])


def test_errata_n1_and_n2() -> None:
    assert isinstance(decide_achievable(N1, {("a", "a"): "2/3", ("a", "b"): "1/3"}, ["4/5", "3/5"]), Fails)
    uniform = dict.fromkeys(profiles(reduce(T1).reduced), "1/4")
    assert isinstance(decide_achievable(T1, uniform, [0, 2]), Fails)
    assert isinstance(decide_achievable(T1, uniform, [1, 1]), Holds)


def test_best_by_each_goal() -> None:
    fair = best_achievable(T7, MIXED)
    assert fair.result.payoffs == (F(81, 32), F(81, 32)) and fair.result.default == (F(5, 8), F(5, 8))
    assert fair.result.goal == "max-min" and fair.result.origin == fair.result.default
    assert best_achievable(T7, MIXED, "nash").result.payoffs == (F(81, 32), F(81, 32))
    # from an origin that favours the first player the same product is largest elsewhere, never below it for both
    tilted = best_achievable(T7, MIXED, "nash", origin=[2, 0]).result.payoffs
    assert tilted != (F(81, 32), F(81, 32)) and tilted[0] > F(81, 32) > tilted[1]
    first = best_achievable(T7, MIXED, [1, 0]).result
    polygon = achievable_polygon(T7, MIXED)
    assert first.payoffs[0] == max(u for u, _ in polygon.vertices) and first.origin is None
    worst = best_achievable(T7, MIXED, [-1, -1]).result
    assert worst.payoffs == worst.default  # it is safe to change nothing, and nothing safe is worse
    with pytest.raises(GameError, match="origin"):
        best_achievable(T7, MIXED, [1, 0], origin=[0, 0])
    with pytest.raises(HypothesisError, match="positive gains"):
        best_achievable(T7, {("a", "b"): 1}, "nash")


@pytest.mark.parametrize("seed", range(25))
def test_the_token_game_is_safe_and_reaches_them(seed: int) -> None:
    rng = random.Random(seed)
    game = random_game(rng, rng.choice([(2, 2), (3, 2), (2, 2, 2)]), -1, 1)
    law = random_law(rng, game)
    found = best_achievable(game, law, rng.choice(["max-min", [1] * len(game.players)])).result
    again = decide_achievable(game, law, found.payoffs)
    assert isinstance(again, Holds)
    for achieved in (found, again.result):
        assert verify_pc_spi(achieved.token_game)
        reduced = reduce(game).reduced
        worth = dict(zip(profiles(reduced), map(achieved.token_game.payoffs, profiles(achieved.token_game.tokens)),
                         strict=True))  # fmt: skip
        reached = [sum(p * worth[a][i] for a, p in law) for i in range(len(game.players))]
        assert tuple(reached) == achieved.payoffs
    assert sum(found.payoffs) >= sum(expected_payoffs(game, law))
    beyond = [y + 100 for y in found.payoffs]
    assert isinstance(decide_achievable(game, law, beyond), Fails)


def test_one_player_and_one_outcome() -> None:
    single = load_game("ours/one-action-each")
    only = next(profiles(single))
    assert decide_achievable(single, {only: 1}, single[only])
    assert isinstance(decide_achievable(single, {only: 1}, [u + 1 for u in single[only]]), Fails)
