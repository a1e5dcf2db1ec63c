"""Where mistaken readings of the definitions of Pareto meet minima and projections lead."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import strictly_improves
from spi.solve.pareto_meet import efficient_outcomes, projections
from spi.tasks.families.meet_geometry.ends import best_end, end_text, reachable_end
from spi.tasks.families.meet_geometry.meets import Asked, ends_text, least, meet_of, members_text, segment_text
from spi.tasks.material.words import vector_text

__all__ = ["mistakes_of"]


def mistakes_of(asked: Asked) -> dict[str, str]:
    """What somebody would answer who reads the definition in a mistaken way; it can be the right answer.

    Source: ours
    """
    if asked.question == "end":
        return _mistaken_ends(asked)
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
        "all-outcomes": least(game.table),
        "weakly-efficient": least(weak),
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
    bottom, efficient = least(game.table), set(efficient_outcomes(game))

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
        "least-of-all-outcomes": members(tuple(map(max, bottom, game[a]))),
        "other-player": projections(game, a, (seat + 1) % len(game.players)),
        "efficient-only": [b for b in members(due) if b in efficient],
        "improvements": [b for b in profiles(game) if strictly_improves(game[b], game[a])],
    }
    return {name: members_text(game, own) for name, own in found.items()}


def _mistaken_segments(asked: Asked) -> dict[str, str | None]:
    game, seat = asked.game, asked.player
    convex, pure, own = meet_of(game, "convex"), meet_of(game, "pure"), game[asked.outcome]
    due = list(map(max, convex, own))
    best = [max(u[seat] for u in game.table) if k == seat else x for k, x in enumerate(due)]
    readings = {
        "other-mode": (tuple(map(max, pure, own)), seat),
        "without-minimum": (own, seat),
        "without-default": (convex, seat),
        "least-of-all-outcomes": (tuple(map(max, least(game.table), own)), seat),
        "other-player": (tuple(due), 1 - seat),
    }
    found = {name: segment_text(game, start, k, point=True) for name, (start, k) in readings.items()}
    return found | {"own-best": ends_text(due, best), "corner": ends_text(due, due)}


def _mistaken_ends(asked: Asked) -> dict[str, str]:
    game, seat, own = asked.game, asked.player, asked.game[asked.outcome]
    convex, pure, other = meet_of(game, "convex"), meet_of(game, "pure"), (asked.player + 1) % len(asked.game.players)
    due = tuple(map(max, convex, own))
    alone = tuple(map(max, pure, own))
    found = {
        "other-mode": end_text(alone, seat, reachable_end(game, seat, alone)),
        "at-least-instead-of-exactly": end_text(due, seat, best_end(game, seat, due, exactly=False)),
        "own-best": end_text(due, seat, max(u[seat] for u in game.table)),
        "corner": end_text(due, seat, due[seat]),
        "other-player": end_text(due, other, best_end(game, other, due)),
    }
    readings = {"without-minimum": own, "without-default": convex}
    readings["least-of-all-outcomes"] = tuple(map(max, least(game.table), own))
    return found | {name: end_text(start, seat, best_end(game, seat, start)) for name, start in readings.items()}
