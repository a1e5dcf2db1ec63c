"""What a negotiator sees when it is its turn, and what it can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Protocol as Interface

from spi.errors import HypothesisError
from spi.negotiation.issues import Issue, Outcome, count_outcomes
from spi.negotiation.preferences import utility_of
from spi.negotiation.protocols import Protocol
from spi.negotiation.scenario import Scenario, Side, feasible_outcomes
from spi.negotiation.transcripts import Act, Offer, Turn

__all__ = ["Move", "Negotiator", "Ranked", "View", "as_offer", "rank_outcomes", "standing_offer"]

BUDGET = 200_000
"""Outcomes at most that strategies look through."""

Ranked = tuple[tuple[Fraction, Outcome], ...]
"""Outcomes with what they are worth to one side, its best first."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a negotiator does.

    Parameters
    ----------
    act : str
    offer : Offer or None
        What is proposed or agreed to, in public.
    note : str
        For itself.
    message : str
        To the others.
    noted : Offer or None
        What the note accepts. By default: of an acceptance what is accepted, else nothing that can be read. A note is
        never taken to say what the message says, which would make every message faithful.
    unreadable : str
        Why nothing can be read from a reply. Then it is no move at all: neither a rejection nor anything else.

    Source: davidson-et-al-2024, Notes and messages, and ours
    """

    act: Act
    offer: Offer | None = None
    note: str = ""
    message: str = ""
    noted: Offer | None = None
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What one side knows when it is its turn: no table and no note of another, unless it is told them.

    Parameters
    ----------
    issues : tuple of Issue
    side : int
    own : Side
    names : tuple of str
        Of all sides.
    others : tuple of Side
        Empty unless the side sees the tables of the others.
    protocol : Protocol
    turns : tuple of Turn
        What has happened; notes of others are left out.
    number : int
        Of this turn, from 1: of proposals where they alternate, of the side's own turns where they talk.
    elapsed : Fraction
        Which part of the time is over: 0 at the first turn, 1 at the last.
    ranked : Ranked
        The outcomes that are no worse for the side than disagreement.
    draw : function from text to Fraction
        Chance: a number in [0, 1) for each text; the same one for the same text.

    Source: ours
    """

    issues: tuple[Issue, ...]
    side: int
    own: Side
    names: tuple[str, ...]
    others: tuple[Side, ...]
    protocol: Protocol
    turns: tuple[Turn, ...]
    number: int
    elapsed: Fraction
    ranked: Ranked
    draw: Callable[[str], Fraction]


class Negotiator(Interface):
    """Anything that makes moves.

    Source: ours
    """

    @property
    def name(self) -> str:
        """What tables of results call it."""
        ...

    def decide(self, view: View) -> Move:
        """What it does; a function of the view alone, so that a match can be played again."""
        ...


@lru_cache(maxsize=128)
def rank_outcomes(negotiation: Scenario, side: int) -> Ranked:
    """The outcomes that are no worse for a side than disagreement, its best first; ties as they are listed.

    Raises
    ------
    HypothesisError
        If there are too many outcomes to look through.

    Source: ours
    """
    total = count_outcomes(negotiation.issues)
    if total > BUDGET:
        raise HypothesisError(f"{total:,} outcomes, and strategies look through {BUDGET:,}; accepted: fewer outcomes")
    own = negotiation.sides[side]
    valued = [(utility_of(own.utility, negotiation.issues, a), a) for a in feasible_outcomes(negotiation)]
    return tuple(sorted((v for v in valued if v[0] >= own.disagreement), key=lambda entry: -entry[0]))


def standing_offer(view: View) -> tuple[Fraction, Offer] | None:
    """The last offer of another side that settles everything, with what it is worth to this one.

    Source: ours
    """
    for turn in reversed(view.turns):
        if turn.side != view.side and turn.offered is not None:
            chosen = dict(turn.offered)
            if any(one.name not in chosen for one in view.issues):
                return None
            outcome = tuple(chosen[one.name] for one in view.issues)
            return utility_of(view.own.utility, view.issues, outcome), turn.offered
    return None


def as_offer(issues: tuple[Issue, ...], outcome: Outcome) -> Offer:
    """A whole deal as an offer.

    Source: ours
    """
    return tuple((one.name, option) for one, option in zip(issues, outcome, strict=True))
