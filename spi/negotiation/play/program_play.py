"""Programs that read each other's source and then let a strategy negotiate for them.

The programs meet before the first word is said. What a program plays against the others' code is a word of a menu, and
the menu says which strategy that stands for. What is found is relative to that menu, which therefore goes on record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spi.core.display import html_of
from spi.errors import HypothesisError, ProgramError
from spi.negotiation.play.draws import uniform_at
from spi.negotiation.play.views import Move, Negotiator, View
from spi.programs.encounters import play_programs
from spi.programs.machines import Undefined
from spi.programs.members import Program

__all__ = ["ProgramNegotiator", "choose_strategies", "program_negotiator"]


@dataclass(frozen=True, slots=True)
class ProgramNegotiator:
    """A program with the strategies that it chooses among; `program_negotiator` makes one.

    Parameters
    ----------
    name : str
    program : Program
    menu : tuple of (str, Negotiator)
        What the program can play, and who negotiates then.

    Source: tennenholtz-2004, section 3, and ours
    """

    name: str
    program: Program
    menu: tuple[tuple[str, Negotiator], ...]

    def decide(self, view: View) -> Move:
        """Programs decide before the negotiation, when they read each other, and not in it."""
        raise HypothesisError(
            f"{self.name} is a program, and reads the code of whom it meets; accepted: programs on all sides"
        )

    _repr_html_ = html_of


def program_negotiator(program: Program, menu: Mapping[str, Negotiator], *, name: str = "") -> ProgramNegotiator:
    """A negotiator whose strategy depends on the source of the others.

    Parameters
    ----------
    program : Program
    menu : mapping from what the program can play to a negotiator
    name : str
        By default that of the program.

    Returns
    -------
    ProgramNegotiator

    Raises
    ------
    ProgramError
        For an empty menu, and programs within menus.

    Source: tennenholtz-2004, section 3, and ours
    """
    if not menu or any(isinstance(one, ProgramNegotiator) for one in menu.values()):
        raise ProgramError(f"the menu {dict(menu)!r}; accepted: one or more strategies, none of them a program")
    return ProgramNegotiator(name or program.name, program, tuple(menu.items()))


def choose_strategies(
    negotiators: Sequence[Negotiator], *, players: Sequence[str], seed: int = 0, place: str = ""
) -> tuple[Negotiator, ...] | str:
    """Let programs read each other, and choose who negotiates.

    Parameters
    ----------
    negotiators : sequence of Negotiator
        All of them programs, or none.
    players : sequence of str
        One name each.
    seed : int
    place : str
        Programs with chances draw from seed and place, each for itself.

    Returns
    -------
    tuple of Negotiator, or str
        Why no strategy is chosen: a program does not halt, or plays what is not in its menu. That is the programs'
        doing, and no disagreement.

    Raises
    ------
    HypothesisError
        If some are programs and others are not: those have no source to read.

    Source: tennenholtz-2004, section 3, and ours
    """
    programs = [one for one in negotiators if isinstance(one, ProgramNegotiator)]
    if not programs:
        return tuple(negotiators)
    if len(programs) < len(negotiators):
        other = next(one for one in negotiators if not isinstance(one, ProgramNegotiator))
        raise HypothesisError(f"{other.name} has no source that programs could read; accepted: programs on all sides")
    met = play_programs([one.program for one in programs], players=players, randomness="independent")
    played: list[str] = []
    if met.law is not None:
        if isinstance(met.law.laws, Undefined):
            return f"it is unknown what the programs play: {met.law.reason}"
        for seat, law in enumerate(met.law.laws):
            left = uniform_at(seed, place, "program", seat)
            for action, chance in law.items():
                left -= chance
                if left < 0:
                    played.append(action)
                    break
            else:
                return f"{programs[seat].name} does not halt"
    else:
        outcome = met.outcome
        if isinstance(outcome, Undefined):
            return f"the programs choose nothing: {outcome.name.lower()}"
        played.extend(outcome)
    chosen = []
    for one, action in zip(programs, played, strict=True):
        menu = dict(one.menu)
        if action not in menu:
            return f"{one.name} plays {action!r}, and its menu has {', '.join(menu)}"
        chosen.append(menu[action])
    return tuple(chosen)
