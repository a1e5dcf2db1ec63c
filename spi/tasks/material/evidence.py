"""Reading accepted certificates for a label: is this the kind, the game and the objects that the item is about?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from spi.errors import HypothesisError

__all__ = ["cells", "digest_of", "exactly", "payoffs_at", "require"]

Json = Mapping[str, Any]


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value, by which an item names what its certificates have to be about.

    Source: ours
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def require(holds: bool, what: str) -> None:
    """Raise `HypothesisError` unless a certificate is about what is asked.

    Source: ours
    """
    if not holds:
        raise HypothesisError(f"the certificate {what}; accepted: the certificates that were made for this item")


def exactly(certificates: Sequence[Json], count: int, *kinds: str) -> None:
    """Raise `HypothesisError` unless there are so many certificates, all of these kinds.

    Source: ours
    """
    if len(certificates) != count:
        raise HypothesisError(f"{len(certificates)} certificates; accepted: {count}, in the order of the item's proofs")
    for one in certificates:
        require(one["claim"]["kind"] in kinds, f"is of the kind {one['claim']['kind']}")


def payoffs_at(game: Json, profile: Sequence[str]) -> tuple[Fraction, ...]:
    """The payoffs at a profile of a game as certificates hold it.

    Source: ours
    """
    row: Any = game["payoffs"]
    for own, action in zip(game["actions"], profile, strict=True):
        row = row[own.index(action)]
    return tuple(map(Fraction, row))


def cells(game: Json) -> list[tuple[tuple[str, ...], tuple[Fraction, ...]]]:
    """All profiles of a game as certificates hold it, with their payoffs.

    Source: ours
    """
    return [(a, payoffs_at(game, a)) for a in product(*game["actions"])]
