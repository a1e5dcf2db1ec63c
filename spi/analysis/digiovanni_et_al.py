"""DiGiovanni, Clifton & Macé (2024), claim by claim, and its errata as counterexamples that are run."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from spi.analysis.extensions import extension_report, find_mistreatment, find_projection_gap, find_shortfall
from spi.analysis.finding import Claims, Finding, claim_of, is_encounter_proved, proved
from spi.analysis.non_punishment import find_pointwise_loss, find_punishment
from spi.analysis.tightness import concession_bound, tightness_witness
from spi.analysis.transformations import transform_space
from spi.core.game import Game
from spi.core.gamefile import load_game
from spi.core.pareto import improves
from spi.programs.encounters import play_programs
from spi.programs.games import ProgramGame, better_program, outcome_payoffs, program_game
from spi.programs.members import Program
from spi.programs.references import load_program
from spi.solve.feasible import feasible_set
from spi.solve.pareto_meet import pareto_meet_minimum, projection_set
from spi.solve.region_points import contains, is_empty
from spi.solve.regions import cut, finite_region
from spi.solve.selection import find_intransitivity
from spi.transforms.renegotiation import (
    count_renegotiations,
    enumerate_renegotiations,
    renegotiate,
    renegotiator_family,
)
from spi.transforms.set_renegotiation import Accepts, SetRenegotiation, extend, fix_selection, settle
from spi.transforms.set_wraps import extend_programs, extension_family, renegotiate_sets, set_renegotiator_family
from spi.transforms.transformation import transform_programs

__all__ = ["CLAIMS", "SOURCE"]

SOURCE = "digiovanni-et-al-2024"

CLAIMS: Claims = {}
"""What to run for each item and erratum."""

_claim = partial(claim_of, CLAIMS)

_EQUAL = [(slot, slot) for slot in "123"]
_MISS = ("1", "2")  # the outcome of always-1 and always-2 in the Scheduling Game, worth 0, 0


def _proved(finding: Finding, game: Game, answers: dict[str, str]) -> Finding:
    return proved(finding, SOURCE, game, answers)


def _scheduling() -> Game:
    return load_game(f"{SOURCE}/scheduling")


def _slot(k: int) -> Program:
    return load_program("ours/always", action=str(k))


def _yields(expected: Program, accept: str, insist: str) -> Program:
    return load_program(f"{SOURCE}/conditional_demander", expected=expected, accept=accept, insist=insist)


def _accepts(*outcomes: tuple[str, str]) -> Program:
    return load_program(f"{SOURCE}/conditional_set_renegotiator.accepts", outcomes=frozenset(outcomes))


def _points(*rows: Any) -> Accepts:
    return Accepts(finite_region(rows))


def _got(games: ProgramGame, *programs: Program) -> Any:
    return outcome_payoffs(games, programs)


def _worth(functions: list[SetRenegotiation], selector: str = "utilitarian") -> Any:
    return settle(_scheduling(), functions, _MISS, selector=selector, mode="convex").payoffs


@_claim("Example 1")
def _example_1() -> Finding:
    game, one, two = _scheduling(), _slot(1), _slot(2)
    first, second = _yields(two, "2", "1"), _yields(one, "1", "2")
    games = program_game(game, [one, first], [two, second])
    missed = [_got(games, *own) for own in ((one, two), (first, second))]
    ok = missed == [(0, 0)] * 2 and _got(games, one, second) == (3, 1)
    return Finding(ok, "two demanders miss each other, and so do two conditional demanders: 0, 0 both times")


@_claim("Definition 1")
def _definition_1() -> Finding:
    one, two = _slot(1), _slot(2)
    games = program_game(_scheduling(), [one, two])
    held = better_program(games, (one, two), [{one: 1}, {two: 1}]) is None
    better = better_program(games, (one, two), [{two: 1}, {two: 1}])
    ok = held and better is not None and (better.player, better.program) == ("Player 1", two)
    return _proved(
        Finding(ok, "missing each other is one if each is certain that the other yields; not if one knows better"),
        _scheduling(),
        {"definition-1": "yes"},
    )


@_claim("Definition 2")
def _definition_2() -> Finding:
    games = program_game(_scheduling(), [_slot(1), _slot(2)])
    good = transform_space(games, renegotiate({_MISS: ("3", "3")}))
    bad = transform_space(games, renegotiate({("1", "1"): ("2", "2")}))
    ok = good.violation is None and good.improvement is not None and bad.violation is not None
    return _proved(
        Finding(
            ok and good.factor_fault is None, "holds of a wrap with a good proposal, fails at (1, 1) with a bad one"
        ),
        _scheduling(),
        {"proposition-1": "yes", "definition-2-worse": "no"},
    )


@_claim("Definition 3")
def _definition_3() -> Finding:
    counts = count_renegotiations(_scheduling()), count_renegotiations(load_game("ours/chicken"))
    return Finding(counts == (1_547_667, 3), "the Scheduling Game has 9⁶·3 − 6⁶ = 1,547,667 of them, Chicken 3")


@_claim("Algorithm 1")
def _algorithm_1() -> Finding:
    game, programs = _scheduling(), (_slot(1), _slot(2))
    proposals = {
        "algorithm-1-one-proposal": renegotiate({_MISS: ("3", "3")}),
        "algorithm-1-two-proposals": renegotiate([{_MISS: ("1", "1")}, {_MISS: ("2", "2")}]),
    }
    met = {name: play_programs(transform_programs(f, programs), game) for name, f in proposals.items()}
    ok = [encounter.outcome for encounter in met.values()] == [("3", "3"), _MISS]
    return Finding(
        ok and all(is_encounter_proved(f"{SOURCE}/{name}", encounter) for name, encounter in met.items()),
        "one proposal for both comes out, worth 1, 1; different ones leave the default, worth 0, 0",
        tuple(met),
    )


@_claim("Proposition 1")
def _proposition_1() -> Finding:
    miss = {(a, b): ("3", "3") for a in "123" for b in "123" if a != b}
    one, two = _slot(1), _slot(2)
    found = transform_space(program_game(_scheduling(), [one, two, _yields(one, "1", "2")]), renegotiate(miss))
    return _proved(
        Finding(
            found.violation is None and found.improvement is not None,
            "9 profiles of programs that look at code or not: nobody is worse off, and both gain where they miss",
        ),
        _scheduling(),
        {"proposition-1": "yes"},
    )


@_claim("Assumption 4")
def _assumption_4() -> Finding:
    one = _slot(1)
    looking = _yields(one, "1", "2")
    games = program_game(_scheduling(), [one], [looking])
    fault = find_punishment(games, [{looking: 1}, {one: 1}], [{_MISS: ("3", "3")}])
    plain = find_punishment(program_game(_scheduling(), [one], [_slot(2)]), [{_slot(2): 1}, {one: 1}], [{}])
    ok = fault is not None and fault.clause == 1 and plain is None
    return _proved(
        Finding(ok, "violated by the paper's own conditional demander, who sees that a wrap is another code"),
        _scheduling(),
        {"assumption-4-punished": "no"},
    )


@_claim("Proposition 2")
def _proposition_2() -> Finding:
    one, two = _slot(1), _slot(2)
    f = renegotiate({_MISS: ("3", "3")}, keep_wrapped=True)
    wrapped = transform_programs(f, (one, two))
    games = program_game(_scheduling(), [one, wrapped[0]], [two, wrapped[1]])
    beliefs = [{one: 1}, {two: 1}]
    ok = better_program(games, (one, two), beliefs) is None and better_program(games, wrapped, beliefs) is None
    return _proved(
        Finding(ok and find_pointwise_loss(games, f, (one, two), beliefs) is None, "the wraps are one, too, here"),
        _scheduling(),
        {"proposition-2": "yes"},
    )


@_claim("Definition 5")
def _definition_5() -> Finding:
    game, origin = _scheduling(), (0, 0)
    segment = projection_set(game, origin, 0)
    other = projection_set(game, ("1/2", "3/2"), 0)
    inside = contains(segment, (1, 1)) and contains(segment, (3, 1)) and not contains(segment, (3, "9/10"))
    inside = inside and contains(other, ("5/2", "3/2")) and not contains(other, ("13/5", "3/2"))
    three = Game.from_payoffs([[["0, 0, 0", "2, 1, 1", "1, 2, 3"]]], actions=[["x"], ["y"], ["a", "b", "c"]])
    meet, other_meet = (set(pareto_meet_minimum(g, mode="convex")) for g in (game, three))
    none = is_empty(projection_set(three, (0, 0, 0), 1)) and other_meet == {1}
    return Finding(
        meet == {1} and inside and none,
        "PMM (1, 1) of the Scheduling Game, projections of (0, 0) from (1, 1) to (3, 1); none with three players: "
        "conv{0, (2, 1, 1), (1, 2, 3)}",
    )


@_claim("Definition 6")
def _definition_6() -> Finding:
    game = Game.from_payoffs([["0, 4", "2, 2", "4, 0", "5, 2"]], actions=[["x"], list("abcd")])
    own = [("x", k) for k in "abcd"]

    def middle(outcomes: Any) -> Any:
        efficient = sorted(
            (a for a in outcomes if not any(improves(game[b], game[a]) and b != a for b in outcomes)),
            key=lambda a: game[a],
        )
        return efficient[(len(efficient) - 1) // 2]

    ok = find_intransitivity(game, middle, own) is not None and find_intransitivity(game, "leximin", own) is None
    return Finding(ok, "leximin is transitive; the lower median is not: adding (5, 2) moves it from (2, 2) to (0, 4)")


@_claim("Algorithm 2")
def _algorithm_2() -> Finding:
    common = [_points((3, 1), (1, 3)), _points((1, 3), (1, 1))]
    ok = _worth(list(common)) == (1, 3) and _worth([_points((3, 1)), _points((1, 3))]) == (0, 0)
    first = load_program(f"{SOURCE}/conditional_set_renegotiator", default=_slot(1), renegotiation=_accepts(*_EQUAL))
    second = load_program(
        f"{SOURCE}/conditional_set_renegotiator", default=_slot(2), renegotiation=_accepts(*_EQUAL[1:])
    )
    met = play_programs((first, second), _scheduling())
    ok = ok and met.outcome == ("2", "2") and is_encounter_proved(f"{SOURCE}/algorithm-2", met)
    return Finding(ok, "what both accept comes out; with nothing in common the default", ("algorithm-2",))


@_claim("Definition 7")
def _definition_7() -> Finding:
    favourites = [_points((3, 1)), _points((1, 3))]
    corner = [_points((Fraction(1, 2), Fraction(3, 2)))] * 2
    found = _worth([extend(f) for f in favourites]), _worth([extend(f) for f in corner])
    return Finding(
        found == ((1, 1), (1, Fraction(3, 2))), "extended favourites meet at (1, 1); (1/2, 3/2) becomes (1, 3/2)"
    )


@_claim("Assumption 8")
def _assumption_8() -> Finding:
    family = set_renegotiator_family()
    own = family(default=_slot(1), renegotiation=_accepts(("1", "1")))
    looking, plain = _yields(own, "1", "2"), _slot(2)
    kept = [
        find_mistreatment(program_game(_scheduling(), [own], [other]), (own, other), [{other: 1}, {own: 1}]) is None
        for other in (looking, plain)
    ]
    return Finding(
        kept == [False, True], "violated by a program that looks for renegotiators; kept by one that does not"
    )


@_claim("Theorem 3")
def _theorem_3() -> Finding:
    family = set_renegotiator_family()
    p = family(default=_slot(1), renegotiation=_accepts(("1", "1")))
    q = family(default=_slot(2), renegotiation=_accepts(("2", "2")))
    report = extension_report(program_game(_scheduling(), [p], [q]), (p, q), [{q: 1}, {p: 1}])
    ok = all(h.holds for h in report.hypotheses) and report.is_equilibrium and report.reaches_meet
    chicken = load_game("ours/chicken")
    found = Finding(
        ok and report.extended_payoffs == report.meet and find_projection_gap(chicken) == ("D", "D"),
        "two who accept their favourites alone get (1, 1) by extensions; among outcomes alone projections need not "
        "meet (Chicken), and the theorem is refused there",
    )
    found = _proved(found, _scheduling(), {"theorem-3": "yes"})
    return _proved(found, chicken, {"theorem-3-outcomes-alone": "yes"})


@_claim("Proposition 4")
def _proposition_4() -> Finding:
    functions = [extension_family()(base=_accepts(("1", "1"))), extension_family()(base=_accepts(("2", "2")))]
    found = transform_space(program_game(_scheduling(), [_slot(1), _slot(2)]), renegotiate_sets(functions))
    return _proved(
        Finding(
            found.violation is None and find_shortfall(found) is None,
            "an SPI, and everybody gets her default or 1, or more",
        ),
        _scheduling(),
        {"proposition-4": "yes"},
    )


@_claim("Proposition 5")
def _proposition_5() -> Finding:
    game = _scheduling()
    bounds = concession_bound(3, 1, "1/10", 1), concession_bound(3, 1, "1/10", 10)
    witness = tightness_witness(game, _MISS, concession="1/10", belief="1/2", rounds=2)
    ok = bounds == (Fraction(19, 20), Fraction(19, 29)) and witness.is_optimal
    return Finding(
        ok and witness.path[-1] == (Fraction(11, 10), Fraction(11, 10)),
        "ε = 1/10 in the Scheduling Game: optimal below the beliefs 19/20 (one round), 19/29 (ten); both end at 11/10",
    )


# --- errata


@_claim("R1")
def _r1() -> Finding:
    found = transform_space(program_game(_scheduling(), [_slot(3)]), renegotiate({_MISS: ("3", "3")}))
    return _proved(
        Finding(found.violation is None and found.improvement is None, "two who always choose slot 3: never strict"),
        _scheduling(),
        {"erratum-r1": "no"},
    )


@_claim("R2")
def _r2() -> Finding:
    bases = [_points((1, 3)), _points((3, 1))]
    printed = _worth([extend(f, reference="literal") for f in bases])
    repaired = _worth([extend(f) for f in bases])
    family = set_renegotiator_family()
    p = family(default=_slot(1), renegotiation=_accepts(("2", "2")))
    q = family(default=_slot(2), renegotiation=_accepts(("1", "1")))
    games = program_game(_scheduling(), [p], [q])
    run = [_got(games, *transform_programs(extend_programs(kind=kind), (p, q))) for kind in ("literal", "base")]
    ok = (printed, repaired) == ((0, 0), (3, 1)) and run == [(0, 0), (3, 1)]
    return _proved(
        Finding(ok, "each accepts the other's favourite: (0, 0) as printed, (3, 1) repaired, as data and as programs"),
        _scheduling(),
        {"erratum-r2": "yes", "erratum-r2-repaired": "yes"},
    )


@_claim("R3")
def _r3() -> Finding:
    game = load_game(f"{SOURCE}/gap-of-proposition-2")
    always_c, always_r1 = (load_program("ours/always", action=a) for a in ("c", "r1"))
    own = _yields(always_c, "r1", "r2")
    met = renegotiator_family()(default=always_c, proposal={("r1", "e"): ("r1", "c")})
    games, beliefs = program_game(game, [own], [always_c]), [{met: 1}, {always_r1: 1}]
    proposals = list(enumerate_renegotiations(game))
    losses = [
        find_pointwise_loss(games, renegotiate(f, keep_wrapped=True), (own, always_c), beliefs) for f in proposals
    ]
    ok = find_punishment(games, beliefs, proposals) is None and len(proposals) == 12
    ok = ok and all(loss is not None and loss.earns == 2 and loss.instead_of == 3 for loss in losses)
    ok = ok and find_punishment(games, beliefs, proposals, matching=True) is not None
    return _proved(
        Finding(
            ok, "r1 against always-c and else r2, facing a wrap of it: Assumption 4 is kept, and all 12 wraps cost 1"
        ),
        game,
        {"erratum-r3": "no"},
    )


@_claim("R4")
def _r4() -> Finding:
    nothing: list[SetRenegotiation] = [Accepts(frozenset())] * 2
    return Finding(_worth(nothing) == (0, 0), "accepting nothing leaves the default, and can be extended")


@_claim("R5")
def _r5() -> Finding:
    answers = Accepts(frozenset(), finite_region([(Fraction(1, 2), Fraction(3, 2))]))
    found = _worth([extend(answers)] * 2, "1, 2")
    return Finding(
        found == (Fraction(1, 2), Fraction(3, 2)),
        "both accept nothing, but (1/2, 3/2) of an extended counterpart: a selector with weights 1, 2 takes that",
    )


@_claim("R6")
def _r6() -> Finding:
    extra = (Fraction(1, 2), Fraction(3, 2))
    both = [_points((1, 1), (3, 1), extra), _points((1, 1), (1, 3), extra)]
    return Finding(
        _worth(list(both), "1, 2") == extra, "the projections of (0, 0) and (1/2, 3/2) announced: that comes out"
    )


@_claim("R7")
def _r7() -> Finding:
    fixed = fix_selection(_scheduling(), [_points((3, 1)), _points((1, 3))], _MISS, mode="convex")
    empty = all(not isinstance(f.points, frozenset) and is_empty(f.points) for f in fixed)
    return Finding(
        empty and _worth(list(fixed)) == (0, 0), "nothing is agreed on, nothing is announced, and the default stays"
    )


@_claim("R8")
def _r8() -> Finding:
    def box(one: Any, two: Any) -> SetRenegotiation:
        shape = cut(cut(feasible_set(_scheduling()), [1, 0], one), [0, 1], two)
        return Accepts(cut(cut(shape, [-1, 0], -1), [0, -1], -1))

    rows = [[_worth([box(3, own), box(bound, 3)], "leximin")[0] for bound in ("29/10", 3)] for own in (1, "11/10")]
    ok = rows == [[Fraction(29, 10), 3], [Fraction(29, 10)] * 2]
    return Finding(
        ok, "with boxes conceding nothing earns 29/10 and 3 against the two types, conceding 1/10 earns 29/10 twice"
    )
