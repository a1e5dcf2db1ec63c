"""Perfect-coordination SPIs: the paper's examples, brute force over models, and Algorithm 1 against brute force."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spi import (
    Fails,
    Game,
    Holds,
    HypothesisError,
    TokenGame,
    Unknown,
    decide_strict_pc_spi,
    load_game,
    profiles,
    reduce,
    token_copy,
    token_game,
    verify_pc_spi,
)
from spi.core.game import Profile
from spi.core.pareto import improves
from tests import oracle
from tests.bridge import to_oracle
from tests.solve.test_achievable import random_game

F = Fraction
T1, T3, T7 = (
    load_game(f"oesterheld-conitzer-2022/{name}")
    for name in ("demand-game", "prisoners-dilemma", "chicken-with-dominated-option")
)
SWAPPED = Game.from_payoffs([["0, 0", "1, 1"], ["1, 1", "0, 0"]], actions=[["a", "b"], ["a", "b"]])
CONSTANT = Game.from_payoffs([["0, 0"] * 3] * 3, actions=[["a", "b", "c"]] * 2)


def models(made: TokenGame) -> list[list[tuple[Profile, Profile]]]:
    """All ways in which Assumptions 1 and 2 let outcomes of the game become token outcomes, by brute force."""
    game, tokens = to_oracle(made.game), to_oracle(made.tokens)
    before = oracle.restrict(game, oracle.reduce(game)[0])
    after = oracle.restrict(tokens, oracle.reduce(tokens)[0])
    maps = oracle.isomorphisms(before, after)
    if not maps:
        return [list(product(before.u, after.u))]
    return [[(a, oracle.image(phi, a)) for a in before.u] for phi in maps]


def is_pc_spi(made: TokenGame) -> bool:
    return all(improves(made.payoffs(b), made.game[a]) for model in models(made) for a, b in model)


def is_strict(made: TokenGame, support: list[Profile]) -> bool:
    """In each model somebody gains; unrelated games may be played so that one token outcome meets all the support."""
    ends = models(made)
    if len(ends) == 1 and len(ends[0]) > len({a for a, _ in ends[0]}):
        tokens = {b for _, b in ends[0]}
        return all(any(made.payoffs(b) != made.game[a] for a in support) for b in tokens)
    return all(any(made.payoffs(b) != made.game[a] for a, b in model if a in support) for model in ends)


def test_algorithm_1_on_the_papers_games() -> None:
    everything = decide_strict_pc_spi(T1)
    assert isinstance(everything, Holds) and is_pc_spi(everything.result)
    refused = decide_strict_pc_spi(T1, support=[("DM", "RM")])
    assert isinstance(refused, Fails) and refused.result.weights == {(2, 0): (1, 1)}
    assert decide_strict_pc_spi(T7)
    refused = decide_strict_pc_spi(T7, support=[("a", "b"), ("b", "a")])
    assert isinstance(refused, Fails)
    for v, w in refused.result.weights.items():  # proportional to (1, 3) at (0, 4) and (3, 1) at (4, 0)
        # any w with w·(4, 0) ≥ w·(3, 3), w·(10, −100) will do; the theory's (1, 3), (3, 1) among them
        assert all(sum(p * x for p, x in zip(w, row, strict=True)) <= sum(p * x for p, x in zip(w, v, strict=True))
                   for row in T7.table)  # fmt: skip
        assert min(w) > 0
    dilemma = decide_strict_pc_spi(T3)
    assert isinstance(dilemma, Holds) and dilemma.result.payoffs(("Defect′", "Defect′")) == (3, 3)


def test_a_tie_that_cannot_be_improved() -> None:
    assert isinstance(decide_strict_pc_spi(CONSTANT), Fails)
    single = Game.from_payoffs([["7, -2"]])
    assert isinstance(decide_strict_pc_spi(single), Fails)
    alone = Game.from_payoffs(["1", "1", "0"])  # one player: both maximisers are optimal
    assert isinstance(decide_strict_pc_spi(alone), Fails)


def test_d6_the_whole_class_has_to_be_improved() -> None:
    aa, bb = ("a", "a"), ("b", "b")
    better = ((("a", "b"), F(1)),)
    printed = token_copy(SWAPPED, SWAPPED, {aa: better})  # improves the token of aa alone
    assert bool(verify_pc_spi(printed))
    verdict = verify_pc_spi(printed, strict=True, support=[aa])
    assert isinstance(verdict, Fails) and verdict.result.violation is None
    assert verdict.result.isomorphism is not None and verdict.result.isomorphism.maps(aa) == ("b′", "b′")
    repaired = token_copy(SWAPPED, SWAPPED, {aa: better, bb: better})
    assert verify_pc_spi(repaired, strict=True, support=[aa])
    found = decide_strict_pc_spi(SWAPPED, support=[aa])
    assert isinstance(found, Holds) and found.result.payoffs(("b′", "b′")) == (1, 1)
    # Matching Pennies shows nothing of the kind: all its outcomes are optimal
    assert isinstance(decide_strict_pc_spi(load_game("ours/matching-pennies")), Fails)


def test_d10_without_strictness_the_answer_is_always_yes() -> None:
    for name in ("oesterheld-conitzer-2022/demand-game", "ours/matching-pennies", "ours/constant-2x2"):
        game = load_game(name)
        assert verify_pc_spi(token_copy(game, reduce(game).reduced))


def test_a_copy_of_a_game_that_is_not_reduced_is_reduced_first() -> None:
    copy = token_copy(T3, T3, {("Cooperate", "Cooperate"): ((("Defect", "Defect"), F(1)),)})
    assert verify_pc_spi(copy)  # (Cooperate′, Cooperate′) got worse, but is never played
    lost = verify_pc_spi(token_copy(T3, T3, {("Defect", "Defect"): ((("Defect", "Cooperate"), F(1)),)}))
    assert isinstance(lost, Fails) and lost.result.violation is not None
    assert lost.result.violation.player == T3.players[1]  # (2, 2) became (4, 1)


def test_unrelated_reduced_games() -> None:
    tokens = Game.from_payoffs(
        [["5, 5", "0, 0"], ["0, 0", "1, 1"]], actions=[["x", "y"], ["x", "y"]], players=T1.players
    )
    best = {t: {("RM", "DL"): "1/2", ("DL", "RM"): "1/2"} for t in profiles(tokens)}  # (0, 0): worse than (2, 0)
    assert isinstance(verify_pc_spi(token_game(T1, tokens, best)), Fails)
    tokens = Game.from_payoffs(
        [["5, 5", "0, 0"], ["0, 0", "1, 1"]], actions=[["x", "y"], ["x", "y"]], players=T3.players
    )
    same = {t: {("Defect", "Defect"): 1} for t in profiles(tokens)}
    verdict = verify_pc_spi(token_game(T3, tokens, same), strict=True)
    assert isinstance(verdict, Fails) and verdict.result.is_pc_spi and verdict.result.relation == "unrelated"
    some = same | {("x", "x"): {("Cooperate", "Cooperate"): 1}}
    assert isinstance(verify_pc_spi(token_game(T3, tokens, some), strict=True), Fails)
    every = {t: {("Cooperate", "Cooperate"): 1} for t in profiles(tokens)}
    assert verify_pc_spi(token_game(T3, tokens, every), strict=True)


def test_supports_are_outcomes_of_the_reduced_game() -> None:
    for bad in ([("Cooperate", "Cooperate")], []):
        with pytest.raises(HypothesisError):
            decide_strict_pc_spi(T3, support=bad)
        with pytest.raises(HypothesisError):
            verify_pc_spi(token_copy(T3, reduce(T3).reduced), support=bad)


def test_a_budget_that_runs_out_is_unknown() -> None:
    # constant payoffs: (3!)² isomorphisms, and the violation is met only in some of them
    game = Game.from_payoffs([["1, 1", "1, 1", "0, 0"], ["1, 1", "0, 0", "1, 1"], ["0, 0", "1, 1", "1, 1"]])
    diagonal = [a for a in profiles(game) if game[a] == (0, 0)]
    best = ((next(a for a in profiles(game) if game[a] == (1, 1)), F(1)),)
    made = token_copy(game, game, {diagonal[0]: best})
    verdict = verify_pc_spi(made, strict=True, support=[diagonal[0]], budget=2)
    assert isinstance(verdict, Unknown)
    assert isinstance(verify_pc_spi(made, strict=True, support=[diagonal[0]]), Fails)


@pytest.mark.parametrize("seed", range(120))
def test_verify_against_all_models(seed: int) -> None:
    rng = random.Random(seed)
    game = rng.choice([random_game(rng, rng.choice([(2, 2), (2, 3), (1, 3), (2, 2, 2)]), 0, 1), SWAPPED, CONSTANT, T3])
    reduced = reduce(game).reduced
    outcomes, better = list(profiles(game)), {}
    for a in profiles(reduced):
        above = [b for b in outcomes if improves(game[b], game[a])] if rng.random() < 0.8 else outcomes
        if rng.random() < 0.6:
            b, c = rng.choice(above), rng.choice(above)
            better[a] = ((b, F(1)),) if b == c else tuple(sorted(((b, F(1, 2)), (c, F(1, 2)))))
    made = token_copy(game, reduced, better)
    if rng.random() < 0.3:
        own = random_game(rng, [2] * len(game.players), 0, 1)
        tokens = replace(own, players=game.players, actions=tuple(tuple(f"t{x}" for x in xs) for xs in own.actions))
        made = token_game(game, tokens, {t: {rng.choice(outcomes): 1} for t in profiles(tokens)})
    support = rng.sample(list(profiles(reduced)), rng.randint(1, len(list(profiles(reduced)))))
    plain, strict = verify_pc_spi(made), verify_pc_spi(made, strict=True, support=support)
    assert bool(plain) == is_pc_spi(made)
    assert bool(strict) == (is_pc_spi(made) and is_strict(made, support))
    violation = plain.result.violation if isinstance(plain, Fails) else None
    if violation is not None:
        i = game.player_index(violation.player)
        assert made.payoffs(violation.becomes)[i] < game[violation.outcome][i]
        assert any((violation.outcome, violation.becomes) in model for model in models(made))


def some_segment_improves(game: Game, payoffs: tuple[Fraction, ...]) -> bool:
    """Is a point of some segment between two outcomes' payoffs at least as good for both, and not the same?

    For two players that decides whether C(Γ) has such a point: going from it in both directions at once leads to the
    boundary of C(Γ), which consists of such segments.
    """
    for b, c in product(set(game.table), repeat=2):
        low, high = F(0), F(1)  # b + t(c − b) ≥ v for t in [low, high]
        for s, e, v in zip(b, c, payoffs, strict=True):
            if e == s:
                high = high if s >= v else F(-1)
            elif e > s:
                low = max(low, (v - s) / (e - s))
            else:
                high = min(high, (v - s) / (e - s))
        ends = [tuple(s + t * (e - s) for s, e in zip(b, c, strict=True)) for t in (low, high)]
        if low <= high and any(end != payoffs for end in ends):
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_algorithm_1_against_segments_between_outcomes(seed: int) -> None:
    rng = random.Random(seed)
    game = random_game(rng, (rng.randint(1, 3), rng.randint(1, 3)), -2, 2)
    reduced = reduce(game).reduced
    outcomes = list(profiles(reduced))
    support = rng.sample(outcomes, rng.randint(1, len(outcomes)))
    verdict = decide_strict_pc_spi(game, support=support)
    assert bool(verdict) == any(some_segment_improves(game, game[a]) for a in support)
    if isinstance(verdict, Holds):
        assert verify_pc_spi(verdict.result, strict=True, support=support)
        assert is_pc_spi(verdict.result) and is_strict(verdict.result, support)
