"""What was said, written down and concluded in one negotiation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from spi.core.display import html_of
from spi.errors import GameError
from spi.negotiation.issues import Outcome
from spi.negotiation.scenario import Scenario

__all__ = ["Act", "Deal", "Invalid", "NoDeal", "Offer", "Result", "Transcript", "Turn", "transcript"]

Act = Literal["propose", "accept", "confirm", "reject", "walk", "talk"]
"""What a turn does; `confirm` is the second step of a handshake, `walk` ends the negotiation without a deal."""

Offer = tuple[tuple[str, str], ...]
"""Pairs of issue and option (ids); a partial offer leaves issues open, and is a set of outcomes."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one side: what it wrote for itself, what it said, and what it offered by either.

    Parameters
    ----------
    side : int
        Counted from 0.
    round : int
        Counted from 1; both sides have a turn in each round.
    act : str
    note, message : str
        What the side wrote for itself, and what it said to the others; as they were, never repaired.
    noted, offered : Offer or None
        What note and message offer, by ids; None if they offer nothing that can be read. Empty and None differ: an
        empty offer settles nothing.

    Source: davidson-et-al-2024, Notes and messages
    """

    side: int
    round: int
    act: Act = "talk"
    note: str = ""
    message: str = ""
    noted: Offer | None = None
    offered: Offer | None = None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Deal:
    """All sides agreed on one outcome.

    Parameters
    ----------
    outcome : Outcome
        One option of each issue.

    Source: ours
    """

    outcome: Outcome

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class NoDeal:
    """No agreement; `reason` says how it ended, and `conflict` names the conflict outcome, if it ended in one.

    Parameters
    ----------
    reason : str
    conflict : str or None

    Source: ours
    """

    reason: str
    conflict: str | None = None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Invalid:
    """Neither a deal nor a failure to reach one: sides name different outcomes, an offer is illegal, a run broke off.

    Parameters
    ----------
    reason : str

    Source: ours
    """

    reason: str

    _repr_html_ = html_of


Result = Deal | NoDeal | Invalid
"""How a negotiation ended; one outcome, never two private beliefs."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of one negotiation and its result.

    Parameters
    ----------
    scenario : Scenario
    turns : tuple of Turn
    result : Deal, NoDeal or Invalid
    provenance : tuple of (str, str)
        Where it comes from: models, seeds, files, by name.

    See Also
    --------
    spi.transcript

    Source: ours
    """

    scenario: Scenario
    turns: tuple[Turn, ...]
    result: Result
    provenance: tuple[tuple[str, str], ...] = ()

    _repr_html_ = html_of


def transcript(
    scenario: Scenario, turns: list[Turn], result: Result, *, provenance: tuple[tuple[str, str], ...] = ()
) -> Transcript:
    """A transcript whose sides, offers and result are those of the scenario.

    Parameters
    ----------
    scenario : Scenario
    turns : list of Turn
    result : Deal, NoDeal or Invalid
    provenance : tuple of (str, str)

    Returns
    -------
    Transcript

    Raises
    ------
    GameError
        Naming the turn with an unknown side, act, issue or option; for a deal that is no outcome, and a conflict that
        the scenario does not have. Illegal offers of players are data: keep them in `note` and `message`, with None in
        `noted` and `offered`, or as the reason of an `Invalid` result.

    Source: ours
    """
    for k, turn in enumerate(turns, 1):
        if not 0 <= turn.side < len(scenario.sides):
            raise GameError(f"turn {k} is of side {turn.side}; accepted: 0 to {len(scenario.sides) - 1}")
        if turn.act not in get_args(Act):
            raise GameError(f"turn {k} does {turn.act!r}; accepted: {', '.join(get_args(Act))}")
        for offer in (turn.noted, turn.offered):
            for name, option in offer or ():
                try:
                    scenario.issue(name).index(option)
                except GameError as error:
                    raise GameError(f"turn {k}: {error}") from None
    match result:
        case Deal():
            scenario.payoffs(result.outcome)
        case NoDeal() if result.conflict is not None:
            scenario.conflict(result.conflict)
    return Transcript(scenario, tuple(turns), result, provenance)
