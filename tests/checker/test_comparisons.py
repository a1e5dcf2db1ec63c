"""Claims about programs that become others: certificates that are accepted, and refused at a place by a rule."""

import json
from pathlib import Path

import pytest

from spi.checker import Receipt, check
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.comparisons import (
    ACCEPTED,
    BELIEF,
    BELIEFS,
    BEST,
    CC,
    CD,
    CHOICE,
    CHOSEN,
    CONSTRAINT,
    DC,
    DD,
    ENTRIES,
    NOT_STRICT,
    P0,
    P1,
    PRISONERS,
    SUMS,
    fails,
    given,
    independent,
    met,
    no_gap,
    participation,
    profiles,
    replies,
    split,
    transformation,
    worse,
)
from tests.checker.encounters import DRAWS, LARGE, digest
from tests.checker.mutants import refusal

HERE = Path(__file__).parent
KINDS = {"transformation", "no-gap", "participation", "independent"}


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


# --- receipts


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    certificate = ACCEPTED[name]
    receipt = check(text(certificate), name=name)
    assert isinstance(receipt, Receipt), receipt
    claim, objects = certificate["claim"], certificate["objects"]
    assert (receipt.name, receipt.kind, receipt.answer) == (name, claim["kind"], claim["answer"])
    assert receipt.digests == (objects["game"]["digest"], *map(digest, objects["programs"]))
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"]
    assert list(receipt.trusted) == certificate["scope"]["trusts"]
    assert receipt.recomputed[:2] == ("digests of the game and of the programs", "scope")
    assert receipt.digests[0][:12] in receipt.claim and len(receipt.recomputed) == 4


def test_every_kind_and_every_answer_is_here() -> None:
    claims = [one["claim"] for one in ACCEPTED.values()]
    assert {(one["kind"], one["answer"]) for one in claims} == {(kind, a) for kind in KINDS for a in ("yes", "no")}


def test_every_file_is_here() -> None:
    files = [json.loads(path.read_text()) for path in sorted((HERE / "accepted").iterdir())]
    mine = [one for one in files if one["claim"]["kind"] in KINDS]
    assert len(mine) == 4 and all(one in ACCEPTED.values() for one in mine)


IN, POOL = (
    f"game {PRISONERS['digest'][:12]}",
    [digest(one)[:12] for one in ACCEPTED["four profiles"]["objects"]["programs"]],
)
OWN, OTHERS = f"{POOL[1]} and {POOL[1]}", f"{POOL[2]} and {POOL[2]}"
BECOMING = f"in {IN}, which become {OTHERS}, are"
TYPES = f"over 3 types, when program {POOL[1]} becomes {POOL[0]}"
RECEIPTS = [
    (
        "four profiles",
        f"the transformation of 4 program profiles is a strict safe Pareto improvement of {IN}, factorised",
        "payoffs at every profile and of what it becomes",
    ),
    (
        "in expectation",
        f"the transformation of 2 program profiles is a strict safe Pareto improvement of {IN}, in expectation",
        "payoffs at every profile and of what it becomes",
    ),
    (
        "unprovable",
        f"the transformation of 1 program profile is a strict safe Pareto improvement of {IN}",
        "payoffs at every profile and of what it becomes",
    ),
    (
        "worse",
        f"a transformation of program profiles is not a strict safe Pareto improvement of {IN}: "
        "player '2' gets less at profile 0, whatever the other profiles become",
        "payoffs at a profile and of what it becomes",
    ),
    (
        "worse in expectation",
        f"the transformation of 2 program profiles is not a strict safe Pareto improvement of {IN}, in expectation: "
        "player '2' gets less",
        "payoffs at every profile and of what it becomes",
    ),
    (
        "split in expectation",
        f"a transformation of program profiles is not a safe Pareto improvement of {IN}, factorised, in expectation: "
        "at profiles 0 and 1 the same program of player '2' becomes different ones, whatever the other profiles become",
        "two profiles and what they become",
    ),
    (
        "nobody gains",
        f"the transformation of 2 program profiles is not a strict safe Pareto improvement of {IN}: nobody gains",
        "payoffs at every profile and of what it becomes",
    ),
    (
        "no gap",
        f"in {IN} nobody likes any of 2 alternatives better than what the transformation of 2 program profiles leads "
        "to",
        "payoffs of all alternatives, and of what every profile becomes",
    ),
    (
        "a gap",
        f"in {IN} player '2' likes alternative 1 better than what the transformation leads to at profile 1",
        "payoffs of both",
    ),
    (
        "at least",
        f"player '1' of {IN} loses nothing in expectation, by all admissible beliefs {TYPES}",
        "belief: admissible; payoffs against all types; multipliers: a bound from below",
    ),
    (
        "a loss",
        f"player '1' of {IN} loses in expectation, by an admissible belief {TYPES}",
        "belief: admissible, and what it says of payoffs",
    ),
    (
        "as given",
        f"programs {OWN} {BECOMING} participation independent: all players would have chosen the same program had the "
        "others not taken part",
        "demands (2), and what players would have chosen",
    ),
    (
        "the same demand",
        f"programs {OWN} {BECOMING} foreknowledge independent: all players would have chosen a program with the same "
        "demand had they known the programs of the others",
        "demands (4), and what players would have chosen",
    ),
    (
        "behaves differently",
        f"programs {OWN} {BECOMING} not participation independent: player '1' would not have chosen what behaves the "
        "same had the others not taken part",
        "demands (2), and what players would have chosen",
    ),
    (
        "another demand",
        f"programs {OWN} in {IN}, which become {POOL[2]} and {POOL[1]}, are not foreknowledge independent: the program "
        "of player '1' becomes one with another demand",
        "demands (2), and what players would have chosen",
    ),
    (
        "best replies, absence",
        f"programs {OWN} in {IN}, which become {OWN}, are foreknowledge independent: all players would have chosen the "
        "same program had they known that the others do not take part",
        "demands (1), and what players would have chosen",
    ),
]


@pytest.mark.parametrize(("name", "claim", "done"), RECEIPTS, ids=lambda value: str(value)[:20])
def test_receipts(name: str, claim: str, done: str) -> None:
    receipt = check(text(ACCEPTED[name]))
    assert isinstance(receipt, Receipt)
    count = len(ACCEPTED[name]["evidence"]["encounters"])
    assert receipt.claim == claim
    assert receipt.recomputed[2:] == (f"encounters ({count}): every one that counts", done)


# --- refused: the certificate, what is put where, where the checker stops, and by which rule

GIVEN, MISSING = "evidence.violation", ("evidence.encounters", "encounter")
Row = tuple[str, str, Json, str, str]


def drop(name: str, k: int) -> Row:
    """Without one of its encounters."""
    listed = ACCEPTED[name]["evidence"]["encounters"]
    return (name, "evidence.encounters", listed[:k] + listed[k + 1 :], *MISSING)


def more(name: str, line: str) -> Row:
    """With an encounter that is not asked for."""
    listed = ACCEPTED[name]["evidence"]["encounters"]
    return (name, "evidence.encounters", [*listed, *met(line)], f"evidence.encounters[{len(listed)}]", "encounter")


TRANSFORMATION: list[Row] = [
    ("four profiles", "claim.answer", "maybe", "claim.answer", "value"),
    ("four profiles", "claim.answer", "no", GIVEN, "null"),
    ("four profiles", "claim.factorised", None, "claim.factorised", "type"),
    ("four profiles", "claim.strict", "yes", "claim.strict", "type"),
    ("four profiles", "claim.expected", None, "claim.expected", "type"),
    ("four profiles", "claim.expected", True, f"{P0}.probability", "null"),
    ("four profiles", ENTRIES, [], ENTRIES, "program"),
    ("four profiles", ENTRIES, {}, ENTRIES, "type"),
    ("four profiles", f"{P1}.programs", ["0", "0"], f"{P1}.programs", "program"),
    ("four profiles", f"{P1}.programs", ["0"], f"{P1}.programs", "program"),
    ("four profiles", f"{P1}.programs", ["0", "1", "1"], f"{P1}.programs", "program"),
    ("four profiles", f"{P1}.becomes", ["0", "5"], f"{P1}.becomes[1]", "program"),
    ("four profiles", f"{P1}.becomes", ["0", "-1"], f"{P1}.becomes[1]", "program"),
    ("four profiles", f"{P1}.becomes", ["0", "02"], f"{P1}.becomes[1]", "program"),
    ("four profiles", f"{P1}.becomes[0]", True, f"{P1}.becomes[0]", "program"),
    ("four profiles", f"{P1}.probability", "1/4", f"{P1}.probability", "null"),
    ("four profiles", f"{P1}.becomes", ["0", "0"], "claim.answer", "flag"),  # 0, 6 becomes 3, 4
    ("four profiles", "objects.profiles[3].becomes", ["2", "1"], *MISSING),
    ("not factorised, not asked", "claim.factorised", True, "claim.answer", "flag"),
    ("unchanged", "claim.strict", True, "claim.answer", "flag"),
    ("unchanged", GIVEN, NOT_STRICT, GIVEN, "null"),
    ("in expectation", f"{P0}.probability", None, f"{P0}.probability", "null"),
    ("in expectation", f"{P0}.probability", "0", f"{P0}.probability", "lottery"),
    ("in expectation", f"{P0}.probability", "-1/2", f"{P0}.probability", "lottery"),
    ("in expectation", f"{P0}.probability", "1/3", ENTRIES, "lottery"),
    ("in expectation", f"{P0}.probability", "0.5", f"{P0}.probability", "rational"),
    ("in expectation", "claim.expected", False, f"{P0}.probability", "null"),
    ("in expectation", "claim.factorised", True, "claim.answer", "flag"),
    (*("in expectation", ENTRIES, profiles("0 1 > 0 0 : 2/3", "1 1 > 2 2 : 1/3"), "claim.answer", "flag"),),
    ("nobody gains in expectation", "claim.answer", "yes", GIVEN, "null"),
    ("worse", GIVEN, None, GIVEN, "null"),
    ("worse", GIVEN, worse("1", "0"), f"{GIVEN}.player", "improvement"),
    ("worse", GIVEN, worse("2", "1"), *MISSING),
    ("worse", GIVEN, worse("2", "2"), f"{GIVEN}.profile", "program"),
    ("worse", GIVEN, worse("2", None), f"{GIVEN}.profile", "null"),
    ("worse", GIVEN, worse("3", "0"), f"{GIVEN}.player", "name"),
    ("worse", f"{GIVEN}.kind", "better", f"{GIVEN}.kind", "value"),
    ("worse", GIVEN, NOT_STRICT, *MISSING),
    ("worse", GIVEN, split("2", "0", "1"), f"{GIVEN}.kind", "value"),
    ("worse in expectation", GIVEN, worse("2", "0"), f"{GIVEN}.profile", "null"),
    ("worse in expectation", GIVEN, worse("1", None), f"{GIVEN}.player", "improvement"),
    ("split", GIVEN, split("1", "0", "1"), f"{GIVEN}.player", "improvement"),
    ("split", GIVEN, split("2", "1", "0"), f"{GIVEN}.profiles", "improvement"),
    ("split", GIVEN, split("2", "0", "0"), f"{GIVEN}.profiles", "improvement"),
    ("split", GIVEN, split("2", "0"), f"{GIVEN}.profiles", "improvement"),
    ("split", GIVEN, split("2", "0", "2"), f"{GIVEN}.profiles[1]", "program"),
    ("split", ENTRIES, profiles("0 1 > 0 2", "1 1 > 2 2"), f"{GIVEN}.player", "improvement"),
    ("split", "claim.factorised", False, f"{GIVEN}.kind", "value"),
    ("nobody gains", "claim.strict", False, f"{GIVEN}.kind", "value"),
    ("nobody gains", f"{P0}.becomes", ["0", "1"], f"{GIVEN}.kind", "improvement"),  # one less, one more
    drop("four profiles", 4),
    drop("in expectation", 0),
    drop("worse", 1),
    drop("worse in expectation", 3),
    drop("nobody gains", 2),
    more("four profiles", "2 1 = D D"),
    more("worse", DD),
    more("split", CD),
    more("nobody gains", CC),
    ("four profiles", "scope.assumptions", CHOSEN, "scope.assumptions", "scope"),
    ("unprovable", "scope.trusts", [], "scope.trusts", "scope"),
    ("four profiles", "scope.trusts", LARGE, "scope.trusts", "scope"),
]
NO_GAP: list[Row] = [
    ("no gap", "claim.answer", "no", GIVEN, "null"),
    ("no gap", P0, profiles("1 1 > 2 2")[0], P0, "keys"),
    ("no gap", ENTRIES, [], ENTRIES, "program"),
    ("no gap", f"{P1}.programs", ["1", "1"], f"{P1}.programs", "program"),
    ("no gap", "objects.alternatives", [], "objects.alternatives", "program"),
    ("no gap", "objects.alternatives[1]", ["0", "0"], "objects.alternatives[1]", "program"),
    ("no gap", "objects.alternatives[1]", ["0"], "objects.alternatives[1]", "program"),
    ("no gap", "objects.alternatives[1]", ["1", "0"], *MISSING),
    ("no gap", f"{P1}.becomes", ["1", "1"], "claim.answer", "flag"),
    ("a gap", GIVEN, None, GIVEN, "null"),
    ("a gap", f"{GIVEN}.player", "1", f"{GIVEN}.player", "improvement"),
    ("a gap", f"{GIVEN}.player", "3", f"{GIVEN}.player", "name"),
    ("a gap", f"{GIVEN}.profile", "2", f"{GIVEN}.profile", "program"),
    ("a gap", f"{GIVEN}.alternative", "2", f"{GIVEN}.alternative", "program"),
    ("a gap", f"{GIVEN}.profile", "0", *MISSING),
    ("a gap", "objects.alternatives[1]", ["0", "0"], f"{GIVEN}.player", "improvement"),  # as good, not better
    drop("no gap", 0),
    drop("no gap", 2),
    drop("a gap", 0),
    more("no gap", DC),
    more("a gap", BEST),
]
PARTICIPATION: list[Row] = [
    ("at least", "claim.player", "3", "claim.player", "name"),
    ("at least", "claim.player", "2", *MISSING),
    ("at least", "objects.program", "5", "objects.program", "program"),
    ("at least", "objects.becomes", ["0"], "objects.becomes", "program"),
    ("at least", "objects.becomes", "2", *MISSING),
    ("at least", "objects.types", [], "objects.types", "program"),
    ("at least", "objects.types[1]", ["0"], "objects.types[1]", "program"),
    ("at least", "objects.types[1]", ["0", "1"], "objects.types[1]", "program"),
    ("at least", "objects.constraints", None, "objects.constraints", "type"),
    ("at least", f"{CONSTRAINT}.weights", ["0", "0"], f"{CONSTRAINT}.weights", "type"),
    ("at least", f"{CONSTRAINT}.weights", ["0", "0", "1.5"], f"{CONSTRAINT}.weights[2]", "rational"),
    ("at least", f"{CONSTRAINT}.relation", "less", f"{CONSTRAINT}.relation", "value"),
    ("at least", f"{CONSTRAINT}.relation", "at-most", BELIEF, "witness"),
    ("at least", f"{CONSTRAINT}.relation", "equal", BELIEF, "witness"),
    ("at least", f"{CONSTRAINT}.bound", None, f"{CONSTRAINT}.bound", "rational"),
    ("at least", f"{CONSTRAINT}.bound", "4/5", BELIEF, "witness"),
    ("at least", f"{CONSTRAINT}.bound", "1/2", "evidence.total", "witness"),
    ("at most", f"{CONSTRAINT}.bound", "-1", BELIEF, "witness"),
    ("at most", f"{CONSTRAINT}.bound", "1/2", "evidence.total", "witness"),
    ("equal", f"{CONSTRAINT}.bound", "9/10", BELIEF, "witness"),
    ("at least", BELIEF, [], BELIEF, "lottery"),
    ("at least", BELIEF, [{"type": "2", "probability": "1/2"}], BELIEF, "lottery"),
    ("at least", BELIEF, [{"type": "3", "probability": "1"}], f"{BELIEF}[0].type", "program"),
    ("at least", f"{BELIEF}[0].probability", "-1/4", f"{BELIEF}[0].probability", "lottery"),
    ("at least", f"{BELIEF}[0].type", "2", f"{BELIEF}[1].type", "lottery"),
    ("at least", BELIEF, ACCEPTED["at least"]["evidence"]["belief"][::-1], BELIEF, "lottery"),
    ("at least", BELIEF, None, BELIEF, "type"),
    ("at least", "evidence.total", None, "evidence.total", "null"),
    ("at least", "evidence.total", "-3", "evidence.total", "witness"),
    ("at least", "evidence.total", "-1", "evidence.total", "witness"),
    ("at least", "evidence.multipliers", None, "evidence.multipliers", "null"),
    ("at least", "evidence.multipliers", [], "evidence.multipliers", "type"),
    ("at least", "evidence.multipliers", ["3", "0"], "evidence.multipliers", "type"),
    ("at least", "evidence.multipliers", ["-3"], "evidence.multipliers[0]", "witness"),
    ("at most", "evidence.multipliers", ["3"], "evidence.multipliers[0]", "witness"),
    ("at least", "evidence.multipliers", ["4"], "evidence.total", "witness"),
    ("at least", "evidence.multipliers", ["1"], "evidence.total", "witness"),
    ("at least", "claim.answer", "no", "evidence.total", "null"),
    ("a loss", "claim.answer", "yes", "evidence.total", "null"),
    ("a loss", "evidence.total", "0", "evidence.total", "null"),
    ("a loss", "evidence.multipliers", ["0"], "evidence.multipliers", "null"),
    ("a loss", f"{CONSTRAINT}.bound", "-1/2", BELIEF, "witness"),
    ("a loss of the second player", "objects.becomes", "1", BELIEF, "improvement"),
    ("a loss of the second player", "objects.becomes", "2", *MISSING),
    drop("at least", 1),
    drop("at least", 5),
    drop("a loss", 0),
    more("at least", BEST),
    more("a loss", DC),
]
INDEPENDENT: list[Row] = [
    ("as given", "claim.which", "absence", "claim.which", "value"),
    ("as given", "claim.which", "foreknowledge", "claim.knowledge", "null"),
    ("as given", "claim.knowledge", "program", "claim.knowledge", "null"),
    ("the same demand", "claim.which", "participation", "claim.knowledge", "null"),
    ("the same demand", "claim.knowledge", "payoffs", "claim.knowledge", "value"),
    ("as given", "claim.equality", "text", "claim.equality", "value"),
    ("as given", "claim.equality", "behaviour", "objects.tests", "null"),
    ("as given", "claim.equality", "demand", "objects.demands", "program"),
    ("three best replies", "claim.equality", "behaviour", "claim.equality", "value"),
    ("as given", "objects.profile", ["1"], "objects.profile", "program"),
    ("as given", "objects.images", ["2", "5"], "objects.images[1]", "program"),
    ("as given", "objects.demands", [["1", "all"]], "objects.demands", "program"),
    ("as given", "objects.demands", [["2", "all"], ["1", "all"]], "objects.demands[1][0]", "program"),
    ("as given", "objects.demands", [["1", "all"], ["1", "all"]], "objects.demands[1][0]", "program"),
    ("as given", "objects.demands", [["1", "all"], ["2", "all"], ["3", "all"]], "objects.demands", "program"),
    ("as given", "objects.demands[0]", ["1"], "objects.demands[0]", "program"),
    ("as given", "objects.demands[0]", ["5", "all"], "objects.demands[0][0]", "program"),
    ("as given", "objects.demands[0][1]", "", "objects.demands[0][1]", "program"),
    ("as given", "objects.demands[0][1]", None, "objects.demands[0][1]", "program"),
    ("as given", "objects.demands[0][1]", "half", "claim.answer", "flag"),
    ("not as given", "objects.demands", [["2", "all"]], "objects.demands", "program"),
    ("not as given", "objects.demands", [["0", "all"], ["1", "all"], ["2", "all"]], "objects.demands", "program"),
    ("not as given", "objects.demands", [["2", "all"], ["3", "all"]], "objects.demands", "program"),
    ("another demand", "objects.demands", [["1", "all"]], "objects.demands", "program"),
    ("another demand", "objects.demands", [["0", "x"], ["1", "all"], ["2", "half"]], "objects.demands", "program"),
    ("the same demand", "objects.demands[0]", ["4", "none"], "objects.demands[1][0]", "program"),
    ("the same demand", "objects.demands", [["1", "all"], ["2", "all"], ["3", "all"]], "objects.demands", "program"),
    ("the same demand", "objects.demands[3][1]", "half", "claim.answer", "flag"),
    ("different demands", "objects.demands[3][1]", "all", f"{GIVEN}.clause", "improvement"),
    ("as given", f"{CHOICE}.kind", "all", f"{CHOICE}.kind", "value"),
    ("as given", f"{CHOICE}.kind", "best-reply", CHOICE, "keys"),
    ("as given", f"{CHOICE}.chosen", [["1"]], f"{CHOICE}.chosen", "program"),
    ("as given", f"{CHOICE}.chosen[1]", [], f"{CHOICE}.chosen[1]", "program"),
    ("as given", f"{CHOICE}.chosen[1]", ["1", "1"], f"{CHOICE}.chosen[1][1]", "program"),
    ("as given", f"{CHOICE}.chosen[1]", ["5"], f"{CHOICE}.chosen[1][0]", "program"),
    ("as given", f"{CHOICE}.chosen[1]", ["2"], "claim.answer", "flag"),
    ("as given", "objects.tests", ["0"], "objects.tests", "null"),
    ("as given", GIVEN, fails("1", "choice"), GIVEN, "null"),
    ("as given", "claim.answer", "no", GIVEN, "null"),
    ("not as given", "claim.answer", "yes", GIVEN, "null"),
    ("not as given", GIVEN, None, GIVEN, "null"),
    ("not as given", GIVEN, fails("1", "choice"), f"{GIVEN}.clause", "improvement"),
    ("not as given", GIVEN, fails("2", "demand"), f"{GIVEN}.clause", "improvement"),
    ("not as given", GIVEN, fails("2", "code"), f"{GIVEN}.clause", "value"),
    ("not as given", GIVEN, fails("3", "choice"), f"{GIVEN}.player", "name"),
    ("another demand", GIVEN, fails("2", "demand"), f"{GIVEN}.clause", "improvement"),
    ("behaves the same", "objects.tests", None, "objects.tests", "null"),
    ("behaves the same", "objects.tests", [], "objects.tests", "program"),
    ("behaves the same", "objects.tests", ["0", "0"], "objects.tests[1]", "program"),
    ("behaves the same", "objects.tests", ["0", "5"], "objects.tests[1]", "program"),
    ("behaves the same", "objects.tests", ["0", "1", "2"], *MISSING),
    ("behaves the same", "objects.choice", given("0", "2"), "claim.answer", "flag"),
    ("behaves differently", "objects.tests", ["0"], f"{GIVEN}.clause", "improvement"),
    ("diverges the same", "objects.choice", given("4", "0"), *MISSING),
    ("diverges differently", "objects.choice", given("4", "3"), f"{GIVEN}.clause", "improvement"),
    ("best replies", f"{CHOICE}.spaces", [["0", "1"]], f"{CHOICE}.spaces", "program"),
    ("best replies", f"{CHOICE}.spaces[0]", ["0", "0"], f"{CHOICE}.spaces[0][1]", "program"),
    ("best replies", f"{CHOICE}.spaces[0]", [], f"{CHOICE}.spaces[0]", "program"),
    ("best replies", f"{CHOICE}.spaces[0]", ["0", "1", "2"], *MISSING),
    ("best replies", f"{CHOICE}.spaces[0]", ["0"], "claim.answer", "flag"),
    ("best replies", BELIEFS, ACCEPTED["best replies"]["objects"]["choice"]["beliefs"][:1], BELIEFS, "lottery"),
    ("best replies", f"{BELIEFS}[0]", [], f"{BELIEFS}[0]", "lottery"),
    ("best replies", f"{BELIEFS}[0][1].programs", ["0"], f"{BELIEFS}[0][1].programs", "lottery"),
    ("best replies", f"{BELIEFS}[0][1].programs", ["0", "1"], f"{BELIEFS}[0][1].programs", "program"),
    ("best replies", f"{BELIEFS}[0][1].probability", "1/3", f"{BELIEFS}[0]", "lottery"),
    ("best replies", f"{BELIEFS}[0][1].probability", "0", f"{BELIEFS}[0][1].probability", "lottery"),
    ("best replies", f"{CHOICE}.beliefs[0]", replies("0 ; 0:1/4 3:3/4", "0 ; 0")["beliefs"][0], "claim.answer", "flag"),
    ("best replies", "claim.which", "foreknowledge", "claim.knowledge", "null"),
    ("best replies, known", "objects.profile", ["1", "1"], f"{BELIEFS}[0]", "lottery"),
    ("best replies, known", f"{BELIEFS}[1]", replies("0 ; 0", "0 ; 0")["beliefs"][1], f"{BELIEFS}[1]", "lottery"),
    ("best replies, absence", f"{BELIEFS}[0]", replies("0 ; 3", "0 ; 0")["beliefs"][0], f"{BELIEFS}[0]", "lottery"),
    ("best replies, absence", "claim.knowledge", "program", "evidence.encounters[0]", "encounter"),
    ("best replies, known", "objects.profile", ["0", "3"], f"{GIVEN}.clause", "improvement"),
    ("equally good", f"{CHOICE}.spaces[0]", ["0", "1"], "claim.answer", "flag"),
    drop("behaves the same", 0),
    drop("behaves differently", 3),
    drop("diverges the same", 2),
    drop("best replies", 0),
    drop("best replies, known", 1),
    more("as given", DD),
    more("another demand", DD),
    more("behaves the same", BEST),
    more("best replies", BEST),
    more("best replies, known", CD),
    more("best replies, absence", "1 3 = D D"),
    ("as given", "scope.assumptions", CHOSEN[:1], "scope.assumptions", "scope"),
    ("as given", "scope.assumptions", CHOSEN[::-1], "scope.assumptions", "scope"),
]
DRAWN: list[Row] = [
    ("grounded", "claim.randomness", None, "claim.randomness", "null"),
    ("grounded", "claim.randomness", "shared", "claim.randomness", "encounter"),
    ("four profiles", "claim.randomness", "independent", "claim.randomness", "null"),
    ("grounded", "scope.assumptions", DRAWS, "scope.assumptions", "scope"),
    ("grounded", "scope.assumptions", [SUMS, *DRAWS], "scope.assumptions", "scope"),
    ("one coin", "scope.assumptions", [*DRAWS, SUMS], "scope.assumptions", "scope"),
    ("draws the same", "scope.assumptions", [*DRAWS, *CHOSEN], "scope.assumptions", "scope"),
    ("grounded", f"{P1}.becomes", ["5", "5"], "claim.answer", "flag"),
    ("grounded against D", f"{GIVEN}.player", "2", f"{GIVEN}.player", "improvement"),
    ("draws another entry", f"{CHOICE}.chosen[0]", ["5"], f"{GIVEN}.clause", "improvement"),
]
ROWS = [*DRAWN, *TRANSFORMATION, *NO_GAP, *PARTICIPATION, *INDEPENDENT]


@pytest.mark.parametrize(("name", "where", "value", "place", "rule"), ROWS, ids=lambda value: str(value)[:40])
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    assert refusal(changed(name, (where, value))) == (place, rule)


AGAINST = replies("3 0 ; 3", "0 ; 0")
DIVERGES = [
    transformation("yes", "", "3 3 > 0 0", met=["3 3 =", CC]),
    transformation("yes", "", "0 0 > 3 3", met=["3 3 =", CC]),
    transformation("no", "", "0 0 > 3 3", violation=worse("1", "0"), met=["3 3 =", CC]),
    transformation("yes", "expected", "0 0 > 3 3 : 1", met=["3 3 =", CC]),
    no_gap("yes", "1 1 > 3 3", alternatives="0 0", met=["3 3 =", CC]),
    no_gap("yes", "1 1 > 0 0", alternatives="3 3", met=["3 3 =", CC]),
    participation("yes", "1", "0 > 3", "3", belief="0", bound="0 =", met=["3 3 =", "0 3 = C C"]),
    participation("no", "2", "3 > 0", "3", belief="0", met=["3 3 =", "3 0 = C C"]),
    independent("yes", "participation", "code", "0 0 > 0 0", "0:none", AGAINST, met=["3 3 =", "0 3 = C C", CC]),
]


@pytest.mark.parametrize("certificate", DIVERGES, ids=lambda one: one["claim"]["kind"])
def test_what_diverges_has_no_payoffs(certificate: Json) -> None:
    assert refusal(certificate) == ("evidence.encounters[0]", "encounter")
    played = met("3 3 = C C")[0]
    assert refusal(mutants.changed(certificate, ("evidence.encounters[0]", played)))[0] == (
        "evidence.encounters[0].outcome"
    )
