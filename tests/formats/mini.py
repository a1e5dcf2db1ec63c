"""Slow readers of `.nfg` and `.efg`, written another way than those of `spi.formats`, to hold these against.

They take for granted that the text is well-formed, know nothing of places, and try every plan of every player.
"""

import itertools
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from spi import Game

Row = tuple[Fraction, ...]


def words(text: str) -> list[str]:
    """One word after the other, character by character; a quoted word keeps its first quotation mark."""
    found: list[str] = []
    current = ""
    characters = iter(text)
    for c in characters:
        if c == '"':
            if current:
                found.append(current)
            current = '"' + quoted(characters)
            found.append(current)
            current = ""
        elif c in "{}," or c in " \t\r\n\f\v":
            if current:
                found.append(current)
            current = ""
            if c in "{},":
                found.append(c)
        else:
            current += c
    return found + ([current] if current else [])


def quoted(characters: Iterator[str]) -> str:
    value = ""
    for c in characters:
        if c == '"':
            return value
        if c == "\\":
            c = next(characters)
            value += c if c in '"\\' else "\\" + c
        else:
            value += c
    raise AssertionError("never closed")


def number(word: str) -> Fraction:
    if "/" in word:
        above, below = word.split("/")
        return Fraction(int(above), int(below))
    return Fraction(Decimal(word))


def nested(found: list[str], at: int) -> tuple[Any, int]:
    """The value that begins at this word (a list for `{`), and where the next one begins."""
    if found[at] != "{":
        return found[at], at + 1
    inside, at = [], at + 1
    while found[at] != "}":
        if found[at] == ",":
            at += 1
            continue
        value, at = nested(found, at)
        inside.append(value)
    return inside, at + 1


def values(text: str) -> list[Any]:
    found, at, result = words(text), 0, []
    while at < len(found):
        value, at = nested(found, at)
        result.append(value)
    return result


def mini_nfg(text: str) -> Game:
    _, _, _, title, players, blocks, *rest = values(text.removeprefix("\ufeff"))
    actions = [
        [name[1:] for name in block] if isinstance(block, list) else [str(k + 1) for k in range(int(block))]
        for block in blocks
    ]
    comment = rest.pop(0)[1:] if isinstance(rest[0], str) and rest[0].startswith('"') else ""
    n = len(players)
    if isinstance(rest[0], list):
        outcomes = [[Fraction(0)] * n] + [[number(word) for word in outcome[1:]] for outcome in rest[0]]
        body = [value for index in rest[1:] for value in outcomes[int(index)]]
    else:
        body = [number(word) for word in rest]
    cells = {}
    for profile in itertools.product(*map(range, map(len, actions))):
        place, unit = 0, 1
        for x, own in zip(profile, actions, strict=True):
            place += x * unit
            unit *= len(own)
        cells[profile] = tuple(body[place * n : place * n + n])
    assert len(body) == n * len(cells)
    return Game(
        tuple(name[1:] for name in players), tuple(map(tuple, actions)), tuple(cells.values()), title[1:], comment
    )


class MiniTree:
    """A game tree as nested lists, and the expected payoffs of every profile of full plans."""

    def __init__(self, text: str) -> None:
        found = words(text.removeprefix("\ufeff"))
        _, _, _, title, self.players, *rest = values(
            " ".join(word if word[0] != '"' else quote(word) for word in found)
        )
        self.comment = rest.pop(0)[1:] if rest[0].startswith('"') else ""
        self.title = title[1:]
        self.rest = rest
        self.outcomes: dict[str, Row] = {"0": (Fraction(0),) * len(self.players)}
        self.labels: dict[tuple[int, int], list[str]] = {}  # information set -> actions, in order of appearance
        self.odds: dict[int, list[Fraction]] = {}
        self.root = self.node()
        assert not self.rest

    def node(self) -> Any:
        kind, _ = self.rest.pop(0), self.rest.pop(0)
        if kind == "t":
            return ("t", self.outcome())
        owner = int(self.rest.pop(0)) if kind == "p" else 0
        at = int(self.rest.pop(0))
        if self.rest[0].startswith('"'):
            self.rest.pop(0)
            block = self.rest.pop(0)
            if owner == 0:
                self.odds[at] = [number(word) for word in block[1::2]]
                block = block[::2]
            self.labels[owner, at] = [word[1:] for word in block]
        payoffs = self.outcome()
        return (owner, at, payoffs, [self.node() for _ in self.labels[owner, at]])

    def outcome(self) -> Row:
        index = str(int(self.rest.pop(0)))
        if self.rest and self.rest[0].startswith('"'):
            self.rest.pop(0)
            self.outcomes[index] = tuple(number(word) for word in self.rest.pop(0))
        return self.outcomes[index]

    def value(self, node: Any, plan: dict[tuple[int, int], int]) -> Row:
        if node[0] == "t":
            return node[1]  # type: ignore[no-any-return]
        owner, at, payoffs, children = node
        if owner:
            parts = [(Fraction(1), self.value(children[plan[owner, at]], plan))]
        else:
            parts = [(p, self.value(child, plan)) for p, child in zip(self.odds[at], children, strict=True)]
        return tuple(u + sum((p * v[k] for p, v in parts), Fraction(0)) for k, u in enumerate(payoffs))

    def reachable(self, node: Any, player: int, plan: dict[tuple[int, int], int]) -> set[int]:
        if node[0] == "t":
            return set()
        owner, at, _, children = node
        if owner == player:
            return {at} | self.reachable(children[plan[owner, at]], player, plan)
        return set().union(*(self.reachable(child, player, plan) for child in children))

    def check(self, game: Game) -> None:
        """Hold the game against every profile of full plans; every strategy must belong to one of them."""
        assert game.players == tuple(name[1:] for name in self.players)
        assert (game.title, game.source) == (self.title, self.comment)
        sets = [key for key in self.labels if key[0]]
        seen: list[set[str]] = [set() for _ in game.players]
        for choice in itertools.product(*(range(len(self.labels[key])) for key in sets)):
            plan = dict(zip(sets, choice, strict=True))
            profile = tuple(self.name(k + 1, plan) for k in range(len(game.players)))
            assert game[profile] == self.value(self.root, plan)
            for own, name in zip(seen, profile, strict=True):
                own.add(name)
        assert [set(own) for own in game.actions] == seen

    def name(self, player: int, plan: dict[tuple[int, int], int]) -> str:
        reached = self.reachable(self.root, player, plan)
        own = [key for key in self.labels if key[0] == player]
        names = [self.labels[key][plan[key]] if key[1] in reached else None for key in own]
        if len(names) == 1:
            return str(names[0])
        return " ".join("*" if name is None else part(name) for name in names) or "*"


def part(name: str) -> str:
    """A label inside a strategy's name: in quotation marks if need be, backslashes single where that is clear."""
    if name != "*" and not set(name) & set(' "'):
        return name
    inside = ""
    for k, c in enumerate(name):
        clear = c == "\\" and name[k + 1 : k + 2] not in ("", '"', "\\")
        inside += c if c not in '"\\' or clear else "\\" + c
    return f'"{inside}"'


def quote(word: str) -> str:
    """A word as `words` gives it, as it stands in a file."""
    inside = word[1:].replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'
