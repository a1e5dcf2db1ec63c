"""The family `individual-rationality` against an evaluator that reads and runs the item's own text."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from spi.analysis.participation import participation
from spi.analysis.settings import load_program_setting
from spi.errors import SpiError
from spi.tasks.families.individual_rationality.draws import (
    Stance,
    gains,
    misread_sign,
    sign_of,
    stance_shape,
    total_gain,
)
from spi.tasks.families.individual_rationality.family import FAMILY, WORDS
from spi.tasks.items import Item
from spi.tasks.material.numbered_plans import Bargain, always, expects, wraps
from tests.tasks.checks import (
    assert_answers,
    assert_balanced,
    assert_deterministic,
    assert_no_giveaway,
    assert_proved,
    differing_lines,
    drawn,
    right_place,
)
from tests.tasks.told_programs import read_told

NUMBER = re.compile(r"\d+(?:/\d+)?")


def question(item: Item) -> str:
    return dict(item.asks)["question"]


def slow_answer(item: Item) -> str:
    """Play everything that the text tells of, and add up."""
    text = dict(item.texts)["matrix"]
    told = read_told(text)
    (who,) = re.findall(r"(\w+) can submit p", text)
    seat = told.players.index(who)

    def gain(q: str) -> Fraction:
        new, old = (told.pay(*((own, q) if seat == 0 else (q, own)))[seat] for own in ("w", "p"))
        return new - old

    if question(item) == "threshold":
        rest = {q: Fraction(p) for p, q in re.findall(r"([0-9/]+) for (q\d+)", text)}
        assert sum(rest.values()) == 1
        others = sum(p * gain(q) for q, p in rest.items())
        # x·gain(q1) + (1 − x)·others is linear in x: below 0 at x = 0, above 0 at x = 1
        assert others < 0 < gain("q1")
        return str(-others / (gain("q1") - others))
    law = {q: Fraction(p) for q, p in re.findall(r"(q\d+) with probability ([0-9/]+)", text)}
    assert sum(law.values()) == 1
    total = sum(p * gain(q) for q, p in law.items())
    if question(item) == "gain":
        return str(total)
    return WORDS["better" if total > 0 else "worse" if total < 0 else "equal"]


def test_agrees_with_the_definitions_and_is_proved() -> None:
    items = drawn(FAMILY, range(24))
    assert {question(item) for item in items} == {"sign", "gain", "threshold"}
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items[::3])
    assert_deterministic(FAMILY)


@pytest.mark.slow
def test_many_agree_with_the_definitions() -> None:
    items = drawn(FAMILY, range(1000, 1130))
    assert len(items) > 200
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items)


@pytest.mark.slow
def test_shapes_balance_and_surface() -> None:
    items = drawn(FAMILY, range(620))
    assert len({item.shape for item in items}) == len(items) >= 1000
    chosen = [item for item in items if item.options]
    assert_balanced(chosen, question, lambda item: item.answer)
    assert_balanced(chosen, question, right_place)
    features = {
        "length": lambda item: len(dict(item.texts)["formal"]),
        "types": lambda item: dict(item.knobs)["types"],
        "largest payoff": lambda item: max(max(v) for v in read_told(dict(item.texts)["matrix"]).payoffs.values()),
        "sum of payoffs": lambda item: sum(map(sum, read_told(dict(item.texts)["matrix"]).payoffs.values())),
        "renegotiators": lambda item: dict(item.texts)["matrix"].count("= renegotiator("),
        "seat": lambda item: dict(item.texts)["matrix"].index(dict(item.asks)["player"]),
        "first option": lambda item: sorted(WORDS.values()).index(item.options[0].text),
    }
    assert_no_giveaway(chosen, features, lambda item: item.answer, 0.15)


def test_pairs_differ_in_one_payoff_and_in_the_answer() -> None:
    pairs = [(a, b) for a, b in pairwise(drawn(FAMILY, range(24))) if a.pair and a.pair == b.pair]
    assert len(pairs) > 10
    for one, two in pairs:
        assert one.answer != two.answer and one.shape != two.shape
        for wording in ("formal", "matrix", "story"):
            ((before, after),) = differing_lines(one, two, wording)
            a, b = NUMBER.findall(before), NUMBER.findall(after)
            assert sum(x != y for x, y in zip(a, b, strict=True)) == 1
        assert {one.control, two.control} <= {False, True}
        assert all(item.control == (item.answer == WORDS["worse"]) for item in (one, two))


def test_every_wording_has_every_payoff_and_probability() -> None:
    for item in drawn(FAMILY, range(24))[:10]:
        numbers = [x for row in read_told(dict(item.texts)["matrix"]).payoffs.values() for x in row]
        law = json.loads(dict(item.asks)["law"]) if question(item) != "threshold" else []
        for _, text in item.texts:
            found = NUMBER.findall(text)
            assert all(str(x) in found for x in [*numbers, *law])


def test_files_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for item in drawn(FAMILY, range(24))[:8]:
        for name, text in item.files:
            Path(name).write_text(text)
        setting = load_program_setting("setting.toml")
        assert setting.transformation and setting.beliefs
        seat = setting.games.game.players.index(dict(item.asks)["player"])
        found = participation(setting.games, setting.transformation, setting.names["p"], seat, setting.beliefs[seat])
        low = found.expected.lowest.value
        if question(item) == "threshold":
            assert low < 0  # the belief is any, and x may be 0
        else:
            assert item.answer == (str(low) if question(item) == "gain" else WORDS[sign_of(low)])


def test_labels_are_about_what_is_asked() -> None:
    items = drawn(FAMILY, range(24))
    for item in items[:12]:
        read = [json.loads(p.text) for p in item.proofs]
        other = next(i for i in items if i.shape != item.shape)
        with pytest.raises(SpiError):
            FAMILY.label([json.loads(p.text) for p in other.proofs], dict(item.asks))
        asks = dict(item.asks)
        swapped = {"program": asks["becomes"], "becomes": asks["program"]}
        reversed_law = {"law": json.dumps(json.loads(asks["law"])[::-1])}
        for wrong in ({"player": "nobody"}, swapped, {"types": "[]"}, {"game": "0" * 64}, reversed_law):
            if json.loads(asks["law"]) == json.loads(reversed_law["law"]) and wrong is reversed_law:
                continue
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | wrong)
        with pytest.raises(SpiError):
            FAMILY.label([*read, *read], asks)


def by_hand() -> Stance:
    """The Scheduling Game; she would always take slot 1, and both propose slot 3 where they miss each other.

    Against somebody who wraps slot 2 she gains 1 (0 to 1); against the conditional demander, who yields to her bare
    code alone, she loses 3: digiovanni-et-al-2024, Example 1.
    """
    zero, one, three = Fraction(0), Fraction(1), Fraction(3)
    rows = [[(zero, zero)] * 3 for _ in range(3)]
    rows[0][0], rows[1][1], rows[2][2] = (three, one), (one, three), (one, one)
    bargain = Bargain(tuple(map(tuple, rows)), ((((0, 1), (2, 2)),),))
    types = (wraps(always(1), 0), expects(always(0), 0, 1))
    return Stance(bargain, 0, always(0), types, (Fraction(3, 4), Fraction(1, 4)))


def test_mistakes_by_hand() -> None:
    stance = by_hand()
    assert gains(stance) == [1, -3] and total_gain(stance) == 0  # 3/4 - 3/4: rational up to a punisher of 1/4
    assert misread_sign(stance) == {
        "likeliest": "better",
        "unweighted": "worse",  # 1 - 3
        "sum": "better",  # he gains 1 and loses 1: 3/4 - 1/4, and she nothing
        "code-blind": "better",
        "ex-post": "better",
        "worst-case": "worse",
    }


def test_mistakes_occur_and_shapes_forget_names() -> None:
    seen = {o.error for item in drawn(FAMILY, range(24)) for o in item.options}
    assert {"ex-post", "worst-case", "likeliest", "unweighted", "code-blind"} <= seen
    stance = by_hand()
    # the first player's slots 1 and 3 swapped, and the types in the other order
    rows = tuple(reversed(stance.bargain.payoffs))
    types = (expects(always(2), 0, 1), wraps(always(1), 0))
    twin = Stance(Bargain(rows, ((((2, 1), (0, 2)),),)), 0, always(2), types, tuple(reversed(stance.law)))
    assert stance_shape("sign", stance) == stance_shape("sign", twin) != stance_shape("gain", stance)
