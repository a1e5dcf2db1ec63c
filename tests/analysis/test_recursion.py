"""Bounded proofs and naive recursion with certificates."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest

import spi
from spi.analysis.bounded import prove_bounded_outcome
from spi.analysis.halting import prove_halting
from spi.programs.bounded import BoundedAgent, at_least, each_of, some_of
from spi.programs.bounded_programs import bounded_agents
from tests.programs.test_bounded import condition, largest


def test_random_agents_are_proved_and_come_back(tmp_path: Path) -> None:
    rng = random.Random(72)
    for k in range(60):
        names = [f"agent {j}" for j in range(rng.randint(1, 6))]
        agents = [BoundedAgent(name, "x", "y", condition(rng, names, 2)) for name in names]
        verdict = prove_bounded_outcome(agents)
        assert set(verdict.result.guarded) == largest(agents)
        assert bool(verdict.trusted) == bool(largest(agents))
        verdict.save(tmp_path / f"{k}.json")
        again = spi.load_verdict(tmp_path / f"{k}.json")
        assert again == verdict and str(again) == str(verdict)


def test_what_a_verdict_shows() -> None:
    fair = spi.load_program("barasz-et-al-2014/fair_bot")
    shown = str(prove_bounded_outcome(bounded_agents([fair, fair], ["Ann", "Bob"])))
    assert "large proof budgets play (C, C)" in shown and "Ann    C      finds a proof" in shown
    assert "parametric bounded Löb" in shown and "all proof budgets are large enough" in shown
    nobody = prove_bounded_outcome([BoundedAgent("A", "C", "D", each_of("A", some_of()))])
    assert nobody.trusted == () and "there is no proof" in str(nobody)


def test_that_two_of_three_do_is_enough() -> None:
    names = ("A", "B", "C")
    verdict = prove_bounded_outcome([BoundedAgent(x, "C", "D", at_least(2, *names)) for x in names])
    assert verdict.result.outcome == ("C", "C", "C") and verdict.result.falls == ()


def test_halting_is_proved_and_comes_back(tmp_path: Path) -> None:
    rng = random.Random(73)
    for k in range(40):
        stops = [Fraction(rng.randint(0, 9), rng.choice((9, 10, 31))) for _ in range(rng.randint(2, 5))]
        if max(stops) > 1:
            continue
        verdict = prove_halting(stops, width="1/1000000")
        verdict.save(tmp_path / f"{k}.json")
        again = spi.load_verdict(tmp_path / f"{k}.json")
        assert again == verdict and str(again.result) == str(verdict.result)


def test_halting_by_hand() -> None:
    # s = ε + (1 − ε)s² with ε = 1/10 has the roots 1/9 and 1; with ε = 3/7, s = 3/7 + 4/7·s³ has the root 1/2
    three, four = prove_halting(["1/10"] * 3), prove_halting(["3/7"] * 4, ["A", "B", "C", "D"])
    assert {b.lower for b in three.result.brackets} == {b.upper for b in three.result.brackets} == {Fraction(1, 9)}
    assert str(four.result).splitlines()[1] == "B stops at once with probability 3/7, and halts with: 1/2"
    rough = prove_halting(["1/10"] * 4, width="1/100")
    assert "halts with: from " in str(rough.result) and rough.result.brackets[0].lower < Fraction("0.10093")
    with pytest.raises(spi.HypothesisError, match="2 players and 3 probabilities"):
        prove_halting(["1/2"] * 3, ["A", "B"])


def test_too_long_for_a_certificate() -> None:
    with pytest.raises(spi.HypothesisError, match="too long"):
        prove_halting([Fraction(1, 10**200)] * 4, width="1/10")
    with pytest.raises(spi.HypothesisError, match="too long"):
        prove_halting(["1/2"] * 2, width=Fraction(1, 10**400))
    tiny = Fraction(1, 10**30)  # s is a little more, as all others hardly ever halt
    (bracket, *_) = prove_halting([tiny] * 4, width=Fraction(1, 10**40)).result.brackets
    assert tiny <= bracket.upper <= tiny + Fraction(1, 10**39) and bracket.lower > 0
