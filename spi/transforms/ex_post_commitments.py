"""Commitments that are verified ex post, as wraps: giving actions away, and reading what is played off tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spi.errors import ProgramError
from spi.programs.members import finite_map
from spi.programs.references import load_family
from spi.transforms.renegotiation import wrap
from spi.transforms.transformation import Transformation, factorised_map

__all__ = ["commit_to_tokens", "disarm"]


def disarm(instead: Sequence[Mapping[str, str]]) -> Transformation:
    """The transformation in which players give actions away: others stand in their place.

    Parameters
    ----------
    instead : sequence of two mappings from action to action
        What each player plays instead of an action that she gives away; empty if she gives none away.

    Returns
    -------
    Transformation
        Factorised, for two players. Programs that look at code may answer a disarmed player otherwise.

    Source: sauerberg-oesterheld-2026, Abstract
    """
    if len(instead) != 2:
        raise ProgramError(f"{len(instead)} maps of actions; accepted: one for each of two players")
    for own in instead:
        if kept := set(own) & set(own.values()):
            raise ProgramError(f"{min(kept)!r} is given away and stands in for another; accepted: one or the other")
    family = load_family("sauerberg-oesterheld-2026/disarmed")
    return factorised_map("disarmament", [wrap(family, "default", instead=finite_map(own)) for own in instead])


def commit_to_tokens(reading: Mapping[Any, Any]) -> Transformation:
    """The transformation in which the defaults choose tokens, and what is played is read off the profile of tokens.

    Parameters
    ----------
    reading : mapping from profile of tokens to profile of actions
        The same for both; it leaves alone what it does not list, so that tokens may be actions.

    Returns
    -------
    Transformation
        Factorised, for two players.

    Source: sauerberg-oesterheld-2026, Abstract
    """
    family = load_family("sauerberg-oesterheld-2026/token_commitment")
    return factorised_map("token commitment", [wrap(family, "default", reading=finite_map(reading))] * 2)
