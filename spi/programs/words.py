"""The words of the language as terms: outcome(…), proves(…), chance(…), mix(…), first(…) and so on."""

from __future__ import annotations

import ast
from collections.abc import Callable

from spi.core.numbers import exact
from spi.errors import GameError
from spi.programs.scope import Scope
from spi.programs.terms import Term, free_variables
from spi.programs.vocabulary import USES

__all__ = ["read_word"]

MAX_BITS = 10_000
"""Of the denominator of a sum of probabilities, at most."""

Read = Callable[[ast.expr], Term]
"""Reads an expression in the scope of the word."""


def read_word(scope: Scope, node: ast.Call, word: str, read: Read, *, chance: bool) -> Term:
    """A use of a word as a term.

    Parameters
    ----------
    scope : Scope
        Where it stands.
    node : ast.Call
    word : str
        One of `RESERVED`, but not me.
    read : function of ast.expr
        Reads an expression in the scope.
    chance : bool
        It is a condition by itself, where a chance is allowed.

    Returns
    -------
    Term

    Raises
    ------
    FormatError
        With line and caret, for another use than that in `USES`.

    Source: ours
    """
    arguments, keywords = node.args, node.keywords
    needed = {"set": 0, "outcome": None, "select": 2}.get(word, 1)
    allowed = ["back"] if word == "simulate" else []
    if [k.arg for k in keywords] != allowed or (needed is not None and len(arguments) != needed):
        scope.fail(node, f"{word} is not used like this; accepted: {USES[word]}")
    match word:
        case "outcome":
            return _outcome(scope, read, node, arguments)
        case "proves":
            return _proof(scope, read, node, arguments[0])
        case "chance":
            if not chance:
                scope.fail(
                    node, "a chance is a condition by itself; accepted: if chance(…): … and E if chance(…) else E"
                )
            return scope.term(node, "chance", _probability(scope, arguments[0]))
        case "mix":
            _check_mix(scope, arguments[0])
        case "simulate":
            back = keywords[0].value
            if not (isinstance(back, ast.Constant) and type(back.value) is int and 1 <= back.value <= 9):
                scope.fail(back, "this is no number of entries; accepted: back=1 to back=9")
            return scope.term(node, "simulate", read(arguments[0]), back.value)
        case "first" | "all" | "any":
            return _bounded(scope, read, node, word, arguments[0])
    return scope.term(node, word, *map(read, arguments))


def _outcome(scope: Scope, read: Read, node: ast.expr, arguments: list[ast.expr]) -> Term:
    """outcome(E, E, …) or outcome(E, *others)."""
    if len(arguments) < 2 or isinstance(arguments[0], ast.Starred):
        scope.fail(node, f"outcome is not used like this; accepted: {USES['outcome']}")
    mine = read(arguments[0])
    match arguments[1:]:
        case [ast.Starred(value=ast.Name(id=name))] if scope.head.starred and name == scope.head.others[0]:
            return scope.term(node, "outcome", mine, ("star", ("others",)))
    for argument in arguments[1:]:
        if isinstance(argument, ast.Starred):
            scope.fail(argument, f"only the parameter *others stands here with *, alone; accepted: {USES['outcome']}")
    return scope.term(node, "outcome", mine, *map(read, arguments[1:]))


def _proof(scope: Scope, read: Read, node: ast.expr, condition: ast.expr) -> Term:
    """proves(E), where E has no values of runs."""
    result = read(condition)
    for depth in sorted(free_variables(result)):
        name, run = scope.names[-1 - depth]
        if run:
            scope.fail(
                node,
                f"{name!r} is worked out from a run, a proof or a chance, of which a proof cannot "
                "speak; accepted: the run itself, inside proves(…)",
            )
    return scope.term(node, "proves", result)


def _bounded(scope: Scope, read: Read, node: ast.expr, word: str, argument: ast.expr) -> Term:
    """first(j for j in others if E), all(E for j in others), any(E for j in others)."""
    usage = f"accepted: {USES[word]}, where *others is the parameter"
    match argument:
        case ast.GeneratorExp(
            elt=element,
            generators=[ast.comprehension(target=ast.Name(id=name), iter=ast.Name(id=over), ifs=tests, is_async=0)],
        ) if scope.head.starred and over == scope.head.others[0]:
            scope.fresh(argument, name)
            if word == "first":
                if not (isinstance(element, ast.Name) and element.id == name and len(tests) == 1):
                    scope.fail(argument, f"first gives the first of the others with a property; {usage}")
                condition = tests[0]
            else:
                if tests:
                    scope.fail(tests[0], f"the condition stands before for; {usage}")
                condition = element
            inner = scope.under([(name, False)], lambda: read(condition))
            return scope.term(node, word, inner)
    scope.fail(argument, f"{word} is not used like this; {usage}")


def _check_mix(scope: Scope, node: ast.expr) -> None:
    """The probabilities of a mixture that are written out."""
    if isinstance(node, ast.Dict) and all(isinstance(value, ast.Constant) for value in node.values):
        total = exact(0)
        for value in node.values:
            total += exact(_probability(scope, value))
            if total.denominator.bit_length() > MAX_BITS:
                scope.fail(value, "too many digits for one mixture; accepted: probabilities with simpler denominators")
        if total != 1:
            scope.fail(node, f"the probabilities sum to {total}; accepted: a sum of 1")


def _probability(scope: Scope, node: ast.expr) -> str:
    """A rational from 0 to 1 in quotes."""
    accepted = 'accepted: a rational in quotes from "0" to "1", such as "1/10"'
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        scope.fail(node, f"a probability is needed here; {accepted}")
    text = scope.text.label(node)
    try:
        value = exact(text)
    except GameError:
        value = exact(-1)
    if not 0 <= value <= 1:
        scope.fail(node, f"{text!r} is no probability; {accepted}")
    return text
