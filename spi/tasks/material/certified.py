"""What certificates say of encounters, read for labels: outcomes, payoffs, and whose they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from spi.analysis.encounters import program_json
from spi.core.numbers import exact
from spi.errors import HypothesisError
from spi.programs.members import Program

__all__ = ["certified_outcomes", "certified_payoffs", "program_digest", "require", "tree_digest"]


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
    paid = {}
    for programs, outcome in certified_outcomes(certificate).items():
        cell = game["payoffs"]
        for own, action in zip(game["actions"], outcome, strict=True):
            cell = cell[own.index(action)]
        paid[programs] = tuple(map(exact, cell))
    return paid
