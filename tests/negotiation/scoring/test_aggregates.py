"""Means of cells."""

from fractions import Fraction

import pytest

from spi.errors import GameError
from spi.negotiation.scoring.aggregates import GameValue, aggregate_play, approx_standard_error, mean_of_cells

F = Fraction


def test_cells_have_equal_weights_however_many_games_they_have() -> None:
    first, second = (0, 0, "flat"), (0, 1, "flat")
    found = mean_of_cells([(first, F(1)), (first, F(1)), (first, F(1)), (second, F(0)), (second, None)])
    assert (found.mean, found.games, found.missing, found.cells) == (F(1, 2), 4, 1, 2)  # over games it would be 3/4
    assert found.variance == F(1, 2) and approx_standard_error(found) == 0.5  # (1/4 + 1/4) / 1, over 2 cells
    one = mean_of_cells([(first, F(1))])
    assert one.variance is None and approx_standard_error(one) is None
    none = mean_of_cells([(first, None)])
    assert (none.mean, none.missing) == (None, 1)


def test_self_play_and_cross_play_are_apart() -> None:
    games = [
        GameValue(("a", "a"), 0, "flat", (F(1), F(0))),
        GameValue(("a", "a"), 1, "flat", (F(0), F(0))),
        GameValue(("a", "b"), 0, "flat", (F(1), F(1, 2))),
        GameValue(("b", "a"), 1, "flat", (F(1, 4), F(1, 2))),
        GameValue(("a", "c"), 0, "flat", (F(0), F(1))),
        GameValue(("c", "b"), 0, "flat", (None, None)),
    ]
    table = aggregate_play(games)
    assert table.self_play["a"].mean == F(1, 4) and table.self_play["a"].cells == 4
    assert table.cross_play["a", "b"].mean == F(3, 4) and table.cross_play["b", "a"].mean == F(3, 8)
    assert table.cross_play["a", "c"].mean == 0 and table.cross_mean["a"] == F(3, 8)
    assert table.cross_play["c", "b"].mean is None and table.cross_mean["c"] is None
    assert list(table.self_play) == ["a"] and ("a", "a") not in table.cross_play


def test_games_of_one_are_refused() -> None:
    with pytest.raises(GameError, match="accepted: two"):
        aggregate_play([GameValue(("a",), 0, "flat", (F(1),))])
