"""What every family of benchmark items is tested for: proofs, labels, shapes, balance, surface features."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from spi.checker import Receipt, check
from spi.tasks.items import WORDINGS, Family, Item

_DRAWN: dict[tuple[str, range], list[Item]] = {}


def drawn(family: Family, seeds: range) -> list[Item]:
    """The items of these seeds, the difficulty going round; drawn once for all tests of a file."""
    key = family.name, seeds
    if key not in _DRAWN:
        _DRAWN[key] = [item for k, seed in enumerate(seeds) for item in family.generate(seed, 1 + k % 5)]
    return _DRAWN[key]


def certificates_of(item: Item) -> list[Any]:
    """What `Family.label` reads."""
    return [json.loads(proof.text) for proof in item.proofs]


def assert_proved(family: Family, items: Iterable[Item]) -> None:
    """The checker accepts all certificates, the label follows from them, and the parts of an item fit each other."""
    pairs: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for proof in item.proofs:
            assert isinstance(check(proof.text), Receipt), (item.seed, item.difficulty)
        assert len({proof.name for proof in item.proofs}) == len(item.proofs) >= 1
        assert family.label(certificates_of(item), dict(item.asks)) == item.answer
        assert item.family == family.name and len(item.shape) == 64
        assert tuple(name for name, _ in item.texts) == WORDINGS
        assert dict(item.knobs)[family.knob] >= 1
        if item.form == "choice":
            assert [o.text for o in item.options if not o.error] == [item.answer]
            assert len({o.text for o in item.options}) == len(item.options) >= 2
        assert {o.error for o in item.options} - {""} <= set(family.errors)
        pairs[item.pair].append(item.answer)
    assert all(len(set(own)) == len(own) <= 2 for pair, own in pairs.items() if pair)


def assert_a_thousand(family: Family, seeds: range) -> None:
    """A thousand items or more, of all difficulties: no shape occurs twice, and all labels are proved."""
    items = drawn(family, seeds)
    assert len({item.shape for item in items}) == len(items) >= 1000
    assert_proved(family, items)


def assert_answers(items: Iterable[Item], slow_answer: Callable[[Item], str]) -> None:
    """The answers are those of an evaluator that is written from the definition."""
    for item in items:
        assert slow_answer(item) == item.answer, (item.seed, item.difficulty)


def assert_knob_rises(family: Family, items: Iterable[Item]) -> None:
    """The knob does not fall, on average, as difficulty rises, and rises altogether."""
    found: dict[int, list[int]] = defaultdict(list)
    for item in items:
        found[item.difficulty].append(dict(item.knobs)[family.knob])
    means = [sum(own) / len(own) for _, own in sorted(found.items())]
    assert means == sorted(means) and means[0] < means[-1]


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


def told_by(items: Sequence[Item], feature: Callable[[Item], Any], answer: Callable[[Item], Any]) -> float:
    """How many answers somebody gets right who knows the most frequent answer for each value of a feature."""
    groups: dict[Any, Counter[Any]] = defaultdict(Counter)
    for item in items:
        groups[feature(item)][answer(item)] += 1
    return sum(max(own.values()) for own in groups.values()) / len(items)


def right_place(item: Item) -> int:
    """The place of the right option."""
    return next(k for k, option in enumerate(item.options) if not option.error)


def differing_lines(one: Item, two: Item, wording: str) -> list[tuple[str, str]]:
    """The lines in which two wordings differ, but for the width of a table's columns; both have as many lines."""
    rows = (re.sub("-+", "-", dict(item.texts)[wording]).splitlines() for item in (one, two))
    return [(a, b) for a, b in zip(*rows, strict=True) if a.split() != b.split()]
