"""Experiments with threats and surrogates, as they are drawn for the family `concession-equivalence`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

from spi.tasks.families.concession_equivalence.samples import (
    Experiment,
    Outcome,
    enough,
    errors_of,
    radius_of,
    sampled_outcome,
)
from spi.tasks.families.concession_equivalence.threats import Threat

__all__ = ["draw_sampled_pair", "draw_sizes_pair"]

_SIZES = (300, 400, 500, 600, 800, 1000, 1200, 1500, 2000, 2500, 3000)
_LADDERS = ((200, 500, 1000, 2500), (250, 500, 1000, 2000), (300, 600, 1500, 3000), (400, 1000, 2000, 5000))
_ERRORS = (Fraction(1, 10), Fraction(1, 20), Fraction(1, 50), Fraction(1, 100))


def draw_sampled_pair(rng: Random, size: int) -> tuple[Experiment, Experiment]:
    """Two experiments that differ in one count, and so in what they decide; each two outcomes are as likely.

    Half of the gaps are so close to a boundary that it matters for how many intervals at once the radii are meant.
    Rejected are counts that do not fit, and changes that turn a gap about.

    Source: ours
    """
    kinds: tuple[Outcome, Outcome, Outcome] = ("shown", "refuted", "open")
    first, second = rng.sample(kinds, 2)
    others: tuple[Outcome, ...] = ("shown",) if "shown" in (first, second) else ("shown", "open")
    while True:
        error, palette = rng.choice(_ERRORS), rng.sample(_SIZES, 3)
        sizes = tuple((rng.choice(palette), rng.choice(palette)) for _ in range(size))
        widest = max(_width(both, errors_of(error, size)[2]) for both in sizes)
        delta = Fraction(math.ceil(widest * rng.randint(110, 190)), 100)
        pairs = [_pair(rng, both, delta, error, size, rng.choice(others)) for both in sizes]
        k = rng.randrange(size)
        before = _pair(rng, sizes[k], delta, error, size, first)
        if before is None or any(own is None for own in pairs):
            continue
        pairs[k] = before
        own = Experiment(*_threats(rng, [own for own in pairs if own is not None]), sizes, (), delta, error)
        if sampled_outcome(own) != first:
            continue
        for _ in range(8):
            after = _pair(rng, sizes[k], delta, error, size, second, near=before)
            twin = own if after is None else _replaced(own, k, after)
            if sampled_outcome(twin) == second:
                return own, twin


def _width(sizes: tuple[int, int], level: Fraction) -> Fraction:
    return sum((radius_of(n, level) for n in sizes), Fraction(0))


def _pair(
    rng: Random,
    sizes: tuple[int, int],
    delta: Fraction,
    error: Fraction,
    size: int,
    kind: Outcome,
    near: tuple[Fraction, Fraction] | None = None,
) -> tuple[Fraction, Fraction] | None:
    """Shares of an original and its surrogate of whose gap so much is known; None if counts do not fit.

    With `near`, one of the two shares stays, and the sign of the gap does.
    """
    levels = errors_of(error, size)
    alone, all_of_them = _width(sizes, levels[0]), _width(sizes, levels[2])
    inner, outer = delta - all_of_them, delta + all_of_them
    low, high = {
        "shown": rng.choice(((Fraction(0), inner), (inner * 9 / 10, inner))),
        "open": rng.choice(((inner, outer), (inner, delta - alone), (delta, outer), (delta + alone, outer))),
        "refuted": rng.choice(((outer, outer * 6 / 5), (outer, outer + Fraction(1, 5)))),
    }[kind]
    gap = low + (high - low) * Fraction(rng.randint(1, 20), 20)
    if near is None:
        first = Fraction(rng.randint(1, sizes[0] - 1), sizes[0])
        sign = rng.choice((-1, 1))
        second = _rounded(first + sign * gap, sizes[1])
    else:
        first, second = near
        sign = 1 if second > first or (second == first and rng.random() < 0.5) else -1
        if rng.random() < 0.5:
            second = _rounded(first + sign * gap, sizes[1])
        else:
            first = _rounded(second - sign * gap, sizes[0])
    return (first, second) if 0 < first < 1 and 0 < second < 1 and (first, second) != near else None


def _rounded(share: Fraction, size: int) -> Fraction:
    return Fraction(round(share * size), size)


def draw_sizes_pair(rng: Random, size: int) -> tuple[Experiment, Experiment]:
    """Two plans that differ in one share, and so in how many replies would be enough; each two answers are as likely.

    Rejected are tolerances and shares that do not fit.

    Source: ours
    """
    first, second = rng.sample(range(1 + len(_LADDERS[0])), 2)
    while True:
        ladder, error = rng.choice(_LADDERS), rng.choice(_ERRORS)
        level = errors_of(error, size)[2]
        delta = Fraction(math.ceil(200 * radius_of(ladder[0], level)) + rng.randint(1, 8), 100)
        rooms = [delta - 2 * radius_of(n, level) for n in ladder]
        ends = list(pairwise([Fraction(-1), *rooms, rooms[-1] + Fraction(1, 10)]))  # of gaps for which so many do
        places = [rng.randint(0, min(first, second)) for _ in range(size)]
        k = rng.randrange(size)
        places[k] = first
        pairs = [_expected(rng, *ends[place]) for place in places]
        if None in pairs:
            continue
        own = Experiment(*_threats(rng, [both for both in pairs if both is not None]), (), ladder, delta, error)
        changed = _expected(rng, *ends[second], near=own.shares[k])
        twin = own if changed is None else _replaced(own, k, changed)
        answers = (*ladder, None)
        if (enough(own), enough(twin)) == (answers[first], answers[second]):
            return own, twin


def _expected(
    rng: Random, low: Fraction, high: Fraction, near: tuple[Fraction, Fraction] | None = None
) -> tuple[Fraction, Fraction] | None:
    """Two shares in fiftieths whose gap is above `low` and at most `high`; with `near`, one of them stays."""
    gaps = [Fraction(k, 50) for k in range(50) if low < Fraction(k, 50) <= high]
    if not gaps:
        return None
    gap = rng.choice(gaps) * rng.choice((-1, 1))
    one, two = near or (Fraction(rng.randint(1, 49), 50),) * 2
    found = (one, one + gap) if rng.random() < 0.5 else (two - gap, two)
    return found if all(0 < share < 1 for share in found) else None


def _threats(rng: Random, pairs: Sequence[tuple[Fraction, Fraction]]) -> tuple[tuple[Threat, ...], tuple[Threat, ...]]:
    """Threats with these shares, and surrogates that are cheaper and harm less."""
    originals, surrogates = [], []
    for first, second in pairs:
        demand, harm, cost = Fraction(rng.randint(2, 30)), Fraction(rng.randint(8, 60)), Fraction(rng.randint(4, 20))
        execution = Fraction(rng.randint(4, 10), 10)
        originals.append(Threat(demand, harm, cost, execution, (first,)))
        less = harm - rng.randint(1, 7), cost - rng.randint(1, 3)
        surrogates.append(Threat(demand, *less, execution, (second,)))
    return tuple(originals), tuple(surrogates)


def _replaced(own: Experiment, k: int, shares: tuple[Fraction, Fraction]) -> Experiment:
    """The same with other shares of original k and its surrogate."""
    first, second = ([*threats] for threats in (own.originals, own.surrogates))
    first[k], second[k] = (replace(t[k], rates=(share,)) for t, share in zip((first, second), shares, strict=True))
    return replace(own, originals=tuple(first), surrogates=tuple(second))
