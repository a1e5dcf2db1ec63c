"""What an agent is: it is given messages, and replies; or it does not, and says why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Protocol

from spi.core.numbers import exact
from spi.empirical.records import Status
from spi.errors import GameError

__all__ = ["Agent", "Message", "Parameters", "Reply", "Request", "read_reply", "reply_json", "request_key"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation.

    Parameters
    ----------
    role : "system", "user" or "assistant"
    content : str

    Source: ours
    """

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """How a model is to be sampled.

    Parameters
    ----------
    temperature : str
        A decimal, as it is recorded: "0", "0.7", "1".
    max_tokens : int
        The longest reply.
    seed : int or None
        Passed on; few models honour it, so that runs with one seed are not taken to be paired.

    Source: ours
    """

    temperature: str = "1"
    max_tokens: int = 400
    seed: int | None = None

    def __post_init__(self) -> None:
        if exact(self.temperature, place="a temperature") < 0:
            raise GameError(f"temperature {self.temperature!r}; accepted: a decimal that is not negative")
        if self.max_tokens < 1:
            raise GameError(f"max_tokens = {self.max_tokens}; accepted: 1 or more")


@dataclass(frozen=True, slots=True)
class Request:
    """Something to be put to a model.

    Parameters
    ----------
    model : str
        Who is asked: a name within an experiment.
    messages : tuple of Message
    parameters : Parameters
    draw : str
        Which of the repetitions of the same question this is. Two requests that differ in nothing but the draw have
        independent replies; two equal requests have the same reply, and it is paid for once.

    Source: ours
    """

    model: str
    messages: tuple[Message, ...]
    parameters: Parameters = field(default_factory=Parameters)
    draw: str = ""

    def drawn(self, draw: str) -> Request:
        """The same request as another draw."""
        return replace(self, draw=draw)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Parameters
    ----------
    text : str or None
        None unless the status is "ok".
    status : "ok", "missing" or "error"
        "missing": the agent answered, but with nothing that can be used. "error": it did not answer.
    reason : str
        Why there is no text.
    served : str
        Which model says that it answered.
    input_tokens, output_tokens : int
    attempts : tuple of str
        What came of every attempt, the last included: "ok", or what went wrong.
    truncated : bool
        Did the reply end only because it was as long as allowed?
    time : str
        ISO 8601.

    Source: ours
    """

    text: str | None
    status: Status = "ok"
    reason: str = ""
    served: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    attempts: tuple[str, ...] = ("ok",)
    truncated: bool = False
    time: str = ""

    def __post_init__(self) -> None:
        if (self.text is None) == (self.status == "ok"):
            raise GameError(f"the reply {self.text!r} is {self.status!r}; accepted: a text exactly if it is 'ok'")


class Agent(Protocol):
    """Anything that replies to requests.

    Source: ours
    """

    def ask(self, request: Request) -> Reply:
        """The reply; what goes wrong on the way is a reply of status "error", not an exception."""
        ...


def request_key(request: Request) -> str:
    """SHA-256 of model, messages, parameters and draw: what recorded replies are found by.

    Source: ours
    """
    text = json.dumps(asdict(request), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reply_json(reply: Reply) -> dict[str, Any]:
    """A reply as an object of JSON.

    Source: ours
    """
    return {**asdict(reply), "attempts": list(reply.attempts)}


def read_reply(entry: Mapping[str, Any]) -> Reply:
    """The reply that `reply_json` wrote.

    Source: ours
    """
    return Reply(**{**entry, "attempts": tuple(entry.get("attempts", ("ok",)))})
