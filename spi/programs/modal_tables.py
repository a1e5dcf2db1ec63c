"""Tables of modal agents: what each plays against each, decided for all pairs at once.

An agent that does not look at the other's code is the same formula whatever the other is. So it is gone through once,
against an opponent of whom nothing is known, and its formula is then evaluated on the frames 0, 1, 2, … for all
opponents together: a set of opponents is an int, one bit for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from spi.core.game import Profile
from spi.errors import ProgramError
from spi.programs.frames import Call, Frame, Step
from spi.programs.groups import ANY_NUMBER, Definition, Group, group
from spi.programs.interpreter import evaluate
from spi.programs.machines import FUEL, OutOfFuelError, Undefined, UndefinedError
from spi.programs.members import Program
from spi.programs.modal import Box, modal_outcome
from spi.programs.nesting import inner_first, programs_in
from spi.programs.paths import Path, PathMachine, Way
from spi.programs.terms import Term, kinds_in, subterms
from spi.programs.values import Value

__all__ = ["modal_table"]

_FOREIGN = {"match", "player", "outcome", "mine", "select", "pmp", "delegate", "chance", "mix", "simulate"}
"""Kinds of nodes by which a program looks at code or at seats, or is no modal agent."""

_REFERRED = 200
"""Agents that others refer to, and that are gone through with them; the table grows with their square."""


def modal_table(
    programs: Sequence[Program],
    players: Sequence[str],
    *,
    fuel: int = FUEL,
) -> tuple[tuple[Profile | Undefined, ...], ...]:
    """Decide what modal agents play in the limit, for all pairs.

    Parameters
    ----------
    programs : sequence of Program
    players : sequence of two names
    fuel : int
        For each pair that is decided by itself as in `modal_outcome`; here, evaluations of one agent.

    Returns
    -------
    tuple of tuples of profiles or Undefined
        Row i, column j: the i-th program as the first player, the j-th as the second; the limit of `modal_outcome`.

    Raises
    ------
    ProgramError
        For another number of players, and as in `modal_outcome`.

    Notes
    -----
    Exact. Pairs are decided by themselves if one of the two, or an agent that it refers to, looks at the other's code
    or at who is at which seat.

    Examples
    --------
    >>> from spi.programs.reader import read_program
    >>> fair = read_program("def fair(it): return 'C' if proves(it(me) == 'C') else 'D'")
    >>> modal_table([fair, read_program("def never(it): return 'D'")], ("Ann", "Bob"))
    ((('C', 'C'), ('D', 'D')), (('D', 'D'), ('D', 'D')))

    Source: barasz-et-al-2014, table of limits, and ours
    """
    if len(players) != 2:
        raise ProgramError(f"a table for {len(players)} players; accepted: two")
    known = _formulas(programs, fuel)
    place = {own: k for k, own in enumerate(known)}
    actions: list[list[str | None]] = [[None] * len(place) for _ in place]
    for label, rows in _Worlds(known).limits().items():
        for row, mask in zip(actions, rows, strict=True):
            for k in range(len(place)):
                if mask >> k & 1:
                    row[k] = label

    def limit(first: Program, second: Program) -> Profile | Undefined:
        if first not in place or second not in place:
            return modal_outcome((first, second), players, fuel=fuel).limit
        mine, yours = actions[place[first]][place[second]], actions[place[second]][place[first]]
        return Undefined.DIVERGES if mine is None or yours is None else (mine, yours)

    return tuple(tuple(limit(first, second) for second in programs) for first in programs)


class _LooksError(Exception):
    """A program that is asked for its code although nothing is to be known of it."""


class _Unseen(Program):
    """A program of which nothing is known; it can be run and handed on."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise _LooksError

    __hash__ = Program.__hash__


_OTHER = _Unseen(group([Definition("program", ANY_NUMBER, (), ("label", "?"))]), (), "the opponent")


class _Meeting(NamedTuple):
    """The call of a program against another one; None is the opponent of whom nothing is known."""

    first: Program | None
    second: Program | None


_Formula = dict[Box | None, list[Path]]
"""An agent's paths from truths of boxes and plays in meetings to its action (None), and those of its boxes."""


class _FormulaMachine(PathMachine):
    """Finds the formulas of agents: boxes are true or false, meetings go one way or another."""

    def __init__(self, fuel: int) -> None:
        super().__init__(("the agent", "the opponent"), fuel=fuel)
        self.labels: dict[str, None] = {}
        self.boxes: dict[Box, None] = {}
        self.meetings: dict[_Meeting, None] = {}

    def formula(self, own: Program) -> _Formula:
        """The formula of an agent."""
        self.boxes, self.meetings = {}, {}
        found: _Formula = {None: self.paths(lambda: evaluate(self, Call(own, 0, (_OTHER,))))}
        while fresh := [box for box in self.boxes if box not in found]:
            for box in fresh:
                found[box] = self.paths(lambda box=box: box.condition(Frame(self, *box[1:])))  # type: ignore[misc]
        self.labels |= {path.value: None for path in found[None]}
        return found

    def played(self, call: Call) -> Value:
        """Any of the labels, but the same one whenever the two meet."""
        if call.program.definition.kind == "function":  # one that waits for itself, or is nested too deeply
            raise UndefinedError if call in self.active else OutOfFuelError
        meeting = _Meeting(*(None if p is _OTHER else p for p in (call.program, *call.arguments)))
        self.meetings.setdefault(meeting)
        return self.choose_once([Way(meeting, label) for label in self.labels])

    def proves(self, condition: Step, frame: Frame) -> bool:
        """True or false, but the same for the same box."""
        box = Box(condition, *frame[1:])
        self.boxes.setdefault(box)
        return bool(self.choose_once([Way(box, True), Way(box, False)]))


def _formulas(programs: Sequence[Program], fuel: int) -> dict[Program, _Formula]:
    """The formulas of all agents that do not look at code, nor refer to one that does, and of those they refer to."""
    labels: dict[str, None] = {}
    while True:
        machine, known = _FormulaMachine(fuel), dict[Program, _Formula]()
        machine.labels = dict(labels)
        needs: dict[Program, list[Program]] = {own: [] for own in programs}
        todo = list(needs)
        for own in todo:  # grows on the way
            machine.fuel = fuel
            if len(todo) > len(programs) + _REFERRED or _looks(own):
                continue
            with suppress(_LooksError, ProgramError, OutOfFuelError):
                known[own] = machine.formula(own)
            needs[own] = [p for meeting in machine.meetings for p in meeting if p is not None]
            fresh = [p for p in dict.fromkeys(needs[own]) if p not in needs]
            needs |= {p: [] for p in fresh}
            todo += fresh
        if machine.labels.keys() == labels.keys():
            break
        labels = machine.labels  # now meetings can go more ways
    while bad := [p for p in known if any(q not in known for q in needs[p])]:
        for p in bad:
            del known[p]
    return known


_LOOKS: WeakKeyDictionary[Program, bool] = WeakKeyDictionary()


def _looks(own: Program) -> bool:
    """Could it, or a program in it, look at code or at seats, build programs of unseen ones, or draw?"""
    for inner in inner_first(own, _LOOKS.__contains__):
        _LOOKS[inner] = _looks_inside(inner.group) or any(_LOOKS[p] for p in programs_in(inner))
    return _LOOKS[own]


@lru_cache(maxsize=4096)
def _looks_inside(whole: Group) -> bool:
    return any(kinds_in(d.body) & _FOREIGN or _builds(d.body) for d in whole.definitions)


def _builds(term: Term) -> bool:
    """Does it build a program of anything but the agent's own parts?"""
    if term[0] == "build" and not kinds_in(term) <= {"build", "me", "keyword", "label"}:
        return True
    return any(map(_builds, subterms(term)))


_Clauses = list[tuple[list[int], Value]]
"""Paths: the numbers of the literals that hold on it, and what it comes to."""


class _Worlds:
    """All agents against all, world by world; a mask is a set of opponents."""

    def __init__(self, known: Mapping[Program, _Formula]) -> None:
        self.numbers: dict[tuple[Box | _Meeting, Value], int] = {}
        self.place = {own: k for k, own in enumerate(known)}
        self.all = (1 << len(known)) - 1
        self.bodies = [self._clauses(formula[None]) for formula in known.values()]
        boxes = {box: paths for formula in known.values() for box, paths in formula.items() if box is not None}
        self.conditions = {box: self._clauses(paths) for box, paths in boxes.items()}
        self.truth = {box: {True: self.all, False: 0} for box in boxes}
        self.meetings = {k for (note, _), k in self.numbers.items() if isinstance(note, _Meeting)}
        self.plays: dict[str, list[int]] = {}

    def limits(self) -> dict[str, list[int]]:
        """By label, for each agent the opponents against which it plays that in the limit."""
        while True:
            values = self._world()
            after = {}
            for box, clauses in self.conditions.items():
                before, now = self.truth[box], _evaluate(clauses, values, self.all)
                true = before[True] & now.get(True, 0)
                after[box] = {True: true, False: before[False] | before[True] & now.get(False, 0)}
            if all(after[box][True] == masks[True] for box, masks in self.truth.items()):
                return self.plays
            self.truth = after

    def _world(self) -> list[int]:
        """Work out what is played, and return the masks of the literals."""
        values = [0] * len(self.numbers)
        for (note, value), k in self.numbers.items():
            if isinstance(note, Box):
                values[k] = self.truth[note][bool(value)]
        running = [k for k, body in enumerate(self.bodies) if any(not self.meetings.isdisjoint(on) for on, _ in body)]
        self.plays = {}
        self._play([k for k in range(len(self.bodies)) if k not in running], values)
        self._meet(values)
        while self._play(running, values):  # those who run others wait for them, and some for ever
            self._meet(values)
        return values

    def _play(self, agents: Iterable[int], values: Sequence[int]) -> bool:
        """Work out what agents play, and say whether any of it is new."""
        fresh = False
        for own in agents:
            for label, mask in _evaluate(self.bodies[own], values, self.all).items():
                rows = self.plays.setdefault(label, [0] * len(self.bodies))
                fresh |= rows[own] != mask
                rows[own] = mask
        return fresh

    def _meet(self, values: list[int]) -> None:
        """Fill in the literals that say what is played in a meeting."""
        columns = {label: _transposed(rows) for label, rows in self.plays.items()}
        for (note, label), k in self.numbers.items():
            if not isinstance(note, _Meeting) or label not in self.plays:
                continue
            rows = self.plays[label]
            if note.first is not None and note.second is not None:
                values[k] = self.all * (rows[self.place[note.first]] >> self.place[note.second] & 1)
            elif note.first is not None:
                values[k] = rows[self.place[note.first]]
            elif note.second is not None:
                values[k] = columns[label][self.place[note.second]]
            else:
                values[k] = sum(mask & 1 << q for q, mask in enumerate(rows))

    def _clauses(self, paths: Sequence[Path]) -> _Clauses:
        number = self.numbers
        return [([number.setdefault((w.note, w.value), len(number)) for w in p.choices], p.value) for p in paths]


def _evaluate(clauses: _Clauses, values: Sequence[int], everybody: int) -> dict[Any, int]:
    """For each value the mask of the opponents for which it comes out."""
    masks: dict[Any, int] = {}
    for literals, value in clauses:
        mask = everybody
        for k in literals:
            mask &= values[k]
        if mask:
            masks[value] = masks.get(value, 0) | mask
    return masks


def _transposed(rows: Sequence[int]) -> list[int]:
    """The columns of a square table of bits."""
    texts = [format(row, f"0{len(rows)}b") for row in reversed(rows)]
    return [int("".join(bits), 2) for bits in zip(*texts, strict=True)][::-1]
