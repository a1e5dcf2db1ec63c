"""Outcome tables by named axes against one encounter after the other."""

import subprocess
import sys
from random import Random
from typing import Any

import numpy as np
import pytest

from spi.core.game import Game, profiles
from spi.core.gamefile import load_game
from spi.enumeration import axes, blocks, choosing, classes
from spi.enumeration.blocks import Filler
from spi.enumeration.plans import plan_table, plan_tables
from spi.enumeration.tables import outcome_table
from spi.errors import HypothesisError
from spi.programs.games import OutcomeTable, ProgramGame, program_game
from spi.programs.machines import Undefined
from spi.programs.members import Program, finite_map
from spi.programs.reader import read_program, read_program_file
from spi.programs.references import load_family, load_program
from spi.programs.spaces import ProgramSpace, commitments, family_space, program_space, union_space
from spi.programs.values import FiniteMap
from spi.transforms.renegotiation import renegotiator_family
from tests.programs.table_oracle import slow_outcome_table

PD = load_game("ours/prisoners-dilemma")
SLOTS = load_game("digiovanni-et-al-2024/scheduling")
ACTIONS = SLOTS.actions[0]
ALWAYS = [load_program("ours/always", action=action) for action in ACTIONS]


def same(games: ProgramGame) -> OutcomeTable:
    """Both tables, which have to be equal in every respect."""
    fast, slow = outcome_table(games), slow_outcome_table(games)
    assert fast.outcomes == slow.outcomes and fast.ids.dtype == slow.ids.dtype
    assert np.array_equal(fast.ids, slow.ids)
    assert fast.digest == slow.digest
    return fast


def proposals(rng: Random, count: int, game: Game = SLOTS) -> list[FiniteMap]:
    every = list(profiles(game))
    maps = [finite_map({p: rng.choice(every) for p in every if rng.random() < 0.6}) for _ in range(4 * count)]
    return list(dict.fromkeys(maps))[:count]


def renegotiators(rng: Random, defaults: list[Program], count: int) -> ProgramSpace:
    return family_space(renegotiator_family().group, "renegotiator", default=defaults, proposal=proposals(rng, count))


@pytest.fixture(params=[1 << 22, 40, 3], ids=["written out", "formulas", "hardly anything"])
def limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How much is written out: with little room the same families become formulas, or are played one by one."""
    room: int = request.param
    for module in (axes, choosing, classes):
        monkeypatch.setattr(module, "LIMIT", room)
    return room


@pytest.mark.parametrize("seed", range(6))
def test_families_of_renegotiators(seed: int, limit: int) -> None:
    rng = Random(seed)
    defaults = [*ALWAYS, *rng.sample(list(commitments(ALWAYS[:1], ACTIONS)), 2)]
    same(program_game(SLOTS, renegotiators(rng, defaults, 4), renegotiators(rng, ALWAYS, 3)))


def test_unions_of_families_lists_and_repetitions(limit: int) -> None:
    rng = Random(1)
    space = union_space(renegotiators(rng, ALWAYS, 3), program_space(ALWAYS), commitments(ALWAYS[:2], ACTIONS))
    assert len(same(program_game(SLOTS, space)).outcomes) == 9
    images = [ALWAYS[0], space[4], ALWAYS[0], space[0]]  # in no order, and one of them twice
    games = program_game(SLOTS, space)
    (plan,) = plan_tables(games, [(images, space)])
    table, known = Filler(plan.source).block(0, 4), slow_outcome_table(games)
    members = list(space)
    for k, own in enumerate(images):
        assert np.array_equal(table[k], known.ids[members.index(own)])


def test_a_formula_is_filled_in_alike_compiled_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (axes, choosing):
        monkeypatch.setattr(module, "LIMIT", 300)
    rng = Random(5)
    games = program_game(SLOTS, renegotiators(rng, ALWAYS, 9), renegotiators(rng, ALWAYS, 7))
    plan = plan_table(games)
    assert not isinstance(plan.source.regions[0].result, axes.Axed) and plan.played == 0
    slow = slow_outcome_table(games).ids
    for fast in (True, False, "undecorated"):
        if fast == "undecorated":
            monkeypatch.setattr(blocks, "compiled", lambda kernel: kernel)
        filler = Filler(plan.source, fast=bool(fast))
        for start, stop in ((0, 27), (0, 1), (5, 20), (26, 27)):
            assert np.array_equal(filler.block(start, stop), slow[start:stop])


def test_three_players(limit: int) -> None:
    game = load_game("ours/public-goods-three-players")
    rng = Random(2)
    defaults = [load_program("ours/always", action=action) for action in game.actions[0]]
    family = renegotiator_family(3).group
    spaces = [family_space(family, default=defaults, proposal=proposals(rng, count, game)) for count in (2, 3, 1)]
    same(program_game(game, *spaces))


def test_code_equality_and_runs_of_the_other(limit: int) -> None:
    text = """
def mirror(other, *, same, different):
    return same if other == me else different

def copier(other, *, against):
    return other(against) if other != me else "C"
"""
    groups = read_program_file(text).groups
    bots = program_space([load_program("ours/always", action=a) for a in "CD"])
    mirrors = family_space(groups["mirror"], same=["C", "D"], different=["C", "D"])
    copiers = family_space(groups["copier"], against=[bots[0], bots[1], mirrors[1]])
    same(program_game(PD, union_space(mirrors, copiers, bots)))


def test_members_that_are_built_with_other_keywords_are_other_programs() -> None:
    text = """
def pick(other, *, p="C", q="D"):
    return p if other == me else q

def builder(other, *, x):
    return "C" if pick(p=x) == pick(q=x) else "D"
"""
    space = family_space(read_program_file(text).groups["builder"], x=["C", "D"])
    assert set(same(program_game(PD, space)).ids.reshape(-1).tolist()) == {3}  # (C, D) is neither (C, C) nor (D, D)


def test_what_diverges_is_found_as_such(limit: int) -> None:
    mirror = load_program("ours/mirror_bot")
    table = same(program_game(PD, [mirror, load_program("ours/always", action="C")]))
    assert Undefined.DIVERGES in table.outcomes


def test_set_valued_renegotiation_with_selectors(limit: int) -> None:
    family = load_family("digiovanni-et-al-2024/conditional_set_renegotiator")
    accepts = load_program_definition("digiovanni-et-al-2024/conditional_set_renegotiator")
    sets = [frozenset(), frozenset({("3", "3")}), frozenset({("2", "2"), ("3", "3")})]
    space = family_space(family.group, default=ALWAYS[:2], renegotiation=[accepts(outcomes=own) for own in sets])
    same(program_game(SLOTS, space))


def load_program_definition(name: str):  # type: ignore[no-untyped-def]
    from spi.programs.members import Family
    from spi.programs.references import load_program_file

    return Family(load_program_file(name).groups["accepts"], "accepts")


def test_programs_that_draw_or_prove_are_played_one_by_one_within_a_budget() -> None:
    grounded = [load_program("oesterheld-2019/grounded_fair_bot")]
    bots = [load_program("ours/always", action=a) for a in "CD"]
    games = program_game(PD, [*grounded, *bots], randomness="independent")
    table = same(games)
    assert len(table.outcomes) > 4  # lotteries, ordered by their text
    with pytest.raises(HypothesisError, match="because a program has chance"):
        outcome_table(games, budget=3)
    modal = [load_program("barasz-et-al-2014/fair_bot"), load_program("barasz-et-al-2014/defect_bot")]
    same(program_game(PD, [*modal, *bots]))


def test_errors_are_those_of_the_slow_evaluation() -> None:
    foreign = read_program('def own(other): return "E"')
    games = program_game(PD, [foreign, load_program("ours/always", action="C")])
    with pytest.raises(Exception, match="plays 'E'"):
        slow_outcome_table(games)
    with pytest.raises(Exception, match="plays 'E'"):
        outcome_table(games)


def test_a_table_larger_than_memory_is_refused_with_its_size() -> None:
    games = program_game(SLOTS, commitments(ALWAYS, ACTIONS))
    with pytest.raises(HypothesisError, match="6,561 profiles, 6,561 bytes"):
        outcome_table(games, bytes_at_most=6_000)


def test_one_program_and_one_action() -> None:
    game = load_game("ours/one-action-each")
    only = [load_program("ours/always", action=own[0]) for own in game.actions]
    table = same(program_game(game, [only[0]], [only[1]]))
    assert table.ids.tolist() == [[0]]


PAIR = """
def pair(other, *, a="C", b="D"):
    return a if other == me else b
"""


@pytest.mark.parametrize("seed", [*range(12), *(pytest.param(k, marks=pytest.mark.slow) for k in range(12, 40))])
def test_random_programs(seed: int, limit: int) -> None:
    """Random bodies over everything that is evaluated over axes: named values, matches and programs that are built."""
    rng = Random(seed)

    def condition(depth: int, more: list[str]) -> str:
        if depth == 0 or rng.random() < 0.3:
            plain = ["other == me", "x == y", 'x == "C"', "(x, y) in s", "other == p", 'm[x] == "C"']
            built = ["other == pair(b=y)", "pair(a=x) == pair(b=x)", "pair(a=x) == p", "pair(a=x, b=y) == pair(a=y)"]
            return rng.choice(plain + built + [f'{name} == "C"' for name in more])
        kind = rng.choice(["and", "or", "not"])
        if kind == "not":
            return f"(not {condition(depth - 1, more)})"
        return f"({condition(depth - 1, more)} {kind} {condition(depth - 1, more)})"

    def action(depth: int, more: list[str]) -> str:
        if depth == 0 or rng.random() < 0.25:
            plain = ["x", "y", '"C"', '"D"', "m[x]", "m[y]", "mine((x, y))"]
            runs = ["p(me)", "mine(outcome(p, p))", "pair(a=x)(p)", "mine(outcome(pair(b=y), pair(a=x)))"]
            return rng.choice(plain + runs + more)
        test = condition(depth - 1, more)
        return f"({action(depth - 1, more)} if {test} else {action(depth - 1, more)})"

    bots = [load_program("ours/always", action=a) for a in "CD"] + [load_program("tennenholtz-2004/clique_bot")]
    sets = [frozenset({("C", "D")}), frozenset({("C", "C"), ("D", "D")})]
    maps = [finite_map({"C": "D"}), finite_map({"C": "D", "D": "C"}), finite_map({})]
    bodies = [
        f"""
def own_{k}(other, *, x, y, s, m, p):
    z = {action(2, [])}
    match other:
        case own_0(x=u, y=v):
            return {action(2, ["z", "u", "v"])}
    return {action(3, ["z"])}
"""
        for k in range(2)
    ]
    groups = read_program_file(PAIR + "".join(bodies)).groups
    spaces = []
    for k in range(2):
        values: dict[str, list[Any]] = {
            "x": ["C", "D"],
            "y": ["C", "D"],
            "s": sets,
            "m": rng.sample(maps, 2),
            "p": bots,
        }
        space = family_space(groups[f"own_{k}"], "", **values)
        spaces.append(program_space(rng.sample(list(space), 20)) if seed % 2 else space)
    same(program_game(PD, *spaces))


def test_small_spaces_compile_nothing() -> None:
    code = """
import sys, spi
setting = spi.load_program_setting("ours/all-commitments")
assert spi.verify_by_enumeration(setting.games, setting.transformation)
table = spi.outcome_table(setting.games)
spi.find_equilibria(table)
print("numba" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
