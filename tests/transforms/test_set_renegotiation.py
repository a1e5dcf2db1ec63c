"""Set-valued renegotiation against the definitions, and the papers' examples in both feasibility modes."""

import random
from fractions import Fraction
from typing import Any, cast

import pytest

from spi import Game, GameError, HypothesisError, Program, finite_map, load_game, load_program, play_programs
from spi.core.game import Profile
from spi.core.pareto import improves
from spi.solve.pareto_meet import pareto_meet_minimum, projection_set
from spi.solve.region_points import contains, is_empty
from spi.solve.regions import Shape, finite_region, hull, union
from spi.transforms.renegotiation import renegotiate
from spi.transforms.set_renegotiation import (
    Accepts,
    Extension,
    SetRenegotiation,
    accepted_set,
    extend,
    fix_selection,
    settle,
    settle_rounds,
)
from spi.transforms.transformation import transform_programs
from tests.transforms import oracle

F = Fraction
SG = load_game("digiovanni-et-al-2024/scheduling")
CH = load_game("ours/chicken")
MISS = ("1", "2")  # worth 0, 0 in the Scheduling Game
NOTHING = Accepts(frozenset())
HALF = F(1, 2)


def payoffs(game: Game, functions: list[SetRenegotiation], default: Profile, **options: Any) -> tuple[F, ...]:
    return settle(game, functions, default, **{"mode": "convex", **options}).payoffs


def points(*rows: tuple[Any, Any]) -> Accepts:
    return Accepts(finite_region(rows))


# --- the papers' examples; every number is worked out by hand in the comment beside it


def test_t17_two_favourites_that_do_not_meet_end_at_the_pareto_meet_minimum() -> None:
    assert payoffs(SG, [points((3, 1)), points((1, 3))], MISS) == (0, 0)
    assert payoffs(SG, [extend(points((3, 1))), extend(points((1, 3)))], MISS) == (1, 1)  # PMP₁(0) ∩ PMP₂(0)


def test_t18_the_corner_of_what_was_agreed_and_the_meet_minimum() -> None:
    both: list[SetRenegotiation] = [points((HALF, F(3, 2)))] * 2
    assert payoffs(SG, both, MISS) == (HALF, F(3, 2))
    assert payoffs(SG, [extend(points((HALF, F(3, 2))))] * 2, MISS) == (1, F(3, 2))  # (max(1, ½), max(1, 3/2))


def test_t19_nobody_below_the_meet_minimum_nothing_changes() -> None:
    whole = Accepts(hull(SG.table))
    assert payoffs(SG, [whole, points((3, 1))], MISS) == (3, 1)
    assert payoffs(SG, [extend(whole), extend(points((3, 1)))], MISS) == (3, 1)


def test_t20_t21_outcomes_alone_do_not_meet_but_lotteries_do() -> None:
    assert payoffs(CH, [extend(NOTHING)] * 2, ("D", "D"), mode="pure") == (0, 0)  # {(4, 1)} ∩ {(1, 4)} = ∅
    assert payoffs(CH, [extend(NOTHING)] * 2, ("D", "D")) == (1, 1)  # 1/5 (1, 4) + 1/5 (4, 1) + 3/5 (0, 0)


R1 = ((1, F(2, 3)), (2, F(2, 3)))


@pytest.mark.parametrize(
    ("selector", "against", "before", "after"),
    [
        ("leximin", ((1, F(2, 3)), (1, 1)), (1, F(2, 3)), (1, 1)),  # L: the first player stays at 1
        ("leximin", (*R1, (1, 1)), (2, F(2, 3)), (1, 1)),  # R: she falls from 2 to 1
        ("utilitarian", (*R1, (1, 1)), (2, F(2, 3)), (2, F(2, 3))),  # T15: 8/3 beats 2
    ],
)
def test_t14_t15_adding_the_meet_minimum_unconditionally_can_hurt(
    selector: str, against: tuple[tuple[F, F], ...], before: tuple[F, F], after: tuple[F, F]
) -> None:
    assert payoffs(SG, [points(*R1), points(*against)], MISS, selector=selector) == before
    assert payoffs(SG, [points(*R1, (1, 1)), points(*against)], MISS, selector=selector) == after


def test_t16_the_extension_adds_projections_of_what_is_agreed_and_not_the_meet_minimum() -> None:
    functions: list[SetRenegotiation] = [extend(points(*R1)), points(*R1, (1, 1))]
    added = cast(Shape, accepted_set(SG, functions, 0, MISS, selector="leximin", mode="convex"))
    inside: list[tuple[Any, Any]] = [(2, 1), (F(5, 2), 1), (3, 1)]
    outside: list[tuple[Any, Any]] = [(1, 1), (F(19, 10), 1)]
    assert all(contains(added, p) for p in inside) and not any(contains(added, p) for p in outside)


def test_t43b_with_literal_references_two_extensions_can_miss_each_other() -> None:
    def both(reference: Any) -> list[SetRenegotiation]:  # each accepts the other's favourite
        return [extend(points((1, 3)), reference=reference), extend(points((3, 1)), reference=reference)]

    assert payoffs(SG, both("base"), MISS) == (3, 1)  # of (1, 1), (1, 3), (3, 1): the sum 4, and the first player's 3
    assert payoffs(SG, both("literal"), MISS) == (0, 0)


def test_r5_answering_extensions_otherwise_can_leave_a_player_below_the_meet_minimum() -> None:
    answers = Accepts(frozenset(), finite_region([(HALF, F(3, 2))]))
    assert payoffs(SG, [extend(answers)] * 2, MISS, selector="1, 2") == (HALF, F(3, 2))  # 1/2 + 3 beats 1 + 2
    assert payoffs(SG, [extend(answers)] * 2, MISS, selector="2, 1") == (1, 1)  # 3 beats 1 + 3/2


def test_r6_projections_of_the_default_alone_do_not_give_the_meet_minimum() -> None:
    own = [HALF, F(3, 2)]
    first = Accepts(hull([(1, 1), (3, 1)]))  # PMP₁(0), and the point beside it
    second = Accepts(hull([(1, 1), (1, 3)]))
    both = [Accepts(union(cast(Shape, f.points), finite_region([own]))) for f in (first, second)]
    assert payoffs(SG, list(both), MISS, selector="1, 2") == (HALF, F(3, 2))


def test_projections_of_the_default_do_not_do_for_the_extension() -> None:
    """T18 with the default's projections added: {(1/2, 3/2), (1, 1)}, each worse for somebody than (1, 3/2)."""
    own = finite_region([(HALF, F(3, 2))])
    both = [Accepts(union(own, projection_set(SG, (0, 0), player))) for player in range(2)]
    found = {payoffs(SG, list(both), MISS, selector=s) for s in ("utilitarian", "leximin", "1, 2", "2, 1")}
    assert found == {(1, 1), (HALF, F(3, 2))}


def test_with_literal_references_extending_can_cost_against_an_extended_counterpart() -> None:
    """(1, 3) becomes (0, 0); with base references nothing is lost."""
    mine, theirs = points((1, 3)), points((3, 1))
    for reference, after in [("literal", (0, 0)), ("base", (3, 1))]:
        met = extend(theirs, reference=cast(Any, reference))
        assert payoffs(SG, [mine, met], MISS) == (1, 3)
        assert payoffs(SG, [extend(mine, reference=cast(Any, reference)), met], MISS) == after


def test_projections_that_exist_meet_among_lotteries() -> None:
    """For any number of players: if all have projections of one point, the corner is one of them."""
    rng, some, none = random.Random(12), 0, 0
    for k in range(120):
        game = random_game(rng, 2 + k % 2)
        default = rng.choice(oracle.outcomes_of(game))
        sets = [projection_set(game, game[default], player) for player in range(len(game.players))]
        corner = tuple(map(max, pareto_meet_minimum(game, mode="convex"), game[default]))
        if any(is_empty(s) for s in sets):
            assert len(game.players) > 2  # two players always have projections
            none += 1
            continue
        some += 1
        assert all(contains(s, corner) for s in sets)
    assert some > 80 and none > 0


def test_costly_war_t23() -> None:
    war = Game.from_payoffs([["-50, -50", "100, 0"], ["0, 100", "50, 50"]], actions=[["war", "peace"]] * 2)
    assert payoffs(war, [extend(NOTHING)] * 2, ("war", "war")) == (0, 0)  # the frontier is (100 - x, x)


def test_conditional_extensions_are_the_base_towards_everybody_else() -> None:
    plain = points((1, 1))
    assert payoffs(SG, [extend(NOTHING, conditional=True), plain], MISS) == (0, 0)
    assert payoffs(SG, [extend(NOTHING), plain], MISS) == (1, 1)
    assert payoffs(SG, [extend(NOTHING, conditional=True), extend(NOTHING)], MISS) == (0, 0)
    assert payoffs(SG, [extend(NOTHING, conditional=True)] * 2, MISS) == (1, 1)


def test_rounds_go_on_from_what_was_settled() -> None:
    meet, first = Accepts(frozenset({("3", "3")})), Accepts(frozenset({("1", "1")}))
    rounds = settle_rounds(SG, [[meet, meet], [first, first], [meet, meet]], MISS, mode="pure")
    assert [r.point for r in rounds] == [("3", "3"), ("1", "1"), ("1", "1")]  # (3, 3) is worse than (1, 1): no way back
    assert settle_rounds(SG, [], MISS, mode="pure") == ()


def test_three_players() -> None:
    game = Game.from_payoffs(
        [[["0, 0, 0", "2, 1, 1"], ["1, 2, 3", "0, 0, 0"]]], actions=[["x"], ["l", "r"], ["u", "d"]]
    )
    both = frozenset({("x", "l", "d"), ("x", "r", "u")})
    functions: list[SetRenegotiation] = [Accepts(both), Accepts(both), Accepts(frozenset({("x", "r", "u")}))]
    assert settle(game, functions, ("x", "l", "u"), mode="pure").point == ("x", "r", "u")
    # T22: PMP₂(0) is empty, also among lotteries: u₁ = u₃ = 1 forces u₂ = 4/5 < 1
    empty = accepted_set(game, [extend(NOTHING)] * 3, game.players[1], ("x", "l", "u"), mode="convex")
    assert not contains(cast(Shape, empty), (1, 1, 1)) and payoffs(game, [extend(NOTHING)] * 3, ("x", "l", "u")) == (
        0,
        0,
        0,
    )


def test_what_is_refused() -> None:
    with pytest.raises(HypothesisError, match="not extended again"):
        extend(extend(NOTHING))
    with pytest.raises(HypothesisError, match="1 renegotiation functions for 2 players"):
        settle(SG, [NOTHING], MISS, mode="pure")
    with pytest.raises(HypothesisError, match="accepted: a set of profiles"):
        settle(SG, [points((1, 1)), NOTHING], MISS, mode="pure")
    with pytest.raises(GameError, match="mode"):
        settle(SG, [extend(NOTHING)] * 2, MISS, mode=cast(Any, "mixed"))
    with pytest.raises(GameError, match="selector"):
        settle(SG, [Accepts(frozenset({("3", "3")}))] * 2, MISS, selector="median", mode="pure")


# --- against the definitions


def random_game(rng: random.Random, players: int) -> Game:
    shape = [rng.randint(1, 3) for _ in range(players)]

    def nest(depth: int) -> Any:
        if depth == players:
            return [F(rng.randint(-2, 3), rng.choice([1, 1, 1, 2, 3])) for _ in range(players)]
        return [nest(depth + 1) for _ in range(shape[depth])]

    return Game.from_payoffs(nest(0))


def random_functions(rng: random.Random, game: Game, default: Profile) -> tuple[list[Any], list[Any]]:
    """As data, and for the oracle."""
    own: list[Any] = []
    theirs: list[Any] = []
    for _ in game.players:
        kept = frozenset(b for b in oracle.outcomes_of(game) if rng.random() < 0.6)
        other = frozenset(b for b in oracle.outcomes_of(game) if rng.random() < 0.6) if rng.random() < 0.3 else None
        if rng.random() < 0.6:
            reference, conditional = rng.choice(["base", "literal"]), rng.random() < 0.4
            own.append(Extension(Accepts(kept, other), cast(Any, reference), conditional))
            theirs.append(oracle.Extended(oracle.Fixed(kept, other), reference, conditional))
        else:
            own.append(Accepts(kept, other))
            theirs.append(oracle.Fixed(kept, other))
    return own, theirs


SELECTORS = ["utilitarian", "leximin", "lexicographic", "1,2"]


def test_outcomes_are_those_of_the_definitions() -> None:
    rng, moved = random.Random(6), 0
    for k in range(1200):
        game = random_game(rng, 2 + k % 2)
        default = rng.choice(oracle.outcomes_of(game))
        selector = rng.choice(SELECTORS if len(game.players) == 2 else SELECTORS[:3])
        own, theirs = random_functions(rng, game, default)
        expected = oracle.algorithm_2(game, theirs, default, oracle.chooser(game, selector))
        found = settle(game, own, default, selector=selector, mode="pure")
        assert found.point == expected and improves(game[expected], game[default])
        moved += expected != default
    assert moved > 300


def test_in_convex_mode_points_given_as_outcomes_are_settled_as_among_outcomes() -> None:
    """Without extensions the two modes differ in nothing but in telling outcomes of equal payoffs apart."""
    rng = random.Random(7)
    for _ in range(200):
        game = random_game(rng, 2)
        default = rng.choice(oracle.outcomes_of(game))
        functions = [Accepts(frozenset(b for b in oracle.outcomes_of(game) if rng.random() < 0.6))] * 2
        selector = rng.choice(SELECTORS)
        pure = settle(game, functions, default, selector=selector, mode="pure")
        assert payoffs(game, list(functions), default, selector=selector) == pure.payoffs


# --- the programs of the shelf do the same

ALWAYS, CSR = "ours/always", "digiovanni-et-al-2024/conditional_set_renegotiator"
NAMES = {
    ("base", False): "digiovanni-et-al-2024/pmp_extension",
    ("literal", False): "digiovanni-et-al-2024/literal_pmp_extension",
    ("base", True): "digiovanni-drafts-2026/conditional_pmp_extension",
}


def as_program(function: SetRenegotiation, selector: str, game: Game, default: Profile) -> Program:
    if isinstance(function, Extension):
        base = as_program(function.base, selector, game, default)
        return load_program(NAMES[function.reference, function.conditional], base=base, selector=selector)
    better = frozenset(b for b in cast(frozenset[Profile], function.points) if improves(game[b], game[default]))
    return load_program(f"{CSR}.accepts", outcomes=better)


def random_default(rng: random.Random, game: Game, seat: int) -> Program:
    """One action always, or one against one code and another against all others."""
    first, second = rng.choice(game.actions[seat]), rng.choice(game.actions[seat])
    if rng.random() < 0.5:
        return load_program(ALWAYS, action=first)
    met = load_program(ALWAYS, action=rng.choice(game.actions[1 - seat]))
    name = "digiovanni-et-al-2024/conditional_demander"
    return load_program(name, expected=met, accept=first, insist=second)


def test_the_programs_settle_on_what_the_definitions_say() -> None:
    rng, moved, compared = random.Random(8), 0, 0
    while compared < 1000:
        game = random_game(rng, 2)
        bare = [random_default(rng, game, seat) for seat in range(2)]
        default = cast(Profile, play_programs(bare, game).outcome)
        selector = rng.choice(SELECTORS)
        own: list[Any] = []
        theirs: list[Any] = []
        for _ in range(2):
            kept = frozenset(b for b in oracle.outcomes_of(game) if rng.random() < 0.6)
            kind = rng.choice([None, *NAMES])
            own.append(Accepts(kept) if kind is None else Extension(Accepts(kept), cast(Any, kind[0]), kind[1]))
            fixed = oracle.Fixed(kept)
            theirs.append(fixed if kind is None else oracle.Extended(fixed, *kind))
        # programs recognise an extension of their own kind alone; the definitions do not say how one recognises others
        if len({type(f) is Extension and (f.reference, f.conditional) for f in own}) > 1 and all(
            isinstance(f, Extension) for f in own
        ):
            continue
        expected = oracle.algorithm_2(game, theirs, default, oracle.chooser(game, selector))
        programs = [
            load_program(CSR, default=p, renegotiation=as_program(f, selector, game, default), selector=selector)
            for p, f in zip(bare, own, strict=True)
        ]
        assert play_programs(programs, game).outcome == expected
        moved, compared = moved + (expected != default), compared + 1
    assert moved > 200


def test_an_iterated_program_goes_round_by_round() -> None:
    rng, moved = random.Random(9), 0
    for _ in range(500):
        game = random_game(rng, 2)
        bare = [random_default(rng, game, seat) for seat in range(2)]
        start = cast(Profile, play_programs(bare, game).outcome)
        # sets without points that are worse than what a round can start from: programs do not look at payoffs
        rounds = [[Accepts(frozenset(b for b in oracle.outcomes_of(game) if rng.random() < 0.5))] * 2 for _ in range(2)]
        first = settle(game, rounds[0], start, mode="pure")
        expected = settle(game, rounds[1], first.point, mode="pure").point
        functions = [
            as_program(rounds[0][0], "utilitarian", game, start),
            as_program(rounds[1][0], "utilitarian", game, cast(Profile, first.point)),
        ]
        name = "digiovanni-et-al-2024/iterated_set_renegotiator"
        programs = [load_program(name, default=p, round_1=functions[0], round_2=functions[1]) for p in bare]
        assert play_programs(programs, game).outcome == expected
        moved += expected not in (start, first.point)
    assert moved > 30


def test_proposals_of_three_players_and_asymmetric_maps() -> None:
    rng, moved = random.Random(10), 0
    for k in range(1000):
        players = 2 + k % 2
        game = random_game(rng, players)
        bare = [load_program(ALWAYS, action=rng.choice(own)) for own in game.actions]
        default = cast(Profile, play_programs(bare, game).outcome)
        common = {a: rng.choice(oracle.outcomes_of(game)) for a in oracle.outcomes_of(game) if rng.random() < 0.8}
        proposals = [dict(common) for _ in range(players)]
        if rng.random() < 0.5:  # somebody proposes something else
            proposals[rng.randrange(players)][default] = rng.choice(oracle.outcomes_of(game))
        expected = oracle.algorithm_1(default, proposals)
        wrapped = transform_programs(renegotiate([finite_map(p) for p in proposals], players=players), bare)
        assert play_programs(wrapped, game).outcome == expected
        partly = [wrapped[0], *bare[1:]]  # without the others' wraps nothing happens
        assert play_programs(partly, game).outcome == default
        moved += expected != default
    assert moved > 300


def test_t44_translation_to_single_points_settles_alike_under_every_selector() -> None:
    rng, empty = random.Random(11), 0
    for k in range(300):
        game = random_game(rng, 2 + k % 2)
        default = rng.choice(oracle.outcomes_of(game))
        own, _ = random_functions(rng, game, default)
        found = settle(game, own, default, selector="leximin", mode="pure")
        fixed = fix_selection(game, own, default, selector="leximin", mode="pure")
        for selector in SELECTORS[:3]:
            assert settle(game, fixed, default, selector=selector, mode="pure").point == found.point
        assert all(f.points == (frozenset({found.point}) if found.agreed else frozenset()) for f in fixed)
        empty += not found.agreed
    assert 20 < empty < 280


def test_t44_among_lotteries() -> None:
    both: list[SetRenegotiation] = [extend(points((3, 1))), extend(points((1, 3)))]
    cases: list[tuple[list[SetRenegotiation], Any]] = [(both, (1, 1)), ([points((3, 1)), points((1, 3))], (0, 0))]
    for fixed, worth in cases:
        single = fix_selection(SG, fixed, MISS, selector="leximin", mode="convex")
        assert {payoffs(SG, list(single), MISS, selector=s) for s in SELECTORS} == {worth}
