"""The scenarios that come with the package, and what a file of one's own is told."""

from collections import Counter
from pathlib import Path

import pytest

from spi.empirical.scenarios.faults import REGISTERS, STAKES
from spi.empirical.scenarios.shelf import list_scenarios, load_scenarios, read_scenarios
from spi.empirical.scenarios.triplets import KINDS, scenario_text, triplet_game
from spi.errors import FormatError, ShelfError
from spi.solve.tolerance import tolerance_interval

FILE = """
format = "spi-scenarios 1"
licence = "MIT"
register = "letter"
[[scenario]]
name = "gate"
stakes = "private"
money = "{} crowns"
demand = 10
cost = 20
harm = 30
setting = "You act for Ada."
text = "I ask for {demand}. {threat}  Bo"
ordinary = "Or I spend {cost} on a wall."
surrogate = "Or I burn {cost} of my own."
none = "Or not."
question = "Concede means paying {demand}; refuse means not paying."
"""


def test_there_are_more_than_forty_situations_in_every_register_and_at_all_stakes() -> None:
    triplets = load_scenarios()
    assert len({triplet.cluster for triplet in triplets}) >= 40
    assert len({triplet.name for triplet in triplets}) == len(triplets) > 50
    assert {triplet.register for triplet in triplets} == set(REGISTERS)
    assert {triplet.stakes for triplet in triplets} == set(STAKES)
    assert min(triplet.demand for triplet in triplets) < 100 and max(triplet.demand for triplet in triplets) > 500_000


@pytest.mark.parametrize("name", list_scenarios())
def test_versions_differ_in_the_clause_alone(name: str) -> None:
    for triplet in load_scenarios(name):
        texts = {kind: scenario_text(triplet, kind) for kind in KINDS}
        assert len(set(texts.values())) == 3
        for kind, text in texts.items():
            before, clause, after = text.partition(triplet.clause(kind))
            assert clause and before == triplet.before and after == f"{triplet.after}\n\n{triplet.question}"


def test_clauses_are_of_comparable_length() -> None:
    # a judge must not be able to tell the versions apart by their length
    for triplet in load_scenarios():
        assert 3 * len(triplet.surrogate) > 2 * len(triplet.ordinary) > len(triplet.surrogate), triplet.name


def test_files_say_their_licence() -> None:
    folder = Path(__file__).parents[3] / "spi" / "empirical" / "scenarios"
    for name in list_scenarios():
        assert 'licence = "MIT"' in (folder / f"{name}.toml").read_text()


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(FILE)
    [triplet] = load_scenarios(str(path))
    assert scenario_text(triplet, "surrogate") == (
        "You act for Ada.\n\nI ask for 10 crowns. Or I burn 20 crowns of my own.  Bo\n\n"
        "Concede means paying 10 crowns; refuse means not paying."
    )
    with pytest.raises(ShelfError, match="accepted: all, ours/"):
        load_scenarios("ours/poems")
    with pytest.raises(ShelfError, match="cannot read"):
        load_scenarios(str(tmp_path / "none.toml"))


def test_a_template_becomes_scenarios_of_one_cluster() -> None:
    template = FILE.replace("for Ada", "for {who}") + (
        'each = [{ name = "a", who = "Ada", cost = 5 }, { name = "c", who = "Cleo", demand = 1000 }]\n'
    )
    first, second = read_scenarios(template)
    assert (first.name, second.name, first.cluster, second.cluster) == ("gate-a", "gate-c", "gate", "gate")
    assert "for Ada" in first.before and "5 crowns" in first.surrogate
    assert "for Cleo" in second.before and "1,000 crowns" in second.before and "20 crowns" in second.surrogate


def test_names_of_all_files_are_distinct() -> None:
    assert max(Counter(triplet.name for triplet in load_scenarios()).values()) == 1


def test_a_scenario_is_a_threat_game() -> None:
    [triplet] = read_scenarios(FILE)
    game = triplet_game(triplet, execution="1/2")
    found = tolerance_interval(game["ordinary"], game["surrogate"], "1/2")
    # equal costs: the lower end is 0; the upper is (1 − p)·e·h/d = 1/2 · 1/2 · 30/10
    assert (str(found.low), str(found.high)) == ("0", "3/4")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("spi-scenarios 1", "spi-scenarios 2", "accepted: 'spi-scenarios 1'"),
        ("{threat} ", "", "threat} 0 times"),
        ("{threat}", "{threat} {threat}", "threat} 2 times"),
        ("for Ada", "for {who}", "gate: {who} stands for nothing; known: demand, cost"),
        ('none = "Or not."\n', "", "gate: 'none' .a string. is missing"),
        ("cost = 20", "cost = 20.5", "gate: cost = 20.5; accepted: a whole number"),
        ("cost = 20\n", "", "gate: cost = None; accepted: a whole number"),
        ("cost = 20", "price = 20", "the key 'price'"),
        ('money = "{} crowns"', 'money = "crowns"', "words with one {}"),
        ("format =", "format", "accepted: TOML"),
        ("[[scenario]]", 'each = "x"\n[[scenario]]', "the file: the key 'each'"),
        ("[[scenario]]", "[[scenario]]\neach = [1]", "gate: each = 1; accepted: tables with a name"),
    ],
)
def test_faults_of_the_file_are_named(old: str, new: str, words: str) -> None:
    assert old in FILE
    with pytest.raises(FormatError, match=words.replace("{", r"\{").replace("[", r"\[")):
        read_scenarios(FILE.replace(old, new), file="mine.toml")
