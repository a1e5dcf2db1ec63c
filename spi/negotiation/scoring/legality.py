"""What an offer says as it was written, before anybody repairs it: legal, partial, illegal, or not to be read.

A reader that mends illegal offers hides that rules were broken. So the text, what it says literally, and what a repair
would make of it are three things here, and only the first two are scored.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from spi.core.display import html_of
from spi.errors import GameError
from spi.negotiation.issues import Issue
from spi.negotiation.transcripts import Offer

__all__ = ["Legality", "OfferReading", "legality_counts", "read_offer"]

Legality = Literal["none", "unreadable", "illegal", "partial", "complete"]
"""No offer is made; one is begun and cannot be read; it breaks the rules; it leaves issues open; it is a whole deal."""

MAX_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class OfferReading:
    """What a text offers.

    Parameters
    ----------
    status : Legality
    offer : Offer or None
        By ids, if the text is legal; None if it offers nothing, or something else than the rules allow.
    faults : tuple of str
        What breaks the rules: issues that are not there, options that their tables do not have.

    Source: davidson-et-al-2024, Rules
    """

    status: Legality
    offer: Offer | None
    faults: tuple[str, ...] = ()

    _repr_html_ = html_of


def read_offer(issues: Sequence[Issue], side: int, text: str) -> OfferReading:
    """Read the offer in a text: its first block in braces, as a dictionary from issue to option.

    Parameters
    ----------
    issues : sequence of Issue
    side : int
        Whose words are used: options are named by its own labels, or by their ids; exactly, but for spaces around.
    text : str
        It is read as literals, never run.

    Returns
    -------
    OfferReading
        An offer with one illegal entry is illegal as a whole. Nothing is replaced by something close.

    Raises
    ------
    GameError
        For a side that is none.

    Examples
    --------
    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> flat = load_negotiation("negotiation/flat-and-lease").issues
    >>> read_offer(flat, 0, "How about {'rent': 900}?")
    OfferReading(status='partial', offer=(('rent', '900'),), faults=())
    >>> read_offer(flat, 0, "How about {'rent': 950}?").faults
    ("rent: '950' is no option",)

    Source: davidson-et-al-2024, Rules, and ours
    """
    for one in issues:
        if one.labels and not 0 <= side < len(one.labels):
            raise GameError(f"side {side}; accepted: 0 to {len(one.labels) - 1}")
    start = text.find("{")
    if start < 0:
        return OfferReading("none", None)
    end = text.find("}", start)
    raw = None if end < 0 else _literal(text[start : end + 1])
    if raw is None:
        return OfferReading("unreadable", None, ("the block in braces is no dictionary of issues and options",))
    known = {one.name: one for one in issues}
    offer, faults = [], []
    for name, option in raw.items():
        if name not in known:
            faults.append(f"{name!r} is no issue")
            continue
        one = known[name]
        labels = one.labels_of(side)
        if option in labels:
            offer.append((name, one.options[labels.index(option)]))
        elif option in one.options:
            offer.append((name, option))
        else:
            faults.append(f"{name}: {option!r} is no option")
    if faults:
        return OfferReading("illegal", None, tuple(faults))
    return OfferReading("complete" if len(offer) == len(known) else "partial", tuple(offer))


def legality_counts(readings: Sequence[OfferReading]) -> dict[Legality, int]:
    """How many offers are what, in this order: none, unreadable, illegal, partial, complete.

    Source: ours
    """
    kinds: tuple[Legality, ...] = ("none", "unreadable", "illegal", "partial", "complete")
    return {kind: sum(reading.status == kind for reading in readings) for kind in kinds}


def _literal(text: str) -> dict[str, str] | None:
    """A flat dictionary of texts and whole numbers; None for anything else, floats and names that occur twice too."""
    try:
        node = ast.parse(text.strip(), mode="eval").body if len(text) <= MAX_TEXT else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(node, ast.Dict):
        return None
    found: dict[str, str] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(value, ast.Constant)):
            return None
        if type(value.value) not in (str, int) or key.value.strip() in found:
            return None
        found[key.value.strip()] = str(value.value).strip()
    return found
