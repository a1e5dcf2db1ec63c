"""Experiments from end to end: a run that is interrupted, in whatever way, ends as one that was not."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from spi.empirical.agents.agent import Agent, Reply, Request, request_key
from spi.empirical.agents.cassette import Budget
from spi.empirical.agents.scripted import scripted_agent
from spi.empirical.agents.subject import subject_law
from spi.empirical.counts import CellCounts, count_responses
from spi.empirical.experiment_spec import ExperimentSpec, read_experiment
from spi.empirical.records import Response
from spi.empirical.runner import CALLS, OUTAGE, RESPONSES, ExperimentRun, read_log, run_experiment
from spi.errors import FormatError, HypothesisError

SPEC = """
scenarios = ["ours/notes"]
names = ["bakery-door", "courier-locker"]
repetitions = 3
[models.subject]
kind = "scripted"
concede = { ordinary = "1/2", surrogate = "1/5", none = "1/10" }
detect = { surrogate = "4/5" }
unreadable = "1/10"
[methods.baseline]
kind = "direct"
model = "subject"
[methods.prompting]
kind = "prompting"
of = "baseline"
[methods.scaffold]
kind = "scaffold"
of = "baseline"
detector = "subject"
translator = "subject"
"""
EPISODES = 2 * 3 * 3 * 3  # scenarios, versions, methods, repetitions


@dataclass
class Watched:
    """The scripted subject; notes what it is asked, and breaks off at a given call."""

    spec: ExperimentSpec
    breaks: int | None = None
    asked: list[str] = field(default_factory=list)

    def ask(self, request: Request) -> Reply:
        if self.breaks is not None and len(self.asked) == self.breaks:
            raise RuntimeError("out of order")
        self.asked.append(request_key(request))
        rates = self.spec.backends["subject"].rates
        assert rates is not None
        return scripted_agent(subject_law(self.spec.triplets, rates), seed=self.spec.seed, served="w").ask(request)


def spec() -> ExperimentSpec:
    return read_experiment(SPEC)


def run(folder: Path, agent: Agent, of: ExperimentSpec | None = None) -> ExperimentRun:
    return run_experiment(of or spec(), folder, agents={"subject": agent})


def timeless(responses: tuple[Response, ...]) -> list[Response]:
    return [replace(response, time="") for response in responses]


def table(found: ExperimentRun) -> dict[tuple[str, str, str, str], CellCounts]:
    return {(c.model, c.method, c.scenario, c.kind): c for c in count_responses(found.responses)}


def test_a_run_has_every_episode_with_its_provenance(tmp_path: Path) -> None:
    agent = Watched(spec())
    found = run(tmp_path, agent)
    assert (found.episodes, len(found.responses), found.stopped) == (EPISODES, EPISODES, "")
    assert found.calls == len(agent.asked) == len(set(agent.asked))
    for response in found.responses:
        assert response.served == "w" or response.status == "missing"
        assert len(response.prompt) == 64 and response.time and response.parser == "answer-line 1"
        assert response.temperature == "1" and response.model == "subject"
        assert response.turns >= (2 if response.method == "scaffold" else 1)
    # the same question put in the same way has the same digest in every repetition; other versions have others
    digests = {(r.scenario, r.kind): r.prompt for r in found.responses if r.method == "baseline"}
    assert len(set(digests.values())) == 6
    assert all(r.prompt == digests[r.scenario, r.kind] for r in found.responses if r.method == "baseline")


@pytest.mark.parametrize("breaks", [0, 1, 7, 40])
def test_a_run_that_breaks_off_is_resumed_without_repeating_a_call(tmp_path: Path, breaks: int) -> None:
    whole = run(tmp_path / "whole", Watched(spec()))
    broken = Watched(spec(), breaks)
    with pytest.raises(RuntimeError, match="out of order"):
        run(tmp_path / "broken", broken)
    assert len(broken.asked) == breaks
    rest = Watched(spec())
    found = run(tmp_path / "broken", rest)
    asked = broken.asked + rest.asked
    assert len(set(asked)) == len(asked) == whole.calls
    assert timeless(found.responses) == timeless(whole.responses)
    assert table(found) == table(whole)
    assert run(tmp_path / "broken", Watched(spec(), 0)).responses == found.responses  # nothing is left to ask


def test_a_run_with_threads_that_breaks_off_is_resumed_too(tmp_path: Path) -> None:
    many = replace(spec(), workers=4)
    whole = run(tmp_path / "whole", Watched(spec()))
    broken, rest = Watched(many, 25), Watched(many)
    with pytest.raises(RuntimeError, match="out of order"):
        run(tmp_path / "broken", broken, many)
    found = run(tmp_path / "broken", rest, many)
    asked = broken.asked + rest.asked
    assert len(set(asked)) == len(asked) == whole.calls
    assert timeless(found.responses) == timeless(whole.responses)


SCRIPT = """
import os, signal, sys
from pathlib import Path
from spi.empirical.runner import run_experiment
from tests.empirical.test_runner import Watched, spec

class Killed(Watched):
    def ask(self, request):
        if len(self.asked) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        with open(Path(sys.argv[1]).with_suffix(".asked"), "a") as file:
            file.write(request.draw + "\\n")
        return super().ask(request)

run_experiment(spec(), sys.argv[1], agents={"subject": Killed(spec())})
"""


def test_a_process_that_is_killed_is_resumed_without_repeating_a_call(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", Watched(spec()))
    folder, root = tmp_path / "killed", Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), "30"],
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert ended.returncode == -signal.SIGKILL
    before = folder.with_suffix(".asked").read_text().splitlines()
    assert len(before) == 30
    # what a power cut may leave behind: the beginning of a line
    for name in (RESPONSES, CALLS):
        with open(folder / name, "ab") as file:
            file.write(b'{"scenario": "bakery-do')
    rest = Watched(spec())
    found = run(folder, rest)
    assert len(before) + len(rest.asked) == whole.calls
    assert timeless(found.responses) == timeless(whole.responses)


def test_threads_change_nothing(tmp_path: Path) -> None:
    alone = run(tmp_path / "alone", Watched(spec()))
    together = run(tmp_path / "together", Watched(spec()), replace(spec(), workers=8))
    assert timeless(alone.responses) == timeless(together.responses)


def test_answers_do_not_depend_on_what_else_is_asked(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", Watched(spec()))
    few = replace(spec(), methods={"scaffold": spec().methods["scaffold"]}, kinds=("surrogate",), repetitions=2)
    found = run(tmp_path / "few", Watched(few), few)
    kept = [
        response
        for response in timeless(whole.responses)
        if response.method == "scaffold" and response.kind == "surrogate" and response.repetition < 2
    ]
    assert timeless(found.responses) == kept


def test_a_budget_ends_a_run_and_a_larger_one_continues_it(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", Watched(spec()))
    small = replace(spec(), budget=Budget(calls=20))
    found = run(tmp_path / "run", Watched(small), small)
    assert "the budget has 20" in found.stopped and found.calls == 20
    assert 0 < len(found.responses) < EPISODES
    # what was not asked is not there, not even as missing: every line is one of the whole run
    assert timeless(found.responses) == timeless(whole.responses)[: len(found.responses)]
    assert run(tmp_path / "run", Watched(small), small).calls == 20
    rest = run(tmp_path / "run", Watched(spec()))
    assert timeless(rest.responses) == timeless(whole.responses) and rest.calls == whole.calls


def test_more_repetitions_are_the_same_experiment_and_other_texts_are_not(tmp_path: Path) -> None:
    run(tmp_path, Watched(spec()))
    more = run(tmp_path, Watched(spec()), replace(spec(), repetitions=4))
    assert len(more.responses) == EPISODES * 4 // 3
    with pytest.raises(HypothesisError, match="another experiment, with other scenarios"):
        run(tmp_path, Watched(spec()), replace(spec(), triplets=spec().triplets[:1]))
    with pytest.raises(HypothesisError, match="other seed"):
        run(tmp_path, Watched(spec()), replace(spec(), seed=1))


class Down:
    """Never answers."""

    def ask(self, request: Request) -> Reply:
        return Reply(None, "error", "no route", attempts=("no route",))


def test_an_outage_ends_a_run_and_what_failed_can_be_asked_again(tmp_path: Path) -> None:
    found = run(tmp_path, Down())
    assert len(found.responses) == OUTAGE and "no route" in found.stopped
    assert all(response.status == "error" and response.answer is None for response in found.responses)
    assert len(list(read_log(tmp_path / RESPONSES))) == OUTAGE
    again = run_experiment(spec(), tmp_path, agents={"subject": Watched(spec())}, retry_errors=True)
    whole = run(tmp_path / "whole", Watched(spec()))
    assert timeless(again.responses) == timeless(whole.responses)


def test_a_run_is_replayed_from_its_calls(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", Watched(spec()))
    scripted = SPEC[SPEC.index('kind = "scripted"') : SPEC.index("[methods")]
    replay = 'kind = "replay"\ncassette = "whole/calls.jsonl"\n'
    replayed = read_experiment(SPEC.replace(scripted, replay), folder=tmp_path)
    found = run_experiment(replayed, tmp_path / "again")
    assert timeless(found.responses) == timeless(whole.responses)


def test_a_spoilt_log_is_refused_with_its_line(tmp_path: Path) -> None:
    run(tmp_path, Watched(spec()))
    log = tmp_path / RESPONSES
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join([lines[0], lines[1].replace('"status":"ok"', '"status":"fine"'), *lines[2:]]))
    with pytest.raises(FormatError, match="line 2"):
        run(tmp_path, Watched(spec()))
