"""LAMEN's tables: its means over games, and the games that it drops before it takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.negotiation.scoring.lamen_compat import LamenScore
from spi.negotiation.transcripts import Transcript

__all__ = ["LamenSummary", "lamen_dropped", "lamen_summary"]

FEW_ROUNDS = 10


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

    _repr_html_ = html_of


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


def lamen_dropped(played: Transcript, score: LamenScore) -> tuple[str, ...]:
    """Why a game would be dropped before tables are made there; empty if it is kept.

    The filters act in silence, and remove most of the games in which the two sides' notes do not name one outcome. Here
    a game is never dropped; this says which of them that project's tables do not have.

    Parameters
    ----------
    played : Transcript
    score : LamenScore
        Of it.

    Returns
    -------
    tuple of str

    Source: davidson-et-al-2024, Metrics
    """
    found = []
    if any(not turn.message.strip() for turn in played.turns):
        found.append("an empty message")
    rounds = max((turn.round for turn in played.turns), default=0)
    if score.offline == "in-progress" and rounds < FEW_ROUNDS:
        found.append(f"in progress after {rounds} rounds")
    first, second = score.normalised
    if score.soft and first is not None and second is not None:
        kinds = {one.kind for one in played.scenario.issues}
        if first == 0 == second:
            found.append("completed, and worth nothing")
        elif kinds == {"distributive"} and first + second < 1:
            found.append("distributive, and the sides share less than everything")
        elif kinds == {"compatible"} and len(played.scenario.issues) == 1 and first > second:
            found.append("compatible, and the first side has more")
    return tuple(found)
