"""Requests and replies as data: what they accept, and what a key distinguishes."""

import pytest

from spi.empirical.agents.agent import Message, Parameters, Reply, Request, read_reply, reply_json, request_key
from spi.errors import GameError

ASKED = Request("m", (Message("user", "Pay?"),), Parameters("0.7", 50), "baseline/toll/none/0/answer")


def test_a_key_is_one_of_model_messages_parameters_and_draw() -> None:
    others = [
        Request("n", ASKED.messages, ASKED.parameters, ASKED.draw),
        Request("m", (Message("system", "Pay?"),), ASKED.parameters, ASKED.draw),
        Request("m", ASKED.messages, Parameters("0.70", 50), ASKED.draw),
        Request("m", ASKED.messages, Parameters("0.7", 51), ASKED.draw),
        ASKED.drawn("baseline/toll/none/1/answer"),
    ]
    assert len({request_key(request) for request in [ASKED, *others]}) == 6
    assert request_key(ASKED) == request_key(
        Request("m", (Message("user", "Pay?"),), Parameters("0.7", 50), ASKED.draw)
    )


def test_a_reply_is_written_and_read() -> None:
    reply = Reply(None, "error", "timeout", attempts=("timeout", "timeout"), input_tokens=3)
    assert read_reply(reply_json(reply)) == reply


@pytest.mark.parametrize(("text", "status"), [(None, "ok"), ("yes", "missing"), ("yes", "error")])
def test_a_text_is_there_exactly_if_the_status_says_so(text: str | None, status: str) -> None:
    with pytest.raises(GameError, match="exactly if it is 'ok'"):
        Reply(text, status)  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [("-1", 5), ("warm", 5), ("1", 0)])
def test_parameters_that_no_model_has_are_refused(arguments: tuple[str, int]) -> None:
    with pytest.raises(GameError, match="accepted"):
        Parameters(*arguments)
