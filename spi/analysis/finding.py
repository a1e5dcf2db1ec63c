"""What the claims of a paper were found to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spi import shelves
from spi.checker import Receipt, check
from spi.core.display import html_of
from spi.core.game import Game
from spi.core.parametric_game import ParametricGame
from spi.core.threat_game import ThreatGame
from spi.errors import RefusedError
from spi.programs.encounters import Encounter

__all__ = [
    "Claims",
    "Finding",
    "Reproduced",
    "claim_of",
    "is_encounter_proved",
    "is_proved",
    "is_result_proved",
    "proved",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a claim was found to be.

    Parameters
    ----------
    confirmed : bool
        Does what `found` says hold? For an erratum: does the counterexample refute the print, and the repair stand?
    found : str
    proofs : tuple of str
        Certificates on the shelf that the checker has just accepted.

    Source: ours
    """

    confirmed: bool
    found: str
    proofs: tuple[str, ...] = ()

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Reproduced:
    """One line of a reproduction.

    Parameters
    ----------
    node : str
        An item of the paper, or the key of an erratum.
    printed : str
        What it says, in our words; for an erratum, what is wrong.
    finding : Finding or None
        None: nothing here carries it yet.

    Source: ours
    """

    node: str
    printed: str
    finding: Finding | None

    _repr_html_ = html_of


Claims = dict[str, Callable[[], Finding]]
"""What to run for each item and erratum of a paper."""


def claim_of(claims: Claims, node: str) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Decorate what is to be run for a node.

    Source: ours
    """

    def register(run: Callable[[], Finding]) -> Callable[[], Finding]:
        claims[node] = run
        return run

    return register


def is_proved(name: str, game: Game | ParametricGame | ThreatGame, answer: str) -> bool:
    """Does the checker accept this certificate of the shelf, for this game, with this answer?

    Source: ours
    """
    receipt = check(shelves.find_text("proofs", name)[1], name=name)
    return isinstance(receipt, Receipt) and receipt.digests[0] == game.digest and receipt.answer == answer


def proved(
    finding: Finding, source: str, game: Game | ParametricGame | ThreatGame, answers: Mapping[str, str]
) -> Finding:
    """The finding with the certificates of the shelf that show it, confirmed only if the checker accepts them all.

    Parameters
    ----------
    finding : Finding
    source : str
        The folder of the certificates.
    game : Game, ParametricGame or ThreatGame
        What they are about.
    answers : mapping from name to "yes" or "no"

    Source: ours
    """
    ok = all(is_proved(f"{source}/{name}", game, answer) for name, answer in answers.items())
    return Finding(finding.confirmed and ok, finding.found, (*finding.proofs, *answers))


def is_encounter_proved(name: str, met: Encounter) -> bool:
    """Does the checker accept this certificate of the shelf, and is it about these programs and what they come to?

    Source: ours
    """
    return is_result_proved(name, met)


def is_result_proved(name: str, found: object) -> bool:
    """Does the checker accept this certificate of the shelf, and is this its result?

    Source: ours
    """
    from spi.analysis.saved import load_verdict  # loads all that certificates are about

    try:
        return bool(load_verdict(shelves.shelf_path("proofs") / f"{name}.json").result == found)
    except RefusedError:
        return False
