"""Programs written as Python functions, in a notebook or a script: their source is taken, they are never called."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable
from tokenize import TokenError
from types import FunctionType
from typing import Any, overload

from spi.errors import ProgramError
from spi.programs.groups import Group
from spi.programs.members import Family, Program
from spi.programs.reader import read_program_file

__all__ = ["program"]


@overload
def program(function: Callable[..., Any], /) -> Any: ...
@overload
def program(*, uses: Iterable[Family | Program]) -> Callable[[Callable[..., Any]], Any]: ...


def program(function: Callable[..., Any] | None = None, /, *, uses: Iterable[Any] = ()) -> Any:
    """Read a Python function as a program, by its source; a decorator.

    Parameters
    ----------
    function : function
        Written in the language of programs. It is replaced by the program and is never called.
    uses : families and programs, optional
        To which the function may refer by their names: `@program(uses=[fair_bot])`. A function that uses none refers
        to itself and to words of the language only.

    Returns
    -------
    Program or Family
        A program if every keyword parameter has a default; otherwise a family, `family(keyword=value, …)`.

    Raises
    ------
    ProgramError
        For what Python would have worked out first (annotations, defaults that are no labels, further decorators), and
        for functions without source.
    FormatError
        With the line of the file and a caret, for anything outside the language.

    Examples
    --------
    >>> @program
    ... def wary(other, *, safe="home"):
    ...     return other(me) if other != me else safe
    >>> wary
    <Program: wary(safe="home")>
    >>> @program
    ... def stubborn(*others, action):
    ...     return action
    >>> stubborn(action="C") is stubborn(action="C")
    True

    Source: ours
    """
    known: dict[str, Group | Program] = {}
    for used in uses:
        if not isinstance(used, Family | Program) or not used.name.isidentifier():
            raise ProgramError(f"uses={used!r}; accepted: families and programs with a name")
        if used.name in known:
            raise ProgramError(f"uses: two are called {used.name!r}; accepted: each name once")
        known[used.name] = used.group if isinstance(used, Family) else used
    if function is None:
        return lambda own: _from_function(own, known)
    return _from_function(function, known)


def _from_function(function: Callable[..., Any], known: dict[str, Group | Program]) -> Program | Family:
    _check_evaluated(function)
    assert isinstance(function, FunctionType)
    text, file = _source(function)
    name = function.__name__
    groups = read_program_file(text, file=file, uses=known).groups
    if list(groups) != [name] or not _same_parameters(function, groups[name]):
        raise ProgramError(
            f"the source of {name} is not what was defined, as the file has changed; accepted: reload it"
        )
    family = Family(groups[name], name)
    if any(default is None for _, default in family.group.definitions[0].keywords):
        return family
    return family()


def _check_evaluated(function: Any) -> None:
    """Refuse what is no plain function, or what Python has worked out already."""
    accepted = "accepted: a function that is defined by def, in a file or a notebook"
    if not isinstance(function, FunctionType):
        raise ProgramError(f"{_named(function)} is no function but a {type(function).__name__}; {accepted}")
    if function.__name__ == "<lambda>":
        raise ProgramError(f"a lambda has no source of its own; {accepted}")
    if hasattr(function, "__wrapped__"):
        raise ProgramError(f"{_named(function)} was decorated by something else; accepted: this decorator alone")
    outer = function.__qualname__.rpartition(".")[0]
    if outer and not outer.endswith("<locals>"):
        raise ProgramError(f"{_named(function)} is a method; {accepted}")
    if function.__defaults__:
        raise ProgramError(
            f"{_named(function)} has defaults of positional parameters, which Python has worked out before they are "
            "read; accepted: defaults of keyword parameters, after *, that are labels"
        )
    for key, default in (function.__kwdefaults__ or {}).items():
        if not isinstance(default, str):
            raise ProgramError(
                f"{_named(function)} has a {type(default).__name__} as default of {key!r}, which Python has worked out "
                "before it is read; accepted: labels in quotes"
            )
    annotate: Any = getattr(function, "__annotate__", None)  # from Python 3.14 on they are worked out when asked for
    if annotate is not None or function.__annotations__:
        raise ProgramError(
            f"{_named(function)} has annotations, which Python works out before they are read; accepted: none"
        )


def _source(function: FunctionType) -> tuple[str, str]:
    """The text of a definition without its decorator, at the lines at which it stands in its file; and the file."""
    accepted = "accepted: a function in a file or a notebook, or read_program(text)"
    try:
        lines, start = inspect.getsourcelines(function)
        file = inspect.getsourcefile(function) or "<function>"
    except (OSError, TypeError, SyntaxError, IndexError, TokenError):
        raise ProgramError(f"{_named(function)} has no source that could be read; {accepted}") from None
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    lines = [line.removeprefix(indent) for line in lines]
    try:
        node = ast.parse("".join(lines)).body[0]
    except (SyntaxError, IndexError, ValueError, RecursionError, MemoryError):
        raise ProgramError(f"the source of {_named(function)} is no definition by itself; {accepted}") from None
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        raise ProgramError(f"the source of {_named(function)} is no definition by itself; {accepted}")
    if len(node.decorator_list) > 1:
        raise ProgramError(f"{_named(function)} has several decorators; accepted: this decorator alone")
    first = node.lineno - 1
    return "\n" * (max(start, 1) - 1 + first) + "".join(lines[first:]), file


def _same_parameters(function: FunctionType, group: Group) -> bool:
    code, own = function.__code__, group.definitions[0]
    keywords = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    starred = bool(code.co_flags & inspect.CO_VARARGS)
    return tuple(sorted(keywords)) == tuple(key for key, _ in own.keywords) and (
        own.others == -1 if starred else own.others == code.co_argcount
    )


def _named(function: Any) -> str:
    return getattr(function, "__name__", None) or type(function).__name__
