"""Names: what can be referred to where a term is read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from spi.programs.heads import Head
from spi.programs.program_text import MAX_DEPTH, ProgramText
from spi.programs.terms import Term
from spi.programs.vocabulary import RESERVED, USES

__all__ = ["Scope", "read_name"]


class Scope:
    """Where a term of a definition is read: what has a name there, and how deep it is.

    Parameters
    ----------
    text : ProgramText
    head : Head
        Of the definition.
    heads : mapping from name to Head
        Of all definitions that it may refer to.

    Source: ours
    """

    def __init__(self, text: ProgramText, head: Head, heads: Mapping[str, Head]) -> None:
        self.text, self.head, self.heads = text, head, heads
        self.names: list[tuple[str, bool]] = []
        """Variables, the innermost last, and whether they are the values of runs."""
        self.depth = 0

    def term(self, node: ast.AST, kind: str, *parts: Any) -> Term:
        """A term that stands at a node."""
        return self.text.term(node, kind, *parts)

    def fail(self, node: ast.AST, why: str) -> NoReturn:
        """Refuse, at the place of a node."""
        self.text.fail(node, why)

    def deeper(self, node: ast.AST) -> None:
        """Count a level of nesting; statements that follow one another are nested, too."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(node, f"more than {MAX_DEPTH} levels of statements and brackets; accepted: smaller definitions")

    def under(self, variables: list[tuple[str, bool]], read: Callable[[], Term]) -> Term:
        """Read with more variables."""
        self.names += variables
        term = read()
        del self.names[len(self.names) - len(variables) :]
        return term

    def fresh(self, node: ast.AST, name: str) -> None:
        """A name is given once."""
        self.text.check_name(node, name)
        if name in self.heads or name in self.head.parameters or any(name == known for known, _ in self.names):
            self.fail(node, f"{name!r} has a meaning already; accepted: a new name")


def read_name(scope: Scope, node: ast.expr, name: str) -> Term:
    """A name by itself as a term.

    Parameters
    ----------
    scope : Scope
        Where it stands.
    node : ast.expr
    name : str

    Returns
    -------
    Term

    Raises
    ------
    FormatError
        With line and caret, for what means nothing, or nothing by itself.

    Source: ours
    """
    for depth, (known, _) in enumerate(reversed(scope.names)):
        if known == name:
            return scope.term(node, "variable", depth)
    head = scope.head
    if name == "me":
        return scope.term(node, "me")
    if name in head.keywords:
        return scope.term(node, "keyword", name)
    if name in head.others and not head.starred:
        return scope.term(node, "other", head.others.index(name))
    if name in scope.heads:
        family = scope.heads[name]
        if missing := [key for key, default in family.keywords.items() if default is None]:
            given = ", ".join(f"{key}=…" for key in missing)
            scope.fail(node, f"{name!r} needs its parameters; accepted: {name}({given})")
        return scope.term(node, "build", family.place, family.fixed)
    if name in head.others:
        scope.fail(
            node,
            f"{name!r} stands for all the others; accepted: outcome(E, *{name}), and first(…), all(…) "
            f"and any(…) with for j in {name}",
        )
    if name in RESERVED:
        scope.fail(node, f"{name!r} is a word of the language; accepted: {USES[name]}")
    usable = [n for n in head.parameters if not (head.starred and n in head.others)]
    known_names = [*usable, *(n for n, _ in scope.names), *scope.heads, "me"]
    hint = f'; the label "{name}" stands in quotes' if name.isascii() and len(name) < 20 else ""
    scope.fail(node, f"nothing is called {name!r} here{hint}; accepted: {', '.join(known_names)}")
