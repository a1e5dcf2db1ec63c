"""What players might have chosen in other circumstances: proofs/README.md section 15."""

from dataclasses import dataclass

from spi.checker.asking import Tables, joined, members, payoffs, row
from spi.checker.comparing import sign, weighed
from spi.checker.lotteries import Chances, Row, chances
from spi.checker.reader import Item
from spi.checker.tables import Indices

CHOICE = {"given": ("chosen",), "best-reply": ("spaces", "beliefs")}


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What a player might have chosen: some of these, or those that earn most against these others."""

    programs: list[int]
    others: Chances[Indices] | None = None


def read_counterfactuals(tables: Tables, item: Item, profile: Indices, knowledge: str | None) -> list[Counterfactual]:
    """The choice model, for each player."""
    count = len(tables.players)
    kind, fields = item.tagged("kind", CHOICE)
    lists = fields["chosen" if kind == "given" else "spaces"]
    programs = [members(tables, entry) for entry in lists.items(count, "program")]
    if kind == "given":
        return [Counterfactual(own) for own in programs]
    spaces, found = list(map(set, programs)), []
    for seat, entry in enumerate(fields["beliefs"].items(count, "lottery")):
        belief = chances(entry, "programs", lambda others: row(tables, others, count - 1))
        others = conditioned(belief, seat, profile, spaces, knowledge)
        entry.need(bool(others.numbers), "lottery", "what the player knows has no positive probability")
        found.append(Counterfactual(programs[seat], others))
    return found


def conditioned(
    belief: Chances[Indices], seat: int, profile: Indices, spaces: list[set[int]], knowledge: str | None
) -> Chances[Indices]:
    """What a player believes of the others, given what she knows, up to a factor."""
    actual, fitting = profile[:seat] + profile[seat + 1 :], spaces[:seat] + spaces[seat + 1 :]

    def known(others: Indices) -> bool:
        if knowledge == "absence":
            return all(own in space for own, space in zip(others, fitting, strict=True))
        return knowledge is None or others == actual

    return Chances({others: number for others, number in belief.numbers.items() if known(others)}, belief.unit)


def chosen(tables: Tables, seat: int, counterfactual: Counterfactual) -> list[int]:
    """What the player might have chosen."""
    if counterfactual.others is None:
        return counterfactual.programs
    best, found = (0, 1), list[int]()
    weights = Row(list(counterfactual.others.numbers.values()), counterfactual.others.unit)
    for own in counterfactual.programs:
        numbers = [payoffs(tables, joined(others, seat, own))[seat] for others in counterfactual.others.numbers]
        earned = weighed(tables, tables.item, weights, numbers)
        better = sign(tables, earned, best) if found else 1
        best, found = (earned, [own]) if better > 0 else (best, found + [own] * (better == 0))
    return found
