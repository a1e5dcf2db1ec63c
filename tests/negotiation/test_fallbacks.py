"""Fallbacks for breakdowns: safe, played alike, and stable are three answers."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from spi.analysis.fallbacks import (
    fallback_tokens,
    verify_fallback_play,
    verify_fallback_safety,
    verify_fallback_stability,
)
from spi.analysis.token_games import verify_pc_spi
from spi.core.game import Game, profiles
from spi.core.token_game import TokenGame, token_copy
from spi.core.verdict import Fails, Holds
from spi.errors import GameError, HypothesisError
from spi.negotiation.demands import adoption_game, demand_game, meet_halfway, replace_payoffs
from spi.negotiation.frontier import find_frontier
from spi.negotiation.protocols import DemandGame
from spi.negotiation.scenario import Scenario, scenario
from tests.negotiation.vectors import RENT, points, sums, thirds

F = Fraction
OPPOSED = sums([RENT, RENT], [thirds(2, 1), thirds(1, 2)])  # 21 points, from (1, 0) to (0, 1) by way of (2/3, 2/3)
HARD_SOFT = Game.from_payoffs(
    [["0, 0", "5/6, 1/3"], ["1/3, 5/6", "2/3, 2/3"]], actions=[["hard", "soft"], ["hard", "soft"]]
)
HH: tuple[str, ...] = ("hard", "hard")


def mixed_equilibrium(game: Game) -> tuple[Fraction, Fraction]:
    """Of a symmetric 2 × 2 game: the chance of the first action that makes the other indifferent, and the value."""
    (a, b), (c, d) = [[game[x, y][0] for y in game.actions[1]] for x in game.actions[0]]
    p = (d - b) / (a - b - c + d)
    return p, p * a + (1 - p) * b


def pure(game: Game) -> set[tuple[str, ...]]:
    found = set()
    for a in profiles(game):
        others = [[game[(*a[:i], x, *a[i + 1 :])][i] for x in own] for i, own in enumerate(game.actions)]
        if all(game[a][i] == max(own) for i, own in enumerate(others)):
            found.add(a)
    return found


def test_the_points_are_payoffs_of_outcomes() -> None:
    frontier = set(find_frontier(OPPOSED).points)
    assert {(F(5, 6), F(1, 3)), (F(1, 3), F(5, 6)), (F(2, 3), F(2, 3))} <= frontier
    assert pure(HARD_SOFT) == {("hard", "soft"), ("soft", "hard")}
    assert mixed_equilibrium(HARD_SOFT) == (F(1, 3), F(5, 9))


@pytest.mark.parametrize(
    ("fallback", "kept", "chance", "value"),
    [(F(1, 4), F(7, 12), F(2, 3), F(4, 9)), (F(3, 10), None, F(5, 6), F(7, 18)), (F(1, 3), F(16, 27), F(1), F(1, 3))],
)
def test_a_better_conflict_point(fallback: Fraction, kept: Fraction | None, chance: Fraction, value: Fraction) -> None:
    """Shown as 0 to the representatives it helps; shown as it is, it makes them hard, and all lose."""
    becomes = {HH: (fallback, fallback)}
    p, default = mixed_equilibrium(HARD_SOFT)
    after = replace_payoffs(HARD_SOFT, becomes)
    if kept is not None:
        assert default + p * p * fallback == kept > F(5, 9)  # both are hard with chance 1/9
    assert mixed_equilibrium(after) == (chance, value) and value < F(5, 9)

    safe = verify_fallback_safety(HARD_SOFT, becomes, strict=True)
    assert isinstance(safe, Holds)
    kept_play, other_play = (verify_fallback_play(HARD_SOFT, becomes, shown=s) for s in ("default", "true"))
    assert isinstance(kept_play, Holds) and isinstance(other_play, Fails)
    assert (kept_play.result.relation, other_play.result.relation) == ("isomorphic", "unrelated")
    stable = verify_fallback_stability(HARD_SOFT, becomes, ("hard", "soft"))
    assert isinstance(stable, Holds)
    assert not verify_fallback_stability(HARD_SOFT, becomes, HH) or fallback == F(1, 3)


def test_as_a_perfect_coordination_spi() -> None:
    """1/4 each is three eighths of both being soft and the rest of breakdown; it is an SPI only as a token of 0."""
    soft: tuple[str, ...] = ("soft", "soft")
    lottery = {HH: ((HH, F(5, 8)), (soft, F(3, 8)))}
    tokens = token_copy(HARD_SOFT, HARD_SOFT, lottery)
    assert tokens.payoffs(tokens.tokens.actions[0][:1] + tokens.tokens.actions[1][:1]) == (F(1, 4), F(1, 4))
    assert isinstance(verify_pc_spi(tokens, strict=True), Holds)
    shown = fallback_tokens(HARD_SOFT, {HH: ("1/4", "1/4")}, shown="true").tokens
    assert isinstance(verify_pc_spi(TokenGame(HARD_SOFT, shown, tokens.coordination)), Fails)


def test_the_three_answers_are_independent() -> None:
    worse = {HH: (F(-1), F(0))}  # not safe, though played alike if it is not shown
    unsafe = verify_fallback_safety(HARD_SOFT, worse)
    assert isinstance(unsafe, Fails) and unsafe.result.violation is not None
    assert isinstance(verify_fallback_play(HARD_SOFT, worse, shown="default"), Holds)
    good = {HH: (F(2, 5), F(2, 5))}  # safe, and better than to be soft against hard: not stable where it is not needed
    assert isinstance(verify_fallback_safety(HARD_SOFT, good), Holds)
    assert isinstance(verify_fallback_stability(HARD_SOFT, good, ("hard", "soft")), Fails)
    assert isinstance(verify_fallback_stability(HARD_SOFT, good, HH), Holds)
    nothing: dict[Any, Any] = {}
    assert not verify_fallback_safety(HARD_SOFT, nothing, strict=True) and verify_fallback_safety(HARD_SOFT, nothing)
    assert verify_fallback_play(HARD_SOFT, nothing, shown="true")


def test_demands_on_21_points() -> None:
    frontier = find_frontier(OPPOSED)
    game = demand_game(frontier)
    becomes = meet_halfway(frontier, game)
    assert len(game.table) == 441 and len(becomes) == 210
    equilibria = pure(game)
    assert len(equilibria) == 22 and ("at least 1", "at least 1") in equilibria
    after = replace_payoffs(game, becomes)
    changes = [(game[a], after[a]) for a in becomes]
    assert not [1 for x, y in changes if any(p > q for p, q in zip(x, y, strict=True))]
    assert sum(x != y for x, y in changes) == 209
    assert sum(all(p < q for p, q in zip(x, y, strict=True)) for x, y in changes) == 171
    grown = pure(after)
    assert len(grown) == 231 and len([a for a in grown if a in becomes]) == 210
    for own in game.actions[1]:  # best-reply values stay
        assert max(game[x, own][0] for x in game.actions[0]) == max(after[x, own][0] for x in game.actions[0])
    every = set(frontier.points)
    assert all(any(p >= y[0] and q >= y[1] for p, q in every) for _, y in changes)


def test_three_verdicts_on_21_points() -> None:
    frontier = find_frontier(OPPOSED)
    game = demand_game(frontier)
    becomes = meet_halfway(frontier, game)
    assert isinstance(verify_fallback_safety(game, becomes, strict=True), Holds)
    assert isinstance(verify_fallback_play(game, becomes, shown="default"), Holds)
    assert isinstance(verify_fallback_play(game, becomes, shown="true"), Fails)
    assert isinstance(verify_fallback_stability(game, becomes, ("at least 1", "at least 1")), Holds)
    assert isinstance(verify_fallback_stability(game, becomes, ("at least 0", "at least 0")), Fails)


def with_rule(negotiation: Scenario, rule: Any) -> Scenario:
    sides = {side.name: side.utility for side in negotiation.sides}
    return scenario(
        negotiation.issues,
        sides,
        disagreement=[0, 0],
        protocol=DemandGame(rule),
        conflicts={"strike": ["-1", "-1/2"]},
    )


@pytest.mark.parametrize(("rule", "settled"), [("middle", (1, 1)), ("first", (0, 2)), ("second", (2, 0))])
def test_rules_of_settlement(rule: Any, settled: tuple[int, int]) -> None:
    """Both demand nothing for themselves: what is settled depends on the rule."""
    frontier = find_frontier(with_rule(points((2, 0), (1, 1), (0, 2)), rule))
    game = demand_game(frontier, conflict="strike")
    assert game["at least 0", "at least 0"] == settled
    assert game["at least 2", "at least 1"] == (-1, F(-1, 2))
    two = demand_game(frontier, demands=[0, 2])
    assert two.shape == (2, 2) and two["at least 0", "at least 0"] == settled  # settled at a point that nobody demands
    assert two.actions == (("at least 2", "at least 0"), ("at least 0", "at least 2"))


def test_adoption_needs_both() -> None:
    game = adoption_game(HARD_SOFT, {HH: ("1/4", "1/5")})
    for own, other in product((False, True), repeat=2):
        names = tuple("hard, with a fallback" if declared else "hard" for declared in (own, other))
        assert game[names] == ((F(1, 4), F(1, 5)) if own and other else (0, 0))
    assert game.shape == (4, 4)


def test_what_is_refused() -> None:
    with pytest.raises(HypothesisError, match="two sides"):
        demand_game(find_frontier(points((1, 2, 3), d=(0, 0, 0))))
    with pytest.raises(GameError, match="from 0 to 20"):
        demand_game(find_frontier(OPPOSED), demands=[21])
    with pytest.raises(GameError, match="no action"):
        verify_fallback_safety(HARD_SOFT, {("hard", "harder"): (0, 0)})
    with pytest.raises(GameError, match="accepted: 'default' or 'true'"):
        verify_fallback_play(HARD_SOFT, {}, shown="both")  # type: ignore[arg-type]
