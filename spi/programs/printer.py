"""Programs printed back: the text that is read as the same canonical tree."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from keyword import kwlist
from typing import Any

from spi.programs.groups import ANY_NUMBER, Definition, Group
from spi.programs.members import Program
from spi.programs.terms import Term
from spi.programs.values import FiniteMap, Value
from spi.programs.vocabulary import RESERVED

__all__ = ["print_group", "print_program", "print_value"]


def print_group(group: Group, name: str = "program") -> str:
    """A family with what it refers to, as text that is read as the same tree; the last definition is the family.

    Parameters
    ----------
    group : Group
    name : str
        For the family; what it refers to is numbered. Variables get new names. Names that are taken get a `_`.

    Returns
    -------
    str
        `read_program_file` makes the same group of it, unless it is longer than what that reads.

    Examples
    --------
    >>> from spi.programs.reader import read_program
    >>> print(print_group(read_program("def mirror(them): return them(me)").group, "mirror"))
    def mirror(other0):
        return other0(me)

    Source: ours
    """
    taken = {*RESERVED, *kwlist, *(key for d in group.definitions for key, _ in d.keywords)}
    names: list[str] = []
    for k in range(len(group.definitions)):
        names.append(_free(f"{names[0]}_{k}" if names else name if name.isidentifier() else "program", taken))
        taken.add(names[-1])
    order = [*range(1, len(group.definitions)), 0]
    return "\n\n".join(_definition(group.definitions[k], names[k], names) for k in order)


def print_program(program: Program) -> str:
    """A program as text: its family, and the values of its parameters in comments.

    Source: ours
    """
    values = [f"# {key} = {print_value(value)}" for key, value in program.bindings]
    return "\n".join([print_group(program.group, program.name or "program"), *values]) + "\n"


def print_value(value: Value, *, levels: int = 4) -> str:
    """A value of the language, shortly; a program by its name and the values of its parameters.

    Parameters
    ----------
    value : value
    levels : int
        Programs inside programs that are shown with their parameters.

    Returns
    -------
    str

    Source: ours
    """
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple):
        return _tuple(list(map(print_value, value)))
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(print_value, value))) + "}" if value else "set()"
    if isinstance(value, FiniteMap):
        pairs = [f"{print_value(k, levels=levels)}: {print_value(v, levels=levels)}" for k, v in value.pairs]
        return "{" + ", ".join(pairs) + "}"
    name = value.name or value.code_id[:12]
    if levels == 0:
        return f"{name}(…)" if value.bindings else name
    given = ", ".join(f"{key}={print_value(bound, levels=levels - 1)}" for key, bound in value.bindings)
    return f"{name}({given})" if given else name


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _definition(definition: Definition, name: str, names: Sequence[str]) -> str:
    taken = {*names, *(key for key, _ in definition.keywords)}
    star = _free("others", taken)
    one = "other"
    while any(re.fullmatch(rf"{one}\d+", known) for known in taken):
        one += "_"
    variable = "v"
    while any(re.fullmatch(rf"{variable}\d+", known) for known in taken):
        variable += "_"
    starred = definition.others == ANY_NUMBER
    others = [f"*{star}"] if starred else [f"{one}{k}" for k in range(definition.others)]
    keywords = [key if default is None else f"{key}={_quoted(default)}" for key, default in definition.keywords]
    bare = ["*"] if keywords and not starred else []
    head = f"def {name}({', '.join([*others, *bare, *keywords])}):"
    return "\n".join([head, *_Printer(names, star, one, variable).block(definition.body, 0, 1)])


class _Printer:
    """Prints one body; variables are called v0, v1, … from the outside, or alike."""

    def __init__(self, names: Sequence[str], star: str, one: str, variable: str) -> None:
        self.names, self.star, self.one, self.variable = names, star, one, variable

    def block(self, term: Term, known: int, indent: int) -> list[str]:
        """A term where statements may stand."""
        pad = "    " * indent
        match term:
            case ("let", value, body):
                return [
                    f"{pad}{self.variable}{known} = {self.bare(value, known)}",
                    *self.block(body, known + 1, indent),
                ]
            case ("if", condition, then, otherwise):
                return [
                    f"{pad}if {self.bare(condition, known)}:",
                    *self.block(then, known, indent + 1),
                    *self.block(otherwise, known, indent),
                ]
            case ("match", scrutinee, cases, otherwise):
                lines = [f"{pad}match {self.bare(scrutinee, known)}:"]
                for place, keys, body in cases:
                    given = ", ".join(f"{key}={self.variable}{known + k}" for k, key in enumerate(keys))
                    lines.append(f"{pad}    case {self.names[place]}({given}):")
                    lines += self.block(body, known + len(keys), indent + 2)
                return lines + self.block(otherwise, known, indent)
        return [f"{pad}return {self.bare(term, known)}"]

    def bare(self, term: Term, known: int) -> str:
        """A term as an expression that nothing is beside of."""
        return _without_brackets(term, self.text(term, known))

    def text(self, term: Term, known: int) -> str:
        """A term as an expression; brackets wherever two operators meet."""
        kind, *parts = term
        if kind == "not" and parts[0][0] in ("same", "in"):
            left, right = (self.text(part, known) for part in parts[0][1:])
            return f"({left} {'!=' if parts[0][0] == 'same' else 'not in'} {right})"
        inner = [self.text(part, known) if isinstance(part, tuple) and kind in _PLAIN else "" for part in parts]
        match kind:
            case "label":
                return _quoted(parts[0])
            case "truth":
                return str(parts[0])
            case "other":
                return f"{self.one}{parts[0]}"
            case "keyword":
                return str(parts[0])
            case "variable":
                return f"{self.variable}{known - 1 - parts[0]}"
            case "me":
                return "me"
            case "profile":
                return _tuple(inner)
            case "map":
                return "{" + ", ".join(f"{self.text(k, known)}: {self.text(v, known)}" for k, v in parts) + "}"
            case "set":
                return "{" + ", ".join(inner) + "}" if inner else "set()"
            case "at":
                return f"{inner[0]}[{inner[1]}]"
            case "run":
                return f"{inner[0]}({', '.join(inner[1:])})"
            case "build":
                given = ", ".join(f"{key}={self.text(value, known)}" for key, value in parts[1])
                return f"{self.names[parts[0]]}({given})" if given else self.names[parts[0]]
            case "same":
                return f"({inner[0]} == {inner[1]})"
            case "in":
                return f"({inner[0]} in {inner[1]})"
            case "meet" | "join":
                return f"({inner[0]} {'&' if kind == 'meet' else '|'} {inner[1]})"
            case "not":
                return f"(not {inner[0]})"
            case "and" | "or":
                return f"({inner[0]} {kind} {inner[1]})"
            case "if":
                return f"({inner[1]} if {inner[0]} else {inner[2]})"
            case "outcome":
                starred = parts[1][0] == "star"
                others = [f"*{self.star}"] if starred else inner[1:]
                return f"outcome({', '.join([inner[0], *others])})"
            case "chance":
                return f"chance({_quoted(parts[0])})"
            case "simulate":
                return f"simulate({self.text(parts[0], known)}, back={parts[1]})"
            case "first":
                own = f"{self.variable}{known}"
                return f"first({own} for {own} in {self.star} if {self.text(parts[0], known + 1)})"
            case "all" | "any":
                return f"{kind}({self.bare(parts[0], known + 1)} for {self.variable}{known} in {self.star})"
        return f"{kind}({_without_brackets(parts[0], inner[0]) if len(parts) == 1 else ', '.join(inner)})"


_PLAIN = {
    "profile",
    "set",
    "at",
    "run",
    "same",
    "in",
    "meet",
    "join",
    "not",
    "and",
    "or",
    "if",
    "outcome",
    "mine",
    "player",
}
_PLAIN |= {"delegate", "mix", "pmp", "proves", "select"}


_OPERATORS = {"same", "in", "meet", "join", "not", "and", "or", "if"}


def _without_brackets(term: Term, text: str) -> str:
    return text[1:-1] if term[0] in _OPERATORS else text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tuple(parts: Sequence[Any]) -> str:
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
