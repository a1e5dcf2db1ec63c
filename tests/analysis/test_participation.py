"""Individual rationality, justification gaps, and the drafts that are kept with what breaks them."""

from fractions import Fraction
from typing import Any

import pytest

from spi import Game, HypothesisError, ProgramError, load_game, load_program, program_game
from spi.analysis.experimental import aggression_threshold
from spi.analysis.participation import BetterAlternative, justification_gaps, participation
from spi.core.beliefs import beliefs
from spi.solve.regions import finite_region
from spi.transforms.experimental import coordinatewise_minimum, engages
from spi.transforms.renegotiation import renegotiate
from spi.transforms.set_renegotiation import Accepts, Extension
from spi.transforms.transformation import factorised_map, joint_map, transform_programs

F = Fraction
SG = load_game("digiovanni-et-al-2024/scheduling")
ONE, TWO, THREE = (load_program("ours/always", action=slot) for slot in "123")
MEET = {("1", "2"): ("3", "3")}
PUNISHER = load_program(
    "digiovanni-et-al-2024/conditional_demander", expected=ONE, accept="1", insist="2"
)  # yields to always-1 alone


def test_taking_part_gains_against_those_who_take_part_and_loses_against_a_punisher() -> None:
    """Always-1 wrapped: 1 instead of 0 against a wrapped always-2, 0 instead of 3 against the punisher."""
    f = renegotiate(MEET)
    (_, willing) = transform_programs(f, (ONE, TWO))
    games = program_game(SG, [ONE], [TWO, PUNISHER])
    about: Any = beliefs([(willing,), (PUNISHER,)])
    found = participation(games, f, ONE, 0, about)
    assert (found.earns, found.instead_of) == ((1, 0), (0, 3))
    assert (found.expected.lowest.value, found.expected.highest.value) == (-3, 1) and not found.is_rational
    threshold = found.threshold
    assert threshold is not None and threshold.flips
    assert dict(threshold.law) == {(willing,): F(3, 4), (PUNISHER,): F(1, 4)}  # p − 3 (1 − p) = 0
    trusting: Any = beliefs(about.types, at_most=[({(PUNISHER,): 1}, F(1, 4))])
    assert participation(games, f, ONE, 0, trusting).is_rational
    wary: Any = beliefs(about.types, at_most=[({(PUNISHER,): 1}, F(26, 100))])
    assert not participation(games, f, ONE, 0, wary).is_rational


def test_one_belief() -> None:
    games, f = program_game(SG, [ONE], [TWO]), renegotiate(MEET)
    (_, willing) = transform_programs(f, (ONE, TWO))
    found = participation(games, f, ONE, 0, {willing: F(1, 3), TWO: F(2, 3)})
    assert found.expected.lowest.value == found.expected.highest.value == F(1, 3) and found.threshold is None
    assert found.is_rational  # it gains where the other takes part, and loses nowhere


def test_the_second_seat_and_three_players() -> None:
    game = Game.from_payoffs(
        [[["0, 0, 0", "1, 1, 1"], ["0, 0, 5", "0, 0, 0"]]], actions=[["x"], ["a", "b"], ["u", "v"]]
    )
    x, a, b, u, v = (load_program("ours/always", action=k) for k in "xabuv")
    games = program_game(game, [x], [a, b], [u, v])
    switch = factorised_map("the third plays v", [{}, {}, {u: v}])
    found = participation(games, switch, u, 2, {(x, a): F(3, 4), (x, b): F(1, 4)})
    assert found.expected.lowest.value == F(3, 4) * 1 - F(1, 4) * 5 and found.player == "Player 3"


def test_what_is_refused() -> None:
    games = program_game(SG, [ONE], [TWO])
    with pytest.raises(ProgramError, match="no parts"):
        participation(games, joint_map("swap", {}), ONE, 0, {TWO: 1})
    with pytest.raises(ProgramError, match="1 others"):
        participation(games, renegotiate(MEET), ONE, 0, {(TWO, TWO): 1})
    nobody: Any = beliefs([(TWO,)], at_most=[({(TWO,): 1}, "1/2")])
    with pytest.raises(HypothesisError, match="no law"):
        participation(games, renegotiate(MEET), ONE, 0, nobody)


def test_an_spi_on_a_space_can_have_a_better_alternative_outside() -> None:
    """Both miss each other, and settle on 1, 1; each likes her own favourite better, which is no image."""
    games, f = program_game(SG, [ONE], [TWO]), renegotiate(MEET)
    favourites = [(ONE, ONE), (TWO, TWO)]
    gaps = list(justification_gaps(games, f, [(ONE, TWO)], favourites))
    assert gaps == [
        BetterAlternative(games, (ONE, TWO), (ONE, ONE), "Player 1", F(3), F(1)),
        BetterAlternative(games, (ONE, TWO), (TWO, TWO), "Player 2", F(3), F(1)),
    ]
    assert list(justification_gaps(games, f, [(ONE, TWO)], [(THREE, THREE), (ONE, TWO)])) == []
    assert list(justification_gaps(games, f, [], favourites)) == []


# --- drafts


@pytest.mark.parametrize(
    ("kind", "aggressor", "fallback", "threshold"),
    [
        (None, None, [], F(2, 3)),
        ("unconditional", "unconditional", [], F(1, 2)),
        ("unconditional", None, [(1, 1)], F(1, 2)),  # the fallback is there for whoever accepts it
        ("conditional", None, [(1, 1)], F(2, 3)),  # but not if it is offered to those alone who extend, too
        ("conditional", "conditional", [], F(1, 2)),  # which an aggressive player can do
    ],
)
def test_t41_a_fallback_makes_aggression_cheaper(
    kind: Any, aggressor: Any, fallback: list[Any], threshold: Fraction
) -> None:
    """Fair {(2, 2)}, soft accepts (1, 3); aggression is {(1, 3)}: 3q against 2, or 3q + 1 − q if failing is worth 1."""

    def announced(how: Any, *points: Any) -> Any:
        base = Accepts(finite_region(points))
        return base if how is None else Extension(base, conditional=how == "conditional")

    found = aggression_threshold(
        SG,
        ("1", "2"),
        fair=(announced(kind, (2, 2)), announced(kind, (2, 2))),
        soft=announced(kind, (2, 2), (1, 3)),
        aggressive=announced(aggressor, (1, 3), *fallback),
        selector="leximin" if not fallback else "1, 3",
    )
    assert found is not None and found.flips and dict(found.law)["soft"] == threshold


def test_t24_the_minimum_of_two_selections_as_a_lottery() -> None:
    assert coordinatewise_minimum((0, 0), (2, 3), (3, 2)) == ((2, 2), (F(1, 5), F(2, 5), F(2, 5)))
    assert coordinatewise_minimum((0, 0), (3, 2), (2, 3)) == ((2, 2), (F(1, 5), F(2, 5), F(2, 5)))
    assert coordinatewise_minimum((0, 0), (1, 1), (3, 1)) == ((1, 1), (0, 1, 0))  # comparable: the lower one
    assert coordinatewise_minimum((1, 1), (1, 4), (5, 1)) == ((1, 1), (1, 0, 0))
    cases: list[Any] = [((0, 0), ("1/2", 5), (3, "1/3")), ((-1, 2), (0, 7), (6, 2))]
    for d, x, y in cases:
        minimum, weights = coordinatewise_minimum(d, x, y)
        assert sum(weights) == 1 and min(weights) >= 0
        rows = [tuple(map(F, row)) for row in (d, x, y)]
        assert minimum == tuple(sum(w * row[k] for w, row in zip(weights, rows, strict=True)) for k in range(2))
    with pytest.raises(HypothesisError, match="accepted: two of each"):
        coordinatewise_minimum((0, 0, 0), (2, 1, 1), (1, 2, 3))
    with pytest.raises(HypothesisError, match="worse than the default"):
        coordinatewise_minimum((0, 0), (-1, 3), (2, 2))


def test_t43_a_one_sided_test_lets_one_renegotiate_alone() -> None:
    """Default (x, y) worth (2, 2), proposal (x′, y′) worth (3, 3), and u(x′, y) = (0, 0): no SPI."""
    game = Game.from_payoffs([["2, 2", "0, 0"], ["0, 0", "3, 3"]], actions=[["x", "x'"], ["y", "y'"]])
    independent = (False, True)  # the second player's default alone is participation independent
    default, proposal = ("x", "y"), ("x'", "y'")

    def played(mutual: bool) -> tuple[str, ...]:
        engaged = engages(independent, mutual=mutual)
        return tuple(b if e else a for e, a, b in zip(engaged, default, proposal, strict=True))

    assert game[played(False)] == (0, 0) and game[played(True)] == (2, 2)
    assert engages((True, True), mutual=False) == engages((True, True), mutual=True) == (True, True)
