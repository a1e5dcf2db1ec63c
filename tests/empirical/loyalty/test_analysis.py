"""The analysis as a whole: three readings of what is missing, groups that are not assumed, a frontier with bounds."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from spi.empirical.counting import CountBounds
from spi.empirical.loyalty.analysis import READINGS, analyse_loyalty
from spi.empirical.loyalty.public import public_table
from spi.empirical.loyalty.rows import FLAGS, LoyaltyRow, loyalty_table
from spi.empirical.records import Response
from spi.empirical.responses import tabulate_responses
from spi.errors import SpiError
from spi.report.loyalty import loyalty_text
from spi.report.pages import pre_html


def rows(subject: str, *, missed: int, leak: int, empty: int = 0, n: int = 20) -> Iterator[LoyaltyRow]:
    """Of n conversations the first miss an instruction, the last leak, and some in between have no verdict."""
    for k in range(n):
        fired = k < missed
        known: bool | None = None if missed <= k < missed + empty else fired
        flags = tuple(known if flag == "missed" or known is None else False for flag in FLAGS)
        yield LoyaltyRow(f"i{k}", "sanity", subject, "plain", k >= n - leak, flags, known, 3)


def test_readings_are_ends_and_middle_of_the_bounds() -> None:
    bounds = CountBounds(3, 7, 20)
    assert [count(bounds) for count in READINGS.values()] == [(3, 20), (3, 16), (7, 20)]


def test_two_groups_and_a_frontier() -> None:
    given = [("low1", 2, 4), ("low2", 2, 5), ("high1", 14, 1), ("high2", 15, 1)]
    table = loyalty_table(row for name, missed, leak in given for row in rows(name, missed=missed, leak=leak))
    found = analyse_loyalty(table, groups=2, draws=500)
    assert [own.metrics["missed"] for own in found.rates[:2]] == [CountBounds(14, 14, 20), CountBounds(15, 15, 20)]
    for grouping in found.groupings:  # nothing is missing: the readings agree
        assert grouping.gap is not None and grouping.otsu is not None
        assert (grouping.gap.below, grouping.gap.above) == (Fraction(1, 10), Fraction(7, 10))
        assert [len(m.groups) for m in grouping.mixtures] == [1, 2, 1, 2]
        two = grouping.mixtures[1]
        sides = dict(zip(grouping.subjects, two.responsibilities, strict=True))
        assert sides["low1"][0] > 0.99 and sides["high1"][1] > 0.99
    frontier = found.frontier
    assert set(frontier.non_dominated["missing left out"]) == {"low1", "high1"}
    assert set(frontier.certainly) == set(frontier.possibly) == {"low1", "high1"}
    assert set(frontier.dominances) == {("low1", "low2"), ("high1", "high2")}
    # leak, missed: (1/20, 7/10) and (1/5, 1/10): 3/10 · 19/20 + 6/10 · 4/5
    assert set(frontier.hypervolume.values()) == {Fraction(153, 200)}
    assert found.warnings == () and found.left_out == ()


def test_missing_verdicts_keep_a_point_in_the_race() -> None:
    table = loyalty_table([*rows("open", missed=3, leak=2, empty=6), *rows("known", missed=4, leak=1)])
    frontier = analyse_loyalty(table, groups=1, draws=200).frontier
    assert frontier.dominances == ()
    assert frontier.certainly == ("known",) and set(frontier.possibly) == {"known", "open"}
    assert frontier.non_dominated["missing as fired"] == ("known",)
    assert set(frontier.non_dominated["missing as clean"]) == {"known", "open"}


def test_uneven_missingness_is_a_warning() -> None:
    table = loyalty_table([*rows("open", missed=3, leak=2, empty=12), *rows("known", missed=4, leak=1)])
    (warning,) = analyse_loyalty(table, groups=1, draws=200).warnings
    assert (warning.by, warning.more, warning.less) == ("subject (harm)", ("open", 12, 20), ("known", 0, 20))


def test_alike_subjects_have_no_split() -> None:
    table = loyalty_table([*rows("a", missed=3, leak=2), *rows("b", missed=3, leak=2)])
    found = analyse_loyalty(table, groups=1, draws=200)
    assert {(g.gap, g.otsu) for g in found.groupings} == {(None, None)}
    assert set(found.frontier.certainly) == {"a", "b"}


def test_public_counts() -> None:
    found = analyse_loyalty(public_table(), draws=500)
    assert len(found.rates) == 12
    gaps = [[g.gap.below, g.gap.above] for g in found.groupings if g.gap]
    assert gaps[0] == [Fraction(22, 105), Fraction(52, 106)] and gaps[1] == [Fraction(1, 3), Fraction(52, 84)]
    assert found.frontier.certainly == () and found.frontier.dominances == ()
    assert len(found.frontier.possibly) == 12
    clean = found.groupings[0].mixtures
    assert [round(m.bic, 1) for m in clean[:3]] == [351.0, 97.1, 96.3]
    assert clean[1].bic - clean[2].bic < 2  # exactly two groups are not established
    assert [w.by for w in found.warnings] == ["subject (harm)", "subject (leak)"]


def test_other_tables_are_not_analysed() -> None:
    with pytest.raises(SpiError, match=r"a table of concede; accepted: one of loyalty_table"):
        analyse_loyalty(tabulate_responses([Response("s", "ordinary", 0, "concede")]))
    dead = tabulate_responses([Response("s", "harm", 0, "fired", turns=0)], answers=["clean", "fired"])
    with pytest.raises(SpiError, match="the gate lets nobody through: 1 of 1 responses are rejected"):
        analyse_loyalty(dead)


def test_notebooks_show_the_text() -> None:
    given = [("<low>", 2, 4), ("high", 14, 1)]
    table = loyalty_table(row for name, missed, leak in given for row in rows(name, missed=missed, leak=leak))
    found = analyse_loyalty(table, groups=1, draws=200)
    assert found._repr_html_() == pre_html(loyalty_text(found)) and "<low>" not in found._repr_html_()
    assert repr(found) == "<LoyaltyAnalysis: 2 subjects, 0 left out>"
