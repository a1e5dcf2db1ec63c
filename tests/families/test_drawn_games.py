"""Random games and games with much to eliminate: what is drawn, and what is known of it."""

from itertools import islice, product

import numpy as np
import pytest

import spi
from spi import Game, GameError
from spi.families.drawn_games import bonus_game, bonus_games, dominated_copies_game, iid_game, ladder_game
from tests import oracle
from tests.bridge import to_oracle

# ---- independent payoffs


def test_iid_games_are_two_draws_of_numpy() -> None:
    rng = np.random.default_rng(6)
    first, second = (rng.integers(0, 1000, (4, 4)).tolist() for _ in range(2))
    game = iid_game(4, seed=6)
    assert game == Game.from_arrays(first, second)
    assert iid_game(4, seed=7) != game
    assert {u for row in iid_game(5, seed=0, below=2).table for u in row} == {0, 1}


def test_iid_games_without_dominated_actions_have_no_strict_spi() -> None:
    games = [iid_game(3, seed=seed, below=4) for seed in range(12)]
    reduced = [game for game in games if oracle.is_reduced(to_oracle(game))]
    assert len(reduced) > 3
    assert not any(oracle.exists_spi(to_oracle(game), True) for game in reduced)


# ---- ladders


def test_a_ladder_of_three_by_hand() -> None:
    # best replies are 1, 2, 2; the payoff is minus the squared distance from them
    game = ladder_game(3)
    rows = [["-1, -1", "-4, 0", "-4, -1"], ["0, -4", "-1, -1", "-1, 0"], ["-1, -4", "0, -1", "0, 0"]]
    assert game == Game.from_payoffs(rows)


@pytest.mark.parametrize("rungs", [1, 2, 5])
@pytest.mark.parametrize("seed", [None, 0, 1])
def test_ladders_lose_their_lowest_rungs_one_round_after_the_other(rungs: int, seed: int | None) -> None:
    game = to_oracle(ladder_game(rungs, seed=seed))
    for lowest in range(1, rungs):
        falls = {
            own[i] for k, own in enumerate(game.actions) for i in range(len(own)) for y in own
            if oracle.dominated(game, k, own[i], y)
        }  # fmt: skip
        assert falls == {f"a{lowest}", f"b{lowest}"}
        game = oracle.restrict(game, [[x for x in own if x not in falls] for own in game.actions])
    assert game.actions == ((f"a{rungs}",), (f"b{rungs}",))


def test_ladders_have_no_spi_and_labels_keep_their_rung() -> None:
    assert ladder_game(6, seed=2) == ladder_game(6)
    assert ladder_game(6, seed=2).actions != ladder_game(6).actions
    assert not any(spi.decide_spi(ladder_game(6, seed=2), strict=False, unilateral=alone) for alone in (False, True))


# ---- worse copies


@pytest.mark.parametrize("seed", range(4))
def test_copies_are_dominated_by_what_they_copy(seed: int) -> None:
    game = dominated_copies_game(7, 3, seed=seed)
    names = [tuple(f"{player}{k}" for k in (1, 2, 3)) for player in "ab"]
    core = spi.subset_game(game, names)
    assert spi.reduce(game).reduced == spi.reduce(core).reduced
    payoffs = np.array(core.table, dtype=int).reshape(3, 3, 2)
    for x in game.actions[0]:
        row = np.array([game[x, y] for y in names[1]], dtype=int)
        losses = [set(loss.tolist()) for original in payoffs for loss in [original[:, 0] - row[:, 0]]]
        assert any(
            len(loss) == 1 and (min(loss) in range(1, 1000) or x in names[0]) and (own[:, 1] == row[:, 1]).all()
            for loss, own in zip(losses, payoffs, strict=True)
        )


def test_copies_against_copies() -> None:
    # (a4, b4) copies some (x, y) of the core, at a loss of row a4 against y and of column b4 against x
    game = dominated_copies_game(4, 2, seed=9)
    assert sorted(game.actions[0]) == ["a1", "a2", "a3", "a4"]
    found = [
        (x, y)
        for x, y in product(("a1", "a2"), ("b1", "b2"))
        if game["a4", "b4"][0] - game["a4", y][0] == 0 and game["a4", "b4"][1] - game[x, "b4"][1] == 0
    ]
    assert len(found) == 1


# ---- bonuses


def test_rows_and_columns_outside_are_worse_than_some_inside() -> None:
    for seed, game in islice(bonus_games(3, 2, 300), 5):
        first, second = (np.array([u[i] for u in game.table], dtype=int).reshape(5, 5) for i in (0, 1))
        rng = np.random.default_rng(seed)
        assert (first[:3, :3] == rng.integers(0, 100, (3, 3))).all()
        assert (second[:3, :3] == rng.integers(0, 100, (3, 3))).all()
        assert (first[:3, 3:] == rng.integers(0, 300, (3, 2))).all()
        assert (second[3:, :3] == rng.integers(0, 300, (2, 3))).all()
        for k in (3, 4):  # one less than one and the same inside action, whatever the other does
            assert any((first[k] == first[x] - 1).all() for x in range(3))
            assert any((second[:, k] == second[:, y] - 1).all() for y in range(3))


def test_games_with_bonuses_reduce_to_the_inner_block_and_other_seeds_are_rejected() -> None:
    accepted = dict(islice(bonus_games(2, 2, 200), 6))
    assert accepted and set(range(max(accepted))) - set(accepted)
    for seed in range(max(accepted) + 1):
        if seed in accepted:
            kept = oracle.reduce(to_oracle(accepted[seed]))[0]
            assert kept == (("a1", "a2"), ("b1", "b2"))
            assert bonus_game(2, 2, 200, seed=seed) == accepted[seed]
        else:
            with pytest.raises(GameError, match=f"seed {seed} draws an inner block with dominated actions"):
                bonus_game(2, 2, 200, seed=seed)
    later = next(bonus_games(2, 2, 200, start=min(accepted) + 1))
    assert later == sorted(accepted.items())[1]


@pytest.mark.parametrize("seed", range(8))
def test_one_action_inside_and_one_outside_by_hand(seed: int) -> None:
    # If one player alone leaves, she has 1 less. If both leave, each has 1 less than the bonus she was offered.
    game = bonus_game(1, 1, 200, seed=seed)
    inside, offers = game["a1", "b1"], (game["a1", "b2"][0], game["a2", "b1"][1])
    both = tuple(offer - 1 for offer in offers)
    assert game["a2", "b2"] == both
    better = all(new >= old for new, old in zip(both, inside, strict=True))
    assert bool(spi.decide_spi(game, strict=False)) is better
    assert bool(spi.decide_spi(game)) is (better and both != inside)


def test_both_answers_occur_above() -> None:
    assert {bool(spi.decide_spi(bonus_game(1, 1, 200, seed=seed))) for seed in range(8)} == {False, True}


def test_without_a_bonus_there_is_no_spi() -> None:
    # H = 1: whoever meets an outside action has 0 or −1, so that it could only replace an action against which the
    # other always has 0, which is not drawn here
    for _, game in islice(bonus_games(3, 3, 1), 4):
        first, second = (np.array([u[i] for u in game.table]).reshape(6, 6)[:3, :3] for i in (0, 1))
        assert first.any(axis=0).all() and second.any(axis=1).all()
        assert not spi.decide_spi(game, strict=False)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: iid_game(0, seed=0),
        lambda: iid_game(2, seed=0, below=0),
        lambda: ladder_game(0),
        lambda: dominated_copies_game(2, 3, seed=0),
        lambda: dominated_copies_game(2, 0, seed=0),
        lambda: bonus_game(0, 1, 1, seed=0),
        lambda: next(bonus_games(1, 0, 1)),
    ],
)
def test_empty_games_are_refused(draw: object) -> None:
    with pytest.raises(GameError, match="accepted"):
        draw()  # type: ignore[operator]
