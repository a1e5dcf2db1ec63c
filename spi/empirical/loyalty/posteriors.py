"""Probabilities about operating points: who dominates whom, who is on the frontier, given counts and uniform priors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, prod
from typing import TYPE_CHECKING, Any

from spi.errors import SpiError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

__all__ = [
    "Counts",
    "FrontierDraws",
    "beta_less",
    "draw_points",
    "probability_dominates",
    "summarise_draws",
]

Counts = Sequence[tuple[int, int]]
"""For each coordinate how often it fired, and out of how many."""


@dataclass(frozen=True, slots=True)
class FrontierDraws:
    """What draws from the posterior say of operating points; approximate, by simulation.

    Parameters
    ----------
    names : tuple of str
    non_dominated : tuple of float
        For each point the share of draws in which no other one dominates it.
    dominates : tuple of tuple of float
        The share of draws in which the first dominates the second.
    hypervolume : tuple of float
        Mean, 5 % and 95 % quantile of the area that the points dominate below (1, 1); empty unless there are two
        coordinates.
    draws : int
        The standard error of a share is at most 1 / (2 √draws).

    Source: ours
    """

    names: tuple[str, ...]
    non_dominated: tuple[float, ...]
    dominates: tuple[tuple[float, ...], ...]
    hypervolume: tuple[float, ...]
    draws: int


def beta_less(first: tuple[int, int], second: tuple[int, int]) -> Fraction:
    """The probability that a rate is below another, for independent Beta laws with whole parameters; exact.

    Parameters
    ----------
    first, second : pair of int
        Parameters a and b, 1 or more.

    Returns
    -------
    Fraction
        Of the first rate being less than the second.

    Examples
    --------
    >>> print(beta_less((2, 1), (1, 1)))
    1/3

    Source: ours
    """
    (a, b), (c, d) = first, second
    if min(a, b, c, d) < 1:
        raise SpiError(f"Beta{first}, Beta{second}; accepted: whole parameters from 1 on")
    # rates as order statistics of uniform numbers: k of the first kind come before the c-th of the second, k ≥ a
    whole = comb(a + b + c + d - 2, a + b - 1)
    return Fraction(sum(comb(c - 1 + k, k) * comb(a + b + d - 2 - k, d - 1) for k in range(a, a + b)), whole)


def probability_dominates(point: Counts, other: Counts) -> Fraction:
    """The probability that a point's rates are all below another's, given counts; exact.

    Every rate has a uniform prior, and rates are independent, also the rates of one point, though they are of the same
    conversations: `summarise_draws` takes draws of one's own, which need not be.

    Parameters
    ----------
    point, other : sequence of (int, int)
        For each coordinate how often it fired, and out of how many.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> print(probability_dominates([(0, 0), (0, 0)], [(0, 0), (0, 0)]))
    1/4

    Source: ours
    """
    pairs = zip(point, other, strict=True)
    return prod((beta_less((x + 1, n - x + 1), (y + 1, m - y + 1)) for (x, n), (y, m) in pairs), start=Fraction(1))


def draw_points(points: Mapping[str, Counts], *, draws: int = 4_000, seed: int = 0) -> Array:
    """Independent draws of all rates from their posteriors, with uniform priors.

    Returns
    -------
    array of shape (draws, points, coordinates)

    Source: ours
    """
    import numpy as np

    random = np.random.default_rng(seed)
    counts = np.array([list(point) for point in points.values()], dtype=np.float64)
    fired, total = counts[..., 0], counts[..., 1]
    return random.beta(fired + 1, total - fired + 1, size=(draws, *fired.shape))


def summarise_draws(names: Sequence[str], draws: Array) -> FrontierDraws:
    """Who dominates whom, and who is on the frontier, in draws of operating points.

    Parameters
    ----------
    names : sequence of str
    draws : array of shape (draws, points, coordinates)
        From `draw_points`, or from a posterior of one's own in which points or coordinates depend on each other.

    Returns
    -------
    FrontierDraws

    Source: ours
    """
    import numpy as np

    # better[d, i, j]: in draw d point i is nowhere worse than j, and better somewhere
    no_worse = np.all(draws[:, :, None, :] <= draws[:, None, :, :], axis=-1)
    better = no_worse & np.any(draws[:, :, None, :] < draws[:, None, :, :], axis=-1)
    free = ~np.any(better, axis=1)
    areas: tuple[float, ...] = ()
    if draws.shape[-1] == 2:
        found = np.array([_area(points) for points in draws])
        areas = (float(found.mean()), float(np.quantile(found, 0.05)), float(np.quantile(found, 0.95)))
    return FrontierDraws(
        tuple(names),
        tuple(map(float, free.mean(axis=0))),
        tuple(tuple(map(float, row)) for row in better.mean(axis=0)),
        areas,
        len(draws),
    )


def _area(points: Array) -> float:
    """The hypervolume below (1, 1) in floats; `frontier.hypervolume` is the exact one."""
    import numpy as np

    ordered = points[np.lexsort((points[:, 1], points[:, 0]))]
    lowest = np.minimum.accumulate(np.concatenate([[1.0], ordered[:, 1]]))
    return float(((1 - ordered[:, 0]) * (lowest[:-1] - lowest[1:])).sum())
