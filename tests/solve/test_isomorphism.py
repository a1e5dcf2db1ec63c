from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi import ActionMaps, Game
from spi.solve.isomorphism_trees import isomorphism_tree
from spi.strategies import exact_numbers, games
from tests import oracle
from tests.bridge import relabelled, to_oracle

SMALL = exact_numbers(low=0, high=1)


@given(games(max_players=3, payoffs=SMALL), games(max_players=3, payoffs=SMALL))
@settings(max_examples=200)
def test_isomorphisms_are_those_of_the_definition(one: Game, two: Game) -> None:
    if len(one.players) != len(two.players):
        return
    found = [i.maps.pairs for i in spi.isomorphisms(one, two)]
    brute = oracle.isomorphisms(to_oracle(one), to_oracle(two))
    assert {frozenset(map(frozenset, pairs)) for pairs in found} == {
        frozenset(frozenset(m.items()) for m in phi) for phi in brute
    }
    assert len(found) == len(brute)


@given(games(payoffs=SMALL), st.integers(0, 999))
@settings(max_examples=200)
def test_relabelled_games_are_isomorphic_with_the_documented_direction(game: Game, seed: int) -> None:
    other = relabelled(game, seed)
    isomorphisms = list(spi.isomorphisms(game, other))
    assert len(isomorphisms) == len(list(spi.automorphisms(game))) >= 1
    for isomorphism in isomorphisms[:20]:
        assert min(isomorphism.scale) > 0
        for a in spi.profiles(game):
            image = other[isomorphism.maps(a)]
            expected = [s * u + c for s, u, c in zip(isomorphism.scale, image, isomorphism.shift, strict=True)]
            assert list(game[a]) == expected  # source = scale · target + shift
    assert spi.canonical_form(game).game == spi.canonical_form(other).game


@given(games(payoffs=SMALL), games(payoffs=SMALL))
@settings(max_examples=200)
def test_canonical_forms_agree_exactly_for_isomorphic_games(one: Game, two: Game) -> None:
    same = spi.find_isomorphism(one, two) is not None
    assert (spi.canonical_form(one).game == spi.canonical_form(two).game) == same
    assert (isomorphism_tree(one, two) is None) == same


@given(games(payoffs=SMALL))
def test_automorphisms_leave_payoffs_unchanged(game: Game) -> None:
    for automorphism in list(spi.automorphisms(game))[:50]:
        assert all(game[automorphism.maps(a)] == game[a] for a in spi.profiles(game))
        assert set(automorphism.scale) == {1}
        assert set(automorphism.shift) == {0}


@given(games(payoffs=SMALL), st.data())
def test_isomorphism_along_a_map(game: Game, data: st.DataObject) -> None:
    other = relabelled(game, 1)
    pairs = tuple(
        tuple(zip(own, data.draw(st.permutations(images)), strict=True))
        for own, images in zip(game.actions, other.actions, strict=True)
    )
    maps = ActionMaps(game.players, pairs)
    known = {tuple(map(frozenset, i.maps.pairs)): i for i in spi.isomorphisms(game, other)}
    assert spi.isomorphism_along(game, other, maps) == known.get(tuple(map(frozenset, pairs)))


def test_traps() -> None:
    def game(*arrays: Any) -> Game:
        return Game.from_arrays(*arrays)

    pennies = spi.load_game("ours/matching-pennies")
    negated = replace(pennies, table=tuple(tuple(-u for u in row) for row in pennies.table))
    isomorphism = spi.find_isomorphism(pennies, negated)
    assert isomorphism is not None
    assert isomorphism.scale == (1, 1)  # swap one player's labels; never scale −1
    ladder = spi.load_game("ours/convex-ladder")
    assert (
        spi.find_isomorphism(ladder, replace(ladder, table=tuple(tuple(-u for u in r) for r in ladder.table))) is None
    )
    constant, other = game([[0], [0]], [[0], [1]]), game([[0], [1]], [[0], [1]])
    assert spi.find_isomorphism(constant, other) is None  # λ = 0 would do
    assert spi.find_isomorphism(other, constant) is None
    one, two = game([[0, 0], [0, 0]], [[0, 1], [1, 3]]), game([[0, 1], [1, 3]], [[0, 0], [0, 0]])
    assert spi.find_isomorphism(one, two) is None  # players are never permuted
    sexes = spi.load_game("ours/battle-of-the-sexes")
    swapped = replace(sexes, table=tuple(tuple(reversed(row)) for row in sexes.table))
    assert len(list(spi.isomorphisms(sexes, swapped))) == 1
    tenths = game([["0.1", "0.2", "0.3"]], [[0, 0, 0]])
    scaled = spi.find_isomorphism(tenths, game([[1, 2, 3]], [[0, 0, 0]]))
    assert scaled is not None
    assert scaled.scale[0] == Fraction(1, 10)
    bigger = game([[0, 1], [1, 0]], [[0, 0], [0, 0]])
    assert spi.find_isomorphism(game([[1]], [[1]]), bigger) is None  # an injection is not enough


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ours/constant-2x2", 4),
        ("ours/matching-pennies", 2),
        ("oesterheld-conitzer-2022/demand-game", 1),
        ("ours/two-block-rock-paper-scissors", 3),  # the rotations, of the reduced game
    ],
)
def test_automorphism_counts(name: str, count: int) -> None:
    assert len(list(spi.automorphisms(spi.reduce(spi.load_game(name)).reduced))) == count


def test_canonical_form_of_a_symmetric_game_is_quick() -> None:
    # 8! · 8! relabellings; twins are explored once
    constant = Game.from_arrays([[0] * 8] * 8, [[1] * 8] * 8)
    assert spi.canonical_form(constant).game.shape == (8, 8)
    assert spi.find_isomorphism(constant, constant) is not None


def test_colour_refinement_is_not_trusted() -> None:
    # two 6-cycles' adjacency against two triangles: refinement cannot tell them apart, the search must
    def cycles(*lengths: int) -> Game:
        edges, start = set(), 0
        for length in lengths:
            edges |= {(start + k, start + (k + 1) % length) for k in range(length)}
            start += length
        matrix = [[int((i, j) in edges or (j, i) in edges) + 2 * (i == j) for j in range(6)] for i in range(6)]
        return Game.from_arrays(matrix, matrix)

    assert spi.find_isomorphism(cycles(6), cycles(3, 3)) is None
    assert isomorphism_tree(cycles(6), cycles(3, 3)) is not None
    assert len(list(spi.isomorphisms(cycles(3, 3), cycles(3, 3)))) == 72  # S3 ≀ S2; the diagonal ties rows to columns
    assert spi.canonical_form(cycles(6)).game != spi.canonical_form(cycles(3, 3)).game
