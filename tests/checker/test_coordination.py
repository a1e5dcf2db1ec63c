"""Claims about payoffs, tokens, threats and programs: certificates that are accepted, and refused by a rule.

Longer than other files: one table for each of eight kinds of claims, with all that is refused of it.
"""

import json
from pathlib import Path

import pytest

from spi.checker import Receipt, check
from spi.checker.judge import KINDS
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
    PRIVATE,
    PROPOSITION_12,
    SUBSET_LAW,
    TABLE_7,
    goal,
    lottery,
    mixture,
    outcome,
    pareto,
    punishment,
    punishments,
    weights,
)
from tests.checker.coordination import lotteries as by_class
from tests.checker.mutants import accepted, refusal
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
