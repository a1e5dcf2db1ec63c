"""Profiles of programs, what renegotiation makes of them, and alternatives: draws for `justification-gap`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from random import Random

from spi.tasks.material.naming import Outcome
from spi.tasks.material.numbered_plans import (
    Bargain,
    Plan,
    always,
    draw_bargain,
    expects,
    hardens,
    is_renegotiation,
    outcome,
    plan_shape,
    renamed,
    wraps,
)
from spi.tasks.material.shapes import least_digest

__all__ = [
    "Hunt",
    "draw_hunt",
    "gaps_by",
    "hunt_shape",
    "image",
    "misread_alternative",
    "opened",
    "winners",
]

PlanPair = tuple[Plan, Plan]


@dataclass(frozen=True, slots=True)
class Hunt:
    """A space of profiles of programs, and alternatives outside it.

    Parameters
    ----------
    bargain : Bargain
        Everybody is wrapped with the first proposal.
    space, alternatives : tuple of pairs of Plan

    Source: clr-agenda-2026, Appendix B.1.1
    """

    bargain: Bargain
    space: tuple[PlanPair, ...]
    alternatives: tuple[PlanPair, ...]


def image(programs: PlanPair) -> PlanPair:
    """What renegotiation makes of a profile.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    return wraps(programs[0], 0), wraps(programs[1], 0)


def winners(hunt: Hunt) -> list[tuple[int, int, int]]:
    """All triples of a profile p, an alternative and a player who likes the alternative better than f(p).

    Source: clr-agenda-2026, Appendix B.1.1
    """
    images = [hunt.bargain.at(outcome(hunt.bargain, *image(own))) for own in hunt.space]
    others = [hunt.bargain.at(outcome(hunt.bargain, *own)) for own in hunt.alternatives]
    return [
        (k, m, i) for k, had in enumerate(images) for m, got in enumerate(others) for i in (0, 1) if got[i] > had[i]
    ]


def gaps_by(hunt: Hunt) -> list[int]:
    """The alternatives that somebody likes better than the image of some profile.

    Source: clr-agenda-2026, Appendix B.1.1
    """
    return sorted({m for _, m, _ in winners(hunt)})


def misread_alternative(hunt: Hunt, number: int) -> str:
    """The mistake that takes an alternative for one that beats an image, or "guess".

    Parameters
    ----------
    hunt : Hunt
    number : int
        Of an alternative that does not.

    Returns
    -------
    str

    Source: ours
    """
    bargain = hunt.bargain
    got = bargain.at(outcome(bargain, *hunt.alternatives[number]))
    images = [bargain.at(outcome(bargain, *image(own))) for own in hunt.space]
    before = [bargain.at(outcome(bargain, *own)) for own in hunt.space]
    if any(got[i] == had[i] for had in images for i in (0, 1)):
        return "weak"
    if any(got[i] > had[i] for had in before for i in (0, 1)):
        return "before"
    return "guess"


def hunt_shape(question: str, hunt: Hunt) -> str:
    """A digest in which the names and the order of actions, profiles and alternatives do not count.

    Source: ours
    """

    def told() -> Iterator[object]:
        for first, second, table in renamed(hunt.bargain):
            rows = [
                sorted(([plan_shape(own[k], k, (first, second)) for k in (0, 1)] for own in pairs), key=repr)
                for pairs in (hunt.space, hunt.alternatives)
            ]
            yield [question, table, *rows]

    return least_digest(told())


def draw_hunt(rng: Random, difficulty: int) -> Hunt:
    """A space and alternatives none of which anybody likes better.

    What alternatives come to is made no better than the worst image, sometimes as good. Rejected are draws in which
    proposals do not improve on what they replace then, in which nothing is renegotiated, and in which everybody gets
    the most there is by every image: then nothing would have to be worked out.

    Source: clr-agenda-2026, Appendix B.1.1
    """
    while True:
        sizes = rng.choice(((2, 3), (3, 2), (3, 3)))
        bargain = draw_bargain(rng, sizes, 2)
        space = _distinct((1, 2, 2, 3, 3)[difficulty - 1], partial(_bare_pair, rng, sizes))
        alternatives = _distinct(1 + difficulty, partial(_alternative, rng, sizes, space))
        if set(space) & set(alternatives):
            continue
        hunt = Hunt(bargain, space, alternatives)
        images = {outcome(bargain, *image(own)) for own in space}
        if all(
            outcome(bargain, *own) in images and outcome(bargain, *image(own)) == outcome(bargain, *own)
            for own in space
        ):
            continue
        capped = _capped(rng, hunt, images)
        top = [max(capped.bargain.at(c)[i] for c in capped.bargain.cells) for i in (0, 1)]
        trivial = all(capped.bargain.at(c)[i] == top[i] for c in images for i in (0, 1))
        if is_renegotiation(capped.bargain) and not winners(capped) and not trivial:
            return capped


def opened(rng: Random, hunt: Hunt, only: int | None) -> Hunt | None:
    """A hunt that differs in one payoff, by which an alternative is liked better; None if none was found.

    Parameters
    ----------
    rng : random.Random
    hunt : Hunt
        Without such alternatives.
    only : int or None
        The alternative that alone is to be liked better; None: any.

    Returns
    -------
    Hunt or None

    Source: ours
    """
    bargain = hunt.bargain
    for _ in range(20):
        cell, player = rng.choice(bargain.cells), rng.randrange(2)
        changed = bargain.changed(cell, player, Fraction(rng.randint(0, 20)))
        found = replace(hunt, bargain=changed)
        beaten = gaps_by(found)
        if is_renegotiation(changed) and (beaten if only is None else beaten == [only]):
            return found
    return None


def _capped(rng: Random, hunt: Hunt, images: set[Outcome]) -> Hunt:
    bargain = hunt.bargain
    least = [min(bargain.at(cell)[i] for cell in images) for i in (0, 1)]
    for cell in sorted({outcome(bargain, *own) for own in hunt.alternatives}):
        for i in (0, 1):
            cap = least[i] if cell in images else max(Fraction(0), least[i] - rng.choice((0, 0, 1, 2, 4)))
            if bargain.at(cell)[i] > cap:
                bargain = bargain.changed(cell, i, cap)
    return replace(hunt, bargain=bargain)


def _distinct(count: int, draw: Callable[[], PlanPair]) -> tuple[PlanPair, ...]:
    found: dict[PlanPair, None] = {}
    while len(found) < count:
        found[draw()] = None
    return tuple(found)


def _bare(rng: Random, sizes: tuple[int, int], seat: int) -> Plan:
    accept, insist = rng.sample(range(sizes[seat]), 2)
    match rng.choice(("always", "always", "expects", "hardens")):
        case "expects":
            return expects(always(rng.randrange(sizes[1 - seat])), accept, insist)
        case "hardens":
            return hardens(accept, insist)
        case _:
            return always(accept)


def _bare_pair(rng: Random, sizes: tuple[int, int]) -> PlanPair:
    return _bare(rng, sizes, 0), _bare(rng, sizes, 1)


def _alternative(rng: Random, sizes: tuple[int, int], space: tuple[PlanPair, ...]) -> PlanPair:
    """Other programs; another proposal; only one takes part; or the two propose something else."""
    first, second = rng.choice((rng.choice(space), _bare_pair(rng, sizes)))
    match rng.choice(("bare", "bare", "other proposal", "one takes part", "mismatch")):
        case "other proposal":
            return wraps(first, 1), wraps(second, 1)
        case "one takes part":
            return (wraps(first, 0), second) if rng.random() < 0.5 else (first, wraps(second, 0))
        case "mismatch":
            return (wraps(first, 0), wraps(second, 1)) if rng.random() < 0.5 else (wraps(first, 1), wraps(second, 0))
        case _:
            return _bare_pair(rng, sizes)
