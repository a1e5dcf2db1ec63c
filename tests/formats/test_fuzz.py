"""Spoilt files are refused with their place, or read as what they now say.

A spoilt file that is accepted must (1) be the game that the slow reader of `mini.py` reads, and (2) survive being
written and read again, with its order, title and source.
"""

import random

import pytest

from spi import FormatError, Game, GameError
from spi.formats.efg import read_efg
from spi.formats.nfg import read_nfg, write_nfg
from tests.formats.mini import MiniTree, mini_nfg
from tests.formats.samples import EFG, NFG, spoil


def same(game: Game, other: Game) -> bool:
    """Equality of everything: also of order, title and source."""
    return (game.players, game.actions, game.table, game.title, game.source) == (
        other.players, other.actions, other.table, other.title, other.source
    )  # fmt: skip


def has_place(error: FormatError, text: str) -> bool:
    lines = text.removeprefix("\ufeff").split("\n")
    return (
        1 <= error.line <= len(lines)
        and 1 <= error.column <= len(lines[error.line - 1]) + 1
        and str(error).endswith("\n    " + " " * (error.column - 1) + "^")
    )


def examine(text: str, kind: str) -> str:
    """Does the text end in one of the allowed ways, and in which?"""
    game, fault = None, None
    try:
        game = read_nfg(text) if kind == "nfg" else read_efg(text, budget=10_000)
    except (FormatError, GameError) as error:
        fault = error
    if isinstance(fault, FormatError):
        assert has_place(fault, text), (text, fault)
        return "refused"
    if game is None:
        assert "budget" in str(fault)
        return "too large"
    if kind == "nfg":
        assert same(game, mini_nfg(text)), text
    else:
        MiniTree(text).check(game)
    assert same(read_nfg(write_nfg(game)), game), text
    return "read"


SAMPLES = [(kind, name, text) for kind, own in (("nfg", NFG), ("efg", EFG)) for name, text in own.items()]


@pytest.mark.parametrize(("kind", "text"), [pytest.param(kind, text, id=name) for kind, name, text in SAMPLES])
class TestSpoilt:
    def test_the_sample_itself_is_read(self, kind: str, text: str) -> None:
        assert examine(text, kind) == "read"

    def test_cut_off_at_every_position(self, kind: str, text: str) -> None:
        results = [examine(text[:k], kind) for k in range(len(text))]
        assert "refused" in results
        assert results[: len(text) // 2] == ["refused"] * (len(text) // 2)

    def test_other_ends_of_lines_and_byte_order_mark(self, kind: str, text: str) -> None:
        if "second line" not in text:  # there the line feed is part of a text
            assert examine(text.replace("\n", "\r\n"), kind) == examine(text.replace("\n", "\r"), kind) == "read"
        assert examine("\ufeff" + text, kind) == "read"

    def test_spoilt(self, kind: str, text: str) -> None:
        chance = random.Random(1)
        results = {examine(spoil(text, chance), kind) for _ in range(70)}
        assert "refused" in results

    @pytest.mark.slow
    def test_spoilt_often(self, kind: str, text: str) -> None:
        chance = random.Random(2)
        results = [examine(spoil(text, chance), kind) for _ in range(1300)]
        assert {"refused", "read"} <= set(results)
