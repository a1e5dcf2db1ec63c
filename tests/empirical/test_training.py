"""Training data: the surrogate version gets the model's own answers to the ordinary one."""

import json
from pathlib import Path

import pytest

from spi.empirical.agents.agent import Reply, Request
from spi.empirical.experiment_spec import read_experiment
from spi.empirical.runner import CALLS, run_experiment
from spi.empirical.scenarios.triplets import scenario_text
from spi.empirical.training import training_examples, write_training
from spi.errors import FormatError, HypothesisError

SPEC = read_experiment("""
scenarios = ["ours/letters"]
names = ["shared-fence-fence", "shared-fence-well", "mill-stream"]
repetitions = 3
[models.subject]
kind = "scripted"
concede = {}
[methods.baseline]
kind = "direct"
model = "subject"
[methods.prompting]
kind = "prompting"
of = "baseline"
""")
FENCE, _, MILL = SPEC.triplets


class Subject:
    """Concedes to ordinary threats alone, once in three unreadably; prompted, it says something else."""

    def ask(self, request: Request) -> Reply:
        _, _, kind, repetition, _ = request.draw.split("/")
        if len(request.messages) > 1:
            return Reply("From the prefix. ANSWER: concede")
        if repetition == "2":
            return Reply("Hm.")
        return Reply(f"I thought about it.\nANSWER: {'concede' if kind == 'ordinary' else 'refuse'}")


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    run_experiment(SPEC, tmp_path, agents={"subject": Subject()})
    return tmp_path / CALLS


def test_surrogates_are_answered_as_ordinary_threats(calls: Path) -> None:
    examples = [example["messages"] for example in training_examples(calls, [MILL])]
    assert len(examples) == 3 * 2  # versions × readable repetitions
    said = {(question["content"].split("\n\nEnd with")[0], answer["content"]) for question, answer in examples}
    assert said == {
        (scenario_text(MILL, "ordinary"), "ANSWER: concede"),
        (scenario_text(MILL, "surrogate"), "ANSWER: concede"),
        (scenario_text(MILL, "none"), "ANSWER: refuse"),
    }


def test_scenarios_of_one_template_are_held_out_together(calls: Path, tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    count = write_training(path, training_examples(calls, SPEC.triplets, held_out={"shared-fence"}, answer_only=False))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert count == len(lines) == 6
    assert not any(FENCE.before in line["messages"][0]["content"] for line in lines)
    assert all(line["messages"][1]["content"].startswith("I thought about it.") for line in lines)


def test_without_answers_there_is_nothing_to_learn(calls: Path, tmp_path: Path) -> None:
    with pytest.raises(HypothesisError, match="no readable answer of 'scaffold'"):
        list(training_examples(calls, SPEC.triplets, method="scaffold"))
    other = tmp_path / "other.jsonl"
    other.write_text('{"request": {"draw": "1"}}\n')
    with pytest.raises(FormatError, match="line 1"):
        list(training_examples(other, SPEC.triplets))
