from pathlib import Path

import pytest

import spi
from spi import FormatError, Game, GameError, ShelfError
from spi.core import gamefile
from spi.formats.files import FORMATS, load_game, write_as
from spi.formats.nfg import read_nfg
from tests.formats.samples import EFG, NFG

GAME = Game.from_payoffs([["1, 2", "1/3, 0.1"]], actions=[["a"], ["b", "c"]])


@pytest.mark.parametrize(("format", "suffix"), [("toml", ".toml"), ("nfg", ".nfg"), ("nfg", ".NFG")])
def test_what_is_written_is_loaded_again(format: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"game{suffix}"
    path.write_text(write_as(GAME, format), encoding="utf-8")
    assert load_game(path) == load_game(str(path)) == GAME


def test_the_payoff_dialect_loses_names_of_actions(tmp_path: Path) -> None:
    path = tmp_path / "game.nfg"
    path.write_text(write_as(GAME, "nfg-payoff"), encoding="utf-8")
    game = load_game(path)
    assert game != GAME
    assert (game.players, game.actions, game.table) == (GAME.players, (("1",), ("1", "2")), GAME.table)


def test_efg_and_budget(tmp_path: Path) -> None:
    path = tmp_path / "game.efg"
    path.write_text(EFG["stars"], encoding="utf-8")
    assert load_game(path).shape == (3, 3)
    with pytest.raises(GameError, match="budget=8"):
        load_game(path, budget=8)


def test_names_are_repaired_if_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "game.nfg"
    path.write_text(NFG["counted"].replace("Bob", "Ann"), encoding="utf-8")
    with pytest.raises(FormatError, match=r"game\.nfg, line 1"):
        load_game(path)
    assert load_game(path, repair_names=True).players == ("Ann", "Ann_2")


def test_the_shelf() -> None:
    name = "oesterheld-conitzer-2022/temptation"
    assert load_game(name) == gamefile.load_game(name)
    with pytest.raises(ShelfError, match="temptation"):
        load_game("oesterheld-conitzer-2022/temptaton")


def test_every_game_on_the_shelf_survives_in_every_format() -> None:
    for name in spi.list_games():
        game = load_game(name)
        assert spi.read_game(write_as(game, "toml")) == read_nfg(write_as(game, "nfg")) == game
        assert read_nfg(write_as(game, "nfg-payoff")).table == game.table


def test_missing_files_and_unknown_endings(tmp_path: Path) -> None:
    for suffix in ("toml", "nfg", "efg"):
        with pytest.raises(ShelfError, match="cannot read"):
            load_game(tmp_path / f"none.{suffix}")
    (tmp_path / "folder.nfg").mkdir()
    with pytest.raises(ShelfError, match="cannot read"):
        load_game(tmp_path / "folder.nfg")
    (tmp_path / "game.gbt").write_text("")
    with pytest.raises(ShelfError, match=r"'\.gbt'; accepted: \.toml, \.nfg, \.efg"):
        load_game(tmp_path / "game.gbt")


def test_unknown_format() -> None:
    assert [bool(write_as(GAME, format)) for format in FORMATS] == [True] * 3
    with pytest.raises(GameError, match="accepted: toml, nfg, nfg-payoff"):
        write_as(GAME, "efg")
