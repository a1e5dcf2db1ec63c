"""Scenarios put together: the theory's checks see every measured gap."""

from fractions import Fraction

import pytest

from spi.analysis.concession import approx_concession_equivalence, compare_concessions, verify_concession_equivalence
from spi.core.threat_game import ThreatGame, possible_threat
from spi.empirical.joint_games import join_scenarios
from spi.empirical.policies import EmpiricalPolicy, RatePosterior
from spi.errors import HypothesisError

F = Fraction


def game(demand: int) -> ThreatGame:
    return ThreatGame(
        (
            possible_threat("ordinary", "original", demand=demand, harm=20, cost=8),
            possible_threat("surrogate", "surrogate", demand=demand, harm=0, cost=8),
        )
    )


GAMES = {"toll": game(10), "well": game(3)}
# uniform prior: 13/22 and 9/22, so a gap of −2/11; 1/2 and 1/2
TOLL = EmpiricalPolicy("toll", RatePosterior(12, 8), RatePosterior(8, 12))
WELL = EmpiricalPolicy("well", RatePosterior(5, 5), RatePosterior(1, 1))


def test_the_root_mean_square_is_over_all_scenarios() -> None:
    joint = join_scenarios([TOLL, WELL], GAMES)
    assert [threat.name for threat in joint.game.threats] == [
        "toll/ordinary",
        "toll/surrogate",
        "well/ordinary",
        "well/surrogate",
    ]
    found = compare_concessions(joint.game, joint.policy, joint.surrogates)
    assert found.gaps == (F(-2, 11), F(0)) and found.mean_square == F(2, 121)
    # √(2/121) is 0.1286
    for delta, holds in (("0.129", True), ("0.128", False)):
        verdict = approx_concession_equivalence(joint.game, joint.policy, joint.surrogates, delta=delta, form="rms")
        assert bool(verdict) == holds
    assert not approx_concession_equivalence(joint.game, joint.policy, joint.surrogates, delta="0.18")
    alone = join_scenarios([WELL], GAMES)
    assert verify_concession_equivalence(alone.game, alone.policy, alone.surrogates)


def test_every_scenario_needs_its_game() -> None:
    with pytest.raises(HypothesisError, match="no game of toll; accepted: policies of well"):
        join_scenarios([TOLL], {"well": GAMES["well"]})
    with pytest.raises(HypothesisError, match="toll has 1 threats"):
        join_scenarios([TOLL], {"toll": ThreatGame(GAMES["toll"].threats[:1])})
