"""How a negotiation is conducted, and who knows what while it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.display import html_of
from spi.errors import GameError

__all__ = ["AlternatingOffers", "DemandGame", "Handshake", "NoteMatching", "Protocol", "Sight"]

Sight = Literal["own", "tables", "descriptions"]
"""What a side sees: its own table, all tables, or all tables and what the others are told."""


@dataclass(frozen=True, slots=True)
class AlternatingOffers:
    """The sides take turns to propose a whole deal; the other accepts, which ends it, or rejects, and is next.

    Parameters
    ----------
    rounds : int
        Proposals at most; after the last one is rejected there is disagreement.
    first : int
        The side that proposes first, counted from 0.
    discount : tuple of Fraction, one per side
        By which factor *gains over disagreement* shrink from one proposal to the next; from 0 to 1.
    breakdown : Fraction
        With which probability negotiations end after a rejection; from 0 to 1.

    Source: rubinstein-1982, The model
    """

    rounds: int
    first: int = 0
    discount: tuple[Fraction, ...] = (Fraction(1), Fraction(1))
    breakdown: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        _require_rounds(self.rounds)
        if not 0 <= self.first < len(self.discount):
            raise GameError(f"first = {self.first}; accepted: a side, from 0 to {len(self.discount) - 1}")
        for number in (*self.discount, self.breakdown):
            if type(number) is not Fraction or not 0 <= number <= 1:
                raise GameError(f"a discount factor or probability is {number!r}; accepted: a Fraction from 0 to 1")

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class DemandGame:
    """Both sides demand a point of the frontier at once; compatible demands are settled between them.

    Points are counted from the best one of side 1. Side 1 demands point k (at least what it gets there), side 2 point
    l. The demands are compatible exactly if l ≤ k, and then point ⌊(k + l)/2⌋ is what both get; otherwise there is
    disagreement.

    Parameters
    ----------
    settle : str
        `"middle"`, as above; `"first"` or `"second"`: what that side demanded.

    Source: nash-1953, The demand game, and ours
    """

    settle: Literal["middle", "first", "second"] = "middle"

    def __post_init__(self) -> None:
        if self.settle not in ("middle", "first", "second"):
            raise GameError(f"settle = {self.settle!r}; accepted: 'middle', 'first' or 'second'")

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Handshake:
    """Talk until one side announces agreement in public and the other confirms it; the notes have to name one deal.

    Parameters
    ----------
    rounds : int
        Turns of each side at most.
    phrase : str
        What has to be said.
    first : int

    Source: davidson-et-al-2024, Hard agreement
    """

    rounds: int = 10
    phrase: str = "We agree on all issues."
    first: int = 0

    def __post_init__(self) -> None:
        _require_rounds(self.rounds)
        if type(self.phrase) is not str or self.phrase == "":
            raise GameError(f"the phrase {self.phrase!r}; accepted: a string that is not empty")

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class NoteMatching:
    """Talk until the private notes of both sides name the same deal, whatever is said in public.

    A coordination game on the notes, with other equilibria than a `Handshake`: nobody has to announce anything.

    Parameters
    ----------
    rounds : int
        Turns of each side at most.
    first : int

    Source: davidson-et-al-2024, Soft agreement
    """

    rounds: int = 10
    first: int = 0

    def __post_init__(self) -> None:
        _require_rounds(self.rounds)

    _repr_html_ = html_of


Protocol = AlternatingOffers | DemandGame | Handshake | NoteMatching
"""How a deal comes about."""


def _require_rounds(rounds: int) -> None:
    if type(rounds) is not int or rounds < 1:
        raise GameError(f"{rounds!r} rounds; accepted: an int of at least 1")
