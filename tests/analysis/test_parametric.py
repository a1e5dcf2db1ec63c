"""For which parameters something is an improvement: examples by hand, and random games against games at points."""

import random
from fractions import Fraction
from pathlib import Path

import pytest

import spi
from spi import (
    ALWAYS,
    NEVER,
    GameError,
    Holds,
    HypothesisError,
    ParametricComparison,
    ParametricGame,
    Unknown,
    affine,
    compare_parametric,
    improvement_conditions,
    is_equivalent,
    prove_improvement_conditions,
    read_condition,
    verify_parametric_spi,
)
from spi.core.lottery import Lottery, expected_payoffs
from tests.parametric_games import NAMES, SHAPES, points, random_game, random_subset_game

PAPER = "oesterheld-conitzer-2022/"
A1, A2 = (f"{PAPER[:-1]}, Assumption {k}" for k in (1, 2))
EVERY = "every outcome of the reduced game can occur"
LEMMA_4 = f"{PAPER[:-1]}, Lemma 4"


def holds(verdict: Holds[ParametricComparison] | Unknown) -> Holds[ParametricComparison]:
    assert isinstance(verdict, Holds), verdict
    return verdict


# ---- outcomes that become others


def test_takeover_instead_of_doomsday() -> None:
    """Base programs demand 50 % and 80 % with a device; both logics propose a takeover without devices on refusal."""
    game = spi.load_parametric_game("clr-agenda-2026/takeover-or-doomsday-by-payoffs")
    bases = [
        spi.load_program("ours/always", action="50"),
        spi.load_program("clr-agenda-2026/demander", demand="80", leaves="20", threat="device"),
    ]
    doomsday, takeover = ("50", "device"), ("takeover", "takeover")
    proposal = spi.finite_map({doomsday: takeover})
    wrapped = [spi.load_program("digiovanni-et-al-2024/renegotiator", default=b, proposal=proposal) for b in bases]
    assert spi.play_programs(bases).outcome == doomsday and spi.play_programs(wrapped).outcome == takeover
    verdict = prove_improvement_conditions(game, [(doomsday, takeover)])
    assert str(verdict.result.condition) == "tA ≥ dA and tB ≥ dB"
    assert is_equivalent(verdict.result.strict, read_condition("tA > dA and tB >= dB or tA >= dA and tB > dB"))
    assert not verdict.assumptions and not verdict.trusted
    one = {"tA": 1, "tB": 0, "dA": 0, "dB": 0}
    assert verdict.result.strict.at(one) and not verdict.result.strict.at({**one, "dA": 1})

    # one payoff for both: exactly t >= d, strictly t > d
    rows = [["5, 2", "d, d", "0, 0"], ["0, 0", "d, d", "t, t"]]
    same = ParametricGame.from_payoffs(rows, actions=game.actions, players=game.players)
    found = improvement_conditions(same, [(doomsday, takeover)])
    assert (str(found.condition), str(found.strict)) == ("t ≥ d", "t > d")

    # on all profiles of base programs: what is no doomsday stays as it is
    others = [(a, a) for a in spi.profiles(same) if a != doomsday]
    assert improvement_conditions(same, [(doomsday, takeover), *others]).condition == found.condition


@pytest.mark.parametrize(
    ("pairs", "bounds", "condition", "strict"),
    [
        # payoffs of x, y, z: (t, 0), (d, 0), (0, p)
        ([("x", "y")], "always", "d >= t", "d > t"),
        ([("x", "y"), ("y", "x")], "always", "d = t", "never"),
        ([("x", "x")], "always", "always", "never"),
        ([], "always", "always", "never"),
        ([("z", "x")], "always", "t >= 0 and p <= 0", "t > 0 and p <= 0 or t >= 0 and p < 0"),
        ([("z", "x")], "0 < p < 1", "never", "never"),
        ([("x", "z")], "p > 0", "t <= 0", "t <= 0"),  # the second player gains always
        (
            [("x", "y"), ("x", "z")],
            "p >= 0",
            "d >= t and t <= 0",
            "d > t and t <= 0 or d >= t and t < 0 or d >= t and t <= 0 and p > 0",
        ),
    ],
)
def test_pairs_by_hand(pairs: list[tuple[str, str]], bounds: str, condition: str, strict: str) -> None:
    game = ParametricGame.from_payoffs(
        [["t, 0", "d, 0", "0, p"]], actions=[["o"], ["x", "y", "z"]], bounds=bounds, parameters=["p", "d", "t"]
    )
    verdict = prove_improvement_conditions(game, [(("o", a), ("o", b)) for a, b in pairs])
    assert is_equivalent(verdict.result.condition, read_condition(condition), given=game.bounds)
    assert is_equivalent(verdict.result.strict, read_condition(strict), given=game.bounds)


def test_lotteries() -> None:
    game = ParametricGame.from_payoffs(["t", "d", "0"], actions=[["x", "y", "z"]], players=["P"])
    half = {("x",): "1/2", ("z",): "1/2"}
    # t/2 against d; then d against t/2 as well, so that they are equal
    assert str(improvement_conditions(game, [(("y",), half)]).condition) == "t ≥ 2*d"
    both = prove_improvement_conditions(game, [(("y",), half), (half, ("y",))]).result
    assert is_equivalent(both.condition, read_condition("t = 2*d")) and both.strict == NEVER
    pairs = [((("y",), Fraction(1, 3)), (("z",), Fraction(2, 3)))]
    assert str(improvement_conditions(game, [(pairs[0], ("x",))]).condition) == "3*t ≥ d"
    assert both.worth(both.pairs[0][1]) == (affine("t/2"),)


def test_errors_about_pairs() -> None:
    game = ParametricGame.from_payoffs([["t, d"]], actions=[["a"], ["b"]])
    with pytest.raises(GameError, match="has no action 'c'"):
        improvement_conditions(game, [(("a", "c"), ("a", "b"))])
    with pytest.raises(GameError, match="'ab' is not a profile"):
        improvement_conditions(game, [("ab", ("a", "b"))])
    with pytest.raises(GameError, match="is a float"):
        improvement_conditions(game, [({("a", "b"): 1.0}, ("a", "b"))])  # type: ignore[dict-item]
    with pytest.raises(GameError, match="sum to 1/2"):
        improvement_conditions(game, [({("a", "b"): "1/2"}, ("a", "b"))])
    impossible = ParametricGame.from_payoffs([["t, 1"]], bounds="t > 0 and t < 0")
    with pytest.raises(HypothesisError, match="no values meet the bounds t > 0 and t < 0"):
        improvement_conditions(impossible, [])
    with pytest.raises(HypothesisError, match="no values meet the bounds"):
        compare_parametric(impossible, impossible)


def random_place(rng: random.Random, game: ParametricGame) -> Lottery:
    outcomes = rng.sample(list(spi.profiles(game)), min(len(list(spi.profiles(game))), rng.choice([1, 1, 2, 3])))
    weights = [rng.randint(1, 3) for _ in outcomes]
    return tuple((a, Fraction(w, sum(weights))) for a, w in zip(outcomes, weights, strict=True))


@pytest.mark.parametrize("count", [300, pytest.param(1000, marks=pytest.mark.slow)])
def test_random_lists_of_pairs(count: int) -> None:
    rng = random.Random(11)
    checked = strictly = 0
    for k in range(count):
        game = random_game(rng, SHAPES, NAMES[: rng.randint(1, 3)])
        pairs = [(random_place(rng, game), random_place(rng, game)) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
        found = prove_improvement_conditions(game, pairs).result if k % 10 == 0 else improvement_conditions(game, pairs)
        for point in points(rng, game, [found.condition, found.strict]):
            there = game.at(point)
            worth = [tuple(expected_payoffs(there, side) for side in pair) for pair in found.pairs]
            gains = [new - old for before, after in worth for old, new in zip(before, after, strict=True)]
            assert found.condition.at(point) == (min(gains, default=0) >= 0)
            assert found.strict.at(point) == (min(gains, default=0) >= 0 and any(gains))
            checked += 1
            strictly += found.strict.at(point)
    assert checked > 3 * count and strictly > count * 3 // 10


# ---- subset games


def test_dilemma_with_a_parameter() -> None:
    """Cooperation pays c: dominated for c < 3 and worth restricting to from 1 on; for c ≥ 3 nothing is eliminated."""
    game = ParametricGame.from_payoffs([["c, c", "0, 3"], ["3, 0", "1, 1"]], actions=[["C", "D"]] * 2)
    verdict = holds(verify_parametric_spi(game, spi.subset_game(game, [["C"], ["C"]])))
    found = verdict.result
    assert (str(found.condition), str(found.strict), found.undecided) == ("c ≥ 1", "c > 1", NEVER)
    assert [(str(case.where), case.relation) for case in found.cases] == [
        ("c < 3", "isomorphic"),
        ("c ≥ 3", "unrelated"),
    ]
    assert found.cases[0].maps == ((("D", "C"),), (("D", "C"),))
    assert [str(step) for step in found.cases[0].steps] == [f"Player {k}: C is strictly dominated by D" for k in (1, 2)]
    assert verdict.assumptions == (A1, A2, EVERY)
    assert verdict.trusted == (LEMMA_4, "every isomorphism is used in some model of Assumptions 1 and 2")


def demand_game(default: str, copy: str) -> tuple[ParametricGame, ParametricGame]:
    """Table 1 with other payoffs at (DM, DM), and Table 2 with others at (DL, DL)."""
    plain = spi.load_game(PAPER + "demand-game")
    table = [tuple(map(affine, row)) for row in plain.table]
    table[plain.profile_index(("DM", "DM"))] = (affine(default),) * 2
    game = ParametricGame(plain.players, plain.actions, tuple(table), ("x",))
    block = [["DL", "RL"]] * 2
    return game, spi.subset_game(game, block, [[f"{copy}, {copy}", "2, 0"], ["0, 2", "1, 1"]])


def test_demand_game_with_a_parameter() -> None:
    # Copied payoffs: (DM, DM) worth x becomes (DL, DL) worth 1, everything else stays. For x > 0 DM dominates RM.
    found = holds(verify_parametric_spi(*demand_game("x", "x"))).result
    assert (str(found.condition), str(found.strict)) == ("x ≤ 1", "x < 1")
    # Table 2 as printed: the reduced games are isomorphic for x = -3 alone as long as nothing more is eliminated. For
    # x > 0 only (DM, DM) is left, and of Table 2 all: no outcome of it is better for all x in (0, 1].
    found = holds(verify_parametric_spi(*demand_game("x", "-3"))).result
    assert (str(found.condition), str(found.strict)) == ("x = -3", "x = -3")
    assert {case.relation for case in found.cases} == {"isomorphic", "unrelated"}


def columns(first: str, second: str, bounds: str = "always") -> tuple[ParametricGame, ParametricGame]:
    """Player 2 chooses a column and does not care; player 1's payoffs are given, player 3's tell the columns apart."""
    forms = [text.split() for text in (first, second)]
    games = []
    for own in forms:
        payoffs = [[f"{u}, 0, {k}"] for u, k in zip(own, (0, 1, 3), strict=True)]
        games.append(ParametricGame.from_payoffs([payoffs], parameters=["t"], bounds=bounds))
    return games[0], games[1]


def test_a_ratio_that_depends_on_the_parameter() -> None:
    # 0, t, 2t against 0, 1, 2: isomorphic with λ = t for t > 0. For t = 0 the first is constant, for t < 0 reversed, so
    # they are unrelated and all outcomes can become all others: fine only if all payoffs are equal, which they are not.
    verdict = holds(verify_parametric_spi(*columns("0 t 2*t", "0 1 2")))
    assert (str(verdict.result.condition), verdict.result.strict) == ("t > 0", NEVER)
    assert verdict.certificate.text.count('"multiples"') >= 1


@pytest.mark.parametrize(
    ("first", "second", "condition"),
    [
        ("0 1 2", "0 1 t", "t = 2"),  # one ratio is known, and has to be the other one
        ("0 t 1", "0 t t", "t = 1"),
        ("0 1 t", "0 2 2*t", "always"),
        ("t 2 3", "0 2 3", "t = 0"),
        ("0 0 1", "0 t 1", "t = 0"),
        ("t t t", "0 0 0", "always"),
        ("t t t", "0 0 1", "never"),
        ("0 t 2", "0 t t+1", "t = 1 or t = 0"),
    ],
)
def test_isomorphic_for_some_parameters(first: str, second: str, condition: str) -> None:
    # the third player's payoffs leave only the identity, which changes nothing: an SPI, never strict; where the games
    # are not isomorphic, everything can become everything, and the third player loses
    found = holds(verify_parametric_spi(*columns(first, second))).result
    assert is_equivalent(found.condition, read_condition(condition)) and found.strict == NEVER


def test_undecided_where_it_hangs_on_products() -> None:
    # 0, t, 1 against 0, 1, t with t > 0: isomorphic exactly if t/1 = 1/t, that is t = 1, which is no affine condition
    game, other = columns("0 t 1", "0 1 t", "t >= -1")
    verdict = verify_parametric_spi(game, other)
    assert isinstance(verdict, Unknown)
    assert "products of payoff differences of Player 1" in verdict.reason and verdict.reason.startswith(
        "undecided where t > 0"
    )
    found = compare_parametric(game, other)
    assert str(found.undecided) == "t > 0" and found.condition == NEVER  # decided for t ≤ 0: the signs differ
    assert [case.relation for case in found.cases].count("undecided") == 1
    with pytest.raises(spi.UndecidedError):
        bool(verdict)
    # away from t = 1 a number lies between the quotients in the whole cell
    for bounds in ("t >= 2", "0 < t < 1/2"):
        assert holds(verify_parametric_spi(*columns("0 t 1", "0 1 t", bounds))).result.condition == NEVER
    # and at t = 1 everything is a number
    assert holds(verify_parametric_spi(*columns("0 t 1", "0 1 t", "t = 1"))).result.condition == ALWAYS


def test_budget() -> None:
    game = ParametricGame.from_payoffs([["c, c", "0, 3"], ["3, 0", "1, 1"]], actions=[["C", "D"]] * 2)
    smaller = spi.subset_game(game, [["C"], ["C"]])
    verdict = verify_parametric_spi(game, smaller, budget=1)
    assert isinstance(verdict, Unknown) and "the budget of 1 cells ran out" in verdict.reason
    assert compare_parametric(game, smaller, budget=1).undecided == ALWAYS
    assert holds(verify_parametric_spi(game, smaller, budget=2))
    assert holds(verify_parametric_spi(game, smaller, budget=None))


def test_parameters_and_bounds_of_both_games_count() -> None:
    game = ParametricGame.from_payoffs([["a, a", "b, b"]], actions=[["o"], ["l", "r"]], bounds="a > b")
    other = ParametricGame.from_payoffs([["s, 0"]], actions=[["o"], ["r"]], bounds="s > 0")
    found = holds(verify_parametric_spi(game, other)).result
    assert found.game.parameters == found.subset_game.parameters == ("a", "b", "s")
    assert found.game.bounds == read_condition("a > b and s > 0")
    assert found.condition == NEVER  # l, worth a, becomes r, worth b
    plain = spi.load_game(PAPER + "temptation")
    verdict = holds(verify_parametric_spi(plain, spi.subset_game(plain, {"Player 1": ["R"]})))
    assert verdict.result.condition == verdict.result.strict == ALWAYS
    with pytest.raises(HypothesisError, match="same players"):
        compare_parametric(game, columns("0 0 0", "0 0 0")[0])
    with pytest.raises(HypothesisError, match="has no 'r', only l"):
        compare_parametric(spi.subset_game(game, [["o"], ["l"]]), other)


def agrees_at_points(
    rng: random.Random, game: ParametricGame, smaller: ParametricGame, *, prove: bool
) -> tuple[int, int, set[str]]:
    """How many points were compared, at how many it is an SPI, and the relations met."""
    found = compare_parametric(game, smaller, budget=80)
    if prove and not found.undecided.conjuncts:
        assert holds(verify_parametric_spi(game, smaller)).result == found
    conditions = [found.condition, found.strict, rng.choice(found.cases).where]
    checked = yes = 0
    candidates = list(points(rng, found.game, conditions))
    for point in rng.sample(candidates, min(6, len(candidates))):
        assert sum(case.where.at(point) for case in found.cases) == 1
        case = next(case for case in found.cases if case.where.at(point))
        assert (case.relation == "undecided") == found.undecided.at(point)
        if case.relation == "undecided":
            continue
        there = spi.compare(found.game.at(point), found.subset_game.at(point))
        assert there.is_spi == found.condition.at(point), (point, str(found))
        assert there.strict == found.strict.at(point), (point, str(found))
        assert (there.relation == "unrelated") == (case.relation == "unrelated")
        assert there.reduction.reduced.actions == case.survivors
        assert there.subset_reduction.reduced.actions == case.subset_survivors
        checked, yes = checked + 1, yes + there.is_spi
    return checked, yes, {case.relation for case in found.cases}


@pytest.mark.parametrize(("seed", "count"), [(9, 250), pytest.param(7, 1000, marks=pytest.mark.slow)])
def test_random_subset_games(seed: int, count: int) -> None:
    rng = random.Random(seed)  # in both, some are undecided, which one in several hundred is
    checked = yes = 0
    relations: set[str] = set()
    for k in range(count):
        game = random_game(rng, SHAPES, NAMES[: rng.randint(1, 2)])
        more, spis, kinds = agrees_at_points(rng, game, random_subset_game(rng, game), prove=k % 10 == 0)
        checked, yes, relations = checked + more, yes + spis, relations | kinds
    assert checked > 3 * count and yes > count * 3 // 10 and relations == {"isomorphic", "unrelated", "undecided"}


@pytest.mark.slow
def test_larger_random_subset_games() -> None:
    rng = random.Random(8)
    for _ in range(40):
        game = random_game(rng, [(3, 3), (2, 2, 2), (3, 4)], NAMES)
        agrees_at_points(rng, game, random_subset_game(rng, game), prove=True)


def test_saved_and_read_again(tmp_path: Path) -> None:
    game = ParametricGame.from_payoffs([["c, c", "0, 3"], ["3, 0", "d, d"]], actions=[["C", "D"]] * 2, bounds="d < 2")
    verdict = holds(verify_parametric_spi(game, spi.subset_game(game, [["C"], ["C"]])))
    other = prove_improvement_conditions(game, [(("D", "D"), {("C", "C"): "1/2", ("C", "D"): "1/2"})])
    for k, one in enumerate((verdict, other)):
        one.save(tmp_path / f"{k}.json")
        assert spi.load_verdict(tmp_path / f"{k}.json", game=game) == one
    with pytest.raises(GameError, match="certificate for another game"):
        spi.load_verdict(tmp_path / "0.json", game=spi.load_game(PAPER + "temptation"))


def test_shown() -> None:
    game = ParametricGame.from_payoffs([["c, c", "0, 3"], ["3, 0", "1, 1"]], actions=[["C", "D"]] * 2, bounds="c < 5")
    verdict = verify_parametric_spi(game, spi.subset_game(game, [["C"], ["C"]]))
    lines = str(verdict).splitlines()
    assert "given:          c < 5" in lines
    assert "an SPI:         exactly where c ≥ 1" in lines and "a strict one:   exactly where c > 1" in lines
    assert "c < 3  {D} × {D}            {C} × {C}           isomorphic" in lines
    pairs = prove_improvement_conditions(game, [(("D", "D"), ("C", "C"))])
    assert ["(D,", "D)", "1,", "1", "->", "(C,", "C)", "c,", "c"] in list(map(str.split, str(pairs).splitlines()))
    assert "nobody loses:   exactly where c ≥ 1" in str(pairs)
    assert "exactly where" in verdict._repr_html_() and "exactly where" in pairs.result._repr_html_()
    stuck = compare_parametric(*columns("0 t 1", "0 1 t", "t > 0"))
    assert "undecided:      where always: whether the reduced games are isomorphic" in str(stuck)
