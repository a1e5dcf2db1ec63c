import sys
from functools import cache
from typing import Any

import pytest
import typer.main

from spi.report.cli import main

BUILD = cache(typer.main.get_command)
"""The commands are read off the functions once, not for every line: that is most of what a short command takes."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command line: exit status, what it printed, what it complained about."""
    monkeypatch.setattr(typer.main, "get_command", BUILD)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["spi", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call
