"""Outcome tables by named axes: the same as one encounter after the other gives, for 10⁸ profiles as well."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

from spi.core.game import Game
from spi.enumeration.blocks import Filler
from spi.enumeration.plans import BUDGET, TablePlan, plan_table, plan_tables
from spi.enumeration.relations import RankCodes, rank_codes
from spi.errors import HypothesisError
from spi.programs.games import OutcomeTable, ProgramGame
from spi.transforms.transformation import Transformation, images_of

__all__ = ["outcome_table", "rank_table", "transformation_plans"]

_BYTES = 1 << 34
"""Bytes of a table in memory, at most, unless it is said otherwise."""


def outcome_table(games: ProgramGame, *, budget: int = BUDGET, bytes_at_most: int = _BYTES) -> OutcomeTable:
    """What every profile of programs does, as a table in memory.

    Parameters
    ----------
    games : ProgramGame
    budget : int
        Encounters that may be played one by one: those of programs that draw by chance or prove things.
    bytes_at_most : int
        Of the table. Larger spaces need no table: see `plan_table`.

    Returns
    -------
    OutcomeTable

    Raises
    ------
    HypothesisError
        If the table is larger, or more encounters would have to be played one by one.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> from spi.programs.games import program_game
    >>> from spi.programs.references import load_family
    >>> from spi.programs.spaces import family_space
    >>> space = family_space(load_family("ours/always").group, action=["C", "D"])
    >>> outcome_table(program_game(load_game("ours/prisoners-dilemma"), space)).ids.tolist()
    [[0, 1], [2, 3]]

    Source: ours
    """
    plan = plan_table(games, budget=budget)
    size = plan.size * plan.source.dtype.itemsize
    if size > bytes_at_most:
        raise HypothesisError(
            f"a table of {plan.size:,} profiles, {size:,} bytes; accepted: at most bytes_at_most={bytes_at_most:,}; "
            "plan_table and the questions about transformations need no table"
        )
    return OutcomeTable(games.game, games.spaces, Filler(plan.source).block(0, plan.source.shape[0]), plan.outcomes)


def rank_table(game: Game, table: OutcomeTable, *, codes: RankCodes | None = None) -> npt.NDArray[Any]:
    """A table of the ranks of everybody's payoffs instead of outcomes: what a comparison of payoffs needs, and no more.

    Parameters
    ----------
    game : Game
    table : OutcomeTable
    codes : RankCodes, optional
        Those of `rank_codes(game, table.outcomes)`, unless they are known.

    Returns
    -------
    array of unsigned integers, of the table's shape

    Source: ours
    """
    known = rank_codes(game, table.outcomes) if codes is None else codes
    found: npt.NDArray[Any] = known.codes[table.ids]
    return found


def transformation_plans(
    games: ProgramGame, transformation: Transformation, *, budget: int = BUDGET
) -> tuple[TablePlan, TablePlan]:
    """What happens before and after a transformation, for every profile of a space.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        Factorised.
    budget : int
        Encounters that may be played one by one.

    Returns
    -------
    before, after : TablePlan
        With common numbers of outcomes; the image of a profile stands where the profile stands in the space.

    Raises
    ------
    ProgramError
        For a transformation without parts for single players.
    HypothesisError
        If a part does not take a program, or more encounters would have to be played one by one.

    Source: clr-agenda-2026, Appendix B.1
    """
    before, after = plan_tables(games, [games.spaces, images_of(games, transformation)], budget=budget)
    return before, after
