"""Identity of code: one object for one code, values that Python may give, tables that do not grow."""

import copy
import gc
import json
import pickle
import threading
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from keyword import kwlist
from typing import Any

import pytest

from spi import load_game
from spi.errors import FormatError, HypothesisError, ProgramError
from spi.programs import groups, members
from spi.programs.behaviours import behaviour_id
from spi.programs.encounters import kinds_of, play_programs
from spi.programs.groups import (
    ANY_NUMBER,
    MAX_HEIGHT,
    Definition,
    Group,
    components,
    group,
    group_json,
    member_group,
)
from spi.programs.machines import Undefined
from spi.programs.members import Family, Program, finite_map, program, to_value
from spi.programs.modal_tables import modal_table
from spi.programs.printer import print_value
from spi.programs.reader import read_program, read_program_file
from spi.programs.spaces import family_space, program_space
from spi.programs.terms import NODES, Term, height, kinds_in, references
from spi.programs.trees import read_tree
from spi.programs.values import FiniteMap, value_json
from spi.programs.vocabulary import RESERVED

ALWAYS = read_program_file("def always(*others, action): return action").groups["always"]
WRAP = read_program_file("def wrap(other, *, inner): return inner(other)").groups["wrap"]
HOLDS = read_program_file('def holds(other, *, held): return "C"').groups["holds"]


def always(action: str) -> Program:
    return program(ALWAYS, {"action": action}, "always")


# --- one object for one code


def test_one_object_for_one_code() -> None:
    assert always("C") is always("C") and always("C") is not always("D")
    assert always("C").code_id == always("C").code_id != always("D").code_id
    text = 'def f(other, *, k="C"): return k'
    assert read_program(text) is read_program(text, k="C") is read_program(text.replace("other", "o"))
    assert read_program(text) is not read_program(text, k="D")
    assert program(WRAP, {"inner": always("C")}) is program(WRAP, {"inner": always("C")})
    assert program(WRAP, {"inner": always("C")}) is not program(WRAP, {"inner": always("D")})


def test_code_ids_tell_kinds_of_values_apart() -> None:
    held: list[Any] = [
        "C", ("C",), ("C", "D"), ("D", "C"), frozenset(), frozenset({("C",)}), {}, {"C": "D"}, {"D": "C"},
        {("C",): "D"}, True, "True", always("C"), always("C").code_id, program(HOLDS, {"held": "C"}),
        {"C": always("C")}, {always("C"): "C"},
    ]  # fmt: skip
    assert len({program(HOLDS, {"held": value}).code_id for value in held}) == len(held)
    assert len({program(HOLDS, {"held": value}) for value in held}) == len(held)


def test_the_first_name_stays() -> None:
    text = 'def zoe(other): return "Z" if other == me else other(other)'
    unnamed = program(read_program_file(text).groups["zoe"], {})
    assert unnamed.name == "" and repr(unnamed) == f"<Program: {unnamed.code_id[:12]}>"
    assert read_program(text) is unnamed and unnamed.name == "zoe" and repr(unnamed) == "<Program: zoe>"
    assert read_program(text.replace("zoe", "ann")) is unnamed and unnamed.name == "zoe"


def test_copies_and_pickles_are_the_same_object() -> None:
    own = program(WRAP, {"inner": always("C")}, "own")
    for again in (copy.copy(own), copy.deepcopy(own), pickle.loads(pickle.dumps(own)), copy.deepcopy([own])[0]):
        assert again is own
    assert pickle.loads(pickle.dumps(WRAP)) is WRAP
    assert pickle.loads(pickle.dumps(finite_map({"C": own}))) == finite_map({"C": own})


def test_threads_make_one_object() -> None:
    text = "".join(f'def f{k}(other, *, a): return a if other == me else "{k}"\n' for k in range(20))
    found: list[list[Program]] = []

    def read() -> None:
        families = read_program_file(text).groups.values()
        found.append([program(family, {"a": str(k)}) for family in families for k in range(20)])

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(one is other for some in found for one, other in zip(found[0], some, strict=True))


# --- tables do not grow


def test_what_nobody_holds_is_forgotten() -> None:
    gc.collect()
    before = len(members._KNOWN), len(groups._GROUPS)
    kept = []
    for k in range(300):
        text = f'def f(other, *, a): return a if other == g else "forget {k}"\ndef g(other): return f(a="{k}")(other)'
        read = read_program_file(text)
        made = [program(read.groups["f"], {"a": str(j)}) for j in range(3)]
        member_group(read.groups["f"], 1)
        assert made[0].code_id
        kept += made[:1] if k % 100 == 0 else []
    del read, made
    gc.collect()
    assert len(members._KNOWN) - before[0] == len(kept) == 3
    assert len(groups._GROUPS) - before[1] <= 6


def test_a_code_that_died_comes_again() -> None:
    text = 'def f(other, *, a): return a if other == g else "again"\ndef g(other): return f(a="C")(other)'
    first = read_program(text, name="f", a="D")
    code = first.code_id
    alive = read_program(text, name="g")  # holds the group of f as a member
    del first
    gc.collect()
    second = read_program(text, name="f", a="D")
    assert second.code_id == code and second.group is member_group(alive.group, 1)
    assert play_programs([second, alive]).outcome == ("D", "again")
    del alive, second
    gc.collect()
    assert read_program(text, name="f", a="D").code_id == code


def test_equality_of_code_holds_after_a_collection() -> None:
    # what an evaluation builds is the object that was given, whoever made it first and whatever died since
    text = 'def f(other, *, a): return "C" if other == f(a="yes") else "D"'
    for _ in range(3):
        yes, no = read_program(text, a="yes"), read_program(text, a="no")
        assert play_programs([no, yes]).outcome == ("C", "D")
        assert play_programs([yes, yes]).outcome == ("C", "C")
        del yes, no
        gc.collect()


DEEP = 20_000
COIN = read_program('def coin(o): return "C" if chance("1/2") else "D"')
LINKS: dict[str, Callable[[Program], Any]] = {
    "program": lambda inner: inner,
    "value of a map": lambda inner: {"a": inner},
    "key of a map": lambda inner: {inner: "a"},
}


def nested(family: Group, link: Callable[[Program], Any]) -> Program:
    """A program in a program, and so on."""
    own = always("C")
    for _ in range(DEEP):
        own = program(family, {family.definitions[0].keywords[0][0]: link(own)})
    return own


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_programs_in_programs_twenty_thousand_deep(link: Callable[[Program], Any]) -> None:
    own = nested(HOLDS, link)
    assert own == to_value(own) and hash(own)
    assert len(own.code_id) == 64 and value_json(own) == ["program", own.code_id]
    assert len(repr(own)) < 100 and len(str(own)) < 1000 and len(print_value(own)) < 1000
    assert len(repr(own.bindings)) < 200 and json.dumps(group_json(own.group))
    assert kinds_of(own) == {"label", "keyword"}  # of `holds` and of `always`
    for again in (
        copy.copy(own),
        copy.deepcopy(own),
        pickle.loads(pickle.dumps(own)),
        copy.deepcopy({"a": [own]})["a"][0],
    ):
        assert again is own
    assert play_programs([own, own]).outcome == ("C", "C")
    assert len(str(play_programs([own, own]))) < 2000
    half = Fraction(1, 2)
    law = play_programs([own, COIN], randomness="independent").law
    assert law is not None and law.laws == ({"C": 1}, {"C": half, "D": half})
    joint = play_programs([own, COIN], randomness="shared").joint
    assert joint is not None and joint.law == {("C", "C"): half, ("C", "D"): half}
    assert modal_table([own], ("Ann", "Bob")) == ((("C", "C"),),)
    space = family_space(own)
    assert len(space) == 1 and space[0] is own and len(behaviour_id(own, program_space([own]))) == 64
    with pytest.raises(FormatError, match="nested too deeply"):
        read_program_file("def f(o): return given(o)", uses={"given": own})
    del own, again, space, law
    gc.collect()
    assert len(members._KNOWN) < 5000


def test_kinds_of_nodes_are_those_of_programs_inside_too() -> None:
    inside = program(HOLDS, {"held": {program(HOLDS, {"held": {"a": COIN}}): "C"}})
    assert kinds_of(inside) == kinds_of(COIN) == {"if", "chance", "label"}  # what holds plays the label "C"
    with pytest.raises(HypothesisError, match="one program proves and another draws"):
        play_programs([inside, read_program('def fair(o): return "C" if proves(o(me) == "C") else "D"')])


def test_a_run_through_twenty_thousand_programs() -> None:
    own = nested(WRAP, LINKS["program"])  # each runs the one inside it
    assert nested(WRAP, LINKS["program"]) is own
    assert play_programs([own, own]).outcome is Undefined.UNKNOWN
    assert play_programs([own, own], fuel=5 * DEEP).outcome == ("C", "C")
    assert modal_table([own], ("Ann", "Bob"))[0][0] is Undefined.UNKNOWN
    law = play_programs([own, COIN], randomness="independent").law
    joint = play_programs([own, COIN], randomness="shared").joint
    assert law is not None and law.laws is Undefined.UNKNOWN
    assert joint is not None and joint.law is Undefined.UNKNOWN


def test_growing_programs_run_out_of_fuel() -> None:
    text = "def grow(other, *, inner): return grow(inner=grow(inner=inner))(other)"
    own = read_program(text, inner=always("C"))
    for fuel in (10, 300, 10_000):
        assert play_programs([own, own], fuel=fuel).outcome is Undefined.UNKNOWN


def test_growing_maps_are_refused() -> None:
    text = """
def grow(f, x): return f(f, {"a": x}) | set()
def main(other): return mine(select("leximin", grow(grow, "a")))
"""
    own = read_program(text)
    with pytest.raises(ProgramError, match="more than 20 maps inside maps"):
        play_programs([own, own])
    nested = finite_map({})
    for _ in range(19):
        nested = finite_map({"a": nested})
    with pytest.raises(ProgramError, match="more than 20 maps inside maps"):
        finite_map({"a": nested})


# --- values


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("C", "C"),
        (True, True),
        (("C", "D"), ("C", "D")),
        (["C", "D"], ("C", "D")),
        ({("C", "D")}, frozenset({("C", "D")})),
        (frozenset(), frozenset()),
        ({"C": "D"}, FiniteMap((("C", "D"),))),
        ({"D": "C", "C": "D"}, FiniteMap((("C", "D"), ("D", "C")))),
        ({("1", "2"): ["3", "3"]}, FiniteMap(((("1", "2"), ("3", "3")),))),
        ({"Ann": {"C": "1/2"}}, FiniteMap((("Ann", FiniteMap((("C", "1/2"),))),))),
        ({}, FiniteMap(())),
        (finite_map({"C": "D"}), FiniteMap((("C", "D"),))),
        (always("C"), always("C")),
        (Family(read_program_file('def f(other, *, k="C"): return k').groups["f"], "f"),
         read_program('def f(other, *, k="C"): return k')),
    ],
)  # fmt: skip
def test_values_that_python_may_give(given: object, value: object) -> None:
    assert to_value(given) == value and type(to_value(given)) is type(value)
    assert program(HOLDS, {"held": given}).bindings == (("held", value),)
    assert program(HOLDS, {"held": given}) is program(HOLDS, {"held": value})


CIRCLE: dict[str, Any] = {}
CIRCLE["a"] = CIRCLE


def far_inside(around: Callable[[Any], Any]) -> Any:
    """A label inside 20,000 of these."""
    given: Any = "C"
    for _ in range(DEEP):
        given = around(given)
    return given


class Text(str):
    """A subclass, as numpy has one."""


def test_subclasses_of_str_become_labels() -> None:
    assert type(to_value(Text("C"))) is str
    assert type(program(HOLDS, {"held": (Text("C"),)}).bindings[0][1][0]) is str


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        (1, "is 1, of Python's type int; accepted: labels, truth values"),
        (1, "a number is a label in quotes"),
        (0.5, "is 0.5, of Python's type float"),
        (Decimal("0.1"), "of Python's type Decimal"),
        (Fraction(1, 2), "a number is a label in quotes"),
        (None, "of Python's type NoneType; accepted: labels"),
        (b"C", "of Python's type bytes"),
        (object, "of Python's type type"),
        (ALWAYS, "of Python's type Group"),
        ("", "labels of 1 to 200 printable characters"),
        ("x" * 201, "labels of 1 to 200 printable characters"),
        ("a\nb", "labels of 1 to 200 printable characters"),
        ("\ud800", "labels of 1 to 200 printable characters"),
        ((), "accepted: a profile with a label for each player"),
        ([1, 2], "is [1, 2]; accepted: a profile"),
        (("C", ("C",)), "accepted: a profile with a label for each player"),
        (("C", ""), "an entry of the parameter 'held' of own is ''"),
        ({"C"}, "is {'C'}; accepted: a set of profiles"),
        ({1}, "accepted: a set of profiles"),
        ({("C", 1)}, "a member of the parameter 'held' of own is ('C', 1); accepted: a profile"),
        ({"C": 1}, "of Python's type int"),
        ({1: "C"}, "of Python's type int"),
        (Family(ALWAYS, "always"), "always needs a value for its parameter 'action'"),
        (range(3), "of Python's type range"),
        (far_inside(lambda inside: [inside]), "nested too deeply to be shown; accepted: a profile"),
        (far_inside(lambda inside: (inside,)), "nested too deeply to be shown; accepted: a profile"),
        (far_inside(lambda inside: {"a": inside}), "more than 20 maps inside maps"),
        (CIRCLE, "more than 20 maps inside maps"),
    ],
)
def test_values_that_are_none_of_the_language(given: object, phrase: str) -> None:
    with pytest.raises(ProgramError) as error:
        program(HOLDS, {"held": given}, "own")
    assert phrase in str(error.value) and len(str(error.value)) < 400


def test_numbers_of_more_digits_than_python_writes() -> None:
    for huge in (10**5000, Fraction(10**5000), (10**5000,)):
        with pytest.raises(ProgramError, match="is too long to be shown"):
            program(HOLDS, {"held": huge})


def test_parameters() -> None:
    with pytest.raises(ProgramError, match="own has no parameter 'deed'; accepted: action"):
        program(ALWAYS, {"deed": "C"}, "own")
    with pytest.raises(ProgramError, match="the family needs a value for its parameter 'action'"):
        program(ALWAYS, {})
    with pytest.raises(ProgramError, match="has no parameter 'k'; accepted: none"):
        read_program('def f(other): return "C"', k="C")


def test_a_truth_value_is_no_number() -> None:
    assert program(HOLDS, {"held": True}).bindings == (("held", True),)
    with pytest.raises(ProgramError, match="type int"):
        program(HOLDS, {"held": 1})  # although Python holds 1 and True to be equal


def test_maps_leave_alone_what_they_do_not_list() -> None:
    moved = finite_map({("1", "2"): ("3", "3"), ("2", "1"): ("1", "1")})
    assert moved["1", "2"] == ("3", "3") and moved["2", "2"] == ("2", "2")
    assert moved.get(("2", "2"), None) is None
    assert moved == finite_map({("2", "1"): ["1", "1"], ("1", "2"): ["3", "3"]})
    assert hash(moved) == hash(finite_map({("2", "1"): ("1", "1"), ("1", "2"): ("3", "3")}))
    assert finite_map({always("C"): "C"})[always("D")] is always("D")


def test_values_as_json() -> None:
    assert value_json(("C", "D")) == ["profile", "C", "D"]
    assert value_json(frozenset({("D",), ("C",)})) == ["set", ["profile", "C"], ["profile", "D"]]
    assert value_json(finite_map({"D": True, "C": False})) == ["map", ["C", False], ["D", True]]
    assert value_json(always("C")) == ["program", always("C").code_id]


def test_families() -> None:
    family = Family(ALWAYS, "always")
    assert family(action="C") is always("C")
    assert repr(family) == "<Family: always(action)>" and str(family).startswith("def always(*others, action):\n")
    assert repr(Family(read_program_file('def f(o, *, k="C"): return k').groups["f"], "f")) == "<Family: f(k='C')>"
    assert family == Family(ALWAYS, "under another name") != Family(WRAP, "always")
    with pytest.raises(ProgramError, match="always needs a value for its parameter 'action'"):
        family()


# --- trees


def test_all_kinds_of_nodes_are_read() -> None:
    text = """
def f(one, two, *, k):
    x = mine(outcome(me, one, two))
    if not ("C", "D") in {("C", "D")} & set() | pmp(("C", "D")) and True or x == k:
        return {"C": "D"}[simulate(two(me, one), back=1)] if chance("1/2") else mix({"C": "1"})
    match one:
        case f(k=y):
            return y
    return delegate(player(one)) if f(k="C") == two else mine(select("leximin", set()))
def g(*others):
    if any(j == me for j in others):
        return mine(outcome(first(j for j in others if True), *others))
    return "C" if all(proves(j == me) for j in others) else "D"
"""
    found: set[str] = set()
    for whole in read_program_file(text).groups.values():
        found = found.union(*(kinds_in(definition.body) for definition in whole.definitions))
    assert found - {"star"} == set(NODES)


@pytest.mark.parametrize("word", sorted(set(NODES) - RESERVED - set(kwlist)))
def test_keywords_that_are_called_like_nodes(word: str) -> None:
    text = f"""
def f(o, *, {word}):
    match o:
        case f({word}=y):
            return f({word}=y)(o)
    return f({word}="build")(o)
"""
    (whole,) = read_program_file(text).groups.values()
    assert kinds_in(whole.definitions[0].body) == {"match", "other", "variable", "run", "build", "label"}
    assert references(whole.definitions[0].body) == [0, 0, 0]


C, ME, IT, TRUE = ("label", "C"), ("me",), ("other", 0), ("truth", True)
CHAINS: dict[str, tuple[Callable[[Term], Term], Term, Callable[[Term], Term]]] = {
    # what makes an action of it, the innermost term, and a term around a term
    "else": (lambda t: t, C, lambda t: ("if", TRUE, C, t)),
    "condition": (lambda t: ("if", t, C, C), TRUE, lambda t: ("if", t, TRUE, TRUE)),
    "not": (lambda t: ("if", t, C, C), TRUE, lambda t: ("not", t)),
    "and": (lambda t: ("if", t, C, C), TRUE, lambda t: ("and", TRUE, t)),
    "same": (lambda t: ("if", t, C, C), TRUE, lambda t: ("same", t, TRUE)),
    "proves": (lambda t: ("if", t, C, C), TRUE, lambda t: ("proves", t)),
    "any": (lambda t: ("if", t, C, C), TRUE, lambda t: ("any", t)),
    "let": (lambda t: t, C, lambda t: ("let", C, t)),
    "value": (lambda t: t, C, lambda t: ("let", t, ("variable", 0))),
    "match": (lambda t: t, C, lambda t: ("match", IT, ((0, (), C),), t)),
    "case": (lambda t: t, C, lambda t: ("match", ME, ((0, (), t),), C)),
    "scrutinee": (lambda t: ("run", t, ME), IT, lambda t: ("match", t, ((0, (), IT),), IT)),
    "build": (lambda t: ("run", t, ME), ME, lambda t: ("build", 1, (("k", t),))),
    "map": (lambda t: t, C, lambda t: ("at", ("map", (C, t)), C)),
    "set": (lambda t: t, C, lambda t: ("mine", ("select", ("label", "leximin"), ("set", ("profile", t, C))))),
    "simulate": (lambda t: t, C, lambda t: ("simulate", t, 1)),
    "mix": (lambda t: t, C, lambda t: ("mix", ("map", (t, ("label", "1"))))),
}


def chain(name: str, levels: int) -> list[Definition]:
    """A definition whose body has so many levels, and one that it may refer to."""
    around, term, link = CHAINS[name]
    links = 0
    while height(around(link(term))) <= min(levels, MAX_HEIGHT):
        term, links = link(term), links + 1
    for _ in range(levels - min(levels, MAX_HEIGHT)):
        term = link(term)
    others = ANY_NUMBER if name == "any" else 1
    return [Definition("program", others, (), around(term)), Definition("program", 1, (("k", None),), C)]


def far_down(depth: int, run: Callable[[], Any]) -> Any:
    return far_down(depth - 1, run) if depth else run()


@pytest.mark.parametrize("name", CHAINS)
def test_trees_put_together_by_hand_may_be_deep_but_not_too_deep(name: str) -> None:
    definitions = chain(name, MAX_HEIGHT)

    def use() -> None:  # where somebody else has taken 200 frames of Python's stack already
        own = program(group(definitions), {})
        assert MAX_HEIGHT - 3 <= height(own.definition.body) <= MAX_HEIGHT
        assert len(own.code_id) == 64 and str(own) and pickle.loads(pickle.dumps(own)) is own
        assert read_tree(["program", json.loads(json.dumps(group_json(own.group))), []]) is own
        game = load_game("ours/prisoners-dilemma")
        with suppress(ProgramError, HypothesisError):  # no probability, or a program of another engine
            play_programs([own, own], game, randomness="independent")
            play_programs([own, own], game, randomness="shared")
        with suppress(ProgramError):
            modal_table([own], ("Ann", "Bob"))
        family = [Definition(definitions[0].kind, definitions[0].others, (("q", None),), definitions[0].body)]
        assert program(group([*family, definitions[1]]), {"q": "C"}) is not own

    far_down(200, use)
    for levels in (MAX_HEIGHT + 5, 3000):
        with pytest.raises(ProgramError, match=r"a tree of \d+ levels; accepted: at most 130"):
            group(chain(name, levels))
        with pytest.raises(ProgramError, match=r"a tree of \d+ levels; accepted: at most 130"):
            groups.groups(chain(name, levels))


def test_whatever_is_read_is_not_too_deep() -> None:
    levels = "(o == me) != (" * 56 + "o != me" + ")" * 56  # two levels for each bracket; 60 brackets are read
    own = read_program(f'def f(o): return "C" if {levels} else "D"')
    assert height(own.definition.body) == 116 < MAX_HEIGHT


def test_references_and_components() -> None:
    def calls(*places: int) -> Definition:
        body: Any = ("me",)
        for place in reversed(places):
            body = ("run", ("build", place, ()), body)
        return Definition("program", 1, (), body)

    definitions = [calls(1, 2), calls(0), calls(3), calls(), calls(4)]
    assert references(definitions[0].body) == [1, 2]
    assert [sorted(together) for together in components(definitions)] in (
        [[3], [4], [2], [0, 1]],
        [[4], [3], [2], [0, 1]],
    )
    assert len(group(definitions).definitions) == 4 and len(group(definitions, 2).definitions) == 2


def test_a_member_of_a_group_is_a_group_of_its_own() -> None:
    text = 'def f(o): return g(o)\ndef g(o): return h(o) if o == f else "C"\ndef h(o): return "D"'
    groups = read_program_file(text).groups
    whole = groups["f"]
    assert [member_group(whole, k) for k in range(3)] == [whole, groups["g"], groups["h"]]
    # g refers to f first, where it compares, and then to h
    assert [member_group(groups["g"], k) for k in range(3)] == [groups["g"], whole, groups["h"]]
