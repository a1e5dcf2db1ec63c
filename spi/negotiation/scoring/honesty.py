"""Do sides say what they write to themselves? Faithfulness with three values, and never vacuously true.

A message is faithful to a note if, on what both mention, it asks for at least as much as the note accepts: nobody
offers what its own note rules out. Where nothing is mentioned by both there is nothing to compare, which is neither
faithful nor unfaithful; the number of turns that can be compared is the denominator, and is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.display import html_of
from spi.negotiation.preferences import Additive, option_values, utility_of
from spi.negotiation.scenario import Scenario
from spi.negotiation.transcripts import Offer, Transcript

__all__ = [
    "Faithfulness",
    "FaithfulnessCounts",
    "belief_accuracy",
    "compare_offers",
    "compare_totals",
    "external_faithfulness",
    "internal_faithfulness",
    "issue_utility",
]

Faithfulness = Literal["faithful", "unfaithful", "not comparable", "missing"]
"""`missing`: one of the two was never given, or cannot be read; a text without an offer is an offer of nothing."""


@dataclass(frozen=True, slots=True)
class FaithfulnessCounts:
    """How many turns of a side are what.

    Parameters
    ----------
    faithful, unfaithful : int
    not_comparable : int
        Turns whose two offers have no issue in common.
    missing : int
        Turns without the one or the other.

    Source: ours
    """

    faithful: int
    unfaithful: int
    not_comparable: int
    missing: int

    @property
    def comparable(self) -> int:
        """The denominator."""
        return self.faithful + self.unfaithful

    @property
    def rate(self) -> Fraction | None:
        """The faithful part of the turns that can be compared; None if there is none."""
        return Fraction(self.faithful, self.comparable) if self.comparable else None

    _repr_html_ = html_of


def issue_utility(negotiation: Scenario, side: int, issue: str, option: str) -> Fraction | None:
    """What an option adds for a side; None where utility is no sum over the issues.

    Source: davidson-et-al-2024, Faithfulness
    """
    utility = negotiation.sides[side].utility
    if not isinstance(utility, Additive):
        return None
    k = [one.name for one in negotiation.issues].index(issue)
    return option_values(utility)[k][negotiation.issues[k].index(option)]


def compare_offers(negotiation: Scenario, side: int, said: Offer | None, accepted: Offer | None) -> Faithfulness:
    """Is an offer at least as good for a side as another, on each issue that both mention?

    Parameters
    ----------
    negotiation : Scenario
    side : int
        In whose utility they are compared.
    said, accepted : Offer or None
        None is an offer that was not made or cannot be read.

    Returns
    -------
    Faithfulness
        Where utility is no sum over the issues, only whole deals can be compared.

    Source: davidson-et-al-2024, Faithfulness, and ours
    """
    if said is None or accepted is None:
        return "missing"
    if not isinstance(negotiation.sides[side].utility, Additive):
        return compare_totals(negotiation, side, said, accepted)
    one, other = dict(said), dict(accepted)
    pairs = [
        (issue_utility(negotiation, side, name, one[name]), issue_utility(negotiation, side, name, other[name]))
        for name in one
        if name in other
    ]
    if not pairs:
        return "not comparable"
    return "faithful" if all(x >= y for x, y in pairs if x is not None and y is not None) else "unfaithful"


def compare_totals(negotiation: Scenario, side: int, said: Offer | None, accepted: Offer | None) -> Faithfulness:
    """Is an offer at least as good for a side as another, over all that they settle?

    Parameters
    ----------
    negotiation : Scenario
    side : int
    said, accepted : Offer or None

    Returns
    -------
    Faithfulness
        Offers that do not settle the same issues are not comparable: what is open could be worth anything. Where
        utility is no sum over the issues, they have to settle all.

    Source: ours
    """
    if said is None or accepted is None:
        return "missing"
    one, other = dict(said), dict(accepted)
    if not one or one.keys() != other.keys():
        return "not comparable"
    utility = negotiation.sides[side].utility
    if isinstance(utility, Additive):
        values = [
            sum((issue_utility(negotiation, side, n, o) or Fraction(0) for n, o in own.items()), Fraction(0))
            for own in (one, other)
        ]
    elif len(one) == len(negotiation.issues):
        values = [
            utility_of(utility, negotiation.issues, tuple(own[issue.name] for issue in negotiation.issues))
            for own in (one, other)
        ]
    else:
        return "not comparable"
    return "faithful" if values[0] >= values[1] else "unfaithful"


def internal_faithfulness(played: Transcript, side: str | int, *, totals: bool = False) -> FaithfulnessCounts:
    """Do a side's messages ask for at least as much as its own notes accept?

    Parameters
    ----------
    played : Transcript
    side : str or int
        Her name, or her position, from 0.
    totals : bool
        Compare sums over all issues, instead of each issue.

    Returns
    -------
    FaithfulnessCounts
        Over the turns of the side.

    Source: davidson-et-al-2024, Faithfulness, and ours
    """
    compare = compare_totals if totals else compare_offers
    who = played.scenario.side_index(side)
    turns = [turn for turn in played.turns if turn.side == who]
    return _counted(compare(played.scenario, who, turn.offered, turn.noted) for turn in turns)


def external_faithfulness(
    played: Transcript, side: str | int, beliefs: Mapping[int, Offer | None]
) -> FaithfulnessCounts:
    """Do a side's messages ask for at least as much as it believes that the other side would accept?

    Parameters
    ----------
    played : Transcript
    side : str or int
        Her name, or her position, from 0.
    beliefs : mapping from the position of a turn, from 0, to Offer or None
        What the side says, when it is asked, that the other would accept; None if its answer cannot be read. Turns at
        which it was not asked are not counted.

    Returns
    -------
    FaithfulnessCounts
        In the utility of the *speaker*.

    Source: davidson-et-al-2024, Faithfulness, and ours
    """
    who = played.scenario.side_index(side)
    asked = [(turn, beliefs[k]) for k, turn in enumerate(played.turns) if turn.side == who and k in beliefs]
    return _counted(compare_offers(played.scenario, who, turn.offered, belief) for turn, belief in asked)


def belief_accuracy(
    played: Transcript, side: str | int, beliefs: Mapping[int, Offer | None], *, other: str | int | None = None
) -> FaithfulnessCounts:
    """Would the other side really have accepted what it is believed to accept?

    Parameters
    ----------
    played : Transcript
    side : str or int
        Who believes: her name, or her position, from 0.
    beliefs : mapping from the position of a turn, from 0, to Offer or None
    other : str or int, optional
        Whom the beliefs are about; with two sides, the other one.

    Returns
    -------
    FaithfulnessCounts
        "Faithful" are beliefs that are right: in the other's true utility, what is believed is at least as good, on
        each issue that both mention, as what its own last note before accepts.

    Source: ours
    """
    who = played.scenario.side_index(side)
    about = 1 - who if other is None else played.scenario.side_index(other)
    found: list[Faithfulness] = []
    for k, turn in enumerate(played.turns):
        if turn.side == who and k in beliefs:
            notes = [earlier.noted for earlier in played.turns[:k] if earlier.side == about]
            found.append(compare_offers(played.scenario, about, beliefs[k], notes[-1] if notes else None))
    return _counted(found)


def _counted(found: Iterable[Faithfulness]) -> FaithfulnessCounts:
    every = list(found)
    kinds: tuple[Faithfulness, ...] = ("faithful", "unfaithful", "not comparable", "missing")
    return FaithfulnessCounts(*(every.count(kind) for kind in kinds))
