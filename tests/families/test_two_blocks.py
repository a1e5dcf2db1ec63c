"""Planted SPIs and near misses: that what is said of them is so, by the definitions."""

from fractions import Fraction
from itertools import product

import pytest

import spi
from spi import Game, GameError
from spi.families.two_blocks import planted_game, two_block_game
from tests.planted import holds_what_it_says

PENNIES = Game.from_payoffs([["1, 0", "0, 1"], ["0, 1", "1, 0"]], actions=[["H", "T"], ["h", "t"]])


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("near_miss", [False, True])
@pytest.mark.parametrize("even", [False, True])
@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (2, 2), (3, 2), (2, 1, 2)])
def test_what_is_known_is_true(shape: tuple[int, ...], even: bool, near_miss: bool, follow: bool) -> None:
    planted = planted_game(shape, seed=3, near_miss=near_miss, follow=follow, even=even)
    assert planted.game.shape == tuple(2 * k for k in shape)
    holds_what_it_says(planted)


def test_who_can_do_it_alone() -> None:
    for follow, even, alone in (
        (False, True, ()),
        (False, False, ()),
        (True, True, ("Player 1",)),
        (True, False, None),
    ):
        assert planted_game([3, 3], seed=0, follow=follow, even=even).unilateral == alone
    assert planted_game([3, 3], seed=0, follow=True, even=False, near_miss=True).unilateral == ()


def test_a_near_miss_differs_in_one_payoff_of_one_player() -> None:
    for seed, shape in product(range(5), ([2, 3], [2, 2, 2])):
        sound, spoilt = (planted_game(shape, seed=seed, near_miss=near) for near in (False, True))
        changed = [
            (a, i) for a in spi.profiles(sound.game) for i in range(len(shape)) if sound.game[a][i] != spoilt.game[a][i]
        ]
        assert spoilt.broken is not None and sound.broken is None
        assert [a for a, _ in changed] == [spoilt.maps(spoilt.broken)]
        assert bool(spi.decide_spi(sound.game)) and not spi.decide_spi(spoilt.game, strict=False)


def test_seeds() -> None:
    assert planted_game([3, 4], seed=7).game == planted_game([3, 4], seed=7).game != planted_game([3, 4], seed=8).game


def test_blocks_are_hidden() -> None:
    first = [planted_game([4, 4], seed=seed).base.actions[0] for seed in range(10)]
    assert len(set(first)) > 5 and all(own[0].startswith("a") for own in first)


def test_matching_pennies_by_hand() -> None:
    # in the copy Player 1 has 1 more at (H, h), so that the stake has to be more than 2
    planted = two_block_game(PENNIES, [(1, 0), (0, 0), (0, 0), (0, 0)])
    rows = [
        ["1, 0", "0, 1", "3, -3", "3, -3"],
        ["0, 1", "1, 0", "3, -3", "3, -3"],
        ["-3, 3", "-3, 3", "2, 0", "0, 1"],
        ["-3, 3", "-3, 3", "0, 1", "1, 0"],
    ]
    assert planted.game == Game.from_payoffs(rows, actions=[["H", "T", "H'", "T'"], ["h", "t", "h'", "t'"]])
    assert planted.subset_game == Game.from_payoffs(
        [["1, 0", "0, 1"], ["0, 1", "1, 0"]], actions=[["H'", "T'"], ["h'", "t'"]]
    )
    holds_what_it_says(planted)


def test_the_shelf_has_one() -> None:
    scores = [["0, 0", "-1, 1", "1, -1"], ["1, -1", "0, 0", "-1, 1"], ["-1, 1", "1, -1", "0, 0"]]
    base = Game.from_payoffs(scores, actions=[["R", "P", "S"], ["r", "p", "s"]])
    planted = two_block_game(base, [(1, 1)] * 9, follow=True, stake=20)
    assert planted.game == spi.load_game("ours/two-block-rock-paper-scissors")
    assert planted.unilateral == ("Player 1",)


def test_names_that_are_taken() -> None:
    base = Game.from_payoffs([["0, 0"], ["0, 0"]], actions=[["x", "x'"], ["y"]])
    assert two_block_game(base, [(1, 0)] * 2).game.actions[0] == ("x", "x'", "x''", "x'''")


def test_huge_denominators() -> None:
    tiny = Fraction(1, 10**40)
    planted = two_block_game(PENNIES, [(tiny, 0)] + [(0, 0)] * 3)
    assert spi.decide_spi(planted.game)
    assert not spi.decide_spi(two_block_game(PENNIES, [(0, 0)] * 4, broken=(("H", "t"), "Player 2")).game, strict=False)


@pytest.mark.parametrize(
    ("base", "gains", "options", "said"),
    [
        (PENNIES, [(1, 0)] * 3, {}, "3 vectors of gains for 4 profiles"),
        (PENNIES, [(1, -1)] * 4, {}, "below 0"),
        (PENNIES, [(0, 0)] * 4, {}, "none above"),
        (PENNIES, [(1, 0)] * 4, {"stake": 2}, "a stake of 2"),
        (Game.from_payoffs([["-9, 0"]]), [(1, 0)], {"stake": 9}, "a stake of 9"),
        (Game.from_payoffs([["0, 0"], ["1, 0"]]), [(1, 0)] * 2, {}, "reduced"),
        (Game.from_payoffs([["0"]]), [(1,)], {}, "two or more"),
        (PENNIES, [(0, 0)] * 4, {"broken": (("H", "x"), "Player 1")}, "no action 'x'"),
    ],
)
def test_what_is_refused(base: Game, gains: list[tuple[int, ...]], options: dict[str, object], said: str) -> None:
    with pytest.raises(GameError, match=said):
        two_block_game(base, gains, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(2,), (0, 2)])
def test_shapes_that_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(GameError, match="two players or more"):
        planted_game(shape, seed=0)
