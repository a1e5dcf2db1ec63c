"""Small programs that items are about, and their renegotiating wraps: as programs, and in three kinds of words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from spi import shelves
from spi.core.game import Game, Profile
from spi.programs.members import Program
from spi.programs.references import load_program
from spi.tasks.scenes import profile_text
from spi.tasks.shapes import Ranks

__all__ = [
    "DEFINITIONS",
    "Plan",
    "Proposal",
    "Wording",
    "Wrap",
    "code_of",
    "draw_plans",
    "family_source",
    "plan_form",
    "plan_texts",
    "program_of",
    "proposal_form",
    "proposal_text",
    "proposal_toml",
    "reference_of",
    "setting_text",
]

Proposal = dict[Profile, Profile]
"""Which outcome is to take the place of which; it leaves alone what it does not list."""

Wording = Literal["formal", "matrix", "story"]

ALWAYS, DEMANDER = "ours/always", "digiovanni-et-al-2024/conditional_demander"


@dataclass(frozen=True, slots=True)
class Plan:
    """A program that plays one action, or another one against one code exactly.

    Parameters
    ----------
    name : str
    seat : int
    action : str
    yields_to : Plan or None
        The program whose code it looks for.
    instead : str
        What it plays against that.

    Source: digiovanni-et-al-2024, Example 1
    """

    name: str
    seat: int
    action: str
    yields_to: Plan | None = None
    instead: str = ""


def draw_plans(
    random: Random, actions: Sequence[Sequence[str]], counts: Sequence[int], looking: int
) -> list[list[Plan]]:
    """Draw distinct programs for two players, of which some look at code.

    Parameters
    ----------
    random : Random
    actions : two sequences of str
    counts : two int
        How many programs each player has.
    looking : int
        How many of each player's programs look at code, if she has more than these.

    Returns
    -------
    two lists of Plan
        p1, p2, … for the first player and q1, q2, … for the second, in no particular order.

    Source: ours
    """
    plain = []
    for seat, (own, count) in enumerate(zip(actions, counts, strict=True)):
        chosen = random.sample(list(own), max(1, count - looking))
        plain.append([Plan("", seat, x) for x in chosen])
    drawn: list[list[Plan]] = [list(own) for own in plain]
    for seat, count in enumerate(counts):
        while len(drawn[seat]) < count:
            action, instead = random.sample(list(actions[seat]), 2)
            plan = Plan("", seat, action, random.choice(plain[1 - seat]), instead)
            if plan not in drawn[seat]:
                drawn[seat].append(plan)
    return [_named(random, own, letter) for own, letter in zip(drawn, "pq", strict=True)]


def _named(random: Random, plans: list[Plan], letter: str) -> list[Plan]:
    random.shuffle(plans)
    return [Plan(f"{letter}{k}", p.seat, p.action, p.yields_to, p.instead) for k, p in enumerate(plans, start=1)]


def program_of(plan: Plan) -> Program:
    """The program of the language.

    Source: digiovanni-et-al-2024, Example 1
    """
    return load_program(reference_of(plan))


def reference_of(plan: Plan) -> str:
    """The program named in one line, as the command line and setting files read it.

    Source: ours
    """
    if plan.yields_to is None:
        return f"{ALWAYS}(action={json.dumps(plan.action)})"
    accept, insist = json.dumps(plan.instead), json.dumps(plan.action)
    return f"{DEMANDER}(expected={reference_of(plan.yields_to)}, accept={accept}, insist={insist})"


def plan_form(plan: Plan, ranks: Ranks) -> list[Any]:
    """A plan without names.

    Source: ours
    """
    if plan.yields_to is None:
        return [ranks(plan.seat, plan.action)]
    return [ranks(plan.seat, plan.action), ranks(plan.seat, plan.instead), plan_form(plan.yields_to, ranks)]


def plan_texts(plans: Sequence[Plan], players: Sequence[str], wording: Wording) -> str:
    """Programs in words, one line each. A program that looks for code shows it.

    Source: ours
    """
    tell = {"formal": _formal, "matrix": code_of, "story": _told}[wording]
    return "\n".join(tell(plan, players[plan.seat]) for plan in plans)


def _formal(plan: Plan, player: str) -> str:
    who = f"{plan.name} (a program of {player})"
    if plan.yields_to is None:
        return f"{who} plays {plan.action} against every program."
    code = plan.yields_to.action
    return (
        f"{who} plays {plan.instead} against the program whose code is exactly “play {code} against every program”, "
        f"and {plan.action} against every other program."
    )


def code_of(plan: Plan, player: str) -> str:
    """A program as a member of a family, in the notation of the language.

    Source: ours
    """
    return f"{plan.name} = {_short(plan)}  # {player}"


def _short(plan: Plan) -> str:
    if plan.yields_to is None:
        return f'always(action="{plan.action}")'
    return f'conditional_demander(expected={_short(plan.yields_to)}, accept="{plan.instead}", insist="{plan.action}")'


def _told(plan: Plan, player: str) -> str:
    who = f"Assistant {plan.name}, of {player},"
    if plan.yields_to is None:
        return f"{who} chooses {plan.action}, whatever the other assistant is."
    code = plan.yields_to.action
    return (
        f"{who} reads the other assistant's instructions. If they are, word for word, “choose {code}, whatever "
        "the other "
        f"assistant is”, it chooses {plan.instead}; otherwise {plan.action}."
    )


@dataclass(frozen=True, slots=True)
class Wrap:
    """A kind of renegotiation program.

    Parameters
    ----------
    name : str
        Of the family on the shelf; its code is shown where code is.
    keyword : str
        The parameter that holds the program inside.
    formal, story : str
        What it does, in notation and for people.

    Source: digiovanni-et-al-2024, Algorithm 1
    """

    name: str
    keyword: str
    formal: str
    story: str


_FACING = (
    "For a program p and a map r from outcomes to outcomes, R(p, r) is this program. Facing a program of the form "
    "R(q, s), "
    "it works out the outcome a that p and q reach when they face each other, unwrapped; "
)
_SECOND_LOOK = (
    "A “second-look” assistant holds the instructions of an old assistant and a list of replacements. If the other "
    "assistant is a second-look assistant as well, both first work out what their two old assistants would do "
    "facing each "
    "other, without any second look. Then each looks up this outcome in its own list (what the list does not name "
    "stays "
    "as it is). "
)
_NEW_CODE = " The instructions of a second-look assistant are never the same words as those of an old one."

DEFINITIONS: dict[str, Wrap] = {
    "algorithm-1": Wrap(
        "digiovanni-et-al-2024/renegotiator",
        "default",
        _FACING
        + "if r(a) = s(a), it plays its own part of r(a), otherwise its own part of a. Facing any other program, "
        "it plays "
        "what p plays against that program. R(p, r) has another code than p.",
        _SECOND_LOOK
        + "If both come to the same result, they do that; otherwise they do what the old assistants would do. "
        "Facing any "
        "other assistant, it does what its old assistant would do facing that assistant." + _NEW_CODE,
    ),
    "literal": Wrap(
        "clr-agenda-2026/renegotiation_program",
        "base",
        _FACING + "if r(a) = s(a) and this is not a itself, it plays its own part of r(a). In all other cases, also "
        "facing R(q, s), "
        "it plays what p plays against the program that it faces, as that program is: wrapped, if it is wrapped. "
        "R(p, r) "
        "has another code than p.",
        _SECOND_LOOK + "If both come to the same new result, they do that. In all other cases, also when they come to "
        "different results "
        "or to nothing new, the assistant does what its old assistant would do facing the other assistant just as it "
        "stands, second look included." + _NEW_CODE,
    ),
}
"""Algorithm 1, with defaults against each other, and the agenda's pseudocode taken literally."""


def family_source(*names: str) -> str:
    """The code of families of the shelf, without their comments, so that it can be shown.

    Source: ours
    """
    texts = []
    for name in names:
        text = shelves.find_text("programs", name)[1].decode()
        texts.append(text.split('"""', 2)[2].strip())
    return "\n\n\n".join(texts)


def proposal_text(proposal: Proposal, wording: Wording, name: str = "r") -> str:
    """A map of outcomes in words.

    Source: ours
    """
    if wording == "story":
        rows = [f"instead of {profile_text(a)}: {profile_text(b)}" for a, b in proposal.items()]
        return ("; ".join(rows) + "; nothing else") if rows else "empty"
    if wording == "matrix":
        return "{" + ", ".join(f"{_tuple(a)}: {_tuple(b)}" for a, b in proposal.items()) + "}"
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


def setting_text(
    title: str,
    game: Game,
    plans: Sequence[Sequence[Plan]],
    tables: Sequence[str],
) -> str:
    """A setting file about these programs, beside a file `game.toml`.

    Parameters
    ----------
    title : str
    game : Game
    plans : for each player a sequence of Plan
    tables : sequence of str
        Further tables of the file, such as that of the transformation.

    Returns
    -------
    str

    Source: ours
    """
    lines = ['kind = "programs"', f"title = {json.dumps(title)}", 'source = "ours"', 'game = "game.toml"']
    lines += ["", "[programs]", *(f"{p.name} = {json.dumps(reference_of(p))}" for own in plans for p in own)]
    lines += ["", "[spaces]"]
    for player, own in zip(game.players, plans, strict=True):
        lines.append(f"{json.dumps(player)} = [{', '.join(json.dumps(p.name) for p in own)}]")
    return "\n".join([*lines, *(f"\n{table}" for table in tables)]) + "\n"


def _tuple(profile: Profile) -> str:
    return "(" + ", ".join(f'"{x}"' for x in profile) + ")"
