"""Reading what may be hostile: bytes, JSON, rationals, names, games, digests."""

import hashlib
import json
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.checker import Receipt, Refused, check
from spi.checker.reader import MAX_BYTES, RULES, Item, Refusal, read_game
from tests.checker.certificates import ACCEPTED, PD, Json, game, text
from tests.checker.mutants import judged, put_value

GOOD = text(ACCEPTED["pd"])


def refused(certificate: bytes | str) -> Refused:
    result = check(certificate, name="hostile")
    assert isinstance(result, Refused), result
    assert result.rule in RULES and result.name == "hostile"
    assert str(result).startswith(f"refused   hostile  {result.place}: {result.rule}: ")
    return result


def rule(certificate: bytes | str) -> str:
    return refused(certificate).rule


# --- the file


def test_bytes_and_text_are_read_alike() -> None:
    assert check(GOOD) == check(GOOD.encode()) == check(f"\n{GOOD}\t\r\n ")
    assert isinstance(check(GOOD), Receipt)


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff" + GOOD,
        ("\ufeff" + GOOD).encode(),
        GOOD.encode("utf-16"),
        GOOD.encode() + b"\xff",
        b"\xed\xa0\x80" + GOOD.encode(),
        b"\xc0\x80",
        "\ud800" + GOOD,
        bytes(range(256)) * 30_000,
    ],
    ids=lambda data: f"{type(data).__name__} of length {len(data)}",
)
def test_encoding(data: bytes | str) -> None:
    assert rule(data) == "encoding"


def test_size() -> None:
    assert rule(b" " * (MAX_BYTES + 1)) == "size"
    assert rule("é" * (MAX_BYTES // 2 + 1)) == "size"
    padding = " " * (MAX_BYTES - len(GOOD))
    assert isinstance(check(GOOD + padding), Receipt)
    assert rule(GOOD + padding + " ") == "size"


@pytest.mark.parametrize(
    "data",
    [
        "",
        " ",
        "\0" * 100_000,
        "{",
        GOOD[:-1],
        GOOD + GOOD,
        GOOD + "x",
        "{'format': 1}",
        '{"format": "spi-certificate",}',
        '{"format": "a\nb"}',
        '{"format": "\\x"}',
        "// no comments\n" + GOOD,
        '{"version": 2}',
        '{"version": 1.0}',
        '{"version": 1e0}',
        '{"version": -1}',
        '{"version": 01}',
        '{"version": NaN}',
        '{"version": Infinity}',
        '{"version": -Infinity}',
        '{"version": ' + "1" * 1_000_000 + "}",
        '{"version": 1.' + "1" * 1_000_000 + "}",
        '{"version": 1e' + "9" * 1_000_000 + "}",
    ],
    ids=lambda data: data[:24].replace("\0", "0"),
)
def test_json(data: str) -> None:
    assert rule(data) == "json"


@pytest.mark.parametrize("data", ["[" * 100_000, '{"a":' * 100_000, '[{"a":' * 50_000, "[" * 8_000_000])
def test_nesting(data: str) -> None:
    assert rule(data) == "nesting"


def test_trees_may_be_some_hundreds_of_levels_deep() -> None:
    """The file is read; it is refused for what it says."""
    deep: Json = {"end": "sizes"}
    for _ in range(400):
        deep = {"branch": {"player": "1", "action": "A"}, "children": {"A": deep}}
    certificate = json.loads(text(ACCEPTED["unrelated, strict"]))
    certificate["evidence"]["isomorphisms"] = deep
    assert refused(text(certificate)).place == "evidence.isomorphisms.children.A.branch"


def test_duplicate_keys() -> None:
    assert rule('{"version": 1, "version": 1}') == "duplicate-key"
    assert rule('{"a": {"b": [{"c": "", "d": "", "\\u0063": ""}]}}') == "duplicate-key"
    assert rule('{"a": ""' + ', "a": ""' * 800_000 + "}") == "duplicate-key"
    assert rule(GOOD.replace('"strict": true', '"strict": true, "strict": true')) == "duplicate-key"


@pytest.mark.parametrize("data", ["[]", '""', "null", "true", "1", '["' + "a" * 1_000_000 + '"]'])
def test_other_values_than_objects(data: str) -> None:
    assert (refused(data).place, rule(data)) == ("file", "type")


def test_much_that_is_beside_the_point() -> None:
    assert rule('{"' + '": "", "'.join(map(str, range(400_000))) + '": ""}') == "keys"
    assert rule("[" + '"", ' * 1_000_000 + '""]') == "type"
    long = json.loads(GOOD)
    long["evidence"]["elimination"] = [""] * 1_000_000
    assert (refused(text(long)).place, rule(text(long))) == ("evidence.elimination[0]", "type")
    long = json.loads(GOOD)
    long["objects"]["game"]["payoffs"] = [[]] * 1_000_000
    assert (refused(text(long)).place, rule(text(long))) == ("objects.game.payoffs", "game")
    assert len(str(refused(text({"x" * 8_000_000: ""})))) < 1000


def test_surrogates_do_not_break_the_message() -> None:
    for data in ('{"\\ud800": ""}', GOOD.replace('"C"', '"\\ud800"'), GOOD.replace('"yes"', '"\\ud800"')):
        str(refused(data)).encode()


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    refused(data)


VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.just(1) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    judged(put_value(json.loads(text(ACCEPTED[name])), VALUES, data))


# --- rationals


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", Fraction(0)),
        ("-3", Fraction(-3)),
        ("5/2", Fraction(5, 2)),
        ("-1/3", Fraction(-1, 3)),
        ("9" * 4000, Fraction(10**4000 - 1)),
        ("1/" + "9" * 4000, Fraction(1, 10**4000 - 1)),
        ("-1" + "0" * 3999 + "/" + "9" * 4000, Fraction(-(10**3999), 10**4000 - 1)),
    ],
    ids=lambda value: str(value)[:12] if isinstance(value, str) else "",
)
def test_canonical_rationals(written: str, value: Fraction) -> None:
    assert Item(written, "here").rational() == value


BAD_RATIONALS: list[Json] = ["+1", "-0", "00", "01", "-01", "2/1", "0/1", "0/5", "2/4", "-2/4", "1/-2", "1/0", "1/02"]
BAD_RATIONALS += ["1/2/3", "/2", "1/", "-", "−1", "١", "½"]
BAD_RATIONALS += ["", "0.5", "1e3", "1_000", " 1", "1 ", "1\n", "1 /2", "nan", "inf", "0x1", "1" * 4000 + "/0"]
BAD_RATIONALS += ["9" * 4001, "1/" + "9" * 4001, "-" + "1" * 4001, "1" * 1_000_000, None, True, 1, [], ["1"], {}]


@pytest.mark.parametrize("written", BAD_RATIONALS, ids=lambda written: str(written)[:12])
def test_other_rationals(written: Json) -> None:
    with pytest.raises(Refusal) as caught:
        Item(written, "here").rational()
    assert caught.value.args[:2] == ("here", "rational")
    certificate = json.loads(GOOD)
    certificate["objects"]["game"]["payoffs"][1][0][1] = written
    assert (refused(text(certificate)).place, rule(text(certificate))) == ("objects.game.payoffs[1][0][1]", "rational")


# --- names


@pytest.mark.parametrize(
    "name", ["a", "C", "é", "日本", "a b", "\u00a0", "'\"\\", "\U0001f600", "x" * 200, "\u200b", "/"]
)
def test_names(name: str) -> None:
    one = game("A", "0")
    lines = f"spi-game 1\nplayer {name}\naction {name}\npayoff 0\n"
    one |= {"players": [name], "actions": [[name]], "digest": hashlib.sha256(lines.encode()).hexdigest()}
    assert read_game(Item(one, "game")).players == (name,)


BAD_NAMES: list[Json] = ["", " ", " a", "a ", "a\n", "\n", "a\tb", "\0", "\x7f", "\x85", "\x9f", "\u2028", "a\u2029b"]
BAD_NAMES += ["\ud800", "x" * 201, "x" * 1_000_000, None, 1, True, [], ["a"], {}]


@pytest.mark.parametrize("name", BAD_NAMES, ids=lambda name: ascii(name)[:12])
def test_other_names(name: Json) -> None:
    certificate = json.loads(GOOD)
    certificate["objects"]["game"]["players"][1] = name
    assert (refused(text(certificate)).place, rule(text(certificate))) == ("objects.game.players[1]", "name")
    certificate = json.loads(GOOD)
    certificate["objects"]["game"]["actions"][0][1] = name
    assert (refused(text(certificate)).place, rule(text(certificate))) == ("objects.game.actions[0][1]", "name")


# --- games


def test_digest_of_a_small_game() -> None:
    canonical = (
        "spi-game 1\nplayer Row\naction B\naction a\nplayer Column, the second\naction x\npayoff -3 5/2\npayoff 0 1\n"
    )
    value = {
        "players": ["Row", "Column, the second"],
        "actions": [["a", "B"], ["x"]],
        "payoffs": [[["0", "1"]], [["-3", "5/2"]]],
        "digest": hashlib.sha256(canonical.encode()).hexdigest(),
    }
    read = read_game(Item(value, "game"))
    assert read.digest == value["digest"]
    assert read.payoffs(("B", "x")) == (Fraction(-3), Fraction(5, 2))
    assert read.level["B", "x"][0] < read.level["a", "x"][0]
    turned = {**value, "actions": [["B", "a"], ["x"]], "payoffs": [[["-3", "5/2"]], [["0", "1"]]]}
    assert read_game(Item(turned, "game")).digest == read.digest


def test_digest_of_three_players_and_of_shared_names() -> None:
    canonical = "spi-game 1\nplayer 1\naction A\naction B\nplayer 2\naction A\nplayer 3\naction A\naction B\n"
    canonical += "payoff 1 2 3\npayoff 4 5 6\npayoff 7 8 9\npayoff 10 11 12\n"
    value = game("B A | A | B A", "10,11,12 7,8,9 4,5,6 1,2,3")
    assert value["digest"] == hashlib.sha256(canonical.encode()).hexdigest()
    assert read_game(Item(value, "game")).payoffs(("A", "A", "B")) == (4, 5, 6)


def test_many_players() -> None:
    """As deep as there are players: hundreds of players with one action each."""
    one = game(" | ".join(["x"] * 300), ",".join(["0"] * 300))
    assert len(read_game(Item(one, "game")).players) == 300


@pytest.mark.parametrize(
    ("key", "value", "place", "expected"),
    [
        ("digest", PD["digest"].upper(), "objects.game.digest", "digest"),
        ("digest", PD["digest"][:-1], "objects.game.digest", "digest"),
        ("digest", None, "objects.game.digest", "digest"),
        ("players", ["1"], "objects.game.actions", "game"),
        ("players", ["1", "1"], "objects.game.players[1]", "name"),
        ("players", [], "objects.game.players", "name"),
        ("players", "12", "objects.game.players", "type"),
        ("players", ["2", "1"], "objects.game.digest", "digest"),
        ("actions", [["C", "D"]], "objects.game.actions", "game"),
        ("actions", [["C", "D"], []], "objects.game.actions[1]", "name"),
        ("actions", [["C", "D"], ["C", "C"]], "objects.game.actions[1][1]", "name"),
        ("actions", [["C", "D"], ["D", "C"]], "objects.game.digest", "digest"),
        ("actions", [["C", "D"], ["C", "D", "E"]], "objects.game.payoffs[0]", "game"),
        ("actions", [["C", "D"], "CD"], "objects.game.actions[1]", "type"),
        ("payoffs", [], "objects.game.payoffs", "game"),
        ("payoffs", None, "objects.game.payoffs", "type"),
        ("payoffs", [[["3", "3"], ["1", "4"]], [["4", "1"]]], "objects.game.payoffs[1]", "game"),
        ("payoffs", [[["3", "3"], ["1", "4"]], [["4", "1"], ["2"]]], "objects.game.payoffs[1][1]", "game"),
        ("payoffs", [[["3", "3"], ["1", "4"]], [["4", "1"], "22"]], "objects.game.payoffs[1][1]", "type"),
        ("payoffs", [["3", "1"], ["4", "2"]], "objects.game.payoffs[0][0]", "type"),
        (
            "payoffs",
            [[["3", "3"], ["1", "4"]], [["4", "1"], ["2", ["2"]]]],
            "objects.game.payoffs[1][1][1]",
            "rational",
        ),
        ("payoffs", [[["3", "3"], ["1", "4"]], [["4", "1"], ["2", "1"]]], "objects.game.digest", "digest"),
        ("title", "PD", "objects.game", "keys"),
    ],
    ids=str,
)
def test_other_games(key: str, value: Json, place: str, expected: str) -> None:
    certificate = json.loads(GOOD)
    certificate["objects"]["game"][key] = value
    assert (refused(text(certificate)).place, rule(text(certificate))) == (place, expected)


def test_subset_games_have_the_same_players_and_no_other_actions() -> None:
    for other, place in (
        (game("C | C", "3,3", players="2 1"), "players"),
        (game("C", "3"), "players"),
        (game("E | C", "3,3"), "actions"),
        (game("C D E | C", "3,3 4,1 0,0"), "actions"),
    ):
        certificate = json.loads(GOOD)
        certificate["objects"]["subset_game"] = other
        assert (refused(text(certificate)).place, rule(text(certificate))) == (f"objects.subset_game.{place}", "game")


# --- the words of a refusal: what is meant, and what is expected


def why(read: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        read()
    place, _, reason = refusal.value.args
    assert place == "evidence.player"
    return str(reason)


def test_what_is_expected_is_said() -> None:
    item = Item("Ann", "evidence.player")
    assert why(lambda: item.choice(["Bob", "Eve"])) == "'Ann' is not allowed here; allowed: 'Bob', 'Eve'"
    assert why(lambda: item.choice(["Bob"], "name", "a winner")) == "'Ann' is not a winner; allowed: 'Bob'"
    assert why(lambda: item.choice([], "name", "a winner")) == "'Ann' is not a winner; there is none"


def test_only_what_is_wrong_with_keys_is_said() -> None:
    item = Item({"x": "1", "y": "2"}, "evidence.player")
    assert why(lambda: item.fields("x")) == "no key of this object: 'y'"
    assert why(lambda: item.fields("xyz")) == "missing: 'z'"
    assert why(lambda: item.fields("xz")) == "missing: 'z'; no key of this object: 'y'"


def test_null_where_a_value_is_needed_and_the_other_way_round() -> None:
    assert why(lambda: Item(None, "evidence.player").given(True)) == "the claim needs a value, not null"
    needed = "null is needed, not 'Ann': this does not apply to the claim"
    assert why(lambda: Item("Ann", "evidence.player").given(False)) == needed
