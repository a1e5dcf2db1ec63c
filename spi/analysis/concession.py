"""Concession equivalence: is the principal as likely to concede to surrogate threats as to the originals?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.analysis.envelope import Json, certificate, held, refuted
from spi.analysis.threat_certificates import RATES, pairs_json, rates_json, threat_game_json
from spi.core.concession import ConcessionPolicy, ConcessionTable, tabulate_policy
from spi.core.numbers import Exact, exact, format_exact
from spi.core.threat_game import Pairs, PossibleThreat, ThreatGame, read_surrogates
from spi.core.verdict import Fails, Holds
from spi.errors import HypothesisError

__all__ = [
    "CONDITIONS",
    "ConcessionComparison",
    "Condition",
    "approx_concession_equivalence",
    "compare_concessions",
    "failed_conditions",
    "verify_concession_equivalence",
]

Condition = Literal["concession", "execution", "cheaper", "harm"]
CONDITIONS: tuple[Condition, ...] = ("concession", "execution", "cheaper", "harm")
"""Of an original and its surrogate: conceding is worth the same to both parties; it is executed as often; the surrogate
costs the threatener less (b < c); it harms the principal no more (r ≤ h)."""


@dataclass(frozen=True, slots=True)
class ConcessionComparison:
    """How a policy concedes to surrogate threats, next to the originals.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionTable
    pairs : Pairs
        Every original threat t with its surrogate φ(t).
    form : "exact", "max" or "rms"
        What is asked of the gaps q(φ(t)) − q(t): that all are 0; that none is larger than δ; that the mean of their
        squares is not larger than δ².
    delta : Fraction
        δ; 0 for "exact".

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    game: ThreatGame
    policy: ConcessionTable
    pairs: Pairs
    form: Literal["exact", "max", "rms"]
    delta: Fraction

    @property
    def gaps(self) -> tuple[Fraction, ...]:
        """The gap q(φ(t)) − q(t) of each pair: negative where surrogates are conceded less often."""
        return tuple(self.policy.rate(surrogate) - self.policy.rate(original) for original, surrogate in self.pairs)

    @property
    def max_gap(self) -> Fraction:
        """The largest gap, without sign."""
        return max(map(abs, self.gaps))

    @property
    def mean_square(self) -> Fraction:
        """The mean of the squares of the gaps over all originals: the square of the RMS gap."""
        return sum((gap * gap for gap in self.gaps), Fraction(0)) / len(self.pairs)

    @property
    def degree(self) -> Literal["exact", "approximate", "fails"]:
        """Are concessions equal, equal up to δ in the form that was asked for, or neither?"""
        if self.max_gap == 0:
            return "exact"
        within = self.mean_square <= self.delta**2 if self.form == "rms" else self.max_gap <= self.delta
        return "approximate" if within else "fails"

    @property
    def violation(self) -> PossibleThreat | None:
        """The first original threat whose gap is too large, where gaps are judged one by one; else None."""
        if self.form == "rms":
            return None
        threats = zip(self.pairs, self.gaps, strict=True)
        return next((original for (original, _), gap in threats if abs(gap) > self.delta), None)

    def __str__(self) -> str:
        from spi.report.text import concessions_text

        return concessions_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def failed_conditions(pairs: Pairs) -> dict[Condition, tuple[str, ...]]:
    """For each condition of surrogates the original threats whose surrogate does not meet it; reported, never assumed.

    Parameters
    ----------
    pairs : Pairs
        As `read_surrogates` makes them.

    Returns
    -------
    dict from "concession", "execution", "cheaper", "harm" to names of threats

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    failed: dict[Condition, tuple[str, ...]] = {}
    for condition in CONDITIONS:
        failed[condition] = tuple(t.name for t, s in pairs if not _meets(condition, t, s))
    return failed


def _meets(condition: Condition, original: PossibleThreat, surrogate: PossibleThreat) -> bool:
    match condition:
        case "concession":
            return (original.loss, original.gain) == (surrogate.loss, surrogate.gain)
        case "execution":
            return original.execution == surrogate.execution
        case "cheaper":
            return surrogate.cost < original.cost
        case "harm":
            return surrogate.harm <= original.harm


def verify_concession_equivalence(
    game: ThreatGame, policy: ConcessionPolicy, surrogates: Mapping[str, str]
) -> Holds[ConcessionComparison] | Fails[ConcessionComparison]:
    """Is the principal exactly as likely to concede to each surrogate threat as to the original that it stands for?

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionPolicy
    surrogates : mapping from original to surrogate threat
        φ, by name, for every original threat.

    Returns
    -------
    Holds or Fails
        `.result.violation` is a threat t with q(φ(t)) ≠ q(t).

    Raises
    ------
    GameError
        If the policy or the map lacks a threat.

    Examples
    --------
    >>> import spi
    >>> found = spi.load_threat_file("ours/burning-banknotes")
    >>> bool(verify_concession_equivalence(found.game, found.policy, found.surrogates))
    True

    Source: clr-agenda-2026, Appendix B.3, concession equivalence
    """
    return _equivalence(compare_concessions(game, policy, surrogates))


def approx_concession_equivalence(
    game: ThreatGame,
    policy: ConcessionPolicy,
    surrogates: Mapping[str, str],
    *,
    delta: Exact,
    form: Literal["max", "rms"] = "max",
) -> Holds[ConcessionComparison] | Fails[ConcessionComparison]:
    """Is the principal about as likely to concede to surrogate threats as to the originals?

    Parameters
    ----------
    game, policy, surrogates
        As for `verify_concession_equivalence`.
    delta : exact number, not negative
        δ: how large gaps may be.
    form : "max" or "rms"
        "max": |q(φ(t)) − q(t)| ≤ δ for every t. "rms": the mean of the squares, over all t, is at most δ².

    Returns
    -------
    Holds or Fails
        `.result.degree` tells exact from approximate equivalence. The comparison itself is exact.

    Raises
    ------
    HypothesisError
        For a negative δ, or another form.
    GameError
        If the policy or the map lacks a threat.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    tolerated = exact(delta, place="delta")
    if tolerated < 0:
        raise HypothesisError(f"delta={tolerated}; accepted: a number that is not negative")
    if form not in ("max", "rms"):
        raise HypothesisError(f"form={form!r}; accepted: 'max' and 'rms'")
    return _equivalence(compare_concessions(game, policy, surrogates, form=form, delta=tolerated))


def compare_concessions(
    game: ThreatGame,
    policy: ConcessionPolicy,
    surrogates: Mapping[str, str],
    *,
    form: Literal["exact", "max", "rms"] = "exact",
    delta: Fraction = Fraction(0),
) -> ConcessionComparison:
    """Put the rates of conceding to surrogates next to those of the originals; claims nothing.

    Source: ours
    """
    return ConcessionComparison(game, tabulate_policy(policy, game), read_surrogates(game, surrogates), form, delta)


def _equivalence(comparison: ConcessionComparison) -> Holds[ConcessionComparison] | Fails[ConcessionComparison]:
    fails = comparison.degree == "fails"
    failed = failed_conditions(comparison.pairs)
    claim: Json = {
        "kind": "concession-equivalent",
        "answer": "no" if fails else "yes",
        "form": comparison.form,
        "delta": None if comparison.form == "exact" else format_exact(comparison.delta),
        "conditions": {condition: not failed[condition] for condition in CONDITIONS},
    }
    objects = {
        "threat_game": threat_game_json(comparison.game),
        "rates": rates_json(comparison.policy),
        "surrogates": pairs_json(comparison.pairs),
    }
    violation = comparison.violation
    evidence = {"violation": None if violation is None else violation.name}
    written = certificate(claim, objects, evidence, [RATES])
    return refuted(written, comparison) if fails else held(written, comparison)
