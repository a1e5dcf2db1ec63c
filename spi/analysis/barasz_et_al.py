"""Bárász et al. (2014) on modal agents, claim by claim: decided on finite frames, telling pairs with certificates."""

from __future__ import annotations

from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_encounter_proved
from spi.programs.encounters import play_programs
from spi.programs.machines import Undefined
from spi.programs.references import load_program

__all__ = ["CLAIMS", "SOURCE"]

SOURCE = "barasz-et-al-2014"

CLAIMS: Claims = {}
"""What to run for each item."""

_claim = partial(claim_of, CLAIMS)

_TABLE = {
    "fair_bot": "CC DD CC CC CC DC CC",
    "prudent_bot": "DC DD CC CC DD DC CC",
    "fair_bot_1": "CC DD CC DD CC CC CC",
    "cupod_bot": "CC DD CD CD CC DD CD",
    "just_bot": "CC DD CC CC CC DC CC",
}
"""For each agent what it plays and what is played, against these, in the limit of unbounded proofs."""

_COLUMNS = ("cooperate_bot", "defect_bot", "fair_bot", "prudent_bot", "fair_bot_1", "cupod_bot", "just_bot")


def _plays(row: str, column: str, expected: str, *, proof: bool = False) -> bool:
    """Do two agents of the shelf play so, and is there a certificate of it?"""
    met = play_programs([load_program(name if "/" in name else f"{SOURCE}/{name}") for name in (row, column)])
    if isinstance(met.outcome, Undefined) or "".join(met.outcome) != expected:
        return False
    return not proof or is_encounter_proved(f"{SOURCE}/{_file(row, column)}", met)


def _file(row: str, column: str) -> str:
    """The name of the certificate about two agents."""
    return "-".join(name.rpartition("/")[2].replace("_", "-") for name in (row, column))


def _found(pairs: list[tuple[str, str, str]], words: str) -> Finding:
    ok = all(_plays(*pair, proof=True) for pair in pairs)
    return Finding(ok, words, tuple(_file(row, column) for row, column, _ in pairs))


@_claim("FairBot")
def _fair_bot() -> Finding:
    pairs = [("fair_bot", "fair_bot", "CC"), ("fair_bot", "cooperate_bot", "CC"), ("fair_bot", "defect_bot", "DD")]
    return _found(pairs, "cooperates with itself and with CooperateBot; both defect when it meets DefectBot")


@_claim("PrudentBot")
def _prudent_bot() -> Finding:
    others = {"prudent_bot": "CC", "fair_bot": "CC", "cooperate_bot": "DC", "defect_bot": "DD"}
    pairs = [("prudent_bot", column, expected) for column, expected in others.items()]
    return _found(pairs, "cooperates with itself and with FairBot; defects against CooperateBot and DefectBot")


@_claim("table of limits")
def _limits() -> Finding:
    cells = [(row, x, e) for row, line in _TABLE.items() for x, e in zip(_COLUMNS, line.split(), strict=True)]
    telling = {
        ("prudent_bot", "fair_bot_1"): "DD",
        ("fair_bot_1", "fair_bot_1"): "CC",
        ("cupod_bot", "cupod_bot"): "DD",
        ("cupod_bot", "fair_bot"): "CD",
        ("just_bot", "just_bot"): "CC",
        ("just_bot", "cupod_bot"): "DC",
    }
    found = _found(
        [(row, column, expected) for (row, column), expected in telling.items()],
        "35 pairs; PrudentBot and FairBot one level up defect: PrudentBot takes one level of consistency for granted, "
        "and the other’s defection against DefectBot needs two",
    )
    return Finding(found.confirmed and all(_plays(*cell) for cell in cells), found.found, found.proofs)


@_claim("ImplicationBot")
def _implication_bot() -> Finding:
    own = "ours/implication_bot"
    others = {"cooperate_bot": "CC", "fair_bot": "CC", "prudent_bot": "CC", "cupod_bot": "DC"}
    found = _found(
        [(own, own, "CC"), (own, "defect_bot", "DD")],
        "cooperates with itself, FairBot, PrudentBot and CooperateBot; defects against DefectBot and CUPOD",
    )
    rest = all(_plays(own, column, expected) for column, expected in others.items())
    return Finding(found.confirmed and rest, found.found, found.proofs)
