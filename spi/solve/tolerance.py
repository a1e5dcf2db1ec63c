"""How far concessions to a surrogate threat may be from those to the original: in expectation, and play by play."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from typing import Literal

from spi.core.concession import read_rate
from spi.core.numbers import Exact
from spi.core.pareto import improves
from spi.core.threat_game import PossibleThreat
from spi.solve.threat_choice import threat_payoffs

__all__ = [
    "Branch",
    "ToleratedGaps",
    "GapBound",
    "branch_payoffs",
    "branches",
    "possible_ends",
    "tolerance_interval",
    "worse_fraction",
]

Branch = Literal["conceded", "executed", "spared"]
"""How a threat can end: "spared" is refused and not executed."""


@dataclass(frozen=True, slots=True)
class GapBound:
    """What one party asks of the gap q − p between the rates of conceding to surrogate and original.

    Parameters
    ----------
    condition : "at least", "at most", "always" or "never"
        With "always" and "never" the rate does not matter to this party: it is content, or it is not.
    gap : Fraction or None
        The least or largest gap, as a free number: q may have to leave [0, 1] for it.

    Source: ours
    """

    condition: Literal["at least", "at most", "always", "never"]
    gap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ToleratedGaps:
    """The gaps q − p at which neither party expects less from the surrogate threat than from the original.

    Parameters
    ----------
    original, surrogate : PossibleThreat
    rate : Fraction
        p, the probability of conceding to the original.
    principal, threatener : GapBound
        With the threatener's bound violated he prefers the original threat: it is not deflected.

    Source: ours
    """

    original: PossibleThreat
    surrogate: PossibleThreat
    rate: Fraction
    principal: GapBound
    threatener: GapBound

    @property
    def low(self) -> Fraction | None:
        """The least gap as a free number; None if there is no least one."""
        gaps = [b.gap for b in (self.principal, self.threatener) if b.condition == "at least" and b.gap is not None]
        return max(gaps, default=None)

    @property
    def high(self) -> Fraction | None:
        """The largest gap as a free number; None if there is no largest one."""
        gaps = [b.gap for b in (self.principal, self.threatener) if b.condition == "at most" and b.gap is not None]
        return min(gaps, default=None)

    @property
    def is_empty(self) -> bool:
        """Is there no gap, even as a free number, with which both are content?"""
        if "never" in (self.principal.condition, self.threatener.condition):
            return True
        return self.low is not None and self.high is not None and self.low > self.high

    @property
    def rates(self) -> tuple[Fraction, Fraction] | None:
        """The least and the largest *probability* q with which both are content; None if there is none."""
        low = max(Fraction(0), self.rate + self.low) if self.low is not None else Fraction(0)
        high = min(Fraction(1), self.rate + self.high) if self.high is not None else Fraction(1)
        return None if self.is_empty or low > high else (low, high)

    def __str__(self) -> str:
        from spi.report.text import tolerance_text

        return tolerance_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def tolerance_interval(original: PossibleThreat, surrogate: PossibleThreat, rate: Exact) -> ToleratedGaps:
    """How much more, or less, often than the original a surrogate threat may be conceded with both no worse off.

    Parameters
    ----------
    original, surrogate : PossibleThreat
    rate : exact number from 0 to 1
        p, the probability of conceding to the original.

    Returns
    -------
    ToleratedGaps
        Exact. With the same loss d, gain g and execution e on both sides, harms h and r and costs c and b, and if
        d > e·r and g + e·b > 0: from −(1−p)·e·(c−b)/(g+e·b) to (1−p)·e·(h−r)/(d−e·r).

    Notes
    -----
    Each party's condition is linear in q: for the principal q·(e·r − d) ≥ e·r + U, with U what the original is worth to
    her; for the threatener q·(g + e·b) ≥ e·b + V. Depending on the sign of the factor it is a lower bound, an upper
    bound, or no condition on q at all. If surrogates cost the threatener as much as originals, b = c, his bound is 0:
    then a surrogate that is conceded less often, however little, deflects nothing.

    Examples
    --------
    >>> from spi.core.threat_game import possible_threat
    >>> theft = possible_threat("theft", "original", demand=10, harm=20, cost=8, execution="1/2")
    >>> burning = possible_threat("burning", "surrogate", demand=10, harm=0, cost=6, execution="1/2")
    >>> found = tolerance_interval(theft, burning, "1/2")
    >>> str(found.low), str(found.high)
    ('-1/26', '1/2')

    Source: ours
    """
    p = read_rate(original.name, rate)
    principal, threatener = threat_payoffs(original, p)
    harm, cost = (surrogate.execution * x for x in (surrogate.harm, surrogate.cost))
    return ToleratedGaps(
        original,
        surrogate,
        p,
        principal=_bound(harm - surrogate.loss, harm + principal, p),
        threatener=_bound(surrogate.gain + cost, cost + threatener, p),
    )


def branches(threat: PossibleThreat, rate: Exact) -> dict[Branch, Fraction]:
    """The probability of each way in which a threat can end.

    Parameters
    ----------
    threat : PossibleThreat
    rate : exact number from 0 to 1
        The probability that it is conceded.

    Returns
    -------
    dict from branch to Fraction
        With sum 1; a branch may have probability 0.

    Source: ours
    """
    conceded = read_rate(threat.name, rate)
    refused = 1 - conceded
    return {"conceded": conceded, "executed": refused * threat.execution, "spared": refused * (1 - threat.execution)}


def branch_payoffs(threat: PossibleThreat, branch: Branch) -> tuple[Fraction, Fraction]:
    """Payoffs of principal and threatener when a threat ends so.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    if branch == "conceded":
        return -threat.loss, threat.gain
    return (-threat.harm, -threat.cost) if branch == "executed" else (Fraction(0), Fraction(0))


def possible_ends(original: PossibleThreat, surrogate: PossibleThreat) -> Iterator[tuple[Branch, Branch]]:
    """How paired plays of an original and its surrogate can end, for some rate of conceding.

    Parameters
    ----------
    original, surrogate : PossibleThreat

    Yields
    ------
    tuple of Branch
        The surrogate is conceded when the original is; refused, it is executed, as far as the two probabilities allow,
        when the original is.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    e, f = original.execution, surrogate.execution
    yield "conceded", "conceded"
    if min(e, f) > 0:
        yield "executed", "executed"
    if e > f:
        yield "executed", "spared"
    if f > e:
        yield "spared", "executed"


def worse_fraction(original: PossibleThreat, surrogate: PossibleThreat, rate: Exact, surrogate_rate: Exact) -> Fraction:
    """The smallest fraction of plays in which somebody is worse off with the surrogate, if plays are paired at best.

    Parameters
    ----------
    original, surrogate : PossibleThreat
    rate, surrogate_rate : exact numbers from 0 to 1
        p and q, the probabilities of conceding to them.

    Returns
    -------
    Fraction
        Exact: the least probability, over all joint laws of a play of each, that the play with the surrogate does not
        leave both at least as well off as its partner.

    Notes
    -----
    By Strassen's theorem it is the largest P(S) − Q(N(S)) over sets S of ends of the original threat, where N(S) are
    the ends of the surrogate that are as good for both as one in S. With the same loss, gain and execution, positive
    loss and gain, r ≤ h and 0 < b ≤ c, it is p − q if q < p. If q > p, it is q − p if h < loss, and (q − p)(1 − e) if
    h ≥ loss, since then nobody minds a concession instead of an execution. So |q − p| is a bound.

    Examples
    --------
    >>> from spi.core.threat_game import possible_threat
    >>> theft = possible_threat("theft", "original", demand=10, harm=20, cost=8, execution="3/4")
    >>> burning = possible_threat("burning", "surrogate", demand=10, harm=0, cost=6, execution="3/4")
    >>> str(worse_fraction(theft, burning, "1/2", "3/10")), str(worse_fraction(theft, burning, "1/2", "7/10"))
    ('1/5', '1/20')

    Source: ours
    """
    before, after = branches(original, rate), branches(surrogate, surrogate_rate)
    good: dict[Branch, set[Branch]] = {
        end: {new for new in after if improves(branch_payoffs(surrogate, new), branch_payoffs(original, end))}
        for end in before
    }
    sets = chain.from_iterable(combinations(before, size) for size in range(len(before) + 1))
    return max(_total(before, ends) - _total(after, set().union(*(good[end] for end in ends))) for ends in sets)


def _total(law: dict[Branch, Fraction], ends: Iterable[Branch]) -> Fraction:
    return sum((law[end] for end in ends), Fraction(0))


def _bound(slope: Fraction, constant: Fraction, rate: Fraction) -> GapBound:
    """The gaps q − rate with slope·q ≥ constant."""
    if slope == 0:
        return GapBound("always" if constant <= 0 else "never")
    return GapBound("at least" if slope > 0 else "at most", constant / slope - rate)
