"""Shards by every kind of executor: the same counts; failures, deaths, interruptions and resumption."""

import json
import os
import tracemalloc
import warnings
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any, cast

import numpy as np
import pytest

from spi.core.game import profiles
from spi.core.gamefile import load_game
from spi.enumeration import axes, choosing, sweeps
from spi.enumeration.blocks import file_table
from spi.enumeration.changes import count_changes
from spi.enumeration.plans import plan_tables
from spi.enumeration.relations import pareto_relation
from spi.enumeration.sweeps import Part, estimate_text, merged, shards_of
from spi.errors import GameError, SpiError
from spi.programs.games import program_game
from spi.programs.references import load_program
from spi.programs.spaces import commitments
from tests.enumeration.naive import naive_changes, random_game, random_table

GAME = random_game(Random(0), 2, 3)
RELATION = pareto_relation(GAME, list(profiles(GAME)))
BEFORE, AFTER = (random_table(Random(seed), (40, 50), 9) for seed in (1, 2))
EXPECTED = naive_changes(GAME, BEFORE, AFTER)


def right(found: Any) -> None:
    for name in ("worse", "better", "first_worse", "first_better", "pairs"):
        assert getattr(found, name) == EXPECTED[name], name


def counted(executor: Executor | None = None, **options: Any) -> Any:
    settings: dict[str, Any] = {"pairs": True, "classes": False, "shard": 300, "executor": executor} | options
    return count_changes(BEFORE, AFTER, RELATION, **settings)


class Failing(Executor):
    """Runs here, and fails at some shards as often as it is told."""

    def __init__(self, failures: int) -> None:
        self.failures, self.calls = failures, 0

    def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.calls += 1
        if self.failures:
            self.failures -= 1
            future.set_exception(OSError("the machine is gone"))
        else:
            future.set_result(function(*arguments, **keywords))
        return future


def test_threads_and_processes() -> None:
    with ThreadPoolExecutor(3) as threads:
        right(counted(threads))
    with ProcessPoolExecutor(2) as processes:
        right(counted(processes))


def test_a_cluster() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the cluster warns of ports and of memory, which is not ours
        from distributed import Client, LocalCluster

        start, connect = cast(Any, LocalCluster), cast(Any, Client)
        cluster = start(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None)
        with cluster, connect(cluster) as client:
            right(counted(client.get_executor()))


def test_formulas_are_sent_instead_of_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (axes, choosing):
        monkeypatch.setattr(module, "LIMIT", 30)
    slots = load_game("digiovanni-et-al-2024/scheduling")
    always = [load_program("ours/always", action=action) for action in slots.actions[0]]
    space = commitments(always[:1], slots.actions[0])
    games = program_game(slots, space)
    before, after = plan_tables(games, [(space, space), (list(space)[::-1], space)])
    relation = pareto_relation(slots, after.outcomes)
    here = count_changes(before.source, after.source, relation, pairs=True, classes=False)
    with ProcessPoolExecutor(2) as processes:
        there = count_changes(
            before.source, after.source, relation, pairs=True, classes=False, executor=processes, shard=20
        )
    assert here.pairs == there.pairs and here.first_worse == there.first_worse


def test_tables_on_disk_are_read_block_by_block(tmp_path: Path) -> None:
    paths = [tmp_path / f"{k}.npy" for k in range(2)]
    for path, table in zip(paths, (BEFORE, AFTER), strict=True):
        np.save(path, table)
    before, after = map(file_table, paths)
    for executor in (None, ThreadPoolExecutor(2), ProcessPoolExecutor(2)):
        right(count_changes(before, after, RELATION, pairs=True, shard=300, executor=executor))
        if executor:
            executor.shutdown()
    np.save(tmp_path / "signed.npy", BEFORE.astype(np.int64))
    with pytest.raises(GameError, match="accepted: unsigned integers in C order"):
        file_table(tmp_path / "signed.npy")


def test_no_more_memory_than_the_tables_and_a_block(tmp_path: Path) -> None:
    table = np.zeros((4_000, 4_000), dtype=np.uint8)
    np.save(tmp_path / "table.npy", table)
    for own in (table, file_table(tmp_path / "table.npy")):
        count_changes(own, own, RELATION, classes=False)  # so that everything is compiled and imported
        tracemalloc.start()
        found = count_changes(own, own, RELATION, pairs=True, classes=False)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert found.pairs == {(0, 0): 16_000_000} and peak < 2 * sweeps._BLOCK + (1 << 20)


def test_a_failed_shard_is_tried_again_and_three_failures_are_an_error() -> None:
    executor = Failing(2)
    right(counted(executor))
    assert executor.calls == len(shards_of((40, 50), 300)) + 2
    with pytest.raises(SpiError, match="failed 3 times: OSError"):
        counted(Failing(100))


def test_a_dead_executor_is_an_error_not_a_count() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(SpiError, match="the executor died"):
        counted(executor)
    with ProcessPoolExecutor(1) as processes:
        processes.submit(os._exit, 3)
        with pytest.raises(SpiError, match=r"executor died|failed"):
            counted(processes)


def test_an_interrupted_run_goes_on_from_finished_shards(tmp_path: Path) -> None:
    class Interrupting(Failing):
        def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
            if self.calls == 4:
                raise KeyboardInterrupt
            return super().submit(function, *arguments, **keywords)

    with pytest.raises(KeyboardInterrupt):
        counted(Interrupting(0), folder=tmp_path, shard=50)
    done = sorted(path.name for path in tmp_path.glob("*.json"))
    again = Failing(0)
    right(counted(again, folder=tmp_path, shard=50))
    assert again.calls == 40 - len(done)
    right(counted(Failing(100), folder=tmp_path, shard=50))  # nothing is left to be done


def test_a_half_written_shard_is_done_again(tmp_path: Path) -> None:
    right(counted(folder=tmp_path))
    path = next(tmp_path.glob("*.json"))
    path.write_text(path.read_text()[:20])
    right(counted(folder=tmp_path))
    assert json.loads(path.read_text())["stop"] > 0


def test_a_folder_belongs_to_one_question(tmp_path: Path) -> None:
    counted(folder=tmp_path)
    with pytest.raises(SpiError, match="another question"):
        count_changes(AFTER, BEFORE, RELATION, pairs=True, classes=False, shard=300, folder=tmp_path)
    with pytest.raises(SpiError, match="another question"):
        counted(folder=tmp_path, shard=500)


def test_merging_does_not_depend_on_the_order() -> None:
    parts = [
        Part(0, 2, (1, 0), (5, -1), {3: 1}),
        Part(2, 3, (0, 0), (-1, -1), {3: 2, 0: 1}),
        Part(3, 9, (2, 7), (30, 31), {}),
    ]
    whole = Part(0, 9, (3, 7), (5, 31), {0: 1, 3: 3})
    rng = Random(0)
    for _ in range(6):
        rng.shuffle(parts)
        assert merged(parts) == whole
    assert merged([merged(parts[:2]), parts[2]]) == whole


def test_shards_are_determined_by_the_shape_alone() -> None:
    assert shards_of((5, 10), 20) == [(0, 2), (2, 4), (4, 5)]
    assert shards_of((3, 1000), 10) == [(0, 1), (1, 2), (2, 3)]
    assert shards_of((7,), 100) == [(0, 7)]


def test_estimates_are_in_words() -> None:
    assert estimate_text(10**8) == "100,000,000 profiles, about 0.1 s on one core"
    assert estimate_text(10**12) == "1,000,000,000,000 profiles, about 17 min on one core"
    assert estimate_text(10**14).endswith("about 28 h on one core")


def test_progress_is_shown_on_request(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    right(counted(progress=True))
    assert "2.00k" in capfd.readouterr().err
    monkeypatch.setattr(sweeps, "_LONG", 100)
    right(counted())
    assert "2.00k" in capfd.readouterr().err
