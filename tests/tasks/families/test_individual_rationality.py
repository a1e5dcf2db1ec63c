"""The family `individual-rationality` against an evaluator that reads and runs the item's own text."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from spi.analysis.participation import participation
from spi.analysis.settings import load_program_setting
from spi.errors import SpiError
from spi.tasks.asking import target
from spi.tasks.families.individual_rationality.aims import belief_for
from spi.tasks.families.individual_rationality.draws import (
    Stance,
    gains,
    misread_sign,
    sign_of,
    stance_shape,
    total_gain,
)
from spi.tasks.families.individual_rationality.family import FAMILY, WORDS
from spi.tasks.items import SURPLUS, Item
from spi.tasks.material.numbered_plans import Bargain, always, expects, wraps
from spi.tasks.scoring import score_answer, surpluses
from tests.tasks.checks import (
    assert_a_thousand,
    assert_answers,
    assert_balanced,
    assert_deterministic,
    assert_no_giveaway,
    assert_proved,
    certificates_of,
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

    def gain(q: str, w: str = "w") -> Fraction:
        new, old = (told.pay(*((own, q) if seat == 0 else (q, own)))[seat] for own in (w, "p"))
        return new - old

    if question(item) == "belief":  # ours is one of many: is it a belief that gives what is asked for?
        (aim,) = re.findall(r"gains exactly (-?[0-9/]+) in expectation", text)
        law = {f"q{k}": Fraction(p) for k, p in enumerate(item.answer.split(", "), 1)}
        assert set(law) == {name for name in told.programs if name[0] == "q"}
        right = min(law.values()) > 0 and sum(law.values()) == 1
        return item.answer if right and sum(p * gain(q) for q, p in law.items()) == Fraction(aim) else "another"

    if question(item) == "threshold":
        rest = {q: Fraction(p) for p, q in re.findall(r"([0-9/]+) for (q\d+)", text)}
        assert sum(rest.values()) == 1
        others = sum(p * gain(q) for q, p in rest.items())
        # x·gain(q1) + (1 − x)·others is linear in x: below 0 at x = 0, above 0 at x = 1
        assert others < 0 < gain("q1")
        return str(-others / (gain("q1") - others))
    law = {q: Fraction(p) for q, p in re.findall(r"(q\d+) with probability ([0-9/]+)", text)}
    assert sum(law.values()) == 1
    if question(item) == "ranking":
        hers = [name for name in told.programs if name[0] in "pw" and "roposal" not in name]
        worth = {w: sum(p * gain(q, w) for q, p in law.items()) for w in hers}
        assert surpluses(item) == worth and len(set(worth.values())) == len(worth) == len(item.options)
        return " > ".join(sorted(worth, key=lambda w: -worth[w]))
    total = sum(p * gain(q) for q, p in law.items())
    if question(item) == "gain":
        return str(total)
    return WORDS["better" if total > 0 else "worse" if total < 0 else "equal"]


def test_agrees_with_the_definitions_and_is_proved() -> None:
    items = drawn(FAMILY, range(24))
    assert {question(item) for item in items} == {"sign", "gain", "threshold", "ranking", "belief"}
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items[::3])
    assert_deterministic(FAMILY)


@pytest.mark.slow
def test_many_agree_with_the_definitions() -> None:
    items = drawn(FAMILY, range(1000, 1150))
    assert len(items) > 200
    assert_answers(items, slow_answer)


@pytest.mark.slow
def test_a_thousand_are_proved_and_fair() -> None:
    assert_a_thousand(FAMILY, range(700))
    items = drawn(FAMILY, range(700))
    chosen = [item for item in items if item.form == "choice"]
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
        law = json.loads(dict(item.asks)["law"]) if question(item) not in ("threshold", "belief") else []
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
        if question(item) in ("threshold", "belief"):
            assert low < 0  # the belief is any
        elif question(item) == "ranking":
            assert dict(item.asks)["surplus of w1"] == str(low)  # the setting has the first proposal
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
        first, *more = json.loads(asks["becomes"])
        swapped = {"program": first, "becomes": json.dumps([asks["program"], *more])}
        changes = [{"player": "nobody"}, swapped, {"types": "[]"}, {"game": "0" * 64}]
        if question(item) == "belief":
            changes.append({"aim": str(Fraction(asks["aim"]) + Fraction(1, 7))})
        elif (law := json.loads(asks["law"])) != law[::-1]:
            changes.append({"law": json.dumps(law[::-1])})
        for wrong in changes:
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | wrong)
        with pytest.raises(SpiError):
            FAMILY.label([*read, *read], asks)


def test_rankings_are_scored_by_what_they_lose() -> None:
    items = [item for item in drawn(FAMILY, range(60)) if question(item) == "ranking"]
    assert {len(item.options) for item in items} == {3, 4}
    best = {item.answer.split(" > ")[0] for item in items}
    assert "p" in best and len(best) >= 3  # not taking part is the best one, too
    for item in items[:6]:
        assert score_answer(item, f"ANSWER: {target(item)}").outcome == "right"
        order = item.answer.split(" > ")[::-1]
        score = score_answer(item, f"ANSWER: {' > '.join(order)}")
        gains = surpluses(item)
        assert (score.outcome, score.loss) == ("wrong", max(gains.values()) - min(gains.values()))
        read = certificates_of(item)
        name, gain = next((k, v) for k, v in item.asks if k.startswith(SURPLUS))
        with pytest.raises(SpiError):
            FAMILY.label(read, dict(item.asks) | {name: str(Fraction(gain) + 1)})
        with pytest.raises(SpiError):
            FAMILY.label(read[::-1], dict(item.asks))


def test_beliefs_of_ones_own_are_checked() -> None:
    items = [item for item in drawn(FAMILY, range(60)) if question(item) == "belief"]
    others = 0
    for item in items[:8]:
        law = [Fraction(p) for p in item.answer.split(", ")]
        told = read_told(dict(item.texts)["matrix"])
        seat = told.players.index(dict(item.asks)["player"])
        pays = [
            [told.pay(*((own, f"q{k + 1}") if seat == 0 else (f"q{k + 1}", own)))[seat] for own in ("w", "p")]
            for k in range(len(law))
        ]
        own = [new - old for new, old in pays]
        for a, b, c in permutations(range(len(law)), 3):  # along what changes neither the sum nor the mean
            move = [Fraction(0)] * len(law)
            move[a], move[b], move[c] = own[b] - own[c], own[c] - own[a], own[a] - own[b]
            if any(move):
                step = min(law) / (2 * max(map(abs, move)))
                other = [p + step * m for p, m in zip(law, move, strict=True)]
                assert score_answer(item, f"ANSWER: ({', '.join(map(str, other))})").outcome == "right"
                others += 1
                break
        texts = ["1", ", ".join(["about 1/2"] * len(law)), "q1"]
        assert {score_answer(item, f"ANSWER: {text}").outcome for text in texts} == {"unreadable"}
        for wrong in ([1 - law[0] + p for p in law], [*([0] * (len(law) - 1)), 1], [2 * p for p in law]):
            assert score_answer(item, f"ANSWER: {', '.join(map(str, wrong))}").outcome == "wrong"
        even = ", ".join([str(Fraction(1, len(law)))] * len(law))
        assert score_answer(item, f"ANSWER: {even}").outcome == "wrong"  # equal chances never are an answer
    assert others > 3


def test_shapes_have_an_aim_only_where_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else two items that are the same but for names would have different shapes."""
    items = [item for item in drawn(FAMILY, range(60)) if question(item) in ("gain", "belief")]
    monkeypatch.setattr("spi.tasks.families.individual_rationality.family.draw_aim", lambda rng, stance: Fraction(1, 7))
    for item in items:
        (other,) = FAMILY.generate(item.seed, item.difficulty)
        assert question(other) == question(item)
        assert (other.shape == item.shape) == (question(item) == "gain")


def test_a_belief_by_hand() -> None:
    # equal chances give 0; 1/2 is halfway to the best, 1: half of 1/3 each, and 1/2 more for the first
    assert belief_for([Fraction(1), Fraction(0), Fraction(-1)], Fraction(1, 2)) == [
        Fraction(2, 3),
        Fraction(1, 6),
        Fraction(1, 6),
    ]
    assert belief_for([Fraction(1), Fraction(-1)], Fraction(0)) == [Fraction(1, 2), Fraction(1, 2)]
    assert belief_for([Fraction(1), Fraction(-3)], Fraction(-2)) == [Fraction(1, 4), Fraction(3, 4)]


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
