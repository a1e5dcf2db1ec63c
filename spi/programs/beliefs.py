"""What players believe of the programs that others submit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from spi.core.numbers import Exact, exact
from spi.errors import ProgramError
from spi.programs.members import Program

__all__ = ["Belief", "read_all_beliefs", "read_beliefs"]

Belief = Mapping[tuple[Program, ...], Fraction]
"""Positive probabilities of the others' programs, which sum to 1."""


def read_beliefs(programs: Sequence[Program], beliefs: Sequence[Mapping[Any, Exact]] | None) -> tuple[Belief, ...]:
    """What each player believes of the others' programs.

    Parameters
    ----------
    programs : sequence of n Program
        What is true.
    beliefs : sequence of n mappings from the others' programs to probability, or None
        As for `better_program`; None: what is true.

    Returns
    -------
    tuple of n Belief

    Raises
    ------
    ProgramError
        For beliefs that are none.

    Source: digiovanni-et-al-2024, Definition 1
    """
    own = tuple(programs)
    if beliefs is None:
        return tuple({(*own[:i], *own[i + 1 :]): Fraction(1)} for i in range(len(own)))
    return read_all_beliefs(beliefs, len(own))


def read_all_beliefs(beliefs: Sequence[Mapping[Any, Exact]], players: int) -> tuple[Belief, ...]:
    """What each of n players believes of the others' programs, whatever is true.

    Source: digiovanni-et-al-2024, Definition 1
    """
    if len(beliefs) != players:
        raise ProgramError(f"{len(beliefs)} beliefs for {players} players; accepted: one for each")
    return tuple(_belief(belief, i, players - 1) for i, belief in enumerate(beliefs))


def _belief(belief: Mapping[Any, Exact], i: int, n: int) -> Belief:
    read = {}
    for theirs, probability in belief.items():
        key = (theirs,) if isinstance(theirs, Program) else tuple(theirs)
        if len(key) != n:
            raise ProgramError(f"a belief about {len(key)} programs; accepted: one for each of the {n} others")
        read[key] = exact(probability, place="a belief")
    if any(p < 0 for p in read.values()) or sum(read.values(), Fraction(0)) != 1:
        raise ProgramError(f"the beliefs of player {i + 1} are no probabilities; accepted: they sum to 1")
    return {key: p for key, p in read.items() if p}
