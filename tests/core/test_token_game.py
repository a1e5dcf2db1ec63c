from dataclasses import replace
from fractions import Fraction

import pytest

from spi import Game, GameError, load_game, profiles, reduce, token_copy, token_game

PD = load_game("oesterheld-conitzer-2022/prisoners-dilemma")
CC, CD, DC, DD = profiles(PD)
TOKENS = Game.from_payoffs([["0, 0", "1, 2"]], actions=[["x"], ["y", "z"]], players=PD.players)


def test_a_token_game_pays_the_principals_by_lotteries() -> None:
    made = token_game(PD, TOKENS, {("x", "y"): {CD: "1/2", DC: "1/2"}, ("x", "z"): {CC: 1}})
    assert made.payoffs(("x", "y")) == (Fraction(5, 2), Fraction(5, 2))  # (1 + 4)/2
    assert made.payoffs(("x", "z")) == (3, 3)
    assert made.lottery(("x", "y")) == ((CD, Fraction(1, 2)), (DC, Fraction(1, 2)))
    with pytest.raises(GameError, match="no action 'w'"):
        made.payoffs(("x", "w"))


def test_refusals_say_what_is_accepted() -> None:
    whole = {("x", "y"): {CC: 1}, ("x", "z"): {CC: 1}}
    with pytest.raises(GameError, match=r"no lottery for the token outcome \(x, z\)"):
        token_game(PD, TOKENS, {("x", "y"): {CC: 1}})
    with pytest.raises(GameError, match="no action 'q'"):
        token_game(PD, TOKENS, whole | {("x", "q"): {CC: 1}})
    with pytest.raises(GameError, match="sum to 2/3"):
        token_game(PD, TOKENS, whole | {("x", "y"): {CC: "2/3"}})
    with pytest.raises(GameError, match="new names"):
        token_game(PD, PD, {a: {a: 1} for a in profiles(PD)})
    with pytest.raises(GameError, match="those of the game in their order"):
        token_game(PD, replace(TOKENS, players=("A", "B")), whole)
    made = token_game(PD, TOKENS, whole)
    with pytest.raises(GameError, match="one each"):
        replace(made, coordination=made.coordination[:1])
    with pytest.raises(GameError, match="out of order"):
        replace(made, coordination=(made.coordination[0], ((DC, Fraction(1, 2)), (CD, Fraction(1, 2)))))


def test_a_copy_has_new_names_and_the_same_payoffs() -> None:
    copy = token_copy(PD, PD)
    assert copy.tokens.actions == (("Cooperate′", "Defect′"), ("Cooperate′", "Defect′"))
    assert copy.tokens.table == PD.table == tuple(map(copy.payoffs, profiles(copy.tokens)))
    reduced = reduce(PD).reduced
    better = token_copy(PD, reduced, {DD: ((CC, Fraction(1)),)})
    assert better.tokens.actions == (("Defect′",), ("Defect′",)) and better.tokens.table == ((2, 2),)
    assert better.payoffs(("Defect′", "Defect′")) == (3, 3)
    with pytest.raises(GameError, match="no action 'Cooperate'"):
        token_copy(PD, reduced, {CC: ((CC, Fraction(1)),)})


def test_new_names_avoid_names_that_are_taken() -> None:
    game = Game.from_payoffs(["1", "2", "3", "4"], actions=[["a", "a′", "a′′", "b" * 200]])
    (names,) = token_copy(game, game).tokens.actions
    assert names[:3] == ("a′′′", "a′′′′", "a′′′′′")  # a′ and a′′ are actions; each name is used once
    assert len(set(names) | set(game.actions[0])) == 8 and max(map(len, names)) <= 200
