"""Parts of the space of some parameters, as tests: what is empty, what follows, what is superfluous."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from spi.core.affine import Affine
from spi.core.conditions import Atom, Condition, Point, atom
from spi.errors import HypothesisError
from spi.solve.systems import Empty, Inside, Row, Test, opposite, passes, solve_system

__all__ = ["Space", "Tests"]

Tests = tuple[Test, ...]
"""A conjunct: the points that pass all of them."""


@dataclass(frozen=True, slots=True)
class Space:
    """The parameters of some conditions in a fixed order, what is given of them, and systems solved so far.

    Parameters
    ----------
    parameters : tuple of str, length m
    given : tuple of Test

    Source: ours
    """

    parameters: tuple[str, ...]
    given: Tests = ()
    solved: dict[Tests, Inside | Empty] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, given: Condition, *conditions: Condition) -> Space:
        """The space of the parameters of these conditions."""
        if len(given.conjuncts) != 1:
            raise HypothesisError(f"what is given has alternatives: {given}; accepted: comparisons that hold together")
        names = tuple(sorted({name for condition in (given, *conditions) for name in condition.parameters}))
        (tests,) = cls(names).conjuncts(given)
        return cls(names, tests)

    def row(self, form: Affine) -> Row:
        """The coefficients of a form with integer coefficients."""
        known = dict(form.terms)
        return (int(form.constant), *(int(known.get(name, 0)) for name in self.parameters))

    def tests(self, own: Atom) -> Tests:
        """The tests that a comparison consists of."""
        row = self.row(own.form)
        if own.relation == "=":
            return (row, False), (tuple(-k for k in row), False)
        return ((row, own.relation == ">"),)

    def conjuncts(self, condition: Condition) -> list[Tests]:
        """The tests of each conjunct."""
        return [tuple(test for own in conjunct for test in self.tests(own)) for conjunct in condition.conjuncts]

    def named(self, point: Sequence[Fraction]) -> Point:
        """A point with the names of its entries."""
        return tuple(zip(self.parameters, point, strict=True))

    def point(self, tests: Iterable[Test]) -> tuple[Fraction, ...] | None:
        """A point that passes these tests and what is given, or None."""
        key = tuple(sorted({*self.given, *tests}))
        if key not in self.solved:
            self.solved[key] = solve_system(key, len(self.parameters))
        found = self.solved[key]
        return found.point if isinstance(found, Inside) else None

    def outside(self, tests: Tests, cover: Sequence[Tests]) -> Iterator[tuple[Tests, tuple[Fraction, ...]]]:
        """Disjoint parts of what passes the tests that together are what no conjunct covers, each with a point."""
        point = self.point(tests)
        if point is None:
            return
        for k, conjunct in enumerate(cover):
            if self.point((*tests, *conjunct)) is None:
                continue
            inside = tests
            for test in conjunct:
                yield from self.outside((*inside, opposite(test)), cover[k + 1 :])
                inside = (*inside, test)
            return
        yield tests, point

    def follows(self, test: Test, tests: Iterable[Test]) -> bool:
        """Does everything that passes the tests pass this one?"""
        return self.point((*tests, opposite(test))) is None

    def needed(self, tests: Iterable[Test]) -> Tests:
        """Without the tests that follow from the others."""
        kept = list(dict.fromkeys(tests))
        for test in list(kept):
            rest = [other for other in kept if other != test]
            if self.follows(test, rest):
                kept = rest
        return tuple(kept)

    def simplified(self, conjuncts: Iterable[Tests]) -> list[Tests]:
        """As `simplify` has it."""
        parts: list[tuple[Tests, tuple[Fraction, ...]]] = []
        for tests in dict.fromkeys(conjuncts):
            point = self.point(tests)
            if point is not None:
                parts.append((self.needed(tests), point))
        while True:
            self._merge(parts)
            before = list(parts)
            for k in reversed(range(len(parts))):
                tests, point = parts[k]
                others = [other for j, (other, _) in enumerate(parts) if j != k]
                if next(self.outside(tests, others), None) is None:
                    del parts[k]
                    continue
                for test in tests:  # those that keep out only what the others let in
                    rest = tuple(other for other in tests if other != test)
                    if next(self.outside((*rest, opposite(test)), others), None) is None:
                        tests = rest
                parts[k] = (tests, point)
            if parts == before:
                return [tests for tests, _ in parts]

    def _merge(self, parts: list[tuple[Tests, tuple[Fraction, ...]]]) -> None:
        """Replace two conjuncts by one where that is possible, until it is nowhere."""
        k = 0
        while k < len(parts):
            for j in range(k):
                merged = self._union(parts[j], parts[k])
                if merged is not None:
                    parts[j] = (merged, parts[j][1])
                    del parts[k]
                    k = j - 1  # with what stands before it, the union may be one now
                    break
            k += 1

    def _union(self, one: tuple[Tests, tuple[Fraction, ...]], two: tuple[Tests, tuple[Fraction, ...]]) -> Tests | None:
        """The conjunct that holds exactly where one of these does, if there is one."""
        middle = [(x + y) / 2 for x, y in zip(one[1], two[1], strict=True)]
        if not any(all(passes(test, middle) for test in tests) for tests, _ in (one, two)):
            return None  # their union is not convex
        envelope: list[Test] = []
        for (tests, _), (others, point) in ((one, two), (two, one)):
            for row, strict in tests:
                for test in dict.fromkeys(((row, strict), (row, False))):
                    if passes(test, point) and self.follows(test, others):
                        envelope.append(test)
                        break
        if next(self.outside(tuple(envelope), [one[0], two[0]]), None) is not None:
            return None
        return self.needed(envelope)

    def condition(self, conjuncts: Iterable[Tests]) -> Condition:
        """The condition with these conjuncts, which are simplified; equations are told from inequalities."""
        return Condition(tuple(self._atoms(tests) for tests in conjuncts))

    def _atoms(self, tests: Tests) -> tuple[Atom, ...]:
        equations, found = [], []
        for row, strict in tests:
            if not strict and self.point((*tests, (row, True))) is None:
                equations.append(row)
            else:
                found.append(atom(self._form(row), ">" if strict else ">="))
        kept: list[Row] = []
        everything = [(row, strict) for row, strict in tests if row not in equations]
        for k, row in enumerate(equations):
            others = [(tuple(s * x for x in r), False) for r in (*kept, *equations[k + 1 :]) for s in (1, -1)]
            both = ((row, False), (tuple(-x for x in row), False))
            if not all(self.follows(test, [*everything, *others]) for test in both):
                kept.append(row)
        return (*(atom(self._form(row), "=") for row in kept), *found)

    def _form(self, row: Row) -> Affine:
        terms = tuple((name, Fraction(k)) for name, k in zip(self.parameters, row[1:], strict=True) if k)
        return Affine(Fraction(row[0]), terms)
