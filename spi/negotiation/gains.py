"""What sides gain at points of the frontier over disagreement, as whole numbers that can be multiplied and compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.negotiation.frontier import Frontier
from spi.negotiation.layers import Level

__all__ = ["Gains", "rational_gains"]


@dataclass(frozen=True, slots=True)
class Gains:
    """The individually rational part of a frontier.

    Parameters
    ----------
    unit : int
        All gains are multiples of 1/unit, for all sides alike.
    levels : tuple of Level
        The points of the frontier at which nobody has less than by disagreement.
    gains : tuple of tuple of int
        What the sides gain there.

    Source: nash-1950, Two-person bargaining
    """

    unit: int
    levels: tuple[Level, ...]
    gains: tuple[tuple[int, ...], ...]


def rational_gains(frontier: Frontier, disagreement: Sequence[Fraction]) -> Gains:
    """The individually rational part, with the gains over one unit for all sides.

    Parameters
    ----------
    frontier : Frontier
    disagreement : one Fraction per side

    Returns
    -------
    Gains

    Source: nash-1950, Two-person bargaining
    """
    unit = math.lcm(*frontier.units, *(d.denominator for d in disagreement))
    factors = [unit // own for own in frontier.units]
    base = [int(d * unit) for d in disagreement]
    rows = [tuple(x * f - b for x, f, b in zip(level, factors, base, strict=True)) for level in frontier.levels]
    kept = [k for k, row in enumerate(rows) if min(row) >= 0]
    return Gains(unit, tuple(frontier.levels[k] for k in kept), tuple(rows[k] for k in kept))
