"""Frontiers with certificates."""

import random
from fractions import Fraction
from pathlib import Path

import pytest

from spi.analysis.frontiers import prove_frontier, verify_frontier
from spi.analysis.saved import load_verdict
from spi.core.verdict import Fails, Holds
from spi.errors import GameError, HypothesisError
from spi.negotiation.issues import issue
from spi.negotiation.preferences import Computed, additive
from spi.negotiation.scenario import scenario
from tests.negotiation.test_theory import random_game
from tests.negotiation.vectors import brute_frontier, division, stairs


@pytest.mark.parametrize("sides", [2, 3])
def test_random_frontiers_are_proved(sides: int) -> None:
    rng = random.Random(40 + sides)
    for _ in range(60):
        game = random_game(rng, sides)
        proof = prove_frontier(game)
        assert list(proof.result.frontier.points) == list(brute_frontier(game))
        true = list(proof.result.frontier.points)
        rng.shuffle(true)
        assert verify_frontier(game, true)
        lost = true.pop()
        without = verify_frontier(game, true)
        assert isinstance(without, Fails) and without.result.missing == (lost,) and without.result.wrong == ()
        more = verify_frontier(game, [*true, lost, [x + 1 for x in lost]])
        assert isinstance(more, Fails) and more.result.missing == () and len(more.result.wrong) == 1


def test_a_frontier_of_921_points_and_a_wrong_one(tmp_path: Path) -> None:
    proof = prove_frontier(stairs(8))  # 214 million outcomes
    assert len(proof.result.points) == 921
    proof.save(tmp_path / "stairs.json")
    again = load_verdict(tmp_path / "stairs.json")
    assert isinstance(again, Holds) and again.result.points == proof.result.points
    goods = division((3, 3, 3), (5, 4, 3), (4, 3, 5), d=(5, 5))
    verdict = verify_frontier(goods, [["36", "0"], [22, 19]])
    assert isinstance(verdict, Fails) and verdict.result.wrong == () and len(verdict.result.missing) == 17
    assert "missing" in str(verdict) and "HOLDS" in str(prove_frontier(goods))


def test_offsets_and_huge_denominators() -> None:
    prime = 2**607 - 1
    one = issue("x", ["a", "b"])
    game = scenario(
        [one, issue("y", ["c"])],
        {"A": additive([[1, 0], ["1/3"]], offset=Fraction(-5, prime)), "B": additive([[0, Fraction(1, prime)], [0]])},
        disagreement=[0, 0],
    )
    assert verify_frontier(
        game, [[Fraction(4, 3) - Fraction(5, prime), 0], [Fraction(1, 3) - Fraction(5, prime), Fraction(1, prime)]]
    )


def test_what_has_no_certificate() -> None:
    one = issue("x", ["a", "b"])
    game = scenario([one], {"A": Computed(lambda a: 1), "B": additive([[0, 1]])}, disagreement=[0, 0])
    with pytest.raises(HypothesisError, match="find_frontier"):
        verify_frontier(game, [[1, 1]])
    with pytest.raises(HypothesisError, match="find_frontier"):
        prove_frontier(game)
    with pytest.raises(GameError, match="one number per side"):
        verify_frontier(division((1,), (1,), (1,)), [[1]])
