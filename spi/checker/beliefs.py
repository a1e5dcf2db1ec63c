"""Beliefs that meet affine constraints, and choices that they support: proofs/README.md section 16."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.checker import lotteries
from spi.checker.lotteries import Chances, Exact, Row, longest, weighted
from spi.checker.reader import Fields, Item, Profile, quote

RELATIONS = ("at-most", "at-least", "equal")
Earns = Callable[[str, Profile], int]  # by a policy, against policies of the others, in units of the game


@dataclass(frozen=True, slots=True)
class Constraint:
    """Weights of policies of the others; the row ends with the bound."""

    others: list[Profile]
    relation: str
    row: Row


def read_constraint(item: Item, actions: Sequence[Collection[str]]) -> Constraint:
    """An affine constraint on laws over profiles of these policies."""
    fields = item.fields(("terms", "relation", "bound"))
    terms = [term.fields(("others", "weight")) for term in fields["terms"].items()]
    others = [term["others"].profile(actions) for term in terms]
    fields["terms"].need(len(set(others)) == len(others), "profile", "a profile of the others is listed twice")
    numbers = [*(term["weight"].rational() for term in terms), fields["bound"].rational()]
    return Constraint(others, fields["relation"].choice(RELATIONS), lotteries.common(item, numbers))


def read_belief(
    item: Item, game: Exact, actions: Sequence[Collection[str]], constraints: Iterable[Constraint]
) -> Chances[Profile]:
    """A law over profiles of these policies that meets the constraints."""
    law = lotteries.chances(item, "others", lambda entry: entry.profile(actions))
    for constraint in constraints:
        numbers = constraint.row.numbers
        game.spend(item, len(numbers), longest(numbers), law.unit.bit_length())
        more = weighted(numbers, [*(law.numbers.get(q, 0) for q in constraint.others), -law.unit])
        holds = {"at-most": more <= 0, "at-least": more >= 0, "equal": more == 0}[constraint.relation]
        item.need(holds, "witness", "the belief does not meet a constraint of this player")
    return law


def check_support(
    item: Item, game: Exact, law: Chances[Profile], seen: Callable[[Profile], bool], menu: Iterable[str], earns: Earns
) -> dict[str, int]:
    """What each policy of a menu is expected to earn given what is seen, up to a positive factor."""
    left = {q: number for q, number in law.numbers.items() if seen(q)}
    item.need(bool(left), "witness", "the belief gives no chance to what the others have left")
    names = list(menu)
    game.spend(item, len(left) * len(names), law.unit.bit_length(), game.bits)
    return {x: sum(number * earns(x, q) for q, number in left.items()) for x in names}


def check_refutation(
    fields: Fields,
    game: Exact,
    constraints: Sequence[Constraint],
    profiles: Collection[Profile],
    seen: Callable[[Profile], bool],
    policy: str,
    others: Sequence[str],
    earns: Earns,
) -> None:
    """Multipliers that bound by 0 the chance of what is seen, over all beliefs that make a policy a best reply."""
    item = fields["total"]
    nu = [entry.rational() for entry in fields["constraints"].items(len(constraints))]
    mu = [entry.rational() for entry in fields["comparisons"].items(len(others))]
    fields["comparisons"].need(min(mu, default=Fraction(0)) >= 0, "witness", "these multipliers are not negative")
    for sign, constraint in zip(nu, constraints, strict=True):
        signs = {"at-most": sign >= 0, "at-least": sign <= 0, "equal": True}
        fields["constraints"].need(signs[constraint.relation], "witness", "a multiplier has the wrong sign")
    # all as integers, times the unit of the row: a constraint is in units of its own already
    factors = [factor / constraint.row.unit for factor, constraint in zip(nu, constraints, strict=True)]
    row = lotteries.common(item, [item.rational(), *factors, *mu])
    bound, loads = row.numbers[0], dict.fromkeys(profiles, row.numbers[0])
    for number, constraint in zip(row.numbers[1:], constraints, strict=False):
        numbers = constraint.row.numbers
        game.spend(item, len(numbers), number.bit_length(), longest(numbers))
        bound += number * numbers[-1]
        for q, weight in zip(constraint.others, numbers, strict=False):
            loads[q] += number * weight
    item.need(bound <= 0, "witness", "the bound is above 0")
    weights = row.numbers[1 + len(constraints) :]
    game.spend(item, len(loads) * (2 + len(others)), longest([*loads.values(), *weights, row.unit]), game.bits)
    for q, load in loads.items():
        short = -game.unit * load
        if seen(q):
            own = earns(policy, q)
            short += game.unit * row.unit + weighted(weights, [own - earns(x, q) for x in others])
        item.need(short <= 0, "witness", f"the multipliers fall short at ({', '.join(map(quote, q))})")
