"""Programs of whole families at once: their terms evaluated over named axes instead of one program after the other.

What is neither a program nor a choice is evaluated by the language's own steps, once for each combination of values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

import numpy as np

from spi.enumeration.axes import LIMIT, POISON, Axed, Pool, combined, compressed, lookup, spread
from spi.errors import ProgramError
from spi.programs.frames import Code, Frame, Seated, Step, bare, seated
from spi.programs.groups import ANY_NUMBER, Group, member_group
from spi.programs.interpreter import BUILDERS
from spi.programs.machines import DirectMachine
from spi.programs.members import Program, program
from spi.programs.terms import Term, subterms
from spi.programs.values import Value

__all__ = ["Choice", "Equal", "FamilyMachine", "Formula", "Quoted", "UnsupportedError"]

_DEPTH = 40
"""Calls inside calls, at most; what goes deeper is left to the slow evaluation."""

_MEMBERS = 4096
"""Programs that are put together or told apart one by one, at most."""


class UnsupportedError(Exception):
    """These families cannot be evaluated over named axes; says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Quoted:
    """The code of a program whose parameters depend on axes, and the seat at which it would run.

    Parameters
    ----------
    group : Group
    bindings : mapping from keyword to Axed
        Values as they stand in code, without seats.
    seat : int

    Source: ours
    """

    group: Group
    bindings: Mapping[str, Axed]
    seat: int


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A value that is too large to be written out: one of two, by a condition.

    Source: ours
    """

    condition: Formula
    then: Formula
    otherwise: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Equal:
    """Whether two values are the same, too large to be written out.

    Source: ours
    """

    left: Axed
    right: Axed


Formula = Axed | Choice | Equal
"""A value over axes, written out or not."""

Symbol = Formula | Quoted | tuple["Symbol", ...]
"""What a term can mean here; a tuple stands for all arguments."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where a term is evaluated: as a `Frame`, with values over axes."""

    own: Quoted
    arguments: tuple[Any, ...]
    variables: tuple[Any, Any] | None
    depth: int


class _Later:
    """A named value, worked out when it is first needed."""

    __slots__ = ("value", "work")

    def __init__(self, work: Callable[[], Symbol]) -> None:
        self.work: Callable[[], Symbol] | None = work
        self.value: Any = None

    def __call__(self) -> Symbol:
        if self.work is not None:
            self.value, self.work = self.work(), None
        return self.value  # type: ignore[no-any-return]


class FamilyMachine:
    """Works out what families of programs do, and remembers it.

    Parameters
    ----------
    pool : Pool
    machine : DirectMachine
        Answers for `select` and `pmp`; it is never asked for a call.

    Source: ours
    """

    def __init__(self, pool: Pool, machine: DirectMachine) -> None:
        self.pool, self.machine = pool, machine
        self.true, self.false = pool.constant(True), pool.constant(False)
        self.nothing = Axed((), (), np.full((), POISON, dtype=np.int32))
        self._calls: dict[Any, Symbol | None] = {}
        self._known: dict[Any, Formula] = {}
        self._kept: list[Any] = []  # what is remembered by its identity stays alive

    def plays(self, programs: Sequence[Quoted], seat: int) -> Formula:
        """The action of one of the programs of a profile."""
        others = (*programs[:seat], *programs[seat + 1 :])
        return self._formula(self.call(programs[seat], others, 0))

    def call(self, own: Quoted, arguments: tuple[Symbol, ...], depth: int) -> Symbol:
        """What a program plays, or a function returns."""
        key = (_key(own), tuple(map(_key, arguments)))
        if key in self._calls:
            known = self._calls[key]
            return self.nothing if known is None else known  # None: it waits for itself
        if depth > _DEPTH:
            return self.nothing
        self._kept += [own, arguments]
        definition = own.group.definitions[0]
        if definition.others not in (ANY_NUMBER, len(arguments)):
            return self.nothing
        if definition.kind == "program":
            seats = [k for k in range(len(self.machine.players)) if k != own.seat]
            if len(arguments) != len(seats):
                return self.nothing
            arguments = tuple(self._reseated(part, k) for part, k in zip(arguments, seats, strict=True))
        if any(isinstance(part, Axed) and POISON in part.distinct for part in arguments):
            raise UnsupportedError("an argument goes wrong somewhere, whether it is needed or not")
        self._calls[key] = None
        try:
            found = self.term(definition.body, _Scene(own, arguments, None, depth))
        except UnsupportedError:
            del self._calls[key]  # it does not wait for itself: others who call it are told the same
            raise
        if definition.kind == "program":
            found = self._through(_as_label, found)
        self._calls[key] = found
        return found

    def term(self, term: Term, scene: _Scene) -> Symbol:
        """What a term means."""
        kind, *parts = term
        handler = _HANDLERS.get(kind)
        if handler is not None:
            return handler(self, scene, *parts)
        if kind in _REFUSED:
            raise UnsupportedError(f"{kind} is not evaluated over axes")
        return self._plain(term, scene)

    # --- terms that handle programs, or choose

    def _label(self, scene: _Scene, text: Value) -> Symbol:
        return self.pool.constant(text)

    def _other(self, scene: _Scene, place: int) -> Symbol:
        return scene.arguments[place]  # type: ignore[no-any-return]

    def _others(self, scene: _Scene) -> Symbol:
        return scene.arguments

    def _star(self, scene: _Scene, term: Term) -> Symbol:
        return self.term(term, scene)

    def _keyword(self, scene: _Scene, name: str) -> Symbol:
        return self._seated(scene.own.bindings[name], scene.own.seat)

    def _variable(self, scene: _Scene, depth: int) -> Symbol:
        variables: Any = scene.variables
        for _ in range(depth):
            variables = variables[1]
        value = variables[0]
        return value() if type(value) is _Later else value

    def _me(self, scene: _Scene) -> Symbol:
        return scene.own

    def _let(self, scene: _Scene, value: Term, body: Term) -> Symbol:
        return self.term(body, _with(scene, _Later(lambda: self.term(value, scene))))

    def _not(self, scene: _Scene, inner: Term) -> Symbol:
        return self._choose(self._formula(self.term(inner, scene)), self.false, self.true)

    def _and(self, scene: _Scene, left: Term, right: Term) -> Symbol:
        first = self._formula(self.term(left, scene))
        if self._is(first, False):
            return self.false
        return self._choose(first, self._through(_as_truth, self.term(right, scene)), self.false)

    def _or(self, scene: _Scene, left: Term, right: Term) -> Symbol:
        first = self._formula(self.term(left, scene))
        if self._is(first, True):
            return self.true
        return self._choose(first, self.true, self._through(_as_truth, self.term(right, scene)))

    def _if(self, scene: _Scene, condition: Term, then: Term, otherwise: Term) -> Symbol:
        test = self._formula(self.term(condition, scene))
        if self._is(test, True):
            return self.term(then, scene)
        if self._is(test, False):
            return self.term(otherwise, scene)
        return self._choose(test, self.term(then, scene), self.term(otherwise, scene))

    def _same(self, scene: _Scene, left: Term, right: Term) -> Symbol:
        return self._equal(self.term(left, scene), self.term(right, scene))

    def _run(self, scene: _Scene, callee: Term, *terms: Term) -> Symbol:
        head = self.term(callee, scene)
        arguments = tuple(self.term(term, scene) for term in terms)
        return self._each(head, lambda own: self.call(own, arguments, scene.depth + 1))

    def _build(self, scene: _Scene, place: int, pairs: tuple[tuple[str, Term], ...]) -> Symbol:
        family, seat = member_group(scene.own.group, place), scene.own.seat
        keys = [key for key, _ in pairs]
        parts = [self._written(self._formula(self.term(term, scene))) for _, term in pairs]

        def made(*values: Value) -> Value:
            return Seated(program(family, dict(zip(keys, map(bare, values), strict=True))), seat)

        grid = spread(parts) if parts else None
        if grid is not None and grid[2][0].size > _MEMBERS:
            raise UnsupportedError(f"more than {_MEMBERS} programs are put together")
        return self._combined(("build", family, seat), made, parts)

    def _match(self, scene: _Scene, scrutinee: Term, cases: tuple[Any, ...], otherwise: Term) -> Symbol:
        def seen(found: Quoted) -> Symbol:
            for place, keys, body in cases:
                if found.group is member_group(scene.own.group, place):
                    inside = scene
                    for key in keys:
                        inside = _with(inside, self._seated(found.bindings[key], found.seat))
                    return self.term(body, inside)
            return self.term(otherwise, scene)

        return self._each(self.term(scrutinee, scene), seen)

    def _outcome(self, scene: _Scene, mine: Term, *theirs: Term) -> Symbol:
        n, seat = len(self.machine.players), scene.own.seat
        others: list[Symbol] = []
        for term in theirs:
            found = self.term(term, scene)
            others += found if isinstance(found, tuple) else [found]
        parts = [self.term(mine, scene), *others]
        if len(parts) != n:
            return self.nothing
        parts = [*parts[1 : seat + 1], parts[0], *parts[seat + 1 :]]
        parts = [self._reseated(part, k) for k, part in enumerate(parts)]
        key = ("outcome", tuple(map(_key, parts)))
        if key not in self._known:
            self._kept += parts
            self._known[key] = self._met(parts, scene.depth + 1)
        return self._known[key]

    def _met(self, parts: Sequence[Symbol], depth: int) -> Axed:
        """The profile that programs play, in player order."""
        actions = []
        for k, part in enumerate(parts):
            others = (*parts[:k], *parts[k + 1 :])
            actions.append(self._written(self._formula(self._each(part, self._caller(others, depth)))))
        return self._combined("profile", lambda *own: own, actions)

    def _player(self, scene: _Scene, term: Term) -> Symbol:
        return self._each(self.term(term, scene), lambda own: self.pool.constant(self.machine.players[own.seat]))

    def _first(self, scene: _Scene, condition: Term) -> Symbol:
        for other in scene.arguments:
            test = self._formula(self.term(condition, _with(scene, other)))
            if self._is(test, True):
                return other  # type: ignore[no-any-return]
            if not self._is(test, False):
                raise UnsupportedError("which of the others first(…) is depends on parameters")
        return self.nothing

    def _all(self, scene: _Scene, condition: Term) -> Symbol:
        found: Symbol = self.true
        for other in reversed(scene.arguments):
            test = self._through(_as_truth, self.term(condition, _with(scene, other)))
            found = self._choose(test, found, self.false)
        return found

    def _any(self, scene: _Scene, condition: Term) -> Symbol:
        found: Symbol = self.false
        for other in reversed(scene.arguments):
            test = self._through(_as_truth, self.term(condition, _with(scene, other)))
            found = self._choose(test, self.true, found)
        return found

    # --- everything else: by the language's own steps

    def _plain(self, term: Term, scene: _Scene) -> Symbol:
        kind, parts, seat = term[0], subterms(term), scene.own.seat if term[0] in _SEATED else 0
        found = [self._written(self._formula(self.term(part, scene))) for part in parts]
        step, frame = _step(kind, len(parts)), Frame(self.machine, Program(_NO_GROUP, (), ""), seat, (), None)

        def value(*values: Value) -> Value:
            variables: Any = None
            for own in reversed(values):
                variables = (own, variables)
            return step(frame._replace(variables=variables))

        return self._combined((kind, len(parts), seat), lookup if kind == "at" else value, found)

    # --- values over axes

    def _combined(self, what: Any, function: Callable[..., Value], parts: Sequence[Axed]) -> Axed:
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

    def _through(self, function: Callable[[Value], Value], found: Symbol) -> Formula:
        """A function of one value, pushed inside choices."""
        formula = self._formula(found)
        if isinstance(formula, Choice):
            then, otherwise = self._through(function, formula.then), self._through(function, formula.otherwise)
            if then is formula.then and otherwise is formula.otherwise:
                return formula
            return Choice(formula.condition, then, otherwise)
        if isinstance(formula, Equal):
            return formula if function is _as_truth else self.nothing
        return self._combined(function, function, [formula])

    def _seated(self, bound: Axed, seat: int) -> Axed:
        return self._combined(("seat", seat), lambda value: seated(value, seat), [bound])

    def _reseated(self, part: Symbol, seat: int) -> Symbol:
        if isinstance(part, Quoted):
            return part if part.seat == seat else Quoted(part.group, part.bindings, seat)
        return self._combined(("reseat", seat), lambda own: _seated_at(own, seat), [self._written(self._formula(part))])

    def _caller(self, others: tuple[Symbol, ...], depth: int) -> Callable[[Quoted], Symbol]:
        return lambda own: self.call(own, others, depth)

    def _each(self, found: Symbol, work: Callable[[Quoted], Symbol]) -> Symbol:
        """What comes of a program, if it is one; else of each program that it can be."""
        if isinstance(found, Quoted):
            return work(found)
        formula = self._formula(found)
        if isinstance(formula, Choice):
            return self._choose(formula.condition, self._each(formula.then, work), self._each(formula.otherwise, work))
        own = self._written(formula)
        if len(own.distinct) > _MEMBERS:
            raise UnsupportedError(f"more than {_MEMBERS} programs are told apart one by one")
        results = {int(k): self._worked(int(k), work) for k in own.distinct}
        if len(results) == 1:
            return next(iter(results.values()))
        return self._switch(own, {k: self._written(self._formula(part)) for k, part in results.items()})

    def _worked(self, code: int, work: Callable[[Quoted], Symbol]) -> Symbol:
        value = self.pool.values[code]
        return work(self.quoted(value)) if type(value) is Seated else self.nothing

    def quoted(self, own: Seated) -> Quoted:
        """The code of one program."""
        key = ("quoted", own)
        if key not in self._calls:
            constants = {name: self.pool.constant(bound) for name, bound in own.program.bindings}
            self._calls[key] = Quoted(own.program.group, constants, own.seat)
        found = self._calls[key]
        assert isinstance(found, Quoted)
        return found

    def _switch(self, own: Axed, results: Mapping[int, Axed]) -> Formula:
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

    def _choose(self, condition: Formula, then: Symbol, otherwise: Symbol) -> Symbol:
        if self._is(condition, True) or then is otherwise:
            return then
        if self._is(condition, False):
            return otherwise
        yes, no = self._formula(then), self._formula(otherwise)
        key = ("choose", id(condition), id(yes), id(no))
        if key not in self._known:
            self._kept += [condition, yes, no]
            self._known[key] = self._chosen(condition, yes, no)
        return self._known[key]

    def _chosen(self, condition: Formula, yes: Formula, no: Formula) -> Formula:
        if isinstance(condition, Choice):  # a condition of truth values, as a choice of its own
            then, otherwise = self._choose(condition.then, yes, no), self._choose(condition.otherwise, yes, no)
            return self._formula(self._choose(condition.condition, then, otherwise))
        if isinstance(condition, Axed) and isinstance(yes, Axed) and isinstance(no, Axed):
            grid = spread([condition, yes, no])
            if grid is not None:
                axes, classes, (test, first, second) = grid
                true, false = self.true.codes, self.false.codes
                codes = np.where(test == true, first, np.where(test == false, second, np.int32(POISON)))
                return compressed(axes, classes, codes)
        return Choice(condition, yes, no)

    def _equal(self, left: Symbol, right: Symbol) -> Symbol:
        if isinstance(left, Quoted) and isinstance(right, Quoted):
            if left.group is not right.group:
                return self.false
            found: Symbol = self.true
            for key, bound in left.bindings.items():
                found = self._choose(self._formula(self._equal(bound, right.bindings[key])), found, self.false)
            return found
        if isinstance(left, Quoted) or isinstance(right, Quoted):
            own, other = (left, right) if isinstance(left, Quoted) else (right, left)
            return self._each(other, lambda found: self._equal(own, found)) if isinstance(own, Quoted) else self.nothing
        first, second = self._formula(left), self._formula(right)
        if isinstance(first, Choice):
            return self._choose(first.condition, self._equal(first.then, second), self._equal(first.otherwise, second))
        if isinstance(second, Choice):
            return self._equal(second, first)
        first, second = self._through(bare, first), self._through(bare, second)
        one, two = sorted((self._written(first), self._written(second)), key=id)
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

    def _is(self, found: Symbol, truth: bool) -> bool:
        return isinstance(found, Axed) and found.codes.ndim == 0 and int(found.codes) == self.pool.code(truth)

    def _formula(self, found: Symbol) -> Formula:
        if isinstance(found, Axed | Choice | Equal):
            return found
        if isinstance(found, Quoted):
            return self._members(found)
        raise UnsupportedError("all others at once are only run")

    def _members(self, own: Quoted) -> Axed:
        """A quoted program as a value: every member of the family by itself."""
        keys, parts = list(own.bindings), list(own.bindings.values())
        grid = spread(parts) if parts else None
        if grid is not None and grid[2][0].size > _MEMBERS:
            raise UnsupportedError(f"more than {_MEMBERS} programs are told apart one by one")

        def made(*values: Value) -> Value:
            return Seated(program(own.group, dict(zip(keys, values, strict=True))), own.seat)

        return self._combined(("members", own.group, own.seat), made, parts)

    @staticmethod
    def _written(found: Formula) -> Axed:
        if isinstance(found, Axed):
            return found
        raise UnsupportedError(f"a value of more than {LIMIT:,} places is used inside another")


def _with(scene: _Scene, value: Any) -> _Scene:
    return _Scene(scene.own, scene.arguments, (value, scene.variables), scene.depth)


def _key(found: Any) -> Any:
    """What a call is remembered by."""
    if isinstance(found, Quoted):
        return found.group, found.seat, tuple((key, id(bound)) for key, bound in found.bindings.items())
    return tuple(map(_key, found)) if isinstance(found, tuple) else id(found)


def _as_label(value: Value) -> Value:
    return value if type(value) is str else _refuse()


def _as_truth(value: Value) -> Value:
    return value if type(value) is bool else _refuse()


def _seated_at(own: Value, seat: int) -> Value:
    return Seated(own.program, seat) if type(own) is Seated else _refuse()


def _refuse() -> NoReturn:
    raise ProgramError("another kind of value is needed")


@lru_cache(maxsize=256)
def _step(kind: str, count: int) -> Step:
    """The step of a kind of term whose parts are variables."""
    parts: list[Any] = [("variable", k) for k in range(count)]
    if kind == "map":
        parts = [tuple(parts[k : k + 2]) for k in range(0, count, 2)]
    return Code(_NO_GROUP, BUILDERS).step((kind, *parts))


_NO_GROUP = Group(())

_SEATED = {"mine", "pmp"}
"""Kinds of terms whose meaning depends on the seat, besides those that handle programs."""

_REFUSED = {"proves", "chance", "mix", "simulate", "delegate"}

_HANDLERS: dict[str, Callable[..., Symbol]] = {
    "label": FamilyMachine._label,
    "truth": FamilyMachine._label,
    "other": FamilyMachine._other,
    "others": FamilyMachine._others,
    "star": FamilyMachine._star,
    "keyword": FamilyMachine._keyword,
    "variable": FamilyMachine._variable,
    "me": FamilyMachine._me,
    "let": FamilyMachine._let,
    "not": FamilyMachine._not,
    "and": FamilyMachine._and,
    "or": FamilyMachine._or,
    "if": FamilyMachine._if,
    "same": FamilyMachine._same,
    "run": FamilyMachine._run,
    "build": FamilyMachine._build,
    "match": FamilyMachine._match,
    "outcome": FamilyMachine._outcome,
    "player": FamilyMachine._player,
    "first": FamilyMachine._first,
    "all": FamilyMachine._all,
    "any": FamilyMachine._any,
}
