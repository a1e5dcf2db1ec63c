"""Certificates about payoffs, tokens, threats and programs, written by hand: one for every rule that accepts.

Longer than other files: builders for eight kinds of claims that share their games and lotteries.
"""

import copy
from typing import Any

from tests.checker.certificates import (
    ALL_USED,
    COORDINATION,
    EVERY_OUTCOME,
    INDEPENDENT,
    PD,
    PD_CC,
    PD_LOG,
    PENNIES,
    SOLO,
    TEMPTATION,
    TRIPLE,
    Json,
    game,
    iso,
    log,
)

A1, A2 = "oesterheld-conitzer-2022, Assumption 1", "oesterheld-conitzer-2022, Assumption 2"
ARRANGED = "feasible payoffs can be arranged, and arranging them changes no payoffs"
DEFAULT_LAW = "default play follows the stated law"
SUBSET_LAW = "the subset game is played by the stated law"
PRIVATE = "players draw from their mixtures privately and independently"
PROPOSITION_12 = ["oesterheld-conitzer-2022, Proposition 12 (repaired: D6, N3)"]
COROLLARY_14 = ["oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3)"]
AUTOMORPHISMS = ["automorphisms of a reduced game change neither payoffs nor best replies"]


def document(claim: Json, objects: Json, evidence: Json, assumptions: list[str], trusts: list[str]) -> Json:
    scope = {"assumptions": assumptions, "trusts": trusts}
    top = {"format": "spi-certificate", "version": 1, "claim": claim, "objects": objects, "evidence": evidence}
    return copy.deepcopy({**top, "scope": scope})


def lottery(text: str) -> Json:
    """A lottery from "C,C:2/3 C,D:1/3"; "C,C" alone has probability 1."""
    pairs = [entry.partition(":") for entry in text.split()]
    return [{"outcome": outcome.split(","), "probability": p or "1"} for outcome, _, p in pairs]


def mixture(text: str) -> Json:
    """A mixture from "T:4/5 R:1/5"."""
    pairs = [entry.partition(":") for entry in text.split()]
    return [{"action": action, "probability": p or "1"} for action, _, p in pairs]


def lotteries(*entries: str) -> Json:
    """By classes, from "D,D = C,C:2/3 C,D:1/3"."""
    pairs = [entry.split(" = ") for entry in entries]
    return [{"outcome": outcome.split(","), "lottery": lottery(drawn)} for outcome, drawn in pairs]


def weights(*entries: str) -> Json:
    """By classes, from "D,D = 1 1"."""
    pairs = [entry.split(" = ") for entry in entries]
    return [{"outcome": outcome.split(","), "weights": numbers.split()} for outcome, numbers in pairs]


def punishment(*mixtures: str) -> Json:
    """What the others draw from, "2 = D" for each of them."""
    pairs = [entry.split(" = ") for entry in mixtures]
    return [{"player": player, "mixture": mixture(drawn)} for player, drawn in pairs]


def outcome(text: str, player: str) -> Json:
    return {"outcome": text.split(","), "player": player}


def pareto(answer: str, case: str, whole: Json, payoffs: str, **more: Json) -> Json:
    claim = {"kind": "pareto-optimal", "answer": answer, "payoffs": payoffs.split(), "case": case}
    evidence = {"weights": more.get("weights"), "lottery": more.get("lottery")}
    return document(claim, {"game": whole}, evidence, [], [])


def exists(answer: str, whole: Json, elimination: Json, **more: Json) -> Json:
    claim = {"kind": "exists-pc-spi", "answer": answer, "support": more.get("support")}
    evidence = {"elimination": elimination, **{k: more.get(k) for k in ("lotteries", "weights", "improvement")}}
    assumptions = [A1, A2, *[EVERY_OUTCOME] * (claim["support"] is None), ARRANGED]
    return document(claim, {"game": whole}, evidence, assumptions, PROPOSITION_12)


def tokens(answer: str, relation: str, findings: str, whole: Json, token: Json, means: Json, **more: Json) -> Json:
    """An is-pc-spi certificate; `findings` lists what is true, "spi strict"."""
    found = {key: key in findings.split() for key in ("spi", "strict")}
    claim = {"kind": "is-pc-spi", "answer": answer, "strict": more.get("strict", False)}
    claim |= {"support": more.get("support"), "relation": relation, "findings": found}
    keys = ("isomorphism", "isomorphisms", "improvements", "violation", "unimproved")
    evidence = {"elimination": more.get("elimination", []), "token_elimination": more.get("token_elimination", [])}
    evidence |= {key: more.get(key) for key in keys}
    every = claim["support"] is None and (claim["strict"] or found["strict"])
    trusts = [] if found["strict"] else {"isomorphic": ALL_USED, "unrelated": INDEPENDENT}[relation]
    objects = {"game": whole, "token_game": token, "coordination": means}
    return document(claim, objects, evidence, [A1, A2, *[EVERY_OUTCOME] * every, ARRANGED], trusts)


def achievable(answer: str, whole: Json, elimination: Json, law: str, payoffs: str, **more: Json) -> Json:
    """An achievable certificate, or with a goal one that is best-achievable."""
    claim = {"kind": "achievable", "answer": answer, "law": lottery(law), "payoffs": payoffs.split()}
    if "goal" in more:
        claim |= {"kind": "best-achievable", "goal": more["goal"]}
    evidence = {"elimination": elimination, **{k: more.get(k) for k in ("lotteries", "weights", "multipliers")}}
    return document(claim, {"game": whole}, evidence, [A1, A2, DEFAULT_LAW, ARRANGED], COROLLARY_14)


def goal(kind: str, numbers: str) -> Json:
    return {"kind": kind, "weights" if kind == "weights" else "origin": numbers.split()}


def threats(whole: Json, *entries: tuple[str, str, Json]) -> Json:
    """A threat-points certificate from ("0 2", "C", punishment(...)) for each player."""
    players = whole["players"]
    bounds = [interval.split() for interval, _, _ in entries]
    claim: Json = {"kind": "threat-points", "answer": "yes"}
    claim["intervals"] = [
        {"player": P, "lower": low, "upper": high} for P, (low, high) in zip(players, bounds, strict=True)
    ]
    evidence = [
        {"player": P, "guarantee": mixture(guarantee), "punishment": drawn}
        for P, (_, guarantee, drawn) in zip(players, entries, strict=True)
    ]
    return document(claim, {"game": whole}, {"threats": evidence}, [], [])


def punishments(whole: Json, *entries: Json) -> Json:
    return [{"player": P, "punishment": drawn} for P, drawn in zip(whole["players"], entries, strict=True)]


def programs(answer: str, otherwise: str, whole: Json, subset: Json, **more: Json) -> Json:
    law = more.get("law")
    claim = {"kind": "program-equilibrium", "answer": answer, "otherwise": otherwise, "law": law}
    keys = ("punishments", "isomorphism", "isomorphisms", "violation")
    evidence = {"elimination": more.get("elimination"), "subset_elimination": more.get("subset_elimination", [])}
    evidence |= {key: more.get(key) for key in keys}
    punish = otherwise == "punish"
    assumptions = [A1, *[A2] * (not punish), *[EVERY_OUTCOME] * (law is None and answer == "no")]
    assumptions += [SUBSET_LAW] * (law is not None) + [PRIVATE] * punish
    trusts = AUTOMORPHISMS if more.get("isomorphism") else []
    trusts = INDEPENDENT if more.get("isomorphisms") and answer == "no" else trusts
    return document(claim, {"game": whole, "subset_game": subset}, evidence, assumptions, trusts)


def deviation(player: str, action: str, before: str | None = None, after: str | None = None) -> Json:
    a, b = (None if text is None else text.split(",") for text in (before, after))
    return {"player": player, "action": action, "outcome": a, "becomes": b}


def independent(answer: str, whole: Json, elimination: Json, punished: Json, **more: Json) -> Json:
    """An execution-independent certificate; without punishments, everybody otherwise plays by default."""
    claim = {"kind": "execution-independent", "answer": answer, "support": more.get("support")}
    claim["otherwise"] = "default" if punished is None else "punish"
    evidence = {"elimination": elimination, "punishments": punished, "violation": more.get("violation")}
    assumptions = [A1, *[EVERY_OUTCOME] * (claim["support"] is None)]
    objects = {"game": whole, "subset_game": more.get("subset", whole)}
    return document(claim, objects, evidence, assumptions, [])


# --- the games

# Table 7: c is dominated; the outcomes (a, b) and (b, a) are Pareto-optimal, (a, a) and (b, b) are not.
TABLE_7 = game("a b c | a b c", "-5,-5 4,0 10,-100  0,4 1,1 10,-100  -100,10 -100,10 3,3")
TABLE_7_LOG = log("1 c a", "2 c b")
# A and B coordinate or both get nothing; c is dominated, and (c, c) better than what the others give.
PAIR = game("A B c | A B c", "1,1 0,0 3,-1  0,0 1,1 3,-1  -1,3 -1,3 2,2")
PAIR_LOG = log("1 c A", "2 c A")
PAIR_TOKENS = game("X Y | X Y", "1,1 0,0 0,0 1,1")
TRIPLE_LOG = log("1 C D", "2 C D", "3 C D")
# Player 1 counts up to six with A and gets nothing with B; the others always get nothing.
THREE = game("A B | C D | E F G", "1,0,0 2,0,0 3,0,0 4,0,0 5,0,0 6,0,0" + " 0,0,0" * 6)

ACCEPTED: dict[str, Any] = {}

# --- pareto-optimal

ACCEPTED["efficient, a profile"] = pareto(
    "yes", "efficient", TABLE_7, "3 3", weights=["1", "1"], lottery=lottery("c,c")
)
ACCEPTED["efficient, a lottery"] = pareto(  # 3 * 7/2 + 3/2 = 12, and 12 at (a, b) and (c, c)
    "yes", "efficient", TABLE_7, "7/2 3/2", weights=["3", "1"], lottery=lottery("a,b:1/2 c,c:1/2")
)
ACCEPTED["efficient, three players"] = pareto(  # 12 at (C, C, C), 9, 6 and 3 elsewhere
    "yes", "efficient", TRIPLE, "4 4 4", weights=["1/2", "1/2", "1/2"], lottery=lottery("C,C,C")
)
ACCEPTED["efficient, one player"] = pareto("yes", "efficient", SOLO, "1", weights=["1/3"], lottery=lottery("x"))
ACCEPTED["improvable"] = pareto("no", "improvable", TABLE_7, "2 3", lottery=lottery("c,c"))
ACCEPTED["improvable, not feasible"] = pareto("no", "improvable", SOLO, "2/3", lottery=lottery("x:5/6 y:1/6"))
ACCEPTED["out of reach"] = pareto("yes", "out-of-reach", TABLE_7, "4 5/2", weights=["1", "1"])
ACCEPTED["out of reach, for one"] = pareto("yes", "out-of-reach", TABLE_7, "11 -200", weights=["2", "0"])
ACCEPTED["out of reach, three players"] = pareto("yes", "out-of-reach", TRIPLE, "5 4 4", weights=["1", "1", "1"])

# --- exists-pc-spi

ACCEPTED["pc, pd"] = exists("yes", PD, PD_LOG, lotteries=lotteries("D,D = C,C"), improvement=outcome("D,D", "1"))
ACCEPTED["pc, a lottery"] = exists(  # 5/2 for both
    "yes", PD, PD_LOG, lotteries=lotteries("D,D = C,D:1/2 D,C:1/2"), improvement=outcome("D,D", "2")
)
ACCEPTED["pc, on a support"] = exists(
    *("yes", TABLE_7, TABLE_7_LOG),
    support=[["b", "b"], ["a", "b"]],
    lotteries=lotteries("a,b = a,b", "b,b = c,c", "b,a = b,a", "a,a = a,a"),
    improvement=outcome("b,b", "2"),
)
ACCEPTED["pc, one class of two outcomes"] = exists(  # the entry is for (A, A), what occurs is (B, B)
    *("yes", PAIR, PAIR_LOG),
    support=[["B", "B"]],
    lotteries=lotteries("A,A = c,c", "B,A = A,B"),
    improvement=outcome("A,A", "1"),
)
ACCEPTED["pc, three players"] = exists(
    "yes", TRIPLE, TRIPLE_LOG, lotteries=lotteries("D,D,D = C,C,C"), improvement=outcome("D,D,D", "3")
)
ACCEPTED["no pc"] = exists("no", PENNIES, [], weights=weights("H,T = 1 1", "H,H = 2 2"))
ACCEPTED["no pc, on a support"] = exists(
    *("no", TABLE_7, TABLE_7_LOG),
    support=[["a", "b"], ["b", "a"]],
    weights=weights("a,b = 3 1", "b,a = 1/2 3/2"),
)
ACCEPTED["no pc, one player"] = exists("no", SOLO, log("1 y x"), weights=weights("x = 1"))
ACCEPTED["no pc, three players"] = exists(  # nobody can get more without u3, which is 0 in any case
    *("no", THREE, log("1 B A")),
    support=[["A", "D", "G"]],
    weights=weights("A,D,G = 1 1 7/9"),
)

# --- is-pc-spi, isomorphic

DOT = game("t | t", "0,0")
DOT_ISO = {"elimination": PD_LOG, "isomorphism": iso("D:t", "D:t", scale="1 1", shift="2 2")}
SAFE = {"end": "safe"}
ACCEPTED["tokens, strict"] = tokens(
    *("yes", "isomorphic", "spi strict", PD, DOT, lotteries("t,t = C,C")),
    **DOT_ISO,
    isomorphisms=SAFE,
    improvements={"end": "improved", "outcome": ["D", "D"]},
    strict=True,
)
ACCEPTED["tokens, yes"] = tokens(  # 1/4 * 4 + 1/2 * 1 + 1/4 * 2 = 2 and 1/4 + 1/2 * 4 + 1/2 = 11/4
    *("yes", "isomorphic", "spi strict", PD, DOT, lotteries("t,t = D,C:1/4 C,D:1/2 D,D:1/4")),
    **DOT_ISO,
    isomorphisms=SAFE,
    improvements={"end": "improved", "outcome": ["D", "D"]},
)
ACCEPTED["tokens, not strict"] = tokens(
    *("no", "isomorphic", "spi", PD, DOT, lotteries("t,t = D,D")), **DOT_ISO, isomorphisms=SAFE, strict=True
)
ACCEPTED["tokens, violation"] = tokens(
    *("no", "isomorphic", "", PD, DOT, lotteries("t,t = C,D")),
    **DOT_ISO,
    violation={"outcome": ["D", "D"], "becomes": ["t", "t"], "player": "1"},
)
PAIR_SWAP = {
    "elimination": PAIR_LOG,
    "isomorphism": iso("A:Y B:X", "A:Y B:X", scale="1 1", shift="0 0"),
}
PAIR_MEANS = lotteries("X,X = c,c", "X,Y = A,B", "Y,X = B,A", "Y,Y = A,A")
ACCEPTED["tokens, a tree of improvements"] = tokens(  # (X, X) is better; it comes from (A, A) or from (B, B)
    *("yes", "isomorphic", "spi strict", PAIR, PAIR_TOKENS, PAIR_MEANS),
    **PAIR_SWAP,
    strict=True,
    isomorphisms=SAFE,
    improvements={
        "branch": {"player": "1", "action": "A"},
        "children": {
            "X": {"end": "improved", "outcome": ["A", "A"]},
            "Y": {"end": "improved", "outcome": ["B", "B"]},
        },
    },
)
ACCEPTED["tokens, all ends"] = tokens(  # the same with longer trees
    *("yes", "isomorphic", "spi strict", PAIR, PAIR_TOKENS, PAIR_MEANS),
    **PAIR_SWAP,
    strict=True,
    support=[["A", "A"], ["B", "B"]],
    isomorphisms={
        "branch": {"player": "2", "action": "B"},
        "children": {
            "X": {
                "branch": {"player": "1", "action": "B"},
                "children": {"X": SAFE, "Y": {"end": "profile", "outcome": ["B", "B"]}},
            },
            "Y": SAFE,
        },
    },
    improvements={
        "branch": {"player": "1", "action": "A"},
        "children": {
            "X": {
                "branch": {"player": "2", "action": "A"},
                "children": {
                    "X": {"end": "improved", "outcome": ["A", "A"]},
                    "Y": {"end": "profile", "outcome": ["A", "A"]},
                },
            },
            "Y": {"end": "improved", "outcome": ["B", "B"]},
        },
    },
)
ACCEPTED["tokens, not strict on a support"] = tokens(  # by this isomorphism (A, A) becomes (Y, Y), which is (1, 1)
    *("no", "isomorphic", "spi", PAIR, PAIR_TOKENS, PAIR_MEANS),
    **PAIR_SWAP,
    strict=True,
    isomorphisms=SAFE,
    support=[["A", "A"]],
)
ACCEPTED["tokens, violation by one isomorphism"] = tokens(  # (B, B) becomes (X, X), which is (0, 0)
    *("no", "isomorphic", "", PAIR, PAIR_TOKENS, lotteries("X,X = A,B", "X,Y = A,B", "Y,X = B,A", "Y,Y = A,A")),
    **PAIR_SWAP,
    violation={"outcome": ["B", "B"], "becomes": ["X", "X"], "player": "1"},
)
ACCEPTED["tokens, three players"] = tokens(
    *("yes", "isomorphic", "spi strict", TRIPLE, game("x y | x | x", "3,2,1 2,1,0")),
    lotteries("x,x,x = C,C,C", "y,x,x = C,D,D"),
    elimination=TRIPLE_LOG,
    token_elimination=log("1 y x"),
    isomorphism=iso("D:x", "D:x", "D:x", scale="1 1 1", shift="-2 -1 0"),
    isomorphisms=SAFE,
    improvements={"end": "improved", "outcome": ["D", "D", "D"]},
)
ACCEPTED["tokens, one player"] = tokens(
    *("yes", "isomorphic", "spi", SOLO, game("t", "1"), lotteries("t = x")),
    elimination=log("1 y x"),
    isomorphism=iso("x:t", scale="1", shift="0"),
    isomorphisms=SAFE,
)

# --- is-pc-spi, unrelated

TWO = game("t s | t", "0,0 0,1")
TWO_TREE = {"elimination": PD_LOG, "isomorphisms": {"end": "sizes"}}
ACCEPTED["unrelated tokens, strict"] = tokens(
    *("yes", "unrelated", "spi strict", PD, TWO, lotteries("t,t = C,C", "s,t = C,C:1/2 D,D:1/2")),
    **TWO_TREE,
    strict=True,
)
ACCEPTED["unrelated tokens, not strict"] = tokens(
    *("no", "unrelated", "spi", PD, TWO, lotteries("t,t = C,C", "s,t = D,D")),
    **TWO_TREE,
    strict=True,
    unimproved=["s", "t"],
)
ACCEPTED["unrelated tokens, violation"] = tokens(
    *("no", "unrelated", "", PD, TWO, lotteries("t,t = C,D", "s,t = C,C")),
    **TWO_TREE,
    violation={"outcome": ["D", "D"], "becomes": ["t", "t"], "player": "1"},
)
ACCEPTED["unrelated tokens, a support of two"] = tokens(  # (2, 2) at (c, c) cannot be equal to (1, 1) and to (0, 0)
    *("yes", "unrelated", "spi strict", PAIR, DOT, lotteries("t,t = c,c")),
    elimination=PAIR_LOG,
    isomorphisms={"end": "payoffs"},
    support=[["A", "A"], ["A", "B"]],
    strict=True,
)

# --- achievable

AB_BA = "a,b:1/2 b,a:1/2"
ACCEPTED["achievable"] = achievable("yes", PD, PD_LOG, "D,D", "3 3", lotteries=lotteries("D,D = C,C"))
ACCEPTED["achievable, two classes"] = achievable(  # 1/3 (3, 3) + 2/3 (4, 0)
    *("yes", TABLE_7, TABLE_7_LOG, "b,b:1/3 a,b:2/3", "11/3 1"),
    lotteries=lotteries("a,b = a,b", "b,b = c,c"),
)
ACCEPTED["achievable, one class of two outcomes"] = achievable(
    *("yes", PENNIES, [], "H,H:1/3 T,T:2/3", "1 -1"), lotteries=lotteries("T,T = H,H:1/7 T,T:6/7")
)
ACCEPTED["achievable, three players"] = achievable(
    *("yes", TRIPLE, TRIPLE_LOG, "D,D,D", "5/2 5/2 5/2"), lotteries=lotteries("D,D,D = C,C,C:1/2 D,D,D:1/2")
)
ACCEPTED["achievable, one player"] = achievable("yes", SOLO, log("1 y x"), "x", "1", lotteries=lotteries("x = x"))
ACCEPTED["not achievable"] = achievable(  # from (a, b) only 12 - 2 * 4, from (b, a) the same: 4, not 6
    *("no", TABLE_7, TABLE_7_LOG, AB_BA, "3 3"),
    weights=["1", "1"],
    multipliers=weights("a,b = 2 0", "b,a = 0 2"),
)
ACCEPTED["not achievable, negative weights"] = achievable(  # -u1 is at most -2, not -1
    *("no", PD, PD_LOG, "D,D", "1 4"), weights=["-1", "0"], multipliers=weights("D,D = 1 0")
)

# --- best-achievable

BEST_PD = {"lotteries": lotteries("D,D = C,C"), "weights": ["1", "1"], "multipliers": weights("D,D = 0 0")}
ACCEPTED["best, weights"] = achievable("yes", PD, PD_LOG, "D,D", "3 3", **BEST_PD, goal=goal("weights", "1 1"))
ACCEPTED["best, nash"] = achievable("yes", PD, PD_LOG, "D,D", "3 3", **BEST_PD, goal=goal("nash", "2 2"))
ACCEPTED["best, max-min"] = achievable("yes", PD, PD_LOG, "D,D", "3 3", **BEST_PD, goal=goal("max-min", "2 2"))
ACCEPTED["best, max-min for one"] = achievable(  # 1/2 u1 + u2 is at most 9/2, and u1 at least 2
    *("yes", PD, PD_LOG, "D,D", "2 7/2"),
    lotteries=lotteries("D,D = C,C:1/2 C,D:1/2"),
    weights=["0", "1"],
    multipliers=weights("D,D = 1/2 0"),
    goal=goal("max-min", "-10 1"),
)
ACCEPTED["best, nash, two classes"] = achievable(  # (6 - 4)/2 from either class
    *("yes", TABLE_7, TABLE_7_LOG, AB_BA, "2 2"),
    lotteries=lotteries("b,a = b,a", "a,b = a,b"),
    weights=["1/2", "1/2"],
    multipliers=weights("a,b = 1 0", "b,a = 0 1"),
    goal=goal("nash", "0 0"),
)
ACCEPTED["best, three players"] = achievable(
    *("yes", TRIPLE, TRIPLE_LOG, "D,D,D", "4 4 4"),
    lotteries=lotteries("D,D,D = C,C,C"),
    weights=["1/3", "1/3", "1/3"],
    multipliers=weights("D,D,D = 0 0 0"),
    goal=goal("nash", "1 1 1"),
)
ACCEPTED["best, one player"] = achievable(
    *("yes", SOLO, log("1 y x"), "x", "1"),
    lotteries=lotteries("x = x"),
    weights=["1"],
    multipliers=weights("x = 0"),
    goal=goal("weights", "1"),
)

# --- threat-points

ACCEPTED["threats, pd"] = threats(PD, ("2 2", "D", punishment("2 = D")), ("2 2", "D", punishment("1 = D")))
ACCEPTED["threats, temptation"] = threats(  # 1 + q = 4(1 - q) at q = 3/5; 4/5 * 2 = 4/5 + 1/5 * 4 = 8/5
    *(TEMPTATION, ("1 1", "T", punishment("2 = C"))),
    ("8/5 8/5", "C:3/5 F:2/5", punishment("1 = T:4/5 R:1/5")),
)
ACCEPTED["threats, an interval"] = threats(
    TEMPTATION, ("0 5", "R", punishment("2 = F")), ("0 2", "C", punishment("1 = T"))
)
ACCEPTED["threats, table 7"] = threats(TABLE_7, ("0 0", "b", punishment("2 = a")), ("0 0", "b", punishment("1 = a")))
ACCEPTED["threats, three players"] = threats(  # A: 1/3 (1 + 3)/2 + 2/3 (4 + 6)/2 = 4
    *(THREE, ("1 4", "A", punishment("2 = C:1/3 D:2/3", "3 = E:1/2 G:1/2"))),
    ("0 0", "D", punishment("1 = B", "3 = F")),
    ("0 0", "G", punishment("1 = A", "2 = C")),
)
ACCEPTED["threats, one player"] = threats(SOLO, ("1 1", "x", []))

# --- program-equilibrium, punish

PD_PUNISH = punishments(PD, punishment("2 = D"), punishment("1 = D"))
HALF = "H:1/2 T:1/2"
PENNIES_PUNISH = punishments(PENNIES, punishment(f"2 = {HALF}"), punishment(f"1 = {HALF}"))
ACCEPTED["punish"] = programs("yes", "punish", PD, PD_CC, punishments=PD_PUNISH)
ACCEPTED["punish, no"] = programs(
    *("no", "punish", PENNIES, PENNIES),
    punishments=PENNIES_PUNISH,
    violation=deviation("1", "H", None, "H,T"),
)
ACCEPTED["punish, with a law"] = programs(
    *("yes", "punish", PENNIES, PENNIES), punishments=PENNIES_PUNISH, law=lottery("H,H:1/2 H,T:1/2")
)
ACCEPTED["punish, no with a law"] = programs(
    *("no", "punish", PENNIES, PENNIES),
    punishments=PENNIES_PUNISH,
    law=lottery("H,H:2/3 H,T:1/3"),
    violation=deviation("2", "T"),
)
ACCEPTED["punish, dominated actions"] = programs(  # player 2 gets 1 from C; against D she could earn 2
    *("no", "punish", PD, game("C D | C", "3,3 5,3")),
    subset_elimination=log("1 C D"),
    punishments=PD_PUNISH,
    violation=deviation("2", "D", None, "D,C"),
)
ACCEPTED["punish, three players"] = programs(
    *("yes", "punish", TRIPLE, game("C | C | C D", "0,0,0 0,0,0")),
    punishments=punishments(
        *(TRIPLE, punishment("2 = D", "3 = D"), punishment("1 = D", "3 = D"), punishment("1 = D", "2 = C:1/2 D:1/2"))
    ),
    law=lottery("C,C,C"),
)
ACCEPTED["punish, one player"] = programs("yes", "punish", SOLO, game("x", "7"), punishments=punishments(SOLO, []))

# --- program-equilibrium, default

PD_ROW = game("D | C D", "4,1 2,2")
ACCEPTED["default, equal"] = programs("yes", "default", PD, PD_ROW, elimination=PD_LOG, subset_elimination=log("2 C D"))
ACCEPTED["default, equal, no"] = programs(
    *("no", "default", COORDINATION, COORDINATION), elimination=[], violation=deviation("1", "B", "A,B", "A,B")
)
ACCEPTED["default, isomorphic"] = programs(
    *("yes", "default", PD, PD_CC),
    elimination=PD_LOG,
    isomorphism=iso("D:C", "D:C", scale="1 1", shift="-1 -1"),
)
ACCEPTED["default, isomorphic, no"] = programs(
    *("no", "default", PD, game("C | D", "1,4")),
    elimination=PD_LOG,
    isomorphism=iso("D:C", "D:D", scale="1 1", shift="1 -2"),
    violation=deviation("1", "D", "D,D", "C,D"),
)
ACCEPTED["default, unrelated"] = programs(
    *("yes", "default", COORDINATION, game("A | A", "2,2")), elimination=[], isomorphisms={"end": "sizes"}
)
ACCEPTED["default, unrelated, no"] = programs(
    *("no", "default", PENNIES, game("H | H", "0,0")),
    elimination=[],
    isomorphisms={"end": "sizes"},
    violation=deviation("2", "T", "H,H", "H,H"),
)
ACCEPTED["default, three players"] = programs(
    *("yes", "default", TRIPLE, game("C | C | C", "0,0,1/3")),
    elimination=TRIPLE_LOG,
    isomorphism=iso("D:C", "D:C", "D:C", scale="1 1 1", shift="1 1 2/3"),
)
ACCEPTED["default, one player"] = programs(
    "yes", "default", SOLO, SOLO, elimination=log("1 y x"), subset_elimination=log("1 y x")
)

# --- execution-independent

ACCEPTED["independent"] = independent("yes", PD, PD_LOG, PD_PUNISH, subset=PD_CC)
ACCEPTED["independent, default"] = independent("yes", PD, PD_LOG, None, subset=PD_CC)
ACCEPTED["independent, default, on a support"] = independent("yes", COORDINATION, [], None, support=[["A", "B"]])
ACCEPTED["not independent"] = independent(
    *("no", PD, PD_LOG, punishments(PD, punishment("2 = D:1/2 C:1/2"), punishment("1 = D"))),
    violation={"dropout": "1", "player": "2", "action": "C", "outcome": ["D", "D"]},
)
COORDINATION_A = punishments(COORDINATION, punishment("2 = A"), punishment("1 = A"))
ACCEPTED["independent, on a support"] = independent("yes", COORDINATION, [], COORDINATION_A, support=[["A", "A"]])
ACCEPTED["not independent, any outcome"] = independent(
    *("no", COORDINATION, [], COORDINATION_A),
    violation={"dropout": "1", "player": "2", "action": "A", "outcome": ["A", "B"]},
)
ACCEPTED["not independent, on a support"] = independent(
    *("no", COORDINATION, [], COORDINATION_A),
    support=[["A", "A"], ["B", "A"]],
    violation={"dropout": "2", "player": "1", "action": "A", "outcome": ["B", "A"]},
)
ACCEPTED["independent, three players"] = independent(
    *("yes", TRIPLE, TRIPLE_LOG),
    punishments(*(TRIPLE, punishment("2 = D", "3 = D"), punishment("1 = D", "3 = D"), punishment("1 = D", "2 = D"))),
)
ACCEPTED["independent, one player"] = independent("yes", SOLO, log("1 y x"), punishments(SOLO, []))
