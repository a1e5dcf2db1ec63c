"""The README's Python example prints what the README says, and the rest of its output is the program's."""

import contextlib
import io
import re
from pathlib import Path

import spi

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_python_example() -> None:
    code, expected = re.findall(r"```(?:python|text)\n(.*?)```", README, re.DOTALL)[:2]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(code, {})
    assert output.getvalue() == expected


def test_first_command() -> None:
    shown = README.split("The first prints\n\n")[1].split("\n\nthen the assumptions")[0]
    lines = [line.strip() for line in shown.splitlines()]
    printed = str(spi.decide_spi(spi.load_game("oesterheld-conitzer-2022/demand-game"))).splitlines()
    assert [line for line in lines if line != "…"] == [line for line in map(str.strip, printed) if line in lines]


def test_two_commands_do_all_set_up() -> None:
    commands = README.split("delegates play a safer game")[1].split("These two commands")[0]
    assert re.findall(r"^    (\S.*)$", commands, re.MULTILINE) == [
        "pip install uv && uv run spi decide oesterheld-conitzer-2022/demand-game",
        "uv run pytest",
    ]


def test_every_room_is_on_the_map() -> None:
    rooms = {p.stem for p in (Path(spi.__file__).parent).iterdir() if p.name[0] not in "._" and p.suffix in ("", ".py")}
    named = set(re.findall(r"^      (\w+) ", README, re.MULTILINE))
    assert rooms - {"__init__", "errors", "py"} == named
