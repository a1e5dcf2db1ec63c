"""Printed programs are read as the same trees; what does not count makes no other tree, and what counts does."""

import random
from dataclasses import replace

import pytest

from spi.errors import FormatError
from spi.programs.groups import Definition, Group, group
from spi.programs.members import finite_map, program
from spi.programs.printer import print_group, print_program, print_value
from spi.programs.reader import read_program, read_program_file
from spi.programs.references import list_programs, load_program_file
from tests.programs.generators import FLAVOURS, Flavour, changed, some_family, some_text

SEEDS = range(120)


def read_again(whole: Group, name: str = "program") -> Group:
    return list(read_program_file(print_group(whole, name)).groups.values())[-1]


def test_all_of_the_shelf_are_printed_as_what_they_are() -> None:
    for name in list_programs():
        for own, whole in load_program_file(name).groups.items():
            assert read_again(whole, own) is whole


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_printing_then_reading_is_the_identity(flavour: Flavour) -> None:
    for seed in SEEDS:
        family = some_family(random.Random(f"{flavour}{seed}"), flavour, players=2 + seed % 2, depth=seed % 7)
        for root in range(len(family.definitions)):
            whole = group(family.definitions, root)
            assert read_again(whole) is whole, print_group(whole)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_what_does_not_count_makes_no_other_code(flavour: Flavour) -> None:
    # names, layout, comments, docstrings, orders, if statements: two texts drawn for each tree
    for seed in SEEDS:
        rng = random.Random(f"text {flavour}{seed}")
        family = some_family(rng, flavour, players=2 + seed % 2)
        one, two = (some_text(rng, family.definitions) for _ in range(2))
        read = [read_program_file(text).groups[name] for text, name in (one, two)]
        assert read[0] is read[1] is group(family.definitions), one[0]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_what_counts_makes_another_code(flavour: Flavour) -> None:
    # a label, an operator, the order of branches or arguments: one change drawn for each tree, and a text for it
    differ = 0
    for seed in SEEDS:
        rng = random.Random(f"change {flavour}{seed}")
        family = some_family(rng, flavour)
        first, *others = family.definitions
        new = replace(first, body=changed(rng, first.body))
        assert group([new, *others]) is not group(family.definitions)
        text, name = some_text(rng, [new, *others])
        try:
            assert read_program_file(text).groups[name] is not group(family.definitions), text
            differ += 1
        except FormatError:  # the change may be one of sort
            continue
    assert differ > 100


BASE = """
def helper(other, *, k="C"):
    return k
def f(other, *, one="C", two="D"):
    seen = other(me)
    if seen == one and other != me:
        return helper(k=one)(other)
    return {"C": two, "D": one}[seen]
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seen", "x"),
        ("helper", "aide"),
        ("other", "opponent"),
        ('one="C", two="D"', 'two="D", one="C"'),
        ('"C": two, "D": one', '"D": one, "C": two'),
        ('        return helper(k=one)(other)\n    return {"C": two, "D": one}[seen]',
         '        return helper(k=one)(other)\n    else:\n        return {"C": two, "D": one}[seen]'),
        ("    if seen == one and other != me:\n        return helper(k=one)(other)\n"
         '    return {"C": two, "D": one}[seen]',
         '    return helper(k=one)(other) if seen == one and other != me else {"C": two, "D": one}[seen]'),
        ("other != me", "not other == me"),
        ("seen == one and other != me", "(seen == (one)) and ((other) != me)"),
        ("    return k", '    """Play k."""\n    # at once\n    return (k)'),
        ("helper(k=one)(other)", "helper(k=one,)(other,)"),
        ('"C"', "'C'"),
    ],
)  # fmt: skip
def test_by_hand_what_does_not_count(old: str, new: str) -> None:
    assert old in BASE
    assert read_program(BASE.replace(old, new)).code_id == read_program(BASE).code_id
    assert read_program(BASE.replace(old, new)) is read_program(BASE)


def test_the_order_of_definitions_does_not_count() -> None:
    _, helper, own = BASE.split("\ndef ")
    assert read_program(f"def {own}def {helper}", name="f") is read_program(BASE)
    unused = "def unused(other): return other(other)\n"
    assert read_program(unused + BASE) is read_program(BASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('two="D"', 'two="E"'),  # a default is part of the code
        ('two="D"', "two"),
        ("one", "eins"),  # and so is the name of a keyword parameter: who matches uses it
        (" and ", " or "),
        ("!=", "=="),
        ("seen == one and other != me", "other != me and seen == one"),
        ("seen == one", "one == seen"),
        ("other(me)", "other(other)"),
        ("helper(k=one)(other)", "helper(k=two)(other)"),
        ("helper(k=one)(other)", "helper(other)"),
        ('"C": two, "D": one', '"C": one, "D": two'),
        ("    return k", "    return other(me)"),
    ],
)
def test_by_hand_what_counts(old: str, new: str) -> None:
    assert old in BASE
    base, other = read_program_file(BASE).groups["f"], read_program_file(BASE.replace(old, new)).groups["f"]
    assert base is not other
    values = {"one": "C", "eins": "C", "two": "D"}
    ids = []
    for whole in (base, other):
        given = {key: value for key, value in values.items() if key in dict(whole.definitions[0].keywords)}
        ids.append(program(whole, given).code_id)
    assert ids[0] != ids[1]


def test_the_number_of_others_counts() -> None:
    heads = ("one", "one, two", "*others", "*, k='C'", "*others, k='C'", "one, *, k='C'")
    assert len({read_program(f'def f({head}): return "C"').code_id for head in heads}) == len(heads)


def test_orders_that_hang_on_other_definitions() -> None:
    # the pairs of a map are ordered by their keys, here definitions, whatever their names and places
    text = """
def a(o): return "C"
def b(o): return "D"
def f(o): return {a: "1", b: "2"}[o]
"""
    for old, new in (
        ('def a(o): return "C"\ndef b(o): return "D"', 'def b(o): return "D"\ndef a(o): return "C"'),
        ('a: "1", b: "2"', 'b: "2", a: "1"'),
    ):
        assert read_program(text.replace(old, new), name="f") is read_program(text, name="f")
    assert read_program(text.replace('a: "1", b: "2"', 'a: "2", b: "1"'), name="f") is not read_program(text, name="f")
    with pytest.raises(FormatError, match="one key twice: two definitions of the same code"):
        read_program(text.replace('"D"', '"C"'), name="f")


def test_a_definition_that_is_written_twice_is_one() -> None:
    once = 'def a(o): return "C"\ndef f(o): return a(o) if o == a else a(me)'
    twice = 'def a(o): return "C"\ndef b(o): return "C"\ndef f(o): return a(o) if o == b else b(me)'
    assert read_program(once, name="f") is read_program(twice, name="f")
    # two that run each other are one that runs itself
    circle = "def a(o): return b(o)\ndef b(o): return a(o)"
    assert read_program(circle, name="a") is read_program(circle, name="b") is read_program("def c(o): return c(o)")
    # but not if they can be told apart, however far away
    long = "".join(f"def a{k}(o): return a{k + 1}(me)\n" for k in range(9)) + 'def a9(o): return "{}"\n'
    assert read_program(long.format("C"), name="a0") is not read_program(long.format("D"), name="a0")
    assert len(read_program(long.format("C"), name="a0").group.definitions) == 10


def test_rings_of_definitions_have_one_form_wherever_they_begin() -> None:
    def ring(labels: str, names: str) -> Group:
        text = "".join(
            f'def {names[k]}(it): return {names[(k + 1) % len(labels)]}(it) if it == me else "{label}"\n'
            for k, label in enumerate(labels)
        )
        return read_program_file(text).groups[names[0]]

    assert ring("CD", "ab") is ring("CDCD", "wxyz") is ring("CDCDCD", "klmnop")
    assert ring("CD", "ab") is not ring("DC", "ab") and ring("CD", "ab") is not ring("CDD", "abc")
    assert ring("CD", "ab") is not ring("CC", "ab") and ring("CCC", "abc") is ring("C", "a")


@pytest.mark.parametrize(
    "keyword",
    ["v0", "v1", "v0_", "other0", "other1", "others", "others_", "program_1", "program", "program_", "v", "match"],
)
def test_names_that_printing_gives_keep_clear_of_keywords(keyword: str) -> None:
    text = f"""
def helper(one, *, {keyword}="C"): return {keyword}
def starred(*all_of_them, {keyword}="C"):
    return "C" if all(x == me for x in all_of_them) else {keyword}
def f(one, *, {keyword}):
    x = one(me)
    match one:
        case f({keyword}=y):
            return starred(one) if x == y else helper({keyword}={keyword})(one)
    return x
"""
    for own, whole in read_program_file(text).groups.items():
        for name in ("program", own, keyword, "me", "def", "two words", ""):
            assert read_again(whole, name) is whole, print_group(whole, name)


def test_as_deep_as_is_read_is_printed() -> None:
    for text in (
        "def f(o): return " + "(" * 57 + '"C"' + ' if o != me else "D")' * 57,
        "def f(o): return " + '("C" if o != me else ' * 57 + '"D"' + ")" * 57,
        'def f(o): return "C" if ' + " and ".join(["o != me"] * 56) + ' else "D"',
        'def f(o): return "C" if ' + "not (" * 50 + "o != me" + ")" * 50 + ' else "D"',
        'def f(o): return "C" if ' + "(o == me) == (" * 50 + "o != me" + ")" * 50 + ' else "D"',
        'def f(o): return "C" if ' + "(o == me) != (" * 50 + "o != me" + ")" * 50 + ' else "D"',
        "def f(o):\n" + "".join(f"{' ' * k} if o == me:\n" for k in range(57)) + " " * 58 + "return 'C'\n"
        + "".join(f"{' ' * k} return 'D'\n" for k in range(56, -1, -1)),
        "def f(o):\n" + "".join(f"{' ' * 2 * k} match o:\n{' ' * 2 * k}  case f():\n" for k in range(28)) + " " * 58
        + "return 'C'\n" + "".join(f"{' ' * 2 * k} return 'D'\n" for k in range(27, -1, -1)),
    ):  # fmt: skip
        own = read_program(text)
        assert read_again(own.group) is own.group


def test_a_program_as_text() -> None:
    text = 'def f(one, *, default, k="C"):\n    return default(one) if one(me) == k else "D"'
    own = read_program(text, default=read_program("def always(one, *, action): return action", action="shown"))
    assert (
        print_program(own)
        == str(own)
        == (
            'def f(other0, *, default, k="C"):\n'
            "    if other0(me) == k:\n"
            "        return default(other0)\n"
            '    return "D"\n'
            '# default = always(action="shown")\n'
            '# k = "C"\n'
        )
    )


def test_values_as_text() -> None:
    always = read_program("def always(one, *, action): return action", action="shown")
    for value, text in (
        ('say "C" \\ D', '"say \\"C\\" \\\\ D"'),
        (True, "True"),
        (("C",), '("C",)'),
        (frozenset(), "set()"),
        (frozenset({("D", "C"), ("C", "D")}), '{("C", "D"), ("D", "C")}'),
        (finite_map({}), "{}"),
        (finite_map({"C": always}), '{"C": always(action="shown")}'),
    ):
        assert print_value(value) == text


def test_programs_inside_programs_are_printed_shortly() -> None:
    text = "def wrap(one, *, a, b): return a(one) if one == b else b(one)"
    own = read_program('def base(one): return "C"')
    for _ in range(60):  # 2^60 programs if each was written out
        own = read_program(text, a=own, b=own)
    assert len(print_value(own)) < 1000
    assert len(own.code_id) == 64


def test_a_tree_put_together_by_hand_is_put_in_order() -> None:
    def own(*pairs: str) -> Definition:
        table = ("map", *((("label", key), ("label", "C")) for key in pairs))
        return Definition("program", 1, (), ("at", table, ("label", "a")))

    assert group([own("a", "b")]) is group([own("b", "a")])
