"""Does anybody gain by another program of her space, given what she believes? As a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi.analysis.envelope import Json, certificate, game_json, held, refuted
from spi.analysis.tables import encounter_table
from spi.core.game import Game
from spi.core.lottery import Payoffs
from spi.core.numbers import Exact, format_exact
from spi.core.verdict import Unknown, Verdict
from spi.errors import HypothesisError, RefusedError
from spi.programs.beliefs import Belief, read_beliefs
from spi.programs.games import BetterProgram, ProgramGame, better_program, outcome_of, outcome_payoffs
from spi.programs.machines import Undefined
from spi.programs.members import Program

__all__ = ["ProgramEquilibrium", "verify_equilibrium"]


@dataclass(frozen=True, slots=True)
class ProgramEquilibrium:
    """Programs of which nobody has a better one in her space.

    Parameters
    ----------
    games : ProgramGame
    programs : tuple of n Program
    beliefs : tuple of n Belief, or None
        None: each believes what is true.
    expects : tuple of Fraction, length n
        What each player expects to earn.

    Source: digiovanni-et-al-2024, Definition 1
    """

    games: ProgramGame
    programs: tuple[Program, ...]
    beliefs: tuple[Belief, ...] | None
    expects: Payoffs

    @property
    def game(self) -> Game:
        """What the programs play."""
        return self.games.game

    def __str__(self) -> str:
        from spi.report.text import program_equilibrium_text

        return program_equilibrium_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def verify_equilibrium(
    games: ProgramGame, programs: Sequence[Program], beliefs: Sequence[Mapping[Any, Exact]] | None = None
) -> Verdict[ProgramEquilibrium, BetterProgram]:
    """Verify that these programs are an equilibrium of the program game, or a subjective one given beliefs.

    Parameters
    ----------
    games : ProgramGame
        With at most one kind of `randomness`, and without representatives.
    programs : sequence of n Program
    beliefs : sequence of n mappings from the others' programs to probability, optional
        As for `better_program`. Default: each believes what is true.

    Returns
    -------
    Holds, Fails or Unknown
        Holds with a `ProgramEquilibrium`: nobody has a better program in her space. Fails with a `BetterProgram`.
        Unknown if the fuel ran out in an encounter that counts, or if a certificate would be too large.

    Raises
    ------
    ProgramError
        For beliefs that are none.
    HypothesisError
        If an encounter that counts diverges or may never halt, and for programs that delegate.

    Examples
    --------
    >>> import spi
    >>> clique, defect = spi.load_program("tennenholtz-2004/clique_bot"), spi.load_program("ours/always", action="D")
    >>> dilemma = spi.program_game(spi.load_game("ours/prisoners-dilemma"), [clique, defect])
    >>> bool(spi.verify_equilibrium(dilemma, [clique, clique])), bool(spi.verify_equilibrium(dilemma, [clique, defect]))
    (True, False)

    Source: digiovanni-et-al-2024, Definition 1
    """
    own, believed = tuple(programs), read_beliefs(programs, beliefs)
    question = f"are {', '.join(map(repr, own))} an equilibrium{'' if beliefs is None else ', given the beliefs'}?"
    try:
        found = better_program(games, own, beliefs)
    except HypothesisError:
        counted = (outcome_of(games, p) for i in range(len(own)) for p in _meetings(games, own, believed, i))
        if next((a for a in counted if isinstance(a, Undefined)), None) is Undefined.UNKNOWN:
            return Unknown(question, "the fuel ran out, or a law is unknown; accepted: program_game(…, fuel=…)", 0)
        raise
    if found is None:
        needed = [p for i in range(len(own)) for p in _meetings(games, own, believed, i)]
    else:
        seat = games.game.players.index(found.player)
        needed = list(_met(seat, found.program, believed)) + list(_met(seat, own[seat], believed))
    others = [program for belief in believed for theirs in belief for program in theirs]
    table = encounter_table(games, needed, [*own, *(p for space in games.spaces for p in space), *others])
    listed = [_belief_json(belief, table.index) for belief in believed]
    written = certificate(
        {
            "kind": "subjective-equilibrium",
            "answer": "yes" if found is None else "no",
            "randomness": table.randomness,
        },
        {
            "game": game_json(games.game),
            "programs": table.programs,
            "profile": [table.index[program] for program in own],
            "spaces": [[table.index[program] for program in dict.fromkeys(space)] for space in games.spaces],
            "beliefs": None if beliefs is None else listed,
        },
        {
            "encounters": table.encounters,
            "violation": None if found is None else {"player": found.player, "program": table.index[found.program]},
        },
        table.assumptions,
        table.trusts,
    )
    try:
        if found is not None:
            return refuted(written, found)
        expects = tuple(_expected(games, i, own[i], believed) for i in range(len(own)))
        return held(written, ProgramEquilibrium(games, own, None if beliefs is None else believed, expects))
    except RefusedError as refused:
        if refused.rule != "size":
            raise
        return Unknown(question, f"too large for a certificate: {refused.why}", len(table.encounters))


def _meetings(
    games: ProgramGame, own: Sequence[Program], believed: Sequence[Belief], seat: int
) -> Iterator[tuple[Program, ...]]:
    """Whom a player's programs may meet, in the order in which they are tried."""
    for program in (own[seat], *games.spaces[seat]):
        yield from _met(seat, program, believed)


def _met(seat: int, program: Program, believed: Sequence[Belief]) -> Iterator[tuple[Program, ...]]:
    for theirs in believed[seat]:
        yield (*theirs[:seat], program, *theirs[seat:])


def _expected(games: ProgramGame, seat: int, program: Program, believed: Sequence[Belief]) -> Fraction:
    met = zip(_met(seat, program, believed), believed[seat].values(), strict=True)
    return sum((p * outcome_payoffs(games, profile)[seat] for profile, p in met), Fraction(0))


def _belief_json(belief: Belief, index: Mapping[Program, str]) -> list[Json]:
    return [{"programs": [index[p] for p in theirs], "probability": format_exact(q)} for theirs, q in belief.items()]
