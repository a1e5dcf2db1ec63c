"""Modal agents: traces by hand, the definition as oracle, and all pairs at once. Known limits are in test_vectors."""

import random

import pytest

from spi import load_program, play_programs
from spi.core.game import Game
from spi.errors import ProgramError
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.modal import ModalOutcome, modal_outcome
from spi.programs.modal_tables import modal_table
from spi.programs.reader import read_program
from tests.programs import modal_oracle

PLAYERS = ("Ann", "Bob")
NAMES = {
    "CB": "barasz-et-al-2014/cooperate_bot",
    "DB": "barasz-et-al-2014/defect_bot",
    "FB": "barasz-et-al-2014/fair_bot",
    "PB": "barasz-et-al-2014/prudent_bot",
    "FB1": "barasz-et-al-2014/fair_bot_1",
    "Cupod": "barasz-et-al-2014/cupod_bot",
    "Just": "barasz-et-al-2014/just_bot",
    "Imp": "ours/implication_bot",
    "Mirror": "ours/mirror_bot",
}
BOT = {short: load_program(name) for short, name in NAMES.items()}


def meet(*programs: Program) -> ModalOutcome:
    return modal_outcome(programs, PLAYERS)


def agent(body: str) -> Program:
    return read_program(f"def agent(it): {body}")


def box(condition: str) -> Program:
    """Plays C where a formula is true."""
    return agent(f'return "C" if {condition} else "D"')


# --- by hand


def test_traces_by_hand() -> None:
    # FB against itself: at each world the box holds below, so that it holds here (Löb)
    assert meet(BOT["FB"], BOT["FB"]).trace == (("C", "C"),)
    # PB against DB: the box "it cooperates with me" is true at 0 only
    assert meet(BOT["PB"], BOT["DB"]).trace[:2] == (("C", "D"), ("D", "D"))
    # CUPOD against itself: □(it D) is true at 0, so D at 0; then it is D below 1, so D at 1; and so on
    assert meet(BOT["Cupod"], BOT["Cupod"]).trace == (("D", "D"),)
    # PB against FB1. FB1 plays C against DB at 0 and, as □⊥ is true at 0, at 1; so PB's "from consistency it defects
    # against DB" is false at 1, and PB defects from 2 on. FB1 asks for C of PB at 1, 2, …: it defects from 3 on.
    trace = meet(BOT["PB"], BOT["FB1"]).trace
    assert trace[:4] == (("C", "C"), ("C", "C"), ("D", "C"), ("D", "D")) and set(trace[4:]) == {("D", "D")}


def test_consistency_is_not_provable() -> None:
    assert meet(box("proves(not proves(False))"), BOT["DB"]).limit == ("D", "D")  # Gödel's second theorem
    assert meet(box("not proves(False)"), BOT["DB"]).limit == ("C", "D")  # though true


# --- divergence


def test_what_runs_in_a_circle_at_every_world_diverges() -> None:
    assert meet(BOT["Mirror"], BOT["Mirror"]) == ModalOutcome(Undefined.DIVERGES, (Undefined.DIVERGES,), ((),))
    assert meet(BOT["Mirror"], BOT["FB"]).limit == ("C", "C")  # runs an agent that only proves


def test_the_limit_is_what_holds_at_large_worlds() -> None:
    once = agent('return it(me) if proves(False) else "C"')  # in a circle at world 0 only
    assert meet(once, once) == ModalOutcome(("C", "C"), (Undefined.DIVERGES, ("C", "C")), ((True,) * 2, (False,) * 2))
    # who asks for what diverges at 0 diverges at all worlds above
    asks = agent('return "C" if proves(it(it) == "C") else "D"')
    outcome = meet(asks, once)
    assert outcome.limit is Undefined.DIVERGES and [bits[0] for bits in outcome.boxes] == [True, False]
    assert meet(BOT["FB"], once).limit == ("C", "C")
    assert modal_table([once, asks, BOT["FB"]], PLAYERS)[0] == (("C", "C"), Undefined.DIVERGES, ("C", "C"))


def test_a_false_box_needs_no_more_worlds() -> None:
    """What diverges above a world at which a condition is false does no harm: a false box stays false."""
    late = agent('return "C" if proves(False) else me(it)')  # C at 0, and then for ever in a circle
    asks = read_program(
        'def late(it): return "C" if proves(False) else me(it)\n'
        'def asks(it): return "C" if proves(late(it) == "D") else "D"'
    )
    assert meet(asks, BOT["CB"]).limit == ("D", "C")
    assert meet(late, BOT["CB"]).limit is Undefined.DIVERGES
    assert modal_table([asks, late, BOT["CB"]], PLAYERS)[0][2] == ("D", "C")


def test_fuel() -> None:
    assert modal_outcome((BOT["PB"], BOT["PB"]), PLAYERS, fuel=3).limit is Undefined.UNKNOWN
    # without end: each asks about another program
    grow = "def wrap(it, *, base): return 'C' if proves(it(wrap(base=me)) == 'C') else 'D'"
    endless = read_program(grow, base=BOT["CB"])
    outcome = modal_outcome((endless, endless), PLAYERS, fuel=200)
    assert outcome.limit is Undefined.UNKNOWN and outcome.boxes == ()
    assert modal_table([endless, BOT["CB"]], PLAYERS, fuel=200) == (
        (Undefined.UNKNOWN, modal_outcome((endless, BOT["CB"]), PLAYERS, fuel=200).limit),
        (modal_outcome((BOT["CB"], endless), PLAYERS, fuel=200).limit, ("C", "C")),
    )


# --- against the definition


def agents(seed: int, size: int) -> tuple[list[modal_oracle.Formula], list[Program]]:
    rng = random.Random(seed)
    formulas = list(dict.fromkeys(modal_oracle.random_agent(rng) for _ in range(size)))
    return formulas, [read_program(modal_oracle.source(f), name="agent") for f in formulas]


@pytest.mark.parametrize("seed", range(12))
def test_random_agents_against_the_definition(seed: int) -> None:
    formulas, programs = agents(seed, 9)
    table = modal_table(programs, PLAYERS)
    for i, mine in enumerate(formulas):
        for j, yours in enumerate(formulas):
            outcome = meet(programs[i], programs[j])
            worlds = list(
                zip(modal_oracle.at_all_worlds(mine, yours), modal_oracle.at_all_worlds(yours, mine), strict=True)
            )
            last = len(outcome.trace) - 1
            assert last < modal_oracle.WORLDS
            assert list(outcome.trace) == worlds[: last + 1]
            assert set(worlds[last:]) == {outcome.limit} == {outcome.trace[-1]} == {table[i][j]}


@pytest.mark.parametrize("seed", range(12, 18))
def test_boxes_of_the_trace(seed: int) -> None:
    """One list of bits for each world, all true at 0; a false bit stays false; no more worlds than boxes, and one."""
    _, programs = agents(seed, 7)
    for first in programs:
        for second in programs:
            outcome = meet(first, second)
            assert len(outcome.boxes) == len(outcome.trace)
            assert len({len(bits) for bits in outcome.boxes}) == 1 and all(outcome.boxes[0])
            for bits, above in zip(outcome.boxes, outcome.boxes[1:], strict=False):
                assert bits > above  # changes, and where it does from true to false
                assert all(bit or not later for bit, later in zip(bits, above, strict=True))
            assert len(outcome.trace) <= len(outcome.boxes[0]) + 1


def test_random_agents_reach_everything() -> None:
    """The oracle's agents are no trivial ones: all outcomes, long traces."""
    seen, longest = set(), 0
    for seed in range(4):
        _, programs = agents(seed, 9)
        for first in programs:
            for second in programs:
                outcome = meet(first, second)
                seen.add(outcome.limit)
                longest = max(longest, len(outcome.trace))
    assert seen == {("C", "C"), ("C", "D"), ("D", "C"), ("D", "D")} and longest >= 6


# --- all pairs at once


def test_the_shelf_in_one_go() -> None:
    order = list(BOT.values())
    assert modal_table(order, PLAYERS) == tuple(tuple(meet(a, b).limit for b in order) for a in order)


LOOPS = """
def mirror(it): return it(me)
def asks_mirror(it): return "C" if it(mirror) == "C" and proves(it(me) == "C") else "D"
def late(it): return "C" if proves(False) else me(it)
def agent(it): return "{label}" if {condition} else "D"
"""
CONDITIONS = ['it(me) == "C"', 'it(mirror) == "C"', 'mirror(it) == "C"', 'asks_mirror(it) == "C"', 'late(it) == "C"']
CONDITIONS += ['it(it) == "C"', 'it(me) == "E"', 'mirror(mirror) == "C"', "proves(False)", 'me(it) == "C"']


def condition(rng: random.Random, depth: int) -> str:
    kind = rng.choice(["plain", "box", "not", "and", "or"]) if depth else rng.choice(["plain", "box"])
    match kind:
        case "plain":
            return rng.choice(CONDITIONS)
        case "box":
            return f"proves({condition(rng, depth - 1) if depth else rng.choice(CONDITIONS)})"
        case "not":
            return f"not ({condition(rng, depth - 1)})"
    return f"(({condition(rng, depth - 1)}) {kind} ({condition(rng, depth - 1)}))"


@pytest.mark.parametrize("seed", range(10))
def test_tables_of_agents_that_also_run_others(seed: int) -> None:
    """Two engines, one answer: also where agents wait for one another, at some worlds or at all."""
    rng = random.Random(seed)
    texts = [LOOPS.format(label=rng.choice("CE"), condition=condition(rng, 2)) for _ in range(10)]
    programs = [read_program(text, name="agent") for text in texts]
    table = modal_table(programs, PLAYERS)
    assert table == tuple(tuple(meet(a, b).limit for b in programs) for a in programs)
    assert any(limit is Undefined.DIVERGES for row in table for limit in row)
    assert any(limit is not Undefined.DIVERGES for row in table for limit in row)


CODE = """
def fair(it): return "C" if proves(it(me) == "C") else "D"
def wrap(it, *, base): return base(it) if proves(it(me) == base(it)) else "D"
def sees_code(it): return "C" if it == me or proves(it(me) == "C") else "D"
def matches(it):
    match it:
        case fair(): return "D"
    return "C" if proves(it(me) == "C") else "D"
def builds(it): return "C" if proves(it(wrap(base=it)) == "C") else "D"
def refers(it): return "C" if proves(it(sees_code) == "C") else "D"
def seats(it): return "C" if player(it) == "Bob" else "D"
def clique(it): return "C" if it == me else "D"
def asks(theirs, own): return proves(theirs(own) == "C")
def functions(it): return "C" if asks(it, me) or asks(it, fair) else "D"
def around(theirs): return True and around(theirs)
def circles(it): return "C" if proves(around(it)) else "D"
"""


def test_tables_of_agents_that_look_at_code() -> None:
    names = ["fair", "sees_code", "matches", "builds", "refers", "seats", "functions", "circles", "clique"]
    programs = [read_program(CODE, name=name) for name in names]
    programs.append(read_program(CODE, name="wrap", base=BOT["CB"]))
    table = modal_table(programs, PLAYERS, fuel=500)
    assert table == tuple(tuple(modal_outcome((a, b), PLAYERS, fuel=500).limit for b in programs) for a in programs)
    entry = {(a, b): table[i][j] for i, a in enumerate(names) for j, b in enumerate(names)}
    assert entry["matches", "fair"] == ("D", "D") and entry["matches", "functions"] == ("C", "C")
    assert entry["seats", "seats"] == ("C", "D")  # Bob is the other for Ann only
    assert entry["builds", "builds"] is Undefined.UNKNOWN  # ever larger programs
    assert entry["circles", "fair"] is Undefined.DIVERGES
    assert entry["clique", "clique"] == ("C", "C") and entry["clique", "fair"] == ("D", "D")


LABELS = """
def one(it): return "one"
def two(it): return "two" if it(one) == "one" else "D"
def three(it): return "three" if it(two) == "two" else it(three)
def four(it): return "four" if it(three) == "three" or me(three) == "three" else "D"
"""


def test_tables_of_agents_whose_actions_come_to_light_one_by_one() -> None:
    """Two is found to be played only after one is, and so on, in whatever order agents are gone through."""
    programs = [read_program(LABELS, name=name) for name in ("four", "three", "two", "one")]
    for order in (programs, programs[::-1]):
        table = modal_table(order, PLAYERS)
        assert table == tuple(tuple(meet(a, b).limit for b in order) for a in order)
    actions = {own for row in table for limit in row if isinstance(limit, tuple) for own in limit}
    assert actions == {"one", "two", "three", "four", "D"}


def test_tables_refuse_what_the_engine_refuses() -> None:
    two_others = read_program('def p(a, b): return "C"')
    with pytest.raises(ProgramError, match="is for 2 other players, and 1 are given"):
        modal_table([two_others], PLAYERS)
    assert modal_table([], PLAYERS) == ()
    with pytest.raises(ProgramError, match="a table for 3 players; accepted: two"):
        modal_table([BOT["FB"]], ("Ann", "Bob", "Eve"))


# --- more players, and what the world says


def test_three_players_by_loeb() -> None:
    union = read_program(
        'def union(*others): return "C" if proves(outcome(me, *others) == ("C", "C", "C")) else "D"', name="union"
    )
    defector = read_program('def d(*others): return "D"')
    names = ("Ann", "Bob", "Eve")
    assert modal_outcome((union, union, union), names).limit == ("C", "C", "C")
    assert modal_outcome((union, defector, union), names).limit == ("D", "D", "D")


def test_games_and_representatives_reach_proofs() -> None:
    game = Game.from_payoffs([["2, 2", "0, 3"], ["3, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]])
    trusting = agent('return delegate("token") if proves(it(me) == "C") else "D"')
    encounter = play_programs((trusting, BOT["CB"]), game, representatives=lambda name, seat: "C")
    assert encounter.outcome == ("C", "C")
    selects = agent('return mine(select("utilitarian", {("C", "C"), ("D", "D")})) if proves(it(me) == "C") else "D"')
    assert play_programs((selects, selects), game).outcome == ("C", "C")
    with pytest.raises(ProgramError, match="representatives="):
        modal_outcome((trusting, BOT["CB"]), PLAYERS)
