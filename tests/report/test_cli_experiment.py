"""The command `spi experiment`: runs, goes on, counts, and says what it shows."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from matplotlib.figure import Figure

from spi.empirical.experiment_report import report_run
from spi.empirical.experiment_spec import read_experiment
from spi.empirical.runner import run_experiment
from spi.empirical.scenarios.shelf import load_scenarios
from spi.empirical.scenarios.triplets import scenario_text
from spi.errors import SpiError
from spi.report.cli import main
from spi.report.cli_experiment import register
from spi.report.experiment_figure import save_figure
from tests.empirical.stub_server import stub_server

# Inspect's way of waiting between attempts uses a name that its own dependency has renamed
pytestmark = pytest.mark.filterwarnings("ignore:The 'initial' parameter is deprecated:DeprecationWarning")

SPEC = """
scenarios = ["ours/notes"]
names = ["bakery-door", "parish-hall-key"]
repetitions = 2
[models.subject]
kind = "scripted"
concede = { ordinary = "1" }
detect = { surrogate = "1" }
[methods.baseline]
kind = "direct"
model = "subject"
[methods.scaffold]
kind = "scaffold"
of = "baseline"
detector = "subject"
translator = "subject"
"""


@pytest.fixture
def command() -> Any:
    app = typer.Typer(add_completion=False)
    app.callback()(lambda: None)
    register(app)

    def call(*arguments: str) -> int:
        return int(app(["experiment", *arguments], standalone_mode=False))

    return call


def test_a_run_prints_its_page(tmp_path: Path, command: Any, capsys: pytest.CaptureFixture[str]) -> None:
    spec, html, figure = (tmp_path / name for name in ("toy.toml", "toy.html", "toy.svg"))
    spec.write_text(SPEC)
    assert command(str(spec), "--by-scenario", "--html", str(html), "--figure", str(figure)) == 0
    text = capsys.readouterr().out
    lines = [line.split() for line in text.splitlines()]
    # baseline: 12 calls; scaffold: 4 surrogate episodes of three calls, 8 others of two
    assert lines[0][:4] == ["episodes:", "24", "of", "24;"] and lines[0][6:8] == ["40", "calls,"]
    assert "0 of 1 runs refused" in text and "parish-hall-key" in text
    start = lines.index(["model", "method", "kind", "scenarios", "concede", "refuse", "missing", "rejected"])
    rows = {(row[1], row[2]): row[3:] for row in lines[start + 1 : start + 7]}
    assert rows["baseline", "surrogate"] == ["2", "0", "4", "0", "0"]
    assert rows["scaffold", "surrogate"] == rows["scaffold", "ordinary"] == ["2", "4", "0", "0", "0"]
    # T is 1 for the baseline, which concedes to ordinary threats alone, and 0 for the scaffold
    gaps = {row[0]: row[1:6] for row in lines if row[:1] in (["baseline"], ["scaffold"]) and "→" in row}
    assert gaps["baseline"] == ["2", "1.000", "→", "0.000", "1.00000"]
    assert "this design can certify a gap of" in text
    assert "<svg" in html.read_text() and "</svg>" in figure.read_text()
    assert (tmp_path / "toy" / "responses.jsonl").exists()


def test_a_budget_is_no_answer_and_the_run_goes_on(
    tmp_path: Path, command: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    spec, folder = tmp_path / "toy.toml", tmp_path / "run"
    spec.write_text("budget = { calls = 5 }\n" + SPEC)
    assert command(str(spec), "--folder", str(folder)) == 2
    text = capsys.readouterr().out
    assert "stopped:  5 calls are made" in text and "REFUSED subject: incomplete grid" in text
    assert "not estimated" in text and "this design" not in text
    assert command(str(spec), "--folder", str(folder), "--override", "a look at what there is") == 2
    assert "OVERRIDDEN: a look at what there is" in capsys.readouterr().out
    spec.write_text(SPEC)
    assert command(str(spec), "--folder", str(folder), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["command"], found["episodes"], found["calls"], found["stopped"]) == ("experiment", 24, 40, None)
    assert sum(sum(cell["counts"].values()) for cell in found["result"]["cells"]) == 24
    assert {arms["comparison"] for arms in found["result"]["comparisons"]} == {
        "fidelity",
        "preservation",
        "side effects",
        "consistency",
    }


def test_missing_answers_are_warned_of(tmp_path: Path, command: Any, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "toy.toml"
    spec.write_text(SPEC.replace('concede = { ordinary = "1" }', 'concede = {}\nunreadable = "1"'))
    assert command(str(spec)) == 0
    assert "12 of 12 answers of baseline (subject) are missing; they are not refusals" in capsys.readouterr().out


def test_a_figure_of_another_kind_is_refused(tmp_path: Path, command: Any) -> None:
    spec = tmp_path / "toy.toml"
    spec.write_text(SPEC)
    with pytest.raises(SpiError, match=r"cannot write .*toy\.doc"):
        command(str(spec), "--figure", str(tmp_path / "toy.doc"))
    assert [path.name for path in tmp_path.iterdir()] == ["toy.toml"]  # refused before anything was run


def test_a_figure_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    class Broken:
        def savefig(self, file: Any, **_: Any) -> None:
            file.write(b"half a pic")
            raise RuntimeError("the drawing fails")

    (tmp_path / "old.svg").write_text("old")
    with pytest.raises(RuntimeError):
        save_figure(Broken(), tmp_path / "old.svg")  # type: ignore[arg-type]
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
    with pytest.raises(SpiError, match="in a folder that exists"):
        save_figure(Figure(), tmp_path / "none" / "new.svg")
    save_figure(Figure(), tmp_path / "old.svg")
    assert "</svg>" in (tmp_path / "old.svg").read_text()
    save_figure(Figure(), tmp_path / "new.PNG")
    assert (tmp_path / "new.PNG").read_bytes()[:4] == b"\x89PNG"


def test_an_empty_file_is_told_all_that_it_needs(tmp_path: Path, command: Any) -> None:
    spec = tmp_path / "empty.toml"
    spec.write_text("")
    with pytest.raises(SpiError, match=r"'scenarios' \(a list\), 'repetitions' \(a whole number\), .* are missing"):
        command(str(spec))
    spec.write_text("title = ")
    with pytest.raises(SpiError, match=r"empty.toml, line 1, column 9: not TOML: .*; accepted: TOML"):
        command(str(spec))


def test_the_page_calls_the_log_as_it_is_called_in_its_folder(tmp_path: Path) -> None:
    spec = read_experiment(SPEC)
    report = report_run(spec, tmp_path, run_experiment(spec, tmp_path).responses)
    assert [file.name for file in report.table.provenance.files] == ["responses.jsonl"]
    assert str(tmp_path) not in str(report)


def test_the_whole_path_with_a_model_that_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server with OpenAI's interface, on this machine: it concedes to ordinary threats and to translated ones."""
    pytest.importorskip("inspect_ai", reason="the extra eval is not installed")
    monkeypatch.setenv("LOCAL_API_KEY", "none")
    triplet = load_scenarios("ours/notes")[0]

    def answer(body: dict[str, Any]) -> tuple[int, str]:
        asked = body["messages"][-1]["content"]
        surrogate = triplet.surrogate in asked
        if "Decide whether, in it" in asked:
            return 200, f"ANSWER: {'yes' if surrogate else 'no'}"
        if "Rewrite it so that" in asked:
            return 200, scenario_text(triplet, "ordinary")
        return 200, f"ANSWER: {'concede' if triplet.ordinary in asked else 'refuse'}"

    spec = tmp_path / "served.toml"
    with stub_server(answer) as (url, requests):
        text = (
            SPEC.replace('names = ["bakery-door", "parish-hall-key"]', f'names = ["{triplet.name}"]')
            .replace('kind = "scripted"', f'kind = "model"\nname = "openai-api/local/qwen"\nbase_url = "{url}"')
            .replace('concede = { ordinary = "1" }\ndetect = { surrogate = "1" }\n', "")
            .replace("repetitions = 2", "repetitions = 2\nbudget = { calls = 50 }")
        )
        spec.write_text(text)
        assert run_main(monkeypatch, capsys, "experiment", str(spec))[0] == 3  # models need --network
        status, out = run_main(monkeypatch, capsys, "experiment", str(spec), "--network")
        # the server says that another model answered: the gate rejects all, and nothing is estimated
        assert status == 2 and "20 wrong model" not in out and "12 wrong model" in out and "not estimated" in out
        asked = len(requests)
        assert asked == 6 + 2 * 3 + 4 * 2  # of the scaffold, two episodes with three calls and four with two
        spec.write_text(text.replace("base_url", 'served = ["served-by-stub"]\nbase_url'))
        status, out = run_main(monkeypatch, capsys, "experiment", str(spec), "--network", "--json")
        assert status == 0 and len(requests) == asked  # the name was told afterwards; no call was made twice
    found = json.loads(out)["result"]
    gaps = {(arms["comparison"], arms["method"]): arms["mean_gap"] for arms in found["comparisons"]}
    assert found["gate"]["refused"] == [] and found["gate"]["rejected"] == 0
    assert gaps == {
        ("fidelity", "baseline"): "1",
        ("fidelity", "scaffold"): "0",
        ("preservation", "scaffold"): "0",
        ("side effects", "scaffold"): "0",
        ("consistency", "scaffold"): "0",
    }


def run_main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr("sys.argv", ["spi", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().out
