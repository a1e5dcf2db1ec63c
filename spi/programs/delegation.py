"""Programs that delegate and punish: the instruction language of delegated games, and the folk theorem's programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from spi.core.game import Game
from spi.core.lottery import Payoffs, expected_payoffs, read_lottery, read_probabilities
from spi.core.numbers import Exact, exact, format_exact
from spi.errors import HypothesisError, ProgramError
from spi.programs.encounters import Representatives
from spi.programs.members import Program, finite_map
from spi.programs.references import load_program
from spi.programs.values import FiniteMap
from spi.solve.books import Book, play
from spi.solve.reduction import Mixture
from spi.solve.threats import Threat, threat_points

__all__ = ["agreement_program", "agreement_payoffs", "enforcer_program", "punishment_map", "representatives_of"]


def representatives_of(book: Book, games: Mapping[str, Game]) -> Representatives:
    """Representatives who play out of a book, for programs that delegate games by these names.

    Parameters
    ----------
    book : Book
    games : mapping from name to Game

    Returns
    -------
    function of a game's name and a seat

    Source: oesterheld-conitzer-2022, section 4
    """

    def answer(name: str, seat: int) -> str:
        if name not in games:
            raise ProgramError(f"delegate({name!r}): no game of this name; accepted: {', '.join(games) or 'none'}")
        return play(book, games[name])[seat]

    return answer


def punishment_map(threats: Sequence[Threat]) -> FiniteMap:
    """Whom to punish, who punishes, with which probability an action: as the shelf's programs take it.

    Source: oesterheld-conitzer-2022, Proposition 18 (repaired: D15)
    """
    return finite_map({t.player: _named(t.punishment) for t in threats})


def enforcer_program(threats: Sequence[Threat], game: str) -> Program:
    """Algorithm 2 as a program: everybody submits this one.

    Parameters
    ----------
    threats : sequence of Threat
        As `threat_points` gives them for the full game.
    game : str
        The name of the subset game that is delegated.

    Returns
    -------
    Program

    Source: oesterheld-conitzer-2022, Proposition 18 (repaired: D15)
    """
    return load_program("oesterheld-conitzer-2022/enforcer", game=game, punishments=punishment_map(threats))


def agreement_payoffs(game: Game, agreed: Mapping[str, Any]) -> Payoffs:
    """Expected payoffs when every player draws from her own mixture.

    Raises
    ------
    ProgramError
        Unless there is a mixture of each player's actions.

    Source: tennenholtz-2004, folk theorem
    """
    if set(agreed) != set(game.players):
        raise ProgramError(f"mixtures of {', '.join(agreed)}; accepted: one of each of {', '.join(game.players)}")
    mixtures = [read_probabilities(agreed[player].items()) for player in game.players]
    joint = {}
    for chosen in product(*(mixture.items() for mixture in mixtures)):
        joint[tuple(action for action, _ in chosen)] = prod((p for _, p in chosen), start=Fraction(1))
    return expected_payoffs(game, read_lottery(game, joint))


def agreement_program(game: Game, agreed: Mapping[str, Any]) -> Program:
    """The program with which a profile of mixtures is a program equilibrium, if it gives everybody her threat point.

    Parameters
    ----------
    game : Game
    agreed : mapping from player to (mapping from action to probability)

    Returns
    -------
    Program
        Everybody submits it.

    Raises
    ------
    HypothesisError
        If somebody gets less than the punishment holds her to: then she would deviate.

    Source: tennenholtz-2004, folk theorem
    """
    threats = threat_points(game)
    for player, got, threat in zip(game.players, agreement_payoffs(game, agreed), threats, strict=True):
        if got < threat.upper:
            raise HypothesisError(
                f"{player} would get {got}, less than the {threat.upper} that she is held to if she deviates; "
                "accepted: mixtures that give everybody at least that"
            )
    mixtures = {player: tuple((x, p) for x, p in own.items()) for player, own in agreed.items()}
    return load_program("tennenholtz-2004/agreement", agreed=_named(mixtures), punishments=punishment_map(threats))


def _named(mixtures: Mapping[str, Mixture | tuple[tuple[str, Exact], ...]]) -> FiniteMap:
    return finite_map(
        {player: finite_map({x: format_exact(exact(p)) for x, p in own}) for player, own in mixtures.items()}
    )
