"""Forms and conditions as expressions of sympy, which is not needed to import this module."""

from __future__ import annotations

from typing import Any

from spi.core.affine import Affine
from spi.core.conditions import Atom, Condition
from spi.formats.peers import load_peer

__all__ = ["as_sympy"]


def as_sympy(value: Affine | Atom | Condition) -> Any:
    """A form or a condition as an expression of sympy.

    Parameters
    ----------
    value : Affine, Atom or Condition

    Returns
    -------
    sympy.Expr or sympy.logic.boolalg.Boolean
        Parameters become symbols of their names, of which nothing is assumed; comparisons are as they are printed.

    Raises
    ------
    ImportError
        If sympy is not installed.

    Examples
    --------
    >>> from spi.core.conditions import read_condition
    >>> as_sympy(read_condition("t >= d and t > 0 or d = 1/2"))
    Eq(2*d - 1, 0) | ((t > 0) & (-d + t >= 0))

    Source: ours
    """
    sympy = load_peer("sympy", "sympy")
    if isinstance(value, Condition):
        return sympy.Or(*(sympy.And(*map(as_sympy, conjunct)) for conjunct in value.conjuncts))
    if isinstance(value, Atom):
        form = as_sympy(value.form)
        return {">": sympy.Gt, ">=": sympy.Ge, "=": sympy.Eq}[value.relation](form, 0)
    numbers = ((k, sympy.Symbol(name)) for name, k in value.terms)
    terms = [sympy.Rational(k.numerator, k.denominator) * symbol for k, symbol in numbers]
    return sympy.Add(sympy.Rational(value.constant.numerator, value.constant.denominator), *terms)
