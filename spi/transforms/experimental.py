"""Unverified drafts of 2026, with what breaks them: own selectors, renegotiation among independent defaults.

Nothing here is on the public face, and no verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.core.lottery import Payoffs
from spi.core.numbers import Exact, exact
from spi.core.pareto import improves
from spi.errors import HypothesisError

__all__ = ["Minimum", "coordinatewise_minimum", "engages"]

Minimum = tuple[Payoffs, tuple[Fraction, Fraction, Fraction]]
"""The minimum, and the weights of the default and of the two results that make it."""


def coordinatewise_minimum(default: Sequence[Exact], first: Sequence[Exact], second: Sequence[Exact]) -> Minimum:
    """What two players implement who stored different selectors: the coordinatewise minimum of the two results.

    Parameters
    ----------
    default, first, second : pairs of exact numbers
        The payoffs d of the default and x, y of what the two selectors choose, both at least as good as d for both.

    Returns
    -------
    (minimum, weights)
        The weights of d, x and y are probabilities with which the minimum is a lottery over them.

    Raises
    ------
    HypothesisError
        Unless there are two players, where d is worse for somebody, and where the minimum is none of their lotteries:
        for three players it need not be feasible at all, as with d = 0, x = (2, 1, 1), y = (1, 2, 3).

    Examples
    --------
    >>> minimum, weights = coordinatewise_minimum((0, 0), (2, 3), (3, 2))
    >>> [str(u) for u in minimum], [str(p) for p in weights]
    (['2', '2'], ['1/5', '2/5', '2/5'])

    Source: digiovanni-drafts-2026, Own selectors
    """
    d, x, y = (tuple(map(exact, row)) for row in (default, first, second))
    if not len(d) == len(x) == len(y) == 2:
        raise HypothesisError(f"payoffs of {len(d)}, {len(x)} and {len(y)} players; accepted: two of each")
    if not improves(x, d) or not improves(y, d):
        raise HypothesisError("a result is worse than the default for somebody; accepted: results that are not")
    low = tuple(map(min, x, y))
    zero, one = Fraction(0), Fraction(1)
    if low in (x, y):
        return low, (zero, one, zero) if low == x else (zero, zero, one)
    if x[0] > y[0]:
        minimum, (p, q, r) = coordinatewise_minimum(d, y, x)
        return minimum, (p, r, q)
    right, up, across, down = x[0] - d[0], y[1] - d[1], y[0] - x[0], x[1] - y[1]
    whole = right * down + up * across + across * down
    return low, (across * down / whole, across * up / whole, right * down / whole)


def engages(independent: Sequence[bool], *, mutual: bool) -> tuple[bool, ...]:
    """Who plays the renegotiated action, if renegotiation is conditional on defaults being participation independent.

    Parameters
    ----------
    independent : sequence of n truth values
        Whose default is participation independent.
    mutual : bool
        False: as in the draft, each tests the others' defaults alone. True: all engage or none (erratum B2).

    Returns
    -------
    tuple of n truth values

    Source: digiovanni-drafts-2026, PI-renegotiation (repaired: B2)
    """
    own = tuple(independent)
    if mutual:
        return (all(own),) * len(own)
    return tuple(all(own[:k] + own[k + 1 :]) for k in range(len(own)))
