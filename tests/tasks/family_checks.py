"""What must hold of the items of every family; each family's tests call these with items of their own."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from spi.checker import Receipt, check
from spi.tasks.items import Family, Item


def draw(family: Family, seeds: range) -> list[Item]:
    """All items of so many seeds, the five difficulties in turn."""
    return [item for seed in seeds for item in family.generate(seed, seed % 5 + 1)]


def certificates_of(item: Item) -> list[Any]:
    return [json.loads(proof.text) for proof in item.proofs]


def labels_follow(family: Family, items: Sequence[Item]) -> None:
    """Every certificate is accepted, and the label that follows is the answer."""
    for item in items:
        assert item.proofs
        assert len({proof.name for proof in item.proofs}) == len(item.proofs)
        assert all(isinstance(check(proof.text), Receipt) for proof in item.proofs)
        assert family.label(certificates_of(item), dict(item.asks)) == item.answer


def options_are_complete(family: Family, items: Sequence[Item]) -> None:
    """Exactly one option is right, no two are the same, and every wrong one names a mistake of the family."""
    for item in items:
        texts = [option.text for option in item.options]
        assert len(set(texts)) == len(texts) >= 2
        assert [option.text for option in item.options if not option.error] == [item.answer]
        assert {option.error for option in item.options} <= {*family.errors, ""}


def items_are_well_formed(family: Family, items: Sequence[Item]) -> None:
    """Three wordings, a knob, shapes that are hashes; a pair has two answers."""
    pairs: dict[str, list[Item]] = {}
    for item in items:
        assert item.family == family.name
        assert [name for name, _ in item.texts] == ["formal", "matrix", "story"]
        assert family.knob in dict(item.knobs)
        assert len(item.shape) == 64
        pairs.setdefault(item.pair, []).append(item)
    assert all(len({item.answer for item in own}) == len(own) <= 2 for pair, own in pairs.items() if pair)


def knob_rises(family: Family, items: Sequence[Item]) -> None:
    """The knob does not fall, on average, as difficulty rises, and rises altogether."""
    found: dict[int, list[int]] = {}
    for item in items:
        found.setdefault(item.difficulty, []).append(dict(item.knobs)[family.knob])
    means = [sum(own) / len(own) for _, own in sorted(found.items())]
    assert means == sorted(means)
    assert means[0] < means[-1]


def told_by(items: Sequence[Item], feature: Callable[[Item], Any], answer: Callable[[Item], Any]) -> float:
    """How many answers somebody gets right who knows the most frequent answer for each value of a feature."""
    groups: dict[Any, Counter[Any]] = {}
    for item in items:
        groups.setdefault(feature(item), Counter())[answer(item)] += 1
    return sum(max(own.values()) for own in groups.values()) / len(items)
