"""Lemma 2 as an algebra of relations, against its pointwise definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spi
from spi import ActionMaps, Correspondence, Game, GameError
from spi.core.game import Profile

A: list[Profile] = [("a",), ("b",), ("c",)]


def relations(domain: list[Profile] = A, codomain: list[Profile] = A) -> st.SearchStrategy[Correspondence]:
    pairs = st.frozensets(st.tuples(st.sampled_from(domain), st.sampled_from(codomain)))
    return st.builds(Correspondence, st.just(frozenset(domain)), st.just(frozenset(codomain)), pairs)


@given(relations(), relations())
def test_composition_pointwise(phi: Correspondence, psi: Correspondence) -> None:
    for a in A:
        assert phi.then(psi)(a) == {c for b in phi(a) for c in psi(b)}


@given(relations(), relations(), relations())
def test_composition_is_associative_and_reversed_by_inverse(
    phi: Correspondence, psi: Correspondence, chi: Correspondence
) -> None:
    assert phi.then(psi).then(chi) == phi.then(psi.then(chi))
    assert phi.then(psi).inverse() == psi.inverse().then(phi.inverse())
    assert phi.inverse().inverse() == phi


@given(relations(), relations())
def test_weakening(phi: Correspondence, psi: Correspondence) -> None:
    assert phi.is_weaker_than(psi) == all(psi(a) <= phi(a) for a in A)


@given(relations())
def test_excluded_outcomes(phi: Correspondence) -> None:
    assert phi.never_played() == {a for a in A if not phi(a)}
    assert phi.never_reached() == phi.inverse().never_played()


def test_identity_everything_and_elimination() -> None:
    game = spi.load_game("oesterheld-conitzer-2022/temptation")
    reduced = spi.reduce(game).reduced
    identity, everything = Correspondence.identity(game), Correspondence.everything(game, game)
    drop = Correspondence.elimination(game, reduced)
    assert identity.then(drop) == drop
    assert everything.is_weaker_than(identity)
    assert not identity.is_weaker_than(everything)
    assert drop(("T", "C")) == {("T", "C")}
    assert drop.never_played() == {("T", "F"), ("R", "C"), ("R", "F")}


def test_proposition_7_as_a_chain() -> None:
    # Temptation: drop R, then F; the isomorphism of the two 1×1 games; undo the elimination of C in ({R}, {C, F})
    game = spi.load_game("oesterheld-conitzer-2022/temptation")
    smaller = spi.subset_game(game, {"Player 1": ["R"]})
    reduced, smaller_reduced = spi.reduce(game).reduced, spi.reduce(smaller).reduced
    step = ActionMaps.of({"Player 1": {"T": "R"}, "Player 2": {"C": "F"}})
    middle = Correspondence.from_maps(step, spi.profiles(reduced), spi.profiles(smaller_reduced))
    chain = (
        Correspondence.elimination(game, reduced)
        .then(middle)
        .then(Correspondence.elimination(smaller, smaller_reduced).inverse())
    )
    assert chain.pairs == {(("T", "C"), ("R", "F"))}
    assert spi.is_pareto_improving(chain, game)
    assert not spi.is_pareto_improving(chain.inverse(), game)


def test_carriers_have_to_match() -> None:
    one = Correspondence(frozenset(A), frozenset(A[:1]), frozenset())
    with pytest.raises(GameError, match="codomain"):
        one.then(one)
    with pytest.raises(GameError, match="not in domain"):
        Correspondence(frozenset(A[:1]), frozenset(A), frozenset([(("b",), ("a",))]))
    with pytest.raises(GameError, match="not in the domain"):
        one(("z",))


def test_maps_of_actions() -> None:
    phi = ActionMaps.of({"P": {"x": "y", "y": "z"}, "Q": {"x": "x"}})
    assert phi.inverse()(("z", "x")) == ("y", "x")
    assert phi.then(phi.inverse()) == ActionMaps.of({"P": {"x": "x", "y": "y"}, "Q": {"x": "x"}})
    with pytest.raises(GameError, match="'q'"):
        phi(("q", "x"))
    with pytest.raises(GameError, match="same image"):
        ActionMaps.of({"P": {"x": "y", "y": "y"}}).inverse()
    with pytest.raises(GameError, match="does not know"):
        phi.then(ActionMaps.of({"P": {"x": "x"}, "Q": {"x": "x"}}))
    with pytest.raises(GameError, match="different players"):
        phi.then(ActionMaps.of({"P": {"x": "x"}}))


def test_pareto_improving_judges_by_the_original_game() -> None:
    game = Game.from_payoffs(["0", "1"])
    up = Correspondence.from_maps(
        ActionMaps.of({"Player 1": {"a1": "a2", "a2": "a2"}}), spi.profiles(game), spi.profiles(game)
    )
    down = Correspondence.from_maps(
        ActionMaps.of({"Player 1": {"a1": "a1", "a2": "a1"}}), spi.profiles(game), spi.profiles(game)
    )
    assert spi.is_pareto_improving(up, game)
    assert not spi.is_pareto_improving(down, game)
