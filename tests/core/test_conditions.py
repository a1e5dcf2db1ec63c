"""Conditions as they are read, printed and evaluated."""

import random
from fractions import Fraction

import pytest

from spi import ALWAYS, NEVER, Condition, GameError, affine, read_condition
from spi.core.conditions import Relation, atom

RELATIONS: tuple[Relation, ...] = (">", ">=", "=")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("t >= d", "t ≥ d"),
        ("d <= t", "t ≥ d"),
        ("2*t > 2*d + 4", "t > d + 2"),
        ("t - d < 0", "d > t"),
        ("0 <= p <= 1", "p ≥ 0 and p ≤ 1"),
        ("2*p = 1", "p = 1/2"),
        ("-3*p ≤ 2", "p ≥ -2/3"),
        ("1/2 > x", "x < 1/2"),
        ("t = d = 0", "d = t and d = 0"),
        ("t + d + 1 >= 0", "d + t ≥ -1"),
        ("a > 0 and b > 0 or c == 0", "a > 0 and b > 0 or c = 0"),
        ("always", "always"),
        ("never", "never"),
        ("always and t > 0 or never", "t > 0"),
        ("1 > 0", "1 > 0"),
        ("order > 0 and android > 0", "order > 0 and android > 0"),  # words, not letters
    ],
)
def test_read_and_printed(text: str, shown: str) -> None:
    condition = read_condition(text)
    assert str(condition) == shown
    assert read_condition(shown) == condition


def test_several_texts_hold_together() -> None:
    assert read_condition(["0 <= p", "p <= 1"]) == read_condition("0 <= p <= 1")
    assert read_condition([]) == ALWAYS == read_condition("always")
    assert read_condition("never") == NEVER
    assert read_condition(ALWAYS) is ALWAYS
    with pytest.raises(GameError, match="has alternatives"):
        read_condition(["p = 0 or p = 1"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("t", "compares nothing"),
        ("", "compares nothing"),
        ("t > 0 and", "compares nothing"),
        ("t*d > 0", "is not affine"),
        ("t > ", "is missing at the end"),
        ("t != 0", "'!' where"),
        ("not t > 0", "'not' is a word"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(GameError, match=why):
        read_condition(text, place="bounds[2]")


def test_at_points() -> None:
    condition = read_condition("t >= d and p > 0 or t = 5")
    # hand: t >= d fails or p > 0 fails, unless t = 5
    assert condition.at(t=1, d=1, p="1/10")
    assert not condition.at(t=1, d=1, p=0)
    assert condition.at({"t": 5, "d": 9}, p=0)
    assert condition.at(t=2, d=1, p=1, unknown=3)
    assert condition.parameters == ("d", "p", "t")
    with pytest.raises(GameError, match="no value for the parameter p"):
        condition.at(t=1, d=1)
    assert ALWAYS.at() and not NEVER.at()


def test_random_atoms_round_trip_and_mean_what_they_say() -> None:
    rng = random.Random(3)
    for _ in range(1000):
        names = rng.sample("abc", rng.randint(0, 3))
        form = affine(rng.randint(-3, 3))
        for name in names:
            form = form + affine(name) * Fraction(rng.randint(-3, 3), rng.randint(1, 3))
        relation = rng.choice(RELATIONS)
        own = atom(form, relation)
        assert read_condition(str(own)) == Condition(((own,),))
        point = {name: Fraction(rng.randint(-2, 2), 2) for name in "abc"}
        value = form.at(point)
        assert own.at(point) == {">": value > 0, ">=": value >= 0, "=": value == 0}[relation]
