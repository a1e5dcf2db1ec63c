"""What a claim of a paper was found to be."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


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
