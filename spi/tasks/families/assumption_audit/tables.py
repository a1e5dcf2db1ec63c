"""Tables of encounters that prove audits: a map that changes nothing is certified with all that programs do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spi.analysis.profile_questions import verify_transformation
from spi.core.game import Game
from spi.programs.games import program_game
from spi.programs.members import Program
from spi.tasks.items import Proof
from spi.tasks.material.certificates import certified_outcomes, require, tree_digest
from spi.transforms.transformation import factorised_map

__all__ = ["AuditTable", "prove_table", "read_table"]


@dataclass(frozen=True, slots=True)
class AuditTable:
    """What programs in an accepted table do.

    Parameters
    ----------
    seat : 0 or 1
        The player's.
    game : mapping
        As certificates hold it.
    trees : dict from digest to tree
        Of the programs.
    played : dict from pair of digests to outcome

    Source: ours
    """

    seat: int
    game: Mapping[str, Any]
    trees: Mapping[str, Any]
    played: Mapping[tuple[str, ...], tuple[str, ...]]

    def outcome(self, mine: str, theirs: str) -> tuple[str, ...]:
        """What the player's program and the other's come to, by their digests."""
        key = (mine, theirs) if self.seat == 0 else (theirs, mine)
        require(key in self.played, "a table with all encounters that are compared")
        return self.played[key]

    def group(self, program: str) -> Any:
        """The code of the family that a program is a member of."""
        return self.trees[program][1]

    def bindings(self, program: str) -> dict[str, Any]:
        """The parameters of a program."""
        return dict(self.trees[program][2])


def prove_table(game: Game, met: Iterable[tuple[Program, Program]], seat: int) -> Proof:
    """Certify what pairs of programs do, the player's first.

    Source: ours
    """
    pairs = list(dict.fromkeys(pair if seat == 0 else pair[::-1] for pair in met))
    games = program_game(game, [p for p, _ in pairs], [q for _, q in pairs])
    table: Any = verify_transformation(games, factorised_map("a map that changes nothing", [{}, {}]), within=pairs)
    return Proof("encounters", table.certificate.text)


def read_table(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str], told: Iterable[str]) -> AuditTable:
    """The table of an accepted certificate, if it is about the game and the programs that are told.

    Parameters
    ----------
    certificates : sequence of mapping
        Parsed JSON.
    asks : mapping
        With `"game"` and `"seat"`.
    told : iterable of str
        Digests of programs.

    Returns
    -------
    AuditTable

    Raises
    ------
    HypothesisError
        If it is about something else.

    Source: ours
    """
    require(len(certificates) == 1 and certificates[0]["claim"]["kind"] == "transformation", "one transformation")
    objects = certificates[0]["objects"]
    require(objects["game"]["digest"] == asks["game"], "the game that is told")
    trees = {tree_digest(tree): tree for tree in objects["programs"]}
    require(set(told) <= set(trees), "the programs that are told")
    return AuditTable(int(asks["seat"]), objects["game"], trees, certified_outcomes(certificates[0]))
