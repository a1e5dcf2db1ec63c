"""Claims about maps of program profiles to others: proofs/README.md section 15."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.checker.asking import Tables, compared, payoffs, place, read_tables, row, rows
from spi.checker.comparing import changes, sign, weighed
from spi.checker.lotteries import Row, common
from spi.checker.reader import Fields, Item, Receipt, quote
from spi.checker.tables import Indices
from spi.checker.words import natural

ANSWERS = ("yes", "no")
QUESTIONS = ("factorised", "strict", "expected")
DONE = {
    "whole": "payoffs at every profile and of what it becomes",
    "worse": "payoffs at a profile and of what it becomes",
    "not-factorised": "two profiles and what they become",
}


@dataclass(frozen=True, slots=True)
class Map:
    """Profiles of programs, what each becomes, and how probable it is, if that is asked."""

    before: list[Indices]
    after: list[Indices]
    probabilities: Row | None


def read_map(tables: Tables, item: Item, expected: bool | None) -> Map:
    """Distinct profiles; with probabilities, null for what has none, or no such entry."""
    before, after, probabilities = list[Indices](), list[Indices](), list[Fraction]()
    seen = set[Indices]()
    for entry in item.items():
        fields = entry.fields(("programs", "becomes", *["probability"] * (expected is not None)))
        before.append(row(tables, fields["programs"]))
        after.append(row(tables, fields["becomes"]))
        fields["programs"].need(before[-1] not in seen, "program", "this profile is in the list already")
        seen.add(before[-1])
        if expected is not None and fields["probability"].given(expected):
            probabilities.append(fields["probability"].rational())
            fields["probability"].need(probabilities[-1] > 0, "lottery", "probabilities are positive")
    item.need(bool(before), "program", "at least one profile is needed here")
    numbers = common(item, probabilities) if expected else None
    whole = numbers is None or sum(numbers.numbers) == numbers.unit
    item.need(whole, "lottery", "the probabilities must sum to 1")
    return Map(before, after, numbers)


def many(space: Map) -> str:
    """How many profiles there are, in words."""
    return f"{len(space.before)} program profile{'s' * (len(space.before) > 1)}"


def transformation(top: Fields) -> Receipt:
    """Is a map of program profiles a safe Pareto improvement?"""
    claim = top["claim"].fields(("kind", "answer", *QUESTIONS, "randomness"))
    objects = top["objects"].fields(("game", "programs", "profiles"))
    evidence = top["evidence"].fields(("encounters", "violation"))
    yes = claim["answer"].choice(ANSWERS) == "yes"
    factorised, strict, expected = (claim[key].flag() for key in QUESTIONS)
    tables = read_tables(claim, objects, evidence)
    space = read_map(tables, objects["profiles"], expected)
    evidence["violation"].given(not yes)
    kind, why = "whole", ""
    if yes:
        whole(tables, space, claim, factorised, strict)
    else:
        kind, why = violated(tables, space, evidence["violation"], factorised, strict)
    of = f"the transformation of {many(space)}" if kind == "whole" else "a transformation of program profiles"
    words = f"{of} is {'not ' * (not yes)}a {'strict ' * strict}safe Pareto improvement of {place(tables)}"
    words += f"{', factorised' * factorised}{', in expectation' * expected}{why}"
    words += ", whatever the other profiles become" * (kind != "whole")
    return compared(tables, claim, words, DONE[kind])


def all_changes(tables: Tables, space: Map) -> list[tuple[str, list[int]]]:
    """Where, and who gets less (-1), the same or more (1) there: at every profile, or in the sums."""
    if space.probabilities is None:
        pairs = enumerate(zip(space.before, space.after, strict=True))
        return [(f"at profile {k}", changes(tables, *pair)) for k, pair in pairs]
    sums = []
    for side in (space.before, space.after):
        columns = zip(*(payoffs(tables, who) for who in side), strict=True)
        sums.append([weighed(tables, tables.item, space.probabilities, column) for column in columns])
    return [("in expectation", [sign(tables, y, x) for x, y in zip(*sums, strict=True)])]


def split(tables: Tables, space: Map) -> str:
    """Two profiles at which a program of a player becomes different ones, if there are any."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for k, pair in enumerate(zip(space.before, space.after, strict=True)):
        tables.machine.spend(len(tables.players))
        for i, (own, image) in enumerate(zip(*pair, strict=True)):
            earlier, other = first.setdefault((i, own), (k, image))
            if other != image:
                return f"at profiles {earlier} and {k} the program of player {quote(tables.players[i])}"
    return ""


def whole(tables: Tables, space: Map, claim: Fields, factorised: bool, strict: bool) -> None:
    """Nobody loses; and somebody gains, and the map goes player by player, if that is asked."""
    answer, found = claim["answer"], all_changes(tables, space)
    for where, signs in found:
        if min(signs) < 0:
            answer.refuse("flag", f"player {quote(tables.players[signs.index(-1)])} gets less {where}")
    answer.need(not strict or any(max(signs) > 0 for _, signs in found), "flag", "nobody gains anywhere")
    different = split(tables, space) if factorised else ""
    answer.need(not different, "flag", f"{different} becomes different ones")


def violated(tables: Tables, space: Map, item: Item, factorised: bool, strict: bool) -> tuple[str, str]:
    """What has been compared, and what is violated, in words."""
    keys: dict[str, tuple[str, ...]] = {"worse": ("player", "profile")}
    keys |= {"not-factorised": ("player", "profiles")} if factorised else {}
    keys |= {"not-strict": ()} if strict else {}
    kind, fields = item.tagged("kind", keys)
    if kind == "not-strict":
        same = not any(any(signs) for _, signs in all_changes(tables, space))
        fields["kind"].need(same, "improvement", "somebody gets less or more somewhere")
        return "whole", ": nobody gains"
    i, expected = fields["player"].index(tables.players), space.probabilities is not None
    player = quote(tables.players[i])
    if kind == "not-factorised":
        k, m = (natural(entry, len(space.before)) for entry in fields["profiles"].items(2, "improvement"))
        fields["profiles"].need(k < m, "improvement", "a profile is needed, and one that comes later")
        alike = space.before[k][i] == space.before[m][i]
        fields["player"].need(alike, "improvement", "this player has different programs at the two profiles")
        different = space.after[k][i] != space.after[m][i]
        fields["player"].need(different, "improvement", "the program of this player becomes the same at both profiles")
        return kind, f": at profiles {k} and {m} the same program of player {player} becomes different ones"
    if fields["profile"].given(not expected):
        k = natural(fields["profile"], len(space.before))
        where, signs = f" at profile {k}", changes(tables, space.before[k], space.after[k])
    else:
        where, signs = "", all_changes(tables, space)[0][1]
    fields["player"].need(signs[i] < 0, "improvement", f"this player does not get less{where}")
    return kind if where else "whole", f": player {player} gets less{where}"


def no_gap(top: Fields) -> Receipt:
    """Does nobody like an alternative better than what a transformation leads to?"""
    claim = top["claim"].fields(("kind", "answer", "randomness"))
    objects = top["objects"].fields(("game", "programs", "profiles", "alternatives"))
    evidence = top["evidence"].fields(("encounters", "violation"))
    yes = claim["answer"].choice(ANSWERS) == "yes"
    tables = read_tables(claim, objects, evidence)
    players = tables.players
    space = read_map(tables, objects["profiles"], None)
    alternatives = rows(tables, objects["alternatives"])
    if evidence["violation"].given(not yes):
        fields = evidence["violation"].fields(("player", "profile", "alternative"))
        i = fields["player"].index(players)
        k, m = natural(fields["profile"], len(space.after)), natural(fields["alternative"], len(alternatives))
        better = changes(tables, space.after[k], alternatives[m])[i] > 0
        fields["player"].need(better, "improvement", "this player does not like the alternative better")
        who, which = f"player {quote(players[i])}", f"alternative {m}"
        where = f"the transformation leads to at profile {k}"
    else:
        lows = extremes(tables, dict.fromkeys(space.after), -1)
        for i, pair in enumerate(zip(lows, extremes(tables, alternatives, 1), strict=True)):
            liked = sign(tables, *(number.as_integer_ratio() for number in pair)) < 0
            claim["answer"].need(not liked, "flag", f"player {quote(players[i])} likes an alternative better")
        who, which = "nobody", f"any of {len(alternatives)} alternative{'s' * (len(alternatives) > 1)}"
        where = f"the transformation of {many(space)} leads to"
    words = f"in {place(tables)} {who} likes {which} better than what {where}"
    done = "payoffs of all alternatives, and of what every profile becomes" if yes else "payoffs of both"
    return compared(tables, claim, words, done)


def extremes(tables: Tables, encounters: Sequence[Indices] | dict[Indices, None], wanted: int) -> list[Fraction]:
    """The highest payoff of each player in these encounters, for 1, or the lowest, for -1."""
    found: list[Fraction] = []
    for who in encounters:
        own = payoffs(tables, who)
        pairs = zip(own, found or own, strict=True)
        found = [x if sign(tables, x.as_integer_ratio(), y.as_integer_ratio()) == wanted else y for x, y in pairs]
    return found
