"""What missing answers could have been: bounds on squared and signed gaps over all of their completions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from spi.core.display import html_of
from spi.empirical.experiment_gaps import GapSample
from spi.empirical.gaps import squared_gap
from spi.empirical.missingness import fisher_exact
from spi.empirical.sample_counts import Scenario
from spi.errors import HypothesisError

__all__ = ["MissingGaps", "bound_missing"]


@dataclass(frozen=True, slots=True)
class MissingGaps:
    """What could have been estimated had nothing been missing.

    Parameters
    ----------
    reference, treated : tuple of (missing, out of)
        In each arm, over all scenarios.
    gap, signed : tuple of Fraction
        The least and the largest mean squared gap T, and mean of q − p, over all that the missing answers could have
        been; equal if none is missing.
    largest : tuple of (x, n, y, m)
        The completion with the largest squared gap in every scenario.

    Source: ours
    """

    reference: tuple[int, int]
    treated: tuple[int, int]
    gap: tuple[Fraction, Fraction]
    signed: tuple[Fraction, Fraction]
    largest: tuple[Scenario, ...]

    @property
    def none(self) -> bool:
        """Is every answer there?"""
        return not (self.reference[0] or self.treated[0])

    @property
    def p_value(self) -> Fraction:
        """Fisher's exact test that both arms miss as much; a small one says that dropping would favour an arm."""
        return fisher_exact(*self.reference, *self.treated)

    _repr_html_ = html_of


def bound_missing(samples: Sequence[GapSample], answer: str) -> MissingGaps:
    """The bounds that missing answers leave for the gaps of two arms.

    Parameters
    ----------
    samples : sequence of GapSample
        With two responses or more in every arm, the missing ones included.
    answer : str

    Returns
    -------
    MissingGaps
        Exact: T is convex in each count, so that it is largest at an end, and least next to the vertex of a parabola.

    Raises
    ------
    HypothesisError
        For an arm with fewer than two responses, and without samples.

    Source: ours
    """
    if not samples:
        raise HypothesisError("no scenario; accepted: one or more")
    low = high = down = up = Fraction(0)
    largest = []
    for sample in samples:
        x, n, y, m = sample.counts(answer)
        a, b = sample.reference.lost, sample.treated.lost
        n, m = n + a, m + b
        if min(n, m) < 2:
            raise HypothesisError(f"{sample.scenario}: missing: an arm has fewer than two responses")
        ends = [(v, n, w, m) for v, w in product((x, x + a), (y, y + b))]
        largest.append(max(ends, key=lambda counts: squared_gap(*counts)))
        high += squared_gap(*largest[-1])
        low += min(squared_gap(v, n, w, m) for w in range(y, y + b + 1) for v in _near(x, x + a, n, w, m))
        down += Fraction(y, m) - Fraction(x + a, n)
        up += Fraction(y + b, m) - Fraction(x, n)
    size = len(samples)
    arms = [
        (sum(cell.lost for cell in cells), sum(cell.lost + cell.answered for cell in cells))
        for cells in ([sample.reference for sample in samples], [sample.treated for sample in samples])
    ]
    return MissingGaps(arms[0], arms[1], (low / size, high / size), (down / size, up / size), tuple(largest))


def _near(low: int, high: int, n: int, w: int, m: int) -> tuple[int, int]:
    """The two counts of the first arm next to where T is least for w of m in the second, within the bounds."""
    vertex = Fraction(w * (n - 1), m) + Fraction(1, 2)
    below = min(max(vertex.numerator // vertex.denominator, low), high)
    return below, min(below + 1, high)
