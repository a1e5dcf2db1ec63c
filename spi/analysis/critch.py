"""Critch (2019) and Critch, Dennis & Russell (2022): their theorems beside the limit, which can be decided here."""

from __future__ import annotations

from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of
from spi.programs.bounded import bounded_outcome
from spi.programs.encounters import play_programs
from spi.programs.references import load_program

__all__ = ["BOUNDED", "DESIGNS"]

BOUNDED: Claims = {}
"""What to run for Critch (2019)."""

DESIGNS: Claims = {}
"""What to run for Critch, Dennis & Russell (2022)."""

_bounded, _design = partial(claim_of, BOUNDED), partial(claim_of, DESIGNS)


def _agrees(row: str, column: str, expected: str) -> bool:
    """Is a theorem on bounded proofs recorded of two agents, and does the limit of unbounded ones agree with it?"""
    pair = [load_program(f"barasz-et-al-2014/{name}") for name in (row, column)]
    known = bounded_outcome(pair)
    return known.status == "theorem" and known.outcome == play_programs(pair).outcome == tuple(expected)


@_bounded("bounded FairBot")
def _bounded_fair_bot() -> Finding:
    ok = _agrees("fair_bot", "fair_bot", "CC") and _agrees("fair_bot", "defect_bot", "DD")
    return Finding(
        ok, "no proofs are searched here: the theorem is recorded, and the limit of unbounded proofs agrees with it"
    )


@_design("DUPOC")
def _dupoc() -> Finding:
    ok = _agrees("fair_bot", "fair_bot", "CC") and _agrees("fair_bot", "cooperate_bot", "CC")
    return Finding(ok, "it is FairBot with a bounded search; recorded, and the limit of unbounded proofs agrees")


@_design("CUPOD")
def _cupod() -> Finding:
    ok = _agrees("cupod_bot", "cupod_bot", "DD")
    return Finding(ok, "recorded, and the limit of unbounded proofs agrees with it")
