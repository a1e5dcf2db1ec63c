"""The claim that a player loses nothing by taking part, by all admissible beliefs: proofs/README.md section 15."""

from dataclasses import dataclass
from fractions import Fraction

from spi.checker.asking import (
    Tables,
    compared,
    joined,
    member,
    names,
    payoffs,
    place,
    read_tables,
    rows,
)
from spi.checker.comparing import sign, weighed
from spi.checker.lotteries import Chances, Row, chances, common
from spi.checker.machine import cost
from spi.checker.reader import Fields, Item, Receipt, quote
from spi.checker.tables import Indices
from spi.checker.words import natural

RELATIONS = {"at-most": (-1, 0), "at-least": (0, 1), "equal": (0,)}  # how the sum compares with the bound


@dataclass(frozen=True, slots=True)
class Constraint:
    """A linear condition on beliefs: a weight for each type, and a relation to a bound."""

    weights: list[Fraction]
    relation: str
    bound: Fraction


def read_constraint(tables: Tables, item: Item, types: int) -> Constraint:
    """One of the constraints."""
    fields = item.fields(("weights", "relation", "bound"))
    weights = [number(tables, entry) for entry in fields["weights"].items(types)]
    return Constraint(weights, fields["relation"].choice(RELATIONS), number(tables, fields["bound"]))


def number(tables: Tables, item: Item) -> Fraction:
    """A weight, a bound, or a multiplier."""
    tables.machine.item = item
    tables.machine.spend(4)
    return item.rational()


def read_belief(tables: Tables, item: Item, types: int, constraints: list[Constraint]) -> Chances[int]:
    """An admissible belief, by type."""
    belief = chances(item, "type", lambda entry: natural(entry, types))
    item.need(list(belief.numbers) == sorted(belief.numbers), "lottery", "the types are in increasing order")
    for k, one in enumerate(constraints):
        total = weighed(tables, item, row(belief), [one.weights[t] for t in belief.numbers])
        fits = sign(tables, total, one.bound.as_integer_ratio()) in RELATIONS[one.relation]
        item.need(fits, "witness", f"the belief does not satisfy constraint {k}")
    return belief


def row(belief: Chances[int]) -> Row:
    """The probabilities of a belief."""
    return Row(list(belief.numbers.values()), belief.unit)


def participation(top: Fields) -> Receipt:
    """Does a player lose nothing in expectation by taking part, by all admissible beliefs?"""
    claim = top["claim"].fields(("kind", "answer", "player", "randomness"))
    objects = top["objects"].fields(("game", "programs", "program", "becomes", "types", "constraints"))
    evidence = top["evidence"].fields(("encounters", "belief", "total", "multipliers"))
    yes = claim["answer"].choice(("yes", "no")) == "yes"
    tables = read_tables(claim, objects, evidence)
    seat = claim["player"].index(tables.players)
    own = member(tables, objects["program"]), member(tables, objects["becomes"])
    types = rows(tables, objects["types"], len(tables.players) - 1)
    constraints = [read_constraint(tables, item, len(types)) for item in objects["constraints"].items()]
    belief = read_belief(tables, evidence["belief"], len(types), constraints)
    evidence["multipliers"].given(evidence["total"].given(yes))
    if yes:
        bound(tables, evidence, [gain(tables, seat, own, others) for others in types], constraints)
    else:
        gains = [gain(tables, seat, own, types[t]) for t in belief.numbers]
        lost, _ = weighed(tables, tables.item, row(belief), gains)
        evidence["belief"].need(lost < 0, "improvement", "the player loses nothing by this belief")
    beliefs = "all admissible beliefs" if yes else "an admissible belief"
    words = f"player {quote(tables.players[seat])} of {place(tables)} loses {'nothing ' * yes}in expectation, by "
    words += f"{beliefs} over {len(types)} type{'s' * (len(types) > 1)}, "
    words += f"when program {names(tables, own[:1])} becomes {names(tables, own[1:])}"
    done = "belief: admissible; payoffs against all types; multipliers: a bound from below"
    return compared(tables, claim, words, done if yes else "belief: admissible, and what it says of payoffs")


def gain(tables: Tables, seat: int, own: tuple[int, int], others: Indices) -> Fraction:
    """What the player gains against others."""
    before, after = (payoffs(tables, joined(others, seat, program))[seat] for program in own)
    tables.machine.spend(cost(before, after))
    return after - before


def bound(tables: Tables, evidence: Fields, gains: list[Fraction], constraints: list[Constraint]) -> None:
    """The multipliers show that the expected gain is not negative, by any admissible belief."""
    multipliers = [number(tables, evidence["total"])]
    for one, item in zip(constraints, evidence["multipliers"].items(len(constraints)), strict=True):
        multipliers.append(number(tables, item))
        wrong = {"at-most": multipliers[-1] > 0, "at-least": multipliers[-1] < 0, "equal": False}[one.relation]
        item.need(not wrong, "witness", f"a multiplier of {one.relation!r} has the other sign")
    factors = common(evidence["multipliers"], multipliers)
    for t, more in enumerate(gains):
        total = weighed(tables, evidence["total"], factors, [Fraction(1), *(one.weights[t] for one in constraints)])
        below = sign(tables, total, more.as_integer_ratio()) <= 0
        evidence["total"].need(below, "witness", f"against type {t} the player gains less than the bound")
    least, _ = weighed(tables, evidence["total"], factors, [Fraction(1), *(one.bound for one in constraints)])
    evidence["total"].need(least >= 0, "witness", "the bound is negative")
