"""What programs and laws make of the payoffs of a game: proofs/README.md section 13."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import lcm
from operator import ge, mul
from typing import Any

from spi.checker.lotteries import Exact, exact
from spi.checker.machine import Machine, Value, cost
from spi.checker.reader import Item, Profile, read_game
from spi.checker.words import effort, numeral

Law = Mapping[Profile, Fraction]  # of what is played
# What is to be as large as possible, before the payoffs in the order of the players are.
SELECTORS: dict[str, Callable[[list[int]], Any]] = {"utilitarian": sum, "leximin": sorted, "lexicographic": list}


@dataclass(slots=True)
class Table:
    """A game, the places of its actions as they are listed, and its Pareto meet minimum as levels, once it is known."""

    exact: Exact
    places: list[dict[str, int]]
    minimum: list[int] | None = None


def read_table(machine: Machine, item: Item) -> Table | None:
    """The game that is played, if there is one; its payoffs are there for programs that ask for them."""
    table = None
    if item.value is not None:
        game = read_game(item)
        item.need(game.players == machine.players, "game", "the players are those of the programs, in their order")
        places = [{action: k for k, action in enumerate(own)} for own in game.actions]
        table = Table(exact(item, game), places)
    machine.engine.update(select=partial(select, machine, table), pmp=partial(projections, machine, table))
    return table


def payoffs_of(machine: Machine, table: Table | None, outcome: Value) -> tuple[Table, Profile]:
    """The table, and the profile as it is found there."""
    if table is None:
        machine.item.refuse("program", "payoffs are asked for, and there is no game")
    machine.need(outcome.content in table.exact.game.level, "a profile is needed that the game has")
    return table, outcome.content


def select(machine: Machine, table: Table | None, selector: str, outcomes: Value) -> Value:
    """What a selector chooses; among equal payoffs what comes first in the game as it is listed."""
    order_by = SELECTORS.get(selector) or weighted(machine, selector)
    best: tuple[Any, Value] | None = None
    for outcome in outcomes.content:
        known, profile = payoffs_of(machine, table, outcome)
        machine.spend(len(profile) * (1 + known.exact.bits // 2**10))
        u = known.exact.payoffs(profile)
        order = [-own[action] for own, action in zip(known.places, profile, strict=True)]
        value = order_by(u), u, order
        best = max(best or (value, outcome), (value, outcome), key=lambda pair: pair[0])
    if best is None:
        machine.item.refuse("program", "a selector has nothing to choose from")
    return best[1]


def weighted(machine: Machine, selector: str) -> Callable[[list[int]], Any]:
    """The sum of the payoffs by positive weights, if that is what the label says: as whole numbers, up to a factor."""
    machine.spend(sum(map(effort, selector.split(","))))
    weights = [number for number in map(numeral, selector.split(",")) if number is not None and number > 0]
    fits = len(weights) == len(machine.players) == selector.count(",") + 1
    machine.need(fits, f"a selector is needed: one of {', '.join(SELECTORS)}, or a positive weight for each player")
    unit = lcm(*(weight.denominator for weight in weights))
    whole = [weight.numerator * (unit // weight.denominator) for weight in weights]
    machine.spend(sum(cost(weight, weight) for weight in map(Fraction, whole)) * len(weights))
    return lambda payoffs: sum(map(mul, whole, payoffs))


def projections(machine: Machine, table: Table | None, outcome: Value, seat: int) -> Value:
    """The profiles in which the player at this seat gets at least what is due to her, and others exactly that."""
    known, profile = payoffs_of(machine, table, outcome)
    level = known.exact.game.level
    if known.minimum is None:
        rows = set(level.values())
        machine.spend(len(level) + len(rows) ** 2 * (1 + len(profile) // 8))
        efficient = [u for u in rows if not any(v != u and all(map(ge, v, u)) for v in rows)]
        known.minimum = [min(column) for column in zip(*efficient, strict=True)]
    machine.spend(len(level) * (1 + len(profile) // 8))
    due = [*map(max, known.minimum, level[profile])]
    exactly = due[:seat] + due[seat + 1 :]
    found = [b for b, u in level.items() if u[seat] >= due[seat] and [*u[:seat], *u[seat + 1 :]] == exactly]
    return machine.value("set", frozenset(machine.value("profile", b) for b in found))


def expected(machine: Machine, table: Table, law: Law) -> list[Fraction]:
    """What everybody gets in expectation."""
    totals = [Fraction(0)] * len(table.places)
    for profile, p in law.items():
        for k, number in enumerate(table.exact.payoffs(profile)):
            share = Fraction(number)
            machine.spend(cost(p, share))
            share *= p
            machine.spend(cost(totals[k], share))
            totals[k] += share
    machine.spend(sum(cost(total, Fraction(table.exact.unit)) for total in totals))
    return [total / table.exact.unit for total in totals]


def short(number: Fraction) -> str:
    """A number, if it is not long."""
    return str(number) if max(abs(number.numerator), number.denominator) < 10**12 else "..."


def brief(numbers: list[Fraction]) -> str:
    """Numbers, shortly."""
    return f"({', '.join(map(short, numbers[:6]))}{', ...' if len(numbers) > 6 else ''})"
