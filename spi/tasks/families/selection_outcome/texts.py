"""Programs that renegotiate by sets, in words: Algorithm 2, selectors, extensions, and what is asked."""

from __future__ import annotations

import json

from spi.core.game import Profile, profiles
from spi.tasks.families.selection_outcome.meetings import SetMeeting
from spi.tasks.material.programs import READING, family_source
from spi.tasks.material.set_words import ALGORITHM, EXTENDED, EXTENDED_STORY, MEET, MEET_STORY, selector_text
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, profile_text, told_payoffs
from spi.transforms.set_wraps import EXTENSIONS

__all__ = ["gain_texts", "outcome_texts"]

LETTERS = {"base": "E", "literal": "X", "conditional": "C"}
NICKNAMES = {"base": "generous", "literal": "open-handed", "conditional": "reciprocal"}

LISTS = "What F and G accept does not depend on a, nor on each other, unless they are extended."


def outcome_texts(meeting: SetMeeting) -> tuple[tuple[str, str], ...]:
    """What do the two settle on? In three wordings.

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    first, second = meeting.game.players
    asks = {
        "formal": f"{first} submits P and {second} submits Q, and they face each other. Which outcome do they reach?",
        "matrix": f"{first} runs P and {second} runs Q against each other. Which outcome do they reach, as a pair of "
        "actions in the order of the players?",
        "story": f"What do the two assistants choose? Write the choice made for {first}, then that made for {second}.",
    }
    return _texts(meeting, [meeting], asks)


def gain_texts(before: SetMeeting, after: SetMeeting) -> tuple[tuple[str, str], ...]:
    """Who gains and who loses when a function is changed? In three wordings.

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    first, second = before.game.players
    asks = {
        "formal": "Compare the payoffs of the outcome that the changed programs reach with those of the outcome that "
        "P and Q reach. Who gains, and who loses?",
        "matrix": "Compare the payoffs that the changed programs reach against each other with those that P and Q "
        "reach. Who gains, and who loses?",
        "story": f"Compare what {first} and {second} get after this change with what they get without it. Who gains, "
        "and who loses?",
    }
    return _texts(before, [before, after], asks)


def _texts(meeting: SetMeeting, stages: list[SetMeeting], asks: dict[str, str]) -> tuple[tuple[str, str], ...]:
    game, scene = meeting.game, meeting.cast.scene
    chosen, told = selector_text(meeting.selector), selector_text(meeting.selector, game.players, story=True)
    kinds = sorted({kind for own in stages for kind in own.kinds} - {"none"})
    change = stages[1:]
    formal = [
        formal_payoffs(game),
        f"{ALGORITHM} {LISTS}",
        *([MEET, *(EXTENDED[kind] for kind in kinds)] if kinds else []),
        f"σ chooses {chosen}.",
        _formal(meeting),
        *(_formal_change(meeting, after) for after in change),
        asks["formal"],
    ]
    names = ["ours/always", "digiovanni-et-al-2024/conditional_set_renegotiator", *(EXTENSIONS[kind] for kind in kinds)]
    notes = f"{READING} `&` and `|` are intersection and union. `select(selector, outcomes)` chooses {chosen}."
    matrix = [
        payoff_table(game),
        notes,
        *([f"`pmp(outcome)` are a player's own projections. {MEET}"] if kinds else []),
        family_source(*names),
        _code(meeting, ""),
        *(_code_change(after) for after in change),
        asks["matrix"],
    ]
    story = [
        f"{meeting.cast.opening} Each of them {scene.choice}, and they leave this to assistants: each sends one, and "
        "the two assistants read each other's instructions before they choose.",
        told_payoffs(game, scene.unit),
        "Each assistant has a list of results that it accepts. If some results are accepted by both, the assistants "
        f"take among these {told}. If none is, each does what it would have done anyway.",
        *([MEET_STORY, *(EXTENDED_STORY[kind] for kind in kinds)] if kinds else []),
        _told(meeting),
        *(_told_change(meeting, after) for after in change),
        asks["story"],
    ]
    return tuple((key, "\n\n".join(parts)) for key, parts in (("formal", formal), ("matrix", matrix), ("story", story)))


def _outcomes(meeting: SetMeeting, seat: int) -> list[Profile]:
    return [a for a in profiles(meeting.game) if a in meeting.sets[seat]]


def _formal(meeting: SetMeeting) -> str:
    lines = []
    for seat, (name, function) in enumerate(zip("PQ", "FG", strict=True)):
        accepts = ", ".join(map(profile_text, _outcomes(meeting, seat)))
        action, kind = meeting.default[seat], meeting.kinds[seat]
        extended = function if kind == "none" else f"{LETTERS[kind]}({function})"
        lines.append(
            f"{meeting.game.players[seat]}'s program is {name} = S({'pq'[seat]}, {extended}; σ), where {'pq'[seat]} "
            f"plays {action} against every program, and {function} accepts {{{accepts}}}."
        )
    return "\n".join(lines)


def _formal_change(before: SetMeeting, after: SetMeeting) -> str:
    changes = []
    for seat, function in enumerate("FG"):
        player = before.game.players[seat]
        if added := sorted(after.sets[seat] - before.sets[seat]):
            changes.append(f"{player} changes {function}, which now accepts {profile_text(added[0])} too")
        elif after.kinds[seat] != before.kinds[seat]:
            letter = LETTERS[after.kinds[seat]]
            changes.append(f"{player} replaces {function} by {letter}({function})")
    return f"Then {listed(changes)}; all else stays as it is."


def _code(meeting: SetMeeting, mark: str) -> str:
    lines = []
    for seat in (0, 1):
        quoted = ["(" + ", ".join(map(json.dumps, a)) + ")" for a in _outcomes(meeting, seat)]
        function = f"accepts(outcomes={{{', '.join(quoted)}}})"
        kind, selector = meeting.kinds[seat], json.dumps(meeting.selector)
        if kind != "none":
            function = f"{EXTENSIONS[kind].split('/')[1]}(base={function}, selector={selector})"
        default = f"always(action={json.dumps(meeting.default[seat])})"
        lines.append(
            f"{'PQ'[seat]}{mark} = conditional_set_renegotiator(default={default}, renegotiation={function}, "
            f"selector={selector})  # {meeting.game.players[seat]}"
        )
    return "\n".join(lines)


def _code_change(after: SetMeeting) -> str:
    return "The programs after the change:\n" + _code(after, "_changed")


def _told(meeting: SetMeeting) -> str:
    lines = []
    for seat, player in enumerate(meeting.game.players):
        kind = meeting.kinds[seat]
        lists = ", ".join(map(profile_text, _outcomes(meeting, seat)))
        what = "" if kind == "none" else f" is {NICKNAMES[kind]}. It"
        lines.append(f"{player}'s assistant{what} would choose {meeting.default[seat]} anyway. On its list: {lists}.")
    first, second = meeting.game.players
    return "\n".join(lines) + f"\n(Results are written as the choice for {first}, then that for {second}.)"


def _told_change(before: SetMeeting, after: SetMeeting) -> str:
    changes = []
    for seat, player in enumerate(before.game.players):
        if added := sorted(after.sets[seat] - before.sets[seat]):
            changes.append(f"{player} adds {profile_text(added[0])} to the list of {player}'s assistant")
        elif after.kinds[seat] != before.kinds[seat]:
            changes.append(f"{player} makes {player}'s assistant {NICKNAMES[after.kinds[seat]]} (with the same list)")
    return f"Then {listed(changes)}. All else stays as it is."
