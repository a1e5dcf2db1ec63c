"""Certificates about tables of encounters, written by hand, and one for every rule that accepts."""

import copy

from tests.checker.certificates import Json
from tests.checker.certificates import game as table
from tests.checker.encounters import (
    ALL_ALIKE,
    CHICKEN,
    CLIQUE,
    COIN,
    DRAWS,
    FAIR,
    FLIPS,
    LARGE,
    ME,
    MIRROR,
    OTHER,
    STRING,
    C,
    D,
    choose,
    define,
    direct,
    grounded,
    independent,
    modal,
    program,
    run,
    same,
    say,
    shared,
)

CLAIM, EVIDENCE = ("engine", "outcome", "diverges", "laws", "joint"), ("worlds", "calls", "weights")


def met(programs: str, certificate: Json) -> Json:
    """The entry for programs like "0 2", as a claim about what they do when they meet says it."""
    claim, evidence = certificate["claim"], certificate["evidence"]
    said = {key: claim[key] for key in CLAIM} | {key: evidence[key] for key in EVIDENCE}
    return copy.deepcopy({"programs": programs.split(), **said})


def plays(outcomes: str) -> list[Json]:
    """Direct entries, from "0,2:C,D" and so on."""
    pairs = [one.split(":") for one in outcomes.split()]
    return [met(programs.replace(",", " "), direct(outcome.replace(",", " "), C, D)) for programs, outcome in pairs]


def believes(*texts: str) -> Json:
    """For each player what she believes, "0:4/5 1:1/5"; more players, "0,1:1"."""
    found = []
    for text in texts:
        pairs = [one.split(":") for one in text.split()]
        found.append([{"programs": others.split(","), "probability": p} for others, p in pairs])
    return found


def equilibrium(
    game: Json, pool: list[Json], profile: str, spaces: str, encounters: list[Json], violation: str = "", **more: Json
) -> Json:
    """Spaces like "0 1 | 0 2"; a violation like "1 0": the player, and the program."""
    scope = {"assumptions": more.get("assumptions", []), "trusts": more.get("trusts", [])}
    answer, randomness = "no" if violation else "yes", more.get("randomness")
    claim = {"kind": "subjective-equilibrium", "answer": answer, "randomness": randomness}
    player, _, better = violation.partition(" ")
    evidence = {"encounters": encounters, "violation": {"player": player, "program": better} if violation else None}
    objects = {"game": game, "programs": pool, "profile": profile.split()}
    objects |= {"spaces": [own.split() for own in spaces.split("|")], "beliefs": more.get("beliefs")}
    top = {"format": "spi-certificate", "version": 1, "claim": claim, "evidence": evidence, "scope": scope}
    return copy.deepcopy({**top, "objects": objects})


DILEMMA = table("C D | C D", "2,2  0,3  3,0  1,1")
SLOTS = table("1 2 3 | 1 2 3", "3,1  0,0  0,0  0,0  1,3  0,0  0,0  0,0  1,1")
# Whoever contributes pays 3, and every contribution is worth 2 to everybody.
GOODS = table("C D | C D | C D", "3,3,3  1,1,4  1,4,1  -1,2,2  4,1,1  2,-1,2  2,2,-1  0,0,0")
ONE, TWO, THREE = (program(define(say(x), -1)) for x in "123")
BOTS = [C, D, CLIQUE]
EVERYBODY = "0 1 2 | 0 1 2"
GROUNDED = grounded("1/10")
ASKS = program(define(choose(same(run(OTHER, ME), say("C")), "D", "C")))

ACCEPTED: dict[str, Json] = {
    # the clique pays 2 against itself; against it a defector gets 1, and a cooperator nothing
    "cliques": equilibrium(DILEMMA, BOTS, "2 2", EVERYBODY, plays("0,2:C,D 1,2:D,D 2,2:C,C 2,0:D,C 2,1:D,D")),
    "defectors": equilibrium(DILEMMA, BOTS, "1 1", EVERYBODY, plays("1,1:D,D 0,1:C,D 2,1:D,D 1,0:D,C 1,2:D,D")),
    "exploited": equilibrium(DILEMMA, BOTS, "0 0", EVERYBODY, plays("0,0:C,C 1,0:D,C"), "1 1"),
    "exploited by the clique": equilibrium(DILEMMA, BOTS, "0 0", EVERYBODY, plays("0,0:C,C 0,2:C,D"), "2 2"),
    # a program from outside her space, with which she is content
    "from outside": equilibrium(DILEMMA, BOTS, "2 2", "0 1 | 1", plays("0,2:C,D 1,2:D,D 2,2:C,C 2,1:D,D")),
    # both insist on their slots and get nothing, but each is certain that the other yields
    "both insist": equilibrium(
        *(SLOTS, [ONE, TWO, THREE], "0 1", EVERYBODY),
        plays("0,0:1,1 1,0:2,1 2,0:3,1 1,1:2,2 1,2:2,3"),
        beliefs=believes("0:1", "1:1"),
    ),
    "both insist and know it": equilibrium(SLOTS, [ONE, TWO, THREE], "0 1", EVERYBODY, plays("0,1:1,2 1,1:2,2"), "1 1"),
    # to dare is worth 4/5 * 4 = 16/5, to swerve 4/5 * 3 + 1/5 * 1 = 13/5
    "both dare": equilibrium(
        *(CHICKEN, [C, D], "1 1", "0 1 | 0 1", plays("0,0:C,C 0,1:C,D 1,0:D,C 1,1:D,D")),
        beliefs=believes("0:4/5 1:1/5", "0:4/5 1:1/5"),
    ),
    "the timid one": equilibrium(
        *(CHICKEN, [C, D], "0 1", "0 1 | 0 1", plays("0,0:C,C 0,1:C,D 1,0:D,C 1,1:D,D"), "1 1"),
        beliefs=believes("0:4/5 1:1/5", "0:1"),
    ),
    # each of three gets 3, and by herself -1 or 0
    "three alike": equilibrium(
        *(GOODS, [C, D, ALL_ALIKE], "2 2 2", "0 1 2 | 0 1 2 | 0 1 2"),
        plays("2,2,2:C,C,C 0,2,2:C,D,D 1,2,2:D,D,D 2,0,2:D,C,D 2,1,2:D,D,D 2,2,0:D,D,C 2,2,1:D,D,D"),
    ),
    # the third believes that the others are C and D, or D and C: then to contribute is worth 1, and not to do so 2
    "three, with beliefs": equilibrium(
        *(GOODS, [C, D, ALL_ALIKE], "1 1 0", "1 | 1 | 0 1"),
        plays("0,1,0:C,D,C 0,1,1:C,D,D 1,0,0:D,C,C 1,0,1:D,C,D"),
        "3 1",
        beliefs=believes("1,1:1", "1,1:1", "0,1:1/3 1,0:2/3"),
    ),
    "by provability": equilibrium(
        *(DILEMMA, [C, D, FAIR], "2 2", EVERYBODY),
        [
            met("2 2", modal("C C", 1, FAIR, FAIR)),
            met("0 2", modal("C C", 1, C, FAIR)),
            met("1 2", modal("D D", 1, D, FAIR)),
            met("2 0", modal("C C", 0, FAIR, C)),
            met("2 1", modal("D D", 1, FAIR, D)),
        ],
        trusts=LARGE,
    ),
    # against it, C is worth 2, and D 3/10 + 9/10 = 12/10
    "by draws": equilibrium(
        *(DILEMMA, [C, D, GROUNDED], "2 2", EVERYBODY),
        [
            met("2 2", independent("C | C", GROUNDED, GROUNDED)),
            met("0 2", independent("C | C", C, GROUNDED)),
            met("1 2", independent("D | C:1/10 D:9/10", D, GROUNDED)),
            met("2 0", independent("C | C", GROUNDED, C)),
            met("2 1", independent("C:1/10 D:9/10 | D", GROUNDED, D)),
        ],
        randomness="independent",
        assumptions=DRAWS,
    ),
    # in Chicken, against C or D with 1/2 each, C is worth 2, as D is; and to dare when she swerves and only then, 5/2
    "by a string": equilibrium(
        *(CHICKEN, [program(COIN), ASKS, C], "2 0", "1 2 | 0"),
        [
            met("2 0", shared("C,C:1/2 C,D:1/2", "1", C, FLIPS)),
            met("1 0", shared("C,D:1/2 D,C:1/2", "1", ASKS, FLIPS)),
        ],
        "1 1",
        randomness="shared",
        assumptions=STRING,
    ),
}
DIVERGES = met("0 1", direct("", MIRROR, MIRROR))
