"""Lotteries that are a player's projections, or nearly so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from spi.tasks.families.meet_geometry.ends import mean_payoffs, projects
from spi.tasks.families.meet_geometry.meets import Asked, answer_of, least, meet_of
from spi.tasks.material.scenes import draw_cast

__all__ = ["NO", "YES", "draw_member", "mistaken_memberships", "moved_out"]

YES, NO = "yes", "no"

WEIGHTS = tuple(
    tuple(Fraction(x, sum(own)) for x in own) for own in ((1, 1), (1, 2), (1, 3), (2, 3), (1, 1, 1), (1, 1, 2))
)


def draw_member(random: Random, sizes: Sequence[int]) -> Asked | None:
    """A game with a lottery over two or three outcomes that is a projection of another one, or None if none was found.

    Parameters
    ----------
    random : Random
    sizes : sequence of int

    Returns
    -------
    Asked or None

    Notes
    -----
    Payoffs are drawn, and then some are set so that everybody else gets on average what is due to her. Either the
    outcome is made to give just that, and no more to the player than the lottery does. Or what is due is left as it is,
    mostly the minimum, and one of the lottery's outcomes is set; if that changes the minimum it was in vain.

    Source: ours
    """
    cast = draw_cast(random, sizes)
    outcomes = list(product(*cast.actions))
    rows = [[random.randint(0, 20) for _ in sizes] for _ in outcomes]
    weights = random.choice(WEIGHTS)
    a, *drawn = random.sample(range(len(outcomes)), len(weights) + 1)
    player = random.randrange(len(sizes))
    lottery = tuple((outcomes[k], p) for k, p in zip(drawn, random.sample(weights, len(weights)), strict=True))
    asked = Asked("lottery", cast, cast.game(rows), player, outcomes[a], lottery=lottery)
    by_outcome = random.random() < (0.5 if len(sizes) == 2 else 0.95)
    gets = mean_payoffs(asked.game, lottery)
    due = [Fraction(round(u)) for u in gets] if by_outcome else _due(asked)
    place, (_, share) = random.choice(list(zip(drawn, lottery, strict=True)))
    for k in range(len(sizes)):
        if k != player:
            wanted = rows[place][k] + (due[k] - gets[k]) / share
            if wanted.denominator > 1 or not 0 <= wanted <= 20:
                return None
            rows[place][k] = int(wanted)
        if by_outcome:
            rows[a][k] = random.randint(0, int(due[k])) if k == player else int(due[k])
    asked = replace(asked, game=cast.game(rows))
    return asked if answer_of(asked) == YES else None


def moved_out(random: Random, asked: Asked, *, others: bool) -> Asked | None:
    """The same question with one payoff changed by at most 6, and the lottery is no projection any more; or None.

    Parameters
    ----------
    random : Random
    asked : Asked
    others : bool
        Does somebody else get too little or too much then, and not the player too little? Else the other way round.

    Returns
    -------
    Asked or None

    Source: ours
    """
    for _ in range(12):
        rows = [list(row) for row in asked.game.table]
        row, k = random.choice(rows), random.randrange(len(rows[0]))
        row[k] += random.choice([d for d in (-6, -4, -3, -2, -1, 1, 2, 3, 4, 6) if 0 <= row[k] + d <= 20])
        other = replace(asked, game=asked.cast.game(rows))
        due, gets = _due(other), mean_payoffs(other.game, other.lottery)
        too_little = gets[asked.player] < due[asked.player]
        inexact = any(u != d for k, (u, d) in enumerate(zip(gets, due, strict=True)) if k != asked.player)
        if (too_little, inexact) == (not others, others):
            return other
    return None


def mistaken_memberships(asked: Asked) -> dict[str, str]:
    """What somebody says of a lottery who reads the definition in a mistaken way; it can be right.

    Source: ours
    """
    game, seat, own = asked.game, asked.player, asked.game[asked.outcome]
    gets, due, pure = mean_payoffs(game, asked.lottery), _due(asked), meet_of(game, "pure")
    readings = {
        "other-mode": (tuple(map(max, pure, own)), seat),
        "without-minimum": (own, seat),
        "without-default": (meet_of(game, "convex"), seat),
        "least-of-all-outcomes": (tuple(map(max, least(game.table), own)), seat),
        "other-player": (due, (seat + 1) % len(due)),
    }
    found = {name: projects(gets, start, k) for name, (start, k) in readings.items()}
    found["at-least-instead-of-exactly"] = all(u >= d for u, d in zip(gets, due, strict=True))
    found["each-outcome"] = all(projects(game[a], due, seat) for a, _ in asked.lottery)
    return {name: YES if holds else NO for name, holds in found.items()}


def _due(asked: Asked) -> tuple[Fraction, ...]:
    return tuple(map(max, meet_of(asked.game, "convex"), asked.game[asked.outcome]))
