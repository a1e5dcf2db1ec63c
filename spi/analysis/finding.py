"""What the claims of a paper were found to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spi import shelves
from spi.checker import Receipt, check
from spi.core.game import Game
from spi.core.threat_game import ThreatGame

__all__ = ["Claims", "Finding", "Reproduced", "claim_of", "is_proved"]


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


def is_proved(name: str, game: Game | ThreatGame, answer: str) -> bool:
    """Does the checker accept this certificate of the shelf, for this game, with this answer?

    Source: ours
    """
    receipt = check(shelves.find_text("proofs", name)[1], name=name)
    return isinstance(receipt, Receipt) and receipt.digests[0] == game.digest and receipt.answer == answer
