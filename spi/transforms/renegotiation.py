"""Renegotiation by proposals: Algorithm 1 for any number of players, the agenda's literal text, and the proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import improves, strictly_improves
from spi.errors import HypothesisError, ProgramError
from spi.programs.groups import Group
from spi.programs.members import Family, Program, finite_map
from spi.programs.reader import read_program_file
from spi.programs.references import load_family
from spi.programs.values import FiniteMap
from spi.transforms.transformation import Transformation, factorised_map

__all__ = [
    "count_renegotiations",
    "default_of",
    "enumerate_renegotiations",
    "find_renegotiation_fault",
    "renegotiate",
    "renegotiate_literally",
    "renegotiator_family",
    "wrap",
]

Proposal = Mapping[Any, Any] | FiniteMap
"""A map from profiles to profiles of actions; it leaves alone what it does not list."""


@lru_cache(maxsize=16)
def renegotiator_family(players: int = 2) -> Family:
    """The programs of Algorithm 1: default against default, then agree on a proposal or stay.

    Parameters
    ----------
    players : int
        n, at least 2. Everybody else's code has to match.

    Returns
    -------
    Family
        With the keywords `default`, a program, and `proposal`, a map of outcomes.

    Raises
    ------
    ProgramError
        For fewer than two players.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    if players < 2:
        raise ProgramError(f"renegotiation among {players} players; accepted: two or more")
    others = [f"other_{k}" for k in range(2, players + 1)]
    listed = ", ".join(others)
    defaults = ", ".join(f"default_{k}" for k in range(2, players + 1))
    agree = " and ".join(f"proposal[projected] == proposal_{k}[projected]" for k in range(2, players + 1))
    lines = [f"def renegotiator({listed}, *, default, proposal):"]
    for k, other in enumerate(others, start=2):
        indent = "    " * (2 * k - 3)
        lines += [f"{indent}match {other}:"]
        lines += [f"{indent}    case renegotiator(default=default_{k}, proposal=proposal_{k}):"]
    inside = "    " * (2 * players - 1)
    lines += [f"{inside}projected = outcome(default, {defaults})"]
    lines += [f"{inside}return mine(proposal[projected]) if {agree} else mine(projected)"]
    lines += ["    " * (2 * k - 3) + f"return default({listed})" for k in range(players, 1, -1)]
    return Family(read_program_file("\n".join(lines) + "\n").groups["renegotiator"], "renegotiator")


def renegotiate(
    proposals: Proposal | Sequence[Proposal], *, players: int = 2, keep_wrapped: bool = False
) -> Transformation:
    """The transformation that wraps everybody's program as the default of a renegotiation program.

    Parameters
    ----------
    proposals : map of outcomes, or one for each player
        They need not agree, nor improve on anything: that is what `verify_transformation` is for.
    players : int
        n.
    keep_wrapped : bool
        Leave programs alone that are renegotiation programs already.

    Returns
    -------
    Transformation
        Factorised.

    Raises
    ------
    HypothesisError
        When it is applied to a program that is a renegotiation program itself, which Algorithm 1 excludes, unless
        those are kept.
    ProgramError
        For another number of proposals.

    Examples
    --------
    >>> from spi.programs.references import load_program
    >>> from spi.programs.encounters import play_programs
    >>> from spi.transforms.transformation import transform_programs
    >>> defaults = [load_program("ours/always", action=slot) for slot in "12"]
    >>> play_programs(transform_programs(renegotiate({("1", "2"): ("3", "3")}), defaults)).outcome
    ('3', '3')

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    family = renegotiator_family(players)
    given = _one_each(proposals, players)
    parts = [wrap(family, "default", keep_wrapped=keep_wrapped, proposal=own) for own in given]
    return factorised_map("renegotiation", parts)


def renegotiate_literally(proposals: Proposal | Sequence[Proposal]) -> Transformation:
    """The wraps of the agenda's pseudocode taken literally, for two players: in general no SPI.

    Without agreement the base runs against the wrapped opponent there, so that bases which look at code may fare worse.

    Parameters
    ----------
    proposals : map of outcomes, or one for each player

    Returns
    -------
    Transformation
        Factorised.

    Source: clr-agenda-2026, Appendix B.4
    """
    family = load_family("clr-agenda-2026/renegotiation_program")
    parts = [wrap(family, "base", proposal=own) for own in _one_each(proposals, 2)]
    return factorised_map("renegotiation by the literal pseudocode", parts)


def wrap(family: Family, keyword: str, *, keep_wrapped: bool = False, **bindings: Any) -> Callable[[Program], Program]:
    """The map that makes a program the parameter of a family.

    Parameters
    ----------
    family : Family
    keyword : str
        Which parameter.
    keep_wrapped : bool
        Leave members of the family alone.
    **bindings : values
        Of the others.

    Returns
    -------
    function from Program to Program
        It raises `HypothesisError` for a member of the family itself, unless those are kept: with defaults of its own
        class, "default against default" need not come to an end.

    Source: digiovanni-et-al-2024, Algorithm 1
    """

    def wrapped(own: Program) -> Program:
        if own.group is family.group:
            if keep_wrapped:
                return own
            raise HypothesisError(
                f"{own!r} is of the family {family.name} itself; accepted: defaults that are not of this class"
            )
        return family(**{keyword: own}, **bindings)

    return wrapped


def default_of(own: Program, family: Group) -> Program | None:
    """The program inside a wrap of a family, or None if it is no wrap of it: the way back.

    Source: ours
    """
    return dict(own.bindings)["default"] if own.group is family else None


def find_renegotiation_fault(game: Game, proposal: Proposal) -> tuple[Profile, Profile] | str | None:
    """Why a map of outcomes is no renegotiation function, or None if it is one.

    Parameters
    ----------
    game : Game
    proposal : map of outcomes

    Returns
    -------
    (outcome, proposal) or str or None
        The first outcome whose proposal is worse for somebody; the words "nowhere strict" if none is and nobody ever
        gains.

    Source: digiovanni-et-al-2024, Definition 3
    """
    table = proposal if isinstance(proposal, FiniteMap) else finite_map(proposal)
    strict = False
    for a in profiles(game):
        b = table[a]
        if not improves(game[b], game[a]):
            return a, b
        strict = strict or strictly_improves(game[b], game[a])
    return None if strict else "nowhere strict"


def count_renegotiations(game: Game) -> int:
    """How many renegotiation functions a game has.

    Parameters
    ----------
    game : Game

    Returns
    -------
    int
        The maps under which no payoff falls, less those that change none:
        Πₐ #{b : u(b) ≥ u(a)} − Πₐ #{b : u(b) = u(a)}.

    Source: ours
    """
    rows = list(game.table)
    better = prod(sum(improves(v, u) for v in rows) for u in rows)
    return better - prod(rows.count(u) for u in rows)


def enumerate_renegotiations(game: Game, *, budget: int = 100_000) -> Iterator[FiniteMap]:
    """All renegotiation functions of a game.

    Parameters
    ----------
    game : Game
    budget : int
        At most so many; `count_renegotiations` tells their number before.

    Yields
    ------
    FiniteMap

    Raises
    ------
    HypothesisError
        If there are more.

    Source: digiovanni-et-al-2024, Definition 3
    """
    total = count_renegotiations(game)
    if total > budget:
        raise HypothesisError(f"{total:,} renegotiation functions; accepted: at most budget={budget:,}")
    own = list(profiles(game))
    choices = [[b for b in own if improves(game[b], game[a])] for a in own]
    for chosen in product(*choices):
        if any(game[a] != game[b] for a, b in zip(own, chosen, strict=True)):
            yield finite_map({a: b for a, b in zip(own, chosen, strict=True) if a != b})


def _one_each(proposals: Proposal | Sequence[Proposal], players: int) -> list[FiniteMap]:
    given = [proposals] * players if isinstance(proposals, Mapping | FiniteMap) else list(proposals)
    if len(given) != players:
        raise ProgramError(f"{len(given)} proposals for {players} players; accepted: one for all, or one for each")
    return [own if isinstance(own, FiniteMap) else finite_map(own) for own in given]
