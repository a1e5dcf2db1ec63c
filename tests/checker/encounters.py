"""Certificates about programs that meet, written by hand, and one for every rule that accepts."""

import copy
import hashlib
import json

from tests.checker.certificates import Json
from tests.checker.certificates import game as table

DRAWS = ["every simulation draws by itself"]
STRING = ["all programs read one random string"]
LARGE = ["what modal agents play is what is true at all large worlds of finite linear frames (Gödel–Löb logic)"]

# --- terms

ME, OTHER, NEXT, STAR = ["me"], ["other", "0"], ["other", "1"], ["star", ["others"]]
TRUE, FALSE = ["truth", True], ["truth", False]


def say(text: str) -> Json:
    return ["label", text]


def same(one: Json, two: Json) -> Json:
    return ["same", one, two]


def run(program: Json, *arguments: Json) -> Json:
    return ["run", program, *arguments]


def build(k: int, **bindings: Json) -> Json:
    return ["build", str(k), [[name, bindings[name]] for name in sorted(bindings)]]


def var(k: int) -> Json:
    return ["variable", str(k)]


def key(name: str) -> Json:
    return ["keyword", name]


def choose(test: Json, yes: Json, no: Json) -> Json:
    """Either term can be given by a label."""
    return ["if", test, *(say(x) if isinstance(x, str) else x for x in (yes, no))]


def both(one: Json, two: Json) -> Json:
    return ["and", one, two]


def proves(term: Json) -> Json:
    return ["proves", term]


def match(program: Json, otherwise: Json, *cases: tuple[str, str, Json]) -> Json:
    """Cases like ("0", "a b", term)."""
    return ["match", program, [[k, names.split(), term] for k, names, term in cases], otherwise]


def points(*profiles: str) -> Json:
    """The term for a set of profiles like "C,D"."""
    return ["set", *(["profile", *map(say, one.split(","))] for one in profiles)]


# --- values and programs


def profile(text: str) -> Json:
    return ["profile", *text.split(",")]


def profiles(*texts: str) -> Json:
    return ["set", *sorted(map(profile, texts), key=json.dumps)]


def mapping(**entries: Json) -> Json:
    """A map from profiles, C_D = value for (C, D)."""
    pairs = [[profile(name.replace("_", ",")), value] for name, value in entries.items()]
    return ["map", *sorted(pairs, key=lambda pair: json.dumps(pair[0]))]


def define(body: Json, others: int = 1, kind: str = "program", **keywords: str | None) -> Json:
    return [kind, str(others), [[name, keywords[name]] for name in sorted(keywords)], body]


def function(body: Json, others: int, **keywords: str | None) -> Json:
    return define(body, others, "function", **keywords)


def program(*definitions: Json, **bindings: Json) -> Json:
    return copy.deepcopy(["program", list(definitions), [[name, bindings[name]] for name in sorted(bindings)]])


def digest(value: Json) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


# --- certificates


def encounter(engine: str, *programs: Json, players: str = "", **more: Json) -> Json:
    claim = {"kind": "encounter", "answer": "yes", "engine": engine, "diverges": more.get("diverges", False)}
    claim |= {"outcome": more.get("outcome"), "laws": more.get("laws"), "joint": more.get("joint")}
    names = players.split() or [str(i + 1) for i in range(len(programs))]
    objects = {"players": names, "game": more.get("game"), "programs": list(programs)}
    evidence = {"worlds": more.get("worlds"), "calls": more.get("calls"), "weights": more.get("weights")}
    assumptions = {"independent": DRAWS, "shared": STRING}.get(engine, [])
    scope = {"assumptions": assumptions, "trusts": LARGE * (engine == "modal")}
    top = {"format": "spi-certificate", "version": 1, "claim": claim, "evidence": evidence, "scope": scope}
    return copy.deepcopy({**top, "objects": objects})


def direct(outcome: str, *programs: Json, players: str = "", game: Json = None) -> Json:
    """What is played directly, "C D"; nothing if the programs diverge."""
    played = outcome.split() or None
    return encounter("direct", *programs, players=players, outcome=played, diverges=not played, game=game)


def modal(outcome: str, worlds: int, *programs: Json, game: Json = None) -> Json:
    return encounter("modal", *programs, outcome=outcome.split(), worlds=str(worlds), game=game)


def law(text: str) -> Json:
    """A law from "C:1/10 D:9/10"; "C" alone has probability 1."""
    pairs = [entry.partition(":") for entry in text.split()]
    return [[value, p or "1"] for value, _, p in pairs]


def listed(player: int, drawn: str, *programs: Json) -> Json:
    """The call of the program at the seat of a player, counted from 1, with its law."""
    return {"call": {"player": str(player), "programs": list(programs)}, "law": law(drawn)}


def independent(laws: str, *programs: Json, calls: Json = (), game: Json = None) -> Json:
    """Laws like "C:1/10 D:9/10 | D", and further calls."""
    texts = [text.strip() for text in laws.split("|")]
    first = [listed(i + 1, text, *programs) for i, text in enumerate(texts)]
    return encounter("independent", *programs, laws=list(map(law, texts)), calls=[*first, *calls], game=game)


def shared(joint: str, weights: str, *programs: Json, players: str = "", game: Json = None) -> Json:
    """A joint law like "C,C:1/2 D,D:1/2", and the weights of the states."""
    pairs = [entry.partition(":") for entry in joint.split()]
    told = [[outcome.split(","), p or "1"] for outcome, _, p in pairs]
    return encounter("shared", *programs, players=players, joint=told, weights=weights.split(), game=game)


# --- programs that say what they do, and programs that look at each other

C, D, E = (program(define(say(x), -1)) for x in "CDE")
CLIQUE = program(define(choose(same(OTHER, ME), "C", "D")))
ALL_ALIKE = program(define(choose(["all", same(var(0), ME)], "C", "D"), -1))
FINDS = program(  # the name of the first player with the same program
    define(choose(["any", same(var(0), ME)], ["player", ["first", same(var(0), ME)]], "nobody"), 2)
)
MIRROR = program(define(run(OTHER, ME)))
RING = program(  # of three: everybody does what the next one does
    define(
        choose(
            same(["player", ME], say("1")),
            run(OTHER, ME, NEXT),
            choose(same(["player", ME], say("2")), run(NEXT, OTHER, ME), run(OTHER, NEXT, ME)),
        ),
        2,
    )
)
# What would our defaults do, if the other is of this family? And do both offer the same instead?
OFFERED = ["at", key("offer"), var(0)]
DEFAULTS = ["outcome", key("default"), var(1)]
AGREE = choose(same(OFFERED, ["at", var(1), var(0)]), ["mine", OFFERED], ["mine", var(0)])
RENEGOTIATES = define(
    match(OTHER, run(key("default"), OTHER), ("0", "default offer", ["let", DEFAULTS, AGREE])), default=None, offer=None
)


def renegotiator(default: Json, **offer: Json) -> Json:
    """A_B = "X,Y" offers to play (X, Y) where the defaults would play (A, B)."""
    offers = {outcome: profile(instead) for outcome, instead in offer.items()}
    return program(RENEGOTIATES, default=default, offer=mapping(**offers))


OFFERS_CE, OFFERS_CC = renegotiator(D, D_E="C,E", D_D="C,C"), renegotiator(E, D_E="C,C", D_D="C,C")
AGREES_CE = renegotiator(E, D_E="C,E", E_E="D,D")
ORDER = program(  # at the second of three seats
    define(choose(same(["outcome", build(1), STAR], ["profile", *map(say, "CDE")]), "C", "D"), 2), define(say("D"), -1)
)

# --- programs that go through the language

SETS = define(  # (E, E) is allowed in any case, (C, C) if both say so
    match(
        OTHER,
        say("D"),
        (
            "0",
            "allows",
            [
                "let",
                ["join", ["meet", key("allows"), var(0)], points("E,E")],
                choose(
                    ["in", ["profile", say("C"), say("C")], var(0)], "C", choose(same(var(0), points("E,E")), "E", "D")
                ),
            ],
        ),
    ),
    allows=None,
)
LISTED = ["map", [say("b"), say("C")], [say("c"), say("D")]]
PICKS = program(
    define(["at", LISTED, run(build(1), say("a"), say("b"))]), function(["first", ["not", same(var(0), say("a"))]], -1)
)
COMPARES = program(
    define(run(build(1, then=say("E")), OTHER, build(2))),
    function(choose(same(OTHER, NEXT), key("then"), key("otherwise")), 2, then=None, otherwise="C"),
    define(say("D"), -1),
)
LETS = program(define(["let", say("C"), ["let", say("D"), choose(["or", FALSE, TRUE], var(1), var(0))]]))
KNOWS = program(  # alone, definition 1 builds definition 1
    define(match(OTHER, say("D"), ("1", "x", var(0)), ("2", "", say("E")))),
    define(run(build(2), OTHER), x="C"),
    define(say("D"), -1),
)
KNOWN = program(define(run(build(1), OTHER), x="C"), define(say("D"), -1), x="E")
UNKNOWN = program(define(run(build(1), OTHER), y="C"), define(say("D"), -1), y="E")

# --- what is named, and what maps list

NAMES = program(define(["let", run(OTHER, ME), say("C")]))  # what the other does, but it is not needed
SEATED = program(define(["player", ME], -1))


def entries(**listed: Json) -> Json:
    """A map from labels."""
    return ["map", *([name, listed[name]] for name in sorted(listed))]


def looks(*terms: Json) -> Json:
    """Whether all of these are my name; two lists of programs are there, mine and that of the other."""
    mine = ["player", ME]
    asked = TRUE
    for term in terms:
        asked = both(asked, same(["player", term], mine))
    hers = choose(same(["player", ["at", var(0), say("b")]], mine), "E", choose(asked, "C", "D"))
    return program(define(match(OTHER, choose(asked, "C", "D"), ("0", "listed", hers)), listed=None), listed=LISTS)


LISTS = entries(a=entries(b=D), b=C)
INNER = ["at", ["at", key("listed"), say("a")], say("b")]
LOOKS = looks(ME, INNER, ["at", key("listed"), say("b")], ["at", ["map", [say("x"), ME], [say("y"), OTHER]], say("x")])
LOOKS_AWAY = looks(["at", ["map", [say("x"), ME], [say("y"), OTHER]], say("y")])
ALIKE = program(  # maps are the same if their programs are, at whatever seat
    define(choose(same(["map", [say("x"), ME]], ["map", [say("x"), OTHER]]), "C", "D"))
)
LAST = program(define(["at", ["map", [say("x"), say("D")], [["label", "x"], say("C")]], say("x")]))

# --- programs with boxes

FAIR = program(define(choose(proves(same(run(OTHER, ME), say("C"))), "C", "D")))
PRUDENT = program(
    define(
        choose(
            both(
                proves(["or", proves(FALSE), same(run(OTHER, build(1)), say("D"))]),
                proves(same(run(OTHER, ME), say("C"))),
            ),
            "C",
            "D",
        )
    ),
    define(say("D"), -1),
)
FAIR_BY_FUNCTION = program(
    define(choose(run(build(1), OTHER, ME), "C", "D")), function(proves(same(run(OTHER, NEXT), say("C"))), 2)
)
# What is proved asks at world 0 only whether it is proved that a contradiction is proved, which changes after world 1.
EARLY = program(define(choose(proves(choose(proves(FALSE), proves(proves(FALSE)), TRUE)), "C", "D")))

# --- programs that draw


def grounded(p: str, others: int = 1) -> Json:
    """With this probability C, otherwise C if all others do it (which is simulated)."""
    if others == 1:
        return program(define(choose(["chance", p], "C", ["simulate", run(OTHER, ME), "1"])))
    return program(
        define(choose(["chance", p], "C", choose(["all", same(run(var(0), ME, ME), say("C"))], "C", "D")), 2)
    )


MIXES = program(define(["mix", ["map", [say("C"), say("1/3")], [say("D"), say("2/3")], [say("E"), say("0")]]], -1))
RETRIES = program(define(choose(["chance", "1/2"], run(build(1), OTHER), run(ME, OTHER))), define(MIXES[1][0][3], -1))
ASKS = program(
    define(choose(same(run(build(1), OTHER), say("yes")), run(build(2), OTHER), "E")),
    define(choose(["chance", "1/4"], "yes", "no")),
    define(["mine", ["outcome", build(3), OTHER]]),
    define(say("D"), -1),
)

COIN = define(choose(["chance", "1/2"], "C", "D"))
SEES = same(var(0), say("C"))
ONCE = program(define(["let", run(build(1), OTHER), choose(SEES, choose(SEES, "C", "D"), "E")]), COIN)
UNSEEN = program(define(["let", run(build(1), OTHER), choose(["chance", "3/5"], "C", "D")]), COIN)
SIMULATES = program(
    define(["let", run(build(1), OTHER), ["simulate", choose(SEES, choose(SEES, "C", "D"), "E"), "1"]]), COIN
)

# --- programs that read one string


def stops(p: str, action: str) -> Json:
    """Below p this action, else what the other does at the next entry."""
    return program(define(choose(["chance", p], action, later(run(OTHER, ME)))))


def later(term: Json, back: str = "1") -> Json:
    return ["simulate", term, back]


FLIPS = program(COIN)
FOLLOWS, FOLLOWS_LATER = (program(define(later(run(OTHER, ME), back))) for back in "13")
SEEN_TWICE = program(define(choose(same(run(OTHER, ME), run(OTHER, ME)), "C", "D")))
HERSELF = same(run(ME, OTHER), say("C"))
TURNS = program(define(choose(["chance", "1/2"], "C", choose(later(HERSELF, "2"), "D", "C"))))
BOTH = program(define(choose(["chance", "1/2"], "C", choose(both(later(HERSELF), later(HERSELF, "2")), "C", "D"))))
SUMS = program(define(["mix", ["map", [say("E"), say("1/6")], [say("D"), say("1/3")], [say("C"), say("1/2")]]]))
TRUSTS = program(
    define(
        choose(
            ["chance", "1/10"],
            "C",
            ["let", later(["outcome", ME, STAR]), choose(["in", var(0), points("C,C,C")], ["mine", var(0)], "D")],
        ),
        -1,
    )
)

# --- programs that ask for payoffs

CHICKEN = table("C D | C D", "3,3  1,4  4,1  0,0")
TIES = table("b a | b a c", "1,2  2,1  0,3  2,1  1,2  3,0")  # each sum is 3; (b, a) and (a, b) are worth the same


def selects(selector: str, *profiles: str) -> Json:
    """My part in what the selector chooses from profiles like "C,D"."""
    return program(define(["mine", ["select", say(selector), points(*profiles)]]))


# Efficient in Chicken are 3, 3 and 1, 4 and 4, 1; so 1 is due to both. The first player projects (D, D) onto (D, C),
# the second onto (C, D), and both (C, C) onto itself.
PROJECTED = [["pmp", ["profile", say(x), say(x)]] for x in "CD"]
FIRST = both(same(PROJECTED[0], points("C,C")), same(PROJECTED[1], points("D,C")))
SECOND = both(same(PROJECTED[0], points("C,C")), same(PROJECTED[1], points("C,D")))
PROJECTS = program(define(choose(FIRST, "D", choose(SECOND, "C", "E"))))

# --- certificates for each of the engines

ACCEPTED: dict[str, Json] = {
    "always": direct("C D", C, D),
    "alone": direct("C", C),
    "clique": direct("C C", CLIQUE, CLIQUE),
    "clique with another": direct("D C", CLIQUE, C),
    "mirrors": direct("", MIRROR, MIRROR),
    "mirror of D": direct("D D", MIRROR, D),
    "ring": direct("", RING, RING, RING),
    "ring with an end": direct("E E E", RING, RING, E),
    "all alike": direct("C C C", ALL_ALIKE, ALL_ALIKE, ALL_ALIKE),
    "not all alike": direct("D D C", ALL_ALIKE, ALL_ALIKE, C),
    "who is alike": direct("Cem C Ann", FINDS, C, FINDS, players="Ann Bob Cem"),
    "nobody is alike": direct("nobody C D", FINDS, C, D, players="Ann Bob Cem"),
    # the defaults play (D, E) and (E, D); only the offers for (D, E) agree, and the first player's C is part of them
    "renegotiation": direct("C E", OFFERS_CE, AGREES_CE),
    "renegotiation, other seats": direct("E D", AGREES_CE, OFFERS_CE),
    "renegotiation, no agreement": direct("D E", OFFERS_CE, OFFERS_CC),
    "renegotiation, nothing offered": direct("E E", OFFERS_CC, renegotiator(E)),
    "renegotiation, two agree on CC": direct("C C", OFFERS_CE, renegotiator(D, D_D="C,C")),
    "renegotiation, others": direct("D C", OFFERS_CE, C),
    "outcome in order": direct("C C E", C, ORDER, E),
    "outcome in another order": direct("E D C", E, ORDER, C),
    "sets, both": direct("C C", program(SETS, allows=profiles("D,D", "C,C")), program(SETS, allows=profiles("C,C"))),
    "sets, one": direct("E E", program(SETS, allows=profiles("D,D")), program(SETS, allows=profiles("C,C"))),
    "sets, none": direct("D D", program(SETS, allows=profiles("D,D")), program(SETS, allows=profiles("D,D", "C,D"))),
    "sets, empty": direct("E E", program(SETS, allows=profiles()), program(SETS, allows=profiles("D,D"))),
    "functions": direct("C D", PICKS, D),
    "keywords of functions": direct("E D", COMPARES, D),
    "defaults of functions": direct("C C", COMPARES, C),
    "variables": direct("C D", LETS, D),
    "named, not needed": direct("C C", NAMES, MIRROR),
    "named, not needed, in a circle": direct("C C", NAMES, NAMES),
    "seats in maps": direct("C D", LOOKS, D),
    "another seat in a map": direct("D C", LOOKS_AWAY, C),
    "seats in the maps of others": direct("C C", LOOKS, LOOKS),
    "maps without seats": direct("C C", ALIKE, ALIKE),
    "maps of different programs": direct("D C", ALIKE, C),
    "a key twice": direct("C C", LAST, LAST),
    "the other in my place": direct("1 2", program(define(["mine", ["outcome", OTHER, build(1)]]), D[1][0]), SEATED),
    "members": direct("E D", KNOWS, D),
    "members, renumbered": direct("E D", KNOWS, KNOWN),
    "members, of another family": direct("D D", KNOWS, UNKNOWN),
    "in a game": direct("C D", C, D, game=CHICKEN),
    "diverging in a game": direct("", MIRROR, MIRROR, game=CHICKEN),
    "utilitarian": direct("C C", *[selects("utilitarian", "D,C", "C,C", "C,D")] * 2, game=CHICKEN),
    "leximin": direct("D C", *[selects("leximin", "D,D", "C,D", "D,C")] * 2, game=CHICKEN),  # a tie of 1, 4 and 4, 1
    # 1/2 + 4 and 3/2 + 3 are a tie, which the first player's 3 decides; 1 + 9 is more than 3 + 27/4
    "weights": direct("C C", *[selects("0.5, 1", "C,D", "C,C", "D,C")] * 2, game=CHICKEN),
    "heavier weights": direct("C D", *[selects("1,9/4", "C,C", "C,D", "D,C")] * 2, game=CHICKEN),
    "lexicographic": direct("D C", *[selects("lexicographic", "C,C", "D,C", "C,D")] * 2, game=CHICKEN),
    "ties": direct("b a", *[selects("utilitarian", "a,b", "a,a", "b,a", "b,b")] * 2, game=TIES),
    "projections": direct("D C", PROJECTS, PROJECTS, game=CHICKEN),
    # FairBot against D: its box is true at world 0 only. PrudentBot against C: its first box is true at worlds 0 and 1.
    "fair": modal("C C", 1, FAIR, FAIR),
    "fair at a later world": modal("C C", 7, FAIR, FAIR),
    "fair and D": modal("D D", 1, FAIR, D),
    "fair and C": modal("C C", 0, FAIR, C),
    "prudent": modal("C C", 1, PRUDENT, PRUDENT),
    "prudent and C": modal("D C", 2, PRUDENT, C),
    "prudent and D": modal("D D", 1, PRUDENT, D),
    "fair in a game": modal("C C", 1, FAIR, FAIR, game=CHICKEN),
    "prudent and fair": modal("C C", 1, PRUDENT, FAIR),
    "fair by a function": modal("C C", 1, FAIR_BY_FUNCTION, FAIR),
    "an early box": modal("C C", 1, EARLY, C),
    "no boxes": modal("C C", 0, CLIQUE, CLIQUE),
    # if x is the probability of C, then x = 1/10 against D, and x = 1/10 + 9/10 x in self-play
    "grounded and D": independent("C:1/10 D:9/10 | D", grounded("1/10"), D),
    "grounded": independent("C | C", grounded("1/10"), grounded("1/10")),
    "grounded by another": independent("C | C", grounded("1/10"), grounded("1/3")),
    "three grounded": independent("C | C | C", *[grounded("3/5", 2)] * 3, calls=()),
    "mix": independent("C:1/3 D:2/3 | C", MIXES, C),
    "drawn once": independent("C:1/2 E:1/2 | C", ONCE, C, calls=[listed(1, "C:1/2 D:1/2", program(COIN), C)]),
    "not drawn": independent("C:3/5 D:2/5 | C", UNSEEN, C),
    "drawn before": independent("C:1/2 E:1/2 | C", SIMULATES, C, calls=[listed(1, "C:1/2 D:1/2", program(COIN), C)]),
    "one coin": shared("C,C:1/2 D,D:1/2", "1", FLIPS, FLIPS),
    "one coin, read twice": shared("C,C:1/2 D,C:1/2", "1", FLIPS, SEEN_TWICE),
    "another entry": shared("C,C:1/4 C,D:1/4 D,C:1/4 D,D:1/4", "0 1/2 1/2", FLIPS, FOLLOWS),
    "another entry, further down": shared("C,C:1/4 C,D:1/4 D,C:1/4 D,D:1/4", "0 1/2 1/2", FLIPS, FOLLOWS_LATER),
    "two mixtures": shared("C,C:1/3 C,D:1/6 D,D:1/3 E,D:1/6", "1", SUMS, MIXES),
    # C with probability c = 1/2 + (1 - c)/2, by steps of two entries
    "turns": shared("C,C:2/3 D,C:1/3", "0 2/3 1/3", TURNS, C),
    # known at the next entry, and at the two next ones: nothing; C and C; C and CC (then all is C); nothing and -C
    "two entries": shared("C,C", "0 0 1 0", BOTH, C),
    # Below 1/4 both stop, at (C, D); from there to 1/2 only the first does; above, each does what the other does next.
    # Known are then: nothing; (C, D); (C, -); (C, C); (D, C); (-, C). From (C, D) the quarters of [0, 1) lead to
    # (C, D), (C, C) and twice (D, C), from where all lead to (C, D); from (C, C) the first leads there, too.
    "one goes on": shared("C,C:2/5 C,D:2/5 D,C:1/5", "0 2/5 0 2/5 1/5 0", stops("1/2", "C"), stops("1/4", "D")),
    # (C, C) is worth 3, 3, (C, D) 1, 4 and (D, C) 4, 1
    "one goes on, in a game": shared(
        *("C,C:2/5 C,D:2/5 D,C:1/5", "0 2/5 0 2/5 1/5 0", stops("1/2", "C"), stops("1/4", "D")), game=CHICKEN
    ),
    "three trust": shared("C,C,C", "0 1", TRUSTS, TRUSTS, TRUSTS),
    "three, one of whom cannot be trusted": shared("C,C,D:1/10 D,D,D:9/10", "0 1/10 9/10", TRUSTS, TRUSTS, D),
    "no string": shared("D,D", "1", CLIQUE, D),
    "certain": independent("C | D", grounded("1"), D),
    "impossible": independent("D | D", grounded("0"), D),
    "grounded in a game": independent("C:1/10 D:9/10 | D", grounded("1/10"), D, game=CHICKEN),
    "clique, no draws": independent("C | C", CLIQUE, CLIQUE),
    "retries": independent("C:1/3 D:2/3 | C", RETRIES, C, calls=[listed(1, "C:1/3 D:2/3", MIXES, C)]),
    "asks": independent(
        *("D:1/4 E:3/4 | C", ASKS, C),
        calls=[
            listed(1, "no:3/4 yes:1/4", program(ASKS[1][1]), C),
            listed(1, "D", program(define(["mine", ["outcome", build(1), OTHER]]), ASKS[1][3]), C),
            listed(1, "D", D, C),
            listed(2, "C", D, C),
        ],
    ),
}

# --- places in certificates, and what many tests put there

ONE = "objects.programs[0]"
GROUP, DEFINITION, BODY, BINDINGS = f"{ONE}[1]", f"{ONE}[1][0]", f"{ONE}[1][0][3]", f"{ONE}[2]"
FIRST_CALL = "evidence.calls[0]"
SET, MAP = points("C,C"), ["map", [say("C"), say("D")]]
PMP = ["pmp", ["profile", say("0"), say("0")]]


def square(size: int, *numbers: str) -> Json:
    """A game for two with all payoffs different, or with these along the diagonals."""
    names = " ".join(map(str, range(size)))
    cells = [
        (numbers * size)[(i + j) % size] if numbers else str(size * i + j) for i in range(size) for j in range(size)
    ]
    return table(f"{names} | {names}", " ".join(f"{cell},{cell if numbers else -int(cell)}" for cell in cells))
