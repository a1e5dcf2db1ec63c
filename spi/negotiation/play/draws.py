"""Chance that is looked up and not drawn: a number is a function of a seed and of the place where it is needed.

So a match has the same course whenever and wherever it is played: first or last, alone or in a tournament, resumed or
not, and whatever other matches do.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

from spi.errors import GameError

__all__ = ["chosen_index", "uniform_at"]


def uniform_at(seed: int, *place: str | int) -> Fraction:
    """A number in [0, 1) that is a fixed function of seed and place, and looks uniform: k/2²⁵⁶.

    Parameters
    ----------
    seed : int
    place : str or int
        As many as are needed to tell places apart. Places differ if any of these do.

    Returns
    -------
    Fraction

    Source: salmon-et-al-2011, Counter-based generators, and ours
    """
    if type(seed) is not int:
        raise GameError(f"seed = {seed!r}; accepted: an int")
    digest = hashlib.sha256(json.dumps([seed, *place], ensure_ascii=False).encode()).digest()
    return Fraction(int.from_bytes(digest), 2**256)


def chosen_index(count: int, uniform: Fraction) -> int:
    """Which of `count` things a uniform number chooses: ⌊count · uniform⌋.

    Source: ours
    """
    return int(count * uniform)
