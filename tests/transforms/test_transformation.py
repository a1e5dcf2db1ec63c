"""Transformations of program profiles: parts, joint maps, compositions, wraps and commitments."""

from typing import Any

import pytest

from spi import HypothesisError, ProgramError, load_game, load_program, play_programs, profiles
from spi.core.pareto import improves
from spi.programs.references import load_family
from spi.transforms.ex_post_commitments import commit_to_tokens, disarm
from spi.transforms.renegotiation import (
    count_renegotiations,
    default_of,
    enumerate_renegotiations,
    find_renegotiation_fault,
    renegotiate,
    renegotiate_literally,
    renegotiator_family,
)
from spi.transforms.transformation import by_players, compose_maps, factorised_map, joint_map
from spi.transforms.transformation import transform_programs as apply

SG = load_game("digiovanni-et-al-2024/scheduling")
CH = load_game("ours/chicken")
ONE, TWO, THREE = (load_program("ours/always", action=slot) for slot in "123")
MEET = {("1", "2"): ("3", "3")}


def outcome(programs: Any) -> Any:
    return play_programs(programs).outcome


def test_parts_map_each_program_by_itself_and_tables_leave_alone_what_they_do_not_list() -> None:
    f = factorised_map("one to two", [{ONE: TWO}, lambda own: THREE])
    assert apply(f, (ONE, ONE)) == (TWO, THREE) and apply(f, (THREE, TWO)) == (THREE, THREE)
    with pytest.raises(ProgramError, match="for 2 players, and 3 programs"):
        apply(f, (ONE, ONE, ONE))


def test_joint_maps_may_send_a_program_to_different_ones() -> None:
    f = joint_map("both or none", {(ONE, TWO): (THREE, THREE)})
    assert apply(f, (ONE, TWO)) == (THREE, THREE) and apply(f, (ONE, ONE)) == (ONE, ONE) and f.parts is None
    with pytest.raises(ProgramError, match="makes 1 programs of 2"):
        apply(joint_map("short", {(ONE, TWO): (THREE,)}), (ONE, TWO))


def test_composition_is_one_after_the_other_and_keeps_parts() -> None:
    first, second = factorised_map("f", [{ONE: TWO}] * 2), factorised_map("g", [{TWO: THREE}] * 2)
    both = compose_maps(first, second)
    assert both.parts is not None and apply(both, (ONE, TWO)) == (THREE, THREE)
    assert apply(compose_maps(second, first), (ONE, TWO)) == (TWO, THREE)
    mixed = compose_maps(first, joint_map("j", {(TWO, TWO): (ONE, ONE)}))
    assert mixed.parts is None and apply(mixed, (ONE, ONE)) == (ONE, ONE)
    with pytest.raises(ProgramError, match="for 2 and for 3 players"):
        compose_maps(first, factorised_map("h", [{}] * 3))


def test_a_player_can_take_part_alone() -> None:
    f = renegotiate(MEET)
    alone = by_players(f, [0])
    assert outcome(apply(f, (ONE, TWO))) == ("3", "3") and outcome(apply(alone, (ONE, TWO))) == ("1", "2")
    assert apply(by_players(f, []), (ONE, TWO)) == (ONE, TWO) and apply(by_players(f, [0, 1]), (ONE, TWO)) == apply(
        f, (ONE, TWO)
    )
    with pytest.raises(ProgramError, match="no parts"):
        by_players(joint_map("j", {}), [0])
    with pytest.raises(ProgramError, match="indices from 0 to 1"):
        by_players(f, [2])


def test_renegotiators_are_no_defaults_of_renegotiators_and_give_them_back() -> None:
    f = renegotiate(MEET)
    wrapped = apply(f, (ONE, TWO))
    with pytest.raises(HypothesisError, match="of the family renegotiator itself"):
        apply(f, wrapped)
    assert apply(renegotiate(MEET, keep_wrapped=True), (wrapped[0], TWO)) == wrapped
    family = renegotiator_family().group
    assert [default_of(own, family) for own in wrapped] == [ONE, TWO] and default_of(ONE, family) is None


def test_the_generated_family_is_the_shelfs_program() -> None:
    assert renegotiator_family(2).group is load_family("digiovanni-et-al-2024/renegotiator").group
    assert renegotiator_family(3).group is not renegotiator_family(4).group
    with pytest.raises(ProgramError, match="two or more"):
        renegotiator_family(1)


def test_t10_the_literal_pseudocode_and_algorithm_1_differ_for_a_default_that_looks_at_code() -> None:
    looking = load_program("digiovanni-et-al-2024/conditional_demander", expected=ONE, accept="1", insist="2")
    silent: dict[Any, Any] = {}  # proposes nothing at (1, 1)
    assert outcome((ONE, looking)) == ("1", "1")
    assert outcome(apply(renegotiate(silent), (ONE, looking))) == ("1", "1")
    assert outcome(apply(renegotiate_literally(silent), (ONE, looking))) == ("1", "2")


# --- renegotiation functions


def test_t6_t7_how_many_renegotiation_functions_there_are() -> None:
    assert count_renegotiations(SG) == 1_547_667  # 9⁶·3 − 6⁶
    assert count_renegotiations(CH) == 3  # only (D, D) can move, to three others
    assert len(set(enumerate_renegotiations(CH))) == 3
    with pytest.raises(HypothesisError, match="1,547,667"):
        next(enumerate_renegotiations(SG))


def test_enumerated_functions_are_renegotiation_functions_and_all_are_found() -> None:
    small = load_game("ours/one-by-two-with-tie")
    for game in (CH, small, load_game("ours/coordination")):
        found = list(enumerate_renegotiations(game))
        assert len(found) == len(set(found)) == count_renegotiations(game)
        assert all(find_renegotiation_fault(game, f) is None for f in found)
        assert all(improves(game[f[a]], game[a]) for f in found for a in profiles(game))


def test_what_is_no_renegotiation_function() -> None:
    assert find_renegotiation_fault(SG, {("1", "1"): ("2", "2")}) == (("1", "1"), ("2", "2"))
    assert (
        find_renegotiation_fault(SG, {}) == find_renegotiation_fault(SG, {("1", "2"): ("2", "1")}) == "nowhere strict"
    )
    assert find_renegotiation_fault(SG, MEET) is None


def test_proposals_are_one_for_all_or_one_for_each() -> None:
    apart = renegotiate([{("1", "2"): ("1", "1")}, {("1", "2"): ("2", "2")}])
    assert outcome(apply(apart, (ONE, TWO))) == ("1", "2")
    with pytest.raises(ProgramError, match="3 proposals for 2 players"):
        renegotiate([{}, {}, {}])


# --- commitments


def test_disarmament_takes_actions_away() -> None:
    dare, swerve = (load_program("ours/always", action=a) for a in "DS")
    f = disarm([{"D": "S"}, {}])
    assert outcome(apply(f, (dare, dare))) == ("S", "D") and outcome(apply(f, (swerve, swerve))) == ("S", "S")
    with pytest.raises(ProgramError, match="given away and stands in"):
        disarm([{"D": "S", "S": "D"}, {}])
    with pytest.raises(ProgramError, match="one for each"):
        disarm([{}])


def test_tokens_are_read_if_both_read_them_alike() -> None:
    reading = {("hard", "hard"): ("S", "S"), ("hard", "soft"): ("D", "S")}
    hard, soft = (load_program("ours/always", action=a) for a in ("hard", "soft"))
    f, g = commit_to_tokens(reading), commit_to_tokens({})
    assert outcome(apply(f, (hard, hard))) == ("S", "S") and outcome(apply(f, (hard, soft))) == ("D", "S")
    assert outcome((apply(f, (hard, hard))[0], apply(g, (hard, hard))[1])) == ("hard", "hard")
