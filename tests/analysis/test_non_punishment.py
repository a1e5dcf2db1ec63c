"""Assumption 4 on finite program games: what violates it, what it does not give, and the comparison that does."""

import random
from fractions import Fraction
from typing import Any

import pytest

from spi import Game, HypothesisError, better_program, load_game, load_program, program_game
from spi.analysis.non_punishment import enlarged_game, find_pointwise_loss, find_punishment
from spi.programs.games import outcome_payoffs
from spi.transforms.renegotiation import enumerate_renegotiations, renegotiate, renegotiator_family
from spi.transforms.transformation import factorised_map, joint_map, transform_programs

F = Fraction
SG = load_game("digiovanni-et-al-2024/scheduling")
ONE, TWO, THREE = (load_program("ours/always", action=slot) for slot in "123")
MEET = {("1", "2"): ("3", "3")}


def yields_to(expected: Any, accept: str, insist: str) -> Any:
    name = "digiovanni-et-al-2024/conditional_demander"
    return load_program(name, expected=expected, accept=accept, insist=insist)


def test_t9_the_conditional_demander_of_example_1_punishes_the_wrap() -> None:
    """It yields to one code exactly, and a wrapped program is a new code: (3, 1) becomes (0, 0)."""
    c2 = yields_to(ONE, "1", "2")
    games = program_game(SG, [ONE], [c2])
    assert outcome_payoffs(games, (ONE, c2)) == (3, 1)
    fault = find_punishment(games, [{c2: 1}, {ONE: 1}], [MEET])
    assert fault is not None and (fault.clause, fault.player) == (1, "Player 1")
    assert (fault.default, fault.believed, fault.plays, fault.instead_of) == (ONE, (c2,), "2", "1")
    assert outcome_payoffs(games, (fault.program, c2)) == (0, 0)


def test_programs_that_do_not_look_at_code_do_not_punish() -> None:
    games = program_game(SG, [ONE, TWO, THREE])
    wrapped = renegotiator_family()(default=TWO, proposal=MEET)
    beliefs: list[dict[Any, Any]] = [{TWO: F(1, 2), wrapped: F(1, 2)}, {ONE: 1}]
    assert find_punishment(games, beliefs, [MEET, {("1", "2"): ("1", "1")}]) is None


def test_clause_2_a_default_that_tells_wraps_from_their_defaults() -> None:
    """The second player's default yields to always-1 but not to its wrap, which makes another proposal."""
    c2 = yields_to(ONE, "1", "2")
    wrapped = renegotiator_family()(default=ONE, proposal={("1", "2"): ("1", "1")})
    games = program_game(SG, [ONE], [c2])
    assert find_punishment(program_game(SG, [ONE], [TWO]), [{TWO: 1}, {wrapped: 1}], [MEET]) is None
    # the pair (1, 1) is what both propose to keep, so they renegotiate, and clause 2 does not speak of them as printed
    assert find_punishment(games, [{TWO: 1}, {wrapped: 1}], [{}]) is None
    strict = find_punishment(games, [{TWO: 1}, {wrapped: 1}], [{}], matching=True)
    assert strict is not None and (strict.clause, strict.player, strict.plays, strict.instead_of) == (
        2,
        "Player 2",
        "2",
        "1",
    )
    assert find_punishment(games, [{TWO: 1}, {wrapped: 1}], [{}], matching=True, used=[]) is None
    # c2 punishes player 1's own wrap, clause 1
    first = find_punishment(games, [{c2: 1}, {wrapped: 1}], [{}])
    assert first is not None and first.clause == 1


def gap() -> tuple[Any, Any, Any, Any]:
    """The printed proof's gap: r1 against one code and r2 else, certain of a wrap of always-c."""
    game = Game.from_payoffs([["2, 2", "0, 0"], ["3, 1", "0, 0"]], actions=[["r1", "r2"], ["c", "e"]])
    always_c = load_program("ours/always", action="c")
    own = yields_to(always_c, "r1", "r2")
    wrapped = renegotiator_family()(default=always_c, proposal={("r1", "e"): ("r1", "c")})
    return game, own, always_c, wrapped


def test_t43c_assumption_4_is_kept_and_yet_every_wrap_earns_less() -> None:
    """u(r1, c) = (2, 2), u(r2, c) = (3, 1), else nothing: 3 before, 2 after; the pointwise comparison sees it."""
    game, own, always_c, wrapped = gap()
    proposals = list(enumerate_renegotiations(game))
    # at each of the two outcomes with e: one of the two with e, (r1, c) or (r2, c): 4² maps, less 2² that gain nothing
    assert len(proposals) == 12
    games, beliefs = (
        program_game(game, [own], [always_c]),
        [{wrapped: 1}, {load_program("ours/always", action="r1"): 1}],
    )
    assert find_punishment(games, beliefs, proposals) is None
    assert outcome_payoffs(games, (own, wrapped)) == (3, 1)
    for proposal in proposals:
        f = renegotiate(proposal, keep_wrapped=True)
        loss = find_pointwise_loss(games, f, (own, always_c), beliefs)
        assert loss is not None and (loss.player, loss.earns, loss.instead_of) == ("Player 1", 2, 3)
    strict = find_punishment(games, beliefs, proposals, matching=True)
    assert strict is not None and (strict.clause, strict.player, strict.plays, strict.instead_of) == (
        2,
        "Player 1",
        "r2",
        "r1",
    )


def random_programs(rng: random.Random, game: Game, seat: int) -> list[Any]:
    """Programs of which some look at code."""
    always = [[load_program("ours/always", action=a) for a in own] for own in game.actions]
    looking = [
        yields_to(rng.choice(always[1 - seat]), rng.choice(game.actions[seat]), rng.choice(game.actions[seat]))
        for _ in range(2)
    ]
    return list(dict.fromkeys([*always[seat], *looking]))


def test_proposition_2_where_nobody_is_punished_a_subjective_equilibrium_stays_one_when_wrapped() -> None:
    """On random program games with beliefs: with clause 2 for matching pairs, too, there is never a pointwise loss."""
    rng, kept, punished = random.Random(4), 0, 0
    for _ in range(150):
        rows = [[f"{rng.randint(0, 3)}, {rng.randint(0, 3)}" for _ in range(2)] for _ in range(2)]
        game = Game.from_payoffs(rows, actions=[["a", "b"], ["x", "y"]])
        proposals = list(enumerate_renegotiations(game))
        if not proposals:
            continue
        proposal = rng.choice(proposals)
        f = renegotiate(proposal, keep_wrapped=True)
        spaces = [random_programs(rng, game, seat) for seat in range(2)]
        games = program_game(game, *spaces)
        wide = enlarged_game(games, f)
        beliefs = []
        for seat in range(2):
            two = rng.sample(list(wide.spaces[1 - seat]), 2)
            beliefs.append({two[0]: F(1, 3), two[1]: F(2, 3)})
        programs = [best(wide, seat, beliefs[seat]) for seat in range(2)]
        if find_punishment(wide, beliefs, [proposal], matching=True) is not None:
            punished += 1
            continue
        assert better_program(wide, programs, beliefs) is None
        assert find_pointwise_loss(wide, f, programs, beliefs) is None
        assert better_program(wide, transform_programs(f, programs), beliefs) is None
        kept += 1
    assert kept > 10 and punished > 10


def best(games: Any, seat: int, belief: dict[Any, Fraction]) -> Any:
    return max(games.spaces[seat], key=lambda own: expected(games, seat, own, belief))


def expected(games: Any, seat: int, own: Any, belief: dict[Any, Fraction]) -> Fraction:
    pairs = (((own, q) if seat == 0 else (q, own), p) for q, p in belief.items())
    return sum((p * outcome_payoffs(games, pair)[seat] for pair, p in pairs), F(0))


def test_the_enlarged_game_has_the_images_once_and_needs_parts() -> None:
    games = program_game(SG, [ONE, TWO], [TWO])
    wide = enlarged_game(games, renegotiate(MEET))
    assert [len(space) for space in wide.spaces] == [4, 2]
    assert enlarged_game(games, factorised_map("identity", [{}, {}])).spaces == games.spaces
    with pytest.raises(HypothesisError, match="not factorised"):
        enlarged_game(games, joint_map("swap", {}))


def test_three_players_are_audited_together() -> None:
    game = Game.from_payoffs([[["0, 0, 0", "1, 1, 1"], ["1, 0, 0", "0, 0, 1"]]] * 2)
    spaces = [[load_program("ours/always", action=a) for a in own] for own in game.actions]
    games = program_game(game, *spaces)
    first, second, third = (own[0] for own in spaces)
    beliefs = [{(second, third): 1}, {(first, third): 1}, {(first, second): 1}]
    assert find_punishment(games, beliefs, [{}]) is None
