from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spi import FormatError, GameError
from spi.formats.efg import read_efg
from tests.formats.mini import MiniTree
from tests.formats.samples import EFG

HEAD = 'EFG 2 R "T" { "Ann" "Bob" }\n'
ENTRY = """p "" 1 1 "" { "In" "Out" } 0
p "" 2 1 "" { "F" "S" } 0
t "" 1 "" { -1, -1 }
t "" 2 "" { 1, 1 }
t "" 3 "" { 0, 2 }
"""


@st.composite
def trees(draw: st.DrawFn) -> str:
    """Trees of two players and chance whose sets are drawn at random: most are without perfect recall."""
    numbers = st.sampled_from(["0", "1", "-2", "1/3", "0.1", "5e-1"])
    shapes = {(k, at): draw(st.integers(1, 3)) for k in range(3) for at in range(1, 4)}
    described: set[tuple[int, ...]] = set()
    outcomes: dict[int, str] = {}

    def outcome() -> str:
        index = draw(st.integers(0, 4))
        if index == 0:
            return "0"
        text = outcomes.setdefault(index, f'"" {{ {draw(numbers)}, {draw(numbers)} }}')
        known = (index,) in described
        described.add((index,))
        return str(index) if known and draw(st.booleans()) else f"{index} {text}"

    def node(depth: int) -> str:
        kind = draw(st.sampled_from("ppcct")) if depth else "t"
        if kind == "t":
            return f't "" {outcome()}\n'
        owner = draw(st.integers(1, 2)) if kind == "p" else 0
        at = draw(st.integers(1, 3))
        size = shapes[owner, at]
        labels = [f'"{x}"' for x in range(size)]
        if owner == 0:
            labels = [f'"{x}" {odds}' for x, odds in enumerate([["1"], ["1/3", "2/3"], ["0.5", "0", "1/2"]][size - 1])]
        text = f'"" {{ {" ".join(labels)} }} ' if (owner, at) not in described or draw(st.booleans()) else ""
        described.add((owner, at))
        head = f'{kind} "" {owner or ""} {at} {text}{outcome()}\n'
        return head + "".join(node(depth - 1) for _ in range(size))

    return HEAD + node(4)


@given(trees())
@settings(deadline=None)
def test_trees_agree_with_the_slow_reader(text: str) -> None:
    MiniTree(text).check(read_efg(text))


def test_payoffs_on_the_way_add_up_and_chance_is_exact() -> None:
    game = read_efg(EFG["documented"])
    assert (game.title, game.source) == ("Chance first", "a comment")
    assert game.actions == (("H H", "H L", "L H", "L L"), ("h", "l"))
    assert game["L H", "l"] == (Fraction(2, 3), Fraction(19, 3))
    assert game["H L", "h"] == (Fraction(34, 3), Fraction(4, 3))


def test_actions_that_own_earlier_actions_exclude_are_stars() -> None:
    game = read_efg(EFG["stars"])
    assert game.actions == (('in "a b"', 'in "c\\"d"', "out *"), ("F *", '"*" x', '"*" y'))
    assert game["out *", '"*" x'] == game["out *", "F *"] == (0, 0)


def test_one_set_gives_its_actions_and_no_set_gives_a_star() -> None:
    assert read_efg(HEAD + ENTRY).actions == (("In", "Out"), ("F", "S"))
    assert read_efg(EFG["no move"]).actions == (("*",), ("*",))


def test_without_recall_and_mind_a_set_acts_alike_everywhere() -> None:
    game = read_efg(EFG["forgetful"])
    assert game.actions == (("left u", "left d", "right u", "right d"),)
    assert game.table == ((1,), (5,), (-1,), (-2,))


def test_names_tell_actions_with_spaces_apart() -> None:
    text = 'p "" 1 1 "" { "a b" "a" } 0 p "" 1 2 "" { "c" "b c" } 0 t "" 0 t "" 0 p "" 1 2 0 t "" 0 t "" 0'
    assert read_efg(HEAD + text).actions[0] == ('"a b" c', '"a b" "b c"', "a c", 'a "b c"')


END = 't "" 0\n'


def chain(length: int, *, chance: bool = False) -> str:
    if chance:
        return HEAD + "".join(f'c "" {k} "" {{ "x" 1/2 "y" 1/2 }} 0\nt "" 0\n' for k in range(1, length)) + 't "" 0'
    return HEAD + "".join(f'p "" {k % 2 + 1} {k + 1} "" {{ "T" "P" }} 0\nt "" 0\n' for k in range(length)) + 't "" 0'


def test_deep_trees_are_read_without_recursion_and_long_names_become_numbers() -> None:
    assert read_efg(chain(80)).actions[0][:2] == ("T" + " *" * 39, "P T" + " *" * 38)
    deep = read_efg(chain(400))
    assert deep.shape == (201, 201)
    assert deep.actions[1][:2] == ("1", "2")
    assert read_efg(chain(10_000, chance=True)).shape == (1, 1)


def test_deep_and_cut_off() -> None:
    text = chain(10_000)
    with pytest.raises(FormatError, match="the file ends early; nodes that are missing at least: 1") as error:
        read_efg(text[: text.rindex("t")])
    assert error.value.line == 20_001


def test_size_is_known_before_anything_is_built() -> None:
    parallel = "".join(f'p "" 1 {k} "" {{ "a" "b" }} 0 t "" 0 t "" 0\n' for k in range(1, 41))
    odds = " ".join('"" 1/40' for _ in range(40))
    text = f'{HEAD}c "" 1 "" {{ {odds} }} 0\n{parallel}'
    with pytest.raises(GameError, match=r"1,099,511,627,776 profiles .* at most budget=1,000,000"):
        read_efg(text)
    forgetful = text.replace('"a" "b" } 0 t "" 0', '"a" "b" } 0 p "" 1 1 0 t "" 0 t "" 0')
    with pytest.raises(GameError, match="more than budget=1,000,000 profiles, or too many strategies of Ann"):
        read_efg(forgetful)
    with pytest.raises(GameError, match=r"more than 10\^18 profiles"):
        read_efg(text.replace('"a" "b"', '"a" "b" "c"').replace('t "" 0\n', 't "" 0 t "" 0\n'))


def test_budget_is_the_largest_number_of_profiles() -> None:
    assert read_efg(HEAD + ENTRY, budget=4).shape == (2, 2)
    with pytest.raises(GameError, match="4 profiles of reduced strategies; accepted: at most budget=3"):
        read_efg(HEAD + ENTRY, budget=3)


def test_ends_beside_the_profiles_are_counted_too() -> None:
    odds = " ".join('"" 1/25' for _ in range(25))
    ends = 't "" 0 ' * 25
    text = f'{HEAD}p "" 1 1 "" {{ "a" "b" }} 0 c "" 1 "" {{ {odds} }} 0 {ends} c "" 1 0 {ends}'
    assert read_efg(text, budget=5).shape == (2, 1)
    with pytest.raises(GameError, match="2 profiles that reach 50 ends of the tree; accepted: at most 40"):
        read_efg(text, budget=4)


def test_probabilities_that_never_end_are_refused_quickly() -> None:
    tiny = "1/" + "7" * 3000
    rest = "".join(f'c "" 1 0\n{END}' for _ in range(5))
    text = f'{HEAD}c "" 1 "" {{ "x" {tiny} "y" {10**3000 // 9 * 7 - 1}/{"7" * 3000} }} 0\n' + rest
    with pytest.raises(FormatError, match="more than 4000 digits at the probability of a path"):
        read_efg(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("", 1, 1, "EFG is expected"),
        ("EFG 1", 1, 5, "2 is expected"),
        (HEAD, 1, 28, "nodes that are missing at least: 1"),
        (HEAD + 'x "" 0', 2, 1, "c or p or t"),
        (HEAD + "t 0", 2, 3, "name of the node"),
        (HEAD + 't "" 1', 2, 6, "outcome 1 has not been described"),
        (HEAD + 't "" 0 "" { 0, 0 }', 2, 8, "null outcome"),
        (HEAD + 't "" 1 "" { 1 }', 2, 15, "1 payoffs at outcome 1; accepted: 2"),
        (HEAD + 't "" 1 "" { 1 2 3 }', 2, 17, "after the 2 payoffs"),
        (HEAD + 't "" 0 t "" 0', 2, 8, "after the last node"),
        (HEAD + 'p "" 3 1 "" { "a" } 0', 2, 6, "player 3; there are 2"),
        (HEAD + 'p "" 0 1 "" { "a" } 0', 2, 6, "at least 1"),
        (HEAD + 'p "" 1 0 "" { "a" } 0', 2, 8, "at least 1"),
        (HEAD + 'p "" 1 1 0', 2, 8, "information set 1 of player 1 has not been described"),
        (HEAD + 'p "" 1 1 "" { } 0', 2, 13, "at least one action"),
        (HEAD + 'c "" 1 "" { } 0', 2, 11, "at least one action"),
        (HEAD + 'c "" 1 "" { "a" "b" } 0', 2, 17, "the probability of an action"),
        (HEAD + 'c "" 1 "" { "a" 0.333 "b" 0.667 "c" 1/1000 } 0', 2, 8, "add up to 1001/1000"),
        (HEAD + 'c "" 1 "" { "a" 3/2 "b" -1/2 } 0', 2, 8, "negative"),
        (HEAD + ENTRY.replace("S", "F"), 3, 19, "two times 'F' as name of an action at information set 1 of player 2"),
        (HEAD + ENTRY.replace('3 "" { 0, 2 }', '2 "" { 0, 2 }'), 6, 8, "described before, as '' with 1, 1"),
        (HEAD + ENTRY.replace('3 "" { 0, 2 }', '2 "other" { 1, 1 }'), 6, 8, "outcome 2 was described before"),
        (HEAD + 'p "" 1 1 "" { "a" } 0 p "" 1 1 "" { "b" } 0 t "" 0', 2, 32, "described before, as '' with a;"),
        (HEAD + 'p "" 1 1 "" { "a" } 0 p "" 1 1 "n" { "a" } 0 t "" 0', 2, 32, "described before"),
        (HEAD + 'c "" 1 "" { "a" 1 } 0 c "" 1 "" { "b" 1 } 0 t "" 0', 2, 30, "set 1 of chance was described before"),
        (HEAD + 'c "" 1 "" { "a" 1/2 "b" .5 } 0 t "" 0 c "" 1 "" { "a" 1 "b" 0 } 0', 2, 46, "probabilities 1/2, 1/2"),
    ],
)  # fmt: skip
def test_refused_with_the_place(text: str, line: int, column: int, word: str) -> None:
    with pytest.raises(FormatError) as error:
        read_efg(text, file="my.efg")
    assert (error.value.line, error.value.column) == (line, column)
    assert word in error.value.why
    assert str(error.value).endswith("\n    " + " " * (column - 1) + "^")


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ENTRY.replace('3 "" { 0, 2 }', '2 "" { 1.0 2/2 }'),
        HEAD + 'p "" 1 1 "" { "a" } 0 p "" 1 1 "" { "a" } 0 t "" 0',
        HEAD + 'c "" 1 "" { "a" 1/2 "b" .5 } 0 t "" 0 c "" 1 "" { "a" 0.5 "b" 50e-2 } 0 t "" 0 t "" 0',
        HEAD + 'c "" 1 "" { "" 1/3 "" 1/3 "" 1/3 } 0 t "" 0 t "" 0 t "" 0',
        HEAD + 'c "" 1 "" { "" 0 "" 1 } 0 t "" 0 t "" 0',
    ],
)
def test_the_same_again_is_accepted(text: str) -> None:
    MiniTree(text).check(read_efg(text))


def test_unfit_names_are_repaired_only_if_asked_for() -> None:
    text = 'EFG 2 R "" { "" "A" } p "" 1 1 "" { "x" "x" "" } 0 p "" 1 1 "" { "x" "x" "" } 0' + ' t "" 0' * 5
    with pytest.raises(FormatError, match="repair_names=True would call it '1'"):
        read_efg(text)
    game = read_efg(text, repair_names=True)
    assert (game.players, game.actions) == (("1", "A"), (("x", "x_2", "3"), ("*",)))
