"""The commands print no key that JSON.md does not list."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

import spi

PAGE = (Path(spi.__file__).parent / "report" / "JSON.md").read_text()
HEADS, RESULTS = PAGE.split("## The result, by command")
CHICKEN = "oesterheld-conitzer-2022/chicken-with-dominated-option"


def rows(table: str) -> dict[str, str]:
    """The last cell of each row, by its first."""
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines() if line[:2] == "| "]
    return {name: row[-1] for row in cells for name in re.findall(r"`([^`]+)`", row[0])}


def keys(cell: str) -> set[str]:
    """The keys at the top of a cell: what is in parentheses is below them."""
    return set(re.findall(r"`(\w+)`", re.sub(r"\([^()]*\)", "", cell)))


GAME = {"title", "digest", "players", "actions", "payoffs", "source"}
DOCUMENTED = {name: keys(cell) for name, cell in rows(RESULTS.split("## Values")[0]).items()} | {"show": GAME}


@pytest.mark.parametrize(
    "line",
    [
        "decide oesterheld-conitzer-2022/demand-game",
        "decide ours/chicken",
        "decide oesterheld-conitzer-2022/hardness-two-cycle-into-one-edge --budget 1",
        'verify oesterheld-conitzer-2022/temptation --keep "Player 1=R"',
        "find ours/demand-game-with-selection-problem",
        "reduce oesterheld-conitzer-2022/demand-game",
        "show ours/chicken",
        "show",
        "reproduce tennenholtz-2004",
        "threat oesterheld-conitzer-2022/temptation",
        f"tokens {CHICKEN}",
        f"achievable {CHICKEN} --uniform",
        f"achievable {CHICKEN} --uniform --goal nash",
        f"achievable {CHICKEN} --uniform --payoffs 200,200",
        'enforce oesterheld-conitzer-2022/temptation --keep "Player 1=R"',
        "play barasz-et-al-2014/fair_bot barasz-et-al-2014/prudent_bot",
        "play",
        "lockout",
        "lockout lock-out/value-freeze",
        "lockout lock-out/value-freeze --at frozen",
        "lockout lock-out/value-freeze --at frozen --clause",
        "transform clr-agenda-2026/literal-pseudocode",
        "enumerate ours/all-commitments",
        "independence clr-agenda-2026/sixty-or-fifty-had-she-known",
        'beliefs digiovanni-et-al-2024/punished --player "Player 1"',
        "concession ours/burning-banknotes",
        "concession ours/burning-banknotes --ask spi",
        "concession ours/burning-banknotes --ask neutral",
        "loyalty --groups 1",
        "negotiate negotiation/flat-and-lease",
        "tasks list",
        "decide nowhere/nothing",
    ],
)
def test_what_is_printed_is_documented(run: Any, line: str) -> None:
    command, *arguments = shlex.split(line)
    document = json.loads(run(command, *arguments, "--json")[1])
    assert document.keys() <= rows(HEADS).keys()
    if "error" in document:
        assert set(document) == {"schema", "error"} and set(document["error"]) == {"type", "message"}
        return
    name = document["command"] + (" --at" if "--at" in arguments else "")
    assert document["command"] == (command if command != "tasks" else f"tasks {arguments[0]}")
    if "result" in document:
        assert document["result"].keys() <= DOCUMENTED[name]
    else:
        assert document.keys() & {"games", "programs", "reason"}


def test_every_command_has_a_row(run: Any) -> None:
    listed = run("--help")[1].split("Commands:")[1].split("\n\n")[0]
    commands = set(re.findall(r"^  (\w+) ", listed, re.MULTILINE)) - {"tasks", "convert", "check"}  # no result
    assert commands <= DOCUMENTED.keys()
