"""Derivations and correspondences as pictures: every game, step, outcome and arrow, and long ones cut."""

from fractions import Fraction

import matplotlib

import spi
from spi.core.correspondence import Correspondence
from spi.report.diagram_pictures import correspondence_picture, derivation_picture
from spi.report.pages import page_text
from spi.report.palette import BLUE, RED
from spi.report.picture import Arrow, Box, Note, picture_svg
from tests.report.games import chain, temptation
from tests.report.pictures import freeze, inside, of_kind, words

matplotlib.use("Agg")


def falling(n: int) -> spi.Game:
    """Every row is worse than the one above it, every column than the one before it."""
    rows = [[f"{n - i}, {n - j}" for j in range(n)] for i in range(n)]
    return spi.Game.from_payoffs(rows, actions=[[f"r{i}" for i in range(n)], [f"c{j}" for j in range(n)]])


def test_a_derivation_box_by_box() -> None:
    picture = derivation_picture(chain())
    assert [box.text for box in of_kind(picture, Box)] == [
        "{T, R}\n{C, F}", "{T}\n{C, F}", "{T}\n{C}", "{R}\n{F}", "{R}\n{C, F}"
    ]  # fmt: skip
    assert [note.text for note in of_kind(picture, Note)] == [
        "− R\n(Player 1)", "− F\n(Player 2)", "Assumption 2\nT→R, C→F", "+ C\n(Player 2)"
    ]  # fmt: skip
    assert [(a.colour, a.line) for a in of_kind(picture, Arrow)] == [
        ("", "solid"), ("", "solid"), (BLUE, "solid"), ("", "dashed")
    ]  # fmt: skip
    inside(picture)


def test_a_derivation_of_no_steps_is_one_box() -> None:
    game = spi.Game.from_payoffs([["1, 2"]], actions=[["<a>"], ["b"]])
    picture = derivation_picture(spi.derive(game, game))
    assert words(picture) == ["{<a>}", "{b}"] and not of_kind(picture, Arrow)
    assert "&lt;a&gt;" in picture_svg(picture)


def test_a_long_derivation_is_cut_with_a_count() -> None:
    whole = falling(9)
    picture = derivation_picture(spi.derive(whole, spi.reduce(whole).reduced))
    # 16 eliminations, 17 games, of which 5 are shown at either end
    assert len(of_kind(picture, Box)) == 10 and "7 more games" in words(picture)
    assert [arrow.line for arrow in of_kind(picture, Arrow)].count("dotted") == 1
    assert of_kind(picture, Box)[-1].text == "{r0}\n{c0}" and of_kind(picture, Box)[-1].tip == "game 16"
    inside(picture)
    short = falling(6)  # 10 eliminations: to leave out one of 11 games would save nothing
    picture = derivation_picture(spi.derive(short, spi.reduce(short).reduced))
    assert len(of_kind(picture, Box)) == 11 and not any("more games" in text for text in words(picture))


def test_many_actions_and_players_are_cut() -> None:
    wide = spi.Game.from_payoffs([["0, 0"] * 90], actions=[["a"], [f"action {k}" for k in range(90)]])
    assert words(derivation_picture(spi.derive(wide, wide)))[1] == "{action 0, action 1, action…"
    many = spi.Game(tuple(f"P{k}" for k in range(9)), (("x",),) * 9, ((Fraction(0),) * 9,))
    assert words(derivation_picture(spi.derive(many, many))) == ["{x}"] * 5 + ["and 4 more"]


def test_a_correspondence_arrow_by_arrow() -> None:
    found = chain().correspondence
    picture = correspondence_picture(found, temptation())
    # Table 6: (T, C) alone is played, and becomes (R, F)
    assert set(words(picture)) == {
        "outcome", "becomes", "(T, C)  1, 2", "(T, F)  5, 1", "(R, C)  0, 0", "(R, F)  4, 4",
        "somebody gains, nobody loses",
    }  # fmt: skip
    faded = [note.text for note in of_kind(picture, Note) if note.faded]
    assert sorted(faded) == ["(R, C)  0, 0", "(R, C)  0, 0", "(R, F)  4, 4", "(T, F)  5, 1"]
    arrow, legend = of_kind(picture, Arrow)
    assert arrow.colour == legend.colour == BLUE
    at = {note.text: note.at for note in of_kind(picture, Note) if not note.faded}
    assert arrow.path[0][1] == at["(T, C)  1, 2"][1] and arrow.path[1][1] == at["(R, F)  4, 4"][1]
    inside(picture)
    plain = correspondence_picture(found)
    assert "(T, C)" in words(plain) and [a.colour for a in of_kind(plain, Arrow)] == [""]
    back = correspondence_picture(found.inverse(), temptation())
    assert [(a.colour, a.line) for a in of_kind(back, Arrow)] == [(RED, "dotted")] * 2


def test_a_large_correspondence_shows_what_is_played_first() -> None:
    whole = falling(9)
    last = ("r8", "c8")
    found = Correspondence(
        frozenset((f"r{i}", f"c{j}") for i in range(9) for j in range(9)), frozenset({last}), frozenset({(last, last)})
    )
    picture = correspondence_picture(found)
    # 81 outcomes, 20 of them with room, the one with an arrow among them although it is the last by name
    assert "and 61 more" in words(picture) and words(picture).count("(r8, c8)") == 2
    assert len(of_kind(picture, Arrow)) == 1 and whole.shape == (9, 9)
    inside(picture)


def test_html_has_the_picture_and_text_has_not() -> None:
    assert chain()._repr_html_().count("<svg") == 1 and "<table>" in chain()._repr_html_()
    assert chain().correspondence._repr_html_().count("<svg") == 1
    assert freeze()._repr_html_().count("<svg") == 1
    found = spi.decide_lock_out(freeze(), "frozen, and war")
    assert found._repr_html_().count("<svg") == found.result._repr_html_().count("<svg") == 1
    for thing in (chain(), chain().correspondence, freeze(), found):
        assert "svg" not in str(thing)
    assert page_text([derivation_picture(chain()), "words"]) == "words"
