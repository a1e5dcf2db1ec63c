"""Conversions, against stand-ins with just what is used of the real packages, and against these where installed."""

import io
import itertools
import sys
from collections.abc import Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given

from spi import FormatError, Game, GameError
from spi.formats.nfg import read_nfg, write_nfg
from spi.formats.peers import (
    from_nashpy,
    from_pygambit,
    from_quantecon,
    to_nashpy,
    to_pygambit,
    to_quantecon,
)
from spi.strategies import exact_numbers, games
from tests.formats.samples import EFG
from tests.formats.test_fuzz import same

HALVES = Game.from_payoffs([["1, 2", "1/2, 0"], ["-3, 7", "0, 1/4"]])
THIRDS = Game.from_payoffs([["1, 2", "1/3, 0.1"]])
THREE = Game.from_payoffs([[["1, 2, 3", "4, 5, 6"], ["7, 8, 9", "0, 1, 2"], ["3, 1, 4", "1, 5, 9"]]])
NAN, INFINITY = float("nan"), float("inf")


class Array(list[Any]):
    """A stand-in for a numpy array."""

    def tolist(self) -> list[Any]:
        return list(self)


def nashpy_game(first: Sequence[Any], second: Sequence[Any]) -> Any:
    return SimpleNamespace(payoff_matrices=(Array(first), Array(second)))


def quantecon_player(array: Sequence[Any]) -> Any:
    return SimpleNamespace(payoff_array=Array(array))


class GambitGame:
    """A stand-in for a game of pygambit from 16.3."""

    def __init__(self, text: str, *, is_tree: bool = False) -> None:
        self.text, self.is_tree = text, is_tree

    def to_nfg(self) -> str:
        assert not self.is_tree
        return self.text

    def to_efg(self) -> str:
        assert self.is_tree
        return self.text


class OldGambitGame:
    """A stand-in for a game of pygambit before 16.3, whose titles are ASCII."""

    is_tree = False

    def __init__(self, text: str) -> None:
        self.text, self._title = text, b""

    @property
    def title(self) -> str:
        return self._title.decode()

    @title.setter
    def title(self, value: str) -> None:
        self._title = value.encode("ascii")

    def write(self, format: str) -> str:
        assert format == "nfg"
        return self.text


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(buffer: io.StringIO) -> GambitGame:
        return GambitGame(buffer.read())

    quantecon = SimpleNamespace(
        Player=quantecon_player, NormalFormGame=lambda players: SimpleNamespace(players=players)
    )
    monkeypatch.setitem(sys.modules, "nashpy", SimpleNamespace(Game=nashpy_game))
    monkeypatch.setitem(sys.modules, "quantecon", SimpleNamespace(game_theory=quantecon))
    monkeypatch.setitem(sys.modules, "quantecon.game_theory", quantecon)
    monkeypatch.setitem(sys.modules, "pygambit", SimpleNamespace(read_nfg=read))


@pytest.mark.usefixtures("stand_ins")
class TestStandIns:
    def test_nashpy_and_back(self) -> None:
        there = to_nashpy(HALVES)
        assert (there.exact, there.note) == (True, "names are lost")
        assert there.value.payoff_matrices == ([[1.0, 0.5], [-3.0, 0.0]], [[2.0, 0.0], [7.0, 0.25]])
        back = from_nashpy(there.value, exact=True)
        assert back.exact and back.value == HALVES

    def test_nashpy_loses_thirds_and_tenths_and_says_so(self) -> None:
        there = to_nashpy(THIRDS)
        assert not there.exact
        assert there.note == "names are lost; 2 payoffs became the nearest float: 1/10, 1/3"
        back = from_nashpy(there.value, exact=True)
        assert not back.exact and back.note == "shortest decimal of each float"
        assert back.value.table[1] == (Fraction("0.3333333333333333"), Fraction(1, 10))
        assert from_nashpy(there.value, max_denominator=10).value == THIRDS

    def test_nashpy_has_two_players(self) -> None:
        with pytest.raises(GameError, match="3 players; nashpy has games of two players only"):
            to_nashpy(THREE)

    @pytest.mark.parametrize("convert", [to_nashpy, to_quantecon])
    def test_beyond_the_largest_float(self, convert: Any) -> None:
        with pytest.raises(GameError, match="beyond the largest float"):
            convert(Game.from_payoffs([[f"{10**400}, 1"]]))
        assert not convert(Game.from_payoffs([[f"1/{10**400}, 1"]])).exact

    @given(games(payoffs=exact_numbers(low=-9, high=9, denominators=4)))
    def test_quantecon_and_back(self, game: Game) -> None:
        there = to_quantecon(game)
        assert there.exact == all(Fraction(float(u)) == u for row in game.table for u in row)
        back = from_quantecon(there.value, max_denominator=4)
        assert back.value == game
        assert back.exact == there.exact

    def test_in_quantecon_a_player_comes_first_in_her_own_array(self) -> None:
        arrays = [player.payoff_array for player in to_quantecon(THREE).value.players]
        assert [arrays[0][0][1][1], arrays[1][1][1][0], arrays[2][1][0][1]] == [0, 1, 2]
        assert [len(array) for array in arrays] == [1, 3, 2]

    def test_pygambit_and_back(self) -> None:
        there = to_pygambit(THIRDS)
        assert (there.exact, there.note) == (True, "")
        assert from_pygambit(there.value).value == THIRDS

    def test_old_pygambit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        old = SimpleNamespace(Game=SimpleNamespace(parse_game=OldGambitGame))
        monkeypatch.setitem(sys.modules, "pygambit", old)
        there = to_pygambit(Game.from_payoffs([["1/3, 2"]], title="Früh"))
        assert there.value.title == "Fr?h"
        assert from_pygambit(there.value).value.table == ((Fraction(1, 3), 2),)

    @pytest.mark.parametrize("name", ["é", "a  b", "a\\b"])
    def test_names_that_gambit_does_not_accept_are_numbered(self, name: str) -> None:
        game = Game.from_payoffs([["1, 2"], ["3, 4"]], players=["Ann", "Bob"], actions=[["x", name], ["y"]], title=name)
        there = to_pygambit(game)
        assert there.note == "Gambit does not accept the names of the actions of Ann: numbered"
        assert there.value.title == name
        back = from_pygambit(there.value).value
        assert (back.players, back.actions, back.table) == (game.players, (("1", "2"), ("y",)), game.table)


def test_the_reason_is_named_when_a_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, package, convert in (
        ("nashpy", "nashpy", to_nashpy),
        ("quantecon.game_theory", "quantecon", to_quantecon),
        ("pygambit", "pygambit", to_pygambit),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(ImportError, match=f"{package} is not installed.*pip install {package}"):
            convert(HALVES)


def test_integers_and_fractions_need_no_choice() -> None:
    there = from_nashpy(nashpy_game([[1, Fraction(1, 3)]], [[2, 0]]), title="T")
    assert there.exact and there.value.title == "T"
    assert there.value.table == ((1, 2), (Fraction(1, 3), 0))
    assert from_quantecon(SimpleNamespace(players=[quantecon_player([1, 2])])).value.table == ((1,), (2,))


@pytest.mark.parametrize("number", [0.5, 1.0, NAN, INFINITY])
def test_floats_need_a_choice(number: float) -> None:
    with pytest.raises(GameError, match=r"exact=True \(shortest decimal\) or max_denominator="):
        from_nashpy(nashpy_game([[number]], [[1]]))
    with pytest.raises(GameError, match="exact=True"):
        from_quantecon(SimpleNamespace(players=[quantecon_player([number])]))


@pytest.mark.parametrize("number", [NAN, INFINITY])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(GameError, match="not a number of any game"):
        from_nashpy(nashpy_game([[number]], [[1]]), exact=True)


def test_trees_of_pygambit_become_their_reduced_form() -> None:
    tree = GambitGame(EFG["stars"], is_tree=True)
    assert from_pygambit(tree).value.shape == (3, 3)
    with pytest.raises(GameError, match="budget=2"):
        from_pygambit(tree, budget=2)


def test_names_from_pygambit_are_repaired_if_asked_for() -> None:
    game = GambitGame('NFG 1 R "" { "" "" } { 1 1 } 1 2')
    with pytest.raises(FormatError, match="<pygambit>, line 1, column 14"):
        from_pygambit(game)
    assert from_pygambit(game, repair_names=True).value.players == ("1", "2")


# --- the real packages, where they are installed: none of them is needed, nor in the project's environment


def test_the_real_nashpy() -> None:
    pytest.importorskip("nashpy", reason="nashpy is optional and not installed")
    there = to_nashpy(HALVES)
    assert from_nashpy(there.value, exact=True).value == HALVES
    assert list(there.value[[0, 1], [1, 0]]) == [-3.0, 7.0]


def test_the_real_quantecon() -> None:
    pytest.importorskip("quantecon", reason="quantecon is optional and not installed")
    there = to_quantecon(THREE)
    assert from_quantecon(there.value, exact=True).value == THREE
    for profile in itertools.product(*map(range, THREE.shape)):
        names = tuple(own[x] for own, x in zip(THREE.actions, profile, strict=True))
        assert tuple(there.value[profile]) == THREE[names]


def test_the_real_pygambit() -> None:
    gambit = pytest.importorskip("pygambit", reason="pygambit is optional and not installed")
    there = to_pygambit(THIRDS)
    assert same(from_pygambit(there.value).value, THIRDS)
    tree = gambit.read_efg(io.StringIO(EFG["documented"]))
    assert from_pygambit(tree).value["L H", "l"] == (Fraction(2, 3), Fraction(19, 3))
    for dialect in ("gambit", "payoff"):
        again = gambit.read_nfg(io.StringIO(write_nfg(THREE, dialect=dialect)))
        assert read_nfg(again.to_nfg()).table == THREE.table
