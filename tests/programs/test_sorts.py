"""Sorts of terms: what clashes, what stays open, and what values of parameters may be."""

import pytest

from spi.errors import FormatError, ProgramError
from spi.programs.members import finite_map, program
from spi.programs.reader import read_program, read_program_file
from spi.programs.value_sorts import misfit


@pytest.mark.parametrize(
    ("text", "column", "phrase"),
    [
        ('def f(o): return o("C")', 20, "what a program is run on is a label; accepted: a program"),
        ('def f(o): return "C"(o)', 18, "what is called is a label; accepted: a program or a function"),
        ('def f(o): return "C" if o == "C" else "D"', 30, "the right side is a label; accepted: a program"),
        ('def f(o): return o["C"]', 18, "what is looked up in is a program (of another player); accepted: a map"),
        ("def f(o): return o",
         18, "'o' the program of another player, but it is used as a label; accepted: for other values a"),
        ("def f(o): return o(me)(me)", 18, "what is called is a label; accepted: a program or a function"),
        ('def f(o, *, k): return mine(k) if k == "C" else "D"',
         29, "is a label (as 'k' is used elsewhere); accepted: a profile"),
        ('def f(o, *, k): return "C" if {("C",)} == "C" else "D"', 43, "is a label; accepted: a set of profiles"),
        ('def f(o, *, k): return "C" if k(o) == "C" else k', 48, "what is returned here is a program"),
        ('def f(o): return "C" if "C" else "D"', 25, "a condition is a label; accepted: a truth value"),
        ('def f(o, *, k="C"): return "C" if k else "D"', 35, "a condition is a label (as the default of 'k')"),
        ('def f(o, *, k): return k if k else "D"', 36, "what is returned here is a label, and a truth value elsewhere"),
        ('def f(o, *, k): return "C" if k == {("C", "D")} else mine(k)',
         59, "(as 'k' is used elsewhere); accepted: a profile"),
        ('def f(o): return mine("C")', 23, "what mine(…) is taken of is a label; accepted: a profile"),
        ('def f(o): return mine(("C", True))', 29, "an entry of a profile is a truth value; accepted: a label"),
        ('def f(o): return True if o == me else "C"',
         39, "a label, and a truth value elsewhere; accepted: the same sort"),
        ("def f(*o): return True", 1, "'f' returns a truth value, so it is a function, and *others is for programs"),
        ("def f(*o): return set()", 1, "'f' returns a set of profiles, so it is a function"),
        ('def f(o): return "C" if "C" in {("C", "D")} else "D"',
         25, "what is looked for is a label; accepted: a profile"),
        ('def f(o): return "C" if ("C", "D") in ("C", "D") else "D"',
         39, "where it is looked for is a profile; accepted: a set"),
        ('def f(o): return mine(select("leximin", {("C", "D")} & ("C", "D")))', 56, "each side of & is a profile"),
        ('def f(o): return {"C": "D", True: "C"}["C"]', 29, "a key of the map is a truth value; accepted: a label"),
        ('def f(o): return {"C": "D", "D": me}["C"]',
         34, "a value of the map is a program or a function; accepted: a label"),
        ('def f(o): return {"C": "D", "C": "C"}["C"]', 29, "this key stands twice in the map"),
        ('def f(o): return {"C": "D"}[("C", "D")]', 29, "what is looked up is a profile; accepted: a label"),
        ('def f(o): return "C"["C"]', 18, "what is looked up in is a label; accepted: a map"),
        ('def f(o): return mine({"C", "D"})', 24, "a member of a set is a label; accepted: a profile"),
        ('def f(o): return "C" if not "C" else "D"', 29, "what is denied is a label; accepted: a truth value"),
        ('def f(o): return "C" if "C" and True else "D"', 25, "a condition is a label; accepted: a truth value"),
        ('def f(o): return "C" if proves("C") else "D"', 32, "what is proved is a label; accepted: a truth value"),
        ('def f(o): return mix("C")', 22, "what is mixed is a label; accepted: a map from a label to a label"),
        ('def f(o): return delegate(("C",))', 27, "the name of a game is a profile; accepted: a label"),
        ('def f(o): return player("C")', 25, "what player(…) is asked of is a label; accepted: a program"),
        ('def f(o): return mine(outcome("C", o))', 31, "my part is a label; accepted: a program"),
        ('def f(o): return mine(outcome(me, "C"))', 35, "the part of another player is a label; accepted: a program"),
        ('def f(o): return mine(select(me, set()))', 30, "a selector is a program or a function; accepted: a label"),
        ('def f(o): return mine(pmp("C"))', 27, "what is projected is a label; accepted: a profile"),
        ('def f(o, *, k): return f(k={("C", "D")})(o) if o == k else "C"',
         28, "the parameter 'k' of 'f' is a set of profiles; accepted: a program"),
        ("def f(o, *, k): return k(k)(o) if k(o) == set() else o(k)", 24, "what is called is a set of profiles"),
        ('def grow(x): return grow({"a": x}) | set()', 26, "would be a part of a value of its own sort"),
    ],
)  # fmt: skip
def test_sorts_clash(text: str, column: int, phrase: str) -> None:
    with pytest.raises(FormatError) as error:
        read_program_file(text)
    assert phrase in error.value.why
    assert (error.value.line, error.value.column) == (1, column)


def kinds(text: str) -> dict[str, str]:
    return {name: whole.definitions[0].kind for name, whole in read_program_file(text).groups.items()}


def test_programs_return_labels_and_functions_anything_else() -> None:
    text = """
def says(o): return "C"
def mirrors(o): return o(me)
def runs(o): return circle(o)
def circle(o): return runs(o)
def truth(a, b): return a == b
def pair(a): return (a, "C")
def many(a): return {a}
def moved(a): return {"C": ("C", "D")}[a] if True else ("D", "D")
"""
    assert kinds(text) == {
        "says": "program", "mirrors": "program", "runs": "program", "circle": "program",
        "truth": "function", "pair": "function", "many": "function", "moved": "function",
    }  # fmt: skip


def test_me_in_a_function_is_the_function() -> None:
    text = "def same(theirs, projected): return {projected} if theirs == me else set()"
    assert kinds(text) == {"same": "function"}
    with pytest.raises(FormatError, match="a function that returns a set of profiles"):
        read_program_file("def f(a): return me(a) | {me}")


def test_functions_take_values_of_any_sort_but_each_parameter_one() -> None:
    function = "def is_in(a, b): return a in b\n"
    read_program_file(f'{function}def f(o): return "C" if is_in(("C",), {{("C",)}}) else "D"')
    with pytest.raises(FormatError, match="the parameter 'a' of 'is_in' is a label; accepted: a profile"):
        read_program_file(f'{function}def f(o): return "C" if is_in("C", {{("C",)}}) else "D"')
    with pytest.raises(FormatError, match=r"the parameter 'b' of 'is_in' is a program .* accepted: a set of profiles"):
        read_program_file(f'{function}def f(o): return "C" if is_in(("C",), o) else "D"')
    # in a recursion a parameter has one sort; what is settled before may be used in several ways
    with pytest.raises(FormatError, match="the parameter 'a' of 'f' is a label; accepted: a profile"):
        read_program_file('def f(a): return f("C") if a == ("C",) else set()')
    alike = "def alike(a, b): return a == b\n"
    read_program_file(f'{alike}def f(o): return "C" if alike(o, me) and alike("C", "C") else "D"')
    with pytest.raises(FormatError, match="the parameter 'b' of 'alike' is a label; accepted: a program"):
        read_program_file(f'{alike}def f(o): return "C" if alike(o, "C") else "D"')


def test_recursion_between_definitions() -> None:
    text = """
def even(o, *, next):
    match o:
        case odd(next=theirs): return next
        case even(next=theirs): return theirs
    if next == "C": return next
    return odd(next=next)(o)
def odd(o, *, next): return even(next=next)(me)
"""
    read = read_program_file(text)
    assert [len(whole.definitions) for whole in read.groups.values()] == [2, 2]
    with pytest.raises(FormatError, match=r"line 8.*the parameter 'next' of 'even' is a profile"):
        read_program_file(text.replace("odd(next=next)(o)", 'odd(next=("C", "D"))(o)'))


def test_what_a_definition_is_does_not_depend_on_who_refers_to_it() -> None:
    helper = "def helper(a, *, table): return table[a]\n"
    user = 'def user(o, *, k): return mine(helper(table={("C",): ("D",)})(("C",)))\n'
    alone = read_program_file(helper).groups["helper"]
    assert alone.definitions[0].kind == "program"  # a table of programs, as far as one can see
    for text in (helper + user, user + helper):
        with pytest.raises(FormatError, match="accepted: "):
            read_program_file(text)
    told = 'def helper(a, *, table): return table[a] if True else ("C",)\n'
    both = [read_program_file(text).groups["helper"] for text in (told, told + user, user + told)]
    assert both[0] is both[1] is both[2] and both[0].definitions[0].kind == "function"


def test_sorts_of_a_matched_family_are_its_own() -> None:
    family = 'def carrier(o, *, cargo): return "C"\n'
    thief = "def thief(o):\n    match o:\n        case carrier(cargo=x): return x\n    return 'C'\n"
    read_program_file(family + thief)  # the cargo can be anything, a label too
    loaded = family.replace('"C"', "mine(cargo)")
    with pytest.raises(FormatError, match="what is returned here is a label, and a profile elsewhere"):
        read_program_file(loaded + thief)


@pytest.mark.parametrize(
    ("key", "bound", "why"),
    [
        ("default", "C", "the parameter 'default' is a label; accepted: a program"),
        ("default", frozenset(), "the parameter 'default' is a set of profiles; accepted: a program"),
        ("proposal", "C", "the parameter 'proposal' is a label; accepted: a map from a profile to a profile"),
        (
            "proposal",
            finite_map({("C", "D"): "C"}),
            "is a map from a profile to a label; accepted: a map from a profile",
        ),
        ("proposal", finite_map({("C", "D"): ("C",), "C": ("C",)}), "a map of things of different sorts"),
    ],
)
def test_values_of_parameters_are_of_their_sorts(key: str, bound: object, why: str) -> None:
    text = "def f(o, *, default, proposal): return mine(proposal[outcome(default, o)])"
    family, always = read_program_file(text).groups["f"], read_program('def c(o): return "C"')
    good = {"default": always, "proposal": finite_map({("C", "D"): ("C", "C")})}
    assert misfit(family, list(good.items())) == ""
    assert misfit(family, list({**good, "proposal": finite_map({})}.items())) == ""
    with pytest.raises(ProgramError) as error:
        program(family, {**good, key: bound}, "f")
    assert why in str(error.value) and str(error.value).startswith("f: ")


def test_functions_as_values_of_parameters() -> None:
    text = "def f(o, *, accepts): return mine(select('leximin', accepts(o)))"
    family = read_program_file(text).groups["f"]
    good = read_program("def all_of_them(them): return {('C', 'C')}")
    assert program(family, {"accepts": good}).bindings == (("accepts", good),)
    for bad in ("def g(them): return 'C'", "def g(them): return True"):
        with pytest.raises(ProgramError, match="accepted: a function that returns a set of profiles"):
            program(family, {"accepts": read_program(bad)})
