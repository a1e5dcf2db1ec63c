"""SPIs of program profiles: where they hold, the profile that refutes them, the largest space on which they hold."""

import random
from fractions import Fraction
from typing import Any

import pytest

from spi import Game, HypothesisError, ProgramError, load_game, load_program, program_game
from spi.analysis.transformations import NotFactorised, ProgramChange, transform_space
from spi.core.pareto import improves
from spi.programs.games import outcome_of, outcome_payoffs
from spi.transforms.renegotiation import renegotiate, renegotiate_literally
from spi.transforms.transformation import factorised_map, joint_map, transform_programs

F = Fraction
SG = load_game("digiovanni-et-al-2024/scheduling")
ONE, TWO, THREE = (load_program("ours/always", action=slot) for slot in "123")
LOOKING = load_program("digiovanni-et-al-2024/conditional_demander", expected=ONE, accept="1", insist="2")
ZERO_TO_THREE = {(a, b): ("3", "3") for a in "123" for b in "123" if a != b}


def test_t4_a_common_proposal_is_an_spi_on_all_programs_and_strict_where_they_miss() -> None:
    found = transform_space(program_game(SG, [ONE, TWO, LOOKING]), renegotiate(ZERO_TO_THREE))
    assert len(found.profiles) == 9 and all(found.safe) and found.violation is None and found.factor_fault is None
    assert found.improvement == ProgramChange(
        (ONE, TWO), transform_programs(renegotiate(ZERO_TO_THREE), (ONE, TWO)), "Player 1", F(1), F(0)
    )


def test_t8_no_profile_of_the_space_is_improved() -> None:
    found = transform_space(program_game(SG, [THREE]), renegotiate(ZERO_TO_THREE))
    assert found.safe == (True,) and found.improvement is None


def test_t10_the_literal_pseudocode_is_no_spi() -> None:
    games = program_game(SG, [ONE], [LOOKING, TWO])
    found = transform_space(games, renegotiate_literally({("1", "2"): ("3", "3")}))
    assert found.safe == (False, True)
    assert found.violation is not None
    assert (found.violation.programs, found.violation.payoff, found.violation.instead_of) == ((ONE, LOOKING), 0, 3)
    assert found.improvement is not None and found.improvement.programs == (ONE, TWO)
    assert all(transform_space(games, renegotiate({("1", "2"): ("3", "3")})).safe)


def test_a_proposal_that_makes_somebody_worse_off_is_refuted_where_it_is_used() -> None:
    swap = {("1", "1"): ("2", "2")}
    found = transform_space(program_game(SG, [ONE, TWO]), renegotiate(swap))
    assert found.safe == (False, True, True, True)
    assert found.violation is not None and (found.violation.player, found.violation.payoff) == ("Player 1", 1)
    within = [own for own, safe in zip(found.profiles, found.safe, strict=True) if safe]
    assert all(transform_space(found.games, renegotiate(swap), within=within).safe)


def test_in_expectation_a_loss_can_be_made_up() -> None:
    swap = renegotiate({("1", "1"): ("2", "2"), ("1", "2"): ("1", "1")})
    games = program_game(SG, [ONE, TWO])
    law: Any = {(ONE, ONE): F(1, 2), (ONE, TWO): F(1, 2)}
    found = transform_space(games, swap, law=law)
    # player 1: 3/2 before; 1/2·1 + 1/2·3 = 2 after. Player 2: 1/2 before; 1/2·3 + 1/2·1 = 2 after
    assert found.violation is None and not all(found.safe)
    assert found.improvement == ProgramChange(None, None, "Player 1", F(2), F(3, 2))
    law = {(ONE, ONE): F(9, 10), (ONE, TWO): F(1, 10)}
    unlucky = transform_space(games, swap, law=law)
    assert unlucky.violation == ProgramChange(None, None, "Player 1", F(9, 10) + F(3, 10), F(27, 10))
    with pytest.raises(ProgramError, match="one of them"):
        transform_space(games, swap, law=law, within=[(ONE, ONE)])


def test_joint_maps_and_whether_they_factorise_on_the_space() -> None:
    games = program_game(SG, [ONE, TWO])
    both = joint_map("only where they miss", {(ONE, TWO): (ONE, ONE), (TWO, ONE): (TWO, TWO)})
    found = transform_space(games, both)
    assert all(found.safe) and found.improvement is not None
    assert found.factor_fault == NotFactorised("Player 2", (ONE, ONE), (TWO, ONE))
    assert transform_space(games, both, within=[(ONE, TWO), (TWO, ONE)]).factor_fault is None


def test_programs_that_draw_count_by_their_expected_payoffs() -> None:
    game = load_game("ours/prisoners-dilemma")
    grounded = load_program("oesterheld-2019/grounded_fair_bot")
    defect = load_program("ours/always", action="D")
    f = factorised_map("fairer", [{}, {defect: grounded}])
    found = transform_space(program_game(game, [grounded], [defect], randomness="independent"), f)
    assert found.after[0] == game["C", "C"] and found.before[0] != found.after[0]


def test_a_profile_that_diverges_is_named() -> None:
    hawk = load_program("clr-agenda-2026/demander", demand="1", leaves="2", threat="3")
    games = program_game(SG, [hawk, ONE])
    with pytest.raises(HypothesisError, match="diverges"):
        transform_space(games, renegotiate({}))
    assert transform_space(games, renegotiate({}), within=[(ONE, ONE)]).safe == (True,)


def test_three_players() -> None:
    rows = [[["0, 0, 0", "1, 0, 0"], ["0, 1, 0", "2, 2, 2"]], [["0, 0, 1", "0, 0, 0"], ["0, 0, 0", "1, 1, 1"]]]
    game = Game.from_payoffs(rows, actions=[["a", "b"]] * 3)
    spaces = [load_program("ours/always", action=x) for x in "ab"]
    everybody = renegotiate({("a", "a", "a"): ("a", "b", "b")}, players=3)
    found = transform_space(program_game(game, spaces), everybody)
    assert len(found.profiles) == 8 and all(found.safe) and found.improvement is not None


def test_proposition_1_on_random_games_and_programs() -> None:
    """One renegotiation function for all: never worse; strict exactly if a profile reaches what it improves (R1)."""
    rng, strict, weak = random.Random(1), 0, 0
    for _ in range(200):
        rows = [[f"{rng.randint(0, 2)}, {rng.randint(0, 2)}" for _ in range(3)] for _ in range(2)]
        game = Game.from_payoffs(rows, actions=[["a", "b"], ["x", "y", "z"]])
        own = [(a, b) for a in "ab" for b in "xyz"]
        better = {a: [b for b in own if improves(game[b], game[a])] for a in own}
        proposal = {a: rng.choice(better[a]) for a in own}
        spaces: list[Any] = []
        for seat in range(2):
            always = [load_program("ours/always", action=x) for x in game.actions[seat]]
            met = load_program("ours/always", action=rng.choice(game.actions[1 - seat]))
            name = "digiovanni-et-al-2024/conditional_demander"
            accept, insist = rng.choice(game.actions[seat]), rng.choice(game.actions[seat])
            spaces.append([rng.choice(always), load_program(name, expected=met, accept=accept, insist=insist)])
        games = program_game(game, *map(list, map(dict.fromkeys, spaces)))
        found = transform_space(games, renegotiate(proposal))
        assert found.violation is None
        reached: Any = {outcome_of(games, own) for own in found.profiles}
        assert (found.improvement is not None) == any(game[proposal[a]] != game[a] for a in reached)
        strict, weak = strict + (found.improvement is not None), weak + (found.improvement is None)
    assert strict > 20 and weak > 20


def test_payoffs_are_those_of_the_game() -> None:
    found = transform_space(program_game(SG, [ONE, TWO]), factorised_map("identity", [{}, {}]))
    assert found.before == found.after == tuple(outcome_payoffs(found.games, own) for own in found.profiles)
