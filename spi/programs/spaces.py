"""Program spaces: finite sets of programs with a size that is known before anything is enumerated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod

from spi.core.display import html_of
from spi.errors import ProgramError
from spi.programs.groups import Definition, Group, group
from spi.programs.members import Program, program, require_programs
from spi.programs.terms import Term
from spi.programs.values import Value

__all__ = [
    "Block",
    "ProgramSpace",
    "commitments",
    "family_space",
    "program_space",
    "union_space",
]


@dataclass(frozen=True, slots=True)
class Block:
    """All members of a family whose parameters come from given sets: one axis for each parameter.

    Parameters
    ----------
    family : Group
    name : str
        For people.
    axes : tuple of (keyword, values)
        Ordered by keyword.

    Source: ours
    """

    family: Group
    name: str
    axes: tuple[tuple[str, tuple[Value, ...]], ...]

    @property
    def size(self) -> int:
        """The number of members."""
        return prod(len(values) for _, values in self.axes)

    def member(self, index: int) -> Program:
        """The member at a place; the last parameter changes fastest."""
        chosen = {}
        for key, values in reversed(self.axes):
            index, k = divmod(index, len(values))
            chosen[key] = values[k]
        return program(self.family, chosen, self.name)


@dataclass(frozen=True, slots=True)
class ProgramSpace:
    """A union of blocks, in order; `program_space`, `family_space`, `union_space` and others make one.

    Parameters
    ----------
    blocks : tuple of Block

    Source: ours
    """

    blocks: tuple[Block, ...]

    def __len__(self) -> int:
        return sum(block.size for block in self.blocks)

    def __getitem__(self, index: int) -> Program:
        for block in self.blocks:
            if 0 <= index < block.size:
                return block.member(index)
            index -= block.size
        raise IndexError(index)

    def __iter__(self) -> Iterator[Program]:
        return (block.member(k) for block in self.blocks for k in range(block.size))

    def __repr__(self) -> str:
        parts = [f"{block.name or 'program'}: {block.size:,}" for block in self.blocks[:4]]
        more = f", and {len(self.blocks) - 4} more blocks" if len(self.blocks) > 4 else ""
        return f"<ProgramSpace of {len(self):,} ({', '.join(parts)}{more})>"

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def program_space(programs: Iterable[Program]) -> ProgramSpace:
    """The space of these programs, each code once.

    Parameters
    ----------
    programs : iterable of Program

    Returns
    -------
    ProgramSpace
        In the order given.

    Raises
    ------
    ProgramError
        For what is no program, such as the name of one.

    Source: ours
    """
    distinct = dict.fromkeys(require_programs(programs))
    return ProgramSpace(
        tuple(Block(p.group, p.name, tuple((key, (value,)) for key, value in p.bindings)) for p in distinct)
    )


def family_space(family: Program | Group, name: str = "", **axes: Sequence[Value]) -> ProgramSpace:
    """All members of a family, one axis for each parameter.

    Parameters
    ----------
    family : Group, or a Program of it
        Parameters that are not named keep the program's value, or their default.
    name : str
        For people.
    **axes : sequences of values
        Of each parameter, without repetitions.

    Returns
    -------
    ProgramSpace
        Of the product's size.

    Raises
    ------
    ProgramError
        For parameters that the family does not have or that have no value, and values that occur twice.

    Source: ours
    """
    whole = family.group if isinstance(family, Program) else family
    known = dict(whole.definitions[0].keywords)
    if isinstance(family, Program):
        known |= dict(family.bindings)
        name = name or family.name
    for key, values in axes.items():
        if key not in known:
            raise ProgramError(f"the family has no parameter {key!r}; accepted: {', '.join(known) or 'none'}")
        if len(set(values)) < len(values):
            raise ProgramError(f"a value of {key!r} occurs twice; accepted: each value once")
    full = {key: tuple(axes[key]) if key in axes else (value,) for key, value in known.items()}
    if missing := [key for key, values in full.items() if values == (None,)]:
        raise ProgramError(f"the parameter {missing[0]!r} has no values; accepted: {missing[0]}=[…]")
    return ProgramSpace((Block(whole, name, tuple(full.items())),))


def union_space(*spaces: ProgramSpace) -> ProgramSpace:
    """The union of spaces; programs that occur in several are kept once, in the first.

    Parameters
    ----------
    *spaces : ProgramSpace

    Returns
    -------
    ProgramSpace

    Source: ours
    """
    blocks = [block for space in spaces for block in space.blocks]
    if sum(block.size for block in blocks) == len({p for space in spaces for p in space}):
        return ProgramSpace(tuple(blocks))
    return program_space(p for space in spaces for p in space)


def commitments(types: Sequence[Program], actions: Sequence[str]) -> ProgramSpace:
    """All conditional commitments: an action for each of these codes of the opponent, and one for all others.

    Parameters
    ----------
    types : sequence of k Program
    actions : sequence of labels

    Returns
    -------
    ProgramSpace
        Of |actions|^(k + 1) programs, distinct codes.

    Source: ours
    """
    body: Term = ("keyword", "otherwise")
    keys = [f"answer_{k:03}" for k in range(len(types))]
    for k, key in reversed(list(enumerate(keys))):
        body = ("if", ("same", ("other", 0), ("keyword", f"type_{k:03}")), ("keyword", key), body)
    names = sorted([*keys, *(f"type_{k:03}" for k in range(len(types))), "otherwise"])
    family = group([Definition("program", 1, tuple((name, None) for name in names), body)])
    fixed = {f"type_{k:03}": [p] for k, p in enumerate(types)}
    return family_space(family, "commitment", **fixed, **dict.fromkeys([*keys, "otherwise"], actions))
