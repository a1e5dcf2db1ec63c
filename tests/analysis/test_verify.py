from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import spi
from spi import Game, HypothesisError
from spi.strategies import exact_numbers, games, subset_games
from tests import oracle
from tests.bridge import to_oracle

PAPER = "oesterheld-conitzer-2022/"
SMALL = exact_numbers(low=0, high=2)


def agrees_with_the_definition(game: Game, smaller: Game, support: list[tuple[str, ...]] | None) -> None:
    plain, plain_smaller = to_oracle(game), to_oracle(smaller)
    weak = spi.verify_spi(game, smaller, support=support)
    strict = spi.verify_spi(game, smaller, strict=True, support=support)
    assert bool(weak) == oracle.is_spi(plain, plain_smaller)
    assert bool(strict) == oracle.is_strict_spi(plain, plain_smaller, support)
    assert weak.result.strict == bool(strict)
    assert [game.player_index(p) for p in weak.result.unilateral] == list(
        oracle.unilateral_players(plain, plain_smaller)
    )
    kinds = {"equal": 1, "isomorphic": len(oracle.isomorphisms(*_reduced(plain, plain_smaller)))}
    models = oracle.model_pairs(plain, plain_smaller)
    assert len(models) == kinds.get(weak.result.relation, 1)
    if not weak:
        change = weak.result.violation
        assert change is not None
        assert any((change.outcome, change.becomes) in model for model in models)
        i = game.player_index(change.player)
        assert game[change.becomes][i] < game[change.outcome][i]


def _reduced(*games_: oracle.G) -> list[oracle.G]:
    return [oracle.restrict(g, oracle.reduce(g)[0]) for g in games_]


@given(st.data())
@settings(max_examples=300)
def test_random_subset_games(data: st.DataObject) -> None:
    game = data.draw(games(payoffs=SMALL, max_actions=2, dominated=data.draw(st.booleans())))
    smaller = data.draw(subset_games(game, payoffs=SMALL))
    reduced = spi.reduce(game).reduced
    support = data.draw(st.none() | st.lists(st.sampled_from(list(spi.profiles(reduced))), min_size=1, unique=True))
    agrees_with_the_definition(game, smaller, support)


@given(games(max_players=2, payoffs=SMALL, dominated=True), st.data())
@settings(max_examples=100)
def test_isomorphic_subset_games(game: Game, data: st.DataObject) -> None:
    # subset games on which the reduced game is rebuilt along a random injection: the interesting relation
    reduced = spi.reduce(game).reduced
    assume(any(len(own) > len(kept) for own, kept in zip(game.actions, reduced.actions, strict=True)))
    images = [
        data.draw(st.permutations(own))[: len(kept)] for own, kept in zip(game.actions, reduced.actions, strict=True)
    ]
    smaller = Game(
        game.players, tuple(map(tuple, images)), tuple(tuple(2 * u - 1 for u in row) for row in reduced.table)
    )
    assert spi.verify_spi(game, smaller).result.relation in ("isomorphic", "equal")
    support = data.draw(st.none() | st.lists(st.sampled_from(list(spi.profiles(reduced))), min_size=1, unique=True))
    agrees_with_the_definition(game, smaller, support)


# ---- the paper's propositions (expected values: the tables of the paper)


@pytest.mark.parametrize("payoffs", [[["0, 0"]], [["-7, 1/3"]]])
def test_proposition_5(payoffs: list[list[str]]) -> None:
    game = spi.load_game(PAPER + "prisoners-dilemma")
    verdict = spi.verify_spi(game, spi.subset_game(game, [["Cooperate"], ["Cooperate"]], payoffs), strict=True)
    assert verdict
    assert verdict.result.becomes(("Defect", "Defect")) == (("Cooperate", "Cooperate"),)
    assert verdict.result.derivable
    assert verdict.result.unilateral == ()


def test_proposition_6() -> None:
    game, smaller = spi.load_game(PAPER + "demand-game"), spi.load_game(PAPER + "demand-game-spi")
    verdict = spi.verify_spi(game, smaller)
    assert verdict
    assert verdict.result.strict
    assert verdict.result.relation == "isomorphic"
    assert verdict.result.becomes(("DM", "DM")) == (("DL", "DL"),)
    assert spi.verify_spi(game, smaller, strict=True, support=[("DM", "DM")])
    others = [("DM", "RM"), ("RM", "DM"), ("RM", "RM")]
    assert not spi.verify_spi(game, smaller, strict=True, support=others)
    assert spi.verify_spi(game, smaller, support=others)


def test_proposition_7() -> None:
    game = spi.load_game(PAPER + "temptation")
    verdict = spi.verify_spi(game, spi.subset_game(game, {"Player 1": ["R"]}), strict=True)
    assert verdict
    assert verdict.result.unilateral == ("Player 1",)
    assert [s.action for s in verdict.result.reduction.steps] == ["R", "F"]
    assert [s.action for s in verdict.result.subset_reduction.steps] == ["C"]


def test_proposition_8() -> None:
    game, smaller = spi.load_game(PAPER + "complicated-temptation"), spi.load_game(PAPER + "complicated-temptation-spi")
    verdict = spi.verify_spi(game, smaller, strict=True)
    assert verdict
    assert verdict.result.unilateral == ("Player 1",)
    isomorphism = verdict.result.isomorphism
    assert isomorphism is not None
    assert (isomorphism.scale, isomorphism.shift) == ((1, 1), (0, -1))  # Table 4 = 1 · Table 5 + (0, −1)
    images = {
        a: (game[a], game[b]) for a in spi.profiles(verdict.result.reduction.reduced) for b in verdict.result.becomes(a)
    }
    assert images == {
        ("T1", "C1"): ((4, 2), (5, 3)),
        ("T1", "C2"): ((1, 1), (3, 2)),
        ("T2", "C1"): ((1, 1), (2, 2)),
        ("T2", "C2"): ((2, 4), (3, 5)),
    }
    for outcome in images:  # strict at all four outcomes
        assert spi.verify_spi(game, smaller, strict=True, support=[outcome])


# ---- the three relations, both answers


@pytest.mark.parametrize("name", ["ours/coordination", PAPER + "assurance-preferences"])
def test_holds_in_all_models_without_a_derivation(name: str) -> None:
    game = spi.load_game(name)
    best = [[own[0]] for own in game.actions]
    verdict = spi.verify_spi(game, spi.subset_game(game, best), strict=True)
    assert verdict
    assert verdict.result.relation == "unrelated"
    assert not verdict.result.derivable
    assert not spi.decide_spi(game, strict=False)  # and Definition 5 knows of none
    worst = [[own[-1]] for own in game.actions]
    assert not spi.verify_spi(game, spi.subset_game(game, worst))


def test_the_game_itself_and_its_shift() -> None:
    game = spi.load_game(PAPER + "demand-game")
    itself = spi.verify_spi(game, game)
    assert itself
    assert (itself.result.relation, itself.result.trivial, itself.result.payoff_neutral) == ("equal", True, True)
    assert itself.result.unilateral == game.players  # "all but one" are unchanged, whoever the one is
    assert not spi.verify_spi(game, game, strict=True)
    reduced = spi.reduce(game).reduced
    shifted = spi.subset_game(
        game,
        reduced.actions,
        [[tuple(u + 1 for u in reduced[a, b]) for b in reduced.actions[1]] for a in reduced.actions[0]],
    )
    verdict = spi.verify_spi(game, shifted)
    assert verdict
    assert (verdict.result.relation, verdict.result.trivial, verdict.result.strict) == ("isomorphic", True, False)


def test_equal_games_are_played_equally_although_they_have_automorphisms() -> None:
    rps = spi.subset_game(spi.load_game("ours/two-block-rock-paper-scissors"), [["R", "P", "S"], ["r", "p", "s"]])
    assert len(list(spi.automorphisms(rps))) == 3
    verdict = spi.verify_spi(rps, rps)
    assert verdict.result.relation == "equal"
    assert verdict.result.becomes(("R", "p")) == (("R", "p"),)


def test_strictness_relative_to_a_support_looks_at_every_isomorphism() -> None:
    # Payoffs of the base block: matching pennies, whose outcomes fall in two classes of two. The second block pays
    # one more at the images of exactly one outcome of each class under one isomorphism, so that the swap moves it.
    pennies = [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]]
    better = [[(2, 0), (-1, 1)], [(-1, 1), (1, -1)]]
    lose, win = (-9, -9), (9, -9)
    rows = [[*pennies[0], win, win], [*pennies[1], win, win], [lose, lose, *better[0]], [lose, lose, *better[1]]]
    game = Game.from_payoffs(rows, actions=[["H", "T", "H'", "T'"], ["h", "t", "h'", "t'"]])
    assert spi.reduce(game).reduced.actions == (("H", "T"), ("h", "t"))
    smaller = spi.subset_game(game, [["H'", "T'"], ["h'", "t'"]], pennies)
    assert spi.verify_spi(game, smaller, strict=True)
    # with support {(H, h)} the isomorphism that swaps both labels sends (H, h) to (T', t'), which pays the same
    assert not spi.verify_spi(game, smaller, strict=True, support=[("H", "h")])
    assert spi.verify_spi(game, smaller, strict=True, support=[("H", "h"), ("T", "t")])
    assert not spi.verify_spi(game, smaller, strict=True, support=[("H", "t")])


def test_subset_games_need_not_be_reduced() -> None:
    game = spi.load_game(PAPER + "complicated-temptation")
    keep_all_columns = spi.load_game(PAPER + "complicated-temptation-spi")
    assert spi.verify_spi(game, keep_all_columns).result.subset_reduction.steps != ()


def test_exact_comparison_decides() -> None:
    def base(last: Fraction) -> list[list[tuple[object, object]]]:
        return [[(Fraction(3, 10), 0), (1, -9)], [(-9, -9), (last, 0)]]

    game = Game.from_payoffs(base(Fraction("0.1") + Fraction("0.2")), actions=[["a", "b"], ["x", "y"]])
    kept = spi.reduce(game).reduced.actions
    assert kept == (("a",), ("x",))
    assert spi.verify_spi(game, spi.subset_game(game, [["b"], ["y"]]))  # 0.1 + 0.2 against 0.3: not a loss
    below = Game.from_payoffs(base(Fraction(3, 10) - Fraction(1, 2**84)), actions=game.actions)
    assert not spi.verify_spi(below, spi.subset_game(below, [["b"], ["y"]]))


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda g: Game.from_payoffs([["0, 0"]], actions=[["X"], ["C"]], players=g.players), "'X'"),
        (lambda g: Game.from_payoffs([["0, 0"]], actions=[["T"], ["C"]], players=["A", "B"]), "same players"),
    ],
)
def test_not_a_subset_game(make: object, word: str) -> None:
    game = spi.load_game(PAPER + "temptation")
    with pytest.raises(HypothesisError, match=word):
        spi.verify_spi(game, make(game))  # type: ignore[operator]


@pytest.mark.parametrize("support", [[], [("R", "C")], [("T",)], ["TC"]])
def test_bad_support(support: list[tuple[str, ...]]) -> None:
    game = spi.load_game(PAPER + "temptation")
    with pytest.raises(HypothesisError, match="support"):
        spi.verify_spi(game, spi.subset_game(game, {"Player 1": ["R"]}), support=support)
