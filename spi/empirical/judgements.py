"""How probable it is, given the counts, that a surrogate threat is responded to as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Literal

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.core.threat_game import PossibleThreat
from spi.empirical.beta_regions import Beta, HalfPlane, half_plane, region_probability
from spi.empirical.policies import EmpiricalPolicy, RatePosterior
from spi.errors import HypothesisError

__all__ = [
    "JointJudgement",
    "Outcome",
    "ScenarioJudgement",
    "deflected",
    "equivalent",
    "judge_jointly",
    "judge_no_new_threat",
    "judge_scenario",
    "tolerated",
]

Outcome = Literal["pass", "fail", "undetermined"]
"""A difference that is not found is no equality: what is not probable enough either way is undetermined."""

Region = tuple[HalfPlane, ...]


@dataclass(frozen=True, slots=True)
class ScenarioJudgement:
    """The posterior probability of a condition in one scenario.

    Parameters
    ----------
    scenario : str
    low, high : Fraction
        The least and the largest, over all that missing answers could have been; equal if none is missing.

    Source: ours
    """

    scenario: str
    low: Fraction
    high: Fraction

    def outcome(self, alpha: Exact = "1/20") -> Outcome:
        """Pass from probability 1 − α on, whatever the missing answers were; fail up to α; else undetermined."""
        return _outcome(self.low, self.high, alpha)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class JointJudgement:
    """The posterior probability of a condition in several scenarios, with independent posteriors.

    Parameters
    ----------
    scenarios : tuple of ScenarioJudgement

    Source: ours
    """

    scenarios: tuple[ScenarioJudgement, ...]

    @property
    def all_hold(self) -> tuple[Fraction, Fraction]:
        """The probability that it holds in all; it shrinks quickly with their number."""
        return prod((s.low for s in self.scenarios), start=Fraction(1)), prod(
            (s.high for s in self.scenarios), start=Fraction(1)
        )

    @property
    def expected_fraction(self) -> tuple[Fraction, Fraction]:
        """The expected fraction of scenarios in which it holds."""
        n = len(self.scenarios)
        return sum((s.low for s in self.scenarios), Fraction(0)) / n, sum(
            (s.high for s in self.scenarios), Fraction(0)
        ) / n

    @property
    def worst(self) -> ScenarioJudgement:
        """The scenario with the least probability."""
        return min(self.scenarios, key=lambda s: (s.low, s.high))

    def outcome(self, alpha: Exact = "1/20") -> Outcome:
        """Pass if it holds in all with probability 1 − α or more; fail if it fails in one, with α shared among them.

        That the product is small is no reason to fail: for many scenarios it is small before anything is known of them.
        """
        if _outcome(*self.all_hold, alpha) == "pass":
            return "pass"
        shared = exact(alpha, place="alpha") / len(self.scenarios)
        return "fail" if any(s.outcome(shared) == "fail" for s in self.scenarios) else "undetermined"

    _repr_html_ = html_of


def equivalent(epsilon: Exact) -> Region:
    """The pairs of rates with |q − p| ≤ ε: surrogate threats are conceded as the originals are, but for so much.

    Parameters
    ----------
    epsilon : exact number
        ε ≥ 0, a difference of probabilities.

    Returns
    -------
    Region
        Half-planes in (p, q), rates of conceding to the original and to the surrogate, all of which hold.

    Raises
    ------
    HypothesisError
        For a negative ε.

    Source: clr-agenda-2026, concession equivalence, and ours
    """
    bound = exact(epsilon, place="epsilon")
    if bound < 0:
        raise HypothesisError(f"epsilon = {bound}; accepted: a number that is not negative")
    return half_plane(-1, 1, -bound), half_plane(1, -1, -bound)


def deflected(original: PossibleThreat, surrogate: PossibleThreat) -> Region:
    """The pairs of rates with which the threatener expects no less from the surrogate threat than from the original.

    Parameters
    ----------
    original, surrogate : PossibleThreat

    Returns
    -------
    Region
        Half-planes in (p, q), rates of conceding to the original and to the surrogate, all of which hold.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    was, now = original.execution * original.cost, surrogate.execution * surrogate.cost
    return (half_plane(-(original.gain + was), surrogate.gain + now, now - was),)


def tolerated(original: PossibleThreat, surrogate: PossibleThreat) -> Region:
    """The pairs of rates with which neither party expects less from the surrogate: the tolerance interval for every p.

    Parameters
    ----------
    original, surrogate : PossibleThreat

    Returns
    -------
    Region
        For each p the q in it are those of `tolerance_interval`.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    was, now = original.execution * original.harm, surrogate.execution * surrogate.harm
    principal = half_plane(original.loss - was, now - surrogate.loss, now - was)
    return (principal, *deflected(original, surrogate))


def judge_scenario(policy: EmpiricalPolicy, region: Sequence[HalfPlane]) -> ScenarioJudgement:
    """The posterior probability that a policy's rates are in a region.

    Parameters
    ----------
    policy : EmpiricalPolicy
    region : sequence of HalfPlane
        As of `equivalent`, `deflected` or `tolerated`.

    Returns
    -------
    ScenarioJudgement
        Exact, with a uniform prior, over every completion of missing answers.

    Examples
    --------
    >>> from spi.empirical.policies import RatePosterior
    >>> twelve = RatePosterior(12, 8)
    >>> found = judge_scenario(EmpiricalPolicy("toll", twelve, twelve), equivalent("1/10"))
    >>> print(found.low == found.high, round(float(found.low), 6), found.outcome())
    True 0.504796 undetermined

    Source: ours
    """
    found = [
        region_probability(p, q, region)
        for p, q in product(
            _to_try(policy.ordinary, [plane.ordinary for plane in region]),
            _to_try(policy.surrogate, [plane.surrogate for plane in region]),
        )
    ]
    return ScenarioJudgement(policy.scenario, min(found), max(found))


def judge_no_new_threat(
    policy: EmpiricalPolicy, original: PossibleThreat, surrogate: PossibleThreat
) -> ScenarioJudgement:
    """The posterior probability that the surrogate is not worth threatening where the original is not.

    Parameters
    ----------
    policy : EmpiricalPolicy
        The rates of one scenario, known up to their posterior.
    original, surrogate : PossibleThreat

    Returns
    -------
    ScenarioJudgement

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    was, now = original.execution * original.cost, surrogate.execution * surrogate.cost
    unworthy = half_plane(-(original.gain + was), 0, -was)
    worthy = half_plane(0, surrogate.gain + now, now)
    violated = judge_scenario(policy, (unworthy, worthy))
    if now == 0 and surrogate.gain == 0:  # worth nothing at every rate, which is not worth threatening
        return ScenarioJudgement(policy.scenario, Fraction(1), Fraction(1))
    return ScenarioJudgement(policy.scenario, 1 - violated.high, 1 - violated.low)


def judge_jointly(judgements: Sequence[ScenarioJudgement]) -> JointJudgement:
    """Put the judgements of several scenarios together.

    Parameters
    ----------
    judgements : sequence of ScenarioJudgement
        Of distinct scenarios, one at least.

    Returns
    -------
    JointJudgement

    Raises
    ------
    HypothesisError

    Source: ours
    """
    names = [judgement.scenario for judgement in judgements]
    if not names or len(set(names)) < len(names):
        raise HypothesisError(f"{len(names)} judgements, {len(set(names))} scenarios; accepted: one each, one at least")
    return JointJudgement(tuple(judgements))


def _to_try(posterior: RatePosterior, coefficients: Sequence[Fraction]) -> list[Beta]:
    """The completions among which are those of the least and the largest probability.

    If all sides of the region face the same way in a rate, larger rates only enter it, or only leave it. More
    concessions make the law of the rate larger, so that the first and the last completion are enough.
    """
    laws = list(posterior.completions())
    return laws if min(coefficients) < 0 < max(coefficients) or len(laws) < 3 else [laws[0], laws[-1]]


def _outcome(low: Fraction, high: Fraction, alpha: Exact) -> Outcome:
    level = exact(alpha, place="alpha")
    if not 0 < level < Fraction(1, 2):
        raise HypothesisError(f"alpha = {level}; accepted: above 0 and below 1/2")
    if low >= 1 - level:
        return "pass"
    return "fail" if high <= level else "undetermined"
