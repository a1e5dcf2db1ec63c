"""Conditions on parameters for claims about programs, held against the answers at single values."""

import random
from fractions import Fraction
from typing import Any

import pytest

from spi import HypothesisError, ProgramError, Unknown, better_program, load_program, program_game
from spi.analysis.parametric_profiles import (
    best_reply_condition,
    concession_condition,
    independence_condition,
    prove_transformation_condition,
)
from spi.analysis.transformations import transform_space
from spi.core.conditions import Condition, read_condition
from spi.core.parametric_game import ParametricGame
from spi.solve.conditions import is_equivalent
from spi.transforms.renegotiation import renegotiate
from spi.transforms.set_wraps import renegotiate_sets

F = Fraction
POINTS: list[tuple[Any, Any]] = [(0, 0), (1, 1), (F(1, 2), -1), (-1, 2), (2, 1)]


def always(action: str) -> Any:
    return load_program("ours/always", action=action)


def takeover() -> Any:
    """A fair demand and a device; doomsday is worth d1, d2 and a takeover t1, t2."""
    rows = [["5, 2", "d1, d2", "0, 0"], ["2, 8", "2, 8", "0, 0"], ["0, 0", "0, 0", "t1, t2"]]
    return ParametricGame.from_payoffs(rows, actions=[["50", "20", "takeover"], ["80", "device", "takeover"]])


def test_t28_an_spi_exactly_if_the_takeover_pays_at_least_the_doomsday() -> None:
    hawk = load_program("clr-agenda-2026/demander", demand="80", leaves="20", threat="device")
    logic = renegotiate({("50", "device"): ("takeover", "takeover")})
    verdict = prove_transformation_condition(takeover(), [[always("50")], [hawk]], logic)
    found = verdict.result
    assert is_equivalent(found.condition, read_condition("t1 >= d1 and t2 >= d2"))
    assert is_equivalent(found.strict, read_condition("t1 > d1 and t2 >= d2 or t1 >= d1 and t2 > d2"))
    # on all bases: one that takes 20 leaves the hawk its 80, and nothing changes there
    wider = prove_transformation_condition(takeover(), [[always("50"), always("20")], [hawk]], logic).result
    assert is_equivalent(wider.condition, found.condition) and is_equivalent(wider.strict, found.strict)


def test_random_transformations_agree_with_the_verdicts_at_single_values() -> None:
    rng, seen = random.Random(5), set()
    for _ in range(60):
        forms = ["x", "y", "x + y", "1", "0", "x - 1", "2*y"]
        rows = [[f"{rng.choice(forms)}, {rng.choice(forms)}" for _ in range(2)] for _ in range(2)]
        game = ParametricGame.from_payoffs(rows, actions=[["a", "b"], ["c", "d"]], parameters=["x", "y"])
        own = [(a, b) for a in "ab" for b in "cd"]
        f = renegotiate({a: rng.choice(own) for a in own})
        spaces = [[always("a"), always("b")], [always("c"), always("d")]]
        found = prove_transformation_condition(game, spaces, f).result
        for x, y in POINTS:
            at = transform_space(program_game(game.at(x=x, y=y), *spaces), f)
            safe, better = all(at.safe), at.improvement is not None
            assert found.condition.at(x=x, y=y) == safe
            assert found.strict.at(x=x, y=y) == (safe and better)
            seen.add((safe, better))
    assert len(seen) == 4


def test_best_replies_by_beliefs_with_parameters() -> None:
    """Chicken: daring against p of swerving is worth 4p, swerving 3p + (1 − p)."""
    game = ParametricGame.from_payoffs(
        [["3, 3", "1, 4"], ["4, 1", "0, 0"]], actions=[["S", "D"]] * 2, parameters=["p"], bounds="0 <= p <= 1"
    )
    swerve, dare = always("S"), always("D")
    belief = {swerve: "p", dare: "1 - p"}
    found = best_reply_condition(game, [swerve, dare], dare, 0, belief)
    assert isinstance(found, Condition) and is_equivalent(found, read_condition("p >= 1/2"), given=game.bounds)
    assert best_reply_condition(game, [swerve, dare], dare, game.players[0], belief) == found
    beliefs: list[Any] = [belief, belief]
    pi = independence_condition(game, [[swerve, dare]] * 2, (dare, dare), beliefs, "participation")
    fi = independence_condition(game, [[swerve, dare]] * 2, (dare, dare), beliefs, "foreknowledge")
    assert isinstance(pi, Condition) and is_equivalent(pi, read_condition("p >= 1/2"), given=game.bounds)
    assert isinstance(fi, Condition) and is_equivalent(fi, read_condition("never"))  # 1 instead of 0, whatever p is
    other = independence_condition(game, [[swerve, dare]] * 2, (dare, swerve), beliefs, "foreknowledge")
    assert isinstance(other, Condition) and is_equivalent(other, read_condition("always"))


def test_random_best_replies_agree_with_the_answers_at_single_values() -> None:
    rng, seen = random.Random(6), {True: 0, False: 0}
    for _ in range(60):
        forms = ["x", "y", "x + y", "1", "0", "x - 1"]
        rows = [[f"{rng.choice(forms)}, {rng.choice(forms)}" for _ in range(2)] for _ in range(3)]
        game = ParametricGame.from_payoffs(rows, actions=[["a", "b", "e"], ["c", "d"]], parameters=["x", "y"])
        spaces = [[always(a) for a in own] for own in game.actions]
        programs = tuple(rng.choice(space) for space in spaces)
        beliefs: list[Any] = [{q: F(k + 1, sum(range(1, len(o) + 1))) for k, q in enumerate(o)} for o in spaces[::-1]]
        found = independence_condition(game, spaces, programs, beliefs, "participation")
        assert isinstance(found, Condition)
        for x, y in POINTS:
            optimal = better_program(program_game(game.at(x=x, y=y), *spaces), programs, beliefs) is None
            assert found.at(x=x, y=y) == optimal
            seen[optimal] += 1
    assert min(seen.values()) > 20


def test_what_is_not_affine_is_unknown() -> None:
    game = ParametricGame.from_payoffs([["x, 0"], ["0, 0"]], actions=[["a", "b"], ["c"]], parameters=["p", "x"])
    answer = best_reply_condition(game, [always("a"), always("b")], always("a"), 0, {always("c"): "p"})
    assert isinstance(answer, Unknown) and "not affine" in answer.reason
    both = independence_condition(
        game, [[always("a"), always("b")], [always("c")]], (always("a"), always("c")),
        [{always("c"): "p"}, {always("a"): 1}], "participation",
    )  # fmt: skip
    assert isinstance(both, Unknown)


def test_concessions() -> None:
    assert is_equivalent(concession_condition([("1 - x", "1 - x"), ("q", "r")]), read_condition("q = r"))
    gap = concession_condition([("q", "r")], delta="1/10")
    assert gap.at(q="1/2", r="3/5") and not gap.at(q="1/2", r="61/100")
    assert is_equivalent(concession_condition([]), read_condition("always"))
    assert is_equivalent(concession_condition([("0", "1")]), read_condition("never"))


def test_what_is_refused() -> None:
    game, fair = takeover(), always("50")
    sets = load_program("digiovanni-et-al-2024/conditional_set_renegotiator.accepts", outcomes=frozenset())
    with pytest.raises(HypothesisError, match="depend on payoffs"):
        prove_transformation_condition(game, [[fair], [always("80")]], renegotiate_sets(sets))
    hawk = load_program("clr-agenda-2026/demander", demand="80", leaves="20", threat="device")
    with pytest.raises(HypothesisError, match="diverges"):
        prove_transformation_condition(game, [[hawk], [hawk]], renegotiate({}))
    with pytest.raises(ProgramError, match="'participation' and 'foreknowledge'"):
        independence_condition(game, [[fair], [hawk]], (fair, hawk), [{}, {}], "luck")
    with pytest.raises(ProgramError, match="2 of each"):
        independence_condition(game, [[fair], [hawk]], (fair,), [{}, {}], "participation")
