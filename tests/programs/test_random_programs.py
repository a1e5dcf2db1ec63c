"""Random programs meet: there is always an answer, or an error that says what was wrong."""

import gc
import random
import resource
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from spi import load_game
from spi.core.game import Game
from spi.errors import HypothesisError, ProgramError
from spi.programs import groups, members
from spi.programs.encounters import Encounter, play_programs
from spi.programs.groups import group
from spi.programs.machines import Undefined
from spi.programs.members import Program, program
from spi.programs.reader import read_program, read_program_file
from tests.programs.generators import FLAVOURS, Flavour, random_member, some_family, some_text

SIMPLE = (
    'def c(*others): return "C"',
    'def d(*others): return "D"',
    'def all_of_them(them): return {("C", "C"), ("D", "D")}',
)


@cache
def pool(flavour: Flavour, size: int, seed: int) -> tuple[Program, ...]:
    """Programs for two players, whose parameters may be programs that were drawn before; read from texts."""
    rng = random.Random(f"{flavour} {seed}")
    found = [read_program(text) for text in SIMPLE]
    while len(found) < size:
        family = some_family(rng, flavour, depth=rng.choice((2, 3, 4, 5)))
        text, name = some_text(rng, family.definitions)
        assert read_program_file(text).groups[name] is group(family.definitions)
        found += [random_member(rng, family, found) for _ in range(2)]
    return tuple(program for program in found if program.definition.kind == "program")


@cache
def game() -> Game:
    return load_game("ours/prisoners-dilemma")


def meet(pair: Sequence[Program], randomness: Any) -> str:
    """What comes out, in a word; anything but an encounter or an error of these two kinds is raised."""
    try:
        encounter = play_programs(pair, game(), randomness=randomness, fuel=300)
    except (ProgramError, HypothesisError) as error:
        return type(error).__name__
    return kind(encounter)


def kind(encounter: Encounter) -> str:
    if encounter.law is not None:
        laws = encounter.law.laws
        assert isinstance(laws, Undefined) or all(0 <= sum(law.values()) <= 1 for law in laws)
        return "UNKNOWN" if isinstance(laws, Undefined) else "law"
    if encounter.joint is not None:
        joint = encounter.joint.law
        assert isinstance(joint, Undefined) or 0 <= sum(joint.values()) <= 1
        return "UNKNOWN" if isinstance(joint, Undefined) else "joint law"
    outcome = encounter.outcome
    assert isinstance(outcome, Undefined) or all(action in ("C", "D") for action in outcome)
    return outcome.name if isinstance(outcome, Undefined) else "profile"


def meetings(pairs: int, families: int, seed: int) -> Counter[str]:
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    for k in range(pairs):
        flavour = FLAVOURS[k % 3]
        own = pool(flavour, families, seed)
        other = pool(rng.choice(FLAVOURS), families, seed) if k % 10 == 0 else own
        found[meet((rng.choice(own), rng.choice(other)), rng.choice(("independent", "shared")))] += 1
    return found


def test_random_pairs_have_an_answer() -> None:
    found = meetings(2000, 200, 1)
    assert sum(found.values()) == 2000
    assert min(found[word] for word in ("profile", "DIVERGES", "law", "joint law", "ProgramError")) > 50
    assert found["HypothesisError"] > 0  # proofs and chances


@pytest.mark.slow
def test_a_hundred_thousand_random_pairs_have_an_answer() -> None:
    found: Counter[str] = Counter()
    peaks = []
    for seed in range(5):
        found += meetings(20_000, 1000, seed)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    assert sum(found.values()) == 100_000 and found["UNKNOWN"] > 0
    assert peaks[-1] < 2 * peaks[0]  # the programs of the pools are kept, and little else


def test_meetings_leave_nothing_behind() -> None:
    pairs = [(one, other) for one in pool("direct", 60, 3)[:12] for other in pool("modal", 60, 3)[:12]]
    for pair in pairs:
        meet(pair, "independent")  # what is remembered of each program, is remembered
    gc.collect()
    before = len(members._KNOWN), len(groups._GROUPS)
    tracemalloc.start()
    for _ in range(3):
        for pair in pairs:
            meet(pair, "independent")
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(members._KNOWN), len(groups._GROUPS)) == before
    assert grown < 200_000


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_equal_codes_do_the_same(flavour: Flavour) -> None:
    # two texts of one program, read while no object of the other is alive, against the same opponents
    rng = random.Random(f"equal {flavour}")
    opponents = pool(flavour, 40, 4)
    for _ in range(40):
        family = some_family(rng, flavour)
        texts = [some_text(rng, family.definitions) for _ in range(2)]
        values = dict(random_member(rng, family, (*opponents, read_program(SIMPLE[2]))).bindings)
        other = rng.choice(opponents)
        seen = []
        for text, name in texts:
            own = read_program(text, name=name, **values)
            seen.append((own.code_id, told((own, other)), told((other, own)), told((own, own))))
            del own
            gc.collect(0)
        assert seen[0] == seen[1], texts[0][0]


def told(pair: Sequence[Program]) -> object:
    """All that comes out."""
    try:
        encounter = play_programs(pair, game(), randomness="independent", fuel=300)
    except (ProgramError, HypothesisError) as error:
        return type(error)
    if encounter.law is not None:
        return encounter.law.laws
    return encounter.outcome, encounter.limit.trace if encounter.limit is not None else None


@pytest.mark.parametrize("levels", [1, 20, 50])
@pytest.mark.parametrize("start", ["", 'y = "E" if chance("1/2") else "D"', 'y = "E" if proves(o(me) == "C") else "D"'])
def test_deep_bodies_that_run_each_other_without_end(levels: int, start: str) -> None:
    runs = "(" * levels + "f(x=f(x=x))(o)" + ' if o == o else "C")' * levels
    text = f'def c(*others): return "C"\ndef f(o, *, x):\n    {start or "y = x"}\n    return {runs}\n'
    own = read_program(text, x=read_program(SIMPLE[0]))
    for fuel in (50, 2000):
        encounter = play_programs([own, own], randomness="independent", fuel=fuel)
        assert kind(encounter) == "UNKNOWN"


def test_names_that_need_one_another() -> None:
    names = "".join(f"    x{k + 1} = not x{k}\n" for k in range(50))
    runs = 'return "C" if x50 else f(x=f(x=x))(o)'
    for first in ("o == x", "o == me"):  # an even number of nots: x50 is x0
        own = read_program(f"def f(o, *, x):\n    x0 = {first}\n{names}    {runs}\n", x=read_program(SIMPLE[0]))
        found = play_programs([own, own], fuel=500).outcome
        assert found == ("C", "C")  # where o is not x, the program that is run next has o as its x


def test_many_draws_in_one_body_are_bounded() -> None:
    names = [f"x{k}" for k in range(25)]
    draws = "".join(f'    {name} = "C" if chance("1/2") else "D"\n' for name in names)
    # the first D decides, and what is named after it is never drawn: 26 ways
    first = " and ".join(f'{name} == "C"' for name in names)
    own = read_program(f'def f(o):\n{draws}    return "C" if {first} else "D"\n')
    law = play_programs([own, own], randomness="independent", fuel=300).law
    assert law is not None and law.laws == ({"C": Fraction(1, 2**25), "D": 1 - Fraction(1, 2**25)},) * 2
    # all are looked at: 2 to the 25 ways
    own = read_program(f'def f(o):\n{draws}    return "C" if ({", ".join(names)}) == ("C",) else "D"\n')
    assert kind(play_programs([own, own], randomness="independent", fuel=300)) == "UNKNOWN"


def test_what_is_named_is_worked_out_when_it_is_needed() -> None:
    mirror = read_program("def mirror(o): return o(me)")
    unused = read_program('def f(o):\n    x = o(me)\n    return "C"')
    assert play_programs([unused, mirror]).outcome == ("C", "C")
    used = read_program('def f(o):\n    x = o(me)\n    return "C" if x == "C" else "D"')
    assert play_programs([used, mirror]).outcome is Undefined.DIVERGES
    late = read_program('def f(o):\n    x = o(me)\n    if o == me: return "E"\n    y = x\n    return y')
    assert play_programs([late, late]).outcome == ("E", "E")
    assert play_programs([late, mirror]).outcome is Undefined.DIVERGES


def test_what_is_named_outside_a_proof_is_no_part_of_it() -> None:
    # the box is the same one whatever was named before it, and needs no value of it
    plain = read_program('def f(o): return "C" if proves(o(me) == "C") else "D"')
    named = read_program('def f(o):\n    x = o(o)\n    return "C" if proves(o(me) == "C") else "D"')
    mirror = read_program("def mirror(o): return o(me)")
    for own in (plain, named):
        limit = play_programs([own, own]).limit
        assert limit is not None and limit.limit == ("C", "C") and len(limit.boxes[-1]) == 2
    assert play_programs([named, mirror]).outcome == play_programs([plain, mirror]).outcome == ("C", "C")
    # a box that turns false at the second world
    traces = [play_programs([own, read_program(SIMPLE[1])]).limit for own in (plain, named)]
    assert traces[0] == traces[1] and traces[0] is not None
    assert traces[0].trace == (("C", "D"), ("D", "D")) and traces[0].boxes == ((True,), (False,))


def test_maps_of_programs_run_at_the_seat_of_whose_they_are() -> None:
    # she holds a program that says which seat it runs at; I find it in her code, in a map, and run it
    text = """
def names(o): return player(me)
def holds(o, *, table): return table["a"](o)
def finds(o):
    match o:
        case holds(table=theirs): return theirs["a"](me)
    return "nobody"
def own(o, *, table): return {"a": table["a"]}["a"](o)
"""
    groups = read_program_file(text).groups
    names = program(groups["names"], {})
    holds = program(groups["holds"], {"table": {"a": names}})
    finds = program(groups["finds"], {})
    own = program(groups["own"], {"table": {"a": names}})
    assert play_programs([holds, finds], players=("Ann", "Bob")).outcome == ("Ann", "Ann")
    assert play_programs([finds, holds], players=("Ann", "Bob")).outcome == ("Bob", "Bob")
    assert play_programs([own, own], players=("Ann", "Bob")).outcome == ("Ann", "Bob")
    # what a map does not list it leaves alone, her program at her seat
    family = read_program_file("def f(o, *, table): return table[o](me)").groups["f"]
    for table, outcome in (({names: names}, ("Ann", "Bob")), ({own: names}, ("Bob", "Bob"))):
        looks_up = program(family, {"table": table})
        assert play_programs([looks_up, names], players=("Ann", "Bob")).outcome == outcome


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('def f(o): return mine(("C", "D", "C"))', "a profile of 2 entries"),
        ('def f(o): return mine(("C",))', "a profile of 2 entries"),
        ('def f(o): return {"a": o}["b"](me)', "what is called is a label; accepted: a program or a function"),
        ('def f(o): return {("C", "D"): "C"}[("D", "D")]', "what <Program: f> plays is a profile; accepted: a label"),
        ('def f(o): return mine(select("best", {("C", "C")}))', "no selector 'best'"),
        ('def f(o): return mine(select("leximin", set()))', "the set is empty"),
        ('def f(o): return mine(select("leximin", {("C", "X")}))', "has no action 'X'"),
        ('def f(o): return mine(select("leximin", pmp(("X", "C"))))', "has no action 'X'"),
        ('def f(o): return mix({"C": {"a": "1"}["b"]})', "'b' is no probability"),
        (
            'def f(o): return mix({"C": {"a": "1"}["a"], "D": {"a": "1/2"}["a"]})',
            "probabilities of at least 0 that sum to 1",
        ),
        ("def f(o): return mine(outcome(me, o, o))", "an outcome of 3 programs in a game of 2 players"),
        ("def f(*o): return first(j for j in o if False)(me)", "none of the others meets the condition"),
        ('def f(o): return "X"', "plays 'X' as Player 1; accepted: C, D"),
        ("def f(o): return o(me, me)", "is for 1 other player, and 2 are given"),
    ],
)
def test_what_only_running_shows(text: str, phrase: str) -> None:
    own, other = read_program(text), read_program('def o(one): return "C"')
    with pytest.raises(ProgramError) as error:
        play_programs([own, other], game(), randomness="independent")
    assert phrase in str(error.value)


def test_programs_for_any_number_of_others_run_on_as_many_as_there_are() -> None:
    many, runs = read_program('def many(*others): return "C"'), read_program("def runs(o): return o(me, me)")
    with pytest.raises(ProgramError, match="is run on 2 programs in a game of 2 players; accepted: one for each"):
        play_programs([runs, many])
    three = read_program("def runs(o, p): return o(me, p)")
    assert play_programs([three, many, many]).outcome == ("C", "C", "C")


def test_values_of_other_sorts_from_anothers_code() -> None:
    # nothing is known of the sort of the cargo until it is taken out of her code
    text = """
def carrier(o, *, cargo): return "C"
def uses(o, *, how):
    match o:
        case carrier(cargo=x):
            if how == "label": return x
            if how == "profile": return mine(x)
            if how == "set": return mine(select("leximin", x & x))
            if how == "in": return "C" if ("C", "C") in x else "D"
            if how == "map": return x["C"]
            if how == "key": return {"C": "D"}[x]
            if how == "entry": return mine((x, x))
            if how == "member": return mine(select("leximin", {x}))
            if how == "condition": return "C" if x else "D"
            if how == "not": return "C" if not x else "D"
            if how == "and": return "C" if True and x else "D"
            if how == "or": return "C" if False or x else "D"
            if how == "run": return x(me)
            if how == "run on": return o(x)
            if how == "match": return x(o)
            if how == "outcome": return mine(outcome(me, x))
            if how == "player": return player(x)
            if how == "mix": return mix(x)
            if how == "pmp": return mine(select("leximin", pmp(x)))
            if how == "selector": return mine(select(x, {("C", "C")}))
    return "D"
"""
    # one parameter of one sort each: so every use has a file of its own
    head, *lines = text.split("        case carrier(cargo=x):\n")
    uses = [line for line in lines[0].split("\n") if "how ==" in line]
    assert len(uses) == 20
    base = read_program(SIMPLE[0])
    cargoes: list[Any] = ["C", True, ("C", "C"), frozenset({("C", "C")}), {"C": "1"}, {("C", "C"): ("C", "C")}, base]
    right: dict[str, int] = {}
    for use in uses:
        word, _, statement = use.strip().removeprefix('if how == "').partition('": ')
        file = f"{head}        case carrier(cargo=x): {statement}\n    return how\n"
        groups = read_program_file(file).groups
        user = program(groups["uses"], {"how": "D"})
        for cargo in cargoes:
            carrier = program(groups["carrier"], {"cargo": cargo})
            found = meet((user, carrier), "independent")
            assert found in ("profile", "law", "ProgramError"), (word, cargo)
            right[word] = right.get(word, 0) + (found != "ProgramError")
    # a map of profiles leaves the label "C" alone, and "1" is no action: so a map is right once
    assert right == {
        "label": 1, "profile": 1, "set": 1, "in": 1, "map": 1, "key": 1, "entry": 1, "member": 1, "condition": 1,
        "not": 1, "and": 1, "or": 1, "run": 1, "run on": 1, "match": 1, "outcome": 1, "player": 0, "mix": 1, "pmp": 1,
        "selector": 0,
    }  # fmt: skip
