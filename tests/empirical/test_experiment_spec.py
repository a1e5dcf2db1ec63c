"""Specifications of experiments: what they say, and what is wrong with others."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from spi.empirical.agents.agent import Parameters
from spi.empirical.experiment_spec import load_experiment, read_experiment
from spi.empirical.methods import DetectTranslate, Direct, Prefixed
from spi.empirical.prompts import PREFIX
from spi.empirical.runner import run_experiment
from spi.errors import FormatError

SPEC = """
title = "three ways"
scenarios = ["ours/notes"]
names = ["parish-hall-key", "bakery-door"]
kinds = ["ordinary", "surrogate"]
repetitions = 20
seed = 7
workers = 2
budget = { calls = 500 }

[models.subject]
kind = "scripted"
concede = { ordinary = "1/2" }
[models.tuned]
kind = "replay"
cassette = "tuned.jsonl"
[models.served]
kind = "model"
name = "openai-api/local/qwen"

[methods.baseline]
kind = "direct"
model = "subject"
temperature = "0.7"
[methods.fine-tuned]
kind = "direct"
model = "tuned"
[methods.both]
kind = "prompting"
of = "scaffold"
[methods.scaffold]
kind = "scaffold"
of = "baseline"
detector = "subject"
translator = "served"
"""


def test_what_a_specification_says(tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    path.write_text(SPEC)
    spec = load_experiment(path)
    assert [triplet.name for triplet in spec.triplets] == ["parish-hall-key", "bakery-door"]
    assert (spec.kinds, spec.repetitions, spec.seed, spec.workers) == (("ordinary", "surrogate"), 20, 7, 2)
    assert (spec.budget.calls, spec.budget.tokens) == (500, None)
    baseline = Direct("subject", Parameters("0.7"))
    assert spec.methods["baseline"] == baseline
    assert spec.methods["fine-tuned"] == Direct("tuned")
    assert spec.methods["scaffold"] == DetectTranslate(baseline, "subject", "served")
    assert spec.methods["both"] == Prefixed(DetectTranslate(baseline, "subject", "served"), PREFIX)
    rates = spec.backends["subject"].rates
    assert rates is not None and Fraction(rates.concede["ordinary"]) == Fraction(1, 2)
    assert spec.backends["tuned"].cassette == str(tmp_path / "tuned.jsonl")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "three ways"', "mood = 1", "the file: the key 'mood'; accepted: title"),
        ("repetitions = 20\n", "", r"'repetitions' \(a whole number\) is missing; accepted: with it"),
        ("repetitions = 20", "repetitions = 0", "accepted: 1 or more"),
        ("repetitions = 20", 'repetitions = "20"', "accepted: a whole number"),
        ('"ordinary", "surrogate"]', '"original"]', "accepted: ordinary, surrogate, none"),
        ('["ours/notes"]', '["ours/poems"]', "no scenarios 'ours/poems'"),
        ('["ours/notes"]', '["ours/notes", "ours/notes"]', "two scenarios have the name"),
        ('"bakery-door"]', '"bakery"]', "names has 'bakery'; accepted: bakery-door"),
        ('names = ["parish-hall-key", "bakery-door"]', "names = []", "no scenario"),
        ('kind = "scripted"', 'kind = "oracle"', "models.subject.*'scripted' or 'replay' or 'model'"),
        ('ordinary = "1/2"', "ordinary = 0.5", "is a float"),
        ('model = "tuned"', 'model = "tune"', "methods.fine-tuned: no model 'tune'; accepted: subject, tuned, served"),
        ('of = "baseline"', 'of = "both"', "it is put around itself"),
        ('of = "scaffold"', 'of = "scafold"', "methods.scafold, which is named by both: accepted: baseline"),
        ('translator = "served"\n', "", r"methods.scaffold: 'translator' \(a string\) is missing"),
        ('temperature = "0.7"', "temperature = 0.7", "methods.baseline: temperature = 0.7; accepted: a string"),
        ('temperature = "0.7"', 'temperature = "warm"', "not an exact number"),
        ("calls = 500", "dollars = 5", "budget: the key 'dollars'"),
        ("seed = 7", "seed =", "accepted: TOML"),
    ],
)
def test_faults_are_named(old: str, new: str, words: str) -> None:
    assert old in SPEC
    with pytest.raises(FormatError, match=words):
        read_experiment(SPEC.replace(old, new), file="spec.toml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"none.toml.*accepted: a .toml file"):
        load_experiment(tmp_path / "none.toml")


def test_the_example_of_the_manual_runs(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "spi" / "empirical" / "README.md").read_text()
    spec = read_experiment(manual.split("```toml\n")[1].split("```")[0])
    assert list(spec.methods) == ["baseline", "prompting", "fine-tuning", "scaffold"]
    found = run_experiment(replace(spec, repetitions=1), tmp_path)
    assert len(found.responses) == found.episodes == len(spec.triplets) * 3 * 4 and not found.stopped
