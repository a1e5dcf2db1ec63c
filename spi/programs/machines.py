"""Direct evaluation: programs without proofs and chances, with an explicit stack, fuel, and divergence as a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NoReturn

from spi.core.game import Game
from spi.errors import GameError, ProgramError
from spi.programs.frames import Call, Frame, Step
from spi.programs.interpreter import evaluate, frames_needed
from spi.programs.members import Program
from spi.programs.values import Value
from spi.solve.pareto_meet import projections
from spi.solve.selection import select_outcome

__all__ = ["FUEL", "DirectMachine", "OutOfFuelError", "Undefined", "UndefinedError", "profile_call"]

FUEL = 10_000
"""Calls that one evaluation may make unless it is told otherwise."""

FRAMES = 400
"""Frames of Python's own stack that calls inside calls may take; deeper ones wait on ours."""


class Undefined(Enum):
    """What a program does that does not play an action.

    DIVERGES: it waits for itself and never ends. UNKNOWN: the fuel ran out before anything was known.

    Source: ours
    """

    DIVERGES = "diverges"
    UNKNOWN = "unknown"


class UndefinedError(Exception):
    """Raised inside an evaluation that needs the value of a call that diverges."""


class OutOfFuelError(Exception):
    """Raised inside an evaluation that may make no more calls."""


class _NeedError(Exception):
    """A call whose value has to be worked out first, on the explicit stack."""

    def __init__(self, call: Any) -> None:
        self.wanted = call
        super().__init__()


class DirectMachine:
    """Works out calls and remembers them; a call that needs itself diverges.

    Parameters
    ----------
    players : tuple of str
    game : Game, optional
        Needed by `select` and `pmp`.
    representatives : function of a game's name and a seat, optional
        Needed by `delegate`.
    fuel : int
        Calls that may be made.

    Source: ours
    """

    def __init__(
        self,
        players: Sequence[str],
        game: Game | None = None,
        *,
        representatives: Callable[[str, int], str] | None = None,
        fuel: int = FUEL,
    ) -> None:
        self.players, self.game, self.representatives, self.fuel = tuple(players), game, representatives, fuel
        self.known: dict[Any, Value | Undefined] = {}
        self.active: set[Any] = set()
        self.depth = 0

    def value(self, call: Call) -> Value | Undefined:
        """What a call gives, or why it gives nothing."""
        try:
            return self.solved(call)
        except OutOfFuelError:
            return Undefined.UNKNOWN

    def solved(self, wanted: Any) -> Value | Undefined:
        """Work out a call by an explicit stack, however deep it goes."""
        stack = [wanted]
        while stack:
            top = stack[-1]
            try:
                self.depth = 0
                self.active = set(stack[:-1])
                self.answer(top)
            except _NeedError as need:
                stack.append(need.wanted)
                continue
            except UndefinedError:
                pass
            stack.pop()
        return self.known[wanted]

    def answer(self, key: Any) -> Value:
        """The value of a call that other calls need."""
        if key in self.known:
            value = self.known[key]
            if type(value) is Undefined:
                raise UndefinedError
            return value
        if key in self.active:
            raise UndefinedError
        frames = frames_needed(getattr(key, "what", key).program.group)  # of a call, or of something at a world
        if self.depth and self.depth + frames > FRAMES:
            raise _NeedError(key)
        self.fuel -= 1
        if self.fuel < 0:
            raise OutOfFuelError
        self.active.add(key)
        self.depth += frames
        try:
            value = self.known[key] = self.compute(key)
        except UndefinedError:
            self.known[key] = Undefined.DIVERGES
            raise
        finally:
            self.depth -= frames
            self.active.discard(key)
        return value

    def compute(self, key: Any) -> Value:
        """One step: the body of a call."""
        return evaluate(self, key)

    def call(self, call: Call) -> Value:
        """What a program plays or a function returns."""
        return self.answer(call)

    def proves(self, condition: Step, frame: Frame) -> bool:
        """Refused: proofs are for modal agents."""
        _foreign("proofs", "modal agents")

    def chance(self, probability: Fraction) -> bool:
        """Refused: chances are for random programs."""
        _foreign("chances", "random programs")

    def mix(self, chances: Mapping[str, Fraction]) -> str:
        """Refused: chances are for random programs."""
        _foreign("chances", "random programs")

    def simulate(self, step: Step, frame: Frame, back: int) -> Value:
        """Refused: random strings are for random programs."""
        _foreign("random strings", "random programs")

    def delegate(self, game: str, seat: int) -> str:
        """What the representatives say."""
        if self.representatives is None:
            raise ProgramError(f"delegate({game!r}) needs representatives; accepted: representatives=…")
        return self.representatives(game, seat)

    def select(self, selector: str, outcomes: frozenset[Value]) -> Value:
        """By the game's payoffs."""
        try:
            return select_outcome(self._game("select"), selector, outcomes)
        except GameError as error:
            raise ProgramError(f"select(…): {error}") from None

    def projections(self, outcome: tuple[str, ...], seat: int) -> frozenset[Value]:
        """By the game's payoffs."""
        try:
            return projections(self._game("pmp"), outcome, seat)
        except GameError as error:
            raise ProgramError(f"pmp(…): {error}") from None

    def _game(self, word: str) -> Game:
        if self.game is None:
            raise ProgramError(f"{word}(…) needs the payoffs of a game; accepted: game=…")
        return self.game


def _foreign(what: str, whose: str) -> NoReturn:
    raise ProgramError(f"{what} are no part of direct evaluation; the engine for {whose} reads them")


def profile_call(programs: Sequence[Program], seat: int) -> Call:
    """The call of one of the programs of a profile at its seat.

    Source: ours
    """
    return Call(programs[seat], seat, (*programs[:seat], *programs[seat + 1 :]))
