"""Tables of encounters, as certificates hold them: the base of claims about many profiles of programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spi.analysis.encounters import DRAWS, LARGE, encounter_json, program_json, require_readable
from spi.analysis.envelope import Json
from spi.programs.encounters import play_programs
from spi.programs.games import ProgramGame
from spi.programs.members import Program

__all__ = ["SUMS", "EncounterTable", "encounter_table"]

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
