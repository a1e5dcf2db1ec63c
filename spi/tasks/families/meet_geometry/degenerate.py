"""Payoffs whose frontier is degenerate: a single point, or a piece of one line, or hardly any choice at all."""

from __future__ import annotations

from random import Random

__all__ = ["degenerate_rows"]

Rows = list[list[int]]


def degenerate_rows(random: Random, outcomes: int, players: int, most: int) -> Rows:
    """Payoffs, from 0 to `most`, of one of four kinds.

    One outcome is best for everybody; or all payoffs lie on one line; or one player is indifferent between all
    outcomes; or all outcomes pay the same but for two payoffs. (Where all pay the same without exception, no mistake
    leads anywhere else, so that this is not asked.)

    Parameters
    ----------
    random : Random
    outcomes, players : int
    most : int

    Returns
    -------
    list of rows

    Source: ours
    """
    return random.choice((_ideal, _line, _indifferent, _alike))(random, outcomes, players, most)


def _ideal(random: Random, outcomes: int, players: int, most: int) -> Rows:
    rows = [[random.randint(0, most - 1) for _ in range(players)] for _ in range(outcomes)]
    top = [max(column) + random.randint(0, 1) for column in zip(*rows, strict=True)]
    rows[random.randrange(outcomes)] = top
    return rows


def _line(random: Random, outcomes: int, players: int, most: int) -> Rows:
    """Points start + t·step, where everybody's steps are 1 or 2 up or down, and somebody's go another way."""
    while True:
        steps = [random.choice((-2, -1, -1, 1, 1, 2)) for _ in range(players)]
        reach = most // max(map(abs, steps))
        if reach > 2 and min(steps) < 0 < max(steps):
            break
    places = [random.randint(0, reach) for _ in range(outcomes)]
    starts = [random.randint(0, most - abs(step) * reach) + (abs(step) * reach if step < 0 else 0) for step in steps]
    return [[start + step * t for start, step in zip(starts, steps, strict=True)] for t in places]


def _indifferent(random: Random, outcomes: int, players: int, most: int) -> Rows:
    rows = [[random.randint(0, most) for _ in range(players)] for _ in range(outcomes)]
    seat, same = random.randrange(players), random.randint(0, most)
    for row in rows:
        row[seat] = same
    return rows


def _alike(random: Random, outcomes: int, players: int, most: int) -> Rows:
    same = [random.randint(0, most) for _ in range(players)]
    rows = [list(same) for _ in range(outcomes)]
    for k in random.sample(range(outcomes), 2):
        rows[k][random.randrange(players)] = random.randint(0, most)
    return rows
