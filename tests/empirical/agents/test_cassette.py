"""Cassettes: a call is paid for once, the budget ends what is paid for, and what was not recorded is no answer."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier, Thread

import pytest

from spi.empirical.agents.agent import Agent, Message, Reply, Request
from spi.empirical.agents.cassette import Budget, Recorder, replay_agent
from spi.errors import BudgetError, FormatError


@dataclass
class Counting:
    """Answers with the number of the call."""

    replies: list[Reply] = field(default_factory=list)
    asked: int = 0

    def ask(self, request: Request) -> Reply:
        self.asked += 1
        return Reply(f"{self.asked}", input_tokens=3, output_tokens=2)


def request(n: int) -> Request:
    return Request("m", (Message("user", "Pay?"),), draw=str(n))


def recorder(agent: Agent, path: Path, budget: Budget | None = None) -> Recorder:
    return Recorder({"m": agent}, path, budget or Budget())


def test_a_request_is_asked_once_in_all_runs(tmp_path: Path) -> None:
    agent, path = Counting(), tmp_path / "calls.jsonl"
    first = recorder(agent, path)
    assert [first.ask(request(n)).text for n in (0, 1, 0, 1)] == ["1", "2", "1", "2"]
    first.close()
    second = recorder(agent, path)
    assert [second.ask(request(n)).text for n in (2, 1, 0)] == ["3", "2", "1"]
    assert (second.calls, second.tokens) == (3, 15)
    second.close()
    assert agent.asked == 3
    assert replay_agent(path).ask(request(1)).text == "2"


def test_what_was_not_recorded_is_an_error_and_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    kept = recorder(Counting(), path)
    kept.ask(request(0))
    kept.close()
    reply = replay_agent(path).ask(request(1))
    assert reply.status == "error" and reply.text is None and "'1'" in reply.reason


def test_calls_end_with_the_budget_of_all_runs(tmp_path: Path) -> None:
    agent, path = Counting(), tmp_path / "calls.jsonl"
    first = recorder(agent, path, Budget(calls=2))
    first.ask(request(0))
    first.close()
    second = recorder(agent, path, Budget(calls=2))
    second.ask(request(1))
    with pytest.raises(BudgetError, match="the budget has 2"):
        second.ask(request(2))
    assert second.ask(request(0)).text == "1"  # recorded: free
    second.close()
    assert agent.asked == 2


def test_no_call_begins_once_the_tokens_are_used(tmp_path: Path) -> None:
    kept = recorder(Counting(), tmp_path / "calls.jsonl", Budget(tokens=6))
    kept.ask(request(0))  # 5 tokens
    kept.ask(request(1))  # 10
    with pytest.raises(BudgetError, match="10 tokens"):
        kept.ask(request(2))
    kept.close()


def test_failed_attempts_count_as_calls(tmp_path: Path) -> None:
    class Flaky:
        def ask(self, request: Request) -> Reply:
            return Reply("at last", attempts=("timeout", "timeout", "ok"))

    kept = recorder(Flaky(), tmp_path / "calls.jsonl", Budget(calls=3))
    kept.ask(request(0))
    assert kept.calls == 3
    with pytest.raises(BudgetError):
        kept.ask(request(1))
    kept.close()


def test_threads_do_not_share_the_last_call(tmp_path: Path) -> None:
    agent, start, refused = Counting(), Barrier(8), []
    kept = recorder(agent, tmp_path / "calls.jsonl", Budget(calls=3))

    def work(n: int) -> None:
        start.wait()
        try:
            kept.ask(request(n))
        except BudgetError:
            refused.append(n)

    threads = [Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept.close()
    assert (agent.asked, len(refused)) == (3, 5)


def test_a_file_of_something_else_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text('{"key": "a", "reply": {"text": "b"}}\n{"key": "a"}\n')
    with pytest.raises(FormatError, match="line 2"):
        replay_agent(path)
