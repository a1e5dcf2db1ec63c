"""One step of a proof: what it says about a game, and the certificate that decides it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi.core.numbers import format_exact

__all__ = ["Step", "outcome", "point", "says_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof.

    Parameters
    ----------
    mistake : str
        The key of `MISTAKES` that it is about, whether it makes it or not.
    text, reason : str
        What it says, and why it says so.
    certificate : str
        What decides it.
    field, value : str
        What the step says of the certificate's claim: see `says_of`.

    Source: ours
    """

    mistake: str
    text: str
    reason: str
    certificate: str
    field: str
    value: str

    @property
    def right(self) -> bool:
        """Is it so?"""
        return says_of(json.loads(self.certificate)["claim"], self.field) == self.value


def says_of(claim: Mapping[str, Any], field: str) -> str:
    """What the claim of a certificate says: its answer, or whether the reduced games are equal ("yes" or "no").

    Source: ours
    """
    if field == "relation-equal":
        return "yes" if claim["relation"] == "equal" else "no"
    return str(claim["answer"])


def point(payoffs: tuple[Fraction, ...]) -> str:
    """Payoffs, as they are written in steps.

    Source: ours
    """
    return f"({', '.join(map(format_exact, payoffs))})"


def outcome(a: tuple[str, ...]) -> str:
    """An outcome, as it is written in steps.

    Source: ours
    """
    return f"({', '.join(a)})"
