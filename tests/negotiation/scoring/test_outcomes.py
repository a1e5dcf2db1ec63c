"""Scores of outcomes, against the theory of ten negotiations and against brute force."""

import itertools
import random
from fractions import Fraction

import pytest

from spi.errors import GameError, HypothesisError
from spi.negotiation.issues import issue, outcomes
from spi.negotiation.preferences import Computed, additive
from spi.negotiation.scenario import feasible_outcomes, scenario
from spi.negotiation.scenariofile import load_negotiation
from spi.negotiation.scoring.outcomes import OutcomeScore, score_outcome
from spi.negotiation.scoring.yardstick import (
    Yardstick,
    approx_is_joint_payoff,
    count_payoffs,
    is_joint_payoff,
    yardstick,
)
from spi.negotiation.transcripts import Deal, Invalid, NoDeal
from tests.negotiation.vectors import DOWN, RENT, UP, dominates, every_outcome, points, sums

F = Fraction
FLAT = yardstick(load_negotiation("negotiation/flat-and-lease"))


def score_at(measure: Yardstick, *payoffs: int | F) -> OutcomeScore:
    wanted = tuple(map(F, payoffs))
    negotiation = measure.scenario
    outcome = next(a for a in feasible_outcomes(negotiation) if negotiation.payoffs(a) == wanted)
    return score_outcome(measure, Deal(outcome))


def test_an_inefficient_deal_by_hand() -> None:
    """Half of everything on rent 1:2 and lease 2:1; the frontier is (2/3 + x/3, 1/3 + 2(1 − x)/3)."""
    score = score_outcome(FLAT, Deal(("1000", "36 months")))
    assert (score.status, score.payoffs, score.gains) == ("deal", (F(1, 2), F(1, 2)), (F(1, 2), F(1, 2)))
    assert score.normalised == (F(1, 2), F(1, 2)) and score.shares == (F(1, 2), F(1, 2))
    assert score.rational and not score.efficient and not score.lottery_efficient
    assert score.regret == F(2, 3)  # 5/3 is possible
    assert score.nash_ratio == F(3, 8) == score.lottery_nash_ratio  # 1/4 of 2/3, at (2/3, 1)
    assert score.left == (F(2, 5), F(1, 2))  # to (9/10, 8/15) and to (2/3, 1)
    assert dict(score.to_solutions) == {
        "nash": F(1, 2),
        "kalai-smorodinsky (maxmin)": F(3, 10),  # to (23/30, 4/5)
        "kalai-smorodinsky (mingap)": F(3, 10),
        "egalitarian": F(3, 10),
        "utilitarian": F(1, 2),  # to (2/3, 1)
    }
    assert score.to_frontier == F(3, 10)  # (23/30, 4/5) and (24/30, 22/30) are equally near


def test_the_nash_point() -> None:
    score = score_outcome(FLAT, Deal(("1500", "66 months")))
    assert score.payoffs == (F(2, 3), 1) and score.efficient and score.lottery_efficient
    assert (score.regret, score.nash_ratio, score.dominating, score.to_frontier) == (0, 1, 0, 0)
    assert score.left == (0, 0) and dict(score.to_solutions)["nash"] == 0


def test_walk_away_payoffs_are_not_zero() -> None:
    """CaSiNo: d = (5, 5), Nash (22, 19) with product 238, welfare 42 at (27, 15)."""
    camping = yardstick(load_negotiation("negotiation/camping-goods"))
    assert camping.outcomes == 64 and camping.welfare == 42
    best = score_at(camping, 22, 19)
    assert best.gains == (17, 14) and best.nash_ratio == 1 and best.regret == 1
    assert best.normalised == (F(17, 28), F(14, 27))  # ideal (33, 32)
    assert best.shares == (F(17, 31), F(14, 31))
    walked = score_outcome(camping, NoDeal("walked away"))
    assert (walked.status, walked.payoffs, walked.gains, walked.regret) == ("no deal", (5, 5), (0, 0), 32)
    assert walked.efficient is None and walked.shares is None and walked.nash_ratio == 0
    greedy = score_at(camping, 36, 0)
    assert not greedy.rational and greedy.nash_ratio is None and greedy.gains == (31, -5)


def test_efficient_among_outcomes_and_not_among_lotteries() -> None:
    """(4, 5) between (0, 10) and (10, 0) is Nash among outcomes; a fair coin gives (5, 5)."""
    coins = yardstick(points((0, 10), (4, 5), (10, 0)))
    score = score_at(coins, 4, 5)
    assert score.efficient and not score.lottery_efficient
    assert score.nash_ratio == 1 and score.lottery_nash_ratio == F(20, 25)
    assert score_at(coins, 10, 0).lottery_efficient


def test_undefined_is_not_zero() -> None:
    one = yardstick(points((3, 1), (1, 1), d=(0, 1)))
    score = score_at(one, 3, 1)
    assert score.normalised == (1, None) and score.nash_ratio is None and score.efficient
    none = yardstick(points((0, 0), (-1, 2)))
    nothing = score_outcome(none, NoDeal("nobody can gain"))
    assert nothing.normalised == (None, None) and nothing.shares is None and nothing.to_frontier == 0
    assert yardstick(points((-1, -1))).rational == ()
    assert score_outcome(yardstick(points((-1, -1))), NoDeal("")).to_frontier is None
    assert score_outcome(yardstick(points((-1, -1))), NoDeal("")).left == (0, 0)


def test_invalid_results_have_no_score() -> None:
    score = score_outcome(FLAT, Invalid("the sides name different outcomes"))
    assert score == OutcomeScore("invalid", "the sides name different outcomes")
    assert score.payoffs is None and score.efficient is None
    with pytest.raises(GameError):
        score_outcome(FLAT, Deal(("1000",)))


def test_conflict_is_not_disagreement() -> None:
    fight = scenario([issue("x", ["a"])], {"A": additive([[1]]), "B": additive([[1]])}, disagreement=[0, 0],
                     conflicts={"strike": [-2, -1]})  # fmt: skip
    score = score_outcome(yardstick(fight), NoDeal("no way", "strike"))
    assert score.payoffs == (-2, -1) and score.nash_ratio is None and score.regret == 5 and score.dominating == 1


def test_three_sides() -> None:
    """Without individual rationality the product (−4)(−3)·10 = 120 would beat 27."""
    trio = yardstick(points((-4, -3, 10), (3, 3, 3), d=(0, 0, 0)))
    assert score_at(trio, 3, 3, 3).nash_ratio == 1
    fierce = score_at(trio, -4, -3, 10)
    assert fierce.nash_ratio is None and not fierce.rational and fierce.efficient
    assert fierce.lottery_efficient is None and fierce.left == (0, 0, 0)


def test_a_rate_of_efficient_deals_needs_its_denominator() -> None:
    """Two opposed issues: with equal weights every outcome is efficient, with 2:1 and 1:2 only 21 of 121."""
    opposed = (DOWN, UP)
    assert yardstick(sums([opposed, opposed])).pareto_share == 1
    weighted = yardstick(sums([opposed, opposed], weights=[["2/3", "1/3"], ["1/3", "2/3"]]))
    assert weighted.pareto_share == F(21, 121) and FLAT.pareto_share == F(1, 11)


def test_against_brute_force() -> None:
    rng = random.Random(5)
    for _ in range(12):
        tables = [tuple([rng.randint(0, 5) for _ in range(3)] for _ in range(2)) for _ in range(3)]
        talks = sums(tables, d=(rng.randint(0, 4), rng.randint(0, 4)))
        measure = yardstick(talks)
        every = every_outcome(talks)
        assert measure.counts == {p: every.count(p) for p in every}
        assert measure.pareto_outcomes == sum(not any(dominates(b, a) for b in every) for a in every)
        for outcome in itertools.islice(outcomes(talks.issues), 0, None, 5):
            score, p = score_outcome(measure, Deal(outcome)), talks.payoffs(outcome)
            assert score.dominating == sum(dominates(q, p) for q in every)
            assert score.efficient == (score.dominating == 0)
            assert score.regret == max(map(sum, every)) - sum(p)
            assert score.left is not None
            for i in range(2):
                assert score.left[i] == max(q[i] - p[i] for q in every if q[1 - i] >= p[1 - i])
            assert (max(score.left) == 0) == score.efficient


def test_joint_payoffs() -> None:
    """Rent alone is a zero-sum issue: (1/2, 1/2) is a deal, and (1/2, 6/10) is two different ones."""
    rent = yardstick(sums([RENT]))
    assert is_joint_payoff(rent, (F(1, 2), F(1, 2))) and not is_joint_payoff(rent, (F(1, 2), F(6, 10)))
    assert approx_is_joint_payoff(rent, (F(501, 1000), F(1, 2)), tolerance="0.002")
    assert not approx_is_joint_payoff(rent, (F(503, 1000), F(1, 2)), tolerance="0.002")
    three = [(DOWN, UP)] * 3
    assert len(yardstick(sums(three)).counts or ()) == 31  # sums of three tenths, from 0 to 3
    with pytest.raises(HypothesisError, match="larger budget"):
        count_payoffs(sums(three), budget=30)
    unknown = yardstick(sums(three), budget=30)
    assert unknown.counts is None and score_outcome(unknown, NoDeal("")).dominating is None
    with pytest.raises(HypothesisError, match="too many"):
        is_joint_payoff(unknown, (F(0), F(3)))


def test_utilities_that_are_no_sums() -> None:
    a, b = issue("a", ["0", "1"]), issue("b", ["0", "1"])
    both = Computed(lambda x: int(x[0]) * int(x[1]))
    talks = scenario([a, b], {"A": both, "B": both}, disagreement=[0, 0], feasible=lambda x: x != ("0", "0"))
    assert count_payoffs(talks) == {(0, 0): 2, (1, 1): 1}
    assert yardstick(talks).outcomes == 3 and score_at(yardstick(talks), 1, 1).efficient
    with pytest.raises(HypothesisError):
        count_payoffs(talks, budget=3)
