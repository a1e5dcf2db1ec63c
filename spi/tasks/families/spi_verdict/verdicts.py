"""The three verdicts on a change of payoffs, and where mistaken readings of the definition lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from spi.tasks.items import Option

__all__ = [
    "NOT",
    "STRICT",
    "WEAK",
    "WORDS",
    "Changes",
    "in_order",
    "mistaken_expectations",
    "mistaken_words",
    "verdict_options",
    "verdict_word",
]

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


def mistaken_words(changes: Changes, law: Sequence[Fraction] | None = None) -> dict[str, str]:
    """What somebody would say who looks at sums, at averages, at one player, or asks too much of strictness.

    Parameters
    ----------
    changes : pairs of payoff vectors
    law : sequence of Fraction, optional
        How probable each is, if that is told although it does not matter.

    Returns
    -------
    dict from the name of a mistake to a verdict
        It can be the right one.

    Source: ours
    """
    found = {"ex-ante": verdict_word([_mean(changes, law or [Fraction(1)] * len(changes))])} | _partial(changes)
    safe = verdict_word(changes) != NOT
    everybody = any(all(y > x for x, y in zip(a, b, strict=True)) for a, b in changes)
    found["strict-for-everybody"] = (STRICT if everybody else WEAK) if safe else NOT
    return found


def mistaken_expectations(changes: Changes, law: Sequence[Fraction]) -> dict[str, str]:
    """The same where only expectations count: somebody may also go through the cases, or weigh them wrongly.

    Parameters
    ----------
    changes : pairs of payoff vectors
    law : sequence of Fraction
        How probable each is.

    Returns
    -------
    dict from the name of a mistake to a verdict

    Source: ours
    """
    old, new = _mean(changes, law)
    likeliest = [change for change, p in zip(changes, law, strict=True) if p == max(law)]
    found = {
        "case-by-case": verdict_word(changes),
        "unweighted": verdict_word([_mean(changes, [Fraction(1)] * len(changes))]),
        "likeliest-case": verdict_word(likeliest),
    } | _partial([(old, new)])
    everybody = all(y > x for x, y in zip(old, new, strict=True))
    safe = verdict_word([(old, new)]) != NOT
    found["strict-for-everybody"] = (STRICT if everybody else WEAK) if safe else NOT
    return found


def _partial(changes: Changes) -> dict[str, str]:
    """What sums say, and what each player's payoffs alone say."""
    sums = [((sum(a, Fraction(0)),), (sum(b, Fraction(0)),)) for a, b in changes]
    players = zip(("first", "second", "third"), range(len(changes[0][0])), strict=False)
    own = {f"{name}-player-only": [(a[k : k + 1], b[k : k + 1]) for a, b in changes] for name, k in players}
    return {name: verdict_word(rows) for name, rows in ({"sums": sums} | own).items()}


def _mean(changes: Changes, law: Sequence[Fraction]) -> tuple[Sequence[Number], Sequence[Number]]:
    """The sums of payoffs before and after, weighted."""
    sides = ([pair[side] for pair in changes] for side in (0, 1))
    old, new = (
        [sum((p * u for p, u in zip(law, column, strict=True)), Fraction(0)) for column in zip(*rows, strict=True)]
        for rows in sides
    )
    return old, new


def in_order(wanted: tuple[str, str]) -> list[str]:
    """Verdicts in the order in which they are reached by moving payoffs.

    Source: ours
    """
    return sorted(wanted, key=(WEAK, STRICT, NOT).index)


def verdict_options(random: Random, answer: str, mistakes: Mapping[str, str]) -> tuple[Option, ...]:
    """The three verdicts in some order, each wrong one with a mistake that leads there, or `guess`.

    Source: ours
    """
    options = []
    for word in random.sample(WORDS, len(WORDS)):
        names = [name for name, leads in mistakes.items() if leads == word]
        options.append(Option(word, "" if word == answer else random.choice(names) if names else "guess"))
    return tuple(options)
