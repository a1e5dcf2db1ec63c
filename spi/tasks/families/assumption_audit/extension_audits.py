"""Who believes what about extensions of set-valued renegotiation, and where Assumption 8 fails, read well or badly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import improves
from spi.solve.pareto_meet import projections
from spi.solve.selection import select_outcome
from spi.tasks.families.assumption_audit.answers import Faults
from spi.tasks.material.scenes import Cast

__all__ = [
    "Code",
    "Counter",
    "ExtensionAudit",
    "Outcomes",
    "READINGS",
    "Response",
    "find_failures",
    "find_faults",
]

Outcomes = frozenset[Profile]

Form = Literal["plain", "own", "extended"]

FORMS: tuple[Form, ...] = ("plain", "own", "extended")
"""A default of the player's, her program with it, and that program with its function extended: each inside the next."""

Code = tuple[Form, str | int]
"""A code that is expected: of the program that always plays an action, or of a program of the player's, as it is or
with its function extended."""

READINGS = (
    *("impossible", "first-program", "code-blind", "hurt", "unextended", "equality", "additions", "default-reference"),
    *("wrong-projections", "improvements", "literal-reference", "actual-default"),
)
"""Mistakes that Assumption 8 is read with; the right reading has no name."""


@dataclass(frozen=True, slots=True)
class Response:
    """A renegotiation function of the other player's.

    Parameters
    ----------
    kind : "fixed", "extended", "towards" or "code"
        Accept some outcomes always; with the extension of that; something else against extensions, at some default
        outcomes; some outcomes against one function exactly, and something else against every other.
    outcomes : frozenset of profiles
    other : frozenset of profiles
        What is accepted else.
    at : frozenset of profiles
        The default outcomes at which extensions are answered otherwise.
    known : int
        Which function of the player's is expected.

    Source: digiovanni-et-al-2024, Definition 6
    """

    kind: Literal["fixed", "extended", "towards", "code"]
    outcomes: Outcomes
    other: Outcomes = frozenset()
    at: Outcomes = frozenset()
    known: int = -1


@dataclass(frozen=True, slots=True)
class Counter:
    """A program of the other player's.

    Parameters
    ----------
    kind : "always", "expects", "hardens" or "renegotiates"
    actions : tuple of str
        One action; (accept, insist); (soft, hard, harder), towards programs that do not renegotiate by sets, those that
        do, and those whose function is extended; or what the default plays.
    expected : Code or None
    response : Response or None

    Source: digiovanni-et-al-2024, Algorithm 2, and ours
    """

    kind: Literal["always", "expects", "hardens", "renegotiates"]
    actions: tuple[str, ...]
    expected: Code | None = None
    response: Response | None = None


@dataclass(frozen=True, slots=True)
class ExtensionAudit:
    """A player with set-renegotiation programs that she may extend, and a law over programs of the other.

    Parameters
    ----------
    cast : Cast
    game : Game
        For two players.
    seat : 0 or 1
        Hers.
    selector : str
        Common to all programs.
    own : tuple of (action, frozenset of profiles)
        What her defaults always play, and what her functions accept.
    believed : tuple of Counter
    law : tuple of Fraction
        Some may be 0: those programs are not believed possible.

    Source: digiovanni-et-al-2024, Assumption 8
    """

    cast: Cast
    game: Game
    seat: int
    selector: str
    own: tuple[tuple[str, Outcomes], ...]
    believed: tuple[Counter, ...]
    law: tuple[Fraction, ...]


def find_failures(audit: ExtensionAudit, reading: str = "") -> set[tuple[int, int, int]]:
    """All clauses, 1 for (i) and 2 for (ii), with the player's program and the believed program at which they fail.

    Parameters
    ----------
    audit : ExtensionAudit
    reading : str
        With which mistake of `READINGS` they are read; empty for none.

    Returns
    -------
    set of (1 or 2, int, int)
        The programs by their numbers, hers first.

    Source: digiovanni-et-al-2024, Assumption 8
    """
    hers = range(1 if reading == "first-program" else len(audit.own))
    found = set()
    for k, (theirs, p) in enumerate(zip(audit.believed, audit.law, strict=True)):
        if not p and reading != "impossible":
            continue
        for own in hers:
            if theirs.response is None:
                if _treats_otherwise(audit, theirs, own, reading):
                    found.add((1, own, k))
            elif any(
                _answers_otherwise(audit, theirs.response, own, a, reading) for a in _starts(audit, k, own, reading)
            ):
                found.add((2, own, k))
    return found


def find_faults(audit: ExtensionAudit, reading: str = "") -> Faults:
    """The same, without the player's programs.

    Source: digiovanni-et-al-2024, Assumption 8
    """
    return {(clause, k) for clause, _, k in find_failures(audit, reading)}


def _treats_otherwise(audit: ExtensionAudit, theirs: Counter, own: int, reading: str) -> bool:
    """Does it play against one of her programs, extended or not, other than against its default?"""
    action = audit.own[own][0]
    default = _reaction(audit, theirs, "plain", own, reading)
    for form in FORMS[1:2] if reading == "unextended" else FORMS[1:]:
        played = _reaction(audit, theirs, form, own, reading)
        if played != default:
            worse = _paid(audit, action, played) < _paid(audit, action, default)
            if worse or reading != "hurt":
                return True
    return False


def _reaction(audit: ExtensionAudit, theirs: Counter, form: Form, own: int, reading: str) -> str:
    """What a program that does not renegotiate by sets plays against a default of hers, or what is made of it."""
    match theirs.kind:
        case "expects":
            inside = FORMS[: FORMS.index(form) + 1] if reading == "code-blind" else (form,)
            codes = [(shape, audit.own[own][0] if shape == "plain" else own) for shape in inside]
            return theirs.actions[0 if theirs.expected in codes else 1]
        case "hardens":
            return theirs.actions[FORMS.index(form)]
    return theirs.actions[0]


def _paid(audit: ExtensionAudit, own: str, theirs: str) -> Fraction:
    return audit.game[(own, theirs) if audit.seat == 0 else (theirs, own)][audit.seat]


def _starts(audit: ExtensionAudit, k: int, own: int, reading: str) -> list[Profile]:
    """The default outcomes that count."""
    if reading != "actual-default":
        return list(profiles(audit.game))
    pair = audit.own[own][0], audit.believed[k].actions[0]
    return [pair if audit.seat == 0 else (pair[1], pair[0])]


def _answers_otherwise(audit: ExtensionAudit, response: Response, own: int, a: Profile, reading: str) -> bool:
    """Does it accept against the extension less than against her function, or more than projections besides?"""
    before = _accepted(audit, response, own, a, extended=False, reading=reading)
    after = _accepted(audit, response, own, a, extended=True, reading=reading)
    if reading == "equality":
        return before != after
    if not before <= after and reading != "additions":
        return True
    added = after - before
    if not added:
        return False
    settled = _settle(audit, audit.own[own][1], before, a)
    if reading == "improvements":
        return not all(improves(audit.game[b], audit.game[settled]) for b in added)
    seat = 1 - audit.seat if reading == "wrong-projections" else audit.seat
    return not added <= _projections(audit.game, a if reading == "default-reference" else settled, seat)


def _accepted(
    audit: ExtensionAudit, response: Response, own: int, a: Profile, *, extended: bool, reading: str
) -> Outcomes:
    """What it accepts against a function of hers, or against its extension, at a default outcome."""
    mine = audit.own[own][1]
    match response.kind:
        case "extended":
            met = mine
            if extended and reading == "literal-reference":
                met = mine | _projections(audit.game, _settle(audit, mine, response.outcomes, a), audit.seat)
            reference = _settle(audit, met, response.outcomes, a)
            return response.outcomes | _projections(audit.game, reference, 1 - audit.seat)
        case "towards":
            return response.other if extended and a in response.at else response.outcomes
        case "code":
            recognised = mine == audit.own[response.known][1] and (not extended or reading == "code-blind")
            return response.outcomes if recognised else response.other
    return response.outcomes


def _settle(audit: ExtensionAudit, mine: Outcomes, theirs: Outcomes, a: Profile) -> Profile:
    agreed = mine & theirs
    return select_outcome(audit.game, audit.selector, agreed) if agreed else a


_projections = lru_cache(maxsize=4096)(projections)
