"""What a program does: its tree turned into functions once, run on a machine that answers what one step cannot.

A machine decides what running another program, a proof or a chance gives; so one reading of the language serves the
engines for direct, modal and random programs. Programs only ever meet as quoted data, at seats: my parameters play at
my seat, what I find in another's code plays at hers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn, Protocol

from spi.core.numbers import exact
from spi.errors import GameError, ProgramError
from spi.programs.terms import (
    FiniteMap,
    Group,
    Program,
    Term,
    Value,
    height,
    kinds_in,
    member_group,
    program,
    scoped_subterms,
    value_json,
)

__all__ = ["Call", "Frame", "Machine", "Seated", "evaluate", "frames_needed"]


class Seated(NamedTuple):
    """A quoted program or function, and the seat at which it would run.

    Source: ours
    """

    program: Program
    seat: int


class Call(NamedTuple):
    """A program at a seat and the programs of the others in their order; or a function and its arguments.

    Source: ours
    """

    program: Program
    seat: int
    arguments: tuple[Any, ...]


class Machine(Protocol):
    """What the meaning of a program depends on.

    Source: ours
    """

    players: tuple[str, ...]

    def call(self, call: Call) -> Value:
        """What a program plays or a function returns."""

    def proves(self, condition: Step, frame: Frame) -> bool:
        """Is the condition provable?"""

    def chance(self, probability: Fraction) -> bool:
        """Does it happen?"""

    def mix(self, chances: Mapping[str, Fraction]) -> str:
        """The action that is drawn."""

    def simulate(self, step: Step, frame: Frame, back: int) -> Value:
        """The value at a later point of the random string."""

    def delegate(self, game: str, seat: int) -> str:
        """What the representative at a seat plays in a game."""

    def select(self, selector: str, outcomes: frozenset[Value]) -> Value:
        """The outcome that a selector chooses."""

    def projections(self, outcome: tuple[str, ...], seat: int) -> frozenset[Value]:
        """The Pareto-meet projections of an outcome."""


class Frame(NamedTuple):
    """Where a step is evaluated: whose program, on what; variables are pairs (value or _Later, outer variables).

    Source: ours
    """

    machine: Machine
    program: Program
    seat: int
    arguments: tuple[Any, ...]
    variables: Any


Step = Callable[[Frame], Value]


def evaluate(machine: Machine, call: Call) -> Value:
    """Evaluate the body of a call; the machine answers the calls that it makes.

    Parameters
    ----------
    machine : Machine
    call : Call

    Returns
    -------
    value
        A label for a program.

    Raises
    ------
    ProgramError
        For a call with another number of arguments, and where a value is not what the language needs there.

    Source: ours
    """
    own, seat = call.program, call.seat
    definition = own.definition
    if definition.others not in (-1, len(call.arguments)):
        raise ProgramError(
            f"{own!r} is for {definition.others} other players, and {len(call.arguments)} are given; accepted: as many"
        )
    arguments = call.arguments
    if definition.kind == "program":
        seats = [k for k in range(len(machine.players)) if k != seat]
        if len(arguments) != len(seats):
            raise ProgramError(
                f"{own!r} is run on {len(arguments)} programs in a game of {len(machine.players)} players; accepted: "
                "one for each of the others"
            )
        arguments = tuple(map(Seated, arguments, seats))
    value = _compiled(own.group)(Frame(machine, own, seat, arguments, None))
    if definition.kind == "program" and type(value) is not str:
        _misfit(value, f"what {own!r} plays", "a label")
    return value


@lru_cache(maxsize=4096)
def _compiled(group: Group) -> Step:
    return _step(group.definitions[0].body, group)


@lru_cache(maxsize=4096)
def frames_needed(group: Group) -> int:
    """Frames of Python's stack that the evaluation of a body takes at most, calls that it makes not counted.

    Source: ours
    """
    body = group.definitions[0].body
    return 10 + (4 if "let" in kinds_in(body) else 2) * height(body)  # a name that needs the name before it, and so on


class _Later:
    """A named value that is worked out when it is first needed."""

    __slots__ = ("frame", "step", "value")

    def __init__(self, step: Step, frame: Frame) -> None:
        self.step: Step | None = step
        self.frame: Frame | None = frame
        self.value: Value = None

    def __call__(self) -> Value:
        if self.step is not None and self.frame is not None:
            self.value = self.step(self.frame)
            self.step = self.frame = None
        return self.value


def _step(term: Term, group: Group) -> Step:
    kind, *parts = term
    return _BUILDERS[kind](group, *parts)


def _label(_: Group, text: str) -> Step:
    return lambda frame: text


def _other(_: Group, place: int) -> Step:
    return lambda frame: frame.arguments[place]


def _others(_: Group) -> Step:
    return lambda frame: frame.arguments


def _keyword(_: Group, name: str) -> Step:
    def step(frame: Frame) -> Value:
        value = next(bound for key, bound in frame.program.bindings if key == name)
        return _seated(value, frame.seat)

    return step


def _variable(_: Group, depth: int) -> Step:
    def step(frame: Frame) -> Value:
        variables = frame.variables
        for _ in range(depth):
            variables = variables[1]
        value = variables[0]
        return value() if type(value) is _Later else value

    return step


def _me(_: Group) -> Step:
    return lambda frame: Seated(frame.program, frame.seat)


def _profile(group: Group, *terms: Term) -> Step:
    steps = [_step(term, group) for term in terms]

    def step(frame: Frame) -> Value:
        entries = tuple([entry(frame) for entry in steps])
        for entry in entries:
            if type(entry) is not str:
                _misfit(entry, "an entry of a profile", "a label")
        return entries

    return step


def _map(group: Group, *pairs: tuple[Term, Term]) -> Step:
    steps = [(_step(key, group), _step(value, group)) for key, value in pairs]

    def step(frame: Frame) -> Value:
        found = {_bare(key(frame)): value(frame) for key, value in steps}
        return FiniteMap(tuple(sorted(found.items(), key=lambda pair: json.dumps(value_json(pair[0])))))

    return step


def _set(group: Group, *terms: Term) -> Step:
    steps = [_step(term, group) for term in terms]
    return lambda frame: frozenset([_profile_of(member(frame), "a member of a set") for member in steps])


def _at(group: Group, table: Term, key: Term) -> Step:
    mapping, place = _step(table, group), _step(key, group)

    def step(frame: Frame) -> Value:
        found, wanted = mapping(frame), place(frame)
        if type(found) is not FiniteMap:
            _misfit(found, "what is looked up in", "a map")
        return found.get(_bare(wanted), wanted)

    return step


def _run(group: Group, callee: Term, *terms: Term) -> Step:
    head, steps = _step(callee, group), [_step(term, group) for term in terms]

    def step(frame: Frame) -> Value:
        own = _seated_one(head(frame), "what is called")
        arguments: tuple[Any, ...] = tuple([argument(frame) for argument in steps])
        if own.program.definition.kind == "program":
            arguments = tuple([argument.program for argument in _programs(arguments)])
        return frame.machine.call(Call(own.program, own.seat, arguments))

    return step


def _build(group: Group, place: int, pairs: tuple[tuple[str, Term], ...]) -> Step:
    family = member_group(group, place)
    steps = [(key, _step(term, group)) for key, term in pairs]
    return lambda frame: Seated(program(family, {key: _bare(step(frame)) for key, step in steps}), frame.seat)


def _same(group: Group, left: Term, right: Term) -> Step:
    first, second = _step(left, group), _step(right, group)
    return lambda frame: bool(_bare(first(frame)) == _bare(second(frame)))


def _in(group: Group, left: Term, right: Term) -> Step:
    first, second = _step(left, group), _step(right, group)
    return lambda frame: _profile_of(first(frame), "what is looked for") in _set_of(second(frame))


def _meet(group: Group, left: Term, right: Term) -> Step:
    first, second = _step(left, group), _step(right, group)
    return lambda frame: _set_of(first(frame)) & _set_of(second(frame))


def _join(group: Group, left: Term, right: Term) -> Step:
    first, second = _step(left, group), _step(right, group)
    return lambda frame: _set_of(first(frame)) | _set_of(second(frame))


def _not(group: Group, term: Term) -> Step:
    inner = _step(term, group)
    return lambda frame: not _true(inner(frame))


def _and(group: Group, left: Term, right: Term) -> Step:
    first, second = _step(left, group), _step(right, group)
    return lambda frame: _true(first(frame)) and _true(second(frame))


def _or(group: Group, left: Term, right: Term) -> Step:
    first, second = _step(left, group), _step(right, group)
    return lambda frame: _true(first(frame)) or _true(second(frame))


def _if(group: Group, condition: Term, then: Term, otherwise: Term) -> Step:
    test, yes, no = _step(condition, group), _step(then, group), _step(otherwise, group)
    return lambda frame: yes(frame) if _true(test(frame)) else no(frame)


def _let(group: Group, value: Term, body: Term) -> Step:
    bound, rest = _step(value, group), _step(body, group)
    return lambda frame: rest(frame._replace(variables=(_Later(bound, frame), frame.variables)))


def _match(group: Group, scrutinee: Term, cases: tuple[Any, ...], otherwise: Term) -> Step:
    seen, rest = _step(scrutinee, group), _step(otherwise, group)
    templates = [(member_group(group, place), keys, _step(body, group)) for place, keys, body in cases]

    def step(frame: Frame) -> Value:
        found = _seated_one(seen(frame), "what is matched")
        for family, keys, body in templates:
            if found.program.group is family:
                values, variables = dict(found.program.bindings), frame.variables
                for key in keys:
                    variables = (_seated(values[key], found.seat), variables)
                return body(frame._replace(variables=variables))
        return rest(frame)

    return step


def _outcome(group: Group, mine: Term, *theirs: Term) -> Step:
    own = _step(mine, group)
    starred = len(theirs) == 1 and theirs[0][0] == "star"
    steps = [_step(theirs[0][1] if starred else term, group) for term in (theirs[:1] if starred else theirs)]

    def step(frame: Frame) -> Value:
        first = own(frame)
        others = steps[0](frame) if starred else tuple([part(frame) for part in steps])
        parts = [argument.program for argument in _programs((first, *others))]
        n, seat = len(frame.machine.players), frame.seat
        if len(parts) != n:
            raise ProgramError(f"an outcome of {len(parts)} programs in a game of {n} players; accepted: one for each")
        parts = [*parts[1 : seat + 1], parts[0], *parts[seat + 1 :]]
        call = frame.machine.call
        return tuple([call(Call(p, k, (*parts[:k], *parts[k + 1 :]))) for k, p in enumerate(parts)])

    return step


def _mine(group: Group, outcome: Term) -> Step:
    inner = _step(outcome, group)

    def step(frame: Frame) -> Value:
        found = _profile_of(inner(frame), "what mine(…) is taken of")
        if len(found) != len(frame.machine.players):
            _misfit(found, "what mine(…) is taken of", f"a profile of {len(frame.machine.players)} entries")
        return found[frame.seat]

    return step


def _player(group: Group, term: Term) -> Step:
    inner = _step(term, group)
    return lambda frame: frame.machine.players[_seated_one(inner(frame), "what player(…) is asked of").seat]


def _proves(group: Group, condition: Term) -> Step:
    inner, free = _step(condition, group), _free(condition)
    return lambda frame: frame.machine.proves(inner, frame._replace(variables=_kept(frame.variables, free)))


def _chance(_: Group, text: str) -> Step:
    probability = exact(text)
    return lambda frame: frame.machine.chance(probability)


def _mix(group: Group, term: Term) -> Step:
    inner = _step(term, group)

    def step(frame: Frame) -> Value:
        mapping = inner(frame)
        if not isinstance(mapping, FiniteMap):
            _misfit(mapping, "what is mixed", "a map from actions to probabilities")
        return frame.machine.mix({_label_of(action, "an action"): _probability(p) for action, p in mapping.pairs})

    return step


def _simulate(group: Group, term: Term, back: int) -> Step:
    inner, free = _step(term, group), _free(term)

    def step(frame: Frame) -> Value:  # what is named outside is worked out there, not further down the string
        kept = frame._replace(variables=_kept(frame.variables, free))
        return frame.machine.simulate(inner, kept, back)

    return step


def _delegate(group: Group, game: Term) -> Step:
    name = _step(game, group)
    return lambda frame: frame.machine.delegate(_label_of(name(frame), "the name of a game"), frame.seat)


def _first(group: Group, condition: Term) -> Step:
    test = _step(condition, group)

    def step(frame: Frame) -> Value:
        for other in frame.arguments:
            if _true(test(frame._replace(variables=(other, frame.variables)))):
                return other
        raise ProgramError(f"first(…) in {frame.program!r}: none of the others meets the condition; test any(…) before")

    return step


def _all(group: Group, condition: Term) -> Step:
    test = _step(condition, group)
    return lambda frame: all(
        _true(test(frame._replace(variables=(other, frame.variables)))) for other in frame.arguments
    )


def _any(group: Group, condition: Term) -> Step:
    test = _step(condition, group)
    return lambda frame: any(
        _true(test(frame._replace(variables=(other, frame.variables)))) for other in frame.arguments
    )


def _select(group: Group, selector: Term, outcomes: Term) -> Step:
    name, inner = _step(selector, group), _step(outcomes, group)
    return lambda frame: frame.machine.select(_label_of(name(frame), "a selector"), _set_of(inner(frame)))


def _pmp(group: Group, outcome: Term) -> Step:
    inner = _step(outcome, group)
    return lambda frame: frame.machine.projections(_profile_of(inner(frame), "what is projected"), frame.seat)


def _seated(value: Value, seat: int) -> Value:
    """With the seat at which it would run, if it is a program or a map of programs."""
    if isinstance(value, Program):
        return Seated(value, seat)
    if type(value) is FiniteMap and not value.plain:
        return FiniteMap(tuple([(key, _seated(bound, seat)) for key, bound in value.pairs]))
    return value


def _bare(value: Value) -> Value:
    """Without its seat: a program as it stands in code."""
    if type(value) is Seated:
        return value.program
    if type(value) is FiniteMap and not value.plain:
        return FiniteMap(tuple([(key, _bare(bound)) for key, bound in value.pairs]))
    return value


def _free(term: Term, bound: int = 0) -> frozenset[int]:
    """Variables of a term that are bound outside it, counted from its own place."""
    if term[0] == "variable":
        return frozenset({term[1] - bound} if term[1] >= bound else ())
    return frozenset().union(*(_free(part, bound + more) for part, more in scoped_subterms(term)))


def _kept(variables: Any, free: frozenset[int]) -> Any:
    """The variables that are free in a term, worked out; others, which it cannot see, are None."""
    if not free:
        return None
    kept = []
    for depth in range(max(free) + 1):
        value, variables = variables
        kept.append((value() if type(value) is _Later else value) if depth in free else None)
    chain: Any = None
    for value in reversed(kept):
        chain = (value, chain)
    return chain


def _misfit(value: Value, what: str, accepted: str) -> NoReturn:
    shown = {bool: "a truth value", str: "a label", tuple: "a profile", frozenset: "a set", FiniteMap: "a map"}
    found = shown.get(type(value), "a program or a function")
    raise ProgramError(f"{what} is {found}; accepted: {accepted}")


def _true(value: Value) -> bool:
    if value is not True and value is not False:
        _misfit(value, "a condition", "a truth value")
    return value is True


def _label_of(value: Value, what: str) -> str:
    if type(value) is not str:
        _misfit(value, what, "a label")
    return value


def _profile_of(value: Value, what: str) -> tuple[str, ...]:
    if type(value) is not tuple:
        _misfit(value, what, "a profile")
    return value


def _set_of(value: Value) -> frozenset[Value]:
    if type(value) is not frozenset:
        _misfit(value, "what stands beside &, | and in", "a set of profiles")
    return value


def _seated_one(value: Value, what: str) -> Seated:
    if type(value) is not Seated:
        _misfit(value, what, "a program or a function")
    return value


def _programs(values: tuple[Any, ...]) -> tuple[Seated, ...]:
    for value in values:
        if type(value) is not Seated:
            _misfit(value, "what a program is run on", "a program")
        if value.program.definition.kind != "program":
            raise ProgramError(f"{value.program!r} is a function; accepted: a program")
    return values


def _probability(text: Value) -> Fraction:
    try:
        return exact(_label_of(text, "a probability"))
    except GameError:
        raise ProgramError(f"{text!r} is no probability; accepted: a rational in quotes, such as '1/2'") from None


_BUILDERS: dict[str, Callable[..., Step]] = {
    "label": _label,
    "truth": _label,
    "other": _other,
    "others": _others,
    "keyword": _keyword,
    "variable": _variable,
    "me": _me,
    "profile": _profile,
    "map": _map,
    "set": _set,
    "at": _at,
    "run": _run,
    "build": _build,
    "same": _same,
    "in": _in,
    "meet": _meet,
    "join": _join,
    "not": _not,
    "and": _and,
    "or": _or,
    "if": _if,
    "let": _let,
    "match": _match,
    "outcome": _outcome,
    "mine": _mine,
    "player": _player,
    "proves": _proves,
    "chance": _chance,
    "mix": _mix,
    "simulate": _simulate,
    "delegate": _delegate,
    "first": _first,
    "all": _all,
    "any": _any,
    "select": _select,
    "pmp": _pmp,
}
