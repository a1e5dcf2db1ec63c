"""Demand preservation, participation and foreknowledge independence, at the level of choice and of execution."""

import random
from fractions import Fraction
from typing import Any

import pytest

from spi import Game, HypothesisError, Program, ProgramError, load_game, load_program, program_game, program_space
from spi.analysis.full_strategies import (
    best_reply_choice,
    choice_table,
    demand_by,
    full_strategy,
    simultaneous_choice,
)
from spi.analysis.independence import (
    DemandChange,
    OtherChoice,
    UndefinedChoice,
    counterfactual_choice,
    find_demand_change,
    find_dependence,
    find_inconsistency,
    independence_table,
)
from spi.analysis.interference import Interfered, find_interference
from spi.programs.games import better_program, outcome_payoffs, pure_equilibria
from spi.programs.reader import read_program
from spi.transforms.renegotiation import renegotiate
from spi.transforms.transformation import factorised_map

F = Fraction
CH = load_game("ours/chicken")
SWERVE, DARE = (load_program("ours/always", action=a) for a in "SD")
IDENTITY = factorised_map("identity", [{}, {}])
ACTION = demand_by("action")


def split() -> tuple[Game, Program, Program, Program]:
    """A divides 100 with B: demands of 50 and 60; more than all is nothing."""
    game = Game.from_payoffs([["50, 50", "50, 40"], ["60, 50", "0, 0"]], actions=[["50", "60"], ["50", "40"]])
    fifty, sixty = (load_program("ours/always", action=a) for a in ("50", "60"))
    return game, fifty, sixty, load_program("ours/always", action="50")


def test_t27_sixty_always_but_fifty_had_she_known_is_pi_and_not_fi() -> None:
    game, fifty, sixty, other = split()
    games = program_game(game, [fifty, sixty], [other])
    strategy = full_strategy(renegotiate({("60", "50"): ("60", "40")}), (sixty, other))
    choice = choice_table(
        if_used=[{other: sixty}, {sixty: other}],
        if_believed=[{other: fifty}, {sixty: other}],
        if_absent=[fifty, other],
    )
    assert find_demand_change(games, strategy, ACTION) is None
    assert find_dependence(games, strategy, choice, ACTION, "participation") is None
    for knowledge in ("program", "absence"):
        fault = find_dependence(games, strategy, choice, ACTION, "foreknowledge", knowledge=knowledge)
        assert fault == OtherChoice("Player 1", sixty, (fifty,))
        by_demand = find_dependence(
            games,
            strategy,
            choice,
            ACTION,
            "foreknowledge",
            knowledge=knowledge,
            equality="demand",
        )
        assert by_demand == fault


def test_t26_daring_is_pi_and_never_fi_in_chicken() -> None:
    """Belief: Swerve 4/5, Dare 1/5. Dare expects 16/5, Swerve 13/5; against Dare alone Swerve is better, 1 to 0."""
    games = program_game(CH, [SWERVE, DARE])
    beliefs = [{SWERVE: F(4, 5), DARE: F(1, 5)}] * 2
    choice = best_reply_choice(games, beliefs)
    strategy = full_strategy(IDENTITY, (DARE, DARE))
    assert find_dependence(games, strategy, choice, ACTION, "participation") is None
    assert find_dependence(games, strategy, choice, ACTION, "foreknowledge") == OtherChoice("Player 1", DARE, (SWERVE,))
    # knowing only that the other does not take part, she believes what she believes anyway: all its programs are bare
    assert find_dependence(games, strategy, choice, ACTION, "foreknowledge", knowledge="absence") is None
    table = {
        (c.player, c.which, c.knowledge, c.equality): c.same
        for c in independence_table(games, strategy, choice, ACTION)
    }
    assert len(table) == 12
    assert table["Player 1", "participation", None, "code"] is True
    assert table["Player 2", "foreknowledge", "program", "demand"] is False
    assert table["Player 2", "foreknowledge", "absence", "code"] is True


def test_b1_conditioning_on_what_is_believed_impossible_is_undefined() -> None:
    games = program_game(CH, [SWERVE, DARE])
    choice = best_reply_choice(games, [{SWERVE: 1}, {SWERVE: 1}])
    strategy = full_strategy(IDENTITY, (DARE, DARE))
    assert counterfactual_choice(strategy, choice, 0, "foreknowledge") == ()
    assert find_dependence(games, strategy, choice, ACTION, "foreknowledge") == UndefinedChoice("Player 1")
    cells = independence_table(games, strategy, choice, ACTION)
    assert [c.same for c in cells if c.knowledge == "program"] == [None] * 4


def test_with_bare_programs_pi_is_subjective_equilibrium_and_fi_is_nash() -> None:
    rng, pi, fi = random.Random(2), 0, 0
    for _ in range(60):
        rows = [[f"{rng.randint(0, 3)}, {rng.randint(0, 3)}" for _ in range(3)] for _ in range(2)]
        game = Game.from_payoffs(rows, actions=[["a", "b"], ["x", "y", "z"]])
        spaces = [[load_program("ours/always", action=a) for a in own] for own in game.actions]
        games = program_game(game, *spaces)
        weights = [[rng.randint(1, 4) for _ in own] for own in spaces]
        beliefs: list[Any] = [
            {q: F(w, sum(weights[1 - i])) for q, w in zip(spaces[1 - i], weights[1 - i], strict=True)} for i in range(2)
        ]
        choice, nash = best_reply_choice(games, beliefs), set(pure_equilibria(games))
        for own in [(p, q) for p in spaces[0] for q in spaces[1]]:
            strategy = full_strategy(IDENTITY, own)
            is_pi = find_dependence(games, strategy, choice, ACTION, "participation") is None
            is_fi = find_dependence(games, strategy, choice, ACTION, "foreknowledge") is None
            assert is_pi == (better_program(games, own, beliefs) is None)
            assert is_fi == (own in nash)
            pi, fi = pi + is_pi, fi + is_fi
    assert pi > 20 and fi > 20


# --- the agenda's example: a fair demand, and a demand backed by a device


def agenda(doomsday: str, takeover: str) -> tuple[Game, Program, Program]:
    """50 % whatever happens; 80 % and the device on refusal. The device meets the fair demand: doomsday."""
    rows = [["5, 2", doomsday, "0, 0"], ["2, 8", "2, 8", "0, 0"], ["0, 0", "0, 0", takeover]]
    game = Game.from_payoffs(rows, actions=[["50", "20", "takeover"], ["80", "device", "takeover"]])
    fair = load_program("ours/always", action="50")
    hawk = load_program("clr-agenda-2026/demander", demand="80", leaves="20", threat="device")
    return game, fair, hawk


def demands(own: Program) -> Any:
    bound = dict(own.bindings)
    return bound.get("demand") or (ACTION(own) if "action" in bound else demands(bound["default"]))


def test_t28_renegotiation_replaces_doomsday_by_takeover_and_keeps_the_demands() -> None:
    game, fair, hawk = agenda("-9, -9", "-4, -4")
    games = program_game(game, [fair], [hawk])
    logic = {("50", "device"): ("takeover", "takeover")}
    strategy = full_strategy(renegotiate(logic), (fair, hawk))
    assert outcome_payoffs(games, strategy.programs) == (-9, -9)
    assert outcome_payoffs(games, strategy.images) == (-4, -4)
    assert [demands(p) for p in strategy.images] == ["50", "80"]
    assert find_demand_change(games, strategy, demands) is None


def test_t29_different_proposals_leave_doomsday() -> None:
    game, fair, hawk = agenda("-9, -9", "-4, -4")
    logics = [{("50", "device"): ("takeover", "takeover")}, {("50", "device"): ("50", "80")}]
    strategy = full_strategy(renegotiate(logics), (fair, hawk))
    assert outcome_payoffs(program_game(game, [fair], [hawk]), strategy.images) == (-9, -9)


def test_t30_a_logic_that_lowers_the_hawks_demand_is_not_demand_preserving() -> None:
    """Wrapping keeps the default's demand, so the logic is a transformation that rewrites the hawk's program."""
    game, fair, hawk = agenda("-9, -9", "-4, -4")
    softer = load_program("clr-agenda-2026/demander", demand="50", leaves="20", threat="takeover")
    strategy = full_strategy(factorised_map("both take 50", [{}, {hawk: softer}]), (fair, hawk))
    games = program_game(game, [fair], [hawk])
    assert find_demand_change(games, strategy, demands) == DemandChange("Player 2", hawk, softer, "50", "80")
    choice = choice_table(if_used=[{hawk: fair}, {fair: hawk}], if_believed=[{hawk: fair}, {fair: hawk}])
    assert isinstance(find_dependence(games, strategy, choice, demands, "participation"), DemandChange)


# --- choice models


def test_simultaneous_choice_makes_every_demand_preserving_strategy_participation_independent() -> None:
    game, fifty, sixty, other = split()
    games = program_game(game, [fifty, sixty], [other])
    told = choice_table(if_used=[{other: fifty}, {sixty: other}], if_believed=[{other: fifty}, {sixty: other}])
    strategy = full_strategy(renegotiate({}), (sixty, other))
    assert isinstance(find_dependence(games, strategy, told, ACTION, "participation"), OtherChoice)
    assert find_dependence(games, strategy, simultaneous_choice((sixty, other), told), ACTION, "participation") is None


def test_consistency_is_about_the_actual_programs() -> None:
    game, fifty, sixty, other = split()
    games = program_game(game, [fifty, sixty], [other])
    strategy = full_strategy(renegotiate({}), (sixty, other))
    actual = strategy.images[1]
    good = choice_table(if_used=[{actual: sixty}, {}], if_believed=[{actual: [fifty, sixty]}, {}])
    assert find_inconsistency(games, strategy, good) is None
    bad = choice_table(if_used=[{actual: fifty}, {}], if_believed=[{}, {}])
    assert find_inconsistency(games, strategy, bad) == OtherChoice("Player 1", sixty, (fifty,))


def test_equal_behaviour_is_not_equal_code() -> None:
    game, fifty, sixty, other = split()
    games = program_game(game, [fifty, sixty], [other])
    twin = read_program('def twin(opponent): return "60" if opponent(me) == "50" else "50"')
    strategy = full_strategy(IDENTITY, (sixty, other))
    choice = choice_table(if_used=[{other: twin}, {sixty: other}], if_believed=[{}, {}])
    tests = program_space([other])
    assert isinstance(find_dependence(games, strategy, choice, id, "participation"), OtherChoice)
    assert find_dependence(games, strategy, choice, id, "participation", equality=tests) is None
    wider = program_space([other, load_program("ours/always", action="40")])
    assert isinstance(find_dependence(games, strategy, choice, id, "participation", equality=wider), OtherChoice)


def test_ties_among_best_replies_do_not_matter() -> None:
    game = Game.from_payoffs([["1, 0"], ["1, 0"]], actions=[["a", "b"], ["x"]])
    a, b, x = (load_program("ours/always", action=k) for k in "abx")
    games = program_game(game, [a, b], [x])
    choice = best_reply_choice(games, [{x: 1}, {a: 1}])
    for own in (a, b):
        assert counterfactual_choice(full_strategy(IDENTITY, (own, x)), choice, 0, "participation") == (a, b)
        assert find_dependence(games, full_strategy(IDENTITY, (own, x)), choice, ACTION, "participation") is None


# --- execution


def test_a_program_that_demands_more_only_when_all_take_part_passes_by_execution_alone() -> None:
    """It demands 60 of renegotiators and 50 of others: its action towards a drop-out is the default one."""
    game, fifty, _, other = split()
    games = program_game(game, [fifty], [other])
    marked = read_program('def marked(opponent, *, action="50"): return action')
    greedy = load_program("digiovanni-et-al-2024/conditional_demander", expected=marked, accept="60", insist="50")
    strategy = full_strategy(factorised_map("greedier", [{fifty: greedy}, {other: marked}]), (fifty, other))
    assert find_interference(games, strategy, "participation") is None

    def demand(own: Program) -> str:
        return "60" if own is greedy else "50"

    assert find_demand_change(games, strategy, demand) is not None


def test_punishing_a_drop_out_is_an_interference_exactly_if_the_default_is_not_the_punishment() -> None:
    punish = 'def punish(opponent): return "C" if opponent == me else "D"'
    pd = load_game("ours/prisoners-dilemma")
    pact = read_program(punish)
    for default, hurts in [("D", False), ("C", True)]:
        own = load_program("ours/always", action=default)
        games = program_game(pd, [own])
        strategy = full_strategy(factorised_map("pact", [{own: pact}] * 2), (own, own))
        fault = find_interference(games, strategy, "participation")
        assert (fault == Interfered("Player 1", "Player 2", "D", "C")) == hurts and (fault is None) != hurts


def test_foreknowledge_by_execution() -> None:
    game, fifty, sixty, other = split()
    games = program_game(game, [fifty, sixty], [other])
    strategy = full_strategy(renegotiate({}), (sixty, other))
    told = choice_table(if_used=[{}, {}], if_believed=[{other: fifty}, {sixty: other}])
    assert find_interference(games, strategy, "foreknowledge", informed=told) == Interfered(
        "Player 2", "Player 1", "60", "50"
    )
    same = choice_table(if_used=[{}, {}], if_believed=[{other: [fifty, sixty]}, {sixty: other}])
    assert find_interference(games, strategy, "foreknowledge", informed=same) is None
    with pytest.raises(HypothesisError, match="does not say"):
        find_interference(
            games, strategy, "foreknowledge", informed=choice_table(if_used=[{}, {}], if_believed=[{}, {}])
        )
    with pytest.raises(HypothesisError, match="needs a choice model"):
        find_interference(games, strategy, "foreknowledge")


def test_what_is_refused() -> None:
    games = program_game(CH, [SWERVE, DARE])
    strategy = full_strategy(IDENTITY, (DARE, DARE))
    choice = best_reply_choice(games, [{DARE: 1}, {DARE: 1}])
    with pytest.raises(ProgramError, match="no parameter 'demand'"):
        find_dependence(games, strategy, choice, demand_by("demand"), "participation")
    with pytest.raises(HypothesisError, match="accepted: 'participation'"):
        find_dependence(games, strategy, choice, ACTION, "absence")  # type: ignore[arg-type]
    with pytest.raises(HypothesisError, match="equality by 'taste'"):
        find_dependence(games, strategy, choice, ACTION, "participation", equality="taste")  # type: ignore[arg-type]
    with pytest.raises(ProgramError, match="2, 1 and 2 players"):
        choice_table(if_used=[{}, {}], if_believed=[{}])
