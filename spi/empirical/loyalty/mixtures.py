"""Are there groups of subjects? Mixtures of binomial and beta-binomial laws, fitted from many starts.

A subject that fires x times in n conversations is drawn from one of K groups; in a group everybody has the same rate
(binomial), or rates that scatter about a mean (beta-binomial). How many groups there are is asked, never assumed: fit
several K, and compare BIC = -2 log-likelihood + k ln(number of subjects), with k = 2K - 1 parameters, or 3K - 1.

Binomial mixtures are fitted by EM. The steps of EM for a beta-binomial mixture have no closed form and are small where
it matters, near the binomial limit; there all parameters climb together along the gradient, from where EM ended.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from spi.core.display import html_of
from spi.errors import SpiError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]
    _Run = tuple[float, Array, Array, Array]  # log-likelihood, weights, rates, scatters

__all__ = ["Group", "Law", "Mixture", "compare_mixtures", "fit_mixture"]

Law = Literal["binomial", "beta-binomial"]
"""Whether the members of a group have one rate, or rates that scatter."""

_STEPS = 2_000
_PRECISION = 1e-10  # of the log-likelihood, where EM stops
_SCATTERS = (0.002, 0.1)  # where the climb to a beta-binomial mixture begins
_EDGE = 1e-9  # rates stay this far from 0 and 1
_WIDEST = 0.98  # the largest scatter of a beta-binomial group


@dataclass(frozen=True, slots=True)
class Group:
    """A group of subjects.

    Parameters
    ----------
    weight : float
        Share of subjects.
    rate : float
        Mean rate.
    scatter : float
        Intra-class correlation 1/(a + b + 1) of the Beta(a, b) law of rates; 0 for one rate, the binomial law.

    Source: ours
    """

    weight: float
    rate: float
    scatter: float = 0.0


@dataclass(frozen=True, slots=True)
class Mixture:
    """A fitted mixture; approximate, as every maximum of a likelihood that is climbed to.

    Parameters
    ----------
    law : "binomial" or "beta-binomial"
    groups : tuple of Group
        By rate.
    log_likelihood, bic : float
    responsibilities : tuple of tuple of float
        For each subject the probability of each group, given its counts.

    Source: ours
    """

    law: Law
    groups: tuple[Group, ...]
    log_likelihood: float
    bic: float
    responsibilities: tuple[tuple[float, ...], ...]

    def __str__(self) -> str:
        groups = "; ".join(
            f"{100 * g.rate:.1f} % (weight {g.weight:.2f}" + (f", scatter {g.scatter:.3f})" if g.scatter else ")")
            for g in self.groups
        )
        return f"K={len(self.groups)}: {groups}; log-likelihood {self.log_likelihood:.3f}, BIC {self.bic:.1f}"

    _repr_html_ = html_of


def fit_mixture(
    counts: Sequence[tuple[int, int]], groups: int, *, law: Law = "binomial", starts: int = 12, seed: int = 0
) -> Mixture:
    """Fit a mixture of K groups to counts, from several starts.

    Parameters
    ----------
    counts : sequence of (int, int)
        How often something fired and out of how many, a pair per subject.
    groups : int
        K.
    law : "binomial" or "beta-binomial"
        The binomial law is the limit of the beta-binomial one as scatter goes to 0, and the fit may reach it.
    starts, seed : int
        How many starts at random rates, besides one at quantiles, and their seed.

    Returns
    -------
    Mixture
        The best of all starts.

    Raises
    ------
    SpiError
        For counts that are none, K < 1, or more groups than subjects.

    Source: ours
    """
    import numpy as np

    if law not in get_args(Law):
        raise SpiError(f"law {law!r}; accepted: {', '.join(get_args(Law))}")
    if not 1 <= groups <= len(counts):
        raise SpiError(f"{groups} groups of {len(counts)} subjects; accepted: from 1 up to the number of subjects")
    for x, n in counts:
        if not 0 <= x <= n or n == 0:
            raise SpiError(f"{x} of {n}; accepted: 0 ≤ x ≤ n, n ≥ 1")
    data = _Counts(np.array([x for x, _ in counts], float), np.array([n for _, n in counts], float))
    random = np.random.default_rng(seed)
    rates = np.sort(data.x / data.n)
    quantiles = np.quantile(rates, [(2 * k + 1) / (2 * groups) for k in range(groups)])
    first = [quantiles, *(random.choice(rates, groups, replace=False) for _ in range(starts))]
    found = [_climb(data, np.clip(start, 0.01, 0.99)) for start in first[: 1 if groups == 1 else None]]
    if law == "beta-binomial":
        found = [_spread(data, run, scatter) for run in _different(found) for scatter in _SCATTERS]
    best, weights, rates, scatters = max(found, key=lambda run: run[0])
    order = np.argsort(rates)
    weights, rates, scatters = weights[order], rates[order], scatters[order]
    shares, _ = _share_out(weights, _laws(data, rates, scatters)[0])
    parameters = (2 if law == "binomial" else 3) * groups - 1
    return Mixture(
        law,
        tuple(Group(float(w), float(p), float(s)) for w, p, s in zip(weights, rates, scatters, strict=True)),
        float(best),
        -2 * float(best) + parameters * math.log(len(counts)),
        tuple(tuple(float(share) for share in row) for row in shares),
    )


def compare_mixtures(
    counts: Sequence[tuple[int, int]], *, most: int = 3, starts: int = 12, seed: int = 0
) -> tuple[Mixture, ...]:
    """The best mixture of each law and each number of groups, so that their BICs can be compared; none is chosen.

    Parameters
    ----------
    counts : sequence of (int, int)
        Of each subject events, and conversations.
    most : int
        Groups, at most; there are never more than subjects.
    starts, seed : int
        As for `fit_mixture`.

    Returns
    -------
    tuple of Mixture
        The binomial ones, then the beta-binomial ones, each by number of groups from 1 on.

    Raises
    ------
    SpiError
        For counts that are none.

    Source: ours
    """
    return tuple(
        fit_mixture(counts, k, law=law, starts=starts, seed=seed)
        for law in get_args(Law)
        for k in range(1, min(most, len(counts)) + 1)
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    x: Array
    n: Array


def _log_law(data: _Counts, rate: float, scatter: float) -> tuple[Array, Array, Array]:
    """Log-probability of each subject's count, binomial coefficient included, and its slopes in rate and scatter.

    The beta-binomial law as a product over trials, which has the binomial law at scatter 0 and no cancellation near it:
    trial j after j hits has a hit with weight rate (1 - scatter) + j scatter, and likewise for misses and all trials.
    """
    import numpy as np

    x, n = data.x, data.n
    before = np.arange(int(n.max()))

    def sums(base: float, upto: Array) -> tuple[Array, Array, Array]:
        terms = base * (1 - scatter) + before * scatter
        columns = np.stack([np.log(terms), (1 - scatter) / terms, (before - base) / terms])
        found = np.concatenate([np.zeros((3, 1)), np.cumsum(columns, axis=1)], axis=1)[:, upto.astype(int)]
        return found[0], found[1], found[2]

    hits, misses, trials = sums(rate, x), sums(1 - rate, n - x), sums(1.0, n)
    return (
        _binomial_coefficients(data) + hits[0] + misses[0] - trials[0],
        hits[1] - misses[1],
        hits[2] + misses[2] - trials[2],
    )


def _binomial_coefficients(data: _Counts) -> Array:
    from scipy.special import gammaln

    found: Array = gammaln(data.n + 1) - gammaln(data.x + 1) - gammaln(data.n - data.x + 1)
    return found


def _laws(data: _Counts, rates: Array, scatters: Array) -> tuple[Array, Array, Array]:
    """The laws of all groups and their slopes, a column per group."""
    import numpy as np

    laws = [_log_law(data, float(p), float(s)) for p, s in zip(rates, scatters, strict=True)]
    values, by_rate, by_scatter = (np.column_stack(column) for column in zip(*laws, strict=True))
    return values, by_rate, by_scatter


def _share_out(weights: Array, laws: Array) -> tuple[Array, float]:
    """Who is of which group, and the log-likelihood."""
    import numpy as np
    from scipy.special import logsumexp

    with np.errstate(divide="ignore"):
        logs = np.log(weights) + laws
    total = logsumexp(logs, axis=1)
    return np.exp(logs - total[:, None]), float(total.sum())


def _climb(data: _Counts, rates: Array) -> _Run:
    """EM for binomial groups: subjects are shared out, then each group takes the rate of its share."""
    import numpy as np

    weights, scatters = np.full(len(rates), 1 / len(rates)), np.zeros(len(rates))
    whole = _binomial_coefficients(data)[:, None]
    hits, misses = data.x[:, None], (data.n - data.x)[:, None]
    before = -math.inf
    for _ in range(_STEPS):
        shares, value = _share_out(weights, whole + hits * np.log(rates) + misses * np.log1p(-rates))
        if value - before < _PRECISION:
            break
        before = value
        weights = shares.mean(axis=0)
        means = (shares * hits).sum(axis=0) / np.maximum((shares * (hits + misses)).sum(axis=0), 1e-300)
        rates = np.clip(means, _EDGE, 1 - _EDGE)
    return value, weights, rates, scatters


def _different(runs: Sequence[_Run]) -> list[_Run]:
    """The best run, and those that ended elsewhere."""
    kept: list[_Run] = []
    for run in sorted(runs, key=lambda run: -run[0]):
        if all(abs(run[0] - other[0]) > 1e-4 for other in kept):
            kept.append(run)
    return kept


def _spread(data: _Counts, run: _Run, scatter: float) -> _Run:
    """Let groups scatter, too: climb in all parameters of the beta-binomial mixture along the gradient."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit, log_softmax, logit

    _, weights, rates, _ = run
    k = len(weights)

    def state(at: Array) -> tuple[Array, Array, Array]:
        return np.exp(log_softmax(at[:k])), np.clip(expit(at[k : 2 * k]), _EDGE, 1 - _EDGE), at[2 * k :]

    def loss(at: Array) -> tuple[float, Array]:
        own, p, s = state(at)
        laws, by_rate, by_scatter = _laws(data, p, s)
        shares, value = _share_out(own, laws)
        slopes = [
            shares.sum(axis=0) - len(data.x) * own,
            (shares * by_rate).sum(axis=0) * p * (1 - p),
            (shares * by_scatter).sum(axis=0),
        ]
        return -value, -np.concatenate(slopes)

    first = np.concatenate([np.log(np.maximum(weights, 1e-3)), logit(rates), np.full(k, scatter)])
    bounds = [(-30.0, 30.0)] * (2 * k) + [(0.0, _WIDEST)] * k
    found = minimize(loss, first, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-13})
    return -float(found.fun), *state(found.x)
