"""Sets: the same bytes from the same seed, even answers, no twins in two splits, what is held out, what is refused."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from spi.analysis.frontiers import prove_frontier
from spi.core.game import Game
from spi.core.gamefile import read_game, write_game
from spi.core.verdict import Holds
from spi.errors import FormatError, SpiError
from spi.negotiation.issues import issue
from spi.negotiation.preferences import additive
from spi.negotiation.scenario import scenario
from spi.solve.isomorphism import find_isomorphism
from spi.tasks.catalogue import load_task_family, task_family_names
from spi.tasks.export import export_files
from spi.tasks.items import Proof
from spi.tasks.making import TaskSet, make_tasks, quotas
from spi.tasks.proving import item_faults
from spi.tasks.spec import SEEDS, Split, TaskSpec, read_task_spec, spec_json, spec_of
from tests.tasks.conftest import SPEC


def spec(**changes: Any) -> TaskSpec:
    return spec_of({"seed": 3, "families": ["demo-steps"], "count": 4, "difficulties": [1], **changes})


def renamed(game: Game) -> Game:
    return Game(("one", "two"), game.actions, game.table)


def test_families_are_found_without_being_listed() -> None:
    assert {"demo-spi", "demo-steps", "demo-attitude", "demo-biased"} <= set(task_family_names())
    assert load_task_family("demo-spi").knob == "actions"
    with pytest.raises(SpiError, match=r"no family of tasks 'demo-spu' \(close names: demo-spi"):
        load_task_family("demo-spu")
    with pytest.raises(SpiError, match="'demo-games'"):  # a module without FAMILY is none
        load_task_family("demo-games")


def test_the_same_specification_gives_the_same_bytes(tasks: TaskSet) -> None:
    assert export_files(make_tasks(read_task_spec(SPEC))) == export_files(tasks)
    other = make_tasks(spec())
    assert {e.item.shape for e in make_tasks(spec(seed=4)).entries}.isdisjoint(e.item.shape for e in other.entries)


def test_another_process_gives_the_same_bytes(exported: Path) -> None:
    code = (
        f"from spi.tasks import families; families.__path__.append({str(Path(__file__).parent / 'demo')!r})\n"
        "from spi.tasks.export import export_files\nfrom spi.tasks.making import make_tasks\n"
        "from spi.tasks.spec import read_task_spec\nfrom tests.tasks.conftest import SPEC\n"
        "print(export_files(make_tasks(read_task_spec(SPEC)))['manifest.json'], end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "12345", "PYTHONIOENCODING": "utf-8"},  # sets have another order there
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert done.stdout == (exported / "manifest.json").read_bytes()


def test_pairs_differ_in_one_number_and_in_the_answer_and_stay_together(tasks: TaskSet) -> None:
    pairs: dict[str, list[Any]] = {}
    for entry in tasks.entries:
        if entry.item.family == "demo-spi":
            pairs.setdefault(entry.item.pair, []).append(entry)
    assert len(pairs) == 8
    for pair, (a, b) in pairs.items():
        assert (a.name, b.name, a.split) == (f"{pair}a", f"{pair}b", b.split)
        assert {a.item.answer, b.item.answer} == {"yes", "no"}
        one, two = (read_game(entry.item.files[0][1]) for entry in (a, b))
        changed = [(x, y) for u, v in zip(one.table, two.table, strict=True) for x, y in zip(u, v, strict=True)]
        assert sum(x != y for x, y in changed) == 1


def test_splits_have_their_shares_and_no_relabelled_twin_is_in_two(tasks: TaskSet) -> None:
    assert Counter((e.item.family, e.item.difficulty, e.split) for e in tasks.entries) == {
        **{("demo-spi", d, "train"): 6 for d in (1, 3)},
        **{("demo-spi", d, "test"): 2 for d in (1, 3)},
        **{("demo-steps", d, "train"): 6 for d in (1, 3)},
        **{("demo-steps", d, "test"): 2 for d in (1, 3)},
        **{("demo-attitude", d, "train"): 2 for d in (1, 3)},  # of 2, 3/4 and 1/4 are 1.5 and 0.5: the first rounds up
    }
    assert len({entry.item.shape for entry in tasks.entries}) == len(tasks.entries)
    games = {s: [read_game(e.item.files[0][1]) for e in tasks.entries if e.split == s] for s in ("train", "test")}
    for one in games["test"]:
        for two in games["train"]:
            assert renamed(one) != renamed(two) and find_isomorphism(renamed(one), renamed(two)) is None


def test_answers_are_as_even_as_the_family_allows() -> None:
    made = make_tasks(spec(count=12, difficulties=[3]))
    counts = Counter(entry.item.answer for entry in made.entries)
    plain = Counter(load_task_family("demo-steps").generate(seed, 3)[0].answer for seed in range(60))
    assert plain["4"] > 2 * plain["1"]  # as they are drawn
    assert counts == dict.fromkeys("0124", 3)  # 3 takes a tie, and is rare


def test_the_places_of_right_options_are_even() -> None:
    made = make_tasks(spec(families=["demo-spi"], count=12))
    places = Counter(next(k for k, o in enumerate(e.item.options) if not o.error) for e in made.entries)
    assert places[0] == places[1] == 6


@pytest.mark.parametrize(
    ("count", "shares", "wanted"),
    [
        (10, {"a": "3/4", "b": "1/4"}, [8, 2]),  # 7.5 and 2.5: the remainders tie, and the first one wins
        (7, {"a": "1/2", "b": "1/3", "c": "1/6"}, [4, 2, 1]),  # 3.5, 2.33, 1.17: the largest remainder is the first
        (1, {"a": "1/2", "b": "1/2"}, [1]),
    ],
)
def test_quotas_by_largest_remainders(count: int, shares: dict[str, str], wanted: list[int]) -> None:
    found = quotas(spec(count=count, splits=shares), "demo-steps", 1)
    assert [n for _, n in found] == wanted


def test_held_out_difficulties_seeds_and_knobs() -> None:
    splits = {
        "train": {"share": "1/2"},
        "deep": {"share": "1/4", "difficulties": [3]},
        "late": {"share": "1/4", "seeds": [1000, 2000]},
    }
    made = make_tasks(spec(difficulties=[1, 3], splits=splits, count=6))
    for entry in made.entries:
        assert (entry.split == "deep") == (entry.item.difficulty == 3)
        assert (entry.split == "late") == (1000 <= entry.item.seed <= 2000)
    assert Counter(entry.split for entry in made.entries) == {"train": 4, "late": 2, "deep": 6}  # 2/3 of 6, and 1/3
    wide = {"narrow": {"share": "1/2"}, "wide": {"share": "1/2", "knobs": {"columns": [3, 3]}}}
    assert quotas(spec(splits=wide), "demo-steps", 3) == [
        (Split("narrow", Fraction(1, 2)), 2),
        (Split("wide", Fraction(1, 2), knobs=(("columns", (3, 3)),)), 2),
    ]
    with pytest.raises(SpiError, match=r"split narrow: only 0 of 2 .*had a columns of another split"):
        make_tasks(spec(splits=wide, difficulties=[3]))  # at difficulty 3 there are always 3 columns
    with pytest.raises(SpiError, match=r"split wide: only 0 of 2"):
        make_tasks(spec(splits=wide, difficulties=[1]))


def test_seeds_are_drawn_from_a_range_that_nobody_goes_through() -> None:
    seeds = [entry.item.seed for entry in make_tasks(spec()).entries]
    assert len(set(seeds)) == 4 and all(SEEDS[0] <= seed <= SEEDS[1] for seed in seeds) and max(seeds) > 10**9


def test_what_is_not_proved_is_not_in_a_set(tasks: TaskSet) -> None:
    with pytest.raises(SpiError, match=r"demo-biased, seed \d+, .*label: it is graded, and no certificate proves it"):
        make_tasks(spec(families=["demo-biased"]))
    item = next(entry.item for entry in tasks.entries if entry.item.family == "demo-spi")
    family = load_task_family("demo-spi")
    assert item_faults(item, family) == []
    wrong = "no" if item.answer == "yes" else "yes"
    options = tuple(replace(o, error="" if o.text == wrong else "guess") for o in item.options)
    assert item_faults(replace(item, answer=wrong, options=options), family) == [
        ("label", f"the certificates prove {item.answer!r}, stated is {wrong!r}")
    ]
    assert item_faults(replace(item, asks=(("strict", "no"),)), family)[0][1].startswith("the family derives no answer")
    torn = item.proofs[0].text.replace('"exists-spi"', '"is-spi"')
    [(place, why)] = item_faults(replace(item, proofs=(replace(item.proofs[0], text=torn),)), family)
    assert place == "exists-spi" and why.startswith("refused at claim")
    [(place, why)] = item_faults(
        replace(item, files=(("game.toml", item.files[0][1].replace('", "', "1", 1)),)), family
    )
    assert place == "game.toml"


def test_a_game_may_be_the_table_of_a_negotiation() -> None:
    game = Game.from_payoffs(
        [["3, 1", "0, 0"], ["0, 0", "1, 5/2"]], actions=[["a", "b"], ["c", "d"]], players=["A", "B"]
    )
    outcomes = issue("outcome", ["(a, c)", "(a, d)", "(b, c)", "(b, d)"])
    tables = {"A": additive([[3, 0, 0, 1]]), "B": additive([[1, 0, 0, "5/2"]])}
    verdict = prove_frontier(scenario([outcomes], tables, disagreement=[0, 0]))
    assert isinstance(verdict, Holds)
    proof = verdict.certificate.text
    item = load_task_family("demo-steps").generate(1, 1)[0]
    asked = replace(item, graded=False, proofs=(Proof("frontier", proof),), files=(("game.toml", write_game(game)),))
    assert item_faults(asked, load_task_family("demo-steps")) == []
    other = write_game(game).replace("5/2", "2")
    [(place, why)] = item_faults(replace(asked, files=(("game.toml", other),)), load_task_family("demo-steps"))
    assert place == "game.toml" and why.startswith("no certificate is about this game")


def test_a_range_that_is_too_narrow() -> None:
    with pytest.raises(
        SpiError,
        match=r"only 3 of 4 items could be drawn \(the range of seeds is too narrow\); accepted: a smaller count",
    ):
        make_tasks(spec(splits={"test": {"share": "1", "seeds": [5, 7]}}))


def test_specifications_survive_their_json() -> None:
    read = spec(splits={"a": {"share": "1/2", "seeds": [0, 9], "knobs": {"columns": [1, 2]}}, "b": "1/2"})
    assert spec_of(spec_json(read)) == read
    assert spec_of(spec_json(read_task_spec(SPEC))) == read_task_spec(SPEC)
    assert set(spec(families=["all"]).families) == set(task_family_names())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seed": -1}, "seed = -1; accepted: a whole number from 0 on"),
        ({"families": []}, 'one name at least, or ["all"]'),
        ({"families": ["demo-spy"]}, "close names: demo-spi"),
        ({"families": ["demo-spi", "demo-spi"]}, "no value twice"),
        ({"count": 0}, "count = 0; accepted: a whole number from 1 on"),
        ({"counts": {"demo-spi": 3}}, "no family 'demo-spi' in this set; accepted: demo-steps"),
        ({"counts": {"demo-steps": 1.5}}, "counts.demo-steps = 1.5"),
        ({"difficulties": [6]}, "accepted: some of 1 to 5"),
        ({"wordings": ["rhyme"]}, "accepted: some of formal, matrix, story"),
        ({"splits": {"a": 0.5, "b": "1/2"}}, "splits.a.share is a float"),
        ({"splits": {"a": "1/2", "b": "1/3"}}, "sum to 5/6; accepted: 1"),
        ({"splits": {"a": "3/2", "b": "-1/2"}}, "splits.a.share = 3/2; accepted: above 0, at most 1"),
        ({"splits": {"A/B": "1"}}, "splits.A/B: accepted are names of lower-case letters"),
        ({"splits": {"a": {"share": "1", "seeds": [5, 2]}}}, "splits.a.seeds = [5, 2]; accepted: [least, most]"),
        ({"splits": {"a": {"share": "1", "knob": {}}}}, "splits.a: the key 'knob'"),
        ({"splits": {"a": {"share": "1", "difficulties": [4]}}}, "none of its difficulties is in the set"),
        ({"splits": {x: {"share": "1/2", "seeds": [1, 5]} for x in "ab"}}, "splits a and b share seeds"),
        ({"difficulties": [1, 2], "splits": {"a": {"share": "1", "difficulties": [2]}}}, "difficulty 1 is in no split"),
        ({"samples": 3}, "the file: the key 'samples'"),
    ],
)
def test_specifications_that_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(FormatError) as error:
        spec(**changes)
    assert words in str(error.value)


def test_files_that_are_no_specification() -> None:
    with pytest.raises(FormatError, match=r"tasks.toml.*accepted: TOML"):
        read_task_spec("seed =", file="tasks.toml")
    with pytest.raises(FormatError, match=r"'families' \(a list\), 'count' \(a whole number\) are missing"):
        read_task_spec("seed = 1")
