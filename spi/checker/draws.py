"""Programs that draw independently: the laws of their calls, proofs/README.md section 13."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from spi.checker.calls import meeting, typed
from spi.checker.evaluation import body, evaluate
from spi.checker.lotteries import common
from spi.checker.machine import Frame, Machine, Task, cost
from spi.checker.programs import Node, read_program
from spi.checker.reader import Item
from spi.checker.words import effort, label, numeral

Law = dict[str, Fraction]


@dataclass(slots=True)
class Draws:
    """One way of evaluating a call: its probability, the calls that are run, and how many draws have been made.

    The script says for each draw how many options come after the one that is taken.
    """

    script: list[int] = field(default_factory=list)
    position: int = 0
    weight: Fraction = Fraction(1)
    runs: list[int] = field(default_factory=list)


def add(machine: Machine, sums: dict[Any, Fraction], key: Any, more: Fraction) -> None:
    """Add to one of some sums."""
    before = sums.get(key, Fraction(0))
    machine.spend(cost(before, more))
    sums[key] = before + more


def read_law(item: Item, read: Callable[[Item], Any] = label) -> dict[Any, Fraction]:
    """Labels, or other things that can be read, in order, with positive probabilities that sum to 1."""
    law: dict[Any, Fraction] = {}
    for entry in item.items():
        thing, p = entry.items(2)
        found = read(thing)
        thing.need(not law or found > next(reversed(law)), "lottery", "what is listed is distinct and in order")
        p.need(p.rational() > 0, "lottery", "probabilities are positive")
        law[found] = p.rational()
    row = common(item, law.values())
    item.need(sum(row.numbers) == row.unit, "lottery", "the probabilities must sum to 1")
    return law


def mixture(machine: Machine, content: dict[Any, Any]) -> list[tuple[str, Fraction]]:
    """What a map lists as a mixture: labels with their probabilities."""
    machine.spend(sum(effort(typed(machine, "label", p)) for p in content.values()))
    listed = [(typed(machine, "label", x), numeral(p)) for x, p in content.items()]
    options = [(x, p) for x, p in listed if p is not None and p >= 0]
    row = common(machine.item, [p for _, p in options])
    fits = len(options) == len(listed) and sum(row.numbers) == row.unit
    machine.need(fits, "probabilities that sum to 1 are needed for a mixture")
    return options


def ways(machine: Machine, draws: Draws, frame: Frame) -> Iterator[str]:
    """The label that a call has in each of its ways, which the draws describe."""
    draws.script, more = [], True
    while more:
        draws.position, draws.weight, draws.runs = 0, Fraction(1), []
        yield typed(machine, "label", machine.drive(body(machine, frame)))
        while draws.script and not draws.script[-1]:
            draws.script.pop()
        if more := bool(draws.script):
            draws.script[-1] -= 1


def check_laws(machine: Machine, item: Item, first: Sequence[Frame]) -> list[Law]:
    """The laws of these calls, as listed; each is what the ways of its call add up to, and almost surely all ends.

    Let x be the listed probabilities, and y those of ending with each value: the least solution of the equations. Their
    right-hand sides are convex, so x - y is at most the derivative at x times x - y. For the sums d over the values of
    each call this says d <= Md, with M how often each call is expected to run each call. If all pivots of I - M are
    positive, its inverse has no negative entry, so d <= 0: the laws are what is played, and the only solution.
    """
    places: dict[Frame, int] = {}
    laws: list[Law] = []
    entries = []
    draws = Draws()

    def chance(p: Fraction) -> Any:
        return draw([(True, p), (False, 1 - p)])

    def mix(content: dict[Any, Any]) -> Any:
        return draw(mixture(machine, content))

    def draw(options: Iterable[tuple[Any, Fraction]]) -> Any:
        possible = [(value, p) for value, p in options if p]
        machine.spend(len(possible) // 16)
        if draws.position == len(draws.script):
            draws.script.append(len(possible) - 1)
        value, p = possible[draws.script[draws.position]]
        machine.spend(cost(draws.weight, p))
        draws.weight, draws.position = draws.weight * p, draws.position + 1
        return value

    def call(frame: Frame) -> Task:
        if frame.callee.program.definition.kind == "function":
            return (yield body(machine, frame))
        machine.item.need(frame in places, "encounter", "a call is reached that is not in the list")
        draws.runs.append(places[frame])
        return draw(laws[places[frame]].items())

    def simulate(node: Node, frame: Frame) -> Task:
        return (yield evaluate(machine, node.parts[0], frame))

    machine.tags = set()
    machine.engine.update(chance=chance, mix=mix, call=call, simulate=simulate)
    for entry in item.items():
        fields = entry.fields(("call", "law"))
        frame = read_call(machine, fields["call"])
        fits = frame == first[len(places)] if len(places) < len(first) else frame not in places
        fields["call"].need(fits, "encounter", "the calls of the players come first, and each call comes once")
        places[frame] = len(places)
        laws.append(read_law(fields["law"]))
        entries.append(fields)
    item.need(len(laws) >= len(first), "encounter", "the calls of the players come first")
    item.need("proves" not in machine.tags, "encounter", "programs with boxes need another engine")
    rows: list[dict[int, Fraction]] = [{} for _ in laws]
    for fields, law, row, frame in zip(entries, laws, rows, places, strict=True):
        machine.item, total = fields["call"], dict[Any, Fraction]()
        for value in ways(machine, draws, frame):
            add(machine, total, value, draws.weight)
            for run in draws.runs:
                add(machine, row, run, draws.weight)
        fields["law"].need(total == law, "encounter", "the ways of this call add up to another law")
    machine.item, reached = item, list(range(len(first)))
    seen = set(reached)
    for k in reached:
        reached += rows[k].keys() - seen
        seen |= rows[k].keys()
    item.need(len(seen) == len(laws), "encounter", "a call is listed that is not reached")
    item.need(finite(machine, rows), "encounter", "calls run so many calls that their expected number is not finite")
    return laws


def read_call(machine: Machine, item: Item) -> Frame:
    """The call of a player's program when these programs meet."""
    fields = item.fields(("player", "programs"))
    seat = fields["player"].index(machine.players)
    entries = fields["programs"].items(len(machine.players), "program")
    machine.item = item
    return meeting(machine, [read_program(machine, entry) for entry in entries], seat)


def finite(machine: Machine, rows: list[dict[int, Fraction]]) -> bool:
    """Whether the pivots of I - M are all positive; M has these rows, which are changed."""
    users: list[set[int]] = [set() for _ in rows]
    for i, row in enumerate(rows):
        for k in row:
            users[k].add(i)
    for k in reversed(range(len(rows))):
        pivot = 1 - rows[k].pop(k, Fraction(0))
        if pivot <= 0:
            return False
        for i in [i for i in users[k] if i < k]:
            before = rows[i].pop(k)
            machine.spend(cost(before, pivot))
            factor = before / pivot
            for j, more in rows[k].items():
                machine.spend(cost(factor, more))
                add(machine, rows[i], j, factor * more)
                users[j].add(i)
    return True
