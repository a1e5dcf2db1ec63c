import random
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi import Game, HypothesisError
from spi.strategies import exact_numbers, games
from tests import oracle
from tests.bridge import relabelled, to_oracle

PAPER = "oesterheld-conitzer-2022/"
PROBLEMS = [(strict, unilateral) for strict in (False, True) for unilateral in (False, True)]


def answers(game: Game) -> list[bool]:
    return [bool(spi.decide_spi(game, strict=strict, unilateral=unilateral)) for strict, unilateral in PROBLEMS]


def brute_force(game: Game) -> list[bool]:
    plain = to_oracle(game)
    return [
        oracle.exists_spi(plain, strict, range(len(game.players)) if unilateral else None)
        for strict, unilateral in PROBLEMS
    ]


def found_is_what_it_claims(game: Game) -> None:
    """Every SPI that is returned is one by the definition, not only by its certificate."""
    plain = to_oracle(game)
    for strict, unilateral in PROBLEMS:
        verdict = spi.decide_spi(game, strict=strict, unilateral=unilateral)
        if isinstance(verdict, spi.Holds):
            built = to_oracle(verdict.result.subset_game)
            assert oracle.is_spi(plain, built)
            assert not strict or oracle.is_strict_spi(plain, built)
            assert not unilateral or oracle.unilateral_players(plain, built)
            kept, new = oracle.reduce(plain)[0], oracle.reduce(built)[0]
            assert any(set(x) != set(y) for x, y in zip(kept, new, strict=True))


@given(games(max_players=2, max_actions=3, dominated=True, payoffs=exact_numbers(low=-1, high=1)))
@settings(max_examples=100)
def test_two_players(game: Game) -> None:
    assert answers(game) == brute_force(game)
    found_is_what_it_claims(game)


@given(games(min_players=3, max_actions=2, payoffs=exact_numbers(low=0, high=2), dominated=True))
@settings(max_examples=40)
def test_three_players(game: Game) -> None:
    assert answers(game) == brute_force(game)
    found_is_what_it_claims(game)


def random_game(rng: random.Random, players: int) -> Game:
    """Small integers with many ties; most of the games have eliminated actions."""
    shape = [rng.randint(2, 4 if players == 2 else 3) for _ in range(players)]
    size = 1
    for k in shape:
        size *= k
    high = rng.choice([1, 2, 4])
    table = [[rng.randint(0, high) for _ in range(players)] for _ in range(size)]
    strides = [0] * players
    stride = 1
    for i in reversed(range(players)):
        strides[i] = stride
        stride *= shape[i]
    for i in range(players):  # spoil some actions for their owner, so that they are eliminated
        for x in range(1, shape[i]):
            if rng.random() < 0.5:
                for k in range(size):
                    if (k // strides[i]) % shape[i] == x:
                        table[k][i] = table[k - x * strides[i]][i] - 1
    actions = tuple(tuple(f"{'xyz'[i]}{a}" for a in range(shape[i])) for i in range(players))
    return Game(tuple(f"P{i}" for i in range(players)), actions, tuple(tuple(map(Fraction, row)) for row in table))


def planted_game(rng: random.Random, players: int) -> Game:
    """A base block and a second block that may be better for everybody and nobody enters alone: SPIs are common."""
    half = [rng.randint(1, 2) for _ in range(players)]
    shape = [2 * k for k in half]
    base = {b: [rng.randint(0, 2) for _ in range(players)] for b in product(*map(range, half))}
    constant = [rng.randint(0, 1) for _ in range(players)]  # an affine change of payoffs: unilateral SPIs need one
    mixed = rng.random() < 0.5
    bonus = {b: [rng.choice([0, 1, 1, -1]) for _ in range(players)] if mixed else constant for b in base}
    table = []
    for a in product(*map(range, shape)):
        second = [x >= k for x, k in zip(a, half, strict=True)]
        block = tuple(x % k for x, k in zip(a, half, strict=True))
        if all(second) or not any(second):
            row = [u + any(second) * more for u, more in zip(base[block], bonus[block], strict=True)]
        else:
            low = rng.choice([-5, 20]) if mixed else -5
            follow = [0 if mine else low for mine in second]  # player 0 has moved: the others had better follow
            row = [-20, *follow[1:]] if second[0] else [-20 if mine else 20 for mine in second]
        table.append(tuple(map(Fraction, row)))
    actions = tuple(tuple(f"{'xyz'[i]}{a}" for a in range(shape[i])) for i in range(players))
    return Game(tuple(f"P{i}" for i in range(players)), actions, tuple(table))


@pytest.mark.slow
@pytest.mark.parametrize(("players", "count", "seed"), [(2, 800, 11), (3, 350, 12)])
def test_every_decision_equals_brute_force(players: int, count: int, seed: int) -> None:
    rng = random.Random(seed)
    yes = [0] * len(PROBLEMS)
    for _ in range(count):
        for game in (random_game(rng, players), planted_game(rng, players)):
            truth = brute_force(game)
            assert answers(game) == truth, spi.write_game(game)
            yes = [k + answer for k, answer in zip(yes, truth, strict=True)]
    assert all(count / 10 < k < 2 * count * 9 / 10 for k in yes), yes  # both answers of each question occur often


@given(games(max_players=2, dominated=True, payoffs=exact_numbers(low=-1, high=1)), st.integers(0, 999))
@settings(max_examples=60)
def test_relabelling_scaling_and_shifting_change_no_answer(game: Game, seed: int) -> None:
    assert answers(relabelled(game, seed)) == answers(game)


@given(games(max_players=3, max_actions=2, dominated=True))
@settings(max_examples=60)
def test_implications_between_the_problems(game: Game) -> None:
    plain, unilateral, strict, strict_unilateral = answers(game)
    assert strict <= plain
    assert strict_unilateral <= strict
    assert strict_unilateral <= unilateral <= plain
    verdict = spi.decide_spi(game, strict=True)
    if isinstance(verdict, spi.Holds):
        assert not verdict.result.trivial  # strict implies non-trivial


@given(games(max_players=2, dominated=True, payoffs=exact_numbers(low=0, high=1)))
def test_improving_permutations_of_the_survivors_preserve_payoffs(game: Game) -> None:
    plain = to_oracle(game)
    kept, _ = oracle.reduce(plain)
    for phi in oracle.omnilateral_maps(plain):
        if oracle.is_trivial(kept, phi):
            assert not oracle.is_strict_map(plain, kept, phi)


@pytest.mark.parametrize(
    ("name", "maps"),
    [  # by hand from the tables: which tuples of injections improve and use an eliminated action
        (PAPER + "demand-game", 1),
        (PAPER + "prisoners-dilemma", 1),
        (PAPER + "complicated-temptation", 1),
        (PAPER + "temptation", 1),
        (PAPER + "chicken-with-dominated-option", 0),
        (PAPER + "assurance-preferences", 0),
        ("ours/chicken", 0),
        ("ours/battle-of-the-sexes", 0),
        ("ours/pd-with-tie", 1),
        ("ours/one-by-two-with-tie", 0),
        ("ours/one-by-two-strict", 0),
        ("ours/public-goods-three-players", 4),
        ("ours/demand-game-with-duplicate", 0),
    ],
)
def test_number_of_maps(name: str, maps: int) -> None:
    assert spi.find_spis(spi.load_game(name), strict=False).maps == maps


def test_one_player_keeps_ties_and_has_no_spi() -> None:
    game = Game.from_payoffs(["1", "1", "0"])
    assert spi.reduce(game).reduced.actions == (("a1", "a2"),)
    assert answers(game) == [False] * 4


def test_the_second_assumption_speaks_of_reduced_games_only() -> None:
    # rock-paper-scissors with one more, dominated, action each, of different payoffs: not isomorphic before elimination
    def with_resignation(payoff: int, names: str) -> Game:
        rps = [[(0, 0), (-1, 1), (1, -1)], [(1, -1), (0, 0), (-1, 1)], [(-1, 1), (1, -1), (0, 0)]]
        rows = [[*row, (5, payoff)] for row in rps] + [[(payoff, 5)] * 3 + [(payoff, payoff)]]
        return Game.from_payoffs(rows, actions=[list(names), list(names.lower())])

    one, two = with_resignation(-2, "RPSX"), with_resignation(-3, "RPSX")
    assert spi.find_isomorphism(one, two) is None
    assert spi.find_isomorphism(spi.reduce(one).reduced, spi.reduce(two).reduced) is not None
    verdict = spi.verify_spi(one, spi.subset_game(one, one.actions, [[two[a, b] for b in "rpsx"] for a in "RPSX"]))
    assert verdict.result.relation == "equal"


def test_per_player_questions() -> None:
    game = spi.load_game(PAPER + "temptation")
    assert spi.decide_spi(game, unilateral="Player 1")
    assert not spi.decide_spi(game, unilateral="Player 2")
    with pytest.raises(spi.GameError, match="no player 'Player 3'"):
        spi.decide_spi(game, unilateral="Player 3")


def test_unilateral_answer_names_the_player_and_her_game() -> None:
    verdict = spi.decide_spi(spi.load_game(PAPER + "complicated-temptation"), unilateral=True)
    assert isinstance(verdict, spi.Holds)
    assert verdict.result.unilateral == ("Player 1",)
    assert verdict.result.subset_game.actions == (("R1", "R2"), ("C1", "C2", "F1", "F2"))


@pytest.mark.parametrize(
    ("corner", "unilateral"),
    [(-1, True), (0, False), (1, False), (20, False)],
)
def test_column_gain_in_the_lower_left_block_kills_unilateral(corner: int, unilateral: bool) -> None:
    # two-block rock-paper-scissors with the column's payoff `corner` where the row plays the second block alone
    game = spi.load_game("ours/two-block-rock-paper-scissors")
    table = tuple((u, Fraction(corner)) if u == -20 else (u, v) for u, v in game.table)
    changed = replace(game, table=table)
    assert spi.decide_spi(changed)
    assert bool(spi.decide_spi(changed, unilateral=True)) is unilateral
    assert spi.find_spis(changed).maps == 9


# ---- erratum D13: the printed non-triviality


@pytest.mark.parametrize("name", ["ours/one-action-each", "ours/constant-2x2", PAPER + "chicken-with-dominated-option"])
@pytest.mark.parametrize("unilateral", [False, True])
def test_printed_definition_says_yes_of_everything(name: str, unilateral: bool) -> None:
    game = spi.load_game(name)
    assert spi.decide_spi(game, strict=False, unilateral=unilateral, printed=True)
    assert not spi.decide_spi(game, strict=False, unilateral=unilateral)


@given(games())
def test_printed_definition_is_constantly_true(game: Game) -> None:
    assert spi.decide_spi(game, strict=False, printed=True)
    assert spi.decide_spi(game, strict=False, unilateral=True, printed=True)


@pytest.mark.parametrize(
    "options",
    [
        {"printed": True},
        {"printed": True, "strict": False, "duplicates": True},
        {"duplicates": True, "unilateral": True},
    ],
)
def test_combinations_without_a_theorem(options: dict[str, Any]) -> None:
    with pytest.raises(HypothesisError):
        spi.decide_spi(spi.load_game("ours/coordination"), **options)


# ---- duplicates


def test_duplicate_actions() -> None:
    game = spi.load_game("ours/demand-game-with-duplicate")
    assert not spi.decide_spi(game)
    verdict = spi.decide_spi(game, duplicates=True)
    assert isinstance(verdict, spi.Holds)
    assert set(verdict.result.subset_game.actions[0]) == {"DL", "RL"}  # Table 2's SPI is back
    assert "duplicate actions are interchangeable" in verdict.assumptions
    neutral = [s for s in spi.find_spis(game, strict=False, duplicates=True).spis if s.payoff_neutral]
    assert neutral  # moving to the twin action: with this option ask for strict SPIs


@given(games(max_players=2, max_actions=2, dominated=True, payoffs=exact_numbers(low=0, high=1)))
@settings(max_examples=100)
def test_strict_with_duplicates_agrees_with_the_oracle(game: Game) -> None:
    assert bool(spi.decide_spi(game, duplicates=True)) == oracle.exists_spi(
        to_oracle(game), True, merge_duplicates=True
    )


# ---- hard instances


@pytest.mark.parametrize(
    ("graph", "target"),
    [
        ([[0, 1], [0, 0]], [[0, 1], [1, 0]]),
        ([[0, 1], [1, 0]], [[0, 1], [0, 0]]),
        ([[0]], [[0, 0], [0, 0]]),
        ([[0, 0], [0, 0]], [[0]]),
        ([[0, 1], [0, 0]], [[0, 0, 0], [0, 0, 1], [0, 0, 0]]),
        ([[0, 1, 0], [0, 0, 1], [1, 0, 0]], [[0, 1, 1], [0, 0, 1], [0, 0, 0]]),
    ],
)
def test_subgraph_games(graph: list[list[int]], target: list[list[int]]) -> None:
    game = spi.subgraph_game(graph, target)
    embeddings = oracle.embeds(graph, target)
    assert answers(game) == [embeddings > 0] * 4
    assert spi.find_spis(game).maps == embeddings


def test_formula_reading_flips_the_unilateral_answer() -> None:
    vertex, two = [[0]], [[0, 0], [0, 0]]
    assert answers(spi.subgraph_game(vertex, two)) == [True] * 4
    assert answers(spi.subgraph_game(vertex, two, corners="formula")) == [True, False, True, False]
    assert answers(spi.subgraph_game(vertex, two, epsilon=Fraction(0))) == [True, False, True, False]  # erratum D21


# ---- budget


def test_budget_gives_unknown_never_no() -> None:
    game = spi.subgraph_game([[0, 1], [0, 0]], [[0, 1], [1, 0]])
    verdict = spi.decide_spi(game, budget=1)
    assert isinstance(verdict, spi.Unknown)
    assert "budget" in verdict.reason
    found = spi.find_spis(game, budget=1)
    assert not found.complete
    assert spi.find_spis(game, budget=None).complete


def test_a_refutation_that_the_checker_cannot_read_is_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    from spi.checker import reader

    # room for the game, not for the refutation
    verdict = spi.decide_spi(spi.load_game(PAPER + "demand-game"), unilateral=True)
    assert isinstance(verdict, spi.Fails) and verdict.result.written
    monkeypatch.setattr(reader, "MAX_BYTES", len(verdict.certificate.text) - 1)
    verdict = spi.decide_spi(spi.load_game(PAPER + "demand-game"), unilateral=True)
    assert isinstance(verdict, spi.Fails) and not verdict.result.written
    assert any("was not written down" in line for line in verdict.trusted)


# ---- all of them


def test_find_counts_subset_games_not_maps() -> None:
    found = spi.find_spis(spi.load_game("ours/two-block-rock-paper-scissors"))
    assert (found.maps, len(found.spis), found.complete) == (9, 3, True)
    images = [spi.find_spis(spi.load_game("ours/public-goods-three-players"))]
    assert {"".join(x for own in s.subset_game.actions for x in own) for s in images[0].spis} == {
        "CCC",
        "CCD",
        "CDC",
        "DCC",
    }


def test_selection_problem_has_no_best_one() -> None:
    found = spi.find_spis(spi.load_game("ours/demand-game-with-selection-problem"))
    assert (found.maps, len(found.spis)) == (4, 4)
    assert all(found.maximal)
    conflicts = {s.game[b] for s in found.spis for b in s.becomes(("DM", "DM"))}
    assert conflicts == {(1, 1), (2, 0)}  # two payoff classes, neither better for both


def test_maximal_among_several() -> None:
    found = spi.find_spis(spi.load_game("ours/public-goods-three-players"))
    best = [s.subset_game.actions for s, maximal in zip(found.spis, found.maximal, strict=True) if maximal]
    assert (("C",), ("C",), ("C",)) in best  # (3, 3, 3)
    assert not any("D" in own for actions in best for own in actions) or len(best) > 1
    game = Game.from_payoffs([["0, 0", "9, -9", "9, -9"], ["-9, 9", "1, 1", "0, 0"], ["-9, 9", "0, 0", "2, 2"]])
    ladder = spi.find_spis(game)
    assert [s.game[s.becomes(("a1", "b1"))[0]] for s, m in zip(ladder.spis, ladder.maximal, strict=True) if m] == [
        (2, 2)
    ]
    assert ladder.maximal.count(False) >= 1


@given(games(max_players=2, max_actions=2, dominated=True, payoffs=exact_numbers(low=0, high=1)))
@settings(max_examples=60)
def test_find_finds_every_map_of_brute_force(game: Game) -> None:
    plain = to_oracle(game)
    kept, _ = oracle.reduce(plain)
    nontrivial = [phi for phi in oracle.omnilateral_maps(plain) if not oracle.is_trivial(kept, phi)]
    found = spi.find_spis(game, strict=False)
    assert found.maps == len(nontrivial)
    distinct = {
        (tuple(map(frozenset, built.actions)), frozenset(built.u.items()))
        for phi in nontrivial
        for built in [oracle.subset_game_of(plain, kept, phi)]
    }
    assert len(found.spis) == len(distinct)
    for index, player in enumerate(game.players):
        assert spi.find_spis(game, strict=False, unilateral=player).maps == len(
            [phi for phi in oracle.unilateral_maps(plain, index) if not oracle.is_trivial(kept, phi)]
        )
