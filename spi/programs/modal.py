"""Modal agents: programs that ask what is provable, decided on the linear frames 0, 1, 2, … of provability logic.

World n sees all m < n, and "provable" at n means "true at all m < n". What agents play in the limit is what is provable
of them in arithmetic (Gödel–Löb logic): an agent plays an action if its formula is true at all large n.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from spi.core.game import Game, Profile
from spi.programs.frames import Call, Frame, Step
from spi.programs.interpreter import evaluate
from spi.programs.machines import FUEL, DirectMachine, OutOfFuelError, Undefined, profile_call
from spi.programs.members import Program
from spi.programs.values import Value

__all__ = ["Box", "ModalOutcome", "modal_outcome"]


@dataclass(frozen=True, slots=True)
class ModalOutcome:
    """What modal agents do in the limit, and the trace that shows it.

    Parameters
    ----------
    limit : tuple of actions, or Undefined
        DIVERGES: some agent runs another one outside a proof in a circle. UNKNOWN: the fuel ran out.
    trace : tuple of profiles or Undefined
        What they play at the worlds 0, 1, …; the last world and all after it are alike. If the fuel ran out, as far
        as it went.
    boxes : tuple of tuple of bool
        At each of these worlds, which of the boxes are true, in the order in which they were asked first; a box that
        is not true stays so, be it that its condition is false below or that it diverges. Empty if the fuel ran out.

    Source: barasz-et-al-2014, section 4
    """

    limit: Profile | Undefined
    trace: tuple[Profile | Undefined, ...]
    boxes: tuple[tuple[bool, ...], ...]


class Box(NamedTuple):
    """A condition that is to be proved, closed by the frame of the program that asks.

    Source: ours
    """

    condition: Step
    program: Program
    seat: int
    arguments: tuple[Any, ...]
    variables: Any


class _At(NamedTuple):
    """A call, or the condition of a box, at a world."""

    what: Call | Box
    world: int


class _ModalMachine(DirectMachine):
    """Works out calls and conditions world by world."""

    def __init__(self, players: Sequence[str], game: Game | None, representatives: Any, fuel: int) -> None:
        super().__init__(players, game, representatives=representatives, fuel=fuel)
        self.world = 0
        self.boxes: list[Box] = []
        self.asked: set[Box] = set()

    def compute(self, key: _At) -> Value:
        """The body of a call at its world, or a condition at its."""
        before, self.world = self.world, key.world
        try:
            if isinstance(key.what, Call):
                return evaluate(self, key.what)
            return key.what.condition(Frame(self, *key.what[1:]))
        finally:
            self.world = before

    def call(self, call: Call) -> Value:
        """What a program plays at the present world."""
        return self.answer(_At(call, self.world))

    def proves(self, condition: Step, frame: Frame) -> bool:
        """Is the condition true at all worlds below the present one?"""
        box = Box(condition, *frame[1:])
        if box not in self.asked:
            self.asked.add(box)
            self.boxes.append(box)
        return all(self.answer(_At(box, world)) for world in range(self.world))

    def profile(self, calls: Sequence[Call], world: int) -> Profile | Undefined:
        """What the players play at a world."""
        actions = [self.solved(_At(call, world)) for call in calls]
        known = [action for action in actions if not isinstance(action, Undefined)]
        return tuple(known) if len(known) == len(actions) else Undefined.DIVERGES

    def bit(self, box: Box, world: int) -> Value | Undefined:
        """Is a box true at a world? DIVERGES if that depends on a call that does."""
        below = (self.solved(_At(box, m)) for m in range(world))
        return next((value for value in below if value is not True), True)


def modal_outcome(
    programs: Sequence[Program],
    players: Sequence[str],
    game: Game | None = None,
    *,
    representatives: Callable[[str, int], str] | None = None,
    fuel: int = FUEL,
) -> ModalOutcome:
    """Decide what modal agents play against each other in the limit.

    Parameters
    ----------
    programs : sequence of n Program
    players : sequence of n names
    game : Game, optional
        For `select` and `pmp`.
    representatives : function of a game's name and a seat, optional
        For `delegate`.
    fuel : int
        Calls and conditions that may be worked out, at all worlds together.

    Returns
    -------
    ModalOutcome

    Notes
    -----
    Exact. Worlds are gone through upward; at each, the boxes are those that were asked so far. If no true box has a
    condition that is not true here, then everything is worked out from the same boxes at the next world, and so on for
    ever. A box changes at most once, so that boxes + 1 worlds are enough.

    Examples
    --------
    >>> from spi.programs.reader import read_program
    >>> fair = read_program("def fair(it): return 'C' if proves(it(me) == 'C') else 'D'")
    >>> modal_outcome((fair, fair), ("Ann", "Bob")).limit
    ('C', 'C')

    Source: barasz-et-al-2014, table of limits
    """
    machine = _ModalMachine(players, game, representatives, fuel)
    calls = [profile_call(tuple(programs), seat) for seat in range(len(programs))]
    trace: list[Profile | Undefined] = []
    try:
        for world in count():
            trace.append(machine.profile(calls, world))
            changes = False
            for box in machine.boxes:  # grows on the way: what is worked out here may ask for more
                changes |= machine.bit(box, world) is True and machine.solved(_At(box, world)) is not True
            if not changes:
                break
    except OutOfFuelError:
        return ModalOutcome(Undefined.UNKNOWN, tuple(trace), ())
    boxes = tuple(tuple(machine.bit(box, m) is True for box in machine.boxes) for m in range(len(trace)))
    return ModalOutcome(trace[-1], tuple(trace), boxes)
