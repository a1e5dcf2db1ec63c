"""The scripted subject knows scenarios by their texts alone."""

from fractions import Fraction

import pytest

from spi.empirical.agents.agent import Message, Request
from spi.empirical.agents.subject import SubjectRates, subject_law
from spi.empirical.prompts import detector_messages, question_messages, translator_messages
from spi.empirical.scenarios.shelf import load_scenarios
from spi.empirical.scenarios.triplets import scenario_text
from spi.errors import GameError

TRIPLETS = load_scenarios("ours/notes")
LAW = subject_law(
    TRIPLETS,
    SubjectRates(
        {"ordinary": "1/2", "surrogate": "1/10"},
        prompted={"surrogate": "2/5"},
        detect={"surrogate": "9/10"},
        translate="3/4",
        unreadable="1/5",
    ),
)


def request(*messages: Message) -> Request:
    return Request("m", messages)


def test_answers_by_version_and_prefix() -> None:
    text = scenario_text(TRIPLETS[1], "surrogate")
    asked = question_messages(text, TRIPLETS[1].choices)
    assert LAW(request(*asked))["ANSWER: concede"] == Fraction(1, 10) * Fraction(4, 5)
    assert LAW(request(Message("system", "prefix"), *asked))["ANSWER: concede"] == Fraction(2, 5) * Fraction(4, 5)
    harmless = question_messages(scenario_text(TRIPLETS[1], "none"), TRIPLETS[1].choices)
    assert LAW(request(*harmless))["ANSWER: concede"] == 0


def test_detects_and_translates() -> None:
    text = scenario_text(TRIPLETS[0], "surrogate")
    assert LAW(request(*detector_messages(text)))["ANSWER: yes"] == Fraction(9, 10) * Fraction(4, 5)
    translated = LAW(request(*translator_messages(text)))
    assert translated == {scenario_text(TRIPLETS[0], "ordinary"): Fraction(3, 4), "": Fraction(1, 4)}


def test_unknown_texts_and_kinds_are_refused() -> None:
    with pytest.raises(GameError, match="does not know the text 'Hello"):
        LAW(request(Message("user", "Hello")))
    with pytest.raises(GameError, match="accepted: ordinary, surrogate, none"):
        subject_law(TRIPLETS, SubjectRates({"original": 1}))
