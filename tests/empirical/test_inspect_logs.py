"""Logs of Inspect, written offline by Inspect itself with scripted outputs: epochs stay apart."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from spi.empirical.counting import CountBounds, count_bounds
from spi.empirical.inspect_logs import load_inspect_log
from spi.empirical.responses import tabulate_responses
from spi.errors import FormatError, SpiError

inspect_ai = pytest.importorskip("inspect_ai")

pytestmark = pytest.mark.filterwarnings("ignore")  # those of another project are not ours to raise


def write_log(folder: Path, says: Sequence[str], form: str = "eval", *, scorers: int = 1) -> Path:
    """Two scenarios, two epochs; the scorer reads a choice, and gives NaN where there is none."""
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.model import ModelOutput, ModelUsage, get_model
    from inspect_ai.scorer import Score, Scorer, Target, mean, scorer
    from inspect_ai.solver import TaskState, generate

    def scripted(text: str) -> ModelOutput:
        usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)  # without it, a tokenizer is downloaded
        return ModelOutput.from_content("mockllm/model", text).model_copy(update={"usage": usage})

    def scoring(name: str) -> Scorer:
        @scorer(metrics=[mean()], name=name)
        def build() -> Scorer:
            async def score(state: TaskState, target: Target) -> Score:
                said = state.output.completion
                if said == "crash":
                    raise RuntimeError("the judge is out")
                return Score(value=said if said in ("concede", "refuse") else float("nan"))

            return score

        return build()

    data = MemoryDataset([
        Sample(input="Pay?", id="toll", metadata={"kind": "surrogate", "method": "prompting", "parser": "p1"}),
        Sample(input="Pay!", id="gate"),
    ])  # fmt: skip
    task = inspect_ai.Task(
        dataset=data, solver=generate(), scorer=[scoring(f"choice{k}") for k in range(scorers)], name="threats"
    )
    logs = inspect_ai.eval(
        task,
        model=get_model("mockllm/model", custom_outputs=list(map(scripted, says))),
        epochs=2,
        log_dir=str(folder),
        log_format=form,
        temperature=0.5,
        max_samples=1,
        max_connections=1,
        display="none",
    )
    return Path(logs[0].location.removeprefix("file://"))


def test_epochs_are_repetitions_and_missing_scores_are_missing(tmp_path: Path) -> None:
    found = load_inspect_log(write_log(tmp_path, ["concede", "refuse", "concede", "perhaps"]))
    assert {(r.scenario, r.repetition) for r in found.responses} == {("toll", 0), ("toll", 1), ("gate", 0), ("gate", 1)}
    assert Counter(r.answer for r in found.responses) == {"concede": 2, "refuse": 1, None: 1}
    assert [r.reason for r in found.responses if r.status == "missing"] == ["no score"]
    toll = next(r for r in found.responses if r.scenario == "toll")
    assert (toll.kind, toll.method, toll.parser, toll.temperature) == ("surrogate", "prompting", "p1", "0.5")
    gate = next(r for r in found.responses if r.scenario == "gate")
    assert (gate.kind, gate.method, gate.parser) == ("ordinary", "threats", "choice0")
    assert (gate.model, gate.served, gate.turns) == ("mockllm/model", "mockllm/model", 1)
    table = tabulate_responses(
        [r for r in found.responses if r.answer], answers=["concede", "refuse"], override="the grid has a hole here"
    )
    assert count_bounds(table, "concede") == CountBounds(2, 2, 3)


def test_an_evaluation_that_failed_is_refused(tmp_path: Path) -> None:
    path = write_log(tmp_path, ["crash"] * 4, "json")
    with pytest.raises(FormatError, match=r"has status 'error'; accepted: 'success'"):
        load_inspect_log(path)


def test_both_formats_and_the_choice_of_a_scorer(tmp_path: Path) -> None:
    path = write_log(tmp_path, ["refuse"] * 4, "json", scorers=2)
    with pytest.raises(FormatError, match="several scorers; accepted: scorer= one of choice0, choice1"):
        load_inspect_log(path)
    assert [r.answer for r in load_inspect_log(path, scorer="choice1").responses] == ["refuse"] * 4
    with pytest.raises(FormatError, match="no scorer 'other'"):
        load_inspect_log(path, scorer="other")
    data: dict[str, Any] = json.loads(path.read_text())
    data["samples"][0]["scores"]["choice0"]["value"] = 0.25
    path.write_text(json.dumps(data))
    with pytest.raises(FormatError, match=r"sample \w+, epoch 1: a score 0.25"):
        load_inspect_log(path, scorer="choice0")


def test_what_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"accepted: \.eval and \.json"):
        load_inspect_log(tmp_path / "log.txt")
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(FormatError, match="not a log of Inspect"):
        load_inspect_log(tmp_path / "a.json")
    with pytest.raises(FormatError, match="cannot be read"):
        load_inspect_log(tmp_path / "none.eval")


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "inspect_ai.log", None)
    with pytest.raises(SpiError, match=r"pip install safe-pareto\[eval\]"):
        load_inspect_log(tmp_path / "a.eval")
