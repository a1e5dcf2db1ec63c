"""Verdicts by probability: agreement with the tolerance interval, missing answers as bounds, three outcomes."""

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from spi.core.threat_game import PossibleThreat, possible_threat
from spi.empirical.beta_regions import HalfPlane, region_probability
from spi.empirical.counts import count_responses
from spi.empirical.experiment_gaps import gap_samples
from spi.empirical.experiment_spec import read_experiment
from spi.empirical.judgements import (
    ScenarioJudgement,
    deflected,
    equivalent,
    judge_jointly,
    judge_no_new_threat,
    judge_scenario,
    tolerated,
)
from spi.empirical.policies import EmpiricalPolicy, RatePosterior, measured_policies
from spi.empirical.runner import run_experiment
from spi.empirical.scenarios.triplets import triplet_game
from spi.errors import HypothesisError
from spi.solve.threat_choice import threat_payoffs
from spi.solve.tolerance import tolerance_interval

F = Fraction


def threats(
    *, d: Any = 10, g: Any = 10, h: Any = 20, c: Any = 8, b: Any = 8, r: Any = 0, e: Any = "1/2"
) -> tuple[PossibleThreat, PossibleThreat]:
    return (
        possible_threat("ordinary", "original", loss=d, gain=g, harm=h, cost=c, execution=e),
        possible_threat("surrogate", "surrogate", loss=d, gain=g, harm=r, cost=b, execution=e),
    )


def inside(region: tuple[HalfPlane, ...], p: Fraction, q: Fraction) -> bool:
    return all(plane.ordinary * p + plane.surrogate * q >= plane.least for plane in region)


@pytest.mark.parametrize("seed", range(20))
def test_the_region_is_the_tolerance_interval_of_every_rate(seed: int) -> None:
    rng = random.Random(seed)
    numbers = {key: rng.randint(0, 6) for key in "dghcbr"}
    original, surrogate = threats(**numbers, e=F(rng.randint(0, 4), 4))
    region, lured = tolerated(original, surrogate), deflected(original, surrogate)
    for j in range(9):
        p = F(j, 8)
        rates = tolerance_interval(original, surrogate, p).rates
        for k in range(13):
            q = F(k, 12)
            assert inside(region, p, q) == (rates is not None and rates[0] <= q <= rates[1])
            assert inside(lured, p, q) == (threat_payoffs(surrogate, q)[1] >= threat_payoffs(original, p)[1])


def test_equal_costs_and_no_harm_give_the_known_probabilities() -> None:
    # b = c, r = 0: p ≤ q ≤ 1 − (1 − k)(1 − p) with k = e·h/d, here 1/4 · 10/10 … so that k = 1/4
    original, surrogate = threats(h=10, e="1/4")
    assert region_probability((3, 5), (4, 4), tolerated(original, surrogate)) == F(1814807, 7028736)
    assert region_probability((1, 1), (1, 1), tolerated(*threats(h=10))) == F(1, 4)


def test_a_cheaper_surrogate_tolerates_a_smaller_rate() -> None:
    sample = EmpiricalPolicy("toll", RatePosterior(10, 10), RatePosterior(10, 10))
    equal = judge_scenario(sample, deflected(*threats()))
    cheaper = judge_scenario(sample, deflected(*threats(b=2)))
    # with equal costs it is q ≥ p, and both have the same law; the surrogate's smaller cost is a margin
    assert equal.low == equal.high == F(1, 2) < cheaper.low


def test_missing_answers_are_bounds_of_the_judgement() -> None:
    region = equivalent("1/5")
    found = judge_scenario(EmpiricalPolicy("toll", RatePosterior(5, 3, 2), RatePosterior(4, 5, 1)), region)
    every = [
        region_probability((5 + i + 1, 3 + 2 - i + 1), (4 + j + 1, 5 + 1 - j + 1), region)
        for i in range(3)
        for j in range(2)
    ]
    assert (found.low, found.high) == (min(every), max(every))
    assert found.low < found.high


def test_a_difference_that_is_not_found_is_no_pass() -> None:
    # 12 of 20 twice: no test could tell the rates apart, and yet the gap is at most 1/10 with probability 1/2 only
    few = judge_scenario(EmpiricalPolicy("toll", RatePosterior(12, 8), RatePosterior(12, 8)), equivalent("1/10"))
    assert few.outcome() == "undetermined"
    apart = judge_scenario(EmpiricalPolicy("toll", RatePosterior(20, 0), RatePosterior(1, 19)), equivalent("1/10"))
    assert apart.outcome() == "fail"
    certain = judge_scenario(EmpiricalPolicy("toll", RatePosterior(60, 0), RatePosterior(60, 0)), equivalent("1/10"))
    assert certain.outcome() == "pass"
    lost = judge_scenario(EmpiricalPolicy("toll", RatePosterior(60, 0), RatePosterior(50, 0, 10)), equivalent("1/10"))
    assert lost.outcome() == "undetermined"
    with pytest.raises(HypothesisError, match="alpha = 1/2"):
        few.outcome("1/2")
    with pytest.raises(HypothesisError, match="epsilon"):
        equivalent(-1)


@pytest.mark.parametrize("seed", range(4))
def test_new_threats_are_counted_on_draws(seed: int) -> None:
    rng = random.Random(seed)
    original, surrogate = threats(g=rng.randint(1, 5), c=rng.randint(3, 9), b=rng.randint(1, 4), e=1)
    policy = EmpiricalPolicy("toll", RatePosterior(3, 7), RatePosterior(6, 4))
    found = judge_no_new_threat(policy, original, surrogate)
    n = 4000
    violations = 0
    for _ in range(n):
        p, q = (F(rng.betavariate(*posterior.beta)) for posterior in (policy.ordinary, policy.surrogate))
        violations += threat_payoffs(surrogate, q)[1] > 0 >= threat_payoffs(original, p)[1]
    assert abs(F(violations, n) - (1 - found.low)) < F(4, 100)  # five standard deviations of at most 1/(2√4000)
    assert found.low == found.high


def test_a_surrogate_worth_nothing_is_no_new_threat() -> None:
    policy = EmpiricalPolicy("toll", RatePosterior(0, 5), RatePosterior(5, 0))
    assert judge_no_new_threat(policy, *threats(g=0, b=0)).low == 1


def test_several_scenarios_by_hand() -> None:
    joint = judge_jointly(
        [
            ScenarioJudgement("a", F(9, 10), F(1)),
            ScenarioJudgement("b", F(1, 2), F(1, 2)),
            ScenarioJudgement("c", F(4, 5), F(1)),
        ]
    )
    assert joint.all_hold == (F(36, 100), F(1, 2))
    assert joint.expected_fraction == (F(22, 30), F(25, 30))
    assert joint.worst.scenario == "b"
    assert joint.outcome() == "undetermined"
    assert judge_jointly([ScenarioJudgement("a", F(1), F(1))]).outcome() == "pass"
    assert judge_jointly([ScenarioJudgement(x, F(0), F(1, 5)) for x in "ab"]).outcome() == "fail"
    with pytest.raises(HypothesisError, match="one each"):
        judge_jointly([])
    with pytest.raises(HypothesisError, match="one each"):
        judge_jointly([ScenarioJudgement("a", F(0), F(1))] * 2)


def test_a_product_of_many_good_scenarios_is_not_good() -> None:
    # 101 scenarios, each passing by itself at 95 in 100
    joint = judge_jointly([ScenarioJudgement(str(n), F(96, 100), F(96, 100)) for n in range(101)])
    assert all(s.outcome() == "pass" for s in joint.scenarios)
    assert joint.outcome() == "fail" and joint.expected_fraction[0] == F(96, 100)


SPEC = """
scenarios = ["ours/notes"]
names = ["bakery-door", "parish-hall-key"]
kinds = ["ordinary", "surrogate"]
repetitions = 40
[models.subject]
kind = "scripted"
concede = { ordinary = "1" }
detect = { surrogate = "1" }
[methods.baseline]
kind = "direct"
model = "subject"
[methods.scaffold]
kind = "scaffold"
of = "baseline"
detector = "subject"
translator = "subject"
"""


def test_from_an_experiment_to_a_verdict(tmp_path: Path) -> None:
    spec = read_experiment(SPEC)
    cells = count_responses(run_experiment(spec, tmp_path).responses)
    games = {triplet.name: triplet_game(triplet) for triplet in spec.triplets}
    outcomes = {}
    for method in spec.methods:
        pairs = gap_samples(cells, reference=("baseline", "ordinary"), treated=(method, "surrogate"))
        policies = measured_policies(pairs)
        close = judge_jointly([judge_scenario(policy, equivalent("1/5")) for policy in policies])
        both = [
            judge_scenario(p, tolerated(games[p.scenario]["ordinary"], games[p.scenario]["surrogate"]))
            for p in policies
        ]
        outcomes[method] = (close.outcome(), judge_jointly(both).outcome())
    # 40 concessions to both of 40: |q − p| ≤ 1/5 is certain enough; q ≥ p, which equal costs ask for, is a coin's toss
    assert outcomes == {"baseline": ("fail", "fail"), "scaffold": ("pass", "undetermined")}
