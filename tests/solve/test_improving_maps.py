"""The searches for improving maps, against every tuple of injections (tests/oracle.py), and what they write down."""

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import spi
from spi import ActionMaps, Game
from spi.solve import map_search
from spi.solve.improving_maps import MapProblem, redundant_parts
from spi.solve.map_compiled import CompiledSearch, arrays_of
from spi.solve.map_search import MapSearch, all_maps
from spi.solve.map_tree import TreeSearch, hall_violator
from tests import oracle
from tests.bridge import from_oracle, to_oracle


def with_dominated_copies(rng: random.Random, sizes: tuple[int, int], copies: tuple[int, int], high: int) -> Game:
    """A random game with actions that are copies of others, worse by 1 for their player: maps have room there."""
    rows, columns = sizes[0] + copies[0], sizes[1] + copies[1]
    u = [[[rng.randint(0, high), rng.randint(0, high)] for _ in range(columns)] for _ in range(rows)]
    for x in range(sizes[0], rows):
        like = rng.randrange(sizes[0])
        for y in range(columns):
            u[x][y] = [u[like][y][0] - 1, u[x][y][1] + rng.randint(0, 3)]
    for y in range(sizes[1], columns):
        like = rng.randrange(sizes[1])
        for x in range(rows):
            u[x][y] = [u[x][y][0] + rng.randint(0, 3), u[x][like][1] - 1]
    order = [rng.sample(range(rows), rows), rng.sample(range(columns), columns)]
    actions = [[f"r{x}" for x in order[0]], [f"c{y}" for y in order[1]]]
    return Game.from_payoffs([[u[x][y] for y in order[1]] for x in order[0]], actions=actions)


def three_players(rng: random.Random) -> Game:
    sizes = [rng.randint(1, 3) for _ in range(3)]
    names = [[f"{'abc'[i]}{k}" for k in range(size)] for i, size in enumerate(sizes)]
    u = {a: tuple(Fraction(rng.randint(0, 3)) for _ in sizes) for a in oracle.profiles(names)}
    if sizes[0] > 1:  # the last one is worse than the first for its player, and better for the others
        for a in oracle.profiles([names[0][-1:], *names[1:]]):
            base = u[(names[0][0], *a[1:])]
            u[a] = (base[0] - 1, *(v + rng.randint(0, 2) for v in base[1:]))
    return from_oracle(oracle.G(tuple(map(tuple, names)), u))


def wanted(game: Game, strict: bool, mover: str | None) -> set[ActionMaps]:
    plain = to_oracle(game)
    kept, _ = oracle.reduce(plain)
    maps = oracle.omnilateral_maps(plain) if mover is None else oracle.unilateral_maps(plain, game.player_index(mover))
    return {
        ActionMaps.of(dict(zip(game.players, phi, strict=True)))
        for phi in maps
        if not oracle.is_trivial(kept, phi) and (not strict or oracle.is_strict_map(plain, kept, phi))
    }


def problems(game: Game) -> Iterator[tuple[MapProblem, bool, str | None]]:
    reduced = spi.reduce(game).reduced
    for strict in (True, False):
        for mover in (None, *game.players):
            yield MapProblem.of(game, reduced, strict=strict, mover=mover), strict, mover


def found_by(search: TreeSearch | CompiledSearch) -> list[ActionMaps]:
    maps = []
    for images in search.run():
        assert images is not None  # there is no limit
        maps.append(search.problem.maps(images))
    return maps


def parts_of(problem: MapProblem) -> range:
    return range(len(problem.variables))


@pytest.mark.parametrize("seed", range(40))
def test_both_tree_searches_find_exactly_the_maps_of_the_definition(seed: int) -> None:
    rng = random.Random(seed)
    game = with_dominated_copies(rng, (rng.randint(1, 3), rng.randint(1, 3)), (rng.randint(0, 2), rng.randint(0, 1)), 3)
    for problem, strict, mover in problems(game):
        arrays = arrays_of(problem)
        assert arrays is not None
        plain = found_by(TreeSearch(problem, parts_of(problem)))
        compiled = found_by(CompiledSearch(problem, arrays, parts_of(problem)))
        assert len(set(plain)) == len(plain) and len(set(compiled)) == len(compiled)
        assert set(plain) == set(compiled) == wanted(game, strict, mover)


@pytest.mark.parametrize("seed", range(25))
def test_three_players(seed: int) -> None:
    game = three_players(random.Random(seed))
    for problem, strict, mover in problems(game):
        found = found_by(TreeSearch(problem, parts_of(problem)))
        assert len(set(found)) == len(found) and set(found) == wanted(game, strict, mover)
        assert arrays_of(problem) is None


def test_one_player_has_none() -> None:
    game = Game.from_payoffs(["1", "1", "0"])
    for problem, _, _ in problems(game):
        assert found_by(TreeSearch(problem, parts_of(problem))) == []


@pytest.mark.slow
def test_more_games_and_larger_ones() -> None:
    yes = 0
    for seed in range(1000, 1400):
        rng = random.Random(seed)
        sizes, copies = (rng.randint(1, 4), rng.randint(1, 3)), (rng.randint(0, 2), rng.randint(0, 2))
        game = with_dominated_copies(rng, sizes, copies, rng.choice([1, 2, 5]))
        for problem, strict, mover in problems(game):
            arrays = arrays_of(problem)
            assert arrays is not None
            plain = set(found_by(TreeSearch(problem, parts_of(problem))))
            assert plain == set(found_by(CompiledSearch(problem, arrays, parts_of(problem))))
            assert plain == wanted(game, strict, mover)
            yes += bool(plain)
    assert 100 < yes < 2300  # of 2,400 answers: both occur


# ---- what is written down is replayed by the checker


@pytest.mark.parametrize("first", [0, 3, 2000])
def test_every_no_is_accepted_whichever_engine_wrote_it(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_search, "FIRST", first)
    answers = set()
    for seed in range(30):
        rng = random.Random(seed)
        game = with_dominated_copies(rng, (rng.randint(1, 3), rng.randint(1, 3)), (rng.randint(0, 2), 1), 3)
        for strict in (True, False):
            for unilateral in (False, True):
                verdict = spi.decide_spi(game, strict=strict, unilateral=unilateral)  # checks its own certificate
                movers = range(2) if unilateral else None
                assert bool(verdict) == oracle.exists_spi(to_oracle(game), strict, movers)
                answers.add((strict, unilateral, bool(verdict)))
                if isinstance(verdict, spi.Fails):
                    assert verdict.result.written and not any("not written" in line for line in verdict.trusted)
    assert len(answers) == 8


def symmetric_game(size: int) -> Game:
    """Two actions cycle ("size" survivors each), two are dominated by them; all survivors look alike."""
    n = size + 1
    rows = []
    for x in range(n):
        row: list[Any] = []
        for y in range(n):
            if x < size and y < size:
                row.append((1, 0) if (x - y) % size == 0 else (0, 1))
            elif x == size and y == size:
                row.append((-9, -9))
            else:
                row.append((-5, 9) if x == size else (9, -5))
        rows.append(row)
    return Game.from_payoffs(rows)


def test_parts_that_an_automorphism_makes_redundant(monkeypatch: pytest.MonkeyPatch) -> None:
    game = symmetric_game(4)
    reduced = spi.reduce(game).reduced
    assert reduced.shape == (4, 4)
    problem = MapProblem.of(game, reduced, strict=True)
    # Rotations move every row to the first one and every column to the first one: one part a player is left.
    assert set(redundant_parts(problem)) == {1, 2, 3, 5, 6, 7}
    monkeypatch.setattr(map_search, "FIRST", 0)
    monkeypatch.setattr(map_search, "SLICE", 2)
    verdict = spi.decide_spi(game)
    assert isinstance(verdict, spi.Fails) and not oracle.exists_spi(to_oracle(game), True)
    parts = verdict.certificate.as_dict()["evidence"]["refutations"][0]["parts"]
    assert [type(part) for part in parts] == [str, dict, dict, dict, str, dict, dict, dict]


def test_a_search_that_is_too_long_to_be_written_down_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from spi.analysis import questions

    game = spi.load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")
    assert spi.decide_spi(game).result.written  # type: ignore[union-attr]
    monkeypatch.setattr(questions, "MAX_TOKENS", 3)  # it has four
    verdict = spi.decide_spi(game)
    assert isinstance(verdict, spi.Fails) and not verdict.result.written
    assert "a search for maps found none, and was not written down" in verdict.trusted
    assert "the checker has not gone through it" in str(verdict)


# ---- stopping and going on


def hard_game() -> Game:
    """The recipe of `spi(r, e, H, seed)` with 6 survivors a player and 6 dominated actions, H = 500."""
    rng = np.random.default_rng(4)
    r, n = 6, 12
    u1, u2 = np.zeros((n, n), np.int64), np.zeros((n, n), np.int64)
    u1[:r, :r], u2[:r, :r] = rng.integers(0, 100, (r, r)), rng.integers(0, 100, (r, r))
    u1[:r, r:], u2[r:, :r] = rng.integers(0, 500, (r, r)), rng.integers(0, 500, (r, r))
    rows, columns = rng.integers(0, r, r), rng.integers(0, r, r)
    for k in range(r):
        u1[r + k, :] = u1[rows[k], :] - 1
    for k in range(r):
        u2[:, r + k] = u2[:, columns[k]] - 1
    return Game.from_arrays(u1, u2)


def test_a_search_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_search, "FIRST", 20)
    game = hard_game()
    whole = spi.decide_spi(game, budget=None)
    verdict, steps = spi.decide_spi(game, budget=60), 0
    while isinstance(verdict, spi.Unknown):
        assert verdict.spent >= 60 * (steps + 1)  # it stops where a turn ends
        steps += 1
        verdict = spi.decide_spi(game, budget=60, resume=verdict)
    assert steps > 0 and type(verdict) is type(whole)
    if isinstance(verdict, spi.Fails):
        assert verdict.result == whole.result


def test_resume_asks_for_the_same_question() -> None:
    verdict = spi.decide_spi(hard_game(), budget=5)
    assert isinstance(verdict, spi.Unknown) and "0 of 11 parts" in verdict.reason
    with pytest.raises(spi.HypothesisError, match="resume"):
        spi.decide_spi(hard_game(), strict=False, resume=verdict)
    with pytest.raises(spi.HypothesisError, match="resume"):
        spi.decide_spi(spi.load_game("ours/two-block-rock-paper-scissors"), resume=verdict)


def test_progress_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    spi.decide_spi(hard_game(), progress=True)
    assert "search for maps" in capsys.readouterr().err


def test_all_maps_say_when_the_budget_ran_out() -> None:
    game = spi.load_game("ours/two-block-rock-paper-scissors")
    problem = MapProblem.of(game, spi.reduce(game).reduced, strict=False)
    *maps, nodes = all_maps(problem, None)
    assert len(maps) == 9 and isinstance(nodes, int) and nodes > 0
    *fewer, spent = all_maps(problem, 4)
    assert len(fewer) < 9 and spent == -4


# ---- the walk and CP-SAT


def test_what_the_walk_finds_is_a_map() -> None:
    found = possible = 0
    for seed in range(30):
        rng = random.Random(seed)
        game = with_dominated_copies(rng, (3, 3), (3, 3), 2)
        problem = MapProblem.of(game, spi.reduce(game).reduced, strict=True)
        arrays = arrays_of(problem)
        assert arrays is not None
        images = map_search._walk(problem, arrays, 500, seed)
        possible += next(TreeSearch(problem, parts_of(problem)).run(), None) is not None
        if images is not None:
            found += 1
            assert problem.is_improving(images) and oracle.exists_spi(to_oracle(game), True)
    assert possible > 5 and 2 * found > possible


def test_cp_sat_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ortools", reason="the extra `search` is not installed")
    from spi.solve.map_cp_sat import CpSatSearch

    answers = set()
    for seed in range(40):
        rng = random.Random(seed)
        game = three_players(rng) if seed % 4 == 0 else with_dominated_copies(rng, (2, 3), (2, 1), 2)
        for strict in (True, False):
            search = CpSatSearch(MapProblem.of(game, spi.reduce(game).reduced, strict=strict))
            assert search.wait(60)
            maps = wanted(game, strict, None)
            assert (search.images is not None) == bool(maps)
            assert search.images is None or search.problem.maps(search.images) in maps
            answers.add((strict, bool(maps)))
    assert len(answers) == 4


def test_cp_sat_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ortools", reason="the extra `search` is not installed")
    monkeypatch.setattr(map_search, "FIRST", 0)
    monkeypatch.setattr(map_search, "START", 0)
    monkeypatch.setattr(map_search, "SLICE", 5)
    for game in (hard_game(), symmetric_game(3), spi.load_game("ours/two-block-rock-paper-scissors")):
        search = MapSearch(MapProblem.of(game, spi.reduce(game).reduced, strict=True), cp_sat=True)
        assert search.advance(None)
        alone = MapSearch(search.problem)
        assert alone.advance(None) and (alone.images is None) == (search.images is None)


# ---- Hall's condition


def test_hall_violator() -> None:
    # Two sets with one element together; a third is free to go elsewhere.
    assert hall_violator([0b01, 0b11, 0b01]) == [0, 2]
    assert hall_violator([0b01, 0b11, 0b100]) == []
    assert hall_violator([0b1, 0]) == [1]
    assert hall_violator([]) == []


@pytest.mark.parametrize("seed", range(200))
def test_hall_violator_against_all_choices(seed: int) -> None:
    rng = random.Random(seed)
    sets = [rng.randrange(1 << 5) & rng.randrange(1 << 5) for _ in range(rng.randint(1, 5))]
    choices: list[list[int]] = [[]]
    for own in sets:
        choices = [[*chosen, y] for chosen in choices for y in range(5) if own >> y & 1 and y not in chosen]
    violator = hall_violator(sets)
    assert (violator == []) == bool(choices)
    union = 0
    for k in violator:
        union |= sets[k]
    assert not violator or union.bit_count() < len(violator)
