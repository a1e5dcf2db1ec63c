"""Verdicts from the files of items alone, word for word by the definitions, for any number of players."""

import tomllib
from fractions import Fraction
from itertools import permutations, product
from typing import Any

from spi.tasks.items import Item
from tests.tasks.plain import program, read_game, read_reference

F = Fraction
Profile = tuple[str, ...]
Row = tuple[F, ...]
STRICT, WEAK, NOT = "a strict SPI", "an SPI, but not a strict one", "not an SPI"


def slow_answer(item: Item) -> str:
    """The answer to an item."""
    files = dict(item.files)
    if dict(item.asks)["about"] == "refutation":
        (losing,) = [names for names, change in slow_changes(files).items() if verdict_of([change]) == NOT]
        return f"{losing[0]} facing {' and '.join(losing[1:])}"
    if "setting.toml" not in files:
        return of_games(files)
    changes = slow_changes(files)
    law = tomllib.loads(files["setting.toml"]).get("law")
    if (law is None) == (dict(item.asks)["about"] == "expectation"):
        raise AssertionError("a law is in the file exactly if expectations are asked for")
    if law is None:
        return verdict_of(list(changes.values()))
    chances = {tuple(row["programs"]): F(row["probability"]) for row in law}
    assert sum(chances.values()) == 1 and set(chances) == set(changes)
    old, new = (
        [sum((p * changes[own][side][k] for own, p in chances.items()), F(0)) for k in range(len(rows))]
        for side, rows in enumerate(next(iter(changes.values())))
    )
    return verdict_of([(old, new)])


def slow_changes(files: dict[str, str]) -> dict[Profile, tuple[Row, Row]]:
    """Payoffs before and after at every profile of programs that can occur, by the programs' names."""
    _, _, u = read_game(files["game.toml"])
    setting = tomllib.loads(files["setting.toml"])
    named = {name: read_reference(text) for name, text in setting["programs"].items()}
    change = setting["transformation"]

    def image(name: str, seat: int) -> Any:
        if change["kind"] == "map":
            return named[change["maps"][seat].get(name, name)]
        family, keyword = {
            "renegotiation": ("renegotiator", "default"),
            "literal-renegotiation": ("renegotiation_program", "base"),
        }[change["kind"]]
        proposal = {tuple(a.split(", ")): tuple(b.split(", ")) for a, b in change["proposals"][seat].items()}
        wrapped = program(family, **{keyword: named[name], "proposal": proposal})
        wrapped[1]["proposal"] = type(wrapped[1])(proposal)
        return wrapped

    listed = [row["programs"] for row in setting["law"]] if "law" in setting else setting.get("within")
    cases = product(*setting["spaces"].values()) if listed is None else map(tuple, listed)
    return {
        own: (u[reach([named[p] for p in own])], u[reach([image(p, k) for k, p in enumerate(own)])]) for own in cases
    }


def reach(programs: list[Any]) -> Profile:
    """What programs do when they meet."""
    return tuple(act(seat, programs) for seat in range(len(programs)))


def act(seat: int, programs: list[Any]) -> Any:
    """What the program at a seat does."""
    family, values = programs[seat]
    others = [own for k, own in enumerate(programs) if k != seat]
    if family == "always":
        return values["action"]
    if family in ("conditional_demander", "yielder"):
        assert family == "yielder" or len(others) == 1
        return values["accept"] if values["expected"] in others else values["insist"]
    keyword = {"renegotiator": "default", "renegotiation_program": "base"}[family]
    if all(own[0] == family for own in others):
        a = reach([own[1][keyword] for own in programs])
        wishes = {own[1]["proposal"].get(a, a) for own in programs}
        if len(wishes) == 1 and (family == "renegotiator" or wishes != {a}):
            return wishes.pop()[seat]
        if family == "renegotiator":
            return a[seat]
    return act(seat, [*programs[:seat], values[keyword], *programs[seat + 1 :]])


def of_games(files: dict[str, str]) -> str:
    """Definition 1 by trying all bijections of the reduced games; unrelated ones are played in any way at all."""
    _, actions, u = read_game(files["game.toml"])
    _, subset, paid = read_game(files["subset-game.toml"])
    left, right = survivors(actions, u), survivors(subset, paid)
    maps = [dict(zip(product(*left), product(*right), strict=True))] if left == right and same(u, paid, left) else []
    if not maps and list(map(len, left)) == list(map(len, right)):
        for orders in product(*(permutations(own) for own in right)):
            pairs = dict(zip(product(*left), product(*orders), strict=True))
            if all(affine([(u[a][k], paid[b][k]) for a, b in pairs.items()]) for k in range(len(left))):
                maps.append(pairs)
    verdicts = {verdict_of([(u[a], u[b]) for a, b in pairs.items()]) for pairs in maps}
    if maps:
        assert len(verdicts) == 1  # Lemma 4
        return verdicts.pop()
    every = [(u[a], u[b]) for a in product(*left) for b in product(*right)]
    if verdict_of(every) != STRICT:
        return verdict_of(every)
    neutral = any(all(u[a] == u[b] for a in product(*left)) for b in product(*right))
    return WEAK if neutral else STRICT


def survivors(actions: list[list[str]], u: dict[Profile, Row]) -> list[list[str]]:
    """What is left when strictly dominated actions are removed, one after the other."""
    alive = [list(own) for own in actions]
    while True:
        for k, own in enumerate(alive):
            rest = list(product(*alive[:k], *alive[k + 1 :]))
            gone = [
                x
                for x, y in permutations(own, 2)
                if all(u[(*z[:k], x, *z[k:])][k] < u[(*z[:k], y, *z[k:])][k] for z in rest)
            ]
            if gone:
                alive[k] = [x for x in own if x != gone[0]]
                break
        else:
            return alive


def same(u: Any, v: Any, actions: Any) -> bool:
    """Are two tables the same on these actions?"""
    return all(u[a] == v[a] for a in product(*actions))


def affine(pairs: list[tuple[F, F]]) -> bool:
    """Is u = λ·v + c with λ > 0 for these pairs (u, v)?"""
    (u0, v0), *rest = pairs
    steps = [(u - u0, v - v0) for u, v in rest]
    moved = [(x, y) for x, y in steps if (x, y) != (0, 0)]
    return not moved or all(x * y > 0 and x * moved[0][1] == y * moved[0][0] for x, y in moved)


def verdict_of(pairs: list[tuple[Any, Any]]) -> str:
    """Does nobody lose, and does somebody gain?"""
    changes = [y - x for old, new in pairs for x, y in zip(old, new, strict=True)]
    return NOT if any(c < 0 for c in changes) else STRICT if any(c > 0 for c in changes) else WEAK
