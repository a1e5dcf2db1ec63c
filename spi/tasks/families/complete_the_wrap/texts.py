"""Two programs in their wraps, in words: who sends what, and what is asked."""

from __future__ import annotations

from spi.tasks.families.complete_the_wrap.meetings import Meeting
from spi.tasks.items import Wording
from spi.tasks.material.named_plans import plan_texts
from spi.tasks.material.programs import READING, family_source
from spi.tasks.material.words import formal_payoffs, payoff_table, told_payoffs
from spi.tasks.material.wraps import DEFINITIONS, proposal_text

__all__ = ["meeting_texts"]

NAMES = ("P", "Q")
MAPS = ("f", "g")


def meeting_texts(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """What do these programs do when they face each other? In three wordings.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    game, scene = meeting.game, meeting.cast.scene
    first, second = game.players
    kinds = sorted({kind for own in meeting.sent for kind, _ in own.layers})
    formal = [
        formal_payoffs(game),
        "A program reads the code of the program that it faces, and then plays an action; two programs are the same "
        "if their code is. An outcome is written as a pair of actions, in the order of the players.",
        _plans(meeting, "formal"),
        *(DEFINITIONS[kind].formal for kind in kinds),
        "\n".join(_formal(meeting, side) for side in (0, 1)),
        f"{first} submits P and {second} submits Q, and they face each other. Which outcome do they reach?",
    ]
    families = ["ours/always"]
    if any(own.plan.yields_to for own in meeting.sent):
        families.append("digiovanni-et-al-2024/conditional_demander")
    families += [DEFINITIONS[kind].name for kind in kinds]
    matrix = [
        payoff_table(game),
        READING,
        family_source(*families),
        _plans(meeting, "matrix"),
        "\n".join(_code(meeting, side) for side in (0, 1)),
        f"{first} runs P and {second} runs Q against each other. Which outcome do they reach, as a pair of actions "
        "in the order of the players?",
    ]
    story = [
        f"{meeting.cast.opening} Each of them {scene.choice}, and they leave this to assistants: each sends one, and "
        "the two assistants read each other's instructions before they choose.",
        told_payoffs(game, scene.unit),
        _plans(meeting, "story"),
        *(DEFINITIONS[kind].story for kind in kinds),
        "\n".join(_told(meeting, side) for side in (0, 1)),
        f"{first} sends assistant P, and {second} sends assistant Q. What do they end up choosing? Write the choice "
        f"made for {first}, then that made for {second}.",
    ]
    return tuple((key, "\n\n".join(parts)) for key, parts in (("formal", formal), ("matrix", matrix), ("story", story)))


def _plans(meeting: Meeting, wording: Wording) -> str:
    return plan_texts([own.plan for own in meeting.sent], meeting.game.players, wording)


def _maps(meeting: Meeting, side: int) -> list[str]:
    """Names for the maps of one side, from the inside out."""
    count = len(meeting.sent[side].layers)
    return [MAPS[side]] if count == 1 else [f"{MAPS[side]}{k}" for k in range(1, count + 1)]


def _formal(meeting: Meeting, side: int) -> str:
    own = meeting.sent[side]
    text, wheres = own.plan.name, []
    for (kind, proposal), name in zip(own.layers, _maps(meeting, side), strict=True):
        text = f"{DEFINITIONS[kind].letter}({text}, {name})"
        wheres.append(proposal_text(proposal, "formal", name))
    return f"{NAMES[side]} = {text}" + "".join(f", where {where}" for where in wheres) + "."


def _code(meeting: Meeting, side: int) -> str:
    own = meeting.sent[side]
    text, lines = own.plan.name, []
    for (kind, proposal), name in zip(own.layers, _maps(meeting, side), strict=True):
        wrap = DEFINITIONS[kind]
        lines.append(f"{name} = {proposal_text(proposal, 'matrix')}")
        text = f"{wrap.name.split('/')[1]}({wrap.keyword}={text}, proposal={name})"
    return "\n".join([*lines, f"{NAMES[side]} = {text}  # {meeting.game.players[side]}"])


def _told(meeting: Meeting, side: int) -> str:
    own, name = meeting.sent[side], NAMES[side]
    if not own.layers:
        return f"Assistant {name}, of {meeting.game.players[side]}, is assistant {own.plan.name} itself, held by no "
        "other."
    inside, sentences = f"assistant {own.plan.name}", []
    for depth, (kind, proposal) in enumerate(own.layers):
        last = depth == len(own.layers) - 1
        who = f"Assistant {name}" if last else f"Assistant {name}′"
        whose = f", of {meeting.game.players[side]}," if last else ""
        replacements = proposal_text(proposal, "story")
        nickname = DEFINITIONS[kind].nickname
        sentences.append(f"{who}{whose} is a {nickname} assistant that holds {inside}. Its list: {replacements}.")
        inside = f"assistant {name}′"
    return " ".join(reversed(sentences))
