"""Maps on profiles of programs, player by player or jointly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from spi.core.display import html_of
from spi.errors import ProgramError
from spi.programs.games import ProgramGame
from spi.programs.members import Program

__all__ = [
    "Transformation",
    "by_players",
    "compose_maps",
    "factorised_map",
    "images_of",
    "joint_map",
    "transform_programs",
]

Programs = tuple[Program, ...]
"""A profile of programs, in player order."""


@dataclass(frozen=True, slots=True)
class Transformation:
    """A map f from profiles of programs to profiles of programs; `factorised_map`, `joint_map` and others make one.

    Parameters
    ----------
    name : str
        For people.
    parts : tuple of n functions from Program to Program, or None
        f(p) = (f₁(p₁), …, fₙ(pₙ)): what each player can do alone. None if it is not of that form.
    send : function from n Programs to n Programs
        The map itself.

    Source: clr-agenda-2026, Appendix B.1
    """

    name: str
    parts: tuple[Callable[[Program], Program], ...] | None
    send: Callable[[Programs], Programs]

    def __repr__(self) -> str:
        return f"<Transformation: {self.name}>"

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def factorised_map(
    name: str, parts: Sequence[Callable[[Program], Program] | Mapping[Program, Program]]
) -> Transformation:
    """A transformation that maps each player's program by itself.

    Parameters
    ----------
    name : str
    parts : sequence of n functions or mappings from Program to Program
        A mapping leaves alone what it does not list.

    Returns
    -------
    Transformation

    Source: digiovanni-et-al-2024, Definition 2
    """
    maps = tuple(_listed(part) if isinstance(part, Mapping) else part for part in parts)

    def send(programs: Programs) -> Programs:
        return tuple(part(own) for part, own in zip(maps, programs, strict=True))

    return Transformation(name, maps, send)


def joint_map(name: str, table: Mapping[Programs, Sequence[Program]]) -> Transformation:
    """A transformation of whole profiles, which may send a program to different ones against different others.

    Parameters
    ----------
    name : str
    table : mapping from profile of programs to profile of programs
        It leaves alone what it does not list.

    Returns
    -------
    Transformation
        Without parts, even if they could be found.

    Source: clr-agenda-2026, Appendix B.1
    """
    listed = {tuple(before): tuple(after) for before, after in table.items()}
    return Transformation(name, None, lambda programs: listed.get(programs, programs))


def transform_programs(transformation: Transformation, programs: Sequence[Program]) -> Programs:
    """The profile that a transformation makes of another.

    Parameters
    ----------
    transformation : Transformation
        f.
    programs : sequence of n Program
        p.

    Returns
    -------
    tuple of n Program
        f(p).

    Raises
    ------
    ProgramError
        If it is for another number of players.
    HypothesisError
        If a part does not take a program: it names the condition that fails.

    Source: clr-agenda-2026, Appendix B.1
    """
    given = tuple(programs)
    if transformation.parts is not None and len(transformation.parts) != len(given):
        n = len(transformation.parts)
        raise ProgramError(f"{transformation.name} is for {n} players, and {len(given)} programs are given")
    sent = transformation.send(given)
    if len(sent) != len(given):
        raise ProgramError(f"{transformation.name} makes {len(sent)} programs of {len(given)}; accepted: as many")
    return sent


def images_of(games: ProgramGame, transformation: Transformation) -> list[list[Program]]:
    """What every program of every space becomes, player by player.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        With parts.

    Returns
    -------
    list of n lists of Program
        In the order of the spaces; different programs may become the same.

    Raises
    ------
    ProgramError
        For a transformation without parts, and one for another number of players.
    HypothesisError
        If a part does not take a program.

    Source: clr-agenda-2026, Appendix B.1
    """
    if transformation.parts is None:
        raise ProgramError(f"{transformation.name} has no parts for single players; accepted: a factorised one")
    if len(transformation.parts) != len(games.spaces):
        n = len(transformation.parts)
        raise ProgramError(f"{transformation.name} is for {n} players, and there are {len(games.spaces)} spaces")
    return [list(map(part, space)) for part, space in zip(transformation.parts, games.spaces, strict=True)]


def compose_maps(first: Transformation, second: Transformation) -> Transformation:
    """The transformation that applies one and then another.

    Parameters
    ----------
    first, second : Transformation
        f and g.

    Returns
    -------
    Transformation
        g ∘ f, with parts if both have them.

    Source: ours
    """
    name = f"{first.name}, then {second.name}"
    if first.parts is None or second.parts is None:
        return Transformation(
            name, None, lambda programs: transform_programs(second, transform_programs(first, programs))
        )
    if len(first.parts) != len(second.parts):
        raise ProgramError(f"{name}: for {len(first.parts)} and for {len(second.parts)} players; accepted: as many")

    def chained(f: Callable[[Program], Program], g: Callable[[Program], Program]) -> Callable[[Program], Program]:
        return lambda own: g(f(own))

    return factorised_map(name, [chained(f, g) for f, g in zip(first.parts, second.parts, strict=True)])


def by_players(transformation: Transformation, players: Sequence[int]) -> Transformation:
    """The transformation in which only some take part; the others keep their programs.

    Parameters
    ----------
    transformation : Transformation
        With parts.
    players : sequence of int
        Indices of those who take part.

    Returns
    -------
    Transformation

    Raises
    ------
    ProgramError
        For a transformation without parts: what one player does alone is not defined then.

    Source: clr-agenda-2026, Appendix B.2
    """
    if transformation.parts is None:
        raise ProgramError(f"{transformation.name} has no parts for single players; accepted: a factorised one")
    n = len(transformation.parts)
    if not set(players) <= set(range(n)):
        raise ProgramError(f"players {sorted(players)} of {n}; accepted: indices from 0 to {n - 1}")
    taking = [part if k in players else _same for k, part in enumerate(transformation.parts)]
    return factorised_map(f"{transformation.name}, by {len(set(players))} of {n} players", taking)


def _listed(table: Mapping[Program, Program]) -> Callable[[Program], Program]:
    known = dict(table)
    return lambda own: known.get(own, own)


def _same(own: Program) -> Program:
    return own
