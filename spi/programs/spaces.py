"""Program spaces: finite sets of programs with a size that is known before anything is enumerated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from spi.errors import HypothesisError, ProgramError
from spi.programs.encounters import Encounter, play_programs
from spi.programs.groups import Definition, Group, group
from spi.programs.machines import Undefined
from spi.programs.members import Program, program, require_programs
from spi.programs.terms import Term
from spi.programs.values import Value

__all__ = [
    "Block",
    "Grammar",
    "ProgramSpace",
    "behaviour_id",
    "commitments",
    "count_terms",
    "distinct_behaviours",
    "family_space",
    "grammar_space",
    "modal_grammar",
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

    def _repr_html_(self) -> str:
        from spi.report.html import object_html

        return object_html(self)


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


@dataclass(frozen=True, slots=True)
class Grammar:
    """A grammar of terms: for each symbol its rules, a rule being a term in which symbols stand as strings "<symbol>".

    Parameters
    ----------
    rules : mapping from symbol to terms
        The first symbol is where one starts.

    Source: ours
    """

    rules: Mapping[str, tuple[Term, ...]]


def modal_grammar(cooperate: str = "C", defect: str = "D") -> Grammar:
    """The grammar of modal agents about the opponent's action against me: cooperate if a formula of boxes is true.

    Boxes hold: the opponent cooperates with me, a contradiction, formulas, their negations and conjunctions.

    Parameters
    ----------
    cooperate, defect : str

    Returns
    -------
    Grammar

    Source: barasz-et-al-2014, section 4
    """
    said: Term = ("same", ("run", ("other", 0), ("me",)), ("label", cooperate))
    formula = (("proves", "<inside>"), ("not", "<formula>"), ("and", "<formula>", "<formula>"))
    return Grammar(
        {
            "agent": (("if", "<formula>", ("label", cooperate), ("label", defect)),),
            "formula": formula,
            "inside": (said, ("truth", False), ("not", "<inside>"), ("and", "<inside>", "<inside>"), *formula[:1]),
        }
    )


def count_terms(grammar: Grammar, size: int) -> int:
    """How many terms have at most this size, the number of rules that are used.

    Parameters
    ----------
    grammar : Grammar
    size : int

    Returns
    -------
    int

    Source: ours
    """
    counts = _Counts(grammar)
    start = next(iter(grammar.rules))
    return sum(counts.of(start, k) for k in range(1, size + 1))


def grammar_space(
    grammar: Grammar, size: int, *, helpers: Sequence[Definition] = (), budget: int = 100_000
) -> ProgramSpace:
    """All programs whose body is a term of a grammar, up to a size, each code once.

    Parameters
    ----------
    grammar : Grammar
        Its terms return labels; definitions of `helpers` are the places 1, 2, … of the group.
    size : int
        The number of rules used, at most.
    helpers : sequence of Definition
    budget : int
        Terms at most; `count_terms` tells their number before.

    Returns
    -------
    ProgramSpace
        Small bodies first.

    Raises
    ------
    HypothesisError
        If there are more terms than the budget allows.

    Source: ours
    """
    total = count_terms(grammar, size)
    if total > budget:
        raise HypothesisError(f"{total:,} terms of size at most {size}; accepted: at most budget={budget:,}")
    start = next(iter(grammar.rules))
    bodies = (body for k in range(1, size + 1) for body in _terms(grammar, start, k))
    families = dict.fromkeys(group([Definition("program", 1, (), body), *helpers]) for body in bodies)
    return ProgramSpace(tuple(Block(family, f"program_{k}", ()) for k, family in enumerate(families)))


class _Counts:
    """Numbers of terms by symbol and size."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.known: dict[tuple[str, int], int] = {}

    def of(self, symbol: str, size: int) -> int:
        if (symbol, size) not in self.known:
            self.known[symbol, size] = sum(
                self.ways(tuple(_symbols(rule)), size - 1) for rule in self.grammar.rules[symbol]
            )
        return self.known[symbol, size]

    def ways(self, symbols: tuple[str, ...], size: int) -> int:
        if not symbols:
            return int(size == 0)
        return sum(self.of(symbols[0], k) * self.ways(symbols[1:], size - k) for k in range(1, size + 1))


def _terms(grammar: Grammar, symbol: str, size: int) -> Iterator[Term]:
    for rule in grammar.rules[symbol]:
        for parts in _sequences(grammar, tuple(_symbols(rule)), size - 1):
            yield _filled(rule, iter(parts))


def _sequences(grammar: Grammar, symbols: tuple[str, ...], size: int) -> Iterator[tuple[Term, ...]]:
    if not symbols:
        if size == 0:
            yield ()
        return
    for k in range(1, size - len(symbols) + 2):
        for first in _terms(grammar, symbols[0], k):
            for rest in _sequences(grammar, symbols[1:], size - k):
                yield (first, *rest)


def _symbols(rule: Any) -> Iterator[str]:
    if isinstance(rule, tuple):
        for part in rule:
            yield from _symbols(part)
    elif isinstance(rule, str) and rule.startswith("<") and rule.endswith(">"):
        yield rule[1:-1]


def _filled(rule: Any, parts: Iterator[Term]) -> Any:
    if isinstance(rule, tuple):
        return tuple(_filled(part, parts) for part in rule)
    return next(parts) if isinstance(rule, str) and rule.startswith("<") and rule.endswith(">") else rule


def behaviour_id(own: Program, space: ProgramSpace, *, seat: int = 0, **options: Any) -> str:
    """A hash of what a program does against every program of a named finite space, and what they do against it.

    Parameters
    ----------
    own : Program
        For two players.
    space : ProgramSpace
        The test space; behaviour means nothing without it.
    seat : int
        0 or 1.
    **options
        As for `play_programs`.

    Returns
    -------
    str
        Equal for two programs exactly if they and the test programs do the same in all these encounters.

    Source: ours
    """
    return hashlib.sha256("\n".join(_behaviour(own, space, seat, options)).encode()).hexdigest()


def distinct_behaviours(space: ProgramSpace, tests: ProgramSpace, *, seat: int = 0, **options: Any) -> ProgramSpace:
    """The first program of each behaviour against a test space.

    Parameters
    ----------
    space : ProgramSpace
        Programs for two players.
    tests : ProgramSpace
        What they are run against.
    seat : int
        0 or 1, that of the programs of `space`.
    **options
        As for `play_programs`.

    Returns
    -------
    ProgramSpace

    Source: ours
    """
    first: dict[tuple[str, ...], Program] = {}
    for own in space:
        first.setdefault(tuple(_behaviour(own, tests, seat, options)), own)
    return program_space(first.values())


def _behaviour(own: Program, space: ProgramSpace, seat: int, options: Mapping[str, Any]) -> list[str]:
    return [_text(play_programs((own, other) if seat == 0 else (other, own), **options)) for other in space]


def _text(encounter: Encounter) -> str:
    if encounter.joint is not None:
        law = encounter.joint.law
        if isinstance(law, Undefined):
            return law.value
        return json.dumps(sorted((list(a), str(p)) for a, p in law.items()))
    if encounter.law is not None:
        laws = encounter.law.laws
        if isinstance(laws, Undefined):
            return laws.value
        return json.dumps([sorted((action, str(p)) for action, p in law.items()) for law in laws])
    outcome = encounter.outcome
    return outcome.value if isinstance(outcome, Undefined) else json.dumps(list(outcome))
