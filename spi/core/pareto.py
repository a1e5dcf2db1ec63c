"""The Pareto order on payoff vectors."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import ge

__all__ = ["improves", "strictly_improves"]

Payoffs = Sequence[Fraction] | Sequence[int]


def improves(new: Payoffs, old: Payoffs) -> bool:
    """Is nobody worse off, new ≥ old in every coordinate (equality allowed)?

    Source: oesterheld-conitzer-2022, section 2
    """
    return all(map(ge, new, old))


def strictly_improves(new: Payoffs, old: Payoffs) -> bool:
    """Is nobody worse off and somebody better off?

    Source: oesterheld-conitzer-2022, section 2
    """
    return improves(new, old) and tuple(new) != tuple(old)
