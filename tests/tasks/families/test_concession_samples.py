"""Items about samples against an evaluator that reads the table and the radii of the item's own text."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from spi.errors import SpiError
from spi.tasks.families.concession_equivalence.family import FAMILY
from spi.tasks.families.concession_equivalence.sample_draws import draw_sampled_pair, draw_sizes_pair
from spi.tasks.families.concession_equivalence.sample_items import NOT_ENOUGH, OUTCOMES, sample_item
from spi.tasks.families.concession_equivalence.sample_mistakes import SAMPLE_ERRORS, misread_sample, misread_sizes
from spi.tasks.families.concession_equivalence.samples import (
    Experiment,
    Outcome,
    enough,
    errors_of,
    outcome_of,
    radius_of,
    sampled_outcome,
)
from spi.tasks.families.concession_equivalence.texts import Naming, draw_naming
from spi.tasks.families.concession_equivalence.threats import Threat
from spi.tasks.items import Item
from tests.tasks.checks import (
    assert_answers,
    assert_balanced,
    assert_no_giveaway,
    assert_proved,
    certificates_of,
    drawn,
    right_place,
)


def samples(seeds: range) -> list[Item]:
    return [item for item in drawn(FAMILY, seeds) if dict(item.asks)["question"] in ("sampled", "sizes")]


def is_sampled(item: Item) -> bool:
    return dict(item.asks)["question"] == "sampled"


# --- an evaluator of its own, which reads the text


def slow_answer(item: Item) -> str:
    text = dict(item.texts)["matrix"]
    head, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    radii = {
        (int(n), Fraction(a)): Fraction(r)
        for n, line in re.findall(r"^n = (\d+): (.*)$", text, re.MULTILINE)
        for r, a in re.findall(r"r = ([0-9/]+) for a = ([0-9/]+)", line)
    }
    (sure,) = re.findall(r"a probability of at least ([0-9/]+)\. That is guaranteed", text)
    level = (1 - Fraction(sure)) / len(rows)  # so many intervals, each wrong so often, are wrong so often altogether
    (delta,) = map(Fraction, re.findall(r"up to a difference of ([0-9/]+) \(the tolerance\)", text))
    becomes = {row[0]: row[1] for row in rows if row[1] != "(a surrogate)"}

    def judged(boxes: dict[str, tuple[Fraction, Fraction]]) -> Outcome:
        pairs = [(boxes[t], boxes[s]) for t, s in becomes.items()]
        if all(abs(q - p) <= delta for one, two in pairs for p in one for q in two):  # convex: look at the corners
            return "shown"
        return "open" if all(q0 <= p1 + delta and p0 <= q1 + delta for (p0, p1), (q0, q1) in pairs) else "refuted"

    def box(share: Fraction, n: int) -> tuple[Fraction, Fraction]:
        return max(share - radii[n, level], Fraction(0)), min(share + radii[n, level], Fraction(1))

    if head[-1] == "conceded":
        return OUTCOMES[judged({row[0]: box(Fraction(int(row[-1]), int(row[-2])), int(row[-2])) for row in rows})]
    shares = {row[0]: Fraction(row[-1]) for row in rows}
    for n in sorted({n for n, _ in radii}):
        if judged({name: box(share, n) for name, share in shares.items()}) == "shown":
            return f"n = {n}"
    return NOT_ENOUGH


def test_agrees_with_the_text_and_is_proved() -> None:
    items = samples(range(30))
    assert {is_sampled(item) for item in items} == {True, False}
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items[::2])


@pytest.mark.slow
def test_many_agree_with_the_text_and_are_proved() -> None:
    items = samples(range(2000, 2700))
    assert len({item.shape for item in items}) == len(items) > 450
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items)
    assert set(SAMPLE_ERRORS) <= {o.error for item in items for o in item.options}


@pytest.mark.slow
def test_balance_and_surface() -> None:
    items = samples(range(2000, 2700))
    own = [item for item in items if is_sampled(item)]
    rest = [item for item in items if not is_sampled(item)]

    def rank(item: Item) -> int:
        sizes = sorted(int(o.text[4:]) for o in item.options if o.text != NOT_ENOUGH)
        return len(sizes) if item.answer == NOT_ENOUGH else sizes.index(int(item.answer[4:]))

    assert_balanced(own, is_sampled, lambda item: item.answer)
    assert_balanced(rest, is_sampled, rank)
    assert_balanced(items, is_sampled, right_place)
    features = {
        "length": lambda item: len(dict(item.texts)["formal"]),
        "threats": lambda item: dict(item.knobs)["threats"],
        "largest number": lambda item: max(map(int, re.findall(r"\d+", dict(item.texts)["matrix"]))),
        "digits": lambda item: len(re.findall(r"\d", dict(item.texts)["matrix"])),
        "tolerance": lambda item: float(Fraction(dict(item.asks)["delta"])),
        "error": lambda item: float(Fraction(dict(item.asks)["error"])),
    }
    assert_no_giveaway(own, features, lambda item: item.answer, 0.12)
    assert_no_giveaway(rest, features, rank, 0.12)


# --- what is claimed of intervals


@pytest.mark.parametrize(("size", "error"), [(100, Fraction(1, 10)), (100, Fraction(1, 120)), (220, Fraction(1, 20))])
def test_intervals_are_wrong_no_more_often_than_is_said(size: int, error: Fraction) -> None:
    r = radius_of(size, error)
    for p in (Fraction(1, 2), Fraction(1, 3), Fraction(1, 10), Fraction(1, 100), Fraction(1)):
        wrong = sum(
            math.comb(size, x) * p**x * (1 - p) ** (size - x) for x in range(size + 1) if abs(Fraction(x, size) - p) > r
        )
        assert wrong <= error


@pytest.mark.parametrize("size", [200, 400, 1000, 3000, 5000])
@pytest.mark.parametrize("error", [Fraction(1, 10), Fraction(1, 240), Fraction(1, 2400)])
def test_radii_are_the_least_in_thousandths(size: int, error: Fraction) -> None:
    exactly = math.sqrt(math.log(2 / error) / (2 * size))  # 2·exp(−2nr²) = error
    r = radius_of(size, error)
    assert float(r - Fraction(1, 1000)) < exactly <= float(r)


# --- by hand


def threat(share: str) -> Threat:
    one = Fraction(1)
    return Threat(one, one, one, one, (Fraction(share),))


def experiment(pairs: list[tuple[str, str]], delta: str, *, sizes: tuple[int, ...] = (400, 400)) -> Experiment:
    return Experiment(
        tuple(threat(p) for p, _ in pairs),
        tuple(threat(q) for _, q in pairs),
        ((sizes[0], sizes[1]),) * len(pairs) if len(sizes) == 2 else (),
        () if len(sizes) == 2 else sizes,
        Fraction(delta),
        Fraction(1, 20),
    )


STRAIGHT = Naming("Ada", "Boris", 0, ("a", "b"), ("c", "d"), ((0, 1), (0, 1)))


def test_outcomes_by_hand() -> None:
    # four intervals, each wrong with at most 1/80: r² = ln(160)/800, and so r = 0.0797, rounded up to 2/25
    assert errors_of(Fraction(1, 20), 2)[2] == Fraction(1, 80)
    assert radius_of(400, Fraction(1, 80)) == Fraction(2, 25)
    # gaps of 1/20 and 0: up to 1/20 + 4/25 = 21/100
    assert sampled_outcome(experiment([("1/2", "11/20"), ("1/4", "1/4")], "21/100")) == "shown"
    assert sampled_outcome(experiment([("1/2", "11/20"), ("1/4", "1/4")], "20/100")) == "open"
    # a gap of 3/10 is at least 3/10 - 4/25 = 7/50, whatever the other one is
    assert sampled_outcome(experiment([("1/2", "4/5"), ("1/4", "1/4")], "13/100")) == "refuted"
    assert sampled_outcome(experiment([("1/2", "4/5"), ("1/4", "1/4")], "14/100")) == "open"
    # cut off at 0: from 0 to 1/50 + 2/25 = 1/10 both, not from -3/50
    assert sampled_outcome(experiment([("1/50", "1/50")] * 2, "1/10")) == "shown"


def test_sizes_by_hand() -> None:
    # r is 113/1000 for 200, 2/25 for 400 and 51/1000 for 1000: a gap of 1/20 is shown to be within 1/20 + 2r
    plan = experiment([("1/2", "11/20"), ("1/4", "1/4")], "21/100", sizes=(200, 400, 1000))
    assert enough(plan) == 400
    assert enough(replace(plan, delta=Fraction(276, 1000))) == 200
    assert enough(replace(plan, delta=Fraction(152, 1000))) == 1000
    assert enough(replace(plan, delta=Fraction(151, 1000))) is None


def test_mistakes_by_hand() -> None:
    # thousandths for one interval, for one an original (1/40), for one a threat (1/80), for half of that: square roots
    # of ln(40)/800, ln(80)/800, ln(160)/800 and ln(320)/800
    levels = errors_of(Fraction(1, 20), 2)
    assert [radius_of(400, a) for a in levels] == [Fraction(k, 1000) for k in (68, 75, 80, 85)]
    # a gap of 1/10 is at most 1/10 + 160/1000; by the mistaken radii at most 236, 250, and 270 thousandths
    crossed = replace(STRAIGHT, listed=((0, 1), (1, 0)))
    own = experiment([("1/2", "3/5"), ("1/4", "1/4")], "1/4")
    assert misread_sample(own, crossed) == {
        "half-of-them": "shown",
        "two-tails": "open",
        "one-interval": "shown",
        "one-radius": "shown",  # 180 thousandths
        "not-significant": "shown",  # 1/2 + 2/25 is at least 3/5 - 2/25
        "mean-share": "shown",  # 3/8 and 17/40: 50 and 160 thousandths
        "point-estimates": "shown",
        "order": "open",  # 1/2 beside 1/4: from 90 to 410 thousandths
        "not-shown": "refuted",
        "not-refuted": "shown",
    }
    # gaps of 1/5: significant, as 4/25 is less; within 1/4, if there were no noise
    large = misread_sample(experiment([("1/2", "7/10"), ("1/4", "1/4")], "1/4"), STRAIGHT)
    assert large["not-significant"] == "refuted" and large["point-estimates"] == "shown"
    plan = experiment([("1/2", "11/20"), ("1/4", "1/4")], "21/100", sizes=(200, 400, 1000))
    found = misread_sizes(plan)
    # for 200 the radius for one interval is 97/1000 and leads to 244, the one for half of them (105) to 260 thousandths
    assert (found["one-interval"], found["half-of-them"], found["two-tails"]) == (400, 400, 1000)
    assert (found["one-radius"], found["point-estimates"], found["mean-share"]) == (200, 200, 400)


def test_outcomes_of_intervals_that_touch() -> None:
    tight = [((Fraction(1, 4), Fraction(1, 2)), (Fraction(1, 2), Fraction(3, 4)))]
    assert outcome_of(tight, Fraction(0)) == "open" and outcome_of(tight, Fraction(1, 2)) == "shown"
    apart = [((Fraction(3, 4), Fraction(1)), (Fraction(0), Fraction(1, 4)))]
    assert outcome_of(apart, Fraction(1, 2)) == "open" and outcome_of(apart, Fraction(49, 100)) == "refuted"


# --- items


def test_labels_need_the_ends_of_the_intervals() -> None:
    for item in (next(i for i in samples(range(30)) if is_sampled(i) == flag) for flag in (True, False)):
        read, asks = certificates_of(item), dict(item.asks)
        assert FAMILY.label(read, asks) == item.answer
        other = dict.fromkeys(json.loads(asks["shares"]), "1/2")
        wrong = {
            "delta": "1/2",
            "error": "1/30",
            "shares": json.dumps(other),
            "becomes": json.dumps(dict(zip(other, other, strict=True))),
            "game": "0" * 64,
        }
        for key, value in wrong.items():
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | {key: value})
        for proofs in (read[::-1], read[1:], [*read, read[0]]):
            with pytest.raises(SpiError):
                FAMILY.label(proofs, asks)


def test_a_pair_differs_in_one_count_or_share() -> None:
    for seed in range(6):
        rng = Random(seed)
        for draw in (draw_sampled_pair, draw_sizes_pair):
            one, two = draw(rng, 2 + seed % 4)
            changed = [p != q for a, b in zip(one.shares, two.shares, strict=True) for p, q in zip(a, b, strict=True)]
            assert sum(changed) == 1 and replace(two, originals=one.originals, surrogates=one.surrogates) == one
            naming = draw_naming(rng, len(one.originals))
            items = [sample_item(0, 1, own, naming, Random(3), "pair") for own in (one, two)]
            assert items[0].answer != items[1].answer and items[0].shape != items[1].shape
            assert [o.text for o in items[0].options] == [o.text for o in items[1].options]
