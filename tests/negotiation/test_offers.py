"""Alternating offers: Ståhl's finite pie in closed form, ties, breakdown, conflict."""

import random
from fractions import Fraction

import pytest

from spi.errors import HypothesisError
from spi.negotiation.offers import solve_offers
from spi.negotiation.protocols import AlternatingOffers, Handshake
from spi.negotiation.scenario import Scenario, scenario
from tests.negotiation.vectors import every_outcome, points, sums

F = Fraction

NINE = (F(9, 10), F(9, 10))
PIE = points((1, 0), (0, 1))


@pytest.mark.parametrize(
    ("rounds", "share"),
    [(1, F(1)), (2, F(1, 10)), (3, F(91, 100)), (4, F(181, 1000)), (5, F(8371, 10000)),
     (10, F(342800821, 1000000000))],
)  # fmt: skip
def test_the_pie(rounds: int, share: F) -> None:
    found = solve_offers(PIE, protocol=AlternatingOffers(rounds, 0, NINE), lotteries=True)
    assert found.payoffs == (share, 1 - share)
    assert share - F(10, 19) == -((-F(9, 10)) ** rounds) * F(10, 19)  # the limit of Rubinstein's pie, 1/(1 + δ)
    mirrored = solve_offers(PIE, protocol=AlternatingOffers(rounds, 1, NINE), lotteries=True)
    assert mirrored.payoffs == (1 - share, share)


def test_breakdown_is_a_discount_if_it_leads_to_disagreement() -> None:
    risky = AlternatingOffers(5, 0, breakdown=F(1, 10))
    assert solve_offers(PIE, protocol=risky, lotteries=True).payoffs == (F(8371, 10000), F(1629, 10000))


def test_a_fight_changes_what_rejecting_is_worth() -> None:
    """Breakdown is certain, and the fight costs side 2 one half: she accepts the worst outcome, which is better."""
    game = scenario(
        PIE.issues, {s.name: s.utility for s in PIE.sides}, disagreement=[0, 0], conflicts={"fight": ["-1/2", "-1/2"]}
    )
    rules = AlternatingOffers(2, 0, breakdown=F(1))
    found = solve_offers(game, protocol=rules, lotteries=True, breakdown="fight")
    assert found.payoffs == (1, 0) and found.rounds[0].threshold == F(-1, 2)
    assert solve_offers(game, protocol=AlternatingOffers(2, 0), lotteries=True).payoffs == (0, 1)


def test_ties_decide_without_discount() -> None:
    """Ten coins, one round: who accepts 0 gets nothing, who rejects it must be given a coin."""
    coins = points(*[(10 - k, k) for k in range(11)])
    one = AlternatingOffers(1)
    assert solve_offers(coins, protocol=one).payoffs == (10, 0)
    assert solve_offers(coins, protocol=one, indifferent="reject").payoffs == (9, 1)
    two = AlternatingOffers(2)
    assert solve_offers(coins, protocol=two).payoffs == (0, 10)


def test_who_prefers_to_wait_makes_an_offer_that_is_rejected() -> None:
    """Side 1 begins, and a war would be better for him than any deal: he waits for it."""
    game = scenario(
        PIE.issues, {s.name: s.utility for s in PIE.sides}, disagreement=[0, 0], conflicts={"war": [2, "1/2"]}
    )
    found = solve_offers(game, protocol=AlternatingOffers(2, 0, breakdown=F(1)), breakdown="war")
    assert found.rounds[0].offer is None and found.payoffs == (2, F(1, 2))


def by_definition(game: Scenario, rules: AlternatingOffers, t: int = 1) -> tuple[F, ...]:
    """The tree itself, over all outcomes: gains when round t begins."""
    d = game.disagreement
    if t > rules.rounds:
        return (F(0), F(0))
    proposer, other = (rules.first + t - 1) % 2, (rules.first + t) % 2
    after = by_definition(game, rules, t + 1)
    last = t == rules.rounds
    wait = after if last else tuple((1 - rules.breakdown) * rules.discount[i] * after[i] for i in range(2))
    accepted = [tuple(a - b for a, b in zip(p, d, strict=True)) for p in every_outcome(game)]
    accepted = [g for g in accepted if g[other] >= wait[other]]
    best = max(accepted, key=lambda g: (g[proposer], g[other]), default=wait)
    return best if best[proposer] >= wait[proposer] else wait


def test_random_trees() -> None:
    rng = random.Random(3)
    for _ in range(150):
        issues = [
            ([rng.randint(0, 6) for _ in range(m)], [rng.randint(0, 6) for _ in range(m)])
            for m in (rng.randint(1, 3) for _ in range(rng.randint(1, 3)))
        ]
        game = sums(issues, d=(rng.randint(0, 4), rng.randint(0, 4)))
        rules = AlternatingOffers(
            rng.randint(1, 5),
            rng.randint(0, 1),
            (F(rng.randint(0, 4), 4), F(rng.randint(0, 4), 4)),
            F(rng.randint(0, 2), 4),
        )
        found = solve_offers(game, protocol=rules).payoffs
        assert found == tuple(g + b for g, b in zip(by_definition(game, rules), game.disagreement, strict=True))


def test_what_is_not_solved() -> None:
    with pytest.raises(HypothesisError, match="accepted"):
        solve_offers(PIE)
    with pytest.raises(HypothesisError, match="accepted"):
        solve_offers(points((1, 2, 3), d=(0, 0, 0)), protocol=AlternatingOffers(1))
    with pytest.raises(HypothesisError, match="no lottery is the best"):
        solve_offers(PIE, protocol=AlternatingOffers(1), lotteries=True, indifferent="reject")
    with pytest.raises(HypothesisError, match="accepted"):
        solve_offers(PIE, protocol=AlternatingOffers(1), indifferent="perhaps")  # type: ignore[arg-type]
    assert Handshake().rounds == 10
