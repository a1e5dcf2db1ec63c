"""The command `spi concession`: what it answers, what it shows besides, what it refuses."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import spi
from spi.report.cli_concession import QUESTIONS

NOTES = "ours/burning-banknotes"
LINEAR = "clr-agenda-2026/linear-demands"
SKEPTIC = "clr-agenda-2026/skeptical-principal"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([NOTES], 0, ["HOLDS", "exactly equivalent", "(b < c): yes", "-1/26 to 1/2", "-10 -> -5", "3 -> 7/2"]),
        ([SKEPTIC], 1, ["FAILS", "not equivalent; largest gap 1/100", "the gap of attack", "q < p, deflects"]),
        ([SKEPTIC, "--delta", "1/100"], 0, ["approximately equivalent", "beyond 1/100", "(b < c): no, not for attack"]),
        ([SKEPTIC, "--delta", "1/101", "--form", "rms"], 1, ["mean square of the gaps of at most 1/10201"]),
        ([SKEPTIC, "--concede", "burn=3/5"], 0, ["exactly equivalent"]),
        ([NOTES, "--concede", "burn my banknotes=9/20"], 1, ["gap", "-1/20"]),
        ([NOTES, "--concede", "burn my banknotes=6/13", "--ask", "expected"], 0, ["HOLDS", "every surrogate threat"]),
        ([NOTES, "--concede", "burn my banknotes=5/13", "--ask", "expected"], 1, ["the threatener expects less"]),
        ([LINEAR], 0, ["burn for 0.41, 1681/10000 for", "demand +1/100", "threatener +81/10000", "3981/4100"]),
        ([LINEAR, "--linear", "1,1"], 0, ["demand +1/100"]),
        ([LINEAR, "--linear", "1,1/2", "--ask", "neutral"], 1, ["threatener-friendly"]),
        ([NOTES, "--ask", "spi"], 0, ["executed", "-20, -8", "0, -6", "improvement"]),
        ([NOTES, "--ask", "strict-spi"], 0, ["strict safe Pareto improvement"]),
        (["ours/harmful-surrogate", "--ask", "spi"], 1, ["where a fine is executed, a strike is executed, which"]),
        (["baumann-2017/platinum-sphere", "--ask", "neutral"], 0, ["none: threatener-neutral"]),
        (["baumann-2017/legal-threat", "--ask", "new-threats"], 1, ["create a sphere is worth making"]),
        (["baumann-2017/platinum-sphere", "--ask", "orthogonal"], 0, ["no act is part of both"]),
        (["baumann-2017/prevent-murder", "--ask", "orthogonal"], 1, ["murdering Alice is part of kill Alice and of"]),
        (["baumann-2017/spheres-of-any-size", "--ask", "stakes"], 0, ["a large sphere", "1000"]),
        (["baumann-2017/one-sphere-or-none", "--ask", "stakes"], 1, ["but becomes no larger surrogate"]),
    ],
)  # fmt: skip
def test_answers(run: Any, arguments: Sequence[str], status: int, words: Sequence[str]) -> None:
    code, out, err = run("concession", *arguments)
    assert (code, err) == (status, "")
    flat = " ".join(out.split())
    for word in words:
        assert " ".join(word.split()) in flat, word


def test_every_question_has_an_example_above_and_words_in_the_help(run: Any) -> None:
    out = " ".join(run("concession", "--help")[1].split())
    assert "Example: spi concession ours/burning-banknotes" in out
    for word, asks in QUESTIONS.items():
        assert f"{word}: {asks}" in out.replace("new- threats", "new-threats")  # broken at the hyphen


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ours/burning-banknote"], ["burning-banknotes", "close names"]),
        (["ours/chicken"], ["kind = 'strategic'; accepted: 'threat'", "load_game"]),
        ([NOTES, "--ask", "why"], ["--ask why: accepted are equivalence, spi"]),
        ([NOTES, "--delta", "0.1", "--ask", "spi"], ["--delta is for the question of equivalence"]),
        ([NOTES, "--delta", "x"], ["'x' at delta is not an exact number"]),
        ([NOTES, "--delta", "-1"], ["delta=-1"]),
        ([NOTES, "--delta", "1", "--form", "mean"], ["accepted: 'max' and 'rms'"]),
        ([NOTES, "--concede", "1/2"], ["--concede '1/2'; accepted: THREAT=RATE"]),
        ([NOTES, "--concede", "burn=1/2"], ["no threat 'burn' in this game"]),
        ([NOTES, "--concede", "burn my banknotes=3"], ["is conceded with probability 3"]),
        ([NOTES, "--linear", "1"], ["--linear '1'; accepted: two numbers, A,B"]),
        ([NOTES, "--linear", "1,1"], ["'break the window' demands 10; accepted: a demand from 0 to 1"]),
        ([NOTES, "--ask", "orthogonal"], ["'break the window' has no acts"]),
        ([NOTES, "--ask", "stakes"], ["has no stakes"]),
    ],
)
def test_bad_input_is_one_message_and_exit_3(run: Any, arguments: Sequence[str], words: Sequence[str]) -> None:
    code, out, err = run("concession", *arguments)
    assert (code, out) == (3, "")
    assert "Traceback" not in err
    for word in words:
        assert word in err
    code, out, err = run("concession", *arguments, "--json")
    assert (code, err) == (3, "")
    assert words[0] in json.loads(out)["error"]["message"]


def test_files_without_rates_or_map(run: Any, tmp_path: Path) -> None:
    game = spi.load_threat_game("baumann-2017/platinum-sphere")
    path = str(tmp_path / "mine.toml")
    Path(path).write_text(spi.write_threat_file(game))
    assert run("concession", path, "--ask", "orthogonal")[0] == 0  # needs neither
    code, _, err = run("concession", path)
    assert code == 3 and "the file has no rates of conceding; accepted: --concede or --linear" in err
    rates = ("--concede", "kill Alice=1/2", "--concede", "create a sphere=1/2")
    code, _, err = run("concession", path, *rates)
    assert code == 3 and "no original threat of the file says what it becomes" in err
    assert run("concession", path, *rates, "--ask", "neutral")[0] == 0
    code, _, err = run("concession", path, *rates[:2], "--ask", "neutral")
    assert code == 3 and "no rate of conceding to 'create a sphere'" in err
    # names with an equals sign
    odd = spi.ThreatGame((spi.possible_threat("a=b", "original", demand=1, harm=1, cost=1, acts="c"),))
    Path(path).write_text(spi.write_threat_file(odd))
    assert run("concession", path, "--concede", "a=b=3/4", "--ask", "neutral")[0] == 1


@pytest.mark.parametrize("ask", QUESTIONS)
def test_certificates_and_documents(run: Any, tmp_path: Path, ask: str) -> None:
    name, path = "baumann-2017/spheres-of-any-size", tmp_path / "c.json"
    code, out, _ = run("concession", name, "--ask", ask, "--certificate", str(path), "--json")
    document = json.loads(out)
    assert code == 0
    assert (document["schema"], document["command"], document["answer"]) == (1, "concession", "holds")
    assert document["certificate"] == str(path)
    assert document["result"]["game"]["digest"] == spi.load_threat_game(name).digest
    assert run("check", str(path))[0] == 0
    again = spi.load_verdict(path, game=spi.load_threat_game(name))
    assert again.claim == document["claim"] and str(again.result) in run("concession", name, "--ask", ask)[1]
    pairs = document["effects"]["pairs"]
    assert [pair["original"] for pair in pairs] == ["hurt Alice", "kill Alice"]
    assert pairs[1]["rates"] == ["4/5", "4/5"] and pairs[1]["worse"] == "0"
    assert pairs[1]["tolerance"]["threatener"] == {"condition": "at least", "gap": "0"}
    assert document["effects"]["drift"]["before"]["best"] == ["kill Alice"]
    assert document["effects"]["drift"]["demand"] == "0"


def test_documents_of_what_fails(run: Any) -> None:
    def result(*arguments: str) -> Any:
        code, out, _ = run("concession", *arguments, "--json")
        assert code == 1
        return json.loads(out)["result"]

    found = result(SKEPTIC)
    assert (found["degree"], found["violation"], found["max_gap"]) == ("fails", "attack", "1/100")
    assert (found["gaps"], found["mean_square_gap"]) == ({"attack": "-1/100"}, "1/10000")
    assert found["failed"] == {"concession": [], "execution": [], "cheaper": ["attack"], "harm": []}
    assert result("ours/harmful-surrogate", "--ask", "spi")["violation"] == {
        "original": "a fine",
        "surrogate": "a strike",
        "branch": "executed",
        "becomes": "executed",
        "party": "threatener",
    }
    assert result(SKEPTIC, "--ask", "expected")["violation"] == {"threat": "attack", "party": "threatener"}
    new = result("baumann-2017/legal-threat", "--ask", "new-threats")
    assert (new["new_threat"], new["attitude"], new["change"]) == ("create a sphere", "friendly", "7")
    assert new["originals"] == {"best": [None], "chosen": None, "principal": "0", "threatener": "0"}
    overlap = result("baumann-2017/prevent-murder", "--ask", "orthogonal")["violation"]
    assert overlap == {"original": "kill Alice", "surrogate": "murder somebody", "act": "murdering Alice"}
    stakes = result("baumann-2017/one-sphere-or-none", "--ask", "stakes")["violation"]
    assert stakes == {"smaller": "hurt Alice", "larger": "kill Alice"}


def test_the_shelf_is_listed_and_the_game_is_shown(run: Any) -> None:
    code, out, _ = run("concession")
    assert code == 0 and out.splitlines() == spi.list_games(kind="threat")
    assert json.loads(run("concession", "--json")[1])["games"] == spi.list_games(kind="threat")
    _, out, _ = run("concession", NOTES, "--ask", "spi")
    assert str(spi.load_threat_game(NOTES)) in out and "the surrogate goal" in out
    code, _, err = run("decide", NOTES)
    assert code == 3 and "kind = 'threat'; accepted: 'strategic'; load_threat_game reads it" in err
