"""Whether data are missing unevenly, so that dropping what is missing would favour somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

from spi.core.display import html_of
from spi.core.numbers import Exact, exact

__all__ = ["MissingnessWarning", "find_uneven_missingness", "fisher_exact"]


@dataclass(frozen=True, slots=True)
class MissingnessWarning:
    """Two groups of which one misses more than the other, beyond what chance explains.

    Parameters
    ----------
    by : str
        What the groups are: "judge", "subject", "arm", or another.
    more, less : tuple of (str, int, int)
        The group, how many are missing, out of how many.
    p_value : Fraction
        Fisher's exact test of these two, times the number of pairs that were looked at; at most 1.

    Source: ours
    """

    by: str
    more: tuple[str, int, int]
    less: tuple[str, int, int]
    p_value: Fraction

    def __str__(self) -> str:
        (first, n, of), (second, m, out) = self.more, self.less
        return (
            f"missing unevenly by {self.by}: {first} {n} of {of} ({100 * n / of:.0f} %), "
            f"{second} {m} of {out} ({100 * m / out:.0f} %), p = {float(self.p_value):.1g}; "
            "dropping what is missing would compare different things"
        )

    _repr_html_ = html_of


def find_uneven_missingness(
    by: str, groups: Mapping[str, tuple[int, int]], *, alpha: Exact = "1/20"
) -> tuple[MissingnessWarning, ...]:
    """A warning with the pair of groups that differs most clearly, or nothing.

    Parameters
    ----------
    by : str
        What the groups are.
    groups : mapping from name to (missing, out of)
    alpha : exact number
        The p-values of all pairs are multiplied by their number (Bonferroni) before they are compared with this.

    Returns
    -------
    tuple of MissingnessWarning
        One, or none.

    Examples
    --------
    >>> print(*find_uneven_missingness("arm", {"plain": (0, 20), "scaffolded": (12, 20)}))
    missing unevenly by arm: scaffolded 12 of 20 (60 %), plain 0 of 20 (0 %), p = 5e-05; dropping what is missing would compare different things

    Source: ours
    """  # noqa: E501 - the example prints one line
    filled = {name: counts for name, counts in groups.items() if counts[1]}
    pairs = list(combinations(sorted(filled), 2))
    tested = [(fisher_exact(*filled[a], *filled[b]), a, b) for a, b in pairs]
    if not tested:
        return ()
    p, a, b = min(tested)
    adjusted = min(Fraction(1), p * len(pairs))
    if adjusted > exact(alpha):
        return ()
    more, less = sorted((a, b), key=lambda name: Fraction(*filled[name]), reverse=True)
    return (MissingnessWarning(by, (more, *filled[more]), (less, *filled[less]), adjusted),)


def fisher_exact(x: int, n: int, y: int, m: int) -> Fraction:
    """Fisher's exact two-sided p-value that x of n and y of m have the same rate.

    The tables with these margins that are no more probable than this one.

    Examples
    --------
    >>> print(fisher_exact(3, 3, 0, 3))
    1/10

    Source: ours
    """
    total = x + y
    first, last = max(0, total - m), min(n, total)
    weights = [comb(n, first) * comb(m, total - first)]
    for k in range(first, last):  # from each table to the next: cheaper than two binomial coefficients each
        weights.append(weights[-1] * (n - k) * (total - k) // ((k + 1) * (m - total + k + 1)))
    own = weights[x - first]
    return Fraction(sum(weight for weight in weights if weight <= own), comb(n + m, total))
