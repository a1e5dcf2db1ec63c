"""Items read again in plain Python, from their files alone: games, programs, what these do. No code of the library."""

import ast
import re
import tomllib
from fractions import Fraction
from itertools import product
from typing import Any

Profile = tuple[str, ...]
Row = tuple[Fraction, ...]


def read_game(text: str) -> tuple[list[str], list[list[str]], dict[Profile, Row]]:
    """Players, actions and payoffs."""
    data = tomllib.loads(text)
    table: dict[Profile, Row] = {}
    for profile in product(*data["actions"]):
        row: Any = data["payoffs"]
        for own, x in zip(data["actions"], profile, strict=True):
            row = row[own.index(x)]
        table[profile] = tuple(map(Fraction, row.split(", ")))
    return data["players"], data["actions"], table


def read_reference(text: str) -> Any:
    """A program named in one line, as nested tuples: (family, {keyword: value})."""
    return _value(ast.parse(re.sub(r"[\w-]+/(\w+)", r"\1", text), mode="eval").body)


def _value(node: Any) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Tuple():
            return tuple(map(_value, node.elts))
        case ast.Set():
            return frozenset(map(_value, node.elts))
        case ast.Dict():
            return frozendict({_value(k): _value(v) for k, v in zip(node.keys, node.values, strict=True)})
        case ast.Call(func=ast.Name(id="set")):
            return frozenset()
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return program(name, **{str(k.arg): _value(k.value) for k in node.keywords})
    raise ValueError(ast.dump(node))


class frozendict(dict[Any, Any]):  # noqa: N801
    """A dict that can stand in a tuple."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


def program(family: str, **values: Any) -> Any:
    """A program as a value: equal exactly if the code is."""
    return family, frozendict(values)


def play(first: Any, second: Any) -> Profile:
    """What two programs do."""
    return act(first, second, 0), act(second, first, 1)


def _outcome(own: Any, other: Any, seat: int) -> Profile:
    return play(own, other) if seat == 0 else play(other, own)


def act(own: Any, other: Any, seat: int) -> Any:
    """What a program does at a seat against another."""
    family, values = own
    if family == "always":
        return values["action"]
    if family == "conditional_demander":
        return values["accept"] if other == values["expected"] else values["insist"]
    if family == "renegotiator":
        if other[0] != family:
            return act(values["default"], other, seat)
        a = _outcome(values["default"], other[1]["default"], seat)
        mine, theirs = values["proposal"].get(a, a), other[1]["proposal"].get(a, a)
        return (mine if mine == theirs else a)[seat]
    if family == "renegotiation_program":
        if other[0] == family:
            a = _outcome(values["base"], other[1]["base"], seat)
            mine, theirs = values["proposal"].get(a, a), other[1]["proposal"].get(a, a)
            if mine == theirs != a:
                return mine[seat]
        return act(values["base"], other, seat)
    raise ValueError(family)
