"""Program spaces as few products: programs of one family share axes, whichever way their space was put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from spi.programs.groups import Group
from spi.programs.members import Program
from spi.programs.spaces import ProgramSpace
from spi.programs.values import Value

__all__ = ["Piece", "pieces_of"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Programs of one family: either all combinations of values of its parameters, or a plain list of them.

    Parameters
    ----------
    group : Group
    places : range or tuple of int
        Where its programs stand in the space, in their order.
    axes : tuple of (keywords, columns)
        The values of the parameters along each axis, a column for each keyword; the last axis changes fastest. A plain
        list has one axis, along which all parameters change together.

    Source: ours
    """

    group: Group
    places: range | tuple[int, ...]
    axes: tuple[tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        return tuple(len(columns[0]) if columns else len(self.places) for _, columns in self.axes)


def pieces_of(space: ProgramSpace | Sequence[Program]) -> tuple[Piece, ...]:
    """The pieces of a space, or of a list of programs, which may have repetitions.

    Parameters
    ----------
    space : ProgramSpace or sequence of Program

    Returns
    -------
    tuple of Piece
        Every place is in exactly one. Blocks with more than one program stay what they are; all others are gathered by
        family, as products where their order is that of one.

    Source: ours
    """
    found: list[Piece] = []
    loose: dict[Group, list[tuple[int, tuple[Value, ...]]]] = {}
    start = 0
    if isinstance(space, ProgramSpace):
        for block in space.blocks:
            if block.size > 1:
                axes = tuple(((key,), (values,)) for key, values in block.axes if len(values) > 1)
                fixed = [(key, values) for key, values in block.axes if len(values) == 1]
                first, *rest = axes
                keys = (*first[0], *(key for key, _ in fixed))
                columns = (*first[1], *(values * len(first[1][0]) for _, values in fixed))
                found.append(Piece(block.family, range(start, start + block.size), ((keys, columns), *rest)))
            else:
                loose.setdefault(block.family, []).append((start, tuple(values[0] for _, values in block.axes)))
            start += block.size
    else:
        for place, own in enumerate(space):
            loose.setdefault(own.group, []).append((place, tuple(bound for _, bound in own.bindings)))
    return (*found, *(_gathered(group, members) for group, members in loose.items()))


def _gathered(group: Group, members: list[tuple[int, tuple[Value, ...]]]) -> Piece:
    """Members of a family as a product, if their order is that of one, or as a list."""
    keys = tuple(key for key, _ in group.definitions[0].keywords)
    places, rows = tuple(place for place, _ in members), [values for _, values in members]
    kept = range(places[0], places[-1] + 1) if places[-1] - places[0] + 1 == len(places) else places
    columns = tuple(zip(*rows, strict=True)) if keys else ()
    distinct = [tuple(dict.fromkeys(column)) for column in columns]
    if len(rows) > 1 and prod(map(len, distinct)) == len(rows) and list(product(*distinct)) == rows:
        axes = tuple(((key,), (values,)) for key, values in zip(keys, distinct, strict=True))
        return Piece(group, kept, axes)
    return Piece(group, kept, ((keys, columns),))
