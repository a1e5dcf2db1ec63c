"""Three questions about fallbacks for breakdowns, which have to be asked apart.

Does nobody lose, whatever is demanded? Is demanded what would have been demanded without it? Does it pay to stay with
it? None of the answers follows from the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from spi.analysis.profile_questions import verify_transformation
from spi.analysis.program_equilibria import ProgramEquilibrium, verify_equilibrium
from spi.analysis.token_games import TokenComparison, verify_pc_spi
from spi.analysis.transformations import Transformed
from spi.core.game import Game, Profile, profiles
from spi.core.numbers import Exact
from spi.core.token_game import TokenGame, token_copy
from spi.core.verdict import Fails, Holds, Unknown, Verdict
from spi.errors import GameError
from spi.negotiation.demands import WITH_FALLBACK, adoption_game, replace_payoffs
from spi.programs.games import BetterProgram, ProgramGame, program_game
from spi.programs.members import Program
from spi.programs.references import load_program
from spi.solve.reduction import reduce
from spi.transforms.transformation import Transformation, factorised_map

__all__ = ["Shown", "fallback_tokens", "verify_fallback_play", "verify_fallback_safety", "verify_fallback_stability"]

Shown = Literal["default", "true"]
"""What representatives are told that a breakdown is worth: as before, or what the fallback makes of it."""


def verify_fallback_safety(
    game: Game, becomes: Mapping[Profile, Sequence[Exact]], *, strict: bool = False
) -> Holds[Transformed] | Fails[Transformed] | Unknown:
    """Pointwise: does nobody lose at any outcome of default play, if all declare the fallback?

    Parameters
    ----------
    game : Game
        What is played by default: demands, say.
    becomes : mapping from profile to one exact number per player
        The fallback.
    strict : bool
        Ask also that somebody gains somewhere.

    Returns
    -------
    Holds, Fails or Unknown
        As of `verify_transformation`, for the programs that always make a demand and those that also declare the
        fallback; about all profiles of them. It says nothing of what is demanded once there is a fallback.

    Raises
    ------
    GameError
        For profiles that are none, and payoffs of the wrong length.

    Source: clr-agenda-2026, Appendix B.1
    """
    games, declare = _adoption(game, becomes)
    defaults = [[_always(x) for x in own] for own in game.actions]
    small = program_game(games.game, *defaults)
    return verify_transformation(small, declare, strict=strict)


def verify_fallback_play(
    game: Game, becomes: Mapping[Profile, Sequence[Exact]], *, shown: Shown
) -> Holds[TokenComparison] | Fails[TokenComparison] | Unknown:
    """Does the fallback leave unchanged how representatives play?

    Parameters
    ----------
    game : Game
    becomes : mapping from profile to one exact number per player
    shown : "default" or "true"
        What the representatives are told: payoffs as before, which makes an isomorphic game, or the true ones.

    Returns
    -------
    Holds, Fails or Unknown
        As of `verify_pc_spi`, about the tokens of demands when each token outcome is worth exactly what it is a token
        of: so it holds if what is played is derivable from default play, and fails if representatives may play anything
        else.

    Raises
    ------
    GameError
        As `verify_fallback_safety`; for another word than these two.

    Source: oesterheld-conitzer-2022, Assumption 1, Assumption 2
    """
    return verify_pc_spi(fallback_tokens(game, becomes, shown=shown))


def fallback_tokens(game: Game, becomes: Mapping[Profile, Sequence[Exact]], *, shown: Shown) -> TokenGame:
    """The token game in which representatives are told these payoffs, and every token outcome is worth its original.

    Parameters
    ----------
    game : Game
    becomes : mapping from profile to one exact number per player
    shown : "default" or "true"
        What the representatives are told: payoffs as before, or the true ones.

    Returns
    -------
    TokenGame

    Raises
    ------
    GameError
        For another word than these two.

    Source: oesterheld-conitzer-2022, section 5.1
    """
    if shown not in ("default", "true"):
        raise GameError(f"shown = {shown!r}; accepted: 'default' or 'true'")
    reduced = reduce(game).reduced
    copy = token_copy(game, reduced)
    told = replace_payoffs(game, becomes)
    if shown == "default":
        return copy
    tokens = replace(copy.tokens, table=tuple(told[a] for a in profiles(reduced)))
    return TokenGame(game, tokens, copy.coordination)


def verify_fallback_stability(
    game: Game, becomes: Mapping[Profile, Sequence[Exact]], at: Profile
) -> Verdict[ProgramEquilibrium, BetterProgram]:
    """Incentives: if all make these demands and declare the fallback, does nobody do better otherwise?

    Parameters
    ----------
    game : Game
    becomes : mapping from profile to one exact number per player
    at : profile
        What is demanded.

    Returns
    -------
    Holds, Fails or Unknown
        As of `verify_equilibrium`, among all demands with the fallback and without it.

    Raises
    ------
    GameError
        As `verify_fallback_safety`.

    Source: digiovanni-et-al-2024, Definition 1
    """
    game.profile_index(at)
    games, declare = _adoption(game, becomes)
    return verify_equilibrium(games, declare.send(tuple(map(_always, at))))


def _adoption(game: Game, becomes: Mapping[Profile, Sequence[Exact]]) -> tuple[ProgramGame, Transformation]:
    """The program game of demands with and without the fallback, and the map that declares it."""
    adopted = adoption_game(game, becomes)
    games = program_game(adopted, *([_always(x) for x in own] for own in adopted.actions))
    maps = [{_always(x): _always(WITH_FALLBACK.format(x)) for x in own} for own in game.actions]
    return games, factorised_map("declaring the fallback", maps)


def _always(action: str) -> Program:
    return load_program("ours/always", action=action)
