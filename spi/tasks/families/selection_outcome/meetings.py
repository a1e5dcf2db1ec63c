"""Two programs that renegotiate by sets: drawn, changed in one thing, settled, and misread."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from random import Random
from typing import Any

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import improves, strictly_improves
from spi.programs.members import Program
from spi.programs.references import read_reference
from spi.solve.pareto_meet import projections
from spi.solve.selection import select_outcome
from spi.tasks.material.scenes import Cast, draw_cast
from spi.tasks.material.shapes import Ranks
from spi.transforms.set_wraps import EXTENSIONS

__all__ = [
    "SELECTORS",
    "STRUCTURES",
    "SetMeeting",
    "changed_meetings",
    "draw_set_meetings",
    "is_unambiguous",
    "misread_outcomes",
    "set_form",
    "set_program",
    "set_reference",
    "settled",
]

Outcomes = frozenset[Profile]
Kinds = tuple[str, str]

FAMILY = "digiovanni-et-al-2024/conditional_set_renegotiator"

SELECTORS = ("utilitarian", "leximin", "lexicographic", "1, 2", "2, 1")


@dataclass(frozen=True, slots=True)
class SetMeeting:
    """Two programs of Algorithm 2 that meet.

    Parameters
    ----------
    cast : Cast
    game : Game
    default : Profile
        What the defaults play, whatever they face.
    sets : two frozensets of profiles
        What the renegotiation functions accept, unextended.
    kinds : two of "none", "base", "literal" and "conditional"
        Whether and how each function is extended by projections.
    selector : str

    Source: digiovanni-et-al-2024, Algorithm 2
    """

    cast: Cast
    game: Game
    default: Profile
    sets: tuple[Outcomes, Outcomes]
    kinds: Kinds
    selector: str


STRUCTURES: dict[int, tuple[tuple[int, int], tuple[Kinds, ...], int]] = {
    1: ((2, 3), (("none", "none"),), 2),
    2: ((3, 3), (("none", "none"), ("base", "base")), 3),
    3: ((3, 3), (("base", "base"), ("base", "none"), ("none", "none")), 4),
    4: ((3, 3), (("conditional", "none"), ("conditional", "conditional"), ("base", "none")), 5),
    5: ((3, 4), (("literal", "literal"), ("conditional", "none"), ("base", "base")), 5),
}
"""By difficulty: actions, extensions, and how many of the selectors there are."""


def draw_set_meetings(random: Random, difficulty: int, kinds: Kinds, *, planted: bool) -> Iterator[SetMeeting]:
    """Draw games and two programs each without end, a new game after every eight pairs of programs.

    What the programs accept is at least as good as the default outcome for both, and each accepts something.

    Parameters
    ----------
    random : Random
    difficulty : int
    kinds : Kinds
    planted : bool
        Often give one outcome exactly what is due to both players, since projections are rarely met otherwise.

    Yields
    ------
    SetMeeting

    Source: ours
    """
    while True:
        cast, game, default = _draw_game(random, difficulty, planted)
        above = [a for a in profiles(game) if a != default and improves(game[a], game[default])]
        for _ in range(8):
            common = random.sample(above, min(len(above), random.choice((0, 1, 2, 3, 3, 4))))
            own = [[*common, *random.sample(above, min(len(above), random.randint(0, 2)))] for _ in range(2)]
            selector = random.choice(SELECTORS[: STRUCTURES[difficulty][2]])
            if all(own):
                yield SetMeeting(cast, game, default, (frozenset(own[0]), frozenset(own[1])), kinds, selector)


def _draw_game(random: Random, difficulty: int, planted: bool) -> tuple[Cast, Game, Profile]:
    sizes = STRUCTURES[difficulty][0]
    cast = draw_cast(random, sizes if random.random() < 0.5 else (sizes[1], sizes[0]))
    every = list(product(*cast.actions))
    default = random.choice(every)
    rows = {a: [random.randint(2, 12), random.randint(2, 12)] for a in every}
    rows[default] = [random.randint(0, 5), random.randint(0, 5)]
    if planted and random.random() < 0.8:
        efficient = [u for u in rows.values() if not any(strictly_improves(v, u) for v in rows.values())]
        due = [max(min(u[k] for u in efficient), rows[default][k]) for k in (0, 1)]
        rows[random.choice([a for a in every if a != default])] = due
    return cast, cast.game([rows[a] for a in every]), default


def settled(meeting: SetMeeting) -> Profile:
    """What the two settle on, as the shelf's programs do.

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    return _settle(meeting, meeting.kinds)


def _settle(meeting: SetMeeting, kinds: Kinds) -> Profile:
    agreed = _accepted(meeting, 0, kinds) & _accepted(meeting, 1, kinds)
    return select_outcome(meeting.game, meeting.selector, agreed) if agreed else meeting.default


def _accepted(meeting: SetMeeting, seat: int, kinds: Kinds) -> Outcomes:
    own, other = kinds[seat], kinds[1 - seat]
    if own == "none" or (own == "conditional" and other != "conditional"):
        return meeting.sets[seat]
    theirs = other if own == "literal" else "none"
    reference = _settle(meeting, ("none", theirs) if seat == 0 else (theirs, "none"))
    return meeting.sets[seat] | _projections(meeting.game, reference, seat)


_projections = lru_cache(maxsize=4096)(projections)


def is_unambiguous(meeting: SetMeeting) -> bool:
    """Has no other outcome the payoffs of what is settled on?

    Otherwise the order of the table could decide what is chosen.

    Source: ours
    """
    found = settled(meeting)
    return sum(meeting.game[a] == meeting.game[found] for a in profiles(meeting.game)) == 1


def set_reference(meeting: SetMeeting, seat: int) -> str:
    """One of the programs, named in one line.

    Source: ours
    """
    quoted = ["(" + ", ".join(map(json.dumps, a)) + ")" for a in _ordered(meeting, seat)]
    outcomes = "{" + ", ".join(quoted) + "}" if quoted else "set()"
    function, selector = f"{FAMILY}.accepts(outcomes={outcomes})", json.dumps(meeting.selector)
    if meeting.kinds[seat] != "none":
        function = f"{EXTENSIONS[meeting.kinds[seat]]}(base={function}, selector={selector})"
    default = f"ours/always(action={json.dumps(meeting.default[seat])})"
    return f"{FAMILY}(default={default}, renegotiation={function}, selector={selector})"


def set_program(meeting: SetMeeting, seat: int) -> Program:
    """One of the programs.

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    return read_reference(set_reference(meeting, seat))


def _ordered(meeting: SetMeeting, seat: int) -> list[Profile]:
    return [a for a in profiles(meeting.game) if a in meeting.sets[seat]]


def changed_meetings(random: Random, meeting: SetMeeting) -> Iterator[SetMeeting]:
    """The meeting with one thing changed: an outcome more or less in a set, or another selector.

    Source: ours
    """
    game = meeting.game
    above = [a for a in profiles(game) if a != meeting.default and improves(game[a], game[meeting.default])]
    changes = [replace(meeting, selector=s) for s in SELECTORS if s != meeting.selector]
    for seat, a in product((0, 1), above):
        sets = list(meeting.sets)
        sets[seat] = sets[seat] ^ {a}
        if sets[seat]:
            changes.append(replace(meeting, sets=(sets[0], sets[1])))
    yield from random.sample(changes, len(changes))


def misread_outcomes(meeting: SetMeeting) -> dict[str, Profile]:
    """Where mistaken readings of the two programs lead; it can be the right outcome.

    Source: ours
    """
    game, none = meeting.game, ("none", "none")
    first, second = (_accepted(meeting, seat, meeting.kinds) for seat in (0, 1))
    found = {"default-outcome": meeting.default, "largest-sum": select_outcome(game, "utilitarian", profiles(game))}
    for name, outcomes in (("union", first | second), ("first-set", first), ("second-set", second)):
        if outcomes:
            found[name] = select_outcome(game, meeting.selector, outcomes)
    for selector in SELECTORS[:3]:
        if selector != meeting.selector:
            found[f"{selector}-instead"] = settled(replace(meeting, selector=selector))
    mirrored = {"1, 2": "2, 1", "2, 1": "1, 2"}.get(meeting.selector)
    if mirrored:
        found["players-swapped"] = settled(replace(meeting, selector=mirrored))
    if left := sorted((first & second) - {settled(meeting)}):
        found["agreed-but-not-selected"] = left[len(left) // 2]
    if meeting.kinds != none:
        found["no-extension"] = _settle(meeting, none)
    if meeting.kinds != ("base", "base"):
        found["extension-anyway"] = _settle(meeting, ("base", "base"))
    if meeting.kinds == ("base", "base"):
        found["literal-reference"] = _settle(meeting, ("literal", "literal"))
    return found


def set_form(meeting: SetMeeting, ranks: Ranks) -> list[Any]:
    """Programs without names.

    Source: ours
    """
    sets = [sorted([ranks(k, x) for k, x in enumerate(a)] for a in own) for own in meeting.sets]
    return [[ranks(k, x) for k, x in enumerate(meeting.default)], sets, list(meeting.kinds), meeting.selector]
