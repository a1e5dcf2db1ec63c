"""The family `justification-gap` against an evaluator that reads and runs the item's own text."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from spi.analysis.participation import justification_gaps
from spi.analysis.settings import load_program_setting
from spi.analysis.transformations import transform_space
from spi.errors import SpiError
from spi.tasks.families.justification_gap.draws import Hunt, gaps_by, hunt_shape, misread_alternative, winners
from spi.tasks.families.justification_gap.family import FAMILY, NONE, accepts
from spi.tasks.items import Item
from spi.tasks.material.numbered_plans import Bargain, always, wraps
from tests.tasks.checks import (
    assert_a_thousand,
    assert_balanced,
    assert_deterministic,
    assert_fair_options,
    assert_no_giveaway,
    assert_proved,
    differing_lines,
    drawn,
)
from tests.tasks.told_programs import Told, read_told

NUMBER = re.compile(r"\d+(?:/\d+)?")


def question(item: Item) -> str:
    return dict(item.asks)["question"]


def slow_triples(item: Item) -> set[tuple[str, str, str]]:
    """All profiles, alternatives and players with a larger payoff at the alternative, by playing what the text says."""
    text = dict(item.texts)["matrix"]
    told: Told = read_told(text)
    (proposal,) = (eval(own) for own in re.findall(r"proposal_1 = (\{.*\})", text))
    pairs = {own: (told.programs[a], told.programs[b]) for own, a, b in re.findall(r"(\w+) = \((\w+), (\w+)\)", text)}
    found = set()
    for p in (own for own in pairs if own[0] == "p"):
        image = [("renegotiates", own, tuple(sorted(proposal.items()))) for own in pairs[p]]
        assert all(v >= u for u, v in zip(told.pay(*pairs[p]), told.pay(*image), strict=True))  # it is an SPI
        for a in (own for own in pairs if own[0] == "a"):
            for player, had, got in zip(told.players, told.pay(*image), told.pay(*pairs[a]), strict=True):
                if got > had:
                    found.add((p, a, player))
    return found


def agrees(item: Item) -> bool:
    triples = slow_triples(item)
    if question(item) == "which":
        liked = {a for _, a, _ in triples}
        return len(liked) <= 1 and item.answer == (f"{min(liked)}." if liked else NONE)
    return (item.answer == "none") if not triples else tuple(item.answer.split(", ")) in triples


def test_agrees_with_the_definitions_and_is_proved() -> None:
    items = drawn(FAMILY, range(24))
    assert {question(item) for item in items} == {"find", "which"}
    for item in items:
        assert agrees(item), (item.seed, item.difficulty)
    assert_proved(FAMILY, items[::3])
    assert_deterministic(FAMILY)


@pytest.mark.slow
def test_many_agree_with_the_definitions() -> None:
    items = drawn(FAMILY, range(1000, 1130))
    assert len(items) > 200
    for item in items:
        assert agrees(item), (item.seed, item.difficulty)
    assert_proved(FAMILY, items)


@pytest.mark.slow
def test_a_thousand_are_proved_and_of_distinct_shapes() -> None:
    assert_a_thousand(FAMILY, range(620))


@pytest.mark.slow
def test_balance_and_surface() -> None:
    items = drawn(FAMILY, range(620))
    chosen = [item for item in items if item.options]
    assert_fair_options(chosen)
    found = [item for item in items if not item.options]
    assert_balanced(found, question, lambda item: item.answer == "none")
    features = {
        "length": lambda item: len(dict(item.texts)["formal"]),
        "alternatives": lambda item: dict(item.knobs)["alternatives"],
        "largest payoff": lambda item: max(max(v) for v in read_told(dict(item.texts)["matrix"]).payoffs.values()),
        "sum of payoffs": lambda item: sum(map(sum, read_told(dict(item.texts)["matrix"]).payoffs.values())),
        "renegotiators": lambda item: dict(item.texts)["matrix"].count("= renegotiator("),
    }
    assert_no_giveaway(found, features, lambda item: item.answer == "none", 0.15)


def test_any_alternative_that_beats_is_right() -> None:
    for item in [own for own in drawn(FAMILY, range(24)) if question(own) == "find"][:4]:
        triples = slow_triples(item)
        profiles = json.loads(dict(item.asks)["profiles"])
        people = read_told(dict(item.texts)["matrix"]).players
        for p in (own for own in profiles if own[0] == "p"):
            for a in (own for own in profiles if own[0] == "a"):
                for player in people:
                    expected = "right" if (p, a, player) in triples else "wrong"
                    assert accepts(item, f"{p}, {a}, {player}") == accepts(item, f"{player}: {a} {p}.") == expected
        assert accepts(item, " None. ") == ("wrong" if triples else "right")
        for unreadable in ("", "p1, a1", "p1, p2, a1", f"p9, a1, {people[0]}", f"p1, a1, {people[0]} and {people[1]}"):
            assert accepts(item, unreadable) == "unreadable"


def test_pairs_differ_in_one_payoff_and_in_the_answer() -> None:
    pairs = [(a, b) for a, b in pairwise(drawn(FAMILY, range(24))) if a.pair and a.pair == b.pair]
    assert len(pairs) > 10
    for one, two in pairs:
        assert len({one.answer, two.answer} & {"none", NONE}) == 1 and one.shape != two.shape
        for wording in ("formal", "matrix", "story"):
            ((before, after),) = differing_lines(one, two, wording)
            a, b = NUMBER.findall(before), NUMBER.findall(after)
            assert sum(x != y for x, y in zip(a, b, strict=True)) == 1


def test_every_wording_has_every_payoff() -> None:
    for item in drawn(FAMILY, range(24))[:10]:
        numbers = [x for row in read_told(dict(item.texts)["matrix"]).payoffs.values() for x in row]
        for _, text in item.texts:
            assert {str(x) for x in numbers} <= set(NUMBER.findall(text))


def test_files_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for item in drawn(FAMILY, range(24))[:6]:
        for name, text in item.files:
            Path(name).write_text(text)
        setting = load_program_setting("setting.toml")
        assert setting.transformation and setting.within
        assert transform_space(setting.games, setting.transformation, within=setting.within).violation is None
        profiles = json.loads(dict(item.asks)["profiles"])
        others = [[setting.names[p] for p in own] for name, own in profiles.items() if name[0] == "a"]
        gap = next(justification_gaps(setting.games, setting.transformation, setting.within, others), None)
        assert (gap is None) == (item.answer in ("none", NONE))


def test_labels_are_about_what_is_asked() -> None:
    items = drawn(FAMILY, range(24))
    for item in items[:12]:
        read = [json.loads(p.text) for p in item.proofs]
        other = next(i for i in items if i.shape != item.shape)
        asks = dict(item.asks)
        with pytest.raises(SpiError):
            FAMILY.label([json.loads(p.text) for p in other.proofs], asks)
        for wrong in ({"game": "0" * 64}, {"space": "[]"}, {"alternatives": "[]"}):
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | wrong)
        if question(item) == "which" or item.answer == "none":  # what is not covered could beat
            with pytest.raises(SpiError):
                FAMILY.label(read[:-1], asks)


def by_hand() -> Hunt:
    """The Scheduling Game: slots 1 and 2 become slot 3 for both, worth 1 each; agreeing on slot 1 is worth (3, 1)."""
    zero, one, three = Fraction(0), Fraction(1), Fraction(3)
    rows = [[(zero, zero)] * 3 for _ in range(3)]
    rows[0][0], rows[1][1], rows[2][2] = (three, one), (one, three), (one, one)
    bargain = Bargain(tuple(map(tuple, rows)), ((((0, 1), (2, 2)),), (((0, 1), (0, 0)),)))
    space = ((always(0), always(1)),)
    alternatives = (
        (always(2), always(2)),  # (1, 1), as good
        (wraps(always(0), 1), wraps(always(1), 1)),  # both propose slot 1: (3, 1)
        (always(0), always(2)),  # (0, 0), as before
    )
    return Hunt(bargain, space, alternatives)


def test_mistakes_by_hand() -> None:
    hunt = by_hand()
    assert winners(hunt) == [(0, 1, 0)] and gaps_by(hunt) == [1]
    assert misread_alternative(hunt, 0) == "weak"
    assert misread_alternative(hunt, 2) == "guess"
    # with (1/2, 1/2) where they go to slots 1 and 3, that beats (0, 0) before, and not (1, 1)
    half = Fraction(1, 2)
    bargain = hunt.bargain.changed((0, 2), 0, half).changed((0, 2), 1, half)
    assert misread_alternative(Hunt(bargain, hunt.space, hunt.alternatives), 2) == "before"


def test_mistakes_occur_and_shapes_forget_names() -> None:
    seen = {o.error for item in drawn(FAMILY, range(24)) for o in item.options}
    assert {"weak", "before", "both"} <= seen
    hunt = by_hand()
    reordered = Hunt(hunt.bargain, hunt.space, hunt.alternatives[::-1])
    assert hunt_shape("find", hunt) == hunt_shape("find", reordered) != hunt_shape("which", hunt)
