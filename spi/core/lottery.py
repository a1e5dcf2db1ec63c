"""Lotteries over the outcomes of a game, and what they are worth."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from spi.core.game import Game, Profile, profiles
from spi.core.numbers import Exact, exact
from spi.core.parametric_game import ParametricGame
from spi.errors import GameError

__all__ = [
    "Lottery",
    "Payoffs",
    "expected_payoffs",
    "payoff_classes",
    "read_lottery",
    "read_payoffs",
    "read_probabilities",
]

Lottery = tuple[tuple[Profile, Fraction], ...]
"""Outcomes with their positive probabilities, which sum to 1."""

Probabilities = Mapping[Any, Exact] | Lottery
"""A lottery as it may be given: exact probabilities by profile, or pairs. (Any: keys of a Mapping are invariant.)"""

Payoffs = tuple[Fraction, ...]
"""One payoff per player."""

K = TypeVar("K", bound=Hashable)


def read_lottery(game: Game | ParametricGame, probabilities: Probabilities) -> Lottery:
    """Read a lottery over the outcomes of a game.

    Parameters
    ----------
    game : Game or ParametricGame
    probabilities : mapping from profile to exact number, or pairs of them
        Outcomes that are not named, or named with 0, do not occur.

    Returns
    -------
    Lottery
        In the order of the game's table.

    Raises
    ------
    GameError
        For a profile that the game does not have or that occurs twice, a negative or inexact probability, a sum that
        is not 1.

    Examples
    --------
    >>> game = Game.from_payoffs([["0, 0", "1, 1"]], actions=[["x"], ["l", "r"]])
    >>> read_lottery(game, {("x", "r"): "1/3", ("x", "l"): "2/3"})
    ((('x', 'l'), Fraction(2, 3)), (('x', 'r'), Fraction(1, 3)))

    Source: ours
    """
    pairs = probabilities.items() if isinstance(probabilities, Mapping) else probabilities
    read = read_probabilities([(game.profile_index(a), p) for a, p in pairs])
    outcomes = list(profiles(game))
    return tuple((outcomes[k], read[k]) for k in sorted(read))


def read_probabilities(pairs: Iterable[tuple[K, Exact]]) -> dict[K, Fraction]:
    """Read probabilities of different things.

    Parameters
    ----------
    pairs : iterable of (thing, exact number)

    Returns
    -------
    dict from thing to Fraction
        Positive; things of probability 0 are left out.

    Raises
    ------
    GameError
        For a thing that occurs twice, a negative or inexact probability, a sum that is not 1.

    Source: ours
    """
    found: dict[K, Fraction] = {}
    for thing, value in pairs:
        probability = exact(value, place="a probability")
        if probability < 0:
            raise GameError(f"the probability {probability}; accepted: 0 to 1")
        if thing in found:
            raise GameError("two probabilities of one outcome; accepted: each outcome once")
        found[thing] = probability
    total = sum(found.values(), Fraction(0))
    if total != 1:
        raise GameError(f"the probabilities sum to {total}; accepted: probabilities that sum to 1")
    return {thing: p for thing, p in found.items() if p}


def expected_payoffs(game: Game, lottery: Lottery) -> Payoffs:
    """What a lottery is worth to each player.

    Parameters
    ----------
    game : Game
    lottery : Lottery
        Over outcomes of the game.

    Returns
    -------
    tuple of Fraction, length n

    Source: ours
    """
    rows = [(game[a], p) for a, p in lottery]
    return tuple(sum((p * row[i] for row, p in rows), Fraction(0)) for i in range(len(game.players)))


def payoff_classes(game: Game, outcomes: Iterable[Profile]) -> dict[Payoffs, tuple[Profile, ...]]:
    """Outcomes by their payoffs: two outcomes are in one class if they are worth the same to everybody.

    Parameters
    ----------
    game : Game
    outcomes : iterable of profiles of the game

    Returns
    -------
    dict from payoffs to profiles
        Classes and members in the order in which the outcomes come.

    Source: ours
    """
    classes: dict[Payoffs, list[Profile]] = {}
    for a in outcomes:
        classes.setdefault(game[a], []).append(a)
    return {payoffs: tuple(members) for payoffs, members in classes.items()}


def read_payoffs(game: Game, payoffs: Sequence[Exact], what: str = "payoff vector") -> Payoffs:
    """Read one exact number per player.

    Parameters
    ----------
    game : Game
    payoffs : sequence of n exact numbers
    what : str
        What it is, for the message.

    Returns
    -------
    tuple of Fraction, length n

    Raises
    ------
    GameError
        Unless there is one exact number per player.

    Source: ours
    """
    if isinstance(payoffs, str) or len(payoffs) != len(game.players):
        raise GameError(f"{payoffs!r} is no {what}; accepted: {len(game.players)} exact numbers, one per player")
    return tuple(exact(u, place=f"the {what} of {p}") for p, u in zip(game.players, payoffs, strict=True))
