import subprocess
import sys

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import spi
from spi.strategies import exact_numbers, games, subset_games


@given(st.from_type(spi.Game))
def test_games_come_from_the_type_alone(game: spi.Game) -> None:
    assert isinstance(game, spi.Game)


def test_registered_by_entry_point_in_either_order_of_import() -> None:
    for code in (
        "from hypothesis import strategies as st; import spi; st.from_type(spi.Game).example()",
        "import spi.strategies; from hypothesis import strategies as st; st.from_type(spi.Game).example()",
    ):
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True)


@given(games(min_players=2, max_players=2, dominated=True))
def test_dominated_games_lose_an_action_of_each_player(game: spi.Game) -> None:
    reduced = spi.reduce(game).reduced
    assert all(len(kept) < len(own) for kept, own in zip(reduced.actions, game.actions, strict=True))


@given(st.data())
def test_subset_games_are_subset_games(data: st.DataObject) -> None:
    game = data.draw(games())
    spi.compare(game, data.draw(subset_games(game)))  # raises HypothesisError otherwise


@given(exact_numbers(low=-2, high=2, denominators=3))
def test_numbers_stay_in_their_range(number: object) -> None:
    assert -2 <= number <= 2  # type: ignore[operator]


def test_shrinks_to_the_smallest_game_with_a_strict_spi() -> None:
    found = find(
        games(dominated=True),
        lambda game: bool(spi.decide_spi(game)),
        settings=settings(max_examples=5000, derandomize=True),
    )
    assert sum(found.shape) <= 5
    assert max(abs(u) for row in found.table for u in row) <= 2


def test_one_player_games_have_no_spi() -> None:
    with pytest.raises(NoSuchExample):
        find(
            games(max_players=1, dominated=True),
            lambda game: bool(spi.decide_spi(game, strict=False)),
            settings=settings(max_examples=200),
        )
