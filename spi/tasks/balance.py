"""Which of the items that were drawn are taken, so that answers, and the places of right options, are even."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from spi.tasks.asking import LETTERS
from spi.tasks.items import Item
from spi.tasks.surface import MOST_LABELS

__all__ = ["choose_evenly", "is_even"]

Group = tuple[Item, ...]
"""One item, or a minimal pair."""

Kind = tuple[str, tuple[str, ...]]

_UNIT = math.lcm(*range(1, len(LETTERS) + 1))  # places are counted in these parts of an item


def choose_evenly(pool: Sequence[Group], quota: int) -> list[Group]:
    """Take groups until there are `quota` items, or one more.

    Items with the same options ask for one of the same words: their answers are made even. So are answers without
    options. What has options of its own is told apart by the place of the right one alone. How common each of these
    kinds is stays as it was drawn. Among items that are as good for answers, those are taken that make places even.

    Parameters
    ----------
    pool : sequence of tuple of Item
        With at least `quota` items.
    quota : int

    Returns
    -------
    list of tuple of Item
        In the order of the pool.

    Source: ours
    """
    kinds = _kinds(pool)
    common = Counter(kinds)
    labels: Counter[tuple[Kind, str]] = Counter()
    excess: Counter[int] = Counter()
    taken: Counter[Kind] = Counter()
    left = {kind: [k for k, other in enumerate(kinds) if other == kind] for kind in common}
    places = list(map(_places, pool))
    chosen: list[int] = []
    items = 0
    while items < quota:
        kind = max(
            (kind for kind in left if left[kind]),
            key=lambda kind: common[kind] * (len(chosen) + 1) - taken[kind] * len(pool),
        )

        def cost(k: int, kind: Kind = kind) -> tuple[int, int, int]:
            answered = sum(2 * labels[kind, item.answer] + 1 for item in pool[k]) * 2 // len(pool[k])
            placed = sum(moved * (2 * excess[place] + moved) for place, moved in places[k].items())
            return answered if _has_words(kind) else 0, placed, k

        best = min(left[kind], key=cost)
        left[kind].remove(best)
        chosen.append(best)
        taken[kind] += 1
        labels.update((kind, item.answer) for item in pool[best])
        excess.update(places[best])
        items += len(pool[best])
    return [pool[k] for k in sorted(chosen)]


def is_even(chosen: Sequence[Group], pool: Sequence[Group]) -> bool:
    """Could no more be asked for? Answers of one kind differ by one item at most, and places by little.

    Parameters
    ----------
    chosen, pool : sequence of tuple of Item
        What was taken, and from what.

    Source: ours
    """
    kinds = dict(zip(map(id, pool), _kinds(pool), strict=True))
    for kind in dict.fromkeys(kinds.values()):
        known = {item.answer for group in pool if kinds[id(group)] == kind for item in group}
        if _has_words(kind) and len(known) <= MOST_LABELS:
            counts = Counter(item.answer for group in chosen if kinds[id(group)] == kind for item in group)
            if max(counts[answer] for answer in known) - min(counts[answer] for answer in known) > 1:
                return False
    excess: Counter[int] = Counter()
    for group in chosen:
        excess.update(_places(group))
    items = sum(map(len, chosen))
    return all(abs(moved) * 20 <= _UNIT * (20 + items) for moved in excess.values())


def _kinds(pool: Sequence[Group]) -> list[Kind]:
    """Of each group its options, if another group has them, too; else the form of its answer, and how many options."""
    own = [tuple(sorted(option.text for option in group[0].options)) for group in pool]
    common = Counter(own)
    return [
        ("words", texts) if texts and common[texts] > 1 else (group[0].form, (str(len(texts)),))
        for texts, group in zip(own, pool, strict=True)
    ]


def _has_words(kind: Kind) -> bool:
    """Do answers of this kind occur again and again?"""
    return kind[0] not in ("choice", "ranking")


def _places(group: Group) -> Counter[int]:
    """By how much each place is right more often than by chance, in parts of an item."""
    moved: Counter[int] = Counter()
    for item in group:
        if item.form == "choice":
            for place, option in enumerate(item.options):
                moved[place] += _UNIT * (not option.error) - _UNIT // len(item.options)
    return moved
