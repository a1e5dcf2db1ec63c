"""Certificates written by hand, as plain dictionaries: builders, and one certificate for every rule that accepts."""

import copy
import hashlib
import itertools
import json
from typing import Any

Json = Any  # a JSON value that the tests take apart

ASSUMPTIONS = ["oesterheld-conitzer-2022, Assumption 1", "oesterheld-conitzer-2022, Assumption 2"]
EVERY_OUTCOME = "every outcome of the reduced game can occur"
INTERCHANGEABLE = "duplicate actions are interchangeable"
LEMMA_4 = ["oesterheld-conitzer-2022, Lemma 4"]
PROPOSITION_23 = ["oesterheld-conitzer-2022, Proposition 23 (repaired: D13, D17)"]
PROPOSITION_23_DUPLICATES = [
    "oesterheld-conitzer-2022, Proposition 23 (repaired: D13, D17), extended to duplicate actions"
]
PROPOSITION_25 = ["oesterheld-conitzer-2022, Proposition 25 (repaired: D13, D17)"]
ALL_USED = ["every isomorphism is used in some model of Assumptions 1 and 2"]
INDEPENDENT = ["unrelated reduced games are played independently in some model of Assumptions 1 and 2"]


def text(certificate: Json) -> str:
    return json.dumps(certificate)


def game(actions: str, payoffs: str, players: str = "") -> Json:
    """A game from "T R | C F" and one payoff vector per profile, "1,2  5,1  0,0  4,4", the last player fastest."""
    own = [names.split() for names in actions.split("|")]
    names = players.split() or [str(i + 1) for i in range(len(own))]
    cells = [cell.split(",") for cell in payoffs.split()]
    profiles = list(itertools.product(*own))
    u = dict(zip(profiles, cells, strict=True))
    lines = ["spi-game 1"]
    for name, mine in zip(names, own, strict=True):
        lines += [f"player {name}", *(f"action {action}" for action in sorted(mine))]
    lines += [f"payoff {' '.join(u[a])}" for a in itertools.product(*map(sorted, own))]
    digest = hashlib.sha256(("\n".join(lines) + "\n").encode()).hexdigest()
    for names_of_one in reversed(own[1:]):
        n = len(names_of_one)
        cells = [cells[k : k + n] for k in range(0, len(cells), n)]  # type: ignore[misc]
    return {"players": names, "actions": own, "payoffs": cells, "digest": digest}


def log(*steps: str) -> Json:
    """An elimination log from "1 R T": player 1, R by T; a fourth word "duplicate" is the rule."""
    keys = ("player", "action", "by", "rule")
    return [dict(zip(keys, [*step.split(), "dominated"][:4], strict=True)) for step in steps]


def iso(*maps: str, scale: str, shift: str, players: str = "") -> Json:
    """An isomorphism from "T:R F:F" for each player."""
    names = players.split() or [str(i + 1) for i in range(len(maps))]
    pairs = [dict(pair.split(":") for pair in one.split()) for one in maps]
    return {"map": dict(zip(names, pairs, strict=True)), "scale": scale.split(), "shift": shift.split()}


def searched(*parts: Json, player: str | None = None, last: str = "2", logs: Json = ()) -> Json:
    """A refutation; parts are search trees, or bijections for a symmetry."""
    return {
        "player": player,
        "last": last,
        "parts": [part if isinstance(part, str) else {"symmetry": part} for part in parts],
        "logs": list(logs),
    }


def certificate(claim: Json, objects: Json, evidence: Json, assumptions: list[str], trusts: list[str]) -> Json:
    return copy.deepcopy(
        {
            "format": "spi-certificate",
            "version": 1,
            "claim": claim,
            "objects": objects,
            "evidence": evidence,
            "scope": {"assumptions": ASSUMPTIONS + assumptions, "trusts": trusts},
        }
    )


def exists_claim(answer: str, **changes: Json) -> Json:
    claim = {"strict": False, "unilateral": None, "duplicates": False, "reading": "repaired"}
    return {"kind": "exists-spi", "answer": answer, **claim, **changes}


def exists_yes(
    claim: Json, whole: Json, subset: Json, evidence: Json, trusts: list[str] = LEMMA_4, more: tuple[str, ...] = ()
) -> Json:
    keys = ("player", "elimination", "subset_elimination", "isomorphism", "nontrivial", "improvement")
    filled = {key: evidence.get(key) for key in keys}
    extra = [*more, *[EVERY_OUTCOME] * claim["strict"]]
    return certificate(claim, {"game": whole, "subset_game": subset}, filled, extra, trusts)


def exists_no(claim: Json, whole: Json, elimination: Json, refutations: Json, trusts: list[str]) -> Json:
    evidence = {"elimination": elimination, "refutations": refutations}
    extra = [INTERCHANGEABLE] * claim["duplicates"] + [EVERY_OUTCOME] * claim["strict"]
    return certificate(claim, {"game": whole}, evidence, extra, trusts)


def is_spi(
    answer: str, whole: Json, subset: Json, relation: str, findings: str, trusts: list[str], **more: Json
) -> Json:
    """An is-spi certificate; `findings` lists the findings that are true, then the unilateral players after "|"."""
    flags, _, players = findings.partition("|")
    found: Json = {key: key in flags.split() for key in ("spi", "strict", "trivial", "payoff_neutral")}
    found["unilateral"] = players.split()
    claim = {"kind": "is-spi", "answer": answer, "strict": more.get("strict", False)}
    claim |= {"support": more.get("support"), "relation": relation, "findings": found}
    keys = ("isomorphism", "isomorphisms", "violation", "improvement", "unimproved")
    evidence = {"elimination": more.get("elimination", []), "subset_elimination": more.get("subset_elimination", [])}
    evidence |= {key: more.get(key) for key in keys}
    extra = [EVERY_OUTCOME] * ((claim["strict"] or found["strict"]) and claim["support"] is None)
    return certificate(claim, {"game": whole, "subset_game": subset}, evidence, extra, trusts)


# --- the games

PD = game("C D | C D", "3,3 1,4 4,1 2,2")
PD_CC = game("C | C", "3,3")
PD_LOG = log("1 C D", "2 C D")
TEMPTATION = game("T R | C F", "1,2 5,1 0,0 4,4")
TIE = game("C D | C D", "2,2 1,3 3,1 2,2")
PENNIES = game("H T | H T", "1,-1 -1,1 -1,1 1,-1")
COORDINATION = game("A B | A B", "2,2 0,0 0,0 1,1")
POINT = game("x | y", "0,0")
TRIPLE = game("C D | C D | C D", "4,4,4 2,2,5 2,5,2 0,3,3 5,2,2 3,0,3 3,3,0 1,1,1")
# A and B coordinate; a and b are dominated by A, and as good as or better than A and B between themselves.
TWINS = game("A B a b | A B a b", "2,2 0,0 9,-1 9,-1  0,0 1,1 0,-1 0,-1  -1,9 -1,0 3,3 1,1  -1,9 -1,0 1,1 2,2")
TWINS_LOG = log("1 a A", "1 b A", "2 a A", "2 b A")
TWINS_AB = game("a b | a b", "3,3 1,1 1,1 2,2")
TWINS_ISO = iso("A:a B:b", "A:a B:b", scale="1 1", shift="-1 -1")
TWINS_TREE = {
    "branch": {"player": "1", "action": "A"},
    "children": {
        "a": {
            "branch": {"player": "2", "action": "A"},
            "children": {
                "a": {"end": "improved", "outcome": ["A", "A"]},
                "b": {"end": "profile", "outcome": ["A", "A"]},
            },
        },
        "b": {"end": "action", "player": "1", "action": "A"},
    },
}
HALF = game("A B a b | A B a b", "2,2 0,0 9,-1 9,-1  0,0 1,1 0,-1 0,-1  -1,9 -1,0 2,2 0,0  -1,9 -1,0 0,0 5,5")
HALF_AB = game("a b | a b", "1,2 0,0 0,0 1/2,1")
HALF_ISO = iso("A:a B:b", "A:a B:b", scale="2 1", shift="0 0")
UNDER = game("a b | x y z", "5,4 0,0 2,4 3,5 5,4 1,2")
DUPLICATES = game("A B | X", "1,1 1,1")
SOLO = game("x y", "1 0")

ACCEPTED: dict[str, Json] = {}

# --- exists-spi, yes

STRICT_PD = {
    "elimination": PD_LOG,
    "subset_elimination": [],
    "isomorphism": iso("D:C", "D:C", scale="1 1", shift="-1 -1"),
    "nontrivial": {"player": "1", "action": "C"},
    "improvement": {"outcome": ["D", "D"], "player": "1"},
}
ACCEPTED["pd"] = exists_yes(exists_claim("yes", strict=True), PD, PD_CC, STRICT_PD)
ACCEPTED["pd, not strict"] = exists_yes(exists_claim("yes"), PD, PD_CC, {**STRICT_PD, "improvement": None})
ACCEPTED["temptation, unilateral"] = exists_yes(
    exists_claim("yes", strict=True, unilateral=["1"]),
    TEMPTATION,
    game("R | C F", "0,0 4,4"),
    {
        "player": "1",
        "elimination": log("1 R T", "2 F C"),
        "subset_elimination": log("2 C F"),
        "isomorphism": iso("T:R", "C:F", scale="1 1", shift="-3 -2"),
        "nontrivial": {"player": "2", "action": "F"},
        "improvement": {"outcome": ["T", "C"], "player": "2"},
    },
)
ACCEPTED["temptation, one of two"] = copy.deepcopy(ACCEPTED["temptation, unilateral"])
ACCEPTED["temptation, one of two"]["claim"]["unilateral"] = ["1", "2"]
ACCEPTED["point, printed"] = exists_yes(
    exists_claim("yes", reading="printed"),
    POINT,
    game("x | y", "1,0"),
    {"elimination": [], "subset_elimination": [], "isomorphism": iso("x:x", "y:y", scale="1 1", shift="-1 0")},
)
ACCEPTED["three players"] = exists_yes(
    exists_claim("yes", strict=True),
    TRIPLE,
    game("C | C | C", "0,0,1/3"),
    {
        "elimination": log("1 C D", "2 C D", "3 C D"),
        "subset_elimination": [],
        "isomorphism": iso("D:C", "D:C", "D:C", scale="1 1 1", shift="1 1 2/3"),
        "nontrivial": {"player": "3", "action": "C"},
        "improvement": {"outcome": ["D", "D", "D"], "player": "3"},
    },
)
ACCEPTED["twins"] = exists_yes(
    exists_claim("yes"),
    TWINS,
    game("a b | a b", "0,7 -4,3 -4,3 -2,5"),
    {
        "elimination": TWINS_LOG,
        "subset_elimination": [],
        "isomorphism": iso("A:a B:b", "A:a B:b", scale="1/2 1/2", shift="2 -3/2"),
        "nontrivial": {"player": "1", "action": "a"},
    },
)
ACCEPTED["duplicates, yes"] = exists_yes(
    exists_claim("yes", duplicates=True),
    DUPLICATES,
    game("B | X", "0,0"),
    {
        "elimination": log("1 B A duplicate"),
        "subset_elimination": [],
        "isomorphism": iso("A:B", "X:X", scale="1 1", shift="1 1"),
        "nontrivial": {"player": "1", "action": "B"},
    },
    more=(INTERCHANGEABLE,),
)

# --- exists-spi, no

# Variables are numbered; of two players with two survivors each, 0 and 1 are player 1's, 2 and 3 player 2's.
ACCEPTED["pennies, nothing eliminated"] = exists_no(
    exists_claim("no"), PENNIES, [], [searched("0", "1", "2", "3")], PROPOSITION_23
)
ACCEPTED["pennies, by symmetry"] = exists_no(
    exists_claim("no"),
    PENNIES,
    [],
    [searched("0", {"1": {"H": "T", "T": "H"}, "2": {"H": "T", "T": "H"}}, "2", "3", last="1")],
    PROPOSITION_23,
)
ACCEPTED["pennies, not written down"] = exists_no(
    exists_claim("no"),
    PENNIES,
    [],
    [{"player": None, "last": "1", "parts": None, "logs": []}],
    [*PROPOSITION_23, "a search for maps found none, and was not written down"],
)
# Player 1's D can go to C, and then player 2's only to C: payoffs stay. In part 1 player 1's D stays at D, and D gives
# player 2 what she has, C less.
ACCEPTED["tie, neutral"] = exists_no(
    exists_claim("no", strict=True), TIE, PD_LOG, [searched("0 n", "0")], PROPOSITION_23
)
ACCEPTED["solo"] = exists_no(exists_claim("no"), SOLO, log("1 y x"), [searched("h1", last="1")], PROPOSITION_23)
# With player 1 moving: to (C, C), but player 2 is not led to C. Player 2's payoff is constant on one outcome.
ACCEPTED["pd, unilateral, elimination"] = exists_no(
    exists_claim("no", unilateral=["1", "2"]),
    PD,
    PD_LOG,
    [
        searched("0 1 a1:0,1 e", "0", player="1", logs=[log("2 C D")]),
        searched("0 1 a0:0,1 e", "0", player="2", logs=[log("1 C D")]),
    ],
    PROPOSITION_25,
)
ACCEPTED["under, unilateral, affine"] = exists_no(
    exists_claim("no", unilateral=["1"]),
    UNDER,
    log("2 y x", "1 b a"),
    [searched("0 1 a1:0,1 h3", "0", "0", player="1")],  # player 2 has 4 everywhere, so x and z both go to y
    PROPOSITION_25,
)
ACCEPTED["duplicates, no strict one"] = exists_no(
    exists_claim("no", strict=True, duplicates=True),
    DUPLICATES,
    log("1 B A duplicate"),
    [searched("0 n", "1")],
    PROPOSITION_23_DUPLICATES,
)

# --- is-spi, equal

PD_ROW = game("D | C D", "4,1 2,2")
ROW_LOGS = {"elimination": PD_LOG, "subset_elimination": log("2 C D")}
ACCEPTED["equal, yes"] = is_spi("yes", PD, PD_ROW, "equal", "spi trivial payoff_neutral | 1", [], **ROW_LOGS)
ACCEPTED["equal, not strict"] = is_spi(
    "no", PD, PD_ROW, "equal", "spi trivial payoff_neutral | 1", [], **ROW_LOGS, strict=True
)

# --- is-spi, isomorphic

PD_TO_CC = {"elimination": PD_LOG, "isomorphism": iso("D:C", "D:C", scale="1 1", shift="-1 -1")}
CC_IMPROVES = {"improvement": {"outcome": ["D", "D"], "player": "2"}}
ACCEPTED["isomorphic, strict"] = is_spi(
    "yes", PD, PD_CC, "isomorphic", "spi strict |", LEMMA_4, **PD_TO_CC, **CC_IMPROVES, strict=True
)
ACCEPTED["isomorphic, yes"] = is_spi("yes", PD, PD_CC, "isomorphic", "spi strict |", LEMMA_4, **PD_TO_CC, **CC_IMPROVES)
ACCEPTED["isomorphic, violation"] = is_spi(
    *("no", PD, game("C | D", "1,4"), "isomorphic", "|", ALL_USED),
    elimination=PD_LOG,
    isomorphism=iso("D:C", "D:D", scale="1 1", shift="1 -2"),
    violation={"outcome": ["D", "D"], "becomes": ["C", "D"], "player": "1"},
)
ACCEPTED["isomorphic, not strict"] = is_spi(
    *("no", TIE, game("C | C", "7,0"), "isomorphic", "spi payoff_neutral |", LEMMA_4),
    elimination=PD_LOG,
    isomorphism=iso("D:C", "D:C", scale="1 1", shift="-5 2"),
    strict=True,
)
ACCEPTED["isomorphic, strict on a support"] = is_spi(
    *("yes", TWINS, TWINS_AB, "isomorphic", "spi strict |", LEMMA_4),
    elimination=TWINS_LOG,
    isomorphism=TWINS_ISO,
    isomorphisms=TWINS_TREE,
    support=[["A", "A"]],
    strict=True,
)
ACCEPTED["isomorphic, not strict on a support"] = is_spi(
    *("no", HALF, HALF_AB, "isomorphic", "spi |", LEMMA_4 + ALL_USED),
    elimination=TWINS_LOG,
    isomorphism=HALF_ISO,
    support=[["A", "A"]],
    strict=True,
)
ACCEPTED["isomorphic, trivial"] = is_spi(
    *("no", PENNIES, game("H T | H T", "-1,1 1,-1 1,-1 -1,1"), "isomorphic", "trivial |", ALL_USED),
    isomorphism=iso("H:T T:H", "H:H T:T", scale="1 1", shift="0 0"),
    violation={"outcome": ["H", "H"], "becomes": ["T", "H"], "player": "1"},
)

# --- is-spi, unrelated

AA = game("A | A", "2,2")
ACCEPTED["unrelated, strict"] = is_spi(
    *("yes", COORDINATION, AA, "unrelated", "spi strict |", []), isomorphisms={"end": "sizes"}, strict=True
)
ACCEPTED["unrelated, not strict on a support"] = is_spi(
    *("no", COORDINATION, AA, "unrelated", "spi |", INDEPENDENT),
    isomorphisms={"end": "sizes"},
    support=[["A", "A"]],
    unimproved=["A", "A"],
    strict=True,
)
ACCEPTED["unrelated, violation"] = is_spi(
    *("no", PENNIES, game("H | H", "1,-1"), "unrelated", "|", INDEPENDENT),
    isomorphisms={"end": "payoffs"},
    violation={"outcome": ["H", "T"], "becomes": ["H", "H"], "player": "2"},
)
ACCEPTED["unrelated, a tree"] = is_spi(
    *("no", COORDINATION, game("A B | A B", "2,2 0,0 0,0 1,2"), "unrelated", "trivial | 2", INDEPENDENT),
    isomorphisms={
        "branch": {"player": "1", "action": "A"},
        "children": {
            "A": {
                "branch": {"player": "2", "action": "A"},
                "children": {
                    "A": {
                        "branch": {"player": "1", "action": "B"},
                        "children": {
                            "B": {
                                "branch": {"player": "2", "action": "B"},
                                "children": {"B": {"end": "profile", "outcome": ["B", "B"]}},
                            },
                        },
                    },
                    "B": {"end": "profile", "outcome": ["A", "A"]},
                },
            },
            "B": {"end": "action", "player": "1", "action": "A"},
        },
    },
    violation={"outcome": ["A", "A"], "becomes": ["A", "B"], "player": "1"},
)
