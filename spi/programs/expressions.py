"""Expressions of the language as terms."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import partial

from spi.programs.program_text import NO_NUMBERS
from spi.programs.scope import Scope, read_name
from spi.programs.terms import Term
from spi.programs.vocabulary import RESERVED
from spi.programs.words import read_word

__all__ = ["read_expression"]

_COMPREHENSION = "no comprehensions; accepted: first(…), all(…) and any(…) over *others"
_FOREIGN: dict[type[ast.AST], str] = {
    ast.Attribute: "no attributes; accepted: names without dots",
    ast.Lambda: "no lambda; accepted: a definition at the top of the file",
    ast.List: "no lists; accepted: a profile (E, E), or a set {E, E}",
    ast.Tuple: "a profile without entries; accepted: (E, E, …), a label for each player",
    ast.ListComp: _COMPREHENSION,
    ast.SetComp: _COMPREHENSION,
    ast.DictComp: _COMPREHENSION,
    ast.GeneratorExp: _COMPREHENSION,
    ast.JoinedStr: "no f-strings; accepted: a label in quotes",
    ast.NamedExpr: "no :=; accepted: name = E as a statement",
    ast.Starred: "no * here; accepted: outcome(E, *others)",
    ast.BinOp: "no such operator; accepted: & and | of sets",
    ast.UnaryOp: "no such operator; accepted: not E; a negative number is a label in quotes",
    ast.Constant: "no value of the language; accepted: labels in quotes, True, False",
    ast.Await: "no async; accepted: see programs/README.md",
    ast.Yield: "no generators; accepted: return E",
    ast.YieldFrom: "no generators; accepted: return E",
}


def read_expression(scope: Scope, node: ast.expr, *, chance: bool = False) -> Term:
    """An expression as a term.

    Parameters
    ----------
    scope : Scope
        Where it stands.
    node : ast.expr
    chance : bool
        It is a condition, where a chance is allowed: it stands between if and else, or the colon.

    Returns
    -------
    Term

    Raises
    ------
    FormatError
        With line and caret, for what is no expression of the language.

    Source: ours
    """
    scope.deeper(node)
    term = _expression(scope, node, chance)
    scope.depth -= 1
    return term


def _expression(scope: Scope, node: ast.expr, chance: bool) -> Term:
    match node:
        case ast.Constant(value=bool() as value):
            return scope.term(node, "truth", value)
        case ast.Constant(value=str()):
            return scope.term(node, "label", scope.text.label(node))
        case ast.Name(id=name):
            return read_name(scope, node, name)
        case ast.Tuple(elts=elements) if elements:
            return scope.term(node, "profile", *map(partial(read_expression, scope), elements))
        case ast.Dict(keys=listed, values=contents):
            return _table(scope, node, listed, contents)
        case ast.Set(elts=elements):
            return scope.term(node, "set", *map(partial(read_expression, scope), elements))
        case ast.Subscript(value=table, slice=key):
            if isinstance(key, ast.Slice):
                scope.fail(key, "no slices; accepted: map[E]")
            return scope.term(node, "at", read_expression(scope, table), read_expression(scope, key))
        case ast.Compare():
            return _comparison(scope, node)
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() as operator, right=right):
            kind = "meet" if isinstance(operator, ast.BitAnd) else "join"
            return scope.term(node, kind, read_expression(scope, left), read_expression(scope, right))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return scope.term(node, "not", read_expression(scope, operand))
        case ast.BoolOp(op=operator, values=conditions):
            return _chain(scope, node, "and" if isinstance(operator, ast.And) else "or", conditions)
        case ast.IfExp(test=test, body=then, orelse=otherwise):
            condition = read_expression(scope, test, chance=True)
            return scope.term(node, "if", condition, read_expression(scope, then), read_expression(scope, otherwise))
        case ast.Call():
            return _call(scope, node, chance)
        case ast.Constant(value=int() | float() | complex()):
            scope.fail(node, NO_NUMBERS)
    why = _FOREIGN.get(type(node), "no expression of the language; accepted: see programs/README.md")
    scope.fail(node, why)


def _chain(scope: Scope, node: ast.expr, kind: str, conditions: list[ast.expr]) -> Term:
    """a and b and c is a and (b and c), as deep as it is long."""
    left = read_expression(scope, conditions[0])
    if len(conditions) == 2:
        return scope.term(node, kind, left, read_expression(scope, conditions[1]))
    scope.deeper(node)
    right = _chain(scope, conditions[1], kind, conditions[1:])
    scope.depth -= 1
    return scope.term(node, kind, left, right)


def _table(scope: Scope, node: ast.Dict, keys: Sequence[ast.expr | None], values: Sequence[ast.expr]) -> Term:
    """A map."""
    pairs, seen = [], set()
    for key, value in zip(keys, values, strict=True):
        if key is None:
            scope.fail(value, "no **; accepted: the pairs one by one, {E: E, …}")
        read = read_expression(scope, key)
        if read in seen:
            scope.fail(key, "this key stands twice in the map; accepted: each key once")
        seen.add(read)
        pairs.append((read, read_expression(scope, value)))
    return scope.term(node, "map", *pairs)


def _comparison(scope: Scope, node: ast.Compare) -> Term:
    """One of ==, !=, in, not in."""
    if len(node.ops) > 1:
        scope.fail(node, "several comparisons at once; accepted: one at a time, a == b and b == c")
    operator = node.ops[0]
    if not isinstance(operator, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
        scope.fail(node, "no comparison of the language; accepted: ==, !=, in, not in")
    kind = "in" if isinstance(operator, ast.In | ast.NotIn) else "same"
    result = scope.term(node, kind, read_expression(scope, node.left), read_expression(scope, node.comparators[0]))
    return scope.term(node, "not", result) if isinstance(operator, ast.NotEq | ast.NotIn) else result


def _call(scope: Scope, node: ast.Call, chance: bool) -> Term:
    """A word of the language, a run, or a member of a family."""
    function, keywords = node.func, node.keywords
    if isinstance(function, ast.Name) and function.id in RESERVED - {"me"}:
        return read_word(scope, node, function.id, partial(read_expression, scope), chance=chance)
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            scope.fail(argument, "no * here; accepted: the programs one by one, or outcome(E, *others)")
    if keywords and not node.args:
        return _build(scope, node, function)
    if keywords:
        scope.fail(
            node,
            "values with and without keyword; accepted: f(E, …) runs a program, family(keyword=E, …) "
            "builds a member of a family, family(keyword=E, …)(E, …) runs that",
        )
    if not node.args:
        scope.fail(node, "nothing is given; accepted: f(E, …) to run it on programs, or the name alone")
    callee = read_expression(scope, function)
    return scope.term(node, "run", callee, *map(partial(read_expression, scope), node.args))


def _build(scope: Scope, node: ast.Call, function: ast.expr) -> Term:
    """A member of a family."""
    if not (isinstance(function, ast.Name) and function.id in scope.heads):
        scope.fail(function, f"a family is needed here; accepted: {', '.join(scope.heads)}")
    family = scope.heads[function.id]
    given: dict[str, Term] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            scope.fail(keyword.value, "no **; accepted: the parameters one by one, keyword=E")
        if keyword.arg not in family.keywords:
            scope.fail(keyword, f"{family.name!r} has no parameter {keyword.arg!r}; accepted: {family.keyword_list}")
        if keyword.arg in given:
            scope.fail(keyword, f"{keyword.arg!r} is given twice; accepted: each parameter once")
        given[keyword.arg] = read_expression(scope, keyword.value)
    for key, default in family.keywords.items():
        if key not in given and default is None:
            scope.fail(node, f"{family.name!r} needs its parameter {key!r}; accepted: {key}=E")
    return scope.term(node, "build", family.place, tuple(sorted(given.items())))
