"""Bounded proofs: the greatest fixed point by trying all sets, programs read as agents, and what is only reported."""

from __future__ import annotations

import random
from itertools import combinations, product

import pytest

from spi import HypothesisError, load_program
from spi.programs.bounded import (
    MOST_LEVELS,
    AtLeast,
    BoundedAgent,
    Condition,
    at_least,
    bounded_outcome,
    each_of,
    some_of,
)
from spi.programs.bounded_programs import bounded_agents, reported_outcome
from spi.programs.encounters import play_programs
from spi.programs.members import Program
from spi.programs.reader import read_program

BOT = {
    name: load_program(f"barasz-et-al-2014/{name}_bot") for name in ("fair", "just", "defect", "cooperate", "prudent")
}
CUPOD, FAIR = load_program("barasz-et-al-2014/cupod_bot"), BOT["fair"]


def true_at(condition: Condition, playing: set[str]) -> bool:
    """By counting, written once more."""
    if isinstance(condition, str):
        return condition in playing
    return len([part for part in condition.of if true_at(part, playing)]) >= condition.count


def largest(agents: list[BoundedAgent]) -> set[str]:
    """Of all sets whose members' conditions are true at the set, the union, which is the largest."""
    names, found = [a.name for a in agents], set[str]()
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            if all(true_at(a.proves, set(some)) for a in agents if a.name in some):
                found |= set(some)
    return found


def condition(rng: random.Random, names: list[str], depth: int) -> Condition:
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(names)
    parts = [condition(rng, names, depth - 1) for _ in range(rng.randint(0, 3))]
    return at_least(rng.randint(0, len(parts) + 1), *parts)


def test_the_largest_of_all_sets_plays_guarded() -> None:
    rng = random.Random(71)
    sizes = set()
    for _ in range(400):
        names = [f"agent {k}" for k in range(rng.randint(1, 5))]
        agents = [BoundedAgent(name, f"g{name}", f"o{name}", condition(rng, names, 2)) for name in names]
        found = bounded_outcome(agents)
        assert set(found.guarded) == largest(agents)
        assert found.outcome == tuple(a.guarded if a.name in found.guarded else a.otherwise for a in agents)
        left = set(names)
        for name in found.falls:  # sound whatever the budgets are: false even if all the others play
            assert not true_at(next(a for a in agents if a.name == name).proves, left)
            left.remove(name)
        sizes.add((len(names), len(found.falls)))
    assert len(sizes) > 12


def duel(first: Condition, second: Condition) -> tuple[str, ...]:
    return bounded_outcome([BoundedAgent("A", "C", "D", first), BoundedAgent("B", "C", "D", second)]).outcome


def test_pairs_by_hand() -> None:
    assert duel("B", "A") == ("C", "C")  # Critch (2019): two FairBots, though nobody is the first
    assert duel("B", some_of()) == ("D", "D")
    assert duel("B", each_of()) == ("C", "C")
    assert duel("A", "A") == ("C", "C")  # Löb: who proves that she plays C, plays C
    assert duel(each_of("A", "B"), some_of("A", some_of())) == ("C", "C")


def test_three_by_hand() -> None:
    names = ("A", "B", "C")
    two = [BoundedAgent(x, "C", "D", at_least(2, *names)) for x in names]
    assert bounded_outcome(two).outcome == ("C", "C", "C")
    # one never does: two of three are left, and they do; if two never do, nobody does
    assert bounded_outcome([*two[:2], BoundedAgent("C", "C", "D", some_of())]).outcome == ("C", "C", "D")
    never = [BoundedAgent(x, "C", "D", some_of()) for x in ("B", "C")]
    assert bounded_outcome([two[0], *never]).falls in (("B", "C", "A"), ("C", "B", "A"))


def test_conditions() -> None:
    assert each_of("x") == some_of("x") == at_least(1, "x") == AtLeast(1, ("x",))
    assert each_of() == AtLeast(0, ()) and some_of() == AtLeast(1, ())


@pytest.mark.parametrize(
    ("agents", "match"),
    [
        ([], "agents are missing"),
        ([BoundedAgent("A", "C", "D", "A")] * 2, "of different names"),
        ([BoundedAgent("A", "C", "C", "A")], "two different actions"),
        ([BoundedAgent("A", "C", "D", "B")], "asks what 'B' does"),
        ([BoundedAgent("A", "C", "D", at_least(3, "A"))], "asks for 3 of 1"),
        ([BoundedAgent("A", "C", "D", at_least(-1, "A"))], "accepted: 0 to 2"),
    ],
)
def test_what_is_no_agent(agents: list[BoundedAgent], match: str) -> None:
    with pytest.raises(HypothesisError, match=match):
        bounded_outcome(agents)


def test_conditions_are_not_nested_without_end() -> None:
    deep: Condition = "A"
    for _ in range(MOST_LEVELS):
        deep = each_of(deep)
    assert bounded_outcome([BoundedAgent("A", "C", "D", deep)]).outcome == ("C",)
    with pytest.raises(HypothesisError, match="nested too deeply"):
        bounded_outcome([BoundedAgent("A", "C", "D", each_of(deep))])


# --- programs


def outcome(*programs: Program) -> tuple[str, ...]:
    return bounded_outcome(bounded_agents(programs)).outcome


def test_programs_of_the_shelf() -> None:
    # Critch (2019), and Critch, Dennis & Russell (2022): DUPOC is FairBot; CUPOD defects against itself
    assert outcome(FAIR, FAIR) == ("C", "C") and outcome(CUPOD, CUPOD) == ("D", "D")
    assert outcome(FAIR, BOT["cooperate"]) == ("C", "C") and outcome(BOT["defect"], FAIR) == ("D", "D")
    assert outcome(CUPOD, BOT["cooperate"]) == ("C", "C") and outcome(CUPOD, BOT["defect"]) == ("D", "D")
    cooperator = load_program("barasz-et-al-2014/cooperate_bot")
    assert outcome(cooperator, cooperator) == ("C", "C")
    renamed = load_program("barasz-et-al-2014/fair_bot", cooperate="Cooperate")
    assert outcome(renamed, renamed) == ("Cooperate", "Cooperate") and outcome(renamed, FAIR) == ("D", "D")


def test_where_it_is_decided_the_limit_of_unbounded_proofs_agrees() -> None:
    """Both are greatest fixed points of monotone conditions; programs are drawn as texts."""
    rng, seen = random.Random(5), set()
    for _ in range(150):
        n = rng.randint(2, 3)
        programs = [read_program(drawn_text(rng, n, seat)) for seat in range(n)]
        found = outcome(*programs)
        assert play_programs(programs).outcome == found
        seen.add(found)
    assert len(seen) >= 10


def drawn_text(rng: random.Random, n: int, seat: int) -> str:
    others = [k for k in range(n) if k != seat]
    names = {k: f"p{k}" for k in others} | {seat: "me"}

    def claim(depth: int) -> str:
        if depth == 0 or rng.random() < 0.2:
            k = rng.randrange(n)
            against = ", ".join(names[j] for j in range(n) if j != k)
            # only the last player can be asked for an action that she cannot play; all others guard C
            return f'{names[k]}({against}) == "{"E" if rng.random() < 0.15 else "C"}"'
        return f"({claim(depth - 1)} {rng.choice(('and', 'or'))} {claim(depth - 1)})"

    head = f"def program({', '.join(names[k] for k in others)}):\n"
    if rng.random() < 0.2:
        return f'{head}    return "{rng.choice("CD")}"\n'
    one, other = f"proves({claim(2)})", f"proves({claim(1)})"
    bodies = [
        f'    return "C" if {one} else "D"\n',
        f'    return "D" if not {one} else "C"\n',
        f'    return "C" if {one} and {other} else "D"\n',
        f'    if {one}:\n        return "C"\n    if {other}:\n        return "C"\n    return "D"\n',
        f'    seen = {one}\n    if not seen or not {other}:\n        return "D"\n    return "C"\n',
    ]
    return head + rng.choice(bodies)


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        (FAIR, CUPOD, "Player 2 plays 'C', which it does if it finds no proof"),
        (CUPOD, FAIR, "Player 2 plays 'D', which it does if it finds no proof"),
        (FAIR, BOT["prudent"], "proof of something else"),
        (BOT["just"], FAIR, "another meeting"),
    ],
)
def test_pairs_about_which_nothing_is_known(one: Program, other: Program, match: str) -> None:
    with pytest.raises(HypothesisError, match=match):
        bounded_agents([one, other])


@pytest.mark.parametrize(
    ("body", "match"),
    [
        ('"C" if proves(a(me) == "C") and not proves(a(me) == "D") else "D"', "a monotone choice"),
        ('"C" if a(me) == "C" else "D"', "asks for more than proofs"),
        ('"C" if proves(not a(me) == "C") else "D"', "something else than who plays what"),
        ('"C" if proves(a(me) == "C") else "D" if proves(a(me) == "D") else "E"', "plays one of 3 actions"),
        ("a(me)", "something else than to play an action"),
    ],
)
def test_programs_that_are_no_such_agents(body: str, match: str) -> None:
    with pytest.raises(HypothesisError, match=match):
        bounded_agents([read_program(f"def program(a): return {body}"), BOT["cooperate"]])


def test_nested_or_and_and_are_kept_apart() -> None:
    """Two of three where one is false is both others, not one of them."""
    stone = read_program('def stone(a, b): return "D"')
    fair = read_program('def fair(a, b): return "C" if proves(a(me, b) == "C") else "D"')
    two = 'b(me, a) == "C" and a(me, b) == "C"'
    first = f'proves((b(me, a) == "C" and me(a, b) == "C") or (me(a, b) == "C" and b(me, a) == "C") or ({two}))'
    agents = bounded_agents([read_program(f'def p(a, b): return "C" if {first} else "D"'), fair, stone])
    assert bounded_outcome(agents).outcome == ("D", "D", "D")


def test_what_is_reported() -> None:
    prudent = BOT["prudent"]
    assert reported_outcome([prudent, prudent]).outcome == ("D", "D") == reported_outcome([FAIR, prudent]).outcome
    assert "reported to play" in str(reported_outcome([prudent, FAIR]))
    for pair in product((FAIR, CUPOD), repeat=2):
        with pytest.raises(HypothesisError, match="accepted: prudent_bot"):
            reported_outcome(pair)
