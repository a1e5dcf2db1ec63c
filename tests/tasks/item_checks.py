"""What every family of benchmark items is tested for: proofs, labels, shapes, balance, surface features."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from spi.checker import Receipt, check
from spi.tasks.items import Family, Item

_DRAWN: dict[tuple[str, range], list[Item]] = {}


def drawn(family: Family, seeds: range) -> list[Item]:
    """The items of these seeds, the difficulty going round; drawn once for all tests of a file."""
    key = family.name, seeds
    if key not in _DRAWN:
        _DRAWN[key] = [item for k, seed in enumerate(seeds) for item in family.generate(seed, 1 + k % 5)]
    return _DRAWN[key]


def assert_proved(family: Family, items: Iterable[Item]) -> None:
    """The checker accepts all certificates, the label follows from them, and a choice has one right option."""
    for item in items:
        for proof in item.proofs:
            assert isinstance(check(proof.text), Receipt), (item.seed, item.difficulty)
        assert family.label([json.loads(p.text) for p in item.proofs], dict(item.asks)) == item.answer
        if item.form == "choice":
            assert [o.text for o in item.options if not o.error] == [item.answer]
            assert len({o.text for o in item.options}) == len(item.options) >= 2
        assert {o.error for o in item.options} - {""} <= set(family.errors)
        assert dict(item.knobs)[family.knob] >= 1


def assert_deterministic(family: Family) -> None:
    """The same seed and difficulty give the same items; others give others."""
    assert family.generate(7, 3) == family.generate(7, 3)
    assert family.generate(7, 3) != family.generate(8, 3)
    assert family.generate(7, 3) != family.generate(7, 4)


def assert_balanced(items: Iterable[Item], group: Callable[[Item], Any], answer: Callable[[Item], Any]) -> None:
    """Each of k answers of a group has between 0.6/k and 1.6/k of its items."""
    groups: dict[Any, Counter[Any]] = defaultdict(Counter)
    for item in items:
        groups[group(item)][answer(item)] += 1
    for name, counts in groups.items():
        k, total = len(counts), sum(counts.values())
        assert k > 1, name
        assert all(0.6 / k <= count / total <= 1.6 / k for count in counts.values()), (name, counts)


def assert_fair_options(items: Sequence[Item]) -> None:
    """Where the number of options differs: the first and the last are right as often as one of so many should be."""
    for place in (0, -1):
        found = sum(not item.options[place].error for item in items)
        expected = sum(1 / len(item.options) for item in items)
        assert 0.6 * expected <= found <= 1.6 * expected, (place, found, expected)


def assert_no_giveaway(
    items: Sequence[Item], features: dict[str, Callable[[Item], float]], answer: Callable[[Item], Any], slack: float
) -> None:
    """No single feature predicts answers: learnt on two thirds by quarters, tried on the rest."""
    answers = [answer(item) for item in items]
    k = len(set(answers))
    cut = 2 * len(items) // 3
    for name, feature in features.items():
        values = [feature(item) for item in items]
        edges = [sorted(values)[q * len(values) // 4] for q in (1, 2, 3)]
        bins = [sum(v >= edge for edge in edges) for v in values]
        learnt: dict[int, Counter[Any]] = defaultdict(Counter)
        for b, own in zip(bins[:cut], answers[:cut], strict=True):
            learnt[b][own] += 1
        guesses = [learnt[b].most_common(1)[0][0] if learnt[b] else None for b in bins[cut:]]
        right = sum(g == own for g, own in zip(guesses, answers[cut:], strict=True))
        assert right / len(guesses) <= 1 / k + slack, (name, right / len(guesses), k)


def right_place(item: Item) -> int:
    """The place of the right option."""
    return next(k for k, option in enumerate(item.options) if not option.error)


def differing_lines(one: Item, two: Item, wording: str) -> list[tuple[str, str]]:
    """The lines in which two wordings differ; both have as many lines."""
    rows = (dict(item.texts)[wording].splitlines() for item in (one, two))
    return [(a, b) for a, b in zip(*rows, strict=True) if a != b]
