"""Games with parameters: built, evaluated, compared, restricted, written to files."""

import random
from fractions import Fraction
from typing import Any

import pytest

import spi
from spi import FormatError, Game, GameError, ParametricGame, read_condition
from spi.core.parametric_game import as_parametric

sympy: Any = pytest.importorskip("sympy")
DILEMMA = [["c, c", "0, 3"], ["3, 0", "d, 1 + 2*d"]]
NAMES = [["C", "D"], ["C", "D"]]


def test_built_from_strings_and_from_sympy() -> None:
    c, d = sympy.symbols("c d")
    strings = ParametricGame.from_payoffs(DILEMMA, actions=NAMES)
    mixed = ParametricGame.from_payoffs([[[c, c], [0, "3"]], [[3, 0], (d, 1 + 2 * d)]], actions=NAMES)
    assert strings == mixed and hash(strings) == hash(mixed)
    assert strings.parameters == ("c", "d")
    assert ParametricGame.from_payoffs(sympy.Matrix([[c], [d]])).table == ((spi.affine("c"),), (spi.affine("d"),))


def test_at_a_point() -> None:
    game = ParametricGame.from_payoffs(DILEMMA, actions=NAMES, title="stakes", source="ours")
    there = game.at(c=2, d="1/2")
    assert there == Game.from_payoffs([["2, 2", "0, 3"], ["3, 0", "1/2, 2"]], actions=NAMES)
    assert (there.title, there.source) == ("stakes", "ours")
    assert game.at({"c": 2}, d=Fraction(1, 2)) == there
    with pytest.raises(GameError, match="no value for the parameter d"):
        game.at(c=2)
    with pytest.raises(GameError, match="unknown parameter 'e' among the values; the parameters: c, d"):
        game.at(c=2, d=1, e=0)
    with pytest.raises(GameError, match="is a float"):
        game.at(c=0.5, d=1)  # type: ignore[arg-type]


def test_bounds() -> None:
    game = ParametricGame.from_payoffs([["p, 1 - p"]], bounds=["0 <= p <= 1", "q > 0"])
    assert game.parameters == ("p", "q")  # one of them occurs in the bounds only
    assert game.at(p=1, q=1).table == ((1, 0),)
    with pytest.raises(GameError, match="p = 2, q = 1 is outside the bounds: p ≤ 1 does not hold"):
        game.at(p=2, q=1)
    with pytest.raises(GameError, match="have alternatives"):
        ParametricGame.from_payoffs([["p, 1"]], bounds="p = 0 or p = 1")


@pytest.mark.parametrize(
    ("payoffs", "more", "why"),
    [
        ([["t*d, 0"]], {}, r"at payoffs\[0\]\[0\] \(a1, b1\), payoff of Player 1: the product of"),
        ([["0, 1"], [[0, 0.5]]], {}, r"0\.5 at payoffs\[1\]\[0\] \(a2, b1\), payoff of Player 2 is a float"),
        ([["t, d"]], {"parameters": ["t"]}, r"unknown parameter 'd' in the payoff of Player 2 at \(a1, b1\)"),
        ([["t, 1"]], {"parameters": ["t"], "bounds": "u > 0"}, "unknown parameter 'u' in the bounds"),
        ([["1, 1"]], {"bounds": "u"}, "at bounds compares nothing"),
        ([["t, 1"]], {"parameters": ["t", "t"]}, "two times 't'"),
        ([["t, 1"]], {"parameters": ["t", "2x"]}, "'2x' as name of a parameter"),
        ([["t, 1"]], {"parameters": ["t", "or"]}, "'or' as name of a parameter"),
        ([["t, 1", "1"]], {}, "not a payoff vector"),
        ([["t, 1"]], {"actions": [["x", "x"], ["y"]]}, "1 entries at payoffs"),
    ],
)
def test_refused(payoffs: object, more: dict[str, object], why: str) -> None:
    with pytest.raises(GameError, match=why):
        ParametricGame.from_payoffs(payoffs, **more)  # type: ignore[arg-type]


def test_equality_and_digest() -> None:
    game = ParametricGame.from_payoffs(DILEMMA, actions=NAMES)
    turned = ParametricGame.from_payoffs(
        [["d, 1 + 2*d", "3, 0"], ["0, 3", "c, c"]], actions=[["D", "C"]] * 2, parameters=["d", "c"], title="turned"
    )
    assert game == turned and game.digest == turned.digest
    bounded = ParametricGame.from_payoffs(DILEMMA, actions=NAMES, bounds="c > 0")
    assert game != bounded and game.digest == bounded.digest
    assert game != ParametricGame.from_payoffs(DILEMMA, actions=NAMES, parameters=["c", "d", "e"])
    assert game != "a game" and game != game.at(c=0, d=0)


def test_without_parameters_the_digest_is_that_of_the_game() -> None:
    rng = random.Random(5)
    for _ in range(50):
        shape = [rng.randint(1, 3) for _ in range(rng.randint(1, 3))]
        size = len(shape)
        count = 1
        for n in shape:
            count *= n
        actions = tuple(tuple(f"x{k}" for k in rng.sample(range(9), n)) for n in shape)
        table = tuple(tuple(Fraction(rng.randint(-9, 9), rng.randint(1, 9)) for _ in shape) for _ in range(count))
        game = Game(tuple(f"P{i}" for i in range(size)), actions, table)
        assert as_parametric(game).digest == game.digest
        assert as_parametric(game).at() == game


def test_subset_games_keep_parameters_and_bounds() -> None:
    game = ParametricGame.from_payoffs(DILEMMA, actions=NAMES, bounds="c > 0")
    plain = spi.subset_game(game, {"Player 1": ["C"]})
    assert plain.table == game.table[:2]
    assert (plain.parameters, plain.bounds) == (game.parameters, game.bounds)
    other = spi.subset_game(game, [["C"], ["C"]], [["c - 1, 7"]], title="sub")
    assert other["C", "C"] == (spi.affine("c - 1"), spi.affine(7)) and other.title == "sub"
    assert (other.parameters, other.bounds) == (game.parameters, game.bounds)
    with pytest.raises(GameError, match="unknown parameter 'e'"):
        spi.subset_game(game, [["C"], ["C"]], [["e, 7"]])
    with pytest.raises(GameError, match="has no action 'E'"):
        spi.subset_game(game, {"Player 1": ["E"]})


def test_shown_as_tables() -> None:
    game = ParametricGame.from_payoffs(DILEMMA, actions=NAMES, title="Dilemma")
    assert str(game).splitlines()[-1].split() == ["D", "3,", "0", "d,", "2*d", "+", "1"]
    assert "<td>d, 2*d + 1</td>" in game._repr_html_()
    assert repr(game) == "<Game 'Dilemma': Player 1, Player 2; 2 × 2 actions; parameters c, d>"


def test_files() -> None:
    game = ParametricGame.from_payoffs(DILEMMA, actions=NAMES, bounds=["0 < c <= 1/2", "d = 2*c"], title="x")
    text = spi.write_parametric_game(game)
    assert 'parameters = ["c", "d"]' in text and 'bounds = ["c > 0", "c ≤ 1/2", "2*c = d"]' in text
    assert spi.read_parametric_game(text) == game
    with pytest.raises(FormatError, match="kind = 'parametric'; accepted: 'strategic'; load_parametric_game reads it"):
        spi.read_game(text)
    plain = as_parametric(spi.load_game("oesterheld-conitzer-2022/temptation"))
    assert spi.read_parametric_game(spi.write_parametric_game(plain)) == plain
    for old, new, why in (
        ('["c", "d"]', '["c"]', "unknown parameter 'd'"),
        ('["c", "d"]', '"c"', "parameters = 'c'; accepted: a list of names"),
        ('["c", "d"]', '["c", 1]', "accepted: a list of strings"),
        ("c, c", "c*d, c", "the product of"),
        ("2*c = d", "2*c != d", "where an operator"),
        ("parameters =", "symbols =", "unknown key 'symbols'"),
    ):
        with pytest.raises(FormatError, match=why):
            spi.read_parametric_game(text.replace(old, new))


def test_bounds_are_read_conditions() -> None:
    bounds = read_condition("p >= 0")
    assert ParametricGame.from_payoffs([["p, 1"]], bounds=bounds).bounds is bounds
