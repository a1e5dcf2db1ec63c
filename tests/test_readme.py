"""The README's examples print what it says; its names, commands and links are there."""

import contextlib
import io
import re
from pathlib import Path

import spi
from spi.report.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_python_examples() -> None:
    """In one go, as a reader would type them."""
    blocks = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == README.count("```python") == 3
    names: dict[str, object] = {}
    for code, expected in blocks:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(code, names)
        assert output.getvalue() == expected


def test_questions_name_what_there_is() -> None:
    rows = [line.strip("|").split("|") for line in README.splitlines() if re.match(r"\| [^-]", line)]
    assert all(len(row) == 3 for row in rows)
    names = {name for _, _, cell in rows for name in re.findall(r"`(\w+)", cell)}
    assert len(names) > 80 and names <= set(dir(spi))
    asked = {command for _, cell, _ in rows for command in re.findall(r"`spi (\w+)", cell)}
    assert asked == {command.name or command.callback.__name__ for command in app.registered_commands} - {"show"} | {  # type: ignore[union-attr]
        group.name for group in app.registered_groups
    }


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((\S+)\)", README)
    assert links and [link for link in links if not (ROOT / link).exists()] == []


def test_first_command() -> None:
    shown = README.split("It prints\n\n")[1].split("\n\nthen the assumptions")[0]
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
