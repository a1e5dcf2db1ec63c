"""Critch (2019) and Critch, Dennis & Russell (2022): bounded proofs, with certificates that trust the theorem alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_result_proved
from spi.programs.bounded import BoundedAgent, bounded_outcome, each_of
from spi.programs.bounded_programs import bounded_agents
from spi.programs.encounters import play_programs
from spi.programs.references import load_program

__all__ = ["BOUNDED", "DESIGNS"]

BOUNDED: Claims = {}
"""What to run for Critch (2019)."""

DESIGNS: Claims = {}
"""What to run for Critch, Dennis & Russell (2022)."""

_bounded, _design = partial(claim_of, BOUNDED), partial(claim_of, DESIGNS)


def _agrees(row: str, column: str, expected: str, name: str) -> bool:
    """Do two agents play so with bounded proofs, is there a certificate of it, and does the limit agree?"""
    pair = [load_program(f"barasz-et-al-2014/{bot}") for bot in (row, column)]
    limit = play_programs(pair).outcome
    return limit == tuple(expected) and _plays(bounded_agents(pair), expected, name)


def _plays(agents: Sequence[BoundedAgent], expected: str, name: str) -> bool:
    """Do agents play so, and does the checker accept a certificate of the shelf that says so?"""
    found = bounded_outcome(agents)
    return found.outcome == tuple(expected) and is_result_proved(name, found)


@_bounded("bounded FairBot")
def _bounded_fair_bot() -> Finding:
    names = ("Ann", "Bob", "Eve")
    others = {x: each_of(*(y for y in names if y != x)) for x in names}
    trio = [BoundedAgent(x, "C", "D", proves) for x, proves in others.items()]
    ok = _agrees("fair_bot", "fair_bot", "CC", "critch-2019/fair-bot-fair-bot")
    ok = ok and _agrees("fair_bot", "defect_bot", "DD", "critch-2019/fair-bot-defect-bot")
    return Finding(
        ok and _plays(trio, "CCC", "critch-2019/three-fair-bots"),
        "by our corollary for monotone conditions, which trusts the theorem; so do three, each for the two others, and "
        "it defects against DefectBot; the limit of unbounded proofs agrees",
        ("fair-bot-fair-bot", "fair-bot-defect-bot", "three-fair-bots"),
    )


@_design("DUPOC")
def _dupoc() -> Finding:
    ok = _agrees("fair_bot", "fair_bot", "CC", "critch-2019/fair-bot-fair-bot")
    ok = ok and _agrees("fair_bot", "cooperate_bot", "CC", "critch-et-al-2022/dupoc-cooperate-bot")
    return Finding(
        ok,
        "it is FairBot with a bounded search; it cooperates with CooperateBot, too; the limit agrees",
        ("dupoc-cooperate-bot",),
    )


@_design("CUPOD")
def _cupod() -> Finding:
    ok = _agrees("cupod_bot", "cupod_bot", "DD", "critch-et-al-2022/cupod-cupod")
    return Finding(ok, "by the same corollary; the limit of unbounded proofs agrees", ("cupod-cupod",))
