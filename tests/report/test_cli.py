import inspect
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer.main

import spi
from spi.report.cli import app

GAME = "oesterheld-conitzer-2022/demand-game"
TEMPTATION = "oesterheld-conitzer-2022/temptation"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["decide", GAME], 0),
        (["decide", GAME, "--unilateral"], 1),
        (["decide", GAME, "--no-strict"], 0),
        (["decide", TEMPTATION, "--by", "Player 1"], 0),
        (["decide", TEMPTATION, "--by", "Player 2"], 1),
        (["decide", "ours/pd-with-tie"], 1),
        (["decide", "ours/pd-with-tie", "--no-strict"], 0),
        (["decide", "ours/one-action-each", "--no-strict", "--printed"], 0),
        (["decide", "ours/demand-game-with-duplicate", "--duplicates"], 0),
        (["decide", "oesterheld-conitzer-2022/hardness-two-cycle-into-one-edge", "--budget", "1"], 2),
        (["verify", GAME, "oesterheld-conitzer-2022/demand-game-spi"], 0),
        (["verify", GAME, "oesterheld-conitzer-2022/demand-game-spi", "--strict", "--support", "DM,RM"], 1),
        (["verify", TEMPTATION, "--keep", "Player 1=R", "--strict"], 0),
        (["verify", TEMPTATION, "--keep", "Player 2=F"], 1),
        (["find", "ours/two-block-rock-paper-scissors"], 0),
        (["find", "ours/chicken"], 1),
        (["find", "oesterheld-conitzer-2022/hardness-two-cycle-into-one-edge", "--budget", "1"], 2),
        (["reduce", GAME], 0),
        (["reduce", "ours/mixed-dominance-only", "--mixed"], 0),
        (["show", GAME], 0),
        (["show"], 0),
        (["--help"], 0),
        (["decide", "--help"], 0),
    ],
)
def test_exit_status(run: Any, arguments: Sequence[str], status: int) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (status, "")
    assert out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decide", "oesterheld-conitzer-2022/demand-gane"], ["demand-game", "close names"]),
        (["decide", "missing.toml"], ["cannot read missing.toml"]),
        (["decide"], ["Missing argument 'GAME'", "spi decide --help"]),
        (["decide", GAME, "--nonsense"], ["No such option"]),
        (["decide", GAME, "--budget", "x"], ["--budget", "integer"]),
        (["decide", GAME, "--budget", "0"], ["--budget"]),
        (["decide", GAME, "--by", "Carol"], ["no player 'Carol'", "Aliceland, Bobbesia"]),
        (["decide", GAME, "--printed"], ["erratum D13", "--no-strict"]),
        (["decide", "ours/chicken.toml"], ["on the shelf without it: ours/chicken"]),
        (["decide", "ours/burning-banknotes"], ["load_threat_game reads it, on the command line spi concession"]),
        (["decide", "lock-out/value-freeze"], ["load_commitments reads it, on the command line spi lockout"]),
        (["negotiate", "ours/chicken"], ["load_game reads it, on the command line spi decide"]),
        (["lockout", "value-freeze"], ["close names: lock-out/value-freeze)"]),  # no games, which are close, too
        (["transform", "nonsense"], ["its names are like clr-agenda-2026/"]),
        (["decide", GAME, "--certificate", "no/such/folder.json"], ["cannot write", "in a folder that exists"]),
        (["negotiate", "negotiation/flat-and-lease", "--plot", "flat.doc"], ["accepted: a file .svg, .pdf or .png"]),
        (["verify", GAME], ["--keep"]),
        (["verify", GAME, GAME, "--keep", "Aliceland=DL"], ["one of the two"]),
        (["verify", GAME, "--keep", "Aliceland"], ["PLAYER=ACTION"]),
        (["verify", GAME, "--keep", "Aliceland=XX"], ["'XX'", "DM, RM, DL, RL"]),
        (["verify", GAME, TEMPTATION], ["same players"]),
        (["verify", GAME, "oesterheld-conitzer-2022/demand-game-spi", "--support", "DL,DL"], ["support"]),
        (["check", "missing.json"], ["cannot read missing.json"]),
        (["frobnicate"], ["frobnicate"]),
    ],
)
def test_bad_input_is_one_message_and_exit_3(run: Any, arguments: Sequence[str], words: Sequence[str]) -> None:
    code, out, err = run(*arguments)
    assert code == 3
    assert out == ""
    assert "Traceback" not in err
    for word in words:
        assert word in err
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (3, "")
    assert set(json.loads(out)) == {"schema", "error"}
    assert words[0] in json.loads(out)["error"]["message"]


@pytest.mark.parametrize(
    "payoffs",
    [
        '[["1, 2", "3"]]',
        '[["1, 2", "3, nan"]]',
        '[["1, 2", [3, 0.5]]]',
        "[[]]",
        '[["1, 2"], ["3, 4"]]',
        '[["1, 2", "3, 1/0"]]',
    ],
)
def test_bad_files(run: Any, tmp_path: Path, payoffs: str) -> None:
    path = tmp_path / "game.toml"
    path.write_text(f'kind = "strategic"\nplayers = ["A", "B"]\nactions = [["x"], ["y", "z"]]\npayoffs = {payoffs}\n')
    code, out, err = run("decide", str(path))
    assert (code, out) == (3, "")
    assert str(path) in err
    assert len(err.splitlines()) == 1


def test_certificate_is_written_and_checked(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    code, out, _ = run("decide", GAME, "--certificate", str(path))
    assert code == 0
    assert str(path) in out
    assert run("check", str(path), "--game", GAME)[0] == 0
    code, out, err = run("check", str(path), "--game", TEMPTATION)
    assert (code, out) == (3, "")
    assert "another game" in err
    code, out, _ = run("check", str(path))
    assert code == 0
    assert "strict safe Pareto improvement" in out
    path.write_text(path.read_text().replace('"strict": true', '"strict": false', 1))
    code, out, _ = run("check", str(path))
    assert code == 1
    code, out, _ = run("check", str(path), "--json")
    assert json.loads(out)["files"][0]["accepted"] is False


def test_nothing_half_written_remains(run: Any, tmp_path: Path) -> None:
    code, out, err = run("decide", GAME, "--certificate", str(tmp_path / "no" / "c.json"))
    assert (code, out) == (3, "")
    assert "cannot write" in err
    code, _, _ = run(
        "decide",
        "oesterheld-conitzer-2022/hardness-two-cycle-into-one-edge",
        "--budget",
        "1",
        "--certificate",
        str(tmp_path / "u.json"),
    )
    assert code == 2
    assert list(tmp_path.iterdir()) == []


def test_convert_and_use_the_result(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "temptation.nfg"
    assert run("convert", TEMPTATION, str(path))[0] == 0
    assert spi.load_game(str(path)) == spi.load_game(TEMPTATION)
    assert run("decide", str(path), "--unilateral")[0] == 0
    assert run("convert", str(path), str(tmp_path / "again.toml"))[0] == 0
    assert spi.load_game(str(tmp_path / "again.toml")) == spi.load_game(TEMPTATION)
    assert run("convert", TEMPTATION, str(tmp_path / "counted.nfg"), "--counted")[0] == 0
    assert spi.load_game(str(tmp_path / "counted.nfg")).actions == (("1", "2"), ("1", "2"))
    before = sorted(tmp_path.iterdir())
    for arguments in (
        (str(tmp_path / "x.efg"),),
        (str(tmp_path / "x.toml"), "--counted"),
        (str(tmp_path / "no" / "x.nfg"),),
    ):
        code, out, err = run("convert", TEMPTATION, *arguments)
        assert (code, out) == (3, "")
        assert err.startswith("error: ")
    path.write_text(path.read_text()[:-10])
    code, _, err = run("convert", str(path), str(tmp_path / "x.toml"))
    assert code == 3
    assert "temptation.nfg, line" in err
    assert sorted(tmp_path.iterdir()) == before


def test_reproduce(run: Any) -> None:
    code, out, _ = run("reproduce", "oesterheld-conitzer-2022")
    assert code == 0
    assert "D13: erratum" in out
    assert "NOT" not in out
    code, out, _ = run("reproduce", "oesterheld-conitzer-2022", "--json")
    nodes = {row["node"]: row for row in json.loads(out)["result"]["nodes"]}
    assert nodes["Proposition 7"]["proofs"] == ["proposition-7"]
    assert {row["confirmed"] for row in nodes.values()} <= {True, None}  # None: not run
    assert run("reproduce", "oesterheld-conitzer-2022", "--table")[1].startswith("# Safe Pareto improvements")
    assert run("reproduce", "nobody-1900")[0] == 3
    listed = run("reproduce")[1].split()
    assert {"oesterheld-conitzer-2022", "clr-agenda-2026"} < set(listed)
    assert json.loads(run("reproduce", "--json")[1])["sources"] == listed


def test_json_documents(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    _, out, _ = run("decide", GAME, "--json", "--certificate", str(path))
    data = json.loads(out)
    assert (data["schema"], data["command"], data["answer"], data["certificate"]) == (1, "decide", "holds", str(path))
    assert {"outcome": ["DM", "DM"], "becomes": [["DL", "DL"]]} in data["result"]["outcomes"]
    assert data["result"]["game"]["digest"] == spi.load_game(GAME).digest
    assert json.loads(run("decide", GAME, "--unilateral", "--json")[1])["answer"] == "fails"
    unknown = json.loads(
        run("decide", "oesterheld-conitzer-2022/hardness-two-cycle-into-one-edge", "--budget", "1", "--json")[1]
    )
    assert unknown["answer"] == "unknown"
    found = json.loads(run("find", "ours/demand-game-with-selection-problem", "--json")[1])
    assert [s["maximal"] for s in found["result"]["spis"]] == [True] * 4
    reduced = json.loads(run("reduce", "ours/mixed-dominance-only", "--mixed", "--json")[1])
    assert reduced["result"]["steps"][0]["by"] == {"U": "1/2", "D": "1/2"}
    assert json.loads(run("show", "--json")[1])["games"] == spi.list_games()
    assert json.loads(run("show", TEMPTATION, "--json")[1])["result"]["payoffs"]["T, F"] == ["5", "1"]


def test_decide_prints_what_it_promises(run: Any) -> None:
    _, out, _ = run("decide", GAME)
    for words in (
        "HOLDS",
        "default outcome",
        "(DM, DM)",
        "-3, -3",
        "(DL, DL)",
        "Assumption 1",
        "Assumption 2",
        "accepted by the checker",
    ):
        assert words in out
    assert spi.load_game(GAME).digest[:12] in out


def test_internal_errors_are_70(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(spi, "decide_spi", broken)
    code, out, err = run("decide", GAME)
    assert (code, out) == (70, "")
    assert "internal error" in err


def test_as_a_program() -> None:
    program = str(Path(sys.executable).with_name("spi"))
    result = subprocess.run([program, "decide", GAME], capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert result.stdout.startswith("HOLDS")
    assert subprocess.run([program, "nonsense"], capture_output=True, check=False).returncode == 3


def test_interrupted(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(spi, "decide_spi", stopped)
    assert run("decide", GAME, "--certificate", str(tmp_path / "c.json")) == (130, "", "interrupted\n")
    assert list(tmp_path.iterdir()) == []


def commands(command: Any, name: str) -> dict[str, Any]:
    below = getattr(command, "commands", {})
    return {k: v for key, one in below.items() for k, v in commands(one, f"{name} {key}").items()} or {name: command}


COMMANDS = commands(typer.main.get_command(app), "spi")
OWN_FILES = {"spi experiment", "spi estimate", "spi score"} | {
    f"spi tasks {x}" for x in ("make", "verify", "score", "report")
}
"""Their examples are about files that readers write themselves."""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_in_the_help_runs(run: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    example = COMMANDS[name].epilog
    assert example.startswith("Example: spi ") and f"{name} " in f"{example} "
    for line in example.removeprefix("Example: ").split("; "):
        code, out, err = run(*shlex.split(line)[1:])
        if name in OWN_FILES:
            assert code == 3 and re.search("No such file|no manifest.json here", err)
        else:
            assert code in (0, 1) and out


def test_the_budget_of_the_command_is_that_of_the_function() -> None:
    for name, function in (("decide", spi.decide_spi), ("find", spi.find_spis)):
        [budget] = [x for x in COMMANDS[f"spi {name}"].params if x.name == "budget"]
        assert budget.default == inspect.signature(function).parameters["budget"].default


def test_help_loads_nothing_that_only_answers_need() -> None:
    """Of the package only what reads the command line; nothing that computes."""
    code = """
import sys
sys.argv = ["spi", "--help"]
try:
    import spi.report.cli
    spi.report.cli.main()
except SystemExit:
    pass
print(*[name for name in sys.modules if name.startswith("spi.") and not name.startswith("spi.report")])
print(*[name for name in sys.modules if name in ("numpy", "networkx", "numba", "matplotlib", "flint", "scipy")])
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-2:] == ["", ""]


def test_the_list_of_commands_is_short_and_nothing_is_cut_off(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the 80 columns of the narrowest terminals; what does not fit ends in three dots."""
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run("--help")
    lines = out.splitlines()[1:]  # but for "Usage: spi [OPTIONS] COMMAND [ARGS]..."
    assert len(lines) <= 40 and max(map(len, lines)) <= 80 and not [line for line in lines if line.endswith("...")]
    assert any(line.split()[:1] == ["decide"] for line in lines)
