"""Theorem 15: true under hypothesis H, refused without it."""

import random
from fractions import Fraction

import pytest

from spi import Game, HypothesisError, achievable_polygon, frontier_projections, load_game, profiles, reduce
from spi.core.lottery import expected_payoffs
from tests.solve.test_achievable import random_game, random_law

F = Fraction
T7 = load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")
PD = load_game("oesterheld-conitzer-2022/prisoners-dilemma")


def test_case_a_by_hand() -> None:
    # frontier of the dilemma: (1, 4), (3, 3), (4, 1); the default (2, 2) is below (2, 7/2) and left of (7/2, 2)
    lines = frontier_projections(PD, {("Defect", "Defect"): 1})
    assert (lines.case, lines.default) == ("A", (2, 2))
    assert lines.l1 == ((2, F(7, 2)), (2, F(7, 2))) and lines.l3 == ((F(7, 2), 2), (F(7, 2), 2))
    assert lines.l2 == ((2, F(7, 2)), (3, 3), (F(7, 2), 2))
    assert lines.covers([3, 3]) and lines.covers(["2", "7/2"]) and lines.covers([2, 2])
    assert not lines.covers([3, "3.01"]) and not lines.covers([1, 4]) and not lines.covers(["3.51", 2])


def test_case_b_by_hand() -> None:
    # frontier (0, 4) … (4, 0) goes through (1, 3) and (3, 1); the defaults are on it, so that L1 = L3 = [(1,3), (3,1)]
    game = Game.from_payoffs([["0, 4", "1, 3"], ["3, 1", "4, 0"]], actions=[["a", "b"], ["a", "b"]])
    small = reduce(game).reduced
    assert small.shape == (1, 1)  # b, a
    game = Game.from_payoffs([["1, 3", "0, 0"], ["0, 0", "3, 1"]], actions=[["a", "b"], ["a", "b"]])
    lines = frontier_projections(game, {("a", "a"): "1/2", ("b", "b"): "1/2"})
    assert (lines.case, lines.default, lines.l2) == ("B", (2, 2), ())
    assert lines.l1 == lines.l3 == ((1, 3), (3, 1))
    assert lines.covers([2, 2]) and not lines.covers([2, "2.01"])


def test_hypothesis_h_is_required() -> None:
    with pytest.raises(HypothesisError, match="hypothesis H fails: Player 1 can get 0 by default"):
        frontier_projections(load_game("ours/theorem-15-counterexample"), {("a", "a"): "2/3", ("a", "b"): "1/3"})
    square = load_game("ours/no-projection-onto-frontier")  # D12: (0, 0) has no projections at all
    with pytest.raises(HypothesisError, match="hypothesis H"):
        frontier_projections(square, {next(profiles(square)): 1})
    three = load_game("ours/public-goods-three-players")
    with pytest.raises(HypothesisError, match="two players"):
        frontier_projections(three, {next(profiles(reduce(three).reduced)): 1})


def test_under_h_whatever_is_covered_is_achievable() -> None:
    rng, cases = random.Random(15), {"A": 0, "B": 0}
    while min(cases.values()) < 60:
        game = random_game(rng, (rng.randint(2, 3), rng.randint(2, 3)))
        law = random_law(rng, game)
        try:
            lines = frontier_projections(game, law)
        except HypothesisError:
            continue
        polygon, (e1, e2) = achievable_polygon(game, law), expected_payoffs(game, law)
        cases[lines.case] += 1
        tops = [*lines.l1, *lines.l2, *lines.l3]
        points = [(u, v) for u, _ in tops for _, v in tops]
        points += [((u + s) / 2, (v + t) / 2) for u, v in tops for s, t in tops]
        points += [(e1, v) for _, v in tops] + [(u, e2) for u, _ in tops]
        covered = [y for y in points if lines.covers(y)]
        assert all(polygon.contains(y) for y in covered), (game.table, law)
        # in case B default outcomes can lie above the chords, and E with them: the theorem is silent then
        assert lines.covers((e1, e2)) or lines.case == "B"
