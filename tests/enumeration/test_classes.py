"""Programs that do alike are counted together: the same numbers as one profile after the other."""

from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from spi.core.game import profiles
from spi.core.gamefile import load_game
from spi.enumeration import changes, classes
from spi.enumeration.blocks import Filler
from spi.enumeration.changes import count_changes
from spi.enumeration.classes import quotient, row_classes
from spi.enumeration.plans import plan_tables
from spi.enumeration.relations import pareto_relation
from spi.enumeration.tables import transformation_plans
from spi.programs.games import program_game
from spi.programs.references import load_program
from spi.programs.spaces import commitments
from spi.transforms.renegotiation import renegotiate
from tests.enumeration.naive import naive_changes, random_game, random_table

SLOTS = load_game("digiovanni-et-al-2024/scheduling")
ALWAYS = [load_program("ours/always", action=action) for action in SLOTS.actions[0]]


@pytest.mark.parametrize("seed", range(4))
def test_given_tables_with_few_different_rows(seed: int) -> None:
    rng = Random(seed)
    game = random_game(rng, 2, 2)
    small = [random_table(rng, (3, 4), 4) for _ in range(2)]
    rows, columns = ([rng.randrange(k) for _ in range(n)] for k, n in ((3, 50), (4, 60)))
    before, after = (own[np.ix_(rows, columns)] for own in small)
    found = quotient([before, after])
    assert found is not None and found.tables[0].size <= 12
    relation = pareto_relation(game, list(profiles(game)))
    counted = count_changes(before, after, relation, pairs=True, classes=True)
    expected = naive_changes(game, before, after)
    assert "classes" not in count_changes(before, after, relation).how  # of tables only on request
    assert "classes" in counted.how and counted.visited <= 12 and counted.pairs == expected["pairs"]
    for name in ("worse", "better", "first_worse", "first_better"):
        assert getattr(counted, name) == expected[name]


def test_tables_without_equal_rows_are_left_alone() -> None:
    table = np.arange(40_000, dtype=np.uint32).reshape(200, 200)
    assert row_classes(table) is None and quotient([table, table]) is None


def test_rows_that_differ_only_where_no_sample_looks() -> None:
    table = np.zeros((300, 1000), dtype=np.uint8)
    table[7, 8] = 1  # the sample has every 15th or 16th column
    assert row_classes(table) is None


def test_formulas_give_classes_without_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    space = commitments(ALWAYS, SLOTS.actions[0])
    games = program_game(SLOTS, space)
    before, after = transformation_plans(games, renegotiate({("1", "2"): ("3", "3"), ("1", "1"): ("2", "1")}))
    relation = pareto_relation(SLOTS, after.outcomes)
    found = count_changes(before.source, after.source, relation, pairs=True)
    whole = [Filler(plan.source).block(0, 81) for plan in (before, after)]
    expected = naive_changes(SLOTS, *whole)
    assert found.classes is not None and found.classes.tables[0].shape == (3, 3)  # only the last answer counts
    assert found.pairs == expected["pairs"] and found.first_worse == expected["first_worse"]
    monkeypatch.setattr(classes, "LIMIT", 1)
    assert count_changes(before.source, after.source, relation).classes is None


def test_more_profiles_than_64_bits_can_count() -> None:
    game = random_game(Random(0), 2, 1)
    many, few = 10**20, 3  # programs of the first and the second class of each player
    stub: Any = SimpleNamespace(
        tables=(np.zeros((2, 2), dtype=np.uint8),) * 2,
        sizes=(np.array([many, few], dtype=object),) * 2,
        firsts=(np.array([0, 1]),) * 2,
    )
    found = changes._by_classes((many + few,) * 2, stub, pareto_relation(game, list(profiles(game))), True)
    assert found.pairs == {(0, 0): (many + few) ** 2} and found.profiles == (many + few) ** 2


def test_two_to_the_34_profiles_are_counted_at_once() -> None:
    types = [load_program("ours/always", action=str(k)) for k in range(16)]
    games = program_game(SLOTS, commitments(types, ["1", "2"]))
    before, after = plan_tables(games, [games.spaces, games.spaces])
    found = count_changes(before.source, after.source, pareto_relation(SLOTS, after.outcomes), pairs=True)
    assert found.profiles == 2**34 and found.visited == 4
    assert set(found.pairs.values()) == {2**32} and found.worse == found.better == 0
