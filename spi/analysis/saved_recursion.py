"""Results about bounded proof searches and naive recursion, read back from accepted certificates."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from spi.analysis.bounded import read_agents_json
from spi.analysis.envelope import Json
from spi.analysis.halting import Halting
from spi.programs.bounded import BoundedOutcome, bounded_outcome
from spi.programs.halting import Bracket

__all__ = ["RESULTS"]


def _bounded(claim: Json, objects: Json) -> BoundedOutcome:
    return bounded_outcome(read_agents_json(objects["agents"]))


def _halting(claim: Json, objects: Json) -> Halting:
    brackets = (Bracket(Fraction(one["lower"]), Fraction(one["upper"])) for one in claim["intervals"])
    return Halting(tuple(objects["players"]), tuple(map(Fraction, objects["epsilons"])), tuple(brackets))


RESULTS: dict[str, Callable[[Json, Json], object]] = {"bounded-outcome": _bounded, "halting": _halting}
"""For each kind of claim: its result, from the claim and the objects."""
