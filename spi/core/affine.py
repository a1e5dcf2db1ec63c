"""Affine forms in named parameters, with rational coefficients; read from text without ever evaluating it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any, NoReturn

from spi.core.display import html_of
from spi.core.numbers import Exact, exact, format_exact, over_common
from spi.errors import GameError

__all__ = ["NAME", "RESERVED", "Affine", "affine", "primitive", "read_point"]

NAME = re.compile(r"[^\W\d]\w*")
"""What a parameter may be called: letters, digits and underscores, not beginning with a digit."""

RESERVED = frozenset({"and", "or", "not", "always", "never"})
"""Words of conditions, which no parameter is called by."""

_TOKEN = re.compile(r"\s*(?:((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?)|([^\W\d]\w*)|(\S)|$)")
_ACCEPTED = "exact numbers, names of parameters, + - * / and parentheses, affine in the parameters, as in '1 + 2*t'"
_MAX_LENGTH = 20_000
_MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Affine:
    """An affine form c + k₁·x₁ + … + kₘ·xₘ in named parameters; `affine` reads one.

    Parameters
    ----------
    constant : Fraction
        c.
    terms : tuple of (str, Fraction)
        The parameters, ordered by name, with their coefficients, none of which is 0.

    Examples
    --------
    >>> form = affine("1/2 + 2*t - (d + t)")
    >>> str(form), form.at({"t": 3, "d": "1/2"})
    ('t - d + 1/2', Fraction(3, 1))

    Source: ours
    """

    constant: Fraction
    terms: tuple[tuple[str, Fraction], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.terms]
        if names != sorted(set(names)) or not all(k for _, k in self.terms):
            raise GameError(f"the terms {self.terms} are not ordered by name or have zeros; or use affine")

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that occur, in order."""
        return tuple(name for name, _ in self.terms)

    def at(self, point: Mapping[str, Exact]) -> Fraction:
        """The value where the parameters have these values; raises `GameError` for one that is missing."""
        values = read_point(point, self.parameters)
        return self.constant + sum((k * values[name] for name, k in self.terms), Fraction(0))

    def __add__(self, other: Affine) -> Affine:
        sums = dict(self.terms)
        for name, k in other.terms:
            sums[name] = sums.get(name, Fraction(0)) + k
        return Affine(self.constant + other.constant, tuple(sorted((x, k) for x, k in sums.items() if k)))

    def __neg__(self) -> Affine:
        return self * Fraction(-1)

    def __sub__(self, other: Affine) -> Affine:
        return self + -other

    def __mul__(self, factor: Fraction | int) -> Affine:
        terms = tuple((name, k * factor) for name, k in self.terms) if factor else ()
        return Affine(self.constant * factor, terms)

    def __str__(self) -> str:
        # what is added comes first, so that a form seldom begins with a sign
        parts = [(k, name) for name, k in self.terms if k > 0] + [(k, name) for name, k in self.terms if k < 0]
        if self.constant or not parts:
            parts.append((self.constant, ""))
        text = ""
        for k, name in parts:
            size = format_exact(abs(k))
            word = size if not name else name if size == "1" else f"{size}*{name}"
            text += (" - " if k < 0 else " + ") + word if text else "-" * (k < 0) + word
        return text

    _repr_html_ = html_of

    def _repr_latex_(self) -> str:
        from spi.report.html import affine_latex

        return affine_latex(self)


def affine(value: object, *, place: str = "") -> Affine:
    """Read an affine form.

    Parameters
    ----------
    value : str, exact number, Affine, or an expression of sympy
        A string may have numbers, names, + − * / and parentheses; every product has at most one factor with
        parameters, and no divisor has any. Of a symbol of sympy only the name is read, not what is assumed of it.
    place : str
        Where it stands, for the message.

    Returns
    -------
    Affine

    Raises
    ------
    GameError
        For floats, for what is not affine, and for what cannot be read.

    Notes
    -----
    Text is taken apart by a parser for this grammar alone: nothing is evaluated. Sympy is not loaded.

    Examples
    --------
    >>> str(affine("(t - d)/2 + 0.1"))
    '1/2*t - 1/2*d + 1/10'

    Source: ours
    """
    at = f" at {place}" if place else ""
    if isinstance(value, Affine):
        return value
    if isinstance(value, float):
        raise GameError(f"{value!r}{at} is a float, and floats are not exact; write it as a string ('{value!r}')")
    if isinstance(value, str):
        form = _Parser(value, at).read()
    elif type(value).__module__.split(".")[0] == "sympy":
        form = _from_sympy(value, at)
    else:
        form = Affine(exact(value, place=place))
    for number in (form.constant, *(k for _, k in form.terms)):
        exact(number, place=place)  # of limited length
    return form


def primitive(form: Affine) -> Affine:
    """The positive multiple of a form whose coefficients are integers without a common factor.

    Source: ours
    """
    numbers, unit = over_common([form.constant, *(k for _, k in form.terms)])
    return form * Fraction(unit, gcd(*numbers) or 1)


def read_point(point: Mapping[str, Exact], parameters: Iterable[str]) -> dict[str, Fraction]:
    """Read exact values for these parameters; other entries are left out.

    Parameters
    ----------
    point : mapping from name to exact number
    parameters : iterable of str

    Returns
    -------
    dict from name to Fraction

    Raises
    ------
    GameError
        For a parameter without a value, and values that are not exact.

    Source: ours
    """
    values = {}
    for name in parameters:
        if name not in point:
            raise GameError(f"no value for the parameter {name}; accepted: an exact number for each parameter")
        values[name] = exact(point[name], place=f"the parameter {name}")
    return values


class _Parser:
    """Recursive descent over one text; `at` ends its messages."""

    def __init__(self, text: str, at: str) -> None:
        self.text, self.at = text, at
        if len(text) > _MAX_LENGTH:
            raise GameError(f"a text of {len(text)} characters{at}; at most {_MAX_LENGTH} are read")
        self.tokens = [m.groups() for m in _TOKEN.finditer(text) if any(m.groups())]
        self.next = self.depth = 0

    def refuse(self, why: str) -> NoReturn:
        shown = self.text if len(self.text) <= 60 else f"{self.text[:57]}..."
        raise GameError(f"{shown!r}{self.at}: {why}; accepted: {_ACCEPTED}")

    def peek(self) -> str:
        return next(filter(None, self.tokens[self.next])) if self.next < len(self.tokens) else ""

    def read(self) -> Affine:
        form = self.sum()
        if token := self.peek():
            self.refuse(f"{token!r} where an operator or the end was expected")
        return form

    def sum(self) -> Affine:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.refuse("nested too deeply")
        form = self.product()
        while (token := self.peek()) in ("+", "-"):
            self.next += 1
            other = self.product()
            form = form + other if token == "+" else form - other
        self.depth -= 1
        return form

    def product(self) -> Affine:
        form = self.factor()
        while (token := self.peek()) in ("*", "/"):
            self.next += 1
            if self.peek() == "*":
                self.refuse("powers are not affine")
            other = self.factor()
            if token == "/":
                if other.terms:
                    self.refuse(f"a division by ({other}) is not affine")
                if not other.constant:
                    self.refuse("a division by zero")
                form = form * (1 / other.constant)
            elif form.terms and other.terms:
                self.refuse(f"the product of ({form}) and ({other}) is not affine")
            else:
                form = form * other.constant if form.terms else other * form.constant
        return form

    def factor(self) -> Affine:
        sign = 1
        while (token := self.peek()) in ("+", "-"):
            self.next += 1
            sign = -sign if token == "-" else sign
        if not token:
            self.refuse("a number, a name or a parenthesis is missing at the end")
        number, name, other = self.tokens[self.next]
        self.next += 1
        if number:
            return Affine(exact(number, place=self.at.removeprefix(" at ")) * sign)
        if name:
            if name in RESERVED:
                self.refuse(f"{name!r} is a word of conditions and no name")
            return Affine(Fraction(0), ((name, Fraction(sign)),))
        if other != "(":
            self.refuse(f"{other!r} where a number, a name or a parenthesis was expected")
        form = self.sum()
        if self.peek() != ")":
            self.refuse("a parenthesis is not closed")
        self.next += 1
        return form * sign


def _from_sympy(value: Any, at: str) -> Affine:
    """Go down a tree of sympy by what its nodes say of themselves."""
    if getattr(value, "is_Symbol", False):
        if not NAME.fullmatch(value.name) or value.name in RESERVED:
            raise GameError(
                f"the symbol {value.name!r}{at} has no name that can be written; accepted: as in 't' or 'd_1'"
            )
        return Affine(Fraction(0), ((value.name, Fraction(1)),))
    if getattr(value, "is_Rational", False):
        return Affine(Fraction(int(value.p), int(value.q)))
    if getattr(value, "is_Float", False):
        raise GameError(f"{value}{at} is a float, and floats are not exact; write it as a string ('{value}')")
    parts = [_from_sympy(part, at) for part in value.args] if value.is_Add or value.is_Mul else []
    if not parts:
        raise GameError(f"{value}{at} is not affine with rational coefficients; accepted: {_ACCEPTED}")
    form = parts[0]
    for part in parts[1:]:
        if value.is_Add:
            form = form + part
        elif form.terms and part.terms:
            raise GameError(f"{value}{at} is not affine: a product of ({form}) and ({part}); accepted: {_ACCEPTED}")
        else:
            form = form * part.constant if form.terms else part * form.constant
    return form
