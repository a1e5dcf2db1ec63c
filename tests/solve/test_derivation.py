import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi import Derivation, Game, HypothesisError
from spi.solve.derivation import Step, derive, normal_form
from spi.strategies import exact_numbers, games
from tests import oracle
from tests.bridge import relabelled, to_oracle

PAPER = "oesterheld-conitzer-2022/"


def test_propositions_7_and_8_as_chains() -> None:
    for name, smaller in (
        ("temptation", spi.subset_game(spi.load_game(PAPER + "temptation"), {"Player 1": ["R"]})),
        ("complicated-temptation", spi.load_game(PAPER + "complicated-temptation-spi")),
    ):
        game = spi.load_game(PAPER + name)
        comparison = spi.compare(game, smaller)
        assert comparison.isomorphism is not None
        chain = derive(game, smaller, comparison.isomorphism.maps)
        kinds = [kind for kind, _ in chain.steps]
        assert kinds == sorted(kinds, key=["eliminate", "isomorphism", "restore"].index)
        assert kinds.count("isomorphism") == 1
        assert spi.is_pareto_improving(chain.correspondence, game)
        assert dict(chain.correspondence.pairs) == {
            a: comparison.becomes(a)[0] for a in spi.profiles(comparison.reduction.reduced)
        }


def random_chain(game: Game, rng: random.Random) -> Derivation:
    """Wander: eliminate, restore what was eliminated, relabel where reduced."""
    chain, steps = [game], list[Step]()
    removed: list[tuple[Game, spi.Elimination]] = []
    for _ in range(6):
        here = chain[-1]
        options = [
            spi.Elimination(here.players[i], x, y)
            for i, own in enumerate(here.actions)
            for x in own
            for y in own
            if x != y and oracle.dominated(to_oracle(here), i, x, y)
        ]
        move = rng.choice(["eliminate", "restore", "isomorphism"])
        if move == "eliminate" and options:
            step = rng.choice(options)
            i = here.player_index(step.player)
            removed.append((here, step))
            chain.append(spi.subset_game(here, {step.player: [x for x in here.actions[i] if x != step.action]}))
            steps.append(("eliminate", step))
        elif move == "restore" and removed:
            before, step = removed.pop()
            chain.append(before)
            steps.append(("restore", step))
        elif move == "isomorphism" and not options:
            other = relabelled(here, rng.randrange(100))
            isomorphism = rng.choice(list(spi.isomorphisms(here, other))[:10])
            removed = []
            chain.append(other)
            steps.append(("isomorphism", isomorphism))
    return Derivation(tuple(chain), tuple(steps))


@given(games(max_players=2, max_actions=2, dominated=True, payoffs=exact_numbers(low=0, high=1)), st.integers(0, 9999))
@settings(max_examples=150)
def test_normal_form_is_a_derivation_at_least_as_strong(game: Game, seed: int) -> None:
    chain = random_chain(game, random.Random(seed))
    normal = normal_form(chain)
    assert (normal.games[0], normal.games[-1]) == (chain.games[0], chain.games[-1])
    assert chain.correspondence.is_weaker_than(normal.correspondence)
    assert len(normal.steps) <= sum(map(len, game.actions)) + sum(map(len, chain.games[-1].actions)) + 1


def test_the_normal_form_can_be_longer() -> None:
    # erratum D14: one player, u(a) = a; deleting action 0 is one step, the normal form goes through {2} from both sides
    game = Game.from_payoffs(["0", "1", "2"], actions=[["0", "1", "2"]])
    step = spi.Elimination("Player 1", "0", "2")
    chain = Derivation((game, spi.subset_game(game, [["1", "2"]])), (("eliminate", step),))
    assert len(normal_form(chain).steps) == 3 > len(chain.steps)


def test_which_isomorphism_is_used_is_unknown() -> None:
    # matching pennies and its copy: two isomorphisms, and each outcome can become either of two
    pennies = spi.load_game("ours/matching-pennies")
    copy = relabelled(pennies, 1)
    isomorphism = spi.find_isomorphism(pennies, copy)
    assert isomorphism is not None
    correspondence = derive(pennies, copy, isomorphism.maps).correspondence
    assert {len(correspondence(a)) for a in spi.profiles(pennies)} == {2}
    for book in spi.enumerate_books([pennies, copy]):
        representatives = spi.representatives_from_books([pennies, copy], [(book, 1)])
        assert spi.correspondence_holds(representatives, pennies, copy, correspondence)


def test_steps_that_are_not_what_they_say() -> None:
    game = spi.load_game(PAPER + "temptation")
    smaller = spi.subset_game(game, {"Player 1": ["T"]})
    good = spi.Elimination("Player 1", "R", "T")
    assert Derivation((game, smaller), (("eliminate", good),)).steps
    assert Derivation((smaller, game), (("restore", good),)).steps
    with pytest.raises(HypothesisError, match=r"step 1 .*not strictly dominated"):
        Derivation(
            (game, spi.subset_game(game, {"Player 2": ["C"]})), (("eliminate", spi.Elimination("Player 2", "F", "C")),)
        )
    with pytest.raises(HypothesisError, match="do not differ"):
        Derivation((game, game), (("eliminate", good),))
    with pytest.raises(HypothesisError, match="lead through"):
        Derivation((game,), (("eliminate", good),))
    identity = spi.find_isomorphism(game, game)
    assert identity is not None
    with pytest.raises(HypothesisError, match="without dominated actions only"):
        Derivation((game, game), (("isomorphism", identity),))
    with pytest.raises(HypothesisError, match="reduced games differ"):
        derive(game, spi.subset_game(game, {"Player 1": ["R"]}))
    with pytest.raises(HypothesisError, match="no isomorphism"):
        derive(game, game, spi.ActionMaps.of({"Player 1": {"T": "R"}, "Player 2": {"C": "C"}}))
