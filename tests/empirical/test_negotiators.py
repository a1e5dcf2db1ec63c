"""Models as negotiators: what they are told, and what is read from replies, or is not."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from spi.empirical.agents.agent import Reply, Request
from spi.empirical.agents.cassette import Budget, Recorder, replay_agent
from spi.empirical.agents.scripted import scripted_agent
from spi.empirical.negotiators import model_negotiator, negotiation_messages, possible_acts, read_move
from spi.empirical.tournaments import run_tournament
from spi.negotiation.issues import issue
from spi.negotiation.play.match import play_negotiation
from spi.negotiation.play.strategies import boulware, conceder
from spi.negotiation.play.views import View, rank_outcomes
from spi.negotiation.preferences import Computed, additive
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching, Protocol
from spi.negotiation.scenario import Scenario, scenario
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Turn

TALKS = scenario(
    [
        issue("rent", ["low", "high"], labels=[["cheap", "dear"], ["$500", "$900"]]),
        issue("term", ["1 year", "2 years"]),
    ],
    {"Tenant": additive([[7, 0], [0, "1/2"]]), "Landlord": additive([[0, 13], [0, 1]])},
    disagreement=["1/4", 0],
    protocol=AlternatingOffers(3),
)
OFFER = (("rent", "low"), ("term", "2 years"))
SAID = '{"rent": "cheap", "term": "2 years"}'


def view(*turns: Turn, rules: Protocol | None = None, number: int = 1, about: Scenario = TALKS) -> View:
    assert about.protocol is not None
    others = about.sides[1:] if about.sides[0].sees != "own" else ()
    return View(about.issues, 0, about.sides[0], about.names, others, rules or about.protocol, turns, number,
                Fraction(0), rank_outcomes(about, 0), lambda what: Fraction(1, 3))  # fmt: skip


def test_what_is_told_has_no_table_of_the_other() -> None:
    system, user = (message.content for message in negotiation_messages(view()))
    assert "You negotiate as Tenant" in system and "cheap = 7" in system and "2 years = 1/2" in system
    assert "Without a deal you have 1/4" in system and "13" not in system and "$900" not in system
    assert "Nothing has been said yet" in user and "ANSWER: propose / walk" in user
    sighted = replace(TALKS, sides=(replace(TALKS.sides[0], sees="tables", description="Be firm."), TALKS.sides[1]))
    told = negotiation_messages(view(about=sighted))[0].content
    assert "worth to Landlord:\nrent: cheap = 0; dear = 13" in told and "Be firm." in told
    both = Computed(lambda a: len(a[0]))
    together = scenario(TALKS.issues, {"A": both, "B": both}, disagreement=[0, 0], protocol=DemandGame())
    assert "only together" in negotiation_messages(view(about=together))[0].content


def test_what_was_said_is_told_in_the_words_of_the_side() -> None:
    turn = Turn(1, 1, "propose", message="this one", offered=(("rent", "high"), ("term", "1 year")))
    user = negotiation_messages(view(turn, number=2))[1].content
    assert "Landlord (propose): this one [rent: dear, term: 1 year]" in user and "propose / accept / walk" in user


def test_what_is_possible_depends_on_the_rules() -> None:
    standing = Turn(1, 1, "propose", offered=OFFER)
    assert possible_acts(view()) == ("propose", "walk")
    assert possible_acts(view(standing, number=2)) == ("propose", "accept", "walk")
    assert possible_acts(view(standing, number=4)) == ("accept", "reject", "walk")
    assert possible_acts(view(standing, rules=Handshake(3))) == ("talk", "propose", "accept", "walk")
    assert possible_acts(view(rules=NoteMatching(3))) == ("talk", "propose", "walk")
    assert possible_acts(view(standing, rules=DemandGame())) == ("propose", "walk")


def test_replies_that_can_be_read() -> None:
    text = f"I take {SAID}.\n**MESSAGE:** How about {SAID}?\nANSWER: propose"
    move = read_move(view(), text)
    assert (move.act, move.offer, move.noted, move.unreadable) == ("propose", OFFER, OFFER, "")
    assert move.note == f"I take {SAID}." and "ANSWER" not in move.message and "I take" not in move.message
    standing = Turn(1, 1, "propose", offered=OFFER)
    taken = read_move(view(standing, number=2), "fine\nMESSAGE: yes\nANSWER: accept")
    assert (taken.act, taken.offer, taken.noted) == ("accept", OFFER, None)
    assert read_move(view(), "no\nMESSAGE: bye\nANSWER: walk").act == "walk"
    spoken = read_move(view(rules=Handshake(2)), 'x\nMESSAGE: {"rent": "free"}\nANSWER: talk')
    assert (spoken.act, spoken.offer, spoken.unreadable) == ("talk", None, "") and "free" in spoken.message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("I reject this.", "no line MESSAGE:"),
        (f"MESSAGE: {SAID}", "no single line ANSWER:"),
        (f"MESSAGE: {SAID}\nANSWER: propose\nANSWER: walk", "no single line ANSWER:"),
        (f"MESSAGE: {SAID}\nANSWER: reject", "no single line ANSWER: with one of propose, walk"),
        (f"MESSAGE: {SAID}\nANSWER: accept", "no single line ANSWER:"),
        ("MESSAGE: the cheap one\nANSWER: propose", "there are no braces"),
        ('MESSAGE: {"rent": "$500", "term": "2 years"}\nANSWER: propose', "rent: '$500' is no option"),
        ('MESSAGE: {"rent": "cheap"\nANSWER: propose', "no dictionary"),
        (f"{SAID}\nMESSAGE: as in my note\nANSWER: propose", "there are no braces"),
    ],
)
def test_replies_that_cannot_be_read_are_no_moves(text: str, why: str) -> None:
    move = read_move(view(), text)
    assert why in move.unreadable and move.act == "talk"
    played = play_negotiation(TALKS, [model_negotiator(scripted_agent(lambda _: {text: 1}), "m"), boulware()])
    assert isinstance(played.result, Invalid) and not isinstance(played.result, NoDeal)


def test_illegal_acceptances_are_no_acceptances() -> None:
    move = read_move(view(Turn(1, 1, "propose", offered=OFFER), number=2), 'MESSAGE: {"x": "y"}\nANSWER: accept')
    assert "it accepts, and" in move.unreadable


def law(request: Request) -> Mapping[str, int]:
    last = request.messages[-1].content
    if "accept" in last.splitlines()[-1]:
        return {"ok\nMESSAGE: fine\nANSWER: accept": 1}
    return {f"I want {SAID}\nMESSAGE: {SAID}\nANSWER: propose": 1}


def test_a_negotiation_in_words() -> None:
    talker = model_negotiator(scripted_agent(law), "talker")
    played = play_negotiation(TALKS, [talker, conceder()])
    assert played.turns[0].offered == OFFER and played.turns[0].note.startswith("I want")
    assert isinstance(played.result, Deal)
    shaken = replace(TALKS, protocol=Handshake(3))
    assert isinstance(play_negotiation(shaken, [talker, conceder()]).result, Deal)


def test_failed_calls_are_no_rejections() -> None:
    class Broken:
        def ask(self, request: Request) -> Reply:
            return Reply(None, "error", "timeout")

    played = play_negotiation(TALKS, [conceder(), model_negotiator(Broken(), "m")])
    assert isinstance(played.result, Invalid) and "no reply (error): timeout" in played.result.reason


def test_tournaments_are_recorded_replayed_and_stopped_by_budgets(tmp_path: Path) -> None:
    cassette = tmp_path / "calls.jsonl"
    recorder = Recorder({"talker": scripted_agent(law)}, cassette, Budget(calls=1000))
    talks = {"flat": TALKS}
    run = run_tournament({"talker": model_negotiator(recorder, "talker"), "conceder": conceder()}, talks,
                         tmp_path / "games.jsonl")  # fmt: skip
    recorder.close()
    assert len(run.games) == 8 and recorder.calls > 0
    replayed = run_tournament({"talker": model_negotiator(replay_agent(cassette), "talker"), "conceder": conceder()},
                              talks, tmp_path / "again.jsonl")  # fmt: skip
    assert replayed.games == run.games
    poor = Recorder({"talker": scripted_agent(law)}, tmp_path / "poor.jsonl", Budget(calls=2))
    stopped = run_tournament({"talker": model_negotiator(poor, "talker")}, talks, tmp_path / "poor_games.jsonl",
                             repetitions=4)  # fmt: skip
    poor.close()
    assert "the budget has 2" in stopped.stopped and len(stopped.games) < stopped.matches
