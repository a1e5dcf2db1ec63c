"""Referees: who is next, what ends a negotiation, and what is no move at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from spi.errors import HypothesisError
from spi.negotiation.issues import issue
from spi.negotiation.play.match import play_negotiation, result_payoffs
from spi.negotiation.play.strategies import boulware, by_chance, by_clock, conceder
from spi.negotiation.play.views import Move, Negotiator, View
from spi.negotiation.preferences import additive
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching, Protocol
from spi.negotiation.scenario import Scenario, scenario
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Offer, Transcript
from tests.negotiation.scoring.talks import DONE

F = Fraction


def coins(protocol: Protocol | None) -> Scenario:
    return scenario(
        [issue("coins", [str(k) for k in range(11)])],
        {"First": additive([list(range(11))]), "Second": additive([list(range(10, -1, -1))])},
        disagreement=[0, 0],
        protocol=protocol,
    )


@dataclass
class Script:
    """Makes the moves of a list, and keeps what it saw."""

    moves: Sequence[Move]
    name: str = "script"

    def __post_init__(self) -> None:
        self.seen: list[View] = []

    def decide(self, view: View) -> Move:
        self.seen.append(view)
        return self.moves[len(self.seen) - 1]


def give(first: int) -> Offer:
    return (("coins", str(first)),)


def play(protocol: Protocol, one: Sequence[Move] | Negotiator, other: Sequence[Move] | Negotiator) -> Transcript:
    who = [Script(x) if isinstance(x, Sequence) else x for x in (one, other)]
    return play_negotiation(coins(protocol), who, seed=3, place="test")


def test_offers_alternate_until_one_is_accepted() -> None:
    rules = AlternatingOffers(3, discount=(F(9, 10), F(1, 2)))
    played = play(rules, [Move("propose", give(9)), Move("accept")], [Move("propose", give(4))])
    assert played.result == Deal(("4",)) and [t.side for t in played.turns] == [0, 1, 0]
    assert [t.round for t in played.turns] == [1, 1, 2]
    assert result_payoffs(played) == (4, 6)
    assert result_payoffs(played, discounted=True) == (F(36, 10), 3)  # accepted in the second round
    second = play(replace(rules, first=1), [Move("accept")], [Move("propose", give(4))])
    assert [t.side for t in second.turns] == [1, 0] and result_payoffs(second, discounted=True) == (4, 6)


def test_the_last_rejection_and_walking_away() -> None:
    rules = AlternatingOffers(1)
    for move in (Move("reject"), Move("propose", give(0))):
        played = play(rules, [Move("propose", give(9))], [move])
        assert played.result == NoDeal("the last proposal was rejected") and result_payoffs(played) == (0, 0)
    assert play(rules, [Move("walk")], []).result == NoDeal("First walked away")


def test_what_cannot_be_read_is_no_rejection() -> None:
    said = Move("talk", message="uh", unreadable="no act in the reply")
    for protocol in (AlternatingOffers(1), Handshake(2), NoteMatching(2), DemandGame()):
        played = play(protocol, [Move("propose", give(9))], [said])
        assert isinstance(played.result, Invalid) and "no act in the reply" in played.result.reason
        assert played.turns[-1].message == "uh" and played.turns[-1].act == "talk"
        assert result_payoffs(played) is None


@pytest.mark.parametrize(
    ("moves", "reason"),
    [
        ([Move("accept")], "does 'accept'"),
        ([Move("reject")], "does 'reject'"),
        ([Move("talk", message="hello")], "does 'talk'"),
        ([Move("propose")], "no whole deal"),
        ([Move("propose", ())], "no whole deal"),
    ],
)
def test_moves_that_the_rules_do_not_have(moves: list[Move], reason: str) -> None:
    result = play(AlternatingOffers(2), moves, []).result
    assert isinstance(result, Invalid) and reason in result.reason


def test_accepting_something_else_is_no_acceptance() -> None:
    result = play(AlternatingOffers(2), [Move("propose", give(9))], [Move("accept", give(1))]).result
    assert isinstance(result, Invalid) and "not offered" in result.reason
    assert play(AlternatingOffers(2), [Move("propose", give(9))], [Move("accept", give(9))]).result == Deal(("9",))


def test_breakdowns_are_drawn_once_for_each_rejection() -> None:
    certain = AlternatingOffers(5, breakdown=F(1))
    played = play(certain, [Move("propose", give(9))], [Move("propose", give(1))])
    assert played.result == NoDeal("negotiations broke down after a rejection")
    assert [t.act for t in played.turns] == ["propose", "reject"] and played.turns[1].offered is None
    assert play(certain, [Move("propose", give(9))], [Move("accept")]).result == Deal(("9",))
    often = AlternatingOffers(2, breakdown=F(1, 2))
    broken = 0
    for k in range(200):
        who = [Script([Move("propose", give(9)), Move("reject")]), Script([Move("propose", give(1))])]
        result = play_negotiation(coins(often), who, seed=1, place=str(k)).result
        assert isinstance(result, NoDeal)
        broken += "broke down" in result.reason
    assert 72 <= broken <= 128  # four standard deviations around 100


def test_a_handshake_needs_the_phrase_of_both_and_one_deal_in_the_notes() -> None:
    good = play(Handshake(3), [Move("propose", give(6)), Move("confirm", give(6))], [Move("accept", give(6))])
    assert good.result == Deal(("6",)) and [t.act for t in good.turns] == ["propose", "accept", "confirm"]
    assert good.turns[1].message == DONE == good.turns[2].message and good.turns[0].message == ""
    two = play(Handshake(3), [Move("propose", give(6)), Move("confirm", give(6))], [Move("accept", give(5))])
    assert isinstance(two.result, Invalid) and "differ on coins" in two.result.reason
    quiet = [Move("talk", give(6), noted=give(6))] * 2
    assert play(Handshake(2), quiet, quiet).result == NoDeal("the rounds are over")
    assert play(NoteMatching(2), quiet, quiet).result == Deal(("6",))
    assert play(NoteMatching(2), quiet, [Move("talk", give(6), noted=give(5))] * 2).result == NoDeal(
        "the rounds are over"
    )


def test_demands_are_made_at_once() -> None:
    """Points of the frontier are 10, 9, …, 0 for the first side; 6 and 2 settle at 7, and 6 and 5 do not."""
    move = {k: [Move("propose", give(k))] for k in range(11)}
    assert play(DemandGame(), move[6], move[8]).result == Deal(("7",))
    assert play(DemandGame("first"), move[6], move[8]).result == Deal(("6",))
    assert play(DemandGame("second"), move[6], move[8]).result == Deal(("8",))
    assert play(DemandGame(), move[6], move[5]).result == NoDeal("the demands are not compatible")
    assert play(DemandGame(), move[5], move[5]).result == Deal(("5",))
    assert play(DemandGame(), [Move("walk")], move[5]).result == NoDeal("First walked away")
    assert isinstance(play(DemandGame(), [Move("talk")], move[5]).result, Invalid)


def test_views_have_no_table_and_no_note_of_another() -> None:
    one = Script([Move("propose", give(9), note="5 will do", noted=give(5))])
    other = Script([Move("accept")])
    play_negotiation(coins(AlternatingOffers(2)), [one, other])
    seen = other.seen[0]
    assert seen.others == () and seen.turns[0].note == "" and seen.turns[0].noted is None
    assert seen.turns[0].offered == give(9) and seen.own.name == "Second" and seen.elapsed == F(1, 2)
    told = coins(AlternatingOffers(2))
    sighted = replace(told, sides=(told.sides[0], replace(told.sides[1], sees="tables")))
    other = Script([Move("accept")])
    play_negotiation(sighted, [Script([Move("propose", give(9))]), other])
    assert other.seen[0].others[0].name == "First"


def test_who_hurries_gets_less() -> None:
    """Against one that waits until the end, one that hurries has conceded nearly all; equal ones divide evenly."""
    rules = AlternatingOffers(20)
    played = play(rules, boulware(), conceder())
    gains = result_payoffs(played)
    assert gains is not None and gains[0] >= 8
    linear = result_payoffs(play(rules, by_clock(1), by_clock(1)))
    assert linear is not None and abs(linear[0] - linear[1]) <= 1
    for protocol in (Handshake(10), NoteMatching(10)):
        assert isinstance(play(protocol, boulware(), conceder()).result, Deal)


def test_the_same_match_has_the_same_course() -> None:
    rules = AlternatingOffers(10)
    who = [by_chance(), by_chance()]
    runs = [play_negotiation(coins(rules), who, seed=s, place=p) for s, p in [(1, "a"), (1, "b"), (2, "a"), (1, "a")]]
    assert runs[0] == runs[3] and len({run.turns for run in runs}) == 3


def test_refusals() -> None:
    with pytest.raises(HypothesisError, match="no protocol"):
        play_negotiation(coins(None), [boulware(), conceder()])
    with pytest.raises(HypothesisError, match="1 negotiators for 2 sides"):
        play_negotiation(coins(DemandGame()), [boulware()])


def test_a_note_that_was_not_written_says_nothing() -> None:
    played = play(AlternatingOffers(2), [Move("propose", give(9))], [Move("accept")])
    assert played.turns[0].noted is None and played.turns[0].offered == give(9)
    shaken = play(Handshake(2), [Move("propose", give(6)), Move("confirm", give(6))], [Move("accept", give(6))])
    assert shaken.turns[0].noted is None and shaken.turns[1].noted == give(6) == shaken.turns[2].noted
