"""The family `concession-equivalence` against an evaluator that reads the table of the item's own text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import pytest

from spi.errors import SpiError
from spi.tasks.families.concession_equivalence.family import DEGREES, FAMILY, SAFETIES
from spi.tasks.families.concession_equivalence.mistakes import misread_degree, misread_safety
from spi.tasks.families.concession_equivalence.texts import Naming
from spi.tasks.families.concession_equivalence.threats import Situation, Threat, degree_of, safety_of
from spi.tasks.items import Item
from tests.tasks.checks import (
    assert_a_thousand,
    assert_answers,
    assert_balanced,
    assert_deterministic,
    assert_no_giveaway,
    assert_proved,
    differing_lines,
    drawn,
    right_place,
)


def question(item: Item) -> str:
    return dict(item.asks)["question"]


def rated(seeds: range) -> list[Item]:
    """Items in which the rates of conceding are told; those about samples: `test_concession_samples`."""
    return [item for item in drawn(FAMILY, seeds) if question(item) not in ("sampled", "sizes")]


@dataclass(frozen=True)
class Row:
    """A row of the table: the surrogate that stands for an original, "" for surrogates, and the numbers."""

    stands: str
    demand: Fraction
    harm: Fraction
    cost: Fraction
    execution: Fraction
    rate: Fraction

    def worth(self) -> tuple[Fraction, Fraction]:
        executed = (1 - self.rate) * self.execution
        return -self.rate * self.demand - executed * self.harm, self.rate * self.demand - executed * self.cost


def read_table(text: str) -> dict[str, Row]:
    moods = [Fraction(w) for w in re.findall(r"mood \d+: ([0-9/]+)", text)]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    table = {}
    for name, stands, demand, harm, cost, execution, *rates in rows[1:]:
        rate = sum((w * Fraction(r) for w, r in zip(moods, rates, strict=True)), Fraction(0))
        x, c, e = Fraction(demand), Fraction(cost), Fraction(execution)
        h = Fraction(0 if harm == "h" else harm)  # "h" is what is asked about
        table[name] = Row(stands if stands in [row[0] for row in rows] else "", x, h, c, e, rate)
    return table


def slow_answer(item: Item) -> str:
    """What the definitions say of the table in the text."""
    text = dict(item.texts)["matrix"]
    table = read_table(text)
    originals = [own for own in table.values() if own.stands]
    surrogates = [own for own in table.values() if not own.stands]
    pairs = [(own, table[own.stands]) for own in originals]
    if question(item) == "degree":
        delta = Fraction(re.findall(r"differ by at most ([0-9/]+)", text)[0])
        gaps = [abs(s.rate - t.rate) for t, s in pairs]
        if all(gap == 0 for gap in gaps):
            return DEGREES["exact"]
        return DEGREES["within" if all(gap <= delta for gap in gaps) else "beyond"]
    if question(item) == "safety":
        safe, expected = True, True
        for t, s in pairs:
            # refused threats are executed if a lot drawn from [0, 1) is below their probability: the same lot for both
            for lot in (Fraction(0), t.execution, s.execution):
                if lot < 1:
                    old = (-t.harm, -t.cost) if lot < t.execution else (Fraction(0), Fraction(0))
                    new = (-s.harm, -s.cost) if lot < s.execution else (Fraction(0), Fraction(0))
                    safe &= new[0] >= old[0] and new[1] >= old[1]
            safe &= s.demand == t.demand
            expected &= all(v >= u for u, v in zip(t.worth(), s.worth(), strict=True))
        return SAFETIES[safe, expected]
    before, after = (max(own, key=lambda row: row.worth()[1]) for own in (originals, surrogates))
    if question(item) == "drift":
        return str(after.demand - before.demand)
    # with h she gets after.worth()[0], which is reckoned with h = 0, less the probability of execution times h
    return str((after.worth()[0] - before.worth()[0]) / ((1 - after.rate) * after.execution))


def test_agrees_with_the_definitions_and_is_proved() -> None:
    items = rated(range(30))
    assert {question(item) for item in items} == {"degree", "safety", "drift", "threshold"}
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items[::3])
    assert_deterministic(FAMILY)


@pytest.mark.slow
def test_a_thousand_are_proved_and_of_distinct_shapes() -> None:
    assert_a_thousand(FAMILY, range(600))
    assert_answers(rated(range(600)), slow_answer)


@pytest.mark.slow
def test_balance_and_surface() -> None:
    items = rated(range(600))
    chosen = [item for item in items if item.options]
    assert_balanced(chosen, question, lambda item: item.answer)
    assert_balanced(chosen, lambda item: len(item.options), right_place)
    features = {
        "length": lambda item: len(dict(item.texts)["formal"]),
        "threats": lambda item: dict(item.knobs)["threats"],
        "largest number": lambda item: max(map(int, re.findall(r"\d+", dict(item.texts)["matrix"]))),
        "digits": lambda item: len(re.findall(r"\d", dict(item.texts)["matrix"])),
        "first option": lambda item: sorted(o.text for o in item.options).index(item.options[0].text),
    }
    for kind in ("degree", "safety"):
        own = [item for item in chosen if question(item) == kind and item.difficulty > 1]
        assert_no_giveaway(own, features, lambda item: item.answer, 0.15)


def test_pairs_differ_in_one_number_and_in_the_answer() -> None:
    items = drawn(FAMILY, range(30))
    pairs = [(a, b) for a, b in pairwise(items) if a.pair and a.pair == b.pair]
    assert len(pairs) > 10
    for one, two in pairs:
        assert one.pair == two.pair != "" and one.answer != two.answer and one.shape != two.shape
        for wording in ("formal", "matrix", "story"):
            ((before, after),) = differing_lines(one, two, wording)
            number = re.compile(r"\d+(?:/\d+)?")
            a, b = number.findall(before), number.findall(after)
            assert number.sub("#", before) == number.sub("#", after)
            assert sum(x != y for x, y in zip(a, b, strict=True)) == 1


def test_every_wording_has_every_number() -> None:
    for item in drawn(FAMILY, range(30))[:12]:
        table = [line for line in dict(item.texts)["matrix"].splitlines() if line.startswith("|")][1:]
        cells = {cell.strip() for line in table for cell in line.strip("|").split("|")} - {"(a surrogate)"}
        for wording, text in item.texts:
            assert all(cell in text for cell in cells), wording


def test_labels_are_about_what_is_asked() -> None:
    by_kind = {question(item): item for item in drawn(FAMILY, range(30))}
    for kind, item in by_kind.items():
        read = [json.loads(p.text) for p in item.proofs]
        other = next(own for name, own in by_kind.items() if {name, kind} != {"drift", "threshold"} and name != kind)
        with pytest.raises(SpiError):
            FAMILY.label([json.loads(p.text) for p in other.proofs], dict(item.asks))
        stranger = next(i for i in drawn(FAMILY, range(30)) if question(i) == kind and i != item)
        with pytest.raises(SpiError):  # the same kinds, other threats
            FAMILY.label([json.loads(p.text) for p in stranger.proofs], dict(item.asks))
        if kind == "degree":
            with pytest.raises(SpiError):
                FAMILY.label(read, dict(item.asks) | {"delta": "1/2"})
            with pytest.raises(SpiError):
                FAMILY.label(read[::-1], dict(item.asks))


def half(*rates: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, rates))


def test_mistakes_by_hand() -> None:
    # two moods, 1/4 and 3/4; originals conceded with 1/2 and 3/10 in either mood, surrogates with 3/5 and 1/5: the
    # gaps are 1/10 and -1/10, their mean is 0 and the mean of their squares 1/100
    one = Fraction(1)
    originals = tuple(Threat(one, one, one, one, half(q, q)) for q in ("1/2", "3/10"))
    surrogates = tuple(Threat(one, one, one, one, half(*q)) for q in (("3/5", "3/5"), ("1/5", "1/5")))
    own = Situation(half("1/4", "3/4"), originals, surrogates, Fraction(1, 10))
    straight = Naming("Ada", "Boris", 0, ("a", "b"), ("c", "d"), ((0, 1), (0, 1)))
    crossed = Naming("Ada", "Boris", 0, ("a", "b"), ("c", "d"), ((0, 1), (1, 0)))
    assert degree_of(own) == "within"
    assert misread_degree(own, straight) == {
        "strict": "beyond",
        "squares": "within",
        "average": "exact",
        "likeliest-mood": "within",
        "order": "within",
    }
    assert misread_degree(own, crossed)["order"] == "beyond"  # 1/2 beside 1/5
    # a surrogate that hurts less and costs as much is safe; but conceded more often it is worth less to her: -3/4
    # instead of -1/2 for the demand of 1
    safe = Situation((one,), (Threat(one, Fraction(1, 2), one, one, half("1/2")),), (), Fraction(0))
    risen = Situation((one,), safe.originals, (Threat(one, Fraction(1, 2), one, one, half("3/4")),), Fraction(0))
    assert safety_of(risen) == (True, False)  # she: -1/2 - 1/4 before, -3/4 - 1/8 after
    found = misread_safety(risen, Naming("Ada", "Boris", 0, ("a",), ("c",), ((0,), (0,))))
    assert found["plays-for-expectation"] == (True, True)
    assert found["expectation-for-plays"] == (False, False)
    assert found["sum"] == (True, True)  # 3/2 is lost with probability 1/2 before and 1/4 after


def test_mistakes_occur() -> None:
    seen = {o.error for item in rated(range(45)) for o in item.options}
    assert {
        "order",
        "average",
        "squares",
        "likeliest-mood",
        "strict",
        "plays-for-expectation",
        "principal-only",
    } <= seen
