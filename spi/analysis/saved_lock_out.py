"""Results about lock-out, read back from certificates that the checker has accepted."""

from __future__ import annotations

from collections.abc import Callable

from spi.analysis.envelope import Json
from spi.analysis.lock_out import LockOut, Restoration
from spi.analysis.lock_out_certificates import read_commitments_json, read_finding, read_policies, read_problem
from spi.core.game import Game

__all__ = ["RESULTS"]


def _lock_out(claim: Json, game: Game, objects: Json, evidence: Json) -> LockOut:
    findings = tuple(map(read_finding, evidence["findings"]))
    return LockOut(read_problem(game, objects), read_commitments_json(objects), findings)


def _restoration(claim: Json, game: Game, objects: Json, evidence: Json) -> Restoration:
    findings = [(read_policies(entry["kept"]), read_finding(entry["finding"])) for entry in evidence["findings"]]
    clauses = tuple(map(read_policies, claim["clauses"]))
    return Restoration(read_problem(game, objects), read_commitments_json(objects), clauses, tuple(findings))


RESULTS: dict[str, Callable[[Json, Game, Json, Json], object]] = {
    "lock-out": _lock_out,
    "restoring-clause": _restoration,
}
"""For each kind of claim: its result, from the claim, the game, all objects and the evidence."""
