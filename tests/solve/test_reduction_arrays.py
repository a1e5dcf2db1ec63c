import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi import Game, GameError
from spi.core.compiling import compiled
from spi.solve import array_reduction, mixed_dominance, reduction
from spi.solve._reduction_kernels import KEPT, eliminate
from spi.solve.array_reduction import PRICE, PROBED, Removal, reduce_arrays, remove_dominated
from spi.strategies import games
from tests import oracle
from tests.bridge import to_oracle

PRICES = (-1.0, 0.01, PRICE, inf)  # best replies at once, soon, when they pay, never

Alive = list[list[int]]


def beats(payoffs: Any, i: int, y: int, x: int, alive: Alive) -> bool:
    """The definition: y is strictly better than x for i against every live profile of the others."""
    others = product(*alive[:i], *alive[i + 1 :])
    return all(payoffs[i][(*o[:i], y, *o[i:])] > payoffs[i][(*o[:i], x, *o[i:])] for o in others)


def survivors(payoffs: Any) -> Alive:
    """By the definition, one action at a time."""
    alive = [list(range(size)) for size in payoffs[0].shape]
    while found := [
        (i, x) for i, own in enumerate(alive) for x in own if any(beats(payoffs, i, y, x, alive) for y in own if y != x)
    ]:
        i, x = found[0]
        alive[i].remove(x)
    return alive


def replayed(payoffs: Any, log: Sequence[tuple[int, int, int]]) -> Alive:
    """What a log leaves, each of its steps held against the definition; its dominators have to be alive."""
    alive = [list(range(size)) for size in payoffs[0].shape]
    for i, x, y in log:
        assert x in alive[i] and y in alive[i] and x != y
        assert beats(payoffs, i, y, x, alive)
        alive[i].remove(x)
    return alive


def random_arrays(seed: int) -> list[np.ndarray[Any, Any]]:
    """Games of one to four players: with many ties, or constant, or with actions that are nearly or just dominated."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 5))
    shape = tuple(rng.integers(1, (10, 7, 5, 4)[n - 1], n))
    payoffs = [rng.integers(0, int(rng.choice([1, 2, 4, 1000])), shape) for _ in range(n)]
    if seed % 2:
        for i, array in enumerate(payoffs):
            rows = np.moveaxis(array, i, 0)
            for x in range(1, len(rows)):
                if rng.random() < 0.6:
                    rows[x] = rows[int(rng.integers(0, x))] - int(rng.integers(0, 3))
    return [array * int(rng.choice([1, 2**52])) for array in payoffs]


def ladder(n: int) -> list[np.ndarray[Any, Any]]:
    """The best reply to action j is j + 1, and the closer to that the better: the lowest goes, one after the other."""
    i = np.arange(n)
    first = -((i[:, None] - np.minimum(i + 1, n - 1)) ** 2)
    return [first, first.T]


def shuffled(payoffs: Sequence[Any], seed: int) -> tuple[list[Any], list[Any]]:
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(size) for size in payoffs[0].shape]
    return [array[np.ix_(*orders)] for array in payoffs], orders


@pytest.mark.parametrize("price", PRICES)
def test_survivors_and_logs_agree_with_the_definition(price: float) -> None:
    removed = 0
    for seed in range(400):
        payoffs = random_arrays(seed)
        log, left = remove_dominated(payoffs, price=price, kernel=eliminate)
        expected = survivors(payoffs)
        assert [own.tolist() for own in left] == expected == replayed(payoffs, log)
        removed += bool(log)
    assert removed > 100


@pytest.mark.slow
@pytest.mark.parametrize("price", PRICES)
def test_survivors_and_logs_agree_with_the_definition_in_thousands_of_games(price: float) -> None:
    for seed in range(1000, 4000):
        payoffs = random_arrays(seed)
        log, left = remove_dominated(payoffs, price=price, kernel=compiled(eliminate))
        assert [own.tolist() for own in left] == survivors(payoffs) == replayed(payoffs, log)


@pytest.mark.parametrize("price", PRICES)
def test_compiled_or_not_the_kernel_does_the_same(price: float) -> None:
    long = np.random.default_rng(1).integers(0, 3, (2, 3, 300))  # more than 8 bits count
    wide = [array - np.arange(300) // 150 for array in long]
    made = [ladder(12), shuffled(ladder(12), 5)[0], wide, [array.T for array in wide]]
    for payoffs in [*map(random_arrays, range(100)), *made]:
        fast, slow = (remove_dominated(payoffs, price=price, kernel=k) for k in (compiled(eliminate), eliminate))
        assert fast[0] == slow[0]


def test_what_is_compiled_is_loaded_when_small_games_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[Callable[..., Any]] = []

    def note(kernel: Callable[..., Any]) -> Callable[..., Any]:
        loaded.append(kernel)
        return kernel

    monkeypatch.setattr(array_reduction, "compiled", note)
    monkeypatch.setattr(array_reduction, "BREAK_EVEN", 10)
    monkeypatch.setattr(array_reduction, "_uncompiled", [0])
    for _ in range(3):
        remove_dominated([np.array([[1, 0], [0, 1]])] * 2)
    assert loaded == [eliminate]  # 4, 8, 12 payoffs


@pytest.mark.parametrize("price", PRICES[:3])
def test_a_ladder_is_climbed_to_its_top(price: float) -> None:
    n = 300
    log, left = remove_dominated(ladder(n), price=price, kernel=compiled(eliminate))
    assert [own.tolist() for own in left] == [[n - 1], [n - 1]]
    assert len(log) == 2 * (n - 1)
    assert [x for i, x, _ in log if i == 0] == list(range(n - 1))  # whoever is lowest goes
    payoffs, orders = shuffled(ladder(n), 0)
    log, left = remove_dominated(payoffs, price=price, kernel=compiled(eliminate))
    assert [orders[i][own].tolist() for i, own in enumerate(left)] == [[n - 1], [n - 1]]
    assert all(orders[i][y] > orders[i][x] for i, x, y in log)  # nothing lower is ever better


@pytest.mark.parametrize("price", PRICES)
@pytest.mark.parametrize("worse", [0, 1, 2])
def test_copies_that_are_worse_leave_the_core(price: float, worse: int) -> None:
    # every other action is one of the core minus a positive number, so the core's own survivors are left; the number of
    # players of whom that is so decides whether the first player's actions are halved by comparing pairs
    n, core = 300, 6
    assert n * n > PROBED
    rng = np.random.default_rng(3)
    inner = [rng.integers(0, 50, (core, core)) for _ in range(2)]
    sources = [np.append(np.arange(core), rng.integers(0, core, n - core)) for _ in range(2)]
    payoffs = [array[np.ix_(*sources)] for array in inner]
    for i in range(worse):
        np.moveaxis(payoffs[i], i, 0)[core:] -= rng.integers(1, 60, n - core)[:, None]
    payoffs, orders = shuffled(payoffs, 4)
    log, left = remove_dominated(payoffs, price=price, kernel=compiled(eliminate))
    kept = survivors(inner)
    for i, own in enumerate(left):
        places = orders[i][own]
        assert set(sources[i][places]) == set(kept[i])
        assert len(places) == len(kept[i]) if i < worse else len(places) >= len(kept[i])
    alive = [set(range(n)) for _ in range(2)]
    for i, x, y in log:
        assert x in alive[i] and y in alive[i] and x != y
        others = sorted(alive[1 - i])
        own = np.moveaxis(payoffs[i], i, 0)
        assert (own[y][others] > own[x][others]).all()
        alive[i].remove(x)


@pytest.mark.parametrize("price", PRICES)
@pytest.mark.parametrize("kernel", [eliminate, compiled(eliminate)], ids=["plain", "compiled"])
@pytest.mark.parametrize("rivals", [KEPT - 1, KEPT, KEPT + 1, 3 * KEPT])
def test_a_row_with_many_witnesses_falls_with_any_of_them(price: float, kernel: Any, rivals: int) -> None:
    # each rival is better than the last row but in a column of its own; the other player gives up that column of one
    # rival, who then dominates it. No row is a best reply that is not a rival.
    for lost in (0, rivals // 2, rivals - 1):
        first = np.ones((rivals + 1, rivals), dtype=np.int64)
        first[np.arange(rivals), np.arange(rivals)] = -1
        first[rivals] = 0
        second = np.zeros((rivals + 1, rivals), dtype=np.int64)
        assert remove_dominated([first, second], price=price, kernel=kernel)[0] == []
        second[:, lost] = -1
        log, _ = remove_dominated([first, second], price=price, kernel=kernel)
        assert log[0][:2] == (1, lost)
        assert log[1] == (0, rivals, lost)
        replayed([first, second], log)


def test_witnesses_of_a_test_that_was_broken_off_do_not_count() -> None:
    # column 0 refutes every rival of row 0, but the other player gives it up. In the test that follows, column 1
    # refutes row 1 and the last column row 2, which takes so long that best replies are looked for before row 3 is
    # reached; and row 3 dominates
    wide = 400
    first = np.ones((4, wide), dtype=np.int64)
    first[0] = 0
    first[1:, 0] = first[1, 1] = first[2, -1] = -1
    second = np.zeros_like(first)
    second[:, 0] = -1
    for price in (0.2, *PRICES):
        log, _ = remove_dominated([first, second], price=price, kernel=eliminate)
        assert log[0][:2] == (1, 0)
        assert log[1:] == [(0, 0, 3)]


@pytest.mark.parametrize("price", PRICES)
def test_the_borders_of_64_bits_are_right(price: float) -> None:
    low, high = -(2**63), 2**63 - 1
    assert remove_dominated([np.array([low, high, low + 1])], price=price, kernel=eliminate)[1][0].tolist() == [1]
    matrix = np.array([[high, low], [high - 1, low + 1], [high - 1, low]])
    for kernel in (eliminate, compiled(eliminate)):
        log, left = remove_dominated([matrix, np.zeros_like(matrix)], price=price, kernel=kernel)
        assert left[0].tolist() == [0, 1, 2]  # the last is only weakly worse, than both
        lower = np.array([[high, low + 1], [high - 1, low]])
        log, left = remove_dominated([lower, np.zeros_like(lower)], price=price, kernel=kernel)
        assert log == [(0, 1, 0)]


def test_numbers_that_do_not_fit_are_compared_exactly() -> None:
    huge = 10**300
    near = [Fraction(huge, huge + 1), Fraction(huge + 1, huge + 2)]
    assert reduce_arrays(np.array(near)).survivors == ((1,),)
    assert reduce_arrays(["1/3", "0.3333", "1/3"]).survivors == ((0, 2),)
    assert reduce_arrays(np.array([2**64 - 1, 2**64 - 2, 5], dtype=np.uint64)).survivors == ((0,),)
    assert reduce_arrays(np.array([3, 200], dtype=np.uint8)).survivors == ((1,),)
    assert reduce_arrays(np.array([3, -100], dtype=np.int8)).survivors == ((0,),)
    assert reduce_arrays([[2**200, 1], [2**200 - 1, 0]], [[0, 0], [0, 0]]).steps == (Removal(0, 1, 0),)
    assert reduce_arrays([[2**200, 1], [2**200 - 1, 1]], [[0, 0], [0, 0]]).steps == ()


def test_arrays_that_are_no_game_are_refused() -> None:
    square = np.zeros((2, 2), dtype=int)
    cases: list[tuple[tuple[object, ...], str]] = [
        ((), "one array per player"),
        ((square,), "player 1: shape"),
        ((square, np.zeros((2, 3), dtype=int)), "player 2: shape"),
        ((square, np.zeros((2, 0), dtype=int)), "player 2: shape"),
        ((square, square.astype(float)), "player 2: floats"),
        (([[1, 2.5], [0, 1]], square), "player 1: floats"),
        ((square, square.astype(bool)), "player 2: entries of type bool"),
        ((square, [[1, 2], [3]]), "player 2: lists of different lengths"),
        ((square, [["a", "b"], ["c", "d"]]), "'a' at payoffs of player 2"),
        ((square, np.array([[0.5, Fraction(1)], [0, 0]], dtype=object)), "is a float"),
    ]
    for arrays, message in cases:
        with pytest.raises(GameError, match=message):
            reduce_arrays(*arrays)
    with pytest.raises(GameError, match="'pure' or 'mixed'"):
        reduce_arrays(square, square, dominance="weak")  # type: ignore[arg-type]


def test_one_action_and_constant_payoffs() -> None:
    assert reduce_arrays([5]).survivors == ((0,),)
    assert reduce_arrays([[[7]]], [[[8]]], [[[9]]]).survivors == ((0,), (0,), (0,))
    constant = np.full((3, 4), 7)
    assert reduce_arrays(constant, constant).steps == ()
    assert reduce_arrays(constant, constant, dominance="mixed").steps == ()
    merged = reduce_arrays(constant, constant, duplicates=True)
    assert merged.survivors == ((0,), (0,))
    assert merged.steps[:2] == (Removal(0, 2, 0, "duplicate"), Removal(0, 1, 0, "duplicate"))
    assert repr(merged) == "<ArrayReduction: 1 × 1 actions left, 5 removed>"


@given(games(dominated=True), st.booleans(), st.sampled_from(["pure", "mixed"]))
@settings(max_examples=80)
def test_large_games_are_reduced_like_small_ones(game: Game, duplicates: bool, dominance: Any) -> None:
    small = spi.reduce(game, dominance=dominance, duplicates=duplicates)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reduction, "LARGE", 1)
        large = spi.reduce(game, dominance=dominance, duplicates=duplicates)
        assert spi.is_reduced(game) == oracle.is_reduced(to_oracle(game))
    if not duplicates:
        assert large.reduced == small.reduced
    assert large.reduced.shape == small.reduced.shape
    plain, alive = to_oracle(game), [list(own) for own in game.actions]
    for step in large.steps:
        i, now = game.player_index(step.player), oracle.restrict(plain, alive)
        if isinstance(step.by, str):
            assert step.by in alive[i]
            test = oracle.duplicates if step.rule == "duplicate" else oracle.dominated
            assert test(now, i, step.action, step.by)
        else:
            assert sum(p for _, p in step.by) == 1
            assert_mixture(now, i, step.action, step.by)
        alive[i].remove(step.action)
    assert alive == [list(own) for own in large.reduced.actions]


def assert_mixture(game: oracle.G, i: int, action: str, mixture: Sequence[tuple[str, Fraction]]) -> None:
    assert all(y in game.actions[i] and y != action and p > 0 for y, p in mixture)
    for others in product(*game.actions[:i], *game.actions[i + 1 :]):
        mean = sum(p * game.u[(*others[:i], y, *others[i:])][i] for y, p in mixture)
        assert mean > game.u[(*others[:i], action, *others[i:])][i]


def planted(rows: int, columns: int, gap: int, seed: int) -> list[np.ndarray[Any, Any]]:
    """The second half of the first player's actions are means of three of the first half, minus the gap."""
    rng = np.random.default_rng(seed)
    payoffs = [3 * rng.integers(0, 1000, (rows, columns)) for _ in range(2)]
    for x in range(rows // 2, rows):
        payoffs[0][x] = payoffs[0][rng.choice(rows // 2, 3, replace=False)].sum(axis=0) // 3 - gap
    return payoffs


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("shape", [(24, 24), (12, 3 * mixed_dominance.FEW), (40, 8)])
def test_what_floats_propose_is_what_the_exact_program_finds(
    shape: tuple[int, int], gap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    payoffs = planted(*shape, gap, 7)
    if shape[1] > shape[0]:
        payoffs[1][:] = 0  # so that the exact programs do not take long
    fast = reduce_arrays(*payoffs, dominance="mixed")
    monkeypatch.setattr(mixed_dominance, "SMALL", 10**9)
    exact = reduce_arrays(*payoffs, dominance="mixed")
    assert fast.survivors == exact.survivors
    if gap:  # each of them is dominated by the mean of the three
        assert set(fast.survivors[0]) <= set(range(shape[0] // 2))
    alive = [list(range(size)) for size in shape]
    for step in fast.steps:
        block = np.moveaxis(payoffs[step.player], step.player, 0)[:, alive[1 - step.player]]
        if isinstance(step.by, int):
            assert (block[step.by] > block[step.action]).all()
        else:
            assert {y for y, _ in step.by} <= set(alive[step.player]) - {step.action}
            assert sum(p for _, p in step.by) == 1
            for column in block.T:
                assert sum(p * int(column[y]) for y, p in step.by) > column[step.action]
        alive[step.player].remove(step.action)


def test_a_column_that_was_left_out_at_first_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    # half of each of the first two rows is better than the last one by 1, but in the last column worse by 1/2, where a
    # little more of the second makes up for it. That column is not among the first that the program knows: the last row
    # is far from being best there
    wide = 2 * mixed_dominance.FEW
    swing = np.random.default_rng(5).integers(5, 50, wide) * np.resize([1, -1], wide)
    first = np.array([swing + 1, -swing + 1, np.zeros(wide, dtype=np.int64)])
    first[:, -1] = [-1000, 999, 0]
    zeros = np.zeros_like(first)
    monkeypatch.setattr(mixed_dominance, "SMALL", 0)
    monkeypatch.setattr(mixed_dominance, "_by_exact_program", None)  # not needed
    (step,) = reduce_arrays(first, zeros, dominance="mixed").steps
    assert (step.action, step.rule) == (2, "mixed")
    assert isinstance(step.by, tuple)
    weights = dict(step.by)
    assert weights[0] + weights[1] == 1
    assert weights[1] > Fraction(1000, 1999)
    assert (weights[1] - weights[0]) * int(swing[:-1].max()) < 1
    first[:, -1] = [-1000, -1000, 0]
    assert reduce_arrays(first, zeros, dominance="mixed").steps == ()


def test_ties_and_what_floats_cannot_see_are_decided_exactly() -> None:
    # row x is by far the best in column x, so the mean of rows 0 and 1 is, like them, a best reply to the belief that
    # columns 0 and 1 are equally likely; if it loses anything at all, the mixture of the two dominates it
    rng = random.Random(1)
    size = 20
    first: list[list[int | Fraction]] = [
        [10**6 if x == c else rng.randint(0, 10**5) for c in range(size)] for x in range(size)
    ]
    zeros = [[0] * size for _ in range(size + 1)]
    mean: list[int | Fraction] = [(u + v) * Fraction(1, 2) for u, v in zip(first[0], first[1], strict=True)]
    tied = reduce_arrays([*first, mean], zeros, dominance="mixed")
    assert tied.steps == ()
    for loss in (Fraction(1, 2), Fraction(1, 10**40)):
        lower: list[int | Fraction] = [u - loss for u in mean]
        reduced = reduce_arrays([*first, lower], zeros, dominance="mixed")
        assert [(step.action, step.rule) for step in reduced.steps] == [(size, "mixed")]
        mixture = reduced.steps[0].by
        assert isinstance(mixture, tuple)
        assert all(sum(p * first[y][c] for y, p in mixture) > lower[c] for c in range(size))
    huge = reduce_arrays([[u * 10**30 for u in row] for row in [*first, mean]], zeros, dominance="mixed")
    assert huge.steps == ()
