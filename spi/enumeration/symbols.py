"""What terms mean when whole families are evaluated at once: values over axes, choices, and quoted programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spi.enumeration.axes import Axed
from spi.programs.groups import Group

__all__ = ["Choice", "Equal", "Formula", "Quoted", "Symbol", "UnsupportedError"]


class UnsupportedError(Exception):
    """These families cannot be evaluated over named axes; says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Quoted:
    """The code of a program whose parameters depend on axes, and the seat at which it would run.

    Parameters
    ----------
    group : Group
    bindings : mapping from keyword to Axed
        Values as they stand in code, without seats.
    seat : int

    Source: ours
    """

    group: Group
    bindings: Mapping[str, Axed]
    seat: int


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A value that is too large to be written out: one of two, by a condition.

    Source: ours
    """

    condition: Formula
    then: Formula
    otherwise: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Equal:
    """Whether two values are the same, too large to be written out.

    Source: ours
    """

    left: Axed
    right: Axed


Formula = Axed | Choice | Equal
"""A value over axes, written out or not."""

Symbol = Formula | Quoted | tuple["Symbol", ...]
"""What a term can mean here; a tuple stands for all arguments."""
