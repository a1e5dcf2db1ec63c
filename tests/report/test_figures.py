"""Pictures return axes, draw into those that are given, leave others alone, and show the numbers of the object."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot

import spi
from spi.empirical.loyalty.frontier import Box
from spi.errors import GameError, HypothesisError
from spi.programs.games import OutcomeTable, program_game
from spi.programs.reader import read_program
from spi.programs.spaces import program_space
from spi.report.intervals import draw_intervals
from spi.report.outcome_figure import draw_outcome_table
from spi.report.palette import axes_or_new, shortened
from spi.report.shown_programs import program_name
from spi.report.trade_off import draw_trade_off
from tests.programs.table_oracle import slow_outcome_table

matplotlib.use("Agg")

POINTS = {"a": ("1/10", "1/2"), "b": ("1/5", "1/5"), "c": ("2/5", "1/10"), "d": ("2/5", "2/5")}


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    pyplot.close("all")


def table() -> OutcomeTable:
    game = spi.Game.from_payoffs([["2,2", "0,3"], ["3,0", "1,1"]], actions=[["C", "D"], ["C", "D"]])
    sources = ("def nice(them): return 'C'", "def nasty(them): return 'D'", "def copycat(them): return them(me)")
    return slow_outcome_table(program_game(game, program_space(map(read_program, sources))))


PICTURES: dict[str, Callable[..., Any]] = {
    "outcomes": lambda **options: draw_outcome_table(table(), **options),
    "payoffs": lambda **options: draw_outcome_table(table(), player="Player 1", **options),
    "intervals": lambda **options: draw_intervals({"a": spi.clopper_pearson_interval(7, 20)}, **options),
    "trade-off": lambda **options: draw_trade_off(POINTS, names=("leaks", "misses"), **options),
}


@pytest.mark.parametrize("name", PICTURES)
def test_axes_given_are_used_and_the_state_of_pyplot_is_left_alone(name: str) -> None:
    figure, (ax, other) = pyplot.subplots(1, 2)
    pyplot.sca(other)
    before = dict(matplotlib.rcParams)
    assert PICTURES[name](ax=ax) is ax
    assert pyplot.gca() is other and pyplot.get_fignums() == [figure.number]
    assert dict(matplotlib.rcParams) == before
    assert not other.lines and not other.images and not other.texts
    assert (ax.get_xlabel() and ax.get_ylabel()) or name == "intervals"


@pytest.mark.parametrize("name", PICTURES)
def test_a_new_figure_is_made_otherwise(name: str) -> None:
    ax = PICTURES[name]()
    assert isinstance(ax, matplotlib.axes.Axes) and len(pyplot.get_fignums()) == 1
    ax.figure.canvas.draw()


def test_outcomes_are_numbered_by_the_legend() -> None:
    ax: Any = draw_outcome_table(table())
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["1: (C, C)", "2: (C, D)", "3: (D, C)", "4: (D, D)", "5: diverges"]
    # nice, nasty, copycat by the same: a copycat does what the other does
    written = {tuple(map(int, text.get_position())): text.get_text() for text in ax.texts}
    rows = [[written[c, r] for c in range(3)] for r in range(3)]
    assert rows == [["1", "2", "1"], ["3", "4", "4"], ["1", "4", "5"]]
    names = list(map(program_name, table().spaces[0]))  # what reads the same has the name that it had first
    assert [label.get_text() for label in ax.get_yticklabels()] == names
    assert sum(patch.get_hatch() == "///" for patch in ax.patches) == 1


def test_payoffs_are_those_of_the_player() -> None:
    for player, rows in (("Player 1", [[2, 0, 2], [3, 1, 1], [2, 1]]), ("Player 2", [[2, 3, 2], [0, 1, 1], [2, 1]])):
        ax: Any = draw_outcome_table(table(), player=player)
        shown = np.ma.filled(ax.images[0].get_array(), np.nan)
        assert np.isnan(shown[2, 2])
        assert [list(row[~np.isnan(row)]) for row in shown] == rows
        assert sum(patch.get_hatch() == "///" for patch in ax.patches) == 1


def test_large_tables_are_thinned_out() -> None:
    small = table()
    nice = small.spaces[0].blocks[0]
    space = type(small.spaces[0])((nice,) * 1_300)
    big = OutcomeTable(small.game, (space, small.spaces[1]), np.zeros((1_300, 3), dtype=np.uint8), small.outcomes)
    ax: Any = draw_outcome_table(big)
    assert ax.images[0].get_array().shape == (434, 3)  # every third of 1,300
    assert "every 3rd" in ax.get_ylabel() and "every" not in ax.get_xlabel()


def test_what_cannot_be_mapped_is_refused_before_there_is_a_figure() -> None:
    small = table()
    three = OutcomeTable(small.game, small.spaces * 2, small.ids.reshape(3, 3, 1), small.outcomes)
    with pytest.raises(HypothesisError, match="two players"):
        draw_outcome_table(three)
    with pytest.raises(GameError, match=r"no player .*; accepted: Player 1, Player 2"):
        draw_outcome_table(small, player="Nobody")
    with pytest.raises(HypothesisError, match="nothing"):
        draw_intervals({})
    mixed: Any = {"a": spi.clopper_pearson_interval(1, 2), "b": 3}
    with pytest.raises(HypothesisError, match="RateInterval, int"):
        draw_intervals(mixed)
    with pytest.raises(HypothesisError, match="two coordinates"):
        draw_trade_off({"a": (1, 2, 3)}, names=("x", "y"))
    with pytest.raises(HypothesisError, match="no point"):
        draw_trade_off(POINTS, names=("x", "y"), boxes={"z": Box((Fraction(0),) * 2, (Fraction(1),) * 2)})
    assert not pyplot.get_fignums()


def test_intervals_end_where_they_end() -> None:
    sure, rough = spi.clopper_pearson_interval(7, 20), spi.approx_wilson_interval(12, 20)
    ax: Any = draw_intervals({"sure": sure, "rough": rough})
    ends = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
    assert [list(x) for x in ends] == [[float(one.low), float(one.high)] for one in (sure, rough)]
    points = [
        (float(line.get_xdata()[0]), line.get_markerfacecolor()) for line in ax.lines if len(line.get_xdata()) == 1
    ]
    assert [x for x, _ in points] == [0.35, 0.6]
    assert points[0][1] != "white" == points[1][1]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "guaranteed, level 0.95", "approximate, level 0.95"
    ]  # fmt: skip
    assert ax.get_xlabel() == "probability"


def test_bounds_start_at_nothing() -> None:
    bound = spi.MeanGapBound(Fraction(1, 4), Fraction(19, 20), "any law", "any", 10, 10, True)
    ax: Any = draw_intervals({"bound": bound}, unit="squared gap")
    assert list(ax.lines[0].get_xdata()) == [0, 0.25] and ax.get_xlabel() == "squared gap"


def test_who_is_dominated() -> None:
    # d is worse than b in both rates; a, b and c each are best at something
    ax: Any = draw_trade_off(
        POINTS, names=("leaks", "misses"), boxes={"b": Box((Fraction(1, 5),) * 2, (Fraction(1, 4),) * 2)}
    )
    drawn = {line.get_label(): line for line in ax.lines}
    steps = list(zip(*drawn["dominated from here on"].get_data(), strict=True))
    assert steps == [(0.1, 0.5), (0.2, 0.5), (0.2, 0.2), (0.4, 0.2), (0.4, 0.1)]
    assert list(zip(*drawn["dominated"].get_data(), strict=True)) == [(0.4, 0.4)]
    assert sorted(zip(*drawn["non-dominated"].get_data(), strict=True)) == [(0.1, 0.5), (0.2, 0.2), (0.4, 0.1)]
    assert {text.get_text() for text in ax.texts} >= set(POINTS)
    assert "what missing data leave open" in drawn


def test_names_are_cut_and_axes_made_when_none_are_given() -> None:
    assert shortened("abcdef", 4) == "abc…" and shortened("abcd", 4) == "abcd"
    ax: Any = axes_or_new(None, 3, 2)
    assert tuple(ax.figure.get_size_inches()) == (3, 2) and axes_or_new(ax, 9, 9) is ax
