import hashlib
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spi
from spi import Game, GameError
from spi.strategies import games

TEMPTATION = Game.from_payoffs(
    [["1, 2", "5, 1"], ["0, 0", "4, 4"]], actions=[["T", "R"], ["C", "F"]], players=["Alice", "Bob"]
)


def test_payoffs_by_profile() -> None:
    assert TEMPTATION["T", "F"] == (5, 1)
    assert TEMPTATION.shape == (2, 2)


def test_players_are_given_by_name_or_by_position() -> None:
    assert [TEMPTATION.player_index(who) for who in ("Alice", "Bob", 0, 1)] == [0, 1, 0, 1]
    with pytest.raises(GameError, match=r"no player 'Carol' here; accepted: Alice, Bob$"):
        TEMPTATION.player_index("Carol")
    for who in (2, -1, True, None, 0.0):
        with pytest.raises(GameError, match=r"accepted: Alice, Bob, and positions from 0 to 1$"):
            TEMPTATION.player_index(who)  # type: ignore[arg-type]


def test_a_name_is_no_game() -> None:
    for ask in (spi.decide_spi, spi.find_spis, spi.reduce, lambda name: spi.verify_spi(TEMPTATION, name)):
        with pytest.raises(GameError, match=r"'ours/chicken' is no game; accepted: a Game, such as load_game\('ours"):
            ask("ours/chicken")  # type: ignore[arg-type]
    with pytest.raises(spi.HypothesisError, match="unilateral=1; accepted: True, False, or the name of a player"):
        spi.decide_spi(TEMPTATION, unilateral=1)  # type: ignore[arg-type]  # which could mean a position, or True


def test_digest_is_the_published_text() -> None:
    # written by hand from the grammar in games/README.md: actions sorted, so R comes before T
    text = (
        "spi-game 1\nplayer Alice\naction R\naction T\nplayer Bob\naction C\naction F\n"
        "payoff 0 0\npayoff 4 4\npayoff 1 2\npayoff 5 1\n"
    )
    assert TEMPTATION.digest == hashlib.sha256(text.encode()).hexdigest()


def test_equality_ignores_order_of_actions_title_and_source() -> None:
    reordered = Game.from_payoffs(
        [["4, 4", "0, 0"], ["5, 1", "1, 2"]],
        actions=[["R", "T"], ["F", "C"]],
        players=["Alice", "Bob"],
        title="another title",
    )
    assert reordered == TEMPTATION
    assert hash(reordered) == hash(TEMPTATION)
    assert reordered.digest == TEMPTATION.digest


@pytest.mark.parametrize(
    "other",
    [
        Game.from_payoffs(
            [["1, 2", "5, 1"], ["0, 0", "4, 5"]], actions=[["T", "R"], ["C", "F"]], players=["Alice", "Bob"]
        ),
        Game.from_payoffs(
            [["1, 2", "5, 1"], ["0, 0", "4, 4"]], actions=[["T", "R"], ["C", "G"]], players=["Alice", "Bob"]
        ),
        Game.from_payoffs(
            [["1, 2", "5, 1"], ["0, 0", "4, 4"]], actions=[["T", "R"], ["C", "F"]], players=["Bob", "Alice"]
        ),
        Game.from_payoffs([["1, 2", "5, 1"]], actions=[["T"], ["C", "F"]], players=["Alice", "Bob"]),
        "not a game",
    ],
)
def test_inequality(other: object) -> None:
    assert other != TEMPTATION


@given(games(), st.randoms(use_true_random=False))
def test_equal_games_have_equal_digests(game: Game, random: object) -> None:
    orders = [list(own) for own in game.actions]
    for own in orders:
        random.shuffle(own)  # type: ignore[attr-defined]
    shuffled = spi.subset_game(game, orders)
    assert shuffled == game
    assert shuffled.digest == game.digest
    assert pickle.loads(pickle.dumps(game)) == game


@given(games(), games())
def test_digest_tells_games_apart(one: Game, two: Game) -> None:
    assert (one == two) == (one.digest == two.digest)


def test_constructors_agree() -> None:
    arrays = Game.from_arrays([[1, 5], [0, 4]], [[2, 1], [0, 4]], actions=TEMPTATION.actions, players=["Alice", "Bob"])
    lists = Game.from_payoffs(
        [[[1, 2], (5, 1)], [["0", 0], (4, Fraction(4))]], actions=TEMPTATION.actions, players=["Alice", "Bob"]
    )
    floats = Game.from_floats(
        [[[1.0, 2.0], [5.0, 1.0]], [[0.0, 0.0], [4.0, 4.0]]],
        exact=True,
        actions=TEMPTATION.actions,
        players=["Alice", "Bob"],
    )
    assert arrays == lists == floats == TEMPTATION
    assert floats.rounding
    assert not lists.rounding


def test_default_names() -> None:
    game = Game.from_payoffs([[["1, 2, 3", "4, 5, 6"]]])
    assert game.players == ("Player 1", "Player 2", "Player 3")
    assert game.actions == (("a1",), ("b1",), ("c1", "c2"))
    assert Game.from_payoffs(["1", "2"]).shape == (2,)
    assert Game.from_payoffs([[1], [2]]).shape == (2,)


class Array:
    """Stands for a numpy array: the library asks for `tolist` only."""

    def __init__(self, value: object) -> None:
        self.value = value

    def tolist(self) -> object:
        return self.value


def test_arrays_of_other_libraries() -> None:
    assert Game.from_arrays(Array([[1, 5], [0, 4]]), Array([[2, 1], [0, 4]]))["a1", "b2"] == (5, 1)


@pytest.mark.parametrize(
    ("payoffs", "options", "words"),
    [
        ([["1, 2", "5, 1"], ["0, 0"]], {}, ["1 entries", "payoffs[1]", "Player 2"]),
        ([["1, 2", "5, 1"], "0, 0"], {}, ["payoffs[1]", "Player 2"]),
        ([["1, 2", "5, 1"], ["0, 0", "4, 4, 4"]], {}, ["payoffs[1][1]", "2 exact numbers"]),
        ([["1, 2", "5, 1"], ["0, 0", "4, x"]], {}, ["'x'", "payoffs[1][1]", "payoff of Player 2"]),
        ([[(1, 2), (5, 0.5)]], {}, ["0.5", "float", "from_floats", "payoffs[0][1]"]),
        ([[(1, 2), (5, float("nan"))]], {}, ["nan", "payoffs[0][1]"]),
        ([], {}, ["empty"]),
        ([[]], {}, ["empty"]),
        ([["1, 2"]], {"actions": [["a"], []]}, ["Player 2"]),
        ([["1, 2", "3, 4"]], {"actions": [["a"], ["x", "x"]]}, ["two times 'x'", "Player 2"]),
        ([["1, 2"]], {"actions": [[""], ["x"]]}, ["Player 1", "1 to 200"]),
        ([["1, 2"]], {"actions": [[" a"], ["x"]]}, ["no space"]),
        ([["1, 2"]], {"actions": [["a\n"], ["x"]]}, ["U+000A"]),
        ([["1, 2"]], {"actions": [["\ud800"], ["x"]]}, ["U+D800"]),
        ([["1, 2"]], {"actions": [["a" * 201], ["x"]]}, ["200"]),
        ([["1, 2"]], {"actions": [[1], ["x"]]}, ["accepted: a string"]),
        ([["1, 2"]], {"actions": ["a", ["x"]]}, ["list of names"]),
        ([["1, 2"]], {"actions": [["a"]], "players": ["A", "B"]}, ["1 lists of actions for 2 players"]),
        ([["1, 2"]], {"players": ["A", "A"]}, ["two times 'A'"]),
        ([["1, 2"]], {"players": "AB"}, ["one string"]),
        (7, {}, ["accepted"]),
    ],
)
def test_bad_input_says_where_and_what(payoffs: object, options: dict[str, object], words: list[str]) -> None:
    with pytest.raises(GameError) as error:
        Game.from_payoffs(payoffs, **options)  # type: ignore[arg-type]
    for word in words:
        assert word in str(error.value)


def test_arrays_of_different_shapes() -> None:
    with pytest.raises(GameError, match="same shape"):
        Game.from_arrays([[1, 2]], [[1], [2]])
    with pytest.raises(GameError, match="one array per player"):
        Game.from_arrays()


def test_floats_need_a_named_conversion() -> None:
    with pytest.raises(GameError, match=r"exact=True .* max_denominator"):
        Game.from_floats([[[0.1, 0.2]]])
    with pytest.raises(GameError, match="one of the two"):
        Game.from_floats([[[0.1, 0.2]]], exact=True, max_denominator=3)
    with pytest.raises(GameError, match="at least 1"):
        Game.from_floats([[[0.1, 0.2]]], max_denominator=0)
    assert Game.from_floats([[[0.33, 0.5]]], max_denominator=3)["a1", "b1"] == (Fraction(1, 3), Fraction(1, 2))


@pytest.mark.parametrize("profile", [("T",), ("T", "X"), ("C", "T"), "TF", ("T", "F", "F")])
def test_unknown_profiles(profile: tuple[str, ...]) -> None:
    with pytest.raises(GameError, match=r"accepted|has no action"):
        TEMPTATION[profile]


def test_subset_games() -> None:
    smaller = spi.subset_game(TEMPTATION, {"Alice": ["R"]})
    assert smaller.actions == (("R",), ("C", "F"))
    assert smaller["R", "F"] == (4, 4)
    assert spi.subset_game(TEMPTATION, [["R"], ["F"]], [["7, 8"]])["R", "F"] == (7, 8)


@pytest.mark.parametrize(
    ("kept", "word"),
    [
        ({"Carol": ["T"]}, "Carol"),
        ({"Alice": ["X"]}, "'X'"),
        ({"Alice": []}, "no action of Alice"),
        ([["T"]], "per player"),
        ({"Alice": ["T", "T"]}, "two times"),
        ({"Alice": "T"}, "list of names"),
    ],
)
def test_bad_subset_games(kept: object, word: str) -> None:
    with pytest.raises(GameError, match=word):
        spi.subset_game(TEMPTATION, kept)  # type: ignore[arg-type]


def test_the_plain_constructor_is_as_strict() -> None:
    half = Game(("A",), (("x",),), (("1/2",),))  # type: ignore[arg-type]
    assert half == Game.from_payoffs(["1/2"], actions=[["x"]], players=["A"])
    with pytest.raises(GameError, match="float"):
        Game(("A",), (("x",),), ((0.5,),))  # type: ignore[arg-type]
    with pytest.raises(GameError, match="not a tuple"):
        Game(["A"], (("x",),), ((Fraction(1),),))  # type: ignore[arg-type]
    with pytest.raises(GameError, match="1 payoff vectors for 2 profiles"):
        Game(("A",), (("x", "y"),), ((Fraction(1),),))
    with pytest.raises(GameError, match="vector of 2 numbers"):
        Game(("A",), (("x",),), ((Fraction(1), Fraction(2)),))
    with pytest.raises(GameError, match="per player"):
        Game(("A", "B"), (("x",),), ((Fraction(1), Fraction(2)),))


def test_games_are_frozen() -> None:
    with pytest.raises(AttributeError):
        TEMPTATION.title = "other"  # type: ignore[misc]
