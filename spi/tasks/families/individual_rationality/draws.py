"""Somebody who may take part in renegotiation, and what she believes: draws for the family `individual-rationality`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Literal

from spi.tasks.material.draws import draw_law
from spi.tasks.material.naming import Outcome
from spi.tasks.material.numbered_plans import (
    Bargain,
    Plan,
    act,
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
    "SIGNS",
    "Sign",
    "Stance",
    "draw_ranking",
    "draw_stance",
    "draw_stance_pair",
    "draw_threshold",
    "expected_gains",
    "gains",
    "misread_sign",
    "sign_of",
    "stance_shape",
    "threshold_of",
    "total_gain",
]

Sign = Literal["better", "equal", "worse"]
SIGNS: tuple[Sign, ...] = ("better", "equal", "worse")


@dataclass(frozen=True, slots=True)
class Stance:
    """A player with a program that she may wrap, and a law over the programs of the other.

    Parameters
    ----------
    bargain : Bargain
        The first proposal is that of her wrap; where she has several wraps, each has one.
    seat : 0 or 1
    own : Plan
    types : tuple of Plan
    law : tuple of Fraction
        Positive, with sum 1.

    Source: clr-agenda-2026, Part II.1
    """

    bargain: Bargain
    seat: int
    own: Plan
    types: tuple[Plan, ...]
    law: tuple[Fraction, ...]

    def wrapped(self, proposal: int = 0) -> Plan:
        """Her program when she takes part."""
        return wraps(self.own, proposal)

    def meets(self, own: Plan, theirs: Plan) -> Outcome:
        """What a program of hers and one of the other's come to."""
        return outcome(self.bargain, own, theirs) if self.seat == 0 else outcome(self.bargain, theirs, own)


def gains(stance: Stance, player: int | None = None, proposal: int = 0) -> list[Fraction]:
    """What she, or another player, gains against each type if she takes part by a proposal.

    Source: clr-agenda-2026, Part II.1
    """
    who = stance.seat if player is None else player
    pairs = [(stance.meets(stance.wrapped(proposal), t), stance.meets(stance.own, t)) for t in stance.types]
    return [stance.bargain.at(new)[who] - stance.bargain.at(old)[who] for new, old in pairs]


def total_gain(stance: Stance, player: int | None = None, proposal: int = 0) -> Fraction:
    """The expected gain.

    Source: clr-agenda-2026, Part II.1
    """
    return sum((p * g for p, g in zip(stance.law, gains(stance, player, proposal), strict=True)), Fraction(0))


def expected_gains(stance: Stance) -> list[Fraction]:
    """What she expects to gain by each of her wraps, one for each proposal.

    Source: clr-agenda-2026, Part II.1
    """
    return [total_gain(stance, proposal=k) for k in range(len(stance.bargain.proposals))]


def sign_of(gain: Fraction) -> Sign:
    """Is taking part better, equally good, or worse?

    Source: ours
    """
    return "better" if gain > 0 else "worse" if gain < 0 else "equal"


def threshold_of(stance: Stance) -> Fraction:
    """From which probability of the first type on taking part loses nothing, the others being in proportion.

    Source: clr-agenda-2026, Part II.1
    """
    first, *rest = gains(stance)
    others = sum((p * g for p, g in zip(stance.law[1:], rest, strict=True)), Fraction(0)) / (1 - stance.law[0])
    return -others / (first - others)


def misread_sign(stance: Stance) -> dict[str, Sign]:
    """What each mistake takes the sign of the expected gain to be.

    Parameters
    ----------
    stance : Stance

    Returns
    -------
    dict from name of a mistake to sign

    Source: ours
    """
    own = gains(stance)
    likeliest = own[max(range(len(own)), key=lambda k: stance.law[k])]
    both = total_gain(stance, 0) + total_gain(stance, 1)
    return {
        "likeliest": sign_of(likeliest),
        "unweighted": sign_of(sum(own, Fraction(0))),
        "sum": sign_of(both),
        "code-blind": sign_of(total_gain(replace(stance, types=tuple(map(_blind(stance), stance.types))))),
        "ex-post": "better",
        "worst-case": sign_of(min(own)),
    }


def stance_shape(question: str, stance: Stance, aim: Fraction = Fraction(0)) -> str:
    """A digest in which the names and the order of actions and types do not count.

    Source: ours
    """

    def told() -> Iterator[object]:
        for first, second, table in renamed(stance.bargain):
            numbers = first, second
            types = [
                [plan_shape(t, 1 - stance.seat, numbers), str(p), question == "threshold" and k == 0]
                for k, (t, p) in enumerate(zip(stance.types, stance.law, strict=True))
            ]
            own = plan_shape(stance.own, stance.seat, numbers)
            yield [question, stance.seat, table, own, sorted(types, key=repr), str(aim)]

    return least_digest(told())


def draw_stance(rng: Random, difficulty: int, proposals: int = 2) -> Stance:
    """A stance in which taking part gains against some type and loses against another.

    Rejected are stances without both, and types that occur twice.

    Parameters
    ----------
    rng : Random
    difficulty : int
    proposals : int
        How many there are, at least 2.

    Returns
    -------
    Stance

    Source: clr-agenda-2026, Part II.1
    """
    size = 1 + difficulty
    while True:
        sizes = rng.choice(((2, 2), (2, 3), (3, 2), (3, 3)))
        bargain, seat = draw_bargain(rng, sizes, proposals), rng.randrange(2)
        own = _own(rng, sizes, seat, difficulty)
        types: list[Plan] = []
        for _ in range(60):
            theirs = _theirs(rng, sizes[1 - seat], own, proposals)
            if theirs not in types:
                types.append(theirs)
            if len(types) == size:
                break
        if len(types) < size:
            continue
        law = draw_law(rng, size, rng.choice((8, 10, 12, 15, 20)[: 2 + difficulty]))
        stance = Stance(bargain, seat, own, tuple(types), tuple(law))
        if _is_open(stance):
            return stance


def draw_stance_pair(rng: Random, difficulty: int) -> tuple[Stance, Stance]:
    """Two stances that differ in one payoff of hers, and so in the sign of what she expects to gain.

    Each two signs are as likely. Rejected are payoffs with which proposals would no longer improve on what they
    replace: for given defaults renegotiation is an improvement in both.

    Source: clr-agenda-2026, Part II.1
    """
    first, second = rng.sample(SIGNS, 2)
    while True:
        stance = draw_stance(rng, difficulty)
        for cell in rng.sample(stance.bargain.cells, len(stance.bargain.cells)):
            slope, now = _slope(stance, cell), stance.bargain.at(cell)[stance.seat]
            if not slope:
                continue
            base = total_gain(stance)
            found: dict[Sign, list[Stance]] = {sign: [] for sign in SIGNS}
            for v in range(21):
                sign = sign_of(base + slope * (v - now))
                if sign in (first, second):
                    twin = replace(stance, bargain=stance.bargain.changed(cell, stance.seat, Fraction(v)))
                    if is_renegotiation(twin.bargain) and _is_open(twin):
                        found[sign].append(twin)
            if found[first] and found[second]:
                return rng.choice(found[first]), rng.choice(found[second])


def draw_threshold(rng: Random, difficulty: int) -> Stance:
    """A stance in which it depends on the probability of the first type, a gain, whether taking part pays.

    Rejected are stances in which the other types, together, do not lose.

    Source: clr-agenda-2026, Part II.1
    """
    while True:
        stance = draw_stance(rng, difficulty)
        own = gains(stance)
        k = max(range(len(own)), key=lambda j: own[j])
        order = [k, *(j for j in range(len(own)) if j != k)]
        moved = replace(stance, types=tuple(stance.types[j] for j in order), law=tuple(stance.law[j] for j in order))
        if 0 < threshold_of(moved) < 1:
            return moved


def draw_ranking(rng: Random, difficulty: int) -> Stance:
    """A stance in which she has a wrap for each of two or three proposals, and expects something else from each.

    Each of her programs, the bare one included, is as likely to be the best. Rejected are ties.

    Source: clr-agenda-2026, Part II.1
    """
    proposals = 2 if difficulty < 3 else 3
    wanted = rng.randrange(proposals + 1)
    while True:
        stance = draw_stance(rng, difficulty, proposals)
        worth = [Fraction(0), *expected_gains(stance)]
        if len(set(worth)) == len(worth) and worth[wanted] == max(worth):
            return stance


def _is_open(stance: Stance) -> bool:
    own = gains(stance)
    return min(own) < 0 < max(own)


def _slope(stance: Stance, cell: Outcome) -> Fraction:
    """How much the expected gain grows with her payoff at an outcome."""
    total = Fraction(0)
    for p, t in zip(stance.law, stance.types, strict=True):
        total += p * ((stance.meets(stance.wrapped(), t) == cell) - (stance.meets(stance.own, t) == cell))
    return total


def _own(rng: Random, sizes: tuple[int, int], seat: int, difficulty: int) -> Plan:
    mine, other = sizes[seat], sizes[1 - seat]
    if difficulty >= 4 and rng.random() < 0.5:
        accept, insist = rng.sample(range(mine), 2)
        return expects(always(rng.randrange(other)), accept, insist)
    return always(rng.randrange(mine))


def _theirs(rng: Random, size: int, own: Plan, proposals: int) -> Plan:
    """Somebody who takes part or not, looks at code or not, and proposes the same or something else."""
    accept, insist = rng.sample(range(size), 2)
    match rng.choice(("part", "part", "other", "bare", "looks", "looks", "hard", "looks for wraps", "looking part")):
        case "part":
            return wraps(always(accept), 0)
        case "other":
            return wraps(always(accept), rng.randrange(1, proposals))
        case "bare":
            return always(accept)
        case "looks":
            return expects(own, accept, insist)
        case "hard":
            return hardens(accept, insist)
        case "looks for wraps":
            return expects(wraps(own, 0), accept, insist)
        case _:
            return wraps(expects(own, accept, insist), 0)


def _blind(stance: Stance) -> Callable[[Plan], Plan]:
    """Somebody who takes a wrapped program for the program inside: what looks at code sees the bare one."""

    def answer(theirs: Plan) -> Plan:
        if theirs.kind == "wraps":
            return theirs
        return always(act(stance.bargain, 1 - stance.seat, theirs, stance.own))

    return answer
