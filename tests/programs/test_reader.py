"""The grammar and the sorts: what is read as which tree, what is refused where and with which words."""

import re

import pytest

from spi import shelves
from spi.errors import FormatError, ProgramError
from spi.programs import groups, machines, program_text, reader, shared, values
from spi.programs.groups import ANY_NUMBER
from spi.programs.members import finite_map, program
from spi.programs.reader import read_program, read_program_file
from spi.programs.terms import Term
from spi.programs.value_sorts import misfit
from spi.programs.vocabulary import RESERVED

C, D = ("label", "C"), ("label", "D")
CD = ("profile", C, D)


def body(text: str) -> Term:
    """The tree of the last definition, whose place in its group is 0."""
    read = read_program_file(text)
    return list(read.groups.values())[-1].definitions[0].body


# --- every form, and the tree that it stands for


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        ('"C"', C),
        ("'C'", C),
        ('"C" "D"', ("label", "CD")),
        ('"naïve ≥ 1/2"', ("label", "naïve ≥ 1/2")),
        ("x", ("keyword", "x")),
        ("other(me)", ("run", ("other", 0), ("me",))),
        ("f(other)", ("run", ("build", 0, ()), ("other", 0))),
        ("g(k='C')(other)", ("run", ("build", 1, (("k", C),)), ("other", 0))),
        ('mine(("C", "D"))', ("mine", CD)),
        ("mine(outcome(me, other))", ("mine", ("outcome", ("me",), ("other", 0)))),
        ("player(other)", ("player", ("other", 0))),
        ('{"C": "D"}[x]', ("at", ("map", (C, D)), ("keyword", "x"))),
        ('{"D": "C", "C": "D",}[x]', ("at", ("map", (C, D), (D, C)), ("keyword", "x"))),
        ("{}[x]", ("at", ("map",), ("keyword", "x"))),
        ('x if other == me else "D"', ("if", ("same", ("other", 0), ("me",)), ("keyword", "x"), D)),
        ('x if other != me else "D"', ("if", ("not", ("same", ("other", 0), ("me",))), ("keyword", "x"), D)),
        ('x if not True else "D"', ("if", ("not", ("truth", True)), ("keyword", "x"), D)),
        ('x if ("C", "D") in set() else "D"', ("if", ("in", CD, ("set",)), ("keyword", "x"), D)),
        ('x if ("C", "D") not in set() else "D"', ("if", ("not", ("in", CD, ("set",))), ("keyword", "x"), D)),
        ('"C" if {("C", "D")} & set() == set() else x',
         ("if", ("same", ("meet", ("set", CD), ("set",)), ("set",)), C, ("keyword", "x"))),
        ('mine(select("leximin", {("C", "D")} | pmp(("C", "D"))))',
         ("mine", ("select", ("label", "leximin"), ("join", ("set", CD), ("pmp", CD))))),
        ('"C" if True and False or True else x',
         ("if", ("or", ("and", ("truth", True), ("truth", False)), ("truth", True)), C, ("keyword", "x"))),
        ('"C" if True and False and True else x',
         ("if", ("and", ("truth", True), ("and", ("truth", False), ("truth", True))), C, ("keyword", "x"))),
        ('"C" if proves(other(me) == x) else x',
         ("if", ("proves", ("same", ("run", ("other", 0), ("me",)), ("keyword", "x"))), C, ("keyword", "x"))),
        ('"C" if chance("1/10") else x', ("if", ("chance", "1/10"), C, ("keyword", "x"))),
        ('mix({"D": "1/3", "C": "2/3"})', ("mix", ("map", (C, ("label", "2/3")), (D, ("label", "1/3"))))),
        ("simulate(other(me), back=3)", ("simulate", ("run", ("other", 0), ("me",)), 3)),
        ('delegate("small")', ("delegate", ("label", "small"))),
        ('((("C")))', C),
    ],
)  # fmt: skip
def test_expressions(expression: str, tree: Term) -> None:
    assert body(f'def g(other, *, k): return k\ndef f(other, *, x="C"): return {expression}') == tree


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        ('"C" if all(j == me for j in others) else "D"', ("if", ("all", ("same", ("variable", 0), ("me",))), C, D)),
        ('"C" if any(j(me) == "C" for j in others) else "D"',
         ("if", ("any", ("same", ("run", ("variable", 0), ("me",)), C)), C, D)),
        ("player(first(j for j in others if j != me))",
         ("player", ("first", ("not", ("same", ("variable", 0), ("me",)))))),
        ("mine(outcome(me, *others))", ("mine", ("outcome", ("me",), ("star", ("others",))))),
        ('"C" if all(any(j == k for k in others) for j in others) else "D"',
         ("if", ("all", ("any", ("same", ("variable", 1), ("variable", 0)))), C, D)),
    ],
)  # fmt: skip
def test_expressions_over_all_others(expression: str, tree: Term) -> None:
    assert body(f"def f(*others): return {expression}") == tree


def test_statements() -> None:
    text = """
def f(other, *, k):
    named = other(me)
    if named == "C":
        again = named
        return again
    elif named == k:
        return k
    match other:
        case f(k=theirs):
            return theirs
        case f():
            return named
    return "D"
"""
    assert body(text) == (
        "let",
        ("run", ("other", 0), ("me",)),
        ("if", ("same", ("variable", 0), C), ("let", ("variable", 0), ("variable", 0)),
         ("if", ("same", ("variable", 0), ("keyword", "k")), ("keyword", "k"),
          ("match", ("other", 0), ((0, ("k",), ("variable", 0)), (0, (), ("variable", 0))), D))),
    )  # fmt: skip


def test_case_variables_are_in_the_order_of_their_keywords() -> None:
    text = """
def f(other, *, b, a):
    match other:
        case f(b=x, a=y):
            return x
    return a
"""
    # bound in the order a, b: y is the outer one
    assert body(text) == ("match", ("other", 0), ((0, ("a", "b"), ("variable", 0)),), ("keyword", "a"))


def test_heads() -> None:
    def head(text: str) -> tuple[str, int, tuple[tuple[str, str | None], ...]]:
        (whole,) = read_program_file(text).groups.values()
        definition = whole.definitions[0]
        return definition.kind, definition.others, definition.keywords

    assert head('def f(one, two, *, b="C", a): return a') == ("program", 2, (("a", None), ("b", "C")))
    assert head('def f(*all_of_them, a): return "C"') == ("program", ANY_NUMBER, (("a", None),))
    assert head('def f(*, a): return "C"') == ("program", 0, (("a", None),))
    assert head('def f(): return "C"') == ("program", 0, ())
    assert head("def f(one, two): return {one} | two") == ("function", 2, ())


def test_files() -> None:
    read = read_program_file('"""What it is.\n\nSource: ours\n"""\ndef a(o): return b(o)\n\ndef b(o): return "C"\n')
    assert list(read.groups) == ["a", "b"] and read.docstring == "What it is.\n\nSource: ours\n"
    assert [len(whole.definitions) for whole in read.groups.values()] == [2, 1]
    assert read_program_file('def a(o): return "C"').docstring == ""
    assert read_program('def a(o): return "C"\ndef b(o): return "D"').definition.body == D
    assert read_program('def a(o): return "C"\ndef b(o): return "D"', name="a").definition.body == C
    with pytest.raises(FormatError, match="no definition 'c'; accepted: a"):
        read_program('def a(o): return "C"', name="c")


@pytest.mark.parametrize(
    "text",
    [
        b'def f(o):\r\n    # d\xc3\xa9j\xc3\xa0\r\n    return "C"\r\n',
        '\ufeffdef f(o): return "C"',
        b'\xef\xbb\xbfdef f(o): return "C"',
        'def f(o):\r    return "C"',
        'def f(o):\n\treturn "C"',
        '\x0cdef f(o):\n\x0c    return "C"\n\x0c',
        '# a comment\n\n\ndef f(o): # another\n    """A docstring."""\n    return ("C")  # and so on',
        'def f(o):\n    return \\\n        "C"',
        'def f(o,): return "C"; ',
        'def f(\n    o\n): return (\n    "C"\n)',
        'def f(été): return "C"',
    ],
)
def test_layouts_of_one_program(text: str | bytes) -> None:
    assert read_program(text) is read_program('def g(other): return "C"')


def test_names_that_are_words_elsewhere() -> None:
    text = """
def type(o, *, match, case, _, build, label="C"):
    print = match
    return {print: case}[_] if o == build else label
"""
    assert read_program_file(text).groups["type"].definitions[0].keywords == (
        ("_", None), ("build", None), ("case", None), ("label", "C"), ("match", None),
    )  # fmt: skip


# --- what is not in the language: line, column and a key phrase


@pytest.mark.parametrize(
    ("text", "line", "column", "phrase"),
    [
        # the file
        ("", 0, 0, "no definition; accepted: def name"),
        ("\n# nothing\n", 0, 0, "no definition; accepted: def name"),
        ('"""Only words."""', 0, 0, "no definition; accepted: def name"),
        ("import os\n", 1, 1, "only definitions stand here (nothing is imported)"),
        ("from os import path\n", 1, 1, "nothing is imported"),
        ("\n\nx = 1", 3, 1, "only definitions stand here (no values outside definitions); accepted: def name"),
        ("class A: pass", 1, 1, "no classes"),
        ('async def f(o): return "C"', 1, 1, "no async"),
        ('def f(o): return "C"\n"more words"', 2, 1, "only the first line may be a docstring"),
        ('if True:\n    def f(o): return "C"', 1, 1, "only definitions stand here; accepted: def name"),
        ('def f(o): return "C"\ndef f(o): return "D"', 2, 1, "a second definition of 'f'"),
        ("".join(f'def f{k}(o): return "C"\n' for k in range(51)), 51, 1, "accepted: at most 50"),
        # the head of a definition
        ('@dec\ndef f(o): return "C"', 1, 2, "no decorators"),
        ('def f(o: int): return "C"', 1, 10, "no annotations"),
        ('def f(o, *, k: str): return "C"', 1, 16, "no annotations"),
        ('def f(*o: int): return "C"', 1, 11, "no annotations"),
        ('def f(o) -> str: return "C"', 1, 13, "no annotations"),
        ('def f(o, /): return "C"', 1, 7, "no parameters before /"),
        ('def f(o=__import__("os")): return "C"', 1, 9, "have no defaults; accepted: a keyword parameter, after *"),
        ('def f(o, **k): return "C"', 1, 12, "no **k; accepted: keyword parameters one by one"),
        ('def f(a, *b): return "C"', 1, 11, "either one parameter for each of the others or *others"),
        ('def f(o, *, k=3): return "C"', 1, 15, "this is no default; accepted: a label in quotes"),
        ('def f(o, *, k=("C", "D")): return "C"', 1, 15, "this is no default; accepted: a label in quotes"),
        ('def f(o, *, k=f"{o}"): return "C"', 1, 15, "this is no default; accepted: a label in quotes"),
        ('def f(o, *, k=""): return "C"', 1, 15, "1 to 200 printable characters"),
        ('def f(me): return "C"', 1, 7, "'me' is a word of the language"),
        ('def f(o, *, mix): return "C"', 1, 13, "'mix' is a word of the language"),
        ('def outcome(o): return "C"', 1, 1, "'outcome' is a word of the language"),
        ('def f(o, *, o): return "C"', 1, 13, "two parameters are called 'o'"),
        ('def f(f): return "C"', 1, 1, "'f' is a parameter of 'f' and a definition"),
        ('def g(o): return "C"\ndef f(g): return "C"', 2, 1, "'g' is a parameter of 'f' and a definition"),
        # statements
        ('def f(o): "words only"', 1, 1, "this ends without return"),
        ("def f(o): pass", 1, 11, "pass gives no value"),
        ("def f(o): return", 1, 11, "a return without a value; accepted: return E"),
        ('def f(o):\n    if o == me: return "C"', 2, 5, "without else this ends without return"),
        ('def f(o):\n    if o == me:\n        x = "C"\n    return "C"', 3, 9, "this ends without return"),
        ('def f(o):\n  if o == me: return "C"\n  else: return "D"\n  return "C"',
         4, 3, "never reached, as every branch"),
        ('def f(o):\n    return "C"\n    return "D"', 3, 5, "never reached, as a return stands before it"),
        ('def f(o):\n    x = "C"', 2, 5, "this ends without return"),
        ('def f(o):\n    x = "C"\n    x = "D"\n    return x', 3, 5, "'x' has a meaning already"),
        ('def f(o):\n    o = "C"\n    return o', 2, 5, "'o' has a meaning already"),
        ('def f(o):\n    f = "C"\n    return f', 2, 5, "'f' has a meaning already"),
        ('def f(o):\n    me = "C"\n    return me', 2, 5, "'me' is a word of the language"),
        ('def f(o):\n    x, y = ("C", "D")\n    return x', 2, 5, "values are named one by one"),
        ('def f(o):\n    x = y = "C"\n    return x', 2, 5, "values are named one by one"),
        ('def f(o):\n    x: str = "C"\n    return x', 2, 5, "values are named one by one"),
        ('def f(o):\n    x += "C"\n    return x', 2, 5, "values are named one by one"),
        ('def f(o):\n    for j in o: return "C"\n    return "D"', 2, 5, "no loops; accepted: first"),
        ("def f(o):\n    while True: pass", 2, 5, "no loops"),
        ('def f(o):\n    def g(x): return "C"\n    return "D"', 2, 5, "no definitions inside definitions"),
        ('def f(o):\n    import os\n    return "D"', 2, 5, "nothing is imported"),
        ('def f(o):\n    with open("x"): return "C"', 2, 5, "no statement of the language; accepted: name = E"),
        ('def f(o):\n    raise o', 2, 5, "no statement of the language"),
        ('def f(o):\n    global x\n    return "C"', 2, 5, "no statement of the language"),
        ('def f(o):\n    "one"\n    "two"\n    return "C"', 3, 5, "a docstring as the first line"),
        ("def f(o):\n    o(me)", 2, 5, "the value is not used; accepted: return E"),
        ('def f(o):\n    print("x")\n    return "C"', 2, 5, "nothing is called 'print' here"),
        ('def f(o):\n    match o:\n        case f(): return "C"', 2, 5, "accepted: a return after the match"),
        ('def f(o):\n    match o:\n        case _: return "C"', 3, 14, "the statements after the match are for it"),
        ('def f(o):\n    match o:\n        case "C": return "C"\n    return "D"',
         3, 14, "accepted: family(keyword=name, …)"),
        ('def f(o):\n    match o:\n        case f(x): return "C"\n    return "D"', 3, 14, "this is no case"),
        ('def f(o):\n    match o:\n        case f() | f(): return "C"\n    return "D"', 3, 14, "this is no case"),
        ('def f(o):\n    match o:\n        case [*_]: return "C"\n    return "D"', 3, 14, "this is no case"),
        ('def f(o):\n    match o:\n        case g(): return "C"\n    return "D"', 3, 14, "no family 'g' in this file"),
        ('def f(o, *, k):\n  match o:\n    case f(k="C"): return "C"\n  return "D"',
         3, 14, "accepted: k=name, and an if"),
        ('def f(o, *, k):\n  match o:\n    case f(k=_): return "C"\n  return "D"', 3, 14, "or to leave it out"),
        ('def f(o, *, k):\n  match o:\n    case f(j=x): return "C"\n  return "D"',
         3, 14, "no parameter 'j'; accepted: k"),
        ('def f(o, *, k):\n  match o:\n    case f(k=k): return "C"\n  return "D"', 3, 14, "'k' has a meaning already"),
        ('def f(o, *, k, j):\n  match o:\n    case f(k=x, j=x): return "C"\n  return "D"', 3, 19, "'x' stands for two"),
        ('def f(o, *, k):\n  match o:\n    case f(k=x) if x == "C": return x\n  return k',
         3, 20, "no conditions on a case"),
        # expressions
        ("def f(o): return C",
         1, 18, 'nothing is called \'C\' here; the label "C" stands in quotes; accepted: o, f, me'),
        ("def f(o): return 1", 1, 18, "no numbers outside quotes"),
        ("def f(o): return 1e999999", 1, 18, "no numbers outside quotes"),
        ("def f(o): return 3j", 1, 18, "no numbers outside quotes"),
        ("def f(o): return -1", 1, 18, "a negative number is a label in quotes"),
        ('def f(o): return b"C"', 1, 18, "no value of the language"),
        ("def f(o): return None", 1, 18, "no value of the language; accepted: labels in quotes, True, False"),
        ("def f(o): return ...", 1, 18, "no value of the language"),
        ('def f(o): return f"{o}"', 1, 18, "no f-strings"),
        ("def f(o): return o.__class__", 1, 18, "no attributes"),
        ('def f(o): return lambda: "C"', 1, 18, "no lambda"),
        ('def f(o): return ["C"]', 1, 18, "no lists; accepted: a profile"),
        ("def f(o): return [x for x in o]", 1, 18, "no comprehensions"),
        ("def f(o): return {x: x for x in o}", 1, 18, "no comprehensions"),
        ("def f(o): return ()", 1, 18, "a profile without entries"),
        ('def f(o): return (x := "C")', 1, 19, "no :="),
        ('def f(o): return *o, "C"', 1, 18, "no * here"),
        ('def f(o): return "C" + "D"', 1, 18, "accepted: & and | of sets"),
        ('def f(o): return "C" if o is me else "D"', 1, 25, "accepted: ==, !=, in, not in"),
        ('def f(o): return "C" if "C" < "D" else "D"', 1, 25, "accepted: ==, !=, in, not in"),
        ('def f(o): return "C" if o == me == o else "D"', 1, 25, "one at a time"),
        ('def f(o, *, k): return k["a":"b"]', 1, 26, "no slices"),
        ("def f(o): yield o", 1, 11, "no generators"),
        ("def f(o): return await o", 1, 18, "no async"),
        ('def f(o): return ""', 1, 18, "1 to 200 printable characters"),
        (f'def f(o): return "{"x" * 201}"', 1, 18, "1 to 200 printable characters"),
        ('def f(o): return "a\\nb"', 1, 18, "1 to 200 printable characters"),
        ('def f(o): return "\\ud800"', 1, 18, "1 to 200 printable characters"),
        # calls, families and words
        ("def f(o): return f()", 1, 18, "nothing is given"),
        ("def f(o): return o(*me)", 1, 20, "no * here"),
        ('def f(o): return o(me, k="C")', 1, 18, "values with and without keyword"),
        ('def f(o): return o(k="C")', 1, 18, "a family is needed here; accepted: f"),
        ('def f(o): return f(k="C")', 1, 20, "'f' has no parameter 'k'; accepted: none"),
        ("def f(o, *, k): return f(o)", 1, 24, "'f' needs its parameters; accepted: f(k=…)"),
        ("def f(o, *, k): return f(**k)", 1, 28, "no **; accepted: the parameters one by one"),
        ('def f(o, *, k, j): return f(k="C")(o)', 1, 27, "'f' needs its parameter 'j'"),
        ("def f(o): return f(o, o)", 1, 18, "'f' has 1 positional parameter, and 2 values are given"),
        ("def f(o, p): return me(o)", 1, 21, "'f' has 2 positional parameters, and 1 value is given"),
        ("def f(o): return set", 1, 18, "accepted: set(), the empty set; other sets are {E, …}"),
        ("def f(o): return mine(o, o)", 1, 18, "mine is not used like this; accepted: mine(profile)"),
        ("def f(o): return mine(set(o))", 1, 23, "set is not used like this"),
        ("def f(o): return mine(outcome(o))", 1, 23, "outcome is not used like this"),
        ("def f(o): return mine(outcome(me, *o))", 1, 35, "only the parameter *others stands here with *"),
        ("def f(*o): return mine(outcome(me, o))", 1, 36, "'o' stands for all the others; accepted: outcome(E, *o)"),
        ("def f(*o): return o(me)", 1, 19, "'o' stands for all the others"),
        ('def f(o): return "C" if chance("1/2") and True else "D"', 1, 25, "a chance is a condition by itself"),
        ('def f(o): return "C" if chance(0.5) else "D"', 1, 32, "a probability is needed here"),
        ('def f(o, *, p): return "C" if chance(p) else "D"', 1, 38, "a probability is needed here"),
        *((f'def f(o): return "C" if chance("{p}") else "D"', 1, 32, "no probability; accepted: a rational in quotes")
          for p in ("2", "-1/2", "1/0", "half", "nan", "1e999999999", "1e9999", "9" * 200, "0x1", "½")),
        ('def f(o): return mix({"C": "1e999999999"})', 1, 28, "is no probability"),
        ('def f(o): return mix({"C": "1/2", "D": "1/3"})', 1, 22, "the probabilities sum to 5/6; accepted: a sum of 1"),
        ("def f(o): return mix({})", 1, 22, "the probabilities sum to 0"),
        ('def f(o): return mix({"C": 0.5, "D": 0.5})', 1, 28, "a probability is needed here"),
        ("def f(o): return simulate(o(me))", 1, 18, "accepted: simulate(E, back=1)"),
        ("def f(o): return simulate(o(me), back=0)", 1, 39, "back=1 to back=9"),
        ("def f(o): return simulate(o(me), back=True)", 1, 39, "back=1 to back=9"),
        (f"def f(o): return simulate(o(me), back={9**99})", 1, 39, "back=1 to back=9"),
        ('def f(o): return "C" if all(j == me for j in o) else "D"', 1, 28, "where *others is the parameter"),
        ("def f(*o): return first(j for j in o)(me)", 1, 24, "first gives the first of the others with a property"),
        ("def f(*o): return first(me for j in o if True)(me)", 1, 24, "first(j for j in others if condition)"),
        ('def f(*o): return "C" if all(j == me for j in o if True) else "D"', 1, 52, "the condition stands before for"),
        ('def f(*o): return "C" if any(j == k for j in o for k in o) else "D"', 1, 29, "any is not used like this"),
        ('def f(*o): return "C" if any([j == me for j in o]) else "D"', 1, 30, "any is not used like this"),
        ('def f(*o): return "C" if any(o == me for o in o) else "D"', 1, 29, "'o' has a meaning already"),
        ('def f(o):\n    x = o(me)\n    return "C" if proves(x == "C") else "D"',
         3, 19, "'x' is worked out from a run"),
        ('def f(o):\n  x = o(me)\n  y = (x, "C")\n  return "C" if proves(mine(y) == "C") else x',
         4, 17, "'y' is worked"),
        ('def f(o): return "C" if proves(o(me) == "C") else mix({"C": "1"})', 1, 1, "'f' has proofs and chances"),
        ('def g(o): return mix({"C": "1"})\ndef f(o): return "C" if proves(g(o) == "C") else "D"',
         2, 1, "'f' has proofs"),
        # Python's syntax
        ("def f(o): return (", 1, 18, "not Python's syntax"),
        ("def f(o) return 'C'", 1, 10, "not Python's syntax"),
        ("def f(o): return 'C", 1, 18, "not Python's syntax"),
        ("def f(o):\nreturn 'C'", 2, 1, "not Python's syntax"),
        ("def f(o): return " + "9" * 4000, 1, 18, "no numbers outside quotes"),
        ("def f(o): return 0x" + "9" * 90_000, 1, 18, "no numbers outside quotes"),
    ],
)  # fmt: skip
def test_refused_with_place_and_remedy(text: str, line: int, column: int, phrase: str) -> None:
    with pytest.raises(FormatError) as error:
        read_program_file(text, file="my.py")
    assert phrase in error.value.why and "accepted" in error.value.why
    assert (error.value.file, error.value.line, error.value.column) == ("my.py", line, column)
    place = "my.py" + (f", line {line}" if line else "") + (f", column {column}" if column else "")
    assert str(error.value).startswith(f"{place}: {error.value.why}")


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_words_of_the_language_are_no_names(word: str) -> None:
    for text in (
        f'def {word}(o): return "C"',
        f'def f({word}): return "C"',
        f'def f(*{word}): return "C"',
        f'def f(o, *, {word}="C"): return "C"',
        f'def f(o):\n    {word} = "C"\n    return "D"',
        f'def f(*o): return "C" if any({word} == me for {word} in o) else "D"',
        f'def f(o, *, k):\n    match o:\n        case f(k={word}): return "C"\n    return "D"',
    ):
        with pytest.raises(FormatError, match=f"'{word}' is a word of the language"):
            read_program_file(text)


# --- sorts


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


# --- texts that are none


@pytest.mark.parametrize(
    ("text", "line", "column", "phrase"),
    [
        ('def f(o):\n    return "é" + "D"', 2, 12, "no such operator"),
        ('def f(o): return ("漢字", 1)', 1, 25, "no numbers"),  # columns count characters
        ('def f(o): return ("𝒳", 1)', 1, 24, "no numbers"),
        ("def f(o):\n\treturn 1", 2, 9, "no numbers"),
        ("def f(o):\r\n    return 1\r\n", 2, 12, "no numbers"),
        ("# \x0b \x85 \u2028 are no ends of lines\ndef f(o): return 1", 2, 18, "no numbers"),
        ("\x0cdef f(o):\n\x0c    return 1", 2, 13, "no numbers"),
        ('def f(o): return "é" "C', 1, 22, "not Python's syntax"),
        ('def f(o):\n    return "C\0"', 2, 14, "a null byte"),
        ('def f(o):\r\n    return "\ud800"', 2, 13, "half of a surrogate pair"),
        (b'def f(o):\n    return "\xff"', 2, 0, "byte 23 of the file is not UTF-8"),
        ('def f(o): return "C"\n' + "#" * 99_980, 0, 0, "100,001 characters; accepted: at most 100,000"),
        ('def f(o): return "' + "x" * 5000, 1, 18, "not Python's syntax"),
        ("def f(o): return " + " " * 5000 + "1", 1, 5018, "no numbers"),
    ],
)
def test_characters(text: str | bytes, line: int, column: int, phrase: str) -> None:
    with pytest.raises(FormatError) as error:
        read_program_file(text)
    assert phrase in error.value.why
    assert (error.value.line, error.value.column) == (line, column)
    assert len(str(error.value)) < 1000


def test_numbers_of_more_digits_than_python_reads() -> None:
    with pytest.raises(FormatError, match=r"line 2.*: no numbers outside quotes"):
        read_program_file("# x\ndef f(o): return " + "9" * 90_000)


def test_exactly_100_000_characters_are_read() -> None:
    text = 'def f(o): return "C"\n#'
    assert read_program(text + "x" * (100_000 - len(text))) is read_program('def f(o): return "C"')


def test_fifty_definitions_are_read_and_no_more() -> None:
    definitions = [f'def f{k}(o): return "C"' for k in range(51)]
    assert len(read_program_file("\n".join(definitions[:50])).groups) == 50
    with pytest.raises(FormatError, match="line 51, column 1: more than 50 definitions; accepted: at most 50"):
        read_program_file("\n".join(definitions))


def test_the_page_states_the_limits_that_hold() -> None:
    page = (shelves.shelf_path("programs") / "README.md").read_text(encoding="utf-8")
    (limits,) = re.findall(r"\* \*\*Limits\.\*\* (.*?)\n\* ", page, re.DOTALL)
    stated = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", limits)]
    assert stated == [
        1, values.MAX_LABEL, program_text.MAX_CHARACTERS, reader.MAX_DEFINITIONS, program_text.MAX_DEPTH,
        groups.MAX_HEIGHT, values.MAX_NESTED, machines.FUEL, shared.MAX_STATES,
    ] == [1, 200, 100_000, 50, 60, 130, 20, 10_000, 1000]  # fmt: skip


def test_the_caret_stands_below_the_fault() -> None:
    for text in ("def f(o):\n\tétat = 1\n\treturn état", 'def f(o):\n\t"\x1b[31m"; x = 1\n\treturn x'):
        with pytest.raises(FormatError) as error:
            read_program_file(text)
        _, shown, caret = str(error.value).split("\n")
        assert shown[caret.index("^")] == "1" and shown.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "def f(o): return " + "(" * 150 + '"C"' + ")" * 150,  # brackets by themselves are no levels
        "def f(o): return " + "(" * 58 + '"C"' + ' if True else "D")' * 58,
        'def f(o): return "C" if ' + " and ".join(["True"] * 57) + ' else "D"',
        'def f(o): return "C" if ' + "not " * 56 + 'True else "D"',
        "def f(o):\n" + "".join(f"    x{k} = 'C'\n" for k in range(58)) + "    return x0",
        "def f(o):\n" + "".join(f"    {'if' if k == 0 else 'elif'} o == me: return 'C'\n" for k in range(57))
        + "    return 'D'",
        "def f(o):\n" + "".join(f"{' ' * k} if o == me:\n" for k in range(57)) + " " * 58 + "return 'C'\n"
        + "".join(f"{' ' * k} return 'D'\n" for k in range(56, -1, -1)),
    ],
)  # fmt: skip
def test_as_deep_as_is_read(text: str) -> None:
    read_program(text)


@pytest.mark.parametrize(
    "text",
    [
        "def f(o): return " + "(" * 90_000,
        "def f(o): return " + "(" * 60 + '"C"' + ' if True else "D")' * 60,
        'def f(o): return "C" if ' + "not " * 20_000 + 'True else "D"',
        'def f(o): return "C" if ' + "not " * 60 + 'True else "D"',
        'def f(o): return "C" if ' + " and ".join(["True"] * 10_000) + ' else "D"',
        'def f(o): return "C" if ' + " == ".join(["o"] * 10_000) + ' else "D"',
        "def f(o): return " + "o" + "(me)" * 20_000,
        "def f(o): return " + "o" + ".x" * 40_000,
        "def f(o): return " + "{o: " * 100 + "o" + "}" * 100,
        "def f(o): return " + "set() | " * 10_000 + "set()",
        "def f(o): return " + "-" * 90_000 + "1",
        "def f(o): return " + "lambda: " * 10_000 + "o",
        "def f(o):\n    if o == me: return 'C'\n" + "    elif o == me: return 'C'\n" * 1000 + "    return 'D'",
        "def f(o):\n" + "".join(f"    x{k} = 'C'\n" for k in range(5000)) + "    return x0",
        "def f(o):\n" + "".join(f"{' ' * k} if o == me:\n" for k in range(99)) + " " * 100 + "return 'C'",
        "def f(o):\n" + "".join(f"{' ' * k} if o == me:\n" for k in range(200)) + " " * 201 + "return 'C'",
        # a match is two levels, as it is printed with two more steps of indentation, of which Python reads 100
        "def f(o):\n"
        + "".join(f"{' ' * 2 * k} match o:\n{' ' * 2 * k}  case f():\n" for k in range(31))
        + " " * 63
        + "return 'C'\n"
        + "".join(f"{' ' * 2 * k} return 'D'\n" for k in range(30, -1, -1)),
        "@x\n" * 30_000 + "def f(o): return 'C'",
        "".join(f"{' ' * k}def f(o):\n" for k in range(99)) + " " * 99 + "return 'C'",
    ],
)
def test_deep_nesting_is_refused_in_words(text: str) -> None:
    with pytest.raises(FormatError, match="accepted: "):
        read_program_file(text)
