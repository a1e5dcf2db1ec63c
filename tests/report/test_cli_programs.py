"""The command `spi play`."""

import json
from pathlib import Path
from typing import Any

FAIR, PRUDENT = "barasz-et-al-2014/fair_bot", "barasz-et-al-2014/prudent_bot"


def test_play_modal_agents(run: Any) -> None:
    status, out, _ = run("play", PRUDENT, FAIR, "--game", "ours/prisoners-dilemma")
    assert status == 0 and "outcome:        (C, C)" in out and "payoffs:        2, 2" in out and "world" in out


def test_play_with_parameters_and_chances(run: Any) -> None:
    always = 'ours/always(action="D")'
    status, out, _ = run("play", "oesterheld-2019/grounded_fair_bot", always, "--randomness", "independent", "--json")
    assert status == 0
    assert json.loads(out)["result"]["law"] == [{"C": "1/10", "D": "9/10"}, {"D": "1"}]
    status, _, err = run("play", "oesterheld-2019/grounded_fair_bot", always)
    assert status == 3 and "randomness" in err


def test_play_what_never_ends(run: Any) -> None:
    status, out, _ = run("play", "ours/mirror_bot", "ours/mirror_bot", "--json")
    assert status == 0 and json.loads(out)["result"]["direct"] == "diverges"


def test_play_lists_the_shelf(run: Any) -> None:
    status, out, _ = run("play")
    assert status == 0 and FAIR in out.splitlines()
    assert FAIR in json.loads(run("play", "--json")[1])["programs"]


def test_bad_programs_exit_3(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "evil.py"
    path.write_text("def evil(o):\n    return __import__('os').getcwd()\n")
    status, _, err = run("play", str(path), FAIR)
    assert status == 3 and "line 2" in err and "^" in err
    assert run("play", "ours/nobody", FAIR)[0] == 3
    assert run("play", FAIR)[0] == 3  # one program, and it needs an opponent
    status, _, err = run("play", FAIR, FAIR, "--game", "oesterheld-conitzer-2022/temptation")
    assert status == 3 and "accepted" in err
    assert run("play", FAIR, FAIR, "--randomness", "both")[0] == 3
