"""Sorts of terms, found by unification: what a parameter is follows from how it is used.

Definitions are gone through after those that they refer to, and what a definition leaves open is open anew for
everybody who refers to it. So the sorts of a definition, and whether it is a program or a function, depend on its own
code and on nothing else that stands in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from spi.programs.groups import ANY_NUMBER, Definition, Group, components
from spi.programs.members import Program
from spi.programs.terms import Term, subterms
from spi.programs.values import FiniteMap, Value

__all__ = ["LABEL", "PROFILE", "SET", "TRUTH", "Clash", "Signature", "Sort", "misfit", "signatures"]


class Clash(Exception):
    """A term that is not of the sort that is needed where it stands.

    Parameters
    ----------
    place : int
        Of the definition.
    term : Term or None
        None: the definition itself is at fault.
    why : str

    Source: ours
    """

    def __init__(self, place: int, term: Term | None, why: str) -> None:
        self.place, self.term, self.why = place, term, why
        super().__init__(why)


class _NoProgramError(Clash):
    """A positional parameter of a program that is used as something else than a program."""


class _DifferentError(Exception):
    """Two sorts that are not the same."""


class _EndlessError(_DifferentError):
    """A sort would have to be a part of itself."""


@dataclass(slots=True, eq=False)
class Sort:
    """A sort, or one that is still unknown: then `same_as` may name what it was found to be.

    Parameters
    ----------
    name : str
        "" while unknown.
    parts : tuple of Sort
        Of a map: keys and values; of something that can be called: what it returns.

    Source: ours
    """

    name: str = ""
    parts: tuple[Sort, ...] = ()
    same_as: Sort | None = field(default=None, repr=False)

    def resolved(self) -> Sort:
        """What it was found to be."""
        sort = self
        while sort.same_as is not None:
            sort = sort.same_as
        return sort

    def __str__(self) -> str:
        sort = self.resolved()
        if sort.name == "callable":
            result = sort.parts[0].resolved()
            if result is LABEL:
                return "a program"
            return f"a function that returns {result}" if result.name else "a program or a function"
        if sort.name == "map":
            known = [str(part) for part in sort.parts if part.resolved().name]
            return f"a map from {sort.parts[0]} to {sort.parts[1]}" if known else "a map"
        return sort.name or "anything"


LABEL, TRUTH, PROFILE, SET = Sort("a label"), Sort("a truth value"), Sort("a profile"), Sort("a set of profiles")


def _callable(result: Sort) -> Sort:
    """Of programs (they return labels, the actions) and of functions."""
    return Sort("callable", (result,))


_PROGRAM = _callable(LABEL)


@dataclass(slots=True, eq=False)
class Signature:
    """The sorts of a definition.

    Parameters
    ----------
    others : tuple of Sort
        Of the positional parameters; empty for *others, who are programs.
    keywords : dict from name to Sort
    result : Sort
        A label: then it is a program.

    Source: ours
    """

    others: tuple[Sort, ...]
    keywords: dict[str, Sort]
    result: Sort

    @property
    def is_program(self) -> bool:
        """It returns a label."""
        return self.result.resolved() is LABEL


def signatures(definitions: Sequence[Definition], names: Sequence[Sequence[str]] = ()) -> list[Signature]:
    """The sorts of definitions, whatever their kind is said to be.

    Parameters
    ----------
    definitions : sequence of Definition
        Their bodies refer to places in it.
    names : sequence of (name of the definition, names of its positional parameters …)
        For messages.

    Returns
    -------
    list of Signature
        What stays open can be anything.

    Raises
    ------
    Clash
        If a term is not of the sort that is needed where it stands.

    Source: ours
    """
    try:
        return _Inference(definitions, names).read()
    except _NoProgramError as clash:  # what is wrong is seen best if one knows from the start what it is
        _Inference(definitions, names, clash.place).read()
        raise


_SIGNATURES: WeakKeyDictionary[Group, Signature | None] = WeakKeyDictionary()


def _signature(family: Group) -> Signature | None:
    """The sorts of a family; None for trees that were put together by hand and have none."""
    if family not in _SIGNATURES:
        try:
            _SIGNATURES[family] = signatures(family.definitions)[0]
        except Clash:
            _SIGNATURES[family] = None
    return _SIGNATURES[family]


def misfit(family: Group, bindings: Sequence[tuple[str, Value]]) -> str:
    """Why values are not of the sorts that the parameters of a family need; empty if they are.

    Source: ours
    """
    own = _signature(family)
    if own is None:
        return ""
    own = _copied(own)
    for key, bound in bindings:
        needed = str(own.keywords[key])
        try:
            found = _sort_of_value(bound)
        except _DifferentError:
            return f"the parameter {key!r} is a map of things of different sorts; accepted: {needed}"
        try:
            _unify(found, own.keywords[key])
        except _DifferentError:
            return f"the parameter {key!r} is {found}; accepted: {needed}"
    return ""


def _sort_of_value(bound: Value) -> Sort:
    if isinstance(bound, str):
        return LABEL
    if isinstance(bound, bool):
        return TRUTH
    if isinstance(bound, tuple):
        return PROFILE
    if isinstance(bound, frozenset):
        return SET
    if isinstance(bound, FiniteMap):
        keys, values = Sort(), Sort()
        for key, value in bound.pairs:
            _unify(_sort_of_value(key), keys)
            _unify(_sort_of_value(value), values)
        return Sort("map", (keys, values))
    assert isinstance(bound, Program)
    if bound.definition.kind == "program":
        return _PROGRAM
    own = _signature(bound.group)
    return _callable(Sort() if own is None else _copied(own).result)


def _unify(left: Sort, right: Sort) -> None:
    """Make two sorts the same, or raise `_DifferentError`."""
    first, second = left.resolved(), right.resolved()
    if first is second:
        return
    if not first.name or not second.name:
        loose, other = (first, second) if not first.name else (second, first)
        if _occurs(loose, other):
            raise _EndlessError
        loose.same_as = other
        return
    if first.name != second.name:
        raise _DifferentError
    for a, b in zip(first.parts, second.parts, strict=True):
        _unify(a, b)


def _occurs(loose: Sort, sort: Sort) -> bool:
    sort = sort.resolved()
    return sort is loose or any(_occurs(loose, part) for part in sort.parts)


def _copied(signature: Signature) -> Signature:
    """With new sorts for those that are open."""
    fresh: dict[Sort, Sort] = {}

    def copy(sort: Sort) -> Sort:
        sort = sort.resolved()
        if not sort.name:
            return fresh.setdefault(sort, Sort())
        return Sort(sort.name, tuple(map(copy, sort.parts))) if sort.parts else sort

    keywords = {key: copy(sort) for key, sort in signature.keywords.items()}
    return Signature(tuple(map(copy, signature.others)), keywords, copy(signature.result))


class _Inference:
    """Goes through definitions that refer to one another, together; what it knows of others is settled."""

    def __init__(
        self, definitions: Sequence[Definition], names: Sequence[Sequence[str]], program: int | None = None
    ) -> None:
        self.definitions = definitions
        self.names = names or [
            [f"program_{k}", *(f"other{j}" for j in range(d.others))] for k, d in enumerate(definitions)
        ]
        self.signatures = [
            Signature(
                tuple(_PROGRAM if k == program else Sort() for _ in range(max(d.others, 0))),
                {key: Sort() if default is None else LABEL for key, default in d.keywords},
                Sort(),
            )
            for k, d in enumerate(definitions)
        ]
        self.settled: set[int] = set()
        self.place = 0
        self.scope: list[Sort] = []
        self.runs: list[tuple[int, Sort, list[tuple[Term, Sort]]]] = []

    def read(self) -> list[Signature]:
        """Find the sorts of all definitions."""
        for together in components(self.definitions):
            self.read_together(together)
        return self.signatures

    def read_together(self, together: Sequence[int]) -> None:
        """Find the sorts of definitions that refer to one another."""
        self.runs = []
        for self.place in together:
            self.scope = []
            self.check(self.definitions[self.place].body, self.signatures[self.place].result, _RETURNED)
        self.use_programs(together)
        for place in together:  # what can return anything returns labels: the programs that only run each other
            result = self.signatures[place].result.resolved()
            if not result.name:
                result.same_as = LABEL
        self.use_programs(together)
        for place in together:
            if self.definitions[place].others == ANY_NUMBER and not self.signatures[place].is_program:
                result = self.signatures[place].result
                raise Clash(
                    place,
                    None,
                    f"{self.names[place][0]!r} returns {result}, so it is a function, and *others is for programs; "
                    "accepted: its parameters one by one",
                )
        self.settled |= set(together)

    def use_programs(self, together: Sequence[int]) -> None:
        """Programs run on programs: so their parameters are, and what they are given."""
        places, runs = list(together), self.runs
        while True:
            programs = [place for place in places if self.signatures[place].is_program]
            ready = [run for run in runs if run[1].resolved() is LABEL]
            if not programs and not ready:
                return
            places = [place for place in places if place not in programs]
            runs = [run for run in runs if run not in ready]
            for place in programs:
                self.use_program(place)
            for self.place, _, arguments in ready:
                for term, sort in arguments:
                    self.agree(term, sort, _PROGRAM, "what a program is run on")

    def use_program(self, place: int) -> None:
        """The positional parameters of a program are the programs of the other players."""
        name, *others = self.names[place]
        for k, sort in enumerate(self.signatures[place].others):
            found = str(sort)
            try:
                _unify(sort, _PROGRAM)
            except _DifferentError:
                raise _NoProgramError(
                    place,
                    _first_use(self.definitions[place].body, ("other", k)),
                    f"{name!r} returns a label, so it is a program and {others[k]!r} the program of another player, "
                    f"but it is used as {found}; accepted: for other values a keyword parameter, after *",
                ) from None

    def signature(self, place: int) -> Signature:
        """Of a definition that is referred to."""
        return _copied(self.signatures[place]) if place in self.settled else self.signatures[place]

    def agree(self, term: Term, found: Sort, needed: Sort, what: str) -> None:
        """A term has to be of a sort."""
        try:
            _unify(found, needed)
        except _EndlessError:
            raise Clash(
                self.place, term, f"{what} would be a part of a value of its own sort; accepted: sorts that end"
            ) from None
        except _DifferentError:
            shown, accepted = str(found), str(needed)
            if shown == accepted:
                shown = f"{found}, of another sort inside"
            why = f"{what} is {shown}{self.hint(term)}; accepted: {accepted}"
            if what == _RETURNED:
                why = f"{what} here is {shown}{self.hint(term)}, and {accepted} elsewhere; accepted: the same sort"
            raise Clash(self.place, term, why) from None

    def hint(self, term: Term) -> str:
        """Where the sort of a name comes from."""
        definition, (kind, *parts) = self.definitions[self.place], term
        if kind == "keyword":
            if dict(definition.keywords)[parts[0]] is not None:
                return f" (as the default of {parts[0]!r})"
            return f" (as {parts[0]!r} is used elsewhere)"
        if kind == "other":
            if self.signatures[self.place].others[parts[0]] is _PROGRAM:
                return " (of another player)"
            return f" (as {self.names[self.place][1 + parts[0]]!r} is used elsewhere)"
        return ""

    def check(self, term: Term, needed: Sort, what: str) -> None:
        """A term has to be of a sort; the alternatives of a choice have to be of it."""
        known = len(self.scope)
        while True:
            match term:
                case ("let", value, body):
                    sort = Sort()
                    self.check(value, sort, "what is named")
                    self.scope.append(sort)
                    term = body
                case ("if", condition, then, otherwise):
                    self.check(condition, TRUTH, "a condition")
                    self.check(then, needed, what)
                    term = otherwise
                case ("match", scrutinee, cases, otherwise):
                    self.match(scrutinee, cases, needed, what)
                    term = otherwise
                case ("and" | "or", left, right):
                    self.agree(term, TRUTH, needed, what)
                    self.check(left, TRUTH, "a condition")
                    needed, what, term = TRUTH, "a condition", right
                case _:
                    break
        self.agree(term, self.found(term), needed, what)
        del self.scope[known:]

    def match(self, scrutinee: Term, cases: Sequence[Any], needed: Sort, what: str) -> None:
        """The cases of a match."""
        seen = _callable(Sort())
        self.check(scrutinee, seen, "what is matched")
        for place, keys, body in cases:
            family, known = self.signature(place), len(self.scope)
            self.agree(scrutinee, _callable(family.result), seen, f"the family {self.names[place][0]!r}")
            self.scope += [family.keywords[key] for key in keys]
            self.check(body, needed, what)
            del self.scope[known:]

    def found(self, term: Term) -> Sort:
        """The sort of a term that is no choice."""
        kind, *parts = term
        own = self.signatures[self.place]
        match kind:
            case "label":
                return LABEL
            case "truth" | "chance":
                return TRUTH
            case "keyword":
                return own.keywords[parts[0]]
            case "other":
                return own.others[parts[0]] if own.others else _PROGRAM
            case "variable":
                depth: int = parts[0]
                return self.scope[-1 - depth]
            case "me":
                return _callable(own.result)
            case "map":
                return self.table(parts)
            case "at":
                keys, values = Sort(), Sort()
                self.check(parts[0], Sort("map", (keys, values)), "what is looked up in")
                self.check(parts[1], keys, "what is looked up")
                return values
            case "run":
                return self.run(term, parts[0], parts[1:])
            case "build":
                return _callable(self.build(*parts).result)
            case "same":
                sort = Sort()
                self.check(parts[0], sort, "the left side")
                self.check(parts[1], sort, "the right side")
                return TRUTH
            case "in":
                self.check(parts[0], PROFILE, "what is looked for")
                self.check(parts[1], SET, "where it is looked for")
                return TRUTH
            case "outcome":
                self.check(parts[0], _PROGRAM, "my part")
                for part in parts[1:]:
                    if part[0] != "star":
                        self.check(part, _PROGRAM, "the part of another player")
                return PROFILE
            case "simulate":
                sort = Sort()
                self.check(parts[0], sort, "what is simulated")
                return sort
            case "first" | "all" | "any":
                self.scope.append(_PROGRAM)
                self.check(parts[0], TRUTH, "a condition")
                self.scope.pop()
                return _PROGRAM if kind == "first" else TRUTH
            case "select":
                self.check(parts[0], LABEL, "a selector")
                self.check(parts[1], SET, "what is selected from")
                return PROFILE
        needed, what, result = _SIMPLE[kind]
        for part in parts:
            self.check(part, needed, what)
        return result

    def table(self, pairs: Sequence[tuple[Term, Term]]) -> Sort:
        """Of a map: all its keys are of one sort, and so are its values."""
        keys, values = Sort(), Sort()
        for key, value in pairs:
            self.check(key, keys, "a key of the map")
            self.check(value, values, "a value of the map")
        return Sort("map", (keys, values))

    def build(self, place: int, pairs: Sequence[tuple[str, Term]]) -> Signature:
        """Of a member of a family: its parameters are of the sorts that it needs."""
        family = self.signature(place)
        for key, bound in pairs:
            self.check(bound, family.keywords[key], f"the parameter {key!r} of {self.names[place][0]!r}")
        return family

    def run(self, term: Term, callee: Term, arguments: Sequence[Term]) -> Sort:
        """What a program or a function gives; its parameters are known if it stands in this file."""
        whose: int | None = None
        if callee[0] == "build":
            whose, family = callee[1], self.build(*callee[1:])
        elif callee[0] == "me":
            whose, family = self.place, self.signatures[self.place]
        if whose is not None and self.definitions[whose].others not in (ANY_NUMBER, len(arguments)):
            many = self.definitions[whose].others
            raise Clash(
                self.place,
                term,
                f"{self.names[whose][0]!r} has {many} positional parameter{'s' * (many != 1)}, and {len(arguments)} "
                f"value{'s are' if len(arguments) != 1 else ' is'} given; accepted: as many",
            )
        if whose is not None and family.others:
            names = self.names[whose][1:]
            for argument, sort, name in zip(arguments, family.others, names, strict=True):
                self.check(argument, sort, f"the parameter {name!r} of {self.names[whose][0]!r}")
            return family.result
        result = family.result if whose is not None else Sort()
        if whose is None:
            self.check(callee, _callable(result), "what is called")
        sorts = [(argument, Sort()) for argument in arguments]
        for argument, sort in sorts:
            self.check(argument, sort, "what is given")
        self.runs.append((self.place, result, sorts))
        return result


def _first_use(term: Term, wanted: Term) -> Term | None:
    if term == wanted:
        return term
    return next((found for part in subterms(term) if (found := _first_use(part, wanted)) is not None), None)


_RETURNED = "what is returned"
_SIMPLE: dict[str, tuple[Sort, str, Sort]] = {
    "profile": (LABEL, "an entry of a profile", PROFILE),
    "set": (PROFILE, "a member of a set", SET),
    "meet": (SET, "each side of &", SET),
    "join": (SET, "each side of |", SET),
    "not": (TRUTH, "what is denied", TRUTH),
    "mine": (PROFILE, "what mine(…) is taken of", LABEL),
    "player": (_PROGRAM, "what player(…) is asked of", LABEL),
    "proves": (TRUTH, "what is proved", TRUTH),
    "mix": (Sort("map", (LABEL, LABEL)), "what is mixed", LABEL),
    "delegate": (LABEL, "the name of a game", LABEL),
    "pmp": (PROFILE, "what is projected", SET),
}
"""Nodes whose parts are all of one sort: that sort, what they are, and the sort of the node."""
