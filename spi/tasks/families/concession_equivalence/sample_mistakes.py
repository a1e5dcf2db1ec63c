"""Mistakes that people make about samples, and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from spi.tasks.families.concession_equivalence.samples import (
    Experiment,
    Interval,
    Outcome,
    closest,
    errors_of,
    outcome_of,
    pairs_at,
    sampled_outcome,
)
from spi.tasks.families.concession_equivalence.texts import Naming

__all__ = ["RANKS", "SAMPLE_ERRORS", "misread_sample", "misread_sizes"]

SAMPLE_ERRORS = {
    "half-of-them": "takes the radius for one interval an original, though its surrogate has an interval, too",
    "two-tails": "halves the probability of error once more, though the bound is for both sides",
    "one-interval": "takes the radius that is right for one interval, not for all at once",
    "one-radius": "allows for noise in one of the two shares that are compared, not in both",
    "not-significant": "takes a difference that is not significant for equivalence, and one that is for its opposite",
    "point-estimates": "compares the shares that were seen as if they were the probabilities",
    "mean-share": "compares the mean shares of all threats instead of those of each",
    "not-shown": "takes what is not shown for refuted",
    "not-refuted": "takes what is not refuted for shown",
}
"""Mistakes about samples."""

RANKS = {"half-of-them": 0, "two-tails": 0, "one-interval": 0, "one-radius": 0, "mean-share": 2, "order": 2}
"""Which mistake is named of several that lead to an answer: about the width of intervals first, noise next (1)."""

Pairs = Sequence[tuple[Interval, Interval]]
Judge = Callable[[Pairs, Fraction], Outcome]


def misread_sample(own: Experiment, naming: Naming) -> dict[str, Outcome]:
    """What each mistake takes an experiment to decide.

    Parameters
    ----------
    own : Experiment
    naming : Naming
        In whose order threats are listed.

    Returns
    -------
    dict from name of a mistake to "shown", "refuted" or "open"

    Source: ours
    """
    found = {name: judge(pairs_of(own, 0), own.delta) for name, (pairs_of, judge) in _WAYS.items()}
    first, second = naming.listed
    listed = replace(
        own,
        originals=tuple(own.originals[k] for k in first),
        surrogates=tuple(own.surrogates[k] for k in second),
        sizes=tuple((own.sizes[j][0], own.sizes[k][1]) for j, k in zip(first, second, strict=True)),
    )
    truth = sampled_outcome(own)
    return found | {
        "order": sampled_outcome(listed),
        "not-shown": "refuted" if truth == "open" else truth,
        "not-refuted": "shown" if truth == "open" else truth,
    }


def misread_sizes(own: Experiment) -> dict[str, int | None]:
    """What each mistake takes to be the least number of replies that is enough.

    Source: ours
    """
    found: dict[str, int | None] = {}
    for name, (pairs_of, judge) in _WAYS.items():
        found[name] = next((n for n in own.ladder if judge(pairs_of(own, n), own.delta) == "shown"), None)
    return found


def _at_level(k: int) -> Callable[[Experiment, int], Pairs]:
    return lambda own, size: pairs_at(own, errors_of(own.error, len(own.originals))[k], size)


def _one_radius(own: Experiment, size: int) -> Pairs:
    """The shares of surrogates are taken for the probabilities."""
    both = zip(_at_level(2)(own, size), own.shares, strict=True)
    return [(interval, (share, share)) for (interval, _), (_, share) in both]


def _points(own: Experiment, _: int) -> Pairs:
    return [((p, p), (q, q)) for p, q in own.shares]


def _means(own: Experiment, size: int) -> Pairs:
    """The mean intervals of all originals, and of all surrogates."""
    pairs = _at_level(2)(own, size)
    first, second = (
        tuple(sum((both[k][end] for both in pairs), Fraction(0)) / len(pairs) for end in (0, 1)) for k in (0, 1)
    )
    return [((first[0], first[1]), (second[0], second[1]))]


def _by_significance(pairs: Pairs, _: Fraction) -> Outcome:
    """Do all intervals overlap?"""
    return "shown" if all(p == q for p, q in (closest(*both) for both in pairs)) else "refuted"


_WAYS: Mapping[str, tuple[Callable[[Experiment, int], Pairs], Judge]] = {
    "half-of-them": (_at_level(1), outcome_of),
    "two-tails": (_at_level(3), outcome_of),
    "one-interval": (_at_level(0), outcome_of),
    "one-radius": (_one_radius, outcome_of),
    "not-significant": (_at_level(2), _by_significance),
    "mean-share": (_means, outcome_of),
    "point-estimates": (_points, outcome_of),
}
"""From which intervals, and how, a mistake judges."""
