from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

import spi
from spi import FormatError, Game, ShelfError
from spi.empirical.scenarios.shelf import read_scenarios
from spi.strategies import exact_numbers, games

GOOD = """
kind = "strategic"
title = "T"
players = ["A", "B"]
actions = [["x"], ["y", "z"]]
payoffs = [["1, 2", "0.1, 1/3"]]
"""


def test_reads_exactly() -> None:
    assert spi.read_game(GOOD)["x", "z"] == (spi.read_game(GOOD.replace("0.1", "1/10"))["x", "z"])


@given(games(payoffs=exact_numbers(low=-99, high=99, denominators=7)))
def test_round_trip(game: Game) -> None:
    assert spi.read_game(spi.write_game(game)) == game


@given(games())
def test_round_trip_keeps_order_title_and_source(game: Game) -> None:
    from dataclasses import replace

    named = replace(game, title='quote " backslash \\ newline \n', source="ours")
    again = spi.read_game(spi.write_game(named))
    assert (again.title, again.source, again.actions, again.table) == (named.title, "ours", named.actions, named.table)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (GOOD.replace('"strategic"', '"strategic'), 2, "not TOML"),
        (GOOD + "\nextra = 1\n", 8, "unknown key 'extra'"),
        (GOOD.replace("strategic", "tactical"), 2, "accepted: 'strategic'"),
        (GOOD.replace("kind", "kid"), 2, "unknown key 'kid'"),
        (GOOD.replace('players = ["A", "B"]\n', ""), 0, "'players' is missing"),
        (GOOD.replace('title = "T"', "title = 3"), 3, "accepted: a string"),
        (GOOD.replace('["A", "B"]', '"AB"'), 4, "accepted: a list"),
        (GOOD.replace("1, 2", "1; 2"), 0, "'1; 2' at payoffs[0][0] (x, y)"),
        (GOOD.replace('"1, 2"', "[1.5, 2]"), 0, "1.5"),
        (GOOD.replace('"y", "z"', '"y", "y"'), 0, "two times 'y'"),
        (GOOD.replace('"y", "z"', ""), 0, "B"),
        ("[" * 100_000, 1, ""),
        ("", 0, "'kind' is missing"),
    ],
)
def test_bad_files_have_place_and_remedy(text: str, line: int, word: str) -> None:
    with pytest.raises(FormatError) as error:
        spi.read_game(text, file="my.toml")
    assert "my.toml" in str(error.value)
    assert word in str(error.value)
    if line:
        assert error.value.line == line or "nested" in str(error.value)


def test_caret_points_at_the_fault() -> None:
    with pytest.raises(FormatError) as error:
        spi.read_game('kind = "strategic"\ntitle == 3\n')
    place, caret = str(error.value).splitlines()[-2:]
    assert place.strip() == "title == 3"
    assert caret[place.index("title") :].index("^") == 7


def test_wrong_encoding() -> None:
    with pytest.raises(FormatError, match="UTF-8"):
        spi.read_game(b'kind = "\xff"')


def test_own_file_and_missing_files(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(GOOD)
    assert spi.load_game(str(path)) == spi.read_game(GOOD)
    with pytest.raises(ShelfError, match="cannot read"):
        spi.load_game(str(tmp_path / "other.toml"))
    with pytest.raises(ShelfError, match="oesterheld-conitzer-2022/temptation"):
        spi.load_game("oesterheld-conitzer-2022/temptaton")
    with pytest.raises(ShelfError):
        spi.load_game("../../etc/passwd")


@pytest.mark.parametrize(
    "read", [spi.read_game, spi.read_experiment, spi.read_task_spec, read_scenarios], ids=lambda f: f.__name__
)
def test_every_reader_of_toml_says_where_and_stops_at_depth(read: Callable[..., object]) -> None:
    with pytest.raises(FormatError, match="not TOML") as unfinished:
        read('title = "a"\nseed = [1,', file="f.toml")
    assert (unfinished.value.file, unfinished.value.line) == ("f.toml", 2)
    with pytest.raises(FormatError, match=r"f\.toml: nested too deeply"):
        read(f"seed = {'[' * 50_000}{']' * 50_000}", file="f.toml")
