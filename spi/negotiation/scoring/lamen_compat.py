"""LAMEN's metrics as that project computes them, to be shown beside the corrected ones and never instead of them.

Where they differ it is on purpose there or by accident, and either way tables that were published have these numbers:
each side's payoff is read from its own private notes, a partial deal is divided by what the issues it settles could
give, and a message without an offer is faithful because there is nothing to compare.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.errors import HypothesisError
from spi.negotiation.lamen import lamen_rounded
from spi.negotiation.preferences import Additive, option_values
from spi.negotiation.scenario import Scenario
from spi.negotiation.scoring.completion import Comparison, completion_label, detect_completion
from spi.negotiation.scoring.honesty import compare_offers
from spi.negotiation.transcripts import Offer, Transcript

__all__ = [
    "LamenScore",
    "lamen_faithfulness",
    "lamen_nearest_label",
    "lamen_normalised",
    "lamen_optimal",
    "lamen_score",
    "partial_bounds",
]


@dataclass(frozen=True, slots=True)
class LamenScore:
    """One negotiation in LAMEN's metrics.

    Parameters
    ----------
    online, offline : str
        The label of the last turns, by the test that stops a negotiation and by the one that labels its log.
    hard, soft : bool
        By the test that labels logs: full agreement; that, or notes that agree.
    payoffs : tuple of (Fraction or None)
        Of each side, *from its own notes*: two payoffs that may belong to no common outcome. None without any note.
    normalised : tuple of (Fraction or None)
        Over the range of the issues in its notes; 0 unless soft.
    optimal : Fraction
        Half the largest sum of payoffs, issue by issue; equal shares of it can be infeasible.
    internal : tuple of (Fraction or None)
        The part of its turns whose message is faithful to the note, vacuously or not.
    short_messages, short_notes : tuple of (Fraction or None)
        The part that has fewer words than the limit.
    readable_notes : tuple of (Fraction or None)
        The part of its notes whose offer can be read.

    Source: davidson-et-al-2024, Metrics
    """

    online: str
    offline: str
    hard: bool
    soft: bool
    payoffs: tuple[Fraction | None, ...]
    normalised: tuple[Fraction | None, ...]
    optimal: Fraction
    internal: tuple[Fraction | None, ...]
    short_messages: tuple[Fraction | None, ...]
    short_notes: tuple[Fraction | None, ...]
    readable_notes: tuple[Fraction | None, ...]

    _repr_html_ = html_of


def lamen_score(
    played: Transcript, *, comparison: Comparison = "offline", words: int = 64, phrase: str | None = None
) -> LamenScore:
    """One negotiation in LAMEN's metrics.

    Parameters
    ----------
    played : Transcript
        Between two sides whose utilities are sums over the issues.
    comparison : str
        The test by which `hard` and `soft` are decided.
    words : int
        The limit of notes and messages.
    phrase : str, optional

    Returns
    -------
    LamenScore

    Raises
    ------
    HypothesisError
        For other negotiations.

    Source: davidson-et-al-2024, Metrics
    """
    negotiation = played.scenario
    _require(negotiation)
    found = detect_completion(played, phrase=phrase)
    soft = found.detected("soft", comparison)
    payoffs: list[Fraction | None] = []
    normalised: list[Fraction | None] = []
    for side in range(2):
        notes = _carried(played, side)
        payoffs.append(None if notes is None else _total(negotiation, side, notes))
        share = None if notes is None else lamen_normalised(negotiation, side, notes)
        normalised.append(share if soft else Fraction(0))
    turns = [[turn for turn in played.turns if turn.side == side] for side in range(2)]
    return LamenScore(
        completion_label(found, "online"),
        completion_label(found, "offline"),
        found.detected("hard", comparison),
        soft,
        tuple(payoffs),
        tuple(normalised),
        lamen_optimal(negotiation),
        tuple(lamen_faithfulness(played, side) for side in range(2)),
        tuple(_part([len(turn.message.split()) < words for turn in own]) for own in turns),
        tuple(_part([len(turn.note.split()) < words for turn in own]) for own in turns),
        tuple(_part([turn.noted is not None for turn in own]) for own in turns),
    )


def lamen_normalised(negotiation: Scenario, side: int, noted: Offer) -> Fraction | None:
    """The payoff of a note over the range of the issues that it mentions: 1 if these are all at their best.

    Parameters
    ----------
    negotiation : Scenario
    side : int
    noted : Offer

    Returns
    -------
    Fraction or None
        None of an empty note. Issues that are left open do not count, so that a partial deal can have 1 although it is
        worth nothing by the rules: see `partial_bounds`.

    Source: davidson-et-al-2024, Metrics
    """
    tables = dict(zip((one.name for one in negotiation.issues), _rounded(negotiation, side), strict=True))
    span = sum((max(tables[name]) - min(tables[name]) for name, _ in noted), Fraction(0))
    return _total(negotiation, side, noted) / span if span else None


def lamen_optimal(negotiation: Scenario) -> Fraction:
    """Half the largest joint payoff, from weights and declared kinds of the issues alone.

    A compatible issue counts the largest payoffs of both sides, any other the larger one of them.

    Parameters
    ----------
    negotiation : Scenario

    Returns
    -------
    Fraction

    Source: davidson-et-al-2024, Metrics
    """
    _require(negotiation)
    best = [[max(own) for own in option_values(side.utility)] for side in negotiation.sides
            if isinstance(side.utility, Additive)]  # fmt: skip
    kinds = [one.kind == "compatible" for one in negotiation.issues]
    return sum((a + b if both else max(a, b) for a, b, both in zip(*best, kinds, strict=True)), Fraction(0)) / 2


def lamen_faithfulness(played: Transcript, side: int) -> Fraction | None:
    """The part of a side's turns whose message asks, wherever note and message can be compared, for no less.

    Turns whose note cannot be read are dropped; a message that offers nothing is faithful, vacuously.

    Source: davidson-et-al-2024, Faithfulness
    """
    turns = [turn for turn in played.turns if turn.side == side and turn.noted is not None]
    return _part([compare_offers(played.scenario, side, t.offered, t.noted) != "unfaithful" for t in turns])


def lamen_nearest_label(text: str, labels: Sequence[str]) -> str | None:
    """The label whose first whole number is nearest to the first one of a text: how illegal offers are repaired there.

    The repair makes 500 dollars of "$1,400", since the first whole number of that is 1. It is here to show what a
    repair did, not to repair.

    Parameters
    ----------
    text : str
    labels : sequence of str

    Returns
    -------
    str or None
        The first of the nearest; None if there is no number in the text or in the labels.

    Examples
    --------
    >>> lamen_nearest_label("$1,400", ["$500", "$600", "$1400"])
    '$500'

    Source: davidson-et-al-2024, Metrics
    """
    wanted = _first_whole(text)
    numbers = [(n, label) for label in labels if (n := _first_whole(label)) is not None]
    if wanted is None or not numbers:
        return None
    return min(numbers, key=lambda entry: abs(entry[0] - wanted))[1]


def partial_bounds(negotiation: Scenario, side: int, offer: Offer) -> tuple[Fraction, Fraction]:
    """The least and the most that a side can have once the issues that an offer leaves open are settled.

    Parameters
    ----------
    negotiation : Scenario
        With additive utilities and no constraint.
    side : int
    offer : Offer

    Returns
    -------
    tuple of two Fraction
        As a *deal*, an offer that leaves issues open is worth what disagreement is.

    Source: davidson-et-al-2024, Rules, and ours
    """
    utility = negotiation.sides[side].utility
    if not isinstance(utility, Additive) or negotiation.feasible is not None:
        raise HypothesisError("bounds are of sums over issues; accepted: additive utilities and no constraint")
    chosen = dict(offer)
    low = high = utility.offset
    for one, own in zip(negotiation.issues, option_values(utility), strict=True):
        settled = [own[one.index(chosen[one.name])]] if one.name in chosen else own
        low, high = low + min(settled), high + max(settled)
    return low, high


def _require(negotiation: Scenario) -> None:
    if len(negotiation.sides) != 2 or not negotiation.is_additive:
        raise HypothesisError(
            "LAMEN's metrics are for two sides whose utilities are sums over the issues; accepted: such a negotiation"
        )


def _rounded(negotiation: Scenario, side: int) -> list[list[Fraction]]:
    utility = negotiation.sides[side].utility
    assert isinstance(utility, Additive)
    return [[lamen_rounded(v) for v in own] for own in option_values(utility)]


def _total(negotiation: Scenario, side: int, noted: Offer) -> Fraction:
    tables = {one.name: (one, own) for one, own in zip(negotiation.issues, _rounded(negotiation, side), strict=True)}
    return sum((tables[name][1][tables[name][0].index(option)] for name, option in noted), Fraction(0))


def _carried(played: Transcript, side: int) -> Offer | None:
    """The last option of each issue that any of a side's notes has had."""
    notes = [turn.noted for turn in played.turns if turn.side == side and turn.noted is not None]
    return tuple(dict(pair for noted in notes for pair in noted).items()) if notes else None


def _part(found: Sequence[bool]) -> Fraction | None:
    return Fraction(sum(found), len(found)) if found else None


def _first_whole(text: str) -> int | None:
    found = re.search(r"\d{1,18}", text, re.ASCII)
    return int(found.group()) if found else None
