"""Sorts of terms: what each kind of node needs its parts to be, and what it is itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spi.programs.groups import ANY_NUMBER, Definition
from spi.programs.sorts import (
    LABEL,
    PROFILE,
    PROGRAM,
    SET,
    TRUTH,
    DifferentError,
    EndlessError,
    Signature,
    Sort,
    callable_sort,
    copied,
    unify,
)
from spi.programs.terms import Term

__all__ = ["RETURNED", "Clash", "TermSorts"]

RETURNED = "what is returned"

_SIMPLE: dict[str, tuple[Sort, str, Sort]] = {
    "profile": (LABEL, "an entry of a profile", PROFILE),
    "set": (PROFILE, "a member of a set", SET),
    "meet": (SET, "each side of &", SET),
    "join": (SET, "each side of |", SET),
    "not": (TRUTH, "what is denied", TRUTH),
    "mine": (PROFILE, "what mine(…) is taken of", LABEL),
    "player": (PROGRAM, "what player(…) is asked of", LABEL),
    "proves": (TRUTH, "what is proved", TRUTH),
    "mix": (Sort("map", (LABEL, LABEL)), "what is mixed", LABEL),
    "delegate": (LABEL, "the name of a game", LABEL),
    "pmp": (PROFILE, "what is projected", SET),
}
"""Nodes whose parts are all of one sort: that sort, what they are, and the sort of the node."""


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


class TermSorts:
    """The sorts of definitions as far as they are known, and of the terms of the one that is gone through.

    Parameters
    ----------
    definitions : sequence of Definition
        Their bodies refer to places in it.
    names : sequence of (name of the definition, names of its positional parameters …)
        For messages.
    program : int, optional
        Place of a definition that is known to be a program.

    Source: ours
    """

    def __init__(
        self, definitions: Sequence[Definition], names: Sequence[Sequence[str]], program: int | None = None
    ) -> None:
        self.definitions = definitions
        self.names = names or [
            [f"program_{k}", *(f"other{j}" for j in range(d.others))] for k, d in enumerate(definitions)
        ]
        self.signatures = [
            Signature(
                tuple(PROGRAM if k == program else Sort() for _ in range(max(d.others, 0))),
                {key: Sort() if default is None else LABEL for key, default in d.keywords},
                Sort(),
            )
            for k, d in enumerate(definitions)
        ]
        self.settled: set[int] = set()
        self.place = 0
        self.scope: list[Sort] = []
        self.runs: list[tuple[int, Sort, list[tuple[Term, Sort]]]] = []

    def signature(self, place: int) -> Signature:
        """Of a definition that is referred to."""
        return copied(self.signatures[place]) if place in self.settled else self.signatures[place]

    def agree(self, term: Term, found: Sort, needed: Sort, what: str) -> None:
        """A term has to be of a sort."""
        try:
            unify(found, needed)
        except EndlessError:
            raise Clash(
                self.place, term, f"{what} would be a part of a value of its own sort; accepted: sorts that end"
            ) from None
        except DifferentError:
            shown, accepted = str(found), str(needed)
            if shown == accepted:
                shown = f"{found}, of another sort inside"
            why = f"{what} is {shown}{self.hint(term)}; accepted: {accepted}"
            if what == RETURNED:
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
            if self.signatures[self.place].others[parts[0]] is PROGRAM:
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
        seen = callable_sort(Sort())
        self.check(scrutinee, seen, "what is matched")
        for place, keys, body in cases:
            family, known = self.signature(place), len(self.scope)
            self.agree(scrutinee, callable_sort(family.result), seen, f"the family {self.names[place][0]!r}")
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
                return own.others[parts[0]] if own.others else PROGRAM
            case "variable":
                depth: int = parts[0]
                return self.scope[-1 - depth]
            case "me":
                return callable_sort(own.result)
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
                return callable_sort(self.build(*parts).result)
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
                self.check(parts[0], PROGRAM, "my part")
                for part in parts[1:]:
                    if part[0] != "star":
                        self.check(part, PROGRAM, "the part of another player")
                return PROFILE
            case "simulate":
                sort = Sort()
                self.check(parts[0], sort, "what is simulated")
                return sort
            case "first" | "all" | "any":
                self.scope.append(PROGRAM)
                self.check(parts[0], TRUTH, "a condition")
                self.scope.pop()
                return PROGRAM if kind == "first" else TRUTH
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
            self.check(callee, callable_sort(result), "what is called")
        sorts = [(argument, Sort()) for argument in arguments]
        for argument, sort in sorts:
            self.check(argument, sort, "what is given")
        self.runs.append((self.place, result, sorts))
        return result
