"""Values over axes: combined, compared and chosen from, written out as long as they are small."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np

from spi.enumeration.axes import LIMIT, POISON, Axed, Pool, combined, compressed, spread
from spi.enumeration.symbols import Choice, Equal, Formula, Quoted, Symbol, UnsupportedError
from spi.errors import ProgramError
from spi.programs.frames import Seated, bare, seated
from spi.programs.members import program
from spi.programs.values import Value

__all__ = ["MEMBERS", "Chooser", "as_label", "as_truth"]

MEMBERS = 4096
"""Programs that are put together or told apart one by one, at most."""


class Chooser:
    """Combines values over axes, and remembers what comes of it.

    Parameters
    ----------
    pool : Pool

    Source: ours
    """

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.true, self.false = pool.constant(True), pool.constant(False)
        self.nothing = Axed((), (), np.full((), POISON, dtype=np.int32))
        self._quoted: dict[Seated, Quoted] = {}
        self._known: dict[Any, Formula] = {}
        self._kept: list[Any] = []  # what is remembered by its identity stays alive

    def combined(self, what: Any, function: Callable[..., Value], parts: Sequence[Axed]) -> Axed:
        """The values of a function of values; remembered by what it is."""
        key = (what, *map(id, parts))
        if key not in self._known:
            found = combined(self.pool, function, parts)
            if found is None:
                raise UnsupportedError(
                    f"more than {LIMIT:,} different values of {what if type(what) is str else what[0]}"
                )
            self._kept += parts
            self._known[key] = found
        known = self._known[key]
        assert isinstance(known, Axed)
        return known

    def through(self, function: Callable[[Value], Value], found: Symbol) -> Formula:
        """A function of one value, pushed inside choices."""
        formula = self.formula(found)
        if isinstance(formula, Choice):
            then, otherwise = self.through(function, formula.then), self.through(function, formula.otherwise)
            if then is formula.then and otherwise is formula.otherwise:
                return formula
            return Choice(formula.condition, then, otherwise)
        if isinstance(formula, Equal):
            return formula if function is as_truth else self.nothing
        return self.combined(function, function, [formula])

    def seated(self, bound: Axed, seat: int) -> Axed:
        """With the seat at which programs would run."""
        return self.combined(("seat", seat), lambda value: seated(value, seat), [bound])

    def reseated(self, part: Symbol, seat: int) -> Symbol:
        """A program at another seat."""
        if isinstance(part, Quoted):
            return part if part.seat == seat else Quoted(part.group, part.bindings, seat)
        return self.combined(("reseat", seat), lambda own: _seated_at(own, seat), [self.written(self.formula(part))])

    def each(self, found: Symbol, work: Callable[[Quoted], Symbol]) -> Symbol:
        """What comes of a program, if it is one; else of each program that it can be."""
        if isinstance(found, Quoted):
            return work(found)
        formula = self.formula(found)
        if isinstance(formula, Choice):
            return self.choose(formula.condition, self.each(formula.then, work), self.each(formula.otherwise, work))
        own = self.written(formula)
        if len(own.distinct) > MEMBERS:
            raise UnsupportedError(f"more than {MEMBERS} programs are told apart one by one")
        results = {int(k): self._worked(int(k), work) for k in own.distinct}
        if len(results) == 1:
            return next(iter(results.values()))
        return self.switch(own, {k: self.written(self.formula(part)) for k, part in results.items()})

    def _worked(self, code: int, work: Callable[[Quoted], Symbol]) -> Symbol:
        value = self.pool.values[code]
        return work(self.quoted(value)) if type(value) is Seated else self.nothing

    def quoted(self, own: Seated) -> Quoted:
        """The code of one program."""
        if own not in self._quoted:
            constants = {name: self.pool.constant(bound) for name, bound in own.program.bindings}
            self._quoted[own] = Quoted(own.program.group, constants, own.seat)
        return self._quoted[own]

    def switch(self, own: Axed, results: Mapping[int, Axed]) -> Formula:
        """For each place the result for the value that is there."""
        known = list(results)
        if all(part is results[known[0]] for part in results.values()):
            return results[known[0]]
        union = spread(list(results.values()))
        if union is None or len(known) * union[2][0].size > LIMIT:
            raise UnsupportedError(f"more than {LIMIT:,} different values")
        axes, classes, codes = union
        table = np.stack(codes)
        local = np.zeros(max(known) + 1, dtype=np.int32)
        local[known] = np.arange(len(known), dtype=np.int32)
        count = int(np.prod(table.shape[1:], dtype=np.int64))
        places = Axed(axes, classes, np.arange(count, dtype=np.int32).reshape(table.shape[1:]))
        grid = spread([own, places])
        if grid is None:
            raise UnsupportedError(f"more than {LIMIT:,} different values")
        return compressed(grid[0], grid[1], table.reshape(len(known), count)[local[grid[2][0]], grid[2][1]])

    def choose(self, condition: Formula, then: Symbol, otherwise: Symbol) -> Symbol:
        """One of two values, by a condition."""
        if self.is_certainly(condition, True) or then is otherwise:
            return then
        if self.is_certainly(condition, False):
            return otherwise
        yes, no = self.formula(then), self.formula(otherwise)
        key = ("choose", id(condition), id(yes), id(no))
        if key not in self._known:
            self._kept += [condition, yes, no]
            self._known[key] = self._chosen(condition, yes, no)
        return self._known[key]

    def _chosen(self, condition: Formula, yes: Formula, no: Formula) -> Formula:
        if isinstance(condition, Choice):  # a condition of truth values, as a choice of its own
            then, otherwise = self.choose(condition.then, yes, no), self.choose(condition.otherwise, yes, no)
            return self.formula(self.choose(condition.condition, then, otherwise))
        if isinstance(condition, Axed) and isinstance(yes, Axed) and isinstance(no, Axed):
            grid = spread([condition, yes, no])
            if grid is not None:
                axes, classes, (test, first, second) = grid
                true, false = self.true.codes, self.false.codes
                codes = np.where(test == true, first, np.where(test == false, second, np.int32(POISON)))
                return compressed(axes, classes, codes)
        return Choice(condition, yes, no)

    def equal(self, left: Symbol, right: Symbol) -> Symbol:
        """Whether two values are the same; programs are the same if their code is."""
        if isinstance(left, Quoted) and isinstance(right, Quoted):
            if left.group is not right.group:
                return self.false
            found: Symbol = self.true
            for key, bound in left.bindings.items():
                found = self.choose(self.formula(self.equal(bound, right.bindings[key])), found, self.false)
            return found
        if isinstance(left, Quoted) or isinstance(right, Quoted):
            own, other = (left, right) if isinstance(left, Quoted) else (right, left)
            return self.each(other, lambda found: self.equal(own, found)) if isinstance(own, Quoted) else self.nothing
        first, second = self.formula(left), self.formula(right)
        if isinstance(first, Choice):
            return self.choose(first.condition, self.equal(first.then, second), self.equal(first.otherwise, second))
        if isinstance(second, Choice):
            return self.equal(second, first)
        first, second = self.through(bare, first), self.through(bare, second)
        one, two = sorted((self.written(first), self.written(second)), key=id)
        pair = ("same", id(one), id(two))
        if pair not in self._known:
            self._kept += [one, two]
            self._known[pair] = self._compared(one, two)
        return self._known[pair]

    def _compared(self, one: Axed, two: Axed) -> Formula:
        """Equal values have equal codes."""
        grid = spread([one, two])
        if grid is None:
            if POISON in one.distinct or POISON in two.distinct:
                raise UnsupportedError("values that are compared go wrong somewhere")
            return Equal(one, two)
        axes, classes, (first, second) = grid
        codes = np.where(first == second, self.true.codes, self.false.codes)
        codes[(first == POISON) | (second == POISON)] = POISON
        return compressed(axes, classes, codes)

    def is_certainly(self, found: Symbol, truth: bool) -> bool:
        """Is this the truth value, whatever the parameters are?"""
        return isinstance(found, Axed) and found.codes.ndim == 0 and int(found.codes) == self.pool.code(truth)

    def formula(self, found: Symbol) -> Formula:
        """A value, programs included."""
        if isinstance(found, Axed | Choice | Equal):
            return found
        if isinstance(found, Quoted):
            return self._members(found)
        raise UnsupportedError("all others at once are only run")

    def _members(self, own: Quoted) -> Axed:
        """A quoted program as a value: every member of the family by itself."""
        keys, parts = list(own.bindings), list(own.bindings.values())
        grid = spread(parts) if parts else None
        if grid is not None and grid[2][0].size > MEMBERS:
            raise UnsupportedError(f"more than {MEMBERS} programs are told apart one by one")

        def made(*values: Value) -> Value:
            return Seated(program(own.group, dict(zip(keys, values, strict=True))), own.seat)

        return self.combined(("members", own.group, tuple(keys), own.seat), made, parts)

    @staticmethod
    def written(found: Formula) -> Axed:
        """A value that is written out."""
        if isinstance(found, Axed):
            return found
        raise UnsupportedError(f"a value of more than {LIMIT:,} places is used inside another")


def as_label(value: Value) -> Value:
    """The value, if it is a label.

    Source: ours
    """
    return value if type(value) is str else _refuse()


def as_truth(value: Value) -> Value:
    """The value, if it is a truth value.

    Source: ours
    """
    return value if type(value) is bool else _refuse()


def _seated_at(own: Value, seat: int) -> Value:
    return Seated(own.program, seat) if type(own) is Seated else _refuse()


def _refuse() -> NoReturn:
    raise ProgramError("another kind of value is needed")
