"""Program games: outcome tables over program spaces, equilibria, and equilibria given beliefs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.display import html_of
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, Payoffs, expected_payoffs, read_lottery
from spi.core.numbers import Exact, format_exact
from spi.errors import HypothesisError, ProgramError
from spi.programs.beliefs import Belief, read_beliefs
from spi.programs.chances import RandomOutcome
from spi.programs.encounters import play_programs
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.shared import SharedOutcome
from spi.programs.spaces import ProgramSpace, program_space

__all__ = [
    "BetterProgram",
    "OutcomeTable",
    "ProgramGame",
    "believed_payoff",
    "better_program",
    "number_outcomes",
    "outcome_of",
    "outcome_payoffs",
    "program_game",
    "pure_equilibria",
]

Outcome = Profile | Lottery | Undefined
"""What programs do: a profile, a law of profiles, or nothing."""


@dataclass(frozen=True, slots=True)
class ProgramGame:
    """A game that is played by submitting programs; `program_game` makes one.

    Parameters
    ----------
    game : Game
    spaces : tuple of n ProgramSpace
        What each player can submit.
    options : tuple of (name, value)
        For `play_programs`: randomness, representatives, fuel.

    Source: tennenholtz-2004, program equilibrium
    """

    game: Game
    spaces: tuple[ProgramSpace, ...]
    options: tuple[tuple[str, Any], ...] = ()
    _known: dict[tuple[Program, ...], Outcome] = field(default_factory=dict, repr=False, compare=False)

    @property
    def size(self) -> int:
        """The number of program profiles."""
        return prod(map(len, self.spaces))

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeTable:
    """What every profile of programs does: a number for each, and what the numbers stand for.

    Parameters
    ----------
    game : Game
    spaces : tuple of n ProgramSpace
    ids : array of unsigned integers, shape (size of each space)
        The smallest type that holds them.
    outcomes : tuple of Profile, Lottery or Undefined
        What the numbers stand for: all profiles of the game in its order, so that they number the rows of its payoffs
        too; then the lotteries and what has no payoffs, as far as they occur, ordered by their text.

    Source: ours
    """

    game: Game
    spaces: tuple[ProgramSpace, ...]
    ids: npt.NDArray[np.unsignedinteger[Any]]
    outcomes: tuple[Outcome, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the game's digest, the outcomes and the table in row-major order; programs do not count."""
        lines = ["spi-table 1", self.game.digest, *map(_line, self.outcomes), " ".join(map(str, self.ids.shape))]
        text = hashlib.sha256("".join(line + "\n" for line in lines).encode())
        text.update(self.ids.astype("<u4").tobytes())
        return text.hexdigest()

    def __repr__(self) -> str:
        shape = " × ".join(map(str, self.ids.shape))
        return f"<OutcomeTable: {shape} program profiles, {len(self.outcomes)} outcomes>"

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def program_game(game: Game, *spaces: ProgramSpace | Sequence[Program], **options: Any) -> ProgramGame:
    """Build a program game.

    Parameters
    ----------
    game : Game
        With n players.
    *spaces : n ProgramSpaces or sequences of Program
        One for all players is allowed.
    **options
        For `play_programs`: `randomness`, `representatives`, `fuel`.

    Returns
    -------
    ProgramGame

    Raises
    ------
    ProgramError
        For another number of spaces, and an empty one.

    Source: tennenholtz-2004, program equilibrium
    """
    read = [space if isinstance(space, ProgramSpace) else program_space(space) for space in spaces]
    if len(read) == 1:
        read *= len(game.players)
    if len(read) != len(game.players):
        raise ProgramError(
            f"{len(read)} program spaces for {len(game.players)} players; accepted: one for each, or one"
        )
    if not all(map(len, read)):
        raise ProgramError("an empty program space; accepted: at least one program for each player")
    return ProgramGame(game, tuple(read), tuple(sorted(options.items())))


def outcome_of(games: ProgramGame, programs: Sequence[Program]) -> Outcome:
    """What a profile of programs does; programs outside the spaces are allowed.

    Parameters
    ----------
    games : ProgramGame
    programs : sequence of n Program

    Returns
    -------
    Profile, Lottery or Undefined
        A lottery if some program draws by chance; programs that may never halt count as DIVERGES.

    Source: ours
    """
    key = tuple(programs)
    if key not in games._known:
        encounter = play_programs(key, games.game, **dict(games.options))
        if encounter.law is not None:
            games._known[key] = _independent(games.game, encounter.law)
        elif encounter.joint is not None:
            games._known[key] = _joint(games.game, encounter.joint)
        else:
            games._known[key] = encounter.outcome
    return games._known[key]


def outcome_payoffs(games: ProgramGame, programs: Sequence[Program]) -> Payoffs:
    """The expected payoffs of a profile of programs.

    Parameters
    ----------
    games : ProgramGame
    programs : sequence of n Program
        In player order.

    Returns
    -------
    Payoffs
        n rationals, in player order.

    Raises
    ------
    HypothesisError
        If it diverges or is unknown: such values are never payoffs.

    Source: ours
    """
    outcome = outcome_of(games, programs)
    if isinstance(outcome, Undefined):
        raise HypothesisError(
            f"{', '.join(map(repr, programs))}: {outcome.value}, which has no payoffs; accepted: programs that halt "
            "against one another"
        )
    return games.game[outcome] if isinstance(outcome[0], str) else expected_payoffs(games.game, outcome)


def number_outcomes(game: Game, others: Iterable[Outcome] = ()) -> tuple[Outcome, ...]:
    """All profiles of a game in its order, then whatever else occurs, ordered by its text.

    Source: ours
    """
    known = dict.fromkeys(profiles(game))
    return (*known, *sorted({outcome for outcome in others if outcome not in known}, key=_line))


def pure_equilibria(games: ProgramGame) -> Iterator[tuple[Program, ...]]:
    """All profiles of programs in which nobody does better by another program of her space.

    Parameters
    ----------
    games : ProgramGame

    Yields
    ------
    tuple of Program

    Raises
    ------
    HypothesisError
        If some profile that has to be looked at diverges or is unknown.

    Source: tennenholtz-2004, program equilibrium
    """
    for programs in product(*games.spaces):
        if better_program(games, programs) is None:
            yield programs


@dataclass(frozen=True, slots=True)
class BetterProgram:
    """A player who does better by another program.

    Parameters
    ----------
    player : str
    program : Program
        The better one.
    earns, instead_of : Fraction
        Her expected payoffs by it and by her own.

    Source: ours
    """

    player: str
    program: Program
    earns: Fraction
    instead_of: Fraction

    def __str__(self) -> str:
        from spi.report.text import better_program_text

        return better_program_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def better_program(
    games: ProgramGame,
    programs: Sequence[Program],
    beliefs: Sequence[Mapping[Any, Exact]] | None = None,
) -> BetterProgram | None:
    """A player who does better by another program of her space, or None: then it is an equilibrium.

    Parameters
    ----------
    games : ProgramGame
    programs : sequence of n Program
        The profile; a player's own program may lie outside her space.
    beliefs : sequence of n mappings from the others' programs to probability, optional
        What each player believes of the others (one program, or a tuple of them), who need not be in the spaces. Then
        the question is that of a *subjective* equilibrium. Default: each believes what is true.

    Returns
    -------
    BetterProgram or None
        The best program of the first player who has a better one; of equally good ones the first.

    Raises
    ------
    ProgramError
        For another number of programs, and for beliefs that are none.
    HypothesisError
        If an encounter that counts diverges or is unknown.

    Source: digiovanni-et-al-2024, Definition 1
    """
    own = tuple(programs)
    if len(own) != len(games.game.players):
        raise ProgramError(f"{len(own)} programs for {len(games.game.players)} players; accepted: one for each")
    for i, (player, belief) in enumerate(zip(games.game.players, read_beliefs(own, beliefs), strict=True)):
        now = believed_payoff(games, i, own[i], belief)
        earns = {mine: believed_payoff(games, i, mine, belief) for mine in games.spaces[i]}
        best = max(earns, key=lambda mine: earns[mine])
        if earns[best] > now:
            return BetterProgram(player, best, earns[best], now)
    return None


def believed_payoff(games: ProgramGame, player: int, own: Program, belief: Belief) -> Fraction:
    """What a player expects of a program, by a belief about the programs of the others.

    Parameters
    ----------
    games : ProgramGame
    player : int
        The index of i.
    own : Program
    belief : mapping from tuple of the n - 1 others' programs to probability

    Returns
    -------
    Fraction

    Raises
    ------
    HypothesisError
        If an encounter with a believed profile diverges or is unknown.

    Source: digiovanni-et-al-2024, Definition 1
    """
    total = Fraction(0)
    for theirs, probability in belief.items():
        total += probability * outcome_payoffs(games, (*theirs[:player], own, *theirs[player:]))[player]
    return total


def _independent(game: Game, law: RandomOutcome) -> Outcome:
    if isinstance(law.laws, Undefined):
        return law.laws
    if any(sum(own.values(), Fraction(0)) != 1 for own in law.laws):
        return Undefined.DIVERGES
    joint: dict[Profile, Fraction] = {}
    for chosen in product(*(own.items() for own in law.laws)):
        joint[tuple(action for action, _ in chosen)] = prod((p for _, p in chosen), start=Fraction(1))
    return read_lottery(game, joint)


def _joint(game: Game, joint: SharedOutcome) -> Outcome:
    if isinstance(joint.law, Undefined):
        return joint.law
    return read_lottery(game, joint.law) if joint.halts == 1 else Undefined.DIVERGES


def _line(outcome: Outcome) -> str:
    if isinstance(outcome, Undefined):
        return outcome.value
    if isinstance(outcome[0], str):
        return "profile " + "\t".join(outcome)
    return "lottery " + "\t".join(f"{format_exact(p)} {','.join(a)}" for a, p in outcome)
