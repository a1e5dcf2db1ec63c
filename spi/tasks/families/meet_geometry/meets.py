"""Pareto meet minima and projections of small games: what is asked of them, and the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from random import Random
from typing import Literal

from spi.core.game import Game, Profile, profiles
from spi.solve.pareto_meet import Mode, pareto_meet_minimum, projections
from spi.solve.polygons import convex_hull, frontier
from spi.tasks.families.meet_geometry.degenerate import degenerate_rows
from spi.tasks.families.meet_geometry.ends import best_end, end_text, mean_payoffs, projects
from spi.tasks.material.scenes import Cast, draw_cast
from spi.tasks.material.words import profile_text, vector_text

__all__ = [
    "SIZES",
    "Asked",
    "Question",
    "answer_of",
    "draw_asked",
    "ends_text",
    "far_end",
    "for_whom_there_is_none",
    "least",
    "meet_of",
    "members_text",
    "moved",
    "segment_text",
    "sizes_for",
]

Vector = tuple[Fraction, ...]
Question = Literal["pure minimum", "convex minimum", "members", "segment", "end", "lottery"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the geometry of a game's payoffs.

    Parameters
    ----------
    question : "pure minimum", "convex minimum", "members", "segment", "end" or "lottery"
        PMM among outcomes, or among lotteries; PMP of an outcome among outcomes, or for two players among lotteries;
        for three players the best point of it, among lotteries; whether a lottery is in it.
    cast : Cast
    game : Game
    player : int
        Whose projections are asked for.
    outcome : Profile
        Of what.
    degenerate : bool
        Are degenerate answers allowed? See `answer_of`.
    lottery : pairs of Profile and Fraction
        Whose membership is asked for.

    Source: digiovanni-et-al-2024, Definition 5
    """

    question: Question
    cast: Cast
    game: Game
    player: int
    outcome: Profile
    degenerate: bool = False
    lottery: tuple[tuple[Profile, Fraction], ...] = ()


SIZES: dict[int, tuple[tuple[int, ...], ...]] = {
    1: ((2, 2),),
    2: ((2, 3), (3, 2)),
    3: ((3, 3), (2, 2, 2)),
    4: ((3, 3), (3, 4), (2, 2, 2), (2, 2, 3)),
    5: ((3, 4), (4, 3), (2, 2, 3), (2, 3, 2)),
}
"""By difficulty: how many actions the players have."""


def sizes_for(question: Question, difficulty: int) -> list[tuple[int, ...]]:
    """The sizes that a question has at a difficulty: segments are for two players, best ends for three.

    Source: ours
    """
    wanted = {"segment": (2,), "end": (3,)}.get(question, (2, 3))
    return [own for own in SIZES[difficulty] if len(own) in wanted]


def draw_asked(random: Random, sizes: Sequence[int], question: Question, *, degenerate: bool) -> Asked:
    """Draw a game with so many actions, and an outcome and a player.

    Parameters
    ----------
    random : Random
    sizes : sequence of int
    question : Question
    degenerate : bool
        With a frontier of one point, all payoffs on a line, or something like that.

    Returns
    -------
    Asked
        For best ends most outcomes are worse for everybody than some few, since then there may be none.

    Source: ours
    """
    cast = draw_cast(random, sizes)
    outcomes = list(product(*cast.actions))
    most = _most(question)
    outcome = tuple(random.choice(own) for own in cast.actions)
    if degenerate:
        rows = degenerate_rows(random, len(outcomes), len(sizes), most)
    elif question == "end":
        best = set(random.sample([k for k, a in enumerate(outcomes) if a != outcome], random.randint(2, 4)))
        rows = [[random.randint(*((6, 20) if k in best else (0, 8))) for _ in sizes] for k in range(len(outcomes))]
    else:
        rows = [[random.randint(0, most) for _ in sizes] for _ in outcomes]
        if question == "members":
            _plant(random, rows)
    return Asked(question, cast, cast.game(rows), random.randrange(len(sizes)), outcome, degenerate)


def for_whom_there_is_none(random: Random, asked: Asked) -> Asked:
    """The same question about another player, if that one has no projection and so the answer is empty.

    Source: ours
    """
    due = list(map(max, meet_of(asked.game, "convex"), asked.game[asked.outcome]))
    players = range(len(due))
    none = [k for k in random.sample(players, len(players)) if best_end(asked.game, k, due) is None]
    return replace(asked, player=none[0]) if none else asked


def _most(question: Question) -> int:
    return 6 if question == "members" else 20


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
    values = range(_most(asked.question) + 1)
    rows[k][seat] = Fraction(random.choice([u for u in values if u != rows[k][seat]]))
    return replace(asked, game=asked.cast.game(rows))


@lru_cache(maxsize=1024)
def meet_of(game: Game, mode: Mode) -> Vector:
    """The Pareto meet minimum; for two players among lotteries by a polygon, without linear programs.

    Source: digiovanni-et-al-2024, Definition 5
    """
    if mode == "convex" and len(game.players) == 2:
        return least(frontier(convex_hull(game.table)))
    return pareto_meet_minimum(game, mode=mode)


def answer_of(asked: Asked) -> str | None:
    """The answer in words, or None where the question is degenerate and must not be.

    Degenerate are minima that are the least payoffs of all outcomes, and segments of one point; for three players also
    minima that are the same among outcomes and among lotteries. (For two they always are: what is best for one player,
    and then for the other, is efficient in both senses.)

    Source: digiovanni-et-al-2024, Definition 5
    """
    game, player = asked.game, asked.player
    if asked.question == "members":
        return members_text(game, projections(game, asked.outcome, player))
    if asked.question in ("segment", "end", "lottery"):
        due = list(map(max, meet_of(game, "convex"), game[asked.outcome]))
        if asked.question == "lottery":
            return "yes" if projects(mean_payoffs(game, asked.lottery), due, player) else "no"
        if asked.question == "end":
            return end_text(due, player, best_end(game, player, due))
        return segment_text(game, due, player, point=asked.degenerate)
    found = meet_of(game, "pure" if asked.question == "pure minimum" else "convex")
    if asked.degenerate:
        return vector_text(found)
    more = len(game.players) > 2
    same = found == least(game.table) or (more and meet_of(game, "pure") == meet_of(game, "convex"))
    return None if same else vector_text(found)


def members_text(game: Game, outcomes: Iterable[Profile]) -> str:
    """A set of outcomes in the order of the table, or "no outcome".

    Source: ours
    """
    own = set(outcomes)
    return ", ".join(profile_text(a) for a in profiles(game) if a in own) or "no outcome"


def segment_text(game: Game, due: Sequence[Fraction], player: int, *, point: bool) -> str | None:
    """The segment of payoffs that a player has from what is due on; None if it is none, or no more than a wanted point.

    Parameters
    ----------
    game : Game
        Of two players.
    due : two Fractions
    player : int
    point : bool
        Is a single point an answer, too?

    Returns
    -------
    str or None

    Source: ours
    """
    end = far_end(game, player, due[1 - player])
    if end is None or end < due[player] or (end == due[player] and not point):
        return None
    return ends_text(due, [end if k == player else u for k, u in enumerate(due)])


def ends_text(low: Sequence[Fraction], high: Sequence[Fraction]) -> str:
    """A segment of payoffs by its ends, or a single point.

    Source: ours
    """
    if tuple(low) == tuple(high):
        return f"only {vector_text(low)}"
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


def least(rows: Iterable[Vector]) -> Vector:
    """The least payoff of each player.

    Source: ours
    """
    return tuple(map(min, zip(*rows, strict=True)))
