"""Demand games with peaceful copies: the paper's, and what is known of larger ones."""

import pytest

import spi
from spi import Game, GameError
from spi.families.demands import delegated_demand_game
from tests import oracle
from tests.bridge import to_oracle


def test_the_papers_game() -> None:
    game = delegated_demand_game(names=["D", "R"], players=["Aliceland", "Bobbesia"])
    assert game == spi.load_game("oesterheld-conitzer-2022/demand-game")
    assert spi.find_spis(game).maps == 1


def test_three_demands_by_hand() -> None:
    # of 10: 8 and 2 fill it, 5 and 5 as well, 5 and 2 leave 3, 2 and 2 leave 6; the others clash
    game = delegated_demand_game([8, 5, 2], pie=10, war=-1, stake=11)
    clash, peace = "-1, -1", "5, 5"
    for way, worst in (("M", clash), ("L", peace)):
        rows = [[worst, worst, "8, 2"], [worst, "5, 5", "13/2, 7/2"], ["2, 8", "7/2, 13/2", "5, 5"]]
        names = [f"{x}{way}" for x in (8, 5, 2)]
        assert spi.subset_game(game, [names, names]) == Game.from_payoffs(
            rows, actions=[names, names], players=game.players
        )
    assert game["8M", "2L"] == (11, -11) and game["5L", "8M"] == (-11, 11)


@pytest.mark.parametrize(
    ("demands", "pie", "strict"),
    [((2, 0), 2, True), ((1,), 2, False), ((2,), 2, True), ((8, 5, 2), 10, True), ((9, 4, 3, 1), 10, True)],
)
def test_known_answers(demands: tuple[int, ...], pie: int, strict: bool) -> None:
    game = delegated_demand_game(demands, pie=pie, war="-1/3", stake=pie + 1)
    armed, other = ([f"{x}{way}" for x in demands] for way in "ML")
    plain = to_oracle(game)
    assert oracle.reduce(plain)[0] == (tuple(armed), tuple(armed))
    phi = (dict(zip(armed, other, strict=True)),) * 2
    kept = (tuple(armed), tuple(armed))
    assert oracle.improving(plain, kept, phi) and oracle.is_strict_map(plain, kept, phi) is strict
    built = Game.from_payoffs(
        [[spi.subset_game(game, kept)[x, y] for y in armed] for x in armed], actions=[other, other]
    )
    assert spi.verify_spi(game, built, strict=strict)
    changed = {a for a in spi.profiles(spi.subset_game(game, kept)) if game[a] != game[oracle.image(phi, a)]}
    clashing = {(f"{x}M", f"{y}M") for x in demands for y in demands if x + y > pie}
    assert changed == clashing
    if len(demands) < 4:
        images = [{x[-1] for own in f for x in own.values()} for f in oracle.omnilateral_maps(plain)]
        assert {"L"} in images and all(image in ({"M"}, {"L"}) for image in images)
    assert not spi.decide_spi(game, strict=False, unilateral=True)


@pytest.mark.parametrize(
    ("demands", "options", "said"),
    [
        ((), {}, r"demands \(none\)"),
        ((1, 1), {}, "distinct"),
        ((3, 0), {}, "from 0 to 2"),
        ((2, 1), {}, "the largest fits with the smallest"),  # 2 + 1 > 2: 1 would dominate 2
        ((1, 0), {}, "with no other"),  # 1 + 1 ≤ 2: 1 would dominate 0
        ((2, 0), {"stake": 2}, "more than the pie"),
        ((2, 0), {"war": -5}, "takes more than a war"),
        ((2, 0), {"war": 0}, "a war below 0"),
        ((2, 0), {"names": ["D"]}, "1 names for 2 demands"),
    ],
)
def test_what_is_refused(demands: tuple[int, ...], options: dict[str, object], said: str) -> None:
    with pytest.raises(GameError, match=said):
        delegated_demand_game(demands, **options)  # type: ignore[arg-type]
