"""Certificates about programs that become others, written by hand: one for every rule that accepts."""

from tests.checker import encounters
from tests.checker.certificates import Json, game
from tests.checker.coordination import document
from tests.checker.encounters import (
    CLIQUE,
    DRAWS,
    FAIR,
    FLIPS,
    FOLLOWS,
    LARGE,
    ME,
    MIRROR,
    MIXES,
    OTHER,
    STRING,
    C,
    D,
    define,
    grounded,
    program,
    run,
    say,
    shared,
)
from tests.checker.tables import met as entry

SUMS = "programs that draw by chance count by their expected payoffs"
CHOSEN = ["players would have chosen as the choice model says", "programs demand what the demand map says"]


def met(*lines: str) -> Json:
    """Encounters from "0 1 = C D", "5 5 = C C @ 1" with the world, or "3 3 =" for programs that diverge."""
    found = []
    for line in lines:
        who, _, what = line.partition("=")
        played, at, world = what.partition(" @ ")
        entry = {"programs": who.split(), "engine": "modal" if at else "direct", "outcome": played.split() or None}
        rest = {"laws": None, "joint": None, "worlds": world or None, "calls": None, "weights": None}
        found.append({**entry, "diverges": not played.split(), **rest})
    return found


def compared(kind: str, answer: str, question: Json, objects: Json, evidence: Json, **more: Json) -> Json:
    """A certificate; `question` has what else is claimed."""
    claim = {"kind": kind, "answer": answer, **question, "randomness": more.get("randomness")}
    objects = {"game": more.get("game", PRISONERS), "programs": more.get("programs", POOL), **objects}
    evidence = {"encounters": [*met(*more.get("met", ())), *more.get("drawn", ())], **evidence}
    draws = {"independent": [*DRAWS, SUMS], "shared": [*STRING, SUMS]}.get(more.get("randomness", ""), [])
    assumptions = draws + CHOSEN * (kind == "independent")
    return document(claim, objects, evidence, assumptions, more.get("trusts", []))


def profiles(*lines: str, key: str = "probability") -> Json:
    """Entries from "0 1 > 2 2" or "0 1 > 2 2 : 1/3"; without a key there are no probabilities."""
    found = []
    for line in lines:
        before, _, rest = line.partition(">")
        after, _, p = rest.partition(":")
        entry: Json = {"programs": before.split(), "becomes": after.split()}
        found.append({**entry, **({key: p.strip() or None} if key else {})})
    return found


def transformation(answer: str, asked: str, *lines: str, violation: Json = None, **more: Json) -> Json:
    """With lines as for `profiles`, and what is asked, "factorised strict expected"."""
    question = {key: key in asked.split() for key in ("factorised", "strict", "expected")}
    return compared(
        "transformation", answer, question, {"profiles": profiles(*lines)}, {"violation": violation}, **more
    )


def worse(player: str, profile: str | None) -> Json:
    return {"kind": "worse", "player": player, "profile": profile}


def no_gap(answer: str, *lines: str, alternatives: str, violation: Json = None, **more: Json) -> Json:
    """With alternatives like "0 1, 1 1"."""
    objects = {"profiles": profiles(*lines, key=""), "alternatives": [one.split() for one in alternatives.split(",")]}
    return compared("no-gap", answer, {}, objects, {"violation": violation}, **more)


def constraint(weights: str, relation: str, bound: str) -> Json:
    return {"weights": weights.split(), "relation": relation, "bound": bound}


def participation(answer: str, player: str, change: str, types: str, *constraints: Json, **more: Json) -> Json:
    """Like "0 > 1" against types like "0, 1", with a belief like "0:1/3 1:2/3", and a bound like "1 = 0 -1"."""
    before, _, after = change.split()
    objects: Json = {"program": before, "becomes": after, "types": [one.split() for one in types.split(",")]}
    pairs = [entry.partition(":") for entry in more.pop("belief").split()]
    evidence: Json = {"belief": [{"type": k, "probability": p or "1"} for k, _, p in pairs]}
    total, equal, multipliers = more.pop("bound", "").partition("=")
    evidence |= {"total": total.strip() or None, "multipliers": multipliers.split() if equal else None}
    objects["constraints"] = list(constraints)
    return compared("participation", answer, {"player": player}, objects, evidence, **more)


def given(*chosen: str) -> Json:
    """What each player might have chosen, "0 1"."""
    return {"kind": "given", "chosen": [one.split() for one in chosen]}


def replies(*players: str) -> Json:
    """For each player a space and a belief, "0 1 ; 0:1/3 1:2/3"; the programs of several others are "0,1"."""
    beliefs = []
    for one in players:
        pairs = [entry.partition(":") for entry in one.split(";")[1].split()]
        beliefs.append(
            [{"programs": who.split(",") if who != "-" else [], "probability": p or "1"} for who, _, p in pairs]
        )
    return {"kind": "best-reply", "spaces": [one.split(";")[0].split() for one in players], "beliefs": beliefs}


def independent(answer: str, which: str, equality: str, change: str, demands: str, choice: Json, **more: Json) -> Json:
    """Like "2 2 > 0 1" with demands like "0:all 1:half"; `which` is "participation" or what is known."""
    known = None if which == "participation" else which
    question = {"which": "foreknowledge" if known else which, "knowledge": known, "equality": equality}
    before, _, after = change.partition(">")
    tests = more["tests"].split() if "tests" in more else None
    objects: Json = {"profile": before.split(), "images": after.split(), "choice": choice, "tests": tests}
    objects["demands"] = [entry.split(":") for entry in demands.split()]
    return compared("independent", answer, question, objects, {"violation": more.pop("violation", None)}, **more)


def fails(player: str, clause: str) -> Json:
    return {"player": player, "clause": clause}


# --- games and programs

PRISONERS = game("C D | C D", "3,4  0,6  5,1  2,2")  # the second player's payoffs are not the first one's
TRIPLE = game("C D | C D | C D", "3,3,3  0,0,4  0,4,0  0,1,1  4,0,0  1,0,1  1,1,0  2,1,1")
SOLO = game("C D", "1  0", players="Ann")
HUGE = 10**60
CLOSE = game("C D | C D", f"1/{HUGE},2  0,0  0,0  1/{HUGE + 1},2")
MIRROR_OF_ANY = program(define(run(OTHER, ME), -1))  # other code
# C and D always, whoever cooperates with her own code, and who does what the other one does
POOL = [C, D, CLIQUE, MIRROR, MIRROR_OF_ANY]
CC, CD, DC, DD = "0 0 = C C", "0 1 = C D", "1 0 = D C", "1 1 = D D"
BEST = "2 2 = C C"

# --- accepted: transformation

FOUR = ["0 0 > 0 0", "0 1 > 0 2", "1 0 > 2 0", "1 1 > 2 2"]  # everybody's D becomes CLIQUE; 2,2 becomes 3,4
MET = [CC, CD, DC, DD, "0 2 = C D", "2 0 = D C", BEST]
LOSS = ["0 1 > 0 0", "1 1 > 2 2"]  # 0,6 becomes 3,4, and 2,2 becomes 3,4
HALVES, THIRDS = ([f"{one} : {p}" for one, p in zip(LOSS, ps.split(), strict=True)] for ps in ("1/2 1/2", "2/3 1/3"))
NOT_STRICT = {"kind": "not-strict"}


def split(player: str, *two: str) -> Json:
    return {"kind": "not-factorised", "player": player, "profiles": list(two)}


ACCEPTED: dict[str, Json] = {
    "four profiles": transformation("yes", "factorised strict", *FOUR, met=MET),
    "less is asked": transformation("yes", "", *FOUR, met=MET),
    "unchanged": transformation("yes", "factorised", "1 1 > 1 1", "0 1 > 0 1", met=[DD, CD]),
    "another with the same payoffs": transformation("yes", "", "1 1 > 2 1", met=[DD, "2 1 = D D"]),
    "not factorised, not asked": transformation(
        "yes", "strict", "1 1 > 2 2", "1 0 > 1 0", "1 3 > 0 3", met=[DD, BEST, DC, "1 3 = D D", "0 3 = C C"]
    ),
    "worse": transformation("no", "strict", *LOSS, violation=worse("2", "0"), met=[CD, CC]),
    # before 1 and 4, after 3 and 4; with thirds the second player had 14/3 before
    "in expectation": transformation("yes", "strict expected", *HALVES, met=[CD, CC, DD, BEST]),
    "worse in expectation": transformation(
        "no", "strict expected", *THIRDS, violation=worse("2", None), met=[CD, CC, DD, BEST]
    ),
    "split": transformation("no", "factorised strict", *LOSS, violation=split("2", "0", "1")),
    "split in expectation": transformation("no", "factorised expected", *HALVES, violation=split("2", "0", "1")),
    "nobody gains": transformation(
        "no", "strict", "1 1 > 1 1", "0 1 > 0 2", violation=NOT_STRICT, met=[DD, CD, MET[4]]
    ),
    "nobody gains in expectation": transformation(
        *("no", "strict expected", "0 0 > 1 1 : 1/2", "1 1 > 0 0 : 1/2"), violation=NOT_STRICT, met=[CC, DD]
    ),
    "three players": transformation(
        *("yes", "factorised strict", "1 1 1 > 0 0 0", "0 0 0 > 0 0 0"),
        game=TRIPLE,
        programs=[C, D],
        met=["1 1 1 = D D D", "0 0 0 = C C C"],
    ),
    "one player": transformation("yes", "strict", "1 > 0", game=SOLO, programs=[C, D], met=["1 = D", "0 = C"]),
    "hardly better": transformation("yes", "strict", "1 1 > 0 0", game=CLOSE, programs=[C, D], met=[DD, CC]),
    "hardly worse": transformation(
        "no", "", "0 0 > 1 1", violation=worse("1", "0"), game=CLOSE, programs=[C, D], met=[DD, CC]
    ),
    "unprovable": transformation(
        "yes", "strict", "1 1 > 5 5", programs=[*POOL, FAIR], met=[DD, "5 5 = C C @ 1"], trusts=LARGE
    ),
}

# --- accepted: no-gap

ACCEPTED |= {
    "no gap": no_gap("yes", "1 1 > 2 2", "1 0 > 0 0", alternatives="0 0, 1 1", met=[BEST, CC, DD]),
    "a gap": no_gap(
        *("no", "1 1 > 2 2", "1 0 > 0 0"),
        alternatives="1 1, 0 1",
        violation={"player": "2", "profile": "1", "alternative": "1"},
        met=[CC, CD],
    ),
    "no gap for one": no_gap("yes", "1 > 0", alternatives="1, 0", game=SOLO, programs=[C, D], met=["1 = D", "0 = C"]),
    "a narrow gap": no_gap(
        *("no", "0 0 > 1 1"),
        alternatives="0 0",
        violation={"player": "1", "profile": "0", "alternative": "0"},
        game=CLOSE,
        programs=[C, D],
        met=[CC, DD],
    ),
}

# --- accepted: participation

# Player 1 gains -2, -2, 1 when D becomes C, and player 2 gains -2, -1, 2.
TYPES = "0, 1, 3"
FIRST = [CC, DC, CD, DD, "0 3 = C C", "1 3 = D D"]
SECOND = [CC, CD, DC, DD, "3 0 = C C", "3 1 = D D"]
OFTEN, SELDOM = constraint("0 0 1", "at-least", "2/3"), constraint("1 1 0", "at-most", "1/3")
EXACTLY, NEVER = constraint("0 0 3/2", "equal", "1"), constraint("0 0 -1", "at-most", "0")
ACCEPTED |= {
    "at least": participation("yes", "1", "1 > 0", TYPES, OFTEN, belief="1:1/4 2:3/4", bound="-2 = 3", met=FIRST),
    "at most": participation("yes", "1", "1 > 0", TYPES, SELDOM, belief="2", bound="1 = -3", met=FIRST),
    "equal": participation("yes", "1", "1 > 0", TYPES, EXACTLY, belief="0:1/3 2:2/3", bound="-2 = 2", met=FIRST),
    "equal, and negative": participation(
        *("yes", "1", "1 > 0", TYPES, constraint("1 1 0", "equal", "1/3")),
        belief="0:1/3 2:2/3",
        bound="1 = -3",
        met=FIRST,
    ),
    "the second player": participation(
        *("yes", "2", "1 > 0", TYPES, constraint("0 0 1", "at-least", "1/2"), NEVER),
        belief="0:1/2 2:1/2",
        bound="-2 = 4 0",
        met=SECOND,
    ),
    "all beliefs": participation(
        "yes", "1", "1 > 2", "1, 2", belief="0", bound="0 =", met=[DD, "2 1 = D D", "1 2 = D D", BEST]
    ),
    "no change": participation("yes", "2", "1 > 1", "0", belief="0", bound="0 =", met=[CD]),
    "a loss": participation("no", "1", "1 > 0", TYPES, NEVER, belief="1:2/3 2:1/3", met=[CD, DD, *FIRST[4:]]),
    "a loss of the second player": participation("no", "2", "1 > 0", TYPES, belief="0", met=[CC, CD]),
    "a small loss": participation("no", "1", "0 > 1", "0", game=CLOSE, belief="0", met=[CC, DC]),
    "participation of three": participation(
        *("yes", "2", "0 > 1", "0 0, 1 1"),
        belief="0:1/2 1:1/2",
        bound="1 =",
        game=TRIPLE,
        programs=[C, D],
        met=["0 0 0 = C C C", "0 1 0 = C D C", "1 0 1 = D C D", "1 1 1 = D D D"],
    ),
    "participation of one": participation(
        "yes", "Ann", "1 > 0", "", belief="0", bound="1 =", game=SOLO, programs=[C, D], met=["0 = C", "1 = D"]
    ),
}

# --- accepted: independent

# Against C and D, D and CLIQUE do the same; against CLIQUE they do not. Two that mirror each other diverge.
SAME = ["1 0 = D C", "2 0 = D C", "1 1 = D D", "2 1 = D D", "0 1 = C D", "0 2 = C D", "1 2 = D D"]
NO_WORSE = [CC, DC, DD, CD]
ALL, AWAY = ("1 1 > 2 2", "1:all 2:all"), "3 3 > 3 3"
ACCEPTED |= {
    "as given": independent("yes", "participation", "code", *ALL, given("0 1", "1")),
    "not as given": independent("no", "participation", "code", *ALL, given("0 1", "2"), violation=fails("2", "choice")),
    "another demand": independent(
        *("no", "absence", "code", "1 1 > 2 1", "1:all 2:half", given("0", "2")), violation=fails("1", "demand")
    ),
    "the same demand": independent("yes", "program", "demand", ALL[0], "0:none 1:all 2:all 3:all", given("3 0", "2")),
    "different demands": independent(
        *("no", "program", "demand", ALL[0], "0:none 1:all 2:all 3:half", given("0 3", "2")),
        violation=fails("1", "choice"),
    ),
    "behaves the same": independent(
        "yes", "participation", "behaviour", *ALL, given("2 0", "2"), tests="1 0", met=[CC, *SAME]
    ),
    "behaves differently": independent(
        *("no", "participation", "behaviour", *ALL, given("2", "1")),
        tests="0 2",
        violation=fails("1", "choice"),
        met=[DC, "2 0 = D C", "1 2 = D D", BEST],
    ),
    "diverges the same": independent(
        *("yes", "participation", "behaviour", AWAY, "3:none", given("4", "4")),
        tests="3 4",
        met=["3 3 =", "3 4 =", "4 3 =", "4 4 ="],
    ),
    "diverges differently": independent(
        *("no", "participation", "behaviour", AWAY, "3:none", given("4", "0")),
        tests="3",
        violation=fails("2", "choice"),
        met=["3 3 =", "3 0 = C C"],
    ),
    # half the time D against MIRROR earns 2 and C 3, but otherwise 5 and 3: D is better, unless one knows
    "best replies": independent(
        *("yes", "participation", "code", "1 1 > 2 2", "1:all 2:all"),
        replies("0 1 ; 0:1/2 3:1/2", "0 1 ; 0:1/2 1:1/2"),
        met=[*NO_WORSE, "0 3 = C C", "1 3 = D D"],
    ),
    "best replies, known": independent(
        *("no", "program", "code", "1 3 > 1 3", "1:all 3:none"),
        replies("0 1 ; 0:1/2 3:1/2", "3 ; 0:1/2 1:1/2"),
        violation=fails("1", "choice"),
        met=["0 3 = C C", "1 3 = D D"],
    ),
    "best replies, all known": independent(
        *("yes", "program", "demand", "1 0 > 1 0", "0:none 1:all 3:none"),
        replies("1 0 ; 0:1/2 3:1/2", "3 0 ; 1:1/2 0:1/2"),
        met=[DC, CC, "1 3 = D D"],
    ),
    "best replies, absence": independent(  # who does not take part plays C or D
        *("yes", "absence", "code", "1 1 > 1 1", "1:all"),
        replies("0 1 ; 0:1/3 1:1/3 3:1/3", "0 1 ; 3:1/2 1:1/4 0:1/4"),
        met=NO_WORSE,
    ),
    "best replies that behave the same": independent(
        *("yes", "participation", "behaviour", "1 2 > 1 2", "1:all 2:all"),
        replies("1 2 ; 0", "2 ; 1"),
        tests="0",
        met=["1 0 = D C", "2 0 = D C", "0 2 = C D", "1 2 = D D"],
    ),
    "equally good": independent(  # 1 and 2 are equally good against D, and 1 comes first
        *("yes", "participation", "code", "2 2 > 2 2", "2:all"),
        replies("0 1 2 ; 1", "0 1 2 ; 1"),
        met=[CD, DD, "2 1 = D D", DC, "1 2 = D D"],
    ),
    "three best replies": independent(
        *("yes", "absence", "code", "1 1 1 > 0 0 0", "0:all 1:all"),
        replies("0 1 ; 0,0:1/2 1,1:1/2", "1 ; 1,1", "1 ; 1,1"),
        game=TRIPLE,
        programs=[C, D],
        met=["0 1 1 = C D D", "1 1 1 = D D D"],
    ),
    "the best reply of one": independent(
        *("no", "participation", "code", "1 > 1", "1:all", replies("0 1 ; -")),
        game=SOLO,
        programs=[C, D],
        violation=fails("Ann", "choice"),
        met=["0 = C", "1 = D"],
    ),
}

# --- accepted: programs that draw

GROUNDED = grounded("1/10")  # against D she plays C with probability 1/10, and gets 9/5
MIXES_TOO = program(define(["mix", ["map", [say("C"), say("2/6")], [say("D"), say("4/6")]]], -1))
ACCEPTED |= {
    "grounded": transformation(
        *("yes", "strict", "1 1 > 5 5", "1 0 > 1 0"),
        programs=[*POOL, GROUNDED],
        randomness="independent",
        met=[DD, DC],
        drawn=[entry("5 5", encounters.independent("C | C", GROUNDED, GROUNDED))],
    ),
    "grounded against D": transformation(
        *("no", "", "1 1 > 5 1"),
        violation=worse("1", "0"),
        programs=[*POOL, GROUNDED],
        randomness="independent",
        met=[DD],
        drawn=[entry("5 1", encounters.independent("C:1/10 D:9/10 | D", GROUNDED, D))],
    ),
    "one coin": transformation(  # 5/2, 3
        *("yes", "strict factorised", "1 1 > 5 5"),
        programs=[*POOL, FLIPS],
        randomness="shared",
        met=[DD],
        drawn=[entry("5 5", shared("C,C:1/2 D,D:1/2", "1", FLIPS, FLIPS))],
    ),
    "draws the same": independent(
        *("yes", "participation", "behaviour", "5 5 > 5 5", "5:some", given("6", "6")),
        tests="0",
        programs=[*POOL, MIXES, MIXES_TOO],
        randomness="independent",
        drawn=[
            entry("5 0", encounters.independent("C:1/3 D:2/3 | C", MIXES, C)),
            entry("6 0", encounters.independent("C:1/3 D:2/3 | C", MIXES_TOO, C)),
            entry("0 5", encounters.independent("C | C:1/3 D:2/3", C, MIXES)),
            entry("0 6", encounters.independent("C | C:1/3 D:2/3", C, MIXES_TOO)),
        ],
    ),
    "draws another entry": independent(  # every program plays C half of the time, but not at the same time
        *("no", "participation", "behaviour", "5 5 > 5 5", "5:some", given("6", "5")),
        tests="5",
        programs=[*POOL, FLIPS, FOLLOWS],
        randomness="shared",
        violation=fails("1", "choice"),
        drawn=[
            entry("5 5", shared("C,C:1/2 D,D:1/2", "1", FLIPS, FLIPS)),
            entry("6 5", shared("C,C:1/4 C,D:1/4 D,C:1/4 D,D:1/4", "0 1/2 1/2", FOLLOWS, FLIPS)),
        ],
    ),
}

# --- places in certificates

P0, P1, ENTRIES = "objects.profiles[0]", "objects.profiles[1]", "objects.profiles"
CONSTRAINT, BELIEF = "objects.constraints[0]", "evidence.belief"
BELIEFS, CHOICE = "objects.choice.beliefs", "objects.choice"
