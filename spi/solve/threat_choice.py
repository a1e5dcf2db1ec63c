"""What threats are worth, which one a threatener makes, and how that changes when surrogates are offered to him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.concession import ConcessionPolicy, read_rate
from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.core.threat_game import Kind, PossibleThreat, ThreatGame
from spi.errors import HypothesisError

__all__ = [
    "ChoiceDrift",
    "ThreatChoice",
    "Ties",
    "choice_drift",
    "harm_threshold",
    "threat_payoffs",
    "threatener_choice",
]

Ties = Literal["worst", "best"]
"""Of the threats that are equally good for the threatener: the worst, or the best, for the principal."""


@dataclass(frozen=True, slots=True)
class ThreatChoice:
    """What a threatener does who knows how likely each threat is conceded.

    Parameters
    ----------
    best : tuple of PossibleThreat or None
        *All* that are best for him, in the order of the game; None, at the end, is to make no threat.
    chosen : PossibleThreat or None
        One of them, by the rule for ties.
    threatener, principal : Fraction
        The expected payoffs.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    best: tuple[PossibleThreat | None, ...]
    chosen: PossibleThreat | None
    threatener: Fraction
    principal: Fraction

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class ChoiceDrift:
    """What changes when the threatener can choose surrogate threats, too, and chooses anew.

    Parameters
    ----------
    before, after : ThreatChoice
        Among no threat and the originals; among all.
    demand : Fraction or None
        By how much the demand of the chosen threat grows; None unless both have one.
    threatener, principal : Fraction
        By how much the expected payoffs grow.
    tolerable_harm : Fraction or None
        If a surrogate threat is chosen: the largest harm of its execution with which the principal is no worse off than
        before; None if it is never executed, or if no surrogate threat is chosen.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    before: ThreatChoice
    after: ThreatChoice
    demand: Fraction | None
    threatener: Fraction
    principal: Fraction
    tolerable_harm: Fraction | None

    _repr_html_ = html_of


def threat_payoffs(threat: PossibleThreat, rate: Exact) -> tuple[Fraction, Fraction]:
    """Expected payoffs of the principal and the threatener when a threat is made.

    Parameters
    ----------
    threat : PossibleThreat
    rate : exact number from 0 to 1
        The probability q that it is conceded.

    Returns
    -------
    tuple of Fraction
        −q·loss − (1−q)·execution·harm, and q·gain − (1−q)·execution·cost.

    Raises
    ------
    GameError
        If the rate is no probability.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    q = read_rate(threat.name, rate)
    executed = (1 - q) * threat.execution
    return -q * threat.loss - executed * threat.harm, q * threat.gain - executed * threat.cost


def threatener_choice(
    game: ThreatGame,
    policy: ConcessionPolicy,
    *,
    among: Sequence[Kind] = ("original", "surrogate"),
    ties: Ties = "worst",
) -> ThreatChoice:
    """What is best for the threatener in expectation: a threat, or none, which is worth 0.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionPolicy
        What he expects of the principal. If he does not believe in her policy, this is not her policy.
    among : kinds of threats that he considers
    ties : "worst" or "best"
        Which of equally good threats is chosen: the one that is worst, or best, for the principal; of several such the
        first in the order of the game.

    Returns
    -------
    ThreatChoice

    Raises
    ------
    HypothesisError
        For another rule or kind.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    if ties not in ("worst", "best"):
        raise HypothesisError(f"ties={ties!r}; accepted: 'worst' and 'best' (for the principal)")
    if isinstance(among, str) or not set(among) <= {"original", "surrogate"}:
        raise HypothesisError(f"among={among!r}; accepted: a sequence of 'original' and 'surrogate'")
    worth: dict[PossibleThreat | None, tuple[Fraction, Fraction]] = {
        threat: threat_payoffs(threat, policy.rate(threat)) for threat in game.threats if threat.kind in among
    }
    worth[None] = Fraction(0), Fraction(0)
    value = max(threatener for _, threatener in worth.values())
    best = [threat for threat, (_, threatener) in worth.items() if threatener == value]
    pick = min if ties == "worst" else max
    chosen = pick(best, key=lambda threat: worth[threat][0])
    return ThreatChoice(tuple(best), chosen, value, worth[chosen][0])


def harm_threshold(surrogate: PossibleThreat, rate: Exact, payoff: Exact) -> Fraction | None:
    """The largest harm of an executed surrogate threat with which the principal still expects at least some payoff.

    Parameters
    ----------
    surrogate : PossibleThreat
        Its own harm does not count.
    rate : exact number from 0 to 1
        The probability that it is conceded.
    payoff : exact number
        What the principal wants to expect: usually, what the original threat leaves her.

    Returns
    -------
    Fraction or None
        None if it is never executed: then harm does not matter.

    Examples
    --------
    >>> from spi.core.threat_game import possible_threat
    >>> burn = possible_threat("burn", "surrogate", demand="41/100", harm=0, cost="18/100")
    >>> harm_threshold(burn, "59/100", "-64/100")
    Fraction(3981, 4100)

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    q = read_rate(surrogate.name, rate)
    executed = (1 - q) * surrogate.execution
    if executed == 0:
        return None
    return (-exact(payoff, place="the payoff of the principal") - q * surrogate.loss) / executed


def choice_drift(game: ThreatGame, policy: ConcessionPolicy, *, ties: Ties = "worst") -> ChoiceDrift:
    """What changes when surrogate threats become possible and the threatener chooses again.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionPolicy
        For originals and surrogates: the response to originals is the same before and after.
    ties : "worst" or "best"
        As for `threatener_choice`, before and after.

    Returns
    -------
    ChoiceDrift

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    before = threatener_choice(game, policy, among=("original",), ties=ties)
    after = threatener_choice(game, policy, ties=ties)
    old, new = before.chosen, after.chosen
    tolerable = None
    if new is not None and new.kind == "surrogate":
        tolerable = harm_threshold(new, policy.rate(new), before.principal)
    return ChoiceDrift(
        before=before,
        after=after,
        demand=None if old is None or new is None else _grown(old.demand, new.demand),
        threatener=after.threatener - before.threatener,
        principal=after.principal - before.principal,
        tolerable_harm=tolerable,
    )


def _grown(old: Fraction | None, new: Fraction | None) -> Fraction | None:
    return None if old is None or new is None else new - old
