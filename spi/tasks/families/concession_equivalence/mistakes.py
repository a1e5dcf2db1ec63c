"""Mistakes that people make about surrogate threats, and where they lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from spi.tasks.families.concession_equivalence.texts import Naming
from spi.tasks.families.concession_equivalence.threats import (
    Safety,
    Situation,
    Threat,
    degree_of,
    degree_of_gap,
    gaps_of,
    safety_of,
)

__all__ = ["misread_degree", "misread_safety"]


def misread_degree(own: Situation, naming: Naming) -> dict[str, str]:
    """What each mistake takes the degree of equivalence to be.

    Parameters
    ----------
    own : Situation
    naming : Naming
        In whose order threats are listed.

    Returns
    -------
    dict from name of a mistake to "exact", "within" or "beyond"

    Source: ours
    """
    gaps = gaps_of(own)
    squares = sum((gap * gap for gap in gaps), Fraction(0)) / len(gaps)
    largest = max(map(abs, gaps))
    return {
        "strict": "beyond" if largest == own.delta else degree_of_gap(largest, own.delta),
        "squares": degree_of_gap(squares, own.delta**2),
        "average": degree_of_gap(abs(sum(gaps, Fraction(0))) / len(gaps), own.delta),
        "likeliest-mood": degree_of(_in_likeliest_mood(own)),
        "order": degree_of(_as_listed(own, naming)),
    }


def misread_safety(own: Situation, naming: Naming) -> dict[str, Safety]:
    """What each mistake takes surrogates to do to the parties.

    Parameters
    ----------
    own : Situation
    naming : Naming
        In whose order threats are listed.

    Returns
    -------
    dict from name of a mistake to pairs of truth values

    Source: ours
    """
    safe, expected = safety_of(own)
    return {
        "plays-for-expectation": (safe, safe),
        "expectation-for-plays": (expected, expected),
        "principal-only": safety_of(_transferred(own, lambda t: replace(t, cost=Fraction(0)))),
        "likeliest-mood": safety_of(_in_likeliest_mood(own)),
        "sum": _by_sum(own),
        "order": safety_of(_as_listed(own, naming)),
    }


def _in_likeliest_mood(own: Situation) -> Situation:
    k = own.moods.index(max(own.moods))
    return replace(_transferred(own, lambda t: replace(t, rates=(t.rates[k],))), moods=(Fraction(1),))


def _as_listed(own: Situation, naming: Naming) -> Situation:
    """The k-th listed original with the k-th listed surrogate."""
    first, second = naming.listed
    return replace(
        own,
        originals=tuple(own.originals[k] for k in first),
        surrogates=tuple(own.surrogates[k] for k in second),
    )


def _transferred(own: Situation, change: Callable[[Threat], Threat]) -> Situation:
    return replace(own, originals=tuple(map(change, own.originals)), surrogates=tuple(map(change, own.surrogates)))


def _by_sum(own: Situation) -> Safety:
    """One party that bears both harm and cost, and to whom demands are worth nothing."""
    return safety_of(
        _transferred(own, lambda t: replace(t, demand=Fraction(0), harm=t.harm + t.cost, cost=Fraction(0)))
    )
