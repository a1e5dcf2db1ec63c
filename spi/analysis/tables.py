"""Tables of encounters, as certificates hold them: the base of claims about many profiles, and of their verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from spi.analysis.encounters import DRAWS, LARGE, encounter_json, program_json, require_readable
from spi.analysis.envelope import Json, certificate, certify, game_json
from spi.core.verdict import Fails, Holds, Unknown
from spi.errors import RefusedError
from spi.programs.encounters import play_programs
from spi.programs.games import ProgramGame
from spi.programs.members import Program

__all__ = ["SUMS", "EncounterTable", "encounter_table", "places_of", "table_verdict"]

T = TypeVar("T")

SUMS = "programs that draw by chance count by their expected payoffs"


@dataclass(frozen=True, slots=True)
class EncounterTable:
    """Encounters between programs of a pool; `encounter_table` makes one.

    Parameters
    ----------
    programs : list
        The pool: `objects.programs`.
    encounters : list of dict
        `evidence.encounters`.
    index : dict from Program to str
        The place of each program in the pool.

    Source: ours
    """

    programs: list[Json] = field(default_factory=list)
    encounters: list[Json] = field(default_factory=list)
    index: dict[Program, str] = field(default_factory=dict)

    @property
    def randomness(self) -> str | None:
        """How the programs draw, if some of them do: `claim.randomness`."""
        return next((entry["engine"] for entry in self.encounters if entry["engine"] in DRAWS), None)

    @property
    def assumptions(self) -> list[str]:
        """What the encounters assume."""
        return [DRAWS[self.randomness]] if self.randomness else []

    @property
    def trusts(self) -> list[str]:
        """What the checker takes for granted of them."""
        return [LARGE] * any(entry["engine"] == "modal" for entry in self.encounters)


def encounter_table(
    games: ProgramGame, profiles: Iterable[tuple[Program, ...]], pool: Iterable[Program] = ()
) -> EncounterTable:
    """Write down what profiles of programs do.

    Parameters
    ----------
    games : ProgramGame
    profiles : iterable of n-tuples of Program
        Each is listed once, however often it is given.
    pool : iterable of Program
        Programs that come first in the pool, whether they meet or not.

    Returns
    -------
    EncounterTable

    Raises
    ------
    HypothesisError
        If something cannot be certified: see `prove_encounter`.

    Source: ours
    """
    distinct = list(dict.fromkeys(profiles))
    members = dict.fromkeys([*pool, *(program for profile in distinct for program in profile)])
    require_readable(members)
    index = {program: str(k) for k, program in enumerate(members)}
    encounters = []
    for profile in distinct:
        encounter = play_programs(profile, games.game, **dict(games.options))
        encounters.append({"programs": [index[program] for program in profile], **encounter_json(encounter)})
    return EncounterTable([program_json(program) for program in members], encounters, index)


def table_verdict(
    question: str,
    games: ProgramGame,
    table: EncounterTable,
    claim: Json,
    objects: Json,
    evidence: Json,
    result: T,
    further: Sequence[str] = (),
) -> Holds[T] | Fails[T] | Unknown:
    """The verdict of a certificate of these parts, once the checker has accepted it; unknown if it is too large.

    Parameters
    ----------
    question : str
    games : ProgramGame
    table : EncounterTable
    claim, objects, evidence : dict
        What a certificate of the kind has besides the game, the programs, how they draw, and the encounters.
    result : object
        What the verdict is to carry.
    further : sequence of str
        Assumptions, beyond those of the encounters.

    Returns
    -------
    Holds, Fails or Unknown

    Source: ours
    """
    drawn = [SUMS] * (table.randomness is not None)
    written = certificate(
        {**claim, "randomness": table.randomness},
        {"game": game_json(games.game), "programs": table.programs, **objects},
        {"encounters": table.encounters, **evidence},
        [*table.assumptions, *drawn, *further],
        table.trusts,
    )
    try:
        return certify(written, result)
    except RefusedError as refused:
        if refused.rule != "size":
            raise
        reason = f"too large for a certificate: {refused.why}; fewer programs or a smaller space would help"
        return Unknown(question, reason, len(table.encounters))


def places_of(table: EncounterTable, programs: Iterable[Program]) -> list[str]:
    """A profile, or a list of programs, by their places in the pool.

    Source: ours
    """
    return [table.index[own] for own in programs]
