"""Threat points: how low the others can hold a player who answers them best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from spi.core.display import html_of
from spi.core.game import Game
from spi.solve.reduction import Mixture
from spi.solve.zero_sum import solve_zero_sum

__all__ = ["Threat", "payoffs_against", "threat_points"]


@dataclass(frozen=True, slots=True)
class Threat:
    """A player's threat point, vᵢ = min over independent mixtures of the others of max over her actions of her payoff.

    Parameters
    ----------
    player : str
    lower : Fraction
        What she can guarantee herself against any joint mixture of the others, correlated ones included: vᵢ ≥ lower.
    upper : Fraction
        What `punishment` holds her to: vᵢ ≤ upper. For two players lower = upper = vᵢ.
    guarantee : tuple of (action, Fraction)
        Her mixture that earns at least `lower` against every profile of the others.
    punishment : dict from player to tuple of (action, Fraction)
        The others' independent mixtures, against which no action of hers earns more than `upper`.

    Source: oesterheld-conitzer-2022, Theorem 1
    """

    player: str
    lower: Fraction
    upper: Fraction
    guarantee: Mixture
    punishment: dict[str, Mixture]

    @property
    def is_exact(self) -> bool:
        """Is the threat point known: lower = upper?"""
        return self.lower == self.upper

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def threat_points(game: Game) -> tuple[Threat, ...]:
    """Threat points of all players, exact for two of them, intervals for more.

    Parameters
    ----------
    game : Game
        The *full* game: dominated actions can be the best punishment, so that the reduced game may have other values.

    Returns
    -------
    tuple of Threat, length n
        In player order.

    Notes
    -----
    Exact rationals. For two players a matrix game each. With three or more, minimising over independent mixtures is
    not convex: the lower end lets the others correlate (a matrix game against their joint profiles), the upper end is
    the best of their pure profiles and of the correlated optimum's marginals, improved one player at a time for a few
    rounds.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> [str(threat.upper) for threat in threat_points(load_game("oesterheld-conitzer-2022/temptation"))]
    ['1', '8/5']

    Source: oesterheld-conitzer-2022, Theorem 1
    """
    return tuple(_threat(game, i) for i in range(len(game.players)))


def payoffs_against(game: Game, i: int, punishment: Mapping[str, Mixture]) -> dict[str, Fraction]:
    """What each action of a player earns her when the others draw from their mixtures independently.

    Parameters
    ----------
    game : Game
    i : int
        The player's index.
    punishment : mapping from player to Mixture
        One for each of the others.

    Returns
    -------
    dict from action to Fraction

    Source: oesterheld-conitzer-2022, Theorem 1
    """
    others = [k for k in range(len(game.players)) if k != i]
    mixtures = [[dict(punishment[game.players[k]]).get(y, Fraction(0)) for y in game.actions[k]] for k in others]
    return dict(zip(game.actions[i], _expected(game, i, others, mixtures), strict=True))


def _threat(game: Game, i: int) -> Threat:
    own, others = game.actions[i], [k for k in range(len(game.players)) if k != i]
    joint = list(product(*(game.actions[k] for k in others)))

    def payoff(x: str, profile: Sequence[str]) -> Fraction:
        return game[(*profile[:i], x, *profile[i:])][i]

    solution = solve_zero_sum([[payoff(x, profile) for profile in joint] for x in own])
    marginals = [
        [
            sum((p for p, b in zip(solution.column, joint, strict=True) if b[k] == y), Fraction(0))
            for y in game.actions[other]
        ]
        for k, other in enumerate(others)
    ]
    starts = [marginals]
    if len(others) > 1:
        pure = min(joint, key=lambda profile: max(payoff(x, profile) for x in own))
        starts.append([[Fraction(y == b) for y in game.actions[k]] for k, b in zip(others, pure, strict=True)])
    best = min((_improved(game, i, others, start) for start in starts), key=lambda found: found[0])
    punishment = {
        game.players[k]: _mixture(game.actions[k], weights) for k, weights in zip(others, best[1], strict=True)
    }
    return Threat(game.players[i], solution.value, best[0], _mixture(own, solution.row), punishment)


def _improved(
    game: Game, i: int, others: Sequence[int], mixtures: list[list[Fraction]]
) -> tuple[Fraction, list[list[Fraction]]]:
    """Let the others answer optimally one after the other, the rest held fixed, while that lowers the value."""
    value = max(_expected(game, i, others, mixtures))
    if len(others) < 2:
        return value, mixtures
    for _ in range(3):
        before = value
        for k in range(len(others)):
            rows = []
            for y in range(len(game.actions[others[k]])):
                fixed = [Fraction(z == y) for z in range(len(game.actions[others[k]]))]
                rows.append(_expected(game, i, others, [*mixtures[:k], fixed, *mixtures[k + 1 :]]))
            solution = solve_zero_sum(list(zip(*rows, strict=True)))
            if solution.value < value:
                value, mixtures = solution.value, [*mixtures[:k], list(solution.column), *mixtures[k + 1 :]]
        if value == before:
            break
    return value, mixtures


def _expected(game: Game, i: int, others: Sequence[int], mixtures: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """The player's expected payoff from each of her actions against independent mixtures of the others."""
    totals = [Fraction(0)] * len(game.actions[i])
    supports = [
        [(y, p) for y, p in zip(game.actions[k], own, strict=True) if p]
        for k, own in zip(others, mixtures, strict=True)
    ]
    for chosen in product(*supports):
        weight = prod((p for _, p in chosen), start=Fraction(1))
        profile = [y for y, _ in chosen]
        for x, action in enumerate(game.actions[i]):
            totals[x] += weight * game[(*profile[:i], action, *profile[i:])][i]
    return totals


def _mixture(actions: Sequence[str], weights: Sequence[Fraction]) -> Mixture:
    return tuple((x, p) for x, p in zip(actions, weights, strict=True) if p)
