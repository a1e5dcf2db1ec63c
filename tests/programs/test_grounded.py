"""εGroundedFairBot as a program equilibrium, held against the engine for random programs."""

import random
from fractions import Fraction

import pytest

from spi.core.game import Game
from spi.errors import HypothesisError
from spi.programs.chances import random_outcome
from spi.programs.grounded import (
    Dilemma,
    GroundedDeviation,
    deviation_payoff,
    grounded_deviation,
    grounded_threshold,
    is_grounded_equilibrium,
    symmetric_dilemma,
)
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.reader import read_program

F = Fraction


def dilemma(t: int, r: int, p: int, s: int) -> Game:
    return Game.from_payoffs([[(r, r), (s, t)], [(t, s), (p, p)]], actions=[["C", "D"], ["C", "D"]])


AXELROD = dilemma(5, 3, 1, 0)  # R + P = 4 < 5 = S + T: concave
LINEAR = dilemma(3, 2, 1, 0)  # R + P = 3 = S + T
CONVEX = dilemma(5, 4, 3, 0)  # R + P = 7 > 5 = S + T
ALTERNATING = dilemma(7, 3, 1, 0)  # 2R < S + T: taking turns is better for both than cooperating


def grounded(epsilon: F) -> Program:
    return read_program(f'def g(o):\n    if chance("{epsilon}"): return "C"\n    return simulate(o(me), back=1)')


def payoff(game: Game, one: Program, two: Program) -> F:
    """What the first of two programs earns, by their laws."""
    laws = random_outcome((one, two), game.players).laws
    assert not isinstance(laws, Undefined) and all(sum(law.values()) == 1 for law in laws)
    return sum((p * q * game[a, b][0] for a, p in laws[0].items() for b, q in laws[1].items()), F(0))


def mixer(q: F) -> Program:
    return read_program(f'def m(o): return mix({{"C": "{q}", "D": "{1 - q}"}})')


# --- thresholds, beside those in test_vectors


def test_thresholds() -> None:
    assert grounded_threshold(CONVEX) == F(1, 2)  # 5ε + 3(1 − ε) ≤ 4
    assert grounded_threshold(ALTERNATING) == 0  # (6 − 7)/3 < 0


def test_it_is_an_equilibrium_exactly_up_to_the_threshold() -> None:
    tiny = F(1, 10**9)
    for game in (AXELROD, LINEAR, CONVEX):
        most = grounded_threshold(game)
        assert is_grounded_equilibrium(game, most) and grounded_deviation(game, most) == (
            GroundedDeviation(F(1), game["C", "C"][0], F(0))
        )
        assert not is_grounded_equilibrium(game, most + tiny) and grounded_deviation(game, most + tiny).gain > 0
    assert not is_grounded_equilibrium(ALTERNATING, tiny)
    assert grounded_deviation(ALTERNATING, tiny).gain > 0


def test_kinds_of_best_deviations() -> None:
    assert grounded_deviation(AXELROD, "1/2") == GroundedDeviation(F(1, 2), F(25, 8), F(1, 8))
    assert grounded_deviation(AXELROD, 1) == GroundedDeviation(F(0), F(5), F(2))  # met by C whatever one does
    assert grounded_deviation(CONVEX, "3/4") == GroundedDeviation(F(0), F(9, 2), F(1, 2))  # (15 + 3)/4 = 9/2
    # concave with its peak between: −q²(1 − ε) + …, at ε = 1/2 of (7, 3, 1, 0): u(q) = −3q²/2 + q/2 + 4
    assert grounded_deviation(ALTERNATING, "1/2") == GroundedDeviation(F(1, 6), F(97, 24), F(25, 24))


def test_decisions_agree_for_all_small_dilemmas() -> None:
    """The threshold's two cases, against the best of many q's and the exact best deviation."""
    count = 0
    for t in range(3, 9):
        for r in range(2, t):
            for p in range(1, r):
                game = dilemma(t, r, p, 0)
                for epsilon in (F(k, 12) for k in range(1, 13)):
                    count += 1
                    best = grounded_deviation(game, epsilon)
                    assert is_grounded_equilibrium(game, epsilon) == (best.gain == 0)
                    grid = [deviation_payoff(game, epsilon, F(k, 12)) for k in range(13)]
                    assert best.payoff >= max(grid)
                    assert best.payoff == deviation_payoff(game, epsilon, best.cooperation)
                    assert best.gain == best.payoff - r
    assert count == 12 * 56  # C(8, 3) ways to choose 1 ≤ p < r < t ≤ 8


def test_engine_agrees_with_the_formula_for_any_program() -> None:
    """Programs that mix, simulate, reply or are grounded themselves: only q counts, and none beats the best."""
    rng = random.Random(1)
    replies = ['"C"', '"D"', "x", '("D" if x == "C" else "C")', 'mix({"C": "1/3", "D": "2/3"})']
    for _ in range(40):
        game = rng.choice([AXELROD, LINEAR, CONVEX, ALTERNATING])
        epsilon, own = F(rng.randint(1, 9), 9), F(rng.randint(1, 8), 8)
        first, then = rng.choice(replies[:2]), rng.choice(replies)
        text = f'def p(o):\n    if chance("{own}"): return {first}\n    x = simulate(o(me), back=1)\n    return {then}'
        rival = grounded(epsilon)
        deviator = read_program(text)
        laws = random_outcome((deviator, rival), game.players).laws
        assert not isinstance(laws, Undefined)
        q = laws[0].get("C", F(0))
        assert laws[1].get("C", F(0)) == epsilon + (1 - epsilon) * q
        assert payoff(game, deviator, rival) == deviation_payoff(game, epsilon, q)
        assert payoff(game, deviator, rival) <= grounded_deviation(game, epsilon).payoff
        best = grounded_deviation(game, epsilon)
        assert payoff(game, mixer(best.cooperation), rival) == best.payoff


# --- which games and numbers


def test_names_of_actions_do_not_matter() -> None:
    game = Game.from_payoffs([["1, 1", "5, 0"], ["0, 5", "3, 3"]], actions=[["fink", "mum"], ["fink", "mum"]])
    assert symmetric_dilemma(game) == Dilemma("mum", "fink", F(5), F(3), F(1), F(0))
    assert grounded_threshold(game) == F(1, 3)


@pytest.mark.parametrize(
    ("payoffs", "actions", "why"),
    [
        ([["3, 3", "0, 5"], ["5, 0", "1, 1"]], [["C", "D"], ["c", "d"]], "same actions"),
        ([["3, 3", "0, 5", "0, 0"], ["5, 0", "1, 1", "0, 0"]], [["C", "D"], ["C", "D", "E"]], "2×2"),
        ([["3, 3", "0, 5"], ["4, 0", "1, 1"]], [["C", "D"], ["C", "D"]], "not symmetric"),
        ([["3, 2", "0, 5"], ["5, 0", "1, 1"]], [["C", "D"], ["C", "D"]], "not symmetric"),
        ([["3, 3", "1, 4"], ["4, 1", "0, 0"]], [["C", "D"], ["C", "D"]], "T = 4, R = 3, P = 0, S = 1"),  # Chicken
        ([["3, 3", "0, 3"], ["3, 0", "1, 1"]], [["C", "D"], ["C", "D"]], "T > R > P > S"),
        ([["1, 1", "0, 5"], ["5, 0", "1, 1"]], [["C", "D"], ["C", "D"]], "T > R > P > S"),
    ],
)
def test_other_games_are_refused(payoffs: list[list[str]], actions: list[list[str]], why: str) -> None:
    game = Game.from_payoffs(payoffs, actions=actions)
    for question in (symmetric_dilemma, grounded_threshold):
        with pytest.raises(HypothesisError, match=why):
            question(game)


@pytest.mark.parametrize("epsilon", [0, "-1/10", "11/10"])
def test_other_epsilons_are_refused(epsilon: int | str) -> None:
    for question in (grounded_deviation, is_grounded_equilibrium):
        with pytest.raises(HypothesisError, match="epsilon is"):
            question(AXELROD, epsilon)
    with pytest.raises(HypothesisError, match="cooperation is 2"):
        deviation_payoff(AXELROD, "1/2", 2)
