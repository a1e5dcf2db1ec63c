"""Programs: the members of families, with the values that Python gives their parameters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Number
from threading import RLock
from typing import Any
from weakref import WeakValueDictionary

from spi.core.display import html_of, one_line
from spi.errors import ProgramError
from spi.programs.groups import Definition, Group, group_json
from spi.programs.value_sorts import misfit
from spi.programs.values import MAX_LABEL, MAX_NESTED, FiniteMap, Value, ordered_map, value_json

__all__ = ["Family", "Program", "finite_map", "program", "require_programs", "to_value"]

ACCEPTED = (
    "labels, truth values, tuples of labels (profiles), sets of profiles, mappings of all these, programs and families"
)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Program:
    """A member of a family, as data: the code of the family, and the values of its keyword parameters.

    `program` makes one; equal code is the same object, so that comparing programs of any size takes no time.

    Parameters
    ----------
    group : Group
    bindings : tuple of (keyword, value)
        Ordered by keyword; every keyword has a value.
    name : str
        For people; not part of the code.

    Source: ours
    """

    group: Group
    bindings: tuple[tuple[str, Value], ...]
    name: str = field(compare=False)
    _code_id: str = field(default="", init=False, repr=False)

    @property
    def definition(self) -> Definition:
        """The definition that is run."""
        return self.group.definitions[0]

    @property
    def code_id(self) -> str:
        """SHA-256 of the canonical tree with the parameters' values: what equality of code sees."""
        from spi.programs.nesting import inner_first

        for own in inner_first(self, lambda p: bool(p._code_id)):
            bindings = [[key, value_json(bound)] for key, bound in own.bindings]
            text = json.dumps([group_json(own.group), bindings])
            object.__setattr__(own, "_code_id", hashlib.sha256(text.encode()).hexdigest())
        return self._code_id

    def __repr__(self) -> str:
        from spi.programs.printer import print_value

        return one_line("Program", print_value(self, levels=1))

    def __str__(self) -> str:
        from spi.programs.printer import print_program

        return print_program(self)

    def __copy__(self) -> Program:  # copies and pickles are the same object again
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Program:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        from spi.programs.nesting import parts_of, rebuilt

        return rebuilt, (parts_of(self),)

    _repr_html_ = html_of


_KNOWN: WeakValueDictionary[tuple[Group, tuple[tuple[str, Value], ...]], Program] = WeakValueDictionary()
_LOCK = RLock()  # between looking an object up and making it


def program(family: Group, bindings: Mapping[str, Any], name: str = "") -> Program:
    """The member of a family with these parameters; the same object for the same code.

    Parameters
    ----------
    family : Group
        Its first definition is meant.
    bindings : mapping from keyword to value
        Values as `to_value` takes them. Keywords with a default may be left out.
    name : str
        For people; the first name given to a code stays.

    Returns
    -------
    Program

    Raises
    ------
    ProgramError
        For keywords that the family does not have or that have no value, and for values that are none of the language
        or not of the sort that the family needs.

    Source: ours
    """
    keywords = family.definitions[0].keywords
    known = dict(keywords)
    who = name or "the family"
    if foreign := set(bindings) - set(known):
        raise ProgramError(f"{who} has no parameter {min(foreign)!r}; accepted: {', '.join(known) or 'none'}")
    pairs = []
    for key, default in keywords:
        if key in bindings:
            pairs.append((key, to_value(bindings[key], what=f"the parameter {key!r} of {who}")))
        elif default is not None:
            pairs.append((key, default))
        else:
            call = f"{who}({key}=…)" if name else f"{key}=…"
            raise ProgramError(f"{who} needs a value for its parameter {key!r}; accepted: {call}")
    identity = family, tuple(pairs)
    with _LOCK:
        made = _KNOWN.get(identity)
        if made is None:
            if pairs and (why := misfit(family, pairs)):
                raise ProgramError(f"{who}: {why}")
            made = _KNOWN[identity] = Program(*identity, name)
        elif name and not made.name:
            object.__setattr__(made, "name", name)
        return made


def require_programs(given: object) -> tuple[Program, ...]:
    """The programs of a sequence; raises `ProgramError` for one alone, and for what is none, such as a name.

    Source: ours
    """
    if isinstance(given, str | Program) or not isinstance(given, Iterable):
        raise ProgramError(f"{given!r} alone; accepted: a sequence of programs")
    own = tuple(given)
    for p in own:
        if not isinstance(p, Program):
            how = f"programs, such as load_program({p!r})" if isinstance(p, str) else "programs"
            raise ProgramError(f"{p!r} is no program; accepted: {how}")
    return own


@dataclass(frozen=True, slots=True)
class Family:
    """A definition with parameters that have no value yet: called with them it gives a program.

    Parameters
    ----------
    group : Group
    name : str
        For people.

    Source: ours
    """

    group: Group
    name: str = field(default="", compare=False)

    def __call__(self, **values: Any) -> Program:
        """The member with these parameters."""
        return program(self.group, values, self.name)

    def __repr__(self) -> str:
        keywords = [k if default is None else f"{k}={default!r}" for k, default in self.group.definitions[0].keywords]
        return f"<Family: {self.name}({', '.join(keywords)})>"

    def __str__(self) -> str:
        from spi.programs.printer import print_group

        return print_group(self.group, self.name) + "\n"

    _repr_html_ = html_of


def finite_map(pairs: Mapping[Any, Any]) -> FiniteMap:
    """The map that sends these keys to these values and everything else to itself.

    Parameters
    ----------
    pairs : mapping
        Of values of the language, or of Python's lists, sets and dicts of them.

    Returns
    -------
    FiniteMap

    Raises
    ------
    ProgramError
        For anything else, and for more than 20 maps inside maps.

    Examples
    --------
    >>> finite_map({("1", "2"): ("3", "3")})["1", "1"]
    ('1', '1')

    Source: ours
    """
    inside, levels = [pairs], 1
    while inside := [bound for own in inside for bound in own.values() if isinstance(bound, Mapping)]:
        levels += 1
        if levels > MAX_NESTED:
            raise ProgramError(f"more than {MAX_NESTED} maps inside maps; accepted: at most {MAX_NESTED}")
    return ordered_map([(to_value(key), to_value(bound)) for key, bound in pairs.items()])


def to_value(given: Any, *, what: str = "it") -> Value:
    """A value of the language, from what Python has for it.

    Parameters
    ----------
    given : object
        A label (str), a truth value, a profile (tuple or list of labels), a set of profiles, a map (FiniteMap or
        mapping), a program, or a family without parameters.
    what : str
        What it is, for the message.

    Returns
    -------
    value
        str, bool, tuple, frozenset, FiniteMap or Program.

    Raises
    ------
    ProgramError
        For anything else.

    Source: ours
    """
    if isinstance(given, str):
        if not 1 <= len(given) <= MAX_LABEL or not given.isprintable():
            raise ProgramError(f"{what} is {given[:40]!r}; accepted: labels of 1 to {MAX_LABEL} printable characters")
        return given if type(given) is str else str.__str__(given)
    if isinstance(given, bool | FiniteMap | Program):
        return given
    if isinstance(given, Family):
        return given()
    if isinstance(given, Mapping):
        return finite_map(given)
    if isinstance(given, tuple | list):
        if not given or not all(isinstance(entry, str) for entry in given):
            raise ProgramError(f"{what} is {_short(given)}; accepted: a profile with a label for each player")
        return tuple([to_value(entry, what=f"an entry of {what}") for entry in given])
    if isinstance(given, AbstractSet):
        if not all(isinstance(member, tuple | list) for member in given):
            raise ProgramError(f"{what} is {_short(given)}; accepted: a set of profiles (tuples of labels)")
        return frozenset([to_value(member, what=f"a member of {what}") for member in given])
    hint = "; a number is a label in quotes" if isinstance(given, Number | Decimal) else ""
    raise ProgramError(
        f"{what} is {_short(given)}, of Python's type {type(given).__name__}; accepted: {ACCEPTED}{hint}"
    )


def _short(given: Any) -> str:
    try:
        text = repr(given)
    except ValueError:  # an int of more digits than Python likes to write
        return "too long to be shown"
    except RecursionError:
        return "nested too deeply to be shown"
    return text if len(text) <= 60 else f"{text[:57]}..."
