"""What terms are worth, and what programs play when they are called: proofs/README.md section 13.

What `call`, `proves`, `simulate`, `chance` and `mix` mean depends on the engine, see encounters.py; for `select` and
`pmp` see payoffs.py.
"""

from typing import Any

from spi.checker.calls import meeting, partner, start, typed
from spi.checker.machine import Frame, Later, Machine, Seated, Task
from spi.checker.programs import Node, member

PARTLY = {"and", "or", "if", "let", "first", "all", "any", "match", "run", "outcome"}  # not part after part
CLOSED = {"proves", "simulate"}


class Diverges(Exception):
    """Raised when a call needs itself."""


def calls(machine: Machine) -> None:
    """Let the machine work out every call once, and notice when one needs itself."""
    done: dict[Frame, Any] = {}
    active: set[Frame] = set()

    def call(frame: Frame) -> Task:
        if frame not in done:
            if frame in active:
                raise Diverges
            active.add(frame)
            done[frame] = yield body(machine, frame)
            active.remove(frame)
        return done[frame]

    machine.engine["call"] = call


def body(machine: Machine, frame: Frame) -> Task:
    """The body of a call."""
    return evaluate(machine, frame.callee.program.definition.body[0], frame)


def keyword(machine: Machine, callee: Seated, name: str) -> Any:
    """What a program binds to a keyword, at its own seat."""
    return machine.seat(callee.program.content[name], callee.seat)


def named(machine: Machine, frame: Frame, place: int) -> Task:
    """The variable that was bound as this one, counted from 0; it is worked out once."""
    found = frame.variables[place]
    if not isinstance(found, Later):
        return found
    if found.frame is not None:
        found.value = yield evaluate(machine, found.term, found.frame)
        found.frame = None
    return found.value


def closed(machine: Machine, node: Node, frame: Frame) -> Task:
    """The call with the variables that a term speaks of, worked out, from the one bound last on; and without others."""
    machine.spend((len(frame.arguments) + len(frame.variables)) // 16)
    kept: list[Any] = [None] * len(frame.variables)
    bits = bin(node.free)[2:]
    for place in [len(bits) - 1 - k for k, bit in enumerate(bits) if bit == "1"]:
        kept[place] = yield from named(machine, frame, place)
    return Frame(frame.callee, frame.arguments, frame.world, tuple(kept))


def bind(machine: Machine, frame: Frame, *values: Any) -> Frame:
    """The same call with more variables."""
    variables = (*frame.variables, *values)
    machine.spend(len(variables) // 16)
    return Frame(frame.callee, frame.arguments, frame.world, variables)


def evaluate(machine: Machine, node: Node, frame: Frame) -> Task:
    """What a term is worth in a call."""
    tag, parts = node.tag, node.parts
    if tag == "variable":
        return (yield from named(machine, frame, len(frame.variables) - 1 - node.data[0]))
    if tag in CLOSED:
        return (yield machine.engine[tag](node, (yield from closed(machine, node, frame))))
    if tag not in PARTLY:
        values = []
        for part in parts:
            values.append((yield evaluate(machine, part, frame)))
        return combine(machine, node, frame, values)
    if tag in ("first", "all", "any"):
        for argument in frame.arguments:
            holds = typed(machine, "truth value", (yield evaluate(machine, parts[0], bind(machine, frame, argument))))
            if holds == (tag != "all"):
                return argument if tag == "first" else holds
        machine.need(tag != "first", "there is no first argument of which this is true")
        return tag == "all"
    if tag == "let":
        return (yield evaluate(machine, parts[1], bind(machine, frame, Later(parts[0], frame))))
    value = yield evaluate(machine, parts[0], frame)
    if tag in ("and", "or", "if"):
        holds = typed(machine, "truth value", value)
        if tag == "if":
            return (yield evaluate(machine, parts[1 if holds else 2], frame))
        if holds == (tag == "or"):
            return holds
        return typed(machine, "truth value", (yield evaluate(machine, parts[1], frame)))
    if tag == "match":
        definition = typed(machine, "program", value).program.definition
        machine.spend(len(parts[1].parts))
        for case in parts[1].parts:
            if member(machine, frame.callee.program.definition, case.data[0]) is definition:
                machine.spend(len(case.data[1]))
                values = [keyword(machine, value, name) for name in case.data[1]]
                return (yield evaluate(machine, case.parts[0], bind(machine, frame, *values)))
        return (yield evaluate(machine, parts[2], frame))
    values = [*frame.arguments] if node.data else []
    for part in parts[1:]:
        values.append((yield evaluate(machine, part, frame)))
    if tag == "run":
        return (yield machine.engine["call"](start(machine, value, values, frame.world)))
    own, *programs = [partner(machine, x) for x in (value, *values)]
    programs.insert(frame.callee.seat, own)
    machine.need(len(programs) == len(machine.players), "a program for each player is needed, first mine")
    labels = []
    for seat in range(len(programs)):
        called = meeting(machine, programs, seat, frame.world)
        labels.append(typed(machine, "label", (yield machine.engine["call"](called))))
    return machine.value("profile", tuple(labels))


def combine(machine: Machine, node: Node, frame: Frame, values: list[Any]) -> Any:
    """What a term is worth whose parts are worth these values; a list in a term is worth the list of them."""
    data = node.data
    match node.tag:
        case "":
            return values
        case "label" | "truth":
            return data[0]
        case "keyword":
            return keyword(machine, frame.callee, data[0])
        case "me":
            return frame.callee
        case "other":
            machine.need(data[0] < len(frame.arguments), "there is no such argument")
            return frame.arguments[data[0]]
        case "others":
            machine.need(False, "the tuple of all arguments is of use in an outcome only")
        case "build":
            pairs = zip(node.parts[0].parts, values[0], strict=True)
            given = {part.data[0]: machine.seat(x, None) for part, (x,) in pairs}
            built = member(machine, frame.callee.program.definition, data[0])
            content = {name: given.get(name, default) for name, default in built.keywords.items()}
            return Seated(machine.value("program", content, built), frame.callee.seat)
        case "same":
            return bool(machine.seat(values[0], None) == machine.seat(values[1], None))
        case "not":
            return not typed(machine, "truth value", values[0])
        case "profile":
            return machine.value("profile", tuple(typed(machine, "label", x) for x in values))
        case "set":
            return machine.value("set", frozenset(typed(machine, "profile", x) for x in values))
        case "map":
            return machine.value("map", {machine.seat(key, None): value for key, value in values})
        case "at":
            return typed(machine, "map", values[0]).content.get(machine.seat(values[1], None), values[1])
        case "in":
            return typed(machine, "profile", values[0]) in typed(machine, "set", values[1]).content
        case "meet" | "join":
            one, two = (typed(machine, "set", x).content for x in values)
            machine.spend(len(one) + len(two))
            return machine.value("set", one & two if node.tag == "meet" else one | two)
        case "mine":
            labels = typed(machine, "profile", values[0]).content
            machine.need(len(labels) == len(machine.players), "a profile has an entry for each player")
            return labels[frame.callee.seat]
        case "player":
            return machine.players[typed(machine, "program", values[0]).seat]
        case "select":
            return machine.engine["select"](typed(machine, "label", values[0]), typed(machine, "set", values[1]))
        case "pmp":
            return machine.engine["pmp"](typed(machine, "profile", values[0]), frame.callee.seat)
        case "chance":
            return machine.engine["chance"](data[0])
    return machine.engine["mix"](typed(machine, "map", values[0]).content)
