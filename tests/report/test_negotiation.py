"""The command `spi negotiate`, its text and its picture."""

import json
from pathlib import Path
from typing import Any

import pytest

from spi.checker import Receipt, check
from spi.errors import HypothesisError
from spi.negotiation.scenariofile import load_negotiation
from spi.report.payoff_space import draw_payoff_space

FLAT = "negotiation/flat-and-lease"


def test_theory_as_text(run: Any) -> None:
    status, out, _ = run("negotiate", FLAT)
    assert status == 0
    assert "121, of which 11 are Pareto-optimal" in out and "frontier (11 points)" in out
    assert "2/3, 1" in out and "by 1500, 66 months" in out and "7/9, 7/9" in out
    status, out, _ = run("negotiate", "negotiation/ten-coins")
    assert status == 0 and "alternating offers (who is indifferent accepts)" in out and "1, 9" in out
    many = run("negotiate", "negotiation/job-offer")[1]
    assert "and 2 others" in many and "and 1 other" in many  # 1, 2, 3, 2, 1 ways


def test_theory_for_machines(run: Any) -> None:
    document = json.loads(run("negotiate", "negotiation/camping-goods", "--json")[1])
    result = document["result"]
    assert (document["schema"], document["command"]) == (1, "negotiate")
    assert (result["outcomes"], result["ideal"], len(result["frontier"])) == (64, ["33", "32"], 19)
    solutions = {s["name"]: s for s in result["solutions"]}
    assert solutions["nash"]["points"] == [["22", "19"]] and solutions["nash"]["value"] == "238"
    assert solutions["egalitarian"]["points"] == [["22", "19"], ["19", "21"]]
    assert solutions["egalitarian"]["leximin"] == [["22", "19"]]
    assert json.loads(run("negotiate", "negotiation/ten-coins", "--json")[1])["result"]["offers"] == ["1", "9"]


def test_proof(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "frontier.json"
    status, out, _ = run("negotiate", FLAT, "--prove", "--certificate", str(path))
    assert status == 0 and out.startswith("HOLDS") and "11 points are the Pareto frontier" in " ".join(out.split())
    assert isinstance(check(path.read_bytes()), Receipt)
    assert run("negotiate", "negotiation/joint-venture", "--prove")[0] == 3  # no sums over issues
    assert run("negotiate", FLAT, "--certificate", str(path))[0] == 3
    assert run("negotiate", FLAT, "--prove", "--json")[0] == 3


def test_shelf_and_faults(run: Any, tmp_path: Path) -> None:
    status, out, _ = run("negotiate")
    assert status == 0 and FLAT in out.splitlines()
    assert FLAT in json.loads(run("negotiate", "--json")[1])["games"]
    wrong = tmp_path / "talks.toml"
    wrong.write_text('kind = "negotiation"\nsides = ["A", "B"]\nissues = []\n')
    status, _, errors = run("negotiate", str(wrong))
    assert status == 3 and "disagreement" in errors
    assert run("negotiate", "oesterheld-conitzer-2022/temptation")[0] == 3


@pytest.mark.parametrize(
    "name", ["flat-and-lease", "camping-goods", "land-and-trade", "meeting-place", "joint-venture"]
)
def test_pictures(name: str, run: Any, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    status, _, errors = run("negotiate", f"negotiation/{name}", "--plot", str(path))
    assert status == 0, errors
    assert path.stat().st_size > 5_000


def test_what_is_drawn() -> None:
    from matplotlib import pyplot

    axes = draw_payoff_space(load_negotiation("negotiation/camping-goods"))
    labels = [text.get_text() for text in axes.get_legend().get_texts()]  # type: ignore[union-attr]
    assert "frontier of outcomes (19)" in labels and "disagreement (5, 5)" in labels and "Nash (22, 19)" in labels
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("payoff of First", "payoff of Second")
    pyplot.close("all")
    with pytest.raises(HypothesisError, match="two sides"):
        draw_payoff_space(load_negotiation("negotiation/three-heirs"))
    axes = draw_payoff_space(load_negotiation("negotiation/land-and-trade"))
    assert any("war (-1/2, -1/2)" in text.get_text() for text in axes.get_legend().get_texts())  # type: ignore[union-attr]
    pyplot.close("all")
