"""All that surrogate threats do, threat by threat and after the threatener has chosen anew: one table for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from spi.core.concession import ConcessionPolicy, ConcessionTable, tabulate_policy
from spi.core.threat_game import PossibleThreat, ThreatGame, read_surrogates
from spi.solve.threat_choice import ChoiceDrift, Ties, choice_drift, threat_payoffs
from spi.solve.tolerance import ToleratedGaps, tolerance_interval, worse_fraction

__all__ = ["PairEffects", "SurrogateEffects", "surrogate_effects"]


@dataclass(frozen=True, slots=True)
class PairEffects:
    """What it does to replace one original threat by its surrogate.

    Parameters
    ----------
    original, surrogate : PossibleThreat
    rates : (Fraction, Fraction)
        p and q, the probabilities of conceding to them.
    before, after : (Fraction, Fraction)
        Expected payoffs of the principal and the threatener.
    tolerance : ToleratedGaps
        The gaps q − p with which neither expects less.
    worse : Fraction
        The smallest fraction of plays in which somebody is worse off, if plays are paired at best.

    Source: ours
    """

    original: PossibleThreat
    surrogate: PossibleThreat
    rates: tuple[Fraction, Fraction]
    before: tuple[Fraction, Fraction]
    after: tuple[Fraction, Fraction]
    tolerance: ToleratedGaps
    worse: Fraction


@dataclass(frozen=True, slots=True)
class SurrogateEffects:
    """What surrogates do in a threat game.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionTable
    pairs : tuple of PairEffects
        One for each original threat, in the order of the game.
    drift : ChoiceDrift
        What the threatener chooses before and after.

    Source: ours
    """

    game: ThreatGame
    policy: ConcessionTable
    pairs: tuple[PairEffects, ...]
    drift: ChoiceDrift

    def __str__(self) -> str:
        from spi.report.text import effects_text

        return effects_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def surrogate_effects(
    game: ThreatGame, policy: ConcessionPolicy, surrogates: Mapping[str, str], *, ties: Ties = "worst"
) -> SurrogateEffects:
    """What surrogate threats do: payoffs, tolerated gaps and losing plays per threat; choice, drift and threshold.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionPolicy
    surrogates : mapping from original to surrogate threat
        By name, for every original threat.
    ties : "worst" or "best"
        As for `threatener_choice`.

    Returns
    -------
    SurrogateEffects

    Raises
    ------
    GameError
        If the policy or the map lacks a threat.

    Source: ours
    """
    table = tabulate_policy(policy, game)
    pairs = []
    for original, surrogate in read_surrogates(game, surrogates):
        p, q = table.rate(original), table.rate(surrogate)
        pairs.append(
            PairEffects(
                original,
                surrogate,
                rates=(p, q),
                before=threat_payoffs(original, p),
                after=threat_payoffs(surrogate, q),
                tolerance=tolerance_interval(original, surrogate, p),
                worse=worse_fraction(original, surrogate, p, q),
            )
        )
    return SurrogateEffects(game, table, tuple(pairs), choice_drift(game, table, ties=ties))
