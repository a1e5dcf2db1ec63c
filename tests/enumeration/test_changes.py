"""Counts over whole tables against naive evaluators: compiled or not, in blocks and shards of every size."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from spi.core.game import profiles
from spi.enumeration import blocks, changes, classes, masks, special, sweeps
from spi.enumeration.changes import Changes, count_changes
from spi.enumeration.masks import mark_changes, present_pairs
from spi.enumeration.relations import WORSE, action_relation, pareto_relation, payoff_ranks, rank_codes
from spi.enumeration.special import count_mapped_changes, count_rank_changes
from spi.errors import GameError, HypothesisError
from spi.programs.machines import Undefined
from tests.enumeration.naive import naive_changes, random_game, random_table, says

SHAPES = [(7, 9), (1, 1), (1, 40), (40, 1), (16, 24), (4, 5, 6), (2, 4, 8), (3, 2, 4, 3)]


@pytest.fixture(params=[True, False], ids=["compiled", "undecorated"])
def compiling(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Compile everything, or nothing."""
    for module in (blocks, changes, classes, masks, special):
        monkeypatch.setattr(module, "SMALL", 0 if request.param else 1 << 40)
    return bool(request.param)


def agree(found: Changes, expected: dict[str, Any], *, pairs: bool = False) -> None:
    for name in ("worse", "better", "first_worse", "first_better"):
        assert getattr(found, name) == expected[name], name
    if pairs:
        assert found.pairs == expected["pairs"]


@pytest.mark.parametrize("shape", SHAPES)
def test_counts_and_first_places(shape: tuple[int, ...], compiling: bool) -> None:
    rng = Random(repr(shape))
    game = random_game(rng, len(shape), 3 if len(shape) < 4 else 2)
    every = list(profiles(game))
    relation, codes = pareto_relation(game, every), rank_codes(game, every)
    for dtype in (np.uint8, np.uint16, np.uint32):
        before, after = (random_table(rng, shape, len(every), dtype) for _ in range(2))
        expected = naive_changes(game, before, after)
        agree(count_changes(before, after, relation), expected)
        agree(count_changes(before, after, relation, pairs=True), expected, pairs=True)
        agree(count_changes(before, after, codes), expected)
        coded = codes.codes[before], codes.codes[after]
        assert count_rank_changes(*coded, codes) == (expected["worse"], expected["better"])
        safe = mark_changes(before, after, relation)
        for place in product(*map(range, shape)):
            assert safe[place] == (says(game, int(before[place]), int(after[place])) >= 0)
        seen = present_pairs(before, after, len(every))
        assert {(int(a), int(b)) for a, b in np.argwhere(seen)} == set(expected["pairs"])


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_in_blocks_and_shards_of_every_size(
    shape: tuple[int, ...], compiling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(7)
    game = random_game(rng, len(shape), 2)
    every = list(profiles(game))
    relation = pareto_relation(game, every)
    before, after = (random_table(rng, shape, len(every)) for _ in range(2))
    expected = naive_changes(game, before, after)
    for block in (1, 3, 1000):
        monkeypatch.setattr(sweeps, "_BLOCK", block)
        for shard in (1, 5, 17, 1 << 20):
            for threads in (0, 1, 3):
                with ThreadPoolExecutor(max(threads, 1)) as executor:
                    found = count_changes(
                        before, after, relation, pairs=True, classes=False, shard=shard,
                        executor=executor if threads else None,
                    )  # fmt: skip
                agree(found, expected, pairs=True)
                assert found.visited == found.profiles == before.size


def test_a_violation_at_the_very_end_and_none_at_all() -> None:
    game = random_game(Random(0), 2, 3)
    every = list(profiles(game))
    relation = pareto_relation(game, every)
    worse = next(pair for pair in product(range(9), repeat=2) if says(game, *pair) < 0)
    table = np.full((300, 301), worse[0], dtype=np.uint8)
    after = table.copy()
    assert count_changes(table, after, relation, classes=False).first_worse is None
    after[299, 296] = worse[1]
    found = count_changes(table, after, relation, classes=False)
    assert (found.worse, found.first_worse) == (1, (299, 296))


@pytest.mark.parametrize("shape", [(6, 7), (3, 4, 5)])
def test_programs_that_are_sent_to_others_of_their_space(shape: tuple[int, ...], compiling: bool) -> None:
    rng = Random(3)
    game = random_game(rng, len(shape), 2)
    relation = pareto_relation(game, list(profiles(game)))
    table = random_table(rng, shape, 2 ** len(shape))
    maps = [np.array([rng.randrange(n) for _ in range(n)]) for n in shape]
    after = table[np.ix_(*maps)]
    agree(count_mapped_changes(table, maps, relation), naive_changes(game, table, after))
    same = [np.arange(n) for n in shape]
    assert count_mapped_changes(table, same, relation).worse == 0


def test_huge_payoffs_are_ranks_before_they_are_numbers() -> None:
    from spi.core.game import Game

    big = 10**40
    game = Game.from_payoffs([[(f"{big}/{big + 1}", 1), (1, 1)], [(f"{big + 1}/{big + 2}", 1), (0, 2)]])
    ranks = payoff_ranks(game, list(profiles(game)))
    assert ranks.tolist() == [[1, 3, 2, 0], [0, 0, 0, 1]]
    relation = pareto_relation(game, list(profiles(game)))
    assert relation.says(0, 2) == 1 and relation.says(2, 0) == WORSE


def test_what_has_no_payoffs_is_worse_than_everything() -> None:
    game = random_game(Random(1), 2, 1)
    relation = pareto_relation(game, [*profiles(game), Undefined.DIVERGES])
    assert [relation.says(*pair) for pair in ((0, 0), (0, 1), (1, 0), (1, 1))] == [0, WORSE, WORSE, WORSE]
    with pytest.raises(HypothesisError, match="no payoffs"):
        rank_codes(game, [*profiles(game), Undefined.DIVERGES])


def test_actions_are_compared_player_by_player() -> None:
    outcomes: list[Any] = [("a", "b"), ("a", "c"), ((("a", "b"), 1),)]
    assert action_relation(outcomes, [0]).says(0, 1) == 0
    assert action_relation(outcomes, [1]).says(0, 1) == action_relation(outcomes, [0, 1]).says(0, 1) == WORSE
    assert action_relation(outcomes, [0, 1]).says(0, 2) == 0  # a lottery without chance


def test_bad_tables_are_refused() -> None:
    game = random_game(Random(1), 2, 2)
    relation = pareto_relation(game, list(profiles(game)))
    table = np.zeros((3, 4), dtype=np.uint8)
    with pytest.raises(GameError, match="one shape"):
        count_changes(table, table[:2], relation)
    with pytest.raises(GameError, match="an outcome of number 4; accepted: numbers below 4"):
        count_changes(table, table + np.uint8(4), relation)
    for lane in range(8):  # also where eight numbers are looked at together
        wide = np.zeros((3, 8), dtype=np.uint8)
        wide[2, lane] = 4 + 64 * (lane % 2)
        for old, new in ((wide, np.zeros_like(wide)), (np.zeros_like(wide), wide)):
            with pytest.raises(GameError, match="accepted: numbers below 4"):
                count_changes(old, new, relation, classes=False)
    with pytest.raises(GameError, match="unsigned"):
        count_changes(table, table.astype(np.int64), relation, classes=False)
    with pytest.raises(GameError, match="below 4"):
        count_changes(table, table + np.uint8(4), rank_codes(game, list(profiles(game))))
    with pytest.raises(HypothesisError, match=r"12 profiles, about 0\.0 s on one core; accepted: at most budget=5"):
        count_changes(table, table, relation, classes=False, budget=5)
    with pytest.raises(GameError, match="a place below 4 for each"):
        count_mapped_changes(table, [np.zeros(3, int), np.full(4, 4)], relation)
    with pytest.raises(GameError, match="one shape, and uint8"):
        count_rank_changes(table, table.astype(np.uint16), rank_codes(game, list(profiles(game))))
    with pytest.raises(HypothesisError, match="budget=5"):
        mark_changes(table, table, relation, budget=5)


def test_more_outcomes_than_pairs_can_be_written_out_for() -> None:
    rng = Random(4)
    game = random_game(rng, 2, 65, top=9)  # 4,225 profiles
    every = list(profiles(game))
    with pytest.raises(HypothesisError, match="at most 4,096"):
        pareto_relation(game, every)
    before, after = (random_table(rng, (20, 30), len(every), np.uint16) for _ in range(2))
    signs = [says(game, int(a), int(b)) for a, b in zip(before.reshape(-1), after.reshape(-1), strict=True)]
    found = count_changes(before, after, rank_codes(game, every))
    assert (found.worse, found.better) == (signs.count(-1), signs.count(1))
    assert found.first_worse == tuple(np.unravel_index(signs.index(-1), (20, 30)))
