"""Assumption 4, renegotiation will not be punished: audited pair by pair, never assumed; and what replaces it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.errors import HypothesisError
from spi.programs.beliefs import read_all_beliefs
from spi.programs.games import ProgramGame, believed_payoff, outcome_of
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.spaces import program_space, union_space
from spi.programs.values import FiniteMap
from spi.transforms.renegotiation import Proposal, default_of, renegotiate, renegotiator_family
from spi.transforms.transformation import Programs, Transformation, transform_programs

__all__ = ["PointwiseLoss", "Punished", "enlarged_game", "find_pointwise_loss", "find_punishment"]


@dataclass(frozen=True, slots=True)
class Punished:
    """A renegotiation program that is not treated as its default would be.

    Parameters
    ----------
    clause : 1 or 2
        1: a believed program plays something else against it. 2: its default plays something else against believed
        renegotiation programs than against their defaults.
    player : str
        Whose program is punished.
    program, default : Program
        The renegotiation program pᵢ and its default dᵢ.
    believed : tuple of n - 1 Program
        The programs that she believes the others to use.
    plays, instead_of : action, or a law of actions
        What is played, and what Assumption 4 says would be.

    Source: digiovanni-et-al-2024, Assumption 4
    """

    clause: Literal[1, 2]
    player: str
    program: Program
    default: Program
    believed: tuple[Program, ...]
    plays: object
    instead_of: object

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class PointwiseLoss:
    """Programs that a player believes possible, against which the transformed program earns her less.

    Parameters
    ----------
    player : str
    program, becomes : Program
        Her program before and after.
    believed : tuple of n - 1 Program
    earns, instead_of : Fraction

    Source: digiovanni-et-al-2024, Proposition 2 (repaired: R3)
    """

    player: str
    program: Program
    becomes: Program
    believed: tuple[Program, ...]
    earns: Fraction
    instead_of: Fraction

    _repr_html_ = html_of


def find_punishment(
    games: ProgramGame,
    beliefs: Sequence[Mapping[Any, Exact]],
    proposals: Iterable[Proposal],
    *,
    used: Sequence[Program] | None = None,
    matching: bool = False,
) -> Punished | None:
    """A violation of Assumption 4 on finitely many programs, or None.

    For every proposal, every default dᵢ and the renegotiation program pᵢ made of them, and all programs that i believes
    possible with which pᵢ does not actually renegotiate: (1) each of them plays against pᵢ what it plays against dᵢ;
    (2) if dᵢ is used and all are renegotiation programs, dᵢ plays against them what it plays against their defaults.

    Parameters
    ----------
    games : ProgramGame
        The defaults dᵢ are the programs of its spaces that are no renegotiation programs.
    beliefs : sequence of n mappings from the others' programs to probability
    proposals : iterable of maps of outcomes
        `enumerate_renegotiations` gives all of a small game.
    used : sequence of Program, optional
        The defaults that are used in the subjective equilibria in question; default: all.
    matching : bool
        Ask for (2) of programs that do renegotiate, too. Without it Proposition 2 can fail (erratum R3).

    Returns
    -------
    Punished or None
        None says nothing of programs and proposals that were not listed.

    Raises
    ------
    ProgramError
        For beliefs that are none.
    HypothesisError
        If an encounter that counts diverges or is unknown.

    Source: digiovanni-et-al-2024, Assumption 4 (repaired: R3)
    """
    n = len(games.game.players)
    family = renegotiator_family(n).group
    wraps = [renegotiate(proposal, players=n).parts or () for proposal in proposals]
    for i, player in enumerate(games.game.players):
        for theirs in read_all_beliefs(beliefs, n)[i]:
            their_defaults = [default_of(p, family) for p in theirs]
            bare = None if None in their_defaults else tuple(d for d in their_defaults if d is not None)
            for own in (p for p in games.spaces[i] if default_of(p, family) is None):
                for wrapped in (parts[i](own) for parts in wraps):
                    agree = bare is not None and _agree(games, i, wrapped, own, theirs, bare)
                    fault = None if agree else _treated(games, i, wrapped, own, theirs)
                    if fault is None and bare is not None and (matching or not agree) and (used is None or own in used):
                        fault = _consistent(games, i, own, theirs, bare)
                    if fault is not None:
                        clause, plays, instead_of = fault
                        return Punished(clause, player, wrapped, own, theirs, plays, instead_of)
    return None


def find_pointwise_loss(
    games: ProgramGame,
    transformation: Transformation,
    programs: Sequence[Program],
    beliefs: Sequence[Mapping[Any, Exact]],
) -> PointwiseLoss | None:
    """Believed programs against which a player's transformed program earns her less than her own, or None.

    If there are none, taking part is weakly better whatever the probabilities are. That is what Propositions 2 and 4
    and Theorem 3 come down to for given beliefs.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        f.
    programs : sequence of n Program
        p.
    beliefs : sequence of n mappings from the others' programs to probability

    Returns
    -------
    PointwiseLoss or None

    Source: digiovanni-et-al-2024, Proposition 2 (repaired: R3)
    """
    own, sent = tuple(programs), transform_programs(transformation, programs)
    for i, player in enumerate(games.game.players):
        for theirs in read_all_beliefs(beliefs, len(own))[i]:
            sure = {theirs: Fraction(1)}
            before, after = (believed_payoff(games, i, mine, sure) for mine in (own[i], sent[i]))
            if after < before:
                return PointwiseLoss(player, own[i], sent[i], theirs, after, before)
    return None


def enlarged_game(games: ProgramGame, transformation: Transformation) -> ProgramGame:
    """The program game in which players may also submit the images of their programs.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        Factorised.

    Returns
    -------
    ProgramGame
        With the spaces Pᵢ ∪ fᵢ(Pᵢ), and what is known of encounters already.

    Raises
    ------
    HypothesisError
        For a transformation without parts.

    Source: digiovanni-et-al-2024, Proposition 2
    """
    if transformation.parts is None:
        raise HypothesisError(f"{transformation.name} is not factorised; accepted: one map for each player")
    spaces = tuple(
        union_space(space, program_space(map(part, space)))
        for space, part in zip(games.spaces, transformation.parts, strict=True)
    )
    return ProgramGame(games.game, spaces, games.options, games._known)


def plays(games: ProgramGame, programs: Programs, player: int) -> object:
    """What a player plays in an encounter: an action, or the law of her actions.

    Raises
    ------
    HypothesisError
        If it diverges or is unknown.

    Source: ours
    """
    outcome = outcome_of(games, programs)
    if isinstance(outcome, Undefined):
        raise HypothesisError(f"{', '.join(map(repr, programs))}: {outcome.value}; accepted: programs that halt")
    if isinstance(outcome[0], str):
        return outcome[player]
    law: dict[str, Fraction] = {}
    for profile, probability in outcome:
        law[profile[player]] = law.get(profile[player], Fraction(0)) + probability
    return tuple(sorted(law.items()))


_Fault = tuple[Literal[1, 2], object, object]


def _at(own: Program, i: int, others: tuple[Program, ...]) -> Programs:
    return (*others[:i], own, *others[i:])


def _agree(
    games: ProgramGame,
    i: int,
    wrapped: Program,
    own: Program,
    theirs: tuple[Program, ...],
    bare: tuple[Program, ...],
) -> bool:
    """Do these renegotiation programs make the same proposal at their default outcome?"""
    default = outcome_of(games, _at(own, i, bare))
    proposals: list[FiniteMap] = [dict(p.bindings)["proposal"] for p in (wrapped, *theirs)]
    return len({proposal[default] for proposal in proposals}) == 1


def _treated(games: ProgramGame, i: int, wrapped: Program, own: Program, theirs: tuple[Program, ...]) -> _Fault | None:
    for j in (k for k in range(len(theirs) + 1) if k != i):
        now, then = (plays(games, _at(mine, i, theirs), j) for mine in (wrapped, own))
        if now != then:
            return 1, now, then
    return None


def _consistent(
    games: ProgramGame, i: int, own: Program, theirs: tuple[Program, ...], bare: tuple[Program, ...]
) -> _Fault | None:
    now, then = (plays(games, _at(own, i, others), i) for others in (theirs, bare))
    return (2, now, then) if now != then else None
