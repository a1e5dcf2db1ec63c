"""Renegotiating wraps and what they propose: in notation, as code, and for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from spi.core.game import Profile
from spi.tasks.items import Wording
from spi.tasks.material.shapes import Ranks
from spi.tasks.material.words import profile_text

__all__ = [
    "DEFINITIONS",
    "Proposal",
    "Wrap",
    "proposal_form",
    "proposal_text",
    "proposal_toml",
    "proposal_value",
]

Proposal = dict[Profile, Profile]
"""Which outcome is to take the place of which; it leaves alone what it does not list."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """A kind of renegotiation program.

    Parameters
    ----------
    name : str
        Of the family on the shelf; its code is shown where code is.
    keyword : str
        The parameter that holds the program inside.
    letter, nickname : str
        What it is called in notation and in stories.
    formal, story : str
        What it does, in notation and for people.

    Source: digiovanni-et-al-2024, Algorithm 1
    """

    name: str
    keyword: str
    letter: str
    nickname: str
    formal: str
    story: str


def _wrap(name: str, keyword: str, letter: str, nickname: str, formal: str, story: str) -> Wrap:
    facing = (
        f"For a program p and a map r from outcomes to outcomes, {letter}(p, r) is this program. Facing a program of "
        f"the form {letter}(q, s), it works out the outcome a that p and q, the programs inside, reach when they face "
        "each other; "
    )
    looking = (
        f"A “{nickname}” assistant holds the instructions of another assistant and a list of replacements. If the "
        f"other side's assistant is a {nickname} assistant as well, both first work out what the two assistants that "
        "they hold would do facing each other. Then each looks up this outcome in its own list (what the list does "
        "not name stays as it is). "
    )
    return Wrap(
        name,
        keyword,
        letter,
        nickname,
        f"{facing}{formal} {letter}(p, r) has another code than p.",
        f"{looking}{story} A {nickname} assistant's instructions are never the same words as those that it holds.",
    )


DEFINITIONS: dict[str, Wrap] = {
    "algorithm-1": _wrap(
        "digiovanni-et-al-2024/renegotiator",
        "default",
        "R",
        "second-look",
        "if r(a) = s(a), it plays its own part of r(a), otherwise its own part of a. Facing any other program, it "
        "plays what p plays against that program.",
        "If both come to the same result, they do that; otherwise they do what the assistants that they hold would "
        "do. Facing any other assistant, it does what the assistant that it holds would do facing that one.",
    ),
    "literal": _wrap(
        "clr-agenda-2026/renegotiation_program",
        "base",
        "L",
        "look-again",
        "if r(a) = s(a) and this is not a itself, it plays its own part of r(a). In all other cases, also facing "
        "L(q, s), it plays what p plays against the program that it faces, just as that program is: not against what "
        "is inside.",
        "If both come to the same new result, they do that. In all other cases, also when they come to different "
        "results or to nothing new, the assistant does what the assistant that it holds would do facing the other "
        "side's assistant just as that one is, and not what that one holds.",
    ),
}
"""Algorithm 1, with defaults against each other, and the agenda's pseudocode taken literally."""


def proposal_text(proposal: Proposal, wording: Wording, name: str = "r") -> str:
    """A map of outcomes in words.

    Source: ours
    """
    if wording == "story":
        rows = [f"instead of {profile_text(a)}: {profile_text(b)}" for a, b in proposal.items()]
        return ("; ".join(rows) + "; nothing else") if rows else "empty"
    if wording == "matrix":
        return proposal_value(proposal)
    rows = [f"{name}{profile_text(a)} = {profile_text(b)}" for a, b in proposal.items()]
    return "; ".join([*rows, f"{name}(a) = a for every {'other ' if rows else ''}outcome a"])


def proposal_form(proposal: Proposal, ranks: Ranks) -> list[Any]:
    """A proposal without names.

    Source: ours
    """
    return sorted(
        [[ranks(k, x) for k, x in enumerate(a)] for a in pair] for pair in proposal.items() if pair[0] != pair[1]
    )


def proposal_toml(proposal: Proposal) -> str:
    """A proposal as setting files have it.

    Source: ours
    """
    rows = [f"{json.dumps(', '.join(a))} = {json.dumps(', '.join(b))}" for a, b in proposal.items()]
    return "{ " + ", ".join(rows) + " }" if rows else "{}"


def proposal_value(proposal: Proposal) -> str:
    """A proposal as a value in a program named in one line.

    Source: ours
    """
    return "{" + ", ".join(f"{_tuple(a)}: {_tuple(b)}" for a, b in proposal.items()) + "}"


def _tuple(profile: Profile) -> str:
    return "(" + ", ".join(f'"{x}"' for x in profile) + ")"
