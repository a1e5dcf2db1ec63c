"""Whether one factor turns differences of payoffs into others, everywhere in a cell of the parameters or nowhere.

D₁, D₂, … are differences of a player's payoffs and E₁, E₂, … the same at the images: forms in the parameters. A
relabelling preserves the player's payoffs at a point exactly if D = λ·E there for one λ > 0. Then D and E have equal
signs, and so have D′ − k·D and E′ − k·E for every number k, and (D − k·E)·E and (D′ − k·E′)·E′. These signs are told by
affine forms. Where only products of forms would tell, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.solve.cells import NEGATIVE, POSITIVE, ZERO, Cell, OpenError, difference, mirrored
from spi.solve.systems import Row, Test, to_row

__all__ = ["Apart", "Multiples", "NotAffineError", "Scale", "ratio_in"]

Pair = tuple[Sequence[int], Sequence[int]]
"""D and E, as multiples of one unit."""


class NotAffineError(Exception):
    """What was asked hangs on products of forms."""


@dataclass(frozen=True, slots=True)
class Scale:
    """All D are `factor` times E.

    Parameters
    ----------
    factor : Fraction
        Positive.

    Source: ours
    """

    factor: Fraction


@dataclass(frozen=True, slots=True)
class Multiples:
    """All D are multiples of one of them, and the E are the same multiples of its E.

    Parameters
    ----------
    index : int
        Of the one, which has a sign other than 0, the same before and after.
    factors : tuple of Fraction

    Source: ours
    """

    index: int
    factors: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two pairs for which there is no common λ anywhere in the cell.

    Parameters
    ----------
    kind : "multiple" or "ratio"
        No sign is possible for both D − k·D′ and E − k·E′, or for both (D − k·E)·E and (D′ − k·E′)·E′.
    first, second : int
        Indices of (D, E) and (D′, E′).
    factor : Fraction
        k.

    Source: ours
    """

    kind: Literal["multiple", "ratio"]
    first: int
    second: int
    factor: Fraction


def ratio_in(cell: Cell, pairs: Sequence[Pair]) -> Scale | Multiples | Apart:
    """Decide whether D = λ·E for one λ > 0 at each point of a cell.

    Parameters
    ----------
    cell : Cell
    pairs : sequence of (D, E)

    Returns
    -------
    Scale or Multiples or Apart
        It is so at all points, or at none.

    Raises
    ------
    OpenError
        If it may differ within the cell.
    NotAffineError
        If comparisons of affine forms do not decide it.

    Source: ours
    """
    signs = [(cell.signs(to_row(d)), cell.signs(to_row(e))) for d, e in pairs]
    if all(both == (ZERO, ZERO) for both in signs):
        return Scale(Fraction(1))
    for d, e in pairs:
        r = _quotient(cell, d, e)
        if r is not None and r > 0 and all(cell.is_zero(difference(p, q, r)) for p, q in pairs):
            return Scale(r)
    opens: list[Test] = []
    for k, (s, t) in enumerate(signs):
        if s != t or s not in (NEGATIVE, POSITIVE):
            continue
        factors = []
        for m in range(len(pairs)):
            found = _multiple(cell, pairs, k, m, opens) or _ratio(cell, pairs, signs, k, m, opens)
            found = found or _between(cell, pairs, signs, k, m)
            if isinstance(found, Apart):
                return found
            factors += [found] if isinstance(found, _Factor) else []
        if len(factors) == len(pairs):
            return Multiples(k, tuple(factor.value for factor in factors))
    for pair, both in zip(pairs, signs, strict=True):
        for form, possible in zip(pair, both, strict=True):
            if possible not in (NEGATIVE, ZERO, POSITIVE):
                raise OpenError(_cut(to_row(form), possible))
    if opens:
        raise OpenError(opens[0])
    raise NotAffineError


@dataclass(frozen=True, slots=True)
class _Factor:
    """D′ = value·D and E′ = value·E."""

    value: Fraction


def _multiple(cell: Cell, pairs: Sequence[Pair], k: int, m: int, opens: list[Test]) -> _Factor | Apart | None:
    """Where D′ is a multiple of D, or E′ of E, the other one has to be the same multiple."""
    (d, e), (p, q) = pairs[k], pairs[m]
    for known, moved, base, rest in ((d, p, e, q), (e, q, d, p)):
        factor = _quotient(cell, moved, known)
        if factor is None or not cell.is_zero(difference(moved, known, factor)):
            continue
        left = difference(rest, base, factor)
        zero = cell.is_zero(left)
        if zero is not None:
            return _Factor(factor) if zero else Apart("multiple", m, k, factor)
        opens.append(_cut(left, cell.signs(left)))
    return None


def _ratio(
    cell: Cell, pairs: Sequence[Pair], signs: Sequence[tuple[int, int]], k: int, m: int, opens: list[Test]
) -> Apart | None:
    """Where D is a number times E, D′ has to be the same number times E′."""
    (d, e), (p, q) = pairs[k], pairs[m]
    r = _quotient(cell, d, e)
    if r is None or not cell.is_zero(difference(d, e, r)):
        return None
    left = difference(p, q, r)
    zero = cell.is_zero(left)
    if zero is False and signs[m][1] in (NEGATIVE, POSITIVE):
        return Apart("ratio", k, m, r)
    if zero is None:
        opens.append(_cut(left, cell.signs(left)))
    return None


def _between(cell: Cell, pairs: Sequence[Pair], signs: Sequence[tuple[int, int]], k: int, m: int) -> Apart | None:
    """A number that lies between two quotients in the whole cell, which are therefore different."""
    (d, e), (p, q) = pairs[k], pairs[m]
    for point in cell.points[:3]:
        x, y, z, w = (_value(form, point) for form in (d, e, p, q))
        if x * w == z * y or not x or not y:
            continue
        factor = (z / x + w / y) / 2
        if not cell.signs(difference(p, d, factor)) & cell.signs(difference(q, e, factor)):
            return Apart("multiple", m, k, factor)
        if signs[m][1] in (NEGATIVE, POSITIVE):
            r = (x / y + z / w) / 2
            left = _times(cell.signs(difference(d, e, r)), signs[k][1])
            if not left & _times(cell.signs(difference(p, q, r)), signs[m][1]):
                return Apart("ratio", k, m, r)
    return None


def _quotient(cell: Cell, above: Sequence[int], below: Sequence[int]) -> Fraction | None:
    """The quotient of two forms at some known point of the cell where the lower one is not 0."""
    for point in cell.points:
        value = _value(below, point)
        if value:
            return _value(above, point) / value
    return None


def _value(form: Sequence[int], point: Sequence[Fraction]) -> Fraction:
    return form[0] + sum((k * x for k, x in zip(form[1:], point, strict=True)), Fraction(0))


def _cut(row: Row, signs: int) -> Test:
    """A test that tells apart the signs that a form has in a cell."""
    return row, bool(signs & POSITIVE)


def _times(signs: int, unit: int) -> int:
    """The signs of a product with a form that is positive or negative."""
    return signs if unit == POSITIVE else mirrored(signs)
