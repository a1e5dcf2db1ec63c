"""Trees of programs as JSON: read back as the very programs, or refused with the place."""

import copy
import json
import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from spi import load_program
from spi.analysis.encounters import program_json
from spi.errors import ProgramError
from spi.programs.groups import Definition, group
from spi.programs.members import Program, program
from spi.programs.reader import read_program, read_program_file
from spi.programs.references import list_programs, load_program_file
from spi.programs.trees import read_tree
from spi.programs.values import FiniteMap
from tests.programs.generators import FLAVOURS, Flavour, random_member, some_family


def tree_of(value: Any) -> Any:
    """The tree of a value, by section 13 of proofs/README.md; a second writer, that certificates are held against."""
    if isinstance(value, Program):
        definitions = [
            [d.kind, str(d.others), [list(pair) for pair in d.keywords], listed(d.body)]
            for d in value.group.definitions
        ]
        return ["program", definitions, [[key, tree_of(bound)] for key, bound in value.bindings]]
    if isinstance(value, FiniteMap):
        pairs = [[tree_of(key), tree_of(bound)] for key, bound in value.pairs]
        return ["map", *sorted(pairs, key=lambda pair: json.dumps(pair[0]))]
    if isinstance(value, tuple):
        return ["profile", *value]
    if isinstance(value, frozenset):
        return ["set", *sorted(map(tree_of, value), key=json.dumps)]
    return value


def listed(term: Any) -> Any:
    if isinstance(term, tuple):
        return list(map(listed, term))
    return str(term) if isinstance(term, int) and not isinstance(term, bool) else term


def through_text(tree: Any) -> Any:
    return json.loads(json.dumps(tree))


VALUES: list[Any] = [
    "C", "é“”", True, False, ("C",), ("C", "D", "E"), frozenset(), frozenset({("D", "C"), ("C", "D")}), {},
    {("1", "2"): ("3", "3"), ("2", "1"): ("1", "1")}, {"C": {"D": {"E": "F"}}}, {True: "C", False: "D"},
]  # fmt: skip
HOLDS = read_program_file('def holds(other, *, held): return "C"').groups["holds"]


def shelf() -> Iterator[Program]:
    """Every definition of the shelf, with values of all sorts for its parameters where it allows them."""
    accepts = load_program("digiovanni-et-al-2024/conditional_set_renegotiator.accepts", outcomes=frozenset())
    values = [*VALUES, load_program("ours/always", action="C"), accepts]
    for name in list_programs():
        for own, whole in load_program_file(name).groups.items():
            needed = [key for key, default in whole.definitions[0].keywords if default is None]
            for chosen in product(values, repeat=len(needed)):
                try:
                    yield program(whole, dict(zip(needed, chosen, strict=True)), own)
                except ProgramError:  # a value of another sort
                    continue


def test_programs_of_the_shelf_come_back() -> None:
    seen = set()
    for own in shelf():
        assert read_tree(through_text(tree_of(own))) is own
        seen.add(own.name)
    assert seen >= {"fair_bot", "enforcer", "renegotiator", "conditional_set_renegotiator", "accepts", "agreement"}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_random_programs_come_back(flavour: Flavour) -> None:
    rng = random.Random(f"trees {flavour}")
    pool = [read_program(f"def p(*others): return {label}") for label in ('"C"', '"D"')]
    pool.append(read_program('def all_of_them(them): return {("C", "C"), ("D", "D")}'))
    for k in range(200):
        family = some_family(rng, flavour, players=2 + k % 2, depth=k % 7)
        own = random_member(rng, family, pool)  # its parameters may be programs that were drawn before
        assert read_tree(through_text(tree_of(own))) is own and program_json(own) == tree_of(own)
        pool.append(own)
    assert sum(any(isinstance(bound, Program) for _, bound in own.bindings) for own in pool) > 30


@pytest.mark.parametrize("held", VALUES)
def test_values_come_back(held: Any) -> None:
    own = program(HOLDS, {"held": held})
    for outer in (own, program(HOLDS, {"held": own}), program(HOLDS, {"held": {own: "C"}})):
        assert read_tree(through_text(tree_of(outer))) is outer


def test_maps_whose_keys_are_programs_are_ordered_by_their_trees() -> None:
    # by the trees, not by the hashes by which the map itself is ordered
    keys = [load_program("ours/always", action=str(k)) for k in range(6)]
    own = program(HOLDS, {"held": dict.fromkeys(keys, "C")})
    ((_, held),) = own.bindings
    assert isinstance(held, FiniteMap) and [key.code_id for key, _ in held.pairs] == sorted(k.code_id for k in keys)
    tree = tree_of(own)
    assert [pair[0][2] for pair in tree[2][0][1][1:]] == [[["action", str(k)]] for k in range(6)]
    assert read_tree(tree) is own and program_json(own) == tree


def test_a_program_that_nobody_holds_comes_back_without_its_name() -> None:
    text = 'def zoe(other): return "only here" if other == me else other(other)'
    tree = tree_of(read_program(text))
    read = read_tree(tree)
    assert read.name == "" and read.code_id == read_program(text).code_id


def test_trees_that_are_deep_but_not_too_deep() -> None:
    body: Any = ("label", "C")
    for k in range(129):
        body = ("let", ("label", str(k)), body)
    own = program(group([Definition("program", 1, (), body)]), {})
    assert read_tree(tree_of(own)) is own
    inner = load_program("ours/always", action="C")
    for _ in range(100):
        inner = program(HOLDS, {"held": inner})
    assert read_tree(tree_of(inner)) is inner


# --- what is refused

ALWAYS = ["program", [["program", "-1", [["action", None]], ["keyword", "action"]]], [["action", "C"]]]


def with_body(body: Any, *others: Any, number: str = "1", keywords: Any = ()) -> Any:
    return ["program", [["program", number, list(keywords), body], *others], [[key, "C"] for key, _ in keywords]]


def holding(value: Any) -> Any:
    return ["program", [["program", "1", [["k", None]], ["label", "C"]]], [["k", value]]]


HELPER = ["program", "1", [["k", None]], ["keyword", "k"]]
C, D = ["label", "C"], ["label", "D"]


def test_the_samples_below_are_near_to_trees() -> None:
    assert read_tree(ALWAYS) is load_program("ours/always", action="C")
    for tree in (with_body(C), holding("C"), with_body(["run", ["build", "1", [["k", C]]], ["me"]], HELPER)):
        assert tree_of(read_tree(tree)) == tree


@pytest.mark.parametrize(
    ("tree", "phrase"),
    [
        # values
        (None, "tree: None stands here; accepted: a label, a truth value, or a list"),
        ("C", "tree: a value, but no program"),
        (["profile", "C"], "tree: a value, but no program"),
        ([], "tree: a list of 0; accepted: a label"),
        (["pair", "C"], "tree[0]: 'pair' stands here; accepted: profile, set, map or program"),
        ([["program"], "C"], "tree[0]: a list stands here; accepted: profile, set, map or program"),
        (["program", []], "tree: a list of 2; accepted: [\"program\", group, bindings]"),
        (holding(1), "tree[2][0][1]: 1 stands here; accepted: a label, a truth value"),
        (holding(""), "tree[2][0][1] is ''; accepted: labels of 1 to 200 printable characters"),
        (holding("x" * 201), "labels of 1 to 200 printable characters"),
        (holding("a\nb"), "labels of 1 to 200 printable characters"),
        (holding(["profile"]), "tree[2][0][1]: a list of 1; accepted: [\"profile\", label, …]"),
        (holding(["profile", True]), "tree[2][0][1][1]: True stands here; accepted: a label"),
        (holding(["set", "C"]), "tree[2][0][1][1]: 'C' stands here; accepted: [\"profile\", label, …]"),
        (holding(["set", ["profile", "D"], ["profile", "C"]]), "[2][0][1][2]: the members of a set are not in order"),
        (holding(["set", ["profile", "C"], ["profile", "C"]]), "accepted: distinct ones, ordered by their JSON text"),
        (holding(["map", ["D", "C"], ["C", "D"]]), "tree[2][0][1][2]: the keys of a map are not in order"),
        (holding(["map", ["C"]]), "tree[2][0][1][1]: a list of 1; accepted: a pair [key, value]"),
        (holding(["map", [None, "C"]]), "tree[2][0][1][1][0]: None stands here"),
        # bindings and definitions
        (["program", [HELPER], []], "tree[2]: a list of 0; accepted: [keyword, value] for each of k"),
        (["program", [HELPER], [["j", "C"]]], "tree[2][0][0]: 'j' stands here; accepted: [keyword, value]"),
        (["program", [HELPER], [["k", ["profile", "C"]]]], "tree[2]: the family: the parameter 'k' is a profile"),
        (["program", [], []], "tree[1]: a list of 0; accepted: one or more of [kind, others, keywords, body]"),
        (["program", [["program", "1", []]], []], "tree[1][0]: a list of 3"),
        (["program", [["agent", "1", [], C]], []], "tree[1][0][0]: 'agent' stands here; accepted: program or function"),
        (with_body(C, number="01"), "tree[1][0][1]: '01' stands here; accepted: a number of parameters"),
        (with_body(C, number="-2"), "tree[1][0][1]: '-2' stands here"),
        (["program", [["program", 1, [], C]], []], "tree[1][0][1]: 1 stands here"),
        (with_body(C, keywords=[["b", None], ["a", None]]), "tree[1][0][2][1][0]: 'a' comes after 'b'"),
        (with_body(C, keywords=[["a", None], ["a", None]]), "'a' comes after 'a'"),
        (with_body(C, keywords=[["two words", None]]), "'two words' stands here; accepted: the name of a keyword"),
        (with_body(C, keywords=[["a", True]]), "tree[1][0][2][0][1]: True stands here; accepted: a label"),
        (with_body(C, HELPER), "tree[1]: definitions that the first one does not reach"),
        (with_body(["run", ["build", "2", [["k", C]]], ["build", "1", []]], ["program", "1", [], D], HELPER),
         "not in the order in which it reaches them"),
        (with_body(["at", ["map", [D, C], [C, D]], C]), "or maps or sets in another order"),
        (with_body(["if", ["in", ["profile", C], ["set", ["profile", D], ["profile", C]]], C, D]), "or maps or sets"),
        (with_body(["at", ["map", [C, C], [C, D]], C]), "a map has one key twice"),
        # terms
        (with_body("C"), "tree[1][0][3]: 'C' stands here; accepted: a term"),
        (with_body([]), "tree[1][0][3]: a list of 0; accepted: a term"),
        (with_body(["label"]), "tree[1][0][3]: 'label' with 0 parts is no term"),
        (with_body(["eval", C]), "'eval' with 1 parts is no term; accepted: those of proofs/README.md section 13"),
        (with_body([["label"], "C"]), "'a list' with 1 parts is no term"),
        (with_body(["not", C, C]), "'not' with 2 parts is no term"),
        (with_body(["others"]), "'others' with 0 parts is no term"),
        (with_body(["star", ["others"]]), "'star' with 1 parts is no term"),
        (with_body(["mine", ["outcome", ["me"], ["star", ["other", "0"]]]]), "'star' with 1 parts is no term"),
        (with_body(["mine", ["outcome", ["me"]]]), "'outcome' with 1 parts"),
        (with_body(["truth", "True"]), "tree[1][0][3][1]: 'True' stands here; accepted: true or false"),
        (with_body(["other", "1"]), "accepted: the place of a parameter as a string, '0' to '0'"),
        (with_body(["other", "0"], number="-1"), "the place of a parameter, of which there is none here"),
        (with_body(["variable", "0"]), "a bound variable, of which there is none here"),
        (with_body(["let", C, ["variable", "1"]]), "tree[1][0][3][2][1]: '1' stands here; accepted: a bound"),
        (with_body(["keyword", "k"]), "tree[1][0][3][1]: 'k' stands here; accepted: one of no keywords"),
        (with_body(["chance", "2"]), "accepted: a rational from 0 to 1 as a string"),
        (with_body(["chance", "1e999999999"]), "accepted: a rational from 0 to 1 as a string"),
        (with_body(["simulate", C, "0"]), "tree[1][0][3][2]: '0' stands here; accepted: a number of entries"),
        (with_body(["simulate", C, "10"]), "a number of entries, '1' to '9'"),
        (with_body(["run", ["build", "1", []], ["me"]], HELPER), "no term for the keyword 'k', which has no default"),
        (with_body(["run", ["build", "1", [["j", C]]], ["me"]], HELPER), "'j' stands here; accepted: one of k"),
        (with_body(["run", ["build", "1", [["k", C], ["k", C]]], ["me"]], HELPER), "'k' comes after 'k'"),
        (with_body(["run", ["build", "2", [["k", C]]], ["me"]], HELPER), "the place of a definition as a string"),
        (with_body(["match", ["other", "0"], [["1", ["k", "k"], C]], C], HELPER), "keywords that are not in order"),
        (with_body(["match", ["other", "0"], [["1", ["j"], C]], C], HELPER), "'j' stands here; accepted: one of k"),
        (with_body(["match", ["other", "0"], [["1", ["k"]]], C], HELPER), "a list of 2; accepted: [place, keywords,"),
    ],
)  # fmt: skip
def test_what_is_no_tree_is_refused_with_its_place(tree: Any, phrase: str) -> None:
    with pytest.raises(ProgramError) as error:
        read_tree(tree)
    assert phrase in str(error.value) and len(str(error.value)) < 400


@pytest.mark.parametrize("levels", [401, 5_000, 100_000])
def test_trees_that_are_too_deep(levels: int) -> None:
    for kind in ("not", "proves"):
        body: Any = ["truth", True]
        for _ in range(levels):
            body = [kind, body]
        with pytest.raises(ProgramError, match="accepted: at most 400"):
            read_tree(with_body(["if", body, C, C]))
    value: Any = "C"
    for _ in range(levels):
        value = holding(value)
    with pytest.raises(ProgramError, match="lists inside lists; accepted: at most 400"):
        read_tree(value)
    while isinstance(value, list):  # Python's own comparison and copying of what is left is not needed
        value = value[2][0][1]


def mutated(rng: random.Random, tree: Any) -> Any:
    """The tree with one part replaced, dropped, doubled, exchanged with its neighbour, or taken from elsewhere."""
    tree = copy.deepcopy(tree)
    lists = [tree]
    for part in lists:  # grows on the way
        lists += [entry for entry in part if isinstance(entry, list)]
    where = rng.choice([part for part in lists if part])
    k = rng.randrange(len(where))
    match rng.randrange(5):
        case 0:
            atoms = ["C", "0", "1", "2", "-1", True, None, "me", "label", "other", "variable", "map", "set", "k"]
            where[k] = rng.choice(atoms)
        case 1:
            del where[k]
        case 2:
            where.insert(k, copy.deepcopy(where[k]))
        case 3:
            where[k], where[k - 1] = where[k - 1], where[k]
        case _:
            where[k] = copy.deepcopy(rng.choice(lists))
    return tree


def test_whatever_is_read_is_written_so() -> None:
    """Trees with one fault: refused, or the canonical tree of another program."""
    rng = random.Random(7)
    pool = [read_program('def p(*others): return "C"'), read_program('def s(them): return {("C", "C")}')]
    read = refused = longest = 0
    for k in range(3000):
        if k % 20 == 0:
            flavour = FLAVOURS[k % 3]
            tree = tree_of(random_member(rng, some_family(rng, flavour), pool))
        other = mutated(rng, tree)
        try:
            assert tree_of(read_tree(other)) == other
            read += other != tree
        except ProgramError as error:
            longest = max(longest, len(str(error)))
            refused += 1
    assert read > 200 and refused > 1000 and longest < 1000
