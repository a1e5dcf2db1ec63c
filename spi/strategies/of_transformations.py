"""Transformations of programs, and what players would have chosen had they not, or had others not, taken part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import improves
from spi.strategies.of_games import games
from spi.strategies.of_programs import program_games

if TYPE_CHECKING:
    from spi.analysis.full_strategies import ChoiceModel
    from spi.programs.games import ProgramGame
    from spi.programs.members import Program
    from spi.transforms.transformation import Transformation

__all__ = ["choice_models", "proposals", "transformations"]


def proposals(game: Game, *, improving: bool = False) -> st.SearchStrategy[dict[Profile, Profile]]:
    """Maps of outcomes, as they are proposed in renegotiations: what is not listed stays.

    Parameters
    ----------
    game : Game
    improving : bool
        Only what makes nobody worse off is proposed.

    Returns
    -------
    strategy for dict from profile to profile

    Source: ours
    """
    everything = list(profiles(game))

    def moves(a: Profile) -> st.SearchStrategy[tuple[Profile, Profile]]:
        targets = [b for b in everything if not improving or improves(game[b], game[a])]
        return st.tuples(st.just(a), st.sampled_from(targets))

    listed = st.lists(st.sampled_from(everything).flatmap(moves), unique_by=lambda move: move[0], max_size=4)
    return listed.map(dict)


@st.composite
def transformations(
    draw: st.DrawFn, game: Game | None = None, *, improving: bool = False, agreed: bool | None = None
) -> Transformation:
    """Renegotiations: everybody's program becomes the default of one that first asks whether all propose the same.

    Parameters
    ----------
    game : Game, optional
        Its outcomes are renegotiated; by default it is drawn, with two players.
    improving : bool
        As for `proposals`.
    agreed : bool, optional
        Whether all propose the same; by default both.

    Returns
    -------
    strategy for Transformation

    Source: ours
    """
    from spi.transforms.renegotiation import renegotiate

    played = draw(games(min_players=2, max_players=2)) if game is None else game
    alike = draw(st.sampled_from((True, False))) if agreed is None else agreed
    drawn = [draw(proposals(played, improving=improving)) for _ in played.players[: 1 if alike else None]]
    return renegotiate(drawn * (len(played.players) if alike else 1), players=len(played.players))


@st.composite
def choice_models(draw: st.DrawFn, given: ProgramGame | None = None, *, complete: bool = False) -> ChoiceModel:
    """What each player would have chosen from her space by what the others use, or are believed to use.

    Parameters
    ----------
    given : ProgramGame, optional
        By default it is drawn.
    complete : bool
        Every choice is defined, also those of players who know only that nobody else takes part.

    Returns
    -------
    strategy for ChoiceModel

    Source: ours
    """
    from spi.analysis.full_strategies import choice_table

    submitted = draw(program_games()) if given is None else given
    spaces = [list(space) for space in submitted.spaces]
    used, believed, absent = [], [], []
    for i, own in enumerate(spaces):
        others = list(product(*spaces[:i], *spaces[i + 1 :]))
        used.append(draw(_choices(own, others, complete)))
        believed.append(draw(_choices(own, others, complete)))
        known = st.sampled_from(own)
        absent.append(draw(known if complete else st.one_of(st.none(), known)))
    return choice_table(if_used=used, if_believed=believed, if_absent=absent)


def _choices(
    own: Sequence[Program], others: Sequence[tuple[Program, ...]], complete: bool
) -> st.SearchStrategy[dict[tuple[Program, ...], Program]]:
    chosen = st.sampled_from(own)
    if complete:
        return st.fixed_dictionaries(dict.fromkeys(others, chosen))
    return st.dictionaries(st.sampled_from(others), chosen, max_size=len(others))
