"""The three verdicts on a change of payoffs, and where mistaken readings of the definition lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from spi.tasks.items import Option

__all__ = ["NOT", "STRICT", "WEAK", "WORDS", "Changes", "mistaken_words", "verdict_options", "verdict_word"]

STRICT, WEAK, NOT = "a strict SPI", "an SPI, but not a strict one", "not an SPI"
WORDS = (STRICT, WEAK, NOT)

Number = Fraction | int
Changes = Sequence[tuple[Sequence[Number], Sequence[Number]]]
"""Payoff vectors before and after, one pair for each thing that can happen."""


def verdict_word(changes: Changes) -> str:
    """What a change is if these are all pairs of payoffs before and after.

    Source: digiovanni-et-al-2024, Definition 2
    """
    gains = [y - x for before, after in changes for x, y in zip(before, after, strict=True)]
    return NOT if min(gains) < 0 else STRICT if max(gains) > 0 else WEAK


def mistaken_words(changes: Changes) -> dict[str, str]:
    """What somebody would say who looks at sums, at averages, at one player, or asks too much of strictness.

    Parameters
    ----------
    changes : pairs of payoff vectors

    Returns
    -------
    dict from the name of a mistake to a verdict
        It can be the right one.

    Source: ours
    """
    n = len(changes[0][0])
    sums = [((sum(a, Fraction(0)),), (sum(b, Fraction(0)),)) for a, b in changes]
    totals = [tuple(sum((row[k][i] for row in changes), Fraction(0)) for i in range(n)) for k in (0, 1)]
    found = {
        "sums": verdict_word(sums),
        "ex-ante": verdict_word([(totals[0], totals[1])]),
        "first-player-only": verdict_word([(a[:1], b[:1]) for a, b in changes]),
        "second-player-only": verdict_word([(a[1:2], b[1:2]) for a, b in changes]),
    }
    safe = verdict_word(changes) != NOT
    everybody = any(all(y > x for x, y in zip(a, b, strict=True)) for a, b in changes)
    found["strict-for-everybody"] = (STRICT if everybody else WEAK) if safe else NOT
    return found


def verdict_options(random: Random, answer: str, mistakes: Mapping[str, str]) -> tuple[Option, ...]:
    """The three verdicts in some order, each wrong one with a mistake that leads there, or `guess`.

    Source: ours
    """
    options = []
    for word in random.sample(WORDS, len(WORDS)):
        names = [name for name, leads in mistakes.items() if leads == word]
        options.append(Option(word, "" if word == answer else random.choice(names) if names else "guess"))
    return tuple(options)
