"""Two programs that meet, each in some renegotiating wraps: drawn, changed in one clause, and misread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import strictly_improves
from spi.programs.encounters import play_programs
from spi.programs.machines import Undefined
from spi.programs.members import Program, finite_map
from spi.programs.references import load_family
from spi.tasks.material.named_plans import Plan, plan_form, program_of, reference_of
from spi.tasks.material.scenes import Cast, draw_cast
from spi.tasks.material.shapes import Ranks
from spi.tasks.material.wraps import DEFINITIONS, Proposal, proposal_form, proposal_value

__all__ = [
    "Meeting",
    "Sent",
    "changed_meetings",
    "draw_meeting",
    "meet",
    "meeting_form",
    "misread",
    "proposed",
    "sent_program",
    "sent_reference",
]


@dataclass(frozen=True, slots=True)
class Sent:
    """A program in its wraps.

    Parameters
    ----------
    plan : Plan
        The innermost program.
    layers : tuple of (kind of wrap, map of outcomes)
        From the inside out; empty for a bare program.

    Source: digiovanni-et-al-2024, Algorithm 1
    """

    plan: Plan
    layers: tuple[tuple[str, Proposal], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two programs that meet.

    Parameters
    ----------
    cast : Cast
    game : Game
    sent : (Sent, Sent)

    Source: digiovanni-et-al-2024, Algorithm 1
    """

    cast: Cast
    game: Game
    sent: tuple[Sent, Sent]


A, L = "algorithm-1", "literal"

STRUCTURES: dict[int, tuple[tuple[tuple[str, ...], tuple[str, ...], int], ...]] = {
    1: (((A,), (A,), 0),),
    2: (((A,), (A,), 1), ((A,), (), 1), ((A,), (A,), 0)),
    3: (((A,), (A,), 1), ((L,), (L,), 1), ((A,), (A,), 2)),
    4: (((A,), (L,), 1), ((L,), (L,), 2), ((A,), (A,), 2)),
    5: (((L, A), (L, A), 1), ((A, L), (A, L), 2), ((L, A), (A,), 1), ((A, L), (L,), 1)),
}
"""By difficulty: the wraps of both sides from the inside out, and how many of the two programs look at code."""


def draw_meeting(random: Random, difficulty: int) -> Meeting:
    """Draw a game and two programs in their wraps.

    Payoffs mean nothing for what programs do. About half of what is proposed improves on what it replaces, the rest is
    drawn at random, so that payoffs do not tell the outcome either.

    Source: ours
    """
    cast = draw_cast(random, (3, 3))
    game = cast.game([[random.randint(0, 30), random.randint(0, 30)] for _ in range(9)])
    left, right, looking = random.choice(STRUCTURES[difficulty])
    kinds = (left, right) if random.random() < 0.5 else (right, left)
    plans = _draw_plans(random, cast, looking)
    bare = Meeting(cast, game, (Sent(plans[0], ()), Sent(plans[1], ())))
    silent = tuple(Sent(plan, tuple((k, Proposal()) for k in own)) for plan, own in zip(plans, kinds, strict=True))
    hot = list(dict.fromkeys([meet(bare), meet(Meeting(cast, game, (silent[0], silent[1])))]))
    layers: list[list[tuple[str, Proposal]]] = [[], []]
    for depth in range(max(map(len, kinds))):
        drawn = _draw_proposals(random, game, hot)
        for side in (0, 1):
            if depth < len(kinds[side]):
                layers[side].append((kinds[side][depth], drawn[side]))
        hot = list(dict.fromkeys([*hot, *(own.get(a, a) for own in drawn for a in hot)]))
    return Meeting(cast, game, (Sent(plans[0], tuple(layers[0])), Sent(plans[1], tuple(layers[1]))))


def _draw_plans(random: Random, cast: Cast, looking: int) -> tuple[Plan, Plan]:
    names = ("p1", "q1")
    plain = [Plan(names[k], k, random.choice(cast.actions[k])) for k in (0, 1)]
    plans = list(plain)
    for seat in random.sample((0, 1), looking):
        decoy = Plan("", 1 - seat, random.choice(cast.actions[1 - seat]))
        seen = plain[1 - seat] if random.random() < 0.75 else decoy
        action, instead = random.sample(cast.actions[seat], 2)
        plans[seat] = Plan(names[seat], seat, action, replace(seen, name=""), instead)
    return plans[0], plans[1]


def _draw_proposals(random: Random, game: Game, hot: list[Profile]) -> tuple[Proposal, Proposal]:
    every = list(profiles(game))
    listed = [a for a in hot if random.random() < 0.85]
    rest = [a for a in every if a not in hot]
    listed += random.sample(rest, max(0, random.randint(3, 4) - len(listed)))
    random.shuffle(listed)

    def image(a: Profile) -> Profile:
        better = [b for b in every if strictly_improves(game[b], game[a])]
        return random.choice(better if better and random.random() < 0.5 else [b for b in every if b != a])

    first = {a: image(a) for a in listed}
    second = {a: b for a, b in first.items() if random.random() < 0.85}
    second = {a: image(a) if random.random() < 0.3 else b for a, b in second.items()}
    return (first, second) if random.random() < 0.5 else (second, first)


def sent_reference(sent: Sent) -> str:
    """A program in its wraps, named in one line.

    Source: ours
    """
    text = reference_of(sent.plan)
    for kind, proposal in sent.layers:
        wrap = DEFINITIONS[kind]
        text = f"{wrap.name}({wrap.keyword}={text}, proposal={proposal_value(proposal)})"
    return text


def sent_program(sent: Sent) -> Program:
    """A program in its wraps.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    program = program_of(sent.plan)
    for kind, proposal in sent.layers:
        wrap = DEFINITIONS[kind]
        program = load_family(wrap.name)(**{wrap.keyword: program, "proposal": finite_map(proposal)})
    return program


def meet(meeting: Meeting) -> Profile:
    """What the two programs do.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    outcome = play_programs([sent_program(own) for own in meeting.sent]).outcome
    assert not isinstance(outcome, Undefined), "plans and their wraps halt"
    return outcome


def changed_meetings(random: Random, meeting: Meeting) -> Iterator[Meeting]:
    """The meeting with one thing changed: what one outcome is to be replaced by, or an action of a program.

    Source: ours
    """
    changes: list[tuple[int, Sent]] = []
    for side, own in enumerate(meeting.sent):
        actions = meeting.cast.actions[side]
        changes += [(side, replace(own, plan=replace(own.plan, action=x))) for x in actions if x != own.plan.action]
        if own.plan.yields_to is not None:
            others = [x for x in actions if x != own.plan.instead]
            changes += [(side, replace(own, plan=replace(own.plan, instead=x))) for x in others]
        for depth, (kind, proposal) in enumerate(own.layers):
            for a, b in product(proposal, profiles(meeting.game)):
                if b not in (a, proposal[a]):
                    layers = list(own.layers)
                    layers[depth] = (kind, {**proposal, a: b})
                    changes.append((side, replace(own, layers=tuple(layers))))
    for side, changed in random.sample(changes, len(changes)):
        if changed.plan.instead != changed.plan.action:
            sent = (changed, meeting.sent[1]) if side == 0 else (meeting.sent[0], changed)
            yield replace(meeting, sent=sent)


def proposed(meeting: Meeting) -> tuple[Profile, list[Profile]]:
    """What the innermost programs do, and what the outermost wraps of each side, if any, propose instead.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    default = meet(_with(meeting, *(replace(own, layers=()) for own in meeting.sent)))
    return default, [own.layers[-1][1].get(default, default) if own.layers else default for own in meeting.sent]


def misread(meeting: Meeting) -> dict[str, Profile]:
    """Where mistaken readings of the two programs lead; it can be the right outcome.

    Source: ours
    """
    first, second = meeting.sent
    default, outer = proposed(meeting)
    largest = max(profiles(meeting.game), key=lambda a: sum(meeting.game[a]))
    found = {"default-outcome": default, "largest-sum": largest}
    if first.layers:
        found["first-proposal"] = outer[0]
    if second.layers:
        found["second-proposal"] = outer[1]
    if first.layers and second.layers:
        found["own-parts"] = (outer[0][0], outer[1][1])
    swapped = [replace(own, layers=tuple((L if k == A else A, r) for k, r in own.layers)) for own in meeting.sent]
    found["other-wrap"] = meet(_with(meeting, *swapped))
    inside = [replace(own, layers=own.layers[:-1]) for own in meeting.sent]
    found["inside-facing-outside"] = (
        meet(_with(meeting, inside[0], second))[0],
        meet(_with(meeting, first, inside[1]))[1],
    )
    kinds = [tuple(kind for kind, _ in own.layers) for own in meeting.sent]
    if kinds[0] != kinds[1] and all(kinds):
        alike = [replace(own, layers=((A, own.layers[-1][1]),)) for own in meeting.sent]
        found["wraps-taken-for-one"] = meet(_with(meeting, *alike))
    if max(map(len, kinds)) > 1:
        inner, outermost = (
            [replace(own, layers=own.layers[k]) for own in meeting.sent] for k in (slice(1), slice(-1, None))
        )
        found["inner-layer-only"] = meet(_with(meeting, *inner))
        found["outer-layer-only"] = meet(_with(meeting, *outermost))
    return found


def _with(meeting: Meeting, first: Sent, second: Sent) -> Meeting:
    return replace(meeting, sent=(first, second))


def meeting_form(meeting: Meeting, ranks: Ranks) -> Any:
    """Programs and wraps without names.

    Source: ours
    """
    return [
        [plan_form(own.plan, ranks), [[kind, proposal_form(r, ranks)] for kind, r in own.layers]]
        for own in meeting.sent
    ]
