"""Concessions and acceptances."""

from fractions import Fraction

from spi.negotiation.issues import issue
from spi.negotiation.preferences import additive
from spi.negotiation.scenario import scenario
from spi.negotiation.scoring.process import Acceptance, complete_offer, score_acceptance, score_process
from spi.negotiation.scoring.yardstick import yardstick
from spi.negotiation.transcripts import Deal, NoDeal, Turn
from tests.negotiation.scoring.talks import flat, offer, talk

F = Fraction
FLAT = flat()


def test_a_course_of_concessions() -> None:
    turns = (
        Turn(0, 1, "propose", offered=offer(500, 66)),
        Turn(1, 1, "propose", offered=offer(1500, 66)),
        Turn(0, 2, "propose", offered=offer(700, 66)),
        Turn(1, 2, "propose", offered=offer(rent=1200)),
        Turn(0, 3, "propose", offered=offer(800, 60)),
    )
    score = score_process(yardstick(FLAT), talk(*turns), 0)
    assert (score.turns, score.rounds) == (3, 3)
    assert score.own == (1, F(9, 10), F(16, 20)) and score.other == (F(1, 2), F(6, 10), F(12, 20))
    assert score.largest_concession == F(1, 10) and score.monotone and score.helpful
    assert score.last_gap == F(1, 10)  # the longest lease costs nothing: one more step of 1/20, and another of rent
    landlord = score_process(yardstick(FLAT), talk(*turns), FLAT.names[1])
    assert landlord.own == (1,) and landlord.monotone is None and landlord.last_gap == 0  # the partial one is no offer
    silent = score_process(yardstick(FLAT), talk(), 1)
    assert silent.own == () and silent.last_gap is None and silent.rounds == 0


def test_asking_for_more() -> None:
    turns = (Turn(0, 1, offered=offer(700, 66)), Turn(0, 2, offered=offer(600, 66)))
    score = score_process(yardstick(FLAT), talk(*turns), 0)
    assert score.monotone is False and score.helpful is False and score.largest_concession == F(-1, 20)


def test_standing_firm_is_not_asking_for_more() -> None:
    turns = (Turn(0, 1, offered=offer(700, 66)), Turn(0, 2, offered=offer(700, 66)))
    score = score_process(yardstick(FLAT), talk(*turns), 0)
    assert score.monotone and score.helpful and score.largest_concession == 0


def test_acceptances() -> None:
    turns = (Turn(0, 1, "propose", offered=offer(600, 66)), Turn(1, 1, "propose", offered=offer(900, 66)),
             Turn(0, 2, "accept"))  # fmt: skip
    deal = talk(*turns, result=Deal(("900", "66 months")))
    assert score_acceptance(deal, 0) == Acceptance(F(8, 10), F(19, 20), True, False)
    assert score_acceptance(deal, 1) == Acceptance(F(7, 10), F(7, 10), False, False)
    assert score_acceptance(talk(*turns, result=NoDeal("walked")), 0) is None
    x = issue("x", ["a"])
    bad = scenario([x], {"A": additive([[1]]), "B": additive([[1]])}, disagreement=[2, 0])
    found = score_acceptance(talk(about=bad, result=Deal(("a",))), 0)
    assert found == Acceptance(F(1), None, False, True)


def test_complete_offers() -> None:
    assert complete_offer(FLAT, offer(900, 12)) == ("900", "12 months")
    assert complete_offer(FLAT, offer(rent=900)) is None and complete_offer(FLAT, None) is None
    x = issue("x", ["a", "b"])
    sides = {"A": additive([[1, 2]]), "B": additive([[1, 2]])}
    constrained = scenario([x], sides, disagreement=[0, 0], feasible=lambda a: a == ("a",))
    assert complete_offer(constrained, (("x", "a"),)) == ("a",) and complete_offer(constrained, (("x", "b"),)) is None
