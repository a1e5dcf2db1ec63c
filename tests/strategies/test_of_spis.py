"""Strategies of games whose SPIs are known: that they are, and what the smallest ones are."""

from hypothesis import Phase, find, given, settings

import spi
from spi import Game
from spi.families.two_blocks import Planted
from spi.strategies import certified_spis, planted_games
from tests.planted import holds_what_it_says

FEW = settings(max_examples=12)
FIND = settings(max_examples=500, derandomize=True, database=None, phases=[Phase.generate, Phase.shrink])


@given(planted_games(max_actions=2, max_players=2))
@FEW
def test_planted_spis_and_near_misses_are_what_they_say(planted: Planted) -> None:
    holds_what_it_says(planted)


@given(planted_games(near_miss=True, follow=True, max_players=3, max_actions=1))
@FEW
def test_what_is_asked_for_is_drawn(planted: Planted) -> None:
    assert planted.broken is not None and planted.unilateral == ()
    holds_what_it_says(planted)


@given(certified_spis(max_players=2))
@settings(max_examples=5)
def test_certificates_are_accepted(verdict: spi.Holds[spi.Comparison]) -> None:
    assert isinstance(spi.check(verdict.certificate.text), spi.Receipt)
    assert verdict.result.strict


def test_the_smallest_near_miss() -> None:
    # The smallest base is one outcome, worth 0 to both. Its copy gives nothing and is broken, so that the first player
    # has less than 0 there: −1 is the next integer. The stake has to be more than 0: 1.
    planted = find(planted_games(near_miss=True), lambda _: True, settings=FIND)
    rows = [["0, 0", "1, -1"], ["-1, 1", "-1, 0"]]
    assert planted.game == Game.from_payoffs(rows, actions=[["a1", "a1'"], ["b1", "b1'"]])
    assert planted.broken == ("a1", "b1")


def test_the_smallest_planted_spi() -> None:
    # The same with a copy in which the first player gains 1; so the stake has to be more than 1.
    planted = find(planted_games(near_miss=False), lambda _: True, settings=FIND)
    rows = [["0, 0", "2, -2"], ["-2, 2", "1, 0"]]
    assert planted.game == Game.from_payoffs(rows, actions=[["a1", "a1'"], ["b1", "b1'"]])
