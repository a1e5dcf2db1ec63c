"""What players might have chosen in other circumstances: proofs/README.md section 15."""

from dataclasses import dataclass
from fractions import Fraction

from spi.checker.comparing import joined, members, row, sign, weighed
from spi.checker.lotteries import Chances, chances
from spi.checker.reader import Item
from spi.checker.tables import Programs, Tables, payoffs

CHOICE = {"given": ("chosen",), "best-reply": ("spaces", "beliefs")}


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What a player might have chosen: some of these, or those that earn most against these others."""

    programs: list[int]
    others: dict[Programs, Fraction] | None = None


def read_counterfactuals(tables: Tables, item: Item, profile: Programs, knowledge: str | None) -> list[Counterfactual]:
    """The choice model, for each player."""
    count = len(tables.machine.players)
    kind, fields = item.tagged("kind", CHOICE)
    lists = fields["chosen" if kind == "given" else "spaces"]
    programs = [members(tables, entry) for entry in lists.items(count, "program")]
    if kind == "given":
        return [Counterfactual(own) for own in programs]
    spaces, found = list(map(set, programs)), []
    for seat, entry in enumerate(fields["beliefs"].items(count, "lottery")):
        belief = chances(entry, "programs", lambda others: row(tables, others, count - 1))
        others = conditioned(belief, seat, profile, spaces, knowledge)
        entry.need(bool(others), "lottery", "what the player knows has no positive probability")
        found.append(Counterfactual(programs[seat], others))
    return found


def conditioned(
    belief: Chances[Programs], seat: int, profile: Programs, spaces: list[set[int]], knowledge: str | None
) -> dict[Programs, Fraction]:
    """What a player believes of the others, given what she knows, up to a factor."""
    actual, fitting = profile[:seat] + profile[seat + 1 :], spaces[:seat] + spaces[seat + 1 :]

    def known(others: Programs) -> bool:
        if knowledge == "absence":
            return all(own in space for own, space in zip(others, fitting, strict=True))
        return knowledge is None or others == actual

    return {others: Fraction(number) for others, number in belief.numbers.items() if known(others)}


def chosen(tables: Tables, seat: int, counterfactual: Counterfactual) -> list[int]:
    """What the player might have chosen."""
    if counterfactual.others is None:
        return counterfactual.programs
    best, found = Fraction(0), list[int]()
    for own in counterfactual.programs:
        pairs = [(p, payoffs(tables, joined(who, seat, own))[seat]) for who, p in counterfactual.others.items()]
        earned = weighed(tables, pairs) if len(pairs) > 1 else pairs[0][1]
        better = sign(tables, earned, best) if found else 1
        best, found = (earned, [own]) if better > 0 else (best, found + [own] * (better == 0))
    return found
