"""Did they agree? Detectors with names, because they disagree about the same words.

Two things can be looked at: whether both sides said the phrase that closes a deal, and whether their private notes name
the same options. And notes can be compared in several ways: on the issues that both mention (then notes with nothing in
common agree, vacuously), on every issue that the later note mentions, or on all issues of the negotiation. The first
two are what LAMEN does while a negotiation runs and when its log is labelled; only the last one makes a deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spi.core.display import html_of
from spi.errors import GameError
from spi.negotiation.issues import Outcome, read_outcome
from spi.negotiation.protocols import Handshake
from spi.negotiation.scenario import Scenario
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Offer, Result, Transcript, Turn

__all__ = [
    "Comparison",
    "Completion",
    "Detector",
    "compare_notes",
    "completion_label",
    "detect_completion",
    "detected_result",
    "last_turns",
]

Comparison = Literal["online", "offline", "complete"]
"""How notes are compared: on shared issues, on every issue of the later note, or on all issues there are."""

Detector = Literal["hard", "soft"]
"""Phrase and notes; or notes alone."""

FULL = "full agreement"
PHRASE_ONLY = "disagreeing internal states, textual agreement"
NOTES_ONLY = "aligning internal states, textual disagreement"
NEITHER = "in-progress"


@dataclass(frozen=True, slots=True)
class Completion:
    """What the last turns of both sides amount to.

    Parameters
    ----------
    phrase : bool
        Did the last messages of all sides contain the phrase?
    online, offline, complete : bool
        Do the last notes agree, compared on the issues that both mention, on every issue of the later note, and on all
        issues of the negotiation? A note that cannot be read, or was never written, agrees with nothing.

    Source: davidson-et-al-2024, Completion
    """

    phrase: bool
    online: bool
    offline: bool
    complete: bool

    def notes(self, comparison: Comparison) -> bool:
        """Do the notes agree, compared in this way?"""
        return {"online": self.online, "offline": self.offline, "complete": self.complete}[comparison]

    def detected(self, detector: Detector, comparison: Comparison) -> bool:
        """Is it a completion for this detector?"""
        return self.notes(comparison) and (self.phrase or detector == "soft")

    _repr_html_ = html_of


def last_turns(played: Transcript) -> tuple[Turn | None, ...]:
    """The last turn of each side; None for a side that never had one.

    Source: davidson-et-al-2024, Completion
    """
    found: dict[int, Turn] = {turn.side: turn for turn in played.turns}
    return tuple(found.get(side) for side in range(len(played.scenario.sides)))


def compare_notes(negotiation: Scenario, earlier: Offer | None, later: Offer | None, comparison: Comparison) -> bool:
    """Do two notes name the same options?

    Parameters
    ----------
    negotiation : Scenario
    earlier, later : Offer or None
        None, a note that cannot be read, agrees with nothing; an empty one is a note.
    comparison : str
        `"online"`: on the issues that both mention, of which there may be none. `"offline"`: on every issue that the
        later one mentions. `"complete"`: on all issues of the negotiation.

    Returns
    -------
    bool

    Source: davidson-et-al-2024, Completion
    """
    if comparison not in ("online", "offline", "complete"):
        raise GameError(f"comparison = {comparison!r}; accepted: 'online', 'offline' or 'complete'")
    if earlier is None or later is None:
        return False
    one, other = dict(earlier), dict(later)
    names: set[str] = {
        "online": one.keys() & other.keys(),
        "offline": other.keys(),
        "complete": {issue.name for issue in negotiation.issues},
    }[comparison]  # type: ignore[assignment]
    return all(name in one and name in other and one[name] == other[name] for name in names)


def detect_completion(played: Transcript, *, phrase: str | None = None) -> Completion:
    """What the last turns of both sides amount to, whatever the result of the transcript is said to be.

    Parameters
    ----------
    played : Transcript
    phrase : str, optional
        What closes a deal; by default that of the scenario's handshake, or the one that `Handshake` has by default.

    Returns
    -------
    Completion
        Only the last turns count: an agreement that was lost again is none.

    Examples
    --------
    Notes about different issues, and both say the phrase: agreement for one test, and none for the other.

    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> from spi.negotiation.transcripts import NoDeal, Turn, transcript
    >>> done = "We agree on all issues."
    >>> turns = [Turn(0, 1, message=done, noted=(("rent", "900"),)),
    ...          Turn(1, 1, message=done, noted=(("lease", "12 months"),))]
    >>> flat = load_negotiation("negotiation/flat-and-lease")
    >>> detect_completion(transcript(flat, turns, NoDeal("?")))
    Completion(phrase=True, online=True, offline=False, complete=False)

    Source: davidson-et-al-2024, Completion
    """
    rules = played.scenario.protocol
    if phrase is None:
        phrase = (rules if isinstance(rules, Handshake) else Handshake()).phrase
    turns = [turn for turn in last_turns(played) if turn is not None]
    if len(turns) < len(played.scenario.sides):
        return Completion(False, False, False, False)
    said = all(phrase in turn.message for turn in turns)
    order = {id(turn): k for k, turn in enumerate(played.turns)}
    turns.sort(key=lambda turn: order[id(turn)])
    pairs = [(a.noted, b.noted) for k, b in enumerate(turns) for a in turns[:k]]

    def agree(comparison: Comparison) -> bool:
        return all(compare_notes(played.scenario, a, b, comparison) for a, b in pairs)

    return Completion(said, agree("online"), agree("offline"), agree("complete"))


def completion_label(found: Completion, comparison: Comparison) -> str:
    """The label that LAMEN's logs have for it.

    Parameters
    ----------
    found : Completion
    comparison : "online", "offline" or "complete"
        How the notes of both sides are compared.

    Returns
    -------
    str

    Source: davidson-et-al-2024, Completion
    """
    if found.phrase:
        return FULL if found.notes(comparison) else PHRASE_ONLY
    return NOTES_ONLY if found.notes(comparison) else NEITHER


def detected_result(played: Transcript, *, detector: Detector = "hard", phrase: str | None = None) -> Result:
    """The result that notes and messages amount to: one outcome, or none, never two private beliefs.

    Parameters
    ----------
    played : Transcript
    detector : str
        `"hard"`: all said the phrase and noted the same. `"soft"`: all noted the same.
    phrase : str, optional

    Returns
    -------
    Deal, NoDeal or Invalid
        A deal only if all notes settle all issues, alike. Invalid, and so reported and not averaged: the phrase was
        said by all, but their notes name different outcomes, leave issues open, or cannot be read.

    Source: davidson-et-al-2024, Completion, and ours
    """
    if detector not in ("hard", "soft"):
        raise GameError(f"detector = {detector!r}; accepted: 'hard' or 'soft'")
    found = detect_completion(played, phrase=phrase)
    names = played.scenario.names
    noted = [None if turn is None else turn.noted for turn in last_turns(played)]
    if found.detected(detector, "complete"):
        return Deal(_outcome(played.scenario, noted[0] or ()))
    if found.phrase:
        for name, offer in zip(names, noted, strict=True):
            if offer is None:
                return Invalid(f"all say that they agree, and the note of {name} cannot be read")
        different = [
            one.name
            for one in played.scenario.issues
            if len({dict(offer or ()).get(one.name) for offer in noted} - {None}) > 1
        ]
        if different:
            return Invalid(f"all say that they agree, and their notes differ on {', '.join(different)}")
        return Invalid("all say that they agree, and their notes leave issues open")
    return NoDeal(completion_label(found, "complete"))


def _outcome(negotiation: Scenario, offer: Offer) -> Outcome:
    return read_outcome(negotiation.issues, dict(offer))
