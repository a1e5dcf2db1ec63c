"""Steps, and the values that programs work with: proofs/README.md section 13.

The work is done by tasks, generators that yield the tasks they need and are sent the results. `Machine.drive` keeps
those that wait in a list: neither deep terms nor long chains of calls meet Python's limit on recursion. A task is a
step, as are the entries of what is put together; steps are limited. Of equal values one is kept, and stands for all.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar

from spi.checker.reader import Item

MAX_STEPS = 1_000_000
MAX_WAITING = 50_000
MAX_LEVELS = 20  # of maps in maps
Task = Generator[Any, Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A profile (a tuple), a set (of profiles), a map (a dictionary), or a program (its bindings, and a definition).

    Of maps, `levels` says how deeply they are nested.
    """

    kind: str
    content: Any
    definition: Any = None
    levels: int = 0


@dataclass(frozen=True, slots=True)
class Seated:
    """A program at a seat."""

    program: Value
    seat: int
    kind: ClassVar[str] = "program"


@dataclass(frozen=True, slots=True)
class Frame:
    """A call at a world (0 if there are no worlds), and the variables bound since: values, or ways to work them out."""

    callee: Seated
    arguments: tuple[Any, ...]
    world: int
    variables: tuple[Any, ...] = ()


@dataclass(slots=True, eq=False)
class Later:
    """A named value; it is worked out when it is first needed, and then the term and the frame are forgotten."""

    term: Any
    frame: Frame | None
    value: Any = None


def cost(x: Fraction, y: Fraction) -> int:
    """The steps for a sum, a product or a quotient."""
    a, b = (number.numerator.bit_length() + number.denominator.bit_length() for number in (x, y))
    return 1 + (64 + a) * (64 + b) // 2**20


def kind(value: Any) -> str:
    """What a value is."""
    return "label" if isinstance(value, str) else "truth value" if isinstance(value, bool) else str(value.kind)


@dataclass(slots=True)
class Machine:
    """What has been read and put together, and how many steps are left; `item` is refused when something goes wrong."""

    players: tuple[str, ...]
    item: Item
    engine: dict[str, Callable[..., Any]] = field(default_factory=dict)  # what some terms mean, by name
    tags: set[str] = field(default_factory=set)  # of what has been read since it was last emptied
    known: dict[Any, Any] = field(default_factory=dict)  # groups and values, by what they consist of
    left: int = MAX_STEPS

    def need(self, holds: bool, why: str) -> None:
        """Refuse the programs unless something holds."""
        self.item.need(holds, "program", why)

    def spend(self, steps: int) -> None:
        """Refuse the programs if this many more steps are too many."""
        self.left -= steps
        if self.left < 0:
            self.item.refuse("size", f"more than {MAX_STEPS} steps would be needed")

    def drive(self, task: Task) -> Any:
        """The result of a task."""
        waiting, result = [task], None
        while waiting:
            try:
                waiting.append(waiting[-1].send(result))
            except StopIteration as end:
                waiting.pop()
                result = end.value
            else:
                result = None
                self.spend(1)
                if len(waiting) > MAX_WAITING:
                    self.item.refuse("size", f"more than {MAX_WAITING} steps would have to wait")
        return result

    def value(self, kind: str, content: Any, definition: Any = None) -> Value:
        """The value that consists of this; a program has a definition, too, and its keywords are in order."""
        self.spend(len(content))
        parts = frozenset(content.items()) if isinstance(content, dict) else content
        if (kind, definition, parts) not in self.known:
            pairs = content.items() if kind == "map" else ()
            inside = [x.levels for pair in pairs for x in pair if isinstance(x, Value)]
            levels = 1 + max(inside, default=0) if kind == "map" else 0
            self.need(levels <= MAX_LEVELS, f"maps in maps are needed at most {MAX_LEVELS} deep")
            self.known[kind, definition, parts] = Value(kind, content, definition, levels)
        value: Value = self.known[kind, definition, parts]
        return value

    def seat(self, value: Any, seat: int | None) -> Any:
        """The value with this seat for a program, and for programs that a map lists; or without seats."""
        value = value.program if isinstance(value, Seated) else value
        if kind(value) == "program":
            return value if seat is None else Seated(value, seat)
        if kind(value) == "map":
            if (value, seat) not in self.known:
                content = {key: self.seat(listed, seat) for key, listed in value.content.items()}
                self.known[value, seat] = self.value("map", content)
            return self.known[value, seat]
        return value
