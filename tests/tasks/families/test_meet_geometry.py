"""Pareto meet minima and projections against Definition 5, evaluated in plain Python from the items' files alone."""

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from spi import Game, SpiError
from spi.tasks.families.meet_geometry.family import FAMILY
from spi.tasks.families.meet_geometry.meets import Asked, answer_of, mistakes_of
from spi.tasks.items import Item
from spi.tasks.material.scenes import SCENES, Cast
from tests.fourier import can_hold
from tests.tasks.checks import (
    assert_a_thousand,
    assert_answers,
    assert_deterministic,
    assert_knob_rises,
    assert_proved,
    certificates_of,
    drawn,
    told_by,
)
from tests.tasks.plain import read_game

F = Fraction
Vector = tuple[F, ...]


def some() -> list[Item]:
    return drawn(FAMILY, range(25))


def many() -> list[Item]:
    return drawn(FAMILY, range(1000, 1110))


def slow_answer(item: Item) -> str:
    asks = dict(item.asks)
    _, _, u = read_game(dict(item.files)["game.toml"])
    question, seat = asks["question"], int(asks["player"])
    outcome = tuple(asks["outcome"][1:-1].split(", "))
    rows = list(u.values())
    best = [
        v for v in rows if not (convex_dominated if question in ("convex minimum", "segment") else dominated)(v, rows)
    ]
    minimum = tuple(min(v[k] for v in best) for k in range(len(best[0])))
    if question in ("pure minimum", "convex minimum"):
        return text(minimum)
    due = [max(m, x) for m, x in zip(minimum, u[outcome], strict=True)]
    others = [k for k in range(len(due)) if k != seat]
    if question == "members":
        found = [b for b, v in u.items() if v[seat] >= due[seat] and all(v[k] == due[k] for k in others)]
        return ", ".join(f"({', '.join(b)})" for b in found) or "no outcome"
    (other,) = others
    ends = [v[seat] for v in rows if v[other] == due[other]]
    for v, w in combinations(rows, 2):
        if min(v[other], w[other]) < due[other] < max(v[other], w[other]):
            ends.append(v[seat] + (w[seat] - v[seat]) * (due[other] - v[other]) / (w[other] - v[other]))
    end = [max(ends) if k == seat else due[k] for k in (0, 1)]
    return f"from {text(due)} to {text(end)}"


def text(numbers: Any) -> str:
    return f"({', '.join(map(str, numbers))})"


def dominated(v: Vector, rows: list[Vector]) -> bool:
    return any(w != v and all(y >= x for x, y in zip(v, w, strict=True)) for w in rows)


def convex_dominated(v: Vector, rows: list[Vector]) -> bool:
    """Is some mixture of n outcomes at least as good in every coordinate, and better in one? (More are not needed: what
    is best in a direction lies on the boundary.)"""
    n, distinct = len(v), list(dict.fromkeys(rows))
    for points in combinations(distinct, min(n, len(distinct))):
        if any(max(p[k] for p in points) < v[k] for k in range(n)):
            continue
        first, *rest = points
        system: list[Any] = [([F(0), *(F(j == k) for j in range(len(rest)))], False) for k in range(len(rest))]
        system.append(([F(1), *[F(-1)] * len(rest)], False))
        gains = [[first[k] - v[k], *(p[k] - first[k] for p in rest)] for k in range(n)]
        system += [(gain, False) for gain in gains]
        system.append(([sum(column, F(0)) for column in zip(*gains, strict=True)], True))
        if can_hold(system):
            return True
    return False


def test_answers_agree_with_the_definition() -> None:
    assert_answers(some(), slow_answer)


@pytest.mark.slow
def test_answers_agree_with_the_definition_on_many_items() -> None:
    assert_answers(many(), slow_answer)


def test_items_have_what_every_family_has() -> None:
    assert_proved(FAMILY, some())
    assert_deterministic(FAMILY)
    assert_knob_rises(FAMILY, some())
    assert all(len(item.options) >= 3 for item in some())
    assert len({item.shape for item in some()}) == len(some())


@pytest.mark.parametrize("question", ["pure minimum", "convex minimum", "members", "segment"])
def test_certificates_about_something_else_are_refused(question: str) -> None:
    first = next(item for item in some() if dict(item.asks)["question"] == question)
    twin = next(item for item in some() if item.pair == first.pair and item is not first)
    for foreign in (twin, next(item for item in some() if dict(item.asks)["question"] != question)):
        with pytest.raises(SpiError):
            FAMILY.label(certificates_of(foreign), dict(first.asks))
    with pytest.raises(SpiError):
        FAMILY.label(certificates_of(first)[:-1], dict(first.asks))


def test_a_certified_point_that_is_not_the_end_is_refused() -> None:
    item = next(item for item in some() if dict(item.asks)["question"] == "segment")
    documents = certificates_of(item)
    asks = dict(item.asks)
    shifted = json.loads(item.proofs[-1].text)
    other = 1 - int(asks["player"])
    shifted["claim"]["payoffs"][other] = str(F(shifted["claim"]["payoffs"][other]) + 1)
    with pytest.raises(SpiError, match="the best end"):
        FAMILY.label([*documents[:-1], shifted], asks)


def test_pairs_differ_in_one_number_and_in_the_answer() -> None:
    for one, two in zip(some()[::2], some()[1::2], strict=True):
        tables = [read_game(dict(item.files)["game.toml"])[2] for item in (one, two)]
        changed = [(a, k) for a, row in tables[0].items() for k in range(len(row)) if row[k] != tables[1][a][k]]
        assert len(changed) == 1
        assert one.answer != two.answer
        assert dict(one.asks)["question"] == dict(two.asks)["question"]


def test_every_wording_has_every_payoff() -> None:
    for item in some():
        players, _, table = read_game(dict(item.files)["game.toml"])
        texts = dict(item.texts)
        for profile, row in table.items():
            assert f"u({', '.join(profile)}) = ({', '.join(map(str, row))})" in texts["formal"]
            assert ", ".join(map(str, row)) in texts["matrix"]
            gets = [f"{p} {x}" for p, x in zip(players, row, strict=True)]
            assert ", ".join(gets[:-1]) + f" and {gets[-1]}" in texts["story"]


def test_half_of_the_projections_among_outcomes_are_empty() -> None:
    answers = [item.answer == "no outcome" for item in some() if dict(item.asks)["question"] == "members"]
    assert sum(answers) * 2 == len(answers)


@pytest.mark.slow
def test_a_thousand_are_proved_and_of_distinct_shapes() -> None:
    assert_a_thousand(FAMILY, range(500))


@pytest.mark.slow
def test_crude_guesses_are_near_chance() -> None:
    guesses: dict[str, Callable[[Item], str]] = {
        "first": lambda item: item.options[0].text,
        "last": lambda item: item.options[-1].text,
        "largest": lambda item: max((o.text for o in item.options), key=size),
        "smallest": lambda item: min((o.text for o in item.options), key=size),
        "longest": lambda item: max((o.text for o in item.options), key=len),
        "shortest": lambda item: min((o.text for o in item.options), key=len),
    }
    numbers = [item for item in many() if dict(item.asks)["question"] != "members"]
    for name, guess in guesses.items():
        share = sum(guess(item) == item.answer for item in numbers) / len(numbers)
        assert share <= 0.45, (name, share)  # by chance a little more than a quarter
    sets = [item for item in many() if dict(item.asks)["question"] == "members"]
    features: dict[str, Callable[[Item], Any]] = {
        "outcomes": lambda item: dict(item.knobs)["outcomes"],
        "options": lambda item: len(item.options),
        "first": lambda item: item.options[0].text == "no outcome",
    }
    for name, feature in features.items():
        assert told_by(sets, feature, lambda item: item.answer == "no outcome") <= 0.7, name


def size(option: str) -> F:
    words = option.replace("(", "").replace(")", "").replace(",", "").split()
    return sum((F(word) for word in words if word not in ("from", "to")), F(0))


@pytest.mark.slow
def test_each_mistake_occurs() -> None:
    assert {option.error for item in many() for option in item.options} - {""} == set(FAMILY.errors)


CHICKEN = Cast(SCENES[0], ("Ada", "Bruno"), (("S", "D"), ("s", "d")))


def chicken(question: Any) -> Asked:
    game: Game = CHICKEN.game([(3, 3), (1, 4), (4, 1), (0, 0)])
    return Asked(question, CHICKEN, game, 0, ("D", "d"))


def test_chicken_by_hand() -> None:
    """(3, 3), (1, 4), (4, 1), (0, 0): the meet is (1, 1); the first player's projections of (D, d) are the outcome
    (D, s) alone, or, among lotteries, the segment from (1, 1) to (4, 1)."""
    assert answer_of(chicken("members")) == "(D, s)"
    assert answer_of(chicken("segment")) == "from (1, 1) to (4, 1)"
    found = mistakes_of(chicken("members"))
    assert found["other-player"] == "(S, d)"
    assert found["improvements"] == "(S, s), (S, d), (D, s)"
    assert found["without-minimum"] == "(D, d)"  # 0 exactly for the other
    assert found["at-least-instead-of-exactly"] == "(S, s), (S, d), (D, s)"
    assert found["least-of-all-outcomes"] == "(D, d)"
    assert mistakes_of(chicken("segment"))["other-player"] == "from (1, 1) to (1, 4)"
    # where the other gets 0 there is only (0, 0), so that forgetting the minimum leads to a point, not a segment
    assert "without-minimum" not in mistakes_of(chicken("segment"))


def test_minimum_by_hand() -> None:
    asked = chicken("pure minimum")
    assert answer_of(asked) == "(1, 1)"
    found = mistakes_of(asked)
    assert found["all-outcomes"] == "(0, 0)"
    assert found["best-efficient"] == "(4, 4)"
    assert found["security-levels"] == "(1, 1)"  # swerving guarantees 1
    assert found["one-outcome"] == "(1, 4)"
