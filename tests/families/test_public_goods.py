"""Public goods: the answers that are known by counting contributions."""

from fractions import Fraction
from math import comb

import pytest

import spi
from spi import GameError
from spi.families.public_goods import public_goods_game
from tests import oracle
from tests.bridge import to_oracle


def test_the_shelf_has_one() -> None:
    assert public_goods_game(3, cost=3, benefit=2) == spi.load_game("ours/public-goods-three-players")


@pytest.mark.parametrize(
    ("players", "cost", "benefit", "maps", "strict"),
    [
        (1, 3, 2, 0, 0),  # nobody else enjoys it
        (2, 3, 2, 1, 1),  # 2 · 2 ≥ 3: both have to contribute
        (3, 3, 2, 4, 4),  # two or three of three
        (3, 3, "1/2", 0, 0),  # 3/2 < 3: not even all of them
        (3, 3, 1, 1, 0),  # exactly 3: all contribute, and have 0 as before
        (4, 2, 1, 11, 11),  # two, three or four of four: 6 + 4 + 1; with two, only those who do not contribute gain
        (4, "10/3", "10/9", 5, 5),  # a third of the cost: three or four
    ],
)
def test_known_answers(players: int, cost: str | int, benefit: str | int, maps: int, strict: int) -> None:
    game = public_goods_game(players, cost=cost, benefit=benefit)
    plain = to_oracle(game)
    assert oracle.reduce(plain)[0] == (("D",),) * players
    found = [f for f in oracle.omnilateral_maps(plain) if not oracle.is_trivial((("D",),) * players, f)]
    assert len(found) == maps == spi.find_spis(game, strict=False).maps
    assert sum(oracle.is_strict_map(plain, (("D",),) * players, f) for f in found) == strict == spi.find_spis(game).maps
    counted = sum(comb(players, k) for k in range(players + 1) if k * Fraction(benefit) >= Fraction(cost))
    assert counted == maps
    assert bool(spi.decide_spi(game, strict=False)) is (maps > 0) and bool(spi.decide_spi(game)) is (strict > 0)
    assert not spi.decide_spi(game, strict=False, unilateral=True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"players": 0}, "at least 1"),
        ({"players": 2, "cost": 2}, "between 0 and the cost"),
        ({"players": 2, "benefit": 0}, "between 0 and the cost"),
    ],
)
def test_what_is_refused(options: dict[str, int], said: str) -> None:
    with pytest.raises(GameError, match=said):
        public_goods_game(**options)
