"""Statements of the language as terms: those that follow a statement are a part of it."""

from __future__ import annotations

import ast

from spi.programs.expressions import read_expression
from spi.programs.heads import Head
from spi.programs.scope import Scope
from spi.programs.terms import Term, free_variables, kinds_in

__all__ = ["ASIDES", "read_body", "split_docstring"]

ASIDES: dict[type[ast.AST], str] = {
    ast.Import: " (nothing is imported)",
    ast.ImportFrom: " (nothing is imported)",
    ast.ClassDef: " (no classes)",
    ast.AsyncFunctionDef: " (no async)",
    ast.Assign: " (no values outside definitions)",
    ast.Expr: " (only the first line may be a docstring)",
    ast.Pass: " (pass gives no value)",
}
"""What is said of statements that the language does not have."""

_RUNS = {"run", "outcome", "proves", "chance", "mix", "simulate", "delegate"}
"""What a value is worked out from when a proof cannot speak of it."""


def split_docstring(statements: list[ast.stmt]) -> tuple[str, list[ast.stmt]]:
    """The docstring, empty if there is none, and the statements after it.

    Source: ours
    """
    match statements:
        case [ast.Expr(value=ast.Constant(value=str() as docstring)), *rest]:
            return docstring, rest
    return "", statements


def read_body(scope: Scope, node: ast.FunctionDef) -> Term:
    """The body of a definition as a term.

    Parameters
    ----------
    scope : Scope
        Of the definition.
    node : ast.FunctionDef

    Returns
    -------
    Term

    Raises
    ------
    FormatError
        With line and caret, for anything outside the language.

    Source: ours
    """
    _, statements = split_docstring(node.body)
    return _block(scope, statements, node)


def _block(scope: Scope, statements: list[ast.stmt], after: ast.AST) -> Term:
    """A sequence of statements as one term."""
    if not statements:
        scope.fail(after, "this ends without return; accepted: a return on every path")
    before = scope.depth
    term = _statement(scope, statements[0], statements[1:])
    scope.depth = before
    return term


def _statement(scope: Scope, first: ast.stmt, rest: list[ast.stmt]) -> Term:
    """A statement with those that follow it."""
    scope.deeper(first)
    match first:
        case ast.Return(value=ast.expr() as value):
            if rest:
                scope.fail(rest[0], "this is never reached, as a return stands before it; accepted: return last")
            return read_expression(scope, value)
        case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
            scope.fresh(target, name)
            bound = read_expression(scope, value)
            run = bool(kinds_in(bound) & _RUNS) or any(scope.names[-1 - depth][1] for depth in free_variables(bound))
            return scope.term(first, "let", bound, scope.under([(name, run)], lambda: _block(scope, rest, first)))
        case ast.If():
            condition = read_expression(scope, first.test, chance=True)
            then = _block(scope, first.body, first.body[-1])
            otherwise = first.orelse or rest
            if rest and first.orelse:
                if len(first.orelse) > 1 or not isinstance(first.orelse[0], ast.If):
                    scope.fail(
                        rest[0],
                        "this is never reached, as every branch before it returns; accepted: either else or "
                        "statements after the if",
                    )
                otherwise = [*first.orelse, *rest]  # elif
            if not otherwise:
                scope.fail(
                    first,
                    "without else this ends without return where the condition is false; accepted: a return on "
                    "every path",
                )
            return scope.term(first, "if", condition, then, _block(scope, otherwise, first))
        case ast.Match():
            return _match(scope, first, rest)
        case ast.Return():
            scope.fail(first, "a return without a value; accepted: return E")
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            scope.fail(first, "values are named one by one and once; accepted: name = E")
        case ast.For() | ast.While():
            scope.fail(first, "no loops; accepted: first(…), all(…) and any(…) over *others")
        case ast.FunctionDef():
            scope.fail(first, "no definitions inside definitions; accepted: at the top of the file")
        case ast.Expr(value=value):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                scope.fail(first, "a text stands here; accepted: comments with #, and a docstring as the first line")
            read_expression(scope, value)
            scope.fail(first, "the value is not used; accepted: return E, or name = E")
    aside = ASIDES.get(type(first), "")
    scope.fail(first, f"no statement of the language{aside}; accepted: name = E, if, match, return")


def _match(scope: Scope, node: ast.Match, rest: list[ast.stmt]) -> Term:
    """A match on the code of a program."""
    scope.deeper(node)  # it is printed with two more steps of indentation
    scrutinee = read_expression(scope, node.subject)
    cases = []
    for case in node.cases:
        family, bound = _pattern(scope, case.pattern)
        if case.guard is not None:
            scope.fail(case.guard, "no conditions on a case; accepted: an if inside the case")
        keys = sorted(bound)
        variables = [(bound[key], False) for key in keys]
        body = scope.under(variables, lambda body=case.body: _block(scope, body, body[-1]))  # type: ignore[misc]
        cases.append((family.place, tuple(keys), body))
    if not rest:
        scope.fail(node, "this ends without return where no case matches; accepted: a return after the match")
    return scope.term(node, "match", scrutinee, tuple(cases), _block(scope, rest, node))


def _pattern(scope: Scope, pattern: ast.pattern) -> tuple[Head, dict[str, str]]:
    """A case family(keyword=name, …): the family, and the names of its parameters."""
    match pattern:
        case ast.MatchAs(pattern=None):
            scope.fail(pattern, "no case for all the rest; accepted: the statements after the match are for it")
        case ast.MatchClass(cls=ast.Name(id=name), patterns=[]):
            pass
        case _:
            scope.fail(pattern, "this is no case; accepted: family(keyword=name, …)")
    family = scope.heads.get(name)
    if family is None:
        scope.fail(pattern, f"no family {name!r} in this file; accepted: {', '.join(scope.heads)}")
    if family.fixed:
        scope.fail(pattern, f"{name!r} is one program, not a family; accepted: a comparison, … == {name}")
    bound: dict[str, str] = {}
    for key, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        if key not in family.keywords:
            scope.fail(inner, f"{name!r} has no parameter {key!r}; accepted: {family.keyword_list}")
        match inner:
            case ast.MatchAs(pattern=None, name=str() as given):
                pass
            case ast.MatchAs(pattern=None):
                scope.fail(inner, f"{key!r} is given no name; accepted: {key}=name, or to leave it out")
            case _:
                scope.fail(inner, f"a parameter is given a name here; accepted: {key}=name, and an if inside")
        scope.fresh(inner, given)
        if given in bound.values():
            scope.fail(inner, f"{given!r} stands for two parameters; accepted: each name once")
        if key in bound:
            scope.fail(inner, f"{key!r} is given twice; accepted: each parameter once")
        bound[key] = given
    return family, bound
