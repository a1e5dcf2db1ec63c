"""Tables of encounters as certificates hold them: a pool of programs, and what some profiles of them do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spi.analysis.encounters import encounter_parts, program_tree, require_readable
from spi.analysis.envelope import Json, game_json
from spi.programs.encounters import play_programs
from spi.programs.games import ProgramGame
from spi.programs.members import Program
from spi.transforms.transformation import Programs

__all__ = ["EncounterTable", "encounter_table"]


@dataclass(frozen=True, slots=True)
class EncounterTable:
    """The parts of a certificate about profiles of programs.

    Parameters
    ----------
    index : dict from Program to str
        The place of each program in the pool.
    game, programs, encounters : JSON
        `objects.game`, `objects.programs` and `evidence.encounters`.
    randomness : str or None
    assumptions, trusts : list of str

    Source: ours
    """

    index: dict[Program, str]
    game: Json
    programs: list[object]
    encounters: list[Json]
    randomness: str | None
    assumptions: list[str]
    trusts: list[str]

    def row(self, programs: Iterable[Program]) -> list[str]:
        """A profile, or a list of programs, by their places."""
        return [self.index[own] for own in programs]


def encounter_table(games: ProgramGame, profiles: Iterable[Programs], named: Iterable[Program] = ()) -> EncounterTable:
    """The table of the encounters of some profiles.

    Parameters
    ----------
    games : ProgramGame
    profiles : iterable of profiles of programs
        Each is run again; repeated ones count once.
    named : iterable of Program
        Further programs that the certificate refers to.

    Returns
    -------
    EncounterTable

    Raises
    ------
    HypothesisError
        For an encounter of which there can be no evidence.

    Source: ours
    """
    wanted = list(dict.fromkeys(profiles))
    pool = list(dict.fromkeys([*(own for programs in wanted for own in programs), *named]))
    require_readable(pool)
    index = {own: str(k) for k, own in enumerate(pool)}
    options = dict(games.options)
    entries, assumptions, trusts = [], dict[str, None](), dict[str, None]()
    for programs in wanted:
        found, worked, assumed, trusted = encounter_parts(play_programs(programs, games.game, **options))
        entries.append({"programs": [index[own] for own in programs], **found, **worked})
        assumptions |= dict.fromkeys(assumed)
        trusts |= dict.fromkeys(trusted)
    randomness = options.get("randomness")
    if randomness is not None:
        assumptions |= {"programs that draw by chance count by their expected payoffs": None}
    return EncounterTable(
        index,
        game_json(games.game),
        list(map(program_tree, pool)),
        entries,
        randomness,
        list(assumptions),
        list(trusts),
    )
