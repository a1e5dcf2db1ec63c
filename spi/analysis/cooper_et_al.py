"""Cooper, Oesterheld & Conitzer (2025), as far as it is carried: simulationist programs with one string for all."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_encounter_proved
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
    met = {n: play_programs([_simulationist(n)] * n, randomness="shared") for n in (2, 3, 4)}
    ok = all(
        own.joint is not None and own.joint.law == {("C",) * n: Fraction(1)} and own.joint.expected_depth == 10
        for n, own in met.items()
    )
    return Finding(
        ok and is_encounter_proved(f"{SOURCE}/three-simulationists", met[3]),
        "two, three or four with ε = 1/10 halt with probability 1, after 10 entries of the string on average",
        ("three-simulationists",),
    )


@_claim("triggers")
def _trigger() -> Finding:
    own, defector = _simulationist(3), load_program("ours/always", action="D")
    met, proof = play_programs([own, own, defector], randomness="shared"), "two-simulationists-and-a-defector"
    law = {("C", "C", "D"): Fraction(1, 10), ("D", "D", "D"): Fraction(9, 10)}
    return Finding(
        met.joint is not None and met.joint.law == law and is_encounter_proved(f"{SOURCE}/{proof}", met),
        "two of three punish a defector at once, except at the entry at which everybody stops: 1/10",
        (proof,),
    )
