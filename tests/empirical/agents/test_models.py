"""Agents that are models, against a server on this machine; nothing leaves it."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("inspect_ai", reason="the extra eval is not installed")

from spi.empirical.agents.agent import Message, Parameters, Request
from spi.empirical.agents.models import model_agent
from spi.empirical.experiment_spec import read_experiment
from spi.empirical.runner import run_experiment
from spi.errors import HypothesisError
from tests.empirical.stub_server import stub_server

# Inspect's way of waiting between attempts uses a name that its own dependency has renamed
pytestmark = pytest.mark.filterwarnings("ignore:The 'initial' parameter is deprecated:DeprecationWarning")

ASKED = Request("m", (Message("system", "Be brief."), Message("user", "Pay?")), Parameters("0.7", 33, seed=4))


def test_what_is_asked_and_what_comes_back() -> None:
    with stub_server(lambda body: (200, "ANSWER: concede")) as (url, requests):
        agent = model_agent("openai-api/local/qwen", base_url=url, api_key="none")
        reply = agent.ask(ASKED)
        agent.close()
    assert (reply.text, reply.status, reply.served) == ("ANSWER: concede", "ok", "served-by-stub")
    assert (reply.input_tokens, reply.output_tokens, reply.attempts) == (11, 7, ("ok",))
    [sent] = requests
    assert sent["messages"] == [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Pay?"}]
    assert (sent["model"], sent["temperature"], sent["max_tokens"], sent["seed"]) == ("qwen", 0.7, 33, 4)


def test_every_attempt_is_ours_and_is_recorded() -> None:
    answers = iter([(500, "overloaded"), (500, "overloaded"), (200, "ANSWER: refuse")])
    with stub_server(lambda body: next(answers)) as (url, requests):
        agent = model_agent("openai-api/local/qwen", base_url=url, api_key="none", tries=3, wait=0.01)
        reply = agent.ask(ASKED)
        agent.close()
    assert reply.text == "ANSWER: refuse"
    assert len(requests) == len(reply.attempts) == 3
    assert "InternalServerError" in reply.attempts[0] and reply.attempts[-1] == "ok"


def test_a_model_that_never_answers_is_an_error() -> None:
    with stub_server(lambda body: (500, "down")) as (url, requests):
        agent = model_agent("openai-api/local/qwen", base_url=url, api_key="none", tries=2, wait=0.01)
        reply = agent.ask(ASKED)
        agent.close()
    assert (reply.status, reply.text, len(reply.attempts), len(requests)) == ("error", None, 2, 2)


def test_without_a_key_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOWHERE_API_KEY", raising=False)
    with pytest.raises(HypothesisError, match="NOWHERE_API_KEY"):
        model_agent("openai-api/nowhere/qwen", base_url="http://127.0.0.1:9/v1")


SPEC = """
scenarios = ["ours/notes"]
names = ["bakery-door"]
repetitions = 2
workers = 3
budget = {{ calls = 100 }}
[models.subject]
kind = "model"
name = "openai-api/local/qwen"
base_url = "{url}"
[methods.baseline]
kind = "direct"
model = "subject"
[methods.scaffold]
kind = "scaffold"
of = "baseline"
detector = "subject"
translator = "subject"
"""


def test_an_experiment_with_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_API_KEY", "none")

    def answer(body: dict[str, Any]) -> tuple[int, str]:
        asked = body["messages"][-1]["content"]
        if "Decide whether, in it" in asked:
            return 200, "ANSWER: yes" if "my own takings" in asked else "ANSWER: no"
        if "Rewrite it so that" in asked:
            return 200, "TRANSLATED"
        return 200, "ANSWER: concede" if "TRANSLATED" in asked else "ANSWER: refuse"

    with stub_server(answer) as (url, requests):
        spec = read_experiment(SPEC.format(url=url))
        with pytest.raises(HypothesisError, match="network"):
            run_experiment(spec, tmp_path / "run")
        run = run_experiment(spec, tmp_path / "run", network=True)
        # six direct episodes of one call; of the scaffold two with three calls and four with two
        assert run.calls == len(requests) == 6 + 2 * 3 + 4 * 2
        assert run_experiment(spec, tmp_path / "run", network=True).responses == run.responses
        assert len(requests) == 20
    conceded = {(r.method, r.kind, r.repetition) for r in run.responses if r.answer == "concede"}
    assert conceded == {("scaffold", "surrogate", 0), ("scaffold", "surrogate", 1)}
    assert {r.served for r in run.responses} == {"served-by-stub"}
    assert {r.turns for r in run.responses if r.method == "scaffold"} == {2, 3}


def test_models_need_a_budget(tmp_path: Path) -> None:
    spec = read_experiment(SPEC.format(url="http://127.0.0.1:9/v1").replace("budget = { calls = 100 }", ""))
    with pytest.raises(HypothesisError, match="budget"):
        run_experiment(spec, tmp_path / "run", network=True)
