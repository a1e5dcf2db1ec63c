"""LAMEN's tables: its means over games, of which none is dropped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.negotiation.scoring.lamen_compat import LamenScore

__all__ = ["LamenSummary", "lamen_summary"]


@dataclass(frozen=True, slots=True)
class LamenSummary:
    """Games between the same two agents in LAMEN's metrics.

    Parameters
    ----------
    games : int
    hard, soft : Fraction or None
        Which part was completed; None without games.
    over_all : tuple of (Fraction or None)
        U, for each side: the mean of normalised payoffs, games without completion counting 0.
    over_completed : tuple of (Fraction or None)
        U*: over the completed ones; None if there is none.

    Source: davidson-et-al-2024, Metrics
    """

    games: int
    hard: Fraction | None
    soft: Fraction | None
    over_all: tuple[Fraction | None, ...]
    over_completed: tuple[Fraction | None, ...]


def lamen_summary(scores: Sequence[LamenScore]) -> LamenSummary:
    """Average LAMEN's metrics over games.

    Parameters
    ----------
    scores : sequence of LamenScore

    Returns
    -------
    LamenSummary
        How often it is completed differs much between the hard and the soft test, so that both are there.

    Source: davidson-et-al-2024, Metrics
    """
    completed = [score for score in scores if score.soft]

    def mean(values: Sequence[Fraction | None]) -> Fraction | None:
        known = [value for value in values if value is not None]
        return sum(known, Fraction(0)) / len(known) if known else None

    return LamenSummary(
        len(scores),
        mean([Fraction(score.hard) for score in scores]),
        mean([Fraction(score.soft) for score in scores]),
        tuple(mean([score.normalised[side] for score in scores]) for side in range(2)),
        tuple(mean([score.normalised[side] for score in completed]) for side in range(2)),
    )
