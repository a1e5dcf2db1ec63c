"""Draws from posteriors, looked up by their number: for parameters that are not whole, or rules without lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spi.core.numbers import Exact, exact
from spi.empirical.posteriors import Beta, Line
from spi.errors import GameError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["approx_dirichlet_draws", "approx_probability_between"]


def approx_probability_between(
    p: Beta, q: Beta, low: Line, high: Line, *, draws: int = 100_000, seed: int = 0
) -> tuple[float, float]:
    """The probability that low(P) ≤ Q ≤ high(P), by drawing; for any parameters.

    Parameters
    ----------
    p, q, low, high
        As for `probability_between`.
    draws, seed : int

    Returns
    -------
    (float, float)
        The share of draws in which it holds, and its standard error.

    Examples
    --------
    >>> found, error = approx_probability_between(Beta(1, 1), Beta(1, 1), ("-1/10", 1), ("1/10", 1))
    >>> abs(found - 0.19) < 4 * error
    True

    Source: ours
    """
    first = approx_dirichlet_draws((p.a, p.b), draws, seed=seed)[:, 0]
    second = approx_dirichlet_draws((q.a, q.b), draws, seed=seed, stream=1)[:, 0]
    (a, b), (c, d) = ((float(exact(u)), float(exact(v))) for u, v in (low, high))
    share = float(((a + b * first <= second) & (second <= c + d * first)).mean())
    return share, float((max(share * (1 - share), 1 / draws) / draws) ** 0.5)


def approx_dirichlet_draws(
    parameters: Sequence[Exact], draws: int, *, seed: int = 0, stream: int = 0
) -> NDArray[np.float64]:
    """Draws of a probability vector, each a function of the seed, the stream and its number alone.

    Parameters
    ----------
    parameters : sequence of K exact numbers, 1/10 or more
        Such as those of `posterior_categories`.
    draws : int
    seed : int
    stream : int
        Give every scenario and arm its own: draws of different streams are independent.

    Returns
    -------
    array of float, shape (draws, K)
        Rows sum to 1: Gamma variables over their sum, each by the inverse of its distribution function.

    Raises
    ------
    GameError
        For fewer than two parameters, or one below 1/10.

    Source: salmon-et-al-2011, Counter-based generators, and ours
    """
    import numpy as np
    from scipy.special import gammaincinv

    from spi.empirical.streams import approx_uniforms

    shapes = np.array([float(exact(value, place="parameters")) for value in parameters])
    if len(shapes) < 2 or shapes.min() < 0.1:  # below, a Gamma variable is too small for a float too often
        raise GameError(f"parameters {tuple(shapes.tolist())}; accepted: at least two, all 1/10 or more")
    uniforms = approx_uniforms(seed, stream << 32, draws, len(shapes))
    gammas = gammaincinv(shapes, uniforms)
    found: NDArray[np.float64] = gammas / gammas.sum(axis=1, keepdims=True)
    return found
