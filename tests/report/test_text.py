from typing import Any

import pytest
from hypothesis import given

import spi
from spi.report.html import game_html
from spi.strategies import games


@given(games())
def test_every_payoff_and_action_is_shown(game: spi.Game) -> None:
    text, html = str(game), game._repr_html_()
    for own in game.actions:
        for action in own:
            assert action in text
            assert action in html
    for row in game.table:
        assert ", ".join(map(str, row)) in text
        assert ", ".join(map(str, row)) in html


def test_three_players_cell_by_cell() -> None:
    game = spi.load_game("ours/public-goods-three-players")
    tables = str(game).split("\n\n")
    assert "Player 3: C" in str(game)
    second = tables[-1].splitlines()
    assert second[0] == "Player 3: D"
    assert second[1].split() == ["C", "D"]
    assert [line.split("  ")[0] for line in second[2:]] == ["C", "D"]
    assert "1, 1, 4" in second[2]  # C, C, D: the last player defects
    assert "0, 0, 0" in second[3]


def test_eliminated_actions_are_marked() -> None:
    game = spi.load_game("oesterheld-conitzer-2022/temptation")
    reduced = spi.reduce(game).reduced
    assert "<s>R</s>" in game_html(game, reduced)
    assert "<s>T</s>" not in game_html(game, reduced)
    from spi.report.text import game_text

    assert "[R]" in game_text(game, reduced)
    assert "[T]" not in game_text(game, reduced)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        (
            "oesterheld-conitzer-2022/demand-game",
            {},
            ["HOLDS", "(DM, DM)", "(DL, DL)", "a strict SPI", "derivable", "no tolerance"],
        ),
        ("ours/chicken", {}, ["FAILS", "survivors of elimination", "candidate maps"]),
        ("ours/pd-with-tie", {"strict": False}, ["HOLDS", "not strict", "payoff-neutral"]),
    ],
)
def test_verdicts_in_words(name: str, options: dict[str, Any], words: list[str]) -> None:
    verdict = spi.decide_spi(spi.load_game(name), **options)
    for word in [*words, "Assumption 1", "Assumption 2"]:
        assert word in str(verdict)
    assert "Assumption 1" in verdict._repr_html_()


def test_counterexamples_are_named() -> None:
    game = spi.load_game("oesterheld-conitzer-2022/temptation")
    verdict = spi.verify_spi(game, spi.subset_game(game, {"Player 2": ["F"]}))
    assert "worse for Player 2" in str(verdict)
    assert "counterexample:" in str(verdict)


def test_html_escapes_names() -> None:
    game = spi.Game.from_payoffs([["1, 2"]], actions=[["<b>"], ["&"]])
    assert "<b>" not in game._repr_html_().replace("<b></b>", "")
    assert "&lt;b&gt;" in game._repr_html_()


def test_one_of_several_isomorphisms_is_not_shown_as_certain() -> None:
    # rock-paper-scissors can be turned round in three ways (proof of Lemma 4), the Demand Game in one
    turned = spi.find_spis(spi.load_game("ours/two-block-rock-paper-scissors")).spis[0]
    assert not turned.is_certain and len(turned.becomes(("R", "r"))) == 1
    said = "isomorphic reduced games; by several isomorphisms, of which one is shown: which one is used is unknown"
    assert said in str(turned) and said in turned._repr_html_()
    decided = spi.decide_spi(spi.load_game("oesterheld-conitzer-2022/demand-game"))
    assert isinstance(decided, spi.Holds)
    certain = decided.result
    assert certain.is_certain
    assert "several isomorphisms" not in str(certain)
    game = spi.load_game("ours/matching-pennies")
    same = spi.compare(game, game)  # not by an isomorphism: equal games are played in the same way
    assert same.is_certain and "several isomorphisms" not in str(same)


def test_found_lists() -> None:
    found = spi.find_spis(spi.load_game("ours/two-block-rock-paper-scissors"))
    assert str(found).startswith("3 strict SPIs, built by 9 maps; 3 maximal")
    none = spi.find_spis(spi.load_game("ours/chicken"))
    assert str(none) == "0 strict SPIs"
    assert found._repr_html_().count("<li>") == 3
