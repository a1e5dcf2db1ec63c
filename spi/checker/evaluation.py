"""What terms are worth, and what programs play when they are called: proofs/README.md section 13.

At runtime a program has a seat, but what a map lists has none: such a program cannot be used. What `call`, `proves`,
`draw` and `mix` mean depends on the engine; see encounters.py.
"""

from collections.abc import Sequence
from typing import Any

from spi.checker.machine import Frame, Machine, Seated, Task, Value, kind
from spi.checker.programs import Node, member
from spi.checker.reader import Item

PARTLY = {"and", "or", "if", "let", "first", "all", "any", "match", "run", "outcome", "proves"}  # not part after part


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


def typed(machine: Machine, wanted: str, value: Any) -> Any:
    """A value, which must be of this kind."""
    if kind(value) != wanted:
        machine.need(False, f"a {wanted} is needed where a {kind(value)} is found")
    return value


def partner(machine: Machine, value: Any) -> Seated:
    """A program that meets others, which a function does not."""
    found: Seated = typed(machine, "program", value)
    machine.need(found.program.definition.kind == "program", "a program is needed where a function is found")
    return found


def plain(value: Any) -> Any:
    """The value without a seat."""
    return value.program if isinstance(value, Seated) else value


def bound(callee: Seated, keyword: str) -> Any:
    """What a program binds to a keyword, at its own seat."""
    value = callee.program.content[keyword]
    return Seated(value, callee.seat) if kind(value) == "program" else value


def start(machine: Machine, callee: Any, arguments: Sequence[Any], world: int = 0) -> Frame:
    """The call of a function; or of a program, where the arguments get the other seats in order."""
    definition = typed(machine, "program", callee).program.definition
    others = len(machine.players) - 1
    machine.spend(2 * len(arguments))
    fits = definition.others in (-1, len(arguments)) and (definition.kind == "function" or len(arguments) == others)
    machine.need(fits, "there are too many arguments, or too few")
    if definition.kind == "program":
        seats = [*range(callee.seat), *range(callee.seat + 1, others + 1)]
        arguments = [Seated(partner(machine, x).program, seat) for x, seat in zip(arguments, seats, strict=True)]
    return Frame(callee, tuple(arguments), world)


def meeting(machine: Machine, item: Item, programs: list[Value], seat: int) -> Frame:
    """The call of the program at a seat when these programs meet."""
    machine.item = item
    others = [Seated(program, seat) for program in programs[:seat] + programs[seat + 1 :]]
    return start(machine, Seated(programs[seat], seat), others)


def bind(machine: Machine, frame: Frame, *values: Any) -> Frame:
    """The same call with more variables."""
    variables = (*frame.variables, *values)
    machine.spend(len(variables) // 16)
    return Frame(frame.callee, frame.arguments, frame.world, variables)


def evaluate(machine: Machine, node: Node, frame: Frame) -> Task:
    """What a term is worth in a call."""
    tag, parts = node.tag, node.parts
    if tag not in PARTLY:
        values = []
        for part in parts:
            values.append((yield evaluate(machine, part, frame)))
        return combine(machine, node, frame, values)
    if tag == "proves":
        return (yield machine.engine["proves"](parts[0], frame))
    if tag in ("first", "all", "any"):
        for argument in frame.arguments:
            holds = typed(machine, "truth value", (yield evaluate(machine, parts[0], bind(machine, frame, argument))))
            if holds == (tag != "all"):
                return argument if tag == "first" else holds
        machine.need(tag != "first", "there is no first argument of which this is true")
        return tag == "all"
    value = yield evaluate(machine, parts[0], frame)
    if tag in ("and", "or", "if"):
        holds = typed(machine, "truth value", value)
        if tag == "if":
            return (yield evaluate(machine, parts[1 if holds else 2], frame))
        if holds == (tag == "or"):
            return holds
        return typed(machine, "truth value", (yield evaluate(machine, parts[1], frame)))
    if tag == "let":
        return (yield evaluate(machine, parts[1], bind(machine, frame, value)))
    if tag == "match":
        definition = typed(machine, "program", value).program.definition
        machine.spend(len(parts[1].parts))
        for case in parts[1].parts:
            if member(machine, frame.callee.program.definition, case.data[0]) is definition:
                values = [bound(value, name) for name in case.data[1]]
                return (yield evaluate(machine, case.parts[0], bind(machine, frame, *values)))
        return (yield evaluate(machine, parts[2], frame))
    values = [*frame.arguments] if node.data else []
    for part in parts[1:]:
        values.append((yield evaluate(machine, part, frame)))
    if tag == "run":
        return (yield machine.engine["call"](start(machine, value, values, frame.world)))
    own, *programs = [partner(machine, x) for x in (value, *values)]
    programs.insert(frame.callee.seat, own)
    in_order = [x.seat for x in programs] == [*range(len(machine.players))]
    machine.need(in_order, "a program at each seat is needed, first the one at mine")
    labels = []
    for k, own in enumerate(programs):
        called = start(machine, own, programs[:k] + programs[k + 1 :], frame.world)
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
            return bound(frame.callee, data[0])
        case "me":
            return frame.callee
        case "variable":
            return frame.variables[-1 - data[0]]
        case "other":
            machine.need(data[0] < len(frame.arguments), "there is no such argument")
            return frame.arguments[data[0]]
        case "others":
            machine.need(False, "the tuple of all arguments is of use in an outcome only")
        case "build":
            given = {part.data[0]: plain(x) for part, (x,) in zip(node.parts[0].parts, values[0], strict=True)}
            built = member(machine, frame.callee.program.definition, data[0])
            content = {name: given.get(name, default) for name, default in built.keywords.items()}
            return Seated(machine.value("program", content, built), frame.callee.seat)
        case "same":
            return plain(values[0]) == plain(values[1])
        case "not":
            return not typed(machine, "truth value", values[0])
        case "profile":
            return machine.value("profile", tuple(typed(machine, "label", x) for x in values))
        case "set":
            return machine.value("set", frozenset(typed(machine, "profile", x) for x in values))
        case "map":
            given = {plain(key): plain(value) for key, value in values}
            machine.need(len(given) == len(values), "a map lists something twice")
            return machine.value("map", given)
        case "at":
            found = typed(machine, "map", values[0]).content.get(plain(values[1]), values[1])
            listed = found is not values[1] and kind(found) == "program"
            machine.need(not listed, "a program that a map lists has no seat")
            return found
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
        case "chance":
            return machine.engine["draw"]([(True, data[0]), (False, 1 - data[0])])
        case "mix":
            return machine.engine["mix"](typed(machine, "map", values[0]).content)
    return values[0]  # simulate
