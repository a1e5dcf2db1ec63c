"""What the claims of a paper were found to be."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding", "Reproduced"]


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
