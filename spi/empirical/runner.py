"""Running an experiment: every episode once, every call paid for once, and a log that survives being killed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.empirical.agents.agent import Agent, Reply, Request
from spi.empirical.agents.cassette import Recorder, replay_agent
from spi.empirical.agents.scripted import scripted_agent
from spi.empirical.agents.subject import subject_law
from spi.empirical.experiment_spec import Backend, ExperimentSpec
from spi.empirical.jsonlines import JsonLines, read_lines
from spi.empirical.methods import DetectTranslate, Direct, Method, Prefixed, hold_dialogue, prompt_digest, respond
from spi.empirical.parsing import PARSER
from spi.empirical.records import Response, read_response, response_json
from spi.empirical.scenarios.triplets import ScenarioKind, Triplet, scenario_text
from spi.errors import BudgetError, HypothesisError

__all__ = ["CALLS", "RESPONSES", "ExperimentRun", "read_log", "run_experiment"]

RESPONSES, CALLS, SPEC = "responses.jsonl", "calls.jsonl", "experiment.json"
"""The files of an experiment: one line an episode, one line a call, and what was to be run."""

OUTAGE = 10
"""So many failed episodes in a row are an outage, and the run ends: a table of failures measures nothing."""

_Episode = tuple[str, Triplet, ScenarioKind, int]


@dataclass(frozen=True, slots=True)
class ExperimentRun:
    """What has been measured so far.

    Parameters
    ----------
    responses : tuple of Response
        Of this run and of those before it in the same folder, in the order of the log.
    episodes : int
        How many there are to be in all.
    stopped : str
        Why the run ended before all were done; empty if it did not.
    calls, tokens : int
        Paid for so far, in all runs.

    Source: ours
    """

    responses: tuple[Response, ...]
    episodes: int
    stopped: str
    calls: int
    tokens: int

    _repr_html_ = html_of


def run_experiment(
    spec: ExperimentSpec,
    folder: str | Path,
    *,
    agents: Mapping[str, Agent] | None = None,
    network: bool = False,
    retry_errors: bool = False,
    progress: bool = False,
) -> ExperimentRun:
    """Run an experiment, or what is left of it.

    Parameters
    ----------
    spec : ExperimentSpec
    folder : str or Path
        Where its files are. If it has some, of the same experiment, the run continues there: episodes that are in the
        log are not repeated, and calls that were made are not made again. More repetitions and a larger budget are the
        same experiment.
    agents : mapping from model to Agent, optional
        Instead of the spec's backends.
    network : bool
        Must be set for backends that are models: calls cost money. They need a budget, too.
    retry_errors : bool
        Ask again where a call failed.
    progress : bool
        Show a bar.

    Returns
    -------
    ExperimentRun
        An episode that the budget does not allow is not begun, and is no response of any kind. If ten episodes in a row
        fail, the run stops.

    Raises
    ------
    HypothesisError
        For models without `network` or without a budget, and for a folder of another experiment.
    FormatError
        For a log that cannot be read.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    folder = Path(folder)
    log = folder / RESPONSES
    with ExitStack() as stack:
        asked = _agents(spec, agents or {}, network, stack)
        folder.mkdir(parents=True, exist_ok=True)
        _same_experiment(spec, folder / SPEC)
        if retry_errors:
            _drop_errors(log, folder / CALLS)
        lines = stack.enter_context(JsonLines(log))
        recorder = Recorder(asked, folder / CALLS, spec.budget)
        stack.callback(recorder.close)
        done = {(r.method, r.scenario, r.kind, r.repetition) for r in read_log(log)}
        episodes = list(_episodes(spec))
        pending = [e for e in episodes if (e[0], e[1].name, e[2], e[3]) not in done]
        stopped = _run(pending, spec, recorder, lines, progress)
        return ExperimentRun(tuple(read_log(log)), len(episodes), stopped, recorder.calls, recorder.tokens)


def read_log(path: str | Path) -> Iterator[Response]:
    """Read a log of responses, line by line.

    Parameters
    ----------
    path : str or Path

    Yields
    ------
    Response

    Raises
    ------
    FormatError
        Naming the line. A last line that was torn is passed over.

    Source: ours
    """
    for number, entry in read_lines(Path(path)):
        yield read_response(entry, file=str(path), line=number)


def _episodes(spec: ExperimentSpec) -> Iterator[_Episode]:
    # repetitions outermost: whatever a budget ends is about equally far in all cells
    for repetition in range(spec.repetitions):
        for triplet in spec.triplets:
            for kind in spec.kinds:
                for method in spec.methods:
                    yield method, triplet, kind, repetition


def _run(pending: list[_Episode], spec: ExperimentSpec, recorder: Recorder, lines: JsonLines, progress: bool) -> str:
    # without a bar nothing is loaded that warns, in a notebook without widgets, of a bar that cannot be shown
    tqdm = import_module("tqdm.auto" if progress else "tqdm.std").tqdm
    failed = 0
    with (
        ThreadPoolExecutor(spec.workers) as pool,
        tqdm(total=len(pending), disable=not progress, unit="episode") as bar,
    ):
        futures = [pool.submit(_episode, episode, spec.methods[episode[0]], recorder) for episode in pending]
        try:
            for future in futures:  # in order, so that the log of one spec has one order
                response = future.result()
                lines.append(response_json(response))
                bar.update()
                failed = failed + 1 if response.status == "error" else 0
                if failed == OUTAGE:
                    return f"{failed} episodes failed in a row, the last because: {response.reason}"
        except BudgetError as error:
            return str(error)
        finally:
            pool.shutdown(cancel_futures=True)
    return ""


def _episode(episode: _Episode, method: Method, recorder: Recorder) -> Response:
    name, triplet, kind, repetition = episode
    requests: list[Request] = []

    def ask(step: str, request: Request) -> Reply:
        requests.append(request)
        # methods have draws of their own: arms that share replies would not be independent
        return recorder.ask(request.drawn(f"{name}/{triplet.name}/{kind}/{repetition}/{step}"))

    outcome = hold_dialogue(respond(method, scenario_text(triplet, kind), triplet.choices), ask)
    return Response(
        triplet.name,
        kind,
        repetition,
        outcome.answer,
        outcome.status,
        outcome.reason,
        method=name,
        model=_answering(method).model,
        served=outcome.served,
        turns=len(requests),
        prompt=prompt_digest(requests),
        temperature=_answering(method).parameters.temperature,
        parser=PARSER,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _answering(method: Method) -> Direct:
    match method:
        case Direct():
            return method
        case Prefixed(base=base) | DetectTranslate(base=base):
            return _answering(base)


def _agents(spec: ExperimentSpec, given: Mapping[str, Agent], network: bool, stack: ExitStack) -> dict[str, Agent]:
    agents: dict[str, Agent] = dict(given)
    for name, backend in spec.backends.items():
        if name in agents:
            continue
        if backend.kind == "scripted" and backend.rates is not None:
            agents[name] = scripted_agent(subject_law(spec.triplets, backend.rates), seed=spec.seed, served=name)
        elif backend.kind == "replay":
            agents[name] = replay_agent(backend.cassette)
        else:
            if not network:
                raise HypothesisError(
                    f"{name} is {backend.name}; accepted: calls of models with network=True (--network)"
                )
            if spec.budget.calls is None and spec.budget.tokens is None:
                raise HypothesisError(f"{name} is {backend.name}; accepted: models in experiments with a budget")
            from spi.empirical.agents.models import model_agent

            model = model_agent(backend.name, base_url=backend.base_url or None, tries=backend.tries)
            stack.callback(model.close)
            agents[name] = model
    return agents


def _same_experiment(spec: ExperimentSpec, path: Path) -> None:
    """Note what is run; refuse a folder in which something else was."""
    texts = [[t.name, list(t.choices), [scenario_text(t, kind) for kind in spec.kinds]] for t in spec.triplets]
    noted: dict[str, Any] = {
        "scenarios": hashlib.sha256(json.dumps(texts).encode()).hexdigest(),
        "kinds": list(spec.kinds),
        "methods": {name: {"kind": type(method).__name__, **asdict(method)} for name, method in spec.methods.items()},
        "models": {name: _asked(backend) for name, backend in spec.backends.items()},
        "seed": spec.seed,
        "parser": PARSER,
    }
    noted = json.loads(json.dumps(noted, default=str))
    if not path.exists():
        path.write_text(json.dumps(noted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    before = json.loads(path.read_text(encoding="utf-8"))
    if changed := [key for key in noted if before.get(key) != noted[key]]:
        raise HypothesisError(
            f"{path.parent} has another experiment, with other {', '.join(changed)}; accepted: a new folder, or the "
            "same experiment with more repetitions or another budget"
        )


def _asked(backend: Backend) -> dict[str, Any]:
    """What decides on the replies; under which names they count is for the gate, and may be changed later."""
    return {key: value for key, value in asdict(backend).items() if key != "served"}


def _drop_errors(log: Path, calls: Path) -> None:
    """Take failed calls and failed episodes out of the files, so that they are asked again."""
    _keep(calls, lambda entry: entry["reply"]["status"] != "error")
    _keep(log, lambda entry: entry["status"] != "error")


def _keep(path: Path, wanted: Callable[[dict[str, Any]], bool]) -> None:
    if path.exists():
        fresh = path.with_suffix(".part")
        fresh.unlink(missing_ok=True)
        with JsonLines(fresh) as lines:
            for _, entry in read_lines(path):
                if wanted(entry):
                    lines.append(entry)
        fresh.replace(path)
