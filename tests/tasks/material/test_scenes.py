"""Casts and payoffs in words."""

from random import Random

from spi import Game
from spi.tasks.material.scenes import SCENES, draw_cast
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, told_payoffs

CHICKEN = Game.from_payoffs(
    [["3, 3", "1, 4"], ["4, 1", "0, 5/2"]], actions=[["S", "D"], ["s", "d"]], players=["Ada", "Bo"]
)


def test_casts_have_actions_of_their_own() -> None:
    seen = set()
    for seed in range(200):
        cast = draw_cast(Random(seed), (5, 4, 3))
        actions = [x for own in cast.actions for x in own]
        assert list(map(len, cast.actions)) == [5, 4, 3]
        assert len({*actions, *cast.players}) == 15
        assert all(player in cast.opening for player in cast.players)
        seen.add(cast.scene.opening)
    assert len(seen) == len(SCENES) >= 6


def test_payoffs_in_notation() -> None:
    assert formal_payoffs(CHICKEN).splitlines() == [
        "Players: 1 = Ada, 2 = Bo. Actions: A₁ = {S, D}, A₂ = {s, d}. Payoffs, in the order of the players:",
        "u(S, s) = (3, 3)",
        "u(S, d) = (1, 4)",
        "u(D, s) = (4, 1)",
        "u(D, d) = (0, 5/2)",
    ]


def test_payoffs_as_a_table() -> None:
    assert payoff_table(CHICKEN).splitlines() == [
        "Rows: Ada. Columns: Bo. Cells: payoffs of Ada then Bo.",
        "  | s    | d",
        "--+------+-------",
        "S | 3, 3 | 1, 4",
        "D | 4, 1 | 0, 5/2",
    ]


def test_three_players_have_a_table_for_each_action_of_the_third() -> None:
    game = Game.from_payoffs([[["1, 2, 3", "4, 5, 6"]], [["7, 8, 9", "0, 0, 1"]]], players=["Ada", "Bo", "Cy"])
    assert payoff_table(game).splitlines()[1:] == [
        "Cy plays c1:",
        "   | b1",
        "---+--------",
        "a1 | 1, 2, 3",
        "a2 | 7, 8, 9",
        "Cy plays c2:",
        "   | b1",
        "---+--------",
        "a1 | 4, 5, 6",
        "a2 | 0, 0, 1",
    ]


def test_payoffs_in_sentences() -> None:
    assert told_payoffs(CHICKEN, "coins").splitlines()[4] == (
        "If Ada chooses D and Bo chooses d, then the result is: Ada 0 and Bo 5/2."
    )


def test_lists_of_words() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == ["a", "a and b", "a, b or c"]
