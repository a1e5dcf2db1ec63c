import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

DEMAND = "oesterheld-conitzer-2022/demand-game"
TEMPTATION = "oesterheld-conitzer-2022/temptation"
CHICKEN = "oesterheld-conitzer-2022/chicken-with-dominated-option"
THREE = "ours/public-goods-three-players"
ANTI = ["--play", "a,b=1/2", "--play", "b,a=1/2"]
ALONE = ["--keep", "Player 1=R"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["threat", TEMPTATION], 0, ["HOLDS", "8/5", "T with 4/5, R with 1/5"]),
        (["threat", THREE], 0, ["Player 3"]),
        (["tokens", CHICKEN], 0, ["HOLDS", "(a′, a′)", "(c, c)"]),
        (["tokens", CHICKEN, "--support", "a,b", "--support", "b,a"], 1, ["FAILS", "Pareto-optimal", "weights"]),
        (["tokens", "ours/matching-pennies"], 1, ["FAILS"]),
        (["achievable", CHICKEN, *ANTI], 0, ["a point", "  2, 2"]),
        (["achievable", CHICKEN, "--uniform"], 0, ["a polygon", "  5/2, 5/2"]),
        (["achievable", CHICKEN, *ANTI, "--payoffs", "2,2"], 0, ["HOLDS", "these payoffs"]),
        (["achievable", CHICKEN, *ANTI, "--payoffs", "3,3"], 1, ["FAILS", "w·z ≤ ", "but w·y = "]),
        (["achievable", CHICKEN, *ANTI, "--payoffs", "-1,2"], 1, ["FAILS"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "max-min"], 0, ["best least gain over 0, 0", "5/2"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "max-min", "--origin", "0, 1"], 0, ["over 0, 1", "11/4"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "nash"], 0, ["best product of gains", "25/4"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "1,2"], 0, ["weighted sum with weights 1, 2", "15/2"]),
        (["achievable", THREE, "--uniform", "--goal", "max-min"], 0, ["(D′, D′, D′)", "(C, C, C)"]),
        (["enforce", TEMPTATION, *ALONE], 0, ["HOLDS", "if every program is this one", "T with 4/5, R with 1/5"]),
        (["enforce", TEMPTATION, *ALONE, "--otherwise", "default"], 0, ["otherwise play as the representative"]),
        (["enforce", TEMPTATION, *ALONE, "--play", "R,F=1"], 0, ["by the stated law"]),
        (["enforce", DEMAND, f"{DEMAND}-spi"], 0, ["representatives get", "Bobbesia's differs, play DM"]),
        (["enforce", DEMAND, f"{DEMAND}-spi", "--otherwise", "default"], 1, ["FAILS", "does better", "2 instead of 1"]),
        (["enforce", DEMAND, "--keep", "Aliceland=DL"], 1, ["FAILS", "if every program is this one", "counterexample"]),
        (["enforce", DEMAND, "--keep", "Aliceland=DL", "--play", "DL,DM=1"], 1, ["which is expected"]),
        (["enforce", DEMAND, f"{DEMAND}-spi", "--independent"], 1, ["drops out"]),
        (["enforce", DEMAND, f"{DEMAND}-spi", "--independent", "--support", "DM,DM"], 0, ["HOLDS"]),
        (["enforce", DEMAND, f"{DEMAND}-spi", "--independent", "--otherwise", "default"], 0, ["HOLDS"]),
    ],
)
def test_answers(run: Any, arguments: Sequence[str], status: int, words: Sequence[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (status, "")
    for word in words:
        assert word in out
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (status, "")
    document = json.loads(out)
    assert (document["schema"], document["command"]) == (1, arguments[0])
    if "answer" in document:
        assert document["answer"] == ("holds" if status == 0 else "fails")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["threat", "nowhere.toml"], ["cannot read nowhere.toml"]),
        (["tokens", CHICKEN, "--support", "a"], ["one action each"]),
        (["tokens", CHICKEN, "--support", "c,c"], ["reduced game"]),
        (["achievable", CHICKEN], ["--play", "--uniform"]),
        (["achievable", CHICKEN, "--uniform", *ANTI], ["--play", "--uniform", "one of the two"]),
        (["achievable", CHICKEN, "--play", "a,b"], ["ACTION,ACTION=PROBABILITY"]),
        (["achievable", CHICKEN, "--play", "a,b=0.5x"], ["'0.5x'", "--play"]),
        (["achievable", CHICKEN, "--play", "a,b=1/2"], ["sum to 1/2"]),
        (["achievable", CHICKEN, "--play", "a,b=1/2", "--play", "a,b=1/2"], ["each outcome once"]),
        (["achievable", CHICKEN, "--play", "c,c=1"], ["eliminated"]),
        (["achievable", CHICKEN, "--play", "a,b,a=1"], ["one action each"]),
        (["achievable", CHICKEN, "--uniform", "--payoffs", "2"], ["2 exact numbers"]),
        (["achievable", CHICKEN, "--uniform", "--payoffs", "2,two"], ["'two'", "Player 2"]),
        (["achievable", CHICKEN, "--uniform", "--payoffs", "2,2", "--goal", "nash"], ["one of the two"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "fair"], ["'fair'", "'max-min'", "'nash'"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "1"], ["list of weights"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "1,2", "--origin", "0,0"], ["'max-min' and 'nash'"]),
        (["achievable", CHICKEN, "--uniform", "--goal", "nash", "--origin", "9,9"], ["9, 9"]),
        (["achievable", CHICKEN, "--uniform", "--origin", "0,0"], ["--goal"]),
        (["achievable", CHICKEN, "--uniform", "--certificate", "c.json"], ["--payoffs", "--goal"]),
        (["achievable", THREE, "--uniform"], ["two players", "--payoffs"]),
        (["achievable", THREE, "--uniform", "--goal", "nash"], ["irrational"]),
        (["enforce", TEMPTATION], ["--keep"]),
        (["enforce", TEMPTATION, TEMPTATION, *ALONE], ["one of the two"]),
        (["enforce", TEMPTATION, DEMAND], ["same players"]),
        (["enforce", TEMPTATION, *ALONE, "--otherwise", "sulk"], ["'sulk'", "'punish' and 'default'"]),
        (["enforce", TEMPTATION, *ALONE, "--play", "R,C=1"], ["eliminated"]),
        (["enforce", TEMPTATION, *ALONE, "--play", "R,F=1", "--otherwise", "default"], ["no law"]),
        (["enforce", TEMPTATION, *ALONE, "--play", "R,F=1", "--independent"], ["--support"]),
        (["enforce", TEMPTATION, *ALONE, "--support", "T,C"], ["--independent"]),
    ],
)
def test_bad_input_is_one_message_and_exit_3(run: Any, arguments: Sequence[str], words: Sequence[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (3, "")
    assert err.startswith("error: ")
    for word in words:
        assert word in err
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (3, "")
    assert set(json.loads(out)) == {"schema", "error"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["threat", TEMPTATION],
        ["tokens", CHICKEN],
        ["achievable", CHICKEN, *ANTI, "--payoffs", "3,3"],
        ["achievable", CHICKEN, "--uniform", "--goal", "nash"],
        ["enforce", DEMAND, f"{DEMAND}-spi"],
        ["enforce", DEMAND, f"{DEMAND}-spi", "--independent"],
    ],
)
def test_certificates_are_written_and_checked(run: Any, tmp_path: Path, arguments: Sequence[str]) -> None:
    path = tmp_path / "c.json"
    _, out, _ = run(*arguments, "--certificate", str(path))
    assert f"certificate:    {path}" in out
    assert run("check", str(path), "--game", arguments[1])[0] == 0
    assert json.loads(run(*arguments, "--certificate", str(path), "--json")[1])["certificate"] == str(path)


def test_names_with_equals_signs(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "game.toml"
    path.write_text(
        'kind = "strategic"\nplayers = ["A", "B"]\nactions = [["x=1", "x=2"], ["y"]]\npayoffs = [["0, 0"], ["0, 1"]]\n'
    )
    code, out, err = run("achievable", str(path), "--play", "x=1, y = 1")
    assert (code, err) == (0, "")
    assert "(x=1, y)" in out


def test_every_command_shows_an_example(run: Any) -> None:
    for command in ("threat", "tokens", "achievable", "enforce"):
        code, out, _ = run(command, "--help")
        assert code == 0
        assert f"Example: spi {command} " in out


def test_json_of_each_result(run: Any) -> None:
    def result(*arguments: str) -> Any:
        return json.loads(run(*arguments, "--json")[1])["result"]

    threat = result("threat", TEMPTATION)["threats"][1]
    assert (threat["player"], threat["lower"], threat["upper"]) == ("Player 2", "8/5", "8/5")
    assert threat["punishment"] == {"Player 1": {"T": "4/5", "R": "1/5"}}
    made = result("tokens", CHICKEN)
    assert made["token_game"]["actions"] == [["a′", "b′"], ["a′", "b′"]]
    certain = [{"outcome": ["c", "c"], "probability": "1"}]
    assert {"outcome": ["a′", "a′"], "lottery": certain, "payoffs": ["3", "3"]} in made["coordination"]
    optimal = result("tokens", CHICKEN, "--support", "a,b")["optimal"]
    assert [(entry["outcomes"], entry["payoffs"]) for entry in optimal] == [([["a", "b"]], ["4", "0"])]
    region = result("achievable", CHICKEN, "--uniform")
    assert region["default"] == ["0", "0"]
    assert ["5/2", "5/2"] in region["corners"]
    achieved = result("achievable", CHICKEN, "--uniform", "--goal", "1,2")
    assert (achieved["goal"], achieved["origin"], achieved["payoffs"]) == (["1", "2"], None, ["5/2", "5/2"])
    assert result("achievable", CHICKEN, "--uniform", "--goal", "nash")["origin"] == ["0", "0"]
    assert {"weights", "bound", "law"} <= set(result("achievable", CHICKEN, *ANTI, "--payoffs", "3,3"))
    enforced = result("enforce", TEMPTATION, *ALONE)
    assert enforced["punishments"]["Player 2"] == {"Player 1": {"T": "4/5", "R": "1/5"}}
    assert (enforced["deviation"], enforced["interference"]) == (None, None)
    deviation = result("enforce", DEMAND, f"{DEMAND}-spi", "--otherwise", "default")["deviation"]
    assert (deviation["earns"], deviation["instead_of"]) == ("2", "1")
    interference = result("enforce", DEMAND, f"{DEMAND}-spi", "--independent")["interference"]
    assert set(interference) == {"dropout", "player", "action", "outcome"}
