"""Payoffs given as nested lists: how deep, how wide, and walking them in step with the names of actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from spi.errors import GameError

__all__ = ["plain", "read_nested", "zip_nested"]

T = TypeVar("T")


def plain(value: object) -> Any:
    """Numpy arrays (anything with `tolist`) as nested lists; anything else as it is.

    Source: ours
    """
    tolist = getattr(value, "tolist", None)
    return tolist() if callable(tolist) else value


def read_nested(
    payoffs: object,
    convert: Callable[..., T],
    actions: Sequence[Sequence[str]] | None,
    players: Sequence[str] | None,
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[T, ...], ...]]:
    """Players, actions and the table of payoff vectors of nested payoffs.

    Parameters
    ----------
    payoffs : nested sequences or arrays, shape (|A1|, …, |An|)
    convert : function of a value and its `place`
        Reads one payoff.
    actions, players : sequences of names, optional
        By default a1, a2, … for the first player, b1, b2, … for the second; Player 1, Player 2, …

    Returns
    -------
    players, actions, table

    Raises
    ------
    GameError
        For ragged or empty payoffs: says where, and what would be accepted.

    Source: ours
    """
    payoffs = plain(payoffs)
    for what, given in (("actions", actions), ("players", players)):
        if isinstance(given, str):
            raise GameError(f"{what}={given!r} is one string; accepted: a list of {what}")
    if players is not None:
        n = len(players)
    elif actions is not None:
        n = len(actions)
    else:
        n = _depth_of(payoffs)
    if players is None:
        players = [f"Player {k + 1}" for k in range(n)]
    if actions is None:
        actions = [
            [f"{chr(ord('a') + k % 26)}{x + 1}" for x in range(size)] for k, size in enumerate(_sizes_of(payoffs, n))
        ]
    if len(actions) != len(players):
        raise GameError(f"{len(actions)} lists of actions for {len(players)} players; one per player is needed")
    for player, own in zip(players, actions, strict=True):
        if isinstance(own, str) or not isinstance(own, Sequence):
            raise GameError(f"the actions of {player} are {own!r}; accepted: a list of names")
    named = tuple(tuple(own) for own in actions)
    table: list[tuple[T, ...]] = []
    _fill(payoffs, tuple(players), named, (), "payoffs", convert, table)
    return tuple(players), named, tuple(table)


def _depth_of(payoffs: object) -> int:
    """Number of players, read off nested payoffs whose innermost values are strings or sequences of numbers."""
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


def _sizes_of(payoffs: object, n: int) -> list[int]:
    """Number of actions of each of n players, read off the first entry at each depth."""
    sizes, value = [], payoffs
    for depth in range(n):
        if not _is_list(value) or not value:
            raise GameError(f"{value!r} at payoffs{'[0]' * depth}; accepted: a non-empty list")
        sizes.append(len(value))  # type: ignore[arg-type]
        value = value[0]  # type: ignore[index]
    return sizes


def _fill(
    value: object,
    players: tuple[str, ...],
    actions: tuple[tuple[str, ...], ...],
    prefix: tuple[str, ...],
    place: str,
    convert: Callable[..., T],
    table: list[tuple[T, ...]],
) -> None:
    """Append to `table` the payoff vectors below a profile's prefix; every fault names its place and the profile."""
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
        _fill(value[k], players, actions, (*prefix, str(action)), f"{place}[{k}]", convert, table)  # type: ignore[index]


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
