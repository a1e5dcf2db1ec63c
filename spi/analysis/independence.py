"""Is a full strategy demand-preserving, participation independent, foreknowledge independent? Player by player.

This is the level of choice: would somebody have chosen another program? At the level of execution, `interference`: does
somebody act otherwise towards a player who drops out? The two do not imply one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spi.analysis.full_strategies import ChoiceModel, Demand, FullStrategy
from spi.core.display import html_of
from spi.core.game import Game
from spi.errors import HypothesisError
from spi.programs.games import ProgramGame, outcome_of
from spi.programs.members import Program
from spi.programs.spaces import ProgramSpace

__all__ = [
    "DemandChange",
    "Independence",
    "IndependenceCell",
    "OtherChoice",
    "UndefinedChoice",
    "counterfactual_choice",
    "find_demand_change",
    "find_dependence",
    "find_inconsistency",
    "independence_table",
]

Which = Literal["participation", "foreknowledge"]
Knowledge = Literal["program", "absence"]
Equality = Literal["code", "demand"] | ProgramSpace


@dataclass(frozen=True, slots=True)
class DemandChange:
    """A player whose transformed program demands something else.

    Parameters
    ----------
    player : str
    program, becomes : Program
    demand, instead_of : object
        After and before.

    Source: clr-agenda-2026, Appendix B.2
    """

    player: str
    program: Program
    becomes: Program
    demand: object
    instead_of: object

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class OtherChoice:
    """A player who would have chosen otherwise.

    Parameters
    ----------
    player : str
    program : Program
        What she has chosen.
    chosen : tuple of Program
        What she might have chosen: equally good programs, if it is a best reply.

    Source: clr-agenda-2026, Appendix B.2
    """

    player: str
    program: Program
    chosen: tuple[Program, ...]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class UndefinedChoice:
    """A player of whose counterfactual choice the model says nothing.

    Parameters
    ----------
    player : str

    Source: digiovanni-drafts-2026, Belief-conditioned program games (repaired: B1)
    """

    player: str

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class IndependenceCell:
    """One cell of the table of independence: is a player's choice the same, in which sense?

    Parameters
    ----------
    player : str
    which : "participation" or "foreknowledge"
    knowledge : "program" or "absence", or None
        Of foreknowledge; None for participation.
    equality : "code", "demand" or "behaviour"
    same : bool or None
        None if the model does not say what she would have chosen.

    Source: clr-agenda-2026, Appendix B.2
    """

    player: str
    which: Which
    knowledge: Knowledge | None
    equality: str
    same: bool | None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Independence:
    """Whether a full strategy is independent in one sense, and all other senses beside it.

    Parameters
    ----------
    games : ProgramGame
    strategy : FullStrategy
    which : "participation" or "foreknowledge"
    knowledge : "program" or "absence", or None
    equality : "code", "demand" or "behaviour"
    fault : DemandChange, OtherChoice, UndefinedChoice or None
        Why it is not, or why that is not defined.
    cells : tuple of IndependenceCell
        The table of all senses.

    Source: clr-agenda-2026, Appendix B.2
    """

    games: ProgramGame
    strategy: FullStrategy
    which: Which
    knowledge: Knowledge | None
    equality: str
    fault: DemandChange | OtherChoice | UndefinedChoice | None
    cells: tuple[IndependenceCell, ...]

    @property
    def game(self) -> Game:
        """What the programs play."""
        return self.games.game

    def __str__(self) -> str:
        from spi.report.text import profiles_text

        return profiles_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def find_demand_change(games: ProgramGame, strategy: FullStrategy, demand: Demand) -> DemandChange | None:
    """The first player whose transformed program demands something else, or None: d(f(p)ᵢ) = d(pᵢ) for all i.

    Parameters
    ----------
    games : ProgramGame
    strategy : FullStrategy
        (f, p).
    demand : function from Program to value
        d.

    Returns
    -------
    DemandChange or None

    Source: clr-agenda-2026, Appendix B.2
    """
    for player, own, sent in zip(games.game.players, strategy.programs, strategy.images, strict=True):
        before, after = demand(own), demand(sent)
        if before != after:
            return DemandChange(player, own, sent, after, before)
    return None


def counterfactual_choice(
    strategy: FullStrategy, choice: ChoiceModel, player: int, which: Which, *, knowledge: Knowledge = "program"
) -> tuple[Program, ...]:
    """What a player might have chosen had the others not taken part, or had she known that they would not.

    Parameters
    ----------
    strategy : FullStrategy
    choice : ChoiceModel
    player : int
        The index of i.
    which : "participation" or "foreknowledge"
        The others use p₋ᵢ instead of f(p)₋ᵢ; or i believes that they do.
    knowledge : "program" or "absence"
        Of foreknowledge: does she know their programs, or only that they do not take part?

    Returns
    -------
    tuple of Program
        Empty if the model does not say.

    Source: clr-agenda-2026, Appendix B.2
    """
    others = strategy.others(player)
    match which, knowledge:
        case "participation", _:
            return choice.if_used[player](others)
        case "foreknowledge", "program":
            return choice.if_believed[player](others)
        case "foreknowledge", "absence":
            return choice.if_absent[player]
    raise HypothesisError(
        f"{which!r} with knowledge of {knowledge!r}; accepted: 'participation', or 'foreknowledge' of 'program' or "
        "'absence'"
    )


def find_dependence(
    games: ProgramGame,
    strategy: FullStrategy,
    choice: ChoiceModel,
    demand: Demand,
    which: Which,
    *,
    knowledge: Knowledge = "program",
    equality: Equality = "code",
) -> DemandChange | OtherChoice | UndefinedChoice | None:
    """Why a full strategy is not participation or foreknowledge independent; None if it is.

    Parameters
    ----------
    games : ProgramGame
    strategy : FullStrategy
        (f, p).
    choice : ChoiceModel
    demand : function from Program to value
        Independence includes that demands are preserved.
    which, knowledge
        As for `counterfactual_choice`.
    equality : "code", "demand", or a ProgramSpace
        When two programs count as the same choice: equal code, equal demands, or equal behaviour against a space.

    Returns
    -------
    DemandChange, OtherChoice, UndefinedChoice or None
        The first player of whom the model does not say what she would have chosen; else a change of demand; else the
        first player who would have chosen otherwise.

    Source: clr-agenda-2026, Appendix B.2
    """
    chosen = [
        counterfactual_choice(strategy, choice, i, which, knowledge=knowledge) for i in range(len(games.game.players))
    ]
    for player, own in zip(games.game.players, chosen, strict=True):
        if not own:
            return UndefinedChoice(player)
    changed = find_demand_change(games, strategy, demand)
    if changed is not None:
        return changed
    for i, player in enumerate(games.game.players):
        if not any(_is_same(games, strategy.programs[i], other, i, demand, equality) for other in chosen[i]):
            return OtherChoice(player, strategy.programs[i], chosen[i])
    return None


def find_inconsistency(games: ProgramGame, strategy: FullStrategy, choice: ChoiceModel) -> OtherChoice | None:
    """A player who, by the model, does not choose her program in the actual circumstances; None if all may.

    What the model does not say counts as consistent.

    Parameters
    ----------
    games : ProgramGame
    strategy : FullStrategy
    choice : ChoiceModel

    Returns
    -------
    OtherChoice or None

    Source: clr-agenda-2026, Appendix B.2
    """
    for i, player in enumerate(games.game.players):
        actual = (*strategy.images[:i], *strategy.images[i + 1 :])
        for chosen in (choice.if_used[i](actual), choice.if_believed[i](actual)):
            if chosen and strategy.programs[i] not in chosen:
                return OtherChoice(player, strategy.programs[i], chosen)
    return None


def independence_table(
    games: ProgramGame,
    strategy: FullStrategy,
    choice: ChoiceModel,
    demand: Demand,
    *,
    tests: ProgramSpace | None = None,
) -> tuple[IndependenceCell, ...]:
    """Every cell: participation, and foreknowledge of a program or of absence, by code, demand and behaviour.

    Parameters
    ----------
    games, strategy, choice, demand
        As for `find_dependence`.
    tests : ProgramSpace, optional
        Against which behaviour is compared; without it there are no such cells.

    Returns
    -------
    tuple of IndependenceCell

    Source: clr-agenda-2026, Appendix B.2
    """
    kinds: list[tuple[str, Equality]] = [("code", "code"), ("demand", "demand")]
    kinds += [] if tests is None else [("behaviour", tests)]
    modes: list[tuple[Which, Knowledge | None]] = [
        ("participation", None),
        ("foreknowledge", "program"),
        ("foreknowledge", "absence"),
    ]
    cells = []
    for which, knowledge in modes:
        for i, player in enumerate(games.game.players):
            chosen = counterfactual_choice(strategy, choice, i, which, knowledge=knowledge or "program")
            for name, equality in kinds:
                own = strategy.programs[i]
                same = any(_is_same(games, own, q, i, demand, equality) for q in chosen) if chosen else None
                cells.append(IndependenceCell(player, which, knowledge, name, same))
    return tuple(cells)


def _is_same(games: ProgramGame, own: Program, other: Program, seat: int, demand: Demand, equality: Equality) -> bool:
    if equality == "code":
        return own is other
    if equality == "demand":
        return bool(demand(own) == demand(other))
    if not isinstance(equality, ProgramSpace):
        raise HypothesisError(f"equality by {equality!r}; accepted: 'code', 'demand', or a program space of tests")
    if len(games.game.players) != 2:
        raise HypothesisError("behaviour against a program space is defined for two players; accepted: code or demand")
    pairs = [((own, q), (other, q)) if seat == 0 else ((q, own), (q, other)) for q in equality]
    return all(outcome_of(games, one) == outcome_of(games, two) for one, two in pairs)
