"""Programs that are evaluated directly, and programs that ask what is provable: proofs/README.md section 13."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spi.checker.calls import typed
from spi.checker.evaluation import Diverges, calls, evaluate
from spi.checker.machine import Frame, Machine, Task
from spi.checker.programs import Node
from spi.checker.reader import Item, Profile
from spi.checker.words import natural

Meeting = Sequence[tuple[Item, Frame]]  # the program of each player, and its call


@dataclass(slots=True, eq=False)
class Box:
    """A `proves` whose term is true at all worlds below `true`; with `fails`, it is known to be false at that world."""

    term: Node
    frame: Frame
    true: int = 0
    fails: bool = False
    counts: bool = False


def played(machine: Machine, players: Meeting, world: int = 0) -> Profile:
    """What the players' calls give."""
    labels = []
    for item, frame in players:
        machine.item = item
        frame = Frame(frame.callee, frame.arguments, world)
        labels.append(typed(machine, "label", machine.drive(machine.engine["call"](frame))))
    return tuple(labels)


def direct(machine: Machine, players: Meeting) -> Profile | None:
    """Work out the calls; None if they diverge."""
    calls(machine)
    try:
        return played(machine, players)
    except Diverges:
        return None


def modal(machine: Machine, worlds: Item, players: Meeting) -> tuple[Profile, int]:
    """Work out the calls at world n, and see that no box that counts is true there and false at n + 1; how many count?

    A box counts if the outcome at n asks about it, or its term does at n for a box that counts. Suppose that the boxes
    that count are at all worlds from n to w as they are at n. Then the outcome at w asks what it asks at n, is answered
    the same, and is the same. So is, where a counting box is true at n + 1, its term, which is true at n; so the box is
    true at w + 1. Where it is false, it stays false. By induction all outcomes from n on are the same.
    """
    calls(machine)
    n = natural(worlds)
    boxes: dict[Any, Box] = {}
    counting: list[Box] = []

    def holds(box: Box, world: int) -> Task:
        while box.true < world and not box.fails:
            frame = Frame(box.frame.callee, box.frame.arguments, box.true, box.frame.variables)
            value = yield evaluate(machine, box.term.parts[0], frame)
            box.fails = not typed(machine, "truth value", value)
            box.true += not box.fails
        return world <= box.true

    def proves(term: Node, frame: Frame) -> Task:
        box = boxes.setdefault((term, frame.callee, frame.arguments, frame.variables), Box(term, frame))
        if frame.world == n and not box.counts:
            counting.append(box)
            box.counts = True
        return (yield holds(box, frame.world))

    machine.engine["proves"] = proves
    try:
        outcome = played(machine, players, n)
        for box in counting:  # there may be more at every step
            machine.drive(holds(box, n + 1))
            worlds.need(not box.fails or box.true != n, "encounter", "a box is true at this world but not at the next")
    except Diverges:
        worlds.refuse("encounter", "a call needs itself at one world")
    return outcome, len(counting)
