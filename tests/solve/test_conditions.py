"""Conditions simplified, combined and compared, against Fourier–Motzkin elimination and their values at points."""

import random
from fractions import Fraction
from itertools import product

import pytest

from spi import (
    ALWAYS,
    NEVER,
    Condition,
    HypothesisError,
    affine,
    all_of,
    any_of,
    boundaries,
    find_point,
    find_points,
    implies,
    is_equivalent,
    negation,
    read_condition,
    simplify,
)
from spi.core.conditions import Atom, Point, Relation, atom
from spi.core.numbers import Exact
from tests.fourier import can_hold, equivalent, inequalities
from tests.fourier import implies as follows

RELATIONS: tuple[Relation, ...] = (">", ">=", "=")


@pytest.mark.parametrize(
    ("text", "given", "shown"),
    [
        ("t > d or t = d", "always", "t ≥ d"),
        ("t > d or d > t or t = d", "always", "always"),
        ("t > d and d > t", "always", "never"),
        ("t >= d and d >= t", "always", "d = t"),
        ("t > 0 and t > 1", "always", "t > 1"),
        ("t > 0 or t > 1", "always", "t > 0"),
        ("x > 0 and y > 0 or x > 0 and y <= 0", "always", "x > 0"),
        ("x > 0 or y > 0 and x <= 0", "always", "x > 0 or y > 0"),  # a comparison that only the other needs
        ("x > 0 or x < 0", "always", "x > 0 or x < 0"),  # not convex
        ("0 < x < 1 or 1 < x < 2", "always", "x > 0 and x < 1 or x > 1 and x < 2"),
        ("0 < x < 1 or x = 1 or 1 < x < 2", "always", "x > 0 and x < 2"),
        ("p >= 0 and p <= 1/2", "0 <= p <= 1", "p ≤ 1/2"),
        ("p = 0", "0 <= p <= 1", "p = 0"),
        ("p <= 0", "0 <= p <= 1", "p = 0"),
        ("p < 0", "0 <= p <= 1", "never"),
        ("p > -1", "0 <= p <= 1", "always"),
        ("p + q >= 1 or p < 1 - q", "p > 0", "always"),
        ("never", "p > 0", "never"),
        ("1 > 0 or t > 0", "always", "always"),
        ("0 > 1 or t > 0", "always", "t > 0"),
        ("x >= 0 and y >= 0 and x + y >= -1", "always", "x ≥ 0 and y ≥ 0"),
        ("x <= 1 and x + y <= 1 and y >= 0", "always", "x + y ≤ 1 and y ≥ 0"),
    ],
)
def test_simplified(text: str, given: str, shown: str) -> None:
    # each by hand
    assert str(simplify(read_condition(text), given=read_condition(given))) == shown


def test_a_circle_of_inequalities_is_two_equations() -> None:
    circle = read_condition("t >= d and s >= t and d >= s")
    (conjunct,) = simplify(circle).conjuncts
    assert [own.relation for own in conjunct] == ["=", "="]
    assert is_equivalent(Condition((conjunct,)), read_condition("d = t = s"))


def random_condition(rng: random.Random, names: str, conjuncts: int) -> Condition:
    parts = []
    for _ in range(rng.randint(0, conjuncts)):
        atoms: list[Atom] = []
        for _ in range(rng.randint(0, 3)):
            form = affine(rng.choice([0, 0, 1, -1, 2]))
            for name in names:
                form = form + affine(name) * rng.choice([0, 0, 1, -1, 2])
            atoms.append(atom(form, rng.choice(RELATIONS)))
        parts.append(tuple(atoms))
    return Condition(tuple(parts))


def random_bounds(rng: random.Random) -> Condition:
    return read_condition(rng.choice(["always", "0 <= x <= 1", "x >= 0 and y >= 0", "x = 2*y", "x > y"]))


GRID = [Fraction(k, 2) for k in range(-5, 6)]


def test_random_conditions_mean_the_same_simplified_and_nothing_is_superfluous() -> None:
    rng = random.Random(2)
    for _ in range(400):
        names = "xy"[: rng.randint(1, 2)]
        condition, given = random_condition(rng, names, 4), random_bounds(rng)
        found = simplify(condition, given=given)
        assert equivalent(condition, found, given, "xy"), (str(condition), str(given), str(found))
        (known,) = given.conjuncts
        for k, conjunct in enumerate(found.conjuncts):
            rest = found.conjuncts[:k] + found.conjuncts[k + 1 :]
            assert can_hold(inequalities((*known, *conjunct), "xy"))
            assert not follows((*known, *conjunct), Condition(rest), "xy"), str(found)
            for j in range(len(conjunct)):  # leaving a comparison out changes the condition
                wider = Condition((*rest, conjunct[:j] + conjunct[j + 1 :]))
                assert not equivalent(found, wider, given, "xy"), str(found)
        for x, y in product(GRID, GRID):
            if given.at(x=x, y=y):
                assert condition.at(x=x, y=y) == found.at(x=x, y=y)


def test_random_combinations() -> None:
    rng = random.Random(4)
    for _ in range(200):
        one, two, given = random_condition(rng, "xy", 3), random_condition(rng, "xy", 3), random_bounds(rng)
        both, either, not_one = all_of(one, two, given=given), any_of(one, two, given=given), negation(one, given=given)
        for x, y in product(GRID, GRID):
            if given.at(x=x, y=y):
                assert both.at(x=x, y=y) == (one.at(x=x, y=y) and two.at(x=x, y=y))
                assert either.at(x=x, y=y) == (one.at(x=x, y=y) or two.at(x=x, y=y))
                assert not_one.at(x=x, y=y) != one.at(x=x, y=y)
        assert is_equivalent(negation(both, given=given), any_of(not_one, negation(two, given=given)), given=given)
        assert is_equivalent(negation(not_one, given=given), one, given=given)
        (known,) = given.conjuncts
        assert implies(one, two, given=given) == all(follows((*known, *part), two, "xy") for part in one.conjuncts)
        assert is_equivalent(one, two, given=given) == equivalent(one, two, given, "xy")


def full(point: Point) -> dict[str, Exact]:
    return {"x": 0, "y": 0, **dict(point)}


def test_random_points() -> None:
    rng = random.Random(5)
    seen = 0
    for _ in range(300):
        given = random_bounds(rng)
        found = simplify(random_condition(rng, "xy", 3), given=given)
        points = find_points(found, given=given)
        assert len(points) == len(found.conjuncts)
        for point, conjunct in zip(points, found.conjuncts, strict=True):
            assert point is not None
            where = full(point)
            assert given.at(where) and all(own.at(where) for own in conjunct)
        assert (find_point(found, given=given) is None) == (not found.conjuncts)
        sides = boundaries(found, given=given)
        assert len(sides) == sum(map(len, found.conjuncts))
        for side in sides:
            seen += 1
            conjunct = found.conjuncts[side.conjunct]
            inside = full(side.holds)
            assert given.at(inside) and all(own.at(inside) for own in conjunct)
            assert side.fails is not None  # what is simplified has no comparison without an effect
            outside = full(side.fails)
            assert given.at(outside) and not found.at(outside) and not side.atom.at(outside)
            assert all(own.at(outside) for own in conjunct if own != side.atom)
    assert seen > 100


def test_a_comparison_without_effect_has_no_other_side() -> None:
    whole = read_condition("x > 0 or x <= 0")  # not simplified
    assert [side.fails for side in boundaries(whole)] == [None, None]
    with pytest.raises(HypothesisError, match="x > 0 and x < 0 never holds"):
        boundaries(read_condition("x > 0 and x < 0"))


def test_constants() -> None:
    assert all_of() == ALWAYS and any_of() == NEVER
    assert negation(ALWAYS) == NEVER and negation(NEVER) == ALWAYS
    assert implies(NEVER, ALWAYS) and not implies(ALWAYS, NEVER)
    assert find_point(NEVER) is None and find_point(ALWAYS) == ()
    assert boundaries(ALWAYS) == ()
    assert find_points(read_condition("x > 0 and x < 0 or x = 3")) == (None, (("x", 3),))


def test_what_is_given_has_no_alternatives() -> None:
    for call in (simplify, negation, find_point, boundaries):
        with pytest.raises(HypothesisError, match="has alternatives: x = 0 or x = 1"):
            call(ALWAYS, given=read_condition("x = 0 or x = 1"))


def test_three_parameters_and_long_numbers() -> None:
    big = 10**50
    near = read_condition(f"{big}*x > 1 and x <= 0.{'0' * 49}1 + y - y + z - z")
    # 1/10^50 < x <= 1/10^50: never
    assert simplify(near) == NEVER
    assert str(simplify(read_condition("x > y and y > z and x > z"))) == "x > y and y > z"
