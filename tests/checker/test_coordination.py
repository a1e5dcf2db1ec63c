"""Claims about payoffs, tokens, threats and programs: certificates accepted, refused, and changed in one place."""

import itertools
import json
import random
import re
from fractions import Fraction
from math import prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.checker import Receipt, check, lotteries, reduction, tokens
from spi.checker.judge import KINDS
from spi.checker.reader import RULES, Item, Refusal, read_game
from tests.checker import mutants
from tests.checker.certificates import (
    EVERY_OUTCOME,
    INDEPENDENT,
    PD,
    PD_CC,
    PD_LOG,
    PENNIES,
    Json,
    game,
    iso,
    log,
    text,
)
from tests.checker.coordination import (
    A1,
    A2,
    ACCEPTED,
    ARRANGED,
    COROLLARY_14,
    DEFAULT_LAW,
    DOT,
    PAIR,
    PAIR_MEANS,
    PAIR_TOKENS,
    PRIVATE,
    PROPOSITION_12,
    SUBSET_LAW,
    TABLE_7,
    achievable,
    exists,
    goal,
    lottery,
    mixture,
    outcome,
    pareto,
    punishment,
    punishments,
    threats,
    weights,
)
from tests.checker.coordination import lotteries as by_class
from tests.checker.mutants import refusal
from tests.checker.threats import THREATS as THREAT_KINDS

HERE = Path(__file__).parent
FILES = {path.stem: json.loads(path.read_text()) for path in sorted((HERE / "accepted").iterdir())}
COORDINATION = {
    "pareto-optimal",
    "exists-pc-spi",
    "is-pc-spi",
    "achievable",
    "best-achievable",
    "threat-points",
    "program-equilibrium",
    "execution-independent",
}


OTHERS = {"enumeration", "frontier", "is-spi", "exists-spi", "encounter", "lock-out", "restoring-clause", "parametric"}
OTHERS |= {
    "transformation",
    "independent",
    "participation",
    "no-gap",
    "subjective-equilibrium",
    "bounded-outcome",
    "halting",
}


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
    claim = certificate["claim"]
    assert (receipt.name, receipt.kind, receipt.answer) == (name, claim["kind"], claim["answer"])
    games = [value for key, value in certificate["objects"].items() if "game" in key]
    assert receipt.digests == tuple(one["digest"] for one in games)
    assert all(digest[:12] in receipt.claim for digest in receipt.digests)
    assert ("not" in receipt.claim or "no " in receipt.claim) == (claim["answer"] == "no") or "out of" in receipt.claim
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"]
    assert list(receipt.trusted) == certificate["scope"]["trusts"]
    given = [key for key, value in certificate["evidence"].items() if value is not None]
    assert len(receipt.recomputed) == 2 + len(given)
    assert receipt.claim in str(receipt) and all(line in str(receipt) for line in receipt.recomputed)


def test_every_kind_and_every_file_is_here() -> None:
    assert {certificate["claim"]["kind"] for certificate in ACCEPTED.values()} == COORDINATION
    assert set(KINDS) == COORDINATION | THREAT_KINDS | OTHERS
    mine = [one for one in FILES.values() if one["claim"]["kind"] in COORDINATION]
    assert mine and all(one in ACCEPTED.values() for one in mine)


DIGESTS = "digests of the games", "scope"
TWO_STEPS = "elimination log of game: length 2, end reduced"
NO_STEP = "elimination log of game: length 0, end reduced"
RECEIPTS = [
    (
        "efficient, a profile",
        f"game {TABLE_7['digest'][:12]}: payoffs (3, 3) are Pareto-optimal among the feasible payoffs",
        ("weights: compared at every profile of game", "lottery (1): probabilities, payoffs as claimed"),
        ([], []),
    ),
    (
        "no pc, on a support",
        f"game {TABLE_7['digest'][:12]} has no strict perfect-coordination safe Pareto improvement, "
        "given which outcomes can occur",
        (TWO_STEPS, "weights (2): every class of outcomes, compared at every profile of game"),
        ([A1, A2, ARRANGED], PROPOSITION_12),
    ),
    (
        "not achievable",
        f"game {TABLE_7['digest'][:12]}: payoffs (3, 3) cannot be had safely when default play follows the stated law",
        (
            TWO_STEPS,
            "weights: compared at every profile of game",
            "multipliers (2): every class of outcomes, the bound over every profile of game",
        ),
        ([A1, A2, DEFAULT_LAW, ARRANGED], COROLLARY_14),
    ),
    (
        "best, nash",
        f"game {PD['digest'][:12]}: payoffs (3, 3) are the best that can be had safely when default play follows the "
        "stated law, by the product of the gains over (2, 2)",
        (
            TWO_STEPS,
            "lotteries (1): every class of outcomes, probabilities, payoffs, nobody loses",
            "weights: compared at every profile of game",
            "multipliers (1): every class of outcomes, the bound over every profile of game",
        ),
        ([A1, A2, DEFAULT_LAW, ARRANGED], COROLLARY_14),
    ),
    (
        "tokens, strict",
        f"token game {DOT['digest'][:12]} is a strict perfect-coordination safe Pareto improvement on game "
        f"{PD['digest'][:12]} (reduced games: isomorphic)",
        (
            TWO_STEPS,
            "elimination log of token_game: length 0, end reduced",
            "isomorphism: a bijection for each player, payoffs agree at every outcome",
            "isomorphism tree: every end, nobody loses by any isomorphism",
            "isomorphism tree: every end, every isomorphism improves on an outcome",
        ),
        ([A1, A2, EVERY_OUTCOME, ARRANGED], []),
    ),
    (
        "threats, three players",
        f"game {ACCEPTED['threats, three players']['objects']['game']['digest'][:12]}: "
        "threat points between (1, 0, 0) and (4, 0, 0)",
        ("threats (3): every guarantee against every profile, every action against every punishment",),
        ([], []),
    ),
    (
        "punish, no with a law",
        f"programs that play subset game {PENNIES['digest'][:12]} together, and otherwise punish whoever deviates, "
        f"are not an equilibrium of game {PENNIES['digest'][:12]}, when the subset game is played by the stated law",
        (
            "elimination log of subset_game: length 0, end reduced",
            "punishments (2): every mixture, every action against it",
            "violation: as stated",
        ),
        ([A1, SUBSET_LAW, PRIVATE], []),
    ),
    (
        "default, unrelated, no",
        "programs that play subset game "
        f"{ACCEPTED['default, unrelated, no']['objects']['subset_game']['digest'][:12]} together, and otherwise play "
        f"the game by default, are not an equilibrium of game {PENNIES['digest'][:12]}",
        (
            NO_STEP,
            "elimination log of subset_game: length 0, end reduced",
            "isomorphism tree: every end, every bijection covered",
            "violation: as stated",
        ),
        ([A1, A2, EVERY_OUTCOME], INDEPENDENT),
    ),
    (
        "independent",
        f"programs that play subset game {PD_CC['digest'][:12]} together, and otherwise punish whoever deviates, are "
        f"execution independent in game {PD['digest'][:12]}",
        (TWO_STEPS, "punishments (2): every mixture, compared with default play"),
        ([A1, EVERY_OUTCOME], []),
    ),
]


@pytest.mark.parametrize(("name", "claim", "recomputed", "scope"), RECEIPTS, ids=lambda value: str(value)[:30])
def test_receipts(name: str, claim: str, recomputed: tuple[str, ...], scope: tuple[list[str], list[str]]) -> None:
    receipt = accepted(ACCEPTED[name])
    assert receipt.claim == claim
    assert receipt.recomputed == (*DIGESTS, *recomputed)
    assert (list(receipt.assumptions), list(receipt.trusted)) == scope


def test_claims_are_short() -> None:
    """Ten players, and a number with thousands of digits: the sentence says where it leaves off."""
    one = game(" | ".join(["x"] * 10), ",".join(["0"] * 10))
    payoffs = "1" * 4000 + " 0" * 9
    receipt = accepted(pareto("yes", "out-of-reach", one, payoffs, weights=["1", *["0"] * 9]))
    assert f"payoffs ({'1' * 17}..., 0, 0, 0, 0, 0, ...) are out of reach" in receipt.claim


# --- refused: the certificate, what is put where, where the checker stops, and by which rule

PARETO = [
    ("efficient, a profile", "claim.answer", "no", "claim.answer", "flag"),
    ("improvable", "claim.answer", "yes", "claim.answer", "flag"),
    ("efficient, a profile", "claim.case", "best", "claim.case", "value"),
    ("efficient, a profile", "claim.case", "out-of-reach", "evidence.lottery", "null"),
    ("efficient, a profile", "claim.payoffs", ["3"], "claim.payoffs", "type"),
    ("efficient, a profile", "claim.payoffs", ["3", "2"], "evidence.lottery", "witness"),
    ("efficient, a profile", "evidence.weights", ["1", "0"], "evidence.weights", "witness"),
    ("efficient, a profile", "evidence.weights", ["1", "4"], "evidence.weights", "witness"),
    ("efficient, a profile", "evidence.weights", None, "evidence.weights", "null"),
    ("efficient, a profile", "evidence.lottery", None, "evidence.lottery", "null"),
    ("efficient, a profile", "scope.assumptions", [A1, A2], "scope.assumptions", "scope"),
    ("improvable", "evidence.weights", ["1", "1"], "evidence.weights", "null"),
    ("improvable", "claim.payoffs", ["3", "3"], "evidence.lottery", "witness"),
    ("improvable", "claim.payoffs", ["0", "4"], "evidence.lottery", "witness"),
    ("out of reach", "evidence.weights", ["2", "-1"], "evidence.weights", "witness"),
    ("out of reach", "evidence.weights", ["0", "0"], "evidence.weights", "witness"),
    ("out of reach", "claim.payoffs", ["4", "2"], "evidence.weights", "witness"),
    ("out of reach", "evidence.lottery", lottery("c,c"), "evidence.lottery", "null"),
]
EFFICIENT = "efficient, a lottery"
LOTTERY = [
    (EFFICIENT, "evidence.lottery", [], "evidence.lottery", "lottery"),
    (EFFICIENT, "evidence.lottery", lottery("a,b:1/2 c,c:1/3"), "evidence.lottery", "lottery"),
    (EFFICIENT, "evidence.lottery", lottery("a,b:1/2 c,c:2/3"), "evidence.lottery", "lottery"),
    (EFFICIENT, "evidence.lottery[1]", lottery("a,b:1/2")[0], "evidence.lottery[1].outcome", "lottery"),
    (EFFICIENT, "evidence.lottery[1].outcome", ["c", "d"], "evidence.lottery[1].outcome[1]", "profile"),
    (EFFICIENT, "evidence.lottery[1].probability", "0", "evidence.lottery[1].probability", "lottery"),
    (EFFICIENT, "evidence.lottery[1].probability", "-1/2", "evidence.lottery[1].probability", "lottery"),
    (EFFICIENT, "evidence.lottery[1].probability", "2/4", "evidence.lottery[1].probability", "rational"),
    (EFFICIENT, "evidence.lottery[1].probability", "0.5", "evidence.lottery[1].probability", "rational"),
    (EFFICIENT, "evidence.lottery", lottery("a,b:1/2 c,c:1/2")[0], "evidence.lottery", "type"),
]
SUPPORTED = "pc, on a support"
EXISTS = [
    ("pc, pd", "claim.answer", "no", "evidence.lotteries", "null"),
    ("pc, pd", "claim.support", [["D", "D"]], "scope.assumptions", "scope"),
    ("pc, pd", "claim.support", [["C", "C"]], "claim.support[0][0]", "profile"),
    ("pc, pd", "claim.support", [], "claim.support", "profile"),
    ("pc, pd", "evidence.elimination", log("1 C D"), "evidence.elimination", "reduced"),
    ("pc, pd", "evidence.elimination[0].rule", "duplicate", "evidence.elimination[0].rule", "value"),
    ("pc, pd", "evidence.lotteries", [], "evidence.lotteries", "lottery"),
    ("pc, pd", "evidence.lotteries[0].outcome", ["C", "D"], "evidence.lotteries[0].outcome", "lottery"),
    ("pc, pd", "evidence.lotteries[0].lottery", lottery("C,D"), "evidence.lotteries[0].lottery", "improvement"),
    ("pc, pd", "evidence.lotteries[0].lottery", lottery("D,D"), "evidence.improvement.player", "improvement"),
    ("pc, pd", "evidence.improvement", None, "evidence.improvement", "null"),
    ("pc, pd", "evidence.improvement.outcome", ["C", "C"], "evidence.improvement.outcome[0]", "profile"),
    ("pc, pd", "evidence.improvement.player", "3", "evidence.improvement.player", "name"),
    ("pc, pd", "evidence.weights", weights("D,D = 1 1"), "evidence.weights", "null"),
    ("pc, pd", "scope.trusts", [], "scope.trusts", "scope"),
    (SUPPORTED, "evidence.lotteries[1].outcome", ["a", "b"], "evidence.lotteries[1].outcome", "lottery"),
    (SUPPORTED, "evidence.improvement.outcome", ["a", "a"], "evidence.improvement.outcome", "improvement"),
    (SUPPORTED, "evidence.improvement.outcome", ["a", "b"], "evidence.improvement.player", "improvement"),
    (SUPPORTED, "claim.support", [["a", "b"]], "evidence.improvement.outcome", "improvement"),
    # (B, B) is worth what (A, A) is, but the list has (A, A)
    (
        "pc, one class of two outcomes",
        "evidence.improvement.outcome",
        ["B", "B"],
        "evidence.improvement.outcome",
        "improvement",
    ),
    ("no pc", "claim.answer", "yes", "evidence.lotteries", "null"),
    ("no pc", "evidence.weights[0].weights", ["2", "1"], "evidence.weights[0].weights", "witness"),
    ("no pc", "evidence.weights[0].weights", ["0", "0"], "evidence.weights[0].weights", "witness"),
    ("no pc", "evidence.weights[0].weights", ["1", "1", "1"], "evidence.weights[0].weights", "type"),
    ("no pc", "evidence.weights[0].outcome", ["T", "T"], "evidence.weights[1].outcome", "lottery"),
    ("no pc, on a support", "evidence.weights[0].weights", ["2", "1"], "evidence.weights[0].weights", "witness"),
    ("no pc, on a support", "claim.support[0]", ["b", "b"], "evidence.weights[0].outcome", "lottery"),
    ("no pc, on a support", "claim.support[0]", ["c", "b"], "claim.support[0][0]", "profile"),
    ("no pc, on a support", "claim.support", None, "evidence.weights", "lottery"),
    ("no pc, on a support", "evidence.improvement", outcome("a,b", "1"), "evidence.improvement", "null"),
]
ALL_ENDS = "tokens, all ends"
TOKENS = [
    ("tokens, strict", "claim.relation", "unrelated", "evidence.isomorphism", "null"),
    ("tokens, strict", "claim.relation", "equal", "claim.relation", "value"),
    ("tokens, strict", "claim.answer", "no", "claim.answer", "flag"),
    ("tokens, strict", "claim.findings.strict", False, "claim.findings.strict", "flag"),
    ("tokens, strict", "claim.findings.spi", False, "evidence.isomorphisms", "null"),
    ("tokens, strict", "claim.support", [["D", "D"]], "scope.assumptions", "scope"),
    ("tokens, strict", "objects.token_game", PD_CC, "objects.token_game", "game"),
    ("tokens, strict", "objects.token_game", game("t | t", "0,0", players="2 1"), "objects.token_game", "game"),
    ("tokens, strict", "objects.token_game", game("t", "0"), "objects.token_game", "game"),
    ("tokens, strict", "objects.token_game.digest", PD["digest"], "objects.token_game.digest", "digest"),
    ("tokens, strict", "objects.token_game", game("t s | t", "0,0 0,0"), "objects.coordination", "lottery"),
    (
        "tokens, strict",
        "objects.coordination",
        by_class("t,t = C,C", "t,t = C,C"),
        "objects.coordination[1].outcome",
        "lottery",
    ),
    ("tokens, strict", "objects.coordination", by_class("C,C = C,C"), "objects.coordination[0].outcome[0]", "profile"),
    (
        "tokens, strict",
        "objects.coordination",
        by_class("t,t = t,t"),
        "objects.coordination[0].lottery[0].outcome[0]",
        "profile",
    ),
    ("tokens, strict", "objects.coordination", by_class("t,t = C,D"), "evidence.isomorphisms", "isomorphism"),
    ("tokens, strict", "objects.coordination", by_class("t,t = D,D"), "evidence.improvements", "isomorphism"),
    ("tokens, strict", "evidence.isomorphism.shift[0]", "1", "evidence.isomorphism.scale[0]", "isomorphism"),
    ("tokens, strict", "evidence.improvements", None, "evidence.improvements", "null"),
    (
        "tokens, strict",
        "evidence.isomorphisms",
        {"end": "improved", "outcome": ["D", "D"]},
        "evidence.isomorphisms.end",
        "value",
    ),
    ("tokens, strict", "evidence.improvements", {"end": "safe"}, "evidence.improvements.end", "value"),
    ("tokens, strict", "evidence.improvements.outcome", ["C", "C"], "evidence.improvements.outcome[0]", "profile"),
    ("tokens, strict", "evidence.isomorphisms", {"end": "sizes"}, "evidence.isomorphisms", "isomorphism"),
    ("tokens, strict", "evidence.token_elimination", log("1 t t"), "evidence.token_elimination[0].by", "dominance"),
    ("tokens, not strict", "claim.strict", False, "claim.answer", "flag"),
    ("tokens, not strict", "claim.findings.strict", True, "evidence.improvements", "null"),
    ("tokens, not strict", "objects.coordination", by_class("t,t = C,C"), "claim.findings.strict", "flag"),
    ("tokens, not strict", "evidence.unimproved", ["t", "t"], "evidence.unimproved", "null"),
    ("tokens, violation", "evidence.violation.player", "2", "evidence.violation.player", "improvement"),
    ("tokens, violation", "evidence.violation.becomes", ["D", "D"], "evidence.violation.becomes[0]", "profile"),
    ("tokens, violation", "evidence.violation", None, "evidence.violation", "null"),
    ("tokens, violation", "claim.findings.strict", True, "claim.findings.strict", "flag"),
    (
        "tokens, violation by one isomorphism",
        "evidence.violation.becomes",
        ["Y", "X"],
        "evidence.violation.becomes",
        "improvement",
    ),
    (
        "tokens, violation by one isomorphism",
        "evidence.violation.outcome",
        ["A", "A"],
        "evidence.violation.becomes",
        "improvement",
    ),
    # neither (A, A) nor (B, B) becomes better by every isomorphism
    (
        "tokens, a tree of improvements",
        "evidence.improvements",
        {"end": "improved", "outcome": ["A", "A"]},
        "evidence.improvements",
        "isomorphism",
    ),
    (
        "tokens, a tree of improvements",
        "evidence.improvements.children.Y.outcome",
        ["A", "A"],
        "evidence.improvements.children.Y",
        "isomorphism",
    ),
    (
        "tokens, a tree of improvements",
        "evidence.improvements.children",
        {"X": {"end": "safe"}},
        "evidence.improvements.children",
        "keys",
    ),
    (
        "tokens, a tree of improvements",
        "objects.coordination",
        by_class("X,X = A,B", "X,Y = A,B", "Y,X = B,A", "Y,Y = A,A"),
        "evidence.isomorphisms",
        "isomorphism",
    ),
    (ALL_ENDS, "claim.support", [["A", "A"]], "evidence.improvements.children.Y.outcome", "isomorphism"),
    (
        ALL_ENDS,
        "evidence.improvements.children.X.children.Y.outcome",
        ["B", "B"],
        "evidence.improvements.children.X.children.Y.outcome",
        "isomorphism",
    ),
    (
        ALL_ENDS,
        "evidence.improvements.children.X.children.X.end",
        "profile",
        "evidence.improvements.children.X.children.X",
        "isomorphism",
    ),
    ("tokens, not strict on a support", "claim.support", [["B", "B"]], "claim.findings.strict", "flag"),
    ("unrelated tokens, strict", "evidence.isomorphisms", {"end": "safe"}, "evidence.isomorphisms.end", "value"),
    ("unrelated tokens, strict", "evidence.isomorphisms", None, "evidence.isomorphisms", "null"),
    ("unrelated tokens, strict", "claim.findings.spi", False, "claim.findings.spi", "flag"),
    ("unrelated tokens, strict", "objects.coordination[1].lottery", lottery("D,D"), "evidence.unimproved", "null"),
    ("unrelated tokens, strict", "objects.coordination[1].lottery", lottery("D,C"), "evidence.violation", "null"),
    ("unrelated tokens, not strict", "evidence.unimproved", ["t", "t"], "evidence.unimproved", "improvement"),
    ("unrelated tokens, not strict", "claim.findings.strict", True, "claim.findings.strict", "flag"),
    (
        "unrelated tokens, violation",
        "evidence.violation.becomes",
        ["s", "t"],
        "evidence.violation.player",
        "improvement",
    ),
    ("unrelated tokens, violation", "evidence.violation.player", "2", "evidence.violation.player", "improvement"),
]
BOTH, FOR_ONE = "best, nash, two classes", "best, max-min for one"
ACHIEVABLE = [
    ("achievable", "claim.answer", "no", "evidence.lotteries", "null"),
    ("achievable", "claim.answer", "maybe", "claim.answer", "value"),
    ("achievable", "claim.law", lottery("C,C"), "claim.law[0].outcome[0]", "profile"),
    ("achievable", "claim.payoffs", ["3", "5/2"], "evidence.lotteries", "witness"),
    ("achievable", "evidence.lotteries[0].lottery", lottery("D,C"), "evidence.lotteries[0].lottery", "improvement"),
    ("achievable", "evidence.lotteries", None, "evidence.lotteries", "null"),
    ("achievable", "evidence.weights", ["1", "1"], "evidence.weights", "null"),
    ("achievable", "evidence.multipliers", weights("D,D = 0 0"), "evidence.multipliers", "null"),
    ("achievable", "scope.assumptions", [A1, A2, ARRANGED], "scope.assumptions", "scope"),
    ("achievable, two classes", "claim.law", lottery("b,b:2/3 a,b:1/3"), "evidence.lotteries", "witness"),
    ("achievable, two classes", "claim.law", lottery("b,b:1/3 b,a:2/3"), "evidence.lotteries[0].outcome", "lottery"),
    ("achievable, two classes", "claim.law", lottery("b,b:1/3 a,b:1/3"), "claim.law", "lottery"),
    ("achievable, two classes", "evidence.lotteries", by_class("a,b = a,b"), "evidence.lotteries", "lottery"),
    ("not achievable", "claim.payoffs", ["2", "2"], "evidence.multipliers", "witness"),
    ("not achievable", "evidence.weights", ["-1", "1"], "evidence.multipliers", "witness"),
    ("not achievable", "evidence.multipliers[0].weights", ["-1", "0"], "evidence.multipliers[0].weights", "witness"),
    ("not achievable", "evidence.multipliers[0].weights", ["0", "2"], "evidence.multipliers", "witness"),
    ("not achievable", "evidence.multipliers", weights("a,b = 2 0"), "evidence.multipliers", "lottery"),
    ("not achievable", "evidence.lotteries", by_class("a,b = a,b"), "evidence.lotteries", "null"),
    ("not achievable", "evidence.weights", None, "evidence.weights", "null"),
    ("best, weights", "claim.answer", "no", "claim.answer", "value"),
    ("best, weights", "claim.kind", "achievable", "claim", "keys"),
    ("best, weights", "claim.goal.kind", "nash", "claim.goal", "keys"),
    ("best, weights", "claim.goal", goal("weights", "2 2"), "evidence.weights", "witness"),
    ("best, weights", "claim.goal", goal("weights", "1 1 1"), "claim.goal.weights", "type"),
    ("best, weights", "claim.goal", goal("highest", "1 1"), "claim.goal.kind", "value"),
    ("best, weights", "evidence.weights", ["1", "4"], "evidence.multipliers", "witness"),
    ("best, weights", "evidence.lotteries", by_class("D,D = D,D"), "evidence.lotteries", "witness"),
    ("best, nash", "claim.goal.origin", ["2", "3"], "claim.goal.origin", "witness"),
    ("best, nash", "claim.goal.origin", ["5/2", "5/2"], "evidence.weights", "witness"),
    ("best, nash", "evidence.weights", ["2", "2"], "evidence.weights", "witness"),
    ("best, max-min", "claim.goal.origin", ["2", "1"], "evidence.weights", "witness"),
    (FOR_ONE, "claim.goal.origin", ["2", "1"], "evidence.weights", "witness"),
    (FOR_ONE, "evidence.weights", ["0", "-1"], "evidence.multipliers", "witness"),
    (BOTH, "evidence.multipliers[0].weights", ["0", "0"], "evidence.multipliers", "witness"),
    (BOTH, "claim.goal", goal("nash", "0 1"), "evidence.weights", "witness"),
]
THREATS = [
    ("threats, pd", "claim.answer", "no", "claim.answer", "value"),
    ("threats, pd", "claim.intervals[0].lower", "1", "claim.intervals[0].lower", "witness"),
    ("threats, pd", "claim.intervals[1].upper", "5/2", "claim.intervals[1].upper", "witness"),
    ("threats, pd", "claim.intervals[1].player", "1", "claim.intervals[1].player", "name"),
    ("threats, pd", "claim.intervals", [], "claim.intervals", "type"),
    ("threats, pd", "evidence.threats", [], "evidence.threats", "type"),
    ("threats, pd", "evidence.threats[0].player", "2", "evidence.threats[0].player", "name"),
    ("threats, pd", "evidence.threats[0].guarantee", mixture("C"), "claim.intervals[0].lower", "witness"),
    ("threats, pd", "evidence.threats[0].guarantee", mixture("D:1/2"), "evidence.threats[0].guarantee", "lottery"),
    ("threats, pd", "evidence.threats[0].guarantee[0].action", "E", "evidence.threats[0].guarantee[0].action", "name"),
    ("threats, pd", "evidence.threats[0].punishment", punishment("2 = C"), "claim.intervals[0].upper", "witness"),
    ("threats, pd", "evidence.threats[0].punishment", [], "evidence.threats[0].punishment", "type"),
    (
        "threats, pd",
        "evidence.threats[0].punishment",
        punishment("1 = D"),
        "evidence.threats[0].punishment[0].player",
        "name",
    ),
    (
        "threats, one player",
        "evidence.threats[0].punishment",
        punishment("1 = x"),
        "evidence.threats[0].punishment",
        "type",
    ),
    (
        "threats, three players",
        "evidence.threats[0].punishment",
        punishment("3 = E", "2 = C"),
        "evidence.threats[0].punishment[0].player",
        "name",
    ),
    ("threats, pd", "scope.assumptions", [PRIVATE], "scope.assumptions", "scope"),
]
PROGRAMS = [
    ("punish", "claim.answer", "no", "evidence.violation", "null"),
    ("punish", "claim.otherwise", "default", "evidence.punishments", "null"),
    ("punish", "claim.law", lottery("C,C"), "scope.assumptions", "scope"),
    ("punish", "claim.law", lottery("D,D"), "claim.law[0].outcome[0]", "profile"),
    ("punish", "evidence.elimination", PD_LOG, "evidence.elimination", "null"),
    ("punish", "evidence.isomorphism", iso("D:C", "D:C", scale="1 1", shift="0 0"), "evidence.isomorphism", "null"),
    ("punish", "evidence.isomorphisms", {"end": "sizes"}, "evidence.isomorphisms", "null"),
    ("punish", "evidence.punishments", None, "evidence.punishments", "null"),
    (
        "punish",
        "evidence.punishments",
        punishments(PD, punishment("2 = C"), punishment("1 = D")),
        "evidence.punishments",
        "witness",
    ),
    ("punish", "evidence.punishments[1].player", "1", "evidence.punishments[1].player", "name"),
    ("punish", "objects.subset_game", game("C | D", "9,9"), "evidence.punishments", "witness"),
    ("punish, no", "claim.answer", "yes", "evidence.violation", "null"),
    ("punish, no", "evidence.violation.becomes", ["H", "H"], "evidence.violation.action", "improvement"),
    ("punish, no", "evidence.violation.becomes", None, "evidence.violation.becomes", "null"),
    ("punish, no", "evidence.violation.outcome", ["H", "H"], "evidence.violation.outcome", "null"),
    ("punish, no", "evidence.violation.player", "2", "evidence.violation.action", "improvement"),
    ("punish, no", "claim.law", lottery("H,T"), "evidence.violation.becomes", "null"),
    ("punish, with a law", "claim.law", lottery("H,T"), "evidence.punishments", "witness"),
    ("punish, with a law", "claim.law", None, "evidence.punishments", "witness"),
    ("punish, no with a law", "evidence.violation.player", "1", "evidence.violation.action", "improvement"),
    ("punish, no with a law", "evidence.violation.becomes", ["H", "H"], "evidence.violation.becomes", "null"),
    ("punish, no with a law", "claim.law", lottery("H,H:1/2 H,T:1/2"), "evidence.violation.action", "improvement"),
    ("punish, dominated actions", "evidence.violation.becomes", ["C", "C"], "evidence.violation.becomes[0]", "profile"),
    ("default, equal", "claim.answer", "no", "evidence.violation", "null"),
    ("default, equal", "claim.law", lottery("D,D"), "claim.law", "null"),
    ("default, equal", "claim.otherwise", "punish", "evidence.punishments", "null"),
    ("default, equal", "evidence.elimination", None, "evidence.elimination", "null"),
    (
        "default, equal",
        "evidence.isomorphism",
        iso("D:D", "D:D", scale="1 1", shift="0 0"),
        "evidence.isomorphism",
        "null",
    ),
    ("default, equal", "evidence.isomorphisms", {"end": "sizes"}, "evidence.isomorphisms", "null"),
    ("default, equal, no", "evidence.violation.becomes", ["A", "A"], "evidence.violation.becomes", "improvement"),
    ("default, equal, no", "evidence.violation.action", "A", "evidence.violation.action", "improvement"),
    ("default, isomorphic", "evidence.isomorphism", None, "evidence.isomorphisms", "null"),
    ("default, isomorphic", "evidence.isomorphisms", {"end": "sizes"}, "evidence.isomorphisms", "null"),
    ("default, isomorphic", "scope.trusts", [], "scope.trusts", "scope"),
    ("default, isomorphic, no", "claim.answer", "yes", "evidence.violation", "null"),
    ("default, isomorphic, no", "evidence.violation.action", "C", "evidence.violation.action", "improvement"),
    ("default, isomorphic, no", "evidence.violation.player", "2", "evidence.violation.action", "improvement"),
    ("default, isomorphic, no", "evidence.violation.outcome", None, "evidence.violation.outcome", "type"),
    (
        "default, unrelated",
        "evidence.isomorphisms",
        {"end": "improved", "outcome": ["A", "A"]},
        "evidence.isomorphisms.end",
        "value",
    ),
    ("default, unrelated", "evidence.isomorphisms", None, "evidence.isomorphisms", "null"),
    ("default, unrelated", "objects.subset_game", game("A | B", "2,2"), "claim.answer", "flag"),
    (
        "default, three players",
        "objects.subset_game",
        game("C | D | D", "0,0,1/3"),
        "evidence.isomorphism.map['2'].D",
        "name",
    ),
]
PUNISHED_BY_C = punishments(PD, punishment("2 = C"), punishment("1 = D"))
PUNISHED_BY_BOTH = punishments(PD, punishment("2 = D"), punishment("1 = C:1/2 D:1/2"))
EXECUTION = [
    ("independent", "claim.answer", "no", "evidence.violation", "null"),
    ("independent", "evidence.punishments", PUNISHED_BY_C, "evidence.punishments", "witness"),
    ("independent", "evidence.punishments", PUNISHED_BY_BOTH, "evidence.punishments", "witness"),
    ("independent", "evidence.punishments", None, "evidence.punishments", "null"),
    ("independent", "claim.otherwise", "default", "evidence.punishments", "null"),
    ("independent", "objects.subset_game", game("C | E", "3,3"), "objects.subset_game.actions", "game"),
    ("independent, default", "claim.answer", "no", "claim.answer", "value"),
    ("independent, default", "claim.otherwise", "punish", "evidence.punishments", "null"),
    ("independent, default", "evidence.punishments", [], "evidence.punishments", "null"),
    ("independent, default", "evidence.elimination", [], "evidence.elimination", "reduced"),
    ("independent", "claim.support", [["D", "D"]], "scope.assumptions", "scope"),
    ("independent", "scope.assumptions", [A1, A2, EVERY_OUTCOME], "scope.assumptions", "scope"),
    ("independent, on a support", "claim.support", [["A", "B"]], "evidence.punishments", "witness"),
    ("independent, on a support", "claim.support", [["A", "A"], ["A", "B"]], "evidence.punishments", "witness"),
    ("independent, on a support", "claim.support", None, "evidence.punishments", "witness"),
    ("not independent", "claim.answer", "yes", "evidence.violation", "null"),
    ("not independent", "evidence.violation.player", "1", "evidence.violation.player", "improvement"),
    ("not independent", "evidence.violation.dropout", "2", "evidence.violation.player", "improvement"),
    ("not independent", "evidence.violation.action", "D", "evidence.violation.action", "improvement"),
    ("not independent", "evidence.violation.action", "E", "evidence.violation.action", "name"),
    ("not independent", "evidence.violation.outcome", ["C", "D"], "evidence.violation.outcome[0]", "profile"),
    (
        "not independent, any outcome",
        "evidence.violation.outcome",
        ["A", "A"],
        "evidence.violation.action",
        "improvement",
    ),
    ("not independent, any outcome", "evidence.violation.action", "B", "evidence.violation.action", "name"),
    ("not independent, on a support", "claim.support[1]", ["A", "B"], "evidence.violation.outcome", "improvement"),
]


@pytest.mark.parametrize(
    ("name", "where", "value", "place", "rule"),
    [*PARETO, *LOTTERY, *EXISTS, *TOKENS, *ACHIEVABLE, *THREATS, *PROGRAMS, *EXECUTION],
    ids=lambda value: str(value)[:40],
)
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    assert refusal(changed(name, (where, value))) == (place, rule)


# --- every field is load-bearing

WORDS = ["yes", "no", "isomorphic", "unrelated", "efficient", "improvable", "out-of-reach", "weights", "max-min"]
WORDS += ["nash", "punish", "default", "safe", "improved", "sizes", "payoffs", "action", "profile", "dominated"]
WORDS += ["duplicate", "is-spi", "exists-spi", *sorted(COORDINATION)]
NUMBERS = ("0", "2", "-1", "1/3")
# The order of these lists never matters. (The steps of a log: in these games all hold from the beginning.)
ANY_ORDER = "elimination|lotteries|lottery|law|mixture|guarantee|multipliers|coordination|support"
SWAP = re.compile(rf".*({ANY_ORDER}): swap \d+ \d+")


def changes(*lines: str) -> set[str]:
    """Mutants from "place = value value" or "place: swap 0 1"; `{0,1}` in a place stands for 0 and for 1."""
    found = set()
    for line in lines:
        place, equal, values = line.partition(" = ")
        parts = re.split(r"\{(.*?)\}", place)
        for chosen in itertools.product(*(part.split(",") if k % 2 else [part] for k, part in enumerate(parts))):
            where = "".join(chosen)
            found |= {f'{where} -> "{value}"' for value in values.split()} if equal else {where}
    return found


# Changes after which the claim is still true and still proved.
BY_A_OR_B = changes("evidence.elimination[0].by = b", "evidence.elimination[1].by = a")  # dominates as well
BY_B = changes("evidence.elimination[{0,1}].by = B")
OTHER_SIZES = changes("evidence.isomorphisms.end = payoffs")  # games of different sizes have different payoffs, too
MEANS = "objects.coordination"
SAME_MEANS = changes(  # (A, B), (B, A) for (X, Y), (Y, X): both are worth (0, 0)
    *(f"{MEANS}[{{1,2}}].lottery[0].outcome: swap 0 1", f"{MEANS}[1].lottery[0].outcome[0] = B"),
    *(f"{MEANS}[1].lottery[0].outcome[1] = A", f"{MEANS}[2].lottery[0].outcome[0] = A"),
    f"{MEANS}[2].lottery[0].outcome[1] = B",
)
ASKED, NOT_ASKED = {"claim.strict -> true"}, {"claim.strict -> false"}
MIXED = "mixture[0].action"
STILL_TRUE: dict[str, set[str]] = {
    # other weights for which the same profile is best
    "efficient, a profile": changes("evidence.weights[{0,1}] = 1/3 2"),
    "efficient, three players": changes("evidence.weights[{0,1,2}] = 1/3 1 2"),
    "efficient, one player": changes("evidence.weights[0] = 1 2"),
    # other payoffs that the same lottery improves on
    "improvable": changes(
        "claim.payoffs: swap 0 1", "claim.payoffs[0] = -1 0 1/3 1", "claim.payoffs[1] = -1 0 1/3 1 2"
    ),
    "improvable, not feasible": changes("claim.payoffs[0] = -1 0 1/3"),
    # other payoffs that are out of reach by the same weights; other weights that show it
    "out of reach": changes("claim.payoffs: swap 0 1", "evidence.weights[0] = 2", "evidence.weights[1] = 1/3"),
    "out of reach, for one": changes("claim.payoffs[1] = -1 0 1/3 1 2", "evidence.weights[0] = 1/3 1"),
    "out of reach, three players": changes(
        *("claim.payoffs: swap 0 {1,2}", "evidence.weights[0] = 1/3 2 3", "evidence.weights[{1,2}] = 0 1/3 2 3")
    ),
    # another player who gains; another lottery in which nobody loses; another support in which (b, b) can occur
    "pc, pd": changes("evidence.improvement.player = 2"),
    "pc, a lottery": changes("evidence.improvement.player = 1", "evidence.lotteries[0].lottery[1].outcome[0] = C"),
    "pc, on a support": BY_A_OR_B
    | changes("claim.support: drop 1", "claim.support[1]: swap 0 1", "claim.support[1][1] = a")
    | changes("evidence.improvement.player = 1", "evidence.lotteries[3].lottery[0].outcome[{0,1}] = b"),
    "pc, one class of two outcomes": BY_B
    | changes("evidence.improvement.player = 2", "evidence.lotteries[1].outcome: swap 0 1")
    | changes("evidence.lotteries[1].lottery[0].outcome: swap 0 1", "evidence.lotteries[1].lottery[0].outcome[0] = B")
    | changes("evidence.lotteries[1].lottery[0].outcome[1] = A"),
    "pc, three players": changes(  # (D, C, C) gives 5, 2, 2 instead of 1, 1, 1
        "evidence.improvement.player = 1 2", "evidence.lotteries[0].lottery[0].outcome[{0,1,2}] = D"
    ),
    # other weights for which the same outcome is best; the classes in another order; another member of a class
    "no pc": changes(
        *("evidence.weights: swap 0 1", "evidence.weights[0].outcome: swap 0 1"),
        *("evidence.weights[0].weights[0] = 1/3", "evidence.weights[0].weights[1] = 2"),
        "evidence.weights[1].weights[1] = 1/3 1",
    ),
    "no pc, on a support": BY_A_OR_B
    | changes("evidence.weights: swap 0 1", "evidence.weights[0].weights[1] = 1/3")
    | changes("evidence.weights[1].weights[0] = 1/3", "evidence.weights[1].weights[1] = 2"),
    "no pc, one player": changes("evidence.weights[0].weights[0] = 1/3 2"),
    "no pc, three players": changes(
        *("evidence.weights[0].weights: swap {0,1} 2", "evidence.weights[0].weights[{0,1}] = 1/3 2 3"),
        "evidence.weights[0].weights[2] = 1/3 1 2 3",
    ),
    # strictness asked for, or not; lotteries of which the same can be said
    "tokens, strict": NOT_ASKED,
    "tokens, yes": ASKED | changes(f"{MEANS}[0].lottery[1].outcome[1] = C"),
    "tokens, a tree of improvements": NOT_ASKED
    | (BY_B | SAME_MEANS)
    | changes("evidence.improvements.branch.player = 2"),  # the game and the lotteries are symmetric
    "tokens, all ends": NOT_ASKED
    | (BY_B | SAME_MEANS)
    | changes("evidence.improvements.children.X.children.Y.end = improved"),  # (A, A) has no candidate left
    "tokens, not strict on a support": BY_B
    | SAME_MEANS
    | changes("claim.support[0][{0,1}] = B"),  # at (A, B) and (B, A) nothing improves, either
    "tokens, violation by one isomorphism": BY_B  # only the lottery of (X, X) matters; (1, 1) is all it must not give
    | SAME_MEANS
    | changes("evidence.violation.player = 2", f"{MEANS}[0].lottery[0].outcome: swap 0 1")
    | changes(f"{MEANS}[0].lottery[0].outcome[0] = c", f"{MEANS}[{{1,2,3}}].lottery[0].outcome[{{0,1}}] = c")
    | changes(f"{MEANS}[3].lottery[0].outcome[{{0,1}}] = B"),
    "tokens, three players": ASKED  # (y, x, x) is eliminated, so that its lottery does not matter
    | changes(f"{MEANS}[0].lottery[0].outcome[{{0,1,2}}] = D", f"{MEANS}[1].lottery[0].outcome: swap 0 {{1,2}}")
    | changes(f"{MEANS}[1].lottery[0].outcome[0] = D", f"{MEANS}[1].lottery[0].outcome[{{1,2}}] = C"),
    "unrelated tokens, strict": NOT_ASKED | OTHER_SIZES | changes(f"{MEANS}[1].lottery[1].outcome[{{0,1}}] = C"),
    "unrelated tokens, not strict": OTHER_SIZES,
    "unrelated tokens, violation": OTHER_SIZES | changes(f"{MEANS}[1].lottery[0].outcome[{{0,1}}] = D"),
    "unrelated tokens, a support of two": NOT_ASKED  # (2, 2) is better than every outcome
    | (BY_B | changes("evidence.isomorphisms.end = sizes", "claim.support: drop {0,1}"))
    | changes("claim.support[1]: swap 0 1", "claim.support[{0,1}][0] = B"),
    # other payoffs, weights and multipliers for which the bound is where it has to be
    "achievable, two classes": BY_A_OR_B,
    "not achievable": BY_A_OR_B
    | changes("claim.payoffs[{0,1}] = 2", "evidence.weights[{0,1}] = 1/3 2")
    | changes("evidence.multipliers[0].weights[0] = 0 1/3 1", "evidence.multipliers[0].weights[1] = 1/3 1")
    | changes("evidence.multipliers[1].weights[1] = 0 1/3 1", "evidence.multipliers[1].weights[0] = 1/3 1"),
    "not achievable, negative weights": changes(
        *("claim.payoffs[0] = -1 0 1/3", "claim.payoffs[1] = -1 0 1/3 1 2"),
        *("evidence.weights[1] = 1/3 1 2", "evidence.multipliers[0].weights[{0,1}] = 1/3"),
    ),
    # the same payoffs are best for another goal, or with another origin, or by other weights
    "best, nash": changes("claim.goal.kind = max-min"),
    "best, max-min": changes("claim.goal.kind = nash", "evidence.weights[{0,1}] = 2"),
    "best, max-min for one": changes("claim.goal.origin[0] = -1", "claim.goal.origin[1] = -1 0 1/3 2"),
    "best, nash, two classes": BY_A_OR_B
    | changes("claim.goal.kind = max-min")
    | changes("evidence.multipliers[0].weights[0] = 2", "evidence.multipliers[1].weights[1] = 2"),
    "best, three players": changes("claim.goal.kind = max-min"),
    "best, one player": changes("evidence.multipliers[0].weights[0] = 1/3 1 2"),  # default play is the best
    "threats, three players": changes(  # players 2 and 3 get 0 whatever is played
        *("evidence.threats[1].guarantee[0].action = C", f"evidence.threats[1].punishment[0].{MIXED} = A"),
        *(f"evidence.threats[1].punishment[1].{MIXED} = E G", "evidence.threats[2].guarantee[0].action = E F"),
        *(f"evidence.threats[2].punishment[0].{MIXED} = B", f"evidence.threats[2].punishment[1].{MIXED} = D"),
    ),
    # other actions and outcomes of which the same can be said; weaker punishments that suffice, or are not used
    "punish, no": changes("evidence.violation.becomes: swap 0 1", "evidence.violation.action = T"),
    "punish, with a law": changes("claim.law[1].outcome: swap 0 1"),
    "punish, no with a law": changes(
        *("claim.law[1].outcome: swap 0 1", "claim.law[1].outcome[0] = T", "evidence.violation.action = H")
    ),
    "punish, dominated actions": changes(f"evidence.punishments[{{0,1}}].punishment[0].{MIXED} = C"),
    "punish, three players": changes(
        *("objects.subset_game.actions[2]: swap 0 1", "claim.law[0].outcome[2] = D"),
        *(f"evidence.punishments[{{0,1}}].punishment[{{0,1}}].{MIXED} = C",),
        f"evidence.punishments[2].punishment[0].{MIXED} = C",
    ),
    "default, unrelated": OTHER_SIZES,
    "default, unrelated, no": OTHER_SIZES | changes("evidence.violation.outcome[1] = T"),
    "independent, default, on a support": changes(  # any support
        *("claim.support[0]: swap 0 1", "claim.support[0][0] = B", "claim.support[0][1] = A")
    ),
    "not independent": changes(f"evidence.punishments[1].punishment[0].{MIXED} = C"),
    "not independent, any outcome": changes(
        f"evidence.punishments[1].punishment[0].{MIXED} = B", "evidence.violation.outcome[0] = B"
    ),
    "not independent, on a support": changes(
        *("claim.support: drop 0", "claim.support[0][1] = B", f"evidence.punishments[0].punishment[0].{MIXED} = B")
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_field_is_load_bearing(name: str) -> None:
    certificate = ACCEPTED[name]
    moved = mutants.mutations(certificate, "", [], [])
    swaps = {what.removeprefix(".") for what, mutant in moved if SWAP.fullmatch(what) and mutant != certificate}
    assert mutants.still_accepted(certificate, WORDS, NUMBERS) == swaps | STILL_TRUE.get(name, set())


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    certificate = changed(name)
    here = certificate
    while True:
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        if not here[key] or not isinstance(here[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
            break
        here = here[key]
    words = st.sampled_from(["", "0", "1/2", "D", "a", "1", "safe"])
    values = st.recursive(
        st.none() | st.booleans() | st.just(1) | words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(WORDS)), inner, max_size=3),
    )
    here[key] = data.draw(values)
    result = check(text(certificate))
    assert isinstance(result, Receipt) or (result.rule in RULES and "limits within" not in result.why)


# --- sizes

LONG = [f"1/{10**3999 + k}" for k in range(3, 13)]  # hardly a common factor: three need 12,000 digits


def test_long_common_denominators() -> None:
    drawn = [{"outcome": a, "probability": p} for a, p in zip(itertools.product("abc", "abc"), LONG, strict=False)]
    assert refusal(changed(EFFICIENT, ("evidence.lottery", drawn))) == ("evidence.lottery", "size")
    assert refusal(changed("out of reach, three players", ("claim.payoffs", LONG[:3]))) == ("claim.payoffs", "size")
    long_game = game("A B | A B", "{},0 {},0 {},0 0,0".format(*LONG))
    assert refusal(pareto("yes", "out-of-reach", long_game, "9 9", weights=["1", "1"])) == ("objects.game", "size")
    two = pareto("yes", "out-of-reach", game("A | A B", "{},0 {},0".format(*LONG)), "9 9", weights=["1", "1"])
    accepted(two)


def test_products_of_long_numbers() -> None:
    """Weights of 3,000 digits are compared at one profile, but not at a thousand different ones."""
    weight = [str(10**3000), str(10**3000 + 1)]
    for size, ok in ((1, True), (33, False)):
        names = " ".join(f"x{k}" for k in range(size))
        cells = " ".join(f"{10**3000 + k},{-k}" for k in range(size * size))
        one = pareto("yes", "out-of-reach", game(f"{names} | {names}", cells), f"{10**3001} 9", weights=weight)
        if ok:
            accepted(one)
        else:
            assert refusal(one) == ("evidence.weights", "size")


def test_many_comparisons() -> None:
    """Each different list of weights is compared at every profile; the work for all of them together is limited."""
    n, whole = 32, zero_sum(32)
    profiles = [f"x{i},x{j}" for i in range(n) for j in range(n)]
    accepted(exists("no", whole, [], weights=weights(*(f"{a} = 1 1" for a in profiles))))
    long = weights(*(f"{a} = {10**500 + k} {10**500 + k}" for k, a in enumerate(profiles)))
    place, rule = refusal(exists("no", whole, [], weights=long))
    assert rule == "size" and re.fullmatch(r"evidence\.weights\[\d+\]\.weights", place)


def zero_sum(n: int, low: str | None = None) -> Json:
    """Nothing is dominated, and all payoffs differ; the lowest of player 1 can be replaced by a lower one."""
    names = " ".join(f"x{k}" for k in range(n))
    payoffs = [(i * n + j + 1) * (-1) ** (i + j) for i in range(n) for j in range(n)]
    written = [low if low and v == min(payoffs) else str(v) for v in payoffs]
    return game(f"{names} | {names}", " ".join(f"{v},{v[1:] if v[0] == '-' else f'-{v}'}" for v in written))


def test_long_normalised_payoffs() -> None:
    """A lowest payoff of 8,000 digits is subtracted from a few payoffs, but not from many."""
    for n, ok in ((3, True), (27, False)):
        long = zero_sum(n, f"-{9 * 10**3999 + 1}/{10**3996}")
        certificate = changed("unrelated tokens, strict", ("objects.game", long), ("evidence.elimination", []))
        certificate["objects"]["coordination"] = by_class("t,t = x0,x0", "s,t = x0,x0")
        assert refusal(certificate) == (("evidence.violation", "null") if ok else ("evidence.isomorphisms", "size"))


# --- by definition, on random games


def random_game(seed: int, sizes: tuple[int, ...]) -> tuple[Json, dict[tuple[str, ...], tuple[Fraction, ...]]]:
    rng = random.Random(seed)
    actions = [[f"{'abc'[i]}{k}" for k in range(size)] for i, size in enumerate(sizes)]
    u = {a: tuple(Fraction(rng.randint(-9, 9), rng.randint(1, 4)) for _ in sizes) for a in itertools.product(*actions)}
    cells = " ".join(",".join(map(str, payoffs)) for payoffs in u.values())
    return game(" | ".join(map(" ".join, actions)), cells), u


def random_mixture(rng: random.Random, things: list[str]) -> dict[str, Fraction]:
    chosen = rng.sample(things, rng.randint(1, len(things)))
    shares = [rng.randint(1, 5) for _ in chosen]
    return {x: Fraction(share, sum(shares)) for x, share in zip(chosen, shares, strict=True)}


@pytest.mark.parametrize("seed", range(20))
def test_threats_by_definition(seed: int) -> None:
    rng, sizes = random.Random(seed), ((2, 3), (3, 2, 2), (2, 2, 3), (4,))[seed % 4]
    whole, u = random_game(seed, sizes)
    entries = []
    for i, player in enumerate(whole["players"]):
        drawn = [random_mixture(rng, names) for names in whole["actions"]]
        own, others = drawn[i], [j for j in range(len(sizes)) if j != i]
        least = min(
            sum(p * u[(*rest[:i], x, *rest[i:])][i] for x, p in own.items())
            for rest in itertools.product(*(whole["actions"][j] for j in others))
        )
        most = max(
            sum(
                prod(drawn[j][a[j]] for j in others) * u[a][i]
                for a in u
                if a[i] == x and all(a[j] in drawn[j] for j in others)
            )
            for x in whole["actions"][i]
        )
        words = [" ".join(f"{x}:{p}" for x, p in one.items()) for one in drawn]
        assert least <= most, player
        entries.append((f"{least} {most}", words[i], punishment(*(f"{j + 1} = {words[j]}" for j in others))))
    certificate = threats(whole, *entries)
    accepted(certificate)
    wrong = rng.choice(certificate["claim"]["intervals"])
    wrong[rng.choice(["lower", "upper"])] = "77/78"
    assert refusal(certificate)[1] == "witness"


@pytest.mark.parametrize("seed", range(20))
def test_bounds_by_definition(seed: int) -> None:
    rng = random.Random(seed)
    while True:
        whole, u = random_game(rng.randint(0, 10**9), ((2, 2), (2, 3), (2, 2, 2))[seed % 3])
        if refusal(exists("no", whole, [], weights=[]))[0] != "evidence.elimination":
            break  # nothing is dominated
    drawn = random_mixture(rng, [",".join(a) for a in u])
    mass: dict[tuple[Fraction, ...], Fraction] = {}
    for one, p in drawn.items():
        mass[u[tuple(one.split(","))]] = mass.get(u[tuple(one.split(","))], Fraction(0)) + p
    w = [Fraction(rng.randint(-4, 4), rng.randint(1, 3)) for _ in whole["players"]]
    bound, entries = Fraction(0), []
    for payoffs, p in mass.items():
        mu = [Fraction(rng.randint(0, 4), rng.randint(1, 3)) for _ in w]
        most = max(sum((x + m) * v for x, m, v in zip(w, mu, values, strict=True)) for values in u.values())
        bound += p * (most - sum(m * v for m, v in zip(mu, payoffs, strict=True)))
        member = rng.choice([one for one in drawn if u[tuple(one.split(","))] == payoffs])
        entries.append(f"{member} = {' '.join(map(str, mu))}")
    if not any(w):
        return
    i = next(k for k, x in enumerate(w) if x)
    law = " ".join(f"{one}:{p}" for one, p in drawn.items())
    for excess in (Fraction(1, 10**6), Fraction(0), Fraction(-1, 10**6)):
        y = [Fraction(k, 3) for k in range(len(w))]
        y[i] = (bound + excess - sum(x * v for k, (x, v) in enumerate(zip(w, y, strict=True)) if k != i)) / w[i]
        numbers = {"weights": list(map(str, w)), "multipliers": weights(*entries)}
        certificate = achievable("no", whole, [], law, " ".join(map(str, y)), **numbers)
        if excess > 0:
            accepted(certificate)
        else:
            assert refusal(certificate) == ("evidence.multipliers", "witness")


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_dominance_by_definition(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction, "BLOCK", block)
    rng = random.Random(block)
    for _ in range(400):
        rows = [[rng.randint(0, 5) for _ in range(rng.choice((1, 2, 3)))] for _ in range(1)]
        rows += [[rng.randint(0, 5) for _ in rows[0]] for _ in range(rng.randint(0, 6))]
        pairs = {
            (x, y) for x, y in itertools.permutations(range(len(rows)), 2) if all(map(int.__lt__, rows[x], rows[y]))
        }
        found = reduction.dominating(list(zip(*rows, strict=True)))
        assert found in pairs if pairs else found is None


def test_candidates_by_definition() -> None:
    """The ends `safe` and `improved` at every node that a tree could have, for several lotteries."""
    whole, token = read_game(Item(PAIR, "")), read_game(Item(PAIR_TOKENS, ""))
    source, target = ({"A": None, "B": None},) * 2, ({"X": None, "Y": None},) * 2
    exact = lotteries.exact(Item(PAIR, ""), whole)
    pair = reduction.compare(Item(None, ""), whole, source, token, target)
    worths = [PAIR_MEANS, by_class("X,X = c,c", "X,Y = A,c", "Y,X = A,B", "Y,Y = A,B")]
    worths += [by_class("X,X = A,A", "X,Y = B,A", "Y,X = c,c", "Y,Y = B,B")]
    choices = [{}, *({x: y} for x in "AB" for y in "XY"), {"A": "X", "B": "Y"}, {"A": "Y", "B": "X"}]

    def candidates(maps: tuple[dict[str, str], ...], a: tuple[str, ...]) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for b in itertools.product("XY", "XY"):
            fits = whole.payoffs(a) == token.payoffs(b)  # both games have payoffs from 0 to 1
            for one, x, y in zip(maps, a, b, strict=True):
                fits = fits and (one[x] == y if x in one else y not in one.values())
            found += [b] * fits
        return found

    seen = set()
    for means, first, second in itertools.product(worths, choices, choices):
        worth = tokens.read_coordination(Item(means, ""), exact, token)
        maps = (first, second)
        ends = tokens.further_ends(Item(None, ""), exact, worth, pair, [])
        assigned = {(i, x): y for i, one in enumerate(maps) for x, y in one.items()}

        values = {b: [Fraction(k, row.unit) for k in row.numbers] for b, row in worth.items()}
        safe = all(
            new >= old
            for a in itertools.product("AB", "AB")
            for b in candidates(maps, a)
            for new, old in zip(values[b], whole.payoffs(a), strict=True)
        )
        assert ends["safe"][1]({}, assigned) == safe
        for a in itertools.product("AB", "AB"):
            improved = all(values[b] != list(whole.payoffs(a)) for b in candidates(maps, a))
            assert ends["improved"][1]({"outcome": Item(list(a), "")}, assigned) == improved
            seen.add((safe, improved))
    assert len(seen) == 4
    exact.left = 0  # nothing is left to spend
    with pytest.raises(Refusal) as caught:
        ends["improved"][1]({"outcome": Item(["A", "A"], "")}, {})
    assert caught.value.args[1] == "size"
