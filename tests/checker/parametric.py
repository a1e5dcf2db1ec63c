"""Certificates about parameters, written by hand: builders, and one certificate for every rule that accepts."""

import copy
import hashlib
import itertools

from tests.checker.certificates import ALL_USED, ASSUMPTIONS, EVERY_OUTCOME, INDEPENDENT, LEMMA_4, Json, log


def digest(parameters: list[str], players: list[str], actions: list[list[str]], u: dict[tuple[str, ...], Json]) -> str:
    """SHA-256 of the canonical text; `u` has for each profile a form per player."""
    lines = ["spi-game 1"]
    for player, own in zip(players, actions, strict=True):
        lines += [f"player {player}", *(f"action {x}" for x in sorted(own))]
    for a in itertools.product(*map(sorted, actions)):
        words = []
        for constant, *rest in u[a]:
            terms = sorted((name, k) for name, k in zip(parameters, rest, strict=True) if k != "0")
            words.append(constant + "".join(f"+{k}*{name}" for name, k in terms))
        lines.append("payoff " + " ".join(words))
    return hashlib.sha256(("\n".join(lines) + "\n").encode()).hexdigest()


def pgame(parameters: str, actions: str, payoffs: str, players: str = "") -> Json:
    """A game from "C D | C D" and one vector per profile: "0:1,0:1 0,3" for (c, c) and (0, 3), c the one parameter."""
    names = parameters.split()
    own = [words.split() for words in actions.split("|")]
    who = players.split() or [str(i + 1) for i in range(len(own))]
    cells: Json = []
    for cell in payoffs.split():
        forms = [one.split(":") for one in cell.split(",")]
        cells.append([form + ["0"] * (len(names) + 1 - len(form)) for form in forms])
    u = dict(zip(itertools.product(*own), cells, strict=True))
    for mine in reversed(own[1:]):
        cells = [cells[k : k + len(mine)] for k in range(0, len(cells), len(mine))]
    return {"players": who, "actions": own, "payoffs": cells, "digest": digest(names, who, own, u)}


def atom(text: str) -> Json:
    """From "-1:1 >=": -1 + c >= 0."""
    form, relation = text.split()
    return {"form": form.split(":"), "relation": relation}


def dnf(text: str) -> Json:
    """From "-1:1 >= & 3:-1 > | 0:1 =": alternatives, each of comparisons; "never" and "always"."""
    if text == "never":
        return []
    return [[atom(one.strip()) for one in part.split("&") if one.strip() != "always"] for part in text.split("|")]


def fact(text: str, multipliers: str) -> Json:
    return {**atom(text), "multipliers": multipliers.split()}


def leaf(*facts: Json, case: Json = None) -> Json:
    return {"facts": list(facts), "case": case}


def cut(text: str, passed: Json, failed: Json) -> Json:
    return {"cut": atom(text), "passed": passed, "failed": failed}


def case(
    elimination: Json = (),
    subset: Json = (),
    maps: Json = None,
    ratios: Json = None,
    tree: Json = None,
    players: str = "",
) -> Json:
    """A case; `maps` are words like "D:C", one for each player."""
    found = None
    if maps is not None:
        names = players.split() or [str(i + 1) for i in range(len(maps))]
        pairs = [dict(pair.split(":") for pair in one.split()) for one in maps]
        found = {"map": dict(zip(names, pairs, strict=True)), "ratios": ratios}
    return {
        "elimination": list(elimination),
        "subset_elimination": list(subset),
        "isomorphism": found,
        "isomorphisms": tree,
    }


def scale(factor: str) -> Json:
    return {"scale": factor}


def multiples(outcome: str, factors: str) -> Json:
    return {"outcome": outcome.split(","), "multiples": factors.split()}


def end(kind: str, player: str, outcomes: str, factor: str) -> Json:
    return {"end": kind, "player": player, "outcomes": [one.split(",") for one in outcomes.split()], "factor": factor}


def branch(player: str, action: str, **children: Json) -> Json:
    return {"branch": {"player": player, "action": action}, "children": children}


def lottery(text: str) -> Json:
    """From "x,y" or "x,y=1/2 z,y=1/2"."""
    entries = [one.partition("=") for one in text.split()]
    return [{"outcome": a.split(","), "probability": p or "1"} for a, _, p in entries]


def pair(before: str, after: str) -> Json:
    return {"outcome": lottery(before), "becomes": lottery(after)}


def parametric(
    parameters: str,
    whole: Json,
    tree: Json,
    *,
    condition: str,
    strict: str,
    points: tuple[str, str],
    inside: str,
    bounds: str = "always",
    pairs: list[Json] | None = None,
    subset: Json = None,
    trusts: tuple[list[str], ...] = (),
) -> Json:
    """A certificate; points are words like "1:0 2:3", one for each alternative."""
    own = [[point.split(":") if point != "-" else [] for point in one.split()] for one in points]
    return copy.deepcopy(
        {
            "format": "spi-certificate",
            "version": 1,
            "claim": {
                "kind": "parametric",
                "answer": "yes",
                "pairs": pairs,
                "condition": dnf(condition),
                "strict": dnf(strict),
            },
            "objects": {
                "parameters": parameters.split(),
                "bounds": dnf(bounds)[0],
                "game": whole,
                "subset_game": subset,
            },
            "evidence": {
                "inside": inside.split(":") if inside != "-" else [],
                "points": dict(zip(("condition", "strict"), own, strict=True)),
                "tree": tree,
            },
            "scope": {
                "assumptions": [*ASSUMPTIONS, EVERY_OUTCOME] if subset else [],
                "trusts": [one for own in trusts for one in own],
            },
        }
    )


# --- pairs

WAR = pgame("t d", "war peace | x", "0:0:1,0:0:1 0:1,0:1", "A B")  # doomsday is worth d to both, takeover t
T_D = "0:1:-1"
SPEND = pgame("p", "x y", "0:1 1/2")  # one player: p, or 1/2
NUMBERS = pgame("", "x y", "1 2")

# --- a dilemma in which cooperation pays c; the subset game has cooperation only

PD = pgame("c", "C D | C D", "0:1,0:1 0,3 3,0 1,1")
CC = pgame("c", "C | C", "0:1,0:1")
BOTH = log("1 C D", "2 C D")
GONE = case(BOTH, maps=("D:C", "D:C"), ratios=[scale("1"), scale("1")])
ALL = case(tree={"end": "sizes"})

# --- three columns: player 2 does not care, player 3's payoffs tell the columns apart

COLUMNS = "a | l m r | o"


def columns(first: str, parameters: str = "t") -> Json:
    return pgame(parameters, COLUMNS, " ".join(f"{u},0,{k}" for u, k in zip(first.split(), "013", strict=True)))


TIMES = columns("0 0:1 0:2")  # 0, t, 2t
SAME = ("a:a", "l:l m:m r:r", "o:o")
STAY = [scale("1"), scale("1")]
OUTCOMES = "a,l,o a,m,o a,r,o"


def tree_but_identity(identity: Json, player: str = "3") -> Json:
    """All bijections of the columns: those that move one are refuted by the third player's payoffs 0, 1, 3."""

    def less(x: str, y: str) -> Json:  # x before y among the payoffs, but not their images
        return end("multiple", player, f"a,{x},o a,{y},o a,{x},o a,{y},o", "0")

    return branch(
        "1",
        "a",
        a=branch(
            "3",
            "o",
            o=branch(
                "2",
                "l",
                l=branch("2", "m", m=branch("2", "r", r=identity), r=branch("2", "r", m=less("m", "r"))),
                m=branch("2", "m", l=less("l", "m"), r=branch("2", "r", l=less("l", "r"))),
                r=branch("2", "m", l=less("l", "m"), m=less("l", "m")),
            ),
        ),
    )


ACCEPTED: dict[str, Json] = {
    "takeover": parametric(
        "t d",
        WAR,
        cut(f"{T_D} >=", cut(f"{T_D} >", leaf(), leaf()), leaf()),
        condition=f"{T_D} >=",
        strict=f"{T_D} >",
        points=("0:0", "1:0"),
        inside="0:0",
        pairs=[pair("war,x", "peace,x"), pair("peace,x", "peace,x")],
    ),
    "lotteries within bounds": parametric(  # p becomes p/2 + 1/4: a gain of (1/2 - p)/2
        "p",
        SPEND,
        cut("1:-2 >=", cut("1:-2 >", leaf(), leaf()), leaf()),
        condition="1:-2 >=",
        strict="1:-2 >",
        points=("1/2", "0"),
        inside="1",
        bounds="0:1 >= & 1:-1 >=",
        pairs=[pair("x", "x=1/2 y=1/2")],
    ),
    "never within bounds": parametric(
        "p",
        SPEND,
        leaf(fact("-1:2 >", "1/2 0")),
        condition="never",
        strict="never",
        points=("", ""),
        inside="1",
        bounds="-3:4 >= & 1:-1 >=",
        pairs=[pair("x", "y")],
    ),
    "two alternatives, and equations": parametric(  # x for y and y for x: p = 1/2, in two ways to say it
        "p",
        SPEND,
        cut("-1:2 >=", cut("1:-2 >=", leaf(), leaf()), leaf()),
        condition="-1:2 = | 1:-2 >= & -1:2 >=",
        strict="never",
        points=("1/2 1/2", ""),
        inside="0",
        pairs=[pair("x", "y"), pair("y", "x")],
    ),
    "without parameters": parametric(
        "", NUMBERS, leaf(), condition="always", strict="always", points=("-", "-"), inside="-", pairs=[pair("x", "y")]
    ),
    "given an equation": parametric(
        "t d",
        WAR,
        leaf(fact(f"{T_D} >", "1 0 1")),
        condition="always",
        strict="always",
        points=("2:1", "2:1"),
        inside="2:1",
        bounds="0:1:-2 = & 0:0:1 >",
        pairs=[pair("war,x", "peace,x")],
    ),
    "no pairs": parametric(
        "t d", WAR, leaf(), condition="always", strict="never", points=("0:0", ""), inside="0:0", pairs=[]
    ),
    "dilemma": parametric(
        "c",
        PD,
        cut(
            "-1:1 >=",
            cut(
                "-1:1 >",
                cut("3:-1 >", leaf(case=GONE), leaf(fact("0:1 >", "1 0 0"), case=ALL)),
                leaf(fact("3:-1 >", "0 1"), case=GONE),
            ),
            leaf(fact("3:-1 >", "1"), case=GONE),
        ),
        condition="-1:1 >=",
        strict="-1:1 >",
        points=("1", "2"),
        inside="0",
        subset=CC,
        trusts=(LEMMA_4, ALL_USED),
    ),
    "a ratio that varies": parametric(  # 0, t, 2t against 0, 1, 2
        "t",
        TIMES,
        cut(
            "0:1 >",
            leaf(
                case=case(maps=SAME, ratios=[multiples("a,m,o", "0 1 2"), scale("1"), scale("1")]),
            ),
            leaf(case=case(tree=tree_but_identity(end("multiple", "1", "a,m,o a,l,o a,l,o a,l,o", "1")))),
        ),
        condition="0:1 >",
        strict="never",
        points=("1", ""),
        inside="0",
        subset=columns("0 1 2"),
        trusts=(LEMMA_4, INDEPENDENT),
    ),
    "a ratio that is not the same": parametric(  # 0, t, t + 1 against 0, t, t: λ = 1 from t, but not from t + 1
        "t",
        columns("0 0:1 1:1"),
        leaf(case=case(tree=tree_but_identity(end("ratio", "1", "a,m,o a,l,o a,r,o a,l,o", "1")))),
        condition="never",
        strict="never",
        points=("", ""),
        inside="1",
        bounds="0:1 >",
        subset=columns("0 0:1 0:1"),
        trusts=(INDEPENDENT,),
    ),
}
