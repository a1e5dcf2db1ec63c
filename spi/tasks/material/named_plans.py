"""Programs that play one action, or yield to one code, by the names of actions: drawn, as programs, and in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from spi.programs.members import Program
from spi.programs.references import load_family
from spi.tasks.items import Wording
from spi.tasks.material.shapes import Ranks

__all__ = [
    "Plan",
    "draw_plans",
    "plan_form",
    "plan_texts",
    "program_of",
    "reference_of",
]

ALWAYS, DEMANDER = "ours/always", "digiovanni-et-al-2024/conditional_demander"
YIELDER = "ours/yielder"
"""What a demander is among more than two players."""


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
    among : int
        How many players there are; of more than two it looks for the code among all others'.

    Source: digiovanni-et-al-2024, Example 1
    """

    name: str
    seat: int
    action: str
    yields_to: Plan | None = None
    instead: str = ""
    among: int = 2


def draw_plans(
    random: Random, actions: Sequence[Sequence[str]], counts: Sequence[int], looking: int
) -> list[list[Plan]]:
    """Draw distinct programs for two or three players, of which some look at code.

    Parameters
    ----------
    random : Random
    actions : n sequences of str
    counts : n int
        How many programs each player has.
    looking : int
        How many of each player's programs look at code, if she has more than these.

    Returns
    -------
    n lists of Plan
        p1, p2, … for the first player, q1, q2, … for the second, t1, t2, … for the third, in no particular order.

    Source: ours
    """
    plain, n = [], len(actions)
    for seat, (own, count) in enumerate(zip(actions, counts, strict=True)):
        chosen = random.sample(list(own), max(1, count - looking))
        plain.append([Plan("", seat, x, among=n) for x in chosen])
    drawn: list[list[Plan]] = [list(own) for own in plain]
    for seat, count in enumerate(counts):
        while len(drawn[seat]) < count:
            action, instead = random.sample(list(actions[seat]), 2)
            known = [own for k, theirs in enumerate(plain) if k != seat for own in theirs]
            plan = Plan("", seat, action, random.choice(known), instead, n)
            if plan not in drawn[seat]:
                drawn[seat].append(plan)
    return [_named(random, own, letter) for own, letter in zip(drawn, "pqt"[:n], strict=True)]


def _named(random: Random, plans: list[Plan], letter: str) -> list[Plan]:
    random.shuffle(plans)
    return [replace(p, name=f"{letter}{k}") for k, p in enumerate(plans, start=1)]


def program_of(plan: Plan) -> Program:
    """The program of the language.

    Source: digiovanni-et-al-2024, Example 1
    """
    if plan.yields_to is None:
        return load_family(ALWAYS)(action=plan.action)
    family = load_family(DEMANDER if plan.among == 2 else YIELDER)
    return family(expected=program_of(plan.yields_to), accept=plan.instead, insist=plan.action)


def reference_of(plan: Plan) -> str:
    """The program named in one line, as the command line and setting files read it.

    Source: ours
    """
    if plan.yields_to is None:
        return f"{ALWAYS}(action={json.dumps(plan.action)})"
    accept, insist = json.dumps(plan.instead), json.dumps(plan.action)
    family = DEMANDER if plan.among == 2 else YIELDER
    return f"{family}(expected={reference_of(plan.yields_to)}, accept={accept}, insist={insist})"


def plan_form(plan: Plan, ranks: Ranks) -> list[Any]:
    """A plan without names.

    Source: ours
    """
    if plan.yields_to is None:
        return [ranks(plan.seat, plan.action)]
    own = [ranks(plan.seat, plan.action), ranks(plan.seat, plan.instead), plan_form(plan.yields_to, ranks)]
    return own if plan.among == 2 else [*own, plan.yields_to.seat]


def plan_texts(plans: Sequence[Plan], players: Sequence[str], wording: Wording) -> str:
    """Programs in words, one line each. A program that looks for code shows it.

    Source: ours
    """
    tell = {"formal": _formal, "matrix": _code, "story": _told}[wording]
    return "\n".join(tell(plan, players[plan.seat]) for plan in plans)


def _formal(plan: Plan, player: str) -> str:
    who = f"{plan.name} (a program of {player})"
    if plan.yields_to is None:
        return f"{who} plays {plan.action} against every program."
    code = plan.yields_to.action
    if plan.among > 2:
        return (
            f"{who} plays {plan.instead} if the code of some other player's program is exactly “play {code} against "
            f"every program”, and {plan.action} otherwise."
        )
    return (
        f"{who} plays {plan.instead} against the program whose code is exactly “play {code} against every program”, "
        f"and {plan.action} against every other program."
    )


def _code(plan: Plan, player: str) -> str:
    return f"{plan.name} = {_short_code(plan)}  # {player}"


def _short_code(plan: Plan) -> str:
    """A program as a member of a family, in the notation of the language, without folders.

    Source: ours
    """
    if plan.yields_to is None:
        return f'always(action="{plan.action}")'
    seen = _short_code(plan.yields_to)
    name = "conditional_demander" if plan.among == 2 else "yielder"
    return f'{name}(expected={seen}, accept="{plan.instead}", insist="{plan.action}")'


def _told(plan: Plan, player: str) -> str:
    who = f"Assistant {plan.name}, of {player},"
    others = "the other assistant is" if plan.among == 2 else "the other assistants are"
    if plan.yields_to is None:
        return f"{who} chooses {plan.action}, whatever {others}."
    words = f"“choose {plan.yields_to.action}, whatever {others}”"
    if plan.among > 2:
        return (
            f"{who} reads the other assistants' instructions. If those of some assistant are, word for word, {words}, "
            f"it chooses {plan.instead}; otherwise {plan.action}."
        )
    return (
        f"{who} reads the other assistant's instructions. If they are, word for word, {words}, it chooses "
        f"{plan.instead}; otherwise {plan.action}."
    )
