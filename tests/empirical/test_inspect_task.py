"""The task of Inspect, run on this machine with scripted outputs and with a server of our own, and its logs."""

import gc
import tomllib
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("inspect_ai", reason="the extra eval is not installed")

from inspect_ai import eval as evaluate
from inspect_ai.model import Model, ModelOutput, ModelUsage, get_model

from spi.empirical.agents.agent import Message, Request
from spi.empirical.agents.scripted import scripted_agent
from spi.empirical.agents.subject import SubjectRates, subject_law
from spi.empirical.gate import GateRules
from spi.empirical.inspect_logs import load_inspect_log
from spi.empirical.inspect_task import surrogate_goals
from spi.empirical.parsing import PARSER
from spi.empirical.records import Response
from spi.empirical.responses import tabulate_responses
from spi.empirical.scenarios.shelf import load_scenarios
from spi.errors import HypothesisError
from tests.empirical.stub_server import stub_server

pytestmark = [
    # Inspect's way of waiting between attempts uses a name that its own dependency has renamed …
    pytest.mark.filterwarnings("ignore:The 'initial' parameter is deprecated:DeprecationWarning"),
    # … and it leaves its own channels to the garbage collector
    pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """What Inspect leaves behind is collected here, where its warnings are expected, not in another test."""
    yield
    gc.collect()


CERTAIN = SubjectRates({"ordinary": 1}, prompted={"surrogate": 1}, detect={"surrogate": 1})
"""Concedes to ordinary threats alone; to surrogate ones when it is prompted to; detects them all."""


def scripted_model(rates: SubjectRates, served: str = "scripted") -> Model:
    agent, calls = scripted_agent(subject_law(load_scenarios("ours/notes"), rates)), count()

    def output(messages: Any, tools: Any, choice: Any, config: Any) -> ModelOutput:
        asked = tuple(Message(message.role, message.text) for message in messages)
        found = ModelOutput.from_content(served, agent.ask(Request("m", asked, draw=str(next(calls)))).text or "")
        found.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)  # or tokens are counted by a download
        return found

    return get_model("mockllm/model", custom_outputs=output, memoize=False)


def logged(folder: Path, method: str, model: Model, **roles: Model) -> tuple[Response, ...]:
    task = surrogate_goals("ours/notes", method, repetitions=2)
    [log] = evaluate(
        task, model=model, model_roles={**roles}, display="none", log_dir=str(folder), log_format="json", limit=None
    )
    return load_inspect_log(log.location.removeprefix("file://")).responses


@pytest.mark.parametrize(
    ("method", "conceded"),
    [("baseline", {"ordinary"}), ("prompting", {"ordinary", "surrogate"}), ("scaffold", {"ordinary", "surrogate"})],
)
def test_methods_do_in_inspect_what_they_do_elsewhere(tmp_path: Path, method: str, conceded: set[str]) -> None:
    responses = logged(tmp_path, method, scripted_model(CERTAIN))
    rules = GateRules(truncation_median=None, served=frozenset({("mockllm/model", "scripted")}))
    table = tabulate_responses(responses, answers=["concede", "refuse"], rules=rules)
    assert len(table.cells) == 5 * 3 and not table.gate.faults
    for cell in table.cells:
        assert cell.counts == ((2, 0) if cell.kind in conceded else (0, 2)), cell
    assert {(r.method, r.model, r.served) for r in responses} == {(method, "mockllm/model", "scripted")}
    assert {r.repetition for r in responses} == {0, 1}
    assert {(r.parser, len(r.prompt)) for r in responses} == {(PARSER, 64)}  # SHA-256 in hexadecimal


def test_detectors_and_translators_can_be_other_models(tmp_path: Path) -> None:
    blind = scripted_model(SubjectRates({"ordinary": 1}))  # detects nothing
    responses = logged(tmp_path, "scaffold", scripted_model(CERTAIN), detector=blind)
    surrogate = [response for response in responses if response.kind == "surrogate"]
    assert {(response.answer, response.turns) for response in surrogate} == {("refuse", 2)}


def test_what_cannot_be_read_is_missing(tmp_path: Path) -> None:
    responses = logged(tmp_path, "scaffold", scripted_model(SubjectRates({}, unreadable=1)))
    assert {(r.status, r.answer) for r in responses} == {("missing", None)}
    assert all(r.reason not in ("", "no score") for r in responses)


def test_a_server_with_the_interface_of_openai(tmp_path: Path) -> None:
    with stub_server(lambda body: (200, "ANSWER: refuse")) as (url, requests):
        model = get_model("openai-api/local/qwen", base_url=url, api_key="none", memoize=False)
        responses = logged(tmp_path, "baseline", model)
    assert len(requests) == 5 * 3 * 2
    assert {(r.answer, r.served, r.model) for r in responses} == {("refuse", "served-by-stub", "openai-api/local/qwen")}


def test_the_entry_point_leads_to_the_task() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    module = import_module(project["project"]["entry-points"]["inspect_ai"]["spi"])
    assert module.surrogate_goals is surrogate_goals


def test_methods_and_kinds_that_are_not_known() -> None:
    with pytest.raises(HypothesisError, match="accepted: baseline, prompting, scaffold"):
        surrogate_goals(method="hypnosis")
    with pytest.raises(HypothesisError, match="accepted: ordinary, surrogate, none"):
        surrogate_goals(kinds="ordinary, original")
