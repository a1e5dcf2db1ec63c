"""The continuous case: demands on an interval that are conceded the less likely the larger they are, in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from spi.core.concession import AffineConcession
from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.errors import HypothesisError

__all__ = ["AffineDrift", "affine_drift", "best_demand"]


@dataclass(frozen=True, slots=True)
class AffineDrift:
    """What changes when threats cost the threatener less to execute and he chooses his demand anew.

    Parameters
    ----------
    demands : (Fraction, Fraction)
        x, the best demand with the original threat and with the surrogate.
    rates : (Fraction, Fraction)
        The probabilities that these are conceded.
    threatener : (Fraction, Fraction)
        His expected payoffs. If they are negative, he does better to make no threat.
    principal : Fraction
        Her expected payoff with the original threat.
    tolerable_harm : Fraction or None
        The largest harm of an executed surrogate threat with which she is no worse off; None if it is never executed.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    demands: tuple[Fraction, Fraction]
    rates: tuple[Fraction, Fraction]
    threatener: tuple[Fraction, Fraction]
    principal: Fraction
    tolerable_harm: Fraction | None

    _repr_html_ = html_of


def best_demand(curve: AffineConcession, *, cost: Exact, execution: Exact = 1) -> Fraction:
    """The demand that is best for the threatener, of all on an interval.

    Parameters
    ----------
    curve : AffineConcession
        q(x) = α − βx: how likely a demand of x is conceded. It costs the principal x and gives x to the threatener.
    cost : exact number
        κ, what the execution costs the threatener.
    execution : exact number from 0 to 1
        e, how likely a refused threat is executed.

    Returns
    -------
    Fraction
        The only maximiser of q(x)·x − (1 − q(x))·e·κ: (α − e·κ·β)/(2β), or the end of the interval that is nearer.

    Raises
    ------
    HypothesisError
        If the execution has no probability.

    Examples
    --------
    >>> from spi.core.concession import affine_concession
    >>> str(best_demand(affine_concession(1, 1), cost="0.2")), str(best_demand(affine_concession(1, 1), cost="0.18"))
    ('2/5', '41/100')

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    expected = _execution(execution) * exact(cost, place="the cost of execution")
    free = (curve.intercept - expected * curve.slope) / (2 * curve.slope)
    return min(max(free, curve.low), curve.high)


def affine_drift(
    curve: AffineConcession, *, cost: Exact, surrogate_cost: Exact, harm: Exact, execution: Exact = 1
) -> AffineDrift:
    """What a surrogate that is cheaper to execute does to the demand, to both payoffs, and which harm is tolerable.

    Parameters
    ----------
    curve : AffineConcession
        The same for originals and surrogates: the policy is concession-equivalent.
    cost, surrogate_cost : exact numbers
        κ of the original threat and of the surrogate.
    harm : exact number
        What the principal loses if the original threat is executed.
    execution : exact number from 0 to 1

    Returns
    -------
    AffineDrift
        Inside the interval the demand grows by half of what execution becomes cheaper by, times its probability.

    Raises
    ------
    HypothesisError
        If the execution has no probability.

    Examples
    --------
    >>> from spi.core.concession import affine_concession
    >>> found = affine_drift(affine_concession(1, 1), cost="0.2", surrogate_cost="0.18", harm=1)
    >>> str(found.demands[1] - found.demands[0]), str(found.tolerable_harm)
    ('1/100', '3981/4100')

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    e, lost = _execution(execution), exact(harm, place="the harm of execution")
    costs = [exact(value, place="the cost of execution") for value in (cost, surrogate_cost)]
    demands = [best_demand(curve, cost=value, execution=e) for value in costs]
    rates = [curve.intercept - curve.slope * x for x in demands]
    earned = [q * x - (1 - q) * e * value for q, x, value in zip(rates, demands, costs, strict=True)]
    principal = -rates[0] * demands[0] - (1 - rates[0]) * e * lost
    executed = (1 - rates[1]) * e
    return AffineDrift(
        demands=(demands[0], demands[1]),
        rates=(rates[0], rates[1]),
        threatener=(earned[0], earned[1]),
        principal=principal,
        tolerable_harm=(-principal - rates[1] * demands[1]) / executed if executed else None,
    )


def _execution(value: Exact) -> Fraction:
    e = exact(value, place="the probability of execution")
    if not 0 <= e <= 1:
        raise HypothesisError(f"a refused threat is executed with probability {e}; accepted: 0 to 1")
    return e
