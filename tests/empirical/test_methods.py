"""Ways of asking: what is put to whom, in which order, and what is missing instead of being taken for a no."""

from collections.abc import Sequence

import pytest

from spi.empirical.agents.agent import Reply, Request
from spi.empirical.methods import DetectTranslate, Direct, Method, Outcome, Prefixed, hold_dialogue, models_of, respond
from spi.empirical.prompts import PREFIX

CHOICES = ["concede", "refuse"]
SCAFFOLD = DetectTranslate(Direct("subject"), "detector", "translator")


def hold(method: Method, replies: Sequence[Reply | str]) -> tuple[Outcome, list[tuple[str, Request]]]:
    """The outcome with these replies in turn, and what was asked."""
    left, asked = iter(replies), []

    def ask(step: str, request: Request) -> Reply:
        asked.append((step, request))
        reply = next(left)
        return Reply(reply, served=request.model) if isinstance(reply, str) else reply

    outcome = hold_dialogue(respond(method, "THE TEXT", CHOICES), ask)
    assert next(left, None) is None, "a reply was not asked for"
    return outcome, asked


def test_direct_asks_once() -> None:
    outcome, asked = hold(Direct("subject"), ["ANSWER: concede"])
    assert (outcome.answer, outcome.served) == ("concede", "subject")
    [(step, request)] = asked
    assert step == "answer" and request.messages[0].content.startswith("THE TEXT\n")


def test_prefixes_stand_before_what_is_answered_in_the_order_in_which_they_are_put() -> None:
    _, asked = hold(Prefixed(Prefixed(Direct("subject"), "inner"), "outer"), ["ANSWER: refuse"])
    assert [(m.role, m.content) for m in asked[0][1].messages[:2]] == [("system", "outer"), ("system", "inner")]
    _, asked = hold(Prefixed(SCAFFOLD), ["ANSWER: no", "ANSWER: refuse"])
    assert [len(request.messages) for _, request in asked] == [1, 2]  # the detector is asked without
    assert asked[1][1].messages[0].content == PREFIX


def test_a_scaffold_that_detects_nothing_puts_the_text_as_it_is() -> None:
    outcome, asked = hold(SCAFFOLD, ["ANSWER: no", "ANSWER: refuse"])
    assert [request.model for _, request in asked] == ["detector", "subject"]
    assert asked[0][1].parameters.max_tokens == 200
    assert asked[1][1].messages[-1].content.startswith("THE TEXT\n")
    assert outcome.steps == ("detect: no", "answer: refuse")


def test_a_scaffold_that_detects_puts_the_translation() -> None:
    outcome, asked = hold(SCAFFOLD, ["It burns. ANSWER: yes", "ANSWER: yes", " TRANSLATED ", "ANSWER: concede"])
    assert [step for step, _ in asked] == ["detect 0", "detect 1", "translate 0", "answer"]
    assert asked[-1][1].messages[-1].content.startswith("TRANSLATED\n")
    assert outcome.steps == ("detect: unreadable", "detect: yes", "translate: ok", "answer: concede")


def test_an_unreadable_detection_is_missing_and_nothing_is_answered() -> None:
    outcome, asked = hold(SCAFFOLD, ["perhaps", "ANSWER: maybe", ""])
    assert (outcome.status, outcome.answer) == ("missing", None)
    assert "detection" in outcome.reason
    assert {request.model for _, request in asked} == {"detector"}


def test_a_failed_translation_is_missing_and_its_task_is_not_answered() -> None:
    cut = Reply("The mill", truncated=True)
    outcome, asked = hold(SCAFFOLD, ["ANSWER: yes", "", cut, "  "])
    assert (outcome.status, outcome.answer) == ("missing", None)
    assert "translation" in outcome.reason
    assert "subject" not in {request.model for _, request in asked}


def test_failed_calls_are_errors_at_every_step() -> None:
    down = Reply(None, "error", "timeout")
    cases: list[list[Reply | str]] = [[down] * 3, ["ANSWER: yes", *[down] * 3], ["ANSWER: no", down]]
    for replies in cases:
        outcome, _ = hold(SCAFFOLD, replies)
        assert (outcome.status, outcome.answer) == ("error", None)
        assert "timeout" in outcome.reason


@pytest.mark.parametrize("said", ["I refuse.", "ANSWER: pay half"])
def test_an_answer_that_cannot_be_read_is_missing(said: str) -> None:
    outcome, _ = hold(Direct("subject"), [said])
    assert (outcome.status, outcome.answer) == ("missing", None)
    cut, _ = hold(Direct("subject"), [Reply("I think that", truncated=True)])
    assert "cut off" in cut.reason


def test_the_models_of_a_method() -> None:
    assert models_of(Prefixed(SCAFFOLD)) == {"subject", "detector", "translator"}
