"""Pareto meet minima and projections of small games, and where mistaken readings of their definitions lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from random import Random
from typing import Literal

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import strictly_improves
from spi.solve.pareto_meet import Mode, efficient_outcomes, pareto_meet_minimum, projections
from spi.solve.polygons import convex_hull, frontier
from spi.tasks.material.scenes import Cast, draw_cast
from spi.tasks.material.words import profile_text, vector_text

__all__ = [
    "SIZES",
    "Asked",
    "Question",
    "answer_of",
    "draw_asked",
    "far_end",
    "meet_of",
    "members_text",
    "mistakes_of",
    "moved",
    "segment_text",
]

Vector = tuple[Fraction, ...]
Question = Literal["pure minimum", "convex minimum", "members", "segment"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the geometry of a game's payoffs.

    Parameters
    ----------
    question : "pure minimum", "convex minimum", "members" or "segment"
        PMM among outcomes, or among lotteries; PMP of an outcome among outcomes, or for two players among lotteries.
    cast : Cast
    game : Game
    player : int
        Whose projections are asked for.
    outcome : Profile
        Of what.

    Source: digiovanni-et-al-2024, Definition 5
    """

    question: Question
    cast: Cast
    game: Game
    player: int
    outcome: Profile


SIZES: dict[int, tuple[tuple[int, ...], ...]] = {
    1: ((2, 2),),
    2: ((2, 3), (3, 2)),
    3: ((3, 3), (2, 2, 2)),
    4: ((3, 3), (3, 4), (2, 2, 2)),
    5: ((3, 4), (4, 3), (2, 2, 3)),
}
"""By difficulty: how many actions the players have. Segments are for two players."""


def draw_asked(random: Random, sizes: Sequence[int], question: Question) -> Asked:
    """Draw a game with so many actions, and an outcome and a player.

    Source: ours
    """
    cast = draw_cast(random, sizes)
    most = 6 if question == "members" else 20
    rows = [[random.randint(0, most) for _ in sizes] for _ in product(*cast.actions)]
    if question == "members":
        _plant(random, rows)
    outcome = tuple(random.choice(own) for own in cast.actions)
    return Asked(question, cast, cast.game(rows), random.randrange(len(sizes)), outcome)


def _plant(random: Random, rows: list[list[int]]) -> None:
    """Give some outcomes the payoff that another one has for a player, so that projections are met at times."""
    for _ in range(len(rows) // 2):
        own, other = random.sample(range(len(rows)), 2)
        seat = random.randrange(len(rows[0]))
        rows[own][seat] = rows[other][seat]


def moved(random: Random, asked: Asked) -> Asked:
    """The same question with one payoff changed.

    Source: ours
    """
    rows = [list(row) for row in asked.game.table]
    k, seat = random.randrange(len(rows)), random.randrange(len(rows[0]))
    most = 6 if asked.question == "members" else 20
    rows[k][seat] = Fraction(random.choice([u for u in range(most + 1) if u != rows[k][seat]]))
    return Asked(asked.question, asked.cast, asked.cast.game(rows), asked.player, asked.outcome)


@lru_cache(maxsize=1024)
def meet_of(game: Game, mode: Mode) -> Vector:
    """The Pareto meet minimum; for two players among lotteries by a polygon, without linear programs.

    Source: digiovanni-et-al-2024, Definition 5
    """
    if mode == "convex" and len(game.players) == 2:
        return _least(frontier(convex_hull(game.table)))
    return pareto_meet_minimum(game, mode=mode)


def answer_of(asked: Asked) -> str | None:
    """The answer in words, or None where the question is degenerate.

    Degenerate are minima that are the least payoffs of all outcomes, and segments of one point; for three players also
    minima that are the same among outcomes and among lotteries. (For two they always are: what is best for one player,
    and then for the other, is efficient in both senses.)

    Source: digiovanni-et-al-2024, Definition 5
    """
    game = asked.game
    if asked.question == "members":
        return members_text(game, projections(game, asked.outcome, asked.player))
    if asked.question == "segment":
        return _segment(asked, meet_of(game, "convex"), asked.outcome, asked.player)
    found = meet_of(game, "pure" if asked.question == "pure minimum" else "convex")
    if found == _least(game.table):
        return None
    more = len(game.players) > 2
    return None if more and meet_of(game, "pure") == meet_of(game, "convex") else vector_text(found)


def members_text(game: Game, outcomes: Iterable[Profile]) -> str:
    """A set of outcomes in the order of the table, or "no outcome".

    Source: ours
    """
    own = set(outcomes)
    return ", ".join(profile_text(a) for a in profiles(game) if a in own) or "no outcome"


def segment_text(low: Sequence[Fraction], high: Sequence[Fraction]) -> str:
    """A segment of payoffs by its ends.

    Source: ours
    """
    return f"from {vector_text(low)} to {vector_text(high)}"


def far_end(game: Game, player: int, level: Fraction) -> Fraction | None:
    """The most that one of two players gets by lotteries that give the other exactly so much, or None if none does.

    Source: ours
    """
    other, found = 1 - player, list[Fraction]()
    for low, high in product(game.table, repeat=2):
        if low[other] == level:
            found.append(low[player])
        elif low[other] < level < high[other]:
            share = (level - low[other]) / (high[other] - low[other])
            found.append(low[player] + share * (high[player] - low[player]))
    return max(found, default=None)


def _segment(asked: Asked, minimum: Sequence[Fraction], outcome: Profile | None, player: int) -> str | None:
    start = minimum if outcome is None else map(max, minimum, asked.game[outcome])
    due = list(start)
    end = far_end(asked.game, player, due[1 - player])
    if end is None or end <= due[player]:
        return None
    return segment_text(due, [end if k == player else u for k, u in enumerate(due)])


def _least(rows: Iterable[Vector]) -> Vector:
    return tuple(map(min, zip(*rows, strict=True)))


def mistakes_of(asked: Asked) -> dict[str, str]:
    """What somebody would answer who reads the definition in a mistaken way; it can be the right answer.

    Source: ours
    """
    if asked.question == "members":
        found = _mistaken_members(asked)
    elif asked.question == "segment":
        found = _mistaken_segments(asked)
    else:
        found = _mistaken_minima(asked)
    return {name: text for name, text in found.items() if text is not None}


def _mistaken_minima(asked: Asked) -> dict[str, str | None]:
    game = asked.game
    efficient = [game[a] for a in efficient_outcomes(game)]
    weak = [u for u in game.table if not any(all(y > x for x, y in zip(u, v, strict=True)) for v in game.table)]
    points: dict[str, Sequence[Fraction]] = {
        "other-mode": meet_of(game, "convex" if asked.question == "pure minimum" else "pure"),
        "all-outcomes": _least(game.table),
        "weakly-efficient": _least(weak),
        "security-levels": [_security(game, k) for k in range(len(game.players))],
        "best-efficient": tuple(map(max, zip(*efficient, strict=True))),
        "one-outcome": min(efficient, key=lambda u: (sum(u, Fraction(0)), u)),
    }
    return {name: vector_text(point) for name, point in points.items()}


def _security(game: Game, seat: int) -> Fraction:
    return max(min(game[a][seat] for a in profiles(game) if a[seat] == x) for x in game.actions[seat])


def _mistaken_members(asked: Asked) -> dict[str, str | None]:
    game, seat, a = asked.game, asked.player, asked.outcome
    pure = meet_of(game, "pure")
    least, efficient = _least(game.table), set(efficient_outcomes(game))

    def members(due: Sequence[Fraction], *, exactly: bool = True) -> list[Profile]:
        own = []
        for b in profiles(game):
            equal = all(
                u == d if exactly else u >= d for k, (u, d) in enumerate(zip(game[b], due, strict=True)) if k != seat
            )
            if equal and game[b][seat] >= due[seat]:
                own.append(b)
        return own

    due = tuple(map(max, pure, game[a]))
    found = {
        "at-least-instead-of-exactly": members(due, exactly=False),
        "without-minimum": members(game[a]),
        "without-default": members(pure),
        "least-of-all-outcomes": members(tuple(map(max, least, game[a]))),
        "other-player": projections(game, a, (seat + 1) % len(game.players)),
        "efficient-only": [b for b in members(due) if b in efficient],
        "improvements": [b for b in profiles(game) if strictly_improves(game[b], game[a])],
    }
    return {name: members_text(game, own) for name, own in found.items()}


def _mistaken_segments(asked: Asked) -> dict[str, str | None]:
    game, seat, a = asked.game, asked.player, asked.outcome
    convex, pure = meet_of(game, "convex"), meet_of(game, "pure")
    due = tuple(map(max, convex, game[a]))
    best = max(u[seat] for u in game.table)
    ideal = segment_text(due, [best if k == seat else u for k, u in enumerate(due)]) if best > due[seat] else None
    return {
        "other-mode": _segment(asked, pure, a, seat),
        "without-minimum": _segment(asked, game[a], None, seat),
        "without-default": _segment(asked, convex, None, seat),
        "least-of-all-outcomes": _segment(asked, _least(game.table), a, seat),
        "other-player": _segment(asked, convex, a, 1 - seat),
        "own-best": ideal,
    }
