"""Strategies of games: what they promise, and what their smallest examples are."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import spi
from spi import Game
from spi.core.pareto import strictly_improves
from spi.strategies import (
    exact_numbers,
    games,
    reduced_games,
    subset_games,
    symmetric_games,
    zero_sum_games,
)
from tests import oracle
from tests.bridge import to_oracle

FEW = settings(max_examples=12)
FIND = settings(max_examples=500, derandomize=True, database=None, phases=[Phase.generate, Phase.shrink])


@given(st.from_type(spi.Game))
@FEW
def test_games_come_from_the_type_alone(game: Game) -> None:
    assert isinstance(game, Game)


@given(exact_numbers(low=-2, high=2, denominators=3))
@FEW
def test_numbers_stay_in_their_range(number: Fraction) -> None:
    assert -2 <= number <= 2
    assert number.denominator <= 3


@given(games(min_players=2, max_players=2, dominated=True))
@FEW
def test_dominated_games_lose_an_action_of_each_player(game: Game) -> None:
    reduced = spi.reduce(game).reduced
    assert all(len(kept) < len(own) for kept, own in zip(reduced.actions, game.actions, strict=True))


@given(games(dominated=True, twins=True, max_actions=2, payoffs=exact_numbers(low=0, high=1)))
@FEW
def test_twins_are_the_same_for_everybody(game: Game) -> None:
    plain = to_oracle(game)
    for i, own in enumerate(game.actions):
        assert oracle.duplicates(plain, i, own[0], own[-1])
        assert oracle.dominated(plain, i, own[-2], own[0])


@given(st.data())
@FEW
def test_subset_games_are_subset_games(data: st.DataObject) -> None:
    game = data.draw(games())
    spi.compare(game, data.draw(subset_games(game)))  # raises HypothesisError otherwise


@given(st.integers(1, 3).flatmap(lambda n: symmetric_games(players=n, max_actions=2)))
@FEW
def test_players_of_symmetric_games_can_be_exchanged(game: Game) -> None:
    n = len(game.players)
    for a in spi.profiles(game):
        for order in permutations(range(n)):
            assert game[tuple(a[k] for k in order)] == tuple(game[a][k] for k in order)


def test_symmetric_games_are_not_all_alike() -> None:
    def unequal(game: Game) -> bool:
        return any(len(set(row)) > 1 for row in game.table)

    assert find(symmetric_games(max_actions=2), unequal, settings=FIND).shape == (
        2,
        2,
    )  # with one action, all get the same


@given(zero_sum_games(max_actions=2, payoffs=exact_numbers(low=-1, high=1)))
@FEW
def test_zero_sum_games_have_no_strict_spi(game: Game) -> None:
    # what one gains the other loses, so that an improving map changes nothing
    assert all(sum(row) == 0 for row in game.table)
    assert not spi.decide_spi(game)


@given(reduced_games(max_actions=3, payoffs=exact_numbers(low=-1, high=1)))
@FEW
def test_nothing_is_dominated_in_reduced_games(game: Game) -> None:
    assert oracle.is_reduced(to_oracle(game))


# ---- smallest examples


def test_structure_shrinks_first() -> None:
    zero = find(games(min_players=2, dominated=True, twins=True), lambda _: True, settings=FIND)
    assert zero.shape == (3, 3) and set(map(abs, sum(zero.table, ()))) == {0, 1}  # −1 for the dominated ones

    def wasteful(game: Game) -> bool:
        return any(strictly_improves(v, u) for u in game.table for v in game.table)

    # two outcomes, of which one is better: one player, two actions, and a payoff that is not 0
    found = find(games(), wasteful, settings=FIND)
    assert found.shape == (2,) and sorted(map(abs, sum(found.table, ()))) == [0, 1]

    # three players, none of whom gets the same everywhere: two outcomes are enough

    def varied(game: Game) -> bool:
        return all(len(set(own)) > 1 for own in zip(*game.table, strict=True)) and len(game.players) == 3

    assert sum(find(games(), varied, settings=FIND).shape) == 4


def test_the_smallest_game_with_a_strict_spi() -> None:
    # One player has none, since she plays what is best for her. If only one of two has an action to leave for, she has
    # less than before at every outcome where she uses it. So both have two actions, of which one is dominated, and the
    # dominated pair is better for somebody: payoffs of −1, 0 and 1 are enough, as in a Prisoner's Dilemma.
    found = find(
        games(dominated=True, max_actions=1, max_players=2),
        lambda game: bool(spi.find_spis(game, strict=True).spis),
        settings=FIND,
    )
    assert found.shape == (2, 2)
    assert spi.reduce(found).reduced.actions == (("a1",), ("b1",))
    assert spi.find_spis(found, strict=True).spis[0].subset_game.actions == (("a2",), ("b2",))
    assert max(abs(u) for row in found.table for u in row) <= 2


def test_one_player_games_have_no_spi() -> None:
    with pytest.raises(NoSuchExample):
        find(
            games(max_players=1, dominated=True),
            lambda game: bool(spi.decide_spi(game, strict=False)),
            settings=settings(max_examples=40, database=None),
        )


@pytest.mark.slow  # some seconds, since few symmetric games have a strict SPI
def test_a_conjecture_about_symmetric_games() -> None:
    # False: "if a symmetric game has a strict SPI, it has one in which both players get the same actions". With two
    # actions it is true: if one of them is dominated, both leave the other for it, as who does so alone loses. With
    # three, two outcomes can be better that are each other with the roles exchanged.
    def needs_roles(game: Game) -> bool:
        found = spi.find_spis(game, strict=True).spis
        return bool(found) and all(own.subset_game.actions[0] != own.subset_game.actions[1] for own in found)

    much = settings(FIND, max_examples=5000)
    found = find(symmetric_games(payoffs=exact_numbers(low=0, high=2)), needs_roles, settings=much)
    assert found.shape == (3, 3)
    kept = spi.reduce(found).reduced.actions
    assert len(kept[0]) == 1 and kept[0] == kept[1]
    images = {spi_.becomes((kept[0][0],) * 2)[0] for spi_ in spi.find_spis(found, strict=True).spis}
    assert images == {image[::-1] for image in images}
    with pytest.raises(NoSuchExample):
        find(symmetric_games(max_actions=2), needs_roles, settings=FIND)
