"""What accepted certificates say, read for labels: are they about what is asked, and what follows?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from spi.analysis.encounters import program_json
from spi.core.numbers import exact
from spi.errors import HypothesisError
from spi.programs.members import Program
from spi.tasks.material.shapes import digest_of

__all__ = [
    "cells",
    "certified_outcomes",
    "certified_payoffs",
    "payoffs_at",
    "program_digest",
    "require",
    "require_kinds",
    "require_subject",
    "subject_of",
    "subject_of_text",
    "tree_digest",
]

Json = Mapping[str, Any]

_ANSWERS = {
    *("answer", "case", "cases", "clauses", "findings", "relation"),
    *("outcome", "diverges", "laws", "joint", "intervals"),
}
"""Keys of claims that hold answers; all others are part of the question (`proofs/README.md`)."""


def require(holds: bool, accepted: str) -> None:
    """Refuse certificates that are about something else than what is asked.

    Parameters
    ----------
    holds : bool
    accepted : str
        What would be accepted.

    Raises
    ------
    HypothesisError

    Source: ours
    """
    if not holds:
        raise HypothesisError(f"the certificates are about something else; accepted: {accepted}")


def require_kinds(certificates: Sequence[Json], count: int, *kinds: str) -> None:
    """Refuse any other number of certificates, and any other kinds.

    Parameters
    ----------
    certificates : sequence of mapping
    count : int
    *kinds : str
        Each certificate has to be of one of these.

    Raises
    ------
    HypothesisError

    Source: ours
    """
    if len(certificates) != count:
        raise HypothesisError(f"{len(certificates)} certificates; accepted: {count}, in the order of the item's proofs")
    require(all(one["claim"]["kind"] in kinds for one in certificates), f"the kind {' or '.join(kinds)}")


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
    return digest_of(about)


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
    require(claim["kind"] == kind and subject_of(certificate) == subject, f"one of {kind}, about what is asked")
    return claim


def tree_digest(tree: Any) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a program's tree, as certificates have it.

    Source: ours
    """
    return hashlib.sha256(json.dumps(tree).encode()).hexdigest()[:16]


def program_digest(program: Program) -> str:
    """The digest of the tree that a certificate would have of a program.

    Source: ours
    """
    return tree_digest(program_json(program))


def payoffs_at(game: Json, profile: Sequence[str]) -> tuple[Fraction, ...]:
    """The payoffs at a profile of a game as certificates hold it.

    Source: ours
    """
    row: Any = game["payoffs"]
    for own, action in zip(game["actions"], profile, strict=True):
        row = row[own.index(action)]
    return tuple(map(exact, row))


def cells(game: Json) -> list[tuple[tuple[str, ...], tuple[Fraction, ...]]]:
    """All profiles of a game as certificates hold it, with their payoffs.

    Source: ours
    """
    return [(a, payoffs_at(game, a)) for a in product(*game["actions"])]


def certified_outcomes(certificate: Mapping[str, Any]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What the profiles of programs in a table of encounters come to, by the digests of the programs' trees.

    Parameters
    ----------
    certificate : mapping
        Parsed JSON that the checker has accepted, of a kind with a table of encounters, without chances.

    Returns
    -------
    dict from tuple of digests to outcome

    Source: ours
    """
    pool = [tree_digest(tree) for tree in certificate["objects"]["programs"]]
    found = {}
    for entry in certificate["evidence"]["encounters"]:
        require(entry["outcome"] is not None, "encounters with an outcome")
        found[tuple(pool[int(k)] for k in entry["programs"])] = tuple(entry["outcome"])
    return found


def certified_payoffs(certificate: Mapping[str, Any]) -> dict[tuple[str, ...], tuple[Fraction, ...]]:
    """What they pay, by the digests of the programs' trees.

    Source: ours
    """
    game = certificate["objects"]["game"]
    return {programs: payoffs_at(game, a) for programs, a in certified_outcomes(certificate).items()}
