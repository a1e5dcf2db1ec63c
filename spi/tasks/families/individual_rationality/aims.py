"""A belief by which taking part gains a certain amount: what is asked for, and one that does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from spi.tasks.families.individual_rationality.draws import Stance, gains

__all__ = ["belief_for", "draw_aim"]


def draw_aim(rng: Random, stance: Stance) -> Fraction:
    """An expected gain, whole or half, that some belief gives which holds every type possible.

    It is not the one that equal chances give.

    Source: ours
    """
    own = gains(stance)
    even = sum(own, Fraction(0)) / len(own)
    steps = [Fraction(k, 2) for k in range(int(2 * min(own)) + 1, int(2 * max(own)))]
    return rng.choice([aim for aim in steps if aim != even])  # gains are whole, and differ by 2 at least: -1 and 1


def belief_for(own: Sequence[Fraction], aim: Fraction) -> list[Fraction]:
    """Positive probabilities by which gains are the aim on average; some gain is below it, and some above.

    Starts from equal probabilities, and moves to the one type that is farthest in the direction of the aim.

    Source: ours
    """
    even = [Fraction(1, len(own))] * len(own)
    now = sum(own, Fraction(0)) / len(own)
    if now == aim:
        return even
    end = max(own) if now < aim else min(own)
    share = (aim - now) / (end - now)
    return [(1 - share) * p + share * (k == own.index(end)) for k, p in enumerate(even)]
