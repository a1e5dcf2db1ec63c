"""Strategies that follow a rule: concessions by the clock, concessions for concessions, and chance.

Each has a level below which it neither offers nor accepts anything, and that level falls as time passes. How it falls
is all that distinguishes one that gives in early from one that waits until the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.errors import GameError
from spi.negotiation.issues import Outcome
from spi.negotiation.play.draws import chosen_index
from spi.negotiation.play.views import Move, View, as_offer, standing_offer
from spi.negotiation.preferences import utility_of

__all__ = ["ByClock", "ByChance", "ForConcessions", "boulware", "by_chance", "by_clock", "conceder", "for_concessions"]


@dataclass(frozen=True, slots=True)
class ByClock:
    """Gives up the part t^e of what it could give up, after the part t of the time; `by_clock` makes one.

    Parameters
    ----------
    name : str
    exponent : Fraction
        e: above 1 it waits, below 1 it hurries.

    Source: faratin-sierra-jennings-1998, Time dependent tactics
    """

    name: str
    exponent: Fraction

    def decide(self, view: View) -> Move:
        """Accept what is no worse than the level of this time; else offer something of that level."""
        power, root = self.exponent.as_integer_ratio()
        limit = view.elapsed**power

        def enough(worth: Fraction) -> bool:
            given = _given_up(view, worth)
            return given <= 0 or given**root <= limit  # given ≤ t^e, without a root

        return _offer_or_accept(view, enough)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class ForConcessions:
    """Gives up as much as the others have, measured in its own utility; `for_concessions` makes one.

    Parameters
    ----------
    name : str

    Source: faratin-sierra-jennings-1998, Behaviour dependent tactics
    """

    name: str

    def decide(self, view: View) -> Move:
        """Accept what is no worse than the level that the others' concessions earn; else offer something of it."""
        seen = [
            utility_of(view.own.utility, view.issues, a)
            for turn in view.turns
            if turn.side != view.side and (a := _whole(view, dict(turn.offered or ()))) is not None
        ]
        earned = max(seen[-1] - seen[0], Fraction(0)) if seen else Fraction(0)
        level = max(view.ranked[0][0] - earned, view.own.disagreement) if view.ranked else Fraction(0)
        return _offer_or_accept(view, lambda worth: worth >= level)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class ByChance:
    """Offers anything that is no worse than disagreement, with equal chances; `by_chance` makes one.

    Parameters
    ----------
    name : str

    Source: gode-sunder-1993, Zero-intelligence traders
    """

    name: str

    def decide(self, view: View) -> Move:
        """Draw an outcome; accept what is no worse than it, else offer it."""
        if not view.ranked:
            return Move("walk")
        worth, outcome = view.ranked[chosen_index(len(view.ranked), view.draw("offer"))]
        standing = standing_offer(view)
        if standing is not None and standing[0] >= worth:
            return Move("accept", standing[1])
        return _propose(view, outcome)

    _repr_html_ = html_of


def by_clock(exponent: Exact, *, name: str = "") -> ByClock:
    """A negotiator that concedes as time passes.

    Parameters
    ----------
    exponent : exact number
        Positive. At the time t, from 0 to 1, it has given up the part t^exponent of what lies between its best outcome
        and disagreement; at t = 1 it takes anything that is no worse than disagreement.
    name : str
        By default by the exponent.

    Returns
    -------
    ByClock
        Levels are compared exactly, also where t^exponent is irrational. If it sees the tables of the others, it offers
        what is best for them among all that is good enough; else what is just good enough, by chance among ties.

    Raises
    ------
    GameError
        For exponents that are not positive.

    Source: faratin-sierra-jennings-1998, Time dependent tactics
    """
    read = exact(exponent, place="exponent")
    if read <= 0 or max(read.as_integer_ratio()) > 1000:
        raise GameError(f"exponent = {read}; accepted: p/q with p and q from 1 to 1000")
    return ByClock(name or f"by clock, exponent {read}", read)


def boulware(*, name: str = "boulware") -> ByClock:
    """A negotiator that stands firm until the end is near: exponent 5.

    Parameters
    ----------
    name : str
        What it is called in tables.

    Returns
    -------
    ByClock

    Source: faratin-sierra-jennings-1998, Time dependent tactics
    """
    return by_clock(5, name=name)


def conceder(*, name: str = "conceder") -> ByClock:
    """A negotiator that concedes nearly everything early: exponent 1/5.

    Parameters
    ----------
    name : str
        What it is called in tables.

    Returns
    -------
    ByClock

    Source: faratin-sierra-jennings-1998, Time dependent tactics
    """
    return by_clock("1/5", name=name)


def for_concessions(*, name: str = "tit for tat") -> ForConcessions:
    """A negotiator that concedes as much as it is conceded.

    Parameters
    ----------
    name : str
        What it is called in tables.

    Returns
    -------
    ForConcessions

    Source: faratin-sierra-jennings-1998, Behaviour dependent tactics
    """
    return ForConcessions(name)


def by_chance(*, name: str = "random") -> ByChance:
    """A negotiator that offers by chance what does not harm it.

    Parameters
    ----------
    name : str
        What it is called in tables.

    Returns
    -------
    ByChance

    Source: gode-sunder-1993, Zero-intelligence traders
    """
    return ByChance(name)


def _given_up(view: View, worth: Fraction) -> Fraction:
    """Which part of what a side could give up it gives up by an outcome: 0 at its best, 1 at disagreement."""
    best = view.ranked[0][0]
    span = best - view.own.disagreement
    if span:
        return (best - worth) / span
    return Fraction(0) if worth >= best else Fraction(2)


def _whole(view: View, chosen: dict[str, str]) -> Outcome | None:
    if any(one.name not in chosen for one in view.issues):
        return None
    return tuple(chosen[one.name] for one in view.issues)


def _offer_or_accept(view: View, enough: Callable[[Fraction], bool]) -> Move:
    """`enough` says what is good enough; all that is better is, too."""
    if not view.ranked:
        return Move("walk")
    standing = standing_offer(view)
    if standing is not None and standing[0] >= view.own.disagreement and enough(standing[0]):
        return Move("accept", standing[1])
    low, high = 1, len(view.ranked)  # the best outcome is always good enough
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if enough(view.ranked[middle - 1][0]) else (low, middle - 1)
    allowed = view.ranked[:low]
    if view.others:
        chosen = max(
            allowed,
            key=lambda entry: (sum(utility_of(o.utility, view.issues, entry[1]) for o in view.others), entry[0]),
        )
        return _propose(view, chosen[1])
    least = allowed[-1][0]
    ties = [a for worth, a in allowed if worth == least]
    return _propose(view, ties[chosen_index(len(ties), view.draw("tie"))])


def _propose(view: View, outcome: Outcome) -> Move:
    offer = as_offer(view.issues, outcome)
    return Move("propose", offer, noted=offer)
