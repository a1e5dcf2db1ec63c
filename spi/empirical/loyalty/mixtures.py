"""Are there groups of subjects? Mixtures of binomial and beta-binomial laws, fitted by EM from many starts.

A subject that fires x times in n conversations is drawn from one of K groups; in a group everybody has the same rate
(binomial), or rates that scatter about a mean (beta-binomial). How many groups there are is asked, never assumed: fit
several K, and compare BIC = -2 log-likelihood + k ln(number of subjects), with k = 2K - 1 parameters, or 3K - 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from spi.errors import SpiError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]
    _State = tuple[Array, Array, Array]  # weights, rates, scatters

__all__ = ["Group", "Law", "Mixture", "compare_mixtures", "fit_mixture"]

Law = Literal["binomial", "beta-binomial"]
"""Whether the members of a group have one rate, or rates that scatter."""

_STEPS = 2_000
_TRIAL = 8  # steps from each start, before the best ones go on
_FINALISTS = 2
_PRECISION = 1e-9  # of the log-likelihood, where EM stops
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
    """A fitted mixture; approximate, as every maximum of a likelihood that EM finds.

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


def fit_mixture(
    counts: Sequence[tuple[int, int]], groups: int, *, law: Law = "binomial", starts: int = 12, seed: int = 0
) -> Mixture:
    """Fit a mixture of K groups to counts by EM, from several starts.

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
    data = _Counts(np.array([x for x, _ in counts], float), np.array([n for _, n in counts], float), law)
    random = np.random.default_rng(seed)
    rates = np.sort(data.x / data.n)
    quantiles = np.quantile(rates, [(2 * k + 1) / (2 * groups) for k in range(groups)])
    first = [quantiles, *(random.choice(rates, groups, replace=False) for _ in range(starts))]
    trials = [
        _climb(data, _first(data, np.clip(start, 0.01, 0.99)), _TRIAL) for start in first[: 1 if groups == 1 else None]
    ]
    trials.sort(key=lambda run: -run[0])
    found = [_finish(data, run[1:]) for run in trials[:_FINALISTS]]
    best, weights, rates, scatters = max(found, key=lambda run: run[0])
    order = np.argsort(rates)
    weights, rates, scatters = weights[order], rates[order], scatters[order]
    shares = _responsibilities(data, weights, rates, scatters)[0]
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
    """All mixtures of both laws with up to `most` groups, so that their BICs can be compared; none is chosen.

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
    law: Law


def _log_law(data: _Counts, rate: float, scatter: float) -> Array:
    """Log-probability of each subject's count, binomial coefficient included.

    The beta-binomial law as a product over trials, which has the binomial law at scatter 0 and no cancellation near it.
    """
    import numpy as np
    from scipy.special import gammaln

    x, n = data.x, data.n
    whole = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    if scatter == 0:
        return np.asarray(whole + x * math.log(rate) + (n - x) * math.log1p(-rate))
    trials = np.arange(int(n.max()))
    tables = [
        np.concatenate([[0.0], np.cumsum(np.log(base * (1 - scatter) + trials * scatter))])
        for base in (rate, 1 - rate, 1.0)
    ]
    at = [x.astype(int), (n - x).astype(int), n.astype(int)]
    return np.asarray(whole + tables[0][at[0]] + tables[1][at[1]] - tables[2][at[2]])


def _responsibilities(data: _Counts, weights: Array, rates: Array, scatters: Array) -> tuple[Array, float]:
    import numpy as np
    from scipy.special import logsumexp

    with np.errstate(divide="ignore"):
        logs = np.log(weights) + np.column_stack(
            [_log_law(data, float(p), float(s)) for p, s in zip(rates, scatters, strict=True)]
        )
    total = logsumexp(logs, axis=1)
    return np.exp(logs - total[:, None]), float(total.sum())


def _first(data: _Counts, rates: Array) -> _State:
    import numpy as np

    k = len(rates)
    return np.full(k, 1 / k), rates, np.full(k, 0.0 if data.law == "binomial" else 0.02)


def _climb(data: _Counts, start: _State, steps: int) -> tuple[float, Array, Array, Array]:
    """EM: subjects are shared out among the groups, then each group is fitted to its share."""
    import numpy as np

    weights, rates, scatters = start
    before = -math.inf
    for _ in range(steps):
        shares, value = _responsibilities(data, weights, rates, scatters)
        if value - before < _PRECISION:
            break
        before = value
        weights = shares.mean(axis=0)
        means = (shares * data.x[:, None]).sum(axis=0) / np.maximum((shares * data.n[:, None]).sum(axis=0), 1e-300)
        if data.law == "binomial":
            rates = np.clip(means, _EDGE, 1 - _EDGE)
        else:
            fitted = [_fit_group(data, *of) for of in zip(shares.T, means, rates, scatters, strict=True)]
            rates, scatters = (np.array(column) for column in zip(*fitted, strict=True))
    return _responsibilities(data, weights, rates, scatters)[1], weights, rates, scatters


def _finish(data: _Counts, start: _State) -> tuple[float, Array, Array, Array]:
    """Climb to the end: EM alone for binomial laws; all parameters at once where its steps are dear and small."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit, log_softmax, logit

    if data.law == "binomial":
        return _climb(data, start, _STEPS)
    k = len(start[0])

    def state(at: Array) -> _State:
        weights = np.exp(log_softmax(at[:k]))
        return weights, np.clip(expit(at[k : 2 * k]), _EDGE, 1 - _EDGE), at[2 * k :]

    def loss(at: Array) -> float:
        return -_responsibilities(data, *state(at))[1]

    weights, rates, scatters = start
    first = np.concatenate([np.log(np.maximum(weights, 1e-6)), logit(rates), scatters])
    bounds = [(-30.0, 30.0)] * (2 * k) + [(0.0, _WIDEST)] * k
    found = minimize(loss, first, bounds=bounds, method="L-BFGS-B", options={"maxiter": 150, "ftol": 1e-12})
    best = min([first, found.x], key=loss)
    return -loss(best), *state(best)


def _fit_group(data: _Counts, share: Array, mean: float, rate: float, scatter: float) -> tuple[float, float]:
    """The beta-binomial law that fits subjects best, each counted by its share."""
    import numpy as np
    from scipy.optimize import minimize

    def loss(at: Array) -> float:
        return -float(share @ _log_law(data, float(at[0]), float(at[1])))

    bounds = [(_EDGE, 1 - _EDGE), (0.0, _WIDEST)]
    starts = [np.array([rate, max(scatter, 1e-4)]), np.clip(np.array([mean, 0.0]), _EDGE, 1 - _EDGE) * [1, 0]]
    found = minimize(loss, starts[0], bounds=bounds, method="L-BFGS-B", options={"maxiter": 12})
    best = min([found.x, starts[1]], key=loss)
    return float(best[0]), float(best[1])
