"""Recorded replies: replayed without asking anybody, or asked for once and kept, under a cap on what is paid."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from spi.core.display import html_of
from spi.empirical.agents.agent import Agent, Reply, Request, read_reply, reply_json, request_key
from spi.empirical.jsonlines import JsonLines, read_lines
from spi.errors import BudgetError, FormatError

__all__ = ["Budget", "Recorder", "ReplayAgent", "read_cassette", "replay_agent"]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be paid for.

    Parameters
    ----------
    calls : int or None
        Attempts, failed ones included. None: any number.
    tokens : int or None
        Tokens, of requests and replies. No call begins once so many are used; those under way then are finished.

    Source: ours
    """

    calls: int | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class ReplayAgent:
    """An agent that only repeats; `replay_agent` makes one.

    Parameters
    ----------
    replies : dict from the key of a request to its reply
    name : str
        Of the cassette, for messages.

    Source: ours
    """

    replies: dict[str, Reply]
    name: str

    def ask(self, request: Request) -> Reply:
        """The recorded reply; a request that was never recorded is an error, not an answer."""
        reply = self.replies.get(request_key(request))
        if reply is None:
            why = f"{self.name} has no reply to draw {request.draw!r} of {request.model!r}"
            return Reply(None, "error", why, attempts=(why,))
        return reply

    _repr_html_ = html_of


def replay_agent(path: str | Path) -> ReplayAgent:
    """An agent that repeats what a file has.

    Parameters
    ----------
    path : str or Path
        A cassette: one JSON object a line, with `key`, `request` and `reply`, as `Recorder` writes it.

    Returns
    -------
    ReplayAgent

    Raises
    ------
    FormatError
        For lines that are none of a cassette.

    Source: ours
    """
    return ReplayAgent(read_cassette(Path(path)), str(path))


def read_cassette(path: Path) -> dict[str, Reply]:
    """The recorded replies by the keys of their requests.

    Source: ours
    """
    replies = {}
    for number, entry in read_lines(path):
        try:
            replies[str(entry["key"])] = read_reply(entry["reply"])
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError(f"{error}; accepted: lines with key and reply", file=str(path), line=number) from None
    return replies


class Recorder:
    """Asks every request once: what was recorded is not paid for again, and nothing is asked beyond the budget.

    Parameters
    ----------
    agents : dict from name to Agent
        Who is asked, by the model of the request.
    path : Path
        The cassette. What it has counts towards the budget, so that a budget is for an experiment, not for a run.
    budget : Budget

    Source: ours
    """

    def __init__(self, agents: dict[str, Agent], path: Path, budget: Budget) -> None:
        self._agents, self._budget, self._lock = agents, budget, Lock()
        self._replies = read_cassette(path) if path.exists() else {}
        self._lines = JsonLines(path)
        self.calls = sum(len(reply.attempts) for reply in self._replies.values())
        self.tokens = sum(reply.input_tokens + reply.output_tokens for reply in self._replies.values())

    def ask(self, request: Request) -> Reply:
        """The recorded reply, or a new one; raises `BudgetError` instead of exceeding the budget."""
        key = request_key(request)
        with self._lock:
            if (known := self._replies.get(key)) is not None:
                return known
            if self._budget.calls is not None and self.calls >= self._budget.calls:
                raise BudgetError(f"{self.calls} calls are made; the budget has {self._budget.calls}")
            if self._budget.tokens is not None and self.tokens >= self._budget.tokens:
                raise BudgetError(f"{self.tokens} tokens are used; the budget has {self._budget.tokens}")
            self.calls += 1  # before it is made, so that several threads do not share the last one
        reply = self._agents[request.model].ask(request)
        self._lines.append({"key": key, "request": asdict(request), "reply": reply_json(reply)})
        with self._lock:
            self._replies[key] = reply
            self.calls += len(reply.attempts) - 1
            self.tokens += reply.input_tokens + reply.output_tokens
        return reply

    def close(self) -> None:
        """Close the cassette."""
        self._lines.close()
