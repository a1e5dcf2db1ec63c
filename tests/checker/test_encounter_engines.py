"""Encounters: what games allow, and what each engine refuses."""

import json

import pytest

from tests.checker.certificates import Json
from tests.checker.certificates import game as table
from tests.checker.encounters import (
    ACCEPTED,
    BODY,
    CHICKEN,
    FAIR,
    FIRST_CALL,
    MAP,
    ME,
    MIRROR,
    MIXES,
    ONE,
    OTHER,
    PMP,
    TIES,
    TRUE,
    C,
    D,
    both,
    build,
    choose,
    define,
    direct,
    encounter,
    grounded,
    independent,
    later,
    law,
    listed,
    points,
    program,
    proves,
    renegotiator,
    run,
    same,
    say,
)
from tests.checker.mutants import accepted, changed, refusal

# --- what games allow

OTHERS = table("C D | C D", "3,3  1,4  4,1  0,0", players="Ann Bob")
CHOSEN = ["select", say("leximin"), points("C,D")]
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
    assert refusal(changed(ACCEPTED[name], (where, value))) == (place, rule)


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


def test_long_expected_payoffs_are_not_shown() -> None:
    game = table("C D | C D", f"3,3  1,1  1,{10**12}  0,0")
    assert accepted(direct("C D", C, D, game=game)).claim.endswith("(C, D), worth (1, 1)")
    assert accepted(direct("D C", D, C, game=game)).claim.endswith("(D, C), worth (1, ...)")
    drawn = independent(f"C:1/{10**13} D:{10**13 - 1}/{10**13} | D", grounded(f"1/{10**13}"), D, game=CHICKEN)
    assert accepted(drawn).claim.endswith("worth (..., ...) in expectation")


# --- what the engines refuse

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
G = grounded("1/10")
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
    ("grounded and D", f"{FIRST_CALL}.law", law("C:1/9 D:8/9"), f"{FIRST_CALL}.law", "encounter"),
    ("grounded and D", f"{FIRST_CALL}.law", law("C:1/10 D:9/20 E:9/20"), f"{FIRST_CALL}.law", "encounter"),
    ("grounded and D", f"{FIRST_CALL}.law", law("C:1/10 D:8/10"), f"{FIRST_CALL}.law[1][1]", "rational"),
    ("grounded and D", f"{FIRST_CALL}.law", law("C:1/10 D:4/5"), f"{FIRST_CALL}.law", "lottery"),
    ("grounded and D", f"{FIRST_CALL}.law", law("C:-1/10 D:11/10"), f"{FIRST_CALL}.law[0][1]", "lottery"),
    ("grounded and D", f"{FIRST_CALL}.law[0][0]", D, f"{FIRST_CALL}.law[0][0]", "program"),
    ("grounded and D", f"{FIRST_CALL}.law[0][0]", True, f"{FIRST_CALL}.law[0][0]", "program"),
    ("grounded and D", f"{FIRST_CALL}.law", law("D:9/10 C:1/10"), f"{FIRST_CALL}.law[1][0]", "lottery"),
    ("grounded and D", f"{FIRST_CALL}.call.player", "2", f"{FIRST_CALL}.call", "encounter"),
    ("grounded and D", f"{FIRST_CALL}.call.player", "3", f"{FIRST_CALL}.call.player", "name"),
    ("grounded and D", f"{FIRST_CALL}.call.programs", [G], f"{FIRST_CALL}.call.programs", "program"),
    ("grounded and D", f"{FIRST_CALL}.call.programs", [D, G], f"{FIRST_CALL}.call", "encounter"),
    ("grounded and D", f"{FIRST_CALL}.call.programs[0]", "D", f"{FIRST_CALL}.call.programs[0]", "program"),
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
    ("clique, no draws", "objects.programs", [MIRROR, MIRROR], f"{FIRST_CALL}.call", "encounter"),
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
    assert refusal(changed(ACCEPTED[name], (where, value))) == (place, rule)


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
            assert refusal(independent("C | C", one, C)) == (f"{FIRST_CALL}.call", "program")
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
