"""Claims about tables of encounters: certificates accepted, refused, and changed in one place; and hostile ones."""

import copy
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.checker import Receipt, check, tables
from spi.checker.machine import MAX_STEPS, Machine
from spi.checker.programs import FORMS
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.encounters import (
    CHICKEN,
    CLIQUE,
    DRAWS,
    FLIPS,
    LARGE,
    MIRROR,
    STRING,
    C,
    D,
    define,
    digest,
    function,
    independent,
    program,
    say,
    shared,
)
from tests.checker.mutants import judged, refusal
from tests.checker.tables import ACCEPTED, DILEMMA, DIVERGES, GROUNDED, believes, equilibrium, met, plays


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    certificate = ACCEPTED[name]
    receipt = check(text(certificate), name=name)
    assert isinstance(receipt, Receipt), receipt
    assert (receipt.name, receipt.kind, receipt.answer) == (
        name,
        "subjective-equilibrium",
        certificate["claim"]["answer"],
    )
    objects = certificate["objects"]
    assert receipt.digests == (objects["game"]["digest"], *map(digest, objects["programs"]))
    count = len(certificate["evidence"]["encounters"])
    done = ("digests of the game and of the programs", "scope", f"encounters ({count}): every one that counts")
    assert receipt.recomputed == done
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"]
    assert list(receipt.trusted) == certificate["scope"]["trusts"]


def test_receipts() -> None:
    first, third, *_ = (digest(one)[:12] for one in (C, CLIQUE))
    game = DILEMMA["digest"][:12]
    claims = {
        "cliques": f"programs {third} and {third} in game {game} are an equilibrium, in spaces of 3 × 3 programs",
        "exploited by the clique": f"programs {first} and {first} in game {game} are not an equilibrium: "
        f"'2' earns 3 by {third}, not 2",
        "both dare": f"programs {digest(D)[:12]} and {digest(D)[:12]} in game {CHICKEN['digest'][:12]} "
        "are an equilibrium given the stated beliefs, in spaces of 2 × 2 programs",
        "the timid one": f"programs {first} and {digest(D)[:12]} in game {CHICKEN['digest'][:12]} "
        f"are not an equilibrium given the stated beliefs: '1' earns 16/5 by {digest(D)[:12]}, not 13/5",
    }
    for name, claim in claims.items():
        receipt = check(text(ACCEPTED[name]))
        assert isinstance(receipt, Receipt) and receipt.claim == claim


# --- refused: the certificate, what is put where, where the checker stops, and by which rule

LIST, FIRST = "evidence.encounters", "evidence.encounters[0]"
REFUSED = [
    ("cliques", "claim.answer", "maybe", "claim.answer", "value"),
    ("cliques", "claim.answer", "no", "evidence.violation", "null"),
    ("cliques", "claim.randomness", "independent", "claim.randomness", "null"),
    ("by draws", "claim.randomness", None, "claim.randomness", "null"),
    ("by draws", "claim.randomness", "shared", "claim.randomness", "encounter"),
    ("by draws", "scope.assumptions", [], "scope.assumptions", "scope"),
    ("by a string", "scope.assumptions", DRAWS, "scope.assumptions", "scope"),
    ("by provability", "scope.trusts", [], "scope.trusts", "scope"),
    ("cliques", "scope.trusts", LARGE, "scope.trusts", "scope"),
    ("cliques", "scope.assumptions", STRING, "scope.assumptions", "scope"),
    ("cliques", "objects.game", None, "objects.game", "type"),
    ("cliques", "objects.game.digest", "0" * 64, "objects.game.digest", "digest"),
    ("cliques", "objects.programs", [C, D, C], "objects.programs[2]", "program"),
    ("cliques", "objects.programs", [C, D, "C"], "objects.programs[2]", "program"),
    ("cliques", "objects.programs", [C, D, program(function(say("C"), 1))], "objects.programs[2]", "program"),
    ("cliques", "objects.programs", [], "evidence.encounters[0].programs[0]", "program"),
    ("cliques", "objects.profile", ["2"], "objects.profile", "program"),
    ("cliques", "objects.profile", ["2", "3"], "objects.profile[1]", "program"),
    ("cliques", "objects.profile", ["2", 1], "objects.profile[1]", "program"),
    ("cliques", "objects.profile", ["2", "02"], "objects.profile[1]", "program"),
    ("cliques", "objects.profile", ["2", "1"], LIST, "encounter"),
    ("cliques", "objects.spaces", [["0"]], "objects.spaces", "program"),
    ("cliques", "objects.spaces[1]", [], "objects.spaces[1]", "program"),
    ("cliques", "objects.spaces[1]", ["0", "0"], "objects.spaces[1][1]", "program"),
    ("cliques", "objects.spaces[1]", ["3"], "objects.spaces[1][0]", "program"),
    ("cliques", "objects.spaces[1]", ["0", "2"], f"{LIST}[4]", "encounter"),  # (2, 1) is not needed
    ("cliques", "objects.beliefs", [], "objects.beliefs", "lottery"),
    ("cliques", "objects.beliefs", believes("2:1", "1:1"), LIST, "encounter"),
    ("cliques", LIST, {}, LIST, "type"),
    ("cliques", LIST, plays("0,2:C,D 1,2:D,D 2,2:C,C 2,0:D,C"), LIST, "encounter"),
    ("cliques", f"{FIRST}.outcome", ["C", "C"], f"{FIRST}.outcome", "encounter"),
    ("cliques", f"{FIRST}.outcome", None, f"{FIRST}.outcome", "null"),
    ("cliques", f"{FIRST}.diverges", True, f"{FIRST}.diverges", "encounter"),
    ("cliques", f"{FIRST}.engine", "modal", f"{FIRST}.worlds", "null"),
    ("cliques", f"{FIRST}.engine", "fast", f"{FIRST}.engine", "value"),
    ("cliques", f"{FIRST}.programs", ["0"], f"{FIRST}.programs", "program"),
    ("cliques", f"{FIRST}.programs", ["2", "2"], f"{FIRST}.outcome", "encounter"),
    ("cliques", f"{FIRST}.programs", ["3", "2"], f"{FIRST}.programs[0]", "program"),
    ("cliques", f"{FIRST}.laws", [], f"{FIRST}.laws", "null"),
    ("cliques", "evidence.violation", {"player": "1", "program": "0"}, "evidence.violation", "null"),
    ("by provability", f"{FIRST}.engine", "direct", f"{FIRST}.engine", "encounter"),
    ("by provability", f"{LIST}[2].worlds", "0", f"{LIST}[2].worlds", "encounter"),
    ("by draws", f"{LIST}[4].laws[0]", [["C", "1/5"], ["D", "4/5"]], f"{LIST}[4].laws[0]", "encounter"),
    ("by draws", f"{LIST}[4].calls", [], f"{LIST}[4].calls", "encounter"),
    ("by a string", f"{FIRST}.weights", ["1/2", "1/2"], f"{FIRST}.weights", "encounter"),
    ("by a string", f"{FIRST}.joint", [[["C", "C"], "1"]], f"{FIRST}.joint", "encounter"),
    ("exploited", "evidence.violation", None, "evidence.violation", "null"),
    ("exploited", "evidence.violation.player", "3", "evidence.violation.player", "name"),
    ("exploited", "evidence.violation.player", "2", LIST, "encounter"),
    ("exploited", "evidence.violation.program", "0", f"{LIST}[1]", "encounter"),
    ("exploited", "evidence.violation.program", "2", LIST, "encounter"),
    ("exploited", "evidence.violation.program", "3", "evidence.violation.program", "program"),
    ("exploited", "objects.spaces[0]", ["0", "2"], "evidence.violation.program", "program"),
    ("both insist", "objects.beliefs", None, LIST, "encounter"),
    ("both insist", "objects.beliefs[0][0].probability", "1/2", "objects.beliefs[0]", "lottery"),
    ("both insist", "objects.beliefs[0][0].probability", "2", "objects.beliefs[0]", "lottery"),
    ("both insist", "objects.beliefs[0][0].programs", ["3"], "objects.beliefs[0][0].programs[0]", "program"),
    ("both insist", "objects.beliefs[0][0].programs", ["0", "0"], "objects.beliefs[0][0].programs", "program"),
    ("both insist", "objects.beliefs[0]", [], "objects.beliefs[0]", "lottery"),
    ("both dare", "objects.beliefs[0]", believes("0:4/5 0:1/5")[0], "objects.beliefs[0][1].programs", "lottery"),
    ("both dare", "objects.beliefs[0]", believes("0:1 1:0")[0], "objects.beliefs[0][1].probability", "lottery"),
    # to dare is worth 4/2 = 2, and to swerve 3/2 + 1/2 = 2; a little less of the former, and it is not best
    ("both dare", "objects.beliefs[0]", believes("0:49/100 1:51/100")[0], LIST, "improvement"),
    ("the timid one", "objects.beliefs[0]", believes("0:1/2 1:1/2")[0], "evidence.violation.program", "improvement"),
    ("the timid one", "objects.beliefs[1]", believes("1:1")[0], "", ""),  # it is about the first player
    ("both dare", "objects.beliefs[0]", believes("0:1/2 1:1/2")[0], "", ""),
    ("three alike", f"{FIRST}.programs", ["2", "2"], f"{FIRST}.programs", "program"),
]


@pytest.mark.parametrize(("name", "where", "value", "place", "rule"), REFUSED, ids=lambda value: str(value)[:40])
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    if place:
        assert refusal(changed(name, (where, value))) == (place, rule)
    else:
        assert isinstance(check(text(changed(name, (where, value)))), Receipt)


def test_lists_of_encounters() -> None:
    """Each once, none that does not count, none that diverges, and no two kinds of randomness."""
    more = copy.deepcopy(ACCEPTED["cliques"])
    more["evidence"]["encounters"] += plays("0,2:C,D")
    assert refusal(more) == (f"{LIST}[5].programs", "encounter")
    more["evidence"]["encounters"][5:] = plays("0,0:C,C")
    assert refusal(more) == (f"{LIST}[5]", "encounter")
    circle = equilibrium(DILEMMA, [C, MIRROR], "1 1", "1 | 1", [DIVERGES | {"programs": ["1", "1"]}])
    assert refusal(circle) == (f"{LIST}[0]", "encounter")
    circle["claim"]["answer"], circle["evidence"]["violation"] = "no", {"player": "1", "program": "1"}
    assert refusal(circle) == (f"{LIST}[0]", "encounter")
    both = [
        met("1 0", independent("C:1/10 D:9/10 | D", GROUNDED, D)),
        met("2 0", shared("C,D:1/2 D,D:1/2", "1", FLIPS, D)),
    ]
    mixed = equilibrium(DILEMMA, [D, GROUNDED, FLIPS], "1 0", "1 2 | 0", both, randomness="independent")
    assert refusal(mixed) == (LIST, "encounter")
    other = equilibrium(DILEMMA, [program(define(say("E"), -1)), D], "0 1", "0 | 1", plays("0,1:E,D"))
    assert refusal(other) == ("objects.programs[0]", "program")  # no action of the game


# --- every field is load-bearing

WORDS = ["yes", "no", "direct", "modal", "independent", "shared", "program", "function", "me", "others", "label"]
STILL_TRUE = {  # the spaces in another order, or smaller; the clique instead of D; programs for one other player only
    *(f"objects.spaces[0]: drop {k}" for k in (0, 2)),
    *(f"objects.spaces[1]: drop {k}" for k in range(3)),
    *(f"objects.spaces[{i}]: swap {j} {k}" for i in range(2) for j in range(3) for k in range(j + 1, 3)),
    *("evidence.encounters: swap 0 1", "objects.programs: swap 1 2"),
    *(f'objects.programs[{k}][1][0][1] -> "1"' for k in range(2)),
}


def test_every_field_is_load_bearing() -> None:
    """But for the clique, which is in the pool and meets nobody."""
    certificate = ACCEPTED["exploited"]
    found = set()
    for what, mutant in mutants.mutations(certificate, "", ["1", "2", "C", "D"], WORDS, ("0", "1", "2", "3")):
        if isinstance(judged(mutant), Receipt) and mutant != certificate:
            found.add(what.removeprefix("."))
    assert {what for what in found if not what.startswith("objects.programs[2]")} == STILL_TRUE


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    judged(mutants.put_anywhere(ACCEPTED[name], ["C", "a", *FORMS], ["programs", "engine"], data))


# --- hostile certificates


def crowd(size: int) -> Json:
    """As many encounters would be needed as there are programs in a space times those in a belief."""
    pool = [program(define(say(f"{k}"), -1)) for k in range(size)]
    numbers = [str(k) for k in range(size)]
    belief = [{"programs": [k], "probability": f"1/{size}"} for k in numbers]
    certificate = equilibrium(DILEMMA, pool, "0 0", f"{' '.join(numbers)} | 0", [])
    certificate["objects"]["beliefs"] = [belief, believes("0:1")[0]]
    return certificate


def test_steps_are_those_of_the_whole_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(crowd(2000))[1] == "size"
    entries = [met(f"{k} 0", independent("C | C", C, C)) for k in range(2)]
    few = equilibrium(DILEMMA, [C, CLIQUE], "0 0", "0 | 0", entries[:1], randomness="independent", assumptions=DRAWS)
    machines = []

    def counted(*arguments: Json) -> Machine:
        machines.append(Machine(*arguments))
        return machines[-1]

    monkeypatch.setattr(tables, "Machine", counted)
    assert isinstance(check(text(few)), Receipt)
    spent = MAX_STEPS - machines[0].left
    monkeypatch.setattr(tables, "Machine", partial(Machine, left=spent))
    assert isinstance(check(text(few)), Receipt)
    monkeypatch.setattr(tables, "Machine", partial(Machine, left=spent - 1))
    assert refusal(few)[1] == "size"


def test_deep_values_in_a_pool() -> None:
    nested = '["program", [["program", "1", [["a", null]], ["label", "C"]]], [["a", ' * 120 + '"x"' + "]]]" * 120
    deep = text(
        equilibrium(DILEMMA, [program(define(say("C"), a=None), a="HOLE"), D], "0 1", "0 | 1", plays("0,1:C,D"))
    )
    assert isinstance(check(deep.replace('"HOLE"', nested)), Receipt)
