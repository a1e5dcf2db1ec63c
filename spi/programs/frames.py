"""Where a term means something: calls at seats, frames, and the machine that answers what one step cannot.

Programs only ever meet as quoted data, at seats: my parameters play at my seat, what I find in another's code plays at
hers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from spi.programs.groups import Group
from spi.programs.members import Program
from spi.programs.terms import Term
from spi.programs.values import FiniteMap, Value

__all__ = ["Builder", "Call", "Code", "Frame", "Machine", "Seated", "Step", "bare", "seated"]


class Seated(NamedTuple):
    """A quoted program or function, and the seat at which it would run.

    Source: ours
    """

    program: Program
    seat: int


class Call(NamedTuple):
    """A program at a seat and the programs of the others in their order; or a function and its arguments.

    Source: ours
    """

    program: Program
    seat: int
    arguments: tuple[Any, ...]


class Machine(Protocol):
    """What the meaning of a program depends on.

    Source: ours
    """

    players: tuple[str, ...]

    def call(self, call: Call) -> Value:
        """What a program plays or a function returns."""

    def proves(self, condition: Step, frame: Frame) -> bool:
        """Is the condition provable?"""

    def chance(self, probability: Fraction) -> bool:
        """Does it happen?"""

    def mix(self, chances: Mapping[str, Fraction]) -> str:
        """The action that is drawn."""

    def simulate(self, step: Step, frame: Frame, back: int) -> Value:
        """The value at a later point of the random string."""

    def delegate(self, game: str, seat: int) -> str:
        """What the representative at a seat plays in a game."""

    def select(self, selector: str, outcomes: frozenset[Value]) -> Value:
        """The outcome that a selector chooses."""

    def projections(self, outcome: tuple[str, ...], seat: int) -> frozenset[Value]:
        """The Pareto-meet projections of an outcome."""


class Frame(NamedTuple):
    """Where a step is evaluated: whose program, on what; variables are pairs (value or what finds it, outer variables).

    Source: ours
    """

    machine: Machine
    program: Program
    seat: int
    arguments: tuple[Any, ...]
    variables: Any


Step = Callable[[Frame], Value]
"""What a term does: gives its value in a frame."""

Builder = Callable[..., Step]
"""Takes the code and what follows the kind of a node, and returns the node's step."""


@dataclass(frozen=True, slots=True)
class Code:
    """Terms of a group as steps.

    Parameters
    ----------
    group : Group
    builders : mapping from kind of node to Builder

    Source: ours
    """

    group: Group
    builders: Mapping[str, Builder]

    def step(self, term: Term) -> Step:
        """What a term does."""
        kind, *parts = term
        return self.builders[kind](self, *parts)


def seated(value: Value, seat: int) -> Value:
    """With the seat at which it would run, if it is a program or a map of programs.

    Source: ours
    """
    if isinstance(value, Program):
        return Seated(value, seat)
    if type(value) is FiniteMap and not value.plain:
        return FiniteMap(tuple([(key, seated(bound, seat)) for key, bound in value.pairs]))
    return value


def bare(value: Value) -> Value:
    """Without its seat: a program as it stands in code.

    Source: ours
    """
    if type(value) is Seated:
        return value.program
    if type(value) is FiniteMap and not value.plain:
        return FiniteMap(tuple([(key, bare(bound)) for key, bound in value.pairs]))
    return value
