"""The claim that players would have chosen the same in other circumstances: proofs/README.md section 15."""

from spi.checker.asking import Tables, compared, joined, member, members, names, place, read_tables, row
from spi.checker.choices import chosen, read_counterfactuals
from spi.checker.comparing import alike
from spi.checker.reader import Fields, Item, Receipt, quote
from spi.checker.words import label

EQUAL = {"code": "the same program", "demand": "a program with the same demand", "behaviour": "what behaves the same"}
KNOWN: dict[str, dict[str | None, str]] = {
    "participation": {None: "had the others not taken part"},
    "foreknowledge": {
        "program": "had they known the programs of the others",
        "absence": "had they known that the others do not take part",
    },
}
CLAUSES = ("demand", "choice")
ASSUMED = ("players would have chosen as the choice model says", "programs demand what the demand map says")


def independent(top: Fields) -> Receipt:
    """Would players have chosen the same, had others not taken part, or had they known?"""
    claim = top["claim"].fields(("kind", "answer", "which", "knowledge", "equality", "randomness"))
    objects = top["objects"].fields(("game", "programs", "profile", "images", "demands", "choice", "tests"))
    evidence = top["evidence"].fields(("encounters", "violation"))
    yes, which = claim["answer"].choice(("yes", "no")) == "yes", claim["which"].choice(KNOWN)
    aware = claim["knowledge"].given(which == "foreknowledge")
    knowledge = claim["knowledge"].choice(("program", "absence")) if aware else None
    equality = claim["equality"].choice(EQUAL)
    tables = read_tables(claim, objects, evidence)
    players = tables.players
    fits = equality != "behaviour" or len(players) == 2
    claim["equality"].need(fits, "value", "behaviour is compared for two players only")
    profile, images = row(tables, objects["profile"]), row(tables, objects["images"])
    demands = read_demands(tables, objects["demands"])
    counterfactuals = read_counterfactuals(tables, objects["choice"], profile, knowledge)
    tests = members(tables, objects["tests"]) if objects["tests"].given(equality == "behaviour") else []
    required = {*profile, *images}

    def demand(program: int) -> str:
        required.add(program)
        objects["demands"].need(program in demands, "program", f"what program {program} demands is not listed")
        return demands[program]

    def holds(clause: str, seat: int) -> bool:
        if clause == "demand":
            return demand(profile[seat]) == demand(images[seat])
        found = chosen(tables, seat, counterfactuals[seat])
        if equality == "code":
            return profile[seat] in found
        if equality == "demand":
            return demand(profile[seat]) in [demand(own) for own in found]
        return True in [behave_alike(tables, seat, tests, profile[seat], own) for own in found]

    same, known = EQUAL[equality], KNOWN[which][knowledge]
    if evidence["violation"].given(not yes):
        fields = evidence["violation"].fields(("player", "clause"))
        seat, clause = fields["player"].index(players), fields["clause"].choice(CLAUSES)
        fields["clause"].need(not holds(clause, seat), "improvement", "this clause holds for this player")
        why = f"player {quote(players[seat])} would not have chosen {same} {known}"
        if clause == "demand":
            why = f"the program of player {quote(players[seat])} becomes one with another demand"
    else:
        for seat, who in enumerate(players):
            for clause in CLAUSES:
                claim["answer"].need(holds(clause, seat), "flag", f"clause {clause!r} fails for player {quote(who)}")
        why = f"all players would have chosen {same} {known}"
    for program in [*profile, *images]:
        demand(program)
    objects["demands"].need(len(demands) == len(required), "program", "a demand is listed that is not needed")
    words = f"programs {names(tables, profile)} in {place(tables)}, which become {names(tables, images)}, are "
    words += f"{'not ' * (not yes)}{which} independent: {why}"
    done = f"demands ({len(demands)}), and what players would have chosen"
    return compared(tables, claim, words, done, *ASSUMED)


def read_demands(tables: Tables, item: Item) -> dict[int, str]:
    """What programs demand, by index in increasing order."""
    demands: dict[int, str] = {}
    for entry in item.items():
        one, demand = entry.items(2, "program")
        k = member(tables, one)
        one.need(k > next(reversed(demands), -1), "program", "the programs are distinct and in order")
        demands[k] = label(demand)
    return demands


def behave_alike(tables: Tables, seat: int, tests: list[int], one: int, two: int) -> bool:
    """Whether two programs of a player do the same in all tests, at her seat."""
    return False not in [alike(tables, *(joined((test,), seat, own) for own in (one, two))) for test in tests]
