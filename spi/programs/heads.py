"""Heads: what is known of a definition before its body is read."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from spi.programs.groups import ANY_NUMBER, Definition, Group
from spi.programs.members import Program
from spi.programs.program_text import ProgramText
from spi.programs.terms import Term, renumbered
from spi.programs.values import FiniteMap, Value

__all__ = ["DEFINITION", "Head", "add_used", "read_head"]

DEFINITION = "def name(other, …, *, keyword, …): …"


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The name of a definition, its place and its parameters.

    Parameters
    ----------
    name : str
    place : int
        Among all definitions that a text has or refers to.
    node : ast.FunctionDef or None
        None for one that comes from elsewhere.
    others : tuple of str
        Names of the positional parameters.
    starred : bool
        They are one, *others.
    keywords : dict from name to label or None
        With their defaults.
    fixed : tuple of (keyword, term)
        Values of the parameters of a program that comes from elsewhere.

    Source: ours
    """

    name: str
    place: int
    node: ast.FunctionDef | None
    others: tuple[str, ...]
    starred: bool
    keywords: dict[str, str | None]
    fixed: tuple[tuple[str, Term], ...] = ()

    @property
    def parameters(self) -> list[str]:
        """Names of all parameters."""
        return [*self.others, *self.keywords]

    @property
    def keyword_list(self) -> str:
        """Names of the keyword parameters, for messages."""
        return ", ".join(self.keywords) or "none"


def read_head(text: ProgramText, node: ast.FunctionDef, place: int) -> Head:
    """The first line of a definition.

    Parameters
    ----------
    text : ProgramText
    node : ast.FunctionDef
    place : int
        Of the definition among those of the text.

    Returns
    -------
    Head

    Raises
    ------
    FormatError
        With line and caret, for anything outside the language.

    Source: ours
    """
    given = node.args
    if node.decorator_list:
        text.fail(node.decorator_list[0], f"no decorators; accepted: {DEFINITION}")
    for annotation in filter(None, [node.returns, *getattr(node, "type_params", ())]):
        text.fail(annotation, f"no annotations; accepted: {DEFINITION}")
    if given.posonlyargs:
        text.fail(given.posonlyargs[0], "no parameters before /; accepted: (other, …, *, keyword, …)")
    if given.defaults:
        text.fail(
            given.defaults[0],
            "the parameters for other players have no defaults; accepted: a keyword parameter, after *",
        )
    if given.kwarg:
        text.fail(given.kwarg, f"no **{given.kwarg.arg}; accepted: keyword parameters one by one")
    if given.vararg is not None and given.args:
        text.fail(given.vararg, "either one parameter for each of the others or *others; accepted: not both")
    starred = given.vararg is not None
    positional = [given.vararg] if given.vararg is not None else given.args
    seen: set[str] = set()
    for argument in [*positional, *given.kwonlyargs]:
        if argument.annotation is not None:
            text.fail(argument.annotation, f"no annotations; accepted: {DEFINITION}")
        text.check_name(argument, argument.arg)
        if argument.arg in seen:
            text.fail(argument, f"two parameters are called {argument.arg!r}; accepted: each name once")
        seen.add(argument.arg)
    keywords: dict[str, str | None] = {}
    for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if default is not None and not (isinstance(default, ast.Constant) and isinstance(default.value, str)):
            text.fail(
                default, "this is no default; accepted: a label in quotes (other values are given when it is built)"
            )
        keywords[argument.arg] = None if default is None else text.label(default)
    text.check_name(node, node.name)
    return Head(node.name, place, node, tuple(a.arg for a in positional), starred, keywords)


def add_used(heads: dict[str, Head], uses: Mapping[str, Group | Program]) -> list[Definition]:
    """Add heads for what is given from elsewhere, and return its definitions.

    Parameters
    ----------
    heads : dict from name to Head
        Of the definitions of a text; their names stay theirs.
    uses : mapping from name to Group or Program

    Returns
    -------
    list of Definition
        Their places follow those of the text's definitions.

    Source: ours
    """
    first = len(heads)
    definitions: list[Definition] = []
    known: dict[Group, int] = {}

    def place(whole: Group) -> int:
        if whole not in known:
            known[whole] = start = first + len(definitions)
            new = {k: start + k for k in range(len(whole.definitions))}
            definitions.extend(replace(d, body=renumbered(d.body, new)) for d in whole.definitions)
        return known[whole]

    def quoted(value: Value) -> Term:
        if isinstance(value, bool):
            return ("truth", value)
        if isinstance(value, str):
            return ("label", value)
        if isinstance(value, tuple):
            return ("profile", *map(quoted, value))
        if isinstance(value, frozenset):
            return ("set", *map(quoted, value))
        if isinstance(value, FiniteMap):
            return ("map", *((quoted(k), quoted(v)) for k, v in value.pairs))
        return ("build", place(value.group), fixed(value))

    def fixed(whole: Program) -> tuple[tuple[str, Term], ...]:
        defaults = dict(whole.definition.keywords)
        return tuple((key, quoted(bound)) for key, bound in whole.bindings if bound != defaults[key])

    for name, whole in uses.items():
        family = whole if isinstance(whole, Group) else whole.group
        own = () if isinstance(whole, Group) else fixed(whole)
        definition = family.definitions[0]
        starred = definition.others == ANY_NUMBER
        others = tuple(f"other{k}" for k in range(max(definition.others, 0)))
        keywords = {} if own else dict(definition.keywords)  # a program of which nothing is fixed is its family
        heads.setdefault(name, Head(name, place(family), None, others, starred, keywords, own))
    return definitions
