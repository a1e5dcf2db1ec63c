"""Theorem 3 on finite program games: where it holds, which hypothesis fails where it does not, and Proposition 5."""

import random
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from spi import Game, HypothesisError, Program, load_game, load_program, profiles, program_game
from spi.analysis.extensions import extension_report, find_mistreatment, find_projection_gap, find_shortfall
from spi.analysis.tightness import concession_bound, tightness_witness
from spi.analysis.transformations import transform_space
from spi.core.pareto import improves, strictly_improves
from spi.programs.games import outcome_payoffs
from spi.programs.members import Family
from spi.programs.reader import read_program_file
from spi.programs.references import load_family
from spi.shelves import find_text
from spi.solve.feasible import feasible_set
from spi.solve.pareto_meet import pareto_meet_minimum
from spi.solve.regions import cut, finite_region
from spi.transforms.renegotiation import renegotiator_family
from spi.transforms.set_renegotiation import Accepts, SetRenegotiation, extend, settle
from spi.transforms.set_wraps import (
    announced_set,
    extend_programs,
    extension_family,
    iterated_family,
    renegotiate_sets,
    renegotiate_sets_in_rounds,
    set_renegotiator_family,
)
from spi.transforms.transformation import transform_programs

F = Fraction
SG = load_game("digiovanni-et-al-2024/scheduling")
CH = load_game("ours/chicken")
ONE, TWO = (load_program("ours/always", action=slot) for slot in "12")
CSR = set_renegotiator_family()
DCM = "digiovanni-et-al-2024"


def accepts(*outcomes: Any) -> Program:
    return load_program("digiovanni-et-al-2024/conditional_set_renegotiator.accepts", outcomes=frozenset(outcomes))


def csr(default: Program, *outcomes: tuple[str, str]) -> Program:
    return CSR(default=default, renegotiation=accepts(*outcomes))


def certain(*programs: Program) -> list[dict[Any, Any]]:
    return [{programs[1]: 1}, {programs[0]: 1}]


# --- what is supposed


def test_t20_in_chicken_projections_exist_but_do_not_meet() -> None:
    assert find_projection_gap(CH) == ("D", "D")
    assert find_projection_gap(SG) is None  # every outcome's corner is (1, 1), (3, 1) or (1, 3), which are outcomes
    # due at (0, 2) are (1, 2), and nothing gives the second player exactly 2 and the first 1
    assert find_projection_gap(Game.from_payoffs([["3, 1", "0, 2"], ["1, 3", "0, 2"]])) == (("a1", "b2"), "Player 1")
    assert find_projection_gap(Game.from_payoffs([["1, 2"]])) is None


def test_the_theorem_is_refused_with_the_hypothesis_that_fails() -> None:
    dare = load_program("ours/always", action="D")
    p = csr(dare)
    report = extension_report(program_game(CH, [p], [p]), (p, p), certain(p, p))
    assert report.extended_payoffs == (0, 0) and report.meet == (1, 1) and not report.reaches_meet
    assert [h.holds for h in report.hypotheses] == [True, False, True, True]
    with pytest.raises(HypothesisError, match="every outcome has projections for everybody, and they meet"):
        report.require()


def test_it_holds_in_the_scheduling_game() -> None:
    """Each accepts her favourite alone, and is certain of a counterpart who does so, too: 0, 0 becomes 1, 1."""
    p, q = csr(ONE, ("1", "1")), csr(TWO, ("2", "2"))
    report = extension_report(program_game(SG, [p], [q]), (p, q), certain(p, q))
    report.require()
    assert (report.payoffs, report.extended_payoffs, report.meet) == ((0, 0), (1, 1), (1, 1))
    assert report.loss is None and report.is_equilibrium and report.reaches_meet
    assert {len(space) for space in report.games.spaces} == {2}


def test_a_profile_that_is_no_equilibrium_is_named() -> None:
    p, q, better = csr(ONE, ("1", "1")), csr(TWO, ("2", "2")), csr(TWO)
    report = extension_report(program_game(SG, [p, better], [q]), (p, q), certain(p, q))
    assert not report.hypotheses[0].holds  # by slot 2 the first player gets 1
    with pytest.raises(HypothesisError, match="subjective equilibrium"):
        report.require()


def literal_instance() -> tuple[Program, Program]:
    """T43b: each accepts the other's favourite, and by default they miss each other."""
    return csr(ONE, ("2", "2")), csr(TWO, ("1", "1"))


def test_t43b_with_literal_references_the_extensions_end_at_the_default() -> None:
    p, q = literal_instance()
    games = program_game(SG, [p], [q])
    printed = extension_report(games, (p, q), certain(p, q), kind="literal")
    assert printed.extended_payoffs == (0, 0) and not printed.reaches_meet
    repaired = extension_report(games, (p, q), certain(p, q))
    assert repaired.extended_payoffs == (3, 1) and repaired.reaches_meet  # sum 4, and the first player's 3


def test_an_extended_counterpart_violates_clause_ii_by_literal_references_alone() -> None:
    """Facing my function, my counterpart's literal extension accepts what it would not accept facing its extension."""
    own, bare = literal_instance()
    for kind, kept in [("literal", False), ("base", True)]:
        theirs = transform_programs(extend_programs(kind=kind), (own, bare))[1]  # type: ignore[arg-type]
        beliefs: list[dict[Any, Any]] = [{theirs: 1}, {own: 1}]
        fault = find_mistreatment(program_game(SG, [own], [theirs]), (own, theirs), beliefs, kind=kind)  # type: ignore[arg-type]
        assert (fault is None) == kept, fault


SPITEFUL = """
def spiteful(theirs, projected, *, outcomes, instead):
    never = theirs(theirs, projected) & outcomes
    match theirs:
        case pmp_extension(base=inside):
            return instead
    return outcomes
"""


def spiteful(*outcomes: tuple[str, str]) -> Program:
    """Accepts nothing as soon as it meets an extension of the shelf."""
    read = read_program_file(find_text("programs", f"{DCM}/pmp_extension")[1].decode() + SPITEFUL)
    return Family(read.groups["spiteful"], "spiteful")(outcomes=frozenset(outcomes), instead=frozenset())


def test_clause_ii_a_function_that_answers_extensions_otherwise() -> None:
    own = csr(ONE, ("1", "1"))
    theirs = CSR(default=TWO, renegotiation=spiteful(("1", "1")))
    games = program_game(SG, [own], [theirs])
    assert outcome_payoffs(games, (own, theirs)) == (3, 1)
    fault = find_mistreatment(games, (own, theirs), certain(own, theirs))
    assert fault is not None and (fault.clause, fault.player) == ("ii", "Player 2")
    report = extension_report(games, (own, theirs), certain(own, theirs))
    assert report.loss is not None and report.loss.player == "Player 1"  # extending loses her favourite outcome
    with pytest.raises(HypothesisError, match="Assumption 8"):
        report.require()


def test_clause_i_a_program_that_looks_for_renegotiators() -> None:
    own = csr(ONE, ("1", "1"))
    looking = load_program(
        "digiovanni-et-al-2024/conditional_demander", expected=own, accept="1", insist="2"
    )  # yields to that code, insists against its default and its extension
    games = program_game(SG, [own], [looking])
    fault = find_mistreatment(games, (own, looking), certain(own, looking))
    assert fault is not None and (fault.clause, fault.player, fault.found, fault.allowed) == ("i", "Player 2", "1", "2")
    assert find_mistreatment(games, (own, TWO), certain(own, TWO)) is None


def test_what_functions_accept_is_read_at_their_own_seats() -> None:
    nothing = accepts()
    extension = extension_family()(base=nothing)
    # due are (max(1, 0), max(1, 0)): the first player's projections give the second exactly 1, and vice versa
    assert announced_set(SG, extension, nothing, ("1", "2"), seat=0) == {("1", "1"), ("3", "3")}
    assert announced_set(SG, extension, nothing, ("1", "2"), seat=1) == {("2", "2"), ("3", "3")}


def test_extensions_are_not_extended_and_other_programs_neither() -> None:
    p = csr(ONE)
    once = transform_programs(extend_programs(), (p, p))
    with pytest.raises(HypothesisError, match="extended already"):
        transform_programs(extend_programs(), once)
    with pytest.raises(HypothesisError, match="does not renegotiate by sets"):
        transform_programs(extend_programs(), (ONE, p))


# --- the theorem, on random games of outcomes whose projections meet


def random_game(rng: random.Random) -> Game:
    rows = [[f"{rng.randint(0, 3)}, {rng.randint(0, 3)}" for _ in range(3)] for _ in range(rng.randint(2, 3))]
    names = [list("abc")[: len(rows)], list("xyz")]
    return Game.from_payoffs(rows, actions=names)


def test_theorem_3_on_random_finite_games() -> None:
    """Where its hypotheses hold the extended profile is an equilibrium above the meet minimum; each is needed."""
    rng, held, improved = random.Random(3), 0, 0
    for _ in range(250):
        game = random_game(rng)
        if find_projection_gap(game) is not None:
            continue
        start = rng.choice(list(profiles(game)))
        above = [b for b in profiles(game) if improves(game[b], game[start])]

        def some(seat: int, start: Any = start, above: Any = above) -> Program:
            kept = accepts(*(b for b in above if rng.random() < 0.4))
            return CSR(default=load_program("ours/always", action=start[seat]), renegotiation=kept, selector="leximin")

        spaces = [list(dict.fromkeys(some(seat) for _ in range(3))) for seat in range(2)]
        games = program_game(game, *spaces)
        beliefs: list[dict[Any, Any]] = [{rng.choice(spaces[1]): 1}, {rng.choice(spaces[0]): 1}]
        programs = []
        for seat, space in enumerate(spaces):
            (other,) = beliefs[seat]
            pair = {p: (p, other) if seat == 0 else (other, p) for p in space}
            programs.append(max(space, key=lambda p: outcome_payoffs(games, pair[p])[seat]))
        report = extension_report(games, programs, beliefs)
        assert report.hypotheses[2].holds and report.hypotheses[3].holds  # fixed sets do not look at extensions
        if not report.hypotheses[0].holds:  # an extension may be better than all that was there
            continue
        report.require()
        held += 1
        assert report.loss is None and report.is_equilibrium and report.reaches_meet
        improved += report.extended_payoffs != report.payoffs
    assert held > 20 and improved > 5


def test_proposition_4_on_random_finite_games() -> None:
    """Wrapping defaults with extended functions is an SPI that gives everybody her default or meet minimum or more."""
    rng, tried, strict = random.Random(4), 0, 0
    while tried < 60:
        game = random_game(rng)
        if find_projection_gap(game) is not None:
            continue
        tried += 1
        efficient = [b for b in profiles(game) if not any(strictly_improves(game[a], game[b]) for a in profiles(game))]
        functions = [extension_family()(base=accepts(*(b for b in efficient if rng.random() < 0.3))) for _ in range(2)]
        spaces = [[load_program("ours/always", action=a) for a in own] for own in game.actions]
        found = transform_space(program_game(game, *spaces), renegotiate_sets(functions))
        strict += found.improvement is not None
        if all(is_renegotiation_set(game, f) for f in functions):
            assert found.violation is None and find_shortfall(found) is None
    assert strict > 10


def is_renegotiation_set(game: Game, function: Program) -> bool:
    """Does the base accept nothing that is worse than some default?"""
    base = dict(function.bindings)["base"]
    return all(improves(game[b], game[a]) for b in dict(base.bindings)["outcomes"] for a in profiles(game))


def test_r6_announcing_the_projections_of_the_default_alone_leaves_a_player_below_the_meet_minimum() -> None:
    """As printed, read as the default outcome: {(1, 1), (3, 1), (1/2, 3/2)} and {(1, 1), (1, 3), (1/2, 3/2)}."""
    rows = [["3, 1", "0, 0", "1/2, 3/2"], ["0, 0", "1, 3", "0, 0"], ["0, 0", "0, 0", "1, 1"]]
    game = Game.from_payoffs(rows, actions=[["1", "2", "3"], ["1", "2", "3"]])
    announced = [accepts(("3", "3"), ("1", "1"), ("1", "3")), accepts(("3", "3"), ("2", "2"), ("1", "3"))]
    found = transform_space(program_game(game, [ONE], [TWO]), renegotiate_sets(announced, selector="1, 2"))
    assert found.violation is None  # it is an SPI all the same
    shortfall = find_shortfall(found)
    assert shortfall is not None and (shortfall.player, shortfall.payoff, shortfall.instead_of) == (
        "Player 1",
        F(1, 2),
        1,
    )


# --- the theorem, among lotteries: 8 (ii) for the actual pair and base references


def test_theorem_3_among_lotteries() -> None:
    """Two players: base against base, fixed sets (which treat extensions as the function): the meet minimum or more."""
    rng, below = random.Random(5), 0
    for _ in range(120):
        rows = [[f"{rng.randint(0, 3)}, {rng.randint(0, 3)}" for _ in range(2)] for _ in range(2)]
        game = Game.from_payoffs(rows)
        default = rng.choice(list(profiles(game)))
        bases = [Accepts(frozenset(b for b in profiles(game) if rng.random() < 0.5)) for _ in range(2)]
        selector = rng.choice(["utilitarian", "leximin", "lexicographic", "1, 2"])
        plain = settle(game, bases, default, selector=selector, mode="convex").payoffs
        both: list[SetRenegotiation] = [extend(base) for base in bases]
        extended = settle(game, both, default, selector=selector, mode="convex").payoffs
        meet = pareto_meet_minimum(game, mode="convex")
        assert improves(extended, meet)
        below += not improves(plain, meet)
    assert below > 20


# --- Proposition 5


def test_t25_the_bound_on_beliefs() -> None:
    assert concession_bound(3, 1, "1/10", 10) == F(19, 29)
    assert concession_bound(3, 1, "1/10", 1) == F(19, 20)
    for wrong in ({"concession": 0, "rounds": 1}, {"concession": 2, "rounds": 1}, {"concession": "1/2", "rounds": 0}):
        with pytest.raises(HypothesisError):
            concession_bound(3, 1, wrong["concession"], wrong["rounds"])  # type: ignore[arg-type]


def test_tightness_below_the_bound_hardly_conceding_is_optimal_and_every_round_improves() -> None:
    below = tightness_witness(SG, ("1", "2"), concession="1/10", belief=F(19, 30), rounds=10)
    assert below.is_optimal and below.concessions == (0, F(1, 20), F(1, 10), F(1, 5))
    # 2.9 against both types by conceding 1/10; 3 and 2.71 by conceding nothing
    assert below.expected[0][2] == F(29, 10) and below.expected[0][0] == F(19, 30) * 3 + F(11, 30) * F(271, 100)
    assert below.path[-1] == (F(11, 10), F(11, 10)) and below.meet == (1, 1)
    steps = [(F(0), F(0)), *below.path]
    assert all(improves(b, a) and a != b for a, b in pairwise(steps))
    above = tightness_witness(SG, ("1", "2"), concession="1/10", belief=F(20, 29), rounds=10)
    assert not above.is_optimal


def test_r8_with_the_printed_boxes_conceding_less_meets_the_cautious_type_all_the_same() -> None:
    """The cautious type's box lets the first player have 2.9 at the inefficient point (2.9, 1)."""

    def box(one: Any, two: Any) -> Accepts:
        shape = cut(cut(feasible_set(SG), [1, 0], one), [0, 1], two)
        return Accepts(cut(cut(shape, [-1, 0], -1), [0, -1], -1))

    cautious, generous = box("29/10", 3), box(3, 3)
    for theirs, kept, given in [(cautious, F(29, 10), F(29, 10)), (generous, F(3), F(29, 10))]:
        for bound, earned in [(1, kept), ("11/10", given)]:
            found = settle(SG, [box(3, bound), theirs], ("1", "2"), selector="leximin", mode="convex")
            assert found.payoffs[0] == earned


def test_tightness_refuses_what_it_does_not_cover() -> None:
    with pytest.raises(HypothesisError, match="the belief 2"):
        tightness_witness(SG, ("1", "2"), concession="1/10", belief=2, rounds=2)
    with pytest.raises(HypothesisError, match="above the meet minimum"):
        tightness_witness(SG, ("1", "1"), concession="1/10", belief=0, rounds=2)


# --- rounds as programs


def test_rounds_as_programs_for_any_number() -> None:
    shelf = load_family(f"{DCM}/iterated_set_renegotiator")
    assert (
        iterated_family(2).group is shelf.group
        and renegotiator_family(2).group is load_family(f"{DCM}/renegotiator").group
    )
    slots = [accepts(("3", "3")), accepts(("1", "1"), ("2", "2")), accepts(("2", "2"))]
    for k, expected in [(1, ("3", "3")), (2, ("1", "1")), (3, ("2", "2"))]:
        f = renegotiate_sets_in_rounds(slots[:k])
        games = program_game(SG, [ONE, TWO])
        assert outcome_payoffs(games, transform_programs(f, (ONE, TWO))) == SG[expected]
    with pytest.raises(Exception, match="accepted: 1 to 20"):
        iterated_family(0)


def test_set_wraps_take_a_function_for_each_player() -> None:
    one, two = accepts(("3", "3"), ("1", "1")), accepts(("3", "3"))
    games = program_game(SG, [ONE, TWO])
    assert outcome_payoffs(games, transform_programs(renegotiate_sets([one, two]), (ONE, TWO))) == (1, 1)
    assert outcome_payoffs(games, transform_programs(renegotiate_sets(one), (ONE, TWO))) == (3, 1)
    wrapped = transform_programs(renegotiate_sets(one), (ONE, TWO))
    assert transform_programs(renegotiate_sets(one, keep_wrapped=True), wrapped) == wrapped
    with pytest.raises(HypothesisError, match="of the family"):
        transform_programs(renegotiate_sets(one), wrapped)


def test_disjoint_points_as_regions() -> None:
    nothing = Accepts(finite_region([], dimension=2))
    assert settle(SG, [nothing, nothing], ("1", "2"), mode="convex").payoffs == (0, 0)
