"""Threats with surrogates, as they are drawn for the family `concession-equivalence`, and what is true of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from spi.tasks.families.concession_equivalence.threats import (
    Safety,
    Situation,
    Threat,
    best_of,
    degree_of,
    is_expected,
    is_safe,
    safety_of,
    threshold_of,
    total_rate,
)
from spi.tasks.material.draws import draw_law

__all__ = ["Pair", "draw_degree_pair", "draw_priced", "draw_safety_pair"]


Pair = tuple[Situation, Situation]


def draw_degree_pair(rng: Random, size: int, moods: int) -> Pair:
    """Two situations that differ in one rate, and so in the degree of equivalence; each two degrees are as likely.

    Rejected are rates outside [0, 1].

    Source: ours
    """
    first, second = rng.choice((("exact", "within"), ("exact", "beyond"), ("within", "beyond")))
    while True:
        delta = Fraction(rng.randint(3, 15), 100)
        gaps = [Fraction(0)] * size
        if first == "within":
            gaps = [delta * rng.choice((-4, -3, -2, -1, 0, 1, 2, 3, 4)) / 4 for _ in range(size)]
            gaps[rng.randrange(size)] = delta * rng.choice((-4, -2, 3, 4)) / 4
        situation = _with_gaps(rng, size, draw_law(rng, moods, rng.choice((5, 6, 8, 10, 12))), delta, gaps)
        k, mood = rng.randrange(size), rng.randrange(moods)
        aimed = delta * rng.choice((1, 2, 3, 4) if second == "within" else (5, 6, 7, 8)) / 4 * rng.choice((-1, 1))
        if situation is None:
            continue
        changed = situation.surrogates[k]
        rates = list(changed.rates)
        rates[mood] += (aimed - gaps[k]) / situation.moods[mood]
        twin = _replaced(situation, k, replace(changed, rates=tuple(rates)))
        if 0 <= rates[mood] <= 1 and (degree_of(situation), degree_of(twin)) == (first, second):
            return (situation, twin) if rng.random() < 0.5 else (twin, situation)


def draw_safety_pair(rng: Random, size: int, moods: int) -> Pair:
    """Two situations that differ in one number of one surrogate, and so in what surrogates do to the parties.

    Rejected are changes after which nothing else is true, and such as nobody could notice.

    Source: ours
    """
    axis, other = rng.randrange(2), rng.random() < 0.5  # one of the two is changed, the other kept
    first, second = ((flag, other) if axis == 0 else (other, flag) for flag in rng.sample((True, False), 2))
    while True:
        situation = _of_safety(rng, size, draw_law(rng, moods, rng.choice((5, 6, 8, 10, 12))), first)
        for _ in range(12):
            k = rng.randrange(size)
            twin = _replaced(situation, k, _jolted(rng, situation.surrogates[k]))
            if safety_of(twin) == second:
                return situation, twin


def draw_priced(rng: Random, size: int, moods: int) -> Situation:
    """A situation in which one original and one surrogate threat are best for the threatener, with other demands.

    Rejected are ties, threats that are not worth making, and thresholds of harm that are not positive.

    Source: clr-agenda-2026, demand drift
    """
    while True:
        situation = _with_gaps(rng, size, draw_law(rng, moods, rng.choice((5, 6, 8, 10))), Fraction(1, 20), None)
        if situation is None:
            continue
        best, chosen = best_of(situation, "originals"), best_of(situation, "surrogates")
        if len(best) != 1 or len(chosen) != 1:
            continue
        t, s = situation.originals[best[0]], situation.surrogates[chosen[0]]
        if t.demand != s.demand and total_rate(situation, s) < 1 and threshold_of(situation) > 0:
            return situation


_RESPONSES: tuple[Callable[[Fraction], Fraction], ...] = (
    lambda x: 1 - x,
    lambda x: 1 - x * x,
    lambda x: (1 - x) ** 2,
    lambda x: 1 / (1 + x),
    lambda x: (1 - x) / (1 + x),
)
"""How the rate of conceding falls with a demand from 0 to 1."""


def _with_gaps(
    rng: Random, size: int, moods: list[Fraction], delta: Fraction, gaps: list[Fraction] | None
) -> Situation | None:
    """Threats, surrogates that are cheaper to execute, and these gaps in their rates; None if rates do not fit."""
    response = rng.choice(_RESPONSES)
    originals, surrogates = [], []
    demands = rng.sample(range(1, 20), size)
    stakes, costs = Fraction(rng.randint(4, 40), 20), Fraction(rng.randint(1, 8), 20)
    for k, demand in enumerate(demands):
        x, execution = Fraction(demand, 20), Fraction(rng.randint(5, 10), 10)
        total = response(x)
        gap = Fraction(rng.randint(-2, 2), 50) if gaps is None else gaps[k]
        spread = _split(rng, total, moods, delta), _split(rng, total + gap, moods, delta)
        if spread[0] is None or spread[1] is None:
            return None
        cheaper = costs * Fraction(rng.randint(6, 10), 10)
        harm = stakes * Fraction(rng.randint(2, 10), 10)
        originals.append(Threat(x, stakes, costs, execution, spread[0]))
        surrogates.append(Threat(x, harm, cheaper, execution, spread[1]))
    return Situation(tuple(moods), tuple(originals), tuple(surrogates), delta)


def _split(rng: Random, total: Fraction, moods: list[Fraction], delta: Fraction) -> tuple[Fraction, ...] | None:
    """Rates in each mood that average to a total, or None if none were found.

    They are shifted by parts of the tolerance, so that denominators do not tell where there is a gap.
    """
    for _ in range(20):
        shifts = [delta * rng.randint(0, 4) / 4 for _ in moods[1:]]
        rates = [(Fraction(rng.randint(0, 20), 20) + shift) % 1 for shift in shifts]
        last = (total - sum((w * q for w, q in zip(moods, rates, strict=False)), Fraction(0))) / moods[-1]
        if 0 <= last <= 1:
            return (*rates, last)
    return None


def _of_safety(rng: Random, size: int, moods: list[Fraction], wanted: Safety) -> Situation:
    """A situation of a kind, pair by pair: what holds of the whole holds of every pair."""
    safe, expected = wanted
    rows: list[tuple[Threat, Threat]] = []
    empty = Situation(tuple(moods), (), (), Fraction(0))
    while True:
        original = _any_threat(rng, moods)
        surrogate = original
        for _ in range(rng.randint(2, 4)):
            surrogate = _jolted(rng, surrogate)
        kind = is_safe(original, surrogate), is_expected(empty, original, surrogate)
        if (safe and not kind[0]) or (expected and not kind[1]) or surrogate.demand != original.demand:
            continue
        rows.append((original, surrogate))
        if len(rows) < size:
            continue
        found = Situation(tuple(moods), tuple(t for t, _ in rows), tuple(s for _, s in rows), Fraction(0))
        if safety_of(found) == wanted:
            return found
        rows = rows[1:]


def _any_threat(rng: Random, moods: list[Fraction]) -> Threat:
    rates = tuple(Fraction(rng.randint(1, 19), 20) for _ in moods)
    numbers = Fraction(rng.randint(2, 30)), Fraction(rng.randint(4, 60)), Fraction(rng.randint(2, 20))
    return Threat(*numbers, Fraction(rng.randint(4, 10), 10), rates)


def _jolted(rng: Random, threat: Threat) -> Threat:
    """The threat with one number changed, usually by little."""
    match rng.choice(("harm", "cost", "execution", "rates", "rates")):
        case "harm":
            return replace(threat, harm=max(Fraction(0), threat.harm + rng.choice((-9, -6, -4, -2, -1, 1, 2, 4, 7))))
        case "cost":
            return replace(threat, cost=max(Fraction(0), threat.cost + rng.choice((-6, -4, -3, -2, -1, 1, 2, 3))))
        case "execution":
            moved = threat.execution + Fraction(rng.choice((-3, -2, -1, 1, 2)), 10)
            return replace(threat, execution=min(Fraction(1), max(Fraction(1, 10), moved)))
        case _:
            rates = list(threat.rates)
            k = rng.randrange(len(rates))
            rates[k] = min(Fraction(1), max(Fraction(0), rates[k] + Fraction(rng.choice((-6, -3, -1, 1, 2, 5)), 20)))
            return replace(threat, rates=tuple(rates))


def _replaced(situation: Situation, k: int, surrogate: Threat) -> Situation:
    return replace(situation, surrogates=(*situation.surrogates[:k], surrogate, *situation.surrogates[k + 1 :]))
