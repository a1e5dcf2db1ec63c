"""How far one gets without understanding: trivial answers, and a logistic regression on the surface of questions.

A set is fair if none of this does better than guessing. What guessing can do is a law with exact tails: whoever guesses
gets an item with k candidates right with chance 1/k: its options, or the answers that occur; of a witness one guesses
whether there is one. The items of a minimal pair are taken as one guess, both right or both wrong, which is the least
favourable case: guesses at a pair may be as dependent as they like.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING

from spi.tasks.items import Item
from spi.tasks.surface import Surface, games_of, labels_of, numbers_in, option_payoff, surface_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Baseline", "guessing_law", "run_baselines"]

FOLDS = 5
_STEPS = 100
_FEWEST = 10  # groups, below which nothing is fitted

Hit = bool | None
"""Is an item right? None: this baseline has no answer to it."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What one trivial way of answering achieves in a family.

    Parameters
    ----------
    name : str
    wording : str
        Empty if the question is not read at all.
    right, size : int
        Of so many items that it has an answer to.
    chance : Fraction
        The share that guessing gets right on average.
    low, high : int
        Guessing gets fewer than `low` right with a probability of at most `tail`, and more than `high` as well.
    tail : Fraction

    Source: ours
    """

    name: str
    wording: str
    right: int
    size: int
    chance: Fraction
    low: int
    high: int
    tail: Fraction

    @property
    def is_near_chance(self) -> bool:
        """Is it no better than guessing can be?"""
        return self.right <= self.high


def run_baselines(items: Sequence[Item], *, tail: Fraction) -> list[Baseline]:
    """Let all baselines answer the items of one family.

    Parameters
    ----------
    items : sequence of Item
        Graded ones of one family, with their wordings.
    tail : Fraction
        Risk, for each baseline, of being called better than guessing when it is not.

    Returns
    -------
    list of Baseline
        Those that have an answer to some item. The regression is fitted without the group that it answers for: items
        of one pair are in one fold.

    Source: ours
    """
    spoken = labels_of([item for item in items if not item.options])
    labels = tuple(sorted({*labels_of(items), *spoken}))
    found: list[tuple[str, str, list[Hit]]] = [("most common answer", "", _most_common(items))]
    for name, choose in _CHOICES.items():
        found.append((name, "", [_hit(item, choose(item)) for item in items]))
    for wording in dict.fromkeys(wording for item in items for wording, _ in item.texts):
        questions = [dict(item.texts).get(wording, "") for item in items]
        found += [(name, wording, _by_number(items, questions, of)) for name, of in _NUMBERS.items()]
        surfaces = [surface_of(item, text, spoken) for item, text in zip(items, questions, strict=True)]
        found.append(("logistic regression", wording, _regression(items, surfaces, labels)))
    return [
        _baseline(name, wording, items, hits, tail) for name, wording, hits in found if any(h is not None for h in hits)
    ]


def guessing_law(groups: Sequence[tuple[int, int]]) -> list[Fraction]:
    """The law of how many are right by guessing; exact.

    Parameters
    ----------
    groups : sequence of (int, int)
        Of each group how many candidates there are, and how many items, which are right or wrong together.

    Returns
    -------
    list of Fraction
        The probability of 0, 1, 2, … right ones.

    Examples
    --------
    >>> print(*guessing_law([(2, 1), (2, 1)]))
    1/4 1/2 1/4

    Source: ours
    """
    return list(_law(tuple(sorted(Counter(groups).items()))))


@cache
def _law(counted: tuple[tuple[tuple[int, int], int], ...]) -> tuple[Fraction, ...]:
    weights, total = [1], 1
    for (candidates, size), times in counted:
        for _ in range(times):
            shifted = [0] * size + weights
            stay = [*weights, *[0] * size]
            weights = [(candidates - 1) * a + b for a, b in zip(stay, shifted, strict=True)]
            total *= candidates
    return tuple(Fraction(weight, total) for weight in weights)


def _baseline(name: str, wording: str, items: Sequence[Item], hits: Sequence[Hit], tail: Fraction) -> Baseline:
    answered = [(item, hit) for item, hit in zip(items, hits, strict=True) if hit is not None]
    open_ended = len({item.answer for item in items if item.form not in ("choice", "witness")})
    groups: dict[str, tuple[int, int]] = {}
    for item, _ in answered:
        candidates = len(item.options) if item.form == "choice" else 2 if item.form == "witness" else open_ended
        least, size = groups.get(_group(item), (candidates, 0))
        groups[_group(item)] = (min(least, candidates), size + 1)
    law = guessing_law(list(groups.values()))
    mean = sum((Fraction(size, candidates) for candidates, size in groups.values()), Fraction(0)) / len(answered)
    low, high, below, above = 0, len(answered), Fraction(0), Fraction(0)
    while below + law[low] <= tail:
        below += law[low]
        low += 1
    while above + law[high] <= tail:
        above += law[high]
        high -= 1
    return Baseline(name, wording, sum(map(bool, hits)), len(answered), mean, low, high, tail)


def _group(item: Item) -> str:
    return item.pair or item.shape


def _hit(item: Item, answer: str | None) -> Hit:
    return None if answer is None else answer == item.answer


def _fold(item: Item) -> int:
    return int(hashlib.sha256(_group(item).encode()).hexdigest(), 16) % FOLDS


def _most_common(items: Sequence[Item]) -> list[Hit]:
    folds = list(map(_fold, items))
    counted = {
        (fold, form): Counter(o.answer for o, of in zip(items, folds, strict=True) if o.form == form and of != fold)
        for fold, form in {(fold, item.form) for fold, item in zip(folds, items, strict=True)}
    }
    hits: list[Hit] = []
    for item, fold in zip(items, folds, strict=True):
        counts = counted[fold, item.form]
        known = [option.text for option in item.options] or list(counts)
        best = max(known, key=lambda text: (counts[text], text), default=None)
        hits.append(_hit(item, best) if best is not None and counts[best] else None)
    return hits


def _unique(texts: Sequence[str], key: Callable[[str], Fraction | int | None]) -> str | None:
    """The one text for which the key is largest; None if there is none, or several."""
    values = {text: key(text) for text in texts}
    numbers = [value for value in values.values() if value is not None]
    if len(numbers) < len(values) or not numbers or numbers.count(max(numbers)) > 1:
        return None
    return next(text for text, value in values.items() if value == max(numbers))


def _texts(item: Item) -> list[str]:
    return [option.text for option in item.options] if item.form == "choice" else []


_CHOICES: dict[str, Callable[[Item], str | None]] = {
    "first option": lambda item: next(iter(_texts(item)), None),
    "last option": lambda item: next(iter(reversed(_texts(item))), None),
    "longest option": lambda item: _unique(_texts(item), len),
    "shortest option": lambda item: _unique(_texts(item), lambda text: -len(text)),
    "option with the largest number": lambda item: _unique(
        _texts(item), lambda text: max(numbers_in(text), default=None)
    ),
    "option with the largest payoffs": lambda item: _unique(_texts(item), partial(option_payoff, games=games_of(item))),
}


_NUMBERS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "first number": lambda numbers: numbers[0],
    "last number": lambda numbers: numbers[-1],
    "largest number": max,
    "smallest number": min,
}


def _by_number(
    items: Sequence[Item], questions: Sequence[str], choose: Callable[[list[Fraction]], Fraction]
) -> list[Hit]:
    found = [
        numbers_in(question) if item.form == "number" else [] for item, question in zip(items, questions, strict=True)
    ]
    return [Fraction(item.answer) == choose(own) if own else None for item, own in zip(items, found, strict=True)]


def _regression(items: Sequence[Item], surfaces: Sequence[Surface], labels: tuple[str, ...]) -> list[Hit]:
    import numpy as np

    usable = [k for k, own in enumerate(surfaces) if items[k].answer in own.candidates]
    hits: list[Hit] = [False if own.candidates else None for own in surfaces]  # what is no candidate is not found
    if len({_group(items[k]) for k in usable}) < _FEWEST:
        return [None] * len(items)
    x, mask = _design([surfaces[k] for k in usable], labels)
    right = np.array([surfaces[k].candidates.index(items[k].answer) for k in usable])
    folds = np.array([_fold(items[k]) for k in usable])
    for fold in range(FOLDS):
        train = folds != fold
        if train.all() or not train.any():
            continue
        weights = _fitted(x[train], mask[train], right[train])
        scores = np.where(mask[~train], _scores(x[~train], weights), -np.inf)
        for k, chosen, wanted in zip(np.flatnonzero(~train), scores.argmax(axis=1), right[~train], strict=True):
            hits[usable[int(k)]] = bool(chosen == wanted)
    return hits


def _design(surfaces: Sequence[Surface], labels: tuple[str, ...]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Features of all candidates, with those of the question for each word; each column of mean 0 and spread 1."""
    import numpy as np

    most = max(len(own.candidates) for own in surfaces)
    width = max(len(own.about) for own in surfaces)
    about = np.array([[*own.about, *[0.0] * (width - len(own.about))] for own in surfaces])
    about = (about - about.mean(axis=0)) / np.where(about.std(axis=0) > 1e-9, about.std(axis=0), 1.0)
    own_size = len(surfaces[0].features[0])
    x = np.zeros((len(surfaces), most, own_size + len(labels) * (1 + width)))
    mask = np.zeros((len(surfaces), most), dtype=bool)
    for k, own in enumerate(surfaces):
        for c, (text, features) in enumerate(zip(own.candidates, own.features, strict=True)):
            mask[k, c] = True
            x[k, c, :own_size] = features
            if text in labels:
                start = own_size + labels.index(text) * (1 + width)
                x[k, c, start : start + 1 + width] = [1.0, *about[k]]
    flat = x[mask][:, :own_size]
    spread = flat.std(axis=0)
    x[:, :, :own_size] = (x[:, :, :own_size] - flat.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    return x, mask


def _fitted(x: NDArray[np.float64], mask: NDArray[np.bool_], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weights of a conditional logistic regression with a ridge of 1: gradient steps as long as Barzilai and Borwein's.

    All in loops of one thread: these arrays are small, and threads that wait for one another cost ten times as much.
    """
    import numpy as np

    given = x[np.arange(len(x)), right].sum(axis=0)

    def gradient(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        scores = np.where(mask, _scores(x, weights), -np.inf)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope = np.einsum("nk,nkd->d", odds / odds.sum(axis=1, keepdims=True), x)
        return np.asarray(slope - given + weights)

    weights = np.zeros(x.shape[2])
    slope = gradient(weights)
    step = 1 / max(1.0, float(np.abs(slope).max()))
    for _ in range(_STEPS):
        moved = -step * slope
        weights, before, slope = weights + moved, slope, gradient(weights + moved)
        if np.abs(slope).max() < 1e-4:
            break
        step = float((moved**2).sum() / (moved * (slope - before)).sum())  # at most 1, by the ridge
    return np.asarray(weights)


def _scores(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.einsum("nkd,d->nk", x, weights))
