"""Full strategies: a transformation with its input programs, what they demand, and what would have been chosen instead.

Independence is a statement about counterfactuals, so nothing is inferred from a run: a demand map and a choice model
are given, or there is no verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.errors import ProgramError
from spi.programs.beliefs import Belief, read_all_beliefs
from spi.programs.games import ProgramGame, believed_payoff
from spi.programs.members import Program
from spi.transforms.transformation import Programs, Transformation, transform_programs

__all__ = [
    "ChoiceModel",
    "Demand",
    "FullStrategy",
    "best_reply_choice",
    "choice_table",
    "demand_by",
    "full_strategy",
    "simultaneous_choice",
]

Demand = Callable[[Program], Any]
"""What a program demands: anything that can be compared; only equality is used."""

Choice = Callable[[Programs], tuple[Program, ...]]
"""From the others' programs to all programs that a player might choose then; none if that is undefined."""


@dataclass(frozen=True, slots=True)
class FullStrategy:
    """A transformation and the programs that are put into it; `full_strategy` makes one.

    Parameters
    ----------
    transformation : Transformation
        f.
    programs, images : tuple of n Program
        p and f(p).

    Source: clr-agenda-2026, Appendix B.2
    """

    transformation: Transformation
    programs: Programs
    images: Programs

    def others(self, player: int) -> Programs:
        """The input programs of all others, in player order."""
        return (*self.programs[:player], *self.programs[player + 1 :])

    _repr_html_ = html_of


def full_strategy(transformation: Transformation, programs: Sequence[Program]) -> FullStrategy:
    """The full strategy of a transformation and its input programs.

    Parameters
    ----------
    transformation : Transformation
        f.
    programs : sequence of n Program
        p, in player order.

    Returns
    -------
    FullStrategy
        (f, p), with f(p).

    Source: clr-agenda-2026, Appendix B.2
    """
    return FullStrategy(transformation, tuple(programs), transform_programs(transformation, programs))


def demand_by(keyword: str, *, inside: Sequence[str] = ("default", "base")) -> Demand:
    """The demand map that reads a parameter of a program, or of the program inside its wraps.

    Parameters
    ----------
    keyword : str
        Such as "demand" or "action".
    inside : sequence of str
        Parameters that hold the program inside a wrap.

    Returns
    -------
    function from Program to value
        It raises `ProgramError` for a program that neither has the parameter nor is a wrap.

    Examples
    --------
    >>> from spi.programs.references import load_program
    >>> from spi.transforms.renegotiation import renegotiator_family
    >>> sixty = load_program("ours/always", action="60")
    >>> demand_by("action")(renegotiator_family()(default=sixty, proposal={}))
    '60'

    Source: ours
    """

    def demand(own: Program) -> Any:
        while True:
            bound = dict(own.bindings)
            if keyword in bound:
                return bound[keyword]
            inner = next((bound[key] for key in inside if isinstance(bound.get(key), Program)), None)
            if inner is None:
                raise ProgramError(f"{own!r} has no parameter {keyword!r}; accepted: a demand map that covers it")
            own = inner

    return demand


@dataclass(frozen=True, slots=True)
class ChoiceModel:
    """What players would have chosen in other circumstances; `choice_table`, `best_reply_choice` and others make one.

    Parameters
    ----------
    if_used : tuple of n functions
        What a player would have chosen if the others *used* these programs.
    if_believed : tuple of n functions
        If she *believed* that they would use these.
    if_absent : tuple of n tuples of Program
        If she knew that the others do not take part, and nothing else of their programs.
    replies : BestReplies or None
        Where the choices are best replies: to what.

    Source: clr-agenda-2026, Appendix B.2
    """

    if_used: tuple[Choice, ...]
    if_believed: tuple[Choice, ...]
    if_absent: tuple[tuple[Program, ...], ...]
    replies: BestReplies | None = None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class BestReplies:
    """What choices are best replies to.

    Parameters
    ----------
    games : ProgramGame
        Players choose from its spaces.
    beliefs : tuple of n beliefs
        What each believes of the others, when she chooses.

    Source: digiovanni-drafts-2026, Belief-conditioned program games
    """

    games: ProgramGame
    beliefs: tuple[Belief, ...]


def choice_table(
    *,
    if_used: Sequence[Mapping[Any, Any]],
    if_believed: Sequence[Mapping[Any, Any]],
    if_absent: Sequence[Program | None] = (),
) -> ChoiceModel:
    """A choice model that lists what each player would have chosen.

    Parameters
    ----------
    if_used, if_believed : sequence of n mappings from the others' programs to a program, or several
        With one other player her program will do for a tuple. What is not listed is undefined.
    if_absent : sequence of n Program or None, optional

    Returns
    -------
    ChoiceModel

    Raises
    ------
    ProgramError
        For another number of players in one of them.

    Source: clr-agenda-2026, Appendix B.2
    """
    n = len(if_used)
    absent = tuple(if_absent) or (None,) * n
    if not n == len(if_believed) == len(absent):
        raise ProgramError(f"choices of {n}, {len(if_believed)} and {len(absent)} players; accepted: as many of each")
    return ChoiceModel(
        tuple(map(_listed, if_used)),
        tuple(map(_listed, if_believed)),
        tuple(() if own is None else (own,) for own in absent),
    )


def simultaneous_choice(programs: Sequence[Program], model: ChoiceModel) -> ChoiceModel:
    """The choice model in which nobody's choice depends on what the others actually use.

    Parameters
    ----------
    programs : sequence of n Program
        What is chosen anyway.
    model : ChoiceModel
        What would be chosen by other beliefs.

    Returns
    -------
    ChoiceModel

    Source: clr-agenda-2026, Appendix B.2
    """

    def always(own: Program) -> Choice:
        return lambda _: (own,)

    return ChoiceModel(tuple(map(always, programs)), model.if_believed, model.if_absent, model.replies)


def best_reply_choice(games: ProgramGame, beliefs: Sequence[Mapping[Any, Exact]]) -> ChoiceModel:
    """The choice model of players who choose at the same time, best replies to their beliefs.

    Parameters
    ----------
    games : ProgramGame
        Players choose from its spaces; its programs are those of players who do not take part.
    beliefs : sequence of n mappings from the others' programs to probability
        They do not change with what the others use. With foreknowledge of a program they are conditioned on it, which
        is undefined if it is believed impossible (erratum B1); with foreknowledge of absence alone they are
        conditioned on the others' programs being in the spaces.

    Returns
    -------
    ChoiceModel
        Its choices are all best replies, so that ties do not matter.

    Raises
    ------
    ProgramError
        For beliefs that are none.

    Source: digiovanni-drafts-2026, Belief-conditioned program games (repaired: B1)
    """
    n = len(games.game.players)
    read = read_all_beliefs(beliefs, n)

    def replies(i: int, belief: Belief) -> tuple[Program, ...]:
        earns = {own: believed_payoff(games, i, own, belief) for own in games.spaces[i]}
        return tuple(own for own, earned in earns.items() if earned == max(earns.values()))

    def used(i: int) -> Choice:
        return lambda _: replies(i, read[i])

    def believed(i: int) -> Choice:
        return lambda others: replies(i, {others: Fraction(1)}) if read[i].get(others) else ()

    absent = []
    for i in range(n):
        spaces = [set(space) for k, space in enumerate(games.spaces) if k != i]
        bare = {q: p for q, p in read[i].items() if all(own in space for own, space in zip(q, spaces, strict=True))}
        total = sum(bare.values(), Fraction(0))
        absent.append(replies(i, {q: p / total for q, p in bare.items()}) if total else ())
    model = tuple(map(used, range(n))), tuple(map(believed, range(n)))
    return ChoiceModel(*model, tuple(absent), BestReplies(games, read))


def _listed(table: Mapping[Any, Any]) -> Choice:
    known: dict[Programs, tuple[Program, ...]] = {}
    for others, chosen in table.items():
        key = (others,) if isinstance(others, Program) else tuple(others)
        known[key] = (chosen,) if isinstance(chosen, Program) else _all(chosen)
    return lambda others: known.get(others, ())


def _all(chosen: Iterable[Program]) -> tuple[Program, ...]:
    return tuple(chosen)
