"""All ways in which something can be evaluated, for machines that cannot tell a value but can list what it may be."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from spi.programs.frames import Call
from spi.programs.interpreter import evaluate
from spi.programs.machines import DirectMachine, OutOfFuelError, UndefinedError
from spi.programs.values import Value

__all__ = ["Path", "PathMachine", "Way"]

NESTED = 40
"""Calls inside calls that are worked out in place."""


class Way(NamedTuple):
    """One of the ways in which a choice can be made: what the machine notes of it, and the value it stands for.

    Source: ours
    """

    note: Any
    value: Value


class Path(NamedTuple):
    """The choices of one evaluation, in the order in which they were made, and what it came to.

    Source: ours
    """

    choices: tuple[Way, ...]
    value: Value


class _OpenChoiceError(Exception):
    """A choice that the script does not cover yet."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = ways
        super().__init__()


class PathMachine(DirectMachine):
    """Evaluates by a script of choices, again and again, until all scripts have been gone through.

    What is evaluated is called a cell: a call, say. Cells can ask for what other cells come to. Each evaluation uses
    one unit of fuel. Functions are worked out in place; what calls of programs give, a machine says in `played`.

    Source: ours
    """

    script: tuple[Way, ...]
    place: int

    def paths(self, start: Callable[[], Value]) -> list[Path]:
        """All ways to evaluate that come to something.

        Where a choice has no ways, or an evaluation waits for itself, there is no path.
        """
        found: list[Path] = []
        scripts: list[tuple[Way, ...]] = [()]
        while scripts:
            self.script, self.place, self.active = scripts.pop(), 0, set()
            self.fuel -= 1
            if self.fuel < 0:
                raise OutOfFuelError
            try:
                value = start()
                found.append(Path(self.script, value))
            except _OpenChoiceError as choice:
                scripts += [(*self.script, way) for way in reversed(choice.ways)]
            except UndefinedError:
                pass
            except RecursionError:
                raise OutOfFuelError from None
        return found

    def paths_of(self, cell: Any) -> list[Path]:
        """All ways to evaluate a cell."""
        return self.paths(lambda: self.in_place(cell))

    def all_paths(self, cells: Iterable[Any]) -> dict[Any, list[Path]]:
        """The paths of cells and of all that they ask for, with everything that these can come to found out.

        A value is found only after a path that leads to it through values found before.
        """
        self.found: dict[Any, dict[Value, None]] = {}
        found: dict[Any, list[Path]] = {}
        waiting: dict[Any, dict[Any, None]] = {}
        todo = deque(dict.fromkeys(cells))
        queued = set(todo)
        while todo:
            cell = todo.popleft()
            queued.discard(cell)
            self.asked: dict[Any, None] = {}
            found[cell] = self.paths_of(cell)
            for other in self.asked:
                waiting.setdefault(other, {})[cell] = None
            known = self.found.setdefault(cell, {})
            before = len(known)
            known.update((path.value, None) for path in found[cell])
            again = [other for other in self.asked if other not in found]
            again += waiting.get(cell, ()) if len(known) > before else ()
            todo.extend(other for other in again if other not in queued)
            queued.update(again)
        return found

    def ways(self, cell: Any, note: Any) -> list[Way]:
        """Ask for a cell: a way for each of the values it can come to, as far as they are found."""
        self.asked.setdefault(cell)
        return [Way(note, value) for value in self.found.get(cell, ())]

    def choose(self, ways: Sequence[Way]) -> Value:
        """The next choice of the script."""
        if self.place == len(self.script):
            if len(ways) != 1:
                raise _OpenChoiceError(ways)
            self.script = (*self.script, ways[0])
        self.place += 1
        return self.script[self.place - 1].value

    def choose_once(self, ways: Sequence[Way]) -> Value:
        """The next choice of the script, unless one with the same note was made before."""
        note = ways[0].note if ways else None
        for way in self.script[: self.place]:
            if way.note == note:
                return way.value
        return self.choose(ways)

    def call(self, call: Call) -> Value:
        """What a function returns, in place; what a program plays, as the machine says."""
        if call.program.definition.kind == "program" or call in self.active or len(self.active) >= NESTED:
            return self.played(call)
        return self.in_place(call)

    def in_place(self, call: Call) -> Value:
        """Evaluate a call as part of the present evaluation."""
        self.active.add(call)
        try:
            return evaluate(self, call)
        finally:
            self.active.discard(call)

    def played(self, call: Call) -> Value:
        """What a call gives that is not worked out in place; a machine for chances or proofs says it."""
        raise NotImplementedError
