"""What a threatener chooses, against lists of plays; drift and thresholds of the agenda's example, by hand."""

import random
from fractions import Fraction

import pytest

from spi import (
    GameError,
    HypothesisError,
    ThreatGame,
    affine_concession,
    choice_drift,
    concession_table,
    harm_threshold,
    load_threat_file,
    possible_threat,
    threat_payoffs,
    threatener_choice,
)
from tests import threat_oracle as oracle

F = Fraction


def grid(low: int, high: int) -> ThreatGame:
    """Demands in hundredths: originals that cost 1/5 to execute, surrogates that cost 9/50; harms 1 and 0.98."""
    threats = []
    for k in range(low, high + 1):
        threats.append(possible_threat(f"attack {k}", "original", demand=F(k, 100), harm=1, cost="0.20"))
        threats.append(possible_threat(f"burn {k}", "surrogate", demand=F(k, 100), harm="0.98", cost="0.18"))
    return ThreatGame(tuple(threats))


def test_expected_payoffs() -> None:
    # half conceded (−10 and 10), a quarter executed (−20 and −8), a quarter spared: −10 and 3
    theft = possible_threat("theft", "original", demand=10, harm=20, cost=8, execution="1/2")
    assert threat_payoffs(theft, "1/2") == (-10, 3)
    assert threat_payoffs(theft, 1) == (-10, 10)
    assert threat_payoffs(theft, 0) == (-10, -4)
    for rate in (2, -1):
        with pytest.raises(GameError, match="accepted: 0 to 1"):
            threat_payoffs(theft, rate)
    with pytest.raises(GameError, match="float"):
        threat_payoffs(theft, 0.5)  # type: ignore[arg-type]


def test_the_agendas_example_on_the_whole_grid() -> None:
    # q(x) = 1 − x. Originals: x(1 − x) − x/5, largest at 2/5, where it is 4/25. Surrogates: at 41/100, 1681/10000.
    game, curve = grid(0, 100), affine_concession(1, 1)
    drift = choice_drift(game, curve)
    assert drift.before.best == (game["attack 40"],) and drift.before.threatener == F(4, 25)
    assert drift.after.best == (game["burn 41"],) and drift.after.threatener == F(1681, 10_000)
    assert (drift.demand, drift.threatener) == (F(1, 100), F(81, 10_000))
    # before: −(0.6·0.4 + 0.4·1) = −0.64. After, with harm r: −(0.59·0.41 + 0.41·r) ≥ −0.64 iff r ≤ 0.3981/0.41
    assert drift.before.principal == F(-64, 100)
    assert drift.tolerable_harm == F(3981, 4100)
    assert drift.principal == F(64, 100) - F(2419, 10_000) - F(41, 100) * F(98, 100) < 0


@pytest.mark.parametrize(("harm", "sign"), [("3980/4100", 1), ("3981/4100", 0), ("3982/4100", -1)])
def test_at_the_threshold_the_principal_is_as_well_off(harm: str, sign: int) -> None:
    game = grid(35, 45)
    threats = [
        possible_threat(t.name, t.kind, demand=t.demand, harm=harm if t.kind == "surrogate" else 1, cost=t.cost)
        for t in game.threats
    ]
    drift = choice_drift(ThreatGame(tuple(threats)), affine_concession(1, 1))
    assert drift.tolerable_harm == F(3981, 4100)
    assert (drift.principal > 0) - (drift.principal < 0) == sign


def test_the_shelf_has_the_same_example() -> None:
    found = load_threat_file("clr-agenda-2026/linear-demands")
    assert found.policy is not None
    drift = choice_drift(found.game, found.policy)
    assert (drift.demand, drift.tolerable_harm) == (F(1, 100), F(3981, 4100))
    for threat in found.game.threats:
        assert found.policy.rate(threat) == affine_concession(1, 1).rate(threat)


def test_all_ties_are_reported_and_the_rule_decides() -> None:
    # all three are worth 1 to the threatener; to the principal −3, −1 and, the surrogate, −2
    policy = concession_table({"a": 1, "b": 1, "c": 1})
    a, b = (possible_threat(x, "original", loss=loss, gain=1, harm=0, cost=0) for x, loss in (("a", 3), ("b", 1)))
    c = possible_threat("c", "surrogate", loss=2, gain=1, harm=0, cost=0)
    game = ThreatGame((c, b, a))
    for ties, chosen, principal in (("worst", a, -3), ("best", b, -1)):
        choice = threatener_choice(game, policy, ties=ties)  # type: ignore[arg-type]
        assert (choice.best, choice.chosen, choice.threatener, choice.principal) == ((c, b, a), chosen, 1, principal)
    assert threatener_choice(game, policy, among=("surrogate",)).best == (c,)
    # two that are equally bad for her: the first in the order of the game
    twice = possible_threat("d", "original", loss=3, gain=1, harm=0, cost=0)
    both = ThreatGame((twice, a))
    assert threatener_choice(both, concession_table({"a": 1, "d": 1})).chosen == twice


def test_no_threat_is_a_choice() -> None:
    # never conceded: the threat costs him 1 if it is executed, nothing if it is not
    for execution, best, threatener in ((1, (None,), 0), (0, ("x", None), 0)):
        threat = possible_threat("x", "original", demand=1, harm=-1, cost=1, execution=execution)
        choice = threatener_choice(ThreatGame((threat,)), concession_table({"x": 0}))
        assert tuple(t and t.name for t in choice.best) == best
        assert choice.threatener == threatener
    never = ThreatGame((possible_threat("x", "original", demand=1, harm=-1, cost=1),))
    drift = choice_drift(never, concession_table({"x": 0}))
    assert (drift.before.chosen, drift.demand, drift.tolerable_harm, drift.principal) == (None, None, None, 0)
    assert threatener_choice(never, concession_table({"x": 1}), among=("surrogate",)).best == (None,)


def test_other_rules_are_refused() -> None:
    game, policy = grid(40, 40), affine_concession(1, 1)
    with pytest.raises(HypothesisError, match="accepted: 'worst' and 'best'"):
        threatener_choice(game, policy, ties="first")  # type: ignore[arg-type]
    for among in ("original", ("main",)):
        with pytest.raises(HypothesisError, match="accepted: a sequence of 'original' and 'surrogate'"):
            threatener_choice(game, policy, among=among)  # type: ignore[arg-type]


def test_harm_does_not_matter_if_nothing_is_executed() -> None:
    burn = possible_threat("burn", "surrogate", demand=1, harm=0, cost=1, execution="1/2")
    assert harm_threshold(burn, 1, -1) is None
    # half of the refused half: −1/2 − r/4 ≥ −2 iff r ≤ 6
    assert harm_threshold(burn, "1/2", -2) == 6


def test_choices_by_brute_force() -> None:
    rng = random.Random(11)
    ties = empty = 0
    for _ in range(1000):
        game, policy, _ = oracle.random_game(rng)
        plain, rates = oracle.to_oracle(game), dict(policy.rates)
        for kinds in (("original",), ("surrogate",), ("original", "surrogate")):
            value, best = oracle.choice(plain, rates, kinds)
            found = threatener_choice(game, policy, among=kinds)
            assert found.threatener == value
            assert {threat and threat.name for threat in found.best} == best
            assert len(found.best) == len(best)
            payoffs = [F(0) if x is None else oracle.expected(plain[x], rates[x])[0] for x in best]
            assert found.principal == min(payoffs)
            assert threatener_choice(game, policy, among=kinds, ties="best").principal == max(payoffs)
            ties += len(best) > 1
            empty += best == {None}
        drift = choice_drift(game, policy)
        chosen = drift.after.chosen
        if drift.tolerable_harm is not None:
            assert chosen is not None and chosen.kind == "surrogate"
            assert (chosen.harm <= drift.tolerable_harm) == (drift.principal >= 0)
    assert ties > 100 and empty > 100
