"""Strategies of programs, spaces, transformations and choice models."""

from itertools import product

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import spi
from spi.strategies import choice_models, games, program_games, program_spaces, programs, proposals, transformations

FEW = settings(max_examples=12)
FIND = settings(max_examples=500, derandomize=True, database=None, phases=[Phase.generate, Phase.shrink])
DILEMMA = spi.load_game("ours/prisoners-dilemma")

# ---- programs


@given(
    st.one_of(programs(depth=3), programs(proofs=True), programs(chances=True), programs(others=[("x", "y"), ("z",)]))
)
@FEW
def test_programs_can_be_written_and_read_again(own: spi.Program) -> None:
    assert spi.read_program(str(own)) == own


@given(programs(runs=False), programs(runs=False, depth=3))
@FEW
def test_programs_that_only_look_at_code_always_play(first: spi.Program, second: spi.Program) -> None:
    outcome = spi.play_programs([first, second], DILEMMA).outcome
    assert isinstance(outcome, tuple) and set(outcome) <= {"C", "D"}


@given(programs(proofs=True), programs(chances=True))
@FEW
def test_every_engine_takes_its_own(modal: spi.Program, random: spi.Program) -> None:
    assert spi.play_programs([modal, modal]).programs == (modal, modal)
    assert spi.play_programs([random, random], randomness="independent").programs == (random, random)


def test_the_smallest_program_that_cooperates_with_copies_only() -> None:
    # it has to look at code, so it is an `if`; and there is one question about code alone
    always = spi.read_program("def always(other): return 'D'")

    def is_clique(own: spi.Program) -> bool:
        met = [spi.play_programs([own, other]).outcome for other in (own, always)]
        return met == [("C", "C"), ("D", "D")]

    found = find(programs(runs=False), is_clique, settings=FIND)
    assert found == spi.read_program("def clique(other): return 'C' if other == me else 'D'")


def test_some_programs_that_run_each_other_do_not_come_to_an_end() -> None:
    found = find(programs(), lambda own: spi.play_programs([own, own]).outcome is spi.Undefined.DIVERGES, settings=FIND)
    asks = [spi.read_program(f"def ask(other): return 'C' if other(me) == '{x}' else 'C'") for x in "CD"]
    assert found in asks  # whatever it does with the answer, it runs a program that runs it


def test_programs_of_depth_0_are_constant() -> None:
    with pytest.raises(NoSuchExample):
        find(
            programs(depth=0),
            lambda own: spi.play_programs([own, own]).outcome not in (("C", "C"), ("D", "D")),
            settings=FIND,
        )


@given(program_spaces(), program_spaces(programs(actions=("x",)), min_size=2))
@FEW
def test_spaces_have_each_program_once(space: spi.ProgramSpace, single: spi.ProgramSpace) -> None:
    assert 1 <= len(space) <= 3 and len(set(space)) == len(space)
    assert len(single) >= 1


@given(program_games(games(min_players=2, max_players=3, max_actions=2)))
@FEW
def test_everything_that_is_done_in_a_program_game_has_payoffs(submitted: spi.ProgramGame) -> None:
    for profile in product(*submitted.spaces):
        assert len(spi.outcome_payoffs(submitted, profile)) == len(submitted.game.players)


# ---- transformations


@given(st.data())
@FEW
def test_proposals_are_maps_of_outcomes(data: st.DataObject) -> None:
    game = data.draw(games())
    for a, b in data.draw(proposals(game, improving=True)).items():
        assert all(new >= old for new, old in zip(game[b], game[a], strict=True))
    for a, b in data.draw(proposals(game)).items():
        assert game[a] is not None and game[b] is not None


@given(st.data())
@settings(max_examples=8)
def test_renegotiation_by_improving_proposals_is_an_spi(data: st.DataObject) -> None:
    # whether they agree or not: Proposition 1 of digiovanni-et-al-2024
    submitted = data.draw(program_games())
    f = data.draw(transformations(submitted.game, improving=True))
    assert spi.verify_transformation(submitted, f)


def test_the_smallest_renegotiation_that_is_no_spi() -> None:
    # One outcome is renegotiated, the first one; to stay there does no harm, and the next one is worse for Player 1.
    constant = [spi.read_program(f"def always(other): return '{x}'") for x in "CD"]
    submitted = spi.program_game(DILEMMA, constant)
    found = find(
        proposals(DILEMMA), lambda own: not spi.verify_transformation(submitted, spi.renegotiate(own)), settings=FIND
    )
    assert found == {("C", "C"): ("C", "D")}


# ---- choice models


@given(st.data())
@FEW
def test_choices_are_from_the_spaces(data: st.DataObject) -> None:
    submitted = data.draw(program_games())
    model = data.draw(choice_models(submitted, complete=True))
    partial = data.draw(choice_models(submitted))
    for i, own in enumerate(submitted.spaces):
        spaces = [list(space) for k, space in enumerate(submitted.spaces) if k != i]
        for others in product(*spaces):
            for choices in (model.if_used, model.if_believed):
                assert len(choices[i](others)) == 1 and set(choices[i](others)) <= set(own)
            assert set(partial.if_used[i](others)) <= set(own)
        assert len(model.if_absent[i]) == 1 and set(model.if_absent[i]) <= set(own)
