"""Program games: equilibria, beliefs, tables, and the programs that delegate and punish."""

import random
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest

from spi import Game, HypothesisError, enumerate_books, load_game, profiles, reduce, subset_game, threat_points
from spi.errors import ProgramError
from spi.programs.behaviours import behaviour_id, distinct_behaviours
from spi.programs.delegation import agreement_payoffs, agreement_program, enforcer_program, representatives_of
from spi.programs.encounters import play_programs
from spi.programs.games import (
    better_program,
    outcome_of,
    outcome_payoffs,
    program_game,
    pure_equilibria,
)
from spi.programs.grammars import Grammar, count_terms, grammar_space, modal_grammar
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.reader import read_program
from spi.programs.references import load_program
from spi.programs.spaces import commitments, family_space, program_space
from spi.solve.books import play
from tests.programs.generators import Flavour, random_member, some_family
from tests.programs.table_oracle import slow_outcome_table

F = Fraction
PD = Game.from_payoffs([["2, 2", "0, 3"], ["3, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]])
CH = Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "0, 0"]], actions=[["S", "D"], ["S", "D"]])
CB, DB = load_program("ours/always", action="C"), load_program("ours/always", action="D")
CLIQUE, MIRROR = load_program("tennenholtz-2004/clique_bot"), load_program("ours/mirror_bot")


def test_beliefs_are_probabilities_one_for_each() -> None:
    swerve, dare = load_program("ours/always", action="S"), load_program("ours/always", action="D")
    game = program_game(CH, [swerve, dare])
    belief = {swerve: "4/5", dare: "1/5"}
    with pytest.raises(ProgramError, match="sum to 1"):
        better_program(game, (dare, dare), [{swerve: "4/5"}, belief])
    with pytest.raises(ProgramError, match="one for each"):
        better_program(game, (dare, dare), [belief])


def test_beliefs_may_reach_beyond_the_spaces() -> None:
    game = program_game(PD, [CB, DB])
    assert better_program(game, (CLIQUE, CLIQUE), [{CLIQUE: 1}, {CLIQUE: 1}]) is None  # 2, against at most 1
    better = better_program(game, (CLIQUE, CLIQUE), [{CB: 1}, {CLIQUE: 1}])
    assert better is None  # the clique defects against CB already, and earns 3


def test_what_does_not_halt_has_no_payoffs() -> None:
    game = program_game(PD, [MIRROR, CB])
    assert outcome_of(game, (MIRROR, MIRROR)) is Undefined.DIVERGES
    with pytest.raises(HypothesisError, match="diverges, which has no payoffs"):
        outcome_payoffs(game, (MIRROR, MIRROR))
    with pytest.raises(HypothesisError):
        list(pure_equilibria(game))


def test_tables_hold_every_profile_once() -> None:
    space = program_space([CB, DB, CLIQUE, MIRROR])
    game = program_game(PD, space)
    table = slow_outcome_table(game)
    assert table.ids.shape == (4, 4) and table.ids.dtype == np.uint8 and game.size == 16
    for (i, mine), (j, theirs) in product(enumerate(space), repeat=2):
        assert table.outcomes[int(table.ids[i, j])] == outcome_of(game, (mine, theirs))
    assert set(table.outcomes) == {*profiles(PD), Undefined.DIVERGES}
    assert table.digest == slow_outcome_table(program_game(PD, [CB, DB, CLIQUE, MIRROR])).digest
    assert table.digest != slow_outcome_table(program_game(PD, [DB, CB, CLIQUE, MIRROR])).digest


def test_lotteries_as_outcomes() -> None:
    grounded = load_program("oesterheld-2019/grounded_fair_bot")
    game = program_game(PD, [grounded, DB], randomness="independent")
    assert outcome_of(game, (grounded, DB)) == ((("C", "D"), F(1, 10)), (("D", "D"), F(9, 10)))
    assert outcome_payoffs(game, (grounded, DB)) == (F(9, 10), F(12, 10))
    with pytest.raises(HypothesisError, match="randomness"):
        outcome_of(program_game(PD, [grounded, DB]), (grounded, DB))


def test_spaces_know_their_size_and_their_members() -> None:
    space = family_space(load_program("ours/always", action="C"), action=["C", "D"])
    assert len(space) == 2 and list(space) == [CB, DB] and space[1] is DB
    answers = commitments([CB, DB], ["C", "D"])
    assert len(answers) == 8 == len(set(answers))
    for own in answers:
        values = dict(own.bindings)
        assert play_programs((own, CB)).outcome == (values["answer_000"], "C")
        assert play_programs((own, DB)).outcome == (values["answer_001"], "D")
        assert play_programs((own, CLIQUE)).outcome == (values["otherwise"], "D")
    # by behaviour against CB and DB alone, `otherwise` does not count
    tests = program_space([CB, DB])
    quotient = distinct_behaviours(answers, tests)
    assert len(quotient) == 4
    assert len({behaviour_id(own, tests) for own in answers}) == 4
    assert len({behaviour_id(own, program_space([CB, DB, CLIQUE])) for own in answers}) == 8
    with pytest.raises(IndexError):
        space[2]
    with pytest.raises(ProgramError, match="occurs twice"):
        family_space(CB, action=["C", "C"])
    with pytest.raises(ProgramError, match="no parameter 'deed'"):
        family_space(CB, deed=["C"])


@pytest.mark.parametrize(("flavour", "randomness"), [("direct", None), ("modal", None), ("random", "independent")])
@pytest.mark.parametrize("seat", [0, 1])
def test_behaviours_are_equal_exactly_if_all_encounters_are(flavour: Flavour, randomness: Any, seat: int) -> None:
    """Equal hashes: the same in each encounter with the test space, of both players; different ones: not in some."""
    rng = random.Random(f"{flavour} {seat}")
    pool = [read_program(f'def p(*others): return "{action}"') for action in "CD"]
    pool.append(read_program('def s(them): return {("C", "C"), ("D", "D")}'))
    while len(pool) < 60:
        pool.append(random_member(rng, some_family(rng, flavour, depth=rng.choice((1, 2, 3))), pool))

    def told(own: Program, other: Program) -> Any:
        pair = (own, other) if seat == 0 else (other, own)
        encounter = play_programs(pair, PD, randomness=randomness, fuel=300)
        return encounter.outcome if encounter.law is None else encounter.law.laws

    tests, own = [CB, DB, CLIQUE], list[Program]()
    for one in pool:
        try:
            for other in tests:
                told(one, other)
            own.append(one)
        except ProgramError:  # it plays another action, or is a function
            continue
    space = program_space(tests)
    ids = {p: behaviour_id(p, space, seat=seat, game=PD, randomness=randomness, fuel=300) for p in own}
    equal = different = 0
    for one, other in combinations(own, 2):
        same = all(told(one, test) == told(other, test) for test in tests)
        assert (ids[one] == ids[other]) == same
        equal, different = equal + same, different + (not same)
    assert equal > 20 and different > 20


def test_algorithm_2_of_delegated_games_as_a_program() -> None:
    game = load_game("oesterheld-conitzer-2022/temptation")
    smaller = subset_game(game, {"Player 1": ["R"]})
    own = enforcer_program(threat_points(game), "safer")
    stubborn = load_program("ours/always", action="C")
    for book in enumerate_books([game, smaller]):
        representatives = representatives_of(book, {"safer": smaller})
        together = play_programs((own, own), game, randomness="independent", representatives=representatives)
        assert together.law is not None and not isinstance(together.law.laws, Undefined)
        assert together.law.laws == tuple({x: F(1)} for x in play(book, smaller)) == ({"R": F(1)}, {"F": F(1)})
        alone = play_programs((own, stubborn), game, randomness="independent", representatives=representatives)
        assert alone.law is not None and not isinstance(alone.law.laws, Undefined)
        # D15: player 1 punishes with her own actions, T with 4/5 and R with 1/5
        assert alone.law.laws == ({"T": F(4, 5), "R": F(1, 5)}, {"C": F(1)})


def test_falling_back_as_a_program() -> None:
    game = load_game("oesterheld-conitzer-2022/demand-game")
    smaller = load_game("oesterheld-conitzer-2022/demand-game-spi")
    own = load_program("oesterheld-conitzer-2022/fallback", game="safer", default="game")
    other = load_program("ours/always", action="DM")
    for book in enumerate_books([game, smaller]):
        representatives = representatives_of(book, {"safer": smaller, "game": game})
        assert play_programs((own, own), game, representatives=representatives).outcome == play(book, smaller)
        met = play_programs((own, other), game, representatives=representatives).outcome
        assert met == (play(book, game)[0], "DM")
    with pytest.raises(ProgramError, match="no game of this name"):
        play_programs((own, own), game, representatives=representatives_of(book, {}))


def test_tennenholtz_folk_theorem() -> None:
    half = {"C": "1/2", "D": "1/2"}
    agreed = {"Player 1": {"C": 1}, "Player 2": half}
    assert agreement_payoffs(PD, agreed) == (1, F(5, 2))  # (2 + 0)/2, (2 + 3)/2
    own = agreement_program(PD, agreed)
    game = program_game(PD, [own, CB, DB], randomness="independent")
    assert outcome_payoffs(game, (own, own)) == (1, F(5, 2))
    assert better_program(game, (own, own)) is None  # a deviator is met with D, and gets at most 1
    with pytest.raises(HypothesisError, match="less than the 1 that she is held to"):
        agreement_program(PD, {"Player 1": {"C": 1}, "Player 2": {"D": 1}})


def test_three_players_punish_the_first_who_deviates() -> None:
    game = load_game("ours/public-goods-three-players")
    everyone = subset_game(game, [["C"], ["C"], ["C"]])
    own = enforcer_program(threat_points(game), "all")
    other = load_program("ours/always", action="C")
    book = enumerate_books([game, everyone])[0]
    options = {"randomness": "independent", "representatives": representatives_of(book, {"all": everyone})}
    together = play_programs((own, own, own), game, **options)  # type: ignore[arg-type]
    assert together.law is not None and together.law.laws == ({"C": 1},) * 3
    met = play_programs((own, other, own), game, **options)  # type: ignore[arg-type]
    assert met.law is not None and met.law.laws == ({"D": 1}, {"C": 1}, {"D": 1})
    assert reduce(game).reduced.actions == (("D",),) * 3


def test_all_programs_of_a_grammar() -> None:
    opponent = ("run", ("other", 0), ("me",))
    grammar = Grammar(
        {
            "program": (("label", "C"), ("label", "D"), opponent, ("if", "<test>", "<program>", "<program>")),
            "test": (("same", ("other", 0), ("me",)),),
        }
    )
    # size 1: C, D, copy the other; size 4: if the other is me then x else y with x, y of size 1, 3·3 of them
    assert [count_terms(grammar, size) for size in range(1, 5)] == [3, 3, 3, 12]
    space = grammar_space(grammar, 4)
    assert len(space) == 12 == len(set(space))
    for own in space:
        assert read_program(str(own)).group is own.group
    with pytest.raises(HypothesisError, match="12 terms"):
        grammar_space(grammar, 4, budget=11)
    bots = {CB.group, DB.group}
    assert not bots & {own.group for own in space}  # `always` has a parameter, and other parameters than one opponent
    clique = [own for own in space if play_programs((own, own)).outcome == ("C", "C")]
    assert len(clique) == 4  # C; if me: C, else C, D or a copy


def test_modal_agents_up_to_a_size() -> None:
    space = grammar_space(modal_grammar(), 5)
    fair = load_program("barasz-et-al-2014/fair_bot")
    outcomes = {play_programs((own, fair)).outcome for own in space}
    # FairBot is never exploited: it cooperates only where the other's cooperation is provable, hence true
    assert len(space) == count_terms(modal_grammar(), 5) and outcomes == {("C", "C"), ("D", "D"), ("C", "D")}
    assert len(distinct_behaviours(space, program_space([fair]))) == 3
