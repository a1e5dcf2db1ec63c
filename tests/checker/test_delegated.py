"""Claims about delegated games: certificates that are accepted, refused, and changed in one place."""

import itertools
import json
from pathlib import Path

import pytest

from spi.checker import Receipt, Refused, check
from tests.checker import mutants
from tests.checker.certificates import (
    ACCEPTED,
    ASSUMPTIONS,
    EVERY_OUTCOME,
    LEMMA_4,
    PD,
    PD_CC,
    PENNIES,
    TWINS_TREE,
    Json,
    game,
    log,
    text,
)
from tests.checker.mutants import refusal

HERE = Path(__file__).parent
FILES = {path.stem: json.loads(path.read_text()) for path in sorted((HERE / "accepted").iterdir())}
CERTIFICATES = ACCEPTED | {
    name: one
    for name, one in FILES.items()
    if one["claim"]["kind"] in ("is-spi", "exists-spi") and one not in ACCEPTED.values()
}


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    """The certificate of this name with values put at some places."""
    return mutants.changed(CERTIFICATES[name], *changes)


@pytest.mark.parametrize("name", CERTIFICATES)
def test_accepted(name: str) -> None:
    certificate = CERTIFICATES[name]
    receipt = check(text(certificate), name=name)
    assert isinstance(receipt, Receipt), receipt
    assert (receipt.name, receipt.kind, receipt.answer) == (
        name,
        certificate["claim"]["kind"],
        certificate["claim"]["answer"],
    )
    assert receipt.digests == tuple(g["digest"] for g in certificate["objects"].values())
    assert all(digest[:12] in receipt.claim for digest in receipt.digests)
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"]
    assert list(receipt.trusted) == certificate["scope"]["trusts"]
    assert receipt.claim in str(receipt) and all(line in str(receipt) for line in receipt.recomputed)


def test_receipt_of_the_prisoners_dilemma() -> None:
    receipt = check(text(ACCEPTED["pd"]), name="pd.json")
    assert receipt == Receipt(
        name="pd.json",
        kind="exists-spi",
        answer="yes",
        claim=f"game {PD['digest'][:12]} has a strict safe Pareto improvement: subset game {PD_CC['digest'][:12]}",
        digests=(PD["digest"], PD_CC["digest"]),
        recomputed=(
            "digests of the games",
            "scope",
            "elimination log of game: length 2, end reduced",
            "elimination log of subset_game: length 0, end reduced",
            "isomorphism: a bijection for each player, payoffs agree at every outcome",
            "nontrivial: as stated",
            "improvement: as stated",
        ),
        assumptions=(*ASSUMPTIONS, EVERY_OUTCOME),
        trusted=tuple(LEMMA_4),
    )


# --- changes in one place: the place, what is put there, where the checker stops, and by which rule

ELIMINATION = [
    ("pd", "evidence.elimination[0].by", "C", "evidence.elimination[0].by", "dominance"),
    ("pd", "evidence.elimination[0].by", "E", "evidence.elimination[0].by", "name"),
    ("pd", "evidence.elimination[0].action", "D", "evidence.elimination[0].by", "dominance"),
    ("pd", "evidence.elimination[0].player", "3", "evidence.elimination[0].player", "name"),
    ("pd", "evidence.elimination[1]", log("1 C D")[0], "evidence.elimination[1].action", "name"),
    ("pd", "evidence.elimination[1]", log("2 D C")[0], "evidence.elimination[1].by", "dominance"),
    ("pd", "evidence.elimination", log("1 C D"), "evidence.elimination", "reduced"),
    ("pd", "evidence.elimination", {}, "evidence.elimination", "type"),
    ("pd", "evidence.elimination[0].rule", "duplicate", "evidence.elimination[0].rule", "value"),
    (
        "temptation, unilateral",
        "evidence.elimination",
        log("2 F C", "1 R T"),
        "evidence.elimination[0].by",
        "dominance",
    ),
    ("duplicates, yes", "evidence.elimination", [], "evidence.elimination", "reduced"),
    ("duplicates, yes", "evidence.elimination[0].rule", "dominated", "evidence.elimination[0].by", "dominance"),
    ("duplicates, yes", "evidence.elimination[0].by", "B", "evidence.elimination[0].by", "dominance"),
]
ISOMORPHISM = [
    ("pd", "evidence.isomorphism.scale[0]", "2", "evidence.isomorphism.scale[0]", "isomorphism"),
    ("pd", "evidence.isomorphism.scale[0]", "-1", "evidence.isomorphism.scale[0]", "isomorphism"),
    ("pd", "evidence.isomorphism.shift[1]", "1", "evidence.isomorphism.scale[1]", "isomorphism"),
    ("pd", "evidence.isomorphism.shift", ["-1"], "evidence.isomorphism.shift", "isomorphism"),
    ("pd", "evidence.isomorphism.map.1.D", "D", "evidence.isomorphism.map['1'].D", "name"),
    ("pd", "evidence.isomorphism.map.1", {"C": "C"}, "evidence.isomorphism.map['1']", "keys"),
    ("twins", "evidence.isomorphism.map.1.B", "a", "evidence.isomorphism.map['1']", "isomorphism"),
    ("twins", "evidence.isomorphism.scale[0]", "0", "evidence.isomorphism.scale[0]", "isomorphism"),
    ("twins", "evidence.isomorphism.scale[0]", "2/4", "evidence.isomorphism.scale[0]", "rational"),
]
YES = [
    ("pd", "claim.answer", "no", "objects", "keys"),
    ("pd", "claim.strict", False, "evidence.improvement", "null"),
    ("pd", "claim.unilateral", ["1"], "evidence.player", "null"),
    ("pd", "claim.unilateral", [], "claim.unilateral", "flag"),
    ("pd", "claim.duplicates", True, "scope.assumptions", "scope"),
    ("pd", "claim.reading", "printed", "claim.reading", "flag"),
    ("pd, not strict", "claim.reading", "printed", "evidence.nontrivial", "null"),
    ("pd, not strict", "claim.strict", True, "evidence.improvement", "null"),
    ("pd", "evidence.nontrivial.action", "D", "evidence.nontrivial.action", "name"),
    ("pd", "evidence.improvement.outcome", ["C", "C"], "evidence.improvement.outcome[0]", "profile"),
    ("pd", "objects.game.digest", PD_CC["digest"], "objects.game.digest", "digest"),
    ("pd", "objects.subset_game", PENNIES, "objects.subset_game.actions", "game"),
    ("temptation, unilateral", "claim.unilateral", ["2"], "evidence.player", "name"),
    ("temptation, unilateral", "claim.unilateral", None, "evidence.player", "null"),
    ("temptation, one of two", "evidence.player", "2", "evidence.player", "flag"),
    ("temptation, one of two", "claim.unilateral", ["2", "1"], "claim.unilateral", "flag"),
    ("temptation, one of two", "claim.unilateral", ["1", "1"], "claim.unilateral", "flag"),
    ("temptation, unilateral", "claim.duplicates", True, "claim.unilateral", "flag"),
    ("point, printed", "claim.reading", "repaired", "evidence.nontrivial", "null"),
    ("point, printed", "objects.subset_game", game("x | y", "0,0"), "evidence.isomorphism.scale[0]", "isomorphism"),
    ("duplicates, yes", "claim.duplicates", False, "evidence.elimination[0].rule", "value"),
    ("duplicates, yes", "scope.assumptions", ASSUMPTIONS, "scope.assumptions", "scope"),
    ("pd", "scope.trusts", [], "scope.trusts", "scope"),
]
PARTS = "evidence.refutations[0].parts"
FIRST, SECOND = f"{PARTS}[0]", f"{PARTS}[1]"
UNDER_NAME, ELIM_NAME, SYMMETRY_NAME = (
    "under, unilateral, affine",
    "pd, unilateral, elimination",
    "pennies, by symmetry",
)
NO = [
    # the tokens
    ("pennies, nothing eliminated", FIRST, "4", FIRST, "refutation"),
    ("pennies, nothing eliminated", FIRST, "00", FIRST, "refutation"),
    ("pennies, nothing eliminated", FIRST, "", FIRST, "refutation"),
    ("pennies, nothing eliminated", FIRST, "0 0", FIRST, "refutation"),
    ("pennies, nothing eliminated", FIRST, "n", FIRST, "refutation"),
    ("pennies, nothing eliminated", FIRST, "h", FIRST, "refutation"),
    ("pennies, nothing eliminated", FIRST, "h1", FIRST, "refutation"),  # H can still be kept
    ("pennies, nothing eliminated", FIRST, None, FIRST, "type"),
    ("pennies, nothing eliminated", PARTS, ["0", "1", "2"], PARTS, "refutation"),
    ("pennies, nothing eliminated", PARTS, None, "scope.trusts", "scope"),
    ("pennies, nothing eliminated", "evidence.refutations", [], "evidence.refutations", "refutation"),
    (
        "pennies, nothing eliminated",
        "evidence.refutations[0].player",
        "1",
        "evidence.refutations[0].player",
        "refutation",
    ),
    ("pennies, nothing eliminated", "evidence.refutations[0].last", "3", "evidence.refutations[0].last", "name"),
    ("pennies, nothing eliminated", "evidence.refutations[0].logs", [[]], "evidence.refutations[0].logs", "refutation"),
    ("pennies, nothing eliminated", "claim.strict", True, "scope.assumptions", "scope"),
    ("pennies, nothing eliminated", "claim.reading", "printed", "claim.reading", "flag"),
    ("pennies, not written down", "evidence.refutations[0].logs", [[]], "evidence.refutations[0].logs", "refutation"),
    ("pennies, not written down", "scope.trusts", ["other"], "scope.trusts", "scope"),
    # symmetries
    (SYMMETRY_NAME, f"{SECOND}.symmetry.1.H", "H", f"{SECOND}.symmetry['1']", "refutation"),
    (SYMMETRY_NAME, f"{SECOND}.symmetry.2", {"H": "H", "T": "T"}, f"{SECOND}.symmetry", "refutation"),
    (SYMMETRY_NAME, f"{SECOND}.symmetry.2", {"H": "T"}, f"{SECOND}.symmetry['2']", "keys"),
    (
        SYMMETRY_NAME,
        FIRST,
        {"symmetry": {"1": {"H": "T", "T": "H"}, "2": {"H": "T", "T": "H"}}},
        f"{FIRST}.symmetry",
        "refutation",
    ),
    # neutral ends
    ("tie, neutral", "claim.strict", False, FIRST, "refutation"),
    ("tie, neutral", FIRST, "0", FIRST, "refutation"),
    ("tie, neutral", FIRST, "n", FIRST, "refutation"),
    ("tie, neutral", FIRST, "0 n n", FIRST, "refutation"),
    ("tie, neutral", FIRST, "0 1 n n", FIRST, "refutation"),
    ("tie, neutral", FIRST, "0 e", FIRST, "refutation"),
    ("tie, neutral", FIRST, "0 h1", FIRST, "refutation"),
    ("tie, neutral", "objects.game", PD, FIRST, "refutation"),  # (D, D) becomes a better (C, C)
    ("solo", FIRST, "h2", FIRST, "refutation"),
    ("solo", FIRST, "0 0", FIRST, "refutation"),
    # eliminations
    (ELIM_NAME, "evidence.refutations[0].logs[0]", [], "evidence.refutations[0].logs[0]", "reduced"),
    (
        ELIM_NAME,
        "evidence.refutations[0].logs[0][0].player",
        "1",
        "evidence.refutations[0].logs[0][0].player",
        "dominance",
    ),
    (
        ELIM_NAME,
        "evidence.refutations[0].logs[0][0].rule",
        "duplicate",
        "evidence.refutations[0].logs[0][0].rule",
        "value",
    ),
    (ELIM_NAME, "evidence.refutations[0].logs", [], FIRST, "refutation"),
    (ELIM_NAME, FIRST, "0 e", FIRST, "refutation"),
    (ELIM_NAME, FIRST, "0 1 a1:0,1 n", FIRST, "refutation"),
    (ELIM_NAME, "claim.unilateral", ["1"], "evidence.refutations", "refutation"),
    (ELIM_NAME, "claim.unilateral", None, "evidence.refutations", "refutation"),
    (ELIM_NAME, "evidence.refutations[0].player", "2", "evidence.refutations[0].player", "refutation"),
    # affine maps
    (UNDER_NAME, FIRST, "0 1 a0:0,1 h3", FIRST, "refutation"),  # the mover's payoffs are free
    (UNDER_NAME, FIRST, "0 1 a2:0,1 h3", FIRST, "refutation"),
    (UNDER_NAME, FIRST, "0 1 a1:0 h3", FIRST, "refutation"),
    (UNDER_NAME, FIRST, "0 1 a1:1,0 h3", FIRST, "refutation"),
    (UNDER_NAME, FIRST, "0 1 a1:0,2 h3", FIRST, "refutation"),  # z is not assigned
    (UNDER_NAME, FIRST, "0 1 a1:0,1:0,1 h3", FIRST, "refutation"),
    (UNDER_NAME, FIRST, "0 1 h3", FIRST, "refutation"),
    (UNDER_NAME, FIRST, "0 1 a1:0,1", FIRST, "refutation"),
    (UNDER_NAME, "scope.trusts", [], "scope.trusts", "scope"),
    ("duplicates, no strict one", "claim.duplicates", False, "evidence.elimination[0].rule", "value"),
    ("duplicates, no strict one", "claim.unilateral", ["1"], "claim.unilateral", "flag"),
]
SUPPORT, HALF_NAME = "isomorphic, strict on a support", "isomorphic, not strict on a support"
LOSES = {"outcome": ["D", "D"], "becomes": ["C", "C"], "player": "1"}
IS_SPI = [
    ("equal, yes", "claim.relation", "unrelated", "claim.relation", "flag"),
    ("equal, yes", "claim.strict", True, "claim.answer", "flag"),
    ("equal, yes", "claim.findings.strict", True, "claim.findings.strict", "flag"),
    ("equal, yes", "claim.findings.trivial", False, "claim.findings.trivial", "flag"),
    ("equal, yes", "claim.findings.payoff_neutral", False, "claim.findings.payoff_neutral", "flag"),
    ("equal, yes", "claim.findings.unilateral", [], "claim.findings.unilateral", "flag"),
    ("equal, yes", "claim.findings.unilateral", ["1", "2"], "claim.findings.unilateral", "flag"),
    ("equal, yes", "claim.findings.spi", 1, "claim.findings.spi", "flag"),
    ("equal, yes", "evidence.violation", LOSES, "evidence.violation", "null"),
    ("equal, yes", "claim.support", [], "claim.support", "profile"),
    ("equal, yes", "claim.support", [["D", "D"], ["D", "D"]], "claim.support", "profile"),
    ("equal, yes", "claim.support", [["C", "D"]], "claim.support[0][0]", "profile"),
    ("equal, not strict", "claim.answer", "yes", "claim.answer", "flag"),
    ("equal, not strict", "claim.support", [["D", "D"]], "scope.assumptions", "scope"),
    ("isomorphic, strict", "claim.relation", "equal", "claim.relation", "flag"),
    ("isomorphic, strict", "claim.relation", "unrelated", "evidence.isomorphism", "null"),
    ("isomorphic, strict", "evidence.isomorphism", None, "evidence.isomorphism", "null"),
    ("isomorphic, strict", "evidence.improvement", None, "evidence.improvement", "null"),
    ("isomorphic, strict", "evidence.improvement.player", "3", "evidence.improvement.player", "name"),
    ("isomorphic, strict", "evidence.isomorphisms", {"end": "sizes"}, "evidence.isomorphisms", "null"),
    ("isomorphic, strict", "evidence.unimproved", ["C", "C"], "evidence.unimproved", "null"),
    ("isomorphic, strict", "claim.findings.strict", False, "claim.findings.strict", "flag"),
    ("isomorphic, strict", "claim.findings.spi", False, "claim.findings.spi", "flag"),
    ("isomorphic, strict", "claim.support", [["D", "D"]], "evidence.isomorphisms", "null"),
    ("isomorphic, strict", "claim.answer", "no", "claim.answer", "flag"),
    ("isomorphic, violation", "evidence.violation.player", "2", "evidence.violation.player", "improvement"),
    ("isomorphic, violation", "evidence.violation.becomes", ["D", "D"], "evidence.violation.becomes[0]", "profile"),
    ("isomorphic, violation", "evidence.violation", None, "evidence.violation", "null"),
    ("isomorphic, violation", "claim.answer", "yes", "claim.answer", "flag"),
    ("isomorphic, trivial", "evidence.violation.becomes", ["H", "T"], "evidence.violation.becomes", "improvement"),
    ("isomorphic, trivial", "evidence.violation.player", "2", "evidence.violation.player", "improvement"),
    ("isomorphic, not strict", "claim.strict", False, "claim.answer", "flag"),
    ("isomorphic, not strict", "claim.findings.payoff_neutral", False, "claim.findings.payoff_neutral", "flag"),
    ("isomorphic, not strict", "claim.findings.strict", True, "claim.findings.strict", "flag"),
    (SUPPORT, "claim.findings.strict", False, "claim.findings.strict", "flag"),
    (SUPPORT, "evidence.isomorphisms", None, "evidence.isomorphisms", "null"),
    (SUPPORT, "evidence.isomorphisms", {"end": "sizes"}, "evidence.isomorphisms", "isomorphism"),
    (SUPPORT, "evidence.isomorphisms", {"end": "payoffs"}, "evidence.isomorphisms", "isomorphism"),
    (SUPPORT, "evidence.isomorphisms", {"end": "other"}, "evidence.isomorphisms.end", "value"),
    (SUPPORT, "evidence.isomorphisms.children.a", TWINS_TREE, "evidence.isomorphisms.children.a.branch", "isomorphism"),
    (
        SUPPORT,
        "evidence.isomorphisms.children.b.action",
        "B",
        "evidence.isomorphisms.children.b.action",
        "isomorphism",
    ),
    (
        SUPPORT,
        "evidence.isomorphisms.children.a.children.a.end",
        "profile",
        "evidence.isomorphisms.children.a.children.a",
        "isomorphism",
    ),
    (
        SUPPORT,
        "evidence.isomorphisms.children.a.children.a.outcome",
        ["A", "B"],
        "evidence.isomorphisms.children.a.children.a.outcome",
        "isomorphism",
    ),
    (SUPPORT, "claim.support", [["B", "B"]], "evidence.isomorphisms.children.a.children.a", "isomorphism"),
    (SUPPORT, "claim.support", None, "evidence.isomorphisms", "null"),
    (HALF_NAME, "claim.support", [["B", "B"]], "claim.findings.strict", "flag"),
    (HALF_NAME, "claim.support", [["A", "A"], ["B", "B"]], "claim.findings.strict", "flag"),
    (HALF_NAME, "claim.findings.strict", True, "evidence.isomorphisms", "null"),
    ("unrelated, strict", "claim.relation", "isomorphic", "evidence.isomorphism", "null"),
    ("unrelated, strict", "evidence.isomorphisms", None, "evidence.isomorphisms", "null"),
    (
        "unrelated, strict",
        "evidence.isomorphisms",
        {"end": "improved", "outcome": ["B", "B"]},
        "evidence.isomorphisms.end",
        "value",
    ),
    ("unrelated, strict", "claim.support", [["A", "A"]], "evidence.unimproved", "null"),
    ("unrelated, not strict on a support", "claim.support", [["B", "B"]], "evidence.unimproved", "null"),
    ("unrelated, not strict on a support", "evidence.unimproved", ["A", "B"], "evidence.unimproved[1]", "profile"),
    ("unrelated, violation", "evidence.violation.outcome", ["H", "H"], "evidence.violation.player", "improvement"),
    ("unrelated, a tree", "evidence.isomorphisms.children", {}, "evidence.isomorphisms.children", "keys"),
    ("unrelated, a tree", "evidence.isomorphisms.branch.player", "3", "evidence.isomorphisms.branch.player", "name"),
]


@pytest.mark.parametrize(
    ("name", "where", "value", "place", "rule"), [*ELIMINATION, *ISOMORPHISM, *YES, *NO, *IS_SPI], ids=str
)
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    assert refusal(changed(name, (where, value))) == (place, rule)


def test_who_cannot_bring_it_about_alone_is_told_so() -> None:
    refused = check(text(changed("temptation, one of two", ("evidence.player", "2"))))
    assert isinstance(refused, Refused)
    assert refused.why == "'2' is not a player who can bring this subset game about alone; allowed: '1'"


def test_outermost_fields() -> None:
    assert refusal(changed("pd", ("format", "spi-certificates"))) == ("format", "value")
    assert refusal(changed("pd", ("version", "1"))) == ("version", "value")
    assert refusal(changed("pd", ("version", True))) == ("version", "value")
    assert refusal(changed("pd", ("comment", ""))) == ("file", "keys")
    assert refusal(changed("pd", ("claim.kind", "is-equilibrium"))) == ("claim.kind", "value")
    assert refusal(changed("pd", ("claim.comment", ""))) == ("claim", "keys")
    assert refusal(changed("pd", ("claim.strict", 1))) == ("claim.strict", "type")
    assert refusal(changed("pd", ("objects.other", PD))) == ("objects", "keys")
    assert refusal(changed("pd", ("evidence.other", None))) == ("evidence", "keys")


def test_somebody_loses() -> None:
    worse = changed("pd", ("objects.subset_game", game("C | D", "1,4")), ("evidence.isomorphism.map.2.D", "D"))
    worse["evidence"]["isomorphism"]["shift"] = ["1", "-2"]
    assert refusal(worse) == ("evidence.isomorphism", "improvement")


def test_nobody_gains() -> None:
    same = changed("pd", ("objects.game", game("C D | C D", "2,2 1,3 3,1 2,2")))
    assert refusal(same) == ("evidence.improvement.player", "improvement")


def test_a_new_action_is_needed() -> None:
    """In the repaired reading a subset game that only changes payoffs is trivial."""
    trivial = changed("pd, not strict", ("objects.subset_game", game("D | D", "5,5")))
    trivial["evidence"]["isomorphism"] = {"map": {"1": {"D": "D"}, "2": {"D": "D"}}, "scale": ["1", "1"]}
    trivial["evidence"]["isomorphism"]["shift"] = ["-3", "-3"]
    trivial["evidence"]["nontrivial"]["action"] = "D"
    assert refusal(trivial) == ("evidence.nontrivial.action", "improvement")
    trivial["claim"]["reading"] = "printed"
    trivial["evidence"]["nontrivial"] = None
    assert isinstance(check(text(trivial)), Receipt)


def test_printed_reading_needs_another_game() -> None:
    equal = changed("point, printed", ("objects.subset_game", game("x | y", "0,0")))
    equal["evidence"]["isomorphism"]["shift"] = ["0", "0"]
    assert refusal(equal) == ("evidence.nontrivial", "improvement")


def test_constant_payoffs_have_scale_one() -> None:
    """The payoff of a player is constant, and 2 * 1 + 0 is 2: still the scale must be 1."""
    certificate = changed("pd", ("objects.subset_game", game("C | C", "1,1")))
    certificate["evidence"]["isomorphism"]["shift"] = ["1", "0"]
    certificate["evidence"]["isomorphism"]["scale"] = ["1", "2"]
    assert refusal(certificate) == ("evidence.isomorphism.scale[1]", "isomorphism")
    certificate["evidence"]["isomorphism"] |= {"scale": ["1", "1"], "shift": ["1", "1"]}
    assert isinstance(check(text(certificate)), Receipt)


def test_payoff_neutral_map_is_not_a_strict_refutation_of_a_better_one() -> None:
    """`n` fails as soon as one outcome could become better: here (D, D) becomes (C, C), better for player 2."""
    better = changed("tie, neutral", ("objects.game", game("C D | C D", "2,3 1,4 3,1 2,2")))
    assert refusal(better) == (FIRST, "refutation")


def test_unchanged_elimination_is_no_refutation() -> None:
    """Player 1 commits to C, after which player 2 plays C, too, as the map says: condition (5) holds."""
    certificate = changed(ELIM_NAME, ("objects.game", game("C D | C D", "3,3 1,2 4,1 2,2")))
    certificate["claim"]["unilateral"] = ["1"]
    certificate["evidence"]["refutations"] = certificate["evidence"]["refutations"][:1]
    certificate["evidence"]["refutations"][0]["logs"] = [log("2 D C")]
    assert refusal(certificate) == (FIRST, "refutation")


def test_branch_on_an_empty_domain_closes_a_node() -> None:
    """No action of player 2 is eliminated, so in the part of her H nothing is left for it: no child, and no union."""
    part = f"{PARTS}[2]"
    for token in ("2", "h1"):
        assert isinstance(check(text(changed("pennies, nothing eliminated", (part, token)))), Receipt)
    for token in ("2 2", "h2", "h5", "h01", "3"):
        assert refusal(changed("pennies, nothing eliminated", (part, token))) == (part, "refutation"), token


def test_order_of_listing_does_not_matter() -> None:
    certificate = changed("pd", ("objects.game", game("D C | D C", "2,2 4,1 1,4 3,3")))
    assert certificate["objects"]["game"]["digest"] == PD["digest"]
    assert isinstance(check(text(certificate)), Receipt)


# --- every field is load-bearing

WORDS = ["dominated", "duplicate", "yes", "no", "equal", "isomorphic", "unrelated", "repaired", "printed", "taken"]
WORDS += ["sizes", "payoffs", "action", "profile", "improved", "empty", "neutral", "affine", "elimination"]
WORDS += ["is-spi", "exists-spi", "0", "1", "2", "-1"]

# Changes after which the claim is still true and still proved. In words:
# - steps of a log or of a node in another order, where the order does not matter; a step that the end does not need;
# - another dominator; another outcome, player or action for which what is said of it is true as well;
# - a claim that follows just as well: fewer players to choose from, strictness no longer asked for, another support;
# - two actions listed in another order that have the same payoffs;
# - where a variable has no live action, or a set D is empty, no variable has one: each closes the part without a child.
ANY_ORDER_OF_TWO = {"evidence.elimination: swap 0 1"}
ANY_ORDER_OF_FOUR = {f"evidence.elimination: swap {j} {k}" for j, k in itertools.combinations(range(4), 2)}
# Once a and b are eliminated for player 1, B is as good as A in eliminating them for player 2.
TWINS_LOG_CHANGES = ANY_ORDER_OF_FOUR | {f'evidence.elimination[{k}].by -> "B"' for k in (2, 3)}
PARTS = "evidence.refutations[0].parts"
STILL_TRUE: dict[str, set[str]] = {
    "pd": {*ANY_ORDER_OF_TWO, 'evidence.improvement.player -> "2"', 'evidence.nontrivial.player -> "2"'},
    "pd, not strict": {*ANY_ORDER_OF_TWO, 'evidence.nontrivial.player -> "2"'},
    "temptation, unilateral": {'evidence.improvement.player -> "1"'},
    "temptation, one of two": {'evidence.improvement.player -> "1"', "claim.unilateral: drop 1"},
    "three players": {
        *(f"evidence.elimination: swap {pair}" for pair in ("0 1", "0 2", "1 2")),
        *(f'evidence.{key}.player -> "{i}"' for key in ("improvement", "nontrivial") for i in (1, 2)),
    },
    "twins": {*TWINS_LOG_CHANGES, 'evidence.nontrivial.action -> "b"', 'evidence.nontrivial.player -> "2"'},
    "duplicates, yes": {"objects.game.actions[0]: swap 0 1"},
    "duplicates, no strict one": {"objects.game.actions[0]: swap 0 1", f'{PARTS}[1] -> "0"'},
    # Nothing is eliminated: in every part all sets of one variable are empty, whoever is last.
    "pennies, nothing eliminated": {
        'evidence.refutations[0].last -> "1"',
        *(f'{PARTS}[{k}] -> "{v}"' for k, v in ((2, 0), (2, 1), (3, 1))),
    },
    "pennies, by symmetry": {
        'evidence.refutations[0].last -> "2"',
        f'{PARTS}[0] -> "2"',
        f"{PARTS}: swap 1 3",  # the bijections send T to H for player 2, too
    },
    "pennies, not written down": {'evidence.refutations[0].last -> "2"'},  # nothing is said of the search
    "tie, neutral": ANY_ORDER_OF_TWO,
    "pd, unilateral, elimination": ANY_ORDER_OF_TWO,
    "equal, yes": ANY_ORDER_OF_TWO,
    "equal, not strict": ANY_ORDER_OF_TWO,
    "isomorphic, strict": {*ANY_ORDER_OF_TWO, 'evidence.improvement.player -> "1"', "claim.strict -> false"},
    "isomorphic, yes": {*ANY_ORDER_OF_TWO, 'evidence.improvement.player -> "1"', "claim.strict -> true"},
    "isomorphic, violation": ANY_ORDER_OF_TWO,
    "isomorphic, not strict": ANY_ORDER_OF_TWO,
    "isomorphic, strict on a support": {
        *TWINS_LOG_CHANGES,
        "claim.strict -> false",
        'evidence.isomorphisms.children.a.children.b.end -> "improved"',  # u is (1, 1) there instead of (2, 2)
    },
    "isomorphic, not strict on a support": {
        *TWINS_LOG_CHANGES,
        'claim.support[0][0] -> "B"',  # nothing improves at (A, B) and (B, A), either
        'claim.support[0][1] -> "B"',
    },
    "unrelated, strict": {'evidence.isomorphisms.end -> "payoffs"', "claim.strict -> false"},
    "unrelated, not strict on a support": {'evidence.isomorphisms.end -> "payoffs"'},
    "unrelated, violation": {'evidence.isomorphisms.end -> "sizes"', "evidence.violation.outcome: swap 0 1"},
    "unrelated, a tree": {
        "evidence.violation.becomes: swap 0 1",
        'evidence.violation.becomes[0] -> "B"',
        'evidence.violation.player -> "2"',
    },
    "neutral-and-elimination": {"evidence.elimination: swap 1 2", 'evidence.elimination[1].by -> "z"'},
    "affine-at-three-outcomes": {
        *(f"evidence.elimination: swap {pair}" for pair in ("0 1", "2 3")),
        *(f'evidence.elimination[{k}].by -> "{by}"' for k, by in enumerate("bbyy")),
        *(f'{PARTS}[{k}] -> "1"' for k in (2, 3)),  # with rows that stay, x and y stay: D is empty for any row
    },
    "prisoners-dilemma-has-no-unilateral-one": ANY_ORDER_OF_TWO,
    "rows-that-look-alike": {
        *ANY_ORDER_OF_TWO,
        *(f'evidence.elimination[{k}].by -> "{name}{j}"' for k, name in enumerate("ab") for j in (2, 3)),
        *(f'{PARTS}[3] -> "{v}"' for v in (1, 2)),  # all rows look alike
    },
    "three-players-none-gains": {
        *(f"evidence.elimination: swap {pair}" for pair in ("0 1", "0 2", "1 2")),
        *(f'{PARTS}[{k}] -> "0"' for k in (1, 2)),
    },
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_every_field_is_load_bearing(name: str) -> None:
    assert mutants.still_accepted(CERTIFICATES[name], WORDS) == STILL_TRUE.get(name, set())
