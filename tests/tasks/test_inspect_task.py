"""An export as a task of Inspect, run on this machine with a scripted model."""

import gc
import json
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("inspect_ai", reason="the extra eval is not installed")

from inspect_ai import eval as evaluate
from inspect_ai.dataset import json_dataset
from inspect_ai.model import Model, ModelOutput, ModelUsage, get_model

from spi.errors import FormatError, HypothesisError
from spi.tasks.inspect_task import proved_tasks

pytestmark = [
    pytest.mark.filterwarnings("ignore:The 'initial' parameter is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning"),
]


@pytest.fixture
def _collected() -> Iterator[None]:
    """What Inspect leaves behind is collected here, where its warnings are expected, not in another test."""
    yield
    gc.collect()


def knowing(folder: Path, split: str) -> dict[str, dict[str, Any]]:
    lines = (folder / f"{split}.jsonl").read_text().splitlines()
    return {row["input"]: row for row in map(json.loads, lines)}


def model(replies: dict[str, str]) -> Model:
    def output(messages: Any, tools: Any, choice: Any, config: Any) -> ModelOutput:
        found = ModelOutput.from_content("scripted", replies[messages[-1].text])
        found.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        return found

    return get_model("mockllm/model", custom_outputs=output, memoize=False)


@pytest.mark.usefixtures("_collected")
def test_scores_are_ours_and_what_is_not_graded_counts_nowhere(exported: Path, tmp_path: Path) -> None:
    rows = knowing(exported, "train")
    kept = [text for text, row in rows.items() if row["metadata"]["difficulty"] == 1]
    graded = [text for text in kept if rows[text]["metadata"]["graded"]]
    replies = {text: f"**ANSWER: {rows[text]['target'] or 'C'}**" for text in kept}
    wrong, unread = graded[:2]
    replies[wrong] = "ANSWER: A" if rows[wrong]["target"] == "B" else "ANSWER: B"
    replies[unread] = "Either."
    task = proved_tasks(str(exported), "train")
    task.dataset = task.dataset.filter(lambda sample: sample.input in replies)
    [log] = evaluate(task, model=model(replies), display="none", log_dir=str(tmp_path), log_format="json")
    assert log.status == "success" and log.results is not None and log.samples is not None
    metrics = {name: metric.value for name, metric in log.results.scores[0].metrics.items()}
    # 6 items of demo-spi and 6 of demo-steps in two wordings are 24 questions, of which one is wrong, one unreadable;
    # both are of one item, so that of the 6 pairs by wording two are not right; 2 attitudes count nowhere
    assert (len(kept), len(graded)) == (28, 24)
    assert metrics == {"right": 22 / 24, "unreadable": 1 / 24, "right_pairs": 4 / 6}
    found = {sample.input: sample.scores["proved_answers"] for sample in log.samples if sample.scores}
    assert (found[wrong].value, found[unread].value) == ("I", "N")
    assert {found[text].value for text in kept if text not in graded} == {"not graded"}


def test_lines_load_as_samples(exported: Path) -> None:
    samples = list(json_dataset(str(exported / "test.jsonl")))
    assert len(samples) == 16 and samples[0].choices is not None and str(samples[0].target) in "AB"
    assert samples[0].files is not None and all(Path(path).is_file() for path in samples[0].files.values())


def test_the_file_of_the_export_is_a_task(exported: Path) -> None:
    found = spec_from_file_location("exported_task", exported / "task.py")
    assert found is not None and found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    assert len(module.spi_tasks("test").dataset) == 16
    assert len(module.spi_tasks().dataset) == 56  # the first split, unless another one is named


def test_splits_and_folders_that_are_not_there(exported: Path, tmp_path: Path) -> None:
    with pytest.raises(HypothesisError, match="split 'dev'; accepted: train, test, or none for all"):
        proved_tasks(str(exported), "dev")
    assert len(proved_tasks(str(exported)).dataset) == 72
    with pytest.raises(FormatError, match=r"manifest\.json"):
        proved_tasks(str(tmp_path))


def test_the_entry_point_leads_to_both_tasks() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    module = import_module(project["project"]["entry-points"]["inspect_ai"]["spi"])
    assert module.proved_tasks is proved_tasks
    assert callable(module.surrogate_goals)
