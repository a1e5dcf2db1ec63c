"""Bits, best replies, independence and concession rates over whole tables, against their definitions."""

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from spi.analysis.full_strategies import demand_by
from spi.core.game import profiles
from spi.core.gamefile import load_game
from spi.enumeration import bits, equilibria, independence, rates
from spi.enumeration.bits import count_bit_changes, pack_table
from spi.enumeration.equilibria import best_reply_mask, find_equilibria
from spi.enumeration.independence import (
    count_demand_changes,
    count_dependence,
    informed_changes,
    participation_changes,
)
from spi.enumeration.rates import count_rate_gaps, over_common, rate_table
from spi.enumeration.relations import pareto_relation
from spi.enumeration.tables import outcome_table, rank_table
from spi.errors import GameError, HypothesisError
from spi.programs.games import OutcomeTable, outcome_of, program_game, pure_equilibria
from spi.programs.references import load_program
from spi.programs.spaces import commitments, program_space, union_space
from spi.transforms.renegotiation import renegotiate
from spi.transforms.transformation import by_players, factorised_map, transform_programs
from tests.enumeration.naive import naive_changes, random_game, random_table

F = Fraction
PD = load_game("ours/prisoners-dilemma")
SLOTS = load_game("digiovanni-et-al-2024/scheduling")
BOTS = [load_program("ours/always", action=a) for a in "CD"]


@pytest.fixture(params=[True, False], ids=["compiled", "undecorated"], autouse=True)
def compiling(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile everything, or nothing."""
    for module in (bits, equilibria, independence, rates):
        monkeypatch.setattr(module, "SMALL", 0 if request.param else 1 << 40)


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (7, 9), (63, 65), (3, 5, 11)])
def test_bits_count_what_numbers_count(shape: tuple[int, ...]) -> None:
    rng = Random(0)
    game = random_game(rng, 2, 2)
    relation = pareto_relation(game, list(profiles(game)))
    before, after = (random_table(rng, shape, 4) for _ in range(2))
    expected = naive_changes(game, before, after)
    found = count_bit_changes(pack_table(before), pack_table(after), relation)
    assert found == (expected["worse"], expected["better"])


def test_bits_are_for_four_outcomes() -> None:
    table = np.full((2, 3), 4, dtype=np.uint8)
    with pytest.raises(GameError, match="0 to 3"):
        pack_table(table)
    small = pack_table(np.zeros((2, 2), dtype=np.uint8))
    with pytest.raises(GameError, match="one shape, and four outcomes"):
        count_bit_changes(small, small, pareto_relation(SLOTS, list(profiles(SLOTS))))


@pytest.mark.parametrize("players", [2, 3])
def test_best_replies_by_definition(players: int) -> None:
    rng = Random(players)
    game = random_game(rng, players, 2)
    every = list(profiles(game))
    shape = (4, 5, 3)[:players]
    table = OutcomeTable(game, (), random_table(rng, shape, len(every)), tuple(every))
    count, first = 0, None
    masks = [best_reply_mask(game, table, i) for i in range(players)]
    assert all((best_reply_mask(game, table, who) == masks[i]).all() for i, who in enumerate(game.players))
    for place in product(*map(range, shape)):
        replies = []
        for i in range(players):
            payoffs = [game[every[table.ids[(*place[:i], k, *place[i + 1 :])]]][i] for k in range(shape[i])]
            replies.append(payoffs[place[i]] == max(payoffs))
            assert masks[i][place] == replies[-1]
        count += all(replies)
        first = place if first is None and all(replies) else first
    found = find_equilibria(table)
    assert (found.count, found.first, int(found.mask.sum())) == (count, first, count)


def test_equilibria_of_a_program_game_are_those_of_the_slow_search() -> None:
    space = union_space(
        commitments(BOTS, ["C", "D"]), program_space([*BOTS, load_program("tennenholtz-2004/clique_bot")])
    )
    games = program_game(PD, space)
    table = outcome_table(games)
    found = find_equilibria(table)
    members = list(space)
    assert [(members[i], members[j]) for i, j in np.argwhere(found.mask)] == list(pure_equilibria(games))
    assert 0 < found.count < games.size


def test_programs_that_never_halt_have_no_best_replies() -> None:
    games = program_game(PD, [load_program("ours/mirror_bot"), BOTS[0]])
    with pytest.raises(HypothesisError, match="no payoffs"):
        find_equilibria(outcome_table(games))


def test_ranks_instead_of_outcomes() -> None:
    table = outcome_table(program_game(PD, BOTS))
    codes = rank_table(PD, table)
    assert codes.dtype == np.uint8 and codes.shape == (2, 2)
    # (2, 2), (0, 3), (3, 0), (1, 1): ranks 2, 0, 3, 1 of the row player and 2, 3, 0, 1 of the column player
    assert codes.reshape(-1).tolist() == [2 + (2 << 3), 0 + (3 << 3), 3 + (0 << 3), 1 + (1 << 3)]


@pytest.mark.parametrize("shape", [(6, 7), (3, 4, 5), (1, 6), (6, 1), (5,)])
def test_dependence_by_definition(shape: tuple[int, ...]) -> None:
    rng = Random(1)
    n = len(shape)
    for labelled, thin in product((False, True), (False, True)):
        choices = [random_table(rng, shape, shape[i], np.uint16) for i in range(n)]
        if thin and n > 1:  # a choice that does not depend on the first player's program
            choices[-1] = choices[-1][:1]
        labels = [[rng.randrange(2) for _ in range(k)] for k in shape] if labelled else [list(range(k)) for k in shape]
        count, first = 0, None
        for place in product(*map(range, shape)):
            chosen = [int(np.broadcast_to(own, shape)[place]) for own in choices]
            other = any(labels[i][chosen[i]] != labels[i][place[i]] for i in range(n))
            count += other
            first = place if other and first is None else first
        found = count_dependence(choices, labels=labels if labelled else None)
        assert (found.dependent, found.first, found.profiles) == (count, first, int(np.prod(shape)))


def test_choices_that_never_differ_are_independent() -> None:
    own = [np.arange(5, dtype=np.uint8)[:, None], np.arange(7, dtype=np.uint8)[None, :]]
    found = count_dependence(own)
    assert (found.profiles, found.dependent, found.first) == (35, 0, None)
    with pytest.raises(GameError, match="choices of player 1 outside her space; accepted: places below 7"):
        count_dependence([own[0], np.full((1, 7), 7, dtype=np.uint8)])
    with pytest.raises(GameError, match="3 labels for 5 programs of player 0"):
        count_dependence(own, labels=[[0, 0, 0], [0] * 7])
    with pytest.raises(GameError, match="one axis for each player"):
        count_dependence([np.zeros((2, 2), dtype=np.uint8)])


def test_participation_independence_of_what_is_played() -> None:
    """By definition, for every profile and every player who drops out; sixty if all take part, else fifty."""
    always = [load_program("ours/always", action=action) for action in SLOTS.actions[0]]
    space = union_space(commitments(always[:2], ["1", "2"]), program_space(always))
    games = program_game(SLOTS, space)
    wrap = renegotiate({("1", "2"): ("3", "3")})
    found = participation_changes(games, wrap)
    for j in range(2):
        partial = by_players(wrap, [1 - j])
        count = 0
        for own in product(*games.spaces):
            default, dropped = outcome_of(games, own), outcome_of(games, transform_programs(partial, own))
            assert isinstance(default, tuple) and isinstance(dropped, tuple)
            count += default[1 - j] != dropped[1 - j]
        assert found[j].worse == count
    assert found[0].worse == found[1].worse == 0  # a renegotiator plays its default against all others


def test_participation_dependence_of_what_is_played() -> None:
    clique = load_program("tennenholtz-2004/clique_bot")
    games = program_game(PD, [clique, *BOTS])
    swap = {BOTS[1]: BOTS[0]}  # who takes part cooperates
    found = participation_changes(games, factorised_map("cooperate", [swap, swap]))
    assert [own.worse for own in found] == [3, 3] and found[0].first_worse == (0, 2)  # all profiles with that defector


def test_foreknowledge_independence_of_what_is_played() -> None:
    games = program_game(PD, BOTS)
    same = factorised_map("nothing changes", [{}, {}])
    informed = np.array([0, 1], dtype=np.uint8)  # whoever knew a program would have done as it does
    found = informed_changes(games, same, 0, 1, informed)
    assert found.worse == 2 and found.first_worse == (0, 1)  # (C, D) and (D, C)
    constant = informed_changes(games, same, PD.players[1], PD.players[0], np.array([1, 1], dtype=np.uint8))
    assert constant.worse == 2 and constant.first_worse == (0, 0)  # wherever she cooperates
    with pytest.raises(GameError, match="for each of 2 programs a place below 2"):
        informed_changes(games, same, 0, 1, np.array([0, 2], dtype=np.uint8))


def test_demands_are_kept_or_not() -> None:
    always = [load_program("ours/always", action=action) for action in SLOTS.actions[0]]
    games = program_game(SLOTS, always)
    demand = demand_by("action")
    kept = count_demand_changes(games, renegotiate({("1", "2"): ("3", "3")}), demand)
    assert (kept.profiles, kept.dependent, kept.first) == (9, 0, None)
    last = factorised_map("the last slot instead of the second", [{}, {always[1]: always[2]}])
    changed = count_demand_changes(games, last, demand)
    assert (changed.dependent, changed.first) == (3, (0, 1))
    both = factorised_map("both", [{always[0]: always[2]}, {always[1]: always[2]}])
    expected = [
        own for own in product(range(3), repeat=2)
        if any(demand(f(always[k])) != demand(always[k]) for f, k in zip(both.parts or (), own, strict=True))
    ]  # fmt: skip
    found = count_demand_changes(games, both, demand)
    assert (found.dependent, found.first) == (len(expected), expected[0])


def naive_gaps(one: Any, two: Any, delta: Any = 0) -> tuple[int, Any]:
    places = [k for k, (p, q) in enumerate(zip(one, two, strict=True)) if abs(p - q) > delta]
    return len(places), (places[0],) if places else None


@pytest.mark.parametrize("top", [7, 1 << 33, 1 << 62, 10**30])
def test_rates_in_every_arithmetic(top: int) -> None:
    rng = Random(top)
    one = [F(rng.randrange(top + 1), top - rng.randrange(3)) for _ in range(60)]
    two = [p if rng.random() < 0.7 else F(rng.randrange(top + 1), top) for p in one]
    same, other = rate_table(one), rate_table(two)
    exact = count_rate_gaps(same, other)
    assert (exact.unequal, exact.first) == naive_gaps(one, two) and exact.entries == 60
    assert count_rate_gaps(same, same).unequal == 0
    for delta in (F(1, 10), F(1, 3)):
        found = count_rate_gaps(same, other, delta=delta)
        assert (found.unequal, found.first) == naive_gaps(one, two, delta)
    words = {7: "64 bits", 1 << 33: "128 bits", 1 << 62: "128 bits", 10**30: "any size"}
    assert words[top] in exact.how


def test_rates_that_differ_by_less_than_a_float_can_tell() -> None:
    one, two = rate_table([[F(10**17, 10**17 + 1)]]), rate_table([[F(10**17 + 1, 10**17 + 2)]])
    assert float(F(10**17, 10**17 + 1)) == float(F(10**17 + 1, 10**17 + 2))
    assert count_rate_gaps(one, two).first == (0, 0)


def test_unreduced_rates_are_the_same_rates() -> None:
    half = rate_table(np.array([1, 2, 50]), np.array([2, 4, 100]))
    assert count_rate_gaps(half, rate_table(["1/2", "1/2", "0.5"])).unequal == 0
    common = over_common([half, rate_table([F(1, 3)] * 3)])
    assert common is not None and common[1] == 300 and common[0][1].tolist() == [100] * 3


def test_rates_that_are_none() -> None:
    with pytest.raises(GameError, match="float"):
        rate_table([0.5])
    with pytest.raises(GameError, match="not positive"):
        rate_table(np.array([1]), np.array([0]))
    with pytest.raises(GameError, match="one shape"):
        count_rate_gaps(rate_table([1]), rate_table([1, 1]))
    with pytest.raises(GameError, match="0 or more"):
        count_rate_gaps(rate_table([1]), rate_table([1]), delta=-1)
    with pytest.raises(GameError, match="integers of one shape"):
        rate_table(np.array([0.5]), np.array([1]))
