from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spi import FormatError, Game, GameError
from spi.formats.nfg import read_nfg, write_nfg
from spi.formats.tokens import name_fault, repaired
from spi.strategies import exact_numbers, games
from tests.formats.samples import NFG
from tests.formats.test_fuzz import same

HEAD = 'NFG 1 R "T" { "Ann" "Bob" } '
NAMES = st.text(st.sampled_from('ab "\\{},é→/1\u00a0\u3000'), min_size=1, max_size=6).filter(
    lambda name: not name_fault(name)
)
RATIONALS = exact_numbers(low=-99, high=99, denominators=7)


@st.composite
def named_games(draw: st.DrawFn) -> Game:
    """Games with awkward names, titles and sources."""
    game = draw(games(max_players=4, payoffs=RATIONALS))
    actions = tuple(tuple(draw(st.lists(NAMES, min_size=k, max_size=k, unique=True))) for k in game.shape)
    players = draw(st.lists(NAMES, min_size=len(game.players), max_size=len(game.players), unique=True))
    texts = st.text(st.sampled_from('a "\\{}\n\r\t\x00é\ufeff'), max_size=6)
    return replace(game, players=tuple(players), actions=actions, title=draw(texts), source=draw(texts))


@given(named_games())
def test_round_trip_is_the_identity(game: Game) -> None:
    assert same(read_nfg(write_nfg(game)), game)
    assert same(read_nfg(write_nfg(game).encode()), game)


@given(named_games())
def test_round_trip_through_the_payoff_dialect_is_the_identity_up_to_names_of_actions(game: Game) -> None:
    again = read_nfg(write_nfg(game, dialect="payoff"))
    numbered = tuple(tuple(str(k + 1) for k in range(size)) for size in game.shape)
    assert same(again, replace(game, actions=numbered, source=""))
    assert same(read_nfg(write_nfg(again, dialect="payoff")), again)


def test_huge_numbers_survive() -> None:
    game = Game.from_payoffs([[f"1/{10**3999 + 1}, {-(10**3999)}"]])
    assert read_nfg(write_nfg(game)) == game


def test_the_first_players_action_changes_fastest() -> None:
    game = read_nfg(HEAD + "{ 2 3 } 11 11  21 21  12 12  22 22  13 13  23 23")
    assert all(game[a, b] == (int(a + b), int(a + b)) for a in "12" for b in "123")
    assert write_nfg(game, dialect="payoff").split("\n", 2)[2] == "11 11\n21 21\n12 12\n22 22\n13 13\n23 23\n"


def test_every_notation_of_numbers_is_exact() -> None:
    game = read_nfg(NFG["counted"])
    assert game.table == (
        (3, 3), (1, 4), (-2, Fraction(1, 2)),
        (4, 1), (Fraction(1, 10), Fraction(1, 3)), (1000, Fraction(-7, 2)),
    )  # fmt: skip


def test_named_actions_comment_and_data_type_d() -> None:
    game = read_nfg(NFG["named"])
    assert (game.players, game.actions) == (("Ann", "Bob", "Cy"), (("a", "b"), ("c", "d"), ("e",)))
    assert (game.title, game.source) == ("Named", 'a comment, with "quotes" and\na second line')
    assert game["b", "c", "e"] == (4, 5, 6)
    assert game["b", "d", "e"] == (-1, Fraction(-5, 2), 3)


def test_outcomes_with_and_without_commas_and_the_null_outcome() -> None:
    game = read_nfg(NFG["outcomes"])
    assert game.actions == (("a\\b", "b"), ("c, {d}", "e"))
    assert game.table == ((1, 1), (0, 0), (0, Fraction(1, 2)), (-1, Fraction(1, 4)))


def test_escapes_are_those_that_gambit_writes_and_reads() -> None:
    names = read_nfg(r'NFG 1 R "" { "a\"b" "a\b" "c\\d" "\\" } { 1 1 1 1 } 0 0 0 0').players
    assert names == ('a"b', "a\\b", "c\\d", "\\")


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("", 1, 1, "the end of the file where NFG is expected"),
        ("EFG 2", 1, 1, "'EFG' where NFG"),
        ('NFG 2 R "T"', 1, 5, "where 1 is expected"),
        ('NFG 1 Q "T"', 1, 7, "R or D"),
        ("NFG 1 R T { }", 1, 9, "the title in quotation marks"),
        ('NFG 1 R "T { }', 1, 9, "never closed"),
        ('NFG 1 R "T" { }', 1, 13, "at least one player"),
        ('NFG 1 R "T" { "A" B }', 1, 19, "closing }"),
        ('NFG 1 R "T" { "A" { 1 } 1', 1, 19, "closing }"),
        (HEAD + "1 2", 1, 29, "list { … } of actions"),
        (HEAD + "{ 1 }\n1 2", 1, 33, "there are 2 players"),
        (HEAD + "{ 1 1 1 }\n1 2", 1, 35, "accepted: }"),
        (HEAD + "{ 1 0 }\n", 1, 33, "at least 1"),
        (HEAD + "{ 1 -1 }\n", 1, 33, "at least 1"),
        (HEAD + "{ 1 1.0 }\n", 1, 33, "whole number"),
        (HEAD + '{ { "a" } { } }\n', 1, 39, "at least one action"),
        (HEAD + '{ { "a" } }\n', 1, 39, "there are 2 players"),
        (HEAD + '{ { "a" } 1 } 1 1\n', 1, 39, "list { … } of actions"),
        (HEAD + '{ 1 { "a" } } 1 1\n', 1, 33, "number of actions of Bob"),
        (HEAD + "{ 99999999 99999999 } 1 2 3", 1, 31, "99999999 profiles"),
        (HEAD + "{ 2 99999999 } 1 2 3", 1, 33, "only 4 words follow"),
        (HEAD + "{ 1 " + "9" * 5000 + " } 1", 1, 33, "whole number"),
        (HEAD + "{ 1 2 }\n1 2\n3", 3, 2, "the end of the file where a payoff of profile 2 of 2"),
        (HEAD + "{ 1 2 }\n1 2\n3 4 5", 3, 5, "'5' after the last profile"),
        (HEAD + "{ 1 2 }\n1, 2\n3 4", 2, 2, "','"),
        (HEAD + "{ 1 2 }\n1 2\n3 x", 3, 3, "'x' is not an exact number"),
        (HEAD + "{ 1 2 }\n1 2\n3 1/0", 3, 3, "divides by zero"),
        (HEAD + "{ 1 2 }\n1 2\n3 1e9999", 3, 3, "more than 4000 digits"),
        (HEAD + "{ 1 2 }\n1 2\n3 nan", 3, 3, "not an exact number"),
        (HEAD + "{ 1 2 }\n1 2\n3 1-2", 3, 3, "not an exact number"),
        (HEAD + "{ 1 2 }\n# comment\n1 2 3 4", 2, 1, "not an exact number"),
        (HEAD + '{ 1 1 } { { "" 1 } } 1', 1, 46, "1 payoffs at outcome 1; accepted: 2"),
        (HEAD + '{ 1 1 } { { "" 1 2 3 } } 1', 1, 48, "after the 2 payoffs of outcome 1"),
        (HEAD + "{ 1 1 } { { 1 2 } } 1", 1, 41, "name of an outcome"),
        (HEAD + '{ 1 1 } { { "" 1 2 } } 2', 1, 52, "the file lists 1"),
        (HEAD + '{ 1 1 } { { "" 1 2 } } -1', 1, 52, "whole number"),
        (HEAD + '{ 1 1 } { { "" 1 2 } } 1/1', 1, 52, "whole number"),
        (HEAD + '{ 1 1 } { { "" 1 2 }  1', 1, 51, "closing }"),
        (HEAD + '{ 1 1 } { { "" 1,, 2 } } 1', 1, 46, "','"),
        (b'NFG 1 R "T"\n{ "A" "\xe9" }', 2, 8, "not UTF-8"),
    ],
)  # fmt: skip
def test_refused_with_the_place(text: str | bytes, line: int, column: int, word: str) -> None:
    with pytest.raises(FormatError) as error:
        read_nfg(text, file="my.nfg")
    assert (error.value.line, error.value.column) == (line, column)
    assert word in error.value.why
    assert str(error.value).startswith(f"my.nfg, line {line}, column {column}: ")
    assert str(error.value).endswith("\n    " + " " * (column - 1) + "^")


@pytest.mark.parametrize(
    ("text", "column", "instead", "players", "actions"),
    [
        ('NFG 1 R "" { "" "" } { 1 1 } 1 2', 14, "'1'", ("1", "2"), (("1",), ("1",))),
        ('NFG 1 R "" { "A" "A" } { 1 1 } 1 2', 18, "'A_2'", ("A", "A_2"), (("1",), ("1",))),
        ('NFG 1 R "" { " A" "B" } { 1 1 } 1 2', 14, "'A'", ("A", "B"), (("1",), ("1",))),
        ('NFG 1 R "" { "A\tB" } { 1 } 1', 14, "'A B'", ("A B",), (("1",),)),
        ('NFG 1 R "" { "A" } { { "x" "" "x" } } 1 2 3', 28, "'2'", ("A",), (("x", "2", "x_2"),)),
        ('NFG 1 R "" { "A" } { { "2" "" } } 1 2', 28, "'2_2'", ("A",), (("2", "2_2"),)),
    ],
)
def test_unfit_names_are_refused_unless_repair_is_asked_for(
    text: str, column: int, instead: str, players: tuple[str, ...], actions: tuple[tuple[str, ...], ...]
) -> None:
    with pytest.raises(FormatError, match=f"repair_names=True would call it {instead}") as error:
        read_nfg(text)
    assert error.value.column == column
    game = read_nfg(text, repair_names=True)
    assert (game.players, game.actions) == (players, actions)
    assert same(read_nfg(write_nfg(game)), game)


@given(st.lists(st.text(st.sampled_from("a1_2 \t"), max_size=4) | st.just("x" * 201), min_size=1, max_size=8))
@example(["x" * 250, "x" * 260, "x" * 200])
@example(["2", "", "2_2", "", "a", "a"])
def test_repaired_names_are_fit_and_good_ones_stay(names: list[str]) -> None:
    result = repaired(names)
    assert len(set(result)) == len(names)
    assert not any(map(name_fault, result))
    for k, name in enumerate(names):
        if not name_fault(name) and name not in names[:k]:
            assert result[k] == name
    assert repaired(result) == result


def test_many_equal_names_take_no_time() -> None:
    assert len(set(repaired(["a"] * 50_000))) == 50_000


@given(st.text(max_size=3) | st.text(st.characters(categories=["Cc", "Zl", "Zp", "Zs", "Cf"]), max_size=2))
@example("x" * 200)
@example("x" * 201)
@example("\ud800")
def test_a_name_is_faulty_exactly_if_a_game_refuses_it(name: str) -> None:
    try:
        Game((name,), (("x",),), ((Fraction(0),),))
        accepted = True
    except GameError:
        accepted = False
    assert accepted == (not name_fault(name))


def test_unknown_dialect() -> None:
    with pytest.raises(GameError, match="'gambit' or 'payoff'"):
        write_nfg(read_nfg(NFG["counted"]), dialect="toml")  # type: ignore[arg-type]
