"""Alternating offers with complete information: what is proposed and accepted, by backward induction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.display import html_of
from spi.errors import HypothesisError
from spi.negotiation.frontier import find_frontier
from spi.negotiation.lotteries import find_lottery_frontier
from spi.negotiation.protocols import AlternatingOffers
from spi.negotiation.scenario import Payoffs, Scenario

__all__ = ["OfferRound", "OffersEquilibrium", "solve_offers"]


@dataclass(frozen=True, slots=True)
class OfferRound:
    """What happens if a round is reached.

    Parameters
    ----------
    round, proposer : int
        From 1, and from 0.
    offer : Payoffs or None
        What is proposed and accepted, as payoffs without discount; None if the proposer prefers to be rejected.
    threshold : Fraction
        The payoff of this round, without discount, that rejecting is worth to the other side.
    worth : Payoffs
        What the sides expect when the round begins: payoffs in units of that round.

    Source: rubinstein-1982, The model
    """

    round: int
    proposer: int
    offer: Payoffs | None
    threshold: Fraction
    worth: Payoffs


@dataclass(frozen=True, slots=True)
class OffersEquilibrium:
    """A subgame perfect equilibrium of finite alternating offers.

    Parameters
    ----------
    scenario : Scenario
    rounds : tuple of OfferRound
        The first round first.
    indifferent : str
        What a side does that is indifferent between accepting and rejecting.
    lotteries : bool

    Source: rubinstein-1982, The model
    """

    scenario: Scenario
    rounds: tuple[OfferRound, ...]
    indifferent: Literal["accept", "reject"]
    lotteries: bool

    @property
    def payoffs(self) -> Payoffs:
        """What the sides expect at the beginning."""
        return self.rounds[0].worth

    _repr_html_ = html_of


def solve_offers(
    negotiation: Scenario,
    *,
    protocol: AlternatingOffers | None = None,
    indifferent: Literal["accept", "reject"] = "accept",
    lotteries: bool = False,
    breakdown: str | None = None,
) -> OffersEquilibrium:
    """A subgame perfect equilibrium of alternating offers over the frontier, with the ties broken as it is told.

    Parameters
    ----------
    negotiation : Scenario
        With two sides, who know everything.
    protocol : AlternatingOffers, optional
        By default that of the scenario. A deal in round t is worth d + δ^(t−1)·(u − d), with d the disagreement point.
    indifferent : str
        What a side does that is indifferent. It matters: without discounts, the last proposer gets everything or
        little.
    lotteries : bool
        May lotteries between outcomes be proposed? Only if who is indifferent accepts: else there need be no best
        offer.
    breakdown : str, optional
        The conflict outcome that a breakdown leads to; by default disagreement.

    Returns
    -------
    OffersEquilibrium
        A proposer who is indifferent between offers makes the one that is better for the other side, and makes an offer
        that is accepted rather than one that is not.

    Raises
    ------
    HypothesisError
        Unless there are two sides and a protocol of this kind; for lotteries with `indifferent="reject"`.

    Notes
    -----
    Exact. With complete information only the round and the proposer matter: one scan of the frontier per round.

    Source: rubinstein-1982, The model, and ours
    """
    rules = negotiation.protocol if protocol is None else protocol
    if len(negotiation.sides) != 2 or not isinstance(rules, AlternatingOffers) or len(rules.discount) != 2:
        raise HypothesisError("alternating offers are solved for two sides; accepted: an AlternatingOffers for two")
    if indifferent not in ("accept", "reject"):
        raise HypothesisError(f"indifferent = {indifferent!r}; accepted: 'accept' or 'reject'")
    if lotteries and indifferent == "reject":
        raise HypothesisError("if who is indifferent rejects, no lottery is the best to propose; accepted: 'accept'")
    d = negotiation.disagreement
    fight = d if breakdown is None else negotiation.conflict(breakdown)
    points = find_lottery_frontier(negotiation).vertices if lotteries else find_frontier(negotiation).points
    menu = [(p[0] - d[0], p[1] - d[1]) for p in points]
    loss = [rules.breakdown * (x - y) for x, y in zip(fight, d, strict=True)]
    value = (Fraction(0), Fraction(0))  # gains, in units of the round after the last
    rounds = []
    for t in range(rules.rounds, 0, -1):
        proposer = (rules.first + t - 1) % 2
        last = t == rules.rounds
        wait = (
            value if last else tuple((1 - rules.breakdown) * rules.discount[i] * value[i] + loss[i] for i in range(2))
        )
        found = _best_offer(menu, proposer, wait[1 - proposer], indifferent == "accept", lotteries)
        if found is not None and found[proposer] < wait[proposer]:
            found = None
        value = (wait[0], wait[1]) if found is None else found
        offer = None if found is None else (found[0] + d[0], found[1] + d[1])
        worth = (value[0] + d[0], value[1] + d[1])
        rounds.append(OfferRound(t, proposer, offer, wait[1 - proposer] + d[1 - proposer], worth))
    return OffersEquilibrium(negotiation, tuple(reversed(rounds)), indifferent, lotteries)


Pair = tuple[Fraction, Fraction]


def _best_offer(menu: Sequence[Pair], proposer: int, needed: Fraction, accepts: bool, lotteries: bool) -> Pair | None:
    """The acceptable point that is best for the proposer; along the frontier that is worst for the other."""
    other = 1 - proposer
    line = menu if proposer == 0 else menu[::-1]  # the proposer's best first
    for k, point in enumerate(line):
        if point[other] > needed or (accepts and point[other] == needed):
            if not lotteries or k == 0 or point[other] == needed:
                return point
            before = line[k - 1]
            share = (point[other] - needed) / (point[other] - before[other])
            return (point[0] + share * (before[0] - point[0]), point[1] + share * (before[1] - point[1]))
    return None
