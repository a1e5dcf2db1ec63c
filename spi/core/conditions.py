"""Conditions on parameters: alternatives of comparisons that are affine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.affine import Affine, affine, primitive
from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.errors import GameError

__all__ = ["ALWAYS", "NEVER", "Atom", "Condition", "Point", "Relation", "atom", "read_condition"]

Relation = Literal[">", ">=", "="]

Point = tuple[tuple[str, Fraction], ...]
"""A value for each parameter, ordered by name; `dict(point)` can be given to `at`."""

_SIGNS: dict[Relation, str] = {">": ">", ">=": "≥", "=": "="}
_FLIPPED = {">": "<", "≥": "≤", "=": "="}
_COMPARISON = re.compile(r"<=|>=|==|[<>=≤≥]")


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison of an affine form with 0; `atom` makes one.

    Parameters
    ----------
    form : Affine
        With integer coefficients without a common factor; for "=", that of the first parameter is positive.
    relation : ">" or ">=" or "="

    Source: ours
    """

    form: Affine
    relation: Relation

    def at(self, point: Mapping[str, Exact]) -> bool:
        """Does it hold where the parameters have these values?"""
        value = self.form.at(point)
        return value == 0 if self.relation == "=" else value > 0 or (value == 0 and self.relation == ">=")

    def __str__(self) -> str:
        """What is positive on the left and what is negative on the right, `t ≥ d`; one parameter alone by itself."""
        form = self.form * (1 / abs(self.form.terms[0][1])) if len(self.form.terms) == 1 else self.form
        left = Affine(Fraction(0), tuple((x, k) for x, k in form.terms if k > 0))
        right = Affine(Fraction(0), tuple((x, -k) for x, k in form.terms if k < 0))
        sign, constant = _SIGNS[self.relation], Affine(form.constant)
        if left.terms and (not right.terms or constant.constant < 0):
            right = right - constant
        else:
            left = left + constant
        if not left.terms and right.terms:
            left, right, sign = right, left, _FLIPPED[sign]
        return f"{left} {sign} {right}"

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in disjunctive normal form; `read_condition` reads one, `spi.solve.conditions` combines them.

    Parameters
    ----------
    conjuncts : tuple of tuple of Atom
        It holds where all atoms of some conjunct do: without conjuncts never, with an empty one always. Equality of
        conditions is that of their atoms; for equality in meaning ask `is_equivalent`.

    Examples
    --------
    >>> condition = read_condition("t >= d and 0 < p <= 1 or t = 5")
    >>> print(condition)
    t ≥ d and p > 0 and p ≤ 1 or t = 5
    >>> condition.at(t=1, d=1, p="1/2"), condition.at(t=1, d=2, p=1)
    (True, False)

    Source: ours
    """

    conjuncts: tuple[tuple[Atom, ...], ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that occur, in order."""
        return tuple(sorted({x for part in self.conjuncts for atom in part for x in atom.form.parameters}))

    def at(self, point: Mapping[str, Exact] | None = None, /, **values: Exact) -> bool:
        """Does it hold where the parameters have these values? Values of parameters that do not occur are left out."""
        full = {**(point or {}), **values}
        return any(all(atom.at(full) for atom in conjunct) for conjunct in self.conjuncts)

    def __str__(self) -> str:
        if not self.conjuncts:
            return "never"
        return " or ".join(" and ".join(map(str, conjunct)) or "always" for conjunct in self.conjuncts)

    _repr_html_ = html_of


ALWAYS = Condition(((),))
"""The condition that always holds."""

NEVER = Condition(())
"""The condition that never holds."""


def atom(form: Affine, relation: Relation) -> Atom:
    """The comparison of a form with 0, in lowest terms.

    Source: ours
    """
    lowest = primitive(form)
    if relation == "=" and (lowest.terms[0][1] if lowest.terms else lowest.constant) < 0:
        lowest = -lowest
    return Atom(lowest, relation)


def read_condition(text: str | Condition | Iterable[str], *, place: str = "") -> Condition:
    """Read a condition.

    Parameters
    ----------
    text : str, Condition, or several texts that have to hold together
        Alternatives joined by `or`, each of them comparisons joined by `and`; a comparison may be a chain as in
        `0 <= p <= 1`. `always` and `never` are conditions, too. ≤ and ≥ are read as well.
    place : str
        Where it stands, for the message.

    Returns
    -------
    Condition
        As it stands: nothing is simplified.

    Raises
    ------
    GameError
        For what is not affine, and for what cannot be read.

    Source: ours
    """
    if isinstance(text, Condition):
        return text
    if not isinstance(text, str):
        atoms: list[Atom] = []
        for k, part in enumerate(text):
            read = read_condition(part, place=f"{place}[{k}]")
            if len(read.conjuncts) != 1:
                raise GameError(f"{part!r} has alternatives; accepted here: comparisons that hold together")
            atoms += read.conjuncts[0]
        return Condition((tuple(atoms),))
    conjuncts: list[tuple[Atom, ...]] = []
    for alternative in re.split(r"\bor\b", text):
        parts = [part.strip() for part in re.split(r"\band\b", alternative)]
        if parts != ["never"]:
            conjuncts.append(tuple(a for part in parts if part != "always" for a in _chain(part, place)))
    return Condition(tuple(conjuncts))


def _chain(text: str, place: str) -> list[Atom]:
    at = f" at {place}" if place else ""
    signs = _COMPARISON.findall(text)
    if not signs:
        raise GameError(f"{text!r}{at} compares nothing; accepted: as in 't >= d' or '0 <= p <= 1'")
    forms = [affine(part, place=place) for part in _COMPARISON.split(text)]
    atoms = []
    for sign, left, right in zip(signs, forms, forms[1:], strict=False):
        if sign in ("=", "=="):
            atoms.append(atom(left - right, "="))
        else:
            larger = left - right if sign in (">", ">=", "≥") else right - left
            atoms.append(atom(larger, ">" if sign in ("<", ">") else ">="))
    return atoms
