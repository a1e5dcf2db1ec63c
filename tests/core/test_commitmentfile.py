import re
from fractions import Fraction
from pathlib import Path

import pytest

import spi
from spi.core.commitmentfile import read_commitment_file
from spi.core.gamefile import READERS, list_games

README = (Path(__file__).parents[2] / "games" / "README.md").read_text()
GOOD = "\n".join(re.findall(r"^    (.*)$", README.split("## Commitments")[1].split("\n| key")[0], re.MULTILINE))

THREE = """
kind = "commitments"
players = ["A", "B", "C"]
policies = [["a"], ["x", "y"], ["u", "v"]]
payoffs = [[["0, 0, 0", "0, 0, 0"], ["0, 0, 0", "0, 0, 0"]]]
start = "s"
default = [{ policies = ["a", "x", "u"], probability = "1/3" }, { policies = ["a", "y", "u"], probability = "2/3" }]
space = [["a", "y", "u"], ["a", "x", "u"]]
moves = []
transforms = [{ name = "t", maps.B = { x = "y" } }]
[[beliefs]]
of = "A"
terms = [{ when = { B = "y" } }, { when = { B = "y", C = "v" }, weight = "-1/2" }, { when = {}, weight = 3 }]
at_most = "0.1"
"""


def test_the_example_of_the_page() -> None:
    graph = read_commitment_file(GOOD).graph
    assert (graph.title, graph.source, graph.start) == ("A freeze of values", "ours", "free")
    # adopting the surrogate goal changes (-6, -2) into (-1, -1), and the freeze takes that away
    assert spi.decide_lock_out(graph, "frozen").result.first("implementation") == 1


def test_three_players_and_events_of_beliefs() -> None:
    problem = read_commitment_file(THREE).graph.problem
    assert problem.default == ((("a", "x", "u"), Fraction(1, 3)), (("a", "y", "u"), Fraction(2, 3)))
    assert problem.transforms[0].maps(("a", "x", "v")) == ("a", "y", "v")
    (constraint,) = problem.beliefs[0].constraints
    assert problem.beliefs[0].types == (("x", "u"), ("x", "v"), ("y", "u"), ("y", "v"))
    # 3 everywhere, 1 more where B plays y, 1/2 less where C plays v, too
    assert constraint.weights == (3, 3, 4, Fraction(7, 2))
    assert (constraint.relation, constraint.bound) == ("at-most", Fraction(1, 10))
    assert not problem.beliefs[1].constraints


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace('kind = "commitments"', 'kind = "strategic"'), "accepted: 'commitments'; load_game reads it"),
        (GOOD.replace('kind = "commitments"', 'kind = ["commitments"]'), "accepted: 'commitments'"),
        (GOOD.replace("start", "begin"), "unknown key 'begin'"),
        (GOOD.replace('start = "free"\n', ""), "'start' is missing"),
        (GOOD.replace('start = "free"', "start = 1"), "accepted: the name of a state"),
        (GOOD.replace('probability = "1"', "probability = 1.0"), "float"),
        (GOOD.replace('probability = "1"', 'chance = "1"'), "without probability or with chance"),
        (
            GOOD.replace(
                'default = [{ policies = ["stand firm", "threaten"]', 'default = [{ policies = ["stand firm"]'
            ),
            "profile",
        ),
        (GOOD.replace('{ "stand firm" = "surrogate goal" }', '{ "stand firm" = "give in" }'), "maps.AI takes"),
        (GOOD.replace("maps.AI", "maps.Nobody"), "no player 'Nobody'"),
        (GOOD.replace('maps.AI = { "stand firm" = "surrogate goal" }', 'maps.AI = "x"'), "accepted: a table"),
        (GOOD.replace('by = "AI"', "by = 3"), "accepted: a string"),
        (GOOD.replace('[["free", "frozen"]]', '[["free"]]'), "two states, before and after"),
        (GOOD.replace('[["free", "frozen"]]', '["free"]'), "accepted: a list"),
        (
            GOOD.replace('removes.AI = ["surrogate goal"]', 'removes.AI = ["surrogate goal", "stand firm"]'),
            "without any policy",
        ),
        (GOOD.replace('rule = "never change values"', 'rule = ""'), "name of a rule"),
        (GOOD.replace("policies = [[", "policies = [[[[", 1), "not TOML"),
        (THREE.replace('at_most = "0.1"', ""), "exactly one of at_most, at_least, equal"),
        (THREE.replace('at_most = "0.1"', 'at_most = "0.1"\nequal = "1"'), "exactly one of at_most, at_least, equal"),
        (THREE.replace("when = { B", "when = { A"), "in a belief of A"),
        (THREE.replace('{ when = { B = "y" } }', '{ when = "y" }'), "accepted: a table"),
        (THREE.replace('"-1/2"', "-0.5"), "float"),
        (THREE.replace('of = "A"', 'of = "D"'), "no player 'D'"),
    ],
)
def test_bad_files(text: str, words: str) -> None:
    with pytest.raises(spi.FormatError, match=re.escape(words)) as error:
        read_commitment_file(text, file="my.toml")
    assert "my.toml" in str(error.value)


def test_files_of_own_and_of_other_kinds(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD)
    assert spi.load_commitments(str(path)).states == ("free", "frozen")
    with pytest.raises(spi.FormatError, match="load_commitments reads it"):
        spi.load_game(str(path))
    with pytest.raises(spi.FormatError, match="load_game reads it"):
        spi.load_commitments("ours/chicken")
    with pytest.raises(spi.ShelfError, match="lock-out/value-freeze"):
        spi.load_commitments("lock-out/value-freze")


def test_lists_by_kind() -> None:
    lists = [list_games(kind=kind) for kind in READERS]
    assert lists[0] == spi.list_games() and "lock-out/moving-second" not in lists[0]
    assert "lock-out/moving-second" in list_games(kind="commitments")
