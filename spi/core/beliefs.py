"""Beliefs about finitely many types: all laws that meet some affine constraints."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, Literal, TypeVar

from spi.core.display import html_of
from spi.core.lottery import read_probabilities
from spi.core.numbers import Exact, exact
from spi.errors import GameError

__all__ = [
    "BeliefConstraint",
    "Beliefs",
    "Law",
    "beliefs",
    "expectation",
    "is_admissible",
    "read_belief",
    "read_values",
]

T = TypeVar("T", bound=Hashable)
C = TypeVar("C", bound=Hashable, covariant=True)

Law = tuple[tuple[T, Fraction], ...]
"""Types with their positive probabilities, which sum to 1."""

_COMPARED = {"at-most": "≤", "at-least": "≥", "equal": "="}


@dataclass(frozen=True, slots=True)
class BeliefConstraint:
    """Σ weight · probability ≤, ≥ or = bound.

    Parameters
    ----------
    weights : tuple of Fraction
        One for each type.
    relation : {"at-most", "at-least", "equal"}
    bound : Fraction

    Source: ours
    """

    weights: tuple[Fraction, ...]
    relation: Literal["at-most", "at-least", "equal"]
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Beliefs(Generic[C]):
    """A polytope of beliefs: the laws over some types that meet every constraint; `beliefs` makes one.

    Parameters
    ----------
    types : tuple
        Distinct; at least one.
    constraints : tuple of BeliefConstraint
        None: every law is admissible.

    Raises
    ------
    GameError
        For no types, types that occur twice, and constraints of another length or relation.

    Source: ours
    """

    types: tuple[C, ...]
    constraints: tuple[BeliefConstraint, ...] = ()

    def __post_init__(self) -> None:
        if not self.types or len(set(self.types)) < len(self.types):
            raise GameError(f"beliefs about the types {self.types!r}; accepted: one or more distinct types")
        for constraint in self.constraints:
            if len(constraint.weights) != len(self.types):
                raise GameError(
                    f"{len(constraint.weights)} weights for {len(self.types)} types; accepted: one for each"
                )
            if constraint.relation not in _COMPARED:
                raise GameError(f"relation {constraint.relation!r}; accepted: {', '.join(_COMPARED)}")

    _repr_html_ = html_of


def beliefs(
    types: Iterable[T],
    *,
    at_most: Iterable[tuple[Mapping[Any, Exact], Exact]] = (),
    at_least: Iterable[tuple[Mapping[Any, Exact], Exact]] = (),
    equal: Iterable[tuple[Mapping[Any, Exact], Exact]] = (),
    support: Collection[T] | None = None,
) -> Beliefs[T]:
    """All laws over some types that meet affine constraints, or that live on a support.

    Parameters
    ----------
    types : iterable
        Whatever the belief is about: programs, policies, profiles of them.
    at_most, at_least, equal : iterable of (mapping from type to weight, bound)
        Σ weight · probability ≤, ≥, = bound; types that are not named have weight 0.
    support : collection of types, optional
        All other types have probability 0.

    Returns
    -------
    Beliefs
        Perhaps without any law: what asks about it says so.

    Raises
    ------
    GameError
        For types that are not listed, and for numbers that are not exact.

    Examples
    --------
    >>> soft = beliefs(["fair", "soft"], at_least=[({"soft": 1}, "1/2")])
    >>> is_admissible(soft, read_belief(soft, {"soft": "2/3", "fair": "1/3"}))
    True

    Source: ours
    """
    known = tuple(types)
    rows: list[BeliefConstraint] = []
    relations: tuple[tuple[Literal["at-most", "at-least", "equal"], Any], ...]
    relations = (("at-most", at_most), ("at-least", at_least), ("equal", equal))
    for relation, given in relations:
        rows += [BeliefConstraint(read_values(known, w), relation, exact(b, place="a bound")) for w, b in given]
    if support is not None:
        read_values(known, dict.fromkeys(support, 1))  # names those that are not listed
        outside = tuple(Fraction(t not in support) for t in known)
        rows += [BeliefConstraint(outside, "equal", Fraction(0))] * any(outside)
    return Beliefs(known, tuple(rows))


def read_values(types: Collection[T], values: Mapping[Any, Exact]) -> tuple[Fraction, ...]:
    """Exact numbers for types, 0 for those that are not named.

    Parameters
    ----------
    types : collection
    values : mapping from type to exact number

    Returns
    -------
    tuple of Fraction
        In the order of the types.

    Raises
    ------
    GameError
        For a type that is not listed, and for numbers that are not exact.

    Source: ours
    """
    for t in values:
        if t not in types:
            raise GameError(f"{t!r} is none of the types; accepted: {', '.join(map(repr, types))}")
    return tuple(exact(values.get(t, 0), place=f"the type {t!r}") for t in types)


def read_belief(about: Beliefs[T], probabilities: Mapping[Any, Exact] | Law[T]) -> Law[T]:
    """Read a law over the types, admissible or not.

    Parameters
    ----------
    about : Beliefs
    probabilities : mapping from type to exact number, or pairs of them
        Types that are not named, or named with 0, have probability 0.

    Returns
    -------
    Law
        In the order of the types.

    Raises
    ------
    GameError
        For a type that is not listed, a negative or inexact probability, a sum that is not 1.

    Source: ours
    """
    read = read_probabilities(probabilities.items() if isinstance(probabilities, Mapping) else probabilities)
    read_values(about.types, read)
    return tuple((t, read[t]) for t in about.types if t in read)


def expectation(types: Collection[T], law: Law[T], values: tuple[Fraction, ...]) -> Fraction:
    """Σ probability · value, the values being in the order of the types.

    Source: ours
    """
    value = dict(zip(types, values, strict=True))
    return sum((p * value[t] for t, p in law), Fraction(0))


def is_admissible(about: Beliefs[T], law: Law[T]) -> bool:
    """Does a law meet every constraint?

    Parameters
    ----------
    about : Beliefs
    law : Law
        A probability for each of some values.

    Returns
    -------
    bool

    Source: ours
    """
    for constraint in about.constraints:
        more = expectation(about.types, law, constraint.weights) - constraint.bound
        if {"at-most": more > 0, "at-least": more < 0, "equal": more != 0}[constraint.relation]:
            return False
    return True
