"""From a negotiation to a game: demands on the frontier, and what breakdowns become by a fallback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from spi.core.game import Game, Profile, profiles
from spi.core.lottery import read_payoffs
from spi.core.numbers import Exact, format_exact
from spi.errors import GameError, HypothesisError
from spi.negotiation.frontier import Frontier
from spi.negotiation.protocols import DemandGame
from spi.negotiation.scenario import Payoffs

__all__ = ["WITH_FALLBACK", "adoption_game", "demand_game", "meet_halfway", "replace_payoffs"]

WITH_FALLBACK = "{}, with a fallback"
"""The action of demanding something and declaring the fallback."""


def demand_game(frontier: Frontier, *, conflict: str | None = None, demands: Sequence[int] | None = None) -> Game:
    """The game in which both sides demand a point of the frontier at once.

    Parameters
    ----------
    frontier : Frontier
        Of a negotiation between two sides. The rule of settlement is that of its protocol, if that is a `DemandGame`;
        otherwise what is in the middle.
    conflict : str, optional
        The conflict outcome that incompatible demands lead to; by default disagreement.
    demands : sequence of int, optional
        The points of the frontier that may be demanded, counted from 0 from the first side's best; by default all. A
        settlement may be at any point between.

    Returns
    -------
    Game
        Demands are called by what the side asks for: `at least 2/3`. What is said of the game is said relative to this
        menu, to the settlement and to the conflict payoffs.

    Raises
    ------
    HypothesisError
        Unless there are two sides.
    GameError
        For points that the frontier does not have.

    Examples
    --------
    >>> from spi.negotiation.frontier import find_frontier
    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> game = demand_game(find_frontier(load_negotiation("negotiation/flat-and-lease")), demands=[0, 10])
    >>> print(*game.actions[0], sep="; ")
    at least 1; at least 2/3

    Source: nash-1953, The demand game, and ours
    """
    negotiation = frontier.scenario
    if len(negotiation.sides) != 2:
        raise HypothesisError(f"demands are for two sides; {len(negotiation.sides)} are given")
    points = frontier.points
    menu = list(range(len(points))) if demands is None else list(demands)
    for k in menu:
        if k not in range(len(points)):
            raise GameError(f"demand {k!r}; accepted: a point of the frontier, from 0 to {len(points) - 1}")
    rule = negotiation.protocol.settle if isinstance(negotiation.protocol, DemandGame) else "middle"
    outside = negotiation.disagreement if conflict is None else negotiation.conflict(conflict)
    rows = []
    for k in menu:
        row = []
        for own in menu:
            point = {"middle": (k + own) // 2, "first": k, "second": own}[rule]
            row.append(points[point] if own <= k else outside)
        rows.append(row)
    actions = [[f"at least {format_exact(points[k][i])}" for k in menu] for i in range(2)]
    title = f"Demands in {negotiation.title}" if negotiation.title else "Demands"
    return Game.from_payoffs(rows, actions=actions, players=negotiation.names, title=title, source=negotiation.source)


def meet_halfway(frontier: Frontier, game: Game) -> dict[Profile, Payoffs]:
    """What breakdowns of a demand game become if each side gets what the other's demand leaves.

    Parameters
    ----------
    frontier : Frontier
    game : Game
        As `demand_game` makes it, of this frontier.

    Returns
    -------
    dict from profile to Payoffs
        For each pair of incompatible demands k < l the payoffs (u₁ at l, u₂ at k), which lotteries or free disposal
        reach.

    Source: ours
    """
    first = {f"at least {format_exact(p[0])}": k for k, p in enumerate(frontier.points)}
    second = {f"at least {format_exact(p[1])}": k for k, p in enumerate(frontier.points)}
    points = frontier.points
    pairs = [(a, first[a[0]], second[a[1]]) for a in profiles(game)]
    return {a: (points[other][0], points[own][1]) for a, own, other in pairs if own < other}


def replace_payoffs(game: Game, becomes: Mapping[Profile, Sequence[Exact]]) -> Game:
    """The game with other payoffs at some profiles: what a fallback makes of it, if it is certain and known.

    Parameters
    ----------
    game : Game
    becomes : mapping from profile to one exact number per player

    Returns
    -------
    Game

    Raises
    ------
    GameError
        For profiles that are none, and payoffs of the wrong length.

    Source: ours
    """
    table = list(game.table)
    for a, payoffs in becomes.items():
        table[game.profile_index(a)] = read_payoffs(game, payoffs)
    return Game(game.players, game.actions, tuple(table), game.title, game.source)


def adoption_game(game: Game, becomes: Mapping[Profile, Sequence[Exact]]) -> Game:
    """The game in which each player demands something and declares the fallback or not.

    Parameters
    ----------
    game : Game
        Default play.
    becomes : mapping from profile to one exact number per player
        The fallback: what some outcomes become if *all* players have declared it.

    Returns
    -------
    Game
        With the actions x and `x, with a fallback` for each action x; unless all declare it, payoffs are those of x.

    Raises
    ------
    GameError
        As `replace_payoffs`.

    Source: digiovanni-et-al-2024, Definition 2, and ours
    """
    after = replace_payoffs(game, becomes)
    actions = tuple((*own, *map(WITH_FALLBACK.format, own)) for own in game.actions)
    table = tuple(after[a] if all(declared) else game[a] for a, declared in _declarations(game))
    return Game(game.players, actions, table, f"{game.title}, with a fallback".strip(", "), game.source)


def _declarations(game: Game) -> Iterator[tuple[Profile, tuple[bool, ...]]]:
    """The profiles of the adoption game in their order: what is demanded, and who declares the fallback."""
    choices = [[(x, declared) for declared in (False, True) for x in own] for own in game.actions]
    for chosen in product(*choices):
        yield tuple(x for x, _ in chosen), tuple(declared for _, declared in chosen)
