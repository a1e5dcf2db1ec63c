"""Lock-out from the text of a file of commitments alone, slowly and with nothing of the library: for two players.

What a player can believe of the other's policy, given that the other keeps to what she has left, is any law γ over
that, but for one constraint: if a policy that is believed with at least q is left, then γ gives it at least q. (Mass on
what is not left only makes this harder; if the policy is not left, it can have all the mass that is asked for.)
"""

import tomllib
from collections.abc import Set
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from tests.lock_out_oracle import corners

Data = dict[str, Any]
Table = dict[tuple[str, str], list[Fraction]]


def read(text: str) -> Data:
    data = tomllib.loads(text)
    rows, columns = data["policies"]
    table = {
        (x, y): [Fraction(v) for v in data["payoffs"][i][j].split(",")]
        for (i, x), (j, y) in product(enumerate(rows), enumerate(columns))
    }
    return data | {"table": table}


def left(data: Data, made: list[Data], kept: Set[tuple[str, str]] = frozenset()) -> list[list[str]]:
    menus = []
    for player, own in zip(data["players"], data["policies"], strict=True):
        menu = []
        for x in own:
            gone = [
                m for m in made if x in m["removes"].get(player, []) and x not in m.get("except", {}).get(player, [])
            ]
            if not gone or ((player, x) in kept and all("by" in m for m in gone)):
                menu.append(x)
        menus.append(menu)
    return menus


def image(data: Data, change: Data, p: list[str]) -> tuple[str, str]:
    one, other = (change["maps"].get(q, {}).get(x, x) for q, x in zip(data["players"], p, strict=True))
    return one, other


def is_spi(data: Data, change: Data) -> bool:
    u: Table = data["table"]
    safe = all(v >= w for p in data["space"] for v, w in zip(u[image(data, change, p)], u[tuple(p)], strict=True))
    usual = [entry["policies"] for entry in data["default"]]
    return safe and any(sum(u[image(data, change, p)]) > sum(u[tuple(p)]) for p in usual)


def is_supported(data: Data, menus: list[list[str]], i: int, policy: str) -> bool:
    u: Table = data["table"]
    mine, theirs = menus[i], menus[1 - i]

    def worth(x: str, y: str) -> Fraction:
        return u[(x, y) if i == 0 else (y, x)][i]

    above = [([worth(policy, y) - worth(x, y) for y in theirs], Fraction(0)) for x in mine if x != policy]
    for belief in data.get("beliefs", []):
        if belief["of"] == data["players"][i]:
            (named,) = [term["when"][data["players"][1 - i]] for term in belief["terms"]]
            if named in theirs:
                above.append(([Fraction(y == named) for y in theirs], Fraction(belief["at_least"])))
    pure = [[Fraction(y == z) for y in theirs] for z in theirs]
    if any(all(sum(a * p for a, p in zip(row, x, strict=True)) >= b for row, b in above) for x in pure):
        return True
    return next(corners(len(theirs), above, []), None) is not None


def case(data: Data, menus: list[list[str]]) -> str:
    found = "implementation"
    for change in data["transforms"]:
        asked = [image(data, change, entry["policies"]) for entry in data["default"]]
        if is_spi(data, change) and all(x in menu for p in asked for x, menu in zip(p, menus, strict=True)):
            found = "incentive"
            if all(is_supported(data, menus, i, p[i]) for p in asked for i in (0, 1)):
                return "open"
    return found


def cases(data: Data) -> list[str]:
    return [case(data, left(data, data["moves"][:k])) for k in range(len(data["moves"]) + 1)]


def smallest(data: Data) -> list[set[tuple[str, str]]]:
    everything = [(q, x) for q, own in zip(data["players"], data["policies"], strict=True) for x in own]
    now = left(data, data["moves"])
    free = [(q, x) for q, x in everything if x not in now[data["players"].index(q)]]
    free = [(q, x) for q, x in free if x in left(data, data["moves"], {(q, x)})[data["players"].index(q)]]
    for size in range(len(free) + 1):
        found = [
            set(some) for some in combinations(free, size) if case(data, left(data, data["moves"], set(some))) == "open"
        ]
        if found:
            return found
    return []
