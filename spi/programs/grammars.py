"""Grammars of programs, and the spaces of all programs up to a size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spi.core.display import html_of
from spi.errors import HypothesisError
from spi.programs.groups import Definition, group
from spi.programs.spaces import Block, ProgramSpace
from spi.programs.terms import Term

__all__ = ["Grammar", "count_terms", "grammar_space", "modal_grammar"]


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

    _repr_html_ = html_of


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
