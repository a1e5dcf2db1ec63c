"""Claims about programs that meet: certificates accepted, refused, and changed in one place; and hostile ones."""

import hashlib
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.checker import Receipt, check, draws, encounters
from spi.checker.machine import MAX_STEPS, Machine
from spi.checker.programs import FORMS
from spi.checker.reader import RULES, Item
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.certificates import game as table
from tests.checker.encounters import (
    ACCEPTED,
    CHICKEN,
    DRAWS,
    FAIR,
    FALSE,
    HERSELF,
    LARGE,
    ME,
    MIRROR,
    MIXES,
    NEXT,
    OTHER,
    STAR,
    STRING,
    TIES,
    TRUE,
    C,
    D,
    both,
    build,
    choose,
    define,
    digest,
    direct,
    encounter,
    function,
    grounded,
    independent,
    later,
    law,
    listed,
    match,
    modal,
    points,
    profile,
    program,
    proves,
    renegotiator,
    run,
    same,
    say,
    shared,
    var,
)
from tests.checker.mutants import refusal

HERE = Path(__file__).parent


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


def accepted(certificate: Json) -> Receipt:
    receipt = check(text(certificate))
    assert isinstance(receipt, Receipt), receipt
    return receipt


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

ONE = "objects.programs[0]"
GROUP, DEFINITION, BODY, BINDINGS = f"{ONE}[1]", f"{ONE}[1][0]", f"{ONE}[1][0][3]", f"{ONE}[2]"
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


CALLED = program(define(say("C"), -1))
SET, MAP = points("C,C"), ["map", [say("C"), say("D")]]
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


# --- what games allow

OTHERS = table("C D | C D", "3,3  1,4  4,1  0,0", players="Ann Bob")
PMP, CHOSEN = ["pmp", ["profile", say("0"), say("0")]], ["select", say("leximin"), points("C,D")]
IN_A_GAME = [
    ("in a game", "objects.game", OTHERS, "objects.game", "game"),
    ("in a game", "objects.game", "ours/chicken", "objects.game", "type"),
    ("in a game", "objects.game.digest", "0" * 64, "objects.game.digest", "digest"),
    ("in a game", "objects.game.actions[1][1]", "E", "objects.game.digest", "digest"),
    ("in a game", "objects.game", TIES, ONE, "program"),
    ("in a game", "objects.game", table("C D | C E", "3,3  1,4  4,1  0,0"), "objects.programs[1]", "program"),
    ("in a game", "objects.players", ["2", "1"], "objects.game", "game"),
    ("fair in a game", "objects.game", table("D | C", "0,0"), ONE, "program"),
    ("grounded in a game", "objects.game", table("D | C D", "1,1  0,0"), ONE, "program"),
    ("diverging in a game", "claim.diverges", False, "claim.diverges", "encounter"),
    ("utilitarian", "objects.game", None, ONE, "program"),
    ("projections", "objects.game", None, ONE, "program"),
    ("utilitarian", "claim.outcome", ["D", "C"], "claim.outcome", "encounter"),
    ("projections", "claim.outcome", ["D", "D"], "claim.outcome", "encounter"),
    ("ties", "claim.outcome", ["a", "b"], "claim.outcome", "encounter"),
]


@pytest.mark.parametrize(("name", "where", "value", "place", "rule"), IN_A_GAME, ids=lambda value: str(value)[:40])
def test_games_are_those_that_are_played(name: str, where: str, value: Json, place: str, rule: str) -> None:
    assert refusal(changed(name, (where, value))) == (place, rule)


NO_PAYOFFS = [
    ["select", say("fair"), points("C,D")],
    ["select", say("leximin"), points()],
    ["select", say("leximin"), points("C,C", "C,E")],
    ["select", say("leximin"), points("C")],
    *(["select", say(weights), points("C,C")] for weights in ("1", "1, 0", "1,-1", "1,x", "1,1,1", "1,1,", ",")),
    ["select", TRUE, points("C,C")],
    ["select", say("leximin"), ["profile", say("C"), say("C")]],
    ["pmp", ["profile", say("C"), say("E")]],
    ["pmp", points("C,C")],
    PMP,
]


@pytest.mark.parametrize("term", NO_PAYOFFS, ids=lambda value: json.dumps(value)[:50])
def test_what_has_no_payoffs(term: Json) -> None:
    one = program(define(choose(same(term, ME), "D", "C")))
    assert refusal(direct("C C", one, C, game=CHICKEN)) == (ONE, "program")
    accepted(direct("C C", program(define(choose(["or", TRUE, same(term, ME)], "C", "D"))), C, game=CHICKEN))
    accepted(direct("C C", program(define(choose(["or", TRUE, same(term, ME)], "C", "D"))), C))


def square(size: int, *numbers: str) -> Json:
    """A game for two with all payoffs different, or with these along the diagonals."""
    names = " ".join(map(str, range(size)))
    cells = [
        (numbers * size)[(i + j) % size] if numbers else str(size * i + j) for i in range(size) for j in range(size)
    ]
    return table(f"{names} | {names}", " ".join(f"{cell},{cell if numbers else -int(cell)}" for cell in cells))


def test_long_expected_payoffs_are_not_shown() -> None:
    game = table("C D | C D", f"3,3  1,1  1,{10**12}  0,0")
    assert accepted(direct("C D", C, D, game=game)).claim.endswith("(C, D), worth (1, 1)")
    assert accepted(direct("D C", D, C, game=game)).claim.endswith("(D, C), worth (1, ...)")
    drawn = independent(f"C:1/{10**13} D:{10**13 - 1}/{10**13} | D", grounded(f"1/{10**13}"), D, game=CHICKEN)
    assert accepted(drawn).claim.endswith("worth (..., ...) in expectation")


# --- what the engines refuse

FIRST = "evidence.calls[0]"
WITHOUT = [("direct", "proves"), *(("direct", x) for x in ("chance", "mix", "simulate"))]
WITHOUT += [("modal", "chance"), ("modal", "mix"), ("modal", "simulate")]
WITHOUT += [("independent", "proves"), ("shared", "proves")]
DRAWN = {"proves": proves(TRUE), "chance": ["chance", "1/2"], "mix": ["mix", MAP], "simulate": ["simulate", ME, "1"]}


@pytest.mark.parametrize(("engine", "word"), WITHOUT)
def test_terms_for_another_engine(engine: str, word: str) -> None:
    """Not even where they are not evaluated, or in a program that is bound to a keyword."""
    one = program(define(choose(TRUE, "C", choose(["not", same(DRAWN[word], ME)], "C", "D"))))
    more: Json = {
        "modal": {"worlds": "0"},
        "independent": {"laws": [], "calls": []},
        "shared": {"joint": [], "weights": []},
    }.get(engine, {})
    for certificate in (
        encounter(engine, one, C, **more),
        encounter(engine, renegotiator(one), C, **more),
    ):
        assert refusal(certificate) == ("claim.engine", "encounter")


MODAL = [
    ("fair and D", "evidence.worlds", "0", "evidence.worlds", "encounter"),
    ("prudent and C", "evidence.worlds", "0", "evidence.worlds", "encounter"),
    ("prudent and C", "evidence.worlds", "1", "evidence.worlds", "encounter"),
    ("prudent and fair", "evidence.worlds", "0", "evidence.worlds", "encounter"),
    ("an early box", "evidence.worlds", "0", "evidence.worlds", "encounter"),
    ("fair", "evidence.worlds", None, "evidence.worlds", "null"),
    ("fair", "evidence.worlds", "-1", "evidence.worlds", "program"),
    ("fair", "evidence.worlds", "1/2", "evidence.worlds", "program"),
    ("fair", "evidence.worlds", [], "evidence.worlds", "program"),
    ("fair", f"{BODY}[1][1]", say("C"), ONE, "program"),
    ("no boxes", "objects.programs", [MIRROR, MIRROR], "evidence.worlds", "encounter"),
]
G, GC = grounded("1/10"), "evidence.calls[0].call.programs[0][1][0][3]"
RETRY = "retries"
INDEPENDENT = [
    ("grounded and D", "claim.laws", [law("C:1/10 D:9/10")], "claim.laws", "encounter"),
    ("grounded and D", "claim.laws[0]", law("C:1/9 D:8/9"), "claim.laws[0]", "encounter"),
    ("grounded and D", "claim.laws[0]", law("D:9/10 C:1/10"), "claim.laws[0][1][0]", "lottery"),
    ("grounded and D", "claim.laws[0]", law("C:1/10"), "claim.laws[0]", "lottery"),
    ("grounded and D", "claim.laws[0]", [], "claim.laws[0]", "lottery"),
    ("grounded and D", "claim.laws[0][0][0]", True, "claim.laws[0][0][0]", "program"),
    ("grounded and D", "claim.laws[0][0]", ["C"], "claim.laws[0][0]", "type"),
    ("grounded and D", "claim.laws[1]", law("D:0 E"), "claim.laws[1][0][1]", "lottery"),
    ("grounded and D", "claim.laws[1]", law("D:1/2 D:1/2"), "claim.laws[1][1][0]", "lottery"),
    ("grounded and D", "claim.laws[1]", law("D:1.0"), "claim.laws[1][0][1]", "rational"),
    ("grounded and D", f"{FIRST}.law", law("C:1/9 D:8/9"), f"{FIRST}.law", "encounter"),
    ("grounded and D", f"{FIRST}.law", law("C:1/10 D:9/20 E:9/20"), f"{FIRST}.law", "encounter"),
    ("grounded and D", f"{FIRST}.law", law("C:1/10 D:8/10"), f"{FIRST}.law[1][1]", "rational"),
    ("grounded and D", f"{FIRST}.law", law("C:1/10 D:4/5"), f"{FIRST}.law", "lottery"),
    ("grounded and D", f"{FIRST}.law", law("C:-1/10 D:11/10"), f"{FIRST}.law[0][1]", "lottery"),
    ("grounded and D", f"{FIRST}.law[0][0]", D, f"{FIRST}.law[0][0]", "program"),
    ("grounded and D", f"{FIRST}.law[0][0]", True, f"{FIRST}.law[0][0]", "program"),
    ("grounded and D", f"{FIRST}.law", law("D:9/10 C:1/10"), f"{FIRST}.law[1][0]", "lottery"),
    ("grounded and D", f"{FIRST}.call.player", "2", f"{FIRST}.call", "encounter"),
    ("grounded and D", f"{FIRST}.call.player", "3", f"{FIRST}.call.player", "name"),
    ("grounded and D", f"{FIRST}.call.programs", [G], f"{FIRST}.call.programs", "program"),
    ("grounded and D", f"{FIRST}.call.programs", [D, G], f"{FIRST}.call", "encounter"),
    ("grounded and D", f"{FIRST}.call.programs[0]", "D", f"{FIRST}.call.programs[0]", "program"),
    ("grounded and D", "evidence.calls", [], "evidence.calls", "encounter"),
    ("grounded and D", "evidence.calls", [listed(1, "C:1/10 D:9/10", G, D)], "evidence.calls", "encounter"),
    ("grounded and D", "evidence.calls", None, "evidence.calls", "null"),
    ("grounded and D", "claim.laws", None, "claim.laws", "null"),
    (RETRY, "evidence.calls[2].law", law("C:2/3 D:1/3"), "evidence.calls[0].law", "encounter"),
    (RETRY, "evidence.calls[2]", listed(1, "C", C, C), "evidence.calls[0].call", "encounter"),
    (RETRY, "evidence.calls[2]", listed(2, "C", C, MIXES), "evidence.calls[0].call", "encounter"),
    (
        RETRY,
        "evidence.calls[2]",
        listed(1, "C", ACCEPTED[RETRY]["objects"]["programs"][0], C),
        "evidence.calls[2].call",
        "encounter",
    ),
    (RETRY, "evidence.calls[2].call.programs[1]", FAIR, "evidence.calls", "encounter"),
    ("clique, no draws", "objects.programs", [MIRROR, MIRROR], f"{FIRST}.call", "encounter"),
]


ON, WITHOUT_END = "one goes on", program(define(later(run(OTHER, ME))))
SHARED = [
    (ON, "claim.joint[0][1]", "1/5", "claim.joint", "lottery"),
    (ON, "claim.joint", [[["C", "C"], "2/5"], [["C", "D"], "1/5"], [["D", "C"], "2/5"]], "claim.joint", "encounter"),
    (
        ON,
        "claim.joint",
        [[["C", "C"], "2/5"], [["D", "C"], "1/5"], [["C", "D"], "2/5"]],
        "claim.joint[2][0]",
        "lottery",
    ),
    (ON, "claim.joint", [[["C", "C"], "1/2"], [["C", "C"], "1/2"]], "claim.joint[1][0]", "lottery"),
    (ON, "claim.joint", [[["C", "C"], "1/2"], [["C", "D"], "1/2"]], "claim.joint", "encounter"),
    (ON, "claim.joint", [], "claim.joint", "lottery"),
    (ON, "claim.joint", [["C", "1"]], "claim.joint[0][0]", "type"),
    (ON, "claim.joint[0][0]", ["C"], "claim.joint[0][0]", "profile"),
    (ON, "claim.joint[0][0]", ["C", ""], "claim.joint[0][0][1]", "program"),
    (ON, "claim.joint[0]", [["C", "C"]], "claim.joint[0]", "type"),
    (ON, "claim.joint[1][1]", "0", "claim.joint[1][1]", "lottery"),
    (ON, "evidence.weights", ["1"], "evidence.weights", "encounter"),
    (ON, "evidence.weights", ["0", "2/5", "0", "2/5", "1/5", "0", "0"], "evidence.weights", "encounter"),
    (ON, "evidence.weights", ["1", "0", "0", "0", "0", "0"], "evidence.weights", "encounter"),
    (ON, "evidence.weights", ["0", "1/5", "0", "2/5", "2/5", "0"], "evidence.weights", "encounter"),
    (ON, "evidence.weights", ["0", "2/5", "0", "2/5", "1/10", "1/10"], "evidence.weights", "encounter"),
    (ON, "evidence.weights", ["0", "4/5", "0", "4/5", "-3/5", "0"], "evidence.weights", "lottery"),
    (ON, "evidence.weights", ["0", "2/5", "0", "2/5", "2/5", "0"], "evidence.weights", "lottery"),
    (ON, "evidence.weights", ["0", "2/5", "0", "2/5", "2/10", "0"], "evidence.weights[4]", "rational"),
    (ON, "evidence.weights", {}, "evidence.weights", "type"),
    (ON, f"{BODY}[3][2]", "0", ONE, "program"),  # what is simulated at the same entry
    (ON, f"{BODY}[3][2]", "-1", f"{BODY}[3][2]", "program"),
    (ON, f"{BODY}[3][2]", "2", "evidence.weights", "encounter"),
    (ON, f"{BODY}[1][1]", "2/3", "evidence.weights", "encounter"),
    (ON, f"{BODY}[2]", ME, ONE, "program"),  # no label
    ("two mixtures", f"{BODY}[1][1][1][1]", "1/5", ONE, "program"),
    # whoever waits for herself, at her entry or from entry to entry, does not play
    ("no string", "objects.programs", [MIRROR, MIRROR], "claim.joint", "encounter"),
    ("no string", "objects.programs", [WITHOUT_END, WITHOUT_END], "claim.joint", "encounter"),
    (
        "no string",
        "objects.programs",
        [D, WITHOUT_END],
        "evidence.weights",
        "encounter",
    ),  # it does, and then there are two
    ("three trust", "objects.programs[2]", WITHOUT_END, "objects.programs[2]", "program"),
]


@pytest.mark.parametrize(
    ("name", "where", "value", "place", "rule"), [*MODAL, *INDEPENDENT, *SHARED], ids=lambda value: str(value)[:40]
)
def test_engines_refuse_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    assert refusal(changed(name, (where, value))) == (place, rule)


def test_calls_that_are_not_reached() -> None:
    for more in (listed(1, "C", C, D), listed(2, "D", C, D), listed(1, "C", C, D)):
        certificate = independent("C:1/10 D:9/10 | D", G, D, calls=[more])
        assert refusal(certificate) == ("evidence.calls", "encounter")
    unused = listed(1, "C", program(define(choose(TRUE, "C", choose(proves(TRUE), "C", "D")))), C)
    assert refusal(independent("C | C", C, C, calls=[unused])) == ("evidence.calls", "encounter")


def test_mixtures() -> None:
    for pairs, drawn in (
        ("C:1/3 D:2/3", "C:1/3 D:2/3"),
        ("C:1", "C"),
        ("C:2/6 D:+2/3", "C:1/3 D:2/3"),  # other code, and the same law
        ("C:0.5 D:.5 E:0e9999", "C:1/2 D:1/2"),
        ("C:5e-1 D:50.E-02", "C:1/2 D:1/2"),
        ("C:1/3 D:1/3", ""),
        ("C:4/3 D:-1/3", ""),
        ("C:1e D:0", ""),
        ("C:1/10e1 D:0", ""),
        ("C:1 D:1e-9999", ""),
        ("C:1 D:1e4000", ""),
        ("C:1_0/10 D:0", ""),
        ("", ""),
    ):
        listed_pairs = [pair.split(":") for pair in pairs.split()]
        one = program(define(["mix", ["map", *([say(x), say(p)] for x, p in listed_pairs)]]))
        if drawn:
            accepted(independent(f"{drawn} | C", one, C))
        else:
            assert refusal(independent("C | C", one, C)) == (f"{FIRST}.call", "program")
    for term in (["map", [ME, say("1")]], ["map", [say("C"), TRUE]], points("C,C"), say("C")):
        assert refusal(independent("C | C", program(define(["mix", term])), C))[1] == "program"


@pytest.mark.parametrize("term", [ME, TRUE, ["profile", say("C")]], ids=str)
def test_labels_are_drawn(term: Json) -> None:
    """Not what another call may well give, and would give without draws."""
    one = program(define(choose(same(run(build(1), OTHER), ME), "C", "C")), define(term))
    accepted(direct("C C", one, C))
    calls = [listed(1, "C", program(define(term)), C)]
    assert refusal(independent("C | C", one, C, calls=calls)) == ("evidence.calls[2].call", "program")


def test_laws_that_solve_the_equations_but_are_not_played() -> None:
    """Whoever does not stop runs herself twice, and needs two Cs: C or D, or C for sure, and both solve the equations.

    With probability 1/3 she stops; then only every other time there is an end. The laws are right if she stops often.
    """
    twice = both(same(run(ME, OTHER), say("C")), same(run(ME, OTHER), say("C")))
    stops = program(define(choose(["chance", "1/3"], "C", choose(["not", twice], "D", "C"))))
    other = json.loads(json.dumps(stops).replace(json.dumps(twice), json.dumps(TWO_RUNS)))
    for one in (stops, other):
        for drawn in ("C", "C:1/2 D:1/2"):
            assert refusal(independent(f"{drawn} | C", one, C))[1] == "encounter"
    assert refusal(independent("C:1/2 D:1/2 | C", other, C)) == ("evidence.calls", "encounter")
    assert refusal(independent("C | C", other, C)) == ("evidence.calls", "encounter")
    accepted(independent("C | C", json.loads(json.dumps(other).replace("1/3", "2/3")), C))
    # three grounded fair bots: each simulation runs two others
    for p, ok in (("1/10", False), ("1/2", False), ("51/100", True)):
        certificate = independent("C | C | C", *[grounded(p, 2)] * 3)
        if ok:
            accepted(certificate)
        else:
            assert refusal(certificate) == ("evidence.calls", "encounter")


# Both runs are made even if the first one gives D.
TWO_RUNS = same(["profile", run(ME, OTHER), run(ME, OTHER)], ["profile", say("C"), say("C")])


# --- every field is load-bearing

NUMBERS = ("0", "1", "2", "-1", "1/3")
WORDS = [
    "direct",
    "modal",
    "independent",
    "shared",
    "program",
    "function",
    "me",
    "others",
    "same",
    "in",
    "and",
    "or",
    "at",
]
WORDS += ["not", "all", "any", "first", "mine", "player", "run", "outcome", "set", "profile", "keyword", "label"]
P, Q, R = (f"objects.programs[{k}][1]" for k in range(3))  # their groups


def changes(*lines: str) -> set[str]:
    """Mutants from "place = value value" or "place: swap 0 1"; a dot in a value stands for a space."""
    found = set()
    for line in lines:
        place, equal, values = line.partition(" = ")
        written = [
            value if value in ("null", "true") else json.dumps(value.replace(".", " ")) for value in values.split()
        ]
        found |= {f"{place} -> {value}" for value in written} if equal else {place}
    return found


def renamed(players: int) -> set[str]:
    """Where no program asks for a name, players may have any."""
    names = {f"objects.players[{k}] = C D 0 -1 1/3" for k in range(players)}
    return changes(*names, *(f"objects.players: swap {j} {k}" for k in range(players) for j in range(k)))


# Changes after which the claim is still true and still proved. "-1" allows any number of other players.
STILL_TRUE = {
    "clique with another": changes(  # not the same as anything else, which need not be a program
        *(f"{P}[0][1] = -1", f"{P}[0][3][1]: swap 1 2", f"{P}[0][3][1][2][0] = set profile"),
        *(f"{P}[0][3][2][1] = C. c 1 2 D", f"{Q}[0][1] = 1"),
    ),
    "mirrors": changes(  # whoever runs herself needs herself, too
        *(f"{P}[0][1] = -1", f"{P}[0][3]: swap 1 2", f"{Q}[0][1] = -1", f"{Q}[0][3]: swap 1 2"),
        *(f"{P}[0][3][0] = outcome", f"{Q}[0][3][0] = outcome"),
    ),
    "outcome in order": changes(  # the label for another outcome
        *(f"{P}[0][1] = 2", f"{Q}[0][1] = -1", f"{Q}[0][3][1]: swap 1 2", f"{Q}[0][3][3][1] = D. d 1 2 C"),
        *(f"{Q}[1][1] = 2", f"{R}[0][1] = 2"),
    ),
    "defaults of functions": changes(  # what is compared with the other program must not be C, that is all
        *(f"{P}[0][1] = -1", f"{P}[0][3][1][2][0][1][1] = E. e 1 2 C D", f"{P}[0][3]: swap 2 3", f"{P}[1][1] = -1"),
        *(f"{P}[1][3][1]: swap 1 2", f"{P}[1][3][2][0] = label", f"{P}[2][0] = function", f"{P}[2][1] = 1 2 0"),
        *(f"{P}[2][3][1] = D. d 1 2", f"{Q}[0][1] = 1", "objects.programs: swap 0 1"),
    ),
    "members": changes(  # definition 1 only has to be there, and not to be the other program
        *(f"{P}[0][1] = -1", f"{P}[0][3][2]: extra item", f"{P}[0][3][2][0][1]: extra item"),
        *(f"{P}[0][3][3][1] = D. d 1 2 C", f"{P}[1][0] = function", f"{P}[1][1] = 2 -1"),
        *(f"{P}[1][2][0][1] = null C. c 1 2 D", f"{P}[1][3][0] = same in and or at outcome set profile"),
        *(f"{P}[1][3]: drop 1", f"{P}[1][3]: drop 2", f"{P}[1][3]: swap 1 2", f"{P}[1][3][1][1] = 0 1"),
    ),
    "fair and D": changes(  # no other box of which the term is false at world 0
        *("evidence.worlds = 2", f"{P}[0][1] = -1", f"{P}[0][3][1][1][1][0] = same outcome"),
        *(f"{P}[0][3][1][1][2][1] = C. c 1 2", f"{P}[0][3][1][1]: swap 1 2", f"{P}[0][3][2][1] = C. c 1 2 D"),
        *(f"{Q}[0][1] = 1", "objects.programs: swap 0 1"),
    ),
    "prudent and fair": changes(  # both boxes are true, also with another order of what is compared or run
        *(
            "evidence.worlds = 2",
            f"{P}[0][1] = -1",
            f"{P}[0][3][1][0] = same or",
            f"{P}[0][3][1][1][1][1][1][1] = true",
        ),
        *(f"{P}[0][3][1][1][1][2][1]: swap 1 2", f"{P}[0][3][1][1][1][2]: swap 1 2", f"{P}[0][3][1][1][1]: swap 1 2"),
        *(f"{P}[0][3][1][2][1][1]: swap 1 2", f"{P}[0][3][1][2][1]: swap 1 2", f"{P}[0][3][1]: swap 1 2"),
        *(f"{P}[0][3][3][1] = D. d 1 2 C", f"{P}[1][1] = 1", f"{P}[1][3][1] = D. d 1 2", f"{Q}[0][1] = -1"),
        *(f"{Q}[0][3][1][1]: swap 1 2", "objects.programs: swap 0 1"),
    ),
    "fair by a function": changes(  # "I play C against the other" and "I play C against me" are proved like the rest
        *("evidence.worlds = 0 2", f"{P}[0][1] = -1", f"{P}[0][3][1]: swap 2 3", f"{P}[0][3][3][1] = D. d 1 2 C"),
        *(f"{P}[1][1] = -1", f"{P}[1][3][1][1][1][1] = 1", f"{P}[1][3][1][1][2][1] = 0", f"{P}[1][3][1][1]: swap 1 2"),
        *(f"{P}[1][3][1]: swap 1 2", f"{Q}[0][1] = -1", f"{Q}[0][3][1][1][1]: swap 1 2", f"{Q}[0][3][1][1]: swap 1 2"),
        *(f"{Q}[0][3][3][1] = D. d 1 2 C", "objects.programs: swap 0 1"),
    ),
    "turns": changes(  # also in steps of one, and with the upper half for the lower one
        *(f"{P}[0][1] = -1", f"{P}[0][3][1][1] = 1/2.", f"{P}[0][3][3][1][2] = 1", f"{P}[0][3]: swap 2 3"),
        *(f"{P}[0][3][3][1][1]: swap 1 2", f"{Q}[0][1] = 1"),
    ),
    "one goes on": changes(f"{P}[0][1] = -1", f"{P}[0][3][1][1] = 1/2.", f"{Q}[0][1] = -1", f"{Q}[0][3][1][1] = 1/4."),
    "grounded and D": set(),
    "mix": set(),
}


@pytest.mark.parametrize("name", STILL_TRUE)
def test_every_field_is_load_bearing(name: str) -> None:
    certificate = ACCEPTED[name]
    seen = mutants.seen_for(certificate)
    found = set()
    for what, mutant in mutants.mutations(certificate, "", ["1", "2", "C", "D"], WORDS, NUMBERS, seen=seen):
        if mutant == certificate and text(mutant) == text(certificate):  # two equal items swapped
            continue
        result = check(text(mutant))
        assert isinstance(result, Receipt) or (result.rule in RULES and "limits within" not in result.why)
        if isinstance(result, Receipt):
            found.add(what.removeprefix("."))
    players = len(certificate["objects"]["players"])
    anybody = set() if certificate["claim"]["engine"] == "independent" else renamed(players)  # calls name players
    assert found == STILL_TRUE[name] | anybody


VALUES = st.recursive(
    st.none() | st.booleans() | st.just(1) | st.sampled_from(["", "0", "1/2", "C", "1", "a", *FORMS]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["call", "law"]), inner, max_size=2),
)


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    certificate = changed(name)
    here = certificate
    while True:
        where = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        if not here[where] or not isinstance(here[where], dict | list) or data.draw(st.integers(0, 9)) == 0:
            break
        here = here[where]
    here[where] = data.draw(VALUES)
    result = check(text(certificate))
    assert isinstance(result, Receipt) or (result.rule in RULES and "limits within" not in result.why)


# --- by definition, on random programs with boxes


def random_term(rng: random.Random, depth: int, boxed: bool) -> Json:
    """What the other does against me (1) and against D (2) is asked about in boxes only."""
    kinds = ["not", "and", "or", "proves", "proves"] if depth else []
    kind = rng.choice([*kinds, *("12" if boxed else ()), *(["false"] if depth < 3 else [])])
    if kind in "12" or kind == "false":
        return FALSE if kind == "false" else same(run(OTHER, ME if kind == "1" else build(1)), say("C"))
    return [kind, *(random_term(rng, depth - 1, boxed or kind == "proves") for _ in range(1 + (kind in ("and", "or"))))]


def plays(one: Json, other: Json, world: int, known: dict[tuple[str, str, int], bool]) -> bool:
    """Whether a term is true, by definition; D has none."""

    def holds(term: Json, at: int) -> bool:
        match term:
            case ["truth", value]:
                return bool(value)
            case ["not", part]:
                return not holds(part, at)
            case ["and", part, rest]:
                return holds(part, at) and holds(rest, at)
            case ["or", part, rest]:
                return holds(part, at) or holds(rest, at)
            case ["proves", part]:
                return all(holds(part, below) for below in range(at))
        return plays(other, one if term[1][2] == ME else FALSE, at, known)

    where = (json.dumps(one), json.dumps(other), world)
    if where not in known:
        known[where] = holds(one, world)
    return known[where]


@pytest.mark.parametrize("seed", range(30))
def test_boxes_by_definition(seed: int) -> None:
    """What is accepted at a world is what is played from there on; and some world is accepted."""
    rng = random.Random(seed)
    terms = [random_term(rng, 4, False) for _ in range(2)]
    programs = [define(choose(term, "C", "D")) for term in terms]
    members = [[one, define(say("D"))] if "build" in json.dumps(one) else [one] for one in programs]
    known: dict[tuple[str, str, int], bool] = {}
    played = []
    for world in range(30):
        outcome = [plays(one, other, world, known) for one, other in (terms, terms[::-1])]
        played.append(" ".join("DC"[holds] for holds in outcome))
    for n in range(12):
        result = check(text(modal(played[n], n, *(program(*one) for one in members))))
        stable = len(set(played[n:])) == 1
        assert stable or not isinstance(result, Receipt)
        if not isinstance(result, Receipt):
            assert (result.place, result.rule) == ("evidence.worlds", "encounter") and n < 9
        wrong = "D D" if played[n] == "C C" else "C C"
        assert refusal(modal(wrong, n, *(program(*one) for one in members)))[1] == "encounter"


@pytest.mark.parametrize("seed", range(20))
def test_expected_numbers_by_definition(seed: int) -> None:
    """How many calls one call leads to after k steps tends to 0, or does not; 1 is possible on the way."""
    rng = random.Random(seed)
    machine = Machine(("1",), Item(None, ""))
    for _ in range(40):
        size = rng.randint(1, 5)
        matrix = [
            [Fraction(rng.choice((0, 0, 1, 2, 3, 9)), rng.randint(2, 9)) for _ in range(size)] for _ in range(size)
        ]
        rows = [{k: x for k, x in enumerate(row) if x} for row in matrix]
        power = [[float(x) for x in row] for row in matrix]
        for _ in range(20):
            power = [
                [min(sum(a * b[k] for a, b in zip(row, power, strict=True)), 1e99) for k in range(size)]
                for row in power
            ]
        largest = max(map(max, power))
        assert draws.finite(machine, rows) == (largest < 1e-6) or 1e-6 < largest < 1e6
    for row, ends in (("1", False), ("1/2", True), ("0", True), ("2", False)):
        assert draws.finite(machine, [{0: Fraction(row)}]) == ends
    assert not draws.finite(machine, [{1: Fraction(2)}, {0: Fraction(1, 2)}])
    assert draws.finite(machine, [{1: Fraction(2)}, {0: Fraction(1, 3)}])
    assert draws.finite(machine, [{1: Fraction(20)}, {}])


# --- hostile certificates, with as many steps as there are, or with a tenth of them


def hole(certificate: Json, inside: str) -> str:
    """The certificate, as text, with something in place of the label HOLE."""
    written = text(certificate)
    assert written.count('["label", "HOLE"]') == 1
    return written.replace('["label", "HOLE"]', inside)


HOLE = program(define(choose(same(say("HOLE"), say("C")), "D", "C")))


def test_deep_terms() -> None:
    """Four hundred levels are read wherever they are; beyond a thousand Python's JSON reader refuses."""
    certificate = direct("C D", program(define(choose(["not", say("HOLE")], "C", "D"))), D)
    for depth in (380, 600, 100_000):
        result = check(hole(certificate, '["not", ' * depth + json.dumps(FALSE) + "]" * depth))
        assert depth < 1000 if isinstance(result, Receipt) else (depth > 1000 and result.rule == "nesting")
    value = '["program", [["program", "1", [["a", null]], ["label", "C"]]], [["a", ' * 120 + '"x"' + "]]]" * 120
    one = program(define(say("C"), a=None), a="HOLE")
    assert isinstance(check(text(direct("C D", one, D)).replace('"HOLE"', value)), Receipt)
    boxes = proves(say("HOLE"))
    certificate = modal("D C", 300, program(define(choose(boxes, "C", "D"))), C)
    deep = hole(certificate, '["proves", ' * 300 + json.dumps(FALSE) + "]" * 300)
    assert isinstance(check(deep.replace('"300"', '"301"')), Receipt)
    assert isinstance(check(deep.replace('"300"', '"400"')), Receipt)
    refused = check(deep)
    assert not isinstance(refused, Receipt) and (refused.place, refused.rule) == ("evidence.worlds", "encounter")


def test_deep_values() -> None:
    """Values that programs build are deeper than Python's recursion, and compared and forgotten without it."""
    maps: Json = ME
    for _ in range(20):  # 2 ** 20 times my program, with and without a seat
        maps = ["let", maps, ["map", [say("a"), var(0)], [say("b"), var(0)]]]
    accepted(direct("C C", program(define(choose(same(maps, say("a")), "D", "C"))), C))
    nested: Json = say("C")
    for _ in range(90):
        nested = ["let", build(1, x=var(0), y=var(0)), nested]
    shared = ["let", say("a"), nested]  # 2 ** 90 leaves
    accepted(direct("C D", program(define(shared), define(say("C"), x="a", y="a")), D))


def growing(k: int) -> Json:
    """It runs itself, bound to itself."""
    names = "xyz"[:k]
    body = run(build(0, **dict.fromkeys(names, ME)), OTHER)
    return program(["program", "1", [[name, None] for name in names], body], **dict.fromkeys(names, "a"))


def branching(k: int) -> Json:
    """Calls with all lists of k truth values."""
    definitions = [define(choose(run(build(1)), "C", "D"))]
    for i in range(k):
        given = [["other", str(j)] for j in range(i)]
        two = [run(build(i + 2), *given, value) for value in (TRUE, FALSE)]
        definitions.append(function(same(*two), i))
    return program(*definitions, function(TRUE, k))


def chances(k: int, p: str) -> Json:
    term = TRUE
    for _ in range(k):
        term = ["or", ["and", ["chance", p], FALSE], term]
    return program(define(choose(term, "C", "D")))


def counting(k: int) -> Json:
    """A chain of functions; each of them is a group with all that follow."""
    chain = [function(run(build(i + 2)), 0) for i in range(k)]
    return program(define(run(build(1))), *chain, function(say("C"), 0))


LONG = "1e-3999"


def many_chances(*texts: str) -> Json:
    """It compares an entry with these, and goes on."""
    drawn = ["profile", *(choose(["chance", p], "C", "D") for p in texts)]
    return program(define(choose(same(drawn, ME), "C", later(run(OTHER, ME)))))


def parts(k: int) -> list[str]:
    return [f"{i}/{k}" for i in range(k)]


WIDE = program(  # three values at each of nineteen entries
    define(
        choose(["chance", "1/2"], "C", choose(later(HERSELF), "D", choose(later(HERSELF, "19"), "D", "C"))),
    )
)
# A question about whoever asks the question, and so on without end.
DEEPER = ["program", "1", [["a", None]], choose(["chance", "1/2"], "C", later(run(build(0, a=ME), OTHER)))]


def many_names(k: int) -> Json:
    """Proofs about a case with so many variables, and in it a proof about two of them."""
    asked = ["match", ME, [["0", ["a"] * k, proves(same(var(0), var(k - 1)))]], FALSE]
    return program(["program", "1", [["a", None]], choose(proves(asked), "C", "D")], a="x")


SLOW = {
    "many names": (modal("C C", 300, many_names(30_000), many_names(30_000)), None),
    "many numerals": (
        independent(
            "C | C", program(define(["mix", ["map", *([say(str(k)), say("0e4299")] for k in range(9000))]])), C
        ),
        f"{FIRST}.call",
    ),
    "far down and near": (
        shared("C,C", "1", program(define(choose(same(later(say("C"), "99999999"), later(say("D"))), "C", "C"))), C),
        None,
    ),
    "many states": (shared("C,C", "1", WIDE, C), None),
    "many questions": (shared("C,C", "1", program(DEEPER, a="x"), C), None),
    "many cuts": (shared("C,C", "1", many_chances(*parts(2000)), C), None),
    "many long comparisons": (shared("C,C", "1", many_chances(*[LONG, "1e-3998"] * 600), C), None),
    "growth": (direct("C C", growing(1), C), ONE),
    "growth in threes": (direct("C C", growing(3), growing(3)), ONE),
    "many calls": (direct("C C", branching(20), C), ONE),
    "many worlds": (modal("C C", 10**8, program(define(choose(proves(TRUE), "C", "D"))), C), ONE),
    "many members": (direct("C C", counting(1500), C), ONE),
    "many players": (direct("C " * 3000, *[C] * 3000), None),
    "many ways": (independent("C | C", chances(20, "1/2"), C), f"{FIRST}.call"),
    "endless draws": (
        independent(
            "C | C",
            program(define(choose(run(build(1)), "C", "D")), function(["or", ["chance", "1/2"], run(build(1))], 0)),
            C,
        ),
        f"{FIRST}.call",
    ),
    "long numbers": (independent("C | C", chances(10, LONG), C), f"{FIRST}.call"),
    "endless functions": (
        independent("C | C", program(define(run(build(1))), function(run(build(1)), 0)), C),
        f"{FIRST}.call",
    ),
    "many projections": (direct("C C", *[program(define(choose(same(PMP, SET), "C", "0")))] * 2, game=square(33)), ONE),
    "much to read": (
        hole(direct("C C", HOLE, C), '["profile", ' + '["me"], ' * 200_000 + '["me"]]'),
        "objects.programs[0]",
    ),
    "a large set": (
        text(direct("C C", program(define(say("C"), a=None), a="HOLE"), C)).replace(
            '"HOLE"', json.dumps(["set", *(["profile", f"{k:06}"] for k in range(200_000))])
        ),
        "objects.programs[0]",
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_too_long(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, place = SLOW[name]
    if name not in FULL:
        monkeypatch.setattr(encounters, "Machine", partial(Machine, left=MAX_STEPS // 10))
    written = certificate if isinstance(certificate, str) else text(certificate)
    result = check(written)
    assert not isinstance(result, Receipt) and result.rule == "size"
    assert result.place == place if place else result.place.startswith("objects.programs[")


FULL = ["growth", "many ways", "many projections", "many numerals"]


def test_what_does_not_take_too_long() -> None:
    accepted(direct("C C", branching(9), C))
    accepted(direct("C C", counting(100), C))
    accepted(direct("C " * 100, *[C] * 100))
    accepted(modal("C C", 2000, FAIR, FAIR))
    accepted(independent("C | C", chances(7, "1/2"), C))
    accepted(independent("C | C", chances(2, LONG), C))
    accepted(shared("C,C", "0 1", many_chances(*parts(100)), C))
    at_once = program(define(choose(["chance", LONG], "C", later(say("C"), "999999999"))))
    accepted(shared("C,C", "0 1", at_once, C))
    wide, long = square(30), square(2, f"{10**3999 + 7}/{10**3999 + 1}", f"{10**3999 + 9}/{10**3998 + 1}")
    accepted(direct("0 0", *[program(define(choose(same(PMP, SET), "C", "0")))] * 2, game=wide))
    chosen = program(define(["mine", ["select", say("leximin"), points("0,0", "0,1", "1,0", "1,1")]]))
    accepted(direct("0 1", chosen, chosen, game=long))  # as much as (1, 0), which comes later
