import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi import Game, GameError
from spi.solve.zero_sum import solve_zero_sum
from spi.strategies import games
from tests import oracle
from tests.bridge import to_oracle


@given(games(dominated=True), st.integers(0, 10**6))
@settings(max_examples=200)
def test_reduction_agrees_with_every_order_of_elimination(game: Game, seed: int) -> None:
    reduction = spi.reduce(game)
    kept, _ = oracle.reduce(to_oracle(game), random.Random(seed))
    assert [set(own) for own in reduction.reduced.actions] == [set(own) for own in kept]
    assert spi.is_reduced(reduction.reduced)


@given(games(dominated=True))
@settings(max_examples=200)
def test_log_can_be_replayed(game: Game) -> None:
    plain = to_oracle(game)
    alive = [list(own) for own in game.actions]
    for step in spi.reduce(game).steps:
        i = game.player_index(step.player)
        assert isinstance(step.by, str)
        assert step.by in alive[i]
        assert oracle.dominated(oracle.restrict(plain, alive), i, step.action, step.by)
        alive[i].remove(step.action)


@given(games(dominated=True))
@settings(max_examples=200)
def test_duplicates_agree_with_the_oracle_in_size(game: Game) -> None:
    reduced = spi.reduce(game, duplicates=True).reduced
    kept, _ = oracle.reduce(to_oracle(game), merge_duplicates=True)
    assert reduced.shape == tuple(map(len, kept))  # which of two duplicates survives is free


@given(games(max_players=2))
@settings(max_examples=100)
def test_mixed_dominance_deletes_exactly_what_is_never_a_best_reply(game: Game) -> None:
    # Pearce (1984), Lemma 3: an action is dominated by no mixture exactly if some belief makes it a best reply;
    # the belief is the column player's optimal mixture in the game of gains
    reduced = spi.reduce(game, dominance="mixed").reduced
    table = [
        reduced.table[k : k + (reduced.shape[1] if len(reduced.shape) > 1 else 1)]
        for k in range(0, len(reduced.table), reduced.shape[1] if len(reduced.shape) > 1 else 1)
    ]
    for x in table:
        belief = solve_zero_sum([[u[0] - v[0] for u, v in zip(y, x, strict=True)] for y in table]).column
        expected = [sum(p * u[0] for p, u in zip(belief, y, strict=True)) for y in table]
        assert sum(p * u[0] for p, u in zip(belief, x, strict=True)) == max(expected)


def test_mixed_is_an_option_that_the_result_records() -> None:
    game = spi.load_game("ours/mixed-dominance-only")
    assert spi.reduce(game).reduced == game
    mixed = spi.reduce(game, dominance="mixed")
    assert mixed.reduced.actions[0] == ("U", "D")
    assert (mixed.dominance, mixed.steps[0].rule) == ("mixed", "mixed")
    assert mixed.steps[0].by == (("U", Fraction(1, 2)), ("D", Fraction(1, 2)))
    with pytest.raises(GameError, match="'pure' or 'mixed'"):
        spi.reduce(game, dominance="weak")  # type: ignore[arg-type]


def test_ties_are_not_dominance() -> None:
    for name in ("ours/weak-dominance-only", "ours/weak-elimination-order", "ours/one-by-two-with-tie"):
        game = spi.load_game(name)
        assert spi.reduce(game).steps == ()
        assert spi.is_reduced(game)


def test_exactness_traps() -> None:
    trap = [[["0.3", 0], [1, 0]], [["0.3", 0], ["1/2", 0]]]
    assert spi.reduce(Game.from_payoffs(trap)).steps == ()
    sums = [[[0.1 + 0.2, 0], [1, 0]], [[0.3, 0], [0.5, 0]]]  # binary floats: 0.1 + 0.2 > 0.3
    as_floats = Game.from_floats(sums, exact=True)
    assert [s.action for s in spi.reduce(as_floats).steps] == ["a2"]
    assert spi.reduce(Game.from_floats(sums, max_denominator=100)).steps == ()
    # denominators 2…59 have a common denominator of more than 80 bits; 1/58 > 1/59 still decides
    fractions = [Fraction(1, d) for d in range(2, 60)]
    rows = [[(f, 0) for f in fractions], [(f - Fraction(1, 59 * 58), 0) for f in fractions]]
    assert [s.action for s in spi.reduce(Game.from_payoffs(rows)).steps] == ["a2"]
    huge = 10**300
    near = [[(Fraction(huge, huge + 1), 0)], [(Fraction(huge + 1, huge + 2), 0)]]  # differ by less than 1e-600
    assert [s.action for s in spi.reduce(Game.from_payoffs(near)).steps] == ["a1"]


@given(
    st.integers(1, 4).flatmap(
        lambda k: st.lists(
            st.lists(st.fractions(-3, 3, max_denominator=4), min_size=k, max_size=k), min_size=1, max_size=4
        )
    )
)
def test_zero_sum_solutions_prove_each_other(matrix: list[list[Fraction]]) -> None:
    solution = solve_zero_sum(matrix)
    assert sum(solution.row) == 1 == sum(solution.column)
    assert min(solution.row) >= 0 <= min(solution.column)
    assert (
        min(sum(p * row[c] for p, row in zip(solution.row, matrix, strict=True)) for c in range(len(matrix[0])))
        == solution.value
    )
    assert max(sum(q * v for q, v in zip(solution.column, row, strict=True)) for row in matrix) == solution.value


def test_zero_sum_needs_a_matrix() -> None:
    matrices: list[list[list[int]]] = [[], [[]], [[1], [1, 2]]]
    for matrix in matrices:
        with pytest.raises(GameError):
            solve_zero_sum(matrix)
