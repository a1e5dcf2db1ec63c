"""The grammar: what is read as which tree, and what is refused where and with which words."""

import pytest

from spi.errors import FormatError
from spi.programs.groups import ANY_NUMBER
from spi.programs.reader import read_program, read_program_file
from spi.programs.terms import Term
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
