"""One measured response: what an agent answered to one prompt, or why there is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from spi.core.display import html_of
from spi.errors import FormatError

__all__ = ["Response", "Status", "read_response", "response_json"]

Status = Literal["ok", "missing", "error"]
"""Answered and understood; answered in a way that cannot be read; not answered."""


@dataclass(frozen=True, slots=True)
class Response:
    """What an agent answered once; a line of a log of responses.

    Parameters
    ----------
    scenario, kind : str
        Which scenario, and which of its variants: "ordinary", "surrogate", "none", or another.
    repetition : int
        From 0 on: repetitions of a cell are never averaged here.
    answer : str or None
        One of the closed set of responses; None unless the status is "ok". Missing is not an answer.
    status : "ok", "missing" or "error"
    reason : str
        Why there is no answer.
    method : str
        How the agent was asked: "baseline", or a name of a method.
    model, served : str
        Which model was asked for, and which one says that it answered.
    turns : int
        How often the agent spoke.
    prompt : str
        SHA-256 of everything that was put to the model.
    temperature, parser, time : str
        As recorded: a decimal, a version, ISO 8601.

    Source: ours
    """

    scenario: str
    kind: str
    repetition: int
    answer: str | None
    status: Status = "ok"
    reason: str = ""
    method: str = "baseline"
    model: str = ""
    served: str = ""
    turns: int = 1
    prompt: str = ""
    temperature: str = ""
    parser: str = ""
    time: str = ""

    @property
    def cell(self) -> tuple[str, str, str, str]:
        """What is repeated: model, method, scenario, kind."""
        return self.model, self.method, self.scenario, self.kind

    _repr_html_ = html_of


def read_response(entry: Mapping[str, Any], *, file: str = "<response>", line: int = 0) -> Response:
    """A response from an object of JSON, such as a line of a log.

    Parameters
    ----------
    entry : mapping
        With the fields of `Response`; those that have a default may be left out.
    file : str
    line : int
        For messages.

    Returns
    -------
    Response

    Raises
    ------
    FormatError
        For unknown or missing fields, values of another type, and an answer that is there although there is none.

    Source: ours
    """

    def fail(why: str) -> FormatError:
        return FormatError(why, file=file, line=line)

    known = {field.name: field for field in fields(Response)}
    if extra := [key for key in entry if key not in known]:
        raise fail(f"the field {extra[0]!r}; accepted: {', '.join(known)}")
    if missing := [key for key in ("scenario", "kind", "repetition", "answer") if key not in entry]:
        raise fail(f"the field {missing[0]!r} is missing")
    for key, value in entry.items():
        wanted = int if key in ("repetition", "turns") else str
        if not (isinstance(value, wanted) and not isinstance(value, bool)) and not (key == "answer" and value is None):
            raise fail(f"{key} = {value!r}; accepted: {'a whole number' if wanted is int else 'a string'}")
    found = Response(**entry)
    if found.status not in get_args(Status):
        raise fail(f"status = {found.status!r}; accepted: {', '.join(get_args(Status))}")
    if (found.answer is None) == (found.status == "ok"):
        raise fail(f"answer {found.answer!r} with status {found.status!r}; accepted: an answer exactly if it is 'ok'")
    if found.repetition < 0 or found.turns < 0:
        raise fail("a negative count; accepted: 0 or more")
    return found


def response_json(response: Response) -> dict[str, Any]:
    """A response as an object of JSON, what `read_response` reads.

    Source: ours
    """
    return asdict(response)
