"""Exact numbers at the boundary: what is read as a rational, what is refused and why."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Rational

from spi.errors import GameError

__all__ = ["MAX_DIGITS", "Exact", "exact", "exact_from_float", "format_exact", "over_common", "to_integers"]

Exact = int | str | Fraction | Decimal
"""What the library reads as an exact number (and any other `numbers.Rational`, sympy's included)."""

MAX_DIGITS = 4000
"""Longest numerator or denominator; below Python's own limit on int-string conversion, and that of certificates."""

_TOO_LONG = 10**MAX_DIGITS
_NUMBER = re.compile(r"[+-]?(\d+/\d+|\d+(\.\d*)?([eE][+-]?\d{1,4})?|\.\d+([eE][+-]?\d{1,4})?)", re.ASCII)
_ACCEPTED = "an int, a Fraction, or a string such as '-3', '5/2' or '0.1'"


def exact(value: object, *, place: str = "") -> Fraction:
    """Read one number exactly.

    Parameters
    ----------
    value : int, Fraction, Decimal, str or other `numbers.Rational`
        Strings may be integers, quotients (`"5/2"`) or decimals (`"0.1"` is 1/10).
    place : str
        Where the number stands, for the message.

    Returns
    -------
    Fraction

    Raises
    ------
    GameError
        For a float (with the way to convert one), NaN, an infinity, a boolean, a division by zero, anything
        that is not a number, and numbers of more than 4,000 digits.

    Examples
    --------
    >>> exact("0.1") + exact("0.2") == exact("3/10")
    True

    Source: ours
    """
    where = f" at {place}" if place else ""
    if isinstance(value, Fraction):
        number = value
    elif isinstance(value, bool):
        raise GameError(f"{value}{where} is a truth value, not a number; accepted: {_ACCEPTED}")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise GameError(f"{value}{where} is not a number of any game; accepted: {_ACCEPTED}")
        raise GameError(
            f"{value!r}{where} is a float, and floats are not exact; write it as a string ('{value!r}') or a Fraction, "
            "or convert the whole game with Game.from_floats(..., exact=True) or (..., max_denominator=...)"
        )
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise GameError(f"{value}{where} is not a number of any game; accepted: {_ACCEPTED}")
        if abs(value.adjusted()) > MAX_DIGITS:
            raise GameError(f"a number of more than {MAX_DIGITS} digits{where}; such numbers are refused")
        number = Fraction(value)
    elif isinstance(value, str):
        text = value.strip()
        if len(text) > 2 * MAX_DIGITS + 2:
            raise GameError(f"a number of {len(text)} characters{where}; at most {MAX_DIGITS} digits are read")
        if not _NUMBER.fullmatch(text):
            raise GameError(f"{value!r}{where} is not an exact number; accepted: {_ACCEPTED}")
        try:
            number = Fraction(text)
        except ZeroDivisionError:
            raise GameError(f"{value!r}{where} divides by zero; accepted: {_ACCEPTED}") from None
        except ValueError:  # int() refuses more than 4,300 digits
            raise GameError(f"a number of more than {MAX_DIGITS} digits{where}; such numbers are refused") from None
    elif isinstance(value, Rational):
        number = Fraction(int(value.numerator), int(value.denominator))
    else:
        raise GameError(f"{value!r}{where} is a {type(value).__name__}, not an exact number; accepted: {_ACCEPTED}")
    if abs(number.numerator) >= _TOO_LONG or number.denominator >= _TOO_LONG:
        raise GameError(f"a number of more than {MAX_DIGITS} digits{where}; such numbers are refused")
    return number


def exact_from_float(value: object, max_denominator: int | None, *, place: str = "") -> Fraction:
    """Turn a float into the rational of its shortest decimal form, or the nearest one with a small denominator.

    Parameters
    ----------
    value : float or anything that `exact` reads
    max_denominator : int or None
        None: `0.1` becomes 1/10. Otherwise the closest fraction with at most this denominator.
    place : str
        Where the number stands, for the message.

    Returns
    -------
    Fraction

    Raises
    ------
    GameError
        For NaN, infinities and what is not a number.

    Source: ours
    """
    if not isinstance(value, float) and hasattr(value, "__float__") and hasattr(value, "item"):
        value = value.item()  # a numpy scalar
    number = (
        exact(repr(value), place=place)
        if isinstance(value, float) and math.isfinite(value)
        else exact(value, place=place)
    )
    return number if max_denominator is None else number.limit_denominator(max_denominator)


def format_exact(number: Fraction) -> str:
    """Write a rational in lowest terms, without denominator if it is 1: the form of certificates and digests.

    Source: ours
    """
    return str(number.numerator) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"


def to_integers(rows: Sequence[Iterable[Fraction]]) -> list[tuple[int, ...]]:
    """Multiply each column of a table by its common denominator.

    Positive scaling of one player's payoffs changes no dominance, isomorphism or Pareto answer, so the algorithms
    that compare payoffs of one player only with each other work on these integers.

    Parameters
    ----------
    rows : sequence of rows of Fraction
        One row per profile, one column per player.

    Returns
    -------
    list of tuple of int
        Same shape; exact, of any size.

    Source: ours
    """
    return list(zip(*(over_common(column)[0] for column in zip(*rows, strict=True)), strict=True))


def over_common(numbers: Sequence[Fraction]) -> tuple[list[int], int]:
    """Numerators over the least common denominator, and that denominator (1 for no numbers).

    Source: ours
    """
    below = [number.denominator for number in numbers]
    unit = math.lcm(*set(below))
    return [number.numerator * (unit // d) for number, d in zip(numbers, below, strict=True)], unit
