"""What a certificate is about, as a digest: an answer is read off it only if it is about what was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from spi.errors import HypothesisError

__all__ = ["require_subject", "subject_of", "subject_of_text"]


_ANSWERS = {
    *("answer", "case", "cases", "clauses", "findings", "relation"),
    *("outcome", "diverges", "laws", "joint"),
}
"""Keys of claims that hold answers; all others are part of the question (`proofs/README.md`)."""


def subject_of(certificate: Mapping[str, Any]) -> str:
    """Digest of what a certificate is asked: its objects, and of its claim all but what it answers.

    Parameters
    ----------
    certificate : mapping
        Parsed JSON.

    Returns
    -------
    str
        SHA-256 in hexadecimal.

    Source: ours
    """
    asked = {key: value for key, value in certificate["claim"].items() if key not in _ANSWERS}
    about = [asked, certificate["objects"]]
    return sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def subject_of_text(text: str) -> str:
    """The same of the text of a certificate.

    Source: ours
    """
    return subject_of(json.loads(text))


def require_subject(certificate: Mapping[str, Any], kind: str, subject: str) -> Mapping[str, Any]:
    """The claim of a certificate, if it is one of this kind about these objects.

    Parameters
    ----------
    certificate : mapping
    kind : str
    subject : str
        As `subject_of` gives it.

    Returns
    -------
    mapping

    Raises
    ------
    HypothesisError
        If it is about something else, or asks something else of it.

    Source: ours
    """
    claim: Mapping[str, Any] = certificate["claim"]
    if claim["kind"] != kind or subject_of(certificate) != subject:
        raise HypothesisError(
            f"a certificate of {claim['kind']} that asks something else; accepted: one of {kind}, about what is asked"
        )
    return claim
