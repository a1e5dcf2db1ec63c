"""Programs that all read one random string: the law of what they play, proofs/README.md section 13."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from json import dumps
from math import gcd
from typing import Any

from spi.checker.calls import typed
from spi.checker.draws import add, mixture
from spi.checker.engines import Meeting
from spi.checker.evaluation import Diverges, calls, evaluate
from spi.checker.lotteries import common
from spi.checker.machine import Frame, Machine, Task, cost
from spi.checker.programs import Node
from spi.checker.reader import Item, Profile

Cell = tuple[Node, Frame]  # a term and its call; of a question, the term `simulate`
State = tuple[tuple[Any, ...], ...]  # what each question comes to 1, 2, ... strides down; None if that is not known


class Again(Exception):
    """Raised when something is simulated so far down, or an entry compared with a number, for the first time."""


@dataclass(slots=True)
class Ask:
    """What a cell needs to know first, and for each answer what it comes to or needs then."""

    question: Cell
    place: int
    then: dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of [0, 1), and for each cell what it needs or comes to there."""

    low: Fraction
    high: Fraction
    length: Fraction
    trees: dict[Any, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Here:
    """An entry of the string, which lies in a piece, and what is known of the entries after it."""

    pieces: list[Piece] = field(default_factory=lambda: [Piece(Fraction(0), Fraction(1), Fraction(1))])  # in order
    at: int = 0
    backs: dict[Cell, set[int]] = field(default_factory=dict)  # of each question, how many entries down it is asked
    stride: int = 1
    state: dict[Cell, tuple[Any, ...]] = field(default_factory=dict)
    answers: dict[tuple[Cell, int], Any] = field(default_factory=dict)  # to what has been asked


@dataclass(slots=True)
class Chain:
    """The states, how probable it is that one follows another, and what is played at each."""

    states: list[State]
    steps: list[dict[int, Fraction]] = field(default_factory=list)
    played: list[dict[Profile, Fraction]] = field(default_factory=list)


def enter(machine: Machine, here: Here) -> None:
    """Let terms mean what they mean at an entry."""

    def simulate(node: Node, frame: Frame) -> Task:
        yield from ()
        question, back = (node, frame), node.data[0]
        machine.need(back > 0, "what is simulated stands further down the string")
        if back not in here.backs.setdefault(question, set()):
            here.backs[question].add(back)
            for piece in here.pieces:
                piece.trees.clear()
            raise Again
        place = back // here.stride - 1
        answer = here.answers.setdefault((question, place), here.state[question][place])
        if answer is None:
            raise Diverges
        return answer

    def chance(p: Fraction) -> bool:
        low, high = here.pieces[here.at].low, here.pieces[here.at].high
        machine.spend(cost(p, low) + cost(p, high))
        if low < p < high:
            here.pieces[here.at : here.at + 1] = [Piece(low, p, p - low), Piece(p, high, high - p)]
            raise Again
        return high <= p

    def mix(content: dict[Any, Any]) -> str:
        options = sorted(mixture(machine, content), key=lambda option: dumps(option[0]))
        machine.spend(sum(cost(p, p) for _, p in options))
        sums = accumulate(p for _, p in options)
        return next(action for (action, _), upto in zip(options, sums, strict=True) if chance(upto))

    machine.engine.update(simulate=simulate, chance=chance, mix=mix)


def comes_to(machine: Machine, here: Here, cell: Cell) -> Any:
    """What a cell comes to here, or None; it is evaluated once for each list of answers to what it asks."""
    machine.spend(4 + (len(cell[1].arguments) + len(cell[1].variables)) // 16)
    tree: dict[Any, Any] = here.pieces[here.at].trees
    key: Any = cell
    found = tree.get(cell)
    while isinstance(found, Ask):
        machine.spend(2)
        answer = here.state[found.question][found.place]
        if answer is None:
            return None
        found = found.then.get(answer)
    if found is None:
        calls(machine)
        here.answers = {}
        try:
            found = machine.drive(evaluate(machine, *cell))
        except Diverges:
            found = Diverges
        for (question, place), answer in here.answers.items():
            tree, key = tree.setdefault(key, Ask(question, place, {})).then, answer
        if key is not None:
            tree[key] = found
    return None if found is Diverges else found


def explore(machine: Machine, here: Here, players: Meeting) -> Chain:
    """All states that are reached from the one in which nothing is known, in order."""
    here.stride = gcd(*(back for own in here.backs.values() for back in own)) or 1
    sizes = [max(own) // here.stride for own in here.backs.values()]
    machine.spend(len(here.pieces) + sum(sizes))
    start = tuple((None,) * size for size in sizes)
    chain, known = Chain([start]), {start: 0}
    for state in chain.states:  # there are more on the way
        here.state = dict(zip(here.backs, state, strict=True))
        chain.steps.append({})
        chain.played.append({})
        for k, piece in enumerate(here.pieces):
            here.at, labels = k, []
            for item, frame in players:
                machine.item = item
                played = comes_to(machine, here, (frame.callee.program.definition.body[0], frame))
                labels.append(played if played is None else typed(machine, "label", played))
            values = [comes_to(machine, here, (node.parts[0], frame)) for node, frame in here.backs]
            machine.spend(1 + sum(sizes))
            after = tuple((value, *own[:-1]) for value, own in zip(values, state, strict=True))
            if after not in known:
                known[after] = len(known)
                chain.states.append(after)
            add(machine, chain.steps[-1], known[after], piece.length)
            if None not in labels:
                add(machine, chain.played[-1], tuple(labels), piece.length)
    return chain


def check_joint(machine: Machine, item: Item, players: Meeting) -> tuple[dict[Profile, Fraction], int]:
    """The law of what is played, as far as that comes to an end, and the number of states; `item` has their weights.

    What s entries tell is the state after s steps from the far end, where nothing is known; and what is known of the
    outcome. The more entries, the more is known, so that the probability of knowing that it is a grows to that of a
    being played. The average of the laws of the first s states tends to a law that stays the same with a further entry.

    There is only one, as the states to which the chain returns form one class. Entries that lead from the first state
    to x lead each state y to one that says all that x says, and perhaps more. So of two classes each state says no more
    than some state of the other, and one that says as much as possible would be in both.
    """
    here = Here()
    enter(machine, here)
    chain: Chain | None = None
    while chain is None:
        try:
            chain = explore(machine, here, players)
        except Again:
            continue
    machine.item, size = item, len(chain.states)
    weights = [entry.rational() for entry in item.items(size, "encounter")]
    row, totals, law = common(item, weights), dict[int, Fraction](), dict[Profile, Fraction]()
    item.need(min(weights) >= 0 and sum(row.numbers) == row.unit, "lottery", "weights are not negative and sum to 1")
    for weight, steps, played in zip(weights, chain.steps, chain.played, strict=True):
        for sums, more in ((totals, steps), (law, played)) if weight else ():
            for key, p in more.items():
                machine.spend(cost(weight, p))
                add(machine, sums, key, weight * p)
    stays = all(totals.get(k, 0) == weight for k, weight in enumerate(weights))
    item.need(stays, "encounter", "after a further entry the states would have other weights")
    return law, size
