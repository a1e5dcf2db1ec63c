"""Payoffs given as nested lists: how deep, how wide, and walking them in step with the names of actions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from spi.errors import GameError

__all__ = ["depth_of", "fill", "plain", "sizes_of", "zip_nested"]


def plain(value: object) -> Any:
    """Numpy arrays (anything with `tolist`) as nested lists; anything else as it is.

    Source: ours
    """
    tolist = getattr(value, "tolist", None)
    return tolist() if callable(tolist) else value


def depth_of(payoffs: object) -> int:
    """Number of players, read off nested payoffs whose innermost values are strings or sequences of numbers.

    Source: ours
    """
    depth, value = 0, payoffs
    while _is_list(value):
        if not value:
            raise GameError(f"empty list at payoffs{'[0]' * depth}; every player needs at least one action")
        depth, value = depth + 1, value[0]  # type: ignore[index]
    n = depth if isinstance(value, str) and "," in value else depth - 1
    if isinstance(value, str) and depth and n != depth and depth == 1:
        n = 1  # a one-player game written as ["1", "2"]
    if n < 1:
        raise GameError(
            f"payoffs={payoffs!r}; accepted: lists nested as deep as there are players, with 'u1, u2, …' inside"
        )
    return n


def sizes_of(payoffs: object, n: int) -> list[int]:
    """Number of actions of each of n players, read off the first entry at each depth.

    Source: ours
    """
    sizes, value = [], payoffs
    for depth in range(n):
        if not _is_list(value) or not value:
            raise GameError(f"{value!r} at payoffs{'[0]' * depth}; accepted: a non-empty list")
        sizes.append(len(value))  # type: ignore[arg-type]
        value = value[0]  # type: ignore[index]
    return sizes


def fill(
    value: object,
    players: tuple[str, ...],
    actions: tuple[tuple[str, ...], ...],
    prefix: tuple[str, ...],
    place: str,
    convert: Any,
    table: list[tuple[Fraction, ...]],
) -> None:
    """Append to `table` the payoff vectors below a profile's prefix; every fault names its place and the profile.

    Source: ours
    """
    depth, n = len(prefix), len(players)
    at = f"{place} ({', '.join(prefix)})" if prefix else place
    if depth == n:
        numbers: Any = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        if not _is_list(numbers) or len(numbers) != n:
            raise GameError(f"{value!r} at {at} is not a payoff vector; accepted: {n} exact numbers, one per player")
        table.append(tuple(convert(v, place=f"{at}, payoff of {p}") for v, p in zip(numbers, players, strict=True)))
        return
    own = actions[depth]
    if not _is_list(value) or len(value) != len(own):  # type: ignore[arg-type]
        found = f"{len(value)} entries" if _is_list(value) else repr(value)  # type: ignore[arg-type]
        raise GameError(
            f"{found} at {at}; {len(own)} are needed, one for each action of {players[depth]} "
            f"({', '.join(map(str, own))})"
        )
    for k, action in enumerate(own):
        fill(value[k], players, actions, (*prefix, str(action)), f"{place}[{k}]", convert, table)  # type: ignore[index]


def zip_nested(arrays: list[Any], n: int, place: tuple[int, ...]) -> Any:
    """Turn n arrays of depth n into one array of depth n whose leaves are payoff vectors.

    Source: ours
    """
    if len(place) == n:
        return list(arrays)
    sizes = {len(a) if _is_list(a) else -1 for a in arrays}
    if len(sizes) != 1 or sizes == {-1}:
        at = "".join(f"[{k}]" for k in place)
        raise GameError(
            f"the arrays differ in shape at {at or 'the outermost level'}; "
            f"accepted: {n} arrays of the same shape, one axis per player"
        )
    return [zip_nested([a[k] for a in arrays], n, (*place, k)) for k in range(sizes.pop())]


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
