"""Selectors: payoffs of different players on one scale, weights, regions, and which rules are transitive."""

import random
from typing import Any

import pytest

from spi import Game, GameError, HypothesisError, profiles
from spi.solve.regions import finite_region, hull
from spi.solve.selection import SELECTORS, Intransitivity, find_intransitivity, select_outcome, select_payoffs


def named(*rows: str) -> tuple[Game, list[Any]]:
    """A game with these payoffs at x's outcomes a, b, c, …"""
    game = Game.from_payoffs([list(rows)], actions=[["x"], list("abcdef")[: len(rows)]])
    return game, list(profiles(game))


def test_payoffs_of_different_players_are_compared_as_they_are() -> None:
    """5/2 against 2. In halves for the first player alone it would be a tie, 1 + 2 against 2 + 1."""
    game, (a, b) = named("1/2, 2", "1, 1")
    assert select_outcome(game, "utilitarian", [a, b]) == a
    assert select_outcome(game, "1, 1", [a, b]) == a
    # leximin: least 1/2 against least 1; in halves for the first player 1 against 1, and then 2 against 2
    assert select_outcome(game, "leximin", [a, b]) == b
    assert select_payoffs("utilitarian", finite_region([game[a], game[b]])) == game[a]


def test_weights() -> None:
    game, (a, b) = named("3, 0", "0, 2")
    assert select_outcome(game, "1, 1", [a, b]) == a and select_outcome(game, "1,2", [a, b]) == b
    assert select_outcome(game, "2/3, 1", [a, b]) == a  # 2 against 2: the first player's payoff decides
    for wrong in ("1", "1, 0", "1, -1", "1, x", "median", ""):
        with pytest.raises(GameError, match="accepted: utilitarian, leximin, lexicographic, or 2 positive weights"):
            select_outcome(game, wrong, [a, b])


def test_regions_are_selected_from_by_the_same_orders() -> None:
    square = hull([(0, 0), (2, 0), (0, 2)])
    assert select_payoffs("utilitarian", square) == (2, 0) and select_payoffs("leximin", square) == (1, 1)
    assert select_payoffs("lexicographic", square) == (2, 0) and select_payoffs("1, 2", square) == (0, 2)
    with pytest.raises(GameError, match="empty"):
        select_payoffs("leximin", finite_region([], dimension=2))


def test_finite_regions_and_sets_of_outcomes_agree() -> None:
    rng = random.Random(2)
    for _ in range(100):
        game, own = named(*(f"{rng.randint(0, 3)}, {rng.randint(0, 3)}" for _ in range(4)))
        region = finite_region([game[a] for a in own])
        for selector in (*SELECTORS, "3, 2"):
            assert game[select_outcome(game, selector, own)] == select_payoffs(selector, region)


# --- transitivity


def lower_median(game: Game) -> Any:
    """The efficient point in the middle, by the first player's payoff; the lower of two middles."""

    def choose(outcomes: frozenset[Any]) -> Any:
        efficient = [
            a
            for a in outcomes
            if not any(
                game[b] != game[a] and all(x >= y for x, y in zip(game[b], game[a], strict=True)) for b in outcomes
            )
        ]
        efficient.sort(key=lambda a: game[a])
        return efficient[(len(efficient) - 1) // 2]

    return choose


def test_t12_t13_the_lower_median_is_not_transitive_and_leximin_is() -> None:
    game, (a, b, c, d) = named("0, 4", "2, 2", "4, 0", "5, 2")
    assert lower_median(game)(frozenset({a, b, c})) == b
    assert lower_median(game)(frozenset({a, b, c, d})) == a  # (5, 2) dominates two of the three
    fault = find_intransitivity(game, lower_median(game), [a, b, c, d])
    assert fault == Intransitivity(frozenset({a, b, c}), frozenset({d}), b, a)
    assert select_outcome(game, "leximin", [a, b, c]) == b and select_outcome(game, "leximin", [a, b, c, d]) == d
    assert find_intransitivity(game, "leximin", [a, b, c, d]) is None


def test_every_selector_is_transitive_and_so_is_every_fixed_order() -> None:
    rng = random.Random(3)
    for _ in range(15):
        game, own = named(*(f"{rng.randint(0, 2)}, {rng.randint(0, 2)}" for _ in range(5)))
        for selector in (*SELECTORS, "1, 3"):
            assert find_intransitivity(game, selector, own) is None
        rank: Any = rng.sample(own, 5).index

        def highest(outcomes: frozenset[Any], rank: Any = rank) -> Any:
            return max(outcomes, key=rank)

        assert find_intransitivity(game, highest, own) is None


def test_one_outcome_and_too_many_and_a_choice_from_outside() -> None:
    game, own = named("1, 1", "2, 2")
    assert find_intransitivity(game, "leximin", own[:1]) is None
    with pytest.raises(HypothesisError, match="accepted: at most 1"):
        find_intransitivity(game, "leximin", own, budget=1)
    with pytest.raises(HypothesisError, match="a member of the set"):
        find_intransitivity(game, lambda outcomes: own[0], own)
