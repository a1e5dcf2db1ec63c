"""How a negotiation went: who conceded how much and when, and whether sides accept what they should."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.negotiation.scenario import Scenario
from spi.negotiation.scoring.outcomes import score_outcome
from spi.negotiation.scoring.yardstick import Yardstick
from spi.negotiation.transcripts import Deal, Offer, Transcript

__all__ = ["Acceptance", "ProcessScore", "complete_offer", "score_acceptance", "score_process"]


@dataclass(frozen=True, slots=True)
class ProcessScore:
    """The course of one side's offers; partial offers have no utility, and are not among them.

    Parameters
    ----------
    turns : int
        Of this side.
    rounds : int
        Until the end, of both.
    own, other : tuple of Fraction
        The utility of its successive complete offers to itself, and the least one to another side.
    largest_concession : Fraction or None
        The largest step down in its own utility.
    monotone : bool or None
        Did it never ask for more than before? None with fewer than two offers.
    helpful : bool or None
        Did no offer give the others less than the one before?
    last_gap : Fraction or None
        What its last offer left: the most that some side could have had more without harm to any other; 0 exactly if
        it is Pareto-optimal.

    Source: ours
    """

    turns: int
    rounds: int
    own: tuple[Fraction, ...]
    other: tuple[Fraction, ...]
    largest_concession: Fraction | None
    monotone: bool | None
    helpful: bool | None
    last_gap: Fraction | None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whether a side's agreement fits what it had asked for.

    Parameters
    ----------
    worth : Fraction
        The deal, to this side.
    standing : Fraction or None
        Its own last complete offer before it accepted; None if it made none.
    below_offer, below_disagreement : bool
        Was the deal worth less than that offer, or than no deal? The first can be a concession; the second is a fault.

    Source: ours
    """

    worth: Fraction
    standing: Fraction | None
    below_offer: bool
    below_disagreement: bool


def complete_offer(negotiation: Scenario, offer: Offer | None) -> tuple[str, ...] | None:
    """The outcome that an offer names; None unless it settles all issues.

    Source: davidson-et-al-2024, Rules
    """
    chosen = dict(offer or ())
    if any(one.name not in chosen for one in negotiation.issues):
        return None
    outcome = tuple(chosen[one.name] for one in negotiation.issues)
    return outcome if negotiation.feasible is None or negotiation.feasible(outcome) else None


def score_process(measure: Yardstick, played: Transcript, side: str | int) -> ProcessScore:
    """The course of one side's offers.

    Parameters
    ----------
    measure : Yardstick
        Of the transcript's scenario.
    played : Transcript
    side : str or int
        Her name, or her position, from 0.

    Returns
    -------
    ProcessScore

    Source: ours
    """
    negotiation = played.scenario
    who = negotiation.side_index(side)
    turns = [turn for turn in played.turns if turn.side == who]
    offers = [a for turn in turns if (a := complete_offer(negotiation, turn.offered)) is not None]
    payoffs = [negotiation.payoffs(a) for a in offers]
    own = tuple(p[who] for p in payoffs)
    other = tuple(min(x for j, x in enumerate(p) if j != who) for p in payoffs)
    last = score_outcome(measure, Deal(offers[-1])) if offers else None
    return ProcessScore(
        len(turns),
        max((turn.round for turn in played.turns), default=0),
        own,
        other,
        max((a - b for a, b in itertools.pairwise(own)), default=None),
        _all_steps(own, falling=True),
        _all_steps(other, falling=False),
        max(last.left) if last is not None and last.left is not None else None,
    )


def score_acceptance(played: Transcript, side: int) -> Acceptance | None:
    """Did a side agree to something that it should not have agreed to?

    Parameters
    ----------
    played : Transcript
    side : int

    Returns
    -------
    Acceptance or None
        None without a deal.

    Source: ours
    """
    if not isinstance(played.result, Deal):
        return None
    negotiation = played.scenario
    worth = negotiation.payoffs(played.result.outcome)[side]
    standing = None
    for turn in played.turns:
        if turn.side == side and (offer := complete_offer(negotiation, turn.offered)) is not None:
            standing = negotiation.payoffs(offer)[side]
    below = standing is not None and worth < standing
    return Acceptance(worth, standing, below, worth < negotiation.disagreement[side])


def _all_steps(values: Sequence[Fraction], *, falling: bool) -> bool | None:
    if len(values) < 2:
        return None
    steps = itertools.pairwise(values)
    return all(a >= b if falling else a <= b for a, b in steps)
