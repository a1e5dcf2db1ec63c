"""Programs of whole families at once: their terms evaluated over named axes instead of one program after the other.

What is neither a program nor a choice is evaluated by the language's own steps, once for each combination of values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spi.enumeration.axes import POISON, Axed, Pool, lookup, spread
from spi.enumeration.choosing import MEMBERS, Chooser, as_label, as_truth
from spi.enumeration.symbols import Formula, Quoted, Symbol, UnsupportedError
from spi.programs.frames import Code, Frame, Seated, Step, bare
from spi.programs.groups import ANY_NUMBER, Group, member_group
from spi.programs.interpreter import BUILDERS
from spi.programs.machines import DirectMachine
from spi.programs.members import Program, program
from spi.programs.terms import Term, subterms
from spi.programs.values import Value

__all__ = ["FamilyMachine"]

_DEPTH = 40
"""Calls inside calls, at most; what goes deeper is left to the slow evaluation."""


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
        self.values, self.machine = Chooser(pool), machine
        self._calls: dict[Any, Symbol | None] = {}
        self._known: dict[Any, Formula] = {}
        self._kept: list[Any] = []  # what is remembered by its identity stays alive

    def plays(self, programs: Sequence[Quoted], seat: int) -> Formula:
        """The action of one of the programs of a profile."""
        others = (*programs[:seat], *programs[seat + 1 :])
        return self.values.formula(self.call(programs[seat], others, 0))

    def call(self, own: Quoted, arguments: tuple[Symbol, ...], depth: int) -> Symbol:
        """What a program plays, or a function returns."""
        key = (_key(own), tuple(map(_key, arguments)))
        if key in self._calls:
            known = self._calls[key]
            return self.values.nothing if known is None else known  # None: it waits for itself
        if depth > _DEPTH:
            return self.values.nothing
        self._kept += [own, arguments]
        definition = own.group.definitions[0]
        if definition.others not in (ANY_NUMBER, len(arguments)):
            return self.values.nothing
        if definition.kind == "program":
            seats = [k for k in range(len(self.machine.players)) if k != own.seat]
            if len(arguments) != len(seats):
                return self.values.nothing
            arguments = tuple(self.values.reseated(part, k) for part, k in zip(arguments, seats, strict=True))
        if any(isinstance(part, Axed) and POISON in part.distinct for part in arguments):
            raise UnsupportedError("an argument goes wrong somewhere, whether it is needed or not")
        self._calls[key] = None
        try:
            found = self.term(definition.body, _Scene(own, arguments, None, depth))
        except UnsupportedError:
            del self._calls[key]  # it does not wait for itself: others who call it are told the same
            raise
        if definition.kind == "program":
            found = self.values.through(as_label, found)
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
        return self.values.pool.constant(text)

    def _other(self, scene: _Scene, place: int) -> Symbol:
        return scene.arguments[place]  # type: ignore[no-any-return]

    def _others(self, scene: _Scene) -> Symbol:
        return scene.arguments

    def _star(self, scene: _Scene, term: Term) -> Symbol:
        return self.term(term, scene)

    def _keyword(self, scene: _Scene, name: str) -> Symbol:
        return self.values.seated(scene.own.bindings[name], scene.own.seat)

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
        return self.values.choose(self.values.formula(self.term(inner, scene)), self.values.false, self.values.true)

    def _and(self, scene: _Scene, left: Term, right: Term) -> Symbol:
        first = self.values.formula(self.term(left, scene))
        if self.values.is_certainly(first, False):
            return self.values.false
        return self.values.choose(first, self.values.through(as_truth, self.term(right, scene)), self.values.false)

    def _or(self, scene: _Scene, left: Term, right: Term) -> Symbol:
        first = self.values.formula(self.term(left, scene))
        if self.values.is_certainly(first, True):
            return self.values.true
        return self.values.choose(first, self.values.true, self.values.through(as_truth, self.term(right, scene)))

    def _if(self, scene: _Scene, condition: Term, then: Term, otherwise: Term) -> Symbol:
        test = self.values.formula(self.term(condition, scene))
        if self.values.is_certainly(test, True):
            return self.term(then, scene)
        if self.values.is_certainly(test, False):
            return self.term(otherwise, scene)
        return self.values.choose(test, self.term(then, scene), self.term(otherwise, scene))

    def _same(self, scene: _Scene, left: Term, right: Term) -> Symbol:
        return self.values.equal(self.term(left, scene), self.term(right, scene))

    def _run(self, scene: _Scene, callee: Term, *terms: Term) -> Symbol:
        head = self.term(callee, scene)
        arguments = tuple(self.term(term, scene) for term in terms)
        return self.values.each(head, lambda own: self.call(own, arguments, scene.depth + 1))

    def _build(self, scene: _Scene, place: int, pairs: tuple[tuple[str, Term], ...]) -> Symbol:
        family, seat = member_group(scene.own.group, place), scene.own.seat
        keys = [key for key, _ in pairs]
        parts = [self.values.written(self.values.formula(self.term(term, scene))) for _, term in pairs]

        def made(*values: Value) -> Value:
            return Seated(program(family, dict(zip(keys, map(bare, values), strict=True))), seat)

        grid = spread(parts) if parts else None
        if grid is not None and grid[2][0].size > MEMBERS:
            raise UnsupportedError(f"more than {MEMBERS} programs are put together")
        return self.values.combined(("build", family, tuple(keys), seat), made, parts)

    def _match(self, scene: _Scene, scrutinee: Term, cases: tuple[Any, ...], otherwise: Term) -> Symbol:
        def seen(found: Quoted) -> Symbol:
            for place, keys, body in cases:
                if found.group is member_group(scene.own.group, place):
                    inside = scene
                    for key in keys:
                        inside = _with(inside, self.values.seated(found.bindings[key], found.seat))
                    return self.term(body, inside)
            return self.term(otherwise, scene)

        return self.values.each(self.term(scrutinee, scene), seen)

    def _outcome(self, scene: _Scene, mine: Term, *theirs: Term) -> Symbol:
        n, seat = len(self.machine.players), scene.own.seat
        others: list[Symbol] = []
        for term in theirs:
            found = self.term(term, scene)
            others += found if isinstance(found, tuple) else [found]
        parts = [self.term(mine, scene), *others]
        if len(parts) != n:
            return self.values.nothing
        parts = [*parts[1 : seat + 1], parts[0], *parts[seat + 1 :]]
        parts = [self.values.reseated(part, k) for k, part in enumerate(parts)]
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
            played = self.values.each(part, self._caller(others, depth))
            actions.append(self.values.written(self.values.formula(played)))
        return self.values.combined("profile", lambda *own: own, actions)

    def _player(self, scene: _Scene, term: Term) -> Symbol:
        names = [self.values.pool.constant(name) for name in self.machine.players]
        return self.values.each(self.term(term, scene), lambda own: names[own.seat])

    def _first(self, scene: _Scene, condition: Term) -> Symbol:
        for other in scene.arguments:
            test = self.values.formula(self.term(condition, _with(scene, other)))
            if self.values.is_certainly(test, True):
                return other  # type: ignore[no-any-return]
            if not self.values.is_certainly(test, False):
                raise UnsupportedError("which of the others first(…) is depends on parameters")
        return self.values.nothing

    def _all(self, scene: _Scene, condition: Term) -> Symbol:
        found: Symbol = self.values.true
        for other in reversed(scene.arguments):
            test = self.values.through(as_truth, self.term(condition, _with(scene, other)))
            found = self.values.choose(test, found, self.values.false)
        return found

    def _any(self, scene: _Scene, condition: Term) -> Symbol:
        found: Symbol = self.values.false
        for other in reversed(scene.arguments):
            test = self.values.through(as_truth, self.term(condition, _with(scene, other)))
            found = self.values.choose(test, self.values.true, found)
        return found

    # --- everything else: by the language's own steps

    def _plain(self, term: Term, scene: _Scene) -> Symbol:
        kind, parts, seat = term[0], subterms(term), scene.own.seat if term[0] in _SEATED else 0
        found = [self.values.written(self.values.formula(self.term(part, scene))) for part in parts]
        step, frame = _step(kind, len(parts)), Frame(self.machine, Program(_NO_GROUP, (), ""), seat, (), None)

        def value(*values: Value) -> Value:
            variables: Any = None
            for own in reversed(values):
                variables = (own, variables)
            return step(frame._replace(variables=variables))

        return self.values.combined((kind, len(parts), seat), lookup if kind == "at" else value, found)

    def _caller(self, others: tuple[Symbol, ...], depth: int) -> Callable[[Quoted], Symbol]:
        return lambda own: self.call(own, others, depth)


def _with(scene: _Scene, value: Any) -> _Scene:
    return _Scene(scene.own, scene.arguments, (value, scene.variables), scene.depth)


def _key(found: Any) -> Any:
    """What a call is remembered by."""
    if isinstance(found, Quoted):
        return found.group, found.seat, tuple((key, id(bound)) for key, bound in found.bindings.items())
    return tuple(map(_key, found)) if isinstance(found, tuple) else id(found)


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
