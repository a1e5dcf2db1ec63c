"""Does somebody act otherwise towards a player who drops out? Independence at the level of execution."""

from __future__ import annotations

from dataclasses import dataclass

from spi.analysis.full_strategies import ChoiceModel, FullStrategy
from spi.analysis.independence import Which
from spi.analysis.non_punishment import plays
from spi.core.display import html_of
from spi.errors import HypothesisError
from spi.programs.games import ProgramGame
from spi.programs.members import Program
from spi.transforms.transformation import Programs

__all__ = ["Interfered", "find_interference"]


@dataclass(frozen=True, slots=True)
class Interfered:
    """A player who acts otherwise because another drops out.

    Parameters
    ----------
    dropout, player : str
    plays, instead_of : action, or a law of actions
        What she does when the other plays her input program, and what she would do if all did (participation), or if
        she had known (foreknowledge).

    Source: clr-agenda-2026, Appendix B.2, and ours
    """

    dropout: str
    player: str
    plays: object
    instead_of: object

    _repr_html_ = html_of


def find_interference(
    games: ProgramGame,
    strategy: FullStrategy,
    which: Which,
    *,
    informed: ChoiceModel | None = None,
) -> Interfered | None:
    """A player who acts otherwise because another drops out and runs her input program; None if nobody does.

    Parameters
    ----------
    games : ProgramGame
    strategy : FullStrategy
    which : "participation" or "foreknowledge"
        Compared is what she does towards the drop-out by f(p)ᵢ with what she does when all run their input programs; or
        with what she would do by f(q), q being what she would choose if she knew the drop-out's program.
    informed : ChoiceModel, optional
        Needed for foreknowledge.

    Returns
    -------
    Interfered or None
        Of several possible informed choices, one that acts the same will do.

    Raises
    ------
    HypothesisError
        If an encounter that counts diverges, or the model does not say what the informed choice is.

    Source: clr-agenda-2026, Appendix B.2, and ours
    """
    for j, dropout in enumerate(games.game.players):
        mixed = _with(strategy.images, j, strategy.programs[j])
        for i, player in enumerate(games.game.players):
            if i == j:
                continue
            others = [strategy.programs] if which == "participation" else _informed(strategy, mixed, i, informed)
            acts, expected = plays(games, mixed, i), [plays(games, run, i) for run in others]
            if acts not in expected:
                return Interfered(dropout, player, acts, expected[0])
    return None


def _informed(strategy: FullStrategy, mixed: Programs, i: int, informed: ChoiceModel | None) -> list[Programs]:
    """The profiles in which a player has chosen knowing that the others do not take part."""
    parts = strategy.transformation.parts
    if informed is None or parts is None:
        raise HypothesisError("foreknowledge needs a choice model and a factorised transformation; accepted: both")
    chosen = informed.if_believed[i](strategy.others(i))
    if not chosen:
        raise HypothesisError(f"the model does not say what player {i + 1} would choose; accepted: one that does")
    return [_with(mixed, i, parts[i](q)) for q in chosen]


def _with(programs: Programs, k: int, own: Program) -> Programs:
    return (*programs[:k], own, *programs[k + 1 :])
