"""Lemma 13: any token game can be replaced by a copy of the reduced game with the same expected payoffs."""

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from spi import (
    Game,
    GameError,
    HypothesisError,
    TokenGame,
    automorphisms,
    load_game,
    profiles,
    reduce,
    token_copy,
    token_game,
    token_normal_form,
)
from spi.core.game import Profile
from tests.solve.test_achievable import random_game

F = Fraction
JointLaw = Mapping[tuple[Profile, Profile], Fraction]
SWAPPED = Game.from_payoffs([["0, 0", "1, 1"], ["1, 1", "0, 0"]], actions=[["a", "b"], ["a", "b"]])


def expectation(made: TokenGame, law: Mapping[Profile, Fraction]) -> list[Fraction]:
    return [sum((p * made.payoffs(t)[i] for t, p in law.items()), F(0)) for i in range(len(made.game.players))]


def marginal(law: JointLaw, k: int) -> dict[Profile, Fraction]:
    result: dict[Profile, Fraction] = {}
    for pair, p in law.items():
        result[pair[k]] = result.get(pair[k], F(0)) + p
    return result


def test_the_expectation_is_kept_under_every_automorphism() -> None:
    rng, several = random.Random(13), 0
    for _ in range(60):
        game = rng.choice([random_game(rng, rng.choice([(2, 2), (2, 3), (2, 2, 2)]), 0, 1), SWAPPED])
        own = random_game(rng, [2] * len(game.players))
        tokens = replace(own, actions=tuple(tuple(f"t{x}" for x in names) for names in own.actions))
        outcomes = list(profiles(game))
        lotteries = {
            t: {a: F(1, 2) if a != b else F(1) for a, b in [(x, y), (y, x)]}
            for t in profiles(tokens)
            for x, y in [(rng.choice(outcomes), rng.choice(outcomes))]
        }
        made = token_game(game, tokens, lotteries)
        reduced = reduce(game).reduced
        pairs = list(product(profiles(reduced), profiles(tokens)))
        weights = [rng.choice((0, 0, 1, 2)) for _ in pairs]
        weights[0] += 1
        law = {pair: F(w, sum(weights)) for pair, w in zip(pairs, weights, strict=True)}
        normal = token_normal_form(made, law)
        before = expectation(made, marginal(law, 1))
        play = marginal(law, 0)
        copied = dict(zip(profiles(reduced), profiles(normal.tokens), strict=True))
        symmetries = list(automorphisms(reduced))
        several += len(symmetries) > 1
        for own_map in symmetries:
            assert expectation(normal, {copied[own_map.maps(a)]: p for a, p in play.items()}) == before
        for a, p in marginal(law, 0).items():
            if all(play.get(b, 0) == 0 for b in profiles(reduced) if game[b] == game[a]):
                assert p == 0 and normal.payoffs(copied[a]) == game[a]  # null classes are worth themselves
    assert several >= 10


def test_d6_the_print_depends_on_the_unknown_isomorphism() -> None:
    # aa, bb are worth 0; P(aa) = 3/4, P(bb) = 1/4; uᵉ(aa) = (1, 1), uᵉ(bb) = (0, 0): 3/4 or, if the swap is used, 1/4
    copy = token_copy(SWAPPED, SWAPPED, {("a", "a"): ((("a", "b"), F(1)),)})
    first, swapped = ("a′", "a′"), ("b′", "b′")
    assert expectation(copy, {first: F(3, 4), swapped: F(1, 4)}) == [F(3, 4)] * 2
    assert expectation(copy, {swapped: F(3, 4), first: F(1, 4)}) == [F(1, 4)] * 2
    aa, bb = ("a", "a"), ("b", "b")
    normal = token_normal_form(copy, {(aa, first): F(3, 4), (bb, swapped): F(1, 4)})
    assert normal.payoffs(first) == normal.payoffs(swapped) == (F(3, 4), F(3, 4))


def test_d7_conditioning_on_what_never_happens() -> None:
    copy = token_copy(SWAPPED, SWAPPED)
    normal = token_normal_form(copy, {(("a", "b"), ("a′", "b′")): 1})
    assert [normal.payoffs(t) for t in profiles(normal.tokens)] == list(SWAPPED.table)


def test_refusals() -> None:
    temptation = load_game("oesterheld-conitzer-2022/temptation")
    copy = token_copy(temptation, reduce(temptation).reduced)
    with pytest.raises(HypothesisError, match="eliminated"):
        token_normal_form(copy, {(("R", "C"), ("T′", "C′")): 1})
    with pytest.raises(GameError, match="no action"):
        token_normal_form(copy, {(("T", "C"), ("T", "C")): 1})
    with pytest.raises(GameError, match="sum to 1/2"):
        token_normal_form(copy, {(("T", "C"), ("T′", "C′")): "1/2"})
