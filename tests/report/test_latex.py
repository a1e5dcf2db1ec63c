import re

import spi


def test_a_game_line_by_line() -> None:
    lines = spi.load_game("oesterheld-conitzer-2022/temptation")._repr_latex_().splitlines()
    # Table 6
    assert lines[1] == r"\begin{array}{r|cc}"
    assert lines[3:5] == [r"\text{T} & 1, 2 & 5, 1 \\", r"\text{R} & 0, 0 & 4, 4"]


def test_eliminated_actions_are_in_brackets() -> None:
    latex = spi.reduce(spi.load_game("oesterheld-conitzer-2022/temptation"))._repr_latex_()
    assert r"[\text{R}] & 0, 0" in latex and r"[\text{F}]" in latex and r"[\text{T}]" not in latex


def test_three_players_have_a_table_each() -> None:
    latex = spi.load_game("ours/public-goods-three-players")._repr_latex_()
    assert latex.count(r"\begin{array}{r|cc}") == 2
    assert r"\text{Player 3}\colon \text{C}" in latex and r"\text{Player 3}\colon \text{D}" in latex
    assert latex.count(r"\begin{array}") == latex.count(r"\end{array}")
    alone = spi.Game.from_payoffs(["1", "1/3"], actions=[["a", "b"]])
    assert r"\text{b} & \tfrac{1}{3}" in alone._repr_latex_()


def test_names_cannot_break_out() -> None:
    game = spi.Game.from_payoffs([["-1/3, 2"]], actions=[["a_b%"], ["}{\\x$&#^~"]])
    latex = game._repr_latex_()
    assert r"\text{a}\_\text{b}\%" in latex and r"-\tfrac{1}{3}, 2" in latex
    assert latex.count("$") == 3 and latex.count(r"\$") == 1  # the two of the formula, and the one of the name
    assert len(re.findall(r"(?<!\\){", latex)) == len(re.findall(r"(?<!\\)}", latex))


def test_large_games_are_cut() -> None:
    latex = spi.Game.from_payoffs([["0, 0"] * 90 for _ in range(90)])._repr_latex_()
    assert latex.count(r"\cdots") == 41 and latex.count(r"\vdots") == 22  # 40 rows and a head; 1 + 20 + 1 columns


def test_affine_forms_and_games_with_parameters() -> None:
    form = spi.affine("1/2*t_1 - 3*d + 1/4")  # ordered by name
    assert form._repr_latex_() == r"$-3\,\text{d} + \tfrac{1}{2}\,\text{t}\_\text{1} + \tfrac{1}{4}$"
    assert spi.affine("-t")._repr_latex_() == r"$-\text{t}$" and spi.affine("-2*t")._repr_latex_() == r"$-2\,\text{t}$"
    assert spi.affine(0)._repr_latex_() == "$0$" and spi.affine("-1/3")._repr_latex_() == r"$-\tfrac{1}{3}$"
    game = spi.ParametricGame.from_payoffs([["t, 1"], ["0, 2 - t"]])
    lines = game._repr_latex_().splitlines()
    assert lines[3].endswith(r"& \text{t}, 1 \\") and lines[4].endswith(r"& 0, -\text{t} + 2")
