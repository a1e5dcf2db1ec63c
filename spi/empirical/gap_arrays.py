"""Squared gaps and their variances for many scenarios at once, in floats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spi.errors import GameError, HypothesisError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "approx_null_variances",
    "approx_plug_in_variances",
    "approx_squared_gaps",
    "approx_squared_gaps_categories",
    "approx_variance_estimates",
]


def _floats(x: ArrayLike, n: ArrayLike, y: ArrayLike, m: ArrayLike, least: int = 2) -> tuple[Floats, ...]:
    import numpy as np

    x, n, y, m = np.broadcast_arrays(*(np.asarray(counts, dtype=np.float64) for counts in (x, n, y, m)))
    if not ((x >= 0) & (x <= n) & (y >= 0) & (y <= m) & (x == np.rint(x)) & (y == np.rint(y))).all():
        raise GameError("an entry of x or y is no count out of n or m; accepted: whole numbers from 0 to n, and to m")
    if x.size and min(n.min(), m.min()) < least:
        raise HypothesisError(
            f"missing: an arm has fewer than {least} responses, and then there is no unbiased estimate; "
            "accepted: leave such scenarios out and say so"
        )
    return x, n, y, m


def approx_squared_gaps(x: ArrayLike, n: ArrayLike, y: ArrayLike, m: ArrayLike) -> Floats:
    """`squared_gap` for arrays of counts.

    Parameters
    ----------
    x, n, y, m : arrays of whole numbers, of shapes that fit together

    Returns
    -------
    array of float
        Within 1e-12 of the exact values.

    Raises
    ------
    HypothesisError
        If an arm has fewer than two responses anywhere.
    GameError
        For what are no counts.

    Examples
    --------
    >>> [round(float(gap), 6) for gap in approx_squared_gaps([14, 10], 20, [6, 10], 20)]
    [0.137895, -0.026316]

    Source: ours
    """
    x, n, y, m = _floats(x, n, y, m)
    return x * (x - 1) / (n * (n - 1)) - 2 * (x / n) * (y / m) + y * (y - 1) / (m * (m - 1))


def approx_squared_gaps_categories(first: ArrayLike, second: ArrayLike) -> Floats:
    """`squared_gap_categories` for arrays of counts.

    Parameters
    ----------
    first, second : arrays of whole numbers, shape (…, K)
        The last axis is that of the answers.

    Returns
    -------
    array of float, shape (…)

    Raises
    ------
    HypothesisError
        If an arm has fewer than two responses anywhere.
    GameError
        For what are no counts.

    Source: ours
    """
    import numpy as np

    xs, ys = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    n, m = xs.sum(axis=-1, keepdims=True), ys.sum(axis=-1, keepdims=True)
    gaps: Floats = approx_squared_gaps(xs, n, ys, m).sum(axis=-1)
    return gaps


def approx_plug_in_variances(x: ArrayLike, n: ArrayLike, y: ArrayLike, m: ArrayLike) -> Floats:
    """`plug_in_variance` for arrays of counts.

    Source: ours
    """
    import numpy as np

    x, n, y, m = _floats(x, n, y, m)
    squared = np.maximum(approx_squared_gaps(x, n, y, m), 0)
    p, q = (x + 0.5) / (n + 1), (y + 0.5) / (m + 1)
    u, v = p * (1 - p), q * (1 - q)
    variances: Floats = (
        4 * squared * (u / n + v / m) + 2 * u**2 / (n * (n - 1)) + 4 * u * v / (n * m) + 2 * v**2 / (m * (m - 1))
    )
    return variances


def approx_null_variances(x: ArrayLike, n: ArrayLike, y: ArrayLike, m: ArrayLike) -> Floats:
    """`null_variance` for arrays of counts.

    Parameters
    ----------
    x, n, y, m : arrays of counts, of shapes that broadcast
        Hits and responses of the first arm, then of the second; two responses or more in every arm.

    Returns
    -------
    array of float64
        The unbiased estimate of the variance that the estimated squared gap has where both arms have one law.

    Source: ours
    """
    x, n, y, m = _floats(x, n, y, m)
    total, hits = n + m, x + y
    scale = 1 / (n * (n - 1)) + 2 / (n * m) + 1 / (m * (m - 1))
    pairs = hits * (hits - 1) * (total - hits) * (total - hits - 1)
    return 2 * scale * pairs / (total * (total - 1) * (total - 2) * (total - 3))


def approx_variance_estimates(x: ArrayLike, n: ArrayLike, y: ArrayLike, m: ArrayLike) -> Floats:
    """The unbiased `variance_estimate` for arrays of counts, with at least four responses in every arm.

    Parameters
    ----------
    x, n, y, m : arrays of counts, of shapes that broadcast
        Hits and responses of the first arm, then of the second.

    Returns
    -------
    array of float64

    Raises
    ------
    HypothesisError
        If an arm has fewer than four responses anywhere.
    GameError
        For what are no counts.

    Source: ours
    """
    from math import comb

    x, n, y, m = _floats(x, n, y, m, least=4)
    fourth: Any = 0.0
    for k in range(5):
        term: Any = (-1) ** k * comb(4, k)
        for j in range(4 - k):
            term = term * (x - j) / (n - j)
        for j in range(k):
            term = term * (y - j) / (m - j)
        fourth = fourth + term
    variances: Floats = approx_squared_gaps(x, n, y, m) ** 2 - fourth
    return variances
