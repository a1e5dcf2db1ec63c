"""Threats with the surrogates that stand for them, and what is true of them; claims nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from spi.core.pareto import improves
from spi.tasks.material.shapes import digest_of

__all__ = [
    "Degree",
    "Safety",
    "Situation",
    "Threat",
    "best_of",
    "degree_of",
    "degree_of_gap",
    "gaps_of",
    "is_expected",
    "is_safe",
    "safety_of",
    "shape_of",
    "threshold_of",
    "total_rate",
    "worth",
]


@dataclass(frozen=True, slots=True)
class Threat:
    """A threat: what changes hands if it is conceded, what is done otherwise, and how often the principal concedes.

    Parameters
    ----------
    demand, harm, cost, execution : Fraction
    rates : tuple of Fraction
        Of conceding, one for each mood of the principal.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    demand: Fraction
    harm: Fraction
    cost: Fraction
    execution: Fraction
    rates: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Original threats, each with the surrogate that stands for it, and the moods of the principal.

    Parameters
    ----------
    moods : tuple of Fraction
        How likely each of them is.
    originals, surrogates : tuple of Threat
        Surrogate k stands for original k.
    delta : Fraction
        The gap in rates of conceding that is tolerated.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    moods: tuple[Fraction, ...]
    originals: tuple[Threat, ...]
    surrogates: tuple[Threat, ...]
    delta: Fraction


Degree = Literal["exact", "within", "beyond"]
Safety = tuple[bool, bool]


def total_rate(situation: Situation, threat: Threat) -> Fraction:
    """How likely the principal is to concede, before her mood is known.

    Source: ours
    """
    return sum((w * q for w, q in zip(situation.moods, threat.rates, strict=True)), Fraction(0))


def worth(situation: Situation, threat: Threat) -> tuple[Fraction, Fraction]:
    """What a threat is worth in expectation to the principal and to the threatener.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    q = total_rate(situation, threat)
    executed = (1 - q) * threat.execution
    return -q * threat.demand - executed * threat.harm, q * threat.demand - executed * threat.cost


def gaps_of(situation: Situation) -> list[Fraction]:
    """The rate of each surrogate less that of its original.

    Source: clr-agenda-2026, concession equivalence
    """
    both = zip(situation.originals, situation.surrogates, strict=True)
    return [total_rate(situation, s) - total_rate(situation, t) for t, s in both]


def degree_of(situation: Situation) -> Degree:
    """Are surrogates conceded exactly as often, within the tolerance, or beyond it?

    Source: clr-agenda-2026, concession equivalence
    """
    return degree_of_gap(max(map(abs, gaps_of(situation))), situation.delta)


def degree_of_gap(gap: Fraction, delta: Fraction) -> Degree:
    """The same of one gap, without sign.

    Source: ours
    """
    return "exact" if gap == 0 else "within" if gap <= delta else "beyond"


def safety_of(situation: Situation) -> Safety:
    """Is nobody worse off in any play; and does nobody expect less, at the stated rates?

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    both = list(zip(situation.originals, situation.surrogates, strict=True))
    return all(is_safe(t, s) for t, s in both), all(is_expected(situation, t, s) for t, s in both)


def best_of(situation: Situation, kind: Literal["originals", "surrogates"]) -> list[int]:
    """The threats of a kind that are worth most to the threatener, if that is more than nothing.

    Source: baumann-2017, Threatener-neutrality
    """
    worths = [worth(situation, t)[1] for t in getattr(situation, kind)]
    return [k for k, w in enumerate(worths) if w == max(worths) and w > 0]


def shape_of(question: str, situation: Situation) -> str:
    """A digest in which names and the order of threats do not count.

    Source: ours
    """
    rows = [[_row(t), _row(s)] for t, s in zip(situation.originals, situation.surrogates, strict=True)]
    return digest_of([question, situation.moods, situation.delta, sorted(rows, key=repr)])


def threshold_of(situation: Situation) -> Fraction:
    """The largest harm of executed surrogates with which the principal loses nothing, the demand being chosen anew.

    Source: clr-agenda-2026, demand drift
    """
    t = situation.originals[best_of(situation, "originals")[0]]
    s = situation.surrogates[best_of(situation, "surrogates")[0]]
    q = total_rate(situation, s)
    return (-worth(situation, t)[0] - q * s.demand) / ((1 - q) * s.execution)


def is_safe(t: Threat, s: Threat) -> bool:
    """Is neither party worse off by a surrogate in any play, executed for executed as far as that goes?

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    ends = [((-t.demand, t.demand), (-s.demand, s.demand))]
    ends += [((-t.harm, -t.cost), (-s.harm, -s.cost))] if t.execution and s.execution else []
    ends += [((-t.harm, -t.cost), (Fraction(0), Fraction(0)))] if t.execution > s.execution else []
    ends += [((Fraction(0), Fraction(0)), (-s.harm, -s.cost))] if s.execution > t.execution else []
    return all(improves(after, before) for before, after in ends)


def is_expected(situation: Situation, t: Threat, s: Threat) -> bool:
    """Does neither party expect less from a surrogate than from its original?

    Source: ours
    """
    return improves(worth(situation, s), worth(situation, t))


def _row(threat: Threat) -> list[Any]:
    return [str(x) for x in (threat.demand, threat.harm, threat.cost, threat.execution, *threat.rates)]
