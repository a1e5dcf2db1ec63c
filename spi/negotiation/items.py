"""Division of items: OpenSpiel's bargaining instances, contexts of DealOrNoDeal, and CaSiNo's camping neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from spi.core.numbers import Exact
from spi.errors import FormatError
from spi.negotiation.imports import Imported, field_of, read_json, read_number, read_text, unknown_keys
from spi.negotiation.issues import issue
from spi.negotiation.preferences import Utility, additive
from spi.negotiation.scenario import Scenario, scenario

__all__ = ["divide_items", "read_casino", "read_deal_or_no_deal", "read_openspiel_bargaining"]

_NATURAL = re.compile(r"\d{1,4}", re.ASCII)
_POINTS = {"High": 5, "Medium": 4, "Low": 3}
_GOODS = ("Food", "Water", "Firewood")


def divide_items(
    pool: Mapping[str, int],
    values: Mapping[str, Sequence[Exact]],
    *,
    disagreement: Sequence[Exact],
    title: str = "",
) -> Scenario:
    """The negotiation of two sides over how many of each item the first one gets; the second gets the rest.

    Parameters
    ----------
    pool : mapping from item to how many there are
    values : mapping from side to what one of each item is worth to it
        Two sides.
    disagreement : pair of exact numbers
    title : str

    Returns
    -------
    Scenario
        One issue per item, whose options `0`, `1`, … are what the first side gets.

    Examples
    --------
    >>> talks = divide_items({"book": 1, "hat": 2}, {"A": [8, 1], "B": [4, 3]}, disagreement=[0, 0])
    >>> list(map(str, talks.payoffs(["1", "0"])))
    ['8', '6']

    Source: lewis-et-al-2017, Items
    """
    issues = [issue(item, [str(k) for k in range(n + 1)]) for item, n in pool.items()]
    (first, own), (second, others) = values.items()
    counts = list(pool.values())
    gets = [[Fraction(v) * k for k in range(n + 1)] for n, v in zip(counts, own, strict=True)]
    leaves = [[Fraction(v) * (n - k) for k in range(n + 1)] for n, v in zip(counts, others, strict=True)]
    utilities: dict[str, Utility] = {first: additive(gets), second: additive(leaves)}
    return scenario(issues, utilities, disagreement=disagreement, title=title)


def read_openspiel_bargaining(text: str | bytes, *, file: str = "<text>") -> Imported[list[Scenario]]:
    """Read OpenSpiel's bargaining instances: a line each, with the pool and what its items are worth to both players.

    Parameters
    ----------
    text : str or bytes
        Lines such as `1,2,3 8,1,0 4,0,2`.
    file : str

    Returns
    -------
    Imported
        A scenario per line, with disagreement 0, which is that game's rule. Empty lines are left out, and reported.

    Raises
    ------
    FormatError
        With the line at fault.

    Source: openspiel, Bargaining
    """
    found, repairs = [], []
    for number, line in enumerate(read_text(text, file=file).splitlines(), 1):
        if not line.strip():
            repairs.append(f"line {number} is empty, and left out")
            continue
        parts = [part.split(",") for part in line.split()]
        if len(parts) != 3 or len({len(part) for part in parts}) != 1:
            raise _at("accepted: three lists of numbers, as in 1,2,3 8,1,0 4,0,2", file, number, line)
        pool, first, second = (_naturals(part, file, number, line) for part in parts)
        names = [f"item {k}" for k in range(1, len(pool) + 1)]
        values = {"Player 0": first, "Player 1": second}
        found.append(divide_items(dict(zip(names, pool, strict=True)), values, disagreement=[0, 0]))
    return Imported(found, tuple(repairs))


def read_deal_or_no_deal(text: str | bytes, *, file: str = "<text>") -> Imported[list[Scenario]]:
    """Read contexts of DealOrNoDeal: for each dialogue two lines, one for each side, of counts and values in turn.

    Parameters
    ----------
    text : str or bytes
        Lines such as `2 2 3 1 1 0`: two books worth 2, three hats worth 1, one ball worth 0. With them may stand, in a
        file of dialogues, `<input> … </input>` and `<partner_input> … </partner_input>` in one line; nothing else is
        read.
    file : str

    Returns
    -------
    Imported
        A scenario per dialogue, with disagreement 0.

    Raises
    ------
    FormatError
        With the line at fault: two sides with different counts, a single line without the other side.

    Source: lewis-et-al-2017, Items
    """
    pairs: list[tuple[int, str, str, str]] = []
    waiting: tuple[int, str] | None = None
    repairs = []
    for number, line in enumerate(read_text(text, file=file).splitlines(), 1):
        own = re.search(r"<input>([^<]*)</input>", line)
        partner = re.search(r"<partner_input>([^<]*)</partner_input>", line)
        if own and partner:
            pairs.append((number, line, own[1], partner[1]))
        elif not line.strip():
            repairs.append(f"line {number} is empty, and left out")
        elif waiting is None:
            waiting = (number, line)
        else:
            pairs.append((number, line, waiting[1], line))
            waiting = None
    if waiting is not None:
        raise _at("the context of the other side is missing", file, *waiting)
    found = []
    for number, line, own_text, other_text in pairs:
        sides = [_naturals(side.split(), file, number, line) for side in (own_text, other_text)]
        if any(len(side) != 6 for side in sides):
            raise _at("accepted: a count and a value for each of three items, six numbers a side", file, number, line)
        if sides[0][::2] != sides[1][::2]:
            raise _at("the two sides have different counts", file, number, line)
        pool = dict(zip(("book", "hat", "ball"), sides[0][::2], strict=True))
        found.append(divide_items(pool, {"you": sides[0][1::2], "them": sides[1][1::2]}, disagreement=[0, 0]))
    return Imported(found, tuple(repairs))


def read_casino(text: str | bytes, *, file: str = "<text>") -> Imported[list[Scenario]]:
    """Read the negotiations of CaSiNo's JSON: three packages each of food, water and firewood.

    Parameters
    ----------
    text : str or bytes
        A list of dialogues, or one; only `participant_info`, and in it `value2issue`, is read.
    file : str

    Returns
    -------
    Imported
        A scenario per dialogue. An item of high, medium, low priority is worth 5, 4, 3 points, and walking away gives
        each side 5: that is the disagreement point. What is not read is reported once.

    Raises
    ------
    FormatError
        With the key at fault.

    Source: chawla-et-al-2021, The task
    """
    data = read_json(text, file=file)
    found, repairs = [], []
    for k, dialogue in enumerate(data if isinstance(data, list) else [data]):
        at = f"[{k}]"
        people = field_of(dialogue, "participant_info", dict, file=file, at=at)
        if len(people) != 2:
            raise FormatError(f"{at}.participant_info has {len(people)} sides; accepted: two", file=file)
        values = {name: _priorities(people, name, file, f"{at}.participant_info") for name in people}
        pool = dict.fromkeys(_GOODS, 3)
        found.append(divide_items(pool, values, disagreement=[5, 5]))
        repairs += unknown_keys(dialogue, ("participant_info",), at="")
    return Imported(found, tuple(dict.fromkeys(repairs)))


def _priorities(people: Any, name: str, file: str, at: str) -> list[int]:
    person = field_of(people, name, dict, file=file, at=at)
    order = field_of(person, "value2issue", dict, file=file, at=f"{at}.{name}")
    if sorted(order) != sorted(_POINTS) or sorted(map(str, order.values())) != sorted(_GOODS):
        raise FormatError(
            f"{at}.{name}.value2issue is {order!r}; accepted: High, Medium and Low for one each of {', '.join(_GOODS)}",
            file=file,
        )
    points = {good: _POINTS[priority] for priority, good in order.items()}
    return [points[good] for good in _GOODS]


def _naturals(parts: Sequence[str], file: str, number: int, line: str) -> list[int]:
    for part in parts:
        if not _NATURAL.fullmatch(part):
            raise _at(f"{part!r} is no whole number from 0 to 9999", file, number, line)
    return [int(read_number(part, file=file, at="a count or a value", line=number)) for part in parts]


def _at(why: str, file: str, number: int, line: str) -> FormatError:
    return FormatError(why, file=file, line=number, column=1, text=line[:200])
