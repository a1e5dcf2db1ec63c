"""Claims about programs that meet: certificates that are accepted, and refused at a place by a rule."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from spi.checker import Receipt, check
from spi.checker.programs import FORMS
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.encounters import (
    ACCEPTED,
    BINDINGS,
    BODY,
    CHICKEN,
    DEFINITION,
    DRAWS,
    FAIR,
    FALSE,
    GROUP,
    LARGE,
    MAP,
    ME,
    MIRROR,
    NEXT,
    ONE,
    OTHER,
    SET,
    STAR,
    STRING,
    TRUE,
    C,
    D,
    build,
    choose,
    define,
    digest,
    direct,
    encounter,
    function,
    grounded,
    independent,
    law,
    match,
    modal,
    profile,
    program,
    proves,
    run,
    same,
    say,
    var,
)
from tests.checker.mutants import accepted, refusal

HERE = Path(__file__).parent


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


# --- receipts


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    certificate = ACCEPTED[name]
    receipt = check(text(certificate), name=name)
    assert isinstance(receipt, Receipt), receipt
    assert (receipt.name, receipt.kind, receipt.answer) == (name, "encounter", "yes")
    objects = certificate["objects"]
    games = [objects["game"]["digest"]] if objects["game"] else []
    assert receipt.digests == (*games, *map(digest, objects["programs"]))
    assert all(one[:12] in receipt.claim for one in receipt.digests)
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"]
    assert list(receipt.trusted) == certificate["scope"]["trusts"]
    whose = "of the game and of the programs" if games else "of the programs"
    assert receipt.recomputed[:2] == (f"digests {whose}", "scope") and len(receipt.recomputed) == 3


def test_every_file_is_here() -> None:
    files = [json.loads(path.read_text()) for path in sorted((HERE / "accepted").iterdir())]
    mine = [one for one in files if one["claim"]["kind"] == "encounter"]
    assert len(mine) == 3 and all(one in ACCEPTED.values() for one in mine)


def test_every_term_is_here() -> None:
    def words(value: Json) -> Iterator[Json]:
        for inner in value if isinstance(value, list) else [value]:
            yield from words(inner) if isinstance(inner, list) else [inner]

    used = {word for one in ACCEPTED.values() for word in words(one["objects"]["programs"])}
    assert set(FORMS) <= used


def names(*programs: Json) -> str:
    short = [hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest()[:12] for one in programs]
    return f"programs {', '.join(short[:-1])} and {short[-1]}"


PLAYED = f"in game {CHICKEN['digest'][:12]}"
RECEIPTS = [
    ("always", f"{names(C, D)} play (C, D)", "calls: every one that is needed", [], []),
    ("mirrors", f"{names(MIRROR, MIRROR)} diverge: a call needs itself", "calls: one that needs itself", [], []),
    (
        "fair and D",
        f"{names(FAIR, D)} play (D, D) at all large worlds",
        "calls: every one that is needed at world 1; boxes (1): there and at the next",
        [],
        LARGE,
    ),
    (
        "grounded and D",
        f"{names(grounded('1/10'), D)} play (C 1/10, D 9/10) and (D 1)",
        "calls (2): every way, what they add up to, a sure end",
        DRAWS,
        [],
    ),
    (
        "in a game",
        f"{names(C, D)} {PLAYED} play (C, D), worth (1, 4)",
        "calls: every one that is needed",
        [],
        [],
    ),
    (
        "diverging in a game",
        f"{names(MIRROR, MIRROR)} {PLAYED} diverge: a call needs itself",
        "calls: one that needs itself",
        [],
        [],
    ),
    (  # 2/5 of 3, 3 and of 1, 4, and 1/5 of 4, 1
        "one goes on, in a game",
        f"{names(*ACCEPTED['one goes on']['objects']['programs'])} {PLAYED} "
        "play (C, C) 2/5, (C, D) 2/5 and (D, C) 1/5, worth (12/5, 3) in expectation",
        "states (6): what follows each, their weights, what is played",
        STRING,
        [],
    ),
    (  # a tenth of 1, 4 and nine tenths of 0, 0
        "grounded in a game",
        f"{names(grounded('1/10'), D)} {PLAYED} play (C 1/10, D 9/10) and (D 1), worth (1/10, 2/5) in expectation",
        "calls (2): every way, what they add up to, a sure end",
        DRAWS,
        [],
    ),
    (
        "fair in a game",
        f"{names(FAIR, FAIR)} {PLAYED} play (C, C) at all large worlds, worth (3, 3)",
        "calls: every one that is needed at world 1; boxes (2): there and at the next",
        [],
        LARGE,
    ),
    (
        "who is alike",
        f"{names(*ACCEPTED['who is alike']['objects']['programs'])} play (Cem, C, Ann)",
        "calls: every one that is needed",
        [],
        [],
    ),
]


@pytest.mark.parametrize(
    ("name", "claim", "done", "assumptions", "trusts"), RECEIPTS, ids=lambda value: str(value)[:20]
)
def test_receipts(name: str, claim: str, done: str, assumptions: list[str], trusts: list[str]) -> None:
    receipt = accepted(ACCEPTED[name])
    assert (receipt.claim, receipt.recomputed[2]) == (claim, done)
    assert (list(receipt.assumptions), list(receipt.trusted)) == (assumptions, trusts)


def test_claims_are_short_and_safe() -> None:
    """Labels that are not words are quoted; many players, actions or digits are cut short."""
    odd = program(define(say("a, b\x1b[31m\n\ud800"), -1))
    assert accepted(direct("C D", C, D, players="a b")).claim.endswith("(C, D)")
    certificate = encounter(
        "direct", odd, program(define(say("x" * 200), -1)), outcome=["a, b\x1b[31m\n\ud800", "x" * 200]
    )
    claim = accepted(certificate).claim
    assert claim.isprintable() and claim.endswith(f"play ('a, b\\x1b[31m\\n\\ud800', '{'x' * 60}'... (200 characters))")
    assert accepted(direct("C " * 20, *[C] * 20)).claim.endswith("play (C, C, C, C, C, C, ...)")
    p, q = f"1/{10**30}", f"{10**30 - 1}/{10**30}"
    assert accepted(independent(f"C:{p} D:{q} | D", grounded(p), D)).claim.endswith(
        f"(C {p[:17]}..., D {q[:17]}...) and (D 1)"
    )


# --- refused: the certificate, what is put where, where the checker stops, and by which rule

CLAIM = [
    ("clique", "claim.answer", "no", "claim.answer", "value"),
    ("clique", "claim.engine", "fast", "claim.engine", "value"),
    ("clique", "claim.engine", "modal", "evidence.worlds", "null"),
    ("clique", "claim.engine", "independent", "claim.laws", "null"),
    ("clique", "claim.outcome", None, "claim.outcome", "null"),
    ("clique", "claim.outcome", ["C", "D"], "claim.outcome", "encounter"),
    ("clique", "claim.outcome", profile("C,C"), "claim.outcome", "encounter"),
    ("clique", "claim.diverges", True, "claim.diverges", "encounter"),
    ("clique", "claim.laws", [law("C"), law("C")], "claim.laws", "null"),
    ("clique", "evidence.worlds", "0", "evidence.worlds", "null"),
    ("clique", "evidence.calls", [], "evidence.calls", "null"),
    ("clique", "evidence.weights", [], "evidence.weights", "null"),
    ("clique", "claim.joint", [[["C", "C"], "1"]], "claim.joint", "null"),
    ("clique", "claim.engine", "shared", "claim.joint", "null"),
    ("turns", "scope.assumptions", DRAWS, "scope.assumptions", "scope"),
    ("turns", "claim.outcome", ["C", "C"], "claim.outcome", "null"),
    ("turns", "claim.diverges", True, "claim.diverges", "encounter"),
    ("turns", "claim.laws", [law("C"), law("C")], "claim.laws", "null"),
    ("turns", "claim.joint", None, "claim.joint", "null"),
    ("turns", "evidence.weights", None, "evidence.weights", "null"),
    ("turns", "evidence.worlds", "0", "evidence.worlds", "null"),
    ("clique", "scope.assumptions", DRAWS, "scope.assumptions", "scope"),
    ("clique", "scope.trusts", LARGE, "scope.trusts", "scope"),
    ("fair", "scope.trusts", [], "scope.trusts", "scope"),
    ("grounded", "scope.assumptions", [], "scope.assumptions", "scope"),
    ("mirrors", "claim.outcome", ["C", "C"], "claim.outcome", "null"),
    ("mirrors", "claim.diverges", False, "claim.diverges", "encounter"),
    ("fair", "claim.diverges", True, "claim.diverges", "encounter"),
    ("fair", "claim.outcome", ["C", "D"], "claim.outcome", "encounter"),
    ("grounded", "claim.outcome", ["C", "C"], "claim.outcome", "null"),
    ("always", "objects.players", [], "objects.players", "name"),
    ("always", "objects.players", ["1", "1"], "objects.players[1]", "name"),
    ("always", "objects.players", ["1"], "objects.programs", "program"),
    ("always", "objects.programs", {}, "objects.programs", "type"),
    ("always", ONE, "C", ONE, "program"),
    ("always", ONE, profile("C"), ONE, "program"),
    ("always", ONE, program(function(say("C"), 1)), ONE, "program"),
    ("always", ONE, program(define(say("C"), 2)), ONE, "program"),
    ("clique", "objects.programs[1]", program(define(say("C"), 0)), "objects.programs[1]", "program"),
]
DEFINE = define(say("C"), -1)
FORM = [
    ("always", ONE, None, ONE, "type"),
    ("always", ONE, [], ONE, "program"),
    ("always", ONE, "", ONE, "program"),
    ("always", ONE, ["program", [DEFINE]], ONE, "program"),
    ("always", GROUP, [], GROUP, "program"),
    ("always", GROUP, "C", GROUP, "type"),
    ("always", GROUP, [DEFINE, DEFINE], GROUP, "program"),
    ("always", DEFINITION, DEFINE[:3], DEFINITION, "program"),
    ("always", f"{DEFINITION}[0]", "procedure", f"{DEFINITION}[0]", "program"),
    ("always", f"{DEFINITION}[1]", "-2", f"{DEFINITION}[1]", "program"),
    ("always", f"{DEFINITION}[1]", "01", f"{DEFINITION}[1]", "program"),
    ("always", f"{DEFINITION}[1]", "9999999999", f"{DEFINITION}[1]", "program"),
    ("always", f"{DEFINITION}[1]", None, f"{DEFINITION}[1]", "program"),
    ("always", f"{DEFINITION}[2]", [["a", None], ["a", None]], f"{DEFINITION}[2][1][0]", "program"),
    ("always", f"{DEFINITION}[2]", [["b", None], ["a", None]], f"{DEFINITION}[2][1][0]", "program"),
    ("always", f"{DEFINITION}[2]", [["", None]], f"{DEFINITION}[2][0][0]", "program"),
    ("always", f"{DEFINITION}[2]", [["a", True]], f"{DEFINITION}[2][0][1]", "program"),
    ("always", f"{DEFINITION}[2]", [["a"]], f"{DEFINITION}[2][0]", "program"),
    ("always", BINDINGS, [["a", "C"]], BINDINGS, "program"),
    ("always", BINDINGS, None, BINDINGS, "type"),
    ("renegotiation", BINDINGS, [], BINDINGS, "program"),
    ("renegotiation", f"{BINDINGS}[0]", ["offer", D], f"{BINDINGS}[0][0]", "program"),
    ("renegotiation", f"{BINDINGS}[0][1]", None, f"{BINDINGS}[0][1]", "type"),
    ("renegotiation", f"{BINDINGS}[0][1][1][0][3]", ["delegate"], f"{BINDINGS}[0][1][1][0][3][0]", "program"),
    ("renegotiation", f"{BINDINGS}[1][1]", ["list"], f"{BINDINGS}[1][1][0]", "program"),
    ("renegotiation", f"{BINDINGS}[1][1]", ["map", ["a", "b"], ["a", "c"]], f"{BINDINGS}[1][1][2]", "program"),
    ("renegotiation", f"{BINDINGS}[1][1]", ["map", ["b", "b"], ["a", "c"]], f"{BINDINGS}[1][1][2]", "program"),
    ("renegotiation", f"{BINDINGS}[1][1]", ["map", ["b"]], f"{BINDINGS}[1][1][1]", "program"),
    ("renegotiation", f"{BINDINGS}[1][1]", ["map", ["b", 1]], f"{BINDINGS}[1][1][1][1]", "type"),
    ("sets, both", f"{BINDINGS}[0][1]", ["set", "C"], f"{BINDINGS}[0][1][1]", "program"),
    ("sets, both", f"{BINDINGS}[0][1]", ["set", profile("D"), profile("C")], f"{BINDINGS}[0][1][2]", "program"),
    ("sets, both", f"{BINDINGS}[0][1]", ["set", profile("C"), profile("C")], f"{BINDINGS}[0][1][2]", "program"),
    ("sets, both", f"{BINDINGS}[0][1]", ["profile", TRUE], f"{BINDINGS}[0][1][1]", "program"),
    ("sets, both", f"{BINDINGS}[0][1]", "x" * 201, f"{BINDINGS}[0][1]", "program"),
    # places: in order, and all of them reached
    ("members", f"{BODY}[2]", [["2", [], say("E")], ["1", ["x"], var(0)]], GROUP, "program"),
    ("members", f"{BODY}[2][0]", ["2", [], say("C")], GROUP, "program"),
    ("members", f"{BODY}[2]", [], GROUP, "program"),
    ("functions", f"{GROUP}[1][0]", "program", ONE, "program"),
]


@pytest.mark.parametrize(
    ("name", "where", "value", "place", "rule"), [*CLAIM, *FORM], ids=lambda value: str(value)[:40]
)
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    assert refusal(changed(name, (where, value))) == (place, rule)


READ = [  # terms that are not read, where, and by which rule
    ("C", "", "type"),
    ({}, "", "type"),
    ([], "", "program"),
    (["delegate", ME], "[0]", "program"),
    (["select", say("leximin")], "", "program"),
    (["pmp"], "", "program"),
    (STAR, "[0]", "program"),
    (["", say("C")], "[0]", "program"),
    ([["me"]], "[0]", "program"),
    (["me", "0"], "", "program"),
    (["label"], "", "program"),
    (["label", "C", "D"], "", "program"),
    (["label", ""], "[1]", "program"),
    (["label", "x" * 201], "[1]", "program"),
    (["label", True], "[1]", "program"),
    (["truth", "true"], "[1]", "type"),
    (["other", "1"], "[1]", "program"),
    (["other", "-1"], "[1]", "program"),
    (["other", "00"], "[1]", "program"),
    (["other", "٠"], "[1]", "program"),
    (["other", "0\n"], "[1]", "program"),
    (["other", 1], "[1]", "program"),
    (["keyword", "a"], "[1]", "program"),
    (["keyword", None], "[1]", "program"),
    (["variable", "0"], "[1]", "program"),
    (["let", say("C"), var(1)], "[2][1]", "program"),
    (["let", var(0), say("C")], "[1][1]", "program"),
    (["if", ["all", TRUE], var(0), say("C")], "[2][1]", "program"),
    (["profile", "C"], "[1]", "type"),
    (["map", say("C")], "[1][0]", "type"),
    (["map", [say("C"), say("C"), say("C")]], "[1]", "program"),
    (["at", ME], "", "program"),
    (["not", TRUE, TRUE], "", "program"),
    (["if", TRUE, say("C")], "", "program"),
    (["run"], "", "program"),
    (["outcome"], "", "program"),
    (["outcome", STAR], "[1][0]", "program"),
    (["outcome", ME, STAR, ME], "", "program"),
    (["outcome", ME, ME, STAR], "", "program"),
    (["outcome", ME, STAR, STAR], "", "program"),
    (["outcome", ME, ["star", ["me"]]], "[2][0]", "program"),
    (["build", "1", []], "[1]", "program"),
    (["build", "0"], "", "program"),
    (["build", "0", [["a", ME]]], "[2][0][0]", "program"),
    (["match", OTHER, [], say("C"), say("D")], "", "program"),
    (["match", OTHER, [["1", [], say("C")]], say("D")], "[2][0][0]", "program"),
    (["match", OTHER, [["0", ["a"], say("C")]], say("D")], "[2][0][1][0]", "program"),
    (["match", OTHER, [["0", []]], say("D")], "[2][0]", "program"),
    (["match", OTHER, [["0", say("C")]], say("D")], "[2][0][1][0]", "program"),
    (["chance", "3/2"], "[1]", "program"),
    (["chance", "-1/2"], "[1]", "program"),
    (["chance", "1/0"], "[1]", "program"),
    (["chance", "half"], "[1]", "program"),
    (["chance", "1e-4000"], "[1]", "program"),
    (["chance", "1e-00001"], "[1]", "program"),
    (["chance", "0." + "1" * 199], "[1]", "program"),
    (["chance", "1 /2"], "[1]", "program"),
    (["chance", "٠"], "[1]", "program"),
    (["chance", ["label", "1/2"]], "[1]", "program"),
    (["simulate", ME], "", "program"),
    (["simulate", ME, "x"], "[2]", "program"),
]


@pytest.mark.parametrize(("term", "where", "rule"), READ, ids=lambda value: json.dumps(value)[:40])
def test_terms_that_are_not_read(term: Json, where: str, rule: str) -> None:
    """Not even where they are not evaluated."""
    assert refusal(direct("C D", program(define(term)), D)) == (BODY + where, rule)
    unused = program(define(["if", TRUE, say("C"), term]))
    assert refusal(direct("C D", unused, D)) == (f"{BODY}[3]{where}", rule)


def test_keywords_that_are_not_read() -> None:
    for bindings, where in ((["a"], ""), (["a", "b", "b"], ""), (["a", "b", "c"], "[2][2][0]"), ([], "")):
        term = ["build", "0", [[name, say("C")] for name in bindings]]
        one = program(define(choose(TRUE, "C", term), a=None, b=None, d="D"), a="C", b="C", d="C")
        assert refusal(direct("C D", one, D)) == (f"{BODY}[3]{where}", "program")
    one = program(define(choose(TRUE, "C", build(0, a=ME, b=ME)), a=None, b=None, d="D"), a="C", b="C", d="C")
    accepted(direct("C D", one, D))


def test_me_in_a_function() -> None:
    """It could be the function, or what calls it."""
    one = program(define(run(build(1))), function(choose(same(ME, ME), "C", "D"), 0))
    assert refusal(direct("C D", one, D)) == (f"{GROUP}[1][3][1][1]", "program")


WORTH_NOTHING = [  # in a program that meets one other
    ME,
    TRUE,
    SET,
    MAP,
    ["others"],
    ["let", ["others"], var(0)],
    ["profile", ME],
    ["profile", TRUE],
    ["set", say("C")],
    ["map", [say("C"), say("D")], [say("C"), say("D")]],
    ["not", say("C")],
    choose(say("C"), "C", "D"),
    choose(["and", TRUE, say("C")], "C", "D"),
    choose(["or", ME, TRUE], "C", "D"),
    choose(["all", ME], "C", "D"),
    choose(["any", say("C")], "C", "D"),
    ["player", ["first", FALSE]],
    ["first", TRUE],
    ["at", SET, say("C")],
    ["at", ["map", [say("C"), ME]], say("C")],
    ["at", ["map", [say("C"), TRUE]], say("C")],
    ["at", MAP, ME],
    ["mine", say("C")],
    ["mine", ["profile", say("C")]],
    ["mine", ["profile", say("C"), say("C"), say("C")]],
    ["player", say("C")],
    choose(["in", say("C"), SET], "C", "D"),
    choose(["in", ["profile", say("C")], MAP], "C", "D"),
    choose(same(["meet", SET, MAP], SET), "C", "D"),
    choose(same(["join", TRUE, SET], SET), "C", "D"),
    run(say("C")),
    run(OTHER),
    run(OTHER, ME, ME),
    run(OTHER, say("C")),
    match(say("C"), say("D"), ("0", "", say("C"))),
    ["mine", ["outcome", ME]],
    ["mine", ["outcome", say("C"), OTHER]],
    ["mine", ["outcome", ME, OTHER, OTHER]],
]


@pytest.mark.parametrize("term", WORTH_NOTHING, ids=lambda value: json.dumps(value)[:40])
def test_terms_that_are_worth_nothing(term: Json) -> None:
    """Not where they are evaluated, but elsewhere they do no harm."""
    assert refusal(direct("C C", program(define(term)), C)) == (ONE, "program")
    assert refusal(direct("C C", C, program(define(term)))) == ("objects.programs[1]", "program")
    accepted(direct("C C", program(define(choose(TRUE, "C", term))), C))
    accepted(direct("C C", program(define(choose(["or", TRUE, same(term, ME)], "C", "D"))), C))


def test_what_is_named_is_worked_out_before_a_proof() -> None:
    """Whether the proof needs it or not; and what nothing speaks of, is not."""
    asked = ["or", TRUE, same(var(0), say("C"))]
    needs = program(define(["let", run(OTHER, ME), choose(proves(asked), "C", "D")]))
    assert refusal(modal("C C", 0, needs, MIRROR)) == ("evidence.worlds", "encounter")
    accepted(modal("C C", 0, program(define(["let", run(OTHER, ME), choose(proves(TRUE), "C", "D")])), MIRROR))
    inside = choose(proves(["let", run(OTHER, ME), TRUE]), "C", "D")
    accepted(modal("C C", 0, program(define(inside)), MIRROR))
    accepted(
        modal(
            "C C",
            0,
            program(define(["let", say("C"), ["let", run(OTHER, ME), choose(proves(SEEN), "C", "D")]])),
            MIRROR,
        )
    )


SEEN = same(var(1), say("C"))  # below it stands another variable


def test_maps_in_maps() -> None:
    """At most twenty, as values and as what programs put together."""
    for levels, ok in ((20, True), (21, False)):
        value: Json = "a"
        term = say("a")
        for _ in range(levels):
            value, term = ["map", ["k", value]], ["map", [say("k"), term]]
        bound, built = program(define(say("C"), a=None), a=value), program(define(choose(same(term, ME), "D", "C")))
        for one in (bound, built):
            if ok:
                accepted(direct("C C", one, C))
            else:
                assert refusal(direct("C C", one, C)) == (ONE, "program")


def test_arguments_that_are_worth_nothing() -> None:
    """A function of two has no third argument; a function is none of the programs; a label has no seat."""
    for body, arguments in (
        (["other", "2"], [say("C"), say("D")]),
        (["player", OTHER], [say("C")]),
        (run(NEXT, OTHER), [ME, build(1)]),
        (["mine", ["outcome", OTHER, NEXT]], [ME, build(1)]),
    ):
        one = program(define(run(build(1), *arguments)), function(body, -1))
        assert refusal(direct("C C", one, C)) == (ONE, "program")
    one = program(define(run(build(1), say("C"))), function(OTHER, 2))
    assert refusal(direct("C C", one, C)) == (ONE, "program")
    one = program(define(run(build(1), ME, OTHER)), function(["mine", ["outcome", build(2), NEXT]], -1), C[1][0])
    accepted(direct("C C", one, C))
