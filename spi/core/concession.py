"""How likely a principal is to concede to each threat: policies, as tables and as functions of the demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.core.threat_game import PossibleThreat, ThreatGame
from spi.errors import GameError

__all__ = [
    "AffineConcession",
    "ConcessionPolicy",
    "ConcessionTable",
    "affine_concession",
    "concession_table",
    "read_rate",
    "tabulate_policy",
]


class ConcessionPolicy(Protocol):
    """Anything that says how likely the principal is to concede to a threat.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    def rate(self, threat: PossibleThreat) -> Fraction:
        """The exact probability of conceding to this threat."""
        ...


@dataclass(frozen=True, slots=True)
class ConcessionTable:
    """The probability of conceding to each of finitely many threats; `concession_table` and `tabulate_policy` make one.

    Parameters
    ----------
    rates : tuple of (name of a threat, probability)

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    rates: tuple[tuple[str, Fraction], ...]
    _by_name: dict[str, Fraction] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", dict(self.rates))

    def rate(self, threat: PossibleThreat) -> Fraction:
        """The probability of conceding to this threat; raises `GameError` if the table does not have it."""
        try:
            return self._by_name[threat.name]
        except KeyError:
            known = ", ".join(self._by_name) or "none"
            raise GameError(f"no rate of conceding to {threat.name!r}; known are those of: {known}") from None

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class AffineConcession:
    """The larger the demand, the less likely the principal concedes: q(x) = intercept − slope·x for low ≤ x ≤ high.

    Parameters
    ----------
    intercept, slope : Fraction, slope > 0
    low, high : Fraction
        The demands that can be made are between them; 0 ≤ q(x) ≤ 1 at both.

    Raises
    ------
    GameError

    Examples
    --------
    >>> affine_concession(1, 1)
    AffineConcession(intercept=Fraction(1, 1), slope=Fraction(1, 1), low=Fraction(0, 1), high=Fraction(1, 1))

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    intercept: Fraction
    slope: Fraction
    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        for key in ("intercept", "slope", "low", "high"):
            object.__setattr__(self, key, exact(getattr(self, key), place=f"{key} of a concession curve"))
        if self.slope <= 0:
            raise GameError(f"a concession curve with slope {self.slope}; accepted: a positive slope")
        if self.low > self.high:
            raise GameError(f"demands from {self.low} to {self.high}; accepted: low ≤ high")
        for x in (self.low, self.high):
            if not 0 <= self.intercept - self.slope * x <= 1:
                raise GameError(
                    f"the demand {x} would be conceded with probability {self.intercept - self.slope * x}; accepted: "
                    "curves between 0 and 1 at all demands that can be made"
                )

    def rate(self, threat: PossibleThreat) -> Fraction:
        """The probability of conceding to this threat, by its demand."""
        if threat.demand is None or not self.low <= threat.demand <= self.high:
            raise GameError(
                f"{threat.name!r} demands {threat.demand}; accepted: a demand from {self.low} to {self.high}"
            )
        return self.intercept - self.slope * threat.demand

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def affine_concession(intercept: Exact, slope: Exact, low: Exact = 0, high: Exact | None = None) -> AffineConcession:
    """Build the policy that concedes to a demand of x with probability q(x) = intercept − slope·x.

    Parameters
    ----------
    intercept, slope, low : exact numbers
    high : exact number, optional
        By default where q becomes 0.

    Returns
    -------
    AffineConcession

    Raises
    ------
    GameError
        For floats, a slope that is not positive, and where q is no probability.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    a, b, least = (exact(value, place="a concession curve") for value in (intercept, slope, low))
    if high is None and b <= 0:
        raise GameError(f"a concession curve with slope {b}; accepted: a positive slope")
    return AffineConcession(a, b, least, a / b if high is None else exact(high, place="the largest demand"))


def read_rate(name: str, value: Exact) -> Fraction:
    """Read the probability of conceding to a threat of this name; raises `GameError` if it is none, or a float.

    Source: ours
    """
    rate = exact(value, place=f"the rate of conceding to {name}")
    if not 0 <= rate <= 1:
        raise GameError(f"{name!r} is conceded with probability {rate}; accepted: 0 to 1")
    return rate


def concession_table(rates: Mapping[str, Exact]) -> ConcessionTable:
    """Read the probabilities of conceding to threats.

    Parameters
    ----------
    rates : mapping from the name of a threat to an exact number from 0 to 1

    Returns
    -------
    ConcessionTable

    Raises
    ------
    GameError
        For floats, and for numbers that are no probabilities.

    Examples
    --------
    >>> concession_table({"theft": "1/2", "burning": "9/20"}).rates
    (('theft', Fraction(1, 2)), ('burning', Fraction(9, 20)))

    Source: ours
    """
    return ConcessionTable(tuple((name, read_rate(name, value)) for name, value in rates.items()))


def tabulate_policy(policy: ConcessionPolicy, game: ThreatGame) -> ConcessionTable:
    """A policy as a table over the threats of a game.

    Parameters
    ----------
    policy : ConcessionPolicy
    game : ThreatGame

    Returns
    -------
    ConcessionTable
        One rate for each threat, in the order of the game.

    Raises
    ------
    GameError
        If the policy has no rate for a threat, or one that is no probability.

    Source: ours
    """
    return concession_table({threat.name: policy.rate(threat) for threat in game.threats})
