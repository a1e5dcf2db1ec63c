"""Programs that enforce an SPI: equilibria, errata D8 and D15, participation independence of the execution."""

import random
from fractions import Fraction
from itertools import product

import pytest

from spi import (
    Fails,
    Holds,
    HypothesisError,
    compare,
    enforce,
    load_game,
    profiles,
    prove_threat_points,
    reduce,
    subset_game,
    verify_execution_independence,
    verify_program_equilibrium,
)
from spi.core.lottery import expected_payoffs, read_lottery
from tests import oracle
from tests.bridge import to_oracle
from tests.solve.test_achievable import random_game

F = Fraction
T1, T1S, T3, T4, T4S, T6, T7 = (
    load_game(f"oesterheld-conitzer-2022/{name}")
    for name in (
        "demand-game",
        "demand-game-spi",
        "prisoners-dilemma",
        "complicated-temptation",
        "complicated-temptation-spi",
        "temptation",
        "chicken-with-dominated-option",
    )
)
COOPERATE = subset_game(T3, [["Cooperate"], ["Cooperate"]])
R_ONLY = subset_game(T6, {"Player 1": ["R"]})
PAIRS = {"T1": (T1, T1S), "T3": (T3, COOPERATE), "T4": (T4, T4S), "T6": (T6, R_ONLY)}


def test_threat_points_of_the_papers_games() -> None:
    values = {"T1": (0, 0), "T3": (2, 2), "T4": (F(7, 4), F(77, 72)), "T6": (1, F(8, 5))}
    for name, (game, _) in PAIRS.items():
        proved = prove_threat_points(game)
        assert tuple(t.lower for t in proved.result.threats) == values[name] == tuple(
            t.upper for t in proved.result.threats
        )  # fmt: skip
    assert [t.upper for t in prove_threat_points(T7).result.threats] == [0, 0]
    # on the reduced game the second player could not be held below 2: the punisher needs the dominated R
    assert [t.upper for t in prove_threat_points(reduce(T6).reduced).result.threats] == [1, 2]


@pytest.mark.parametrize("name", PAIRS)
def test_the_papers_spis_are_enforced_whatever_default_play_is(name: str) -> None:
    assert isinstance(verify_program_equilibrium(enforce(*PAIRS[name])), Holds)


def test_theorem_1s_hypothesis_can_fail_where_its_conclusion_holds() -> None:
    # Π(Γ) = (DM, DM) gives −3 < 0 = v; Table 2 is enforced all the same
    assert T1[("DM", "DM")] == (-3, -3)
    assert verify_program_equilibrium(enforce(T1, T1S), law={("DL", "DL"): 1})
    # of the game itself, played so, it is no equilibrium: a deviator gets 0
    verdict = verify_program_equilibrium(enforce(T1, T1), law={("DM", "DM"): 1})
    assert isinstance(verdict, Fails) and (verdict.result.earns, verdict.result.instead_of) == (0, -3)
    assert isinstance(verify_program_equilibrium(enforce(T1, T1)), Fails)
    assert verify_program_equilibrium(enforce(T1, T1), law={("RM", "RM"): 1})


def test_d15_the_others_punish_with_their_own_mixture() -> None:
    against_2 = enforce(T6, R_ONLY).punishments[1]
    assert against_2 == {"Player 1": (("T", F(4, 5)), ("R", F(1, 5)))}


def test_d8_a_deviator_gets_at_most_her_threat_point() -> None:
    # in the dilemma the punisher defects: who deviates by cooperating gets 1 < v = 2
    punishment = enforce(T3, COOPERATE).punishments[0]
    assert punishment == {T3.players[1]: (("Defect", 1),)}
    assert T3[("Cooperate", "Defect")][0] == 1 < prove_threat_points(T3).result.threats[0].upper == 2


def test_falling_back_on_default_play() -> None:
    # in the dilemma nothing is better against Defect; in the demand game who meets RM would rather have played DM
    assert verify_program_equilibrium(enforce(T3, COOPERATE, otherwise="default"))
    verdict = verify_program_equilibrium(enforce(T1, T1S, otherwise="default"))
    assert isinstance(verdict, Fails)
    d = verdict.result
    assert d.outcome is not None and d.becomes is not None
    i = T1.player_index(d.player)
    played = (*d.outcome[:i], d.action, *d.outcome[i + 1 :])
    assert T1[played][i] == d.earns > d.instead_of == T1[d.becomes][i]
    with pytest.raises(HypothesisError, match="no law"):
        verify_program_equilibrium(enforce(T3, COOPERATE, otherwise="default"), law={("Cooperate", "Cooperate"): 1})
    with pytest.raises(HypothesisError, match="accepted: 'punish' and 'default'"):
        enforce(T3, COOPERATE, otherwise="forgive")  # type: ignore[arg-type]


def test_execution_level_participation_independence() -> None:
    assert verify_execution_independence(enforce(T3, COOPERATE))
    verdict = verify_execution_independence(enforce(T1, T1S))
    assert isinstance(verdict, Fails)
    assert verdict.result.action == "DM" and "RM" in verdict.result.outcome  # DM is the only punishment
    assert isinstance(verify_execution_independence(enforce(T1, T1S), support=[("RM", "RM")]), Fails)
    assert verify_execution_independence(enforce(T1, T1S), support=[("DM", "DM")])
    assert verify_execution_independence(enforce(T1, T1S, otherwise="default"))
    mixed = verify_execution_independence(enforce(T6, R_ONLY))  # against player 2, player 1 mixes T and R
    assert isinstance(mixed, Fails) and (mixed.result.dropout, mixed.result.action) == ("Player 2", "R")


def test_three_players() -> None:
    game = load_game("ours/public-goods-three-players")
    everyone = subset_game(game, [["C"], ["C"], ["C"]])
    for otherwise in ("punish", "default"):
        enforcement = enforce(game, everyone, otherwise=otherwise)
        assert verify_program_equilibrium(enforcement)
        assert verify_execution_independence(enforcement)


def test_laws_are_about_the_reduced_subset_game() -> None:
    with pytest.raises(HypothesisError, match="eliminated"):
        verify_program_equilibrium(enforce(T3, T3), law={("Cooperate", "Cooperate"): 1})
    with pytest.raises(HypothesisError, match="subset game"):
        enforce(T3, T1)


@pytest.mark.parametrize("seed", range(80))
def test_against_the_definition(seed: int) -> None:
    """A deviator's payoff is linear in her mixture and in the law, so that corners decide."""
    rng = random.Random(seed)
    game = random_game(rng, rng.choice([(2, 2), (2, 3), (2, 2, 2)]), -1, 1)
    kept = [rng.sample(own, rng.randint(1, len(own))) for own in game.actions]
    smaller = subset_game(game, kept)
    if rng.random() < 0.5:
        smaller = game
    enforcement = enforce(game, smaller)
    mixtures = enforcement.punishments
    after = list(profiles(reduce(smaller).reduced))
    weights = [rng.randint(0, 2) for _ in after]
    weights[0] += 1
    law = read_lottery(smaller, {b: F(w, sum(weights)) for b, w in zip(after, weights, strict=True)})

    def earns(i: int, x: str) -> Fraction:
        total = F(0)
        others = [p for p in game.players if p != game.players[i]]
        for chosen in product(*(mixtures[i][p] for p in others)):
            profile, weight = [y for y, _ in chosen], F(1)
            for _, p in chosen:
                weight *= p
            total += weight * game[(*profile[:i], x, *profile[i:])][i]
        return total

    best = [max(earns(i, x) for x in own) for i, own in enumerate(game.actions)]
    assert bool(verify_program_equilibrium(enforcement)) == all(
        v <= game[b][i] for b in after for i, v in enumerate(best)
    )
    expected = expected_payoffs(game, law)
    assert bool(verify_program_equilibrium(enforcement, law=law)) == all(map(F.__le__, best, expected))
    # falling back: all isomorphisms by brute force
    full, small = to_oracle(game), to_oracle(smaller)
    pairs = {pair for model in oracle.model_pairs(full, small) for pair in model}
    holds = all(
        game[(*a[:i], x, *a[i + 1 :])][i] <= game[b][i]
        for a, b in pairs
        for i, own in enumerate(game.actions)
        for x in own
    )
    assert bool(verify_program_equilibrium(enforce(game, smaller, otherwise="default"))) == holds
    assert compare(game, smaller).game == game
