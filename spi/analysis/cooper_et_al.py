"""Cooper, Oesterheld & Conitzer (2025), as far as it is carried: simulationist programs with one string for all."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of
from spi.programs.encounters import play_programs
from spi.programs.members import Program
from spi.programs.references import load_program

__all__ = ["CLAIMS", "SOURCE"]

SOURCE = "cooper-et-al-2025"

CLAIMS: Claims = {}
"""What to run for each item."""

_claim = partial(claim_of, CLAIMS)


def _simulationist(players: int) -> Program:
    """Cooperate, for as long as all are seen to."""
    trusted = frozenset({("C",) * players})
    return load_program(f"{SOURCE}/simulationist", base="C", trusted=trusted, otherwise="D")


@_claim("simulationist programs")
def _all_stop_at_once() -> Finding:
    ok = True
    for players in (2, 3, 4):
        joint = play_programs([_simulationist(players)] * players, randomness="shared").joint
        ok = ok and joint is not None and joint.law == {("C",) * players: Fraction(1)} and joint.expected_depth == 10
    return Finding(
        ok, "two, three or four with ε = 1/10 halt with probability 1, after 10 entries of the string on average"
    )


@_claim("triggers")
def _trigger() -> Finding:
    own, defector = _simulationist(3), load_program("ours/always", action="D")
    joint = play_programs([own, own, defector], randomness="shared").joint
    law = {("C", "C", "D"): Fraction(1, 10), ("D", "D", "D"): Fraction(9, 10)}
    return Finding(
        joint is not None and joint.law == law,
        "two of three punish a defector at once, except at the entry at which everybody stops: 1/10",
    )
