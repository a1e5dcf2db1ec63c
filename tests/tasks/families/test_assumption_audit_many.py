"""The family `assumption-audit`, many items: proofs, answers by the definitions, shapes, balance, surface features."""

from __future__ import annotations

from functools import cache

import pytest

from spi.tasks.families.assumption_audit import extension_items, renegotiation_items
from spi.tasks.families.assumption_audit.family import FAMILY
from spi.tasks.items import Item, Proof
from tests.tasks.checks import (
    assert_answers,
    assert_balanced,
    assert_fair_options,
    assert_knob_rises,
    assert_no_giveaway,
    assert_proved,
    drawn,
    right_place,
)
from tests.tasks.told_audits import question, slow_answer


@pytest.mark.slow
@pytest.mark.parametrize("block", range(5))
def test_many_are_proved_and_agree_with_the_definitions(block: int) -> None:
    items = drawn(FAMILY, range(1000 + 140 * block, 1140 + 140 * block))
    assert len(items) > 200  # a thousand in all
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items)


@cache
def unproved() -> list[Item]:
    """Many more items, without certificates, which take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (extension_items, renegotiation_items):
            patch.setattr(module, "prove_table", lambda *_: Proof("encounters", ""))
        return [item for seed in range(700) for item in FAMILY.generate(seed, 1 + seed % 5)]


@pytest.mark.slow
def test_shapes_and_knobs() -> None:
    items = unproved()
    assert len({item.shape for item in items}) == len(items) > 1000
    assert_knob_rises(FAMILY, items)


@pytest.mark.slow
@pytest.mark.parametrize("assumption", ["4", "8"])
def test_balance_and_surface(assumption: str) -> None:
    items = [item for item in unproved() if dict(item.asks)["assumption"] == assumption]
    asked = [item for item in items if question(item) == "clauses"]
    assert len(items) > 500
    assert_balanced(asked, question, lambda item: item.answer)
    assert_balanced(asked, question, right_place)
    assert_fair_options([item for item in items if question(item) != "clauses"])
    features = {
        "length": lambda item: len(dict(item.texts)["formal"]),
        "programs": lambda item: dict(item.knobs)["programs"],
        "largest number": lambda item: max(int(x) for x in dict(item.texts)["matrix"].split() if x.isdigit()),
        "renegotiators": lambda item: dict(item.texts)["matrix"].count("renegotiator(default="),
        "outcomes": lambda item: dict(item.texts)["matrix"].count('("'),
        "first option": lambda item: sorted(o.text for o in item.options).index(item.options[0].text),
    }
    assert_no_giveaway(asked, features, lambda item: item.answer, 0.1)
    assert {o.error for item in items for o in item.options} - {""} >= {
        "impossible",
        "code-blind",
        "hurt",
        "other-clause",
    }
