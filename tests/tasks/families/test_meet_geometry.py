"""Pareto meet minima and projections against Definition 5, evaluated in plain Python from the items' files alone."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from spi import Game, SpiError
from spi.tasks.families.meet_geometry.ends import EMPTY
from spi.tasks.families.meet_geometry.family import FAMILY
from spi.tasks.families.meet_geometry.meets import Asked, answer_of
from spi.tasks.families.meet_geometry.memberships import mistaken_memberships
from spi.tasks.families.meet_geometry.mistakes import mistakes_of
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
    return drawn(FAMILY, range(1000, 1150))


def slow_answer(item: Item) -> str:
    asks = dict(item.asks)
    _, _, u = read_game(dict(item.files)["game.toml"])
    question, seat = asks["question"], int(asks["player"])
    outcome = tuple(asks["outcome"][1:-1].split(", "))
    rows = list(u.values())
    best = [
        v for v in rows if not (dominated if question in ("pure minimum", "members") else convex_dominated)(v, rows)
    ]
    minimum = tuple(min(v[k] for v in best) for k in range(len(best[0])))
    if question in ("pure minimum", "convex minimum"):
        return text(minimum)
    due = [max(m, x) for m, x in zip(minimum, u[outcome], strict=True)]
    others = [k for k in range(len(due)) if k != seat]
    if question == "lottery":
        chances = {tuple(a[1:-1].split(", ")): F(p) for p, a in (x.split(" ", 1) for x in asks["lottery"].split("; "))}
        assert sum(chances.values()) == 1
        gets = [sum((p * u[a][k] for a, p in chances.items()), F(0)) for k in range(len(due))]
        return "yes" if gets[seat] >= due[seat] and all(gets[k] == due[k] for k in others) else "no"
    if question == "members":
        found = [b for b, v in u.items() if v[seat] >= due[seat] and all(v[k] == due[k] for k in others)]
        return ", ".join(f"({', '.join(b)})" for b in found) or "no outcome"
    if question == "end":
        ends = [v for v in met_exactly(rows, others, due, seat) if v >= due[seat]]
        return text([max(ends) if k == seat else d for k, d in enumerate(due)]) if ends else "there is none"
    (other,) = others
    ends = [v[seat] for v in rows if v[other] == due[other]]
    for v, w in combinations(rows, 2):
        if min(v[other], w[other]) < due[other] < max(v[other], w[other]):
            ends.append(v[seat] + (w[seat] - v[seat]) * (due[other] - v[other]) / (w[other] - v[other]))
    end = [max(ends) if k == seat else due[k] for k in (0, 1)]
    return f"from {text(due)} to {text(end)}" if due != end else f"only {text(due)}"


def met_exactly(rows: list[Vector], others: list[int], due: list[F], seat: int) -> list[F]:
    """What a player gets by mixtures of one, two or three outcomes that give two others exactly what is due to them.

    What is best among all mixtures is among these: there are three equations for the weights.
    """
    found, (j, k) = [], others
    distinct = list(dict.fromkeys(rows))
    found += [v[seat] for v in distinct if (v[j], v[k]) == (due[j], due[k])]
    for v, w in combinations(distinct, 2):
        steps = [(w[m] - v[m], due[m] - v[m]) for m in (j, k)]
        shares = {F(wanted, step) for step, wanted in steps if step}
        if len(shares) == 1 and all(step or not wanted for step, wanted in steps):
            (share,) = shares
            if 0 < share < 1:
                found.append(v[seat] + share * (w[seat] - v[seat]))
    for three in combinations(distinct, 3):
        areas = [area([due if m == n else v for n, v in enumerate(three)], j, k) for m in range(3)]
        whole = sum(areas, F(0))
        if whole and area(three, j, k) == whole and all(own / whole >= 0 for own in areas):
            found.append(sum((own / whole * v[seat] for own, v in zip(areas, three, strict=True)), F(0)))
    return found


def area(corners: Any, j: int, k: int) -> F:
    """Twice the signed area of a triangle in two coordinates."""
    u, v, w = corners
    return F((v[j] - u[j]) * (w[k] - u[k]) - (v[k] - u[k]) * (w[j] - u[j]))


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
    """Of every question there are enough, and for three players, too."""
    assert_answers(many(), slow_answer)
    kinds = Counter((dict(item.asks)["question"], dict(item.knobs)["players"]) for item in many())
    shared = ("pure minimum", "convex minimum", "members", "lottery")
    assert all(kinds[question, 2] >= 8 for question in (*shared, "segment")), kinds
    assert all(kinds[question, 3] >= 8 for question in (*shared, "end")), kinds


def test_items_have_what_every_family_has() -> None:
    assert_proved(FAMILY, some())
    assert_deterministic(FAMILY)
    assert_knob_rises(FAMILY, some())
    assert all(len(item.options) >= 3 - (dict(item.asks)["question"] == "lottery") for item in some())
    assert FAMILY.generate(3, 5) == FAMILY.generate(3, 5)
    assert len({item.shape for item in some()}) == len(some())


@pytest.mark.parametrize("question", ["pure minimum", "convex minimum", "members", "segment", "end", "lottery"])
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


def test_certificates_of_ends_are_about_what_is_due_and_the_doubled_game() -> None:
    """One that says there is nothing from another point on, or of a game in which a copy is missing, is refused."""
    items = [item for item in many_ends() if item.answer == EMPTY][:2]
    for item in items:
        documents, asks = certificates_of(item), dict(item.asks)
        seat = int(asks["player"])
        higher = json.loads(item.proofs[-1].text)
        higher["claim"]["payoffs"][seat] = str(F(higher["claim"]["payoffs"][seat]) + 1)
        with pytest.raises(SpiError, match="what is due"):
            FAMILY.label([*documents[:-1], higher], asks)
        lower = json.loads(item.proofs[-1].text)
        lower["claim"]["payoffs"][-1] = str(F(lower["claim"]["payoffs"][-1]) - 1)
        with pytest.raises(SpiError, match="what is due to her"):
            FAMILY.label([*documents[:-1], lower], asks)
        with pytest.raises(SpiError, match="twice"):
            FAMILY.label([*documents[:-1], documents[0]], asks)
    found = next(item for item in many_ends() if item.answer != EMPTY)
    documents = certificates_of(found)
    documents[-1]["claim"]["case"] = "improvable"
    with pytest.raises(SpiError, match="the best end"):
        FAMILY.label(documents, dict(found.asks))


@cache
def many_ends() -> list[Item]:
    items = (item for seed in range(3000, 3014) for item in FAMILY.generate(seed, 3))
    return [item for item in items if dict(item.asks)["question"] == "end"]


@pytest.mark.slow
@pytest.mark.parametrize(("question", "empty"), [("members", "no outcome"), ("end", EMPTY)])
def test_a_quarter_of_the_projections_are_empty(question: str, empty: str) -> None:
    """So often as guessing one of four options is right."""
    items = drawn(FAMILY, range(500))
    answers = [item.answer == empty for item in items if dict(item.asks)["question"] == question]
    assert 0.18 <= sum(answers) / len(answers) <= 0.32
    assert all(empty in {o.text for o in i.options} for i in items if dict(i.asks)["question"] == question)


@pytest.mark.slow
def test_half_of_the_lotteries_are_projections_and_nothing_else_tells_which() -> None:
    items = [item for item in drawn(FAMILY, range(500)) if dict(item.asks)["question"] == "lottery"]
    features: dict[str, Callable[[Item], Any]] = {
        "outcomes": lambda item: dict(item.knobs)["outcomes"],
        "drawn": lambda item: dict(item.asks)["lottery"].count(";"),
        "first option": lambda item: item.options[0].text,
        "player": lambda item: dict(item.asks)["player"],
    }
    assert 2 * sum(item.answer == "yes" for item in items) == len(items)
    for name, feature in features.items():
        assert told_by(items, feature, lambda item: item.answer) <= 0.65, name


@pytest.mark.slow
def test_some_frontiers_are_degenerate() -> None:
    """In a tenth or so of the items: one best outcome, all on a line, somebody indifferent, or nearly no difference."""
    counts = Counter(kind for item in drawn(FAMILY, range(500)) for kind in degenerate_kinds(item))
    assert all(counts[kind] >= 10 for kind in ("ideal", "line", "indifferent", "alike")), counts
    assert 60 <= sum(counts.values()) <= 300, counts


def degenerate_kinds(item: Item) -> list[str]:
    rows = list(read_game(dict(item.files)["game.toml"])[2].values())
    top = tuple(map(max, zip(*rows, strict=True)))
    first, *rest = dict.fromkeys(rows)
    spread = [[x - y for x, y in zip(v, first, strict=True)] for v in rest]
    on_a_line = all(v[j] * w[k] == v[k] * w[j] for v in spread for w in spread[:1] for j in range(3) for k in range(j)
                    if j < len(first))  # fmt: skip
    found = ["ideal"] if top in rows else []
    found += ["indifferent"] if any(len(set(column)) == 1 for column in zip(*rows, strict=True)) else []
    found += ["alike"] if len(set(rows)) <= 4 and max(map(rows.count, rows)) >= len(rows) - 3 > 1 else []
    return found + ["line"] * (on_a_line and len(rest) > 1)


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
    numbers = [item for item in many() if dict(item.asks)["question"] not in ("members", "end", "lottery")]
    for name, guess in guesses.items():
        share = sum(guess(item) == item.answer for item in numbers) / len(numbers)
        assert share <= 0.45, (name, share)  # by chance a little more than a quarter
    sets = [item for item in many() if dict(item.asks)["question"] in ("members", "end")]
    features: dict[str, Callable[[Item], Any]] = {
        "outcomes": lambda item: dict(item.knobs)["outcomes"],
        "options": lambda item: len(item.options),
        "first": lambda item: item.options[0].text in ("no outcome", EMPTY),
        "fractions": lambda item: any("/" in option.text for option in item.options),
        "where": lambda item: str([o.text in ("no outcome", EMPTY) for o in item.options]),
    }
    often = sum(item.answer not in ("no outcome", EMPTY) for item in sets) / len(sets)
    for name, feature in features.items():
        assert told_by(sets, feature, lambda item: item.answer in ("no outcome", EMPTY)) <= often + 0.1, name


def size(option: str) -> F:
    words = option.replace("(", "").replace(")", "").replace(",", "").split()
    return sum((F(word) for word in words if word not in ("from", "to", "only")), F(0))


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
    assert mistakes_of(chicken("segment"))["without-minimum"] == "only (0, 0)"
    assert mistakes_of(chicken("segment"))["corner"] == "only (1, 1)"


def test_minimum_by_hand() -> None:
    asked = chicken("pure minimum")
    assert answer_of(asked) == "(1, 1)"
    found = mistakes_of(asked)
    assert found["all-outcomes"] == "(0, 0)"
    assert found["best-efficient"] == "(4, 4)"
    assert found["security-levels"] == "(1, 1)"  # swerving guarantees 1
    assert found["one-outcome"] == "(1, 4)"


def three(question: Any, player: int) -> Asked:
    """Three outcomes, one player having three actions and the others one each."""
    cast = Cast(SCENES[0], ("Ada", "Bruno", "Carla"), (("a", "b", "c"), ("d",), ("e",)))
    return Asked(question, cast, cast.game([(0, 0, 0), (2, 1, 1), (1, 2, 3)]), player, ("a", "d", "e"))


def test_empty_projections_of_three_players_by_hand() -> None:
    """(0, 0, 0), (2, 1, 1), (1, 2, 3): the meet is (1, 1, 1).

    Weights s on the second and t on the third give (2s + t, s + 2t, s + 3t). For the first player s + 2t = s + 3t = 1,
    so s = 1 and she gets 2. For the second 2s + t = s + 3t = 1, so s = 2/5, t = 1/5, and he would get 4/5 < 1. For the
    third 2s + t = s + 2t = 1, so s = t = 1/3, and she gets 4/3.
    """
    assert answer_of(three("convex minimum", 0)) is None  # the same as among outcomes
    assert [answer_of(three("end", k)) for k in range(3)] == ["(2, 1, 1)", EMPTY, "(1, 1, 4/3)"]
    found = mistakes_of(three("end", 1))
    assert found["corner"] == "(1, 1, 1)"
    assert found["without-minimum"] == "(0, 0, 0)"
    assert found["own-best"] == "(1, 2, 1)"
    # at least 1 for the others: 2s + t ≥ 1 and s + 3t ≥ 1 hold at t = 1, with 2 for the second
    assert found["at-least-instead-of-exactly"] == "(1, 2, 1)"
    assert found["other-player"] == "(1, 1, 4/3)"
    assert mistakes_of(three("end", 0))["other-player"] == EMPTY


def test_memberships_of_lotteries_by_hand() -> None:
    """(3, 3), (1, 4), (4, 1), (0, 0): the meet is (1, 1). What half of (D, s) and half of (D, d) gives is (2, 1/2).

    A fifth of each of (S, d) and (D, s), and else (D, d), gives the meet itself. Half of (S, s), a quarter of (D, d)
    and a quarter of (D, s) gives (5/2, 7/4): too much for the second player, who gets at least what is due, though.
    """
    half, quarter, fifth = F(1, 2), F(1, 4), F(1, 5)
    meet = ((("S", "d"), fifth), (("D", "s"), fifth), (("D", "d"), 3 * fifth))
    assert answer_of(replace(chicken("lottery"), lottery=meet)) == "yes"
    less = replace(chicken("lottery"), lottery=((("D", "s"), half), (("D", "d"), half)))
    assert answer_of(less) == "no"
    more = replace(chicken("lottery"), lottery=((("S", "s"), half), (("D", "d"), quarter), (("D", "s"), quarter)))
    assert answer_of(more) == "no"
    assert mistaken_memberships(more)["at-least-instead-of-exactly"] == "yes"
    assert mistaken_memberships(less)["at-least-instead-of-exactly"] == "no"
    found = mistaken_memberships(replace(chicken("lottery"), lottery=meet))
    assert found["each-outcome"] == "no" == found["without-minimum"]  # of which only (D, s) is one; 1 is not 0
    assert found["without-default"] == found["other-player"] == "yes"


def test_degenerate_segments_by_hand() -> None:
    """(1, 3), (2, 2), (3, 1), (2, 2): all is efficient, the meet is (1, 1), and (2, 2) projects to itself alone."""
    game = CHICKEN.game([(1, 3), (2, 2), (3, 1), (2, 2)])
    asked = Asked("segment", CHICKEN, game, 0, ("S", "d"), degenerate=True)
    assert answer_of(asked) == "only (2, 2)"
    assert answer_of(replace(asked, degenerate=False)) is None
    assert mistakes_of(asked)["without-default"] == "from (1, 1) to (3, 1)"
    assert mistakes_of(asked)["own-best"] == "from (2, 2) to (3, 2)"
    assert answer_of(replace(asked, question="pure minimum")) == "(1, 1)"
