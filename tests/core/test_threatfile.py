"""Files of threat games: the grammar of games/README.md, faults with their places, and the way back."""

import random
import re
from pathlib import Path

import pytest

import spi
from spi import FormatError, shelves
from spi.core.gamefile import READERS
from tests.threat_oracle import random_game

README = (shelves.shelf_path("games") / "README.md").read_text()
GOOD = """
kind = "threat"
title = "T"
source = "ours"
[original]
"x y" = { demand = 1, harm = "1/3", cost = 2, execution = "0.5", conceded = 1, becomes = "s" }
[surrogate]
s = { loss = 1, gain = 2, harm = 0, cost = 2, stakes = 3, acts = ["a"], conceded = "1/2" }
[facts]
spi = true
"""


def test_everything_is_read() -> None:
    read = spi.read_threat_file(GOOD)
    original = spi.possible_threat("x y", "original", demand=1, harm="1/3", cost=2, execution="1/2")
    surrogate = spi.possible_threat("s", "surrogate", loss=1, gain=2, harm=0, cost=2, stakes=3, acts="a")
    assert read.game == spi.ThreatGame((original, surrogate))
    assert (read.game.title, read.game.source) == ("T", "ours")
    assert read.policy == spi.concession_table({"x y": 1, "s": "1/2"})
    assert (read.surrogates, read.facts) == ({"x y": "s"}, {"spi": True})


def test_policy_map_and_facts_may_be_missing() -> None:
    text = re.sub(r', conceded = [^,} ]+|, becomes = "s"|\[facts\][^$]*', "", GOOD)
    read = spi.read_threat_file(text)
    assert (read.policy, read.surrogates, read.facts) == (None, None, {})
    assert read.game == spi.read_threat_file(GOOD).game


def test_the_readmes_example() -> None:
    example = README.split("## Threat games")[1].split("    spi concession")[0]
    text = "\n".join(line[4:] for line in example.splitlines() if line.startswith("    "))
    on_shelf = spi.load_threat_file("ours/burning-banknotes")
    read = spi.read_threat_file(text)
    assert (read.game, read.policy, read.surrogates) == (on_shelf.game, on_shelf.policy, on_shelf.surrogates)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (GOOD.replace('"threat"', '"threat'), 2, "not TOML"),
        (GOOD.replace('"threat"', '"strategic"'), 2, "kind = 'strategic'; accepted: 'threat'; load_game reads it"),
        (GOOD.replace("[facts]", "[fact]"), 9, "unknown key 'fact'; the keys are facts, kind, original"),
        (GOOD.replace('title = "T"', "title = 3"), 3, "title = 3; accepted: a string"),
        ('kind = "threat"\noriginal = 3', 2, "original = 3; accepted: a table"),
        ('kind = "threat"\n[original]\nx = 3', 0, "x = 3; accepted: a table of numbers"),
        (GOOD.replace("stakes", "stake"), 0, "s has the unknown key 'stake'; the keys are loss, gain"),
        (GOOD.replace("stakes = 3", 'becomes = "s"'), 0, "s has the unknown key 'becomes'"),
        (GOOD.replace("cost = 2, stakes", "stakes"), 0, "s has no 'cost'; accepted: a number"),
        (GOOD.replace("demand = 1, ", ""), 0, "x y has no demand, and no loss or no gain"),
        (GOOD.replace('"0.5"', "0.5"), 0, "0.5 at a number of x y is a float"),
        (GOOD.replace('["a"]', '"a"'), 0, "the acts of s are 'a'; accepted: a list of names"),
        (GOOD.replace('becomes = "s"', "becomes = 3"), 0, "x y becomes 3; accepted: the name of a surrogate threat"),
        (GOOD.replace('becomes = "s"', 'becomes = "x y"'), 0, "'x y' becomes 'x y'"),
        (GOOD.replace('becomes = "s"', 'becomes = "t"'), 0, "no threat 't'"),
        (GOOD.replace(', conceded = "1/2"', ""), 0, "'s' has no `conceded`; accepted: a rate for every threat"),
        (GOOD.replace('conceded = "1/2"', "conceded = 2"), 0, "'s' is conceded with probability 2"),
        (GOOD.replace("[surrogate]", '"y" = { demand = 1, harm = 1, cost = 1, conceded = 1 }\n[surrogate]'), 0,
         "no surrogate stands for 'y'"),
        (GOOD.replace("\ns =", '\n"x y" ='), 0, "two times 'x y'"),
        ('kind = "threat"', 0, "no threat; at least one"),
        ("", 0, "the key 'kind' is missing"),
        ("[" * 100_000, 1, ""),
    ],
)  # fmt: skip
def test_bad_files_have_place_and_remedy(text: str, line: int, word: str) -> None:
    with pytest.raises(FormatError) as error:
        spi.read_threat_file(text, file="my.toml")
    assert "my.toml" in str(error.value)
    assert word in str(error.value)
    if line:
        assert error.value.line == line or "nested" in str(error.value)


def test_round_trip() -> None:
    rng = random.Random(5)
    for _ in range(200):
        game, policy, surrogates = random_game(rng)
        read = spi.read_threat_file(spi.write_threat_file(game, policy, surrogates))
        assert (read.game, read.surrogates) == (game, surrogates)
        assert read.policy is not None
        assert all(read.policy.rate(threat) == policy.rate(threat) for threat in game.threats)
        bare = spi.read_threat_file(spi.write_threat_file(game))
        assert (bare.game, bare.policy, bare.surrogates) == (game, None, None)


def test_names_title_and_source_survive() -> None:
    threat = spi.possible_threat('quote " and \\ ], #', "surrogate", demand=1, harm=1, cost=1, acts="é = 1")
    game = spi.ThreatGame((threat,), 'a "title"\n', "ours")
    again = spi.read_threat_file(spi.write_threat_file(game)).game
    assert again == game and (again.title, again.source) == (game.title, game.source)


def test_every_loader_says_who_reads_the_other_kind(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"line 2: kind = 'threat'; accepted: 'strategic'; load_threat_game reads it"):
        spi.load_game("ours/burning-banknotes")
    with pytest.raises(FormatError, match="kind = 'strategic'; accepted: 'threat'; load_game reads it"):
        spi.load_threat_game("ours/chicken")
    path = tmp_path / "mine.toml"
    path.write_text(GOOD)
    assert spi.load_threat_game(str(path)) == spi.read_threat_file(GOOD).game
    with pytest.raises(spi.ShelfError, match="burning-banknotes"):
        spi.load_threat_game("ours/burning-banknote")


def test_every_file_on_the_shelf_has_a_reader() -> None:
    lists = {kind: spi.list_games(kind=kind) for kind in READERS}
    assert sorted(name for names in lists.values() for name in names) == shelves.list_shelf("games")
    assert len(lists["threat"]) >= 10 and all(map(spi.load_threat_game, lists["threat"]))
